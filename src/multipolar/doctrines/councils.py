"""What is decided together (rulebook §10, §14): how a power votes, and what it puts to a vote.

A resolution is worth what it changes for the power: a mandate by the threats it would help against, a
code by the friction it would bear, a newcomer by who it is, a condemnation by whom it hits, a decision
rule by the say it gives. Votes add trust in whoever tabled it, how well it was argued, and a little
chance.
"""

from collections.abc import Iterator
from typing import NamedTuple

from multipolar.doctrines.worth import Worth
from multipolar.domain.addresses import toward
from multipolar.domain.dice import Dice
from multipolar.domain.model.commands import Terms, Vote
from multipolar.domain.model.views import Advice, FrameworkOffer, FrameworkSeen, Offer, ResolutionSeen, Sight
from multipolar.domain.vocabulary import Relationship

DOMAINS = {"piracy": "maritime", "trafficking": "maritime", "cyber": "cyber", "terrorism": "land"}
"""The domain in which a shared threat is met."""
MOOD = 15
"""Breadth of the chance part of a vote to either side (numbers §8)."""
CONVINCED = 34
"""Trust in the tabler, with how well it argued, from which a power votes for what it has no stake in."""
OPPOSED = 12
"""How far short of that a power votes against rather than abstains."""
SAY = {"consensus": 6, "two_thirds": 4, "majority": 3, "lead_nation": 0}
"""What a decision rule is worth to a member that does not lead; consensus is a veto for all."""
LEADS = 10
"""What it is worth to lead under a lead nation."""
_STANDING = ("tabled", "debated", "adopted")


class Draft(NamedTuple):
    """A resolution one might table, and what it is worth, in tenths."""

    worth: int
    terms: Terms


def votes(view: Sight, worth: Worth, dice: Dice) -> list[Advice]:
    """A vote on every resolution that is debated and not voted on yet."""
    given: list[Advice] = []
    for resolution in view.resolutions:
        framework = _framework(view, resolution.framework)
        if not resolution.open_to_me or resolution.voted or framework is None:
            continue
        stake = interest(view, worth, framework, resolution)
        mood = dice.roll(f"{view.moment}.{view.seat}.vote.{resolution.id}", 2 * MOOD + 1, 1)[0] - MOOD - 1
        trust = 100 if resolution.by == view.seat else view.numbers[toward("trust", view.seat, resolution.by)]
        value = 2 * stake + trust + 3 * resolution.argued + mood - CONVINCED
        choice = "yes" if value >= 0 else "no" if value < -OPPOSED else "abstain"
        given.append(
            Advice(
                Vote(moment=view.moment, resolution=resolution.id, vote=choice),
                f"Vote {choice}: {resolution.title}",
                _reason(view, resolution, choice, stake),
                stake,
            )
        )
    return given


def _reason(view: Sight, resolution: ResolutionSeen, choice: str, stake: int) -> str:
    by = "We put it forward" if resolution.by == view.seat else f"{view.name(resolution.by)} put it forward"
    if choice == "yes":
        return f"{by}, and it serves us." if stake > 0 else f"{by}, and we trust where it leads."
    if choice == "no":
        return (
            f"{by}, and it would cost us more than it brings."
            if stake < 0
            else f"{by}, and we do not trust it."
        )
    return f"{by}; it is neither against us nor for us."


def _framework(view: Sight, key: str) -> FrameworkSeen | None:
    return next((framework for framework in view.frameworks if framework.id == key), None)


def interest(view: Sight, worth: Worth, framework: FrameworkSeen, resolution: ResolutionSeen) -> int:
    """What a resolution is worth to a power if it is adopted, in tenths."""
    return _interest(
        view, worth, framework, resolution.kind, resolution.about, resolution.domain, resolution.rule
    )


def _interest(
    view: Sight, worth: Worth, framework: FrameworkSeen, kind: str, about: str, domain: str, rule: str
) -> int:
    match kind:
        case "mandate":
            return _of_mandate(view, worth, framework, domain)
        case "code":
            friction = max(
                (worth.friction(other) for other in framework.members if other != view.seat), default=0
            )
            return worth.of_channel(friction) - 3
        case "admit":
            return _of_newcomer(view, worth, about)
        case "condemn":
            return _of_condemnation(view, worth, about)
        case _:
            return 2 * (_say(view, framework, rule) - _say(view, framework, framework.rule))


def _of_mandate(view: Sight, worth: Worth, framework: FrameworkSeen, domain: str) -> int:
    gains = [
        worth.of(f"relief({threat.kind},{threat.theatre})")
        for threat in view.threats
        if DOMAINS.get(threat.kind, "") == domain
    ]
    led_by_rival = framework.rule == "lead_nation" and framework.members[0] in worth.rivals
    return 6 + max(gains, default=0) - (12 if led_by_rival else 0)


