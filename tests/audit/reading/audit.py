"""The audit of a whole record: its phases in order, and in each what may and what must happen (§2)."""

from collections import Counter
from collections.abc import Callable

from tests.audit.reading import (
    confrontations,
    control,
    desk,
    emergencies,
    frameworks,
    free_form,
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
from tests.audit.reading.rulebook import Data
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
    for found in w.messages:
        if found["waits"]:
            w.fail("talk", f"{found['id']} of {found['by']} has not reached {found['waits']} yet", w.at + 1)
    match w.phase:
        case "briefing":
            _round(w)
        case "deliberation":
            _enter(w, "adjudication")
            adjudicate(w)
            if not _at_the_desk(w):
                _after_adjudication(w)
        case "adjudication":
            waits = _at_the_desk(w)
            if waits or not w.facilitated:
                w.fail("the desk", f"adjudication ends while {waits} wait", w.at + 1)
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


def _at_the_desk(w: World) -> list[str]:
    """What waits to be published or judged."""
    waits = [name for name, result in w.desk.items() if result["due"] <= w.round]
    return [*waits, *(name for name, move in w.free_forms.items() if move["outcome"] is None)]


def _enter(w: World, to: str, number: int | None = None, exchange: int = 0) -> None:
    number = w.round if number is None else number
    w.take(CHAPTER, "phase_began", to=to, number=number, round=number, phase=to, exchange=exchange,
           audience=EVERYONE)  # fmt: skip
    w.round, w.phase, w.exchange = number, to, exchange
    if w.facilitated and to in ("briefing", "deliberation", "crisis"):
        w.keep()


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
    """What is said to all, by a program or to one, is heard at once; between persons it is on its way."""
    event = w.take("talk", "message_sent")
    author = event["actor"]
    heard = [power for power in event["to"] if author not in w.persons or _program_sits(w, power)]
    audience = sorted((author, *heard)) if event["to"] else EVERYONE
    if event["audience"] != audience:
        w.fail("who knows what", f"a message to {event['to']} is told to {event['audience']}")
    own = sum(found["by"] == author for found in w.messages)
    waits = [power for power in event["to"] if power not in heard]
    w.messages.append({"by": author, "id": f"M{own + 1}", "event": event["seq"], "waits": waits,
                       "heard": bool(heard) or not event["to"],
                       "channel": "-".join(sorted({author, *event["to"]})) if event["to"] else "all",
                       "read": {author}})  # fmt: skip
    if "attached" in event:
        _with_it(w, event)


def _with_it(w: World, event: Event) -> None:
    """What goes with a message is known to all it is to, and stands as it does then."""
    attached, readers = event["attached"], event["to"] or list(w.powers)
    if "undertaking" in attached:
        known = w.pledges[attached["id"]]["known"]
        if known != EVERYONE and not {event["actor"], *readers} <= set(known):
            w.fail("talk", f"a promise known to {known} goes to {readers}")
        return
    found = w.initiatives[attached["id"]]
    parties = [found["initiator"], *found["partners"]]
    if not {event["actor"], *readers} <= set(parties):
        w.fail("who knows what", f"a proposal of {parties} goes to {readers}")
    if (attached["move"], attached["version"]) != (found["move"], found["version"]):
        w.fail("talk", f"{attached['id']} is not version {attached['version']}")


def _opened(w: World) -> None:
    """Who opens a channel has read what others said there; nobody else is told."""
    event = w.take("talk", "channel_read")
    reader = event["actor"]
    # What was taken back before anybody heard it is nothing to read.
    unread = [found for found in w.messages if found["channel"] == event["channel"] and found["heard"]
              and reader not in (*found["read"], *found["waits"])]  # fmt: skip
    last = unread[-1]["event"] if unread else 0
    if not unread or [event["through"], event["cause"], event["audience"]] != [last, last, [reader]]:
        w.fail("talk", f"{reader} reads {event['channel']}, of which {unread} is unread")
    for found in unread:
        found["read"].add(reader)


def _program_sits(w: World, power: str) -> bool:
    return power not in w.persons or (power in w.away and w.absence == "doctrine")


def _arrived(w: World) -> None:
    event = w.take("talk", "message_arrived")
    for found in w.messages:
        if (found["by"], found["id"]) == (event["author"], event["message"]):
            _arrives(w, found, event["actor"], event)
            return
    w.fail("talk", f"{event['author']} sent no {event['message']}")


def _arrives(w: World, found: Data, power: str, event: Event) -> None:
    if power not in found["waits"]:
        w.fail("talk", f"{found['id']} of {found['by']} is not on its way to {power}")
    if event["audience"] != sorted((power, found["by"])) or event["cause"] != found["event"]:
        w.fail("who knows what", f"{found['id']} of {found['by']} arrives as {event}")
    found["waits"].remove(power)
    found["heard"] = True


def _all_arrive(w: World, powers: list[str]) -> None:
    """What is on its way to some powers has to arrive now."""
    for power in powers:
        for found in w.messages:
            if power in found["waits"]:
                event = w.take("talk", "message_arrived", actor=power, author=found["by"],
                               message=found["id"])  # fmt: skip
                _arrives(w, found, power, event)


def _unsaid(w: World) -> None:
    event = w.take("talk", "message_withdrawn")
    for found in w.messages:
        if (found["by"], found["id"]) == (event["actor"], event["message"]):
            told = event["audience"] == [event["actor"]] and event["cause"] == found["event"]
            if found["heard"] or not found["waits"] or not told:
                w.fail("talk", f"{found['id']} of {found['by']} cannot be taken back")
            found["waits"] = []
            return
    w.fail("talk", f"{event['actor']} sent no {event['message']}")


def _ready(w: World) -> None:
    w.take(CHAPTER, "seat_ready")


def _absent(w: World) -> None:
    event = w.take(CHAPTER, "absence_declared", audience=EVERYONE)
    if event["away"] == (event["actor"] in w.away):
        w.fail(CHAPTER, f"{event['actor']} leaves or comes back twice")
    w.away = [*w.away, event["actor"]] if event["away"] else [s for s in w.away if s != event["actor"]]
    _all_arrive(w, [power for power in w.ids if _program_sits(w, power)])


def _taken(w: World) -> None:
    event = w.take(CHAPTER, "seat_taken", audience=EVERYONE)
    seat = event["actor"]
    w.away = [one for one in w.away if one != seat]
    w.persons = [*w.persons, seat] if event["person"] else [one for one in w.persons if one != seat]
    _all_arrive(w, [power for power in w.ids if _program_sits(w, power)])


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


_TABLE, _DESK = ("deliberation",), ("adjudication",)
_PLAY = ("deliberation", "adjudication", "crisis")
_TALK = ("briefing", *_PLAY)
_ACTS: dict[str, tuple[tuple[str, ...], Callable[[World], None]]] = {
    "message_sent": (_TALK, _said),
    "message_arrived": (_TALK, _arrived),
    "message_withdrawn": (_TALK, _unsaid),
    "channel_read": (_TALK, _opened),
    "seat_ready": (_TALK, _ready),
    "absence_declared": (_TALK, _absent),
    "seat_taken": (_TALK, _taken),
    "intent_stated": (_PLAY, _intent),
    "last_round_called": (_PLAY, _last_round),
    "clock_set": (_TALK, _clock),
    "inject_answered": (_PLAY, injects.answered),
    "inject_state_changed": (_TALK, control.inject_moved),
    "inject_edited": (_TALK, control.inject_edited),
    "inject_improvised": (_PLAY, control.improvised),
    "spoken_for": (_PLAY, control.spoken_for),
    "number_set": ((*_TABLE, *_DESK), control.number_set),
    "undo_asked": (_TABLE, initiatives.undo_asked),
    "undo_answered": (_TABLE, initiatives.undo_answered),
    "stepped_back": (_TALK, control.stepped_back),
    "free_form_tabled": (_TABLE, free_form.tabled),
    "argument_made": (_TABLE, free_form.argued),
    "free_form_judged": (_DESK, free_form.judged),
    "appeal_made": (("adjudication", "crisis"), free_form.appealed),
    "appeal_answered": (_PLAY, free_form.answered),
    "result_revised": (_DESK, desk.revised),
    "result_held": (_DESK, desk.held),
    "result_addressed": (_DESK, desk.addressed),
    "results_published": (_DESK, desk.published),
    "proposal_tabled": (_TABLE, initiatives.begun),
    "order_given": (_TABLE, initiatives.begun),
    "proposal_countered": (_TABLE, initiatives.countered),
    "proposal_accepted": (_TABLE, initiatives.accepted),
    "acceptance_withdrawn": (_TABLE, initiatives.taken_back),
    "party_dropped": (_TABLE, initiatives.dropped),
    "party_returned": (_TABLE, initiatives.returned),
    "initiative_moved": (_TABLE, initiatives.ended),
    "promise_made": (_TABLE, promises.said),
    "vote_cast": (_TABLE, frameworks.vote),
    "response_chosen": (("crisis",), confrontations.responded),
}
