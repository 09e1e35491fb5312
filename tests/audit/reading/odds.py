"""Chapter: odds. Every modifier of a roll, its size, the cap, and the outcome (§6)."""

from collections.abc import Callable
from typing import Any

from tests.audit.reading.frameworks import mandates
from tests.audit.reading.numbers import toward
from tests.audit.reading.rulebook import Data, bears_on, mediates, size_of
from tests.audit.reading.world import World, parties_of

CHAPTER = "odds"


def outcome_of(w: World, total: int) -> int:
    """Setback (0), limited, success or breakthrough (3), by the totals from which it is each."""
    return sum(total >= least for least in w.book["rolls"]["outcomes"])


def modifiers(w: World, found: Data) -> list[tuple[str, int]]:
    """(id, size) of all that count for an initiative, in the world as deliberation ended."""
    move = w.move(found)
    sizes = [("base", move["base"])]
    sizes += [
        (modifier["id"], size_of(modifier["steps"], _READ[modifier["reads"]](w, found)))
        for modifier in w.book["modifiers"]
        if bears_on(modifier, move)
        and (not modifier.get("domains") or found["terms"].get("domain") in modifier["domains"])
    ]
    sizes.append(("opposition", -_opposition(w, found)))
    return [(name, size) for name, size in sizes if size]


def capped(w: World, sizes: list[tuple[str, int]]) -> int:
    cap, whole = w.book["modifier_cap"], sum(size for _, size in sizes)
    w.seen["more than the cap"] += abs(whole) > cap
    return int(max(-cap, min(cap, whole)))


def of_crisis(w: World, family: str, values: dict[str, int]) -> list[tuple[str, int]]:
    """(id, size) of the modifiers of a crisis roll: `calm`, `relief` or `holds`."""
    sizes = [(one["id"], size_of(one["steps"], values.get(one["reads"], 0))) for one in w.book[family]]
    return [(name, size) for name, size in sizes if size]


def _opposition(w: World, found: Data) -> int:
    """Quiet opposition ordered this round against two who are in it, by one who is not."""
    if w.move(found)["form"] != "joint":
        return 0
    against = sum(
        w.move(order)["opposes"]
        for order in w.initiatives.values()
        if order["state"] == "agreed"
        and order["initiator"] not in parties_of(found)
        and set(order["partners"]) <= set(parties_of(found))
    )
    return int(min(against, w.book["opposition_most"]))


def done(w: World, **facts: Any) -> list[Data]:
    """Initiatives that were resolved, with these facts, in the order in which they were."""
    return [
        found
        for found in sorted(w.initiatives.values(), key=lambda found: found.get("resolved_seq", 0))
        if found.get("resolved") and all(found[key] == value for key, value in facts.items())
    ]


def _between(found: Data, a: str, b: str) -> bool:
    """Whether one of two powers did it with or to the other."""
    return bool(
        (found["initiator"] == a and b in found["partners"])
        or (found["initiator"] == b and a in found["partners"])
    )


def _least(values: list[int], default: int) -> int:
    return min(values, default=default)


def _relationship(w: World, found: Data) -> int:
    return _least([w.relation(found["initiator"], other) for other in found["partners"]], 3)


def _tension(w: World, found: Data) -> int:
    partners = found["partners"]
    if mediates(w.move(found)):
        return w.tension(*partners)
    return max((w.tension(found["initiator"], other) for other in partners), default=0)


def _interoperability(w: World, found: Data) -> int:
    return _least([w.together(found["initiator"], other) for other in found["partners"]], 0)


def gap(w: World, a: str, b: str) -> int:
    """How far apart two powers are in governance."""
    return abs(w.attribute("governance", a) - w.attribute("governance", b))


def _gap(w: World, found: Data) -> int:
    return max((gap(w, found["initiator"], other) for other in found["partners"]), default=0)


