"""Parts of a document that were not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

UNREAD: Mapping[str, tuple[str, str]] = {
    "TOO_DEEP": (
        "嵌套层数过多，里面的内容没有检查。请取出后单独检查",
        "it is nested too deeply; what lies inside was not read. Check it alone",
    ),
    "PICTURE_IN_TEXT": (
        "文本中有 {0} 张以编码形式写入的图片没有检查。请取出图片单独检查",
        "{0} pictures written into the text were not read; check them alone",
    ),
    "IMAGE_METADATA": (
        "图片文件里还有附加信息（{where}）没有清除",
        "the picture still carries {where}",
    ),
    "PACKAGE_TAIL": (
        "压缩包里有部件以外的内容（{where}）没有检查。请用原来的软件另存后重试",
        "the package holds {where} beside its parts. Save it again in its own program",
    ),
    "UNKNOWN_PART": (
        "有一个部件（图片、批注、图表、宏等）没有检查。请在原软件中删除该内容，或人工审核",
        "a part (picture, comment, chart, macro …) was not read. Remove it, or review it by hand",
    ),
    "CROPPED_PICTURE": (
        "有一张图片被裁剪过，裁掉的部分仍在文件里，没有检查。请在原软件中“压缩图片、删除裁剪区域”后重试",
        "a picture is cropped; what was cut off is still in the file, unread. Delete cropped areas",
    ),
    "MISSING_PART": (
        "文件里列出的一个部件（页、模板、资源）不存在，没有检查。请重新导出",
        "a part (page, template, resources) is listed but missing. Export it again",
    ),
    "TEXT_UNUSABLE": (
        "有 {0} 个字符只有字形没有文字，无法检查。请人工核对，或转成图片后识别",
        "{0} characters are only glyphs without text. Look at them, or OCR the page",
    ),
    "GLYPHS_DIFFER": (
        "有 {0} 处显示的字形与文字内容不一致，无法确定看到的是什么。请人工核对",
        "in {0} places the glyphs drawn contradict the text. Look at the page",
    ),
    "DRAWN_TEXT": (
        "页面上有用线条画出的文字，无法检查。请人工核对",
        "characters are drawn as outlines and cannot be read. Look at the page",
    ),
    "DRAWN_CONTENT": (
        "图中有用线条画出的内容，可能是画出来的文字，没有检查。请人工核对，或改用图片",
        "something is drawn with strokes and may be text. Look at it, or use a picture",
    ),
    "COMPUTED_TEXT": (
        "网页脚本中有加密的内容，只有运行脚本才能看到，没有检查。请核对页面，或把文字直接写在正文里",
        "a script holds something encrypted that only shows when it runs. Look at the page",
    ),
    "UNCLOSED_TAG": (
        "有一个标签没有结束，浏览器会丢弃其后的全部内容，不能确定读全。请在原系统中修正后重试",
        "a tag never ends; browsers throw the rest away. Mend it and retry",
    ),
    "JBIG2": (
        "有一张 JBIG2 图片无法解码，没有检查。请另存为 PNG",
        "a JBIG2 picture could not be decoded. Save it as PNG",
    ),
    "PICTURE_UNDECODED": (
        "页面上有 {0} 张图片无法解码，没有检查。请删除图片，或另存为 PNG、JPEG 后重新生成文件",
        "{0} pictures of the page could not be decoded. Take them out, or save them as PNG or JPEG",
    ),
    "PART_NAME": (
        "有一个部件的名称异常，没有检查",
        "the name of a part is odd; it was not checked",
    ),
    "NOT_PAINTED": (
        "遮盖处未完全涂黑。请人工遮盖后再处理",
        "the paint does not cover what it must. Cover it by hand and review again",
    ),
    "CODE_UNREAD": (
        "有一个二维码或条形码（位置 {0}, {1}）无法识读，内容没有检查。请人工扫码核对，或遮盖后重试",
        "a code could not be read (at {0}, {1}). Scan it with a telephone, or cover it",
    ),
    "THING_UNREAD": (
        "页面图片中有{0}，其内容没有读清，无法确定是否遮盖完整。请人工遮盖，或取出图片单独处理",
        "a picture on the page shows a {0} that was not read in full. Cover it by hand, "
        "or take the picture out and mask it alone",
    ),
    "NOT_LOOKED_FOR_HERE": (
        "本机未安装 {0}，图片中的二维码、车牌等没有查找。请运行 pip install 'deident[ocr]' 后重试",
        "{0} is not installed; codes and plates were not looked for. "
        "Run pip install 'deident[ocr]' and try again",
    ),
    "OCR_UNSURE": (
        "有一行文字识别把握不大（{0}%）。请人工核对，或用更清晰的扫描件",
        "a line was read with {0} % certainty. Look at it, or scan more sharply",
    ),
    "OCR_CUT_SHORT": (
        "身份证号只识别出开头一部分。请人工核对，或用更清晰的扫描件",
        "only the beginning of an identity number was read. Look at it, or scan more sharply",
    ),
    "OCR_NOTHING_READ": (
        "页面上有内容，但没有识别出文字。请人工核对，或用更清晰的扫描件",
        "there is something on the page, but no text was read. Look at it, or scan more sharply",
    ),
}
