"""Tickets beside names, where no header stands over them."""

from __future__ import annotations

import pytest
from tests.recognizers.claims import Claims

found = Claims("CN_STUDENT_ID").found
_LIST = "990012340{0}{0}7　张建军　综合管理\n"


def test_tickets_of_a_list_are_known_by_each_other() -> None:
    """Equally long, alike at their beginning and beside names: tickets, if the text has any."""
    text = "体检合格人员名单（考号 姓名 岗位）\n" + "".join(map(_LIST.format, (1, 2, 3)))
    assert found(text) == ["990012340117", "990012340227", "990012340337"]


@pytest.mark.parametrize(
    "text",
    [
        "".join(map(_LIST.format, (1, 2, 3))),
        "凭准考证领取，补助打入银行账户。\n" + "".join(map(_LIST.format, (1, 2, 3))),
        "请带准考证。\n" + "".join(map(_LIST.format, (1, 2))),
        "请带准考证。\n张建军 13800000001\n李爱国 13800000002\n王红梅 13800000003\n",
        "请带准考证。\n张建军 149999900307123\n李爱国 149999900307124\n王红梅 149999900307125\n",
    ],
)
def test_other_numbers_beside_names_are_no_tickets(text: str) -> None:
    """No word of tickets, accounts, two only, mobiles, old IDs: somebody must look at those."""
    assert found(text) == []
