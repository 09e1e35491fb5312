"""What seats do in deliberation: talk, propose, answer, order, promise (rulebook §2, §5).

Each function checks one command against the rules and writes what follows from it. Money is set aside
when it is committed and released, less a little, when a proposal comes to nothing.
"""

from msgspec.structs import replace

from multipolar.domain.addresses import of
from multipolar.domain.english import lowered
from multipolar.domain.errors import Illegal, NotYourSeat, Stale, Unreadable
from multipolar.domain.machines import step
from multipolar.domain.machines.initiative import INITIATIVE
from multipolar.domain.mechanics.promises import is_known_to_all
from multipolar.domain.mechanics.requirements import (
    affordable,
    check,
    check_undertaking,
    costs,
    may_reopen,
    name_of_initiative,
    promised_moves,
    spent_by,
    version_of_next,
    with_party,
    without,
)
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.awareness import is_known
from multipolar.domain.model.lookups import OPEN
from multipolar.domain.model.records import Initiative
from multipolar.domain.model.transaction import Shift, Transaction, hidden_from_others
from multipolar.domain.model.world import World
from multipolar.domain.vocabulary import EVERYONE, InitiativeState, PromiseState
from multipolar.signs import MOST_MARKS, code_of, first_hidden, first_piled

LONGEST_TEXT = 600


def check_text(text: str) -> None:
    """Refuse words that are too long, or that hold signs nobody can see.

    Hidden signs write over a screen, turn the direction of what follows, or make two texts look the
    same; line ends and tabs are layout, and joiners belong to the scripts and emoji that need them.

    Raises:
        Refused: what is wrong with them.
    """
    if len(text) > LONGEST_TEXT:
        raise Illegal("text", f"at most {LONGEST_TEXT} characters; this has {len(text)}")
    check_signs(text)


def check_signs(text: str) -> None:
    """Refuse words that hold signs nobody can see, or marks that are drawn over other lines.

    Raises:
        Refused: which, and where.
    """
    at = first_hidden(text, "\n\t")
    if at >= 0:
        found = f"a sign that cannot be seen ({code_of(text[at])}) as character {at + 1}"
        raise Unreadable("text", f"these words hold {found}; write them without")
    at = first_piled(text)
    if at >= 0:
        found = f"more than {MOST_MARKS} marks on one sign ({code_of(text[at])}) as character {at + 1}"
        raise Unreadable("text", f"these words hold {found}; write them without")


def propose(transaction: Transaction, seat: str, command: c.Propose) -> None:
    """Table a joint move; the proposer's share is reserved (§5)."""
    world = transaction.world
    move = world.rules.moves.get(command.move)
    if move is None:
        raise Unreadable("move", f"there is no move '{command.move}'")
    if move.form != "joint":
        raise Illegal("form", f"{move.title} is a unilateral order: give it as an order")
    partners = named_powers(transaction, command.partners)
    check(world, seat, move, partners, command.terms)
    check_text(command.message)
    price = costs(world, move, seat, partners, command.terms)
    _must_afford(transaction, price)
    key = name_of_initiative(world, seat, move.id, partners)
    cause = transaction.write(
        e.ProposalTabled,
        seat,
        tuple(sorted((seat, *partners))),
        initiative=key,
        move=move.id,
        partners=partners,
        terms=command.terms,
        message=command.message,
        version=version_of_next(world, key),
    )
    _reserve(transaction, key, price[0], cause)


def order(transaction: Transaction, seat: str, command: c.Order) -> None:
    """Queue a unilateral order, secret until adjudication (§5)."""
    world = transaction.world
    move = world.rules.moves.get(command.move)
    if move is None:
        raise Unreadable("move", f"there is no move '{command.move}'")
    if move.form != "order":
        raise Illegal("form", f"{move.title} needs partners: propose it to them")
    targets = named_powers(transaction, command.targets)
    check(world, seat, move, targets, command.terms)
    if any(
        initiative.move == move.id and initiative.initiator == seat and initiative.partners == targets
        and initiative.state in (InitiativeState.AGREED, InitiativeState.UNDER_WAY)
        for initiative in world.current.values()
    ):  # fmt: skip
        raise Illegal("repeat", f"{move.title} is ordered already")
    price = costs(world, move, seat, targets, command.terms)
    _must_afford(transaction, price)
    key = name_of_initiative(world, seat, move.id, targets)
    cause = transaction.write(
        e.OrderGiven, seat, (seat,), initiative=key, move=move.id, targets=targets, terms=command.terms,
        version=version_of_next(world, key),
    )  # fmt: skip
    _reserve(transaction, key, price[0], cause)


