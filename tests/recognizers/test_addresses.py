"""Home addresses in sentences, over lines and in tables; offices keep theirs."""

from __future__ import annotations

import re

import pytest
from tests.recognizers.claims import Claims, table

from deident.api import Deidentifier
from deident.model import Cell, Kind, Segment

_CLAIMS = Claims("CN_HOME_ADDRESS")
found, in_segments = _CLAIMS.found, _CLAIMS.in_segments


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("被告张某，住山西省虚构县城关镇东街村3组12号。", ["山西省虚构县城关镇东街村3组12号"]),
        (
            "李某某，户籍地山西省虚构县，现住虚构县幸福小区3号楼2单元501室。",
            ["虚构县幸福小区3号楼2单元501室"],
        ),
        (
            "租住于滨河路县委家属院3号楼1单元402室的王五反映漏水。",
            ["滨河路县委家属院3号楼1单元402室"],
        ),
        (
            "家住内蒙古自治区虚构自治旗虚构镇多布库尔嘎查2组",
            ["内蒙古自治区虚构自治旗虚构镇多布库尔嘎查2组"],
        ),
        (
            "住新疆维吾尔自治区虚构市艾提尕尔·巴格街道3号院8-2-301。",
            ["新疆维吾尔自治区虚构市艾提尕尔·巴格街道3号院8-2-301"],
        ),
        ("其系虚构县甲乡乙村村民，长期在外务工。", ["虚构县甲乡乙村"]),
        ("女，67岁，红旗镇光明村西沟组村民，", ["红旗镇光明村西沟组"]),
    ],
)
def test_a_home_is_found_behind_its_word(text: str, values: list[str]) -> None:
    """住, 户籍地, 家在 and 租住 announce a home, down to its last door."""
    assert found(text) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("张三 男 城关镇东街村3组 身份证149999199003071236", ["城关镇东街村3组"]),
        ("民警在虚构县城关镇东街12号其家中将其抓获。", ["虚构县城关镇东街12号"]),
        ("李某 13800000099 和平里小区2-3-502", ["和平里小区2-3-502"]),
    ],
)
def test_a_door_beside_a_person_is_a_home(text: str, values: list[str]) -> None:
    """An ID, a name in hiding or 家中 beside a door says whose it is."""
    assert found(text) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("家庭住址：山西省虚构县城关镇\n东街99号，邮编另附", ["山西省虚构县城关镇\n东街99号"]),
        (
            "家庭住址：虚构县城关镇东街（原粮站家属院）3号楼2单元",
            ["虚构县城关镇东街（原粮站家属院）3号楼2单元"],
        ),
    ],
)
def test_an_address_goes_on_over_a_line_and_a_bracket(text: str, values: list[str]) -> None:
    """What a label claims is followed to its end."""
    assert found(text) == values


@pytest.mark.parametrize(
    "text",
    [
        "办公地址：某县人民路99号",
        "地点：某县人民路99号政务服务中心3楼302室，联系人张三，电话13800000012。",
        "项目位于城关镇东街村3组，总投资300万元。",
        "居住在本市城区的居民可以申请。",
        "住建局召开会议，研究住房保障和住院报销政策。",
        "家住农村的学生可以申请走读。",
        "法院依法拍卖位于虚构区幸福路9号1栋2单元301室的房产。",
        "某某有限公司，统一社会信用代码91999999MA00000000，住所：虚构县甲乡工业路8号。",
    ],
)
def test_offices_and_works_keep_their_addresses(text: str) -> None:
    """窗口, 地点, 项目 and rules about residence are nobody's home."""
    assert found(text) == []


def test_a_column_of_addresses_is_homes_where_persons_are_listed() -> None:
    """地址 beside 姓名 is a home; the village stays, group and house number go."""
    people = table(("姓名", "村", "组", "地址"), ("赵某", "东街村", "3组", "虚构县东街12号"))
    assert in_segments(*people) == ["3组", "虚构县东街12号"]


