"""The scenes of the rosters: which columns they have and the words that head them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.corpus import numbers, words
from tests.corpus import roster_cells as cells
from tests.corpus.listed import listed
from tests.corpus.lookalikes import LOOKALIKES
from tests.corpus.roster_cells import Cell, Person

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it is, the words that may head it, how a cell is written."""

    entity_type: str
    headers: tuple[str, ...]
    make: Callable[[Person], Cell]
    group: str = ""


def _column(
    entity_type: str, headers: str, make: Callable[[Person], Cell], group: str = ""
) -> Column:
    """Make a column; its headers are written with spaces between."""
    return Column(entity_type, tuple(headers.split()), make, group)


def _word(slot: str) -> Callable[[Person], Cell]:
    """Fill a column with a neutral word or a look-alike."""
    return cells.free(LOOKALIKES[slot])


COLUMNS: dict[str, Column] = {
    "seq": _column("", "序号 编号 No. 顺序号", lambda p: Cell(p.serial)),
    "name": _column(
        "PERSON", "姓名 户主姓名 户主 领款人 农户姓名 人员姓名", lambda p: Cell(p.name)
    ),
    "driver": _column("PERSON", "驾驶人 当事人 驾驶员姓名 车主", lambda p: Cell(p.name)),
    "village": _column("", "村名 所在村 村（社区） 行政村", lambda p: Cell(p.village)),
    "id": _column(
        "CN_RESIDENT_ID",
        "身份证号码 身份证号 公民身份号码 证件号码 居民身份证号 户主身份证号码 身份证件号 "
        "本人身份证号",
        cells.resident,
        "基本信息",
    ),
    "legal_id": _column(
        "CN_RESIDENT_ID",
        "法定代表人身份证号 法人证件号码 负责人身份证号码 法人身份证",
        cells.another_resident,
    ),
    "guardian_id": _column(
        "CN_RESIDENT_ID", "监护人身份证号 家长身份证号码 监护人证件号", cells.another_resident
    ),
    "licence": _column("CN_RESIDENT_ID", "驾驶证号 驾驶证号码 机动车驾驶证号", cells.licence),
    "student": _column("CN_RESIDENT_ID", "学籍号 全国学籍号", cells.student),
    "disability": _column("CN_DISABILITY_ID", "残疾人证号 残疾证号 残疾证号码", cells.disability),
    "phone": _column(
        "CN_MOBILE",
        "联系电话 手机号码 联系方式 手机 电话 本人联系电话 联系电话（手机） 移动电话",
        cells.phone,
        "基本信息",
    ),
    "guardian_phone": _column(
        "CN_MOBILE", "家长电话 监护人联系电话 家长手机号 学生家长联系方式", cells.phone
    ),
    "landline": _column("CN_LANDLINE", "户主电话 家庭电话 宅电 家庭联系电话", cells.home_line),
    "bank": _column(
        "CN_BANK_CARD",
        "银行账号 一卡通账号 银行卡号 开户账号 惠农卡号 账号 卡号 领款账号 "
        "社保卡银行账号 银行卡（折）号",
        cells.bank,
        "发放信息",
    ),
    "passbook": _column(
        "CN_BANK_ACCOUNT", "存折账号 一折通账号 存折号", cells.passbook, "发放信息"
    ),
    "plate": _column(
        "CN_VEHICLE_PLATE", "车牌号 号牌号码 车牌号码 车牌 车辆号牌 机动车号牌", cells.plate
    ),
    "lorry": _column("CN_VEHICLE_PLATE", "车牌号码 车号 车辆牌照 牵引车/挂车号牌", cells.lorry),
    "tractor": _column(
        "CN_VEHICLE_PLATE", "牌照号码 农机号牌 拖拉机牌号 号牌号码", cells.farm_plate
    ),
    "ebike": _column("CN_VEHICLE_PLATE", "电动车牌号 电动自行车号牌", cells.bicycle_plate),
    "address": _column("CN_HOME_ADDRESS", "家庭住址 现住址 家庭地址 户籍地址", cells.address),
    "birth": _column("BIRTH_DATE", "出生日期 出生年月日", cells.birth_date, "基本信息"),
    "exam": _column(
        "CN_STUDENT_ID",
        "准考证号 考号",
        cells.other("CN_STUDENT_ID", "cell_exam_number", lambda r: "2023" + numbers.digits(r, 8)),
    ),
    "social": _column(
        "CN_SOCIAL_SECURITY",
        "社保卡号 社会保障卡号",
        cells.other("CN_SOCIAL_SECURITY", "cell_social", lambda r: "E" + numbers.digits(r, 8)),
    ),
    "email": _column(
        "EMAIL_ADDRESS",
        "电子邮箱 邮箱",
        cells.other(
            "EMAIL_ADDRESS", "cell_email", lambda r: f"u{numbers.digits(r, 6)}@mail.example"
        ),
    ),
    "guardian": _column("PERSON", "监护人 监护人姓名 家长姓名", cells.free(words.name)),
    "bankname": _column("", "开户行 开户银行", _word("bankname"), "发放信息"),
    "amount": _column(
        "",
        "补贴金额（元） 金额 发放金额 金额(元)",
        cells.free(lambda r: r.randint(50, 9999)),
        "发放信息",
    ),
    "area": _column(
        "",
        "面积（亩） 核定面积 亩数",
        cells.free(lambda r: round(r.uniform(0.5, 60), 2)),
        "发放信息",
    ),
    "sex": _column("", "性别", _word("sex"), "基本信息"),
    "relation": _column(
        "", "与户主关系", cells.free(lambda r: r.choice(("本人", "配偶", "子", "女")))
    ),
    "grade": _column("", "残疾等级", cells.free(lambda r: r.choice(("一级", "二级", "三级")))),
    "date": _column("", "日期 办理日期 违法时间", _word("dotdate")),
    "docno": _column("", "决定书文号 处罚文号", _word("docno")),
    "law": _column("", "处罚依据", _word("law")),
    "fine": _column(
        "", "罚款（元） 处罚结果", cells.free(lambda r: r.choice((50, 100, 200, 500, 1000)))
    ),
    "road": _column("", "违法地点 地点", _word("road")),
    "car": _column("", "车辆类型 车型", _word("car")),
    "post": _column("", "报考岗位 岗位代码", cells.free(lambda r: f"{r.randint(1, 60):03d}")),
    "score": _column("", "笔试成绩 总成绩", cells.free(lambda r: round(r.uniform(48, 93), 1))),
    "school": _column("", "学校 就读学校", cells.free(lambda r: words.town(r) + "中心小学")),
    "class": _column(
        "", "班级 年级班级", cells.free(lambda r: f"{r.randint(1, 6)}年级{r.randint(1, 4)}班")
    ),
    "company": _column("", "单位名称 建设单位 企业名称", _word("company")),
    "uscc": _column("", "统一社会信用代码 社会信用代码", _word("uscc")),
    "permit": _column("", "施工许可证编号 建筑工程施工许可证编号", _word("permit")),
    "project": _column("", "项目代码 投资项目统一代码", _word("proj")),
    "officetel": _column("", "办公电话 单位电话（办公）", _word("officetel")),
    "fax": _column("", "传真", _word("officetel")),
    "unit_account": _column("", "对公账号 单位基本存款账户", _word("orgacct")),
    "contract": _column("", "合同编号", _word("contract")),
    "remark": _column("", "备注 说明", cells.remark),
}