def accept(transaction: Transaction, seat: str, command: c.Accept) -> None:
    """Accept the latest version; when every party has, the initiative is agreed (§5)."""
    initiative = _addressed(transaction, seat, command.initiative, command.version)
    world = transaction.world
    move = world.rules.moves[initiative.move]
    price = costs(world, move, initiative.initiator, initiative.partners, initiative.terms, but=initiative.id)
    mine = next(part for part in price if part[0] == seat)
    reason = affordable(world, *mine)
    if reason:
        raise Illegal("money", f"accepting {lowered(move.title)}: {reason}")
    cause = transaction.write(
        e.ProposalAccepted, seat, tuple(sorted(initiative.parties)), initiative=initiative.id,
        version=initiative.version,
        cause=initiative.event,
    )  # fmt: skip
    _reserve(transaction, initiative.id, mine, cause)
    accepted = transaction.world.initiatives[initiative.id]
    if set(accepted.accepted) == set(accepted.parties):
        agree(transaction, accepted, cause)


def counter(transaction: Transaction, seat: str, command: c.Counter) -> None:
    """Put other terms on the table; earlier acceptances fall, and what they reserved is released (§5)."""
    initiative = _addressed(transaction, seat, command.initiative, command.version)
    world = transaction.world
    move = world.rules.moves[initiative.move]
    if command.terms == initiative.terms:
        raise Illegal("terms", "a counter must change the terms; to take them as they are, accept")
    left = world.left.get(initiative.id, 0)
    remain = initiative.version - left < world.rules.base.terms.versions_most
    step(INITIATIVE, initiative.state, "counter", versions_remain=remain)
    check_text(command.message)
    check(without(world, initiative), initiative.initiator, move, initiative.partners, command.terms)
    price = costs(world, move, initiative.initiator, initiative.partners, command.terms, but=initiative.id)
    mine = next(part for part in price if part[0] == seat)
    held = spent_by(initiative, seat)
    reason = affordable(world, seat, mine[1] - held[0], mine[2] - held[1])
    if reason:
        raise Illegal("money", f"this counter: {reason}")
    cause = transaction.write(
        e.ProposalCountered, seat, tuple(sorted(initiative.parties)), initiative=initiative.id,
        version=max(initiative.version, left) + 1, terms=command.terms, message=command.message,
        cause=initiative.event,
    )  # fmt: skip
    _release(transaction, initiative, cause, "released: the terms were countered")
    _reserve(transaction, initiative.id, mine, cause)


def decline(transaction: Transaction, seat: str, command: c.Decline) -> None:
    """Turn a proposal down: it ends, or goes on without the seat where enough others are left (§5)."""
    initiative = _addressed(transaction, seat, command.initiative, command.version or None)
    check_text(command.message)
    enough = transaction.world.rules.moves[initiative.move].acceptances
    if enough and seat != initiative.initiator and len(initiative.partners) > enough:
        cause = drop(transaction, initiative, seat, command.message)
        left = transaction.world.initiatives[initiative.id]
        if set(left.accepted) == set(left.parties):
            agree(transaction, left, cause)
        return
    end(transaction, initiative, "decline", InitiativeState.DECLINED, seat, command.message)


def withdraw(transaction: Transaction, seat: str, command: c.Withdraw) -> None:
    """Take back an own proposal that is not agreed, an own order of this round, or an own answer (§5).

    An answer, a refusal too, stands once somebody else has acted on it.
    """
    initiative = transaction.world.initiatives.get(command.initiative)
    # An order may not be known to the power it is aimed at, not even by what a guess at its name meets.
    if initiative is None or not is_known(initiative, seat):
        raise Illegal("initiative", f"there is no initiative '{command.initiative}' of yours")
    if seat not in initiative.parties:
        if not may_reopen(transaction.world, initiative, seat):
            raise Illegal("initiative", f"you have no answer to '{command.initiative}' to take back")
        _come_back(transaction, initiative, seat)
        return
    if may_reopen(transaction.world, initiative, seat):
        _must_stand(initiative, command.version or None)
        if initiative.state is InitiativeState.DECLINED:
            _take_refusal_back(transaction, initiative, seat)
        else:
            take_back(transaction, initiative, seat)
        return
    if initiative.initiator != seat:
        if seat in initiative.accepted:
            raise Illegal("initiative", "your answer stands: somebody has acted on it since")
        if initiative.state is InitiativeState.DECLINED:
            raise Illegal("initiative", "it is declined, and cannot be put on the table again as it was")
        raise NotYourSeat("initiative", "only the one who began it can withdraw it; decline it instead")
    _must_stand(initiative, command.version or None)
    is_order = (
        transaction.world.rules.moves[initiative.move].form == "order"
        and initiative.tabled == transaction.world.round
    )
    step(INITIATIVE, initiative.state, "withdraw", is_an_order=is_order)
    end(transaction, initiative, "withdraw", InitiativeState.WITHDRAWN, seat, "")


