"""What program-run powers put to frameworks, and which they found (rulebook §10, §14)."""

import pytest
from msgspec.structs import replace

from multipolar.doctrines.councils import Draft, best_draft
from multipolar.doctrines.worth import Worth
from multipolar.rulebook import load_rules
from tests.doctrines.seats import SCALE, THINKING, sight
from tests.domain.sound import Play

DOCTRINES = {doctrine.id: doctrine for doctrine in load_rules().doctrines}


def founding(doctrine: str, already: int) -> Draft:
    """What Avaria would found when it is in so many frameworks for the sea."""
    view = sight(Play().to_deliberation(), "AAA")
    (council,) = view.frameworks
    assert council.mandate == ("maritime",)
    many = tuple(replace(council, id=f"{council.id}{number}") for number in range(already))
    view = replace(view, frameworks=many)
    offer = next(found for found in view.offers if found.move == "found_framework")
    draft = best_draft(view, Worth(view, DOCTRINES[doctrine], SCALE), offer, ("BBB", "DDD"))
    assert draft is not None
    return draft


@pytest.mark.parametrize("doctrine", THINKING)
def test_a_framework_is_founded_where_threats_are_and_none_is_there_yet(doctrine: str) -> None:
    assert founding(doctrine, 0).terms.domain == "maritime"
    assert founding(doctrine, 0).worth > founding(doctrine, 1).worth


@pytest.mark.parametrize("doctrine", THINKING)
def test_where_there_are_enough_for_one_domain_another_is_founded_for(doctrine: str) -> None:
    crowded = founding(doctrine, 9)
    assert crowded.terms.domain != "maritime"
    assert crowded.worth == DOCTRINES[doctrine].agreement
