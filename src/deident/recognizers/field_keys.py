"""What the keys of databases stand for: csrq and birthDate are 出生日期, officePhone is 办公电话.

Exports, interfaces and logs name their fields in English or by the initials of pinyin. A key is
read word by word (camelCase, snake_case, a path), and only whole words count: bgdh is no dh. The
words before it say whose it is (guardianPhone, sqr_xm). Keys that name anything at all (name,
address, zz) stand for a person's only beside keys that nothing but a person has.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from deident.making import unprinted
from deident.recognizers.sql_rows import rows_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from deident.model import Labels, Segment


def _by_key(words: Mapping[str, str]) -> dict[str, str]:
    return {key: word for word, keys in words.items() for key in keys.split()}


# Each Chinese label, and the keys that stand for it and for nothing else.
_KEYS = _by_key(
    {
        "姓名": "xingming realname truename fullname",
        "身份证号": "sfzh sfzhm sfz sfzjh sfzjhm sfhm gmsfhm gmsfzh gmsfzhm shenfenzheng idcard "
        "idcardno idcardnum idcardnumber idcardcode identitycard identitycardno identityno "
        "identitynumber citizenid residentid",
        "出生日期": "csrq csny birthday birthdate birth dob dateofbirth borndate bornon",
        "性别": "xb xingbie gender sex",
        "年龄": "nl nianling age",
        "民族": "minzu ethnicity ethnic",
        "联系电话": "lxdh lxfs dh dhhm phone phoneno phonenum phonenumber telephone tel telno "
        "telnum contactphone contacttel contactnumber",
        "手机号码": "sjh sjhm yddh shouji mobile mobileno mobilenum mobilenumber mobilephone "
        "cellphone cellnumber",
        "家庭电话": "jtdh zzdh homephone hometel housephone",
        "办公电话": "bgdh gzdh bangongdianhua officephone officetel workphone worktel",
        "单位电话": "dwdh",
        "传真": "fax faxno faxnumber",
        "家庭住址": "jtzz jtdz jtzhuzhi homeaddress homeaddr familyaddress familyaddr residence "
        "residentialaddress residenceaddress",
        "户籍地址": "hjdz hjd hjszd hkszd hkdz hjzz hukou domicile householdaddress",
        "现住址": "xzz xzdz xjzd xjzdz currentaddress currentaddr presentaddress livingaddress "
        "liveaddress",
        "居住地址": "jzd jzdz jzdd",
        "通讯住址": "txdz lxdz mailingaddress postaladdress contactaddress",
        "收货地址": "shdz shippingaddress deliveryaddress receiveraddress receiveaddress",
        "银行卡号": "yhkh yhkhm bankcard bankcardno bankcardnum bankcardnumber",
        "银行账号": "yhzh yhzhm yhzhh skzh bankaccount bankaccountno bankaccountnumber bankacct",
        "电子邮箱": "dzyx email mailbox emailaddress",
        "护照号": "hzhm passport passportno passportnumber",
        "车牌号": "cph cphm hphm plateno platenumber licenseplate",
        "残疾人证号": "cjzh cjrzh disabilityno disabilitycardno",
        "社保卡号": "sbkh",
        "微信号": "wxh wechat wechatid weixin",
        "紧急联系人": "jjlxr emergencycontact emergencycontactname",
        "紧急联系人电话": "jjlxrdh jjlxdh emergencyphone emergencycontactphone",
        "联系人": "lxr contactname contactperson linkman",
        "工作单位": "gzdw workunit employer",
        "单位名称": "dwmc companyname orgname organizationname enterprisename deptname "
        "schoolname hospitalname shopname storename agencyname",
        "单位地址": "dwdz companyaddress officeaddress workaddress orgaddress schooladdress",
        "月收入": "salary wage wages income",
    }
)
# These stand for it beside a key above: alone they may be anybody's, or a thing's.
_BESIDE = _by_key(
    {
        "姓名": "xm name cname username",
        "住址": "zz dz address addr detailaddress addressdetail",
        "证件号码": "zjhm zjh zjhao certno certnum certid certcode certificateno idno idnum "
        "idnumber",
        "手机号码": "sj cell",
        "卡号": "cardno cardnum cardnumber kahao",
        "账号": "accountno acctno accountnumber zhh",
        "民族": "mz nation",
        "车牌号": "carno vehicleno",
    }
)
_OF_PERSONS = frozenset({"name", "address", "addr"})
"""Offices and shops, too, have these beside a telephone."""
_TELLING = frozenset(
    {"姓名", "身份证号", "出生日期", "性别", "年龄", "家庭住址", "户籍地址", "现住址", "银行卡号"}
)
_OFFICES = frozenset({"单位名称", "单位地址", "单位电话", "办公电话", "传真", "工作单位"})
# Who is meant by the words before a key; "" is anybody.
_HOLDERS = _by_key(
    {
        "本人": "br self my",
        "申请人": "sqr applicant",
        "户主": "hz householder",
        "监护人": "jhr guardian",
        "学生": "xs student pupil stu",
        "患者": "hzh patient",
        "父亲": "fq father",
        "母亲": "mq mother",
        "配偶": "po spouse",
        "子女": "zn child children",
        "家长": "jz parent",
        "成员": "cy member",
        "紧急联系人": "jjlxr emergency",
        "联系人": "lxr contact",
        "收款人": "skr payee",
        "持卡人": "ckr cardholder",
        "借款人": "jkr borrower",
        "驾驶人": "jsr driver",
        "当事人": "dsr party",
        "投诉人": "tsr complainant",
        "参保人": "cbr insured",
        "职工": "zg yg employee staff worker",
        "农户": "nh farmer",
        "业主": "yz",
        "车主": "carowner",
        "法定代表人": "fr fddbr legalperson legalrepresentative legalrep",
        "收件人": "sjr recipient receiver consignee addressee",
        "寄件人": "jjr sender",
    }
)
_ANYBODY = frozenset({"person", "people", "user", "customer", "resident", "citizen", "owner"})
_OFFICE_WORDS = _by_key(
    {
        "办公": "bg office work hotline service",
        "单位": "dw gs qy jg company unit org organization organisation corp enterprise agency "
        "shop store hospital bank supplier merchant gov",
        "部门": "bm dept department",
        "学校": "school university college",
    }
)
_OFFICE_FIELDS = {
    "联系电话": "电话", "手机号码": "电话", "家庭电话": "电话", "住址": "地址", "姓名": "名称",
}  # fmt: skip
_SHORT = {"联系电话": "电话", "手机号码": "电话"}
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_.:/\- ]{0,60}")
_WORD = re.compile("[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+")
_IN_TEXT = re.compile(r"(?<![A-Za-z0-9_./\-])[A-Za-z][A-Za-z0-9_]{1,40}(?=[\"'`]?[ ]{0,2}\Z)")
_LONGEST_KEY = 48
# Keys of one record stand so near one another, in characters and in keys.
_NEAR, _KEYS_NEAR = 400, 20


class Meaning(NamedTuple):
    """The label a key stands for; `beside` is the key itself where it needs another beside it."""

    word: str
    beside: str = ""

    def __repr__(self) -> str:
        return unprinted(self)


class Key(NamedTuple):
    """A key in a text, where its last character ends, and the label it stands for there."""

    start: int
    end: int
    word: str


@lru_cache(4096)
def meaning(key: str) -> Meaning | None:
    """Return what a key stands for, or None where it is no key or none that we know.

    >>> meaning("home_address").word, meaning("sqrXM").word, meaning("fileName")
    ('家庭住址', '申请人姓名', None)
    """
    if not _KEY.fullmatch(key):
        return None
    words = [word.lower() for word in _WORD.findall(key)]
    for at in range(len(words)):
        last, before = "".join(words[at:]), words[:at]
        found = _KEYS.get(last) or _BESIDE.get(last)
        if found is not None:
            return _owned(last, found, before)
    return _glued(words[-1]) if words else None


def _owned(key: str, word: str, before: Sequence[str]) -> Meaning | None:
    """Return what a key stands for behind the words before it."""
    pairs = ("".join(before[at - 2 : at]) for at in range(len(before), 1, -1))
    for nearest in (*pairs, *reversed(before)):
        if nearest in _OFFICE_WORDS:
            field = _OFFICE_FIELDS.get(word)
            return Meaning(_OFFICE_WORDS[nearest] + field) if field else Meaning(word)
        if nearest in _HOLDERS:
            return Meaning(_HOLDERS[nearest] + _SHORT.get(word, word))
        if nearest in _ANYBODY:
            return Meaning(word)
    if key in _KEYS:
        return Meaning(word)
    # Of what the words before it say we know nothing: fileName, ipAddress.
    return None if len(before) and len(before[-1]) > 1 else Meaning(word, key)


def _glued(word: str) -> Meaning | None:
    """Return what initials without a mark between them stand for: sqrxm, jhrlxdh, dwlxdh."""
    for length in range(2, min(6, len(word) - 1)):
        whose, last = word[:length], word[length:]
        field = _KEYS.get(last) or _BESIDE.get(last)
        known = whose in _HOLDERS or whose in _OFFICE_WORDS
        if field is not None and known and len(whose) <= _INITIALS and len(last) <= _INITIALS + 1:
            return _owned(last, field, (whose,))
    return None


_INITIALS = 5


def spoken(segments: Sequence[Segment]) -> Sequence[Segment]:
    """Return segments whose labels say in Chinese what their keys stand for."""
    distinct = {id(segment.labels): segment.labels for segment in segments}
    if not any(map(_is_keyed, distinct.values())):
        return segments
    tables: dict[int, dict[int, Labels]] = {}
    for segment in segments:
        tables.setdefault(_table(segment), {})[id(segment.labels)] = segment.labels
    said = {table: _said(labels) for table, labels in tables.items()}
    return tuple(
        segment
        if (labels := said[_table(segment)].get(id(segment.labels))) is None
        else replace(segment, labels=labels)
        for segment in segments
    )


def _table(segment: Segment) -> int:
    return segment.cell.table if segment.cell is not None else -1


def _is_keyed(labels: Labels) -> bool:
    column, row = labels.column, labels.row
    return bool(
        (column and column.isascii() and meaning(column))
        or (row and row.isascii() and meaning(row))
    )


def _said(known: Mapping[int, Labels]) -> dict[int, Labels]:
    """Return the labels of one table or record that change, in the words they stand for."""
    keys = {name for labels in known.values() for name in (labels.column, labels.row) if name}
    words = _understood(keys)
    return {
        number: replace(
            labels,
            column=words.get(labels.column, labels.column),
            row=words.get(labels.row, labels.row),
        )
        for number, labels in known.items()
        if labels.column in words or labels.row in words
    }


def _understood(keys: Collection[str]) -> dict[str, str]:
    """Return what keys that stand beside one another stand for."""
    meant = {key: found for key in keys if (found := meaning(key)) is not None}
    sure = {found.word for found in meant.values() if not found.beside}
    return {key: found.word for key, found in meant.items() if _is_sure(found, sure)}


def _is_sure(found: Meaning, sure: Collection[str]) -> bool:
    if not found.beside:
        return True
    if found.beside in _OF_PERSONS:
        return any(word in _TELLING or word[-2:] == "姓名" for word in sure)
    return any(word not in _OFFICES for word in sure)


def keys_in(text: str) -> Iterator[Key]:
    """Yield the keys of a text that a colon or = follows, by what they stand for there.

    So is what an INSERT statement writes into a column that is named by such a key.
    """
    found = [
        (start, end, meant)
        for start, end in sorted(_written(text))
        if (meant := meaning(text[start:end])) is not None
    ]
    for at, (start, end, meant) in enumerate(found):
        if not meant.beside or _is_sure(meant, _near(found, at)):
            yield Key(start, end, meant.word)
    for columns, starts in rows_in(text):
        words = _understood(columns)
        for name, start in zip(columns, starts, strict=True):
            if name in words:
                yield Key(start, start, words[name])


def _near(found: Sequence[tuple[int, int, Meaning]], at: int) -> set[str]:
    """Return what the keys around one of several surely stand for."""
    around = found[max(0, at - _KEYS_NEAR) : at + _KEYS_NEAR]
    return {
        meant.word
        for start, _, meant in around
        if not meant.beside and abs(start - found[at][0]) <= _NEAR
    }


def _written(text: str) -> Iterator[tuple[int, int]]:
    """Yield the words in Latin letters right before a colon or =."""
    for mark in ":=：":
        at = text.find(mark)
        while at >= 0:
            low = max(0, at - _LONGEST_KEY)
            if text[at - 1 : at] in _BEFORE_MARK and (word := _IN_TEXT.search(text[low:at])):
                yield low + word.start(), low + word.end()
            at = text.find(mark, at + 1)


_BEFORE_MARK = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_\"'` ")
