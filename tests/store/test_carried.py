"""`kill -9`, a closed window, and a copy of the file alone: what was acknowledged is there, or it is told.

Twelve rounds here; `python -m tests.store.carried 200` tries it longer.
"""

from collections import Counter

import pytest

from tests.store.carried import carried


@pytest.mark.parametrize("seed", [1])
def test_nothing_is_lost_without_a_word(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    found = Counter(carried(12, seed, tmp_path_factory.mktemp("carried") / "saves"))
    assert sum(found.values()) == 12
    assert not [what for what in found if what.endswith("lost")]
    # Ended in order, the file alone has everything.
    assert not [what for what in found if what.startswith(("hang up", "terminate")) and "told" in what]
