"""A PDF built afresh: pages, and what draws them, and nothing else.

Old revisions, metadata, attachments, scripts, fields, comments, structure, layers, previews and
objects nobody uses stay behind, because only whitelisted keys are followed from a page; form
fields and visible annotations become part of the page first, so that they are read like any text.
The same bytes give the same document.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from deident.errors import UnreadableError
from deident.formats.pdf.annotations import Annotations, Flattened
from deident.formats.pdf.geometry import Box, box_of
from deident.formats.pdf.layers import Layers
from deident.formats.pdf.leftovers import left_behind
from deident.formats.pdf.operators import balanced
from deident.formats.pdf.pdfium import opened
from deident.formats.pdf.probe import lying_fonts
from deident.formats.pdf.raster import rasterise, searchable
from deident.formats.pdf.streams import Budget
from deident.formats.pdf.unsaid import reaches
from deident.formats.pdf.whitelist import Whitelist

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pikepdf

    from deident.formats import Limits
    from deident.model import Source

MOST_PAGES = 10_000
_MOST_OBJECTS = 3_000_000
_LARGEST_SIDE = 60_000.0
_HEADER_WITHIN = 1024
_END_WITHIN = 4096
_LETTER = Box(0.0, 0.0, 612.0, 792.0)
_PAGE = frozenset({
    "/Type", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Parent",
    "/Group",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A fresh document, what was left behind, and what a reader of the report must know.

    `removed` names kinds: signatures, attachments, scripts, metadata … `notes` are REPAIRED (the
    file's index was rebuilt), DAMAGED_STREAM (a stream ended early), ENCRYPTION (an owner's
    restrictions were taken off) and PDF_A (the copy no longer claims to be PDF/A).

    Pages are numbered from 0: of the `changed` something that is drawn was taken out or added, the
    `pictured` show a text without saying it, so that they became pictures of themselves, and the
    `doubtful` use a font that draws other figures than it says.
    """

    data: bytes = field(repr=False)
    removed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    changed: tuple[int, ...] = ()
    pictured: tuple[int, ...] = ()
    doubtful: frozenset[int] = frozenset()


def prepare(source: Source, limits: Limits) -> Prepared:
    """Build the fresh document.

    Raises:
        UnreadableError: ENCRYPTED, TRUNCATED, MALFORMED, TOO_LARGE or BOMB.
    """
    import pikepdf

    pdf = _opened(source, limits)
    try:
        with pdf:
            return _prepared(pdf, source, limits)
    # Broken objects come out of pikepdf as nearly anything, and all of it means one thing.
    except (
        pikepdf.PdfError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError,
        RecursionError,
    ):  # fmt: skip
        raise _malformed() from None


def _malformed() -> UnreadableError:
    return UnreadableError("the file", "MALFORMED", "its inner structure is broken")


def _opened(source: Source, limits: Limits) -> pikepdf.Pdf:
    import pikepdf

    raw = source.data
    if len(raw) > limits.file_bytes:
        raise UnreadableError("the file", "TOO_LARGE", "larger than is allowed")
    if b"%PDF-" not in raw[: _HEADER_WITHIN + 5]:
        raise UnreadableError("the file", "MALFORMED", "it does not begin like a PDF")
    # What follows an end is dropped; a file with no end at all was cut off.
    if raw.rfind(b"startxref") < 0:
        raise UnreadableError("the file", "TRUNCATED", "its end is missing")
    try:
        return pikepdf.open(io.BytesIO(raw))
    except pikepdf.PasswordError:
        raise UnreadableError("the file", "ENCRYPTED", "it is protected by a password") from None
    except (pikepdf.PdfError, ValueError, RecursionError):
        raise _malformed() from None


