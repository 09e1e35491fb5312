"""Powers: named once, at least one ranked, attributes as their figures give them (rulebook §3)."""

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import get_args

from multipolar.documents.pieces import Finding, Piece, nearest, short, twice, unknown
from multipolar.domain.rules.catalogue import AttributeKey
from multipolar.scenario.figures import (
    FIGURES,
    POSITIVE,
    attributes_from,
    bounded,
    growth_from,
    impossible,
    lacking,
)
from multipolar.scenario.known import Known

_ATTRIBUTES: tuple[str, ...] = get_args(AttributeKey)


def check(scenario: Piece, known: Known) -> Iterator[Finding]:
    """Everything about the powers themselves; their objectives are checked apart."""
    powers = tuple(scenario.each("powers"))
    yield from twice(((power.at("id"), power.text("id")) for power in powers), "the power")
    if powers and all(power.at("minor").value is True for power in powers):
        yield Finding(("powers",), "no power is ranked", "minor powers only", "a power with `minor: false`")
    first = scenario.at("first_choice")
    ranked = {name: power for name, power in known.powers.items() if power.at("minor").value is not True}
    yield from unknown(first.at("seat"), "ranked power", ranked)
    yield from unknown(first.at("preset"), "preset", known.presets)
    for power in powers:
        yield from unknown(power.at("doctrine"), "doctrine", known.doctrines)
        yield from _brief(power, known)
        yield from _attributes(power)


def _brief(power: Piece, known: Known) -> Iterator[Finding]:
    for approach in power.at("brief").each("talk_first"):
        yield from unknown(approach.at("power"), "power", known.powers)
        if approach.text("power") and approach.text("power") == power.text("id"):
            place = approach.at("power").path
            yield Finding(place, "a power cannot talk to itself", power.text("id"), "another power")


def _attributes(power: Piece) -> Iterator[Finding]:
    given = power.at("attributes")
    if isinstance(given.value, dict):
        for name in _ATTRIBUTES:
            if name not in given.value:
                yield Finding(given.path, f"attribute '{name}' is missing", "nothing", "an integer, 0 to 100")
    yield from _figure_names(power)
    figures = {name: value for name, value in _figures(power) if name in FIGURES}
    if power.at("invented").value is True and not figures:
        return
    if missing := lacking(figures):
        place = power.at("figures").path if power.has("figures") else power.path
        message = f"the attributes cannot be recomputed: no figure for {', '.join(missing)}"
        known = ", ".join(figures) or "no figures"
        yield Finding(place, message, known, "these figures, or `invented: true`")
    elif wrong := impossible(figures):
        for name in wrong:
            place = power.at("figures").at(name).at("value").path
            message = f"no formula can take this value of '{name}'"
            sign = "above" if name in POSITIVE else "not below"
            yield Finding(place, message, f"{figures[name]:g}", f"a number {sign} 0")
    else:
        yield from _recomputed(power, figures)


def _recomputed(power: Piece, figures: Mapping[str, float]) -> Iterator[Finding]:
    """Attributes, and growth, that do not follow from the figures and the adjustments."""
    added: dict[str, int] = {}
    for adjustment in power.each("adjustments"):
        name = adjustment.text("attribute")
        added[name] = added.get(name, 0) + adjustment.whole("by")
    for key, base in attributes_from(figures).items():
        by = added.get(key, 0)
        source = f"{base} from its figures, {by:+d} adjusted" if by else "the formula is in the rulebook, §3"
        yield from _differs(power.at("attributes").at(key), bounded(base + by), f" ({source})")
    growth = growth_from(figures)
    if growth is not None:
        yield from _differs(power.at("growth"), growth, "")


def _differs(stored: Piece, expected: int, source: str) -> Iterator[Finding]:
    value = stored.value
    if isinstance(value, int) and not isinstance(value, bool) and value != expected:
        message = f"{stored.path[-1]} does not follow from the figures: they give {expected}{source}"
        yield Finding(stored.path, message, str(value), str(expected))


def _figures(power: Piece) -> Iterator[tuple[str, float]]:
    for name, figure in power.entries("figures"):
        value = figure.at("value").value
        if isinstance(value, int | float) and not isinstance(value, bool) and _finite(value):
            yield name, float(value)


def _finite(value: float) -> bool:
    try:
        return isfinite(value)
    except OverflowError:  # an integer of hundreds of digits
        return False


def _figure_names(power: Piece) -> Iterator[Finding]:
    for name, figure in power.entries("figures"):
        if name not in FIGURES:
            message = f"unknown figure '{short(name)}'{nearest(name, FIGURES)}"
            yield Finding(figure.path, message, short(name), f"one of {', '.join(FIGURES)}", key=True)
