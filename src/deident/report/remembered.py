"""From the JSON of a file back to the values: what was remembered of it speaks again.

It knows neither the name nor the masked forms, which are never remembered.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from deident.errors import ExitCode
from deident.model import Locator
from deident.report.values import Asked, FileReport, Listed, Told

if TYPE_CHECKING:
    from collections.abc import Mapping

    Said = Mapping[str, Any]


def restored(
    name: str, content: str, rows: str, digests: Mapping[str, str], *, as_json: bool
) -> FileReport:
    """Return a file's report; `as_json` leaves the findings one by one as they are written."""
    said = _said(content)
    listed, suppressed = ((), ()) if as_json or not rows else _values(rows)
    return FileReport(
        name=name, exit_code=said.exit_code, status=said.status, counts=said.counts,
        listed=listed, questions=said.questions, unread=said.unread, left=said.left,
        labels=said.labels, notes=said.notes, refusal=said.refusal, written=said.written,
        disclosure=said.disclosure, digests=digests, versions=said.versions,
        suppressed=suppressed, rows=rows if as_json else "",
    )  # fmt: skip


@lru_cache(maxsize=500)
def _said(content: str) -> FileReport:
    """Read what is remembered of a file; most files say the same."""
    said = json.loads(content)
    return FileReport(
        name="",
        exit_code=_EXITS[said["exit_code"]],
        status=said["status"],
        counts=said["counts"],
        questions=tuple(map(_asked, said["questions"])),
        unread=tuple(map(_told, said["unread"])),
        left=tuple(map(_told, said["left"])),
        labels=tuple(map(_told, said["labels"])),
        notes=tuple(map(_told, said["notes"])),
        refusal=None if said["refusal"] is None else _told(said["refusal"]),
        written=said["written"],
        disclosure=said["disclosure"],
        versions=said["versions"],
    )


def _values(rows: str) -> tuple[tuple[Listed, ...], tuple[Listed, ...]]:
    said = json.loads(rows)
    return tuple(map(_listed, said["findings"])), tuple(map(_listed, said["suppressed"]))


_EXITS = {int(code): code for code in ExitCode}


def _listed(said: Said) -> Listed:
    return Listed(**{**said, "where": Locator(**said["where"]), "box": tuple(said["box"])})


def _asked(said: Said) -> Asked:
    places = tuple(Locator(**where) for where in said["places"])
    return Asked(**{**said, "places": places})


def _told(said: Said) -> Told:
    """Tell the numbered params from the named ones, which JSON writes side by side."""
    params = said["params"]
    return Told(
        code=said["code"],
        where=said["where"],
        params=tuple(value for name, value in params.items() if name.isdecimal()),
        named={name: value for name, value in params.items() if not name.isdecimal()},
    )
