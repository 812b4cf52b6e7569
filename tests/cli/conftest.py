"""Running the command as a person does: in its own process."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Protocol

import pytest

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
