"""A step is kept whole or not at all, whenever the program is killed; what was acknowledged is kept."""

import random
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from multipolar.store import export_save, verify_export
from tests.store.making import header, opened, payloads

KEY = "k3x9w2"
PLAYING = """
import sys
from pathlib import Path
from tests.store.making import opened, payloads

saves = opened(Path(sys.argv[1]))
events = saves.header("k3x9w2").events
print(events, flush=True)
while True:
    saves.append("k3x9w2", events, payloads(events + 1, 6), command_id=f"AAA:{events}", receipt="{}")
    events += 6
    print(events, flush=True)
"""


def killed_while_playing(folder: Path, moments: random.Random) -> int:
    """Let another program append until it is killed between two acknowledgements; the last it gave."""
    playing = subprocess.Popen(
        [sys.executable, "-c", PLAYING, str(folder)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    )
    assert playing.stdout
    with playing, playing.stdout as said:
        told = [said.readline() for _ in range(moments.randint(1, 25))]
        # Somewhere within the step that follows: how long a step takes is not ours to know.
        for _ in range(moments.randint(0, 20_000)):
            pass
        playing.kill()
        told += said.read().splitlines()
        assert playing.wait(timeout=30) == -signal.SIGKILL
    return max(int(events) for events in told)


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_any_moment_no_step_is_half_kept_and_no_acknowledged_one_is_lost(
    seed: int, tmp_path: Path
) -> None:
    with closing(opened(tmp_path)) as saves:
        saves.create(header(), payloads(1, 1))
    moments = random.Random(seed)
    for _ in range(2):
        acknowledged = killed_while_playing(tmp_path, moments)
        with closing(opened(tmp_path, read_only=True)) as reader:
            events = reader.header(KEY).events
            assert events >= acknowledged
            assert (events - 1) % 6 == 0
            assert [entry.payload for entry in reader.read(KEY)] == payloads(1, events)
            done = [reader.receipt(KEY, f"AAA:{first}") for first in range(1, events, 6)]
            assert done == ["{}"] * len(done)
            export_save(reader, KEY, tmp_path / "file.jsonl", overwrite=True)
            assert verify_export(tmp_path / "file.jsonl").ok
