"""Names: seen whole, in one line, and told apart by whoever hears or types them."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from multipolar.documents.pieces import Finding, Path, Piece, short
from multipolar.domain.rules.ruleset import RuleSet
from multipolar.scenario.known import Known
from multipolar.signs import code_of, first_foreign, first_hidden, folded, looks, script_of

WORDS = frozenset(
    (
        "accept", "adopt", "advise", "agreements", "all", "answer", "answerappeal", "answerundo",
        "any", "appeal", "argue", "aside", "ask", "askundo", "attach", "away", "back", "because",
        "brief", "channels", "code", "control", "counter", "crises", "debrief", "decline", "desk",
        "dice", "editinject", "endphase", "everybody", "everyone", "extend", "facilitator",
        "frameworks", "freeform", "freeforms", "give", "granted", "head", "help", "helpline",
        "hold", "improvise", "inbox", "initiatives", "intent", "intents", "lead", "money",
        "moves", "news", "no", "nobody", "none", "objectives", "observer", "ok", "order", "owner",
        "pair", "pass", "pause", "person", "powers", "presence", "preview", "program",
        "projector", "promise", "promises", "propose", "public", "publish", "quit", "ready",
        "realdice", "refused", "relations", "release", "reroll", "respond", "resume", "rule",
        "save", "say", "scores", "setnumber", "show", "skip", "somebody", "speakas", "status",
        "stepback", "suggest", "take", "tell", "threats", "unhold", "unready", "upheld", "view",
        "vote", "wait", "why", "withdraw", "yes", "you",
    )
)  # fmt: skip
"""Words that mean something of their own where a name can be written or stand."""
_COLONS = ":\uff1a\ufe55\ufe13\u2236\ua789"
_MOST = 500
_SHORT_NAME = re.compile(r"[pakmnrqhsf]?[0-9]+", re.IGNORECASE | re.ASCII)
"""What proposals, agreements, crises, messages, cables, resolutions, promises, free-form moves, lines of
help and suggestions are called at the keyboard."""


class Flaw(NamedTuple):
    """What is wrong with a name by itself, what is wanted instead, and at which sign; −1: nowhere."""

    message: str
    expected: str
    at: int = -1


def flaw_of(name: str) -> Flaw | None:
    """Why a name cannot be read, or reads as another could; None when it can."""
    at = first_hidden(name, strict=True)
    if at >= 0 and name[at] in "\n\r\t":
        return Flaw("a name has no line ends and tabs", "a name in one line", at)
    if at >= 0:
        message = f"a sign that cannot be seen in a name ({code_of(name[at])})"
        return Flaw(message, "letters, digits and signs", at)
    if not folded(name):
        return Flaw("a name is blank", "letters, digits and signs")
    if name != name.strip():
        return Flaw("a name begins or ends with a blank", "none there")
    if (at := first_foreign(name)) >= 0:
        script = script_of(name[at]).capitalize()
        message = f"a {script} letter ({code_of(name[at])}) that may pass for one of the others in its word"
        return Flaw(message, "words in one script each", at)
    return None


def flaw_of_speaker(name: str) -> Flaw | None:
    """Why lines cannot begin with a name: with a colon in it they would read as if the program spoke."""
    at = next((at for at, sign in enumerate(name) if sign in _COLONS), -1)
    if at < 0:
        return None
    message = "a colon in a name: what stands before it would read as if the program spoke"
    return Flaw(message, "a name without a colon", at)


def reserved(rules: RuleSet) -> frozenset[str]:
    """Words of the game that no name may be, nor look like."""
    return WORDS.union((move.id for move in rules.moves), (move.category for move in rules.moves))


def is_alike(name: str, other: str) -> bool:
    """Whether two names cannot be told apart by who hears, types or reads them."""
    return folded(name) == folded(other) or any(
        a == b for a, b in zip(looks(name), looks(other), strict=True)
    )


def check(scenario: Piece, known: Known) -> Iterator[Finding]:
    """Every name and title: that it can be read, and is not somebody else's."""
    for piece in _titles(scenario):
        yield from _readable(piece)
    yield from _distinct(scenario, known)
    yield from _without_colon(scenario)
    for power in _some(scenario, "powers"):
        yield from _apart([*_some(power, "objectives"), *_some(power, "red_lines")])
    for inject in _some(scenario, "injects"):
        yield from _apart([*_some(inject, "options")])


