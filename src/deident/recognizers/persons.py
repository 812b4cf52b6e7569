"""Names of persons: by a label, in a row, beside a role, and in free text by the tagger.

A name that stands by its label, in a row with an ID, or behind 被害人 rests on that label; one that
only the tagger sees rests on its shape. An official's in duty is found too, as an office's, so that
the report can say why it stays.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING

from deident.model import Evidence, Kind, Role, Tier
from deident.recognizers import (
    person_called,
    person_labels,
    person_lines,
    person_parts,
    person_posts,
    person_public,
    person_rolls,
    person_shapes,
    person_tables,
    tables_of_persons,
    tagger,
)
from deident.recognizers.hits import NAMED, SHAPED, Hit
from deident.recognizers.later import later
from deident.recognizers.needles import Needles
from deident.recognizers.person_beside import Beside, beside_numbers
from deident.recognizers.person_roles import ANYBODYS, Judged, Roles
from deident.recognizers.person_seen import Seen
from deident.recognizers.person_surnames import COMPOUND, RARE, SINGLE
from deident.recognizers.person_words import WORDS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from deident.recognizers.packs import Pack
    from deident.recognizers.reading import Reading

    Span = tuple[int, int]

_HIDDEN = later(f"{person_shapes.MASKED}|{person_shapes.POLITE}")
# Such a name holds one of these, a few characters from its beginning and its end. In a roster
# that is masked already, stars behind digits are a thousand times as many.
_ENDS = "".join(sorted(SINGLE | RARE | {surname[-1] for surname in COMPOUND}))
_MAY_HIDE = re.compile(f"[{_ENDS}][某*×○●xX]|先生|女士|小姐")
_SIGNS = Needles((_ENDS, "某*×○●xX"), ("先女小", "生士姐"), shared=True)
_NEAR = 8
_MASKED_TAIL = re.compile("[些种个项类地时处日年月]")
_LONG = 3
# 张三 is somebody, except where an example is given.
_PLACEHOLDERS = frozenset({"张三", "李四", "王五", "赵六", "孙七", "周八"})
_EXAMPLE = re.compile("例如|比如|示例|样表|样例|范例|举例|假设|假如|填写说明|模板")
_EXAMPLE_REACH = 60
# 高二（1）班, 高一新生: a form at school, though 高 is a surname too.
_FORM = later(
    r"[高初][一二三](?:[ ]?[（(]?[0-9一二三四五六七八九十]{1,3}[）)]?[ ]?班|年级|新生|学生|学年|"
    r"全体|班|阶段|毕业|上学期|下学期)"
)
# 尊敬的孙部长
_POSTS = frozenset(
    {
        *(
            "部长",
            "局长",
            "处长",
            "科长",
            "厅长",
            "院长",
            "校长",
            "所长",
            "县长",
            "市长",
            "镇长",
            "乡长",
        ),
        *("主任", "书记", "主席", "老师", "教授", "院士", "律师", "医生", "经理"),
    }
)
_HAN = re.compile("[一-龥]")
_KIND = attrgetter("kind")
_SURE = 0.96
_PARTIES, _NO_PART = WORDS["party"], WORDS["no part"]
# What the pack for minors claims too stays a minor's.
_DUTY = Judged(Role.OFFICE)
_BESIDE, _MINORS = 0.9, frozenset({"监护人", "被监护人", "家长", "法定代理人"})


class PersonFinder:
    """Finds what labels and patterns cannot: names."""

    def __init__(self, packs: Mapping[str, Pack]) -> None:
        self._pack = packs["person"]

    def find(self, reading: Reading, hits: Sequence[Hit]) -> Iterator[Hit]:
        """Yield the names of a reading, each with what it rests on and whose it is."""
        tables = any(segment.cell is not None for segment in reading.segments)
        text = person_tables.unclaimed(reading, hits) if tables else reading.text
        in_rows = tuple(person_tables.in_rows(reading, text, hits)) if tables else ()
        in_lines = tuple(person_lines.in_lines(text, hits))
        offices = {
            (name.start, name.end) for name in (*in_rows, *in_lines) if name.role is Role.OFFICE
        }
        # An engine mistakes characters: behind a label a name need not look like one.
        misread = Kind.OCR in map(_KIND, reading.segments)
        beside = Beside(text, hits)
        labels = self._labelled(text, (*in_rows, *in_lines), beside, misread=misread)
        seen = Seen(reading, text, labels, beside, tables=tables)
        roles = Roles(text)
        found = {**seen.spans(), **labels}
        labels |= self._called(text, found)
        if tables:
            strange = person_labels.strange_in_cells(reading, text)
            labels |= {name[:2]: "" for name in strange if name[:2] not in found}
        names = sorted({**found, **labels})
        judged = {
            span: roles.told(span[1], _DUTY) if span in offices else roles.of(*span)
            for span in names
        }
        # One who is labelled is the same person elsewhere: 被害人张某某 … 将张某某打伤.
        shown = {**seen.labels, **{span: label for span, label in labels.items() if label}}
        celled = {span for span in names if tables and person_tables.in_cell(reading, span[0])}
        yield from self._owned(text, judged, shown, celled)
        for hit in self._hidden(text):
            # In a cell a surname alone tells nothing new.
            if not (tables and hit.evidence.masked and person_tables.in_cell(reading, hit.start)):
                yield hit
        yield from self._placeholders(text, hits)
        if tables:
            yield from tables_of_persons.no_records(reading, hits, self._pack)
            yield from person_tables.trimmed(reading, hits, self._pack)

    def _owned(
        self,
        text: str,
        judged: Mapping[Span, Judged],
        shown: Mapping[Span, str],
        celled: Collection[Span],
    ) -> Iterator[Hit]:
        """Yield the names with whose they are, by all that the text says of who bears them."""
        # Who is introduced by his office is the same person further down: 区长王某…王某指出.
        officials = {text[slice(*span)] for span, own in judged.items() if own.role is Role.OFFICE}
        bearers = _bearers(text, shown)
        public = _in_public(text, judged, shown, officials, celled)
        for (start, end), own in judged.items():
            span, name, cell = (start, end), text[start:end], (start, end) in celled
            label = shown.get(span)
            if name in bearers and _is_again(text, start, end, cell=cell):
                label = max(label or "", bearers[name], key=_tells)
            # The one in a list who bears a short name of that kind is another.
            listed = cell and end - start < _LONG
            if _is_none(text, start, end) or not (label or listed or not _is_known(text, *span)):
                continue
            introduced = not label or person_posts.is_introduced(text, end, label)
            if (
                (own.role is Role.UNKNOWN and name in officials and introduced)
                or (span in public and not label)
                or _is_honoured(text, start, label, own)
            ):
                own = _DUTY
            if not label and own.role is Role.PERSONAL and ANYBODYS.search(own.word):
                # 户代表：…, 联系人：…（孙子）
                label = own.word
            if label:
                label = person_parts.beside_the_party(text, start, end, label)
            yield self._hit(text, start, end, label, own)

    def _placeholders(self, text: str, hits: Sequence[Hit]) -> Iterator[Hit]:
        """Yield what an example calls its people by, where a label claims it, as nobody's."""
        for hit in hits:
            if hit.pack is self._pack and _in_example(text, hit.start):
                evidence = replace(hit.evidence, role=Role.OFFICE)
                yield hit._replace(score=1.0, evidence=evidence)

    def _hit(self, text: str, start: int, end: int, label: str | None, judged: Judged) -> Hit:
        masked = person_shapes.masked_shape(text[start:end])
        if not label:
            evidence = Evidence(Tier.SHAPE, judged.word, judged.role, masked=masked)
            return Hit(SHAPED, start, end, self._pack, 0.6, evidence)
        evidence = Evidence(Tier.LABEL, label, judged.role, masked=masked)
        score = _BESIDE if label in _MINORS else _SURE
        return Hit(NAMED, start, end, self._pack, score, evidence)

    def _labelled(
        self,
        text: str,
        in_rows: Sequence[person_tables.CellName],
        beside: Beside,
        *,
        misread: bool,
    ) -> dict[tuple[int, int], str]:
        """Return the spans that a label, a row or a number shows to be names, each with its label.

        One with "" is for somebody to look at.
        """
        labels: dict[tuple[int, int], str] = {}
        for name in in_rows:
            labels[name.start, name.end] = "姓名"
        for named in chain(
            beside_numbers(text, beside),
            person_labels.after_labels(text, misread=misread),
            person_labels.said_apart(text),
        ):
            span = named.start, named.end
            labels[span] = named.label or labels.get(span, "")
        return labels

    def _called(
        self, text: str, names: Mapping[tuple[int, int], object]
    ) -> dict[tuple[int, int], str]:
        """Return whom a letter greets, and other names in brackets; all for somebody to look at."""
        ends = {end for _, end in names}
        spans = chain(person_called.greeted(text), person_called.other_names(text, sorted(ends)))
        return {span: "" for span in spans if span not in names}

    def _hidden(self, text: str) -> Iterator[Hit]:
        """Yield names that are masked already."""
        for low, high in _windows(text):
            for found in _HIDDEN.finditer(text, low, high):
                if not _MASKED_TAIL.match(text, found.end()):
                    yield self._hit(text, *found.span(), None, Judged(Role.UNKNOWN))


