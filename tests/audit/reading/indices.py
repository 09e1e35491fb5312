"""Chapter: indices. The six of the shared order, by their printed formulas (§9)."""

from itertools import combinations

from tests.audit.reading.numbers import of
from tests.audit.reading.rulebook import PARTNER, STRAINED
from tests.audit.reading.world import World, parties_of

CHAPTER = "indices"
NAMES = ("peace", "resilience", "transparency", "inclusion", "equity", "balance")


def values(w: World) -> dict[str, int]:
    """The six indices, each kept within 0 and 100."""
    raw = {
        "peace": _peace(w),
        "resilience": _resilience(w),
        "transparency": _transparency(w),
        "inclusion": _inclusion(w),
        "equity": _equity(w),
        "balance": _balance(w),
    }
    return {name: _within(value) for name, value in raw.items()}


def _within(value: int, most: int = 100) -> int:
    return min(most, max(0, value))


def _constants(w: World) -> dict[str, int]:
    usual = {"transparency_base": 0, "inclusion_base": 50, "equity_stake": 0}
    return {**usual, **w.setting["indices"]}


def _peace(w: World) -> int:
    k = _constants(w)
    tensions = sorted(w.tension(a, b) for a, b in w.pairs)[-10:]
    reached = [found["reached"] for found in w.crises.values()]
    high = [stage for stage in reached if stage in ("confrontation", "brink", "conflict")]
    value = k["peace_base"] - k["peace_tension"] * sum(tensions) // (2 * len(tensions))
    value -= k["peace_acute"] * sum(1 for stage in reached if stage != "warning")
    return value - k["peace_confrontation"] * len(high) - k["peace_conflict"] * reached.count("conflict")


def _resilience(w: World) -> int:
    k = _constants(w)
    weights = {key: sum(threat["exposure"].values()) for key, threat in w.threats.items()}
    whole: int = sum(weights.values())
    if not whole:
        return 50
    level: int = sum(weight * w.n[f"threat({kind},{place})"] for (kind, place), weight in weights.items())
    return k["resilience_base"] - k["resilience_slope"] * level // whole


def _transparency(w: World) -> int:
    k = _constants(w)
    held = {(a, b): 0 for a, b in w.pairs if {a, b} <= set(w.ranked) or w.rivals(a, b)}
    for agreement in w.in_force(group="confidence"):
        for pair in combinations(sorted(agreement["parties"]), 2):
            if pair in held:
                held[pair] += 1
    papers = {
        found["initiator"]
        for found in w.initiatives.values()
        if found["move"] == "white_paper" and found.get("resolved") and found["initiator"] in w.ranked
    }
    measures = sum(min(2, count) for count in held.values())
    return k["transparency_base"] + k["transparency_pair"] * measures + k["transparency_paper"] * len(papers)


def _inclusion(w: World) -> int:
    k = _constants(w)
    emerging = {power for power in w.ids if w.powers[power]["kind"] != "established"}
    heads = 100 * len(emerging) // len(w.ids)
    seats = [member for found in w.frameworks.values() for member in found["members"]]
    of_seats = _share(seats, emerging, heads)
    weight = mine = 0
    for found in w.initiatives.values():
        move, parties = w.move(found), parties_of(found)
        if found["outcome"] is None or not found["public"] or move["category"] in ("coercion", "domestic"):
            continue
        weight += 100 * move["weight"]
        mine += 100 * move["weight"] * len(emerging & set(parties)) // len(parties)
    of_weight = 100 * mine // weight if weight else heads
    deciding = [
        found["mediator"] for found in w.crises.values() if found["mediator"] and found["stage"] == "settled"
    ]
    deciding += [found["members"][0] for found in w.frameworks.values() if found["founded"]]
    deciding += [found["by"] for found in w.resolutions.values() if found["state"] in ("adopted", "lapsed")]
    of_decisions = _share(deciding, emerging, 0) if len(deciding) > 1 else 35
    base, slope = k["inclusion_base"], k["inclusion_slope"]
    thirds = (
        _within(base + slope * (of_seats - heads)),
        _within(base + slope * (of_weight - heads)),
        _within(base + k["inclusion_decisions_slope"] * (of_decisions - heads)),
    )
    return sum(thirds) // 3


def _share(who: list[str], emerging: set[str], nobody: int) -> int:
    """In per cent."""
    return 100 * sum(1 for power in who if power in emerging) // len(who) if who else nobody


def gini(amounts: list[int]) -> int:
    """In hundredths: 0 where all have the same."""
    if not sum(amounts):
        return 0
    apart = sum(abs(a - b) for a, b in combinations(amounts, 2))
    return 100 * apart // (len(amounts) * sum(amounts))


def _equity(w: World) -> int:
    k = _constants(w)
    unequal = [
        gini([k["equity_stake"] + w.n[of(key, power)] for power in w.ranked]) for key in ("benefit", "burden")
    ]
    return k["equity_base"] - k["equity_slope"] * sum(unequal)


def _balance(w: World) -> int:
    k = _constants(w)
    usual = w.book["relationship"]["start_trust"]
    pairs = list(combinations(w.ranked, 2))
    warmth = sum(usual[w.relation(a, b)] - w.tension(a, b) // 2 for a, b in pairs)
    strained = sum(1 for a, b in pairs if w.relation(a, b) <= STRAINED)
    cohesions = [w.n[of("cohesion", key)] for key in w.frameworks]
    value: int = k["balance_slope"] * (warmth // max(1, len(pairs)) - k["balance_centre"])
    value -= k["balance_strained"] * strained
    value += sum(cohesions) // (2 * len(cohesions)) if cohesions else 25
    if k["poles_least"] <= _poles(w) <= k["poles_most"]:
        value += k["balance_poles"]
    return value


def _poles(w: World) -> int:
    """The effective number of poles in tenths: blocs of partners, weighed by capability."""
    bloc = {power: power for power in w.ranked}
    for a, b in combinations(w.ranked, 2):
        if w.relation(a, b) >= PARTNER:
            bloc = {power: bloc[a] if root == bloc[b] else root for power, root in bloc.items()}
    weights: dict[str, int] = {}
    for power, root in bloc.items():
        weights[root] = weights.get(root, 0) + w.attribute("capability", power)
    return int(10 * sum(weights.values()) ** 2 // max(1, sum(weight**2 for weight in weights.values())))
