"""Undo for a player: at once where nobody has acted on it, else as the facilitator grants it (§13)."""

import msgspec
import pytest

from multipolar.domain.errors import Illegal, Unreadable
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.world import fingerprint
from multipolar.domain.vocabulary import CONTROL, OBSERVER, InitiativeState
from tests.domain.sound import Play
from tests.domain.test_section_02_desk import FACILITATED, PERSONS
from tests.domain.test_section_13_control import WHY, replayed


def agreed(*, facilitated: bool = True) -> tuple[Play, str]:
    """AAA proposed a visit and BBB accepted it: who proposed it is not the last who acted on it."""
    options = FACILITATED if facilitated else e.Options()
    play = Play(options=options, seats=PERSONS).to_deliberation()
    play.do("AAA", c.Propose(move="visit_exchange", partners=("BBB",)))
    play.do("BBB", c.Accept(initiative=play.latest, version=1))
    return play, play.latest


def test_what_nobody_has_acted_on_is_undone_at_once_with_or_without_a_facilitator() -> None:
    for facilitated in (True, False):
        play, visit = agreed(facilitated=facilitated)
        play.do("BBB", c.AskUndo(initiative=visit))
        assert play.world.initiatives[visit].state is InitiativeState.TABLED
        assert not play.world.undos
        play.do("CCC", c.Order(move="calm_unrest"))
        play.do("CCC", c.AskUndo(initiative=play.latest))
        assert play.world.initiatives[play.latest].state is InitiativeState.WITHDRAWN


def test_what_somebody_has_acted_on_is_undone_as_the_facilitator_grants_it() -> None:
    play, visit = agreed()
    money = play.world.number("capital(AAA)")
    play.do("AAA", c.AskUndo(initiative=visit, text="I meant the drill."))
    assert play.world.initiatives[visit].state is InitiativeState.AGREED
    with pytest.raises(Illegal, match="asked already"):
        play.do("AAA", c.AskUndo(initiative=visit))
    (seen,) = view_of(play.world, CONTROL).undos
    assert (seen.by, seen.text, seen.granted) == ("AAA", "I meant the drill.", None)
    play.do(CONTROL, c.AnswerUndo(initiative=visit, power="AAA", reason="it was a slip"))
    undone = play.world.initiatives[visit]
    assert (undone.state, undone.accepted) == (InitiativeState.TABLED, ("BBB",))
    assert play.world.number("capital(AAA)") > money, "what was set aside is given back"
    with pytest.raises(Unreadable, match="has not asked"):
        play.do(CONTROL, c.AnswerUndo(initiative=visit, power="AAA", reason=WHY))
    play.do("AAA", c.Accept(initiative=visit, version=1))
    assert play.world.initiatives[visit].state is InitiativeState.AGREED
    assert fingerprint(replayed(play)) == fingerprint(play.world)


def test_it_can_be_refused_and_without_a_facilitator_it_stands() -> None:
    play, visit = agreed()
    play.do("AAA", c.AskUndo(initiative=visit))
    play.do(CONTROL, c.AnswerUndo(initiative=visit, power="AAA", granted=False, reason="it was meant"))
    assert play.world.initiatives[visit].state is InitiativeState.AGREED
    assert view_of(play.world, "AAA").undos[0].reason == "it was meant"
    assert fingerprint(replayed(play)) == fingerprint(play.world)
    play, visit = agreed(facilitated=False)
    with pytest.raises(Illegal, match="without a facilitator it stands"):
        play.do("AAA", c.AskUndo(initiative=visit))
    with pytest.raises(Illegal, match="no initiative"):
        play.do("CCC", c.AskUndo(initiative=visit))


@pytest.mark.parametrize("granted", [None, False])
def test_others_see_the_same_bytes_whether_it_was_asked_for_or_not(granted: bool | None) -> None:
    (asked, visit), (not_asked, _) = agreed(), agreed()
    asked.do("AAA", c.AskUndo(initiative=visit, text="A slip."))
    if granted is not None:
        asked.do(CONTROL, c.AnswerUndo(initiative=visit, power="AAA", granted=granted, reason=WHY))
    for play in (asked, not_asked):
        play.do("CCC", c.Say(text="What now?"))
    for seat in ("BBB", "CCC", "DDD", OBSERVER):
        one, other = (msgspec.json.encode(view_of(play.world, seat)) for play in (asked, not_asked))
        assert one == other, seat