def test_in_a_column_of_villages_and_groups_the_village_stays() -> None:
    """Its heading is no address either."""
    rows = table(("姓名", "村组"), ("赵钱孙", "东村三组"), ("周吴郑", "新村村第2组"))
    assert in_segments(*rows) == ["三组", "第2组"]


def test_a_column_of_addresses_is_offices_where_firms_are_listed() -> None:
    """地址 beside 公司名称 is a place of business."""
    assert in_segments(*table(("公司名称", "地址"), ("某某公司", "虚构县东街12号"))) == []


def bare(*rows: tuple[str, ...]) -> tuple[Segment, ...]:
    """Return the cells of a table without a header."""
    return tuple(
        Segment(id=f"{r}.{c}", text=text, cell=Cell(table=0, row=r, column=c))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )


def test_an_address_in_a_row_with_an_id_needs_no_header() -> None:
    """The row says whose it is."""
    rows = bare(
        ("1", "王建国", "149999199003071236", "虚构县城关镇东街村3组12号"),
        ("2", "李秀英", "149999198503071238", "幸福小区3号楼2单元501室"),
    )
    assert in_segments(*rows) == ["虚构县城关镇东街村3组12号", "幸福小区3号楼2单元501室"]


def test_an_office_in_a_row_keeps_its_address() -> None:
    """The person beside it is its contact."""
    rows = bare(
        ("虚构县民政局", "城关镇东街3号", "王建国", "13800000099"),
        ("虚构县中医院", "城关镇西街5号", "李秀英", "13800000098"),
    )
    assert in_segments(*rows) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "申请人姓名：王建国\n身份证号码：149999199003071236\n通讯地址：城关镇幸福社区2组71号",
            ["城关镇幸福社区2组71号"],
        ),
        ("通信地址：城关镇东街村三组103号（王建国收）", ["城关镇东街村三组103号"]),
        (
            "【网民姓名】王建国【所在地】虚构县城关镇东街村3组【主题】供暖",
            ["虚构县城关镇东街村3组"],
        ),
        (
            "房屋坐落于电力局家属院30号楼3单元503室，权利人为王建国。",
            ["电力局家属院30号楼3单元503室"],
        ),
        ("采购人：虚构县教育局\n联系地址：虚构县人民路99号\n联系人：王建国", []),
        ("通讯地址：虚构县人民路99号政务服务中心3楼", []),
        ("原告王某，男，汉族。被告：虚构县司法局，住虚构县东街146号。", []),
        ("停水范围：东街以北，含棉纺厂家属院、文昌社区三组。", []),
    ],
)
def test_who_stands_around_a_label_says_whose_its_address_is(text: str, values: list[str]) -> None:
    """联系地址 is asked of offices and of persons."""
    assert found(text) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "您的通信地址：虚构县城关镇北大街5号院3排2号，邮编043800。",
            ["虚构县城关镇北大街5号院3排2号"],
        ),
        ("申请人通讯地址：虚构县城关镇北大街5号", ["虚构县城关镇北大街5号"]),
        ("通信地址：虚构县城关镇北大街5号（县政府大院）", []),
    ],
)
def test_a_label_may_say_whose_the_address_is(text: str, values: list[str]) -> None:
    """您的 and 申请人 before it are enough."""
    assert found(text) == values


def test_an_address_goes_on_over_two_line_ends() -> None:
    """Forms are narrow."""
    text = "家庭住址：虚构县城关镇\n东街村\n8组300号"
    assert "".join(found(text)).endswith("8组300号")


def test_a_line_of_a_picture_may_end_inside_a_doors_number() -> None:
    """The rest of it begins the next line."""
    first = Segment(id="a", text="王某，住新庄镇滨河东路29号18栋8", kind=Kind.OCR)
    second = Segment(id="b", text="60室）请于十日内履行", kind=Kind.OCR, follows="a")
    assert in_segments(first, second) == ["新庄镇滨河东路29号18栋860室"]


