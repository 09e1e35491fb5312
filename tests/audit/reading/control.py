"""Chapter: control. What the facilitator does to injects, voices and numbers, each with a reason (§13)."""

from collections import Counter
from typing import Any

from tests.audit.reading import injects
from tests.audit.reading import numbers as n
from tests.audit.reading.world import EVERYONE, World

CHAPTER = "control"
COMPUTED = ("index", "architecture", "relationship", "national", "final")


def inject_moved(w: World) -> None:
    """Held, skipped, as planned again, or released now."""
    event = w.take(CHAPTER, "inject_state_changed", actor="control", audience=[])
    plan = _waiting(w, event)
    if plan["state"] == event["to"] or event["to"] not in ("planned", "held", "skipped", "released"):
        w.fail(CHAPTER, f"{event['inject']} goes from {plan['state']} to {event['to']}")
    plan["state"] = event["to"]
    if event["to"] == "released":
        injects.released(w, event["inject"], event["seq"])


def inject_edited(w: World) -> None:
    """It reads otherwise from now on."""
    event = w.take(CHAPTER, "inject_edited", actor="control", audience=[])
    _waiting(w, event).update(title=event["title"], text=event["text"])


def improvised(w: World) -> None:
    """A new one, released at once."""
    event = w.take(CHAPTER, "inject_improvised", actor="control", audience=[])
    if event["inject"] in w.plans:
        w.fail(CHAPTER, f"{event['inject']} is there already")
    reasoned(w, event)
    w.plans[event["inject"]] = {"state": "released", "title": event["title"], "text": event["text"]}
    w.improvised[event["inject"]] = {
        "id": event["inject"], "channel": event["channel"], "addressees": event["to"],
    }  # fmt: skip
    injects.released(w, event["inject"], event["seq"])


def spoken_for(w: World) -> None:
    """A minor power speaks next that no person plays."""
    event = w.take(CHAPTER, "spoken_for", actor="control", audience=[])
    reasoned(w, event)
    power, after = event["power"], w.next()
    if power in w.ranked or power in w.persons:
        w.fail(CHAPTER, f"control speaks for {power}")
    if after is None or (after["event"], after["actor"]) != ("message_sent", power):
        w.fail(CHAPTER, f"{power} says nothing", w.at + 1)


def number_set(w: World) -> None:
    """One number that is counted, told to whoever may know it, under the next name of a ruling."""
    event = w.take(CHAPTER, "number_set", actor="control", changes=None)
    reasoned(w, event)
    (target, amount, why), *more = event["changes"]
    audience = n.who_knows(target)
    if more or not amount or target.split("(")[0] in COMPUTED:
        w.fail(CHAPTER, f"it sets {event['changes']}")
    if event["audience"] != audience:
        w.fail("who knows what", f"{target} is told to {event['audience']}, and not to {audience}")
    name = next_ruling(w, audience)
    if event["ruling"] != name:
        w.fail(CHAPTER, f"it is called {event['ruling']}, and is {name}")
    if not why.startswith(event["ruling"]) or event["reason"] not in why:
        w.fail("why", f"{target} moves for {why!r}")


def _waiting(w: World, event: dict[str, Any]) -> dict[str, Any]:
    reasoned(w, event)
    name = event["inject"]
    if name not in w.plans or name in w.notices or name in w.without:
        w.fail(CHAPTER, f"{name} does not wait to be released")
    plan: dict[str, Any] = w.plans[name]
    return plan


def stepped_back(w: World) -> None:
    """All is as it was when an earlier phase began; each number is told to those who may know it."""
    event = w.take(CHAPTER, "stepped_back", actor="control", audience=EVERYONE)
    reasoned(w, event)
    if event["to"] not in w.kept:
        w.fail(CHAPTER, f"the table goes back to {event['to']}, which is none of {list(w.kept)}")
    before = w.n
    now = (w.round, w.phase, w.exchange)
    then = w.back(event["to"])
    gained = Counter(w.gained)
    w.n = before
    while w.comes("numbers_changed", topic="step back"):
        moved = w.take(CHAPTER, "numbers_changed", changes=None, cause=event["seq"])
        for target, _, _ in moved["changes"]:
            if moved["audience"] != n.who_knows(target):
                w.fail("who knows what", f"{target} is told to {moved['audience']}")
    w.gained = gained
    for target in w.n.keys() | then.keys():
        if w.n.get(target, 0) != then.get(target, 0):
            w.fail(CHAPTER, f"{target} is {w.n.get(target, 0)} again in {now}, and was {then.get(target, 0)}")


def next_ruling(w: World, audience: list[str]) -> str:
    """The name of a ruling, counted by round and by who is told."""
    told = "" if audience == EVERYONE else f"{'-'.join(audience)}."
    key = f"R{w.round}.{told}"
    w.rulings[key] += 1
    return f"{key}{w.rulings[key]}"


def reasoned(w: World, event: dict[str, Any]) -> None:
    """What control does has its reason."""
    if not event["reason"].strip():
        w.fail(CHAPTER, "no reason is given")
