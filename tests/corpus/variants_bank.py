"""Every way a card or an account of a person is written in the corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.corpus import numbers
from tests.corpus.listed import listed
from tests.corpus.numbers import account, card
from tests.corpus.variant import (
    FULL_WIDTH,
    Piece,
    Pieces,
    Variant,
    circled,
    grouped,
    single,
    sprinkle,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

_CARD = "CN_BANK_CARD"
_ACCOUNT = "CN_BANK_ACCOUNT"

BANK_LABELS = listed(
    "银行卡号 银行账号 开户账号 收款账号 卡号 账号 惠农卡号 打款账号 社保卡银行账号 "
    "工资卡号 个人结算账户 领款账户 代发账户 借记卡号 卡（折）号 银行帐号 补贴发放账号 "
    "储蓄账号 收款卡号 本人银行卡 一卡通账号 退款账号 转入账户 惠民惠农“一卡通”账号 "
    "银行卡（账）号 个人账户"
)
_PASSBOOK = ("存折账号", "存折号", "活期存折", "一卡通存折号", "一折通账号", "惠农补贴存折")
_COOPERATIVE = ("信用社账号", "农信社账号", "农商行账户", "信用社折号", "农村信用社存款账号")


def _card_of(*lengths: int, luhn: bool = True) -> Callable[[Random], str]:
    """Draw a card of one of the lengths."""
    return lambda rng: card(rng, rng.choice(lengths), luhn=luhn)


def _credit(rng: Random) -> str:
    """Draw a credit card outside 62."""
    if rng.random() < 0.15:
        return card(rng, 15, prefix="37")
    return card(rng, 16, prefix=rng.choice(("4", "5", "35", "3568")) + numbers.digits(rng, 4))


def _legacy(rng: Random) -> str:
    """Draw an old card: 9558…, 1000…, 68…, 69…; Luhn or not."""
    prefix = rng.choice(("9558", "1000", "6858", "6901", "6886"))
    return card(rng, rng.choice((16, 18, 19)), prefix=prefix, luhn=rng.random() < 0.5)


def _account_of(*lengths: int) -> Callable[[Random], str]:
    """Draw an account of one of the lengths."""
    return lambda rng: account(rng, rng.choice(lengths))


def _three(rng: Random) -> Pieces:
    """Write three cards on one line."""
    name, mark = "card_three_in_line", rng.choice((" ", "、", "，", "/", "  "))
    pieces = [Piece(card(rng, rng.choice((16, 19))), _CARD, name)]
    for _ in range(2):
        pieces += [Piece(mark), Piece(card(rng, rng.choice((16, 19))), _CARD, name)]
    return tuple(pieces)


def _glued(rng: Random) -> Pieces:
    """Write an ID or a mobile and a card with nothing between them."""
    if rng.random() < 0.5:
        first = Piece(numbers.resident_id(rng), "CN_RESIDENT_ID", "id_glued")
    else:
        first = Piece(numbers.mobile(rng), "CN_MOBILE", "mobile_glued")
    return (first, Piece(card(rng, 19), _CARD, "card_glued"))


def _account_glued(rng: Random) -> Pieces:
    """Write an account and a mobile with nothing between them."""
    return (
        Piece(account(rng, rng.choice((15, 17, 19))), _ACCOUNT, "account_glued"),
        Piece(numbers.mobile(rng), "CN_MOBILE", "mobile_glued"),
    )


def _broken(rng: Random) -> str:
    """Break a card over two lines."""
    number, at = card(rng, 19), rng.randint(4, 15)
    return number[:at] + "\n" + number[at:]


def _account_groups(rng: Random) -> str:
    """Write an account in groups."""
    number = account(rng, rng.choice((17, 19, 20)))
    return rng.choice(
        (
            grouped(number, (4, 4, 4, 4, 4), " "),
            grouped(number, (2,), "-"),
            grouped(number, (5, 4, 4), "-"),
            grouped(number, (4, 4, 4), " "),
        )
    )


def _hidden(rng: Random) -> str:
    """Show the first six and the last four."""
    number = card(rng, 19)
    return number[:6] + rng.choice("*＊●") * 9 + number[-4:]


def _one(
    name: str,
    title: str,
    spell: Callable[[Random], str],
    *,
    home: str = "any",
    labels: tuple[str, ...] = (),
    quota: int = 54,
) -> Variant:
    """Make a variant that is one piece; its name says card or account."""
    entity_type = _CARD if name.startswith("card") else _ACCOUNT
    return Variant(
        name=name,
        entity_type=entity_type,
        title=title,
        make=single(name, entity_type, spell),
        home=home,
        labels=labels,
        quota=quota,
    )


BANK_VARIANTS = (
    _one("card_19", "62…, 19 digits, Luhn", _card_of(19), quota=150),
    _one("card_18", "62…, 18 digits, Luhn", _card_of(18)),
    _one("card_17", "62…, 17 digits, Luhn", _card_of(17)),
    _one("card_16", "62…, 16 digits, Luhn", _card_of(16), quota=70),
    _one("card_credit", "4…, 5…, 35… of 16 digits, 37… of 15", _credit),
    _one("card_legacy", "9558…, 1000…, 68…, 69…, labelled", _legacy),
    _one("card_no_luhn", "labelled, Luhn fails", _card_of(16, 17, 19, luhn=False), quota=70),
    _one(
        "card_spaced",
        "in fours",
        lambda r: grouped(
            card(r, r.choice((16, 19))), (4, 4, 4, 4), r.choice((" ", " ", "\u3000"))
        ),
    ),
    _one(
        "card_hyphenated",
        "in fours with hyphens",
        lambda r: grouped(card(r, r.choice((16, 19))), (4, 4, 4, 4), "-"),
    ),
    _one("card_full_width", "full-width digits", lambda r: card(r, 19).translate(FULL_WIDTH)),
    _one("card_zero_width", "zero-width inside", lambda r: sprinkle(r, card(r, 19))),
    _one("card_circled", "circled digits", lambda r: circled(card(r, 16))),
    _one("card_broken_lines", "broken over two lines", _broken),
    _one("card_undermasked", "first six and last four visible", _hidden),
    _one("card_unlabelled", "no label in the sentence", _card_of(16, 19), home="bare", quota=80),
    _one("card_pasted_table", "row of a pasted table", _card_of(16, 19), home="frame", quota=70),
    _one("account_12_15", "12–15 digits, labelled", _account_of(12, 13, 14, 15)),
    _one("account_16_19", "16–19 digits, labelled", _account_of(16, 17, 18, 19)),
    _one("account_20_22", "20–22 digits, labelled", _account_of(20, 21, 22)),
    _one("account_grouped", "with spaces or hyphens", _account_groups),
    _one("account_passbook", "存折", _account_of(12, 15, 17, 19), home="own", labels=_PASSBOOK),
    _one(
        "account_cooperative",
        "信用社, 农商行",
        _account_of(15, 17, 19, 20, 22),
        home="own",
        labels=_COOPERATIVE,
    ),
    _one(
        "account_pasted_table",
        "row of a pasted table under its header",
        _account_of(12, 15, 17, 19),
        home="frame",
        quota=70,
    ),
    Variant(name="card_three_in_line", entity_type=_CARD, title="three on one line", make=_three),
    Variant(
        name="card_glued",
        entity_type=_CARD,
        title="behind an ID or mobile without a gap",
        make=_glued,
        home="frame",
    ),
    Variant(
        name="account_glued",
        entity_type=_ACCOUNT,
        title="before a mobile without a gap",
        make=_account_glued,
        home="frame",
    ),
)
