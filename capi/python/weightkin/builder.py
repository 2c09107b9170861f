"""The fingerprint of a model whose elements arrive in pieces."""

from __future__ import annotations

import ctypes
import threading
from typing import Any, Dict, Iterable, List, NamedTuple, Optional, Sequence, Tuple, Union

from weightkin import _declarations as c
from weightkin._copy import encoded
from weightkin._handle import Handle, held, held_or_none, made, unsigned
from weightkin.arrays import Capsule, TensorMemory, address_of, tensor_memory, width_of
from weightkin.codes import Dtype
from weightkin.errors import BadArgument
from weightkin.fingerprint import Fingerprint
from weightkin.inventory import Inventory


class Declaration(NamedTuple):
    """A tensor as announced before any of its elements."""

    name: str
    dtype: Dtype
    shape: Tuple[int, ...]


def declarations_of(announced: Sequence[Declaration]) -> Any:
    """As a C array."""
    raw = (c.wkin_tensor_declaration * max(len(announced), 1))()
    for into, tensor in zip(raw, announced):
        shape = tuple(unsigned(extent, f"{tensor.name}: extent") for extent in tensor.shape)
        into.name, into.dtype = encoded(tensor.name), int(tensor.dtype)
        into.rank, into.shape = len(shape), (ctypes.c_uint64 * len(shape))(*shape)
    return raw


def raw_places(start: Sequence[int]) -> Any:
    """Where a box begins, as a C array."""
    return (ctypes.c_uint64 * len(start))(*(unsigned(first, "start") for first in start))


def packed(tensor: Union[int, str], data: Any, declared: Sequence[Dtype]) -> TensorMemory:
    """A packed array for a tensor that was declared of a type, if that is known. The library sees
    bytes only. Unsigned numbers are bits: NumPy has no bfloat16."""
    memory = tensor_memory(data)
    if not memory.packed:
        raise BadArgument(f"{tensor}: the elements must be packed in C order")
    bits = (Dtype.U8, Dtype.U16, Dtype.U32, Dtype.U64)
    if memory.dtype not in (*declared, *bits) and declared:
        raise BadArgument(f"{tensor}: declared as {declared[0].label}, the array is "
                          f"{memory.dtype.label}")
    return memory


class Builder(Handle):
    """Makes the fingerprint of a model from shards, ranks, a stream. The result is the same, bit for
    bit, however the elements were cut, ordered and distributed. Tensors are named or numbered.

    One thread at a time is let in; for speed give every thread its own and merge them."""

    _closer = "wkin_builder_close"

    def __init__(self, pointer: ctypes.c_void_p, keep: Any = None,
                 announced: Sequence[Declaration] = ()) -> None:
        super().__init__(pointer, keep)
        self._numbers: Dict[str, int] = {tensor.name: i for i, tensor in enumerate(announced)}
        self._dtypes: List[Dtype] = [tensor.dtype for tensor in announced]
        self._lock = threading.Lock()

    @classmethod
    def begin(cls, declarations: Iterable[Declaration], *, seed: int = 0,
              contents: Optional[Inventory] = None, digests: bool = True) -> Builder:
        """`contents` says what the tensors are, in the same order; None: names and shapes decide.
        It is the same for all parts of a model, as are `seed` and `digests`; the latter must be
        false for shards that cut rows."""
        announced: List[Declaration] = list(declarations)
        owner = held_or_none(contents, Inventory)
        options = c.wkin_builder_options(ctypes.sizeof(c.wkin_builder_options), seed,
                                         None if owner is None else owner.address, not digests, 0)
        return cls(made("wkin_builder_begin", declarations_of(announced), len(announced),
                        ctypes.sizeof(c.wkin_tensor_declaration), ctypes.byref(options)),
                   owner, announced)

    @classmethod
    def load(cls, state: Any) -> Builder:
        """What save() wrote, by the same version of the library. Tensors go by number."""
        view = memoryview(state).cast("B")
        return cls(made("wkin_builder_load", address_of(view), len(view)))

    def add(self, tensor: Union[int, str], data: Any, first: int = 0) -> None:
        """Adds the elements of a packed array, the first of them being element `first` of the
        tensor in C order."""
        number = self._number(tensor)
        memory = packed(tensor, data, self._dtypes[number:number + 1])
        with self._lock:
            self._must("wkin_builder_add", number, unsigned(first, "element"), memory.elements,
                       memory.address or None, memory.elements * width_of(memory.dtype))

    def add_box(self, tensor: Union[int, str], data: Any, start: Sequence[int]) -> None:
        """Adds a packed array that is a box of the tensor and begins at `start`."""
        number = self._number(tensor)
        memory = packed(tensor, data, self._dtypes[number:number + 1])
        rank = len(memory.shape)
        if len(start) != rank:
            raise BadArgument(f"{tensor}: {len(start)} starts for {rank} axes")
        with self._lock:
            self._must("wkin_builder_add_box", number,
                       raw_places(start), (ctypes.c_uint64 * rank)(*memory.shape),
                       rank, memory.address or None, memory.elements * width_of(memory.dtype))

    def add_dlpack(self, tensor: Union[int, str], array: Any,
                   start: Optional[Sequence[int]] = None) -> None:
        """The same for an array that has `__dlpack__`, packed or not; `start` of None is the first
        element."""
        capsule, raw = Capsule(array), c.wkin_dlpack_tensor()
        capsule.into(raw)
        begins = None
        if start is not None and capsule.rank >= 0:
            if len(start) != capsule.rank:
                raise BadArgument(f"{tensor}: {len(start)} starts for {capsule.rank} axes")
            begins = raw_places(start)
        with self._lock:
            self._must("wkin_builder_add_dlpack", self._number(tensor), begins, ctypes.byref(raw),
                       ctypes.sizeof(raw))

    def merge(self, other: Builder) -> None:
        """Takes over what `other` has."""
        if other is self:
            raise BadArgument("a builder cannot be merged with itself")
        owner = held(other, Builder)
        first, second = sorted((self, other), key=id)
        with first._lock, second._lock:
            self._must("wkin_builder_merge", owner)

    def save(self) -> bytes:
        """The state, to be sent to another process."""
        with self._lock:
            return self._bytes("wkin_builder_save")

    def finish(self) -> Fingerprint:
        """BadArgument names the first tensor with missing elements; the builder can go on."""
        with self._lock:
            return Fingerprint(made("wkin_builder_finish", self._held))

    def _number(self, tensor: Union[int, str]) -> int:
        if isinstance(tensor, int):
            return unsigned(tensor, "tensor")
        if tensor not in self._numbers:
            raise BadArgument(f"no tensor {tensor!r} was declared")
        return self._numbers[tensor]
