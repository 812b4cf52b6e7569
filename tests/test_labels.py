"""What a document says of itself is told from talk about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deident.api import Deidentifier
from deident.errors import ClassifiedError, ExitCode
from deident.labels import CLOSED, ON_REQUEST, PUBLIC, Markings, read, verdict
from deident.model import Cell, Kind, Labels, Page, Segment, Status

if TYPE_CHECKING:
    from pathlib import Path

DEIDENTIFIER = Deidentifier()
OFFICIAL = "虚构县政办发〔2022〕14号\n关于印发要点的通知\n各乡镇：\n"


def said(text: str, **kind: object) -> Markings:
    """Read one segment."""
    segment = Segment(id="a", text=text, **kind)  # type: ignore[arg-type]
    return read([Page(number=1, segments=(segment,))])


@pytest.mark.parametrize(
    "line",
    [
        "秘密★1年",
        "机 密 ★ 10 年",
        "绝密★长期",
        "密级：机密",
        "机密*５年",
        "秘密★",
        "秘密大5年",
        "（秘密★）",
    ],
)
def test_a_mark_on_its_own_line_is_a_mark(line: str) -> None:
    """Wide, in brackets, with its term, and as a reader of scans spells the star."""
    assert said(f"某某县人民政府文件\n{line}\n关于某事的通知").classified


@pytest.mark.parametrize(
    "line",
    [
        "涉及国家秘密的，不得公开。",
        "严守秘密",
        "本办法所称秘密，是指……",
        "国家秘密的密级分为绝密、机密、秘密三级。",
        "机密文件应当专柜保存10年",
        "商业秘密",
    ],
)
def test_talk_about_secrets_is_no_mark(line: str) -> None:
    """However often it comes."""
    assert not said(f"第一条\n第二条\n第三条\n第四条\n{line}\n").classified


def test_a_bare_word_is_a_mark_only_at_the_top() -> None:
    """GB/T 9704 puts it there; elsewhere it is a word."""
    assert said("机密\n关于某事的通知").classified
    assert said("机密", kind=Kind.HEADER).classified
    assert not said("一\n二\n三\n四\n五\n机密\n").classified


def test_a_mark_deep_in_a_table_is_asked_about() -> None:
    """A list of classified papers is no classified paper, but a person looks."""
    cell = said("机密★10年", kind=Kind.CELL, cell=Cell(table=1, row=9, column=2))
    assert (cell.classified, cell.internal) == (False, True)


@pytest.mark.parametrize(
    ("line", "attribute"),
    [
        ("（此件公开发布）", PUBLIC),
        ("(此件主动公开)", PUBLIC),
        ("此 件 公 开 发 布", PUBLIC),
        ("公开属性：主动公开", PUBLIC),
        ("信息公开选项：依申请公开", ON_REQUEST),
        ("（此件依申请公开）", ON_REQUEST),
        ("【此件不予公开】", CLOSED),
        ("（此件不公开）", CLOSED),
    ],
)
def test_a_label_is_read(line: str, attribute: str) -> None:
    """In all its usual wordings."""
    assert said(f"关于某事的通知\n{line}\n").attributes == {attribute}


def test_the_seeds_talk_of_labels_and_carry_one() -> None:
    """One of them quotes the two others."""
    quoting = "并注明“此件公开发布”或“此件依申请公开”或“此件不公开”字样。\n（此件公开发布）\n"
    assert said(quoting).attributes == {PUBLIC}


@pytest.mark.parametrize(
    ("text", "declared", "codes"),
    [
        (OFFICIAL, "", ["DISCLOSURE_MISSING"]),
        (OFFICIAL, PUBLIC, ["DISCLOSURE_MISSING"]),
        (OFFICIAL + "（此件公开发布）", "", []),
        (OFFICIAL + "（此件依申请公开）", "", ["DISCLOSURE_NOT_PUBLIC"]),
        (OFFICIAL + "（此件公开发布）\n（此件不公开）", "", ["DISCLOSURE_TWO"]),
        (OFFICIAL + "（此件公开发布）", CLOSED, ["DISCLOSURE_NOT_PUBLIC"]),
        ("补贴公示名单", "", []),
        ("补贴公示名单", ON_REQUEST, ["DISCLOSURE_NOT_PUBLIC"]),
    ],
)
def test_only_what_may_be_published_passes(text: str, declared: str, codes: list[str]) -> None:
    """A declaration answers for what carries no label, but not for an official document."""
    blocks = verdict(said(text), declared=declared).blocks
    assert [reason.code for reason in blocks] == codes


def test_what_nobody_declared_is_asked_once_where_the_scene_wants_it() -> None:
    """And not at all where it does not."""
    seen = said("补贴公示名单")
    assert [r.code for r in verdict(seen, demand="all").asks] == ["DISCLOSURE_UNDECLARED"]
    assert verdict(seen, demand="all", declared=PUBLIC).asks == ()
    assert verdict(seen).asks == ()


@pytest.mark.parametrize("line", ["内部资料 注意保存", "（内部文件，不得外传）", "工作秘密"])
def test_an_internal_mark_is_asked_about(line: str) -> None:
    """It forbids nothing by law; somebody has to say."""
    assert [r.code for r in verdict(said(f"{line}\n正文")).asks] == ["INTERNAL_MARK"]


def test_a_classified_document_ends_everything() -> None:
    """No copy comes back, and the error says nothing of the document."""
    with pytest.raises(ClassifiedError) as stopped:
        DEIDENTIFIER.review("秘密★1年\n关于布防的通知，电话13800001234\n".encode(), name="a.txt")
    assert stopped.value.exit_code is ExitCode.CLASSIFIED
    assert "布防" not in str(stopped.value)


def test_a_blocked_document_is_blocked_and_says_its_attribute() -> None:
    """The copy is masked all the same."""
    review = DEIDENTIFIER.review(
        f"{OFFICIAL}电话13800001234\n（此件依申请公开）".encode(), name="a.txt"
    )
    assert review.clearance.status is Status.BLOCKED
    assert review.clearance.disclosure == ON_REQUEST
    assert "13800001234" not in bytes(review.masked.data).decode()


def test_the_commands_stop_with_exit_six(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is written for the marked file; the others are dealt with."""
    from deident.__main__ import run

    (tmp_path / "a.txt").write_text("机密★5年\n关于某事\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("关于某事\n", encoding="utf-8")
    assert run(["mask", str(tmp_path), "--to", str(tmp_path / "out")]) == ExitCode.CLASSIFIED
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["b.txt", "处理说明.md"]
    assert "密级标志" in capsys.readouterr().out


def test_labels_alone_are_checked_over_an_archive(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--check label` reports nothing else."""
    from deident.__main__ import run

    (tmp_path / "a.txt").write_text(f"{OFFICIAL}电话13800001234\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("电话13800001234\n", encoding="utf-8")
    assert run(["scan", "--check", "label", str(tmp_path)]) == ExitCode.FINDINGS
    shown = capsys.readouterr().out
    assert "没有标注公开属性" in shown
    assert "手机" not in shown


@pytest.mark.parametrize(
    "segment",
    [
        Segment(id="s", text="虚政办发〔2026〕9号", labels=Labels(row="docNo")),
        Segment(id="s", text="虚政办发〔2026〕9号", labels=Labels(column="文号")),
        Segment(id="s", text="文号 虚政办发〔2026〕9号"),
        Segment(id="s", text="发文字号：虚政办发〔2026〕9号"),
    ],
)
def test_a_number_that_is_listed_makes_no_official_document(segment: Segment) -> None:
    """A record, a catalogue, an article that names one: what was declared answers for them."""
    seen = read([Page(number=1, segments=(segment,))])
    assert verdict(seen, declared=PUBLIC).blocks == ()


@pytest.mark.parametrize(
    ("beside", "official"), [("签发人：王建国", True), ("关于道路维修的通知", False)]
)
def test_a_number_in_a_letterhead_is_the_documents_own(beside: str, official: bool) -> None:
    """Beside who signed it; beside a title it is an entry of a list."""
    cells = tuple(
        Segment(id=f"c{at}", text=text, cell=Cell(table=1, row=1, column=at))
        for at, text in enumerate(("虚政办发〔2026〕9号", beside))
    )
    assert read([Page(number=1, segments=cells)]).official is official
