"""A preview names which of the seat's own objectives a move bears on, and no other's (rulebook §9)."""

from multipolar.domain.dice import SeededDice
from multipolar.domain.knowledge.forecast import forecast
from multipolar.domain.knowledge.touching import foresee
from multipolar.domain.model import commands as c
from multipolar.domain.model.world import World
from multipolar.engine.host import Host
from multipolar.engine.log import NullLog
from multipolar.lobby.port import ExerciseConfig
from multipolar.lobby.sources import first_events


def ocean() -> World:
    """The Indian Ocean at its first deliberation."""
    events = first_events(ExerciseConfig("indian-ocean", "standard", 1, {"IND": "person"}))
    return Host(events, SeededDice(1), NullLog(), telling=False).world


def test_by_a_number_an_agreement_or_what_is_counted() -> None:
    world = ocean()

    def touched(move: str, partner: str, terms: c.Terms | None = None) -> tuple[str, ...]:
        command = c.Propose(move=move, partners=(partner,), terms=terms or c.Terms())
        return foresee(world, "IND", command).touches

    assert "Made in India" in touched("licensed_production", "FRA", c.Terms(safeguards="strict"))
    assert "Safe lanes in the west" in touched("counter_piracy", "FRA", c.Terms(theatre="west_indian_ocean"))
    assert "A quiet line to the north" in touched("hotline", "CHN")
    assert "A partner across the Palk Strait" in touched("joint_exercise", "LKA", c.Terms(domain="maritime"))
    assert touched("hotline", "FRA") == ()


def test_what_is_foreseen_is_else_the_forecast_and_of_ones_own_wishes_alone() -> None:
    world = ocean()
    command = c.Propose(move="hotline", partners=("CHN",))
    mine = foresee(world, "IND", command)
    wanted = {line.title for line in world.rules.powers["IND"].objectives}
    assert set(mine.touches) <= wanted
    assert mine.touches
    plain = forecast(world, "IND", command)
    assert plain.touches == ()
    assert (plain.chances, plain.costs, plain.effects) == (mine.chances, mine.costs, mine.effects)
