"""What the bytes of a PDF hold beside its last version: older versions, and bytes around them.

A PDF can be saved by appending; what was deleted is then still there, before an earlier end mark.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from deident.errors import UnreadableError
from deident.formats.pdf.hidden import Said, beside, decoded, strings
from deident.formats.pdf.pdfium import opened, opened_page, page_count, plain_text
from deident.model import Kind, Unread

if TYPE_CHECKING:
    from collections.abc import Iterator

_END = re.compile(rb"%%EOF[ \t]*\r?\n?")
_OBJECT = re.compile(rb"(?<![0-9])([0-9]{1,9}) [0-9]{1,5} obj(?![a-z])")
_LONGEST_OBJECT = 1 << 20
_HEAD = 1024
_MOST_REVISIONS = 30
_PIECE = 50_000
_BLANK = re.compile(r"\s+")
OLD_REVISION = "PDF_OLD_REVISION"


class Around(NamedTuple):
    """Texts of older versions and of bytes that belong to no version, and what was not read."""

    said: tuple[Said, ...]
    unread: tuple[Unread, ...]


def around(data: bytes, listed: frozenset[int]) -> Around:
    """Read everything in the file that its last version does not use.

    `listed` are the numbers of the objects that it has.
    """
    said = [*_outside(data), *_unlisted(data, listed)]
    unread: list[Unread] = []
    ends = [match.end() for match in _END.finditer(data)]
    older = [end for end in ends[:-1] if not _first_of_linearized(data, end)]
    if older:
        known = "".join(_page_texts(data))
        for number, end in enumerate(older, start=1):
            if number > _MOST_REVISIONS:
                unread.append(Unread(code=OLD_REVISION, where=f"revision {number}"))
                break
            try:
                said += _only_in(data[:end], known)
            except UnreadableError:
                unread.append(Unread(code=OLD_REVISION, where=f"revision {number}"))
    return Around(tuple(dict.fromkeys(said)), tuple(unread))


def _first_of_linearized(data: bytes, end: int) -> bool:
    """A file made for the web has two end marks and one version."""
    return b"/Linearized" in data[:_HEAD] and end == next(_END.finditer(data)).end()


def _outside(data: bytes) -> Iterator[Said]:
    start = max(0, data.find(b"%PDF-", 0, _HEAD))
    last = data.rfind(b"%%EOF")
    tail = data[last + 5 :] if last >= 0 else b""
    for part in (data[:start], tail):
        yield from _in_pieces("stray-bytes", decoded(part))


def _in_pieces(removable: str, text: str) -> Iterator[Said]:
    if any(character.isalnum() for character in text):
        for at in range(0, len(text), _PIECE):
            yield Said(Kind.HIDDEN, removable, text[at : at + _PIECE])


def _unlisted(data: bytes, listed: frozenset[int]) -> Iterator[Said]:
    """Read objects that stand in the file and in no list of its objects."""
    for match in _OBJECT.finditer(data):
        if int(match[1]) in listed:
            continue
        end = data.find(b"endobj", match.end(), match.end() + _LONGEST_OBJECT)
        if end < 0:
            # Cut off, or so long that it is a stream: what stands before its bytes is read.
            end = data.find(b"stream", match.end(), match.end() + _LONGEST_OBJECT)
        stop = end if end > 0 else match.end() + _LONGEST_OBJECT
        yield from _in_pieces("orphans", " ".join(strings(data[match.end() : stop])))


def _page_texts(data: bytes) -> Iterator[str]:
    with opened(data) as document:
        for index in range(page_count(document)):
            with opened_page(document, index) as page:
                text = plain_text(page)
            yield text


def _only_in(older: bytes, known: str) -> Iterator[Said]:
    """Yield the lines of an older version that the last one does not show, and what lay beside."""
    import pikepdf

    for text in _page_texts(older):
        for line in missing_lines(text, known):
            yield Said(Kind.HIDDEN, "old-revisions", line)
    try:
        with pikepdf.open(BytesIO(older), suppress_warnings=True) as document:
            for one in beside(document).said:
                yield Said(one.kind, "old-revisions", one.text)
    except (pikepdf.PdfError, ValueError, RuntimeError):
        raise UnreadableError("revision", "MALFORMED", "it cannot be opened") from None


def missing_lines(text: str, known: str) -> list[str]:
    """Return the lines of a text that another text does not hold, whatever blanks part them."""
    there = _BLANK.sub("", known)
    if _BLANK.sub("", text) == there:
        return []
    lines = [line.strip() for line in text.splitlines()]
    return [line for line in lines if line and _BLANK.sub("", line) not in there]
