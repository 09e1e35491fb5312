"""What a scenario or the rules cite: claims with their sources, and each source with its publisher and grade.

A source is one citation or several with semicolons between them. Each begins with whoever published it, and
goes on with the document and its number, or the date.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from multipolar.documents.pieces import Piece
from multipolar.domain.rules.scenario_model import ScenarioModel
from multipolar.rulebook.sources import Publisher, sources

_YEAR: Final = re.compile(r"(?<![\w/.,-])(1[89]\d\d|20\d\d)(?![\d/]|[,.]\d)")
"""A year, but not the number of a resolution (S/RES/2098) or of an agreement in a database (PA-X 1991)."""
_RANGE: Final = re.compile(r"(?<=\d{4}-)(1[89]\d\d|20\d\d)\b")
_NUMBERED: Final = re.compile(r"\b(?:PA-X|agreement|crisis|TIAS|UNTS|FR|No\.?|Order) \d+|S/RES/\d+")
INVENTED: Final = "invented"
"""How the source of something invented begins."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation.

    Attributes:
        text: as it stands.
        publisher: whose it is; None when the publisher is not known here.
        years: the years it names.
        collector: the encyclopaedia or aggregator it names; empty when it names none.
    """

    text: str
    publisher: Publisher | None
    years: tuple[int, ...]
    collector: str

    @property
    def grade(self) -> str:
        """The grade, or the empty text for a publisher that is not known here."""
        return self.publisher.grade if self.publisher else ""


@dataclass(frozen=True, slots=True)
class Claim:
    """Something told as real, with where it is recorded.

    Attributes:
        piece: the mapping it stands in.
        text: what is told.
        year: the year it is told of; 0 where none is given.
        source: as written; empty where there is none.
    """

    piece: Piece
    text: str
    year: int
    source: str


@cache
def _publishers() -> tuple[Publisher, ...]:
    """The publishers, longest names first, so that the narrowest fits."""
    return tuple(sorted(sources().publishers, key=lambda one: -len(one.name)))


@cache
def _collectors() -> re.Pattern[str]:
    """The names of what is no source, as words of their own."""
    named = "|".join(re.escape(name) for name in sorted(sources().collectors, key=len, reverse=True))
    return re.compile(rf"\b(?:{named})\b", re.IGNORECASE)


def years_in(text: str) -> tuple[int, ...]:
    """The years a text names, in its order: not numbers of documents."""
    plain = _NUMBERED.sub("", text)
    return tuple(int(year) for year in (*_YEAR.findall(plain), *_RANGE.findall(plain)))


def cited(source: str) -> tuple[Citation, ...]:
    """The citations of a source."""
    return tuple(_citation(part.strip()) for part in source.split(";") if part.strip())


def _citation(text: str) -> Citation:
    publisher = next((one for one in _publishers() if _begins_with(text, one.name)), None)
    collector = _collectors().search(text)
    return Citation(text, publisher, years_in(text), collector[0] if collector else "")


def _begins_with(text: str, name: str) -> bool:
    return text.startswith(name) and not text[len(name) : len(name) + 1].isalnum()


def claims(scenario: Piece) -> Iterator[Claim]:
    """Everything a scenario or a rule tells as real: whatever has a source."""
    waiting: list[tuple[Any, tuple[str | int, ...]]] = [(scenario.value, scenario.path)]
    while waiting:
        value, path = waiting.pop()
        if isinstance(value, dict):
            piece = Piece(value, path)
            if piece.text("source"):
                told = " ".join(piece.text(key) for key in ("text", "title", "why") if piece.text(key))
                yield Claim(piece, told, piece.whole("year"), piece.text("source"))
            waiting.extend((held, (*path, key)) for key, held in value.items() if isinstance(key, str))
        elif isinstance(value, list):
            waiting.extend((held, (*path, index)) for index, held in enumerate(value))


def bibliography(setting: ScenarioModel) -> tuple[tuple[Citation, int], ...]:
    """Every citation of a scenario with how often it is made: by grade, best first, then by name."""
    order = {grade.id: place for place, grade in enumerate(sources().grades)}
    counted: Counter[str] = Counter()
    found: dict[str, Citation] = {}
    for claim in claims(Piece(setting.model_dump(mode="json"))):
        for citation in cited(claim.source):
            if not citation.text.casefold().startswith(INVENTED):
                counted[citation.text] += 1
                found[citation.text] = citation
    ranked = sorted(
        found.values(),
        key=lambda one: (order.get(one.grade, len(order)), one.text.casefold()),  # type: ignore[call-overload]
    )
    return tuple((citation, counted[citation.text]) for citation in ranked)
