"""All that a seat can find out from a host, as bytes; and exercises to find it out in."""

from collections.abc import Iterator
from functools import cache
from itertools import pairwise, permutations

import msgspec
from msgspec.structs import replace

from multipolar.domain.dice import SeededDice
from multipolar.domain.errors import Refused
from multipolar.domain.exercise import begin, decide
from multipolar.domain.knowledge.causes import sees
from multipolar.domain.model import commands as c
from multipolar.domain.model.events import Event, ExerciseBegan, encode
from multipolar.domain.model.views import Offer, Sight, View
from multipolar.domain.vocabulary import Phase
from multipolar.engine.host import Host
from multipolar.engine.log import NullLog
from multipolar.engine.programs import Programs
from multipolar.lobby.sources import players
from multipolar.rulebook import load_rules
from tests.domain.sound import sound

POWERS = ("AAA", "BBB", "CCC", "DDD")
SEED = 9_173_465_028
"""Long enough that it is no other number by accident."""
SIGHT = tuple(name for name, kind in vars(Sight).items() if isinstance(kind, property))
"""What a program-run power can ask for."""


@cache
def record(seed: int) -> tuple[Event, ...]:
    """Every event of an exercise in the sound, played by chance."""
    host = opened(
        begin(load_rules(), sound(), "standard", dict.fromkeys(POWERS, "random"), seed, SeededDice(seed))
    )
    for _ in Programs(host, players()).play():
        pass
    return tuple(host.events)


def opened(events: tuple[Event, ...]) -> Host:
    """A record taken up by a host of its own."""
    first = events[0]
    assert isinstance(first, ExerciseBegan)
    return Host(events, SeededDice(first.seed), NullLog())


@cache
def halts(seed: int) -> tuple[int, ...]:
    """How many events of a record make moments in which seats can act, and its end."""
    events = record(seed)
    acting = {Phase.DELIBERATION, Phase.CRISIS}
    return (
        *(
            event.seq
            for event, after in pairwise(events)
            if event.phase in acting and event.actor != after.actor
        ),
        len(events),
    )


def begun(view: View) -> Iterator[c.Propose | c.Order]:
    """Every move the seat could begin, with every partner (or the first few pairs), open or not."""
    others = [seen.id for seen in view.powers if seen.id != view.seat]
    for offer in view.offers:
        for partners in list(permutations(others, offer.fewest))[:4]:
            yield _command(offer, partners, _terms(view, offer, partners))


def _terms(view: View, offer: Offer, partners: tuple[str, ...]) -> c.Terms:
    about = [found.id for found in view.agreements if set(partners) <= set(found.parties)]
    return c.Terms(
        domain=offer.domains[0] if offer.domains else "",
        theatre=offer.theatres[0] if offer.theatres else "",
        safeguards=offer.safeguards[0] if offer.safeguards else "",
        agreement=about[0] if offer.agreements and about else "",
    )


def _command(offer: Offer, partners: tuple[str, ...], terms: c.Terms) -> c.Propose | c.Order:
    if offer.form == "joint":
        return c.Propose(move=offer.move, partners=partners, terms=terms)
    return c.Order(move=offer.move, targets=partners, terms=terms)


def probes(view: View) -> Iterator[c.AnyCommand]:
    """Commands a curious seat could try now: sensible ones, and some that feel for what is hidden."""
    yield from begun(view)
    yield c.Ready()
    yield c.Say(text="Does anybody hear?")
    others = [seen.id for seen in view.powers if seen.id != view.seat]
    for found in view.initiatives:
        yield c.Accept(initiative=found.id, version=found.version)
        yield c.Counter(initiative=found.id, version=found.version, terms=replace(found.terms, payment=1))
        yield c.Decline(initiative=found.id)
        yield c.Withdraw(initiative=found.id)
    for other in others:
        for offer in view.offers:
            for target in (view.seat, *others):
                guess = f"{view.round}.{other}.{offer.move}.{target}"
                yield c.Withdraw(initiative=guess)
                yield c.Accept(initiative=guess, version=1)
        given = c.Undertaking(view.seat, "restraint", "coercion", other, view.rounds)
        yield c.Promise(undertaking=given)
    for crisis in view.crises:
        for choice in crisis.choices:
            yield c.Respond(
                crisis=crisis.id, choice=choice.id, backing=choice.backing[0] if choice.backing else ""
            )
    for notice in view.notices:
        for option, _ in notice.options or (("yes", ""),):
            yield c.AnswerInject(inject=notice.id, option=option)


def answers(host: Host, seat: str) -> Iterator[bytes]:
    """What comes back to a seat for each probe: the preview, and the refusal or what it would then see."""
    for command in probes(host.view(seat)):
        yield msgspec.json.encode(command)
        yield msgspec.json.encode(host.preview(seat, command))
        try:
            events = decide(host.world, seat, command, host.dice)
        except Refused as refusal:
            yield f"{type(refusal).__name__} {refusal.rule} {refusal.message}".encode()
        else:
            yield from (encode(replace(event, seq=0, cause=0)) for event in events if sees(event, seat))


def knowledge(host: Host, seat: str, *, asking: bool = True) -> tuple[bytes, ...]:
    """Everything a seat can find out: its view, its record, causes, turning points, answers to probes.

    Args:
        host: the exercise.
        seat: who looks.
        asking: whether to try commands too (the slow part).
    """
    view = host.view(seat)
    sight = Host.sight_of(host.world, seat)
    return (
        msgspec.json.encode(view),
        *(msgspec.json.encode(getattr(sight, field)) for field in SIGHT),
        *map(msgspec.json.encode, host.seen(seat)),
        *(msgspec.json.encode(host.why(seat, target)) for target in view.numbers),
        msgspec.json.encode(host.turning_points(seat)),
        msgspec.json.encode(host.drafts(seat)),
        *(answers(host, seat) if asking else ()),
    )
