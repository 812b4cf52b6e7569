"""The pictures of an office document, and cropped ones cut for good.

An office program keeps every pixel that a crop hides.

A picture that is shown whole anywhere hides nothing. One that is cropped wherever it is shown is
cut to the frame that holds all of what is shown, and the crops are counted anew within it.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, NamedTuple, Protocol

from deident.formats.image.whole import whole_pictures
from deident.formats.markup import parse_tree
from deident.formats.ooxml.names import local, short
from deident.making import unprinted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from lxml import etree

    from deident.formats import Limits
    from deident.formats.ooxml.office import Office
    from deident.formats.package import Package

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8", b"BM")
_MAYBE = re.compile(rb"srcRect[^>]*=\s*[\"'][1-9]|crop(?:left|top|right|bottom)\s*=")
_SIDES = ("l", "t", "r", "b")
_OLD_SIDES = ("cropleft", "croptop", "cropright", "cropbottom")
_THOUSANDTHS = 100_000
_FRACTION = 1 << 16
_KEPT_FORMATS: Mapping[str, Mapping[str, int]] = {
    "PNG": {},
    "JPEG": {"quality": 95, "subsampling": 0},
}
_ORIENTATION = 0x0112


def is_picture(package: Package, name: str) -> bool:
    """Say whether a part is a picture of a kind that can be read."""
    head = _head(package, name)
    return is_raster(head) or bool(metafile_kind(head))


def is_raster(head: bytes) -> bool:
    """Say whether a picture is made of pixels."""
    return head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def metafile_kind(head: bytes) -> str:
    """Return the media type of a Windows metafile; "" where a picture is none."""
    if head[40:44] == b" EMF":
        return "image/x-emf"
    return "image/x-wmf" if head.startswith(b"\xd7\xcd\xc6\x9a") else ""


def _head(package: Package, name: str) -> bytes:
    return next(package.stream(name, package.size(name)), b"")[:64]


def pictures(office: Office) -> list[str]:
    """Return the parts that are pictures to be read."""
    return [
        name
        for name in office.package.names
        if office.parts.treatment(name).how == "picture"
        and office.parts.is_reached(name)
        and is_picture(office.package, name)
    ]


class Frame(NamedTuple):
    """How much is cut off each side, as parts of the whole; what juts out counts as nothing."""

    left: float
    top: float
    right: float
    bottom: float

    def __bool__(self) -> bool:
        """Say whether anything is cut off."""
        return any(self)

    def around(self, other: Frame) -> Frame:
        """Return the smallest frame that shows what either shows."""
        return Frame(*map(min, self, other))

    def within(self, outer: Frame) -> Frame:
        """Return this frame as it is inside a picture that was cut to `outer`."""
        across, down = 1 - outer.left - outer.right, 1 - outer.top - outer.bottom
        return Frame(
            (self.left - outer.left) / across,
            (self.top - outer.top) / down,
            (self.right - outer.right) / across,
            (self.bottom - outer.bottom) / down,
        )


WHOLE = Frame(0, 0, 0, 0)


class Use(NamedTuple):
    """One place where a picture is shown: what points to it, and what says how it is cropped."""

    pointer: str
    node: etree._Element | None
    frame: Frame
    is_plain: bool

    def __repr__(self) -> str:
        return unprinted(self)


def uses(root: etree._Element) -> Iterator[Use]:
    """Yield every place of a part where a picture is shown."""
    for node in root.iter("{*}blip", "{*}imagedata"):
        pointer = next(
            (value for name, value in node.attrib.items() if short(name) in ("r:embed", "r:id")),
            "",
        )
        if not pointer:
            continue
        if short(node.tag) == "v:imagedata":
            yield Use(pointer, node, _old_frame(node), is_plain=True)
            continue
        parent = node.getparent()
        crop = parent.find("{*}srcRect") if parent is not None else None
        # A drawing in a second format is cropped by the same mark and has other pixels.
        plain = not any(local(child.tag) == "svgBlip" for child in node.iter("{*}svgBlip"))
        yield Use(pointer, crop, _frame(crop), is_plain=plain)


def _frame(crop: etree._Element | None) -> Frame:
    if crop is None:
        return WHOLE
    return Frame(*(_part(crop.get(side, "0"), _THOUSANDTHS) for side in _SIDES))


def _old_frame(node: etree._Element) -> Frame:
    return Frame(*(_part(node.get(side, "0"), 1) for side in _OLD_SIDES))


def _part(value: str, whole: int) -> float:
    """Return a stored share as a part of 1: thousandths of a percent, 65536ths ("f"), or parts."""
    text = value.strip()
    if text.endswith("f"):
        text, whole = text[:-1], _FRACTION
    elif text.endswith("%"):
        text, whole = text[:-1], 100
    try:
        return min(max(float(text) / whole, 0.0), 1.0)
    except ValueError:
        return 0.0


class Pointer(Protocol):
    """What a part points to, under which id."""

    @property
    def owner(self) -> str:
        """The part that points."""

    @property
    def id(self) -> str:
        """What the part calls it."""

    @property
    def target(self) -> str:
        """The part that is pointed to; "" outside the package."""


class Crops:
    """Which pictures of a document are cut, and to what frame.

    `drawings` are the parts that may show pictures; `pointers` are those of all parts.
    `frames` are by the names of the pictures' parts. `left` are cropped pictures that cannot be
    cut: nobody knows their pixels.
    """

    def __init__(
        self,
        package: Package,
        limits: Limits,
        pointers: Iterable[Pointer],
        drawings: Iterable[str],
    ) -> None:
        self._package = package
        self.owners: dict[str, dict[str, str]] = {}
        shown: dict[str, Frame] = {}
        plain: dict[str, bool] = {}
        for owner, found in self._found(drawings):
            targets = {one.id: one.target for one in pointers if one.owner == owner}
            self.owners[owner] = targets
            for use in found:
                name = targets.get(use.pointer, "")
                shown[name] = use.frame.around(shown.get(name, use.frame))
                plain[name] = use.is_plain and plain.get(name, True)
        for relation in pointers:
            if relation.owner not in self.owners and relation.target in shown:
                # Somebody else shows it too, whole.
                shown[relation.target] = WHOLE
        cut = {name: frame for name, frame in shown.items() if frame}
        self.frames = {
            name: frame
            for name, frame in cut.items()
            if name
            and plain[name]
            and is_raster(_head(package, name))
            and _can_be_cut(package.read(name), limits.embedded_pixels)
        }
        self.left = frozenset(cut.keys() - self.frames.keys())

    def of(self, names: Collection[str]) -> dict[str, Frame]:
        """Return the frames of those pictures that are cut."""
        return {name: frame for name, frame in self.frames.items() if name in names}

    def leaves_hidden(self, owner: str) -> bool:
        """Say whether a part that crops pictures shows one of which more is kept than is shown."""
        targets = self.owners.get(owner)
        return targets is None or not self.left.isdisjoint({"", *targets.values()})

    def _found(self, drawings: Iterable[str]) -> Iterator[tuple[str, list[Use]]]:
        package = self._package
        for name in drawings:
            if _MAYBE.search(content := package.read(name)) and b"\0" not in content[:200]:
                yield name, list(uses(parse_tree(content, package.where)))

    def cut(self, name: str) -> tuple[bytes, str]:
        """Return a picture cut to its frame, and its kind where its first bytes do not tell."""
        content = self._package.read(name)
        if name in self.frames:
            return _cut(content, self.frames[name])
        return content, metafile_kind(content[:64])


def recount(root: etree._Element, targets: Mapping[str, str], cut: Mapping[str, Frame]) -> bool:
    """Count the crops of a part anew for the pictures that were cut; say whether any was."""
    changed = False
    for use in list(uses(root)):
        outer = cut.get(targets.get(use.pointer, ""))
        if outer is None or use.node is None:
            continue
        frame = use.frame.within(outer)
        old = short(use.node.tag) == "v:imagedata"
        for side, share in zip(_OLD_SIDES if old else _SIDES, frame, strict=True):
            if use.node.get(side, "").startswith("-"):
                continue
            use.node.attrib.pop(side, None)
            number = round(share * (_FRACTION if old else _THOUSANDTHS))
            if number > 0:
                use.node.set(side, f"{number}f" if old else str(number))
        changed = True
    return changed


def _can_be_cut(content: bytes, most: int) -> bool:
    """Say whether a picture's pixels can be known: a still one, upright, whole, not too large."""
    from PIL import Image

    try:
        with whole_pictures(), Image.open(io.BytesIO(content)) as picture:
            still = getattr(picture, "n_frames", 1) == 1
            upright = picture.getexif().get(_ORIENTATION, 1) == 1
            if not (still and upright) or picture.width * picture.height > most:
                return False
            picture.load()
    except (Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return False
    return True


def _cut(content: bytes, frame: Frame) -> tuple[bytes, str]:
    """Return a picture cut to a frame, and its media type."""
    from PIL import Image

    written = io.BytesIO()
    with Image.open(io.BytesIO(content)) as picture:
        across, down = picture.size
        left, top = min(int(across * frame.left), across - 1), min(int(down * frame.top), down - 1)
        right = max(left + 1, across - int(across * frame.right))
        bottom = max(top + 1, down - int(down * frame.bottom))
        kind = picture.format or "PNG"
        kind = kind if kind in _KEPT_FORMATS else "PNG"
        picture.crop((left, top, right, bottom)).save(
            written,
            format=kind,
            icc_profile=picture.info.get("icc_profile"),
            **_KEPT_FORMATS[kind],
        )
    return written.getvalue(), f"image/{kind.lower()}"
