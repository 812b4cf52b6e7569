"""What a publishing system imports.

`Deidentifier` is prepared once and safe to share between threads; the functions use one with the
built-in policy and a key of this run.
"""

from __future__ import annotations

import datetime as dt
import mmap
import threading
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deident.decide import NO_RULINGS, Question, Rulings, questions
from deident.detect import Detector
from deident.errors import UnreadableError
from deident.formats import FormatHandler, Limits
from deident.formats.registry import handler_for
from deident.formats.text import pieces_of
from deident.judged import Judged, Line, seldom_collected
from deident.making import maker
from deident.model import (
    PAGE_SEGMENTS,
    Action,
    Clearance,
    Decision,
    Document,
    Finding,
    Mask,
    Page,
    Place,
    Ruling,
    Source,
    Span,
)
from deident.pipeline import Review
from deident.pipeline import review as review_source
from deident.policy import Policy, Scene
from deident.policy import load as load_policy
from deident.recognizers import packs as pack_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import PIL.Image

    from deident.checks import Check
    from deident.formats.pieces import Piece
    from deident.keys import Key
    from deident.ocr import OcrEngine

_TEXT = "text"
_finding, _place, _span = maker(Finding), maker(Place), maker(Span)


@dataclass(frozen=True, kw_only=True)
class MaskedText:
    """A masked text, and what was found and decided on the way."""

    text: str = field(repr=False)
    decisions: tuple[Decision, ...] = field(repr=False)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was found, look-alikes too; offsets are those of the original text."""
        return tuple(decision.finding for decision in self.decisions)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What a person must still answer."""
        return questions(self.decisions)


@dataclass(frozen=True, kw_only=True)
class MaskedImage:
    """A masked picture, what was found in it, and whether it may be published."""

    image: PIL.Image.Image = field(repr=False)
    findings: tuple[Finding, ...] = field(repr=False)
    decisions: tuple[Decision, ...] = field(repr=False)
    clearance: Clearance


class Deidentifier:
    """A policy, packs and a key, prepared.

    `policy` is the name of a built-in policy, a path or a `Policy`; `packs` are folders of an
    office's own packs; `recognizers` anybody's Presidio recognizers; `ocr` the name of an engine.
    Where `column` (栏目) is given, the policy chooses the scene. `checks` look for other things
    than personal information; what they notice is asked about.
    """

    def __init__(
        self,
        policy: str | Path | Policy = "default",
        *,
        scene: str = "default",
        column: str = "",
        packs: Sequence[Path | str] = (),
        key: Key | None = None,
        recognizers: Sequence[Any] = (),
        nlp_engine: Any = None,  # noqa: ANN401 - a Presidio NlpEngine; not imported for nothing
        ocr: str = "auto",
        limits: Limits | None = None,
        may_loosen: bool = False,
        checks: Iterable[Check] = (),
    ) -> None:
        own = pack_files.with_office_packs(map(Path, packs), may_loosen=may_loosen)
        self.detector = Detector(own, key, third_party=recognizers, nlp_engine=nlp_engine)
        loaded = policy if isinstance(policy, Policy) else load_policy(policy)
        types = self.detector.entity_types - self.detector.look_alikes
        self.policy = loaded.with_strangers(types).check(types, self.detector.look_alikes)
        self.scene: Scene = self.policy.scene(self.policy.scene_of(column) if column else scene)
        self.limits = limits or Limits()
        self._ocr = ocr
        self._checks = tuple(checks)
        self._engines = threading.local()

    @property
    def key(self) -> Key:
        """The key under which fingerprints are made."""
        return self.detector.key

    def line(self, *, rulings: Iterable[Ruling] = (), disclosure: str = "") -> Line:
        """Return the line that documents are reviewed on."""
        given = tuple(rulings)
        today = dt.datetime.now(tz=dt.UTC).date()
        in_force = Rulings.of(given, today=today, office=self.key.office) if given else NO_RULINGS
        return Line(
            handler_for=self._handler_for,
            detector=self.detector,
            policy=self.policy,
            scene=self.scene,
            rulings=in_force,
            limits=self.limits,
            disclosure=disclosure,
            checks=self._checks,
        )

    def _handler_for(self, source: Source) -> FormatHandler:
        return handler_for(source, self.limits, self._engine)

    def _engine(self) -> OcrEngine:
        """Return this thread's OCR engine; it is made when the first picture comes."""
        engine: OcrEngine | None = getattr(self._engines, "engine", None)
        if engine is None:
            from deident.ocr.registry import AUTO, ENSEMBLE
            from deident.ocr.registry import engine as make

            name = ENSEMBLE if self._ocr == AUTO and self.scene.is_strict else self._ocr
            engine = self._engines.engine = make(name)
        return engine

    def scan_text(self, text: str) -> list[Finding]:
        """Return what the policy masks or asks about, in order; offsets are code points."""
        with seldom_collected():
            judged, bases = self._judged(text)
            return [
                _finding_in_text(decision.finding, bases)
                for decision in judged.decisions
                if decision.action is not Action.KEEP
            ]

    def mask_text(self, text: str) -> MaskedText:
        """Return the text with everything masked that the policy masks or asks about."""
        judged, bases = self._judged(text)
        pieces: list[str] = []
        at = 0
        for step in judged.steps():
            if isinstance(step, Mask):
                base = bases[step.place.segment_id]
                start, end = base + step.place.span.start, base + step.place.span.end
                pieces += (text[at:start], step.replacement)
                at = end
        decisions = tuple(
            replace(decision, finding=_finding_in_text(decision.finding, bases))
            for decision in judged.decisions
        )
        return MaskedText(text="".join((*pieces, text[at:])), decisions=decisions)

    def _judged(self, text: str) -> tuple[Judged, dict[str, int]]:
        document, bases = _text_document(text, self.limits)
        return Judged(document, self.line()), bases

    def review(
        self,
        document: Path | str | bytes,
        *,
        name: str | None = None,
        rulings: Iterable[Ruling] = (),
        disclosure: str | None = None,
    ) -> Review:
        """Mask a document, prove the copy, and say whether it may be published.

        Raises `UnreadableError` where the document as a whole could not be read.
        """
        source = source_of(document, name)
        return review_source(source, self.line(rulings=rulings, disclosure=disclosure or ""))

    def mask_image(self, image: PIL.Image.Image) -> MaskedImage:
        """Return the picture with every value painted over."""
        from PIL import Image

        written = BytesIO()
        image.save(written, format="PNG")
        reviewed = self.review(written.getvalue(), name="image.png")
        with Image.open(BytesIO(reviewed.masked.data)) as opened:
            opened.load()
            return MaskedImage(
                image=opened.copy(),
                findings=reviewed.findings,
                decisions=tuple(reviewed.decisions),
                clearance=reviewed.clearance,
            )


