"""The words of crises as they are told in play."""

import re

from multipolar.domain.model.events import CrisisBegan
from tests.properties.games import OCEAN, game

LATE_CAPITAL = re.compile(r"(?<![.!?] )(?<!^)\bThe (United States|Maldives|Arabian Sea|Bay of Bengal)")
EARLY_SMALL = re.compile(r"(^|[.!?] )the ")


def test_names_with_an_article_stand_in_sentences_as_they_are_written() -> None:
    told = {
        event.text for seed in range(1, 13) for event in game(OCEAN, seed) if isinstance(event, CrisisBegan)
    }
    assert any("the United States" in text or "the Maldives" in text for text in told)
    assert not [text for text in told if LATE_CAPITAL.search(text) or EARLY_SMALL.search(text)]
