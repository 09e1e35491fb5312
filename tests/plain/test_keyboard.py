"""Lines from a descriptor: whole, in order, and bounded."""

import asyncio
import os

from multipolar.plain.keyboard import LONGEST, as_typed, lines_of, not_utf8


async def lines_from(content: bytes) -> list[str]:
    reading, writing = os.pipe()
    try:
        await asyncio.get_running_loop().run_in_executor(None, _write, writing, content)
        return [line async for line in lines_of(reading)]
    finally:
        os.close(reading)


def _write(descriptor: int, content: bytes) -> None:
    os.write(descriptor, content)
    os.close(descriptor)


async def test_lines_come_whole_and_in_order() -> None:
    assert await lines_from(b"one\ntwo\r\n\nlast") == ["one", "two", "", "last"]


async def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    assert await lines_from(b"\xef\xbb\xbfready\n") == ["ready"]


async def test_letters_come_as_letters_and_other_bytes_as_such() -> None:
    assert await lines_from("say all Çedilha".encode() + b"\n\xff\xfe\n") == [
        "say all Çedilha",
        "\udcff\udcfe",
    ]


def test_a_line_of_other_bytes_is_told_with_its_place() -> None:
    line = b"say all caf\xe9".decode("utf-8", "surrogateescape")
    assert as_typed(line) == "say all caf\\xe9"
    assert "byte 0xe9 as character 12" in not_utf8(line)
    assert "UTF-16" in not_utf8("ready".encode("utf-16").decode("utf-8", "surrogateescape"))


async def test_an_endless_line_is_cut_and_the_next_one_comes() -> None:
    long, after = await lines_from(b"x" * 20_000 + b"\nstatus\n")
    assert (len(long), after) == (LONGEST + 1, "status")


async def test_no_input_is_no_lines() -> None:
    assert await lines_from(b"") == []


async def test_what_follows_the_line_taken_last_is_left_unread() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"quit\n")
    lines = lines_of(reading)
    assert await anext(lines) == "quit"
    os.write(writing, b"rest")
    os.close(writing)
    assert os.read(reading, 10) == b"rest"
    os.close(reading)
