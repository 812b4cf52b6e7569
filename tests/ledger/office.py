"""An office for the tests: a key, a ledger, a clock that a test can move, and four people."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from deident.keys import Key
from deident.ledger.entries import Entry, Kind
from deident.ledger.reviewers import Ring, enrolled
from deident.ledger.rules import Rules
from deident.ledger.signing import Hand, new_pem
from deident.ledger.store import Ledger, stamp
from deident.ledger.workflow import Desk, Submission

if TYPE_CHECKING:
    from pathlib import Path

CLERK, FIRST, SECOND, LAST = "信息员甲", "初审员乙", "复审员丙", "终审员丁"
STAGES = {CLERK: (), FIRST: ("初审",), SECOND: ("复审",), LAST: ("终审",)}
COPY = "联系人手机138****4719。\n".encode()
POLICY = {"name": "default", "version": "1", "digest": "d" * 64, "scene": "default"}


@dataclass
class Clock:
    """A time of day that stands still until a test moves it."""

    now: dt.datetime = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        """Return the time."""
        return self.now

    def move(self, **by: int) -> None:
        """Let time pass, or run back."""
        self.now += dt.timedelta(**by)


@dataclass
class Office:
    """Everything a test needs to review a copy."""

    folder: Path
    key: Key = field(default_factory=lambda: Key(bytes(range(32))))
    clock: Clock = field(default_factory=Clock)
    rules: Rules = field(default_factory=Rules)
    hands: dict[str, Hand] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make the ledger and enrol everybody."""
        self.ledger = Ledger.create(self.file, self.key, self.clock)
        for name, stages in STAGES.items():
            self.enrol(name, *stages)

    @property
    def file(self) -> Path:
        """Where the ledger lies."""
        return self.folder / "ledger.db"

    @property
    def ring(self) -> Ring:
        """Everybody who has a key."""
        return Ring.of(self.ledger.of_kind(Kind.REVIEWER))

    def enrol(self, name: str, *stages: str, until: str = "") -> Hand:
        """Give somebody a key."""
        hand = Hand.of(new_pem())
        when = stamp(self.clock())
        self.ledger.append(enrolled(self.ring, name, hand.public, stages, until=until, when=when))
        self.hands[name] = hand
        return hand

    def desk(self, name: str) -> Desk:
        """Return the desk of a person."""
        return Desk(ledger=self.ledger, hand=self.hands[name], rules=self.rules)

    def submit(self, path: Path, *, by: str = CLERK, **other: str) -> Entry:
        """Write a copy and submit it."""
        import hashlib

        path.write_bytes(COPY)
        return self.desk(by).submit(
            Submission(
                name=path.name,
                output=hashlib.sha256(COPY).hexdigest(),
                document=self.key.digest(b"original"),
                disclosure="主动公开",
                channels=("政府网站",),
                policy=POLICY,
                versions={"deident": "0"},
                counts={"MASK": {"CN_MOBILE": 1}},
                decisions=(
                    {
                        "fingerprint": self.key.fingerprint("CN_MOBILE", "13800004719"),
                        "entity_type": "CN_MOBILE",
                        "action": "MASK",
                    },
                ),
                **other,
            )
        )

    def sign_all(self, output: str) -> None:
        """Sign every stage."""
        for name in (FIRST, SECOND, LAST):
            self.desk(name).sign(output)

    def cleared(self, path: Path) -> str:
        """Bring a copy through all reviews and write its clearance; return its digest."""
        from deident.ledger.clearances import beside

        output = self.submit(path).act.output
        self.sign_all(output)
        beside(path).write_bytes(self.desk(LAST).clear(output))
        return output

    def change(self, seq: int, **fields: str) -> None:
        """Change texts of a row behind the program's back."""
        self.tamper(*((_CHANGE[name], text, seq) for name, text in fields.items()))

    def cut(self, first: int, last: int = 1 << 30) -> None:
        """Take rows out behind the program's back."""
        self.tamper(("DELETE FROM entries WHERE seq BETWEEN ? AND ?", first, last))

    def tamper(self, *statements: tuple[str | int, ...]) -> None:
        """Change the file behind the program's back, triggers put back afterwards."""
        with closing(sqlite3.connect(self.file)) as connection:
            triggers = connection.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            ).fetchall()
            for name, _ in triggers:
                connection.execute(f"DROP TRIGGER {name}")
            for statement, *given in statements:
                connection.execute(str(statement), given)
            for _, sql in triggers:
                connection.execute(sql)
            connection.commit()


_CHANGE = {
    "body": "UPDATE entries SET body = ? WHERE seq = ?",
    "hash": "UPDATE entries SET hash = ? WHERE seq = ?",
    "seal": "UPDATE entries SET seal = ? WHERE seq = ?",
    "signature": "UPDATE entries SET signature = ? WHERE seq = ?",
}
