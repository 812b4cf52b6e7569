"""What `--help` says, in Chinese and in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

HELP: Mapping[str, tuple[str, str]] = {
    "deident": (
        "发布前查找、遮盖公文中的个人信息，并复查遮盖后的副本。不联网，不改动原件。",
        "Find and mask personal information before publication, and prove the copy. Never goes "
        "online, never touches the original.",
    ),
    "codes": (
        "退出码：0 干净；1 有需处理的内容；2 用法、配置或策略有误；3 没有查完；"
        "4 未放行；5 内部错误；6 涉密；130 中断。\n先试一试：deident demo",
        "Exit codes: 0 clean; 1 findings; 2 usage, configuration or policy; 3 incomplete; "
        "4 not cleared; 5 internal error; 6 classified; 130 interrupted.\nTry: deident demo",
    ),
    "scan": (
        "检查文件，列出需要遮盖或确认的内容",
        "look at files and list what must be masked or decided",
    ),
    "mask": ("把遮盖后的副本写到另一个文件夹", "write masked copies into another folder"),
    "hook": ("提交、发布前的关卡：有问题就拦下", "the gate before a commit or publication"),
    "watch": (
        "看守一个文件夹：放进去的文件自动遮盖，副本放到旁边的 已遮盖 或 需人工",
        "watch a folder: what is put there is masked beside it, or put aside for a person",
    ),
    "watch folder": ("待检文件夹", "the folder to watch"),
    "--every": ("每隔几秒看一次", "seconds between two looks"),
    "--once": ("只处理一轮就结束", "deal with what is there, then end"),
    "init": ("生成本单位密钥", "make the office's key"),
    "packs": ("查看、测试识别规则包", "show and test the recognizer packs"),
    "policy": ("查看、检查策略", "show and check the policy"),
    "doctor": ("检查本机安装是否齐全", "check what is installed here"),
    "demo": (
        "生成一份虚构名册并遮盖，看看效果",
        "make a synthetic roster, mask it and show the outcome",
    ),
    "completion": ("输出命令行补全脚本", "print a completion script for a shell"),
    "PATH": ("文件或文件夹；- 表示标准输入", "files or folders; - is standard input"),
    "--stdin-name": ("标准输入内容的文件名（用于判断类型）", "what standard input is called"),
    "--files-from": (
        "从文件读取路径，每行一个；- 表示标准输入",
        "read paths from a file, one a line",
    ),
    "-0": ("--files-from 用空字节分隔", "--files-from is separated by NUL"),
    "--format": ("报告格式", "format of the report"),
    "--output": ("报告写入文件", "write the report to a file"),
    "--rulings": ("审核意见（JSON Lines）", "reviewers' rulings (JSON Lines)"),
    "--check": ("只检查一项：label 公开属性与密级标注", "check one thing only: label"),
    "--disclosure": ("声明的公开属性，如 主动公开", "the declared disclosure attribute"),
    "--jobs": ("并行进程数，0 为每个处理器一个", "processes, 0 for one per processor"),
    "--timeout": ("每个文件的时限（秒）", "seconds for one file"),
    "--git": (
        "检查 git 将要提交或推送的内容（按暂存区或新提交，不看工作区）",
        "look at what git is about to commit or push, not at the work tree",
    ),
    "--range": ("检查这些提交改动的文件，如 origin/main..HEAD", "look at what commits changed"),
    "--stdio": (
        "常驻运行，供发布系统调用：每行一个 JSON 请求，每行一个 JSON 答复",
        "stay and answer one JSON line for each JSON line, for a publishing system",
    ),
    "stdio to": ("--stdio：遮盖副本写入的文件夹", "--stdio: folder for masked copies"),
    "stdio record": (
        "--stdio：每个答复记入台账（谁送审、声明的公开属性、结论），不含文件名和内容",
        "--stdio: record every answer, who submitted and declared what; no name, no content",
    ),
    "hook channel": ("发布渠道（核对放行文件用）", "the channel that a clearance must name"),
    "hook ledger": ("台账文件（核对放行文件用）", "the ledger that clearances rest on"),
    "--baseline": ("已知情况的基线文件", "what was there before and may stay"),
    "--write-baseline": ("把现有的命中写成基线", "record what is found now as a baseline"),
    "baseline reviewer": ("基线：审核人", "baseline: who decides"),
    "baseline reason": ("基线：理由", "baseline: why"),
    "baseline legal-basis": ("基线：依据", "baseline: on what basis"),
    "baseline expires": ("基线：有效期至（YYYY-MM-DD）", "baseline: until when"),
    "--memory": (
        "每个进程最多占用的内存（MB），0 为不限",
        "MB of memory for each process, 0 for no limit",
    ),
    "--cache": ("记住检查结论的文件（需要本单位密钥）", "where outcomes are remembered"),
    "--no-cache": ("不沿用以前的检查结论", "look at every file again"),
    "--since-ledger": (
        "不再检查台账里已有记录的文件",
        "leave out files whose bytes the ledger knows",
    ),
    "--record": (
        "把本次检查的合计记入台账（不含文件名）",
        "record what the scan came to in the ledger, without names of files",
    ),
    "--context": (
        "在 html、xlsx 报告里附上前后各多少字，取自遮盖后的文本",
        "show so many characters of the masked text around each finding (html and xlsx)",
    ),
    "--parent": (
        "这些文件是谁的附件：公开属性随该文件",
        "the document these are attached to; they take its disclosure attribute",
    ),
    "--shard": ("只检查第 I 份（共 N 份），便于多台机器分担", "the I-th of N parts of the files"),
    "--no-progress": ("不显示进度", "show no progress"),
    "--exit-zero": ("只出报告，退出码总为 0", "always answer 0; for reports only"),
    "--hash-names": ("报告中用摘要代替文件名", "replace file names by keyed digests"),
    "--to": ("副本写入的文件夹", "folder for the masked copies"),
    "--force": (
        "允许覆盖输出文件夹里的同名文件",
        "replace files of the same name in the output folder",
    ),
    "--require": (
        "scan：逐个检查；clearance：须有放行文件。不写则按策略，只能比策略更严",
        "scan: look; clearance: demand one. What the policy demands, or more",
    ),
    "--config": ("配置文件", "configuration file"),
    "--lang": ("语言", "language"),
    "--policy": ("策略名称或文件", "policy by name or file"),
    "--scene": ("场景，如 default、subsidy", "scene, such as default or subsidy"),
    "--column": (
        "发布的栏目；由策略的 [columns] 决定用哪个场景",
        "column of the web site; the policy's [columns] says which scene holds",
    ),
    "--packs": ("本单位规则包文件夹", "folder with the office's own packs"),
    "--ocr": (
        "文字识别程序：auto、rapidocr、tesseract、ensemble（全部）",
        "OCR engine: auto, rapidocr, tesseract, ensemble (all of them)",
    ),
    "--quiet": ("少说", "say less"),
    "--verbose": ("多说", "say more"),
    "key file": ("密钥文件位置", "where the key goes"),
    "packs action": (
        "list 列出、show 查看、test 用自带示例测试",
        "list, show, or test by their examples",
    ),
    "packs name": ("规则包名称", "names of packs"),
    "policy action": ("show 查看、check 检查", "show or check"),
    "demo folder": ("演示文件放在哪里（默认临时文件夹）", "where the demonstration goes"),
    "shell": ("命令行程序", "the shell"),
}
