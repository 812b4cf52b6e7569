"""What every code means, in Chinese and in English: what happened, and what to do now.

Codes are stable and travel through reports and records; words are made here and nowhere else. A
template names its params by place ({0}) or by name ({kind}); params never hold document text.
"""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING, Any

from deident.titles import TITLES
from deident.wordings import CODES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from deident.model import Locator

LANGUAGES = ("zh", "en")

_PLACES = {
    "zh": {"page": "第{}页", "sheet": "第{}个工作表", "row": "第{}行", "column": "第{}列",
           "paragraph": "第{}段", "line": "第{}行"},
    "en": {name: f"{name} {{}}" for name in ("page", "sheet", "row", "column", "paragraph", "line")
           },
}  # fmt: skip
_PARTS = {
    "the file": "文件", "document": "正文",
    "text": "正文", "table": "表格", "picture": "图片", "comment": "注释",
    "extra field": "附加字段", "folder": "文件夹", "stray bytes": "多余字节", "bytes after the end":
    "尾部多余字节", "unknown part": "不明部分", "thumbnail": "缩略图", "profile": "颜色配置",
    "damaged structure": "结构损坏", "page": "页", "file name": "文件名",
    "attribute": "属性", "script": "脚本", "style": "样式", "system files": "系统文件",
    "key": "键名", "instruction": "处理指令", "directive": "指令", "anchor": "锚点", "tag": "标签",
    "alias": "别名", "properties": "属性", "field": "域", "shape": "图形", "bookmark": "书签",
    "footnote": "脚注", "page header": "页眉", "page footer": "页脚", "text box": "文本框",
    "second writing": "另一种写法", "fonts": "字体", "styles": "样式表",
    "document-properties": "文档属性", "custom-xml": "自定义数据", "tracked-changes": "修订痕迹",
    "hidden-text": "隐藏文字", "embedded-objects": "嵌入对象", "revision-numbers": "修订编号",
    "document-variables": "文档变量", "mail-merge": "邮件合并", "printer-settings": "打印设置",
    "chart-workbooks": "图表数据表", "alt-chunks": "嵌入文档", "packed-text": "打包文字",
    "macros": "宏", "thumbnails": "缩略图", "attachments": "附件", "scripts": "脚本",
    "outlines": "书签目录", "links": "链接", "layers": "图层", "tags": "结构标签",
    "form-data": "表单数据", "old-revisions": "旧版本", "stray-bytes": "多余字节",
    "annotations": "批注", "versions": "旧版本", "custom-tags": "自定义标引",
    "extensions": "扩展数据", "unreferenced-parts": "无用部件", "metadata": "元数据",
    "system-files": "系统文件", "glossary": "词汇部件", "orphans": "孤立对象",
    "document properties": "文档属性", "signatures": "签名", "comments": "批注",
    "code": "二维码或条形码", "vehicle plate": "车牌", "bank card": "银行卡",
    "identity card": "身份证", "portrait": "人像", "door plate": "门牌",
    "chassis number": "车架号", "shared strings": "共用文字表", "line read again": "重读的行",
}  # fmt: skip
_COUNTED = {"member": "压缩包内第{}个文件", "part": "邮件第{}部分", "page": "第{}页"}
_NUMBERED = re.compile("(?<![a-z])(member|part|page) ([0-9]+)(?:/(?![a-z])|(?![0-9]))")
_COUNT = re.compile("(page|sheet|row|column|paragraph|line) ([0-9]+)")
_ENGLISH = 1


class _Gaps(string.Formatter):
    """Fills a template; a param that nobody gave stays a dash rather than an error."""

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:  # noqa: ANN401 - string.Formatter
        if isinstance(key, int):
            return args[key] if key < len(args) else "—"
        # What was a named param of an error travels as the only one of an `Unread`.
        return kwargs[key] if key in kwargs else args[0] if len(args) == 1 else "—"


def word(code: str, params: Sequence[str | int] = (), lang: str = "zh", **named: str | int) -> str:
    """Say what a code means. An unknown code is named, never swallowed.

    >>> word("PICTURE_IN_TEXT", (2,), "en")
    '2 pictures written into the text were not read; check them alone'
    """
    texts = CODES.get(code)
    if texts is None:
        return (
            f"没有完整处理（代码 {code}）" if lang == "zh" else f"not dealt with in full ({code})"
        )
    shown = [part(title(one, lang), lang) if isinstance(one, str) else one for one in params]
    named = {key: sized(value) if key == "limit" else value for key, value in named.items()}
    return _Gaps().format(texts[LANGUAGES.index(lang)], *shown, **named)


def title(entity_type: str, lang: str = "zh") -> str:
    """Return what people call an entity type; anything else is returned as it is."""
    texts = TITLES.get(entity_type)
    return texts[LANGUAGES.index(lang)] if texts else entity_type


def place(locator: Locator, lang: str = "zh") -> str:
    """Say where something stands, in words.

    >>> from deident.model import Locator
    >>> place(Locator(sheet=1, row=3, column=2)), place(Locator(line=7), "en")
    ('第1个工作表第3行第2列', 'line 7')
    """
    # In a cell the line of the source file says nothing to a reader.
    unsaid = {"line"} if locator.row else set()
    words = [
        form.format(number)
        for name, form in _PLACES[lang].items()
        if name not in unsaid and (number := getattr(locator, name))
    ]
    shown = part(locator.part, lang)
    if lang == "zh":
        return "，".join(filter(None, (shown, "".join(words))))
    return ", ".join(filter(None, (shown, *words)))


def part(name: str, lang: str = "zh") -> str:
    """Return what people call a part of a document."""
    name = name.replace("converted/", "")
    if lang != "zh":
        return name
    if name in _PARTS:
        return _PARTS[name]
    pieces = [_located(piece) for piece in name.split(": ")]
    return "：".join(piece for piece in pieces if piece)


def _located(name: str) -> str:
    """Say a place as `str(Locator)` writes it in Chinese; what is none stays as it is.

    >>> _located("sheet 1, row 2, column 1"), _located("part 2, line 7")
    ('第1个工作表第2行第1列', '邮件第2部分，第7行')
    """
    words = name.split(", ")
    counts = [_COUNT.fullmatch(word) for word in words]
    named = [
        _PARTS.get(word) or _NUMBERED.sub(lambda found: _COUNTED[found[1]].format(found[2]), word)
        for word, count in zip(words, counts, strict=True)
        if count is None
    ]
    # In a cell the line of the source file says nothing to a reader.
    unsaid = "line" if any(count and count[1] == "row" for count in counts) else ""
    where = "".join(
        _PLACES["zh"][count[1]].format(count[2]) for count in counts if count and count[1] != unsaid
    )
    return "，".join(filter(None, (*named, where)))


def sized(count: str | int) -> str:
    """Say a number of bytes or of things in a form that can be read.

    >>> sized(4 << 30), sized(5000)
    ('4 GB', '5000')
    """
    if not isinstance(count, int) or count < 1 << 20:
        return str(count)
    return f"{count >> 30} GB" if count >= 1 << 30 else f"{count >> 20} MB"
