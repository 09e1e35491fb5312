"""What a program plays from tells the same as the view that a person is shown (hidden information)."""

import pytest
from msgspec.structs import replace

from multipolar.domain.knowledge.forecast import figures_of, forecast
from multipolar.domain.knowledge.projection import Lens, view_of
from multipolar.domain.model import commands as c
from multipolar.domain.model.lookups import Caches
from multipolar.domain.model.views import Figures, Sight
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


KEPT = ("offers", "initiatives", "crises", "numbers")
"""Fields of which parts are kept from one moment to the next."""


@pytest.mark.parametrize("field", KEPT)
def test_what_is_kept_of_a_sight_is_what_would_be_found_out_anew(field: str) -> None:
    """Forwards, as a game goes, and backwards, as a replay may."""
    every = [
        world for world in worlds(game(OCEAN, 7, "standard")) if world.phase in ("deliberation", "crisis")
    ]
    some = every[:: len(every) // 50]
    assert len({id(world.caches) for world in some}) == 1
    for world in (*some, *reversed(some)):
        for seat in world.rules.ids:
            fresh = getattr(Lens(replace(world, caches=Caches()), seat), field)
            assert getattr(Lens(world, seat), field) == fresh


def test_figures_that_are_kept_are_those_that_would_be_found_out_anew() -> None:
    """Also where relationships have moved meanwhile, forwards and backwards."""
    every = [world for world in worlds(game(OCEAN, 7, "standard")) if world.phase is Phase.DELIBERATION]
    some = every[:: len(every) // 12]
    assert len({tuple(world.numbers[target] for target in world.rules.relationships) for world in some}) > 2
    weighed = 0
    for world in (*some, *reversed(some)):
        fresh = replace(world, caches=Caches())
        for seat in world.rules.ids[:2]:
            for command in commands_of(world, seat):
                found = figures_of(world, seat, command)
                assert found == figures_of(fresh, seat, command), command
                weighed += len(found.effects) + len(found.reactions)
            fresh = replace(world, caches=Caches())
    assert weighed > 1000


def commands_of(world: World, seat: str) -> list[c.AnyCommand]:
    """Every move with each other power and alone, fitting or not; answers to all there is, and to nothing."""
    found: list[c.AnyCommand] = [c.Ready()]
    others = [power for power in world.rules.ids if power != seat]
    for move in world.rules.base.moves:
        for partners in ((), *((other,) for other in others), tuple(others[:2]), ("nobody",)):
            if move.form == "joint":
                found.append(c.Propose(move=move.id, partners=partners))
            else:
                found.append(c.Order(move=move.id, targets=partners))
    found += [c.Accept(initiative=key, version=1) for key in world.initiatives]
    found += [c.Counter(initiative=key, version=1, terms=c.Terms(payment=1)) for key in world.initiatives]
    found += [
        c.Respond(crisis=key, choice=choice)
        for key in (*world.crises, "none")
        for choice in ("hold", "press", "ease", "concede", "mediate", "stay_out", "fly")
    ]
    return found


def test_figures_are_those_of_the_preview(played: list[World]) -> None:
    weighed = 0
    for world in played:
        for seat in world.rules.ids[:2]:
            for command in commands_of(world, seat):
                figures, preview = figures_of(world, seat, command), forecast(world, seat, command)
                for name in Figures.__struct_fields__:
                    said, shown = getattr(figures, name), getattr(preview, name)
                    if name == "effects":
                        assert [(one.target, one.by) for one in said] == [
                            (one.target, one.by) for one in shown
                        ]
                    elif name == "reactions":
                        assert [(one.power, one.target, one.by) for one in said] == [
                            (one.power, one.target, one.by) for one in shown
                        ]
                        assert all(one.why for one in shown)
                        weighed += len(shown)
                    else:
                        assert said == shown, (command, name)
    assert weighed > 100
