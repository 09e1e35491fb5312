"""Addresses of numbers as a person writes them, and what is wrong with one that names no number.

What an address looks like inside the program is in `terms`. Here anything a person may type is read,
``Trust (india, chn)`` or ``trust IND CHN``, and what cannot be read is told apart: the form, the kind of
number, the names, what one may know, and what there is in this scenario.
"""

from collections.abc import Container, Iterable, Mapping
from typing import Final

from multipolar.domain.addresses import split
from multipolar.domain.english import first, listed, possessive
from multipolar.domain.errors import Unreadable
from multipolar.domain.model.wording import title_of
from multipolar.domain.model.world import World
from multipolar.domain.rules.conditions.errors import nearest
from multipolar.domain.visibility import audience_of
from multipolar.domain.vocabulary import ATTRIBUTES, CONTROL, EVERYONE, INDICES

_POWER: Final = ("power",)
_TWO: Final = ("power", "power")
_THREAT: Final = ("threat", "theatre")
FORMS: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(ATTRIBUTES, _POWER),
    **dict.fromkeys(("capital", "resources", "national", "final", "growth", "remainder"), _POWER),
    **dict.fromkeys(("burden", "benefit", "honoured", "kept", "breaches"), _POWER),
    **dict.fromkeys(("trust", "dependence", "insight", "grievance"), _TWO),
    **dict.fromkeys(("tension", "interoperability", "relationship"), _TWO),
    **dict.fromkeys(("threat", "relief", "momentum"), _THREAT),
    **dict.fromkeys(("cohesion", "legitimacy"), ("framework",)),
    "index": ("index",),
    "architecture": (),
    "severity": ("crisis",),
}
"""What each kind of number is of."""
UNORDERED: Final = frozenset({"tension", "interoperability", "relationship"})
"""Kinds that are the same whichever power is named first."""
_ALSO: Final = {"relation": "relationship"}
_WORDS: Final = {
    "power": "power", "threat": "threat", "theatre": "theatre", "framework": "framework", "index": "index",
    "crisis": "crisis",
}  # fmt: skip
_MANY: Final = {**{key: f"{key}s" for key in _WORDS}, "index": "indices", "crisis": "crises"}
_MOST_NAMED: Final = 16


def read(world: World, text: str, seat: str, known: Container[str] | None = None) -> str:
    """The number a person means.

    Args:
        world: the exercise.
        text: what was typed: ``trust(IND,CHN)``, ``trust india china``, or ``trust CHN`` for one's own.
        seat: who asks; control is told everything.
        known: numbers the seat has found out besides those that its kind of number tells it.

    Raises:
        Unreadable: what is wrong, and what would be right.
    """
    key, given = _taken_apart(world, text)
    form = FORMS[key]
    if seat in world.rules.powers and len(given) == len(form) - 1 and form[0] == "power":
        given = (seat, *given)
    if len(given) != len(form) and form:
        raise _wrong(f"{key} is of {_of(form)}, and {_counted(given)}; write {_example(world, key, seat)}")
    names = tuple(_named(world, kind, name) for kind, name in zip(form, given, strict=False))
    if form == _TWO and names[0] == names[1]:
        raise _wrong(f"{key} is of two powers, and {names[0]} stands there twice")
    target = f"{key}({','.join(sorted(names) if key in UNORDERED else names) or 'all'})"
    _check_known(world, target, seat, known)
    if target not in world.numbers:
        raise _wrong(_missing(world, key, names))
    return target


def _wrong(message: str) -> Unreadable:
    return Unreadable("address", message)


def _shown(text: str) -> str:
    return f"'{text[:40]}{'…' if len(text) > 40 else ''}'"


def _taken_apart(world: World, text: str) -> tuple[str, tuple[str, ...]]:
    """The kind of number, and the names as they were typed."""
    typed = text.strip()
    head, opening, rest = typed.partition("(")
    if opening:
        inside, closing, after = rest.partition(")")
        if not closing:
            raise _wrong(f"{_shown(typed)} lacks its closing bracket")
        if after.strip():
            raise _wrong(f"{_shown(after.strip())} stands after the closing bracket; ask for one number")
        names = [name.strip() for name in inside.split(",")]
    elif ")" in typed:
        raise _wrong(f"{_shown(typed)} lacks its opening bracket")
    else:
        head, *rest_of = typed.replace(",", " ").split() or [""]
        names = _joined(world, rest_of)
    if not head.strip():
        raise _wrong(f"{_shown(typed)} names no number; an example is {_example(world, 'tension', CONTROL)}")
    return _kind(head.strip()), tuple(name for name in names if name)


def _kind(head: str) -> str:
    key = _ALSO.get(head.casefold(), head.casefold())
    if key in FORMS:
        return key
    near = nearest(key, FORMS)
    meant = f"did you mean {near}?" if near else f"choose {', '.join(FORMS)}"
    raise _wrong(f"there is no kind of number called {_shown(head)}; {meant}")


def _joined(world: World, words: list[str]) -> list[str]:
    """Words typed without brackets, those of one name put together again: ``south africa``."""
    spelt = {_plain(power.name) for power in world.rules.powers.values()}
    found: list[str] = []
    for word in words:
        if found and _plain(f"{found[-1]}{word}") in spelt:
            found[-1] = f"{found[-1]} {word}"
        else:
            found.append(word)
    return found


