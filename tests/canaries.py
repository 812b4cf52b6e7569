"""The canaries: one value of every entity type, the documents they sit in, and who looks for them.

A value, an unkeyed digest of it, or a digest from which the hidden digits of a masked telephone
could be found by trying all ten thousand: none may come out.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
from itertools import chain
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
from fixtures.every_kind import every_kind

from deident.cli.commands.demo import workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CANARIES = (
    ("CN_RESIDENT_ID", "公民身份号码", "14999919900307123X", "14999919900307123X"),
    ("CN_MOBILE", "手机号码", "13800004719", "13800004719"),
    ("CN_LANDLINE", "住宅电话", "0359-2000471", "0359-2000471"),
    ("CN_BANK_CARD", "银行卡号", "6222000000000004718", "6222000000000004718"),
    ("CN_BANK_ACCOUNT", "个人银行账号", "14990101040004719", "14990101040004719"),
    ("CN_VEHICLE_PLATE", "私家车牌号", "晋M4719Z", "晋M4719Z"),
    ("CN_PASSPORT", "护照号码", "E99994719", "E99994719"),
    ("CN_TRAVEL_PERMIT", "港澳居民来往内地通行证号码", "H99994719", "H99994719"),
    ("CN_FOREIGNER_ID", "外国人永久居留身份证号码", "911999198501014719", "911999198501014719"),
    ("CN_MILITARY_ID", "军官证号", "军字第9904719号", "9904719"),
    ("CN_SOCIAL_SECURITY", "医保编号", "99904719990", "99904719990"),
    ("CN_DISABILITY_ID", "残疾人证号", "14999919860101471542", "14999919860101471542"),
    ("CN_STUDENT_ID", "学籍号", "G149999201001014719", "G149999201001014719"),
    ("CN_VIN", "车架号", "LZZZZZZZ9Z0004719", "LZZZZZZZ9Z0004719"),
    ("EMAIL_ADDRESS", "邮箱", "qianzhao4719@example.com", "qianzhao4719"),
    ("CN_QQ", "QQ号", "99904719", "99904719"),
    ("CN_WECHAT", "微信号", "qianzhao_4718", "qianzhao_4718"),
    ("CN_HOME_ADDRESS", "家庭住址", "山西省虚构市虚构县虚构镇甲乙村4组719号", "甲乙村"),
    ("BIRTH_DATE", "出生日期", "1990年3月7日", "3月7日"),
    ("PROPERTY_STATUS", "存款余额", "471900元", "471900"),
    ("PERSON", "姓名", "赵钱孙", "赵钱孙"),
    ("MINOR", "就读学校", "虚构县戊己小学", "戊己小学"),
    ("HEALTH_STATUS", "临床诊断", "甲乙氏综合征4719型", "甲乙氏综合征"),
    ("ITINERARY", "活动轨迹", "3月5日8时乘坐公交前往虚构县丙丁农贸市场", "丙丁农贸市场"),
    ("UNEXPLAINED_NUMBER", "备注", "47190004719000471900", "47190004719000471900"),
)
"""Entity type, label, value, and the part of it that no masked form may show."""

KEPT = ("统一社会信用代码", "91999999MA00000000")
MOBILE = "13800004719"
SECRETS = tuple(dict.fromkeys(chain(*((value, part) for _, _, value, part in CANARIES))))
SENTENCES = "".join(f"{label}：{value}\n" for _, label, value, _ in (*CANARIES, ("", *KEPT, "")))
TABLE = tuple(zip(*((label, value) for _, label, value, _ in CANARIES), strict=True))


def documents() -> Iterator[tuple[str, bytes]]:
    """Yield the canaries in every format and encoding that is read."""
    csv = "".join(",".join(row) + "\r\n" for row in TABLE)
    yield "notice.txt", SENTENCES.encode()
    yield "notice.md", ("# 通知\n\n" + SENTENCES.replace("\n", "\n\n")).encode()
    yield "gb.txt", SENTENCES.encode("gb18030")
    yield "utf16.txt", b"\xff\xfe" + SENTENCES.encode("utf-16-le")
    yield "roster.csv", csv.encode("utf-8-sig")
    yield "gb.csv", csv.encode("gb18030")
    yield "roster.tsv", csv.replace(",", "\t").encode()
    yield "roster.xlsx", workbook(TABLE)


INSIDE = f"赵钱孙{MOBILE}"
"""What members, attachments, titles and keys are called."""


def of_every_kind() -> Iterator[tuple[str, bytes]]:
    """Yield the canaries in the kinds of document that need a program."""
    yield from every_kind([(label, value) for _, label, value, _ in CANARIES], INSIDE)


def digests(value: bytes) -> Iterator[bytes]:
    """Yield the unkeyed digests that somebody might have thought harmless."""
    for algorithm in (hashlib.md5, hashlib.sha1, hashlib.sha256, hashlib.blake2b):
        yield algorithm(value).digest()
    yield hashlib.blake2b(value, digest_size=10).digest()
    yield hashlib.blake2b(value, digest_size=10, person=b"fingerprint").digest()
    yield hashlib.blake2b(value, digest_size=32, person=b"input").digest()


def spellings(value: str) -> set[str]:
    """Return a value as it stands, compact, and in upper and lower case."""
    compact = re.sub(r"[ \-_@.]", "", value)
    return {value, compact, value.upper(), compact.upper(), value.lower()}


def of_one_value(entity_type: str, value: str) -> Iterator[bytes]:
    """Yield what might be hashed of one value."""
    for spelling in spellings(value):
        for prefix in ("", f"{entity_type}\0", f"{entity_type}:", f"{entity_type}"):
            yield (prefix + spelling).encode()


def look(said: bytes) -> None:
    """Fail on a raw value, a kept one, or an unkeyed digest of one."""
    decoded = [said.decode("utf-8", "replace"), said.decode("unicode_escape", "replace")]
    for secret in (*SECRETS, KEPT[1]):
        for text in decoded:
            assert secret not in text, f"the {secret[:1]}… of {len(secret)} characters came out"
    found = tokens(said)
    for entity_type, _, value, part in CANARIES:
        for secret in (value, part):
            for hashed in of_one_value(entity_type, secret):
                assert not any(shows(digest, found) for digest in digests(hashed)), entity_type


def tokens(said: bytes) -> tuple[frozenset[str], frozenset[int], frozenset[str]]:
    """Return every run that may be a digest: hexadecimal, its lengths, and base64."""
    text = said.decode("utf-8", "replace")
    hexadecimal = frozenset(run.lower() for run in re.findall(r"[0-9A-Fa-f]{8,128}", text))
    others = frozenset(run.rstrip("=") for run in re.findall(r"[0-9A-Za-z+/_-]{11,}={0,2}", text))
    return hexadecimal, frozenset(map(len, hexadecimal)), others


def shows(digest: bytes, found: tuple[frozenset[str], frozenset[int], frozenset[str]]) -> bool:
    """Tell whether a digest, or the beginning of it, is among the runs."""
    hexadecimal, lengths, others = found
    spelt = digest.hex()
    if any(spelt[:length] in hexadecimal for length in lengths):
        return True
    plain = base64.b64encode(digest).decode().rstrip("=")
    return plain in others or plain.replace("+", "-").replace("/", "_") in others


def streams(path: Path) -> Iterator[bytes]:
    """Yield a file's bytes, or those of everything packed in it, and what that is called."""
    yield from unpacked(path.read_bytes())


