"""What `deident doctor` looks for beside the program itself, and what is lost without each."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_DOCUMENTS = "pip install 'deident[documents]'"
_ASK_SECONDS = 20
_LIBRARIES = {
    "pikepdf": ("不能读、不能遮盖 PDF", "PDF files are not read", _DOCUMENTS),
    "pypdfium2": ("不能读 PDF，没有页面图", "PDF files are not read", _DOCUMENTS),
    "pdfminer.six": ("不能读 PDF", "PDF files are not read", _DOCUMENTS),
    "pypdf": ("不能复查遮盖后的 PDF", "masked PDF files are not proved", _DOCUMENTS),
    "olefile": (
        "不能读 doc、xls、ppt 及其中嵌入的对象",
        "doc, xls, ppt and embedded objects are not read",
        _DOCUMENTS,
    ),
    "numpy": ("不能读图片和扫描件", "pictures and scans are not read", "pip install deident"),
    "opencv-python-headless": (
        "不能读图片和扫描件",
        "pictures and scans are not read",
        "pip install 'deident[ocr]'",
    ),
}
_FONTS = (
    "Noto Sans CJK",
    "Source Han",
    "SimSun",
    "宋体",
    "Microsoft YaHei",
    "WenQuanYi",
    "FangSong",
)
_FONT_INSTALL = "apt install fonts-noto-cjk"
_FONT_FOLDERS = ("C:/Windows/Fonts",)
_FONT_FILES = ("simsun.ttc", "msyh.ttc", "simhei.ttf")


class Found(NamedTuple):
    """One line: what was looked for, what is there, or what is lost and what mends it."""

    what: str
    found: str
    lost: str = ""
    mend: str = ""


def parts(*, zh: bool) -> Iterator[Found]:
    """Look for every part that deident can do without, at a price."""
    yield from _libraries(zh=zh)
    yield from _ocr(zh=zh)
    yield _office(zh=zh)
    yield _unpacker(zh=zh)
    yield _fonts(zh=zh)
    yield _git(zh=zh)


def _libraries(*, zh: bool) -> Iterator[Found]:
    for name, (chinese, english, install) in _LIBRARIES.items():
        try:
            yield Found(name, importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            yield Found(name, "", chinese if zh else english, install)


def _ocr(*, zh: bool) -> Iterator[Found]:
    """Name the engines with their models and languages: without one of them no picture is read."""
    from deident.ocr.registry import available

    lost = ("没有任何一种时，图片、扫描件一律“未读”" if zh else
            "without either, pictures and scans stay unread")  # fmt: skip
    told = {"rapidocr": _models, "tesseract": _languages}
    for name, missing in available():
        if missing:
            yield Found(f"OCR {name}", "", lost, missing)
        else:
            yield Found(f"OCR {name}", told.get(name, str)())


def _models() -> str:
    """Count the models of rapidocr: they lie in its wheel, nothing is fetched."""
    spec = importlib.util.find_spec("rapidocr")
    folder = Path(spec.origin).parent if spec and spec.origin else Path()
    models = sorted(file.stem for file in folder.rglob("*.onnx"))
    return f"{importlib.metadata.version('rapidocr')}: {', '.join(models) or '—'}"


def _languages() -> str:
    import pytesseract

    try:
        return f"{pytesseract.get_tesseract_version()}: {', '.join(pytesseract.get_languages())}"
    except (OSError, pytesseract.TesseractError):
        return "?"


def _office(*, zh: bool) -> Found:
    from deident.formats import soffice

    lost = ("不能读 doc、xls、ppt、wps、et、dps 等旧格式，报告里没有页面图" if zh else
            "doc, xls, ppt, wps and the like are not read, reports show no pages")  # fmt: skip
    if not soffice.is_installed():
        return Found("LibreOffice", "", lost, soffice.INSTALL)
    if not soffice.cage():
        note = "（不能隔离网络：缺 bwrap 或 unshare）" if zh else " (network not fenced off)"
        return Found("LibreOffice", soffice.program() + note)
    return Found("LibreOffice", soffice.program())


def _unpacker(*, zh: bool) -> Found:
    from deident.formats.archive import unpack

    if unpack.is_installed():
        return Found("bsdtar", unpack.program())
    lost = "不能读 RAR 和 7z" if zh else "RAR and 7z are not read"
    return Found("bsdtar", "", lost, unpack.INSTALL)


def _fonts(*, zh: bool) -> Found:
    """Look for Chinese fonts: without one, pages are drawn as boxes."""
    what = "中文字体" if zh else "Chinese fonts"
    lost = ("旧格式的页面图和转换结果可能是方框" if zh else
            "pages that LibreOffice draws may show boxes")  # fmt: skip
    named = _font_names()
    return Found(what, ", ".join(named)) if named else Found(what, "", lost, _FONT_INSTALL)


def _font_names() -> list[str]:
    if sys.platform == "win32":
        files = (Path(folder) / name for folder in _FONT_FOLDERS for name in _FONT_FILES)
        return [file.name for file in files if file.is_file()]
    program = shutil.which("fc-list")
    if program is None:
        return []
    try:
        said = subprocess.run(  # noqa: S603 - fixed words
            [program, ":lang=zh", "family"], capture_output=True, check=False,
            timeout=_ASK_SECONDS,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return []
    listed = said.stdout.decode("utf-8", "replace")
    known = [name for name in _FONTS if name in listed]
    return known or sorted({line.split(",")[0] for line in listed.splitlines()})[:3]


def _git(*, zh: bool) -> Found:
    lost = "不能用 hook --git、--range" if zh else "hook --git and --range do not work"
    program = shutil.which("git")
    return (
        Found("git", os.fspath(program)) if program else Found("git", "", lost, "apt install git")
    )
