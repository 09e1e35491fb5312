"""The trials of `cutting`, short: the whole is `python -m tests.server.cutting`."""

from pathlib import Path

from tests.server.cutting import trial


async def test_however_often_lines_are_cut_nothing_is_lost_or_done_twice(tmp_path: Path) -> None:
    came = await trial(tmp_path, cuts=40, kills=0)
    assert came.wrong == []
    assert came.acknowledged >= 5


async def test_however_often_the_host_is_killed_nothing_is_lost_or_done_twice(tmp_path: Path) -> None:
    came = await trial(tmp_path, cuts=0, kills=2)
    assert came.wrong == []
    assert came.acknowledged >= 6
