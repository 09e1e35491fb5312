"""Responses to crises, the best by expected worth (rulebook §8, §14)."""

from collections.abc import Iterator

from multipolar.doctrines.confrontations import as_onlooker, as_principal
from multipolar.doctrines.emergencies import as_affected, as_helper
from multipolar.doctrines.worth import Worth
from multipolar.domain.dice import Dice
from multipolar.domain.english import lowered
from multipolar.domain.model.commands import AnswerInject, Respond
from multipolar.domain.model.views import Advice, ChoiceSeen, CrisisSeen, Sight
from multipolar.domain.rules.ruleset import Doctrine, WeighingRules
from multipolar.engine.players import Forecast

WAVER = 9
"""Breadth of the chance part of a judgement in a crisis, in tenths."""


def responses(
    view: Sight, doctrine: Doctrine, scale: WeighingRules, forecast: Forecast, dice: Dice
) -> tuple[Advice, ...]:
    """One response for each crisis that asks the power and has no answer from it yet."""
    asking = [crisis for crisis in view.crises if crisis.choices and not crisis.chosen]
    if not asking:
        return ()
    worth = Worth(view, doctrine, scale)
    return tuple(_respond(view, worth, crisis, forecast, dice) for crisis in asking)


def messages(view: Sight, dice: Dice) -> Iterator[Advice]:
    """An answer to each message that asks for one; what follows from it, nobody has been told."""
    for notice in view.notices:
        if notice.options:
            pick = dice.roll(f"{view.moment}.{view.seat}.inject.{notice.id}", len(notice.options), 1)[0]
            option, title = notice.options[pick - 1]
            yield Advice(AnswerInject(inject=notice.id, option=option), title, "It suits our line.", 0)


def _respond(view: Sight, worth: Worth, crisis: CrisisSeen, forecast: Forecast, dice: Dice) -> Advice:
    weighed = [
        (value, choice, backing)
        for choice in crisis.choices
        if not choice.blocked
        for value, backing in _weigh(view, worth, crisis, choice, forecast)
    ]
    waver = dice.roll(f"{view.moment}.{view.seat}.{crisis.id}", WAVER, len(weighed))
    best = max(range(len(weighed)), key=lambda index: (weighed[index][0] + waver[index], -index))
    value, choice, backing = weighed[best]
    return Advice(
        Respond(moment=view.moment, crisis=crisis.id, choice=choice.id, backing=backing),
        f"{f'Back {view.name(backing)}' if backing else choice.title}: {lowered(crisis.title)}",
        _reason(view, crisis, choice, forecast),
        value,
    )


def _weigh(
    view: Sight, worth: Worth, crisis: CrisisSeen, choice: ChoiceSeen, forecast: Forecast
) -> Iterator[tuple[int, str]]:
    """What a choice is worth in tenths, with whom it backs; more than one where it may back either."""
    if crisis.kind == "emergency":
        weigh = as_affected if view.seat in crisis.parties else as_helper
        yield weigh(view, worth, crisis, choice), ""
    elif view.seat in crisis.parties[:2]:
        preview = forecast(Respond(moment=view.moment, crisis=crisis.id, choice=choice.id))
        yield as_principal(view, worth, crisis, choice, preview), ""
    else:
        yield from as_onlooker(view, worth, crisis, choice)


def _reason(view: Sight, crisis: CrisisSeen, choice: ChoiceSeen, forecast: Forecast) -> str:
    """Why, in a sentence; for a principal with the chance that it climbs."""
    if crisis.kind == "emergency" and choice.id == "stay_out":
        return "Others are nearer to it, and our means are wanted elsewhere."
    why = _REASONS.get(choice.id, choice.explanation)
    if crisis.kind == "emergency" or view.seat not in crisis.parties[:2] or choice.id == "concede":
        return why
    preview = forecast(Respond(moment=view.moment, crisis=crisis.id, choice=choice.id))
    holds = next((found for found in preview.against if found.other == "hold"), None)
    if holds is None:
        return why
    other = view.name(next(power for power in crisis.parties[:2] if power != view.seat))
    return f"{why.removesuffix('.')}; if {other} holds, it climbs in {100 * holds.up // 36} % of cases."


_REASONS = {
    "concede": "Holding out would cost more than giving way does.",
    "ease": "It is worth more to us that this comes down than that we come out ahead.",
    "hold": "There is too little to gain from pressing, and too much to lose from yielding.",
    "press": "The odds of a climb are low enough for the advantage it brings.",
    "mobilise": "The other side is unlikely to answer in kind, and the advantage is worth the forces.",
    "stay_out": "It is not ours to settle, and nobody holds our word on it.",
    "mediate": "Whoever helps to settle it gains standing, and both sides' trust.",
    "framework": "The members together carry more weight with both than we do alone.",
    "back": "One of the two is close enough to us to be stood by.",
    "absorb": "We can carry it ourselves.",
    "ask": "Help from outside makes it shorter, and there are those who would give it.",
    "seal": "Containing it costs less than letting it spread.",
    "help": "Who helps now is trusted later, and it concerns us too.",
    "exploit": "They are busy, and the advantage outweighs the outcry.",
}
