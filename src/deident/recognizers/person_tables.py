"""Names in tables whose headers do not say so: cells beside IDs and telephones, and officials'."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from deident.model import Role, Tier
from deident.recognizers import person_shapes as shapes
from deident.recognizers import tagger
from deident.recognizers.hits import NAMED, PROVED, Hit, because, blanked
from deident.recognizers.later import later
from deident.recognizers.needles import Needles
from deident.recognizers.person_surnames import RISKY
from deident.recognizers.person_words import WORDS
from deident.recognizers.table_columns import columns, is_all_cells
from deident.recognizers.table_owners import holds_names
from deident.recognizers.tables_of_persons import header_cells, headers, tight
from deident.recognizers.vocabulary import trie

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deident.model import Segment
    from deident.recognizers.packs import Pack
    from deident.recognizers.reading import Reading

OF_A_PERSON = frozenset(
    {
        "CN_RESIDENT_ID",
        "CN_MOBILE",
        "CN_BANK_CARD",
        "CN_DISABILITY_ID",
        "CN_SOCIAL_SECURITY",
        "BIRTH_DATE",
    }
)
"""What stands in a row with the name it belongs to."""

# Whom to call for a person is one himself.
_KIN = re.compile("(?:紧急|应急|家属|亲属|家庭|本人|父母|家长|亲友|监护)(?:联系人|联络人)")
_CONTACT = re.compile("(?:第[一二三]|备用|主要)?(?:联系人|联络人)(?:姓名)?[0-9一二三]?")
# In a list of these, somebody's people are named; beside units there is whom to call there.
_OF_ONE = re.compile("学生|考生|患者|身份证|出生|住址|关系$")
_UNITS = re.compile(
    "单位|公司|企业|机构|部门|科室|学校|乡镇|街道|项目|名称|职务|职位|供应商|商户|门店|村委|社区|岗位"
)
_LISTED, _VILLAGES = re.compile("姓名|户主"), re.compile("村")
_OFFICE = later(
    "联系人|联络员|负责人|责任人|经办|审核|局长|校长|园长|所长|院长|站长|河长|湖长|林长|路长|"
    "组长|网格|包保|包联|包村|驻村|帮扶|法定代表|法人|律师|法官|检察官|"
    "书记|主任|领导|干部|民警|执法|医生|医师|教师|专家|评委|记者|代表|委员|值班|承办|监理|"
    "项目经理|主管|会计|统计|公证员|调解员|评估师|仲裁员|填表|填报|制表|主持|记录|发言|主讲|签发"
)
_PRIVATE = re.compile(
    "姓名|[户犬业房车货船机坟失畜]主|当事人|信访人|诉求人|来电人|反映人|承租人|业主|产权人|借款人|担保人|死者|证人|受害人|原告|本人|成员|配偶|申请人|领取人|学生|家长|患者|村民|农户|名单|人员|收款人|持卡人|开户人|考生|贫困户|脱贫户|低保户|参保人|享受人|对象|录用|拟聘|应聘|获奖|权利人|共有人|被告人|被执行人|户名|人$"
)
_OTHER = later(
    "村|组|乡|镇|街|地|址|单位|项目|名称|品种|学校|部门|银行|公司|职|业|民族|性别|备注|关系|"
    "类|等级|区|学历|面貌|内容|产品|作物|原因|方式|结果|"
    "状况|情况|课程|科目|型号|品牌|病|籍|店|企业|机构|金额|标准|时间|日期|年度|政策|措施|"
    "依据|颜色|事项|数|量|值|率|费|犬|宠物|猫|牲畜"
)
_FIRM = later(
    "(?:公司|集团|厂|商店|门店|饭店|药店|书店|酒店|超市|合作社|农场|中心|医院|诊所|学校|中学|"
    "小学|幼儿园|银行|信用社|委员会|协会|政府|办事处|管理局|林场|煤矿|企业)"
    "(?:[（(].{0,12}[)）])?$"
)
_SHORTEST_FIRM = 4
_SETTLEMENT = re.compile("(?:村|社区|镇|乡|街道|居委会|组|屯)$")
# Between separators, as `reading` writes them.
_CELL = later(rf"(?:\A|\x1e\n)[ ]*(?P<name>{shapes.NAME})[ ]*(?=\n\x1e|\Z)")
_NAMES = later(
    rf"(?:\A|\x1e\n)[ ]*(?P<names>{shapes.NAME}(?:[ ]*[、，,；;/\n 和与][ ]*{shapes.NAME}){{1,9}})"
    rf"[ ]*(?=\n\x1e|\Z)"
)
_NAME = later(shapes.NAME)
_REMARKED_CELL = later(
    rf"(?:\A|\x1e\n)[ ]*(?P<name>{shapes.NAME})[ ]?[（(][^（()）\n]{{1,12}}[)）][ ]*(?=\n\x1e|\Z)"
)
# A name begins with a Chinese character.
_FIRST = Needles(("\n", " " + "".join(map(chr, range(ord("一"), ord("龥") + 1)))))
# Names in a cell, each with a remark behind it: 李某（已故）、王某
_REMARKED = later(rf"(?:(?:\A|[、，,；;/\n ]+){shapes.NAME}(?:[（(][^（()）\n]{{1,12}}[)）])?)+")
_POST = re.compile("职务|职位|任职")
# Who is to be appointed is introduced with the month of his birth.
_APPOINTED = re.compile("[现拟].{0,4}(?:职务|职位|任职)")
_TITLE = later(f"(?:{trie(WORDS['titles'])})$")
_LICENSED = re.compile("执业(?:证|机构|资格|类别|范围)")
_LEFT_LABEL = 14
_WHOSE = frozenset({"office", "private"})
# So many cells may follow a name in the form that is about its bearer.
_FORM = 12
_SEX = frozenset("男女")
# One of these is in every name that is masked already: 张某, 张**, 张先生.
_HIDES = frozenset("某×*○●xX生士姐")
_ABOVE_ALL = NAMED + 1
"""A part of what a column claims whole."""


class CellName(NamedTuple):
    """A cell that holds a name, and whose."""

    start: int
    end: int
    role: Role


def unclaimed(reading: Reading, hits: Sequence[Hit]) -> str:
    """Return the text with what is claimed in cells blanked out, where nothing is left to say.

    A name in an official's column stays: that it is an office's is still to be said.
    """
    cells_only = is_all_cells(reading)
    spans = sorted(
        (hit.start, hit.end)
        for hit in hits
        if hit.rank >= PROVED
        if (cells_only and hit.pack.entity_type != "PERSON")
        or _settled(reading.segments[reading.index_at(hit.start)], hit)
    )
    return blanked(reading.text, spans) if spans else reading.text


def _settled(segment: Segment, hit: Hit) -> bool:
    if segment.cell is None:
        return False
    return hit.pack.entity_type != "PERSON" or _kind(segment.labels.column) != "office"


@lru_cache(4096)
def _kind(header: str) -> str:
    """Say whose names stand under a header: an office's, a person's, none, or who knows."""
    tight = header.replace(" ", "")
    if _KIN.search(tight):
        return "private"
    kinds = (("office", _OFFICE), ("private", _PRIVATE), ("other", _OTHER))
    return next((kind for kind, words in kinds if words.search(tight)), "")


def in_rows(reading: Reading, text: str, hits: Sequence[Hit]) -> Iterator[CellName]:
    """Yield cells shaped like a name under a header that says whose, or beside an ID.

    `text` is the reading's, with what is claimed already blanked out.
    """
    yield from _not_persons(reading, hits)
    persons: set[tuple[int, int]] | None = None
    headings: frozenset[tuple[int, int]] | None = None
    for segment, start, end in _candidates(reading, text):
        cell = segment.cell
        kind = _kind(segment.labels.column)
        if not segment.labels.column:
            if headings is None:
                headings = frozenset(header_cells(reading))
            if (start, end) in headings and _is_heading_beside_names(reading, start, end):
                continue
        if kind not in _WHOSE:
            kind = _kind_to_the_left(reading, start) or kind
        if kind == "office" and cell is not None and _is_kin(reading, segment, cell.table):
            kind = "private"
        if kind == "office":
            yield CellName(start, end, Role.OFFICE)
        elif kind == "private":
            yield CellName(start, end, Role.UNKNOWN)
        elif cell is not None and kind != "other" and not is_ordinary_in_a_row(text[start:end]):
            if persons is None:
                persons = _rows_of_persons(reading, hits)
            if (cell.table, cell.row) in persons:
                yield CellName(start, end, Role.UNKNOWN)


def _is_heading_beside_names(reading: Reading, start: int, end: int) -> bool:
    """Tell whether a word heads a column of its own beside the names': 姓名, 原因."""
    if is_ordinary_in_a_row(reading.text[start:end]):
        return True
    index = reading.index_at(start)
    cell, label = reading.segments[index].cell, tight(_label_to_the_left(reading, index))
    return cell is not None and any(
        column.table == cell.table
        and tight(column.labels.column) == label
        and holds_names(reading.segments[at].text for at in column.cells)
        for column in columns(reading)
        if label
    )


