"""How a model is composed of several others."""

from __future__ import annotations

import ctypes
from typing import Optional, Sequence, Tuple, Union

from weightkin import _declarations as c
from weightkin._copy import text
from weightkin._handle import (Handle, Rows, held, held_or_none, made, pointers_of,
                               position_of)
from weightkin._progress import Log, Progress, Told
from weightkin.codes import SearchDepth
from weightkin.model import Model
from weightkin.records import LayerMixture, Mixture, ParentShare


class Merge(Handle):
    """How a model is composed of others, component by component. Needs none of them."""

    _closer = "wkin_merge_close"

    @property
    def sentence(self) -> str:
        """Of the component with most compared values."""
        return text(self._ask("wkin_merge_sentence"))

    @property
    def components(self) -> Rows[Mixture]:
        return Rows(self._ask("wkin_merge_component_count"), lambda i: Mixture._of(
            self._fill("wkin_merge_component", c.wkin_mixture(), i), i))

    def shares(self, component: Union[int, Mixture]) -> Tuple[ParentShare, ...]:
        """What each reference contributed, in the order given."""
        mixture = self.components[component] if isinstance(component, int) else component
        return tuple(ParentShare._of(self._fill(
            "wkin_merge_share", c.wkin_parent_share(), mixture.position, i), i)
            for i in range(mixture.references))

    def layers(self, component: Union[int, Mixture]) -> Rows[LayerMixture]:
        mixture = self.components[component] if isinstance(component, int) else component
        return Rows(mixture.layers, lambda i: LayerMixture._of(self._fill(
            "wkin_merge_layer", c.wkin_layer_mixture(), mixture.position, i), i))

    def layer_shares(self, component: Union[int, Mixture],
                     layer: Union[int, LayerMixture]) -> Tuple[ParentShare, ...]:
        row = self.layers(component)[layer] if isinstance(layer, int) else layer
        return tuple(ParentShare._of(self._fill(
            "wkin_merge_layer_share", c.wkin_parent_share(), position_of(component), row.position,
            i), i) for i in range(row.references))


def explain_merge(subject: Model, references: Sequence[Model], base: Optional[Model] = None, *,
                  threads: int = 0, least_margin: float = 0.0,
                  most_unexplained: float = 0.0, search_seconds: float = 0.0,
                  depth: SearchDepth = SearchDepth.AUTOMATIC, progress: Optional[Progress] = None,
                  log: Optional[Log] = None) -> Merge:
    """How `subject` is composed of at most eight references: at least two, or one with a base.
    Without `base` weights are taken to add up to one. Where no mixture shows, references are
    searched for in another order of their units, for `search_seconds` in all (0: no limit)."""
    owner, beneath = held(subject, Model), held_or_none(base, Model)
    pointers, keep = pointers_of(references, Model)
    with Told(progress, log) as told:
        options = c.wkin_merge_options(
            ctypes.sizeof(c.wkin_merge_options), threads, 0, least_margin, most_unexplained,
            told.pointer, None, search_seconds, depth, 0, told.log)
        merge = Merge(made("wkin_explain_merge", owner, pointers, len(references), beneath,
                           ctypes.byref(options)))
    del keep  # until here they had to live
    return merge
