"""What exactly a model is: digests of its tensors and files, sums that ranks add up."""

from __future__ import annotations

import ctypes
from typing import Any, Dict, Iterable, List, NamedTuple, Optional, Sequence, Tuple, Union

from weightkin import _declarations as c
from weightkin._copy import encoded, encoded_path
from weightkin._handle import Handle, Owner, Rows, held, made, unsigned
from weightkin._library import must
from weightkin._progress import Progress, Told
from weightkin.arrays import width_of
from weightkin.builder import Declaration, declarations_of, packed
from weightkin.codes import Dtype, ManifestHash
from weightkin.model import Model, Path
from weightkin.records import (ComponentHash, FileDifference, HashRoots, ManifestFile, ManifestInfo,
                               TensorHash)


class Hashes(Handle):
    """Digests of all tensors of a model and the roots over them: those of its fingerprint."""

    _closer = "wkin_hash_close"

    @classmethod
    def take(cls, model: Model, *, component_map: Optional[str] = None, threads: int = 0,
             progress: Optional[Progress] = None) -> Hashes:
        owner = held(model, Model)
        with Told(progress) as told:
            options = c.wkin_hash_options(ctypes.sizeof(c.wkin_hash_options),
                                          encoded(component_map), threads, 0, told.pointer)
            return cls(made("wkin_hash_take", owner, ctypes.byref(options)))

    @property
    def roots(self) -> HashRoots:
        return HashRoots._of(self._fill("wkin_hash_describe", c.wkin_hash_roots()))

    @property
    def tensors(self) -> Rows[TensorHash]:
        return Rows(self.roots.tensors, lambda i: TensorHash._of(
            self._fill("wkin_hash_tensor", c.wkin_tensor_hash(), i), i))

    @property
    def components(self) -> Rows[ComponentHash]:
        return Rows(self.roots.components, lambda i: ComponentHash._of(
            self._fill("wkin_hash_component", c.wkin_component_hash(), i), i))

    def text(self) -> str:
        return self._text("wkin_hash_text")

    def json(self) -> str:
        return self._text("wkin_hash_json")


class Manifest(Handle):
    """The files of a model and their digests, as signatures of models name them (OMS 1.0)."""

    _closer = "wkin_manifest_close"

    @classmethod
    def make(cls, path: Path, *, algorithm: ManifestHash = ManifestHash.SHA256,
             follow_links: bool = False, ignored: Sequence[str] = (), threads: int = 0,
             progress: Optional[Progress] = None) -> Manifest:
        """Hashes the files of a model, which is a folder or one file."""
        names = (ctypes.c_char_p * max(len(ignored), 1))(*[encoded(name) for name in ignored])
        with Told(progress) as told:
            options = c.wkin_manifest_options(
                ctypes.sizeof(c.wkin_manifest_options), algorithm, follow_links, names,
                len(ignored), threads, 0, told.pointer)
            return cls(made("wkin_manifest_make", encoded_path(path), ctypes.byref(options)))

    @classmethod
    def from_json(cls, json: str, label: Optional[str] = None) -> Manifest:
        data = json.encode("utf-8", "surrogateescape")
        return cls(made("wkin_manifest_from_json", data, len(data), encoded(label)))

    @property
    def info(self) -> ManifestInfo:
        return ManifestInfo._of(self._fill("wkin_manifest_describe", c.wkin_manifest_info()))

    @property
    def files(self) -> Rows[ManifestFile]:
        return Rows(self.info.files, lambda i: ManifestFile._of(
            self._fill("wkin_manifest_file_at", c.wkin_manifest_file(), i), i))

    def json(self) -> str:
        """The statement that is signed, unsigned."""
        return self._text("wkin_manifest_json")

    def compare(self, found: Manifest) -> Tuple[int, str]:
        """In how many places `found` is not what this one says, and where, as JSON."""
        owner, count = held(found, Manifest), ctypes.c_size_t()
        report = self._text("wkin_manifest_compare", owner, ctypes.byref(count))
        return count.value, report

    def differences(self, found: Manifest) -> Rows[FileDifference]:
        """The files of `found` that are not as this one says."""
        owner = held(found, Manifest)
        return Rows(self.compare(found)[0], lambda i: self._difference(owner, i))

    def _difference(self, found: Owner, index: int) -> FileDifference:
        raw = c.wkin_file_difference()
        raw.owner = self._held
        must("wkin_manifest_difference", raw.owner, found, index, ctypes.byref(raw),
             ctypes.sizeof(raw))
        return FileDifference._of(raw, index)


class Sum(NamedTuple):
    """What a Checksum has seen so far; `complete` when that is as many elements as there are."""

    value: int
    complete: bool


class Checksum(Handle):
    """The sum that tells whether a model arrived as it was sent, however it is sharded on either
    side. Finds accidents, not adversaries. Not for several threads at once."""

    _closer = "wkin_checksum_close"
    _count = 0
    _numbers: Dict[str, int] = {}
    _dtypes: Sequence[Dtype] = ()

    @classmethod
    def begin(cls, declarations: Iterable[Declaration], *, seed: int = 0) -> Checksum:
        """`declarations` are all tensors of the model, the same everywhere."""
        announced: List[Declaration] = list(declarations)
        begun = cls(made("wkin_checksum_begin", declarations_of(announced), len(announced),
                         ctypes.sizeof(c.wkin_tensor_declaration), seed))
        begun._count = len(announced)
        begun._dtypes = [tensor.dtype for tensor in announced]
        begun._numbers = {tensor.name: i for i, tensor in enumerate(announced)}
        return begun

    def add(self, tensor: Union[int, str], data: Any, first: int = 0) -> None:
        """Adds the elements of a packed array, element `first` of the tensor on."""
        number = (unsigned(tensor, "tensor") if isinstance(tensor, int)
                  else self._numbers.get(tensor, self._count))
        memory = packed(tensor, data, self._dtypes[number:number + 1])
        self._must("wkin_checksum_add", number, unsigned(first, "element"), memory.elements,
                   memory.address or None, memory.elements * width_of(memory.dtype))

    def merge(self, other: Checksum) -> None:
        self._must("wkin_checksum_merge", held(other, Checksum))

    @property
    def sum(self) -> Sum:
        value, complete = ctypes.c_uint64(), ctypes.c_int()
        self._must("wkin_checksum_value", ctypes.byref(value), ctypes.byref(complete))
        return Sum(value.value, complete.value != 0)

    @property
    def tensors(self) -> Tuple[int, ...]:
        """Each tensor's."""
        values = (ctypes.c_uint64 * self._count)()
        self._must("wkin_checksum_tensors", values, self._count)
        return tuple(values)
