"""A list of words in deident.toml: every gate heeds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deident.errors import ExitCode

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command


@pytest.mark.parametrize("words", [("scan",), ("hook",), ("mask", "--to", "公开版", "--force")])
def test_every_gate_heeds_the_list(
    command: Command, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """A word keeps it shut, also on the hook's quick way; a list that is missing is exit 2."""
    (tmp_path / "词表.txt").write_text("登陆 => 登录\n", encoding="utf-8")
    (tmp_path / "通知.txt").write_text("请登陆网站。\n", encoding="utf-8")
    assert command(*words, "通知.txt").returncode == ExitCode.CLEAN
    (tmp_path / "deident.toml").write_text('[checks.words]\nfile = "词表.txt"\n', encoding="utf-8")
    done = command(*words, "通知.txt")
    assert done.returncode == ExitCode.FINDINGS, done.stderr
    assert "WORD_INSTEAD" in command("scan", "-f", "json", "通知.txt").stdout
    (tmp_path / "词表.txt").unlink()
    assert command(*words, "通知.txt").returncode == ExitCode.USAGE
