"""Somebody who does whatever the rules allow, with every term they know, and keeps no word but by chance.

Doctrines keep their promises and honour their pacts more often than not; what the rules say of those who
do not is audited only where somebody does not.
"""

from collections.abc import Iterator
from random import Random

from multipolar.doctrines import player_for
from multipolar.domain.dice import Dice
from multipolar.domain.model.commands import (
    Accept,
    AnswerInject,
    AnyCommand,
    Counter,
    Decline,
    Order,
    Promise,
    Propose,
    Respond,
    Terms,
    Undertaking,
    Vote,
    Withdraw,
)
from multipolar.domain.model.views import Advice, CrisisSeen, InitiativeSeen, Offer, Sight
from multipolar.engine.players import Forecast, Previews
from multipolar.rulebook import load_rules

TRIES = 4
DRAWN_TO = {"licensed_production", "co_development", "technology_transfer", "security_pact", "oppose",
            "suspend_cooperation", "found_framework", "reform_rule"}  # fmt: skip
"""Moves that are seldom open, tried first where they are."""


class Faithless:
    """Plays legal moves by chance; promises in words and in terms, and does the contrary.

    Args:
        salt: another word, other choices.
    """

    def __init__(self, salt: str) -> None:
        self._salt = salt
        self._usual = player_for(
            next(one for one in load_rules().doctrines if one.id == "random"), load_rules().weighing
        )

    def deliberate(self, view: Sight, sweep: int, forecast: Forecast, dice: Dice) -> tuple[Advice, ...]:
        """Answers, promises and moves; some of them will be refused."""
        chance = Random(f"{self._salt}.{view.moment}.{view.seat}.{sweep}")
        commands: list[AnyCommand] = [*_answers(view, chance)]
        if sweep:
            commands += _promises(view, chance)
            commands += _moves(view, chance)
        commands += [
            Vote(resolution=found.id, vote=chance.choice(("yes", "yes", "no", "abstain")))
            for found in view.resolutions
            if found.open_to_me
        ]
        return tuple(Advice(command, "", "", 0) for command in commands)

    def respond(self, view: Sight, forecast: Forecast, dice: Dice) -> tuple[Advice, ...]:
        """Any choice that is open, the stronger ones rather; a pact is honoured by a coin."""
        chance = Random(f"{self._salt}.{view.moment}.{view.seat}")
        return tuple(
            Advice(_response(crisis, chance), "", "", 0)
            for crisis in view.crises
            if crisis.choices and not crisis.chosen
        )

    def advise(self, view: Sight, forecast: Previews, dice: Dice) -> tuple[Advice, ...]:
        """Nobody should ask it."""
        return self._usual.advise(view, forecast, dice)


def _response(crisis: CrisisSeen, chance: Random) -> AnyCommand:
    open_now = [choice for choice in crisis.choices if not choice.blocked]
    bold = [
        one for one in open_now if one.id in ("press", "mobilise", "back", "help", "exploit", "seal", "ask")
    ]
    chosen = chance.choice(bold if bold and chance.random() < 0.6 else open_now)
    backing = chance.choice(chosen.backing) if chosen.backing else ""
    return Respond(crisis=crisis.id, choice=chosen.id, backing=backing)


def _answers(view: Sight, chance: Random) -> Iterator[AnyCommand]:
    for found in view.initiatives:
        draw = chance.random()
        if found.open_to_me and draw < 0.15 and found.version < 3:
            yield Counter(initiative=found.id, version=found.version, terms=_other_terms(view, found, chance))
        elif found.open_to_me and draw < 0.85:
            yield Accept(initiative=found.id, version=found.version)
        elif found.open_to_me:
            yield Decline(initiative=found.id)
        elif found.mine and found.state != "declined" and draw < 0.05:
            yield Withdraw(initiative=found.id)
    for notice in view.notices:
        if notice.options:
            yield AnswerInject(inject=notice.id, option=chance.choice(notice.options)[0])


def _other_terms(view: Sight, found: InitiativeSeen, chance: Random) -> Terms:
    known = {field: getattr(found.terms, field) for field in Terms.__struct_fields__}
    return Terms(**{**known, "share": chance.randint(-2, 2), "payment": chance.randint(-1, 2)})


def _promises(view: Sight, chance: Random) -> Iterator[AnyCommand]:
    toward = chance.choice([power.id for power in view.powers if power.id != view.seat])
    kind = chance.choice(("act", "restraint"))
    # A restraint is about what is soon done all the same; an act about what is seldom done in time.
    move = chance.choice(
        ("public_protest", "coercion", "dialogue")
        if kind == "restraint"
        else ("memorandum", "dialogue", "drills")
    )
    given = Undertaking(view.seat, kind, move, toward, min(view.rounds, view.round + chance.randint(0, 2)))
    yield Promise(undertaking=given, public=chance.random() < 0.5)


def _moves(view: Sight, chance: Random) -> Iterator[AnyCommand]:
    offers = [offer for offer in view.offers if not offer.blocked]
    drawn_to = [
        offer for offer in offers if offer.move in DRAWN_TO and (offer.open_partners or not offer.most)
    ]
    for _ in range(TRIES if offers else 0):
        offer = chance.choice(drawn_to if drawn_to and chance.random() < 0.4 else offers)
        count = chance.randint(offer.fewest, offer.most)
        if count <= len(offer.open_partners):
            yield _use(view, offer, tuple(chance.sample(offer.open_partners, count)), chance)
    broken = [pledge.undertaking for pledge in view.pledges if pledge.undertaking.by == view.seat]
    for given in broken:
        if given.kind == "restraint" and chance.random() < 0.5:
            yield Order(move="public_protest", targets=(given.toward,))


def _use(view: Sight, offer: Offer, partners: tuple[str, ...], chance: Random) -> AnyCommand:
    agreements = [
        found.id
        for found in view.agreements
        if found.id in offer.agreements and set(partners) <= set(found.parties)
    ]
    framework = chance.choice(offer.frameworks) if offer.frameworks else None
    kind = _one_of(offer.resolutions, chance)
    rules = framework.rules if framework and kind == "rule" else () if framework else offer.rules
    domains = () if framework and kind != "mandate" else framework.domains if framework else offer.domains
    others = [power.id for power in view.powers if power.id != view.seat]
    joint = offer.form == "joint"
    promised: tuple[Undertaking, ...] = ()
    if joint and chance.random() < 0.3:
        by, toward = chance.sample((view.seat, partners[0]), 2)
        until = min(view.rounds, view.round + 1)
        promised = (Undertaking(by, "restraint", "coercion", toward, until),)
    terms = Terms(
        domain=_one_of(domains, chance),
        theatre=_one_of(offer.theatres, chance),
        safeguards=_one_of(offer.safeguards, chance),
        size=_one_of(offer.sizes, chance),
        duration=chance.choice((0, offer.durations[0])) if offer.durations[1] else 0,
        committed=offer.committable and chance.random() < 0.3,
        share=chance.choice((0, 0, 1, -1)) if joint else 0,
        payment=chance.choice((0, 0, 0, 1)) if joint else 0,
        agreement=_one_of(agreements, chance),
        undertakings=promised,
        framework=framework.id if framework else "",
        resolution=kind if len(offer.resolutions) > 1 else "",
        about=chance.choice(others) if kind == "condemn" else "",
        rule=_one_of(rules, chance),
    )
    if joint:
        return Propose(move=offer.move, partners=partners, terms=terms)
    return Order(move=offer.move, targets=partners, terms=terms)


def _one_of(choices: tuple[str, ...] | list[str], chance: Random) -> str:
    return chance.choice(choices) if choices else ""
