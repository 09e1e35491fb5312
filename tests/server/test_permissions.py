"""Who may ask for what, by the one table that the host itself uses: every role, operation and command."""

from collections.abc import Awaitable, Callable

import msgspec
import pytest

from multipolar.domain.model import commands as c
from multipolar.wire.routes import COMMANDS, FACILITATOR, POWER, ROLES, ROUTES, Route, tag_of
from tests.contracts.seated import Remote
from tests.server.conftest import Caller

Join = Callable[[str], Awaitable[Caller]]

PROMISE = c.Undertaking("IND", "restraint", "coercion", "UTO", 2)
EXAMPLES: tuple[c.AnyCommand, ...] = (
    c.Propose(move="summit", partners=("UTO",)),
    c.Accept(initiative="I1", version=1),
    c.Counter(initiative="I1", version=1, terms=c.Terms()),
    c.Decline(initiative="I1"),
    c.Withdraw(initiative="I1"),
    c.Order(move="modernise_forces"),
    c.Say(text="Hello."),
    c.ReadMessages(),
    c.WithdrawMessage(message="M1"),
    c.Promise(undertaking=PROMISE),
    c.Respond(crisis="K1", choice="hold"),
    c.AnswerInject(inject="N1", option="1"),
    c.Vote(resolution="R1", vote="yes"),
    c.StateIntent(about="I1", wants="peace", expects="talk", sure=50),
    c.Absence(),
    c.AssignSeat(seat="ERE", reason="on"),
    c.Ready(),
    c.Advance(reason="the test says so"),
    c.Conclude(reason="the test says so"),
    c.Pause(reason="the test says so"),
    c.Resume(reason="the test says so"),
    c.Extend(minutes=2, reason="the test says so"),
    c.Release(inject="storm", reason="the test says so"),
    c.Hold(inject="storm", reason="the test says so"),
    c.Skip(inject="storm", reason="the test says so"),
    c.EditInject(inject="storm", text="Calm.", reason="the test says so"),
    c.Improvise(title="Rain", text="It rains.", reason="the test says so"),
    c.SpeakAs(power="ERE", text="Help!", reason="the test says so"),
    c.SetNumber(target="tension(ERE,IND)", value=50, reason="the test says so"),
    c.Publish(reason="the test says so"),
    c.Reroll(result="visit", reason="the test says so"),
    c.Rule(result="visit", outcome="success", reason="the test says so"),
    c.Tell(result="visit", reason="the test says so"),
    c.FreeForm(does="We sail.", wants="calm", reasons=("It is time.",)),
    c.ArgueAgainst(free_form="move", argument="It is not."),
    c.Appeal(about="visit", text="Look again."),
    c.AskUndo(initiative="visit"),
    c.AnswerUndo(initiative="visit", power="IND", reason="the test says so"),
    c.StepBack(to="1.deliberation", reason="the test says so"),
    c.AnswerAppeal(about="visit", power="IND", reason="the test says so"),
)
BODIES = {
    "submit": {"command": "say", "text": "Hello."},
    "preview": {"command": "order", "move": "modernise_forces"},
    "putDrafts": [],
    "suggest": {"command": {"command": "ready"}},
    "decide": {"number": 1},
    "writeHelp": {"text": "Can we sell to two?"},
    "readHelp": {"through": 1},
    "lead": {"name": ""},
    "reissueCode": {"seat": "observer"},
}


def seat_of(role: str) -> str:
    return "IND" if role == POWER else role


def test_there_is_an_example_of_every_command() -> None:
    assert {type(each) for each in EXAMPLES} == set(c.AnyCommand.__args__)
    assert frozenset().union(*COMMANDS.values()) == set(c.AnyCommand.__args__)
    assert not COMMANDS[POWER] & COMMANDS[FACILITATOR]


@pytest.mark.parametrize("role", ["", *ROLES])
async def test_an_operation_is_answered_for_those_in_the_table_alone(
    served: Remote, calling: Join, role: str
) -> None:
    for route in ROUTES:
        if not route.roles or route.operation == "leave":
            continue
        caller = await calling(seat_of(role) if role else "")
        status, rule = await asked(caller, route)
        if not role:
            assert (status, rule) == (401, "token"), route.operation
        elif role in route.roles:
            assert rule not in ("role", "token"), route.operation
            assert status in (200, 404, 409), route.operation
        else:
            assert (status, rule) == (403, "role"), route.operation


async def asked(caller: Caller, route: Route) -> tuple[int, str]:
    path = route.path.removeprefix("/")
    body = BODIES.get(route.operation)
    if route.operation == "submit" and caller.token:
        body = {"command": "advance"} if (await caller.http.get("drafts")).status_code == 403 else body
    query = {"target": "tension(IND,UTO)"} if route.operation == "why" else {}
    async with caller.http.stream(
        route.method, path, json=body, params=query, headers={"Last-Event-ID": "0"}
    ) as answer:
        if answer.status_code == 200:
            return 200, ""
        assert answer.headers["content-type"] == "application/problem+json"
        told = msgspec.json.decode(await answer.aread())
        return answer.status_code, told["rule"]


@pytest.mark.parametrize("role", ROLES)
async def test_a_command_is_taken_from_those_in_the_table_alone(
    served: Remote, calling: Join, role: str
) -> None:
    caller = await calling(seat_of(role))
    for command in EXAMPLES:
        before = len(served.host.events)
        answer = await caller.http.post("commands", content=msgspec.json.encode(command))
        may = type(command) in COMMANDS[role]
        assert (answer.status_code == 403) == (not may), (role, tag_of(type(command)))
        if not may:
            assert answer.json()["rule"] == "role"
            assert len(served.host.events) == before


async def test_the_facilitator_gives_a_seat_to_a_person_and_all_are_told(
    served: Remote, calling: Join
) -> None:
    control, india = await calling("facilitator"), await calling("IND")
    taken = await control.http.post(
        "commands", json={"command": "assign_seat", "seat": "ERE", "reason": "late", "id": "1"}
    )
    assert taken.json()["accepted"], taken.text
    shown = (await india.http.get("view")).json()
    assert next(power["run_by"] for power in shown["powers"] if power["id"] == "ERE") == "person"
    issued = await control.http.post("codes", json={"seat": "ERE"})
    served.codes["ERE"] = issued.json()["code"]
    assert (await (await calling("ERE")).http.get("view")).json()["seat"] == "ERE"


async def test_a_seat_is_shown_nothing_of_another(served: Remote, calling: Join) -> None:
    india, utopia, watcher = await calling("IND"), await calling("UTO"), await calling("observer")
    secret = "Between the two of us: 7c1d"
    say = {"command": "say", "text": secret, "to": ["ERE"], "id": "1"}
    assert (await utopia.http.post("commands", json=say)).json()["accepted"]
    drafts = [{"command": "say", "text": f"{secret} draft"}]
    assert (await utopia.http.put("drafts", json=drafts)).status_code == 200
    suggestion = {"command": {"command": "say", "text": f"{secret} suggested"}, "reason": secret}
    assert (await utopia.http.post("suggestions", json=suggestion)).status_code == 200
    assert secret in (await utopia.http.get("view")).text
    for other in (india, watcher):
        for path in ("view", "record", "drafts", "suggestions", "turning-points", "presence"):
            assert "7c1d" not in (await other.http.get(path)).text, path
