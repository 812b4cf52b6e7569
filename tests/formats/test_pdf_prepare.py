"""The fresh document holds what a reader sees, and nothing a file can hide beside it."""

from __future__ import annotations

import io
import re
import zlib
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from fixtures import pdf_traps
from fixtures.pdfs_by_hand import WORD, Sheet, by_hand
from pikepdf import Array, Dictionary, Name, String
from tests.formats.pdf_words import in_streams

from deident.api import review
from deident.errors import UnreadableError
from deident.formats import Limits
from deident.formats.pdf.prepare import Prepared, prepare
from deident.formats.pdf.proof import decoded, unseen
from deident.formats.pdf.seen import seen_on
from deident.formats.pdf.verify import Comparison
from deident.model import Source, Status

if TYPE_CHECKING:
    from collections.abc import Callable

SHOWN = f"BT /F 12 Tf 50 350 Td (Office {WORD}) Tj ET"
VALUE = "149999190001019999"
BY_HAND = dict(by_hand())
CATALOGUE = {"/Type", "/Pages"}


def prepared(data: bytes, limits: Limits | None = None) -> Prepared:
    """Prepare bytes."""
    return prepare(Source(name="a.pdf", data=data), limits or Limits())


def sheet(content: str = SHOWN, **keys: Any) -> Sheet:  # noqa: ANN401
    """Make a document of one page."""
    made = Sheet()
    made.page(content.encode(), {"F": made.helvetica()}, **keys)
    return made


def text(data: bytes) -> str:
    """Return what pdfium reads on the first page."""
    return seen_on(data, 0).text()


@pytest.mark.parametrize("name", pdf_traps.BESIDE)
def test_what_stands_beside_the_pages_is_left_behind(name: str) -> None:
    """Metadata, comments, scripts, old revisions, orphans: nothing of them is in the copy."""
    data = pdf_traps.BESIDE[name](VALUE)
    fresh = prepared(data).data
    assert not in_streams(fresh, VALUE) or VALUE in text(fresh)
    with pikepdf.open(io.BytesIO(fresh)) as pdf:
        assert set(pdf.Root.keys()) == CATALOGUE
        assert "/Info" not in pdf.trailer


# Before, pdfium returns the ActualText instead of what is drawn.
@pytest.mark.parametrize("name", sorted(BY_HAND.keys() - {"actual-text"}))
def test_a_prepared_page_looks_as_it_did(name: str) -> None:
    """Not a character and not a pixel differs."""
    data = BY_HAND[name]
    with Comparison(data, prepared(data).data) as comparison:
        assert comparison.page(0, []) == ()


def test_the_same_bytes_give_the_same_document() -> None:
    """Nothing random, no date, no identifier of the source."""
    data = sheet().written()
    assert prepared(data).data == prepared(data).data


def test_filled_in_fields_become_text_of_the_page() -> None:
    """A field whose program left the drawing to the viewer is drawn, in Chinese too, and read."""
    made = sheet()
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="phone", F=4,
        V=String("电话13900000123"), DA="/F 11 Tf 0 g", Rect=Array([50, 200, 250, 220]),
    )  # fmt: skip
    comb = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="id", F=4, Ff=1 << 24, MaxLen=11,
        V=String("13900000456"), DA="/F 0 Tf 0 g", Rect=Array([50, 150, 350, 170]),
    )  # fmt: skip
    hidden = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="x", F=2, V=String("13900000789"),
        DA="/F 11 Tf", Rect=Array([50, 100, 250, 120]),
    )  # fmt: skip
    fields = [made.pdf.make_indirect(one) for one in (field, comb, hidden)]
    made.pdf.pages[0].obj.Annots = Array(fields)
    made.pdf.Root.AcroForm = Dictionary(Fields=Array(fields), NeedAppearances=True)
    out = prepared(made.written())
    assert "电话13900000123" in text(out.data)
    assert "13900000456" in text(out.data)
    assert "13900000789" not in text(out.data)
    assert "form-fields" in out.removed
    origins = seen_on(out.data, 0).origins
    steps = origins[-10:, 0] - origins[-11:-1, 0]
    assert steps.max() - steps.min() < 1


