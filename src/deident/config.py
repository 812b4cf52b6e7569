"""The configuration: what this machine uses. What is right to publish stands in the policy.

`--config`, then DEIDENT_CONFIG, then the nearest deident.toml from the working folder upwards,
then [tool.deident] in the nearest pyproject.toml that has one, then what is built in. The first
one found holds alone; files are not mixed.
"""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deident.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

VARIABLE = "DEIDENT_CONFIG"
FILE_NAME = "deident.toml"
LANGUAGES = ("zh", "en")
CHECKS = ("words",)
STYLES = ("internal", "publish", "strict", "whole")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Settings of one run. `origin` is the file they come from, empty for the built-in ones.

    `policy` is the name of a built-in policy or the path of a file. `jobs` 0 means one per
    processor. `style` and `tighten` may only make the policy stricter. `review` is the table of
    stages, deadlines and channels, which the ledger checks. `checks` is the file of each further
    check.
    """

    policy: str = "default"
    scene: str = "default"
    packs: tuple[Path, ...] = ()
    lang: str = "zh"
    jobs: int = 0
    key_file: Path | None = None
    ocr: str = "auto"
    style: str = ""
    tighten: Mapping[str, Any] = field(default_factory=dict)
    ledger: Path | None = None
    review: Mapping[str, Any] = field(default_factory=dict)
    checks: Mapping[str, Path] = field(default_factory=dict)
    origin: str = ""


KEYS = tuple(setting.name for setting in fields(Config) if setting.name != "origin")


def find(option: Path | None, folder: Path, environment: Mapping[str, str]) -> Config:
    """Return the configuration that holds for a run started in `folder`."""
    if option is not None:
        return load(option)
    if environment.get(VARIABLE):
        return load(Path(environment[VARIABLE]))
    above = (folder, *folder.parents)
    for parent in above:
        if (parent / FILE_NAME).is_file():
            return load(parent / FILE_NAME)
    for parent in above:
        project = parent / "pyproject.toml"
        if project.is_file() and (table := _tool(project)) is not None:
            return parse(table, project)
    return Config()


def load(file: Path) -> Config:
    """Read one configuration file."""
    if file.name == "pyproject.toml":
        return parse(_tool(file) or {}, file)
    return parse(_read(file), file)


def parse(raw: Mapping[str, Any], file: Path) -> Config:
    """Check every setting. Paths are taken from the folder of the file."""
    where = file.name
    for key in raw:
        if key not in KEYS:
            near = difflib.get_close_matches(key, KEYS, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise PolicyError(f"{where}: unknown key {key!r}{hint}", where=where, word=key)
    settings = {key: _READERS[key](f"{where}: {key}", value, file) for key, value in raw.items()}
    return Config(**settings, origin=str(file))


def _read(file: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise PolicyError(f"{file}: cannot be read ({problem.strerror})") from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise PolicyError(f"{file}: not TOML in UTF-8: {problem}") from problem


def _tool(project: Path) -> Mapping[str, Any] | None:
    table = _read(project).get("tool", {}).get("deident")
    if table is not None and not isinstance(table, dict):
        raise PolicyError(f"{project.name}: tool.deident is a table")
    return table


def _text(where: str, value: object, _file: Path) -> str:
    if not isinstance(value, str) or not value:
        raise PolicyError(f"{where} is a text in quotes")
    return value


def _one_of(*words: str) -> Callable[[str, object, Path], str]:
    def read(where: str, value: object, file: Path) -> str:
        word = _text(where, value, file)
        if word not in words:
            near = difflib.get_close_matches(word, words, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise PolicyError(f"{where} is one of {', '.join(words)}{hint}")
        return word

    return read


def _policy(where: str, value: object, file: Path) -> str:
    name = _text(where, value, file)
    is_path = name.endswith(".toml") or "/" in name or "\\" in name
    return str(file.parent / name) if is_path else name


def _path(where: str, value: object, file: Path) -> Path:
    return file.parent / Path(_text(where, value, file)).expanduser()


def _paths(where: str, value: object, file: Path) -> tuple[Path, ...]:
    if not isinstance(value, list):
        raise PolicyError(f"{where} is a list of folders")
    return tuple(_path(where, folder, file) for folder in value)


def _jobs(where: str, value: object, _file: Path) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise PolicyError(f"{where} is a count, 0 for one per processor")
    return value


def _table(form: str) -> Callable[[str, object, Path], Mapping[str, Any]]:
    def read(where: str, value: object, _file: Path) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise PolicyError(f"{where} is a table: [{form}]")
        return value

    return read


def _checks(where: str, value: object, file: Path) -> Mapping[str, Path]:
    """Read the file of every check: a check without one would find nothing."""
    if not isinstance(value, dict) or not all(isinstance(own, dict) for own in value.values()):
        raise PolicyError(f"{where} is a table: [checks.words]")
    read: dict[str, Path] = {}
    for name, own in value.items():
        _one_of(*CHECKS)(f"{where}, the name of a check,", name, file)
        if set(own) != {"file"}:
            raise PolicyError(f"{where}.{name} needs file = …, and nothing else")
        read[name] = _path(f"{where}.{name}.file", own["file"], file)
    return read


_READERS: Mapping[str, Callable[[str, Any, Path], Any]] = {
    "policy": _policy,
    "scene": _text,
    "packs": _paths,
    "lang": _one_of(*LANGUAGES),
    "jobs": _jobs,
    "key_file": _path,
    "ocr": _text,
    "style": _one_of(*STYLES),
    "tighten": _table("tighten.SCENE.ENTITY_TYPE"),
    "ledger": _path,
    "review": _table("review"),
    "checks": _checks,
}
