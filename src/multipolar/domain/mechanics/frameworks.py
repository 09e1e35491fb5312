"""Frameworks (rulebook §10): founding, membership, resolutions and votes, cohesion and legitimacy.

A resolution is put on the agenda in adjudication, debated and voted on in secret in the next
deliberation, and counted when that ends. What it does is in `adoption`. Under a level of cohesion a
framework is paralysed; under a lower one it dissolves.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from multipolar.domain.addresses import between, of, toward
from multipolar.domain.english import counted, lowered
from multipolar.domain.errors import Illegal, NotYourSeat, Unreadable
from multipolar.domain.machines import step
from multipolar.domain.machines.resolution import RESOLUTION
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.records import Framework, Initiative, Resolution
from multipolar.domain.model.transaction import Shift, Transaction
from multipolar.domain.model.world import World
from multipolar.domain.rules.catalogue import FoundsFramework, LeavesFramework, Move, TablesResolution
from multipolar.domain.rules.ruleset import FrameworkRules
from multipolar.domain.vocabulary import CONTROL, EVERYONE, Outcome, Relationship, ResolutionState

VOTES = ("yes", "no", "abstain")
DECISION_RULES = ("consensus", "two_thirds", "majority", "lead_nation")
"""How a framework decides: nobody against; two thirds of all members; more than half; its first member."""
ON_AGENDA = (ResolutionState.TABLED, ResolutionState.DEBATED)


# --- Reading ---------------------------------------------------------------------------------


def rules_of(world: World) -> FrameworkRules:
    """The numbers of frameworks.

    Raises:
        Illegal: in a save from before they could decide anything.
    """
    framework = world.rules.base.frameworks
    if framework is None:
        raise Illegal("frameworks", "this exercise was begun before frameworks could decide anything")
    return framework


def frameworks_of(world: World, power: str) -> tuple[Framework, ...]:
    """The frameworks a power belongs to."""
    return tuple(framework for framework in world.frameworks.values() if power in framework.members)


def may_belong(world: World, framework: str, power: str) -> bool:
    """Whether a power can be a member: of a regional framework only those of the region can (§10)."""
    declared = next((found for found in world.rules.setting.frameworks if found.id == framework), None)
    return declared is None or not declared.open_to or power in declared.open_to


def is_paralysed(world: World, framework: str) -> bool:
    """Whether too little cohesion is left to decide anything (§10)."""
    return world.number(of("cohesion", framework)) < rules_of(world).paralysed_under


def legitimacy_of(world: World, members: Sequence[str], rule: str) -> int:
    """Legitimacy from inclusiveness: how many of all powers belong, and how freely they decide (§10)."""
    rules = rules_of(world)
    share = rules.legitimacy_members * len(members) // len(world.rules.ids)
    return rules.legitimacy_base + share + rules.legitimacy_rule[rule]  # type: ignore[index]  # a rule


def mandates(world: World, power: str, move: Move) -> tuple[Resolution, ...]:
    """The mandates that cover an operation of a power now (§10)."""
    if not move.mandated_in:
        return ()
    return tuple(
        resolution
        for resolution in world.resolutions.values()
        if resolution.kind == "mandate"
        and resolution.state is ResolutionState.ADOPTED
        and resolution.domain in move.mandated_in
        and resolution.framework in world.frameworks
        and power in world.frameworks[resolution.framework].members
        and not is_paralysed(world, resolution.framework)
    )


def passes(framework: Framework, votes: Sequence[tuple[str, str]]) -> bool:
    """Whether the votes meet a framework's decision rule (§10).

    Consensus: nobody against, and at least half in favour. Two thirds and majority count all members,
    so that to abstain is not to agree. Under a lead nation the first member's yes is enough.
    """
    cast = dict(votes)
    yes = sum(1 for member in framework.members if cast.get(member) == "yes")
    no = sum(1 for member in framework.members if cast.get(member) == "no")
    size = len(framework.members)
    match framework.rule:
        case "consensus":
            return not no and 2 * yes >= size
        case "two_thirds":
            return 3 * yes >= 2 * size
        case "majority":
            return 2 * yes > size
        case _:
            return cast.get(next(iter(framework.members), "")) == "yes"


def needed(world: World, framework: Framework) -> str:
    """What a resolution needs, in words."""
    size = len(framework.members)
    first = framework.members[0] if framework.members else ""
    return {
        "consensus": f"nobody against and {(size + 1) // 2} of {size} in favour",
        "two_thirds": f"{(2 * size + 2) // 3} of {size} in favour",
        "majority": f"{size // 2 + 1} of {size} in favour",
        "lead_nation": f"{world.rules.called(first)}, which leads it, in favour",
    }[framework.rule]


# --- What a seat may table -------------------------------------------------------------------


def open_frameworks(world: World, seat: str, move: Move) -> tuple[Framework, ...]:
    """The frameworks in which a seat may use a move that names one."""
    frameworks = frameworks_of(world, seat)
    if move.tables is None:
        return frameworks
    return tuple(framework for framework in frameworks if not is_paralysed(world, framework.id))


def kind_of(move: Move, terms: c.Terms) -> str:
    """The kind of resolution a use of a move would put to the vote."""
    kinds = move.tables.of if move.tables else ()
    return kinds[0] if len(kinds) == 1 else terms.resolution


def check_framework(world: World, seat: str, move: Move, partners: Sequence[str], terms: c.Terms) -> None:
    """Refuse terms about frameworks that the rules forbid.

    Raises:
        Illegal: what is wrong, and what may be chosen.
    """
    if move.founds:
        _check_founding(world, seat, move, terms)
    elif terms.rule and kind_of(move, terms) != "rule":
        raise Illegal("terms", f"{move.title} sets no decision rule")
    if not move.names_framework:
        if terms.framework or terms.resolution or terms.about:
            raise Illegal("terms", f"{move.title} is about no framework")
        return
    choices = {framework.id: framework for framework in open_frameworks(world, seat, move)}
    if terms.framework not in choices:
        known = ", ".join(choices) or "none is open to you"
        raise Illegal("terms", f"{move.title} needs a framework: {known}")
    if move.tables is not None:
        _check_resolution(world, seat, choices[terms.framework], move, partners, terms)


def _check_founding(world: World, seat: str, move: Move, terms: c.Terms) -> None:
    rules = rules_of(world)
    founded = [framework for framework in world.frameworks.values() if framework.founded]
    if terms.rule not in DECISION_RULES:
        raise Illegal("terms", f"{move.title} needs a decision rule: {', '.join(DECISION_RULES)}")
    if len(founded) >= rules.founded_most:
        raise Illegal("frameworks", f"{rules.founded_most} frameworks have been founded; that is enough")
    if sum(1 for framework in founded if framework.members[0] == seat) >= rules.founded_by_one:
        raise Illegal("frameworks", f"you have founded {rules.founded_by_one}; strengthen those")


def _check_resolution(
    world: World, seat: str, framework: Framework, move: Move, partners: Sequence[str], terms: c.Terms
) -> None:
    kinds = move.tables.of if move.tables else ()
    kind = kind_of(move, terms)
    if len(kinds) > 1 and kind not in kinds:
        raise Illegal("terms", f"{move.title} needs a resolution: {', '.join(kinds)}")
    if len(kinds) == 1 and terms.resolution:
        raise Illegal("terms", f"{move.title} leaves no choice of resolution")
    about = partners[0] if kind == "admit" and partners else terms.about
    reason = _unfit(world, seat, framework, kind, about, terms)
    if reason:
        raise Illegal("terms", reason)
    _check_agenda(world, seat, framework, kind, about, terms.domain)


def _unfit(world: World, seat: str, framework: Framework, kind: str, about: str, terms: c.Terms) -> str:
    """Why a resolution cannot say what it says; empty when it can."""
    others = [rule for rule in DECISION_RULES if rule != framework.rule]
    if kind != "mandate" and terms.domain:
        return f"a resolution to {kind} has no domain"
    if kind != "condemn" and terms.about:
        return "only a condemnation is about a power"
    match kind:
        case "mandate" if terms.domain not in framework.mandate:
            return f"a mandate of {framework.name} needs a domain: {', '.join(framework.mandate)}"
        case "condemn" if terms.about not in world.rules.powers or terms.about == seat:
            return "a condemnation names another power"
        case "rule" if terms.rule not in others:
            return f"{framework.name} needs another decision rule: {', '.join(others)}"
        case "admit" if about in framework.members:
            return f"{world.rules.name(about)} belongs to {framework.name} already"
        case "admit" if about and not may_belong(world, framework.id, about):
            return f"{framework.name} is not open to {world.rules.called(about)}"
        case _:
            return ""


def _check_agenda(world: World, seat: str, framework: Framework, kind: str, about: str, domain: str) -> None:
    """What is on the agenda, or in force, is not put to the vote again."""
    for resolution in world.resolutions.values():
        same = (resolution.framework, resolution.kind, resolution.about, resolution.domain) == (
            framework.id, kind, about, domain,
        )  # fmt: skip
        if same and resolution.state in ON_AGENDA:
            raise Illegal("repeat", f"{framework.name} has that on its agenda already")
        if same and resolution.state is ResolutionState.ADOPTED and kind == "mandate":
            raise Illegal("repeat", f"{framework.name} has given that mandate; it holds until it lapses")
    if kind == "code" and any(
        agreement.type == rules_of(world).code and set(framework.members) <= set(agreement.parties)
        for agreement in world.in_force(seat)
    ):
        raise Illegal("repeat", f"the members of {framework.name} are bound by a code already")


# --- Acts ------------------------------------------------------------------------------------


def vote(transaction: Transaction, seat: str, command: c.Vote) -> None:
    """Vote on a resolution that is debated; a later vote takes the place of an earlier one (§10)."""
    world = transaction.world
    resolution = world.resolutions.get(command.resolution)
    if resolution is None or resolution.state is not ResolutionState.DEBATED:
        raise Illegal("resolution", f"no resolution '{command.resolution}' is debated now")
    if seat not in world.frameworks[resolution.framework].members:
        raise NotYourSeat("resolution", f"only members of {world.frameworks[resolution.framework].name} vote")
    if command.vote not in VOTES:
        raise Unreadable("vote", f"vote one of: {', '.join(VOTES)}")
    if (seat, command.vote) in resolution.votes:
        raise Illegal("vote", "you have voted so already")
    transaction.write(
        e.VoteCast, seat, (seat,), resolution=resolution.id, vote=command.vote, cause=resolution.event
    )


def open_debates(transaction: Transaction) -> None:
    """What was tabled last round is debated now, unless its framework cannot act (§10)."""
    for resolution in list(transaction.world.resolutions.values()):
        if resolution.state is not ResolutionState.TABLED:
            continue
        world = transaction.world
        framework = world.frameworks.get(resolution.framework)
        if framework is None or is_paralysed(world, framework.id):
            _move(transaction, resolution, "drop", "the framework can decide nothing")
        elif resolution.kind == "admit" and resolution.about in framework.members:
            _move(transaction, resolution, "drop", f"{world.rules.name(resolution.about)} has joined already")
        else:
            step(RESOLUTION, resolution.state, "debate", the_framework_can_act=True)
            transaction.write(
                e.ResolutionStateChanged, resolution.by, EVERYONE, resolution=resolution.id, to="debated",
                reason=f"needs {needed(world, framework)}", cause=resolution.event,
            )  # fmt: skip


def _move(transaction: Transaction, resolution: Resolution, trigger: str, reason: str) -> int:
    state = step(RESOLUTION, resolution.state, trigger)
    return transaction.write(
        e.ResolutionStateChanged, resolution.by, EVERYONE, resolution=resolution.id, to=str(state),
        reason=reason,
        cause=resolution.event,
    )  # fmt: skip


def conclude(transaction: Transaction, initiative: Initiative, cause: int) -> None:
    """What a move of the category brings about by its outcome: founding, an agenda, leaving (§10)."""
    move = transaction.world.rules.moves[initiative.move]
    outcome = initiative.outcome or Outcome.SETBACK
    for effect in move.effects:
        match effect:
            case FoundsFramework() if outcome >= Outcome[effect.at_least.upper()]:
                _found(transaction, initiative, int(outcome), cause)
            case TablesResolution() if outcome >= Outcome[effect.at_least.upper()]:
                _table(transaction, initiative, int(outcome), cause)
            case LeavesFramework():
                leave(transaction, initiative.initiator, initiative.terms.framework, cause)
            case _:
                pass


def _found(transaction: Transaction, initiative: Initiative, outcome: int, cause: int) -> None:
    world = transaction.world
    rules = rules_of(world)
    key = f"{initiative.initiator}{world.round}"
    place = world.rules.powers[initiative.initiator].capital.name
    name = f"{place} Forum"
    if any(framework.name == name for framework in world.frameworks.values()):
        name = f"Second {name}"
    legitimacy = legitimacy_of(world, initiative.parties, initiative.terms.rule)
    cohesion = rules.founding_cohesion + rules.founding_outcome * outcome
    words = f"founded by {' and '.join(world.rules.name(power) for power in initiative.parties)}"
    transaction.write(
        e.FrameworkFounded, initiative.initiator, EVERYONE, framework=key, name=name,
        members=initiative.parties,
        mandate=(initiative.terms.domain,), rule=initiative.terms.rule, cause=cause,
        changes=transaction.changes(
            Shift(of("cohesion", key), cohesion, words), Shift(of("legitimacy", key), legitimacy, words)
        ),
    )  # fmt: skip


def _table(transaction: Transaction, initiative: Initiative, outcome: int, cause: int) -> None:
    world = transaction.world
    move, terms = world.rules.moves[initiative.move], initiative.terms
    kind = kind_of(move, terms)
    about = initiative.partners[0] if kind == "admit" else terms.about
    key = ".".join(
        filter(None, (str(world.round), terms.framework, kind, about or terms.domain or terms.rule))
    )
    # Two members may have thought of the same: it stands on the agenda once.
    if terms.framework not in world.frameworks or key in world.resolutions:
        return
    transaction.write(
        e.ResolutionTabled, initiative.initiator, EVERYONE, resolution=key, framework=terms.framework,
        kind=kind,
        about=about, domain=terms.domain, rule=terms.rule, argued=outcome, cause=cause,
    )  # fmt: skip


def leave(transaction: Transaction, power: str, framework: str, cause: int) -> None:
    """A power leaves a framework: cohesion falls, and those who stay trust it less (§10)."""
    world = transaction.world
    found = world.frameworks.get(framework)
    if found is None or power not in found.members:
        return
    rules = rules_of(world)
    seq = transaction.write(
        e.MembershipChanged, power, EVERYONE, framework=framework, power=power, joined=False, cause=cause
    )
    why = f"{world.rules.name(power)} left {found.name}"
    stay = tuple(member for member in found.members if member != power)
    shifts = [Shift(toward("trust", member, power), rules.left_trust, why, seq, power) for member in stay]
    shifts.append(Shift(of("cohesion", framework), rules.left_cohesion, why, seq, power))
    shifts.append(relegitimise(world, found, stay, found.rule, why, seq))
    transaction.post(shifts, "frameworks")


def relegitimise(
    world: World, framework: Framework, members: Sequence[str], rule: str, why: str, cause: int
) -> Shift:
    """How legitimacy changes with who belongs and how it is decided."""
    change = legitimacy_of(world, members, rule) - legitimacy_of(world, framework.members, framework.rule)
    return Shift(of("legitimacy", framework.id), change, why, cause)


# --- Assessment ------------------------------------------------------------------------------


def assess_frameworks(transaction: Transaction) -> None:
    """Mandates lapse, cohesion follows what members did, and what has none left dissolves (§10)."""
    if not transaction.world.has_module("frameworks"):
        return
    for resolution in list(transaction.world.resolutions.values()):
        if (
            resolution.state is ResolutionState.ADOPTED
            and resolution.until
            and resolution.until <= transaction.world.round
        ):
            _move(transaction, resolution, "lapse", "its time is over")
    world = transaction.world
    transaction.post(
        [shift for framework in world.frameworks.values() for shift in _drift(world, framework)], "frameworks"
    )
    _dissolve(transaction)


def _drift(world: World, framework: Framework) -> Iterator[Shift]:
    rules = rules_of(world)
    target = of("cohesion", framework.id)
    pairs = list(combinations(framework.members, 2))
    strained = sum(1 for a, b in pairs if world.relationship(a, b) <= Relationship.STRAINED)
    if strained:
        words = f"{counted(strained, 'pair')} of members strained or worse"
        yield Shift(target, rules.strained_pair * strained, words)
    if world.number(target) < rules.recovers_under:
        yield Shift(target, rules.recovers, "members keep coming back to the table")
    yield from _ranks(world, framework, rules)
    yield from _ties(world, framework, rules)


def _ranks(world: World, framework: Framework, rules: FrameworkRules) -> Iterator[Shift]:
    """Members who coerce one another break ranks; what they achieve together binds them."""
    members = set(framework.members)
    for initiative in world.current.values():
        if initiative.resolved != world.round or initiative.known != EVERYONE or initiative.outcome is None:
            continue
        move = world.rules.moves[initiative.move]
        if not initiative.partners or not set(initiative.parties) <= members:
            continue
        if move.category == "coercion" and move.visibility == "public":
            words = f"{world.rules.name(initiative.initiator)} turned on a fellow member"
            yield Shift(of("cohesion", framework.id), rules.ranks_broken, words, 0, initiative.initiator)
        elif (
            move.category == "operations"
            and initiative.outcome >= Outcome.SUCCESS
            and any(
                mandate.framework == framework.id for mandate in mandates(world, initiative.initiator, move)
            )
        ):
            yield Shift(
                of("cohesion", framework.id), rules.joint_success, f"{lowered(move.title)} under its mandate"
            )


def _ties(world: World, framework: Framework, rules: FrameworkRules) -> Iterator[Shift]:
    """A member's ties to an outsider with whom another member is at odds deepen (§10)."""
    before = world.past[-1]
    for member in framework.members:
        for outsider in world.rules.ids:
            pair = between("relationship", member, outsider)
            if outsider in framework.members or world.numbers[pair] <= max(
                before[pair], Relationship.CORRECT
            ):
                continue
            if any(
                world.relationship(other, outsider) <= Relationship.STRAINED
                for other in framework.members
                if other != member
            ):
                words = f"{world.rules.name(member)} drew closer to {world.rules.name(outsider)}"
                yield Shift(of("cohesion", framework.id), rules.rival_ties, words, 0, member)


def _dissolve(transaction: Transaction) -> None:
    rules = rules_of(transaction.world)
    for framework in list(transaction.world.frameworks.values()):
        if len(framework.members) < rules.members_least:
            reason = "too few members are left"
        elif transaction.world.number(of("cohesion", framework.id)) < rules.dissolved_under:
            reason = "nothing holds it together any more"
        else:
            continue
        transaction.write(e.FrameworkDissolved, CONTROL, EVERYONE, framework=framework.id, reason=reason)
        for resolution in list(transaction.world.resolutions.values()):
            if resolution.framework == framework.id and resolution.state in ON_AGENDA:
                _move(transaction, resolution, "drop", f"{framework.name} is dissolved")
            elif resolution.framework == framework.id and resolution.state is ResolutionState.ADOPTED:
                _move(transaction, resolution, "lapse", f"{framework.name} is dissolved")
