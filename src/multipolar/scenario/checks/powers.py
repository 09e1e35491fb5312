"""Powers: named once, at least one ranked, attributes as their figures give them (rulebook §3)."""

from collections.abc import Iterator
from math import isfinite
from typing import get_args

from multipolar.domain.catalogue import AttributeKey
from multipolar.scenario.figures import FIGURES, attributes_from, bounded, growth_from, lacking
from multipolar.scenario.known import Known
from multipolar.scenario.pieces import Finding, Piece, nearest, short, twice, unknown

_ATTRIBUTES: tuple[str, ...] = get_args(AttributeKey)


def check(scenario: Piece, known: Known) -> Iterator[Finding]:
    """Everything about the powers themselves; their objectives are checked apart."""
    powers = tuple(scenario.each("powers"))
    yield from twice(((power.at("id"), power.text("id")) for power in powers), "the power")
    if powers and all(power.at("minor").value is True for power in powers):
        yield Finding(("powers",), "no power is ranked", "minor powers only", "a power with `minor: false`")
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
    figures = {name: value for name, value in _figures(power) if name in FIGURES}
    yield from _figure_names(power)
    if power.at("invented").value is True and not figures:
        return
    if missing := lacking(figures):
        place = power.at("figures").path if power.has("figures") else power.path
        message = f"the attributes cannot be recomputed: no figure for {', '.join(missing)}"
        yield Finding(
            place, message, ", ".join(figures) or "no figures", "these figures, or `invented: true`"
        )
        return
    try:
        computed = attributes_from(figures)
    except ValueError as error:
        yield Finding(
            power.at("figures").path, str(error), "such a figure", "positive figures in their units"
        )
        return
    added: dict[str, int] = {}
    for adjustment in power.each("adjustments"):
        name = adjustment.text("attribute")
        added[name] = added.get(name, 0) + adjustment.whole("by")
    for key, base in computed.items():
        stored = given.at(key).value
        expected = bounded(base + added.get(key, 0))
        if isinstance(stored, int) and not isinstance(stored, bool) and stored != expected:
            sum_of = f"{base} from its figures" + (f", {added[key]:+d} adjusted" if added.get(key) else "")
            message = f"{key} does not follow from the figures: they give {expected} ({sum_of})"
            yield Finding((*given.path, key), message, str(stored), str(expected))
    growth, stored = growth_from(figures), power.at("growth").value
    if growth is not None and isinstance(stored, int) and stored != growth:
        message = f"growth does not follow from the figures: they give {growth}"
        yield Finding(power.at("growth").path, message, str(stored), str(growth))


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
