"""Chapter: confrontations. One exchange of two principals: pressure, dice, pacts, and how it ends (§8)."""

from tests.audit.reading import crises
from tests.audit.reading.numbers import Want, between, of, toward
from tests.audit.reading.rulebook import ATTRIBUTES, COOPERATIVE, Data, size_of
from tests.audit.reading.world import EVERYONE, World

CHAPTER = "confrontations"
LADDER = ("latent", "warning", "acute", "confrontation", "brink", "conflict")
Choices = list[tuple[str, str, str]]
Obliged = dict[str, list[str]]


def responded(w: World) -> None:
    """A sealed response; a later one takes the place of an earlier."""
    event = w.take(CHAPTER, "response_chosen", exchange=w.exchange)
    crisis, seat, choice = w.crises.get(event["crisis"]), event["actor"], event["choice"]
    if crisis is None or crisis not in w.open_crises() or seat not in asked(w, crisis):
        w.fail(CHAPTER, f"{seat} is not asked about {event['crisis']}")
    if event["audience"] != [seat]:
        w.fail("who knows what", f"a sealed response is told to {event['audience']}")
    if choice not in _open_to(w, crisis, seat):
        w.fail(CHAPTER, f"{seat} cannot {choice} in {crisis['id']}")
    if (choice == "back") != (event["backing"] in crisis["parties"][:2]):
        w.fail(CHAPTER, f"{seat} backs {event['backing']!r}")
    crisis["responses"][seat] = (choice, event["backing"])


def asked(w: World, crisis: Data) -> list[str]:
    """The parties, every ranked power, and whoever has a pact with a principal, or with one affected."""
    return [
        power
        for power in w.ids
        if power in crisis["parties"]
        or power in w.ranked
        or any(True for party in crisis["parties"][:2] for _ in w.in_force(power, party, group="pact"))
    ]


def _open_to(w: World, crisis: Data, seat: str) -> list[str]:
    settle, parties = w.book["settle"], crisis["parties"]
    if crisis["kind"] == "emergency":
        if seat in parties:
            return ["absorb", "ask", "seal"]
        rival = any(w.relation(seat, victim) <= 2 for victim in parties)
        return ["stay_out", *["help"] * _can_pay(w, crisis, seat, "help"), *["exploit"] * rival]
    if seat in parties[:2]:
        return [
            "concede",
            "ease",
            "hold",
            "press",
            *["mobilise"] * _can_pay(w, crisis, seat, "mobilise"),
        ]
    heard = max(w.tension(seat, principal) for principal in parties[:2]) < settle["hostile"]
    return ["stay_out", "back", *["mediate"] * heard, *["framework"] * bool(_framework(w, crisis, seat))]


def _can_pay(w: World, crisis: Data, seat: str, choice: str) -> bool:
    """Whether a power can pay for a response besides what it has sealed in other crises."""
    settle = w.book["settle"]
    prices = {"mobilise": settle["mobilise_cost"], "help": settle["help_cost"]}
    sealed = [
        other["responses"][seat][0]
        for other in w.open_crises()
        if other is not crisis and seat in other["responses"]
    ]
    return all(
        w.n[of(key, seat)] >= sum(prices.get(one, {}).get(key, 0) for one in (*sealed, choice))
        for key in ("capital", "resources")
    )


def _framework(w: World, crisis: Data, power: str) -> str:
    """The framework of most legitimacy that joins a power and a principal and can act."""
    bound = w.book["frameworks"]["paralysed_under"]
    joining = [
        key
        for key, found in w.frameworks.items()
        if power in found["members"]
        and set(crisis["parties"][:2]) & set(found["members"])
        and w.n[of("cohesion", key)] >= bound
    ]
    return max(joining, key=lambda key: w.n[of("legitimacy", key)], default="")


def revealed(w: World, crisis: Data) -> Choices:
    """What everybody who is asked has chosen; who has not holds, absorbs or stays out."""
    principal = "hold" if crisis["kind"] == "confrontation" else "absorb"
    inside = crisis["parties"][:2] if crisis["kind"] == "confrontation" else crisis["parties"]
    return [
        (power, *crisis["responses"].get(power, (principal if power in inside else "stay_out", "")))
        for power in asked(w, crisis)
    ]


