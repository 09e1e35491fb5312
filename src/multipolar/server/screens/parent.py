"""The process in which everything that screens need is loaded once, and which forks for each person.

What a fork does not change it shares with this process, so a person's screens take little memory and no time
to load. It runs beside the host, which tells it what to open over a socket; when the host is gone, so is it.
"""

import gc
import os
import signal
import socket
import sys
from functools import partial

import msgspec

from multipolar.client.session import RemoteLobby
from multipolar.client.table import RemoteTable
from multipolar.server.screens.driver import driver_on
from multipolar.server.screens.orders import LARGEST_ORDER, READY, Order
from multipolar.server.screens.warming import warm_up
from multipolar.tui.app import MultipolarApp

_USUAL = (signal.SIGHUP, signal.SIGTERM, signal.SIGCHLD)


def main() -> None:
    """Load everything, then fork for each order until the host is gone."""
    host = socket.socket(fileno=int(sys.argv[1]))
    warm_up()
    gc.collect()
    # What is loaded is left where it is: to go through it would make every page of memory a process's own.
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    host.sendall(READY)
    while True:
        try:
            order, lines, _, _ = socket.recv_fds(host, LARGEST_ORDER, 1)
        except ConnectionError:
            return
        if not order:
            return
        forked = os.fork()
        if not forked:
            host.close()
            _open(order, lines[0])
        os.close(lines[0])
        host.sendall(b"%d\n" % forked)


def _open(order: bytes, line: int) -> None:
    """In a process of its own: the screens, until they are left."""
    try:
        for number in _USUAL:
            signal.signal(number, signal.SIG_DFL)
        run_screens(msgspec.json.decode(order, type=Order), socket.socket(fileno=line))
    finally:
        os._exit(0)


def run_screens(order: Order, line: socket.socket) -> None:
    """Run a person's screens until they are left, or the line has ended.

    Args:
        order: whose, where and how large.
        line: to the terminal.
    """
    lobby = RemoteLobby(order.address, partial(RemoteTable.lent, order.address, order.joined))
    app = MultipolarApp(lobby, resume=order.joined.exercise)
    app.driver_class = driver_on(line)
    app.run(size=(order.columns, order.rows))
    line.close()


if __name__ == "__main__":
    main()