SCENES: dict[str, tuple[str, ...]] = {
    "subsidy": listed("seq name village id bank bankname area amount phone remark"),
    "farm machines": listed("seq name village id tractor contract amount phone"),
    "relief": listed("seq name village relation id passbook amount landline"),
    "disability": listed("seq name sex disability grade guardian phone bank"),
    "penalty": listed("seq driver id docno law fine date phone"),
    "exposure": listed("seq plate car road date fine"),
    "overload": listed("seq lorry driver licence phone fine date"),
    "recruitment": listed("seq name sex id exam post score phone"),
    "epidemic": listed("seq name id phone address plate date"),
    "land": listed("seq name village id area amount bank bankname"),
    "school": listed("seq name student school class guardian guardian_phone guardian_id"),
    "medical": listed("seq name id social phone amount remark"),
    "units": listed("seq company uscc legal_id officetel fax unit_account"),
    "permits": listed("seq project permit company uscc name id phone"),
    "housing": listed("seq name birth id address plate phone"),
    "bicycles": listed("seq name ebike phone id date"),
    "wages": listed("seq name id bank amount phone email"),
}

TITLES: dict[str, tuple[str, ...]] = {
    "subsidy": ("耕地地力保护补贴发放花名册", "惠民惠农财政补贴资金公示表"),
    "farm machines": ("农机购置补贴公示表", "拖拉机报废更新补贴明细"),
    "relief": ("农村低保对象花名册", "临时救助发放公示"),
    "disability": ("困难残疾人生活补贴发放表",),
    "penalty": ("行政处罚案件信息公示表",),
    "exposure": ("违法停车曝光名单", "机动车交通违法抓拍公示"),
    "overload": ("超限超载车辆处罚台账",),
    "recruitment": ("事业单位公开招聘面试人员名单",),
    "epidemic": ("密切接触者排查登记表",),
    "land": ("征地补偿款分户明细表",),
    "school": ("义务教育资助学生名册",),
    "medical": ("城乡居民医保参保登记册",),
    "units": ("企业基本情况登记表",),
    "permits": ("在建项目管理人员一览表",),
    "housing": ("公共租赁住房申请人信息汇总",),
    "bicycles": ("电动自行车登记上牌明细",),
    "wages": ("公益性岗位工资发放表",),
}
