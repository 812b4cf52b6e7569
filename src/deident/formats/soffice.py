"""LibreOffice asked to turn one file into another, shut in as well as the system allows.

Every conversion has a process, a profile and a folder of its own, which nobody else can read and
which is gone afterwards. Macros are off, links to other files are not followed, nothing is asked of
the network, and what takes too long or writes too much is killed with all its children.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from deident.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Sequence

INSTALL = (
    "apt-get install libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui"
)
SECONDS = 120.0
_WHERE = "the file"
_PREFIX = "deident-office-"
_LOOK = 0.1
_GRACE = 5.0
_ASK_SECONDS = 10
_LEFT_SECONDS = 600
_NAMES = ("soffice", "libreoffice", "soffice.com", "soffice.exe")
_USUAL = (
    "/usr/lib/libreoffice/program/soffice",
    "/usr/lib64/libreoffice/program/soffice",
    "/opt/libreoffice*/program/soffice",
    "/snap/bin/libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
)
# From the strictest: no network, and no process outlives the one that asked for it.
_CAGES = (
    (
        *("setpriv", "--pdeathsig", "KILL"),
        *("unshare", "--map-root-user", "--net", "--pid", "--fork", "--kill-child"),
    ),
    ("unshare", "--map-root-user", "--net"),
    ("setpriv", "--pdeathsig", "KILL"),
)
_KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PROGRAMFILES")
_ITEM = (
    '<item oor:path="/org.openoffice.Office.{}"><prop oor:name="{}" oor:op="fuse">'
    "<value>{}</value></prop></item>"
)
_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Misc", "FirstRun", "false"),
    ("Common/Save/Document", "LoadPrinter", "false"),
    ("Writer/Content/Update", "Link", "0"),
    ("Calc/Content/Update", "Link", "2"),
    ("Calc/Formula/Load", "OOXMLRecalcMode", "1"),
    ("Calc/Formula/Load", "ODFRecalcMode", "1"),
)
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema">'
    f"{''.join(_ITEM.format(*setting) for setting in _SETTINGS)}</oor:items>"
)


class MissingOfficeError(UnreadableError):
    """LibreOffice, which alone can read this kind of document, is not installed."""

    code = "MISSING_OFFICE"

    def __init__(self) -> None:
        super().__init__(
            _WHERE,
            "MISSING_OFFICE",
            f"LibreOffice, which reads it, is not installed; run: {INSTALL}",
            install=INSTALL,
        )


def program() -> str:
    """Return the path of LibreOffice: `DEIDENT_SOFFICE`, on the path, or where it usually is.

    Raises `MissingOfficeError`. What `DEIDENT_SOFFICE` names is taken or nothing is.
    """
    named = os.environ.get("DEIDENT_SOFFICE", "")
    if named:
        if found := shutil.which(named):
            return found
        raise MissingOfficeError
    for name in _NAMES:
        if found := shutil.which(name):
            return found
    for usual in _USUAL:
        path = Path(usual)
        for found_path in sorted(Path(path.anchor).glob(usual.removeprefix(path.anchor))):
            if found_path.is_file():
                return str(found_path)
    raise MissingOfficeError


def is_installed() -> bool:
    """Say whether LibreOffice is there."""
    try:
        program()
    except MissingOfficeError:
        return False
    return True


@cache
def cage() -> tuple[str, ...]:
    """Return what a command is started with so that it has no network, or () where nothing may.

    Without it LibreOffice still gets settings that follow no link, and no address of a proxy.
    """
    for words in _CAGES:
        if shutil.which(words[0]) is None:
            continue
        try:
            tried = subprocess.run(  # noqa: S603 (fixed words and a program that does nothing)
                [*words, "true"], capture_output=True, check=False, timeout=_ASK_SECONDS
            )
        except (OSError, subprocess.TimeoutExpired):
            continue
        if tried.returncode == 0:
            return words
    return ()


def convert(
    content: bytes | memoryview, suffix: str, target: str, *, limit: int, seconds: float = SECONDS
) -> bytes:
    """Return a document converted to `target` ("docx:MS Word 2007 XML"), at most `limit` bytes.

    The content decides what it is; `suffix` only helps where the content leaves a choice. Raises
    `UnreadableError`: MISSING_OFFICE, TIMEOUT, TOO_LARGE or NOT_CONVERTED.
    """
    office = program()
    purge()
    prefix = f"{_PREFIX}{os.getpid()}-"
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as made:
        folder = Path(made)
        given = folder / f"document{suffix}"
        given.write_bytes(content)
        return converted_all(office, [given], folder, target, limit=limit, seconds=seconds)[0]


def converted_all(
    office: str, given: Sequence[Path], folder: Path, target: str, *, limit: int, seconds: float
) -> list[bytes]:
    """Convert files of `folder` in one call; every one must come out, within the limits."""
    profile, out = folder / "profile", folder / "out"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    out.mkdir()
    command = [
        *(*cage(), office, f"-env:UserInstallation={profile.as_uri()}"),
        *("--headless", "--invisible", "--norestore", "--nolockcheck", "--nodefault"),
        *("--nofirststartwizard", "--convert-to", target, "--outdir", str(out)),
        *map(str, given),
    ]
    _run(command, folder, out, limit, seconds)
    extension = target.partition(":")[0]
    return [_taken(out / f"{path.stem}.{extension}", limit) for path in given]


def purge() -> None:
    """Delete the folders of processes of ours that were killed before they could do it."""
    if sys.platform == "win32":
        # There is no harmless way to ask whether a process lives.
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
        with contextlib.suppress(OSError):
            about = folder.stat()
            # Another container that shares the folder has its own numbers for its processes.
            old = time.time() - about.st_mtime > _LEFT_SECONDS
            if old and about.st_uid == os.getuid() and owner.isdecimal() and not _lives(int(owner)):
                shutil.rmtree(folder, ignore_errors=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _taken(path: Path, limit: int) -> bytes:
    try:
        if path.stat().st_size > limit:
            raise _too_large(limit)
        content = path.read_bytes()
    except OSError:
        content = b""
    if not content:
        raise UnreadableError(_WHERE, "NOT_CONVERTED", "LibreOffice cannot open it")
    return content


def _too_large(limit: int) -> UnreadableError:
    return UnreadableError(_WHERE, "TOO_LARGE", "it is larger than the limit", limit=limit)


def _environment(folder: Path) -> dict[str, str]:
    """Return an environment without proxies, keys or anybody's settings."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    home = str(folder)
    return kept | {
        **dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"), home),
        **dict.fromkeys(("TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), home),
        "LC_ALL": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
        "SAL_DISABLE_OPENCL": "1",
    }


def _run(command: list[str], folder: Path, out: Path, limit: int, seconds: float) -> None:
    """Let a command work until it is done, late, or writes too much."""
    process = subprocess.Popen(  # noqa: S603 (our words, the office program, our own file names)
        command,
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + seconds
    try:
        while True:
            try:
                process.wait(_LOOK)
            except subprocess.TimeoutExpired:
                if time.monotonic() > deadline:
                    raise UnreadableError(
                        _WHERE, "TIMEOUT", "LibreOffice took too long", seconds=int(seconds)
                    ) from None
                if _largest(out) > limit:
                    raise _too_large(limit) from None
            else:
                return
    finally:
        _end(process)


def _largest(out: Path) -> int:
    """Return the size of the largest file that is being written; temporary ones come and go."""
    sizes = [0]
    for path in out.glob("*"):
        with contextlib.suppress(FileNotFoundError):
            sizes.append(path.stat().st_size)
    return max(sizes)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process with all its children."""
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(  # noqa: S603 (the system's own program and a number)
                ["taskkill", "/F", "/T", "/PID", str(process.pid)],  # noqa: S607
                capture_output=True,
                check=False,
            )
    else:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        except PermissionError:
            process.kill()
    process.wait(_GRACE)
