"""How program-run powers answer proposals: by surplus, trust and margin (rulebook §14)."""

from msgspec.structs import replace

from multipolar.domain.addresses import of, toward
from multipolar.domain.model import commands as c
from tests.doctrines.seats import commands, deliberate
from tests.domain.sound import Play


def proposed(move: str, by: str, to: str, terms: c.Terms | None = None) -> Play:
    """The sound with one proposal on the table."""
    play = Play().to_deliberation()
    play.do(by, c.Propose(move=move, partners=(to,), terms=terms or c.Terms()))
    return play


def with_numbers(play: Play, numbers: dict[str, int]) -> Play:
    """The same with numbers as they are wanted."""
    play.world = replace(play.world, numbers={**play.world.numbers, **numbers})
    return play


def answer(play: Play, seat: str, doctrine: str, sweep: int = 2) -> c.AnyCommand:
    """The answer of a seat to the only proposal."""
    return next(
        command
        for command in commands(deliberate(play, seat, doctrine, sweep))
        if isinstance(command, c.Accept | c.Decline | c.Counter)
    )


def test_what_brings_more_than_it_costs_is_accepted() -> None:
    assert isinstance(answer(proposed("counter_piracy", "AAA", "BBB", terms=c.Terms(theatre="sound")), "BBB",
                             "bridge_builder"), c.Accept)  # fmt: skip


def test_a_bridge_builder_accepts_a_channel_that_a_revisionist_declines() -> None:
    play = proposed("hotline", "AAA", "CCC")
    assert isinstance(answer(play, "CCC", "bridge_builder"), c.Accept)
    assert isinstance(answer(play, "CCC", "revisionist"), c.Decline | c.Counter)


def by_trust(sweep: int) -> list[c.AnyCommand]:
    """How a revisionist answers a dialogue, by rising trust in the one who proposes it."""
    play = proposed("strategic_dialogue", "AAA", "BBB")
    return [
        answer(with_numbers(play, {toward("trust", "BBB", "AAA"): trust}), "BBB", "revisionist", sweep)
        for trust in range(0, 101, 4)
    ]


def test_as_trust_in_the_proposer_grows_a_power_declines_then_bargains_then_accepts() -> None:
    kinds = list(dict.fromkeys(type(found) for found in by_trust(2)))
    assert kinds == [c.Decline, c.Counter, c.Accept]


def test_terms_are_countered_with_terms_that_are_better_for_the_one_who_counters() -> None:
    countered = [found for found in by_trust(2) if isinstance(found, c.Counter)]
    payments = [found.terms.payment for found in countered]
    assert min(payments) > 0
    assert payments == sorted(payments, reverse=True), "the more trust, the less is asked for"


def test_a_counter_that_nobody_could_answer_any_more_is_not_made() -> None:
    assert {type(found) for found in by_trust(3)} == {c.Decline, c.Accept}


def test_the_better_terms_are_what_the_proposer_accepts_or_declines() -> None:
    play = proposed("counter_piracy", "AAA", "BBB", terms=c.Terms(theatre="sound"))
    (initiative,) = play.world.initiatives
    play.do("BBB", c.Counter(initiative=initiative, version=1, terms=c.Terms(theatre="sound", payment=1)))
    found = answer(play, "AAA", "bridge_builder", 3)
    assert isinstance(found, c.Accept)
    assert found.version == 2


def test_what_cannot_be_paid_is_declined_and_the_proposer_gets_its_reserve_back() -> None:
    play = proposed("counter_piracy", "AAA", "BBB", terms=c.Terms(theatre="sound"))
    with_numbers(play, {of("capital", "BBB"): 0, of("resources", "BBB"): 0})
    found = answer(play, "BBB", "bridge_builder")
    assert isinstance(found, c.Decline)


def test_the_best_of_several_proposals_is_accepted_while_the_money_lasts() -> None:
    play = proposed("strategic_dialogue", "CCC", "BBB")
    play.do("AAA", c.Propose(move="strategic_dialogue", partners=("BBB",)))
    trusted = list(play.world.initiatives)[-1]
    with_numbers(play, {of("capital", "BBB"): 1, toward("trust", "BBB", "AAA"): 90})
    given = commands(deliberate(play, "BBB", "bridge_builder", 0))
    assert [command.initiative for command in given if isinstance(command, c.Accept)] == [trusted]
    assert len(given) == 2


def test_who_cannot_pay_for_something_large_offers_to_come_to_something_small() -> None:
    terms = c.Terms(domain="maritime", size="large")
    play = with_numbers(proposed("joint_exercise", "AAA", "BBB", terms), {of("resources", "BBB"): 1})
    countered = answer(play, "BBB", "bridge_builder")
    assert isinstance(countered, c.Counter)
    assert countered.terms == replace(terms, size="small")
    assert isinstance(answer(play, "BBB", "bridge_builder", 3), c.Decline)


def test_who_declines_says_what_is_in_the_way() -> None:
    told = [found.message for found in by_trust(3) if isinstance(found, c.Decline)]
    assert told[0] == "We do not trust you enough for this yet."
    assert all(told)
