"""What this build of the library can do; single pairs of tensors; names for a terminal."""

from __future__ import annotations

import ctypes
from typing import Any, List, Tuple

from weightkin import _declarations as c
from weightkin import _library
from weightkin._copy import encoded, text
from weightkin._handle import bytes_of
from weightkin.arrays import Views
from weightkin.records import Pair


def _names(function: str) -> Tuple[str, ...]:
    found: List[str] = []
    while True:
        name = _library.call(function, len(found))
        if name is None:
            return tuple(found)
        found.append(text(name))


def formats() -> Tuple[str, ...]:
    """File formats, in the order they are tried."""
    return _names("wkin_format_name")


def kernels() -> Tuple[str, ...]:
    """Instruction sets that this machine can run, the fastest last."""
    return _names("wkin_kernel_name")


def features() -> Tuple[str, ...]:
    """Parts of the C interface that were added since its first version."""
    return _names("wkin_feature_name")


def printable(words: str) -> str:
    """Fit for a terminal: control and invisible characters are written out."""
    return bytes_of("wkin_printable", encoded(words))[:-1].decode("utf-8")


def has_feature(name: str) -> bool:
    """Whether features() lists it."""
    return bool(_library.call("wkin_has_feature", encoded(name)))


def measure_pair(a: Any, b: Any, *, threads: int = 1) -> Pair:
    """Measures two arrays of equally many elements, in C order of each; shapes and types may
    differ. Nothing is copied."""
    one, other, raw = Views([("a", a)]), Views([("b", b)]), c.wkin_pair()
    _library.must("wkin_measure_pair", one.raw, other.raw, one.size, threads, ctypes.byref(raw),
                  ctypes.sizeof(raw))
    return Pair._of(raw)
