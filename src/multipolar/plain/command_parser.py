"""From a line of text to a command of the domain.

Only the form is judged here: whether words, names and numbers can be understood. Whether a command is
allowed is the table's to say.
"""

import re
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from multipolar.cells import cut
from multipolar.domain.model import commands as c
from multipolar.domain.model.views import CrisisSeen, View
from multipolar.plain.grammar import BY_NAME, nearest
from multipolar.plain.naming import (
    Names,
    find_power,
    move_named,
    named_decision,
    power_named,
    powers_named,
    unreadable,
)

_SAYING = re.compile(r"(?:^|\s)say\s+(\S.*)$", re.IGNORECASE | re.DOTALL)
_ADDRESSED = re.compile(r"((?:[^\s,]+\s*,\s*)*[^\s,]+)\s+(.*)", re.DOTALL)
"""To whom, in a list in which a space may follow each comma; then the words, as they are."""
_INTENT = re.compile(r"(\S+)\s+(\d{1,3})\s*%?\s+(.+?)(?:\s*;\s*(.*))?$", re.DOTALL)
VOTES = ("yes", "no", "abstain")
_YES = {
    "yes": True,
    "true": True,
    "1": True,
    "on": True,
    "no": False,
    "false": False,
    "0": False,
    "off": False,
}
_QUOTES = {'"': '"', "'": "'", "“": "”", "«": "»"}
_TERMS = (
    "domain", "theatre", "safeguards", "size", "duration", "committed", "share", "payment", "agreement",
    "framework", "resolution", "about", "rule", "promise",
)  # fmt: skip


class Place(Struct, frozen=True):
    """Where a line is read: what the seat knows, and its short names."""

    view: View
    names: Names


def split_line(line: str) -> tuple[str, str]:
    """The first word of a line in small letters, and the rest."""
    first, _, rest = line.strip().partition(" ")
    return first.lower(), rest.strip()


def is_act(name: str) -> bool:
    """Whether a word asks for a command, and is not one of looking around."""
    return name in _READERS


def read_act(name: str, rest: str, place: Place) -> c.AnyCommand:
    """The command an act line asks for, with a fresh id, written for the present phase.

    Args:
        name: the first word of the line, one of the acts other than ``pass``.
        rest: what follows it.
        place: where it is read.

    Raises:
        multipolar.domain.errors.Unreadable: what was found and what was expected.
    """
    command = _READERS[name](rest, place)
    return replace(command, id=uuid4().hex, moment=place.view.moment)


def _propose(rest: str, place: Place) -> c.AnyCommand:
    words, text = _words_and_text(rest)
    move, powers, terms = _move_powers_terms("propose", words, place)
    if not powers:
        raise unreadable(f"found no power, expected `{BY_NAME['propose'].usage}`")
    return c.Propose(move=move, partners=powers, terms=terms, message=text)


def _order(rest: str, place: Place) -> c.AnyCommand:
    words, text = _words_and_text(rest)
    if text:
        raise unreadable("found `say`, but an order goes to nobody; send the words in a line of their own")
    move, powers, terms = _move_powers_terms("order", words, place)
    return c.Order(move=move, targets=powers, terms=terms)


def _move_powers_terms(act: str, words: list[str], place: Place) -> tuple[str, tuple[str, ...], c.Terms]:
    if not words:
        raise unreadable(f"found nothing after `{act}`, expected `{BY_NAME[act].usage}`")
    move = move_named(words[0], place.view)
    named = [word for word in words[1:] if "=" not in word]
    powers = tuple(power for word in named for power in powers_named(word, place.view))
    given = [word for word in words[1:] if "=" in word]
    return move, powers, _terms(given, c.Terms(), place, move)


def _accept(rest: str, place: Place) -> c.AnyCommand:
    initiative = place.names.initiative(_one(rest, "accept"), place.view)
    return c.Accept(initiative=initiative.id, version=initiative.version)


def _decline(rest: str, place: Place) -> c.AnyCommand:
    words, text = _words_and_text(rest)
    initiative = place.names.initiative(_one(" ".join(words), "decline"), place.view)
    return c.Decline(initiative=initiative.id, message=text, version=initiative.version)


