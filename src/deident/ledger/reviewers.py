"""Who may do what, and until when: the ring of keys, as the ledger's entries make it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from deident.ledger.entries import Act, Entry, Kind, signed
from deident.ledger.refusals import RefusedError
from deident.ledger.signing import is_signed, keyid_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewer:
    """A person, the public half of a key, the stages it may sign and when it counts.

    `since` is a time in UTC, `until` a date or empty, `revoked` the entry after which the key
    counts no more, or 0. A key that fell into other hands counts for nothing, not even for what it
    signed before.
    """

    name: str
    keyid: str
    public: str
    stages: tuple[str, ...]
    since: str
    until: str = ""
    revoked: int = 0
    compromised: bool = False

    def refusal(self, when: str, seq: int = 0) -> str:
        """Return the code for why the key does not count, or nothing.

        `seq` is the entry it signed; without one, it is about to sign.
        """
        if self.compromised or (self.revoked and (not seq or self.revoked < seq)):
            return "KEY_REVOKED"
        if when < self.since or (self.until and self.until < when[:10]):
            return "KEY_EXPIRED"
        return ""


@dataclass(frozen=True, slots=True)
class Ring:
    """Everybody who ever had a key, by key."""

    by_keyid: Mapping[str, Reviewer] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Ring:
        """Follow the entries about reviewers."""
        ring = cls()
        for entry in entries:
            ring = ring.after(entry)
        return ring

    def after(self, entry: Entry) -> Ring:
        """Return the ring as it is once an entry was made."""
        if entry.act.kind is not Kind.REVIEWER:
            return self
        about = entry.act.about
        known = dict(self.by_keyid)
        for keyid in about.get("revoked", ()):
            known[keyid] = replace(
                known[keyid],
                revoked=entry.seq,
                compromised=bool(about.get("compromised", False)),
            )
        if public := about.get("public"):
            keyid = keyid_of(public)
            before = known.get(keyid)
            known[keyid] = Reviewer(
                name=about["name"],
                keyid=keyid,
                public=public,
                stages=tuple(about["stages"]),
                since=before.since if before else entry.time,
                until=about.get("until", ""),
            )
        return Ring(known)

    def known(self, keyid: str, when: str) -> Reviewer:
        """Return whose key this is, if it counts at that time."""
        found = self.by_keyid.get(keyid)
        if found is None:
            raise RefusedError("UNKNOWN_KEY")
        if code := found.refusal(when):
            raise RefusedError(code, name=found.name)
        return found

    def active(self, name: str, when: str) -> list[Reviewer]:
        """Return the keys of a person that count at that time."""
        every = self.by_keyid.values()
        return [one for one in every if one.name == name and not one.refusal(when)]

    def signed(self, entry: Entry) -> bool:
        """Tell whether an entry that names a key was signed with it."""
        if not entry.act.keyid:
            return not entry.signature
        person = self.by_keyid.get(entry.act.keyid)
        return (
            person is not None
            and person.name == entry.act.reviewer
            and is_signed(signed(entry.hash), entry.signature, person.public)
        )


class Following:
    """Checks the signatures of a ledger from its beginning, with the ring as it was each time."""

    def __init__(self) -> None:
        self._ring = Ring()

    def __call__(self, entry: Entry) -> bool:
        """Tell whether an entry's signature is that of the person it names."""
        good = self._ring.signed(entry)
        try:
            self._ring = self._ring.after(entry)
        except (KeyError, TypeError, ValueError):
            return False
        return good


def enrolled(
    ring: Ring, name: str, public: str, stages: Sequence[str], *, until: str, when: str
) -> Act:
    """Return the act that gives a person a key and stages. One person has one key at a time."""
    try:
        keyid = keyid_of(public)
    except ValueError:
        raise RefusedError("NOT_A_PUBLIC_KEY") from None
    if keyid in ring.by_keyid:
        raise RefusedError("KEY_KNOWN", name=ring.by_keyid[keyid].name)
    if ring.active(name, when):
        raise RefusedError("REVIEWER_KNOWN", name=name)
    about = {"name": name, "public": public, "stages": list(stages), "until": until}
    return Act(kind=Kind.REVIEWER, about=about)


def revoked(ring: Ring, name: str, *, when: str, reason: str, compromised: bool = False) -> Act:
    """Return the act after which a person's keys count no more."""
    return Act(kind=Kind.REVIEWER, reason=reason, about=_ending(ring, name, when, compromised))


def handed_over(
    ring: Ring, name: str, to: str, public: str, *, until: str, when: str, reason: str, items: int
) -> Act:
    """Return the act by which one person's stages pass to another, in one step.

    `items` is how many open items the successor finds.
    """
    before = ring.active(name, when)
    about = _ending(ring, name, when, compromised=False)
    stages = list(dict.fromkeys(stage for one in before for stage in one.stages))
    heirs = ring.active(to, when)
    if heirs:
        stages = list(dict.fromkeys((*heirs[0].stages, *stages)))
        public, until = heirs[0].public, heirs[0].until
    else:
        enrolled(ring, to, public, stages, until=until, when=when)
    about |= {"name": to, "public": public, "stages": stages, "until": until, "items": items}
    return Act(kind=Kind.REVIEWER, reason=reason, about=about)


def renewed(ring: Ring, name: str, public: str, *, until: str, when: str) -> Act:
    """Return the act by which a person changes keys: the old one ends as the new one begins."""
    before = ring.active(name, when)
    about = _ending(ring, name, when, compromised=False)
    try:
        if keyid_of(public) in ring.by_keyid:
            raise RefusedError("KEY_KNOWN", name=ring.by_keyid[keyid_of(public)].name)
    except ValueError:
        raise RefusedError("NOT_A_PUBLIC_KEY") from None
    about |= {"name": name, "public": public, "stages": list(before[0].stages), "until": until}
    return Act(kind=Kind.REVIEWER, about=about)


def _ending(ring: Ring, name: str, when: str, compromised: bool) -> dict[str, object]:
    keys = [one.keyid for one in ring.active(name, when)]
    if compromised:
        keys = [one.keyid for one in ring.by_keyid.values() if one.name == name]
    if not keys:
        raise RefusedError("UNKNOWN_REVIEWER", name=name)
    return {"revoked": keys, "compromised": compromised}
