"""A name is found by its label, in its row, beside a role and in a sentence; nothing else is."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine
from presidio_analyzer.predefined_recognizers import SpacyRecognizer

from deident.detect import Detector
from deident.identifiers import resident_id
from deident.model import Cell, Kind, Labels, Role, Segment, Tier
from deident.recognizers import packs, person_shapes, tagger
from deident.recognizers.reading import read
from deident.recognizers.scan import Scanner

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from deident.recognizers.hits import Hit

_SCANNER = Scanner(packs.built_in())
_BODY = "14019919900307123"
ID = _BODY + resident_id.check_character(_BODY)


def _hits(*segments: Segment) -> list[tuple[str, Hit]]:
    reading = read(segments)
    return [
        (reading.text[hit.start : hit.end], hit)
        for hit in _SCANNER.scan(reading)
        if hit.pack.entity_type == "PERSON"
    ]


def _private(text: str) -> list[str]:
    """Return the names of private persons in a text, those masked already left out."""
    found = _hits(Segment(id="s", text=text))
    return [
        name
        for name, hit in found
        if hit.evidence.role is not Role.OFFICE and not hit.evidence.masked
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("姓名：赵钱孙，性别：男", ["赵钱孙"]),
        ("申请人：李  娟，联系电话：13800000000", ["李  娟"]),
        ("姓名：Mary Anne Smith", ["Mary Anne Smith"]),
        (
            "拟录用人员名单如下：黄晓雯、郑子豪、韦家宝、区冰",
            ["黄晓雯", "郑子豪", "韦家宝", "区冰"],
        ),
        ("资助名单：\n1. 何雨桐\n2. 曹志远\n3. 段思琪", ["何雨桐", "曹志远", "段思琪"]),
        ("家庭成员：牛小丽（妻子）、牛浩（长子）", ["牛小丽", "牛浩"]),
        ("吴桂兰（女，1958年生）因家庭困难申请低保。", ["吴桂兰"]),
        ("被告王铁山，男，汉族，1990年生。", ["王铁山"]),
        ("姓名：上官云飞", ["上官云飞"]),
        ("被害人阿卜杜拉·买买提陈述称，其于当晚被打伤。", ["阿卜杜拉·买买提"]),
        ("姓名：阿卜杜拉•买买提", ["阿卜杜拉·买买提"]),
        (f"赵小刚 {ID} 夏县", ["赵小刚"]),
        ("1、孙秀芹，身份证号" + ID + "，住西村三组。", ["孙秀芹"]),
    ],
)
def test_a_name_in_a_labelled_place_is_found(text: str, names: list[str]) -> None:
    """Labels, lists, sex, a row with an ID: none of them needs the tagger."""
    assert _private(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("经查，李秀英于当晚在家中休息。", ["李秀英"]),
        ("昨天下午，陈立秋在菜市场门口捡到一个黑色钱包。", ["陈立秋"]),
        ("崔志勇与崔志刚系兄弟关系。", ["崔志勇", "崔志刚"]),
        ("救援人员在废墟中发现了郭春生的遗体。", ["郭春生"]),
        ("志愿者刘洋驾驶货车送来物资。", ["刘洋"]),
        ("镇里给贫困户牛栓柱送去了二十只鸡苗。", ["牛栓柱"]),
        ("孩子由姑姑温　　静抚养，与才让卓玛同班。", ["温  静", "才让卓玛"]),
        ("牧民次仁.旺堆和热合曼·玉素甫赶着羊群下山。", ["次仁.旺堆", "热合曼·玉素甫"]),
        ("二组：宋艳萍 陈耀宗 罗芳", ["宋艳萍", "陈耀宗", "罗芳"]),
        (f"兹有张三（身份证号{ID}）前来办理。", ["张三"]),
        (f"与钱多多（居民身份证{ID}）系夫妻。", ["钱多多"]),
        ("村民李强反映路灯不亮。", ["李强"]),
        ("听证会代表：沈根生（村民）、邹素珍（居民）", ["沈根生", "邹素珍"]),
    ],
)
def test_a_name_in_a_sentence_is_found(text: str, names: list[str]) -> None:
    """What no label shows rests on the tagger."""
    assert _private(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "经研究，决定：任命张建国为县教育局局长；免去李卫东的县水利局副局长职务。",
        "组　长：刘志强　县长\n副组长：王海涛　县委常委、副县长",
        "成　员：赵明　县财政局局长\n　　　　钱文彬　县审计局局长",
        "联系人：刘敏，联系电话：0359-5623456",
        "县委书记高志刚主持会议并讲话。",
        "成员名单\n方建军（市财政局）\n程国华（市水利局）",
        "市领导叶国林、王建平参加活动。",
        "审判长　陈国栋\n审判员　李红霞\n书记员　马丽",
        "（记者 陈晓）近日，我县召开会议。",
        "被告：夏县恒通商贸有限公司，法定代表人王建设，该公司经理。",
        "签发人：贾国平　　审核：杜娟　　拟稿：吕小军",
        "河长：温建忠，县委副书记",
        "孟繁荣，男，汉族，1975年3月生，大学学历，中共党员，现任县司法局副局长，拟任县教育局局长。",
    ],
)
def test_an_officials_name_is_an_offices(text: str) -> None:
    """It is found, so that the report can say why it stays; nobody is asked about it."""
    assert not _private(text)
    assert _hits(Segment(id="s", text=text))


@pytest.mark.parametrize(
    "text",
    [
        "全县高度重视安全生产工作，严格落实主体责任，时刻绷紧安全这根弦。",
        "高平、阳城、沁水、陵川四县受灾较重。",
        "张家庄、李家沟、王庄三个村的饮水工程全部完工。",
        "东方红拖拉机列入补贴目录。",
        "村民委员会应当公开财务。居民应当遵守。申请人应当提交材料。",
        "职工全部到位，群众满意度高，老人全年免费体检。",
        "原告安泽华诚工程咨询有限责任公司与被告景宁南鑫源商贸有限公司买卖合同纠纷一案",
        "以习近平同志为核心的党中央高度重视。",
        "成立工作专班，明确任务分工，压实工作责任。",
        "金　额　　时　间　　单　位　　任　务",
        "张家川回族自治县派员学习。",
        "例如，张三与李四签订合同，王五作担保。",
        "国务院总理李强主持会议。",
        f"身份证号：{ID}，金额（大写）伍仟元整，陆佰元。",
        "2025年5月3日21时许，身份证号149999198303051231的男子到场。",
        "西湖丘陵包括南山系列的吴山、紫阳山、凤凰山、将台山、玉皇山、九曜山。",
        "确保中央储备粮储得进、管得好、调得动、用得上。",
        "由苏堤、白堤和小瀛洲、湖心亭、阮公墩构成。",
        "安民函（2022）185号\n云交罚（2017）212号",
        "王家坝水位持续下降，王家坝闸开启。",
        "王庄、高集、曹集、方台4乡镇的居民全部安置。",
        "生鲜乳收购站应当建立生鲜乳收购记录。",
        "应当责令其监护人严加看管和治疗。",
        "第二十条第(一)、(二)项所列行为之一的，由主管部门处罚。",
        "在希望的田野上，尊重史实。",
        "黄芪、党参、柴胡、何首乌收购价上涨。",
    ],
)
def test_words_places_and_firms_are_no_names(text: str) -> None:
    """A surname is also the beginning of a thousand words."""
    assert not _private(text)


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("举报人张某某称", "#**"),
        ("投诉人：王女士", "#**"),
        ("姓名：李XX", "#**"),
        ("姓名：张*三", "#*#"),
    ],
)
def test_a_masked_name_says_what_it_shows(text: str, shape: str) -> None:
    """The policy grades it by what is left."""
    assert [hit.evidence.masked for _, hit in _hits(Segment(id="s", text=text))] == [shape]


def _table(headers: list[str], *rows: list[str]) -> Iterator[Segment]:
    for row, cells in enumerate([headers, *rows]):
        for column, text in enumerate(cells):
            labels = Labels(column=headers[column]) if row else Labels()
            cell = Cell(table=0, row=row, column=column)
            yield Segment(id=f"{row}.{column}", text=text, kind=Kind.CELL, labels=labels, cell=cell)


def _in_table(segments: Iterable[Segment]) -> list[tuple[str, Role]]:
    return [(name, hit.evidence.role) for name, hit in _hits(*segments)]


def test_a_column_of_names_is_found_and_the_officials_beside_it_stay() -> None:
    """Places in other columns are none."""
    table = _table(
        ["户主", "村名", "联系人"], ["张  三", "李庄", "王建国"], ["欧阳震华", "高平", "刘敏"]
    )
    assert _in_table(table) == [
        ("张  三", Role.PERSONAL),
        ("王建国", Role.OFFICE),
        ("欧阳震华", Role.PERSONAL),
        ("刘敏", Role.OFFICE),
    ]


def test_a_name_beside_an_id_needs_no_header() -> None:
    """The row shows whose it is."""
    table = _table(["甲", "乙", "丙"], ["马冬梅", ID, "左权县"])
    assert [name for name, _ in _in_table(table)] == ["马冬梅"]


def test_a_firm_under_a_persons_header_stays() -> None:
    """Applicants may be firms."""
    table = _table(["申请人"], ["夏县恒通商贸有限公司"])
    assert _in_table(table) == [("夏县恒通商贸有限公司", Role.OFFICE)]


def test_the_posts_in_a_row_show_its_officials() -> None:
    """Unless the row holds what only a private person has."""
    heads = ["姓名", "职务"]
    assert _in_table(_table(heads, ["孟繁荣", "县司法局副局长"])) == [("孟繁荣", Role.OFFICE)]
    private = _in_table(_table([*heads, "身份证号"], ["孟繁荣", "村主任", ID]))
    assert private == [("孟繁荣", Role.PERSONAL)]


def test_a_name_that_an_engine_misread_is_hidden_behind_its_label() -> None:
    """品 is no surname, but 吕 was meant; of a typed text somebody is asked."""
    text = "申请人：品艳，申请人：请如实填写，姓名：民政局"
    tiers = [
        [(name, hit.evidence.tier) for name, hit in _hits(segment)]
        for segment in (Segment(id="s", text=text, kind=Kind.OCR), Segment(id="s", text=text))
    ]
    assert tiers == [[("品艳", Tier.LABEL)], [("品艳", Tier.SHAPE)]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("姓名：“王建国”，性别：男", ["王建国"]),
        ("姓名——王建国", ["王建国"]),
        ("姓名：①王建国②李秀英", ["王建国", "李秀英"]),
        ("姓 名：王 建 国 性 别：男", ["王 建 国"]),
        ("姓　名：王　建　国　　性　别：男", ["王 建 国"]),
        ("户主：欧 阳 建 国", ["欧 阳 建 国"]),
        ("户主：欧阳 建国，男", ["欧阳 建国"]),
        ("户名王建国，开户行见背面", ["王建国"]),
        ("本人姓王名建国，住河西镇", ["王名建国"]),
        ("申请人：要建军", ["要建军"]),
        ("证人畅竹叶的询问笔录", ["畅竹叶"]),
        (f"魏新民-{ID}", ["魏新民"]),
        (f"'毛全喜','{ID}'", ["毛全喜"]),
        (f"<xm>石学义</xm><id>{ID}</id>", ["石学义"]),
        (f"武丽娟\n{ID}", ["武丽娟"]),
        (f"你单位拖欠畅保平（{ID}）工资", ["畅保平"]),
        ("名单：钟清13900000001、谭灵芝13900000002", ["钟清", "谭灵芝"]),
        ("联系人：姜冬梅（业主）", ["姜冬梅"]),
        ("委托代理人：邹秀英，系申请人之子", ["邹秀英"]),
        ("户代表：苏竹叶", ["苏竹叶"]),
        (f"施工队负责人：乔金锁（{ID}）", ["乔金锁"]),
    ],
)
def test_a_name_is_found_however_a_form_shows_it(text: str, names: list[str]) -> None:
    """Quotes, dashes, list marks, blanks, rare surnames, data; and kin behind an office's word."""
    assert _private(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "姓名：见附件，申请人：同上，户主：本人，患者：需要",
        "采样人：郗晓敏、于双全",
        "询价小组：孔福贵、徐改莲、邹根生；公示期七天",
        "法定代表人（负责人）：康福贵",
        "委托代理人：王建国，某某律师事务所律师",
        "招标代理：某某项目管理有限公司，康福贵，请来电",
        "邵根生代表：\n您提出的建议收悉。",
        "审定编号：晋审麦20250013；亲本：晋麦47/济麦22",
        "（晋虚）农种许字〔2025〕第12号",
    ],
)
def test_fillers_officials_and_codes_are_nobody_private(text: str) -> None:
    """A form says 见附件; who takes samples does so in office; a code is no name."""
    assert _private(text) == []


