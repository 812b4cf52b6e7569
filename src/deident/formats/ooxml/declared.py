"""What a package declares of its parts: the type of each, and who leads to whom.

A part is what the package's list of content types says it is, never what its name looks like.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from deident.errors import UnreadableError
from deident.formats.markup import parse_tree
from deident.making import unprinted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lxml import etree

    from deident.formats.package import Package

CONTENT_TYPES = "[Content_Types].xml"


class Relationship(NamedTuple):
    """What a part (or the package: "") points to; `target` is "" outside the package.

    `kind` is the last word of its `type`.
    """

    owner: str
    id: str
    kind: str
    target: str
    type: str
    external: bool

    def __repr__(self) -> str:
        return unprinted(self)


def relationships_of(owner: str) -> str:
    """Return the name of the part that holds an owner's relationships."""
    folder, base = posixpath.split(owner)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def owner_of(name: str) -> str | None:
    """Return whose relationships a part holds; None where it holds none."""
    folder, base = posixpath.split(name)
    if not name.endswith(".rels") or posixpath.basename(folder) != "_rels":
        return None
    return posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))


class Declared:
    """The list of content types and all relationships of one package."""

    def __init__(self, package: Package) -> None:
        if CONTENT_TYPES not in package:
            raise UnreadableError(package.where, "WRONG_KIND", "it is no office document")
        self._package = package
        self._folded = {name.casefold(): name for name in package.names}
        self._defaults: dict[str, str] = {}
        self._overrides: dict[str, str] = {}
        root = parse_tree(package.read(CONTENT_TYPES), package.where)
        for node in root.iterchildren("{*}Default", "{*}Override"):
            self._declare(node)
        self.relationships = tuple(self._relationships())

    def _declare(self, node: etree._Element) -> None:
        content_type = (node.get("ContentType") or "").lower()
        if node.tag.rpartition("}")[2] == "Default":
            self._defaults[(node.get("Extension") or "").casefold()] = content_type
        else:
            name = unquote(node.get("PartName") or "").lstrip("/")
            self._overrides[name.casefold()] = content_type

    def _relationships(self) -> Iterator[Relationship]:
        for name in self._package.names:
            owner = owner_of(name)
            if owner is None:
                continue
            root = parse_tree(self._package.read(name), self._package.where)
            for node in root.iterchildren("{*}Relationship"):
                full = node.get("Type") or ""
                external = node.get("TargetMode", "").lower() == "external"
                target = "" if external else self._resolved(owner, node.get("Target") or "")
                kind = full.rpartition("/")[2]
                yield Relationship(owner, node.get("Id") or "", kind, target, full, external)

    def _resolved(self, owner: str, target: str) -> str:
        plain = unquote(target).partition("#")[0]
        path = posixpath.normpath(posixpath.join("/", posixpath.dirname(owner), plain))
        return self._folded.get(path.lstrip("/").casefold(), "")

    def type_of(self, name: str) -> str:
        """Return a part's content type, in small letters; "" where none is declared."""
        extension = name.rpartition(".")[2].casefold()
        return self._overrides.get(name.casefold()) or self._defaults.get(extension, "")

    def reach(
        self, without: Collection[str] = (), lost: Collection[tuple[str, str]] = ()
    ) -> frozenset[str]:
        """Follow the relationships from the package, past parts and pointers that are gone."""
        leads: dict[str, set[str]] = {}
        for found in self.relationships:
            if (found.owner, found.id) not in lost:
                leads.setdefault(found.owner, set()).add(found.target)
        reached, ahead = {CONTENT_TYPES}, [""]
        while ahead:
            owner = ahead.pop()
            reached.add(relationships_of(owner))
            for target in leads.get(owner, ()):
                if target and target not in reached and target not in without:
                    reached.add(target)
                    ahead.append(target)
        return frozenset(reached)
