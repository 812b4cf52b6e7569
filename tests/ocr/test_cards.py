"""Cards: an identity card is a form, a bank card a number in groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from fixtures import photographs
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.ocr.shared import engine, line
from tests.ocr.test_plates import Reader

from deident.identifiers import luhn
from deident.ocr import OcrLine
from deident.ocr.quads import moved
from deident.ocr.seen.cards import LABEL, bank_cards
from deident.ocr.seen.identity import identity_cards
from deident.ocr.seen.signs import signs
from deident.ocr.seen.strips import Said, reader_of

if TYPE_CHECKING:
    from deident.ocr.seen import Sight

WORDS = (
    line("姓名赵小山", 58, 60, 245, 104),
    line("性别男民族汉", 58, 130, 368, 172),
    line("出生1990年1月1日", 58, 190, 420, 232),
    line("住址山西省夏阳县城关镇", 58, 258, 430, 300),
    line("东街村三组12号", 150, 302, 370, 342),
    line("公民身份号码", 58, 456, 210, 490),
)
NUMBER = line(photographs.RESIDENT_ID, 290, 450, 704, 494)


def _all_covered(card: photographs.Photograph, sights: list[Sight]) -> bool:
    paint = [quad for sight in sights for quad in sight.quads]
    size = card.image.size
    return all(photographs.covered(one.quad, paint, size) >= 0.95 for one in card.truth)


def test_the_number_of_a_card_gives_the_place_of_all_else() -> None:
    """Name, birth, address, number and portrait; the words of the form stay."""
    sights = identity_cards((*WORDS, NUMBER))
    assert _all_covered(photographs.identity_card(), sights)
    paint = [quad for sight in sights for quad in sight.quads]
    assert photographs.covered(photographs._box(58, 456, 210, 490), paint, (856, 540)) < 0.1
    assert photographs.covered(photographs._box(58, 130, 330, 165), paint, (856, 540)) < 0.2


@given(st.sets(st.integers(0, len(WORDS) - 1), min_size=1, max_size=3))
def test_lines_that_were_not_read_are_covered_all_the_same(lost: set[int]) -> None:
    """Two words of the form beside the number's own, or three, tell where the rest is."""
    kept = [one for at, one in enumerate(WORDS) if at not in lost]
    sights = identity_cards((*kept, NUMBER))
    if sights:
        assert _all_covered(photographs.identity_card(), sights)
    else:
        assert sum(at not in lost for at in (0, 1, 2, 3)) < (3 if 5 in lost else 2)


@pytest.mark.parametrize("said", ["14999919900101O019", "149999l99001010019", "14999919900101001"])
def test_a_misread_number_is_a_card_s_number_still(said: str) -> None:
    """Letters for digits, or one too few."""
    assert identity_cards((*WORDS, line(said, 290, 450, 704, 494)))


def test_a_word_before_the_number_is_not_painted() -> None:
    """The card's last line may be one box."""
    last = line(f"公民身份号码{photographs.RESIDENT_ID}", 58, 450, 704, 494)
    (sight,) = identity_cards((*WORDS[:4], last))
    assert photographs.covered(photographs._box(58, 456, 150, 490), sight.quads, (856, 540)) < 0.1


def test_a_table_of_people_holds_no_card() -> None:
    """Its headers stand side by side, above many numbers."""
    head = (line("姓名", 100, 100, 180, 130), line("住址", 300, 100, 380, 130))
    body = tuple(
        line(f"14999919{60 + row}01010010", 500, 150 + 50 * row, 800, 180 + 50 * row)
        for row in range(8)
    )
    assert not identity_cards((*head, line("身份证号", 500, 100, 640, 130), *body))


def test_a_form_that_asks_for_the_same_things_is_no_card() -> None:
    """On a page the words stand elsewhere: beside the number, or far above it."""
    page = (
        line("姓名：赵小山", 100, 1500, 400, 1540),
        line("性别：男", 500, 1500, 700, 1540),
        line("身份证号", 100, 200, 250, 240),
        line(photographs.RESIDENT_ID, 300, 200, 700, 240),
    )
    assert not identity_cards(page)


GREY = np.asarray(Image.new("RGB", (1000, 400), (90, 100, 150)))
ROW = (100.0, 150.0, 800.0, 200.0)


def test_a_card_read_badly_is_read_again() -> None:
    """The reading that adds up is what the card says."""
    said = line("820 0000 0000 6620 229", *ROW, score=0.91)
    (sight,) = bank_cards(GREY, (said,), Reader([Said("6222 0299 0000 0000 010", 0.8)]))
    assert (sight.text, sight.label, sight.painted) == (photographs.CARD, LABEL, False)


def test_groups_that_never_add_up_are_painted() -> None:
    """Nobody knows the number, but it is one."""
    said = line("6222 0299 0000 0061", *ROW, score=0.6)
    (sight,) = bank_cards(GREY, (said,), Reader([Said("6222 0299 000 061", 0.5)]))
    assert sight.painted


