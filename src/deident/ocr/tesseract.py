"""tesseract with the Chinese models, through pytesseract: the fallback where onnxruntime is not.

tesseract reports words, not characters: a Chinese word of two characters is cut in half, and a
run of digits into equal parts. Its boxes wander, so every character box is padded and takes the
full height of its line. It passes over cells of tables and whole photographs without a word; ink
that looks like letters and was passed over is reported as a line without text.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

import pytesseract

from deident.errors import MissingEngineError, UnreadableError
from deident.making import unprinted
from deident.model import Quad, Quads
from deident.ocr import OcrLine
from deident.ocr.ink import unclaimed
from deident.ocr.quads import Bounds, bounds, height, length, rectangle, unrotated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deident.ocr import RgbImage

NAME = "tesseract"
INSTALL = "apt-get install tesseract-ocr tesseract-ocr-chi-sim tesseract-ocr-osd"
_LANGUAGE = "chi_sim"
_PADDING = 0.1
# A page lying on its side is read as rubbish, and tesseract knows it: then it is asked which way.
_DOUBTFUL = 0.6
_CELL_GAP = 1.5
# A word of two characters in ordinary print.
_MISSED_CELLS = 12
_SECONDS = 120
_DIGEST_LENGTH = 12
_WORD_LEVEL = 5


def installed() -> bool:
    """Say whether the program and the Chinese model are there."""
    return _LANGUAGE in _languages()[0]


class Tesseract:
    """Reads a picture with tesseract; one picture at a time, whichever thread asks."""

    name = NAME

    def __init__(self, *, page_segmentation: int = 3) -> None:
        languages, folder = _languages()
        if _LANGUAGE not in languages:
            raise MissingEngineError(NAME, INSTALL)
        self._orientation = "osd" in languages
        self._options = f"--psm {page_segmentation}"
        self._lock = Lock()
        self.version = _version(folder)

    def read(self, image: RgbImage) -> tuple[OcrLine, ...]:
        """Read an RGB array; where little of it makes sense, ask how it lies and read it turned."""
        if min(image.shape[:2]) < 1:
            raise UnreadableError("picture", "EMPTY", "it has no pixels")
        with self._lock:
            lines = self._lines(image)
            sideways = any(_tall(line) for line in lines)
            if _mean(lines) < _DOUBTFUL or sideways:
                quarters = _turn(image) if self._orientation else 0
                turns = (quarters,) if quarters else (1, 3) if sideways else ()
                lines = max((lines, *(self._turned(image, turn) for turn in turns)), key=_weight)
        missed = unclaimed(image, lines, _MISSED_CELLS)
        if missed is None:
            return lines
        return (*lines, OcrLine(text="", quads=Quads(), score=0.0, box=rectangle(*missed)))

    def _turned(self, image: RgbImage, quarters: int) -> tuple[OcrLine, ...]:
        import numpy as np

        down, across = image.shape[:2]
        return tuple(
            OcrLine(
                text=line.text,
                quads=Quads(unrotated(quad, quarters, across, down) for quad in line.quads),
                score=line.score,
                upright=False,
                box=unrotated(line.box, quarters, across, down) if line.box else None,
            )
            for line in self._lines(np.ascontiguousarray(np.rot90(image, quarters)))
        )

    def _lines(self, image: RgbImage) -> tuple[OcrLine, ...]:
        table = _ask(pytesseract.image_to_data, image, lang=_LANGUAGE, config=self._options)
        lines: dict[tuple[int, ...], list[_Word]] = {}
        for key, word in _words(table):
            lines.setdefault(key, []).append(word)
        down, across = image.shape[:2]
        return tuple(
            _line(part, across, down) for words in lines.values() for part in _parts(words)
        )


class _Word(NamedTuple):
    text: str
    bounds: Bounds
    score: float

    def __repr__(self) -> str:
        return unprinted(self)


@cache
def _languages() -> tuple[frozenset[str], Path]:
    """Ask the program which models it has and where; nothing where there is no program."""
    program = shutil.which(pytesseract.pytesseract.tesseract_cmd)
    if program is None:
        return frozenset(), Path()
    listed = subprocess.run(  # noqa: S603 (the program that was found, no document text)
        [program, "--list-langs"], capture_output=True, text=True, check=False, timeout=_SECONDS
    )
    head, *names = (listed.stdout or listed.stderr).splitlines() or [""]
    folder = re.search(r'"(.+)"', head)
    return frozenset(name.strip() for name in names), Path(folder[1] if folder else "")


def _version(folder: Path) -> str:
    model = folder / f"{_LANGUAGE}.traineddata"
    digest = hashlib.sha256(model.read_bytes()).hexdigest() if model.is_file() else "unknown"
    release = pytesseract.get_tesseract_version()
    return f"tesseract {release}, {_LANGUAGE} {digest[:_DIGEST_LENGTH]}"


def _ask(question: Any, image: RgbImage, **options: str) -> dict[str, Any]:  # noqa: ANN401 (ships no types)
    """Run the program on one thread; a failure is an unread page, never an empty one."""
    from PIL import Image

    # Several workers with several threads each are four times slower than one thread each.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    try:
        answer: dict[str, Any] = question(
            Image.fromarray(image),
            output_type=pytesseract.Output.DICT,
            timeout=_SECONDS,
            **options,
        )
    except pytesseract.TesseractNotFoundError:
        raise MissingEngineError(NAME, INSTALL) from None
    except (pytesseract.TesseractError, RuntimeError):
        raise UnreadableError("picture", "ENGINE_FAILED", "tesseract could not read it") from None
    return answer


def _turn(image: RgbImage) -> int:
    """Return how many quarters counter-clockwise make the page upright, 0 where nobody knows."""
    try:
        answer = _ask(pytesseract.image_to_osd, image, config="--psm 0")
    except UnreadableError:
        # Too few characters to tell; the reading as it lies stands, with its low score.
        return 0
    return int(-int(answer["rotate"]) // 90) % 4


def _words(table: dict[str, Any]) -> Iterator[tuple[tuple[int, ...], _Word]]:
    columns = zip(
        *(
            table[name]
            for name in (
                "level", "block_num", "par_num", "line_num",
                "left", "top", "width", "height", "conf", "text",
            )
        ),
        strict=True,
    )  # fmt: skip
    for level, block, paragraph, line, left, top, width, high, score, text in columns:
        if level == _WORD_LEVEL and str(text).strip():
            place = Bounds(left, top, left + width, top + high)
            yield (block, paragraph, line), _Word(str(text).strip(), place, float(score) / 100)


def _parts(words: list[_Word]) -> Iterator[list[_Word]]:
    """Split a line where the gap is wider than a blank: between the cells of a table."""
    part: list[_Word] = []
    for word in words:
        high = max((one.bounds.height for one in (*part, word)), default=0.0)
        if part and word.bounds.left - part[-1].bounds.right > _CELL_GAP * high:
            yield part
            part = []
        part.append(word)
    yield part


def _line(words: list[_Word], across: int, down: int) -> OcrLine:
    top = min(word.bounds.top for word in words)
    bottom = max(word.bounds.bottom for word in words)
    text: list[str] = []
    quads: list[Quad] = []
    padding = _PADDING * (bottom - top)
    previous: _Word | None = None
    for word in words:
        if previous is not None and _apart(previous, word):
            text.append(" ")
            quads.append(rectangle(previous.bounds.right, top, word.bounds.left, bottom))
        width = word.bounds.width / len(word.text)
        for index, character in enumerate(word.text):
            left = word.bounds.left + index * width
            text.append(character)
            quads.append(
                rectangle(
                    max(0, left - padding),
                    top,
                    min(across, left + width + padding),
                    min(down, bottom),
                )
            )
        previous = word
    weight = sum(len(word.text) for word in words)
    box = rectangle(
        min(word.bounds.left for word in words),
        top,
        max(word.bounds.right for word in words),
        bottom,
    )
    return OcrLine(
        text="".join(text),
        quads=Quads(quads),
        upright=len(text) <= 2 or height(box) <= 1.5 * length(box),
        score=max(0.0, sum(word.score * len(word.text) for word in words) / weight),
        box=box,
    )


def _apart(one: _Word, other: _Word) -> bool:
    """Say whether a blank stands between two words: tesseract puts one between all of them."""
    ascii_words = one.text[-1].isascii() and other.text[0].isascii()
    high = max(one.bounds.height, other.bounds.height)
    return other.bounds.left - one.bounds.right > (0.3 if ascii_words else 0.8) * high


def _tall(line: OcrLine) -> bool:
    """Say whether several characters stand in a box higher than wide: a page on its side."""
    place = bounds(line.quads)
    return len(line.text) > 2 and place.height > 1.5 * place.width


def _weight(lines: tuple[OcrLine, ...]) -> float:
    """Say how much was read: characters by how sure they are."""
    return sum(line.score * len(line.text) for line in lines)


def _mean(lines: tuple[OcrLine, ...]) -> float:
    return sum(line.score for line in lines) / len(lines) if lines else 0.0
