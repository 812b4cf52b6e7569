"""An office document opened: its parts walked, its segments, what may be removed, what is unread.

`Profile` says what is particular to one kind of document; everything else is the same for texts and
presentations.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from deident.errors import UnreadableError
from deident.formats.markup import parse_tree
from deident.formats.ooxml.declared import CONTENT_TYPES, owner_of
from deident.formats.ooxml.leaving import Leaving, Removal
from deident.formats.ooxml.names import styles_that_hide
from deident.formats.ooxml.parts import Parts
from deident.formats.ooxml.pictures import Crops, is_picture
from deident.formats.ooxml.tables import label
from deident.formats.ooxml.units import Role
from deident.formats.ooxml.walk import Walk
from deident.formats.package import Package
from deident.formats.paging import in_pages
from deident.model import NO_LABELS, Cell, Kind, Locator, Segment, Unread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml import etree

    from deident.formats import Limits
    from deident.formats.ooxml.parts import Treatment
    from deident.formats.ooxml.units import Unit
    from deident.model import Page, Source

_TELLING_NAME = re.compile("[^\x20-\x7e]|[0-9]{7}|@")
_KINDS = {
    Role.DELETED: Kind.TRACKED,
    Role.HIDDEN: Kind.HIDDEN,
    Role.CODE: Kind.HIDDEN,
    Role.AID: Kind.HIDDEN,
    Role.ATTRIBUTE: Kind.METADATA,
    Role.AUTHOR: Kind.METADATA,
    Role.ASIDE: Kind.METADATA,
    Role.ALT: Kind.ALT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is particular to one kind of office document.

    `main` names the treatment of its main part. `readable` are the kinds of removal whose content
    is read anyway, so that keeping them leaves nothing unread. `without_macros` gives the main
    part's content type (in small letters) when macros are gone.
    """

    main: str
    treatments: Sequence[tuple[str, Treatment]]
    removals: Sequence[Removal]
    readable: frozenset[str]
    without_macros: Mapping[str, str]


class Office:
    """One office document."""

    def __init__(self, source: Source, limits: Limits, profile: Profile) -> None:
        self.limits = limits
        self.package = Package(source, limits)
        self.where = self.package.where
        self.profile = profile
        self.parts = Parts(self.package, profile.treatments)
        mains = [found.target for found in self.parts.of_owner("", "officeDocument")]
        if len(mains) != 1 or not mains[0]:
            raise UnreadableError(self.where, "WRONG_KIND", "it is no office document")
        if self.parts.treatment(mains[0]).name != profile.main:
            raise UnreadableError(self.where, "WRONG_KIND", "it is another kind of document")
        self.main = mains[0]
        self._hidden_styles = self._read_styles()

    def _read_styles(self) -> frozenset[str]:
        hidden: frozenset[str] = frozenset()
        for name in self.package.names:
            if self.parts.treatment(name).name == "styles" and self.parts.is_reached(name):
                hidden |= styles_that_hide(self.root(name))
        return hidden

    @property
    def hidden_styles(self) -> frozenset[str]:
        """The ids of the styles that hide their text."""
        return self._hidden_styles

    def root(self, name: str) -> etree._Element:
        """Parse a part."""
        return parse_tree(self.package.read(name), self.where)

    def numbered(self) -> Iterator[tuple[int, str]]:
        """Yield the parts that are read as XML, the main part first, with their numbers."""
        numbers = {name: at for at, name in enumerate(self.package.names, start=1)}
        for name in sorted(numbers, key=lambda name: (name != self.main, numbers[name])):
            how = self.parts.treatment(name).how
            if how == "tree" or (how == "unknown" and name.lower().endswith(".xml")):
                yield numbers[name], name

    def tree(self, name: str) -> etree._Element | None:
        """Parse a part; None where it is damaged and nothing leads to it, or nobody knows it."""
        known = self.parts.is_reached(name) and self.parts.treatment(name).how == "tree"
        if known or name == CONTENT_TYPES:
            return self.root(name)
        try:
            return self.root(name)
        except UnreadableError:
            return None

    def walk(self, root: etree._Element, first_table: int = 0) -> Walk:
        """Walk through a parsed part."""
        return Walk(root, self._hidden_styles, first_table)

    def crops(self) -> Crops:
        """Look at every place where a picture is shown."""
        drawings = [
            name
            for _, name in self.numbered()
            if owner_of(name) is None and self.parts.is_reached(name)
        ]
        return Crops(self.package, self.limits, self.parts.relationships, drawings)

    def kinds_of_parts(self) -> dict[str, set[str]]:
        """Return the kinds of removal that take whole parts, and these parts."""
        kinds: dict[str, set[str]] = {}
        for name in self.package.names:
            if kind := self.parts.removal(name):
                kinds.setdefault(kind, set()).add(name)
        return kinds


