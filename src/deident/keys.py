"""Keys: what makes a digest of a value useless to anybody outside the office.

There are ten thousand completions of a masked telephone number; an unkeyed digest of it gives
the hidden digits back in a millisecond. Every digest of a value or of an input is made here.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from deident.errors import KeyFileError

if TYPE_CHECKING:
    import mmap
    from collections.abc import Mapping

VARIABLE = "DEIDENT_KEY_FILE"
_MARK = "deident-key-1"
_BYTES = 32
# 80 bits: two values of one office meet by chance once in 10^12 values.
_FINGERPRINT_BYTES = 10


class Key:
    """A secret, and the keyed digests made with it. It is never printed.

    `office` is False for a key that lives only as long as this run: what is fingerprinted under it
    means nothing tomorrow, so rulings and pseudonyms across documents are refused.
    """

    __slots__ = ("_fingerprints", "_secret", "office")

    def __init__(self, secret: bytes, *, office: bool = True) -> None:
        if len(secret) < _BYTES:
            raise ValueError(f"a key has at least {_BYTES} bytes")
        self._secret = secret
        self.office = office
        self._fingerprints = hashlib.blake2b(
            key=secret, digest_size=_FINGERPRINT_BYTES, person=b"fingerprint"
        )

    def __repr__(self) -> str:
        return f"Key(office={self.office})"

    def __reduce__(self) -> tuple[object, ...]:
        # For the pool of processes; a half-fed hash cannot be pickled.
        return _restored, (self._secret, self.office)

    @classmethod
    def ephemeral(cls) -> Key:
        """Return a key for this run only."""
        return cls(secrets.token_bytes(_BYTES), office=False)

    @property
    def id(self) -> str:
        """Return a name for the key that says nothing about it."""
        return self._keyed(b"", person=b"key id", size=4)

    def fingerprint(self, entity_type: str, compact: str) -> str:
        """Return the keyed digest of a compact value, twenty hexadecimal digits."""
        seal = self._fingerprints.copy()
        seal.update(f"{entity_type}\0{compact}".encode("utf-8", "surrogatepass"))
        return seal.hexdigest()

    def digest(self, data: bytes | mmap.mmap) -> str:
        """Return the keyed digest of a whole input."""
        return self._keyed(data, person=b"input", size=32)

    def _keyed(self, data: bytes | mmap.mmap, *, person: bytes, size: int) -> str:
        return hashlib.blake2b(data, key=self._secret, digest_size=size, person=person).hexdigest()


def _restored(secret: bytes, office: bool) -> Key:
    return Key(secret, office=office)


def create(path: Path) -> Key:
    """Write a new key that only its owner can read. An existing file is never replaced."""
    key = Key(secrets.token_bytes(_BYTES))
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags, 0o600)
    except FileExistsError as problem:
        raise KeyFileError(f"{path}: there is a key already; it was not touched") from problem
    except OSError as problem:
        raise KeyFileError(f"{path}: cannot be written ({problem.strerror})") from problem
    with os.fdopen(handle, "wb") as file:
        file.write(f"{_MARK} {key._secret.hex()}\n".encode())  # noqa: SLF001 - the one place it is written
        file.flush()
        os.fsync(file.fileno())
    return key


def load(path: Path) -> Key:
    """Read the office's key, unless anybody else could read it too."""
    try:
        with path.open("rb") as file:
            _refuse_readable_by_others(path, os.fstat(file.fileno()))
            text = file.read(1024)
    except OSError as problem:
        raise KeyFileError(f"{path}: cannot be read ({problem.strerror})") from problem
    mark, _, secret = text.decode("ascii", "replace").strip().partition(" ")
    if mark != _MARK:
        raise KeyFileError(f"{path}: not a key file; `deident init` makes one")
    try:
        return Key(bytes.fromhex(secret))
    except ValueError:
        # Without its cause: that would quote the secret.
        raise KeyFileError(f"{path}: the key is damaged; restore it from its backup") from None


def _refuse_readable_by_others(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise KeyFileError(f"{path}: not a file")
    if os.name == "posix" and status.st_mode & 0o077:
        raise KeyFileError(f"{path}: others can read or change this key; run: chmod 600 {path}")


def find(key_file: Path | None, environment: Mapping[str, str]) -> Key:
    """Return the office's key (the environment before the configuration), or one for this run."""
    named = environment.get(VARIABLE)
    if named:
        return load(Path(named))
    return load(key_file) if key_file is not None else Key.ephemeral()
