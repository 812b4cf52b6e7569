"""Which texts of an office document lie in something that policy may remove, and in what.

Nobody should be asked about a name in a comment that is not published. So a text is named here only
where it surely goes: in doubt it stays a question.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from deident.formats.ooxml.names import short
from deident.formats.ooxml.units import ELEMENT, TAIL, TEXT, Role
from deident.formats.ooxml.walk import HIDDEN_TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from lxml import etree

    from deident.formats.ooxml.units import Slot, Unit

    Edit = Callable[[etree._Element, frozenset[str]], None]  # noqa: SLF001 lxml's own name


class Removal(NamedTuple):
    """Something that may be removed from the XML of a part: the names that betray it, and how.

    `marks` go or are put away with their attributes; of these, `whole` go with all they hold.
    """

    kind: str
    marks: frozenset[str]
    edit: Edit
    whole: frozenset[str] = frozenset()


class Leaving:
    """The removals that touch one part. `part` is the kind that takes the part whole, or ""."""

    def __init__(self, removals: Sequence[Removal], tags: Collection[str], part: str) -> None:
        self._part = part
        due = [one for one in removals if one.marks & set(tags)]
        self._hidden = next((one.kind for one in due if HIDDEN_TEXT in one.marks), "")
        self._whole = {tag: one.kind for one in due for tag in one.whole}
        self._marks = {tag: one.kind for one in due for tag in one.marks}

    def kind_of(self, unit: Unit) -> str:
        """Return the kind of removal with which all of a text goes; "" where none takes it."""
        if self._part or not self._marks:
            return self._part
        if unit.role is Role.HIDDEN and self._hidden:
            return self._hidden
        kinds = {self._kind_of_slot(slot) for slot in unit.slots}
        return kinds.pop() if len(kinds) == 1 else ""

    def _kind_of_slot(self, slot: Slot) -> str:
        node, inside = slot.node, slot.place in (TEXT, ELEMENT)
        if not inside and slot.place != TAIL and (kind := self._marks.get(_name(node), "")):
            return kind
        if slot.place != TAIL and (kind := self._whole.get(_name(node), "")):
            return kind
        for around in node.iterancestors():
            if kind := self._whole.get(_name(around), ""):
                return kind
        return ""


def _name(node: etree._Element) -> str:
    return short(node.tag) if isinstance(node.tag, str) else ""
