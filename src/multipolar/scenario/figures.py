"""From real figures to the attributes of a power, by one documented formula (rulebook §3).

A teacher can see where a 74 comes from: the figures stand in the scenario with year and source, and
this module says how they become integers. It works with floating point, and therefore stands outside
the world: only the rounded results ever enter it. Where a power's figures are silent on something, the
rules of absence below stand in.

===========  ===========================================================================
attribute    formula (base-10 logarithms; rounded half up, kept within 3 to 97)
===========  ===========================================================================
economy      23 log gdp - 9
capability   28 + 14 log milex + 12 log(1000 cinc)
technology   18 log(1000 milex / active) + 14 log milex
governance   (50 + 20 mean(wgi_cc, wgi_va, wgi_ge) + cpi) / 2
stability    58 + 12 wgi_pv + 7 wgi_ge
standing     (economy + capability)/3 + 4 log(1 + peacekeepers) + governance/5, +5 permanent_member
autonomy     20 + technology/2 + economy/4
growth       growth, 0 to 9 (added each round to a remainder)
===========  ===========================================================================
"""

from collections.abc import Mapping
from math import floor, isfinite, log10
from typing import Final

from multipolar.domain.rules.catalogue import AttributeKey

FIGURES: Final[Mapping[str, str]] = {
    "gdp": "gross domestic product, billion US dollars",
    "milex": "military expenditure, billion US dollars",
    "active": "active military personnel, thousand",
    "cinc": "composite index of national capability, share of the world (0 to 1)",
    "wgi_cc": "control of corruption, Worldwide Governance Indicators (-2.5 to 2.5)",
    "wgi_va": "voice and accountability, Worldwide Governance Indicators (-2.5 to 2.5)",
    "wgi_ge": "government effectiveness, Worldwide Governance Indicators (-2.5 to 2.5)",
    "wgi_pv": "political stability, Worldwide Governance Indicators (-2.5 to 2.5)",
    "cpi": "Corruption Perceptions Index (0 to 100)",
    "peacekeepers": "uniformed personnel in UN missions",
    "growth": "annual growth of gross domestic product, %",
    "permanent_member": "permanent seat in the UN Security Council (1 or 0)",
}
"""The figures a scenario may give, with their units."""
NEEDED: Final = ("gdp", "cinc", "wgi_cc", "wgi_va", "wgi_ge", "wgi_pv")
"""The figures nothing can stand in for."""
POSITIVE: Final = ("gdp", "milex", "active", "cinc")
"""The figures whose logarithm is taken: they must be above 0."""
LEAST: Final = 3
MOST: Final = 97
_MILEX_SHARE = 0.015
_ACTIVE_UNKNOWN = 1.0


def attributes_from(figures: Mapping[str, float]) -> dict[AttributeKey, int]:
    """The seven attributes that a power's figures give.

    Missing figures: military expenditure is taken as 1.5 % of GDP, personnel as 1 thousand, the
    corruption index as 50 + 20 times the mean of the governance indicators; peacekeepers and a
    permanent seat as none.

    Args:
        figures: values by figure id, in the units of `FIGURES`; see `lacking` for those that must be
            there.

    Raises:
        ValueError: when a needed figure is missing, or one of a size that no formula can take.
    """
    if missing := lacking(figures):
        raise ValueError(f"figures are missing: {', '.join(missing)}")
    if wrong := impossible(figures):
        raise ValueError(f"figures no formula can take: {', '.join(wrong)}")
    gdp, cinc = figures["gdp"], figures["cinc"]
    milex = figures.get("milex", _MILEX_SHARE * gdp)
    active = figures.get("active", _ACTIVE_UNKNOWN)
    peacekeepers = figures.get("peacekeepers", 0.0)
    indicators = (figures["wgi_cc"] + figures["wgi_va"] + figures["wgi_ge"]) / 3
    cpi = figures.get("cpi", 50 + 20 * indicators)
    # Later formulas read the earlier results as they stand in the scenario: rounded and bounded.
    economy = bounded(23 * log10(gdp) - 9)
    capability = bounded(28 + 14 * log10(milex) + 12 * log10(1000 * cinc))
    technology = bounded(18 * log10(1000 * milex / active) + 14 * log10(milex))
    governance = bounded((50 + 20 * indicators + cpi) / 2)
    stability = bounded(58 + 12 * figures["wgi_pv"] + 7 * figures["wgi_ge"])
    seat = 5 if figures.get("permanent_member", 0) else 0
    standing = bounded((economy + capability) / 3 + 4 * log10(1 + peacekeepers) + governance / 5 + seat)
    return {
        "economy": economy,
        "capability": capability,
        "technology": technology,
        "governance": governance,
        "stability": stability,
        "standing": standing,
        "autonomy": bounded(20 + technology / 2 + economy / 4),
    }


def growth_from(figures: Mapping[str, float]) -> int | None:
    """Growth a round (0 to 9) from annual growth in %; None when the figures do not give it."""
    growth = figures.get("growth")
    return None if growth is None or not isfinite(growth) else min(9, max(0, half_up(growth)))


def lacking(figures: Mapping[str, float]) -> tuple[str, ...]:
    """The needed figures that are not given."""
    return tuple(name for name in NEEDED if name not in figures)


def impossible(figures: Mapping[str, float]) -> tuple[str, ...]:
    """The figures that are not finite, not above 0 where they must be, or fewer than no peacekeepers."""
    return tuple(
        name
        for name, value in figures.items()
        if not isfinite(value) or (name in POSITIVE and value <= 0) or (name == "peacekeepers" and value < 0)
    )


def bounded(value: float) -> int:
    """Rounded half up, and kept within 3 to 97."""
    return min(MOST, max(LEAST, half_up(value)))


def half_up(value: float) -> int:
    """The nearest whole number; halves go up, also below zero."""
    return floor(value + 0.5)
