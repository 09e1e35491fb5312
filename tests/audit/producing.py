"""Records to be audited: whole exercises played by the program, as `saves export` writes them.

This and `faithless` are the only places of the audit that know the program.
"""

from functools import lru_cache
from typing import NamedTuple, cast

import msgspec

from multipolar.domain.dice import SeededDice
from multipolar.domain.exercise import over
from multipolar.domain.model.commands import (
    Absence,
    Accept,
    Advance,
    AnswerAppeal,
    AnswerUndo,
    AnyCommand,
    Appeal,
    ArgueAgainst,
    AskUndo,
    AssignSeat,
    Conclude,
    Decline,
    EditInject,
    Extend,
    FreeForm,
    Hold,
    Improvise,
    Order,
    Pause,
    Promise,
    Propose,
    Publish,
    ReadMessages,
    Ready,
    Release,
    Reroll,
    Resume,
    Rule,
    Say,
    SetNumber,
    Skip,
    SpeakAs,
    StateIntent,
    StepBack,
    Tell,
    Terms,
    Undertaking,
    Withdraw,
    WithdrawMessage,
)
from multipolar.domain.model.events import Event, ExerciseBegan, encode
from multipolar.domain.model.views import Preview
from multipolar.domain.vocabulary import CONTROL, PERSON
from multipolar.engine.host import Host
from multipolar.engine.log import NullLog
from multipolar.engine.programs import Programs
from multipolar.lobby.port import ExerciseConfig
from multipolar.lobby.sources import first_events, players, read_scenario
from tests.audit.faithless import Faithless

SCENARIOS = ("first-steps", "indian-ocean", "peacekeepers", "alliance-under-strain")
PRESETS = ("intro", "standard", "full")
TABLES = ("shipped", "random", "faithless", "person")
"""Who plays: the scenario's doctrines, anything by chance, who keeps no word, or a person among doctrines.

There is ``facilitated`` besides: a person among doctrines, and another at whose desk results wait.
"""


class Game(NamedTuple):
    """One exercise: everything that it follows from."""

    scenario: str
    preset: str
    seed: int
    table: str

    def __str__(self) -> str:
        return f"{self.scenario}.{self.preset}.{self.seed} ({self.table})"


@lru_cache(maxsize=64)
def lines_of(game: Game) -> tuple[bytes, ...]:
    """An exercise played to its end, as the lines of its export."""
    return tuple(exported(play(game)))


def play(game: Game) -> tuple[Event, ...]:
    """Every event of an exercise."""
    ids = [power.id for power in read_scenario(game.scenario).powers]
    one = {ids[0]: PERSON}
    seats = {"random": dict.fromkeys(ids, "random"), "person": one, "facilitated": one}.get(game.table, {})
    config = ExerciseConfig(
        game.scenario,
        game.preset,
        game.seed,
        seats,
        intent="weighty",
        facilitator=game.table == "facilitated",
    )
    events = first_events(config)
    host = Host(events, SeededDice(cast(ExerciseBegan, events[0]).seed), NullLog(), telling=False)
    wild = Faithless(str(game.seed))
    programs = Programs(host, dict.fromkeys(players(), wild) if game.table == "faithless" else players())
    while True:
        for _ in programs.play():
            pass
        if over(host.world):
            return tuple(host.events)
        if host.world.phase == "adjudication":
            _judge(host)
        else:
            _sit(host, ids[0], wild)


