"""What is taken out of a presentation rather than masked, each in the XML of any of its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.formats.ooxml.edits import (
    DROPPED_PROPERTIES,
    PROPERTIES,
    drop,
    drop_packed,
    drop_properties,
    dropping,
    found,
)
from deident.formats.ooxml.leaving import Removal
from deident.formats.ooxml.names import short
from deident.formats.ooxml.walk import PACKED

if TYPE_CHECKING:
    from lxml import etree


def drop_objects(root: etree._Element, styles: frozenset[str]) -> None:  # noqa: ARG001
    """Let the picture of an embedded object stand for it; what has no picture goes whole."""
    for node in found(root, {"p:oleObj", "p:control"}):
        frame = next(
            (around for around in node.iterancestors() if short(around.tag) == "p:graphicFrame"),
            None,
        )
        if frame is None:
            drop(node)
        elif frame.getparent() is not None:
            _leave_picture(frame)


def _leave_picture(frame: etree._Element) -> None:
    pictures = found(frame, {"p:pic"})
    if pictures:
        frame.getparent().replace(frame, pictures[-1])
    else:
        drop(frame)


REMOVALS = (
    Removal("document-properties", PROPERTIES, drop_properties, DROPPED_PROPERTIES),
    Removal("embedded-objects", frozenset({"p:oleObj", "p:control"}), drop_objects),
    dropping("custom-xml", "p:custDataLst"),
    Removal("packed-text", frozenset({PACKED}), drop_packed),
    dropping("chart-workbooks", "c:externalData", "?:externalData"),
)
