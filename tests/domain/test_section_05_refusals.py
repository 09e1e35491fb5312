"""Rulebook §2, §5, §13: every command that is refused, by which rule and in what words; nothing follows."""

from itertools import pairwise
from typing import Any

import pytest
from msgspec.structs import replace

from multipolar.domain.errors import Refused, Unreadable
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.mechanics import requirements
from multipolar.domain.model import commands as c
from multipolar.domain.model.lookups import Caches
from multipolar.domain.model.world import World
from multipolar.domain.phases.deliberation import LONGEST_TEXT, check_text
from tests.domain.catalogue import ONE, THREE, TWO, table, threatened
from tests.domain.sound import SOUND, Play

FOUR = "DDD"
SEA = c.Terms(domain="maritime")


def refused(play: Play, seat: str, command: c.AnyCommand) -> tuple[str, str]:
    """The rule that refuses a command, and its words; money and records stand as before."""
    before = play.world
    with pytest.raises(Refused) as refusal:
        play.do(seat, command)
    assert play.world is before
    return refusal.value.rule, refusal.value.message


def drill(terms: c.Terms = SEA, *partners: str, message: str = "") -> c.Propose:
    """A proposal of an exercise at sea."""
    return c.Propose(move="joint_exercise", partners=partners or (TWO,), terms=terms, message=message)


def tabled(play: Play, command: c.Propose | None = None) -> str:
    """A proposal of the first power; its id."""
    play.do(ONE, command or drill())
    return play.latest


def given(**changes: Any) -> c.Undertaking:
    """A promise of the first power to the second, with parts of it replaced."""
    usual: dict[str, Any] = {"by": ONE, "kind": "restraint", "move": "coercion", "toward": TWO, "until": 3}
    return c.Undertaking(**{**usual, **changes})


# --- Moves, powers, terms --------------------------------------------------------------------

TERMS = [
    (c.Terms(), "terms", "needs a domain: maritime, "),
    (c.Terms(domain="space"), "terms", "needs a domain: maritime, "),
    (c.Terms(domain="maritime", theatre="sound"), "terms", "has no theatre to choose"),
    (c.Terms(domain="maritime", safeguards="strict"), "terms", "has no safeguards to choose"),
    (c.Terms(domain="maritime", size="vast"), "terms", "needs a size: "),
    (c.Terms(domain="maritime", duration=2), "terms", "has no duration to choose"),
    (c.Terms(domain="maritime", share=3), "terms", "share must lie between -2 and 2"),
    (c.Terms(domain="maritime", share=-3), "terms", "share must lie between -2 and 2"),
    (c.Terms(domain="maritime", payment=4), "terms", "payment must lie between -3 and 3"),
    (c.Terms(domain="maritime", payment=-4), "terms", "payment must lie between -3 and 3"),
    (c.Terms(domain="maritime", agreement="A0"), "terms", "names no agreement"),
    (c.Terms(domain="maritime", framework="SOUND"), "terms", "is about no framework"),
    (c.Terms(domain="maritime", rule="majority"), "terms", "sets no decision rule"),
    (
        c.Terms(domain="maritime", undertakings=tuple(given(until=until) for until in (2, 3, 4, 5))),
        "terms", "at most 3 promises in one proposal",
    ),
    (
        c.Terms(domain="maritime", undertakings=(given(by=THREE),)),
        "terms", "only the parties to a proposal can promise in it",
    ),
    (c.Terms(domain="maritime", undertakings=(given(kind="hope"),)), "promise", "an act or a restraint"),
]  # fmt: skip


@pytest.mark.parametrize(("terms", "rule", "words"), TERMS)
def test_terms_that_no_proposal_can_have(terms: c.Terms, rule: str, words: str) -> None:
    play = table()
    told = refused(play, ONE, drill(terms))
    assert told[0] == rule
    assert words in told[1]
    key = tabled(play)
    assert refused(play, TWO, c.Counter(initiative=key, version=1, terms=terms)) == told


def test_three_promises_of_the_parties_are_no_more_than_a_proposal_can_carry() -> None:
    play = table()
    both = (given(), given(move="sanctions"), given(by=TWO, toward=ONE))
    tabled(play, drill(c.Terms(domain="maritime", undertakings=both)))


