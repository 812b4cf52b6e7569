"""One message, read once in full: its segments, what it carries, what nobody could read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from deident.errors import UnreadableError
from deident.formats.mail.body import Text, stretches, text_of, unpacked
from deident.formats.mail.flowed import Break, joined, unfolded
from deident.formats.mail.parts import Field, Parser, Part
from deident.formats.mail.words import Unit, units_of
from deident.formats.mail.words import text_of as words_of
from deident.model import Embedded, Kind, Locator, Removable, Segment, Source, Unread

if TYPE_CHECKING:
    from deident.formats import Limits
    from deident.formats.mail.params import Param

PROPERTIES, SIGNATURES = "document-properties", "signatures"
_READERS_SEE = frozenset({"from", "to", "cc", "bcc", "sender", "reply-to", "subject", "date"})
_PARAMETERS = frozenset({"content-type", "content-disposition"})
_TEXTS = frozenset(
    {"text/plain", "text/calendar", "text/markdown", "text/rfc822-headers"}
    | {"message/delivery-status", "message/disposition-notification"}
)
_MESSAGES = frozenset({"message/rfc822", "message/global"})
_PIECES = frozenset({"message/partial", "message/external-body"})
_SIGNATURES = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
)
_SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_PACKED_TEXT = re.compile(r"^begin [0-7]{3,4} \S|^=ybegin ", re.MULTILINE)
_UNDECODED = re.compile(r"=\?[^?]{0,80}\?[BbQq]\?")
_LOCKED_TEXT = "-----BEGIN PGP MESSAGE-----"
BOM = b"\xef\xbb\xbf"
_MAIL, _HTML = "message/rfc822", "text/html"


@dataclass(slots=True, kw_only=True)
class Words:
    """A segment of a header or between parts, and the bytes it stands in."""

    segment: Segment
    units: list[Unit] = field(repr=False)
    part: Part
    param: str = ""


@dataclass(slots=True, kw_only=True)
class Prose:
    """The text of a part, and where its segments stand in it."""

    part: Part
    text: Text
    places: dict[str, tuple[int, int]]
    breaks: tuple[Break, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What goes through the line by itself; `text` where its charset was taken off."""

    part: Part
    source: Source
    text: Text | None = None


