"""Bad input: the right exit code, what happened and what to do, nothing half-written."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deident import keys
from deident.cli.commands.demo import workbook
from deident.cli.files import work
from deident.cli.files.tasks import Task
from deident.cli.settings import Settings
from deident.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Command

    from deident.judged import Line
    from deident.model import Source
    from deident.pipeline import Review

CLEAN = "关于印发工作要点的通知\n各科室：\n请认真贯彻执行。\n"
LEAKY = "联系人手机13800004719。\n"
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="uses what Linux offers")


def bomb() -> bytes:
    """Return a spreadsheet whose only sheet unpacks to a thousand times its size."""
    made = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(workbook((("姓名",),)))) as good,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for name in good.namelist():
            part = good.read(name)
            if name.endswith("sheet1.xml"):
                part = part.replace(b"</sheetData>", b" " * (64 << 20) + b"</sheetData>")
            bad.writestr(name, part)
    return made.getvalue()


BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "undecodable": ("a.txt", lambda: b"\xff\xfe\xfd\xfc\xfb\x81\x00\xd8\x00", "编码"),
    "NUL bytes": ("a.txt", lambda: "手机\0\0\x01号码".encode() + b"\xff", "编码"),
    "unknown kind": ("a.pdf", lambda: b"%PDF-1.7 ...", "残缺"),
    "unknown archive": ("a.rar", lambda: b"Rar!\x1a\x07\x01\x00", "文件"),
    "cut off": ("a.xlsx", lambda: workbook((("姓名",), ("赵钱孙",)))[:-30], "重新"),
    "zip bomb": ("a.xlsx", bomb, "压缩炸弹"),
    "empty": ("a.txt", lambda: b"", "空"),
}


@pytest.mark.parametrize("kind", BAD)
def test_what_cannot_be_read_is_said_and_never_skipped(
    command: Command, tmp_path: Path, kind: str
) -> None:
    """Exit 3, the reason in Chinese, no copy; the good file beside it is done all the same."""
    name, make, said = BAD[kind]
    originals = tmp_path / "in"
    originals.mkdir()
    raw = make()
    (originals / name).write_bytes(raw)
    (originals / "good.txt").write_text(LEAKY, encoding="utf-8")
    done = command("mask", "in", "--to", "out")
    assert done.returncode == ExitCode.UNREADABLE
    assert said in done.stdout
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["good.txt", "处理说明.md"]
    assert (originals / name).read_bytes() == raw
    assert "138****4719" in (tmp_path / "out" / "good.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("words", [("hook",), ("scan",)])
def test_a_missing_file_does_not_stop_the_others(
    command: Command, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """Exit 3 outweighs 1; both are told."""
    (tmp_path / "a.txt").write_text(LEAKY, encoding="utf-8")
    done = command(*words, "none.txt", "a.txt")
    assert done.returncode == ExitCode.UNREADABLE
    assert "没有这个文件" in done.stdout
    assert "手机号码" in done.stdout


@linux_only
def test_links_are_counted_and_a_loop_of_folders_ends(command: Command, tmp_path: Path) -> None:
    """A link to the folder above would be walked for ever."""
    folder = tmp_path / "in" / "sub"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text(CLEAN, encoding="utf-8")
    (folder / "up").symlink_to(tmp_path / "in")
    done = command("hook", "in", "-f", "json")
    assert done.returncode == ExitCode.CLEAN
    summary = json.loads(done.stdout)["summary"]
    assert summary["files"] == 1
    assert summary["left_out"] == {"link": 1}


@linux_only
def test_a_link_to_itself_and_a_pipe_are_refused_at_once(command: Command, tmp_path: Path) -> None:
    """Opening the pipe would wait for ever."""
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "pipe")
    done = command("hook", "loop", "pipe")
    assert done.returncode == ExitCode.UNREADABLE
    assert "链接" in done.stdout
    assert "不是普通文件" in done.stdout


def a_worker() -> Settings:
    """Return what a worker gets."""
    return Settings(
        policy="default", scene="default", packs=(), tighten={}, style="", ocr="auto",
        key=keys.Key.ephemeral(),
    )  # fmt: skip


@pytest.mark.parametrize("masking", [True, False])
def test_a_file_that_changes_while_it_is_read_is_not_vouched_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, masking: bool
) -> None:
    """What was judged is not what lies there now; no copy of it is written."""
    file = tmp_path / "a.txt"
    file.write_text(LEAKY, encoding="utf-8")

    def touched(source: Source, line: Line) -> Review:
        file.write_text(LEAKY * 2, encoding="utf-8")
        return review(source, line)

    review = work.review_source  # type: ignore[attr-defined]  # what the module calls
    monkeypatch.setattr(work, "review_source", touched)
    if not masking:
        judged = work.judged  # type: ignore[attr-defined]  # likewise
        monkeypatch.setattr(
            work, "judged", lambda source, line: [touched(source, line), *judged(source, line)][1:]
        )
    copy = tmp_path / "copy.txt"
    task = Task(name="a.txt", path=file, target=copy if masking else None, part=tmp_path / "part")
    report = work.deal(task, deidentifier=a_worker().deidentifier(), settings=a_worker())
    assert report.exit_code is ExitCode.UNREADABLE
    assert report.refusal is not None
    assert report.refusal.code == "CHANGED"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def without_privileges() -> tuple[str, ...]:
    """Return words that take root's rights away, or skip."""
    if sys.platform != "linux" or not hasattr(os, "geteuid"):
        pytest.skip("permissions are another matter here")
    if os.geteuid() != 0:
        return ()
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        pytest.skip("root may read everything, and there is no setpriv")
    words = (setpriv, "--bounding-set", "-all", "--inh-caps", "-all")
    if subprocess.run([*words, "true"], check=False, capture_output=True).returncode:
        pytest.skip("rights cannot be given up here")
    return words


