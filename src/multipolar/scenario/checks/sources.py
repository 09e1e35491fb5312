"""Sources: of a known kind, dated, no older than what they show; figures with their year (README, *Facts*).

All of it can be played nevertheless, so these are warnings.
"""

import re
from collections.abc import Iterator
from typing import Final

from multipolar.documents.pieces import Finding, Piece, short
from multipolar.domain.english import day_in_words
from multipolar.scenario.citations import INVENTED, Claim, cited, claims, years_in
from multipolar.scenario.known import Known

_DIGIT: Final = re.compile(r"\d")
_FIGURE: Final = re.compile(
    r"\b(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)? ?(?:%|per cent|million|billion))"
    r"(?! ?(?:square |nautical )?(?:kilo)?met|[ -](?:square |nautical )?(?:miles|islands))"
)
"""A figure that changes with the years; how long a border is does not."""
_DAY: Final = re.compile(r"^(\d{4})-\d\d-\d\d$")


def check(scenario: Piece, known: Known) -> Iterator[Finding]:
    """Everything about sources, and the day up to which a scenario tells what is real."""
    cut_off = scenario.text("cut_off")
    last = int(cut_off[:4]) if _DAY.match(cut_off) else 0
    if not cut_off and _is_real(scenario):
        message = "real figures without the day up to which events are real"
        yield Finding((), message, "no `cut_off`", "`cut_off: 2026-03-07`, say", warning=True)
    for claim in claims(scenario):
        yield from _cited(claim)
        yield from _dated(claim, last, cut_off)
    for text, piece in _told(scenario):
        if (figure := _FIGURE.search(text)) and not years_in(text):
            message = "a figure without its year"
            yield Finding(piece.path, message, short(figure[0]), "the year of it, beside it", warning=True)


def _is_real(scenario: Piece) -> bool:
    return any(power.at("figures").value for power in scenario.each("powers"))


def _told(scenario: Piece) -> Iterator[tuple[str, Piece]]:
    """Texts in which figures stand: why a relation or a threat is as it is, why an attribute was moved."""
    for family in ("relations", "threats"):
        for member in scenario.each(family):
            yield member.text("why"), member.at("why")
    for power in scenario.each("powers"):
        for adjusted in power.each("adjustments"):
            yield adjusted.text("reason"), adjusted.at("reason")


def _cited(claim: Claim) -> Iterator[Finding]:
    place = claim.piece.at("source").path
    is_figure = claim.piece.has("value")
    for citation in cited(claim.source):
        if citation.collector:
            message = f"'{citation.collector}' is no source: it collects what others found"
            expected = "whoever published it first, with the date"
            yield Finding(place, message, short(citation.text), expected, warning=True)
        invented = citation.text.casefold().startswith(INVENTED)
        if not is_figure and not invented and not _DIGIT.search(citation.text):
            message = "a source without its date, and without the number of a document"
            yield Finding(
                place, message, short(citation.text), "such as The Hindu, 21 October 2024", warning=True
            )


def _dated(claim: Claim, last: int, cut_off: str) -> Iterator[Finding]:
    """Whether the youngest source is as young as what it shows, and none is younger than the cut-off."""
    place = claim.piece.at("source").path
    years = [citation.years for citation in cited(claim.source)]
    shown = max((claim.year, *years_in(claim.text)))
    # A document that has a number but no year may be of any year.
    if years and all(years) and shown > (newest := max(map(max, years))):
        message = f"a source of {newest} cannot show what happened in {shown}"
        yield Finding(place, message, short(claim.source), f"a source of {shown} or later", warning=True)
    youngest = max((shown, *(year for found in years for year in found)), default=0)
    if last and youngest > last:
        message = f"{youngest} is after the cut-off date, {day_in_words(cut_off)}"
        yield Finding(place, message, str(youngest), "what was known by then", warning=True)
