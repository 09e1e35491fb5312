"""Every number of the rule set matters: with another in its place something goes otherwise.

The numbers of moves and modifiers are looked at by what is previewed and added; those of other families in
games that are decided again, a share of them each day (see `tests.rulebook.changing`).
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from multipolar.domain.rules.catalogue import Modifier
from multipolar.rulebook import load_rules
from tests.rulebook.changing import (
    Path,
    deliberations,
    leaves,
    matters_in_play,
    previews,
    under,
    variants,
)

RULES = load_rules()
MODIFIERS = ("modifiers", "calm", "relief", "holds")
FAMILIES = ("rolls", "money", "trust", "relationship", "promises", "scores")
"""What is looked at in games so far; the numbers of crises, frameworks and doctrines are not yet."""
SHARES = 20
"""In so many days every one of them comes up once."""
_TODAY = datetime.now(UTC).toordinal() % SHARES
_NUMBERS = tuple(leaves(RULES))

SHOWN = {
    ("scores", "nobody_wins_under"): "read when the debrief is shown: test_section_09_why",
    (
        "relationship",
        "start_tension",
    ): "no pair that begins in rupture is without a tension of its own",
    ("relationship", "start_interoperability"): "as with tension",
    ("money", "repeat_cost"): "the third use of a move in a round: test_section_05_costs",
}
"""Numbers that no game here shows, by family and field, with the reason."""


def of(*families: str) -> list[tuple[Path, int]]:
    """The numbers of some families of the rules."""
    return [(path, number) for path, number in _NUMBERS if path[0] in families]


def of_today(numbers: list[tuple[Path, int]]) -> list[tuple[Path, int]]:
    """The share of some numbers that is due today."""
    return numbers[_TODAY::SHARES]


@pytest.mark.parametrize("family", MODIFIERS)
def test_every_number_of_a_modifier_changes_its_size_somewhere(family: str) -> None:
    def sizes(modifier: Modifier[str]) -> list[int]:
        return [modifier.size(value) for value in range(-200, 201)]

    idle = [
        path
        for path, number in of(family)
        if not any(
            sizes(getattr(rules, family)[path[1]]) != sizes(getattr(RULES, family)[path[1]])
            for rules in variants(path, number)
        )
    ]
    assert idle == []


# --- Moves -----------------------------------------------------------------------------------


def _without_effect() -> Iterator[Path]:
    """Numbers of moves that no preview shows, each kind with its reason."""
    for place, move in enumerate(RULES.moves):
        at: Path = ("moves", place)
        yield (
            *at,
            "opposes",
        )  # off the roll of what others do together: section 06
        if move.form == "order":
            # An order has no partner who pays.
            yield from ((*at, "partner_cost", "capital"), (*at, "partner_cost", "resources"))
        if move.visibility in ("secret", "covert") or not move.partners[1]:
            yield (*at, "weight")  # nobody else notices it
        if move.category in RULES.third_parties.exempt or move.mediates:
            yield (*at, "weight")  # it weighs in the shared order and in what programs ask of persons alone
        if move.durations:
            yield (*at, "durations", 1)  # refused above it: section 05
        yield from ((*at, "precedents", number, "year") for number in range(len(move.precedents)))  # shown
        for number, effect in enumerate(move.effects):
            if effect.kind == "crisis":
                # How much likelier it breaks out is rolled: section 08.
                yield from ((*at, "effects", number, "push", outcome) for outcome in range(4))


@pytest.mark.parametrize("category", sorted({move.category for move in RULES.moves}))
def test_every_number_of_a_move_changes_a_preview(category: str) -> None:
    worlds = [under(world, RULES) for world in deliberations()[3::8]]
    of_category = [move.id for move in RULES.moves if move.category == category]
    usual = {move: [previews(world, move) for world in worlds] for move in of_category}
    idle: set[Path] = set()
    for path, number in of("moves"):
        declared = RULES.moves[int(path[1])]
        if declared.category != category or path[2] == "partners":
            continue  # how many it is done with is asked of whoever proposes: section 05
        move = declared.id
        if not any(
            previews(under(world, rules), move) != usual[move][place]
            for rules in variants(path, number)
            for place, world in enumerate(worlds)
        ):
            idle.add(path)
    co_development = next(place for place, move in enumerate(RULES.moves) if move.id == "co_development")
    both_lead: Path = (
        "moves",
        co_development,
        "requirements",
        2,
        "margin",
    )  # the other margin is refused first
    assert idle - {*_without_effect(), both_lead} == set()


# --- In games --------------------------------------------------------------------------------


def _is_shown(path: Path) -> bool:
    return any(path[0] == family and field in path for family, field in SHOWN)


IN_PLAY = [(path, number) for path, number in _NUMBERS if path[0] in FAMILIES and not _is_shown(path)]


@pytest.mark.parametrize(("path", "number"), of_today(IN_PLAY), ids=str)
def test_a_game_goes_otherwise_by_another_number(path: Path, number: int) -> None:
    assert matters_in_play(path, number)
