"""Archives that are not zip, unpacked in order into one nameless file of our own.

Nothing is ever written where an archive says. Tar and gzip are read here; RAR and 7z go through
bsdtar (libarchive), which turns the archive on its standard input into a tar on its standard
output: one process, shut in, with a time limit, and no file of any name.
"""

from __future__ import annotations

import contextlib
import gzip
import mmap
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import threading
import zlib
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import IO, TYPE_CHECKING

from deident.errors import UnreadableError
from deident.formats import soffice
from deident.formats.archive.members import CHUNK, WHERE, Member, Weight, decoded, shown
from deident.formats.archive.rar import listed
from deident.formats.package import Window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.formats import Limits
    from deident.model import Source

INSTALL = "apt-get install libarchive-tools"
SECONDS = 300.0
MEMORY = 4 << 30
_GZIP = b"\x1f\x8b"
_TAR_MARK = slice(257, 262)
_RAR, _SEVEN = b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c"
_BROKEN = (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, OSError, ValueError)
_KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "WINDIR")
_SAID = 4096
_LOCKED = (b"encrypt", b"passphrase", b"password")


class MissingUnpackerError(UnreadableError):
    """bsdtar, which alone reads this kind of archive, is not installed."""

    code = "MISSING_UNPACKER"

    def __init__(self) -> None:
        super().__init__(
            WHERE, "MISSING_UNPACKER", f"bsdtar is not installed; run: {INSTALL}", install=INSTALL
        )


