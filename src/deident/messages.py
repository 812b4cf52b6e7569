"""What every code means, in Chinese and in English: what happened, and what to do now.

Codes are stable and travel through reports and records; words are made here and nowhere else. A
template names its params by place ({0}) or by name ({kind}); params never hold document text.
"""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING, Any

from deident.titles import TITLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from deident.model import Locator

LANGUAGES = ("zh", "en")

CODES: Mapping[str, tuple[str, str]] = {
    # Why a whole document was not read.
    "EMPTY": (
        "文件是空的（0 字节或没有内容）。请确认下载、导出是否完整，再重新提交",
        "the file is empty. Check that it was downloaded or exported in full",
    ),
    "ENCODING": (
        "认不出文字编码（不是 UTF-8、UTF-16 或 GB 18030），或含有空字节。请另存为 UTF-8 文本后重试",
        "the text is neither UTF-8, UTF-16 nor GB 18030, or holds NUL bytes. Save it as UTF-8",
    ),
    "TOO_LARGE": (
        "超过大小上限（{limit}）。请拆分成较小的文件后重试",
        "larger than the limit ({limit}). Split it into smaller files",
    ),
    "LINE_TOO_LONG": (
        "有一行或一个单元格过长，无法完整检查。请检查分隔符、引号是否缺失，或拆分后重试",
        "a line or a cell is too long to be checked. Look for a missing delimiter or quote",
    ),
    "MALFORMED": (
        "文件内部结构有误，无法完整读取。请用原来的软件打开后另存，再重试",
        "its structure is broken. Open it in the program it came from, save it again and retry",
    ),
    "TRUNCATED": (
        "文件残缺或已损坏。请重新下载或重新导出",
        "the file is cut off or damaged. Download or export it again",
    ),
    "DAMAGED": (
        "图片残缺、损坏或采用了不认识的压缩方式。请重新扫描或另存为 PNG、JPEG",
        "the picture is cut off, damaged or of an unknown kind. Scan it again or save it as PNG",
    ),
    "ENCRYPTED": (
        "文件有密码保护或被加密软件锁定，无法检查。请去掉密码或解密后另存再试",
        "it is protected by a password or by rights management. Save it without",
    ),
    "BAD_PATH": (
        "压缩包里有部件的路径越出包外，可能是恶意文件。请勿打开，请向来源单位索取新文件",
        "a part's name leads out of the package; it may be malicious. Ask for a new file",
    ),
    "DUPLICATE": (
        "压缩包里有两个同名部件，无法确定看到的是哪一个。请用原来的软件另存后重试",
        "two parts have one name. Save it again in the program it came from",
    ),
    "BOMB": (
        "有部件解压后异常膨胀（压缩炸弹），已停止读取。请向来源单位核实该文件",
        "a part is packed too tightly to be a document (a zip bomb). Ask where the file came from",
    ),
    "WRONG_KIND": (
        "内容与文件类型不符，或是旧版格式。请用 WPS、Office 另存为新格式后重试",
        "its content is of another or an older kind. Save it in a newer format and retry",
    ),
    "DOCTYPE": (
        "文件内部含有外部实体声明，正常的办公文件没有这种内容。请用原来的软件另存后重试",
        "it declares entities, which office files never do. Save it again in its own program",
    ),
    "UNSUPPORTED_KIND": (
        "暂不能读取 {kind} 类型的文件，所以没有检查。请转换为 xlsx、csv、txt 或图片后重试",
        "{kind} files are not read yet, so it was not checked. Convert it, or review it by hand",
    ),
    "NOT_A_PICTURE": (
        "不是可以识别的图片（PNG、JPEG、TIFF、BMP、GIF、WebP）。请另存为其中一种",
        "not a picture of a known kind. Save it as PNG or JPEG",
    ),
    "ENGINE_FAILED": (
        "文字识别（OCR）程序运行出错，图片没有读完。请运行 deident doctor 检查安装",
        "the OCR engine failed. Run `deident doctor`",
    ),
    "MISSING_ENGINE": (
        "没有安装文字识别（OCR）程序，图片无法检查。请运行：{install}",
        "no OCR engine is installed, so pictures cannot be read. Run: {install}",
    ),
    "MISSING_OFFICE": (
        "没有安装 LibreOffice，旧格式文件无法检查。请运行：{install}",
        "LibreOffice is not installed, so older formats cannot be read. Run: {install}",
    ),
    "NOT_CONVERTED": (
        "LibreOffice 打不开这个文件，没有检查。请用原来的软件另存为 docx、xlsx 或 pptx",
        "LibreOffice cannot open it. Save it as docx, xlsx or pptx",
    ),
    "MISSING_LIBRARY": (
        "没有安装读取这类文件所需的组件。请运行：{install}",
        "what reads this kind of file is not installed. Run: {install}",
    ),
    "MISSING_UNPACKER": (
        "没有安装解压程序，RAR、7z 无法检查。请运行：{install}，或改用 ZIP",
        "bsdtar is not installed. Run: {install}, or use ZIP",
    ),
    "NOT_UNPACKED": (
        "压缩包解不开：可能已损坏、有密码，或是分卷之一。请解压后重新打包为 ZIP",
        "cannot be unpacked: damaged, locked or one of several volumes. Pack it again as ZIP",
    ),
    "SPLIT_ARCHIVE": (
        "这是分卷压缩包的一卷。请合并后重试",
        "one of several volumes. Join them first",
    ),
    "TNEF": (
        "邮件中的 winmail.dat 没有检查。请发件人以 HTML 或纯文本重发",
        "winmail.dat was not read. Have it sent again as HTML or plain text",
    ),
    "MSG_MESSAGE": (
        "Outlook 的 .msg 邮件没有检查。请在 Outlook 中另存为 .eml 后重试",
        "an Outlook message was not read. Save it as .eml in Outlook",
    ),
    "NO_FILE": (
        "没有这个文件。请检查路径和文件名",
        "there is no such file. Check the path",
    ),
    "NO_PERMISSION": (
        "没有读取权限。请让文件所有者授权，或换一个有权限的账户运行",
        "no permission to read it. Ask its owner, or run as somebody who may",
    ),
    "IO": (
        "读取时出错。请检查磁盘、网络盘是否正常，再重试",
        "it cannot be read. Check the disk or the network drive and retry",
    ),
    "CHANGED": (
        "检查过程中文件被改动了，结果作废。请等编辑或同步结束后重新运行",
        "it changed while it was being read, so nothing is certain. Run again when nobody edits it",
    ),
    "NOT_A_FILE": (
        "不是普通文件（是设备、管道或套接字）。请只提交文件和文件夹",
        "not an ordinary file (a device, pipe or socket). Give files and folders",
    ),
    "LINK_LOOP": (
        "这个链接指向自己，打不开。请删除或改正该链接",
        "the link leads back to itself. Remove or mend it",
    ),
    "CRASHED": (
        "处理这个文件的进程意外退出，其他文件不受影响。请单独重试；仍然失败请人工审核",
        "the process that read it died; the other files are done. Retry it alone",
    ),
    "TIMEOUT": (
        "处理超过 {seconds} 秒，已停止。请用 --timeout 放宽时限，或拆分文件后重试",
        "it took longer than {seconds} s and was stopped. Raise --timeout or split it",
    ),
    "NO_MEMORY": (
        "内存不足，没有读完。请关闭其他程序、减少 --jobs，或拆分文件后重试",
        "out of memory. Use fewer --jobs, or split the file",
    ),
    "RECOGNIZER_TIMEOUT": (
        "识别规则 {recognizer} 运行超时，不能确定有没有遗漏。请拆分文件后重试",
        "recognizer {recognizer} ran out of time, so nobody knows what it missed. Split the file",
    ),
    "UNREADABLE": (
        "没有完整读取，不能放行。请重新导出后重试，或人工审核",
        "it could not be read in full. Export it again, or review it by hand",
    ),
    # Parts of a document that were not read.
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
    "UNCLOSED_TAG": (
        "有一个标签没有结束，浏览器会丢弃其后的全部内容，不能确定读全。请在原系统中修正后重试",
        "a tag never ends; browsers throw the rest away. Mend it and retry",
    ),
    "JBIG2": (
        "有一张 JBIG2 图片无法解码，没有检查。请另存为 PNG",
        "a JBIG2 picture could not be decoded. Save it as PNG",
    ),
    "PART_NAME": (
        "有一个部件的名称异常，没有检查",
        "the name of a part is odd; it was not checked",
    ),
    "OCR_UNSURE": (
        "有一行文字识别把握不大（{0}%）。请人工核对，或用更清晰的扫描件",
        "a line was read with {0} % certainty. Look at it, or scan more sharply",
    ),
    "OCR_NOTHING_READ": (
        "页面上有内容，但没有识别出文字。请人工核对，或用更清晰的扫描件",
        "there is something on the page, but no text was read. Look at it, or scan more sharply",
    ),
    # Why a masked copy is not cleared, and what its reader must know.
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
    # Why something was decided.
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
    # What stops a command.
    "USAGE": (
        "命令用法有误：{detail}。用法见 deident --help",
        "wrong usage: {detail}. See deident --help",
    ),
    "NO_PATH": (
        "没有指定要检查的文件或文件夹。用法：deident scan 文件或文件夹",
        "no file or folder is given. Try: deident scan PATH",
    ),
    # Of the hook and of batches.
    "CACHE_NO_KEY": (
        "没有本单位密钥，不能记住检查结论。请先运行 deident init",
        "without the office's key nothing can be remembered. Run deident init first",
    ),
    "REQUEST": (
        "请求不是规定格式的一行 JSON（见 docs/schema/stdio.schema.json）",
        "the request is not a line of JSON as docs/schema/stdio.schema.json describes",
    ),
    "REQUEST_TWICE": ("同一编号的请求还没有答复", "a request of this id is still under way"),
    "FOUND_MASK": ("{0}{1} 处，须先遮盖", "{0}: {1} to mask first"),
    "FOUND_ASK": ("{0}{1} 处，须由审核人确认", "{0}: {1} for a reviewer to decide"),
    "SUPPRESSED_BASELINE": (
        "{0}{1} 处按基线放过，未列为问题",
        "{0}: {1} let pass by the baseline",
    ),
    "SUPPRESSED_INLINE": (
        "{0}{1} 处按行内注明（deident:allow）放过，未列为问题",
        "{0}: {1} let pass by deident:allow in the line",
    ),
    "CANCELLED": (
        "已按请求取消，没有检查完",
        "cancelled on request; it was not looked at in full",
    ),
    "POLICY": ("策略或配置有误：{detail}。请改正后重试", "policy or configuration: {detail}"),
    "PACK": ("规则包有误：{detail}。请改正后重试", "recognizer pack: {detail}"),
    "KEY": ("密钥不可用：{detail}", "key: {detail}"),
    "OUTPUT": (
        "结果写不出去：{detail}。没有留下半成品",
        "cannot be written: {detail}. Nothing was left behind",
    ),
    "OUTPUT_EXISTS": (
        "输出位置已有内容不同的同名文件，没有覆盖。请换一个文件夹，或确认后加 --force",
        "another file of that name is there; it was not touched. Use another folder, or --force",
    ),
    "OUTPUT_IS_INPUT": (
        "输出位置就是原件，绝不覆盖原件。请用 --to 指定另一个文件夹",
        "that would be the input, which is never written over. Name another folder with --to",
    ),
    "OUTPUT_SAME_NAME": (
        "两个输入文件会写成同一个名字：{name}。请分开运行或先改名",
        "two inputs would become {name}. Run them apart, or rename one",
    ),
    "DISK_FULL": (
        "磁盘已满，没有写出，也没有留下半成品。请清理磁盘后重试",
        "the disk is full. Nothing was left behind",
    ),
    "OUTPUT_NO_PERMISSION": (
        "输出文件夹没有写入权限。请换一个文件夹或联系管理员",
        "no permission to write there. Use another folder",
    ),
    "INTERNAL": (
        "程序内部错误（{kind}，{place}），该文件没有放行。请把这一行反馈给维护人员",
        "internal error ({kind} at {place}); not cleared. Please report this line",
    ),
    "INTERRUPTED": ("已中断，没有留下半成品", "interrupted; nothing was left behind"),
    # Of the ledger, the reviews and the clearances.
    "NOT_CLEARED": ("没有放行", "not cleared"),
    "NOT_READY": ("没有登记：{why}", "nothing was recorded: {why}"),
    "CLEARANCE_MISSING": (
        "旁边没有放行文件（文件名.clearance.json）。请走完三审后运行 deident clear",
        "there is no clearance beside it. Finish the reviews, then run deident clear",
    ),
    "CLEARANCE_BROKEN": (
        "放行文件残缺或不是放行文件。请重新运行 deident clear",
        "the clearance beside it is damaged or is none. Run deident clear again",
    ),
    "CLEARANCE_REPLACED": (
        "放行文件不是台账中最近一次送审的那一份，可能被改动或已过时",
        "the clearance is not the one of the last submission; it was changed or is out of date",
    ),
    "CLEARANCE_EXPIRED": (
        "不在放行有效期内（至 {until}）。如仍需公开，请重新送审",
        "outside the dates of its clearance (until {until}). Submit it again",
    ),
    "SIGNATURES_CHANGED": (
        "放行文件中的签名与台账不符",
        "the signatures in the clearance are not those in the ledger",
    ),
    "SIGNATURE_WRONG": ("{stage}的签名与内容不符", "the signature of {stage} does not fit"),
    "OUTPUT_CHANGED": (
        "文件内容与放行的不同，哪怕只差一个字节。请发布原放行的副本，或重新送审",
        "its bytes are not those that were cleared. Publish the cleared copy or submit it again",
    ),
    "POLICY_CHANGED": (
        "放行后策略已修改。请按现行策略重新送审",
        "the policy has changed since it was cleared. Submit it again",
    ),
    "DECISION_CHANGED": (
        "台账中的处置决定与签名的不同",
        "the decisions in the ledger are not those that were signed",
    ),
    "NEW_FINDING": (
        "再次检查发现应处理的内容：{0}。不能发布，请重新处理后送审",
        "another look found {0}. Do not publish; mask it again and submit it",
    ),
    "NOT_CLEARED_YET": (
        "已送审，但尚未放行。请完成各级审核后运行 deident clear",
        "submitted but not cleared. Finish the reviews, then run deident clear",
    ),
    "NOT_SUBMITTED": (
        "台账中没有这份文件（按内容核对）。请先运行 deident submit",
        "the ledger does not know these bytes. Run deident submit first",
    ),
    "RETURNED": (
        "审核人已退回。请修改后重新送审",
        "it was returned by a reviewer. Mend it and submit it again",
    ),
    "WITHDRAWN": ("已撤回，不得发布", "it was withdrawn and must not be published"),
    "WITHHELD": (
        "已登记为不主动公开",
        "it is recorded as not published on our own initiative",
    ),
    "OTHER_CHANNEL": (
        "放行范围不含“{channel}”这一渠道",
        "it is not cleared for the channel {channel}",
    ),
    "CLOCK_BACK": (
        "本机时间早于台账中的记录。请校准时间",
        "this machine's clock is behind the ledger. Set it right",
    ),
    "STAGE_UNSIGNED": ("{stage}尚未签字", "{stage} has not been signed"),
    "STAGE_SIGNED": ("{stage}已有人签字", "{stage} was signed already"),
    "STAGE_ORDER": ("应先完成{stage}", "{stage} comes first"),
    "ALL_SIGNED": ("各级均已签字，无需再签", "every stage was signed already"),
    "UNKNOWN_STAGE": ("没有“{stage}”这一审核环节", "there is no stage {stage}"),
    "NOT_YOUR_STAGE": (
        "{name}没有“{stage}”的权限",
        "{name} does not hold the stage {stage}",
    ),
    "NO_STAGE": (
        "{name}不是审核人，不能答复问题",
        "{name} is no reviewer and cannot answer questions",
    ),
    "SAME_PERSON": (
        "{name}已在另一环节签字，同一人不能签两个环节",
        "{name} signed another stage; nobody signs two stages of one item",
    ),
    "SUBMITTER_SIGNS": (
        "{name}是送审人，不能审核自己送审的文件",
        "{name} submitted it, and nobody signs what he submitted",
    ),
    "UNKNOWN_KEY": (
        "签名密钥没有登记。请由管理密钥的人运行 deident reviewer add",
        "the signing key is not enrolled. Run deident reviewer add",
    ),
    "KEY_EXPIRED": ("{name}的签名密钥不在有效期内", "the key of {name} is outside its dates"),
    "KEY_REVOKED": ("{name}的签名密钥已停用", "the key of {name} was revoked"),
    "KEY_KNOWN": ("这把密钥已登记在{name}名下", "this key is enrolled for {name} already"),
    "REVIEWER_KNOWN": (
        "{name}已有一把在用的密钥；更换请用 deident reviewer renew",
        "{name} has a key already; to change it use deident reviewer renew",
    ),
    "UNKNOWN_REVIEWER": ("没有登记{name}，或其密钥已停用", "{name} has no key that counts"),
    "NOT_A_PUBLIC_KEY": (
        "不是公钥。应为 64 位十六进制，见 deident init --reviewer 的输出",
        "not a public key: 64 hexadecimal digits, as deident init --reviewer prints",
    ),
    "NO_REASON": ("请用 --reason 写明理由", "say why with --reason"),
    "NO_BASIS": (
        "缺少理由或依据。每项处置都要写明理由和依据",
        "a reason or a legal basis is missing",
    ),
    "NUMBER_IN_REASON": (
        "理由、依据或摘要里有一串号码。请改用文字说明，不要写入号码",
        "there is a number in a reason, a basis or a summary. Say it without",
    ),
    "LEDGER": ("台账有误：{detail}", "the ledger: {detail}"),
    "LEDGER_MISSING": (
        "找不到台账 {file}。请用 --ledger 或 DEIDENT_LEDGER 指明；新建用 deident init --ledger",
        "there is no ledger {file}. Name it by --ledger, or make one: deident init --ledger",
    ),
    "LEDGER_EXISTS": ("{file} 已存在，没有改动", "{file} exists and was not touched"),
    "LEDGER_NOT_WRITTEN": (
        "不能写入 {file}。请检查文件夹和权限",
        "{file} cannot be written. Look at its folder and rights",
    ),
    "LEDGER_LATER": (
        "台账由更新版本的 deident 写成（第 {version} 版）。请升级后再用",
        "the ledger is of a later version ({version}). Update deident",
    ),
    "LEDGER_DAMAGED": (
        "台账文件损坏或不是台账。请从备份恢复",
        "the ledger's file is damaged or is none. Restore its backup",
    ),
    "LEDGER_BROKEN": (
        "台账第 {seq} 条被改动。请运行 deident ledger verify",
        "entry {seq} of the ledger was changed. Run deident ledger verify",
    ),
    "LEDGER_INCOMPLETE": (
        "台账缺少条目。请运行 deident ledger verify",
        "the ledger lacks entries. Run deident ledger verify",
    ),
    "LEDGER_SCHEMA": (
        "台账的表、索引或触发器被改动",
        "a table, an index or a trigger of the ledger was changed",
    ),
    "ROW_CHANGED": ("内容被改动", "its content was changed"),
    "ROW_SEAL": (
        "封印不符：被没有本单位密钥的人改写",
        "its seal is wrong: rewritten without the key",
    ),
    "ROW_KEY_UNKNOWN": (
        "由本机没有的密钥封存，无法核对",
        "sealed under a key that is not here",
    ),
    "ROW_ORDER": ("次序被改动", "it is out of its place"),
    "ROW_MISSING": ("条目缺失", "it is missing"),
    "ROW_CHAIN": ("与前一条衔接不上", "it does not follow the one before"),
    "ROW_SIGNATURE": ("签名不是所记的人签的", "it was not signed by whom it names"),
    "TAIL_CUT": ("从这一条起，末尾被截去", "from here on the end was cut off"),
    "TAIL_ADDED": ("末尾多出条目", "entries were added at the end"),
    "HEAD_CHANGED": ("末尾标记被改动", "the mark of the end was changed"),
    "ANCHOR_MISSED": (
        "与留存的锚点不符：台账被截短、换成旧备份或整体改写",
        "it is not what the anchor says: cut, put back or written anew",
    ),
    "ANCHOR_CHANGED": ("锚点本身残缺或被改动", "the anchor itself is damaged or was changed"),
    "SHEET_UNREADABLE": (
        "不是 deident 生成的核对表，或已损坏",
        "not a sheet of questions made by deident, or damaged",
    ),
    "SHEET_CHANGED_KEY": (
        "核对表第 {row} 行：问题编号与文件不符，可能被改动。请重新生成核对表",
        "row {row} of the sheet: the file asks no such question. Make the sheet anew",
    ),
    "SHEET_NO_BASIS": (
        "核对表第 {row} 行：缺少理由或依据",
        "row {row} of the sheet: a reason or a basis is missing",
    ),
    "SHEET_ACTION": (
        "核对表第 {row} 行：处置应为“遮盖”或“公开”",
        "row {row} of the sheet: choose an action from its list",
    ),
    "SHEET_REVIEWER": (
        "核对表第 {row} 行：审核人不是持有签名密钥的人",
        "row {row} of the sheet: its reviewer is not the holder of the key",
    ),
    "SHEET_STALE": (
        "核对表第 {row} 行：文件在生成核对表之后变了，或没有留下指纹。请重新生成",
        "row {row} of the sheet: the file has changed since. Make the sheet anew",
    ),
    "SHEET_NO_FILE": (
        "核对表第 {row} 行：找不到文件。请用 --folder 指明所在文件夹",
        "row {row} of the sheet: its file is not found. Name its folder by --folder",
    ),
}

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
}  # fmt: skip
_COUNTED = {"member": "压缩包内第{}个文件", "part": "邮件第{}部分", "page": "第{}页"}
_NUMBERED = re.compile("(?<![a-z])(member|part|page) ([0-9]+)(?:/(?![a-z])|(?![0-9]))")
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
    counted = _NUMBERED.sub(lambda found: _COUNTED[found[1]].format(found[2]), name)
    return _PARTS.get(name, counted)


def sized(count: str | int) -> str:
    """Say a number of bytes or of things in a form that can be read.

    >>> sized(4 << 30), sized(5000)
    ('4 GB', '5000')
    """
    if not isinstance(count, int) or count < 1 << 20:
        return str(count)
    return f"{count >> 30} GB" if count >= 1 << 30 else f"{count >> 20} MB"
