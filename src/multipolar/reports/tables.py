"""The record of an exercise as tables for study: decisions, coded events, relations, messages, scores.

Made of the truth of a finished exercise. Each table has a codebook (`codebook`), which is the one place that
says what its columns are; the rows are made to fit it.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec

from multipolar.domain.exercise import legal
from multipolar.domain.knowledge.forecast import figures_of
from multipolar.domain.knowledge.narration import narrate
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.model.events import Event
from multipolar.domain.model.walk import walk, world_after
from multipolar.domain.model.world import World
from multipolar.domain.vocabulary import EVERYONE, RELATIONSHIPS, InitiativeState
from multipolar.reports.writing import harmless
from multipolar.review.decisions import Decision, decisions_of

Cell = str | int | float | None


class Code(NamedTuple):
    """A code of an event: CAMEO with its label, Goldstein's value and the class of PLOVER."""

    code: str
    label: str
    goldstein: str
    plover: str


class Column(NamedTuple):
    """A column and what stands in it."""

    name: str
    meaning: str


class Table(NamedTuple):
    """A table: the name of its file, what a row is, its columns, and its rows."""

    name: str
    row: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


_POINT = (
    Column("event", "number of the event in the record, from 1"),
    Column("round", "round, from 1; 0 before the first"),
    Column("phase", "briefing, situation, deliberation, adjudication, crisis, assessment, debrief"),
)
DECISIONS = (
    *_POINT,
    Column("exchange", "exchange of the crisis, from 1; 0 elsewhere"),
    Column("power", "who decided: ISO 3166 alpha-3 where the power is real"),
    Column("kind", "event tag: proposal_tabled, proposal_accepted, order_given, response_chosen …"),
    Column("subject", "move of a proposal or an order; crisis, inject, resolution or promise otherwise"),
    Column("partners", "the other powers in it, separated by blanks"),
    Column("terms", "terms as JSON, those that are not as usual; empty: none"),
    Column("setback", "odds seen, in 36ths: of a setback; empty where nothing is rolled"),
    Column("limited", "the same: of a limited result"),
    Column("success", "the same: of a success"),
    Column("breakthrough", "the same: of a breakthrough"),
    Column("open_moves", "how many kinds of moves were open to the power then; empty outside deliberation"),
    Column("state", "what became of the initiative in the end; empty for other decisions"),
    Column("outcome", "setback, limited, success, breakthrough; empty where it was not resolved"),
    Column("intent", "what it was for, if the power was asked and texts may be told"),
    Column("sure", "how sure the power was that it would come off, 0-100; empty: not asked"),
    Column("weight", "how much hung on it, from 1"),
    Column("text", "in words"),
)
EVENTS = (
    *_POINT,
    Column("kind", "event tag"),
    Column("source", "who acted: ISO 3166 alpha-3 where the power is real"),
    Column("target", "toward whom; one row for each"),
    Column("cameo", "CAMEO event code"),
    Column("label", "CAMEO label of the code"),
    Column("goldstein", "Goldstein value of the code, -10 to 10; empty: none is published"),
    Column("plover", "PLOVER class of the code; empty: it has none"),
    Column("secret", "1 where not everybody knew of it then"),
    Column("text", "in words"),
)
RELATIONS = (
    Column("round", "after which round; 0: the opening"),
    Column("a", "first power"),
    Column("b", "second power"),
    Column("relationship", "0 rupture to 6 allied, as `state` says"),
    Column("state", "rupture, adversarial, strained, correct, cooperative, partner, allied"),
    Column("trust_ab", "trust of the first in the second, 0-100"),
    Column("trust_ba", "trust of the second in the first, 0-100"),
    Column("tension", "tension between them, 0-100"),
    Column("interoperability", "0-100"),
    Column("dependence_ab", "dependence of the first on the second, 0-100"),
    Column("dependence_ba", "dependence of the second on the first, 0-100"),
)
MESSAGES = (
    *_POINT,
    Column("author", "who wrote it"),
    Column("to", "to whom, separated by blanks; all: everybody"),
    Column("asks", "the move that was asked for; empty: none"),
    Column("text", "the words; empty where texts are left out"),
)
OPENING = (
    Column("target", "address of a number, such as trust(IND,CHN)"),
    Column("value", "as the exercise begins"),
)
CHANGES = (
    *_POINT,
    Column("target", "address of the number that changed"),
    Column("amount", "by how much"),
    Column("reason", "why, in words"),
    Column("cause", "event that brought it about; 0: none"),
)
SCORES = (
    Column("power", "ISO 3166 alpha-3 where the power is real"),
    Column("name", "of the power"),
    Column("played_by", "person, or the doctrine of the program that held the seat last"),
    Column("national", "national score, 0-100"),
    Column("final", "final score, 0-100"),
    Column("rank", "1 is first; equals share a rank"),
    Column("kept", "promises kept"),
    Column("breaches", "breaches"),
    Column("burden", "resources given to what helps all"),
    Column("benefit", "points gained by what was done together"),
)
_CHOICES = {
    "concede": "080", "ease": "087", "press": "130", "mobilise": "154", "mediate": "045", "framework": "045",
    "back": "050", "help": "073", "ask": "020",
}  # fmt: skip
"""What a response in a crisis is coded as; holding and staying out are no events."""
_NO_ODDS: tuple[Cell, ...] = (None, None, None, None)


