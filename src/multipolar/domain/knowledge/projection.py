"""Truth to a seat's view, and an event to what that seat sees of it, or nothing (rulebook §12).

Views are built up from an allow-list: each number by who may know it (`visibility.audience_of`), each
record by who is party to it or to whom it was announced. Nothing is ever taken away from the truth to
make a view. Control sees everything; an observer sees what is public.
"""

from bisect import bisect_right
from collections.abc import KeysView, Mapping
from functools import cached_property, lru_cache, partial
from typing import NamedTuple

from msgspec.structs import replace

from multipolar.domain.addresses import between, of, toward
from multipolar.domain.knowledge.estimates import estimates_of, told_in_crises
from multipolar.domain.knowledge.forecast import known_to
from multipolar.domain.knowledge.standings import debrief_of, objectives_of, standing_of
from multipolar.domain.mechanics.crises.coups import holds_of
from multipolar.domain.mechanics.crises.crisis_choices import calm_of, choices_for, is_asked
from multipolar.domain.mechanics.frameworks import is_paralysed, needed
from multipolar.domain.mechanics.income import income_of
from multipolar.domain.mechanics.odds import capped, chances
from multipolar.domain.mechanics.offers import legal
from multipolar.domain.mechanics.origins import facts_of, histories, precedents_of, sources_of_agreements
from multipolar.domain.mechanics.requests import open_requests
from multipolar.domain.mechanics.requirements import costs, may_reopen
from multipolar.domain.model import views as v
from multipolar.domain.model.awareness import is_known
from multipolar.domain.model.commands import Attachment, Terms
from multipolar.domain.model.events import Change, ModifierRead
from multipolar.domain.model.lookups import LIVE, OPEN
from multipolar.domain.model.records import Agreement, Crisis, Initiative, Message, Resolution
from multipolar.domain.model.transaction import settle
from multipolar.domain.model.wording import averted_in_words, resolution_in_words, title_of
from multipolar.domain.model.world import World
from multipolar.domain.phases.adjudication import audience_of_result, effects_of_result
from multipolar.domain.phases.intents import asked_of, intents_of
from multipolar.domain.phases.session import is_awaited
from multipolar.domain.rules.in_force import Rules
from multipolar.domain.vocabulary import (
    CONTROL,
    EVERYONE,
    PERSON,
    InitiativeState,
    Phase,
    ResolutionState,
    Stage,
)

Numbers = Mapping[str, int]


def view_of(world: World, seat: str, exercise: str = "", number: int = 0, *, history: bool = True) -> v.View:
    """All that a seat may know now.

    Args:
        world: the truth.
        seat: a power, ``control`` or ``observer``.
        exercise: the id under which it is saved.
        number: how many events the seat has seen.
        history: whether to tell the numbers after each round, and initiatives long past
            (program-run powers do without).
    """
    rules = world.rules
    lens = Lens(world, seat, history=history)
    power = rules.powers.get(seat)
    is_over = world.phase in _OVER
    told_as = _told_as(world, seat)
    return v.View(
        seat=seat,
        exercise=exercise,
        title=rules.setting.title,
        disclaimer=rules.setting.notice,
        story=rules.setting.story,
        preset=world.preset,
        modules=rules.presets[world.preset].modules,
        moment=lens.moment,
        round=lens.round,
        rounds=lens.rounds,
        phase=str(world.phase),
        exchange=world.exchange,
        calendar=calendar_of(world),
        ready=seat in world.ready,
        asked=power is not None and is_awaited(world, seat),
        number=number,
        numbers=lens.numbers,
        opening=_past(world, told_as, 0),
        past=tuple(_past(world, told_as, place) for place in range(len(world.past))) if history else (),
        income=income_of(world, seat) if power else (0, 0),
        carry=rules.base.money.carry,
        limits=lens.limits,
        relations=lens.relations,
        theatres=_lasting(rules).theatres,
        threats=lens.threats,
        frameworks=lens.frameworks,
        powers=lens.powers,
        initiatives=lens.initiatives,
        agreements=lens.agreements,
        crises=lens.crises,
        pledges=lens.pledges,
        messages=world.messages.shown(("seen", seat), partial(_messages_seen, world, seat)),
        notices=lens.notices,
        objectives=lens.objectives,
        brief=_brief(rules, seat) if power else None,
        standing=standing_of(world, seat),
        offers=lens.offers,
        debrief=debrief_of(world) if is_over else None,
        learned=_learned(world, seat),
        resolutions=lens.resolutions,
        requests=lens.requests,
        asks=asked_of(world, seat),
        intents=intents_of(world, seat, all_told=is_over or seat == CONTROL) if history else (),
        absence=world.options.absence,
        away=world.away,
        coast=rules.setting.coast,
        channels=_channels(world, seat),
        desk=_desk(world) if seat == CONTROL else (),
        facilitator=world.options.facilitator,
        free_forms=_free_forms(world, seat),
        forms=_forms(rules),
        appeals=_appeals(world, seat),
        undos=tuple(
            v.UndoSeen(undo.initiative, undo.by, undo.text, undo.granted, undo.reason)
            for undo in world.undos.values()
            if undo.moment == world.moment and seat in (CONTROL, undo.by)
        ),
    )


