"""The chain: every entry repeats the digest of the one before it, and the office's key seals each.

Without the key nobody can change, move, add or cut anything unnoticed. Whoever holds the key can
write a whole new chain; only an anchor kept elsewhere tells it from the old one.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deident.ledger.entries import START, Entry, Row, Sealer, entry, hash_of, sealed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """How long the ledger is and where it ends; kept apart, so that a cut tail is noticed."""

    seq: int = 0
    hash: str = START
    key: str = ""
    seal: str = ""

    def sealed_bytes(self) -> bytes:
        """Return what the office's key seals."""
        return f"head\0{self.seq}\0{self.hash}".encode("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """What is not as it was written: a code that `messages` words, and the entry."""

    code: str
    seq: int = 0


def whole(row: Row, sealer: Sealer) -> Entry | Broken:
    """Return a row's entry, or what is wrong with the row taken alone."""
    if hash_of(row.body) != row.hash:
        return Broken(code="ROW_CHANGED", seq=row.seq)
    try:
        read = entry(row)
    except ValueError:
        return Broken(code="ROW_CHANGED", seq=row.seq)
    key = sealer.named(read.key)
    if key is None:
        return Broken(code="ROW_KEY_UNKNOWN", seq=row.seq)
    if not _same(key.seal(sealed(row.hash, row.signature)), row.seal):
        return Broken(code="ROW_SEAL", seq=row.seq)
    if read.seq != row.seq:
        return Broken(code="ROW_ORDER", seq=row.seq)
    return read


def verify(
    rows: Iterable[Row], head: Head, sealer: Sealer, signed: Callable[[Entry], bool]
) -> Iterator[Broken]:
    """Yield everything that was changed, moved, added or cut, in the order of the table.

    `signed` says of an entry whether its own signature is that of the person it names.
    """
    previous, number = START, 0
    for number, row in enumerate(rows, start=1):
        if row.seq != number:
            # Everything after a gap would be named too; the first is what matters.
            yield Broken(code="ROW_MISSING", seq=number)
            return
        read = whole(row, sealer)
        if isinstance(read, Broken):
            yield read
        else:
            if read.previous != previous:
                yield Broken(code="ROW_CHAIN", seq=row.seq)
            if not signed(read):
                yield Broken(code="ROW_SIGNATURE", seq=row.seq)
        previous = row.hash
    yield from _ending(number, previous, head, sealer)


def _ending(last: int, last_hash: str, head: Head, sealer: Sealer) -> Iterator[Broken]:
    if broken := head_of(head, sealer):
        yield broken
    elif head.seq > last:
        yield Broken(code="TAIL_CUT", seq=last + 1)
    elif (head.seq, head.hash) != (last, last_hash):
        yield Broken(code="TAIL_ADDED" if head.seq < last else "ROW_CHAIN", seq=last)


def head_of(head: Head, sealer: Sealer) -> Broken | None:
    """Return what is wrong with the head, if anything."""
    key = sealer.named(head.key)
    if key is None:
        return Broken(code="ROW_KEY_UNKNOWN", seq=head.seq)
    if not _same(key.seal(head.sealed_bytes()), head.seal):
        return Broken(code="HEAD_CHANGED", seq=head.seq)
    return None


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(
        one.encode("utf-8", "surrogatepass"), other.encode("utf-8", "surrogatepass")
    )