def _is_kin(reading: Reading, segment: Segment, table: int) -> bool:
    """Tell whether a column of contacts stands in a list of persons, and names their people."""
    if not _CONTACT.fullmatch(segment.labels.column.replace(" ", "")):
        return False
    names = headers(reading).get(table, set())
    if any(map(_UNITS.search, names)):
        return False
    if any(map(_OF_ONE.search, names)):
        return True
    return any(map(_LISTED.search, names)) and not any(map(_VILLAGES.search, names))


def in_cell(reading: Reading, start: int) -> bool:
    """Tell whether a place lies in a cell of a table."""
    return reading.segments[reading.index_at(start)].cell is not None


def trimmed(reading: Reading, hits: Sequence[Hit], pack: Pack) -> Iterator[Hit]:
    """Yield what of a cell is a name, where its column claims more: remarks, several names.

    A name that is masked already is claimed as such.
    """
    text = reading.text
    shape_of: dict[str, str] = {}
    for hit in hits:
        if hit.pack is not pack:
            continue
        value = text[hit.start : hit.end]
        hides = not _HIDES.isdisjoint(value)
        if (not hides and shapes.is_name(value)) or not in_cell(reading, hit.start):
            continue
        if hides and value not in shape_of:
            shape_of[value] = shapes.masked_shape(value)
        if masked := shape_of.get(value, ""):
            told = hit.evidence
            evidence = because(Tier.SHAPE, told.label, told.role, told.checked, masked)
            yield hit._replace(rank=_ABOVE_ALL, score=1.0, evidence=evidence)
        elif not shapes.is_name(value) and _REMARKED.fullmatch(value):
            for name in _outside_brackets(value):
                start, end = hit.start + name[0], hit.start + name[1]
                yield hit._replace(rank=_ABOVE_ALL, start=start, end=end)


