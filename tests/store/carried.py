"""Played, ended by force, and only the file carried away, again and again: nothing is lost without a word.

python -m tests.store.carried [ROUNDS] [SEED]   (200 rounds when not said)
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from multipolar.store import open_saves

FILE = "multipolar.db"
ENDS = {"kill": signal.SIGKILL, "hang up": signal.SIGHUP, "terminate": signal.SIGTERM, "none": None}
"""How the program is ended before the file is carried away; ``none``: it goes on meanwhile."""
AHEAD = 8
"""Lines that are written before the program is ended, their answers not awaited."""
LONGEST_WAIT = 0.3
"""Seconds from then to its end, at most: about as long as it takes with them."""
HERE = Path(__file__).parents[2]


def begin(folder: Path, seed: int) -> str:
    """Begin an exercise with a person, and leave it; its id."""
    command = [sys.executable, "-m", "multipolar", "--saves", str(folder), "play", "first-steps", "--plain"]
    done = subprocess.run(
        [*command, "--seat", "OSK", "--seed", str(seed), "--json"],
        input="save\n",
        capture_output=True,
        text=True,
        check=True,
        cwd=HERE,
        env=environment(folder),
    )
    return str(json.loads(done.stdout.splitlines()[0])["data"]["exercise"])


def environment(folder: Path) -> dict[str, str]:
    """Of a program whose user keeps what was seen of saves beside them."""
    return {**os.environ, "MULTIPOLAR_STATE": str(folder.parent / "state")}


def lines(chance: random.Random) -> str:
    """What a person writes: words, an act that ends a phase now and then."""
    return "".join(chance.choice(("say all a word\n", "say all another\n", "pass\n")) for _ in range(300))


def played(folder: Path, exercise: str, end: str, chance: random.Random, there: Path) -> int:
    """Play on until the program is ended, carry the file away; the last event it had acknowledged.

    The blow falls while it does what it was told last, or soon after.
    """
    command = [sys.executable, "-m", "multipolar", "--saves", str(folder), "play", "--continue", exercise]
    playing = subprocess.Popen(
        [*command, "--plain", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=HERE,
        env=environment(folder),
    )
    assert playing.stdin
    assert playing.stdout
    answers = chance.randint(1, 12)
    written = lines(chance).splitlines(keepends=True)
    said: list[str] = []
    with playing:
        for line in written[:answers]:
            playing.stdin.write(line)
            playing.stdin.flush()
            said.append(playing.stdout.readline())
        number = ENDS[end]
        if number is not None:
            playing.stdin.writelines(written[answers : answers + AHEAD])
            playing.stdin.flush()
            time.sleep(chance.uniform(0, LONGEST_WAIT))
            playing.send_signal(number)
            said += playing.stdout
            playing.wait(timeout=60)
        shutil.copy(folder / FILE, there)
        playing.kill()
    return max(map(acknowledged, said), default=0)


def acknowledged(answer: str) -> int:
    """The last event that an answer tells of; none when it was cut short by the end of the program."""
    if not answer.endswith("\n"):
        return 0
    return max((news.get("number", 0) for news in json.loads(answer).get("news", ())), default=0)


def carried(rounds: int, seed: int, folder: Path) -> Iterator[str]:
    """Round by round, what became of what was acknowledged: ``there``, ``told``, or ``lost``."""
    chance = random.Random(seed)
    exercise = ""
    for number in range(rounds):
        if number % 20 == 0:
            exercise = begin(folder, number)
        there = folder.parent / f"there-{number}"
        there.mkdir()
        end = chance.choice(list(ENDS))
        events = played(folder, exercise, end, chance, there)
        with closing(open_saves(folder, read_only=True)) as saves:
            at_home = saves.verify(exercise)
        assert at_home.ok, at_home
        assert at_home.events >= events
        with closing(open_saves(there, read_only=True)) as saves:
            complete, told = saves.verify(exercise).readable >= events, bool(saves.amiss())
        shutil.rmtree(there)
        yield f"{end}: {'there' if complete else 'told' if told else 'lost'}"


def main(rounds: str = "200", seed: str = "1") -> None:
    """Try it, and print what became of what was acknowledged."""
    # Also where this is run so that it outlives its terminal: what is played must not.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    with TemporaryDirectory() as name:
        found: Counter[str] = Counter()
        for number, what in enumerate(carried(int(rounds), int(seed), Path(name) / "saves"), 1):
            found[what] += 1
            sys.stdout.write(f"{number}: {', '.join(f'{what} {found[what]}' for what in sorted(found))}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