def _counter(rest: str, place: Place) -> c.AnyCommand:
    words, text = _words_and_text(rest)
    if not words:
        raise unreadable(f"found nothing after `counter`, expected `{BY_NAME['counter'].usage}`")
    initiative = place.names.initiative(words[0], place.view)
    stray = next((word for word in words[1:] if "=" not in word), "")
    if stray:
        raise unreadable(f"found `{stray}`, expected terms such as share=1")
    terms = _terms(words[1:], initiative.terms, place, "")
    return c.Counter(initiative=initiative.id, version=initiative.version, terms=terms, message=text)


def _withdraw(rest: str, place: Place) -> c.AnyCommand:
    word = _one(rest, "withdraw").upper()
    if any(said.id == word for said in place.view.messages):
        return c.WithdrawMessage(message=word)
    initiative = place.names.initiative(_one(rest, "withdraw"), place.view)
    return c.Withdraw(initiative=initiative.id, version=initiative.version)


def _say(rest: str, place: Place) -> c.AnyCommand:
    match = _ADDRESSED.fullmatch(rest.strip())
    to, text = (_close_lists(match[1]), match[2]) if match else ("", "")
    if not text.strip():
        raise unreadable(f"found too few words, expected `{BY_NAME['say'].usage}`")
    powers = () if to.lower() == "all" else powers_named(to, place.view)
    return c.Say(text=_unquoted(text), to=powers)


def _attach(rest: str, place: Place) -> c.AnyCommand:
    ref, _, addressed = rest.strip().partition(" ")
    match = _ADDRESSED.fullmatch(addressed.strip())
    to, text = (_close_lists(match[1]), match[2]) if match else (_close_lists(addressed), "")
    if not to:
        raise unreadable(f"found too few words, expected `{BY_NAME['attach'].usage}`")
    powers = () if to.lower() == "all" else powers_named(to, place.view)
    return c.Say(text=_unquoted(text), to=powers, about=place.names.attached(ref, place.view))


def _ask(rest: str, place: Place) -> c.AnyCommand:
    words, text = _words_and_text(rest)
    if len(words) != 2:
        raise unreadable(f"found {len(words) or 'no'} words after `ask`, expected `{BY_NAME['ask'].usage}`")
    return c.Say(text=text, to=powers_named(words[0], place.view), asks=move_named(words[1], place.view))


def _promise(rest: str, place: Place) -> c.AnyCommand:
    words = rest.split()
    public = bool(words) and words[-1].lower() == "public"
    words = words[:-1] if public else words
    if len(words) != 4:
        raise unreadable(f"found {len(words)} words after `promise`, expected `{BY_NAME['promise'].usage}`")
    given = _undertaking(place.view.seat, words[0], words[1], words[2], words[3], place)
    return c.Promise(undertaking=given, public=public)


def _answer(rest: str, place: Place) -> c.AnyCommand:
    words = rest.split()
    if len(words) != 2:
        raise unreadable(f"found {len(words)} words after `answer`, expected `{BY_NAME['answer'].usage}`")
    notice = place.names.notice(words[0], place.view)
    options = [option for option, _ in notice.options]
    chosen = next((option for option in options if option.lower() == words[1].lower()), "")
    if options and not chosen:
        raise unreadable(
            f"found `{words[1]}`, expected one of: {', '.join(options)}{nearest(words[1], options)}"
        )
    return c.AnswerInject(inject=notice.id, option=chosen or words[1])


def _respond(rest: str, place: Place) -> c.AnyCommand:
    words = rest.replace("-", "_").split()
    if len(words) < 2:
        raise unreadable(f"found too few words, expected `{BY_NAME['respond'].usage}`")
    crisis = place.names.crisis(words[0], place.view)
    if words[1:] == ["again"]:
        return _respond_again(crisis, place)
    backing = ""
    choice = words[1:]
    if len(choice) > 1 and find_power(choice[-1], place.view):
        backing = find_power(choice[-1], place.view)
        choice = choice[:-1]
    name = "_".join(choice).lower()
    offered = [choice.id for choice in crisis.choices]
    if offered and name not in offered:
        raise unreadable(
            f"found `{' '.join(words[1:])}`, expected one of: {', '.join(offered)}{nearest(name, offered)}"
        )
    return c.Respond(crisis=crisis.id, choice=name, backing=backing)


