"""rapidocr: PP-OCR models that come inside the wheel, run by onnxruntime.

Only the models in the wheel are used and each is named by its path, because any other choice
makes rapidocr fetch a file from the network on first use.

Character boxes are computed by us (`crops`), from the columns in which the recogniser saw the
characters and the way the crop was turned before it was read. rapidocr's own boxes run backwards on
lines that it turned by 180 degrees (RapidAI/RapidOCR issue 328), which paints the wrong characters.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
import sys
import weakref
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, NamedTuple

from deident.errors import MissingEngineError, UnreadableError
from deident.model import Quad
from deident.ocr.crops import line_of
from deident.ocr.quads import height, length, turned
from deident.ocr.remembered import Memory
from deident.ocr.sideways import may_lie, says_more, set_upright
from deident.ocr.tiles import put_together, tiles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from deident.ocr import OcrLine, RgbImage
    from deident.ocr.tiles import Tile

NAME = "rapidocr"
INSTALL = "pip install 'deident[ocr]'"
_PACKAGES = ("rapidocr", "onnxruntime", "cv2")
_MODELS = {
    "Det": "PP-OCRv6_det_small.onnx",
    "Cls": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
    "Rec": "PP-OCRv6_rec_small.onnx",
}
# From here on rapidocr turns a crop by a quarter, or by a half when its classifier says so.
_TALL = 1.5
_TURN_SCORE = 0.9
_SHORT = 2
_DIGEST_LENGTH = 12
# Pixels of a line after shrinking; below it characters run together and tiles are read instead.
_LEAST_HEIGHT = 18


def installed() -> bool:
    """Say whether everything the engine needs can be imported, without importing it."""
    return all(importlib.util.find_spec(package) for package in _PACKAGES)


class Detected(NamedTuple):
    """The text boxes of a picture in reading order, and each one cut out and turned upright.

    `odd` are the numbers of those that were turned the other way than most.
    """

    boxes: tuple[Quad, ...]
    crops: list[Any]
    odd: tuple[int, ...] = ()


class RapidOcr:
    """Reads a picture with rapidocr; one picture at a time, whichever thread asks."""

    name = NAME

    def __init__(self, *, threads: int = 1, max_side: int = 2000) -> None:
        if not installed():
            raise MissingEngineError(NAME, INSTALL)
        self._models = _bundled_models()
        self.memory = Memory()
        self._lock = RLock()
        self._max_side = max_side
        self._threads = threads
        self._last: tuple[weakref.ref[RgbImage], Detected] | None = None
        self.version = _version(self._models)
        self._engine = _engine(self._models, threads, max_side)

    def read(self, image: RgbImage) -> tuple[OcrLine, ...]:
        """Read an RGB array, a large one with small letters in tiles.

        Detected boxes that held nothing readable are lines without text.
        """
        return self.read_by(self._engine.recognize_txt, image)

    def read_by(self, recognise: Callable[[Any], Any], image: RgbImage) -> tuple[OcrLine, ...]:
        """Read an RGB array, its lines by any recogniser that rapidocr made.

        The boxes of the picture that was read last are found once, whoever reads them.
        """
        if min(image.shape[:2]) < 1:
            raise UnreadableError("picture", "EMPTY", "it has no pixels")
        with self._lock:
            lines = self._whole(recognise, image)
            shrink = max(image.shape[:2]) / self._max_side
            if shrink <= 1 or (lines and _small_height(lines) / shrink >= _LEAST_HEIGHT):
                return lines
            overlap = max(self._max_side // 5, round(8 * _small_height(lines)))
            down, across = image.shape[:2]
            places = tiles(across, down, self._max_side, min(overlap, self._max_side // 2))
            return put_together(
                ((tile, self._whole(recognise, _cut(image, tile))) for tile in places),
                across,
                down,
            )

    def recogniser(self, model: Path, family: str) -> Callable[[Any], Any]:
        """Make another recogniser of a model file; `family` is its name as rapidocr knows it."""
        import rapidocr

        other = _engine(self._models | {"Rec": model}, self._threads, self._max_side)
        other.cfg.Rec.ocr_version = rapidocr.OCRVersion(family)
        recognise: Callable[[Any], Any] = other.recognize_txt
        return recognise

    def _whole(self, recognise: Callable[[Any], Any], image: RgbImage) -> tuple[OcrLine, ...]:
        detected = self._detected(image)
        if not detected.boxes:
            return ()
        # One line upside down among upright ones is usually the classifier's mistake.
        again = [detected.crops[number][::-1, ::-1].copy() for number in detected.odd]
        recognised = self.memory.read(recognise, [*detected.crops, *again])
        if recognised.txts is None:
            raise _gave_up()
        boxes = (*detected.boxes, *(turned(detected.boxes[number], 2) for number in detected.odd))
        read = zip(recognised.txts, recognised.scores, recognised.word_results, strict=True)
        lines = [
            line_of(box, text, float(score), words)
            for box, (text, score, words) in zip(boxes, read, strict=True)
        ]
        whole = len(detected.boxes)
        for number, other in zip(detected.odd, lines[whole:], strict=True):
            lines[number] = _either(lines[number], other)
        return self._set_upright(recognise, detected, lines[:whole])

    def _set_upright(
        self, recognise: Callable[[Any], Any], detected: Detected, lines: list[OcrLine]
    ) -> tuple[OcrLine, ...]:
        """Read the unsure short lines again whose letters may lie on their side."""
        lying = [number for number, line in enumerate(lines) if may_lie(line)]
        if not lying:
            return tuple(lines)
        turned_back = [set_upright(detected.crops[number]) for number in lying]
        again = self.memory.read(recognise, turned_back)
        if again.txts is None:
            return tuple(lines)
        read = zip(lying, again.txts, again.scores, again.word_results, strict=True)
        for number, text, score, words in read:
            other = line_of(detected.boxes[number], text, float(score), words)
            if says_more(other, lines[number]):
                lines[number] = other
        return tuple(lines)

    def _detected(self, image: RgbImage) -> Detected:
        if self._last is not None and self._last[0]() is image:
            return self._last[1]
        import cv2

        shrunk, record = self._engine.preprocess_img(image)
        # rapidocr wants the channels the other way round.
        bgr = cv2.cvtColor(shrunk, cv2.COLOR_RGB2BGR)
        detected = _boxed(self._engine, bgr, record, image.shape[1], image.shape[0])
        self._last = weakref.ref(image), detected
        return detected


def _boxed(engine: Any, bgr: RgbImage, record: Any, width: int, height: int) -> Detected:  # noqa: ANN401 (ships no types)
    from rapidocr.main import RapidOCRError

    try:
        crops, found = engine.detect_and_crop(bgr, record)
    except RapidOCRError:
        # How rapidocr says that there is no text.
        return Detected((), [])
    try:
        upright, classified = engine.cls_and_rotate(crops)
    except RapidOCRError:
        # Text was seen and the engine gave up on it: never "nothing there".
        raise _gave_up() from None
    boxes = _boxes(found.boxes, record, width, height)
    turns = [label == "180" and score > _TURN_SCORE for label, score in classified.cls_res]
    placed = (_reading_order(box, over=turn) for box, turn in zip(boxes, turns, strict=True))
    seldom = sum(turns) * 2 < len(turns)
    odd = [number for number, turn in enumerate(turns) if turn == seldom]
    return Detected(tuple(placed), upright, tuple(odd) if len(odd) * 3 < len(turns) else ())


def _either(over: OcrLine, upright: OcrLine) -> OcrLine:
    """Choose between a line as it was turned over and as the others stand.

    Of a character or two the classifier knows nothing: a 9 turned over is a sure 6.
    """
    short = max(len(over.text), len(upright.text)) <= _SHORT
    if short and upright.text and upright.score > _TURN_SCORE / 2:
        return upright
    return max(over, upright, key=_sense)


def _sense(line: OcrLine) -> float:
    """Say how much a line says, and how surely."""
    return line.score * len(line.text)


def _gave_up() -> UnreadableError:
    return UnreadableError("picture", "ENGINE_FAILED", "the OCR engine stopped half way")


def _small_height(lines: tuple[OcrLine, ...]) -> float:
    """Return the height of the smaller lines: a fifth of all may be smaller still."""
    heights = sorted(height(line.box) for line in lines if line.box)
    return heights[len(heights) // 5] if heights else 0.0


def _cut(image: RgbImage, tile: Tile) -> RgbImage:
    return image[tile.top : tile.bottom, tile.left : tile.right]


def _bundled_models() -> dict[str, Path]:
    spec = importlib.util.find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise MissingEngineError(NAME, INSTALL)
    folder = Path(spec.origin).parent / "models"
    models = {task: folder / name for task, name in _MODELS.items()}
    if not all(path.is_file() for path in models.values()):
        # Another release with other models; what it would do instead is fetch them.
        raise MissingEngineError(NAME, "pip install 'rapidocr>=3.10,<4' onnxruntime")
    return models


def _version(models: dict[str, Path]) -> str:
    digests = ", ".join(
        f"{path.stem} {hashlib.sha256(path.read_bytes()).hexdigest()[:_DIGEST_LENGTH]}"
        for path in models.values()
    )
    release = importlib.metadata.version("rapidocr")
    runtime = importlib.metadata.version("onnxruntime")
    return f"rapidocr {release}, onnxruntime {runtime}, {digests}"


def _engine(models: dict[str, Path], threads: int, max_side: int) -> Any:  # noqa: ANN401 (ships no types)
    _hushed()
    import rapidocr

    return rapidocr.RapidOCR(
        params={
            # Its log names model files and, at lower levels, more than we want on a terminal.
            "Global.log_level": "critical",
            "Global.max_side_len": max_side,
            "Global.return_word_box": True,
            "Global.return_single_char_box": True,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            **{f"{task}.model_path": str(path) for task, path in models.items()},
        }
    )


def _hushed() -> None:
    """Keep onnxruntime from reporting to its makers over the network.

    Its official builds do (1.31, Privacy.md), and write a number of this machine to the cache,
    unless this variable is set before they are first loaded. Where somebody else has loaded them
    already, they are told so afterwards.
    """
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    if loaded := sys.modules.get("onnxruntime"):
        loaded.disable_telemetry_events()


def _boxes(found: Any, record: dict[str, Any], width: int, height: int) -> Iterator[Quad]:  # noqa: ANN401 (ships no types)
    """Map detected boxes from the shrunk and padded picture back to the one that was given."""
    scale, padding = record["preprocess"], record["padding_1"]
    for box in found:
        corners = (
            (
                min(max((float(x) - padding["left"]) * scale["ratio_w"], 0.0), float(width)),
                min(max((float(y) - padding["top"]) * scale["ratio_h"], 0.0), float(height)),
            )
            for x, y in box
        )
        yield Quad(*(number for corner in corners for number in corner))


def _reading_order(box: Quad, *, over: bool) -> Quad:
    """Name the corners as the recogniser saw them: its crop may have been turned twice."""
    if height(box) >= _TALL * length(box):
        box = turned(box, 1)
    return turned(box, 2) if over else box
