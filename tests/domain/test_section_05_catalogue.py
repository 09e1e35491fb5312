"""Rulebook §5: every move of the catalogue is open where it should be, refused with its reason where not,
and does in each outcome what its declaration says."""

from collections.abc import Iterator

import pytest

from multipolar.domain.addresses import between, of, toward
from multipolar.domain.english import lowered
from multipolar.domain.errors import Illegal
from multipolar.domain.knowledge.forecast import forecast
from multipolar.domain.mechanics.offers import legal
from multipolar.domain.model import events as e
from multipolar.domain.rules import catalogue as k
from multipolar.domain.vocabulary import Outcome, Relationship
from multipolar.rulebook import load_rules
from tests.domain.catalogue import ONE, THREE, TWO, command_of, open_for, partners_of, table, terms_of
from tests.domain.sound import Play

MOVES = {move.id: move for move in load_rules().moves if move.category not in ("frameworks", "free")}
EACH = pytest.mark.parametrize("move", MOVES.values(), ids=list(MOVES))


def moved(events: tuple[e.Event, ...], move: k.Move) -> dict[str, int]:
    """What an initiative changed, by address, its own effects alone."""
    words = f"{lowered(move.title)}: "
    found: dict[str, int] = {}
    for event in events:
        for change in event.changes:
            if change.reason.startswith(words):
                found[change.target] = found.get(change.target, 0) + change.amount
    return found


def resolved(play: Play, move: k.Move) -> tuple[e.InitiativeResolved, tuple[e.Event, ...]]:
    """The roll of a move that the first power begins now, and all that came until it was made."""
    play.resolve(move.id, ONE, *partners_of(move), terms=terms_of(play, move))
    while True:
        for event in play.events:
            if isinstance(event, e.InitiativeResolved) and event.move == move.id:
                return event, tuple(play.events)
        play.all_ready()


# --- Open, and not ---------------------------------------------------------------------------


@EACH
def test_a_move_is_open_where_what_it_requires_is_there(move: k.Move) -> None:
    play = table()
    open_for(play, move)
    preview = forecast(play.world, ONE, command_of(play, move))
    assert preview.rule == "", preview.message
    assert sum(preview.chances) == 36
    assert preview.costs[0] == (ONE, move.cost.capital, move.cost.resources)


def _unmet(move: k.Move) -> Iterator[tuple[str, int, str]]:
    """(address, value, words) under which a requirement of a move fails, and what the refusal says."""
    for need in move.requirements:
        match need:
            case k.NeedsRelationship(at_least=str()) if need.at_least != "rupture":
                yield between("relationship", ONE, TWO), Relationship.RUPTURE, "or better"
            case k.NeedsRelationship(at_most=str()):
                yield between("relationship", ONE, TWO), Relationship.ALLIED, "not against better than"
            case k.NeedsLead(who="initiator"):
                yield of(need.attribute, ONE), 10, "must lead"
            case k.NeedsLead():
                yield of(need.attribute, ONE), 90, "must lead yours"
            case k.NeedsTension():
                yield between("tension", TWO, THREE), 5, "tension between"
            case _:
                pass


UNMET = [(move, *found) for move in MOVES.values() for found in _unmet(move)]


@pytest.mark.parametrize(
    ("move", "target", "value", "words"), UNMET, ids=[f"{m.id} {w}" for m, *_, w in UNMET]
)
def test_a_move_is_refused_with_what_it_lacks(move: k.Move, target: str, value: int, words: str) -> None:
    play = table()
    open_for(play, move)
    play.put(target, value)
    with pytest.raises(Illegal) as refusal:
        play.do(ONE, command_of(play, move))
    assert refusal.value.rule == "requirement"
    assert words in refusal.value.message


NEEDS_PAPER = [
    (move, need.type)
    for move in MOVES.values()
    for need in move.requirements
    if isinstance(need, k.NeedsAgreement)
]


@pytest.mark.parametrize(("move", "kind"), NEEDS_PAPER, ids=[move.id for move, _ in NEEDS_PAPER])
def test_a_move_that_needs_an_agreement_names_it(move: k.Move, kind: str) -> None:
    play = table()
    open_for(
        play,
        move.model_copy(
            update={"requirements": tuple(n for n in move.requirements if n.kind != "agreement")}
        ),
    )
    titles = {found.id: lowered(found.title) for found in load_rules().agreements}
    preview = forecast(play.world, ONE, command_of(play, move.model_copy(update={"effects": ()})))
    assert preview.rule == "requirement"
    assert ("no agreement with Borea is in force" if kind == "any" else titles[kind]) in preview.message


def test_a_beginner_is_offered_the_basic_moves_and_no_others() -> None:
    """Rulebook §15: the introduction offers about twenty; what it leaves out is refused with the reason."""
    offered = {offer.move for offer in legal(table(preset="intro").world, ONE)}
    assert offered == {move.id for move in load_rules().moves if move.module == "core"}
    assert 18 <= len(offered) <= 22


# --- Outcomes --------------------------------------------------------------------------------


