"""The one door to Presidio's analyzer.

Our hits come out of a real `AnalyzerEngine`, so that anybody's Presidio recognizer can stand beside
ours. It runs without a language model (`NoOpNlpEngine`) and with a context enhancer that looks at
raw characters: Presidio's own compares words with lemmas and never fires in Chinese.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from presidio_analyzer import (
    AnalyzerEngine,
    EntityRecognizer,
    LocalRecognizer,
    RecognizerRegistry,
    RecognizerResult,
)
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine, NoOpNlpEngine

from deident.model import Evidence, Segment, Tier
from deident.recognizers.reading import Reading, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from deident.recognizers.hits import Hit
    from deident.recognizers.packs import Pack
    from deident.recognizers.scan import Scanner

LANGUAGE = "zh"
EVIDENCE_KEY = "deident_evidence"

# A recognizer of somebody else proves nothing we could check; from this score we take its word.
_TRUSTED_SCORE = 0.85


class _NoText(logging.Filter):
    """Keep Presidio's loggers from printing text: a level and a place are all that passes."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Drop what is not an error, and the words of what is."""
        record.msg, record.args = "presidio reported a problem at %s", (record.funcName,)
        record.exc_info = None
        return record.levelno >= logging.ERROR


for _name in ("presidio-analyzer", "presidio-anonymizer", "decision_process"):
    logging.getLogger(_name).addFilter(_NoText())


class PageArtifacts(NlpArtifacts):
    """What recognizers and enhancer are handed: the reading with its segments, cells and labels."""

    def __init__(self, reading: Reading, hits: Sequence[Hit], nlp_engine: NlpEngine) -> None:
        super().__init__([], None, [], [], nlp_engine, LANGUAGE)  # type: ignore[arg-type]  # no tokens
        self.reading = reading
        self.hits = hits

    def to_json(self) -> str:
        """Refuse to spell the text out; Presidio would log it."""
        return "{}"


class _Memory:
    """The last text that was scanned in each thread.

    In anybody's engine every pack's recognizer is asked about the same text, one after another;
    it is scanned once.
    """

    def __init__(self, scanner: Scanner) -> None:
        self._scanner = scanner
        self._last = threading.local()

    def scanned(self, text: str) -> tuple[Reading, Sequence[Hit]]:
        """Return a text's reading and its hits."""
        if getattr(self._last, "text", None) != text:
            reading = read([Segment(id="text", text=text)])
            self._last.found = (reading, self._scanner.scan(reading))
            self._last.text = text
        found: tuple[Reading, Sequence[Hit]] = self._last.found
        return found


class _Alone(RecognizerResult):
    """One of our hits where nobody else's stand beside it: it owns its span, and equals no other.

    Presidio compares results by a text that it writes for each.
    """

    __hash__ = object.__hash__

    def __init__(
        self,
        entity_type: str,
        start: int,
        end: int,
        score: float,
        recognition_metadata: dict[str, object],
    ) -> None:
        # What Presidio's own does, without its questions: there are a million of these.
        self.entity_type, self.start, self.end, self.score = entity_type, start, end, score
        self.analysis_explanation = None  # type: ignore[assignment]  # as Presidio has it
        self.recognition_metadata = recognition_metadata

    def __eq__(self, other: object) -> bool:
        return self is other


class PackRecognizer(LocalRecognizer):
    """One pack, or several, as a Presidio recognizer.

    In our own engine it passes on the hits that were found for the page. In anybody else's it reads
    the text itself; context and look-alikes are judged all the same, because all packs are asked.
    """

    def __init__(
        self, memory: _Memory, packs: Sequence[Pack], name: str, *, alone: bool = False
    ) -> None:
        self._memory = memory
        self._made = _Alone if alone else RecognizerResult
        super().__init__(
            supported_entities=sorted({pack.entity_type for pack in packs}),
            supported_language=LANGUAGE,
            name=name,
            version="1",
        )

    def load(self) -> None:
        """Do nothing: packs are compiled when they are read."""

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """Return the hits of the wanted entity types."""
        if isinstance(nlp_artifacts, PageArtifacts):
            reading, hits, page = nlp_artifacts.reading, nlp_artifacts.hits, True
        else:
            reading, hits, page = *self._memory.scanned(text), False
        wanted = {*entities} & {*self.supported_entities}
        shadow, made = reading.shadow, self._made
        return [
            made(
                hit.pack.entity_type,
                hit.start if page else shadow.start(hit.start),
                hit.end if page else shadow.end(hit.end),
                hit.score,
                recognition_metadata={
                    RecognizerResult.RECOGNIZER_NAME_KEY: hit.pack.name,
                    RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                    EVIDENCE_KEY: hit.evidence,
                },
            )
            for hit in hits
            if hit.pack.entity_type in wanted
        ]


