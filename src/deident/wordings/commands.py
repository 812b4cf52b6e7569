"""What stops a command, the hook or a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMANDS: Mapping[str, tuple[str, str]] = {
    "USAGE": (
        "命令用法有误：{detail}。用法见 deident --help",
        "wrong usage: {detail}. See deident --help",
    ),
    "NO_PATH": (
        "没有指定要检查的文件或文件夹。用法：deident scan 文件或文件夹",
        "no file or folder is given. Try: deident scan PATH",
    ),
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
}
