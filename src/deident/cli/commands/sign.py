"""`deident sign`, `clear`, `publish` and `withdraw`: the steps of a copy that was submitted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from deident.cli.files.placing import partial_name, write
from deident.cli.review.desk import Verifier, desk, output_of
from deident.cli.review.telling import each, told
from deident.errors import UsageError
from deident.ledger.clearances import beside
from deident.ledger.refusals import RefusedError

if TYPE_CHECKING:
    import argparse

    from deident.errors import ExitCode
    from deident.ledger.workflow import Desk


def run(args: argparse.Namespace) -> ExitCode:
    """Take the step with every file."""
    step = _STEPS[args.command]
    with desk(args) as at:
        return each(args, args.paths, lambda word: step(word, args, at))


def _sign(word: str, args: argparse.Namespace, at: Desk) -> str:
    output = output_of(word)
    if args.give_back:
        entry = at.give_back(output, reason=args.reason or "")
        return _SAID[args.lang]["returned"].format(stage=entry.act.about["stage"])
    entry = at.sign(output, args.stage or "", reason=args.reason or "")
    said = _SAID[args.lang]["signed"]
    return said.format(stage=entry.act.about["stage"], name=entry.act.reviewer)


def _clear(word: str, args: argparse.Namespace, at: Desk) -> str:
    path = Path(word)
    if not path.is_file():
        raise UsageError(f"{word}: no such file", reason="NO_FILE")
    raw = at.clear(output_of(word))
    write(beside(path), raw, partial_name(path.parent), force=True)
    return _SAID[args.lang]["cleared"].format(file=beside(path).name)


def _publish(word: str, args: argparse.Namespace, at: Desk) -> str:
    with Verifier(args, scan=not args.no_scan) as verify:
        verdict = verify(Path(word), args.channel)
    if not verdict:
        why = "；".join(told(reason, args.lang) for reason in verdict.reasons)
        raise RefusedError("NOT_READY", why=why)
    at.publish(output_of(word), args.channel)
    return _SAID[args.lang]["published"].format(channel=args.channel)


def _withdraw(word: str, args: argparse.Namespace, at: Desk) -> str:
    entry = at.withdraw(output_of(word), reason=args.reason or "")
    channels = entry.act.about["channels"]
    said = _SAID[args.lang]
    if not channels:
        return said["withdrawn"]
    return said["withdrawn"] + said["take down"].format(channels="、".join(channels))


_STEPS = {"sign": _sign, "clear": _clear, "publish": _publish, "withdraw": _withdraw}
_SAID = {
    "zh": {
        "signed": "{stage}已签字（{name}）",
        "returned": "{stage}退回，须重新送审",
        "cleared": "已放行，放行文件：{file}",
        "published": "已登记发布：{channel}",
        "withdrawn": "已撤回",
        "take down": "；请从以下渠道下架：{channels}",
    },
    "en": {
        "signed": "{stage} signed ({name})",
        "returned": "{stage}: returned; submit it again",
        "cleared": "cleared: {file}",
        "published": "recorded as published on {channel}",
        "withdrawn": "withdrawn",
        "take down": "; take it down from: {channels}",
    },
}
