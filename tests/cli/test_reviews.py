"""The reviews as people meet them: from the document to the clearance, on the command line."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from tests.canaries import SENTENCES, look
from xlsxwriter import Workbook

from deident import __main__ as program
from deident import keys
from deident.api import Deidentifier
from deident.cli.commands.rule import _asked
from deident.cli.review import answers
from deident.errors import ExitCode
from deident.ledger.signing import Hand
from deident.model import Action
from deident.report import checklist

if TYPE_CHECKING:
    from pathlib import Path

ROSTER = "姓名,手机号码,备注\n赵钱孙,13800004719,\n李周吴,13900004718,\n"
MOBILE = "13800004719"
ASKING, QUESTION = "事项,内容\n备注,47190004719000471900\n", "UNEXPLAINED_NUMBER"
GROUNDS = ("--reason", "无须公示", "--basis", "办法第二条")
PEOPLE = {"信息员甲": "", "初审员乙": "初审", "复审员丙": "复审", "终审员丁": "终审"}
CLEAN, REFUSED, USAGE = ExitCode.CLEAN, ExitCode.NOT_CLEARED, ExitCode.USAGE


@dataclass
class Bench:
    """A work place: a folder with documents, and another with everybody's keys."""

    work: Path
    keys: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: str, by: str = "") -> tuple[int, str]:
        """Run a command as somebody; return its exit code and everything it said."""
        key = ("--key", str(self.keys / f"{by}.key")) if by else ()
        code = program.run([*words, *key])
        said = self.capsys.readouterr()
        return code, said.out + said.err

    def key(self, name: str) -> Path:
        """Return where somebody's key lies."""
        return self.keys / f"{name}.key"

    def enrol(self, name: str, stage: str) -> None:
        """Make somebody's key and enrol it."""
        assert self("init", "--reviewer", name, str(self.key(name)))[0] == CLEAN
        public = Hand.of(self.key(name).read_bytes()).public
        stages = ("--stage", stage) if stage else ()
        assert self("reviewer", "add", name, "--public", public, *stages)[0] == CLEAN

    def submit(self, name: str, *more: str, text: str = ROSTER) -> tuple[int, str]:
        """Write a document and submit it."""
        (self.work / name).write_text(text, encoding="utf-8")
        how = ("--to", "out", "--disclosure", "主动公开", "--force")
        return self("submit", name, *how, *more, by="信息员甲")

    def sign(self, name: str) -> None:
        """Sign every stage and clear."""
        for person, stage in PEOPLE.items():
            if stage:
                assert self("sign", f"out/{name}", by=person)[0] == CLEAN
        assert self("clear", f"out/{name}", by="终审员丁")[0] == CLEAN


