"""Chapter: initiatives. The life of proposals and orders in deliberation (§5)."""

from tests.audit.reading import money, promises, requirements
from tests.audit.reading.record import Event
from tests.audit.reading.rulebook import Data
from tests.audit.reading.world import EVERYONE, OPEN, World, parties_of

CHAPTER = "initiatives"


def begun(w: World) -> None:
    """A proposal was tabled, or an order given; the cost of the one who began it is set aside."""
    joint = w.comes("proposal_tabled")
    event = w.take(CHAPTER, "proposal_tabled" if joint else "order_given", cause=0)
    seat, partners = event["actor"], event["partners" if joint else "targets"]
    key = ".".join((str(w.round), seat, event["move"], *partners))
    move = w.book["moves"].get(event["move"])
    if move is None or (move["form"] == "joint") != joint or event["initiative"] != key:
        w.fail(CHAPTER, f"{event['initiative']} is not how such a move begins")
    before = w.initiatives.get(key)
    if before and before["state"] not in ("declined", "withdrawn"):
        w.fail(CHAPTER, f"{key} was begun before and is {before['state']}")
    found = {
        "id": key, "move": event["move"], "initiator": seat, "partners": partners, "terms": event["terms"],
        "state": "tabled" if joint else "agreed", "tabled": w.round, "begun": w.round, "event": event["seq"],
        "version": max(before["version"] if before else 0, w.left.get(key, 0)) + 1,
        "agreed": 0 if joint else event["seq"],
        "answered": seat, "acted": w.round, "lost": 0, "accepted": [seat], "spent": {}, "public": False,
        "outcome": None,
    }  # fmt: skip
    if event["version"] != found["version"]:
        w.fail(CHAPTER, f"{key} begins with version {found['version']}, and not {event['version']}")
    _is_told(w, event, sorted(parties_of(found)) if joint else [seat])
    requirements.check(w, found)
    promises.undertaken(w, found)
    w.initiatives[key] = found
    money.reserve(w, found, seat, event["seq"])


def countered(w: World) -> None:
    """Other terms: what was set aside is given back, and the one who countered sets its share aside."""
    event = w.take(CHAPTER, "proposal_countered")
    found = _addressed(w, event)
    left = w.left.get(found["id"], 0)
    most = left + w.book["terms"]["versions_most"]
    if event["version"] != max(found["version"], left) + 1 or event["version"] > most:
        w.fail(CHAPTER, f"version {event['version']} after version {found['version']}")
    if event["terms"] == found["terms"]:
        w.fail(CHAPTER, "a counter that changes nothing")
    found |= {"version": event["version"], "terms": event["terms"], "accepted": [event["actor"]],
              "answered": event["actor"], "acted": w.round, "state": "countered",
              "tabled": w.round}  # fmt: skip
    requirements.check(w, found)
    promises.undertaken(w, found)
    money.release(w, found, event["seq"])
    money.reserve(w, found, event["actor"], event["seq"])


def accepted(w: World) -> None:
    """A party accepted the latest version; with the last of them it is agreed."""
    event = w.take(CHAPTER, "proposal_accepted")
    found = _addressed(w, event)
    if event["version"] != found["version"]:
        w.fail(CHAPTER, f"version {found['version']} is on the table, and {event['version']} was accepted")
    money.reserve(w, found, event["actor"], event["seq"])
    found["accepted"].append(event["actor"])
    found |= {"answered": event["actor"], "acted": w.round}
    _agree_if_all(w, found, event["seq"])


def undo_asked(w: World) -> None:
    """A seat asks to have an answer of its own undone; nobody else knows."""
    event = w.take(CHAPTER, "undo_asked")
    if event["initiative"] not in w.initiatives:
        w.fail(CHAPTER, f"there is no {event['initiative']}")
    found, seat = w.initiatives[event["initiative"]], event["actor"]
    if not w.facilitated or event["audience"] != [seat] or event["cause"] != found["event"]:
        w.fail("who knows what", f"{seat} asks to undo {found['id']} before {event['audience']}")
    if seat not in found["accepted"] or found["acted"] != w.round or (found["id"], seat, w.round) in w.undos:
        w.fail(CHAPTER, f"{seat} has nothing of {found['id']} to undo")
    w.undos[found["id"], seat, w.round] = event["seq"]


