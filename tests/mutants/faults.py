"""The faults that mutmut makes of a file, by name, with the lines before and after."""

import ast
import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random
from textwrap import dedent
from typing import NamedTuple

from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.utils.format_utils import get_mutant_name

_TEXT = re.compile(r"""f?("[^"]*"|'[^']*')""")


def _without_sentences(code: str) -> str:
    """Code without the texts that have a blank in them: words for people, not keys the program reads."""
    return _TEXT.sub(lambda text: "" if " " in text[0] else text[0], code)


class Fault(NamedTuple):
    """A fault put into a function: its name, where, the lines that it changes, and all of the function."""

    name: str
    function: str
    before: str
    after: str
    text: str = ""

    @property
    def rewords(self) -> bool:
        """Whether nothing but the words of a sentence is changed (its capitals, or signs around it)."""
        return _without_sentences(self.before) == _without_sentences(self.after)


def _changed(one: list[str], other: list[str]) -> tuple[str, str]:
    """The lines in which two texts differ: all between what they begin and end with alike."""
    alike = [line == here for line, here in zip(one, other, strict=False)]
    first = (*alike, False).index(False)
    most = min(len(one), len(other)) - first
    behind = zip(reversed(one), reversed(other), strict=False)
    last = min(most, (*(line == here for line, here in behind), False).index(False))
    return " ".join(one[first : len(one) - last]), " ".join(other[first : len(other) - last])


def _cut_down(text: str, names: Collection[str]) -> str:
    """The functions and classes of these names alone: of a whole file it takes long to make the faults."""
    parts = [
        ast.get_source_segment(text, node)
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in names
    ]
    return "\n\n\n".join(filter(None, parts)) + "\n"


def faults_of(path: Path, source: Path, within: Collection[str] = ()) -> Iterator[Fault]:
    """The faults that mutmut makes of a file.

    Args:
        path: the file.
        source: the folder that packages stand in.
        within: names of the functions and classes that faults are wanted of; none: all.
    """
    relative = path.relative_to(source)
    text = path.read_text(encoding="utf-8")
    made = mutate_file_contents(str(path), _cut_down(text, within) if within else text)
    lines = made.code.splitlines()

    def written(name: str) -> list[str]:
        span = made.line_span_by_function_name[name]
        return lines[span.start - 1 : span.end]

    def body(name: str) -> list[str]:
        return [line.strip().replace(name, "") for line in written(name)]

    for name in made.mutant_names:
        function = name.partition("__mutmut_")[0]
        before, after = _changed(body(f"{function}__mutmut_orig"), body(name))
        full = get_mutant_name(relative, name)
        text = dedent("\n".join(written(name)))
        yield Fault(full, full.partition("__mutmut_")[0], before, after, text)


def sample(faults: Sequence[Fault], size: int, seed: int) -> list[Fault]:
    """So many faults, one out of each of as many equal stretches; all of them when there are no more.

    They come shuffled: what has been tried when a run is broken off is a sample as well.
    """
    chance = Random(seed)
    drawn = list(faults)
    if 0 < size < len(faults):
        ends = [len(faults) * number // size for number in range(size + 1)]
        drawn = [faults[chance.randrange(start, end)] for start, end in pairwise(ends)]
    chance.shuffle(drawn)
    return drawn
