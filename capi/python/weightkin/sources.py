"""Bytes that Python fetches for the library: HTTP ranges, object stores, encrypted files."""

from __future__ import annotations

import ctypes
import itertools
import threading
from typing import Any, Callable, Dict, Optional, Protocol

from weightkin import _declarations as c
from weightkin._copy import text
from weightkin._signals import called_back, keep, stopping
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


def any_open() -> bool:
    """Whether the library may call Python for bytes."""
    return bool(_sources)


class Failures:
    """What a callback raised first, so that the exception of the call can name its cause."""

    def __init__(self) -> None:
        self.cause: Optional[BaseException] = None
        self.opening = True  # later the cause would only keep what its traceback leads to

    @called_back
    def status_of(self, raised: BaseException) -> int:
        if self.opening and self.cause is None:
            self.cause = raised
        if isinstance(raised, MemoryError):
            return int(Status.NO_MEMORY)
        if isinstance(raised, Exception):
            return int(Status.IO)
        keep(raised)  # KeyboardInterrupt and its kin end more than the call
        return int(Status.CANCELLED)


@called_back
def _read(offset: int, length: int, buffer: int, got: Any, number: int) -> int:
    source, failures = _sources[number]
    if stopping():
        return int(Status.CANCELLED)
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


# Models may be the last to go when Python ends: they have to have what this needs.
@called_back
def _release(number: int, lock: Any = _lock, known: Dict[int, Any] = _sources) -> None:
    with lock:
        known.pop(number, None)


_READ = c.wkin_read_callback(_read)
_RELEASE = c.wkin_release_callback(_release)
CALLBACKS = (_READ, _RELEASE)  # to be kept as long as a model that has a source


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

    @called_back
    def opened(name: bytes, into: Any, _: Any) -> int:
        if stopping():
            return int(Status.CANCELLED)
        try:
            found = opens(text(name))
            if found is not None:
                into[0] = source_of(found, failures)
            return 0
        except BaseException as raised:  # nothing may unwind through C
            return failures.status_of(raised)

    return c.wkin_open_callback(opened)