def undo_answered(w: World) -> None:
    """Control undoes it, or does not."""
    event = w.take(CHAPTER, "undo_answered", actor="control")
    key = (event["initiative"], event["power"], w.round)
    if not event["reason"].strip() or event["audience"] != [event["power"]]:
        w.fail("who knows what", f"it is answered before {event['audience']}")
    if event["cause"] != w.undos.get(key, 0) or not event["cause"]:
        w.fail(CHAPTER, f"{event['power']} has not asked to undo {event['initiative']}")
    w.undos[key] = 0
    if event["granted"]:
        taken_back(w, granted=True)


def taken_back(w: World, *, granted: bool = False) -> None:
    """Whoever acted last takes its answer back; what it made agreed is open again, its promises fall.

    Or anybody whose answer it is, where control grants it.
    """
    event = w.take(CHAPTER, "acceptance_withdrawn")
    found: Data | None = w.initiatives.get(event["initiative"])
    seat = event["actor"]
    if found is None or w.move(found)["form"] != "joint" or found["acted"] != w.round:
        w.fail(CHAPTER, f"there is nothing of {event['initiative']} to take back")
    was_agreed = found["state"] == "agreed"
    if (seat != found["answered"] and not granted) or seat not in found["accepted"]:
        w.fail(CHAPTER, f"{seat} was not the last to act on {found['id']}")
    if not was_agreed and not granted and (found["state"] not in OPEN or seat == found["initiator"]):
        w.fail(CHAPTER, f"{seat} cannot take back its answer to {found['id']}, {found['state']}")
    _follows(w, found, event)
    parties = sorted(parties_of(found))
    _is_told(w, event, parties)
    if event["version"] != found["version"]:
        w.fail(CHAPTER, f"{found['id']}: version {found['version']} was taken back, not {event['version']}")
    _reopened(w, found, event, parties)
    found["accepted"].remove(seat)
    found["answered"] = seat
    money.release_one(w, found, seat, event["seq"])


def _reopened(w: World, found: Data, event: Event, parties: list[str]) -> None:
    """What the answer that is taken back had made agreed is open again, and its promises fall."""
    was_agreed = found["state"] == "agreed"
    given = found["terms"].get("undertakings", []) if was_agreed else []
    names = [promises.name_of(w, one, found["id"]) for one in given]
    if list(event.get("promises", [])) != names:
        w.fail(CHAPTER, f"{found['id']}: the promises {names} fall, not {event.get('promises')}")
    for name in names:
        del w.pledges[name]
    if was_agreed:
        public = w.move(found)["visibility"] == "public"
        moved = w.take(CHAPTER, "initiative_moved", actor=event["actor"], initiative=found["id"], to="tabled",
                       cause=event["seq"])  # fmt: skip
        _is_told(w, moved, EVERYONE if public else parties)
        found |= {"state": "tabled", "agreed": 0, "public": False}


def dropped(w: World) -> None:
    """A power that was asked stays away, and enough others are left."""
    event = w.take(CHAPTER, "party_dropped")
    found = _addressed(w, event)
    if not _can_spare_one(w, found) or event["party"] != event["actor"]:
        w.fail(CHAPTER, f"{found['id']} cannot do without {event['party']}")
    _drop(w, found, event)
    _agree_if_all(w, found, event["seq"])


def returned(w: World) -> None:
    """Who declined last, and was done without, is asked again; who pays for its place accepts anew."""
    event = w.take(CHAPTER, "party_returned")
    found: Data | None = w.initiatives.get(event["initiative"])
    seat = event["actor"]
    if found is None or (found["answered"], found["acted"]) != (seat, w.round) or seat in parties_of(found):
        w.fail(CHAPTER, f"{seat} did not stay away from {event['initiative']} last")
    if event["party"] != seat or found["state"] not in (*OPEN, "agreed"):
        w.fail(CHAPTER, f"{seat} cannot come back to {found['id']}, {found['state']}")
    _follows(w, found, event)
    parties = sorted([*parties_of(found), seat])
    _is_told(w, event, parties)
    cost = money.costs(w, found)[found["initiator"]]
    _reopened(w, found, event, parties)
    found |= {"partners": [*found["partners"], seat], "terms": found["terms_with_all"]}
    requirements.check(w, found)
    dearer = money.costs(w, found)[found["initiator"]] != cost
    anew = [power for power in found["accepted"] if dearer and power == found["initiator"]]
    if list(event.get("anew", [])) != anew:
        w.fail(CHAPTER, f"{anew} accept {found['id']} anew, not {event.get('anew')}")
    for power in anew:
        found["accepted"].remove(power)
        money.release_one(w, found, power, event["seq"])


