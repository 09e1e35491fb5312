"""A draft of a proposal or order, and the rows of the form by which its terms are chosen.

A draft holds what has been chosen so far and nothing more; whether it may be done, and what it would
bring, is asked of the table.
"""

from typing import NamedTuple

from msgspec.structs import replace

from multipolar.domain.english import counted, lowered
from multipolar.domain.model.commands import Order, Propose, Terms, Undertaking
from multipolar.domain.model.views import FrameworkOffer, InitiativeSeen, Offer, View
from multipolar.domain.model.wording import DECIDES_BY, money_in_words
from multipolar.tui.widgets.form import Row

NOBODY = ""
SIDES = {"mine": "we promise", "theirs": "they promise"}


class Draft(NamedTuple):
    """What has been chosen so far.

    Attributes:
        offer: the move, with what may be chosen.
        partners: powers chosen; the first `offer.fewest` are always named.
        terms: chosen terms.
        is_counter: whether it answers a proposal: then partners stand.
        promise: who promises in it: ``mine``, ``theirs``, or nobody.
        theirs: whether another power began it: then the proposer's terms are that power's.
    """

    offer: Offer
    partners: tuple[str, ...]
    terms: Terms
    is_counter: bool = False
    promise: str = NOBODY
    theirs: bool = False

    @classmethod
    def new(cls, view: View, offer: Offer, partner: str | None) -> "Draft":
        """A draft with the first choices that are open."""
        open_to = offer.open_partners
        first = [partner] if partner in open_to and partner else []
        chosen = (first + [power for power in open_to if power not in first])[: offer.fewest]
        terms = Terms(
            domain=offer.domains[0] if offer.domains else "",
            theatre=offer.theatres[0] if offer.theatres else "",
            safeguards="standard" if "standard" in offer.safeguards else "",
            size="standard" if "standard" in offer.sizes else "",
            framework=offer.frameworks[0].id if offer.frameworks else "",
            resolution=offer.resolutions[0] if len(offer.resolutions) > 1 else "",
            rule=offer.rules[0] if offer.rules else "",
        )
        return cls(offer, tuple(chosen), terms).settled(view)

    @classmethod
    def filled(cls, view: View, offer: Offer, command: Propose | Order) -> "Draft":
        """A draft from a command."""
        partners = command.partners if isinstance(command, Propose) else command.targets
        return cls(offer, partners, command.terms, promise=_side(view, command.terms))

    @classmethod
    def countering(cls, view: View, offer: Offer, initiative: InitiativeSeen) -> "Draft":
        """A draft that begins with the terms on the table."""
        theirs = initiative.initiator != view.seat
        others = tuple(power for power in (initiative.initiator, *initiative.partners) if power != view.seat)
        return cls(
            offer,
            others if theirs else initiative.partners,
            initiative.terms,
            True,
            _side(view, initiative.terms),
            theirs,
        )

    def settled(self, view: View) -> "Draft":
        """The same with what must be named: an agreement with the partner; what a resolution says."""
        if self.offer.frameworks:
            return self._replace(terms=_resolution_terms(view, self))
        if not self.offer.agreements or not self.partners:
            return self
        mine = agreements_with(view, self.offer, self.partners[0])
        if self.terms.agreement in mine:
            return self
        return self._replace(terms=replace(self.terms, agreement=mine[0] if mine else ""))

    def with_choice(self, view: View, row: str, value: str) -> "Draft":
        """The draft with a row of the form changed."""
        if row.startswith("partner"):
            place = int(row.removeprefix("partner"))
            partners = list(self.partners)
            if place < len(partners):
                partners[place] = value
            else:
                partners.append(value)
            kept = tuple(dict.fromkeys(power for power in partners if power))
            return self._replace(partners=kept).settled(view)
        if row.startswith("promise"):
            return self._with_promise(view, row, value)
        terms = self.terms
        match row:
            case "domain" | "theatre" | "safeguards" | "size" | "agreement" | "rule" | "about":
                terms = replace(terms, **{row: value})
            case "framework" | "resolution":
                return self._replace(terms=replace(terms, **{row: value})).settled(view)
            case "committed":
                terms = replace(terms, committed=value == "yes")
            case "share" | "payment" | "duration":
                terms = replace(terms, **{row: int(value)})
        return self._replace(terms=terms)

    def _with_promise(self, view: View, row: str, value: str) -> "Draft":
        if row == "promise_by" and not value:
            return self._replace(promise=NOBODY, terms=replace(self.terms, undertakings=()))
        given = self.terms.undertakings[0] if self.terms.undertakings else None
        side = value if row == "promise_by" else self.promise
        other = self.partners[0] if self.partners else view.seat
        by, toward = (view.seat, other) if side == "mine" else (other, view.seat)
        kind = value if row == "promise_kind" else given.kind if given else "restraint"
        move = value if row == "promise_move" else given.move if given else "coercion"
        until = int(value) if row == "promise_until" else given.until if given else view.rounds
        promised = Undertaking(by, kind, move, toward, until)
        return self._replace(promise=side, terms=replace(self.terms, undertakings=(promised,)))