def _declared(move: k.Move, outcome: int) -> dict[str, int]:
    """What the declaration says of numbers that no limit, and no habit of trust, bends."""
    found: dict[str, int] = {}
    parties = (ONE, *partners_of(move))
    for effect in move.effects:
        match effect:
            case k.ChangeAttribute():
                who = {"initiator": (ONE,), "partner": parties[1:], "each": parties}[effect.who]
                for power in who:
                    target = of(effect.key, power)
                    found[target] = found.get(target, 0) + effect.by[outcome]
            case k.ChangeTension(among="parties"):
                found[between("tension", ONE, TWO)] = effect.by[outcome]
            case k.ChangeInteroperability():
                found[between("interoperability", ONE, TWO)] = effect.by[outcome]
            case k.ChangeDependence():
                pair = (TWO, ONE) if effect.who == "partner" else (ONE, TWO)
                found[toward("dependence", *pair)] = effect.by[outcome]
            case k.ChangeInsight():
                found[toward("insight", ONE, TWO)] = effect.by[outcome]
            case k.Reconciles():
                found[between("tension", TWO, THREE)] = effect.tension[outcome]
            case _:
                pass
    return {target: amount for target, amount in found.items() if amount}


@EACH
@pytest.mark.parametrize("outcome", list(Outcome), ids=[outcome.word for outcome in Outcome])
def test_each_outcome_applies_its_column(move: k.Move, outcome: Outcome) -> None:
    play = table()
    open_for(play, move)
    wanted = sum(modifier.size for modifier in forecast(play.world, ONE, command_of(play, move)).modifiers)
    lowest = {"setback": 2, "limited": 7, "success": 10, "breakthrough": 12}[outcome.word]
    total = max(2, min(12, lowest - wanted))
    play = table((total // 2, total - total // 2))
    open_for(play, move)
    event, events = resolved(play, move)
    assert event.outcome == outcome, (event.total, event.modifiers)
    changes = moved(events, move)
    declared = _declared(move, outcome)
    assert {target: changes.get(target, 0) for target in declared} == declared
    for effect in move.effects:
        if isinstance(effect, k.ChangeTrust) and effect.who == "each" and effect.by[outcome]:
            assert (changes[toward("trust", ONE, TWO)] > 0) == (effect.by[outcome] > 0)
        if isinstance(effect, k.LowerThreat):
            assert any(target.startswith("relief(") for target in changes) == (effect.by[outcome] > 0)
        if isinstance(effect, k.FormsAgreement):
            assert play.world.has(effect.type, ONE, TWO) == (outcome > Outcome.SETBACK)


SAMPLE = {
    "summit": ((4, 4), {"trust(AAA,BBB)": 6, "tension(AAA,BBB)": -6, "standing(BBB)": 1}),
    "exercise_observers": ((5, 4), {"trust(BBB,AAA)": 3, "tension(AAA,BBB)": -3}),
    "sanctions": ((6, 6), {"economy(BBB)": -4, "standing(BBB)": -3, "standing(AAA)": 3}),
    "border_exercise": ((1, 1), {"tension(AAA,BBB)": 7, "stability(BBB)": 1}),
    "buy_abroad": ((4, 4), {"capability(AAA)": 3, "dependence(AAA,BBB)": 3, "economy(BBB)": 1}),
    "visiting_forces": ((6, 5), {"capability(AAA)": 3, "capability(BBB)": 2, "interoperability(AAA,BBB)": 5}),
    "disaster_relief": ((3, 4), {"trust(BBB,AAA)": 1, "tension(AAA,BBB)": -1, "stability(BBB)": 1}),
    "invest_growth": ((4, 4), {"economy(AAA)": 2, "stability(AAA)": 1}),
}  # fmt: skip
"""Dice, and what they must come to with the modifiers of a cooperative pair."""


@pytest.mark.parametrize("name", SAMPLE)
def test_what_a_move_does_as_the_rulebook_prints_it(name: str) -> None:
    dice, wanted = SAMPLE[name]
    play = table(dice)
    open_for(play, MOVES[name])
    _, events = resolved(play, MOVES[name])
    changes = moved(events, MOVES[name])
    assert {target: changes.get(target, 0) for target in wanted} == wanted


# --- What is known of every move -------------------------------------------------------------


@EACH
def test_every_move_can_be_explained(move: k.Move) -> None:
    """A teaching note of two or three sentences, an event code, and precedents with year and source."""
    sentences = [found for found in move.teaching.replace("?", ".").split(".") if found.strip()]
    assert 2 <= len(sentences) <= 3, move.teaching
    assert len(move.summary) < 130
    assert move.code
    assert all(past.source and past.year <= 2026 for past in move.precedents)


def test_third_parties_mind_arms_bought_from_their_rival() -> None:
    """A purchase is read as a choice of side (rulebook §4)."""
    play = table((6, 5))
    open_for(play, MOVES["buy_abroad"])
    play.put(between("relationship", TWO, THREE), Relationship.ADVERSARIAL)
    _, events = resolved(play, MOVES["buy_abroad"])
    lost = [x.amount for event in events for x in event.changes if x.target == toward("trust", THREE, ONE)]
    assert min(lost) < 0


def test_operations_unsettle_nobody() -> None:
    play = table((6, 5))
    move = MOVES["counter_terrorism"]
    play.put(between("relationship", TWO, THREE), Relationship.ADVERSARIAL)
    _, events = resolved(play, move)
    assert not [x for event in events for x in event.changes if "drew closer" in x.reason]
