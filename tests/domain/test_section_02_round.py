"""Rulebook §2: the round, its phases, and deeds beside promises."""

import pytest
from msgspec.structs import replace

from multipolar.domain.errors import Illegal, NotYourSeat, Refused, Stale
from multipolar.domain.exercise import due, over
from multipolar.domain.knowledge.forecast import forecast
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.world import fingerprint
from multipolar.domain.vocabulary import CONTROL, InitiativeState, Phase, PromiseState
from tests.domain.sound import Play

SEATS = ("AAA", "BBB", "CCC", "DDD")
SETBACK, LIMITED, SUCCESS = (1, 1), (4, 4), (5, 5)


def promised(
    play: Play, by: str, kind: str, move: str, toward: str, until: int, *, public: bool = False
) -> str:
    """Make a promise; returns its id."""
    play.do(by, c.Promise(undertaking=c.Undertaking(by, kind, move, toward, until), public=public))
    return list(play.world.pledges)[-1]


# --- Phases ---


def test_an_exercise_begins_with_the_briefing_and_goes_on_to_deliberation() -> None:
    play = Play()
    assert play.world.phase is Phase.BRIEFING
    play.all_ready()
    assert play.world.moment == "1.deliberation"


def test_a_phase_is_due_to_end_when_every_seat_is_ready_and_not_before() -> None:
    play = Play().to_deliberation()
    for seat in SEATS:
        assert due(play.world) is None
        play.do(seat, c.Ready())
    assert due(play.world) == c.Advance(reason="all are ready")


def test_ready_may_be_taken_back_until_the_phase_ends() -> None:
    play = Play().to_deliberation()
    for seat in SEATS:
        play.do(seat, c.Ready())
    play.do("BBB", c.Ready(ready=False))
    assert due(play.world) is None
    play.do("BBB", c.Ready())
    assert due(play.world) is not None


def test_ready_is_said_once() -> None:
    play = Play().to_deliberation()
    with pytest.raises(Illegal, match="had not said"):
        play.do("AAA", c.Ready(ready=False))
    play.do("AAA", c.Ready())
    with pytest.raises(Illegal, match="already"):
        play.do("AAA", c.Ready())


def test_a_late_proposal_does_not_undo_ready() -> None:
    play = Play().to_deliberation()
    play.do("BBB", c.Ready())
    play.do("AAA", c.Propose(move="hotline", partners=("BBB",)))
    assert "BBB" in play.world.ready


def test_a_new_phase_finds_nobody_ready() -> None:
    play = Play().to_deliberation()
    play.do("AAA", c.Ready())
    play.all_ready()
    assert play.world.ready == ()


def test_a_command_for_a_moment_that_has_passed_is_stale() -> None:
    play = Play().to_deliberation()
    play.all_ready()
    with pytest.raises(Stale):
        play.do("AAA", c.Say(text="Hello", moment="1.deliberation"))
    play.do("AAA", c.Say(text="Hello", moment="2.deliberation"))


@pytest.mark.parametrize(
    "command",
    [
        c.Propose(move="hotline", partners=("BBB",)),
        c.Order(move="calm_unrest"),
        c.Promise(undertaking=c.Undertaking("AAA", "restraint", "coercion", "BBB", 2)),
        c.Respond(crisis="K1", choice="hold"),
    ],
)
def test_what_belongs_to_another_phase_is_refused(command: c.AnyCommand) -> None:
    with pytest.raises(Illegal) as refused:
        Play().do("AAA", command)
    assert refused.value.rule == "phase"


def test_only_control_ends_a_phase_and_it_does_nothing_else() -> None:
    play = Play().to_deliberation()
    for seat, command in (
        ("AAA", c.Advance(reason="on")),
        (CONTROL, c.Say(text="Order!")),
        ("observer", c.Say(text="Hello")),
        ("ZZZ", c.Ready()),
    ):
        with pytest.raises(NotYourSeat):
            play.do(seat, command)


