"""An OFD package opened: which parts there are, what leads to each, and in which order they stand.

The walk starts at OFD.xml and follows every pointer. A part that is only reached through something
that may be removed (an attachment, an old version, a signature) falls with it; a part that nothing
leads to is removable by itself.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from deident.errors import UnreadableError
from deident.formats.markup import malformed, parse_tree
from deident.formats.ofd.names import Names, folder_of, folders_from
from deident.formats.package import Package
from deident.making import unprinted
from deident.model import Unread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.formats import Limits
    from deident.model import Source

SIGNATURES, ATTACHMENTS, VERSIONS = "signatures", "attachments", "versions"
CUSTOM_TAGS, EXTENSIONS, THUMBNAILS = "custom-tags", "extensions", "thumbnails"
UNREFERENCED, HIDDEN_TEXT, ANNOTATIONS = "unreferenced-parts", "hidden-text", "annotations"
PROPERTIES = "document-properties"
TEXT = "#text"

POINTS_TO = {
    "Signatures": SIGNATURES,
    "Versions": VERSIONS,
    "Cover": THUMBNAILS,
    "Attachments": ATTACHMENTS,
    "CustomTags": CUSTOM_TAGS,
    "Extensions": EXTENSIONS,
}
"""Elements of OFD.xml and of a document's root that lead to what may be removed."""

_ROLES = {
    "DocRoot": "document",
    "Page": "page",
    "TemplatePage": "template",
    "PublicRes": "res",
    "DocumentRes": "res",
    "PageRes": "res",
    "FontFile": "font",
    "MediaFile": "media",
}
_NEEDED = frozenset({"document", "page", "template", "res", "annotations", "media"})
_MARKUP = frozenset({"root", "document", "page", "template", "res", "annotations"})
_PAGE_RES = re.compile(rb"<(?:[\w.-]+:)?PageRes(?:\s[^<>]*)?>([^<>]*)<")
_MAY_HIDE = re.compile(
    rb"(?:Visible|Fill)\s*=\s*[\"']\s*(?:false|0)\s*[\"']|Alpha\s*=\s*[\"']\s*0+(?:\.0*)?\s*[\"']"
)
_TELLING_NAME = re.compile(
    rb"<[^\s<>/=]*[0-9]{7}|\s[^\s<>=\"']*[0-9]{7}[^\s<>=\"']*\s*=\s*[\"']"
    rb"|xmlns(?::[^\s=]*)?\s*=\s*[\"'][^\"']*[0-9]{7}"
)
_TELLING_TEXT = re.compile(rb"[0-9]{11}|(?:\0[0-9]){7}")
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_MOST_MISSING = 50


class Pointer(NamedTuple):
    """A place in a tree that names a part: the text of an element or one of its attributes."""

    node: etree._Element
    place: str
    value: str
    target: str

    def __repr__(self) -> str:
        return unprinted(self)


@dataclass(slots=True)
class Part:
    """One member of the package: what it is, and through which kinds of pointer it is reached.

    `kinds` holds "" where it is reached through something that stays.
    """

    name: str
    role: str = ""
    kinds: set[str] = field(default_factory=set)
    number: int = 0
    page: int = 0

    @property
    def removable(self) -> str:
        """The kind of removal it falls with, where one alone is enough."""
        return next(iter(self.kinds)) if len(self.kinds) == 1 else ""

    def falls_with(self, removed: frozenset[str] | set[str]) -> bool:
        """Say whether nothing leads to it any more once these kinds are removed."""
        return "" not in self.kinds and self.kinds <= removed