@cache
def codes() -> Mapping[str, Code]:
    """The event codes in use, by code."""
    text = files(__package__).joinpath("event_codes.csv").read_text(encoding="utf-8")
    return {row[0]: Code(*row) for row in list(csv.reader(io.StringIO(text)))[1:]}


def tables(events: Sequence[Event], *, with_texts: bool) -> tuple[Table, ...]:
    """Every table of a record.

    Args:
        events: the whole record of a finished exercise.
        with_texts: whether words that people wrote are told; else their columns are empty.
    """
    world = world_after(events)
    return (
        Table(
            "decisions", "one decision of a power", DECISIONS, tuple(_decisions(events, world, with_texts))
        ),
        Table("events", "one coded event and target", EVENTS, tuple(_coded(events, with_texts))),
        Table("relations", "one pair of powers after one round", RELATIONS, tuple(_relations(events))),
        Table("opening", "one number as the exercise begins", OPENING, tuple(_opening(events))),
        Table("changes", "one change of a number", CHANGES, tuple(_changes(events))),
        Table("messages", "one message", MESSAGES, tuple(_messages(events, with_texts))),
        Table("scores", "one ranked power at the end", SCORES, tuple(_scores(world))),
    )


def as_csv(table: Table, *, bom: bool = False, semicolons: bool = False) -> bytes:
    """A table as a file that spreadsheet programs open right.

    Args:
        table: which.
        bom: whether a byte-order mark stands before it, by which some programs know UTF-8.
        semicolons: whether cells are set apart by semicolons and decimals by commas, as where commas are
            decimal signs.
    """
    written = io.StringIO()
    rows = csv.writer(written, delimiter=";" if semicolons else ",", lineterminator="\r\n")
    rows.writerow([column.name for column in table.columns])
    for row in table.rows:
        rows.writerow([_cell(cell, semicolons=semicolons) for cell in row])
    return written.getvalue().encode("utf-8-sig" if bom else "utf-8")


def _cell(cell: Cell, *, semicolons: bool) -> str:
    match cell:
        case None:
            return ""
        case float():
            return f"{cell:g}".replace(".", ",") if semicolons else f"{cell:g}"
        case int():
            return str(cell)
        case _:
            return harmless(" ".join(cell.split("\r\n")) if "\r" in cell else cell)


def codebook(found: Iterable[Table]) -> str:
    """What each table and column is, as Markdown."""
    parts = ["# Codebook\n"]
    for table in found:
        parts.append(f"\n## {table.name}.csv\n\nA row is {table.row}; {len(table.rows)} rows.\n\n")
        parts += ["| column | meaning |\n", "|---|---|\n"]
        parts += [f"| `{column.name}` | {column.meaning} |\n" for column in table.columns]
    parts.append(
        "\nEvent codes are CAMEO's; Goldstein values as the gdelt package 0.1.14 has them, PLOVER classes by "
        "CAMEO2PLOVER (2021). Code 176 is of a later edition, for which no Goldstein value is given. In "
        "cells that begin with = + - @ an apostrophe stands first, so that no spreadsheet program takes them "
        "for formulas. A number after a round is its opening value and all changes up to the round's "
        "`round_scored` event added up.\n"
    )
    return "".join(parts)


