"""`deident demo`: a synthetic roster and notice, masked before your eyes.

Everything in them is invented: a real province with a county that does not exist, made-up names,
telephone numbers with obviously invented tails.
"""

from __future__ import annotations

import tempfile
import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from deident.cli.commands.mask import run as mask
from deident.cli.options.parser import parse
from deident.errors import ExitCode, OutputError
from deident.report.terminal import aligned

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

_ROWS = (
    ("序号", "姓名", "身份证号", "联系电话", "银行卡号", "补贴金额（元）"),
    ("1", "赵钱孙", "14999919900307123X", "13800000001", "6222000000000000001", "1200.00"),
    ("2", "李周吴", "149999198511200016", "13900000002", "6222000000000000019", "800.00"),
    ("3", "郑王冯", "149999197302150020", "13700000003", "6222000000000000027", "950.00"),
)
_NOTICE = (
    "虚构县人民政府办公室关于补贴发放的通知\n\n"
    "现将补贴发放名单予以公示，公示期7天。政策咨询电话：12345。\n"
    "经办人赵钱孙，手机13800000001；申请人公民身份号码14999919900307123X。\n"
)


def run(args: argparse.Namespace) -> ExitCode:
    """Write the documents, mask them, and show the copies."""
    folder = Path(args.folder or tempfile.mkdtemp(prefix="deident-demo-"))
    originals, copies = folder / "原件", folder / "公开版"
    roster = "\r\n".join(",".join(row) for row in _ROWS) + "\r\n"
    _write(originals / "补贴公示.xlsx", workbook(_ROWS))
    # A BOM, because that is how Excel and WPS tell UTF-8.
    _write(originals / "补贴公示.csv", b"\xef\xbb\xbf" + roster.encode())
    _write(originals / "通知.txt", _NOTICE.encode())
    words = ["mask", str(originals), "--to", str(copies), "--lang", args.lang]
    exit_code = mask(parse(words, args.lang))
    for name in ("补贴公示.xlsx", "补贴公示.csv", "通知.txt"):
        print(f"\n——— {copies / name} ———")
        print("\n".join(_shown(copies / name)))
    print(_LOOK[args.lang].format(originals=originals, copies=copies, exit_code=int(exit_code)))
    return ExitCode.CLEAN if exit_code is ExitCode.FINDINGS else exit_code


def _write(file: Path, content: bytes) -> None:
    """Write a document of the demonstration, unless another stands there."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists() and file.read_bytes() != content:
        raise OutputError(f"{file}: exists", reason="OUTPUT_EXISTS")
    file.write_bytes(content)


def _shown(copy: Path) -> Iterable[str]:
    """Read a masked copy the way everything is read."""
    from deident.api import source_of
    from deident.formats import Limits
    from deident.formats.registry import handler_for

    source = source_of(copy)
    rows: dict[int, list[str]] = {}
    for page in handler_for(source, Limits()).read(source).pages:
        for segment in page.segments:
            if segment.cell is not None:
                rows.setdefault(segment.cell.row, []).append(segment.text)
    return aligned(list(rows.values())) if rows else [bytes(source.data).decode().strip()]


_NAMES = "http://schemas.openxmlformats.org"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """Return the smallest spreadsheet that holds these rows as text. No value needs escaping."""
    cells = "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
            for column, text in enumerate(row)
        )
        + "</row>"
        for number, row in enumerate(rows, start=1)
    )
    main, office = (
        f"{_NAMES}/spreadsheetml/2006/main",
        f"{_NAMES}/officeDocument/2006/relationships",
    )
    package = f"{_NAMES}/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
        "</Types>",
        "_rels/.rels": _relation(package, office, "officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relation(
            package, office, "worksheet", "worksheets/sheet1.xml"
        ),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData>'
        "</worksheet>",
    }
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            # A fixed date, so that the same rows give the same bytes.
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            archive.writestr(info, _HEAD + part, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _relation(package: str, office: str, kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/{kind}" Target="{target}"/></Relationships>'
    )


_LOOK = {
    "zh": "\n请看：\n1. 原件（{originals}）没有改动；副本在 {copies}。\n"
    "2. 身份证号、手机号、银行卡号已遮盖，补贴金额和 12345 保留。\n"
    "3. 姓名只留姓氏；惠民补贴名单用 --scene subsidy 时保留姓名。\n"
    "4. 通知里的身份证号校验不符，是“待确认”：确认前也已遮盖。\n"
    "   副本文件夹里的 处理说明.md 写明了处理内容和待办事项。\n"
    "5. mask 的退出码是 {exit_code}（1 表示还有待确认事项）。",
    "en": "\nLook:\n1. The originals ({originals}) are untouched; the copies are in {copies}.\n"
    "2. IDs, telephones and cards are masked; amounts and the hotline 12345 stay.\n"
    "3. Of names the surname stays. --scene subsidy keeps them.\n"
    "4. The ID in the notice has a wrong check digit: a question, masked until answered. "
    "处理说明.md beside the copies says what was done and what is left to do.\n"
    "5. `mask` answered {exit_code} (1: a question is open).",
}
