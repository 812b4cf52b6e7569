"""Tables: a header types every cell below it, malformed ones too.

A column headed 银行账号 holds accounts whatever their check digits say; one headed
施工许可证编号 vetoes, unless a third of its values pass as resident IDs (permits: one in eleven).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from deident.errors import RecognizerTimeoutError
from deident.identifiers import resident_id
from deident.making import unprinted
from deident.model import NO_LABELS, Cell, Evidence, Labels, Role, Segment, Tier
from deident.recognizers.cells import TypedCell, claim, claims_in, owners_of
from deident.recognizers.hits import Hit, visible_shape
from deident.recognizers.later import later
from deident.recognizers.vocabulary import Sense

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from deident.recognizers.packs import Pack
    from deident.recognizers.reading import Reading
    from deident.recognizers.surroundings import Surroundings
    from deident.recognizers.vocabulary import Vocabulary

_EMPTY = re.compile(
    r"[\s/\\\-—–~无空同上下详见略缺未填、.。…*]*"
    r"|(?:暂无|待补|待查|待核实?|未提供|未登记|未填写?|不详|不明|未知|没有|保密|见附件|见下表|合计|小计|总计)"
    r"|(?:共计?|合计)?[ ]?[0-9]{1,6}[ ]?(?:户|人|名|人次|户次)"
)
_SHORTEST_ID = 15
# Amounts and the like repeat from page to page.
_MOST_REMEMBERED = 8192
_LABEL = 24
_OWN_LABEL = re.compile("([一-龥]{2,12})[：:](?=.)")
# Most cells of most rosters: nothing in them but a number, whole or masked.
_NUMBER_ALONE = re.compile(r"(?=\**[0-9])[0-9*]{5,40}[0-9Xx*]?")
# Among these nothing but how many there are tells one from another, words of a role apart.
_NAME = re.compile("[一-龥]{2,4}")
_NAMES = ("", "", "一一", "一一一", "一一一一")
_ANY_DIGIT = str.maketrans("123456789", "000000000")
_CUT_OUT = re.compile(r"[\s（）()【】\[\]]")

# Columns that only a list of persons has; there a landline is somebody's own.
_PERSONAL_COLUMNS = frozenset(
    {"CN_RESIDENT_ID", "CN_DISABILITY_ID", "PERSON", "MINOR", "CN_HOME_ADDRESS", "BIRTH_DATE"}
)
_OFFICE_COLUMNS = frozenset(
    {
        "单位",
        "单位名称",
        "企业名称",
        "公司名称",
        "机构名称",
        "收款单位",
        "预算单位",
        "部门",
        "科室",
        "使用单位",
        "所属单位",
    }
)


class _Naming(NamedTuple):
    """What governs cells of one table: the sense of a word, the word, and whether it is beside.

    `numbers` are those of its cells that hold a number and nothing else, with their beginnings.
    """

    sense: Sense
    header: str
    beside: bool
    table: int
    vetoes: bool
    numbers: list[tuple[int, str]]

    def __repr__(self) -> str:
        return unprinted(self)

    def over(self, start: int, end: int) -> TypedCell:
        """Return a cell that this governs."""
        return TypedCell(start, end, self.sense, self.header, self.beside)


_UNKNOWN = _Naming(Sense("", (), frozenset()), "", False, -1, False, [])


# What was claimed in a cell and where it began: by text, header, side of the header and table.
_Met = dict[tuple[str, str, bool, int], list[tuple[Hit, int]]]
# Of a number's digits nothing but their places counts.
_shape = lru_cache(4096)(visible_shape)


def _extents(reading: Reading) -> Iterator[tuple[Segment, int, int]]:
    """Yield each segment of a table, with where its text lies in the folded text.

    A number written one digit to a cell lies in its first cell, up to the end of its last.
    """
    offsets = reading.shadow.offsets
    back = {} if offsets is None else {at: folded for folded, at in enumerate(offsets)}
    held: tuple[Segment, int, int] | None = None
    before = ""
    for segment, start in zip(reading.segments, reading.starts, strict=True):
        end = start + len(segment.text)
        span = _folded(start, end, back) if back else (start, end) if start < end else None
        if segment.follows and segment.follows == before and held is not None:
            # A cell of the chain may hold nothing that shows.
            held = (held[0], held[1], span[1] if span else held[2])
            before = segment.id
            continue
        if held is not None:
            yield held
        in_table = segment.labels is not NO_LABELS or segment.cell is not None
        held = (segment, *span) if span and in_table else None
        before = segment.id
    if held is not None:
        yield held


def _folded(start: int, end: int, back: Mapping[int, int]) -> tuple[int, int] | None:
    """Map a span of the joined text to the folded one; None where nothing of it is visible."""
    kept = [back[i] for i in range(start, end) if i in back]
    return (kept[0], kept[-1] + 1) if kept else None


def _next_to(left: Cell, cell: Cell) -> bool:
    return (
        left.table == cell.table
        and left.row == cell.row
        and left.column + left.column_span == cell.column
    )


def _personal_tables(known: Iterable[tuple[int, Labels]], vocabulary: Vocabulary) -> set[int]:
    """Return the tables whose headers show that they list persons."""
    return {
        table
        for table, labels in known
        for name in (labels.column, labels.row)
        if name and (sense := vocabulary.header(name)) and any(map(sense.types, _PERSONAL_COLUMNS))
    }


def _labels_of(segments: Sequence[Segment]) -> list[tuple[int, Labels]]:
    """Return the different labels of each table; the cells of a column share theirs."""
    met = {(s.cell.table, id(s.labels)): s.labels for s in segments if s.cell is not None}
    return [(table, labels) for (table, _), labels in met.items()]


def _office_tables(known: Iterable[tuple[int, Labels]]) -> set[int]:
    """Return the tables that list offices by name; they are offices' where no person is listed."""
    return {table for table, labels in known if labels.column in _OFFICE_COLUMNS}


