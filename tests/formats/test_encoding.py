"""The encoding is found, or the bytes are refused; what was read is written back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deident.errors import UnreadableError
from deident.formats.encoding import Decoded, decode

PROSE = "经本人申请、入户调查、民主评议，拟对下列对象予以公示。联系电话：0359-2000000。\r\n"
TRADITIONAL = "這個問題我們已經討論過很多次了，但是還沒有一個結論。因為時間的關係，今天先到這裡。"
JAPANESE = "日本国民は、正当に選挙された国会における代表者を通じて行動し、"


def written_back(decoded: Decoded, size: int = 1 << 20) -> bytes:
    """Encode the windows again."""
    return decoded.bom + b"".join(decoded.encode(window) for window in decoded.windows(size))


@pytest.mark.parametrize(
    ("encoding", "codec"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gb2312", "gb18030"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16-le"),
        ("utf-32", "utf-32-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_chinese_is_read_in_every_encoding_it_comes_in(encoding: str, codec: str) -> None:
    """With a mark or without one."""
    raw = PROSE.encode(encoding)
    decoded = decode("a.txt", raw)
    assert (decoded.codec, decoded.text()) == (codec, PROSE)
    assert written_back(decoded) == raw


def test_a_mark_of_gb18030_is_kept() -> None:
    """It is rare, and it is a mark."""
    raw = b"\x84\x31\x95\x33" + PROSE.encode("gb18030")
    decoded = decode("a.txt", raw)
    assert decoded.text() == PROSE
    assert written_back(decoded) == raw


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_a_window_divides_no_character(size: int) -> None:
    """However small the windows are."""
    for encoding in ("utf-8", "gb18030", "utf-16"):
        raw = (PROSE + "𠂇㑳").encode(encoding)
        assert written_back(decode("a.txt", raw), size) == raw


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(TRADITIONAL.encode("big5"), id="Big5"),
        pytest.param(JAPANESE.encode("cp932"), id="Shift JIS"),
        pytest.param(JAPANESE.encode("euc_jp"), id="EUC-JP"),
        pytest.param("Les élèves étaient très fatigués".encode("cp1252"), id="Latin-1"),
        pytest.param(bytes(range(0xE0, 0xFE)) * 2, id="Cyrillic"),
        pytest.param(PROSE.encode()[:-3] + b"\xff", id="broken UTF-8"),
        pytest.param(PROSE.encode("gb18030") + PROSE.encode(), id="two encodings in one file"),
        pytest.param(b"\xef\xbb\xbf" + PROSE.encode("gb18030"), id="the wrong mark"),
        pytest.param("号码\0".encode(), id="NUL in UTF-8"),
        pytest.param("号码\0".encode("utf-16"), id="NUL in UTF-16"),
        pytest.param(PROSE.encode("iso2022_jp_2", "ignore"), id="ISO 2022"),
        pytest.param(PROSE.encode("hz"), id="HZ"),
        pytest.param(PROSE.encode("utf-16")[:-1], id="half a character"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"\xff\xfe", id="only a mark"),
    ],
)
def test_what_no_encoding_reads_is_refused(raw: bytes) -> None:
    """GB 18030 gives a character to nearly everything; that is not reading."""
    with pytest.raises(UnreadableError) as refused:
        decode("a.txt", raw)
    assert refused.value.reason in {"ENCODING", "EMPTY"}


def test_traditional_characters_in_gbk_are_read() -> None:
    """Rare is not wrong."""
    assert decode("a.txt", TRADITIONAL.encode("gbk")).text() == TRADITIONAL


def test_big5_in_the_middle_of_a_long_file_is_noticed() -> None:
    """A long good part does not outvote a bad one."""
    raw = PROSE.encode("gb18030") * 60_000 + TRADITIONAL.encode("big5") * 20_000
    with pytest.raises(UnreadableError):
        decode("a.txt", raw)


@pytest.mark.parametrize("declared", ["gb2312", "GBK", " 'gb18030' ", "utf-8", "", "klingon"])
def test_a_wrong_declaration_does_not_mislead(declared: str) -> None:
    """Pages declare gb2312 and are UTF-8."""
    for encoding in ("utf-8", "gb18030"):
        raw = (PROSE * 3).encode(encoding)
        assert decode("a.html", raw, declared).text() == PROSE * 3


def test_private_characters_that_stand_for_real_ones_are_shown() -> None:
    """FE59 is 龴 today; Python's codec is of the year 2000. The bytes stay."""
    raw = (PROSE * 4).encode("gb18030") + b"\xa6\xd9\xfe\x59\xfe\x51\xa8\xbc"
    decoded = decode("a.txt", raw)
    text = decoded.text()
    assert decoded.shown(text)[-4:] == "︐\u9fb4\U00020087\u1e3f"
    assert len(decoded.shown(text)) == len(text)
    assert written_back(decoded) == raw


def test_the_codec_is_one_to_one() -> None:
    """Every code point has its own bytes in GB 18030, and every pair of bytes its character."""
    for code in range(0x110000):
        if not 0xD800 <= code < 0xE000:
            assert chr(code).encode("gb18030").decode("gb18030") == chr(code)
    for lead in range(0x81, 0xFF):
        for trail in (*range(0x40, 0x7F), *range(0x80, 0xFF)):
            pair = bytes((lead, trail))
            assert pair.decode("gb18030").encode("gb18030") == pair


def test_a_character_the_encoding_lacks_is_refused_without_naming_it() -> None:
    """Half a surrogate pair has no bytes in any encoding; the message must not hold the text."""
    decoded = decode("a.txt", b"abc")
    with pytest.raises(UnreadableError) as refused:
        decoded.encode("secret\ud800")
    assert "secret" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_neither_error_nor_value_prints_the_text() -> None:
    """What is decoded may be personal."""
    assert "张某" not in repr(decode("a.txt", "张某".encode()))
    with pytest.raises(UnreadableError) as refused:
        decode("a.txt", "张某\0".encode())
    assert "张某" not in str(refused.value)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\x1b~"), min_size=1))
def test_any_utf8_comes_back(text: str) -> None:
    """Byte for byte."""
    raw = text.encode()
    assert written_back(decode("a.txt", raw)) == raw


@given(st.binary(min_size=1))
def test_any_bytes_come_back_or_are_refused(raw: bytes) -> None:
    """There is no third way."""
    try:
        decoded = decode("a.txt", raw)
    except UnreadableError:
        return
    assert written_back(decoded) == raw