class Lens:
    """What a program-run power plays from: a field of its view is found out when it first asks for it.

    `view_of` takes the same fields from here, so that a view and a lens cannot tell different things.

    Args:
        world: the truth, which stays in here.
        seat: a power, ``control`` or ``observer``.
        history: whether to tell initiatives and resolutions long past.

    Attributes:
        seat: the same.
        moment: the present phase as commands name it.
        round: the round that is played, of `rounds`.
    """

    def __init__(self, world: World, seat: str, *, history: bool = False) -> None:
        self.seat = seat
        self.moment = world.moment
        self.round = world.round
        self.rounds = world.rounds
        self.__world = world
        self.__history = history
        self.__unheard_of: frozenset[str] = frozenset()

    def without(self, moves: frozenset[str]) -> "Lens":
        """The same, had the seat never heard of some moves."""
        lens = Lens(self.__world, self.seat, history=self.__history)
        lens.__unheard_of = moves
        return lens

    def name(self, power: str) -> str:
        """A power's name, or the word itself."""
        return self.__world.rules.name(power)

    def relationship(self, a: str, b: str) -> int:
        """The public relationship of a pair, 0 (rupture) to 6 (allied)."""
        return self.numbers[between("relationship", a, b)]

    @cached_property
    def limits(self) -> v.Limits:
        """Of the terms of proposals."""
        rules = self.__world.rules.base
        terms = rules.terms
        return v.Limits(
            share=terms.share_most,
            payment=terms.payment_most,
            promises=terms.promises_most,
            versions=terms.versions_most,
            committed=rules.money.commit_resources,
        )

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Each number the seat may know, by address."""
        return numbers_of(self.__world, self.seat)

    @cached_property
    def powers(self) -> tuple[v.PowerSeen, ...]:
        """The powers of the exercise."""
        return _powers(self.__world.rules, tuple(self.__world.seats.items()))

    @cached_property
    def relations(self) -> tuple[v.RelationSeen, ...]:
        """What the scenario says of pairs."""
        return _lasting(self.__world.rules).relations

    @cached_property
    def threats(self) -> tuple[v.ThreatSeen, ...]:
        """The threats all share."""
        return _lasting(self.__world.rules).threats

    @cached_property
    def frameworks(self) -> tuple[v.FrameworkSeen, ...]:
        """The frameworks there are."""
        return _frameworks(self.__world)

    @cached_property
    def initiatives(self) -> tuple[v.InitiativeSeen, ...]:
        """The initiatives the seat knows of, oldest first."""
        world, seat = self.__world, self.seat
        is_over = world.phase in _OVER
        lately = world.round - 1
        kept = _Kept(world, seat)
        seen = [
            (initiative.begun, initiative.id, kept.seen(initiative))
            for initiative in world.current.values()
            if self.__history or initiative.state in LIVE or initiative.resolved >= lately
            if seat == CONTROL or is_known(initiative, seat) or is_over
        ]
        if self.__history:
            for long_ago in world.finished.each(("seen", seat, is_over), partial(_finished, world, seat)):
                seen += long_ago
        seen.sort()
        barred = self.__unheard_of
        return tuple(
            initiative
            for _, _, initiative in seen
            if not (initiative.open_to_me and initiative.move in barred)
        )

    @cached_property
    def agreements(self) -> tuple[v.AgreementSeen, ...]:
        """The agreements there are or were."""
        return self.__world.caches.of(_AgreementsSeen).of(self.__world)

    @cached_property
    def crises(self) -> tuple[v.CrisisSeen, ...]:
        """The crises there are or were."""
        world = self.__world
        return tuple(
            _crisis(world, self.seat, crisis, self.numbers)
            if crisis.is_open
            else _closed(world, self.seat, crisis)
            for crisis in world.crises.values()
        )

    @cached_property
    def pledges(self) -> tuple[v.PledgeSeen, ...]:
        """The promises the seat knows of, oldest first; all of them once it is over."""
        seat, is_over = self.seat, self.__world.phase in _OVER
        return tuple(
            v.PledgeSeen(pledge.id, pledge.undertaking, str(pledge.state), pledge.made)
            for pledge in sorted(self.__world.pledges.values(), key=lambda pledge: (pledge.made, pledge.id))
            if is_over or seat == CONTROL or pledge.known == EVERYONE or seat in pledge.known
        )

    @cached_property
    def notices(self) -> tuple[v.NoticeSeen, ...]:
        """The injects the seat was told of."""
        return _notices(self.__world, self.seat)

    @cached_property
    def objectives(self) -> tuple[v.ObjectiveSeen, ...]:
        """The seat's own objectives and red lines."""
        world, seat = self.__world, self.seat
        return objectives_of(world, seat) if seat in world.rules.powers else ()

    @cached_property
    def offers(self) -> tuple[v.Offer, ...]:
        """What the seat may do now."""
        barred = self.__unheard_of
        offers = legal(self.__world, self.seat)
        return tuple(offer for offer in offers if offer.move not in barred) if barred else offers

    @cached_property
    def resolutions(self) -> tuple[v.ResolutionSeen, ...]:
        """The resolutions tabled in frameworks."""
        world = self.__world
        return tuple(
            _resolution(world, self.seat, resolution)
            for resolution in world.resolutions.values()
            if self.__history or resolution.state in _STANDING or resolution.decided >= world.round - 1
        )

    @cached_property
    def requests(self) -> tuple[v.RequestSeen, ...]:
        """What others asked the seat this round to propose."""
        world = self.__world
        return tuple(
            v.RequestSeen(message.by, message.asks, _title_of(world.rules, message.asks))
            for message in open_requests(world, self.seat)
        )


