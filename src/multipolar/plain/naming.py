"""Short names for what is on the table, and what a person may call powers and moves.

Full ids are long (``3.IND.joint_exercise.FRA``) and tiring to hear or to type. A seat's short names are
given out in the order in which it came to know of things, and stay for the session.
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import TypeVar

from msgspec import Struct

from multipolar.domain.errors import Unreadable
from multipolar.domain.model.views import (
    AgreementSeen,
    CrisisSeen,
    FreeFormSeen,
    InitiativeSeen,
    NoticeSeen,
    ResolutionSeen,
    View,
)

Named = TypeVar("Named", AgreementSeen, CrisisSeen, NoticeSeen, ResolutionSeen, FreeFormSeen)
"""What has a short name and is asked for by it alone."""


def unreadable(message: str) -> Unreadable:
    """A line that was not understood: what was found and what was expected."""
    return Unreadable("unreadable", message)


def nearest(name: str, among: Sequence[str]) -> str:
    """The nearest of some names, as the end of a sentence; empty when none is near.

    Args:
        name: what was found.
        among: names to choose from.
    """
    near = get_close_matches(name.lower(), [each.lower() for each in among], n=1)
    if not near:
        return ""
    original = next(each for each in among if each.lower() == near[0])
    return f"; did you mean `{original}`?"


_LISTED = {
    "P": "initiatives",
    "A": "agreements",
    "K": "crises",
    "N": "inbox",
    "R": "frameworks",
    "Q": "promises",
    "F": "freeforms",
}
"""The question that lists what a letter stands for."""


class Names:
    """The short names of one seat."""

    def __init__(self) -> None:
        self._short: dict[str, dict[str, str]] = {
            "P": {},
            "A": {},
            "K": {},
            "N": {},
            "R": {},
            "Q": {},
            "F": {},
        }

    def learn(self, view: View) -> None:
        """Give a short name to everything in the view that has none."""
        # One's own first: what a person is asked about should have the smallest numbers.
        own = [initiative.id for initiative in view.initiatives if view.seat in found_parties(initiative)]
        self._give("P", (*own, *(initiative.id for initiative in view.initiatives)))
        self._give("A", (agreement.id for agreement in view.agreements))
        self._give("K", (crisis.id for crisis in view.crises))
        self._give("N", (notice.id for notice in view.notices))
        self._give("R", (resolution.id for resolution in view.resolutions))
        self._give("F", (move.id for move in view.free_forms))
        self._give("Q", (pledge.id for pledge in view.pledges))

    def of(self, key: str) -> str:
        """The short name of an id, or the id itself."""
        return next((names[key] for names in self._short.values() if key in names), key)

    def initiative(self, text: str, view: View) -> InitiativeSeen:
        """The proposal or order a person means, by short name, id, or its proposer's one open proposal.

        Raises:
            Unreadable: there is none of that name.
        """
        key = self._key("P", text)
        for found in view.initiatives:
            if found.id.lower() == key.lower():
                return found
        power = find_power(text, view)
        if power:
            open_ones = [
                initiative
                for initiative in view.initiatives
                if initiative.open_to_me and power in found_parties(initiative)
            ]
            if len(open_ones) == 1:
                return open_ones[0]
            count = len(open_ones) or "no"
            raise unreadable(f"{view.name(power)} has {count} proposals open to you; name one as in `inbox`")
        raise unreadable(f"found `{text}`, expected a proposal such as P1{self._hint('P', view)}")

    def agreement(self, text: str, view: View) -> AgreementSeen:
        """The agreement a person means.

        Raises:
            Unreadable: there is none of that name.
        """
        return self._named("A", text, view.agreements, "an agreement", view)

    def crisis(self, text: str, view: View) -> CrisisSeen:
        """The crisis a person means.

        Raises:
            Unreadable: there is none of that name.
        """
        return self._named("K", text, view.crises, "a crisis", view)

    def notice(self, text: str, view: View) -> NoticeSeen:
        """The cable a person means.

        Raises:
            Unreadable: there is none of that name.
        """
        return self._named("N", text, view.notices, "a cable", view)

    def resolution(self, text: str, view: View) -> ResolutionSeen:
        """The resolution a person means.

        Raises:
            Unreadable: there is none of that name.
        """
        return self._named("R", text, view.resolutions, "a resolution", view)

    def free_form(self, text: str, view: View) -> FreeFormSeen:
        """The free-form move a person means.

        Raises:
            Unreadable: there is none of that name.
        """
        return self._named("F", text, view.free_forms, "a free-form move", view)

    def came_off(self, text: str, view: View) -> str:
        """The id of the initiative or the free-form move a person means.

        Raises:
            Unreadable: there is none of that name.
        """
        key = self._key("F", text)
        if any(move.id == key for move in view.free_forms):
            return key
        return self.initiative(text, view).id

    def attached(self, text: str, view: View) -> str:
        """The id of the proposal or promise a person means.

        Raises:
            Unreadable: there is none of that name.
        """
        key = self._key("Q", text)
        if any(pledge.id == key for pledge in view.pledges):
            return key
        return self.initiative(text, view).id

    def _give(self, letter: str, keys: Iterable[str]) -> None:
        names = self._short[letter]
        for key in keys:
            if key not in names:
                # A crisis comes with a short name of its own; two numbers for one thing would confuse.
                own = letter == "K" and key[:1] == "K" and key[1:].isdigit()
                names[key] = key if own else f"{letter}{len(names) + 1}"

    def _named(self, letter: str, text: str, records: Iterable[Named], what: str, view: View) -> Named:
        """The record a person means by its short name or id.

        Raises:
            Unreadable: there is none of that name.
        """
        key = self._key(letter, text).lower()
        for record in records:
            if record.id.lower() == key:
                return record
        raise unreadable(f"found `{text}`, expected {what} such as {letter}1{self._hint(letter, view)}")

    def _key(self, letter: str, text: str) -> str:
        wanted = text.upper()
        if wanted.isascii() and wanted.isdecimal() and len(wanted) < 9:
            wanted = f"{letter}{int(wanted)}"
        return next((key for key, name in self._short[letter].items() if name.upper() == wanted), text)

    def _hint(self, letter: str, view: View) -> str:
        known = list(self._short[letter].values())
        where = _LISTED[letter]
        return f"; {known[0]} to {known[-1]} are in `{where}`" if known else "; there is none"


class Place(Struct, frozen=True):
    """Where a line is read: what the seat knows, and its short names."""

    view: View
    names: Names


def found_parties(initiative: InitiativeSeen) -> tuple[str, ...]:
    """The initiator first, then partners or targets."""
    return (initiative.initiator, *initiative.partners)


def find_power(text: str, view: View) -> str:
    """The id of the power a person means, by id or name; empty when there is none."""
    wanted = _plain(text)
    return next(
        (power.id for power in view.powers if wanted and wanted in (_plain(power.id), _plain(power.name))), ""
    )


def power_named(text: str, view: View) -> str:
    """The id of a power.

    Raises:
        Unreadable: there is none of that name.
    """
    found = find_power(text, view)
    if found:
        return found
    ids = [power.id for power in view.powers]
    names = [*ids, *(power.name for power in view.powers)]
    raise unreadable(f"found `{text}`, expected a power: {', '.join(ids)}{nearest(text, names)}")


def two_powers(text: str, view: View) -> tuple[str, str]:
    """The ids of two powers, ``IND CHN`` or ``south africa, france``; of one alone: the seat's own and it.

    Raises:
        Unreadable: what is wrong.
    """
    words = text.replace(",", " ").split()
    if not words:
        raise unreadable("found nothing, expected two powers, as in `pair IND CHN`")
    found = [
        (one, other)
        for cut in range(1, len(words))
        if (one := find_power(" ".join(words[:cut]), view))
        and (other := find_power(" ".join(words[cut:]), view))
    ]
    if not found:
        found = [(view.seat, power_named(" ".join(words) if len(words) < 2 else _strange(words, view), view))]
    one, other = found[0]
    if one == other:
        raise unreadable(f"found {one} twice, expected two powers")
    if not any(power.id == one for power in view.powers):
        raise unreadable("expected two powers, as in `pair IND CHN`; this seat is none")
    return one, other


def _strange(words: list[str], view: View) -> str:
    """Of several words the first that names no power; all of them where they name one together."""
    whole = " ".join(words)
    if find_power(whole, view):
        return whole
    return next((word for word in words if not find_power(word, view)), whole)


def powers_named(text: str, view: View) -> tuple[str, ...]:
    """The ids of powers in a list with commas.

    Raises:
        Unreadable: one of them is not a power.
    """
    return tuple(power_named(part, view) for part in text.split(",") if part.strip())


def move_named(text: str, view: View) -> str:
    """The id of a move of this exercise, or of a category where the text names one.

    Raises:
        Unreadable: there is no such move (told only while moves are on offer).
    """
    wanted = _plain(text)
    offered = [offer.move for offer in view.offers]
    categories = sorted({offer.category for offer in view.offers})
    for name in (*offered, *categories):
        if _plain(name) == wanted:
            return name
    if not view.offers:
        return text.lower().replace("-", "_")
    near = nearest(text.replace("-", "_"), [*offered, *categories])
    raise unreadable(f"found `{text}`, expected a move (see `moves`){near}")


def _plain(text: str) -> str:
    return text.strip().lower().replace("-", "").replace("_", "").replace(" ", "")


def named_decision(about: str, names: Names) -> str:
    """The short name of what a seat is asked about: ``P3``, or ``K1`` for the exchange of a crisis."""
    name = names.of(about)
    return name if name != about else names.of(about.partition(".")[0])