def test_a_phase_in_which_the_program_works_alone_is_ended_by_nobody() -> None:
    play = Play().to_deliberation()
    play.world = replace(play.world, phase=Phase.SITUATION)
    with pytest.raises(Illegal, match="the situation phase ends by itself") as refused:
        play.do(CONTROL, c.Advance(reason="on"))
    assert refused.value.rule == "phase"


def test_a_phase_that_follows_by_itself_has_no_reason_of_its_own() -> None:
    play = Play().to_deliberation()
    while play.world.round < 2:
        play.all_ready()
    began = {event.reason for event in play.events if isinstance(event, e.PhaseBegan) and event.round == 2}
    assert began == {""}


def test_a_refused_command_changes_nothing() -> None:
    play = Play().to_deliberation()
    before, count = fingerprint(play.world), len(play.events)
    with pytest.raises(Refused):
        play.do("AAA", c.Propose(move="show_of_force", partners=("BBB",)))
    assert fingerprint(play.world) == before
    assert len(play.events) == count


def test_an_exercise_lasts_as_many_rounds_as_its_preset_says_and_is_then_closed_to_commands() -> None:
    play = Play(preset="intro").to_deliberation()
    while not over(play.world):
        play.all_ready()
    assert play.world.round == 4
    assert play.world.phase is Phase.DEBRIEF
    assert play.world.ended
    for seat, command in (("AAA", c.Say(text="Well played")), (CONTROL, c.Advance(reason="on"))):
        with pytest.raises(Illegal, match="over"):
            play.do(seat, command)


# --- Adjudication ---


def test_odds_are_read_from_the_world_as_deliberation_ended() -> None:
    """Calming unrest and visiting resolve together: the visit still meets the unrest."""
    play = Play(script={"1.resolve": (6, 6)}).to_deliberation()
    play.put("stability(AAA)", 35)
    play.do("AAA", c.Order(move="calm_unrest"))
    events = play.resolve("strategic_dialogue", "AAA", "BBB")
    resolved = {event.move: event for event in events if isinstance(event, e.InitiativeResolved)}
    assert set(resolved) == {"calm_unrest", "strategic_dialogue"}
    assert "stability" in {modifier.id for modifier in resolved["strategic_dialogue"].modifiers}
    assert play.world.attribute("stability", "AAA") >= 40


def test_effects_on_a_number_are_summed_and_clamped_once() -> None:
    """Two lost and one gained from 1 leaves 0: the loss is not cut short before the gain is added."""
    script = {"2.resolve.1.AAA.reform_governance": SETBACK, "2.resolve.2.AAA.public_protest": SUCCESS}
    play = Play(script=script).to_deliberation()
    play.resolve("reform_governance", "AAA")
    play.put("stability(AAA)", 1)
    events = play.resolve("public_protest", "AAA", "CCC")
    assert sum(_moved(events, "stability(AAA)")) == -1
    assert play.world.attribute("stability", "AAA") == 0


def test_no_number_passes_its_limit_on_the_way() -> None:
    """Two lost before one is gained would pass below 0: what would is taken from both sides."""
    script = {"2.resolve.1.AAA.reform_governance": SETBACK, "2.resolve.2.AAA.public_protest": SUCCESS}
    play = Play(script=script).to_deliberation()
    play.resolve("reform_governance", "AAA")
    play.put("stability(AAA)", 1)
    assert _moved(play.resolve("public_protest", "AAA", "CCC"), "stability(AAA)") == [-1]


def test_what_goes_over_a_limit_is_taken_from_the_latest_cause() -> None:
    play = Play(script={"1.resolve": LIMITED}).to_deliberation()
    play.put("tension(AAA,CCC)", 99)
    play.do("AAA", c.Order(move="public_protest", targets=("CCC",)))
    play.do("CCC", c.Order(move="public_protest", targets=("AAA",)))
    assert _moved(play.all_ready(), "tension(AAA,CCC)") == [1]


def _moved(events: tuple[e.Event, ...], target: str) -> list[int]:
    """What the effects of a round did to a number."""
    return [
        change.amount
        for event in events
        if isinstance(event, e.NumbersChanged) and event.topic == "effects"
        for change in event.changes
        if change.target == target
    ]


