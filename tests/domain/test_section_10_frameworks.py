"""Rulebook §10: frameworks decide by their rule, hold together or not, and what they adopt has effects."""

import pytest
from msgspec.structs import replace

from multipolar.domain.errors import Illegal, NotYourSeat, Unreadable
from multipolar.domain.exercise import legal
from multipolar.domain.knowledge.projection import view_of
from multipolar.domain.mechanics.frameworks import mandates, passes
from multipolar.domain.mechanics.odds import modifiers_of
from multipolar.domain.mechanics.requirements import costs
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.records import Framework, Resolution
from multipolar.domain.model.world import World
from multipolar.domain.vocabulary import ResolutionState
from tests.domain.sound import SOUND, Play, sound

COHESION, LEGITIMACY = "cohesion(SOUND)", "legitimacy(SOUND)"
MANDATE = c.Terms(framework="SOUND", resolution="mandate", domain="maritime")
CODE = c.Terms(framework="SOUND", resolution="code")
CONDEMN = c.Terms(framework="SOUND", resolution="condemn", about="CCC")
EVERYBODY = ("AAA", "BBB", "CCC", "DDD")


def going(dice: tuple[int, int] = (5, 5)) -> Play:
    """The sound in its first deliberation; what is tried in it rolls `dice`."""
    script = {f"{number}.resolve": dice for number in range(1, 7)}
    return Play(preset="full", script=script).to_deliberation()


def tabled(terms: c.Terms, seat: str = "AAA", move: str = "table_resolution") -> Play:
    """A resolution that is debated: tabled in round 1, now round 2."""
    play = going()
    play.do(seat, c.Order(move=move, terms=terms))
    play.all_ready()
    return play


def only(play: Play) -> Resolution:
    """The one resolution there is."""
    (found,) = play.world.resolutions.values()
    return found


def ballot(play: Play, votes: str) -> None:
    """Let the members vote in the scenario's order, ``y``, ``n`` or ``-``, and count."""
    words = {"y": "yes", "n": "no", "-": "abstain"}
    for seat, letter in zip(EVERYBODY, votes, strict=False):
        play.do(seat, c.Vote(resolution=only(play).id, vote=words[letter]))
    play.all_ready()


def sound_of(play: Play) -> Framework:
    return play.world.frameworks["SOUND"]


# --- Deciding --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "votes", "passed"),
    [
        ("consensus", "yy--", True), ("consensus", "y---", False), ("consensus", "yyyn", False),
        ("two_thirds", "yyy-", True), ("two_thirds", "yy--", False), ("two_thirds", "yyyn", True),
        ("majority", "yyyn", True), ("majority", "yy--", False), ("majority", "yynn", False),
        ("lead_nation", "ynnn", True), ("lead_nation", "-yyy", False), ("lead_nation", "nyyy", False),
    ],
)  # fmt: skip
def test_each_decision_rule_counts_in_its_own_way(rule: str, votes: str, passed: bool) -> None:
    framework = Framework("F", "F", EVERYBODY, ("maritime",), rule)
    words = {"y": "yes", "n": "no", "-": "abstain"}
    assert passes(framework, [(m, words[v]) for m, v in zip(EVERYBODY, votes, strict=True)]) is passed


def test_a_resolution_is_tabled_debated_for_a_round_and_voted() -> None:
    play = going()
    play.do("AAA", c.Order(move="table_resolution", terms=MANDATE))
    assert not play.world.resolutions
    play.all_ready()
    assert only(play).state is ResolutionState.DEBATED
    ballot(play, "yyyy")
    assert only(play).state is ResolutionState.ADOPTED
    assert only(play).decided == 2


def test_a_setback_puts_nothing_on_the_agenda() -> None:
    play = going((1, 1))
    play.do("AAA", c.Order(move="table_resolution", terms=MANDATE))
    play.all_ready()
    assert not play.world.resolutions


def test_who_does_not_vote_abstains() -> None:
    play = tabled(MANDATE)
    ballot(play, "yy")
    assert only(play).votes == (("AAA", "yes"), ("BBB", "yes"), ("CCC", "abstain"), ("DDD", "abstain"))
    assert only(play).state is ResolutionState.ADOPTED


def test_a_later_vote_takes_the_place_of_an_earlier_one() -> None:
    play = tabled(MANDATE)
    for vote in ("no", "abstain"):
        play.do("CCC", c.Vote(resolution=only(play).id, vote=vote))
    ballot(play, "yy")
    assert ("CCC", "abstain") in only(play).votes


