"""Everything read from one RTF file: paragraphs, pictures, and what may be taken out whole."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from deident.formats.rtf.commands import commands
from deident.formats.rtf.flow import VISIBLE, Byte, Draft, Flow, Paragraph
from deident.formats.rtf.parts import CHARACTERS, FLOWING, PARTS, SYMBOLS, UNKNOWN, Part
from deident.formats.rtf.pictures import BLIPS, carried
from deident.formats.rtf.second import SecondWriting
from deident.formats.rtf.state import Fonts, Picture, State, Story, Thing
from deident.formats.rtf.tables import Table
from deident.formats.rtf.tokens import HEX_BASE, Token, tokens
from deident.formats.written import Edit
from deident.model import Kind, Unread

if TYPE_CHECKING:
    from deident.formats.rtf.commands import Command
    from deident.formats.structured.items import Carried

_TAIL = "\0 \t\r\n"
_HEX = re.compile(r"[0-9A-Fa-f\s]{256,}")
_HALVES = 1 << 16
_SESSIONS = re.compile("(?:ins|del|char|para|sect|tbl|sty)?rsid(?:root)?")
_REVISIONS = frozenset(
    {"revised", "revauth", "revdttm", "deleted", "revauthdel", "revdttmdel", "crauth", "crdate"}
    | {"mvauth", "mvdate"}
)
_BREAKS = frozenset({"par", "sect", "page", "column"})
_LINED = frozenset({"sn", "sv"})
_KINDS = {VISIBLE: None, "hidden-text": Kind.HIDDEN, "tracked-changes": Kind.TRACKED}


# Ten small numbers that describe the shapes of a typeface, as Word writes them for every font.
_PANOSE = re.compile("(?:0[0-9a-fA-F]){10}")
_SEEN = frozenset({Kind.BODY, Kind.HEADER, Kind.NOTE, Kind.COMMENT})
_LISTS = frozenset({"styles", "fonts"})


def _tells(text: str, *, seen: bool) -> bool:
    """Say whether a text holds anything; marks alone say something only where they are seen."""
    return bool(text.strip()) and (seen or any(map(str.isalnum, text)) or "*" in text)


class Reader:
    """Reads one file once, from its first byte to its last."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._fonts = Fonts()
        self._second: SecondWriting | None = None
        self._tables = self._count = 0
        self.paragraphs: list[Paragraph] = []
        self.pictures: list[Carried] = []
        self.removals: dict[str, list[Edit]] = defaultdict(list)
        self.unread: dict[Unread, None] = {}
        body = Part()
        self._stack = [State(Story(Flow("", Kind.BODY, "")), body)]
        self._aside = Flow("second writing", Kind.HIDDEN, "")
        self._words: dict[str, Command] = {
            **commands(self._fonts),
            "u": self._unicode,
            "cell": lambda state, _: self._end_cell(state),
            "nestcell": lambda state, _: self._end_cell(state, nested=True),
        }
        self._read()

    @property
    def _state(self) -> State:
        return self._stack[-1]

    def _read(self) -> None:
        end = 0
        for token in tokens(self._source):
            end = token.end
            rest: Token | None = token
            if self._second is not None:
                rest = self._fall_back(token)
            if rest is not None:
                self._take(rest)
        self._end_paragraph(self._state)
        self._end_table(self._state.story)
        if self._source[end:].strip(_TAIL):
            self.unread[Unread(code="PACKAGE_TAIL", where="bytes after the end")] = None

    def _take(self, token: Token) -> None:
        state = self._state
        if token.kind == "brace":
            if token.text == "{":
                self._stack.append(state.inner(token.start))
            else:
                self._close(token)
        elif token.kind == "word":
            self._word(token)
        elif token.kind == "symbol":
            self._symbol(token)
        elif token.kind == "binary":
            self._binary(token)
        elif token.kind in ("text", "hex"):
            self._characters(token)

    def _characters(self, token: Token) -> None:
        state = self._state
        state.fresh = False
        if state.packed:
            return
        if state.picture is not None:
            picture = state.picture
            picture.start = token.start if picture.start < 0 else picture.start
            picture.end = token.end
            return
        codec = self._fonts.codec(state)
        flow = state.story.flow
        if token.kind == "hex":
            flow.byte(Byte(int(token.text, HEX_BASE), token.start, token.end), codec, state.draft)
        else:
            flow.plain(token.text, token.start, codec, state.draft)

    def _symbol(self, token: Token) -> None:
        state = self._state
        if token.text == "*" and state.fresh:
            state.starred = True
            return
        state.fresh = False
        if character := SYMBOLS.get(token.text):
            self._character(character, token)

    def _binary(self, token: Token) -> None:
        state = self._state
        if state.picture is not None:
            state.picture.binary = (token.start, token.end)
            state.picture.end = token.end
        elif not state.packed and token.start < token.end:
            self.unread[Unread(code="UNKNOWN_PART", where="binary content")] = None

    def _character(self, character: str, token: Token) -> None:
        state = self._state
        if not state.packed and state.picture is None:
            state.story.flow.character(character, token.start, token.end, state.draft)

    def _word(self, token: Token) -> None:
        state = self._state
        word = token.text
        if state.fresh and self._begins(token):
            return
        state.fresh = False
        if character := CHARACTERS.get(word):
            self._character(character, token)
        elif command := self._words.get(word):
            command(state, token)
        elif word in _BREAKS:
            self._end_paragraph(state)
        elif word in _REVISIONS:
            self._zero(token, "tracked-changes")
            if word == "deleted":
                state.deleted = token.number != 0
        elif _SESSIONS.fullmatch(word):
            self._zero(token, "revision-numbers")
        elif state.picture is not None and word in BLIPS:
            picture = state.picture
            picture.kind, picture.kind_start, picture.kind_end = word, token.start, token.end

    def _zero(self, token: Token, kind: str) -> None:
        """Let a control word say nothing, without moving what stands behind it."""
        if token.number == 0 or self._state.removable:
            return
        blank = " " if self._source[token.end - 1] == " " else ""
        self.removals[kind].append(Edit(token.start, token.end, f"\\{token.text}0{blank}"))

    def _begins(self, token: Token) -> bool:
        """Begin a destination, if a group's first word names one."""
        state = self._state
        word = token.text
        state.fresh = False
        if word == "pict":
            state.picture = Picture()
        elif word == "object":
            state.thing = Thing(state.start)
        elif word == "result" and state.thing is not None:
            state.thing.shown, state.shows = token.end, True
        elif word in FLOWING:
            return True
        elif word in _LINED and not state.packed:
            state.picture = None
            state.story.flow.settle()
            if state.story.flow.drafts:
                self._character("\n", token._replace(start=token.end))
        elif state.starred and word not in PARTS and state.part.name in _LISTS:
            return word not in self._words
        elif word in PARTS or state.starred:
            self._enter(PARTS.get(word, UNKNOWN))
            # A starred word may be a command as well, and its number may matter.
            return word not in self._words
        else:
            return False
        return True

    def _enter(self, part: Part) -> None:
        state = self._state
        state.part = part
        state.removable = state.removable or part.removable
        if part.flow:
            state.story = Story(Flow(part.name, part.kind, state.removable))
            state.packed, state.picture = part.packed, None
            state.hidden = state.deleted = state.in_table = False

    def _close(self, token: Token) -> None:
        state = self._stack.pop()
        around = self._stack[-1]
        if state.shows and state.thing is not None:
            state.thing.shown_end = token.start
        if state.thing is not None and around.thing is not state.thing:
            self._object(state.thing, token.end)
        if state.picture is not None and around.picture is not state.picture:
            self._picture(state.picture, state)
        if state.story is not around.story:
            self._end_story(state, token)
        if state.removable and not around.removable:
            self.removals[state.removable].append(Edit(state.start, token.end))

    def _end_story(self, state: State, token: Token) -> None:
        flow = state.story.flow
        if flow.part == "typeface":
            flow.settle()
            if _PANOSE.fullmatch("".join(flow.drafts.get(VISIBLE, Draft()).text)):
                flow.take()
        if state.part is UNKNOWN and not flow.removable:
            flow.settle()
            draft = flow.drafts.get(VISIBLE, Draft())
            if _HEX.fullmatch("".join(draft.text)):
                flow.take()
                self.removals["unknown-parts"].append(Edit(state.start, token.end))
        self._end_paragraph(state)
        self._end_table(state.story)

    def _object(self, thing: Thing, end: int) -> None:
        kind = "embedded-objects"
        if thing.shown_end < 0:
            self.removals[kind].append(Edit(thing.start, end))
            return
        self.removals[kind] += (
            Edit(thing.start, thing.shown, "{"),
            Edit(thing.shown_end, end, "}"),
        )

    def _picture(self, picture: Picture, state: State) -> None:
        if state.removable or picture.end < 0:
            return
        name = f"picture{len(self.pictures) + 1}"
        found = carried(name, picture, self._source)
        if found is None:
            self.unread[Unread(code="UNKNOWN_PART", where=f"picture {name[7:]}")] = None
        else:
            self.pictures.append(found)

    def _end_paragraph(self, state: State) -> None:
        """Make segments of what has flowed so far."""
        story = state.story
        flow = story.flow
        made = self._made(flow)
        aside = self._made(self._aside)
        for paragraph in made:
            if story.nested.is_open:
                story.nested.paragraph(paragraph)
            elif state.in_table or story.table.is_open:
                story.table.paragraph(paragraph)
        if not (state.in_table or story.table.is_open or story.nested.is_open):
            self._end_table(story)
        self.paragraphs += (*made, *aside)

    def _made(self, flow: Flow) -> list[Paragraph]:
        made: list[Paragraph] = []
        for name, draft in flow.take().items():
            removable = flow.removable or name
            if name:
                self._remove(name, draft)
            written = draft.written()
            if _tells(written.text, seen=flow.kind in _SEEN):
                self._count += 1
                kind = _KINDS[name] or flow.kind
                made.append(Paragraph(self._count, written, flow.part, kind, removable))
        return made

    def _remove(self, kind: str, draft: Draft) -> None:
        """Note where text stands that is taken out, in stretches."""
        start = end = -1
        for low, high in zip(draft.starts, draft.ends, strict=True):
            if low != end:
                if start < end:
                    self.removals[kind].append(Edit(start, end, "{}"))
                start = low
            end = high
        if start < end:
            self.removals[kind].append(Edit(start, end, "{}"))

    def _end_table(self, story: Story) -> None:
        for table in (story.nested, story.table):
            if not table.is_empty:
                self._tables += 1
                table.finish(self._tables)
        story.table, story.nested = Table(), Table()

    def _end_cell(self, state: State, *, nested: bool = False) -> None:
        story = state.story
        made = self._made(story.flow)
        table = story.nested if nested else story.table
        for paragraph in made:
            table.paragraph(paragraph)
        table.end_cell()
        self.paragraphs += (*made, *self._made(self._aside))
        if not nested and not story.nested.is_empty:
            self._tables += 1
            story.nested.finish(self._tables)
            story.nested = Table()

    def _unicode(self, state: State, token: Token) -> None:
        character = chr((token.number or 0) % _HALVES)
        if state.packed or state.picture is not None:
            return
        if state.uc:
            self._second = SecondWriting(character, token, state.uc)
        else:
            self._character(character, token)

    def _fall_back(self, token: Token) -> Token | None:
        """Take the second writing of a character; return what does not belong to it."""
        second = self._second
        if second is None or token.kind == "end":
            return token
        rest = second.take(token)
        if not second.left:
            self._second = None
            self._end_second(second)
        return rest

    def _end_second(self, second: SecondWriting) -> None:
        state = self._state
        written, same = second.read(self._fonts.codec(state))
        end = second.bytes[-1].end if same and second.bytes else second.end
        state.story.flow.character(second.character, second.start, end, state.draft)
        if not same:
            for character, low, high in written:
                self._aside.character(character, low, high, VISIBLE)
