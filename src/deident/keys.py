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

    __slots__ = ("_fingerprints", "_secret", "former", "office")

    def __init__(self, secret: bytes, *, office: bool = True, former: tuple[Key, ...] = ()) -> None:
        if len(secret) < _BYTES:
            raise ValueError(f"a key has at least {_BYTES} bytes")
        self._secret = secret
        self.office = office
        self.former = former
        self._fingerprints = hashlib.blake2b(
            key=secret, digest_size=_FINGERPRINT_BYTES, person=b"fingerprint"
        )

    def __repr__(self) -> str:
        return f"Key(office={self.office})"

    def __reduce__(self) -> tuple[object, ...]:
        # For the pool of processes; a half-fed hash cannot be pickled.
        return _restored, (self._secret, self.office, self.former)

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

    def seal(self, data: bytes) -> str:
        """Return the keyed digest under which the ledger keeps a line."""
        return self._keyed(data, person=b"ledger", size=32)

    def named(self, key_id: str) -> Key | None:
        """Return this key or the former one of that name: old records stay under old keys."""
        return next((key for key in (self, *self.former) if key.id == key_id), None)

    def _keyed(self, data: bytes | mmap.mmap, *, person: bytes, size: int) -> str:
        return hashlib.blake2b(data, key=self._secret, digest_size=size, person=person).hexdigest()


def _restored(secret: bytes, office: bool, former: tuple[Key, ...]) -> Key:
    return Key(secret, office=office, former=former)


def create(path: Path) -> Key:
    """Write a new key that only its owner can read. An existing file is never replaced."""
    key = Key(secrets.token_bytes(_BYTES))
    write_secret(path, _written(key))
    return key


def rotate(path: Path) -> Key:
    """Put a new key before the old ones, which are kept to read what they sealed."""
    before = load(path)
    key = Key(secrets.token_bytes(_BYTES), former=(before, *before.former))
    part = path.with_name(f".deident-{secrets.token_hex(12)}.part")
    write_secret(part, _written(key))
    part.replace(path)
    return key


def backup(path: Path, to: Path) -> Key:
    """Copy the key to a file that only its owner can read; refuse to copy a damaged one."""
    key = load(path)
    write_secret(to, _written(key))
    return key


def write_secret(path: Path, secret: bytes) -> None:
    """Write a file that only its owner can read, once; an existing one is never replaced."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        handle = os.open(path, flags, 0o600)
    except FileExistsError as problem:
        raise KeyFileError(f"{path}: there is a key already; it was not touched") from problem
    except OSError as problem:
        raise KeyFileError(f"{path}: cannot be written ({problem.strerror})") from problem
    with os.fdopen(handle, "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())


def read_secret(path: Path) -> bytes:
    """Read a secret of at most 64 KB, unless anybody but its owner could read it too."""
    try:
        with path.open("rb") as file:
            _refuse_readable_by_others(path, os.fstat(file.fileno()))
            return file.read(1 << 16)
    except OSError as problem:
        raise KeyFileError(f"{path}: cannot be read ({problem.strerror})") from problem


def load(path: Path) -> Key:
    """Read the office's key, and the former ones below it."""
    lines = read_secret(path).decode("ascii", "replace").strip().splitlines()
    found = [_key(path, line) for line in lines] or [_key(path, "")]
    return Key(found[0]._secret, former=tuple(found[1:]))  # noqa: SLF001 - the one place it is read


def _written(key: Key) -> bytes:
    every = (key, *key.former)
    return "".join(f"{_MARK} {one._secret.hex()}\n" for one in every).encode()  # noqa: SLF001 - the one place it is written


def _key(path: Path, line: str) -> Key:
    mark, _, secret = line.strip().partition(" ")
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
