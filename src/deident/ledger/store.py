"""The ledger's file: SQLite, append-only, safe against two writers and a pulled plug."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sqlite3
from typing import TYPE_CHECKING, Protocol

from deident.ledger import chain, entries
from deident.ledger.chain import Broken, Head
from deident.ledger.entries import Act, Entry, Kind, Row, Sealer
from deident.ledger.refusals import LedgerError, RefusedError
from deident.ledger.schema import MIGRATIONS, VERSION, altered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_WAIT_SECONDS = 30
_COLUMNS = "seq, body, hash, seal, signature"


class Signs(Protocol):
    """A person's key, as far as an entry needs it."""

    def sign(self, data: bytes) -> str:
        """Return the signature of some bytes."""


def now() -> dt.datetime:
    """Return the time of day, which tests replace."""
    return dt.datetime.now(dt.UTC)


_DAMAGED = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What is raised over bytes that were changed: SQLite's own message may quote them."""


class Ledger:
    """An open ledger. What it returns was found whole, entry by entry; `verify` checks it all."""

    def __init__(self, file: Path, sealer: Sealer, clock: Callable[[], dt.datetime] = now) -> None:
        if not file.is_file():
            raise LedgerError("LEDGER_MISSING", file=file.name)
        self.file = file
        self.sealer = sealer
        self.clock = clock
        self._connection = _connect(file)
        try:
            _migrate(self._connection)
        except _DAMAGED:
            self.close()
            raise LedgerError("LEDGER_DAMAGED", file=file.name) from None
        except LedgerError:
            self.close()
            raise

    @classmethod
    def create(cls, file: Path, sealer: Sealer, clock: Callable[[], dt.datetime] = now) -> Ledger:
        """Make an empty ledger that only its owner can read; an existing file is never replaced."""
        try:
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except FileExistsError:
            raise LedgerError("LEDGER_EXISTS", file=file.name) from None
        except OSError:
            raise LedgerError("LEDGER_NOT_WRITTEN", file=file.name) from None
        with contextlib.closing(_connect(file)) as connection:
            _take_steps(connection, 0)
        made = cls(file, sealer, clock)
        with made._transaction():
            made._set_head(Head())
        return made

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def head(self) -> Head:
        """Return the end of the ledger, sealed."""
        head = self._head()
        if broken := chain.head_of(head, self.sealer):
            raise RefusedError("LEDGER_BROKEN", seq=broken.seq)
        return head

    def rows(self) -> Iterator[Row]:
        """Yield the rows as they lie there."""
        for row in self._connection.execute(f"SELECT {_COLUMNS} FROM entries ORDER BY seq"):  # noqa: S608 - our own names
            yield _row(row)

    def entries(self) -> Iterator[Entry]:
        """Yield every entry in order."""
        return (self._whole(row) for row in self.rows())

    def of_output(self, sha256: str) -> list[Entry]:
        """Return what was recorded about a copy, in order."""
        return self._where("output", sha256)

    def of_document(self, digest: str) -> list[Entry]:
        """Return what was recorded about an original, in order."""
        return self._where("document", digest)

    def of_kind(self, kind: Kind) -> list[Entry]:
        """Return every entry of a kind, in order."""
        return self._where("type", kind.value)

    def complete(self) -> bool:
        """Tell quickly whether the number of entries is what the head says."""
        (count,) = self._connection.execute("SELECT count(*) FROM entries").fetchone()
        return bool(count == self.head().seq)

    @contextlib.contextmanager
    def writing(self) -> Iterator[Callable[..., Entry]]:
        """Yield what appends; nobody else writes until the end, and on an error nothing is kept."""
        with self._transaction():
            yield self._append

    def append(self, act: Act, signer: Signs | None = None) -> Entry:
        """Record one act."""
        with self.writing() as add:
            return add(act, signer)

    def verify(self, signed: Callable[[Entry], bool]) -> list[Broken]:
        """Return everything that is not as it was written."""
        found = []
        try:
            found += [Broken(code="LEDGER_SCHEMA")] if altered(self._connection) else []
            found += chain.verify(self.rows(), self._head(), self.sealer, signed)
            (sound,) = self._connection.execute("PRAGMA integrity_check").fetchone()
        except _DAMAGED:
            sound = ""
        return found if sound == "ok" else [*found, Broken(code="LEDGER_DAMAGED")]

    def copy(self, file: Path) -> None:
        """Write a copy that is whole even while others write."""
        Ledger.create(file, self.sealer).close()
        with contextlib.closing(sqlite3.connect(file)) as other:
            self._connection.backup(other)

    def _head(self) -> Head:
        """Return the end of the ledger as it lies there."""
        found = self._connection.execute("SELECT seq, hash, key, seal FROM head").fetchone()
        return Head(seq=found[0], hash=found[1], key=found[2], seal=found[3]) if found else Head()

    def _where(self, field: str, value: str) -> list[Entry]:
        # The index answers; json_extract on every row would be a second per ten thousand.
        asked = (
            f"SELECT {_COLUMNS} FROM entries WHERE json_extract(body, '$.{field}') = ? ORDER BY seq"  # noqa: S608 - our own names
        )
        return [self._whole(_row(row)) for row in self._connection.execute(asked, (value,))]

    def _whole(self, row: Row) -> Entry:
        read = chain.whole(row, self.sealer)
        if isinstance(read, Broken):
            raise RefusedError("LEDGER_BROKEN", seq=read.seq)
        return read

    def _append(self, act: Act, signer: Signs | None = None) -> Entry:
        before = self.head()
        seq = before.seq + 1
        time = stamp(self.clock())
        text = entries.body(seq, time, before.hash, self.sealer.id, act)
        hash_ = entries.hash_of(text)
        signature = signer.sign(entries.signed(hash_)) if signer else ""
        seal = self.sealer.seal(entries.sealed(hash_, signature))
        self._connection.execute(
            f"INSERT INTO entries ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)",  # noqa: S608 - our own names
            (seq, text, hash_, seal, signature),
        )
        self._set_head(Head(seq=seq, hash=hash_))
        return Entry(
            seq=seq, time=time, previous=before.hash, key=self.sealer.id, act=act, hash=hash_,
            signature=signature,
        )  # fmt: skip

    def _set_head(self, head: Head) -> None:
        seal = self.sealer.seal(head.sealed_bytes())
        self._connection.execute(
            "INSERT INTO head (one, seq, hash, key, seal) VALUES (1, ?, ?, ?, ?) ON CONFLICT (one) "
            "DO UPDATE SET seq = excluded.seq, hash = excluded.hash, key = excluded.key, "
            "seal = excluded.seal",
            (head.seq, head.hash, self.sealer.id, seal),
        )

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")


def stamp(when: dt.datetime) -> str:
    """Write a time in UTC, to the second."""
    return when.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _row(columns: tuple[int, str, str, str, str]) -> Row:
    seq, *texts = columns
    body, hash_, seal, signature = (str(text) for text in texts)
    return Row(seq=seq, body=body, hash=hash_, seal=seal, signature=signature)


def _connect(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=_WAIT_SECONDS, isolation_level=None)
    # A changed byte may leave no UTF-8; it must come out to be named.
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    return connection


def _migrate(connection: sqlite3.Connection) -> None:
    """Bring an older ledger up to date; refuse one from a later deident, and what is none."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > VERSION:
        raise LedgerError("LEDGER_LATER", version=version)
    if version < 1:
        # An empty file would pass for an empty ledger, and nobody would miss what was in it.
        raise LedgerError("LEDGER_DAMAGED")
    if version < VERSION:
        _take_steps(connection, version)


def _take_steps(connection: sqlite3.Connection, version: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    # Another process may have taken them meanwhile.
    (version,) = connection.execute("PRAGMA user_version").fetchone() if version else (0,)
    for step in MIGRATIONS[version:]:
        for statement in step:
            connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {VERSION}")
    connection.execute("COMMIT")
