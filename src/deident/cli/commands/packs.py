"""`deident packs`: what is recognized, by which rule, and whether the packs keep their promises.

`test` runs the packs' own examples, or measures them on the labelled documents it is given.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from deident.cli.quality.figures import report
from deident.cli.quality.labelled import documents
from deident.cli.quality.measuring import finder, measure
from deident.cli.settings import configuration, consents, settings
from deident.errors import ExitCode, UsageError
from deident.model import Segment
from deident.recognizers import packs as pack_files
from deident.recognizers.reading import read
from deident.recognizers.scan import Scanner
from deident.report.terminal import aligned

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from deident.api import Deidentifier
    from deident.recognizers.hits import Hit
    from deident.recognizers.packs import Pack

_LABELLED = ".jsonl"
# The marks of what is personal and what only looks like it.
_MARKS = {False: ("个人信息", "personal"), True: ("相似号码，保留", "look-alike, kept")}


def run(args: argparse.Namespace) -> ExitCode:
    """List packs, show some, or run their examples."""
    if args.action == "test" and any(name.endswith(_LABELLED) for name in args.names):
        return _measure(args)
    folders = (*configuration(args).packs, *map(Path, args.packs or ()))
    # `test` is how an office tries a pack before its policy consents to what it loosens.
    packs = pack_files.with_office_packs(
        folders, may_loosen=args.action == "test" or _consents(args, folders)
    )
    chosen = _chosen(packs, args.names)
    if args.action == "list":
        rows = [_row(pack, args.lang) for pack in chosen]
        print("\n".join(aligned(rows)))
        return ExitCode.CLEAN
    if args.action == "show":
        print("\n\n".join("\n".join(_shown(pack, args.lang)) for pack in chosen))
        return ExitCode.CLEAN
    return _test(packs, chosen, args.lang)


def _consents(args: argparse.Namespace, folders: tuple[Path, ...]) -> bool:
    from deident import policy

    return consents(policy.load(args.policy or configuration(args).policy), folders)


def _measure(args: argparse.Namespace) -> ExitCode:
    """Print how much of the labelled documents is found; a figure is no verdict, so this succeeds.

    With -v the lines of what failed are named.
    """
    if others := [name for name in args.names if not name.endswith(_LABELLED)]:
        raise UsageError(f"labelled files end in {_LABELLED}, not: {', '.join(others)}")
    chosen = settings(args)

    @cache
    def deidentifier(scene: str) -> Deidentifier:
        return replace(chosen, scene=scene or chosen.scene).deidentifier()

    items = chain.from_iterable(documents(Path(name)) for name in args.names)
    print(report(measure(items, finder(deidentifier)), args.lang, failures=bool(args.verbose)))
    return ExitCode.CLEAN


def _chosen(packs: Sequence[Pack], names: Sequence[str]) -> tuple[Pack, ...]:
    unknown = set(names) - {pack.name for pack in packs} - {pack.entity_type for pack in packs}
    if unknown:
        raise UsageError(f"no such pack: {', '.join(sorted(unknown))}")
    return tuple(p for p in packs if not names or p.name in names or p.entity_type in names)


def _row(pack: Pack, lang: str) -> tuple[str, ...]:
    return (pack.name, pack.entity_type, pack.title, _MARKS[pack.look_alike][lang == "en"])


def _shown(pack: Pack, lang: str) -> Iterator[str]:
    yield "  ".join(_row(pack, lang))
    yield f"  basis: {pack.basis}"
    for heading in ("check", "anchor"):
        if said := getattr(pack, heading):
            yield f"  {heading}: {said}"
    for rule in pack.rules:
        yield f"  pattern: {rule.name} ({rule.score}, {rule.alone}): {rule.pattern}"
    for heading in ("labels", "context", "negative_labels", "personal", "office"):
        if words := getattr(pack, heading):
            yield f"  {heading}: {'、'.join(words)}"


def _test(packs: Sequence[Pack], chosen: Sequence[Pack], lang: str) -> ExitCode:
    """Run examples through all packs together, because that is how documents meet them."""
    scanner = Scanner(packs)
    failed = [line for pack in chosen for line in _failures(scanner, pack)]
    for line in failed:
        print(line)
    counts = {"packs": len(chosen), "failed": len(failed)}
    print(_SUM[lang].format(**counts))
    return ExitCode.FINDINGS if failed else ExitCode.CLEAN


def _failures(scanner: Scanner, pack: Pack) -> Iterator[str]:
    """Name the examples that do not hold, by number: an office may test with real sentences."""
    for number, (text, found) in enumerate(pack.examples.match, start=1):
        said = _found(scanner, text)
        own = tuple(value for value, hit in said if hit.pack.entity_type == pack.entity_type)
        # A look-alike is asked only where its span is contested; elsewhere nothing is claimed.
        lost = any(not hit.pack.look_alike and value in found for value, hit in said)
        if lost if pack.look_alike else own != found:
            yield f"{pack.name}: examples.match {number}"
    for number, text in enumerate(pack.examples.no_match, start=1):
        if any(hit.pack.entity_type == pack.entity_type for _, hit in _found(scanner, text)):
            yield f"{pack.name}: examples.no_match {number}"


def _found(scanner: Scanner, text: str) -> list[tuple[str, Hit]]:
    reading = read([Segment(id="example", text=text)])
    return [
        ("".join(text[p.span.start : p.span.end] for p in reading.places(hit.start, hit.end)), hit)
        for hit in scanner.scan(reading)
    ]


_SUM = {
    "zh": "测试了 {packs} 个规则包，{failed} 个示例不符。",
    "en": "{packs} packs tested, {failed} examples do not hold.",
}