@pytest.mark.parametrize("turned", [0, 90])
def test_an_appearance_is_drawn_into_its_rectangle(turned: int) -> None:
    """BBox and Matrix are honoured as viewers do, whatever the page's own matrix was."""
    made = sheet("q 2 0 0 2 0 0 cm " + SHOWN, Rotate=turned)
    stamp = made.pdf.make_stream(b"1 0 0 rg 0 0 10 10 re f")
    stamp.BBox, stamp.Matrix = Array([0, 0, 10, 10]), Array([0, 1, -1, 0, 0, 0])
    note = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Stamp,
        F=4,
        AP=Dictionary(N=stamp),
        Rect=Array([20, 30, 90, 70]),
    )
    made.pdf.pages[0].obj.Annots = Array([made.pdf.make_indirect(note)])
    data = made.written()
    with Comparison(data, prepared(data).data) as comparison:
        # pdfium draws annotations only when asked, so the stamp is the one difference.
        assert comparison.page(0, [(20, 30, 90, 70)]) == ()
        assert comparison.page(0, [(20, 30, 60, 70)]) == ("PAGE_CHANGED",)


def test_what_a_hidden_layer_shows_is_deleted_and_what_a_visible_one_shows_stays() -> None:
    """No switch is kept that could show it again."""
    content = "/OC /Off BDC (no) Tj BT /F 12 Tf 50 50 Td (13900000123) Tj ET 0 0 9 9 re f EMC "
    content += "/OC /On BDC BT /F 12 Tf 50 80 Td (visible) Tj ET EMC " + SHOWN
    made = sheet(content)
    off, on = (made.pdf.make_indirect(Dictionary(Type=Name.OCG, Name=n)) for n in ("a", "b"))
    made.pdf.pages[0].obj.Resources.Properties = Dictionary(Off=off, On=on)
    made.pdf.Root.OCProperties = Dictionary(
        OCGs=Array([off, on]), D=Dictionary(OFF=Array([off]), ON=Array([on]))
    )
    out = prepared(made.written())
    assert not in_streams(out.data, "13900000123")
    assert "visible" in text(out.data)
    assert "layers" in out.removed


@pytest.mark.parametrize(
    "mark",
    [
        f"/Span <</ActualText ({VALUE})>> BDC",
        f"/Span <</ActualText <{VALUE.encode('utf-16-be').hex()}> /Lang (zh)>> BDC",
        f"/P <</Deep <</E ({VALUE})>> /MCID 1>> BDC",
        f"/Span /Named BDC % {VALUE}\n",
        f"/Tag <</Alt ({VALUE})>> DP /Span BMC",
    ],
)
def test_marks_say_nothing_of_their_own(mark: str) -> None:
    """Replacement texts, alternate texts, expansions and comments go; the page stays."""
    made = sheet(f"{mark} {SHOWN} EMC")
    made.pdf.pages[0].obj.Resources.Properties = Dictionary(Named=Dictionary(ActualText=VALUE))
    fresh = prepared(made.written()).data
    assert not in_streams(fresh, VALUE)
    assert WORD in text(fresh)


def test_what_no_page_draws_is_not_in_the_file() -> None:
    """Unused forms, fonts and states go, and private keys of those in use."""
    made = sheet("/G gs " + SHOWN)
    form = made.pdf.make_stream(VALUE.encode())
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
    resources = made.pdf.pages[0].obj.Resources
    resources.XObject = Dictionary(Unused=form)
    resources.ExtGState = Dictionary(G=Dictionary(LW=1, Note=VALUE), H=Dictionary(Note=VALUE))
    resources.Font.F.Note = String(VALUE)
    fresh = prepared(made.written()).data
    assert not in_streams(fresh, VALUE)
    assert WORD in text(fresh)


def test_a_photograph_loses_its_notes_and_keeps_its_pixels() -> None:
    """Exif and comments go without the picture being coded again."""
    from PIL import Image

    raw = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = VALUE
    Image.effect_noise((64, 64), 60).save(raw, "JPEG", exif=exif, comment=VALUE)
    made = sheet("q 90 0 0 90 9 9 cm /I Do Q " + SHOWN)
    image = made.pdf.make_stream(b"")
    image.write(raw.getvalue(), filter=Name.DCTDecode)
    image.Type, image.Subtype, image.Width, image.Height = Name.XObject, Name.Image, 64, 64
    image.ColorSpace, image.BitsPerComponent = Name.DeviceGray, 8
    made.pdf.pages[0].obj.Resources.XObject = Dictionary(I=image)
    data = made.written()
    fresh = prepared(data).data
    assert in_streams(data, VALUE)
    assert not in_streams(fresh, VALUE)
    with Comparison(data, fresh) as comparison:
        assert comparison.page(0, []) == ()


