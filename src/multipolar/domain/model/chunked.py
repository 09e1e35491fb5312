"""A list that only grows: a longer one shares what was there, and remembers what follows from each part.

A world is never changed, so each event that adds a record makes a new list of them. Copied whole, ten
thousand records would cost fifty million copies; here only the last part is copied, and what was worked out
of a full part (an index, a count, how a seat sees it) is never worked out again.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, Generic, TypeVar, overload

Item = TypeVar("Item")
Derived = TypeVar("Derived")

SIZE = 128
"""Items of a full part."""


class Chunk(Generic[Item]):
    """Items that stay together, and what was worked out of them.

    Attributes:
        items: oldest first; never changed.
    """

    __slots__ = ("_derived", "items")

    def __init__(self, items: tuple[Item, ...]) -> None:
        self.items = items
        self._derived: dict[Hashable, Any] = {}

    def derived(self, key: Hashable, make: "Callable[[tuple[Item, ...]], Derived]") -> Derived:
        """What follows from the items, worked out once.

        Args:
            key: what is asked for; whatever `make` reads beside the items must be in it.
            make: the items to the answer.
        """
        if key not in self._derived:
            self._derived[key] = make(self.items)
        found: Derived = self._derived[key]
        return found


class Chunked(Sequence[Item]):
    """A list, oldest item first, in chunks of at most `SIZE`.

    Args:
        full: the chunks that take no more items.
        last: the one that does.
        length: how many items they hold together.
    """

    __slots__ = ("_full", "_last", "_length")

    def __init__(
        self, full: tuple[Chunk[Item], ...] = (), last: Chunk[Item] | None = None, length: int = 0
    ) -> None:
        self._full = full
        self._last: Chunk[Item] = Chunk(()) if last is None else last
        self._length = length

    def added(self, *items: Item) -> "Chunked[Item]":
        """The list with more items at its end."""
        full, last = self._full, (*self._last.items, *items)
        while len(last) >= SIZE:
            full, last = (*full, Chunk(last[:SIZE])), last[SIZE:]
        return Chunked(full, Chunk(last), self._length + len(items))

    def changed(self, place: int, item: Item) -> "Chunked[Item]":
        """The list with another item in one place, from 0.

        Raises:
            IndexError: when there is no such place.
        """
        number, within = self._find(place)
        chunks = [*self._full, self._last]
        held = list(chunks[number].items)
        held[within] = item
        chunks[number] = Chunk(tuple(held))
        return Chunked(tuple(chunks[:-1]), chunks[-1], self._length)

    def filtered(
        self, key: Hashable, keep: Callable[[tuple[Item, ...]], tuple[Item, ...]]
    ) -> "Chunked[Item]":
        """The list without some items; each chunk is gone through once.

        Args:
            key: which; whatever `keep` reads beside the items must be in it.
            keep: some items to those of them that stay.
        """
        full = tuple(chunk.derived(key, lambda items: Chunk(keep(items))) for chunk in self._full)
        last = self._last.derived(key, lambda items: Chunk(keep(items)))
        return Chunked(full, last, sum(len(chunk.items) for chunk in (*full, last)))

    def each(self, key: Hashable, make: Callable[[tuple[Item, ...]], Derived]) -> Iterator[Derived]:
        """What follows from each chunk, oldest first (see `Chunk.derived`)."""
        for chunk in self._full:
            yield chunk.derived(key, make)
        if self._last.items:
            yield self._last.derived(key, make)

    def latest(self, key: Hashable, make: Callable[[tuple[Item, ...]], Derived]) -> Iterator[Derived]:
        """The same, newest chunk first."""
        if self._last.items:
            yield self._last.derived(key, make)
        for chunk in reversed(self._full):
            yield chunk.derived(key, make)

    def _find(self, place: int) -> tuple[int, int]:
        """The chunk an item is in, and its place there."""
        within = range(self._length)[place]
        for number, chunk in enumerate(self._full):
            if within < len(chunk.items):
                return number, within
            within -= len(chunk.items)
        return len(self._full), within

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Item]:
        for chunk in self._full:
            yield from chunk.items
        yield from self._last.items

    def __reversed__(self) -> Iterator[Item]:
        yield from reversed(self._last.items)
        for chunk in reversed(self._full):
            yield from reversed(chunk.items)

    @overload
    def __getitem__(self, place: int) -> Item: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Item, ...]: ...
    def __getitem__(self, place: int | slice) -> Item | tuple[Item, ...]:
        if isinstance(place, slice):
            return tuple(self)[place]
        number, within = self._find(place)
        return (*self._full, self._last)[number].items[within]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Chunked):
            return NotImplemented
        return self is other or tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # its items hold mappings, and have none either

    def __repr__(self) -> str:
        return f"Chunked({list(self)!r})"
