"""Numbers as offices write them: in a row, digit by digit, before an amount, under one header."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from deident import mask_text
from deident.identifiers import bank_card, resident_id, uscc
from deident.model import Cell, Labels, Role, Segment
from deident.recognizers import packs
from deident.recognizers.reading import read
from deident.recognizers.scan import Scanner

if TYPE_CHECKING:
    from deident.recognizers.hits import Hit

_SCANNER = Scanner(packs.built_in())
_BODY = "14999919900307123"
ID = _BODY + resident_id.check_character(_BODY)
MISTYPED = ID[:-1] + ("0" if ID[-1] != "0" else "1")
CARD = next(c for c in (f"622202990000000001{i}" for i in range(10)) if bank_card.is_valid(c))
ACCOUNT = "140212345678901"
FIRM = "91149999MA0000007Y"


def _hits(*segments: Segment) -> list[tuple[Hit, str]]:
    reading = read(segments)
    return [(hit, reading.text[hit.start : hit.end]) for hit in _SCANNER.scan(reading)]


def _typed(text: str) -> list[tuple[str, str]]:
    """Return type and text of what is claimed in a text, names and look-alikes left out."""
    return [
        (hit.pack.entity_type, value)
        for hit, value in _hits(Segment(id="s", text=text))
        if not hit.pack.look_alike and hit.pack.entity_type not in {"PERSON", "MINOR"}
    ]


def _role(text: str, entity_type: str) -> Role:
    (role,) = {
        hit.evidence.role
        for hit, _ in _hits(Segment(id="s", text=text))
        if hit.pack.entity_type == entity_type
    }
    return role


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("县政府 0359-5620000 13800001234", ["0359-5620000", "13800001234"]),
        ("值班室 0359-5620000\u30000359-5620001", ["0359-5620000", "0359-5620001"]),
        ("县水利局 (0359)5620000 (0359)5620001", ["(0359)5620000", "(0359)5620001"]),
        ("防汛办 010-62000000 138 0000 1234", ["010-62000000", "138 0000 1234"]),
        ("民政局 0359-5620000 5620001", ["0359-5620000"]),
        ("6月9日 已取 1380-000-1234 " + ID, ["1380-000-1234", ID]),
    ],
)
def test_lines_in_a_row_are_so_many_numbers(text: str, values: list[str]) -> None:
    """A directory copied as text parts its columns with one blank."""
    assert [value.replace("\u3000", " ") for _, value in _typed(text)] == values


@pytest.mark.parametrize(
    ("text", "entity_type"),
    [
        ("1 3 8 0 0 0 0 1 2 3 4", "CN_MOBILE"),
        ("领取人签字 1 3 8 0 0 0 0 1 2 3 4 已领", "CN_MOBILE"),
        ("1-3-8-0-0-0-0-1-2-3-4", "CN_MOBILE"),
        (" ".join(ID), "CN_RESIDENT_ID"),
        (" ".join(MISTYPED), "UNEXPLAINED_NUMBER"),
        (" ".join(CARD), "CN_BANK_CARD"),
        (" ".join(CARD[:-1] + str((int(CARD[-1]) + 1) % 10)), "UNEXPLAINED_NUMBER"),
        (" ".join("140279005124525601"), "UNEXPLAINED_NUMBER"),
    ],
)
def test_a_number_written_digit_by_digit_is_seen(text: str, entity_type: str) -> None:
    """What its check or its beginning proves is typed; the rest is a question."""
    assert [kind for kind, _ in _typed(text)] == [entity_type]


@pytest.mark.parametrize(
    "text",
    [
        "1 0 2 3 0 1 0 0 2 1 5",
        "1 0 1 1 0 0 1 0 1 1 0 1 0 1 1 0 1",
        "9 8 7 9 8 7 9 8 7 9 8 7",
        "1 2 3 4 5 6 7 8 9 0 1 2 3",
        "2 1 2 3 0 1 0 0 2 1 5 合计 17",
    ],
)
def test_a_row_of_counts_is_no_number(text: str) -> None:
    """One digit to a column is a table."""
    assert _typed(text) == []


def test_a_spelt_mobile_in_an_offices_list_is_no_landline() -> None:
    """An office's landline stays in the copy; this would have gone with it."""
    labels = Labels(column="联系电话")
    office = Segment(
        id="o", text="农业局", labels=Labels(column="单位"), cell=Cell(table=0, row=1, column=0)
    )
    cell = Segment(
        id="c", text="1 8 8 9 9 0 0 8 5 2 3", labels=labels, cell=Cell(table=0, row=1, column=1)
    )
    assert [hit.pack.entity_type for hit, _ in _hits(office, cell)] == ["CN_MOBILE"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (f"账号：{CARD} 800元", CARD),
        (f"信合账号{ACCOUNT}\u3000800元", ACCOUNT),
        ("账号：140212345678 300.00", "140212345678"),
        ("账号：140212345678 1200", "140212345678"),
        ("账号：1402 0123 0900 0012 345 800", "1402 0123 0900 0012 345"),
        ("账号：1402-0123-0900-0012-345 3.5亩", "1402-0123-0900-0012-345"),
        (f"账号：{ACCOUNT}\n2 李四", ACCOUNT),
        (f"账号：{ACCOUNT}\n2025年6月12日", ACCOUNT),
        ("账号：62220299\n00000000011", "62220299\n00000000011"),
        ("账号：622202 9900000000011", "622202 9900000000011"),
        ("账号：40-123456789012345", "40-123456789012345"),
        (f"开户行及账号：夏县信用社 {ACCOUNT}", ACCOUNT),
    ],
)
def test_an_account_ends_before_the_amount(text: str, value: str) -> None:
    """What was paid stays to be read; no digit of the account does."""
    assert [found for _, found in _typed(text)] == [value]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        (f"户名：虚构县第一中学，账号：{ACCOUNT}", Role.OFFICE),
        (f"单位名称：虚构县人民医院；开户行：某行虚构支行；账号：{ACCOUNT}", Role.OFFICE),
        (f"户名：虚构县人民法院\n开户银行：某行\n账号：{ACCOUNT}", Role.OFFICE),
        (f"基本户账号：{ACCOUNT}（虚构县第一中学）", Role.OFFICE),
        (f"缴款账户：虚构县财政局国库 {ACCOUNT}", Role.OFFICE),
        (f"收款单位：虚构县水利局；退款人：王建国，账号：{ACCOUNT}", Role.PERSONAL),
        (f"户名：李建社，账号：{ACCOUNT}", Role.UNKNOWN),
        (f"户名：王家小卖部，账号：{ACCOUNT}", Role.UNKNOWN),
        (f"王建国（虚构县第一中学），账号：{ACCOUNT}", Role.UNKNOWN),
    ],
)
def test_an_account_is_its_holders(text: str, role: Role) -> None:
    """An office's is published on purpose; a person who works there is no office."""
    assert _role(text, "CN_BANK_ACCOUNT") is role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("监 护 人 程效忠\n联系电话\u3000(0359)5620000", Role.PERSONAL),
        ("承租人：王建国，电话：0359-5620000", Role.PERSONAL),
        ("寄存人赵和平 电话5620000", Role.PERSONAL),
        ("申请人：王建国 工作单位：虚构县水利局，电话：0359-5620000", Role.PERSONAL),
        ("招标人：王建国，电话：0359-5620000", Role.OFFICE),
        ("出租人如有疑问请拨打县房管局电话0359-5620000", Role.OFFICE),
        ("债权人如有异议，联系电话：0359-5620000", Role.UNKNOWN),
    ],
)
def test_a_line_is_whose_role_and_name_stand_before_it(text: str, role: Role) -> None:
    """Whoever is only spoken to (申请人可拨打…) is not the one who is called."""
    assert _role(text, "CN_LANDLINE") is role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("值班电话：0359-5620000，传真：0359-5620001，邮箱：nobody@example.com", Role.OFFICE),
        ("县政务服务中心 邮箱：nobody@example.com", Role.OFFICE),
        ("纠错邮箱：nobody@example.com", Role.OFFICE),
        ("虚构县教育局，邮箱：nobody@example.com", Role.OFFICE),
        ("举报人王建国，邮箱：nobody@example.com", Role.PERSONAL),
        ("申请人王建国向县政府办公室提交申请，邮箱：nobody@example.com", Role.PERSONAL),
        ("王建国 工作单位：虚构县教育局，邮箱：nobody@example.com", Role.PERSONAL),
        ("姓名：王建国 邮箱：nobody@example.com", Role.PERSONAL),
    ],
)
def test_a_mailbox_is_an_offices_where_its_words_stand_beside_it(text: str, role: Role) -> None:
    """County offices write from public mail hosts, so the host tells nothing."""
    assert _role(text, "EMAIL_ADDRESS") is role


