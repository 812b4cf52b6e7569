"""`deident submit`: mask a document with what was ruled for it, and hand the copy to the reviews.

`deident withhold` records that a document is not published, and on what basis.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from deident.cli.files.placing import partial_name, write
from deident.cli.review.desk import desk
from deident.cli.review.telling import each, told
from deident.cli.settings import settings
from deident.errors import ClassifiedError, ExitCode, OutputError
from deident.ledger import rulings
from deident.ledger.entries import Act, Kind
from deident.ledger.refusals import RefusedError
from deident.ledger.workflow import Submission
from deident.model import Action, Reason, Status
from deident.naming import in_name

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping

    from deident.api import Deidentifier
    from deident.ledger.workflow import Desk
    from deident.model import Decision
    from deident.pipeline import Review


class NotReadyError(RefusedError):
    """The copy still has questions, residue or parts that nobody read."""

    exit_code = ExitCode.FINDINGS


def run(args: argparse.Namespace) -> ExitCode:
    """Submit every document, or record it as withheld."""
    chosen = settings(args)
    deidentifier = chosen.deidentifier()
    with desk(args) as at:
        one = _withhold if args.command == "withhold" else _submit
        return each(
            args,
            args.paths,
            lambda word: one(Path(word), args, at, deidentifier, chosen.disclosure),
        )


def _submit(
    path: Path, args: argparse.Namespace, at: Desk, deidentifier: Deidentifier, disclosure: str
) -> str:
    from deident.api import source_of

    source = source_of(path)
    document = deidentifier.key.digest(source.data)
    ruled = rulings.of_document(at.ledger, document)
    try:
        review = deidentifier.review(path, rulings=ruled, disclosure=disclosure)
    except ClassifiedError:
        # Without a name and without a digest: nothing of it is kept.
        at.ledger.append(
            Act(kind=Kind.INCIDENT, about={"code": "CLASSIFIED", "command": args.command})
        )
        raise
    _refuse_unready(review, args.lang)
    attribute, declared_by = _attribute(review, disclosure, args)
    target = args.to / PurePath(review.masked.name).name
    if target.exists() and target.samefile(path):
        raise OutputError(f"{target.name}: it would be the input")
    write(target, review.masked.data, partial_name(args.to), force=args.force)
    entry = at.submit(
        Submission(
            name=target.name,
            output=review.clearance.digests["sha256"],
            document=document,
            disclosure=attribute,
            declared_by=declared_by,
            channels=tuple(args.channel or at.rules.channels),
            policy=_policy(deidentifier),
            versions={name: review.clearance.versions[name] for name in ("deident", "packs")},
            counts=_counts(review),
            decisions=tuple(_decisions(review)),
            **_said(args),
        )
    )
    return _SUBMITTED[args.lang].format(
        seq=entry.seq, target=target, stage=at.rules.stages[0], until=entry.act.about["valid_until"]
    )


def _attribute(review: Review, declared: str, args: argparse.Namespace) -> tuple[str, str]:
    """Return the disclosure attribute, and whose word it is; nobody's silence is one."""
    if not review.clearance.disclosure:
        raise NotReadyError("NOT_READY", why=told(Reason(code="DISCLOSURE_UNDECLARED"), args.lang))
    return review.clearance.disclosure, "submitter" if declared else "document"


def _withhold(
    path: Path, args: argparse.Namespace, at: Desk, deidentifier: Deidentifier, disclosure: str
) -> str:
    data = path.read_bytes()
    entry = at.withhold(
        Submission(
            name=_name(path, deidentifier),
            # Its bytes are not masked: an unkeyed digest would give hidden digits back.
            output=deidentifier.key.digest(data),
            document=deidentifier.key.digest(data),
            disclosure=disclosure or "不予公开",
            channels=(),
            policy=_policy(deidentifier),
            versions={},
            **_said(args),
        )
    )
    return _WITHHELD[args.lang].format(seq=entry.seq, due=entry.act.about["next_review"])


def _name(path: Path, deidentifier: Deidentifier) -> str:
    """Return a document's name, or only its kind where the name gives something away."""
    found = in_name(path.name, deidentifier.detector, deidentifier.scene)
    return path.suffix if found.kinds else path.name


def _said(args: argparse.Namespace) -> dict[str, Any]:
    names = ("unit", "summary", "scope", "reason", "basis", "next_review", "valid_until")
    return {name: getattr(args, name, None) or "" for name in names}


def _policy(deidentifier: Deidentifier) -> dict[str, str]:
    held = deidentifier.policy
    return {
        "name": held.name,
        "version": str(held.version),
        "digest": held.digest,
        "scene": deidentifier.scene.name,
    }


def _refuse_unready(review: Review, lang: str) -> None:
    if review.clearance.status is Status.CLEARED:
        return
    reasons = tuple(dict.fromkeys(told(one, lang) for one in review.clearance.reasons))
    raise NotReadyError("NOT_READY", why="；".join(reasons[:_MOST_SAID]))


_MOST_SAID = 5


def _every(review: Review) -> Iterator[Decision]:
    yield from review.decisions
    for inside in review.inner.values():
        yield from _every(inside)


def _counts(review: Review) -> dict[str, dict[str, int]]:
    """Count decisions by action and type."""
    counts: dict[str, Counter[str]] = {action.name: Counter() for action in Action}
    for decision in _every(review):
        counts[decision.action.name][decision.finding.entity_type] += 1
    return {action: dict(kinds) for action, kinds in counts.items() if kinds}


def _decisions(review: Review) -> Iterator[Mapping[str, str]]:
    """Yield each different decision once: the fingerprint, what became of it, and by which rule."""
    seen = set()
    for decision in _every(review):
        if decision.action is Action.KEEP and decision.because != "RULING":
            continue
        one = {
            "fingerprint": decision.finding.fingerprint,
            "entity_type": decision.finding.entity_type,
            "action": decision.action.name,
            "because": decision.because,
            "by": decision.by,
            "basis": decision.basis,
        }
        if (known := tuple(one.values())) not in seen:
            seen.add(known)
            yield one


_SUBMITTED = {
    "zh": "已送审，第 {seq} 号。副本：{target}。有效期至 {until}。下一步：{stage}（deident sign）",
    "en": "submitted, number {seq}. Copy: {target}. Valid until {until}. Next: {stage} (sign)",
}
_WITHHELD = {
    "zh": "已登记，第 {seq} 号，下次审查 {due}",
    "en": "recorded, number {seq}; to be looked at again by {due}",
}
