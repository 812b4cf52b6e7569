"""What the hook demands, and what may excuse something from it: the policy's word, both of them.

At a publication, what lies in the tree that is to be published excuses nothing: no ignore file, no
baseline, no words in a line, no configuration; unless the policy names it by the digest of its
bytes. The policy itself then comes from outside: from an option, the environment, or built in.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from deident import config, policy
from deident.cli.batch.running import say
from deident.cli.hook import git as hook_git
from deident.cli.settings import configuration
from deident.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

_DEMANDS = ("scan", "clearance")


def settle(args: argparse.Namespace) -> None:
    """Settle what is demanded, and whether the configuration that was found counts."""
    _unexcused(args)
    demanded = _policy(args).require
    if args.require and _DEMANDS.index(args.require) < _DEMANDS.index(demanded):
        raise UsageError(_LOOSER[args.lang].format(demanded=demanded))
    args.require = args.require or demanded
    # The policy may only now have made a publication of it.
    _unexcused(args)


def publishes(args: argparse.Namespace) -> bool:
    """Tell whether this is the last gate: there, what lies in the tree may not excuse anything."""
    return bool(args.require == "clearance" or args.git == "pre-receive")


def heeded(args: argparse.Namespace) -> Callable[[bytes], bool] | None:
    """Return what tells whether a file that excuses something counts; None where all of them do."""
    return _policy(args).trusts if publishes(args) else None


def _policy(args: argparse.Namespace) -> policy.Policy:
    return policy.load(args.policy or configuration(args).policy)


def _unexcused(args: argparse.Namespace) -> None:
    """Go without a configuration that lies in the tree, unless the policy trusts it."""
    if not publishes(args) or args.config or os.environ.get(config.VARIABLE):
        return
    origin = configuration(args).origin
    if not origin or not any(Path(origin).resolve().is_relative_to(tree) for tree in _trees(args)):
        return
    if not policy.load(args.policy or "default").trusts(Path(origin).read_bytes()):
        args.unconfigured = True
        say(args, _IGNORED[args.lang].format(file=Path(origin).name))


def _trees(args: argparse.Namespace) -> Iterator[Path]:
    """Yield the folders that are to be published: those that are named, and git's work tree."""
    yield from (Path(path).resolve() for path in args.paths if Path(path).is_dir())
    if args.git or args.range or hook_git.framework(os.environ):
        yield from hook_git.work_tree()


_LOOSER = {
    "zh": "策略要求 {demanded}；--require 只能更严",
    "en": "the policy demands {demanded}; --require may only be stricter",
}
_IGNORED = {
    "zh": "{file} 在要发布的文件夹里，发布时不起作用；请用 --config 指明，或由策略按摘要列为可信。",
    "en": "{file} lies in what is to be published and counts for nothing; name it by --config, or "
    "have the policy trust its digest.",
}
