"""Figures that are each within their range and still do not go together (rulebook §9, §13)."""

from collections.abc import Iterator

from multipolar.documents.pieces import Finding, Piece
from multipolar.scenario.known import Known


def check(scenario: Piece, known: Known) -> Iterator[Finding]:
    """Least above most, rounds that never come, and orders that can only be nought."""
    indices = scenario.at("indices")
    least, most = indices.whole("poles_least"), indices.whole("poles_most")
    if indices.has("poles_least") and indices.has("poles_most") and least > most:
        message = "the least number of poles is above the most"
        yield Finding(indices.at("poles_least").path, message, str(least), f"at most {most}")
    longest = max(preset.rounds for preset in known.rules.presets)
    for inject in scenario.each("injects"):
        if inject.whole("round") > longest:
            message = "this inject is due after the last round of every length"
            place = inject.at("round")
            yield Finding(place.path, message, str(place.value), f"a round from 1 to {longest}")
    yield from _peace(scenario, indices)
    for power in scenario.each("powers"):
        yield from _figures(power)
    for threat in scenario.each("threats"):
        degrees = [degree.value for _, degree in threat.entries("exposure")]
        if degrees and not any(degrees):
            message = "nobody is exposed to this threat"
            yield Finding(threat.at("exposure").path, message, "0 for all", "1 to 3 for somebody")


def _figures(power: Piece) -> Iterator[Finding]:
    """Published figures that no publisher can have published."""
    for name, figure in power.entries("figures"):
        value = figure.at("value").value
        if name in _RANGES and isinstance(value, int | float) and not isinstance(value, bool):
            least, most = _RANGES[name]
            if not least <= value <= most:
                message = f"'{name}' is out of range"
                yield Finding(figure.at("value").path, message, f"{value}"[:30], f"{least:g} to {most:g}")


_RANGES = {
    "cinc": (0, 1),
    "cpi": (0, 100),
    "growth": (-99, 99),
    "permanent_member": (0, 1),
    **dict.fromkeys(("wgi_cc", "wgi_va", "wgi_ge", "wgi_pv"), (-3.5, 3.5)),
}
"""Least and most that a figure can be; governance indicators pass 2.5 in a few years."""


def _peace(scenario: Piece, indices: Piece) -> Iterator[Finding]:
    """Peace where tensions are as low as anywhere must leave something to lose."""
    if not (indices.has("peace_base") and indices.has("peace_tension")):
        return
    at_rest = indices.whole("peace_base") - indices.whole("peace_tension") * _QUIET // 2
    if at_rest <= 0:
        message = "peace is nought even where tensions are low: every exercise would collapse"
        found = f"{at_rest} at a mean tension of {_QUIET}"
        yield Finding(indices.at("peace_base").path, message, found, "more than 0 there")


_QUIET = 20
"""A mean of the ten highest tensions that no exercise stays under."""