def test_who_is_labelled_once_is_labelled_everywhere() -> None:
    """The victim of a decision is the victim in its other sentences, too."""
    text = "被害人蒋宝林陈述，文得水将蒋宝林打伤。"
    labels = {hit.evidence.label for name, hit in _hits(Segment(id="s", text=text)) if "蒋" in name}
    assert labels == {"被害人"}


def test_an_official_on_duty_stays_though_his_mobile_goes() -> None:
    """A mobile beside a post makes nobody a private person; an ID does."""
    headers = ["姓名", "职务", "手机", "身份证号"]
    segments = _table(headers, ["王志强", "副县长", "13900000001", ""], ["赵明", "主任", "", ID])
    assert _in_table(segments) == [("王志强", Role.OFFICE), ("赵明", Role.PERSONAL)]


def test_two_officials_share_a_cell() -> None:
    """So they do in every roster of who is on duty."""
    table = _table(["日期", "值班人员"], ["6月5日", "谢金山、赵海涛"])
    assert _in_table(table) == [("谢金山", Role.OFFICE), ("赵海涛", Role.OFFICE)]


def test_of_a_cell_with_remarks_the_names_are_claimed() -> None:
    """The remark says nothing of who it is, and tells the reader what happened."""
    table = _table(["户主姓名", "金额"], ["古双全（已故）、万林（户主）", "937"], ["周某甲", "554"])
    found = [(name, hit.evidence.masked) for name, hit in _hits(*table)]
    assert found == [("古双全", ""), ("万林", ""), ("周某甲", "#**")]


