"""One file to deal with, and how a process prepares for it. Light: the parent imports only this."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from deident.cli import refusals
from deident.errors import DeidentError, ExitCode, worst
from deident.making import quickly_made
from deident.report.sending import quickly_sent
from deident.report.values import CLEAN, FINDINGS, INCOMPLETE, FileReport, Told, refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from deident.cli.batch.remembering import Afterwards
    from deident.cli.settings import Settings


_NOWHERE = PurePath()


@quickly_sent
@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One file to deal with. `name` is what reports call it; standard input comes as `raw`.

    `target` is where its masked copy goes and `written` what reports call that; `part` is the name
    under which the copy is written first. `quick` passes a file in which nothing matters without
    looking closer. `called` is the document's name where its file has another one. `seen` is the
    keyed digest that was taken of the file before; other bytes are refused. `size` is how many
    bytes it had then; -1 says nothing.
    """

    name: str = field(repr=False)
    path: Path | None = field(default=None, repr=False)
    raw: bytes | None = field(default=None, repr=False)
    relative: PurePath = field(default=_NOWHERE, repr=False)
    target: Path | None = field(default=None, repr=False)
    part: Path | None = field(default=None, repr=False)
    written: str = field(default="", repr=False)
    quick: bool = False
    called: str = field(default="", repr=False)
    seen: str = ""
    size: int = -1

    @property
    def own_name(self) -> str:
        """The document's own name, by which its kind is told where its bytes do not say."""
        if self.called:
            return self.called
        return self.path.name if self.path is not None else self.relative.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """The worker could not even begin: a wrong policy, pack or key. It stops the run."""

    exit_code: ExitCode
    why: Told


Outcome = FileReport | Stopped


def prepare(
    settings: Settings, *, warm: bool = False, after: Afterwards | None = None
) -> Callable[[Task], Outcome]:
    """Prepare once, in whatever process this is, and return what deals with one file.

    `warm` also loads what is loaded when the first value is found, so that no file pays for it.
    `after` is what is done with every outcome before it is sent.
    """
    from deident.cli.files.work import deal

    try:
        deidentifier = settings.deidentifier()
        if warm:
            deidentifier.mask_text(FIRST)
    except DeidentError as problem:
        exit_code, why = refusals.told(problem)
        return partial(_stop, Stopped(exit_code=exit_code, why=why))
    dealing = partial(deal, deidentifier=deidentifier, settings=settings)
    return dealing if after is None else after.following(dealing, settings)


FIRST = "联系人手机13800004719。"
"""A text with something to find."""


def _stop(stopped: Stopped, _: Task) -> Stopped:
    return stopped


def lost(task: Task, code: str, *, seconds: int) -> FileReport:
    """Report a file whose worker died or was late, and remove what it had begun to write."""
    if task.part is not None:
        with contextlib.suppress(OSError):
            task.part.unlink()
    return refused(task.name, ExitCode.UNREADABLE, Told(code=code, named={"seconds": seconds}))


def spent(outcome: Outcome) -> bool:
    """Tell whether the worker ran out of memory, and should make room for a fresh one."""
    refusal = outcome.refusal if isinstance(outcome, FileReport) else None
    return refusal is not None and refusal.code == "NO_MEMORY"


def concluded(told: FileReport) -> FileReport:
    """Give a scanned file its exit code and status, from what was found in it and in its name."""
    found = bool(told.count("MASK") or told.count("ASK") or told.left or told.labels)
    exits = [ExitCode.FINDINGS] * found + [ExitCode.UNREADABLE] * bool(told.unread)
    status = INCOMPLETE if told.unread else FINDINGS if found else CLEAN
    return replace(told, exit_code=worst(*exits), status=status)


def small(task: Task) -> bool:
    """Tell whether a file is so small that it may go to a worker together with others."""
    return 0 <= task.size <= _SMALL_BYTES


_SMALL_BYTES = 64 << 10
_LIGHT_BYTES = 4 << 20
_HEAVY = (
    b"PK", b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8", b"BM", b"RIFF", b"%PDF",
    b"\xd0\xcf\x11\xe0", b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b",
)  # fmt: skip


def light(task: Task) -> bool:
    """Tell whether a file is small plain text, quick and safe enough to be read right here."""
    if task.path is None:
        raw = task.raw or b""
        return len(raw) <= _LIGHT_BYTES and not raw.startswith(_HEAVY)
    try:
        # Opening a pipe would wait for ever.
        if not task.path.is_file() or task.path.stat().st_size > _LIGHT_BYTES:
            return not task.path.exists()
        with task.path.open("rb") as file:
            return not file.read(16).startswith(_HEAVY)
    except OSError:
        return True
