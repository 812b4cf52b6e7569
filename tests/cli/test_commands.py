"""What the commands do, as a person or a script meets them."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deident import __main__ as program
from deident.errors import ExitCode

if TYPE_CHECKING:
    from tests.cli.conftest import Command

CLEAN = "关于印发工作要点的通知\n各科室：\n请认真贯彻执行。政策咨询电话：12345。\n"
LEAKY = "联系人手机13800004719。\n"
ROSTER = "姓名,手机号码\n赵钱孙,13800004719\n李周吴,13900004718\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with a clean file, a leaky one and a roster."""
    folder = tmp_path / "in"
    (folder / "sub").mkdir(parents=True)
    (folder / "clean.txt").write_text(CLEAN, encoding="utf-8")
    (folder / "leaky.txt").write_text(LEAKY, encoding="utf-8")
    (folder / "sub" / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return folder


def test_the_version_costs_next_to_nothing(command: Command) -> None:
    """Scripts ask for it often; 0.2 s is promised for an idle machine."""
    began = time.perf_counter()
    done = command("--version")
    assert done.stdout.startswith("deident ")
    assert time.perf_counter() - began < 2


def test_asking_for_the_version_imports_nothing_else() -> None:
    """That is what makes it quick."""
    import subprocess

    asked = (
        "import sys; from deident.__main__ import run; run(['--version']);"
        "print(sorted(m for m in sys.modules if m.startswith(('deident.', 'presidio', 'lxml'))))"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True)
    assert b"['deident.__main__', 'deident.errors']" in done.stdout


def test_clean_text_passes_the_hook_without_presidio(files: Path) -> None:
    """Presidio alone would take longer than the hook may."""
    import subprocess

    asked = (
        "import sys; from deident.__main__ import run; print(run(['hook', 'clean.txt']));"
        "print([m for m in sys.modules if m.startswith(('presidio', 'spacy', 'lxml', 'PIL'))])"
    )
    done = subprocess.run([sys.executable, "-c", asked], cwd=files, capture_output=True, check=True)
    assert done.stdout.decode().split() == ["0", "[]"]


def test_mask_writes_copies_of_the_same_names_and_says_what_is_next(
    command: Command, files: Path, tmp_path: Path
) -> None:
    """Masked in another folder, the originals untouched, the questions grouped."""
    (files / "asked.txt").write_text("家庭年收入：五万二千元，户籍在册。\n", encoding="utf-8")
    done = command("mask", "in", "--to", "out")
    assert done.returncode == ExitCode.FINDINGS
    assert "已遮盖 6 处，待您确认 1 组。下一步：" in done.stderr
    out = tmp_path / "out"
    assert (out / "sub" / "roster.csv").read_text(encoding="utf-8") == (
        "姓名,手机号码\n赵**,138****4719\n李**,139****4718\n"
    )
    assert (out / "clean.txt").read_bytes() == CLEAN.encode()
    assert (files / "leaky.txt").read_text(encoding="utf-8") == LEAKY
    notice = (out / "处理说明.md").read_text(encoding="utf-8")
    assert "| 手机号码 | 2 | 0 |" in notice
    assert "待您确认 1 组" in notice
    assert "****" not in notice.replace(r"\*", "")


def test_a_copy_without_questions_is_cleared(command: Command, files: Path) -> None:
    """For `mask` the exit code is the state of the copy, not of the original."""
    done = command("mask", str(files / "leaky.txt"), "--to", "out")
    assert done.returncode == ExitCode.CLEAN
    assert "复查通过" in done.stdout


def test_neither_the_input_nor_another_file_is_written_over(
    command: Command, files: Path, tmp_path: Path
) -> None:
    """The same bytes again are fine; others need --force; the input is never a target."""
    assert command("mask", "in/leaky.txt", "--to", "out").returncode == ExitCode.CLEAN
    assert command("mask", "in/leaky.txt", "--to", "out").returncode == ExitCode.CLEAN
    (tmp_path / "out" / "leaky.txt").write_text("mine", encoding="utf-8")
    refused = command("mask", "in/leaky.txt", "--to", "out")
    assert refused.returncode == ExitCode.USAGE
    assert "--force" in refused.stdout
    assert (tmp_path / "out" / "leaky.txt").read_text(encoding="utf-8") == "mine"
    assert command("mask", "in/leaky.txt", "--to", "out", "--force").returncode == ExitCode.CLEAN
    over = command("mask", "in/leaky.txt", "--to", "in", "--force")
    assert over.returncode == ExitCode.USAGE
    assert "绝不覆盖原件" in over.stdout
    assert (files / "leaky.txt").read_text(encoding="utf-8") == LEAKY
    assert not list(files.glob(".deident-*"))


def test_two_inputs_of_one_name_are_refused_before_anything_is_done(
    command: Command, files: Path, tmp_path: Path
) -> None:
    """One would be written over the other."""
    (files / "sub" / "leaky.txt").write_text(CLEAN, encoding="utf-8")
    done = command("mask", "in/leaky.txt", "in/sub/leaky.txt", "--to", "out")
    assert done.returncode == ExitCode.USAGE
    assert "leaky.txt" in done.stderr
    assert not (tmp_path / "out").exists()


def test_what_is_never_scanned_is_counted(command: Command, files: Path) -> None:
    """Git's own, our own, lock files, what .deidentignore names, and the output folder."""
    (files / ".git").mkdir()
    (files / ".git" / "config").write_text(LEAKY, encoding="utf-8")
    (files / "~$roster.xlsx").write_bytes(b"lock")
    (files / "leaky.txt.clearance.json").write_text("{}", encoding="utf-8")
    (files / ".deidentignore").write_text("sub/\n*.txt\n!clean.txt\n", encoding="utf-8")
    (files / "out").mkdir()
    (files / "out" / "old.txt").write_text(LEAKY, encoding="utf-8")
    done = command("mask", "in", "--to", "in/out", "-f", "json")
    said = json.loads(done.stdout)
    assert [file["name"] for file in said["files"]] == [str(Path("in") / "clean.txt")]
    assert said["summary"]["left_out"] == {"own": 4, "ignored": 2, "target": 1}


def test_standard_input_takes_its_kind_from_the_name_it_is_given(command: Command) -> None:
    """A roster through a pipe is still a roster."""
    done = command("scan", "-", "--stdin-name", "a.csv", "-f", "json", stdin=ROSTER.encode())
    (file,) = json.loads(done.stdout)["files"]
    assert file["name"] == "a.csv"
    assert file["findings"][0]["where"] == {"row": 2, "column": 1}


def test_paths_come_from_a_list(command: Command, files: Path, tmp_path: Path) -> None:
    """One a line, or separated by NUL for names with anything in them."""
    odd = files / "a\nb.txt"
    names = b"in/clean.txt\n"
    if os.name == "posix":
        odd.write_text(CLEAN, encoding="utf-8")
        done = command(
            "hook", "--files-from", "-", "-0", "-v", stdin=b"in/clean.txt\0in/a\nb.txt\0"
        )
        assert done.returncode == ExitCode.CLEAN
        assert "in/a\\nb.txt: OK" in done.stdout
    (tmp_path / "list").write_bytes(names)
    assert command("hook", "--files-from", "list", "-v").stdout == "in/clean.txt: OK\n"


def test_the_hook_names_the_file_the_kind_and_the_place(command: Command, files: Path) -> None:
    """One line a file, and what to do."""
    done = command("hook", str(files / "leaky.txt"), str(files / "clean.txt"))
    assert done.returncode == ExitCode.FINDINGS
    line, now = done.stdout.splitlines()
    assert line.endswith("leaky.txt：手机号码（第1行）")
    assert "deident mask" in now


def test_the_hook_demands_clearances_only_where_they_can_be_checked(
    command: Command, files: Path
) -> None:
    """It must not look as if one had been checked."""
    done = command("hook", "--require", "clearance", str(files))
    assert done.returncode == ExitCode.USAGE
    assert "deident init" in done.stderr


def test_names_can_be_hidden_everywhere(command: Command, tmp_path: Path) -> None:
    """张三低保申请.txt is personal by its name alone."""
    (tmp_path / "赵钱孙低保申请.txt").write_text(LEAKY, encoding="utf-8")
    for words in (
        ("scan", "赵钱孙低保申请.txt", "无此文件赵钱孙.txt"),
        ("scan", ".", "-f", "json"),
        ("mask", ".", "--to", "out", "-v"),
    ):
        done = command(*words, "--hash-names")
        assert "赵钱孙" not in done.stdout + done.stderr
    notice = (tmp_path / "out" / "处理说明.md").read_text(encoding="utf-8")
    assert "赵钱孙" not in notice
    assert (tmp_path / "out" / "赵钱孙低保申请.txt").exists()


def test_a_telephone_in_a_files_name_is_told(command: Command, tmp_path: Path) -> None:
    """No mask helps there."""
    (tmp_path / "手机13800004719.txt").write_text(CLEAN, encoding="utf-8")
    for words in (("hook", "."), ("scan", "."), ("mask", ".", "--to", "out")):
        done = command(*words)
        assert done.returncode == ExitCode.FINDINGS
        assert "改名" in done.stdout


def test_reports_only_may_answer_zero(command: Command, files: Path) -> None:
    """--exit-zero is for reports, and only for them that ask."""
    assert command("hook", str(files), "--exit-zero").returncode == ExitCode.CLEAN


def test_a_report_goes_to_a_file_and_never_over_an_input(command: Command, files: Path) -> None:
    """Whole or not at all."""
    done = command("scan", "in/leaky.txt", "-f", "jsonl", "-o", "report.jsonl")
    assert done.stdout == ""
    first, last = (files.parent / "report.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(first)["status"] == "findings"
    assert json.loads(last)["summary"]["masked"] == 1
    refused = command("scan", "in/leaky.txt", "-o", "in/leaky.txt")
    assert refused.returncode == ExitCode.USAGE
    assert (files / "leaky.txt").read_text(encoding="utf-8") == LEAKY


def test_colours_follow_the_environment(command: Command, files: Path) -> None:
    """NO_COLOR outweighs FORCE_COLOR; a pipe gets none."""
    name = str(files / "clean.txt")
    assert "\x1b[" not in command("scan", name).stdout
    assert "\x1b[" in command("scan", name, FORCE_COLOR="1").stdout
    assert "\x1b[" not in command("scan", name, FORCE_COLOR="1", NO_COLOR="1").stdout


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("scn", "a"),
        ("scan",),
        ("scan", "a", "--polcy", "x"),
        ("scan", "a", "--policy", "x"),
        ("scan", "a", "--scene", "subsidie"),
        ("scan", "a", "--packs", "none"),
        ("scan", "a", "--jobs", "-1"),
        ("scan", "a", "--config", "none.toml"),
        ("mask", "a"),
        ("packs", "show", "no-such-pack"),
        ("scan", "a", "--rulings", "none.jsonl"),
    ],
    ids=" ".join,
)
def test_what_makes_no_sense_is_exit_2_with_a_sentence(
    command: Command, words: tuple[str, ...], tmp_path: Path
) -> None:
    """Never a traceback, never Python's 1 that would read as findings."""
    (tmp_path / "a").write_text(CLEAN, encoding="utf-8")
    done = command(*words)
    assert done.returncode == ExitCode.USAGE
    assert done.stderr.startswith("deident: ")
    assert "Traceback" not in done.stderr