def test_a_row_with_one_cell_heads_a_section() -> None:
    """Between people stand the villages they live in."""
    table = _table(["姓名"], ["孙家岭村"], ["孟繁荣"])
    assert _in_table(table) == [("孙家岭村", Role.OFFICE), ("孟繁荣", Role.PERSONAL)]


def test_a_label_outweighs_the_taggers_word() -> None:
    """What a label shows is masked; what only the tagger sees is asked about."""
    tiers = [
        hit.evidence.tier
        for _, hit in _hits(Segment(id="s", text="姓名：李秀英。\n刘洋驾驶货车。"))
    ]
    assert tiers == [Tier.LABEL, Tier.SHAPE]


def test_a_short_name_is_found_again_where_it_stands_alone() -> None:
    """Longer ones are looked for by the detector."""
    assert _private("申请人：高平，男。\n\n高平\n\n高平市人民政府") == ["高平", "高平"]


@given(text=st.text(alphabet="王李高安张建国的，。在 \n\x1e0某·", max_size=60))
def test_the_tagger_stays_inside_the_text(text: str) -> None:
    """Whatever the text, its names lie in it and not over each other."""
    names = tagger.names(text, -9.0)
    assert all(0 <= name.start < name.end <= len(text) for name in names)
    assert all(left.end <= right.start for left, right in pairwise(names))
    assert names == tagger.names(text, -9.0)