def test_votes_are_sealed_until_they_are_counted() -> None:
    play = tabled(MANDATE)
    (cast,) = play.do("CCC", c.Vote(resolution=only(play).id, vote="no"))
    assert cast.audience == ("CCC",)
    seen = view_of(play.world, "AAA").resolutions[0]
    assert (seen.votes, seen.voted) == ((), "")
    assert view_of(play.world, "CCC").resolutions[0].voted == "no"
    ballot(play, "yy")
    assert ("CCC", "no") in view_of(play.world, "AAA").resolutions[0].votes


def test_only_members_vote_and_only_in_words_that_count() -> None:
    play = going()
    play.do("DDD", c.Order(move="leave_framework", terms=c.Terms(framework="SOUND")))
    play.do("AAA", c.Order(move="table_resolution", terms=MANDATE))
    play.all_ready()
    key = only(play).id
    with pytest.raises(NotYourSeat):
        play.do("DDD", c.Vote(resolution=key, vote="yes"))
    with pytest.raises(Unreadable):
        play.do("BBB", c.Vote(resolution=key, vote="perhaps"))
    with pytest.raises(Illegal):
        play.do("BBB", c.Vote(resolution="9.SOUND.code", vote="yes"))


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (c.Terms(), "needs a framework: SOUND"),
        (c.Terms(framework="SOUND"), "needs a resolution: mandate, code, condemn"),
        (c.Terms(framework="SOUND", resolution="mandate", domain="cyber"), "needs a domain: maritime"),
        (c.Terms(framework="SOUND", resolution="code", domain="maritime"), "has no domain"),
        (c.Terms(framework="SOUND", resolution="condemn", about="AAA"), "names another power"),
        (c.Terms(framework="SOUND", resolution="code", about="CCC"), "only a condemnation"),
        (c.Terms(framework="SOUND", resolution="code", rule="majority"), "sets no decision rule"),
    ],
)
def test_what_a_resolution_must_say_is_told(terms: c.Terms, said: str) -> None:
    with pytest.raises(Illegal, match=said):
        going().do("AAA", c.Order(move="table_resolution", terms=terms))


def test_what_stands_on_the_agenda_is_not_tabled_again() -> None:
    play = tabled(MANDATE)
    with pytest.raises(Illegal, match="on its agenda already"):
        play.do("BBB", c.Order(move="table_resolution", terms=MANDATE))


def test_two_that_think_of_the_same_put_it_on_the_agenda_once() -> None:
    play = going()
    for seat in ("AAA", "BBB"):
        play.do(seat, c.Order(move="table_resolution", terms=MANDATE))
    play.all_ready()
    assert only(play).by == "AAA"


# --- What is adopted -------------------------------------------------------------------------


def test_a_mandate_makes_operations_of_members_easier_and_cheaper_for_two_rounds() -> None:
    play = tabled(MANDATE)
    move, terms = play.world.rules.moves["counter_piracy"], c.Terms(theatre="sound")
    dear = costs(play.world, move, "BBB", ("DDD",), terms)[0][2]
    ballot(play, "yyyy")
    for _ in range(2):
        assert [found.id for found in mandates(play.world, "BBB", move)] == [only(play).id]
        names = {read.id for read in modifiers_of(play.world, move, "BBB", ("DDD",), terms)}
        assert "mandate" in names
        assert costs(play.world, move, "BBB", ("DDD",), terms)[0][2] == dear - 1
        play.all_ready()
    assert mandates(play.world, "BBB", move) == ()
    assert only(play).state is ResolutionState.LAPSED


def test_success_under_its_mandate_binds_the_members() -> None:
    play = tabled(MANDATE)
    ballot(play, "yyyy")
    play.resolve("counter_piracy", "BBB", "DDD", terms=c.Terms(theatre="sound"))
    assert any(
        change.amount == 1 and "under its mandate" in change.reason for change in changes(play, COHESION)
    )


def changes(play: Play, target: str) -> list[e.Change]:
    return [change for event in play.events for change in event.changes if change.target == target]


def test_a_code_binds_all_members_and_calms_every_pair() -> None:
    play = tabled(CODE)
    ballot(play, "yyyy")
    assert play.world.has("code_of_conduct", "AAA", "CCC")
    assert any(change.amount == -2 for change in changes(play, "tension(AAA,CCC)"))
    with pytest.raises(Illegal, match="bound by a code already"):
        play.do("BBB", c.Order(move="table_resolution", terms=CODE))


