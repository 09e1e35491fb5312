"""What stands between powers: relations, agreements, frameworks (rulebook §4, §5, §10)."""

from collections.abc import Iterator

from multipolar.documents.pieces import Finding, Piece, short, twice, unknown
from multipolar.domain.english import listed
from multipolar.scenario.known import Known

Pair = tuple[str, str]


def check(scenario: Piece, known: Known) -> Iterator[Finding]:
    """Everything about relations, standing agreements and frameworks."""
    yield from _relations(scenario, known)
    yield from _alone(scenario, known)
    for agreement in scenario.each("agreements"):
        yield from _agreement(agreement, known)
    yield from _foundations(scenario, known)
    frameworks = tuple(scenario.each("frameworks"))
    yield from twice(((piece.at("id"), piece.text("id")) for piece in frameworks), "the framework")
    for framework in frameworks:
        yield from _several(framework, "members", known)
        yield from _several(framework, "open_to", known)
        yield from _shut_out(framework)


def _relations(scenario: Piece, known: Known) -> Iterator[Finding]:
    seen: set[Pair] = set()
    for relation in scenario.each("relations"):
        yield from _members(relation, "between", known)
        pair = _pair(relation)
        if pair is None:
            continue
        names = listed(list(map(short, pair)))
        place = relation.at("between").path
        if pair[0] == pair[1]:
            message = f"a relation of {short(pair[0])} with itself"
            yield Finding(place, message, names, "two different powers")
        elif pair in seen:
            message = f"the relation between {names} stands twice"
            yield Finding(place, message, names, "each pair once, in either order")
        seen.add(pair)


def _alone(scenario: Piece, known: Known) -> Iterator[Finding]:
    related = {name for relation in scenario.each("relations") for name in relation.texts("between")}
    for name, power in known.powers.items():
        if name not in related:
            message = f"{short(name)} stands in no relation; say at least one in `relations`"
            yield Finding(power.at("id").path, message, short(name), "a power named in some relation")


def _agreement(agreement: Piece, known: Known) -> Iterator[Finding]:
    yield from unknown(agreement.at("type"), "agreement type", known.agreements)
    yield from _several(agreement, "parties", known)
    kind = known.agreements.get(agreement.text("type"))
    if kind is None or agreement.at("precedent_only").value is True:
        return
    if kind.group == "technology" and not agreement.has("safeguards"):
        message = f"'{kind.id}' needs its safeguards, since it can leak"
        yield Finding(agreement.path, message, "no safeguards", "`safeguards:` light, standard or strict")
    if kind.group != "technology" and agreement.has("safeguards"):
        place = agreement.at("safeguards").path
        message = f"'{kind.id}' has no safeguards; only technology agreements have"
        yield Finding(place, message, agreement.text("safeguards"), "no `safeguards` here")
    if kind.rounds == 0 and agreement.whole("rounds_left") > 0:
        place = agreement.at("rounds_left").path
        message = f"'{kind.id}' stays in force until it is ended"
        yield Finding(place, message, str(agreement.whole("rounds_left")), "no `rounds_left` here")


def _foundations(scenario: Piece, known: Known) -> Iterator[Finding]:
    """A partner or ally without the agreement that rulebook §4 asks for would not stay one."""
    needs = {
        "partner": known.rules.relationship.partner_needs,
        "allied": known.rules.relationship.allied_needs,
    }
    in_force: dict[str, set[Pair]] = {}
    for agreement in scenario.each("agreements"):
        if agreement.at("precedent_only").value is not True:
            parties = sorted(set(agreement.texts("parties")))[:16]
            pairs = {(a, b) for i, a in enumerate(parties) for b in parties[i + 1 :]}
            in_force.setdefault(agreement.text("type"), set()).update(pairs)
    for relation in scenario.each("relations"):
        state, pair = relation.text("state"), _pair(relation)
        wanted = needs.get(state, ())
        if pair and wanted and not any(pair in in_force.get(kind, ()) for kind in wanted):
            message = (
                f"{listed(list(map(short, pair)))} are '{state}' without {listed(wanted, 'or')} in force"
            )
            expected = f"an agreement of that type between them in `agreements`, or less than {state}"
            yield Finding(relation.at("state").path, message, state, expected)


def _shut_out(framework: Piece) -> Iterator[Finding]:
    """Whoever belongs to a framework can belong to it."""
    allowed = framework.texts("open_to")
    for member in framework.each("members"):
        if allowed and isinstance(member.value, str) and member.value not in allowed:
            message = f"{short(member.value)} is a member of a framework that is not open to it"
            yield Finding(member.path, message, member.value, "a power of `open_to`, or that list with it")


def _several(owner: Piece, key: str, known: Known) -> Iterator[Finding]:
    yield from _members(owner, key, known)
    yield from twice(((member, str(member.value)) for member in owner.each(key)), "the power")


def _members(owner: Piece, key: str, known: Known) -> Iterator[Finding]:
    for member in owner.each(key):
        yield from unknown(member, "power", known.powers)


def _pair(relation: Piece) -> Pair | None:
    names = relation.texts("between")
    if len(names) != 2:
        return None
    a, b = sorted(names)
    return a, b