def _side(view: View, terms: Terms) -> str:
    """Who promises in terms: the seat, or somebody else."""
    if not terms.undertakings:
        return NOBODY
    return "mine" if terms.undertakings[0].by == view.seat else "theirs"


def _resolution_terms(view: View, draft: Draft) -> Terms:
    """Terms that a resolution of the chosen kind has in the chosen framework; others are left out."""
    terms, framework = draft.terms, _framework_of(draft)
    kinds = draft.offer.resolutions
    kind = terms.resolution or (kinds[0] if kinds else "")
    others = tuple(power.id for power in view.powers if power.id != view.seat)

    def settled(choices: tuple[str, ...], chosen: str) -> str:
        return chosen if chosen in choices or not choices else choices[0]

    return replace(
        terms,
        domain=settled(framework.domains, terms.domain) if kind == "mandate" else "",
        about=settled(others, terms.about) if kind == "condemn" else "",
        rule=settled(framework.rules, terms.rule) if kind == "rule" else "",
    )


def _framework_of(draft: Draft) -> FrameworkOffer:
    """The framework the draft is about."""
    offered = draft.offer.frameworks
    return next((framework for framework in offered if framework.id == draft.terms.framework), offered[0])


def _framework_rows(view: View, draft: Draft) -> list[Row]:
    offer, terms = draft.offer, draft.terms
    rows: list[Row] = []
    if offer.frameworks:
        options = tuple((framework.id, framework.name) for framework in offer.frameworks)
        rows.append(Row("framework", "Framework", options, terms.framework))
        if len(offer.resolutions) > 1:
            kinds = tuple((kind, _KINDS.get(kind, kind)) for kind in offer.resolutions)
            rows.append(Row("resolution", "Resolution", kinds, terms.resolution))
        if terms.domain:
            domains = tuple((name, name) for name in _framework_of(draft).domains)
            rows.append(Row("domain", "Domain", domains, terms.domain))
        if terms.about:
            others = tuple((power.id, power.name) for power in view.powers if power.id != view.seat)
            rows.append(Row("about", "About", others, terms.about))
    if terms.rule:
        rules = offer.rules or _framework_of(draft).rules
        rows.append(Row("rule", "Decides by", tuple((rule, DECIDES_BY[rule]) for rule in rules), terms.rule))
    return rows


_KINDS = {"mandate": "a mandate", "code": "a code of conduct", "condemn": "a condemnation"}


def agreements_with(view: View, offer: Offer, partner: str) -> tuple[str, ...]:
    """Agreements with a partner that a suspension may be about."""
    return tuple(
        agreement.id
        for agreement in view.agreements
        if agreement.id in offer.agreements and partner in agreement.parties
    )


def rows_of(view: View, draft: Draft) -> tuple[Row, ...]:
    """The rows of the form for a draft."""
    return (
        *_partner_rows(view, draft),
        *_framework_rows(view, draft),
        *_term_rows(view, draft),
        *_promise_rows(view, draft),
    )


