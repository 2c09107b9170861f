"""Finds the shared library, once, and calls it."""

from __future__ import annotations

import ctypes
import os
import pathlib
import threading
from typing import Any, List, Optional, Union

from weightkin import _declarations as c
from weightkin.errors import LibraryError, error_of

VARIABLE = "WEIGHTKIN_LIBRARY"
NAMES = ("libweightkin_c.so.0", "libweightkin_c.so", "libweightkin_c.0.dylib",
         "libweightkin_c.dylib", "weightkin_c.dll")

_lock = threading.Lock()
_loaded: Optional[ctypes.CDLL] = None
_path = ""


def _candidates(path: Optional[Union[str, "os.PathLike[str]"]]) -> List[str]:
    """Where to look, best first; a path that somebody named is the only one."""
    named = path if path is not None else os.environ.get(VARIABLE)
    if named:
        return [os.fspath(named)]
    beside = [pathlib.Path(__file__).resolve().parent / name for name in NAMES]
    return [str(file) for file in beside if file.is_file()] + list(NAMES)


def _open(path: Optional[Union[str, "os.PathLike[str]"]]) -> ctypes.CDLL:
    global _path
    failures = []
    for candidate in _candidates(path):
        try:
            library = ctypes.CDLL(candidate)
        except OSError as failure:
            failures.append(str(failure))
            continue
        _path = candidate
        return library
    raise LibraryError(
        f"the shared library of weightkin was not found ({failures[0]}). Name it by "
        f"weightkin.load(path) or the environment variable {VARIABLE}, put it beside the package, "
        "or where the system's loader looks")


def _declare(library: ctypes.CDLL) -> None:
    """Fits the functions out with their types; before that, asks which library it is."""
    try:
        abi = library.wkin_abi_version
        version = library.wkin_version
    except AttributeError:
        raise LibraryError(f"{_path} is not the shared library of weightkin: it has no "
                           "wkin_abi_version") from None
    abi.restype, abi.argtypes = ctypes.c_uint32, []
    version.restype, version.argtypes = ctypes.c_char_p, []
    named = f"{_path} (version {version().decode('ascii', 'replace')})"
    if abi() != c.ABI_VERSION:
        raise LibraryError(f"{named} has the interface {abi()}, this package was made for "
                           f"{c.ABI_VERSION}: install the package that came with it")
    missing = []
    for name, (result, arguments) in c.FUNCTIONS.items():
        try:
            function = getattr(library, name)
        except AttributeError:
            missing.append(name)
            continue
        function.restype, function.argtypes = result, arguments
    if missing:
        raise LibraryError(f"{named} is older than this package: it lacks {', '.join(missing[:3])}"
                           + (f" and {len(missing) - 3} more" if len(missing) > 3 else ""))


def load(path: Optional[Union[str, "os.PathLike[str]"]] = None) -> str:
    """Loads the shared library and answers where it was found.

    Called without a path by the first use of anything else: then the environment variable
    WEIGHTKIN_LIBRARY decides, a file beside this package, the system's loader. With a path, only
    before that. LibraryError tells what was wrong."""
    global _loaded
    with _lock:
        if _loaded is None:
            library = _open(path)
            _declare(library)
            _loaded = library
        elif path is not None and os.fspath(path) != _path:
            raise LibraryError(f"{_path} is loaded already")
    return _path


def library() -> Any:
    if _loaded is None:
        load()
    return _loaded


def call(name: str, *arguments: Any) -> Any:
    """A function that cannot fail."""
    return getattr(library(), name)(*arguments)


def must(name: str, *arguments: Any) -> None:
    """A function that answers a status; the wkin_error is added here. Raises what it tells."""
    error = c.wkin_error()
    status = getattr(library(), name)(*arguments, ctypes.byref(error))
    if status != 0:
        raise error_of(status, error)


def version() -> str:
    """The version of the shared library."""
    return str(call("wkin_version").decode("ascii"))


def abi_version() -> int:
    """The interface of the shared library; the same as this package's, or it was not loaded."""
    return int(call("wkin_abi_version"))