def ended(w: World) -> None:
    """Declined by one who was asked, or withdrawn by the one who began it."""
    event = w.take(CHAPTER, "initiative_moved")
    found = w.initiatives.get(event["initiative"])
    if found is None:
        w.fail(CHAPTER, f"there is no {event['initiative']}")
    if event["to"] == "tabled":
        _refusal_taken_back(w, found, event)
        return
    order = w.move(found)["form"] == "order"
    own = event["actor"] == found["initiator"]
    allowed = {
        "declined": found["state"] in OPEN and event["actor"] not in found["accepted"],
        "withdrawn": own and (found["state"] in OPEN or (order and found["state"] == "agreed")),
    }.get(event["to"], False)
    if not allowed or (event["to"] == "declined" and _can_spare_one(w, found) and not own):
        w.fail(CHAPTER, f"{found['id']}, {found['state']}, cannot be {event['to']} by {event['actor']}")
    _end(w, found, event)


def _refusal_taken_back(w: World, found: Data, event: Event) -> None:
    """Who declined last lets it stand again: nobody has accepted it, and its failing costs nothing."""
    seat = event["actor"]
    if (found["state"], found["answered"], found["acted"]) != ("declined", seat, w.round):
        w.fail(CHAPTER, f"{seat} cannot take back its refusal of {found['id']}, {found['state']}")
    _follows(w, found, event)
    _is_told(w, event, sorted(parties_of(found)))
    found |= {"state": "tabled", "accepted": [], "acted": w.round}
    requirements.check(w, found)
    money.return_lost(w, found, event["seq"])


def _end(w: World, found: Data, event: Event) -> None:
    _follows(w, found, event)
    order = w.move(found)["form"] == "order"
    _is_told(w, event, [found["initiator"]] if order else sorted(parties_of(found)))
    found["state"] = event["to"]
    if event["to"] == "declined":
        found |= {"answered": event["actor"], "acted": w.round}
    money.release(w, found, event["seq"], 0 if order else w.book["money"]["withdraw_capital"])


def _addressed(w: World, event: Event) -> Data:
    """The open proposal that an answer is about, answered by a party that has not accepted it."""
    found: Data | None = w.initiatives.get(event["initiative"])
    if found is None or found["state"] not in OPEN:
        w.fail(CHAPTER, f"{event['initiative']} is not on the table")
    if event["actor"] not in parties_of(found) or event["actor"] in found["accepted"]:
        w.fail(CHAPTER, f"{event['actor']} cannot answer {found['id']}")
    _follows(w, found, event)
    _is_told(w, event, sorted(parties_of(found)))
    return found


def _follows(w: World, found: Data, event: Event) -> None:
    if event["cause"] != found["event"]:
        w.fail("why", f"the cause is {event['cause']}, and not how it began, {found['event']}")


def _can_spare_one(w: World, found: Data) -> bool:
    enough = w.move(found)["acceptances"]
    return bool(enough and len(found["partners"]) > enough)


def _drop(w: World, found: Data, event: Event) -> None:
    party = event["party"]
    found |= {"answered": party, "acted": w.round, "terms_with_all": found["terms"]}
    found["partners"] = [partner for partner in found["partners"] if partner != party]
    found["accepted"] = [power for power in found["accepted"] if power != party]
    given = found["terms"].get("undertakings", [])
    found["terms"] = {**found["terms"], "undertakings": [one for one in given if one["by"] != party]}
    money.give_back(w, found, event["seq"])


def _agree_if_all(w: World, found: Data, cause: int) -> None:
    if set(found["accepted"]) == set(parties_of(found)):
        _agree(w, found, cause)


def _agree(w: World, found: Data, cause: int) -> None:
    """Agreed, announced if it is public, and its promises are made."""
    public = w.move(found)["visibility"] == "public"
    if public:
        cause = announced(w, found, cause)
    event = w.take(CHAPTER, "initiative_moved", actor=found["initiator"], initiative=found["id"], to="agreed",
                   cause=cause)  # fmt: skip
    _is_told(w, event, EVERYONE if public else sorted(parties_of(found)))
    found |= {"state": "agreed", "agreed": event["seq"]}
    for given in found["terms"].get("undertakings", []):
        promises.made(w, given, sorted(parties_of(found)), found["id"], event["seq"])


