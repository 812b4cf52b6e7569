"""Everything the line learned about a document → its Clearance. Pure.

Silence is never consent: a question without an answer, a part that was not read and a value that
is still there each give a reason, and any reason keeps the gate shut.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.model import Clearance, Reason, Residue, Status, Unread

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def reasons_of(unread: Iterable[Unread]) -> Iterable[Reason]:
    """Turn what was not read into reasons."""
    return (Reason(code=part.code, where=part.where, params=part.params) for part in unread)


def clear(
    *,
    questions: Iterable[Reason],
    unread: Iterable[Unread],
    residue: Residue,
    blocks: Iterable[Reason] = (),
    notes: Iterable[Reason] = (),
    disclosure: str = "",
    digests: Mapping[str, str],
    versions: Mapping[str, str],
) -> Clearance:
    """Clear the document, or list every reason not to.

    A value left in the output blocks, and so does a disclosure label that is missing or forbids it
    (`blocks`): no answer of a reviewer can mend that. Questions and unread parts need a person.
    """
    left = (
        *blocks,
        *(
            Reason(code="LEFT", where=f.segment_id, params=(f.entity_type,))
            for f in residue.findings
        ),
        *residue.reasons,
    )
    # The copy shows again what could not be read in the original.
    open_ = dict.fromkeys((*questions, *reasons_of(unread), *reasons_of(residue.unread)))
    status = Status.BLOCKED if left else Status.NEEDS_REVIEW if open_ else Status.CLEARED
    return Clearance(
        status=status,
        reasons=(*left, *open_),
        notes=tuple(notes),
        disclosure=disclosure,
        digests=dict(digests),
        versions=dict(versions),
    )