@given(text=st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    """No character stops the finder."""
    _hits(Segment(id="s", text=text))


def test_a_name_of_our_shape_is_a_name() -> None:
    """Blanks inside and dots do not hide it."""
    assert all(map(person_shapes.is_name, ["王芳", "欧阳震华", "张  三", "古丽娜尔·艾尼"]))
    assert not any(map(person_shapes.is_name, ["王", "高的", "一二三", ""]))


class _Model(NlpEngine):
    """An office's model, as Presidio wants it: it knows one name."""

    engine_name = "test"
    is_available = True

    def load(self) -> None:
        """Do nothing."""

    def is_loaded(self) -> bool:
        """Say that there is nothing to load."""
        return True

    def get_supported_languages(self) -> list[str]:
        """Return what it reads."""
        return ["zh"]

    def get_supported_entities(self) -> list[str]:
        """Return what it finds."""
        return ["PERSON"]

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        """Find its name."""
        at = text.find("奥司他韦")
        nlp = __import__("spacy").blank("zh")
        doc = nlp.make_doc(text)
        spans = (
            [] if at < 0 else [doc.char_span(at, at + 4, label="PERSON", alignment_mode="expand")]
        )
        return NlpArtifacts(spans, doc, [], [], self, language, scores=[0.9] * len(spans))

    def process_batch(
        self,
        texts: Iterable[str],
        language: str,
        batch_size: int = 1,  # noqa: ARG002 - Presidio's signature
        n_process: int = 1,  # noqa: ARG002 - Presidio's signature
        **_: object,
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        """Find its name in many texts."""
        return ((text, self.process_text(text, language)) for text in texts)

    def is_stopword(self, word: str, language: str) -> bool:  # noqa: ARG002 - Presidio's signature
        """Say no."""
        return False

    def is_punct(self, word: str, language: str) -> bool:  # noqa: ARG002 - Presidio's signature
        """Say no."""
        return False


def test_an_offices_own_model_stands_beside_the_tagger() -> None:
    """What it calls a person is a finding of ours."""
    heard = SpacyRecognizer(supported_language="zh", supported_entities=["PERSON"])
    detector = Detector(third_party=[heard], nlp_engine=_Model())
    text = "经查奥司他韦不在现场。"
    found = detector.page([Segment(id="s", text=text)])
    assert [text[f.finding.start : f.finding.end] for f in found] == ["奥司他韦"]
