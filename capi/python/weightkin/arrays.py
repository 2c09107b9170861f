"""Arrays of other libraries as addresses, shapes and strides: nothing is copied."""

from __future__ import annotations

import ctypes
import math
import sys
from typing import Any, Callable, Dict, Iterable, List, Mapping, NamedTuple, Optional, Tuple, Union

from weightkin import _declarations as c
from weightkin._copy import encoded
from weightkin.codes import Dtype


class TensorMemory(NamedTuple):
    """Elements in somebody's memory. `owner` keeps it alive; strides are in elements, None is
    packed C order."""

    address: int
    dtype: Dtype
    shape: Tuple[int, ...]
    strides: Optional[Tuple[int, ...]]
    owner: Any

    @property
    def elements(self) -> int:
        count = 1
        for extent in self.shape:
            count *= extent
        return count

    @property
    def packed(self) -> bool:
        """C order without gaps."""
        if self.strides is None or self.elements == 0:
            return True
        step = 1
        for extent, stride in zip(reversed(self.shape), reversed(self.strides)):
            if extent != 1 and stride != step:
                return False
            step *= extent
        return True


# By the name of a NumPy or torch type ("float8_e4m3fn" is also what ml_dtypes calls it).
_NAMED: Dict[str, Dtype] = {
    "bool": Dtype.BOOLEAN, "uint8": Dtype.U8, "int8": Dtype.I8, "uint16": Dtype.U16,
    "int16": Dtype.I16, "uint32": Dtype.U32, "int32": Dtype.I32, "uint64": Dtype.U64,
    "int64": Dtype.I64, "float16": Dtype.F16, "bfloat16": Dtype.BF16, "float32": Dtype.F32,
    "float64": Dtype.F64, "complex32": Dtype.C32, "complex64": Dtype.C64,
    "complex128": Dtype.C128, "float8_e4m3fn": Dtype.F8_E4M3FN, "float8_e5m2": Dtype.F8_E5M2,
    "float8_e4m3fnuz": Dtype.F8_E4M3FNUZ, "float8_e5m2fnuz": Dtype.F8_E5M2FNUZ,
    "float8_e8m0fnu": Dtype.F8_E8M0,
}
_WIDTHS: Dict[Dtype, int] = {
    Dtype.BOOLEAN: 1, Dtype.U8: 1, Dtype.I8: 1, Dtype.U16: 2, Dtype.I16: 2, Dtype.U32: 4,
    Dtype.I32: 4, Dtype.U64: 8, Dtype.I64: 8, Dtype.F16: 2, Dtype.BF16: 2, Dtype.F32: 4,
    Dtype.F64: 8, Dtype.C32: 4, Dtype.C64: 8, Dtype.C128: 16, Dtype.F8_E4M3FN: 1,
    Dtype.F8_E5M2: 1, Dtype.F8_E4M3FNUZ: 1, Dtype.F8_E5M2FNUZ: 1, Dtype.F8_E8M0: 1,
}
_KINDS = {"b": "bool", "u": "uint", "i": "int", "f": "float", "c": "complex"}
_NATIVE, _FOREIGN = ("<", ">") if sys.byteorder == "little" else (">", "<")


def width_of(dtype: Dtype) -> int:
    """Bytes of an element; 0 for types that share bytes."""
    return _WIDTHS.get(dtype, 0)


