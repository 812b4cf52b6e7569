"""Scenes and policies: the whole of what an office decided."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property

from deident.errors import PolicyError
from deident.model import Action
from deident.policy import styles
from deident.policy.rules import STYLES, Row, each, refuse, strictness, tightened, uniform

ENTITY_TYPES = frozenset(
    {
        "CN_RESIDENT_ID",
        "CN_MOBILE",
        "CN_LANDLINE",
        "CN_BANK_CARD",
        "CN_BANK_ACCOUNT",
        "CN_VEHICLE_PLATE",
        "CN_PASSPORT",
        "CN_TRAVEL_PERMIT",
        "CN_FOREIGNER_ID",
        "CN_MILITARY_ID",
        "CN_SOCIAL_SECURITY",
        "CN_DISABILITY_ID",
        "CN_STUDENT_ID",
        "CN_VIN",
        "EMAIL_ADDRESS",
        "CN_QQ",
        "CN_WECHAT",
        "CN_HOME_ADDRESS",
        "BIRTH_DATE",
        "PROPERTY_STATUS",
        "PERSON",
        "MINOR",
        "HEALTH_STATUS",
        "ITINERARY",
        "AGGREGATION_RISK",
        "UNEXPLAINED_NUMBER",
        "DISCLOSURE_LABEL",
        "CLASSIFICATION_MARK",
    }
)
"""Every kind that our own scenes must answer for."""

DUTIES = frozenset({"CN_USCC", "DOCUMENT_NUMBER", "HOTLINE"})
"""Look-alikes of which it is a duty to publish them: our scenes give them rows of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The decision table for one kind of publication.

    `look_alike` is the answer to every kind that the packs declare to be no personal information.
    `disclosure` says whether an official document must carry a disclosure label.
    """

    name: str
    title: str
    rows: Mapping[str, Row]
    look_alike: Action = Action.KEEP
    disclosure: str = "none"

    def row(self, entity_type: str) -> Row:
        """Return the row of an entity type; a missing one is an error, never a guess."""
        try:
            return self.rows[entity_type]
        except KeyError:
            raise PolicyError(
                f"scene {self.name} says nothing about {entity_type}",
                scene=self.name,
                entity_type=entity_type,
            ) from None

    @property
    def is_strict(self) -> bool:
        """Tell whether nothing that is hidden is shown in part: then pictures are read by all."""
        hidden = (
            rule for row in self.rows.values() for rule in row.rules if rule.action is Action.MASK
        )
        return all(rule.style in ("strict", "whole") for rule in hidden)

    def with_look_alikes(self, look_alikes: Iterable[str]) -> Scene:
        """Return the scene with a row for every look-alike that has none of its own."""
        missing = [kind for kind in look_alikes if kind not in self.rows]
        if not missing:
            return self
        extra = {kind: uniform(self.name, kind, self.look_alike) for kind in missing}
        return replace(self, rows={**self.rows, **extra})

    def tightened(self, local: Mapping[str, object]) -> Scene:
        """Return the scene with cells moved to the right; anything else is refused."""
        rows = dict(self.rows)
        for entity_type, cells in local.items():
            where = f"{self.name}/{entity_type}"
            if entity_type not in rows:
                refuse(self.name, "entity type", entity_type, rows)
            if not isinstance(cells, Mapping):
                raise PolicyError(f"{where}: give the cells as column = action")
            rows[entity_type] = tightened(rows[entity_type], where, cells)
        return replace(self, rows=rows)

    def stricter(self, style: str) -> Scene:
        """Return the scene with every style at least as strict as this one."""
        if style not in STYLES:
            refuse(self.name, "style", style, STYLES)
        rows = {
            kind: each(
                row, lambda rule: replace(rule, style=max(rule.style, style, key=strictness))
            )
            for kind, row in self.rows.items()
        }
        return replace(self, rows=rows)


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What an office decided, with its version. It holds no value of any document.

    `columns` says which scene holds for a column (栏目) of the web site. `require` is the least
    that the hook demands: "scan" or "clearance". `trusted` holds the SHA-256 of baselines, ignore
    files and configurations that count at a publication, `may_loosen` the names of the office's
    own packs that may declare look-alikes. `captions` says whether a box painted in a picture
    names the kind of value below it.
    """

    name: str
    version: str
    scenes: Mapping[str, Scene]
    columns: Mapping[str, str] = field(default_factory=dict)
    require: str = "scan"
    trusted: frozenset[str] = frozenset()
    may_loosen: frozenset[str] = frozenset()
    captions: bool = False

    def trusts(self, content: bytes) -> bool:
        """Tell whether a file of just these bytes counts even where the tree may excuse nothing."""
        return hashlib.sha256(content).hexdigest() in self.trusted

    def scene(self, name: str) -> Scene:
        """Return a scene by name."""
        if name not in self.scenes:
            refuse(f"policy {self.name}", "scene", name, self.scenes)
        return self.scenes[name]

    def scene_of(self, column: str) -> str:
        """Return the name of the scene that holds for a column; an unknown one is refused."""
        if column not in self.columns:
            refuse(f"policy {self.name}", "column", column, self.columns)
        return self.columns[column]

    def check(self, types: Iterable[str], look_alikes: Iterable[str] = ()) -> Policy:
        """Return the policy ready for the installed packs, or refuse it.

        Every scene must answer for every type that the packs find, and names no type that
        neither they nor we know. Look-alikes take the scene's one answer.
        """
        types, look_alikes = set(types), set(look_alikes)
        known = ENTITY_TYPES | DUTIES | types | look_alikes
        scenes = {}
        for name, scene in self.scenes.items():
            for entity_type in scene.rows:
                if entity_type not in known:
                    refuse(f"scene {name}", "entity type", entity_type, known)
            scenes[name] = scene.with_look_alikes(look_alikes)
            for entity_type in sorted(types):
                scenes[name].row(entity_type)
        return replace(self, scenes=scenes)

    def with_strangers(self, types: Iterable[str]) -> Policy:
        """Return the policy with ASK for every type that only a third party's recognizer knows."""
        unknown = sorted(set(types) - ENTITY_TYPES)
        scenes = {
            name: replace(
                scene,
                rows={kind: uniform(name, kind, Action.ASK) for kind in unknown} | dict(scene.rows),
            )
            for name, scene in self.scenes.items()
        }
        return replace(self, scenes=scenes)

    def tightened(self, local: Mapping[str, object], *, style: str = "") -> Policy:
        """Return the policy as a local configuration tightens it: to the right, never to the left.

        `local` looks like the `scene` table of a policy file: scene, entity type, column, action.
        """
        scenes = dict(self.scenes)
        for name, rows in local.items():
            if not isinstance(rows, Mapping):
                raise PolicyError(f"scene {name}: give a table of entity types")
            scenes[name] = self.scene(name).tightened(rows)
        if style:
            scenes = {name: scene.stricter(style) for name, scene in scenes.items()}
        return replace(self, scenes=scenes)

    def required_types(self, scene: str) -> frozenset[str]:
        """Return the kinds this scene means to find; one that no recognizer finds is a reason."""
        self.scene(scene)
        return self._required[scene]

    @cached_property
    def _required(self) -> Mapping[str, frozenset[str]]:
        """What `required_types` says of every scene: each document asks it."""
        return {
            name: frozenset(
                kind
                for kind, row in scene.rows.items()
                if any(rule.action is not Action.KEEP for rule in row.rules)
            )
            for name, scene in self.scenes.items()
        }

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256 of everything the policy says, the styles included."""
        content = {
            "name": self.name,
            "version": self.version,
            "styles": styles.digest(),
            "columns": dict(self.columns),
            "require": self.require,
            "trusted": sorted(self.trusted),
            "may loosen": sorted(self.may_loosen),
            # Only where it is said, so that policies that say nothing keep their digest.
            **({"pictures": {"label": True}} if self.captions else {}),
            "scenes": {name: _content(scene) for name, scene in self.scenes.items()},
        }
        canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


def _content(scene: Scene) -> dict[str, object]:
    return {
        "look_alike": scene.look_alike.name,
        "disclosure": scene.disclosure,
        "rules": {
            rule.id: [str(getattr(rule, part.name)) for part in fields(rule)]
            for row in scene.rows.values()
            for rule in row.rules
        },
        "named labels": {
            kind: sorted(row.named_labels) for kind, row in scene.rows.items() if row.named_labels
        },
    }
