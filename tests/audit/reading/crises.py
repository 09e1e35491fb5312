"""Chapter: crises. What brings them about, drawn anew from the seed, and how they begin (§8)."""

from tests.audit.reading.numbers import Want, between, of, toward
from tests.audit.reading.odds import done, joined_by, of_crisis
from tests.audit.reading.rulebook import CORRECT, PARTNER, STRAINED, Data
from tests.audit.reading.world import EVERYONE, World, parties_of

CHAPTER = "crises"
_STAGES = {"warning": 1, "acute": 2, "confrontation": 3, "brink": 4}


def draw(w: World) -> None:
    """Every trigger that goes by chance, in the order of the rule data."""
    for a, b in w.pairs:
        _friction(w, a, b)
    draws = {
        "alarm": _alarm, "hedging": _ultimatum, "rift": _rift, "threat": _surge, "unrest": _unrest,
        "chance": _chance, "deployment": _deployment,
    }  # fmt: skip
    for template in w.book["crises"].values():
        if w.has_module(template["module"]):
            for trigger in template["triggers"]:
                if trigger["kind"] in draws:
                    draws[trigger["kind"]](w, template, trigger)


def at_odds(w: World, a: str, b: str) -> bool:
    """Whether two stand in an open crisis already."""
    return any({a, b} <= set(crisis["parties"][:2]) for crisis in w.open_crises())


def calm(w: World, crisis: Data, mediator: str = "", standing: int = 0) -> list[tuple[str, int]]:
    """What calms a crisis of two principals at its stage."""
    a, b = crisis["parties"][:2]
    stage = _STAGES.get(crisis["stage"], 2)
    notified, watched = joined_by(w, "notification", a, b), joined_by(w, "observers", a, b)
    maritime = w.book["crises"][crisis["template"]]["domain"] == w.book["channels"]["code_domain"]
    values = {
        "hotline": min(stage, 2) if joined_by(w, "hotline", a, b) else 0,
        "notification": int(notified),
        "observers": int(watched and not notified),
        "code_at_sea": int(maritime and joined_by(w, "code_at_sea", a, b)),
        "relationship": w.relation(a, b),
        "apart": int(_kind(w, a, b) in ("apart", "others")),
        "tension": w.tension(a, b),
        "lowest_stability": min(w.attribute("stability", a), w.attribute("stability", b)),
        "mediation": standing if mediator else 0,
        "stage": stage,
    }
    return of_crisis(w, "calm", values)


def begin(
    w: World, template: Data, parties: list[str], trigger: str, cause: int = 0, push: int | None = None,
    theatre: str = "",
) -> None:  # fmt: skip
    """A warning; then 2d6 with what calms, less the push, decides whether it breaks out."""
    settle = w.book["settle"]
    key = f"K{len(w.crises) + 1}"
    crisis = {
        "id": key, "template": template["id"], "kind": template["kind"], "parties": parties,
        "stage": "warning", "began": w.round, "responses": {}, "revealed": [], "called": [], "answered": [],
        "advantage": [0, 0], "mediator": "", "reached": "warning",
    }  # fmt: skip
    if template["kind"] == "confrontation":
        modifiers = calm(w, crisis)
    else:
        lowest = {
            f"lowest_{key}": min(w.attribute(key, power) for power in parties)
            for key in ("stability", "governance")
        }
        modifiers = of_crisis(w, "relief", lowest)
    push = template["push"] if push is None else push
    modifiers += [("push", -push)] if push else []
    dice = w.roll(f"warning.{key}.{'.'.join(parties)}")
    total = sum(dice) + sum(size for _, size in modifiers)
    acute = total <= settle["breaks_out_at_most"]
    event = w.take(
        CHAPTER, "crisis_began", crisis=key, template=template["id"], parties=parties, dice=dice,
        stage="acute" if acute else "warning", trigger=trigger, cause=cause, audience=EVERYONE,
    )  # fmt: skip
    said = [(name, size) for name, size, _ in event["modifiers"]]
    if said != modifiers:
        w.fail(CHAPTER, f"{key}: the modifiers are {modifiers}, and not {said}")
    if event["theatre"] != (theatre or _where(w, parties)):
        w.fail(CHAPTER, f"{key} is in {theatre or _where(w, parties)}, and not in {event['theatre']}")
    began = event["seq"]
    crisis |= {"event": began, "theatre": event["theatre"]}
    w.crises[key] = crisis
    if not acute:
        for stage in ("easing", "settled"):
            w.take(CHAPTER, "crisis_moved", crisis=key, to=stage, cause=began, audience=EVERYONE)
        crisis["stage"] = "settled"
        if template["kind"] == "confrontation":
            wants = [Want(between("tension", *parties[:2]), settle["warning_tension"], began)]
            w.moved(CHAPTER, "crisis", wants)
        return
    crisis |= {"stage": "acute", "reached": "acute"}
    wants = [
        Want(of(attribute, power), amount, began)
        for attribute, amount in template["strikes"].items()
        for power in parties
    ]
    if template["kind"] == "emergency":
        wants.append(Want(of("severity", key), template["severity"], began))
    w.moved(CHAPTER, "crisis", wants)


