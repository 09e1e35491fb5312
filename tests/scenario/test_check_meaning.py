"""What a scenario may not say: each mistake is told with its line, what was found and the nearest name."""

import pytest

from multipolar.scenario.check import check_text
from tests.scenario.spoiled import STRAIT, spoiled

RED_LINE = "    red_lines: [{id: x, title: X, why: X, condition: 'round() > 7', loss: 1}]\n"
MISTAKES = [
    # powers
    ("power: UTO", "power: UTA", "unknown power 'UTA'; did you mean 'UTO'?"),
    ("power: UTO", "power: IND", "cannot talk to itself"),
    ("doctrine: hedger", "doctrine: hedgehog", "unknown doctrine 'hedgehog'; did you mean 'hedger'?"),
    ("economy: 74", "economy: 75", "economy does not follow from the figures: they give 74"),
    ("autonomy: 70", "autonomy: 68", "they give 70 (68 from its figures, +2 adjusted)"),
    ("growth: 7\n", "growth: 6\n", "growth does not follow"),
    ("cpi: {value", "cpy: {value", "unknown figure 'cpy'; did you mean 'cpi'?"),
    ("      gdp: {", "      #gdp: {", "no figure for gdp"),
    ("milex: {value: 85.597", "milex: {value: -1", "no formula can take this value of 'milex'"),
    ("milex: {value: 85.597", "milex: {value: 1e400", "of the wrong kind"),
    # relations, agreements, frameworks
    ("between: [IND, ERE]", "between: [IND, ERA]", "unknown power 'ERA'; did you mean 'ERE'?"),
    ("  - {between: [IND, ERE]", "  - {between: [ERE, ERE]", "a relation of ERE with itself"),
    ("  - {between: [IND, ERE]", "  - {between: [UTO, IND]", "the relation between IND and UTO stands twice"),
    ("state: cooperative", "state: allied", "are 'allied' without security_pact in force"),
    ("type: memorandum,", "type: memorandun,", "did you mean 'memorandum'?"),
    ("parties: [IND, UTO]", "parties: [IND, IND]", "the power 'IND' stands twice"),
    (", safeguards: standard", "", "needs its safeguards"),
    ("source: Invented}", "source: Invented, safeguards: strict}", "only technology agreements have"),
    ("source: Invented}", "source: Invented, rounds_left: 2}", "stays in force until it is ended"),
    ("members: [IND, UTO, ERE]", "members: [IND, UTO, XYZ]", "unknown power 'XYZ'"),
    ("members: [IND, UTO, ERE]", "members: [IND, UTO], open_to: [IND, XYW, UTO]", "unknown power 'XYW'"),
    ("members: [IND, UTO, ERE]", "members: [IND, UTO], open_to: [IND, ERE]", "not open to it"),
    # theatres, threats, crisis texts
    ("- {id: gulf, name", "- {id: strait, name", "the theatre 'strait' stands twice"),
    ("theatre: strait, level", "theatre: straight, level", "did you mean 'strait'?"),
    ("used_by: [IND, UTO]", "used_by: [IND, UTU]", "unknown power 'UTU'; did you mean 'UTO'?"),
    ("central_conflict: [IND, ERE]", "central_conflict: [IND, ERR]", "unknown power 'ERR'"),
    ("kind: piracy", "kind: pirates", "unknown threat 'pirates'"),
    ("exposure: {IND: 2", "exposure: {INX: 2", "unknown power 'INX'; did you mean 'IND'?"),
    ("template: piracy_surge", "template: piracy_urge", "did you mean 'piracy_surge'?"),
    ("of {a} are stopped", "of {c} are stopped", "nothing stands for '{c}'"),
    ("of {a} are stopped", "of {a are stopped", "braces that do not match"),
    ("of {a} are stopped", "of {a.name} are stopped", "nothing stands for '{a.name}'"),
    ("border_incident, between: [IND, ERE]", "border_incident, between: [IND]", "not the parties"),
    # injects
    ("    round: 2\n", "", "an inject that is never due"),
    ("    round: 2\n", "    round: 2\n    condition: round() >= 2\n", "due in one way"),
    ("stability(ERE)", "stabillity(ERE)", "did you mean 'stability'?"),
    ("stability(ERE)", "stability(ERE,IND)", "'stability' is of 1 name"),
    ("stability(ERE)", "stability(ERR)", "unknown power 'ERR'"),
    ("tension(IND,UTO)", "tension(UTO,IND)", "in alphabetical order: tension(IND,UTO)"),
    ("tension(IND,UTO)", "trust(IND,IND)", "between a power and itself"),
    ("tension(IND,UTO)", "relationship(IND,UTO)", "no number an inject may change"),
    ('"threat(piracy,strait)"', '"threat(piracy,gulf)"', "this scenario has no such threat"),
    ('"threat(piracy,strait)"', '"cohesion(RUM)"', "unknown framework 'RUM'; did you mean 'RIM'?"),
    ("parties: [IND, ERE]\ncrisis", "parties: [IND]\ncrisis", "is a crisis of two different powers"),
    ("    crisis: border_incident\n", "", "parties without a crisis"),
    ("crisis: border_incident", "crisis: border_incidents", "unknown crisis template 'border_incidents'"),
    ("- id: clash", "- id: storm", "the inject 'storm' stands twice"),
    # objectives and conditions
    ("points: 20\n        partly", "points: 1\n        partly", "earns no less than the whole"),
    ("        part_points: 10\n", "", "a part that earns nothing"),
    ("        partly: threat(piracy, strait) <= 50\n", "", "`part_points` without `partly`"),
    ("why: Invented for play.", "why: It is true.", "must say that it is invented for play"),
    ("points: 30", "points: 5", "the objectives of UTO are worth 35 points together"),
    ("- id: steady", "- id: trusted", "the objective or red line 'trusted' stands twice"),
    ("        needs: [covert]\n", "", "is not played without the module 'covert'"),
    ("condition: trust(UTO, IND)", "condition: trust(IND, UTO)", "UTO cannot know what is private to IND"),
    ("with=UTO)", "with=UTX)", "unknown power"),
    ("type=hotline", "type=hotlane", "unknown agreement"),
    ("(piracy, strait) <= 40", "(piracy, gulf) <= 40", "this scenario has no piracy in gulf"),
    ("(piracy, strait) <= 40", "(piracy, strait) <= ", "condition"),
    ("(piracy, strait) <= 40", "(piracy, strait) <= -5", "this never holds"),
    ("(piracy, strait) <= 40", "(piracy, strait) <= 100", "this always holds"),
    ("seat: IND}", "seat: ERE}", "unknown ranked power 'ERE'"),
    ("{preset: intro", "{preset: long", "unknown preset 'long'"),
    ("condition: tension(IND, ERE)", "condition: tension(owner, ERE)", "nobody owns this condition"),
    ("    minor: true\n", f"    minor: true\n{RED_LINE}", "a minor power has no objectives"),
]  # fmt: skip

