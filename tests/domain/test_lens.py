"""What a program plays from tells the same as the view that a person is shown (hidden information)."""

import pytest

from multipolar.domain.knowledge.projection import Lens, view_of
from multipolar.domain.model.views import Sight
from multipolar.domain.model.world import World
from multipolar.domain.vocabulary import CONTROL, Phase
from tests.properties.games import OCEAN, game, worlds

FIELDS = tuple(name for name, kind in vars(Sight).items() if isinstance(kind, property))
MOMENTS = 12


@pytest.fixture(scope="module")
def played() -> list[World]:
    """Some moments of a game, in every phase."""
    every = list(worlds(game(OCEAN, 7, "standard")))
    return every[:: len(every) // MOMENTS]


@pytest.mark.parametrize("field", FIELDS)
def test_a_lens_finds_in_each_field_what_stands_in_the_view(played: list[World], field: str) -> None:
    for world in played:
        for seat in (*world.rules.ids, CONTROL):
            told = getattr(view_of(world, seat, history=False), field)
            assert getattr(Lens(world, seat), field) == told


def test_a_lens_names_and_relates_powers_as_the_view_does(played: list[World]) -> None:
    world = played[-1]
    lens, view = Lens(world, "IND"), view_of(world, "IND", history=False)
    assert lens.name("CHN") == view.name("CHN")
    assert lens.name("nobody") == view.name("nobody")
    assert lens.relationship("IND", "CHN") == view.relationship("CHN", "IND")


def test_moves_never_heard_of_are_neither_offered_nor_proposed(played: list[World]) -> None:
    deliberations = [world for world in played if world.phase is Phase.DELIBERATION]
    assert deliberations
    heard = left_out = 0
    for world in deliberations:
        for seat in world.rules.ids:
            sight, view = Lens(world, seat), view_of(world, seat, history=False)
            proposed = [seen.move for seen in sight.initiatives if seen.open_to_me]
            barred = frozenset((*proposed[:1], sight.offers[0].move))
            for without in (sight.without(barred), view.without(barred)):
                assert barred.isdisjoint(offer.move for offer in without.offers)
                assert not any(seen.open_to_me and seen.move in barred for seen in without.initiatives)
                left_out += len(sight.initiatives) - len(without.initiatives)
                heard += len(without.offers)
    assert heard
    assert left_out
