"""Several exercises at one host, each with its codes; who facilitates begins and ends them; a room stays."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
import pytest

from multipolar.client.library import RemoteLibrary
from multipolar.client.table import OfLibrary, RemoteTable
from multipolar.domain.model.commands import Say
from multipolar.lobby.local import LocalLobby
from multipolar.plain.library import look_after
from multipolar.plain.output import Reply
from multipolar.server.hosting import Listening, door
from multipolar.server.keys import WRONG_BY_ONE, InFile
from multipolar.server.library import Library
from multipolar.server.library_app import library_application
from multipolar.server.serving import Serving
from multipolar.server.shelf import LocalShelf
from multipolar.user_errors import UserError
from multipolar.wire.library import SEAT, ExerciseRequest, LibraryDesk
from multipolar.wire.messages import PROBLEM_TYPE
from multipolar.wire.routes import BASE, LIBRARY_ROUTES
from tests.axe import violations
from tests.store.making import opened

STEPS = ExerciseRequest("first-steps", "intro", ("VRN", "OSK"), 4)
NAME = "physics-2"


class Host:
    """A room on a socket."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open = AsyncExitStack()
        self.told: list[str] = []

    async def start(self) -> "Host":
        saves = opened(self._folder)
        self._open.callback(saves.close)
        desk = LocalLobby(saves, writers=partial(ThreadPoolExecutor, 1, "writer"), hosts=True)
        kept = self._folder / "kept"
        keys, now = InFile(kept / "keys.json"), InFile(kept / "open.json")
        self.library = Library(NAME, LocalShelf(desk, kept), keys, now)
        at = self._open.enter_context(door(Listening("127.0.0.1", 0, 60)))
        await self.library.open(at.reached, at.open.getsockname()[1], self.told.append)
        serving = Serving(library_application(self.library), at.open)
        await serving.start()
        self._open.push_async_callback(serving.stop)
        self._open.push_async_callback(at.reached.terminals.close)
        self._open.push_async_callback(self.library.close)
        self.address = at.reached.addresses[0]
        self.code = self.library.keys.shown[SEAT]
        return self

    async def close(self) -> None:
        await self._open.aclose()

    def caller(self, token: str = "", **more: Any) -> httpx2.AsyncClient:
        headers = more.pop("headers", {}) | ({"Authorization": f"Bearer {token}"} if token else {})
        client = httpx2.AsyncClient(base_url=self.address, headers=headers, timeout=20, **more)
        self._open.push_async_callback(client.aclose)
        return client

    async def join(self, code: str, name: str = "") -> httpx2.Response:
        return await self.caller().post(f"{BASE}/join", json={"code": code, "name": name})

    async def token(self, code: str, name: str = "") -> str:
        answer = await self.join(code, name)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["token"])

    async def desk(self) -> RemoteLibrary:
        desk = await RemoteLibrary.open(self.address, self.code, "Tess")
        self._open.push_async_callback(desk.close)
        return desk


Start = Callable[[], Awaitable[Host]]


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Start]:
    hosts: list[Host] = []

    async def again() -> Host:
        if hosts:
            await hosts[-1].close()
        hosts.append(await Host(tmp_path).start())
        return hosts[-1]

    yield again
    await hosts[-1].close()


@pytest.fixture
async def room(start: Start) -> Host:
    return await start()


def codes_of(exercise: Any) -> dict[str, str]:
    return {seat.seat: seat.code for seat in exercise.seats}


async def test_two_exercises_each_with_its_own_codes_tokens_and_record(room: Host) -> None:
    desk = await room.desk()
    first, second = await desk.begin(STEPS), await desk.begin(STEPS)
    assert first.exercise != second.exercise
    assert not set(codes_of(first).values()) & set(codes_of(second).values())
    assert [each.exercise for each in await desk.exercises()] == [first.exercise, second.exercise]
    here = await RemoteTable.open(room.address, codes_of(first)["VRN"], "Asha")
    there = await RemoteTable.open(room.address, codes_of(second)["VRN"], "Ben")
    assert (here.exercise, there.exercise) == (first.exercise, second.exercise)
    assert (await here.submit(Say(text="Only here.", id="1"))).accepted
    other = await RemoteTable.open(room.address, codes_of(second)["OSK"])
    assert not other.view.messages
    seen = (await desk.exercises())[0].seats[0]
    assert (seen.seat, seen.state, seen.people) == ("VRN", "here", ("Asha",))
    for table in (here, there, other):
        await table.close()


