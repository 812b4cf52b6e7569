"""Of the ledger, the reviews and the clearances."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

REVIEWS: Mapping[str, tuple[str, str]] = {
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
