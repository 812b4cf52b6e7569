"""A second reading of a PDF's text, in stream order, in which pdfium and `content` have no part.

qpdf cuts the content streams up and pdfminer says which characters a font's codes are. Where
either of them is at a loss the page is read by pypdf too, which is slow and knows other odd fonts.
"""

from __future__ import annotations

import logging
import warnings
from io import BytesIO
from typing import TYPE_CHECKING, Any

from deident.formats.pdf.geometry import UNIT, Matrix, Point, placed, times
from deident.formats.pdf.radicals import RADICALS
from deident.formats.pdf.streams import unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pikepdf
    from pdfminer.pdffont import PDFFont

_OPERATORS = "q Q cm BT Tf Tm Td TD T* TL Tc Tz Tj TJ ' \" Do"
_DEEPEST = 20
# In sizes of the font: what is nearer goes on, what is further away is another line or cell.
_GOES_ON, _NEAR = 0.3, 3.0
_NOBODY_KNOWS = "\ufffd"


def second_reading(document: pikepdf.Pdf, data: bytes) -> Iterator[str]:
    """Yield the text of every page and of every form or pattern that no page draws."""
    faces = _Faces()
    drawn: set[tuple[int, int]] = set()
    for number, page in enumerate(document.pages):
        reading = _Reading(faces, drawn)
        reading.read(page.obj, page.obj.get("/Resources"), UNIT, 0)
        yield reading.text()
        if reading.at_a_loss:
            yield _by_pypdf(data, number)
    for thing in document.objects:
        if _draws(thing) and thing.objgen not in drawn:
            reading = _Reading(faces, drawn)
            reading.read(thing, thing.get("/Resources"), UNIT, 0)
            yield reading.text()


def _draws(thing: Any) -> bool:  # noqa: ANN401 - pikepdf.Object
    import pikepdf

    return isinstance(thing, pikepdf.Stream) and (
        thing.get("/Subtype") == "/Form" or "/PaintType" in thing
    )


def _by_pypdf(data: bytes, number: int) -> str:
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    text: str = pypdf.PdfReader(BytesIO(data)).pages[number].extract_text()
    return text.translate(RADICALS)


class _Face:
    """What a font's codes say, and how far each moves the pen."""

    def __init__(self, font: PDFFont) -> None:
        self._font = font
        self._characters: dict[int, str] = {}
        self._advances: dict[int, float] = {}
        self.upright = font.is_vertical()

    def read(self, raw: bytes) -> tuple[str, float]:
        """Return the characters of a string, and how far they move the pen."""
        codes = list(self._font.decode(raw))
        for code in set(codes) - self._characters.keys():
            self._meet(code)
        if raw and not codes:
            return _NOBODY_KNOWS, 0.0
        text = "".join(map(self._characters.__getitem__, codes))
        return text, sum(map(self._advances.__getitem__, codes))

    def _meet(self, code: int) -> None:
        from pdfminer.pdffont import PDFUnicodeNotDefined

        try:
            character = self._font.to_unichr(code).translate(RADICALS)
        except PDFUnicodeNotDefined:
            character = _NOBODY_KNOWS
        self._characters[code] = character
        self._advances[code] = float(self._font.char_width(code))


class _Faces:
    """The fonts of a document, each read once."""

    def __init__(self) -> None:
        from pdfminer.pdfinterp import PDFResourceManager

        self._made = PDFResourceManager(caching=False)
        self._known: dict[tuple[int, int], _Face | None] = {}

    def get(self, font: pikepdf.Object | None) -> _Face | None:
        """Read a font; None where pdfminer cannot."""
        if font is None:
            return None
        key = font.objgen
        if key == (0, 0):
            return self._read(font)
        if key not in self._known:
            self._known[key] = self._read(font)
        return self._known[key]

    def _read(self, font: pikepdf.Object) -> _Face | None:
        try:
            return _Face(self._made.get_font(None, _plain(font, 0)))
        # pdfminer raises nearly anything on an odd font, and all of it means one thing.
        except Exception:  # noqa: BLE001
            return None


class _Reading:
    """The text of one page, with the forms it draws."""

    def __init__(self, faces: _Faces, drawn: set[tuple[int, int]]) -> None:
        self._faces = faces
        self._drawn = drawn
        self._pieces: list[str] = []
        self._end: Point | None = None
        self.at_a_loss = False

    def text(self) -> str:
        """Return what was read."""
        return "".join(self._pieces)

    def read(
        self, content: pikepdf.Object, resources: pikepdf.Object | None, ctm: Matrix, depth: int
    ) -> None:
        """Read a content stream, drawn through a matrix."""
        import pikepdf

        pen = _Pen(ctm)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                for one in pikepdf.parse_content_stream(content, _OPERATORS):
                    self._follow(str(one.operator), one.operands, pen, resources, depth)
        except (pikepdf.PdfError, ArithmeticError, LookupError, TypeError, ValueError):
            self.at_a_loss = True

    def _follow(
        self,
        operator: str,
        operands: Any,  # noqa: ANN401 - a list of operands
        pen: _Pen,
        resources: Any,  # noqa: ANN401 - pikepdf.Dictionary
        depth: int,
    ) -> None:
        if operator in ("Tj", "'", '"'):
            if operator != "Tj":
                pen.next_line()
            self._show([operands[-1]], pen)
        elif operator == "TJ":
            self._show(operands[0], pen)
        elif operator == "Tf":
            pen.size = float(operands[1])
            pen.face = self._faces.get(_named(resources, "/Font", operands[0]))
        elif operator == "Do":
            self._form(_named(resources, "/XObject", operands[0]), resources, pen, depth)
        else:
            pen.move(operator, operands)

    def _form(self, form: Any, resources: Any, pen: _Pen, depth: int) -> None:  # noqa: ANN401
        if form is None or form.get("/Subtype") != "/Form" or depth > _DEEPEST:
            return
        self._drawn.add(form.objgen)
        matrix = tuple(float(number) for number in form.get("/Matrix", UNIT))
        inner = times(matrix, pen.ctm)  # type: ignore[arg-type]
        self.read(form, form.get("/Resources", resources), inner, depth + 1)

    def _show(self, items: Any, pen: _Pen) -> None:  # noqa: ANN401 - a PDF array
        import pikepdf

        for item in items:
            if not isinstance(item, pikepdf.String):
                pen.advance(-float(item) / 1000)
                continue
            if pen.face is None:
                self.at_a_loss = True
                continue
            self._write(pen, *pen.face.read(bytes(item)))

    def _write(self, pen: _Pen, text: str, advance: float) -> None:
        self.at_a_loss |= _NOBODY_KNOWS in text
        if self._end is not None:
            self._pieces.append(pen.gap(self._end))
        self._pieces.append(text)
        pen.advance(advance, len(text))
        self._end = pen.at()