def _without_colon(scenario: Piece) -> Iterator[Finding]:
    """Names that lines begin with: with a colon in one, the line would read as if the program spoke."""
    for family in ("powers", "frameworks", "theatres"):
        for piece in (owner.at(key) for owner in _some(scenario, family) for key in ("name", "called")):
            name = piece.value if isinstance(piece.value, str) else ""
            if flaw := flaw_of_speaker(name):
                yield Finding(piece.path, flaw.message, short(name), flaw.expected, flaw.at)


def _distinct(scenario: Piece, known: Known) -> Iterator[Finding]:
    """Names that are another's name or id, or a word of the game."""
    words = reserved(known.rules)
    barred = {folded(word) for word in words}
    families = ("powers", "frameworks", "theatres")
    owners = [owner for family in families for owner in _some(scenario, family)]
    taken: dict[str, Path] = {}
    seen: dict[tuple[int, str], Path] = {look: () for word in words for look in enumerate(looks(word))}
    # Ids first: where a name is another's id, it is the name that is wrong.
    for piece, owner in [(owner.at(key), owner) for key in ("id", "name", "called") for owner in owners]:
        if not isinstance(piece.value, str) or not (name := folded(piece.value)):
            continue
        if name in barred or _SHORT_NAME.fullmatch(name):
            yield Finding(piece.path, "this name is a word of the game", short(piece.value), "another name")
        elif taken.setdefault(name, owner.path) != owner.path and not _same_id(piece, taken[name]):
            message = f"'{short(piece.value)}' cannot be told apart from another name or id"
            expected = "a name that differs in more than case, width, blanks and hyphens"
            yield Finding(piece.path, message, short(piece.value), expected)
        elif any(seen.setdefault(look, owner.path) != owner.path for look in enumerate(looks(piece.value))):
            message = f"'{short(piece.value)}' looks like another name or id, or like a word of the game"
            expected = "a name that differs in more than the script of its letters"
            yield Finding(piece.path, message, short(piece.value), expected)


def _same_id(piece: Piece, first: Path) -> bool:
    """Whether an id stands twice in its list, which the checks of that list tell."""
    return piece.path[-1] == "id" and piece.path[0] == first[0]


def _some(owner: Piece, key: str) -> Iterator[Piece]:
    """The members of a list, as far as anybody would read them: a hostile file costs no time."""
    return islice(owner.each(key), _MOST)


def _titles(scenario: Piece) -> Iterator[Piece]:
    """Everything that is a name or a title: one line that stands in lists and receipts."""
    yield scenario.at("title")
    for power in _some(scenario, "powers"):
        yield from (
            power.at("name"),
            power.at("called"),
            power.at("adjective"),
            power.at("capital").at("name"),
        )
        for family in ("objectives", "red_lines"):
            yield from (aim.at("title") for aim in _some(power, family))
    for theatre in _some(scenario, "theatres"):
        yield from (theatre.at("name"), theatre.at("place").at("name"))
    yield from (framework.at("name") for framework in _some(scenario, "frameworks"))
    yield from (agreement.at("title") for agreement in _some(scenario, "agreements"))
    for inject in _some(scenario, "injects"):
        yield inject.at("title")
        yield from (option.at("title") for option in _some(inject, "options"))


def _readable(piece: Piece) -> Iterator[Finding]:
    name = piece.value
    if not isinstance(name, str) or not name:
        return
    if flaw := flaw_of(name):
        found = short(name) if flaw.at >= 0 else f"'{short(name)}'"
        yield Finding(piece.path, flaw.message, found, flaw.expected, flaw.at)


def _apart(titled: list[Piece]) -> Iterator[Finding]:
    """Titles among which a person chooses."""
    seen: set[tuple[int, str]] = set()
    for owner in titled:
        title = owner.text("title")
        alike = {*enumerate((folded(title), *looks(title)))} if folded(title) else set()
        if not seen.isdisjoint(alike):
            message = "this title cannot be told apart from another beside it"
            yield Finding(owner.at("title").path, message, short(owner.text("title")), "another title")
        seen |= alike