def _with_contents(raw: bytes, filters: Any) -> bytes:  # noqa: ANN401
    made = sheet()
    stream = made.pdf.make_stream(b"")
    stream.write(raw, filter=filters)
    made.pdf.pages[0].obj.Contents = stream
    return made.written()


def _encrypted(user: str) -> bytes:
    out = io.BytesIO()
    sheet().pdf.save(out, encryption=pikepdf.Encryption(user=user, owner="owner", R=6))
    return out.getvalue()


def _plain() -> bytes:
    out = io.BytesIO()
    sheet().pdf.save(out, compress_streams=False)
    return out.getvalue()


def _loop() -> bytes:
    made = sheet()
    made.pdf.Root.Pages.Kids.append(made.pdf.Root.Pages)
    return made.written()


def _many_pages() -> bytes:
    made = sheet()
    tree = made.pdf.Root.Pages
    blank = {"/Type": Name.Page, "/Parent": tree, "/MediaBox": Array([0, 0, 9, 9])}
    tree.Kids = Array([made.pdf.make_indirect(Dictionary(blank)) for _ in range(10_001)])
    tree.Count = 10_001
    return made.written()


def _huge_picture() -> bytes:
    made = sheet("/I Do")
    image = made.pdf.make_stream(b"x")
    image.Type, image.Subtype, image.Width, image.Height = Name.XObject, Name.Image, 10**5, 10**5
    made.pdf.pages[0].obj.Resources.XObject = Dictionary(I=image)
    return made.written()


def _even_picture(data: bytes) -> bytes:
    """An empty page as a scanner makes it: 26 million equal bytes, packed a thousand times."""
    made = sheet(SHOWN + " /I Do")
    image = made.pdf.make_stream(b"")
    image.write(zlib.compress(data, 9), filter=Name.FlateDecode)
    image.Type, image.Subtype, image.Width, image.Height = Name.XObject, Name.Image, 2480, 3508
    image.ColorSpace, image.BitsPerComponent = Name.DeviceRGB, 8
    made.pdf.pages[0].obj.Resources.XObject = Dictionary(I=image)
    return made.written()


