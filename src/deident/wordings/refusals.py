"""Why a whole document was not read."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

REFUSALS: Mapping[str, tuple[str, str]] = {
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
    "TOO_MANY_FRAMES": (
        "图片有 {frames} 页（帧），超过上限（{limit}）。请拆分成页数较少的文件后重试",
        "the picture has {frames} pages or frames, more than the limit ({limit}). Split it",
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
    "OFFICE_XML": (
        "这是 Office 的单文件 XML 格式（Word XML 或 XML 电子表格 2003），没有检查。"
        "请用 Word、Excel 或 WPS 打开，另存为 docx 或 xlsx 后重试",
        "an Office document in one XML file (Word XML, XML Spreadsheet 2003); it was not read. "
        "Open it in Word, Excel or WPS and save it as docx or xlsx",
    ),
    "NOT_ITS_KIND": (
        "内容不是 {kind} 文件：可能已损坏、被加密，或只是改了扩展名。"
        "请向来源单位索取原件，能打开的请用原来的软件另存后重试",
        "its content is no {kind} file: it is damaged, locked, or was only renamed. "
        "Ask for the original, or save it again in the program it came from",
    ),
    "DOCTYPE": (
        "文件内部含有文档类型或实体声明（可借此引用外部内容，或膨胀成海量文字），"
        "正常的办公文件没有这种内容。请用原来的软件另存后重试",
        "it declares a document type or entities, which office files never do. "
        "Save it again in its own program",
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
        "邮件中的 winmail.dat 没有检查，副本中不保留其内容。请发件人以 HTML 或纯文本重发",
        "winmail.dat was not read; a copy does not hold it. "
        "Have it sent again as HTML or plain text",
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
}
