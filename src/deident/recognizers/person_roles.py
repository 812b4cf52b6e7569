"""Whose name it is: an official's in duty, which stays, or a private person's."""

from __future__ import annotations

import re
from typing import NamedTuple

from deident.making import unprinted
from deident.model import Role
from deident.recognizers import person_known, person_posts
from deident.recognizers.later import later
from deident.recognizers.person_words import WORDS
from deident.recognizers.vocabulary import trie

_TITLES = WORDS["titles"]
_PRIVATE = WORDS["private"]
_GAP = r"[：: 　、，（(）)“”\"]{0,3}"
# 法定代表人（负责人）：…
_SIGNED = "[（(](?:负责人|经营者|法人|组长|签[字名章](?:或?盖章)?|盖章)[)）]"
_BEFORE = later(
    f"(?:(?<!家庭)(?<!共同生活)(?<!紧急)(?<!被)(?P<office>{trie(_TITLES)})|"
    f"(?P<private>{trie(_PRIVATE)}))(?:{_SIGNED}|签[字名章])?(?:同志)?(?:分别)?(?:由|为|是|有)?"
    r"[：:]?[ \t]{0,6}(?:\n[ ]*)?(?:等)?$"
)
_TITLE = trie(_TITLES)
ANYBODYS = later("(?:联系人员?|代理人|负责人|责任人|代表|经理|成员|召集人)$")
"""Words of offices that private persons are asked for by, too: kin, or whoever has an ID."""

