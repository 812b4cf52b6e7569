"""The policy: a complete table, and a local configuration that can only tighten it."""

from __future__ import annotations

import itertools
import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deident.errors import ExitCode, PolicyError
from deident.model import Action, Evidence, Role, Tier
from deident.policy import ENTITY_TYPES, OPERATORS, STYLES, Policy, Scene, load, style
from deident.policy.loading import _POLICY_KEYS, _ROW_KEYS, _SCENE_KEYS
from deident.policy.rules import COLUMNS, GROUPS, Row
from deident.policy.styles import FOLDER, table

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "docs" / "examples" / "policy-office.toml"
SCHEMA: dict[str, Any] = json.loads(
    (ROOT / "docs" / "schema" / "policy.schema.json").read_text(encoding="utf-8")
)

OFFICE = """
name = "夏县"
version = "3"
[scene.board]
inherits = "subsidy"
"""
RELIEF = OFFICE.replace("subsidy", "relief")


def office(tmp_path: Path, text: str) -> Policy:
    """Load an office's policy file."""
    file = tmp_path / "policy.toml"
    file.write_text(text, encoding="utf-8")
    return load(file)


def rule_action(scene: Scene, entity_type: str, evidence: Evidence) -> Action:
    """Look a cell up."""
    return scene.row(entity_type).rule(evidence).action


SCENES = tuple(sorted(load().scenes))


@pytest.mark.parametrize("name", SCENES)
def test_every_scene_answers_for_every_kind(name: str) -> None:
    """No cell of our own scenes is missing, and every one says by what right."""
    policy = load().check(ENTITY_TYPES, {"CN_USCC", "DOCUMENT_NUMBER"})
    for entity_type in ENTITY_TYPES:
        assert all(rule.basis for rule in policy.scene(name).row(entity_type).rules)


@pytest.mark.parametrize("tier", list(Tier))
def test_a_look_alike_is_kept(tier: Tier) -> None:
    """What a pack declares to be no personal information needs no row of its own."""
    scene = load().check(ENTITY_TYPES, {"CN_USCC"}).scene("default")
    assert rule_action(scene, "CN_USCC", Evidence(tier)) is Action.KEEP


def test_a_kind_without_a_row_is_refused() -> None:
    """A missing cell is exit 2, never a guess."""
    with pytest.raises(PolicyError, match="says nothing about CN_TEA_CARD") as refused:
        load().check(ENTITY_TYPES | {"CN_TEA_CARD"})
    assert refused.value.exit_code is ExitCode.USAGE
    with pytest.raises(PolicyError):
        load().scene("default").row("CN_TEA_CARD")


def test_a_third_partys_kind_is_asked_about() -> None:
    """Its recognizer says that it is personal; our own kinds keep their rows."""
    policy = load().with_strangers({"US_SSN", "CN_MOBILE"}).check(ENTITY_TYPES | {"US_SSN"})
    scene = policy.scene("default")
    assert rule_action(scene, "US_SSN", Evidence(Tier.SHAPE)) is Action.ASK
    assert scene.row("CN_MOBILE") == load().scene("default").row("CN_MOBILE")
    assert style("publish", "US_SSN").shown(9) == (0, 0)


@pytest.mark.parametrize(
    ("entity_type", "evidence", "expected"),
    [
        ("CN_RESIDENT_ID", Evidence(Tier.CHECKSUM), Action.MASK),
        ("CN_RESIDENT_ID", Evidence(Tier.SHAPE, checked=False), Action.ASK),
        ("CN_MOBILE", Evidence(Tier.LABEL, role=Role.OFFICE), Action.ASK),
        ("CN_LANDLINE", Evidence(Tier.LABEL), Action.KEEP),
        ("CN_LANDLINE", Evidence(Tier.SHAPE, role=Role.PERSONAL), Action.MASK),
        ("CN_BANK_ACCOUNT", Evidence(Tier.LABEL, role=Role.OFFICE), Action.KEEP),
        ("CN_VEHICLE_PLATE", Evidence(Tier.LABEL, role=Role.PERSONAL), Action.MASK),
        ("CN_MOBILE", Evidence(Tier.LABEL, masked="###****####"), Action.KEEP),
        ("CN_MOBILE", Evidence(Tier.LABEL, masked="#######****"), Action.MASK),
        ("CN_RESIDENT_ID", Evidence(Tier.LABEL, masked="######********####"), Action.MASK),
        ("CN_RESIDENT_ID", Evidence(Tier.LABEL, masked="##*************###"), Action.KEEP),
        ("CN_RESIDENT_ID", Evidence(Tier.LABEL, masked="#################*"), Action.MASK),
    ],
)
def test_the_table_says(entity_type: str, evidence: Evidence, expected: Action) -> None:
    """Whose it is comes first, then whether it is masked already, then how sure we are."""
    assert rule_action(load().scene("default"), entity_type, evidence) is expected


