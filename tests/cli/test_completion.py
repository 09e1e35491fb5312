"""What a shell is told when a word was begun."""

import pytest

from tests.cli.command import CommandLine


def completed(multipolar: CommandLine, words: str) -> list[str]:
    """What bash is offered for the last word of a line."""
    done = multipolar(
        COMP_WORDS=words, COMP_CWORD=str(len(words.split(" ")) - 1), _MULTIPOLAR_COMPLETE="complete_bash"
    )
    assert (done.code, done.err) == (0, "")
    return done.out.split()


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("multipolar pl", ["play"]),
        ("multipolar play indian", ["indian-ocean"]),
        ("multipolar play indian-ocean --seat I", ["IND", "IDN"]),
        ("multipolar play indian-ocean --doctrine CH", ["CHN="]),
        ("multipolar play indian-ocean --doctrine CHN=he", ["CHN=hedger"]),
        ("multipolar play indian-ocean --preset st", ["standard"]),
        ("multipolar host indian-ocean --seats IND,C", ["IND,CHN"]),
        ("multipolar scenario show indian", ["indian-ocean"]),
        ("multipolar rules book --scenario indian", ["indian-ocean"]),
        ("multipolar rules show joint_ex", ["joint_exercise"]),
        ("multipolar simulate peace", ["peacekeepers"]),
        ("multipolar play nowhere --seat I", []),
        ("multipolar why ", []),
    ],
)
def test_words_are_completed(multipolar: CommandLine, words: str, offered: list[str]) -> None:
    assert completed(multipolar, words) == offered


def test_saves_are_completed(multipolar: CommandLine) -> None:
    done = multipolar("play", "first-steps", "--auto", "--seed", "3", "--preset", "intro", "--json")
    assert done.json["exercise"] in completed(multipolar, "multipolar why ")
    assert completed(multipolar, "multipolar play --continue la") == ["last"]
    assert completed(multipolar, "multipolar replay last --as O") == ["OSK"]
    assert completed(multipolar, f"multipolar why {done.json['exercise']} --as al") == ["all"]
    assert completed(multipolar, "multipolar whatif last --seat T") == ["TAL"]
    assert completed(multipolar, "multipolar play --continue last --seat T") == ["TAL"]
    assert completed(multipolar, "multipolar saves branch last --at 2.d") == ["2.deliberation"]
    assert completed(multipolar, "multipolar replay nothing --as o") == ["observer"]