def _of_newcomer(view: Sight, worth: Worth, about: str) -> int:
    if about == view.seat:
        return 10
    near = 4 * (view.relationship(view.seat, about) - Relationship.CORRECT)
    return near + 2 - (8 if about in worth.rivals else 0)


def _of_condemnation(view: Sight, worth: Worth, about: str) -> int:
    if about == view.seat:
        return -40
    near = view.relationship(view.seat, about) - Relationship.STRAINED
    gain = worth.doctrine.rival_loss * 3 // 2 if about in worth.rivals else -10
    return gain - worth.doctrine.breach // 2 - max(0, near) * 6


def _say(view: Sight, framework: FrameworkSeen, rule: str) -> int:
    leads = framework.members[0] == view.seat
    return LEADS if leads and rule == "lead_nation" else SAY[rule]


# --- What to table ---------------------------------------------------------------------------


def best_draft(view: Sight, worth: Worth, offer: Offer, partners: tuple[str, ...]) -> Draft | None:
    """The resolution (or the framework to found or leave) that a move about frameworks is best used for."""
    if offer.rules:
        return _founding(view, worth, offer)
    if not offer.frameworks:
        return None
    drafts = [
        draft for framework in offer.frameworks for draft in _drafts(view, worth, offer, framework, partners)
    ]
    return max(drafts, key=lambda draft: draft.worth, default=None)


def _founding(view: Sight, worth: Worth, offer: Offer) -> Draft:
    """The domain in which one more framework would help most, and a rule that leaves the power a say.

    It helps where threats concern the power, and less where it has frameworks for that already.
    """
    gains = dict.fromkeys(offer.domains, 0)
    for threat in view.threats:
        domain = DOMAINS.get(threat.kind, "")
        if domain in gains:
            gains[domain] = max(gains[domain], worth.of(f"relief({threat.kind},{threat.theatre})"))
    mine = [framework for framework in view.frameworks if view.seat in framework.members]
    helps = {
        domain: gain // 2 - 6 * sum(1 for framework in mine if domain in framework.mandate)
        for domain, gain in gains.items()
    }
    domain = max(offer.domains, key=lambda name: helps[name])
    rule = "lead_nation" if worth.doctrine.common_threat == 0 else "majority"
    return Draft(worth.doctrine.agreement + helps[domain], Terms(domain=domain, rule=rule))


def _drafts(
    view: Sight, worth: Worth, offer: Offer, framework: FrameworkOffer, partners: tuple[str, ...]
) -> Iterator[Draft]:
    seen = _framework(view, framework.id)
    if seen is None:
        return
    known = {
        (resolution.kind, resolution.about, resolution.domain)
        for resolution in view.resolutions
        if resolution.framework == framework.id and resolution.state in _STANDING
    }
    if not offer.resolutions:
        rivals = sum(1 for member in framework.members if member in worth.rivals)
        yield Draft(4 * rivals - 2 * len(framework.members), Terms(framework=framework.id))
    for kind in offer.resolutions:
        single = len(offer.resolutions) == 1
        for about, domain, rule in _subjects(view, kind, framework, partners):
            if (kind, about, domain) in known or (kind == "admit" and not _is_open(seen, about)):
                continue
            value = _interest(view, worth, seen, kind, about, domain, rule)
            terms = Terms(
                domain=domain,
                framework=framework.id,
                resolution="" if single else kind,
                about=about if kind == "condemn" else "",
                rule=rule,
            )
            yield Draft(value * _hope(view, seen) // 6, terms)


def _is_open(framework: FrameworkSeen, power: str) -> bool:
    """Whether a power could become a member."""
    return power not in framework.members and (not framework.open_to or power in framework.open_to)


def _subjects(
    view: Sight, kind: str, framework: FrameworkOffer, partners: tuple[str, ...]
) -> Iterator[tuple[str, str, str]]:
    """(about, domain, rule) that a kind of resolution may have."""
    match kind:
        case "mandate":
            yield from (("", domain, "") for domain in framework.domains)
        case "condemn":
            yield from ((power.id, "", "") for power in view.powers if power.id != view.seat)
        case "admit":
            yield from ((partner, "", "") for partner in partners)
        case "rule":
            yield from (("", "", rule) for rule in framework.rules)
        case _:
            yield "", "", ""


def _hope(view: Sight, framework: FrameworkSeen) -> int:
    """How likely others agree, in sixths: by the rule, and how many members one gets on with."""
    if framework.rule == "lead_nation":
        return 6 if framework.members[0] == view.seat else 2
    others = [member for member in framework.members if member != view.seat]
    well = sum(1 for other in others if view.relationship(view.seat, other) >= Relationship.CORRECT)
    share = 6 * well // max(1, len(others))
    return share if framework.rule != "consensus" else max(1, share - 1)