class Tables:
    """Reads tables with one set of packs."""

    def __init__(self, packs: Iterable[Pack], vocabulary: Vocabulary, around: Surroundings) -> None:
        self._vocabulary = vocabulary
        self._around = around
        words = {
            _CUT_OUT.sub("", word).removeprefix("^")
            for pack in packs
            for word in (*pack.labels, *pack.negative_labels)
        }
        beginnings = sorted({re.escape(word[:2]) for word in words if word})
        self._may_be_label = later("|".join(beginnings) or "(?!)")
        self._remembered: _Met = {}

    def hits(self, reading: Reading) -> list[Hit]:
        """Return what the headers of a reading's tables claim."""
        if all(s.labels is NO_LABELS and s.cell is None for s in reading.segments):
            return []
        if len(self._remembered) > _MOST_REMEMBERED:
            self._remembered = {}
        claimed = _Claimed(reading, self._vocabulary, self._around, self._remembered)
        text, is_number = reading.text, _NUMBER_ALONE.fullmatch
        for segment, start, end in _extents(reading):
            naming = claimed.naming(segment)
            claimed.left = segment.cell
            # A number is neither a label nor empty.
            if is_number(text, start, end):
                claimed.label = ""
                if naming is not None:
                    claimed.number(naming, start, end)
                continue
            value = text[start:end]
            if (naming is None and value.isdecimal()) or claimed.heads(segment):
                claimed.label = ""
                continue
            is_label = end - start <= _LABEL and self._is_label(value)
            claimed.label = value if is_label else ""
            if naming is None or is_label or _EMPTY.fullmatch(text, start, end):
                continue
            if not self._names_another(text, start, end, naming):
                claimed.add(naming, start, end)
        return claimed.hits()

    def _names_another(self, text: str, start: int, end: int, naming: _Naming) -> bool:
        """Tell whether a cell says itself what is in it: 联系电话：… below a column of IDs."""
        own = _OWN_LABEL.match(text, start, end)
        if own is None or not self._is_label(own[1]):
            return False
        sense = self._vocabulary.header(own[1])
        return sense is not None and sense is not naming.sense

    def _is_label(self, value: str) -> bool:
        """Ask the vocabulary only about what holds the beginning of one of its words."""
        if not self._may_be_label.search(value) and not _CUT_OUT.search(value):
            return False
        return self._vocabulary.is_label(value)


