"""Packages are read within limits and written with nothing but their members."""

from __future__ import annotations

import io
import mmap
import warnings
import zipfile
from typing import TYPE_CHECKING

import pytest
from fixtures.old_documents import OPEN, PROTECTED

from deident.errors import UnreadableError
from deident.formats import Limits
from deident.formats.package import Package, PackageWriter
from deident.model import Source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def zipped(*members: tuple[str, bytes], comment: bytes = b"") -> bytes:
    """Zip members up, as given: twice under one name where asked."""
    held = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.comment = comment
            for name, content in members:
                archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def opened(content: bytes, limits: Limits | None = None) -> Package:
    """Open a package."""
    return Package(Source(name="a", data=content), limits or Limits())


def refused(content: bytes, limits: Limits | None = None) -> str:
    """Return the reason for which a package is refused, or a member of it."""
    try:
        package = opened(content, limits)
        for name in package.names:
            package.read(name)
    except UnreadableError as refusal:
        return refusal.reason
    return ""


def test_members_are_read_in_their_order() -> None:
    """The plain case."""
    package = opened(zipped(("b", b"1"), ("a/c", b"2")))
    assert package.names == ("b", "a/c")
    assert package.read("a/c") == b"2"


@pytest.mark.parametrize(
    "name", ["../a", "a/../b", "/a", "C:/a", "a\\b", "a//b", "a\nb", "./a", "a/.", ""]
)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    """Nothing is unpacked, but who writes such names means harm."""
    assert refused(zipped((name, b""))) == "BAD_PATH"


def test_a_name_with_a_nul_is_refused() -> None:
    """The module zipfile would cut it off there."""
    assert refused(zipped(("a.xXb", b"")).replace(b"a.xXb", b"a.x\0b")) == "BAD_PATH"


@pytest.mark.parametrize("second", ["a", "A"])
def test_two_members_of_one_name_are_refused(second: str) -> None:
    """One reader takes the first, another the last."""
    assert refused(zipped(("a", b"1"), (second, b"2"))) == "DUPLICATE"


def test_a_bomb_is_refused_while_it_is_inflated() -> None:
    """Sixty megabytes of nothing weigh sixty kilobytes."""
    assert refused(zipped(("a", b"\0" * (60 << 20)))) == "BOMB"


def test_too_large_and_too_many_is_refused() -> None:
    """Every limit counts."""
    content = zipped(("a", b"12345"), ("b", b"12345"))
    assert refused(content, Limits(member_bytes=4)) == "TOO_LARGE"
    assert refused(content, Limits(total_bytes=9)) == "TOO_LARGE"
    assert refused(content, Limits(members=1)) == "TOO_LARGE"
    assert refused(content, Limits(file_bytes=9)) == "TOO_LARGE"


def test_a_forged_size_does_not_help() -> None:
    """A member that is longer than it says is damaged, and says so."""
    content = bytearray(zipped(("a", b"12345" * 100)))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.index(mark) + offset
        content[at : at + 4] = (5).to_bytes(4, "little")
    assert refused(bytes(content)) == "MALFORMED"


def test_encrypted_members_are_refused() -> None:
    """The flag is enough."""
    content = bytearray(zipped(("a", b"1")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    assert refused(bytes(content)) == "ENCRYPTED"


def test_what_is_no_package_is_refused() -> None:
    """With a reason a person can act on."""
    whole = zipped(("a", b"12345" * 1000))
    assert refused(b"not a zip") == "MALFORMED"
    assert refused(b"") == "MALFORMED"
    assert refused(whole[:-30]) == "TRUNCATED"
    for content in OPEN.values():
        assert refused(content) == "WRONG_KIND"
    assert refused(PROTECTED["a newer document under a password"]) == "ENCRYPTED"


def test_a_damaged_member_is_refused() -> None:
    """A wrong sum is damage."""
    content = bytearray(zipped(("a", bytes(range(256)))))
    content[60] ^= 0xFF
    assert refused(bytes(content)) == "MALFORMED"


def test_tails_are_named() -> None:
    """Comments, extra fields and stray bytes hold text too."""
    plain = zipped(("a", b"1"))
    assert not opened(plain).tails()
    assert [tail.where for tail in opened(zipped(("a", b"1"), comment=b"x")).tails()] == [
        "comment",
        "stray bytes",
    ]
    assert [tail.where for tail in opened(b"x" + plain).tails()] == ["stray bytes"]
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        info = zipfile.ZipInfo("a")
        info.extra = b"\x99\x99\x01\0x"
        archive.writestr(info, b"1")
        archive.mkdir("folder")
    assert [tail.where for tail in opened(held.getvalue()).tails()] == ["extra field", "folder"]


def test_a_streamed_archive_has_no_tails() -> None:
    """Programs that cannot seek write the sizes after each member."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: object) -> int:
            raise io.UnsupportedOperation

        def tell(self) -> int:
            raise io.UnsupportedOperation

    held = Pipe()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"1" * 100)
        archive.writestr("b", b"2" * 100)
    assert not opened(held.getvalue()).tails()


def written(members: Iterable[tuple[str, bytes]]) -> bytes:
    """Write a package."""
    with PackageWriter() as writer:
        for name, content in members:
            writer.write(name, content)
        return bytes(writer.finish())


def test_what_is_written_is_the_members_and_nothing_else() -> None:
    """The same bytes at any time on any machine."""
    once = written([("a/文", b"12"), ("b", b"")])
    assert once == written([("a/文", b"12"), ("b", b"")])
    package = opened(once)
    assert package.names == ("a/文", "b")
    assert package.read("a/文") == b"12"
    assert not package.tails()


def test_a_mapped_file_is_read_like_bytes(tmp_path: Path) -> None:
    """Two readings of one mapping do not disturb each other."""
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(("a", b"1" * 200_000), ("b", b"2" * 200_000)))
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        first = Package(Source(name="a", data=mapped), Limits())
        second = Package(Source(name="a", data=mapped), Limits())
        pairs = list(zip(first.stream("a", 1 << 20), second.stream("b", 1 << 20), strict=True))
    assert b"".join(one for one, _ in pairs) == b"1" * 200_000
    assert b"".join(two for _, two in pairs) == b"2" * 200_000


def test_a_large_package_is_mapped() -> None:
    """So that it does not live in memory twice."""
    with PackageWriter() as writer:
        writer.write("a", (bytes([at % 251]) * 7 for at in range(10)), size=70)
        writer.write("big", _noise(36))
        content = writer.finish()
    assert isinstance(content, mmap.mmap)
    assert opened(bytes(content)).size("a") == 70


def _noise(megabytes: int) -> bytes:
    from random import Random

    return Random(1).randbytes(megabytes << 20)  # noqa: S311 - no secret
