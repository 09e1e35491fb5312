"""Chapter: requirements. Whether a power might do what it did, on those terms (§5)."""

from tests.audit.reading import frameworks
from tests.audit.reading.rulebook import STATES, Data, effect_of, mediates
from tests.audit.reading.world import LIVE, World, is_known, parties_of

CHAPTER = "requirements"


def check(w: World, found: Data) -> None:
    """Fail where an initiative that was begun or countered breaks a rule."""
    move, seat, partners = w.move(found), found["initiator"], found["partners"]
    reason = _closed(w, move, seat)
    if not move["partners"][0] <= len(partners) <= move["partners"][1]:
        reason = f"{len(partners)} partners, and not {move['partners']}"
    if len({seat, *partners}) != len(partners) + 1:
        reason = "a power is named twice"
    reason = reason or next(
        (why for partner in partners if (why := _shut(w, found, move, partner))), ""
    ) or _unmet_by_all(w, found, move) or _terms(w, found, move)  # fmt: skip
    if reason:
        w.fail(CHAPTER, f"{move['id']} of {seat} with {partners}: {reason}")


def _closed(w: World, move: Data, seat: str) -> str:
    if not w.has_module(move["module"]):
        return f"the module {move['module']} is not played"
    minor = w.powers[seat].get("minor")
    closed = w.preset in w.book["minor_powers"]["propose_nothing_in"]
    if minor and closed and (move["form"] == "joint" or move["category"] == "frameworks"):
        return "a minor power tables nothing of its own"
    if move["once"] and any(
        other["initiator"] == seat and other["move"] == move["id"] and other.get("resolved")
        for other in w.initiatives.values()
    ):
        return "it can be done once"
    return ""


def _shut(w: World, found: Data, move: Data, partner: str) -> str:
    """Why it is not open with a power."""
    return _taken(w, found, move, partner) or refused(w, found, partner)


def _taken(w: World, found: Data, move: Data, partner: str) -> str:
    seat = found["initiator"]
    for other in w.initiatives.values():
        if other["move"] != move["id"] or other["state"] not in LIVE or other["id"] == found["id"]:
            continue
        mine, theirs = other["initiator"] == seat, other["initiator"] == partner
        if mine and partner in other["partners"] and not mediates(move):
            return f"one with {partner} is under way"
        if theirs and seat in other["partners"] and move["form"] == "joint":
            return f"one with {partner} is under way"
    return ""


def refused(w: World, found: Data, partner: str) -> str:
    """Why how things stand closes a move with a power: relations, agreements, attributes, frameworks."""
    move, seat = w.move(found), found["initiator"]
    forms = effect_of(move, "forms")
    if forms and w.has(forms["type"], seat, partner):
        return f"a {forms['type']} is in force with {partner}"
    if frameworks.kind_of(move, {}) == "admit" and all(
        partner in one["members"] or not frameworks.open_to(w, key, partner)
        for key, one in w.frameworks.items()
        if seat in one["members"]
    ):
        return f"{partner} belongs to all that is open to it"
    return next((why for need in move["requirements"] if (why := _unmet(w, found, need, partner))), "")


def is_shut(w: World, found: Data, partner: str) -> bool:
    """Whether a move is not open to a power with another, wherever it might be done."""
    return bool(_shut(w, found, w.move(found), partner))


def _unmet(w: World, found: Data, need: Data, partner: str) -> str:
    move, seat = w.move(found), found["initiator"]
    match need["kind"]:
        case "relationship":
            state = w.relation(seat, partner)
            low = STATES.index(need.get("at_least") or "rupture")
            high = STATES.index(need.get("at_most") or "allied")
            return "" if low <= state <= high else f"relations with {partner} are {STATES[state]}"
        case "agreement" if need["type"] == "any":
            return "" if any(True for _ in w.in_force(seat, partner)) else f"no agreement with {partner}"
        case "agreement":
            return "" if w.has(need["type"], seat, partner) else f"no {need['type']} with {partner}"
        case "lead":
            a, b = (seat, partner) if need.get("who", "initiator") == "initiator" else (partner, seat)
            lead = w.attribute(need["attribute"], a) - w.attribute(need["attribute"], b)
            return "" if lead >= need["margin"] else f"{need['attribute']} leads by {lead}"
        case "exposure":
            where = found["terms"].get("theatre", "")
            exposed = any(
                threat["exposure"].get(power)
                for (kind, theatre), threat in w.threats.items()
                if kind == move["threat"] and where in ("", theatre)
                for power in (seat, partner)
            )
            return "" if exposed else "nobody is exposed there"
        case _:
            return ""