def _partner_rows(view: View, draft: Draft) -> list[Row]:
    offer = draft.offer
    if draft.is_counter or not offer.most:
        return []
    rows: list[Row] = []
    for place in range(min(offer.most, len(draft.partners) + 1)):
        chosen = draft.partners[place] if place < len(draft.partners) else NOBODY
        taken = set(draft.partners) - {chosen}
        options = [(power, view.name(power)) for power in offer.open_partners if power not in taken]
        if place >= offer.fewest:
            options.insert(0, (NOBODY, "nobody else"))
        label = "With" if offer.form == "joint" else "Between" if offer.mediates else "Toward"
        rows.append(Row(f"partner{place}", label if not place else "and", tuple(options), chosen))
    return rows


def _term_rows(view: View, draft: Draft) -> list[Row]:
    offer, terms = draft.offer, draft.terms
    rows: list[Row] = []
    if offer.domains:
        rows.append(Row("domain", "Domain", tuple((name, name) for name in offer.domains), terms.domain))
    if offer.theatres:
        names = {theatre.id: theatre.name for theatre in view.theatres}
        options = tuple((key, names.get(key, key)) for key in offer.theatres)
        rows.append(Row("theatre", "Theatre", options, terms.theatre))
    if offer.safeguards:
        options = tuple((name, name) for name in offer.safeguards)
        rows.append(Row("safeguards", "Safeguards", options, terms.safeguards))
    if offer.sizes:
        options = tuple((name, name) for name in offer.sizes)
        rows.append(Row("size", "Size", options, terms.size or "standard"))
    if offer.durations[1]:
        rounds = range(offer.durations[0], offer.durations[1] + 1)
        usual = (("0", "as long as usual"), *((str(n), counted(n, "round")) for n in rounds))
        rows.append(Row("duration", "In force", usual, str(terms.duration)))
    if offer.agreements and draft.partners:
        titles = {agreement.id: agreement.title for agreement in view.agreements}
        mine = agreements_with(view, offer, draft.partners[0])
        options = tuple((key, titles.get(key, key)) for key in mine)
        rows.append(Row("agreement", "Agreement", options, terms.agreement))
    if offer.committable:
        extra = view.limits.committed
        more = f"they give {extra} more: +1" if draft.theirs else f"{extra} more: +1 on the roll"
        options = (("no", "as usual"), ("yes", more))
        rows.append(Row("committed", "Resources", options, "yes" if terms.committed else "no"))
    if offer.payable:
        sides = ("they", "we") if draft.theirs else ("we", "they")
        rows.append(
            Row(
                "share",
                "Cost share",
                _amounts(view.limits.share, "as usual", "carry", sides),
                str(terms.share),
            )
        )
        rows.append(
            Row("payment", "Payment", _amounts(view.limits.payment, "none", "pay", sides), str(terms.payment))
        )
    return rows


def _amounts(most: int, none: str, verb: str, sides: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """From −most to most; above 0 the proposer (the first of the sides) does it, below 0 the other."""
    return tuple(
        (str(n), f"{sides[n < 0]} {verb} {money_in_words(0, abs(n))}" if n else none)
        for n in range(-most, most + 1)
    )


def _promise_rows(view: View, draft: Draft) -> list[Row]:
    if not draft.offer.payable:
        return []
    who = Row("promise_by", "Promise", ((NOBODY, "none"), *SIDES.items()), draft.promise, "PROMISE AS A TERM")
    if not draft.promise or not draft.terms.undertakings:
        return [who]
    given = draft.terms.undertakings[0]
    categories = sorted({offer.category for offer in view.offers})
    moves = tuple((name, f"any {name}") for name in categories)
    moves += tuple((offer.move, lowered(offer.title)) for offer in view.offers)
    rounds = tuple((str(n), f"until round {n}") for n in range(view.round, view.rounds + 1))
    kinds = (("restraint", "not to do"), ("act", "to do"))
    return [
        who,
        Row("promise_kind", "", kinds, given.kind),
        Row("promise_move", "", moves, given.move),
        Row("promise_until", "", rounds, str(given.until)),
    ]
