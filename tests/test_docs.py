"""The documentation says what is so: its snippets run, its links lead somewhere, its words exist.

Conventions, by the words behind the three backticks: `python run` is executed, and what it prints
stands in comments `# -> …`; `console` lines that begin with `$ deident` are executed, `# exit 1`
behind one is its exit code, and the lines below are part of its output (… stands for anything);
`masked` lines `before → after` go through `mask_text`; a block with a file name (`toml
deident.toml`) is written to that file first. Every page has a folder of its own with the
documents of `deident demo` and a few more.
"""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

import deident
from deident import batch, policy
from deident.__main__ import run as run_command
from deident.cli.commands.demo import _ROWS, workbook
from deident.cli.options.parser import options
from deident.recognizers import packs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).parents[1]
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
PAGES = (*READMES, *sorted((ROOT / "docs").rglob("*.md")))
INDEX = ROOT / "docs" / "entities" / "README.md"
FLOORS = ROOT / "tests" / "corpus" / "persons" / "floors_persons.toml"
COMMANDS = options()
OURS = {"--help", "--version", *(option for some in COMMANDS.values() for option in some)}
ELSEWHERE = frozenset({"--all", "--heavy", "--quick", "--jsonl", "--failures", "--no-verify"})
"""Options of script/test, the benchmarks and git, which stand alone in a sentence."""

NOTICE = (
    "现将补贴发放名单予以公示。政策咨询电话：12345，监督电话：0359-5620000。\n"
    "经办人手机13800000001；申请人公民身份号码149999199003071236。\n"
)
MINUTES = "会议于2026年3月1日召开，研究了道路维修事项。\n咨询电话：12345。\n"

