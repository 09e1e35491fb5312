"""Good or bad for the reader, not plus or minus."""

import pytest

from multipolar.domain.knowledge.valence import worth
from multipolar.domain.visibility import PUBLIC


@pytest.mark.parametrize(
    ("target", "seat", "rising"),
    [
        ("tension(CHN,IND)", "IND", -1), ("tension(CHN,USA)", "IND", 0), ("threat(piracy,sea)", "IND", -1),
        ("severity(K1)", "IND", -1), ("burden(IND)", "IND", -1), ("burden(CHN)", "IND", 0),
        ("dependence(IND,USA)", "IND", -1), ("dependence(USA,IND)", "IND", 0), ("breaches(IND)", "IND", -1),
        ("grievance(IND,CHN)", "IND", -1), ("trust(IND,CHN)", "IND", 1), ("trust(CHN,IND)", "IND", 1),
        ("economy(IND)", "IND", 1), ("economy(CHN)", "IND", 0), ("index(peace)", "IND", 1),
        ("architecture(all)", "", 1), ("economy(CHN)", "", 1), ("tension(CHN,IND)", "", -1),
    ],
)  # fmt: skip
def test_a_rise_is_good_or_bad_by_what_rises_and_who_reads(target: str, seat: str, rising: int) -> None:
    assert worth(target, 5, seat) == rising
    assert worth(target, -5, seat) == -rising
    assert worth(target, 0, seat) == 0


@pytest.mark.parametrize("key", sorted(PUBLIC))
def test_no_number_rises_and_falls_to_the_good(key: str) -> None:
    assert worth(f"{key}(IND)", 1, "IND") == -worth(f"{key}(IND)", -1, "IND") != 0