def take_back(transaction: Transaction, initiative: Initiative, seat: str) -> None:
    """An answer is undone: what it set aside is given back, and what it made agreed is open again."""
    cause = transaction.write(
        e.AcceptanceWithdrawn, seat, tuple(sorted(initiative.parties)), initiative=initiative.id,
        version=initiative.version,
        promises=_promised_in(transaction.world, initiative),
        cause=initiative.event,
    )  # fmt: skip
    _reopen(transaction, initiative, seat, cause)
    _give_back(transaction, initiative, seat, cause)


def _come_back(transaction: Transaction, initiative: Initiative, seat: str) -> None:
    """Who declined what goes on without it is asked again.

    Whoever pays for its place says so again. Held to its word, it could have spent meanwhile what was given
    back for the place, and whether it has is its own to know.
    """
    world = transaction.world
    move = world.rules.moves[initiative.move]
    whole = with_party(initiative, seat)
    without_it, with_it = (
        costs(world, move, one.initiator, one.partners, one.terms, but=one.id)[0]
        for one in (initiative, whole)
    )
    payer = initiative.initiator
    anew = (payer,) if payer in initiative.accepted and with_it != without_it else ()
    cause = transaction.write(
        e.PartyReturned, seat, tuple(sorted(whole.parties)), initiative=initiative.id, party=seat, anew=anew,
        promises=_promised_in(world, initiative), cause=initiative.event,
    )  # fmt: skip
    _reopen(transaction, initiative, seat, cause)
    for power in anew:
        _give_back(transaction, initiative, power, cause)


def _promised_in(world: World, initiative: Initiative) -> tuple[str, ...]:
    """The promises that were made as an initiative was agreed; none where it is not."""
    given = initiative.terms.undertakings if initiative.state is InitiativeState.AGREED else ()
    return tuple(_key_of_promise(world, one, initiative.id) for one in given)


def _reopen(transaction: Transaction, initiative: Initiative, seat: str, cause: int) -> None:
    """What was agreed is on the table again, before all who were told that it was agreed."""
    if initiative.state is not InitiativeState.AGREED:
        return
    step(INITIATIVE, initiative.state, "reopen", nobody_acted_on_it=True)
    is_public = transaction.world.rules.moves[initiative.move].visibility == "public"
    parties = tuple(sorted(transaction.world.initiatives[initiative.id].parties))
    transaction.write(
        e.InitiativeStateChanged,
        seat,
        EVERYONE if is_public else parties,
        initiative=initiative.id,
        to=str(InitiativeState.TABLED),
        cause=cause,
    )


def _give_back(transaction: Transaction, initiative: Initiative, power: str, cause: int) -> None:
    """All that a party had set aside is given back."""
    capital, resources = spent_by(initiative, power)
    if capital or resources:
        words = "released: the answer was taken back"
        _money(transaction, initiative.id, power, -capital, -resources, words, cause)


def _take_refusal_back(transaction: Transaction, initiative: Initiative, seat: str) -> None:
    """What was declined is on the table again, and nobody has accepted it: what it held was given back."""
    world = transaction.world
    move = world.rules.moves[initiative.move]
    step(INITIATIVE, initiative.state, "reopen", nobody_acted_on_it=True)
    cause = transaction.write(
        e.InitiativeStateChanged, seat, tuple(sorted(initiative.parties)), initiative=initiative.id,
        to=str(InitiativeState.TABLED), cause=initiative.event,
    )  # fmt: skip
    words = f"{lowered(move.title)}: the refusal was taken back"
    back = Shift(of("capital", initiative.initiator), initiative.lost, words, cause, seat)
    transaction.post([back], "taken back")


def promise(transaction: Transaction, seat: str, command: c.Promise) -> None:
    """Undertake something toward a power: recorded, and judged when its time is up (§2)."""
    check_promise(transaction.world, seat, command)
    make_promise(transaction, command.undertaking, _told_of(command), "", 0)


def _told_of(command: c.Promise) -> tuple[str, ...]:
    given = command.undertaking
    return EVERYONE if command.public else tuple(sorted((given.by, given.toward)))


