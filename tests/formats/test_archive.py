"""Archives: every member goes through the line, and the copy holds nothing beside them."""

from __future__ import annotations

import io
import tempfile
import zipfile
from functools import cache
from typing import TYPE_CHECKING

import pytest
from fixtures import archives
from fixtures.archives import LETTER, Entry, gzipped, plain, rar, seven, tarred, zipped
from hypothesis import given
from hypothesis import strategies as st

from deident.api import Deidentifier
from deident.errors import UnreadableError
from deident.formats import Limits
from deident.formats.archive import unpack as archive_unpack
from deident.formats.archive.handler import SYSTEM_FILES, ArchiveHandler
from deident.formats.archive.members import Names, shown
from deident.model import Action, Mask, MaskPlan, Place, Source, Span, Status
from deident.pipeline import review

if TYPE_CHECKING:
    from pathlib import Path

    from deident.pipeline import Review

MOBILE = "13800001234"
LIST = f"姓名,联系电话\n张某,{MOBILE}\n".encode()
needs_bsdtar = pytest.mark.skipif(not archive_unpack.is_installed(), reason="bsdtar is missing")


@cache
def deidentifier() -> Deidentifier:
    """Prepare once."""
    return Deidentifier()


def reviewed(data: bytes, name: str = "材料.zip") -> Review:
    """Send an archive down the line."""
    return review(Source(name=name, data=data), deidentifier().line())


def unpacked(data: object) -> dict[str, bytes]:
    """Read an archive with another program's eyes."""
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:  # type: ignore[call-overload]
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def names(data: bytes) -> list[str]:
    """Read what the members are called."""
    pages = ArchiveHandler(Limits()).read(Source(name="a.zip", data=data)).pages
    return [segment.text for page in pages for segment in page.segments]


def test_every_member_is_masked_by_its_own_handler() -> None:
    """A list in an archive in an archive."""
    inside = zipped(plain("名单.csv", LIST))
    done = reviewed(zipped(plain("a.txt", f"电话：{MOBILE}".encode()), plain("b.zip", inside)))
    copy = unpacked(done.masked.data)
    assert list(copy) == ["a.txt", "b.zip"]
    assert MOBILE.encode() not in copy["a.txt"]
    assert MOBILE.encode() not in unpacked(copy["b.zip"])["名单.csv"]
    assert "联系电话" in unpacked(copy["b.zip"])["名单.csv"].decode()
    assert not done.unread
    assert not done.residue


def test_what_one_member_makes_known_is_masked_in_all() -> None:
    """An account that stands behind its label in a form stands alone in the list beside it."""
    account = "40123456789012345"
    deeper = zipped(plain("名单.csv", f"备注\n{account}\n".encode()))
    done = reviewed(
        zipped(
            plain("通知.txt", f"已转入{account}，请查收。\n".encode()),
            plain("申请表.txt", f"存折账号：{account}\n".encode()),
            plain("附件.zip", deeper),
        )
    )
    copy = unpacked(done.masked.data)
    read = copy["通知.txt"] + copy["申请表.txt"] + unpacked(copy["附件.zip"])["名单.csv"]
    assert account.encode() not in read
    assert "，请查收。".encode() in read
    assert all(one.counts[Action.MASK].total() for one in done.inner.values() if not one.inner)


def test_members_that_nothing_touches_keep_their_bytes() -> None:
    """In their order, with their names."""
    members = {"通知/b.txt": LETTER, "a.bin": bytes(range(256)), "空.txt": b""}
    source = Source(name="a.zip", data=zipped(*(plain(*one) for one in members.items())))
    copy = ArchiveHandler(Limits()).apply(source, MaskPlan())
    assert list(unpacked(copy.data).items()) == list(members.items())
    assert ArchiveHandler(Limits()).apply(source, MaskPlan()).data == copy.data


