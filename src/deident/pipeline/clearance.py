"""What the review of a document comes to: its clearance, and what that rests on."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from deident import __version__
from deident.clear import clear
from deident.formats import Seeing
from deident.formats.kinds import media_type, misnamed, suffix
from deident.model import (
    Clearance,
    Document,
    Reason,
    Residue,
    Source,
    Status,
    Unread,
)
from deident.naming import in_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from deident.formats import FormatHandler
    from deident.judged import Judged, Line
    from deident.labels import Verdict
    from deident.pipeline.masking import Review


def clearance_of(
    source: Source, masked: Source, line: Line, judged: Judged, unread: Sequence[Unread],
    residue: Residue, inner: Mapping[str, Review], said: Verdict, depth: int,
    removed: Sequence[Reason], remarks: Sequence[Reason], engine: Mapping[str, str],
) -> Clearance:  # fmt: skip
    """Clear a document, or say every reason not to."""
    asked: list[Reason] = [*said.asks]
    if not depth:
        # What is embedded has its name from the document around it, which reads it as text.
        asked += in_name(source.name, line.detector, line.scene, line.rulings).reasons
    asked += [
        Reason(
            code="QUESTION",
            where=str(q.places[0].segment_id),
            params=(q.entity_type, q.label, q.count),
        )
        for q in judged.asked()
    ]
    blocks = [*said.blocks]
    for part, inside in inner.items():
        shut = blocks if inside.clearance.status is Status.BLOCKED else asked
        shut += [
            Reason(code=reason.code, where=f"{part}: {reason.where}", params=reason.params)
            for reason in inside.clearance.reasons
        ]
    return clear(
        blocks=blocks,
        questions=asked,
        unread=unread,
        residue=residue,
        notes=(*removed, *remarks, *_conversion(source, masked), *notes(source, line)),
        disclosure=said.attribute,
        digests=_digests(source, masked, line),
        versions={**versions(line), **engine},
    )


def engine_of(handler: FormatHandler, inner: Iterable[Review]) -> str:
    """Return which OCR engine read a document's pictures, those embedded in it too."""
    own = handler.engine_version if isinstance(handler, Seeing) else ""
    return own or next(filter(None, (one.clearance.versions.get("ocr") for one in inner)), "")


def removals(document: Document, inner: Iterable[Review]) -> tuple[Reason, ...]:
    """Say what was taken out of the copy whole, here and in what is embedded."""
    kinds = {removable.kind for removable in document.removables}
    for inside in inner:
        kinds |= {removable.kind for removable in inside.document.removables}
    return tuple(
        Reason(code="SIGNATURE_REMOVED")
        if kind == "signatures"
        else Reason(code="TAKEN_OUT", params=(kind,))
        for kind in sorted(kinds)
    )


def _conversion(source: Source, masked: Source) -> Iterator[Reason]:
    """Say that the copy is of another kind than the original."""
    if masked.name != source.name:
        yield Reason(code="CONVERTED", params=(suffix(masked.name),))


def notes(source: Source, line: Line) -> Iterator[Reason]:
    """Say what was not looked for, so that nobody takes silence for a clean bill."""
    kind = source.media_type or media_type(source)
    if misnamed(source, kind):
        yield Reason(code="MISNAMED", params=(kind,))
    looked_for = line.detector.entity_types | {"CLASSIFICATION_MARK", "AGGREGATION_RISK"}
    missing = line.policy.required_types(line.scene.name) - looked_for
    for kind in sorted(missing):
        yield Reason(code="NOT_LOOKED_FOR", params=(kind,))
    if line.scene.disclosure == "none":
        yield Reason(code="DISCLOSURE_NOT_CHECKED")
    if not line.detector.key.office:
        yield Reason(code="NO_OFFICE_KEY")


def _digests(source: Source, masked: Source, line: Line) -> dict[str, str]:
    digests = {"sha256": hashlib.sha256(masked.data).hexdigest()}
    if line.detector.key.office:
        # Keyed: a plain digest of the original gives hidden digits back by trying them all.
        digests["input"] = line.detector.key.digest(source.data)
    return digests


def versions(line: Line) -> dict[str, str]:
    """Return what a clearance rests on, for its record."""
    return {
        "deident": __version__,
        "policy": f"{line.policy.name} {line.policy.version}",
        "policy digest": line.policy.digest[:16],
        "scene": line.scene.name,
        "packs": line.detector.packs_digest,
        **({"checks": _checks_digest(line)} if line.checks else {}),
    }


def _checks_digest(line: Line) -> str:
    return hashlib.sha256("".join(one.digest for one in line.checks).encode()).hexdigest()[:16]
