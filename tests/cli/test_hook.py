"""The hook before commits and pushes: it reads what git holds, and nobody slips past in silence."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from deident import keys
from deident.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Command

CLEAN = "各科室请认真贯彻执行。政策咨询电话：12345。\n"
LEAKY = "联系人手机13800004719。\n"
ZEROS = "0" * 40
ROOT = Path(__file__).parents[2]


@pytest.fixture
def git(tmp_path: Path) -> Callable[..., str]:
    """Return a way to run git in a fresh repository."""
    quiet = {
        **{k: v for k, v in os.environ.items() if not k.startswith("GIT_")},
        "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "t", "GIT_AUTHOR_EMAIL": "t@example.com",
        "GIT_COMMITTER_NAME": "t", "GIT_COMMITTER_EMAIL": "t@example.com",
    }  # fmt: skip

    def run(*words: str) -> str:
        done = subprocess.run(
            ["git", *words], cwd=tmp_path, env=quiet, capture_output=True, check=True
        )
        return done.stdout.decode().strip()

    run("init", "-q", "-b", "main")
    return run


def test_the_index_is_read_and_not_the_work_tree(
    command: Command, git: Callable[..., str], tmp_path: Path
) -> None:
    """What is staged is what is committed, whatever stands in the folder now."""
    (tmp_path / "通知.txt").write_text(LEAKY, encoding="utf-8")
    git("add", ".")
    (tmp_path / "通知.txt").write_text(CLEAN, encoding="utf-8")
    done = command("hook", "--git", "pre-commit")
    assert done.returncode == ExitCode.FINDINGS
    assert "通知.txt：手机号码（第1行）" in done.stdout
    git("add", ".")
    (tmp_path / "通知.txt").write_text(LEAKY, encoding="utf-8")
    assert command("hook", "--git", "pre-commit").returncode == ExitCode.CLEAN


def test_a_deleted_file_and_an_empty_commit_pass(
    command: Command, git: Callable[..., str], tmp_path: Path
) -> None:
    """There is nothing to publish in them."""
    (tmp_path / "a.txt").write_text(LEAKY, encoding="utf-8")
    git("add", ".")
    git("commit", "-qm", "a")
    assert command("hook", "--git", "pre-commit").returncode == ExitCode.CLEAN
    git("rm", "-q", "a.txt")
    assert command("hook", "--git", "pre-commit").returncode == ExitCode.CLEAN


def test_a_roster_that_was_added_and_removed_again_stops_the_push(
    command: Command, git: Callable[..., str], tmp_path: Path
) -> None:
    """It would still be in what the others fetch."""
    (tmp_path / "a.txt").write_text(CLEAN, encoding="utf-8")
    git("add", ".")
    git("commit", "-qm", "a")
    first = git("rev-parse", "HEAD")
    (tmp_path / "名册.txt").write_text(LEAKY, encoding="utf-8")
    git("add", ".")
    git("commit", "-qm", "b")
    git("rm", "-q", "名册.txt")
    git("commit", "-qm", "c")
    last = git("rev-parse", "HEAD")
    pushed = f"refs/heads/main {last} refs/heads/main {first}\n".encode()
    done = command("hook", "--git", "pre-push", stdin=pushed)
    assert done.returncode == ExitCode.FINDINGS
    assert "名册.txt" in done.stdout
    assert command("hook", "--range", f"{first}..{last}").returncode == ExitCode.FINDINGS
    new = f"refs/heads/main {last} refs/heads/new {ZEROS}\n".encode()
    assert command("hook", "--git", "pre-push", stdin=new).returncode == ExitCode.FINDINGS
    gone = f"(delete) {ZEROS} refs/heads/old {first}\n".encode()
    assert command("hook", "--git", "pre-push", stdin=gone).returncode == ExitCode.CLEAN


@pytest.mark.skipif(os.name == "nt", reason="the server's hook is a shell script here")
def test_a_server_refuses_the_push_and_heeds_nothing_in_the_tree(
    git: Callable[..., str], tmp_path: Path
) -> None:
    """pre-receive in a real bare repository; .deidentignore and deident:allow do not help."""
    bare = tmp_path.parent / f"{tmp_path.name}-bare.git"
    subprocess.run(["git", "init", "-q", "--bare", str(bare)], check=True)
    hook = bare / "hooks" / "pre-receive"
    hook.write_text(
        f"#!/bin/sh\nexec env PYTHONPATH='{ROOT / 'src'}' PYTHONUTF8=1 "
        f"'{sys.executable}' -m deident hook --git pre-receive\n"
    )
    hook.chmod(0o755)
    (tmp_path / ".deidentignore").write_text("*.txt\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text(
        "手机13800004719。 deident:allow[CN_MOBILE] 测试\n", encoding="utf-8"
    )
    git("add", ".")
    git("commit", "-qm", "a")
    with pytest.raises(subprocess.CalledProcessError) as refused:
        git("push", "-q", str(bare), "main")
    assert "手机号码" in refused.value.stderr.decode()
    (tmp_path / "a.txt").write_text(CLEAN, encoding="utf-8")
    git("add", ".")
    git("commit", "-q", "--amend", "-m", "a")
    git("push", "-q", str(bare), "main")


def test_a_line_may_say_why_a_value_stays(command: Command, tmp_path: Path) -> None:
    """Only with a reason, only its type, only its line; and it is reported."""
    (tmp_path / "a.txt").write_text(
        f"{CLEAN}手机13800004719 deident:allow[CN_MOBILE] 虚构号码，用于测试\n", encoding="utf-8"
    )
    done = command("hook", "a.txt", "-f", "json")
    assert done.returncode == ExitCode.CLEAN
    (file,) = json.loads(done.stdout)["files"]
    assert {"code": "SUPPRESSED_INLINE", "where": "", "params": {"0": "CN_MOBILE", "1": 1}} in (
        file["notes"]
    )
    for text in (
        "手机13800004719 deident:allow[CN_MOBILE]\n",
        "手机13800004719 deident:allow[CN_LANDLINE] 理由\n",
        "deident:allow[CN_MOBILE] 理由\n手机13800004719\n",
    ):
        (tmp_path / "a.txt").write_text(text, encoding="utf-8")
        assert command("hook", "a.txt").returncode == ExitCode.FINDINGS


def test_a_baseline_lets_the_known_pass_and_nothing_new(command: Command, tmp_path: Path) -> None:
    """By keyed fingerprint: lines may move, another number may not come, a ruling expires."""
    key = tmp_path.parent / f"{tmp_path.name}.key"
    keys.create(key)
    (tmp_path / "a.txt").write_text(LEAKY, encoding="utf-8")
    signed = ("--reviewer", "赵某", "--reason", "虚构号码", "--legal-basis", "测试规程")
    assert (
        command("hook", "a.txt", "--write-baseline", ".deident-baseline.json").returncode
        == ExitCode.USAGE
    )
    command(
        "hook",
        "a.txt",
        "--write-baseline",
        ".deident-baseline.json",
        *signed,
        DEIDENT_KEY_FILE=str(key),
    )
    raw = (tmp_path / ".deident-baseline.json").read_text(encoding="utf-8")
    assert "13800004719" not in raw
    assert re.fullmatch(
        r"v1:a\.txt:CN_MOBILE:[0-9a-f]{20}:1", json.loads(raw)["rulings"][0]["fingerprint"]
    )
    (tmp_path / "a.txt").write_text(f"{CLEAN}{LEAKY}", encoding="utf-8")
    assert command("hook", "a.txt", DEIDENT_KEY_FILE=str(key)).returncode == ExitCode.CLEAN
    (tmp_path / "a.txt").write_text(f"{LEAKY}{LEAKY}", encoding="utf-8")
    assert command("hook", "a.txt", DEIDENT_KEY_FILE=str(key)).returncode == ExitCode.FINDINGS
    (tmp_path / "a.txt").write_text(LEAKY, encoding="utf-8")
    old = raw.replace('"expires": ""', '"expires": "2020-01-01"')
    (tmp_path / ".deident-baseline.json").write_text(old, encoding="utf-8")
    assert command("hook", "a.txt", DEIDENT_KEY_FILE=str(key)).returncode == ExitCode.FINDINGS
    assert command("hook", "a.txt").returncode == ExitCode.USAGE, "another key"
    nameless = raw.replace("测试规程", "")
    (tmp_path / ".deident-baseline.json").write_text(nameless, encoding="utf-8")
    assert command("hook", "a.txt", DEIDENT_KEY_FILE=str(key)).returncode == ExitCode.USAGE


def test_where_a_clearance_is_demanded_a_clean_file_without_one_is_stopped(
    command: Command, tmp_path: Path
) -> None:
    """Signatures are wanted even where nothing is found; without a ledger nobody can tell."""
    key = tmp_path.parent / f"{tmp_path.name}.key"
    keys.create(key)
    (tmp_path / "a.txt").write_text(CLEAN, encoding="utf-8")
    done = command("hook", "--require", "clearance", "a.txt", DEIDENT_KEY_FILE=str(key))
    assert done.returncode in {ExitCode.USAGE, ExitCode.NOT_CLEARED}
    assert "Traceback" not in done.stderr


def hooks() -> dict[str, object]:
    """Return our own entry for pre-commit."""
    (one,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    return dict(one)


def test_the_file_for_pre_commit_passes_office_files_by_name() -> None:
    """`identify` calls them binary; a filter by kind would skip them without a word."""
    one = hooks()
    assert one["types"] == ["file"]
    assert one["require_serial"] is True
    assert one["stages"] == ["pre-commit", "pre-push", "manual"]
    pattern = re.compile(str(one["files"]))
    for name in ("a.docx", "b.xlsx", "c.ofd", "d.pdf", "e.JPG", "f.txt", "g.wps", "h.zip"):
        assert pattern.search(f"目录/{name}"), name


@pytest.mark.slow
def test_the_real_pre_commit_program_hands_every_kind_of_file_to_the_hook(
    git: Callable[..., str], tmp_path: Path
) -> None:
    """docx, xlsx, ofd, pdf, jpg and a GB 18030 text: all are looked at, leaky or unreadable."""
    pytest.importorskip("pre_commit")
    from deident.cli.commands.demo import workbook

    one = {**hooks(), "language": "system",
           "entry": f"{sys.executable} -m deident hook --no-progress -v"}  # fmt: skip
    (tmp_path / ".pre-commit-config.yaml").write_text(
        yaml.safe_dump({"repos": [{"repo": "local", "hooks": [one]}]}), encoding="utf-8"
    )
    (tmp_path / "名册.xlsx").write_bytes(
        workbook([["姓名", "手机号码"], ["赵钱孙", "13800004719"]])
    )
    (tmp_path / "国标.txt").write_bytes(LEAKY.encode("gb18030"))
    # Nothing can be read in these: reaching the hook is enough to be stopped there.
    for name, raw in (
        ("通知.docx", b"PK\x03\x04"), ("公告.ofd", b"PK\x03\x04"), ("决定.pdf", b"%PDF-1.7\n"),
        ("照片.jpg", b"\xff\xd8\xff\xe0"),
    ):  # fmt: skip
        (tmp_path / name).write_bytes(raw)
    git("add", ".")
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", "deident", "--verbose"], cwd=tmp_path,
        env={**os.environ, "PRE_COMMIT_HOME": str(tmp_path.parent / f"{tmp_path.name}-pc"),
             "PYTHONUTF8": "1"},
        capture_output=True, check=False,
    )  # fmt: skip
    said = done.stdout.decode()
    assert done.returncode != 0
    for name in ("名册.xlsx", "国标.txt", "通知.docx", "公告.ofd", "决定.pdf", "照片.jpg"):
        assert name in said, said
    assert "手机号码" in said