class Reading:
    """Everything read from one office document."""

    def __init__(self, office: Office) -> None:
        self.segments: list[Segment] = []
        self.unread: list[Unread] = []
        self.office = office
        self._tables = 1
        self._cropped: list[tuple[str, str]] = []
        kinds = set(office.kinds_of_parts())
        for number, name in office.numbered():
            root = office.tree(name)
            if root is not None:
                walk = office.walk(root, self._tables)
                self._part(number, name, walk)
                kinds |= {one.kind for one in office.profile.removals if one.marks & walk.tags}
        self.removable = tuple(sorted(kinds))
        self.crops = office.crops()
        self.unread += self._uncut()
        self.unread += self._unread_parts()

    def _part(self, number: int, name: str, walk: Walk) -> None:
        treatment = self.office.parts.treatment(name)
        for boxes, title in zip(walk.boxes, walk.titles, strict=True):
            label(boxes, title)
        self._tables += len(walk.boxes)
        leaving = Leaving(self.office.profile.removals, walk.tags, self.office.parts.removal(name))
        ids = {}
        for at, unit in enumerate(walk.units, start=1):
            ids[id(unit)] = segment_id = f"p{number}.{at}"
            follows = ids.get(id(unit.follows), "") if unit.follows is not None else ""
            segment = _segment(segment_id, unit, treatment, follows)
            gone = leaving.kind_of(unit)
            self.segments.append(replace(segment, removable=gone) if gone else segment)
        if walk.is_cropped:
            self._cropped.append((name, treatment.name))
        if walk.is_packed and not treatment.removal and self.office.parts.is_reached(name):
            self.unread.append(Unread(code="UNKNOWN_PART", where=treatment.name))

    def _uncut(self) -> Iterator[Unread]:
        """Name the parts that show a cropped picture which cannot be cut for good."""
        for name, where in self._cropped:
            if self.crops.leaves_hidden(name):
                yield Unread(code="CROPPED_PICTURE", where=where)

    def _unread_parts(self) -> Iterator[Unread]:
        office = self.office
        for number, name in enumerate(office.package.names, start=1):
            if not office.parts.is_reached(name):
                continue
            treatment = office.parts.treatment(name)
            if treatment.how == "unknown" or (
                treatment.how == "picture" and not is_picture(office.package, name)
            ):
                yield Unread(code="UNKNOWN_PART", where=f"part {number}")
            if _TELLING_NAME.search(name):
                yield Unread(code="PART_NAME", where=f"part {number}")

    def pages(self) -> tuple[Page, ...]:
        """Return the segments in pages."""
        return tuple(in_pages([segment] for segment in self.segments))


def is_list(name: str) -> bool:
    """Say whether a part only says what other parts are, or where they are."""
    return name == CONTENT_TYPES or owner_of(name) is not None


def _segment(segment_id: str, unit: Unit, treatment: Treatment, follows: str) -> Segment:
    kind = _KINDS.get(unit.role, treatment.kind)
    if unit.role is Role.LOOSE and kind is Kind.BODY:
        kind = Kind.METADATA
    box = unit.box
    part = treatment.name if unit.role is Role.VISIBLE else f"{treatment.name}, {unit.role.value}"
    if box is None:
        locator = Locator(part=part, paragraph=unit.paragraph)
        return Segment(id=segment_id, text=unit.text, locator=locator, kind=kind)
    return Segment(
        id=segment_id,
        text=unit.text,
        locator=Locator(part=part, row=box.row + 1, column=box.column + 1),
        kind=Kind.CELL if kind is Kind.BODY else kind,
        labels=box.labels or NO_LABELS,
        cell=Cell(
            table=box.table,
            row=box.row,
            column=box.column,
            row_span=box.row_span,
            column_span=box.column_span,
        ),
        follows=follows,
    )
