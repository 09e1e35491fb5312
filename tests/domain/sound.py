"""A small fictional scenario for rule tests: three ranked powers and a minor one around a sound."""

import json
from collections.abc import Mapping
from typing import Any

from multipolar.domain.dice import Dice
from multipolar.domain.exercise import begin, decide, due, evolve
from multipolar.domain.model import commands as c
from multipolar.domain.model.events import AgreementConcluded, Change, Event, NumbersChanged, Options
from multipolar.domain.model.world import World
from multipolar.domain.phases.genesis import USUAL
from multipolar.domain.rules.ruleset import RuleSet
from multipolar.domain.rules.scenario_model import ScenarioModel
from multipolar.domain.visibility import audience_of
from multipolar.domain.vocabulary import CONTROL, EVERYONE
from multipolar.rulebook import load_rules
from tests.scripted import ScriptedDice


def power(key: str, name: str, kind: str, level: int, *, minor: bool = False) -> dict[str, Any]:
    """A power with every attribute at one level."""
    attributes = ("economy", "capability", "technology", "governance", "stability", "standing", "autonomy")
    other = "AAA" if key != "AAA" else "BBB"
    return {
        "id": key,
        "name": name,
        "adjective": f"{name}n",
        "kind": kind,
        "minor": minor,
        "capital": {"name": f"Port {name}", "longitude": 10.0, "latitude": 10.0},
        "attributes": dict.fromkeys(attributes, level),
        "growth": 5,
        "stake": 50,
        "invented": True,
        "brief": {
            "role": f"You lead {name}.",
            "interests": ["Quiet waters."],
            "brings": "Ships.",
            "constraints": "A small treasury.",
            "talk_first": [{"power": other, "about": "the sound"}],
        },
        "objectives": []
        if minor
        else [
            {
                "id": "quiet",
                "title": "Fewer pirates in the sound",
                "why": "Trade passes through it.",
                "condition": "threat(piracy, sound) <= 30",
                "points": 30,
                "partly": "threat(piracy, sound) <= 45",
                "part_points": 20,
            },
            {
                "id": "standing",
                "title": "A better name",
                "why": "Invented for play: a better name opens doors.",
                "condition": "attribute(standing) - start >= 3",
                "points": 20,
                "secret": True,
            },
        ],
        "red_lines": []
        if minor
        else [
            {
                "id": "unrest",
                "title": "Order at home",
                "why": "Nothing else matters without it.",
                "condition": "attribute(stability) < 20",
                "loss": 8,
            }
        ],
    }


SOUND: dict[str, Any] = {
    "format": 1,
    "id": "the-sound",
    "title": "The Sound",
    "summary": "Three powers and a small one share a sound.",
    "story": "Ships pass, and so do pirates.",
    "begins": 2030,
    "disclaimer": "Everything here is invented.",
    "powers": [
        power("AAA", "Avaria", "established", 80),
        power("BBB", "Borea", "emerging", 60),
        power("CCC", "Cyrene", "emerging", 55),
        power("DDD", "Doria", "emerging", 40, minor=True),
    ],
    "relations": [
        {"between": ["AAA", "BBB"], "state": "cooperative", "near": "sea", "why": "Old trade."},
        {"between": ["AAA", "CCC"], "state": "strained", "rivals": True, "near": "both", "why": "Old wars."},
        {"between": ["BBB", "CCC"], "state": "correct", "near": "sea", "why": "Neighbours."},
        {"between": ["AAA", "DDD"], "state": "partner", "why": "Old ties."},
        {"between": ["BBB", "DDD"], "state": "correct", "why": "Neighbours."},
        {"between": ["CCC", "DDD"], "state": "correct", "near": "sea", "why": "Neighbours."},
    ],
    "agreements": [
        {
            "type": "memorandum",
            "parties": ["AAA", "DDD"],
            "title": "Memorandum",
            "year": 2020,
            "source": "invented",
        },
        {
            "type": "memorandum",
            "parties": ["AAA", "BBB"],
            "title": "Memorandum",
            "year": 2021,
            "source": "invented",
        },
    ],
    "frameworks": [
        {
            "id": "SOUND",
            "name": "Council of the Sound",
            "members": ["AAA", "BBB", "CCC", "DDD"],
            "mandate": ["maritime"],
            "rule": "consensus",
            "cohesion": 50,
            "legitimacy": 60,
            "source": "invented",
        }
    ],
    "theatres": [
        {
            "id": "sound",
            "name": "the sound",
            "place": {"name": "sound", "longitude": 11.0, "latitude": 11.0},
            "used_by": ["AAA", "BBB", "CCC", "DDD"],
        }
    ],
    "threats": [
        {
            "kind": "piracy",
            "theatre": "sound",
            "level": 50,
            "base": 50,
            "exposure": {"AAA": 2, "BBB": 2, "CCC": 1, "DDD": 3},
            "why": "Narrow waters.",
        }
    ],
    "injects": [
        {
            "id": "letter",
            "title": "A letter",
            "text": "A letter asks what you will do.",
            "round": 2,
            "addressees": ["BBB"],
            "channel": "cable",
            "numbers": [{"target": "tension(AAA,CCC)", "by": 3}],
            "options": [
                {
                    "id": "yes",
                    "title": "Agree",
                    "numbers": [{"target": "standing(BBB)", "by": 1}],
                    "result": "Thanks.",
                },
                {"id": "no", "title": "Refuse", "result": "A pity."},
            ],
            "expected": "An answer.",
            "control_notes": "None.",
        }
    ],
    "indices": {
        "peace_base": 182, "peace_tension": 5, "peace_acute": 5, "peace_confrontation": 5,
        "peace_conflict": 20,
        "resilience_base": 230, "resilience_slope": 4, "transparency_pair": 7, "transparency_paper": 4,
        "inclusion_slope": 3, "inclusion_decisions_slope": 2, "equity_base": 150, "equity_slope": 2,
        "balance_slope": 8, "balance_centre": 28, "balance_strained": 10, "balance_poles": 10,
        "poles_least": 20, "poles_most": 50,
    },
    "discussion": [
        {"objective": "Trust", "question": "Who trusted whom, and why?"},
        {"objective": "Piracy", "question": "Who sent ships?", "condition": "threat(piracy, sound) >= 60"},
        {"objective": "Order", "question": "What is the order worth?"},
        {"objective": "Lines", "question": "Who rang?", "condition": "agreements(type=hotline, of=any) >= 1"},
        {"objective": "Luck", "question": "What would other dice have done?"},
    ],
}  # fmt: skip
"""The scenario as a file would hold it."""