class Letter:
    """A message that has been read once in full; `mail_copy` writes it again from what is here."""

    def __init__(self, raw: bytes, limits: Limits) -> None:
        self.raw = raw
        self._size = limits.window_characters
        self.words: dict[str, Words] = {}
        self.prose: dict[int, Prose] = {}
        self.carried: dict[str, Carried] = {}
        self.routing: list[Field] = []
        self.signed: list[tuple[Part, Part, int]] = []
        self.sealed: list[Part] = []
        self._unread: list[Unread] = []
        self._segments: list[Segment] = []
        self.root = Parser(raw, limits).message()
        self._part(self.root)

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Every text that is read here, in the order of the message."""
        return tuple(self._segments)

    @property
    def embedded(self) -> tuple[Embedded, ...]:
        """Pages, attachments, forwarded messages."""
        return tuple(Embedded(name, one.source) for name, one in self.carried.items())

    @property
    def removables(self) -> tuple[Removable, ...]:
        """Properties that no reader sees; signatures, which no change survives."""
        kinds = []
        if self.routing or any(part.marks for part in self.root.walk()):
            kinds.append(PROPERTIES)
        if self.signed:
            kinds.append(SIGNATURES)
        return tuple(Removable(kind, kind, Locator(part=kind.replace("-", " "))) for kind in kinds)

    @property
    def unread(self) -> tuple[Unread, ...]:
        """What could not be read."""
        return tuple(dict.fromkeys(self._unread))

    @property
    def signatures_left(self) -> tuple[Unread, ...]:
        """The signatures that are there."""
        return tuple(
            Unread(code="UNKNOWN_PART", where=f"part {one.number}") for _, one, _ in self.signed
        )

    @property
    def emptied(self) -> int:
        """How many parts that are no text, or have a name, hold nothing."""
        return sum(
            part.body_start == part.body_end
            and not part.kind.startswith("multipart/")
            and (not part.kind.startswith("text/") or bool(_file_name(part)))
            for part in self.root.walk()
        )

    def _part(self, part: Part) -> None:
        if part.is_odd:
            self._unread.append(Unread(code="MALFORMED", where=f"part {part.number}"))
        for at, one in enumerate(part.fields, start=1):
            self._field(part, at, one)
        if part.kind == "multipart/encrypted":
            self._unread.append(Unread(code="ENCRYPTED", where=f"part {part.number}"))
        elif part.kind.startswith("multipart/"):
            self._around(part, 0)
            for at, child in enumerate(part.children):
                if child.kind in _SIGNATURES:
                    self.signed.append((part, child, at))
                    self._headers_of_signature(child)
                else:
                    self._part(child)
            self._around(part, 1)
        else:
            self._leaf(part)

    def _headers_of_signature(self, part: Part) -> None:
        for at, one in enumerate(part.fields, start=1):
            self._field(part, at, one)
        prefix = f"p{part.number}."
        for name, words in self.words.items():
            if name.startswith(prefix):
                words.segment = replace(words.segment, removable=SIGNATURES)
        self._segments = [
            self.words[one.id].segment if one.id.startswith(prefix) else one
            for one in self._segments
        ]

    def _around(self, part: Part, at: int) -> None:
        """Read what stands before the first part or behind the last."""
        if at < len(part.between):
            start, end = part.between[at]
            units = units_of(self.raw, start, end, lines=True)
            self._add(f"p{part.number}.around{at + 1}", units, part, Kind.HIDDEN)

    def _field(self, part: Part, at: int, one: Field) -> None:
        name = f"p{part.number}.h{at}"
        if one.name in _PARAMETERS:
            start = one.value_start
            params = [p for p in part.params if p.units and start <= p.units[0].start < one.end]
            for number, param in enumerate(params, start=1):
                self._param(f"{name}.{number}", part, param)
        elif one.name in _READERS_SEE:
            units = units_of(self.raw, one.value_start, one.value_end)
            self._add(name, units, part, Kind.BODY)
        elif one.name == "mime-version" or one.name.startswith("content-"):
            units = units_of(self.raw, one.value_start, one.value_end)
            self._add(name, units, part, Kind.METADATA)
        else:
            self.routing.append(one)
            units = units_of(self.raw, one.start, one.value_end)
            self._add(name, units, part, Kind.METADATA, removable=PROPERTIES)

    def _param(self, name: str, part: Part, param: Param) -> None:
        if not param.says_nothing:
            kind = Kind.FILE_NAME if param.name in ("name", "filename") else Kind.METADATA
            removable = PROPERTIES if param.name == "boundary" and part.marks else ""
            self._add(name, param.units, part, kind, removable=removable, param=param.name)

    def _add(
        self, name: str, units: list[Unit], part: Part, kind: Kind, *, removable: str = "",
        param: str = "",
    ) -> None:  # fmt: skip
        if not (text := words_of(units)).strip():
            return
        segment = Segment(
            id=name,
            text=text,
            locator=Locator(part=f"part {part.number}"),
            kind=kind,
            removable=removable,
        )
        if kind is not Kind.HIDDEN and _UNDECODED.search(text):
            # Another program may make more of it.
            self._unread.append(Unread(code="MALFORMED", where=f"part {part.number}"))
        self.words[name] = Words(segment=segment, units=units, part=part, param=param)
        self._segments.append(segment)

    def _leaf(self, part: Part) -> None:
        where = f"part {part.number}"
        file_name = _file_name(part)
        if part.kind in _SEALED and part.value("smime-type") != "signed-data":
            self._unread.append(Unread(code="ENCRYPTED", where=where))
        elif part.kind in _TNEF or file_name.lower() == "winmail.dat":
            if part.body_start < part.body_end:
                self._unread.append(Unread(code="TNEF", where=where))
                self.sealed.append(part)
        elif part.kind in _PIECES | _SEALED | _SIGNATURES:
            self._unread.append(Unread(code="UNKNOWN_PART", where=where))
        elif part.body_start < part.body_end:
            try:
                self._content(part, file_name)
            except UnreadableError as refusal:
                params = tuple(refusal.params.values())
                self._unread.append(Unread(code=refusal.reason, where=where, params=params))

    def _content(self, part: Part, file_name: str) -> None:
        content = unpacked(self.raw, part)
        if not content:
            return
        is_attached = bool(file_name) or part.disposition == "attachment"
        if part.kind in _TEXTS and not is_attached:
            self._read_text(part, text_of(content, part.value("charset")))
        elif part.kind == _HTML and not is_attached:
            text = text_of(content, part.value("charset"))
            page = Source(name="", data=BOM + text.text.encode(), media_type=_HTML)
            self._carry(Carried(part=part, source=page, text=text))
        else:
            kind = _MAIL if part.kind in _MESSAGES else ""
            # Scripts are told by their names alone.
            name = file_name or ("script.js" if part.kind.endswith("javascript") else "")
            source = Source(name=name, data=content, media_type=kind)
            self._carry(Carried(part=part, source=source))

    def _carry(self, carried: Carried) -> None:
        self.carried[f"part {carried.part.number}"] = carried

    def _read_text(self, part: Part, text: Text) -> None:
        where = f"part {part.number}"
        if _LOCKED_TEXT in text.text:
            self._unread.append(Unread(code="ENCRYPTED", where=where))
        if _PACKED_TEXT.search(text.text):
            self._unread.append(Unread(code="UNKNOWN_PART", where=where))
        shown, breaks = _shown(part, text.text)
        text = replace(text, text=shown)
        found = tuple(stretches(text.text, part.number, self._size))
        self.prose[part.number] = Prose(
            part=part,
            text=text,
            places={one.segment.id: (one.start, one.end) for one in found},
            breaks=breaks,
        )
        self._segments += [one.segment for one in found if one.segment.text]


def _shown(part: Part, text: str) -> tuple[str, tuple[Break, ...]]:
    """Return a text as a reader's program shows it, and what it takes out."""
    if part.kind == "text/calendar":
        return unfolded(text)
    if part.kind == "text/plain" and part.value("format").lower() == "flowed":
        return joined(text, without_blank=part.value("delsp").lower() == "yes")
    return text, ()


def _file_name(part: Part) -> str:
    return part.value("filename") or part.value("name")