def _title_of(rules: Rules, move: str) -> str:
    return rules.moves[move].title if move else ""


def _messages_seen(world: World, seat: str, messages: tuple[Message, ...]) -> tuple[v.MessageSeen, ...]:
    return tuple(
        _message_seen(world, message, seat)
        for message in messages
        if seat == CONTROL or message.has_reached(seat)
    )


def _message_seen(world: World, message: Message, seat: str) -> v.MessageSeen:
    """A message as its author, one whom it has reached, or control knows it; its name is its author's."""
    own = seat == message.by
    return v.MessageSeen(
        round=message.round,
        by=message.by,
        to=message.to,
        text=message.text,
        asks=_title_of(world.rules, message.asks),
        id=message.id if own else "",
        on_its_way=own and message.is_on_its_way,
        withdrawn=own and message.withdrawn,
        attached=_attached(world, message.attached) if message.attached else None,
    )


def _attached(world: World, attached: Attachment) -> v.AttachedSeen:
    return v.AttachedSeen(
        id=attached.id,
        title=_title_of(world.rules, attached.move),
        parties=attached.parties,
        version=attached.version,
        terms=attached.terms,
        undertaking=attached.undertaking,
    )


class _Heard(NamedTuple):
    """Some messages of a channel as a seat knows of them: who is in it, where they stand, others' seqs."""

    members: tuple[str, ...]
    places: tuple[int, ...]
    others: tuple[int, ...]


def _heard(seat: str, messages: tuple[Message, ...]) -> tuple[tuple[int, Mapping[str, _Heard]], ...]:
    """How many of some messages a seat has said or heard (control reads all), and which by channel."""
    heard = [message for message in messages if seat == CONTROL or message.has_reached(seat)]
    by_channel: dict[str, list[int]] = {}
    for place, message in enumerate(heard):
        by_channel.setdefault(message.channel, []).append(place)
    found: dict[str, _Heard] = {}
    for channel, places in by_channel.items():
        first = heard[places[0]]
        members = tuple(sorted({first.by, *first.to})) if first.to else ()
        others = tuple(heard[place].seq for place in places if heard[place].by != seat)
        found[channel] = _Heard(members, tuple(places), others)
    return ((len(heard), found),)