NEVER_IN_A_THOUSAND = (
    "unrest", "surge", "hedging", "alarm", "rift", "chance", "spread", "deployment", "scandal"
)  # fmt: skip
"""What comes up by a roll in 1,000ths."""
NEVER: dict[str, tuple[int, ...]] = (
    {f"{number}.friction_of_rivals": (1, 1) for number in range(1, 9)}
    | {f"{number}.friction": (10_000, 1, 1) for number in range(1, 9)}
    | {f"{number}.{what}": (1000,) for number in range(1, 9) for what in NEVER_IN_A_THOUSAND}
)
"""Dice under which nothing comes up by chance."""


def sound(**changes: object) -> ScenarioModel:
    """The scenario, read, with parts of it replaced."""
    return ScenarioModel.model_validate_json(json.dumps({**SOUND, **changes}))


def rules_with(template: str, **changes: object) -> RuleSet:
    """The rules with one crisis template changed."""
    rules = load_rules()
    crises = tuple(
        found.model_copy(update=changes) if found.id == template else found for found in rules.crises
    )
    return rules.model_copy(update={"crises": crises})


class Play:
    """An exercise in the sound, driven command by command."""

    def __init__(
        self,
        preset: str = "standard",
        seed: int = 1,
        script: Mapping[str, tuple[int, ...]] | None = None,
        setting: ScenarioModel | None = None,
        rules: RuleSet | None = None,
        seats: dict[str, str] | None = None,
        options: Options = USUAL,
    ):
        self.dice: Dice = ScriptedDice({**(script or {}), **NEVER, **(script or {})}, seed)
        self.events: list[Event] = []
        self.events.extend(
            begin(rules or load_rules(), setting or sound(), preset, seats or {}, seed, self.dice, options)
        )
        world: World | None = None
        for event in self.events:
            world = evolve(world, event)
        assert world is not None
        self.world = world

    def do(self, seat: str, command: c.AnyCommand) -> tuple[Event, ...]:
        """Decide a command and take its events on."""
        events = decide(self.world, seat, command, self.dice)
        for event in events:
            self.world = evolve(self.world, event)
        self.events.extend(events)
        return events

    def put(self, target: str, value: int) -> None:
        """Set a number by an event, as control would."""
        change = Change(target, value - self.world.number(target), "set for a test")
        event = NumbersChanged(
            seq=self.world.seq + 1,
            round=self.world.round,
            phase=str(self.world.phase),
            actor=CONTROL,
            audience=audience_of(target),
            changes=(change,),
            topic="control",
        )
        self.world = evolve(self.world, event)
        self.events.append(event)

    def bind(self, kind: str, *parties: str) -> None:
        """Bring an agreement into force by an event."""
        event = AgreementConcluded(
            seq=self.world.seq + 1,
            round=self.world.round,
            phase=str(self.world.phase),
            actor=CONTROL,
            audience=EVERYONE,
            agreement=".".join((kind, *parties, "0")),
            type=kind,
            parties=parties,
            until=0,
            title=self.world.rules.agreements[kind].title,
        )
        self.world = evolve(self.world, event)
        self.events.append(event)

    @property
    def latest(self) -> str:
        """The id of the latest initiative."""
        return list(self.world.initiatives)[-1]

    def all_ready(self) -> tuple[Event, ...]:
        """Every seat is ready (or chooses its default), and control goes on."""
        return self.do(CONTROL, c.Advance(reason="on"))

    def to_deliberation(self) -> "Play":
        """Go on to the first deliberation."""
        self.all_ready()
        return self

    def resolve(self, move: str, seat: str, *others: str, terms: c.Terms | None = None) -> tuple[Event, ...]:
        """Propose or order a move, have it accepted, and end the deliberation."""
        terms = terms or c.Terms()
        if self.world.rules.moves[move].form == "order":
            self.do(seat, c.Order(move=move, targets=others, terms=terms))
        else:
            self.do(seat, c.Propose(move=move, partners=others, terms=terms))
            for other in others:
                self.do(other, c.Accept(initiative=self.latest, version=1))
        assert due(self.world) is None
        return self.all_ready()