def test_the_copy_holds_nothing_beside_its_members() -> None:
    """No comments, extra fields, dates, bytes around or between."""
    told = b"13800001234"
    extra = archives.unicode_extra(0x7075, b"a.txt", "a.txt") + b"\x01\x99\x0b\0" + told
    data = zipped(
        Entry(name=b"a.txt", extra=extra, comment=told), comment=told, before=b"", after=told
    )
    copy = bytes(reviewed(data).masked.data)
    assert told not in copy
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        info = archive.infolist()[0]
        assert (archive.comment, info.comment, info.extra) == (b"", b"", b"")
        assert info.date_time == (1980, 1, 1, 0, 0, 0)


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (Entry(name=b"b.txt", flags=1), "ENCRYPTED"),
        (Entry(name=b"b.txt", method=99), "ENCRYPTED"),
        (Entry(name=b"b.txt", method=9), "UNSUPPORTED_KIND"),
        (Entry(name=b"b.txt", packed=b"\xff" * 30), "MALFORMED"),
        (Entry(name=b"b.txt", content=bytes(16 << 20)), "BOMB"),
    ],
)
def test_one_member_that_cannot_be_unpacked_leaves_the_rest(problem: Entry, code: str) -> None:
    """It is named by its number, is not in the copy, and keeps the gate shut."""
    done = reviewed(zipped(plain("a.csv", LIST), problem))
    assert [(one.code, one.where) for one in done.unread] == [(code, "member 2")]
    assert list(unpacked(done.masked.data)) == ["a.csv"]
    assert done.clearance.status is not Status.CLEARED


def test_a_member_that_its_handler_cannot_read_is_named() -> None:
    """A programme among the documents."""
    done = reviewed(zipped(plain("a.csv", LIST), plain("b.exe", b"MZ\x90\0\x03\0" + bytes(99))))
    assert [one.where for one in done.unread] == ["member 2"]
    assert done.clearance.status is not Status.CLEARED


@pytest.mark.parametrize(("data", "reason"), archives.HOSTILE.values(), ids=archives.HOSTILE)
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    """The reason is one that a person can act on."""
    with pytest.raises(UnreadableError) as refused:
        ArchiveHandler(Limits()).read(Source(name="a.zip", data=data))
    assert refused.value.reason == reason


@needs_bsdtar
@pytest.mark.parametrize(
    ("data", "reason"), archives.UNPACKED_HOSTILE.values(), ids=archives.UNPACKED_HOSTILE
)
def test_what_bsdtar_cannot_unpack_says_why(data: bytes, reason: str) -> None:
    """Nothing is taken out of it by halves."""
    test_what_cannot_be_read_says_why(data, reason)


def test_all_members_together_have_a_limit() -> None:
    """However little each of them is."""
    data = zipped(*(plain(f"{number}.txt", bytes(1000)) for number in range(20)))
    with pytest.raises(UnreadableError) as refused:
        ArchiveHandler(Limits(total_bytes=10_000)).read(Source(name="a.zip", data=data))
    assert refused.value.reason == "TOO_LARGE"


def test_archives_in_archives_have_an_end() -> None:
    """Four deep is read; what lies deeper is named."""
    data = zipped(plain("a.csv", LIST))
    for _ in range(4):
        data = zipped(plain("a.zip", data))
    done = reviewed(data)
    codes = {reason.code for reason in done.clearance.reasons}
    assert "TOO_DEEP" in codes


def test_names_are_read_as_they_were_written() -> None:
    """GBK without a flag, code page 437, UTF-8 without a flag, Unicode in an extra field."""
    raw = b"??"
    data = zipped(
        Entry(name="低保/申请表.txt".encode("gbk")),
        Entry(name="申请表.txt".encode()),
        Entry(name=b"\xff.txt"),
        Entry(name=raw, extra=archives.unicode_extra(0x7075, raw, "附件.txt")),
        Entry(name=raw + b".txt", extra=archives.unicode_extra(0x7075, raw, "谎言.txt")),
    )
    assert names(data) == ["低保/申请表.txt", "申请表.txt", "\xa0.txt", "附件.txt", "??.txt"]


def test_a_masked_name_keeps_its_ending_and_stays_apart() -> None:
    """Two people's files whose names become the same."""
    source = Source(name="a.zip", data=zipped(plain("张三.txt", b"1"), plain("李四.txt", b"2")))
    masks = [Mask(Place(f"member {n} name", Span(0, 2)), "**") for n in (1, 2)]
    copy = ArchiveHandler(Limits()).apply(source, MaskPlan(masks=masks))
    assert unpacked(copy.data) == {"＊＊.txt": b"1", "＊＊(2).txt": b"2"}


def test_names_that_clash_are_told_apart() -> None:
    """Both members are kept; Windows knows no capital letters."""
    data = zipped(plain("a.txt", b"1"), plain("A.TXT", b"2"), plain("a.txt", b"3"))
    copy = ArchiveHandler(Limits()).apply(Source(name="a.zip", data=data), MaskPlan())
    assert unpacked(copy.data) == {"a.txt": b"1", "A(2).TXT": b"2", "a(3).txt": b"3"}


