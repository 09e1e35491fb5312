"""Chapter: covert. A covert move that comes to light (§12)."""

from tests.audit.reading import crises
from tests.audit.reading.numbers import Want, between, of, toward
from tests.audit.reading.rulebook import PARTNER, Data
from tests.audit.reading.world import EVERYONE, World

CHAPTER = "covert"


def expose(w: World, found: Data) -> None:
    """On a setback, and otherwise by chance."""
    move, rules = w.move(found), w.book["covert"]
    if move["visibility"] != "covert":
        return
    dice = w.roll(f"exposure.{found['id']}", 36, 1)
    risk = rules["exposed_in_36"] if move["exposed_in_36"] is None else move["exposed_in_36"]
    if found["outcome"] and dice[0] > risk:
        return
    by, targets = found["initiator"], found["partners"]
    cause = w.take(CHAPTER, "covert_move_exposed", initiative=found["id"], move=move["id"], target=targets[0],
                   dice=dice, cause=found["resolved_seq"], audience=EVERYONE)["seq"]  # fmt: skip
    found["public"] = True
    wants = [Want(of("standing", by), -rules["standing_loss"], cause)]
    for target in targets:
        wants.append(Want(toward("trust", target, by), -rules["trust_loss"], cause))
        wants.append(Want(between("tension", target, by), rules["tension_rise"], cause))
    wants += [
        Want(toward("trust", other, by), -rules["onlooker_loss"], cause)
        for other in w.ids
        if other not in (by, *targets) and any(w.relation(other, target) >= PARTNER for target in targets)
    ]
    w.moved(CHAPTER, "exposure", wants)
    crises.by_exposure(w, found, cause)
