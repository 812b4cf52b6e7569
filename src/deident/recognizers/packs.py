"""Packs: one YAML file per entity type, read into values. Presidio is not needed for that.

The keys are Presidio's recognizer keys (`name`, `supported_entity`, `patterns`, `context` …) and
ours; docs/how-to/write-a-pack.md explains each. An unknown key is refused, because a misspelt one
would switch something off in silence.
"""

from __future__ import annotations

import difflib
import hashlib
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import regex
import yaml

from deident.errors import PackError
from deident.identifiers import CHECKS
from deident.recognizers.folder import built_in_folder as built_in_folder
from deident.recognizers.later import regex_later

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

TIMEOUT_SECONDS = 20.0
"""How long one pattern may take on one batch before the document is not cleared."""

ANCHORS = frozenset({"number", "plate", "at", "code", "always"})
"""Where a pack's patterns are tried at all; see `scan`. Anything else is a literal to look for."""

ALONE = frozenset({"keep", "check", "drop"})
"""What a pattern is worth without a label: itself, itself if its check passes, or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One pattern of a pack. The value is the group `value`, or the whole match."""

    name: str
    pattern: str
    score: float
    alone: str = "keep"
    compiled: regex.Pattern[str] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Examples:
    """The pack's own tests: texts with the values to find, and texts with none."""

    match: tuple[tuple[str, tuple[str, ...]], ...]
    no_match: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Everything declarative about one entity type.

    `labels` type a value beside them and a whole column below them; `context` only makes a shape
    credible; `negative_labels` name something else and veto. `value` is what may follow a label;
    `loose` likewise, but then a person is asked. `personal` and `office` words say whose it is.
    """

    name: str
    entity_type: str
    title: str
    basis: str
    look_alike: bool = False
    anchor: str = "always"
    check: str = ""
    failed_check: str = "keep"
    rules: tuple[Rule, ...] = ()
    labels: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    negative_labels: tuple[str, ...] = ()
    value: regex.Pattern[str] | None = None
    loose: regex.Pattern[str] | None = None
    whole_cell: bool = False
    longest: int = 120
    personal: tuple[str, ...] = ()
    office: tuple[str, ...] = ()
    everywhere: bool = True
    examples: Examples
    office_pack: bool = False

    @property
    def proves(self) -> bool:
        """Tell whether a check that passes outweighs a label that names something else.

        MOD 11-2 with a province and a date does; one mobile number in thirty is chance.
        """
        return self.failed_check == "ask"

    @property
    def is_valid(self) -> Any:  # noqa: ANN401 - a function of str, or None where nothing is computed
        """Return the check, or None where the identifier has none."""
        return CHECKS[self.check] if self.check else None


# The same loader in C, where the wheel has it: fifty packs in a tenth of the time.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KEYS = frozenset(
    [
        "name",
        "supported_entity",
        "supported_language",
        "title",
        "basis",
        "look_alike",
        "anchor",
        "check",
        "failed_check",
        "patterns",
        "labels",
        "context",
        "negative_labels",
        "value",
        "loose",
        "whole_cell",
        "longest",
        "personal",
        "office",
        "everywhere",
        "examples",
    ]
)
_RULE_KEYS = frozenset({"name", "regex", "score", "alone"})


def _refuse_unknown(where: str, keys: Iterable[str], known: frozenset[str]) -> None:
    for key in keys:
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise PackError(f"{where}: unknown key {key!r}{hint}")


def _compile(where: str, pattern: str, *, at_once: bool) -> regex.Pattern[str]:
    if not at_once:
        return regex_later(pattern, regex.VERSION1)
    try:
        # Ignoring case would let [A-Z] match U+212A and friends; packs write what they mean.
        return regex.compile(pattern, regex.VERSION1)
    except regex.error as problem:
        raise PackError(f"{where}: {problem}") from problem


def _words(where: str, key: str, words: object) -> tuple[str, ...]:
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise PackError(f"{where}: {key} is a list of words; quote those that look like numbers")
    return tuple(words)


def _examples(where: str, raw: object) -> Examples:
    if not isinstance(raw, dict) or not raw.get("match") or not raw.get("no_match"):
        raise PackError(f"{where}: examples needs both match and no_match")
    match = tuple((item["text"], tuple(item["found"])) for item in raw["match"])
    return Examples(match=match, no_match=_words(where, "no_match", raw["no_match"]))


def _rule(where: str, raw: Mapping[str, Any], *, at_once: bool) -> Rule:
    _refuse_unknown(where, raw, _RULE_KEYS)
    alone = raw.get("alone", "keep")
    if alone not in ALONE:
        raise PackError(f"{where}: alone is one of {sorted(ALONE)}")
    score = float(raw["score"])
    if not 0 < score <= 1:
        raise PackError(f"{where}: a score lies above 0 and at most at 1")
    return Rule(
        name=raw["name"], pattern=raw["regex"], score=score, alone=alone,
        compiled=_compile(where, raw["regex"], at_once=at_once),
    )  # fmt: skip


def parse(text: str, where: str, *, office_pack: bool = False, ours: bool = False) -> Pack:
    """Read one pack, or say what is wrong with it. `where` is its file name.

    The patterns of `ours` are compiled at their first use: tests have tried them.
    """
    try:
        raw = yaml.load(text, Loader=_LOADER)  # noqa: S506 - both are safe loaders
    except yaml.YAMLError as problem:
        raise PackError(f"{where}: not YAML") from problem
    if not isinstance(raw, dict):
        raise PackError(f"{where}: a pack is a mapping")
    _refuse_unknown(where, raw, _KEYS)
    for key in ("name", "supported_entity", "title", "basis", "examples"):
        if not raw.get(key):
            raise PackError(f"{where}: {key} is missing")
    if raw.get("check") and raw["check"] not in CHECKS:
        raise PackError(f"{where}: no such check {raw['check']!r}")
    lists = ("labels", "context", "negative_labels", "personal", "office")
    value, loose = raw.get("value"), raw.get("loose")
    return Pack(
        name=raw["name"],
        entity_type=raw["supported_entity"],
        title=raw["title"],
        basis=raw["basis"],
        look_alike=bool(raw.get("look_alike", False)),
        anchor=raw.get("anchor", "always"),
        check=raw.get("check", ""),
        failed_check=raw.get("failed_check", "keep"),
        rules=tuple(
            _rule(f"{where}, pattern", rule, at_once=not ours) for rule in raw.get("patterns", ())
        ),
        **cast("Any", {key: _words(where, key, raw.get(key, [])) for key in lists}),
        value=_compile(where, value, at_once=not ours) if value else None,
        loose=_compile(where, loose, at_once=not ours) if loose else None,
        whole_cell=bool(raw.get("whole_cell", False)),
        longest=int(raw.get("longest", 120)),
        everywhere=bool(raw.get("everywhere", True)),
        examples=_examples(where, raw["examples"]),
        office_pack=office_pack,
    )


def load_folder(folder: Path, *, office_pack: bool = False, ours: bool = False) -> tuple[Pack, ...]:
    """Read every pack of a folder, by name. An empty or missing folder is an error."""
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise PackError(f"no packs in {folder}")
    return tuple(
        parse(file.read_text(encoding="utf-8"), file.name, office_pack=office_pack, ours=ours)
        for file in files
    )


@cache
def built_in() -> tuple[Pack, ...]:
    """Return the packs that come with deident."""
    return load_folder(built_in_folder(), ours=True)


def with_office_packs(folders: Iterable[Path], *, may_loosen: bool = False) -> tuple[Pack, ...]:
    """Return our packs and the office's own. A look-alike or veto of theirs needs consent."""
    packs = list(built_in())
    for folder in folders:
        for pack in load_folder(folder, office_pack=True):
            if (pack.look_alike or pack.negative_labels) and not may_loosen:
                raise PackError(
                    f"{pack.name}: a look-alike or negative label loosens; the policy must allow it"
                )
            packs.append(pack)
    return tuple(packs)


def digest(packs: Iterable[Pack]) -> str:
    """Return a digest of what the packs say, for the clearance."""
    seal = hashlib.sha256()
    for pack in packs:
        words = (pack.labels, pack.context, pack.negative_labels, pack.personal, pack.office)
        parts = (pack.name, pack.entity_type, pack.check, pack.failed_check, pack.look_alike, words)
        seal.update(repr(parts).encode())
        patterns = [rule.pattern for rule in pack.rules]
        patterns += [p.pattern for p in (pack.value, pack.loose) if p is not None]
        seal.update(repr(patterns).encode())
    return seal.hexdigest()[:16]
