"""Chapter: the desk. Results wait there, and are published as rolled or by a ruling (§2)."""

from tests.audit.reading import adjudication, control, odds
from tests.audit.reading.rulebook import OUTCOMES, Data
from tests.audit.reading.world import EVERYONE, World, parties_of

CHAPTER = "the desk"


def rolled(w: World, before: World, found: Data) -> Data:
    """How an initiative is decided, of itself."""
    sizes = odds.modifiers(before, before.initiatives[found["id"]])
    dice = w.roll(f"resolve.{found['id']}")
    total = sum(dice) + odds.capped(w, sizes)
    outcome = odds.outcome_of(w, total)
    return {"sizes": sizes, "dice": dice, "total": total, "outcome": outcome, "was": outcome, "how": "",
            "rolls": [dice], "due": w.round, "to": None, "event": 0}  # fmt: skip


def previewed(w: World, before: World, found: Data) -> None:
    """It is decided, and control alone is shown how."""
    result = rolled(w, before, found)
    event = w.take(CHAPTER, "result_previewed", actor="control", audience=[], initiative=found["id"],
                   move=found["move"], parties=parties_of(found), dice=result["dice"],
                   total=result["total"], outcome=result["outcome"], cause=found["event"])  # fmt: skip
    if [(name, size) for name, size, _ in event["modifiers"]] != result["sizes"]:
        w.fail("odds", f"{found['id']}: the modifiers are {result['sizes']}, and not {event['modifiers']}")
    w.desk[found["id"]] = result | {"event": event["seq"]}


def revised(w: World) -> None:
    """Rolled again, by the program or on the table, or set by hand."""
    event = w.take(CHAPTER, "result_revised", actor="control", audience=[])
    result = _waits(w, event)
    dice, total, outcome = event["dice"], event["total"], event["outcome"]
    if event["how"] == "set by hand":
        if (dice, total) != (result["dice"], result["total"]) or outcome == result["outcome"]:
            w.fail(CHAPTER, f"set by hand, it is {event}")
        if outcome not in range(len(OUTCOMES)):
            w.fail(CHAPTER, f"there is no outcome {outcome}")
    else:
        if event["how"] == "rolled again":
            fall = w.roll(f"resolve.{event['initiative']}.again.{len(result['rolls'])}")
            if dice != fall:
                w.fail("dice", f"{fall} fall, and not {dice}")
        elif event["how"] != "real dice" or len(dice) != 2 or not all(1 <= die <= 6 for die in dice):
            w.fail("dice", f"{dice} are no dice of {event['how']}")
        result["rolls"].append(dice)
        counted = sum(dice) + odds.capped(w, result["sizes"])
        if (total, outcome) != (counted, odds.outcome_of(w, counted)):
            w.fail("odds", f"{counted} is not {total}, outcome {outcome}")
    result |= {"dice": dice, "total": total, "outcome": outcome, "how": event["how"],
               "reason": event["reason"]}  # fmt: skip


def held(w: World) -> None:
    """Back to the next round, or to be published now after all."""
    event = w.take(CHAPTER, "result_held", actor="control", audience=[])
    control.reasoned(w, event)
    if event["initiative"] not in w.desk:
        w.fail(CHAPTER, f"no result of {event['initiative']} is there")
    result = w.desk[event["initiative"]]
    if event["cause"] != result["event"] or {result["due"], event["until"]} != {w.round, w.round + 1}:
        w.fail(CHAPTER, f"it is due in {result['due']}, and held back to {event['until']}")
    result["due"] = event["until"]


def addressed(w: World) -> None:
    """Who will be told: those whom its move tells, and whoever else is named, or all."""
    event = w.take(CHAPTER, "result_addressed", actor="control", audience=[])
    result, found = _waits(w, event), w.initiatives[event["initiative"]]
    if w.move(found)["visibility"] == "covert":
        w.fail("who knows what", "a covert move is told by the facilitator's word")
    usual = adjudication.audience_of(found, w.move(found))
    if event["to"] != EVERYONE and not set(usual) < set(event["to"]):
        w.fail("who knows what", f"{event['to']} are told, and not {usual} and others")
    if event["to"] == (result["to"] or usual):
        w.fail("who knows what", f"{event['to']} were to be told before")
    result["to"] = event["to"]


def published(w: World) -> None:
    """What was chosen, or all that waits, comes about."""
    event = w.take(CHAPTER, "results_published", actor="control", audience=[])
    control.reasoned(w, event)
    names = event["initiatives"]
    waits = [name for name, result in w.desk.items() if result["due"] <= w.round]
    if not names or names != [name for name in waits if name in names]:
        w.fail(CHAPTER, f"{names} are published of {waits}")
    adjudication.bring_about(w, w.snapshot(), [w.initiatives[name] for name in names])


def ruled(w: World, found: Data, result: Data) -> int:
    """The ruling by which a result is otherwise than it was first rolled."""
    audience = result["to"] or adjudication.audience_of(found, w.move(found))
    name = control.next_ruling(w, audience)
    event = w.take(CHAPTER, "result_ruled", actor="control", audience=audience, initiative=found["id"],
                   how=result["how"], rolls=result["rolls"], was=result["was"], outcome=result["outcome"],
                   reason=result["reason"], ruling=name, cause=found["event"])  # fmt: skip
    return int(event["seq"])


def _waits(w: World, event: Data) -> Data:
    control.reasoned(w, event)
    result: Data | None = w.desk.get(event["initiative"])
    if result is None or result["due"] > w.round or event["cause"] != result["event"]:
        w.fail(CHAPTER, f"no result of {event['initiative']} waits")
    return result