def test_a_subsidy_list_keeps_its_names() -> None:
    """The names are what the notice is for; nobody may mask them away."""
    rule = load().scene("subsidy").row("PERSON").label
    assert rule.action is Action.KEEP
    assert rule.must_keep
    assert rule_action(load().scene("default"), "PERSON", Evidence(Tier.LABEL)) is Action.MASK


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize(
    ("entity_type", "columns"),
    [
        ("CN_LANDLINE", {"office"}),
        ("PERSON", {"office"}),
        ("CN_USCC", {"label", "checksum", "shape"}),
        ("DOCUMENT_NUMBER", {"label", "checksum", "shape"}),
        ("HOTLINE", {"label", "checksum", "shape"}),
        ("DISCLOSURE_LABEL", {"label", "checksum", "shape"}),
    ],
)
def test_a_duty_to_publish_holds_in_every_scene(
    name: str, entity_type: str, columns: set[str]
) -> None:
    """Office telephones, hotlines, officials' names, credit codes and numbers of papers stay."""
    rules = {rule.column: rule for rule in load().scene(name).row(entity_type).rules}
    for column in columns:
        assert rules[column].action is Action.KEEP
        assert rules[column].must_keep
        assert rules[column].basis
        with pytest.raises(PolicyError, match="must be kept"):
            load().tightened({name: {entity_type: {column: "MASK"}}})


@pytest.mark.parametrize(("name", "columns"), [("subsidy", 3), ("recruitment", 3), ("land", 0)])
def test_a_lawful_public_roll_keeps_its_names(name: str, columns: int) -> None:
    """What is a duty cannot be moved; what is only lawful may be made stricter by an office."""
    row = load().scene(name).row("PERSON")
    assert row.label.action is Action.KEEP
    assert sum(rule.must_keep for rule in (row.label, row.checksum, row.shape)) == columns


@pytest.mark.parametrize("role", list(Role))
def test_a_victim_is_not_the_party(role: Role) -> None:
    """Both are labelled in a decision; the label says which of them is published."""
    scene = load().scene("penalty")
    party = Evidence(Tier.LABEL, "当事人", role)
    victim = Evidence(Tier.LABEL, "被害人", role)
    assert rule_action(scene, "PERSON", party) is Action.KEEP
    expected = Action.KEEP if role is Role.OFFICE else Action.MASK
    assert rule_action(scene, "PERSON", victim) is expected


@given(
    st.sampled_from(sorted(ENTITY_TYPES)),
    st.sampled_from(COLUMNS),
    st.sampled_from([action.name for action in Action]),
    st.sampled_from(SCENES),
)
def test_a_local_configuration_only_tightens(
    entity_type: str, column: str, wanted: str, scene: str
) -> None:
    """Whatever it asks for, no cell moves left and no duty to publish moves at all."""
    before = load().scene(scene).row(entity_type)
    try:
        tightened = load().tightened({scene: {entity_type: {column: wanted}}})
    except PolicyError:
        return
    after = tightened.scene(scene).row(entity_type)
    assert getattr(after, column).action is Action[wanted]
    assert_no_looser(before, after)


def assert_no_looser(before: Row, after: Row) -> None:
    """Compare two rows cell by cell and by what holds for any evidence."""
    for rule in before.rules:
        moved = getattr(after, rule.column)
        assert moved.action >= rule.action
        assert not rule.must_keep or moved == rule
    for role in (Role.PERSONAL, Role.OFFICE):
        for tier in Tier:
            evidence = Evidence(tier, role=role)
            assert after.rule(evidence).action >= before.rule(evidence).action


