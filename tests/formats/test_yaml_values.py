"""YAML: the same values with masks in them; checked by PyYAML's own loader."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from deident.errors import UnreadableError
from deident.formats import Limits
from deident.formats.structured.yaml_values import YamlHandler
from deident.model import Cell, Mask, MaskPlan, Place, Segment, Source, Span

HANDLER = YamlHandler(Limits())
DIGITS = str.maketrans("0123456789", "*" * 10)


def source(text: str) -> Source:
    """Name some YAML."""
    return Source(name="a.yaml", data=text.encode(), media_type="application/yaml")


def segments(text: str) -> list[Segment]:
    """Read all segments."""
    return [segment for page in HANDLER.read(source(text)).pages for segment in page.segments]


def masked(text: str) -> str:
    """Write a star over every digit."""
    masks = [
        Mask(Place(segment.id, Span(0, len(segment.text))), segment.text.translate(DIGITS))
        for segment in segments(text)
    ]
    return bytes(HANDLER.apply(source(text), MaskPlan(masks=iter(masks))).data).decode()


def starred(tree: Any) -> Any:  # noqa: ANN401 - any YAML
    """Do with a loaded tree what the masks do with its source."""
    if isinstance(tree, dict):
        return {starred(name): starred(value) for name, value in tree.items()}
    if isinstance(tree, list):
        return [starred(value) for value in tree]
    return tree.translate(DIGITS) if isinstance(tree, str) else tree


def loaded(text: str) -> Any:  # noqa: ANN401 - any YAML
    """Load every scalar as a string."""
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506 - it makes strings only


words = st.text(st.sampled_from("甲1 2\n'\":#-*\té\\"), max_size=12)
trees = st.recursive(
    words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(
    tree=trees,
    style=st.sampled_from([None, "'", '"', "|", ">"]),
    flow=st.sampled_from([None, True, False]),
    width=st.sampled_from([5, 80]),
)
def test_masks_change_words_and_nothing_else(
    tree: Any,  # noqa: ANN401
    style: str | None,
    flow: bool | None,
    width: int,
) -> None:
    """In every style a scalar is written in."""
    text = yaml.dump(
        tree, default_style=style, default_flow_style=flow, width=width, allow_unicode=True
    )
    assert loaded(masked(text)) == starred(loaded(text))


def test_a_block_keeps_its_style() -> None:
    """An article in a block stays readable."""
    text = "a: |  # 注1\n  第一行 1\n\n    缩进 2\nb: >-\n  折叠 3\n  下一行 4\n# 5\n"
    assert masked(text) == text.translate(DIGITS)


def test_a_plain_scalar_becomes_a_quoted_one() -> None:
    """A star at its beginning would be an alias."""
    assert masked("电话: 13800000001 # x\n") == "电话: '***********' # x\n"


def test_an_alias_is_read_once() -> None:
    """Nothing expands, however often it is named."""
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + at)}: &{chr(98 + at)} [{', '.join('*' + chr(97 + at) for _ in range(9))}]\n"
        for at in range(20)
    )
    assert [segment.text for segment in segments(bomb)].count("x") == 2


def test_a_telling_anchor_is_masked_with_its_aliases() -> None:
    """In characters that names may have."""
    text = "a: &t13800000001 甲\nb: *t13800000001\n"
    assert yaml.safe_load(masked(text)) == {"a": "甲", "b": "甲"}
    assert "1380" not in masked(text)


def test_keys_are_labels() -> None:
    """As in JSON."""
    found = {segment.text: segment for segment in segments("- 姓名: 甲\n- 姓名: 乙\n")}
    assert found["乙"].labels.column == "姓名"
    assert found["乙"].cell == Cell(table=1, row=1, column=0)


def test_a_page_in_a_block_goes_through_the_line() -> None:
    """And comes back into the block."""
    text = "a: |\n  <p>1</p>\n  <p>2</p>\nb: 1\n"
    (found,) = HANDLER.read(source(text)).embedded
    new = Source(name="", data=bytes(found.source.data).replace(b"1", b"*"))
    written = HANDLER.apply(source(text), MaskPlan(replacements={found.id: new})).data
    assert bytes(written).decode() == text.replace("<p>1", "<p>*")


@pytest.mark.parametrize("text", ["a: [", "a: 'x", "%YAML 9.9.9\n---\n", "a: b: c\n"])
def test_what_pyyaml_refuses_is_refused(text: str) -> None:
    """With a line, and without a word of the document."""
    with pytest.raises(UnreadableError) as refused:
        segments(text)
    assert refused.value.reason == "MALFORMED"
