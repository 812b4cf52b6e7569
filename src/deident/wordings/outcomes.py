"""Why a masked copy is not cleared, what its reader must know, and why something was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

OUTCOMES: Mapping[str, tuple[str, str]] = {
    "QUESTION": ("{0}：待您确认（共 {2} 处）", "{0}: a person must decide ({2} places)"),
    "LEFT": (
        "遮盖后仍能看出{0}，不得发布。请人工处理后重新检查",
        "{0} still shows in the copy. Do not publish",
    ),
    "VALUE_LEFT": (
        "已遮盖的{0}在副本的别处仍然存在，不得发布。请人工处理后重新检查",
        "a masked {0} still stands elsewhere in the copy. Do not publish",
    ),
    "IN_FILE_NAME": (
        "文件名中含有{0}。请改名后再发布，例如：{1}",
        "the file's name holds {0}. Rename it, for instance to {1}",
    ),
    "FACES_LEFT": (
        "图片中有 {0} 张人脸没有遮盖。属于未成年人或者当事人的，请人工遮盖",
        "{0} faces in the picture were left as they are. Cover those of minors and of parties",
    ),
    "EMPTIED": (
        "副本中有 {0} 个附件没有内容：没有检查过的附件不写入副本",
        "{0} attachments of the copy are empty: what was not read is not written to it",
    ),
    "TAKEN_OUT": ("副本中已删除：{0}", "taken out of the copy: {0}"),
    "SIGNATURE_REMOVED": (
        "原文件含有电子签章、数字签名。去标识化会改变内容，签章随之失效，已在副本中删除；"
        "原件请另行留存，副本如需签章，请在审核通过后重新加盖",
        "the original was signed; masking breaks that, so the signature was taken out. "
        "Keep the original, and sign the copy again once it is approved",
    ),
    "CONVERTED": (
        "原文件为旧格式，副本已转换为 {0}。请核对版面",
        "an older format; the copy is {0} now. Check its layout",
    ),
    "FAILED_REDACTION": (
        "原文件用黑块盖住的文字（{0} 个字符）仍可复制，已在副本中删除。请核对",
        "{0} characters lay readable under a box; they are gone from the copy. Look at it",
    ),
    "PDF_OLD_REVISION": ("文件里有一个旧版本无法读取", "an old version in it could not be read"),
    "PDF_REPAIRED": (
        "文件索引已损坏并重建。请核对内容是否完整",
        "its index was rebuilt. Check that nothing is missing",
    ),
    "PDF_DAMAGED_STREAM": ("有内容流不完整，请核对", "a stream ends early. Look at it"),
    "PDF_LEFT": ("副本中仍有：{where}", "the copy still holds {where}"),
    "PDF_PAGE_IS_PICTURE": ("该页已转为图片", "the page became a picture"),
    "REPAIRED": (
        "原文件索引损坏，已重建后读取",
        "its index was damaged and was rebuilt",
    ),
    "DAMAGED_STREAM": (
        "有内容流残缺，副本只含完好的部分",
        "a stream ended early; the copy holds its sound part",
    ),
    "ENCRYPTION": ("已去除原文件的权限限制", "the owner's restrictions were taken off"),
    "PDF_A": ("副本不再声明为 PDF/A", "the copy no longer claims to be PDF/A"),
    "NOT_ERASED": (
        "有一处内容不能确定已从文件中清除，没有写出副本。请转成图片后遮盖，或人工处理",
        "something could not be taken out for certain. Turn the page into a picture first",
    ),
    "MISNAMED": (
        "文件后缀与内容不符：实际内容是 {0}。已按实际内容检查；发布前请改正后缀",
        "its ending does not fit its content, which is {0} and was read as that. Mend the name",
    ),
    "DISCLOSURE_MISSING": (
        "这是公文，但没有标注公开属性（此件公开发布等）。请补注后再发布",
        "an official document without a disclosure label. Have it labelled",
    ),
    "DISCLOSURE_TWO": (
        "公开属性标注不止一种，互相矛盾。请核实后改正",
        "it carries contradictory disclosure labels. Find out which one holds",
    ),
    "DISCLOSURE_NOT_PUBLIC": (
        "公开属性是“{0}”，不得在网上发布",
        "its disclosure label is {0}: it may not be published",
    ),
    "PARENT_WITHOUT_LABEL": (
        "主件没有标注公开属性，或标注互相矛盾。请用 --disclosure 写明附件的公开属性",
        "the parent document has no disclosure label, or two; name the attribute by --disclosure",
    ),
    "DISCLOSURE_UNDECLARED": (
        "没有说明公开属性。请确认可以主动公开，并用 --disclosure 主动公开 注明",
        "nobody declared its disclosure attribute. Say so with --disclosure",
    ),
    "INTERNAL_MARK": (
        "标有“内部资料”“不得外传”一类字样，请确认能否公开",
        "it is marked as internal. Find out whether it may be published",
    ),
    "CLASSIFIED": (
        "文件带有密级标志。已停止处理，没有留下任何副本。请按保密规定办理",
        "it carries a classification mark. Stopped; no copy was kept",
    ),
    "NOT_LOOKED_FOR": (
        "没有检查这一类：{0}。请人工留意",
        "not looked for: {0}. Look for it yourself",
    ),
    "DISCLOSURE_NOT_CHECKED": (
        "没有检查公开属性标注（主动公开、依申请公开、不公开）。请人工核对",
        "the disclosure label was not checked. Check it yourself",
    ),
    "NO_OFFICE_KEY": (
        "没有本单位密钥，审核意见不能跨次沿用。需要时请运行 deident init",
        "there is no office key, so rulings cannot be kept. Run `deident init` if you need them",
    ),
    "LABEL": ("有标签或列名说明", "a label says so"),
    "CHECKSUM": ("校验位正确", "its check digit is right"),
    "SHAPE": ("只是形状相像", "by its shape only"),
    "CHECK_FAILED": ("有标签，但号码校验不符，可能写错", "labelled, but its check digit is wrong"),
    "PERSONAL": ("上下文表明属于个人", "the surroundings say it is a person's"),
    "OFFICE": ("上下文表明属于单位", "the surroundings say it is an office's"),
    "MASKED": ("已经遮盖", "masked already"),
    "REMOVED": (
        "所在的内容（批注、修订、文档属性等）将整体删除",
        "what it stands in is removed whole",
    ),
    "NAMED": ("标签属于策略点名的一类", "its label is one that the policy names"),
    "WORD_LISTED": (
        "有 {0} 处用了词表第 {1} 行的词。请核对",
        "{0} uses of the word in line {1} of the list. Check them",
    ),
    "WORD_INSTEAD": (
        "有 {0} 处用了词表第 {1} 行的词，应为“{2}”。请改正或确认",
        "{0} uses of the word in line {1} of the list, which should be “{2}”. Correct or confirm",
    ),
    "MINOR_ROW": (
        "所在行（句）是未成年人信息，整体遮盖",
        "its row or sentence is a minor's; hidden whole",
    ),
    "ROW_SHOWS": (
        "同一表中显示了性别、年龄、出生日期或证件号，整体遮盖",
        "its table shows sex, age, birth date or ID; hidden whole",
    ),
    "RULING": ("审核人已作出意见", "a reviewer has ruled"),
    "RULING_MUST_KEEP": (
        "依法应当公开，审核意见未采纳",
        "must be published; the ruling was not heeded",
    ),
    "RULING_NOT_ALLOWED": ("策略不允许放行，审核意见未采纳", "the policy allows no such ruling"),
}