@pytest.mark.parametrize(
    "local",
    [
        {"default": {"CN_MOBILE": {"label": "ASK"}}},
        {"default": {"CN_LANDLINE": {"office": "MASK"}}},
        {"subsidy": {"PERSON": {"label": "MASK"}}},
        {"subsidy": {"PERSON": {"personal": "MASK"}}},
        {"default": {"CN_QQ": {"office": "KEEP"}}},
        {"default": {"CN_QQ": "MASK"}},
        {"default": "MASK"},
    ],
)
def test_loosening_is_refused(local: dict[str, object]) -> None:
    """To the left, over a duty to publish, or by a new exception: no."""
    with pytest.raises(PolicyError):
        load().tightened(local)


@pytest.mark.parametrize(
    ("local", "meant"),
    [
        ({"defualt": {}}, "default"),
        ({"default": {"CN_MOBIL": {}}}, "CN_MOBILE"),
        ({"default": {"CN_MOBILE": {"shap": "MASK"}}}, "shape"),
        ({"default": {"CN_MOBILE": {"shape": "MASKED"}}}, "MASK"),
    ],
)
def test_a_misspelt_word_is_answered_with_the_right_one(
    local: dict[str, object], meant: str
) -> None:
    """Did you mean."""
    with pytest.raises(PolicyError, match=f"did you mean '{meant}'"):
        load().tightened(local)


def test_a_style_can_only_get_stricter() -> None:
    """`internal` asked for locally changes nothing; `strict` changes all but what is stricter."""
    policy = load()
    assert policy.tightened({}, style="internal") == policy
    row = policy.tightened({}, style="strict").scene("default").rows
    assert row["CN_MOBILE"].label.style == "strict"
    assert row["UNEXPLAINED_NUMBER"].label.style == "whole"
    with pytest.raises(PolicyError, match="did you mean 'strict'"):
        policy.tightened({}, style="strickt")


def test_an_office_inherits_and_changes_what_it_gives_a_basis_for(tmp_path: Path) -> None:
    """Inheriting goes through several scenes; a loosened cell has its own basis."""
    looser = '[scene.board.CN_MOBILE]\nshape = "KEEP"\n'
    with pytest.raises(PolicyError, match="give its basis"):
        office(tmp_path, OFFICE + looser)
    policy = office(tmp_path, OFFICE + looser + 'shape_basis = "县政府办〔2022〕1号"\n')
    board = policy.check(ENTITY_TYPES).scene("board")
    assert board.row("CN_MOBILE").shape.action is Action.KEEP
    assert board.row("CN_MOBILE").label.action is Action.MASK
    assert board.row("PERSON").label.must_keep
    assert board.row("CN_QQ").label.id == "board/CN_QQ/label"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (OFFICE.replace("version", "verison"), "did you mean 'version'"),
        (OFFICE.replace('"subsidy"', '"subsidie"'), "did you mean 'subsidy'"),
        (OFFICE + 'tilte = "x"', "did you mean 'title'"),
        (OFFICE + '[scene.board.CN_QQ]\nlabell = "ASK"', "did you mean 'label'"),
        (OFFICE + '[scene.board.CN_QQ]\noperator = "cn_masc"', "did you mean 'cn_mask'"),
        (OFFICE + '[scene.board.CN_NEW]\nlabel = "ASK"', "the cell checksum is missing"),
        (OFFICE + '[scene.board.CN_QQ]\nmust_keep = ["label"]', "must_keep is a KEEP"),
        (OFFICE + '[scene.board.CN_QQ]\nmay_rule = "no"', "true or false"),
        (RELIEF + '[scene.board.PERSON]\nnamed_labels = ["证人"]', "go together"),
        (RELIEF + '[scene.board.PERSON]\nnamed = "MASK"', "go together"),
        (OFFICE + '[scene.board.PERSON]\nnamed_labels = "证人"', "a list of labels"),
        (OFFICE + '[scene.board.CN_QQ]\noffice_style = "whole"', "but no cell office"),
        (OFFICE + '[scene.board.CN_QQ]\nmust_keep = ["office"]', "but no cell office"),
        (OFFICE + "title = 3", "a text in quotes"),
        ('name = "x"\nversion = "1"', "at least one"),
        ("name = ", "not TOML"),
        ('version = "1"', "name is missing"),
    ],
)
def test_a_malformed_policy_is_refused(tmp_path: Path, text: str, meant: str) -> None:
    """Every misspelt key of a policy would switch something off in silence."""
    with pytest.raises(PolicyError, match=meant):
        office(tmp_path, text)


