"""Chapter: frameworks. Agenda, votes, what an adopted resolution does, cohesion and legitimacy (§10)."""

from collections.abc import Iterator
from itertools import combinations

from tests.audit.reading.numbers import Want, between, of, toward
from tests.audit.reading.rulebook import CORRECT, STRAINED, Data, effect_of
from tests.audit.reading.world import EVERYONE, World, parties_of

CHAPTER = "frameworks"
RULES = ("consensus", "two_thirds", "majority", "lead_nation")


def mandates(w: World, seat: str, move: Data) -> list[Data]:
    """The mandates that cover an operation of a power."""
    return [
        found
        for found in w.resolutions.values()
        if found["kind"] == "mandate"
        and found["state"] == "adopted"
        and found["domain"] in move["mandated_in"]
        and seat in w.frameworks.get(found["framework"], {"members": []})["members"]
        and not paralysed(w, found["framework"])
    ]


def paralysed(w: World, framework: str) -> bool:
    return bool(w.n[of("cohesion", framework)] < w.book["frameworks"]["paralysed_under"])


def open_to(w: World, framework: str, power: str) -> bool:
    """Whether a power can be a member at all."""
    declared: Data = next((f for f in w.setting.get("frameworks", ()) if f["id"] == framework), {})
    return not declared.get("open_to") or power in declared["open_to"]


def legitimacy(w: World, members: list[str], rule: str) -> int:
    rules = w.book["frameworks"]
    share = rules["legitimacy_members"] * len(members) // len(w.ids)
    return int(rules["legitimacy_base"] + share + rules["legitimacy_rule"][rule])


def kind_of(move: Data, terms: Data) -> str:
    """What a use of a move puts to the vote."""
    effect = effect_of(move, "tables")
    kinds = effect["of"] if effect else []
    return str(kinds[0] if len(kinds) == 1 else terms.get("resolution", ""))


# --- Votes -----------------------------------------------------------------------------------


def vote(w: World) -> None:
    """A member's sealed vote on what is debated; a later one takes the place of an earlier."""
    event = w.take(CHAPTER, "vote_cast")
    found, seat = w.resolutions.get(event["resolution"]), event["actor"]
    if not found or found["state"] != "debated" or seat not in w.frameworks[found["framework"]]["members"]:
        w.fail(CHAPTER, f"{seat} votes on what it cannot")
    if event["audience"] != [seat]:
        w.fail("who knows what", f"a sealed vote is told to {event['audience']}")
    found["cast"][seat] = event["vote"]


def open_debates(w: World) -> None:
    """What was tabled last round is debated now, if its framework can act."""
    for found in w.resolutions.values():
        if found["state"] != "tabled":
            continue
        framework = w.frameworks.get(found["framework"])
        dead = framework is None or paralysed(w, found["framework"])
        joined = framework and found["kind"] == "admit" and found["about"] in framework["members"]
        _moved(w, found, "dropped" if dead or joined else "debated")


def _moved(w: World, found: Data, to: str) -> None:
    w.take(CHAPTER, "resolution_moved", resolution=found["id"], to=to, cause=found["event"], votes=[],
           audience=EVERYONE)  # fmt: skip
    found["state"] = to
    w.seen[f"resolution {to}"] += 1


def count_votes(w: World) -> None:
    """All that was debated is decided now; who did not vote abstained."""
    for found in [*w.resolutions.values()]:
        if found["state"] == "debated":
            _count(w, found, w.frameworks[found["framework"]])


def passes(framework: Data, votes: list[tuple[str, str]]) -> bool:
    """Whether votes meet a framework's rule."""
    size = len(votes)
    yes, no = (sum(1 for _, given in votes if given == word) for word in ("yes", "no"))
    return {
        "consensus": not no and 2 * yes >= size,
        "two_thirds": 3 * yes >= 2 * size,
        "majority": 2 * yes > size,
        "lead_nation": bool(votes) and votes[0][1] == "yes",
    }[framework["rule"]]


