"""What one kind of view looks like on the wire: projected once, encoded once, however many look on.

A view changes little from one moment to the next. To a client that can, only what it takes to make the new
one of the one before is sent: zstd with the seat's own earlier bytes as its dictionary (RFC 9842). A seat is
never compressed against anything but its own past, so that lengths tell nothing of others.
"""

import base64
from collections.abc import Mapping
from typing import Any

import msgspec
import zstandard

from multipolar.domain.model.views import View
from multipolar.engine.host import Host
from multipolar.wire.messages import Beside

_LEVEL = 1
"""Against its own past a view becomes no smaller by a higher one, which takes half as long again."""


class Frame(msgspec.Struct, frozen=True):
    """A view as it goes over the wire.

    Attributes:
        number: the seat's own number of the last event it has seen.
        view: as JSON.
    """

    number: int
    view: bytes


class EncodedView:
    """The view of one seat of an exercise, now.

    Args:
        host: of the exercise.
        seat: whose view.
    """

    def __init__(self, host: Host, seat: str) -> None:
        self._host = host
        self.seat = seat
        self._of: object = None
        self._said: dict[str, tuple[bool, ...]] = {}
        self._frame = Frame(0, b"")
        self._patch: tuple[Frame | None, Frame, str] | None = None
        self._news: tuple[int, int, msgspec.Raw] | None = None

    def now(self) -> Frame:
        """The present view."""
        world = self._host.world
        if self._of is not world:
            view: View = self._host.view(self.seat)
            self._frame = Frame(view.number, msgspec.json.encode(view))
            self._of = world
            self._said = {
                channel.id: tuple(view.messages[place].by != self.seat for place in channel.messages)
                for channel in view.channels
            }
        return self._frame

    def unread(self, opened: Mapping[str, int]) -> dict[str, int]:
        """Channel to how many messages of others came after those that somebody opened, where any did.

        Args:
            opened: channel to how many messages stood in it then.
        """
        self.now()
        found = {channel: sum(said[opened.get(channel, 0) :]) for channel, said in self._said.items()}
        return {channel: number for channel, number in found.items() if number}

    def length(self, channel: str) -> int:
        """How many messages stand in a channel."""
        self.now()
        return len(self._said.get(channel, ()))

    def push(
        self,
        since: int,
        beside: Beside,
        held: Frame | None,
        *,
        packed: bool,
        told: Beside | None = None,
    ) -> tuple[Frame, bytes]:
        """An update as JSON, and the view in it.

        Args:
            since: the number of the last event that is known already.
            beside: what stands beside the record.
            held: the view that was sent before in this stream.
            packed: whether the client unpacks views (see `wire.messages.PackedPush`).
            told: what stood beside the record when it was told before in this stream.
        """
        frame = self.now()
        number, news = self._since(since, frame)
        said: dict[str, Any] = {"number": number}
        if packed:
            said["packed"] = self._packed(held, frame)
        else:
            said["view"] = msgspec.Raw(frame.view)
        said |= {"news": news} | {name: getattr(beside, name) for name in Beside.__struct_fields__}
        if packed and told is not None and told.presence == beside.presence:
            del said["presence"]
        return frame, msgspec.json.encode(said)

    def _since(self, since: int, frame: Frame) -> tuple[int, msgspec.Raw]:
        """The number of the last event, and all that was seen after another one: encoded once for all."""
        known = self._news
        if known is None or known[:2] != (since, frame.number):
            news = self._host.seen(self.seat, since)
            number = news[-1].number if news else since
            known = self._news = (since, number, msgspec.Raw(msgspec.json.encode(news)))
        return known[1], known[2]

    def _packed(self, held: Frame | None, frame: Frame) -> str:
        kept = self._patch
        if kept is not None and kept[0] is held and kept[1] is frame:
            return kept[2]
        before = held.view if held is not None else b""
        known = zstandard.ZstdCompressionDict(before, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
        how = zstandard.ZstdCompressionParameters.from_level(
            _LEVEL, source_size=len(frame.view), dict_size=len(before)
        )
        packer = zstandard.ZstdCompressor(dict_data=known, compression_params=how)
        packed = base64.b64encode(packer.compress(frame.view)).decode()
        self._patch = (held, frame, packed)
        return packed
