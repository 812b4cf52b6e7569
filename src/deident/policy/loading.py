"""Policy files: TOML in, a `Policy` out, and every misspelt word refused."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from deident.errors import PolicyError
from deident.policy.rules import COLUMNS, REQUIRED, Row, Rule, action, refuse
from deident.policy.styles import FOLDER
from deident.policy.values import Policy, Scene

BUILT_IN = "default"
"""The name of the policy that comes with deident; it holds every scene in `policies/`."""

_TEXTS = ("operator", "style", "basis", "group")
_SCENE_KEYS = frozenset({"title", "style", "look_alike", "may_rule", "disclosure", "inherits"})
_ROW_KEYS = frozenset(
    {*COLUMNS, *_TEXTS, "must_keep", "may_rule", "named_labels"}
    | {f"{c}_{text}" for c in COLUMNS for text in _TEXTS}
)
_POLICY_KEYS = frozenset(
    {"name", "version", "columns", "require", "trusted", "may_loosen", "pictures", "scene"}
)
_PICTURE_KEYS = frozenset({"label"})
_DEMANDS = ("scan", "clearance")
_DIGEST = re.compile("[0-9a-f]{64}")
_DISCLOSURES = ("none", "official", "all")

Raw = Mapping[str, Any]


def load(policy: str | Path = BUILT_IN) -> Policy:
    """Return the built-in policy by its name, or an office's own by the path of its file."""
    if isinstance(policy, Path) or policy.endswith(".toml") or "/" in policy or "\\" in policy:
        return parse(_read(Path(policy)), Path(policy).name)
    if policy != BUILT_IN:
        refuse("policy", "policy", policy, {BUILT_IN})
    return built_in()


@cache
def built_in() -> Policy:
    """Return the policy that comes with deident."""
    head = _read(FOLDER / f"{BUILT_IN}.toml")
    scenes = {name: _scene(name, _inherited(name, raw)) for name, raw in _built_in_scenes().items()}
    return Policy(
        name=head["name"],
        version=head["version"],
        scenes=scenes,
        columns=_columns(f"policy {BUILT_IN}", head.get("columns", {}), scenes),
    )


def parse(raw: Raw, where: str) -> Policy:
    """Read an office's policy. Its scenes may inherit from ours; what it loosens needs a basis."""
    _known(where, raw, _POLICY_KEYS)
    for key in ("name", "version"):
        if not isinstance(raw.get(key), str) or not raw[key]:
            raise PolicyError(f"{where}: {key} is missing; a policy says what it is")
    tables = raw.get("scene")
    if not isinstance(tables, dict) or not tables:
        raise PolicyError(f"{where}: a policy needs at least one [scene.NAME]")
    scenes = {name: _office_scene(name, table) for name, table in tables.items()}
    return Policy(
        name=raw["name"],
        version=raw["version"],
        scenes=scenes,
        columns=_columns(where, raw.get("columns", {}), scenes),
        require=_demand(where, raw.get("require", _DEMANDS[0])),
        trusted=_digests(where, raw.get("trusted", [])),
        may_loosen=frozenset(_words(where, "may_loosen", raw.get("may_loosen", []))),
        captions=_captions(where, raw.get("pictures", {})),
    )


def _demand(where: str, word: object) -> str:
    if word not in _DEMANDS:
        refuse(where, "require", str(word), _DEMANDS)
    return str(word)


def _captions(where: str, raw: object) -> bool:
    """Read whether the boxes painted in pictures name what they hide."""
    if not isinstance(raw, dict):
        raise PolicyError(f"{where}: [pictures] says label = true or false")
    _known(f"{where}, pictures", raw, _PICTURE_KEYS)
    label = raw.get("label", False)
    if not isinstance(label, bool):
        raise PolicyError(f"{where}: [pictures] says label = true or false")
    return label


def _digests(where: str, raw: object) -> frozenset[str]:
    """Read the files that are trusted: by what is in them, never by where they lie."""
    digests = _words(where, "trusted", raw)
    for digest in digests:
        if not _DIGEST.fullmatch(digest):
            raise PolicyError(f"{where}: trusted is a list of SHA-256 (sha256sum FILE)")
    return frozenset(digests)


def _words(where: str, key: str, raw: object) -> list[str]:
    if not isinstance(raw, list) or not all(isinstance(word, str) and word for word in raw):
        raise PolicyError(f"{where}: {key} is a list of texts in quotes")
    return raw


def _columns(where: str, raw: object, scenes: Mapping[str, Scene]) -> dict[str, str]:
    """Read which scene holds for which column of the web site."""
    if not isinstance(raw, dict) or not all(isinstance(name, str) for name in raw.values()):
        raise PolicyError(f'{where}: [columns] says "COLUMN" = "SCENE"')
    for column, name in raw.items():
        if name not in scenes:
            refuse(f"{where}, column {column}", "scene", name, scenes)
    return dict(raw)


def _read(file: Path) -> Raw:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as problem:
        raise PolicyError(f"{file.name}: cannot be read ({problem.strerror})") from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise PolicyError(f"{file.name}: not TOML in UTF-8: {problem}") from problem