def _count(w: World, found: Data, framework: Data) -> None:
    rules = w.book["frameworks"]
    votes = [(member, found["cast"].get(member, "abstain")) for member in framework["members"]]
    passed = passes(framework, votes)
    until = w.round + rules["mandate_rounds"] if passed and found["kind"] == "mandate" else 0
    seq = w.take(
        CHAPTER, "resolution_moved", resolution=found["id"], to="adopted" if passed else "rejected",
        votes=votes, until=until, cause=found["event"], audience=EVERYONE,
    )["seq"]  # fmt: skip
    found |= {"state": "adopted" if passed else "rejected", "until": until}
    w.seen[f"resolution {found['state']}"] += 1
    against = sum(1 for _, given in votes if given == "no")
    change = rules["unanimous"]
    if not passed:
        change = rules["failed"]
    elif against:
        change = (rules["rule_overruled"] if found["kind"] == "rule" else rules["overruled"]) * against
    cohesion = of("cohesion", framework["id"])
    if passed and found["kind"] == "rule":
        was, framework["rule"] = framework["rule"], found["rule"]
    else:
        was = framework["rule"]
    w.moved(CHAPTER, "frameworks", [Want(cohesion, change, seq)])
    if passed:
        _carry_out(w, found, framework, votes, was, seq)


def _carry_out(
    w: World, found: Data, framework: Data, votes: list[tuple[str, str]], was: str, seq: int
) -> None:
    rules, members = w.book["frameworks"], framework["members"]
    about = found["about"]
    match found["kind"]:
        case "admit":
            joined = w.take(CHAPTER, "membership_moved", framework=framework["id"], power=about, joined=True,
                            cause=seq, audience=EVERYONE)["seq"]  # fmt: skip
            strained = sum(1 for member in members if w.relation(member, about) <= STRAINED)
            change = found["argued"] + rules["admit_strained"] * strained
            more = legitimacy(w, [*members, about], framework["rule"]) - legitimacy(
                w, members, framework["rule"]
            )
            framework["members"] = [*(m for m in members if m != about), about]
            w.moved(CHAPTER, "frameworks", [
                Want(of("standing", about), rules["admit_standing"], joined),
                Want(of("cohesion", framework["id"]), change, joined),
                Want(of("legitimacy", framework["id"]), more, joined),
            ])  # fmt: skip
        case "code":
            rounds = w.book["agreements"][rules["code"]]["rounds"]
            event = w.take(CHAPTER, "agreement_concluded", type=rules["code"], parties=members,
                           until=w.round + rounds if rounds else 0, cause=seq, audience=EVERYONE)  # fmt: skip
            w.agreements[event["agreement"]] = agreement(event)
            w.moved(CHAPTER, "frameworks", [
                Want(between("tension", a, b), rules["code_tension"], event["seq"])
                for a, b in combinations(members, 2)
            ])  # fmt: skip
        case "condemn":
            wants = [Want(of("standing", about), rules["condemn_standing"], seq)]
            for member, given in votes:
                if given == "yes" and member != about:
                    wants.append(Want(toward("trust", about, member), rules["condemn_trust"], seq))
                    wants.append(Want(between("tension", about, member), rules["condemn_tension"], seq))
            w.moved(CHAPTER, "frameworks", wants)
        case "rule":
            change = legitimacy(w, members, found["rule"]) - legitimacy(w, members, was)
            w.moved(CHAPTER, "frameworks", [Want(of("legitimacy", framework["id"]), change, seq)])
        case _:
            pass


def agreement(event: Data) -> Data:
    """An agreement as it stands once it was concluded."""
    return {
        "id": event["agreement"], "type": event["type"], "parties": event["parties"], "state": "in_force",
        "since": event["round"], "until": event["until"], "event": event["seq"],
        "safeguards": event["safeguards"],
    }  # fmt: skip


# --- Moves of the category -------------------------------------------------------------------


def conclude(w: World, found: Data, effect: Data, cause: int) -> None:
    """Founding, an agenda, or leaving, from a limited outcome up (leaving: always)."""
    if effect["kind"] == "leaves":
        _leave(w, found["initiator"], found["terms"]["framework"], cause)
    elif found["outcome"] and effect["kind"] == "founds":
        _found(w, found, cause)
    elif found["outcome"]:
        _table(w, found, cause)


def _found(w: World, found: Data, cause: int) -> None:
    rules, terms, members = w.book["frameworks"], found["terms"], parties_of(found)
    key = f"{found['initiator']}{w.round}"
    w.take(
        CHAPTER, "framework_founded", framework=key, members=members, mandate=[terms["domain"]],
        rule=terms["rule"], cause=cause, audience=EVERYONE,
        changes=[
            (of("cohesion", key), rules["founding_cohesion"] + rules["founding_outcome"] * found["outcome"]),
            (of("legitimacy", key), legitimacy(w, members, terms["rule"])),
        ],
    )  # fmt: skip
    w.frameworks[key] = {"id": key, "members": members, "mandate": [terms["domain"]], "rule": terms["rule"],
                         "founded": w.round}  # fmt: skip


