"""What became of the same bytes before: in this run, or in an earlier one (the cache).

A file's name is personal and judged apart; what is remembered is about its bytes and its ending. A
file that was late, crashed its reader or could not be opened is never remembered: it is tried
again. What was not read in full is remembered as that, and so never becomes clean.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deident.cli.tasks import concluded
from deident.errors import DeidentError, ExitCode, UsageError
from deident.making import maker
from deident.model import Locator
from deident.report.values import REFUSED, Asked, FileReport, Listed, Told

if TYPE_CHECKING:
    import mmap
    from collections.abc import Mapping

    from deident.api import Deidentifier
    from deident.batch.cache import Cache
    from deident.cli.settings import Settings
    from deident.cli.tasks import Task

_PASSING = frozenset(
    {"CANCELLED", "CHANGED", "CRASHED", "DISK_FULL", "INTERNAL", "IO", "LINK_LOOP", "NOT_A_FILE"}
    | {"MISSING_ENGINE", "NO_FILE", "NO_MEMORY", "NO_PERMISSION", "RECOGNIZER_TIMEOUT", "TIMEOUT"}
    | {"MISSING_LIBRARY", "OCR_TIMEOUT", "CONVERSION_TIMEOUT"}
)
"""Codes that may be gone next time, so that the file is read again."""
_IN_NAME = "IN_FILE_NAME"
_FEW = 20
_HELD = 10_000
_MAPPED_FROM = 1 << 20


def default_file(settings: Settings, environment: Mapping[str, str]) -> Path | None:
    """Return where outcomes are remembered, or None: without the office's key nothing can be."""
    if not settings.key.office:
        return None
    folder = environment.get("LOCALAPPDATA") or environment.get("XDG_CACHE_HOME")
    return Path(folder or Path.home() / ".cache") / "deident" / f"{settings.key.id}.sqlite"


class Recall:
    """Outcomes of this run by digest, and those of earlier runs where there is a cache.

    `listing` is False where what is remembered will not do, because the report shows the masked
    forms, which the cache does not hold.
    """

    def __init__(self, settings: Settings, file: Path | None, *, listing: bool = True) -> None:
        self._settings = settings
        self._listing = listing
        self._flying: Counter[str] = Counter()
        self._held: dict[str, FileReport] = {}
        self._cache = self._opened(file) if file is not None else None
        self.reused = 0

    def _opened(self, file: Path) -> Cache:
        from deident.batch.cache import Cache
        from deident.cli.scope import scope

        if not self._settings.key.office:
            raise UsageError("--cache needs the office's key", reason="CACHE_NO_KEY")
        return Cache(file, self._settings.key, scope(self._settings))

    @cached_property
    def _deidentifier(self) -> Deidentifier:
        return self._settings.deidentifier()

    def close(self) -> None:
        """Close the cache."""
        if self._cache is not None:
            self._cache.close()

    def digest(self, task: Task) -> str:
        """Return the keyed digest of a task's bytes and ending; "" where they cannot be read."""
        if task.path is None or not task.path.is_file():
            return ""
        try:
            return self._settings.key.digest(_bytes(task.path))
        except (DeidentError, OSError, ValueError):
            return ""

    def knows(self, digest: str, name: str) -> bool:
        """Tell whether the outcome is known, or will be once a file before this one is done."""
        about = _about(digest, name)
        known = about in self._flying or about in self._held or self._remembered(about)
        self._flying[about] += 1
        return known

    def find(self, task: Task, digest: str) -> FileReport | None:
        """Return what became of the same bytes, for this task."""
        about = _about(digest, task.own_name)
        found = self._held.get(about) or self._cached(about)
        self._landed(about)
        if found is None:
            return None
        self.reused += 1
        return self._named(task, found)

    def keep(self, task: Task, digest: str, report: FileReport) -> None:
        """Remember what became of a file that was read."""
        about = _about(digest, task.own_name)
        bare = _nameless(report)
        wanted = self._flying[about] > 1
        if wanted or (len(self._held) < _HELD and len(report.listed) <= _FEW and not self._cache):
            self._held[about] = bare
        self._landed(about)
        if self._cache is None or _passing(report):
            return
        rows: dict[str, Mapping[str, Any]] = {about: _stored(bare)}
        if report.refusal is None and len(bare.left) == len(report.left):
            rows[self._name_digest(task.own_name)] = {"clean": True}
        self._cache.put_all(rows)

    def _landed(self, about: str) -> None:
        self._flying[about] -= 1
        if self._flying[about] <= 0:
            del self._flying[about]
            if self._cache is not None:
                self._held.pop(about, None)

    def _remembered(self, about: str) -> bool:
        if self._cache is None:
            return False
        return self._cache.holds(about) if self._listing else self._cached(about) is not None

    def _cached(self, about: str) -> FileReport | None:
        stored = self._cache.get(about) if self._cache is not None else None
        if stored is None or (stored["listed"] and not self._listing):
            return None
        return _restored(stored)

    def _named(self, task: Task, found: FileReport) -> FileReport:
        """Say it of this file; what its name gives away is looked for again."""
        report = replace(found, name=task.name)
        told = () if report.status == REFUSED else self._in_name(task)
        return concluded(replace(report, left=(*report.left, *told))) if told else report

    def _in_name(self, task: Task) -> tuple[Told, ...]:
        if self._settings.check:
            return ()
        digest = self._name_digest(task.own_name)
        if self._cache is not None and self._cache.get(digest) is not None:
            return ()
        from deident.cli.judging import told_of_name

        line = self._deidentifier.line(rulings=self._settings.rulings)
        told = tuple(told_of_name(task, line))
        if self._cache is not None and not told:
            self._cache.put(digest, {"clean": True})
        return told

    def _name_digest(self, name: str) -> str:
        return self._settings.key.digest(b"name\0" + os.fsencode(name))


