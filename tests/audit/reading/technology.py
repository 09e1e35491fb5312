"""Chapter: technology and leaks (§7)."""

from tests.audit.reading import crises
from tests.audit.reading.numbers import Want, of, toward
from tests.audit.reading.odds import done, gap
from tests.audit.reading.rulebook import COOPERATIVE, STRAINED, Data, effect_of, size_of
from tests.audit.reading.world import EVERYONE, World

CHAPTER = "technology and leaks"


def risk(w: World, agreement: Data, move: Data) -> int:
    """The risk of a programme at one check, in 36ths."""
    rules = w.book["leaks"]
    supplier, recipient = agreement["parties"][:2]
    others = [other for other in w.ids if other not in (supplier, recipient)]
    risk = move["leak"] - rules["safeguards"][agreement["safeguards"] or "standard"]
    risk += size_of(rules["gap_steps"], gap(w, supplier, recipient))
    if any(w.relation(recipient, o) >= COOPERATIVE and w.relation(supplier, o) <= STRAINED for o in others):
        risk += rules["rival_ties"]
    collected = any(
        found["resolved"] == w.round - 1
        and found["initiator"] in others
        and found["partners"][0] in (supplier, recipient)
        for found in done(w, move="covert_collection")
    )
    return int(max(0, min(rules["most"], risk + (rules["collection"] if collected else 0))))


def check(w: World) -> None:
    """Every programme in force is checked every so many rounds."""
    if not w.has_module("leaks"):
        return
    rules = w.book["leaks"]
    programmes = {
        forms["type"]: move
        for move in w.book["moves"].values()
        if move["leak"] is not None and (forms := effect_of(move, "forms"))
    }
    leaked = []
    for agreement in [*w.agreements.values()]:
        age = w.round - agreement["since"]
        move = programmes.get(agreement["type"])
        if agreement["state"] != "in_force" or move is None or not age or age % rules["every"]:
            continue
        supplier, recipient = agreement["parties"][:2]
        chance = risk(w, agreement, move)
        dice = w.roll(f"leak.{agreement['id']}", 36, 1)
        if dice[0] > chance:
            w.take(CHAPTER, "leak_checked", agreement=agreement["id"], risk=chance, dice=dice,
                   cause=agreement["event"], audience=[])  # fmt: skip
            continue
        # It finds its way to the most capable power at odds with the supplier, where there is one.
        rival = w.strongest_rival(supplier)
        cause = w.take(
            CHAPTER, "technology_leaked", agreement=agreement["id"], supplier=supplier, recipient=recipient,
            rival=rival, risk=chance, dice=dice, cause=agreement["event"], audience=EVERYONE,
        )["seq"]  # fmt: skip
        wants = [Want(of("technology", rival), rules["rival_gain"], cause)] if rival else []
        wants += [
            Want(of("technology", supplier), -rules["supplier_loss"], cause),
            Want(toward("trust", supplier, recipient), -rules["trust_loss"], cause),
        ]
        w.moved(CHAPTER, "leak", wants)
        leaked.append((supplier, rival, cause))
    for supplier, rival, cause in leaked:
        if rival:
            crises.by_leak(w, supplier, rival, cause)
