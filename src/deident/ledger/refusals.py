"""What the ledger and the reviews refuse."""

from __future__ import annotations

from deident.errors import DeidentError, ExitCode


class RefusedError(DeidentError):
    """Something may not be signed, cleared or published; `reason` is a code `messages` words."""

    exit_code = ExitCode.NOT_CLEARED
    code = "NOT_CLEARED"

    def __init__(self, reason: str, **params: str | int) -> None:
        super().__init__(f"refused: {reason}. Nothing was recorded.", reason=reason, **params)
        self.reason = reason


class LedgerError(DeidentError):
    """The ledger is missing, of a later version or not a ledger."""

    exit_code = ExitCode.USAGE
    code = "LEDGER"

    def __init__(self, reason: str, **params: str | int) -> None:
        super().__init__(f"ledger: {reason}", reason=reason, **params)
        self.reason = reason
