"""What the hosts of one exercise have in common, in PostgreSQL (the port `Together`).

Who is there, who leads, what opens the seats; and what one tells the others.
"""

import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

import msgspec
import psycopg
from sqlalchemy import BindParameter, Engine, bindparam, delete, extract, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import URL

from multipolar.store.port import LEASE_SECONDS
from multipolar.store.records import Beat
from multipolar.store.server import in_words
from multipolar.store.statements import HOST, KEYS, LEASE

CHANNEL = "multipolar"
"""Where it is told that an exercise went on: ``EXERCISE SEQ``, or ``EXERCISE`` and a word."""
_FORGOTTEN = 60.0
_LOOK = 0.5
_AGAIN = 1.0

_NOW = extract("epoch", func.clock_timestamp())
_ENDS = _NOW + bindparam("lease")
_OF_IT: BindParameter[str] = bindparam("of_exercise")
_HERE: dict[str, BindParameter[str]] = {name: bindparam(f"new_{name}") for name in ("addresses", "present")}
_BEAT = (
    insert(HOST)
    .values(id=bindparam("me"), exercise=_OF_IT, beat=_NOW, **_HERE)
    .on_conflict_do_update(index_elements=["id"], set_={"beat": _NOW, **_HERE})
)
_LEAD = (
    insert(LEASE)
    .values(exercise=_OF_IT, holder=bindparam("me"), until=_ENDS)
    .on_conflict_do_update(
        index_elements=["exercise"],
        set_={"holder": bindparam("me"), "until": _ENDS},
        where=(LEASE.c.holder == bindparam("me")) | (LEASE.c.until < _NOW),
    )
    .returning(LEASE.c.holder)
)
_OTHERS = (
    select(HOST.c.addresses, HOST.c.present)
    .where(HOST.c.exercise == _OF_IT, HOST.c.id != bindparam("me"), HOST.c.beat > _NOW - bindparam("lease"))
    .order_by(HOST.c.id)
)
_FORGET = delete(HOST).where(HOST.c.exercise == _OF_IT, HOST.c.beat < _NOW - bindparam("forgotten"))
_LEAVE = delete(HOST).where(HOST.c.id == bindparam("me"))
_LEAVE_LEAD = delete(LEASE).where(LEASE.c.exercise == _OF_IT, LEASE.c.holder == bindparam("me"))
_MAKE_KEYS = insert(KEYS).values(exercise=_OF_IT, kept="").on_conflict_do_nothing()
_SELECT_KEYS = select(KEYS.c.kept).where(KEYS.c.exercise == _OF_IT)
_LOCK_KEYS = _SELECT_KEYS.with_for_update()
_SET_KEYS = update(KEYS).values(kept=bindparam("new_kept")).where(KEYS.c.exercise == _OF_IT)
_TELL = select(func.pg_notify(CHANNEL, bindparam("what")))
_ADDRESSES = msgspec.json.Decoder(tuple[str, ...])


class TogetherHere:
    """The hosts of one exercise on one server.

    Args:
        engine: on the database.
        url: its own.
        exercise: which.
    """

    def __init__(self, engine: Engine, url: URL, exercise: str) -> None:
        self._engine = engine
        self._url = url
        self._exercise = exercise
        self._id = secrets.token_hex(8)

    @property
    def _me(self) -> dict[str, object]:
        return {"me": self._id, "of_exercise": self._exercise}

    def beat(self, addresses: Sequence[str], present: str) -> Beat:
        """Say that this host is there."""
        said = {"new_addresses": msgspec.json.encode(addresses).decode(), "new_present": present}
        with in_words(self._url), self._engine.begin() as connection:
            connection.execute(_BEAT, {**self._me, **said})
            connection.execute(_FORGET, {"of_exercise": self._exercise, "forgotten": _FORGOTTEN})
            leads = connection.execute(_LEAD, self._me | {"lease": LEASE_SECONDS}).scalar() is not None
            others = connection.execute(_OTHERS, self._me | {"lease": LEASE_SECONDS}).all()
        reached = [address for row in others for address in _ADDRESSES.decode(row.addresses)]
        every = tuple(dict.fromkeys((*addresses, *reached)))
        return Beat(leads, every, tuple(row.present for row in others))

    def leave(self) -> None:
        """Say that this host ends."""
        with in_words(self._url), self._engine.begin() as connection:
            connection.execute(_LEAVE, self._me)
            connection.execute(_LEAVE_LEAD, self._me)
            connection.execute(_TELL, {"what": f"{self._exercise} present"})

    def _row(self, what: str) -> dict[str, object]:
        return {"of_exercise": self._exercise + (f".{what}" if what else "")}

    def kept(self, what: str = "") -> str:
        """What a host has written for all."""
        with in_words(self._url), self._engine.connect() as connection:
            return str(connection.execute(_SELECT_KEYS, self._row(what)).scalar() or "")

    @contextmanager
    def changing(self, what: str = "") -> Iterator[tuple[str, Callable[[str], None]]]:
        """Be the only one who changes it."""
        of_it = self._row(what)
        with in_words(self._url), self._engine.begin() as connection:
            connection.execute(_MAKE_KEYS, of_it)
            kept = str(connection.execute(_LOCK_KEYS, of_it).scalar() or "")

            def write(anew: str) -> None:
                connection.execute(_SET_KEYS, of_it | {"new_kept": anew})
                connection.execute(_TELL, {"what": f"{self._exercise} keys"})

            yield kept, write

    def tell(self, word: str) -> None:
        """Tell every host something in one word."""
        with in_words(self._url), self._engine.begin() as connection:
            connection.execute(_TELL, {"what": f"{self._exercise} {word}"})

    def listen(self, heard: Callable[[str], None]) -> Callable[[], None]:
        """Call a function, in a thread, for all that is told."""
        ended = threading.Event()

        def follow() -> None:
            while not ended.is_set():
                with suppress(psycopg.Error):
                    self._follow(heard, ended)
                ended.wait(_AGAIN)

        thread = threading.Thread(target=follow, name="listening to the database", daemon=True)
        thread.start()

        def end() -> None:
            ended.set()
            thread.join(_LOOK * 4)

        return end

    def _follow(self, heard: Callable[[str], None], ended: threading.Event) -> None:
        plain = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True, connect_timeout=5) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            # Whatever was told while nobody listened.
            heard("anew")
            while not ended.is_set():
                for told in connection.notifies(timeout=_LOOK):
                    exercise, _, word = told.payload.rpartition(" ")
                    if exercise == self._exercise:
                        heard(word)
                    if ended.is_set():
                        return
