"""What is shipped is whole: it installs, finds its packs and policies, and runs, away from here."""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import yaml
from packaging.requirements import Requirement

from deident.recognizers import packs

ROOT = Path(__file__).parents[1]
RESIDENT_ID, MOBILE = "149999199001010019", "13900000123"
PYTHONS = ("3.11", "3.12", "3.13")
PLATFORMS = {
    "x86-64": [f"manylinux_2_{glibc}_x86_64" for glibc in range(17, 29)] + ["manylinux2014_x86_64"],
    "aarch64": [f"manylinux_2_{glibc}_aarch64" for glibc in range(17, 29)]
    + ["manylinux2014_aarch64"],
}
PERMISSIVE = re.compile(
    r"\b(MIT|BSD|Apache|ISC|PSF|Python Software Foundation|HPND|Unlicense|0BSD|Zlib|CNRI)\b",
    re.IGNORECASE,
)
COPYLEFT = re.compile(r"GPL|Mozilla|MPL|EUPL|SSPL", re.IGNORECASE)
FILE_LEVEL_COPYLEFT = frozenset({"certifi", "pathspec", "pikepdf", "tqdm"})
"""MPL 2.0: binds changes to their own files only. Used unchanged, and none is shipped with us."""
LESSER_COPYLEFT = frozenset({"pebble"})
"""LGPL: allowed as a dependency, installed beside us and replaceable, never copied in."""


def run(*command: str | Path, cwd: Path, code: int = 0) -> str:
    """Run a command as a stranger's shell would, without a trace of this checkout."""
    clean = {key: os.environ[key] for key in ("PATH", "HOME", "TMPDIR") if key in os.environ}
    ended = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=clean | {"PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert ended.returncode == code, ended.stdout[-2000:] + ended.stderr[-2000:]
    return ended.stdout


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sdist and, from it, the wheel."""
    folder = tmp_path_factory.mktemp("dist")
    # Without isolation nothing is fetched: hatchling is one of the development tools.
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    """Return the one wheel."""
    (path,) = dist.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an empty environment that borrows this one's third parties."""
    folder = tmp_path_factory.mktemp("environment")
    scripts = new_environment(folder)
    pip(scripts, "--no-deps", wheel)
    # A .pth file in a borrowed folder is not followed, so the editable checkout stays out.
    borrowed = sysconfig.get_path("purelib")
    run(scripts / "python", "-c", _BORROW.format(borrowed=borrowed), cwd=folder)
    return scripts


_BORROW = """
import pathlib, sysconfig
pathlib.Path(sysconfig.get_path("purelib"), "borrowed.pth").write_text({borrowed!r}, "utf-8")
"""


def new_environment(folder: Path) -> Path:
    """Make an empty environment and return the folder of its programs."""
    venv.EnvBuilder(with_pip=False, symlinks=os.name != "nt").create(folder)
    return folder / ("Scripts" if os.name == "nt" else "bin")


def pip(scripts: Path, *words: str | Path) -> None:
    """Install into an environment that has no pip of its own."""
    python = next(scripts.glob("python*"))
    run(sys.executable, "-m", "pip", "--python", python, "install", "--quiet", *words, cwd=scripts)


def works_away_from_home(scripts: Path, folder: Path) -> None:
    """Do what the first line of the quickstart says, in a folder that knows nothing of us."""
    deident = scripts / "deident"
    book = xlsxwriter.Workbook(str(folder / "补贴公示.xlsx"))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ("身份证号", "联系电话", "补贴金额（元）"))
    sheet.write_row(1, 0, (RESIDENT_ID, MOBILE, "1200.00"))
    book.close()

    run(deident, "mask", "补贴公示.xlsx", "--to", "公开版", cwd=folder)
    with zipfile.ZipFile(folder / "公开版" / "补贴公示.xlsx") as masked:
        content = b"".join(masked.read(name) for name in masked.namelist()).decode()
    assert RESIDENT_ID not in content
    assert MOBILE not in content
    assert "139****0123" in content
    assert "1200.00" in content


def test_the_wheel_is_for_every_platform(wheel: Path) -> None:
    """Nothing in it is compiled."""
    assert wheel.name.endswith("-py3-none-any.whl")


