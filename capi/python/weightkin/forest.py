"""How a set of models descends from one another."""

from __future__ import annotations

import ctypes
from typing import NamedTuple, Optional, Sequence, Tuple

from weightkin import _declarations as c
from weightkin._copy import encoded, text
from weightkin._handle import Handle, Rows, made, pointers_of, text_options
from weightkin._progress import Log, Progress, Told
from weightkin.codes import Direction
from weightkin.fingerprint import Fingerprint
from weightkin.records import (ComponentSummary, Edge, Family, ForestComparison, ForestOverall,
                               ManySettings, Member, Node, TreeMerge, TreeParent)
from weightkin.scan import Weights, weights_of


class KnownDirection(NamedTuple):
    """What else is known about who of two models came first. `component` None: all of them."""

    subject: int
    reference: int
    direction: Direction
    component: Optional[str] = None
    reason: Optional[str] = None


class Forest(Handle):
    """Trees of models, one a family of components, as far as the weights prove it. Families, nodes,
    edges and the rest go by number; models are places among those given."""

    _closer = "wkin_forest_close"

    @property
    def overall(self) -> ForestOverall:
        return ForestOverall._of(self._fill("wkin_forest_describe", c.wkin_forest_overall()))

    @property
    def settings(self) -> ManySettings:
        """The options that the numbers depend on."""
        return ManySettings._of(self._fill("wkin_forest_settings", c.wkin_many_settings()))

    @property
    def families(self) -> Rows[Family]:
        return Rows(self.overall.families, lambda i: Family._of(
            self._fill("wkin_forest_family", c.wkin_family(), i), i))

    def nodes(self, family: int) -> Rows[Node]:
        return Rows(self.families[family].nodes, lambda i: Node._of(
            self._fill("wkin_forest_node", c.wkin_node(), family, i), i))

    def members(self, family: int, node: int) -> Rows[Member]:
        """Whose weights lie at a node; none: an unknown point."""
        return Rows(self.nodes(family)[node].members, lambda i: Member._of(
            self._fill("wkin_forest_member", c.wkin_member(), family, node, i), i))

    def unplaced(self, family: int) -> Rows[Member]:
        return Rows(self.families[family].unplaced, lambda i: Member._of(
            self._fill("wkin_forest_unplaced", c.wkin_member(), family, i), i))

    def edges(self, family: int) -> Rows[Edge]:
        return Rows(self.families[family].edges, lambda i: Edge._of(
            self._fill("wkin_forest_edge", c.wkin_edge(), family, i), i))

    def finding(self, family: int, edge: int) -> ComponentSummary:
        """The ruling between the ends of an edge; Undefined when it has none."""
        return ComponentSummary._of(self._fill(
            "wkin_forest_finding", c.wkin_component_summary(), family, edge))

    def merges(self, family: int) -> Rows[TreeMerge]:
        return Rows(self.families[family].merges, lambda i: TreeMerge._of(
            self._fill("wkin_forest_merge", c.wkin_tree_merge(), family, i), i))

    def parents(self, family: int, merge: int) -> Rows[TreeParent]:
        return Rows(self.merges(family)[merge].parents, lambda i: TreeParent._of(
            self._fill("wkin_forest_parent", c.wkin_tree_parent(), family, merge, i), i))

    @property
    def pairs(self) -> Rows[ForestComparison]:
        return Rows(self.overall.pairs, lambda i: ForestComparison._of(
            self._fill("wkin_forest_pair", c.wkin_forest_comparison(), i), i))

    def pair_components(self, pair: int) -> Rows[ComponentSummary]:
        return Rows(self.pairs[pair].components, lambda i: ComponentSummary._of(self._fill(
            "wkin_forest_pair_component", c.wkin_component_summary(), pair, i), i))

    def notes(self, family: int) -> Tuple[str, ...]:
        return tuple(text(self._ask("wkin_forest_note", family, i))
                     for i in range(self.families[family].notes))

    @property
    def limits(self) -> Tuple[str, ...]:
        return tuple(text(self._ask("wkin_forest_limit", i)) for i in range(self.overall.limits))

    def text(self, *, colour: bool = False, tensors: bool = False, blocks: bool = False,
             width: int = 0) -> str:
        """A drawing for people, wrapped to `width` columns (0: 110); with ANSI colours, a line per
        tensor, bars of Unicode blocks."""
        return self._text("wkin_forest_text", text_options(colour, tensors, blocks, width))

    def json(self) -> str:
        """By docs/schemas/forest-1.json."""
        return self._text("wkin_forest_json")

    def newick(self) -> str:
        return self._text("wkin_forest_newick")

    def svg(self) -> str:
        return self._text("wkin_forest_svg")


def grow_forest(models: Sequence[Fingerprint], *, weights: Weights = None, threads: int = 0,
                log10_alpha: float = 0.0, effect_floor: float = 0.0, seed: int = 0,
                nearest_share: float = 0.0, separation_errors: float = 0.0,
                directions: Sequence[KnownDirection] = (), component_map: Optional[str] = None,
                derived_share: float = 0.0, searched_floor: float = 0.0, max_units: int = 0,
                max_features: int = 0,
                progress: Optional[Progress] = None, log: Optional[Log] = None) -> Forest:
    """Compares all pairs of at least two models and arranges what was found. Weights may be given
    for some, in the order of the fingerprints. Zero means the library's default."""
    prints, keep = pointers_of(models, Fingerprint)
    held, also = weights_of(weights, len(models))
    known = (c.wkin_known_direction * max(len(directions), 1))()
    for raw, one in zip(known, directions):
        raw.subject, raw.reference, raw.direction = one.subject, one.reference, one.direction
        raw.component, raw.reason = encoded(one.component), encoded(one.reason)
    with Told(progress, log) as told:
        options = c.wkin_forest_options(
            ctypes.sizeof(c.wkin_forest_options), threads, 0, log10_alpha, effect_floor, seed,
            nearest_share, separation_errors, known, len(directions),
            ctypes.sizeof(c.wkin_known_direction), encoded(component_map), told.pointer,
            None, told.log, None, derived_share, searched_floor, max_units, max_features)
        forest = Forest(made("wkin_grow_forest", prints, held, len(models),
                             ctypes.byref(options)))
    del keep, also  # until here they had to live
    return forest