def test_a_breach_beats_a_joint_move_with_the_same_partner_whose_costs_are_spent() -> None:
    play = Play(script={"1.resolve": SUCCESS}).to_deliberation()
    play.do("CCC", c.Propose(move="strategic_dialogue", partners=("AAA",)))
    key = play.latest
    play.do("AAA", c.Accept(initiative=key, version=1))
    have = play.world.number("capital(CCC)")
    play.do("AAA", c.Order(move="public_protest", targets=("CCC",)))
    events = play.all_ready()
    assert play.world.initiatives[key].state is InitiativeState.COLLAPSED
    assert [event.move for event in events if isinstance(event, e.InitiativeResolved)] == ["public_protest"]
    income = next(
        change.amount
        for event in events
        if isinstance(event, e.NumbersChanged) and event.topic == "income"
        for change in event.changes
        if change.target == "capital(CCC)" and change.amount > 0
    )
    assert play.world.number("capital(CCC)") == min(have, 3) + income


def test_whoever_turns_on_a_partner_is_told_before_what_collapses() -> None:
    play = Play().to_deliberation()
    play.do("AAA", c.Propose(move="strategic_dialogue", partners=("BBB",)))
    play.do("BBB", c.Accept(initiative=play.latest, version=1))
    protest = forecast(play.world, "AAA", c.Order(move="public_protest", targets=("BBB",)))
    assert [note for note in protest.notes if "strategic dialogue with Borea collapses" in note]
    other = forecast(play.world, "AAA", c.Order(move="public_protest", targets=("CCC",)))
    assert not [note for note in other.notes if "collapses" in note]


def test_a_covert_move_is_no_breach_that_others_could_see() -> None:
    play = Play(script={"1.resolve": SUCCESS, "1.exposure": (36,)}).to_deliberation()
    play.do("CCC", c.Propose(move="strategic_dialogue", partners=("AAA",)))
    key = play.latest
    play.do("AAA", c.Accept(initiative=key, version=1))
    play.do("AAA", c.Order(move="covert_collection", targets=("CCC",)))
    play.all_ready()
    assert play.world.initiatives[key].state is InitiativeState.COMPLETED


def test_a_long_move_rolls_in_its_last_round() -> None:
    play = Play(script={"1.resolve": SUCCESS, "2.resolve": SUCCESS}).to_deliberation()
    first = play.resolve("reform_governance", "AAA")
    assert not any(isinstance(event, e.InitiativeResolved) for event in first)
    second = play.all_ready()
    assert any(isinstance(event, e.InitiativeResolved) for event in second)


# --- Promises ---


def test_a_promised_act_that_is_done_in_time_is_kept() -> None:
    play = Play(script={"1.resolve": LIMITED}).to_deliberation()
    key = promised(play, "AAA", "act", "hotline", "BBB", 2)
    play.resolve("hotline", "AAA", "BBB")
    assert play.world.pledges[key].state is PromiseState.KEPT
    assert play.world.number("kept(AAA)") == 1


def test_a_promised_act_that_is_done_a_round_late_is_late() -> None:
    play = Play(script={"2.resolve": LIMITED}).to_deliberation()
    key = promised(play, "AAA", "act", "hotline", "BBB", 1)
    play.all_ready()
    assert play.world.pledges[key].state is PromiseState.OPEN
    play.resolve("hotline", "AAA", "BBB")
    assert play.world.pledges[key].state is PromiseState.LATE


def test_a_promised_act_that_is_not_done_is_broken_and_costs_trust_with_those_who_knew() -> None:
    play = Play().to_deliberation()
    key = promised(play, "AAA", "act", "hotline", "BBB", 1)
    play.all_ready()
    before = {other: play.world.trust(other, "AAA") for other in ("BBB", "CCC")}
    events = play.all_ready()
    assert play.world.pledges[key].state is PromiseState.BROKEN
    lost = _caused(events, play, key)
    # Eight as the rule set says, and one more as every heavy loss (§4).
    assert lost == {"trust(BBB,AAA)": -9, "breaches(AAA)": 1}
    assert play.world.trust("BBB", "AAA") < before["BBB"]


