"""What mail, editors and copying do to an exported file: undone where nothing is lost, else named.

Marks at the beginning, other line ends, blank lines, blanks at the end of a line, UTF-16 and UTF-32 leave
every sign of a save in its place: such a file is read. What took signs away or put some in is told by its
traces.
"""

import codecs
import io
import re
import unicodedata
from collections.abc import Generator, Iterator
from contextlib import suppress
from typing import BinaryIO, NamedTuple

import msgspec

LONGEST_LINE = 16 * 1024 * 1024
"""In characters; no event comes near it, and a file of something else is not read whole."""
_BLANKS = b" \t\x1a\r\n"
_ESCAPED = "it was written out as a web page (&quot; for a quotation mark); download the file itself"
_KINDS = (
    (b"SQLite format 3\0", "it is a database of saves; name it with --saves"),
    (b"PK\x03\x04", "it is packed (zip); unpack it first"),
    (b"\x1f\x8b", "it is packed (gzip); unpack it first"),
    (b"BZh", "it is packed (bzip2); unpack it first"),
    (b"\xfd7zXZ\0", "it is packed (xz); unpack it first"),
    (b"7z\xbc\xaf", "it is packed (7z); unpack it first"),
    (b"<", "it is a web page; download the file itself"),
    (b"%PDF", "it is a PDF"),
    (b"{\\rtf", "it is a document of a word processor (RTF); take the file as `saves export` wrote it"),
    (b"eyJzYXZlIjoi", "it was encoded for a mail (base64); save the file that was attached, or decode it"),
    (b"{&quot;", _ESCAPED),
    (b"{&#34;", _ESCAPED),
    (b"{&#x22;", _ESCAPED),
    (b"&#123;", _ESCAPED),
    (b"&#x7b;", _ESCAPED),
    (b"%7B%22", "it was encoded for an address (%7B for a bracket); download the file itself"),
    (b"{%22", "it was encoded for an address (%22 for a quotation mark); download the file itself"),
    (b'"{\\"', "it was put into a text of another file as JSON; take the file as `saves export` wrote it"),
    (
        b"[",
        "it is a list in JSON: another program joined its lines; take the file as `saves export` wrote it",
    ),
)
"""How files begin that are taken for an exported save, and what they are."""
_LAID_OUT = re.compile(rb"""\{(\s*$|\s+"|\s*'|\s*"(format|header|save)"\s*:)""")
"""How a header begins that another program wrote: in lines of its own, with blanks, or in another order."""
_OF_A_MAIL = re.compile(
    rb"(Return-Path|Delivered-To|Received|From|To|Date|Subject|MIME-Version|Content-[\w-]+):", re.IGNORECASE
)

_DUMPED = re.compile(
    rb"(?:(?:0x)?[0-9a-f]{4,16}:?\s+)?(?:(?:\\x|0x)?7b[\s,]*(?:\\x|0x)?22[\s,]*(?:\\x|0x)?73|227b\s+6173|021173\s+060563)",
    re.IGNORECASE,
)
"""How the bytes of a header begin as `xxd`, `hexdump` and `od` list them, with their place or without."""

CONVERTED = "holds bytes that are not UTF-8: the file was converted on the way; copy it anew as it is"
LAID_OUT = "was laid out anew by another program; take the file as `saves export` wrote it"
LETTERS = "has other letters than were written: another program converted them; copy the file anew as it is"


class Line(NamedTuple):
    """A line of a file that is not blank.

    Attributes:
        number: in the file, from 1.
        text: without its end, as UTF-8.
        ended: whether it had an end.
    """

    number: int
    text: bytes
    ended: bool = True


NOTHING = Line(1, b"")
"""What stands in for the first line of an empty file."""


