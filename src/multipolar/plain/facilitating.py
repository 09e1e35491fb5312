"""Lines of the facilitator: injects, voices, numbers, results; the reason follows ``because``."""

import re
from collections.abc import Callable
from uuid import uuid4

from msgspec.structs import replace

from multipolar.domain.model import commands as c
from multipolar.domain.model.views import View
from multipolar.domain.vocabulary import OUTCOMES
from multipolar.plain.naming import Place, power_named, powers_named, unreadable

_BECAUSE = re.compile(r"\s+because\s+")
_VALUE = re.compile(r"-?[0-9]{1,6}")
_WORTH = r"(?:\s+[+-]?[0-9])"
_JUDGED = re.compile(
    rf"(\S+)\s+([a-zA-Z_-]+)({_WORTH}+)(?:\s*/({_WORTH}+))?"
    rf"(?:\s+dice\s+([1-6] [1-6])|\s+({'|'.join(OUTCOMES)}))?"
)
_EVERYBODY = ("all", "everybody", "everyone")


def read_control(name: str, rest: str, place: Place) -> c.AnyControl:
    """The command of the control seat that a line asks for, with a fresh id, for the present phase.

    Args:
        name: the first word of the line, one of `CONTROL_WORDS`.
        rest: what follows it.
        place: what the control seat knows.

    Raises:
        multipolar.domain.errors.Unreadable: what was found and what was expected.
    """
    parts = _BECAUSE.split(rest)
    deed, why = " because ".join(parts[:-1]).strip(), parts[-1].strip()
    if len(parts) < 2 or not deed or not why:
        raise unreadable(f"found `{name} {rest}`, expected a reason at its end: … because WHY")
    if name in _OF_RESULTS:
        command = _OF_RESULTS[name](deed, why, place)
    elif name in ("hold", "unhold") and (result := _result_named(deed, place)):
        command = c.Hold(result=result, reason=why, hold=name == "hold")
    else:
        command = _READERS[name](deed, why, place.view)
    return replace(command, id=uuid4().hex, moment=place.view.moment)


def _release(deed: str, why: str, view: View) -> c.AnyControl:
    return c.Release(inject=_inject(deed), reason=why)


def _hold(deed: str, why: str, view: View) -> c.AnyControl:
    return c.Hold(inject=_inject(deed), reason=why)


def _skip(deed: str, why: str, view: View) -> c.AnyControl:
    return c.Skip(inject=_inject(deed), reason=why)


def _unhold(deed: str, why: str, view: View) -> c.AnyControl:
    return c.Hold(inject=_inject(deed), reason=why, hold=False)


def _inject(deed: str) -> str:
    if len(deed.split()) != 1:
        raise unreadable(f"found `{deed}`, expected the id of one inject (`scenario show … --injects`)")
    return deed


def _edit(deed: str, why: str, view: View) -> c.AnyControl:
    head, text = _said(deed, "editinject ID: TEXT")
    return c.EditInject(inject=_inject(head), text=text, reason=why)


def _improvise(deed: str, why: str, view: View) -> c.AnyControl:
    usage = "improvise news TITLE: TEXT, or improvise cable TO TITLE: TEXT"
    head, text = _said(deed, usage)
    channel, _, title = head.partition(" ")
    to: tuple[str, ...] = ()
    if channel != "news":
        named, _, title = title.partition(" ")
        to = _powers(named, view)
    if not title.strip():
        raise unreadable(f"found `{deed}`, expected {usage}")
    return c.Improvise(title=title.strip(), text=text, reason=why, channel=channel, to=to)


def _speak(deed: str, why: str, view: View) -> c.AnyControl:
    head, text = _said(deed, "speakas POWER TO: TEXT")
    power, _, to = head.partition(" ")
    return c.SpeakAs(
        power=power_named(power, view), text=text, reason=why, to=_powers(to.strip() or "all", view)
    )


def _set(deed: str, why: str, view: View) -> c.AnyControl:
    target, _, value = deed.rpartition(" ")
    if not target or not _VALUE.fullmatch(value):
        raise unreadable(f"found `{deed}`, expected an address and a value, such as tension(CHN,IND) 60")
    return c.SetNumber(target="".join(target.split()), value=int(value), reason=why)


def _said(deed: str, usage: str) -> tuple[str, str]:
    head, colon, text = deed.partition(":")
    if not colon or not head.strip() or not text.strip():
        raise unreadable(f"found `{deed}`, expected {usage}")
    return head.strip(), text.strip()


def _powers(named: str, view: View) -> tuple[str, ...]:
    if named.lower() in _EVERYBODY:
        return ()
    return tuple(power_named(one.strip(), view) for one in named.split(","))


def _step_back(deed: str, why: str, view: View) -> c.AnyControl:
    if len(deed.split()) != 1:
        raise unreadable(f"found `{deed}`, expected a phase such as 3.deliberation")
    return c.StepBack(to=deed.lower(), reason=why)


