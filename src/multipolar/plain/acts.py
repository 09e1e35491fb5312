"""The lines that ask for something to be done: each declared once, in parts that are read and written.

A part knows how it stands in the usage, what it means in a line, and how a command has it written. From
the same declaration come the parser, the line that an advice is told as, and `help`. Only the form is
judged here: whether words, names and numbers can be understood. Whether a command is allowed is the
table's to say.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from uuid import uuid4

from msgspec.structs import replace

from multipolar.cells import cut
from multipolar.domain.english import counted
from multipolar.domain.model import commands as c
from multipolar.domain.model.views import CrisisSeen
from multipolar.plain.naming import (
    Place,
    find_power,
    move_named,
    named_decision,
    nearest,
    powers_named,
    unreadable,
)
from multipolar.plain.terms import HELP, read_terms, undertaking, write_terms

_MOST_REASONS = 3
"""Reasons that a free-form move may have."""
VOTES = ("yes", "no", "abstain")

_SAYING = re.compile(r"(?:^|\s)say\s+(\S.*)$", re.IGNORECASE | re.DOTALL)
_LIST = re.compile(r"((?:[^\s,]+\s*,\s*)*[^\s,]+)(?:\s+|$)(.*)", re.DOTALL)
"""Names in a list in which a space may follow each comma; then the rest, as it is."""
_SURE = re.compile(r"(\d{1,3})\s*%?\s+(\S.*)", re.DOTALL)
_QUOTES = {'"': '"', "“": "”", "«": "»", "'": "'"}
_QUOTED = [re.compile(rf"{begin}[^{end}]*{end}(?=\s*(;|$))", re.DOTALL) for begin, end in _QUOTES.items()]
"""A text in quotation marks, each kind of them, before a semicolon or the end."""


class Line:
    """What follows the first word of a line, as far as it has not been read yet."""

    def __init__(self, act: str, usage: str, rest: str) -> None:
        self.act, self.usage, self.rest = act, usage, rest.strip()
        self.words = len(self.rest.split())

    def too_few(self) -> Exception:
        """That a word is missing."""
        return unreadable(f"found {self.count()} after `{self.act}`, expected `{self.usage}`")

    def count(self) -> str:
        """How many words there are in all: ``no words``, ``1 word``."""
        return counted(self.words, "word") if self.words else "no words"

    def word(self) -> str:
        """The next word, which is read by this."""
        first, _, rest = self.rest.partition(" ")
        if not first:
            raise self.too_few()
        self.rest = rest.lstrip()
        return first

    def names(self) -> str:
        """The next list of names, ``IND, FRA`` or one alone, without spaces; it is read by this."""
        found = _LIST.fullmatch(self.rest)
        if found is None:
            raise self.too_few()
        self.rest = found[2]
        return _close_lists(found[1])

    def take(self, *, terms: bool) -> list[str]:
        """All words that are terms such as ``share=1``, or all that are not; they are read by this."""
        words = _close_lists(self.rest).split()
        self.rest = " ".join(word for word in words if ("=" in word) != terms)
        return [word for word in words if ("=" in word) == terms]

    def saying(self) -> str:
        """The text after `say`, which is read by this; empty without one."""
        found = _SAYING.search(self.rest)
        if found is None:
            return ""
        self.rest = self.rest[: found.start()].strip()
        return unquoted(found[1])

    def text(self) -> str:
        """All that is left, as it was written; it is read by this."""
        text, self.rest = self.rest, ""
        return unquoted(text)


Read = Mapping[str, Any]
"""Fields of a command that were read so far."""


class Part(NamedTuple):
    """A part of a line.

    Attributes:
        usage: how it stands in the usage of an act; capitals stand for what you fill in.
        read: the fields of the command it gives, from the line, where it is read, and the fields before.
        write: how the line has it, from a command and where it is written; empty where it is left out.
        is_last: whether it runs to the end of the line, so that it is read before what stands before it.
    """

    usage: str
    read: Callable[[Line, Place, Read], Read]
    write: Callable[[Any, Place], str]
    is_last: bool = False


def one_word(
    usage: str, field: str, read: Callable[[str, Place], object], write: Callable[[str, Place], str]
) -> Part:
    """A part of one word that gives one field."""
    return Part(
        usage,
        lambda line, place, before: {field: read(line.word(), place)},
        lambda command, place: write(getattr(command, field), place),
    )


def _short(key: str, place: Place) -> str:
    return place.names.of(key)


def _as_it_is(word: str, place: Place) -> str:
    return word


# --- The parts ------------------------------------------------------------------------------------


def _move(line: Line, place: Place, before: Read) -> Read:
    if not line.rest:
        raise unreadable(f"found nothing after `{line.act}`, expected `{line.usage}`")
    return {"move": move_named(line.word(), place.view)}


def _powers(field: str, usage: str, *, needed: bool) -> Part:
    def read(line: Line, place: Place, before: Read) -> Read:
        powers = tuple(power for word in line.take(terms=False) for power in powers_named(word, place.view))
        if needed and not powers:
            raise unreadable(f"found no power, expected `{line.usage}`")
        return {field: powers}

    return Part(usage, read, lambda command, place: ",".join(getattr(command, field)))


def _no_words(line: Line, place: Place, before: Read) -> Read:
    if line.saying():
        raise unreadable("found `say`, but an order goes to nobody; send the words in a line of their own")
    return {}


def _initiative(line: Line, place: Place, before: Read) -> Read:
    if not line.rest and line.act == "counter":
        raise unreadable(f"found nothing after `{line.act}`, expected `{line.usage}`")
    initiative = place.names.initiative(line.word(), place.view)
    return {"initiative": initiative.id, "version": initiative.version}


def _own(line: Line, place: Place, before: Read) -> Read:
    word = line.word()
    if any(said.id == word.upper() for said in place.view.messages):
        return {"message": word.upper()}
    initiative = place.names.initiative(word, place.view)
    return {"initiative": initiative.id, "version": initiative.version}


def _on_the_table(key: str, place: Place) -> c.Terms:
    return next((each.terms for each in place.view.initiatives if each.id == key), c.Terms())


def _counter_terms(line: Line, place: Place, before: Read) -> Read:
    words = line.take(terms=True)
    if line.rest:
        raise unreadable(f"found `{line.rest.split()[0]}`, expected terms such as share=1")
    return {"terms": read_terms(words, _on_the_table(before["initiative"], place), place, "")}


def _addressed(line: Line, place: Place, before: Read) -> Read:
    to = line.names()
    return {"to": () if to.lower() == "all" else powers_named(to, place.view)}


def _text(line: Line, place: Place, before: Read) -> Read:
    if not line.rest:
        raise line.too_few()
    return {"text": line.text()}


def _write_text(command: c.Say, place: Place) -> str:
    # A comma before the text would make it the next name of a list.
    return in_quotes(command.text, apart=",") if command.text.startswith(",") else in_quotes(command.text)


def _undertaken(line: Line, place: Place, before: Read) -> Read:
    if line.words not in (4, 5):
        raise line.too_few()
    words = [line.word() for _ in range(4)]
    return {"undertaking": undertaking(place.view.seat, words[0], words[1], words[2], words[3], place)}


def _write_undertaken(command: c.Promise, place: Place) -> str:
    given = command.undertaking
    return f"{given.kind} {given.move} {given.toward} {given.until}"


def _public(line: Line, place: Place, before: Read) -> Read:
    if line.rest.lower() != "public":
        return {"public": False}
    return {"public": bool(line.word())}


def _option(line: Line, place: Place, before: Read) -> Read:
    notice = next(each for each in place.view.notices if each.id == before["inject"])
    word, options = line.word(), [option for option, _ in notice.options]
    chosen = next((option for option in options if option.lower() == word.lower()), "")
    if options and not chosen:
        raise unreadable(f"found `{word}`, expected one of: {', '.join(options)}{nearest(word, options)}")
    return {"option": chosen or word}


def _crisis(line: Line, place: Place, before: Read) -> Read:
    if line.words < 2:
        raise line.too_few()
    return {"crisis": place.names.crisis(line.word(), place.view).id}


def _choice(line: Line, place: Place, before: Read) -> Read:
    crisis = next(each for each in place.view.crises if each.id == before["crisis"])
    words = line.text().replace("-", "_").split()
    if words == ["again"]:
        return _again(crisis, place)
    backing = find_power(words[-1], place.view) if len(words) > 1 else ""
    name = "_".join(words[:-1] if backing else words).lower()
    offered = [choice.id for choice in crisis.choices]
    if offered and name not in offered:
        raise unreadable(
            f"found `{' '.join(words)}`, expected one of: {', '.join(offered)}{nearest(name, offered)}"
        )
    return {"choice": name, "backing": backing}


def _again(crisis: CrisisSeen, place: Place) -> Read:
    """The same as in the exchange before."""
    before = [(choice, backing) for power, choice, backing in crisis.revealed if power == place.view.seat]
    if not before:
        raise unreadable("found `again`, but you have not responded to this crisis yet; name a choice")
    return {"choice": before[-1][0], "backing": before[-1][1]}


def _vote(word: str, place: Place) -> str:
    if word.lower() not in VOTES:
        raise unreadable(f"found `{word}`, expected one of: {', '.join(VOTES)}{nearest(word, VOTES)}")
    return word.lower()


def _decision(word: str, place: Place) -> str:
    """The decision that a short name means: an initiative, or the present exchange of a crisis."""
    asked = {named_decision(asked.about, place.names): asked.about for asked in place.view.asks}
    about = {name.lower(): about for name, about in asked.items()}.get(word.lower())
    if about is None:
        now = f"; you are asked about: {', '.join(asked)}" if asked else "; you are asked about nothing now"
        raise unreadable(f"found `{word}`, expected a decision that you are asked about{now}")
    return about


def _wants(line: Line, place: Place, before: Read) -> Read:
    found = _SURE.fullmatch(line.rest)
    if found is None:
        raise unreadable(f"found `{cut(line.rest, 60)}` after `intent`, expected `{line.usage}`")
    wants, expects = _two_texts(found[2])
    line.rest = ""
    return {"sure": int(found[1]), "wants": unquoted(wants), "expects": unquoted(expects)}


def _two_texts(text: str) -> tuple[str, str]:
    """What stands before a semicolon and behind it; one in quotation marks belongs to the text."""
    first = next((found for each in _QUOTED if (found := each.match(text))), None)
    wants = first[0] if first else text.partition(";")[0]
    return wants, text[len(wants) :].lstrip().removeprefix(";")


def _write_wants(command: c.StateIntent, place: Place) -> str:
    expects = f"; {in_quotes(command.expects)}" if command.expects else ""
    return f"{command.sure} {in_quotes(command.wants, apart=';')}{expects}"


def _toward(line: Line, place: Place, before: Read) -> Read:
    named = line.names()
    return {"toward": () if named.lower() in ("nobody", "none") else powers_named(named, place.view)}


def _made(line: Line, place: Place, before: Read) -> Read:
    does, *others = (part.strip() for part in line.text().split(";"))
    if not 2 <= len(others) <= 1 + _MOST_REASONS or not all((does, *others)):
        raise unreadable(f"found {counted(1 + len(others), 'part')} set apart by ;, expected `{line.usage}`")
    return {"does": does, "wants": others[0], "reasons": tuple(others[1:])}


def _sentence(field: str, usage: str) -> Part:
    """A part that runs to the end of the line, in words that are needed."""

    def read(line: Line, place: Place, before: Read) -> Read:
        if not line.rest:
            raise line.too_few()
        return {field: line.text()}

    return Part(usage, read, lambda command, place: in_quotes(getattr(command, field)))


_MOVE = Part("MOVE", _move, lambda command, place: str(command.move))
_TERMS = Part(
    "[TERMS…]",
    lambda line, place, before: {
        "terms": read_terms(line.take(terms=True), c.Terms(), place, before["move"])
    },
    lambda command, place: " ".join(write_terms(command.terms, place.names)),
)
_SAY = Part(
    '[say "TEXT"]',
    lambda line, place, before: {"message": line.saying()},
    lambda command, place: f'say "{command.message}"' if command.message else "",
    is_last=True,
)
_ASKED_IN_WORDS = Part(
    "[say TEXT]",
    lambda line, place, before: {"text": line.saying()},
    lambda command, place: f'say "{command.text}"' if command.text else "",
    is_last=True,
)
_NO_WORDS = Part("", _no_words, lambda command, place: "", is_last=True)
_INITIATIVE = Part("P1", _initiative, lambda command, place: _short(command.initiative, place))
_TO = Part("POWER[,POWER…]|all", _addressed, lambda command, place: ",".join(command.to) or "all")


# --- The acts -------------------------------------------------------------------------------------


class Act(NamedTuple):
    """A line that asks for a command.

    Attributes:
        name: its first word.
        parts: what follows it, in the order in which it is written.
        command: the command, from the fields that were read.
        types: the commands it is the line of.
        does: what it does, in a sentence.
        example: a line that can be given.
        more: what else there is to know, a line each.
        fits: which commands of these types it is the line of.
    """

    name: str
    parts: tuple[Part, ...]
    command: Callable[..., c.AnyCommand]
    types: tuple[type[c.Command], ...]
    does: str
    example: str = ""
    more: tuple[str, ...] = ()
    fits: Callable[[Any], bool] = lambda command: True

    @property
    def usage(self) -> str:
        """How the line is written."""
        return " ".join((self.name, *(part.usage for part in self.parts if part.usage)))

    def read(self, rest: str, place: Place) -> c.AnyCommand:
        """The command a line asks for, without an id.

        Args:
            rest: what follows the first word.
            place: where it is read.

        Raises:
            multipolar.domain.errors.Unreadable: what was found and what was expected.
        """
        line = Line(self.name, self.usage, rest)
        fields: dict[str, Any] = {}
        for part in sorted(self.parts, key=lambda part: not part.is_last):
            fields |= part.read(line, place, fields)
        if line.rest:
            raise unreadable(
                f"found `{cut(line.rest, 60)}` after `{self.name}`, expected nothing more"
                if not self.parts
                else f"found {line.count()} after `{self.name}`, expected `{self.usage}`"
            )
        return self.command(**fields)

    def write(self, command: c.Command, place: Place) -> str:
        """The line that asks for a command of this act."""
        parts = (part.write(command, place) for part in self.parts)
        return " ".join((self.name, *(written for written in parts if written)))


def _taken_back(**fields: Any) -> c.AnyCommand:
    return c.WithdrawMessage(**fields) if "message" in fields else c.Withdraw(**fields)


ACTS = (
    Act(
        "propose",
        (_MOVE, _powers("partners", "POWER[,POWER…]", needed=True), _TERMS, _SAY),
        c.Propose,
        (c.Propose,),
        "table a joint move",
        'propose joint_exercise FRA,IDN domain=air share=1 say "Wings."',
        HELP,
    ),
    Act(
        "order",
        (_MOVE, _powers("targets", "[POWER[,POWER]]", needed=False), _TERMS, _NO_WORDS),
        c.Order,
        (c.Order,),
        "give a unilateral order, secret until it is carried out",
        "order modernise_forces",
        ("Terms as in `propose`, without share, payment and promise.",),
    ),
    Act(
        "accept",
        (_INITIATIVE,),
        c.Accept,
        (c.Accept,),
        "accept a proposal as it stands",
        "accept P1",
        ("A power will do when it has one proposal open to you: accept CHN.",),
    ),
    Act("decline", (_INITIATIVE, _SAY), c.Decline, (c.Decline,), "turn a proposal down", "decline P1"),
    Act(
        "counter",
        (
            _INITIATIVE,
            Part(
                "TERMS…",
                _counter_terms,
                lambda command, place: " ".join(
                    write_terms(command.terms, place.names, _on_the_table(command.initiative, place))
                ),
            ),
            _SAY,
        ),
        c.Counter,
        (c.Counter,),
        "answer a proposal with other terms",
        "counter P1 share=-1 safeguards=strict",
        ("Terms you do not name stay; promise=none takes all promises out, and", "size=none a size."),
    ),
    Act(
        "withdraw",
        (
            Part(
                "P1|M1",
                _own,
                lambda command, place: (
                    command.message
                    if isinstance(command, c.WithdrawMessage)
                    else _short(command.initiative, place)
                ),
            ),
        ),
        _taken_back,
        (c.Withdraw, c.WithdrawMessage),
        "take back your proposal that is not agreed, an order of this round, an answer nobody acted on, "
        "or a message nobody has read",
        "withdraw M1",
        (
            "Between persons a message is on its way until the other side is shown",
            "it, or the phase ends; `inbox` says which. A program reads at once, and",
            "so do all what is said to all. A refusal taken back lets the proposal",
            "stand again; who is for it accepts anew.",
        ),
    ),
    Act(
        "say",
        (_TO, Part("TEXT", _text, _write_text)),
        c.Say,
        (c.Say,),
        "send a message to some powers, or to all",
        "say FRA,IDN Let us patrol together.",
        fits=lambda command: not command.asks and not command.about,
    ),
    Act(
        "attach",
        (
            one_word("P1|Q1", "about", lambda word, place: place.names.attached(word, place.view), _short),
            _TO,
            Part(
                "[TEXT]",
                lambda line, place, before: {"text": line.text()},
                _write_text,
            ),
        ),
        c.Say,
        (c.Say,),
        "send a message with a proposal or a promise, on the terms it has now",
        "attach P1 FRA,IDN As we said.",
        (
            "A proposal goes to its parties, a promise to those who were given it.",
            "The message keeps the terms of then, whatever becomes of them.",
        ),
        fits=lambda command: not command.asks and bool(command.about),
    ),
    Act(
        "promise",
        (
            Part("act|restraint MOVE TOWARD ROUND", _undertaken, _write_undertaken),
            Part("[public]", _public, lambda command, place: "public" if command.public else ""),
        ),
        c.Promise,
        (c.Promise,),
        "undertake to do, or not to do, a move (or a category of moves) toward a power until a round",
        "promise restraint coercion CHN 4",
        (
            "`preview promise …` says it in a sentence first. Who types it is asked",
            "once whether it is meant: the same line again makes it. In a script one",
            "line does.",
        ),
    ),
    Act(
        "answer",
        (
            one_word("N1", "inject", lambda word, place: place.names.notice(word, place.view).id, _short),
            Part("OPTION", _option, lambda command, place: str(command.option)),
        ),
        c.AnswerInject,
        (c.AnswerInject,),
        "choose one of the options a cable gave you",
        "answer N1 accept_aid",
    ),
    Act(
        "ask",
        (
            Part(
                "POWER",
                lambda line, place, before: {"to": powers_named(line.names(), place.view)},
                lambda command, place: ",".join(command.to),
            ),
            one_word("MOVE", "asks", lambda word, place: move_named(word, place.view), _as_it_is),
            _ASKED_IN_WORDS,
        ),
        c.Say,
        (c.Say,),
        "ask a power to propose a move to you; for what only the other side can propose",
        'ask FRA licensed_production say "We would build them here."',
        ("It answers with a proposal, or in words.",),
        fits=lambda command: bool(command.asks),
    ),
    Act(
        "vote",
        (
            one_word(
                "R1", "resolution", lambda word, place: place.names.resolution(word, place.view).id, _short
            ),
            one_word("|".join(VOTES), "vote", _vote, _as_it_is),
        ),
        c.Vote,
        (c.Vote,),
        "vote on a resolution that is debated, in secret until all are counted",
        "vote R1 yes",
        ("Until the phase ends a later vote takes the place of an earlier one.",),
    ),
    Act(
        "respond",
        (
            Part("K1", _crisis, lambda command, place: _short(command.crisis, place)),
            Part(
                "CHOICE [POWER]",
                _choice,
                lambda command, place: f"{command.choice} {command.backing}".strip(),
            ),
        ),
        c.Respond,
        (c.Respond,),
        "choose in a crisis, in secret; the power is whom you back",
        "respond K1 back IDN",
        (
            "Confrontation: concede ease hold press mobilise;",
            "for others: stay_out mediate framework back POWER.",
            "Emergency: absorb ask seal; for others: stay_out help exploit.",
            "The choices open to you, with what they cost, are listed by `crises`.",
            "`respond K1 again` repeats what you chose in the exchange before.",
        ),
    ),
    Act(
        "intent",
        (
            one_word("P1|K1", "about", _decision, lambda about, place: named_decision(about, place.names)),
            Part("SURE WANTS[; EXPECTS]", _wants, _write_wants),
        ),
        c.StateIntent,
        (c.StateIntent,),
        "say what you want of a weighty decision, and how others will react",
        "intent P1 70 a partner at sea; China will protest",
        (
            "SURE is how sure you are that it comes off, 0 to 100 per cent.",
            "You are asked only where the exercise was begun so (`--intent`).",
            "Nobody else sees it before the debrief, and nothing waits for it.",
        ),
    ),
    Act(
        "freeform",
        (
            Part("POWERS|nobody", _toward, lambda command, place: ",".join(command.toward) or "nobody"),
            Part(
                "DOES; WANTS; REASON[; REASON[; REASON]]",
                _made,
                lambda command, place: "; ".join((command.does, command.wants, *command.reasons)),
            ),
        ),
        c.FreeForm,
        (c.FreeForm,),
        "make a move in your own words, which the facilitator judges",
        "freeform CHN We open a port; calmer waters; it was open before",
        (
            "Only with a facilitator; once a round. Others may argue against it,",
            "the facilitator weighs each reason, and two dice are rolled.",
        ),
    ),
    Act(
        "argue",
        (
            one_word(
                "F1", "free_form", lambda word, place: place.names.free_form(word, place.view).id, _short
            ),
            _sentence("argument", "REASON"),
        ),
        c.ArgueAgainst,
        (c.ArgueAgainst,),
        "give your one reason why another's free-form move does not work",
        "argue F1 That port is too shallow.",
    ),
    Act(
        "appeal",
        (
            one_word("P1|F1", "about", lambda word, place: place.names.came_off(word, place.view), _short),
            _sentence("text", "TEXT"),
        ),
        c.Appeal,
        (c.Appeal,),
        "ask once, in a sentence, that a published result of yours be looked at again",
        "appeal P1 The weather was not weighed.",
        ("Only with a facilitator, in the round in which it was published.",),
    ),
    Act(
        "askundo",
        (
            one_word(
                "P1", "initiative", lambda word, place: place.names.initiative(word, place.view).id, _short
            ),
            Part(
                "[TEXT]",
                lambda line, place, before: {"text": line.text()},
                lambda command, place: in_quotes(command.text) if command.text else "",
            ),
        ),
        c.AskUndo,
        (c.AskUndo,),
        "have your answer undone that was a mistake; if somebody acted on it, the facilitator is asked",
        "askundo P1 I meant the other one.",
    ),
    Act(
        "away",
        (),
        lambda: c.Absence(away=True),
        (c.Absence,),
        "nobody sits at this seat for now; it follows the absence policy",
        fits=lambda command: bool(command.away),
    ),
    Act(
        "back",
        (),
        lambda: c.Absence(away=False),
        (c.Absence,),
        "somebody sits at this seat again",
        fits=lambda command: not command.away,
    ),
    Act(
        "ready",
        (),
        lambda: c.Ready(ready=True),
        (c.Ready,),
        "you are done with this phase; when all are, it goes on",
        more=(
            "What you leave open is named once, and `ready` again goes on: proposals,",
            "cables, votes and requests without your answer, drafts, and money that",
            "would be lost. `pass` goes on without asking.",
        ),
        fits=lambda command: bool(command.ready),
    ),
    Act(
        "unready",
        (),
        lambda: c.Ready(ready=False),
        (c.Ready,),
        "take that back, while others are not ready",
        fits=lambda command: not command.ready,
    ),
)
"""Every act there is, but for `pass`, which is made of several."""

_BY_NAME = {act.name: act for act in ACTS}


def is_act(name: str) -> bool:
    """Whether a word asks for one command, and is not one of looking around."""
    return name in _BY_NAME


def split_line(line: str) -> tuple[str, str]:
    """The first word of a line in small letters, and the rest."""
    first, _, rest = line.strip().partition(" ")
    return first.lower(), rest.strip()


def read_act(name: str, rest: str, place: Place) -> c.AnyCommand:
    """The command an act line asks for, with a fresh id, written for the present phase.

    Args:
        name: the first word of the line, one of the acts other than ``pass``.
        rest: what follows it.
        place: where it is read.

    Raises:
        multipolar.domain.errors.Unreadable: what was found and what was expected.
    """
    command = _BY_NAME[name].read(rest, place)
    return replace(command, id=uuid4().hex, moment=place.view.moment)


def line_of(command: c.Command, place: Place) -> str:
    """The line that asks for a command; empty for one that no line can ask for.

    Args:
        command: of the seat.
        place: where it is written: what the seat knows, and its short names.
    """
    act = next((act for act in ACTS if isinstance(command, act.types) and act.fits(command)), None)
    return act.write(command, place) if act else ""


def reserved_choice(crisis: CrisisSeen) -> str:
    """What `pass` answers: the most reserved of the choices the view offers, hold, absorb or stay out."""
    offered = [choice.id for choice in crisis.choices]
    return next((name for name in ("hold", "absorb", "stay_out") if name in offered), offered[0])


def unquoted(text: str) -> str:
    """Text without the quotation marks around all of it."""
    text = text.strip()
    if len(text) > 1 and _QUOTES.get(text[0]) == text[-1]:
        return text[1:-1].strip()
    return text


def in_quotes(text: str, apart: str = "") -> str:
    """Text as a line has it: in quotation marks where it would be read as another without them.

    Args:
        text: what shall be read.
        apart: a sign that would end it.
    """
    if unquoted(text) == text and not (apart and apart in text):
        return text
    begin, end = next((marks for marks in _QUOTES.items() if marks[1] not in text), ('"', '"'))
    return f"{begin}{text}{end}"


def _close_lists(text: str) -> str:
    """`IND, FRA` as one word: people put a space after a comma."""
    return re.sub(r"\s*,\s*", ",", text.strip())
