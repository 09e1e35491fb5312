"""The schema for editors accepts what the program accepts, and offers the names it knows."""

import json

from multipolar.domain.rules.scenario_model import ScenarioModel
from multipolar.rulebook import load_rules
from multipolar.scenario.figures import FIGURES
from multipolar.scenario.schema import json_schema


def test_the_schema_is_plain_json_with_its_dialect() -> None:
    schema = json_schema(load_rules())
    assert json.loads(json.dumps(schema)) == schema
    assert schema["$schema"].startswith("https://json-schema.org/")


def test_the_schema_knows_every_key_of_a_scenario() -> None:
    schema = json_schema(load_rules())
    assert set(schema["properties"]) == set(ScenarioModel.model_fields)
    assert schema["additionalProperties"] is False


def test_the_schema_offers_the_names_of_the_rules() -> None:
    rules = load_rules()
    parts = json_schema(rules)["$defs"]
    assert parts["StandingAgreement"]["properties"]["type"]["enum"] == [kind.id for kind in rules.agreements]
    assert "hedger" in parts["PowerSetting"]["properties"]["doctrine"]["enum"]
    assert "piracy" in parts["ThreatSetting"]["properties"]["kind"]["enum"]
    assert "border_incident" in parts["CrisisText"]["properties"]["template"]["enum"]
    assert set(parts["PowerSetting"]["properties"]["figures"]["properties"]) == set(FIGURES)


def test_an_inject_may_do_without_a_crisis() -> None:
    crisis = json_schema(load_rules())["$defs"]["Inject"]["properties"]["crisis"]
    assert {"type": "null"} in crisis["anyOf"]
    assert any("border_incident" in kind.get("enum", ()) for kind in crisis["anyOf"])


def test_making_a_schema_leaves_the_next_one_as_it_was() -> None:
    assert json_schema(load_rules()) == json_schema(load_rules())
