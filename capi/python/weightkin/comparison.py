"""Does SUBJECT descend from REFERENCE?"""

from __future__ import annotations

import ctypes
from typing import Any, Optional, Sequence, Tuple, Union

from weightkin import _declarations as c
from weightkin._copy import encoded, text
from weightkin._handle import Handle, Rows, bytes_of, made, pointers_of, position_of, text_options
from weightkin._progress import Log, Progress, Told
from weightkin.codes import Document, SearchDepth, Side, Verdict
from weightkin.fingerprint import Fingerprint
from weightkin.model import Model
from weightkin.records import (Arrangement, AskedSearch, ChangeSpectrum, ComparedFile,
                               ComponentRuling, ModelOpening, Operation, OperationNumber, Overall,
                               RulingSettings, TensorEvidence, UnitMap, Unmatched)

Component = Union[int, ComponentRuling]
# Name, size in bytes, SHA-256 in lower-case hexadecimal digits.
File = Tuple[str, int, str]


def _files_of(files: Sequence[File]) -> Tuple[Any, int]:
    raw = (c.wkin_compared_file * max(len(files), 1))()
    for into, (name, size, digest) in zip(raw, files):
        into.name, into.sha256, into.size_bytes = encoded(name), encoded(digest), size
    return raw, len(files)


class Comparison(Handle):
    """The answer to a comparison; needs neither model nor fingerprint."""

    _closer = "wkin_comparison_close"

    @classmethod
    def from_json(cls, json: str, label: Optional[str] = None) -> Comparison:
        """What json() wrote, of this version or an older one; `label` names it in messages. Maps of
        whole axes are counted only."""
        data = json.encode("utf-8", "surrogateescape")
        return cls(made("wkin_comparison_from_json", data, len(data), encoded(label)))

    @property
    def overall(self) -> Overall:
        return Overall._of(self._fill("wkin_comparison_overall", c.wkin_overall()))

    @property
    def verdict(self) -> Verdict:
        return self.overall.verdict

    @property
    def components(self) -> Rows[ComponentRuling]:
        return Rows(self.overall.components, lambda i: ComponentRuling._of(
            self._fill("wkin_comparison_component", c.wkin_component_ruling(), i), i))

    @property
    def tensors(self) -> Rows[TensorEvidence]:
        """Everything measured, one row for each pair of tensors."""
        return Rows(self.overall.tensors, lambda i: TensorEvidence._of(
            self._fill("wkin_comparison_tensor", c.wkin_tensor_evidence(), i), i))

    @property
    def unmatched(self) -> Rows[Unmatched]:
        return Rows(self.overall.unmatched, lambda i: Unmatched._of(
            self._fill("wkin_comparison_unmatched", c.wkin_unmatched(), i), i))

    @property
    def limits(self) -> Tuple[str, ...]:
        """What the comparison cannot see."""
        return self._sentences("wkin_comparison_limit", self.overall.limits)

    @property
    def searched(self) -> Tuple[str, ...]:
        """The rearrangements that were looked for, in words."""
        return self._sentences("wkin_comparison_searched", self.overall.searched)

    @property
    def settings(self) -> RulingSettings:
        """The options that the numbers depend on, as they were used."""
        return RulingSettings._of(
            self._fill("wkin_comparison_settings", c.wkin_ruling_settings()))

    @property
    def asked(self) -> AskedSearch:
        """What was asked of the search. Undefined where fingerprints were compared, and where a
        stored result does not tell."""
        return AskedSearch._of(self._fill("wkin_comparison_asked", c.wkin_asked_search()))

    def opened(self, side: Side) -> ModelOpening:
        """How the model of one side was opened. Undefined for fingerprints and for tensors in
        memory, and where a stored result does not tell."""
        return ModelOpening._of(
            self._fill("wkin_comparison_opened", c.wkin_model_opening(), side))

    def files(self, side: Side) -> Rows[ComparedFile]:
        """The files that one side was read from, where somebody told: see with_files()."""
        known = self.overall
        count = known.subject_files if side == Side.SUBJECT else known.reference_files
        return Rows(count, lambda i: ComparedFile._of(
            self._fill("wkin_comparison_file", c.wkin_compared_file(), side, i), i))

    def with_files(self, subject: Sequence[File] = (), reference: Sequence[File] = ()) -> Comparison:
        """A copy that knows the files of both sides, each as (name, size in bytes, SHA-256 in
        hexadecimal digits), so that its documents are about bytes."""
        (ours, count), (theirs, also) = _files_of(subject), _files_of(reference)
        return Comparison(made("wkin_comparison_with_files", self._held, ours, count, theirs,
                               also, ctypes.sizeof(c.wkin_compared_file)))

    def explanations(self, component: Component) -> Tuple[str, ...]:
        """What remains possible for a component."""
        ruling = self._ruling(component)
        return self._sentences("wkin_comparison_explanation", ruling.explanations,
                               ruling.position)

    def operations(self, component: Component) -> Rows[Operation]:
        """What was done to a component, as far as its weights show it."""
        ruling = self._ruling(component)
        return Rows(ruling.operations, lambda i: Operation._of(self._fill(
            "wkin_comparison_operation", c.wkin_operation(), ruling.position, i), i))

    def operation_numbers(self, component: Component,
                          operation: Union[int, Operation]) -> Tuple[OperationNumber, ...]:
        at, which = position_of(component), self._operation(component, operation)
        return tuple(OperationNumber._of(self._fill(
            "wkin_comparison_operation_number", c.wkin_operation_number(), at, which.position, i),
            i) for i in range(which.numbers))

    def operation_tensors(self, component: Component,
                          operation: Union[int, Operation]) -> Tuple[str, ...]:
        """The subject's tensors that an operation was seen in; empty: all that were compared."""
        which = self._operation(component, operation)
        return self._sentences("wkin_comparison_operation_tensor", which.tensors,
                               position_of(component), which.position)

    def arrangement(self, component: Component) -> Arrangement:
        """How a component's parts lie on the reference's. Undefined when its ruling rests on no
        rearrangement (`arranged` is false)."""
        index = position_of(component)
        return Arrangement._of(
            self._fill("wkin_comparison_arrangement", c.wkin_arrangement(), index), index)

    def unit_maps(self, component: Component) -> Rows[UnitMap]:
        index = position_of(component)
        return Rows(self.arrangement(index).unit_maps, lambda i: UnitMap._of(
            self._fill("wkin_comparison_unit_map", c.wkin_unit_map(), index, i), i))

    def spectrum(self, component: Component) -> ChangeSpectrum:
        """What changed in one tensor that shows what was done, as squared singular values. Undefined
        where nothing changed that has one, and where fingerprints were compared."""
        index = position_of(component)
        return ChangeSpectrum._of(
            self._fill("wkin_comparison_spectrum", c.wkin_change_spectrum(), index), index)

    def json(self) -> str:
        """The report by docs/report.schema.json."""
        return self._text("wkin_comparison_json")

    def text(self, *, colour: bool = False, tensors: bool = False, blocks: bool = False,
             width: int = 0) -> str:
        """The report for people, wrapped to `width` columns (0: 110); with ANSI colours, a line per
        tensor, bars of Unicode blocks."""
        return self._text("wkin_comparison_text_with", text_options(colour, tensors, blocks, width))

    def svg(self) -> str:
        """The report as a picture."""
        return self._text("wkin_comparison_svg")

    def html(self) -> str:
        """The report as one page that loads nothing."""
        return self._text("wkin_comparison_html")

    def _ruling(self, component: Component) -> ComponentRuling:
        return self.components[component] if isinstance(component, int) else component

    def _operation(self, component: Component, operation: Union[int, Operation]) -> Operation:
        if isinstance(operation, int):
            return self.operations(component)[operation]
        return operation

    def _sentences(self, name: str, count: int, *indices: int) -> Tuple[str, ...]:
        return tuple(text(self._ask(name, *indices, i)) for i in range(count))

    def __repr__(self) -> str:
        return "<Comparison, closed>" if self.closed else f"<Comparison: {self.overall.sentence}>"


