"""The audit of a whole record: its phases in order, and in each what may and what must happen (§2)."""

from collections import Counter
from collections.abc import Callable

from tests.audit.reading import (
    confrontations,
    emergencies,
    frameworks,
    initiatives,
    injects,
    money,
    objectives,
    promises,
    relations,
    scores,
    technology,
    threats,
)
from tests.audit.reading.adjudication import adjudicate
from tests.audit.reading.crises import draw
from tests.audit.reading.opening import open_world
from tests.audit.reading.record import Event
from tests.audit.reading.world import EVERYONE, World

CHAPTER = "the round"


def audit(events: list[Event]) -> Counter[str]:
    """Explain every event of a record from the rule data alone.

    Args:
        events: all of them, from the first; a record may end wherever powers act.

    Returns:
        How often each kind of thing was met.

    Raises:
        Unexplained: at the first event that is not as the rules want it, or is missing.
    """
    w = open_world(events)
    _enter(w, "briefing")
    while (event := w.next()) is not None:
        if event["event"] == "phase_began" or (w.phase, event["event"]) == ("crisis", "exchange_resolved"):
            _end_phase(w)
        else:
            _act(w, event["event"])
    return w.seen


def _act(w: World, kind: str) -> None:
    """What somebody did in a phase in which powers act."""
    phases, act = _ACTS.get(kind, ((), None))
    if act is None or w.phase not in phases:
        w.fail(CHAPTER, f"{kind} is nothing that happens by itself in {w.phase}", w.at + 1)
    act(w)


def _end_phase(w: World) -> None:
    match w.phase:
        case "briefing":
            _round(w)
        case "deliberation":
            _enter(w, "adjudication")
            adjudicate(w)
            _after_adjudication(w)
        case "crisis":
            w.broken_now = []
            for crisis, obliged in [
                (found, confrontations.obliged_in(w, found)) for found in w.open_crises()
            ]:
                if crisis["kind"] == "confrontation":
                    confrontations.resolve(w, crisis, obliged)
                else:
                    emergencies.resolve(w, crisis)
            _after_adjudication(w)
        case _:
            w.fail(CHAPTER, f"nothing follows on {w.phase}", w.at + 1)


def _enter(w: World, to: str, number: int | None = None, exchange: int = 0) -> None:
    number = w.round if number is None else number
    w.take(CHAPTER, "phase_began", to=to, number=number, round=number, phase=to, exchange=exchange,
           audience=EVERYONE)  # fmt: skip
    w.round, w.phase, w.exchange = number, to, exchange


def _round(w: World) -> None:
    """What the program does before powers deliberate."""
    _enter(w, "situation", w.round + 1)
    money.income(w)
    money.growth(w)
    initiatives.suspend_and_resume(w)
    technology.check(w)
    frameworks.open_debates(w)
    injects.release(w)
    draw(w)
    _enter(w, "deliberation")


def _after_adjudication(w: World) -> None:
    """Another exchange while a crisis is open, or the assessment and the next round, or the end."""
    if w.open_crises() and w.exchange < w.book["settle"]["exchanges"]:
        _enter(w, "crisis", exchange=w.exchange + 1)
        return
    _enter(w, "assessment")
    promises.judge(w)
    threats.drift(w)
    relations.drift(w)
    relations.step(w)
    relations.expire(w)
    frameworks.assess(w)
    objectives.judge(w)
    scores.score(w)
    how = scores.how_it_ends(w)
    if not how:
        _round(w)
        return
    _enter(w, "debrief")
    scores.end(w, how)


def _said(w: World) -> None:
    event = w.take("talk", "message_sent")
    audience = sorted((event["actor"], *event["to"])) if event["to"] else EVERYONE
    if event["audience"] != audience:
        w.fail("who knows what", f"a message to {event['to']} is told to {event['audience']}")


def _ready(w: World) -> None:
    w.take(CHAPTER, "seat_ready")


def _absent(w: World) -> None:
    event = w.take(CHAPTER, "absence_declared", audience=EVERYONE)
    if event["away"] == (event["actor"] in w.away):
        w.fail(CHAPTER, f"{event['actor']} leaves or comes back twice")
    w.away = [*w.away, event["actor"]] if event["away"] else [s for s in w.away if s != event["actor"]]


def _taken(w: World) -> None:
    event = w.take(CHAPTER, "seat_taken", audience=EVERYONE)
    w.away = [seat for seat in w.away if seat != event["actor"]]


def _intent(w: World) -> None:
    w.take(CHAPTER, "intent_stated")


def _last_round(w: World) -> None:
    w.take(CHAPTER, "last_round_called", audience=EVERYONE)
    w.rounds = w.round


def _clock(w: World) -> None:
    event = w.take(CHAPTER, "clock_set", audience=EVERYONE)
    deed, stopped = event["deed"], w.clock_stopped
    if deed not in ("stop", "go_on", "extend") or (deed == "stop" and stopped):
        w.fail(CHAPTER, f"the clock does {deed}")
    if deed == "go_on" and not stopped:
        w.fail(CHAPTER, "the clock goes on though it runs")
    if (event["seconds"] > 0) != (deed == "extend"):
        w.fail(CHAPTER, f"{deed} takes {event['seconds']} seconds")
    w.clock_stopped = deed == "stop" or (stopped and deed == "extend")


_TALK, _TABLE, _PLAY = ("briefing", "deliberation", "crisis"), ("deliberation",), ("deliberation", "crisis")
_ACTS: dict[str, tuple[tuple[str, ...], Callable[[World], None]]] = {
    "message_sent": (_TALK, _said),
    "seat_ready": (_TALK, _ready),
    "absence_declared": (_TALK, _absent),
    "seat_taken": (_TALK, _taken),
    "intent_stated": (_PLAY, _intent),
    "last_round_called": (_PLAY, _last_round),
    "clock_set": (_TALK, _clock),
    "inject_answered": (_PLAY, injects.answered),
    "proposal_tabled": (_TABLE, initiatives.begun),
    "order_given": (_TABLE, initiatives.begun),
    "proposal_countered": (_TABLE, initiatives.countered),
    "proposal_accepted": (_TABLE, initiatives.accepted),
    "acceptance_withdrawn": (_TABLE, initiatives.taken_back),
    "party_dropped": (_TABLE, initiatives.dropped),
    "initiative_moved": (_TABLE, initiatives.ended),
    "promise_made": (_TABLE, promises.said),
    "vote_cast": (_TABLE, frameworks.vote),
    "response_chosen": (("crisis",), confrontations.responded),
}
