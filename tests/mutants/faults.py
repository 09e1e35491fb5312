"""The faults that mutmut makes of a file, by name, with the lines before and after."""

import re
from collections.abc import Iterator, Sequence
from difflib import ndiff
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import NamedTuple

from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.utils.format_utils import get_mutant_name

_TEXT = re.compile(r"""f?("[^"]*"|'[^']*')""")


def _without_sentences(code: str) -> str:
    """Code without the texts that have a blank in them: words for people, not keys the program reads."""
    return _TEXT.sub(lambda text: "" if " " in text[0] else text[0], code)


class Fault(NamedTuple):
    """A fault put into a function: its name, where, and the lines that it changes."""

    name: str
    function: str
    before: str
    after: str

    @property
    def rewords(self) -> bool:
        """Whether nothing but the words of a sentence is changed (its capitals, or signs around it)."""
        return _without_sentences(self.before) == _without_sentences(self.after)


def faults_of(path: Path, source: Path) -> Iterator[Fault]:
    """Every fault that mutmut makes of a file, `source` being the folder that packages stand in."""
    relative = path.relative_to(source)
    made = mutate_file_contents(str(path), path.read_text(encoding="utf-8"))
    lines = made.code.splitlines()

    def body(name: str) -> list[str]:
        span = made.line_span_by_function_name[name]
        return [line.strip().replace(name, "") for line in lines[span.start - 1 : span.end]]

    for name in made.mutant_names:
        function = name.partition("__mutmut_")[0]
        changes = list(ndiff(body(f"{function}__mutmut_orig"), body(name)))
        before, after = (" ".join(line[2:] for line in changes if line[0] == sign) for sign in "-+")
        full = get_mutant_name(relative, name)
        yield Fault(full, full.partition("__mutmut_")[0], before, after)


def sample(faults: Sequence[Fault], size: int, seed: int) -> list[Fault]:
    """So many faults, one out of each of as many equal stretches; all of them when there are no more."""
    if not 0 < size < len(faults):
        return list(faults)
    chance = Random(seed)
    ends = [len(faults) * number // size for number in range(size + 1)]
    return [faults[chance.randrange(start, end)] for start, end in pairwise(ends)]
