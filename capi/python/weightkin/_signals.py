"""What the handlers of signals raise while the library works.

Python runs a handler before the next bytecode. Where that is the first of a callback, what the
handler raises (KeyboardInterrupt) is outside of every `try`: ctypes prints it, and it is lost."""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Any, Callable, Dict, Optional


class Signals:
    """Between begin() and end() `keep` is told what Python's signal handlers raise. Handlers run in
    the main thread: elsewhere this does nothing."""

    def __init__(self, keep: Callable[[BaseException], None]) -> None:
        self._keep = keep
        self._handlers: Dict[int, Callable[[int, Optional[FrameType]], Any]] = {}
        self._keeping = False

    def begin(self) -> None:
        if threading.current_thread() is not threading.main_thread():
            return
        for number in signal.valid_signals():
            handler = signal.getsignal(number)
            if callable(handler):
                self._handlers[number] = handler
                signal.signal(number, self._handle)
        self._keeping = True

    def end(self) -> None:
        self._keeping = False  # from here on exceptions go their own way, past what follows too
        for number, handler in self._handlers.items():
            if signal.getsignal(number) == self._handle:  # not a newer one
                signal.signal(number, handler)

    def _handle(self, number: int, frame: Optional[FrameType]) -> None:
        try:
            self._handlers[number](number, frame)
        except BaseException as raised:
            if not self._keeping:
                raise
            self._keep(raised)
