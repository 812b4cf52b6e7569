"""Names in running text: what the tagger sees there, judged with what stands beside it.

A role, a sex or a list speaks for a name; a word of the dictionary that shows through, a place or a
firm speaks against it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from deident.recognizers import (
    person_dotted,
    person_edges,
    person_evidence,
    person_labels,
    person_places,
    person_posts,
    person_shapes,
    person_signs,
    person_things,
    person_told,
    tagger,
)
from deident.recognizers.later import later
from deident.recognizers.person_spaced import spaced
from deident.recognizers.person_surnames import RISKY
from deident.recognizers.person_tables import in_cell
from deident.recognizers.person_words import WORDS
from deident.recognizers.table_columns import is_all_cells
from deident.recognizers.vocabulary import trie

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from deident.recognizers.person_beside import Beside
    from deident.recognizers.reading import Reading

    Span = tuple[int, int]

_CROWDS = WORDS["crowds"]
# Log-odds below which nothing is looked at, alone and behind a role, and those that a cell
# demands which nothing names.
_LEAST_ALONE, _LEAST, _IN_CELL = -2.5, -3.0, 2.5
# The same where a sex or an ID stands behind.
_LEAST_SEXED = -7.0
_HAN = re.compile("[一-龥]")
# Between two names that are told of together.
_JOINTS = "、与和同跟及诉 "
_ITEM_BEFORE = later("[一-龥·]{1,8}、$")
_ITEM_BEHIND = later("、[一-龥·]{1,8}")
_ITEM = 9
# How much more must speak for a name among things.
_AMONG_THINGS = 2.2
# The same where the list, quotation marks or what follows say that it is a thing.
_PERHAPS_A_THING = 3.5
# The same for what stands alone in a long text: laws and reports name hardly anybody. A likely
# name has such odds, and tells for so many characters on both sides.
_ALONE, _LIKELY, _COMPANY = 1.4, 3.5, 800
# A counter behind a numeral is no surname: (二)项所列.
_COUNTERS, _NUMERALS = "项条款点", "0123456789一二三四五六七八九十)）"
_SHORT = 2
# 张三2024年入伍, 李四2人
_COUNTED = re.compile("[0-9]+(?:\\.[0-9]+)?(?:[年月日岁时人户元名万余多个位周次亩]|$)")


def _is_a_phrase(value: str) -> bool:
    """Tell whether a word stands behind what is one itself: 班学生."""
    return (
        value[0] in RISKY
        and tagger.is_common(value[1:])
        and value[1:] not in WORDS["given"]
        and not tagger.is_common(value)
    )


class Seen:
    """The names of one text that no label with a colon shows; `labels` says what some rest on."""

    def __init__(
        self,
        reading: Reading,
        text: str,
        known: Mapping[Span, str],
        beside: Beside,
        *,
        tables: bool,
    ) -> None:
        self._reading, self._tables, self._beside_numbers = reading, tables, beside
        # Beside tables, a page may tell of people in prose.
        self._tells = not tables or not is_all_cells(reading)
        self.labels: dict[Span, str] = {}
        self._text = text
        self._marks = person_labels.role_ends(text)
        said = frozenset(person_labels.identified(text))
        self._identified = said | beside.identified
        self._of_no_part = beside.in_brackets - said
        self._sexed = self._identified.union(person_labels.sexes(text))
        starts, ends, odds = tagger.likely(text, _LEAST_SEXED if self._sexed else _LEAST)
        self._again = self._known(known)
        self._starts, self._ends = frozenset(starts.tolist()), frozenset(ends.tolist())
        self._likely = sorted({*starts[odds >= _LIKELY].tolist(), *(start for start, _ in known)})
        self._found = [
            (found[0], person_edges.settled(text, found[0], found[1]), found[2])
            for found in zip(starts.tolist(), ends.tolist(), odds.tolist(), strict=True)
            if found[2] >= _LEAST_ALONE
            or found[1] in self._sexed
            or (found[2] >= _LEAST and (found[0] in self._marks or found[0] in self._again))
        ]

    def _known(self, known: Mapping[Span, str]) -> dict[int, int]:
        """Return where short names stand again that a label showed: longer ones others look for."""
        short = {self._text[low:high] for low, high in known if high - low == _SHORT}
        if not short:
            return {}
        places = re.finditer(trie(sorted(short)), self._text)
        return {place.start(): place.end() for place in places}

    def spans(self) -> dict[Span, None]:
        """Return the spans that are believed."""
        of_minorities = self._of_minorities()
        spans = dict.fromkeys(span for span in of_minorities if self._stands(span))
        speakers = [
            span
            for span in (person_posts.speakers(self._text) if self._tells else ())
            if not self._in_cell(span[0])
        ]
        spans |= dict.fromkeys(speakers)
        # A part of a name is none, whatever becomes of the whole.
        taken = {at for span in (*of_minorities, *speakers) for at in range(*span)}
        for start, end in self._again.items():
            if self._stands_free(start, end):
                spans[start, end] = None
        free = self._found
        if taken:
            free = [found for found in free if taken.isdisjoint(range(found[0], found[1]))]
        text = self._text
        places = {
            text[start:end]
            for start, end, _ in free
            if person_places.is_place(text, end) or person_places.is_shown(text, start, end)
        }
        for start, end, odds in free:
            marked = start in self._marks or end in self._sexed
            if not marked and self._text[start:end] in places:
                continue
            if self._believed(start, end, odds) and not self._quiet(start, odds):
                spans[start, end] = None
        spans |= dict.fromkeys(self._listed(spans, free))
        begun = {start for start, _ in spans}
        framed = (span for span in person_told.framed(self._text) if not self._in_cell(span[0]))
        for span in (
            *self._signed(begun),
            *self._fielded(begun),
            *framed,
            *self._by_words_around(spans),
        ):
            if taken.isdisjoint(range(*span)):
                spans[span] = None
        if self._tells:
            # Whom a role shows, 被侵害人雷芳, is known elsewhere, too.
            for start, end in self._known(self.labels).items():
                if not self._in_cell(start) and self._stands_free(start, end):
                    spans[start, end] = None
        return spans

    def _stands_free(self, start: int, end: int) -> bool:
        """Tell whether no word runs into a short name that is known: 将雷芳左额打伤."""
        text = self._text
        around = text[max(0, start - 1) : start] + text[end : end + 1]
        if not _HAN.search(around):
            return True
        if self._in_cell(start):
            return False
        if tagger.is_listed(text[start:end]):
            return not _HAN.match(around) and person_told.is_again(text, end)
        before, behind = text[max(0, start - 1) : start + 1], text[end - 1 : end + 1]
        return not (tagger.is_listed(before) or tagger.is_listed(behind))

    def _quiet(self, start: int, odds: float = 0.0) -> bool:
        """Tell whether a cell that nothing names would have to say more."""
        return odds < _IN_CELL and self._in_cell(start)

    def _in_cell(self, start: int) -> bool:
        return self._tables and in_cell(self._reading, start)

    def _of_minorities(self) -> list[Span]:
        found = person_dotted.of_minorities(self._text, self._marks)
        for span in found:
            if span[0] in self._marks:
                self.labels[span] = self._marks[span[0]]
        return found

    def _stands(self, span: Span) -> bool:
        """Tell whether a name of a minority is that of a person, and no cell hides it."""
        if person_places.is_place(self._text, span[1]) or self._quiet(span[0]):
            return False
        return span[0] in self._marks or not person_places.is_perhaps_a_thing(self._text, *span)

    def _by_words_around(self, spans: Mapping[Span, None]) -> Iterator[Span]:
        """Yield what a role or a sex shows without the tagger, and names with blanks inside."""
        for end in self._sexed:
            found = person_labels.spaced_before(self._text, end)
            # 程 文，男: spread out, a word of two characters is none.
            if found and not person_shapes.is_word(self._text[slice(*found)]):
                self.labels[found] = self._beside(end)
                yield found
        for start, label in self._marks.items():
            blank = self._text[start - 1] in person_labels.BLANKS
            if not blank and not person_told.opens(self._text[start : start + 1]):
                continue
            clear = person_labels.clear_name(self._text, start)
            if clear:
                clear = clear[0], person_edges.settled(self._text, *clear)
            if clear is None and blank:
                strange = person_labels.strange_name(self._text, start)
                if strange is not None:
                    yield strange
            told = person_told.told(self._text, start, label)
            if (
                told
                and person_labels.stands_alone(self._text, start, label)
                and not person_places.is_place(self._text, told[1])
            ):
                self.labels[told] = label
                yield told
            if (
                clear
                and not self._is_word(clear)
                and person_labels.stands_alone(self._text, start, label)
                and not (label in _CROWDS and person_evidence.is_of_words(self._text, *clear))
            ):
                self.labels[clear] = label
                yield clear
        ends = {end for _, end in spans}
        for found in spaced(self._text, ends, {start for start, _ in spans}, self._marks):
            if not self._quiet(found[0]):
                if found[0] in self._marks:
                    self.labels[found] = self._marks[found[0]]
                yield found

    def _signed(self, begun: Collection[int]) -> Iterator[Span]:
        """Yield names in characters of names, where the tagger saw none."""
        for start, end in person_signs.signed(self._text):
            if start in begun or self._quiet(start):
                continue
            if not person_places.is_place(self._text, end):
                yield start, end

    def _fielded(self, begun: Collection[int]) -> Iterator[Span]:
        """Yield names of strange surnames behind 姓名 and blanks, and words that 致…家属 shows."""
        for span in person_told.framed(self._text):
            if not self._in_cell(span[0]):
                yield span
        for start, end in person_told.fielded(self._text):
            if start not in begun and not self._in_cell(start):
                self.labels[start, end] = "姓名"
                yield start, end

    def _listed(
        self, spans: Mapping[Span, None], found: list[tuple[int, int, float]]
    ) -> list[Span]:
        """Return the less likely names that stand in a list beside a likely one."""
        text = self._text
        known = set(spans)
        ends, starts = {end for _, end in known}, {start for start, _ in known}
        added = []
        for start, end, odds in (*found, *reversed(found)):
            before, behind = text[start - 1 : start], text[end : end + 1]
            listed = (bool(before) and before in _JOINTS and start - 1 in ends) or (
                bool(behind) and behind in _JOINTS and end + 1 in starts
            )
            if not listed or (start, end) in known or self._quiet(start, odds):
                continue
            if person_evidence.weighed(text, start, end, odds) < person_evidence.BESIDE_NAME:
                continue
            value = text[start:end]
            ordinary = tagger.is_common(value[:2]) or person_shapes.is_ordinary(value)
            if not ordinary and not person_places.is_place(text, end):
                added.append((start, end))
                known.add((start, end))
                ends.add(end)
                starts.add(start)
        return added

    def _is_among_things(self, start: int, end: int) -> bool:
        """Tell whether it is an item of a list in which no item beside it may be a name."""
        text = self._text
        before = _ITEM_BEFORE.search(text, max(0, start - _ITEM), start)
        behind = _ITEM_BEHIND.match(text, end)
        if before is None and behind is None:
            return False
        beside_names = (before is not None and start - 1 in self._ends) or (
            behind is not None and end + 1 in self._starts
        )
        return not beside_names

    def _is_a_thing(self, start: int, end: int) -> bool:
        """Tell whether what stands there is counted, (二)项所列, or lies between 的 and 上."""
        text = self._text
        before = text[start - 1 : start]
        if text[start] in _COUNTERS and before and before in _NUMERALS:
            return True
        if text.startswith("第五", start):
            return True
        if text[start + 1] == "得":
            # 储得进、管得好
            return True
        return before == "的" and text[end : end + 1] in {"上", "里", "中", "下", "内"}

    def _believed(self, start: int, end: int, odds: float) -> bool:
        value, sexed, mark = self._text[start:end], end in self._sexed, self._mark(start)
        again = self._again.get(start) == end
        if person_shapes.is_word(value) or person_shapes.is_word(value[:2]):
            return False
        if sexed and not mark and self._runs_on(start) and _is_a_phrase(value):
            return False
        if not again and person_told.is_addressed(self._text, start):
            return False
        if not (again or sexed):
            if value[1:] in person_shapes.LEADERS:
                # 向雷锋同志学习
                return False
            if not self._enough(start, end, odds, mark):
                return False
        if again or sexed or mark:
            if person_places.is_firm(self._text, end):
                return False
            if not again and (mark or sexed) and (sexed or odds >= 0):
                self._rests_on(start, end, mark)
            return True
        if person_places.is_place(self._text, end) or self._is_code(end):
            return False
        if end in self._beside_numbers.numbered - self._beside_numbers.in_brackets:
            self.labels[start, end] = "手机号"
        return True

    def _rests_on(self, start: int, end: int, mark: str | None) -> None:
        """Note what shows a name to be one; a number in brackets behind it tells no part."""
        if mark or end not in self._of_no_part:
            self.labels[start, end] = mark or self._beside(end)

    def _runs_on(self, start: int) -> bool:
        """Tell whether a word, a number or a bracket ends right before a place."""
        before = self._text[start - 1 : start]
        return before in {"）", ")"} or before.isalnum()

    def _is_code(self, end: int) -> bool:
        """Tell whether figures run into a name that are no number of its bearer: 晋麦47."""
        if not self._text[end : end + 1].isdecimal() or end in self._beside_numbers.starts:
            return False
        return _COUNTED.match(self._text, end) is None

    def _mark(self, start: int) -> str | None:
        """Return the role that stands right before a place."""
        mark = self._marks.get(start)
        if mark is None or not person_labels.stands_alone(self._text, start, mark):
            return None
        return mark

    def _enough(self, start: int, end: int, odds: float, role: str | None) -> bool:
        """Tell whether enough speaks for a name that no sex and no label shows."""
        total = person_evidence.weighed(self._text, start, end, odds, role=role is not None)
        if role is not None:
            # A role does not turn a word into a name: 监护人严加看管.
            value = self._text[start:end]
            common = odds < 0 and tagger.is_common(value)
            common = common or person_told.is_joined(value)
            crowd = role in _CROWDS
            least = person_evidence.BEHIND_CROWD if crowd else person_evidence.BEHIND_ROLE
            return total >= least and not common
        if total < person_evidence.ENOUGH or (
            total < person_evidence.ENOUGH + _ALONE and self._is_alone(start, end)
        ):
            return False
        return not (
            self._is_a_thing(start, end)
            or person_things.is_phrase(self._text, start, end)
            or person_places.is_among_places(self._text, start, end, self._starts)
            or (
                total < person_evidence.ENOUGH + _AMONG_THINGS and self._is_among_things(start, end)
            )
            or (
                total < person_evidence.ENOUGH + _PERHAPS_A_THING
                and person_places.is_perhaps_a_thing(self._text, start, end)
            )
        )

    def _is_alone(self, start: int, end: int) -> bool:
        """Tell whether words run into it and a long stretch of text names nobody else."""
        around = self._text[max(0, start - 1) : start] + self._text[end : end + 1]
        if len(self._text) < 2 * _COMPANY or not (_HAN.search(around) or "、" in around):
            return False
        if end in self._beside_numbers.numbered:
            return False
        low = bisect_left(self._likely, start - _COMPANY)
        return set(self._likely[low : bisect_left(self._likely, start + _COMPANY)]) <= {start}

    def _beside(self, end: int) -> str:
        """Say what stands behind a name that shows it to be one."""
        return "身份证号" if end in self._identified else "性别"

    def _is_word(self, span: Span) -> bool:
        value = self._text[slice(*span)]
        return (
            person_shapes.is_ordinary(value)
            or person_told.is_joined(value)
            or person_shapes.is_word(value[:2])
            or person_places.is_firm(self._text, span[1])
        )