_READERS: dict[str, Callable[[str, str, View], c.AnyControl]] = {
    "release": _release,
    "hold": _hold,
    "unhold": _unhold,
    "skip": _skip,
    "editinject": _edit,
    "improvise": _improvise,
    "speakas": _speak,
    "setnumber": _set,
    "stepback": _step_back,
}


def _result_named(word: str, place: Place) -> str:
    """The initiative of a result at the desk by its short name or id; empty: there is none."""
    names = {place.names.of(result.id).lower(): result.id for result in place.view.desk}
    known = {result.id.lower(): result.id for result in place.view.desk} | names
    return known.get(word.lower(), "")


def _is_named(word: str, key: str, place: Place) -> bool:
    return word.lower() in (key.lower(), place.names.of(key).lower())


def _result(word: str, place: Place) -> str:
    found = _result_named(word, place)
    if not found:
        there = ", ".join(place.names.of(result.id) for result in place.view.desk) or "nothing"
        raise unreadable(f"found `{word}`, expected a result at the desk; there is: {there}")
    return found


def _publish(deed: str, why: str, place: Place) -> c.AnyControl:
    if deed.lower() == "all":
        return c.Publish(reason=why)
    return c.Publish(results=tuple(_result(word, place) for word in deed.split()), reason=why)


def _reroll(deed: str, why: str, place: Place) -> c.AnyControl:
    return c.Reroll(result=_result(deed, place), reason=why)


def _real_dice(deed: str, why: str, place: Place) -> c.AnyControl:
    word, *dice = deed.split()
    if len(dice) != 2 or any(die not in ("1", "2", "3", "4", "5", "6") for die in dice):
        raise unreadable(f"found `{deed}`, expected a result and two dice, such as P1 4 3")
    return c.Reroll(result=_result(word, place), dice=(int(dice[0]), int(dice[1])), reason=why)


def _judge(deed: str, why: str, place: Place) -> c.AnyControl:
    """`rule F1 EFFECTS 2 1 / -1`: what arguments are worth, then counters; then `dice 4 3`, or an outcome."""
    usage = "a free-form move, its effects, what each argument is worth: rule F1 good_offices 2 1 0 / -1"
    match = _JUDGED.fullmatch(deed)
    if match is None:
        raise unreadable(f"found `{deed}`, expected {usage}")
    ref, effects, arguments, counters, dice, outcome = match.groups("")
    one, _, other = dice.partition(" ")
    return c.Rule(
        result=place.names.free_form(ref, place.view).id,
        effects=effects.lower().replace("-", "_"),
        arguments=tuple(map(int, arguments.split())),
        counters=tuple(map(int, counters.split())),
        dice=(int(one), int(other)) if dice else (),
        outcome=outcome.lower(),
        reason=why,
    )


def _answer_undo(deed: str, why: str, place: Place) -> c.AnyControl:
    words = deed.split()
    if len(words) != 3 or words[2].lower() not in ("granted", "refused"):
        raise unreadable(f"found `{deed}`, expected what it is about, whose it is, and granted or refused")
    return c.AnswerUndo(
        initiative=place.names.initiative(words[0], place.view).id,
        power=power_named(words[1], place.view),
        granted=words[2].lower() == "granted",
        reason=why,
    )


def _answer_appeal(deed: str, why: str, place: Place) -> c.AnyControl:
    words = deed.split()
    known = ("upheld", *OUTCOMES)
    if len(words) != 3 or words[2].lower() not in known:
        raise unreadable(
            f"found `{deed}`, expected what was appealed, by whom, and one of {', '.join(known)}"
        )
    outcome = words[2].lower()
    return c.AnswerAppeal(
        about=place.names.came_off(words[0], place.view),
        power=power_named(words[1], place.view),
        outcome="" if outcome == "upheld" else outcome,
        reason=why,
    )


def _rule(deed: str, why: str, place: Place) -> c.AnyControl:
    if any(_is_named(deed.partition(" ")[0], move.id, place) for move in place.view.free_forms):
        return _judge(deed, why, place)
    word, _, outcome = deed.partition(" ")
    if outcome.strip().lower() not in OUTCOMES:
        raise unreadable(f"found `{deed}`, expected a result and one of {', '.join(OUTCOMES)}")
    return c.Rule(result=_result(word, place), outcome=outcome.strip().lower(), reason=why)


def _tell(deed: str, why: str, place: Place) -> c.AnyControl:
    word, _, to = deed.partition(" ")
    if not to.strip():
        raise unreadable(f"found `{deed}`, expected a result and powers: tell P1 IND,FRA, or tell P1 all")
    powers = () if to.strip().lower() in _EVERYBODY else powers_named(to.replace(" ", ""), place.view)
    return c.Tell(result=_result(word, place), to=powers, reason=why)


_OF_RESULTS: dict[str, Callable[[str, str, Place], c.AnyControl]] = {
    "publish": _publish,
    "reroll": _reroll,
    "realdice": _real_dice,
    "rule": _rule,
    "tell": _tell,
    "answerappeal": _answer_appeal,
    "answerundo": _answer_undo,
}
CONTROL_WORDS = frozenset((*_READERS, *_OF_RESULTS))
"""The first words of these lines."""
