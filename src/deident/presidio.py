"""Our recognizers and operators for anybody's Presidio engines.

engine = AnalyzerEngine(registry(), nlp_engine, supported_languages=["zh"])
engine.analyze(text, language="zh")
"""

from __future__ import annotations

from deident.detect import registry
from deident.mask.operators import OPERATORS, operators, register

__all__ = ["OPERATORS", "operators", "register", "registry"]
