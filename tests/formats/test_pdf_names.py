"""Names that programs give to pictures and letters: numbers in them, and the odd /P."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest
from fixtures.pdfs_by_hand import WORD, Sheet
from pikepdf import Array, Dictionary, Name, String
from tests.formats.pdf_words import in_streams

from deident.formats import Limits
from deident.formats.pdf.hidden import beside
from deident.formats.pdf.prepare import prepare
from deident.formats.pdf.proof import unseen
from deident.formats.pdf.verify import Comparison
from deident.model import Source

DIGEST = "62719ff149999190001019999"
SAID = f"BT /F 12 Tf 50 350 Td (Office {WORD}) Tj ET"


def copied(data: bytes) -> bytes:
    """Prepare bytes."""
    return prepare(Source(name="a.pdf", data=data), Limits()).data


def black(made: Sheet) -> Any:  # noqa: ANN401 - pikepdf.Stream
    """Return a small black picture."""
    image = made.pdf.make_stream(bytes(64))
    image.Type, image.Subtype, image.Width, image.Height = Name.XObject, Name.Image, 8, 8
    image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
    return image


def on_the_page() -> bytes:
    """Draw a picture whose name is a digest, twice, beside a text that only looks like its name."""
    made = Sheet()
    draw = f"q 40 0 0 40 {{}} 9 cm /{DIGEST} Do Q "
    made.page(
        (draw.format(9) + draw.format(90) + SAID.replace("Office", f"/{DIGEST[:4]}")).encode(),
        {"F": made.helvetica()},
    )
    made.pdf.pages[0].obj.Resources.XObject = Dictionary({f"/{DIGEST}": black(made)})
    return made.written()


def in_a_form_of_the_page() -> bytes:
    """Draw it in a form that has no resources of its own."""
    made = Sheet()
    made.page(f"/Fm Do {SAID}".encode(), {"F": made.helvetica()})
    form = made.pdf.make_stream(f"q 40 0 0 40 9 9 cm /{DIGEST} Do Q".encode())
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 99, 99])
    drawn = Dictionary({"/Fm": form, f"/{DIGEST}": black(made)})
    made.pdf.pages[0].obj.Resources.XObject = drawn
    return made.written()


def in_a_letter() -> bytes:
    """Draw it as a letter of a font that is made of drawings."""
    made = Sheet()
    glyph = made.pdf.make_stream(f"600 0 0 0 600 600 d1 /{DIGEST} gs 0 0 500 500 re f".encode())
    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 600, 600]), FirstChar=80,
        FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), LastChar=80, Widths=Array([600]),
        CharProcs=Dictionary(P=glyph), Encoding=Dictionary(Differences=Array([80, Name.P])),
        Resources=Dictionary(ExtGState=Dictionary({f"/{DIGEST}": Dictionary(ca=0.5)})),
    )  # fmt: skip
    made.page(
        f"{SAID} BT /T 40 Tf 50 100 Td (P) Tj ET".encode(),
        {"F": made.helvetica(), "T": made.pdf.make_indirect(font)},
    )
    return made.written()


@pytest.mark.parametrize("make", [on_the_page, in_a_form_of_the_page, in_a_letter])
def test_what_is_named_by_a_number_is_called_otherwise_and_looks_the_same(make: Any) -> None:  # noqa: ANN401
    """Nothing holds the gate shut, nothing is lost."""
    data = make()
    fresh = copied(data)
    assert unseen(fresh) == ()
    assert not in_streams(fresh, DIGEST)
    assert DIGEST not in fresh.decode("latin-1")
    assert copied(fresh) == fresh
    with Comparison(data, fresh) as comparison:
        assert comparison.page(0, []) == ()


def test_a_font_called_p_is_no_orphan() -> None:
    """/P names a parent only where it leads to one."""
    made = Sheet()
    font = made.pdf.make_indirect(made.helvetica())
    made.page(SAID.replace("/F ", "/P ").encode(), {"P": font})
    font.Note = String("149999190001019999")
    with pikepdf.open(io.BytesIO(made.written())) as pdf:
        found = beside(pdf)
    assert [one.text for one in found.said] == ["149999190001019999"]
    assert "orphans" not in found.removable


def test_a_string_that_is_an_object_is_no_orphan() -> None:
    """The names of a character collection may stand apart."""
    made = Sheet()
    made.page(SAID.encode(), {"F": made.helvetica()})
    system = Dictionary(
        Registry=made.pdf.make_indirect(String("Adobe")),
        Ordering=made.pdf.make_indirect(String("Identity")),
        Supplement=0,
    )
    made.pdf.pages[0].obj.Resources.Font.F.CIDSystemInfo = system
    assert unseen(copied(made.written())) == ()