def _channels(world: World, seat: str) -> tuple[v.ChannelSeen, ...]:
    """What a seat has said and heard, by between whom; the latest first."""
    read = world.read_through.get(seat, {})
    members: dict[str, tuple[str, ...]] = {}
    found: dict[str, list[int]] = {}
    unread: dict[str, int] = {}
    before = 0
    for number, by_channel in world.messages.shown(("channels", seat), partial(_heard, seat)):
        for channel, heard in by_channel.items():
            members.setdefault(channel, heard.members)
            found.setdefault(channel, []).extend([before + place for place in heard.places])
            fresh = len(heard.others) - bisect_right(heard.others, read.get(channel, 0))
            unread[channel] = unread.get(channel, 0) + fresh
        before += number
    reads = seat in world.rules.powers
    return tuple(
        v.ChannelSeen(channel, members[channel], tuple(places), unread[channel] if reads else 0)
        for channel, places in sorted(found.items(), key=lambda each: -each[1][-1])
    )


def calendar_of(world: World) -> str:
    """The half-year a round stands for, in words (§2)."""
    year, half = divmod(max(0, world.round - 1), 2)
    return f"{('1st', '2nd')[half]} half {world.rules.setting.begins + year}"


# --- Numbers ---------------------------------------------------------------------------------


def numbers_of(world: World, seat: str) -> dict[str, int]:
    """The numbers that a seat may know now, each by its address."""
    found_out = (*_insights(world, seat), *told_in_crises(world, seat))
    return _numbers(world, world.numbers, _told_as(world, seat), found_out)


_OVER = (Phase.DEBRIEF,)


def _told_as(world: World, seat: str) -> str:
    """The seat whose knowledge of numbers a seat is given: in the debrief all are told everything."""
    return CONTROL if world.phase in _OVER else seat


class _Past(dict[tuple[str, int], tuple[Numbers, dict[str, int]]]):
    """The numbers after past rounds as seats may know them, by seat and place, with all the numbers."""


def _past(world: World, seat: str, place: int) -> dict[str, int]:
    """The numbers at the opening, or after a past round, as a seat may know them."""
    known = world.caches.of(_Past)
    numbers = world.past[place]
    kept = known.get((seat, place))
    if kept is None or kept[0] is not numbers:
        kept = known[seat, place] = numbers, _numbers(world, numbers, seat, ())
    return kept[1]


class _Visible:
    """The addresses of the numbers that each seat may know by their kind, of the addresses there are."""

    def __init__(self) -> None:
        # One value, so that another thread finds both of it or neither.
        self._last: tuple[KeysView[str], dict[str, tuple[str, ...]]] = ({}.keys(), {})

    def of(self, numbers: Numbers, seat: str) -> dict[str, int]:
        """The numbers that a seat may know by their kind."""
        addresses, by_seat = self._last
        if numbers.keys() != addresses:
            by_seat = {}
            self._last = dict.fromkeys(numbers).keys(), by_seat
        known = by_seat.get(seat)
        if known is None:
            known = by_seat[seat] = tuple(target for target in numbers if known_to(target, seat))
        return dict(zip(known, map(numbers.__getitem__, known), strict=True))


def _numbers(world: World, numbers: Numbers, seat: str, seen: tuple[str, ...]) -> dict[str, int]:
    if seat == CONTROL:
        return dict(numbers)
    found = world.caches.of(_Visible).of(numbers, seat)
    for target in seen:
        found[target] = numbers[target]
    return found


def told_by(world: World, seat: str) -> tuple[str, ...]:
    """The powers that share intelligence with a seat."""
    return tuple(
        friend
        for agreement in world.in_force(seat, group="sharing")
        for friend in agreement.parties
        if friend != seat
    )


