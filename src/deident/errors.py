"""Exit codes, and one exception class for every situation a caller would treat differently.

A message says what happened, where, and what to do now. It never holds text from a document.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the process answers. When several apply, the worst wins (see `worst`)."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    UNREADABLE = 3
    NOT_CLEARED = 4
    INTERNAL = 5
    CLASSIFIED = 6
    INTERRUPTED = 130


# Worst last. An unread file outweighs a finding, because nobody knows what is in it.
_SEVERITY = (
    ExitCode.CLEAN,
    ExitCode.FINDINGS,
    ExitCode.UNREADABLE,
    ExitCode.NOT_CLEARED,
    ExitCode.USAGE,
    ExitCode.INTERNAL,
    ExitCode.CLASSIFIED,
    ExitCode.INTERRUPTED,
)


def worst(*codes: ExitCode) -> ExitCode:
    """Return the code that outweighs the others, or CLEAN where there is none."""
    return max(codes, key=_SEVERITY.index, default=ExitCode.CLEAN)


class DeidentError(Exception):
    """Anything deident refuses to do, with the exit code it stands for.

    `code` is stable and untranslated; `messages` words it. `params` are counts, names of
    settings and places, never text from a document.
    """

    exit_code = ExitCode.INTERNAL
    code = "INTERNAL"

    def __init__(self, message: str, **params: str | int) -> None:
        super().__init__(message)
        self.params = params


class UsageError(DeidentError):
    """The command line asks for something that does not exist or does not fit together."""

    exit_code = ExitCode.USAGE
    code = "USAGE"


class PolicyError(DeidentError):
    """A policy or configuration file is missing, malformed or loosens what it may not."""

    exit_code = ExitCode.USAGE
    code = "POLICY"


class PackError(DeidentError):
    """A recognizer pack is malformed, or loosens without the policy's consent."""

    exit_code = ExitCode.USAGE
    code = "PACK"


class KeyFileError(DeidentError):
    """The office's key is missing, malformed or readable by others."""

    exit_code = ExitCode.USAGE
    code = "KEY"


class OutputError(DeidentError):
    """The masked copy could not be written (no permission, disk full, it would be the input)."""

    exit_code = ExitCode.USAGE
    code = "OUTPUT"


class ClassifiedError(DeidentError):
    """The document carries a classification mark. Everything stops; nothing of it is kept."""

    exit_code = ExitCode.CLASSIFIED
    code = "CLASSIFIED"

    def __init__(self) -> None:
        super().__init__("the document carries a classification mark; nothing was written")


class UnreadableError(DeidentError):
    """A document, or a part of one, could not be read in full.

    `reason` is a stable code that `messages` words (ENCRYPTED, TRUNCATED, TOO_LARGE …).
    """

    exit_code = ExitCode.UNREADABLE
    code = "UNREADABLE"

    def __init__(self, where: str, reason: str, why: str, **params: str | int) -> None:
        super().__init__(
            f"{where}: {why}. Nothing was written; the document is not cleared.", **params
        )
        self.where = where
        self.reason = reason


class MissingEngineError(UnreadableError):
    """Pictures cannot be read because no OCR engine is installed, or the one asked for is not."""

    code = "MISSING_ENGINE"

    def __init__(self, engine: str, install: str) -> None:
        super().__init__(
            engine,
            "MISSING_ENGINE",
            f"this OCR engine is not installed; run: {install}",
            engine=engine,
            install=install,
        )


class RecognizerTimeoutError(DeidentError):
    """A pattern ran out of time, so nobody knows what it would have found."""

    exit_code = ExitCode.UNREADABLE
    code = "RECOGNIZER_TIMEOUT"

    def __init__(self, recognizer: str) -> None:
        super().__init__(
            f"recognizer {recognizer} ran out of time. The document is not cleared.",
            recognizer=recognizer,
        )


class ValidationError(ValueError):
    """A number is not what it claims to be. The message names the part, never the number."""


class InvalidFormatError(ValidationError):
    """Wrong characters."""


class InvalidLengthError(ValidationError):
    """Wrong length."""


class InvalidComponentError(ValidationError):
    """A part (province, date, bank) does not exist."""


class InvalidChecksumError(ValidationError):
    """The check character does not fit the rest."""
