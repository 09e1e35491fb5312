"""*Why* tells a seat what it saw, and folds the rest into one line with its amount (rulebook §6, §12)."""

import pytest
from msgspec.structs import replace

from multipolar.domain.knowledge.causes import FOLDED, explain, sees
from multipolar.domain.knowledge.score_causes import is_score
from multipolar.domain.model.events import Event
from multipolar.domain.model.views import Explanation
from multipolar.domain.model.wording import title_of
from multipolar.engine.host import Host
from tests.secrecy.knowledge import POWERS, halts, knowledge, opened, record

SEEDS = (3, 11)
CANARY = "xq7canary7qx"
WORDS = ("message", "text", "reason", "title", "result", "wants", "expects")
"""Fields of events that hold words."""


def during(seed: int) -> Host:
    """An exercise played by chance, before its debrief."""
    return opened(record(seed)[: halts(seed)[-2]])


def explained(host: Host, seat: str) -> list[Explanation]:
    """Why each number that a seat knows is what it is."""
    return [host.why(seat, target) for target in host.view(seat).numbers]


@pytest.mark.parametrize("seat", [*POWERS, "observer"])
@pytest.mark.parametrize("seed", SEEDS)
def test_every_cause_and_every_link_of_its_chain_is_something_the_seat_saw(seed: int, seat: str) -> None:
    host = during(seed)
    seen = {found.number: found for found in host.seen(seat)}
    sentences = {found.text for found in seen.values()}
    chained = 0
    for explanation in explained(host, seat):
        assert sum(step.amount for step in explanation.steps) == explanation.value - explanation.start
        for step in explanation.steps:
            if step.reason == FOLDED:
                assert (step.seq, step.cause, step.chain) == (0, 0, ())
                continue
            told = seen[step.seq]
            assert step.reason in {
                change.reason for change in told.changes if change.target == explanation.target
            }
            assert step.cause == told.cause
            if not is_score(explanation.target):
                assert set(step.chain) <= sentences
                assert bool(step.chain) == bool(step.cause)
                chained += len(step.chain)
    assert chained


def test_by_the_numbers_of_the_record_too_no_cause_is_given_that_the_seat_did_not_see() -> None:
    host = during(SEEDS[1])
    by_seq = {event.seq: event for event in host.events}
    told = {event.seq: f"what happened as {event.seq}" for event in host.events}
    given = withheld = 0
    for seat in POWERS:
        sentences = {told[seq] for seq in told if sees(by_seq[seq], seat)}
        numbers = host.view(seat).numbers
        for target in numbers:
            for step in explain(host.world, host.events, target, seat, told, known=numbers).steps:
                if step.reason == FOLDED:
                    continue
                event = by_seq[step.seq]
                seen = event.cause in by_seq and sees(by_seq[event.cause], seat)
                assert step.cause == (event.cause if seen else 0)
                assert is_score(target) or set(step.chain) <= sentences
                given += seen
                withheld += bool(event.cause) and not seen
    assert given
    assert withheld


@pytest.mark.parametrize("seat", [*POWERS, "observer"])
def test_an_explanation_is_of_the_number_that_was_asked_about(seat: str) -> None:
    host = during(SEEDS[0])
    for target, value in host.view(seat).numbers.items():
        found = host.why(seat, target)
        assert (found.target, found.value, found.start) == (target, value, host.world.start(target))
        assert found.title == title_of(host.world.rules, target)


def test_what_moved_unseen_is_folded_with_its_amount() -> None:
    for seed in SEEDS:
        host = during(seed)
        steps = [step for seat in POWERS for found in explained(host, seat) for step in found.steps]
        assert any(step.reason == FOLDED and step.amount for step in steps)


@pytest.mark.parametrize("seat", [*POWERS, "observer"])
def test_no_word_of_an_event_that_a_seat_did_not_see_reaches_it(seat: str) -> None:
    host = during(SEEDS[0])
    marked = opened(tuple(event if sees(event, seat) else _marked(event) for event in host.events))
    assert knowledge(marked, seat, asking=False) == knowledge(host, seat, asking=False)
    everything = b"".join(knowledge(marked, "control", asking=False))
    assert CANARY.encode() in everything


def _marked(event: Event) -> Event:
    """An event with a mark in place of every word that it holds."""
    words = {field: CANARY for field in WORDS if getattr(event, field, "")}
    changes = tuple(replace(change, reason=CANARY) for change in event.changes)
    return replace(event, changes=changes, **words)