def announced(w: World, found: Data, cause: int) -> int:
    """All are told what somebody has agreed or ordered."""
    event = w.take(CHAPTER, "initiative_announced", initiative=found["id"], move=found["move"],
                   parties=parties_of(found), cause=cause, audience=EVERYONE)  # fmt: skip
    found["public"] = True
    return int(event["seq"])


def _is_told(w: World, event: Event, audience: list[str]) -> None:
    if event["audience"] != audience:
        w.fail("who knows what", f"{event['event']} is told to {event['audience']}, and not to {audience}")


# --- When deliberation ends ------------------------------------------------------------------


def go_ahead(w: World) -> None:
    """What enough have accepted goes ahead with those; the others stay away."""
    for found in [*w.initiatives.values()]:
        enough = w.move(found)["acceptances"]
        if found["state"] not in OPEN or not enough or found["initiator"] not in found["accepted"]:
            continue
        silent = [partner for partner in found["partners"] if partner not in found["accepted"]]
        if len(found["partners"]) - len(silent) < enough:
            continue
        cause = found["event"]
        for partner in silent:
            event = w.take(CHAPTER, "party_dropped", initiative=found["id"], party=partner,
                           cause=found["event"])  # fmt: skip
            cause = event["seq"]
            _drop(w, found, event)
        _agree(w, found, cause)


def lapse(w: World) -> None:
    """An offer stands until the end of the next deliberation."""
    for found in w.initiatives.values():
        if found["state"] in OPEN and found["tabled"] < w.round:
            event = w.take(CHAPTER, "initiative_moved", initiative=found["id"], to="lapsed",
                           cause=found["event"])  # fmt: skip
            _end(w, found, event)


def collapse(w: World) -> None:
    """Open coercion beats whatever its author and its target do together; the costs are spent."""
    turned = [
        {found["initiator"], target}
        for found in w.initiatives.values()
        if found["state"] == "agreed"
        and (w.move(found)["category"], w.move(found)["visibility"]) == ("coercion", "public")
        for target in found["partners"]
    ]
    causes = {
        frozenset((found["initiator"], target)): found["event"]
        for found in w.initiatives.values()
        if found["state"] == "agreed"
        for target in found["partners"]
        if {found["initiator"], target} in turned
        and (w.move(found)["category"], w.move(found)["visibility"]) == ("coercion", "public")
    }
    for found in w.initiatives.values():
        if w.move(found)["form"] != "joint" or found["state"] not in ("agreed", "under_way", "suspended"):
            continue
        if found["id"] in w.desk:
            continue
        cause = next((seq for pair, seq in causes.items() if pair <= set(parties_of(found))), 0)
        if cause:
            w.take(CHAPTER, "initiative_moved", initiative=found["id"], to="collapsed", cause=cause)
            found["state"] = "collapsed"


def begin(w: World) -> list[Data]:
    """What was agreed or ordered is under way; what is decided this round."""
    for found in w.initiatives.values():
        if found["state"] != "agreed":
            continue
        move, cause = w.move(found), found["event"]
        if move["form"] == "order" and move["visibility"] == "public":
            cause = announced(w, found, cause)
        found |= {"state": "under_way", "resolves": w.round + move["rounds"] - 1}
        w.take(CHAPTER, "initiative_moved", initiative=found["id"], to="under_way", cause=cause,
               resolves=found["resolves"])  # fmt: skip
    return [
        found
        for found in w.initiatives.values()
        if found["state"] == "under_way" and found["resolves"] <= w.round
    ]


def suspend_and_resume(w: World) -> None:
    """Calm lets go on what unrest had suspended; unrest suspends what was begun last."""
    unsettled = w.book["coup"]["unsettled"]
    for found in w.initiatives.values():
        calm = all(w.attribute("stability", party) >= unsettled for party in parties_of(found))
        if found["state"] == "suspended" and calm:
            found |= {"state": "under_way", "resolves": max(found["resolves"] + 1, w.round)}
            w.take(CHAPTER, "initiative_moved", initiative=found["id"], to="under_way",
                   resolves=found["resolves"], cause=found["event"])  # fmt: skip
    for power in w.ids:
        if w.attribute("stability", power) >= unsettled:
            continue
        running = [
            found
            for found in w.initiatives.values()
            if found["state"] == "under_way"
            and found["partners"]
            and power in parties_of(found)
            and found["id"] not in w.desk
        ]
        if running:
            w.take(CHAPTER, "initiative_moved", actor=power, initiative=running[-1]["id"], to="suspended",
                   cause=running[-1]["event"])  # fmt: skip
            running[-1]["state"] = "suspended"
