"""Running the command as a person does: in its own process."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Protocol

import pytest

from deident import __main__ as program

if TYPE_CHECKING:
    from pathlib import Path

RunProcess = subprocess.CompletedProcess[str]


class Command(Protocol):
    """Runs `deident` with these words in the test's folder."""

    def __call__(
        self, *words: str, stdin: bytes = b"", before: tuple[str, ...] = (), **environment: str
    ) -> RunProcess:
        """Return what it printed and answered; `before` are words before the program."""


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """Return a way to run the command in an empty folder."""

    def run(
        *words: str, stdin: bytes = b"", before: tuple[str, ...] = (), **environment: str
    ) -> RunProcess:
        own = {k: v for k, v in os.environ.items() if not k.startswith("DEIDENT_")}
        done = subprocess.run(
            [*before, sys.executable, "-m", "deident", *words],
            cwd=tmp_path, env={**own, "PYTHONUTF8": "1", **environment}, input=stdin,
            capture_output=True, check=False, timeout=300,
        )  # fmt: skip
        return subprocess.CompletedProcess(
            done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
        )

    return run


class Here(Protocol):
    """Runs `deident` with these words in this process: quicker, where no process is in question."""

    def __call__(self, *words: str) -> tuple[int, str, str]:
        """Return the exit code, and what it printed on either stream."""


@pytest.fixture
def here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Here:
    """Return a way to run the command in an empty folder, without an office's settings."""
    for name in [name for name in os.environ if name.startswith("DEIDENT_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / ".config"))

    def run(*words: str) -> tuple[int, str, str]:
        code = program.run(list(words))
        said = capsys.readouterr()
        return code, said.out, said.err

    return run
