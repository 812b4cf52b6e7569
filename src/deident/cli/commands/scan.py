"""`deident scan`: look at files and list what must be masked or decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.cli.batch.running import run as run_all
from deident.cli.files.inputs import gather
from deident.cli.files.tasks import Task

if TYPE_CHECKING:
    import argparse

    from deident.cli.files.inputs import Inputs
    from deident.errors import ExitCode


def run(args: argparse.Namespace) -> ExitCode:
    """Report every finding; write nothing."""
    if args.record:
        _demand_ledger(args)
    inputs = gather(args)
    if args.since_ledger:
        _leave_out_recorded(args, inputs)
    return run_all(args, inputs)[0]


def _demand_ledger(args: argparse.Namespace) -> None:
    """Refuse before the work what could not be recorded after it."""
    from deident.cli.review.desk import open_ledger

    open_ledger(args).close()


def _leave_out_recorded(args: argparse.Namespace, inputs: Inputs) -> None:
    """Leave out what the ledger knows byte for byte, as an original or as a copy; count it."""
    from deident.api import source_of
    from deident.cli.review.desk import office_key, open_ledger
    from deident.errors import UnreadableError
    from deident.ledger.clearances import digest
    from deident.ledger.entries import Kind

    key = office_key(args)
    with open_ledger(args) as ledger:

        def recorded(task: Task) -> bool:
            if task.path is None or not task.path.is_file():
                return False
            try:
                original = key.digest(source_of(task.path).data)
                known = (*ledger.of_document(original), *ledger.of_output(digest(task.path)))
                # That it was looked at once does not mean that it was dealt with.
                return any(entry.act.kind is not Kind.SCAN for entry in known)
            except (OSError, UnreadableError):
                return False

        kept = [e for e in inputs.entries if not (isinstance(e, Task) and recorded(e))]
    inputs.left_out["ledger"] += len(inputs.entries) - len(kept)
    inputs.entries = kept
