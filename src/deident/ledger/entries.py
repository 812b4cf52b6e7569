"""One line of the ledger: what was done, about which bytes, by whom, and what sealed it."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field, fields
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol

from deident.ledger.canonical import dumps
from deident.ledger.refusals import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kind(Enum):
    """What an entry records."""

    SCAN = "scan"
    SUBMIT = "submit"
    RULING = "ruling"
    SIGN = "sign"
    CLEAR = "clear"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    WITHHOLD = "withhold"
    INCIDENT = "incident"
    POLICY = "policy"
    REVIEWER = "reviewer"
    KEY = "key"
    ANCHOR = "anchor"


class Sealer(Protocol):
    """The office's key, as far as the ledger needs it."""

    @property
    def id(self) -> str:
        """Name the key without saying anything about it."""

    def seal(self, data: bytes) -> str:
        """Return the keyed digest of some bytes."""

    def named(self, key_id: str) -> Sealer | None:
        """Return this key or a former one by its name."""


# A telephone, an identity or an account number; a date or a document's number is shorter.
_DIGIT = "[0-9\uff10-\uff19]"
_NUMBER = re.compile(f"{_DIGIT}{{7,}}|{_DIGIT}{{3,4}}[ -]{_DIGIT}{{4}}[ -]?{_DIGIT}{{3,4}}")


_SAID = ("summary", "unit", "scope", "submitter", "channel")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What somebody did.

    `output` is the SHA-256 of the copy, `document` the keyed digest of the original. `decisions`
    hold fingerprints, never values. `about` is what only this kind of entry has.
    """

    kind: Kind
    name: str = field(default="", repr=False)
    output: str = ""
    document: str = ""
    policy: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    decisions: tuple[Mapping[str, str], ...] = ()
    reviewer: str = ""
    keyid: str = ""
    reason: str = field(default="", repr=False)
    basis: str = ""
    about: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse numbers in what people write: a reason is published and kept for years."""
        said = (self.reason, self.basis, *map(str, map(self.about.get, _SAID)))
        if any(_NUMBER.search(text) for text in said):
            raise RefusedError("NUMBER_IN_REASON")


_TEXTS = ("name", "output", "document", "reviewer", "keyid", "reason", "basis")
_PLAIN = frozenset(part.name for part in fields(Act)) - {"kind"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row as it lies in the table; nothing about it has been believed yet."""

    seq: int
    body: str = field(repr=False)
    hash: str
    seal: str
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A row that is whole. `key` names the office's key that sealed it."""

    seq: int
    time: str
    previous: str
    key: str
    act: Act
    hash: str
    signature: str = ""


START = "0" * 64
"""What the first entry has before it."""


def body(seq: int, time: str, previous: str, key: str, act: Act) -> str:
    """Write what is hashed."""
    return dumps(
        {
            **{name: value for name, value in asdict(act).items() if name != "kind"},
            "seq": seq,
            "time": time,
            "previous": previous,
            "key": key,
            "type": act.kind.value,
        }
    )


def hash_of(text: str) -> str:
    """Return the digest that the next entry repeats."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def sealed(hash_: str, signature: str) -> bytes:
    """Return what the office's key seals of a row."""
    return f"{hash_}\0{signature}".encode("utf-8", "surrogatepass")


def signed(hash_: str) -> bytes:
    """Return what a person signs of a row."""
    return f"deident-entry-1\0{hash_}".encode()


def entry(row: Row) -> Entry:
    """Read a row's body. ValueError where it is not one."""
    try:
        raw = json.loads(row.body)
        made = Act(kind=Kind(raw.pop("type")), **_act(raw))
        seq, time, previous, key = (raw[name] for name in ("seq", "time", "previous", "key"))
    except (AttributeError, KeyError, TypeError, RefusedError) as problem:
        raise ValueError("not an entry") from problem
    return Entry(
        seq=seq, time=time, previous=previous, key=key, act=made, hash=row.hash,
        signature=row.signature,
    )  # fmt: skip


def _act(raw: Mapping[str, Any]) -> dict[str, Any]:
    parts = {name: raw[name] for name in _PLAIN}
    if not all(isinstance(parts[name], str) for name in _TEXTS):
        raise TypeError("a text is missing")
    parts["decisions"] = tuple(parts["decisions"])
    return parts