def _plain(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def _names(world: World, kind: str) -> dict[str, str]:
    """Everything of a kind there is: what it may be called, and its id."""
    rules = world.rules
    match kind:
        case "power":
            return {
                called: power.id
                for power in rules.powers.values()
                for called in (power.name, power.called or power.name, power.id)
            }
        case "theatre":
            return {
                called: theatre.id
                for theatre in rules.setting.theatres
                for called in (theatre.name, theatre.id)
            }
        case "threat":
            return {kind: kind for kind, _ in rules.threats}
        case "framework":
            # Numbers of one that was dissolved are still there to be asked about.
            were = [split(target)[1][0] for target in world.numbers if target.startswith("cohesion(")]
            named = {framework.id: framework.name for framework in rules.setting.frameworks}
            named |= {framework.id: framework.name for framework in world.frameworks.values()}
            return {
                called: framework
                for framework in dict.fromkeys((*world.frameworks, *were))
                for called in (named.get(framework, framework), framework)
            }
        case "index":
            return {name: name for name in INDICES}
        case _:
            return {crisis: crisis for crisis in world.crises}


def _named(world: World, kind: str, typed: str) -> str:
    """The id of what a name means."""
    names = _names(world, kind)
    plain = {_plain(called): found for called, found in names.items()}
    if found := plain.get(_plain(typed)):
        return found
    if not names:
        raise _wrong(f"there are no {_MANY[kind]} in this exercise, so far")
    near = nearest(typed, names)
    raise _wrong(
        f"there is no {_WORDS[kind]} called {_shown(typed)} in {world.rules.setting.title}; "
        + (f"did you mean {_meant(near, names[near])}?" if near else f"choose {_choices(names.values())}")
    )


def _meant(name: str, found: str) -> str:
    return found if name == found else f"{found} ({name})"


def _choices(names: Iterable[str]) -> str:
    found = list(dict.fromkeys(names))
    return ", ".join(found[:_MOST_NAMED]) + (" …" if len(found) > _MOST_NAMED else "")


def _of(form: tuple[str, ...]) -> str:
    if form == _TWO:
        return "two powers"
    return f"a {form[0]} and a {form[1]}" if len(form) == 2 else f"one {form[0]}"


def _counted(given: tuple[str, ...]) -> str:
    if not given:
        return "none is named"
    return f"{len(given)} {'is' if len(given) == 1 else 'are'} named"


def _example(world: World, key: str, seat: str) -> str:
    """An address of that kind that exists, the asking power's own where it has one."""
    form = FORMS[key]
    if form == _THREAT:
        kind, theatre = next(iter(world.rules.threats), ("piracy", "region"))
        return f"{key}({kind},{theatre})"
    powers = sorted(world.rules.ids, key=lambda power: (power != seat, power))
    if form in (_POWER, _TWO):
        return f"{key}({','.join(powers[: len(form)])})"
    return f"{key}({','.join(next(iter(_names(world, kind).values()), kind) for kind in form) or 'all'})"


def _check_known(world: World, target: str, seat: str, known: Container[str] | None) -> None:
    """Whether a seat may know a number; whether it exists is not told to those who may not."""
    if may_know(target, seat, known):
        return
    audience = audience_of(target)
    title = first(title_of(world.rules, target))
    if not audience:
        raise _wrong(f"{title} is shown to no seat")
    who = listed([world.rules.called(power) for power in audience])
    hint = ""
    key, _, rest = target.partition("(")
    if seat in rest and len(FORMS[key]) == 2:
        other = next(name for name in rest.rstrip(")").split(",") if name != seat)
        hint = f"; you may ask {key}({seat},{other})"
    raise _wrong(f"{title} is known to {who} alone{hint}")


def may_know(target: str, seat: str, known: Container[str] | None = None) -> bool:
    """Whether a seat may know a number: by its kind, or because it has found it out."""
    audience = audience_of(target)
    return (
        seat == CONTROL or audience == EVERYONE or seat in audience or (known is not None and target in known)
    )


def _missing(world: World, key: str, names: tuple[str, ...]) -> str:
    """Why a number does not exist although everything it is of does."""
    rules = world.rules
    if FORMS[key] == _THREAT:
        kinds = [kind for kind, theatre in rules.threats if theatre == names[1]]
        choose = f"threats there: {_choices(kinds)}" if kinds else "there are no threats there"
        return f"there is no {names[0]} in {rules.place(names[1])} in this scenario; {choose}"
    if key == "insight":
        return f"{rules.called(names[0])} has found out nothing about {rules.called(names[1])} so far"
    if key == "grievance":
        return f"{rules.called(names[0])} has had no grievance with {rules.called(names[1])} so far"
    if key == "severity":
        return f"crisis {names[0]} is a confrontation: it has a stage, and no severity"
    if FORMS[key] == _POWER:
        return f"{first(possessive(rules.called(names[0])))} {key} is not counted in this exercise"
    return f"this exercise keeps no {key} of {listed([rules.called(name) for name in names])}"
