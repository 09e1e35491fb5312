"""A YAML file as a person wrote it: plain data, and the place of every value in it.

Apart from any schema: what the data should be is for `mistakes` and the checks. What makes YAML
dangerous or surprising is refused here (aliases, tags, keys that stand twice, bombs of size and depth),
and plain words mean what YAML 1.2 says: ``no`` is a word, ``12:30`` is a word, a date is a word. Nothing
here opens a file.
"""

import math
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

import yaml
from msgspec import Struct

from multipolar.documents.document import Document, Flawed, Problem, Spot
from multipolar.documents.pieces import short
from multipolar.documents.quoting import curly, swallowed
from multipolar.documents.syntax import explain

__all__ = [
    "MOST_BYTES",
    "MOST_NESTED",
    "MOST_NODES",
    "MOST_PROBLEMS",
    "Document",
    "Flawed",
    "Problem",
    "read",
]

MOST_BYTES: Final = 1_048_576
MOST_NODES: Final = 100_000
MOST_NESTED: Final = 40
MOST_PROBLEMS: Final = 1_000

_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_WORDS: Final = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_WHOLE = re.compile(r"[-+]?[0-9]{1,18}", re.ASCII)
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", re.ASCII)
_LONGEST_NUMBER: Final = 64
_LOST = re.compile(r"([ \t]+)(#[^\r\n]*)")
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
_CONTROL = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def read(source: str | bytes, name: str) -> Document:
    """Read a YAML file.

    Args:
        source: its content.
        name: its name, for messages.

    Raises:
        Flawed: with every mistake in the writing. Where the rest could still be read, the exception
            carries the document, so that the meaning can be checked in the same go.
    """
    text = _decoded(source, name)
    page = Document(name, text, None, Spot(0), ())
    if len(text) > MOST_BYTES:
        raise _refused(page, 0, "the file is too large", f"{len(text)} characters", f"at most {MOST_BYTES}")
    if wrong := _CONTROL.search(text):
        code = f"U+{ord(wrong[0]):04X}"
        if wrong[0] == "\x00":
            raise _refused(page, wrong.start(), "this is not a text file", "a zero byte", "a YAML file")
        raise _refused(page, wrong.start(), "a character that no text has", code, "letters, digits and signs")
    if directive := _DIRECTIVE.search(text):
        found = short(text[directive.start() :].splitlines()[0])
        expected = "a space before it, where it is text"
        raise _refused(page, directive.start(), "a line begins with %", found, expected)
    reader = _Reader(page)
    with suppress(_Stop):
        reader.run()
    problems = tuple(sorted(reader.problems))
    if not reader.root:
        raise Flawed(problems)
    document = Document(name, text, *reader.root, problems, tuple(reader.warnings))
    if problems:
        raise Flawed(problems, None if reader.stopped else document)
    return document


def _decoded(source: str | bytes, name: str) -> str:
    """The content as text, without a byte order mark."""
    if not isinstance(source, str):
        if len(source) > MOST_BYTES:
            found, expected = f"{len(source)} bytes", f"at most {MOST_BYTES}"
            raise Flawed((Problem(name, 1, 1, "the file is too large", found, expected),))
        if source.startswith((b"\xff\xfe", b"\xfe\xff")):
            message, expected = "this file is saved in UTF-16", "a YAML file saved as UTF-8"
            raise Flawed((Problem(name, 1, 1, message, "a UTF-16 byte order mark", expected),))
        try:
            text = source.decode("utf-8")
        except UnicodeDecodeError as error:
            page = Document(name, source[: error.start].decode("utf-8"), None, Spot(0), ())
            message = "this is not a text file in UTF-8"
            found = f"byte {source[error.start]:#04x}"
            raise _refused(page, error.start, message, found, "a YAML file saved as UTF-8") from None
        return text.removeprefix("\ufeff")
    return source.removeprefix("\ufeff")


def _refused(page: Document, index: int, message: str, found: str, expected: str) -> Flawed:
    line, column = page.at(min(index, len(page.text)))
    return Flawed((Problem(page.name, line, column, message, found, expected),))


class _Stop(Exception):
    """No use in reading on; the problem that says why has been noted."""


