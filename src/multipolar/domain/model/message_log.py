"""What powers wrote to one another: a list that only grows, with what is asked of it at hand.

A message is named by its author's count of its own (``M3``), so that a gap tells nobody of letters between
others. Adding one, finding one of late and telling what is on its way cost the same after ten thousand.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import TypeVar, overload

from msgspec.structs import replace

from multipolar.domain.model.chunked import Chunked
from multipolar.domain.model.records import Message

Shown = TypeVar("Shown")


class MessageLog(Sequence[Message]):
    """Messages, oldest first; it is never changed, and a longer one shares what was there.

    Args:
        messages: those there are.
        written: how many each power has written.
        on_their_way: messages that have not reached all they are to, and were not taken back, oldest first.
    """

    __slots__ = ("_messages", "_written", "on_their_way")

    def __init__(
        self,
        messages: Chunked[Message] | None = None,
        written: Mapping[str, int] = MappingProxyType({}),
        on_their_way: tuple[Message, ...] = (),
    ) -> None:
        self._messages: Chunked[Message] = Chunked() if messages is None else messages
        self._written = written
        self.on_their_way = on_their_way

    def sent(self, message: Message) -> "MessageLog":
        """The log with one more; its author's count of its own becomes its name."""
        number = self._written.get(message.by, 0) + 1
        named = replace(message, id=f"M{number}")
        waiting = (*self.on_their_way, named) if _is_awaited(named) else self.on_their_way
        return MessageLog(self._messages.added(named), {**self._written, message.by: number}, waiting)

    def changed(self, was: Message, now: Message) -> "MessageLog":
        """The log with a message as it is now."""
        waiting = tuple(now if one is was else one for one in self.on_their_way)
        place = self._place_of(was.by, was.id)
        return MessageLog(
            self._messages.changed(place, now), self._written, tuple(filter(_is_awaited, waiting))
        )

    def find(self, author: str, name: str) -> Message | None:
        """The message that its author calls by a name such as ``M3``; None where there is none."""
        for one in self.on_their_way:
            if (one.by, one.id) == (author, name):
                return one
        place = self._place_of(author, name)
        return None if place < 0 else self._messages[place]

    def _place_of(self, author: str, name: str) -> int:
        """Where a message stands, from 0; -1 where there is none. Late ones are found first."""
        end = len(self._messages)
        for named in self._messages.latest("names", _by_name):
            start = end - len(named)
            within = named.get((author, name))
            if within is not None:
                return start + within
            end = start
        return -1

    def requests_in(self, number: int) -> tuple[Message, ...]:
        """Messages of a round that ask for a move, oldest first."""
        found: list[tuple[Message, ...]] = []
        for latest, asking in self._messages.latest("requests", _requests):
            if latest < number:
                break
            found.append(tuple(message for message in asking if message.round == number))
        return tuple(chain.from_iterable(reversed(found)))

    def since(self, seq: int) -> Iterator[Message]:
        """Messages of events after a seq, newest first."""
        for message in reversed(self._messages):
            if message.seq <= seq:
                return
            yield message

    def shown(
        self, key: Hashable, make: Callable[[tuple[Message, ...]], tuple[Shown, ...]]
    ) -> tuple[Shown, ...]:
        """Messages as somebody is shown them, each part worked out once.

        Args:
            key: who is shown them; whatever `make` reads beside the messages must be in it.
            make: some messages to what is shown of them.
        """
        return tuple(chain.from_iterable(self._messages.each(key, make)))

    def __len__(self) -> int:
        return len(self._messages)

    def __iter__(self) -> Iterator[Message]:
        return iter(self._messages)

    @overload
    def __getitem__(self, place: int) -> Message: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Message, ...]: ...
    def __getitem__(self, place: int | slice) -> Message | tuple[Message, ...]:
        return self._messages[place]

    def __eq__(self, other: object) -> bool:
        return self._messages == other._messages if isinstance(other, MessageLog) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # a world, which holds it, has none either

    def __repr__(self) -> str:
        return f"MessageLog({list(self)!r})"


def _is_awaited(message: Message) -> bool:
    return not message.withdrawn and not all(map(message.has_reached, message.to))


def _by_name(messages: tuple[Message, ...]) -> Mapping[tuple[str, str], int]:
    return {(message.by, message.id): place for place, message in enumerate(messages)}


def _requests(messages: tuple[Message, ...]) -> tuple[int, tuple[Message, ...]]:
    """The last round some messages are of, and those of them that ask for a move."""
    return messages[-1].round, tuple(message for message in messages if message.asks)
