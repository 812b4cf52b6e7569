"""What reviewers sign: an in-toto Statement about the copy's bytes, and nothing about the original.

It names the digest of the copy, what the copy may be used for and until when, and what it rests on.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from deident.ledger.canonical import dumps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TYPE = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE = "urn:x-deident:clearance:v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A copy may be published on these channels, after these stages, between these dates."""

    output: str
    submitted: str
    valid_from: str
    valid_until: str
    stages: tuple[str, ...]
    channels: tuple[str, ...]
    disclosure: str
    decisions: str
    policy: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)

    def payload(self) -> bytes:
        """Write what is signed."""
        predicate = {
            "submitted": self.submitted,
            "validFrom": self.valid_from,
            "validUntil": self.valid_until,
            "stages": self.stages,
            "channels": self.channels,
            "disclosure": self.disclosure,
            "decisions": self.decisions,
            "policy": dict(self.policy),
            "versions": dict(self.versions),
        }
        subject = {"name": "output", "digest": {"sha256": self.output}}
        return dumps(
            {
                "_type": TYPE,
                "subject": [subject],
                "predicateType": PREDICATE_TYPE,
                "predicate": predicate,
            }
        ).encode()


def read(payload: bytes) -> Statement:
    """Read what was signed. ValueError where it is not one of ours, to the byte."""
    try:
        raw = json.loads(payload)
        (subject,) = raw["subject"]
        said: Mapping[str, Any] = raw["predicate"]
        statement = Statement(
            output=subject["digest"]["sha256"],
            submitted=said["submitted"],
            valid_from=said["validFrom"],
            valid_until=said["validUntil"],
            stages=tuple(said["stages"]),
            channels=tuple(said["channels"]),
            disclosure=said["disclosure"],
            decisions=said["decisions"],
            policy=dict(said["policy"]),
            versions=dict(said["versions"]),
        )
        same = statement.payload() == payload
    except (AttributeError, KeyError, TypeError, RecursionError) as problem:
        raise ValueError("not a clearance") from problem
    if not same:
        raise ValueError("not a clearance of this version")
    return statement


def digest_of(decisions: Sequence[Mapping[str, str]]) -> str:
    """Return one digest for all decisions; they hold fingerprints, so it can be published."""
    return hashlib.sha256(dumps(list(decisions)).encode()).hexdigest()
