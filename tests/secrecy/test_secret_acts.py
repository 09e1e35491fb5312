"""What other seats do in secret tells a seat nothing until it comes to light (rulebook §2, §5, §8, §12)."""

from functools import cache

import msgspec
import pytest

from multipolar.domain.errors import Refused
from multipolar.domain.knowledge.causes import sees
from multipolar.domain.model import commands as c
from multipolar.domain.model.events import PhaseBegan
from multipolar.domain.vocabulary import Phase
from multipolar.engine.host import Host
from tests.secrecy.knowledge import POWERS, begun, halts, knowledge, opened, record

SEEDS = (3, 11, 29)
CANARY = "xq7canary7qx"


@cache
def moments(phase: Phase, seed: int) -> tuple[int, ...]:
    """The halts of a record that are in a phase."""
    acted = {event.seq: event.phase for event in record(seed)}
    entered = [event.seq for event in record(seed) if isinstance(event, PhaseBegan)]
    return tuple(halt for halt in halts(seed)[:-1] if acted[halt] == phase and halt + 1 not in entered)


def in_phase(phase: Phase, seed: int, number: int) -> Host:
    """The exercise of a seed at one of its halts in a phase."""
    return opened(record(seed)[: moments(phase, seed)[number]])


def after(host: Host, seat: str, command: c.AnyCommand) -> Host | None:
    """The same exercise after one more command; None when it is refused."""
    other = opened(tuple(host.events))
    receipt = other.submit(seat, command)
    return other if receipt.accepted else None


@pytest.mark.parametrize(("author", "seed"), [("AAA", 3), ("BBB", 11), ("CCC", 29), ("DDD", 11)])
def test_no_order_is_known_to_others_before_it_is_carried_out(seed: int, author: str) -> None:
    host = in_phase(Phase.DELIBERATION, seed, 0)
    known = {seat: knowledge(host, seat) for seat in POWERS if seat != author}
    given: set[str] = set()
    for command in begun(host.view(author)):
        if isinstance(command, c.Order) and command.move not in given:
            other = after(host, author, command)
            if other is not None:
                given.add(command.move)
                for seat, before in known.items():
                    assert knowledge(other, seat) == before, (command, seat)
    assert len(given) > 3


@pytest.mark.parametrize(("author", "seed"), [("AAA", 3), ("BBB", 11), ("CCC", 29)])
def test_a_proposal_is_known_to_its_parties_alone(seed: int, author: str) -> None:
    host = in_phase(Phase.DELIBERATION, seed, 0)
    known = {seat: knowledge(host, seat) for seat in POWERS if seat != author}
    tabled: set[str] = set()
    for command in begun(host.view(author)):
        if isinstance(command, c.Propose) and command.move not in tabled:
            told = msgspec.structs.replace(command, message=CANARY)
            other = after(host, author, told)
            if other is not None:
                tabled.add(command.move)
                for seat, before in known.items():
                    if seat in command.partners:
                        assert CANARY.encode() in b"".join(knowledge(other, seat, asking=False))
                        continue
                    assert knowledge(other, seat) == before, (command, seat)
    assert len(tabled) > 3


def test_what_becomes_of_a_proposal_in_talks_stays_between_its_parties() -> None:
    host = in_phase(Phase.DELIBERATION, 11, 0)
    known = {seat: knowledge(host, seat, asking=False) for seat in POWERS}
    tried = 0
    for command in list(begun(host.view("AAA")))[::4]:
        if not isinstance(command, c.Propose) or len(command.partners) != 1:
            continue
        tabled = after(host, "AAA", command)
        if tabled is None:
            continue
        key = next(event for event in reversed(tabled.events) if hasattr(event, "initiative")).initiative
        partner = command.partners[0]
        terms = msgspec.structs.replace(command.terms, payment=1)
        for answer in (
            (partner, c.Decline(initiative=key, message=CANARY)),
            (partner, c.Counter(initiative=key, version=1, terms=terms, message=CANARY)),
            ("AAA", c.Withdraw(initiative=key)),
        ):
            answered = after(tabled, *answer)
            if answered is None:
                continue
            tried += 1
            for seat in POWERS:
                if seat not in ("AAA", partner):
                    assert knowledge(answered, seat, asking=False) == known[seat]
    assert tried > 5


