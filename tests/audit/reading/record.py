"""An exported record, read line by line as plain JSON; and the end of an audit that does not come out."""

import json
from collections.abc import Iterable
from typing import Any

Event = dict[str, Any]


class Unexplained(Exception):
    """An event the rules do not explain, or one they demand that is not there.

    Args:
        name: of the record, as scenario.preset.seed.
        seq: of the event at which it shows.
        chapter: of the reading that could not explain it.
        words: what was expected, and what there is.
    """

    def __init__(self, name: str, seq: int, chapter: str, words: str) -> None:
        super().__init__(f"{name} #{seq}, {chapter}: {words}")
        self.seq = seq
        self.chapter = chapter


def read_lines(lines: Iterable[str | bytes]) -> list[Event]:
    """The events of an export, its header left out.

    Raises:
        ValueError: when it is no export.
    """
    head, *rest = (json.loads(line) for line in lines if line.strip())
    if head.get("save") != "multipolar-save":
        raise ValueError("this is no exported save: its first line is no header")
    return [line["event"] for line in rest]
