"""Hits: claims on spans of a folded text, and who owns a span when several claim it."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from itertools import islice
from operator import itemgetter, le
from typing import TYPE_CHECKING, NamedTuple

import regex

from deident.model import Evidence, Role, Tier
from deident.recognizers.spelled import spelled_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from deident.recognizers.packs import Pack

# How strong a claim is. Among equals the longer span wins, then the higher score.
NAMED, PROVED, NEARBY, SHAPED, LOOSE = 5, 4, 3, 2, 1

UNEXPLAINED_TYPE = "UNEXPLAINED_NUMBER"

_UNEXPLAINED = regex.compile(r"(?<![0-9])[0-9](?:[ \-]{0,2}[0-9]){10,}")
_PIECES = re.compile(r"[0-9]+")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_LEAST_OF_A_ROW, _LONGEST_AMOUNT = 3, 5
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


span_of = itemgetter(1, 2)
"""Return where a hit stands."""

_START, _END = itemgetter(1), itemgetter(2)
made_hit = partial(tuple.__new__, Hit)
"""Make a hit of a tuple of its fields: in half the time, for where a roster makes a million."""

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
    ordered = sorted(hits, key=_START)
    if all(map(le, map(_END, ordered), map(_START, islice(ordered, 1, None)))):
        return ordered
    ordered.sort(key=lambda hit: (hit.start, -hit.end))
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


def unexplained_runs(text: str, owners: Sequence[Hit]) -> Sequence[tuple[int, int]]:
    """Return the runs of eleven digits or more, blanks and hyphens joined, that nobody owns.

    `owners` are in order and do not overlap, as `resolve` returns them.
    """
    return _runs(blanked(text, [*map(span_of, owners)]))


@lru_cache(1)
def _runs(text: str) -> tuple[tuple[int, int], ...]:
    """Return the runs of a text: they are sought before the finders, and again behind them."""
    runs: list[tuple[int, int]] = []
    for run in _UNEXPLAINED.finditer(text):
        pieces = [piece.span() for piece in _PIECES.finditer(text, *run.span())]
        if not _ordinary(text, pieces):
            runs.append(run.span())
        elif (span := spelled_out(text, pieces)) is not None:
            runs.append(span)
    return tuple(runs)


_last_blanked: tuple[str, Sequence[tuple[int, int]], str] = ("", (), "")


def blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Write over spans, given by rising start, so that a number begins and ends beside them.

    The last answer is remembered: in a roster the same spans are written over four times.
    """
    global _last_blanked
    known, over, written = _last_blanked
    if known is text and over == spans:
        return written
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        if start >= at:
            pieces += (text[at:start], _CLAIMED * (end - start))
            at = end
    written = "".join((*pieces, text[at:])) if pieces else text
    _last_blanked = text, spans, written
    return written


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
    if max(lengths) <= 3:
        return True
    return "-" not in text[pieces[0][0] : pieces[-1][1]] and _is_row(dates)


def _is_row(pieces: list[str]) -> bool:
    """Tell whether numbers are a row of amounts, which end in 0 and do not begin with it.

    Four groups of an account do so once in ten thousand times; a year beside them says nothing.
    """
    if len(pieces) < _LEAST_OF_A_ROW or max(map(len, pieces)) > _LONGEST_AMOUNT:
        return False
    told = [one for one in pieces if len(one) >= 3 and not _YEAR.fullmatch(one)]
    return len(told) >= 2 and all(one[0] != "0" and one[-1] == "0" for one in told)
