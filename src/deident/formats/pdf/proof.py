"""What reading a masked PDF again would not show, and every byte a value could still stand in."""

from __future__ import annotations

import re
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from deident.errors import UnreadableError
from deident.formats.pdf.hidden import beside
from deident.formats.pdf.second import second_reading
from deident.formats.pdf.streams import unpacked
from deident.model import Unread

if TYPE_CHECKING:
    from collections.abc import Iterator

LEFT = "PDF_LEFT"
_END = re.compile(rb"%%EOF")
# What a fresh document says about itself.
_OWN = frozenset({"document-properties"})


def unseen(data: bytes) -> tuple[Unread, ...]:
    """Name what is in a PDF besides its pages: older versions, attachments, scripts, comments …."""
    kinds = []
    if len(_END.findall(data)) > 1:
        kinds.append("old-revisions")
    if data[data.rfind(b"%%EOF") + 5 :].strip() or data.find(b"%PDF-") > 0:
        kinds.append("stray-bytes")
    with _copy(data) as document:
        kinds += sorted(beside(document).removable - _OWN)
        if "/Info" in document.trailer and len(document.trailer["/Info"].keys()) > 0:
            kinds.append("document-properties")
    return tuple(Unread(code=LEFT, where=kind) for kind in dict.fromkeys(kinds))


def decoded(data: bytes) -> Iterator[bytes]:
    """Yield every decoded stream and every string of a PDF, and what a second reader reads.

    Strings and texts are yielded as UTF-8.
    """
    import pikepdf

    with _copy(data) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Stream):
                yield _unpacked(thing)
            said = "\n".join(_strings(thing, 0))
            if said:
                yield said.encode("utf-8", "replace")
        said = "\n".join(_strings(document.trailer, 0))
        yield said.encode("utf-8", "replace")
        for text in second_reading(document, data):
            yield text.encode("utf-8", "replace")


@contextmanager
def _copy(data: bytes) -> Iterator[Any]:
    """Open a masked copy; one that cannot be opened is refused as any broken file is."""
    import pikepdf

    try:
        document = pikepdf.open(BytesIO(data), suppress_warnings=True)
    except (pikepdf.PdfError, ValueError, RuntimeError):
        raise UnreadableError("the copy", "MALFORMED", "its structure is broken") from None
    with document:
        yield document


def _unpacked(stream: Any) -> bytes:  # noqa: ANN401 - pikepdf.Stream
    import pikepdf

    try:
        data = unpacked(stream)
    except (pikepdf.PdfError, RuntimeError):
        data = stream.read_raw_bytes()
    return data


def _strings(thing: Any, depth: int) -> Iterator[str]:  # noqa: ANN401 - pikepdf.Object
    """Yield the strings and names of one object; what it refers to is met on its own."""
    import pikepdf

    if isinstance(thing, (pikepdf.String, pikepdf.Name)):
        yield str(thing)
    elif isinstance(thing, pikepdf.Array):
        for part in thing:
            yield from _inner(part, depth)
    elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        for name, part in thing.items():
            yield name
            yield from _inner(part, depth)


def _inner(part: Any, depth: int) -> Iterator[str]:  # noqa: ANN401 - pikepdf.Object
    if depth < 100 and getattr(part, "objgen", (0, 0)) == (0, 0):
        yield from _strings(part, depth + 1)
