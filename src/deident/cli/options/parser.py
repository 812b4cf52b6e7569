"""The command line: commands, options, and what each is for, in Chinese and in English."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from deident import __version__
from deident.batch import TIMEOUT_SECONDS
from deident.cli.options import reviews as review_options
from deident.cli.options.help import HELP
from deident.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FORMATS = ("text", "json", "jsonl", "sarif", "junit", "html", "xlsx")
HOOKS = ("pre-commit", "pre-push", "pre-receive")
_ENGLISH_TO_CHINESE = (
    (re.compile(r"the following arguments are required: (.*)"), r"缺少 \1"),
    (re.compile(r"unrecognized arguments: (.*)"), r"不认识的参数 \1"),
    (
        re.compile(r"argument (.*): invalid choice: (.*) \(choose from (.*)\)"),
        r"\1 没有 \2，可选：\3",
    ),
    (
        re.compile(r"argument (.*): expected (?:one argument|at least one argument)"),
        r"\1 后面缺少内容",
    ),
    (re.compile(r"argument (.*): invalid \w+ value: (.*)"), r"\1 不能是 \2"),
    (re.compile(r"argument (.*): not allowed with argument (.*)"), r"\1 与 \2 不能同时用"),
)


class _Parser(argparse.ArgumentParser):
    """Raises instead of exiting, so that there is one place that prints and one that exits."""

    chinese = True

    def error(self, message: str) -> NoReturn:
        """Raise what argparse would print."""
        if self.chinese:
            for english, chinese in _ENGLISH_TO_CHINESE:
                message = english.sub(chinese, message)
        raise UsageError(message)


def parse(words: Sequence[str], lang: str) -> argparse.Namespace:
    """Read the command line; `module` names the command's module in `deident.cli.commands`."""
    _Parser.chinese = lang == "zh"
    args = _parser(lang).parse_args(words)
    if args.lang is None:
        from deident.cli.settings import configuration

        args.lang = configuration(args).lang
    return args


