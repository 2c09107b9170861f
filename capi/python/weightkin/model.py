"""Models: checkpoints in files or in memory."""

from __future__ import annotations

import ctypes
import os
from typing import (TYPE_CHECKING, Any, Callable, List, Mapping, NamedTuple, Optional, Sequence, Tuple,
                    Union)

from weightkin import _declarations as c
from weightkin import errors
from weightkin._copy import encoded, encoded_path, text, text_or_none
from weightkin._handle import Handle, Rows, held, made, position_of, unsigned
from weightkin._library import call
from weightkin._progress import Log, Progress, Taking, Told
from weightkin.arrays import Capsule, Named, TensorMemory, Views, address_of
from weightkin.codes import Access, Dtype
from weightkin.records import EncodingPart, Pair, TensorEncoding, TensorInfo, WriteSummary
from weightkin.sources import CALLBACKS, Failures, OpenBeside, Source, opener_of, source_of

if TYPE_CHECKING:
    from weightkin.fingerprint import Fingerprint
    from weightkin.inventory import Inventory

Path = Union[str, "os.PathLike[str]"]


class Opening(NamedTuple):
    """How files are read. `limits` bounds what a file may ask for, by the names of the fields of
    wkin_limits; 0 and what is not named: the library's."""

    access: Access = Access.DEFAULT
    lenient_pickle: bool = False
    max_tensors: int = 0
    as_stored: bool = False
    limits: Mapping[str, int] = {}
    log: Optional[Log] = None

    def _raw(self, told: Told) -> Any:
        known = {name for name, _ in c.wkin_limits._fields_[1:]}
        if not known.issuperset(self.limits):
            raise TypeError(f"no such limit: {', '.join(sorted(self.limits.keys() - known))}")
        for name, most in self.limits.items():
            if not 0 <= most < 2**64:
                raise ValueError(f"limit {name}: {most} is not in 64 bits without a sign")
        bounds = c.wkin_limits(ctypes.sizeof(c.wkin_limits), **self.limits)
        return ctypes.byref(c.wkin_open_options(
            ctypes.sizeof(c.wkin_open_options), self.access, self.lenient_pickle, self.max_tensors,
            self.as_stored, 0, ctypes.pointer(bounds), told.log))


