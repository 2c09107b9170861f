"""One exception for each status."""

from __future__ import annotations

from typing import Any, Dict, Optional, Type

from weightkin._copy import text
from weightkin.codes import Fault, Status


class LibraryError(ImportError):
    """The shared library was not found, is not weightkin, or does not fit this package."""


class Error(Exception):
    """A call that failed: `status` says what to do next, `fault` which rule of a format was broken,
    `message` what, where and what was expected."""

    status: Status = Status.INTERNAL

    def __init__(self, message: str, fault: Fault = Fault.NONE,
                 status: Optional[Status] = None) -> None:
        super().__init__(message)
        self.message = message
        self.fault = fault
        if status is not None:
            self.status = status


class BadArgument(Error, ValueError):
    """The call itself is wrong: fix the program."""

    status = Status.BAD_ARGUMENT


class BadFormat(Error, ValueError):
    """The bytes contradict their format: fix or distrust the file."""

    status = Status.BAD_FORMAT


class Unsupported(Error):
    """Well formed as far as read, but nothing here can read it."""

    status = Status.UNSUPPORTED


class IoError(Error):
    """The operating system refused: path, permission, disk, vanished page."""

    status = Status.IO


class Undefined(Error):
    """The number asked for does not exist for these inputs."""

    status = Status.UNDEFINED


class NoMemory(Error, MemoryError):
    """An allocation failed or a limit on memory was reached."""

    status = Status.NO_MEMORY


class Cancelled(Error):
    """The progress callback asked to stop."""

    status = Status.CANCELLED


class Internal(Error):
    """A defect of the library; please report it."""

    status = Status.INTERNAL


_CLASSES: Dict[int, Type[Error]] = {
    int(kind.status): kind for kind in
    (BadArgument, BadFormat, Unsupported, IoError, Undefined, NoMemory, Cancelled, Internal)}


def error_of(status: int, raw: Any) -> Error:
    """The exception for a status and its wkin_error."""
    kind = _CLASSES.get(status, Error)
    return kind(text(raw.message), Fault(raw.fault), Status(status))
