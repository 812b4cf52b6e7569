"""The texts that are measured: what offices write, with a value every so many characters.

The filler has the digits of real notices, some twenty in a thousand characters: dates, amounts,
document numbers, percentages. The values are drawn by the corpus's generators and are nobody's.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, NamedTuple

from tests.corpus import numbers, words

from deident.model import PAGE_SEGMENTS, Cell, Labels, Page, Segment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FILLER = (
    "各乡镇人民政府，县直各有关单位：为进一步规范补贴资金的申报、审核和发放程序，现就有关事项通知如下。",
    "要坚持公开透明的原则，把政策标准、申报条件、办理流程和监督渠道原原本本告诉群众，主动接受社会监督。",
    "各单位要在收到本通知后七个工作日内完成自查，对发现的问题建立台账，明确责任人和整改时限。",
    "会议强调，安全生产责任重于泰山，要盯紧道路运输、建筑施工、危险化学品等重点领域，把隐患消除在萌芽状态。",
    "根据《中华人民共和国政府信息公开条例》第二十条的规定，行政机关应当主动公开与群众利益密切相关的信息。",
    "今年以来，全县粮食播种面积稳定在32.6万亩，夏粮总产同比增长1.8%，农民人均可支配收入达到15820元。",
    "项目位于县城东部，占地约45亩，总投资2.3亿元，计划2025年9月底前完成主体工程，年底投入使用。",
    "申请人应当如实填写申请表，并对所提交材料的真实性负责；隐瞒情况、弄虚作假的，依法追回已经领取的资金。",
    "村（居）民委员会收到申请后，应当组织入户调查和民主评议，评议结果在村务公开栏公示，公示期不少于五天。",
    "乡镇人民政府自收到材料之日起十个工作日内提出审核意见，并将审核意见连同全部材料报送县级主管部门。",
    "财政部门会同主管部门对资金使用情况进行绩效评价，评价结果作为安排下一年度预算的重要依据。",
    "对政策落实不到位、群众反映强烈的地方和单位，将予以通报批评；造成严重后果的，依法依规追究责任。",
    "学校应当按照规定公开招生计划、招生范围、报名时间和录取结果，不得提前招生，不得以考试方式选拔学生。",
    "接到预警信息后，各级防汛责任人要立即上岗到位，组织低洼地带和地质灾害点的群众提前转移，做到应转尽转。",
    "卫生健康部门要加强健康教育，引导群众养成勤洗手、常通风、科学佩戴口罩的良好习惯，做自身健康第一责任人。",
    "本办法自2024年7月1日起施行，有效期五年。此前有关规定与本办法不一致的，以本办法为准。",
    "依据县政府办公室《关于做好当前重点工作的通知》（政办发〔2024〕18号）要求，制定本实施方案。",
    "行政相对人对本决定不服的，可以自收到决定书之日起六十日内申请行政复议，也可以在六个月内提起行政诉讼。",
    "供应商应当具有独立承担民事责任的能力，具有良好的商业信誉和健全的财务会计制度，参加采购活动前三年内没有重大违法记录。",
    "经现场勘查，该路段护栏破损、标线模糊，存在较大的安全隐患，相关部门已经设置警示标志并组织抢修。",
    "感谢您对我们工作的关心和支持。您反映的小区停车难问题，我们已经转交有关单位研究办理，并将及时向您反馈结果。",
    "下一步，我们将继续深化改革、优化服务，推动更多事项网上办、掌上办、一次办，不断提升企业和群众的满意度。",
)


class Kind(NamedTuple):
    """How a value is written in a sentence, and how it is drawn."""

    before: str
    draw: Callable[[Random], str]
    after: str


def _landline(rng: Random) -> str:
    return "-".join(numbers.landline(rng))


def _plate(rng: Random) -> str:
    return f"{rng.choice('晋冀鲁豫陕')}{rng.choice('ABCDEM')}{numbers.digits(rng, 5)}"


_KINDS = (
    Kind("申请人公民身份号码", numbers.resident_id, "，"),
    Kind("，联系电话：", numbers.mobile, "，"),
    Kind("请拨打", numbers.mobile, "与本人核实。"),
    Kind("，家庭电话", _landline, "。"),
    Kind("补贴打入银行卡号", lambda rng: numbers.card(rng, 19), "。"),
    Kind("其名下车辆", _plate, "停放在村口。"),
    Kind("身份证号", numbers.resident_id, "号的持有人"),
)


def filler(rng: Random, length: int) -> str:
    """Return about so many characters that hold nothing personal."""
    parts = []
    while length > 0:
        parts.append(rng.choice(_FILLER) + ("\n" if rng.random() < 0.5 else ""))
        length -= len(parts[-1])
    return "".join(parts)


def text(length: int, apart: int, seed: int = 1) -> str:
    """Return a text of that length with one value in every `apart` characters."""
    rng = Random(seed)
    parts: list[str] = []
    written = 0
    while written < length:
        kind = rng.choice(_KINDS)
        sentence = f"{kind.before}{kind.draw(rng)}{kind.after}"
        room = max(0, apart - len(sentence))
        # Filler comes in sentences; a dense text has only pieces of them.
        part = filler(rng, room)[:room] + sentence
        parts.append(part)
        written += len(part)
    return "".join(parts)


HEADERS = ("序号", "户主姓名", "身份证号", "联系电话", "补贴金额（元）")


def rows(count: int, seed: int = 1) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield the rows of a subsidy roster."""
    rng = Random(seed)
    for number in range(1, count + 1):
        yield (
            str(number),
            words.name(rng),
            numbers.resident_id(rng),
            numbers.mobile(rng),
            f"{rng.randint(60, 2000)}.00",
        )


def pages(count: int) -> Iterator[Page]:
    """Yield pages of cells with their labels, as a table's handler does."""
    per_page = PAGE_SEGMENTS // len(HEADERS)
    held: list[Segment] = []
    for number, row in enumerate(rows(count)):
        held += (
            Segment(
                id=f"r{number}c{column}",
                text=value,
                labels=Labels(column=HEADERS[column]),
                cell=Cell(table=0, row=number + 1, column=column),
            )
            for column, value in enumerate(row)
        )
        if len(held) == per_page * len(HEADERS):
            yield Page(number=number // per_page + 1, segments=tuple(held))
            held = []
    if held:
        yield Page(number=count // per_page + 1, segments=tuple(held))
