"""What the choices in a confrontation are worth: to a principal, and to those who watch (rulebook §8).

A principal weighs every answer of the other side by how likely public facts make it, each with the
exact chances of the roll; what may follow in later exchanges is judged by how many are left.
"""

from collections.abc import Iterator

from multipolar.doctrines.worth import Worth
from multipolar.domain.addresses import between, of, toward
from multipolar.domain.model.views import ChoiceSeen, CrisisSeen, Figures, Sight
from multipolar.domain.rules.catalogue import AttributeKey

RUNGS = ("easing", "acute", "confrontation", "brink", "conflict")
"""Where the next exchange may find a crisis, from the bottom."""
DANGER = {
    "easing": (0, 0, 0),
    "acute": (0, 1, 6),
    "confrontation": (0, 6, 14),
    "brink": (0, 45, 55),
    "conflict": (100, 100, 100),
}
"""Per cent of conflict from a rung with none, one, or two exchanges left: about what the dice give."""
EXPECTED = {"concede": 1, "ease": 5, "hold": 18, "press": 10, "mobilise": 2}
"""How often, in 36, the other side is taken to answer so before anything is known of it."""
CONFLICT: dict[AttributeKey, int] = {"stability": 9, "economy": 4, "standing": 6, "capability": 4}
"""What an open conflict costs each side (numbers §6); trust and agreements come on top."""
INTENT = {"firm": 3, "ready to ease": -3}
"""How far what is known of the other side's intent moves what it is taken to answer."""
SETTLED_IN_36 = 10
"""How often two sides settle once it has come down, before it is known whether anybody will mediate."""
ALONE_IN_36 = 5
"""The same, once an exchange has passed in which nobody did: somebody may yet."""
MEDIATED_IN_36 = 22
"""The same, once somebody mediates: most mediators stay."""
YIELDING = 146
"""What it costs to concede beyond its price, in tenths: no government outlives many of them."""
FACE = 24
"""What it costs to be seen to ease, in tenths; the more to those who never yield."""
SAVED_FACE = 5
"""What that is divided by before a mediator: one yields to the good offices, not to the other side."""
HONOUR = 5
"""What a pact that is called weighs beside a power's sense of honour, in tenths."""
CONSULTING_IN_10 = 8
"""How much of what a called pact weighs is felt, in tenths, by an ally that mediates instead."""
MEDDLING = 23
"""What it costs to step between two others, in tenths: attention, and the blame if it fails."""
STAYING = 20
"""What it is worth, in tenths, to see through what one has stepped into, unless an ally calls."""
HOSTILE = 15
"""Lead in capability from which the stronger presses, and the weaker gives way, more readily."""


def as_principal(view: Sight, worth: Worth, crisis: CrisisSeen, choice: ChoiceSeen, preview: Figures) -> int:
    """Expected worth of a principal's choice, in tenths."""
    a, b = crisis.parties[:2]
    other = b if view.seat == a else a
    weights = worth.doctrine.attributes
    rivalry = max(0, -worth.of(of("standing", other)))
    yielding = 3 * weights["standing"] + 2 * weights["stability"] + 3 * rivalry
    prevailing = 3 * weights["standing"] + 3 * rivalry
    upper_hand = (5 * weights["standing"] + 4 * rivalry) // 4 + 2 * worth.doctrine.resolve
    if crisis.stage == "brink":
        # So near to war the upper hand is worth less than coming away unharmed.
        upper_hand //= 3
    if choice.id == "concede":
        return -yielding - 12 * worth.doctrine.resolve - YIELDING
    likely = _likely(view, crisis, other)
    mediated = _is_mediated(crisis)
    face = max(0, FACE + 3 * worth.doctrine.resolve) if choice.id == "ease" else 0
    if mediated:
        face //= SAVED_FACE
    settled = MEDIATED_IN_36 if mediated else ALONE_IN_36 if crisis.revealed else SETTLED_IN_36
    total = 0
    for against in preview.against:
        value = -worth.price(*choice.cost)
        if against.other == "concede":
            value += prevailing
        elif choice.id == against.other == "ease":
            value += _settlement(worth, view.seat, other, 36)
        else:
            value += _advantage(choice.id, against.other) * upper_hand
            value += _after(view, worth, crisis, other, (against.up, against.stays, against.down), settled)
        total += likely.get(against.other, 1) * value
    return total // sum(likely.values()) - face


def _likely(view: Sight, crisis: CrisisSeen, other: str) -> dict[str, int]:
    """How likely the other side gives each answer: its strength, its last answer, how high it stands.

    What is known of its intent and of its means counts where it is known.
    """
    found = dict(EXPECTED)
    lead = view.numbers[of("capability", other)] - view.numbers[of("capability", view.seat)]
    shift = 4 if lead >= HOSTILE else -4 if lead <= -HOSTILE else 0
    if view.numbers[between("tension", view.seat, other)] >= 60:
        shift += 2
    if crisis.stage == "brink":
        shift -= 4
    known = next((one for one in crisis.estimates if one.power == other), None)
    if known is not None:
        shift += INTENT.get(known.intent, 0)
        found["mobilise"] *= known.mobilisations != 0
    for power, choice, _ in crisis.revealed:
        if power == other:
            shift += {"press": 4, "mobilise": 6, "ease": -5}.get(choice, 0)
    if shift > 0:
        found["ease"] = max(1, found["ease"] - shift)
        found["press"] += shift
    else:
        found["press"] = max(1, found["press"] + shift)
        found["ease"] -= shift
    return found


