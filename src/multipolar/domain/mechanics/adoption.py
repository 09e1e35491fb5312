"""Votes counted, and what an adopted resolution does (rulebook §10; numbers §8)."""

from itertools import combinations

from multipolar.domain.addresses import between, of, toward
from multipolar.domain.english import counted
from multipolar.domain.machines import step
from multipolar.domain.machines.resolution import RESOLUTION
from multipolar.domain.mechanics.frameworks import passes, relegitimise, rules_of
from multipolar.domain.model import events as e
from multipolar.domain.model.records import Framework, Resolution
from multipolar.domain.model.transaction import Shift, Transaction
from multipolar.domain.vocabulary import EVERYONE, Relationship, ResolutionState


def count_votes(transaction: Transaction) -> None:
    """Count the votes on everything that was debated this round; who did not vote abstained (§10)."""
    for resolution in list(transaction.world.resolutions.values()):
        if resolution.state is ResolutionState.DEBATED:
            _count(transaction, resolution, transaction.world.frameworks[resolution.framework])


def _count(transaction: Transaction, resolution: Resolution, framework: Framework) -> None:
    world = transaction.world
    cast = dict(resolution.votes)
    votes = tuple((member, cast.get(member, "abstain")) for member in framework.members)
    passed = passes(framework, votes)
    against = tuple(member for member, given in votes if given == "no")
    state = step(RESOLUTION, resolution.state, "adopt" if passed else "reject", the_rule_is_met=passed)
    rules = rules_of(world)
    yes = sum(1 for _, given in votes if given == "yes")
    until = world.round + rules.mandate_rounds if passed and resolution.kind == "mandate" else 0
    seq = transaction.write(
        e.ResolutionStateChanged, resolution.by, EVERYONE, resolution=resolution.id, to=str(state),
        votes=votes,
        until=until,
        reason=f"{yes} in favour, {len(against)} against, {len(votes) - yes - len(against)} abstained",
        cause=resolution.event,
    )  # fmt: skip
    if not passed:
        words = f"{framework.name} could not agree"
        transaction.post([Shift(of("cohesion", framework.id), rules.failed, words, seq)], "frameworks")
        return
    if against:
        words = f"{counted(len(against), 'member')} overruled"
        change = (rules.rule_overruled if resolution.kind == "rule" else rules.overruled) * len(against)
    else:
        words, change = "nobody was overruled", rules.unanimous
    transaction.post([Shift(of("cohesion", framework.id), change, words, seq)], "frameworks")
    match resolution.kind:
        case "admit":
            _admit(transaction, resolution, framework, seq)
        case "code":
            _bind(transaction, framework, seq)
        case "condemn":
            _condemn(transaction, resolution, framework, votes, seq)
        case "rule":
            words = f"{framework.name} now decides by {resolution.rule.replace('_', ' ')}"
            shift = relegitimise(world, framework, framework.members, resolution.rule, words, seq)
            transaction.post([shift], "frameworks")
        case _:
            pass


def _admit(transaction: Transaction, resolution: Resolution, framework: Framework, cause: int) -> None:
    world = transaction.world
    rules = rules_of(world)
    seq = transaction.write(
        e.MembershipChanged, resolution.about, EVERYONE, framework=framework.id, power=resolution.about,
        joined=True,
        cause=cause,
    )  # fmt: skip
    why = f"{world.rules.name(resolution.about)} joined {framework.name}"
    strained = sum(
        1
        for member in framework.members
        if world.relationship(member, resolution.about) <= Relationship.STRAINED
    )
    members = (*framework.members, resolution.about)
    transaction.post(
        [
            Shift(of("standing", resolution.about), rules.admit_standing, why, seq),
            Shift(
                of("cohesion", framework.id), resolution.argued + rules.admit_strained * strained, why, seq
            ),
            relegitimise(world, framework, members, framework.rule, why, seq),
        ],
        "frameworks",
    )


def _bind(transaction: Transaction, framework: Framework, cause: int) -> None:
    """A code is a confidence-building agreement of all members."""
    world = transaction.world
    rules = rules_of(world)
    declared = world.rules.agreements[rules.code]
    seq = transaction.write(
        e.AgreementConcluded, framework.members[0], EVERYONE,
        agreement=".".join((rules.code, framework.id, str(world.round))), type=rules.code,
        parties=framework.members, until=world.round + declared.rounds if declared.rounds else 0,
        title=f"{declared.title} of {framework.name}", cause=cause,
    )  # fmt: skip
    why = f"{framework.name} adopted a code"
    transaction.post(
        [
            Shift(between("tension", a, b), rules.code_tension, why, seq)
            for a, b in combinations(framework.members, 2)
        ],
        "frameworks",
    )


def _condemn(
    transaction: Transaction,
    resolution: Resolution,
    framework: Framework,
    votes: tuple[tuple[str, str], ...],
    cause: int,
) -> None:
    world = transaction.world
    rules = rules_of(world)
    why = f"{framework.name} condemned {world.rules.name(resolution.about)}"
    shifts = [Shift(of("standing", resolution.about), rules.condemn_standing, why, cause)]
    for member, given in votes:
        if given == "yes" and member != resolution.about:
            shifts.append(
                Shift(toward("trust", resolution.about, member), rules.condemn_trust, why, cause, member)
            )
            shifts.append(
                Shift(between("tension", resolution.about, member), rules.condemn_tension, why, cause, member)
            )
    transaction.post(shifts, "frameworks")
