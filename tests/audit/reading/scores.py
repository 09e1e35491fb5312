"""Chapter: scores. National scores, the architecture, finals and ranks (§9)."""

from tests.audit.reading import indices
from tests.audit.reading.numbers import Want, of
from tests.audit.reading.world import EVERYONE, World

CHAPTER = "scores"


def national(w: World, power: str) -> int:
    """Objectives, position and reputation."""
    rules = w.book["scores"]
    objectives = sum(points for (owner, _), points in w.verdicts.items() if owner == power)
    change = sum(w.attribute(key, power) - w.start[of(key, power)] for key in rules["position"])
    position = rules["position_base"] + change // rules["position_divisor"]
    reputation = (
        rules["reputation_base"]
        + min(rules["burdens_most"], w.n[of("burden", power)] // rules["burdens_divisor"])
        + min(rules["honoured_most"], w.n[of("honoured", power)])
        + min(rules["kept_most"], w.n[of("kept", power)])
        - rules["breach_loss"] * w.n[of("breaches", power)]
    )
    position = min(rules["position_most"], max(0, position))
    reputation = min(rules["reputation_most"], max(0, reputation))
    return int(min(100, max(0, objectives + position + reputation)))


def score(w: World) -> None:
    """The scores after a round."""
    w.moved(CHAPTER, "scores", [
        Want(of("national", power), national(w, power) - w.n[of("national", power)]) for power in w.ranked
    ])  # fmt: skip
    values = indices.values(w)
    whole = sum(values.values()) // len(values)
    must = {of("index", name): value for name, value in values.items()} | {of("architecture", "all"): whole}
    scored = w.take(indices.CHAPTER, "round_scored", number=w.round, audience=EVERYONE, changes=None)
    indices.check_parts(w, scored["parts"])
    if strange := {target for target, *_ in scored["changes"]} - must.keys():
        w.fail(indices.CHAPTER, f"counting the scores moves {strange}")
    # Each step tells of one part of what it is counted from; together they come to the new value.
    for target, value in must.items():
        if w.n[target] != value:
            w.fail(indices.CHAPTER, f"{target} comes to {w.n[target]}, and not to {value}")
    w.round_began = dict(w.n)
    w.gained.clear()
    finals = {power: final for power, _, final in _finals(w)}
    w.moved(CHAPTER, "scores", [
        Want(of("final", power), finals[power] - w.n[of("final", power)]) for power in w.ranked
    ])  # fmt: skip


def how_it_ends(w: World) -> str:
    """Collapse, complete, or nothing yet."""
    if w.n[of("index", "peace")] < w.book["scores"]["collapse_under"]:
        return "collapse"
    fought = any(found["reached"] == "conflict" for found in w.crises.values())
    if w.round >= w.rounds or (w.book["settle"]["conflict_ends"] and fought):
        return "complete"
    return ""


def _finals(w: World) -> list[tuple[str, int, int]]:
    """(power, national, final) of all who are ranked, best first."""
    rules, values = w.book["scores"], indices.values(w)
    whole = sum(values.values()) // len(values)
    rows = []
    for power in w.ranked:
        stake, score = w.powers[power].get("stake", 50), national(w, power)
        final = score * (100 - stake + stake * whole // 100) // 100
        if values["peace"] < rules["collapse_under"]:
            final //= rules["collapse_divisor"]
        rows.append((power, score, final))
    return sorted(rows, key=lambda row: (-row[2], -row[1], row[0]))


def end(w: World, how: str) -> None:
    """Finals and ranks: by the final, then by the national score; equals share a rank."""
    rows = _finals(w)
    finals = [
        (power, score, final, 1 + sum(1 for _, s, f in rows if (f, s) > (final, score)))
        for power, score, final in rows
    ]
    w.take(CHAPTER, "exercise_ended", how=how, finals=finals, audience=EVERYONE)
