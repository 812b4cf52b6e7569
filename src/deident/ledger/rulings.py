"""Answers to questions, recorded for one document and found again when it is masked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.ledger.entries import Act, Kind
from deident.model import Action, Ruling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.ledger.store import Ledger


def act(
    document: str, *, question: str, entity_type: str, action: Action, reason: str,
    basis: str, expires: str = "",
) -> Act:  # fmt: skip
    """Return the entry that records one answer about one document, by its keyed digest."""
    decision = {
        "fingerprint": question,
        "entity_type": entity_type,
        "action": action.name,
        "expires": expires,
    }
    return Act(
        kind=Kind.RULING, document=document, decisions=(decision,), reason=reason,
        basis=basis,
    )  # fmt: skip


def of_document(ledger: Ledger, document: str) -> tuple[Ruling, ...]:
    """Return what was ruled about a document; of two answers to one question, the later."""
    if not document:
        return ()
    last: dict[tuple[str, str], Ruling] = {}
    for ruling in _rulings(ledger, document):
        last[ruling.entity_type, ruling.fingerprint] = ruling
    return tuple(last.values())


def _rulings(ledger: Ledger, document: str) -> Iterator[Ruling]:
    for entry in ledger.of_document(document):
        if entry.act.kind is not Kind.RULING:
            continue
        for decision in entry.act.decisions:
            yield Ruling(
                fingerprint=decision["fingerprint"],
                entity_type=decision["entity_type"],
                action=Action[decision["action"]],
                reason=entry.act.reason,
                legal_basis=entry.act.basis,
                reviewer=entry.act.reviewer,
                expires=decision["expires"],
            )