@pytest.mark.parametrize(
    "terms",
    [c.Terms(share=1), c.Terms(share=-1), c.Terms(payment=1), c.Terms(payment=-1),
     c.Terms(undertakings=(given(),))],
)  # fmt: skip
def test_an_order_shares_no_cost_and_carries_no_promise(terms: c.Terms) -> None:
    told = refused(table(), ONE, c.Order(move="calm_unrest", terms=terms))
    assert told == ("terms", "a unilateral order shares no cost and carries no promise")


@pytest.mark.parametrize(
    ("command", "rule", "words"),
    [
        (c.Propose(move="nothing", partners=(TWO,)), "move", "there is no move 'nothing'"),
        (c.Order(move="nothing"), "move", "there is no move 'nothing'"),
        (c.Propose(move="public_protest", partners=(TWO,)), "form", "give it as an order"),
        (c.Order(move="summit", targets=(TWO,)), "form", "propose it to them"),
        (drill(SEA, "ZZZ"), "power", "there is no power 'ZZZ'"),
        (c.Order(move="public_protest", targets=("ZZZ",)), "power", "there is no power 'ZZZ'"),
        (c.Propose(move="summit", partners=()), "partners", "takes 1 power; 0 named"),
        (c.Propose(move="security_forum", partners=(TWO,)), "partners", " powers; 1 named"),
        (c.Order(move="public_protest", targets=(TWO, THREE)), "partners", "takes 1 power; 2 named"),
        (drill(SEA, ONE), "partners", "not your own"),
        (c.Propose(move="security_forum", partners=(TWO, TWO)), "partners", "each power once"),
        (c.Propose(move="security_pact", partners=(TWO,)), "requirement", "relations with Borea are"),
        (c.Propose(move="licensed_production", partners=(TWO,)), "requirement", "Borea"),
    ],
)  # fmt: skip
def test_what_cannot_be_begun(command: c.AnyCommand, rule: str, words: str) -> None:
    told = refused(table(), ONE, command)
    assert told[0] == rule
    assert words in told[1]


def test_what_stands_in_force_is_not_agreed_again() -> None:
    play = table()
    play.bind("memorandum", ONE, TWO)
    told = refused(play, ONE, c.Propose(move="memorandum", partners=(TWO,)))
    assert told == (
        "requirement",
        "Memorandum of understanding: memorandum of understanding is in force already",
    )


# --- Twice -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "rule"),
    [
        (c.Order(move="covert_collection", targets=(TWO,)), "requirement"),
        (c.Order(move="calm_unrest"), "availability"),
        (c.Order(move="good_offices", targets=(TWO, THREE)), "repeat"),
    ],
)
def test_nothing_is_ordered_twice(order: c.Order, rule: str) -> None:
    play = table()
    play.put(f"tension({TWO},{THREE})", 60)
    play.do(ONE, order)
    told = refused(play, ONE, order)
    assert told[0] == rule
    assert "already" in told[1]


def test_nothing_is_proposed_twice_whoever_proposed_it() -> None:
    play = table()
    tabled(play)
    assert refused(play, ONE, drill())[0] == "requirement"
    assert "on the table" in refused(play, TWO, drill(SEA, ONE))[1]


def test_nobody_accepts_twice_or_what_is_his_own() -> None:
    play = table()
    key = tabled(play, c.Propose(move="security_forum", partners=(TWO, THREE)))
    accept = c.Accept(initiative=key, version=1)
    waits = ("initiative", "it waits for the others; you can withdraw what you began")
    assert refused(play, ONE, accept) == waits
    play.do(TWO, accept)
    held = play.world.initiatives[key].spent
    assert refused(play, TWO, accept) == waits
    assert refused(play, TWO, c.Decline(initiative=key)) == waits
    assert play.world.initiatives[key].spent == held
    assert play.world.initiatives[key].accepted == (ONE, TWO)


def test_what_was_declined_is_not_offered_again_on_the_same_terms() -> None:
    play = table()
    play.do(TWO, c.Decline(initiative=tabled(play)))
    assert refused(play, ONE, drill())[0] == "repeat"
    play.do(ONE, drill(c.Terms(domain="maritime", payment=1)))


def test_a_promise_that_stands_is_not_made_again() -> None:
    play = table()
    play.do(ONE, c.Promise(undertaking=given()))
    assert refused(play, ONE, c.Promise(undertaking=given())) == (
        "promise", "you are bound by that promise already",
    )  # fmt: skip


# --- Money -----------------------------------------------------------------------------------


