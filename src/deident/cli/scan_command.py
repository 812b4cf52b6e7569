"""`deident scan`: look at files and list what must be masked or decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.cli.inputs import gather
from deident.cli.running import run as run_all

if TYPE_CHECKING:
    import argparse

    from deident.errors import ExitCode


def run(args: argparse.Namespace) -> ExitCode:
    """Report every finding; write nothing."""
    return run_all(args, gather(args))[0]
