"""The configuration: which file holds, and no misspelt key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deident import config
from deident.errors import PolicyError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A project with every kind of configuration in it."""
    inner = tmp_path / "project" / "inner"
    inner.mkdir(parents=True)
    (tmp_path / "project" / "deident.toml").write_text('scene = "subsidy"\n', encoding="utf-8")
    (inner / "pyproject.toml").write_text('[tool.deident]\nlang = "en"\n', encoding="utf-8")
    (tmp_path / "named.toml").write_text("jobs = 3\n", encoding="utf-8")
    (tmp_path / "asked.toml").write_text("jobs = 4\n", encoding="utf-8")
    return tmp_path


def test_the_first_configuration_found_holds_alone(tree: Path) -> None:
    """The option, the environment, the nearest deident.toml, pyproject.toml, what is built in."""
    inner = tree / "project" / "inner"
    environment = {config.VARIABLE: str(tree / "named.toml")}
    assert config.find(tree / "asked.toml", inner, environment).jobs == 4
    assert config.find(None, inner, environment).jobs == 3
    assert config.find(None, inner, {}).scene == "subsidy"
    assert config.find(None, inner, {}).lang == "zh"
    (tree / "project" / "deident.toml").unlink()
    assert config.find(None, inner, {}).lang == "en"
    assert config.find(None, tree, {}) == config.Config()


def test_a_pyproject_without_our_table_is_passed_over(tree: Path) -> None:
    """Most projects have one that says nothing about us."""
    (tree / "project" / "deident.toml").unlink()
    (tree / "pyproject.toml").write_text("[tool.deident]\njobs = 2\n", encoding="utf-8")
    (tree / "project" / "inner" / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    assert config.find(None, tree / "project" / "inner", {}).jobs == 2


def test_paths_start_from_the_file_that_names_them(tmp_path: Path) -> None:
    """The same file means the same thing from every working folder."""
    file = tmp_path / "deident.toml"
    text = 'policy = "office.toml"\npacks = ["packs"]\nkey_file = "office.key"\nstyle = "strict"\n'
    file.write_text(text, encoding="utf-8")
    loaded = config.load(file)
    assert loaded.policy == str(tmp_path / "office.toml")
    assert loaded.packs == (tmp_path / "packs",)
    assert loaded.key_file == tmp_path / "office.key"
    assert loaded.origin == str(file)


@pytest.mark.parametrize("key", [*config.KEYS])
def test_a_misspelt_key_is_answered_with_the_right_one(tmp_path: Path, key: str) -> None:
    """Did you mean."""
    file = tmp_path / "deident.toml"
    file.write_text(f'{key}s = "x"\n', encoding="utf-8")
    with pytest.raises(PolicyError, match=f"did you mean '{key}'"):
        config.load(file)


@pytest.mark.parametrize(
    "text",
    [
        "jobs = -1",
        "jobs = true",
        'jobs = "2"',
        'lang = "fr"',
        'style = "loose"',
        "scene = 1",
        'packs = "packs"',
        'tighten = "all"',
        "policy = ''",
        "scene",
    ],
)
def test_a_malformed_setting_is_refused(tmp_path: Path, text: str) -> None:
    """A setting that means nothing is not skipped."""
    file = tmp_path / "deident.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError):
        config.load(file)


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    """Falling back to another one would use settings that nobody asked for."""
    with pytest.raises(PolicyError, match="cannot be read"):
        config.find(None, tmp_path, {config.VARIABLE: str(tmp_path / "none.toml")})
    with pytest.raises(PolicyError, match="cannot be read"):
        config.find(tmp_path / "none.toml", tmp_path, {})