def test_nobody_proposes_or_shares_what_he_cannot_afford() -> None:
    play = table()
    play.put(f"resources({ONE})", 1)
    assert refused(play, ONE, drill(c.Terms(domain="maritime", payment=3)))[0] == "money"
    assert refused(play, ONE, drill(c.Terms(domain="maritime", share=2)))[0] == "money"
    assert refused(play, ONE, drill(c.Terms(domain="maritime", committed=True)))[0] == "money"
    tabled(play)


def test_nobody_orders_what_he_cannot_afford() -> None:
    play = table()
    play.put(f"capital({ONE})", 0)
    rule, words = refused(play, ONE, c.Order(move="calm_unrest"))
    assert rule == "money"
    assert words.endswith("; Avaria has 9 resources")


@pytest.mark.parametrize(
    "terms", [c.Terms(domain="maritime", payment=-3), c.Terms(domain="maritime", share=-2)]
)
def test_nobody_accepts_or_counters_what_he_cannot_afford(terms: c.Terms) -> None:
    play = table()
    play.put(f"resources({TWO})", 1)
    key = tabled(play, drill(terms))
    rule, words = refused(play, TWO, c.Accept(initiative=key, version=1))
    assert rule == "money"
    assert words.startswith("accepting joint exercise: it costs")
    other = table()
    other.put(f"resources({TWO})", 1)
    rule, words = refused(other, TWO, c.Counter(initiative=tabled(other), version=1, terms=terms))
    assert rule == "money"
    assert words.startswith("this counter: it costs")


# --- Answers to what is not there, or not theirs ---------------------------------------------

ANSWERS = [
    c.Accept(initiative="", version=1),
    c.Counter(initiative="", version=1, terms=c.Terms(domain="maritime", payment=1)),
    c.Decline(initiative=""),
]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: type(answer).__name__)
def test_only_those_a_proposal_is_addressed_to_answer_it(answer: Any) -> None:
    play = table()
    key = tabled(play)
    play.do(ONE, c.Order(move="covert_collection", targets=(TWO,)))
    orders = play.latest
    for seat, name in ((THREE, key), (TWO, orders), (ONE, orders), (TWO, "no-such")):
        told = refused(play, seat, replace(answer, initiative=name))
        assert told == ("initiative", f"there is no proposal '{name}' addressed to you")


def test_an_answer_is_to_the_version_and_the_state_that_stand() -> None:
    play = table()
    key = tabled(play)
    richer = c.Terms(domain="maritime", payment=1)
    assert refused(play, TWO, c.Accept(initiative=key, version=2))[0] == "version"
    assert refused(play, TWO, c.Counter(initiative=key, version=2, terms=richer))[0] == "version"
    assert refused(play, TWO, c.Counter(initiative=key, version=1, terms=SEA)) == (
        "terms", "a counter must change the terms; to take them as they are, accept",
    )  # fmt: skip
    play.do(TWO, c.Decline(initiative=key))
    assert refused(play, TWO, c.Accept(initiative=key, version=1)) == (
        "state", "that proposal is declined already",
    )  # fmt: skip


def test_terms_are_countered_twice_at_most() -> None:
    play = table()
    key = tabled(play)
    for version, seat in ((1, TWO), (2, ONE)):
        terms = c.Terms(domain="maritime", payment=version)
        play.do(seat, c.Counter(initiative=key, version=version, terms=terms))
    rule, words = refused(play, TWO, c.Counter(initiative=key, version=3, terms=SEA))
    assert words
    assert rule
    play.do(TWO, c.Accept(initiative=key, version=3))


def test_only_who_began_it_withdraws_it_and_nobody_what_he_does_not_know_of() -> None:
    play = table()
    key = tabled(play)
    assert refused(play, TWO, c.Withdraw(initiative=key))[1].startswith("only the one who began it")
    play.do(ONE, c.Order(move="covert_collection", targets=(TWO,)))
    for seat, name in ((THREE, key), (TWO, play.latest), (ONE, "no-such")):
        assert refused(play, seat, c.Withdraw(initiative=name)) == (
            "initiative", f"there is no initiative '{name}' of yours",
        )  # fmt: skip


# --- Words and promises ----------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["\x1b[2J", "\x00", "\x07", "\x7f", "\x9b", "\ud800"])
def test_words_hold_no_signs_that_are_no_text(sign: str) -> None:
    with pytest.raises(Unreadable):
        check_text(f"Good {sign} evening")
    play = table()
    words = f"Good {sign} evening"
    key = tabled(play)
    for seat, command in (
        (ONE, c.Say(text=words)),
        (ONE, drill(SEA, THREE, message=words)),
        (TWO, c.Decline(initiative=key, message=words)),
        (
            TWO,
            c.Counter(initiative=key, version=1, terms=c.Terms(domain="maritime", payment=1), message=words),
        ),
    ):
        assert refused(play, seat, command)[0] == "text"