def _outside_brackets(value: str) -> Iterator[tuple[int, int]]:
    at = 0
    while name := _NAME.search(value, at):
        yield name.span()
        at = name.end()
        if value[at : at + 1] in {"（", "("}:
            at = max(value.find("）", at), value.find(")", at)) + 1


def _kind_to_the_left(reading: Reading, start: int) -> str:
    """Say whose name the label to the left of a form's cell announces, if it does."""
    kind = _kind(_label_to_the_left(reading, reading.index_at(start)))
    return kind if kind in _WHOSE else ""


def _label_to_the_left(reading: Reading, index: int) -> str:
    """Return what stands in the cell to the left of another, if it is short."""
    left, cell = reading.segments[index - 1], reading.segments[index].cell
    if not index or cell is None or left.cell is None or len(left.text) > _LEFT_LABEL:
        return ""
    beside = left.cell.column + left.cell.column_span == cell.column
    if not beside or (left.cell.table, left.cell.row) != (cell.table, cell.row):
        return ""
    return left.text


def _not_persons(reading: Reading, hits: Sequence[Hit]) -> Iterator[CellName]:
    """Yield what stands under a person's header and is an office, a firm or an official."""
    claimed = [hit for hit in hits if hit.pack.entity_type == "PERSON"]
    officials = _officials(reading, hits) if claimed else frozenset()
    for hit in claimed:
        value = reading.text[hit.start : hit.end]
        if (
            (len(value) >= _SHORTEST_FIRM and _FIRM.search(value))
            or (_SETTLEMENT.search(value) and _alone(reading, hit))
            or _is_officials(reading, hit, officials, hits)
        ):
            yield CellName(hit.start, hit.end, Role.OFFICE)


