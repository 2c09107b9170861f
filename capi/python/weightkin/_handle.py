"""Handles of the library, closed when the last user is done with them."""

from __future__ import annotations

import ctypes
from typing import (TYPE_CHECKING, Any, Callable, Generic, Iterator, List, NoReturn, Optional,
                    Sequence, Tuple, Type, TypeVar, Union, overload)

from weightkin import _declarations as c
from weightkin import _library
from weightkin.errors import BadArgument

if TYPE_CHECKING:
    from typing import SupportsIndex

Self = TypeVar("Self", bound="Handle")
Row = TypeVar("Row")


class Owner:
    """Owns one handle and whatever it borrows. Functions of the library are given the owner, not
    the address: the arguments of a call keep it alive, so a handle is never closed under one."""

    __slots__ = ("_as_parameter_", "_close", "_keep")

    def __init__(self, pointer: ctypes.c_void_p, closer: str, keep: Any = None) -> None:
        self._as_parameter_ = pointer
        self._close = getattr(_library.library(), closer)
        self._keep = keep

    @property
    def address(self) -> Optional[int]:
        return self._as_parameter_.value

    def __del__(self) -> None:
        self._close(self._as_parameter_)


class Handle:
    """Closed by close(), by leaving a `with`, or with the last reference. Other threads that are
    inside a call finish it first."""

    _closer = ""

    def __init__(self, pointer: ctypes.c_void_p, keep: Any = None) -> None:
        self._owner: Optional[Owner] = Owner(pointer, self._closer, keep)

    @property
    def _held(self) -> Owner:
        owner = self._owner
        if owner is None:
            raise ValueError(f"this {type(self).__name__} is closed")
        return owner

    @property
    def closed(self) -> bool:
        return self._owner is None

    def close(self) -> None:
        """A second close does nothing."""
        self._owner = None

    def __enter__(self: Self) -> Self:
        self._held
        return self

    def __exit__(self, *why: object) -> None:
        self.close()

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise TypeError(f"cannot pickle or copy a {type(self).__name__}: it is memory of the "
                        "library. Its files, bytes or JSON travel")

    def _ask(self, name: str, *arguments: Any) -> Any:
        """A function on this handle that cannot fail."""
        return _library.call(name, self._held, *arguments)

    def _must(self, name: str, *arguments: Any) -> None:
        _library.must(name, self._held, *arguments)

    def _fill(self, name: str, raw: Any, *indices: int) -> Any:
        """A struct filled in by `name(handle, indices..., struct, size, error)`. It keeps the handle
        open, whose texts and arrays it points to."""
        raw.owner = self._held
        _library.must(name, raw.owner, *indices, ctypes.byref(raw), ctypes.sizeof(raw))
        return raw

    def _bytes(self, name: str, *indices: Any) -> bytes:
        """What `name(handle, indices..., buffer, capacity, needed, error)` writes."""
        return bytes_of(name, self._held, *indices)

    def _text(self, name: str, *arguments: Any) -> str:
        return self._bytes(name, *arguments)[:-1].decode("utf-8", "surrogateescape")


class Rows(Sequence[Row], Generic[Row]):
    """A sequence that asks the library for each row when it is looked at."""

    def __init__(self, count: int, row: Callable[[int], Row]) -> None:
        self._count = count
        self._row = row

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Row: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...

    def __getitem__(self, index: Union[int, slice]) -> Union[Row, Sequence[Row]]:
        if isinstance(index, slice):
            return [self._row(i) for i in range(*index.indices(self._count))]
        position = index + self._count if index < 0 else index
        if not 0 <= position < self._count:
            raise IndexError(f"row {index} of {self._count}")
        return self._row(position)

    def __iter__(self) -> Iterator[Row]:
        return (self._row(i) for i in range(self._count))

    def __repr__(self) -> str:
        return f"<{self._count} rows>"


def held(handle: Any, kind: Type[Handle]) -> Owner:
    """What owns a handle that must be of this kind: to the library one address is like another."""
    if not isinstance(handle, kind):
        raise TypeError(f"{kind.__name__} is needed, not {type(handle).__name__}")
    return handle._held


def held_or_none(handle: Any, kind: Type[Handle]) -> Optional[Owner]:
    return None if handle is None else held(handle, kind)


def pointers_of(handles: Sequence[Any], kind: Type[Handle]) -> Tuple[Any, List[Any]]:
    """A C array of handles, NULL for None, and what keeps them open."""
    owners = [held_or_none(handle, kind) for handle in handles]
    raw = (ctypes.c_void_p * max(len(owners), 1))()
    for i, owner in enumerate(owners):
        raw[i] = None if owner is None else owner.address
    return raw, owners


def bytes_of(name: str, *arguments: Any) -> bytes:
    """What `name(arguments..., buffer, capacity, needed, error)` writes."""
    needed = ctypes.c_size_t()
    _library.must(name, *arguments, None, 0, ctypes.byref(needed))
    buffer = ctypes.create_string_buffer(max(needed.value, 1))
    _library.must(name, *arguments, buffer, needed.value, ctypes.byref(needed))
    return ctypes.string_at(buffer, needed.value)


def text_options(colour: bool, tensors: bool, blocks: bool, width: int) -> Any:
    """How a report for people looks."""
    return ctypes.byref(c.wkin_text_options(ctypes.sizeof(c.wkin_text_options), colour, tensors,
                                            blocks, width))


def unsigned(number: int, what: str) -> int:
    """As it is; ctypes would take it modulo 2**64."""
    if not 0 <= number < 2**64:
        raise BadArgument(f"{what} {number} is not in 64 bits without a sign")
    return number


def position_of(row: Any) -> int:
    """An index, or the position of a row that was handed out."""
    return unsigned(row if isinstance(row, int) else row.position, "index")


def made(name: str, *arguments: Any) -> ctypes.c_void_p:
    """The handle that `name(arguments..., out, error)` makes."""
    out = ctypes.c_void_p()
    _library.must(name, *arguments, ctypes.byref(out))
    return out
