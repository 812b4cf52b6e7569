"""Masks, removals and masked pictures written into an office document, part by part.

A part in which nothing is masked or removed keeps its bytes. What is removed leaves nothing behind:
neither its part, nor what only it led to, nor a pointer, nor its content type.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from lxml import etree

from deident.formats.markup import parse_tree, written_tree
from deident.formats.ooxml.declared import CONTENT_TYPES, owner_of
from deident.formats.ooxml.names import local, short
from deident.formats.ooxml.office import is_list
from deident.formats.ooxml.pictures import recount
from deident.formats.ooxml.units import write_unit
from deident.formats.package import PackageWriter

if TYPE_CHECKING:
    import mmap

    from deident.formats.ooxml.office import Office
    from deident.formats.ooxml.walk import Walk
    from deident.model import Mask, MaskPlan

_ALWAYS_DECLARED = frozenset({"rels", "xml"})
_PREFIX = re.compile(r"p([0-9]+)\.([0-9]+)")


class OfficeWriter:
    """Writes one office document once."""

    def __init__(self, office: Office, plan: MaskPlan) -> None:
        self._office = office
        self._parts = office.parts
        self._masks: dict[int, dict[int, list[Mask]]] = {}
        for mask in plan.masks:
            self._sort_in(mask)
        self._replacements = plan.replacements
        self._kinds = {kind for kind, removed in plan.removals.items() if removed}
        if self._masks or self._kinds or self._replacements:
            # Any change breaks a signature, and a broken one is worse than none.
            self._kinds.add("signatures")
        by_kind = office.kinds_of_parts()
        self._removed = frozenset(
            name for kind in self._kinds for name in by_kind.get(kind, ()) if name != office.main
        )
        self._new: dict[str, bytes] = {}
        self._lost: set[tuple[str, str]] = set()
        self._fallen: frozenset[str] = frozenset()
        self._crops = office.crops() if self._replacements else None

    @property
    def without_macros(self) -> bool:
        """Say whether macros were removed."""
        parts = self._parts
        return any(parts.treatment(name).removal == "macros" for name in self._fallen)

    def _sort_in(self, mask: Mask) -> None:
        found = _PREFIX.fullmatch(mask.place.segment_id)
        if not found:
            raise ValueError("a mask names a segment that does not exist")
        number, unit = int(found[1]), int(found[2])
        self._masks.setdefault(number, {}).setdefault(unit, []).append(mask)

    def write(self) -> bytes | mmap.mmap:
        """Return the new package."""
        self._edit_trees()
        self._fallen = self._parts.fallen(self._removed, self._lost)
        package = self._office.package
        with PackageWriter() as writer:
            writer.write(CONTENT_TYPES, self._list(CONTENT_TYPES))
            for name in package.names:
                if name == CONTENT_TYPES or name in self._fallen or self._is_bare(name):
                    continue
                if name in self._replacements:
                    writer.write(name, bytes(self._replacements[name].data))
                elif is_list(name):
                    writer.write(name, self._list(name))
                elif name in self._new:
                    writer.write(name, self._new[name])
                else:
                    limit = package.size(name)
                    writer.write(name, package.stream(name, limit), limit)
            return writer.finish()

    def _is_bare(self, name: str) -> bool:
        """Say whether a part holds the pointers of a part that goes."""
        return (owner_of(name) or "") in self._fallen

    def _edit_trees(self) -> None:
        numbers = set()
        for number, name in self._office.numbered():
            numbers.add(number)
            masks = self._masks.get(number, {})
            cropped = self._crops is not None and name in self._crops.owners
            if name in self._removed or not (masks or self._kinds or cropped):
                continue
            root = self._office.tree(name)
            if root is None:
                self._refuse(masks)
                continue
            walk = self._office.walk(root)
            changed = self._mask(walk, masks)
            changed = self._recrop(name, root) or changed
            if is_list(name):
                if changed:
                    self._new[name] = written_tree(root)
            elif self._remove(name, root, walk) or changed:
                self._new[name] = written_tree(root)
        if self._masks.keys() - numbers:
            raise ValueError("a mask names a segment that does not exist")

    def _recrop(self, name: str, root: etree._Element) -> bool:
        """Count the crops anew within the pictures that come back cut."""
        if self._crops is None or name not in self._crops.owners:
            return False
        return recount(root, self._crops.owners[name], self._crops.of(self._replacements))

    @staticmethod
    def _refuse(masks: dict[int, list[Mask]]) -> None:
        if masks:
            raise ValueError("a mask names a segment that does not exist")

    @staticmethod
    def _mask(walk: Walk, masks: dict[int, list[Mask]]) -> bool:
        units = walk.units
        for at, own in masks.items():
            if not 0 < at <= len(units):
                raise ValueError("a mask names a segment that does not exist")
            write_unit(units[at - 1], own)
        return bool(masks)

    def _remove(self, name: str, root: etree._Element, walk: Walk) -> bool:
        due = [
            removal
            for removal in self._office.profile.removals
            if removal.kind in self._kinds and removal.marks & walk.tags
        ]
        if not due:
            return False
        before = _pointers(root)
        for removal in due:
            removal.edit(root, self._office.hidden_styles)
        self._lost |= {(name, pointer) for pointer in before - _pointers(root)}
        return True

    def _list(self, name: str) -> bytes:
        """Return a list of parts or pointers without those that are gone."""
        content = self._new.get(name) or self._office.package.read(name)
        if not (self._fallen or self._lost or self._replacements):
            return content
        root = parse_tree(content, self._office.where)
        changed = (
            self._clean_types(root) if name == CONTENT_TYPES else self._clean_pointers(name, root)
        )
        return written_tree(root) if changed else content

    def _clean_pointers(self, name: str, root: etree._Element) -> bool:
        owner = owner_of(name) or ""
        fallen = {found.id for found in self._parts.of_owner(owner) if found.target in self._fallen}
        gone = [
            node
            for node in root.iterchildren("{*}Relationship")
            if node.get("Id") in fallen or (owner, node.get("Id")) in self._lost
        ]
        for node in gone:
            root.remove(node)
        return bool(gone)

    def _clean_types(self, root: etree._Element) -> bool:
        fallen = {name.casefold() for name in self._fallen}
        left = {
            name.rpartition(".")[2].casefold()
            for name in self._office.package.names
            if name not in self._fallen
        } | _ALWAYS_DECLARED
        gone = [
            node
            for node in root.iterchildren("{*}Override", "{*}Default")
            if _part_name(node) in fallen
            or (fallen and node.get("Extension", "xml").casefold() not in left)
        ]
        for node in gone:
            root.remove(node)
        return any([bool(gone), self._drop_macro_type(root), self._declare_pictures(root)])

    def _drop_macro_type(self, root: etree._Element) -> bool:
        if not self.without_macros:
            return False
        main = self._office.main.casefold()
        plain = self._office.profile.without_macros.get(self._parts.type_of(self._office.main), "")
        for node in root.iterchildren("{*}Override"):
            if plain and _part_name(node) == main:
                node.set("ContentType", plain)
        return bool(plain)

    def _declare_pictures(self, root: etree._Element) -> bool:
        """Declare the pictures that came back in another format."""
        changed = False
        for name, replacement in self._replacements.items():
            old, new = self._parts.type_of(name), replacement.media_type
            if new and name in self._office.package and new != old.replace("/jpg", "/jpeg"):
                for node in root.iterchildren("{*}Override"):
                    if _part_name(node) == name.casefold():
                        root.remove(node)
                tag = f"{root.tag.rpartition('}')[0]}}}Override"
                root.append(root.makeelement(tag, {"PartName": f"/{name}", "ContentType": new}))
                changed = True
        return changed


def _part_name(node: etree._Element) -> str:
    return unquote(node.get("PartName") or "").lstrip("/").casefold()


def _pointers(root: etree._Element) -> set[str]:
    """Return every id of a relationship that a part uses."""
    return {
        value
        for node in root.iter(etree.Element)
        for name, value in node.attrib.items()
        if local(name) in ("relid", "relId") or short(name).startswith("r:")
    }
