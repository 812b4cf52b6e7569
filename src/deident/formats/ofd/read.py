"""Everything read from one OFD: the segments part by part, and what could not be read."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from deident.formats.ofd.book import ANNOTATIONS, HIDDEN_TEXT, is_markup
from deident.formats.ofd.faces import Faces
from deident.formats.ofd.glyphs import NOWHERE, area_of, text_objects
from deident.formats.ofd.headers import Headers
from deident.formats.ofd.joining import Word, words_of
from deident.formats.ofd.lines import Line, lines_of
from deident.formats.ofd.paths import has_drawn_text, rules_of
from deident.formats.ofd.pictures import is_quiet_binary, pictures
from deident.formats.ofd.words import Loose, is_packed, is_staying_annotation, loose_texts
from deident.model import PAGE_SEGMENTS, Kind, Locator, Page, Segment, Unread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from deident.formats.ofd.book import Book, Part
    from deident.formats.ofd.glyphs import Area

_HELD_TEMPLATES = 8
_TABLES = 1000
_TELLING_NAME = re.compile("[^\x20-\x7e]|[0-9]{7}|[@*]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What belongs to a page beside its own content: its area, and the templates it shows."""

    area: Area = NOWHERE
    templates: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Content:
    """A part as it was read: its tree, its lines, its other texts."""

    root: etree._Element
    lines: list[Line]
    loose: list[Loose]


class Reading:
    """One OFD, read part by part."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._sheets: dict[str, Sheet] = {}
        self._ghosts: OrderedDict[str, tuple[list[Word], etree._Element]] = OrderedDict()
        for part in book.parts:
            if part.role == "document":
                self._read_document(part)
        self._unread: dict[Unread, None] = dict.fromkeys(book.unread)
        self._unread.update(dict.fromkeys(self._unread_parts()))

    @property
    def unread(self) -> Iterator[Unread]:
        """What could not be read; complete once the pages were walked."""
        return iter(tuple(self._unread))

    def pages(self) -> Iterator[Page]:
        """Yield the segments: every page of the OFD by itself, then everything else."""
        number = 1
        headers = Headers()
        faces = Faces()
        for part in self.book.parts:
            segments = self._segments(part, headers, faces)
            for at in range(0, len(segments), PAGE_SEGMENTS):
                yield Page(number=number, segments=tuple(segments[at : at + PAGE_SEGMENTS]))
                number += 1
        names = tuple(file_names(self.book))
        for at in range(0, len(names), PAGE_SEGMENTS):
            yield Page(number=number, segments=names[at : at + PAGE_SEGMENTS])
            number += 1

    def content(self, part: Part) -> Content | None:
        """Read one part; None where it is no XML."""
        root = self.book.read(part)
        if root is None:
            return None
        folders = self.book.folders(part, root)
        loose = list(
            loose_texts(root, part, lambda text: "." in text and self._is_path(text, folders))
        )
        if part.role in ("page", "template"):
            return Content(root, self._page_lines(part, root), loose)
        return Content(root, _other_lines(root, part), loose)

    def area(self, part: Part, root: etree._Element) -> Area:
        """Return the area of a page."""
        own = next(root.iterchildren("{*}Area"), None)
        box = _physical_box(own) if own is not None else None
        return box or self._sheets.get(part.name, Sheet()).area

    def _is_path(self, text: str, folders: tuple[str, ...]) -> bool:
        return len(text) < 400 and bool(self.book.names.resolve(text, folders))

    def _read_document(self, part: Part) -> None:
        root = self.book.tree(part)
        data = next(root.iterchildren("{*}CommonData"), None)
        area = next(data.iterchildren("{*}PageArea"), None) if data is not None else None
        templates = {}
        folders = (part.name.rpartition("/")[0],)
        for node in root.iter("{*}TemplatePage"):
            templates[node.get("ID", "")] = self.book.names.resolve(
                node.get("BaseLoc", ""), folders
            )
        sheet = Sheet((_physical_box(area) if area is not None else None) or NOWHERE, templates)
        for node in root.iter("{*}Page", "{*}TemplatePage"):
            name = self.book.names.resolve(node.get("BaseLoc", ""), folders)
            self._sheets.setdefault(name, sheet)

    def _page_lines(self, part: Part, root: etree._Element) -> list[Line]:
        area = self.area(part, root)
        words = words_of(text_objects(root, area))
        roots = [root]
        for name in self.templates(part, root):
            ghosts, template = self._ghost(name, area)
            words += ghosts
            roots.append(template)
        return lines_of(words, rules_of(roots, area), part.number * _TABLES)

    def templates(self, part: Part, root: etree._Element) -> list[str]:
        """Return the names of the templates that a page shows."""
        if part.role != "page":
            return []
        known = self._sheets.get(part.name, Sheet()).templates
        used = [known.get(node.get("TemplateID", ""), "") for node in root.iter("{*}Template")]
        return [name for name in used if name and self.book.part(name).role == "template"]

    def _ghost(self, name: str, area: Area) -> tuple[list[Word], etree._Element]:
        """Return a template's words as they stand behind a page; they are read elsewhere."""
        if name not in self._ghosts:
            root = self.book.tree(self.book.part(name))
            words = words_of(text_objects(root, area))
            for word in words:
                word.ghost = True
            self._ghosts[name] = (words, root)
            while len(self._ghosts) > _HELD_TEMPLATES:
                self._ghosts.popitem(last=False)
        return self._ghosts[name]

    def _segments(self, part: Part, headers: Headers, faces: Faces) -> list[Segment]:
        content = self.content(part)
        if content is None:
            return []
        where = _place(part)
        if part.role == "page":
            headers.carry(content.lines)
        self._note(part, content, faces.look(content.root, where, part.name.partition("/")[0]))
        segments: list[Segment] = []
        ids: dict[int, str] = {}
        for at, line in enumerate(content.lines, start=1):
            ids[id(line)] = f"p{part.number}.{at}"
            follows = ids.get(id(line.follows), "") if line.follows is not None else ""
            segments.append(_line_segment(ids[id(line)], at, line, part, follows))
        for at, loose in enumerate(content.loose, start=len(content.lines) + 1):
            segments.append(
                Segment(
                    id=f"p{part.number}.{at}",
                    text=loose.text,
                    locator=Locator(part=where, paragraph=at),
                    kind=loose.kind,
                    labels=loose.labels,
                    removable=loose.removable,
                )
            )
        return segments

    def _note(self, part: Part, content: Content, doubts: Iterator[Unread]) -> None:
        """Note what a part holds that is not read."""
        where = _place(part)
        self._unread.update(dict.fromkeys(doubts))
        if part.role in ("page", "template") and has_drawn_text(content.root):
            self._unread[Unread(code="DRAWN_TEXT", where=where)] = None
        packed = any(is_packed(loose.text) and not loose.removable for loose in content.loose)
        damaged = self.book.is_repaired(part)
        if packed or ((damaged or self.book.has_telling_names(part)) and not part.removable):
            self._unread[Unread(code="UNKNOWN_PART", where=where)] = None

    def _unread_parts(self) -> Iterator[Unread]:
        seen = {picture.part.name for picture in pictures(self.book)}
        for part in self.book.parts:
            if part.name in seen or "" not in part.kinds or is_markup(self.book.head(part)):
                continue
            quiet = is_quiet_binary(part, self.book.head(part))
            if not quiet or self.book.has_telling_text(part):
                yield Unread(code="UNKNOWN_PART", where=f"part {part.number}")