def test_words_have_an_end() -> None:
    check_text("a" * LONGEST_TEXT)
    told = refused(table(), ONE, c.Say(text="a" * (LONGEST_TEXT + 1)))
    assert told == ("text", f"at most {LONGEST_TEXT} characters; this has {LONGEST_TEXT + 1}")


@pytest.mark.parametrize(
    ("command", "rule", "words"),
    [
        (c.Say(text="  "), "text", "a message needs words"),
        (c.Say(text="To me", to=(ONE, TWO)), "addressees", "not your own power"),
        (c.Say(text="Hello", to=("ZZZ",)), "power", "there is no power 'ZZZ'"),
        (c.Say(asks="nothing", text="", to=(TWO,)), "move", "there is no move"),
        (c.Say(asks="summit", text="", to=(TWO, THREE)), "addressees", "ask one power at a time"),
        (c.Say(asks="public_protest", text="", to=(TWO,)), "request", "nothing that another power could"),
        (c.Promise(undertaking=given(by=TWO, toward=ONE)), "promise", "only for itself"),
        (c.Promise(undertaking=given(kind="hope")), "promise", "an act or a restraint"),
        (c.Promise(undertaking=given(move="nothing")), "promise", "neither a move nor a category"),
        (c.Promise(undertaking=given(toward=ONE)), "promise", "by one power toward another"),
        (c.Promise(undertaking=given(toward="ZZZ")), "promise", "by one power toward another"),
        (c.Promise(undertaking=given(until=0)), "promise", "from 1 to 8"),
        (c.Promise(undertaking=given(until=9)), "promise", "from 1 to 8"),
    ],
)  # fmt: skip
def test_what_cannot_be_said_or_promised(command: c.AnyCommand, rule: str, words: str) -> None:
    told = refused(table(), ONE, command)
    assert told[0] == rule
    assert words in told[1]


# --- Injects (§13) ---------------------------------------------------------------------------

LETTER: dict[str, Any] = {**SOUND["injects"][0], "round": 1, "numbers": []}


def asking(**changes: Any) -> Play:
    """A table to which a letter has come."""
    return table(setting=threatened(injects=[{**LETTER, **changes}]))


YES = c.AnswerInject(inject="letter", option="yes")


def test_only_the_addressee_answers_an_inject_once_with_one_of_its_options() -> None:
    play = asking()
    unknown = ("inject", "there is no message 'letter' that asks you anything")
    assert refused(play, ONE, YES) == unknown
    assert refused(play, TWO, c.AnswerInject(inject="other", option="yes"))[0] == "inject"
    assert refused(play, TWO, c.AnswerInject(inject="letter", option="maybe")) == (
        "option", "choose one of: yes, no",
    )  # fmt: skip
    play.do(TWO, YES)
    assert refused(play, TWO, YES) == ("inject", "you have answered it already")


def test_news_that_asks_one_power_is_answered_by_no_other() -> None:
    play = asking(channel="news")
    assert refused(play, ONE, YES) == ("inject", "this message asks you nothing")
    play.do(TWO, YES)


def test_news_without_options_asks_nobody_anything() -> None:
    play = asking(channel="news", options=[])
    assert refused(play, TWO, YES) == ("inject", "this message asks you nothing")


# --- Not open at all -------------------------------------------------------------------------


def test_what_a_preset_or_a_minor_power_plays_without_is_refused_with_the_reason() -> None:
    intro = table(preset="intro")
    rule, words = refused(intro, ONE, c.Order(move="covert_collection", targets=(TWO,)))
    assert rule == "availability"
    assert "the intro preset plays without covert" in words
    standard = table(preset="standard")
    standard.put(f"capital({FOUR})", 9)
    assert (
        "minor powers table nothing" in refused(standard, FOUR, c.Propose(move="summit", partners=(ONE,)))[1]
    )


def test_a_white_paper_is_published_once() -> None:
    play = table()
    play.resolve("white_paper", ONE)
    while play.world.phase != "deliberation":
        play.all_ready()
    assert refused(play, ONE, c.Order(move="white_paper"))[1].endswith("it can be done once in an exercise")


# --- What is kept of refusals, and exposure --------------------------------------------------