def _is_officials(
    reading: Reading, hit: Hit, officials: frozenset[tuple[int, int]], hits: Sequence[Hit]
) -> bool:
    """Tell whether a claimed name is an official's: by its row, or by the form around it."""
    index = reading.index_at(hit.start)
    cell = reading.segments[index].cell
    if cell is None:
        return False
    if (cell.table, cell.row) in officials:
        return True
    if reading.segments[index].labels.column:
        return False
    label = _label_to_the_left(reading, index)
    return _kind(label) == "office" or (bool(label) and _in_officials_form(reading, index, hits))


def _in_officials_form(reading: Reading, index: int, hits: Sequence[Hit]) -> bool:
    """Tell whether the form that goes on behind a name gives its bearer's post, and no ID."""
    name, label = reading.segments[index], reading.segments[index - 1].text
    last = index
    for at in range(index + 1, min(len(reading.segments), index + _FORM)):
        segment = reading.segments[at]
        if segment.cell is None or name.cell is None or segment.cell.table != name.cell.table:
            break
        if segment.text == label:
            break
        last = at
    behind = range(index + 1, last + 1)
    posts = (
        _POST.search(_label_to_the_left(reading, at))
        and _TITLE.search(reading.segments[at].text.rstrip())
        for at in behind
    )
    return any(posts) and not any(
        hit.pack.entity_type in OF_A_PERSON - {"CN_MOBILE"}
        and reading.index_at(hit.start) in behind
        for hit in hits
    )


def _alone(reading: Reading, hit: Hit) -> bool:
    """Tell whether a row holds nothing else: it heads a section."""
    index = reading.index_at(hit.start)
    segments = reading.segments
    cell = segments[index].cell
    return cell is not None and not any(
        other is not None and (other.table, other.row) == (cell.table, cell.row)
        for other in (one.cell for one in segments[max(0, index - 1) : index + 2 : 2])
    )


def _officials(reading: Reading, hits: Sequence[Hit]) -> frozenset[tuple[int, int]]:
    """Return the rows of people in office: a post is named, and nothing of a private person's.

    A register of licensed people (律师, 医师) is public as a whole.
    """
    licensed = {
        table for table, names in headers(reading).items() if any(map(_LICENSED.search, names))
    }
    rows = {
        (cell.table, cell.row)
        for column in columns(reading)
        if column.table in licensed or _POST.search(column.labels.column)
        for segment in map(reading.segments.__getitem__, column.cells)
        if (cell := segment.cell) is not None
        and (cell.table in licensed or _TITLE.search(segment.text.rstrip()))
    }
    # A list of those on duty gives their telephones.
    private = OF_A_PERSON - {"CN_MOBILE", "BIRTH_DATE"}
    if not rows:
        return frozenset()
    born = _rows_with_numbers(reading, hits, frozenset({"BIRTH_DATE"}))
    told = {
        table for table, names in headers(reading).items() if any(map(_APPOINTED.search, names))
    }
    born = {row for row in born if row[0] not in told}
    return frozenset(rows - born - _rows_with_numbers(reading, hits, private))


def _candidates(reading: Reading, text: str) -> Iterator[tuple[Segment, int, int]]:
    """Yield the cells that hold a name's shape and nothing else; one search for all of them."""
    cells = _beginnings(text)
    for found in _at(cells, _CELL, text):
        start, end = found.span("name")
        segment = reading.segments[reading.index_at(start)]
        if segment.cell is not None and not shapes.is_word(found["name"]):
            yield segment, start, end
    for found in _at(cells, _NAMES, text):
        start, end = found.span("names")
        segment = reading.segments[reading.index_at(start)]
        if segment.cell is not None and (
            _kind(segment.labels.column) in _WHOSE or _kind_to_the_left(reading, start)
        ):
            for name in _NAME.finditer(text, start, end):
                yield segment, *name.span()
    for found in _at(cells, _REMARKED_CELL, text):
        start, end = found.span("name")
        segment = reading.segments[reading.index_at(start)]
        if segment.cell is not None and _kind_to_the_left(reading, start):
            yield segment, start, end


