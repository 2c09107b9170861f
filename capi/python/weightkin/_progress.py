"""Progress callbacks: a Python exception stops the work and is raised when the call is over."""

from __future__ import annotations

import ctypes
from types import TracebackType
from typing import Any, Callable, Optional, Type

from weightkin import _declarations as c
from weightkin._copy import text
from weightkin.codes import LogLevel, Status

# Called with the stage, what is done and the total. True cancels.
Progress = Callable[[str, int, int], Optional[bool]]
# Told what the library would print if it printed, a line at a time.
Log = Callable[[LogLevel, str], None]


class Told:
    """The callbacks of one call. Used as `with Told(progress) as told:`, `told.pointer` and
    `told.log` being for the options; what a callback raised first is raised at the end, whatever the
    call answered."""

    def __init__(self, progress: Optional[Progress], log: Optional[Log] = None) -> None:
        self._progress, self._log = progress, log
        self._raised: Optional[BaseException] = None
        # Without a callback NULL: work is then not interrupted to take the lock.
        self.pointer: Any = ctypes.cast(ctypes.c_void_p(), c.wkin_progress_callback)
        self.log: Any = ctypes.cast(ctypes.c_void_p(), c.wkin_log_callback)
        if progress is not None:
            self.pointer = c.wkin_progress_callback(self._tell)
        if log is not None:
            self.log = c.wkin_log_callback(self._hear)

    def _tell(self, stage: bytes, done: int, total: int, _: Any) -> int:
        assert self._progress is not None
        if self._raised is not None:
            return 1
        try:
            return 1 if self._progress(text(stage), done, total) else 0
        except BaseException as raised:  # nothing may unwind through C, KeyboardInterrupt neither
            self._raised = raised
            return 1

    def _hear(self, level: int, line: bytes, _: Any) -> None:
        assert self._log is not None
        if self._raised is None:
            try:
                self._log(LogLevel(level), text(line))
            except BaseException as raised:
                self._raised = raised

    def __enter__(self) -> Told:
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], value: Optional[BaseException],
                 trace: Optional[TracebackType]) -> None:
        self.pointer = self.log = None
        if self._raised is not None:
            raised, self._raised = self._raised, None
            raise raised from None


class Taking:
    """A callback that takes a file's bytes, for one call; what it raised is raised at the end."""

    def __init__(self, take: Callable[[bytes], object]) -> None:
        self._take = take
        self._raised: Optional[BaseException] = None
        self.pointer: Any = c.wkin_take_callback(self._taken)

    def _taken(self, address: Optional[int], length: int, _: Any) -> int:
        try:
            self._take(ctypes.string_at(address, length) if address else b"")
            return int(Status.OK)
        except BaseException as raised:  # nothing may unwind through C
            self._raised = raised
            return int(Status.CANCELLED)

    def __enter__(self) -> Taking:
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], value: Optional[BaseException],
                 trace: Optional[TracebackType]) -> None:
        self.pointer = None
        if self._raised is not None:
            raised, self._raised = self._raised, None
            raise raised from None
