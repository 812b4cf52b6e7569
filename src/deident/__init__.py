"""deident: find personal information in Chinese government documents, mask it, prove it gone.

The public names are imported on first use, so that `import deident` and `deident --version` cost
next to nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from deident import presidio
    from deident.api import (
        Deidentifier,
        MaskedImage,
        MaskedText,
        mask_image,
        mask_text,
        review,
        scan_text,
    )
    from deident.errors import DeidentError, ExitCode, UnreadableError
    from deident.model import Action, Clearance, Decision, Finding, Ruling, Status
    from deident.pipeline import Review

_HOME = {
    "Deidentifier": "api",
    "MaskedImage": "api",
    "MaskedText": "api",
    "mask_image": "api",
    "mask_text": "api",
    "review": "api",
    "scan_text": "api",
    "Review": "pipeline",
    "DeidentError": "errors",
    "ExitCode": "errors",
    "UnreadableError": "errors",
    "Action": "model",
    "Clearance": "model",
    "Decision": "model",
    "Finding": "model",
    "Ruling": "model",
    "Status": "model",
}

__all__ = [
    "Action",
    "Clearance",
    "Decision",
    "DeidentError",
    "Deidentifier",
    "ExitCode",
    "Finding",
    "MaskedImage",
    "MaskedText",
    "Review",
    "Ruling",
    "Status",
    "UnreadableError",
    "__version__",
    "mask_image",
    "mask_text",
    "presidio",
    "review",
    "scan_text",
]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - PEP 562
    if name == "presidio":
        return importlib.import_module("deident.presidio")
    if name in _HOME:
        return getattr(importlib.import_module(f"deident.{_HOME[name]}"), name)
    raise AttributeError(f"module 'deident' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
