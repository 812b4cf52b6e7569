"""A folder of many files: what was looked at once is not looked at twice, and no run is lost."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from deident import keys
from deident.cli.batch.remembering import passing
from deident.errors import ExitCode
from deident.report.values import CLEAN as CLEAN_STATUS
from deident.report.values import FileReport, Told, refused

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

CLEAN = "第{}号。各科室请认真贯彻执行。政策咨询电话：12345。\n"
LEAKY = "第{}号。联系人手机13800004719。\n"
ROSTER = "姓名,手机号码\n赵钱孙,13800004719\n序{},13900004718\n"


@pytest.fixture
def office(tmp_path: Path) -> str:
    """The path of an office's key."""
    key = tmp_path.parent / f"{tmp_path.name}.key"
    keys.create(key)
    return str(key)


def fill(folder: Path, count: int) -> None:
    """Write mixed files: clean, leaky, rosters, and one that cannot be read."""
    folder.mkdir()
    for number in range(count):
        kind = number % 3
        name = f"{number:03}" + (".txt" if kind < 2 else ".csv")
        text = (CLEAN, LEAKY, ROSTER)[kind].format(number)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "cut.pdf").write_bytes(b"%PDF-1.7\n")


def told(said: str) -> list[dict[str, Any]]:
    """Return what a report says of every file, without what the cache does not hold."""
    files: list[dict[str, Any]] = json.loads(said)["files"]
    for file in files:
        for finding in file["findings"]:
            finding.pop("masked")
    return files


def rows(cache: Path) -> int:
    """Return how many outcomes are remembered."""
    with closing(sqlite3.connect(cache)) as base:
        (count,) = base.execute(
            "SELECT count(*) FROM outcome WHERE content LIKE '{\"e%'"
        ).fetchone()
    return int(count)


def test_the_second_run_says_the_same_and_looks_at_nothing(
    command: Command, tmp_path: Path, office: str
) -> None:
    """All but the masked forms, which the cache does not hold; unread stays unread."""
    fill(tmp_path / "in", 9)
    words = ("scan", "in", "-f", "json", "--cache", "c.sqlite")
    first, second = (
        command(*words, DEIDENT_KEY_FILE=office),
        command(*words, DEIDENT_KEY_FILE=office),
    )
    assert first.returncode == second.returncode == ExitCode.UNREADABLE
    assert told(second.stdout) == told(first.stdout)
    assert "其中 10 个文件" in second.stderr
    raw = b"".join(file.read_bytes() for file in tmp_path.glob("c.sqlite*"))
    for secret in (b"13800004719", b"138****", "赵钱孙".encode(), b"cut.pdf", b"001.txt"):
        assert secret not in raw


def test_other_bytes_another_policy_or_no_cache_are_looked_at(
    command: Command, tmp_path: Path, office: str
) -> None:
    """A remembered outcome holds for these bytes under these rules and for nothing else."""
    (tmp_path / "a.txt").write_text(CLEAN, encoding="utf-8")
    words = ("scan", "a.txt", "--cache", "c.sqlite")
    assert command(*words, DEIDENT_KEY_FILE=office).returncode == ExitCode.CLEAN
    assert "沿用" in command(*words, DEIDENT_KEY_FILE=office).stderr
    assert "沿用" not in command(*words, "--scene", "relief", DEIDENT_KEY_FILE=office).stderr
    assert "沿用" not in command("scan", "a.txt", "--no-cache", DEIDENT_KEY_FILE=office).stderr
    (tmp_path / "a.txt").write_text(LEAKY, encoding="utf-8")
    assert command(*words, DEIDENT_KEY_FILE=office).returncode == ExitCode.FINDINGS


def test_bytes_that_changed_under_the_same_size_and_times_are_looked_at(
    command: Command, tmp_path: Path, office: str
) -> None:
    """Whoever can set a file's times must not be able to carry it past the gate."""
    file = tmp_path / "a.txt"
    file.write_text(LEAKY.replace("手机13800004719", "各科室请认真"), "utf-8")
    words = ("scan", "a.txt", "--cache", "c.sqlite")
    assert command(*words, DEIDENT_KEY_FILE=office).returncode == ExitCode.CLEAN
    before = file.stat()
    with file.open("r+b") as opened:
        opened.write(LEAKY.encode().ljust(before.st_size))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_ino) == (before.st_size, before.st_ino)
    assert command(*words, DEIDENT_KEY_FILE=office).returncode == ExitCode.FINDINGS


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_no_text_is_remembered_too(
    command: Command, tmp_path: Path, office: str
) -> None:
    """An archive unpacked long ago holds names of an encoding that nobody knows any more."""
    with open(os.fsencode(tmp_path) + b"/\xb9\xab.\xb8\xe6", "wb") as file:  # noqa: PTH123 - no path of text
        file.write(CLEAN.encode())
    words = ("scan", ".", "-f", "json", "--cache", "../c.sqlite")
    first, second = (command(*words, DEIDENT_KEY_FILE=office) for _ in range(2))
    assert first.returncode == second.returncode == ExitCode.CLEAN
    assert "其中 1 个文件" in second.stderr
    (tmp_path.parent / "c.sqlite").unlink()


