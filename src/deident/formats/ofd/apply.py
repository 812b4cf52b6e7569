"""Masks, removals and masked pictures written into an OFD, part by part.

A part in which nothing is masked or removed keeps its bytes. Any change takes the signatures with
it, because one that no longer holds is worse than none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from deident.formats.ofd.book import SIGNATURES, local
from deident.formats.ofd.glyphs import text_objects
from deident.formats.ofd.masking import Edits, mask_line, mask_loose, paint
from deident.formats.ofd.pictures import format_of
from deident.formats.ofd.read import Reading
from deident.formats.ofd.removals import edit
from deident.formats.package import PackageWriter
from deident.formats.pieces import write_masks

if TYPE_CHECKING:
    import mmap

    from deident.formats.ofd.book import Book, Part
    from deident.formats.ofd.read import Content
    from deident.model import Mask, MaskPlan, Quad

_LINE = re.compile(r"p([0-9]+)\.([0-9]+)")
_NAME = re.compile(r"n([0-9]+)")
_NO_NAME = re.compile(r"[*?<>|:\"\\\x00-\x1f]")


class OfdWriter:
    """Writes one OFD once."""

    def __init__(self, book: Book, plan: MaskPlan) -> None:
        self._book = book
        self._reading = Reading(book)
        self._by_number = {part.number: part for part in book.parts}
        self._masks: dict[int, dict[int, list[Mask]]] = {}
        self._names: dict[int, list[Mask]] = {}
        for mask in plan.masks:
            self._sort_in(mask)
        self._quads: dict[int, list[Quad]] = {}
        for region in plan.regions:
            if not 0 < region.page <= len(book.pages):
                raise ValueError("a region names a page that does not exist")
            self._quads.setdefault(book.pages[region.page - 1].number, []).append(region.quad)
        self._replacements = {
            self._by_number[int(name[1:])].name: source
            for name, source in plan.replacements.items()
            if name[1:].isdigit() and int(name[1:]) in self._by_number
        }
        self._removed = {kind for kind, removed in plan.removals.items() if removed}
        self._is_changed = bool(
            self._masks or self._names or self._quads or self._removed or self._replaced()
        )
        if self._is_changed:
            self._removed.add(SIGNATURES)
        self._renamed = self._new_names()

    def _replaced(self) -> bool:
        return any(
            bytes(source.data) != self._book.package.read(name)
            for name, source in self._replacements.items()
        )

    def _sort_in(self, mask: Mask) -> None:
        segment = mask.place.segment_id
        if (found := _LINE.fullmatch(segment)) and int(found[1]) in self._by_number:
            self._masks.setdefault(int(found[1]), {}).setdefault(int(found[2]), []).append(mask)
        elif (found := _NAME.fullmatch(segment)) and int(found[1]) in self._by_number:
            self._names.setdefault(int(found[1]), []).append(mask)
        else:
            raise ValueError("a mask names a segment that does not exist")

    def write(self) -> bytes | mmap.mmap:
        """Return the new package."""
        package = self._book.package
        with PackageWriter() as writer:
            for name in package.names:
                part = self._book.part(name)
                if part.falls_with(self._removed):
                    continue
                new = self._renamed.get(name, name)
                if name in self._replacements:
                    writer.write(new, bytes(self._replacements[name].data))
                elif (edited := self._edited(part)) is not None:
                    writer.write(new, edited)
                else:
                    writer.write(new, package.stream(name, package.size(name)), package.size(name))
            return writer.finish()

    def _edited(self, part: Part) -> bytes | None:
        """Return a part's new bytes, or None where it keeps its own."""
        masks, quads = self._masks.get(part.number, {}), self._quads.get(part.number, [])
        if not self._may_change(part):
            return None
        if masks or quads:
            content = self._reading.content(part)
            if content is None:
                raise ValueError("a mask names a segment that does not exist")
            self._mask(part, content, masks, quads)
            root = content.root
        else:
            found = self._book.read(part)
            if found is None:
                return None
            root = found
        renamed = self._rename(part, root)
        changed = edit(root, part, self._removed)
        if not (masks or quads or renamed or changed or self._book.is_repaired(part)):
            return None
        return _written(root)

    def _may_change(self, part: Part) -> bool:
        if part.number in self._masks or part.number in self._quads or self._renamed:
            return True
        if part.role in ("root", "document", "annotations", "xml"):
            return self._is_changed
        return part.role in ("page", "template") and "hidden-text" in self._removed

    def _mask(
        self, part: Part, content: Content, masks: dict[int, list[Mask]], quads: list[Quad]
    ) -> None:
        edits = Edits()
        count = len(content.lines)
        for at, own in masks.items():
            if 0 < at <= count:
                mask_line(edits, content.lines[at - 1], own)
            elif count < at <= count + len(content.loose):
                mask_loose(content.loose[at - count - 1], own)
            else:
                raise ValueError("a mask names a segment that does not exist")
        if quads:
            area = self._reading.area(part, content.root)
            paint(edits, text_objects(content.root, area), quads)
        edits.write()

    def _new_names(self) -> dict[str, str]:
        """Return the new names of the parts whose names are masked or whose format changes."""
        renamed: dict[str, str] = {}
        taken = {name.casefold() for name in self._book.package.names}
        for number, masks in self._names.items():
            name = self._by_number[number].name
            renamed[name] = _NO_NAME.sub("_", write_masks(name, masks))
        for name, source in self._replacements.items():
            ending, _ = format_of(bytes(source.data[:16]))
            stem, _, before = renamed.get(name, name).rpartition(".")
            old, _ = format_of(self._book.head(self._book.part(name)))
            if ending and ending != old and before.lower() != ending:
                renamed[name] = f"{stem or before}.{ending}"
        for name, new in renamed.items():
            stem, dot, ending = new.rpartition(".")
            count = 1
            while renamed[name].casefold() in taken:
                renamed[name] = f"{stem}_{count}{dot}{ending}"
                count += 1
            taken.add(renamed[name].casefold())
        return renamed

    def _rename(self, part: Part, root: etree._Element) -> bool:
        """Let what names a renamed part name it anew; say whether anything did."""
        if not self._renamed:
            return False
        changed = False
        for pointer in list(self._book.pointers(part, root)):
            new = self._renamed.get(pointer.target)
            if new is None:
                continue
            changed = True
            if pointer.place == "#text":
                pointer.node.text = f"/{new}"
            else:
                pointer.node.set(pointer.place, f"/{new}")
            self._declare(pointer.node, pointer.target)
        return changed

    def _declare(self, node: etree._Element, name: str) -> None:
        """Give a picture that came back in another format the name of that format."""
        holder = node.getparent()
        if local(node) == "MediaFile" and name in self._replacements and holder is not None:
            _, kind = format_of(bytes(self._replacements[name].data[:16]))
            if kind and "Format" in holder.attrib:
                holder.set("Format", kind)


def _written(root: etree._Element) -> bytes:
    written: bytes = etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True)
    return written