class Unpacked:
    """An archive whose members lie one after the other in a nameless file."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self.members: list[Member] = []
        self.comment = ""
        self.hides_comment = False
        self._limits = limits
        self._weight = Weight(limits)
        self._packed = len(source.data)
        self._at: list[int] = []
        with tempfile.TemporaryFile() as self._spool:
            self._unpack(source)
            self._spool.flush()
            # The mapping keeps the nameless file alive.
            self._content = (
                mmap.mmap(self._spool.fileno(), 0, access=mmap.ACCESS_READ)
                if self._spool.tell()
                else b""
            )

    def _unpack(self, source: Source) -> None:
        head = bytes(source.data[:512])
        try:
            if head.startswith(_RAR):
                self._rar(source)
            elif head.startswith(_SEVEN):
                self._through_bsdtar(source)
            elif head.startswith(_GZIP):
                self._gzip(source)
            else:
                self._tar(Window(source.data))
        except _BROKEN:
            raise UnreadableError(WHERE, "TRUNCATED", "it is cut off or damaged") from None

    def pieces(self, member: Member) -> Iterator[bytes]:
        """Yield the content of a member."""
        start = self._at[member.number - 1]
        for at in range(start, start + member.size, CHUNK):
            yield self._content[at : min(at + CHUNK, start + member.size)]

    def _gzip(self, source: Source) -> None:
        name, self.comment = _gzip_words(bytes(source.data[: 1 << 17]))
        with gzip.GzipFile(fileobj=Window(source.data)) as opened:
            if opened.peek(512)[_TAR_MARK] == b"ustar":
                self._tar(opened)
            else:
                self._add(
                    name or source.name.removesuffix(".gz"), iter(lambda: opened.read(CHUNK), b"")
                )

    def _tar(self, stream: IO[bytes] | Window | gzip.GzipFile) -> None:
        with tarfile.open(
            fileobj=stream, mode="r|", encoding="utf-8", errors="surrogateescape"
        ) as archive:
            for found in archive:
                name = decoded(found.name.encode("utf-8", "surrogateescape"))
                self._add(name, _content(archive, found), is_folder=found.isdir())

    def _add(self, name: str, pieces: Iterator[bytes], *, is_folder: bool = False) -> None:
        self._weight.admit()
        start = self._spool.tell()
        most = self._limits.streamed_member_bytes
        for piece in pieces:
            self._weight.add(len(piece))
            self._spool.write(piece)
            if self._spool.tell() - start > most:
                raise UnreadableError(WHERE, "TOO_LARGE", "a member is too large", limit=most)
            if self._weight.too_tight(self._spool.tell(), self._packed):
                raise UnreadableError(WHERE, "BOMB", "it is packed too tightly")
        member = Member(
            number=len(self._at) + 1,
            name=shown(name) + "/" * is_folder,
            size=self._spool.tell() - start,
            is_folder=is_folder,
        )
        self._at.append(start)
        self.members.append(member)

    def _rar(self, source: Source) -> None:
        """Unpack everything that the headers name; a part of it is no archive."""
        there = listed(source.data)
        self.comment, self.hides_comment = there.comment, there.hides_comment
        try:
            self._through_bsdtar(source)
        except UnreadableError as refusal:
            if refusal.reason == "NOT_UNPACKED" and there.is_solid:
                why = "solid archives of RAR 4 cannot be unpacked here"
                raise UnreadableError(
                    WHERE, "UNSUPPORTED_KIND", why, kind="RAR 4 (solid)"
                ) from None
            raise
        if len(self.members) != there.members:
            raise UnreadableError(WHERE, "NOT_UNPACKED", "some of its members were passed over")
        for number, name in there.copies:
            self._copy(number, shown(name))

    def _copy(self, number: int, name: str) -> None:
        """Give a member the content of another, which the unpacker leaves out."""
        same = next((found for found in self.members[:number] if found.name == name), None)
        if same is None:
            raise UnreadableError(WHERE, "NOT_UNPACKED", "a member is a copy of none that is there")
        self._weight.add(same.size)
        self._at[number] = self._at[same.number - 1]
        self.members[number] = replace(self.members[number], size=same.size)

    def _through_bsdtar(self, source: Source) -> None:
        with _running(source) as job:
            try:
                self._tar(job.out)
            except tarfile.TarError:
                raise job.refusal() from None
            if job.failed():
                raise job.refusal()


def _content(archive: tarfile.TarFile, found: tarfile.TarInfo) -> Iterator[bytes]:
    """Yield the content of a file; a link says where it leads, in words."""
    if found.issym() or found.islnk():
        yield found.linkname.encode("utf-8", "surrogateescape")
    elif (opened := archive.extractfile(found)) is not None:
        while piece := opened.read(CHUNK):
            yield piece


def _gzip_words(head: bytes) -> tuple[str, str]:
    """Return the name and the comment that a gzip header holds."""
    flags, at, words = head[3], 10, []
    if flags & 4:
        at += 2 + int.from_bytes(head[at : at + 2], "little")
    for flag in (8, 16):
        end = head.find(b"\0", at) if flags & flag else at - 1
        if end < at - 1:
            raise ValueError("a gzip header without end")
        words.append(decoded(head[at : max(at, end)]))
        at = end + 1
    return words[0], words[1]


@cache
def program() -> str:
    """Return the path of bsdtar; on Windows 10 and later it is the system's own tar.

    Raises `MissingUnpackerError`.
    """
    names = ("bsdtar", "C:/Windows/System32/tar.exe" if sys.platform == "win32" else "")
    for name in filter(None, names):
        if found := shutil.which(name):
            return found
    raise MissingUnpackerError


def is_installed() -> bool:
    """Say whether RAR and 7z can be read."""
    try:
        program()
    except MissingUnpackerError:
        return False
    return True


class _Job:
    """bsdtar at work."""

    def __init__(self, process: subprocess.Popen[bytes], said: IO[bytes]) -> None:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        self.out = process.stdout
        self._process = process
        self._said = said
        self._is_late = False

    def stop_late(self) -> None:
        """Stop it because its time is up."""
        self._is_late = True
        self.stop()

    def stop(self) -> None:
        """Kill it with all its children."""
        if sys.platform == "win32":
            self._process.kill()
        else:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def failed(self) -> bool:
        """Wait for its end; say whether it could not unpack everything."""
        while self.out.read(CHUNK):
            pass
        # It leaves out what it cannot turn into tar, with a remark and no other sign.
        return self._process.wait() != 0 or self._said.seek(0, 2) > 0

    def refusal(self) -> UnreadableError:
        """Say why it stopped, as far as it says so itself."""
        self.failed()
        if self._is_late:
            return UnreadableError(
                WHERE, "TIMEOUT", "unpacking it took too long", seconds=int(SECONDS)
            )
        self._said.seek(0)
        if any(word in self._said.read(_SAID).lower() for word in _LOCKED):
            return UnreadableError(WHERE, "ENCRYPTED", "it is protected by a password")
        why = "it is damaged, protected by a password, or one of several volumes"
        return UnreadableError(WHERE, "NOT_UNPACKED", why)


def _command() -> list[str]:
    unpacker = program()
    bound = ["prlimit", f"--as={MEMORY}"] if shutil.which("prlimit") else []
    return [*soffice.cage(), *bound, unpacker, "-cPf", "-", "--format", "pax", "@-"]


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return kept | {"LC_ALL": "C.UTF-8"}


@contextmanager
def _running(source: Source) -> Iterator[_Job]:
    """Let bsdtar work on an archive; it is killed when the time is up and when we are done."""
    with (
        tempfile.TemporaryDirectory(prefix="deident-") as folder,
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as said,
    ):
        given.write(source.data)
        given.seek(0)
        with subprocess.Popen(  # noqa: S603 - our words and the unpacker
            _command(),
            cwd=folder,
            env=_environment(),
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=said,
            start_new_session=True,
        ) as process:
            job = _Job(process, said)
            timer = threading.Timer(SECONDS, job.stop_late)
            timer.start()
            try:
                yield job
            finally:
                timer.cancel()
                job.stop()