def test_without_the_offices_key_nothing_is_remembered(command: Command, tmp_path: Path) -> None:
    """A key of this run would be of no use tomorrow."""
    (tmp_path / "a.txt").write_text(CLEAN, encoding="utf-8")
    done = command("scan", "a.txt", "--cache", "c.sqlite")
    assert done.returncode == ExitCode.USAGE
    assert "deident init" in done.stderr


def test_identical_bytes_are_read_once_and_their_names_are_judged_apart(
    command: Command, tmp_path: Path, office: str
) -> None:
    """A clean text under a name that holds a telephone is not clean."""
    for name in ("a.txt", "b.txt", "手机13800004719.txt"):
        (tmp_path / name).write_text(CLEAN, encoding="utf-8")
    for _ in range(2):
        done = command("scan", ".", "-f", "json", "--cache", "../c.sqlite", DEIDENT_KEY_FILE=office)
        files = json.loads(done.stdout)["files"]
        assert [file["exit_code"] for file in files] == [0, 0, 1]
        assert files[2]["left"][0]["code"] == "IN_FILE_NAME"
        (tmp_path.parent / "c.sqlite").exists()
    assert rows(tmp_path.parent / "c.sqlite") >= 1
    (tmp_path.parent / "c.sqlite").unlink()


@pytest.mark.parametrize("code", ["TIMEOUT", "CRASHED", "NO_MEMORY", "INTERNAL", "IO", "CHANGED"])
def test_what_may_be_better_next_time_is_not_remembered(code: str) -> None:
    """Nor is it clean: it is tried again."""
    assert passing(refused("a", ExitCode.UNREADABLE, Told(code=code)))
    unread = FileReport(
        name="a", exit_code=ExitCode.UNREADABLE, status="incomplete", unread=(Told(code=code),)
    )
    assert passing(unread)
    assert not passing(FileReport(name="a", exit_code=ExitCode.CLEAN, status=CLEAN_STATUS))


def _lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is of POSIX")
def test_a_run_that_was_killed_goes_on_where_it_was(
    command: Command, tmp_path: Path, office: str
) -> None:
    """The same as an undisturbed run, and what was done is not done twice."""
    fill(tmp_path / "in", 90)
    cache = tmp_path / "c.sqlite"
    words = [sys.executable, "-m", "deident", "scan", "in", "-f", "json", "--cache", str(cache)]
    running = subprocess.Popen(
        [*words, "-j", "1"], cwd=tmp_path, env={**os.environ, "DEIDENT_KEY_FILE": office},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 120
    while not (cache.exists() and cache.stat().st_size and _some(cache)):
        assert time.monotonic() < deadline
        assert running.poll() is None, "it ended before it could be killed"
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.wait()
    # Its worker may remember the file that it was about to finish.
    while _lives(running.pid):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    before = rows(cache)
    assert 0 < before < 91
    resumed = command("scan", "in", "-f", "json", "--cache", str(cache), DEIDENT_KEY_FILE=office)
    assert f"其中 {before} 个文件" in resumed.stderr
    undisturbed = command("scan", "in", "-f", "json", "--no-cache", DEIDENT_KEY_FILE=office)
    assert told(resumed.stdout) == told(undisturbed.stdout)


def _some(cache: Path) -> bool:
    try:
        return rows(cache) > 0
    except sqlite3.Error:
        return False


def test_shards_share_the_files_and_leave_none_out(command: Command, tmp_path: Path) -> None:
    """Each file in exactly one of them, whoever asks."""
    fill(tmp_path / "in", 8)
    seen: list[str] = []
    for shard in ("1/3", "2/3", "3/3"):
        said = json.loads(command("scan", "in", "-f", "json", "--shard", shard).stdout)
        seen += [file["name"] for file in said["files"]]
        assert len(said["files"]) + said["summary"]["left_out"]["shard"] == 9
    assert len(seen) == len(set(seen)) == 9
    assert command("scan", "in", "--shard", "4/3").returncode == ExitCode.USAGE


@pytest.mark.skipif(sys.platform == "win32", reason="the limit is the system's on Linux")
def test_a_file_that_eats_memory_is_told_and_the_others_are_done(
    command: Command, tmp_path: Path
) -> None:
    """Exit 3 for it alone."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(CLEAN, encoding="utf-8")
    line = "联系人手机13800004719，请认真贯彻执行。\n"
    (tmp_path / "in" / "b.txt").write_text(line * 400_000, encoding="utf-8")
    (tmp_path / "in" / "c.txt").write_text(LEAKY, encoding="utf-8")
    done = command("scan", "in", "-f", "json", "-j", "1", "--memory", "420")
    codes = [file["exit_code"] for file in json.loads(done.stdout)["files"]]
    assert codes == [ExitCode.CLEAN, ExitCode.UNREADABLE, ExitCode.FINDINGS], done.stdout[:400]
