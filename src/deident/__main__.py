"""The command `deident`. Everything is imported when it is needed, not before."""

from __future__ import annotations

import importlib
import os
import sys
from typing import TYPE_CHECKING

from deident import __version__
from deident.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Of an exception that nobody expected, only the class and the place are shown: its text may
    hold a document's.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words in (["--version"], ["-V"]):
        print(f"deident {__version__}")
        return ExitCode.CLEAN
    _speak_any_language()
    lang = _language(words)
    try:
        exit_code = _command(words, lang)
        sys.stdout.flush()
    except BrokenPipeError:
        _abandon_stdout()
        return ExitCode.INTERRUPTED
    except KeyboardInterrupt:
        return _say("INTERRUPTED", lang)
    except Exception as problem:  # noqa: BLE001 - the last door; it shuts, and prints no text
        return _refuse(problem, lang)
    return exit_code


def _command(words: Sequence[str], lang: str) -> int:
    from deident.cli.options.parser import parse

    args = parse(words, lang)
    exit_code = importlib.import_module(f"deident.cli.commands.{args.module}").run(args)
    return ExitCode.CLEAN if getattr(args, "exit_zero", False) else int(exit_code)


def _language(words: Sequence[str]) -> str:
    """Find --lang before anything else is understood, because errors need it too."""
    said = " ".join(words)
    return "en" if "--lang=en" in words or "--lang en" in said else "zh"


def _speak_any_language() -> None:
    """Let a console that lacks a character show its code instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _refuse(problem: Exception, lang: str) -> int:
    from deident.cli.refusals import worded

    exit_code, said = worded(problem, lang)
    if isinstance(problem, OSError):
        _abandon_stdout()
    print(f"deident: {said}", file=sys.stderr)
    return exit_code


def _say(code: str, lang: str) -> int:
    from deident.messages import word

    print(f"deident: {word(code, (), lang)}", file=sys.stderr)
    return ExitCode.INTERRUPTED


def _abandon_stdout() -> None:
    """Keep Python from failing once more when it flushes what nobody reads."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = None


if __name__ == "__main__":
    sys.exit(run())
