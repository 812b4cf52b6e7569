"""Which texts and attributes of an OFD's XML are words, and which are structure.

What is left out is short and fixed: places and measures, names of the schema, identifiers, paths to
parts of the package (their names are read by themselves). Everything else is read, comments too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from deident.formats.ofd.book import ANNOTATIONS, POINTS_TO, PROPERTIES, local
from deident.model import NO_LABELS, Kind, Labels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from deident.formats.ofd.book import Part

TEXT, TAIL = "#text", "#tail"

_MEASURES = frozenset(
    {"Boundary", "CTM", "DeltaX", "DeltaY", "X", "Y", "Size", "ID", "ResourceID", "Font", "Weight"}
    | {"LineWidth", "MiterLimit", "DashOffset", "DashPattern", "HScale", "Alpha", "TemplateID"}
    | {"CodePosition", "CodeCount", "GlyphCount", "Value", "ColorSpace", "DrawParam", "Angle"}
    | {"StartPoint", "EndPoint", "Position", "MapType", "MapUnit", "Width", "Height", "XStep"}
    | {"YStep", "PhysicalBox", "ApplicationBox", "ContentBox", "BleedBox", "AbbreviatedData"}
    | {"Glyphs", "MaxUnitID", "PageID", "PageRef", "ObjectRef", "Left", "Top", "Right", "Bottom"}
    | {"Zoom", "ReadDirection", "CharDirection", "Index", "StartRadius", "EndRadius", "Point1"}
    | {"Point2", "Point3", "Start", "End", "Start_Angle", "End_Angle", "Substitution", "ImageMask"}
    | {"Thumbnail", "BitsPerComponent", "DestPage", "Page", "RelativeTo", "Eccentricity"}
)
_MEASURE = re.compile(r"[-+0-9.eE\s#,MLQBACSg]*")
_MOMENTS = frozenset({"CreationDate", "ModDate", "LastModDate", "SignatureDateTime"})
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9:.]{5,12}(?:Z|[-+][0-9:]{5})?)?|[0-9]{14}Z"
)
_FREE = frozenset(
    {"Name", "Title", "Creator", "Author", "Remark", "Value", "Company", "Subject", "Base", "URI"}
    | {"AppName", "Subtype", "AttachmentName", "ProviderName", "TypeID", "NameSpace"}
)
_FONTS = frozenset({"FontName", "FamilyName"})
_QUICK = re.compile(r"[-+0-9.g |]*")
_SEVEN = re.compile("[0-9]{7}")
_SHORT = re.compile(r"[-+0-9.,:%/\s]*")
_LONG_NUMBER = re.compile(r"[0-9](?:[ \-.,:/]?[0-9]){6,}")
_NO_MEASURE = re.compile(r"(?<![0-9.])[0-9]{9}")
_TELLING = re.compile(r"[0-9](?:[ \-]?[0-9]){6,}|[@*＊]")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_.:-]{0,30}")
_IDENTIFIER = re.compile(r"\{?[0-9A-Fa-f]{8}-?(?:[0-9A-Fa-f]{4}-?){3}[0-9A-Fa-f]{12}\}?")
_CHECKS = frozenset({"CheckValue", "CheckMethod", "SignatureMethod"})
_PACKED = re.compile(r"[A-Za-z0-9+/=\s]{300}")
_CHINESE = re.compile("[\u4e00-\u9fff]")
_NO_MARK = re.compile("--|[?]>")
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STAYS = frozenset({"DocID", "Title", "DocUsage"})
_STAYING_ANNOTATIONS = frozenset({"link", "watermark", "stamp"})
_REMARKS = frozenset({"Creator", "LastModDate", "Remark", "Subtype"})


@dataclass(slots=True, eq=False)
class Loose:
    """A text outside the pages: an element's, an attribute's, a comment's."""

    node: etree._Element
    place: str
    text: str = field(repr=False)
    kind: Kind = Kind.METADATA
    labels: Labels = NO_LABELS
    removable: str = ""

    def write(self, text: str) -> None:
        """Put another text in its place."""
        text = _FORBIDDEN.sub("\ufffd", text)
        if self.place == TEXT:
            marks = not isinstance(self.node.tag, str)
            self.node.text = _NO_MARK.sub("__", text) if marks else text
        elif self.place == TAIL:
            self.node.tail = text
        else:
            self.node.set(self.place, text)


def loose_texts(
    root: etree._Element, part: Part, is_path: Callable[[str], bool]
) -> Iterator[Loose]:
    """Yield every text of a tree that is neither structure nor shown on a page."""
    above = root
    while above.getprevious() is not None:
        above = above.getprevious()
    while above is not None:
        for node in above.iter():
            for place, text in _texts(node):
                if text.strip() and _tells(node, place, text) and not is_path(text):
                    yield _loose(node, place, text, part)
        above = above.getnext()


