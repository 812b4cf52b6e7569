"""`deident policy`: what the office decided, scene by scene, and whether it can hold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from deident import messages, policy
from deident.cli.settings import configuration, consents, scene_for
from deident.errors import ExitCode
from deident.model import Action
from deident.recognizers import packs as pack_files
from deident.report.terminal import aligned

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from deident.policy import Row, Scene

_COLUMNS = ("label", "checksum", "shape", "named", "personal", "office")
_HEADS = {
    "zh": (
        "信息类型", "有标签", "校验通过", "只像形状", "指定标签", "属于个人", "属于单位", "方式",
        "依据",
    ),
    "en": ("type", *_COLUMNS, "style", "basis"),
}  # fmt: skip
_ACTIONS = {
    "zh": {Action.KEEP: "保留", Action.ASK: "询问", Action.MASK: "遮盖"},
    "en": {action: action.name for action in Action},
}
_FINE = {
    "zh": "策略 {name} {version} 可用：{scenes} 个场景，{types} 种信息类型都有规定。",
    "en": "policy {name} {version} holds: {scenes} scenes answer for all {types} types.",
}
_DEMAND = {
    "zh": "关卡要求：{require}；发布时仍有效的文件（按摘要）：{trusted} 个",
    "en": "the hook demands: {require}; files trusted by digest at a publication: {trusted}",
}


def run(args: argparse.Namespace) -> ExitCode:
    """Show a scene as a table, or check the policy against the installed packs."""
    set_ = configuration(args)
    loaded = policy.load(args.policy or set_.policy)
    if set_.tighten or set_.style:
        loaded = loaded.tightened(set_.tighten, style=set_.style)
    folders = (*set_.packs, *map(Path, args.packs or ()))
    packs = pack_files.with_office_packs(folders, may_loosen=consents(loaded, folders))
    look_alikes = {pack.entity_type for pack in packs if pack.look_alike}
    types = {pack.entity_type for pack in packs} - look_alikes
    if args.action == "check":
        loaded.with_strangers(types).check(types, look_alikes)
        counts = {"scenes": len(loaded.scenes), "types": len(types)}
        print(_FINE[args.lang].format(name=loaded.name, version=loaded.version, **counts))
        return ExitCode.CLEAN
    named = scene_for(args, args.policy or set_.policy)
    scenes = [loaded.scene(named)] if named else list(loaded.scenes.values())
    print(f"{loaded.name} {loaded.version}  sha256:{loaded.digest}")
    print(_DEMAND[args.lang].format(require=loaded.require, trusted=len(loaded.trusted)))
    for scene in scenes:
        print("\n" + "\n".join(_shown(scene, args.lang)))
    return ExitCode.CLEAN


def _shown(scene: Scene, lang: str) -> Iterator[str]:
    yield f"[{scene.name}] {scene.title}"
    rows = [_HEADS[lang], *(_row(row, lang) for row in scene.rows.values())]
    yield from aligned(rows)


def _row(row: Row, lang: str) -> tuple[str, ...]:
    rules = [getattr(row, column) for column in _COLUMNS]
    cells = (_ACTIONS[lang][rule.action] if rule is not None else "" for rule in rules)
    title = messages.title(row.entity_type, lang)
    return (title, *cells, row.label.style, row.label.basis)
