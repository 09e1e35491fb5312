"""The JSON Schema of scenario files, for completion and squiggles in an editor.

Generated from the same declarations that read the file, with the names the rules know filled in, so
that an editor offers `security_pact` where an agreement type stands.
"""

from typing import Any

from multipolar.domain.rules.ruleset import RuleSet
from multipolar.domain.rules.scenario_model import ScenarioModel
from multipolar.scenario.figures import FIGURES

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(rules: RuleSet) -> dict[str, Any]:
    """The schema of a scenario file under a rule set; `json.dumps` of it is a schema file."""
    found = ScenarioModel.model_json_schema()
    parts = found["$defs"]
    agreements = [kind.id for kind in rules.agreements]
    crises = [template.id for template in rules.crises]
    _offer(parts["StandingAgreement"], "type", agreements)
    _offer(parts["PowerSetting"], "doctrine", [doctrine.id for doctrine in rules.doctrines])
    _offer(parts["ThreatSetting"], "kind", list(rules.threats.harms))
    _offer(parts["CrisisText"], "template", crises)
    _offer(parts["Inject"], "crisis", crises)
    figures = parts["PowerSetting"]["properties"]["figures"]
    figures["properties"] = {
        name: {"allOf": [{"$ref": "#/$defs/Figure"}], "description": meaning}
        for name, meaning in FIGURES.items()
    }
    figures["additionalProperties"] = False
    for superseded in ("propertyNames", "patternProperties"):
        figures.pop(superseded, None)
    return {"$schema": _DIALECT, **found, "title": "multipolar scenario"}


def _offer(part: dict[str, Any], name: str, values: list[str]) -> None:
    """Let a property be one of the names only (or null, where it may be left out)."""
    wanted = part["properties"][name]
    for kind in wanted.get("anyOf", [wanted]):
        if kind.get("type") == "string":
            kind.pop("pattern", None)
            kind.pop("maxLength", None)
            kind["enum"] = values
