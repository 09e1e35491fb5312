"""Conditions, money and terms in words."""

import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multipolar.domain.english import by_count, counted
from multipolar.domain.model.commands import Terms, Undertaking
from multipolar.domain.model.condition_words import in_words
from multipolar.domain.model.views import View
from multipolar.domain.model.wording import money_held, money_in_words, points_in_words, terms_in_words
from multipolar.domain.rules.conditions import parse
from multipolar.domain.rules.in_force import Rules
from multipolar.lobby.port import ExerciseConfig
from tests.domain.sound import sound
from tests.playing import begin_unkept
from tests.properties.games import SOUND, game, opened


def rules(*conditions: str) -> Rules:
    """Rules of the sound that know these conditions."""
    found = opened(game(SOUND, 3)[:2]).world.rules
    fresh = Rules(found.base, sound())
    fresh.conditions.update({text: parse(text) for text in conditions})
    return fresh


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("relation(AAA, BBB) >= partner", "Avaria and Borea are partner or better"),
        ("relation(AAA, BBB) < correct", "Avaria and Borea are strained or worse"),
        ("partner <= relation(owner, BBB)", "Avaria and Borea are partner or better"),
        ("not relation(AAA, BBB) >= partner", "Avaria and Borea are cooperative or worse"),
        ("trust(AAA, BBB) >= 60", "Avaria's trust in Borea is 60 or more"),
        ("tension(AAA, BBB) < 40", "tension of Avaria and Borea is 39 or less"),
        ("attribute(standing) - start >= 2", "Avaria's standing rises by 2 or more"),
        ("attribute(autonomy) - start <= -5", "Avaria's autonomy falls by 5 or more"),
        ("attribute(stability) - start >= -3", "Avaria's stability falls by no more than 3"),
        ("attribute(standing, of=BBB) <= 50", "Borea's standing is 50 or less"),
        ("lead(standing, BBB) >= 3", "Avaria's standing is at least 3 above Borea's"),
        ("lead(standing, BBB) >= -7", "Avaria's standing is at most 7 below Borea's"),
        ("lead(standing, BBB) >= 0", "Avaria's standing is no lower than Borea's"),
        ("lead(capability, BBB) <= 0", "Avaria's capability is no higher than Borea's"),
        ("lead(capability, BBB) <= -2", "Avaria's capability is at least 2 below Borea's"),
        ("agreements(type=hotline, with=BBB) >= 1", "a hotline of Avaria with Borea is in force"),
        ("agreements(type=technology) >= 4", "4 or more technology agreements of Avaria are in force"),
        ("agreements(of=any) <= 0", "no agreements are in force"),
        ("agreements(type=security_pact, of=BBB) >= 1", "a mutual defence pact of Borea is in force"),
        (
            "initiatives(category=dialogue) + initiatives(move=good_offices) >= 8",
            "Avaria has completed 8 or more initiatives of dialogue or of good offices and mediation",
        ),
        (
            "initiatives(move=joint_exercise, outcome=success) >= 1",
            "Avaria has completed an initiative of joint exercise with success",
        ),
        ("crises(stage=conflict, party=BBB) >= 1", "a crisis with Borea that reached conflict"),
        ("crises() <= 0", "no crises that became acute"),
        ("promises(kept) >= 2", "Avaria has kept 2 or more promises"),
        ("round() >= 3", "it is round 3 or more"),
        ("index(peace) >= 50", "index of peace is 50 or more"),
        (
            "mean_relation(BBB, CCC) >= 45",
            "relations with Borea and Cyrene average at least 4.5 (correct is 3, cooperative 4, partner 5)",
        ),
        (
            "round() > 1 and (round() > 2 or index(peace) >= 9)",
            "it is round 2 or more, and (it is round 3 or more, or index of peace is 9 or more)",
        ),
    ],
)
def test_a_condition_says_what_it_wants(condition: str, words: str) -> None:
    assert in_words(rules(condition), condition, "AAA") == words


def test_every_objective_of_the_library_is_told_in_words() -> None:
    host, _ = begin_unkept(ExerciseConfig("indian-ocean", "standard", 1, {}))
    told = [found.wanted for power in host.world.rules.ranked for found in host.view(power).objectives]
    told += [found.part_wanted for power in host.world.rules.ranked for found in host.view(power).objectives]
    assert len([words for words in told if words]) > 60
    assert not [words for words in told if any(sign in words for sign in ("=", "_", "<", ">"))]


WRONG_COUNT = re.compile(
    r"\b1 (resources|rounds|promises|points)\b|\b(?!1 )\d+ (resource|round|promise|point)\b|capitals"
)
"""A count with the other form of its noun."""

AMOUNTS = st.integers(-30, 30)


@given(AMOUNTS, AMOUNTS)
def test_money_has_the_form_that_goes_with_its_amount(capital: int, resources: int) -> None:
    for words in (money_in_words(capital, resources), money_held(capital, resources)):
        assert not WRONG_COUNT.search(words), words
    named = money_in_words(capital, resources)
    assert ("capital" in named) == bool(capital)
    assert ("resource" in named) == bool(resources)
    assert (named == "nothing") == (not capital and not resources)
    held = money_held(capital, resources)
    assert [int(amount) for amount in re.findall(r"-?\d+", held)] == [capital, resources]


@given(AMOUNTS)
def test_a_count_takes_one_of_two_forms(number: int) -> None:
    assert counted(number, "crisis", "crises") == f"{number} {'crisis' if abs(number) == 1 else 'crises'}"
    assert counted(number, "round").endswith("s") == (abs(number) != 1)
    assert by_count(number, "is", "are") in ("is", "are")
    assert not WRONG_COUNT.search(points_in_words(number))


TERMS = st.builds(
    Terms,
    share=st.integers(-2, 2),
    payment=st.integers(-3, 3),
    duration=st.integers(0, 4),
    committed=st.booleans(),
    domain=st.sampled_from(("", "maritime", "cyber")),
    size=st.sampled_from(("", "small", "standard", "large")),
    safeguards=st.sampled_from(("", "basic", "strict")),
    undertakings=st.lists(
        st.builds(
            Undertaking,
            by=st.just("IND"),
            kind=st.sampled_from(("act", "restraint")),
            move=st.just("hotline"),
            toward=st.just("CHN"),
            until=st.integers(1, 6),
        ),
        max_size=3,
    ).map(tuple),
)


@given(TERMS, st.sampled_from((("CHN",), ("CHN", "FRA"))), st.booleans())
def test_terms_are_told_with_their_counts_and_with_who_gives(
    terms: Terms, partners: tuple[str, ...], promises: bool
) -> None:
    view = _view()
    words = terms_in_words(view, terms, "IND", partners, promises=promises)
    assert not WRONG_COUNT.search(words), words
    other = "China" if len(partners) == 1 else "each partner"
    for amount, verb in ((terms.share, "bears"), (terms.payment, "pays")):
        giver = "India" if amount > 0 else other
        assert (f"{giver} {verb} " in words) == bool(amount)
    if promises:
        assert words.count("India promises China") == len(terms.undertakings)
    assert bool(words) == (terms != Terms())


@cache
def _view() -> View:
    host, _ = begin_unkept(ExerciseConfig("indian-ocean", "standard", 1, {}))
    return host.view("IND")
