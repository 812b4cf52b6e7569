"""Names of persons: by a label, in a row, beside a role, and in free text by the tagger.

A name that stands by its label, in a row with an ID, or behind 被害人 rests on that label; one that
only the tagger sees rests on its shape. An official's in duty is found too, as an office's, so that
the report can say why it stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from deident.model import Evidence, Role, Tier
from deident.recognizers import person_labels, person_shapes, person_tables, tagger
from deident.recognizers.hits import NAMED, SHAPED, Hit
from deident.recognizers.person_roles import Judged, Roles
from deident.recognizers.person_surnames import PLAIN, RISKY
from deident.recognizers.vocabulary import trie

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from deident.recognizers.packs import Pack
    from deident.recognizers.reading import Reading

_HIDDEN = re.compile(f"{person_shapes.MASKED}|{person_shapes.POLITE}")
_DOTTED = re.compile(person_shapes.DOTTED)
# Such a name holds one of these, a few characters from its beginning and its end.
_MAY_HIDE = re.compile("[某*×○●xX先女小](?:(?<![先女小])|(?<=先)生|(?<=女)士|(?<=小)姐)")
_NEAR = 8
# Log-odds from which a name is believed: behind a role, of a plain surname, of any.
_BEHIND_ROLE, _PLAIN, _ANY, _RISKY, _IN_CELL = -3.0, -0.3, 0.7, 2.3, 3.0
# Where the surname ends a common word, or begins one.
_THROUGH, _OPENING = 5.0, 1.5
_PLACE = re.compile(
    r"(?:[一-龥]{0,3}[〔\[【]|[村庄镇乡县市区沟湾屯寨岭坡路街巷]|家[庄沟湾屯村寨岭坡川山河]|社区|小学|中学|大学|医院|"
    r"公司|集团|银行|超市|饭店|商店|药店|诊所|品牌|奖|杯|故居|精神|思想|理论|模式|工作法)"
)
# Between a firm's first characters and its last nothing stands that joins words.
_FIRM = re.compile(
    "[^在与和的因于向被将把对从为是系，,。；;、：: 0-9\n\x1e]{0,14}?(?:有限|公司|集团|合作社|"
    "银行|信用社|医院|学校|中学|小学|幼儿园|大学|事务所|经营部|门市部|商行|超市|酒店|饭店|"
    "委员会|协会|研究院|加工厂|"
    "煤矿|农场|林场|中心|政府|办事处|分局|管理局)"
)
_MASKED_TAIL = re.compile("[些种个项类地时处日年月]")
_HAN = re.compile("[一-龥]")
_PLACE_ENDS = frozenset("村镇乡县市区沟屯寨州省街路巷寺庙苑")
_SHORT = 2
_SURE = 0.96
# What the pack for minors claims too stays a minor's.
_BESIDE, _MINORS = 0.9, frozenset({"监护人", "被监护人", "家长", "法定代理人"})


class PersonFinder:
    """Finds what labels and patterns cannot: names."""

    def __init__(self, packs: Mapping[str, Pack]) -> None:
        self._pack = packs["person"]

    def quick(self, text: str) -> bool:
        """Tell whether a folded text may hold a name: almost any may."""
        return bool(text)

    def find(self, reading: Reading, hits: Sequence[Hit]) -> Iterator[Hit]:
        """Yield the names of a reading, each with what it rests on and whose it is."""
        tables = any(segment.cell is not None for segment in reading.segments)
        text = person_tables.unclaimed(reading, hits) if tables else reading.text
        in_rows = tuple(person_tables.in_rows(reading, text, hits)) if tables else ()
        offices = {(name.start, name.end) for name in in_rows if name.role is Role.OFFICE}
        labels = dict(self._labelled(text, in_rows, hits))
        seen = _Seen(reading, text, labels, tables=tables)
        roles = Roles(text)
        for start, end in sorted({**seen.spans(), **labels}):
            label = labels.get((start, end), seen.labels.get((start, end)))
            if text[start:end] in person_shapes.LEADERS:
                continue
            judged = Judged(Role.OFFICE) if (start, end) in offices else roles.of(start, end)
            yield self._hit(text, start, end, label, judged)
        for hit in self._hidden(text):
            # In a cell a surname alone tells nothing new.
            if not (tables and hit.evidence.masked and _in_cell(reading, hit.start)):
                yield hit

    def _hit(self, text: str, start: int, end: int, label: str | None, judged: Judged) -> Hit:
        masked = person_shapes.masked_shape(text[start:end])
        if label is None:
            evidence = Evidence(Tier.SHAPE, judged.word, judged.role, masked=masked)
            return Hit(SHAPED, start, end, self._pack, 0.6, evidence)
        evidence = Evidence(Tier.LABEL, label, judged.role, masked=masked)
        score = _BESIDE if label in _MINORS else _SURE
        return Hit(NAMED, start, end, self._pack, score, evidence)

    def _labelled(
        self, text: str, in_rows: Sequence[person_tables.CellName], hits: Sequence[Hit]
    ) -> Iterator[tuple[tuple[int, int], str]]:
        """Yield the spans that a label or a row shows to be names."""
        for named in person_labels.after_labels(text):
            yield (named.start, named.end), named.label
        for name in (*in_rows, *person_tables.in_lines(text, hits)):
            yield (name.start, name.end), "姓名"

    def _hidden(self, text: str) -> Iterator[Hit]:
        """Yield names that are masked already, and names with a dot."""
        for low, high in _windows(text):
            for found in _HIDDEN.finditer(text, low, high):
                if not _MASKED_TAIL.match(text, found.end()):
                    yield self._hit(text, *found.span(), None, Judged(Role.UNKNOWN))
        if "·" in text:
            for found in _DOTTED.finditer(text):
                yield self._hit(text, *found.span(), None, Judged(Role.UNKNOWN))


class _Seen:
    """What the tagger sees in one text, judged with what stands beside it."""

    def __init__(
        self, reading: Reading, text: str, known: Mapping[tuple[int, int], str], *, tables: bool
    ) -> None:
        self._reading, self._tables = reading, tables
        self.labels: dict[tuple[int, int], str] = {}
        self._text = text
        self._marks = person_labels.role_ends(text)
        starts, ends, self._odds = tagger.likely(text, _BEHIND_ROLE)
        self._sexed = tuple(person_labels.sexes(text))
        sexed = np.isin(ends, self._sexed)
        beside = np.isin(starts, list(self._marks))
        again = self._known(known)
        kept = (self._odds >= _PLAIN) | beside | sexed | np.isin(starts, list(again))
        self._found = list(
            zip(starts[kept].tolist(), ends[kept].tolist(), self._odds[kept].tolist(),
                sexed[kept].tolist(), strict=True)
        )  # fmt: skip
        self._again = again

    def _known(self, known: Mapping[tuple[int, int], str]) -> dict[int, int]:
        """Return where short names stand again that a label showed: longer ones others look for."""
        short = {self._text[low:high] for low, high in known if high - low == _SHORT}
        if not short:
            return {}
        places = re.finditer(trie(sorted(short)), self._text)
        return {place.start(): place.end() for place in places}

    def spans(self) -> dict[tuple[int, int], None]:
        """Return the spans that are believed; `labels` says what some rest on."""
        spans: dict[tuple[int, int], None] = {}
        for start, end in self._again.items():
            if not _HAN.search(self._text[max(0, start - 1) : start] + self._text[end : end + 1]):
                spans[start, end] = None
        for start, end, odds, sexed in self._found:
            if self._believed(start, end, odds, sexed) and not (
                self._tables and odds < _IN_CELL and _in_cell(self._reading, start)
            ):
                spans[start, end] = None
        for end in self._sexed:
            spaced = person_labels.spaced_before(self._text, end)
            if spaced and not self._is_word(spaced):
                spans[spaced] = None
                self.labels[spaced] = "性别"
        for start, label in self._marks.items():
            clear = person_labels.clear_name(self._text, start)
            if clear and not self._is_word(clear):
                spans[clear] = None
                self.labels[clear] = label
        return spans

    def _believed(self, start: int, end: int, odds: float, sexed: bool) -> bool:
        text = self._text
        value = text[start:end]
        if person_shapes.is_word(value) or person_shapes.is_word(value[:2]):
            return False
        if (sexed or start in self._marks or odds >= _base(value)) and _FIRM.match(text, end):
            return False
        if self._again.get(start) == end:
            return True
        if sexed or (start in self._marks and odds >= 0):
            self.labels[start, end] = self._marks.get(start, "性别")
            return True
        if start in self._marks:
            return True
        if odds < _base(value) or odds < self._least(start, value):
            return False
        return not _PLACE.match(text, end) and value[-1] not in _PLACE_ENDS

    def _is_word(self, span: tuple[int, int]) -> bool:
        value = self._text[slice(*span)]
        return person_shapes.is_ordinary(value) or _FIRM.match(self._text, span[1]) is not None

    def _least(self, start: int, value: str) -> float:
        """Return the log-odds from which a name is believed: more where words show through."""
        least = _base(value)
        before = self._text[max(0, start - 1) : start]
        if before and tagger.is_common(before + value[0]):
            least = max(least, _THROUGH)
        if tagger.is_common(value[:2]):
            least = max(least, _THROUGH if len(value) == _SHORT else _OPENING)
        if value[0] not in PLAIN and len(value) > _SHORT and tagger.is_common(value[1:]):
            least = max(least, _OPENING)
        return least


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a masked name may stand, by rising start; none overlap."""
    low = high = 0
    for sign in _MAY_HIDE.finditer(text):
        if sign.start() - _NEAR > high:
            if high:
                yield low, high
            low = max(0, sign.start() - _NEAR)
        high = sign.end() + _NEAR
    if high:
        yield low, high


def _base(value: str) -> float:
    if value[0] in RISKY:
        return _RISKY
    return _PLAIN if value[0] in PLAIN else _ANY


def _in_cell(reading: Reading, start: int) -> bool:
    return reading.segments[reading.index_at(start)].cell is not None