# A project's leader or an agent of a firm gives his ID in office.
_CONTACTS = frozenset({"联系人", "联系人员"})
_PLAIN = frozenset({"联系人", "联系人员", "负责人", "责任人", "代表", "召集人"})
_OF_PRIVATE = later(
    "(?:家庭|共同生活|紧急|[家亲眷]属|亲友|业主方?|住户|农户|大户|户|租户|承租方|村民|居民|群众|家长|学生|"
    "职工|农民工|工人|患者|病人|失主|死者|伤者|购房者?|消费者|投诉人|举报人|信访人|上访人)"
    "(?:联系人员?|代理人|负责人|责任人|代表|召集人)$"
)
_KIN = (
    "父亲|母亲|父子|母子|妻子|丈夫|儿子|女儿|[长次三]子|[长次三]女|配偶|爱人|老伴|哥哥|弟弟|姐姐|妹妹|兄弟|姐弟|"
    "外?孙[子女]|外孙|侄[子女儿]|外甥女?|女婿|儿媳妇?|岳[父母]|公公|婆婆|叔叔|叔父|伯[父母]|舅舅|姑姑|姨妈|爷爷|"
    "奶奶|姥[爷姥]|祖[父母]|亲[属友戚]|家属|监护人|邻居|业主|失主|户主|村民|本人|租户|承租人|受害人|当事人"
)
_IS_KIN = later(
    "[ ]?(?:[（(，,、][ ]?(?:[男女][，,、][ ]?)?(?:系|是|为|与)?|(?:系|是))"
    f"(?:[一-龥]{{0,8}}?(?:{_KIN})|(?:[一-龥]{{0,8}}?之|其)[父母妻夫子女兄弟姐妹孙侄])"
    "(?=[）)，,。；;、 \n]|关系|$)"
)
_OWN_ID = later(
    "[（(，,： ]{1,2}(?:(?:公民|居民)?身份(?:证件?|证明)?(?:号码?)?[：:为是]{0,2} ?)?"
    "[1-6][0-9]{5}(?:[ ]?[0-9]){8,11}[0-9Xx]"
)
# …，身份证号1499…，联系人张三，138…: whose record it is says whose contact.
_RECORD = (
    "(?:(?:公民|居民)?身份证(?:号码?)?|证件号码?)[：:为]?[ ]?[（(]?[1-9][0-9*＊]{5}|"
    "(?:现住址?|家庭住址|户籍所?在?地址?|居住地址?|住址|现居|家住)[：:于在是]?[ ]?[一-龥]{2}|"
    "[，,][男女][，,]"
)
_OWN_RECORD = later(f"(?:{_RECORD})[^。；;\\n]{{0,80}}$")
# The line above is one of a form, and the contact begins the next.
_RECORD_ABOVE = later(
    f"(?:^|\\n)[ \u3000]*(?=[^。；;，,：:\\n]{{2,10}}[：:])(?:[^。；;\\n]{{0,60}}[，,、 ])?"
    f"(?:{_RECORD})[^。；;\\n]{{0,140}}[。；;]?\\n[ \u3000]*联系人员?[：:]?[ ]*$"
)
_OWN_MOBILE = later(
    "[ ]?[（(，,、 \u3000]{0,4}(?:(?:联系)?电话|手机号?)?(?:号码)?[：:]?[ ]?1[3-9][0-9]"
)
_OFFICES_OWN = re.compile("公司|[局委办厅]|政府|中心|学校|医院|银行|单位：|法定代表人|负责人")
_WORKS_AT = re.compile("(?:工作|所在|就职|就读|服务)(?:单位|处所|于)[：:]?[^，,。；;\\n]{0,40}")
# What somebody works as is no office: 教师张三，1970年5月生，住…
_PROFESSIONS = frozenset(
    {"教师", "老师", "医生", "医师", "护士", "村医", "导游", "工程师", "会计师", "会计", "出纳"}
)
_BORN_OR_LIVES = later(
    "[（(，,](?:[男女][，,、])?(?:汉族?[，,])?(?:(?:19|20)[0-9]{2}年[0-9]{1,2}月(?:[0-9]{1,2}日)?(?:出生|生)[，,])?"
    "(?:(?:家|现)?住|(?:公民|居民)?身份证(?:号码?)?[：:为]?[ ]?[1-9][0-9]{5})"
)
_CARERS = _PROFESSIONS | {
    "民警",
    "辅警",
    "网格员",
    "家庭医生",
    "帮扶干部",
    "村干部",
    "驻村干部",
    "律师",
    "工作人员",
    "书记",
    "主任",
    "干部",
    "调解员",
}
# Whoever is paid for it, or fills in his own form, gives his ID and card there.
_PAID = frozenset(
    {"专家", "评委", "评审专家", "主讲人", "讲师", "填表人", "填报人", "教练", "裁判员"}
)
_OWN_PAPERS = later(
    "[^。；;\n\x1e]{0,60}(?:\n[^。；;\n\x1e]{0,24})?(?:身份证|证件|银行卡|卡号|(?:收款|银行)账[号户])(?:号码?|卡号)?"
    "[：: ]{0,2}[0-9*]{6}"
)
# 身份证号：… a line above: whose form it is, he fills in.
_FORM_ABOVE = later("身[ ]{0,4}份[ ]{0,4}证[ ]{0,4}(?:号[ ]{0,4}码?)?[ ]{0,4}[：:]")
_FORM_REACH = 100
# 村医为某某老人量血压; 报告人：某某（死者之兄）
_CARED_FOR = later("[老大][人爷娘妈]|[奶爷婆]|阿姨|家|一家|[量测送办讲提解做查看洗理复换]")
_IS_KIN_OF = later(
    "[ ]?[（(，,][ ]?(?:系|为|是)?(?:死者|逝者|伤者|患者|户主|申请人|"
    "受害人|被害人|当事人)(?:之|的|[父母妻夫子女兄弟姐妹])"
)
_HIS_HOME = re.compile("家(?:[的那今有里]|低保|材料|老|没|还|要)")
# Who is complained about with his own mobile.
_COMPLAINT = re.compile("来电|来信|反映|投诉|诉求|举报")
_RECORD_REACH = 160
# What is said of officials only: 张三、李四涉嫌严重违纪违法.
_ACCUSED = later("(?:、[一-龥]{2,4}){0,5}(?:等[0-9一二三四五六七八九十]?人?)?涉嫌严重违[纪法]")
# 招标代理：某某公司，张三，…
_OF_FIRM = later(
    "(?:代理|采购人|招标人|业主|承办|主办|实施|监理|施工|设计|勘察|评估|检测|审计|鉴定)(?:机构|单位)?(?:名称)?"
    "[：:][^，,。；：:\\n]{4,30}(?:公司|中心|事务所|研究院|设计院|局)[，,、 ]{1,2}"
    "(?:联系人)?[：:]?$"
)
# 张三，某某律师事务所，执业证号…
_LICENSED = later(
    "[ ]?[，,（( ]{1,2}[一-龥（）()]{2,20}(?:律师事务所|公证处|[会税][计务]师事务所|法律服务所)"
    "(?:的?(?:执业|实习)?律师)?(?=[，,。；;）) \\n]|$)"
)
# 张三代表：您提出的建议…; 张三主任的治疗
_SPOKEN_TO = later(
    "(?:等[0-9一-十]{0,3}[位名])?(?:代表|委员)们?"
    "(?:[：:][ ]?\\n?[ ]?(?=[您你]|关于)|(?=提出的|的建议|的提案))|"
    "(?:主任|医生|医师|大夫|护士长?|教授|老师|局长|书记|镇长|乡长|院长|所长|校长)(?=的|精心|亲自)"
)
# 尊敬的张书记, 尊敬的张三书记：
_GREETED = later("[ ]?(?:书记|主任|[局处科厅院校镇乡县市区省]长|主席|部长)[ ]?[：:，,\\n]")
# 市政所张三（0359-…）
_SMALL_UNIT = later("[一-龥](?:[局所科股站办委队厅]|中心|办公室|公司)$")
_OFFICES_LINE = later(
    "[ ]?[（(，,]?[ ]?(?:电话)?[：:]?0[1-9][0-9]{1,2}[-—－ ]?[2-8][0-9]{6,7}(?![0-9])"
)
_LANDLINE_BEHIND = later("[ 　]{1,4}(?:0[1-9][0-9]{1,2}[-—－ ]?)?[2-8][0-9]{6,7}(?![0-9])")
_UNIT = (
    "局|委|办|厅|院|中心|政府|公司|集团|银行|大队|支队|派出所|街道|乡|镇|学校|中学|小学|医院|"
    "联社|协会"
)
# 方远洋（市财政局）: a list of those whom their offices sent.
_SENT = later(
    "[ 　]*[（(][一-龥]{1,14}(?:局|委|办|厅|院|部|处|科|股|中心|政府|党组|人大|政协|"
    "支队|大队|总队|[一-龥]所|[一-龥]站|分局|村委会|居委会|服务大厅)[)）]"
)
# 市财政局 方远洋 市卫生局 …: each office with its man.
_OF_OFFICE = later("[一-龥]{1,12}(?:局|委员会|办公室|政府)[ 　]{1,4}$")
# 县发改局甲、县财政局乙参加会议
_UNIT_BEFORE = later("(?:局|委员会|办公室|政府|[县市区]委|委办)$")
_MEETS = later("[^。；\\n]{0,60}?(?:参加(?:了?会|座谈|调研)|出席|列席|参会|到会)")
_NEXT_OFFICE = later("[ 　]{1,4}[一-龥]{2,16}(?:局|委员会|办公室|政府)(?=[ 　]|$)")
_APPOINTED = later(
    r"(?:同志)?(?:等[一-龥0-9]{0,3}(?:位|名)?同志)?"
    r"(?:[ ]?[（(](?![^（()）\n]{0,8}1[3-9][0-9]{9})[^（()）\n]{0,16}[)）])?"
    r"(?:任|为(?!户主|申请|被|原告|其|本案|第三|继承|监护|受益|法定继|该户)|兼任?|担任|当选为?|出任|调任|拟任|不再|代理|主持工作|主持召开|主持会议|"
    r"主持了?|出席|到会|讲话|作[了]?.{0,6}(?:报告|讲话|讲座)|"
    r"(?:带队|深入|赴|到).{0,14}(?:调研|检查|督导|指导|考察|视察)|调研|主持|宣读|传达|强调|"
    r"指出|要求各|辞去|的.{0,24}职务|兼任|任组长|具体负责)"
)
_BEHIND = later(
    rf"[ 　]{{0,6}}[（(，,、]?[ 　]{{0,6}}(?:[一-龥、]{{0,24}}?(?:{_UNIT}))?[一-龥]{{0,8}}?"
    rf"(?:原|副|常务副|党组|总)?(?:{_TITLE})(?=[）)，,。；;、 　\n\x1e]|$)"
)
# Who wrote, drew or took something says so himself.
_AUTHOR = later(
    "[ 　]{0,2}[/／]?[ 　]{0,2}(?:主?[修编]纂?|[编纂]修|纂辑?|编著|主编|编纂|编译|译|著|撰文?|"
    "辑录|校注|作序|题写|题词|摄影?|供图|绘图?|文|图)(?=[，,。；;、）)》 　\n]|$)"
)
_LINE = later(
    r"[ 　]*(?:[0-9一二三四五六七八九十（()）、.]{0,5})?(?:副?组[ 　]*(?:长|员)|成[ 　]*员|"
    r"(?:主任|副主任|出席|列席|请假|参会|参加|缺席|主持|记录|领导小组)"
    r"[ 　]*(?:委员|人|人员|会议|单位)?)[ 　]*[：:]"
)
_APPOINT_LINE = later(
    r"任命|免去|聘任|解聘|任职|免职|拟提名|提名.{0,6}为|决定任|拟任|人选|选举.{0,30}为|领导小组|工作专班"
)
# 副主任甲、乙、丙: whoever of them is not seen does not end the list.
_TITLED_LIST = later(f"(?<!被)(?:{_TITLE})[：:]?[ ]?(?:[一-龥]{{2,4}}、){{1,12}}$")
_LONGEST_LIST = 60
_CHAIN = re.compile(
    r"[ 　]*(?:[（(][^（()）\n]{1,20}[)）])?(?:、[一-龥]{2,4}(?=[、和])){0,2}"
    r"(?:[、，,；;]|和|与|及|以及)?[ 　]*"
)
# A candidate for a post is introduced at length: …，男，汉族，1970年5月生，现任…局长，拟任…
_INTRODUCED = later(
    rf"[，,][男女][，,][^。\n\x1e]{{0,80}}?(?:现任|拟任|拟聘任|拟提名)[^。\n\x1e]{{0,24}}?(?:{_TITLE})"
)
_IN_BRACKETS = later(f"[（(](?P<word>{trie(_PRIVATE)})[）)]")
_REACH, _LONGEST_FIRM = 14, 48
_LINK = 24


