"""What the policy says to the hook: what it demands, and what may excuse anything from it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deident.errors import ExitCode, PackError
from deident.policy import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Here

    from deident.cli.files.inputs import Inputs
    from deident.report.values import FileReport

LEAKY = "联系人手机13800004719。\n"
POLICY = 'name = "县"\nversion = "1"\n{}\n[scene.default]\ninherits = "default"\n'
PACK = Path(__file__).parents[2] / "recognizers" / "look_order_number.yaml"


def policy(tmp_path: Path, *lines: str) -> str:
    """Write an office's policy outside what is published."""
    file = tmp_path.parent / f"{tmp_path.name}-policy.toml"
    file.write_text(POLICY.format("\n".join(lines)), encoding="utf-8")
    return str(file)


def digest(file: Path) -> str:
    """Return what a policy names a file by."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_the_policy_says_what_is_demanded_and_an_option_may_only_demand_more(
    here: Here, tmp_path: Path
) -> None:
    """Nobody who publishes may take the clearance back."""
    (tmp_path / "a.txt").write_text("今天开会。\n", encoding="utf-8")
    strict = policy(tmp_path, 'require = "clearance"')
    code, _, said = here("hook", "a.txt", "--policy", strict)
    assert code == ExitCode.USAGE
    assert "台账" in said
    code, _, said = here("hook", "a.txt", "--policy", strict, "--require", "scan")
    assert code == ExitCode.USAGE
    assert "只能更严" in said
    assert here("hook", "a.txt")[0] == ExitCode.CLEAN


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a folder to publish that excuses its own roster, twice over."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "名册.txt").write_text(LEAKY, encoding="utf-8")
    (folder / ".deidentignore").write_text("名册.txt\n", encoding="utf-8")
    return folder


def ignored(here: Here, monkeypatch: pytest.MonkeyPatch, *words: str) -> bool:
    """Tell whether the roster was left out when the folder was to be published."""
    seen: list[str] = []

    def looked(_: object, inputs: Inputs) -> Iterator[FileReport]:
        seen.extend(entry.name for entry in inputs.entries)
        return iter(())

    monkeypatch.setattr("deident.cli.commands.hook._verified", looked)
    here("hook", "site", "--require", "clearance", *words)
    return not any("名册" in name for name in seen)


def test_an_ignore_file_excuses_nothing_from_a_publication_unless_it_is_trusted(
    here: Here, tmp_path: Path, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At a commit it counts; at a publication only the very bytes that the policy names."""
    assert here("hook", "site")[0] == ExitCode.CLEAN
    assert not ignored(here, monkeypatch)
    trusted = policy(tmp_path, f'trusted = ["{digest(site / ".deidentignore")}"]')
    assert ignored(here, monkeypatch, "--policy", trusted)
    (site / ".deidentignore").write_text("名册.txt\n*.docx\n", encoding="utf-8")
    assert not ignored(here, monkeypatch, "--policy", trusted)


def test_a_configuration_in_the_tree_counts_for_nothing_at_a_publication(
    here: Here, tmp_path: Path, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It could name a policy of its own."""
    monkeypatch.chdir(site)
    config = site / "deident.toml"
    config.write_text('lang = "zh"\n', encoding="utf-8")
    words = ("hook", ".", "--require", "clearance")
    assert "不起作用" in here(*words)[2]
    trusted = policy(tmp_path, f'trusted = ["{digest(config)}"]')
    assert "不起作用" not in here(*words, "--policy", trusted)[2]
    assert "不起作用" not in here(*words, "--config", str(config))[2]
    assert "不起作用" not in here("hook", ".")[2]


def test_a_baseline_needs_the_policys_trust_at_a_publication(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`pre-receive` is the last gate; words in a line never count there."""
    from argparse import Namespace

    from deident.cli.commands import hook as hook_command
    from deident.cli.hook import suppress as hook_suppress

    baseline = tmp_path / "b.json"
    known = hook_suppress.Baseline()
    monkeypatch.setattr(hook_suppress, "read", lambda *_: known)
    args = Namespace(
        require="scan", git="pre-receive", baseline=str(baseline), policy="default", config=None,
        lang="zh", scene=None, column=None, packs=None, ocr=None,
    )  # fmt: skip
    baseline.write_text("{}", encoding="utf-8")
    with pytest.raises(Exception, match="trusted"):
        hook_command._amend(args)
    args.policy = policy(tmp_path, f'trusted = ["{digest(baseline)}"]')
    assert hook_command._amend(args) is not None


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('require = "nothing"', "require"), ('trusted = ["abc"]', "SHA-256"),
        ("trusted = 3", "trusted"), ('may_loosen = "all"', "may_loosen"),
    ],
)  # fmt: skip
def test_what_a_policy_may_not_say(tmp_path: Path, line: str, why: str) -> None:
    """A mistyped word is exit 2, never a wide open door."""
    with pytest.raises(Exception, match=why):
        load(policy(tmp_path, line))


def test_what_is_trusted_is_part_of_the_policys_digest(tmp_path: Path) -> None:
    """A clearance under another trust is one under another policy."""
    plain = load(policy(tmp_path)).digest
    for line in ('require = "clearance"', f'trusted = ["{"0" * 64}"]', 'may_loosen = ["x"]'):
        assert load(policy(tmp_path, line)).digest != plain


def test_a_look_alike_of_the_offices_own_needs_the_policys_consent_by_name(
    here: Here, tmp_path: Path
) -> None:
    """Consent is for a pack that somebody read, not for whatever lies in a folder."""
    (tmp_path / "packs").mkdir()
    head, _, rest = PACK.read_text(encoding="utf-8").partition("name: ")
    own = f"{head}name: office-{rest}"
    (tmp_path / "packs" / "own.yaml").write_text(own, encoding="utf-8")
    name = own.partition("name: ")[2].split()[0]
    (tmp_path / "a.txt").write_text("今天开会。\n", encoding="utf-8")
    words = ("scan", "a.txt", "--packs", "packs")
    assert here(*words)[0] == ExitCode.USAGE
    assert (
        here(*words, "--policy", policy(tmp_path, 'may_loosen = ["other"]'))[0]
        == PackError.exit_code
    )
    assert (
        here(*words, "--policy", policy(tmp_path, f'may_loosen = ["{name}"]'))[0] == ExitCode.CLEAN
    )
