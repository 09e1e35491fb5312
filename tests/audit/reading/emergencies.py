"""Chapter: emergencies. Severity, help, exploits, lasting harm; and upheavals (§8)."""

from tests.audit.reading.confrontations import Choices, reveal, revealed
from tests.audit.reading.numbers import Want, between, of, toward
from tests.audit.reading.odds import of_crisis
from tests.audit.reading.rulebook import ATTRIBUTES, Data
from tests.audit.reading.world import EVERYONE, World

CHAPTER = "emergencies"


def resolve(w: World, crisis: Data) -> None:
    """Severity falls with what is done; or a rival turns it into a confrontation."""
    settle, key = w.book["settle"], of("severity", crisis["id"])
    choices = revealed(w, crisis)
    done = _done(w, crisis, choices)
    left = max(0, w.n[key] - sum(amount for _, amount in done))
    exploiter = next((power for power, choice, _ in choices if choice == "exploit"), "")
    calmed = left <= settle["severity_calm"]
    now = "easing" if calmed and not exploiter else "acute"
    seq = reveal(w, crisis, choices, CHAPTER, now, modifiers=[])
    wants = [Want(key, -amount, seq) for _, amount in done]
    for power, choice, _ in choices:
        wants += _brought(w, _reached(crisis, choices), power, choice, seq)
    w.moved(CHAPTER, "emergency", wants)
    if exploiter:
        _exploit(w, crisis, exploiter, seq)
    elif calmed:
        _end(w, crisis, "settled", seq)
        _upheaval(w, crisis, seq)
    elif w.exchange >= settle["exchanges"]:
        _end(w, crisis, "frozen", seq)
        harm = -(left // settle["severity_harm_divisor"])
        w.moved(CHAPTER, "emergency", [
            Want(of(attribute, power), harm, seq)
            for power in crisis["parties"]
            for attribute in ("stability", "economy")
        ])  # fmt: skip
        _upheaval(w, crisis, seq)


def _done(w: World, crisis: Data, choices: Choices) -> list[tuple[str, int]]:
    """What each response takes off the severity."""
    settle, parties = w.book["settle"], crisis["parties"]
    picks = {power: choice for power, choice, _ in choices}
    done = []
    for power in parties:
        alone = w.attribute("stability", power) // settle["absorb_divisor"]
        done.append((power, settle["seal_relief"] if picks[power] == "seal" else alone))
    reached = _reached(crisis, choices)
    more = settle["ask_bonus"] if any(picks[power] == "ask" for power in parties) else 0
    for power, choice in picks.items():
        if choice == "help" and reached:
            together = max(w.together(power, victim) for victim in reached)
            helped = (w.attribute("capability", power) + together) // settle["help_divisor"] + more
            done.append((power, helped * len(reached) // len(parties)))
    return done


def _reached(crisis: Data, choices: Choices) -> list[str]:
    """Those of the affected whom help reaches: who has not sealed itself off."""
    picks = {power: choice for power, choice, _ in choices}
    return [power for power in crisis["parties"] if picks[power] != "seal"]


def _brought(w: World, reached: list[str], power: str, choice: str, cause: int) -> list[Want]:
    """What a response costs and earns."""
    settle = w.book["settle"]
    if choice == "ask":
        return [Want(of("autonomy", power), settle["ask_autonomy"], cause)]
    if choice == "seal":
        return [Want(of("economy", power), settle["seal_economy"], cause)]
    if choice != "help" or not reached:
        return []
    spent = settle["help_cost"].get("resources", 0)
    return [
        Want(of("capital", power), -settle["help_cost"].get("capital", 0), cause),
        Want(of("resources", power), -spent, cause),
        Want(of("burden", power), spent, cause),
        Want(of("standing", power), settle["help_standing"], cause),
        *(Want(toward("trust", victim, power), settle["help_trust"], cause) for victim in reached),
    ]


def _exploit(w: World, crisis: Data, exploiter: str, cause: int) -> None:
    settle = w.book["settle"]
    affected = [power for power in w.ids if power in crisis["parties"]]
    victim = min(affected, key=lambda power: w.relation(exploiter, power))
    seq = w.take(
        CHAPTER, "crisis_moved", actor=exploiter, crisis=crisis["id"], to="acute", kind="confrontation",
        parties=[exploiter, victim], cause=cause, audience=EVERYONE,
    )["seq"]  # fmt: skip
    crisis |= {"kind": "confrontation", "parties": [exploiter, victim], "stage": "acute"}
    wants = [
        Want(of("standing", exploiter), settle["exploit_standing"], seq),
        Want(between("tension", exploiter, victim), settle["honour_tension"], seq),
    ]
    wants += [
        Want(toward("trust", other, exploiter), settle["exploit_trust"], seq)
        for other in w.ids
        if other != exploiter
    ]
    w.moved(CHAPTER, "emergency", wants)
    if w.exchange >= settle["exchanges"]:
        _end(w, crisis, "frozen", seq)


def _end(w: World, crisis: Data, to: str, cause: int) -> None:
    w.take(CHAPTER, "crisis_moved", crisis=crisis["id"], to=to, cause=cause, audience=EVERYONE)
    crisis["stage"] = to


def _stood_by(crisis: Data) -> set[str]:
    """Everybody whose help was let in, in whatever exchange."""
    power = crisis["parties"][0]
    return {
        helper
        for choices in crisis["revealed"]
        if (power, "seal", "") not in choices
        for helper, choice, _ in choices
        if choice == "help"
    }


def _upheaval(w: World, crisis: Data, cause: int) -> None:
    """When an upheaval ends the government falls, or holds."""
    if not w.book["crises"][crisis["template"]]["overthrows"]:
        return
    coup, power = w.book["coup"], crisis["parties"][0]
    holds = of_crisis(w, "holds", {
        "help": len(_stood_by(crisis)),
        "severity": w.n[of("severity", crisis["id"])],
        "lowest_governance": w.attribute("governance", power),
        "lowest_stability": w.attribute("stability", power),
    })  # fmt: skip
    dice = w.roll(f"coup.{crisis['id']}")
    total = sum(dice) + sum(size for _, size in holds)
    fell = total <= coup["falls_at_most"]
    event = w.take("upheavals", "coup_decided", crisis=crisis["id"], dice=dice, total=total, succeeded=fell,
                   cause=cause, audience=EVERYONE)  # fmt: skip
    said = [(name, size) for name, size, _ in event["modifiers"]]
    if said != holds:
        w.fail("upheavals", f"{crisis['id']}: the modifiers are {holds}, and not {said}")
    seq, amounts = event["seq"], coup["fallen" if fell else "held"]
    wants = [Want(of(key, power), amounts.get(key, 0), seq) for key in ATTRIBUTES]
    minding = [
        other
        for other in w.ids
        if fell and other != power and w.attribute("governance", other) >= coup["minded"]
    ]
    wants += [Want(toward("trust", other, power), coup["minded_trust"], seq) for other in minding]
    w.moved("upheavals", "coup", wants)
    for other in minding:
        for agreement in w.in_force(other, power):
            if w.group(agreement) in coup["suspends"] and len(agreement["parties"]) == 2:
                w.take("upheavals", "agreement_moved", agreement=agreement["id"], to="suspended", cause=seq,
                       audience=EVERYONE)  # fmt: skip
                agreement["state"] = "suspended"