def _where(w: World, parties: list[str]) -> str:
    """Where the parties are most exposed, all threats added up; of like places, the first named."""
    places = {theatre["id"]: 0 for theatre in w.setting.get("theatres", ())}
    for (_, theatre), threat in w.threats.items():
        places[theatre] += sum(threat["exposure"].get(power, 0) for power in parties)
    return max(places, key=lambda place: places[place], default="")


# --- Brought about by what happened ----------------------------------------------------------


def by_move(w: World, found: Data, effect: Data, cause: int) -> None:
    """A move may set off the first of its templates that fits where the two meet."""
    a, b = found["initiator"], found["partners"][0]
    fitting = [name for name in effect["templates"] if _fits(w, w.book["crises"][name], a, b)]
    if fitting and not at_odds(w, a, b):
        push = effect["push"][found["outcome"]]
        begin(w, w.book["crises"][fitting[0]], [a, b], "move", cause, push)


def by_exposure(w: World, found: Data, cause: int) -> None:
    """A covert move that came to light may become a crisis of its target with its author."""
    target, author = found["partners"][0], found["initiator"]
    for template in w.book["crises"].values():
        for trigger in template["triggers"]:
            if trigger["kind"] == "exposure" and found["move"] in trigger["moves"]:
                if not w.has_module(template["module"]) or at_odds(w, target, author):
                    return
                if w.falls(f"scandal.{found['id']}", trigger["hazard"]):
                    begin(w, template, [target, author], "exposure", cause)
                return


def by_leak(w: World, supplier: str, rival: str, cause: int) -> None:
    """A leak may become a crisis of the supplier with the rival that profits."""
    for template in w.book["crises"].values():
        if any(trigger["kind"] == "leak" for trigger in template["triggers"]):
            hazard = w.book["leaks"]["crisis_in_1000"]
            if not at_odds(w, supplier, rival) and w.falls(f"leak_crisis.{supplier}.{rival}", hazard):
                begin(w, template, [supplier, rival], "leak", cause)
            return


def by_inject(w: World, name: str, parties: list[str], cause: int) -> None:
    """An inject sets a crisis off."""
    template = w.book["crises"][name]
    if template["kind"] == "emergency" or not at_odds(w, *parties[:2]):
        begin(w, template, parties, "inject", cause)


# --- By chance -------------------------------------------------------------------------------


def _fits(w: World, template: Data, a: str, b: str) -> bool:
    """On land there is a border, or the soldiers of two at odds are in one theatre."""
    if template["domain"] != "land" or w.near(a, b) in ("land", "both"):
        return True
    at_odds_there = w.rivals(a, b) or w.relation(a, b) <= STRAINED
    return at_odds_there and any(place.get("on_land") for place in _theatres(w, a, b))