class Model(Handle):
    """An open checkpoint, or tensors that a caller holds. Nothing is decoded until asked for."""

    _closer = "wkin_model_close"

    @classmethod
    def open(cls, path: Path, how: Opening = Opening()) -> Model:
        """Opens a file, a sharded checkpoint's index or a Hugging Face style directory; the format
        is decided by content."""
        with Told(None, how.log) as told:
            return cls(made("wkin_model_open", encoded_path(path), how._raw(told)))

    @classmethod
    def from_bytes(cls, data: Any, label: str = "memory", how: Opening = Opening()) -> Model:
        """The same for one file's bytes, which are borrowed: they must not change while the model
        is used."""
        view = memoryview(data).cast("B")
        with Told(None, how.log) as told:
            return cls(made("wkin_model_open_memory", address_of(view), len(view), encoded(label),
                            how._raw(told)), view)

    @classmethod
    def from_source(cls, source: Source, label: str, *, open_beside: Optional[OpenBeside] = None,
                    how: Opening = Opening()) -> Model:
        """The same for bytes that `source.read(offset, length)` fetches, possibly from several
        threads at once. An exception that it raised is the __cause__ of the Error that follows;
        KeyboardInterrupt and its kin come out as they are."""
        failures = Failures()
        opener = opener_of(open_beside, failures)
        try:
            with Told(None, how.log, reads=True) as told:
                # What may be refused comes first: from `source_of` on the library has to release it.
                called, options = encoded(label), how._raw(told)
                raw = source_of(source, failures)
                return cls(made("wkin_model_open_source", ctypes.byref(raw), opener, None, called,
                                options), (opener, CALLBACKS))
        except errors.Error as failure:
            raise failure from failures.cause
        finally:
            failures.opening, failures.cause = False, None

    @classmethod
    def from_tensors(cls, tensors: Named, name: str = "") -> Model:
        """A model of arrays, by name, which are borrowed and not copied: NumPy, torch on the CPU,
        whatever weightkin.arrays.tensor_memory knows."""
        views = Views(tensors)
        return cls(made("wkin_model_from_tensors", views.raw, views.count, views.size,
                        encoded(name)), views.keep)

    @classmethod
    def from_dlpack(cls, tensors: Named, name: str = "") -> Model:
        """The same for arrays that have `__dlpack__`: JAX, TensorFlow, CuPy (pinned memory), NumPy,
        torch. Their libraries get them back when the model is closed."""
        pairs = list(tensors.items() if isinstance(tensors, Mapping) else tensors)
        raw = (c.wkin_dlpack_tensor * max(len(pairs), 1))()
        capsules = []
        for into, (tensor, array) in zip(raw, pairs):
            capsules.append(Capsule(array))
            into.name = encoded(tensor)
            capsules[-1].into(into)
        pointer = made("wkin_model_from_dlpack", raw, len(pairs),
                       ctypes.sizeof(c.wkin_dlpack_tensor), encoded(name))
        for capsule in capsules:
            capsule.taken()
        return cls(pointer)

    @property
    def name(self) -> str:
        return text(self._ask("wkin_model_name"))

    @property
    def format(self) -> str:
        return text(self._ask("wkin_model_format"))

    @property
    def tensors(self) -> Rows[TensorInfo]:
        """In the order of the files."""
        return Rows(self._ask("wkin_model_tensor_count"), lambda i: TensorInfo._of(
            self._fill("wkin_model_tensor", c.wkin_tensor_info(), i), i))

    @property
    def metadata(self) -> Tuple[Tuple[str, str], ...]:
        """The format's own keys and texts, in file order; keys may repeat."""
        found: List[Tuple[str, str]] = []
        owner, value = self._held, ctypes.c_char_p()
        while True:
            key = call("wkin_model_metadata", owner, len(found), ctypes.byref(value))
            if key is None:
                return tuple(found)
            found.append((text(key), text(value.value)))

    @property
    def files(self) -> Tuple[Tuple[str, int], ...]:
        """The files that it consists of, with their sizes in bytes."""
        found: List[Tuple[str, int]] = []
        size = ctypes.c_uint64()
        while True:
            name = self._ask("wkin_model_file", len(found), ctypes.byref(size))
            if name is None:
                return tuple(found)
            found.append((text(name), size.value))

    @property
    def warnings(self) -> Tuple[str, ...]:
        """What was odd about the files but harmless."""
        found: List[str] = []
        while True:
            line = self._ask("wkin_model_warning", len(found))
            if line is None:
                return tuple(found)
            found.append(text(line))

    def encoding(self, tensor: Union[int, TensorInfo]) -> TensorEncoding:
        """How the values of a tensor are stored, where they are not simply its elements."""
        index = position_of(tensor)
        return TensorEncoding._of(
            self._fill("wkin_model_encoding", c.wkin_tensor_encoding(), index), index)

    def encoding_parts(self, tensor: Union[int, TensorInfo]) -> Rows[EncodingPart]:
        index = position_of(tensor)
        return Rows(self.encoding(index).parts, lambda i: EncodingPart._of(
            self._fill("wkin_model_encoding_part", c.wkin_encoding_part(), index, i), i))

    def layout_rules(self, tensor: Union[int, TensorInfo]) -> Tuple[str, ...]:
        """The layout rules that were undone, in words and in order."""
        index = position_of(tensor)
        rules = [text_or_none(self._ask("wkin_model_layout_rule", index, i))
                 for i in range(self.encoding(index).layout_rules)]
        return tuple(rule for rule in rules if rule is not None)

    def memory(self, tensor: Union[int, TensorInfo]) -> TensorMemory:
        """Where the elements of a tensor lie; it keeps the model open. Undefined when they are at
        no address: what is decoded or fetched as it is read."""
        index, owner, raw = position_of(tensor), self._held, c.wkin_tensor_memory()
        self._fill("wkin_model_memory", raw, index)
        info = self.tensors[index]
        strides = tuple(raw.strides[:info.rank]) if raw.strides else None
        return TensorMemory(raw.data or 0, info.dtype, info.shape, strides, owner)

    def read(self, tensor: Union[int, TensorInfo], first: int = 0, count: Optional[int] = None,
             dtype: Dtype = Dtype.NONE) -> memoryview:
        """Elements [first, first + count) in C order, all by default, as F32 or F64; with NONE as
        bytes in the tensor's own type. Quantised tensors give the values they stand for."""
        index, needed = position_of(tensor), ctypes.c_size_t()
        first = unsigned(first, "element")
        if count is None:
            count = self.tensors[index].elements - first
        if not 0 <= count < 2**64:
            raise ValueError("a tensor ends before the first element asked for")
        self._must("wkin_model_read", index, first, count, dtype, None, 0, ctypes.byref(needed))
        buffer = bytearray(needed.value)
        if buffer:
            with Told():
                self._must("wkin_model_read", index, first, count, dtype, address_of(buffer),
                           needed.value, ctypes.byref(needed))
        letter = {Dtype.F32: "f", Dtype.F64: "d"}.get(dtype, "B")
        return memoryview(buffer).cast(letter)

    def usage(self, tensor: Union[int, TensorInfo]) -> str:
        """What the container's own graph does with a tensor; empty where it has none."""
        return text(self._ask("wkin_model_usage", position_of(tensor)))

    def measure_pair(self, tensor: Union[int, TensorInfo], other: Model,
                     other_tensor: Union[int, TensorInfo], *, threads: int = 1) -> Pair:
        """Measures two tensors of equally many elements, in C order of each."""
        owner, raw = held(other, Model), c.wkin_pair()
        with Told():
            self._must("wkin_model_measure_pair", position_of(tensor), owner,
                       position_of(other_tensor), threads, ctypes.byref(raw), ctypes.sizeof(raw))
        return Pair._of(raw)

    def inventory(self, *, component_map: Optional[str] = None, threads: int = 0) -> Inventory:
        """Finds out what every tensor is."""
        from weightkin.inventory import Inventory

        return Inventory.take(self, component_map=component_map, threads=threads)

    def fingerprint(self, *, seed: int = 0, name: Optional[str] = None,
                    component_map: Optional[str] = None, threads: int = 0, digests: bool = True,
                    progress: Optional[Progress] = None) -> Fingerprint:
        """Reads every tensor once and keeps what identifies the model."""
        from weightkin.fingerprint import Fingerprint

        return Fingerprint.take(self, seed=seed, name=name, component_map=component_map,
                                threads=threads, digests=digests, progress=progress)

    def write_safetensors(self, path: Path, *, floats: Dtype = Dtype.NONE,
                          metadata: Optional[Sequence[Tuple[str, str]]] = None,
                          progress: Optional[Progress] = None) -> WriteSummary:
        """Writes all tensors as one safetensors file, quantised ones as the values they stand for;
        real numbers as `floats` (F32, F16, BF16), NONE: as they are. `metadata` are the file's own
        keys and texts; None: format = pt, which Transformers wants to find."""
        return self._write("wkin_model_write_safetensors", (encoded_path(path),), floats, metadata,
                           progress)

    def send_safetensors(self, take: Callable[[bytes], object], *, floats: Dtype = Dtype.NONE,
                         metadata: Optional[Sequence[Tuple[str, str]]] = None,
                         progress: Optional[Progress] = None) -> WriteSummary:
        """The same bytes, in order and in pieces, to `take`. What it raises ends the writing."""
        with Taking(take) as taking:
            return self._write("wkin_model_send_safetensors", (taking.pointer, None), floats,
                               metadata, progress)

    def _write(self, name: str, whither: Tuple[Any, ...], floats: Dtype,
               metadata: Optional[Sequence[Tuple[str, str]]],
               progress: Optional[Progress]) -> WriteSummary:
        raw, pairs = c.wkin_write_summary(), list(metadata or ())
        count = max(len(pairs), 1)
        keys = (ctypes.c_char_p * count)(*[encoded(key) for key, _ in pairs])
        texts = (ctypes.c_char_p * count)(*[encoded(value) for _, value in pairs])
        with Told(progress) as told:
            options = c.wkin_write_options(ctypes.sizeof(c.wkin_write_options), floats, 0,
                                           told.pointer)
            if metadata is not None:
                options.metadata_keys, options.metadata_values = keys, texts
                options.metadata_count = len(pairs)
            self._must(name, *whither, ctypes.byref(options), ctypes.byref(raw), ctypes.sizeof(raw))
        return WriteSummary._of(raw)

    def __repr__(self) -> str:
        return "<Model, closed>" if self.closed else f"<Model {self.name!r}, {self.format}>"
