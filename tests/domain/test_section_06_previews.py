"""Rulebook §6: what a preview says besides numbers, and what it says of what makes no sense."""

from multipolar.domain.knowledge.forecast import forecast
from multipolar.domain.mechanics.frameworks import needed
from multipolar.domain.mechanics.odds import capped, chances, exposed_in_36, modifiers_of
from multipolar.domain.model import commands as c
from multipolar.domain.model.views import Preview
from multipolar.domain.rules.catalogue import Move
from tests.domain.catalogue import ONE, THREE, TWO, command_of, open_for, table
from tests.domain.sound import Play

FOUR = "DDD"


def previewed(play: Play, command: c.AnyCommand, seat: str = ONE) -> Preview:
    return forecast(play.world, seat, command)


def moves(play: Play) -> tuple[Move, ...]:
    """Every move, each made open where it can be."""
    for move in play.world.rules.base.moves:
        open_for(play, move)
    return play.world.rules.base.moves


def test_a_preview_rolls_what_the_move_would_roll() -> None:
    play = table()
    for move in moves(play):
        command = command_of(play, move)
        partners = command.partners if isinstance(command, c.Propose) else command.targets
        preview = previewed(play, command)
        read = modifiers_of(play.world, move, ONE, partners, command.terms)
        assert preview.title == move.title
        assert preview.modifiers == read
        assert preview.total == capped(play.world, read)
        assert preview.chances == chances(preview.total, play.world.rules.base.rolls.outcomes)
        assert preview.resolves == play.world.round + move.rounds - 1
        assert preview.agreement == (move.forms.type if move.forms else "")
        assert not preview.opposes or move.opposes
        covert = move.visibility == "covert"
        assert preview.exposed == (exposed_in_36(play.world, move) if covert else -1)
        assert (preview.leak >= 0) == (move.leak is not None), move.id


def test_a_preview_of_what_hampers_two_others_says_by_how_much_and_no_other_does() -> None:
    play = table()
    play.put(f"relationship({ONE},{THREE})", 1)
    play.do(TWO, c.Propose(move="strategic_dialogue", partners=(THREE,)))
    play.do(THREE, c.Accept(initiative=play.latest, version=1))
    assert previewed(play, c.Order(move="oppose", targets=(TWO, THREE))).opposes > 0
    for other in (
        c.Order(move="good_offices", targets=(TWO, THREE)),
        c.Propose(move="security_forum", partners=(TWO, THREE)),
        order(),
    ):
        assert previewed(play, other).opposes == 0


def test_a_preview_notes_what_a_move_brings_besides_numbers() -> None:
    play = table()
    for move in moves(play):
        notes = previewed(play, command_of(play, move)).notes
        in_36 = exposed_in_36(play.world, move)
        assert ("it may set off a crisis with the target, the likelier the worse it goes" in notes) == any(
            effect.kind == "crisis" for effect in move.effects
        ), move.id
        light = f"it comes to light on a setback, and otherwise in {in_36} of 36 cases"
        assert (light in notes) == (move.visibility == "covert")
        takes = (
            f"it takes {move.opposes} off the roll of what the two do together this round, however it goes; "
            "its own roll decides only whether it comes to light"
        )
        assert (takes in notes) == bool(move.opposes)
        forces = [note for note in notes if "comes into force from" in note]
        if move.forms:
            kind = play.world.rules.agreements[move.forms.type]
            until = {0: "", 1: ", for 1 round"}.get(kind.rounds, f", for {kind.rounds} rounds")
            assert forces == [f"{kind.title} comes into force from {move.forms.at_least} up{until}"]
        else:
            assert not forces


def test_how_long_an_agreement_is_concluded_for_stands_in_its_preview() -> None:
    play = table()
    for rounds, words in ((1, ", for 1 round"), (2, ", for 2 rounds")):
        terms = c.Terms(duration=rounds)
        preview = previewed(play, c.Propose(move="logistics_agreement", partners=(TWO,), terms=terms))
        assert [note for note in preview.notes if note.endswith(f" up{words}")]


def test_a_preview_of_several_says_with_how_many_it_goes_ahead() -> None:
    play = table()
    move = play.world.rules.moves["security_forum"]
    assert move.acceptances == 2
    words = "it goes ahead with 2 acceptances; the odds are those with all of them"
    for partners, told in (((TWO, THREE, FOUR), True), ((TWO, THREE), False)):
        preview = previewed(play, c.Propose(move=move.id, partners=partners))
        assert (words in preview.notes) == told


