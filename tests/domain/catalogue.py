"""A world in which any move of the catalogue can be made open, for tests that go through all of them."""

import json
from collections.abc import Mapping
from typing import Any

from multipolar.domain.model import commands as c
from multipolar.domain.rules import catalogue as k
from multipolar.domain.rules.scenario_model import ScenarioModel
from multipolar.domain.vocabulary import RELATIONSHIPS, Relationship
from tests.domain.sound import SOUND, Play

ONE, TWO, THREE = "AAA", "BBB", "CCC"
THREATS = ("piracy", "terrorism", "cyber", "trafficking")


def threatened(**changes: Any) -> ScenarioModel:
    """The sound with every shared threat of the rulebook in it, and no agreement in force."""
    known = SOUND["threats"][0]
    threats = [{**known, "kind": kind} for kind in THREATS]
    return ScenarioModel.model_validate_json(
        json.dumps({**SOUND, "agreements": [], "threats": threats, **changes})
    )


def table(
    dice: tuple[int, int] = (4, 4),
    preset: str = "full",
    script: Mapping[str, tuple[int, ...]] | None = None,
    **opening: Any,
) -> Play:
    """The first deliberation of a table where everybody has money and every pair is cooperative.

    Args:
        dice: what every initiative of the first two rounds rolls.
        preset: how much is played with.
        script: dice of its own.
        opening: how the exercise is opened besides: setting, seats, options.
    """
    rolls = {f"{number}.resolve": dice for number in range(1, 5)} | {"1.exposure": (36,)}
    opening = {"setting": threatened(), **opening}
    play = Play(preset, script={**rolls, **(script or {})}, **opening).to_deliberation()
    for power in (ONE, TWO, THREE):
        play.put(f"capital({power})", 9)
        play.put(f"resources({power})", 9)
        for key in ("economy", "capability", "technology", "governance", "stability", "standing", "autonomy"):
            play.put(f"{key}({power})", 50)
    for pair in ((ONE, TWO), (ONE, THREE), (TWO, THREE)):
        a, b = pair
        play.put(f"relationship({a},{b})", Relationship.COOPERATIVE)
        play.put(f"tension({a},{b})", 30)
        play.put(f"interoperability({a},{b})", 10)
    return play


def open_for(play: Play, move: k.Move) -> None:
    """Bring about what a move requires between the first power and the second."""
    for need in move.requirements:
        match need:
            case k.NeedsRelationship():
                level = Relationship.COOPERATIVE
                if need.at_least:
                    level = max(level, Relationship(RELATIONSHIPS.index(need.at_least)))
                if need.at_most:
                    level = min(level, Relationship(RELATIONSHIPS.index(need.at_most)))
                play.put(f"relationship({ONE},{TWO})", level)
            case k.NeedsAgreement():
                play.bind("memorandum" if need.type == "any" else need.type, ONE, TWO)
            case k.NeedsLead():
                who = ONE if need.who == "initiator" else TWO
                play.put(f"{need.attribute}({who})", 50 + max(0, need.margin))
            case k.NeedsTension():
                play.put(f"tension({TWO},{THREE})", need.at_least + 5)
            case k.NeedsJointMove():
                play.put(f"relationship({ONE},{TWO})", Relationship.STRAINED)
                play.do(TWO, c.Propose(move="strategic_dialogue", partners=(THREE,)))
                play.do(THREE, c.Accept(initiative=play.latest, version=1))
            case k.NeedsExposure():
                pass


def partners_of(move: k.Move) -> tuple[str, ...]:
    """The fewest other powers the move takes, in order."""
    return (TWO, THREE)[: move.partners[0]]


def terms_of(play: Play, move: k.Move) -> c.Terms:
    """Terms that a move asks for, the first choice of each."""
    rules = play.world.rules
    theatres = rules.theatres_of[move.id]
    named = [found.id for found in play.world.agreements.values() if {ONE, TWO} <= set(found.parties)]
    return c.Terms(
        domain=move.domains[0] if move.domains else "",
        theatre=theatres[0] if theatres else "",
        safeguards="standard" if move.safeguards else "",
        agreement=named[0] if any(effect.kind == "ends" for effect in move.effects) else "",
    )


def command_of(play: Play, move: k.Move) -> c.Propose | c.Order:
    """The plainest use of a move by the first power."""
    terms = terms_of(play, move)
    if move.form == "joint":
        return c.Propose(move=move.id, partners=partners_of(move), terms=terms)
    return c.Order(move=move.id, targets=partners_of(move), terms=terms)