class _Open(Struct, gc=False):
    """A mapping or list being read; `key` is the key whose value comes next, `placed` that there is one.

    A key that cannot be used (it stands twice, or is no text) leaves its value out: `key` is None.
    """

    data: dict[str, Any] | list[Any]
    spot: Spot
    placed: bool = False
    key: str | None = None
    key_begins: int = -1


class _Reader:
    """From parser events to data, without recursion; `problems` gathers what is wrong on the way."""

    def __init__(self, page: Document) -> None:
        self.page = page
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self.root: tuple[Any, Spot] | None = None
        self.stopped = False
        self.open: list[_Open] = []
        self.nodes = 0
        self.reached = 0

    def run(self) -> None:
        """Read the first document, and refuse what follows it.

        Raises:
            _Stop: when there is no use in reading on.
        """
        try:
            self.read()
        except yaml.YAMLError as error:
            self.fail(*explain(error, self.page.text, self.reached))

    def read(self) -> None:
        """Put every event in its place."""
        events: Iterator[Any] = yaml.parse(self.page.text, Loader=_LOADER)
        for event in events:
            begins = event.start_mark.index
            if isinstance(event, yaml.ScalarEvent):
                self.scalar(event, begins)
            elif isinstance(event, yaml.CollectionStartEvent):
                self.container(event, begins)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.open.pop()
            elif isinstance(event, yaml.AliasEvent):
                self.alias(event, begins)
            elif isinstance(event, yaml.DocumentStartEvent) and self.root:
                self.fail(begins, "a second document begins", "'---'", "one document a file")
            # A quoted text is looked at again where reading stops: perhaps it was not meant to end there.
            is_quoted = isinstance(event, yaml.ScalarEvent) and event.style in ("'", '"')
            self.reached = begins if is_quoted else event.end_mark.index
        if self.root is None or self.root[0] is None:
            self.root = None
            self.fail(0, "the file is empty", "nothing", "keys and values")

    def note(self, index: int, message: str, found: str, expected: str) -> None:
        """Remember a mistake and read on."""
        line, column = self.page.at(min(index, len(self.page.text)))
        self.problems.append(Problem(self.page.name, line, column, message, found, expected))
        if len(self.problems) == MOST_PROBLEMS:
            self.fail(index, "there are more mistakes than are listed", f"{MOST_PROBLEMS} mistakes", "fewer")

    def fail(self, index: int, message: str, found: str, expected: str) -> None:
        """Remember a mistake and stop."""
        line, column = self.page.at(min(index, len(self.page.text)))
        self.problems.append(Problem(self.page.name, line, column, message, found, expected))
        self.stopped = True
        raise _Stop

    def scalar(self, event: yaml.ScalarEvent, begins: int) -> None:
        """A word, a number or a text; or a key."""
        self.refuse_extras(event, begins)
        if self.is_key():
            self.key(event.value, begins, plain=not event.style)
        else:
            self.warn_of_quotes(event, begins)
            value = event.value if event.style else _plain(event.value)
            self.place(value, Spot(begins))
            if not event.style and isinstance(value, str) and event.end_mark:
                self.warn_of_lost(value, event.end_mark.index)

    def warn_of_quotes(self, event: yaml.ScalarEvent, begins: int) -> None:
        """Quotation marks that YAML takes otherwise than whoever typed them meant."""
        if event.style in ("'", '"') and event.end_mark:
            said = swallowed(self.page.text, begins, event.end_mark.index)
        else:
            said = None if event.style else curly(event.value, begins)
        if said:
            self.warn(said.index, said.message, said.found, said.expected)

    def warn(self, index: int, message: str, found: str, expected: str) -> None:
        """Remember something that was hardly meant."""
        if len(self.warnings) < MOST_PROBLEMS:
            line, column = self.page.at(index)
            self.warnings.append(
                Problem(self.page.name, line, column, message, found, expected, warning=True)
            )

    def warn_of_lost(self, value: str, ends: int) -> None:
        """Words after a text without quotes that read as a remark, and were hardly meant as one.

        A remark stands apart: after a single word, or with two blanks before its sign, and a blank after.
        """
        text = self.page.text
        while ends and text[ends - 1].isspace():
            ends -= 1
        lost = _LOST.match(text, ends)
        if not lost:
            return
        apart = len(lost[1]) > 1 or " " not in value
        if apart and not lost[2][1:2].strip():
            return
        message = "what follows ' #' is a remark here, and no part of the text"
        expected = "quotes around the whole text; or two blanks before a remark and one after its sign"
        found = f"'{short(lost[2].rstrip())}'"
        self.warn(lost.start(2), message, found, expected)

    def container(self, event: yaml.CollectionStartEvent, begins: int) -> None:
        """A mapping or a list begins."""
        self.refuse_extras(event, begins)
        if len(self.open) == MOST_NESTED:
            self.fail(
                begins, "nested too deeply", f"more than {MOST_NESTED} levels", f"at most {MOST_NESTED}"
            )
        mapping = isinstance(event, yaml.MappingStartEvent)
        begun = _Open({}, Spot(begins, inside={})) if mapping else _Open([], Spot(begins, inside=[]))
        if self.is_key():
            kind = "a mapping" if mapping else "a list"
            self.note(begins, "a key is not a word", kind, "a word, then a colon")
            self.open[-1].placed, self.open[-1].key = True, None
            self.count()
        else:
            self.place(begun.data, begun.spot)
        self.open.append(begun)

    def alias(self, event: yaml.AliasEvent, begins: int) -> None:
        """A reference to something written elsewhere: refused, and nothing stands there."""
        written = f"'*{short(event.anchor or '')}'"
        self.note(begins, "an alias refers to another place", written, "the value itself")
        if self.is_key():
            self.open[-1].placed, self.open[-1].key = True, None
        else:
            self.place(None, Spot(begins))

    def refuse_extras(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, begins: int) -> None:
        """Anchors and tags."""
        if event.anchor is not None:
            self.note(begins, "an anchor names a place", f"'&{short(event.anchor)}'", "the value alone")
        if event.tag is not None:
            written = short(event.tag.replace("tag:yaml.org,2002:", "!!"))
            self.note(begins, "a tag says what kind of value this is", f"'{written}'", "the value alone")

    def is_key(self) -> bool:
        """Whether what comes next is a key."""
        return bool(self.open) and isinstance(self.open[-1].data, dict) and not self.open[-1].placed

    def key(self, key: str, begins: int, *, plain: bool) -> None:
        """A key; the next value belongs to it."""
        self.count()
        top = self.open[-1]
        top.placed, top.key, top.key_begins = True, key, begins
        assert isinstance(top.spot.inside, dict)
        if plain and not key:
            top.key = None
            self.note(begins, "a key is missing", "nothing before the colon", "a word, then a colon")
        elif plain and (said := curly(key, begins)):
            top.key = None
            self.note(begins, "a key stands in typographic quotation marks", said.found, "the key alone")
        elif first := top.spot.inside.get(key):
            top.key = None
            line, _ = self.page.at(first.key)
            message = f"the key '{short(key)}' stands twice"
            self.note(begins, message, f"'{short(key)}' again", f"it once; the first is in line {line}")

    def place(self, value: Any, spot: Spot) -> None:
        """Put a value where it belongs."""
        self.count()
        if not self.open:
            self.root = (value, spot)
            return
        top = self.open[-1]
        if isinstance(top.data, list):
            top.data.append(value)
            assert isinstance(top.spot.inside, list)
            top.spot.inside.append(spot)
            return
        if top.key is not None:
            spot.key = top.key_begins
            top.data[top.key] = value
            assert isinstance(top.spot.inside, dict)
            top.spot.inside[top.key] = spot
        top.placed = False

    def count(self) -> None:
        """One more key or value."""
        self.nodes += 1
        if self.nodes > MOST_NODES:
            begins = self.open[-1].spot.begins if self.open else 0
            self.fail(begins, "too many values", f"more than {MOST_NODES}", f"at most {MOST_NODES}")


def _plain(word: str) -> Any:
    """What a word without quotes is, by the core schema of YAML 1.2; numbers are decimal and finite."""
    if word in _WORDS:
        return _WORDS[word]
    if len(word) > _LONGEST_NUMBER or not (word[0].isdigit() or word[0] in "+-."):
        return word
    if _WHOLE.fullmatch(word):
        return int(word)
    if _DECIMAL.fullmatch(word) and not word.lstrip("+-").isdigit():
        number = float(word)
        return number if math.isfinite(number) else word
    return word