def compare(subject: Union[Model, Fingerprint], reference: Union[Model, Fingerprint], *,
            threads: int = 0, log10_alpha: float = 0.0, effect_floor: float = 0.0, seed: int = 0,
            component_map: Optional[str] = None, search_seconds: float = 0.0,
            searched_floor: float = 0.0, depth: SearchDepth = SearchDepth.AUTOMATIC,
            derived_share: float = 0.0, max_units: int = 0, max_features: int = 0,
            progress: Optional[Progress] = None, log: Optional[Log] = None) -> Comparison:
    """Rules on every component of `subject` against `reference`: two models, or two fingerprints.
    Zero means the library's default. Same inputs and options give the same answer, whatever the
    threads; models with nothing in common are a ruling, not an error."""
    if isinstance(subject, Model) and isinstance(reference, Model):
        name = "wkin_compare"
    elif isinstance(subject, Fingerprint) and isinstance(reference, Fingerprint):
        name = "wkin_compare_fingerprints"
    else:
        raise TypeError("two models or two fingerprints can be compared")
    one, other = subject._held, reference._held
    with Told(progress, log) as told:
        options = c.wkin_compare_options(
            ctypes.sizeof(c.wkin_compare_options), threads, 0, log10_alpha, effect_floor, seed,
            encoded(component_map), told.pointer, None, search_seconds, searched_floor, depth, 0,
            derived_share, max_units, max_features, told.log)
        return Comparison(made(name, one, other, ctypes.byref(options)))


def picture(comparisons: Sequence[Comparison]) -> str:
    """Several comparisons side by side, as SVG."""
    raw, keep = pointers_of(comparisons, Comparison)
    drawn = bytes_of("wkin_comparisons_svg", raw, len(comparisons))
    del keep  # until here they had to live
    return drawn[:-1].decode("utf-8", "surrogateescape")


def document(comparisons: Sequence[Comparison], kind: Document, *, created: Optional[str] = None,
             subject_id: Optional[str] = None, reference_ids: Sequence[str] = ()) -> str:
    """One document of another maker's format about comparisons of one subject, a reference each.
    `created` is like "2026-01-31T12:00:00Z", ids are "owner/name" or "pkg:..."."""
    raw, keep = pointers_of(comparisons, Comparison)
    ids = (ctypes.c_char_p * max(len(reference_ids), 1))(*[encoded(one) for one in reference_ids])
    options = c.wkin_document_options(ctypes.sizeof(c.wkin_document_options), encoded(created),
                                      encoded(subject_id), ids, len(reference_ids))
    written = bytes_of("wkin_comparisons_document", raw, len(comparisons), kind,
                       ctypes.byref(options))
    del keep  # until here they had to live
    return written[:-1].decode("utf-8", "surrogateescape")