def test_sums_and_signatures_under_a_column_are_no_addresses() -> None:
    """The last rows of a table are nobody's."""
    rows = table(
        ("姓名", "家庭住址"),
        ("(1)", "(2)"),
        ("王建国", "虚构县城关镇东街村3组"),
        ("合计", "76980"),
        ("", "填表日期：2023年5月6日"),
    )
    assert in_segments(*rows) == ["虚构县城关镇东街村3组"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("现住址：__东关村第六村民小组__", ["东关村第六村民小组"]),
        ("张晓梅住河西镇锦绣花园8#楼2单元5层东户", ["河西镇锦绣花园8#楼2单元5层东户"]),
        ("户籍地：虚构县人民路36＃2＃楼101室", ["虚构县人民路36＃2＃楼101室"]),
        ("家住电厂家属院3#-2-402的李大明", ["电厂家属院3#-2-402"]),
        ("家住锦绣花园8号楼#2单元501的李大明", ["锦绣花园8号楼#2单元501"]),
        (
            "李大明，149999199003072316，河西镇农机公司家属楼5栋564",
            ["河西镇农机公司家属楼5栋564"],
        ),
        ("李大明，149999199003072316，粮食局集资楼2单元301", ["粮食局集资楼2单元301"]),
        ("李大明，149999199003072316，农业银行家属楼2-301", ["农业银行家属楼2-301"]),
    ],
)
def test_doors_and_dwellings_are_written_in_many_ways(text: str, values: list[str]) -> None:
    """A form's line, # for 号, and dwellings that are called after an office."""
    assert found(text) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "李军，女，1923年4月生，北张镇王家沟村第七村民小组，联系人谭向阳，13800001234",
            ["北张镇王家沟村第七村民小组"],
        ),
        ("李军，女，1923年4月5日生，虚构县北张镇王家沟村，党员", ["虚构县北张镇王家沟村"]),
        (
            "李大明（149999199003072316）将坐落于柳林镇王家沟村第一村民小组的房屋所有权证遗失",
            ["柳林镇王家沟村第一村民小组"],
        ),
        ("位于南关街道南庄北巷9号的房屋系钟月娥所有", ["南关街道南庄北巷9号"]),
        (
            "甲方：李大明，身份证号149999199003072316\n乙方：某粮站\n"
            "租赁物：位于南关街道南庄北巷9号的门面房两间",
            ["南关街道南庄北巷9号"],
        ),
        (
            "诉求地址：虚构县西坡村9组98号\n诉求内容：市民顾天佑来电反映停水",
            ["虚构县西坡村9组98号"],
        ),
        ("用水地址：学府街御景苑10栋325 户名：张晓梅", ["学府街御景苑10栋325"]),
        (
            "addr=虚构县黄土塬乡府前街50号;name=陈桂兰;sfzh=149999199003072316",
            ["虚构县黄土塬乡府前街50号"],
        ),
    ],
)
def test_whose_a_place_is_may_stand_before_and_behind(text: str, values: list[str]) -> None:
    """Particulars, a lost deed, an owner, a caller: the place is theirs."""
    assert found(text) == values


