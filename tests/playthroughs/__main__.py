"""Writes the transcripts anew: `python -m tests.playthroughs`, when rules were changed on purpose."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.playthroughs.transcripts import TRANSCRIPTS, scripts, transcript_of

TRANSCRIPTS.mkdir(exist_ok=True)
for script in scripts():
    with TemporaryDirectory() as folder:
        text = transcript_of(script, Path(folder))
    (TRANSCRIPTS / script.name).write_text(text, encoding="utf-8")
    sys.stdout.write(f"{script.stem}: {len(text.splitlines())} lines\n")
