"""Chapter: free-form moves and appeals. Argued in words, judged by control, appealed once by a party (§6)."""

from tests.audit.reading import adjudication, control, effects, money, odds
from tests.audit.reading.numbers import Want, between, of, split, toward
from tests.audit.reading.rulebook import ATTRIBUTES, OUTCOMES, Data
from tests.audit.reading.world import EVERYONE, World, parties_of

CHAPTER = "free-form moves"


def tabled(w: World) -> None:
    """One a seat and round, with one to three reasons, told to all."""
    event = w.take(CHAPTER, "free_form_tabled", audience=EVERYONE)
    seat, name = event["actor"], event["free_form"]
    if not w.facilitated or name != f"{w.round}.{seat}.free_form" or name in w.free_forms:
        w.fail(CHAPTER, f"{seat} makes {name}")
    if not 1 <= len(event["reasons"]) <= 3 or seat in event["toward"]:
        w.fail(CHAPTER, f"{seat} argues it by {event['reasons']} toward {event['toward']}")
    w.free_forms[name] = {"by": seat, "toward": event["toward"], "reasons": event["reasons"], "against": [],
                          "event": event["seq"], "round": w.round, "outcome": None}  # fmt: skip


def _made(w: World, name: str) -> Data:
    if name not in w.free_forms:
        w.fail(CHAPTER, f"nobody made {name}")
    move: Data = w.free_forms[name]
    return move


def argued(w: World) -> None:
    """One reason a seat against what another makes, in the round in which it does."""
    event = w.take(CHAPTER, "argument_made", audience=EVERYONE)
    move = _made(w, event["free_form"])
    if event["cause"] != move["event"] or move["round"] != w.round or move["outcome"] is not None:
        w.fail(CHAPTER, f"{event['actor']} argues too late against {event['free_form']}")
    if event["actor"] in (move["by"], *move["against"]):
        w.fail(CHAPTER, f"{event['actor']} argues against {event['free_form']} again")
    move["against"].append(event["actor"])


def judged(w: World) -> None:
    """Arguments are weighed, dice fall or control decides, and it comes about."""
    event = w.take(CHAPTER, "free_form_judged", actor="control")
    control.reasoned(w, event)
    move = _made(w, event["free_form"])
    form = _form(w, event["effects"])
    fewest, most = form["toward"]
    if move["outcome"] is not None or not fewest <= len(move["toward"]) <= most:
        w.fail(CHAPTER, f"{event['effects']} is what {event['free_form']} brings")
    weighed = [*event["arguments"], *event["counters"]]
    if (len(event["arguments"]), len(event["counters"])) != (len(move["reasons"]), len(move["against"])):
        w.fail(CHAPTER, f"{weighed} are the worth of its arguments")
    if any(abs(size) > 3 for size in weighed):
        w.fail("odds", f"an argument is worth {weighed}")
    total = sum(event["dice"]) + max(-w.book["modifier_cap"], min(w.book["modifier_cap"], sum(weighed)))
    if event["total"] != total or (event["dice"] and event["outcome"] != odds.outcome_of(w, total)):
        w.fail("odds", f"{total} is not {event['total']}, outcome {event['outcome']}")
    if event["outcome"] not in range(len(OUTCOMES)):
        w.fail(CHAPTER, f"there is no outcome {event['outcome']}")
    real = len(event["dice"]) == 2 and all(1 <= die <= 6 for die in event["dice"])
    if event["dice"] and not real:
        w.fail("dice", f"{event['dice']} fall")
    known = event["audience"]
    if known != EVERYONE and not {move["by"], *move["toward"]} <= set(known):
        w.fail("who knows what", f"it is told to {known}")
    name = control.next_ruling(w, known)
    if event["ruling"] != name or event["cause"] != move["event"]:
        w.fail(CHAPTER, f"it is called {event['ruling']}, and is {name}")
    move |= {"outcome": event["outcome"], "known": known, "judged": w.round, "form": form}
    hidden = {} if known == EVERYONE else {event["seq"]: known}
    w.moved(effects.CHAPTER, "effects", brought(move, event["outcome"], event["seq"]), hidden)


def _form(w: World, name: str) -> Data:
    forms: dict[str, Data] = {form["id"]: form for form in w.book["free_forms"]}
    if name not in forms:
        w.fail(CHAPTER, f"there are no effects {name}")
    return forms[name]


def brought(move: Data, outcome: int, cause: int) -> list[Want]:
    """What an outcome of a free-form move wants to change."""
    by, others = move["by"], move["toward"]
    parties = [by, *others]
    wants: list[Want] = []
    for effect in move["form"]["effects"]:
        amount = effect["by"][outcome] if "by" in effect else 0
        who = {"initiator": [by], "partner": others, "each": parties}.get(effect.get("who", ""), [])
        match effect["kind"]:
            case "attribute" | "money":
                wants += [Want(of(effect["key"], power), amount, cause) for power in who]
            case "trust" if effect["who"] == "each":
                wants += [
                    Want(toward("trust", a, b), amount, cause) for a in parties for b in parties if a != b
                ]
            case "trust":
                wants += [Want(toward("trust", power, by), amount, cause) for power in others]
            case "tension":
                pairs = [(a, b) for at, a in enumerate(parties) for b in parties[at + 1 :]]
                wants += [Want(between("tension", a, b), amount, cause) for a, b in pairs]
            case "dependence":
                wants += [Want(toward("dependence", power, by), amount, cause) for power in others]
            case "reconciles":
                a, b = others
                wants.append(Want(between("tension", a, b), effect["tension"][outcome], cause))
                for one, other in ((a, b), (b, a)):
                    wants.append(Want(toward("trust", one, other), effect["trust"][outcome], cause))
    return [want for want in wants if want.amount]