def _parser(lang: str) -> argparse.ArgumentParser:
    say = {name: texts[lang == "en"] for name, texts in _help().items()}
    parser = _Parser(
        prog="deident", description=say["deident"], epilog=say["codes"], allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("-V", "--version", action="version", version=f"deident {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name: str, module: str = "") -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = commands.add_parser(
            name, help=say[name], description=say[name], allow_abbrev=False
        )
        made.set_defaults(module=module or name)
        _common(made, say)
        return made

    _scan(command("scan"), say)
    _mask(command("mask"), say)
    _hook(command("hook"), say)
    _watch(command("watch"), say)
    _init(command("init"), say)
    _packs(command("packs"), say)
    _policy(command("policy"), say)
    review_options.add(command, say)
    command("doctor")
    demo = command("demo")
    demo.add_argument("folder", nargs="?", metavar="FOLDER", help=say["demo folder"])
    completion = command("completion")
    completion.add_argument("shell", choices=("bash", "zsh", "fish"), help=say["shell"])
    return parser


def _help() -> dict[str, tuple[str, str]]:
    return {**HELP, **review_options.HELP}


def _common(parser: argparse.ArgumentParser, say: dict[str, str]) -> None:
    """Add what every command understands."""
    parser.add_argument("--config", metavar="FILE", help=say["--config"])
    parser.add_argument("--lang", choices=("zh", "en"), help=say["--lang"])
    parser.add_argument("--policy", metavar="NAME|FILE", help=say["--policy"])
    parser.add_argument("--scene", metavar="NAME", help=say["--scene"])
    parser.add_argument("--column", metavar="栏目", help=say["--column"])
    parser.add_argument("--packs", metavar="FOLDER", action="append", help=say["--packs"])
    parser.add_argument("--ocr", metavar="ENGINE", help=say["--ocr"])
    parser.add_argument("-q", "--quiet", action="store_true", help=say["--quiet"])
    parser.add_argument("-v", "--verbose", action="count", default=0, help=say["--verbose"])


def _paths(parser: argparse.ArgumentParser, say: dict[str, str]) -> None:
    """Add what every command over files understands."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help=say["PATH"])
    parser.add_argument(
        "--stdin-name", metavar="NAME", default="stdin.txt", help=say["--stdin-name"]
    )
    parser.add_argument("--files-from", metavar="FILE", help=say["--files-from"])
    parser.add_argument("-0", dest="null", action="store_true", help=say["-0"])
    parser.add_argument("-f", "--format", choices=FORMATS, default="text", help=say["--format"])
    parser.add_argument("-o", "--output", metavar="FILE", help=say["--output"])
    parser.add_argument("--rulings", metavar="FILE", help=say["--rulings"])
    parser.add_argument("--disclosure", metavar="ATTRIBUTE", help=say["--disclosure"])
    _work(parser, say)
    parser.add_argument("--memory", metavar="MB", type=_count, help=say["--memory"])
    parser.add_argument("--no-progress", action="store_true", help=say["--no-progress"])
    parser.add_argument("--exit-zero", action="store_true", help=say["--exit-zero"])
    parser.add_argument("--hash-names", action="store_true", help=say["--hash-names"])
    parser.add_argument("--context", metavar="N", type=_count, default=0, help=say["--context"])
    parser.add_argument("--parent", metavar="FILE", type=Path, help=say["--parent"])


def _scan(parser: argparse.ArgumentParser, say: dict[str, str]) -> None:
    _paths(parser, say)
    parser.add_argument("--check", choices=("label",), help=say["--check"])
    parser.add_argument("--cache", metavar="FILE", help=say["--cache"])
    parser.add_argument("--no-cache", action="store_true", help=say["--no-cache"])
    parser.add_argument("--since-ledger", action="store_true", help=say["--since-ledger"])
    parser.add_argument("--record", action="store_true", help=say["--record"])
    parser.add_argument("--ledger", metavar="FILE", help=say["--ledger"])
    parser.add_argument("--shard", metavar="I/N", type=_shard, help=say["--shard"])


def _mask(parser: argparse.ArgumentParser, say: dict[str, str]) -> None:
    _paths(parser, say)
    parser.add_argument("--to", metavar="DIR", required=True, type=Path, help=say["--to"])
    parser.add_argument("--ledger", metavar="FILE", help=say["--ledger"])
    parser.add_argument("--force", action="store_true", help=say["--force"])


def _hook(parser: argparse.ArgumentParser, say: dict[str, str]) -> None:
    _paths(parser, say)
    parser.add_argument("--require", choices=("scan", "clearance"), help=say["--require"])
    parser.add_argument("--git", choices=HOOKS, help=say["--git"])
    parser.add_argument("--range", metavar="COMMITS", help=say["--range"])
    parser.add_argument("--stdio", action="store_true", help=say["--stdio"])
    parser.add_argument("--record", action="store_true", help=say["stdio record"])
    parser.add_argument("--to", metavar="DIR", type=Path, help=say["stdio to"])
    parser.add_argument("--channel", metavar="NAME", help=say["hook channel"])
    parser.add_argument("--ledger", metavar="FILE", help=say["hook ledger"])
    parser.add_argument("--baseline", metavar="FILE", help=say["--baseline"])
    parser.add_argument("--write-baseline", metavar="FILE", help=say["--write-baseline"])
    for name in ("reviewer", "reason", "legal-basis", "expires"):
        parser.add_argument(f"--{name}", metavar=name.upper(), help=say[f"baseline {name}"])


def _work(parser: argparse.ArgumentParser, say: dict[str, str]) -> None:
    """Say how many files are read at once, and how long one may take."""
    parser.add_argument("-j", "--jobs", metavar="N", type=_count, help=say["--jobs"])
    parser.add_argument(
        "--timeout",
        metavar="SECONDS",
        type=_seconds,
        default=TIMEOUT_SECONDS,
        help=say["--timeout"],
    )


def _watch(parser: argparse.ArgumentParser, say: dict[str, str]) -> None:
    parser.add_argument("folder", metavar="FOLDER", type=Path, help=say["watch folder"])
    parser.add_argument("--every", metavar="SECONDS", type=_seconds, default=5, help=say["--every"])
    parser.add_argument("--once", action="store_true", help=say["--once"])
    _work(parser, say)


def _init(parser: argparse.ArgumentParser, say: dict[str, str]) -> None:
    parser.add_argument("key_file", nargs="?", metavar="FILE", type=Path, help=say["key file"])
    review_options.init(parser, say)


def _packs(parser: argparse.ArgumentParser, say: dict[str, str]) -> None:
    parser.add_argument("action", choices=("list", "show", "test"), help=say["packs action"])
    parser.add_argument("names", nargs="*", metavar="NAME", help=say["packs name"])


def _policy(parser: argparse.ArgumentParser, say: dict[str, str]) -> None:
    parser.add_argument("action", choices=("show", "check"), help=say["policy action"])


def _count(word: str) -> int:
    if not (word.isascii() and word.isdecimal()):
        raise ValueError(word)
    return int(word)


def _seconds(word: str) -> int:
    if not (seconds := _count(word)):
        raise ValueError(word)
    return seconds


def _shard(word: str) -> tuple[int, int]:
    """Read 2/5 as the second of five."""
    index, _, of = word.partition("/")
    if not 1 <= _count(index) <= _count(of):
        raise ValueError(word)
    return int(index), int(of)


def options() -> dict[str, list[str]]:
    """Return every command with its options, for the shells' completion."""
    parser = _parser("en")
    commands = next(a for a in _actions(parser) if isinstance(a.choices, dict)).choices
    assert commands is not None  # noqa: S101 - add_subparsers made it
    return {
        name: sorted(option for action in _actions(one) for option in action.option_strings)
        for name, one in dict(commands).items()
    }


def _actions(parser: argparse.ArgumentParser) -> Iterable[argparse.Action]:
    return parser._actions  # noqa: SLF001 - argparse has no other way to ask