def test_a_preview_of_a_resolution_says_what_it_takes_to_be_adopted() -> None:
    play = table()
    terms = c.Terms(framework="SOUND", resolution="mandate", domain="maritime")
    council = play.world.frameworks["SOUND"]
    told = f"Council of the Sound votes next round; it needs {needed(play.world, council)}"
    notes = previewed(play, c.Order(move="table_resolution", terms=terms)).notes
    assert told in notes
    nowhere = c.Terms(framework="NONE", resolution="mandate", domain="maritime")
    assert not any(
        "votes next round" in note
        for note in previewed(play, c.Order(move="table_resolution", terms=nowhere)).notes
    )


def test_a_preview_says_what_is_lost_when_nothing_comes_of_it_and_what_a_second_use_costs_more() -> None:
    play = table()
    summit = c.Propose(move="summit", partners=(TWO,))
    first = previewed(play, summit)
    penalty = play.world.rules.base.money.withdraw_capital
    lost = f"if nothing comes of it, {penalty} of your capital is lost; the rest is given back"
    assert lost in first.notes
    assert not any("capital more" in note for note in first.notes)
    play.do(ONE, summit)
    again = previewed(play, c.Propose(move="summit", partners=(THREE,)))
    more = play.world.rules.base.money.repeat_cost[0]
    assert f"{more} capital more: you have begun this move already this round" in again.notes
    assert again.costs[0][1] - first.costs[0][1] == more
    # What the other has begun with third powers is not told with its proposal, not by its price either.
    play.do(ONE, c.Propose(move="summit", partners=(THREE,)))
    answer = previewed(play, c.Accept(initiative=play.latest, version=1), THREE)
    assert answer.costs[0] == first.costs[0]
    assert not any("capital" in note for note in answer.notes)
    assert not any("of your capital is lost" in note for note in previewed(play, order()).notes)


def order(target: str = TWO) -> c.Order:
    """A protest."""
    return c.Order(move="public_protest", targets=(target,))


def test_a_preview_of_coercion_says_what_collapses_and_only_that() -> None:
    play = table()
    play.do(ONE, c.Propose(move="strategic_dialogue", partners=(TWO,)))
    assert not any("collapses" in note for note in previewed(play, order()).notes)
    play.do(TWO, c.Accept(initiative=play.latest, version=1))
    told = "strategic dialogue with Borea collapses, its costs spent: one party has turned on another"
    assert told in previewed(play, order()).notes
    assert not any("collapses" in note for note in previewed(play, order(THREE)).notes)
    covert = c.Order(move="covert_collection", targets=(TWO,))
    assert not any("collapses" in note for note in previewed(play, covert).notes)


def test_what_makes_no_sense_is_refused_and_not_weighed() -> None:
    play = table()
    for command, rule, words in (
        (c.Propose(move="nothing", partners=(TWO,)), "move", "there is no move 'nothing'"),
        (c.Propose(move="summit", partners=("ZZZ",)), "power", "there is no power 'ZZZ'"),
        (c.Propose(move="summit", partners=()), "partners", ""),
        (c.Propose(move="summit", partners=(ONE,)), "partners", ""),
        (c.Propose(move="security_forum", partners=(TWO, TWO)), "partners", ""),
        (c.Propose(move="security_forum", partners=(TWO,)), "partners", ""),
        (c.Accept(initiative="no-such", version=1), "initiative", "there is no such proposal for you"),
        (c.Respond(crisis="K1", choice="hold"), "phase", "not possible in the deliberation phase"),
    ):
        preview = previewed(play, command)
        assert preview.rule == rule
        assert preview.message == words or (preview.message and not words)
        assert (preview.costs, preview.modifiers, preview.effects, preview.notes) == ((), (), (), ())
    assert previewed(play, c.Propose(move="summit", partners=("ZZZ",))).title == "Summit"
    assert previewed(play, c.Propose(move="summit", partners=())).title == "Summit"
    assert previewed(play, c.Ready()) == Preview(title="ready")


def test_a_proposal_between_others_and_one_that_is_answered_is_not_previewed() -> None:
    play = table()
    play.do(ONE, c.Propose(move="summit", partners=(TWO,)))
    accept = c.Accept(initiative=play.latest, version=1)
    assert previewed(play, accept, THREE).rule == "initiative"
    assert previewed(play, accept, TWO).rule == ""
    play.do(TWO, accept)
    assert previewed(play, accept, TWO).rule == "initiative"
