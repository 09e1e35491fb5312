"""What two views (or previews, events seen, explanations) differ in, field by field."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from multipolar.domain.errors import Refused
from multipolar.domain.exercise import decide
from multipolar.domain.model.commands import AnyCommand
from multipolar.domain.model.views import Receipt
from multipolar.engine.host import Host
from tests.secrecy.knowledge import probes

Field = tuple[str, str]
"""The name of a type, and of one of its fields."""

NAMED_BY = ("id", "number", "target", "power", "move", "about", "a", "b", "kind")
"""What tells one thing from another of its type."""


def name_of(thing: Struct) -> tuple[object, ...]:
    """What tells a thing from another of its type."""
    return tuple(getattr(thing, field) for field in NAMED_BY if hasattr(thing, field))


def differing(one: object, other: object) -> Iterator[Field]:
    """The fields in which two things differ, and whatever only one of them holds."""
    if one == other:
        return
    if isinstance(one, Struct) and type(one) is type(other):
        for field in type(one).__struct_fields__:
            here, there = getattr(one, field), getattr(other, field)
            if here != there:
                yield type(one).__name__, field
                yield from differing(here, there)
    elif isinstance(one, tuple) and isinstance(other, tuple):
        yield from _unmatched(one, other)
    elif isinstance(one, Mapping) and isinstance(other, Mapping):
        return
    else:
        yield from told(one)
        yield from told(other)


def _unmatched(one: tuple[object, ...], other: tuple[object, ...]) -> Iterator[Field]:
    there = {(type(thing), name_of(thing)): thing for thing in other if isinstance(thing, Struct)}
    for thing in one:
        if isinstance(thing, Struct):
            match = there.pop((type(thing), name_of(thing)), None)
            yield from told(thing) if match is None else differing(thing, match)
    for thing in there.values():
        yield from told(thing)


def told(thing: object) -> Iterator[Field]:
    """The fields of a thing that hold something, and of what is in it."""
    if isinstance(thing, tuple):
        for part in thing:
            yield from told(part)
    elif isinstance(thing, Struct):
        for field in type(thing).__struct_fields__:
            value = getattr(thing, field)
            if value not in ("", (), 0, -1, False, None):
                yield type(thing).__name__, field
                yield from told(value)


def shown(one: Host, other: Host, seat: str) -> set[Field]:
    """The fields in which what a seat is shown of two exercises differs, without asking for more."""
    views = one.view(seat), other.view(seat)
    found = set(differing(*views))
    found |= set(differing(one.seen(seat), other.seen(seat)))
    found |= set(differing(one.turning_points(seat), other.turning_points(seat)))
    for target in set(views[0].numbers) & set(views[1].numbers):
        found |= set(differing(one.why(seat, target), other.why(seat, target)))
    return found


def answered(one: Host, other: Host, seat: str) -> set[Field]:
    """The fields in which the answers to what a seat can try in either of two exercises differ."""
    found: set[Field] = set()
    for command in probes(one.view(seat)):
        found |= set(differing(one.preview(seat, command), other.preview(seat, command)))
        found |= set(differing(_receipt(one, seat, command), _receipt(other, seat, command)))
    return found


def _receipt(host: Host, seat: str, command: AnyCommand) -> Receipt:
    try:
        decide(host.world, seat, command, host.dice)
    except Refused as refusal:
        return Receipt(False, refusal.rule, refusal.message)
    return Receipt(True)


def shared(views: Mapping[str, Any]) -> Iterator[tuple[Field, tuple[object, ...], str, object]]:
    """Every field of every named thing that seats see: the field, what it is of, the seat, the value."""
    for seat, view in views.items():
        yield from _shared(view, seat)


def _shared(thing: object, seat: str) -> Iterator[tuple[Field, tuple[object, ...], str, object]]:
    if isinstance(thing, tuple):
        for part in thing:
            yield from _shared(part, seat)
    elif isinstance(thing, Struct):
        for field in type(thing).__struct_fields__:
            value = getattr(thing, field)
            yield (type(thing).__name__, field), name_of(thing), seat, value
            yield from _shared(value, seat)
