"""Anchors: the ledger's end, signed, to be kept where the ledger is not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from deident.ledger.canonical import dumps
from deident.ledger.chain import Broken
from deident.ledger.entries import Act, Kind
from deident.ledger.reviewers import Ring
from deident.ledger.signing import is_signed
from deident.ledger.store import stamp

if TYPE_CHECKING:
    from deident.ledger.signing import Hand
    from deident.ledger.store import Ledger


def anchor(ledger: Ledger, hand: Hand) -> str:
    """Record that the ledger is anchored here, and return the line to keep elsewhere."""
    ring = Ring.of(ledger.of_kind(Kind.REVIEWER))
    person = ring.known(hand.keyid, stamp(ledger.clock()))
    act = Act(kind=Kind.ANCHOR, reviewer=person.name, keyid=person.keyid)
    entry = ledger.append(act, hand)
    said = {"seq": entry.seq, "hash": entry.hash, "time": entry.time, "public": person.public}
    signature = hand.sign(_signed(said))
    return dumps({**said, "signature": signature})


def missed(ledger: Ledger, text: str) -> list[Broken]:
    """Return what an anchor says that the ledger does not: it was cut, put back or rewritten."""
    try:
        said = json.loads(text)
        signature = said.pop("signature")
        seq, hash_ = int(said["seq"]), str(said["hash"])
        genuine = is_signed(_signed(said), signature, said["public"])
    except (AttributeError, KeyError, TypeError, ValueError):
        return [Broken(code="ANCHOR_CHANGED")]
    if not genuine:
        return [Broken(code="ANCHOR_CHANGED", seq=seq)]
    row = next((row for row in ledger.rows() if row.seq == seq), None)
    if row is None or row.hash != hash_:
        return [Broken(code="ANCHOR_MISSED", seq=seq)]
    return []


def _signed(said: dict[str, object]) -> bytes:
    return b"deident-anchor-1\0" + dumps(said).encode()