def test_a_misspelt_kind_is_refused_once_the_packs_are_known(tmp_path: Path) -> None:
    """An office's own pack may find kinds that we do not know; nobody else may name them."""
    row = '[scene.board.CN_MOBIL]\nlabel="ASK"\nchecksum="ASK"\nshape="ASK"\n'
    policy = office(tmp_path, OFFICE + row)
    with pytest.raises(PolicyError, match="did you mean 'CN_MOBILE'"):
        policy.check(ENTITY_TYPES)
    policy.check(ENTITY_TYPES | {"CN_MOBIL"})


def test_a_missing_policy_says_so(tmp_path: Path) -> None:
    """By name and by path."""
    with pytest.raises(PolicyError, match="cannot be read"):
        load(tmp_path / "none.toml")
    with pytest.raises(PolicyError, match="did you mean 'default'"):
        load("defaults")


def test_the_digest_follows_every_cell() -> None:
    """Equal policies have equal digests; a moved cell, style or basis changes it."""
    policy = load()
    digests = {
        policy.digest,
        policy.tightened({"default": {"CN_LANDLINE": {"label": "ASK"}}}).digest,
        policy.tightened({}, style="strict").digest,
        replace(policy, version="2").digest,
    }
    assert len(digests) == 4
    assert policy.digest == load().digest


def test_what_a_scene_must_find() -> None:
    """A kind that is always kept is not looked for; one that only a role or a part masks is."""
    required = load().required_types("subsidy")
    assert {"CN_RESIDENT_ID", "CN_LANDLINE", "HEALTH_STATUS", "PERSON"} <= required
    assert "DISCLOSURE_LABEL" not in required
    assert "PERSON" in load().required_types("default")


def test_every_style_names_known_kinds_only() -> None:
    """A misspelt kind in the table would be hidden whole, and nobody would know why."""
    assert set(table()) == set(STYLES)
    assert all(kind in ENTITY_TYPES for rows in table().values() for kind in rows)


@given(st.sampled_from(sorted(ENTITY_TYPES)), st.integers(0, 40))
def test_a_stricter_style_shows_no_more(entity_type: str, length: int) -> None:
    """internal, publish, strict, whole: each shows a part of what the one before shows."""
    shown = [style(name, entity_type).shown(length) for name in STYLES]
    for looser, stricter in itertools.pairwise(shown):
        assert stricter[0] <= looser[0]
        assert stricter[1] <= looser[1]


def refused_by_the_schema(text: str) -> bool:
    """Tell whether an editor would underline something."""
    return not jsonschema.Draft202012Validator(SCHEMA).is_valid(tomllib.loads(text))


def built_in_as_one() -> dict[str, Any]:
    """Lay the files that come with deident together, as they are read."""
    files = sorted(file for file in FOLDER.glob("*.toml") if file.stem != "styles")
    raw = [tomllib.loads(file.read_text(encoding="utf-8")) for file in files]
    head = next(one for one in raw if "name" in one)
    return {**head, "scene": {name: row for one in raw for name, row in one["scene"].items()}}