# --- Appeals ---------------------------------------------------------------------------------


def _about(w: World, name: str) -> tuple[list[str], int | None, int, list[str]]:
    """The parties of what is appealed, how it came off, in which round, and who was told."""
    if name in w.free_forms:
        move = w.free_forms[name]
        return [move["by"], *move["toward"]], move["outcome"], move.get("judged", 0), move.get("known", [])
    if name not in w.initiatives:
        w.fail("appeals", f"there is no {name}")
    found = w.initiatives[name]
    covert = w.move(found)["visibility"] == "covert"
    told = (
        [found["initiator"]]
        if covert
        else found.get("told") or adjudication.audience_of(found, w.move(found))
    )
    return parties_of(found), found["outcome"], found.get("resolved", 0), told


def appealed(w: World) -> None:
    """Once a party and result, in the round in which it was published."""
    event = w.take("appeals", "appeal_made")
    parties, outcome, when, told = _about(w, event["about"])
    key = (event["about"], event["actor"])
    if not w.facilitated or event["actor"] not in parties or outcome is None or when != w.round:
        w.fail("appeals", f"{event['actor']} appeals {event['about']}")
    if key in w.appeals or event["audience"] != told:
        w.fail("who knows what", f"the appeal is told to {event['audience']}, and the result to {told}")
    w.appeals[key] = {"event": event["seq"], "answered": False, "known": told}


def answered(w: World) -> None:
    """It stays, or numbers move by the difference and what it formed is formed or ended."""
    event = w.take("appeals", "appeal_answered", actor="control")
    control.reasoned(w, event)
    made = w.appeals.get((event["about"], event["power"]))
    _, was, _, _ = _about(w, event["about"])
    if made is None or made["answered"] or event["cause"] != made["event"] or event["was"] != was:
        w.fail("appeals", f"{event['power']} is answered on {event['about']}")
    if event["outcome"] not in range(len(OUTCOMES)):
        w.fail("appeals", f"there is no outcome {event['outcome']}")
    if event["audience"] != made["known"]:
        w.fail("who knows what", f"the answer is told to {event['audience']}, and not to {made['known']}")
    name = control.next_ruling(w, event["audience"])
    if event["ruling"] != name:
        w.fail("appeals", f"it is called {event['ruling']}, and is {name}")
    made["answered"] = True
    before, now, cause = event["was"], event["outcome"], event["seq"]
    if before == now:
        return
    if event["about"] in w.free_forms:
        move = w.free_forms[event["about"]]
        wants = _instead(brought(move, before, cause), brought(move, now, cause), cause)
        hidden = {} if made["known"] == EVERYONE else {cause: made["known"]}
        w.moved("appeals", "appeal", wants, hidden)
        move["outcome"] = now
        return
    found = w.initiatives[event["about"]]
    found["outcome"] = now
    first, last = (
        effects.effects(w, found, outcome, cause)
        + effects.third_parties(w, found, outcome, cause)
        + money.payments(found, cause)
        for outcome in (before, now)
    )
    wants = _instead(first, last, cause)
    if w.move(found)["joint_benefit"]:
        wants += [
            Want(of("benefit", split(want.target)[1][0]), want.amount, cause)
            for want in w.settled(wants)
            if split(want.target)[0] in ATTRIBUTES
        ]
    covert = w.move(found)["visibility"] == "covert"
    w.moved("appeals", "appeal", wants, {cause: [found["initiator"]]} if covert else {})
    _agreement(w, found, before, now, cause)


def _instead(first: list[Want], last: list[Want], cause: int) -> list[Want]:
    by: dict[str, int] = {}
    for sign, wants in ((1, last), (-1, first)):
        for want in wants:
            by[want.target] = by.get(want.target, 0) + sign * want.amount
    return [Want(target, amount, cause) for target, amount in by.items() if amount]


def _agreement(w: World, found: Data, before: int, now: int, cause: int) -> None:
    for effect in w.move(found)["effects"]:
        if effect["kind"] != "forms":
            continue
        least = OUTCOMES.index(effect.get("at_least", "limited"))
        if now >= least > before:
            adjudication.form(w, found, effect["type"], cause)
        name = ".".join((effect["type"], *parties_of(found), str(found["resolved"])))
        named = [key for key in w.agreements if key == name or key.startswith(f"{name}.")]
        formed = w.agreements[named[-1]] if named else None
        if now < least and formed is not None and formed["state"] == "in_force":
            w.take("appeals", "agreement_moved", actor="control", agreement=named[-1], to="terminated",
                   cause=cause, audience=EVERYONE)  # fmt: skip
            formed["state"] = "terminated"