def test_no_permission_to_read_is_said(command: Command, tmp_path: Path) -> None:
    """A file and a folder that nobody may open are exit 3 each, never silence."""
    before = without_privileges()
    (tmp_path / "in" / "shut").mkdir(parents=True)
    (tmp_path / "in" / "a.txt").write_text(CLEAN, encoding="utf-8")
    (tmp_path / "in" / "a.txt").chmod(0)
    (tmp_path / "in" / "shut").chmod(0)
    done = command("hook", "in", before=before)
    (tmp_path / "in" / "shut").chmod(0o700)
    assert done.returncode == ExitCode.UNREADABLE
    assert done.stdout.count("没有读取权限") == 2


def test_no_permission_to_write_is_said(command: Command, tmp_path: Path) -> None:
    """Exit 2, what to do, and nothing there."""
    before = without_privileges()
    (tmp_path / "a.txt").write_text(LEAKY, encoding="utf-8")
    (tmp_path / "out").mkdir(mode=0o500)
    done = command("mask", "a.txt", "--to", "out", before=before)
    assert done.returncode == ExitCode.USAGE
    assert "没有写入权限" in done.stdout
    assert not list((tmp_path / "out").iterdir())


@linux_only
def test_a_full_disk_leaves_nothing_behind(command: Command, tmp_path: Path) -> None:
    """Half a copy would look like a copy."""
    prlimit = shutil.which("prlimit")
    if prlimit is None:
        pytest.skip("no prlimit")
    raw = (CLEAN * 2000 + LEAKY).encode()
    (tmp_path / "a.txt").write_bytes(raw)
    # The kernel refuses to let any file grow beyond 16 KB, in the middle of the write.
    done = command("mask", "a.txt", "--to", "out", before=(prlimit, "--fsize=16384"))
    assert done.returncode == ExitCode.USAGE
    assert "磁盘已满" in done.stdout
    assert not list((tmp_path / "out").iterdir())
    assert (tmp_path / "a.txt").read_bytes() == raw


@linux_only
def test_a_report_that_cannot_be_written_is_not_a_clean_run(tmp_path: Path) -> None:
    """Standard output is full: exit 2 and a message, not 0."""
    (tmp_path / "a.txt").write_text(CLEAN, encoding="utf-8")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "deident", "hook", "-v", "a.txt"],
            cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert done.returncode == ExitCode.USAGE
    assert "磁盘已满" in done.stderr.decode()


def test_standard_input_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is held in memory, so it may not be endless."""
    from types import SimpleNamespace

    from deident.cli.files import inputs
    from deident.report.values import FileReport

    monkeypatch.setattr(inputs, "STDIN_BYTES", 10)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=BytesIO(b"x" * 11)))
    entry = inputs._standard_input("a.txt")
    assert isinstance(entry, FileReport)
    assert entry.refusal is not None
    assert entry.refusal.code == "TOO_LARGE"
