"""Our replacements as Presidio operators, for `plan` and for anybody's own Presidio engine.

An operator named `mask` would replace Presidio's own, so ours begin with `cn_`. Each takes
`entity_type` (Presidio gives it) and `style`; `cn_replace` takes `new_value`, `cn_pseudonym` takes
`pseudonyms` and, where it is known, the value's `fingerprint`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from presidio_anonymizer import AnonymizerEngine
from presidio_anonymizer.entities import InvalidParamError, OperatorConfig
from presidio_anonymizer.operators import Operator, OperatorType

from deident.identifiers.writing import squeeze
from deident.mask.pseudonyms import Pseudonyms
from deident.mask.writing import GONE, visible, write
from deident.policy import ENTITY_TYPES, STYLES, Style, style

REPLACED = "【已隐去】"
_DEFAULT_STYLE = "publish"
_GENERAL = frozenset({"year", "address"})
_WHOLE = Style()

Params = Mapping[str, Any]


class _Ours(Operator):
    """What our operators have in common: a name, and a style that exists."""

    name = ""

    def operator_name(self) -> str:
        return self.name

    def operator_type(self) -> OperatorType:
        return OperatorType.Anonymize

    def validate(self, params: Params | None = None) -> None:
        wanted = (params or {}).get("style", _DEFAULT_STYLE)
        if wanted not in STYLES:
            raise InvalidParamError(f"style is one of {', '.join(STYLES)}")

    def writer(self, params: dict[str, Any]) -> Callable[[str], str]:
        """Return what `operate` does with these parameters."""
        return partial(self.operate, params=params)

    @staticmethod
    def style(params: Params | None) -> Style:
        """Return the style that the parameters name."""
        params = params or {}
        return style(params.get("style", _DEFAULT_STYLE), params.get("entity_type", ""))


class CnMask(_Ours):
    """Write stars over what the style hides."""

    name = "cn_mask"

    def operate(self, text: str, params: Params | None = None) -> str:
        """Return the value as the style shows it."""
        return write(text, self.style(params))

    def writer(self, params: dict[str, Any]) -> Callable[[str], str]:
        """Return what writes over values in one style, which is looked up once."""
        return partial(write, style=self.style(params))


class CnGeneralise(_Ours):
    """Say less exactly: an address down to its township, a date down to its year."""

    name = "cn_generalise"

    def operate(self, text: str, params: Params | None = None) -> str:
        """Return the coarser value; a kind that has none is hidden whole."""
        wanted = self.style(params)
        return write(text, wanted if wanted.kind in _GENERAL else _WHOLE)


class CnReplace(_Ours):
    """Put fixed words in the place of the value."""

    name = "cn_replace"

    def operate(self, text: str, params: Params | None = None) -> str:
        """Return the words, unless they are the value itself."""
        new_value = str((params or {}).get("new_value", REPLACED))
        return GONE if new_value != REPLACED and visible(text) == new_value else new_value


class CnRedact(_Ours):
    """Take the value out."""

    name = "cn_redact"

    def operate(self, text: str, params: Params | None = None) -> str:  # noqa: ARG002 - Presidio's signature
        """Return nothing."""
        return ""


class CnRedactColumn(CnRedact):
    """Take the value out, and with it everything else in its column of a table (see `plan`)."""

    name = "cn_redact_column"


class CnPseudonym(_Ours):
    """Put a stand-in that is stable in the document in the place of the value."""

    name = "cn_pseudonym"

    def validate(self, params: Params | None = None) -> None:
        """Refuse to work without the document's pseudonyms."""
        super().validate(params)
        if not isinstance((params or {}).get("pseudonyms"), Pseudonyms):
            raise InvalidParamError("cn_pseudonym needs the document's pseudonyms")

    def operate(self, text: str, params: Params | None = None) -> str:
        """Return the stand-in."""
        params = params or {}
        pseudonyms: Pseudonyms = params["pseudonyms"]
        compact = squeeze(visible(text))
        return pseudonyms.of(params["entity_type"], compact, params.get("fingerprint", ""))


OPERATORS: Mapping[str, _Ours] = {
    kind.name: kind()
    for kind in (CnMask, CnGeneralise, CnReplace, CnRedact, CnRedactColumn, CnPseudonym)
}


def register(engine: AnonymizerEngine) -> AnonymizerEngine:
    """Teach an engine our operators and return it."""
    for operator in OPERATORS.values():
        engine.add_anonymizer(type(operator))
    return engine


def engine() -> AnonymizerEngine:
    """Return a Presidio engine that knows our operators."""
    return register(AnonymizerEngine())  # type: ignore[no-untyped-call]  # Presidio has no types here


def operators(style: str = _DEFAULT_STYLE) -> dict[str, OperatorConfig]:
    """Return one operator per entity type, and one that hides everything else."""
    general = {"CN_HOME_ADDRESS", "BIRTH_DATE"}
    configured = {
        kind: OperatorConfig("cn_generalise" if kind in general else "cn_mask", {"style": style})
        for kind in sorted(ENTITY_TYPES)
    }
    return {**configured, "DEFAULT": OperatorConfig("cn_mask", {"style": "whole"})}