def check_promise(world: World, seat: str, command: c.Promise) -> None:
    """Refuse a promise that a seat cannot make.

    Raises:
        Refused: which rule forbids it.
    """
    given = command.undertaking
    if given.by != seat:
        raise NotYourSeat("promise", "a power can promise only for itself; ask for it in a proposal")
    check_undertaking(world, given)
    if given.kind == "act" and all(move.category == "coercion" for move in promised_moves(world, given)):
        raise Illegal("promise", "that is a threat, not a promise: say it in a message")
    audience = _told_of(command)
    if any(
        replace(pledge.undertaking, until=0) == replace(given, until=0)
        and pledge.state is PromiseState.OPEN
        and is_known_to_all(pledge, audience)
        for pledge in world.pledges.values()
    ):
        raise Illegal("promise", "you are bound by that promise already")


def make_promise(
    transaction: Transaction, given: c.Undertaking, audience: tuple[str, ...], source: str, cause: int
) -> None:
    """Record a promise, made in words or as a term of something agreed.

    It is named by all that tells it from any other, and by nothing that those who know of it do not know:
    no promise ever takes the place of another.
    """
    key = _key_of_promise(
        transaction.world, given, source or ("public" if audience == EVERYONE else "private")
    )
    transaction.write(
        e.PromiseMade, given.by, audience, promise=key, undertaking=given,
        source=source, cause=cause,
    )  # fmt: skip


def _key_of_promise(world: World, given: c.Undertaking, how: str) -> str:
    parts = (world.round, given.by, given.toward, given.kind, given.move, given.until, how)
    return ".".join(map(str, parts))


def answer_inject(transaction: Transaction, seat: str, command: c.AnswerInject) -> None:
    """Choose one of the options an inject gave; what was asked in private is answered so (§13)."""
    notice = transaction.world.notices.get(command.inject)
    if notice is None or not (notice.to == EVERYONE or seat in notice.to):
        raise Illegal("inject", f"there is no message '{command.inject}' that asks you anything")
    inject = transaction.world.rules.injects.get(command.inject)
    if inject is None or (inject.addressees and seat not in inject.addressees) or not inject.options:
        raise Illegal("inject", "this message asks you nothing")
    if any(who == seat for who, _ in notice.answers):
        raise Illegal("inject", "you have answered it already")
    option = next((option for option in inject.options if option.id == command.option), None)
    if option is None:
        raise Unreadable("option", f"choose one of: {', '.join(option.id for option in inject.options)}")
    audience = EVERYONE if notice.to == EVERYONE else (seat,)
    cause = transaction.write(
        e.InjectAnswered, seat, audience, inject=inject.id, option=option.id, title=option.title,
        result=option.result, cause=notice.seq,
    )  # fmt: skip
    shifts = [Shift(n.target, n.by, f"{inject.title}: {option.title}", cause, seat) for n in option.numbers]
    transaction.post(shifts, "inject", hidden_from_others(cause, audience))


def end(
    transaction: Transaction,
    initiative: Initiative,
    trigger: str,
    state: InitiativeState,
    actor: str,
    reason: str,
) -> None:
    """End a proposal that came to nothing and release what it held, less the proposer's penalty."""
    is_order = transaction.world.rules.moves[initiative.move].form == "order"
    step(INITIATIVE, initiative.state, trigger, is_an_order=is_order)
    audience = (initiative.initiator,) if is_order else tuple(sorted(initiative.parties))
    cause = transaction.write(
        e.InitiativeStateChanged, actor, audience, initiative=initiative.id, to=str(state), reason=reason,
        cause=initiative.event,
    )  # fmt: skip
    penalty = 0 if is_order else transaction.world.rules.base.money.withdraw_capital
    _release(transaction, initiative, cause, f"released: {state}", penalty)


def drop(transaction: Transaction, initiative: Initiative, party: str, message: str = "") -> int:
    """A power that was asked stays away; what its place had cost the proposer is released.

    Returns:
        The seq of the event.
    """
    cause = transaction.write(
        e.PartyDropped, party, tuple(sorted(initiative.parties)), initiative=initiative.id, party=party,
        message=message, cause=initiative.event,
    )  # fmt: skip
    left = transaction.world.initiatives[initiative.id]
    move = transaction.world.rules.moves[left.move]
    price = costs(transaction.world, move, left.initiator, left.partners, left.terms, but=left.id)
    over = spent_by(left, left.initiator)[1] - price[0][2]
    if left.initiator in left.accepted and over > 0:
        _money(transaction, left.id, left.initiator, 0, -over, "released: fewer take part", cause)
    return cause


