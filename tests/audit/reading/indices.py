"""Chapter: indices. The six of the shared order, by their printed formulas (§9)."""

from itertools import combinations
from typing import Any

from tests.audit.reading.numbers import of
from tests.audit.reading.rulebook import PARTNER, STRAINED
from tests.audit.reading.world import World, parties_of

CHAPTER = "indices"


Parts = dict[str, int]
"""The parts of an index, each with its points."""


def values(w: World) -> dict[str, int]:
    """The six indices, each kept within 0 and 100."""
    return {name: _within(base + sum(parts.values())) for name, (base, parts) in indices(w).items()}


def indices(w: World) -> dict[str, tuple[int, Parts]]:
    """The constant and the parts of each index, as printed."""
    k = _constants(w)
    return {
        "peace": (k["peace_base"], _peace(w)),
        "resilience": _resilience(w),
        "transparency": (k["transparency_base"], _transparency(w)),
        "inclusion": (0, {"whole": _inclusion(w)}),
        "equity": (k["equity_base"], _equity(w)),
        "balance": (0, _balance(w)),
    }


def check_parts(w: World, said: list[list[Any]]) -> None:
    """Fail where the parts that an event tells of are not those of the indices now."""
    for name, (_, parts) in indices(w).items():
        told = {part: points for index, part, _, points in said if index == name}
        # The three shares of inclusion are divided once, together: their points only have to come to it.
        told = {"whole": sum(told.values())} if name == "inclusion" else told
        if told != parts:
            w.fail(CHAPTER, f"the parts of {name} are {parts}, and not {told}")


def _within(value: int, most: int = 100) -> int:
    return min(most, max(0, value))


def _constants(w: World) -> dict[str, int]:
    usual = {
        "transparency_base": 0, "inclusion_base": 50, "equity_stake": 0, "peace_pairs": 10,
        "resilience_unexposed": 50, "transparency_most": 2, "inclusion_undecided": 35, "balance_unframed": 25,
    }  # fmt: skip
    return {**usual, **w.setting["indices"]}


def _peace(w: World) -> Parts:
    k = _constants(w)
    tensions = sorted(w.tension(a, b) for a, b in w.pairs)[-k["peace_pairs"] :]
    reached = [found["reached"] for found in w.crises.values()]
    acute = sum(1 for stage in reached if stage != "warning")
    high = sum(1 for stage in reached if stage in ("confrontation", "brink", "conflict"))
    return {
        "tension": -(
            k["peace_tension"] * sum(tensions) // (w.book["scores"]["peace_divisor"] * len(tensions))
        ),
        "acute": -k["peace_acute"] * acute,
        "confrontation": -k["peace_confrontation"] * high,
        "conflict": -k["peace_conflict"] * reached.count("conflict"),
    }


def _resilience(w: World) -> tuple[int, Parts]:
    k = _constants(w)
    weights = {key: sum(threat["exposure"].values()) for key, threat in w.threats.items()}
    whole: int = sum(weights.values())
    if not whole:
        return k["resilience_unexposed"], {}
    level = sum(weight * w.n[f"threat({kind},{place})"] for (kind, place), weight in weights.items())
    return k["resilience_base"], {"threats": -(k["resilience_slope"] * level // whole)}


def _transparency(w: World) -> Parts:
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
    measures = sum(min(k["transparency_most"], count) for count in held.values())
    return {
        "measures": k["transparency_pair"] * measures,
        "papers": k["transparency_paper"] * len(papers),
    }


def _inclusion(w: World) -> int:
    k = _constants(w)
    emerging = {power for power in w.ids if w.powers[power]["kind"] != "established"}
    heads = 100 * len(emerging) // len(w.ids)
    seats = [member for found in w.frameworks.values() for member in found["members"]]
    of_seats = _share(seats, emerging, heads)
    weight = mine = 0
    for found in w.initiatives.values():
        move, parties = w.move(found), parties_of(found)
        if (
            found["outcome"] is None
            or not found["public"]
            or move["category"] in w.book["scores"]["uncounted"]
        ):
            continue
        weight += 100 * move["weight"]
        mine += 100 * move["weight"] * len(emerging & set(parties)) // len(parties)
    of_weight = 100 * mine // weight if weight else heads
    deciding = [
        found["mediator"] for found in w.crises.values() if found["mediator"] and found["stage"] == "settled"
    ]
    deciding += [found["members"][0] for found in w.frameworks.values() if found["founded"]]
    deciding += [found["by"] for found in w.resolutions.values() if found["state"] in ("adopted", "lapsed")]
    least = w.book["scores"]["decisions_least"]
    of_decisions = _share(deciding, emerging, 0) if len(deciding) >= least else k["inclusion_undecided"]
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


def _equity(w: World) -> Parts:
    k = _constants(w)
    return {
        part: -k["equity_slope"] * gini([k["equity_stake"] + w.n[of(key, power)] for power in w.ranked])
        for part, key in (("benefits", "benefit"), ("burdens", "burden"))
    }


def _balance(w: World) -> Parts:
    k = _constants(w)
    usual = w.book["relationship"]["start_trust"]
    pairs = list(combinations(w.ranked, 2))
    divisor = w.book["relationship"]["tension_divisor"]
    warmth = sum(usual[w.relation(a, b)] - w.tension(a, b) // divisor for a, b in pairs)
    strained = sum(1 for a, b in pairs if w.relation(a, b) <= STRAINED)
    cohesions = [w.n[of("cohesion", key)] for key in w.frameworks]
    many = k["poles_least"] <= _poles(w) <= k["poles_most"]
    return {
        "warmth": k["balance_slope"] * (warmth // max(1, len(pairs)) - k["balance_centre"]),
        "strained": -k["balance_strained"] * strained,
        "cohesion": sum(cohesions) // (w.book["scores"]["cohesion_divisor"] * len(cohesions))
        if cohesions
        else k["balance_unframed"],
        "poles": k["balance_poles"] if many else 0,
    }


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