@pytest.mark.parametrize(
    "text",
    [
        "李大明（149999199003072316）请到虚构县城关镇新华南路23号302室办理手续",
        "名单：李大明、陈桂兰。可向县纪委监委（0354-8799467）反映，地址：虚构县水头村第五村民小组。",
        "陈桂兰 149999199503072420\n财政所电话：8439491   地址：虚构县城关镇新华南路23号",
        "申请人李大明可向虚构县人民政府（地址：虚构县城关镇新华南路23号）申请复议",
        "送货联系人：李大明 电话：13800001234 送货地址：虚构县御景苑12幢4单元1801室",
        "改造老旧小区12个，其中翰林苑小区6#楼、8#楼已完工，联系李大明",
    ],
)
def test_persons_named_before_an_offices_address_do_not_make_it_theirs(text: str) -> None:
    """Who is bidden to an office, or may write to it, does not live there."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("被告张某，住山西省虚构县城关镇东街村3组12号。", "山西省虚构县城关镇东街村3组12号"),
        ("李某某，现住虚构县幸福小区3号楼2单元501室。", "虚构县幸福小区3号楼2单元501室"),
        ("租住于滨河路县委家属院3号楼1单元402室的王五", "滨河路县委家属院3号楼1单元402室"),
        ("张三 男 城关镇东街村3组 身份证149999199003071236", "城关镇东街村3组"),
        ("民警在虚构县城关镇东街12号其家中将其抓获。", "虚构县城关镇东街12号"),
        ("家庭住址：虚构县城关镇东街3号院2号楼", "虚构县城关镇东街3号院2号楼"),
        ("通信地址：城关镇东街村三组103号（王建国收）", "城关镇东街村三组103号"),
        ("李大明，149999199003072316，河西镇粮站家属楼5栋564", "河西镇粮站家属楼5栋564"),
        ("用水地址：学府街御景苑10栋325 户名：张晓梅", "学府街御景苑10栋325"),
        ("位于南关街道南庄北巷9号的房屋系钟月娥所有", "南关街道南庄北巷9号"),
        ("系幸福小区3号楼2单元501室业主李大明", "幸福小区3号楼2单元501室"),
    ],
)
def test_blanks_around_the_numbers_change_nothing(text: str, value: str) -> None:
    """Word parts digits from characters by a gap, and so do many who type: 3 组 12 号."""
    spread = re.sub("([0-9]+)", r" \1 ", value).replace("  ", " ").strip()
    behind = re.sub("([0-9]+)(?=[一-龥])", r"\1 ", value)
    assert found(text) == [value]
    assert found(text.replace(value, spread)) == [spread]
    assert found(text.replace(value, behind)) == [behind]


@pytest.mark.parametrize(
    "text",
    [
        "会议室在 4 号楼 2 层，联系人李大明",
        "停水范围：幸福小区 4 号楼 2 单元、5 号楼",
        "请到 3 号楼 2 单元 501 室领取，联系人李大明",
        "第 3 组 组长李大明，第 4 组 组长王大勇",
        "2 号车间 3 号机组由李大明负责",
        "李大明 3 号 5 栋",
        "征收柳林镇上庄村 3 组集体土地 12.5 亩，涉及李大明等 20 户",
        "幸福小区 3 号楼 业主委员会成立，主任李大明",
        "办公地址：虚构县人民路 99 号 3 号楼 302 室",
    ],
)
def test_numbers_with_blanks_are_not_all_addresses(text: str) -> None:
    """Groups of experts, machines and meeting rooms are counted in the same way."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("装机地址：金山镇上庄村8组33号，联系人李大明", ["金山镇上庄村8组33号"]),
        ("宽带报修：装机地址金山镇上庄村8组33号", ["金山镇上庄村8组33号"]),
        ("报修地址：幸福小区4号楼2单元501", ["幸福小区4号楼2单元501"]),
        ("户名李大明 用电地址东城街道仁和里3-4-12", ["东城街道仁和里3-4-12"]),
        ("上门服务地址：幸福小区4号楼2单元501", ["幸福小区4号楼2单元501"]),
        ("送达地址：金山镇上庄村8组33号", ["金山镇上庄村8组33号"]),
        ("赵大地（自然人），地址：老城街道文庙巷9号院", ["老城街道文庙巷9号院"]),
        ("服务地址：虚构县政务服务中心3楼302室", []),
        ("采购人：虚构县教育局\n安装地址：虚构县人民路99号3号楼2单元", []),
        ("申请人李大明可向虚构县人民政府申请复议。\n地址：虚构县人民路99号3号楼302室", []),
        ("幸福养老院\n地址：柳林镇上庄村3组12号\n电话：0359-8530118", []),
    ],
)
def test_what_a_household_is_asked_for_is_a_home(text: str, values: list[str]) -> None:
    """Water, power, repairs and letters come to a flat or to a village's group."""
    assert found(text) == values