def reveal(w: World, crisis: Data, choices: Choices, chapter: str, now: str, **facts: object) -> int:
    """All responses of an exchange, revealed together."""
    event = w.take(
        chapter, "exchange_resolved", crisis=crisis["id"], exchange=w.exchange, choices=choices,
        was=crisis["stage"], now=now, cause=crisis["event"], audience=EVERYONE, **facts,
    )  # fmt: skip
    if now in LADDER and LADDER.index(now) > LADDER.index(crisis["reached"]):
        crisis["reached"] = now
    crisis |= {"stage": now, "responses": {}}
    crisis["revealed"].append(choices)
    for side in (0, 1):
        crisis["advantage"][side] += event["advantage"][side]
    return int(event["seq"])


def resolve(w: World, crisis: Data, obliged: Obliged) -> None:
    """Reveal, roll once, and follow what comes of it; whose pacts are called stood fixed before."""
    settle = w.book["settle"]
    a, b = crisis["parties"][:2]
    choices = revealed(w, crisis)
    chosen = {power: choice for power, choice, _ in choices}
    mediator, standing = _mediation(w, crisis, choices)
    if "concede" in (chosen[a], chosen[b]) or chosen[a] == chosen[b] == "ease":
        seq = reveal(w, crisis, choices, CHAPTER, crisis["stage"], modifiers=[])
        _answer(w, crisis, choices, obliged, seq)
        _pay(w, crisis, choices, mediator, seq)
        _yield(w, crisis, chosen[a], chosen[b], seq)
        return
    calm = crises.calm(w, crisis, mediator, standing)
    pressure = settle["pressure"][chosen[a]] + settle["pressure"][chosen[b]]
    gains = [_gain(w, chosen[a], chosen[b]), _gain(w, chosen[b], chosen[a])]
    for _, choice, backed in choices:
        if choice == "back":
            gains[backed == b] += settle["honour_advantage"]
    dice = w.roll(f"exchange.{crisis['id']}.{w.exchange}")
    total = sum(dice) + sum(size for _, size in calm) - pressure
    rungs = size_of(settle["ladder_steps"], total)
    if w.relation(*crisis["parties"][:2]) >= COOPERATIVE:
        rungs = min(rungs, settle["friends_climb"])
    was, now = crisis["stage"], _climb(crisis["stage"], rungs)
    if w.comes("exchange_resolved", crisis=crisis["id"]):
        said = [(name, size) for name, size, _ in w.events[w.at]["modifiers"]]
        if said != calm:
            w.fail(CHAPTER, f"{crisis['id']}: the modifiers are {calm}, and not {said}", w.at + 1)
    seq = reveal(w, crisis, choices, CHAPTER, now, pressure=pressure, dice=dice, advantage=gains)
    _answer(w, crisis, choices, obliged, seq)
    _pay(w, crisis, choices, mediator, seq)
    if was == "acute" and now in ("confrontation", "brink"):
        _confront(w, crisis, _aggressor(w, chosen, a, b), seq)
    if now == "conflict":
        _conflict(w, crisis, seq)
    elif now == "easing" or w.exchange >= settle["exchanges"]:
        _settle(w, crisis, mediator, standing, seq)


def _gain(w: World, mine: str, theirs: str) -> int:
    """Advantage by pressing one that does not."""
    settle = w.book["settle"]
    return settle["advantage_over"].get(theirs, 0) if settle["pressure"][mine] >= 1 else 0


def _climb(stage: str, rungs: int) -> str:
    """Up the ladder or down; down from acute it eases, and conflict is the end."""
    for _ in range(abs(rungs)):
        if stage not in ("acute", "confrontation", "brink"):
            break
        at = LADDER.index(stage)
        stage = LADDER[at + 1] if rungs > 0 else "easing" if stage == "acute" else LADDER[at - 1]
    return stage


def _mediation(w: World, crisis: Data, choices: Choices) -> tuple[str, int]:
    """The mediator of most standing, the first of equals; a framework lends its legitimacy."""
    offers = [("", 0)]
    for power, choice, _ in choices:
        if choice == "mediate":
            offers.append((power, w.attribute("standing", power)))
        elif choice == "framework" and (key := _framework(w, crisis, power)):
            offers.append((power, w.n[of("legitimacy", key)]))
    return max(offers[1:] or offers, key=lambda offer: offer[1])


def _pay(w: World, crisis: Data, choices: Choices, mediator: str, cause: int) -> None:
    settle = w.book["settle"]
    a, b = crisis["parties"][:2]
    wants = []
    for power, choice, backed in choices:
        if choice == "mobilise":
            price = settle["mobilise_cost"]
            wants += [Want(of(key, power), -price.get(key, 0), cause) for key in ("capital", "resources")]
        elif choice == "back":
            other = a if backed == b else b
            wants.append(Want(toward("trust", backed, power), settle["honour_trust"], cause))
            wants.append(Want(between("tension", power, other), settle["honour_tension"], cause))
    stayed = any(
        power == mediator and choice in ("mediate", "framework")
        for earlier in crisis["revealed"][:-1]
        for power, choice, _ in earlier
    )
    if mediator and not stayed:
        wants.append(Want(of("standing", mediator), settle["mediator_standing"], cause))
    w.moved(CHAPTER, "crisis", wants)


