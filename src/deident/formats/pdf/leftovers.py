"""What a PDF holds besides its pages, so that the report can say what the fresh copy lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.formats.pdf.open import was_repaired

if TYPE_CHECKING:
    import mmap

    import pikepdf

_IN_CATALOGUE = {
    "/AcroForm": "form-fields",
    "/AA": "scripts",
    "/AF": "attachments",
    "/Collection": "attachments",
    "/DSS": "signatures",
    "/MarkInfo": "structure",
    "/Metadata": "metadata",
    "/Outlines": "outlines",
    "/PageLabels": "outlines",
    "/Perms": "signatures",
    "/PieceInfo": "metadata",
    "/StructTreeRoot": "structure",
}
_NAMES = {"/EmbeddedFiles": "attachments", "/JavaScript": "scripts", "/Dests": "outlines"}
_SIGNED = 1


def left_behind(pdf: pikepdf.Pdf, raw: bytes | mmap.mmap) -> tuple[set[str], set[str]]:
    """Return the kinds of thing a fresh copy leaves behind, and the notes for the report."""
    import pikepdf

    root = pdf.Root
    removed = {kind for key, kind in _IN_CATALOGUE.items() if key in root}
    removed |= {
        kind for key, kind in _NAMES.items() if key in root.get("/Names", pikepdf.Dictionary())
    }
    if "/Info" in pdf.trailer:
        removed.add("metadata")
    if _has_script(root.get("/OpenAction")):
        removed.add("scripts")
    if int(root.get("/AcroForm", pikepdf.Dictionary()).get("/SigFlags", 0)) & _SIGNED:
        removed.add("signatures")
    if "/OCProperties" in root:
        removed.add("layers")
    if _ends(raw) > 1:
        removed.add("old-revisions")
    if raw.find(b"%PDF-") > 0 or raw[raw.rfind(b"%%EOF") + 5 :].strip():
        removed.add("stray-bytes")
    return removed, _notes(pdf)


def _has_script(action: object) -> bool:
    import pikepdf

    return isinstance(action, pikepdf.Dictionary) and str(action.get("/S")) == "/JavaScript"


def _notes(pdf: pikepdf.Pdf) -> set[str]:
    notes = set()
    if pdf.is_encrypted:
        notes.add("ENCRYPTION")
    if was_repaired(pdf):
        notes.add("REPAIRED")
    if _claims_archive(pdf):
        notes.add("PDF_A")
    return notes


def _claims_archive(pdf: pikepdf.Pdf) -> bool:
    import pikepdf

    metadata = pdf.Root.get("/Metadata")
    if not isinstance(metadata, pikepdf.Stream):
        return False
    try:
        return b"pdfaid" in bytes(metadata.read_raw_bytes())[: 1 << 20]
    except pikepdf.PdfError:
        return False


def _ends(raw: bytes | mmap.mmap) -> int:
    """Count the file's ends; a linearised file has one more than it has revisions."""
    count = at = 0
    while (at := raw.find(b"%%EOF", at)) >= 0 and count < 3:
        count, at = count + 1, at + 5
    return count - (b"/Linearized" in raw[:2048])