def _parts(*texts: str) -> list[str]:
    return in_segments(*(Segment(id=f"s{at}", text=text) for at, text in enumerate(texts)))


def test_a_forms_parts_say_together_whose_an_address_is() -> None:
    """Paragraphs, and the names and values of a list on a page of the web."""
    home = "柳林镇上庄村3组12号"
    assert _parts("申请人：李大明", "手机：13800000099", f"地址：{home}") == [home]
    assert _parts("申请人", "李大明", "手机", "13800000099", "地址", home) == [home]
    assert _parts("单位", "虚构县民政局", "电话", "8530117", "地址", home) == []
    assert _parts("采购人：虚构县教育局", f"地址：{home}", "联系人：李大明") == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("业主王某，5栋1204，退休教师", ["5栋1204"]),
        ("李大明 5栋2单元1801 13800000099", ["5栋2单元1801"]),
        ("李某（149999199003072316，城关街道铁路家属院4排6号）", ["城关街道铁路家属院4排6号"]),
        ("陈某 68岁 未央街道红坡坊3栋2单元5号 13800000099", ["未央街道红坡坊3栋2单元5号"]),
        ("3号楼201教室 监考员李大明 13800000099", []),
        ("联系人：李大明 13800000099 办公地点 3号楼201", []),
    ],
)
def test_a_flat_in_somebodys_own_line_is_a_home(text: str, values: list[str]) -> None:
    """No label announces it, and no street."""
    assert found(text) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "户籍所在地 虚构县柳林乡上庄村 现住址 同上 联系方式 13800000099",
            ["虚构县柳林乡上庄村"],
        ),
        ("现住址 同上 工作单位 虚构县柳林乡农机站", []),
        ("住址 虚构县柳林乡上庄村3组 13800000099", ["虚构县柳林乡上庄村3组"]),
        ("家庭住址________乡（镇）________村", []),
        ("家庭住址：        乡（镇）       村       组", []),
        ("诉求内容：李大明反映锦绣花园小区3号楼2单元501室漏水", ["锦绣花园小区3号楼2单元501室"]),
        ("邮寄地址：虚构市并州北路88号虚构县驻并办事处 李处长收 邮编030001", []),
    ],
)
def test_a_label_claims_its_value_and_no_more(text: str, values: list[str]) -> None:
    """The next label, an empty form's words and an office's name are no part of a home."""
    assert found(text) == values


def test_flats_in_tables_are_homes() -> None:
    """房号 beside 业主, 用水地址 beside 户名; an officer's room stays."""
    flats = table(("业主姓名", "房号"), ("李大明", "3-2-501"), ("赵小红", "5栋1204"))
    assert in_segments(*flats) == ["3-2-501", "5栋1204"]
    water = table(("户名", "用水地址", "欠费"), ("李大明", "仁和里3-4-12", "77.31"))
    assert in_segments(*water) == ["仁和里3-4-12"]
    rooms = table(("姓名", "职务", "房号"), ("李大明", "科长", "402"), ("赵小红", "主任", "3-204"))
    assert in_segments(*rooms) == []


def test_a_lost_deed_names_somebodys_house() -> None:
    """Who lost it may have a name nobody knows; a firm's stays."""
    lost = "因保管不善，将位于虚构区南山街道南山路17号内12户的不动产权证书遗失"
    assert found(f"矫红霞{lost}") == ["虚构区南山街道南山路17号内12户"]
    assert found(f"虚构县宏达有限公司{lost}") == []