@pytest.mark.parametrize(
    "text",
    [
        "口罩13800001234只，已入库",
        "手套13800001234双。",
        "电表读数13800001234",
        "预算数13800001234，决算数13900001234",
        "服务编码13800001234",
        "型号：ZL50GN-13800001234",
        "产品型号：DF-13800001234",
    ],
)
def test_a_quantity_is_no_mobile(text: str) -> None:
    """Eleven digits are counted, read off and numbered, too."""
    assert _typed(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "联系电话13800001234只接短信",
        "王建国13800001234只接短信",
        "预留13800001234",
        "联络暗号13800001234",
        "tel-13800001234",
        "户主13800001234个人",
    ],
)
def test_a_mobile_behind_an_unknown_word_is_found(text: str) -> None:
    """A leak weighs more than a question."""
    assert ("CN_MOBILE", "13800001234") in _typed(text)


@pytest.mark.parametrize("header", ["证件号码", "证件号", "身份证号", "身份证号码", "护照号"])
@pytest.mark.parametrize("firm", [FIRM, "91149999 MA000000 7Y", "91140199MAXTPN5LCE"])
def test_a_firm_in_a_column_of_identities_is_a_firm(header: str, firm: str) -> None:
    """Penalty lists name persons and firms in one column; a mistyped person stays hidden."""
    cells = [
        Segment(
            id=f"c{row}",
            text=text,
            labels=Labels(column=header),
            cell=Cell(table=0, row=row, column=0),
        )
        for row, text in enumerate((ID, firm, MISTYPED), start=1)
    ]
    personal = [value for hit, value in _hits(*cells) if not hit.pack.look_alike]
    assert personal == [ID, MISTYPED]


