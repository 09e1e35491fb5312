"""Rulebook §6: a rival's opposition takes something off a joint move, and shows as *not known to you*."""

import pytest

from multipolar.domain.errors import Illegal
from multipolar.domain.knowledge.forecast import forecast
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.mechanics.offers import legal
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.vocabulary import Relationship
from tests.domain.catalogue import ONE, THREE, TWO, table
from tests.domain.sound import Play

AGAINST = c.Order(move="oppose", targets=(ONE, TWO))


def announced(move: str = "strategic_dialogue", dice: tuple[int, int] = (4, 4)) -> tuple[Play, str]:
    """A dialogue of the first two powers is agreed; the third is at odds with the second."""
    play = table(dice)
    play.put(f"relationship({TWO},{THREE})", Relationship.ADVERSARIAL)
    play.do(ONE, c.Propose(move=move, partners=(TWO,)))
    key = play.latest
    play.do(TWO, c.Accept(initiative=key, version=1))
    return play, key


def rolled(events: tuple[e.Event, ...], key: str) -> e.InitiativeResolved:
    """The roll of an initiative."""
    (found,) = [x for x in events if isinstance(x, e.InitiativeResolved) and x.initiative == key]
    return found


def test_opposition_takes_one_off_the_roll_and_nobody_is_told_whose_it_was() -> None:
    play, key = announced()
    told = forecast(play.world, TWO, c.Propose(move="summit", partners=(ONE,))).modifiers
    assert "opposition" not in {modifier.id for modifier in told}
    play.do(THREE, AGAINST)
    found = rolled(play.all_ready(), key)
    (against,) = [modifier for modifier in found.modifiers if modifier.id == "opposition"]
    assert (against.size, against.reason) == (-1, "Not known to you")
    assert found.total == sum(found.dice) + sum(modifier.size for modifier in found.modifiers)
    assert not any(seen.move == "oppose" for seen in view_of(play.world, ONE).initiatives)


def test_several_who_oppose_take_two_off_at_most() -> None:
    play, key = announced()
    for rival in (THREE, "DDD"):
        play.put(f"relationship({TWO},{rival})", Relationship.STRAINED)
        play.put(f"capital({rival})", 5)
        play.do(rival, AGAINST)
    found = rolled(play.all_ready(), key)
    assert [m.size for m in found.modifiers if m.id == "opposition"] == [-2]
    assert play.world.rules.base.opposition_most == 2


def test_what_nobody_opposes_is_rolled_as_it_was_previewed() -> None:
    play, key = announced()
    assert not [m for m in rolled(play.all_ready(), key).modifiers if m.id == "opposition"]


@pytest.mark.parametrize(
    ("who", "targets"),
    [(THREE, (ONE, "DDD")), (THREE, ("DDD", ONE)), (THREE, ("DDD", TWO)), (ONE, (TWO, THREE))],
    ids=["nothing announced", "second of others", "second of two", "a party"],
)
def test_only_what_others_have_announced_can_be_opposed(who: str, targets: tuple[str, str]) -> None:
    play, _ = announced()
    with pytest.raises(Illegal) as refusal:
        play.do(who, c.Order(move="oppose", targets=targets))
    assert "announced nothing together" in refusal.value.message


def test_whoever_is_at_odds_with_neither_may_not_oppose() -> None:
    play = table()
    play.do(TWO, c.Propose(move="strategic_dialogue", partners=("DDD",)))
    play.do("DDD", c.Accept(initiative=play.latest, version=1))
    offer = next(found for found in legal(play.world, THREE) if found.move == "oppose")
    assert (
        offer.blocked
        == "no rival of yours, nor anybody at odds with you, has announced anything for this round"
    )
    play.put(f"relationship({TWO},{THREE})", Relationship.STRAINED)
    assert not next(found for found in legal(play.world, THREE) if found.move == "oppose").blocked


def test_what_is_not_announced_before_it_succeeds_cannot_be_opposed() -> None:
    play, _ = announced("intelligence_sharing")
    with pytest.raises(Illegal):
        play.do(THREE, AGAINST)


@pytest.mark.parametrize(("dice", "caught"), [((1, 1), True), ((4, 4), False)], ids=["setback", "well done"])
def test_who_is_caught_at_it_loses_the_trust_of_both(dice: tuple[int, int], caught: bool) -> None:
    play, _ = announced(dice=dice)
    play.do(THREE, AGAINST)
    events = play.all_ready()
    assert any(isinstance(event, e.CovertMoveExposed) for event in events) is caught
    lost = {x.target for event in events for x in event.changes if "quiet opposition" in x.reason}
    assert ({f"trust({ONE},{THREE})", f"trust({TWO},{THREE})"} <= lost) is caught
