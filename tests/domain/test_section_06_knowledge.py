"""Rulebook §6, §12: a modifier counts only what everybody knows who is shown the roll."""

import pytest

from multipolar.domain.knowledge.forecast import forecast
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from tests.domain.catalogue import ONE, TWO, table
from tests.domain.sound import Play


def counted(play: Play, seat: str, command: c.AnyCommand) -> dict[str, int]:
    """The modifiers a seat is told before it commits."""
    return {found.id: found.size for found in forecast(play.world, seat, command).modifiers}


def on(play: Play) -> None:
    """Go on to the next deliberation."""
    while play.world.phase != "deliberation":
        play.all_ready()


def done(play: Play, move: str, seat: str, *others: str) -> None:
    """Do a move, and go on to the next deliberation."""
    play.put(f"capital({seat})", 9)
    play.put(f"resources({seat})", 9)
    for other in others:
        play.put(f"capital({other})", 9)
        play.put(f"resources({other})", 9)
    play.resolve(move, seat, *others)
    on(play)


@pytest.mark.parametrize(("move", "dice"), [("covert_collection", (6, 5)), ("public_protest", (4, 4))])
def test_an_order_is_routine_to_whoever_gave_it_and_not_to_the_other_side(
    move: str, dice: tuple[int, int]
) -> None:
    play = table(dice)
    play.put(f"tension({ONE},{TWO})", 70)
    play.put(f"relationship({ONE},{TWO})", 1)
    done(play, move, ONE, TWO)
    assert counted(play, ONE, c.Order(move=move, targets=(TWO,)))["routine"] == -2
    assert "routine" not in counted(play, TWO, c.Order(move=move, targets=(ONE,)))


def test_a_joint_move_is_routine_to_both_whoever_proposed_it() -> None:
    play = table((5, 5))
    done(play, "strategic_dialogue", ONE, TWO)
    for one, other in ((ONE, TWO), (TWO, ONE)):
        told = counted(play, one, c.Propose(move="strategic_dialogue", partners=(other,)))
        assert told["routine"] == -2


@pytest.mark.parametrize(("dice", "announced"), [((4, 5), False), ((6, 6), True)], ids=["quiet", "announced"])
def test_what_two_did_in_secret_counts_in_public_once_it_is_announced(
    dice: tuple[int, int], announced: bool
) -> None:
    play = table(dice)
    for _ in range(2):
        done(play, "back_channel", ONE, TWO)
    assert all((found.known == ("*",)) is announced for found in play.world.initiatives.values())
    between = counted(play, TWO, c.Propose(move="back_channel", partners=(ONE,)))
    assert (between["experience"], between["routine"]) == (1, -2)
    in_public = counted(play, TWO, c.Propose(move="strategic_dialogue", partners=(ONE,)))
    assert in_public.get("experience", 0) == (1 if announced else 0)


def test_a_roll_that_everybody_sees_counts_nothing_that_only_two_know() -> None:
    play = table((4, 5))
    for _ in range(2):
        done(play, "back_channel", ONE, TWO)
    key = "strategic_dialogue"
    (rolled,) = [found for found in play.resolve(key, ONE, TWO) if isinstance(found, e.InitiativeResolved)]
    assert rolled.audience == ("*",)
    assert not {"experience", "routine"} & {found.id for found in rolled.modifiers}
