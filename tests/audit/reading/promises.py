"""Chapter: promises. Made, kept, late, broken, impossible; and what that does (§2)."""

from tests.audit.reading import requirements
from tests.audit.reading.money import income_of
from tests.audit.reading.numbers import Want, of, toward
from tests.audit.reading.rulebook import Data
from tests.audit.reading.world import EVERYONE, World, is_known, parties_of

CHAPTER = "promises"


def undertaken(w: World, found: Data) -> None:
    """What an initiative's terms promise must be something that can be judged."""
    for given in found["terms"].get("undertakings", []):
        _sound(w, given)
        if given["by"] not in parties_of(found):
            w.fail(CHAPTER, f"{given['by']} promises and is no party")


def _sound(w: World, given: Data) -> None:
    if (
        given["kind"] not in ("act", "restraint")
        or not _moves(w, given)
        or given["by"] == given["toward"]
        or not {given["by"], given["toward"]} <= set(w.ids)
        or not w.round <= given["until"] <= w.rounds
    ):
        w.fail(CHAPTER, f"a promise that nobody could judge: {given}")


def _moves(w: World, given: Data) -> list[Data]:
    """The moves that a promise is about: those done to or with another power, as far as they are played."""
    return [
        move
        for move in w.book["moves"].values()
        if given["move"] in (move["id"], move["category"])
        and move["partners"][1]
        and w.has_module(move["module"])
    ]


def said(w: World) -> None:
    """A promise in words, to one power or in public."""
    event = w.next() or {}
    given = event["undertaking"]
    _sound(w, given)
    audience = EVERYONE if event["audience"] == EVERYONE else sorted((given["by"], given["toward"]))
    if given["kind"] == "act" and all(move["category"] == "coercion" for move in _moves(w, given)):
        w.fail(CHAPTER, f"a threat is no promise: {given}", w.at + 1)
    for pledge in w.pledges.values():
        same = {**pledge["given"], "until": 0} == {**given, "until": 0}
        if same and pledge["state"] == "open" and _knows(pledge, audience):
            w.fail(CHAPTER, f"{given['by']} is bound by {pledge['id']} already", w.at + 1)
    made(w, given, audience, "", 0)


def made(w: World, given: Data, audience: list[str], source: str, cause: int) -> None:
    """A promise stands from now on, and takes no other's place."""
    key = name_of(w, given, source or ("public" if audience == EVERYONE else "private"))
    if key in w.pledges:
        w.fail(CHAPTER, f"{key} takes the place of another promise", w.at + 1)
    event = w.take(CHAPTER, "promise_made", actor=given["by"], promise=key, undertaking=given, source=source,
                   cause=cause, audience=audience)  # fmt: skip
    w.pledges[key] = {"id": key, "given": given, "state": "open", "made": w.round, "known": audience,
                      "event": event["seq"], "judged": 0}  # fmt: skip


def name_of(w: World, given: Data, how: str) -> str:
    """What a promise is named by: its round, all it says, and how it was made."""
    return ".".join(map(str, (w.round, *(given[k] for k in ("by", "toward", "kind", "move", "until")), how)))


def _knows(pledge: Data, powers: list[str]) -> bool:
    """Whether all of some powers (or everybody) know of a promise."""
    return pledge["known"] == EVERYONE or set(powers) <= set(pledge["known"])


# --- Verdicts --------------------------------------------------------------------------------


def judge(w: World) -> None:
    """Every open promise whose time is up, or that a deed has kept or broken."""
    verdicts = [(pledge, _judged(w, pledge)) for pledge in w.pledges.values() if pledge["state"] == "open"]
    for pledge, state in verdicts:
        if state != "open":
            _follow(w, pledge, state)


def _judged(w: World, pledge: Data) -> str:
    given = pledge["given"]
    deeds = _deeds(w, pledge)
    if given["kind"] == "restraint":
        if any(found["tabled"] <= given["until"] for found in deeds):
            return "broken"
        if w.round < min(given["until"], w.rounds):
            return "open"
        return "kept" if _asked_something(w, pledge) else "void"
    if deeds:
        if not any(found["tabled"] <= given["until"] for found in deeds):
            return "late"
        return "void" if _is_second(w, pledge, pledge["known"]) else "kept"
    if w.round < given["until"]:
        return "open"
    if _was_refused(w, pledge) or _is_closed(w, pledge):
        return "impossible"
    return "broken" if w.round > given["until"] else "open"


def _alike(w: World, pledge: Data) -> list[Data]:
    """What is of the promised kind, with the two as parties."""
    given = pledge["given"]
    return [
        found
        for found in w.initiatives.values()
        if given["move"] in (found["move"], w.move(found)["category"])
        and {given["by"], given["toward"]} <= set(parties_of(found))
    ]


