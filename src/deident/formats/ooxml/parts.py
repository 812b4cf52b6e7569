"""What the parts of an office document are to its reader, and what falls when a part goes.

The formats say in a `Treatment` table how they read each type of part.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from deident.formats.ooxml.declared import CONTENT_TYPES, Declared, Relationship
from deident.model import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from deident.formats.package import Package


class Treatment(NamedTuple):
    """How a part is read, and what it is called.

    `how` is "tree" (every text and telling attribute of its XML), "picture", "quiet" (known to hold
    no text), "removable" (not read; policy may remove it) or "unknown". `removal` names the kind of
    removal that takes the part whole, if any does.
    """

    how: str
    name: str
    kind: Kind = Kind.METADATA
    removal: str = ""


_LIST = Treatment("tree", "relationships")
_UNKNOWN = Treatment("unknown", "part", Kind.HIDDEN)
_CUSTOM_XML = Treatment("tree", "custom XML", removal="custom-xml")
_PICTURE = re.compile(r"image/[\w.+-]+")
_SVG = Treatment("tree", "drawing", Kind.ALT)
# What a relationship says a part is for outweighs the part's own type.
_BY_RELATION = {
    "thumbnail": Treatment("removable", "thumbnail", removal="thumbnail"),
    "aFChunk": Treatment("removable", "inserted file", removal="alt-chunks"),
    "printerSettings": Treatment("removable", "printer settings", removal="printer-settings"),
}
# What both kinds of documents share; the formats' own tables come first.
SHARED_TREATMENTS: Sequence[tuple[str, Treatment]] = (
    (r".*relationships\+xml", _LIST),
    (r".*\.(?:core|extended)-properties\+xml", Treatment("tree", "document properties")),
    (
        r".*\.(?:custom-properties|classificationlabels)\+xml",
        Treatment("tree", "document properties", removal="document-properties"),
    ),
    (r".*\.(?:theme|themeoverride)\+xml", Treatment("tree", "theme")),
    (
        r".*\.(?:chart|chartex|chartshapes|drawingml\.chart\w*)\+xml|.*\.chartstyle\+xml|.*\.chartcolorstyle\+xml",
        Treatment("tree", "chart", Kind.HIDDEN),
    ),
    (r".*\.diagram\w+\+xml", Treatment("tree", "diagram", Kind.HIDDEN)),
    (r".*vmldrawing|.*\.drawing\+xml", Treatment("tree", "drawing", Kind.ALT)),
    (r".*\.customxmlproperties\+xml", _CUSTOM_XML),
    (
        r".*\.vba(?:project|data|projectsignature)\w*(?:\+xml)?",
        Treatment("removable", "macros", removal="macros"),
    ),
    (
        r".*\.attachedtoolbars|.*\.keymapcustomizations\+xml",
        Treatment("removable", "macros", removal="macros"),
    ),
    (
        r".*\.printersettings",
        Treatment("removable", "printer settings", removal="printer-settings"),
    ),
    (
        r".*digital-signature-\w+(?:\+xml)?",
        Treatment("removable", "signatures", removal="signatures"),
    ),
    (
        r".*\.webextension\w*\+xml",
        Treatment("removable", "web extension", removal="web-extensions"),
    ),
    (
        r".*\.(?:control|activex|controlproperties)(?:\+xml)?",
        Treatment("removable", "control", removal="embedded-objects"),
    ),
    (
        r".*\.obfuscatedfont|application/x-font\S*|application/x-fontdata|font/\w+",
        Treatment("quiet", "font"),
    ),
    (r"image/svg\+xml", _SVG),
)
_OBJECTS = Treatment("removable", "embedded object", removal="embedded-objects")
_CHART_BOOK = Treatment("removable", "chart workbook", removal="chart-workbooks")
_OBJECT_RELATIONS = frozenset({"oleObject", "package", "control", "activeXControlBinary"})


class Parts:
    """The parts of one package."""

    def __init__(self, package: Package, table: Sequence[tuple[str, Treatment]]) -> None:
        self.package = package
        self._table = [(re.compile(end), how) for end, how in (*table, *SHARED_TREATMENTS)]
        self._declared = Declared(package)
        self.relationships = self._declared.relationships
        self._reached = self._declared.reach()
        self._treatments = {name: self._treat(name) for name in package.names}

    def type_of(self, name: str) -> str:
        """Return a part's content type, in small letters; "" where none is declared."""
        return self._declared.type_of(name)

    def treatment(self, name: str) -> Treatment:
        """Return how a part is read."""
        return self._treatments[name]

    def _treat(self, name: str) -> Treatment:
        if name == CONTENT_TYPES:
            return _LIST
        led = [found for found in self.relationships if found.target == name]
        for found in led:
            if found.kind in _BY_RELATION:
                return _BY_RELATION[found.kind]
        content_type = self.type_of(name)
        for matcher, how in self._table:
            if matcher.fullmatch(content_type):
                return how
        if content_type in ("application/xml", "text/xml") and name in self._reached:
            return _CUSTOM_XML
        if _PICTURE.fullmatch(content_type):
            return Treatment("picture", "picture")
        if any(found.kind in _OBJECT_RELATIONS for found in led):
            of_chart = all("/charts/" in f"/{found.owner}" for found in led)
            return _CHART_BOOK if of_chart else _OBJECTS
        return _UNKNOWN

    def is_reached(self, name: str) -> bool:
        """Say whether the document leads to a part."""
        return name in self._reached

    def of_owner(self, owner: str, kind: str = "") -> list[Relationship]:
        """Return what an owner points to, of one kind or of all."""
        return [
            found
            for found in self.relationships
            if found.owner == owner and (not kind or found.kind == kind)
        ]

    def fallen(self, removed: frozenset[str], lost: Collection[tuple[str, str]]) -> frozenset[str]:
        """Return the removed parts and all that only they, or lost pointers, led to."""
        left = self._declared.reach(removed, lost)
        return removed | ((self._reached - left) & frozenset(self.package.names))

    def removal(self, name: str) -> str:
        """Return the kind of removal that takes a part whole; "" where none does."""
        how = self._treatments[name]
        if name not in self._reached and how.removal != "thumbnail":
            return "orphan-parts"
        return how.removal