def _yield(w: World, crisis: Data, a_chose: str, b_chose: str, cause: int) -> None:
    settle = w.book["settle"]
    a, b = crisis["parties"][:2]
    if (a_chose == "concede") == (b_chose == "concede"):
        _settled(w, crisis, "", [], cause)
        return
    loser, winner = (a, b) if a_chose == "concede" else (b, a)
    w.moved(CHAPTER, "crisis", [
        Want(of("standing", loser), settle["concede_standing"], cause),
        Want(of("stability", loser), settle["concede_stability"], cause),
        Want(of("standing", winner), settle["prevail_standing"], cause),
        Want(between("tension", a, b), settle["concede_tension"], cause),
    ])  # fmt: skip
    w.take(CHAPTER, "crisis_moved", crisis=crisis["id"], to="settled", cause=cause, audience=EVERYONE)
    crisis["stage"] = "settled"


# --- Pacts -----------------------------------------------------------------------------------


def obliged_in(w: World, crisis: Data) -> Obliged:
    """Who must back whom in this exchange: allies that were called, did not answer, and are still bound."""
    obliged: Obliged = {}
    if crisis["kind"] == "confrontation" and crisis["stage"] in ("confrontation", "brink"):
        for ally, principal in crisis["called"]:
            bound = any(True for _ in w.in_force(ally, principal, group="pact"))
            if ally not in crisis["answered"] and bound:
                obliged.setdefault(ally, []).append(principal)
    return obliged


def _answer(w: World, crisis: Data, choices: Choices, obliged: Obliged, cause: int) -> None:
    """To back honours a pact that was called; anything else breaks it, once."""
    settle = w.book["settle"]
    wants = []
    for power, choice, backed in choices:
        for principal in obliged.get(power, []):
            if choice in ("mediate", "framework") and not settle["mediating_reneges"]:
                continue
            honoured = (choice, backed) == ("back", principal)
            bound = any(True for _ in w.in_force(power, principal, group="pact"))
            broken = any(by == power and principal in parties for by, parties in w.broken_now)
            if not honoured:
                w.reneged[principal, power] = w.round
            if not honoured and not bound and broken:
                continue
            seq = w.take("pacts", "pact_answered", crisis=crisis["id"], ally=power, principal=principal,
                         honoured=honoured, cause=cause, audience=EVERYONE)["seq"]  # fmt: skip
            crisis["answered"].append(power)
            if honoured:
                w.seen["pact honoured"] += 1
                wants.append(Want(of("honoured", power), settle["honour_count"], seq))
                continue
            w.seen["pact reneged"] += 1
            wants += [
                Want(toward("trust", principal, power), settle["renege_trust"], seq),
                Want(of("standing", power), settle["renege_standing"], seq),
                Want(of("breaches", power), settle["renege_breaches"], seq),
            ]
            wants += [
                Want(toward("trust", other, power), settle["renege_onlookers"], seq)
                for other in w.ids
                if other not in (power, principal)
            ]
            for pact in w.in_force(power, principal, group="pact"):
                w.take("pacts", "agreement_moved", agreement=pact["id"], to="breached", cause=seq,
                       audience=EVERYONE)  # fmt: skip
                pact["state"] = "breached"
                w.broken_now.append((power, pact["parties"]))
    w.moved("pacts", "pacts", wants)


def _aggressor(w: World, chosen: dict[str, str], a: str, b: str) -> str:
    """Who pressed, and harder than the other, calls nobody."""
    harder = {power: w.book["settle"]["pressure"][chosen[power]] for power in (a, b)}
    if w.book["settle"]["aggressor_calls"] or harder[a] == harder[b] or max(harder.values()) < 1:
        return ""
    return max(harder, key=lambda power: harder[power])


def _confront(w: World, crisis: Data, aggressor: str, cause: int) -> None:
    """Stability suffers at home, and who was pressed calls its pacts, if an exchange is left."""
    settle, principals = w.book["settle"], crisis["parties"][:2]
    w.moved(CHAPTER, "crisis", [
        Want(of("stability", power), settle["confrontation_stability"], cause) for power in principals
    ])  # fmt: skip
    if w.exchange >= settle["exchanges"]:
        return
    for principal in principals:
        if principal == aggressor:
            continue
        allies = {
            ally: None
            for pact in w.in_force(principal, group="pact")
            if not set(principals) <= set(pact["parties"])
            for ally in pact["parties"]
            if ally != principal
        }
        for ally in allies:
            if (ally, principal) not in crisis["called"]:
                w.take("pacts", "pact_called", crisis=crisis["id"], ally=ally, principal=principal,
                       cause=cause, audience=EVERYONE)  # fmt: skip
                crisis["called"].append((ally, principal))