def test_a_firm_beside_the_word_for_identity_is_a_firm() -> None:
    """In a sentence as in a column."""
    assert _typed(f"当事人：宏达物流有限公司，证件号码：{FIRM}") == []
    assert _typed(f"当事人证件号码：{MISTYPED}") == [("CN_RESIDENT_ID", MISTYPED)]


@pytest.mark.parametrize(
    ("text", "entity_type"),
    [
        ("社会保障卡卡号：D99000001", "CN_SOCIAL_SECURITY"),
        ("医保电脑号2300000064", "CN_SOCIAL_SECURITY"),
        ("您的社保卡（卡号D99000001）已制好", "CN_SOCIAL_SECURITY"),
        ("外国人居留许可：USA140099000001", "CN_FOREIGNER_ID"),
        ("电动车牌号：运城A99001", "CN_VEHICLE_PLATE"),
        ("姜某，武字第9900001号，电话另附", "CN_MILITARY_ID"),
        ("准考证号：990012345678", "CN_STUDENT_ID"),
    ],
)
def test_its_label_types_a_number(text: str, entity_type: str) -> None:
    """Words that stood on no list before."""
    assert [kind for kind, _ in _typed(text)] == [entity_type]


@pytest.mark.parametrize(
    "text",
    [
        "犬牌号：XG06199，芯片号956000037577200",
        "邮政EMS（邮件号1788146649589）",
        "CA锁号：6600030012345678",
        "注册编号：晋2142019202012345",
        "项目经理（晋114181900123）",
        "校验码：12345 67890 12345 67890",
        "热线：400-0351-5678",
        "见http://192.0.2.10:8080/pub/show?id=14999920251031 。",
        "喷码：4412093321804412XGYC113020450931",
        '{"orderNo": "202582485565829508"}',
    ],
)
def test_a_code_with_its_name_is_explained(text: str) -> None:
    """Nobody is asked about what says itself what it is."""
    assert _typed(text) == []


def test_a_persons_number_under_a_codes_name_is_still_found() -> None:
    """The new words clear no identity number and no mobile."""
    assert _typed(f'{{"orderNo": "{ID}"}}') == [("CN_RESIDENT_ID", ID)]
    assert _typed(f"见http://192.0.2.10/show?id={ID}") == [("CN_RESIDENT_ID", ID)]


def test_a_mistyped_resident_number_is_nobody_s_credit_code() -> None:
    """One in thirty passes a firm's check; the birth date in it says whose it is."""
    # Its last three digits got lost in a spreadsheet.
    assert uscc.is_valid("612399198101084000")
    assert "612399198101084000" not in mask_text("公民身份号码：612399198101084000").text