def test_a_member_that_became_another_kind_is_renamed() -> None:
    """An old document comes back as a new one."""
    source = Source(name="a.zip", data=zipped(plain("x/申请.doc", b"1")))
    new = Source(name="申请.doc.docx", data=b"2")
    copy = ArchiveHandler(Limits()).apply(source, MaskPlan(replacements={"member 1": new}))
    assert unpacked(copy.data) == {"x/申请.doc.docx": b"2"}


def test_files_of_the_system_are_removed() -> None:
    """A folder's thumbnails show what the pictures hide."""
    data = zipped(
        plain("a.txt"), plain("Thumbs.db", bytes(50)), plain("__MACOSX/._a.txt", bytes(9))
    )
    done = reviewed(data)
    assert list(unpacked(done.masked.data)) == ["a.txt"]
    assert not done.unread
    assert [one.kind for one in done.document.removables] == [SYSTEM_FILES]
    handler = ArchiveHandler(Limits())
    assert handler.unseen(Source(name="a.zip", data=data)), "unless they are kept"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.tar", tarred({"名单.csv": LIST})),
        ("a.tgz", tarred({"名单.csv": LIST}, mode="w:gz")),
        ("名单.csv.gz", gzipped(LIST)),
        pytest.param("a.rar", rar({"名单.csv": LIST}), marks=needs_bsdtar),
    ],
)
def test_other_archives_become_zip(name: str, data: bytes) -> None:
    """The copy says by its name what it is."""
    done = reviewed(data, name)
    assert done.masked.name == f"{name}.zip"
    assert MOBILE.encode() not in unpacked(done.masked.data)["名单.csv"]
    assert not done.residue
    assert not done.unread


@needs_bsdtar
def test_7z_becomes_zip() -> None:
    """By way of bsdtar."""
    copy = unpacked(reviewed(seven({"材料/名单.csv": LIST, "b.txt": LETTER}), "a.7z").masked.data)
    assert set(copy) == {"材料/名单.csv", "b.txt"}
    assert MOBILE.encode() not in copy["材料/名单.csv"]


@needs_bsdtar
def test_a_copy_in_a_rar_has_the_content_it_is_a_copy_of() -> None:
    """The unpacker makes an empty file of it, and the masked copy would have lost it."""
    data = archives.rar({"a.txt": LETTER}, copies={"b.txt": "a.txt"})
    embedded = [*ArchiveHandler(Limits()).read(Source(name="a.rar", data=data)).embedded]
    assert [bytes(inside.data) for _, inside in embedded] == [LETTER, LETTER]


def test_without_an_unpacker_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not read is not clean."""
    archive_unpack.program.cache_clear()
    monkeypatch.setattr("shutil.which", lambda _: None)
    try:
        with pytest.raises(UnreadableError) as refused:
            ArchiveHandler(Limits()).read(Source(name="a.rar", data=rar({"a.txt": LETTER})))
    finally:
        archive_unpack.program.cache_clear()
    assert refused.value.reason == "MISSING_UNPACKER"
    assert "libarchive-tools" in str(refused.value)


@needs_bsdtar
def test_unpacking_takes_no_longer_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unpacker that never ends is ended."""
    monkeypatch.setattr(archive_unpack, "SECONDS", 0.3)
    monkeypatch.setattr(archive_unpack, "_command", lambda: ["sleep", "20"])
    with pytest.raises(UnreadableError) as refused:
        ArchiveHandler(Limits()).read(Source(name="a.rar", data=rar({"a.txt": LETTER})))
    assert refused.value.reason == "TIMEOUT"


@needs_bsdtar
def test_nothing_is_left_in_the_temporary_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Neither of an archive that was read nor of one that was not."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    handler = ArchiveHandler(Limits())
    handler.read(Source(name="a.rar", data=rar({"a.txt": LETTER})))
    with pytest.raises(UnreadableError):
        handler.read(Source(name="a.rar", data=rar({"../a.txt": LETTER})))
    assert not list(tmp_path.iterdir())


@given(st.text(min_size=1))
def test_a_name_never_leads_out(name: str) -> None:
    """Whatever it is, it is a relative path, and legal to unpack."""
    try:
        given_name = Names().give(shown(name))
    except UnreadableError as refused:
        assert refused.reason == "BAD_PATH"  # noqa: PT017 - either is right
        return
    assert not given_name.startswith("/")
    assert ".." not in given_name.split("/")
    assert not set(given_name) & set("\\*\0\n")
