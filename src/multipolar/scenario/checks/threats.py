"""Theatres, shared threats, and the words of this scenario for crises (rulebook §8, §11)."""

from collections.abc import Iterator
from string import Formatter

from multipolar.documents.pieces import Finding, Piece, one_of, short, twice, unknown
from multipolar.scenario.known import Known

BLANKS = ("a", "b", "theatre")
"""What may stand in braces in a crisis text: the two principals and the place."""


def check(scenario: Piece, known: Known) -> Iterator[Finding]:
    """Everything about theatres, threats and crisis texts."""
    theatres = tuple(scenario.each("theatres"))
    yield from twice(((theatre.at("id"), theatre.text("id")) for theatre in theatres), "the theatre")
    for theatre in theatres:
        for power in theatre.each("used_by"):
            yield from unknown(power, "power", known.powers)
    for power in scenario.each("central_conflict"):
        yield from unknown(power, "power", known.powers)
    yield from twice(_threat_names(scenario), "the threat")
    for threat in scenario.each("threats"):
        yield from unknown(threat.at("kind"), "threat", known.threat_kinds)
        yield from unknown(threat.at("theatre"), "theatre", known.theatres)
        for _, exposed in threat.entries("exposure"):
            yield from unknown(exposed, "power", known.powers, key=True)
    for words in scenario.each("crisis_texts"):
        yield from _words(words, known)


def _threat_names(scenario: Piece) -> Iterator[tuple[Piece, str]]:
    for threat in scenario.each("threats"):
        kind, theatre = threat.text("kind"), threat.text("theatre")
        if kind and theatre:
            yield threat.at("kind"), f"{kind} in {theatre}"


def _words(words: Piece, known: Known) -> Iterator[Finding]:
    yield from unknown(words.at("template"), "crisis template", known.crises)
    yield from unknown(words.at("theatre"), "theatre", known.theatres)
    between = words.texts("between")
    for member in words.each("between"):
        yield from unknown(member, "power", known.powers)
    template = known.crises.get(words.text("template"))
    most = 1 if template and template.kind == "emergency" else 2
    if len(between) > most or len(set(between)) < len(between) or (most == 2 and len(between) == 1):
        expected = "no power or two different ones" if most == 2 else "no power or the one affected"
        yield Finding(
            words.at("between").path, "these are not the parties of such a crisis", one_of(between), expected
        )
    for text in words.each("texts"):
        if isinstance(text.value, str):
            yield from _blanks(text, text.value)


def _blanks(piece: Piece, text: str) -> Iterator[Finding]:
    expected = "only " + ", ".join(f"{{{blank}}}" for blank in BLANKS)
    try:
        parts = tuple(Formatter().parse(text))
    except ValueError as error:
        yield Finding(piece.path, f"braces that do not match: {error}", short(text), expected)
        return
    for _, blank, form, conversion in parts:
        if blank is not None and (blank not in BLANKS or form or conversion):
            yield Finding(piece.path, f"nothing stands for '{{{short(blank)}}}'", short(blank), expected)
