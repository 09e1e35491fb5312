"""Chapter: adjudication. All that was agreed or ordered is decided at once (§2, §6)."""

from tests.audit.reading import (
    covert,
    crises,
    desk,
    effects,
    frameworks,
    initiatives,
    money,
    numbers,
)
from tests.audit.reading.numbers import Want, of, split, toward
from tests.audit.reading.rulebook import ATTRIBUTES, OUTCOMES, Data
from tests.audit.reading.world import EVERYONE, World, parties_of

CHAPTER = "adjudication"


def adjudicate(w: World) -> None:
    """Everything of the phase, in its order; modifiers are read as deliberation ended."""
    initiatives.go_ahead(w)
    before = w.snapshot()
    initiatives.lapse(w)
    frameworks.count_votes(w)
    initiatives.collapse(w)
    due = [found for found in initiatives.begin(w) if found["id"] not in w.desk]
    if w.facilitated:
        for found in due:
            desk.previewed(w, before, found)
    else:
        bring_about(w, before, due)


def bring_about(w: World, before: World, due: list[Data]) -> None:
    """What is decided is told, and comes about."""
    wants: list[Want] = []
    for found in due:
        wants += _decide(w, before, found)
    _carry_out(w, due, wants)
    for found in due:
        _conclude(w, found)
    for found in due:
        covert.expose(w, found)


def _decide(w: World, before: World, found: Data) -> list[Want]:
    """One roll: its modifiers, its dice, its outcome, and all that it wants to change."""
    move, then = w.move(found), before.initiatives[found["id"]]
    result = w.desk.pop(found["id"], None) or desk.rolled(w, before, found)
    sizes, dice, total, outcome = (result[key] for key in ("sizes", "dice", "total", "outcome"))
    by_ruling = desk.ruled(w, found, result) if result["how"] else 0
    event = w.take("odds", "initiative_resolved", initiative=found["id"], move=move["id"],
                   parties=parties_of(found), cause=by_ruling or found["event"])  # fmt: skip
    said = [(name, size) for name, size, _ in event["modifiers"]]
    if said != sizes:
        w.fail("odds", f"{found['id']}: the modifiers are {sizes}, and not {said}")
    if event["dice"] != dice:
        w.fail("dice", f"{dice} fall, and not {event['dice']}")
    if (event["total"], event["outcome"]) != (total, outcome):
        w.fail("odds", f"{total} is {OUTCOMES[outcome]}, and not {event['total']}, {event['outcome']}")
    if event.get("told") != result["to"]:
        w.fail("who knows what", f"it is told to {event.get('told')}, and not to {result['to']}")
    _is_told(w, found, move, event)
    found["told"] = result["to"]
    found["public"] = found["public"] or result["to"] == EVERYONE
    cause = event["seq"]
    found |= {"state": "completed", "outcome": outcome, "resolved": w.round, "resolved_seq": cause}
    wants = effects.effects(before, then, outcome, cause)
    wants += effects.third_parties(before, then, outcome, cause)
    wants += money.payments(found, cause)
    if move["joint_benefit"] or move["category"] == "operations":
        wants += [Want(of("burden", p), given, cause) for p, given in money.spent_resources(found).items()]
    if result["to"] == EVERYONE:
        return wants
    shows = any(want.amount and numbers.who_knows(want.target) == EVERYONE for want in wants)
    if (move["visibility"] == "limited" and (shows or outcome)) or (move["visibility"] == "secret" and shows):
        initiatives.announced(w, found, cause)
    return wants


def audience_of(found: Data, move: Data) -> list[str]:
    """Who is told how it came off, where the facilitator says nothing."""
    if move["visibility"] in ("limited", "secret"):
        return sorted(parties_of(found))
    return EVERYONE if move["visibility"] == "public" else [found["initiator"]]


def _is_told(w: World, found: Data, move: Data, event: Data) -> None:
    audience = event.get("told") or audience_of(found, move)
    if event["audience"] != audience:
        w.fail("who knows what", f"a roll is told to {event['audience']}, and not to {audience}")


def _carry_out(w: World, due: list[Data], wants: list[Want]) -> None:
    """All effects at once; what attributes gain by joint moves counts as a benefit."""
    joint = {found["resolved_seq"] for found in due if w.move(found)["joint_benefit"]}
    gained = [
        Want(of("benefit", split(want.target)[1][0]), want.amount, want.cause)
        for want in w.settled(wants)
        if want.cause in joint and want.amount > 0 and split(want.target)[0] in ATTRIBUTES
    ]
    hidden = {
        found["resolved_seq"]: [found["initiator"]]
        for found in due
        if w.move(found)["visibility"] == "covert"
    }
    w.moved(effects.CHAPTER, "effects", [*wants, *gained], hidden)


def _conclude(w: World, found: Data) -> None:
    """Agreements formed or suspended, crises that a move may set off, and frameworks."""
    cause = found["resolved_seq"]
    for effect in w.move(found)["effects"]:
        match effect["kind"]:
            case "forms" if found["outcome"] >= OUTCOMES.index(effect.get("at_least", "limited")):
                form(w, found, effect["type"], cause)
            case "ends":
                _suspend(w, found, cause)
            case "crisis":
                crises.by_move(w, found, effect, cause)
            case "founds" | "tables" | "leaves":
                frameworks.conclude(w, found, effect, cause)
            case _:
                pass


def form(w: World, found: Data, kind: str, cause: int) -> None:
    """An agreement comes into force, or one that was suspended does again."""
    parties, seat = parties_of(found), found["initiator"]
    if all(w.has(kind, seat, partner) for partner in found["partners"]):
        return
    for other in w.agreements.values():
        if (other["type"], other["state"]) == (kind, "suspended") and set(other["parties"]) == set(parties):
            w.take(CHAPTER, "agreement_moved", agreement=other["id"], to="in_force", cause=cause)
            other["state"] = "in_force"
            return
    rounds = found["terms"].get("duration") or w.book["agreements"][kind]["rounds"]
    name = ".".join((kind, *parties, str(w.round)))
    before = sum(key == name or key.startswith(f"{name}.") for key in w.agreements)
    event = w.take(
        CHAPTER, "agreement_concluded", agreement=f"{name}.{before + 1}" if before else name, type=kind,
        parties=parties, until=w.round + rounds if rounds else 0, cause=cause, audience=EVERYONE,
        safeguards=found["terms"].get("safeguards", ""),
    )  # fmt: skip
    w.agreements[event["agreement"]] = frameworks.agreement(event)


def _suspend(w: World, found: Data, cause: int) -> None:
    """An agreement is suspended, which counts as a breach of it."""
    agreement = w.agreements.get(found["terms"].get("agreement", ""))
    if agreement is None or agreement["state"] != "in_force":
        return
    seq = w.take(CHAPTER, "agreement_moved", agreement=agreement["id"], to="suspended", cause=cause,
                 audience=EVERYONE)["seq"]  # fmt: skip
    agreement["state"] = "suspended"
    by, rules = found["initiator"], w.book["promises"]
    wants = [Want(of("breaches", by), w.book["promises"]["breach_count"], seq)]
    for other in w.ids:
        if other != by:
            bound = other in agreement["parties"]
            amount = rules["breach_trust"] if bound else rules["breach_onlookers"]
            wants.append(Want(toward("trust", other, by), amount, seq))
    w.moved("promises", "breach", wants)
