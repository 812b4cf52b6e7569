"""What the parts of a workbook are, which of them the workbook reaches, and which can go.

A part is what the package's list of content types says it is, never what its name looks like.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from deident.formats.markup import parse_tree
from deident.formats.ooxml.declared import CONTENT_TYPES, Declared
from deident.formats.ooxml.edits import DROPPED_PROPERTIES
from deident.formats.ooxml.names import short
from deident.model import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deident.formats.ooxml.declared import Relationship
    from deident.formats.package import Package

RELATIONSHIPS = "application/vnd.openxmlformats-package.relationships+xml"
MACRO_MAIN = {
    "application/vnd.ms-excel.sheet.macroenabled.main+xml": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    ),
    "application/vnd.ms-excel.template.macroenabled.main+xml": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"
    ),
}


class Treatment(NamedTuple):
    """How a part is read: as `how` (fields, embedded, quiet, removable, unknown), called `name`.

    `removal` names the kind of removal that takes the part whole, if any does.
    """

    how: str
    name: str
    kind: Kind = Kind.METADATA
    removal: str = ""


_PROPERTIES, _NOTES, _STORED = "document-properties", "comments", "custom-xml"
# Matched against the end of the content type, first match wins.
_TREATMENTS = (
    (r"relationships\+xml", Treatment("fields", "relationships")),
    (r"(?:sheet|template|addin)(?:\.macroenabled)?\.main\+xml", Treatment("fields", "workbook")),
    (r"\.sharedstrings\+xml", Treatment("fields", "shared strings", Kind.HIDDEN)),
    (r"sheet\+xml", Treatment("fields", "sheet", Kind.HIDDEN)),
    (r"\.(?:threaded)?comments\+xml", Treatment("fields", "comments", Kind.COMMENT, _NOTES)),
    (r"\.person\+xml", Treatment("fields", "persons", removal=_NOTES)),
    (r"\.chart\w*\+xml", Treatment("fields", "chart", Kind.HIDDEN)),
    (r"drawing(?:ml\.\w+)?\+xml|vmldrawing", Treatment("fields", "drawing", Kind.ALT)),
    (r"\.cellimage\+xml", Treatment("fields", "drawing", Kind.ALT)),
    (r"\.(?:pivot|slicer|timeline)\w*\+xml", Treatment("fields", "pivot table", Kind.HIDDEN)),
    (r"\.externallink\+xml", Treatment("fields", "external link", Kind.HIDDEN)),
    (r"\.(?:connections|querytable|tablesinglecells)\+xml", Treatment("fields", "connections")),
    (r"\.table\+xml", Treatment("fields", "table")),
    (r"\.(?:styles|theme|themeoverride|sheetmetadata)\+xml", Treatment("fields", "styles")),
    (r"\.(?:core|extended)-properties\+xml", Treatment("fields", "document properties")),
    (
        r"\.(?:custom-properties|classificationlabels)\+xml",
        Treatment("fields", "document properties", removal=_PROPERTIES),
    ),
    (r"\.webextension\w*\+xml", Treatment("fields", "connections")),
    (r"\.customxmlproperties\+xml", Treatment("fields", "custom XML", removal=_STORED)),
    (r"\.(?:control|activex|controlproperties)\+xml", Treatment("fields", "control")),
    (r"\.rd\w*\+xml|\.richvalue\w*\+xml", Treatment("fields", "rich values", Kind.HIDDEN)),
    (r"\.(?:revision\w+|usernames)\+xml", Treatment("fields", "revisions", Kind.TRACKED)),
    (r"\.volatiledependencies\+xml", Treatment("fields", "formulas", Kind.HIDDEN)),
    (r"\.featurepropertybag\+xml", Treatment("fields", "styles")),
    (r"\.calcchain\+xml", Treatment("quiet", "calculation chain")),
    (r"\.printersettings", Treatment("removable", "printer-settings", removal="printer-settings")),
    (
        r"\.vbaproject\w*(?:\+xml)?|\.vbadata\+xml",
        Treatment("removable", "macros", removal="macros"),
    ),
    (
        r"digital-signature-\w+(?:\+xml)?",
        Treatment("removable", "signatures", removal="signatures"),
    ),
    (r"image/[\w.+-]+", Treatment("embedded", "picture")),
    (r"\.oleobject|\.package|\.(?:document|presentation)", Treatment("embedded", "object")),
    (r"application/(?:msword|vnd\.ms-[\w.-]+|pdf)", Treatment("embedded", "object")),
)
_MATCHERS = tuple((re.compile(f"(?:.*)(?:{end})"), how) for end, how in _TREATMENTS)
_UNKNOWN = Treatment("unknown", "part", Kind.HIDDEN)
_CUSTOM_XML = Treatment("fields", "custom XML")
_THUMBNAIL = "/metadata/thumbnail"
_NOTE = re.compile(rb"ObjectType\s*=\s*[\"']([A-Za-z]+)")


class Parts:
    """The parts of one package, what they are, and who points to whom."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._declared = Declared(package)
        self.relationships = tuple(
            found for found in self._declared.relationships if not found.external
        )
        self._reached = self._declared.reach()
        self._removals = {name: self._removal(name) for name in package.names}

    def type_of(self, name: str) -> str:
        """Return a part's content type, in small letters; "" where none is declared."""
        return self._declared.type_of(name)

    def is_listed(self, name: str) -> bool:
        """Say whether a part's content type is declared at all."""
        return name == CONTENT_TYPES or bool(self.type_of(name))

    def treatment(self, name: str) -> Treatment:
        """Return how a part is read."""
        if name == CONTENT_TYPES:
            return Treatment("fields", "relationships")
        content_type = self.type_of(name)
        for matcher, how in _MATCHERS:
            if matcher.fullmatch(content_type):
                return how
        if content_type in ("application/xml", "text/xml") and self.is_reached(name):
            return _CUSTOM_XML
        return _UNKNOWN

    def is_reached(self, name: str) -> bool:
        """Say whether the workbook leads to a part."""
        return name in self._reached

    def targets(self, owner: str, kind: str) -> list[str]:
        """Return the parts of a kind (the last word of the relationship's type) of an owner."""
        return [
            found.target
            for found in self.relationships
            if found.owner == owner and found.target and found.kind == kind
        ]

    def by_id(self, owner: str) -> dict[str, str]:
        """Return the parts that an owner points to, by the ids it uses."""
        return {found.id: found.target for found in self.relationships if found.owner == owner}

    def removal(self, name: str) -> str:
        """Return the kind of removal that takes a part whole; "" where none does."""
        return self._removals.get(name, "")

    def _removal(self, name: str) -> str:
        pointing = [found for found in self.relationships if found.target == name]
        if any(map(_is_thumbnail, pointing)):
            return "thumbnail"
        if not self.is_reached(name):
            return "orphan-parts"
        if any(found.type.endswith("/customXml") for found in pointing):
            return _STORED
        treatment = self.treatment(name)
        return _NOTES if self._holds_notes(name, treatment) else treatment.removal

    def _holds_notes(self, name: str, treatment: Treatment) -> bool:
        """Say whether an old drawing is nothing but the boxes of comments."""
        if treatment.name != "drawing" or "vml" not in self.type_of(name):
            return False
        return set(_NOTE.findall(self.package.read(name))) == {b"Note"}

    def tells_of_itself(self, name: str) -> bool:
        """Say whether a part holds properties of the document that policy may remove."""
        treatment = self.treatment(name)
        if treatment.name != "document properties" or self.removal(name):
            return False
        root = parse_tree(self.package.read(name), self.package.where)
        return any(short(node.tag) in DROPPED_PROPERTIES for node in root.iterchildren("*"))

    def removable(self) -> Mapping[str, tuple[str, ...]]:
        """Return the kinds of what policy may remove, with the parts that go whole with each."""
        kinds: dict[str, list[str]] = {}
        for name in self.package.names:
            if kind := self.removal(name):
                kinds.setdefault(kind, []).append(name)
            elif self.tells_of_itself(name):
                kinds.setdefault(_PROPERTIES, [])
        return {kind: tuple(names) for kind, names in sorted(kinds.items())}

    def fallen(self, removed: frozenset[str]) -> frozenset[str]:
        """Return the removed parts and all that only they led to."""
        if not removed:
            return removed
        left = self._declared.reach(removed)
        return removed | (self._reached - left)


def _is_thumbnail(found: Relationship) -> bool:
    return bool(found.target) and found.type.endswith(_THUMBNAIL)


class Unwanting:
    """Tells a reader which elements and attributes of a part point to removed parts."""

    def __init__(self, parts: Parts, owner: str, fallen: frozenset[str]) -> None:
        self._owner = owner
        self._fallen = {name.casefold() for name in fallen}
        pointing = owner
        if owner.endswith(".rels"):
            folder, base = posixpath.split(owner)
            pointing = posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))
        self._ids = {
            id_
            for id_, target in parts.by_id(pointing).items()
            if target.casefold() in self._fallen
        }

    def __bool__(self) -> bool:
        return bool(self._ids) or (self._owner == CONTENT_TYPES and bool(self._fallen))

    def __call__(self, element: str, attributes: Mapping[str, str]) -> str:
        """Return "element" or the name of the attribute that is to go, or ""."""
        if element == "Relationship":
            return "element" if attributes.get("Id") in self._ids else ""
        if element == "Override":
            name = unquote(attributes.get("PartName", "")).lstrip("/").casefold()
            return "element" if name in self._fallen else ""
        for name, value in attributes.items():
            if ":" in name and value in self._ids:
                return name if element == "pageSetup" else "element"
        return ""