def _sit(host: Host, seat: str, guest: Faithless) -> None:
    """What a person does when the exercise waits for one; in the second round it is made the last but one.

    It promises in the first round what it does in the second: by chance a promise is seldom kept too late.
    """
    view, phase = host.view(seat), host.world.phase
    commands: list[object] = [Say(text="We shall see.")]
    if phase == "deliberation":
        other, third = [power for power in host.world.rules.ids if power != seat][:2]
        if host.world.round == 1:
            overdue = Undertaking(by=seat, kind="act", move="good_offices", toward=other, until=1)
            commands.append(Promise(undertaking=overdue, public=True))
        if host.world.round == 2:
            commands.append(Order(move="good_offices", targets=(other, third)))
        commands += [one.command for one in guest.deliberate(view, 1, _unasked, host.dice)]
        commands += [Absence(away=True), Absence(away=False)]
        late = next(power for power in host.world.seats if power != seat)
        host.submit(CONTROL, AssignSeat(seat=late, reason="late"))
        _between_persons(host, seat, late)
        _think_better_of_it(host, seat, late)
        _undo(host, seat, late)
        host.submit(CONTROL, AssignSeat(seat=late, person=False, reason="on"))
        host.submit(seat, FreeForm(does="We speak.", wants="calm", reasons=("It is time.",)))
        for maker, powers in ((other, (third,)), (third, (seat, other))):
            host.submit(maker, FreeForm(does="We act.", wants="calm", reasons=("a", "b", "c"), toward=powers))
            host.submit(seat, ArgueAgainst(free_form=f"{host.world.round}.{maker}.free_form", argument="No."))
    if phase == "crisis":
        commands += [one.command for one in guest.respond(view, _unasked, host.dice)]
    for command in commands:
        if isinstance(command, AnyCommand) and host.submit(seat, command).accepted:
            _think_again(host, seat, command)
            _speak_of_it(host, seat)
    for asked in host.view(seat).asks:
        host.submit(seat, StateIntent(about=asked.about, wants="peace", expects="nothing", sure=50))
    if phase == "deliberation" and host.world.round == 3:
        host.submit(CONTROL, Conclude(reason="the bell"))
        for minutes, command in ((2, Pause), (1, Resume)):
            host.submit(CONTROL, Extend(minutes=minutes, reason="a question"))
            host.submit(CONTROL, command(reason="a question"))
    if phase == "deliberation" and host.world.round in (1, 3):
        _facilitate(host, seat)
    host.submit(seat, Ready())


def _undo(host: Host, seat: str, other: str) -> None:
    """What the other accepted was a slip of who proposed it; control undoes it, but for one."""
    if not host.world.options.facilitator:
        return
    for move in ("strategic_dialogue", "visit_exchange", "tabletop_drill"):
        before = set(host.world.initiatives)
        host.submit(seat, Propose(move=move, partners=(other,)))
        for made in set(host.world.initiatives) - before:
            host.submit(other, Accept(initiative=made, version=1))
            host.submit(seat, AskUndo(initiative=made, text="It was a slip."))
            answer = AnswerUndo(
                initiative=made, power=seat, granted=move != "visit_exchange", reason="all are agreed"
            )
            host.submit(CONTROL, answer)


def _judge(host: Host) -> None:
    """What may be done to results, one after another; then the last of them are published, and it goes on."""
    why, world = "the class needs it", host.world
    for number, name in enumerate(world.desk):
        other = next(power for power in world.rules.ids if power not in world.initiatives[name].parties)
        for command in (
            (Reroll(result=name, reason=why), Tell(result=name, reason=why)),
            (Reroll(result=name, dice=(6, 6), reason=why), Tell(result=name, to=(other,), reason=why)),
            (
                Rule(result=name, outcome="success", reason=why),
                Rule(result=name, outcome="limited", reason=why),
            ),
            (Hold(result=name, reason=why), Publish(results=(name,), reason=why)),
            (Hold(result=name, reason=why), Hold(result=name, reason=why, hold=False)),
        )[number % 5]:
            host.submit(CONTROL, command)
        if number % 5 == 1:
            host.submit(CONTROL, Publish(results=(name,), reason=why))
    host.submit(CONTROL, Advance(reason="too early, where some wait"))
    host.submit(CONTROL, Publish(reason=why))
    for number, move in enumerate(tuple(host.world.free_forms.values())):
        for form in host.world.rules.free_forms.values():
            judged = Rule(
                result=move.id, effects=form.id, arguments=(2, -1, 3)[: len(move.reasons)],
                counters=(-2,) * len(move.against), dice=((), (6, 5), ())[number % 3],
                outcome="breakthrough" if number % 3 == 2 else "",
                to=move.toward if number % 2 else (), reason=why,
            )  # fmt: skip
            if host.world.round % 2 or form.id != "words_alone":
                host.submit(CONTROL, judged)
    _appeal(host)
    if host.world.round in (1, 3) and host.world.stepped < host.world.round:
        to = f"{host.world.round}.deliberation" if host.world.round == 1 else "2.deliberation"
        host.submit(CONTROL, StepBack(to=to, reason="it was published too early"))
        return
    host.submit(CONTROL, Advance(reason=why))


def _appeal(host: Host) -> None:
    """Whoever made what was published appeals it; every second one is answered by another outcome."""
    world = host.world
    published = [
        one for one in world.initiatives.values() if one.resolved == world.round and one.outcome is not None
    ]
    made = [(one.id, one.initiator) for one in published]
    made += [(move.id, move.by) for move in world.free_forms.values() if move.judged == world.round]
    for number, (about, seat) in enumerate(made):
        host.submit(seat, Appeal(about=about, text="The weather was not weighed."))
        outcome = ("", "breakthrough", "setback")[number % 3]
        answer = AnswerAppeal(about=about, power=seat, outcome=outcome, reason="it was looked at again")
        host.submit(CONTROL, answer)


