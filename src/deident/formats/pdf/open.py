"""Whether a PDF can be opened and read in full, before anything of it is believed."""

from __future__ import annotations

from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any

from deident.errors import UnreadableError
from deident.formats.pdf.pdfium import opened, page_count
from deident.formats.pdf.streams import count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.formats import Limits
    from deident.model import Source

_HEAD = 1024
_MOST_PAGES = 10_000
_MOST_OBJECTS = 2_000_000


def bytes_of(source: Source, limits: Limits) -> bytes:
    """Return the bytes of a PDF of an allowed size."""
    if not len(source.data):
        raise UnreadableError("the file", "EMPTY", "the file is empty")
    if len(source.data) > limits.file_bytes:
        raise UnreadableError(
            "the file", "TOO_LARGE", "more bytes than are allowed", limit=limits.file_bytes
        )
    return bytes(source.data)


@contextmanager
def original(data: bytes, limits: Limits) -> Iterator[Any]:
    """Open with pikepdf what pdfium opens too; where they disagree, nobody is believed.

    Raises:
        UnreadableError: encrypted, damaged, cut off, too large, or read differently by the two.
    """
    import pikepdf

    if b"%PDF-" not in data[:_HEAD]:
        raise UnreadableError("the file", "MALFORMED", "it is not a PDF")
    try:
        document = pikepdf.open(BytesIO(data), suppress_warnings=True)
    except pikepdf.PasswordError:
        raise UnreadableError("the file", "ENCRYPTED", "it is protected by a password") from None
    # qpdf raises more than PdfError on broken files, and all of it means one thing.
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError, MemoryError):
        reason = "MALFORMED" if b"%%EOF" in data[-2048:] else "TRUNCATED"
        raise UnreadableError("the file", reason, "its structure is broken") from None
    with document:
        try:
            _check(document, data, limits)
        except (pikepdf.PdfError, TypeError, AttributeError, RecursionError, RuntimeError):
            raise UnreadableError("the file", "MALFORMED", "its structure is broken") from None
        yield document


def _check(document: Any, data: bytes, limits: Limits) -> None:  # noqa: ANN401 - pikepdf.Pdf
    pages = len(document.pages)
    with opened(data) as other:
        if page_count(other) != pages:
            raise UnreadableError("the file", "MALFORMED", "two readers count its pages apart")
    if pages > _MOST_PAGES:
        raise UnreadableError("the file", "TOO_LARGE", "too many pages", limit=_MOST_PAGES)
    if not pages:
        raise UnreadableError("the file", "EMPTY", "it has no pages")
    if b"%%EOF" not in data[-_HEAD * 4 :] and was_repaired(document):
        raise UnreadableError("the file", "TRUNCATED", "its end is missing")
    if len(document.objects) > _MOST_OBJECTS:
        raise UnreadableError("the file", "TOO_LARGE", "too many objects", limit=_MOST_OBJECTS)
    count(document, limits)


def was_repaired(document: Any) -> bool:  # noqa: ANN401 - pikepdf.Pdf
    """Say whether the list of its objects was broken, so that what was found may not be all."""
    return any("reconstruct" in str(warning) for warning in document.get_warnings())