class _Pen:
    """Where the next glyph goes; what is not about places between glyphs is left out."""

    def __init__(self, ctm: Matrix) -> None:
        self.ctm = ctm
        self.face: _Face | None = None
        self.size = 1.0
        self._saved: list[tuple[Matrix, _Face | None, float]] = []
        self._line = self._matrix = UNIT
        self._leading = self._spacing = self._along = 0.0
        self._scale = 1.0

    def at(self) -> Point:
        """Return the place in the space of the page."""
        along = self._along
        upright = self.face is not None and self.face.upright
        x, y = (0.0, along) if upright else (along, 0.0)
        return placed(times(self._matrix, self.ctm), x, y)

    def advance(self, widths: float, count: int = 0) -> None:
        """Go along the line, in sizes of the font, past so many characters."""
        self._along += (widths * self.size + self._spacing * count) * self._scale

    def gap(self, end: Point) -> str:
        """Return what stands between a glyph that ended there and the next: nothing, a blank …."""
        x, y = self.at()
        a, b, c, d, _, _ = times(self._matrix, self.ctm)
        em = abs(self.size) * max(abs(a), abs(b), abs(c), abs(d))
        across, down = abs(x - end[0]), abs(y - end[1])
        if max(across, down) < _GOES_ON * em:
            return ""
        on_line = min(across, down) < _GOES_ON * em and max(across, down) < _NEAR * em
        return " " if on_line else "\n"

    def next_line(self) -> None:
        """Begin the line below."""
        self._begin(times((1, 0, 0, 1, 0, -self._leading), self._line))

    def move(self, operator: str, operands: Any) -> None:  # noqa: ANN401 - a list of operands
        """Follow an operator that only moves."""
        if operator == "q":
            self._saved.append((self.ctm, self.face, self.size))
        elif operator == "Q":
            if self._saved:
                self.ctm, self.face, self.size = self._saved.pop()
        elif operator == "T*":
            self.next_line()
        elif operator == "BT":
            self._begin(UNIT)
        else:
            self._shift(operator, [float(number) for number in operands])

    def _shift(self, operator: str, numbers: list[float]) -> None:
        if operator == "cm":
            a, b, c, d, e, f = numbers
            self.ctm = times((a, b, c, d, e, f), self.ctm)
        elif operator == "Tm":
            a, b, c, d, e, f = numbers
            self._begin((a, b, c, d, e, f))
        elif operator == "TL":
            self._leading = numbers[0]
        elif operator == "Tc":
            self._spacing = numbers[0]
        elif operator == "Tz":
            self._scale = numbers[0] / 100
        else:
            x, y = numbers
            self._leading = -y if operator == "TD" else self._leading
            self._begin(times((1, 0, 0, 1, x, y), self._line))

    def _begin(self, matrix: Matrix) -> None:
        self._line = self._matrix = matrix
        self._along = 0.0


def _named(resources: Any, category: str, name: Any) -> Any:  # noqa: ANN401 - PDF objects
    known = None if resources is None else resources.get(category)
    return None if known is None else known.get(str(name))


def _plain(thing: Any, depth: int) -> Any:  # noqa: ANN401 - any PDF object, as pdfminer has it
    """Hand an object of pikepdf to pdfminer, with everything in it."""
    import pikepdf
    from pdfminer.pdftypes import PDFStream
    from pdfminer.psparser import LIT

    if depth > _DEEPEST:
        raise ValueError("objects are nested too deeply")
    if isinstance(thing, pikepdf.Name):
        return LIT(str(thing)[1:])
    if isinstance(thing, pikepdf.String):
        return bytes(thing)
    if isinstance(thing, pikepdf.Array):
        return [_plain(item, depth + 1) for item in thing]
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return thing if isinstance(thing, (bool, int, type(None))) else float(thing)
    names = thing.keys() - {"/Filter", "/DecodeParms", "/Length", "/CharProcs", "/Resources"}
    known = {name[1:]: _plain(thing[name], depth + 1) for name in names}
    return PDFStream(known, unpacked(thing)) if isinstance(thing, pikepdf.Stream) else known
