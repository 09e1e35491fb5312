"""What script adds to the pages, in a real browser: what arrives shows by itself; nothing typed is lost."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.chromium import Chromium, chromium
from tests.contracts.seated import Remote
from tests.server.conftest import Caller

SAY = {"command": "say", "text": "Good morning.", "to": ["UTO"]}
ELSEWHERE = "http://127.0.0.1:9"


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncIterator[Chromium]:
    async with chromium(tmp_path) as browser:
        yield browser


async def test_a_link_with_a_code_fills_it_in_where_the_page_stands_open(
    served: Remote, browser: Chromium
) -> None:
    tab = await browser.tab()
    await tab.open(f"http://{served.address}/")
    await tab.open(f"http://{served.address}/#{served.codes['IND']}")
    await tab.until(f"document.getElementById('code').value === '{served.codes['IND']}'")
    assert await tab.run("location.hash") == ""


async def test_a_head_sees_suggestions_arrive_and_loses_no_word_by_it(
    served: Remote, browser: Chromium
) -> None:
    tab = await browser.tab()
    await tab.size(360, 740)
    await tab.open(f"http://{served.address}/#{served.codes['IND']}")
    await tab.until("document.activeElement.id === 'name'")
    await tab.type("Asha")
    await tab.press("Enter")
    await tab.until("document.getElementById('suggested') && document.readyState === 'complete'")
    loaded = await tab.run("performance.timeOrigin")
    ben = await Caller.join(served, "IND", "Ben")
    assert (
        await ben.http.post("suggestions", json={"command": SAY, "reason": "politely"})
    ).status_code == 200
    await tab.until("document.getElementById('suggested').innerText.includes('politely')")
    assert await tab.run("document.getElementById('team-news').checkVisibility()")
    await tab.run("document.querySelector('#suggested input[name=word]').focus()")
    await tab.type("not before noon")
    assert (await ben.http.post("suggestions", json={"command": SAY, "reason": "again"})).status_code == 200
    await tab.asks_again("/state")
    held = "document.querySelector('#suggested input[name=word]').value"
    assert await tab.run(held) == "not before noon"
    await tab.run(f"{held} = ''; document.activeElement.blur()")
    await tab.until("document.getElementById('suggested').innerText.includes('again')")
    assert await tab.run("performance.timeOrigin") == loaded
    await ben.http.aclose()


async def test_a_page_whose_host_is_gone_names_the_other(served: Remote, browser: Chromium) -> None:
    tab = await browser.tab()
    await tab.open(f"http://{served.address}/#{served.codes['IND']}")
    await tab.until("document.activeElement.id === 'name'")
    await tab.press("Enter")
    await tab.until("document.getElementById('hosts') && document.readyState === 'complete'")
    served.hosted.own_addresses = (f"http://{served.address}",)
    served.hosted.hear_of((), (f"http://{served.address}", ELSEWHERE, "http://192.0.2.7:80"))
    links = "[...document.querySelectorAll('#hosts a')].map((link) => link.href).join()"
    await tab.until(f"{links}.includes('192.0.2.7')")
    assert not await tab.run("document.getElementById('also').checkVisibility()")
    await served.close()
    await tab.until("document.getElementById('also').checkVisibility()")
    assert await tab.run(links) == f"{ELSEWHERE}/s/IND/asked,http://192.0.2.7/s/IND/asked"


async def test_screens_without_script_say_so_and_lead_to_the_page(served: Remote, browser: Chromium) -> None:
    tab = await browser.tab()
    await tab.do("Emulation.setScriptExecutionDisabled", value=True)
    await tab.open(f"http://{served.address}/")
    await tab.run("document.getElementById('code').focus()")
    await tab.type(served.codes["IND"])
    for key in ("Tab", "Tab", "Down", "Enter"):
        await tab.press(key)
    await tab.until("location.pathname === '/s/IND/screens' && document.readyState === 'complete'")
    seen = await tab.run("document.body.innerText")
    assert "The screens need script, which is switched off here." in seen
    assert "Opening" not in seen
    assert await tab.run("document.querySelector('noscript a').getAttribute('href')") == "/s/IND/asked"
    assert await tab.run("document.documentElement.scrollHeight <= innerHeight")
