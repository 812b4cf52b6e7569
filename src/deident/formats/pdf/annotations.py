"""Form fields and visible annotations made part of the page, and everything else of them dropped.

What a reader sees on paper stays: filled-in fields, stamps, seals, typed text, ink, highlights.
What is talk about the page goes: comments, links, attachments, hidden fields.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from deident.formats.pdf.fields import field_words, inherited, note_words, set_words
from deident.formats.pdf.geometry import Box, around, box_of, placed
from deident.making import unprinted

if TYPE_CHECKING:
    import pikepdf

    from deident.formats.pdf.layers import Layers

_HIDDEN, _NO_VIEW = 2, 32
_TALK = frozenset({"/Text", "/Popup", "/Link", "/FileAttachment", "/Sound", "/Movie", "/Screen"})
_MARKUP = frozenset({"/Highlight", "/Underline", "/StrikeOut", "/Squiggly"})


@dataclass(slots=True)
class Flattened:
    """What to draw over a page, and which kinds of thing were dropped."""

    content: bytes = b""
    drawn: dict[str, pikepdf.Object] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)

    def __repr__(self) -> str:
        return unprinted(self)


class Annotations:
    """Flattens the annotations of one document's pages."""

    def __init__(self, pdf: pikepdf.Pdf, layers: Layers) -> None:
        import pikepdf

        self._pdf = pdf
        self._layers = layers
        form = pdf.Root.get("/AcroForm")
        self._form = form if isinstance(form, pikepdf.Dictionary) else pikepdf.Dictionary()
        self._stale = bool(self._form.get("/NeedAppearances", False))

    def flattened(self, page: pikepdf.Object) -> Flattened:
        """Return what a page's annotations draw."""
        import pikepdf

        out = Flattened()
        annotations = page.get("/Annots")
        if not isinstance(annotations, pikepdf.Array):
            return out
        for number, one in enumerate(annotations):
            if isinstance(one, pikepdf.Dictionary):
                self._flatten(one, f"/Flat{number}", out)
        return out

    def _flatten(self, one: pikepdf.Object, name: str, out: Flattened) -> None:
        kind = str(one.get("/Subtype"))
        out.dropped.add(_called(one, kind))
        unseen = int(one.get("/F", 0)) & (_HIDDEN | _NO_VIEW) or self._layers.hides(one.get("/OC"))
        if kind in _TALK or unseen or "/Rect" not in one:
            return
        rect = box_of(*(float(number) for number in one.Rect))
        if rect.width <= 0 or rect.height <= 0:
            return
        form = self._appearance(one, kind, rect)
        if form is None:
            return
        out.drawn[name] = form
        out.content += _invocation(form, rect, name)

    def _appearance(self, one: pikepdf.Object, kind: str, rect: Box) -> pikepdf.Object | None:
        import pikepdf

        normal = _normal(one)
        size = (rect.width, rect.height)
        is_words = str(inherited(one, "/FT")) in {"/Tx", "/Ch"}
        if kind == "/Widget" and is_words and (normal is None or self._stale):
            return set_words(self._pdf, field_words(one, self._form, size), _background(one, rect))
        if normal is not None:
            if "/Resources" not in normal and "/DR" in self._form:
                normal.Resources = self._form.DR
            normal.Type, normal.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
            return normal
        if kind == "/FreeText":
            return set_words(self._pdf, note_words(one, size))
        drawing = _drawing(one, kind, rect)
        return None if drawing is None else _form_of(self._pdf, drawing, rect, kind)


def _called(one: pikepdf.Object, kind: str) -> str:
    if kind == "/Widget":
        return "signatures" if str(inherited(one, "/FT")) == "/Sig" else "form-fields"
    return {"/FileAttachment": "attachments", "/Link": "links"}.get(kind, "annotations")


def _normal(one: pikepdf.Object) -> pikepdf.Object | None:
    """Return the appearance stream that is shown now."""
    import pikepdf

    appearances = one.get("/AP")
    normal = appearances.get("/N") if isinstance(appearances, pikepdf.Dictionary) else None
    if isinstance(normal, pikepdf.Dictionary) and not isinstance(normal, pikepdf.Stream):
        state = one.get("/AS", inherited(one, "/V"))
        normal = normal.get(str(state)) if isinstance(state, pikepdf.Name) else None
    return normal if isinstance(normal, pikepdf.Stream) else None


