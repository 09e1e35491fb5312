"""The terms of a proposal or order: each declared once, with its help, how it is read and how written."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from multipolar.domain.model import commands as c
from multipolar.domain.model.views import View
from multipolar.plain.naming import Names, Place, move_named, nearest, power_named, unreadable

_YES = {
    "yes": True, "true": True, "1": True, "on": True,
    "no": False, "false": False, "0": False, "off": False,
}  # fmt: skip

PROMISE = "promise"
"""The one term that may be given several times."""
NONE = "none"
"""The value that leaves a term open, where the proposal that is answered has it."""


class Term(NamedTuple):
    """One term.

    Attributes:
        name: what stands before the ``=``; the field of `Terms`, but for `PROMISE`.
        help: how it is written and what it is, a line each.
        read: what its value in a line means.
        write: its value as a line has it.
    """

    name: str
    help: tuple[str, ...]
    read: Callable[[str, Place], object]
    write: Callable[[object, Names], str]


def _small(value: str, place: Place) -> str:
    return value.lower()


def _as_it_is(value: object, names: Names) -> str:
    return str(value)


def _whole(name: str) -> Callable[[str, Place], int]:
    def read(value: str, place: Place) -> int:
        if not re.fullmatch(r"[+\-−]?\d{1,3}", value, re.ASCII):
            raise unreadable(f"found `{name}={value}`, expected a whole number such as -1 or 2")
        return int(value.replace("−", "-"))

    return read


def _committed(value: str, place: Place) -> bool:
    if value.lower() not in _YES:
        raise unreadable(f"found `committed={value}`, expected yes or no")
    return _YES[value.lower()]


def _theatre(value: str, place: Place) -> str:
    wanted = value.lower().replace("-", "_")
    ids = [theatre.id for theatre in place.view.theatres]
    if wanted in ids:
        return wanted
    raise unreadable(f"found `theatre={value}`, expected one of: {', '.join(ids)}{nearest(wanted, ids)}")


def _framework(value: str, place: Place) -> str:
    wanted = value.lower().replace("-", "_")
    for framework in place.view.frameworks:
        if wanted in (framework.id.lower(), framework.name.lower().replace(" ", "_")):
            return framework.id
    ids = [framework.id for framework in place.view.frameworks]
    raise unreadable(f"found `framework={value}`, expected one of: {', '.join(ids)}{nearest(value, ids)}")


def _promised(value: str, place: Place) -> c.Undertaking:
    parts = value.split(":")
    if len(parts) == 4:
        parts = [place.view.seat, *parts]
    if len(parts) != 5:
        raise unreadable(f"found `promise={value}`, expected promise=KIND:MOVE:TOWARD:ROUND")
    by, kind, move, toward, until = parts
    return undertaking(power_named(by, place.view), kind, move, toward, until, place)


def undertaking(by: str, kind: str, move: str, toward: str, until: str, place: Place) -> c.Undertaking:
    """A promise from its words.

    Raises:
        multipolar.domain.errors.Unreadable: which of them was not understood.
    """
    if kind.lower() not in ("act", "restraint"):
        raise unreadable(f"found `{kind}`, expected act or restraint")
    if not re.fullmatch(r"\d{1,3}", until, re.ASCII):
        raise unreadable(f"found `{until}`, expected the last round in which it counts, such as 4")
    return c.Undertaking(
        by, kind.lower(), move_named(move, place.view), power_named(toward, place.view), int(until)
    )


def _promise(value: object, names: Names) -> str:
    assert isinstance(value, c.Undertaking)
    return f"{value.by}:{value.kind}:{value.move}:{value.toward}:{value.until}"


TERMS = (
    Term("domain", ("domain=maritime|land|air|cyber",), _small, _as_it_is),
    Term("theatre", ("theatre=ID        where an operation is held",), _theatre, _as_it_is),
    Term("safeguards", ("safeguards=light|standard|strict",), _small, _as_it_is),
    Term("size", ("size=small|standard|large",), _small, _as_it_is),
    Term(
        "duration", ("duration=N        rounds an agreement is concluded for",), _whole("duration"), _as_it_is
    ),
    Term(
        "framework", ("framework=ID      the framework a move is about",), _framework, _as_it_is
    ),
    Term(
        "resolution",
        (
            "resolution=mandate|code|condemn",
            "                  what is put to its vote; a mandate has a domain=",
        ),
        _small,
        _as_it_is,
    ),
    Term(
        "about",
        ("about=POWER       the power a condemnation or an admission is about",),
        lambda value, place: power_named(value, place.view),
        _as_it_is,
    ),
    Term(
        "rule",
        ("rule=consensus|two_thirds|majority|lead_nation", "                  how it shall decide"),
        _small,
        _as_it_is,
    ),
    Term(
        "committed",
        ("committed=yes     spend extra resources of yours for a better roll",),
        _committed,
        lambda value, names: "yes" if value else "no",
    ),
    Term(
        "share",
        ("share=N           resources of each partner's cost you bear, -2 to 2",),
        _whole("share"),
        _as_it_is,
    ),
    Term(
        "payment",
        ("payment=N         resources you give each partner, -3 to 3",),
        _whole("payment"),
        _as_it_is,
    ),
    Term(
        "agreement",
        ("agreement=A1      the agreement a suspension is about",),
        lambda value, place: place.names.agreement(value, place.view).id,
        lambda value, names: names.of(str(value)),
    ),
    Term(
        PROMISE,
        (
            "promise=KIND:MOVE:TOWARD:ROUND, up to three times; for another party's",
            "                  promise BY:KIND:MOVE:TOWARD:ROUND. KIND is act or",
            "                  restraint, MOVE may be a category",
        ),
        _promised,
        _promise,
    ),
)  # fmt: skip
"""Every term, in the order in which lines are written."""

BY_NAME = {term.name: term for term in TERMS}

_LEFT_OPEN: dict[str, object] = {term.name: getattr(c.Terms(), term.name, ()) for term in TERMS}

HELP = (
    "Terms, in any order, as far as the move has them (see `show MOVE`):",
    *(f"  {line}" for term in TERMS for line in term.help),
)
"""What the help of a proposal says of them."""


def read_terms(words: Sequence[str], base: c.Terms, place: Place, move: str) -> c.Terms:
    """Terms from words such as ``share=1``, laid over others.

    Args:
        words: as they stand in the line.
        base: what is not named stays as it is here; the value `NONE` leaves a term open.
        place: where the line is read.
        move: whose only choices are filled in; empty for none.

    Raises:
        multipolar.domain.errors.Unreadable: what was found and what was expected.
    """
    given: dict[str, object] = {}
    promises: list[object] = []
    for word in words:
        name, _, value = word.partition("=")
        name = name.lower()
        term = BY_NAME.get(name)
        if term is None:
            known = list(BY_NAME)
            raise unreadable(
                f"found the term `{name}`, expected one of: {', '.join(known)}{nearest(name, known)}"
            )
        if name in given and name != PROMISE:
            raise unreadable(f"found `{name}=` twice, expected each term once")
        if not value:
            raise unreadable(f"found `{name}=` without a value, expected one as in `help propose`")
        given[name] = _LEFT_OPEN[name] if value.lower() == NONE else term.read(value, place)
        if name == PROMISE and value.lower() != NONE:
            promises.append(given[name])
    if given.pop(PROMISE, None) is not None:
        given["undertakings"] = tuple(promises)
    return _only_choice(replace(base, **given), place.view, move)


def write_terms(terms: c.Terms, names: Names, base: c.Terms | None = None) -> tuple[str, ...]:
    """Terms as they are written in a line, so far as they differ from others.

    Args:
        terms: what is written.
        names: short names of the seat.
        base: what stays where nothing is written; left out: all terms left open.
    """
    base = base or c.Terms()
    words = []
    for term in TERMS:
        if term.name == PROMISE:
            if terms.undertakings != base.undertakings:
                written = [term.write(each, names) for each in terms.undertakings] or [NONE]
                words += [f"{PROMISE}={value}" for value in written]
        elif (value := getattr(terms, term.name)) != getattr(base, term.name):
            words.append(f"{term.name}={term.write(value, names) or NONE}")
    return tuple(words)


def _only_choice(terms: c.Terms, view: View, move: str) -> c.Terms:
    """Fill in a term that the offer leaves no choice about: nobody should have to type it."""
    offer = next((offer for offer in view.offers if offer.move == move), None)
    if offer is None:
        return terms
    if not terms.domain and len(offer.domains) == 1:
        terms = replace(terms, domain=offer.domains[0])
    if not terms.theatre and len(offer.theatres) == 1:
        terms = replace(terms, theatre=offer.theatres[0])
    if not terms.framework and len(offer.frameworks) == 1:
        terms = replace(terms, framework=offer.frameworks[0].id)
    return terms
