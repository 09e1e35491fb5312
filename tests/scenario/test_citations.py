"""Sources: what is refused with one wrong of each kind planted, and that what is shipped has none of them."""

from pathlib import Path

import pytest
import yaml

from multipolar.documents.pieces import Piece
from multipolar.rulebook.sources import sources
from multipolar.scenario.check import check_text
from multipolar.scenario.citations import bibliography, cited, claims, years_in
from multipolar.scenario.load import load
from tests.scenario.spoiled import TEXT, spoiled

ROOT = Path(__file__).parents[2]
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))
RULES = sorted(
    path for path in (ROOT / "src/multipolar/rulebook").rglob("*.yaml") if path.name != "record.yaml"
)
"""All but the record of the past that chances were fitted to, which names its data sets once."""
MEMORANDUM = "title: A memorandum, year: 2020, source: Invented"


def warned(text: str) -> list[str]:
    problems = check_text(text)
    assert all(problem.warning for problem in problems), problems
    return [problem.message for problem in problems]


def test_the_small_scenario_has_nothing_to_say() -> None:
    assert warned(TEXT) == []


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("The Hindu, 3 May 2019", "a source of 2019 cannot show what happened in 2020"),
        ("The Hindu", "a source without its date"),
        ("Wikipedia, 3 May 2021", "'Wikipedia' is no source"),
        ("The Hindu, 3 May 2021; officers pulse, 4 May 2021", "is no source"),
        ("The Hindu, 3 May 2031", "2031 is after the cut-off date, 31 December 2030"),
    ],
)
def test_a_source_that_shows_nothing_is_told_with_its_place(source: str, said: str) -> None:
    text, line = spoiled(MEMORANDUM, MEMORANDUM.replace("Invented", f'"{source}"'))
    (problem,) = check_text(text)
    assert said in problem.message
    assert problem.warning
    assert problem.line == line


@pytest.mark.parametrize(
    "source",
    [
        "The Hindu, 3 May 2020",
        "The Hindu, 3 May 2019; The Guardian, 4 May 2021",
        "United Nations Security Council, S/RES/2098 (2020)",
        "PA-X Peace Agreements Database, agreement 234",
        "invented for the exercise",
    ],
)
def test_a_source_that_can_show_it_is_taken(source: str) -> None:
    assert warned(spoiled(MEMORANDUM, MEMORANDUM.replace("Invented", f'"{source}"'))[0]) == []


def test_a_year_in_the_words_counts_as_well_as_the_year_beside_them() -> None:
    told = MEMORANDUM.replace("A memorandum", "A memorandum extended in 2024").replace(
        "Invented", '"The Hindu, 3 May 2021"'
    )
    assert warned(spoiled(MEMORANDUM, told)[0]) == ["a source of 2021 cannot show what happened in 2024"]


@pytest.mark.parametrize(
    "figure", ["3,000 soldiers", "12 per cent of it", "4 million people", "1,200,000 tons"]
)
def test_a_figure_needs_its_year(figure: str) -> None:
    old = "reason: No foreign bases."
    assert warned(spoiled(old, f'reason: "It has {figure}."')[0]) == ["a figure without its year"]
    assert warned(spoiled(old, f'reason: "In 2024 it had {figure}."')[0]) == []


def test_how_long_a_border_is_needs_no_year() -> None:
    assert warned(spoiled("reason: No foreign bases.", 'reason: "A border of 4,096 kilometres."')[0]) == []


def test_real_figures_need_a_cut_off_date() -> None:
    (message,) = warned(TEXT.replace("cut_off: 2030-12-31\n", ""))
    assert message == "real figures without the day up to which events are real"


def test_a_cut_off_that_is_no_day_is_a_mistake() -> None:
    (problem,) = check_text(TEXT.replace("2030-12-31", "2030-13-01"))
    assert not problem.warning
    assert "2030-13-01" in problem.found


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("S/RES/2098 (2013), 28 March 2013", (2013, 2013)),
        ("Agreement of 6 April 1991, PA-X 1991", (1991,)),
        ("Maritime Pirate Attacks 1993-2020", (1993, 2020)),
        ("2,013 people and 2013.5 tons", ()),
    ],
)
def test_numbers_of_documents_are_no_years(text: str, years: tuple[int, ...]) -> None:
    assert years_in(text) == years


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_source_of_a_shipped_scenario_has_a_grade_and_an_address(path: Path) -> None:
    assert not [citation.text for citation, _ in bibliography(load(path)) if citation.publisher is None]


@pytest.mark.parametrize("path", RULES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_source_of_the_rules_has_a_grade_and_shows_what_it_is_to_show(path: Path) -> None:
    for claim in claims(Piece(yaml.safe_load(path.read_text(encoding="utf-8")))):
        found = cited(claim.source)
        assert not [citation.text for citation in found if citation.publisher is None or citation.collector]
        years = [citation.years for citation in found]
        assert not all(years) or max(map(max, years)) >= max((claim.year, *years_in(claim.text)))


def test_the_narrowest_publisher_counts_and_none_stands_twice() -> None:
    assert cited("White House, Executive Order 14353, 29 September 2025")[0].grade == "document"
    assert cited("White House, fact sheet of 18 November 2025")[0].grade == "official"
    assert cited("The Hindustan, 3 May 2021")[0].publisher is None
    names = [publisher.name for publisher in sources().publishers]
    assert len(set(names)) == len(names)
    assert not set(names) & set(sources().collectors)


def test_the_best_grade_comes_first() -> None:
    order = [grade.id for grade in sources().grades]
    found = [order.index(citation.grade) for citation, _ in bibliography(load(SCENARIOS[0]))]  # type: ignore[arg-type]
    assert found == sorted(found)