# --- Rows ------------------------------------------------------------------------------------


def _decisions(events: Sequence[Event], final: World, with_texts: bool) -> Iterator[tuple[Cell, ...]]:
    intents = {intent.event: intent for intent in _intents(events)}
    decisions = {decision.seq: decision for decision in decisions_of(events)}
    for event, before, after in walk(events):
        decision = decisions.get(event.seq)
        if decision is not None and before is not None:
            told = _told(after, event, with_texts)
            yield (*_decision(before, final, decision, intents, with_texts), told)


class _Intent(NamedTuple):
    event: int
    wants: str
    sure: int


def _intents(events: Sequence[Event]) -> Iterator[_Intent]:
    """Each intent with the decision that it was stated about: the seat's last one of that name."""
    latest: dict[tuple[str, str], int] = {}
    for event in events:
        match event:
            case e.ProposalTabled() | e.OrderGiven() | e.ProposalAccepted() | e.ProposalCountered():
                latest[event.actor, event.initiative] = event.seq
            case e.ResponseChosen():
                latest[event.actor, f"{event.crisis}.{event.exchange}"] = event.seq
            case e.IntentStated() if (event.actor, event.about) in latest:
                yield _Intent(latest[event.actor, event.about], event.wants, event.sure)
            case _:
                pass


def _decision(
    world: World, final: World, decision: Decision, intents: Mapping[int, _Intent], with_texts: bool
) -> tuple[Cell, ...]:
    event = decision.event
    subject, partners, terms, command = _what(world, event)
    chances = figures_of(world, decision.seat, command).chances if command else ()
    odds: tuple[Cell, ...] = tuple(chances) if len(chances) == len(_NO_ODDS) else _NO_ODDS
    initiative = final.initiatives.get(getattr(event, "initiative", ""))
    intent = intents.get(decision.seq)
    offers = legal(world, decision.seat)
    open_moves = sum(not offer.blocked for offer in offers) if offers else None
    return (
        decision.seq, decision.round, decision.phase, decision.exchange, decision.seat,
        str(event.__struct_config__.tag), subject, " ".join(partners), terms, *odds, open_moves,
        str(initiative.state) if initiative else "",
        initiative.outcome.name.lower() if initiative and initiative.outcome is not None else "",
        intent.wants if intent and with_texts else "",
        intent.sure if intent else None,
        decision.weight,
    )  # fmt: skip


def _what(world: World, event: Event) -> tuple[str, tuple[str, ...], str, c.AnyCommand | None]:
    """What a decision is about, with whom, on what terms, and the command it was."""
    match event:
        case e.ProposalTabled():
            command: c.AnyCommand = c.Propose(move=event.move, partners=event.partners, terms=event.terms)
            return event.move, event.partners, _terms(event.terms), command
        case e.OrderGiven():
            command = c.Order(move=event.move, targets=event.targets, terms=event.terms)
            return event.move, event.targets, _terms(event.terms), command
        case e.ProposalAccepted() | e.ProposalCountered() | e.InitiativeStateChanged():
            initiative = world.initiatives[event.initiative]
            others = tuple(power for power in initiative.parties if power != event.actor)
            accepted = isinstance(event, e.ProposalAccepted)
            accept = c.Accept(initiative=initiative.id, version=initiative.version) if accepted else None
            terms = event.terms if isinstance(event, e.ProposalCountered) else initiative.terms
            return initiative.move, others, _terms(terms), accept
        case e.ResponseChosen():
            parties = tuple(power for power in world.crises[event.crisis].parties if power != event.actor)
            return world.crises[event.crisis].template, parties, event.choice, None
        case e.InjectAnswered():
            return event.inject, (), event.option, None
        case e.VoteCast():
            return event.resolution, (), event.vote, None
        case e.PromiseMade():
            return event.undertaking.move, (event.undertaking.toward,), event.undertaking.kind, None
        case _:
            return "", (), "", None


def _terms(terms: c.Terms) -> str:
    plain = msgspec.to_builtins(terms)
    return json.dumps(plain, sort_keys=True) if plain else ""