def _respond_again(crisis: CrisisSeen, place: Place) -> c.AnyCommand:
    """The same as in the exchange before."""
    before = [(choice, backing) for power, choice, backing in crisis.revealed if power == place.view.seat]
    if not before:
        raise unreadable("found `again`, but you have not responded to this crisis yet; name a choice")
    choice, backing = before[-1]
    return c.Respond(crisis=crisis.id, choice=choice, backing=backing)


def _vote(rest: str, place: Place) -> c.AnyCommand:
    words = rest.split()
    if len(words) != 2:
        raise unreadable(f"found {len(words) or 'no'} words after `vote`, expected `{BY_NAME['vote'].usage}`")
    resolution = place.names.resolution(words[0], place.view)
    if words[1].lower() not in VOTES:
        raise unreadable(f"found `{words[1]}`, expected one of: {', '.join(VOTES)}{nearest(words[1], VOTES)}")
    return c.Vote(resolution=resolution.id, vote=words[1].lower())


def _intent(rest: str, place: Place) -> c.AnyCommand:
    match = _INTENT.match(rest)
    if match is None:
        raise unreadable(f"found `{cut(rest, 60)}` after `intent`, expected `{BY_NAME['intent'].usage}`")
    ref, sure, wants, expects = match.groups()
    return c.StateIntent(
        about=_asked(ref, place), wants=_unquoted(wants), expects=_unquoted(expects or ""), sure=int(sure)
    )


def _asked(ref: str, place: Place) -> str:
    """The decision that a short name means: an initiative, or the present exchange of a crisis."""
    asked = {named_decision(asked.about, place.names): asked.about for asked in place.view.asks}
    about = {name.lower(): about for name, about in asked.items()}.get(ref.lower())
    if about is None:
        now = f"; you are asked about: {', '.join(asked)}" if asked else "; you are asked about nothing now"
        raise unreadable(f"found `{ref}`, expected a decision that you are asked about{now}")
    return about


def _away(rest: str, place: Place) -> c.AnyCommand:
    _nothing(rest, "away")
    return c.Absence(away=True)


def _back(rest: str, place: Place) -> c.AnyCommand:
    _nothing(rest, "back")
    return c.Absence(away=False)


def _ready(rest: str, place: Place) -> c.AnyCommand:
    _nothing(rest, "ready")
    return c.Ready(ready=True)


def _unready(rest: str, place: Place) -> c.AnyCommand:
    _nothing(rest, "unready")
    return c.Ready(ready=False)


_READERS = {
    "propose": _propose,
    "order": _order,
    "accept": _accept,
    "decline": _decline,
    "counter": _counter,
    "withdraw": _withdraw,
    "say": _say,
    "attach": _attach,
    "ask": _ask,
    "promise": _promise,
    "answer": _answer,
    "respond": _respond,
    "vote": _vote,
    "intent": _intent,
    "away": _away,
    "back": _back,
    "ready": _ready,
    "unready": _unready,
}


def reserved_choice(crisis: CrisisSeen) -> str:
    """What `pass` answers: the most reserved of the choices the view offers, hold, absorb or stay out."""
    offered = [choice.id for choice in crisis.choices]
    return next((name for name in ("hold", "absorb", "stay_out") if name in offered), offered[0])


# --- Terms -----------------------------------------------------------------------------------


def _terms(words: list[str], base: c.Terms, place: Place, move: str) -> c.Terms:
    terms = base
    promises: list[c.Undertaking] = []
    seen: set[str] = set()
    without = False
    for word in words:
        key, _, value = word.partition("=")
        key = key.lower()
        if key not in _TERMS:
            raise unreadable(
                f"found the term `{key}`, expected one of: {', '.join(_TERMS)}{nearest(key, _TERMS)}"
            )
        if key in seen and key != "promise":
            raise unreadable(f"found `{key}=` twice, expected each term once")
        if not value:
            raise unreadable(f"found `{key}=` without a value, expected one as in `help propose`")
        seen.add(key)
        if key != "promise":
            terms = replace(terms, **{key: _value(key, value, place)})
        elif value.lower() == "none":
            without = True
        else:
            promises.append(_promised(value, place))
    if promises or without:
        terms = replace(terms, undertakings=tuple(promises))
    return _only_choice(terms, place.view, move)