def _prepared(pdf: pikepdf.Pdf, source: Source, limits: Limits) -> Prepared:
    if len(pdf.objects) > _MOST_OBJECTS:
        raise UnreadableError("the file", "TOO_LARGE", "more objects than are allowed")
    pages = list(pdf.pages)
    if not pages:
        raise UnreadableError("the file", "EMPTY", "it has no pages")
    if len(pages) > MOST_PAGES:
        raise UnreadableError(
            "the file", "TOO_LARGE", "more pages than are allowed", limit=MOST_PAGES
        )
    removed, notes = left_behind(pdf, source.data)
    if "REPAIRED" in notes and source.data.rfind(b"%%EOF") < len(source.data) - _END_WITHIN:
        raise UnreadableError("the file", "TRUNCATED", "its last revision is cut off")
    builder = _Builder(pdf, limits)
    changed = [number for number, page in enumerate(pages) if builder.build(page.obj)]
    removed |= builder.dropped
    if builder.budget.damaged:
        notes.add("DAMAGED_STREAM")
    if builder.budget.damaged or builder.changed_within:
        changed = list(range(len(pages)))
    _rooted(pdf, [page.obj for page in pages])
    data = _saved(pdf)
    doubtful = builder.doubtful([page.obj for page in pages])
    pictured = [at for at, page in enumerate(pages) if builder.shows_unsaid(page.obj)]
    if pictured:
        with opened(data) as drawn:
            for at in pictured:
                kept = searchable(drawn, at, doubtful=at in doubtful)
                rasterise(pdf, at, data, (), keep_text=kept)
        data = _saved(pdf)
    return Prepared(
        data=data,
        removed=tuple(sorted(removed)),
        notes=tuple(sorted(notes)),
        changed=tuple(sorted({*changed, *pictured})),
        pictured=tuple(pictured),
        doubtful=doubtful - set(pictured),
    )


def _saved(pdf: pikepdf.Pdf) -> bytes:
    import pikepdf

    saved = io.BytesIO()
    pdf.save(
        saved,
        encryption=False,
        compress_streams=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
        preserve_pdfa=False,
        fix_metadata_version=False,
    )
    return saved.getvalue()


class _Builder:
    """Rebuilds the pages of one document in place."""

    def __init__(self, pdf: pikepdf.Pdf, limits: Limits) -> None:
        self._pdf = pdf
        layers = Layers(pdf)
        self.budget = Budget(limits)
        self._whitelist = Whitelist(pdf, layers, self.budget, limits)
        self._annotations = Annotations(pdf, layers)
        self._dropped: set[str] = set()

    @property
    def dropped(self) -> set[str]:
        """Return the kinds that were left behind on the pages."""
        return self._dropped | ({"layers"} if self._whitelist.hid_layers else set())

    @property
    def changed_within(self) -> bool:
        """Say whether something that several pages may draw is no longer what it was."""
        return self._whitelist.changed_within

    def shows_unsaid(self, page: pikepdf.Object) -> bool:
        """Say whether a built page shows a text that nobody who reads it is told."""
        return self._whitelist.unsaid.shown_by(page.Resources)

    def doubtful(self, pages: Sequence[pikepdf.Object]) -> frozenset[int]:
        """Return the pages, from 0, that use a font which draws other figures than it says."""
        lying = lying_fonts(self._whitelist.fonts)
        return frozenset(at for at, page in enumerate(pages) if reaches(page.Resources, lying))

    def build(self, page: pikepdf.Object) -> bool:
        """Leave a page with what draws it; say whether its own operators are others now."""
        import pikepdf

        flat = self._annotations.flattened(page)
        self._dropped |= flat.dropped
        self._dropped |= {kind for key, kind in _ON_PAGES.items() if key in page}
        resources = page.get("/Resources")
        resources = resources if isinstance(resources, pikepdf.Dictionary) else pikepdf.Dictionary()
        before = self._content(page)
        content = self._whitelist.content(before, resources)
        changed = bool(flat.drawn) or content != before
        if flat.drawn:
            content, resources = _with(flat, content, resources, self._pdf)
        page.Resources = self._whitelist.resources(resources, content)
        page.Contents = self._pdf.make_stream(content)
        _sized(page)
        for key in page.keys() - _PAGE:
            del page[key]
        return changed

    def _content(self, page: pikepdf.Object) -> bytes:
        import pikepdf

        contents = page.get("/Contents")
        if isinstance(contents, pikepdf.Stream):
            return self.budget.decoded(contents)
        if not isinstance(contents, pikepdf.Array):
            return b""
        parts = (self.budget.decoded(one) for one in contents if isinstance(one, pikepdf.Stream))
        return b"\n".join(parts)