def _deeds(w: World, pledge: Data) -> list[Data]:
    """What came after the promise and is carried out; what is covert counts once it has come to light.

    A promised act is one that was agreed or ordered afterwards; an order of the same round breaks a
    restraint, since it could have been taken back.
    """
    given = pledge["given"]
    return [
        found
        for found in _alike(w, pledge)
        if found["state"] in ("under_way", "completed")
        and (
            found["tabled"] >= pledge["made"]
            if given["kind"] == "restraint"
            else found["agreed"] > pledge["event"]
        )
        and (found["initiator"] == given["by"] or w.move(found)["form"] == "joint")
        and (w.move(found)["visibility"] != "covert" or is_known(w, found, given["toward"]))
    ]


def _asked_something(w: World, pledge: Data) -> bool:
    """Whether a restraint was for longer than its round, could be broken in its last, and was the first."""
    return (
        pledge["given"]["until"] > pledge["made"]
        and any(_could(w, pledge, move) for move in _moves(w, pledge["given"]))
        and not _is_second(w, pledge, pledge["known"])
    )


def _could(w: World, pledge: Data, move: Data) -> bool:
    """Whether a move was open to the promiser, alone or with somebody else, and within its means."""
    by, toward_ = pledge["given"]["by"], pledge["given"]["toward"]
    capital, resources = income_of(w, by)
    carry = w.book["money"]["carry"]
    with_others = pledge["known"] == EVERYONE or set(pledge["known"]) - {by, toward_}
    return (
        (move["form"] == "order" or bool(with_others))
        and not requirements.refused(w, _tried(move["id"], by, toward_), toward_)
        and move["cost"].get("capital", 0) <= capital + carry
        and move["cost"].get("resources", 0) <= resources + carry
    )


def _tried(move: str, by: str, partner: str) -> Data:
    return {"id": "", "move": move, "initiator": by, "partners": [partner], "terms": {}}


def _is_second(w: World, pledge: Data, knowing: list[str]) -> bool:
    """Whether those who know of a promise had another to the same effect when it was given."""
    given = pledge["given"]
    moves = {move["id"] for move in _moves(w, given)}
    for other in w.pledges.values():
        theirs = other["given"]
        if (
            other["event"] < pledge["event"]
            and (not other["judged"] or other["judged"] >= pledge["made"])
            and all(theirs[key] == given[key] for key in ("by", "toward", "kind"))
            and (given["kind"] == "restraint" or moves & {move["id"] for move in _moves(w, theirs)})
            and _knows(other, knowing)
        ):
            return True
    return False


def _was_refused(w: World, pledge: Data) -> bool:
    """Whether the promiser offered it and the other would not have it."""
    given = pledge["given"]
    return any(
        found["initiator"] == given["by"]
        and found["tabled"] >= pledge["made"]
        and found["state"] in ("declined", "lapsed")
        for found in _alike(w, pledge)
    )


def _is_closed(w: World, pledge: Data) -> bool:
    """Whether things as they stand close the promised move to the two."""
    given = pledge["given"]
    if given["move"] not in w.book["moves"]:
        return False
    return requirements.is_shut(w, _tried(given["move"], given["by"], given["toward"]), given["toward"])


# --- What follows ----------------------------------------------------------------------------


def _follow(w: World, pledge: Data, state: str) -> None:
    by, public, rules = pledge["given"]["by"], pledge["known"] == EVERYONE, w.book["promises"]
    cause = w.take(CHAPTER, "promise_judged", actor=by, promise=pledge["id"], state=state,
                   audience=pledge["known"], cause=pledge["event"])["seq"]  # fmt: skip
    pledge |= {"state": state, "judged": w.round}
    w.seen[f"promise {state}"] += 1
    wants = [
        Want(toward("trust", other, by), amount, cause) for other, amount in _trust(w, pledge, state).items()
    ]
    if state == "kept":
        wants.append(Want(of("kept", by), rules["kept_count"], cause))
    if state == "broken":
        wants.append(Want(of("breaches", by), rules["broken_count"], cause))
        if public:
            wants.append(Want(of("standing", by), rules["broken_standing"], cause))
    w.moved(CHAPTER, "promises", wants)


def _trust(w: World, pledge: Data, state: str) -> dict[str, int]:
    """What those who know make of it: the one it is toward all of it, others half (rounded down).

    Kept, what was said to all wins nobody but the one it spares, nobody twice, and nobody by a threat.
    """
    rules, given, public = w.book["promises"], pledge["given"], pledge["known"] == EVERYONE
    amounts = {"kept": rules["kept_trust"], "late": rules["late_trust"], "broken": rules["broken_trust"]}
    amount = amounts.get(state, 0)
    shares = {
        other: amount if other == given["toward"] else amount // rules["others_divisor"]
        for other in (w.ids if public else pledge["known"])
        if other != given["by"]
    }
    if state != "kept":
        return shares
    moves = _moves(w, given)
    if given["kind"] == "act" and all(move["category"] == "coercion" for move in moves):
        return {}
    spared = given["kind"] == "act" or any(move["form"] == "order" for move in moves)
    return {
        other: share
        for other, share in shares.items()
        if (spared if other == given["toward"] else not public) and not _is_second(w, pledge, [other])
    }