def _value(key: str, value: str, place: Place) -> object:
    match key:
        case "committed":
            if value.lower() not in _YES:
                raise unreadable(f"found `committed={value}`, expected yes or no")
            return _YES[value.lower()]
        case "share" | "payment" | "duration":
            return _whole(value, key)
        case "agreement":
            return place.names.agreement(value, place.view).id
        case "theatre":
            return _theatre(value, place.view)
        case "framework":
            return _framework(value, place.view)
        case "about":
            return power_named(value, place.view)
        case _:
            return value.lower()


def _theatre(value: str, view: View) -> str:
    wanted = value.lower().replace("-", "_")
    ids = [theatre.id for theatre in view.theatres]
    if wanted in ids:
        return wanted
    raise unreadable(f"found `theatre={value}`, expected one of: {', '.join(ids)}{nearest(wanted, ids)}")


def _framework(value: str, view: View) -> str:
    wanted = value.lower().replace("-", "_")
    for framework in view.frameworks:
        if wanted in (framework.id.lower(), framework.name.lower().replace(" ", "_")):
            return framework.id
    ids = [framework.id for framework in view.frameworks]
    raise unreadable(f"found `framework={value}`, expected one of: {', '.join(ids)}{nearest(value, ids)}")


def _whole(value: str, key: str) -> int:
    if not re.fullmatch(r"[+\-−]?\d{1,3}", value, re.ASCII) and not re.fullmatch(r"−\d{1,3}", value):
        raise unreadable(f"found `{key}={value}`, expected a whole number such as -1 or 2")
    return int(value.replace("−", "-"))


def _promised(value: str, place: Place) -> c.Undertaking:
    parts = value.split(":")
    if len(parts) == 4:
        parts = [place.view.seat, *parts]
    if len(parts) != 5:
        raise unreadable(f"found `promise={value}`, expected promise=KIND:MOVE:TOWARD:ROUND")
    by, kind, move, toward, until = parts
    return _undertaking(power_named(by, place.view), kind, move, toward, until, place)


def _undertaking(by: str, kind: str, move: str, toward: str, until: str, place: Place) -> c.Undertaking:
    if kind.lower() not in ("act", "restraint"):
        raise unreadable(f"found `{kind}`, expected act or restraint")
    if not re.fullmatch(r"\d{1,3}", until, re.ASCII):
        raise unreadable(f"found `{until}`, expected the last round in which it counts, such as 4")
    return c.Undertaking(
        by, kind.lower(), move_named(move, place.view), power_named(toward, place.view), int(until)
    )


def _only_choice(terms: c.Terms, view: View, move: str) -> c.Terms:
    """Fill in a term that the offer leaves no choice about: nobody should have to type it."""
    offer = next((offer for offer in view.offers if offer.move == move), None)
    if offer is None:
        return terms
    if not terms.domain and len(offer.domains) == 1:
        terms = replace(terms, domain=offer.domains[0])
    if not terms.theatre and len(offer.theatres) == 1:
        terms = replace(terms, theatre=offer.theatres[0])
    if not terms.framework and len(offer.frameworks) == 1:
        terms = replace(terms, framework=offer.frameworks[0].id)
    return terms


# --- Words -----------------------------------------------------------------------------------


def _words_and_text(rest: str) -> tuple[list[str], str]:
    saying = _SAYING.search(rest)
    text = _unquoted(saying.group(1)) if saying else ""
    return _close_lists(rest[: saying.start()] if saying else rest).split(), text


def _close_lists(text: str) -> str:
    """`IND, FRA` as one word: people put a space after a comma."""
    return re.sub(r"\s*,\s*", ",", text.strip())


def _unquoted(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and _QUOTES.get(text[0]) == text[-1]:
        return text[1:-1].strip()
    return text


def _one(rest: str, act: str) -> str:
    words = rest.split()
    if len(words) != 1:
        raise unreadable(f"found {len(words) or 'no'} words after `{act}`, expected `{BY_NAME[act].usage}`")
    return words[0]


def _nothing(rest: str, act: str) -> None:
    if rest:
        raise unreadable(f"found `{rest}` after `{act}`, expected nothing more")
