"""The light page, as axe-core finds it in a real browser at the width of a phone."""

from pathlib import Path

from tests.axe import serious, violations
from tests.contracts.seated import Remote
from tests.server.browser import Browser

PAGES = ("asked", "deal", "talk", "world", "news", "brief", "help")
PHONE = 360
"""Px across."""
BROKEN = (
    '<!doctype html><html lang="en"><head><title>t</title></head><body><main><h1>t</h1>'
    '<input type="text"><p style="color:#bbb;background:#fff">pale</p></main></body></html>'
)


def test_what_is_broken_is_found(tmp_path: Path) -> None:
    assert {found.rule for found in serious(BROKEN, tmp_path)} >= {"label", "color-contrast"}


async def test_nothing_is_found_on_any_page(served: Remote, tmp_path: Path) -> None:
    browser = Browser(served.address)
    try:
        style = (await browser.http.get("/page.css")).text
        pages = {"join": (await browser.open("/")).html}
        await browser.join(served.codes["IND"], "Asha")
        pages |= {name: (await browser.open(f"/s/IND/{name}")).html for name in PAGES}
    finally:
        await browser.http.aclose()
    for name, page in pages.items():
        whole = page.replace("</head>", f"<style>{style}</style></head>").replace('src="/page.js"', "")
        assert violations(whole, tmp_path, PHONE) == [], name
