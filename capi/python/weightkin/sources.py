"""Bytes that Python fetches for the library: HTTP ranges, object stores, encrypted files."""

from __future__ import annotations

import ctypes
import itertools
import threading
from typing import Any, Callable, Dict, List, Optional, Protocol

from weightkin import _declarations as c
from weightkin._copy import text
from weightkin.codes import Status


class Source(Protocol):
    """What can be read. `read` may be called from several threads at once and answers exactly
    `length` bytes from `offset` on."""

    size: int

    def read(self, offset: int, length: int) -> Any: ...


# Opens another file of the same model by its relative name; None when there is none.
OpenBeside = Callable[[str], Optional[Source]]

_numbers = itertools.count(1)
_sources: Dict[int, Any] = {}  # what the library may still ask for, by number
# Collecting garbage may release a source in the middle of registering another.
_lock = threading.RLock()


class Failures:
    """What callbacks raised, so that the exception of the call can name its cause."""

    def __init__(self) -> None:
        self.raised: List[BaseException] = []

    def status_of(self, raised: BaseException) -> int:
        self.raised.append(raised)
        if isinstance(raised, MemoryError):
            return int(Status.NO_MEMORY)
        if isinstance(raised, KeyboardInterrupt):
            return int(Status.CANCELLED)
        return int(Status.IO)


def _read(offset: int, length: int, buffer: int, got: Any, number: int) -> int:
    source, failures = _sources[number]
    try:
        found = memoryview(source.read(offset, length)).cast("B")
        if len(found) > length:  # a server that ignores ranges begins somewhere else, too
            raise ValueError(f"{len(found)} bytes were read where {length} were asked for")
        into = (ctypes.c_char * len(found)).from_address(buffer)
        memoryview(into).cast("B")[:] = found
        got[0] = len(found)
        return 0
    except BaseException as raised:  # nothing may unwind through C
        return int(failures.status_of(raised))


def _release(number: int) -> None:
    with _lock:
        _sources.pop(number, None)


_READ = c.wkin_read_callback(_read)
_RELEASE = c.wkin_release_callback(_release)


def _register(what: Any, failures: Failures) -> int:
    with _lock:
        number = next(_numbers)
        _sources[number] = (what, failures)
    return number


def source_of(source: Source, failures: Failures) -> c.wkin_source:
    """The struct for a source, which is the library's from then on."""
    size = int(source.size)
    if not 0 <= size < 2**64:
        raise ValueError(f"a source of {size} bytes")
    return c.wkin_source(size, _READ, _RELEASE, _register(source, failures))


def opener_of(open_beside: Optional[OpenBeside], failures: Failures) -> Any:
    """The callback that opens files beside; to be kept as long as the model."""
    if open_beside is None:
        return ctypes.cast(ctypes.c_void_p(), c.wkin_open_callback)

    opens: OpenBeside = open_beside

    def opened(name: bytes, into: Any, _: Any) -> int:
        try:
            found = opens(text(name))
            if found is not None:
                into[0] = source_of(found, failures)
            return 0
        except BaseException as raised:  # nothing may unwind through C
            return failures.status_of(raised)

    return c.wkin_open_callback(opened)