def test_a_broken_promise_made_in_public_costs_trust_with_all_and_standing() -> None:
    play = Play().to_deliberation()
    key = promised(play, "AAA", "act", "hotline", "BBB", 1, public=True)
    play.all_ready()
    lost = _caused(play.all_ready(), play, key)
    assert lost == {
        "trust(BBB,AAA)": -9,
        "trust(CCC,AAA)": -5,
        "trust(DDD,AAA)": -5,
        "standing(AAA)": -2,
        "breaches(AAA)": 1,
    }


def _caused(events: tuple[e.Event, ...], play: Play, key: str) -> dict[str, int]:
    """What the judgement of a promise changed."""
    judged = next(event for event in events if isinstance(event, e.PromiseJudged) and event.promise == key)
    return {
        change.target: change.amount
        for event in events
        if event.cause == judged.seq
        for change in event.changes
    }


def test_a_restraint_that_holds_to_its_end_is_kept() -> None:
    play = Play().to_deliberation()
    key = promised(play, "AAA", "restraint", "coercion", "CCC", 2)
    play.all_ready()
    assert play.world.pledges[key].state is PromiseState.OPEN
    play.all_ready()
    assert play.world.pledges[key].state is PromiseState.KEPT


def test_a_restraint_is_broken_by_a_deed_of_the_promised_kind() -> None:
    play = Play().to_deliberation()
    key = promised(play, "AAA", "restraint", "coercion", "CCC", 3)
    play.resolve("public_protest", "AAA", "CCC")
    assert play.world.pledges[key].state is PromiseState.BROKEN


def test_a_promise_that_the_other_turned_down_is_impossible_and_costs_nothing() -> None:
    play = Play().to_deliberation()
    key = promised(play, "AAA", "act", "hotline", "BBB", 1)
    play.do("AAA", c.Propose(move="hotline", partners=("BBB",)))
    play.do("BBB", c.Decline(initiative=play.latest))
    events = play.all_ready()
    assert play.world.pledges[key].state is PromiseState.IMPOSSIBLE
    assert _caused(events, play, key) == {}


def test_promises_in_terms_are_made_when_all_agree() -> None:
    play = Play().to_deliberation()
    given = c.Undertaking("BBB", "restraint", "coercion", "AAA", 3)
    play.do("AAA", c.Propose(move="hotline", partners=("BBB",), terms=c.Terms(undertakings=(given,))))
    assert not play.world.pledges
    play.do("BBB", c.Accept(initiative=play.latest, version=1))
    assert [pledge.undertaking for pledge in play.world.pledges.values()] == [given]
    assert next(iter(play.world.pledges.values())).known == ("AAA", "BBB")


@pytest.mark.parametrize(
    "given",
    [
        c.Undertaking("BBB", "act", "hotline", "AAA", 2),
        c.Undertaking("AAA", "act", "hotline", "AAA", 2),
        c.Undertaking("AAA", "maybe", "hotline", "BBB", 2),
        c.Undertaking("AAA", "act", "world_peace", "BBB", 2),
        c.Undertaking("AAA", "act", "hotline", "BBB", 0),
        c.Undertaking("AAA", "act", "hotline", "BBB", 99),
        c.Undertaking("AAA", "act", "hotline", "ZZZ", 2),
    ],
)
def test_a_promise_nobody_could_judge_is_refused(given: c.Undertaking) -> None:
    play = Play().to_deliberation()
    with pytest.raises(Refused):
        play.do("AAA", c.Promise(undertaking=given))


def test_the_same_promise_is_not_made_twice_while_it_is_open() -> None:
    play = Play().to_deliberation()
    promised(play, "AAA", "restraint", "coercion", "CCC", 3)
    with pytest.raises(Illegal, match="already"):
        promised(play, "AAA", "restraint", "coercion", "CCC", 4)
