"""Stock Presidio with our patterns: what somebody gets who writes no code of his own.

`AnalyzerEngine` with its default context enhancer and `NoOpNlpEngine`, one `PatternRecognizer` for
each entity type of our packs, with every pattern and context word of those packs. Nothing is made
slower than it need be: no flags that our patterns do without, whole texts in one call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import regex
from presidio_analyzer import AnalyzerEngine, Pattern, PatternRecognizer, RecognizerRegistry
from presidio_analyzer.nlp_engine import NoOpNlpEngine

from deident.recognizers import packs

if TYPE_CHECKING:
    from collections.abc import Iterator

LANGUAGE = "zh"


def recognizers() -> Iterator[Any]:
    """Yield one of Presidio's own recognizers for each entity type."""
    by_type: dict[str, list[packs.Pack]] = {}
    for pack in packs.built_in():
        by_type.setdefault(pack.entity_type, []).append(pack)
    for entity_type, own in by_type.items():
        patterns = [
            Pattern(rule.name, rule.pattern, rule.score) for pack in own for rule in pack.rules
        ]
        if patterns:
            yield PatternRecognizer(
                supported_entity=entity_type,
                supported_language=LANGUAGE,
                patterns=patterns,
                context=sorted({word for pack in own for word in pack.context}),
                global_regex_flags=int(regex.VERSION1),
            )


def engine() -> Any:  # noqa: ANN401 - Presidio is untyped here
    """Return a stock engine with our patterns."""
    registry = RecognizerRegistry(supported_languages=[LANGUAGE])
    for recognizer in recognizers():
        registry.add_recognizer(recognizer)
    no_model = NoOpNlpEngine([{"lang_code": LANGUAGE, "model_name": "no_op"}])
    return AnalyzerEngine(registry, no_model, supported_languages=[LANGUAGE])