def test_a_condemnation_costs_standing_and_is_remembered() -> None:
    play = tabled(CONDEMN)
    ballot(play, "yyny")
    assert only(play).state is ResolutionState.REJECTED
    play = tabled(CONDEMN)
    ballot(play, "yy--")
    assert only(play).state is ResolutionState.ADOPTED
    assert [change.amount for change in changes(play, "standing(CCC)")] == [-3]
    remembered = [change.reason for change in changes(play, "trust(CCC,AAA)")]
    assert "Council of the Sound condemned Cyrene" in remembered
    assert not [change for change in changes(play, "trust(CCC,DDD)") if "condemned" in change.reason]


def test_a_reform_changes_the_rule_and_the_legitimacy() -> None:
    play = tabled(c.Terms(framework="SOUND", rule="majority"), move="reform_rule")
    before = play.world.number(LEGITIMACY)
    ballot(play, "yyyy")
    assert sound_of(play).rule == "majority"
    assert play.world.number(LEGITIMACY) == before - 8


def test_one_who_left_is_invited_and_admitted_by_vote() -> None:
    play = going()
    play.do("DDD", c.Order(move="leave_framework", terms=c.Terms(framework="SOUND")))
    play.all_ready()
    before = play.world.number(LEGITIMACY)
    play.do("AAA", c.Propose(move="invite_member", partners=("DDD",), terms=c.Terms(framework="SOUND")))
    play.do("DDD", c.Accept(initiative=play.latest, version=1))
    play.all_ready()
    assert only(play).kind == "admit"
    assert "DDD" not in sound_of(play).members
    for seat in ("AAA", "BBB"):
        play.do(seat, c.Vote(resolution=only(play).id, vote="yes"))
    play.all_ready()
    assert sound_of(play).members == ("AAA", "BBB", "CCC", "DDD")
    assert play.world.number(LEGITIMACY) > before


def test_a_member_is_not_invited() -> None:
    with pytest.raises(Illegal, match="belongs to every framework of yours that is open to it"):
        going().do(
            "AAA", c.Propose(move="invite_member", partners=("DDD",), terms=c.Terms(framework="SOUND"))
        )


def test_a_framework_of_a_region_is_open_to_its_own_only() -> None:
    (declared,) = SOUND["frameworks"]
    bounded = {**declared, "members": ["AAA", "BBB"], "open_to": ["AAA", "BBB", "DDD"]}
    play = Play(preset="full", setting=sound(frameworks=[bounded])).to_deliberation()
    with pytest.raises(Illegal, match="belongs to every framework of yours that is open to it"):
        play.do("AAA", c.Propose(move="invite_member", partners=("CCC",), terms=c.Terms(framework="SOUND")))
    play.do("AAA", c.Propose(move="invite_member", partners=("DDD",), terms=c.Terms(framework="SOUND")))
    (seen,) = view_of(play.world, "CCC").frameworks
    assert seen.open_to == ("AAA", "BBB", "DDD")


def test_of_two_frameworks_one_invites_to_the_one_that_is_open() -> None:
    (declared,) = SOUND["frameworks"]
    region = {**declared, "id": "REGION", "members": ["AAA", "BBB"], "open_to": ["AAA", "BBB"]}
    anybody = {**declared, "members": ["AAA", "BBB"]}
    play = Play(preset="full", setting=sound(frameworks=[region, anybody])).to_deliberation()
    with pytest.raises(Illegal, match="is not open to"):
        play.do("AAA", c.Propose(move="invite_member", partners=("DDD",), terms=c.Terms(framework="REGION")))
    play.do("AAA", c.Propose(move="invite_member", partners=("DDD",), terms=c.Terms(framework="SOUND")))


# --- Founding and leaving --------------------------------------------------------------------


def founded(rule: str = "majority") -> Play:
    play = going()
    terms = c.Terms(domain="cyber", rule=rule)
    play.do("BBB", c.Propose(move="found_framework", partners=("CCC", "DDD"), terms=terms))
    for seat in ("CCC", "DDD"):
        play.do(seat, c.Accept(initiative=play.latest, version=1))
    play.all_ready()
    play.all_ready()
    return play


