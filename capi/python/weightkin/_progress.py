"""Progress callbacks: a Python exception stops the work and is raised when the call is over."""

from __future__ import annotations

import ctypes
from types import TracebackType
from typing import Any, Callable, Optional, Type

from weightkin import _declarations as c
from weightkin._copy import text

# Called with the stage, what is done and the total. True cancels.
Progress = Callable[[str, int, int], Optional[bool]]


class Told:
    """The callback of one call. Used as `with Told(progress) as told:`, `told.pointer` being for
    the options; what the callback raised is raised at the end, whatever the call answered."""

    def __init__(self, progress: Optional[Progress]) -> None:
        self._progress = progress
        self._raised: Optional[BaseException] = None
        # Without a callback NULL: work is then not interrupted to take the lock.
        self.pointer: Any = ctypes.cast(ctypes.c_void_p(), c.wkin_progress_callback) if progress is None \
            else c.wkin_progress_callback(self._tell)

    def _tell(self, stage: bytes, done: int, total: int, _: Any) -> int:
        assert self._progress is not None
        if self._raised is not None:
            return 1
        try:
            return 1 if self._progress(text(stage), done, total) else 0
        except BaseException as raised:  # nothing may unwind through C, KeyboardInterrupt neither
            self._raised = raised
            return 1

    def __enter__(self) -> Told:
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], value: Optional[BaseException],
                 trace: Optional[TracebackType]) -> None:
        self.pointer = None
        if self._raised is not None:
            raised, self._raised = self._raised, None
            raise raised from None