async def test_begun_twice_by_one_id_it_is_one_exercise(room: Host) -> None:
    desk = await room.desk()
    asked = ExerciseRequest("first-steps", seats=("VRN",), id="the same")
    begun = await asyncio.gather(*(desk.begin(asked) for _ in range(3)))
    assert len({each.exercise for each in begun}) == 1
    assert len(await desk.exercises()) == 1


async def test_a_code_is_reissued_or_taken_back_and_who_sat_there_is_signed_out(room: Host) -> None:
    desk = await room.desk()
    it = await desk.begin(STEPS)
    old = codes_of(it)["VRN"]
    token = await room.token(old, "Asha")
    beside = await room.token(codes_of(it)["OSK"], "Uli")
    new = await desk.reissue(it.exercise, "VRN")
    assert codes_of((await desk.exercises())[0])["VRN"] == new
    assert (await room.caller(token).get(f"{BASE}/view")).status_code == 401
    assert (await room.caller(beside).get(f"{BASE}/view")).status_code == 200
    assert "was replaced" in (await room.join(old)).json()["detail"]
    assert (await room.join(new)).status_code == 200
    await desk.revoke(it.exercise, "VRN")
    assert codes_of((await desk.exercises())[0])["VRN"] == ""
    assert (await room.join(new)).status_code == 403
    with pytest.raises(UserError, match="no seat 'XXX'"):
        await desk.revoke(it.exercise, "XXX")


async def test_what_is_closed_stays_as_a_save_and_is_opened_again_with_the_codes_it_had(room: Host) -> None:
    desk = await room.desk()
    it = await desk.begin(STEPS)
    code = codes_of(it)["VRN"]
    table = await RemoteTable.open(room.address, code, "Asha")
    told: asyncio.Queue[str] = asyncio.Queue()
    table.heed_line(told.put_nowait)
    assert (await table.submit(Say(text="Before it was closed.", id="1"))).accepted
    await desk.end(it.exercise)
    async with asyncio.timeout(10):
        while "closed this exercise" not in await told.get():
            pass
    await table.close()
    assert await desk.exercises() == ()
    assert "is closed" in (await room.join(code)).json()["detail"]
    assert [each.exercise for each in await desk.saves()] == [it.exercise]
    with pytest.raises(UserError, match="no exercise"):
        await desk.end(it.exercise)
    again = await desk.take_up(it.exercise)
    assert again.exercise == it.exercise
    table = await RemoteTable.open(room.address, code, "Asha")
    assert [message.text for message in table.view.messages] == ["Before it was closed."]
    await table.close()


async def test_a_room_that_is_started_again_has_its_exercises_codes_and_open_pages(start: Start) -> None:
    room = await start()
    desk = await room.desk()
    kept, closed = await desk.begin(STEPS), await desk.begin(STEPS)
    await desk.end(closed.exercise)
    token, old = await room.token(codes_of(kept)["VRN"], "Asha"), room.code
    again = await start()
    assert again.told == []
    assert [each.exercise for each in await again.library.exercises()] == [kept.exercise]
    assert (await again.caller(token).get(f"{BASE}/view")).json()["exercise"] == kept.exercise
    assert (await again.join(codes_of(kept)["OSK"])).status_code == 200
    assert "is closed" in (await again.join(codes_of(closed)["OSK"])).json()["detail"]
    assert (await again.join(old)).json()["seat"] == SEAT


async def test_what_cannot_be_taken_up_again_is_said_and_the_rest_is(start: Start) -> None:
    room = await start()
    desk = await room.desk()
    first, second = await desk.begin(STEPS), await desk.begin(STEPS)
    kept = room.library._store
    kept.keep(kept.load().replace(first.exercise, "gone"))
    again = await start()
    assert [each.exercise for each in await again.library.exercises()] == [second.exercise]
    assert len(again.told) == 1
    assert "gone" in again.told[0]


