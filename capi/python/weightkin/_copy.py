"""Copies of what the library lends: nothing here keeps a borrowed pointer."""

from __future__ import annotations

import ctypes
import os
from typing import Any, Optional, Tuple, Union

_SIZES = {"b": 1, "B": 1, "h": 2, "H": 2, "q": 8, "Q": 8, "f": 4, "d": 8}


def text(raw: Optional[bytes]) -> str:
    """UTF-8 as far as the file was; other bytes survive a round trip (surrogateescape)."""
    return "" if raw is None else raw.decode("utf-8", "surrogateescape")


def text_or_none(raw: Optional[bytes]) -> Optional[str]:
    return None if raw is None else text(raw)


def numbers(pointer: Any, count: int) -> Tuple[int, ...]:
    return tuple(pointer[:count]) if pointer and count else ()


def array(pointer: Any, count: int, letter: str) -> Optional[memoryview]:
    """A read-only copy; None for NULL. NumPy takes it without another one."""
    if not pointer:
        return None
    return memoryview(ctypes.string_at(pointer, count * _SIZES[letter])).cast(letter)


def place(raw: int) -> Optional[int]:
    """An index; None for "no such"."""
    return None if raw == ctypes.c_size_t(-1).value else raw


def digest(pointer: Any) -> Optional[bytes]:
    return ctypes.string_at(pointer, 32) if pointer else None


def encoded(words: Optional[str]) -> Optional[bytes]:
    """For the library; a zero byte inside would cut the text short and is refused."""
    if words is None:
        return None
    if "\0" in words:
        raise ValueError("text for the library may not contain a zero character")
    return words.encode("utf-8", "surrogateescape")


def encoded_path(path: Union[str, "os.PathLike[str]"]) -> bytes:
    """Likewise."""
    words = os.fsencode(path)
    if b"\0" in words:
        raise ValueError("a path for the library may not contain a zero character")
    return words
