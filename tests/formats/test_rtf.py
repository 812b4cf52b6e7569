"""RTF: characters joined however they are written, and masked in place."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import time
from typing import TYPE_CHECKING

import pytest
from fixtures.rich_text import HEAD, digits, hexed, numbered, rich
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from deident.errors import UnreadableError
from deident.formats import Limits
from deident.formats.rtf.handler import RtfHandler
from deident.model import Cell, Document, Kind, Mask, MaskPlan, Place, Segment, Source, Span

if TYPE_CHECKING:
    from pathlib import Path

HANDLER = RtfHandler(Limits())
DIGITS = str.maketrans("0123456789", "*" * 10)
NUMBER = "149999190001019999"


def source(data: bytes) -> Source:
    """Name some RTF."""
    return Source(name="a.rtf", data=data, media_type="application/rtf")


def read(data: bytes) -> Document:
    """Read a document."""
    return HANDLER.read(source(data))


def segments(data: bytes) -> list[Segment]:
    """Read what stands in the text, not in the tables of fonts and colours."""
    aside = {"fonts", "colours"}
    pages = read(data).pages
    return [one for page in pages for one in page.segments if one.locator.part not in aside]


def values(data: bytes) -> dict[str, Segment]:
    """Find segments by their text."""
    return {segment.text: segment for segment in segments(data)}


def masked(data: bytes) -> bytes:
    """Write a star over every digit of the text."""
    masks = [
        Mask(Place(segment.id, Span(0, len(segment.text))), segment.text.translate(DIGITS))
        for segment in segments(data)
    ]
    return bytes(HANDLER.apply(source(data), MaskPlan(masks=iter(masks))).data)


def without(data: bytes) -> bytes:
    """Take out whatever may be taken out."""
    removals = dict.fromkeys((removable.id for removable in read(data).removables), True)
    return bytes(HANDLER.apply(source(data), MaskPlan(removals=removals)).data)


def shown(data: bytes) -> str:
    """Read the words of a simple document without our reader: one pass of patterns."""
    text = data.decode("latin-1")
    text = re.sub(r"\{\\(?:fonttbl|colortbl)(?:[^{}]|\{[^{}]*\})*\}", "", text)
    raw = bytearray()
    pattern = (
        r"\\u(-?[0-9]+) ?\??|\\'([0-9a-f]{2})|\\[a-z]+-?[0-9]* ?|\\([\\{}])|[{}\r\n]|([^\\{}])"
    )
    for code, byte, symbol, plain in re.findall(pattern, text):
        if code:
            raw += chr(int(code) % 65536).encode("gb18030")
        elif byte:
            raw.append(int(byte, 16))
        else:
            raw += (symbol or plain).encode()
    return raw.decode("gb18030")


pieces = st.lists(
    st.tuples(
        st.text(st.sampled_from("张甲，19 a{}\\*"), min_size=1, max_size=4),
        st.sampled_from(["raw", "hex", "number", "bold", "line"]),
    ),
    min_size=1,
    max_size=8,
)


def written(words: str, how: str) -> str:
    """Write words in one of the ways that programs do."""
    safe = "".join(f"\\{c}" if c in "{}\\" else hexed(c) if ord(c) > 127 else c for c in words)
    return {
        "raw": safe,
        "hex": hexed(words),
        "number": numbered(words),
        "bold": f"{{\\b {safe}}}",
        "line": f"\r\n{safe}",
    }[how]


@settings(max_examples=300, deadline=None)
@given(parts=pieces)
def test_masks_change_words_and_nothing_else(parts: list[tuple[str, str]]) -> None:
    """However they are written, and whatever stands between them."""
    data = rich("".join(written(*part) for part in parts) + "\\par")
    expected = "".join(words for words, _ in parts)
    assert shown(data) == expected
    assert shown(masked(data)) == expected.translate(DIGITS)
    if expected.strip():
        assert [segment.text for segment in segments(data)] == [expected]


def test_a_mask_leaves_the_markup_where_it_was() -> None:
    """Byte for byte, but for the characters under it."""
    data = rich(r"号{\b 13\cf1 8}\'30\u48?x\par")
    assert masked(data) == data.replace(b"13\\cf1 8}\\'30\\u48?x", b"**\\cf1 *}**x")


def test_a_shorter_mask_stands_in_the_first_run() -> None:
    """And what follows it cannot become part of a control word."""
    data = rich(r"{\b\u24352?\u26657?}\i\u8203?1\par")
    first = segments(data)[0]
    plan = MaskPlan(masks=[Mask(Place(first.id, Span(0, 3)), "a1")])
    copy = bytes(HANDLER.apply(source(data), plan).data)
    assert [segment.text for segment in segments(copy)] == ["a11"]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"\uc2\u24352\'d5\'c5x\par", "张x"),
        (r"{\upr{x}{\*\ud{\u24352 ?}}}\par", "x"),
        (r"\u-10179?\u-8704?\par", "😀"),
        (r"\f1\'d5\'c5\par", "张"),
        (r"\'d5C\par", "誄"),
        (r"\'d51\par", "\u00d51"),
        (r"a\~b\_c\-d\emdash\ldblquote e\tab f\line g\par", "a\u00a0b‑c\u00add—“e\tf\ng"),
        (r"\{\\\}\par", r"{\}"),
    ],
)  # fmt: skip
def test_characters_are_read_as_meant(body: str, text: str) -> None:
    """Second writings, pairs, symbols, bytes under a Latin font."""
    assert text in values(rich(body))


def test_a_code_page_of_the_file_holds_without_fonts() -> None:
    """As old converters write."""
    data = rb"{\rtf1\ansi\ansicpg936 \'d5\'c5\par}"
    assert list(values(data)) == ["张"]


def test_the_shape_of_a_typeface_is_no_number() -> None:
    """Word describes every font with ten small numbers, which nobody shall be asked about."""
    fonts = r"{\fonttbl{\f0\fnil{\*\panose %s}{\*\falt SimSun}Song;}}"
    for digits_, read_as in (("02010600030101010101", []), ("13800001234", ["13800001234"])):
        data = rich(fonts.replace("%s", digits_) + "x")
        texts = [one.text for page in read(data).pages for one in page.segments]
        assert [text for text in texts if text.isdecimal()] == read_as


def test_a_header_labels_the_cells_below_it() -> None:
    """Also where columns have other edges, and beside merged cells."""
    row = r"\trowd\cellx{}\cellx{}\pard\intbl {}\cell {}\cell\row"
    data = rich(
        row.format(1000, 4000, "姓名", "身份证号")
        + row.format(1010, 3990, "甲", NUMBER)
        + r"\trowd\clvmgf\cellx1000\cellx4000\pard\intbl 乙\cell 无\cell\row"
        + r"\trowd\clvmrg\cellx1000\cellx4000\pard\intbl \cell 缺\cell\row\pard 完\par"
    )
    found = values(data)
    assert found[NUMBER].labels.column == found["缺"].labels.column == "身份证号"
    assert found[NUMBER].cell == Cell(table=1, row=1, column=1)
    assert found[NUMBER].kind is Kind.CELL
    assert found["完"].cell is None


def test_one_digit_to_a_cell_is_one_number() -> None:
    """Each continues the one before."""
    chain = [segment for segment in segments(digits(NUMBER)) if segment.text in "0123456789"]
    assert len(chain) == len(NUMBER)
    assert [one.follows for one in chain[1:]] == [one.id for one in chain[:-1]]


def test_one_digit_to_a_line_of_a_cell_is_one_number() -> None:
    """A narrow cell holds it from the top down."""
    lines = "\\par ".join(NUMBER)
    row = f"\\trowd\\cellx1000\\cellx3000\\intbl Tel\\cell\\intbl {lines}\\cell\\row"
    chain = [one for one in segments(f"{{\\rtf1\\ansi{row}}}".encode()) if one.text in NUMBER]
    assert [one.follows for one in chain[1:]] == [one.id for one in chain[:-1]]


def test_what_is_removed_leaves_nothing_behind() -> None:
    """Comments, properties, hidden and deleted text, objects, packed data."""
    data = rich(
        r"{\info{\author 甲}}{\*\generator 乙;}{\*\rsidtbl\rsid1}正{\v 丙}{\deleted 丁}\insrsid7 文"
        r"{\*\atnauthor 戊}{\*\annotation 己}{\*\datastore 0aff}{\*\docvar{a}{庚}}"
        r"{\object\objemb{\*\objdata 0105}{\result{\b 图}}}{\revised\revauth3 加}"
        r"{\*\someday " + "0a" * 200 + r"}\par"
    )
    copy = without(data)
    assert shown(copy) == "正文图加"
    assert not read(copy).removables
    assert HANDLER.unseen(source(copy)) == ()
    assert b"\\insrsid0 " in copy


def test_what_is_kept_is_read_or_named() -> None:
    """Silence is never consent."""
    data = rich(r"{\object\objemb{\*\objdata 0105}{\result 图}}{\v 丙}\par")
    assert [part.where for part in HANDLER.unseen(source(data))] == ["embedded-objects"]
    assert values(data)["丙"].removable == "hidden-text"


def picture(kind: str, form: str) -> bytes:
    """Draw a small picture."""
    stream = io.BytesIO()
    Image.new("RGB", (8, 6), "red").save(stream, form)
    raw = stream.getvalue()
    return raw[14:] if kind == "dibitmap" else raw


@pytest.mark.parametrize("binary", [False, True])
@pytest.mark.parametrize(
    ("kind", "form"), [("pngblip", "PNG"), ("jpegblip", "JPEG"), ("dibitmap", "BMP")]
)
def test_a_picture_goes_through_the_line(kind: str, form: str, binary: bool) -> None:
    """In hexadecimal or binary, and comes back as what it became."""
    raw = picture(kind, form)
    content = rb"\bin%d " % len(raw) + raw if binary else raw.hex("\n", 40).encode()
    data = (
        HEAD.encode() + rb"{\pict{\*\picprop}\picw8\%s0" % kind.encode() + b" " + content + b"}x}"
    )
    (found,) = read(data).embedded
    assert Image.open(io.BytesIO(bytes(found.source.data))).size == (8, 6)
    new = Source(name="", data=picture("", "PNG") + b"new", media_type="image/png")
    copy = HANDLER.apply(source(data), MaskPlan(replacements={found.id: new}))
    (again,) = HANDLER.read(copy).embedded
    assert again.source.data == new.data
    assert b"\\pngblip" in bytes(copy.data)


def test_a_drawing_is_named_and_its_double_taken_out() -> None:
    """Nobody reads metafiles; Word writes one beside every picture for old programs."""
    data = rich(r"{\pict\wmetafile8 0100}{\nonshppict{\pict\wmetafile8 0100}}x\par")
    document = read(data)
    assert [(part.code, part.where) for part in document.unread] == [("UNKNOWN_PART", "picture 1")]
    assert [removable.kind for removable in document.removables] == ["second-pictures"]


def test_bytes_behind_the_end_are_named() -> None:
    """Programs do not show them."""
    assert [part.code for part in read(rich("x") + b" 149999").unread] == ["PACKAGE_TAIL"]
    assert not list(read(rich("x") + b"\r\n\0").unread)


@given(body=st.text(st.sampled_from("{}\\'*u1 ab甲\n;-"), max_size=40))
def test_any_text_is_read_or_refused(body: str) -> None:
    """Nothing else comes out of it."""
    try:
        segments(rich(body))
    except UnreadableError as refused:
        assert refused.reason in {"MALFORMED", "TRUNCATED", "TOO_DEEP"}  # noqa: PT017 either way


@pytest.mark.parametrize(
    "body",
    [
        r"\'d5" * 50_000,
        r"\u24352?" * 30_000,
        "{}" * 100_000,
        "\\pard x\\par\n" * 20_000,
        "a" * 400_000,
    ],
    ids=range(5),
)
def test_long_documents_take_no_more_than_linear_time(body: str) -> None:
    """Seconds, not minutes."""
    start = time.process_time()
    segments(rich(body))
    assert time.process_time() - start < 5


def _run(folder: Path, *arguments: str) -> None:
    """Let LibreOffice convert something in a profile of its own."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", *arguments, "--outdir", str(folder)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_reads_what_was_masked(tmp_path: Path) -> None:
    """The words it shows are those of the original with stars in them."""
    body = (
        rf"号码{NUMBER[:5]}{{\b {NUMBER[5:9]}}}{hexed(NUMBER[9:12])}{numbered(NUMBER[12:])}。\par"
        r"\trowd\cellx2000\cellx6000\pard\intbl 姓名\cell 证号\cell\row"
        rf"\trowd\cellx2000\cellx6000\pard\intbl 甲\cell {NUMBER}\cell\row\pard 完\par"
    )
    (tmp_path / "a.rtf").write_bytes(masked(rich(body)))
    _run(tmp_path, "--convert-to", "txt:Text (encoded):UTF8", str(tmp_path / "a.rtf"))
    text = (tmp_path / "a.txt").read_text("utf-8-sig")
    stars = "*" * len(NUMBER)
    assert text.split() == [f"号码{stars}。", "姓名", "证号", "甲", stars, "完"]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_what_libreoffice_writes_is_read(tmp_path: Path) -> None:
    """Its own RTF, from a page with a table."""
    table = "<table border=1><tr><td>姓名<td>证号<tr><td>甲<td>无</table>"
    page = f"<p>号码{NUMBER[:6]}<b>{NUMBER[6:]}</b></p>{table}"
    (tmp_path / "a.html").write_text(f"<meta charset=utf-8>{page}", "utf-8")
    _run(tmp_path, "--writer", "--convert-to", "rtf", str(tmp_path / "a.html"))
    found = values((tmp_path / "a.rtf").read_bytes())
    assert f"号码{NUMBER}" in found
    assert found["无"].labels.column == "证号"