def test_the_schema_takes_what_we_ship() -> None:
    """Every built-in scene and the example of an office's own."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(built_in_as_one(), SCHEMA)
    jsonschema.validate(tomllib.loads(EXAMPLE.read_text(encoding="utf-8")), SCHEMA)


def test_the_schema_knows_the_keys_that_the_program_knows() -> None:
    """A key on one side only would be underlined wrongly, or not at all."""
    scene, row = SCHEMA["$defs"]["scene"], SCHEMA["$defs"]["row"]
    assert set(SCHEMA["properties"]) == _POLICY_KEYS
    assert set(scene["properties"]) == _SCENE_KEYS
    assert set(row["properties"]) == _ROW_KEYS
    assert SCHEMA["$defs"]["style"]["enum"] == list(STYLES)
    assert SCHEMA["$defs"]["operator"]["enum"] == list(OPERATORS)
    assert SCHEMA["$defs"]["group"]["enum"] == list(GROUPS)
    assert set(SCHEMA["$defs"]["action"]["enum"]) == set(Action.__members__)


@pytest.mark.parametrize(
    "text",
    [
        OFFICE + '[scene.board.CN_QQ]\nlabell = "ASK"',
        OFFICE + '[scene.board.CN_QQ]\nlabel = "HIDE"',
        OFFICE + '[scene.board.CN_QQ]\noffice_style = "publik"',
        OFFICE + 'tilte = "x"',
        OFFICE.replace("version", "verison"),
        OFFICE.replace('inherits = "subsidy"', '[scene.board.CN_QQ]\nlabel = "ASK"'),
        'name = "x"\nversion = "1"',
    ],
)
def test_the_schema_underlines_what_the_program_refuses(tmp_path: Path, text: str) -> None:
    """An editor says early what exit 2 says late."""
    assert refused_by_the_schema(text)
    with pytest.raises(PolicyError):
        office(tmp_path, text)


def test_the_example_of_an_office_holds() -> None:
    """What a reader copies must pass the check, and does what its comments say."""
    policy = load(EXAMPLE).check(ENTITY_TYPES)
    roll, school = policy.scene("roll").row("PERSON"), policy.scene("school").row("PERSON")
    assert roll.label.action is Action.KEEP
    assert school.rule(Evidence(Tier.SHAPE, "监护人")).action is Action.MASK
    assert policy.scene_of("招生公示") == "school"


def test_the_column_chooses_the_scene() -> None:
    """The policy's word: every column of ours leads to a scene, every scene has a column."""
    policy = load()
    assert set(policy.columns.values()) == set(policy.scenes)
    assert policy.scene_of("社会救助") == "relief"
    with pytest.raises(PolicyError, match="did you mean '社会救助'") as refused:
        policy.scene_of("社会救护")
    assert refused.value.exit_code is ExitCode.USAGE


@pytest.mark.parametrize(
    ("columns", "meant"),
    [
        ('"公示栏" = "baord"', "did you mean 'board'"),
        ('"公示栏" = 3', '"COLUMN" = "SCENE"'),
    ],
)
def test_a_column_needs_a_scene_of_the_policy(tmp_path: Path, columns: str, meant: str) -> None:
    """A column that leads nowhere is refused when the policy is read."""
    with pytest.raises(PolicyError, match=meant):
        office(tmp_path, OFFICE.replace("[scene", f"[columns]\n{columns}\n[scene", 1))


def test_a_moved_column_changes_the_digest(tmp_path: Path) -> None:
    """Which scene holds for a column is a part of what the office decided."""
    with_column = OFFICE.replace("[scene", '[columns]\n"公示栏" = "board"\n[scene', 1)
    assert office(tmp_path, OFFICE).digest != office(tmp_path, with_column).digest


@pytest.mark.parametrize(
    ("row", "cell"),
    [("CN_QQ", 'office = "KEEP"'), ("CN_QQ", 'named = "KEEP"\nnamed_labels = ["群号"]')],
)
def test_a_new_exception_needs_a_basis_too(tmp_path: Path, row: str, cell: str) -> None:
    """A column that the inherited row does not have takes values away from what it hides."""
    text = f"{OFFICE}[scene.board.{row}]\n{cell}\n"
    with pytest.raises(PolicyError, match="give its basis"):
        office(tmp_path, text)
    office(tmp_path, text + f'{cell.partition(" ")[0]}_basis = "县政府办〔2026〕1号"\n')


def test_labels_that_loosen_need_a_basis(tmp_path: Path) -> None:
    """Whoever puts witnesses beside the party publishes their names; fewer parties are stricter."""
    text = OFFICE.replace("subsidy", "penalty") + "[scene.board.PERSON]\nnamed_labels = "
    with pytest.raises(PolicyError, match="give its basis"):
        office(tmp_path, text + '["当事人", "证人"]\n')
    office(tmp_path, text + '["当事人", "被处罚人"]\n')


@pytest.mark.parametrize(("said", "wanted"), [("", False), ("label = true", True)])
def test_a_policy_says_whether_paint_is_labelled(tmp_path: Path, said: str, wanted: bool) -> None:
    """Plain boxes are the default; another answer is another policy, whatever its version says."""
    plain = office(tmp_path, OFFICE)
    policy = office(tmp_path, f"{OFFICE}[pictures]\n{said}\n")
    assert policy.captions is wanted
    assert (policy.digest == plain.digest) is not wanted


@pytest.mark.parametrize("said", ["label = 1", 'label = "yes"', "labels = true"])
def test_a_misspelt_answer_about_pictures_is_refused(tmp_path: Path, said: str) -> None:
    """Nobody guesses what was meant."""
    with pytest.raises(PolicyError):
        office(tmp_path, f"{OFFICE}[pictures]\n{said}\n")