async def test_without_a_code_a_class_sees_titles_and_open_seats_and_nothing_else(room: Host) -> None:
    desk = await room.desk()
    it = await desk.begin(STEPS)
    await room.token(codes_of(it)["VRN"], "Asha")
    for path in (f"/room/{NAME}", "/", "/join"):
        shown = (await room.caller().get(path)).text
        assert "First steps" in shown
        assert "seats open: 1 of 2" in shown
        for secret in (*codes_of(it).values(), "Asha", it.exercise, room.code, "VRN", "Varnholm"):
            assert secret not in shown, (path, secret)
    assert (await room.caller().get("/room/other")).status_code == 404
    await desk.end(it.exercise)
    assert "No exercise is open" in (await room.caller().get(f"/room/{NAME}")).text


async def test_who_may_ask_what_of_a_library(room: Host) -> None:
    desk = await room.desk()
    it = await desk.begin(STEPS)
    bodies: dict[str, Any] = {
        "beginExercise": {"scenario": "none"},
        "takeUp": {"exercise": "none"},
        "endExercise": {"exercise": "none"},
        "reissueCodeOf": {"exercise": "none", "seat": "VRN"},
        "revokeCodeOf": {"exercise": "none", "seat": "VRN"},
    }
    tokens = {seat: await room.token(code) for seat, code in codes_of(it).items()}
    mine = await room.token(room.code)
    for route in LIBRARY_ROUTES:
        for token in ("", *tokens.values()):
            answer = await room.caller(token).request(
                route.method, f"{BASE}{route.path}", json=bodies.get(route.operation)
            )
            assert (answer.status_code, answer.json()["rule"]) == (401, "token"), route.operation
        answer = await room.caller(mine).request(
            route.method, f"{BASE}{route.path}", json=bodies.get(route.operation)
        )
        assert answer.status_code == (409 if route.takes else 200), (route.operation, answer.text)
    for path in ("view", "record", "help", "updates"):
        answer = await room.caller(mine).get(f"{BASE}/{path}")
        assert (answer.status_code, answer.json()["rule"]) == (403, "role"), path
        assert answer.headers["content-type"] == PROBLEM_TYPE
    with pytest.raises(OfLibrary, match="--plain"):
        await RemoteTable.open(room.address, room.code)
    assert (await room.caller(mine).post(f"{BASE}/leave")).status_code == 200
    assert (await room.caller(mine).get(f"{BASE}/library/saves")).status_code == 401


async def test_a_scenario_is_named_by_the_library_alone_never_by_a_path(room: Host, tmp_path: Path) -> None:
    desk = await room.desk()
    for scenario in ("/etc/passwd", str(tmp_path / "open.yaml"), "../first-steps", ""):
        with pytest.raises(UserError, match="no scenario"):
            await desk.begin(ExerciseRequest(scenario))
    for wrong in (
        ExerciseRequest("first-steps", "no-such"),
        ExerciseRequest("first-steps", seats=("XXX",)),
        ExerciseRequest("first-steps", lesson=3),
    ):
        with pytest.raises(UserError):
            await desk.begin(wrong)
    assert await desk.exercises() == ()


async def test_guesses_are_limited_for_all_exercises_together(room: Host) -> None:
    desk = await room.desk()
    it = await desk.begin(STEPS)
    for _ in range(WRONG_BY_ONE):
        assert (await room.join("222-222-222", "Mallory")).status_code == 403
    assert (await room.join(codes_of(it)["VRN"], "Mallory")).status_code == 429
    assert (await room.join(codes_of(it)["VRN"], "Asha")).status_code == 200