_ON_PAGES = {
    "/AA": "scripts", "/Metadata": "metadata", "/PieceInfo": "metadata", "/Thumb": "thumbnails",
}  # fmt: skip


def _with(
    flat: Flattened, content: bytes, resources: pikepdf.Object, pdf: pikepdf.Pdf
) -> tuple[bytes, pikepdf.Dictionary]:
    """Append what annotations draw; the page's own operators are fenced in."""
    import pikepdf

    copy = pikepdf.Dictionary(dict(resources.items()))
    drawn = dict(copy.get("/XObject", pikepdf.Dictionary()).items())
    copy.XObject = pikepdf.Dictionary(drawn | flat.drawn)
    return b"q\n" + balanced(content, pdf) + b"\nQ\n" + flat.content, copy


def _sized(page: pikepdf.Object) -> None:
    """Write out the boxes a viewer would use, within what paper can be."""
    import pikepdf

    media = _box(page.get("/MediaBox")) or _LETTER
    crop = _box(page.get("/CropBox")) or media
    crop = Box(
        max(media.x0, crop.x0),
        max(media.y0, crop.y0),
        min(media.x1, crop.x1),
        min(media.y1, crop.y1),
    )
    crop = crop if crop.width > 0 and crop.height > 0 else media
    unit = float(page.get("/UserUnit", 1))
    if max(media.width, media.height) * max(unit, 1.0) > _LARGEST_SIDE:
        raise UnreadableError("a page", "TOO_LARGE", "a page is larger than any paper")
    page.MediaBox = pikepdf.Array([_decimal(number) for number in media])
    page.CropBox = pikepdf.Array([_decimal(number) for number in crop])
    turned = page.get("/Rotate", 0)
    page.Rotate = int(turned) // 90 * 90 % 360 if isinstance(turned, int) else 0
    group = page.get("/Group")
    if isinstance(group, pikepdf.Dictionary):
        keys = ("/Type", "/S", "/CS", "/I", "/K")
        page.Group = pikepdf.Dictionary({key: group[key] for key in keys if key in group})


def _box(array: Any) -> Box | None:  # noqa: ANN401 - a PDF object
    import pikepdf

    if not isinstance(array, pikepdf.Array) or len(array) != 4:
        return None
    try:
        box = box_of(*(float(number) for number in array))
    except (TypeError, ValueError):
        return None
    return box if box.width > 0 and box.height > 0 and all(map(math.isfinite, box)) else None


def _decimal(number: float) -> Any:  # noqa: ANN401 - a Decimal, which PDF writes without exponent
    from decimal import Decimal

    return Decimal(f"{number:.4f}").normalize() + 0


def _rooted(pdf: pikepdf.Pdf, pages: list[pikepdf.Object]) -> None:
    """Give the document a catalogue of nothing but these pages."""
    import pikepdf

    tree = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Pages, Count=len(pages), Kids=pikepdf.Array(pages))
    )
    for page in pages:
        page.Parent = tree
        page.Type = pikepdf.Name.Page
    root = pikepdf.Dictionary(Type=pikepdf.Name.Catalog, Pages=tree)
    for key in pdf.trailer.keys() - {"/Root", "/Size", "/Encrypt"}:
        del pdf.trailer[key]
    pdf.trailer.Root = pdf.make_indirect(root)
    # qpdf counts the objects when it writes, but only where a number stood.
    pdf.trailer.Size = len(pdf.objects) + 1
