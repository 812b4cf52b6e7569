"""Stars where a value stood, in the text but not to be seen: the page says that something is gone.

Copied or read aloud, the masked line reads 电话：138****0000 and not 电话：138. The eye sees the
opaque box that lies there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deident.formats.pdf.masks import Stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from deident.formats.pdf.pdfium import View

_FONT = "/DeidentStar"
# Advance widths of Helvetica in thousandths of its size.
_WIDTHS = {"*": 389, "-": 333, ".": 278, "@": 1015}
_DIGIT = 556
_BASE = 0.22
_SIZE = 0.8
# In widths of a character: what may differ between neighbours.
_EVEN = 0.1


def stamp(pdf: Any, index: int, view: View, stamps: Iterable[Stamp]) -> None:  # noqa: ANN401 - pikepdf.Pdf
    """Write unseen characters into a page, each as wide as the box it stands in."""
    import pikepdf

    page = pdf.pages[index]
    written = [_operators(one, view) for one in _together(stamps)]
    if not written:
        return
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )
    if "/Resources" not in page.obj:
        page.obj.Resources = pikepdf.Dictionary()
    resources = pikepdf.Dictionary(page.obj.Resources)
    fonts = pikepdf.Dictionary()
    for name, known in resources.get("/Font", fonts).items():
        fonts[name] = known
    fonts[_FONT] = pdf.make_indirect(font)
    resources.Font = fonts
    page.obj.Resources = resources
    body = "q BT 3 Tr\n" + "\n".join(written) + "\nET Q\n"
    page.contents_add(pdf.make_stream(b"q\n"), prepend=True)
    page.contents_add(pdf.make_stream(b"\nQ\n" + body.encode()), prepend=False)


def _together(stamps: Iterable[Stamp]) -> Iterator[Stamp]:
    """Join the stars that stand side by side: they are written at once."""
    run: Stamp | None = None
    for one in stamps:
        if run and one.text == run.text[-1] and _follows(run, one, len(run.text)):
            around = (run.box[0], run.box[1], one.box[2], run.box[3])
            run = Stamp(run.text + one.text, around)
            continue
        if run:
            yield run
        run = one
    if run:
        yield run


def _follows(run: Stamp, one: Stamp, count: int) -> bool:
    """Say whether a box goes on where a level run ends, as wide as its characters are."""
    wide = (run.box[2] - run.box[0]) / count
    level = abs(run.box[1] - one.box[1]) + abs(run.box[3] - one.box[3]) < _EVEN * wide
    next_to = abs(run.box[2] - one.box[0]) < _EVEN * wide
    return level and next_to and abs(one.box[2] - one.box[0] - wide) < _EVEN * wide


def _operators(one: Stamp, view: View) -> str:
    left, bottom, right, top = view.user_rect(one.box)
    turned = view.quarters % 2 == 1
    wide, high = (top - bottom, right - left) if turned else (right - left, top - bottom)
    size = max(0.1, _SIZE * high)
    scale = (
        100_000
        * max(wide, 0.01)
        / (size * sum(_WIDTHS.get(character, _DIGIT) for character in one.text))
    )
    base = _BASE * high
    cos, sin = ((1, 0), (0, 1), (-1, 0), (0, -1))[view.quarters]
    x, y = {
        0: (left, bottom + base),
        1: (right - base, bottom),
        2: (right, top - base),
        3: (left + base, top),
    }[view.quarters]
    code = one.text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return (
        f"{_FONT} {size:.3f} Tf {scale:.2f} Tz "
        f"{cos} {sin} {-sin} {cos} {x:.3f} {y:.3f} Tm ({code}) Tj"
    )
