"""Places of plain text and delimited tables."""

from __future__ import annotations

from tests.contracts.entry import Entry, Plant, broken, noise

from deident.formats.delimited import DelimitedHandler
from deident.formats.text import PlainTextHandler
from deident.model import Source


def _text(body: str, encoding: str = "utf-8", media_type: str = "text/plain") -> Plant:
    def plant(value: str) -> Source:
        text = body.replace("@@", value)
        return Source(name="a", data=text.encode(encoding), media_type=media_type)

    return plant


_LETTER = "关于办理低保的申请\r\n申请人张某，公民身份号码@@，住东街村。\r\n此致敬礼\r\n"
_LONG = "夏县人民政府办公室关于印发工作要点的通知。\n" * 8000 + "号码@@\n" + "无关的一行。\n" * 2000
_PIPES = "# 名单\n\n| 姓名 | 身份证号 |\n|---|:--:|\n| 张某 | @@ |\n| 李某 | 无 |\n\n完。\n"
_PASTED = "名单如下：\n姓名\t身份证号\t村\n张某\t@@\t东街\n李某\t无\t西街\n以上。\n"
_SPACED = "序号  姓名  身份证号\n1     张某  @@\n2     李某  149999190001018888\n"

TEXT = Entry(
    name="text",
    handler=PlainTextHandler,
    places={
        "paragraph": _text(_LETTER),
        "paragraph in gb18030": _text(_LETTER, "gb18030"),
        "paragraph with a byte order mark": _text(_LETTER, "utf-8-sig"),
        "utf-16 with a mark": _text(_LETTER, "utf-16"),
        "utf-16 without a mark": _text(_LETTER, "utf-16-be"),
        "second window": _text(_LONG),
        "markdown table": _text(_PIPES, media_type="text/markdown"),
        "pasted table": _text(_PASTED),
        "spaced table": _text(_SPACED),
        "no line break at the end": _text("号码@@"),
        "a number broken over a line": lambda value: Source(
            name="a", data=f"号码{value[:9]}\n{value[9:]}。\n".encode(), media_type="text/plain"
        ),
    },
    hostile={
        "empty": broken(b""),
        "only a mark": broken(b"\xef\xbb\xbf"),
        "encrypted": broken(noise(4096)),
        "truncated utf-16": broken("公民身份号码".encode("utf-16")[:-1]),
        "truncated gb18030": broken("公民身份号码".encode("gb18030")[:-1]),
        "big5": broken("這個問題我們已經討論過很多次了，但是還沒有一個結論。".encode("big5")),
        "a picture with the wrong name": broken(b"\x89PNG\r\n\x1a\n" + noise(512)),
        "binary": broken(b"abc\0\0\0\1def"),
        "a line that cannot be divided": broken(b"1" * 400_000),
    },
    plain=lambda text: Source(name="a.txt", data=text.encode(), media_type="text/plain"),
)

_CSV = "text/csv"
_TABLE = "低保对象公示表,,\n序号,姓名,身份证号\n1,张某,@@\n2,李某,无\n"

DELIMITED = Entry(
    name="delimited",
    handler=DelimitedHandler,
    places={
        "cell": _text(_TABLE, media_type=_CSV),
        "cell in gb18030": _text(_TABLE.replace("\n", "\r\n"), "gb18030", _CSV),
        "cell in utf-16": _text(_TABLE.replace(",", "\t"), "utf-16", _CSV),
        "quoted cell": _text('a,b\r\n"x ""@@"", y",2\r\n', media_type=_CSV),
        "cell with line breaks": _text('a,b\n"x\n@@\ny",2\n', media_type=_CSV),
        "formula that is a text": _text('姓名,账号\n张某,="@@"\n', media_type=_CSV),
        "quoted formula": _text('姓名,账号\n张某,"=""@@"""\n', media_type=_CSV),
        "apostrophe": _text("姓名;账号\n张某;'@@\n", media_type=_CSV),
        "tab inside a cell": _text('姓名,账号\n张某,"\t@@"\n', media_type=_CSV),
        "title": _text("名单 @@,,\n姓名,账号,村\n张某,1,东\n", media_type=_CSV),
        "header": _text("姓名,账号@@\n张某,1\n", media_type=_CSV),
        "ragged row": _text("姓名,账号\n张某,1,,,@@\n", media_type=_CSV),
        "quote that never closes": _text('姓名,账号\n"张某,@@\n李某,1\n', media_type=_CSV),
        "row far below": _text("a,b\n" + "甲,1\n" * 30_000 + "乙,@@\n", media_type=_CSV),
        "tsv": _text("姓名\t账号\n张某\t@@\n", media_type="text/tab-separated-values"),
    },
    hostile={
        "empty": broken(b"", _CSV),
        "encrypted": broken(noise(4096), _CSV),
        "truncated gb18030": broken("姓名,账号".encode("gb18030")[:-1], _CSV),
        "binary": broken(b"a,b\n\0\0\1,2", _CSV),
        "a row without end": broken(b"1" * 6_000_000, _CSV),
    },
    plain=lambda text: Source(name="a.csv", data=text.encode(), media_type=_CSV),
)

ENTRIES = (TEXT, DELIMITED)
