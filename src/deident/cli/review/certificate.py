"""A cleared copy on one A4 page, with a place for the seal: for the file, and for those who ask."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.ledger.cases import Case

_PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>政府信息发布审核单</title>
<style>
@page {{ size: A4; margin: 25mm 22mm; }}
body {{ font-family: "FangSong", "仿宋", "Noto Serif CJK SC", serif; }}
body {{ max-width: 166mm; margin: auto; }}
h1 {{ text-align: center; font-size: 20pt; letter-spacing: 0.2em; }}
table {{ width: 100%; border-collapse: collapse; font-size: 12pt; }}
th, td {{ border: 0.4pt solid #000; padding: 2.5mm 3mm; text-align: left; }}
th {{ width: 32mm; font-weight: normal; }}
td {{ overflow-wrap: anywhere; }}
.seal {{ margin: 22mm 0 0 auto; width: 80mm; text-align: center; line-height: 2.2; }}
footer {{ margin-top: 12mm; font-size: 9pt; }}
</style></head><body>
<h1>政府信息发布审核单</h1>
<table>
{rows}
</table>
<p class="seal">（政府信息公开专用章）<br>年　　月　　日</p>
<footer>本单由台账第 {item} 号记录生成，只对指纹相符的文件有效；核对：deident verify 文件</footer>
</body></html>
"""


def page(case: Case) -> str:
    """Return the page as HTML that stands alone; everything in it is escaped."""
    rows = "\n".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(said)}</td></tr>'
        for name, said in _rows(case)
    )
    return _PAGE.format(rows=rows, item=case.submission.seq)


def _rows(case: Case) -> Iterator[tuple[str, str]]:
    act, said = case.submission.act, case.statement
    yield "信息名称", act.name
    yield "内容摘要", act.about["summary"] or "—"
    yield "责任单位", act.about["unit"] or "—"
    yield "公开属性", said.disclosure or "—"
    yield "公开渠道", "、".join(said.channels)
    yield "有效期", f"{said.valid_from} 至 {said.valid_until}"
    yield "策略", f"{said.policy['name']} {said.policy['version']}，场景 {said.policy['scene']}"
    yield "送审", f"{act.reviewer}，{_time(case.submission.time)}"
    for entry in case.signatures:
        yield entry.act.about["stage"], f"{entry.act.reviewer}，{_time(entry.time)}"
    yield "文件指纹", f"SHA-256 {said.output}"


def _time(stamp: str) -> str:
    return stamp.replace("T", " ").replace("Z", "（UTC）")
