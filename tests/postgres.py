"""A PostgreSQL server of the tests' own: on loopback, at a free port, with a data folder that goes with it.

It is started as a user who is not root, as PostgreSQL demands, and stopped when it is not needed any more.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg.sql import SQL, Identifier

_USERS = ("postgres", "nobody")
"""Who runs it where the tests are run by root."""
_PATIENCE = 60.0
USER = "facilitator"
PASSWORD = "p@ss word"


class Server:
    """A server that runs.

    Attributes:
        port: where, on loopback.
        program: its process.
        data: its folder.
    """

    def __init__(self, data: Path) -> None:
        self.data = data
        self._who = _not_root()
        self._bin = _programs()
        if self._who:
            os.chown(data, *self._who)
        (data / "password").write_text(PASSWORD)
        (data / "password").chmod(0o644)
        made = ("-D", str(data / "db"), "-U", USER, "--auth=scram-sha-256", f"--pwfile={data / 'password'}")
        how = ("--encoding=UTF8", "--locale=C", "--no-sync")
        self._run([str(self._bin / "initdb"), *made, *how]).check_returncode()
        with socket.socket() as asking:
            asking.bind(("127.0.0.1", 0))
            self.port: int = asking.getsockname()[1]
        self.start()

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[bytes]:
        user, group = self._who or (None, None)
        return subprocess.run(
            command, user=user, group=group, check=False, capture_output=True, cwd=self.data
        )

    def start(self) -> None:
        """Start it, and wait until it answers."""
        user, group = self._who or (None, None)
        options = {"port": self.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": ""}
        said = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with (self.data / "log").open("ab") as log:
            self.program = subprocess.Popen(
                [str(self._bin / "postgres"), "-D", str(self.data / "db"), *said],
                user=user, group=group, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.data,
            )  # fmt: skip
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                psycopg.connect(self.url("postgres", plain=True), connect_timeout=5).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > until or self.program.poll() is not None:
                    raise RuntimeError((self.data / "log").read_text(errors="replace")) from None
                time.sleep(0.05)

    def stop(self) -> None:
        """Stop it: whoever is connected is cut off."""
        self.program.send_signal(signal.SIGINT)
        self.program.wait(_PATIENCE)

    def url(self, database: str, *, password: str = PASSWORD, plain: bool = False) -> str:
        """The URL of a database, as `--saves` takes it; `plain`: as a driver takes it."""
        hidden = password.replace("@", "%40").replace(" ", "%20")
        scheme = "postgresql" if plain else "postgresql+psycopg"
        return f"{scheme}://{USER}:{hidden}@127.0.0.1:{self.port}/{database}"

    def make(self, name: str = "") -> str:
        """The URL of a database, made if there is none of that name; empty: of a new one."""
        database = name or f"saves_{secrets.token_hex(6)}"
        with psycopg.connect(self.url("postgres", plain=True), autocommit=True) as connection:
            there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,)).fetchone()
            if not there:
                connection.execute(SQL("CREATE DATABASE {}").format(Identifier(database)))
        return self.url(database)


@contextmanager
def running() -> Iterator[Server]:
    """A server while it is needed."""
    folder = Path(tempfile.mkdtemp(prefix="multipolar-pg-"))
    server: Server | None = None
    try:
        server = Server(folder)
        yield server
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """The folder of PostgreSQL's programs, which Debian keeps off the path."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: path.parts[4])
    if not versions:
        raise RuntimeError("PostgreSQL is not installed: apt-get install postgresql")
    return versions[-1].parent


def _not_root() -> tuple[int, int] | None:
    if os.geteuid() != 0:
        return None
    for name in _USERS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return entry.pw_uid, entry.pw_gid
    raise RuntimeError("PostgreSQL does not run as root, and there is no other user")