@pytest.mark.parametrize("author", POWERS)
def test_messages_reach_those_they_are_addressed_to_and_nobody_else(author: str) -> None:
    host = in_phase(Phase.DELIBERATION, 3, 0)
    reader, *others = [power for power in POWERS if power != author]
    told = after(host, author, c.Say(text=CANARY, to=(reader,)))
    assert told is not None
    assert CANARY.encode() in b"".join(knowledge(told, reader, asking=False))
    for seat in (*others, "observer"):
        assert knowledge(told, seat, asking=False) == knowledge(host, seat, asking=False)


@pytest.mark.parametrize("phase", [Phase.DELIBERATION, Phase.CRISIS])
def test_nobody_is_told_that_another_seat_is_ready(phase: Phase) -> None:
    for halt in moments(phase, 11)[:40:10]:
        host = opened(record(11)[:halt])
        for author in POWERS:
            other = after(host, author, c.Ready())
            if other is not None:
                for seat in POWERS:
                    if seat != author:
                        assert knowledge(other, seat, asking=False) == knowledge(host, seat, asking=False)


def test_a_sealed_response_is_known_to_its_author_alone() -> None:
    sealed = 0
    for halt in moments(Phase.CRISIS, 3)[::40]:
        host = opened(record(3)[:halt])
        known = {seat: knowledge(host, seat) for seat in POWERS}
        for author in POWERS:
            for crisis in host.view(author).crises:
                for choice in crisis.choices:
                    backing = choice.backing[0] if choice.backing else ""
                    answer = c.Respond(crisis=crisis.id, choice=choice.id, backing=backing)
                    other = after(host, author, answer)
                    if other is not None:
                        sealed += 1
                        for seat in POWERS:
                            if seat != author:
                                assert knowledge(other, seat) == known[seat], (answer, seat)
    assert sealed > 10


def test_what_a_seat_may_not_know_of_is_refused_in_the_words_for_what_does_not_exist() -> None:
    host = in_phase(Phase.DELIBERATION, 3, 0)
    tabled = next(
        (after(host, "AAA", found), found)
        for found in begun(host.view("AAA"))
        if isinstance(found, c.Propose) and found.partners == ("BBB",) and after(host, "AAA", found)
    )[0]
    assert tabled is not None
    key = list(tabled.world.initiatives)[-1]
    for command in (
        c.Accept(initiative=key, version=1),
        c.Withdraw(initiative=key),
        c.Decline(initiative=key),
    ):
        real = tabled.submit("CCC", command)
        invented = tabled.submit("CCC", msgspec.structs.replace(command, initiative="no-such"))
        assert not real.accepted
        assert (real.rule, real.message.replace(key, "no-such")) == (invented.rule, invented.message)


@pytest.mark.parametrize(
    "target",
    [
        "capital(BBB)",
        "capital(ZZZ)",
        "trust(BBB,CCC)",
        "momentum(piracy,sound)",
        "nothing(BBB)",
    ],
)
def test_why_it_answers_nothing_hangs_on_the_address_and_never_on_what_was_played(target: str) -> None:
    said = set()
    for seed in SEEDS:
        with pytest.raises(Refused) as refused:
            in_phase(Phase.DELIBERATION, seed, 0).why("AAA", target)
        said.add((refused.value.rule, refused.value.message))
    assert len(said) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_a_seat_counts_what_it_saw_without_gaps(seed: int) -> None:
    host = opened(record(seed))
    for seat in (*POWERS, "observer", "control"):
        seen = host.seen(seat)
        assert [found.number for found in seen] == list(range(1, len(seen) + 1))
        assert len(seen) == sum(sees(event, seat) for event in host.events)
        assert all(0 <= found.cause < found.number for found in seen)
        assert host.view(seat).number == len(seen)
        assert host.seen(seat, len(seen) - 3) == seen[-3:]
