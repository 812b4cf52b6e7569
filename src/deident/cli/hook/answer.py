"""What one document's judgement becomes for a publishing system: a JSON object without a value."""

from __future__ import annotations

import secrets
import sys
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from deident import messages
from deident.cli import refusals
from deident.cli.batch import recording
from deident.cli.files.placing import partial_name
from deident.cli.files.tasks import FIRST, Task
from deident.cli.settings import attribute
from deident.errors import DeidentError, ExitCode
from deident.policy import load
from deident.report.values import CLEARED, NEEDS_REVIEW, FileReport, Told

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from deident.api import Deidentifier
    from deident.cli.hook.stdio import Request
    from deident.cli.settings import Settings

_POLICIES = 8
_PLACES = 5


class Answers:
    """Judges documents, each under the policy it asks for. Prepared once in each worker."""

    def __init__(self, settings: Settings, to: str, args: argparse.Namespace) -> None:
        self._settings, self._to, self._args = settings, to, args
        self._prepared = lru_cache(_POLICIES)(self._prepare)
        self._clears = args.require == "clearance"

    def __call__(self, request: Request) -> dict[str, Any]:
        """Judge one document; whatever goes wrong is an answer too."""
        try:
            if not request.path:
                return self._warmed(request)
            return self._answer(request)
        except DeidentError as problem:
            exit_code, told = refusals.told(problem)
            return _refused(request.id, told, exit_code, self._args.lang)

    def _warmed(self, request: Request) -> dict[str, Any]:
        """Load what is loaded when the first value is found, so that nobody waits for it."""
        self._prepared(self._settings.policy).mask_text(FIRST)
        return {"id": request.id, "exit_code": int(ExitCode.CLEAN), "reasons": []}

    def _prepare(self, policy: str, column: str = "") -> Deidentifier:
        chosen = replace(self._settings, policy=policy)
        if column:
            chosen = replace(chosen, scene=load(policy).scene_of(column))
        return chosen.deidentifier()

    def _answer(self, request: Request) -> dict[str, Any]:
        from deident.cli.files.work import deal

        chosen = replace(
            self._settings, disclosure=attribute(request.disclosure) or self._settings.disclosure
        )
        prepared = self._prepared(request.policy or self._settings.policy, request.column)
        report = deal(self._task(request), deidentifier=prepared, settings=chosen)
        self._record(request, report)
        masked = str(self._folder(report)) if report.written else ""
        answer = answered(request.id, report, self._args.lang, masked)
        return self._cleared(request, answer) if self._clears else answer

    def _record(self, request: Request, report: FileReport) -> None:
        """Note in the ledger what a person must answer for; what cannot be noted is said."""
        why = recording.stopped(self._args, recording.classified([report]))
        if self._args.record and not why:
            document = self._document(request)
            why = recording.answered(
                self._args, report, document, request.submitter, request.channel
            )
        if why:
            print(why, file=sys.stderr)

    def _document(self, request: Request) -> str:
        """Return the keyed digest of a document, where there is an office's key and a file."""
        from deident.api import source_of

        path = Path(request.path)
        if not self._settings.key.office or not path.is_file():
            return ""
        return self._settings.key.digest(source_of(path).data)

    def _task(self, request: Request) -> Task:
        path = Path(request.path)
        name = PurePath(request.name or path.name).name
        task = Task(name=name, path=path, relative=PurePath(name), called=name)
        if not self._to:
            return task
        # Two documents of one name must not meet.
        folder = Path(self._to) / secrets.token_hex(8)
        return replace(
            task, target=folder / name, part=partial_name(folder), written=f"{folder.name}/{name}"
        )

    def _folder(self, report: FileReport) -> Path:
        folder, _, _ = report.written.partition("/")
        made = Path(self._to) / folder
        return next((file for file in made.iterdir() if file.is_file()), made)

    def _cleared(self, request: Request, answer: dict[str, Any]) -> dict[str, Any]:
        """Demand a clearance for exactly these bytes; a document without findings needs one too."""
        from deident.cli.review.desk import Verifier
        from deident.ledger.clearances import beside

        path = Path(request.path)
        if not path.is_file():
            return answer
        with Verifier(self._args) as verify:
            verdict = verify(path, request.channel)
        if verdict:
            return {**answer, "verdict": "cleared", "reasons": [], "exit_code": int(ExitCode.CLEAN),
                    "clearance_path": str(beside(path))}  # fmt: skip
        lang = self._args.lang
        told = [_told(Told(code=r.code, where=r.where, params=r.params), lang)
                for r in verdict.reasons]  # fmt: skip
        return {**answer, "verdict": "blocked", "reasons": told,
                "exit_code": int(ExitCode.NOT_CLEARED)}  # fmt: skip


def answered(name: str, report: FileReport, lang: str, masked: str = "") -> dict[str, Any]:
    """Return the answer that a file's report comes to."""
    return {
        "id": name,
        "verdict": _verdict(report),
        "reasons": list(_reasons(report, lang)),
        "masked_path": masked,
        "clearance_path": "",
        "exit_code": int(report.exit_code),
    }


def _verdict(report: FileReport) -> str:
    if report.exit_code is ExitCode.CLEAN:
        return "cleared"
    asks_only = report.status == NEEDS_REVIEW or not (
        report.count("MASK") or report.left or report.unread or report.refusal
    )
    return "needs_review" if asks_only else "blocked"


def _reasons(report: FileReport, lang: str) -> Iterator[dict[str, Any]]:
    told = [*report.labels, *report.left, *report.unread]
    told += [report.refusal] if report.refusal is not None else []
    yield from (_told(one, lang) for one in told)
    if report.status == CLEARED:
        return
    kinds = Counter((one.action, one.entity_type) for one in report.listed)
    for (action, kind), count in kinds.items():
        if report.written and action == "MASK":
            continue
        places = [
            messages.place(one.where, lang)
            for one in report.listed
            if (one.action, one.entity_type) == (action, kind)
        ][:_PLACES]
        yield {
            "code": f"FOUND_{action}",
            "where": "; ".join(places),
            "params": {"entity_type": kind, "count": count},
            "message": messages.word(f"FOUND_{action}", (kind, count), lang),
        }


def _told(one: Told, lang: str) -> dict[str, Any]:
    params = {**{str(i): value for i, value in enumerate(one.params)}, **one.named}
    return {
        "code": one.code,
        "where": one.where,
        "params": params,
        "message": messages.word(one.code, one.params, lang, **one.named),
    }


def _refused(name: str, why: Told, exit_code: ExitCode, lang: str) -> dict[str, Any]:
    report = FileReport(name="", exit_code=exit_code, status="refused", refusal=why)
    return answered(name, report, lang)


def refusal(
    name: str, code: str, exit_code: ExitCode, lang: str, **named: str | int
) -> dict[str, Any]:
    """Return the answer to a request that could not be dealt with."""
    return _refused(name, Told(code=code, named=named), exit_code, lang)
