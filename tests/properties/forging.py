"""Records made by hand: genuine ones, changed anywhere and sealed anew, so that every hash is right."""

import copy
import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
from hypothesis import strategies as st
from msgspec.structs import replace

from multipolar.domain.exercise import over
from multipolar.domain.model.events import Event, ExerciseBegan, PhaseBegan, encode
from multipolar.domain.model.hashing import GENESIS, link
from multipolar.domain.model.walk import world_after
from multipolar.domain.model.world import World
from multipolar.review.moments import ACTING
from multipolar.store.exports import NAME
from multipolar.store.records import FORMAT, Entry, Header
from tests.properties.games import SOUND, game
from tests.store.making import header as made

Plain = dict[str, Any]

MOST = 700
"""Events of the longest record that is forged."""
RECORDS = ((SOUND, 3, "standard"), (SOUND, 11, "full"), ("first-steps", 2, "intro"))
"""Scenario, seed and preset of the genuine records."""

HOSTILE: tuple[Any, ...] = (
    None, True, 0, 1, -1, 2, 7, 99, 10**6, -(10**6), 2**31, 2**63, 10**30, 0.5, 1e308, "", "*", "AAA", "BBB",
    "OSK", "TAL", "control", "observer", "all", "nobody", "K1", "A1", "1", "trust(AAA,BBB)", "trust(AAA)",
    "trust(", ")(", "no address", "index(peace)", "severity(K1)", "relationship(AAA,BBB)", "\x1b[2J", "a\nb",
    "[/b]", "\u202e", "x" * 30_000, "brink", "settled", "crisis", "deliberation", "adjudication", "agreed",
    "completed", "joint_exercise", "coercion", "hotline", "yes", "majority", [], ["AAA"], ["*"], ["nobody"],
    ["AAA", "AAA"], {}, {"a": 1}, [[["AAA", 1, "x"]]],
)  # fmt: skip
"""What somebody might write anywhere."""


@lru_cache(maxsize=8)
def genuine(scenario: str, seed: int, preset: str) -> tuple[tuple[Event, ...], tuple[int, ...]]:
    """A record, and the numbers of events at which it may end (the first few hundred are enough)."""
    events = game(scenario, seed, preset)
    ends = [event.seq for event in events if isinstance(event, PhaseBegan) and event.to in ACTING]
    return events, tuple(end for end in (*ends, len(events)) if end <= MOST)


def header_for(events: Sequence[Event], world: World) -> Header:
    """The header that play would have written for a record."""
    genesis = events[0]
    assert isinstance(genesis, ExerciseBegan)
    return replace(
        made("forged"),
        scenario=world.rules.setting.id,
        title=world.rules.setting.title,
        preset=world.preset,
        seed=genesis.seed,
        rounds=world.rounds,
        seats=dict(genesis.seats),
        position=world.moment,
        state="finished" if over(world) else "open",
        format=FORMAT,
    )


class Forged(NamedTuple):
    """A record, and what was done to a genuine one to make it."""

    header: Header
    entries: list[Entry]
    changes: list[str]

    def __repr__(self) -> str:
        return f"Forged({'; '.join(self.changes)})"


def sealed(header: Header, payloads: Sequence[bytes]) -> tuple[Header, list[Entry]]:
    """A record with hashes, count and seal that are right, whatever stands in it."""
    entries: list[Entry] = []
    last = GENESIS
    for seq, payload in enumerate(payloads, start=1):
        last = link(last, payload)
        entries.append(Entry(seq, payload, last))
    return replace(header, events=len(entries), log_hash=last).sealed(), entries


def file_of(header: Header, entries: Sequence[Entry]) -> bytes:
    """The exported file of a record."""
    head = {"save": NAME, "format": header.format, "header": msgspec.Raw(_plain(header))}
    lines = [msgspec.json.encode(head)]
    lines += [b'{"seq":%d,"hash":"%s","event":%s}' % (e.seq, e.hash.encode(), e.payload) for e in entries]
    return b"\n".join(lines) + b"\n"


def _plain(header: Header) -> bytes:
    return msgspec.json.encode(header, order="deterministic")


