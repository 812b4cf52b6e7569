"""Names in running text: what the tagger sees there, judged with what stands beside it.

A role, a sex or a list speaks for a name; a word of the dictionary that shows through, a place or a
firm speaks against it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deident.recognizers import (
    person_by_role,
    person_dotted,
    person_edges,
    person_evidence,
    person_framed,
    person_labels,
    person_places,
    person_posts,
    person_shapes,
    person_signs,
    person_strange,
    person_told,
    tagger,
)
from deident.recognizers.person_enough import LIKELY, Enough
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

# Log-odds below which nothing is looked at, alone and behind a role, and those that a cell
# demands which nothing names.
_LEAST_ALONE, _LEAST, _IN_CELL = -2.5, -3.0, 2.5
# The same where a sex or an ID stands behind.
_LEAST_SEXED = -7.0
_HAN = re.compile("[一-龥]")
# Between two names that are told of together.
_JOINTS = "、与和同跟及诉 "
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
        text = person_strange.as_usual(text)
        self._reading, self._tables, self._beside_numbers = reading, tables, beside
        # Beside tables, a page may tell of people in prose.
        self._tells = not tables or not is_all_cells(reading)
        self.labels: dict[Span, str] = {}
        self._text, self._labelled = text, tuple(known)
        self._marks = person_labels.role_ends(text)
        said = frozenset(person_labels.identified(text))
        self._identified = said | beside.identified
        self._of_no_part = beside.in_brackets - said
        self._sexed = self._identified.union(person_labels.sexes(text))
        starts, ends, odds = tagger.likely(text, _LEAST_SEXED if self._sexed else _LEAST)
        self._again = self._known(known)
        self._enough = Enough(
            text,
            starts=frozenset(starts.tolist()),
            ends=frozenset(ends.tolist()),
            likely=sorted({*starts[odds >= LIKELY].tolist(), *(start for start, _ in known)}),
            numbered=beside.numbered,
        )
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
            known = tuple(spans), self._labelled, taken
            for span, role in person_framed.beside_words(self._text, self._marks, *known):
                if not self._in_cell(span[0]):
                    spans[span] = None
                    if role is not None:
                        self.labels[span] = role
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
            if told := person_told.before_sex(self._text, end):
                self.labels[told] = self._beside(end)
                yield told
        for found, label in person_by_role.by_role(self._text, self._marks):
            if label is not None:
                self.labels[found] = label
            yield found
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
            if not self._enough.speaks(start, end, odds, mark):
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

    def _beside(self, end: int) -> str:
        """Say what stands behind a name that shows it to be one."""
        return "身份证号" if end in self._identified else "性别"
