"""Chapter: trust and relations. Drift, and the one step a relationship may take a round (§4)."""

from itertools import permutations

from tests.audit.reading.numbers import Want, between, toward
from tests.audit.reading.odds import done
from tests.audit.reading.world import EVERYONE, World, parties_of, word

CHAPTER = "trust and relations"


def drift(w: World) -> None:
    """Trust fades toward rest, tension toward its own, rivals rub, and what is not drilled is forgotten."""
    bound, programmes = set(), set()
    for agreement in w.in_force():
        for pair in permutations(agreement["parties"], 2):
            bound.add(pair)
            if w.group(agreement) == "technology":
                programmes.add(pair)
    wants = []
    for a, b in w.pairs:
        for one, other in ((a, b), (b, a)):
            wants += _of_trust(w, one, other, (a, b) in bound, (a, b) in programmes)
        wants += _of_pair(w, a, b)
    for target, value in w.n.items():
        if value and target.startswith("grievance("):
            wants.append(Want(target, -value // w.book["third_parties"]["grievance_fades"]))
        if value and target.startswith("insight("):
            wants.append(Want(target, -w.book["covert"]["decay"]))
    w.moved(CHAPTER, "drift", wants)


def _of_trust(w: World, one: str, other: str, bound: bool, programme: bool) -> list[Want]:
    rules, trust = w.book["trust"], w.trust(one, other)
    wants = []
    if trust > rules["rest"] and not bound:
        wants.append(Want(toward("trust", one, other), -1))
    if trust < rules["rest"] and w.tension(one, other) < rules["calm_below"]:
        wants.append(Want(toward("trust", one, other), 1))
    if w.n[toward("dependence", one, other)] and not programme:
        wants.append(Want(toward("dependence", one, other), -1))
    return wants


def _of_pair(w: World, a: str, b: str) -> list[Want]:
    rules, tension = w.book["trust"], between("tension", a, b)
    wants = []
    rest = rules["rival_tension_rest"] if w.rivals(a, b) else rules["tension_rest"]
    if w.n[tension] > rest:
        wants.append(Want(tension, -1))
    if w.rivals(a, b):
        first, second = w.roll(f"friction_of_rivals.{a}.{b}", 2, 2)
        wants.append(Want(tension, first - 1 + (second - 1 if w.round % 2 else 0)))
    usual = w.book["relationship"]["start_interoperability"][w.relation(a, b)]
    drilled = any(
        found["outcome"]
        and {a, b} <= set(parties_of(found))
        and w.move(found)["category"] in ("drills", "operations")
        for found in done(w, resolved=w.round)
    )
    if w.together(a, b) > usual and not drilled:
        wants.append(Want(between("interoperability", a, b), -rules["interoperability_decay"]))
    return wants


def step(w: World) -> None:
    """Each relationship moves by one step at most; every one that must, moves."""
    rules = w.book["relationship"]
    for a, b in w.pairs:
        state = w.relation(a, b)
        warmth = min(w.trust(a, b), w.trust(b, a)) - w.tension(a, b) // rules["tension_divisor"]
        carried = {
            5: any(w.has(kind, a, b) for kind in rules["partner_needs"]),
            6: any(w.has(kind, a, b) for kind in rules["allied_needs"]),
        }
        now = state
        if state and (warmth <= rules["up"][state - 1] - rules["gap"] or not carried.get(state, True)):
            now -= 1
        elif state < 6 and warmth >= rules["up"][state] and carried.get(state + 1, True):
            now += 1
        if now != state:
            w.take(
                CHAPTER, "relationship_moved", pair=(a, b), was=word(state), now=word(now), audience=EVERYONE,
                changes=[(between("relationship", a, b), now - state)],
            )  # fmt: skip


def expire(w: World) -> None:
    """What has run its time ends, also what is suspended."""
    for agreement in w.agreements.values():
        lasts = agreement["state"] in ("in_force", "suspended")
        if lasts and agreement["until"] and agreement["until"] <= w.round:
            w.take("agreements", "agreement_moved", agreement=agreement["id"], to="expired",
                   cause=agreement["event"], audience=EVERYONE)  # fmt: skip
            agreement["state"] = "expired"
