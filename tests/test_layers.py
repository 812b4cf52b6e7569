"""What import-linter cannot say about who may import what, and that nobody phones out."""

from __future__ import annotations

import ast
import socket
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from deident.api import Deidentifier

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "deident"
SHARED = frozenset(
    {
        "__init__",
        "chains",
        "encoding",
        "endings",
        "kinds",
        "legacy_kinds",
        "legacy_metafiles",
        "markup",
    }
    | {"package", "pdf_pdfium", "pieces", "registry", "soffice", "tables", "typed_tables"}
    | {"split_numbers", "written"}
)
"""The modules of `formats` that every handler may use; the others are families by first word."""
COMMON = frozenset({"ooxml", "structured", "web"})
"""Families that others build on: what packages, values with keys, or marked-up pages share."""
PACKAGE_OF = {
    "PIL": "pillow",
    "cv2": "opencv-python-headless",
    "zxingcpp": "zxing-cpp",
    "yaml": "pyyaml",
}
OFFLINE_FILES = {
    "notice.txt": "联系人手机13800001234，邮箱zhang@example.com，官网https://www.example.gov.cn/a。\n",
    "roster.csv": "姓名,身份证号码\n张某,149999199001010019\n",
}


def imports(module: Path) -> Iterator[str]:
    """Yield the dotted name of every module that a module imports, wherever it does so."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def family(module: str) -> str:
    """Return the handler family that a module of `formats` belongs to."""
    return module.partition("_")[0]


def test_a_format_family_does_not_import_another() -> None:
    """What two handlers share stands in a shared module."""
    crossings = [
        f"{module.stem} imports {name}"
        for module in (SOURCE / "formats").glob("*.py")
        if module.stem not in SHARED
        for name in imports(module)
        if name.startswith("deident.formats.")
        and (other := name.split(".")[2]).islower()
        and (SOURCE / "formats" / f"{other}.py").exists()
        and other not in SHARED
        and family(other) not in {family(module.stem), *COMMON}
    ]
    assert not crossings


def test_no_module_opens_addresses() -> None:
    """urllib.parse is harmless; the rest of urllib is not."""
    opening = [
        f"{module.relative_to(SOURCE)}: {name}"
        for module in SOURCE.rglob("*.py")
        for name in imports(module)
        if name.startswith(("urllib.request", "urllib.robotparser", "http.client", "socket"))
    ]
    assert not opening


def test_every_third_party_import_is_a_declared_dependency() -> None:
    """An import that only happens to be installed breaks on somebody else's machine."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = str([project["dependencies"], project["optional-dependencies"]]).lower()
    undeclared = {
        top
        for module in SOURCE.rglob("*.py")
        for name in imports(module)
        if (top := name.partition(".")[0]) not in sys.stdlib_module_names
        and top != "deident"
        and PACKAGE_OF.get(top, top.replace("_", "-")).lower() not in declared
    }
    assert not undeclared


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every attempt to open a socket or to resolve a name an error."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("something reached for the network")

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize("name", OFFLINE_FILES)
def test_masking_never_reaches_for_the_network(name: str) -> None:
    """Presidio's e-mail and URL recognizers fetch a list of domains; ours must not."""
    text = OFFLINE_FILES[name]
    review = Deidentifier().review(text.encode(), name=name)
    assert review.masked.data != text.encode()
    assert Deidentifier().scan_text(text)
