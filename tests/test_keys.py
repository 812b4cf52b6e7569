"""Keys: never printed, never readable by others, never replaced."""

from __future__ import annotations

import hashlib
import os
import pickle
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deident import keys
from deident.errors import KeyFileError

if TYPE_CHECKING:
    from pathlib import Path

posix_only = pytest.mark.skipif(os.name != "posix", reason="Windows has no such mode")


@posix_only
def test_a_new_key_is_its_owners_alone(tmp_path: Path) -> None:
    """Mode 0600 from the first moment, and what is read back is what was made."""
    file = tmp_path / "office.key"
    made = keys.create(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert keys.load(file).fingerprint("CN_MOBILE", "13800000000") == made.fingerprint(
        "CN_MOBILE", "13800000000"
    )
    assert keys.load(file).id == made.id


def test_an_existing_key_is_never_replaced(tmp_path: Path) -> None:
    """Every ruling made under it would be lost."""
    file = tmp_path / "office.key"
    keys.create(file)
    before = file.read_bytes()
    with pytest.raises(KeyFileError, match="not touched"):
        keys.create(file)
    assert file.read_bytes() == before


@posix_only
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    """It is no secret any more."""
    file = tmp_path / "office.key"
    keys.create(file)
    file.chmod(mode)
    with pytest.raises(KeyFileError, match="chmod 600"):
        keys.load(file)


@pytest.mark.parametrize("content", [b"", b"deident-key-1 00", b"deident-key-1 xyz", b"\xff\xfe"])
def test_a_damaged_key_is_refused_without_quoting_it(tmp_path: Path, content: bytes) -> None:
    """The message names the file and what to do."""
    file = tmp_path / "office.key"
    file.write_bytes(content)
    file.chmod(0o600)
    with pytest.raises(KeyFileError) as refused:
        keys.load(file)
    assert "xyz" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_a_missing_key_is_refused(tmp_path: Path) -> None:
    """One that was named and is not there; a folder is not a key either."""
    with pytest.raises(KeyFileError):
        keys.find(tmp_path / "none.key", {})
    with pytest.raises(KeyFileError):
        keys.create(tmp_path / "none" / "office.key")


def test_the_environment_comes_before_the_configuration(tmp_path: Path) -> None:
    """Without either, the key lives as long as the run and is not the office's."""
    named = keys.create(tmp_path / "named.key")
    configured = keys.create(tmp_path / "configured.key")
    environment = {keys.VARIABLE: str(tmp_path / "named.key")}
    assert keys.find(tmp_path / "configured.key", environment).id == named.id
    assert keys.find(tmp_path / "configured.key", {}).id == configured.id
    assert keys.find(None, {}).office is False
    assert keys.find(None, {}).id != keys.find(None, {}).id


@given(st.binary(min_size=32, max_size=64), st.text(), st.text())
def test_equal_values_have_equal_fingerprints_under_one_key_only(
    secret: bytes, value: str, other: str
) -> None:
    """At least 80 bits, another for another kind, another under another key, no plain digest."""
    key = keys.Key(secret)
    fingerprint = key.fingerprint("CN_MOBILE", value)
    assert len(fingerprint) * 4 >= 80
    assert keys.Key(secret).fingerprint("CN_MOBILE", value) == fingerprint
    assert key.fingerprint("CN_LANDLINE", value) != fingerprint
    assert keys.Key.ephemeral().fingerprint("CN_MOBILE", value) != fingerprint
    assert (key.fingerprint("CN_MOBILE", other) == fingerprint) == (other == value)
    assert (
        key.digest(value.encode("utf-8", "replace"))
        != hashlib.blake2b(value.encode("utf-8", "replace"), digest_size=32).hexdigest()
    )


def test_nothing_prints_a_key() -> None:
    """Not repr, not str; a short secret is refused without being quoted."""
    key = keys.Key(b"0123456789abcdef" * 2)
    assert "0123" not in f"{key!r} {key} {key.id}"
    with pytest.raises(ValueError, match="at least") as refused:
        keys.Key(b"short")
    assert "short" not in str(refused.value)


def test_a_key_travels_to_another_process() -> None:
    """The pool needs it; a pickled key is the same key."""
    key = keys.Key.ephemeral()
    copy = pickle.loads(pickle.dumps(key))  # noqa: S301 - our own bytes
    assert (copy.id, copy.office) == (key.id, False)
    assert copy.fingerprint("X", "1") == key.fingerprint("X", "1")
