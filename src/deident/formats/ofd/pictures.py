"""What an OFD embeds that is read by other handlers: pictures and attachments."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from deident.errors import UnreadableError
from deident.formats.ofd.book import ATTACHMENTS, is_markup
from deident.formats.ofd.jbig2 import UndecodableError, is_jbig2, to_png
from deident.model import Embedded, Source, Unread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.formats import Limits
    from deident.formats.ofd.book import Book, Part

_ENDINGS = (
    (b"\x89PNG\r\n\x1a\n", "png", "PNG"),
    (b"\xff\xd8\xff", "jpg", "JPEG"),
    (b"II*\0", "tif", "TIFF"),
    (b"MM\0*", "tif", "TIFF"),
    (b"GIF8", "gif", "GIF"),
    (b"BM", "bmp", "BMP"),
    (b"RIFF", "webp", "WEBP"),
)
_FONTS = (b"OTTO", b"\0\1\0\0", b"true", b"ttcf", b"\1\0\4", b"%!PS", b"%!Fo", b"\x80\x01", b"wOFF")
_PROFILE = b"acsp"


class Picture(NamedTuple):
    """A part that another handler reads, and whether it must be turned into PNG first."""

    part: Part
    jbig2: bool = False

    @property
    def id(self) -> str:
        """Its id among what the document embeds."""
        return f"p{self.part.number}"


def format_of(head: bytes) -> tuple[str, str]:
    """Return the file ending and the `Format` of a picture; "" where it is none that is read."""
    for magic, ending, name in _ENDINGS:
        if head.startswith(magic) and (magic != b"RIFF" or head[8:12] == b"WEBP"):
            return ending, name
    return "", ""


def is_quiet_binary(part: Part, head: bytes) -> bool:
    """Say whether a part is a font or a colour profile: neither says anything."""
    if part.role == "font":
        return head.startswith(_FONTS)
    return head[36:40] == _PROFILE


def pictures(book: Book) -> list[Picture]:
    """Return the pictures and attachments, in order."""
    found = []
    for part in book.parts:
        head = book.head(part)
        if format_of(head)[0]:
            found.append(Picture(part))
        elif is_jbig2(head):
            found.append(Picture(part, jbig2=True))
        elif ATTACHMENTS in part.kinds and not (
            is_markup(head) and book.loose_tree(part) is not None
        ):
            found.append(Picture(part))
    return found


def undecodable(book: Book, limits: Limits) -> Iterator[Unread]:
    """Name the JBIG2 pictures that cannot be turned into PNG."""
    for picture in pictures(book):
        if picture.jbig2:
            try:
                to_png(book.package.read(picture.part.name), limits.embedded_pixels)
            except UndecodableError:
                yield Unread(code="JBIG2", where=picture.id)


class Pictures:
    """What a document embeds, made each time it is asked for."""

    def __init__(self, book: Book, limits: Limits) -> None:
        self._book = book
        self._limits = limits

    def __iter__(self) -> Iterator[Embedded]:
        for picture in pictures(self._book):
            try:
                yield Embedded(picture.id, content(self._book, picture, self._limits))
            except (UndecodableError, UnreadableError):
                if not picture.jbig2:
                    raise
                # It is among the unread already.


def content(book: Book, picture: Picture, limits: Limits) -> Source:
    """Return what another handler reads; JBIG2 as PNG, or `UndecodableError`."""
    name = picture.part.name.rpartition("/")[2]
    data = book.package.read(picture.part.name)
    if not picture.jbig2:
        return Source(name=name, data=data)
    return Source(name=name.rpartition(".")[0] + ".png", data=to_png(data, limits.embedded_pixels))
