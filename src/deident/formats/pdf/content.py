"""A content stream walked operator by operator, and written again without what must go."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar

from deident.formats.pdf.fonts import Font, UnknownFontError, font
from deident.formats.pdf.geometry import UNIT, Box, Matrix, around, inverse, placed, times
from deident.formats.pdf.images import UnpaintableError, painted, painted_inline
from deident.formats.pdf.paths import CLIPPING, CONSTRUCTION, FILLING, PAINTING, Path
from deident.formats.pdf.resources import Resources
from deident.formats.pdf.show import Aim, CannotErase, Pen, TextState, without

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pikepdf

_DEEPEST = 20
# What an operator sets in the text state, and in which unit.
_PARAMETERS = {
    "Tc": ("character_space", 1.0),
    "Tw": ("word_space", 1.0),
    "Tz": ("scale", 0.01),
    "TL": ("leading", 1.0),
    "Ts": ("rise", 1.0),
}
Instructions = list[Any]


@dataclass(slots=True)
class Graphics:
    """What q saves and Q brings back."""

    ctm: Matrix = UNIT
    text: TextState = field(default_factory=TextState)
    pattern: pikepdf.Object | None = None

    def saved(self) -> Graphics:
        """Return a copy."""
        return Graphics(self.ctm, replace(self.text), self.pattern)


class Fonts:
    """The fonts of one document, read once."""

    def __init__(self) -> None:
        self._fonts: dict[tuple[int, int], Font] = {}

    def get(self, resource: pikepdf.Object) -> Font:
        """Read a font dictionary, or remember it."""
        key = resource.objgen
        if key == (0, 0):
            return font(resource)
        if key not in self._fonts:
            self._fonts[key] = font(resource)
        return self._fonts[key]


def parsed(stream: pikepdf.Object) -> Instructions:
    """Parse a content stream, a page's or a form's, to its last byte.

    Raises:
        CannotErase: it is broken, and every reader would see something else.
    """
    import pikepdf

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            instructions = list(pikepdf.parse_content_stream(stream))
        except (pikepdf.PdfError, UserWarning, TypeError, ValueError):
            raise CannotErase("STREAM") from None
    return instructions


class Content:
    """One content stream: a page's, a form's."""

    def __init__(
        self, pdf: pikepdf.Pdf, resources: Resources, aim: Aim, fonts: Fonts, depth: int = 0
    ) -> None:
        if depth > _DEEPEST:
            raise CannotErase("DEEP")
        self._pdf = pdf
        self._aim = aim
        self._fonts = fonts
        self._depth = depth
        self._stack: list[Graphics] = []
        self._now = Graphics()
        self._pen = Pen()
        self._path = Path()
        self._out: Instructions = []
        self.resources = resources
        self.changed = False

    def walk(self, instructions: Instructions, start: Graphics) -> Instructions:
        """Return the stream's instructions without what lies in a box, with q and Q in balance."""
        self._now = start
        for instruction in instructions:
            operator = str(instruction.operator)
            if operator in CONSTRUCTION or operator in CLIPPING:
                self._path.add(instruction)
            elif operator in PAINTING:
                self._paint(instruction, operator)
            else:
                self._flush()
                handler = self._HANDLERS.get(operator)
                written = handler(self, instruction) if handler else None
                self._out += [instruction] if written is None else written
        self._flush()
        self._out += [_op("Q") for _ in self._stack]
        return self._out

    def _flush(self) -> None:
        if self._path.instructions:
            self._out += self._path.instructions
            self._path = Path()

    def _paint(self, instruction: Any, operator: str) -> None:  # noqa: ANN401
        path, self._path = self._path, Path()
        kept = path.instructions
        if operator != "n" and kept:
            if operator in FILLING and self._now.pattern is not None:
                self._check_pattern(path)
            left = path.without(self._now.ctm, self._aim.boxes)
            if left is not None:
                self.changed = True
                kept = left
        self._out += [*kept, instruction] if kept or not path.instructions else []

    def _check_pattern(self, path: Path) -> None:
        """Refuse to guess which tile of a pattern that holds text or pictures lies in a box."""
        box = path.box(self._now.ctm)
        pattern = self._now.pattern
        if box is None or not any(one.meets(box) for one in self._aim.boxes):
            return
        if pattern is not None and int(pattern.get("/PatternType", 0)) == 1:
            operators = {str(one.operator) for one in parsed(pattern)}
            if operators & {"BT", "Do", "INLINE IMAGE", "c", "v", "y"}:
                raise CannotErase("PATTERN")

    def _save(self, _: Any) -> None:  # noqa: ANN401
        self._stack.append(self._now.saved())

    def _restore(self, _: Any) -> Instructions | None:  # noqa: ANN401
        # One Q too many changes nothing in a viewer, but would end our own q around the page.
        if not self._stack:
            self.changed = True
            return []
        self._now = self._stack.pop()
        return None

    def _concatenate(self, one: Any) -> None:  # noqa: ANN401
        self._now.ctm = times(_matrix(one.operands), self._now.ctm)

    def _state(self, one: Any) -> None:  # noqa: ANN401
        state = self.resources.get("/ExtGState", str(one.operands[0]))
        if state is not None and "/Font" in state:
            self._set_font(state.Font[0], float(state.Font[1]))

    def _begin_text(self, _: Any) -> None:  # noqa: ANN401
        self._pen = Pen()

    def _font(self, one: Any) -> None:  # noqa: ANN401
        resource = self.resources.get("/Font", str(one.operands[0]))
        self._set_font(resource, float(one.operands[1]))

    def _set_font(self, resource: pikepdf.Object | None, size: float) -> None:
        # A font nobody can read matters only once it shows something.
        self._now.text.size = size
        self._now.text.font = None
        if resource is None:
            return
        try:
            self._now.text.font = self._fonts.get(resource)
        except UnknownFontError:
            return

    def _parameter(self, one: Any) -> None:  # noqa: ANN401
        name, unit = _PARAMETERS[str(one.operator)]
        setattr(self._now.text, name, float(one.operands[0]) * unit)

    def _mode(self, one: Any) -> None:  # noqa: ANN401
        self._now.text.mode = int(one.operands[0])

    def _move(self, one: Any) -> None:  # noqa: ANN401
        self._pen.move(float(one.operands[0]), float(one.operands[1]))

    def _move_leading(self, one: Any) -> None:  # noqa: ANN401
        self._now.text.leading = -float(one.operands[1])
        self._move(one)

    def _put(self, one: Any) -> None:  # noqa: ANN401
        self._pen.put(_matrix(one.operands))

    def _next_line(self, _: Any) -> None:  # noqa: ANN401
        self._pen.move(0.0, -self._now.text.leading)

    def _show(self, one: Any) -> Instructions | None:  # noqa: ANN401
        return self._shown([bytes(one.operands[0])])

    def _show_array(self, one: Any) -> Instructions | None:  # noqa: ANN401
        import pikepdf

        return self._shown(
            [
                bytes(item) if isinstance(item, pikepdf.String) else float(item)
                for item in one.operands[0]
            ]
        )

    def _next_show(self, one: Any) -> Instructions | None:  # noqa: ANN401
        self._next_line(one)
        shown = self._shown([bytes(one.operands[-1])])
        return None if shown is None else [_op("T*"), *shown]

    def _spaced_show(self, one: Any) -> Instructions | None:  # noqa: ANN401
        word, character = one.operands[0], one.operands[1]
        self._now.text.word_space = float(word)
        self._now.text.character_space = float(character)
        shown = self._next_show(one)
        return None if shown is None else [_op("Tw", word), _op("Tc", character), *shown]

    def _shown(self, items: Sequence[bytes | float]) -> Instructions | None:
        import pikepdf

        try:
            left = without(items, self._now.text, self._pen, self._now.ctm, self._aim)
        except UnknownFontError:
            raise CannotErase("FONT") from None
        if left is None:
            return None
        self.changed = True
        array = [
            pikepdf.String(item) if isinstance(item, bytes) else _decimal(item) for item in left
        ]
        return [_op("TJ", pikepdf.Array(array))]

    def _fill_colour(self, one: Any) -> None:  # noqa: ANN401
        import pikepdf

        name = one.operands[-1] if len(one.operands) else None
        named = isinstance(name, pikepdf.Name)
        self._now.pattern = self.resources.get("/Pattern", str(name)) if named else None

    def _plain_colour(self, _: Any) -> None:  # noqa: ANN401
        self._now.pattern = None

    def _do(self, one: Any) -> Instructions | None:  # noqa: ANN401
        name = str(one.operands[0])
        thing = self.resources.get("/XObject", name)
        if thing is None:
            return None
        kind = str(thing.get("/Subtype"))
        if kind == "/Image":
            changed = self._image(thing)
        elif kind == "/Form":
            changed = self._form(thing)
        else:
            raise CannotErase("STREAM")
        if changed is None:
            self.resources.uses(name)
            return None
        self.changed = True
        return [_op("Do", self.resources.add(changed))]

    def _image(self, image: pikepdf.Object) -> pikepdf.Object | None:
        areas = self._areas()
        if not areas:
            return None
        try:
            return painted(self._pdf, image, areas)
        except UnpaintableError:
            raise CannotErase("IMAGE") from None

    def _inline(self, one: Any) -> Instructions | None:  # noqa: ANN401
        areas = self._areas()
        if not areas:
            return None
        try:
            image = painted_inline(self._pdf, one, self.resources, areas)
        except UnpaintableError:
            raise CannotErase("IMAGE") from None
        self.changed = True
        return [_op("Do", self.resources.add(image))]

    def _areas(self) -> list[list[tuple[float, float]]]:
        """Return the boxes that meet the unit square of a picture drawn now, in its coordinates."""
        ctm = self._now.ctm
        whole = around([placed(ctm, x, y) for x in (0, 1) for y in (0, 1)])
        met = [box for box in self._aim.boxes if box.meets(whole)]
        back = inverse(ctm)
        if met and back is None:
            return []
        areas = [[placed(back, *corner) for corner in box.corners] for box in met if back]
        return [area for area in areas if around(area).meets(Box(0, 0, 1, 1))]

    def _form(self, form: pikepdf.Object) -> pikepdf.Object | None:
        import pikepdf

        matrix = _matrix(form.Matrix) if "/Matrix" in form else UNIT
        own = form.get("/Resources")
        # A form without resources draws with its page's, and what is new is named there.
        resources = self.resources if own is None else Resources(own)
        inner = Content(self._pdf, resources, self._aim, self._fonts, self._depth + 1)
        start = self._now.saved()
        start.ctm = times(matrix, start.ctm)
        written = inner.walk(parsed(form), start)
        if not inner.changed:
            return None
        copy = self._pdf.make_stream(pikepdf.unparse_content_stream(written))
        for key in form.keys() - {"/Length", "/Filter", "/DecodeParms", "/Resources"}:
            copy[key] = form[key]
        if own is not None:
            copy.Resources = resources.written()
        return copy

    _HANDLERS: ClassVar[dict[str, Callable[[Content, Any], Instructions | None]]] = {
        "q": _save,
        "Q": _restore,
        "cm": _concatenate,
        "gs": _state,
        "BT": _begin_text,
        "Tf": _font,
        "Tr": _mode,
        **dict.fromkeys(_PARAMETERS, _parameter),
        "Td": _move,
        "TD": _move_leading,
        "Tm": _put,
        "T*": _next_line,
        "Tj": _show,
        "TJ": _show_array,
        "'": _next_show,
        '"': _spaced_show,
        "scn": _fill_colour,
        **dict.fromkeys(("cs", "sc", "g", "rg", "k"), _plain_colour),
        "Do": _do,
        "INLINE IMAGE": _inline,
    }


def _matrix(numbers: Any) -> Matrix:  # noqa: ANN401 - a PDF array or a list of operands
    a, b, c, d, e, f = (float(number) for number in numbers)
    return a, b, c, d, e, f


def _op(name: str, *operands: Any) -> Any:  # noqa: ANN401 - what pikepdf parses
    import pikepdf

    return pikepdf.ContentStreamInstruction(list(operands), pikepdf.Operator(name))


def _decimal(number: float) -> Any:  # noqa: ANN401 - a number without exponent
    from decimal import Decimal

    return int(number) if number == int(number) else Decimal(f"{number:.4f}")
