"""What is taken out of a text document rather than masked, each in the XML of any of its parts.

Tracked changes are accepted, as a publication shows them; everything else simply goes.
"""

from __future__ import annotations

from lxml import etree

from deident.formats.ooxml.edits import (
    DROPPED_PROPERTIES,
    PROPERTIES,
    drop,
    drop_all,
    drop_packed,
    drop_properties,
    dropping,
    found,
)
from deident.formats.ooxml.leaving import Removal
from deident.formats.ooxml.names import is_hidden_run, is_on, local, short
from deident.formats.ooxml.walk import HIDDEN_TEXT, PACKED, RSIDS

_GONE = frozenset({"w:del", "w:moveFrom"})
_KEPT = frozenset({"w:ins", "w:moveTo"})
_CELL_MARKS = frozenset({"w:cellIns", "w:cellDel", "w:cellMerge"})
_CHANGES = frozenset(
    {"w:rPrChange", "w:pPrChange", "w:sectPrChange", "w:tblPrChange", "w:tblGridChange"}
    | {"w:tcPrChange", "w:trPrChange", "w:tblPrExChange", "w:numberingChange", "w:trackRevisions"}
    | {"w:moveFromRangeStart", "w:moveFromRangeEnd", "w:moveToRangeStart", "w:moveToRangeEnd"}
    | {f"w:customXml{what}Range{end}" for what in ("Ins", "Del") for end in ("Start", "End")}
    | {f"w:customXmlMove{what}Range{end}" for what in ("From", "To") for end in ("Start", "End")}
)
_COMMENTS = frozenset({"w:commentRangeStart", "w:commentRangeEnd", "w:commentReference"})
_OBJECTS = frozenset(
    {"o:OLEObject", "w:control", "w:objectEmbed", "w:objectLink", "w:ocx", "w:movie"}
)
_BINDINGS = frozenset({"w:dataBinding", "w15:dataBinding", "w:customXmlPr", "w:smartTagPr"})
_WRAPPERS = frozenset({"w:customXml", "w:smartTag"})


def unwrap(node: etree._Element) -> None:
    """Put what an element holds in its place."""
    parent = node.getparent()
    at = parent.index(node)
    for child in list(node):
        parent.insert(at, child)
        at += 1
    parent.remove(node)


def accept_changes(root: etree._Element, styles: frozenset[str]) -> None:  # noqa: ARG001
    """Accept every tracked change."""
    # Paragraphs last first, so that several that became one grow together in order.
    for mark in reversed(found(root, _GONE | _KEPT | _CELL_MARKS)):
        _accept(mark)
    drop_all(root, _CHANGES)


def _accept(mark: etree._Element) -> None:
    parent = mark.getparent()
    if parent is None:
        return
    name, within = short(mark.tag), short(parent.tag)
    goes = name in _GONE or name == "w:cellDel"
    if within == "w:trPr" and goes:
        _drop_row(parent.getparent())
    elif within == "w:tcPr" and goes:
        _drop_cell(parent.getparent())
    elif within == "w:rPr" and goes and short(parent.getparent().tag) == "w:pPr":
        drop(mark)
        _join_with_next(parent.getparent().getparent())
    elif within.endswith("Pr") or goes:
        drop(mark)
    else:
        unwrap(mark)


def _drop_row(row: etree._Element) -> None:
    table = row.getparent()
    drop(row)
    while table is not None and short(table.tag) != "w:tbl":
        table = table.getparent()
    if table is None or found(table, {"w:tr"}):
        return
    holder = table.getparent()
    if short(holder.tag) == "w:tc" and len(found(holder, {"w:p"})) == 0:
        holder.append(holder.makeelement(table.tag.replace("}tbl", "}p")))
    drop(table)


def _drop_cell(cell: etree._Element) -> None:
    row = cell.getparent()
    if len(found(row, {"w:tc"})) > 1:
        drop(cell)
    else:
        _drop_row(row)


def _join_with_next(paragraph: etree._Element) -> None:
    """Let a paragraph whose end was deleted run on into the next one."""
    following = paragraph.getnext()
    while following is not None and short(following.tag) in ("w:bookmarkEnd", "w:bookmarkStart"):
        following = following.getnext()
    if following is None or short(following.tag) != "w:p":
        return
    at = sum(1 for child in following if short(child.tag) == "w:pPr")
    for child in list(paragraph):
        if short(child.tag) != "w:pPr":
            following.insert(at, child)
            at += 1
    drop(paragraph)


def drop_comments(root: etree._Element, styles: frozenset[str]) -> None:  # noqa: ARG001
    """Take out the marks of comments."""
    for mark in found(root, _COMMENTS):
        run = mark.getparent()
        drop(mark)
        if (
            run is not None
            and short(run.tag) == "w:r"
            and all(short(child.tag) == "w:rPr" for child in run)
        ):
            drop(run)


def drop_hidden(root: etree._Element, styles: frozenset[str]) -> None:
    """Take out hidden runs and rows; the ends of fields stay, because they come in pairs."""
    for run in found(root, {"w:r"}):
        if is_hidden_run(run, styles):
            for child in list(run):
                if short(child.tag) not in ("w:rPr", "w:fldChar"):
                    run.remove(child)
            if not any(short(child.tag) == "w:fldChar" for child in run):
                drop(run)
    for mark in found(root, {"w:hidden"}):
        if short(mark.getparent().tag) == "w:trPr" and is_on(mark):
            _drop_row(mark.getparent().getparent())


def drop_bindings(root: etree._Element, styles: frozenset[str]) -> None:  # noqa: ARG001
    """Take out what ties the text to other XML: a program would write the old value back."""
    drop_all(root, _BINDINGS)
    for wrapper in found(root, _WRAPPERS):
        if wrapper.getparent() is not None:
            unwrap(wrapper)


def drop_rsids(root: etree._Element, styles: frozenset[str]) -> None:  # noqa: ARG001
    """Take out the numbers that tell which sittings wrote which words."""
    drop_all(root, {"w:rsids"})
    for node in root.iter(etree.Element):
        for name in [name for name in node.attrib if local(name).startswith("rsid")]:
            del node.attrib[name]


REMOVALS = (
    Removal(
        "tracked-changes", _GONE | _KEPT | _CELL_MARKS | _CHANGES, accept_changes, _GONE | _CHANGES
    ),
    Removal("hidden-text", frozenset({HIDDEN_TEXT}), drop_hidden),
    Removal("comments", _COMMENTS, drop_comments, _COMMENTS),
    Removal("custom-xml", _BINDINGS | _WRAPPERS, drop_bindings, _BINDINGS),
    Removal(
        "document-properties",
        PROPERTIES | {"w:attachedTemplate"},
        drop_properties,
        DROPPED_PROPERTIES | {"w:attachedTemplate"},
    ),
    dropping("embedded-objects", *_OBJECTS),
    Removal("packed-text", frozenset({PACKED}), drop_packed),
    Removal("revision-numbers", frozenset({RSIDS, "w:rsids"}), drop_rsids),
    dropping("alt-chunks", "w:altChunk"),
    dropping("chart-workbooks", "c:externalData", "?:externalData"),
    dropping("document-variables", "w:docVars"),
    dropping("mail-merge", "w:mailMerge"),
    dropping("printer-settings", "w:printerSettings"),
)
