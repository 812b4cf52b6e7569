"""What the headers of one reading's tables claim: whole columns where they can, or cell by cell."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from deident.errors import RecognizerTimeoutError
from deident.identifiers import resident_id
from deident.making import unprinted
from deident.model import Cell, Evidence, Labels, Role, Segment, Tier
from deident.recognizers.cells import TypedCell, claim, claims_in, owners_of
from deident.recognizers.hits import Hit, made_hit, visible_shape
from deident.recognizers.table_columns import OUTSIDE, columns, next_to
from deident.recognizers.table_owners import office_lists, owned_tables
from deident.recognizers.vocabulary import Sense

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deident.recognizers.reading import Reading
    from deident.recognizers.surroundings import Surroundings
    from deident.recognizers.table_columns import Column
    from deident.recognizers.vocabulary import Vocabulary

# With these begin the words for "nothing" and "in all", and a few names.
_EMPTY_BEGINS = frozenset("无空同上下详见略缺未填暂待不没保合小总共")
# These checks ask so little that a number passes which is not all there.
_PASS_HIDDEN = frozenset({"landline"})
_SHORTEST_ID = 15
NUMBER_ALONE = re.compile(r"(?=\**[0-9])[0-9*]{5,40}[0-9Xx*]?")
"""Most cells of most rosters: nothing in them but a number, whole or masked."""

# Among these nothing but how many there are tells one from another, words of a role apart.
_NAME = re.compile("[一-龥]{2,4}")
_NAMES = ("", "", "一一", "一一一", "一一一一")
_ANY_DIGIT = str.maketrans("123456789", "000000000")


class Naming(NamedTuple):
    """What governs cells of one table: the sense of a word, the word, and whether it is beside.

    `owner` is whose the list is that they stand in.
    `numbers` are those of its cells that hold a number and nothing else, with their beginnings.
    """

    sense: Sense
    header: str
    beside: bool
    table: int
    owner: Role
    vetoes: bool
    numbers: list[tuple[int, str]]

    def __repr__(self) -> str:
        return unprinted(self)

    def over(self, start: int, end: int) -> TypedCell:
        """Return a cell that this governs."""
        return TypedCell(start, end, self.sense, self.header, self.beside)


_UNKNOWN = Naming(Sense("", (), frozenset()), "", False, -1, Role.UNKNOWN, False, [])


Met = dict[tuple[str, str, bool, int, Role], list[tuple[Hit, int]]]
"""What was claimed in a cell and where it began: by its text and by what governs it."""

# Of a number's digits nothing but their places counts.
_shape = lru_cache(4096)(visible_shape)


class Claimed:
    """What was claimed so far in one reading, and the label that was met last."""

    def __init__(
        self, reading: Reading, vocabulary: Vocabulary, around: Surroundings, remembered: Met
    ) -> None:
        self.text = reading.text
        self._starts = reading.starts
        self._remembered = remembered
        self.label = ""
        self.left: Cell | None = None
        self._vocabulary = vocabulary
        self._around = around
        known = [(one.table, one.labels) for one in columns(reading) if one.table != OUTSIDE]
        self._personal, self._offices = owned_tables(reading, known, vocabulary)
        self._office_lists = office_lists(reading, vocabulary)
        self._headers = {(table, labels.column) for table, labels in known if labels.column}
        self._heading = {header for _, header in self._headers}
        self._hits: list[Hit] = []
        self._vetoes: dict[tuple[int, str], list[Hit]] = {}
        self._columns: list[Naming] = []
        self._evidence: dict[tuple[str, str, bool | None, str], Evidence] = {}
        self._namings: dict[tuple[int, int], Naming | None] = {}
        self._met: Met = {}

    def heads(self, segment: Segment) -> bool:
        """Tell whether a cell is the heading of a column: the next one is not its value."""
        cell, text = segment.cell, segment.text.strip()
        if text not in self._heading:
            return False
        return cell is not None and (cell.table, text) in self._headers

    def naming(self, segment: Segment) -> Naming | None:
        """Return what governs a cell: the label to its left, or else its header."""
        labels, cell = segment.labels, segment.cell
        table = cell.table if cell else OUTSIDE
        if self.label and cell and self.left and next_to(self.left, cell):
            return self._named(self.label, labels, table)
        return self._headed(labels, table)

    def naming_of(self, column: Column) -> Naming | None:
        """Return what governs the cells of a column that no label beside them governs."""
        return self._headed(column.labels, column.table)

    def _headed(self, labels: Labels, table: int) -> Naming | None:
        known = (id(labels), table)
        naming = self._namings.get(known, _UNKNOWN)
        if naming is _UNKNOWN:
            naming = self._namings[known] = self._named("", labels, table)
        return naming

    def column(self, naming: Naming, cells: list[int], values: Sequence[str]) -> list[int]:
        """Claim what can be claimed of a column as a whole; return the other cells."""
        if naming.vetoes:
            return cells
        if naming.sense.packs[0].whole_cell:
            try:
                return self._names(naming, cells, values)
            except TimeoutError as late:
                raise RecognizerTimeoutError(naming.sense.packs[0].name) from late
        is_number, starts = NUMBER_ALONE.fullmatch, self._starts
        numbers = [(starts[at], values[at]) for at in cells if is_number(values[at])]
        if numbers and not naming.numbers:
            self._columns.append(naming)
        naming.numbers.extend(numbers)
        if len(numbers) == len(cells):
            return []
        return [at for at in cells if not is_number(values[at])]

    def _names(self, naming: Naming, cells: list[int], values: Sequence[str]) -> list[int]:
        """Claim the cells that hold a name and nothing else; return the other cells."""
        first = naming.sense.packs[0]
        # Before the first cell and behind the last is no line break.
        inner, last = [at for at in cells if at], len(values) - 1
        if first.entity_type != "PERSON" or first.check or naming.beside or not inner:
            return cells
        role_named, is_name = self._around.role_named, _NAME.fullmatch
        held = "\0".join([values[at] for at in inner])
        of_office = role_named(first, held) is not Role.UNKNOWN
        rest = cells[:1] if len(inner) < len(cells) else []
        claims: list[list[tuple[Hit, int]] | None] = [None] * len(_NAMES)
        for at in inner:
            value, start = values[at], self._starts[at]
            if (
                at == last
                or not is_name(value)
                or value[0] in _EMPTY_BEGINS
                or value in self._heading
                or (of_office and role_named(first, value) is not Role.UNKNOWN)
            ):
                rest.append(at)
                continue
            alike = claims[len(value)]
            if alike is None:
                found = self._claims(naming, start, start + len(value))
                alike = claims[len(value)] = [(hit, start) for hit in found]
            self._hits += [_moved(hit, start - began) for hit, began in alike]
        return rest

    def _owner(self, labels: Labels, table: int) -> Role:
        """Return whose a list is, as far as its headers tell."""
        if table in self._offices or id(labels) in self._office_lists:
            return Role.OFFICE
        return Role.PERSONAL if table in self._personal else Role.UNKNOWN

    def _named(self, beside: str, labels: Labels, table: int) -> Naming | None:
        for name in (beside, labels.column, labels.row):
            sense = self._vocabulary.header(name) if name else None
            if sense is not None and sense.packs:
                aside, owner = name is not labels.column, self._owner(labels, table)
                return Naming(sense, name, aside, table, owner, sense.look_alike, [])
        return None

    def number(self, naming: Naming, start: int, end: int) -> None:
        """Put a cell with nothing but a number by, until all of its column are there."""
        if naming.vetoes or naming.sense.packs[0].whole_cell:
            self.add(naming, start, end)
            return
        if not naming.numbers:
            self._columns.append(naming)
        naming.numbers.append((start, self.text[start:end]))

    def add(self, naming: Naming, start: int, end: int) -> None:
        """Add the claims on a cell."""
        try:
            claims = self._claims(naming, start, end)
        except TimeoutError as late:
            raise RecognizerTimeoutError(naming.sense.packs[0].name) from late
        if naming.vetoes:
            self._vetoes.setdefault((naming.table, naming.header), []).extend(claims)
        else:
            self._hits += claims

    def _claims(self, naming: Naming, start: int, end: int) -> list[Hit]:
        """Claim a cell as others with the same text were claimed, or find out how."""
        # Between two line breaks nothing but the cell's own text decides what is claimed in it.
        apart = self.text[start - 1 : start] == self.text[end : end + 1] == "\n"
        alike = self._alike(naming, start, end)
        key = (alike, naming.header, naming.beside, naming.table, naming.owner)
        met = self._remembered if naming.vetoes else self._met
        again = met.get(key, self._remembered.get(key)) if apart else None
        if again is not None:
            return [_moved(hit, start - at) for hit, at in again]
        claims = claims_in(self.text, naming.over(start, end), self._around)
        if not naming.vetoes:
            claims = [self._vouched(hit, naming.owner) for hit in claims]
        if apart:
            # That nothing is claimed holds for other pages too.
            met = met if claims else self._remembered
            met[key] = [(hit, start) for hit in claims]
        return claims

    def _alike(self, naming: Naming, start: int, end: int) -> str:
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

    def _vouched(self, hit: Hit, owner: Role) -> Hit:
        """Let the header vouch for a cell, mistyped or not."""
        old, role = hit.evidence, hit.evidence.role
        role = owner if role is Role.UNKNOWN else role
        # Equal evidence is one object: what follows need not look twice.
        key = (old.label, role.value, old.checked, old.masked)
        evidence = self._evidence.get(key)
        if evidence is None:
            evidence = Evidence(Tier.LABEL, old.label, role, old.checked, old.masked)
            self._evidence[key] = evidence
        return Hit(hit.rank, hit.start, hit.end, hit.pack, 0.95, evidence)

    def _whole_numbers(self, naming: Naming) -> Iterator[Hit]:
        """Claim the cells of a column that hold a number and nothing else."""
        owners = owners_of({value for _, value in naming.numbers}, naming.sense.packs)
        checks = {pack.name: pack.is_valid for pack in naming.sense.packs}
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
                check, hidden = checks[pack.name], "*" in value
                passes = check and not (hidden and pack.check not in _PASS_HIDDEN)
                checked = bool(passes and check(value)) if check else None
                shape = _shape(value.translate(_ANY_DIGIT)) if hidden else ""
                # Nothing else tells one claim on a bare number from another.
                hit = claims.get((pack.name, checked, shape))
                if hit is None:
                    cell = naming.over(start, end)
                    hit = claim(self.text, pack, (start, end), cell, self._around)
                    hit = self._vouched(hit, naming.owner)
                    claims[pack.name, checked, shape] = hit
                met[value] = hit
            yield made_hit((hit.rank, start, end, hit.pack, hit.score, hit.evidence))

    def hits(self) -> list[Hit]:
        """Return all claims, those of look-alikes where their columns do not hold IDs."""
        for naming in self._columns:
            naming.numbers.sort()
        for naming in sorted(self._columns, key=_first_number):
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


def _first_number(naming: Naming) -> int:
    return naming.numbers[0][0]


def _moved(hit: Hit, by: int) -> Hit:
    rank, start, end, pack, score, evidence = hit
    return made_hit((rank, start + by, end + by, pack, score, evidence))