class Judged(NamedTuple):
    """Whose name it is, and the word that says so."""

    role: Role
    word: str = ""

    def __repr__(self) -> str:
        return unprinted(self)


class Roles:
    """Judges the names of one text from left to right; a list goes on with the role of its head."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._last = (-1, Judged(Role.UNKNOWN))

    def of(self, start: int, end: int) -> Judged:
        """Return whose name stands there."""
        return self.told(end, self._judge(start, end))

    def told(self, end: int, judged: Judged) -> Judged:
        """Take in whose name ends there; what follows it in a list is of the same kind."""
        self._last = (end, judged)
        return judged

    def _judge(self, start: int, end: int) -> Judged:
        text = self._text
        before = text[max(0, start - _REACH) : start]
        before = before[before.rfind("\x1e") + 1 :]
        named = _BEFORE.search(before)
        if named is not None:
            word = named.group(named.lastgroup or 0)
            if word == "尊敬的" and _GREETED.match(text, end):
                return Judged(Role.OFFICE)
            office = named.lastgroup == "office" and not (
                self._is_private(before, named, end)
                or self._is_of_record(named["office"], start, end)
                or self._is_told_to(before, end)
            )
            return Judged(Role.OFFICE if office else Role.PERSONAL, word)
        last_end, last = self._last
        bracket = _IN_BRACKETS.match(text, end)
        if bracket is not None:
            return Judged(Role.PERSONAL, bracket["word"])
        if last_end >= 0 and start - last_end <= _LINK and _CHAIN.fullmatch(text, last_end, start):
            return Judged(last.role)
        if text[start - 1 : start] == "、" and _TITLED_LIST.search(
            text, max(0, start - _LONGEST_LIST), start
        ):
            return Judged(Role.OFFICE)
        after = text[end : end + 44]
        after = after[: after.find("\x1e")] if "\x1e" in after else after
        if _INTRODUCED.match(text, end) or _AUTHOR.match(text, end):
            return Judged(Role.OFFICE)
        if _UNIT_BEFORE.search(before) and _MEETS.match(text, end):
            return Judged(Role.OFFICE)
        if person_posts.holds_a_post(text, start, end):
            return Judged(Role.OFFICE)
        if _ACCUSED.match(text, end):
            return Judged(Role.OFFICE)
        if person_known.is_public(text, start, end):
            return Judged(Role.OFFICE)
        if _SMALL_UNIT.search(before) and _OFFICES_LINE.match(text, end):
            return Judged(Role.OFFICE)
        if _OF_OFFICE.search(before) and (
            _NEXT_OFFICE.match(text, end) or _LANDLINE_BEHIND.match(text, end)
        ):
            return Judged(Role.OFFICE)
        if self._is_of_a_firm(start, end):
            return Judged(Role.OFFICE)
        if _APPOINTED.match(after) or _BEHIND.match(after) or _SENT.match(after):
            return Judged(Role.OFFICE)
        return Judged(self._of_line(start))

    def _is_of_a_firm(self, start: int, end: int) -> bool:
        """Tell whether somebody acts for a firm that stands beside, or is spoken to as a deputy."""
        text = self._text
        if text[start - 1 : start] in {"，", ",", "、", " ", "：", ":"} and _OF_FIRM.search(
            text, max(0, start - _LONGEST_FIRM), start
        ):
            return True
        return bool(_LICENSED.match(text, end) or _SPOKEN_TO.match(text, end))

    def _is_private(self, before: str, named: re.Match[str], end: int) -> bool:
        """Tell whether an office's word stands for a private person: 户代表, 联系人：…（孙子）."""
        word = before[: named.end("office")]
        if word.endswith("班组长"):
            # Who leads a gang of workers is one of them.
            return _OWN_MOBILE.match(self._text, end) is not None
        if _IS_KIN_OF.match(self._text, end):
            return True
        if before.endswith("为") and not before.endswith(("：为", ":为")):
            return named["office"] in _CARERS and _CARED_FOR.match(self._text, end) is not None
        if not ANYBODYS.search(word):
            return False
        return (
            _OF_PRIVATE.search(word) is not None
            or _IS_KIN.match(self._text, end) is not None
            or (named["office"] in _PLAIN and _OWN_ID.match(self._text, end) is not None)
        )

    def _is_of_record(self, word: str, start: int, end: int) -> bool:
        """Tell whether the record of a private person names his contact, or what he works as."""
        text = self._text
        if word in _PAID and (
            _OWN_PAPERS.match(text, end)
            or (
                word.startswith("填")
                and _FORM_ABOVE.search(text, max(0, start - _FORM_REACH), start)
            )
        ):
            return True
        if word in _PROFESSIONS:
            return _BORN_OR_LIVES.match(text, end) is not None
        if _OWN_MOBILE.match(text, end) is None:
            return False
        low = max(0, start - _RECORD_REACH, text.rfind("\x1e", 0, start) + 1)
        if word.endswith("经理"):
            return _COMPLAINT.search(text, low, start) is not None
        if word not in _CONTACTS:
            return False
        record = _OWN_RECORD.search(text, low, start) or _RECORD_ABOVE.search(text, low, start)
        return record is not None and not _OFFICES_OWN.search(_WORKS_AT.sub("", record.group()))

    def _is_told_to(self, before: str, end: int) -> bool:
        """Tell whether an official speaks of somebody: 张村长：某某家的材料."""
        return before.endswith(("：", ":")) and _HIS_HOME.match(self._text, end) is not None

    def _of_line(self, start: int) -> Role:
        text = self._text
        low = max(0, start - 120, text.rfind("\n", 0, start) + 1, text.rfind("。", 0, start) + 1)
        line = text[low:start]
        if _LINE.match(line) or _APPOINT_LINE.search(line):
            return Role.OFFICE
        return Role.UNKNOWN
