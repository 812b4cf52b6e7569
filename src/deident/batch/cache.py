"""What became of documents in earlier runs, so that the same bytes are not read twice.

One SQLite file that only its owner can read. Rows are found by a keyed digest and hold codes,
counts, places and fingerprints, never a value, masked or not. Each row is sealed with the office's
key: a row that was changed is not there. Losing the file costs time, nothing else. Every process
opens it for itself.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from typing import TYPE_CHECKING, NamedTuple

from deident.errors import OutputError
from deident.making import unprinted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from deident.keys import Key

_VERSION = 2
_LARGE = 256 << 20
_SCHEMA = (
    "CREATE TABLE outcome (scope TEXT, digest TEXT, name TEXT, content TEXT, listed TEXT,"
    " seal TEXT, PRIMARY KEY (scope, digest)) WITHOUT ROWID"
)
_SELECT = "SELECT digest, name, content, listed, seal FROM outcome WHERE scope = ?"
_INSERT = "INSERT OR REPLACE INTO outcome VALUES (?, ?, ?, ?, ?, ?)"
# SQLite takes at least 999 parameters.
_AT_ONCE = 500


class Row(NamedTuple):
    """What is remembered of some bytes.

    `name` is the keyed digest of the name that was found to be clean with them. `listed` are the
    findings one by one, which many who ask for the `content` never look at.
    """

    digest: str
    name: str
    content: str
    listed: str

    def __repr__(self) -> str:
        return unprinted(self)


class Cache:
    """Outcomes by digest. `scope` is everything else that they depend on."""

    def __init__(self, file: Path, key: Key, scope: str) -> None:
        self._key, self._scope = key, scope
        try:
            self._base = _opened(file)
        except (OSError, sqlite3.Error, UnicodeDecodeError):
            raise OutputError(
                f"{file}: the cache cannot be used; remove it, or name another"
            ) from None

    def get(self, digest: str) -> Row | None:
        """Return what was remembered, or None where there is nothing that can be trusted."""
        return next(self.some([digest]), None)

    def some(self, digests: Sequence[str]) -> Iterator[Row]:
        """Yield what was remembered of some digests and can be trusted, in no order."""
        for start in range(0, len(digests), _AT_ONCE):
            asked = digests[start : start + _AT_ONCE]
            marks = ",".join("?" * len(asked))
            select = f"{_SELECT} AND digest IN ({marks})"
            found = self._base.execute(select, (self._scope, *asked))
            for *said, seal in found:
                row = Row(*said)
                if seal == self._seal(row):
                    yield row

    def put(self, *rows: Row) -> None:
        """Remember outcomes or, where it is killed here, none of them; they outlive this process.

        Where there is no room left for them, nothing is remembered.
        """
        with contextlib.suppress(sqlite3.Error):
            self._put((self._scope, *row, self._seal(row)) for row in rows)

    def _put(self, sealed: Iterable[tuple[str, ...]]) -> None:
        self._base.execute("BEGIN IMMEDIATE")
        try:
            self._base.executemany(_INSERT, sealed)
        except BaseException:
            self._base.execute("ROLLBACK")
            raise
        self._base.execute("COMMIT")

    def close(self) -> None:
        """Close the file; of a large one, forget what other settings left behind."""
        with contextlib.suppress(sqlite3.Error):
            (pages,) = self._base.execute("PRAGMA page_count").fetchone()
            (page,) = self._base.execute("PRAGMA page_size").fetchone()
            if pages * page > _LARGE:
                self._base.execute("DELETE FROM outcome WHERE scope <> ?", (self._scope,))
        self._base.close()

    def _seal(self, row: Row) -> str:
        return self._key.digest("\0".join(("cache", self._scope, *row)).encode())


def _opened(file: Path) -> sqlite3.Connection:
    """Open the file, or make it anew: another version's is of no use, and nobody's is missed."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    if os.name == "posix":
        file.chmod(0o600)
    base = sqlite3.connect(file, isolation_level=None, timeout=30)
    base.execute("PRAGMA journal_mode = WAL")
    base.execute("PRAGMA synchronous = NORMAL")
    base.execute("BEGIN IMMEDIATE")
    (version,) = base.execute("PRAGMA user_version").fetchone()
    if version != _VERSION:
        base.execute("DROP TABLE IF EXISTS outcome")
        base.execute(_SCHEMA)
        base.execute(f"PRAGMA user_version = {_VERSION}")
    base.execute("COMMIT")
    return base