def test_boxes_of_one_row_are_one_number() -> None:
    """Each group may be a box of its own."""
    row = tuple(
        line(group, 100 + 160 * at, 150, 220 + 160 * at, 200, score=0.7)
        for at, group in enumerate(("6222", "O299", "0000", "0018"))
    )
    (sight,) = bank_cards(GREY, row, Reader([Said("nothing", 0.1)]))
    assert sight.quads[0].x0 <= 100
    assert sight.quads[0].x1 >= 700


@given(st.integers(10**14, 10**18 - 1))
def test_a_number_that_adds_up_is_left_to_the_recognizers(body: int) -> None:
    """What was read surely is not read again."""
    number = f"{body}{luhn.check_digit(str(body))}"
    reader = Reader()
    assert not bank_cards(GREY, (line(number, *ROW),), reader)
    assert not reader.strips


def test_paper_is_no_card() -> None:
    """Digits in groups on a white page are a page's."""
    page = np.full((400, 1000, 3), 250, dtype=np.uint8)
    assert not bank_cards(page, (line("6222 0299 0000 0061", *ROW, score=0.6),), Reader())


def test_a_door_plate_and_a_chassis_number_are_named() -> None:
    """Nothing stands beside them that would say what they are."""
    door = line("槐荫巷12号", 200, 150, 500, 220)
    (sight,) = signs(GREY, (door,))
    assert (sight.text, sight.label) == ("槐荫巷12号", "住址")
    (sight,) = signs(GREY, (line("LZZZZZZZ8YZOOOOOI", 100, 150, 900, 220),))
    assert (sight.text, sight.label) == (photographs.VIN, "车辆识别代号")


def test_an_address_on_paper_is_left_to_the_recognizers() -> None:
    """There its surroundings say whose it is."""
    page = np.full((400, 1000, 3), 250, dtype=np.uint8)
    assert not list(signs(page, (line("槐荫巷12号", 200, 150, 500, 220),)))


@pytest.mark.slow
@pytest.mark.parametrize("spoiled", photographs.SPOILERS)
def test_cards_on_a_desk_are_covered(spoiled: str) -> None:
    """Everything personal on an identity card, and the embossed number of a bank card."""
    rapid = engine("rapidocr")
    reader = reader_of(rapid)
    cards = (
        photographs.on_desk(photographs.identity_card(), lean=-0.2, share=0.45),
        photographs.on_desk(photographs.bank_card(contrast=28), lean=-0.1),
    )
    for card in cards:
        image = np.asarray(photographs.SPOILERS[spoiled](card.image))
        lines = rapid.read(image)
        sights = [*identity_cards(lines), *bank_cards(image, lines, reader)]
        read = [one.box for one in lines if one.box is not None and _is_card(one)]
        paint = [*(quad for sight in sights for quad in sight.quads), *read]
        for one in card.truth:
            assert photographs.covered(one.quad, paint, card.image.size) >= 0.95, one.kind


def _is_card(one: OcrLine) -> bool:
    digits = "".join(character for character in one.text if character.isdigit())
    return len(digits) in (16, 19) and luhn.passes(digits)


def test_a_card_that_lies_elsewhere_is_covered_there() -> None:
    """The shares are of the card, not of the picture."""
    lines = [
        OcrLine(
            text=one.text,
            quads=one.quads,
            score=one.score,
            box=moved(one.box, 300, 200) if one.box else None,
        )
        for one in (*WORDS, NUMBER)
    ]
    paint = [quad for sight in identity_cards(lines) for quad in sight.quads]
    for one in photographs.identity_card().truth:
        assert photographs.covered(moved(one.quad, 300, 200), paint, (1300, 900)) >= 0.95


def test_a_message_on_colour_is_no_card() -> None:
    """A name, a resident number and half of a telephone in a bubble of a chat stay text."""
    green = np.full((300, 900, 3), (38, 150, 70), dtype=np.uint8)
    number = "11019919491231002X"
    row = line(f"赵小山 {number} 138", 40, 100, 700, 140)
    other = line(number, 40, 160, 500, 200)
    reader = Reader([Said("6222 0000 0000 0000", 0.9)])
    assert bank_cards(green, [row, other], reader) == []


def test_a_sum_beside_a_card_is_none_of_its_groups() -> None:
    """A table on grey paper has a card, a telephone and a sum on one line."""
    grey = np.full((300, 1200, 3), 150, dtype=np.uint8)
    row = [
        line("6222000000000000", 40, 100, 400, 140, score=0.5),
        line("13800001234", 480, 100, 700, 140),
        line("2307.00", 780, 100, 900, 140),
    ]
    sights = bank_cards(grey, row, Reader([Said("6222 0000 0000 0000", 0.9)]))
    assert all(max(sight.quads[0][0::2]) < 480 for sight in sights)
    assert sights


def test_a_chassis_number_on_light_metal_is_seen() -> None:
    """Nothing names it, but hardly anything else is in the picture."""
    light = np.full((300, 900, 3), 190, dtype=np.uint8)
    number = "LZZ99999299990001"
    (sight,) = signs(light, [line(number, 100, 100, 600, 150)])
    assert sight.text == number