def local(node: etree._Element) -> str:
    """Return an element's name without its namespace; "" for comments and instructions."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def is_markup(head: bytes) -> bool:
    """Say whether bytes begin like XML in UTF-8 or UTF-16."""
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return plain[:1] == b"<" or head[:2] in _UTF16


class Book:
    """One OFD, opened for reading within limits."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self.package = Package(source, limits)
        self.where = self.package.where
        self.unread: list[Unread] = []
        self.may_hide = False
        self.pages: list[Part] = []
        self.names = Names(self.package.names)
        self._parts = {name: Part(name) for name in self.package.names}
        self._recovered: dict[str, bool] = {}
        self._missing = 0
        self._document_folders: tuple[str, ...] = ()
        self._walked: list[Part] = []
        self.root = self._open_root()
        self._walk()
        self._number()

    def _open_root(self) -> Part:
        if self.names.resolve("Encryptions.xml", ()):
            raise self._encrypted()
        name = self.names.resolve("OFD.xml", ())
        if not name:
            raise UnreadableError(self.where, "WRONG_KIND", "it is no OFD: OFD.xml is missing")
        part = self._parts[name]
        part.role = "root"
        root = self.tree(part)
        if local(root) != "OFD":
            raise UnreadableError(self.where, "WRONG_KIND", "it is no OFD")
        if any(local(node) in ("Encryptions", "EncryptInfo") for node in root.iter(etree.Element)):
            raise self._encrypted()
        if not any(local(node) == "DocRoot" for node in root.iter(etree.Element)):
            raise UnreadableError(self.where, "MALFORMED", "it names no document")
        return part

    def _encrypted(self) -> UnreadableError:
        return UnreadableError(self.where, "ENCRYPTED", "it is encrypted; save it without")

    @property
    def parts(self) -> tuple[Part, ...]:
        """All parts in the order in which their segments stand."""
        return self._ordered

    def part(self, name: str) -> Part:
        """Return a part by its name."""
        return self._parts[name]

    def tree(self, part: Part) -> etree._Element:
        """Parse a part; what stands beside the document proper may be repaired."""
        content = self.package.read(part.name)
        if not is_markup(content[:64]):
            raise malformed(self.where)
        try:
            return parse_tree(content, self.where)
        except UnreadableError as refusal:
            if refusal.reason != "MALFORMED" or part.role != "xml":
                raise
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, recover=True
        )
        root = etree.fromstring(content, parser)
        if root is None or root.getroottree().docinfo.internalDTD is not None:
            raise malformed(self.where)
        self._recovered[part.name] = True
        return root

    def loose_tree(self, part: Part) -> etree._Element | None:
        """Parse a part that need not be XML; None where it is not."""
        try:
            return self.tree(part)
        except UnreadableError as refusal:
            if refusal.reason in ("MALFORMED", "DOCTYPE") and "" not in part.kinds:
                return None
            raise

    def read(self, part: Part) -> etree._Element | None:
        """Parse a part; None where it is no XML and need not be."""
        if "" not in part.kinds:
            return self.loose_tree(part) if part.role not in ("font", "media", "") else None
        if part.role in _MARKUP:
            return self.tree(part)
        return self.tree(part) if part.role == "xml" and is_markup(self.head(part)) else None

    def is_repaired(self, part: Part) -> bool:
        """Say whether a part was damaged, so that only what could be repaired was read."""
        return part.name in self._recovered

    def has_telling_names(self, part: Part) -> bool:
        """Say whether elements, attributes or namespaces are named with a number of a person."""
        return _TELLING_NAME.search(self.package.read(part.name)) is not None

    def has_telling_text(self, part: Part) -> bool:
        """Say whether the names in a font hold a number that could be a person's."""
        return _TELLING_TEXT.search(self.package.read(part.name)) is not None

    def head(self, part: Part) -> bytes:
        """Return the first bytes of a part."""
        return next(self.package.stream(part.name, self.package.size(part.name)), b"")[:512]

    def folders(self, part: Part, root: etree._Element) -> tuple[str, ...]:
        """Return the folders from which the paths of a part may start, the likeliest first."""
        return (*folders_from(part.name, root.get("BaseLoc") or ""), *self._document_folders)

    def pointers(self, part: Part, root: etree._Element) -> Iterator[Pointer]:
        """Yield every place of a tree that names another part."""
        folders = self.folders(part, root)
        for node in root.iter(etree.Element):
            for place, value in ((TEXT, node.text or ""), *node.attrib.items()):
                if (
                    "." in value
                    and len(value) < 400
                    and (found := self.names.resolve(value, folders))
                ):
                    yield Pointer(node, place, value, found)

    def _walk(self) -> None:
        """Follow every pointer, once for every kind of removal it may fall with."""
        due = deque([(self.root, "")])
        while due:
            part, kind = due.popleft()
            if kind in part.kinds:
                continue
            part.kinds.add(kind)
            if len(part.kinds) == 1:
                self._meet(part)
            due.extend((found, own or kind) for found, own in self._leads_to(part))

    def _meet(self, part: Part) -> None:
        self._walked.append(part)
        if part.role == "page":
            self.pages.append(part)
            part.page = len(self.pages)
        elif part.role == "document":
            self._document_folders += (folder_of(part.name),)

    def _leads_to(self, part: Part) -> list[tuple[Part, str]]:
        if part.role in ("page", "template"):
            return self._from_page(part)
        if part.role in ("font", "media") or not is_markup(self.head(part)):
            return []
        if not part.role:
            part.role = "xml"
        root = self.loose_tree(part)
        return [] if root is None else list(self._from_tree(part, root))

    def _from_page(self, part: Part) -> list[tuple[Part, str]]:
        content = self.package.read(part.name)
        if content[:2] in _UTF16 or content[1:2] == b"\0":
            content = content.decode("utf-16", "replace").encode()
        self.may_hide = self.may_hide or bool(_MAY_HIDE.search(content))
        folders = (folder_of(part.name), *self._document_folders)
        found = []
        for value in _PAGE_RES.findall(content):
            name = self.names.resolve(unescape(value.decode("utf-8", "replace")), folders)
            if name:
                found.append((self._in_role(name, "res"), ""))
            else:
                self._lacks("res")
        return found

    def _from_tree(self, part: Part, root: etree._Element) -> Iterator[tuple[Part, str]]:
        folders = self.folders(part, root)
        for node in root.iter(etree.Element):
            kind = _kind(node) if part.role in ("root", "document") else ""
            role = self._role(part, node)
            for place, value in ((TEXT, node.text or ""), *node.attrib.items()):
                named = (
                    self.names.resolve(value, folders) if "." in value and len(value) < 400 else ""
                )
                if named and named != part.name:
                    yield self._in_role(named, role), kind
                elif role in _NEEDED and _must_name(node, place, value):
                    self._lacks(role, kind)

    def _role(self, part: Part, node: etree._Element) -> str:
        name = local(node)
        if name == "Annotations" and part.role == "document":
            return "xml"
        if name == "FileLoc" and local(node.getroottree().getroot()) == "Annotations":
            return "annotations"
        return _ROLES.get(name, "")

    def _in_role(self, name: str, role: str) -> Part:
        part = self._parts[name]
        if not part.role:
            part.role = role
        return part

    def _lacks(self, role: str, kind: str = "") -> None:
        """Note that a part is named and is not there."""
        if role == "document" and not kind:
            raise UnreadableError(self.where, "MALFORMED", "the document it names is missing")
        self._missing += not kind
        if not kind and self._missing <= _MOST_MISSING:
            self.unread.append(Unread(code="MISSING_PART", where=f"{role} {self._missing}"))

    def _number(self) -> None:
        """Put the parts in order: what is read first, what may fall last."""
        for part in self._parts.values():
            if not part.kinds:
                part.kinds.add(UNREFERENCED)
                if is_markup(self.head(part)):
                    part.role = "xml"
                    part.role = "xml" if self.loose_tree(part) is not None else ""
                self._walked.append(part)
        rank = {"page": 0, "template": 1, "res": 2, "annotations": 3}
        self._ordered = tuple(
            sorted(
                self._walked,
                key=lambda part: (part.removable == SIGNATURES, rank.get(part.role, 4)),
            )
        )
        for number, part in enumerate(self._ordered, start=1):
            part.number = number


def _kind(node: etree._Element) -> str:
    """Return the kind of removal that takes this element of a document's root."""
    for around in (node, *node.iterancestors()):
        if kind := POINTS_TO.get(local(around)):
            return kind
    return ""


def _must_name(node: etree._Element, place: str, value: str) -> bool:
    """Say whether a value is a path by its place, so that it must lead somewhere."""
    if not value.strip():
        return False
    if local(node) in ("Page", "TemplatePage"):
        return place.rpartition("}")[2] == "BaseLoc"
    return place == TEXT