def _stability(w: World, found: Data) -> int:
    shaken = parties_of(found) if w.move(found)["form"] == "joint" else [found["initiator"]]
    return min(w.attribute("stability", party) for party in shaken)


def _known(w: World, found: Data) -> list[Data]:
    """What was done before, as far as everybody knows who is shown the roll.

    Two who do something between themselves count what they alone know as well.
    """
    move = w.move(found)
    between_two = move["form"] == "joint" and move["visibility"] != "public" and len(found["partners"]) == 1
    return [other for other in done(w) if between_two or other["public"]]


def _experience(w: World, found: Data) -> int:
    category, seat = w.move(found)["category"], found["initiator"]
    alike = [
        other for other in _known(w, found) if other["outcome"] and w.move(other)["category"] == category
    ]
    return _least(
        [sum(_between(other, seat, partner) for other in alike) for partner in found["partners"]], 0
    )


def _hotline(w: World, found: Data) -> int:
    seat, partners = found["initiator"], found["partners"]
    linked = bool(partners) and all(joined_by(w, "hotline", seat, other) for other in partners)
    tense = w.book["rolls"]["hotline_from"]
    return int(linked and max(w.tension(seat, other) for other in partners) >= tense)


def joined_by(w: World, channel: str, a: str, b: str) -> bool:
    """Whether an agreement that counts as a channel is in force between two powers."""
    return any(w.has(kind, a, b) for kind in w.book["channels"][channel])


def _routine(w: World, found: Data) -> int:
    """Rounds since the same was last done: together, whoever proposed it; of orders one's own alone."""
    seat, partners = found["initiator"], found["partners"]
    if w.move(found)["form"] == "joint":
        same = [other for other in _known(w, found) if any(_between(other, seat, one) for one in partners)]
    else:
        own = done(w, initiator=seat)
        same = [other for other in own if not partners or set(partners) & set(other["partners"])]
    return w.round - max((int(one["resolved"]) for one in same if one["move"] == found["move"]), default=-9)


def _lead(key: str) -> Callable[[World, Data], int]:
    def read(w: World, found: Data) -> int:
        mine = w.attribute(key, found["initiator"])
        return _least([mine - w.attribute(key, other) for other in found["partners"]], 0)

    return read


def _deterrence(w: World, found: Data) -> int:
    seat = found["initiator"]
    protectors = [
        party
        for target in found["partners"]
        for pact in w.in_force(target, group="pact")
        for party in pact["parties"]
        if party not in (seat, target)
    ]
    least = w.attribute("capability", seat) - w.book["rolls"]["protector_within"]
    return int(any(w.attribute("capability", party) >= least for party in protectors))


def _insight(w: World, found: Data) -> int:
    seat = found["initiator"]
    return _least([w.n.get(toward("insight", seat, other), 0) for other in found["partners"]], 0)


def _scale(w: World, found: Data) -> int:
    return int(w.book["sizes"].get(found["terms"].get("size"), {"scale": 0})["scale"])


_READ: dict[str, Callable[[World, Data], int]] = {
    "relationship": _relationship,
    "tension": _tension,
    "interoperability": _interoperability,
    "governance_gap": _gap,
    "stability": _stability,
    "experience": _experience,
    "hotline": _hotline,
    "routine": _routine,
    "strength": _lead("capability"),
    "access": _lead("technology"),
    "deterrence": _deterrence,
    "committed": lambda w, found: int(found["terms"].get("committed", False)),
    "insight": _insight,
    "mandate": lambda w, found: int(bool(mandates(w, found["initiator"], w.move(found)))),
    "target_governance": lambda w, found: max(w.attribute("governance", p) for p in found["partners"]),
    "target_stability": lambda w, found: min(w.attribute("stability", p) for p in found["partners"]),
    "guarded": lambda w, found: int(
        any(joined_by(w, "guards", p, other) for p in found["partners"] for other in w.ids if other != p)
    ),
    "size": lambda w, found: len(parties_of(found)),
    "scale": _scale,
}