def test_the_wheel_holds_packs_policies_and_types(wheel: Path) -> None:
    """Everything that is read at run time is inside, and nothing else of the checkout."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    here = {f"deident/packs/{path.name}" for path in (ROOT / "recognizers").glob("*.yaml")}
    here |= {f"deident/policies/{path.name}" for path in (ROOT / "src/deident/policies").glob("*")}
    assert here | {"deident/py.typed"} <= names
    assert all(name.startswith(("deident/", "deident-")) for name in names)


def test_the_sdist_holds_what_the_wheel_is_made_of(dist: Path) -> None:
    """Source, packs, licence, change log and both readmes."""
    (path,) = dist.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    needed = {"LICENSE", "CHANGELOG.md", "README.md", "README.zh-CN.md", "src/deident/py.typed"}
    assert needed | {"recognizers/resident_id.yaml"} <= names


def test_an_installed_wheel_finds_every_pack_and_scene(installed: Path, tmp_path: Path) -> None:
    """`packs list` and `policy show` name all that the checkout has."""
    listed = run(installed / "deident", "packs", "list", cwd=tmp_path)
    names = [
        yaml.safe_load(path.read_text(encoding="utf-8"))["name"]
        for path in packs.built_in_folder().glob("*.yaml")
    ]
    assert [name for name in names if name not in listed] == []

    shown = run(installed / "deident", "policy", "show", cwd=tmp_path)
    scenes = {path.stem for path in (ROOT / "src/deident/policies").glob("*.toml")} - {"styles"}
    assert [scene for scene in scenes if f"[{scene}]" not in shown] == []


def test_an_installed_wheel_masks_a_spreadsheet(installed: Path, tmp_path: Path) -> None:
    """Without root, tesseract or LibreOffice, in somebody else's folder."""
    works_away_from_home(installed, tmp_path)


def closure() -> set[str]:
    """Return the names of everything that `pip install deident[all]` brings along."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    waiting = [Requirement(line) for line in (*project["dependencies"], *extras)]
    seen: set[str] = set()
    while waiting:
        wanted = waiting.pop()
        name = wanted.name.lower().replace("_", "-")
        if name in seen or name == "deident":
            continue
        seen.add(name)
        needed = map(Requirement, importlib.metadata.requires(wanted.name) or ())
        waiting += [one for one in needed if not one.marker or one.marker.evaluate({"extra": ""})]
    return seen


def licence(name: str) -> str:
    """Return what a package says of its licence: expression, field and classifiers."""
    said: Any = importlib.metadata.metadata(name)
    classifiers = [c for c in said.get_all("Classifier") or () if c.startswith("License")]
    field = (said.get("License") or "").partition("\n")[0]
    return " ".join((said.get("License-Expression") or "", field, *classifiers))


def test_every_dependency_has_a_permissive_licence() -> None:
    """An office may pass deident on without asking a lawyer."""
    doubtful = {
        name: said
        for name in closure() - FILE_LEVEL_COPYLEFT - LESSER_COPYLEFT
        if not PERMISSIVE.search(said := licence(name)) or COPYLEFT.search(said)
    }
    assert not doubtful


@pytest.fixture
def index(tmp_path: Path) -> None:
    """Skip where no package index can be reached."""
    asked = [sys.executable, "-m", "pip", "index", "versions", "pip", "--quiet"]
    if subprocess.run(asked, cwd=tmp_path, capture_output=True, check=False).returncode:
        pytest.skip("no package index here")


@pytest.mark.slow
@pytest.mark.usefixtures("index")
def test_a_real_installation_masks_a_spreadsheet(wheel: Path, tmp_path: Path) -> None:
    """With its dependencies as pip chooses them today, and no extra."""
    (tmp_path / "environment").mkdir()
    scripts = new_environment(tmp_path / "environment")
    pip(scripts, wheel)
    works_away_from_home(scripts, tmp_path)


@pytest.mark.slow
@pytest.mark.usefixtures("index")
@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("machine", PLATFORMS)
def test_every_dependency_has_a_wheel(
    wheel: Path, tmp_path: Path, machine: str, python: str
) -> None:
    """Nobody needs a compiler, on glibc 2.28 or later."""
    plan = tmp_path / "plan.json"
    platforms = [f"--platform={platform}" for platform in PLATFORMS[machine]]
    run(
        sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed",
        "--only-binary=:all:", f"--python-version={python}", *platforms,
        f"--target={tmp_path / 'nowhere'}", f"--report={plan}", f"{wheel}[all]", cwd=tmp_path,
    )  # fmt: skip
    planned = json.loads(plan.read_text(encoding="utf-8"))["install"]
    files = [item["download_info"]["url"].rpartition("/")[2] for item in planned]
    assert [file for file in files if not file.endswith(".whl")] == []
