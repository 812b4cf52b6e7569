"""The tables, step by step: `PRAGMA user_version` says how many steps a file has taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

_REFUSED = "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE entries (seq INTEGER PRIMARY KEY, body TEXT NOT NULL, hash TEXT NOT NULL, "
        "seal TEXT NOT NULL, signature TEXT NOT NULL)",
        "CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, "
        "hash TEXT NOT NULL, key TEXT NOT NULL, seal TEXT NOT NULL)",
        f"CREATE TRIGGER entries_unchanged BEFORE UPDATE ON entries {_REFUSED}",
        f"CREATE TRIGGER entries_kept BEFORE DELETE ON entries {_REFUSED}",
        f"CREATE TRIGGER head_kept BEFORE DELETE ON head {_REFUSED}",
    ),
    (
        "CREATE INDEX entries_by_output ON entries (json_extract(body, '$.output'))",
        "CREATE INDEX entries_by_document ON entries (json_extract(body, '$.document'))",
        "CREATE INDEX entries_by_type ON entries (json_extract(body, '$.type'))",
    ),
)
VERSION = len(MIGRATIONS)


def altered(connection: sqlite3.Connection) -> bool:
    """Tell whether a table, an index or a trigger is not as we made it."""
    found = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {row[0] for row in found} != {one for step in MIGRATIONS for one in step}