@cache
def _built_in_scenes() -> Mapping[str, Raw]:
    files = sorted(file for file in FOLDER.glob("*.toml") if file.stem != "styles")
    return {name: raw for file in files for name, raw in _read(file)["scene"].items()}


def _inherited(name: str, raw: Raw) -> Raw:
    """Lay a scene over the built-in scene that it inherits."""
    if not isinstance(raw, dict):
        raise PolicyError(f"scene {name}: give a table")
    base_name = raw.get("inherits")
    if base_name is None:
        return raw
    scenes = _built_in_scenes()
    if base_name not in scenes:
        refuse(f"scene {name}", "scene", str(base_name), scenes)
    base = _inherited(base_name, scenes[base_name])
    merged = {**base, **raw}
    for entity_type, row in base.items():
        if isinstance(row, dict) and isinstance(raw.get(entity_type), dict):
            merged[entity_type] = {**row, **raw[entity_type]}
    return merged


def _office_scene(name: str, raw: Raw) -> Scene:
    scene = _scene(name, _inherited(name, raw))
    base_name = raw.get("inherits")
    if base_name is None:
        return scene
    base = built_in().scene(base_name)
    for entity_type, row in scene.rows.items():
        if entity_type in raw and entity_type in base.rows:
            _loosening_has_a_basis(row, base.rows[entity_type], raw[entity_type])
    return scene


def _loosening_has_a_basis(row: Row, base: Row, own: Raw) -> None:
    before = {rule.column: rule.action for rule in base.rules}
    # A column that the base does not have takes values away from the strictest of its tiers.
    strictest = max(base.label.action, base.checksum.action, base.shape.action)
    for rule in row.rules:
        looser = rule.action < before.get(rule.column, strictest)
        if rule.column == "named":
            exempt = rule.action < strictest
            fewer, more = (row, base) if exempt else (base, row)
            looser |= not fewer.named_labels <= more.named_labels
        if looser and not ("basis" in own or f"{rule.column}_basis" in own):
            raise PolicyError(f"{rule.id}: {rule.action.name} loosens; give its basis")


def _scene(name: str, raw: Raw) -> Scene:
    where = f"scene {name}"
    rows = {key: value for key, value in raw.items() if isinstance(value, dict)}
    _known(where, (key for key in raw if key not in rows), _SCENE_KEYS)
    disclosure = raw.get("disclosure", "none")
    if disclosure not in _DISCLOSURES:
        refuse(where, "disclosure", str(disclosure), _DISCLOSURES)
    return Scene(
        name=name,
        title=_text(where, raw, "title", name),
        rows={kind: _row(name, kind, row, raw) for kind, row in rows.items()},
        look_alike=action(f"{where}, look_alike", raw.get("look_alike", "KEEP")),
        disclosure=disclosure,
    )


def _row(scene: str, entity_type: str, raw: Raw, defaults: Raw) -> Row:
    where = f"{scene}/{entity_type}"
    _known(where, raw, _ROW_KEYS)
    for column in REQUIRED:
        if column not in raw:
            raise PolicyError(f"{where}: the cell {column} is missing")
    kept = raw.get("must_keep", [])
    if not isinstance(kept, list) or not set(kept) <= set(COLUMNS):
        raise PolicyError(f"{where}: must_keep is a list of columns ({', '.join(COLUMNS)})")
    labels = raw.get("named_labels", [])
    if not isinstance(labels, list) or not all(isinstance(one, str) and one for one in labels):
        raise PolicyError(f"{where}: named_labels is a list of labels")
    cells = {"masked": "KEEP", **raw}
    for column in COLUMNS:
        idle = [f"{column}_{text}" for text in _TEXTS if f"{column}_{text}" in raw]
        if column not in cells and (idle or column in kept):
            raise PolicyError(f"{where}: {(idle or ['must_keep'])[0]}, but no cell {column}")
    rules = {
        column: _rule(where, column, cells, defaults, must_keep=column in kept)
        for column in COLUMNS
        if column in cells
    }
    return Row(entity_type=entity_type, named_labels=frozenset(labels), **rules)


def _rule(where: str, column: str, raw: Raw, defaults: Raw, *, must_keep: bool) -> Rule:
    name = f"{where}/{column}"
    fallback = {"operator": "cn_mask", "style": defaults.get("style", "publish"), "basis": "",
                "group": "value"}  # fmt: skip
    texts = {
        key: _text(name, raw, f"{column}_{key}", _text(name, raw, key, fallback[key]))
        for key in _TEXTS
    }
    may_rule = raw.get("may_rule", defaults.get("may_rule", True))
    if not isinstance(may_rule, bool):
        raise PolicyError(f"{name}: may_rule is true or false")
    return Rule(
        id=name,
        column=column,
        action=action(name, raw[column]),
        must_keep=must_keep,
        may_rule=may_rule,
        **texts,
    )


def _text(where: str, raw: Raw, key: str, default: str) -> str:
    value = raw.get(key, default)
    if not isinstance(value, str):
        raise PolicyError(f"{where}: {key} is a text in quotes")
    return value


def _known(where: str, keys: Any, known: frozenset[str]) -> None:  # noqa: ANN401 - any iterable of keys
    for key in keys:
        if key not in known:
            refuse(where, "key", key, known)