def _facilitate(host: Host, seat: str) -> None:
    """Control does what only it may: injects, voices, numbers; each with its reason, some without effect."""
    world, why = host.world, "the class is slow"
    waiting = [name for name in world.rules.injects if name not in world.notices]
    for deed, name in zip((Release, Hold, Skip), waiting, strict=False):
        host.submit(CONTROL, EditInject(inject=name, text="It reads otherwise.", reason=why))
        host.submit(CONTROL, deed(inject=name, reason=why))
    for name in waiting[1:2]:
        host.submit(CONTROL, Hold(inject=name, reason=why, hold=False))
    for channel, to in (("news", ()), ("cable", (seat,)), ("cable", (seat,))):
        host.submit(CONTROL, Improvise(title="Rain", text="It rains.", channel=channel, to=to, reason=why))
    for power in world.rules.ids:
        host.submit(CONTROL, SpeakAs(power=power, text="And we?", to=(seat,), reason=why))
    other = next(power for power in world.rules.ids if power != seat)
    for target in (
        f"trust({seat},{other})",
        f"stability({seat})",
        f"standing({seat})",
        f"dependence({seat},{other})",
    ):
        for value in (host.world.number(target) - 1, 50):
            host.submit(CONTROL, SetNumber(target=target, value=value, reason=why))


def _speak_of_it(host: Host, seat: str) -> None:
    """What was tabled last goes with a message to all who are in it, and so does what was promised last."""
    view = host.view(seat)
    for one in view.initiatives[-1:]:
        readers = tuple(power for power in (one.initiator, *one.partners) if power != seat)
        host.submit(seat, Say(text="As tabled.", to=readers, about=one.id))
    for pledge in view.pledges[-1:]:
        host.submit(seat, Say(text="As promised.", about=pledge.id))


def _think_again(host: Host, seat: str, command: AnyCommand) -> None:
    """In the last round what was declined is taken back, and declined again."""
    if isinstance(command, Decline) and host.world.round == host.world.rounds:
        host.submit(seat, Withdraw(initiative=command.initiative))
        host.submit(seat, command)


def _between_persons(host: Host, one: str, other: str) -> None:
    """Two persons write to each other: read, taken back, and still unread as the program takes a seat."""
    for _ in range(3):
        host.submit(one, Say(text="Between us.", to=(other,)))
        sent = host.view(one).messages[-1].id
        if len(host.view(one).messages) % 2:
            host.submit(one, WithdrawMessage(message=sent))
        elif not host.view(other).messages or host.view(other).messages[-1].by != one:
            host.submit(other, ReadMessages())
    host.submit(other, ReadMessages(channel=host.view(other).channels[0].id))


def _think_better_of_it(host: Host, one: str, other: str) -> None:
    """Who is asked to something of many stays away, comes back, and stays away after all."""
    view = host.view(one)
    moves = [move for move in host.world.rules.base.moves if move.acceptances]
    for move in moves:
        offer = next((offer for offer in view.offers if offer.move == move.id and not offer.blocked), None)
        if offer is None:
            continue
        asked = [
            partner.power for partner in offer.partners if not partner.blocked and partner.power != other
        ]
        partners = (other, *asked[: move.acceptances])
        terms = Terms(domain=next(iter(move.domains), ""), payment=host.world.round % 2)
        if not host.submit(one, Propose(move=move.id, partners=partners, terms=terms)).accepted:
            continue
        key = next(found.id for found in host.view(one).initiatives if found.mine and found.move == move.id)
        for deed in (Decline(initiative=key), Withdraw(initiative=key), Decline(initiative=key)):
            host.submit(other, deed)
        host.submit(one, Withdraw(initiative=key))


def _unasked(command: AnyCommand) -> Preview:
    raise AssertionError("who plays by chance forecasts nothing")


def exported(events: tuple[Event, ...]) -> list[bytes]:
    """The lines of an export: a header, then an event a line."""
    lines = [b'{"save":"multipolar-save","format":1,"header":{}}']
    lines += [
        msgspec.json.encode({"seq": event.seq, "hash": "", "event": msgspec.Raw(encode(event))})
        for event in events
    ]
    return lines