_DOUBLE = [
    "身份证号码/组织机构代码",
    "身份证号/统一社会信用代码",
    "证件号码（身份证/信用代码）",
    "统一社会信用代码/身份证号",
    "身份证或信用代码",
    "身份证号/注册号",
]


def _id_of(province: str, born: str) -> str:
    body = f"{province}9999{born}123"
    return body + resident_id.check_character(body)


@pytest.mark.parametrize("heading", _DOUBLE)
@pytest.mark.parametrize("province", ["14", "37", "44", "51", "52", "53", "62"])
def test_a_double_heading_hides_nobodys_id(heading: str, province: str) -> None:
    """Where one half names persons, a number that begins like a card or a firm's code is an ID."""
    value = _id_of(province, "19900307")
    for text in (f"{heading}：{value}", f"李某（{heading}：{value}），罚款200元"):
        assert ("CN_RESIDENT_ID", value) in _typed(text)


@pytest.mark.parametrize("heading", _DOUBLE[:4])
def test_a_double_heading_knows_mistyped_ids_and_firms(heading: str) -> None:
    """The birth date tells; a firm's code beside them stays a firm's."""
    assert ("CN_RESIDENT_ID", MISTYPED) in _typed(f"{heading}：{MISTYPED}")
    assert ("CN_RESIDENT_ID", FIRM) not in _typed(f"{heading}：{FIRM}")


@pytest.mark.parametrize("heading", ["纳税人识别号", "注册号", "组织机构代码"])
def test_a_proved_id_is_somebodys_under_any_heading(heading: str) -> None:
    """A card's shape beside it does not give it to the heading."""
    value = _id_of("44", "19900307")
    assert ("CN_RESIDENT_ID", value) in _typed(f"{heading}：{value}")


def _account_role(text: str) -> Role:
    hits = [hit for hit, _ in _hits(Segment(id="s", text=text))]
    return next(h.evidence.role for h in hits if h.pack.entity_type == "CN_BANK_ACCOUNT")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        # Nobody compares an office's own account with a roster.
        (f"经县财政局、农业农村局与银行账户{ACCOUNT}核验一致，拟发放360元", Role.PERSONAL),
        (f"承包禾丰公司土地3亩，与银行账户{ACCOUNT}核对相符", Role.PERSONAL),
        (f"遗失{ACCOUNT}号存折一本", Role.PERSONAL),
        (f"请将款项汇入夏县财政局账户{ACCOUNT}", Role.OFFICE),
        (f"财政专户{ACCOUNT}核对一致", Role.OFFICE),
        # Also where the number passes a card's check by chance.
        ("退至社会保险基金财政专户（4980568335140077）", Role.OFFICE),
    ],
)
def test_who_is_paid_owns_the_account(text: str, role: Role) -> None:
    """An office that compares an account does not own it; one that is paid does."""
    assert _account_role(text) is role


@pytest.mark.parametrize("words", ["王建国的惠农专户：", "补贴专户（", "账户：零余额账户"])
def test_a_persons_card_is_his_whatever_the_account_is_called(words: str) -> None:
    """62 is how the cards of persons begin."""
    assert "6222021234567890128" not in mask_text(f"{words}6222021234567890128").text


@pytest.mark.parametrize(
    "text",
    [
        "开户行：夏县农商行 112201234567890123，户名王建国",
        "王建国，开户行（112201234567890123）",
        "户主电话见附件，户号：149999010012",
        "户号149999010012，清水村王建国",
    ],
)
def test_numbers_beside_persons_are_no_firms_and_no_meters(text: str) -> None:
    """A bank's name stands before accounts, and 电 in 电话."""
    assert "UNEXPLAINED_NUMBER" in dict(_typed(text))


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("1 2300 4500 6700 8900", False),
        ("王建国 3 1250 3750 2024", False),
        ("王建国 3 1402 0123 4567 890", True),
        ("12345 23456 34567", True),
        ("6250-8750-3500", True),
    ],
)
def test_a_row_of_round_amounts_needs_no_question(text: str, asked: bool) -> None:
    """Groups of an account do not all end in 0."""
    assert ("UNEXPLAINED_NUMBER" in dict(_typed(text))) is asked