def test_a_known_home_is_found_again_with_other_blanks() -> None:
    """One paragraph of a page is typed with blanks, another without."""
    for first, second in (
        ("上庄村3组12号", "上庄村 3 组 12 号"),
        ("上庄村 3 组 12 号", "上庄村3组12号"),
        ("上庄村 3 组 12 号", "上庄村 3 组 12 号"),
    ):
        masked = Deidentifier().mask_text(f"家庭住址：柳林镇{first}\n\n会议在柳林镇{second}召开")
        assert "12" not in masked.text


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "申请人现住址（虚构县城关镇东街89号3幢1单元1201室）",
            ["虚构县城关镇东街89号3幢1单元1201室"],
        ),
        ("住址证明（虚构县城关镇上河村3组12号）属实。", ["虚构县城关镇上河村3组12号"]),
        ("李某，现居虚构县城关镇上河村3组。", ["虚构县城关镇上河村3组"]),
        ("家庭住址：上河村。", ["上河村"]),
        ("户籍地（城关镇上河村）", ["城关镇上河村"]),
        ("来电人李小龙，城关镇上河村人，手机号13800000099", ["城关镇上河村"]),
        ("现居委会有社区干部3人，现居民1200人。", []),
        ("须提交住址证明（东街社区开具）和水电费单。", []),
        ("青年干部张某十人一组拉扯巨型毛笔。", []),
    ],
)
def test_a_home_may_stand_in_brackets_or_behind_a_short_word(text: str, values: list[str]) -> None:
    """现住址（…）, 现居…, and the village that somebody is said to be of."""
    assert found(text) == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("您反映的丰泽新村9幢3单元404室门前路灯不亮解决了吗？", ["丰泽新村9幢3单元404室"]),
        ("来电反映东街8号院3号楼2单元301室下水道堵塞。", ["东街8号院3号楼2单元301室"]),
        ("关于阳光城翡丽湾27栋2-1202漏水问题的回复", ["阳光城翡丽湾27栋2-1202"]),
        (
            "赖赟　0999-9999999　赶秋路118号御景湾14幢2单元1501室",
            ["赶秋路118号御景湾14幢2单元1501室"],
        ),
        ("反映和谐家园小区3号楼2单元电梯故障。", []),
        ("关于滨江路3号楼2单元加装电梯的回复", []),
        ("林业局　0999-9999999　赶秋路118号3栋2单元201室", []),
        ("地点：西塘镇东街9号，户主王某", ["西塘镇东街9号"]),
        ("王某家在幸福小区9号楼2单元404室法庭对面", ["幸福小区9号楼2单元404室"]),
    ],
)
def test_a_flat_in_a_complaint_or_a_list_is_somebodys(text: str, values: list[str]) -> None:
    """Whoever lives there need not be named; buildings and stairs stay."""
    assert found(text) == values


@pytest.mark.parametrize(
    "text",
    [
        "被处罚人：赵某 身份证号：149999198001010748 经营场所：大兴镇上河村12号 住所：同上",
        "联系地址：虚构县颍河路80号 联系人：王大有 李小龙 联系电话：0999-9999999",
        "死者李某，亲属王某，登记电话13800000091\n死者赵某，亲属孙某，登记电话13800000092\n"
        "联系电话：0999-9999999 地址：虚构市大道66号",
        "王某生日庆典，地点在西塘镇塔湾，庙占地约十亩。",
        "报修地址：县第二中学3号宿舍楼201室，联系人张三13800000099",
    ],
)
def test_what_a_label_gives_to_an_office_stays(text: str) -> None:
    """Where somebody trades, where a notice is answered, where something takes place."""
    assert found(text) == []


def test_where_a_households_house_stands_is_its_home() -> None:
    """坐落 is a home beside 户主, and a field beside 地块."""
    homes = table(("户主", "坐落"), ("李某", "坝美村8社15号"), ("赵某", "坝美村1号"))
    assert in_segments(*homes) == ["坝美村8社15号", "坝美村1号"]
    fields = table(("户主", "地块名称", "坐落"), ("李某", "大田", "坝美村8社"))
    assert in_segments(*fields) == []


@pytest.mark.parametrize(
    "text",
    [
        "全市95%以上户籍0-3岁婴幼儿的家长接受科学育儿指导。",
        "户籍12-15周岁适龄女生免费接种。",
        "户籍3-5人的家庭可以申请。",
    ],
)
def test_ages_and_counts_are_no_doors(text: str) -> None:
    """0-3岁 is how old somebody is."""
    assert found(text) == []
