"""What program-run powers leave as usual, and what they choose, in the terms of a proposal (rulebook §5)."""

import pytest

from multipolar.doctrines.drafting import SPARE, terms_for
from multipolar.doctrines.worth import Worth
from multipolar.domain.model.views import Offer
from multipolar.rulebook import load_rules
from tests.doctrines.seats import SCALE, sight
from tests.domain.sound import Play

DOCTRINES = {doctrine.id: doctrine for doctrine in load_rules().doctrines}


def offered(move: str, doctrine: str) -> tuple[Worth, Offer]:
    """A move as the first power is offered it, and how it weighs things."""
    view = sight(Play().to_deliberation(), "AAA")
    return Worth(view, DOCTRINES[doctrine], SCALE), next(offer for offer in view.offers if offer.move == move)


@pytest.mark.parametrize(("left", "size"), [(0, "small"), (1, ""), (SPARE, ""), (SPARE + 1, "large")])
def test_a_drill_is_as_large_as_what_is_left_allows(left: int, size: str) -> None:
    worth, offer = offered("joint_exercise", "bridge_builder")
    assert terms_for(worth.view, worth, offer, ("BBB",), offer.cost[1] + left).size == size


def test_a_move_without_sizes_or_durations_gets_none() -> None:
    worth, offer = offered("strategic_dialogue", "hedger")
    terms = terms_for(worth.view, worth, offer, ("BBB",), 9)
    assert (terms.size, terms.duration) == ("", 0)


def test_a_hedger_binds_itself_for_a_short_while_and_a_bridge_builder_for_good() -> None:
    for doctrine, duration in (("hedger", 3), ("bridge_builder", 0)):
        worth, offer = offered("intelligence_sharing", doctrine)
        assert terms_for(worth.view, worth, offer, ("BBB",), 3).duration == duration
