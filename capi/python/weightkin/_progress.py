"""Progress callbacks: a Python exception stops the work and is raised when the call is over."""

from __future__ import annotations

import ctypes
from types import TracebackType
from typing import Any, Callable, Optional, Type, TypeVar

from weightkin import _declarations as c
from weightkin._copy import text
from weightkin._signals import Signals, called_back
from weightkin.codes import LogLevel, Status
from weightkin.sources import any_open

Self = TypeVar("Self", bound="_Raising")
# Called with the stage, what is done and the total. True cancels.
Progress = Callable[[str, int, int], Optional[bool]]
# Told what the library would print if it printed, a line at a time.
Log = Callable[[LogLevel, str], None]


class _Raising:
    """A `with` around one call that calls back: what a callback or a signal's handler raised first is
    raised at the end, whatever the call answered."""

    def __init__(self) -> None:
        self._raised: Optional[BaseException] = None
        self._signals: Optional[Signals] = Signals(self._keep)

    @called_back
    def _keep(self, raised: BaseException) -> None:
        if self._raised is None:
            self._raised = raised

    def __enter__(self: Self) -> Self:
        if self._signals is not None:
            self._signals.begin()
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], value: Optional[BaseException],
                 trace: Optional[TracebackType]) -> None:
        signals, self._signals = self._signals, None  # which refers to this object, too
        if signals is not None:
            signals.end()
        self._let_go()
        if self._raised is not None:
            raised, self._raised = self._raised, None
            raise raised from None

    def _let_go(self) -> None:
        """Of the callbacks, which refer to this object, or it would wait for the collector."""


class Told(_Raising):
    """The callbacks of one call. Used as `with Told(progress) as told:`, `told.pointer` and
    `told.log` being for the options. Also around calls without either that read models, whose bytes
    Python may have to fetch (`reads`: now at the latest)."""

    def __init__(self, progress: Optional[Progress] = None, log: Optional[Log] = None,
                 reads: bool = False) -> None:
        super().__init__()
        self._progress, self._log = progress, log
        if progress is None and log is None and not reads and not any_open():
            self._signals = None
        # Without a callback NULL: work is then not interrupted to take the lock.
        self.pointer: Any = ctypes.cast(ctypes.c_void_p(), c.wkin_progress_callback)
        self.log: Any = ctypes.cast(ctypes.c_void_p(), c.wkin_log_callback)
        if progress is not None:
            self.pointer = c.wkin_progress_callback(self._tell)
        if log is not None:
            self.log = c.wkin_log_callback(self._hear)

    @called_back
    def _tell(self, stage: bytes, done: int, total: int, _: Any) -> int:
        assert self._progress is not None
        if self._raised is not None:
            return 1
        try:
            return 1 if self._progress(text(stage), done, total) else 0
        except BaseException as raised:  # nothing may unwind through C, KeyboardInterrupt neither
            self._keep(raised)
            return 1

    @called_back
    def _hear(self, level: int, line: bytes, _: Any) -> None:
        assert self._log is not None
        if self._raised is None:
            try:
                self._log(LogLevel(level), text(line))
            except BaseException as raised:
                self._keep(raised)

    def _let_go(self) -> None:
        self.pointer = self.log = None


class Taking(_Raising):
    """A callback that takes a file's bytes, for one call."""

    def __init__(self, take: Callable[[bytes], object]) -> None:
        super().__init__()
        self._take = take
        self.pointer: Any = c.wkin_take_callback(self._taken)

    @called_back
    def _taken(self, address: Optional[int], length: int, _: Any) -> int:
        if self._raised is not None:
            return int(Status.CANCELLED)
        try:
            self._take(ctypes.string_at(address, length) if address else b"")
            return int(Status.OK)
        except BaseException as raised:  # nothing may unwind through C
            self._keep(raised)
            return int(Status.CANCELLED)

    def _let_go(self) -> None:
        self.pointer = None
