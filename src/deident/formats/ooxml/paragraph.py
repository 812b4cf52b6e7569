"""The runs of one paragraph, sorted into the texts that a reader would see apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.formats.ooxml.units import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.formats.ooxml.units import Slot

# A star stands for a digit that is masked: the copy must be read as the original was.
_DIGITS = re.compile("[0-9０-９*＊]{7,}[XxＸｘ]?")  # noqa: RUF001 full-width digits are written too
# How long numbers are that belong to somebody: telephones, identities, cards.
_WHOLE = frozenset({11, 15, 16, 18, 19})
_APART = frozenset({Role.DELETED, Role.HIDDEN})


class Paragraph:
    """The slots of a paragraph while it is being read.

    `mixed` paragraphs have their text in any element, not only in runs.
    """

    def __init__(self, *, mixed: bool) -> None:
        self.mixed = mixed
        self._slots: list[tuple[Role, Slot]] = []
        self._apart = False

    def add(self, slot: Slot, role: Role) -> None:
        """Add the next characters."""
        self._slots.append((role, slot))
        self._apart = self._apart or role in _APART

    def texts(self) -> Iterator[tuple[Role, list[Slot]]]:
        """Yield what is seen as one text, then what is not seen, run by run."""
        slots = self._mended() if self._apart else self._slots
        yield Role.VISIBLE, [slot for role, slot in slots if role is Role.VISIBLE]
        others: list[tuple[Role, list[Slot]]] = []
        before = Role.VISIBLE
        for role, slot in slots:
            if role is not Role.VISIBLE:
                if role is not before:
                    others.append((role, []))
                others[-1][1].append(slot)
            before = role
        yield from others

    def _mended(self) -> list[tuple[Role, Slot]]:
        """Join what is deleted or hidden with the rest where only both are a whole number.

        What stays of a number that somebody cut is a part of it still.
        """
        shown = [(at, slot) for at, (role, slot) in enumerate(self._slots) if role in _JOINED]
        owners = [at for at, slot in shown for _ in slot.text]
        torn: set[int] = set()
        for found in _DIGITS.finditer("".join(slot.text for _, slot in shown)):
            inside = owners[found.start() : found.end()]
            seen = sum(self._slots[at][0] is Role.VISIBLE for at in inside)
            if len(inside) in _WHOLE and 0 < seen < len(inside) and seen not in _WHOLE:
                torn.update(inside)
        return [
            (Role.VISIBLE if at in torn else role, slot)
            for at, (role, slot) in enumerate(self._slots)
        ]


_JOINED = _APART | {Role.VISIBLE}