def _table(w: World, found: Data, cause: int) -> None:
    terms, kind = found["terms"], kind_of(w.move(found), found["terms"])
    about = found["partners"][0] if kind == "admit" else terms.get("about", "")
    domain, rule = terms.get("domain", ""), terms.get("rule", "")
    key = ".".join(part for part in (str(w.round), terms["framework"], kind, about or domain or rule) if part)
    # Two members may have thought of the same: it stands on the agenda once.
    if terms["framework"] not in w.frameworks or key in w.resolutions:
        return
    event = w.take(
        CHAPTER, "resolution_tabled", actor=found["initiator"], resolution=key, framework=terms["framework"],
        kind=kind, about=about, domain=domain, rule=rule, argued=found["outcome"], cause=cause,
        audience=EVERYONE,
    )  # fmt: skip
    w.resolutions[key] = {
        "id": key, "framework": terms["framework"], "kind": kind, "about": about, "domain": domain,
        "rule": rule, "argued": found["outcome"], "state": "tabled", "event": event["seq"], "cast": {},
        "until": 0, "by": found["initiator"],
    }  # fmt: skip


def _leave(w: World, power: str, key: str, cause: int) -> None:
    found = w.frameworks.get(key)
    if found is None or power not in found["members"]:
        return
    rules = w.book["frameworks"]
    seq = w.take(CHAPTER, "membership_moved", framework=key, power=power, joined=False, cause=cause,
                 audience=EVERYONE)["seq"]  # fmt: skip
    stay = [member for member in found["members"] if member != power]
    less = legitimacy(w, stay, found["rule"]) - legitimacy(w, found["members"], found["rule"])
    found["members"] = stay
    w.moved(CHAPTER, "frameworks", [
        *(Want(toward("trust", member, power), rules["left_trust"], seq) for member in stay),
        Want(of("cohesion", key), rules["left_cohesion"], seq),
        Want(of("legitimacy", key), less, seq),
    ])  # fmt: skip


# --- Assessment ------------------------------------------------------------------------------


def assess(w: World) -> None:
    """Mandates lapse, cohesion follows what members did, and what nothing holds together dissolves."""
    if not w.has_module("frameworks"):
        return
    for found in w.resolutions.values():
        if found["state"] == "adopted" and found["until"] and found["until"] <= w.round:
            _moved(w, found, "lapsed")
    w.moved(CHAPTER, "frameworks", [want for found in w.frameworks.values() for want in _drift(w, found)])
    rules = w.book["frameworks"]
    for key, found in [*w.frameworks.items()]:
        few = len(found["members"]) < rules["members_least"]
        if few or w.n[of("cohesion", key)] < rules["dissolved_under"]:
            w.take(CHAPTER, "framework_dissolved", framework=key, audience=EVERYONE)
            del w.frameworks[key]
            for resolution in w.resolutions.values():
                if resolution["framework"] == key and resolution["state"] in ("tabled", "debated"):
                    _moved(w, resolution, "dropped")
                elif resolution["framework"] == key and resolution["state"] == "adopted":
                    _moved(w, resolution, "lapsed")


def _drift(w: World, found: Data) -> Iterator[Want]:
    rules, target, members = w.book["frameworks"], of("cohesion", found["id"]), found["members"]
    strained = sum(1 for a, b in combinations(members, 2) if w.relation(a, b) <= STRAINED)
    yield Want(target, rules["strained_pair"] * strained)
    if w.n[target] < rules["recovers_under"]:
        yield Want(target, rules["recovers"])
    for initiative in w.initiatives.values():
        if initiative.get("resolved") != w.round or not initiative["public"]:
            continue
        if not set(parties_of(initiative)) <= set(members):
            continue
        move = w.move(initiative)
        if move["category"] == "coercion" and move["visibility"] == "public":
            yield Want(target, rules["ranks_broken"])
        elif (
            move["category"] == "operations"
            and initiative["outcome"] >= 2
            and any(one["framework"] == found["id"] for one in mandates(w, initiative["initiator"], move))
        ):
            yield Want(target, rules["joint_success"])
    for member in members:
        for outsider in w.ids:
            pair = between("relationship", member, outsider)
            if outsider in members or w.n[pair] <= max(w.round_began[pair], CORRECT):
                continue
            if any(w.relation(other, outsider) <= STRAINED for other in members if other != member):
                yield Want(target, rules["rival_ties"])