def _told(world: World, event: Event, with_texts: bool) -> str:
    """The event in words; what people wrote stands in none of these."""
    said = narrate(world, event).text
    return said if with_texts or not getattr(event, "message", "") else said.partition(": “")[0]


def _coded(events: Sequence[Event], with_texts: bool) -> Iterator[tuple[Cell, ...]]:
    for event, before, world in walk(events):
        if before is None:
            continue
        for source, target, code in _acts(before, event):
            found = codes()[code]
            yield (
                event.seq, event.round, event.phase, str(event.__struct_config__.tag), source, target,
                found.code, found.label, float(found.goldstein) if found.goldstein else None, found.plover,
                int(event.audience != EVERYONE), _told(world, event, with_texts),
            )  # fmt: skip


def _acts(world: World, event: Event) -> Iterator[tuple[str, str, str]]:  # noqa: C901  # a case for each event
    """Who did what toward whom, as codes."""
    rules = world.rules
    match event:
        case e.ProposalTabled():
            yield from ((event.actor, partner, "030") for partner in event.partners)
        case e.ProposalCountered():
            parties = world.initiatives[event.initiative].parties
            yield from ((event.actor, power, "046") for power in parties if power != event.actor)
        case e.InitiativeStateChanged() if event.to == InitiativeState.DECLINED:
            proposer = world.initiatives[event.initiative].initiator
            if event.actor in rules.powers and event.actor != proposer:
                yield event.actor, proposer, "120"
        case e.InitiativeResolved():
            yield from _toward(event.parties, rules.moves[event.move].code)
        case e.CovertMoveExposed():
            yield event.target, world.initiatives[event.initiative].initiator, "112"
        case e.CrisisBegan():
            yield from _toward(event.parties, rules.crises[event.template].code)
        case e.ExchangeResolved():
            principals = world.crises[event.crisis].parties
            for power, choice, backed in event.choices:
                if choice in _CHOICES:
                    whom = [backed] if backed else [one for one in principals if one != power]
                    yield from ((power, other, _CHOICES[choice]) for other in whom)
        case e.PactAnswered():
            yield event.ally, event.principal, "050" if event.honoured else "120"
        case e.MessageSent() if event.asks:
            yield from ((event.actor, power, "020") for power in event.to)
        case _:
            pass


def _toward(parties: Sequence[str], code: str) -> Iterator[tuple[str, str, str]]:
    """The first of several toward each other one; alone, toward itself."""
    yield from ((parties[0], other, code) for other in parties[1:] or parties)


def _relations(events: Sequence[Event]) -> Iterator[tuple[Cell, ...]]:
    for event, _, world in walk(events):
        if isinstance(event, e.ExerciseBegan | e.RoundScored):
            yield from _pairs(world, event.round)


def _pairs(world: World, number: int) -> Iterator[tuple[Cell, ...]]:
    for a, b in world.rules.pairs:
        level = int(world.relationship(a, b))
        yield (
            number, a, b, level, RELATIONSHIPS[level], world.trust(a, b), world.trust(b, a),
            world.tension(a, b), world.number(f"interoperability({a},{b})"),
            world.number(f"dependence({a},{b})"), world.number(f"dependence({b},{a})"),
        )  # fmt: skip


def _opening(events: Sequence[Event]) -> Iterator[tuple[Cell, ...]]:
    genesis = events[0]
    assert isinstance(genesis, e.ExerciseBegan)
    yield from sorted(genesis.numbers.items())


def _changes(events: Sequence[Event]) -> Iterator[tuple[Cell, ...]]:
    for event in events:
        for change in event.changes:
            yield (
                event.seq, event.round, event.phase, change.target, change.amount, change.reason, event.cause,
            )  # fmt: skip


def _messages(events: Sequence[Event], with_texts: bool) -> Iterator[tuple[Cell, ...]]:
    for event in events:
        if isinstance(event, e.MessageSent):
            to = " ".join(event.to) or "all"
            text = event.text if with_texts else ""
            yield event.seq, event.round, event.phase, event.actor, to, event.asks, text


def _scores(world: World) -> Iterator[tuple[Cell, ...]]:
    for power, national, final, rank in world.finals:
        yield (
            power, world.rules.name(power), world.seats[power], national, final, rank,
            *(world.number(f"{key}({power})") for key in ("kept", "breaches", "burden", "benefit")),
        )  # fmt: skip
