"""`deident completion`: a script that teaches a shell the commands and options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deident.cli.options.parser import options
from deident.errors import ExitCode

if TYPE_CHECKING:
    import argparse


def run(args: argparse.Namespace) -> ExitCode:
    """Print the script for one shell."""
    print({"bash": _bash, "zsh": _zsh, "fish": _fish}[args.shell](options()))
    return ExitCode.CLEAN


def _bash(commands: dict[str, list[str]]) -> str:
    cases = "\n".join(
        f"    {name}) words='{' '.join(words)}' ;;" for name, words in commands.items()
    )
    return (
        "_deident() {\n"
        '  local current="${COMP_WORDS[COMP_CWORD]}" words\n'
        '  case "${COMP_WORDS[1]}" in\n'
        f"{cases}\n"
        f"    *) words='{' '.join(commands)} --help --version' ;;\n"
        "  esac\n"
        '  if [[ "$current" == -* || $COMP_CWORD -eq 1 ]]; then\n'
        '    COMPREPLY=($(compgen -W "$words" -- "$current"))\n'
        "  else\n"
        '    COMPREPLY=($(compgen -f -- "$current"))\n'
        "  fi\n"
        "}\n"
        "complete -o filenames -F _deident deident"
    )


def _zsh(commands: dict[str, list[str]]) -> str:
    return "#compdef deident\nautoload -U +X bashcompinit && bashcompinit\n" + _bash(commands)


def _fish(commands: dict[str, list[str]]) -> str:
    names = " ".join(commands)
    lines = [f"complete -c deident -n __fish_use_subcommand -f -a '{names}'"]
    for name, words in commands.items():
        lines += (
            f"complete -c deident -n '__fish_seen_subcommand_from {name}' -l {word[2:]}"
            for word in words
            if word.startswith("--")
        )
    return "\n".join(lines)
