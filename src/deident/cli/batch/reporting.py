"""The reports that need more than findings: what the packs say, bytes, the masked copies."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from deident.cli.settings import settings
from deident.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping
    from typing import TextIO

    from deident.cli.batch.running import Report

FORMATS = ("sarif", "junit", "html", "xlsx")


def made(args: argparse.Namespace, out: IO[str]) -> Report:
    """Return the report of one of these formats."""
    if args.format == "sarif":
        from deident.report.sarif import SarifReport

        return SarifReport(out, _bases(args))
    if args.format == "junit":
        from deident.report.junit import JunitReport

        return JunitReport(out, args.command, args.lang)
    if args.format == "html":
        return _page(args, out)
    return _workbook(args, out)


def _page(args: argparse.Namespace, out: IO[str]) -> Report:
    from deident.report.html import HtmlReport

    when = dt.datetime.now().astimezone()
    if args.command != "mask":
        return HtmlReport(out, when=when, lang=args.lang)
    from deident.cli.batch.previews import Previews

    return HtmlReport(out, when=when, lang=args.lang, pictures=Previews(args.to))


def _workbook(args: argparse.Namespace, out: IO[str]) -> Report:
    from deident.report.xlsx import XlsxReport

    if args.output is None and sys.stdout.isatty():
        raise UsageError(_NEEDS_FILE[args.lang])
    return XlsxReport(cast("TextIO", out).buffer, office=settings(args).key.office)


def _bases(args: argparse.Namespace) -> Mapping[str, str]:
    from deident.recognizers.packs import built_in, load_folder

    own = (load_folder(Path(folder), office_pack=True) for folder in settings(args).packs)
    return {pack.entity_type: pack.basis for packs in (built_in(), *own) for pack in packs}


_NEEDS_FILE = {
    "zh": "-f xlsx 请加 -o 文件.xlsx",
    "en": "-f xlsx needs -o FILE.xlsx",
}
