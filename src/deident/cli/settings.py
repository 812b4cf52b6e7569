"""From options and configuration to a prepared `Deidentifier`, here or in another process."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deident import config, keys
from deident.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping

    from deident.api import Deidentifier
    from deident.model import Ruling
    from deident.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything a worker needs to judge files; it can be sent to another process."""

    policy: str
    scene: str
    packs: tuple[Path, ...]
    tighten: Mapping[str, Any]
    style: str
    ocr: str
    key: keys.Key
    rulings: tuple[Ruling, ...] = field(default=(), repr=False)
    disclosure: str = ""
    check: str = ""
    context: int = 0
    force: bool = False
    checks: Mapping[str, Path] = field(default_factory=dict)

    def deidentifier(self) -> Deidentifier:
        """Prepare the policy, the packs and the key."""
        from deident import policy
        from deident.api import Deidentifier
        from deident.checks import configured

        loaded = policy.load(self.policy)
        if self.tighten or self.style:
            loaded = loaded.tightened(self.tighten, style=self.style)
        return Deidentifier(
            loaded, scene=self.scene, packs=self.packs, key=self.key, ocr=self.ocr,
            checks=configured(self.checks), may_loosen=consents(loaded, self.packs),
        )  # fmt: skip


def consents(policy: Policy, folders: Iterable[Path]) -> bool:
    """Tell whether a policy names every one of the office's own packs that loosens.

    Where it does not, whoever loads the packs refuses the one that is not named.
    """
    if not policy.may_loosen:
        return False
    from deident.recognizers.packs import load_folder

    own = (pack for folder in folders for pack in load_folder(folder, office_pack=True))
    return all(
        pack.name in policy.may_loosen for pack in own if pack.look_alike or pack.negative_labels
    )


def configuration(args: argparse.Namespace) -> config.Config:
    """Return the configuration that holds for this run."""
    if getattr(args, "unconfigured", False):
        return config.Config()
    option = Path(args.config) if args.config else None
    return config.find(option, Path.cwd(), os.environ)


def settings(args: argparse.Namespace) -> Settings:
    """Lay the options over the configuration."""
    set_ = configuration(args)
    rulings = getattr(args, "rulings", None)
    chosen = Settings(
        policy=args.policy or set_.policy,
        scene=scene_for(args, args.policy or set_.policy) or set_.scene,
        packs=(*set_.packs, *map(Path, args.packs or ())),
        tighten=set_.tighten,
        style=set_.style,
        ocr=args.ocr or set_.ocr,
        key=keys.find(set_.key_file, os.environ),
        rulings=read_rulings(Path(rulings)) if rulings else (),
        disclosure=attribute(getattr(args, "disclosure", None) or ""),
        check=getattr(args, "check", None) or "",
        context=getattr(args, "context", 0),
        force=getattr(args, "force", False),
        checks=set_.checks,
    )
    return _inheriting(args, chosen) if getattr(args, "parent", None) else chosen


def _inheriting(args: argparse.Namespace, chosen: Settings) -> Settings:
    """Take the disclosure attribute of the document that these are attached to."""
    if args.disclosure:
        raise UsageError("--parent: its attribute holds; leave --disclosure out")
    from deident.api import source_of
    from deident.pipeline import labelled

    line = chosen.deidentifier().line()
    _, said, _ = next(iter(labelled(source_of(args.parent), line)))
    if not said.attribute:
        raise UsageError(f"--parent {args.parent}", reason="PARENT_WITHOUT_LABEL")
    args.parent, args.disclosure = None, said.attribute
    return replace(chosen, disclosure=said.attribute)


def scene_for(args: argparse.Namespace, policy_name: str) -> str:
    """Return the scene that was named, or the one that the policy gives the named column."""
    if not args.column:
        return args.scene or ""
    if args.scene:
        raise UsageError("--column: the policy chooses the scene; leave --scene out")
    from deident import policy

    return policy.load(policy_name).scene_of(args.column)


_ATTRIBUTES = {
    "主动公开": "主动公开", "依申请公开": "依申请公开",
    "不予公开": "不予公开", "不公开": "不予公开",
    "public": "主动公开", "on-request": "依申请公开", "closed": "不予公开",
}  # fmt: skip


def attribute(word: str) -> str:
    """Return a declared disclosure attribute in its own words."""
    if word and word not in _ATTRIBUTES:
        raise UsageError(f"--disclosure: one of {', '.join(_ATTRIBUTES)}")
    return _ATTRIBUTES.get(word, "")


_TEXTS = ("fingerprint", "entity_type", "reason", "legal_basis", "reviewer", "expires")


def read_rulings(file: Path) -> tuple[Ruling, ...]:
    """Read reviewers' rulings, one JSON object a line."""
    from deident.model import Ruling

    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"{file}: the rulings cannot be read") from None
    return tuple(
        _ruling(Ruling, f"{file.name}:{number}", line)
        for number, line in enumerate(lines, start=1)
        if line.strip()
    )


def _ruling(make: type[Ruling], where: str, line: str) -> Ruling:
    from deident.model import Action

    try:
        raw = json.loads(line)
        texts = {key: str(raw.get(key, "")) for key in _TEXTS}
        action = Action[raw["action"]]
    except (ValueError, KeyError, AttributeError):
        raise UsageError(f"{where}: not a ruling") from None
    if unknown := set(raw) - {*_TEXTS, "action"}:
        raise UsageError(f"{where}: unknown key {min(unknown)!r}")
    for key in ("fingerprint", "entity_type", "reason", "legal_basis", "reviewer"):
        if not texts[key]:
            raise UsageError(f"{where}: {key} is missing")
    return make(action=action, **texts)
