"""What the handlers of signals raise while the library works.

Python runs a handler before the next bytecode. Where that is the first of a callback, what the
handler raises (KeyboardInterrupt) is outside of every `try`: ctypes prints it, and it is lost."""

from __future__ import annotations

import signal
import threading
from types import CodeType, FrameType
from typing import Any, Callable, Dict, List, Optional, Set, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

_between: Set[CodeType] = set()  # what runs between the library and a caller's code
_watching: List[Signals] = []  # the calls that the main thread is in, the innermost last


def called_back(function: Function) -> Function:
    """Marks a function that the library calls, or that runs outside of such a one's `try`."""
    _between.add(function.__code__)
    return function


def _in_callers_code(frame: Optional[FrameType]) -> bool:
    """Whether a callback's `try` is around what a frame does: then an exception gets somewhere, and
    has to, for what waits there (a socket) would go on waiting."""
    if frame is None or frame.f_code in _between:
        return False
    above = frame.f_back
    while above is not None and above.f_code not in _between:
        above = above.f_back
    return above is not None


@called_back
def _innermost() -> Optional[Signals]:
    watching = _watching[-1] if _watching else None
    return watching if watching is not None and watching.thread == threading.get_ident() else None


@called_back
def keep(raised: BaseException) -> bool:
    """Has the call that this thread is in raise an exception at its end; false where none can."""
    watching = _innermost()
    if watching is not None:
        watching.keep(raised)
    return watching is not None


@called_back
def stopping() -> bool:
    """Whether the call that this thread is in will raise: then its callbacks cancel it."""
    watching = _innermost()
    return watching is not None and watching.kept


class Signals:
    """Between begin() and end() `keep` is told what Python's signal handlers raise. Handlers run in
    the main thread: elsewhere this does nothing."""

    def __init__(self, keep: Callable[[BaseException], None]) -> None:
        self._keep = keep
        self._handlers: Dict[int, Callable[[int, Optional[FrameType]], Any]] = {}
        self._keeping = False
        self.kept = False
        self.thread = threading.get_ident()

    def begin(self) -> None:
        if threading.current_thread() is not threading.main_thread():
            return
        for number in signal.valid_signals():
            handler = signal.getsignal(number)
            if callable(handler):
                self._handlers[number] = handler
                signal.signal(number, self._handle)
        self._keeping = True
        _watching.append(self)

    def end(self) -> None:
        if self._keeping:
            _watching.remove(self)
        self._keeping = False  # from here on exceptions go their own way, past what follows too
        for number, handler in self._handlers.items():
            if signal.getsignal(number) == self._handle:  # not a newer one
                signal.signal(number, handler)

    @called_back
    def keep(self, raised: BaseException) -> None:
        self.kept = True
        self._keep(raised)

    def _handle(self, number: int, frame: Optional[FrameType]) -> None:
        try:
            self._handlers[number](number, frame)
        except BaseException as raised:
            if not self._keeping or _in_callers_code(frame):
                raise
            self.keep(raised)
