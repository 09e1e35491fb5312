"""Every kind of secret there is, each as two exercises that differ in nothing else (rulebook §12)."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

from msgspec.structs import replace

from multipolar.domain.addresses import channel_of
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.visibility import audience_of
from multipolar.engine.host import Host
from tests.domain.catalogue import ONE, THREE, TWO, command_of, open_for, table, threatened
from tests.domain.sound import SOUND, Play
from tests.domain.test_section_08_crises import acute
from tests.domain.test_section_08_knowledge import confrontation
from tests.secrecy.knowledge import halts, opened, record

FOUR = "DDD"
SEATS = (ONE, TWO, THREE, FOUR, "observer")
WORDS = ("xq7thisway7qx", "xq7thatway7qx")
"""What a secret says, this way or the other."""


class Secret(NamedTuple):
    """Something that only some may know, and the exercise with it this way or the other.

    Attributes:
        name: what it is.
        known: the seats that may know.
        exercise: plays it, told whether it is the other way.
    """

    name: str
    known: tuple[str, ...]
    exercise: Callable[[bool], Host]

    def __str__(self) -> str:
        """Its name, for the list of tests."""
        return self.name

    @property
    def others(self) -> tuple[str, ...]:
        """The seats that may not know."""
        return tuple(seat for seat in SEATS if seat not in self.known)


@cache
def both(secret: Secret) -> tuple[Host, Host]:
    """The two exercises of a secret."""
    return secret.exercise(False), secret.exercise(True)


def secrets() -> tuple[Secret, ...]:
    """All of them."""
    return (
        *_numbers(), *_found_out(), *_orders(), *_done_in_secret(), *_proposals(),
        *_answers(), *_several(), *_said(), *_on_their_way(), *_sealed(),
        *_scenarios(), *_openings(), *_kept_aside(),
    )  # fmt: skip


@cache
def moments() -> tuple[tuple[str, Host], ...]:
    """Exercises at moments of every kind: with each secret in them, and all along some played by chance."""
    along = [(f"{seed} at {halt}", seed, halt) for seed in (3, 11) for halt in (*halts(seed)[::12], 0)]
    return (
        *((secret.name, both(secret)[1]) for secret in secrets()),
        *((name, opened(record(seed)[: halt or None])) for name, seed, halt in along),
    )


def _host(play: Play) -> Host:
    return opened(tuple(play.events))


def _played(name: str, known: tuple[str, ...], play: Callable[[bool], Play]) -> Secret:
    return Secret(name, known, lambda other: _host(play(other)))


def _on(play: Play) -> Play:
    """Go on to the next deliberation."""
    play.all_ready()
    while play.world.phase != "deliberation":
        play.all_ready()
    return play


def _rich(play: Play) -> Play:
    for power in (ONE, TWO, THREE, FOUR):
        play.put(f"capital({power})", 9)
        play.put(f"resources({power})", 9)
    return play


# --- Numbers ---------------------------------------------------------------------------------


def _numbers() -> Iterator[Secret]:
    """Each kind of number that not everybody may know, of each power."""
    kinds = ("trust({},{})", "dependence({},{})", "insight({},{})", "grievance({},{})")
    pairs = ((ONE, TWO), (TWO, ONE), (TWO, THREE), (THREE, FOUR))
    targets = [kind.format(a, b) for kind in kinds for a, b in pairs]
    targets += [f"{kind}({a})" for kind in ("capital", "resources", "national") for a in (ONE, TWO, FOUR)]
    targets.append("momentum(piracy,sound)")
    for target in targets:

        def play(other: bool, target: str = target) -> Play:
            found = table()
            found.put(target, 13 if other else 3)
            return found

        yield _played(target, audience_of(target), play)
    for target in (f"trust({ONE},{THREE})", f"resources({THREE})", f"resources({TWO})"):

        def crisis(other: bool, target: str = target) -> Play:
            found = acute()
            found.put(target, 13 if other else 0)
            return found

        yield _played(f"{target} in a crisis", audience_of(target), crisis)


def _found_out() -> Iterator[Secret]:
    """What collection and sharing lay open, to those to whom they do."""
    for target in (f"trust({TWO},{THREE})", f"capital({TWO})"):

        def found(other: bool, target: str = target) -> Play:
            play = table()
            play.put(f"insight({ONE},{TWO})", 50)
            play.put(target, 13 if other else 3)
            return play

        yield _played(f"{target} found out", (ONE, TWO), found)

    def shared(other: bool) -> Play:
        play = table()
        play.bind("intelligence_sharing", ONE, TWO)
        play.put(f"insight({ONE},{THREE})", 90 if other else 0)
        return play

    yield _played("insight that is shared", (ONE, TWO), shared)

    def estimated(other: bool) -> Play:
        play = acute()
        play.put(f"insight({TWO},{THREE})", 50 if other else 0)
        return play

    yield _played("insight in a crisis", (TWO,), estimated)

    def told(other: bool) -> Play:
        play = confrontation(TWO, THREE)
        play.put(f"resources({THREE})", 7 if other else 1)
        return play

    yield _played("means told in a crisis", (TWO, THREE), told)


# --- Orders and what came of them ------------------------------------------------------------


def _orders() -> Iterator[Secret]:
    """Every order, until it is carried out."""
    for move in table().world.rules.base.moves:
        if move.form != "order" or move.names_framework:
            continue

        def ordered(other: bool, name: str = move.id) -> Play:
            play = table()
            open_for(play, play.world.rules.moves[name])
            if other:
                play.do(ONE, command_of(play, play.world.rules.moves[name]))
            return play

        yield _played(f"order {move.id}", (ONE,), ordered)


def _done_in_secret() -> Iterator[Secret]:
    """What was done and never came to light, or came to light only in part."""
    for move in ("covert_collection", "cyber_intrusion", "disinformation"):

        def hidden(other: bool, move: str = move) -> Play:
            play = _rich(table((5, 5)))
            play.put(f"relationship({ONE},{TWO})", 1)
            play.put(f"relationship({TWO},{THREE})", 1)
            play.do(THREE if other else ONE, c.Order(move=move, targets=(TWO,)))
            return _rich(_on(play))

        yield _played(f"who did {move}", (ONE, THREE), hidden)

    def opposed(other: bool) -> Play:
        play = _rich(table())
        for one in (THREE, FOUR):
            play.put(f"relationship({min(TWO, one)},{max(TWO, one)})", 1)
        play.do(ONE, c.Propose(move="strategic_dialogue", partners=(TWO,)))
        play.do(TWO, c.Accept(initiative=play.latest, version=1))
        play.do(FOUR if other else THREE, c.Order(move="oppose", targets=(ONE, TWO)))
        return _rich(_on(play))

    yield _played("who opposed", (THREE, FOUR), opposed)
    for move, dice, terms in (
        ("back_channel", (4, 5), c.Terms()),
        ("tabletop_drill", (1, 1), c.Terms()),
        ("technology_transfer", (4, 4), c.Terms(safeguards="standard")),
        ("intelligence_sharing", (1, 1), c.Terms()),
    ):

        def between(
            other: bool, move: str = move, dice: tuple[int, int] = dice, terms: c.Terms = terms
        ) -> Play:
            play = _rich(table(dice))
            open_for(play, play.world.rules.moves[move])
            if other:
                play.do(ONE, c.Propose(move=move, partners=(TWO,), terms=terms))
                play.do(TWO, c.Accept(initiative=play.latest, version=1))
            return _rich(_on(play))

        yield _played(f"{move} between two", (ONE, TWO), between)

    def agreed(other: bool) -> Play:
        play = table()
        if other:
            play.do(ONE, c.Propose(move="intelligence_sharing", partners=(TWO,)))
            play.do(TWO, c.Accept(initiative=play.latest, version=1))
        return play

    yield _played("agreed and not announced", (ONE, TWO), agreed)
    yield _played("terms of an act that came to light", (ONE,), lambda other: _caught((1, 1), other))
    yield _played(
        "outcome of an act that came to light", (ONE,), lambda other: _caught((6, 6) if other else (4, 4))
    )


def _caught(dice: tuple[int, int], committed: bool = False) -> Play:
    play = _rich(table(dice, script={"1.exposure": (1,)}))
    terms = c.Terms(committed=committed)
    play.do(ONE, c.Order(move="covert_collection", targets=(TWO,), terms=terms))
    return _rich(_on(play))


# --- Proposals -------------------------------------------------------------------------------


def _tabled(play: Play, terms: c.Terms, message: str = "", partners: tuple[str, ...] = (TWO,)) -> str:
    move = "joint_exercise"
    play.do(ONE, c.Propose(move=move, partners=partners, terms=terms, message=message))
    return play.latest


PLAIN = c.Terms(domain="maritime")
RICHER = c.Terms(
    domain="maritime", payment=1, share=1, committed=True,
    undertakings=(c.Undertaking(ONE, "restraint", "coercion", TWO, 3),),
)  # fmt: skip


def _proposals() -> Iterator[Secret]:
    parties = (ONE, TWO)

    def proposed(other: bool) -> Play:
        play = table()
        play.bind("memorandum", ONE, TWO)
        if other:
            _tabled(play, replace(RICHER, size="large"), WORDS[0])
            play.do(ONE, c.Propose(move="logistics_agreement", partners=(TWO,), terms=c.Terms(duration=3)))
        return play

    yield _played("a proposal", parties, proposed)

    def worded(other: bool) -> Play:
        play = table()
        _tabled(play, RICHER if other else PLAIN, WORDS[other])
        return play

    yield _played("the words and terms of a proposal", parties, worded)

    def agreed(other: bool) -> Play:
        play = worded(other)
        play.do(TWO, c.Accept(initiative=play.latest, version=1))
        return play

    yield _played("the words and terms of what is agreed", parties, agreed)

    def bargained(other: bool) -> Play:
        play = table()
        key = _tabled(play, RICHER if other else PLAIN)
        if other:
            play.do(TWO, c.Counter(initiative=key, version=1, terms=PLAIN, message=WORDS[0]))
        play.do(ONE if other else TWO, c.Accept(initiative=key, version=2 if other else 1))
        return play

    yield _played("how it was bargained", parties, bargained)


def _answers() -> Iterator[Secret]:
    answers: tuple[tuple[str, str, c.AnyCommand], ...] = (
        ("declined", TWO, c.Decline(initiative="", message=WORDS[0])),
        ("withdrawn", ONE, c.Withdraw(initiative="")),
        ("countered", TWO, c.Counter(initiative="", version=1, terms=RICHER, message=WORDS[0])),
    )
    for name, seat, answer in answers:

        def answered(other: bool, seat: str = seat, answer: Any = answer) -> Play:
            play = table()
            key = _tabled(play, PLAIN)
            if other:
                play.do(seat, replace(answer, initiative=key))
            return play

        yield _played(f"a proposal {name}", (ONE, TWO), answered)


def _several() -> Iterator[Secret]:
    def several(other: bool) -> Play:
        play = table()
        play.do(ONE, c.Propose(move="strategic_dialogue", partners=(TWO,)))
        if other:
            play.do(ONE, c.Propose(move="strategic_dialogue", partners=(THREE,)))
        return play

    yield _played("the same proposed to another", (ONE, THREE), several)

    def accepted(other: bool) -> Play:
        play = table()
        play.do(ONE, c.Propose(move="security_forum", partners=(TWO, THREE)))
        if other:
            play.do(TWO, c.Accept(initiative=play.latest, version=1))
        return play

    yield _played("who has accepted", (ONE, TWO, THREE), accepted)

    def stayed_away(other: bool) -> Play:
        play = table()
        play.do(ONE, c.Propose(move="security_forum", partners=(TWO, THREE, FOUR)))
        play.do(THREE, c.Decline(initiative=play.latest, message=WORDS[other]))
        for power in (TWO, FOUR):
            play.do(power, c.Accept(initiative=play.latest, version=1))
        return play

    yield _played("the words of who stays away", (ONE, TWO, THREE, FOUR), stayed_away)


# --- Words, and what is sealed ---------------------------------------------------------------


def _on_their_way() -> Iterator[Secret]:
    def on_its_way(other: bool) -> Play:
        play = _two_persons()
        play.do(ONE, c.Say(text=WORDS[other], to=(TWO,)))
        return play

    def never_arrived(other: bool) -> Play:
        play = _two_persons()
        if other:
            play.do(ONE, c.Say(text=WORDS[0], to=(TWO, THREE)))
            play.do(ONE, c.WithdrawMessage(message="M1"))
        play.do(TWO, c.ReadMessages())
        play.all_ready()
        return play

    def read(other: bool) -> Play:
        play = on_its_way(False)
        if other:
            play.do(TWO, c.ReadMessages())
        return play

    def channel_opened(other: bool) -> Play:
        play = read(True)
        if other:
            play.do(TWO, c.ReadMessages(channel=channel_of(ONE, (TWO,))))
        return play

    def attached(other: bool) -> Play:
        play = table()
        play.bind("memorandum", ONE, TWO)
        key = _tabled(play, RICHER)
        promise = c.Undertaking(ONE, "restraint", "coercion", TWO, 3)
        play.do(ONE, c.Promise(undertaking=promise))
        about = next(iter(play.world.pledges)) if other else key
        play.do(ONE, c.Say(text=WORDS[0], to=(TWO,), about=about))
        return play

    yield _played("whether a channel was opened", (TWO,), channel_opened)
    yield _played("what went with a message", (ONE, TWO), attached)
    yield _played("a message on its way", (ONE,), on_its_way)
    yield _played("whether a message was read", (ONE, TWO), read)
    yield _played("a message that was taken back unread", (ONE,), never_arrived)


def _two_persons() -> Play:
    return table(seats={ONE: "person", TWO: "person", THREE: "person"})


def _said() -> Iterator[Secret]:
    commands: dict[str, tuple[tuple[str, ...], Callable[[bool], c.AnyCommand]]] = {
        "a message": ((ONE, TWO), lambda other: c.Say(text=WORDS[other], to=(TWO,))),
        "a request": (
            (ONE, TWO),
            lambda other: c.Say(text="", to=(TWO,), asks="summit" if other else "training_mission"),
        ),
        "a private promise": (
            (ONE, TWO),
            lambda other: c.Promise(undertaking=c.Undertaking(ONE, "restraint", "coercion", TWO, 4 + other)),
        ),
    }
    for name, (known, command) in commands.items():

        def said(other: bool, command: Callable[[bool], c.AnyCommand] = command) -> Play:
            play = table()
            play.do(ONE, command(other))
            return play

        yield _played(name, known, said)

    silences: dict[str, tuple[tuple[str, ...], c.AnyCommand]] = {
        "being ready": ((ONE,), c.Ready()),
        "that something was said": ((ONE, TWO), c.Say(text=WORDS[0], to=(TWO,))),
    }
    for name, (known, word) in silences.items():

        def broken(other: bool, word: c.AnyCommand = word) -> Play:
            play = table()
            if other:
                play.do(ONE, word)
            return play

        yield _played(name, known, broken)

    for name, answers in {"an intent": (True, True), "whether an intent was stated": (False, True)}.items():

        def intent(other: bool, answers: tuple[bool, bool] = answers) -> Play:
            play = table(seats={ONE: "person", TWO: "person"}, options=e.Options(intent="weighty"))
            play.do(ONE, c.Propose(move="summit", partners=(TWO,)))
            words = c.StateIntent(
                about=play.latest, wants=WORDS[other], expects=WORDS[other], sure=60 + other
            )
            if answers[other]:
                play.do(ONE, words)
            return play

        yield _played(name, (ONE,), intent)


def _sealed() -> Iterator[Secret]:
    for seat, choices in ((ONE, ("press", "hold")), (TWO, ("mediate", "stay_out"))):

        def responded(other: bool, seat: str = seat, choices: tuple[str, str] = choices) -> Play:
            play = acute()
            play.do(seat, c.Respond(crisis="K1", choice=choices[other]))
            return play

        yield _played(f"a sealed response of {seat}", (seat,), responded)

        def unread(other: bool, seat: str = seat, choices: tuple[str, str] = choices) -> Play:
            play = acute()
            if other:
                play.do(seat, c.Respond(crisis="K1", choice=choices[1]))
            return play

        yield _played(f"whether {seat} has responded", (seat,), unread)

    def voted(other: bool) -> Play:
        play = table()
        terms = c.Terms(framework="SOUND", resolution="mandate", domain="maritime")
        play.do(ONE, c.Order(move="table_resolution", terms=terms))
        _on(play)
        (key,) = play.world.resolutions
        play.do(TWO, c.Vote(resolution=key, vote="yes" if other else "no"))
        return play

    yield _played("a sealed vote", (TWO,), voted)


# --- What the scenario tells some ------------------------------------------------------------

LETTER: dict[str, Any] = {**SOUND["injects"][0], "round": 1, "numbers": []}


def _scenarios() -> Iterator[Secret]:
    def letter(other: bool) -> Play:
        options = [{"id": WORDS[other], "title": WORDS[other], "result": WORDS[other]}]
        changed = {**LETTER, "title": WORDS[other], "text": WORDS[other], "options": options}
        return table(setting=threatened(injects=[changed]))

    yield _played("a cable", (TWO,), letter)

    def moving(other: bool) -> Play:
        changed = {**LETTER, "title": WORDS[other], "numbers": [{"target": "tension(AAA,CCC)", "by": 3}]}
        return table(setting=threatened(injects=[changed]))

    yield _played("the cause of what a cable moves", (TWO,), moving)

    def answered(other: bool) -> Play:
        numbers = [{"target": f"standing({ONE})", "by": 2}, {"target": f"trust({THREE},{TWO})", "by": 2}]
        options = [
            {"id": key, "title": WORDS[n], "result": WORDS[n], "numbers": numbers}
            for n, key in enumerate(("yes", "no"))
        ]
        play = table(setting=threatened(injects=[{**LETTER, "options": options}]))
        play.do(TWO, c.AnswerInject(inject="letter", option="no" if other else "yes"))
        return play

    yield _played("the answer to a cable", (TWO,), answered)
    for name, change in _CHANGES.items():

        def secret(other: bool, change: Callable[[dict[str, Any], bool], dict[str, Any]] = change) -> Play:
            powers = [change(power, other) if power["id"] == TWO else power for power in SOUND["powers"]]
            return table(setting=threatened(powers=powers))

        yield _played(f"{name} of another", (TWO,), secret)

    def learned(other: bool) -> Play:
        powers = [_with_objective(power, other) if power["id"] == TWO else power for power in SOUND["powers"]]
        play = table(setting=threatened(powers=powers))
        play.put(f"insight({ONE},{TWO})", 90)
        return play

    yield _played("a secret objective found out", (ONE, TWO), learned)

    def reached(other: bool) -> Play:
        line = {"id": "line", "title": "A line", "why": "So it is.", "loss": 8}
        powers = [
            {
                **_with_objective(power, other), "red_lines": [
                    {**line, "condition": f"attribute(standing) {'>=' if other else '<'} 20"}
                ],
            } if power["id"] == TWO else power
            for power in SOUND["powers"]
        ]  # fmt: skip
        return _on(table(setting=threatened(powers=powers)))

    yield _played("an objective reached, a line crossed", (TWO,), reached)

    def counting(other: bool) -> Play:
        counts = {
            "id": "watch", "title": "Nobody pries", "why": "So it is.", "points": 20, "secret": True,
            "condition": f"initiatives(category=coercion, of={ONE}, outcome=success) <= 0",
        }  # fmt: skip
        powers = [
            {**power, "objectives": [*power["objectives"], counts]} if power["id"] != FOUR else power
            for power in SOUND["powers"]
        ]
        play = _rich(table((5, 5), setting=threatened(powers=powers)))
        for one in (ONE, THREE):
            play.put(f"relationship({min(TWO, one)},{max(TWO, one)})", 1)
        play.do(THREE if other else ONE, c.Order(move="covert_collection", targets=(TWO,)))
        return _rich(_on(play))

    yield _played("what nobody else can count", (ONE, THREE), counting)


def _with_objective(power: dict[str, Any], other: bool) -> dict[str, Any]:
    condition = "attribute(standing) >= 40" if other else "attribute(stability) - start >= 3"
    secret = {
        "id": "aim", "title": WORDS[other], "why": WORDS[other], "condition": condition,
        "points": 25 + other, "secret": True,
        "partly": "attribute(standing) >= 30" if other else "attribute(standing) >= 90",
        "part_points": 10 + other,
    }  # fmt: skip
    return {**power, "objectives": [*power["objectives"][:1], secret]}


def _with_line(power: dict[str, Any], other: bool) -> dict[str, Any]:
    condition = "attribute(stability) < 21" if other else "attribute(standing) < 20"
    line = {
        "id": "line",
        "title": WORDS[other],
        "why": "So it is.",
        "condition": condition,
        "loss": 8 + other,
    }
    return {**power, "red_lines": [line]}


def _with_brief(power: dict[str, Any], other: bool) -> dict[str, Any]:
    brief = {
        **power["brief"], "interests": [WORDS[other]], "brings": WORDS[other], "constraints": WORDS[other],
        "talk_first": [{"power": ONE, "about": WORDS[other]}],
    }  # fmt: skip
    return {**power, "brief": brief}


_CHANGES = {"a secret objective": _with_objective, "a red line": _with_line, "the brief": _with_brief}


# --- How it was opened, and what nobody is told ----------------------------------------------


def _openings() -> Iterator[Secret]:
    def begun(other: bool) -> Host:
        genesis, *rest = table().events
        assert isinstance(genesis, e.ExerciseBegan)
        target = f"trust({ONE},{TWO})"
        numbers = {**genesis.numbers, target: genesis.numbers[target] + other}
        return opened((replace(genesis, numbers=numbers), *rest))

    yield Secret("a number as it began", (ONE,), begun)
    yield _played(
        "the doctrine that runs a seat", (),
        lambda other: table(seats=dict.fromkeys(SEATS[:4], "guardian" if other else "revisionist")),
    )  # fmt: skip

    def seeded(other: bool) -> Host:
        genesis, *rest = table().events
        assert isinstance(genesis, e.ExerciseBegan)
        return opened((replace(genesis, seed=genesis.seed + other), *rest))

    yield Secret("the seed", (), seeded)

    def checked(other: bool) -> Play:
        play = table()
        play.events.append(
            e.LeakChecked(
                seq=play.world.seq + 1, round=1, phase="deliberation", actor=ONE, audience=(),
                agreement="A0", risk=2 + 3 * other, dice=(30 + other,),
            )
        )  # fmt: skip
        return play

    yield _played("the dice of a leak that did not happen", (), checked)


def _kept_aside() -> Iterator[Secret]:
    def drafted(other: bool) -> Host:
        host = _host(table())
        host.keep_drafts(ONE, [c.Say(text=WORDS[other], to=(TWO,))])
        return host

    yield Secret("a draft", (ONE,), drafted)
