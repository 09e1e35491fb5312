"""The light page: a whole exercise without script, and nothing on it that is run or fetched elsewhere."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from multipolar.domain.phases.messages import waiting_for
from tests.contracts.seated import Remote
from tests.server.browser import Browser, Page
from tests.server.conftest import Caller, Serve

PAGES = ("asked", "deal", "talk", "world", "news", "brief", "help", "debrief")
EVIL = '<script>alert("x")</script><img src=x onerror=alert(1)>'


@pytest.fixture
async def browser(served: Remote) -> AsyncIterator[Browser]:
    browser = Browser(served.address)
    yield browser
    await browser.http.aclose()


def check(page: Page) -> None:
    """What holds for every page."""
    assert page.html.startswith('<!doctype html><html lang="en">')
    assert all(each.startswith("/") and not each.startswith("//") for each in page.refers if each != "#main")
    assert page.headings[0] == "h1"
    assert page.headings.count("h1") == 1
    assert len(page.ids) == len(set(page.ids))
    assert page.html.count("<script") == 1


async def answered(browser: Browser, page: Page) -> Page:
    """Mark everything that must be answered, look it over, and send it."""
    for form in page.forms:
        crises = [name for name in form.options if name.startswith("k:")]
        for name in crises:
            form.mark(name, form.options[name][1])
        if crises or ("ready", "1") in form.fields:
            looked = await browser.send(form)
            check(looked)
            return await browser.send(looked.form("/send"))
    return page


async def test_every_page_is_reached_from_every_other(served: Remote, browser: Browser) -> None:
    await browser.join(served.codes["IND"], "Asha")
    for name in (name for name in PAGES if name != "debrief"):
        page = await browser.open(f"/s/IND/{name}")
        check(page)
        assert {f"/s/IND/{other}" for other in PAGES if other != "debrief"} <= set(page.refers), name
    brief = await browser.open("/s/IND/brief")
    assert "What you want" in brief.text
    assert "Open sea lanes" in brief.text


async def test_a_whole_exercise_is_played_on_the_page_without_script(serve: Serve) -> None:
    served = await serve(60, "IND")
    browser = Browser(served.address)
    page = await browser.join(served.codes["IND"].lower(), "Asha")
    assert "briefing" in page.text
    proposed = False
    for _ in range(100):
        check(page)
        if "What came of it" in page.text:
            break
        if "deliberation" in page.text and not proposed:
            deal = await browser.open("/s/IND/deal?move=strategic_dialogue&partner=ERE")
            assert "of 36" in deal.text
            form = deal.form("/deal")
            form.mark("partner", "ERE")
            form.mark("look", "1")
            looked = await browser.send(form)
            assert "You propose" in looked.text
            sent = await browser.send(looked.form("/send"))
            assert "Done: You propose" in sent.text
            proposed = True
            page = sent
        page = await answered(browser, page)
    assert proposed
    assert served.host.world.phase == "debrief"
    for name in PAGES:
        check(await browser.open(f"/s/IND/{name}"))
    await browser.http.aclose()


async def test_a_seat_is_opened_by_a_cookie_that_script_cannot_read(served: Remote, browser: Browser) -> None:
    answer = await browser.http.post("/join", data={"code": served.codes["IND"]}, follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "path=/s/ind" in cookie
    assert (await browser.open("/s/IND/asked")).status == 200
    assert (await browser.open("/s/UTO/asked")).status == 401
    policy = (await browser.http.get("/s/IND/asked")).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    # The API knows no cookie, whatever its path.
    token = answer.headers["set-cookie"].partition("=")[2].partition(";")[0]
    assert (await browser.http.get("/api/v1/view", headers={"Cookie": f"seat={token}"})).status_code == 401


async def test_who_reads_a_page_that_asks_for_news_is_there(serve: Serve) -> None:
    served = await serve(0.6, "IND", "UTO")
    minding = asyncio.create_task(served.hosted.mind_chairs())
    browser = Browser(served.address)
    await browser.join(served.codes["IND"])
    utopia = await Caller.join(served, "UTO")
    say = {"command": "say", "text": "Good morning.", "to": ["IND"]}
    assert (await utopia.http.post("commands", json=say)).json()["accepted"]
    async with asyncio.timeout(20):
        while "UTO" not in served.host.world.away:
            assert (await browser.http.get("/s/IND/state")).status_code == 200
            await asyncio.sleep(0.1)
    assert "IND" not in served.host.world.away
    # It was told that there is news; what was written has not been before anybody.
    assert waiting_for(served.host.world, "IND")
    await browser.open("/s/IND/talk")
    assert not waiting_for(served.host.world, "IND")
    minding.cancel()
    for http in (browser.http, utopia.http):
        await http.aclose()


async def test_a_form_of_another_page_does_nothing(served: Remote, browser: Browser) -> None:
    page = await browser.join(served.codes["IND"])
    before = len(served.host.events)
    form = next(form for form in page.forms if ("ready", "1") in form.fields)
    looked = (await browser.send(form)).form("/send")
    for token in ("", "0" * 32):
        looked.mark("form", token)
        assert (await browser.send(looked)).status == 403
    assert len(served.host.events) == before


async def test_what_people_write_is_words_on_every_page(served: Remote, browser: Browser) -> None:
    utopia = await Caller.join(served, "UTO", EVIL[:40])
    say = {"command": "say", "text": EVIL, "to": ["IND"]}
    assert (await utopia.http.post("commands", json=say)).json()["accepted"]
    await browser.join(served.codes["IND"], EVIL[:40])
    for name in PAGES:
        page = await browser.open(f"/s/IND/{name}")
        check(page)
    talk = await browser.open("/s/IND/talk")
    assert 'alert("x")' in talk.text
    await utopia.http.aclose()


async def test_a_wrong_code_says_what_to_do_and_keeps_what_was_typed(
    served: Remote, browser: Browser
) -> None:
    page = await browser.join("222-222-222", "Asha")
    check(page)
    assert page.status == 403
    assert "Compare it with your sheet" in page.text
    assert dict(page.form("/join").fields) == {"code": "222-222-222", "name": "Asha", "way": "page"}


async def test_sent_twice_a_page_does_it_once(served: Remote, browser: Browser) -> None:
    await browser.join(served.codes["IND"])
    form = (await browser.open("/s/IND/talk")).form("/say")
    form.mark("text", "Once.")
    for _ in range(2):
        assert "Done" in (await browser.send(form)).text
    assert [message.text for message in served.host.view("IND").messages] == ["Once."]


async def test_a_line_on_the_page_is_looked_over_as_anything_else(served: Remote, browser: Browser) -> None:
    await browser.join(served.codes["IND"])
    form = (await browser.open("/s/IND/asked")).form("/line")
    form.mark("line", "say UTO Good morning")
    before = len(served.host.events)
    looked = await browser.send(form)
    assert len(served.host.events) == before
    assert "Done" in (await browser.send(looked.form("/send"))).text
    form.mark("line", "relations")
    assert "Utopia" in (await browser.send(form)).text
    form.mark("line", "nonsense <b>")
    check(await browser.send(form))


@pytest.mark.parametrize("seat", ["observer", "projector", "facilitator"])
async def test_who_watches_has_pages_too(served: Remote, browser: Browser, seat: str) -> None:
    page = await browser.join(served.codes[seat])
    check(page)
    for name in PAGES:
        check(await browser.open(f"/s/{seat}/{name}"))
