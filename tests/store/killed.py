"""Plays an exercise and says of every command when it is durable; to be killed at any moment.

python -m tests.store.killed SAVES [EXERCISE]
"""

import sys

from multipolar.engine.programs import Programs
from multipolar.lobby.local import LocalLobby, StoredLog, host_on, read_record
from multipolar.lobby.port import ExerciseConfig
from multipolar.lobby.sources import open_saves
from tests.contracts.playing import STRAIT, players


def main(saves: str, exercise: str = "") -> None:
    desk = LocalLobby(open_saves(saves))
    if exercise:
        host = host_on(read_record(exercise, saves, desk.kept).events, StoredLog(desk.kept, exercise))
    else:
        host = desk.begin_host(ExerciseConfig(str(STRAIT), "standard", 7, {}))

    def acknowledge() -> None:
        say(f"{host.exercise} {host.world.seq} {host.world.moment}")

    host.listen(acknowledge)
    acknowledge()
    for _ in Programs(host, players()).play():
        pass
    say("over")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