def test_the_key_is_made_away_from_the_data(command: Command, tmp_path: Path) -> None:
    """Mode 0600, in the user's own configuration; not in the working folder, never twice."""
    home = tmp_path.parent / f"{tmp_path.name}-home"
    home.mkdir()
    done = command("init", XDG_CONFIG_HOME=str(home), APPDATA=str(home))
    key = home / "deident" / "office.key"
    assert done.returncode == ExitCode.CLEAN
    assert str(key) in done.stdout
    assert "备份" in done.stdout
    if os.name == "posix":
        assert key.stat().st_mode & 0o777 == 0o600
    assert key.read_text(encoding="ascii").split()[1] not in done.stdout
    again = command("init", XDG_CONFIG_HOME=str(home), APPDATA=str(home))
    assert again.returncode == ExitCode.USAGE
    assert command("init", "office.key").returncode == ExitCode.USAGE
    assert not (tmp_path / "office.key").exists()


@pytest.mark.usefixtures("files")
def test_a_ruling_is_heeded(command: Command, tmp_path: Path) -> None:
    """A person answered KEEP: the question is closed and the names stay."""
    key = tmp_path.parent / f"{tmp_path.name}.key"
    assert command("init", str(key)).returncode == ExitCode.CLEAN
    ruling = {
        "fingerprint": "PERSON:姓名", "entity_type": "PERSON", "action": "KEEP",
        "reason": "公示对象", "legal_basis": "补贴公示", "reviewer": "李四",
    }  # fmt: skip
    (tmp_path / "r.jsonl").write_text(json.dumps(ruling) + "\n", encoding="utf-8")
    done = command(
        "mask", "in/sub", "--to", "out", "--rulings", "r.jsonl", DEIDENT_KEY_FILE=str(key)
    )
    assert done.returncode == ExitCode.CLEAN
    assert "赵钱孙,138****4719" in (tmp_path / "out" / "roster.csv").read_text(encoding="utf-8")