def reasons(found: requirements.Refusals) -> tuple[object, object]:
    """The reasons by power and move, and the other powers by move."""
    return {power: row.reasons for power, row in found.rows.items()}, dict(found.partners)


def refused_now(world: World) -> tuple[object, object]:
    """What the first power is refused, worked out from nothing."""
    return reasons(requirements.refusals(replace(world, caches=Caches()), ONE))


def test_what_is_kept_of_refusals_is_what_would_be_worked_out_anew() -> None:
    """After each thing that changes them: relations, attributes, agreements, frameworks, another table."""
    play = table()
    worlds = [play.world]
    play.put(f"relationship({ONE},{TWO})", 1)
    worlds.append(play.world)
    play.put(f"technology({THREE})", 90)
    worlds.append(play.world)
    play.put(f"technology({ONE})", 99)
    worlds.append(play.world)
    play.bind("memorandum", ONE, THREE)
    worlds.append(play.world)
    council = replace(play.world.frameworks["SOUND"], members=(ONE, TWO, THREE))
    worlds.append(replace(play.world, frameworks={"SOUND": council}))
    worlds.append(replace(play.world, frameworks={"SOUND": replace(council, members=(ONE, TWO))}))
    other = threatened(frameworks=[{**SOUND["frameworks"][0], "members": [ONE, TWO]}])
    worlds.append(replace(table(setting=other).world, caches=play.world.caches))
    fresh = [refused_now(world) for world in worlds]
    assert [number for number, (one, next_) in enumerate(pairwise(fresh)) if one == next_] == []
    for world, expected in [*zip(worlds, fresh, strict=True), *reversed([*zip(worlds, fresh, strict=True)])]:
        found = requirements.refusals(world, ONE)
        assert reasons(found) == expected
        assert requirements.refusals(world, ONE) is found
        assert requirements.refusals(world, TWO).partners["summit"][0].power == ONE


def test_what_no_number_it_reads_has_changed_is_not_worked_out_again() -> None:
    play = table()
    before = requirements.refusals(play.world, ONE)
    play.put(f"capital({ONE})", 1)
    after = requirements.refusals(play.world, ONE)
    assert after is not before
    assert (after.partners, after.offers) == (before.partners, before.offers)
    assert after.partners is before.partners
    assert after.offers is before.offers


def test_an_operation_needs_a_threat_that_one_of_the_two_is_exposed_to_where_it_goes() -> None:
    place = SOUND["theatres"][0]
    piracy = SOUND["threats"][0]
    threats = [
        {**piracy, "exposure": {THREE: 2}},
        {**piracy, "theatre": "strait", "exposure": {TWO: 1}},
        {**piracy, "theatre": "bay", "exposure": {FOUR: 1}},
    ]
    theatres = [
        place,
        {**place, "id": "strait", "name": "the strait"},
        {**place, "id": "bay", "name": "a bay"},
    ]
    play = table(setting=threatened(threats=threats, theatres=theatres))

    def patrol(partner: str, theatre: str) -> c.Propose:
        return c.Propose(move="counter_piracy", partners=(partner,), terms=c.Terms(theatre=theatre))

    for partner, theatre in ((TWO, "sound"), (TWO, "bay"), (THREE, "strait")):
        rule, words = refused(play, ONE, patrol(partner, theatre))
        name = play.world.rules.name(partner)
        assert (rule, words.endswith(f"neither you nor {name} is exposed to piracy there")) == (
            "requirement", True,
        )  # fmt: skip
    for partner, theatre in ((TWO, "strait"), (THREE, "sound")):
        play.do(ONE, patrol(partner, theatre))
    offered = next(found for found in view_of(play.world, FOUR).offers if found.move == "counter_piracy")
    assert not any(partner.blocked for partner in offered.partners)


def test_a_suspension_names_one_of_the_agreements_in_force_with_the_other() -> None:
    play = table()
    play.bind("memorandum", ONE, TWO)
    play.bind("memorandum", ONE, THREE)
    with_two, with_three = play.world.agreements
    suspend = next(
        found for found in play.world.rules.base.moves if found.names_agreement and found.form == "order"
    )
    for named in ("", with_three, "no-such"):
        told = refused(play, ONE, c.Order(move=suspend.id, targets=(TWO,), terms=c.Terms(agreement=named)))
        assert told == ("terms", "name one of the agreements in force with Borea")
    play.do(ONE, c.Order(move=suspend.id, targets=(TWO,), terms=c.Terms(agreement=with_two)))
