"""Games played by a Dask cluster that somebody else has set up (the extra ``multipolar[cluster]``).

The scheduler plays the games of a worker that is gone again on another one. What runs on each worker is
compared with what runs here before the first game, and by each worker again when it is sent one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from multipolar.lab.parcel import differences, versions
from multipolar.lab.running import Players
from multipolar.user_errors import UserError

PATIENCE = 10
"""Seconds to wait for the scheduler, and then for its first worker."""


@contextmanager
def cluster(address: str) -> Iterator[Players]:
    """The workers of a scheduler.

    Args:
        address: of the scheduler, such as ``tcp://10.0.0.5:8786``.

    Raises:
        UserError: the extra is not installed, nobody answers there, no worker is there, or one of them runs
            another program.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise UserError("--scheduler needs the extra `cluster`: pip install 'multipolar[cluster]'") from error
    try:
        client = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise UserError(
            f"no scheduler answers at '{address}'; it is named such as tcp://10.0.0.5:8786"
        ) from error
    try:
        _compare(client, address)
        # The same game may be wanted twice: nothing is taken for known by its name.
        executor = client.get_executor(pure=False)
        try:
            yield Players(
                executor,
                lambda: sum(client.nthreads().values()),
                (distributed.KilledWorker,),
                "see what its workers say",
            )
        finally:
            executor.shutdown(wait=False)
    finally:
        client.close()


def _compare(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        raise UserError(
            f"no worker is at the scheduler; start one with `dask worker {address} --nthreads 1`"
        ) from error
    for worker, there in sorted(client.run(versions, on_error="return").items()):
        if not isinstance(there, dict):
            raise UserError(f"the worker at {worker} cannot play: {type(there).__name__}: {there}")
        different = differences(there, versions())
        if different:
            raise UserError(
                f"the worker at {worker} runs another program: {different}; install the same on both"
            )