def file_names(book: Book) -> Iterator[Segment]:
    """Yield the names of parts that say something."""
    for part in book.parts:
        if _TELLING_NAME.search(part.name):
            yield Segment(
                id=f"n{part.number}",
                text=part.name,
                locator=Locator(part="file name"),
                kind=Kind.FILE_NAME,
                removable=part.removable,
            )


def _physical_box(area: etree._Element) -> Area | None:
    node = next(area.iterchildren("{*}PhysicalBox"), None)
    return area_of(node.text) if node is not None else None


def _other_lines(root: etree._Element, part: Part) -> list[Line]:
    """Read what is drawn outside the pages: annotations, composite units; each by itself."""
    lines: list[Line] = []
    for count, node in enumerate(_holders(root)):
        objects = text_objects(node)
        table = part.number * _TABLES + count
        lines += lines_of(words_of(objects), rules_of((), NOWHERE), table)
    return lines


def _holders(root: etree._Element) -> list[etree._Element]:
    """Return the elements that hold drawings, none within another."""
    if next(root.iter("{*}TextCode"), None) is None:
        return []
    held = list(root.iter("{*}Annot", "{*}CompositeGraphicUnit", "{*}Page"))
    inner = {id(node) for holder in held for node in holder.iter("{*}TextCode")}
    outside = any(id(node) not in inner for node in root.iter("{*}TextCode"))
    nested = any(around in held for node in held for around in node.iterancestors())
    return [root] if outside or nested or not held else held


def _place(part: Part) -> str:
    return f"page {part.page}" if part.page else f"{part.role or 'part'} {part.number}"


def _line_segment(name: str, at: int, line: Line, part: Part, follows: str) -> Segment:
    page = part.page
    cell = line.cell
    where = Locator(part="" if page else _place(part), page=page, line=at)
    if cell is not None:
        where = Locator(
            part="" if page else _place(part), page=page, row=cell.row + 1, column=cell.column + 1
        )
    return Segment(
        id=name,
        text=line.text,
        locator=where,
        kind=_kind(line, part),
        labels=line.labels,
        cell=cell,
        follows=follows,
        # A place on paper only where there is one: a template stands on many pages.
        boxes=line.boxes if page else None,
        removable=part.removable or _removable(line, part),
    )


def _kind(line: Line, part: Part) -> Kind:
    if line.hidden:
        return Kind.HIDDEN
    if part.role == "annotations":
        return Kind.COMMENT
    if line.cell is not None:
        return Kind.CELL
    return Kind.HEADER if part.role == "template" else Kind.BODY


def _removable(line: Line, part: Part) -> str:
    """Return the kind of removal that takes a line of a part that stays."""
    if part.role in ("page", "template"):
        return HIDDEN_TEXT if line.hidden == "switched off" else ""
    first = next(glyph for glyph in line.glyphs if glyph)
    annotation = next(first.code.iterancestors("{*}Annot"), None)
    if annotation is None or is_staying_annotation(annotation):
        return ""
    return ANNOTATIONS
