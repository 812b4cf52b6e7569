"""Every way a resident number is written in the corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.corpus import numbers
from tests.corpus.listed import listed
from tests.corpus.numbers import resident_id
from tests.corpus.variant import (
    FULL_WIDTH,
    Piece,
    Pieces,
    Variant,
    circled,
    grouped,
    mathematical,
    misread,
    single,
    sprinkle,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

_TYPE = "CN_RESIDENT_ID"


def _glued(rng: Random) -> Pieces:
    """Write a number and a mobile with nothing between them."""
    return (
        Piece(resident_id(rng), _TYPE, "id_glued"),
        Piece(numbers.mobile(rng), "CN_MOBILE", "mobile_glued"),
    )


def _student(rng: Random) -> Pieces:
    """Write a 学籍号."""
    number = resident_id(rng, first=2005, last=2017)
    return (Piece(rng.choice("GGGGJL")), Piece(number, _TYPE, "id_in_student_number"))


def _disability(rng: Random) -> str:
    """Write a 残疾人证 number: the resident number, the type and the grade."""
    return resident_id(rng) + rng.choice("1234567") + rng.choice("1234")


def _reissued(rng: Random) -> Pieces:
    """Write a 残疾人证 number with a re-issue mark."""
    return (
        Piece(_disability(rng), "CN_DISABILITY_ID", "id_in_disability_reissued"),
        Piece(f"B{rng.randint(1, 3)}"),
    )


def _hidden(keep: int, tail: int) -> Callable[[Random], str]:
    """Hide the middle: `keep` characters in front, `tail` behind."""

    def spell(rng: Random) -> str:
        """Write an under-masked number."""
        number, mark = resident_id(rng), rng.choice("***＊x×●")
        return number[:keep] + mark * (18 - keep - tail) + (number[-tail:] if tail else "")

    return spell


def _after_letters(rng: Random) -> Pieces:
    """Write a number right behind Latin letters."""
    word = rng.choice(("ID", "sfz", "SFZ", "sfzh", "idcard", "IDNo", "id", "SFZH"))
    return (Piece(word), Piece(resident_id(rng), _TYPE, "id_after_letters"))


def _tax_number(rng: Random) -> Pieces:
    """Write the old tax number of a natural person."""
    tail = f"{rng.randint(0, 9):02d}"
    return (Piece(resident_id(rng), _TYPE, "id_in_tax_number"), Piece(tail))


def _apostrophe(rng: Random) -> Pieces:
    """Write the apostrophe that spreadsheets put before text."""
    return (Piece("'"), Piece(resident_id(rng), _TYPE, "id_apostrophe"))


def _query(rng: Random) -> Pieces:
    """Write a number as a value of a query."""
    host = rng.choice(("zwfw.qingping.example", "www.yonghe.example:8080", "rs.donglu.example"))
    key = rng.choice(("idcard", "sfzh", "zjhm", "idno", "certNo", "cardid"))
    page = rng.choice(("query.do", "apply/detail", "gs/list.aspx"))
    tail = rng.choice(("", "&type=2", "&name=%E5%BC%A0", "#top"))
    return (
        Piece(f"http://{host}/{page}?{rng.choice(('', 'page=1&', 'area=3&'))}{key}="),
        Piece(resident_id(rng), _TYPE, "id_url_query"),
        Piece(tail),
    )


def _broken(rng: Random) -> str:
    """Break a number over two lines."""
    number, at = resident_id(rng), rng.randint(3, 15)
    return number[:at] + rng.choice(("\n", "\n", "\n  ", " \n")) + number[at:]


def _border(rng: Random) -> str:
    """Draw the number of a residence permit of Hong Kong, Macau or Taiwan."""
    return resident_id(rng, area=rng.choice(("810000", "820000", "830000")), first=1950)


def _variant(
    name: str,
    title: str,
    spell: Callable[[Random], str],
    *,
    home: str = "any",
    labels: tuple[str, ...] = (),
    quota: int = 54,
    entity_type: str = _TYPE,
) -> Variant:
    """Make a variant that is one piece."""
    return Variant(
        name=name,
        entity_type=entity_type,
        title=title,
        make=single(name, entity_type, spell),
        home=home,
        labels=labels,
        quota=quota,
    )


ID_LABELS = listed(
    "公民身份号码 身份证号码 身份证号 居民身份证号 身份证件号 身份证 证件号码 "
    "公民身份证号 本人身份证号 身份证编码 身份证明编号 有效身份证件号码 户主身份证 "
    "二代身份证号 居民身份号码 身份证件号码 身份证号（本人） 身份证件及号码 申请人身份证 "
    "法人身份证号 代理人身份证号码 监护人身份证号码 经办人身份证 居民身份证"
)
_LICENCE = ("驾驶证号", "机动车驾驶证号", "驾照号", "驾驶证证号", "持有的驾驶证（证号）")
_DISABLED = ("残疾人证号", "残疾证号", "残疾人证", "第二代残疾人证号", "残疾人证件号码", "残证号")
_STUDENT = ("学籍号", "全国学籍号", "学籍号码", "全国中小学学籍号", "国网学籍号")
_PERMIT = (
    "港澳居民居住证号码",
    "台湾居民居住证号",
    "港澳台居民居住证",
    "港澳台居住证号码",
    "居住证号码（台湾居民）",
)
_COMPOUND = (
    "社会保障号码",
    "社会保障号",
    "身份证/社会保障号码",
    "公民身份号码（社会保障号）",
)

ID_VARIANTS = (
    _variant("id_plain", "18 characters", resident_id, quota=260),
    _variant(
        "id_x_lower",
        "ends in small x",
        lambda rng: numbers.resident_id_ending_in_x(rng).lower(),
    ),
    _variant(
        "id_full_width", "full-width digits", lambda rng: resident_id(rng).translate(FULL_WIDTH)
    ),
    _variant(
        "id_times",
        "× for X",
        lambda rng: numbers.resident_id_ending_in_x(rng)[:17] + rng.choice("××✕"),
    ),
    _variant(
        "id_full_width_x",
        "full-width X behind ASCII digits",
        lambda rng: numbers.resident_id_ending_in_x(rng)[:17] + "\uff38",
    ),
    _variant(
        "id_spaced_684",
        "6-8-4 with spaces",
        lambda rng: grouped(resident_id(rng), (6, 8), rng.choice((" ", " ", "\u3000", "\u00a0"))),
    ),
    _variant(
        "id_hyphenated",
        "6-8-4 with hyphens",
        lambda rng: grouped(resident_id(rng), (6, 8), rng.choice("--－—")),
    ),
    _variant(
        "id_spaced_digits",
        "a space behind every digit",
        lambda rng: " ".join(resident_id(rng)),
    ),
    _variant("id_broken_lines", "broken over two lines", _broken),
    _variant("id_wrong_check", "labelled, check character wrong", numbers.mistyped_id),
    _variant("id_old15", "15 digits, labelled", numbers.old_resident_id),
    _variant("id_undermasked_17", "17 visible, last one hidden", _hidden(17, 0)),
    _variant("id_undermasked_14", "14 visible (10 + 4)", _hidden(10, 4)),
    _variant("id_undermasked_10", "10 visible (6 + 4)", _hidden(6, 4)),
    _variant("id_undermasked_8", "8 visible (4 + 4)", _hidden(4, 4)),
    _variant("id_zero_width", "zero-width inside", lambda rng: sprinkle(rng, resident_id(rng))),
    _variant("id_circled", "circled digits", lambda rng: circled(resident_id(rng))),
    _variant(
        "id_mathematical",
        "mathematical digits",
        lambda rng: mathematical(rng, resident_id(rng)),
    ),
    _variant(
        "id_gansu",
        "Gansu, begins with 62 like a card",
        lambda rng: resident_id(rng, province="62"),
    ),
    _variant("id_driving_licence", "as 驾驶证号", resident_id, home="own", labels=_LICENCE),
    _variant("id_social_number", "as 社会保障号码", resident_id, home="own", labels=_COMPOUND),
    _variant("id_border_permit", "港澳台 81-83 permit", _border, home="own", labels=_PERMIT),
    _variant(
        "id_in_disability",
        "inside 残疾人证 (20)",
        _disability,
        home="own",
        labels=_DISABLED,
        entity_type="CN_DISABILITY_ID",
    ),
    _variant("id_unlabelled", "no label in the sentence", resident_id, home="bare", quota=200),
    _variant("id_pasted_table", "row of a pasted table", resident_id, home="frame", quota=110),
    _variant(
        "id_pasted_table_15",
        "15 digits in a row of a pasted table under its header",
        numbers.old_resident_id,
        home="frame",
    ),
    Variant(
        name="id_in_disability_reissued",
        entity_type="CN_DISABILITY_ID",
        title="inside 残疾人证 with B1",
        make=_reissued,
        home="own",
        labels=_DISABLED,
    ),
    Variant(
        name="id_in_student_number",
        entity_type=_TYPE,
        title="inside 学籍号 (G/J/L + 18)",
        make=_student,
        home="own",
        labels=_STUDENT,
    ),
    _variant(
        "id_misread",
        "labelled, one digit misread by OCR (O, l, S, B …)",
        lambda rng: misread(rng, resident_id(rng)),
    ),
    Variant(
        name="id_in_tax_number",
        entity_type=_TYPE,
        title="inside the old tax number of a person (ID + 2)",
        make=_tax_number,
        home="own",
        labels=("自然人纳税人识别号", "个人纳税识别号", "个人税号", "纳税人识别号（自然人）"),
    ),
    Variant(
        name="id_apostrophe", entity_type=_TYPE, title="behind an apostrophe", make=_apostrophe
    ),
    Variant(
        name="id_after_letters",
        entity_type=_TYPE,
        title="ID…, sfz…",
        make=_after_letters,
        home="bare",
    ),
    Variant(
        name="id_glued",
        entity_type=_TYPE,
        title="glued to a mobile or a card",
        make=_glued,
        home="frame",
    ),
    Variant(
        name="id_url_query", entity_type=_TYPE, title="in a URL's query", make=_query, home="frame"
    ),
)