def _invocation(form: pikepdf.Object, rect: Box, name: str) -> bytes:
    """Return the operators that put an appearance into its rectangle, as the standard says."""
    box = [float(number) for number in form.get("/BBox", (0, 0, rect.width, rect.height))]
    matrix = tuple(float(number) for number in form.get("/Matrix", (1, 0, 0, 1, 0, 0)))
    corners = box_of(*box).corners
    shown = around([placed(matrix, *corner) for corner in corners])  # type: ignore[arg-type]
    if shown.width <= 0 or shown.height <= 0:
        return b""
    across, up = rect.width / shown.width, rect.height / shown.height
    x, y = rect.x0 - shown.x0 * across, rect.y0 - shown.y0 * up
    return f"q {across:.6f} 0 0 {up:.6f} {x:.4f} {y:.4f} cm {name} Do Q\n".encode()


def _colour(numbers: Any, *, stroke: bool) -> str:  # noqa: ANN401 - a PDF array or None
    values = [float(number) for number in numbers] if numbers is not None else []
    operator = {1: "g", 3: "rg", 4: "k"}.get(len(values))
    if operator is None:
        return ""
    spelled = " ".join(f"{value:g}" for value in values)
    return f"{spelled} {operator.upper() if stroke else operator}\n"


def _background(widget: pikepdf.Object, rect: Box) -> bytes:
    import pikepdf

    look = widget.get("/MK", pikepdf.Dictionary())
    ground = _colour(look.get("/BG"), stroke=False)
    border = _colour(look.get("/BC"), stroke=True)
    whole = f"0 0 {rect.width:.3f} {rect.height:.3f} re"
    inner = f"0.5 0.5 {rect.width - 1:.3f} {rect.height - 1:.3f} re"
    drawn = f"{ground}{whole} f\n" if ground else ""
    drawn += f"{border}1 w {inner} S\n" if border else ""
    return f"q\n{drawn}Q\n".encode() if drawn else b""


def _form_of(pdf: pikepdf.Pdf, drawing: str, rect: Box, kind: str) -> pikepdf.Object:
    """Return a form in page coordinates, multiplied with the page where it is a highlighter."""
    import pikepdf

    stream = pdf.make_stream(b"/G gs\n" + drawing.encode())
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    stream.BBox = pikepdf.Array([round(number, 3) for number in rect])
    mode = pikepdf.Name.Multiply if kind == "/Highlight" else pikepdf.Name.Normal
    state = pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, BM=mode)
    stream.Resources = pikepdf.Dictionary(ExtGState=pikepdf.Dictionary(G=state))
    return stream


def _drawing(one: pikepdf.Object, kind: str, rect: Box) -> str | None:
    """Draw the simple shapes whose program left them to the viewer; None for any other."""
    stroke = _colour(one.get("/C"), stroke=True) or "0 G\n"
    ground = _colour(one.get("/IC"), stroke=False)
    style = one.get("/BS")
    width = 1.0 if style is None else float(style.get("/W", 1))
    pen = f"{stroke}{width:g} w\n"
    if kind in _MARKUP:
        return _marked(one, kind, pen)
    if kind == "/Square":
        half = width / 2
        inner = f"{rect.x0 + half:.3f} {rect.y0 + half:.3f}"
        size = f"{rect.width - width:.3f} {rect.height - width:.3f}"
        return f"{pen}{ground}{inner} {size} re {'B' if ground else 'S'}\n"
    if kind == "/Line" and "/L" in one:
        return pen + _polyline(one.L) + "S\n"
    if kind in {"/PolyLine", "/Polygon"} and "/Vertices" in one:
        return pen + _polyline(one.Vertices) + ("s\n" if kind == "/Polygon" else "S\n")
    if kind == "/Ink":
        return pen + "".join(_polyline(stroke) + "S\n" for stroke in one.get("/InkList", ()))
    return None


def _polyline(numbers: Any) -> str:  # noqa: ANN401 - a PDF array
    values = [f"{float(number):.3f}" for number in numbers]
    points = list(zip(values[::2], values[1::2], strict=False))
    return "".join(f"{x} {y} {'l' if at else 'm'}\n" for at, (x, y) in enumerate(points))


def _marked(one: pikepdf.Object, kind: str, pen: str) -> str:
    numbers = [float(number) for number in one.get("/QuadPoints", ())]
    drawn = _colour(one.get("/C"), stroke=False) if kind == "/Highlight" else pen
    for at in range(0, len(numbers) - 7, 8):
        box = around(list(zip(numbers[at : at + 8 : 2], numbers[at + 1 : at + 8 : 2], strict=True)))
        if kind == "/Highlight":
            drawn += f"{box.x0:.3f} {box.y0:.3f} {box.width:.3f} {box.height:.3f} re f\n"
        else:
            y = box.y0 + box.height * (0.5 if kind == "/StrikeOut" else 0.08)
            drawn += f"{box.x0:.3f} {y:.3f} m {box.x1:.3f} {y:.3f} l S\n"
    return drawn