def insight_of(world: World, seat: str, other: str, friends: tuple[str, ...]) -> int:
    """What a seat has found out about another, 0-100: its own, or half of what its friends know (§12)."""
    found = world.numbers.get(toward("insight", seat, other), 0)
    for friend in friends:
        if friend != other:
            found = max(found, world.numbers.get(toward("insight", friend, other), 0) // 2)
    return found


def _insights(world: World, seat: str) -> tuple[str, ...]:
    """Private numbers of others that collection has laid open to a seat (§8, §12)."""
    covert = world.rules.base.covert
    found: list[str] = []
    if seat not in world.rules.powers:
        return ()
    friends = told_by(world, seat)
    for other in world.rules.ids:
        insight = insight_of(world, seat, other, friends) if other != seat else 0
        if insight >= covert.see_trust:
            found += [toward("trust", other, third) for third in world.rules.ids if third != other]
        if insight >= covert.see_money:
            found += [of("capital", other), of("resources", other)]
    return tuple(found)


def _learned(world: World, seat: str) -> tuple[tuple[str, str], ...]:
    """Secret objectives of others that collection has brought to light."""
    if seat not in world.rules.powers:
        return ()
    limit = world.rules.base.covert.see_objectives
    friends = told_by(world, seat)
    return tuple(
        (other, objective.title)
        for other in world.rules.ids
        if other != seat and insight_of(world, seat, other, friends) >= limit
        for objective in world.rules.powers[other].objectives
        if objective.secret
    )


# --- What does not change --------------------------------------------------------------------


class Lasting(NamedTuple):
    """What a scenario tells of the world that play does not change."""

    relations: tuple[v.RelationSeen, ...]
    theatres: tuple[v.TheatreSeen, ...]
    threats: tuple[v.ThreatSeen, ...]


@lru_cache(maxsize=8)
def _lasting(rules: Rules) -> Lasting:
    setting = rules.setting
    return Lasting(
        relations=tuple(
            v.RelationSeen(
                a,
                b,
                relation.rivals,
                relation.near,
                relation.why,
                relation.state,
                histories(rules).get((a, b), ()),
            )
            for (a, b), relation in rules.relations.items()
        ),
        theatres=tuple(
            v.TheatreSeen(theatre.id, theatre.name, theatre.place.longitude, theatre.place.latitude)
            for theatre in setting.theatres
        ),
        threats=tuple(
            v.ThreatSeen(
                threat.kind,
                threat.theatre,
                f"threat({threat.kind},{threat.theatre})",
                threat.exposure,
                threat.why,
            )
            for threat in setting.threats
        ),
    )


@lru_cache(maxsize=8)
def _powers(rules: Rules, seats: tuple[tuple[str, str], ...]) -> tuple[v.PowerSeen, ...]:
    run_by = dict(seats)
    return tuple(
        v.PowerSeen(
            power.id, power.name, power.adjective, power.kind, power.minor, power.capital.name,
            power.capital.longitude, power.capital.latitude,
            "person" if run_by.get(power.id) == PERSON else "program",
            power.profile or "", power.called or "", facts_of(power),
        )
        for power in rules.setting.powers
    )  # fmt: skip


@lru_cache(maxsize=64)
def _brief(rules: Rules, seat: str) -> v.BriefSeen:
    brief = rules.powers[seat].brief
    return v.BriefSeen(
        brief.role, brief.interests, brief.brings, brief.constraints,
        tuple((approach.power, approach.about) for approach in brief.talk_first),
    )  # fmt: skip


# --- Records ---------------------------------------------------------------------------------


class _Projected(dict[tuple[str, str], tuple[Initiative, str, tuple[int, int], v.InitiativeSeen]]):
    """Initiatives as seats see them, by seat and id, with the record, moment and price they had then."""


class _Kept:
    """Initiatives as a seat sees them now: what was seen of one holds while its record and the phase do.

    What hangs on more is found out anew: what accepting one would cost, and whether a refusal of one's own
    can still be taken back.
    """

    def __init__(self, world: World, seat: str) -> None:
        self._world = world
        self._seat = seat
        self._moment = world.moment
        self._acts = world.phase is Phase.DELIBERATION
        self._projected = world.caches.of(_Projected)

    def seen(self, initiative: Initiative) -> v.InitiativeSeen:
        """An initiative as the seat sees it."""
        world, seat = self._world, self._seat
        key = seat, initiative.id
        before = self._projected.get(key)
        is_open = self._acts and initiative.state in OPEN
        price = _price(world, seat, initiative) if is_open else (0, 0)
        if (
            before is not None
            and before[0] is initiative
            and before[1] == self._moment
            and before[2] == price
            and not (self._acts and initiative.state is InitiativeState.DECLINED)
        ):
            return before[3]
        found = _initiative(world, seat, initiative, price)
        self._projected[key] = initiative, self._moment, price, found
        return found


def _finished(
    world: World, seat: str, initiatives: tuple[Initiative, ...]
) -> list[tuple[int, str, v.InitiativeSeen]]:
    """Initiatives that came to their end long ago, each with its round and id: nobody can act on them."""
    is_over = world.phase in _OVER
    return [
        (initiative.begun, initiative.id, _initiative(world, seat, initiative, (0, 0)))
        for initiative in initiatives
        if seat == CONTROL or is_known(initiative, seat) or is_over
    ]


def _waits(world: World, seat: str, initiative: Initiative) -> bool:
    """Whether a seat may answer an initiative now."""
    return (
        initiative.state in OPEN
        and world.phase is Phase.DELIBERATION
        and seat in initiative.parties
        and seat not in initiative.accepted
    )


def _price(world: World, seat: str, initiative: Initiative) -> tuple[int, int]:
    """(capital, resources) a seat would pay by accepting; nothing where it is not asked."""
    if not _waits(world, seat, initiative):
        return 0, 0
    move = world.rules.moves[initiative.move]
    part = costs(world, move, initiative.initiator, initiative.partners, initiative.terms, but=initiative.id)
    return next((capital, resources) for power, capital, resources in part if power == seat)


def _initiative(world: World, seat: str, initiative: Initiative, price: tuple[int, int]) -> v.InitiativeSeen:
    move = world.rules.moves[initiative.move]
    is_over = world.phase in _OVER
    # The target of a covert move learns that it was made, once it comes to light, and nothing else of it.
    inside = seat in (CONTROL, initiative.initiator) or (
        move.visibility != "covert" and seat in initiative.parties
    )
    bargained = inside and (move.form == "joint" or seat in (CONTROL, initiative.initiator))
    shown = initiative.told or (EVERYONE if move.visibility == "public" else ())
    told = inside or is_over or shown == EVERYONE or seat in shown
    open_now = initiative.state in OPEN and world.phase is Phase.DELIBERATION
    is_order = (
        move.form == "order"
        and initiative.tabled == world.round
        and initiative.state is InitiativeState.AGREED
    )
    return v.InitiativeSeen(
        id=initiative.id,
        move=initiative.move,
        title=move.title,
        category=move.category,
        initiator=initiative.initiator,
        partners=initiative.partners,
        terms=initiative.terms
        if inside or is_over
        else Terms(
            domain=initiative.terms.domain,
            theatre=initiative.terms.theatre,
            size=initiative.terms.size,
            framework=initiative.terms.framework,
            resolution=initiative.terms.resolution,
            about=initiative.terms.about,
            rule=initiative.terms.rule,
        ),
        state=str(initiative.state),
        version=initiative.version if bargained else 1,
        proposer=initiative.proposer if bargained else initiative.initiator,
        accepted=initiative.accepted if inside else (),
        tabled=initiative.tabled if bargained else initiative.begun,
        resolves=initiative.resolves,
        outcome=initiative.outcome.word if initiative.outcome is not None and told else "",
        message=initiative.message if inside else "",
        inside=inside,
        open_to_me=_waits(world, seat, initiative),
        mine=(seat == initiative.initiator and world.phase is Phase.DELIBERATION and (open_now or is_order))
        or may_reopen(world, initiative, seat),
        my_cost=price,
        put=initiative.put.get(seat) if open_now and initiative.proposer != seat else None,
        spent=next(
            ((capital, resources) for power, capital, resources in initiative.spent if power == seat), (0, 0)
        ),
    )


class _AgreementsSeen:
    """The agreements as everybody sees them, of the records that were last asked about."""

    def __init__(self) -> None:
        # One value, so that another thread finds both of it or neither.
        self._last: tuple[Mapping[str, Agreement], tuple[v.AgreementSeen, ...]] = ({}, ())

    def of(self, world: World) -> tuple[v.AgreementSeen, ...]:
        """See `_agreements`."""
        records, seen = self._last
        if world.agreements is not records:
            seen = _agreements(world)
            self._last = world.agreements, seen
        return seen


def _agreements(world: World) -> tuple[v.AgreementSeen, ...]:
    kinds = world.rules.agreements
    before = sources_of_agreements(world.rules)
    return tuple(
        v.AgreementSeen(
            agreement.id, agreement.type, agreement.title or kinds[agreement.type].title,
            kinds[agreement.type].group,
            agreement.parties, str(agreement.state), agreement.since, agreement.until, agreement.safeguards,
            before[agreement.id].year if agreement.id in before else 0,
            before[agreement.id].source if agreement.id in before else "",
        )
        for agreement in world.agreements.values()
    )  # fmt: skip


def _frameworks(world: World) -> tuple[v.FrameworkSeen, ...]:
    decides = world.has_module("frameworks")
    bounds = {framework.id: framework.open_to for framework in world.rules.setting.frameworks}
    return tuple(
        v.FrameworkSeen(
            framework.id, framework.name, framework.members, framework.rule, framework.mandate,
            framework.founded,
            decides and is_paralysed(world, framework.id), bounds.get(framework.id, ()),
        )
        for framework in world.frameworks.values()
    )  # fmt: skip


_STANDING = (ResolutionState.TABLED, ResolutionState.DEBATED, ResolutionState.ADOPTED)


def _resolution(world: World, seat: str, resolution: Resolution) -> v.ResolutionSeen:
    framework = world.frameworks.get(resolution.framework)
    member = framework is not None and seat in framework.members
    return v.ResolutionSeen(
        id=resolution.id,
        framework=resolution.framework,
        kind=resolution.kind,
        title=resolution_in_words(
            world.rules, resolution.kind, resolution.about, resolution.domain, resolution.rule
        ),
        by=resolution.by,
        state=str(resolution.state),
        about=resolution.about,
        domain=resolution.domain,
        rule=resolution.rule,
        argued=resolution.argued,
        tabled=resolution.tabled,
        decided=resolution.decided,
        needed=needed(world, framework) if framework else "",
        votes=resolution.votes if resolution.decided else (),
        open_to_me=member
        and resolution.state is ResolutionState.DEBATED
        and world.phase is Phase.DELIBERATION,
        voted=dict(resolution.votes).get(seat, "") if seat in world.rules.powers else "",
        until=resolution.until,
    )


class _Closed(dict[tuple[str, str], tuple[Crisis, int, v.CrisisSeen]]):
    """Crises that ask nobody as seats see them, by seat and id, with the record and its severity."""


def _closed(world: World, seat: str, crisis: Crisis) -> v.CrisisSeen:
    """A crisis that asks nobody (not yet, or no more): what is seen of it changes with its record alone."""
    projected = world.caches.of(_Closed)
    key = seat, crisis.id
    severity = world.number(of("severity", crisis.id))
    before = projected.get(key)
    if before is not None and before[0] is crisis and before[1] == severity:
        return before[2]
    seen = _crisis(world, seat, crisis, {})
    projected[key] = crisis, severity, seen
    return seen


def _crisis(world: World, seat: str, crisis: Crisis, numbers: Numbers) -> v.CrisisSeen:
    template = world.rules.crises[crisis.template]
    mine = next((choice for power, choice, _ in crisis.responses if power == seat), "")
    is_asked_now = (
        world.phase is Phase.CRISIS
        and crisis.is_open
        and seat in world.rules.powers
        and is_asked(world, crisis, seat)
    )
    calm: tuple[ModifierRead, ...] = ()
    if crisis.kind == "confrontation" and crisis.is_open:
        calm = calm_of(world, crisis.parties[0], crisis.parties[1], crisis.stage, "", domain=template.domain)
    elif template.overthrows and crisis.is_open:
        calm = holds_of(world, crisis)
    return v.CrisisSeen(
        id=crisis.id,
        template=crisis.template,
        title=template.title,
        kind=crisis.kind,
        parties=crisis.parties,
        theatre=crisis.theatre,
        text=averted_in_words(crisis.text) if crisis.reached is Stage.WARNING else crisis.text,
        stakes=template.stakes,
        stage=str(crisis.stage),
        began=crisis.began,
        exchange=crisis.exchange,
        exchanges=world.rules.base.settle.exchanges,
        severity=world.number(of("severity", crisis.id)),
        advantage=crisis.advantage,
        mediator=crisis.mediator,
        revealed=crisis.revealed,
        choices=choices_for(world, crisis, seat) if is_asked_now else (),
        chosen=mine,
        calm=calm,
        estimates=estimates_of(world, seat, crisis, numbers),
        precedents=precedents_of(world.rules, crisis.template, crisis.parties, crisis.theatre),
    )


def _forms(rules: Rules) -> tuple[v.FormSeen, ...]:
    return tuple(
        v.FormSeen(form.id, form.title, form.summary, *form.toward) for form in rules.free_forms.values()
    )


def _free_forms(world: World, seat: str) -> tuple[v.FreeFormSeen, ...]:
    """Free-form moves, which all know of, each with its ruling for those who are told of it."""
    seen: list[v.FreeFormSeen] = []
    all_told = seat == CONTROL or world.phase in _OVER
    for move in world.free_forms.values():
        argues = seat in world.rules.powers and seat != move.by and seat not in dict(move.against)
        told = v.FreeFormSeen(
            move.id, move.by, move.toward, move.does, move.wants, move.reasons, move.round, move.against,
            open_to_me=argues and move.round == world.round and world.phase is Phase.DELIBERATION,
            waits=not move.effects,
        )  # fmt: skip
        if move.outcome is not None and (all_told or move.known == EVERYONE or seat in move.known):
            told = replace(
                told, effects=world.rules.free_forms[move.effects].title, arguments=move.arguments,
                counters=move.counters, dice=move.dice, total=move.total, outcome=move.outcome.word,
                ruling=move.ruling, reason=move.reason,
            )  # fmt: skip
        seen.append(told)
    return tuple(seen)


def _appeals(world: World, seat: str) -> tuple[v.AppealSeen, ...]:
    all_told = seat == CONTROL or world.phase in _OVER
    return tuple(
        v.AppealSeen(made.about, made.by, made.text, made.round, made.ruling, made.reason, made.changed)
        for made in world.appeals.values()
        if all_told or made.known == EVERYONE or seat in made.known
    )


def _desk(world: World) -> tuple[v.ResultSeen, ...]:
    """What waits at the facilitator's desk, and what each result would change by itself as things stand."""
    seen: list[v.ResultSeen] = []
    for result in world.desk.values():
        initiative = world.initiatives[result.id]
        wanted = effects_of_result(world, initiative, result.outcome, result.event)
        added = capped(world, result.modifiers)
        seen.append(
            v.ResultSeen(
                id=result.id,
                due=result.due,
                modifiers=result.modifiers,
                added=added,
                chances=chances(added, world.rules.base.rolls.outcomes),
                rolls=result.rolls,
                total=result.total,
                outcome=result.outcome.word,
                effects=tuple(
                    Change(shift.target, shift.amount, title_of(world.rules, shift.target))
                    for shift in settle(world, wanted)
                    if shift.amount
                ),
                how=result.how,
                reason=result.reason,
                to=audience_of_result(world, initiative) if result.to is None else result.to,
            )
        )
    return tuple(seen)


def _notices(world: World, seat: str) -> tuple[v.NoticeSeen, ...]:
    over = world.phase in _OVER
    notices: list[v.NoticeSeen] = []
    for notice in world.notices.values():
        if not (seat == CONTROL or notice.to == EVERYONE or seat in notice.to):
            continue
        declared = world.rules.injects.get(notice.id)
        addressees = declared.addressees if declared else ()
        answered = next((option for power, option in notice.answers if power == seat), "")
        titles = dict(notice.options)
        asks = not answered and not over and notice.options and seat in (addressees or world.rules.ids)
        notices.append(
            v.NoticeSeen(
                notice.id, notice.title, notice.text, notice.channel, notice.round,
                notice.options if asks else (), titles.get(answered, answered),
                _brought_by(world, seat, notice.id) if asks else (),
            )
        )  # fmt: skip
    return tuple(notices)


def _brought_by(world: World, seat: str, inject: str) -> tuple[tuple[str, tuple[Change, ...]], ...]:
    """What each answer to an inject moves of the numbers that a seat may know."""
    return tuple(
        (
            option.id,
            tuple(
                Change(number.target, number.by, title_of(world.rules, number.target))
                for number in option.numbers
                if known_to(number.target, seat)
            ),
        )
        for option in world.rules.injects[inject].options
    )
