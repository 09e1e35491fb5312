"""Whole exercises, played again, are answered word for word as they were."""

from pathlib import Path

import pytest

from tests.playthroughs.transcripts import TRANSCRIPTS, scripts, transcript_of


@pytest.mark.parametrize("script", scripts(), ids=lambda script: script.stem)
def test_a_script_is_answered_as_before(script: Path, tmp_path: Path) -> None:
    expected = (TRANSCRIPTS / script.name).read_text(encoding="utf-8")
    assert transcript_of(script, tmp_path) == expected, (
        "if rules or words were changed on purpose: python -m tests.playthroughs, and read what changed"
    )


@pytest.mark.parametrize("script", scripts(), ids=lambda script: script.stem)
def test_a_transcript_reaches_the_debrief(script: Path) -> None:
    transcript = (TRANSCRIPTS / script.name).read_text(encoding="utf-8")
    assert "turning point, round" in transcript
    assert transcript.count("refused") < 7