async def test_the_page_begins_shows_changes_and_closes_exercises(room: Host) -> None:
    browser = room.caller(follow_redirects=True)
    desk = await browser.post("/join", data={"code": room.code, "name": "Tess"})
    assert desk.url.path == "/library"
    assert "Tess" in desk.text
    settings = (await browser.get("/library/new?scenario=first-steps")).text
    assert all(name in settings for name in ("Varnholm", "Introduction", "90 minutes"))

    def fields(page: str) -> dict[str, str]:
        return dict(re.findall(r'<input type="hidden" name="(form|id|scenario)" value="([^"]*)"', page))

    asked = fields(settings) | {"preset": "intro", "lesson": "0", "absence": "hold", "seed": "7"}
    begun = await browser.post("/library/begin", data={**asked, "seats": ["VRN", "OSK"]})
    assert begun.status_code == 200, begun.text
    # Sent again by the key that loads a page anew, it is not begun anew.
    assert (await browser.post("/library/begin", data={**asked, "seats": ["VRN", "OSK"]})).status_code == 200
    (it,) = await room.library.exercises()
    assert room.library.served[it.exercise].hosted.session.host.world.seats["VRN"] == "person"
    assert codes_of(it)["VRN"] in begun.text
    own = {"form": fields(settings)["form"], "exercise": it.exercise}
    sheet = await browser.get("/library/sheet", params={"exercise": it.exercise})
    assert all(code in sheet.text for code in codes_of(it).values())
    changed = await browser.post("/library/reissue", data=own | {"seat": "VRN"})
    assert codes_of(it)["VRN"] not in changed.text
    sat = await browser.post("/library/sit", data=own | {"seat": "projector"}, follow_redirects=False)
    assert sat.headers["location"] == f"/e/{it.exercise}/s/projector/screens"
    assert "httponly" in sat.headers["set-cookie"].lower()
    assert (await browser.get(sat.headers["location"])).status_code == 200
    refused = await browser.post("/library/sit", data=own | {"seat": "VRN"})
    assert refused.status_code == 403
    assert (await browser.post("/library/end", data=own)).text.count("Nothing was closed") == 1
    assert (await browser.post("/library/end", data=own | {"confirm": "close"})).status_code == 200
    assert await room.library.exercises() == ()
    assert (await browser.get(sat.headers["location"])).status_code == 404


async def test_the_desk_is_for_whoever_has_its_code_and_forms_of_its_own(room: Host) -> None:
    desk = await room.desk()
    it = await desk.begin(STEPS)
    player = room.caller(follow_redirects=True)
    seat = await player.post("/join", data={"code": codes_of(it)["VRN"], "name": "Asha"})
    assert seat.url.path == f"/e/{it.exercise}/s/VRN/asked"
    assert seat.status_code == 200
    for path in ("/library", "/library/new", f"/library/sheet?exercise={it.exercise}"):
        answer = await player.get(path)
        assert answer.status_code == 401
        assert codes_of(it)["OSK"] not in answer.text
    stolen = await player.post("/library/end", data={"exercise": it.exercise, "confirm": "close"})
    assert stolen.status_code == 401
    mine = room.caller(follow_redirects=True)
    await mine.post("/join", data={"code": room.code})
    foreign = {"form": "0" * 32, "exercise": it.exercise, "confirm": "close"}
    assert (await mine.post("/library/end", data=foreign)).status_code == 403
    assert len(await desk.exercises()) == 1


