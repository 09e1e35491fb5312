"""How each reading is written: its word, its arguments, what they default to.

One table serves the parser, the messages about mistakes and the help. A new reading is one record in
`readings` and one entry here.
"""

from collections.abc import Callable, Mapping
from typing import Final

from msgspec import Struct

from multipolar.domain.rules.conditions.readings import (
    ANY,
    OWNER,
    Agreements,
    Crises,
    Initiatives,
    Lead,
    MeanRelation,
    Number,
    Promises,
    Reading,
    Round,
)

RELATIONSHIPS: Final = ("rupture", "adversarial", "strained", "correct", "cooperative", "partner", "allied")
"""The states of a relationship, worst (0) to best (6) (rulebook §4)."""
AGREEMENT_GROUPS: Final = ("technology", "confidence")
"""Groups that stand where an agreement type may stand."""


class Parameter(Struct, frozen=True, gc=False):
    """An argument of a reading.

    `kind` is what it names (see `clauses.Name`); empty when only `words` will do. `words` are accepted
    besides. Without `default` it must be given, unless it is `optional`.
    """

    name: str
    kind: str
    default: str = ""
    words: tuple[str, ...] = ()
    optional: bool = False


Arguments = Mapping[str, str]


class Form(Struct, frozen=True, gc=False):
    """How a reading is written: its parameters in order, and what they make.

    `build` gets the text in normal form and the arguments by name (those of a `many` form by number),
    and raises ValueError, with what was expected, when they do not go together. `spelled` is whether
    the normal form says the names of the arguments.
    """

    help: str
    parameters: tuple[Parameter, ...]
    build: Callable[[str, Arguments], Reading]
    many: bool = False
    spelled: bool = False

    def text(self, word: str, given: Arguments) -> str:
        """The reading in normal form: what equals its default is left out."""
        if self.many:
            return f"{word}({', '.join(given.values())})"
        said = [
            f"{parameter.name}={given[parameter.name]}" if self.spelled else given[parameter.name]
            for parameter in self.parameters
            if given[parameter.name] != parameter.default
        ]
        return f"{word}({', '.join(said)})"


def _pair(key: str, *, unordered: bool) -> Callable[[str, Arguments], Reading]:
    def build(text: str, given: Arguments) -> Reading:
        return _apart(Number(text, key, (given["a"], given["b"]), unordered))

    return build


def _apart(reading: Number | Lead | Agreements) -> Reading:
    if reading.repeats(OWNER):
        raise ValueError("two different powers")
    return reading


def _lead(text: str, given: Arguments) -> Reading:
    first, second = (given["a"], given["b"]) if given["b"] else (OWNER, given["a"])
    if first == OWNER:
        text = f"lead({given['key']}, {second})"
    return _apart(Lead(text, given["key"], first, second))


def _mean(text: str, given: Arguments) -> Reading:
    reading = MeanRelation(text, tuple(given.values()))
    if reading.repeats(OWNER):
        raise ValueError("different powers, none of them the owner")
    return reading


def _initiatives(text: str, given: Arguments) -> Reading:
    if given["category"] != ANY and given["move"] != ANY:
        raise ValueError("a category or a move, not both")
    return Initiatives(text, given["category"], given["move"], given["of"], given["outcome"])


_A, _B = Parameter("a", "power"), Parameter("b", "power")
_KEY = Parameter("key", "attribute")
_OF = Parameter("of", "power", OWNER)
_OF_ANY = Parameter("of", "power", OWNER, (ANY,))

READINGS: Final[dict[str, Form]] = {
    "relation": Form(
        "the public relationship of a pair, rupture (0) to allied (6)",
        (_A, _B),
        _pair("relationship", unordered=True),
    ),
    "trust": Form(
        "private trust of the first power in the second", (_A, _B), _pair("trust", unordered=False)
    ),
    "tension": Form("tension of a pair", (_A, _B), _pair("tension", unordered=True)),
    "interoperability": Form(
        "how well the forces of a pair work together", (_A, _B), _pair("interoperability", unordered=True)
    ),
    "dependence": Form(
        "dependence of the first power on the second", (_A, _B), _pair("dependence", unordered=False)
    ),
    "attribute": Form(
        "an attribute of the owner, or of the power named",
        (_KEY, _OF),
        lambda text, given: Number(text, given["key"], (given["of"],)),
    ),
    "lead": Form(
        "the first power's attribute minus the second's; with one power, the owner's lead over it",
        (_KEY, _A, Parameter("b", "power", optional=True)),
        _lead,
    ),
    "threat": Form(
        "level of a shared threat in a theatre",
        (Parameter("kind", "threat"), Parameter("theatre", "theatre")),
        lambda text, given: Number(text, "threat", (given["kind"], given["theatre"])),
    ),
    "agreements": Form(
        "agreements in force",
        (
            Parameter("type", "agreement", ANY, (ANY, *AGREEMENT_GROUPS)),
            Parameter("with", "power", ANY, (ANY,)),
            _OF_ANY,
        ),
        lambda text, given: _apart(Agreements(text, given["type"], given["of"], given["with"])),
        spelled=True,
    ),
    "initiatives": Form(
        "initiatives completed",
        (
            Parameter("category", "category", ANY, (ANY,)),
            Parameter("move", "move", ANY, (ANY,)),
            _OF_ANY,
            Parameter("outcome", "", ANY, (ANY, "success")),
        ),
        _initiatives,
        spelled=True,
    ),
    "crises": Form(
        "crises that ever reached a stage",
        (
            Parameter("stage", "", "acute", ("acute", "confrontation", "conflict")),
            Parameter("party", "power", ANY, (ANY,)),
        ),
        lambda text, given: Crises(text, given["stage"], given["party"]),
        spelled=True,
    ),
    "round": Form("the round being played", (), lambda text, given: Round(text)),
    "index": Form(
        "a collective index",
        (Parameter("name", "index"),),
        lambda text, given: Number(text, "index", (given["name"],)),
    ),
    "promises": Form(
        "promises kept or broken",
        (Parameter("state", "", words=("kept", "broken")), _OF),
        lambda text, given: Promises(text, given["state"], given["of"]),
    ),
    "mean_relation": Form(
        "mean relationship of the owner with those named, in tenths: 43 is 4.3", (_A,), _mean, many=True
    ),
}
"""Every reading by its word."""
