"""What control words do to the state of the group they stand in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from deident.formats.rtf.state import Fonts, State
    from deident.formats.rtf.tokens import Token

    Command = Callable[[State, Token], None]


def commands(fonts: Fonts) -> dict[str, Command]:
    """Return what control words do, by word; some say which encoding a font writes in."""
    return {
        "uc": _number("uc", 1), "f": _font, "af": _eastern, "v": _flag("hidden"),
        "intbl": _flag("in_table"), "plain": _plain,
        "pard": lambda state, _: setattr(state, "in_table", False),
        "loch": _script, "hich": _script, "dbch": _script,
        "trowd": lambda state, _: state.story.begin_row(),
        "cellx": lambda state, token: state.story.edge(token.number or 0),
        "clmrg": lambda state, _: setattr(state.story, "left", True),
        "clvmrg": lambda state, _: setattr(state.story, "upper", True),
        "row": lambda state, _: state.story.table.end_row(state.story.edges),
        "nestrow": lambda state, _: state.story.nested.end_row(state.story.edges),
        **_of_fonts(fonts),
    }  # fmt: skip


def _of_fonts(fonts: Fonts) -> dict[str, Command]:
    def charset(state: State, token: Token) -> None:
        fonts.charsets[state.font] = token.number or 0

    def page(_: State, token: Token) -> None:
        fonts.use_page(token.number or 0)

    def default(_: State, token: Token) -> None:
        fonts.default = token.number or 0

    return {"fcharset": charset, "ansicpg": page, "deff": default}


def _number(name: str, default: int = 0) -> Command:
    def command(state: State, token: Token) -> None:
        setattr(state, name, default if token.number is None else token.number)

    return command


def _flag(name: str) -> Command:
    return lambda state, token: setattr(state, name, token.number != 0)


def _script(state: State, token: Token) -> None:
    state.script = token.text


def _eastern(state: State, token: Token) -> None:
    if state.script == "dbch":
        state.eastern = token.number or 0


def _font(state: State, token: Token) -> None:
    _eastern(state, token)
    state.font = token.number or 0


def _plain(state: State, _: Token) -> None:
    state.hidden = state.deleted = False
    state.font, state.script = -1, ""
