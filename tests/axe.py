"""What axe-core finds on a page in a real browser: Chromium, without a window."""

import html as escaping
import json
import re
import subprocess
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

SERIOUS = ("serious", "critical")
_ASK = (
    "<script>axe.run().then(found => {"
    "const told = found.violations.map(one => [one.impact, one.id, one.nodes[0].html]);"
    "document.body.replaceChildren(Object.assign(document.createElement('pre'),"
    "{id: 'axe', textContent: JSON.stringify(told)}));})</script>"
)


class Violation(NamedTuple):
    """A rule that a page breaks: how grave that is, which rule, and where first."""

    impact: str
    rule: str
    where: str


def violations(page: str, folder: Path, width: int = 1280) -> list[Violation]:
    """The rules that a page breaks.

    Args:
        page: HTML that is complete in itself.
        folder: where files may be made.
        width: of the window, in px.

    Raises:
        AssertionError: the browser told nothing.
    """
    axe = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    asking = folder / "asked.html"
    asking.write_text(page.replace("</body>", f"<script>{axe}</script>{_ASK}</body>"), encoding="utf-8")
    done = subprocess.run(
        [
            *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
            *(f"--user-data-dir={folder / 'profile'}", f"--window-size={width},900"),
            *("--virtual-time-budget=30000", "--dump-dom", asking.as_uri()),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    told = re.search(r'<pre id="axe">(.*?)</pre>', done.stdout, re.DOTALL)
    assert told, done.stderr[-2000:]
    return [Violation(*found) for found in json.loads(escaping.unescape(told.group(1)))]


def serious(page: str, folder: Path, width: int = 1280) -> list[Violation]:
    """Those that keep people from using a page."""
    return [found for found in violations(page, folder, width) if found.impact in SERIOUS]
