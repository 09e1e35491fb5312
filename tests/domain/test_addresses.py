"""Rulebook §6: a number is asked for as a person writes it, and what is wrong is told apart."""

import pytest
from msgspec.structs import replace

from multipolar.domain.addresses import bounds, split
from multipolar.domain.errors import Unreadable
from multipolar.domain.knowledge.address_reader import FORMS, read
from multipolar.domain.visibility import OWN, PUBLIC
from multipolar.domain.vocabulary import CONTROL, OBSERVER
from tests.domain.sound import Play


@pytest.fixture(scope="module")
def play() -> Play:
    """The sound, in its first round."""
    return Play().to_deliberation()


def refusal(play: Play, text: str, seat: str = "AAA") -> str:
    """What is said about an address that names no number."""
    with pytest.raises(Unreadable) as caught:
        read(play.world, text, seat)
    return caught.value.message


def test_every_number_there_is_can_be_asked_for(play: Play) -> None:
    for target in play.world.numbers:
        assert read(play.world, target, CONTROL) == target
        assert read(play.world, target.upper(), CONTROL) == target
        key, names = split(target)
        assert read(play.world, f"{key} {' '.join(names)}", CONTROL) == target


def test_every_kind_of_number_has_its_form() -> None:
    assert set(FORMS) >= OWN | PUBLIC | {"dependence", "momentum"}
    assert all(bounds(f"{key}(X)") for key in FORMS)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        (" Trust ( avaria , bbb ) ", "trust(AAA,BBB)"),
        ("trust BBB", "trust(AAA,BBB)"),
        ("trust(BBB)", "trust(AAA,BBB)"),
        ("tension BBB AAA", "tension(AAA,BBB)"),
        ("relation(BBB,AAA)", "relationship(AAA,BBB)"),
        ("capital", "capital(AAA)"),
        ("architecture", "architecture(all)"),
        ("architecture(all)", "architecture(all)"),
        ("index peace", "index(peace)"),
    ],
)
def test_it_may_be_written_as_a_person_would(play: Play, text: str, target: str) -> None:
    assert read(play.world, text, "AAA") == target


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "names no number"),
        ("(AAA)", "names no number"),
        ("trust(AAA,BBB", "lacks its closing bracket"),
        ("trust AAA,BBB)", "lacks its opening bracket"),
        ("trust(AAA,BBB) now", "'now' stands after the closing bracket"),
        ("trsut(AAA,BBB)", "no kind of number called 'trsut'; did you mean trust?"),
        ("xyzzy(AAA)", "no kind of number called 'xyzzy'; choose economy, "),
        ("trust(AAA,BBB,CCC)", "trust is of two powers, and 3 are named; write trust(AAA,BBB)"),
        ("trust", "trust is of two powers, and none is named"),
        ("economy(AAA,BBB)", "economy is of one power, and 2 are named; write economy(AAA)"),
        ("threat(piracy)", "threat is of a threat and a theatre, and 1 is named; write threat("),
        ("trust(AAA,AAA)", "two powers, and AAA stands there twice"),
        ("trust(AAA,ZZZ)", "no power called 'ZZZ'"),
        ("trust(AAA,BBX)", "did you mean BBB?"),
        ("index(piece)", "no index called 'piece' in The Sound; did you mean peace?"),
        ("threat(piracy,sond)", "no theatre called 'sond'"),
        ("severity(K9)", "there are no crises in this exercise, so far"),
        ("trust(BBB,AAA)", "is known to Borea alone; you may ask trust(AAA,BBB)"),
        ("dependence(BBB,CCC)", "is known to Borea and Cyrene alone"),
        ("capital(BBB)", "is known to Borea alone"),
        ("momentum(piracy,sound)", "is shown to no seat"),
        ("insight(AAA,BBB)", "has found out nothing about Borea so far"),
        ("grievance(AAA,BBB)", "has had no grievance with Borea so far"),
    ],
)
def test_what_is_wrong_is_told_apart(play: Play, text: str, says: str) -> None:
    assert says in refusal(play, text)


def test_control_and_observers_are_told_what_concerns_them(play: Play) -> None:
    assert "trust is of two powers" in refusal(play, "trust(BBB)", CONTROL)
    assert "known to Avaria alone" in refusal(play, "capital(AAA)", OBSERVER)
    assert "known to Avaria alone" in refusal(play, "grievance(AAA,BBB)", OBSERVER)


def test_whether_a_secret_number_exists_is_not_told(play: Play) -> None:
    """Numbers that come into being by secret deeds are refused alike, there or not."""
    before = refusal(play, "insight(BBB,AAA)")
    grown = replace(play.world, numbers={**play.world.numbers, "insight(BBB,AAA)": 30})
    with pytest.raises(Unreadable) as caught:
        read(grown, "insight(BBB,AAA)", "AAA")
    assert caught.value.message == before