def lines_of(file: BinaryIO) -> Generator[Line, None, None]:
    """The lines of a file as they were written, whatever carried it; of one too long, its beginning."""
    encoding = _encoding(file.read(4))
    file.seek(0)
    errors = "surrogateescape" if encoding == "utf-8-sig" else "replace"
    text = io.TextIOWrapper(file, encoding, errors=errors, newline=None)
    try:
        number = 0
        while line := text.readline(LONGEST_LINE):
            number += 1
            plain = line.encode("utf-8", "surrogateescape")
            if number == 1:
                # Who adds one where there is one already leaves two.
                while plain.startswith(codecs.BOM_UTF8):
                    plain = plain.removeprefix(codecs.BOM_UTF8)
            if stripped := plain.strip(_BLANKS):
                yield Line(number, stripped, ended=line.endswith("\n"))
    finally:
        text.detach()


def _encoding(beginning: bytes) -> str:
    """How a file is encoded, from its first four bytes: every save begins with two signs of ASCII."""
    if beginning in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE):
        return "utf-32"
    if beginning[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16"
    return _BY_ZEROS.get(tuple(byte == 0 for byte in beginning), "utf-8-sig")


_BY_ZEROS: dict[tuple[bool, ...], str] = {
    (False, True, False, True): "utf-16-le",
    (True, False, True, False): "utf-16-be",
    (False, True, True, True): "utf-32-le",
    (True, True, True, False): "utf-32-be",
}
"""Encodings without a mark, by which of the first four bytes are zero."""


def kind_of(first: Line) -> str:
    """What a file is that does not begin like an exported save, as far as its first line tells."""
    if not first.text:
        return "it is empty"
    if first.text.startswith(b'{"save":'):
        return "its first line was cut or wrapped on the way; copy it anew, or send it packed (zip)"
    if first.text.startswith(b'{"seq":'):
        return "its first line, the header, is missing; copy it anew"
    if first.text.startswith(b">"):
        return "it is quoted as in a reply to a mail; save the file that was attached"
    if not first.text.strip(b"\0"):
        return "it holds nothing but zeros: it was never written out; copy it anew"
    if _LAID_OUT.match(first.text):
        return f"it {LAID_OUT}"
    if _DUMPED.match(first.text):
        return "it lists the bytes of a file as numbers (a hex dump); take the file itself"
    if _OF_A_MAIL.match(first.text):
        return "it is a whole mail; save the file that was attached"
    return next(
        (kind for mark, kind in _KINDS if first.text[: len(mark)].lower() == mark.lower()),
        "its first line is not the header of one",
    )


def trace_in(line: Line, following: Line | None) -> str:
    """What happened on the way to a line that is no event, as far as it shows.

    Args:
        line: it.
        following: the one after it; None at the end of the file.
    """
    if not line.text.strip(b"\0"):
        return "holds nothing but zeros: the file was not written out whole; copy it anew"
    if following is None and not line.ended:
        return "is cut off: the file ends within it; copy the file anew"
    if line.text.startswith(b'{"save":'):
        return "begins another save: two files were joined; take them apart"
    if b"\0" in line.text:
        return "holds zeros: the file was not written out whole; copy it anew"
    if line.text.startswith(b">"):
        return "is quoted as in a reply to a mail; save the file that was attached"
    if line.text.endswith(b"=") or b"=3D" in line.text or b"=22" in line.text:
        return "was encoded for a mail (quoted-printable); save the file that was attached"
    if not is_text(line.text):
        return CONVERTED
    if (
        line.text.startswith(b'{"seq":')
        and following is not None
        and not following.text.startswith(b'{"seq":')
    ):
        return "was wrapped: it goes on in the next line; send the file packed (zip)"
    return "cannot be read"


def undone(event: bytes) -> Iterator[tuple[bytes, str]]:
    """An event as it may have been before another program wrote it anew, each with what that one did."""
    with suppress(msgspec.MsgspecError, RecursionError, ValueError):
        yield msgspec.json.encode(msgspec.json.decode(event)), LAID_OUT
    with suppress(UnicodeError):
        text = event.decode()
        for form in ("NFC", "NFD"):
            yield unicodedata.normalize(form, text).encode(), LETTERS
        for taken_for in ("cp1252", "latin-1"):
            with suppress(UnicodeError):
                yield text.encode(taken_for), LETTERS


def is_text(line: bytes) -> bool:
    """Whether a line is UTF-8."""
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
