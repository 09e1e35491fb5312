"""A pair: what a seat is told of two powers, and that it is told nothing else."""

from itertools import combinations
from pathlib import Path

import pytest

from multipolar import bootstrap
from multipolar.domain.model.views import View
from multipolar.review.pair import agreement_in_words, heading, number_in_words, pair_of
from multipolar.scenario.load import load
from tests.secrecy.pairs import SEATS, Secret, both, secrets

ROOT = Path(__file__).parents[2]
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))
RECORD = str(ROOT / "saves/indian-ocean-example.jsonl")


def seen_as(seat: str) -> View:
    """The example in the checkout, as a seat knew it at its end."""
    view = bootstrap.view_at(RECORD, "3.deliberation", seat)
    assert isinstance(view, View)
    return view


@pytest.mark.parametrize("secret", secrets(), ids=lambda secret: secret.name)
def test_no_secret_shows_on_the_page_of_a_pair(secret: Secret) -> None:
    one, other = both(secret)
    for seat in SEATS:
        if seat in secret.known:
            continue
        known = [(host.view(seat), host.seen(seat)) for host in (one, other)]
        for a, b in combinations([power.id for power in known[0][0].powers], 2):
            pages = [pair_of(view, seen, a, b) for view, seen in known]
            assert pages[0] == pages[1], (secret.name, seat, a, b)


def test_what_a_seat_does_not_know_of_a_pair_is_said_to_be_unknown() -> None:
    view = seen_as("IND")
    mine, theirs = pair_of(view, (), "CHN", "IND"), pair_of(view, (), "FRA", "ZAF")
    assert (mine.a, mine.b) == ("IND", "CHN")
    known = {found.title: found.value is not None for found in mine.numbers}
    assert known == {
        "tension": True, "your trust": True, "their trust": False, "interoperability": True,
        "your dependence": True, "their dependence": True,
    }  # fmt: skip
    told = [number_in_words(found) for found in theirs.numbers]
    assert "France's trust: not known to you" in told
    assert "South Africa's trust: not known to you" in told


def test_a_pair_has_its_history_its_agreements_and_its_numbers_over_the_rounds() -> None:
    pair = pair_of(seen_as("IND"), (), "IND", "CHN")
    view = seen_as("IND")
    assert heading(view, pair) == "India and China: strained, rivals, neighbours on land"
    assert [past.year for past in pair.history] == sorted(past.year for past in pair.history)
    assert any("Galwan" in past.words and "Hindustan Times" in past.words for past in pair.history)
    assert any("Line of Actual Control (1996; PA-X" in agreement_in_words(found) for found in pair.in_force)
    tension = pair.numbers[0]
    assert len(tension.course) == view.round + 1
    assert tension.course[-1] == tension.value


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.stem)
def test_every_pair_of_ranked_powers_has_a_reason_and_rivals_a_sourced_history(scenario: Path) -> None:
    setting = load(scenario)
    ranked = [power.id for power in setting.powers if not power.minor]
    said = {frozenset(relation.between): relation for relation in setting.relations}
    for pair in combinations(ranked, 2):
        assert said[frozenset(pair)].why
    invented = all(power.invented for power in setting.powers)
    for relation in setting.relations:
        if relation.rivals and not invented:
            assert relation.precedents, relation.between
