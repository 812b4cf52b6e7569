"""Rules and rows: what becomes of one kind of value, by the evidence for it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NoReturn

from deident.errors import PolicyError
from deident.model import Action, Evidence, Role, Tier
from deident.policy import styles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

COLUMNS = ("label", "checksum", "shape", "named", "personal", "office", "masked")
REQUIRED = COLUMNS[:3]
_CODES = {column: column.upper() for column in COLUMNS} | {"named": "LABEL"}
OPERATORS = (
    "cn_mask",
    "cn_replace",
    "cn_redact",
    "cn_redact_column",
    "cn_generalise",
    "cn_pseudonym",
)
STYLES = ("internal", "publish", "strict", "whole")
"""From the one that shows most to the one that shows nothing."""
GROUPS = ("value", "label", "document")


def refuse(where: str, kind: str, word: str, known: Iterable[str]) -> NoReturn:
    """Raise, naming the word that was probably meant."""
    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.5)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    raise PolicyError(f"{where}: no such {kind} {word!r}{hint}", where=where, word=word)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One cell: what becomes of a kind of value on one kind of evidence, and by what right.

    `group` says what a question is about: one value, one label, or the whole document. A
    `must_keep` rule is a duty to publish: nobody may move it. `may_rule` lets a reviewer turn MASK
    into KEEP.
    """

    id: str
    column: str
    action: Action
    operator: str = "cn_mask"
    style: str = "publish"
    basis: str = ""
    group: str = "value"
    must_keep: bool = False
    may_rule: bool = True

    def __post_init__(self) -> None:
        """Refuse words that nothing would act on, and a duty without its basis."""
        for kind, word, known in (
            ("operator", self.operator, OPERATORS),
            ("style", self.style, STYLES),
            ("group", self.group, GROUPS),
        ):
            if word not in known:
                refuse(self.id, kind, word, known)
        if self.must_keep and (self.action is not Action.KEEP or not self.basis):
            raise PolicyError(f"{self.id}: must_keep is a KEEP with a basis")

    @property
    def code(self) -> str:
        """Return the reason code that stands for this evidence."""
        return _CODES[self.column]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One entity type's rules by evidence. Whose value it is outweighs how sure we are.

    `masked` is for a value that already shows no more than its style would leave; with more, it
    counts as a value in full. `named` holds where one of `named_labels` names the value: a victim
    is not the party, though both are labelled.
    """

    entity_type: str
    label: Rule
    checksum: Rule
    shape: Rule
    masked: Rule
    named: Rule | None = None
    personal: Rule | None = None
    office: Rule | None = None
    named_labels: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Refuse a rule for certain labels that names none, and labels without a rule."""
        if (self.named is None) is not (not self.named_labels):
            raise PolicyError(f"{self.entity_type}: named and named_labels go together")

    def rule(self, evidence: Evidence) -> Rule:
        """Return the rule that holds for this evidence."""
        if evidence.role is Role.OFFICE and self.office is not None:
            return self.office
        tier = self._by_tier(evidence.tier)
        if evidence.role is Role.PERSONAL and self.personal is not None:
            tier = self.personal
        if self.named is not None and evidence.label in self.named_labels:
            tier = self.named
        if evidence.masked and styles.style(tier.style, self.entity_type).covers(evidence.masked):
            return self.masked
        return tier

    def _by_tier(self, tier: Tier) -> Rule:
        if tier is Tier.LABEL:
            return self.label
        return self.checksum if tier is Tier.CHECKSUM else self.shape

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return every rule of the row, in the order of the columns."""
        cells = (getattr(self, column) for column in COLUMNS)
        return tuple(rule for rule in cells if rule is not None)


def strictness(style: str) -> int:
    """Return a style's rank: the more it hides, the higher."""
    return STYLES.index(style)


def uniform(scene: str, entity_type: str, answer: Action) -> Row:
    """Make a row that answers alike on any evidence."""
    rules = {
        column: Rule(id=f"{scene}/{entity_type}/{column}", column=column, action=answer)
        for column in (*REQUIRED, "masked")
    }
    return Row(entity_type=entity_type, named_labels=frozenset(), **rules)


def each(row: Row, change: Callable[[Rule], Rule]) -> Row:
    """Return the row with every rule changed."""
    return _with(row, {rule.column: change(rule) for rule in row.rules})


def tightened(row: Row, where: str, cells: Mapping[str, object]) -> Row:
    """Return the row with cells moved to the right; anything else is refused."""
    changed: dict[str, Rule] = {}
    for column, word in cells.items():
        if column not in COLUMNS:
            refuse(where, "column", column, COLUMNS)
        rule: Rule | None = getattr(row, column)
        wanted = action(f"{where}/{column}", word)
        if rule is None:
            changed[column] = _new_override(f"{where}/{column}", column, row, wanted)
        elif wanted < rule.action:
            raise PolicyError(f"{rule.id}: a local configuration may not loosen {rule.action.name}")
        elif rule.must_keep and wanted is not Action.KEEP:
            raise PolicyError(f"{rule.id}: must be kept: {rule.basis}")
        else:
            changed[column] = replace(rule, action=wanted)
    return _with(row, changed)


def _new_override(where: str, column: str, row: Row, wanted: Action) -> Rule:
    """Make an override that the policy does not have; it may not undercut any tier."""
    strictest = max((row.label, row.checksum, row.shape), key=lambda rule: rule.action)
    if wanted < strictest.action:
        raise PolicyError(f"{where}: a local configuration may not loosen {strictest.action.name}")
    if strictest.must_keep and wanted is not Action.KEEP:
        raise PolicyError(f"{where}: must be kept: {strictest.basis}")
    return replace(strictest, id=where, column=column, action=wanted)


def action(where: str, word: object) -> Action:
    """Read an action's name."""
    if not isinstance(word, str) or word not in Action.__members__:
        refuse(where, "action", str(word), Action.__members__)
    return Action[word]


def _with(row: Row, cells: Mapping[str, Rule]) -> Row:
    rules = {rule.column: rule for rule in row.rules} | dict(cells)
    return Row(entity_type=row.entity_type, named_labels=row.named_labels, **rules)
