"""Chapter: effects. What an outcome does, safeguards, and what third parties make of it (§4, §5, §7)."""

from collections.abc import Iterator
from itertools import combinations, permutations
from typing import Any

from tests.audit.reading.numbers import Want, between, of, toward
from tests.audit.reading.rulebook import PARTNER, STRAINED, Data, mediates
from tests.audit.reading.world import World, parties_of

CHAPTER = "effects"
THIRD_PARTIES = "trust and relations"


def effects(w: World, found: Data, outcome: int, cause: int) -> list[Want]:
    """All changes of numbers that an outcome of a move brings, before limits."""
    move, terms = w.move(found), found["terms"]
    wants = []
    for effect in move["effects"]:
        amount = effect["by"][outcome] if "by" in effect else 0
        if effect["kind"] in ("interoperability", "threat"):
            amount = _sized(w, found, amount, effect)
        wants += [Want(target, by, cause) for target, by in _changes(w, found, effect, amount, outcome) if by]
    if move["safeguards"] and outcome:
        leaks, chosen = w.book["leaks"], terms["safeguards"]
        for partner in found["partners"]:
            wants.append(
                Want(toward("trust", partner, found["initiator"]), leaks["safeguards_trust"][chosen], cause)
            )
            wants.append(Want(of("autonomy", partner), leaks["safeguards_autonomy"][chosen], cause))
    return wants


def _sized(w: World, found: Data, amount: int, effect: Data) -> int:
    """An amount as the size of the undertaking makes it, halves rounded away from zero."""
    if effect["kind"] == "threat":
        amount = relief(w, found, amount)
    percent = w.book["sizes"].get(found["terms"].get("size"), {"percent": 100})["percent"]
    return int((abs(amount) * percent + 50) // 100 * (1 if amount > 0 else -1))


def relief(w: World, found: Data, amount: int) -> int:
    """How much an operation takes off its threat, by who is in it."""
    if not amount:
        return 0
    threats = w.book["threats"]
    seat, partners = found["initiator"], found["partners"]
    together = min((w.together(seat, partner) for partner in partners), default=0)
    parties = parties_of(found)
    capability = sum(w.attribute("capability", party) for party in parties) // len(parties)
    effect = amount * (capability + threats["capability_offset"]) * (100 + together)
    effect //= threats["capability_divisor"] * threats["interoperability_divisor"]
    return int(max(1, effect) + threats["per_extra_party"] * max(0, len(partners) - 1))


def _changes(w: World, found: Data, effect: Data, amount: int, outcome: int) -> Iterator[tuple[str, int]]:
    kind = effect["kind"]
    if kind == "reconciles":
        a, b = found["partners"]
        yield between("tension", a, b), effect["tension"][outcome]
        yield toward("trust", a, b), effect["trust"][outcome]
        yield toward("trust", b, a), effect["trust"][outcome]
    elif "by" in effect:
        for target in _targets(w, found, effect):
            yield target, amount
    elif kind not in ("forms", "ends", "crisis", "founds", "tables", "leaves"):
        w.fail(CHAPTER, f"an effect of an unknown kind, {kind}")


def _targets(w: World, found: Data, effect: Data) -> list[str]:
    """The numbers that an effect moves, all by the same amount."""
    seat, partners, parties = found["initiator"], found["partners"], parties_of(found)
    who = effect.get("who", "")
    match effect["kind"]:
        case "attribute" | "money":
            whose = {"initiator": [seat], "partner": partners, "each": parties}[who]
            return [of(effect["key"], power) for power in whose]
        case "trust":
            return [toward("trust", a, b) for a, b in _trusting(w, found, who)]
        case "tension":
            return [between("tension", a, b) for a, b in _tense(w, found, effect["among"])]
        case "interoperability":
            return [between("interoperability", a, b) for a, b in combinations(parties, 2)]
        case "dependence":
            pairs = [(other, seat) if who == "partner" else (seat, other) for other in partners]
            return [toward("dependence", a, b) for a, b in pairs]
        case "insight":
            return [toward("insight", seat, partner) for partner in partners]
        case "threat":
            theatre = found["terms"].get("theatre")
            return [f"relief({w.move(found)['threat']},{theatre})"] if theatre else []
        case other:
            return w.fail(CHAPTER, f"an effect of an unknown kind, {other}")


def _trusting(w: World, found: Data, who: str) -> list[tuple[Any, Any]]:
    seat, partners = found["initiator"], found["partners"]
    match who:
        case "each":
            return list(permutations(parties_of(found), 2))
        case "partner":
            return [(partner, seat) for partner in partners]
        case "initiator":
            return [(seat, partner) for partner in partners]
        case "friends":
            return [(friend, seat) for friend in w.friends(seat)]
        case _:
            return [
                pair
                for partner in partners
                for friend in w.friends(partner)
                if friend != seat
                for pair in ((partner, friend), (friend, partner))
            ]


def _tense(w: World, found: Data, among: str) -> list[tuple[str, str]]:
    if among == "parties":
        return list(combinations(parties_of(found), 2))
    seat = found["initiator"]
    return [(seat, other) for other in w.ids if other != seat and w.relation(seat, other) <= STRAINED]


def third_parties(w: World, found: Data, outcome: int, cause: int) -> list[Want]:
    """Who is at odds with a party minds, a friend welcomes; coercion divides otherwise (§4)."""
    move = w.move(found)
    if (
        not outcome
        or not found["partners"]
        or move["visibility"] in ("secret", "covert")
        or move["category"] in w.book["third_parties"]["exempt"]
    ):
        return []
    weight = (
        move["weight"]
        if move["visibility"] == "public"
        else -(-move["weight"] // w.book["third_parties"]["limited_divisor"])
    )
    seat = found["initiator"]
    if move["category"] == "coercion":
        return [want for target in found["partners"] for want in _coerced(w, seat, target, weight, cause)]
    if mediates(move):
        return []
    return [
        want
        for partner in found["partners"]
        for a, b in ((seat, partner), (partner, seat))
        for want in _unsettled(w, found, a, b, weight, outcome, cause)
    ]


def _coerced(w: World, seat: str, target: str, weight: int, cause: int) -> Iterator[Want]:
    for other in w.ids:
        if other not in (seat, target):
            if w.relation(other, target) >= PARTNER:
                yield Want(toward("trust", other, seat), -weight, cause)
            elif w.relation(other, target) <= 1:
                yield Want(toward("trust", other, seat), w.book["third_parties"]["approval"], cause)


def _unsettled(
    w: World, found: Data, a: str, b: str, weight: int, outcome: int, cause: int
) -> Iterator[Want]:
    """Others see A draw closer to B."""
    rules = w.book["third_parties"]
    for other in w.ids:
        if other in parties_of(found):
            continue
        state = w.relation(other, b)
        if state <= STRAINED:
            loss = weight * (3 - state) * outcome // rules["divisor"]
            if loss and w.relation(other, a) >= PARTNER:
                loss = loss * rules["friend_numerator"] // rules["friend_denominator"]
                loss += rules["friend_extra"] if weight >= rules["friend_extra_weight"] else 0
            if loss:
                yield Want(toward("trust", other, a), -loss, cause)
                yield Want(toward("grievance", other, a), loss, cause)
                if loss >= rules["tension_from_loss"]:
                    yield Want(between("tension", other, a), rules["unsettled_tension"], cause)
        elif state >= PARTNER and weight >= rules["gain_weight"] and outcome >= 2:
            yield Want(toward("trust", other, a), rules["gain"], cause)