def test_three_found_a_framework_in_two_rounds() -> None:
    play = founded()
    found = play.world.frameworks["BBB2"]
    assert (found.members, found.mandate, found.rule) == (("BBB", "CCC", "DDD"), ("cyber",), "majority")
    assert play.world.number("cohesion(BBB2)") >= 44 + 8 - 2
    assert play.world.number("legitimacy(BBB2)") == 20 + 50 * 3 // 4 + 4
    assert found.name == "Port Borea Forum"
    (_, seen) = view_of(play.world, "AAA").frameworks
    assert (seen.id, seen.founded, seen.open_to) == ("BBB2", found.founded, ())


def test_two_are_too_few_and_a_rule_must_be_named() -> None:
    play = going()
    with pytest.raises(Illegal, match="takes 2 to 5 powers"):
        play.do("BBB", c.Propose(move="found_framework", partners=("CCC",), terms=c.Terms(domain="cyber")))
    with pytest.raises(Illegal, match="needs a decision rule"):
        play.do(
            "BBB", c.Propose(move="found_framework", partners=("CCC", "DDD"), terms=c.Terms(domain="cyber"))
        )


def test_leaving_costs_trust_and_cohesion() -> None:
    play = going()
    play.do("BBB", c.Order(move="leave_framework", terms=c.Terms(framework="SOUND")))
    play.all_ready()
    assert "BBB" not in sound_of(play).members
    assert any(change.amount == -8 for change in changes(play, COHESION))
    assert any("left Council of the Sound" in change.reason for change in changes(play, "trust(AAA,BBB)"))


# --- Cohesion --------------------------------------------------------------------------------


def test_consensus_raises_cohesion_and_the_overruled_lower_it() -> None:
    agreed, overruled, failed = tabled(CODE), tabled(CODE), tabled(CODE)
    ballot(agreed, "yyyy")
    ballot(failed, "ynnn")
    overruled.world = by_majority(overruled)
    ballot(overruled, "yyyn")
    amounts = [
        next(c.amount for c in changes(play, COHESION) if words in c.reason)
        for play, words in (
            (agreed, "nobody was overruled"),
            (overruled, "1 member over"),
            (failed, "not agree"),
        )
    ]
    assert amounts == [3, -2, -2]


def by_majority(play: Play) -> World:
    """The same world, in which the council decides by majority."""
    return replace(play.world, frameworks={"SOUND": replace(sound_of(play), rule="majority")})


def test_strained_members_wear_it_down_and_coercion_breaks_ranks() -> None:
    play = going()
    play.do("AAA", c.Order(move="public_protest", targets=("CCC",)))
    play.all_ready()
    reasons = {change.reason: change.amount for change in changes(play, COHESION)}
    assert reasons["Avaria turned on a fellow member"] == -2
    assert reasons["1 pair of members strained or worse"] == -1


def test_too_little_cohesion_paralyses() -> None:
    play = going()
    play.put(COHESION, 24)
    offer = next(found for found in legal(play.world, "AAA") if found.move == "table_resolution")
    assert offer.blocked == "you belong to no framework that can act"
    with pytest.raises(Illegal, match="no framework that can act"):
        play.do("AAA", c.Order(move="table_resolution", terms=MANDATE))


def test_paralysis_drops_what_was_tabled_and_suspends_mandates() -> None:
    play = going()
    play.do("AAA", c.Order(move="table_resolution", terms=MANDATE))
    play.put(COHESION, 24)
    play.all_ready()
    assert only(play).state is ResolutionState.DROPPED
    play = tabled(MANDATE)
    ballot(play, "yyyy")
    play.put(COHESION, 20)
    assert mandates(play.world, "BBB", play.world.rules.moves["counter_piracy"]) == ()


def test_too_little_of_it_dissolves() -> None:
    play = tabled(MANDATE)
    ballot(play, "yyyy")
    play.put(COHESION, 12)
    play.all_ready()
    assert "SOUND" not in play.world.frameworks
    assert only(play).state is ResolutionState.LAPSED
    assert any(isinstance(event, e.FrameworkDissolved) for event in play.events)


def test_a_preset_without_the_module_has_no_such_moves() -> None:
    play = Play(preset="intro").to_deliberation()
    with pytest.raises(Illegal, match="plays without frameworks"):
        play.do("AAA", c.Order(move="table_resolution", terms=MANDATE))
    play.all_ready()
    assert play.world.number(COHESION) == 50