def _in_elements(strides: Iterable[int], shape: Tuple[int, ...], width: int) -> Tuple[int, ...]:
    found = []
    for stride, extent in zip(strides, shape):
        if extent > 1 and (stride < 0 or stride % width) and 0 not in shape:
            raise ValueError("strides must be whole elements and not negative: pass a copy")
        found.append(stride // width if extent > 1 else 0)
    return tuple(found)


def _refuse_hidden(array: Any) -> None:
    """What the memory alone does not tell: lazy signs of torch, NumPy's masks."""
    if getattr(array, "is_conj", bool)() or getattr(array, "is_neg", bool)():
        raise TypeError("a lazily conjugated or negated tensor: call resolve_conj, resolve_neg")
    masks = sys.modules.get("numpy.ma")
    if masks is not None and isinstance(array, masks.MaskedArray) and masks.is_masked(array):
        raise TypeError("a masked array: pass filled(), or .data if the mask does not matter")


def _of_torch(array: Any) -> TensorMemory:
    if array.device.type != "cpu":
        raise TypeError(f"a tensor on {array.device}: its elements must be in the computer's memory")
    if (str(array.layout) != "torch.strided" or array.is_quantized
            or getattr(array, "is_nested", False)):
        raise TypeError("a sparse, nested or quantised tensor has no plain elements")
    _refuse_hidden(array)
    name = str(array.dtype).replace("torch.", "")
    if name not in _NAMED:
        raise TypeError(f"elements of type {name} are not known")
    return TensorMemory(int(array.data_ptr()), _NAMED[name], tuple(array.shape),
                        tuple(array.stride()), array)


def _is_numpy_scalar(array: Any) -> bool:
    """Its __array_interface__ tells the address of a copy that is gone by then."""
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(array, numpy.generic)


def _place_of(found: Mapping[str, Any], array: Any, size: int) -> Tuple[int, Any]:
    """Where an __array_interface__ says its elements are, and what keeps them there: an address, or
    packed in a buffer (as images have them), by None the array's own."""
    data = found.get("data")
    if isinstance(data, tuple):
        return int(data[0]), array
    view = memoryview(array if data is None else data).cast("B")
    begin = int(found.get("offset", 0))
    if found.get("strides") is not None or not 0 <= begin <= len(view) - size:
        raise ValueError(f"its buffer of {len(view)} bytes does not hold {size} packed ones")
    return address_of(view) + begin, (array, view)


def _of_interface(array: Any) -> TensorMemory:
    _refuse_hidden(array)
    found = array.__array_interface__
    if found.get("mask") is not None:
        raise TypeError("an array with a mask: its memory does not tell which elements count")
    kind = found["typestr"]
    name = str(getattr(getattr(array, "dtype", None), "name", ""))
    if kind[1] in _KINDS and name not in _NAMED:
        bits = "" if kind[1] == "b" else str(8 * int(kind[2:]))
        name = _KINDS[kind[1]] + bits
    if name not in _NAMED:
        raise TypeError(f"elements of type {name or kind} are not known")
    if kind[0] == _FOREIGN:
        raise TypeError(f"elements of type {name} in foreign byte order: pass a copy")
    dtype, shape = _NAMED[name], tuple(found["shape"])
    strides, width = found.get("strides"), _WIDTHS[dtype]
    address, owner = _place_of(found, array, math.prod(shape) * width)
    return TensorMemory(address, dtype, shape, None if strides is None else
                        _in_elements(strides, shape, width), owner)


def _of_buffer(array: Any) -> TensorMemory:
    view = memoryview(array)
    letters = {"?": "bool", "e": "float16", "f": "float32", "d": "float64"}
    kind = view.format.lstrip("@=" + _NATIVE)  # ctypes says its order
    if kind in ("b", "h", "i", "l", "q", "n"):
        name = f"int{8 * view.itemsize}"
    elif kind in ("B", "H", "I", "L", "Q", "N"):
        name = f"uint{8 * view.itemsize}"
    else:
        name = letters.get(kind, "")
    if name not in _NAMED:
        raise TypeError(f"elements of format {view.format!r} are not known")
    dtype, shape = _NAMED[name], tuple(view.shape or ())
    strides = None if view.c_contiguous else _in_elements(view.strides or (), shape, view.itemsize)
    return TensorMemory(address_of(view), dtype, shape, strides, view)


class _Buffer(ctypes.Structure):
    """The head of Py_buffer, which is where read-only memory can be asked for its address."""

    _fields_ = [("buf", ctypes.c_void_p), ("obj", ctypes.c_void_p), ("len", ctypes.c_ssize_t),
                ("rest", ctypes.c_byte * 256)]


def address_of(array: Any) -> int:
    """Where the first byte of a bytes-like object lies, read-only ones too."""
    buffer = _Buffer()
    ctypes.pythonapi.PyObject_GetBuffer(ctypes.py_object(array), ctypes.byref(buffer),
                                        ctypes.c_int(0x018))  # PyBUF_STRIDES
    try:
        return int(buffer.buf or 0)
    finally:
        ctypes.pythonapi.PyBuffer_Release(ctypes.byref(buffer))


def tensor_memory(array: Any) -> TensorMemory:
    """Where the elements of an array lie: a torch tensor, anything with __array_interface__
    (NumPy), a bytes-like object with a format, or a TensorMemory as it is."""
    readers: List[Tuple[str, Callable[[Any], TensorMemory]]] = [
        ("data_ptr", _of_torch), ("__array_interface__", _of_interface)]
    if isinstance(array, TensorMemory):
        if array.strides is not None and len(array.strides) != len(array.shape):
            raise ValueError(f"{len(array.strides)} strides for {len(array.shape)} axes")
        return array
    for attribute, reader in readers:
        if hasattr(array, attribute) and not _is_numpy_scalar(array):
            return reader(array)
    try:
        memoryview(array).release()
    except TypeError:
        raise TypeError(f"a {type(array).__name__} has no memory that can be seen: neither torch, "
                        "nor __array_interface__, nor the buffer protocol") from None
    return _of_buffer(array)


def _handed_over(array: Any) -> Any:
    """Versioned where the producer has that: only then it may hand over what is read-only."""
    try:
        return array.__dlpack__(max_version=(1, 1))
    except TypeError:  # it is older than versions
        return array.__dlpack__()


# A capsule keeps the address of its name, so these live as long as the module.
_USED = {b"dltensor": b"used_dltensor", b"dltensor_versioned": b"used_dltensor_versioned"}


class Capsule:
    """What an array's __dlpack__ handed over, until the library takes it."""

    def __init__(self, array: Any) -> None:
        _refuse_hidden(array)
        self._capsule = _handed_over(array)
        name = bytes(_capsule_name(self._capsule) or b"")
        if name not in _USED:
            raise TypeError(f"a capsule called {name.decode()!r} is no DLPack tensor")
        self._used = _USED[name]
        self.versioned = name == b"dltensor_versioned"
        self.pointer = _capsule_pointer(self._capsule, name)

    @property
    def rank(self) -> int:
        """How many axes the tensor has; -1 in a version whose layout is not known."""
        if self.versioned and ctypes.c_uint32.from_address(self.pointer).value > 1:
            return -1
        return ctypes.c_int32.from_address(self.pointer + (48 if self.versioned else 16)).value

    def into(self, raw: c.wkin_dlpack_tensor) -> None:
        if self.versioned:
            raw.versioned = self.pointer
        else:
            raw.managed = self.pointer

    def taken(self) -> None:
        """From now on the library calls the deleter, not the capsule."""
        _capsule_rename(self._capsule, self._used)


_capsule_name = ctypes.pythonapi.PyCapsule_GetName
_capsule_name.restype, _capsule_name.argtypes = ctypes.c_char_p, [ctypes.py_object]
_capsule_pointer = ctypes.pythonapi.PyCapsule_GetPointer
_capsule_pointer.restype = ctypes.c_void_p
_capsule_pointer.argtypes = [ctypes.py_object, ctypes.c_char_p]
_capsule_rename = ctypes.pythonapi.PyCapsule_SetName
_capsule_rename.argtypes = [ctypes.py_object, ctypes.c_char_p]


Named = Union[Mapping[str, Any], Iterable[Tuple[str, Any]]]


class Views:
    """Named arrays as an array of wkin_tensor_view; `keep` holds what they borrow."""

    def __init__(self, tensors: Named) -> None:
        pairs = list(tensors.items() if isinstance(tensors, Mapping) else tensors)
        self.count = len(pairs)
        self.raw = (c.wkin_tensor_view * max(self.count, 1))()
        self.keep: List[Any] = []
        for view, (name, array) in zip(self.raw, pairs):
            try:
                memory = tensor_memory(array)
            except (TypeError, ValueError) as failure:
                raise type(failure)(f"{name}: {failure}") from None
            rank = len(memory.shape)
            view.name = encoded(name)
            view.dtype, view.rank, view.data = int(memory.dtype), rank, memory.address or None
            view.shape = (ctypes.c_uint64 * rank)(*memory.shape)
            if memory.strides is not None:
                view.strides = (ctypes.c_int64 * rank)(*memory.strides)
            self.keep.append(memory.owner)

    @property
    def size(self) -> int:
        return ctypes.sizeof(c.wkin_tensor_view)
