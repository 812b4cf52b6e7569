"""Elements taken out of the XML of office documents: what texts and presentations share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from deident.formats.ooxml.leaving import Removal
from deident.formats.ooxml.names import local, short

if TYPE_CHECKING:
    from collections.abc import Collection

_EXTENDED = "ep:Properties"
DROPPED_PROPERTIES = frozenset(
    {"dc:creator", "dc:subject", "dc:description", "dc:identifier", "dc:language"}
    | {"dcterms:created", "dcterms:modified", "cp:lastModifiedBy", "cp:keywords", "cp:category"}
    | {"cp:contentStatus", "cp:contentType", "cp:lastPrinted", "cp:revision", "cp:version"}
    | {"ep:Template", "ep:Manager", "ep:Company", "ep:HLinks", "ep:HyperlinkBase"}
    | {"ep:TitlesOfParts", "ep:HeadingPairs", "ep:DigSig"}
)
PROPERTIES = DROPPED_PROPERTIES | {_EXTENDED}
_KEPT_PROPERTIES = {
    "cp:coreProperties": frozenset({"dc:title"}),
    _EXTENDED: frozenset({"ep:Application", "ep:AppVersion"}),
}
_PACKED = frozenset({"w:fldData", "w:binData"})
_PACKED_ATTRIBUTES = frozenset({"gfxdata", "equationxml"})


def found(root: etree._Element, wanted: Collection[str]) -> list[etree._Element]:
    """Return all elements with one of these short names."""
    return [node for node in root.iter(etree.Element) if short(node.tag) in wanted]


def drop(node: etree._Element) -> None:
    """Take an element out, with everything in it."""
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def drop_all(root: etree._Element, wanted: Collection[str]) -> None:
    """Take out all elements with one of these short names."""
    for node in found(root, wanted):
        drop(node)


def drop_properties(root: etree._Element, styles: frozenset[str]) -> None:  # noqa: ARG001
    """Take out what the document says about itself, but for its title and its program.

    Programs draw a document by the habits of the one that wrote it.
    """
    drop_all(root, {"w:attachedTemplate"})
    kept = _KEPT_PROPERTIES.get(short(root.tag))
    if kept is not None:
        for node in list(root.iterchildren(etree.Element)):
            if short(node.tag) not in kept:
                root.remove(node)


def drop_packed(root: etree._Element, styles: frozenset[str]) -> None:  # noqa: ARG001
    """Take out copies of the text and other files that are written as one long word."""
    drop_all(root, _PACKED)
    for node in root.iter(etree.Element):
        for name in [name for name in node.attrib if local(name) in _PACKED_ATTRIBUTES]:
            del node.attrib[name]


def dropping(kind: str, *names: str) -> Removal:
    """Return a removal that only takes out the elements with these short names."""
    marks = frozenset(names)

    def edit(root: etree._Element, styles: frozenset[str]) -> None:  # noqa: ARG001
        drop_all(root, marks)

    return Removal(kind, marks, edit, marks)
