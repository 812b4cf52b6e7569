"""Field names of databases, in English and in the initials of pinyin."""

from __future__ import annotations

import pytest
from tests.recognizers.claims import SCANNER, Claims, table

from deident.model import Labels, Role, Segment
from deident.recognizers.field_keys import meaning, spoken
from deident.recognizers.reading import read
from deident.recognizers.sql_rows import rows_in

_HOME = "河西镇东关村3组12号"


@pytest.mark.parametrize(
    ("key", "word"),
    [
        ("csrq", "出生日期"),
        ("birthDate", "出生日期"),
        ("BIRTH_DATE", "出生日期"),
        ("applicantBirthday", "申请人出生日期"),
        ("jtzz", "家庭住址"),
        ("user.homeAddress", "家庭住址"),
        ("sfzhm", "身份证号"),
        ("idCardNo", "身份证号"),
        ("f_sjh", "手机号码"),
        ("jhr_sjh", "监护人电话"),
        ("guardian/phone", "监护人电话"),
        ("sqrxm", "申请人姓名"),
        ("bgdh", "办公电话"),
        ("officePhone", "办公电话"),
        ("dept_tel", "部门电话"),
        ("dwdh", "单位电话"),
        ("school/phone", "学校电话"),
        ("legalPersonName", "法定代表人姓名"),
    ],
)
def test_a_key_stands_for_a_label(key: str, word: str) -> None:
    """However its words are joined, and whoever the words before it name."""
    assert meaning(key) is not None
    assert meaning(key) == (word, "")


@pytest.mark.parametrize(
    "key", ["fileName", "ipAddress", "xmmc", "subdh", "model", "姓名", "a" * 99]
)
def test_words_that_run_on_are_no_key(key: str) -> None:
    """A file has a name, too."""
    assert meaning(key) is None


def _said(*keys: str) -> list[str]:
    header, row = keys, tuple("甲" for _ in keys)
    return [one.labels.column for one in spoken(table(header, row)) if one.labels.column]


def test_a_name_alone_is_anybodys() -> None:
    """Goods have names, hospitals addresses; beside a birth date both are a person's."""
    assert _said("name", "address", "phone") == ["name", "address", "联系电话"]
    assert _said("name", "address", "birthday") == ["姓名", "住址", "出生日期"]
    assert _said("xm", "je") == ["xm", "je"]
    assert _said("xm", "lxdh") == ["姓名", "联系电话"]


def test_segments_without_keys_are_left_as_they_are() -> None:
    """Not copied, for most documents have none."""
    rows = table(("姓名", "QQ"), ("王建国", "1234567"))
    assert spoken(rows) is rows


def test_a_register_for_open_data_is_masked_by_its_keys() -> None:
    """Rare names, compact dates and homes are found by the words over them."""
    rows = table(
        ("XM", "CSRQ", "HJDZ", "BGDH"),
        ("么桂兰", "19800305", _HOME, "0359-5620001"),
        ("王建国", "19810406", "河西镇东关村4组1号", "0359-5620002"),
    )
    assert Claims("PERSON").in_segments(*rows) == ["么桂兰", "王建国"]
    assert Claims("BIRTH_DATE").in_segments(*rows) == ["19800305", "19810406"]
    assert Claims("CN_HOME_ADDRESS").in_segments(*rows)[0] == _HOME
    hits = SCANNER.scan(read(rows))
    assert {hit.evidence.role for hit in hits if hit.pack.entity_type == "CN_LANDLINE"} == {
        Role.OFFICE
    }
    assert not [hit for hit in hits if hit.pack.entity_type == "CN_MOBILE"]


def test_a_record_of_its_own_is_read_by_its_keys() -> None:
    """As an interface answers with one object."""
    rows = (
        Segment(id="1", text=_HOME, labels=Labels(row="address")),
        Segment(id="2", text="1980-03-05", labels=Labels(row="birthday")),
    )
    assert Claims("CN_HOME_ADDRESS").in_segments(*rows) == [_HOME]
    assert Claims("BIRTH_DATE").in_segments(*rows) == ["1980-03-05"]


@pytest.mark.parametrize(
    "text",
    [
        f'{{"name":"王建国","birthday":"1980-03-05","address":"{_HOME}"}}',
        f"INFO xm=王建国&csrq=1980-03-05&jtzz={_HOME}&lxdh=13800000001",
        f"INSERT INTO person (id, xm, csrq, jtzz) VALUES (1, '王建国', '1980-03-05', '{_HOME}');",  # noqa: S608 - no query is made
        f"UPDATE person SET xm = '王建国', csrq = '1980-03-05', jtzz = '{_HOME}' WHERE id = 1;",  # noqa: S608 - no query is made
    ],
)
def test_keys_in_a_log_and_in_a_dump_are_labels(text: str) -> None:
    """Their values are typed by them."""
    assert Claims("PERSON").found(text) == ["王建国"]
    assert Claims("BIRTH_DATE").found(text) == ["1980-03-05"]
    assert Claims("CN_HOME_ADDRESS").found(text) == [_HOME]


def test_a_key_that_ends_like_another_is_another() -> None:
    """A number under 办公电话 is no mobile because bgdh ends in dh."""
    text = "bgdh:0359-5620001 officePhone=0359-5620002 dh:13800000001"
    assert Claims("CN_MOBILE").found(text) == ["13800000001"]


def test_every_row_of_a_statement_is_read_in_step() -> None:
    """Quoted commas and brackets part no values; a row that lacks one is left out."""
    text = "insert into `t` (`a`, b) values (1, 'x,(y)'), ('it''s', 2), (3), (4, null)"
    rows = list(rows_in(text))
    assert [row.columns for row in rows] == [("a", "b")] * 3
    assert [text[row.starts[1] :][:6] for row in rows] == ["'x,(y)", "2), (3", "null)"]
    assert not list(rows_in("We inserted into the box (a, b) values of ours (1)."))
    (row,) = rows_in("INSERT INTO t (王建国) VALUES (1)")
    assert "王建国" not in repr(row)