_BLANK = b"\xff" * (3 * 2480 * 3508)
_ZEROS = zlib.compress(b" " * (40 << 20), 9)
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "MALFORMED"),
    "no PDF": (lambda: b"PK\3\4 and so on startxref", "MALFORMED"),
    "password": (lambda: _encrypted("secret"), "ENCRYPTED"),
    "half": (lambda: sheet().written()[:400], "TRUNCATED"),
    "bomb": (lambda: _with_contents(_ZEROS, Name.FlateDecode), "BOMB"),
    "bomb in a bomb": (
        lambda: _with_contents(zlib.compress(_ZEROS), Array([Name.FlateDecode] * 2)),
        "BOMB",
    ),
    "loop": (_loop, "MALFORMED"),
    "too many pages": (_many_pages, "TOO_LARGE"),
    "huge box": (lambda: sheet(MediaBox=Array([0, 0, 10**9, 10**9])).written(), "TOO_LARGE"),
    "huge unit": (lambda: sheet(UserUnit=10**6).written(), "TOO_LARGE"),
    "huge picture": (_huge_picture, "TOO_LARGE"),
    "bomb in a picture": (lambda: _even_picture(_BLANK * 3), "BOMB"),
    "no pages": (lambda: Sheet().written(), "EMPTY"),
    "nested": (
        lambda: _plain().replace(
            b"/Type /Catalog", b"/Type /Catalog /Q " + b"[" * 5000 + b"]" * 5000
        ),
        "MALFORMED",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_is_refused_by_name(name: str) -> None:
    """A clear reason, and never an empty document."""
    make, reason = REFUSED[name]
    with pytest.raises(UnreadableError) as refused:
        prepared(make())
    assert refused.value.reason == reason


ODD: dict[str, Callable[[], bytes]] = {
    "owner password": lambda: _encrypted(""),
    "forged length": lambda: re.sub(rb"/Length \d+", b"/Length 99999", _plain()),
    "short length": lambda: re.sub(rb"/Length \d+", b"/Length 3", _plain()),
    "even picture": lambda: _even_picture(_BLANK),
    "no box": lambda: sheet(MediaBox=Array([0, 0, 0, 0])).written(),
    "box of words": lambda: sheet(MediaBox=String("wide")).written(),
    "polyglot": lambda: b"PK\3\4" + b"z" * 900 + sheet().written(),
    "tail": lambda: sheet().written() + VALUE.encode(),
    "Q without q": lambda: sheet("Q Q " + SHOWN).written(),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_is_read_as_viewers_read_it(name: str) -> None:
    """What viewers open is opened, and the copy is sound."""
    out = prepared(ODD[name]())
    assert WORD in text(out.data)
    assert not in_streams(out.data, VALUE)
    with pikepdf.open(io.BytesIO(out.data)) as pdf:
        assert not pdf.check_pdf_syntax()
        assert not pdf.is_encrypted


@pytest.mark.parametrize("packed", ["JPXDecode", "DCTDecode", "JBIG2Decode", "FooDecode"])
def test_a_picture_that_cannot_be_decoded_keeps_the_gate_shut(packed: str) -> None:
    """It stays in the copy, and another program may be able to show it."""
    made = sheet(SHOWN + " q 100 0 0 100 50 100 cm /I Do Q")
    image = made.pdf.make_stream(b"")
    image.write(b"no picture " * 50, filter=Name("/" + packed))
    image.Type, image.Subtype, image.Width, image.Height = Name.XObject, Name.Image, 200, 200
    image.ColorSpace, image.BitsPerComponent = Name.DeviceRGB, 8
    made.pdf.pages[0].obj.Resources.XObject = Dictionary(I=image)
    clearance = review(made.written(), name="a.pdf").clearance
    assert [reason.code for reason in clearance.reasons] == ["PICTURE_UNDECODED"]
    assert clearance.status is not Status.CLEARED


@pytest.mark.slow
def test_a_hundred_thousand_objects_are_no_trouble() -> None:
    """Objects that no page reaches are not followed."""
    made = sheet()
    many = [made.pdf.make_indirect(Dictionary(A=number)) for number in range(100_000)]
    made.pdf.pages[0].obj.Resources.ExtGState = Dictionary(G=Dictionary(Odd=Array(many)))
    out = prepared(made.written())
    assert len(out.data) < 2000
    assert WORD in text(out.data)


def test_a_trailer_that_counts_no_objects_gives_a_copy_that_opens() -> None:
    """A file without /Size is odd, its copy is sound."""
    data = sheet().written()
    unsized = re.sub(rb"/Size [0-9]+", b"", data)
    fresh = prepared(unsized).data
    assert unseen(fresh) == ()
    assert WORD in text(fresh)


def test_a_copy_that_cannot_be_opened_is_refused() -> None:
    """Whatever went wrong when it was written, the gate says so in its own words."""
    rootless = re.sub(rb"/Root [0-9]+ 0 R", b"", sheet().written())
    for look in (unseen, lambda data: list(decoded(data))):
        with pytest.raises(UnreadableError, match="the copy"):
            look(rootless)


def test_run_lengths_are_undone() -> None:
    """A page that is packed so shows what it says."""
    shown = SHOWN.encode()
    packed = b"".join(bytes((len(part) - 1,)) + part for part in (shown[:20], shown[20:])) + b"\x80"
    fresh = prepared(_with_contents(packed, Name.RunLengthDecode)).data
    assert WORD in text(fresh)


def test_a_name_that_leads_to_nothing_draws_nothing() -> None:
    """Viewers pass over it, and so do we."""
    made = sheet("/Gone gs /Gone Do BT /Gone 12 Tf (x) Tj ET " + SHOWN)
    resources = made.pdf.pages[0].obj.Resources
    gone = made.pdf.make_indirect(Dictionary())
    resources.XObject = resources.ExtGState = Dictionary(Gone=gone)
    resources.Font.Gone = gone
    # Of a later generation than any that the file has.
    data = re.sub(rb"(/Gone [0-9]+) 0 R", rb"\1 9 R", made.written())
    assert WORD in text(prepared(data).data)