def _unmet_by_all(w: World, found: Data, move: Data) -> str:
    partners, seat = found["partners"], found["initiator"]
    for need in move["requirements"]:
        if need["kind"] == "tension_between" and w.tension(*partners) < need["at_least"]:
            return f"tension is {w.tension(*partners)}"
        if need["kind"] == "joint_move" and not _opposable(w, seat, partners):
            return f"{partners} have announced nothing for this round"
    return ""


def _opposable(w: World, seat: str, partners: list[str]) -> bool:
    """Whether two do something together that is decided this round, and a party is at odds with a power."""
    for other in w.initiatives.values():
        move, parties = w.move(other), parties_of(other)
        now = (other["state"] == "agreed" and move["rounds"] == 1) or (
            other["state"] == "under_way" and other["resolves"] <= w.round
        )
        if move["form"] == "joint" and now and is_known(w, other, seat) and seat not in parties:
            at_odds = any(w.rivals(seat, party) or w.relation(seat, party) <= 2 for party in parties)
            if at_odds and set(partners) <= set(parties):
                return True
    return False


def _terms(w: World, found: Data, move: Data) -> str:
    terms, seat = found["terms"], found["initiator"]
    theatres = [theatre for kind, theatre in w.threats if kind == move["threat"]]
    names_framework = effect_of(move, "tables") or effect_of(move, "leaves")
    safeguards = list(w.book["leaks"]["safeguards"]) if move["safeguards"] else []
    choices: list[tuple[str, list[str], bool]] = [
        ("theatre", theatres, True), ("safeguards", safeguards, True), ("size", move["sizes"], False),
    ]  # fmt: skip
    if not names_framework:
        choices.append(("domain", move["domains"], True))
    for term, options, must in choices:
        chosen = terms.get(term, "")
        if (chosen and chosen not in options) or (must and options and not chosen):
            return f"{term} is {chosen!r}, of {options}"
    low, high = move["durations"] or (0, 0)
    if terms.get("duration") and not low <= terms["duration"] <= high:
        return f"a duration of {terms['duration']}"
    limits = w.book["terms"]
    if any(abs(terms.get(key, 0)) > limits[f"{key}_most"] for key in ("share", "payment")):
        return "a share or a payment out of bounds"
    promised = [{**given, "until": 0} for given in terms.get("undertakings", ())]
    if len(promised) > limits["promises_most"] or any(promised.count(one) > 1 for one in promised):
        return "more than three promises, or the same twice"
    if move["form"] == "order" and any(terms.get(key) for key in ("share", "payment", "undertakings")):
        return "an order that shares its cost, pays or promises"
    if effect_of(move, "ends"):
        suspended = w.agreements.get(terms.get("agreement", ""), {"state": "", "parties": []})
        if suspended["state"] != "in_force" or not {seat, *found["partners"]} <= set(suspended["parties"]):
            return "no agreement in force with the target is named"
    return _framework_terms(w, found, move) if move["category"] == "frameworks" else ""


def _framework_terms(w: World, found: Data, move: Data) -> str:
    terms, seat, rules = found["terms"], found["initiator"], w.book["frameworks"]
    if effect_of(move, "founds"):
        founded = [one for one in w.frameworks.values() if one["founded"]]
        by_one = sum(1 for one in founded if one["members"][0] == seat)
        if len(founded) >= rules["founded_most"] or by_one >= rules["founded_by_one"]:
            return "enough have been founded"
        return "" if terms.get("rule") in frameworks.RULES else "no decision rule"
    framework = w.frameworks.get(terms.get("framework", ""))
    if framework is None or seat not in framework["members"]:
        return f"{terms.get('framework')!r} is no framework of {seat}"
    if effect_of(move, "leaves"):
        return ""
    if frameworks.paralysed(w, framework["id"]):
        return "the framework is paralysed"
    kind, about = frameworks.kind_of(move, terms), terms.get("about", "")
    if kind == "mandate" and terms.get("domain") not in framework["mandate"]:
        return "a mandate outside its domains"
    if kind == "rule" and terms.get("rule") in (framework["rule"], None, ""):
        return "no other decision rule"
    if kind == "condemn" and about not in set(w.ids) - {seat}:
        return f"{about!r} cannot be condemned"
    if kind == "admit":
        newcomer = found["partners"][0]
        if newcomer in framework["members"] or not frameworks.open_to(w, framework["id"], newcomer):
            return f"{newcomer} cannot join"
    return ""
