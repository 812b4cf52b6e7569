"""What a paper of one scene is: its text or table, what must go, what must stay, what is asked."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field

from deident.identifiers import resident_id, uscc


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One synthetic document. `asked` names the kinds that a person is asked about, and no others.

    `gone` must not occur anywhere in the copy, `stays` must.
    """

    name: str
    text: str = field(default="", repr=False)
    rows: tuple[tuple[str, ...], ...] = field(default=(), repr=False)
    gone: tuple[str, ...] = field(repr=False)
    stays: tuple[str, ...] = field(repr=False)
    asked: frozenset[str] = frozenset()

    @property
    def file_name(self) -> str:
        """What the document is called."""
        return f"{self.name}.csv" if self.rows else f"{self.name}.txt"

    @property
    def content(self) -> bytes:
        """The document as it lies on the disk."""
        if not self.rows:
            return self.text.encode()
        stream = io.StringIO(newline="")
        csv.writer(stream).writerows(self.rows)
        return stream.getvalue().encode()


def resident(born: str, order: int = 1) -> str:
    """Make a resident ID of a county that does not exist."""
    body = f"149999{born}{order:03}"
    return body + resident_id.check_character(body)


def credit_code(order: int) -> str:
    """Make a unified social credit code of that county."""
    body = f"91149999MA0{order:06}"
    return body + uscc.check_character(body)