class _Claimed:
    """What was claimed so far in one reading, and the label that was met last."""

    def __init__(
        self, reading: Reading, vocabulary: Vocabulary, around: Surroundings, remembered: _Met
    ) -> None:
        self.text = reading.text
        self._remembered = remembered
        self.label = ""
        self.left: Cell | None = None
        self._vocabulary = vocabulary
        self._around = around
        known = _labels_of(reading.segments)
        self._personal = _personal_tables(known, vocabulary)
        self._offices = _office_tables(known) - self._personal
        self._headers = {(table, labels.column) for table, labels in known if labels.column}
        self._heading = {header for _, header in self._headers}
        self._hits: list[Hit] = []
        self._vetoes: dict[tuple[int, str], list[Hit]] = {}
        self._columns: list[_Naming] = []
        self._evidence: dict[tuple[str, str, bool | None, str], Evidence] = {}
        self._namings: dict[tuple[int, int], _Naming | None] = {}
        self._met: _Met = {}

    def heads(self, segment: Segment) -> bool:
        """Tell whether a cell is the heading of a column: the next one is not its value."""
        cell, text = segment.cell, segment.text.strip()
        if text not in self._heading:
            return False
        return cell is not None and (cell.table, text) in self._headers

    def naming(self, segment: Segment) -> _Naming | None:
        """Return what governs a cell: the label to its left, or else its header."""
        labels, cell = segment.labels, segment.cell
        table = cell.table if cell else -1
        if self.label and cell and self.left and _next_to(self.left, cell):
            return self._named(self.label, labels, table)
        known = (id(labels), table)
        naming = self._namings.get(known, _UNKNOWN)
        if naming is _UNKNOWN:
            naming = self._namings[known] = self._named("", labels, table)
        return naming

    def _named(self, beside: str, labels: Labels, table: int) -> _Naming | None:
        for name in (beside, labels.column, labels.row):
            sense = self._vocabulary.header(name) if name else None
            if sense is not None and sense.packs:
                return _Naming(sense, name, name is not labels.column, table, sense.look_alike, [])
        return None

    def number(self, naming: _Naming, start: int, end: int) -> None:
        """Put a cell with nothing but a number by, until all of its column are there."""
        if naming.vetoes or naming.sense.packs[0].whole_cell:
            self.add(naming, start, end)
            return
        if not naming.numbers:
            self._columns.append(naming)
        naming.numbers.append((start, self.text[start:end]))

    def add(self, naming: _Naming, start: int, end: int) -> None:
        """Add the claims on a cell."""
        try:
            claims = self._claims(naming, start, end)
        except TimeoutError as late:
            raise RecognizerTimeoutError(naming.sense.packs[0].name) from late
        if naming.vetoes:
            self._vetoes.setdefault((naming.table, naming.header), []).extend(claims)
        else:
            self._hits += claims

    def _claims(self, naming: _Naming, start: int, end: int) -> list[Hit]:
        """Claim a cell as others with the same text were claimed, or find out how."""
        # Between two line breaks nothing but the cell's own text decides what is claimed in it.
        apart = self.text[start - 1 : start] == self.text[end : end + 1] == "\n"
        key = (self._alike(naming, start, end), naming.header, naming.beside, naming.table)
        met = self._remembered if naming.vetoes else self._met
        again = met.get(key) if apart else None
        if again is not None:
            return [_moved(hit, start - at) for hit, at in again]
        claims = claims_in(self.text, naming.over(start, end), self._around)
        if not naming.vetoes:
            claims = [self._vouched(hit, naming.table) for hit in claims]
        if apart:
            met[key] = [(hit, start) for hit in claims]
        return claims

    def _alike(self, naming: _Naming, start: int, end: int) -> str:
        """Return what stands for a cell's text: names by their lengths, anything else itself."""
        value = self.text[start:end]
        first = naming.sense.packs[0]
        if (
            first.whole_cell
            and first.entity_type == "PERSON"
            and not first.check
            and _NAME.fullmatch(value)
            and not visible_shape(value)
            and not naming.beside
            and self._around.role_named(first, value) is Role.UNKNOWN
        ):
            return _NAMES[end - start]
        return value

    def _vouched(self, hit: Hit, table: int) -> Hit:
        """Let the header vouch for a cell, mistyped or not."""
        old, role = hit.evidence, hit.evidence.role
        if role is Role.UNKNOWN and table in self._offices:
            role = Role.OFFICE
        elif role is Role.UNKNOWN and table in self._personal:
            role = Role.PERSONAL
        # Equal evidence is one object: what follows need not look twice.
        key = (old.label, role.value, old.checked, old.masked)
        evidence = self._evidence.get(key)
        if evidence is None:
            evidence = Evidence(Tier.LABEL, old.label, role, old.checked, old.masked)
            self._evidence[key] = evidence
        return Hit(hit.rank, hit.start, hit.end, hit.pack, 0.95, evidence)

    def _whole_numbers(self, naming: _Naming) -> Iterator[Hit]:
        """Claim the cells of a column that hold a number and nothing else."""
        owners = owners_of({value for _, value in naming.numbers}, naming.sense.packs)
        claims: dict[tuple[str, bool | None, str], Hit] = {}
        met: dict[str, Hit] = {}
        for start, value in naming.numbers:
            end = start + len(value)
            hit = met.get(value)
            if hit is None:
                pack = owners.get(value)
                if pack is None:
                    yield from self._claims(naming, start, end)
                    continue
                checked = pack.is_valid(value) if pack.check else None
                shape = _shape(value.translate(_ANY_DIGIT)) if "*" in value else ""
                # Nothing else tells one claim on a bare number from another.
                hit = claims.get((pack.name, checked, shape))
                if hit is None:
                    cell = naming.over(start, end)
                    hit = claim(self.text, pack, (start, end), cell, self._around)
                    hit = self._vouched(hit, naming.table)
                    claims[pack.name, checked, shape] = hit
                met[value] = hit
            yield Hit(hit.rank, start, end, hit.pack, hit.score, hit.evidence)

    def hits(self) -> list[Hit]:
        """Return all claims, those of look-alikes where their columns do not hold IDs."""
        for naming in self._columns:
            try:
                self._hits += self._whole_numbers(naming)
            except TimeoutError as late:
                raise RecognizerTimeoutError(naming.sense.packs[0].name) from late
        for claims in self._vetoes.values():
            valid = sum(
                c.end - c.start >= _SHORTEST_ID and resident_id.is_valid(self.text[c.start : c.end])
                for c in claims
            )
            if valid * 3 <= len(claims):
                self._hits += claims
        return self._hits


def _moved(hit: Hit, by: int) -> Hit:
    return Hit(hit.rank, hit.start + by, hit.end + by, hit.pack, hit.score, hit.evidence)