def unpacked(raw: bytes) -> Iterator[bytes]:
    """Yield bytes, or the names and bytes of everything packed in them, at any depth."""
    if raw.startswith(b"%PDF-"):
        yield from decoded_pdf(raw)
    elif raw.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from unpacked(archive.read(name))
    else:
        yield raw
        for packed in re.findall(rb"(?:[0-9A-Za-z+/]{60,76}\r?\n){2,}[0-9A-Za-z+/]*={0,2}", raw):
            yield from unpacked(base64.b64decode(packed))


def decoded_pdf(raw: bytes) -> Iterator[bytes]:
    """Yield what stands in the objects of a PDF and what its pages say."""
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") != "/Image":
                yield one.read_bytes()
            elif isinstance(one, pikepdf.Dictionary):
                yield "\n".join(map(str, one.as_dict().values())).encode()
    document = pypdfium2.PdfDocument(raw)
    for page in document:
        text = page.get_textpage()
        yield text.get_text_range().encode()
        text.close()
        page.close()
    document.close()


_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})")


def seen_in(raw: bytes) -> Iterator[str]:
    """Yield the values that stand in bytes, in any encoding that copies are written in."""
    for codec in ("utf-8", "gb18030", "utf-16-le"):
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), raw.decode(codec, "ignore"))
        yield from (secret for secret in SECRETS if secret in text)


def no_completion_fits(said: bytes) -> None:
    """Try all ten thousand telephones that 138****4719 may be against every digest written."""
    found = tokens(said)
    inputs = [SENTENCES.encode(), *(raw for name, raw in documents() if name.endswith("csv"))]
    for middle in range(10_000):
        number = f"138{middle:04}4719"
        hashed = [number.encode(), f"CN_MOBILE\0{number}".encode(), f"手机号码：{number}".encode()]
        if middle == int(MOBILE[3:7]):
            hashed += inputs
        for one in hashed:
            assert not any(shows(digest, found) for digest in digests(one))
