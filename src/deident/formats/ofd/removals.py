"""What is taken out of an OFD rather than masked, each in the XML of the parts it touches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from deident.formats.ofd.book import (
    ANNOTATIONS,
    ATTACHMENTS,
    CUSTOM_TAGS,
    EXTENSIONS,
    HIDDEN_TEXT,
    POINTS_TO,
    PROPERTIES,
    SIGNATURES,
    THUMBNAILS,
    UNREFERENCED,
    VERSIONS,
    local,
)
from deident.formats.ofd.glyphs import hidden_by
from deident.formats.ofd.words import is_staying_annotation, properties, remarks

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from deident.formats.ofd.book import Book, Part

ALL = (
    ANNOTATIONS, ATTACHMENTS, CUSTOM_TAGS, PROPERTIES, EXTENSIONS, HIDDEN_TEXT, SIGNATURES,
    THUMBNAILS, UNREFERENCED, VERSIONS,
)  # fmt: skip

_HOLDERS = frozenset({"OFD", "DocBody", "DocInfo", "Document"})


def kinds_in(book: Book) -> tuple[str, ...]:
    """Return what may be removed from a document, in a fixed order."""
    found = {kind for part in book.parts for kind in part.kinds if kind}
    if book.may_hide:
        found.add(HIDDEN_TEXT)
    for part in book.parts:
        if part.role in ("root", "document"):
            found |= {kind for kind, _ in _pointers(book.tree(part))}
        if part.role == "root" and _properties(book.tree(part)):
            found.add(PROPERTIES)
        if part.role == "annotations" and _has_remarks(book.tree(part)):
            found.add(ANNOTATIONS)
    return tuple(kind for kind in ALL if kind in found)


def edit(root: etree._Element, part: Part, removed: Set[str]) -> bool:
    """Take what is removed out of one part that stays; say whether anything was."""
    gone: list[etree._Element] = []
    changed = False
    if part.role in ("root", "document"):
        gone += [node for kind, node in _pointers(root) if kind in removed]
    if part.role == "root" and PROPERTIES in removed:
        gone += _properties(root)
    if part.role == "document" and ATTACHMENTS in removed:
        gone += [goto.getparent() for goto in root.iter("{*}GotoA")]
    if part.role == "annotations" and ANNOTATIONS in removed:
        changed = _drop_remarks(root)
        gone += [node for node in root.iter("{*}Annot") if not is_staying_annotation(node)]
    if part.role in ("page", "template") and HIDDEN_TEXT in removed:
        gone += _hidden(root)
    for node in gone:
        drop(node)
    return changed or bool(gone)


def drop(node: etree._Element) -> None:
    """Take an element out; what stands behind it stays."""
    parent = node.getparent()
    if parent is None:
        return
    before = node.getprevious()
    if node.tail and before is not None:
        before.tail = (before.tail or "") + node.tail
    elif node.tail:
        parent.text = (parent.text or "") + node.tail
    parent.remove(node)


def _pointers(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    for node in root.iter(etree.Element):
        parent = node.getparent()
        kind = POINTS_TO.get(local(node), "")
        if kind and parent is not None and local(parent) in _HOLDERS:
            yield kind, node


def _properties(root: etree._Element) -> list[etree._Element]:
    return [node for info in root.iter("{*}DocInfo") for node in properties(info)]


def _has_remarks(root: etree._Element) -> bool:
    return any(
        not is_staying_annotation(node) or any(map(len, remarks(node)))
        for node in root.iter("{*}Annot")
    )


def _drop_remarks(root: etree._Element) -> bool:
    changed = False
    for node in root.iter("{*}Annot"):
        names, nodes = remarks(node)
        for name in names:
            del node.attrib[name]
        for inner in nodes:
            drop(inner)
        changed = changed or bool(names or nodes)
    return changed


def _hidden(root: etree._Element) -> list[etree._Element]:
    holders = {code.getparent() for code in root.iter("{*}TextCode")}
    return [node for node in root.iter(etree.Element) if node in holders and hidden_by(node)]