class CharacterContextEnhancer(ContextAwareEnhancer):
    """Raise the score of a third party's result when one of its context words stands nearby.

    Words are looked for in the raw characters around the result. Our own results come with their
    context already judged and are passed through.
    """

    def __init__(self) -> None:
        super().__init__(
            context_similarity_factor=0.35,
            min_score_with_context_similarity=0.4,
            context_prefix_count=20,
            context_suffix_count=8,
        )

    def enhance_using_context(
        self,
        text: str,
        raw_results: list[RecognizerResult],
        nlp_artifacts: NlpArtifacts,  # noqa: ARG002 - Presidio's signature
        recognizers: list[EntityRecognizer],
        context: list[str] | None = None,
    ) -> list[RecognizerResult]:
        """Return the results, those with a context word nearby scored higher."""
        if all(isinstance(recognizer, PackRecognizer) for recognizer in recognizers):
            return raw_results
        words = {
            recognizer.id: [*(recognizer.context or []), *(context or [])]
            for recognizer in recognizers
        }
        for found in raw_results:
            metadata = found.recognition_metadata or {}
            if EVIDENCE_KEY in metadata:
                continue
            low, high = (
                found.start - self.context_prefix_count,
                found.end + self.context_suffix_count,
            )
            around = text[max(0, low) : high]
            own = words.get(
                metadata.get(RecognizerResult.RECOGNIZER_IDENTIFIER_KEY, ""), context or []
            )
            if any(word in around for word in own):
                raised = max(
                    found.score + self.context_similarity_factor,
                    self.min_score_with_context_similarity,
                )
                found.score = min(1.0, raised)
        return raw_results


class _Engine(AnalyzerEngine):
    """Presidio's engine with its per-recognizer context step left out.

    That step compares every result with every recognizer, twice; no recognizer of ours has one, and
    third parties' context is the enhancer's work.
    """

    def _enhance_using_context(
        self,
        text: str,
        raw_results: list[RecognizerResult],
        nlp_artifacts: NlpArtifacts,
        recognizers: list[EntityRecognizer],
        context: list[str] | None = None,
    ) -> list[RecognizerResult]:
        return self.context_aware_enhancer.enhance_using_context(
            text=text, raw_results=raw_results, nlp_artifacts=nlp_artifacts,
            recognizers=recognizers, context=context,
        )  # fmt: skip


class Analyzer:
    """Presidio's engine over our packs and anybody's recognizers."""

    def __init__(
        self,
        scanner: Scanner,
        third_party: Iterable[EntityRecognizer] = (),
        nlp_engine: NlpEngine | None = None,
    ) -> None:
        registry = RecognizerRegistry(supported_languages=[LANGUAGE])
        others = tuple(third_party)
        ours = PackRecognizer(_Memory(scanner), scanner.packs, "deident", alone=not others)
        registry.add_recognizer(ours)
        for recognizer in others:
            registry.add_recognizer(recognizer)
        self._nlp = nlp_engine or NoOpNlpEngine([{"lang_code": LANGUAGE, "model_name": "no_op"}])
        self._model = nlp_engine is not None
        if not self._nlp.is_loaded():
            self._nlp.load()
        self._engine = _Engine(
            registry=registry,
            nlp_engine=self._nlp,
            supported_languages=[LANGUAGE],
            context_aware_enhancer=CharacterContextEnhancer(),
        )

    def analyze(self, reading: Reading, hits: Sequence[Hit]) -> list[RecognizerResult]:
        """Carry a page's hits through the engine, together with what third parties find."""
        artifacts = PageArtifacts(reading, hits, self._nlp)
        if self._model:
            heard = self._nlp.process_text(reading.text, LANGUAGE)
            artifacts.__dict__.update(heard.__dict__)
        return self._engine.analyze(text=reading.text, language=LANGUAGE, nlp_artifacts=artifacts)


def evidence_of(found: RecognizerResult) -> Evidence:
    """Return why a result was claimed; for third parties, what their score is worth."""
    evidence = (found.recognition_metadata or {}).get(EVIDENCE_KEY)
    if isinstance(evidence, Evidence):
        return evidence
    return Evidence(Tier.CHECKSUM if found.score >= _TRUSTED_SCORE else Tier.SHAPE)


def registry(scanner: Scanner) -> RecognizerRegistry:
    """Return a registry of our recognizers, one for each entity type, for anybody's engine."""
    by_type: dict[str, list[Pack]] = {}
    for pack in scanner.packs:
        by_type.setdefault(pack.entity_type, []).append(pack)
    memory = _Memory(scanner)
    own = RecognizerRegistry(supported_languages=[LANGUAGE])
    for entity_type, packs in sorted(by_type.items()):
        if not packs[0].look_alike:
            own.add_recognizer(PackRecognizer(memory, packs, f"deident {entity_type}"))
    return own
