"""Masked forms that complete each other: 138****1234 here, 1380013**** there.

Two forms of one kind and length are compared position by position. They are one value's where
nothing that both show differs and something says so: the same name beside them, the same row of
the same list, or so many digits shown by both that chance is out of the question. They are a
leak where together they show more than either and leave hardly anything hidden.

Forms live in memory only, in a bounded number; nothing here is written anywhere.

>>> seen = Complementary()
>>> seen.add(Form("CN_MOBILE", "138****1234", "张*"), "a.xlsx", "row 5")
>>> seen.add(Form("CN_MOBILE", "1380013****", "张*"), "b.docx", "row 9")
>>> [(pair.left, pair.right, pair.hidden) for pair in seen.pairs()]
[(('a.xlsx', 'row 5'), ('b.docx', 'row 9'), 0)]
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from deident.making import unprinted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from deident.model import Finding

MOST_FORMS = 500_000
"""So many forms are remembered; `Complementary.full` says when that was not enough."""

HARDLY = 2
"""With two digits hidden, a hundred values are left."""

CERTAIN = 8
"""So many digits that both show make chance one in a hundred million."""

_PEERS = 64
_HIDDEN_NAME = re.compile("[*＊某×]")
# The segment of a mobile number and the province of an ID are shared by millions.
_COMMON = {"CN_MOBILE": 3, "CN_RESIDENT_ID": 2}

Where = tuple[str, str]


class Form(NamedTuple):
    """A masked value as it shows: its kind, the value with * for what is hidden, whose it is.

    `owner` is whatever tells that two forms are one person's: the masked name, a row's number in a
    list; "" where nothing does.
    """

    kind: str
    text: str
    owner: str = ""

    def __repr__(self) -> str:
        return unprinted(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two places whose masked forms belong together, and how many characters stay hidden."""

    kind: str
    left: Where
    right: Where
    hidden: int
    certain: bool


def joined(left: str, right: str) -> str | None:
    """Return what two forms show together, None where they contradict each other.

    >>> joined("138****1234", "1380013****"), joined("138****1234", "139****1234")
    ('13800131234', None)
    """
    if len(left) != len(right):
        return None
    both = []
    for one, other in zip(left, right, strict=True):
        if one != other and "*" not in (one, other):
            return None
        both.append(other if one == "*" else one)
    return "".join(both)


def agreed(left: str, right: str) -> int:
    """Count the positions that both forms show."""
    return sum(one != "*" and other != "*" for one, other in zip(left, right, strict=True))


def completes(left: str, right: str) -> int | None:
    """Return how much two forms leave hidden together, None where that is no leak."""
    both = joined(left, right)
    if both is None:
        return None
    hidden = both.count("*")
    gained = min(left.count("*"), right.count("*")) - hidden
    return hidden if gained > 0 and hidden <= HARDLY else None


@dataclass(slots=True)
class Complementary:
    """Remembers masked forms of a document or a batch, and finds those that belong together."""

    _forms: dict[tuple[str, int], dict[tuple[str, str], Where]] = field(
        default_factory=dict, repr=False
    )
    _count: int = 0

    @property
    def full(self) -> bool:
        """Tell whether forms were left out because there were too many."""
        return self._count >= MOST_FORMS

    def add(self, form: Form, document: str, where: str) -> None:
        """Remember a form and where it stands; `where` holds no text."""
        if "*" not in form.text or not any(c.isdigit() for c in form.text) or self.full:
            return
        known = self._forms.setdefault((form.kind, len(form.text)), {})
        if (form.text, form.owner) not in known:
            known[form.text, form.owner] = (document, where)
            self._count += 1

    def pairs(self) -> Iterator[Pair]:
        """Yield each pair of forms that together show a value."""
        for (kind, _), forms in self._forms.items():
            met: set[tuple[str, str]] = set()
            for left, right, certain in (*_owned(forms), *_agreeing(kind, forms)):
                hidden = completes(left[0], right[0])
                if hidden is None or (left[0], right[0]) in met:
                    continue
                met.add((left[0], right[0]))
                yield Pair(
                    kind=kind, left=forms[left], right=forms[right], hidden=hidden, certain=certain
                )


_Forms = dict[tuple[str, str], Where]
_Key = tuple[str, str]


def _owned(forms: _Forms) -> Iterator[tuple[_Key, _Key, bool]]:
    """Yield the pairs that one owner's forms make."""
    owners: dict[str, list[_Key]] = {}
    for key in forms:
        if key[1]:
            owners.setdefault(key[1], []).append(key)
    for owner, own in owners.items():
        # 张* is many people; with two numbers between them it may be one.
        if len(own) == 2 or not _HIDDEN_NAME.search(owner):
            yield from ((a, b, True) for a, b in combinations(own[:_PEERS], 2))


def _agreeing(kind: str, forms: _Forms) -> Iterator[tuple[_Key, _Key, bool]]:
    """Yield the pairs that agree in so many digits that they are one value's.

    Forms are sorted by their shapes; of two shapes only those are met that show the same there.
    """
    shapes: dict[tuple[int, ...], list[_Key]] = {}
    for key in forms:
        shapes.setdefault(tuple(i for i, c in enumerate(key[0]) if c != "*"), []).append(key)
    common = _COMMON.get(kind, 0)
    for (shown, own), (other_shown, others) in combinations(list(shapes.items())[:_PEERS], 2):
        both = sorted(set(shown) & set(other_shown))
        if sum(i >= common for i in both) < CERTAIN:
            continue
        by_digits: dict[str, list[_Key]] = {}
        for key in own:
            by_digits.setdefault("".join(key[0][i] for i in both), []).append(key)
        for key in others:
            for peer in by_digits.get("".join(key[0][i] for i in both), ())[:_PEERS]:
                yield peer, key, False


def form_of(finding: Finding, texts: Mapping[str, str]) -> str:
    """Write a masked value with one * for each hidden character and no blanks."""
    text = "".join(texts[p.segment_id][p.span.start : p.span.end] for p in finding.places)
    shape = finding.evidence.masked
    kept = [c for c in text if c.isalnum() or c in "*＊●○■□█▇◆✕#_＿×"]
    if len(kept) != len(shape):
        return ""
    return "".join("*" if mark == "*" else c.upper() for c, mark in zip(kept, shape, strict=True))
