"""Several people in one seat: one commits, the others suggest; the headship is passed on, or taken over."""

from tests.server.browser import Browser
from tests.server.conftest import Caller, Serve

SAY = {"command": "say", "text": "Good morning.", "to": ["UTO"]}


async def test_the_first_commits_and_the_others_suggest(serve: Serve) -> None:
    served = await serve()
    asha, ben = await Caller.join(served, "IND", "Asha"), await Caller.join(served, "IND", "Ben")
    second_device = await Caller.join(served, "IND", "Asha")
    refused = await ben.http.post("commands", json=SAY)
    assert (refused.status_code, refused.json()["rule"]) == (403, "head")
    assert "Suggest it to Asha" in refused.json()["detail"]
    assert served.host.view("IND").messages == ()
    assert (
        await ben.http.post("suggestions", json={"command": SAY, "reason": "politely"})
    ).status_code == 200
    (suggested,) = (await asha.http.get("suggestions")).json()
    assert (suggested["by"], suggested["reason"], suggested["command"]["text"]) == (
        "Ben", "politely", "Good morning.",
    )  # fmt: skip
    assert (await second_device.http.post("commands", json=suggested["command"])).json()["accepted"]
    assert (await ben.http.get("view")).json()["messages"][0]["text"] == "Good morning."
    utopia = await Caller.join(served, "UTO", "Ben")
    assert (await utopia.http.post("commands", json={"command": "say", "text": "Hello."})).status_code == 200
    for caller in (asha, ben, second_device, utopia):
        await caller.http.aclose()


async def test_the_headship_is_passed_on_and_taken_over_only_from_one_who_has_left(serve: Serve) -> None:
    served = await serve()
    asha, ben = await Caller.join(served, "IND", "Asha"), await Caller.join(served, "IND", "Ben")
    assert (await ben.http.post("team/head", json={})).status_code == 409
    assert (await asha.http.post("team/head", json={"name": "Nobody"})).status_code == 409
    passed = await asha.http.post("team/head", json={"name": "Ben"})
    assert [mate["name"] for mate in passed.json() if mate["leads"]] == ["Ben"]
    assert (await asha.http.post("commands", json=SAY)).status_code == 403
    assert (await ben.http.post("commands", json=SAY)).status_code == 200
    # Ben is heard from no more: after the grace time Asha may take over.
    served.hosted.grace = 0.1
    while (taken := await asha.http.post("team/head", json={})).status_code == 409:
        assert "is here" in taken.json()["detail"]
    assert (await asha.http.post("commands", json=SAY)).status_code == 200
    assert (await ben.http.post("commands", json=SAY)).status_code == 403
    for caller in (asha, ben):
        await caller.http.aclose()


async def test_on_the_page_a_teammate_suggests_and_the_head_takes_it_up(serve: Serve) -> None:
    served = await serve()
    head, mate = Browser(served.address), Browser(served.address)
    await head.join(served.codes["IND"], "Asha")
    page = await mate.join(served.codes["IND"], "Ben")
    before = len(served.host.events)
    looked = await mate.send(next(form for form in page.forms if ("ready", "1") in form.fields))
    assert "Suggest it to the head" in looked.text
    assert "Suggested to Asha" in (await mate.send(looked.form("/send"))).text
    assert len(served.host.events) == before
    taken = await head.send((await head.open("/s/IND/asked")).form("/take"))
    assert "As Ben suggests: ready" in taken.text
    assert "Done" in (await head.send(taken.form("/send"))).text
    assert "IND" in served.host.world.ready
    for browser in (head, mate):
        await browser.http.aclose()