def _deterred(w: World, a: str, b: str, hazard: int) -> int:
    """A pact of the two lowers a hazard, a pact of either with others less so."""
    settle = w.book["settle"]
    if any(True for _ in w.in_force(a, b, group="pact")):
        return int(hazard * settle["deterred_percent"] // 100)
    if any(True for power in (a, b) for _ in w.in_force(power, group="pact")):
        return int(hazard * settle["deterred_by_others_percent"] // 100)
    return hazard


def _friction(w: World, a: str, b: str) -> None:
    """One draw a pair: the highest rate of the kinds that fit is the hazard; each has its rate as weight."""
    fitting = [
        (template, *rate)
        for template in w.book["crises"].values()
        if w.has_module(template["module"]) and _fits(w, template, a, b) and _meet(w, template, a, b)
        for trigger in template["triggers"]
        if trigger["kind"] == "friction" and (rate := _rate(w, trigger, a, b))[0]
    ]
    if not fitting or at_odds(w, a, b):
        return
    highest, offset = max((rate, offset) for _, rate, offset in fitting)
    here = w.setting.get("friction", {})
    percent = here.get("rivals" if w.rivals(a, b) else "others", 100)
    hazard = _deterred(w, a, b, highest * (offset + w.tension(a, b)) * percent // 900)
    hazard = hazard * w.relations.get((a, b), {}).get("friction", 100) // 100
    settle = w.book["settle"]
    if any(
        set(crisis["parties"][:2]) == {a, b}
        and crisis["kind"] == "confrontation"
        and crisis["began"] >= w.round - settle["recent_rounds"]
        for crisis in w.crises.values()
    ):
        hazard = hazard * settle["recent_percent"] // 100
    if abs(w.attribute("capability", a) - w.attribute("capability", b)) >= settle["unequal_from"]:
        hazard = hazard * settle["unequal_percent"] // 100
    draw, which, side = w.roll(f"friction.{a}.{b}", 10_000, 3)
    if draw <= hazard:
        mark = (which - 1) * sum(weight for _, weight, _ in fitting) // 10_000
        for template, weight, _ in fitting:
            if mark < weight:
                begin(w, template, [a, b] if side % 2 else [b, a], "friction")
                return
            mark -= weight


def _rate(w: World, trigger: Data, a: str, b: str) -> tuple[int, int]:
    if trigger.get("neighbours") and not w.near(a, b):
        return 0, 0
    rate, offset = trigger[_kind(w, a, b)]
    return rate, offset


def _kind(w: World, a: str, b: str) -> str:
    """Which of the rates of a dispute a pair has."""
    if w.rivals(a, b):
        return "rivals"
    strained = w.relation(a, b) <= STRAINED
    if w.near(a, b):
        return "near"
    if _theatres(w, a, b):
        return "near" if strained else "theatre"
    return "apart" if strained else "others"


def _theatres(w: World, a: str, b: str) -> list[Data]:
    """The theatres that both use."""
    return [place for place in w.setting.get("theatres", ()) if {a, b} <= set(place.get("used_by", ()))]


def _meet(w: World, template: Data, a: str, b: str) -> bool:
    """Two whose soldiers alone meet have no incident of ships."""
    shared = _theatres(w, a, b)
    if template["domain"] != "maritime" or not shared or w.rivals(a, b) or w.near(a, b):
        return True
    return any(not place.get("on_land") for place in shared)


def _alarm(w: World, template: Data, trigger: Data) -> None:
    """Who armed last is watched by those at odds with it, and next door; of two alike, by the first."""
    armed: dict[str, int] = {}
    for found in done(w):
        if found["move"] in trigger["moves"] and found["resolved"] >= w.round - trigger["rounds"]:
            armed[found["initiator"]] = max(found["resolved"], armed.get(found["initiator"], 0))
    for a, b in w.pairs:
        if not {a, b} & set(armed):
            continue
        rate, offset = 0, 0
        if w.rivals(a, b) or w.relation(a, b) <= STRAINED:
            rate, offset = trigger["rate"]
        elif w.near(a, b):
            rate, offset = trigger.get("near", (0, 0))
        hazard = _deterred(w, a, b, rate * (offset + w.tension(a, b)) // 90)
        if w.falls(f"alarm.{template['id']}.{a}.{b}", hazard) and not at_odds(w, a, b):
            begin(w, template, [b, a] if armed.get(a, -1) > armed.get(b, -1) else [a, b], "alarm")


def _ultimatum(w: World, template: Data, trigger: Data) -> None:
    """A power that deepens ties with one's rivals is asked to choose, one power a round."""
    limit = w.book["third_parties"]["hedging_loss"]
    for demander in w.ranked:
        for hedger in w.ids:
            felt = demander != hedger and w.n.get(toward("grievance", demander, hedger), 0) >= limit
            if not felt or w.relation(demander, hedger) < CORRECT:
                continue
            if w.falls(f"hedging.{demander}.{hedger}", trigger["hazard"]) and not at_odds(
                w, demander, hedger
            ):
                begin(w, template, [demander, hedger], "hedging")
                return


def _rift(w: World, template: Data, trigger: Data) -> None:
    """Allies quarrel over a pact that was not honoured, or as trust wears thin."""
    for a, b in w.pairs:
        lower = [a, b] if w.trust(a, b) <= w.trust(b, a) else [b, a]
        parties = next((pair for pair in ([a, b], [b, a]) if w.reneged.get(tuple(pair)) == w.round - 1), None)
        if parties:
            hazard = trigger["reneged"]
        elif w.trust(*lower) < trigger["trust_under"] and _allies(w, a, b):
            parties, hazard = lower, trigger["distrust"]
        else:
            continue
        if w.falls(f"rift.{template['id']}.{a}.{b}", hazard) and not at_odds(w, a, b):
            begin(w, template, parties, "rift")


def _allies(w: World, a: str, b: str) -> bool:
    if any(True for _ in w.in_force(a, b, group="pact")):
        return True
    return w.relation(a, b) >= PARTNER and any({a, b} <= set(f["members"]) for f in w.frameworks.values())


def _surge(w: World, template: Data, trigger: Data) -> None:
    """A shared threat breaks out where it stands high."""
    for (kind, theatre), threat in w.threats.items():
        if kind != trigger["threat"] or w.n[f"threat({kind},{theatre})"] < trigger["at_least"]:
            continue
        if w.falls(f"surge.{template['id']}.{theatre}", trigger["hazard"]):
            struck = _struck(w, template, trigger, threat)
            if template["kind"] == "confrontation" and struck:
                accused = w.strongest_rival(struck[0])
                struck = [struck[0], accused] if accused and not at_odds(w, struck[0], accused) else []
            if struck:
                begin(w, template, struck, "threat", theatre=theatre)


def _struck(w: World, template: Data, trigger: Data, threat: Data) -> list[str]:
    """Those most exposed; where one alone is struck, it is drawn by exposure."""
    exposure: dict[str, int] = threat["exposure"]
    most = trigger.get("most", 3)
    if most > 1 or not any(exposure.values()):
        ranked = sorted((p for p in w.ids if p in exposure), key=lambda power: -exposure[power])
        return [power for power in ranked if exposure[power] >= w.book["threats"]["exposed_from"]][
            :most
        ] or ranked[:1]
    shares = [power for power, size in exposure.items() for _ in range(size)]
    return [shares[w.roll(f"struck.{template['id']}.{threat['theatre']}", len(shares), 1)[0] - 1]]


def _unrest(w: World, template: Data, trigger: Data) -> None:
    for power in w.ids:
        stability = w.attribute("stability", power)
        hazard = next((step["hazard"] for step in trigger["steps"] if stability < step["under"]), 0)
        if w.falls(f"unrest.{power}", hazard):
            begin(w, template, [power], "unrest")


def _chance(w: World, template: Data, trigger: Data) -> None:
    """It strikes anybody, and stops at no border."""
    for power in w.ids:
        if w.falls(f"chance.{template['id']}.{power}", trigger["hazard"]):
            spread = [
                other
                for other in w.ids
                if other != power
                and w.near(power, other)
                and w.falls(f"spread.{template['id']}.{power}.{other}", trigger.get("spreads", 0))
            ]
            begin(w, template, [power, *spread[: w.book["threats"]["struck_most"] - 1]], "chance")


def _deployment(w: World, template: Data, trigger: Data) -> None:
    """Whoever has sent soldiers under the flag of others may lose some of them."""
    for found in [*w.initiatives.values()]:
        if found["move"] not in trigger["moves"]:
            continue
        there = found["state"] == "under_way" or found.get("resolved") == w.round - 1
        if there and w.falls(f"deployment.{template['id']}.{found['id']}", trigger["hazard"]):
            place = found["terms"].get("theatre", "")
            begin(
                w,
                template,
                parties_of(found)[: w.book["threats"]["struck_most"]],
                "deployment",
                found["event"],
                theatre=place,
            )
