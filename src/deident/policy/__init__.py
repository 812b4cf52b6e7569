"""What the office decided: a TOML file becomes a `Policy`, and nothing here decides for it.

A policy is a set of scenes; a scene is a table *entity type x evidence* of rules. `styles` says
what each style leaves visible, `loading` reads the files in `policies/`.
"""

from deident.policy.loading import load
from deident.policy.rules import OPERATORS, STYLES, Row, Rule
from deident.policy.styles import Style, style
from deident.policy.values import ENTITY_TYPES, Policy, Scene

__all__ = [
    "ENTITY_TYPES",
    "OPERATORS",
    "STYLES",
    "Policy",
    "Row",
    "Rule",
    "Scene",
    "Style",
    "load",
    "style",
]
