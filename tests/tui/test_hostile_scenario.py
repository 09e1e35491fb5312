"""A scenario with brackets in every title and name, begun, played and debriefed by the real engine."""

import json
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets._toast import Toast

from multipolar.cells import visible
from multipolar.documents.source import read
from multipolar.lobby.local import LocalLobby, open_saves
from multipolar.lobby.port import ExerciseConfig
from multipolar.scenario.check import check_text
from tests.tui.playing import app_of
from tests.tui.screen_text import checked, text_of

SCENARIO = Path(__file__).parents[2] / "scenarios" / "first-steps.yaml"
KINDS = ("[/ ", "[/b][bold red]", "[@click=app.quit]", "]]\\[", "$accent [] ", "中文[b]", "é🏴[")
PROSE = (
    "title", "summary", "story", "disclaimer", "name", "called", "adjective", "role", "brings", "constraints",
    "about", "why", "text", "texts", "interests", "result", "expected", "control_notes", "source", "question",
    "objective",
)  # fmt: skip
MOST_SCENES = 120
OPENED = ("p", "o", "m", "w", "a", "b", "l", "n", "t", "question_mark", "ctrl+p", "g")
"""Keys of the table that open something over it."""


class Spoiler:
    """Puts another beginning before everything that is words."""

    def __init__(self) -> None:
        self.count = 0

    def spoiled(self, value: Any, key: str = "") -> Any:
        """The data of a scenario with hostile beginnings."""
        if isinstance(value, dict):
            return {name: self.spoiled(held, name) for name, held in value.items()}
        if isinstance(value, list):
            return [self.spoiled(held, key) for held in value]
        if isinstance(value, str) and key in PROSE:
            self.count += 1
            return KINDS[self.count % len(KINDS)] + value
        return value


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    data = read(SCENARIO.read_bytes(), SCENARIO.name).data
    path = tmp_path / "[red]file[b].yaml"
    path.write_text(json.dumps(Spoiler().spoiled(data), ensure_ascii=False, indent=1), encoding="utf-8")
    # What is hostile before a source may be doubted as one; it is played all the same.
    assert [problem for problem in check_text(path.read_bytes()) if not problem.warning] == []
    return path


async def settled(pilot: Pilot[None]) -> str:
    """The name of the screen once nothing is under way; what it shows has been looked at."""
    await pilot.pause()
    checked(pilot)
    return str(getattr(pilot.app.screen, "NAME", type(pilot.app.screen).__name__))


async def test_an_exercise_full_of_brackets_is_played_to_its_debrief(scenario: Path, tmp_path: Path) -> None:
    desk = LocalLobby(open_saves(str(tmp_path / "[b]saves")))
    seats = {"VRN": "guardian", "OSK": "person", "TAL": "person", "KEL": "hedger"}
    app = app_of(desk, ExerciseConfig(str(scenario), "intro", 3, seats))
    scenes: list[str] = []
    async with app.run_test(size=(100, 30), notifications=True, tooltips=True) as pilot:
        for _ in range(MOST_SCENES):
            scene = await settled(pilot)
            if scene == "table" and "table" not in scenes:
                for key in OPENED:
                    await pilot.press(key)
                    await settled(pilot)
                    await pilot.press("escape")
                    assert await settled(pilot) == "table", key
            scenes.append(scene)
            if scene == "debrief" and scenes.count("debrief") > 1:
                break
            keys = {
                "table": "r",
                "assessment": "space",
                "crisis": "ctrl+s",
                "brief": "ctrl+s",
                "debrief": "right",
            }
            await pilot.press(keys.get(scene, "enter"))
    assert {"brief", "curtain", "table", "debrief"} <= set(scenes)


FILES = ("[b]x[red]", "[@click=app.quit]x", "]]\\[x", "中文e\u0301[x", "[i]" + "x" * 150, "a\x1b[2Jx")


@pytest.mark.parametrize("name", FILES, ids=ascii)
async def test_a_file_that_cannot_be_read_is_named_as_it_is(name: str, tmp_path: Path) -> None:
    broken = tmp_path / f"{name}.jsonl"
    broken.write_text('{"[@click=app.quit]": "[bold red]x"}\n[red]\x1b[2J\n', encoding="utf-8")
    app = app_of(LocalLobby(open_saves(str(tmp_path / "[b]saves"))))
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        app.resume(str(broken))
        await app.workers.wait_for_complete()
        await settled(pilot)
        (told,) = app.screen.query(Toast)
        assert visible(str(broken)) in told._notification.message
        await settled(pilot)
        # The path is broken over lines where it is long; what it ends with is looked for.
        assert visible(name)[-3:] in text_of(app)