def _beginnings(text: str) -> list[int]:
    """Return where cells begin that may begin with a name, each with the separator before it."""
    inner = (at - 1 for at in _FIRST.places(text) if at and text[at - 1] == "\x1e")
    return [0, *inner]


def _at(places: Sequence[int], pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield what `pattern.finditer` does, where each of its matches begins at one of the places."""
    reached = 0
    for place in places:
        if place >= reached and (found := pattern.match(text, place)) is not None:
            reached = found.end()
            yield found


def _rows_of_persons(reading: Reading, hits: Sequence[Hit]) -> set[tuple[int, int]]:
    return _rows_with_numbers(reading, hits) | {
        (segment.cell.table, segment.cell.row)
        for segment in reading.segments
        if segment.cell is not None and segment.text in _SEX
    }


def _rows_with_numbers(
    reading: Reading, hits: Sequence[Hit], kinds: frozenset[str] = OF_A_PERSON
) -> set[tuple[int, int]]:
    rows = set()
    for hit in hits:
        if hit.pack.entity_type in kinds and hit.evidence.role is not Role.OFFICE:
            cell = reading.segments[reading.index_at(hit.start)].cell
            if cell is not None:
                rows.add((cell.table, cell.row))
    return rows


_LINE, _LIST = 60, 1000
# Heads of such a list; a notice's 值班电话 is none.
_DUTY = re.compile(
    r"(?:^|\n)[^\n：:，。0-9]{0,30}(?:值班(?:员|人员|领导|干部)|带班领导)[^\n：:，。0-9]{0,40}\n"
)
_PIECE = later(
    rf"(?:^|(?<=[ ,，、|;；:：0-9.\t）)]))(?P<name>{shapes.WHOLE}|{shapes.SPACED}|"
    rf"{shapes.DOTTED})(?=[ ,，、|;；:：（(\t0-9*]|$)"
)


def in_lines(text: str, hits: Sequence[Hit]) -> Iterator[CellName]:
    """Yield the first name of each line of text that also holds something of a person's."""
    seen = set()
    for hit in hits:
        if hit.pack.entity_type not in OF_A_PERSON or hit.evidence.role is Role.OFFICE:
            continue
        if text[hit.start - 1 : hit.start] == "\n":
            continue
        far = max(0, hit.start - _LINE - 1)
        low = max(text.rfind("\n", far, hit.start), text.rfind("。", far, hit.start)) + 1
        if low in seen or low == hit.start or (not low and far):
            continue
        seen.add(low)
        for piece in _PIECE.finditer(text[low : hit.start]):
            at = low + piece.start()
            if shapes.is_unit(text, at) or is_ordinary_in_a_row(piece["name"]):
                continue
            if not shapes.masked_shape(piece["name"]):
                role = Role.OFFICE if _is_of_duty(text, low) else Role.UNKNOWN
                yield CellName(low + piece.start("name"), low + piece.end("name"), role)


def _is_of_duty(text: str, low: int) -> bool:
    """Tell whether a line belongs to a list of who is on duty, by the heads above it."""
    return _DUTY.search(text, max(0, low - _LIST), low) is not None


def is_ordinary_in_a_row(value: str) -> bool:
    """Tell whether what looks like a name is a word, a firm or a place, even beside a number."""
    return (
        shapes.is_ordinary(value)
        or (value[0] in RISKY and tagger.is_common(value[1:]))
        or value[-2:] in {"商行", "支行", "联社"}
        or value[-1] in "村镇乡县市区组路街局厂店院校社部委办站所队州省庄屯沟人者员户方费款金"
    )
