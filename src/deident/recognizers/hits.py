"""Hits: claims on spans of a folded text, and who owns a span when several claim it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import regex

from deident.model import Evidence, Role, Tier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from deident.recognizers.packs import Pack

# How strong a claim is. Among equals the longer span wins, then the higher score.
NAMED, PROVED, NEARBY, SHAPED, LOOSE = 5, 4, 3, 2, 1

UNEXPLAINED_TYPE = "UNEXPLAINED_NUMBER"

_UNEXPLAINED = regex.compile(r"(?<![0-9])[0-9](?:[ \-]{0,2}[0-9]){10,}")
_PIECES = re.compile(r"[0-9]+")
# Neither digit, letter nor star.
_CLAIMED = "\x1f"
# × and x hide a character only in company: alone they are a check character or a letter.
_HIDDEN = re.compile(r"[*●○■□█▇◆]+|[xX×✕#_]{2,}")


class Hit(NamedTuple):
    """A claim on a span of the folded text."""

    rank: int
    start: int
    end: int
    pack: Pack
    score: float
    evidence: Evidence


_MOST_KNOWN = 10_000
_known: dict[tuple[object, ...], Evidence] = {}


def because(
    tier: Tier,
    label: str = "",
    role: Role = Role.UNKNOWN,
    checked: bool | None = None,
    masked: str = "",
) -> Evidence:
    """Return evidence. Equal evidence is one object: what the policy says of it is asked once."""
    # By identity: an Enum's hash is slow.
    key = (id(tier), label, id(role), checked, masked)
    known = _known.get(key)
    if known is None:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        known = _known[key] = Evidence(tier, label, role, checked, masked)
    return known


def visible_shape(value: str) -> str:
    """Return `value` with # for what shows and * for what is hidden, or "" if all of it shows.

    >>> visible_shape("138****0000"), visible_shape("13800000000")
    ('###****####', '')
    """
    if not _HIDDEN.search(value):
        return ""
    hidden = {i for run in _HIDDEN.finditer(value) for i in range(*run.span())}
    kept = ((i, c) for i, c in enumerate(value) if c.isalnum() or i in hidden)
    return "".join("*" if i in hidden else "#" for i, _ in kept)


def touches(hit: Hit, places: Iterable[tuple[int, int]]) -> bool:
    """Tell whether a hit shares a character with one of the places."""
    return any(hit.start < end and start < hit.end for start, end in places)


def _strength(hit: Hit) -> tuple[int, int, bool, float]:
    return (hit.rank, hit.end - hit.start, hit.pack.proves, hit.score)


def resolve(hits: Iterable[Hit]) -> list[Hit]:
    """Return the hits that own their spans, in order; no two overlap.

    A personal claim that sticks out of a stronger one is cut, not dropped, while it still shows
    five digits or more: silence would hide them.
    """
    ordered = sorted(hits, key=lambda hit: (hit.start, -hit.end))
    if all(left.end <= right.start for left, right in pairwise(ordered)):
        return ordered
    owners: list[Hit] = []
    cluster: list[Hit] = []
    reach = -1
    for hit in ordered:
        if cluster and hit.start >= reach:
            owners += _owners(cluster)
            cluster = []
        cluster.append(hit)
        reach = max(reach, hit.end) if len(cluster) > 1 else hit.end
    return owners + _owners(cluster)


def _owners(cluster: list[Hit]) -> list[Hit]:
    if len(cluster) < 2:
        return cluster
    owners: list[Hit] = []
    for hit in sorted(cluster, key=_strength, reverse=True):
        if all(hit.end <= owner.start or owner.end <= hit.start for owner in owners):
            owners.append(hit)
    return sorted(owners, key=lambda hit: hit.start)


def unexplained_runs(text: str, owners: list[Hit]) -> Iterator[tuple[int, int]]:
    """Yield runs of eleven digits or more, blanks and hyphens joined, that nobody owns.

    `owners` are in order and do not overlap, as `resolve` returns them.
    """
    text = blanked(text, ((owner.start, owner.end) for owner in owners))
    for run in _UNEXPLAINED.finditer(text):
        pieces = [piece.span() for piece in _PIECES.finditer(text, *run.span())]
        if not _ordinary(text, pieces):
            yield run.span()


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Write over spans, given by rising start, so that a number begins and ends beside them."""
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        if start >= at:
            pieces += (text[at:start], _CLAIMED * (end - start))
            at = end
    return "".join((*pieces, text[at:]))


def _ordinary(text: str, pieces: list[tuple[int, int]]) -> bool:
    """Tell whether separate short numbers (years, counts, dates) merely stand side by side."""
    if len(pieces) == 1:
        return False
    lengths = [end - start for start, end in pieces]
    if all(end - start == 4 and text[start : start + 2] in {"19", "20"} for start, end in pieces):
        return True
    dates = [text[start:end] for start, end in pieces]
    if lengths[0] == 4 and dates[0][:2] in {"19", "20"} and max(lengths[1:]) <= 4:
        return True
    return max(lengths) <= 3