def _advantage(mine: str, theirs: str) -> int:
    """Advantage over the other side: pressing one that eases counts twice (§8)."""
    pressing = ("press", "mobilise")
    if mine in pressing and theirs not in pressing:
        return 2 if theirs == "ease" else 1
    if theirs in pressing and mine not in pressing:
        return -2 if mine == "ease" else -1
    return 0


def _is_mediated(crisis: CrisisSeen, by: str = "") -> bool:
    """Whether anybody (or one power) was seen to mediate, or to take it to a framework."""
    return any(
        choice in ("mediate", "framework") and by in ("", power) for power, choice, _ in crisis.revealed
    )


def _after(
    view: Sight, worth: Worth, crisis: CrisisSeen, other: str, chances: tuple[int, int, int], settled: int
) -> int:
    """What is ahead once the dice have moved the crisis, by the chances of up, stays and down."""
    rung = RUNGS.index(crisis.stage)
    left = max(0, min(2, crisis.exchanges - crisis.exchange))
    loss = sum(points * worth.doctrine.attributes[key] for key, points in CONFLICT.items())
    loss += 25 * worth.doctrine.trust + 20 * worth.doctrine.tension + worth.wishes.climbing.get("conflict", 0)
    total = 0
    for step, chance in zip((1, 0, -1), chances, strict=True):
        stage = RUNGS[min(rung + step, len(RUNGS) - 1)]
        value = -DANGER[stage][left] * loss * (15 - worth.doctrine.resolve) // 1200
        if step == 1 and stage == "confrontation":
            value -= worth.doctrine.attributes["stability"] + worth.wishes.climbing.get("confrontation", 0)
        if stage == "easing":
            value += _settlement(worth, view.seat, other, settled)
        total += chance * value
    return total // 36


def _settlement(worth: Worth, seat: str, other: str, chance: int) -> int:
    """Settled: tension −10, trust +4; frozen: tension +3, trust −2 (numbers §6)."""
    calm = -worth.of(between("tension", seat, other))
    trust = worth.of(toward("trust", other, seat))
    return (chance * (10 * calm + 4 * trust) - (36 - chance) * (3 * calm + 2 * trust)) // 36


# --- Those who watch -------------------------------------------------------------------------


def as_onlooker(
    view: Sight, worth: Worth, crisis: CrisisSeen, choice: ChoiceSeen
) -> Iterator[tuple[int, str]]:
    """Expected worth of an onlooker's choice, in tenths, with the principal it backs."""
    a, b = crisis.parties[:2]
    doctrine = worth.doctrine
    # The first stage at which pacts are called is a confrontation: from then on a word is at stake.
    called = [power for power in (a, b) if crisis.stage != "acute" and _have_pact(view, power)]
    faith = len(called) * (HONOUR + 3 * doctrine.honour)
    # Whoever mediates has not refused its ally, and not stood by it either.
    waits = faith * CONSULTING_IN_10 // 10
    calm = max(0, -worth.of(between("tension", a, b)))
    standing = doctrine.attributes["standing"]
    begun = STAYING if not called and _is_mediated(crisis, view.seat) else 0
    match choice.id:
        case "stay_out":
            yield 8 - faith, ""
        case "mediate":
            trusted = min(view.numbers[toward("trust", view.seat, power)] for power in (a, b))
            own = view.numbers[of("standing", view.seat)]
            gain = standing + 2 * calm + 3 * doctrine.common_threat + (trusted + own - 115) // 4
            yield gain + begun - MEDDLING - worth.price(*choice.cost) - waits, ""
        case "framework":
            gain = 2 * calm + 2 * doctrine.common_threat
            yield gain + begun - MEDDLING // 2 - worth.price(*choice.cost) - waits, ""
        case "back":
            for mine, other in ((a, b), (b, a)):
                near = view.relationship(view.seat, mine) - view.relationship(view.seat, other)
                word = HONOUR + 3 * doctrine.honour
                kept = word * ((mine in called) - (other in called))
                gain = 5 * worth.of(toward("trust", mine, view.seat)) + (8 if other in worth.rivals else 0)
                anger = 5 * max(0, -worth.of(between("tension", view.seat, other)))
                yield 6 * near + gain - anger + 3 * doctrine.resolve - 28 + kept, mine


def _have_pact(view: Sight, power: str) -> bool:
    return any(
        agreement.group == "pact"
        and agreement.state == "in_force"
        and {view.seat, power} <= set(agreement.parties)
        for agreement in view.agreements
    )
