"""What became of the same bytes before: in this run, or in an earlier one (the cache).

Every file is read and digested again, whatever its size and time say: those can be set by anybody,
and a gate that trusted them could be passed. A file's name is personal and judged apart; what is
remembered is about its bytes and its ending.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from deident.batch.cache import Row
from deident.cli.batch.remembering import CLEAN_NAME, Memory, about, name_digest, nameless
from deident.cli.files.tasks import Task, concluded
from deident.errors import DeidentError, UsageError
from deident.making import unprinted
from deident.report.remembered import restored
from deident.report.values import REFUSED, FileReport, Told

if TYPE_CHECKING:
    import mmap
    from collections.abc import Iterable, Mapping

    from deident.api import Deidentifier
    from deident.batch.cache import Cache
    from deident.cli.settings import Settings

_FEW = 20
_HELD = 10_000
_MAPPED_FROM = 1 << 20
# So much of what the cache said of files that wait for their turn is held.
_READY_CHARACTERS = 32 << 20
# A pipe would wait for ever for somebody to write to it.
_READING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class Sought(NamedTuple):
    """A file, its digest ("" where it cannot be read), its size, and what its outcome is under."""

    task: Task
    digest: str = ""
    size: int = -1
    about: str = ""

    def __repr__(self) -> str:
        return unprinted(self)

    def digested(self) -> Task:
        """Return the task with what is known of its file, so that other bytes are refused."""
        return replace(self.task, seen=self.digest, size=self.size)


def default_file(settings: Settings, environment: Mapping[str, str]) -> Path | None:
    """Return where outcomes are remembered, or None: without the office's key nothing can be."""
    if not settings.key.office:
        return None
    folder = environment.get("LOCALAPPDATA") or environment.get("XDG_CACHE_HOME")
    return Path(folder or Path.home() / ".cache") / "deident" / f"{settings.key.id}.sqlite"


class Recall:
    """Outcomes of this run by digest, and those of earlier runs where there is a cache.

    `listing` is False where what is remembered will not do, because the report shows the masked
    forms, which the cache does not hold. `as_json` says that only JSON is written of outcomes.
    """

    def __init__(
        self, settings: Settings, file: Path | None, *, listing: bool = True, as_json: bool = False
    ) -> None:
        self._settings = settings
        self._listing, self.as_json = listing, as_json
        self._flying: Counter[str] = Counter()
        self._held: dict[str, FileReport] = {}
        self._ready: dict[str, Row | None] = {}
        self._room = _READY_CHARACTERS
        self.memory = self._remembered_in(file) if file is not None else None
        self._cache: Cache | None = self.memory.opened(settings.key) if self.memory else None
        self.reused = 0

    def _remembered_in(self, file: Path) -> Memory:
        from deident.cli.batch.scope import scope

        if not self._settings.key.office:
            raise UsageError("--cache needs the office's key", reason="CACHE_NO_KEY")
        return Memory(file=file, scope=scope(self._settings))

    @cached_property
    def _deidentifier(self) -> Deidentifier:
        return self._settings.deidentifier()

    def close(self) -> None:
        """Close the cache."""
        if self._cache is not None:
            self._cache.close()

    def seek(self, tasks: Iterable[Task]) -> list[tuple[Sought, bool]]:
        """Digest some files, and tell of each whether its outcome is known.

        It may be one that is known only when a file before this one is done.
        """
        sought = [self._digested(task) for task in tasks]
        if self._cache is not None:
            asked = {one.about for one in sought if one.digest} - self._ready.keys()
            for row in self._cache.some([*asked]):
                if self._listing or not row.listed.startswith('{"findings":[{'):
                    self._make_ready(row)
        return [(one, bool(one.digest) and self._knows(one.about)) for one in sought]

    def _make_ready(self, row: Row) -> None:
        """Hold what the cache said until it is asked for; where that is too much, ask again."""
        self._room -= len(row.content) + len(row.listed)
        self._ready[row.digest] = row if self._room > 0 else None

    def _digested(self, task: Task) -> Sought:
        if task.path is None:
            return Sought(task)
        try:
            data = _bytes(task.path)
        except (DeidentError, OSError, ValueError):
            return Sought(task)
        digest = self._settings.key.digest(data)
        return Sought(task, digest, len(data), about(digest, task.own_name))

    def _knows(self, one: str) -> bool:
        known = one in self._ready or one in self._flying or one in self._held
        self._flying[one] += 1
        return known

    def find(self, sought: Sought) -> FileReport | None:
        """Return what became of the same bytes, for this file."""
        task, one = sought.task, sought.about
        found, clean_name = self._held.get(one), ""
        if found is not None:
            found = replace(found, name=task.name)
        elif row := self._cached(one):
            digests = {"input": sought.digest}
            found = restored(task.name, row.content, row.listed, digests, as_json=self.as_json)
            clean_name = row.name
        self._landed(one)
        if found is None:
            return None
        self.reused += 1
        if found.status == REFUSED or (
            clean_name and clean_name == name_digest(self._settings.key, task.own_name)
        ):
            return found
        told = self._in_name(task)
        return concluded(replace(found, left=(*found.left, *told))) if told else found

    def keep(self, task: Task, report: FileReport) -> None:
        """Hold what became of a file for others with the same bytes."""
        one = about(task.seen, task.own_name)
        wanted = self._flying[one] > 1
        few = len(report.listed) <= _FEW and len(report.rows) <= _FEW << 10
        if wanted or (few and self._cache is None and len(self._held) < _HELD):
            self._held[one] = nameless(report)
        self._landed(one)

    def _landed(self, one: str) -> None:
        self._flying[one] -= 1
        if self._flying[one] <= 0:
            del self._flying[one]
            if self._cache is not None:
                self._held.pop(one, None)
                if row := self._ready.pop(one, None):
                    self._room += len(row.content) + len(row.listed)

    def _cached(self, one: str) -> Row | None:
        if self._cache is None:
            return None
        return self._ready.get(one) or self._cache.get(one)

    def _in_name(self, task: Task) -> tuple[Told, ...]:
        """Tell what a file's name gives away; one that was clean is not looked at again."""
        if self._settings.check:
            return ()
        digest = name_digest(self._settings.key, task.own_name)
        if self._cache is not None and self._cache.get(digest) is not None:
            return ()
        from deident.cli.files.judging import told_of_name

        line = self._deidentifier.line(rulings=self._settings.rulings)
        told = tuple(told_of_name(task, line))
        if self._cache is not None and not told:
            self._cache.put(Row(digest, "", CLEAN_NAME, ""))
        return told


def _bytes(path: Path) -> bytes | mmap.mmap:
    """Return what is in a file; a large one is mapped."""
    status = path.stat()
    # To open what is no file may have effects of its own.
    if not stat.S_ISREG(status.st_mode):
        raise OSError(path.name)
    if status.st_size > _MAPPED_FROM:
        from deident.api import source_of

        return source_of(path).data
    handle = os.open(path, _READING)
    try:
        data = os.read(handle, status.st_size + 1)
        if len(data) != status.st_size:
            raise OSError(path.name)
        return data
    finally:
        os.close(handle)