def _in_public(
    text: str,
    judged: Mapping[Span, Judged],
    shown: Mapping[Span, str],
    officials: set[str],
    celled: Collection[Span],
) -> Collection[Span]:
    """Return the names outside cells that nothing shows whose they are, but what they do."""
    private = {text[slice(*span)] for span, label in shown.items() if label}
    private |= {text[slice(*span)] for span, own in judged.items() if own.role is Role.PERSONAL}
    names = [span for span in judged if span not in celled]
    official = {span for span in names if text[slice(*span)] in officials - private}
    return person_public.in_public(text, names, official, private)


def _is_honoured(text: str, start: int, label: str | None, own: Judged) -> bool:
    """Tell whether somebody is named by a roll that is published to name him."""
    if own.role is not Role.UNKNOWN or (label and label not in person_rolls.LABELS):
        return False
    return person_rolls.is_on_a_roll(text, start)


def _is_none(text: str, start: int, end: int) -> bool:
    """Tell whether what looks like a name is an example's, a card, a form at school or a post.

    尊敬的孙部长 names nobody.
    """
    return (
        _in_example(text, start)
        or text[start + 1 : end] == "字第"
        or (end - start == _LONG and text[start + 1 : end] in _POSTS)
        or _FORM.match(text, start) is not None
    )


