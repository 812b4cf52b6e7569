"""What became of documents in earlier runs, so that the same bytes are not read twice.

One SQLite file that only its owner can read. Rows are found by a keyed digest and hold codes,
counts, places and fingerprints, never a value, masked or not. Each row is sealed with the office's
key: a row that was changed is not there. Losing the file costs time, nothing else.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from typing import TYPE_CHECKING, Any

from deident.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from deident.keys import Key

_VERSION = 1
_LARGE = 256 << 20
_SCHEMA = (
    "CREATE TABLE outcome (scope TEXT, digest TEXT, content TEXT, seal TEXT,"
    " PRIMARY KEY (scope, digest)) WITHOUT ROWID"
)


class Cache:
    """Outcomes by digest. `scope` is everything else that they depend on."""

    def __init__(self, file: Path, key: Key, scope: str) -> None:
        self._key, self._scope = key, scope
        try:
            self._base = _opened(file)
        except (OSError, sqlite3.Error):
            raise OutputError(
                f"{file}: the cache cannot be used; remove it, or name another"
            ) from None

    def holds(self, digest: str) -> bool:
        """Tell whether something is remembered that can be trusted."""
        return self._row(digest) is not None

    def get(self, digest: str) -> Mapping[str, Any] | None:
        """Return what was remembered, or None where there is nothing that can be trusted."""
        text = self._row(digest)
        if text is None:
            return None
        content: Mapping[str, Any] = json.loads(text)
        return content

    def _row(self, digest: str) -> str | None:
        row = self._base.execute(
            "SELECT content, seal FROM outcome WHERE scope = ? AND digest = ?",
            (self._scope, digest),
        ).fetchone()
        if row is None or row[1] != self._seal(digest, row[0]):
            return None
        return str(row[0])

    def put(self, digest: str, content: Mapping[str, Any]) -> None:
        """Remember an outcome; it outlives a kill of this process."""
        self.put_all({digest: content})

    def put_all(self, contents: Mapping[str, Mapping[str, Any]]) -> None:
        """Remember several outcomes or, where it is killed here, none of them."""
        rows = []
        for digest, content in contents.items():
            text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
            rows.append((self._scope, digest, text, self._seal(digest, text)))
        self._base.execute("BEGIN IMMEDIATE")
        self._base.executemany("INSERT OR REPLACE INTO outcome VALUES (?, ?, ?, ?)", rows)
        self._base.execute("COMMIT")

    def close(self) -> None:
        """Close the file; of a large one, forget what other settings left behind."""
        with contextlib.suppress(sqlite3.Error):
            (pages,) = self._base.execute("PRAGMA page_count").fetchone()
            (page,) = self._base.execute("PRAGMA page_size").fetchone()
            if pages * page > _LARGE:
                self._base.execute("DELETE FROM outcome WHERE scope <> ?", (self._scope,))
        self._base.close()

    def _seal(self, digest: str, text: str) -> str:
        return self._key.digest(f"cache\0{self._scope}\0{digest}\0{text}".encode())


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
