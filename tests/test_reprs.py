"""No value class prints what stands in a document, whatever it is printed by."""

from __future__ import annotations

import importlib
import pkgutil
import re
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

import deident

if TYPE_CHECKING:
    from collections.abc import Iterator

CANARY = "赵钱孙14999919900307123X"
_OURS = """
about accepted act action alone anchor architecture asked attribute attributes basis because
becomes blob bom by by_key by_keyid channel channels charset charsets check checked checks code
codec colour column columns command container context counts date decisions declared digests
disclosure disposition document drawn dropped element encoding entity_type expires failed_check
failures fingerprint follows format found group hash hashes how id ids instead is_json key keyid
kind kinds label labels lang left_out legal_basis length loose lost main marks masked match
may_loosen media_type mend missing mode name named named_labels negative_labels next_review
no_match notes ocr offered office operator origin output owner pack page param part path pattern
personal place places policy previous public question questions ranges readable reasons
recognizer recognizers removable removal removals removed replacements require review reviewer
role rows rule said scene scenes scope script seal seen segment_id settings signature since
singles spaces stage stages start status style subject submitted suffix tag tags target templates
tier tighten time title treatments trusted type unit units unpack unread until valid_from
valid_until value version versions vetoes what where whole why without_macros word
"""
OURS = frozenset(_OURS.split())
"""Fields of text that we named ourselves: codes, kinds, places, settings, the words of a pack."""
OF_DOCUMENTS = re.compile(r"text|raw|new|header|before|after|source|inside|content|data|lines")
"""Names that fields with a document's text are given."""


def value_classes() -> Iterator[type]:
    """Yield every dataclass and NamedTuple of the package."""
    for module in pkgutil.walk_packages(deident.__path__, "deident."):
        if module.name.endswith("__main__"):
            continue
        for found in vars(importlib.import_module(module.name)).values():
            if not isinstance(found, type) or found.__module__ != module.name:
                continue
            if is_dataclass(found) or (issubclass(found, tuple) and hasattr(found, "_fields")):
                yield found


def of_text(cls: type) -> Iterator[str]:
    """Yield the names of the fields that hold text or bytes, alone or in a collection."""
    annotations: dict[str, object] = {}
    for each in reversed(cls.__mro__):
        annotations.update(vars(each).get("__annotations__", {}))
    names = [one.name for one in fields(cls)] if is_dataclass(cls) else list(annotations)
    for name in names:
        if re.search(r"\b(str|bytes)\b", str(annotations.get(name, ""))):
            yield name


def is_printed(cls: type, name: str) -> bool:
    """Tell whether an object's repr shows what stands in a field."""
    names = (
        [one.name for one in fields(cls)] if is_dataclass(cls) else [*getattr(cls, "_fields", ())]
    )
    filled = {each: CANARY if each == name else "" for each in names}
    if is_dataclass(cls):
        made = object.__new__(cls)
        for each, content in filled.items():
            object.__setattr__(made, each, content)
    else:
        made = tuple.__new__(cls, filled.values())
    return CANARY in repr(made)


def test_nothing_that_is_printed_holds_what_stands_in_a_document() -> None:
    """Neither in a log, nor in an assertion that fails, nor in a debugger's window."""
    classes = dict.fromkeys(value_classes())
    shown = [(cls, name) for cls in classes for name in of_text(cls) if is_printed(cls, name)]
    assert {f"{c.__module__}.{c.__qualname__}.{n}" for c, n in shown if n not in OURS} == set()
    assert len(classes) > 150


def test_a_field_for_a_document_s_text_is_never_among_ours() -> None:
    """The list above grows by names; it must not grow over a document's text."""
    assert [name for name in OURS if OF_DOCUMENTS.fullmatch(name)] == []
