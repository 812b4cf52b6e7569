"""What the commands of the reviews print: a line for each file, then its reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident import messages
from deident.cli import refusals
from deident.errors import DeidentError, ExitCode, worst

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable

    from deident.model import Reason


def told(reason: Reason, lang: str) -> str:
    """Say a reason and its place."""
    said = messages.word(reason.code, reason.params, lang)
    where = messages.part(reason.where, lang)
    return f"{where}: {said}" if where else said


def each(args: argparse.Namespace, words: Iterable[str], act: Callable[[str], str]) -> ExitCode:
    """Act on every file and say what became of it; a refusal of one does not stop the others."""
    exits = []
    for word in words:
        try:
            print(f"{word}  {act(word)}")
        except DeidentError as refused:
            code, said = refusals.worded(refused, args.lang)
            print(f"{word}  {said}")
            exits.append(code)
    return worst(*exits)
