"""Responses to crises, chosen by expected worth (rulebook §8, §14)."""

from collections.abc import Iterator

from multipolar.domain.catalogue import Doctrine
from multipolar.domain.commands import AnswerInject, Respond
from multipolar.domain.dice import Dice
from multipolar.domain.terms import Relationship, between, of, toward
from multipolar.domain.views import Advice, ChoiceSeen, CrisisSeen, View
from multipolar.table.players import Forecast

CLIMB = {"acute": 50, "confrontation": 110, "brink": 330}
"""What going up a rung costs a principal, in tenths: over the brink is open conflict."""
CALM = 30
ADVANTAGE = 16
EXPECTED = {"concede": 1, "ease": 9, "hold": 14, "press": 9, "mobilise": 3}
"""How often (in 36) the other side is taken to answer so, before what is known of it."""


def responses(view: View, doctrine: Doctrine, forecast: Forecast, dice: Dice) -> Iterator[Advice]:
    """One response for each crisis that asks, and an answer to each message with options."""
    for crisis in view.crises:
        if crisis.choices and not crisis.chosen:
            yield _respond(view, doctrine, crisis, forecast, dice)
    yield from messages(view, dice)


def messages(view: View, dice: Dice) -> Iterator[Advice]:
    """An answer to each message that asks for one."""
    for notice in view.notices:
        if notice.options:
            pick = dice.roll(f"{view.moment}.{view.seat}.inject.{notice.id}", len(notice.options), 1)[0]
            option, title = notice.options[pick - 1]
            yield Advice(AnswerInject(inject=notice.id, option=option), title, "It suits our line.", 0)


def _respond(view: View, doctrine: Doctrine, crisis: CrisisSeen, forecast: Forecast, dice: Dice) -> Advice:
    open_choices = [choice for choice in crisis.choices if not choice.blocked]
    if crisis.kind == "confrontation" and view.seat in crisis.parties[:2]:
        worths = [
            (_as_principal(view, doctrine, crisis, choice, forecast), choice, "") for choice in open_choices
        ]
    elif crisis.kind == "confrontation":
        worths = [
            (worth, choice, backing)
            for choice in open_choices
            for worth, backing in _as_other(view, doctrine, crisis, choice)
        ]
    else:
        worths = [(_in_emergency(view, doctrine, crisis, choice), choice, "") for choice in open_choices]
    noise = dice.roll(f"{view.moment}.{view.seat}.{crisis.id}", 13, len(worths))
    ranked = sorted(range(len(worths)), key=lambda index: (-(worths[index][0] + noise[index]), index))
    worth, choice, backing = worths[ranked[0]]
    return Advice(
        Respond(moment=view.moment, crisis=crisis.id, choice=choice.id, backing=backing),
        f"{choice.title}{f' ({view.name(backing)})' if backing else ''}: {crisis.title.lower()}",
        _REASONS.get(choice.id, choice.explanation),
        worth,
    )


_REASONS = {
    "concede": "Holding out would cost more than giving way.",
    "ease": "The channels are good enough to let it come down.",
    "hold": "Neither side has enough to gain from going further.",
    "press": "The odds of a climb are low enough for the advantage.",
    "mobilise": "The other side will not answer in kind, and the stakes are worth it.",
    "stay_out": "It is not ours to settle, and nobody holds our word.",
    "mediate": "Whoever helps to settle it gains standing with both.",
    "framework": "The members have more weight together than we have alone.",
    "back": "A friend who is left alone once does not ask twice.",
    "absorb": "We can carry it ourselves.",
    "ask": "Help from outside makes it shorter, and earns trust both ways.",
    "seal": "Containing it costs less than letting it spread.",
    "help": "Who helps now is trusted later, and it is our sea too.",
    "exploit": "They are busy, and the claim is old.",
}


