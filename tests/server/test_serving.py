"""What a host listens at."""

import asyncio
import socket

from multipolar.server.serving import listen_at


async def test_small_answers_do_not_wait_for_one_another() -> None:
    """Without it each answer waits some 40 ms for the other side's word that the one before came."""
    taken: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def take(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        taken.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    listening = listen_at("127.0.0.1", 0)
    async with await asyncio.start_server(take, sock=listening):
        _, writer = await asyncio.open_connection(*listening.getsockname())
        assert await taken
        writer.close()
