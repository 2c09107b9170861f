"""What remains of a model when the weights are gone."""

from __future__ import annotations

import ctypes
from typing import Any, Optional, Sequence, Union

from weightkin import _declarations as c
from weightkin import _library
from weightkin._copy import encoded, encoded_path
from weightkin._handle import Handle, Rows, held, made, position_of
from weightkin._progress import Progress, Told
from weightkin.arrays import Named, Views, address_of
from weightkin.codes import PrintLevel, PrintPart
from weightkin.model import Model, Path
from weightkin.records import (ComponentPrint, FingerprintInfo, PrintSimilarity, RowLandmark,
                               TensorPrint, UnitAnchors)


def is_fingerprint(data: Any) -> bool:
    """Whether the bytes begin like a fingerprint file; 16 are enough."""
    view = memoryview(data).cast("B")
    return bool(_library.call("wkin_is_fingerprint", address_of(view), len(view)))


class Fingerprint(Handle):
    """Digests, sketches and signatures of a model. Immutable; needs no model."""

    _closer = "wkin_fingerprint_close"

    @classmethod
    def take(cls, what: Union[Model, Named], *, seed: int = 0, name: Optional[str] = None,
             component_map: Optional[str] = None, threads: int = 0, digests: bool = True,
             anchors: bool = True, vocabulary: Sequence[str] = (),
             progress: Optional[Progress] = None) -> Fingerprint:
        """Of a model, or of arrays by name (see Model.from_tensors). The same weights, labels and
        options give the same fingerprint, whatever the container, the threads or the machine.
        `vocabulary` is the string of every row of the token embedding, where that is known."""
        words = (ctypes.c_char_p * max(len(vocabulary), 1))(*[encoded(w) for w in vocabulary])
        with Told(progress) as told:
            options = c.wkin_fingerprint_options(
                ctypes.sizeof(c.wkin_fingerprint_options), seed, encoded(component_map),
                encoded(name), threads, not digests, told.pointer, None, words, len(vocabulary),
                not anchors)
            if isinstance(what, Model):
                return cls(made("wkin_fingerprint_take", what._held, ctypes.byref(options)))
            views = Views(what)
            return cls(made("wkin_fingerprint_take_tensors", views.raw, views.count, views.size,
                            ctypes.byref(options)))

    @classmethod
    def open(cls, path: Path) -> Fingerprint:
        """Reads a fingerprint file."""
        return cls(made("wkin_fingerprint_open", encoded_path(path)))

    @classmethod
    def decode(cls, data: Any, label: Optional[str] = None) -> Fingerprint:
        """The same from the file's bytes. `label` names them in messages."""
        view = memoryview(data).cast("B")
        return cls(made("wkin_fingerprint_decode", address_of(view), len(view), encoded(label)))

    @classmethod
    def from_json(cls, json: str, label: Optional[str] = None) -> Fingerprint:
        """Reads what json() wrote."""
        data = json.encode("utf-8", "surrogateescape")
        return cls(made("wkin_fingerprint_from_json", data, len(data), encoded(label)))

    def write(self, path: Path) -> None:
        """Writes the file; `path` holds its old content (or is absent) until all is written."""
        self._must("wkin_fingerprint_write", encoded_path(path))

    def encode(self) -> bytes:
        """The bytes of the file."""
        return self._bytes("wkin_fingerprint_encode")

    def json(self) -> str:
        """The same content by docs/schemas/fingerprint-1.json."""
        return self._text("wkin_fingerprint_json")

    def reduce(self, level: PrintLevel = PrintLevel.SMALL,
               left_out: PrintPart = PrintPart(0)) -> Fingerprint:
        """A fingerprint of the same model at `level`, without the parts that `left_out` names."""
        return Fingerprint(made("wkin_fingerprint_reduce", self._held, level, left_out))

    @property
    def info(self) -> FingerprintInfo:
        return FingerprintInfo._of(
            self._fill("wkin_fingerprint_describe", c.wkin_fingerprint_info()))

    @property
    def components(self) -> Rows[ComponentPrint]:
        return Rows(self.info.components, lambda i: ComponentPrint._of(
            self._fill("wkin_fingerprint_component", c.wkin_component_print(), i), i))

    @property
    def tensors(self) -> Rows[TensorPrint]:
        return Rows(self.info.tensors, lambda i: TensorPrint._of(
            self._fill("wkin_fingerprint_tensor", c.wkin_tensor_print(), i), i))

    @property
    def anchors(self) -> Rows[UnitAnchors]:
        """What survives a rotation, one row for each feed-forward network."""
        return Rows(self.info.anchors, lambda i: UnitAnchors._of(
            self._fill("wkin_fingerprint_anchor", c.wkin_unit_anchors(), i), i))

    def landmarks(self, tensor: Union[int, TensorPrint]) -> Rows[RowLandmark]:
        """The heaviest rows of a tensor."""
        index = position_of(tensor)
        return Rows(self.tensors[index].landmarks, lambda i: RowLandmark._of(
            self._fill("wkin_fingerprint_landmark", c.wkin_row_landmark(), index, i), i))

    def similarity(self, tensor: Union[int, TensorPrint], other: Fingerprint,
                   other_tensor: Union[int, TensorPrint]) -> PrintSimilarity:
        """Estimated from the sketches of two tensors, each number with its standard error."""
        raw, owner = c.wkin_print_similarity(), held(other, Fingerprint)
        self._must("wkin_estimate_similarity", position_of(tensor), owner,
                   position_of(other_tensor), ctypes.byref(raw), ctypes.sizeof(raw))
        return PrintSimilarity._of(raw)

    def __repr__(self) -> str:
        if self.closed:
            return "<Fingerprint, closed>"
        info = self.info
        return f"<Fingerprint {info.name!r}, {info.tensors} tensors, checksum {info.checksum:016x}>"