def go_ahead(transaction: Transaction) -> None:
    """Proposals that enough powers have accepted go ahead with those (§5); the others stay away."""
    for initiative in list(transaction.world.current.values()):
        enough = transaction.world.rules.moves[initiative.move].acceptances
        if initiative.state not in OPEN or not enough or initiative.initiator not in initiative.accepted:
            continue
        silent = [partner for partner in initiative.partners if partner not in initiative.accepted]
        if len(initiative.partners) - len(silent) < enough:
            continue
        cause = initiative.event
        for partner in silent:
            cause = drop(transaction, transaction.world.initiatives[initiative.id], partner)
        agree(transaction, transaction.world.initiatives[initiative.id], cause)


def agree(transaction: Transaction, initiative: Initiative, cause: int) -> None:
    """All parties have accepted: it is agreed, announced if it is public, and its promises are made."""
    move = transaction.world.rules.moves[initiative.move]
    step(INITIATIVE, initiative.state, "agree", every_party_accepts=True)
    audience = tuple(sorted(initiative.parties))
    if move.visibility == "public":
        audience = EVERYONE
        cause = transaction.write(
            e.InitiativeAnnounced, initiative.initiator, EVERYONE, initiative=initiative.id, move=move.id,
            parties=initiative.parties, theatre=initiative.terms.theatre, cause=cause,
        )  # fmt: skip
    cause = transaction.write(
        e.InitiativeStateChanged,
        initiative.initiator,
        audience,
        initiative=initiative.id,
        to="agreed",
        cause=cause,
    )
    for given in initiative.terms.undertakings:
        make_promise(transaction, given, tuple(sorted(initiative.parties)), initiative.id, cause)


def _addressed(transaction: Transaction, seat: str, key: str, version: int | None) -> Initiative:
    initiative = transaction.world.initiatives.get(key)
    if (
        initiative is None
        or seat not in initiative.parties
        or not is_known(initiative, seat)
        or transaction.world.rules.moves[initiative.move].form == "order"
    ):
        raise Illegal("initiative", f"there is no proposal '{key}' addressed to you")
    if initiative.state not in OPEN:
        raise Stale("state", f"that proposal is {initiative.state.value.replace('_', ' ')} already")
    _must_stand(initiative, version)
    if seat in initiative.accepted:
        raise Illegal("initiative", "it waits for the others; you can withdraw what you began")
    return initiative


def _must_stand(initiative: Initiative, version: int | None) -> None:
    """What was written for one version is not taken for another; None is written for any."""
    if version is not None and version != initiative.version:
        raise Stale("version", f"the terms have changed: version {initiative.version} is on the table")


def named_powers(transaction: Transaction, named: tuple[str, ...]) -> tuple[str, ...]:
    """The powers that a command names.

    Raises:
        Unreadable: when there is no such power.
    """
    for power in named:
        if power not in transaction.world.rules.powers:
            raise Unreadable("power", f"there is no power '{power}'")
    return tuple(named)


def _must_afford(transaction: Transaction, price: tuple[tuple[str, int, int], ...]) -> None:
    reason = affordable(transaction.world, *price[0])
    if reason:
        raise Illegal("money", reason)


def _reserve(transaction: Transaction, key: str, price: tuple[str, int, int], cause: int) -> None:
    power, capital, resources = price
    if not capital and not resources:
        return
    _money(transaction, key, power, capital, resources, "set aside for", cause)


def _release(
    transaction: Transaction, initiative: Initiative, cause: int, reason: str, penalty: int = 0
) -> None:
    for power, capital, resources in initiative.spent:
        back = capital - (min(penalty, capital) if power == initiative.initiator else 0)
        _money(transaction, initiative.id, power, -capital, -resources, reason, cause, kept=capital - back)


def _money(
    transaction: Transaction, key: str, power: str, capital: int, resources: int, reason: str, cause: int,
    kept: int = 0,
) -> None:  # fmt: skip
    title = lowered(transaction.world.rules.moves[transaction.world.initiatives[key].move].title)
    words = f"{reason} {title}" if capital + resources > 0 else f"{title} {reason}"
    changes = transaction.changes(
        Shift(of("capital", power), -capital - kept, words),
        Shift(of("resources", power), -resources, words),
    )
    transaction.write(
        e.MoneyReserved, power, (power,), initiative=key, capital=capital, resources=resources,
        changes=changes, cause=cause,
    )  # fmt: skip
