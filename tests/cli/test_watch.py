"""The drop folder: copies appear beside it, and nothing half written is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.errors import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

LEAKY = "联系人手机13800004719。\n"


def watch(command: Command) -> None:
    """Deal with the folder once."""
    done = command("watch", "待检", "--once", "--every", "1")
    assert done.returncode == ExitCode.CLEAN, done.stderr


def names(folder: Path) -> set[str]:
    """Return what lies below a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_dropped_file_comes_out_masked_or_with_a_page_that_says_why(
    command: Command, tmp_path: Path
) -> None:
    """Nothing open: 已遮盖. Anything else: 需人工. The originals stay as they are."""
    (tmp_path / "待检" / "民政").mkdir(parents=True)
    (tmp_path / "待检" / "通知.txt").write_text(LEAKY, encoding="utf-8")
    (tmp_path / "待检" / "民政" / "坏.pdf").write_bytes(b"%PDF-1.7\n")
    (tmp_path / "待检" / "还在下载.xlsx.part").write_bytes(b"PK")
    watch(command)
    assert names(tmp_path / "已遮盖") == {"通知.txt"}
    assert names(tmp_path / "需人工") == {"民政/坏.pdf.处理说明.md"}
    copy = (tmp_path / "已遮盖" / "通知.txt").read_text(encoding="utf-8")
    assert copy == "联系人手机138****4719。\n"
    assert (tmp_path / "待检" / "通知.txt").read_text(encoding="utf-8") == LEAKY
    assert {path.name for path in tmp_path.iterdir()} == {"待检", "已遮盖", "需人工"}


def test_a_file_is_dealt_with_once_and_again_when_it_changed(
    command: Command, tmp_path: Path
) -> None:
    """What an older version left is taken away, wherever it went."""
    (tmp_path / "待检").mkdir()
    dropped = tmp_path / "待检" / "通知.csv"
    dropped.write_bytes(b"\x00\x00\x01\x02")
    watch(command)
    assert names(tmp_path / "需人工") == {"通知.csv.处理说明.md"}
    dropped.write_text("手机号码\n13800004719\n", encoding="utf-8")
    watch(command)
    assert names(tmp_path / "需人工") == set()
    made = tmp_path / "已遮盖" / "通知.csv"
    before = made.stat().st_mtime_ns
    watch(command)
    assert made.stat().st_mtime_ns == before