TOLD_ELSEWHERE = ("      #gdp: {", "points: 5", "- id: trusted", "condition: tension(owner, ERE)")
"""Mistakes that show at another line than the one that was spoiled: a sum, the second of two names."""


def test_the_small_scenario_has_no_mistakes() -> None:
    assert check_text(STRAIT.read_bytes()) == []


@pytest.mark.parametrize(
    ("old", "new", "said"), MISTAKES, ids=[f"{said[:40]} ({new.strip()[:30]})" for _, new, said in MISTAKES]
)
def test_a_mistake_is_told(old: str, new: str, said: str) -> None:
    problems = check_text(spoiled(old, new)[0])
    assert [problem for problem in problems if said in f"{problem.message} {problem.found}"], problems


@pytest.mark.parametrize(
    ("old", "new"),
    [(old, new) for old, new, _ in MISTAKES if "\n" not in old and new and new not in TOLD_ELSEWHERE],
)
def test_a_mistake_is_told_at_its_line(old: str, new: str) -> None:
    text, line = spoiled(old, new)
    assert line in {problem.line for problem in check_text(text)}


def test_a_mistake_within_a_condition_is_told_at_its_column() -> None:
    text, line = spoiled("agreements(type=hotline, with=UTO)", "agreements(type=hotline, with=UTX)")
    (problem,) = check_text(text)
    written = text.splitlines()[line - 1]
    assert (problem.line, problem.column) == (line, written.index("UTX") + 1)
    assert "UTO" in problem.expected


def test_a_mistake_within_an_address_is_told_at_its_column() -> None:
    text, line = spoiled("threat(piracy,strait)", "threat(piracy,straits)")
    (problem,) = check_text(text)
    assert (problem.line, problem.column) == (line, text.splitlines()[line - 1].index("straits") + 1)


def test_a_name_in_place_of_a_key_is_told_at_the_key() -> None:
    text, line = spoiled("exposure: {IND: 2, UTO: 1}", "exposure: {IND: 2, UTA: 1}")
    (problem,) = check_text(text)
    assert (problem.line, problem.column) == (line, text.splitlines()[line - 1].index("UTA") + 1)


def test_a_power_without_relations_is_told_where_it_is_declared() -> None:
    text, _ = spoiled("  - {between: [IND, ERE]", "  - {between: [IND, UTO]")
    lonely = [problem for problem in check_text(text) if "no relation" in problem.message]
    assert [(problem.found, text.splitlines()[problem.line - 1].strip()) for problem in lonely] == [
        ("ERE", "- id: ERE")
    ]


def test_a_scenario_of_minor_powers_only_has_nobody_to_rank() -> None:
    text = STRAIT.read_text(encoding="utf-8")
    text = text.replace("growth: 7\n", "growth: 7\n    minor: true\n")
    text = text.replace("growth: 2\n", "growth: 2\n    minor: true\n")
    assert any(problem.message == "no power is ranked" for problem in check_text(text))


def test_mistakes_of_writing_form_and_meaning_are_told_in_one_go() -> None:
    text = STRAIT.read_text(encoding="utf-8")
    text = text.replace("begins: 2031", "begins: soon")  # form
    text = text.replace("doctrine: hedger", "doctrine: hedgehog")  # meaning
    text = text.replace("title: The Strait\n", "title: The Strait\ntitle: Again\n")  # writing
    text = text.replace("stake: 50", "stake: 500")  # form
    text = text.replace("power: UTO", "power: UTA")  # meaning
    told = [(problem.line, problem.message.split(";")[0]) for problem in check_text(text)]
    assert [message for _, message in told] == [
        "the key 'title' stands twice",
        "'begins' is of the wrong kind",
        "'stake' is out of range",
        "unknown doctrine 'hedgehog'",
        "unknown power 'UTA'",
    ]
    assert [line for line, _ in told] == sorted(line for line, _ in told)


def test_every_problem_says_what_was_found_and_what_was_expected() -> None:
    for old, new, _ in MISTAKES:
        for problem in check_text(spoiled(old, new)[0]):
            assert problem.found
            assert problem.expected
            assert "\n" not in str(problem)
            assert problem.line >= 1
            assert problem.column >= 1
