"""What a PDF says besides its pages: properties, comments, form data, scripts, names, orphans.

The whole file is walked, from its trailer first and then whatever nothing points to. All of it is
taken out of the public copy; it is read so that nobody who asks about the original is told less
than it holds. What is drawn on the pages is read elsewhere.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from deident.formats.pdf.palettes import is_rounded
from deident.formats.pdf.samples import components, is_telling
from deident.formats.pdf.streams import unpacked
from deident.making import unprinted
from deident.model import Embedded, Kind, Removable, Source
from deident.model import Locator as At

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LONGEST = 50_000
_PACKED_TEXT = 20 << 20
# Digests, languages, encodings, styles: nothing a person wrote about a person.
_STRUCTURAL = frozenset(
    f"/{name}"
    for name in (
        "ID", "Registry", "Ordering", "Lang", "CharSet", "O", "U", "OE", "UE", "Perms", "CheckSum",
        "DA", "DS", "CreationDate", "ModDate", "M", "Filter", "Cert", "FontFamily", "RegistryName",
        "OutputConditionIdentifier", "OutputCondition", "PTEX.Fullbanner", "Trapped", "Version",
        "CSP", "AS",
    )
)  # fmt: skip
_BY_KEY = {
    "/JS": (Kind.HIDDEN, "scripts"),
    "/ActualText": (Kind.ALT, "tags"),
    "/Alt": (Kind.ALT, "tags"),
    "/E": (Kind.ALT, "tags"),
    "/URI": (Kind.COMMENT, "links"),
    "/UF": (Kind.FILE_NAME, "attachments"),
    "/Desc": (Kind.FILE_NAME, "attachments"),
    "/XFA": (Kind.HIDDEN, "form-data"),
    "/EmbeddedFiles": (Kind.FILE_NAME, "attachments"),
    "/Dests": (Kind.METADATA, "outlines"),
    "/PageLabels": (Kind.METADATA, "outlines"),
    "/Outlines": (Kind.METADATA, "outlines"),
    "/Info": (Kind.METADATA, "document-properties"),
    "/Metadata": (Kind.METADATA, "document-properties"),
    "/AcroForm": (Kind.HIDDEN, "form-data"),
    "/OCProperties": (Kind.METADATA, "layers"),
    "/StructTreeRoot": (Kind.ALT, "tags"),
    "/Annots": (Kind.COMMENT, "comments"),
    "/Thumb": (Kind.HIDDEN, "thumbnails"),
    "/PieceInfo": (Kind.METADATA, "other-objects"),
    "/JavaScript": (Kind.HIDDEN, "scripts"),
    "/OpenAction": (Kind.HIDDEN, "scripts"),
    "/AA": (Kind.HIDDEN, "scripts"),
    "/A": (Kind.COMMENT, "links"),
    "/Threads": (Kind.METADATA, "other-objects"),
}
_HOLDERS = ("/Page", "/Pages", "/StructElem", "/StructTreeRoot")
_ORPHAN = (Kind.HIDDEN, "orphans")
_OTHER = (Kind.METADATA, "other-objects")
_SIGNATURE = (Kind.METADATA, "signatures")
_FORM = (Kind.HIDDEN, "form-data")
_CARRIERS = frozenset({"/Thumb", "/Annots", "/AcroForm", "/StructTreeRoot", "/OCProperties"})
_MARKUP = re.compile(r"<[^<>]{0,4096}>")
_SHOWN = re.compile(rb"\(((?:[^()\\]|\\.){2,4000})\)|<([0-9A-Fa-f\s]{4,8000})>")
_TEXT_ENOUGH = 0.85


class Said(NamedTuple):
    """A text beside the pages: what kind it is and with what it is taken out."""

    kind: Kind
    removable: str
    text: str

    def __repr__(self) -> str:
        return unprinted(self)


@dataclass(slots=True)
class Beside:
    """Everything beside the pages."""

    said: list[Said] = field(default_factory=list)
    embedded: list[Embedded] = field(default_factory=list)
    removable: set[str] = field(default_factory=set)
    signed: bool = False

    def removables(self) -> tuple[Removable, ...]:
        """Return what is taken out, each kind once."""
        return tuple(
            Removable(kind, kind, At(part=kind.replace("-", " ")))
            for kind in sorted(self.removable)
        )


class _Step(NamedTuple):
    thing: Any
    key: str
    place: tuple[Kind, str]

    def __repr__(self) -> str:
        return unprinted(self)


def beside(document: Any) -> Beside:  # noqa: ANN401 - pikepdf.Pdf
    """Read everything of a document that no page draws."""
    found = Beside()
    seen: set[tuple[int, int]] = set()
    _walk([_Step(document.trailer, "", _OTHER)], seen, found)
    rest = [_Step(thing, "", _ORPHAN) for thing in document.objects if _id(thing) not in seen]
    rest = [step for step in rest if not _is_bookkeeping(step.thing)]
    if rest:
        _walk(rest, seen, found)
    if document.is_encrypted:
        found.removable.add("encryption")
    return found


def _id(thing: Any) -> tuple[int, int]:  # noqa: ANN401 - pikepdf.Object
    # Numbers and truth values come as Python's own.
    number: tuple[int, int] = getattr(thing, "objgen", (0, 0))
    return number


def listed(document: Any) -> frozenset[int]:  # noqa: ANN401 - pikepdf.Pdf
    """Return the numbers of all objects."""
    return frozenset(_id(thing)[0] for thing in document.objects)


def _is_bookkeeping(thing: Any) -> bool:  # noqa: ANN401 - pikepdf.Object
    import pikepdf

    return isinstance(thing, pikepdf.Stream) and thing.get("/Type") in ("/ObjStm", "/XRef")


def _walk(steps: Iterable[_Step], seen: set[tuple[int, int]], found: Beside) -> None:
    import pikepdf

    waiting = deque(steps)
    while waiting:
        thing, key, place = waiting.popleft()
        if isinstance(thing, pikepdf.String):
            seen.add(_id(thing))
            _say(found, key, place, str(thing))
            continue
        if not isinstance(thing, (pikepdf.Dictionary, pikepdf.Array, pikepdf.Stream)):
            continue
        if (number := _id(thing)) != (0, 0):
            if number in seen:
                continue
            seen.add(number)
        if isinstance(thing, pikepdf.Array):
            if is_rounded(thing, components):
                waiting.append(_Step(thing[1], key, place))
                continue
            for part in thing:
                if isinstance(part, pikepdf.Name) and is_telling(str(part)):
                    _say(found, "", place, str(part))
                waiting.append(_Step(part, key, place))
            continue
        place = _place_of(thing, key, place)
        if place is _SIGNATURE:
            found.signed = True
        if key in _CARRIERS or place in (_ORPHAN, _SIGNATURE):
            found.removable.add(place[1])
        if isinstance(thing, pikepdf.Stream):
            _unpack(found, thing, key, place)
        for name, part in thing.items():
            if is_telling(name) or (isinstance(part, pikepdf.Name) and is_telling(str(part))):
                _say(found, "", place, f"{name} {part}" if isinstance(part, pikepdf.Name) else name)
            if not _leads_up(name, part):
                within = place if place[1] == "tags" else _BY_KEY.get(name, place)
                waiting.append(_Step(part, name, within))


def _leads_up(name: str, part: Any) -> bool:  # noqa: ANN401 - pikepdf.Object
    """Say whether a key names what holds the object; a letter, a font may be called /P too."""
    import pikepdf

    if name != "/P" or not isinstance(part, pikepdf.Dictionary):
        return name == "/Parent"
    return part.get("/Type") in _HOLDERS or "/K" in part


def _place_of(thing: Any, key: str, place: tuple[Kind, str]) -> tuple[Kind, str]:  # noqa: ANN401 - pikepdf.Object
    if thing.get("/Type") == "/Sig" or "/ByteRange" in thing:
        return _SIGNATURE
    if thing.get("/Subtype") == "/Widget" or "/FT" in thing:
        return _FORM
    if key == "/Annots" or (place[1] == "links" and "/Rect" in thing):
        return _BY_KEY["/Annots"]
    if thing.get("/Type") == "/Filespec":
        return _BY_KEY["/UF"]
    return place


def _say(found: Beside, key: str, place: tuple[Kind, str], text: str) -> None:
    if key in _STRUCTURAL or (place is _SIGNATURE and key in ("/Contents", "/ByteRange")):
        return
    if not any(character.isalnum() for character in text):
        return
    kind, removable = place
    found.removable.add(removable)
    text = _MARKUP.sub("", text) if key in ("/RC", "/RV") else text
    found.said.extend(
        Said(kind, removable, text[start : start + _LONGEST])
        for start in range(0, len(text), _LONGEST)
    )


def _unpack(found: Beside, stream: Any, key: str, place: tuple[Kind, str]) -> None:  # noqa: ANN401 - pikepdf.Stream
    if stream.get("/Type") == "/EmbeddedFile":
        data = _unpacked(stream)
        found.removable.add("attachments")
        name = f"attachment {len(found.embedded) + 1}"
        found.embedded.append(Embedded(name, Source(name=name, data=data or b"")))
    elif key in ("/JS", "/XFA", "/Metadata") or stream.get("/Type") == "/Metadata":
        text = decoded(_unpacked(stream) or b"")
        _say(found, "", place, " ".join(_MARKUP.sub(" ", text).split()))
    elif place is _ORPHAN and stream.get("/Subtype") != "/Image":
        _say(found, "", place, _readable(_unpacked(stream) or b""))


def _unpacked(stream: Any) -> bytes | None:  # noqa: ANN401 - pikepdf.Stream
    import pikepdf

    try:
        data = unpacked(stream)
    except (pikepdf.PdfError, RuntimeError):
        return None
    return data


def decoded(data: bytes) -> str:
    """Read bytes as the text they most likely are."""
    for mark, encoding in ((b"\xfe\xff", "utf-16"), (b"\xff\xfe", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _readable(data: bytes) -> str:
    """Return what a forgotten stream says: its text, or the strings it would draw."""
    if len(data) > _PACKED_TEXT:
        return ""
    drawn = " ".join(strings(data))
    if drawn:
        return drawn
    printable = sum(byte >= 0x20 or byte in b"\t\r\n" for byte in data)
    return decoded(data) if data and printable > _TEXT_ENOUGH * len(data) else ""


def strings(data: bytes) -> Iterator[str]:
    """Yield the strings that stand in the source of an object or a content stream."""
    for plain, hexed in _SHOWN.findall(data):
        if plain:
            yield decoded(re.sub(rb"\\(.)", rb"\1", plain, flags=re.DOTALL))
        else:
            digits = re.sub(rb"\s", b"", hexed)
            raw = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
            yield decoded(raw.replace(b"\0", b""))
