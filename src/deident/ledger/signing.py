"""Ed25519 signatures of persons, and the DSSE envelope that carries them beside a file."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import FormatError
from securesystemslib.signer import (  # type: ignore[attr-defined]  # they are public there
    CryptoSigner,
    Signature,
    SSlibKey,
)

from deident.errors import KeyFileError

if TYPE_CHECKING:
    from collections.abc import Mapping

PAYLOAD_TYPE = "application/vnd.in-toto+json"
LARGEST_ENVELOPE = 1 << 20


class Hand:
    """A person's private key, and what it signs. It is never printed."""

    __slots__ = ("_signer",)

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._signer = CryptoSigner(private)

    def __repr__(self) -> str:
        return f"Hand({self.keyid[:8]})"

    @classmethod
    def of(cls, pem: bytes, where: str = "key") -> Hand:
        """Read a private key."""
        try:
            private = serialization.load_pem_private_key(pem, password=None)
        except (TypeError, ValueError):
            # Without its cause: that could quote the secret.
            raise KeyFileError(f"{where}: not a reviewer's key") from None
        if not isinstance(private, Ed25519PrivateKey):
            raise KeyFileError(f"{where}: not an Ed25519 key")
        return cls(private)

    @property
    def keyid(self) -> str:
        """Return the name of the key: a digest of its public half."""
        return str(self._signer.public_key.keyid)

    @property
    def public(self) -> str:
        """Return the public half, 64 hexadecimal digits."""
        return str(self._signer.public_key.keyval["public"])

    def sign(self, data: bytes) -> str:
        """Return the signature of some bytes, in hexadecimal digits."""
        return str(self._signer.sign(data).signature)


def new_pem() -> bytes:
    """Make a private key, as the file that its owner keeps."""
    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def keyid_of(public: str) -> str:
    """Return the name of a public key. ValueError where it is none."""
    return str(_public(public).keyid)


def is_signed(data: bytes, signature: str, public: str) -> bool:
    """Tell whether the owner of a public key signed exactly these bytes."""
    try:
        raw = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
        raw.verify(bytes.fromhex(signature), data)
    except (InvalidSignature, ValueError):
        return False
    return True


def _public(public: str) -> SSlibKey:
    return SSlibKey.from_crypto(Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)))


def covered(payload: bytes) -> bytes:
    """Return the bytes that each signature of an envelope covers."""
    return Envelope(payload, PAYLOAD_TYPE, {}).pae()


def enclosed(payload: bytes, signatures: Mapping[str, str]) -> bytes:
    """Return the envelope with these signatures, by key."""
    made = {keyid: Signature(keyid, signature) for keyid, signature in signatures.items()}
    envelope = Envelope(payload, PAYLOAD_TYPE, made).to_dict()
    return (json.dumps(envelope, indent=1) + "\n").encode()


def opened(raw: bytes) -> tuple[bytes, dict[str, str]]:
    """Return an envelope's payload and its signatures by key. ValueError where it is none."""
    if len(raw) > LARGEST_ENVELOPE:
        raise ValueError("too large for an envelope")
    try:
        parts = json.loads(raw)
        # b64dec is lenient; what is not written as we write it was changed.
        for text in (parts["payload"], *(one["sig"] for one in parts["signatures"])):
            base64.b64decode(text, validate=True)
        envelope = Envelope.from_dict(parts)
    except (AttributeError, FormatError, KeyError, TypeError, RecursionError) as problem:
        raise ValueError("not an envelope") from problem
    if envelope.payload_type != PAYLOAD_TYPE:
        raise ValueError("an envelope of something else")
    return envelope.payload, {key: one.signature for key, one in envelope.signatures.items()}
