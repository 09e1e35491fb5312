"""A record made by hand is refused by the event that cannot be, or can be gone over, asked and played on."""

from collections.abc import Sequence
from itertools import islice

from hypothesis import HealthCheck, given, settings

from multipolar.domain.errors import Refused
from multipolar.domain.exercise import over
from multipolar.domain.model import commands as c
from multipolar.domain.model.events import Event, decode, encode
from multipolar.domain.model.walk import world_after
from multipolar.domain.vocabulary import CONTROL, OBSERVER
from multipolar.engine.programs import Programs
from multipolar.lobby.admission import admit
from multipolar.lobby.sources import players
from multipolar.review.moments import branch_before
from multipolar.table.replay import SavedReplay
from tests.properties.forging import Forged, forged
from tests.properties.games import opened


class NoNotes:
    """A pinboard without notes."""

    def notes(self) -> Sequence[tuple[int, str, str]]:
        return ()

    def add(self, seq: int, seat: str, text: str) -> None:
        raise AssertionError


async def _no_branch(seq: int, seat: str) -> str:
    raise AssertionError


def gone_over(events: Sequence[Event]) -> None:
    replay = SavedReplay(events, "forged", NoNotes(), _no_branch)
    for seat in replay.seats:
        replay.look_as(seat)
        for number in (1, replay.last // 2, replay.last):
            replay.seek(number)
            assert replay.view.seat
            assert replay.now.number == replay.at
            list(replay.marks)
    for seq in range(1, len(events), 17):
        try:
            assert world_after(events[: branch_before(events, seq)]).seq
        except Refused:
            continue


def asked(events: Sequence[Event]) -> None:
    host = opened(events)
    for target in host.world.numbers:
        found = host.why(CONTROL, target)
        assert found.start + sum(step.amount for step in found.steps) == found.value
    for seat in (*host.world.rules.ids, OBSERVER):
        assert host.seen(seat)
        host.turning_points(seat)
        host.why(seat, "index(peace)")


def played_on(events: Sequence[Event]) -> None:
    host = opened(events)
    for seat in host.world.rules.ids:
        host.submit(seat, c.Say(text="Good evening."))
        host.submit(seat, c.Ready())
    host.advance_if_due()
    for _ in islice(Programs(host, players()).play(), 60):
        pass
    assert over(host.world) or len(host.events) > len(events)
    assert [decode(encode(event)) for event in host.events]


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(forged())
def test_what_passes_the_gate_can_be_gone_over_asked_and_played_on(record: Forged) -> None:
    taken_up(record)


def taken_up(record: Forged) -> None:
    header, entries, _ = record
    admitted = admit(entries, header)
    if admitted.problem:
        assert admitted.problem.isprintable()
        assert "event" in admitted.problem or not entries
        assert len(admitted.problem) < 600
        return
    gone_over(admitted.events)
    asked(admitted.events)
    played_on(admitted.events)
