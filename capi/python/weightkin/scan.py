"""Which of many references does a model descend from?"""

from __future__ import annotations

import ctypes
from typing import Any, List, Optional, Sequence, Tuple, Union

from weightkin import _declarations as c
from weightkin._copy import encoded, text
from weightkin._handle import (Handle, Rows, held, held_or_none, made, pointers_of, position_of,
                               text_options)
from weightkin._library import must
from weightkin._progress import Log, Progress, Told
from weightkin.fingerprint import Fingerprint
from weightkin.model import Model
from weightkin.records import (Affinity, Candidate, ComponentSummary, ManySettings, Origin,
                               ScanOverall, Separation)

Weights = Optional[Sequence[Optional[Model]]]


def weights_of(weights: Weights, count: int) -> Tuple[Any, List[Any]]:
    if weights is None:
        return None, []
    if len(weights) != count:
        raise ValueError(f"{len(weights)} models for {count} fingerprints")
    return pointers_of(weights, Model)


class Scan(Handle):
    """The answer to a scan; needs no model. Lists of references hold their places among those
    given."""

    _closer = "wkin_scan_close"

    @property
    def overall(self) -> ScanOverall:
        return ScanOverall._of(self._fill("wkin_scan_describe", c.wkin_scan_overall()))

    @property
    def settings(self) -> ManySettings:
        """The options that the numbers depend on."""
        return ManySettings._of(self._fill("wkin_scan_settings", c.wkin_many_settings()))

    @property
    def origins(self) -> Rows[Origin]:
        """Where each component of the subject comes from."""
        return Rows(self.overall.origins, lambda i: Origin._of(
            self._fill("wkin_scan_origin", c.wkin_origin(), i), i))

    @property
    def candidates(self) -> Rows[Candidate]:
        """The references, the nearest first."""
        return Rows(self.overall.candidates, lambda i: Candidate._of(
            self._fill("wkin_scan_candidate", c.wkin_candidate(), i), i))

    def affinity(self, candidate: Union[int, Candidate]) -> Affinity:
        index = position_of(candidate)
        return Affinity._of(self._fill("wkin_scan_affinity", c.wkin_affinity(), index), index)

    def components(self, candidate: Union[int, Candidate]) -> Rows[ComponentSummary]:
        """The rulings on the subject's components against one candidate."""
        row = self.candidates[candidate] if isinstance(candidate, int) else candidate
        return Rows(row.components, lambda i: ComponentSummary._of(self._fill(
            "wkin_scan_candidate_component", c.wkin_component_summary(), row.position, i), i))

    def separations(self, origin: Union[int, Origin]) -> Rows[Separation]:
        """Why one of two found references was called nearer, or neither was."""
        row = self.origins[origin] if isinstance(origin, int) else origin
        return Rows(row.separations, lambda i: Separation._of(self._fill(
            "wkin_scan_separation", c.wkin_separation(), row.position, i), i))

    @property
    def limits(self) -> Tuple[str, ...]:
        return tuple(text(self._ask("wkin_scan_limit", i)) for i in range(self.overall.limits))

    def text(self, *, colour: bool = False, tensors: bool = False, blocks: bool = False,
             width: int = 0) -> str:
        """The report for people, wrapped to `width` columns (0: 110); with ANSI colours, a line per
        tensor, bars of Unicode blocks."""
        return self._text("wkin_scan_text", text_options(colour, tensors, blocks, width))

    def json(self) -> str:
        """The report by docs/schemas/scan-1.json."""
        return self._text("wkin_scan_json")


def find_ancestors(subject: Fingerprint, references: Sequence[Fingerprint], *,
                   weights: Optional[Model] = None, reference_weights: Weights = None,
                   threads: int = 0, log10_alpha: float = 0.0, effect_floor: float = 0.0,
                   seed: int = 0, confirm: int = 0, nearest_share: float = 0.0,
                   separation_errors: float = 0.0, component_map: Optional[str] = None,
                   derived_share: float = 0.0, searched_floor: float = 0.0, max_units: int = 0,
                   max_features: int = 0, population: int = 0,
                   progress: Optional[Progress] = None, log: Optional[Log] = None) -> Scan:
    """Ranks references by how much they resemble the subject, compares the nearest in full and says
    of each component where it comes from. Weights may be given for some, in the order of the
    fingerprints. `population` is how many references those given were chosen from. Zero means the
    library's default."""
    owner, own = held(subject, Fingerprint), held_or_none(weights, Model)
    prints, keep = pointers_of(references, Fingerprint)
    models, also = weights_of(reference_weights, len(references))
    with Told(progress, log) as told:
        options = c.wkin_scan_options(
            ctypes.sizeof(c.wkin_scan_options), threads, 0, log10_alpha, effect_floor, seed,
            confirm, nearest_share, separation_errors, encoded(component_map), told.pointer, None,
            told.log, None, derived_share, searched_floor, max_units, max_features, population)
        scan = Scan(made("wkin_find_ancestors", owner, own, prints, models, len(references),
                         ctypes.byref(options)))
    del keep, also  # until here they had to live
    return scan


def affinity(subject: Fingerprint, reference: Fingerprint) -> Affinity:
    """In which ways two fingerprints resemble each other. Not evidence of descent."""
    owner, other = held(subject, Fingerprint), held(reference, Fingerprint)
    raw = c.wkin_affinity()
    must("wkin_fingerprint_affinity", owner, other, ctypes.byref(raw), ctypes.sizeof(raw))
    return Affinity._of(raw)