def _bytes(path: Path) -> bytes | mmap.mmap:
    """Return what is in a file; a large one is mapped."""
    if path.stat().st_size <= _MAPPED_FROM:
        return path.read_bytes()
    from deident.api import source_of

    return source_of(path).data


def _nameless(report: FileReport) -> FileReport:
    """Return what is true of the bytes whatever they are called."""
    left = tuple(one for one in report.left if one.code != _IN_NAME)
    if len(left) == len(report.left):
        return report
    return concluded(replace(report, left=left))


def _about(digest: str, name: str) -> str:
    return f"{digest}{Path(name).suffix.lower()}"


def _passing(report: FileReport) -> bool:
    """Tell whether an outcome may be another one next time."""
    told = [*report.unread, *report.left, *report.notes]
    told += [report.refusal] if report.refusal is not None else []
    internal = report.exit_code in {ExitCode.INTERNAL, ExitCode.USAGE, ExitCode.INTERRUPTED}
    return internal or any(one.code in _PASSING or "TIMEOUT" in one.code for one in told)


def _stored(report: FileReport) -> dict[str, Any]:
    """Copy what may be remembered: everything but names and masked forms."""
    return {
        "exit_code": int(report.exit_code),
        "status": report.status,
        "counts": {action: dict(kinds) for action, kinds in report.counts.items()},
        **{part: [_found(one) for one in getattr(report, part)] for part in _LISTED},
        "questions": [
            [one.key, one.entity_type, one.label, one.count, list(map(_place, one.places))]
            for one in report.questions
        ],
        **{part: [_said(one) for one in getattr(report, part)] for part in _TOLD},
        "refusal": None if report.refusal is None else _said(report.refusal),
        "disclosure": report.disclosure,
        "digests": dict(report.digests),
        "versions": dict(report.versions),
    }  # fmt: skip


_LISTED = ("listed", "suppressed")
_TOLD = ("unread", "left", "labels", "notes")
_WHERE = tuple(Locator.__dataclass_fields__)


def _place(locator: Locator) -> list[str | int]:
    return [getattr(locator, name) for name in _WHERE]


def _found(one: Listed) -> list[Any]:
    return [one.entity_type, one.action, _place(one.where), one.because, one.label, one.rule,
            one.question, one.fingerprint, one.box]  # fmt: skip


def _listed(stored: list[Any]) -> Listed:
    kind, action, where, because, label, rule, question, fingerprint, box = stored
    return Listed(
        entity_type=kind, action=action, where=_locator(where), masked="", because=because,
        label=label, rule=rule, question=question, fingerprint=fingerprint, box=tuple(box),
    )  # fmt: skip


def _said(one: Told) -> list[Any]:
    return [one.code, one.where, list(one.params), dict(one.named)]


def _restored(stored: Mapping[str, Any]) -> FileReport:
    return FileReport(
        name="",
        exit_code=ExitCode(stored["exit_code"]),
        status=stored["status"],
        counts=stored["counts"],
        listed=tuple(map(_listed, stored["listed"])),
        suppressed=tuple(map(_listed, stored["suppressed"])),
        questions=tuple(
            Asked(key=key, entity_type=kind, label=label, count=count,
                  places=tuple(map(_locator, places)))
            for key, kind, label, count, places in stored["questions"]
        ),
        unread=tuple(map(_told, stored["unread"])),
        left=tuple(map(_told, stored["left"])),
        labels=tuple(map(_told, stored["labels"])),
        notes=tuple(map(_told, stored["notes"])),
        refusal=None if stored["refusal"] is None else _told(stored["refusal"]),
        disclosure=stored["disclosure"],
        digests=stored["digests"],
        versions=stored["versions"],
    )  # fmt: skip


def _locator(where: list[Any]) -> Locator:
    return maker(Locator)(*where)


def _told(said: list[Any]) -> Told:
    code, where, params, named = said
    return Told(code=code, where=where, params=tuple(params), named=named)