def _as_principal(
    view: View, doctrine: Doctrine, crisis: CrisisSeen, choice: ChoiceSeen, forecast: Forecast
) -> int:
    a, b = crisis.parties[:2]
    other = b if view.seat == a else a
    preview = forecast(Respond(moment=view.moment, crisis=crisis.id, choice=choice.id))
    if choice.id == "concede":
        return (
            -(3 * doctrine.attributes["standing"] + 2 * doctrine.attributes["stability"])
            - 20
            - 10 * doctrine.resolve
        )
    lead = view.numbers[of("capability", view.seat)] - view.numbers[of("capability", other)]
    expected = dict(EXPECTED)
    shift = 4 if lead >= 15 else -4 if lead <= -15 else 0
    expected["ease"] += shift
    expected["press"] = max(1, expected["press"] - shift)
    climb = CLIMB.get(crisis.stage, 50) * (10 - doctrine.resolve) // 10
    total = weight = 0
    for against in preview.against:
        likely = expected.get(against.other, 1)
        gain = 0
        if choice.id in ("press", "mobilise"):
            gain = {"ease": 2, "hold": 1, "concede": 3}.get(against.other, 0)
        elif choice.id in ("ease", "hold"):
            gain = -{"press": 1, "mobilise": 1}.get(against.other, 0) * (2 if choice.id == "ease" else 1)
        settled = CALM if against.ends and "settled" in against.ends else 0
        value = (against.down * CALM - against.up * climb) // 36 + gain * (ADVANTAGE + 2 * doctrine.resolve)
        total += likely * (value + settled)
        weight += likely
    return total // max(1, weight) - 5 * choice.cost[1]


def _as_other(
    view: View, doctrine: Doctrine, crisis: CrisisSeen, choice: ChoiceSeen
) -> Iterator[tuple[int, str]]:
    a, b = crisis.parties[:2]
    called = "pact" in choice.explanation
    faith = 60 + 10 * doctrine.honour if called else 0
    standing = view.numbers[of("standing", view.seat)]
    if choice.id == "stay_out":
        yield 6 - faith, ""
    elif choice.id == "mediate":
        trusted = min(view.numbers.get(toward("trust", view.seat, power), 40) for power in (a, b))
        yield standing // 6 + doctrine.common_threat * 2 + (trusted - 45) // 4 - 6 - faith, ""
    elif choice.id == "framework":
        yield standing // 10 + doctrine.common_threat * 2 - 8 - faith, ""
    elif choice.id == "back":
        for mine, other in ((a, b), (b, a)):
            near = view.relationship(view.seat, mine) - view.relationship(view.seat, other)
            own = view.numbers[between("tension", view.seat, other)]
            obliged = faith if _have_pact(view, mine) else -faith // 2
            yield 6 * near - 14 + own // 10 + 3 * doctrine.resolve + obliged, mine


def _have_pact(view: View, power: str) -> bool:
    return any(
        found.group == "pact" and found.state == "in_force" and {view.seat, power} <= set(found.parties)
        for found in view.agreements
    )


def _in_emergency(view: View, doctrine: Doctrine, crisis: CrisisSeen, choice: ChoiceSeen) -> int:
    friends = sum(
        1
        for power in view.powers
        if power.id not in crisis.parties
        and max(view.relationship(power.id, victim) for victim in crisis.parties) >= Relationship.COOPERATIVE
    )
    resources = view.numbers[of("resources", view.seat)]
    match choice.id:
        case "absorb":
            return view.numbers[of("stability", view.seat)] - crisis.severity
        case "ask":
            return 6 * friends - doctrine.attributes["autonomy"]
        case "seal":
            return crisis.severity // 2 - 2 * doctrine.attributes["economy"] - 4 * friends
        case "help":
            near = max(view.relationship(view.seat, victim) for victim in crisis.parties)
            mine = max(
                (
                    threat.exposure.get(view.seat, 0)
                    for threat in view.threats
                    if threat.theatre == crisis.theatre
                ),
                default=0,
            )
            return (
                5 * (near - 3)
                + 4 * mine
                + 3 * doctrine.common_threat
                + doctrine.trust * 2
                - 12
                + 2 * resources
            )
        case "exploit":
            near = min(view.relationship(view.seat, victim) for victim in crisis.parties)
            shame = doctrine.breach * 4 + 30
            return doctrine.rival_loss * 2 + 6 * doctrine.resolve - 8 * near - shame
        case _:
            return 6
