"""What a policy makes of findings."""

from __future__ import annotations

import ctypes
from typing import Any, Optional, Sequence, Tuple, Union

from weightkin import _declarations as c
from weightkin._copy import encoded, text
from weightkin._handle import Handle, Rows, held_or_none, made, pointers_of, text_options
from weightkin.comparison import Comparison
from weightkin.model import Model
from weightkin.records import DecisionOverall, PolicyInfo, RuleDecision, RuleInput
from weightkin.scan import Scan


class Decision(Handle):
    """Which rule met which finding. Needs nothing that it was made of."""

    _closer = "wkin_decision_close"

    @property
    def overall(self) -> DecisionOverall:
        return DecisionOverall._of(
            self._fill("wkin_decision_describe", c.wkin_decision_overall()))

    @property
    def rules(self) -> Rows[RuleDecision]:
        """What became of each rule, in the order of the policy."""
        return Rows(self.overall.rules, lambda i: RuleDecision._of(
            self._fill("wkin_decision_rule", c.wkin_rule_decision(), i), i))

    def inputs(self, rule: Union[int, RuleDecision]) -> Rows[RuleInput]:
        """What a rule looked at: components of the subject against references."""
        row = self.rules[rule] if isinstance(rule, int) else rule
        return Rows(row.inputs, lambda i: RuleInput._of(self._fill(
            "wkin_decision_input", c.wkin_rule_input(), row.position, i), i))

    @property
    def references(self) -> Tuple[str, ...]:
        return self._texts("wkin_decision_reference", self.overall.references)

    @property
    def claims(self) -> Tuple[str, ...]:
        """Base models that the subject claims."""
        return self._texts("wkin_decision_claim", self.overall.claims)

    @property
    def licences(self) -> Tuple[str, ...]:
        """Licences that the subject's card names."""
        return self._texts("wkin_decision_licence", self.overall.licences)

    @property
    def limits(self) -> Tuple[str, ...]:
        """What the comparisons cannot see."""
        return self._texts("wkin_decision_limit", self.overall.limits)

    def _texts(self, name: str, count: int) -> Tuple[str, ...]:
        return tuple(text(self._ask(name, i)) for i in range(count))

    def text(self, *, colour: bool = False, width: int = 0) -> str:
        """The report for people, wrapped to `width` columns (0: 110)."""
        return self._text("wkin_decision_text", text_options(colour, False, False, width))

    def json(self) -> str:
        """The report by docs/schemas/decision-1.json."""
        return self._text("wkin_decision_json")


class Policy(Handle):
    """Rules that turn evidence into a decision (docs/schemas/policy-1.json)."""

    _closer = "wkin_policy_close"

    @classmethod
    def from_json(cls, json: str, label: Optional[str] = None) -> Policy:
        """`label` names the policy in messages, which begin LABEL:LINE."""
        data = json.encode("utf-8", "surrogateescape")
        return cls(made("wkin_policy_from_json", data, len(data), encoded(label)))

    @property
    def info(self) -> PolicyInfo:
        return PolicyInfo._of(self._fill("wkin_policy_describe", c.wkin_policy_info()))

    def decide(self, evidence: Union[Scan, Comparison, Sequence[Comparison]], *,
               licences: Optional[str] = None, card: Optional[str] = None,
               claimant: Optional[Model] = None) -> Decision:
        """`evidence` is a scan, or comparisons of one subject, a reference each, made at a level
        divided by their number. `licences` (docs/schemas/licences-1.json) are those of references,
        `card` is the subject's model card; the metadata of `claimant` claim as well."""
        owner, subject = self._held, held_or_none(claimant, Model)
        options = c.wkin_decide_options(
            ctypes.sizeof(c.wkin_decide_options), encoded(licences), encoded(card),
            None if subject is None else subject.address)
        arguments: Tuple[Any, ...]
        if isinstance(evidence, Scan):
            keep: Any = evidence._held
            name, arguments = "wkin_decide_scan", (keep,)
        else:
            several = [evidence] if isinstance(evidence, Comparison) else evidence
            pointers, keep = pointers_of(several, Comparison)
            name, arguments = "wkin_decide", (pointers, len(several))
        decision = Decision(made(name, owner, *arguments, ctypes.byref(options)))
        del keep  # until here they had to live
        return decision