@pytest.fixture
def bench(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Bench:
    """Return a work place with a key, a ledger and four people."""
    work, own = tmp_path / "work", tmp_path / "keys"
    work.mkdir()
    own.mkdir()
    monkeypatch.chdir(work)
    for name in ("DEIDENT_CONFIG", "DEIDENT_LEDGER", "DEIDENT_REVIEWER_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(own / "nothing"))
    monkeypatch.setenv(keys.VARIABLE, str(own / "office.key"))
    made = Bench(work, own, capsys)
    assert made("init")[0] == CLEAN
    assert made("init", "--ledger", ".deident/ledger.db")[0] == CLEAN
    for name, stage in PEOPLE.items():
        made.enrol(name, stage)
    return made


def sheet(file: Path, rows: list[dict[str, str]], documents: dict[str, str]) -> Path:
    """Write a 核对表 as `scan -f xlsx` does."""
    with Workbook(file) as book:
        for name, columns, lines in (
            (checklist.SHEET, checklist.COLUMNS, rows),
            (
                checklist.DOCUMENTS,
                checklist.DOCUMENT_COLUMNS,
                [
                    {checklist.FILE: file, checklist.DIGEST: digest}
                    for file, digest in documents.items()
                ],
            ),
        ):
            page = book.add_worksheet(name)
            for at, column in enumerate(columns):
                page.write_string(0, at, column)
                for number, line in enumerate(lines, start=1):
                    page.write_string(number, at, line.get(column, ""))
    return file


def answered(question: str, **other: str) -> dict[str, str]:
    """Return a row that was filled in."""
    return {
        checklist.FILE: "a.csv", checklist.QUESTION: question, checklist.ACTION: checklist.KEEP,
        checklist.REASON: "补贴对象应当公示", checklist.BASIS: "惠民惠农补贴公示规定",
        checklist.REVIEWER: "初审员乙", **other,
    }  # fmt: skip


def digest(bench: Bench, name: str = "a.csv") -> str:
    """Return the keyed digest of a document."""
    key = keys.load(bench.keys / "office.key")
    return key.digest((bench.work / name).read_bytes())


def test_from_the_document_to_the_web_site(bench: Bench) -> None:
    """Submitted, answered, signed by three, cleared, published, withdrawn."""
    code, said = bench.submit("a.csv", text=ROSTER.replace("手机号码", "联系电话"))
    while code == ExitCode.FINDINGS:
        # Whatever the policy asks is answered, one question after the other.
        asked = ("--question", _question(bench), "--action", "遮盖")
        assert bench("rule", "a.csv", *asked, *GROUNDS, by="初审员乙")[0] == CLEAN
        code, said = bench("submit", "a.csv", "--to", "out", "--force", "--disclosure", "主动公开",
                           by="信息员甲")  # fmt: skip
    assert code == CLEAN, said
    assert MOBILE not in (bench.work / "out" / "a.csv").read_text(encoding="utf-8")
    assert bench("verify", "out")[0] == REFUSED
    bench.sign("a.csv")
    assert bench("verify", "out") == (CLEAN, "out/a.csv  已放行，有效期至 " + _until(bench) + "\n")
    assert bench("publish", "out/a.csv", "--channel", "政府网站", by="终审员丁")[0] == CLEAN
    code, said = bench("withdraw", "out/a.csv", "--reason", "内容有误", by="初审员乙")
    assert (code, "政府网站" in said) == (CLEAN, True)
    code, said = bench("verify", "out/a.csv")
    assert (code, "WITHDRAWN" in said) == (REFUSED, True)
    code, said = bench("publish", "out/a.csv", "--channel", "政府网站", by="终审员丁")
    assert (code, "已撤回" in said) == (REFUSED, True)
    assert bench("ledger", "verify")[0] == CLEAN


def _question(bench: Bench) -> str:
    bench("scan", "a.csv", "-f", "json", "-o", "report.json", "--disclosure", "主动公开")
    report = json.loads((bench.work / "report.json").read_text(encoding="utf-8"))
    return str(report["files"][0]["questions"][0]["key"])


def _until(bench: Bench) -> str:
    _, said = bench("verify", "out/a.csv", "--no-scan", "-f", "json")
    return str(json.loads(said)["valid_until"])


def test_a_document_with_open_questions_is_not_submitted(bench: Bench) -> None:
    """Exit 1, nothing recorded, no copy to sign."""
    before = bench("ledger", "show")
    code, said = bench.submit("a.txt", text="备注：47190004719000471900\n")
    assert code == ExitCode.FINDINGS
    assert "没有登记" in said
    assert not (bench.work / "out" / "a.txt").exists()
    assert bench("ledger", "show") == before


def test_a_classified_document_leaves_a_line_without_content(bench: Bench) -> None:
    """No name, no digest, no copy."""
    text = "秘密★10年\n夏政发〔2022〕41号\n关于某事的通知\n"
    code, _ = bench.submit("绝密名单.txt", text=text)
    assert code == ExitCode.CLASSIFIED
    raw = _everything(bench.work / ".deident")
    assert b"CLASSIFIED" in raw
    assert "绝密名单".encode() not in raw
    assert digest(bench, "绝密名单.txt").encode() not in raw
    assert not (bench.work / "out").exists()


def _everything(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def test_a_sheet_is_read_back_and_recorded(bench: Bench) -> None:
    """Every answer for its document; rows left empty are counted."""
    (bench.work / "a.csv").write_text(ASKING, encoding="utf-8")
    file = sheet(bench.work / "核对表.xlsx", [answered(QUESTION)], {"a.csv": digest(bench)})
    code, said = bench("rule", "--from", str(file), by="初审员乙")
    assert (code, "已记录 1 项" in said) == (CLEAN, True)
    assert (
        bench("submit", "a.csv", "--to", "out", "--disclosure", "主动公开", by="信息员甲")[0]
        == CLEAN
    )
    assert "47190004719000471900" in (bench.work / "out" / "a.csv").read_text(encoding="utf-8")
    bench.sign("a.csv")
    assert bench("verify", "out")[0] == CLEAN

    empty = answered(QUESTION, **{checklist.ACTION: ""})
    file = sheet(bench.work / "空.xlsx", [empty], {"a.csv": digest(bench)})
    code, said = bench("rule", "--from", str(file), by="初审员乙")
    assert (code, "尚有 1 项" in said) == (ExitCode.FINDINGS, True)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({checklist.QUESTION: "PERSON:别的"}, "问题编号与文件不符"),
        ({checklist.BASIS: ""}, "缺少理由或依据"),
        ({checklist.REASON: " "}, "缺少理由或依据"),
        ({checklist.ACTION: "随便"}, "处置应为"),
        ({checklist.REVIEWER: "复审员丙"}, "审核人不是"),
        ({checklist.FILE: "b.csv"}, "没有留下指纹"),
    ],
)
def test_a_sheet_that_was_changed_is_refused(
    bench: Bench, change: dict[str, str], why: str
) -> None:
    """With the row and the reason; nothing of it is recorded."""
    (bench.work / "a.csv").write_text(ASKING, encoding="utf-8")
    rows = [answered(QUESTION), answered(QUESTION, **change)]
    file = sheet(bench.work / "核对表.xlsx", rows, {"a.csv": digest(bench)})
    before = bench("ledger", "show")
    code, said = bench("rule", "--from", str(file), by="初审员乙")
    assert (code, why in said, "第 3 行" in said) == (USAGE, True, True), said
    assert bench("ledger", "show") == before


def test_a_stale_sheet_is_refused(bench: Bench) -> None:
    """The document has changed since; so may its questions have."""
    (bench.work / "a.csv").write_text(ASKING, encoding="utf-8")
    old = digest(bench)
    (bench.work / "a.csv").write_text("事项,内容\n附注,47190004719000471900\n", encoding="utf-8")
    file = sheet(bench.work / "核对表.xlsx", [answered(QUESTION)], {"a.csv": old})
    code, said = bench("rule", "--from", str(file), by="初审员乙")
    assert (code, "之后变了" in said) == (USAGE, True)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", "文本".encode()])
def test_what_is_no_sheet_is_refused(bench: Bench, content: bytes) -> None:
    """Without a traceback."""
    (bench.work / "x.xlsx").write_bytes(content)
    assert bench("rule", "--from", "x.xlsx", by="初审员乙")[0] == USAGE
    assert bench("rule", "--from", "none.xlsx", by="初审员乙")[0] == USAGE


def test_answers_are_read_by_the_names_of_the_columns(tmp_path: Path) -> None:
    """Where they stand may change; what they say may not."""
    file = sheet(tmp_path / "a.xlsx", [answered("K")], {"a.csv": "d"})
    (one,) = answers.read(file).answers
    assert (one.row, one.question, one.action, one.document) == (2, "K", Action.KEEP, "d")


@pytest.mark.parametrize(("by", "why"), [("信息员甲", "没有“初审”的权限"), ("路人", "没有登记")])
def test_who_may_not_sign_is_told_why(bench: Bench, by: str, why: str) -> None:
    """Exit 4."""
    bench("init", "--reviewer", "路人", str(bench.key("路人")))
    assert bench.submit("a.txt", text="联系人手机13800004719。\n")[0] == CLEAN
    code, said = bench("sign", "out/a.txt", by=by)
    assert (code, why in said) == (REFUSED, True)


def test_a_copy_that_was_changed_by_one_byte(bench: Bench) -> None:
    """And one without a clearance, another channel, another policy: each with its code."""
    assert bench.submit("a.txt", text="联系人手机13800004719。\n")[0] == CLEAN
    bench.sign("a.txt")
    copy = bench.work / "out" / "a.txt"
    whole = copy.read_bytes()
    copy.write_bytes(whole.replace(b"4719", b"4718"))
    assert "OUTPUT_CHANGED" in bench("verify", "out/a.txt")[1]
    copy.write_bytes(whole)
    code, said = bench("verify", "out/a.txt", "--channel", "微博")
    assert (code, "OTHER_CHANNEL" in said, "微博" in said) == (REFUSED, True, True)
    (bench.work / "deident.toml").write_text('style = "strict"\n', encoding="utf-8")
    assert "POLICY_CHANGED" in bench("verify", "out/a.txt")[1]
    (bench.work / "deident.toml").unlink()
    assert bench("verify", "out/a.txt")[0] == CLEAN
    shutil.copy(copy, bench.work / "out" / "b.txt")
    code, said = bench("verify", "out")
    assert (code, "b.txt" in said, "CLEARANCE_MISSING" in said) == (REFUSED, True, True)


def test_a_new_finding_overrides_an_old_clearance(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A ruling let a value stay and has run out since."""
    (bench.work / "a.csv").write_text(ASKING, encoding="utf-8")
    kept = ("--question", QUESTION, "--action", "公开", "--expires", "2099-01-01")
    assert bench("rule", "a.csv", *kept, *GROUNDS, by="初审员乙")[0] == CLEAN
    assert (
        bench("submit", "a.csv", "--to", "out", "--disclosure", "主动公开", by="信息员甲")[0]
        == CLEAN
    )
    bench.sign("a.csv")
    assert bench("verify", "out")[0] == CLEAN
    monkeypatch.setattr("deident.ledger.rulings.of_document", lambda *_: ())
    code, said = bench("verify", "out")
    assert (code, "NEW_FINDING" in said, "47190004719" in said) == (REFUSED, True, False)
    assert bench("verify", "out", "--no-scan")[0] == CLEAN


def test_a_cleared_copy_has_a_page_to_seal(bench: Bench) -> None:
    """Only a cleared one; what people wrote is text on it, never markup."""
    how = ("--summary", "<b>补贴</b>", "--unit", "民政局")
    assert bench.submit("a.txt", *how, text="联系人手机13800004719。\n")[0] == CLEAN
    assert bench("verify", "out/a.txt", "--certificate", "pages")[0] == REFUSED
    assert not (bench.work / "pages").exists()
    bench.sign("a.txt")
    assert bench("verify", "out/a.txt", "--certificate", "pages")[0] == CLEAN
    page = (bench.work / "pages" / "a.txt.审核单.html").read_text(encoding="utf-8")
    output = hashlib.sha256((bench.work / "out" / "a.txt").read_bytes()).hexdigest()
    assert output in page
    assert "&lt;b&gt;补贴&lt;/b&gt;" in page
    assert "政府信息公开专用章" in page
    assert all(name in page for name in PEOPLE)


def test_stages_and_days_come_from_the_configuration(bench: Bench) -> None:
    """An office of two reviews."""
    (bench.work / "deident.toml").write_text(
        '[review]\nstages = ["初审", "终审"]\nvalid_days = 10\n', encoding="utf-8"
    )
    assert bench.submit("a.txt", text="联系人手机13800004719。\n")[0] == CLEAN
    assert bench("sign", "out/a.txt", by="初审员乙")[0] == CLEAN
    assert bench("sign", "out/a.txt", by="终审员丁")[0] == CLEAN
    assert bench("clear", "out/a.txt", by="终审员丁")[0] == CLEAN
    assert bench("verify", "out/a.txt")[0] == CLEAN
    (bench.work / "deident.toml").write_text("[review]\nstage = []\n", encoding="utf-8")
    code, said = bench("verify", "out/a.txt")
    assert (code, "did you mean 'stages'" in said) == (USAGE, True)


def test_nothing_recorded_or_published_completes_a_masked_number(bench: Bench) -> None:
    """All ten thousand completions of the telephone, in every digest that needs no key."""
    text = f"联系人手机{MOBILE}。\n"
    assert bench.submit("a.txt", text=text)[0] == CLEAN
    bench.sign("a.txt")
    assert bench("publish", "out/a.txt", "--channel", "政府网站", by="终审员丁")[0] == CLEAN
    for form in ("csv", "jsonl", "xlsx"):
        assert bench("ledger", "export", "-f", form, "-o", f"export.{form}")[0] == CLEAN
    bench("ledger", "anchor", "-o", "anchor.txt", by="终审员丁")
    copy = (bench.work / "out" / "a.txt").read_text(encoding="utf-8")
    assert "138****4719" in copy
    (bench.work / "a.txt").unlink()
    recorded = _everything(bench.work) + _unpacked(bench.work / "out" / "a.txt.clearance.json")
    assert MOBILE.encode() not in recorded
    for hidden in range(10_000):
        number = f"138{hidden:04d}4719"
        for guess in (number, copy.replace("138****4719", number), f"CN_MOBILE\0{number}"):
            for name in ("sha256", "sha1", "md5", "blake2b"):
                found = hashlib.new(name, guess.encode()).hexdigest()
                assert found[:20].encode() not in recorded, f"{name} gives the number back"


def _unpacked(file: Path) -> bytes:
    from deident.ledger.signing import opened

    return opened(file.read_bytes())[0]


def test_no_value_reaches_the_ledger_or_a_clearance(bench: Bench) -> None:
    """One of every entity type is submitted, ruled on, signed, cleared, exported and anchored."""
    document = bench.work / "notice.txt"
    document.write_text(SENTENCES, encoding="utf-8")
    _, asked = _asked(document, Deidentifier(key=keys.load(bench.keys / "office.key")))
    said = ""
    for question in asked:
        answer = ("--question", question, "--action", "遮盖")
        code, more = bench("rule", "notice.txt", *answer, *GROUNDS, by="初审员乙")
        assert code == CLEAN, more
        said += more
    code, more = bench.submit("notice.txt", text=SENTENCES)
    assert code == CLEAN, more
    bench.sign("notice.txt")
    bench("ledger", "export", "-f", "jsonl", "-o", "export.jsonl")
    for words in (("verify", "out"), ("ledger", "show"), ("ledger", "export", "-f", "csv")):
        more += bench(*words)[1]
    more += bench("ledger", "anchor", by="终审员丁")[1]
    recorded = (bench.work / "export.jsonl").read_bytes()
    clearance = _unpacked(bench.work / "out" / "notice.txt.clearance.json")
    look((said + more).encode() + recorded + clearance)


def test_the_sheet_that_scan_writes_is_the_sheet_that_rule_reads(bench: Bench) -> None:
    """Written by one command, filled in as a person does, read back by the other."""
    (bench.work / "a.csv").write_text(ASKING, encoding="utf-8")
    bench("scan", "a.csv", "-f", "xlsx", "-o", "核对表.xlsx", "--disclosure", "主动公开")
    file = bench.work / "核对表.xlsx"
    book = load_workbook(file)
    filled = answered(QUESTION)
    rows = list(book[checklist.SHEET].iter_rows())
    head = next(row for row in rows if row[0].value == checklist.NUMBER)
    (asked,) = (row for row in rows if QUESTION in {cell.value for cell in row})
    for name, cell in zip(head, asked, strict=True):
        if name.value in checklist.ANSWERS:
            cell.value = filled[str(name.value)]
    book.save(file)
    code, said = bench("rule", "--from", "核对表.xlsx", by="初审员乙")
    assert (code, "已记录 1 项" in said) == (CLEAN, True), said