def test_packs_policy_doctor_and_completion_answer(command: Command) -> None:
    """Each in the language asked for."""
    assert "cn-mobile" in command("packs", "list").stdout
    assert "CN_MOBILE" in command("packs", "show", "CN_MOBILE").stdout
    assert "0 个示例不符" in command("packs", "test").stdout
    assert "可用" in command("policy", "check").stdout
    assert "mobile number" in command("policy", "show", "--lang", "en").stdout
    assert command("doctor").returncode == ExitCode.CLEAN
    for shell in ("bash", "zsh", "fish"):
        assert "scan" in command("completion", shell).stdout


def test_an_offices_own_pack_is_tested_with_ours(command: Command, tmp_path: Path) -> None:
    """An example that does not hold is named by number, not quoted."""
    folder = tmp_path / "packs"
    folder.mkdir()
    (folder / "meter.yaml").write_text(
        "name: meter\nsupported_entity: METER\ntitle: 水表号\nbasis: 本单位规定\nanchor: 水表\n"
        "patterns:\n  - {name: meter, regex: '水表(?<value>[0-9]{5})', score: 0.9}\n"
        "examples:\n  match:\n    - {text: 水表12345号, found: ['12345']}\n"
        "    - {text: 水表1号, found: ['1']}\n"
        "  no_match: [水表厂]\n",
        encoding="utf-8",
    )
    done = command("packs", "test", "meter", "--packs", "packs")
    assert done.returncode == ExitCode.FINDINGS
    assert done.stdout.splitlines()[0] == "meter: examples.match 2"


def test_the_demonstration_masks_before_your_eyes(command: Command, tmp_path: Path) -> None:
    """And it can be run again."""
    for _ in range(2):
        done = command("demo", "show")
        assert done.returncode == ExitCode.CLEAN
        assert "138****0001" in done.stdout
        assert "14999919900307123X" not in done.stdout
        assert "请看" in done.stdout
    assert (tmp_path / "show" / "公开版" / "补贴公示.xlsx").exists()


def test_an_unexpected_failure_is_exit_5_without_its_text(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Python's own 1 would read as findings, its traceback as the document."""

    def fail(*_: object) -> int:
        raise LookupError(LEAKY)

    monkeypatch.setattr(program, "_command", fail)
    assert program.run(["scan", "x"]) == ExitCode.INTERNAL
    said = capsys.readouterr().err
    assert "LookupError" in said
    assert "__main__.py" in said
    assert "13800004719" not in said


def test_an_interrupt_and_a_closed_pipe_end_quietly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """130 for both: the run was not finished."""

    def interrupt(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(program, "_command", interrupt)
    assert program.run(["scan", "x"]) == ExitCode.INTERRUPTED
    assert "Traceback" not in capsys.readouterr().err