def is_packed(text: str) -> bool:
    """Say whether a text is long base64: another file may be inside."""
    return len(text) >= 300 and bool(_PACKED.search(text))


def is_staying_annotation(node: etree._Element) -> bool:
    """Say whether an annotation belongs to the page rather than to somebody's remarks."""
    shown = (node.get("Visible") or "true").strip().lower() not in ("false", "0")
    return shown and (node.get("Type") or "").lower() in _STAYING_ANNOTATIONS


def properties(info: etree._Element) -> list[etree._Element]:
    """Return what a document says about itself that is removed: all but its title."""
    return [
        node
        for node in info.iterchildren(etree.Element)
        if local(node) not in _STAYS and local(node) not in POINTS_TO
    ]


def remarks(annotation: etree._Element) -> tuple[list[str], list[etree._Element]]:
    """Return the attributes and elements of a staying annotation that say more than it shows."""
    names = [name for name in annotation.attrib if name in _REMARKS - {"Subtype"}]
    nodes = [
        node
        for node in annotation.iterchildren(etree.Element)
        if local(node) in ("Parameters", "Remark")
    ]
    return names, nodes


def _texts(node: etree._Element) -> Iterator[tuple[str, str]]:
    parent = node.getparent()
    if node.text and local(node) != "TextCode":
        yield TEXT, node.text
    if isinstance(node.tag, str) and _may_tell("|".join(node.attrib.values())):
        yield from node.attrib.items()
    if node.tail and parent is not None and local(parent) != "TextCode":
        yield TAIL, node.tail


def _may_tell(values: str) -> bool:
    """Say quickly whether attributes are more than short measures: a page has thousands."""
    return not _QUICK.fullmatch(values) or bool(_SEVEN.search(values))


def _tells(node: etree._Element, place: str, text: str) -> bool:
    name = local(node) if place == TEXT else place.rpartition("}")[2]
    plain = text.strip()
    if name in _MEASURES and _MEASURE.fullmatch(plain):
        # A measure has no nine figures before its point, but it may have them behind it.
        return bool((_TELLING if name in ("ID", "Value") else _NO_MEASURE).search(plain))
    if name in _MOMENTS:
        return not _MOMENT.fullmatch(plain)
    if name in _CHECKS or (name == "DocID" and _IDENTIFIER.fullmatch(plain)):
        return False
    if name in _FONTS:
        return bool(_TELLING.search(plain))
    if _SHORT.fullmatch(plain):
        return bool(_LONG_NUMBER.search(plain))
    if place in (TEXT, TAIL) or name in _FREE:
        return plain not in ("true", "false")
    return not _WORD.fullmatch(plain) or bool(_TELLING.search(plain))


def _loose(node: etree._Element, place: str, text: str, part: Part) -> Loose:
    kind = Kind.METADATA
    if any(local(around) == "Annot" for around in (node, *node.iterancestors())):
        kind = Kind.COMMENT
    elif part.role == "root" and local(node) == "Title":
        kind = Kind.BODY
    elif local(node) in ("OutlineElem", "Bookmark"):
        kind = Kind.HEADER
    return Loose(
        node, place, text, kind, _labels(node, place), part.removable or _removable(node, place)
    )


def _labels(node: etree._Element, place: str) -> Labels:
    """The name of a field governs its value."""
    if place == TEXT and isinstance(node.tag, str):
        named = (node.get("Name") or "").strip()
        if named and len(named) <= 24:
            return Labels(row=named)
    name = local(node) if place == TEXT else place
    return Labels(row=name) if _CHINESE.search(name) and place != TAIL else NO_LABELS


def _removable(node: etree._Element, place: str) -> str:
    """Return the kind of removal that takes a text of a part that stays."""
    name = local(node) if place == TEXT else place
    for around in (node, *node.iterancestors()):
        own = local(around)
        if own == "Annot":
            inside = any(
                local(n) in ("Parameters", "Remark") for n in (node, *node.iterancestors())
            )
            goes = inside or (node is around and name in _REMARKS - {"Subtype"})
            return ANNOTATIONS if goes or not is_staying_annotation(around) else ""
        above = around.getparent()
        if above is not None and local(above) == "DocInfo":
            return POINTS_TO.get(own) or ("" if own in _STAYS else PROPERTIES)
        if above is not None and local(above) in ("DocBody", "Document") and own in POINTS_TO:
            return POINTS_TO[own]
    return ""