def _bearers(text: str, shown: Mapping[tuple[int, int], str]) -> dict[str, str]:
    """Return by name the label that shows it; of several the one that tells most."""
    bearers: dict[str, str] = {}
    for (start, end), label in sorted(shown.items()):
        name = text[start:end]
        bearers[name] = max(label, bearers.get(name, ""), key=_tells)
    return bearers


def _tells(label: str) -> int:
    """Return how much a label tells of its bearer's part: the party's outweighs any other."""
    if label in _PARTIES:
        return 3
    return 1 if label in _NO_PART else 2 * bool(label)


def _is_again(text: str, start: int, end: int, *, cell: bool) -> bool:
    """Tell whether the same name is the same person; in a list a short one may be another's."""
    if end - start >= _LONG or cell:
        return end - start >= _LONG
    alone = not _HAN.search(text[max(0, start - 1) : start] + text[end : end + 1])
    return alone or not tagger.is_listed(text[start:end])


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a masked name may stand, by rising start; none overlap."""
    low = high = 0
    for sign in _SIGNS.matches(_MAY_HIDE, text):
        if sign.start() - _NEAR > high:
            if high:
                yield low, high
            low = max(0, sign.start() - _NEAR)
        high = sign.end() + _NEAR
    if high:
        yield low, high


def _is_known(text: str, start: int, end: int) -> bool:
    """Tell whether a name is one of history or of the state: others who bear it have a label."""
    leaders = person_shapes.LEADERS
    if text[start : start + 2] in COMPOUND:
        return text[start:end] in leaders
    return text[start:end] in leaders or text[start : start + _LONG] in leaders


def _in_example(text: str, start: int) -> bool:
    if text[start : start + 2] not in _PLACEHOLDERS:
        return False
    return _EXAMPLE.search(text, max(0, start - _EXAMPLE_REACH), start) is not None