_BLOCK = re.compile(r"^```([^\n`]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_SAID = re.compile(r"# -> (.*)")
_EXIT = re.compile(r"#\s*exit ([0-9]+)\s*$")
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
_SHARES = re.compile(r"[（(]`([A-Z_]+)`[)）] \| ([0-9]+) % / ([0-9]+) % \|")

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


class Block(NamedTuple):
    """A fenced block: its language, the other words behind the backticks, its text."""

    language: str
    words: tuple[str, ...]
    text: str


def blocks(page: Path) -> Iterator[Block]:
    """Yield the fenced blocks of a page."""
    for info, text in _BLOCK.findall(page.read_text(encoding="utf-8")):
        language, *words = info.split() or [""]
        yield Block(language, tuple(words), text)


def spans(page: Path) -> Iterator[str]:
    """Yield what a page sets as code: inline spans, and the commands of its console blocks."""
    text = page.read_text(encoding="utf-8")
    yield from _SPAN.findall(_BLOCK.sub("", text))
    for block in blocks(page):
        if block.language in {"console", "sh"}:
            yield from (line.removeprefix("$ ") for line in block.text.splitlines())


def in_this_process(
    tasks: Sequence[Any], prepare: Callable[[], Callable[[Any], Any]], *_: object, **__: object
) -> Iterator[Any]:
    """Do what the pool of processes does; every process of the pool takes seconds to start."""
    work = prepare()
    yield from map(work, tasks)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with documents, in which commands and snippets run."""
    home, folder = tmp_path / "home", tmp_path / "desk"
    for made in (home, folder, folder / "待发布"):
        made.mkdir()
    for place in (folder, folder / "待发布"):
        (place / "补贴公示.xlsx").write_bytes(workbook(_ROWS))
        (place / "通知.txt").write_text(NOTICE, encoding="utf-8")
        (place / "会议纪要.txt").write_text(MINUTES, encoding="utf-8")
    (folder / "决定.pdf").write_bytes(b"%PDF-1.7\n")
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    for name in ("XDG_CONFIG_HOME", "APPDATA", "DEIDENT_CONFIG", "DEIDENT_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(batch, "run", in_this_process)
    monkeypatch.chdir(folder)
    return folder


def follows(shown: Sequence[str], output: str) -> str:
    """Return the first shown line that does not stand in the output behind the one before."""
    at = 0
    for line in shown:
        words = [re.escape(part.strip()) for part in line.split("…")]
        found = re.compile(".*?".join(words)).search(output, at)
        if found is None:
            return line
        at = found.end()
    return ""


def check_console(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Run the commands of a block and compare exit codes and the output that is shown."""
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith("$ ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        command = lines[start].removeprefix("$ ")
        if not command.startswith("deident "):
            continue
        code = _EXIT.search(command)
        capsys.readouterr()
        got = run_command(shlex.split(command, comments=True)[1:])
        out, err = capsys.readouterr()
        assert got == (int(code[1]) if code else 0), f"{command}\n{out}{err}"
        shown = [line for line in lines[start + 1 : end] if line.strip()]
        assert not (missing := follows(shown, out + err)), f"{command}: {missing!r}\n{out}{err}"


def check_python(text: str, names: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    """Run a snippet and compare what it prints with its comments."""
    capsys.readouterr()
    exec(compile(text, "<snippet>", "exec"), names)  # noqa: S102 - our own pages
    said = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert said == [line.strip() for line in _SAID.findall(text)]


@pages
def test_the_snippets_of_a_page_do_what_it_says(
    page: Path, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Commands, programs and masked values, in the order in which a reader tries them."""
    names: dict[str, Any] = {"__name__": "snippet"}
    for block in blocks(page):
        if block.language == "console":
            check_console(block.text, capsys)
        elif block.language == "python" and block.words == ("run",):
            check_python(block.text, names, capsys)
        elif block.language == "python":
            compile(block.text, str(page), "exec")
        elif block.language == "masked":
            for line in filter(None, block.text.splitlines()):
                before, _, after = line.partition(" → ")
                assert deident.mask_text(before).text == after
        elif block.words:
            target = desk / block.words[0]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text, encoding="utf-8")
        elif block.language == "toml":
            tomllib.loads(block.text)


@pages
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    """Relative links, also those to a heading."""
    for link in _LINK.findall(_BLOCK.sub("", page.read_text(encoding="utf-8"))):
        path, _, heading = link.partition("#")
        if "://" in link or link.startswith("mailto:"):
            continue
        target = (page.parent / path) if path else page
        assert target.exists(), link
        if heading:
            assert heading in set(headings(target)), link


def headings(page: Path) -> Iterator[str]:
    """Yield the anchors of a page's headings as code hosts make them."""
    for line in page.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            words = re.sub(r"[^\w\- ]", "", line.lstrip("#").strip().lower())
            yield words.replace(" ", "-")


@pages
def test_the_commands_and_options_of_a_page_exist(page: Path) -> None:
    """A renamed option is renamed in the documentation too."""
    for span in spans(page):
        words = span.split()
        if not words:
            continue
        if words[0] == "deident" and len(words) > 1:
            if words[1].startswith("-"):
                assert words[1] in OURS, span
            else:
                assert words[1] in COMMANDS, span
                for option in _OPTION.findall(span):
                    assert option in COMMANDS[words[1]], span
        elif words[0].startswith("--"):
            assert words[0].split("=")[0] in OURS | ELSEWHERE, span


def test_every_entity_type_has_its_page() -> None:
    """A kind that is found has a page; a look-alike has a line in the index."""
    rows = [line for line in INDEX.read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
    for pack in packs.built_in():
        own = [row for row in rows if f"`{pack.entity_type}`" in row]
        assert own, pack.entity_type
        if not pack.look_alike:
            linked = [link for row in own for link in _LINK.findall(row)]
            assert any((INDEX.parent / link).is_file() for link in linked), pack.entity_type


def test_every_key_of_a_pack_is_explained() -> None:
    """An unknown key is refused, so the page must name all that are known."""
    page = (ROOT / "docs" / "how-to" / "write-a-pack.md").read_text(encoding="utf-8")
    words = (*packs._KEYS, *packs._RULE_KEYS, *packs.ANCHORS, *packs.ALONE)
    assert not [word for word in words if f"`{word}`" not in page]


def test_both_readmes_name_the_same_two_commands() -> None:
    """One sets everything up and shows it, the other sets everything up and checks it."""
    named = [
        next(block.text for block in blocks(page) if block.language == "sh") for page in READMES
    ]
    lines = [[line.split("#")[0].strip() for line in text.splitlines()] for text in named]
    assert lines[0] == lines[1] == ["script/demo", "script/test"]


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_a_readme_claims_no_more_speed_than_was_measured(page: Path) -> None:
    """Sparse text, dense text, cells beside stock Presidio; a busy machine is forgiven a little."""
    results = (ROOT / "benchmarks" / "results.md").read_text(encoding="utf-8")
    measured = [float(ratio) for ratio in re.findall(r"\*\*([0-9.]+)×\*\*", results)]
    claimed = [float(r) for r in re.findall(r"\| ([0-9.]+)× \|", page.read_text(encoding="utf-8"))]
    assert len(claimed) == len(measured) == 3
    assert all(c <= 1.15 * m for c, m in zip(claimed, measured, strict=True)), measured


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_a_readme_claims_no_more_recall_than_the_floors_hold(page: Path) -> None:
    """What is said of names, addresses and the like is what a test holds, in percent."""
    floors = tomllib.loads(FLOORS.read_text(encoding="utf-8"))["types"]
    claimed = _SHARES.findall(page.read_text(encoding="utf-8"))
    assert {kind for kind, *_ in claimed} == set(floors)
    for kind, recall, precision in claimed:
        assert int(recall) <= round(100 * floors[kind]["recall"]), kind
        assert int(precision) <= round(100 * floors[kind]["precision"]), kind


def test_every_built_in_scene_is_explained() -> None:
    """Who chooses a scene reads what it does."""
    page = (ROOT / "docs" / "scenes.md").read_text(encoding="utf-8")
    assert not [name for name in policy.load("default").scenes if f"| `{name}` |" not in page]