class Heard:
    """Keeps replies."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []

    def open(self, lines: object) -> None: ...
    def ask(self, prompt: str) -> None: ...
    def reply(self, reply: Reply) -> None:
        self.replies.append(reply)

    def close(self, line: str) -> None: ...


async def _typed(desk: LibraryDesk, *lines: str) -> list[Reply]:
    async def written() -> AsyncIterator[str]:
        for line in lines:
            yield line

    heard = Heard()
    await look_after(desk, written(), heard)
    return heard.replies


@pytest.mark.parametrize("way", ["here", "over a socket"])
async def test_a_console_looks_after_a_library_here_and_across_a_network(room: Host, way: str) -> None:
    desk: LibraryDesk = room.library if way == "here" else await room.desk()
    told = await _typed(
        desk,
        "scenarios",
        "begin first-steps seats=vrn,osk preset=intro seed=4 lesson=45",
        "begin first-steps seats=VRN",
        "exercises",
        "codes 1",
        "reissue 1 vrn",
        "revoke 2 VRN",
        "end 1",
        "exercises",
        "saves",
        "quit",
        "scenarios",
    )
    assert [reply.accepted for reply in told] == [True] * 11
    assert "begin" in told[1].input
    assert "open as 2" in told[2].message
    assert told[5].data is not None
    assert told[5].data["code"] in told[5].message
    assert told[7].message.startswith("closed: First steps, saved as ")
    assert told[8].message == "1 open"
    assert told[9].message == "1 save"
    (left,) = await room.library.exercises()
    assert codes_of(left)["VRN"] == ""
    again = await _typed(desk, f"open {told[7].message.rsplit(' ', 1)[1][:20]}", "exercises")
    assert [reply.accepted for reply in again] == [True, True]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("bgin", "did you mean `begin`"),
        ("begin", "name a scenario"),
        ("begin first-steps sets=IND", "preset="),
        ("begin first-steps seed=x", "cannot be read"),
        ("begin first-steps seats=XXX", "no power"),
        ("begin /etc/passwd", "no scenario"),
        ("codes", "name an exercise"),
        ("codes 9", "names none"),
        ("reissue 9", "an exercise and a seat"),
        ("open nothing", "no save"),
        ("caf\udce9", "UTF-8"),
        ("x" * 5000, "at most"),
    ],
)
async def test_what_a_console_does_not_understand_is_said_in_a_line(room: Host, line: str, said: str) -> None:
    (reply,) = await _typed(room.library, line)
    assert not reply.accepted
    assert said in reply.message
    assert "\n" not in reply.message


async def test_axe_finds_nothing_on_the_pages_of_a_library(room: Host, tmp_path: Path) -> None:
    desk = await room.desk()
    await desk.begin(STEPS)
    closed = await desk.begin(STEPS)
    await desk.end(closed.exercise)
    browser = room.caller(follow_redirects=True)
    style = (await browser.get("/page.css")).text
    pages = {"room": (await browser.get(f"/room/{NAME}")).text}
    await browser.post("/join", data={"code": room.code, "name": "Tess"})
    for path in ("/library", "/library/new", "/library/new?scenario=first-steps"):
        pages[path] = (await browser.get(path)).text
    assert "Open a save" in pages["/library/new"]
    for name, page in pages.items():
        whole = page.replace("</head>", f"<style>{style}</style></head>").replace('src="/page.js"', "")
        found = await asyncio.to_thread(violations, whole, tmp_path, 360)
        assert found == [], name


async def test_a_session_of_one_exercise_opens_no_page_of_another(room: Host) -> None:
    desk = await room.desk()
    here, there = await desk.begin(STEPS), await desk.begin(STEPS)
    token = await room.token(codes_of(here)["VRN"], "Asha")
    stranger = room.caller(headers={"Cookie": f"seat={token}"})
    assert (await stranger.get(f"/e/{here.exercise}/s/VRN/asked")).status_code == 200
    for path in (f"/e/{there.exercise}/s/VRN/asked", f"/e/{here.exercise}/s/OSK/asked", "/library"):
        assert (await stranger.get(path)).status_code == 401, path
    assert (await stranger.get("/e/none/s/VRN/asked")).status_code == 404
    assert "Take your seat" in (await stranger.get(f"/e/{here.exercise}/")).text
    # What one exercise keeps of who is there is no other's.
    assert (await desk.exercises())[1].seats[0].people == ()


async def test_two_exercises_sit_in_one_browser_side_by_side(room: Host) -> None:
    desk = await room.desk()
    exercises = [await desk.begin(STEPS), await desk.begin(STEPS)]
    browser = room.caller(follow_redirects=True)
    for each in exercises:
        sat = await browser.post("/join", data={"code": codes_of(each)["VRN"], "name": "Asha"})
        assert sat.url.path == f"/e/{each.exercise}/s/VRN/asked"
    for each in exercises:
        for page in ("asked", "talk", "world", "screens"):
            shown = await browser.get(f"/e/{each.exercise}/s/VRN/{page}")
            assert shown.status_code == 200
            other = next(one.exercise for one in exercises if one is not each)
            assert f"/e/{each.exercise}/s/VRN/" in shown.text
            assert other not in shown.text
            # No link leads to an address that only a host of one exercise has.
            assert 'href="/s/' not in shown.text
            assert 'action="/s/' not in shown.text