def _finding_in_text(finding: Finding, bases: dict[str, int]) -> Finding:
    """Move a finding's places from segments to the text as a whole."""
    places = []
    for place in finding.places:
        base, span = bases[place.segment_id], place.span
        places.append(_place(_TEXT, _span(base + span.start, base + span.end)))
    return _finding(
        tuple(places), finding.entity_type, finding.score, finding.recognizer,
        finding.evidence, finding.fingerprint,
    )  # fmt: skip


def _text_document(text: str, limits: Limits) -> tuple[Document, dict[str, int]]:
    """Cut a text as the plain-text handler does; also say where each segment begins."""
    bases: dict[str, int] = {}
    segments = []
    at = 0
    for piece in pieces_of(text, limits):
        if piece.segment is not None:
            bases[piece.segment.id] = at + len(piece.before)
            segments.append(piece.segment)
        at += _length(piece)
    pages = tuple(
        Page(number=number + 1, segments=tuple(segments[start : start + PAGE_SEGMENTS]))
        for number, start in enumerate(range(0, len(segments), PAGE_SEGMENTS))
    )
    return Document(pages=pages), bases


def _length(piece: Piece) -> int:
    return len(piece.source) or len(piece.before) + len(piece.value) + len(piece.after)


def source_of(document: Path | str | bytes, name: str | None = None) -> Source:
    """Return the bytes of a document; a file is mapped, not read.

    Raises `UnreadableError` with what to do where a path leads to no readable file.
    """
    if isinstance(document, bytes):
        return Source(name=name or "document", data=document)
    path = Path(document)
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            data = (
                mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
                if size > _MAPPED
                else file.read()
            )
    except FileNotFoundError:
        raise UnreadableError(str(path), "NO_FILE", "there is no such file") from None
    except PermissionError:
        raise UnreadableError(str(path), "NO_PERMISSION", "no permission to read it") from None
    except OSError as problem:
        raise UnreadableError(str(path), "IO", f"it cannot be read ({problem.strerror})") from None
    return Source(name=name or path.name, data=data)


_MAPPED = 16 << 20


@cache
def _default() -> Deidentifier:
    return Deidentifier()


def scan_text(text: str) -> list[Finding]:
    """Return what the built-in policy masks or asks about in a text.

    >>> [(f.start, f.end, f.entity_type) for f in scan_text("手机13800001234")]
    [(2, 13, 'CN_MOBILE')]
    """
    return _default().scan_text(text)


def mask_text(text: str) -> MaskedText:
    """Mask a text under the built-in policy.

    >>> mask_text("手机13800001234").text
    '手机138****1234'
    """
    return _default().mask_text(text)


def mask_image(image: PIL.Image.Image) -> MaskedImage:
    """Mask a picture under the built-in policy."""
    return _default().mask_image(image)


def review(
    document: Path | str | bytes,
    *,
    name: str | None = None,
    policy: str | Path | Policy | None = None,
    rulings: Iterable[Ruling] = (),
    disclosure: str | None = None,
) -> Review:
    """Mask a document, prove the copy, and say whether it may be published."""
    prepared = _default() if policy is None else Deidentifier(policy)
    return prepared.review(document, name=name, rulings=rulings, disclosure=disclosure)