@st.composite
def forged(draw: st.DrawFn) -> Forged:
    """A genuine record, changed in one to three places and sealed anew."""
    record = draw(st.sampled_from(RECORDS))
    events, ends = genuine(*record)
    events = events[: draw(st.sampled_from(ends))]
    header = header_for(events, world_after(events))
    plain: list[Plain] = [json.loads(encode(event)) for event in events]
    changes = [f"{record} up to {len(events)}"]
    for _ in range(draw(st.integers(1, 3))):
        header = _changed(draw, plain, header, changes)
    payloads = [json.dumps(event).encode() for event in plain]
    return Forged(*sealed(header, payloads), changes)


def _changed(draw: st.DrawFn, plain: list[Plain], header: Header, changes: list[str]) -> Header:
    kind = draw(st.sampled_from(("field",) * 8 + ("drop", "repeat", "swap", "cut", "borrow", "header")))
    if not plain:
        return header
    # The opening, the last events and those that are rare are as likely as all the others together.
    places = [0, len(plain) - 1, draw(st.integers(0, len(plain) - 1)), _rare(draw, plain)]
    place = draw(st.sampled_from(places))
    changes.append(f"{kind} {place + 1} {plain[place].get('event')}")
    match kind:
        case "field":
            changes.append(_alter(draw, plain[place]))
        case "drop":
            del plain[place]
        case "repeat":
            plain.insert(draw(st.integers(0, len(plain))), copy.deepcopy(plain[place]))
        case "swap":
            other = draw(st.integers(0, len(plain) - 1))
            plain[place], plain[other] = plain[other], plain[place]
        case "cut":
            del plain[draw(st.integers(0, len(plain))) :]
        case "borrow":
            # An event of the same kind with what another says.
            same = [event for event in plain if event.get("event") == plain[place].get("event")]
            other_event = draw(st.sampled_from(same))
            field = draw(st.sampled_from(sorted(other_event)))
            plain[place][field] = copy.deepcopy(other_event[field])
            changes.append(f"{field} = {other_event[field]!s:.200}")
        case _:
            field = draw(
                st.sampled_from(("seed", "rounds", "position", "state", "title", "preset", "version"))
            )
            now = getattr(header, field)
            fitting = [value for value in HOSTILE if type(value) is type(now)]
            header = replace(header, **{field: draw(st.sampled_from(fitting))})
            changes.append(field)
    if draw(st.booleans()):
        changes.append("renumbered")
        _renumber(plain)
    return header


def _rare(draw: st.DrawFn, plain: list[Plain]) -> int:
    kinds = sorted({str(event.get("event")) for event in plain})
    kind = draw(st.sampled_from(kinds))
    return draw(st.sampled_from([at for at, event in enumerate(plain) if str(event.get("event")) == kind]))


def _renumber(plain: list[Plain]) -> None:
    """Number the events anew, as somebody careful would, causes included."""
    numbers = {
        event.get("seq"): seq for seq, event in enumerate(plain, start=1) if isinstance(event.get("seq"), int)
    }
    for seq, event in enumerate(plain, start=1):
        event["seq"] = seq
        cause = event.get("cause", 0)
        if isinstance(cause, int):
            event["cause"] = numbers.get(cause, 0)


def _alter(draw: st.DrawFn, event: Plain) -> str:
    """Put something else somewhere in an event; says what."""
    holder: Any = event
    path: list[Any] = []
    key: Any = draw(st.sampled_from(sorted(event)))
    while isinstance(holder[key], dict | list) and holder[key] and draw(st.integers(0, 3)):
        path.append(key)
        holder = holder[key]
        key = draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
    what = draw(st.sampled_from(("other", "other", "near", "gone", "new")))
    now = holder[key]
    if what == "gone":
        del holder[key]
    elif what == "near" and isinstance(now, int) and not isinstance(now, bool):
        holder[key] = now + draw(st.sampled_from((-7, -1, 1, 3, 50)))
    elif what == "new" and isinstance(holder, dict):
        holder[draw(st.sampled_from(("trust(AAA,BBB)", "x", "index(war)", "cause", "CCC")))] = draw(
            st.sampled_from(HOSTILE)
        )
    else:
        fitting = [value for value in HOSTILE if type(value) is type(now)] or HOSTILE
        holder[key] = draw(st.sampled_from((*fitting, *HOSTILE) if draw(st.integers(0, 4)) == 0 else fitting))
    after = holder.get(key) if isinstance(holder, dict) else holder[key : key + 1]
    return f"{[*path, key]} {what}: {now!s:.80} -> {after!s:.80}"