# --- How it ends -----------------------------------------------------------------------------


def _settle(w: World, crisis: Data, mediator: str, standing: int, cause: int) -> None:
    """Once it has come down, or after the last exchange: settled, or frozen."""
    settle = w.book["settle"]
    a, b = crisis["parties"][:2]
    bonus = 0
    if mediator:
        strong = standing >= settle["strong_mediator"]
        bonus = settle["strong_mediator_bonus"] if strong else settle["mediator_bonus"]
    dice = w.roll(f"settlement.{crisis['id']}")
    if sum(dice) + bonus >= settle["settle_from"]:
        _settled(w, crisis, mediator, dice, cause)
        _advantage(w, crisis, settle["advantage_loss"], cause)
        return
    seq = w.take(CHAPTER, "crisis_moved", crisis=crisis["id"], to="frozen", dice=dice, mediator=mediator,
                 cause=cause, audience=EVERYONE)["seq"]  # fmt: skip
    crisis |= {"stage": "frozen", "mediator": mediator or crisis["mediator"]}
    w.moved(CHAPTER, "crisis", [
        Want(between("tension", a, b), settle["frozen_tension"], seq),
        Want(toward("trust", a, b), settle["frozen_trust"], seq),
        Want(toward("trust", b, a), settle["frozen_trust"], seq),
    ])  # fmt: skip
    _advantage(w, crisis, settle["advantage_gain"], seq)


def _settled(w: World, crisis: Data, mediator: str, dice: list[int], cause: int) -> None:
    settle = w.book["settle"]
    a, b = crisis["parties"][:2]
    seq = w.take(CHAPTER, "crisis_moved", crisis=crisis["id"], to="settled", dice=dice, mediator=mediator,
                 cause=cause, audience=EVERYONE)["seq"]  # fmt: skip
    crisis |= {"stage": "settled", "mediator": mediator or crisis["mediator"]}
    wants = [
        Want(between("tension", a, b), settle["settled_tension"], seq),
        Want(toward("trust", a, b), settle["settled_trust"], seq),
        Want(toward("trust", b, a), settle["settled_trust"], seq),
    ]
    if mediator:
        wants.append(Want(of("standing", mediator), settle["mediator_success"], seq))
        wants += [
            Want(toward("trust", principal, mediator), settle["settled_trust"], seq)
            for principal in (a, b)
            if principal != mediator
        ]
    w.moved(CHAPTER, "crisis", wants)


def _advantage(w: World, crisis: Data, loss: int, cause: int) -> None:
    """Who gained the upper hand wins standing from the other."""
    settle = w.book["settle"]
    lead = crisis["advantage"][0] - crisis["advantage"][1]
    if abs(lead) >= settle["advantage_wins"]:
        winner, loser = crisis["parties"][:2] if lead > 0 else crisis["parties"][1::-1]
        w.moved(CHAPTER, "crisis", [
            Want(of("standing", winner), settle["advantage_gain"], cause),
            Want(of("standing", loser), -loss, cause),
        ])  # fmt: skip


def _conflict(w: World, crisis: Data, cause: int) -> None:
    settle = w.book["settle"]
    a, b = crisis["parties"][:2]
    wants = [
        Want(of(key, power), settle["conflict"].get(key, 0), cause) for key in ATTRIBUTES for power in (a, b)
    ]
    wants += [
        Want(toward("trust", a, b), settle["conflict_trust"], cause),
        Want(toward("trust", b, a), settle["conflict_trust"], cause),
        Want(between("tension", a, b), settle["conflict_tension"], cause),
    ]
    wants += [
        Want(of("economy", power), settle["conflict_onlookers_economy"], cause)
        for power in w.ids
        if power not in (a, b)
    ]
    w.moved(CHAPTER, "conflict", wants)
    for agreement in w.in_force(a, b):
        if (
            agreement["type"] not in w.book["channels"]["outlasts_conflict"]
            and len(agreement["parties"]) == 2
        ):
            w.take(CHAPTER, "agreement_moved", agreement=agreement["id"], to="terminated", cause=cause)
            agreement["state"] = "terminated"
