"""What opens a seat: join codes and tokens, kept as hashes alone, and how often one may guess.

A code is for people (nine signs, on a sheet), a token for programs. Neither is kept: a host that is started
again knows both by their hashes, so that sheets and open pages stay good.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Protocol

from msgspec import MsgspecError, Struct, json

from multipolar.store import SaveError, Together
from multipolar.user_errors import UserError

SIGNS = "2346789ABCDEFGHJKMNPQRTWXY"
"""What codes are written in: no two that are taken for one another (0 O, 1 I L, 5 S, 2 Z, U V)."""
LENGTH = 9
"""Signs of a code: 42 bits."""
WRONG_BY_ONE = 5
"""Wrong codes from one address under one name, after which it has to wait."""
WRONG_BY_ADDRESS = 60
"""Wrong codes from one address, which a whole class may share."""
WAIT = 30.0
"""Seconds to wait after too many wrong codes, and in which they are counted."""
_MOST_COUNTED = 4096


def new_code() -> str:
    """A code, in groups of three: ``K7M-4RW-XPD``."""
    signs = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    return "-".join(signs[start : start + 3] for start in range(0, LENGTH, 3))


def read_code(text: str) -> str:
    """A code as it was typed, brought into the one form: small letters, blanks and hyphens do not matter."""
    return "".join(sign for sign in text.upper() if sign.isascii() and sign.isalnum())


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


class Holder(Struct, frozen=True):
    """Whose a token is: a seat, and the person's name."""

    seat: str
    name: str = ""


class _Kept(Struct):
    codes: dict[str, str] = {}
    tokens: dict[str, Holder] = {}
    revoked: list[str] = []


def _read(text: str) -> _Kept:
    try:
        return json.decode(text, type=_Kept) if text else _Kept()
    except MsgspecError:
        # Another version's: codes are issued anew, and who held a token types one of them.
        return _Kept()


class KeyStore(Protocol):
    """Where hashes are kept over a restart."""

    def load(self) -> str:
        """What was kept; empty when nothing was."""
        ...

    def keep(self, text: str) -> None:
        """Keep it instead of what was kept before.

        Raises:
            UserError: when it cannot be kept.
        """
        ...

    def changing(self) -> AbstractContextManager[str]:
        """Be the only one who changes what is kept; what that is now.

        Raises:
            UserError: when it cannot be read, or what was kept meanwhile could not be.
        """
        ...


class InMemory:
    """Keeps hashes as long as the program runs."""

    def __init__(self) -> None:
        self._text = ""

    def load(self) -> str:
        """What was kept."""
        return self._text

    def keep(self, text: str) -> None:
        """Keep it."""
        self._text = text

    def changing(self) -> AbstractContextManager[str]:
        """Nobody else changes it."""
        return nullcontext(self._text)


class InFile:
    """Keeps hashes in a file that nobody else may read.

    Args:
        path: the file; its folder is made.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> str:
        """What was kept; empty when there is no such file."""
        try:
            return self._path.read_text(encoding="utf-8")
        except (OSError, ValueError):
            return ""

    def keep(self, text: str) -> None:
        """Keep it, whole or not at all."""
        beside = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            beside.touch(mode=0o600)
            beside.write_text(text, encoding="utf-8")
            beside.replace(self._path)
        except OSError as error:
            raise UserError(f"{self._path} cannot be written: {error.strerror or error}") from error

    def changing(self) -> AbstractContextManager[str]:
        """One host serves an exercise that is kept in a file."""
        return nullcontext(self.load())


class InCommon:
    """Keeps hashes where every host of an exercise knows them.

    Args:
        together: what the hosts have in common.
        what: which of the things that are kept there; empty: keys.
    """

    def __init__(self, together: Together, what: str = "") -> None:
        self._together = together
        self._what = what
        self._write: Callable[[str], None] | None = None

    def load(self) -> str:
        """What was kept, by whichever host."""
        try:
            return self._together.kept(self._what)
        except SaveError as error:
            raise UserError(str(error)) from error

    def keep(self, text: str) -> None:
        """Keep it; the others are told."""
        assert self._write is not None
        try:
            self._write(text)
        except SaveError as error:
            raise UserError(str(error)) from error

    @contextmanager
    def changing(self) -> Iterator[str]:
        """Be the only one who changes what is kept."""
        try:
            with self._together.changing(self._what) as (text, self._write):
                yield text
        except SaveError as error:
            raise UserError(str(error)) from error
        finally:
            self._write = None


class WrongCode(Exception):
    """A code that opens no seat."""


class Replaced(WrongCode):
    """A code that opened one before another was issued."""


class TooMany(Exception):
    """Too many wrong codes; `wait` says how many seconds to wait.

    Args:
        wait: seconds.
    """

    def __init__(self, wait: float) -> None:
        super().__init__(wait)
        self.wait = wait


class Guesses:
    """How many wrong codes came lately, and from whom.

    Args:
        now: seconds that pass evenly.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._wrong: dict[tuple[str, str | None], list[float]] = {}

    def check(self, address: str, name: str) -> None:
        """Let nobody guess without end.

        Args:
            address: where a code came from; never banned: a class shares one.
            name: of the person.

        Raises:
            TooMany: when too many wrong ones came before it.
        """
        since = self._now() - WAIT
        for who, most in (((address, name), WRONG_BY_ONE), ((address, None), WRONG_BY_ADDRESS)):
            times = [at for at in self._wrong.get(who, ()) if at > since]
            if len(times) >= most:
                raise TooMany(times[-most] + WAIT - self._now())

    def count(self, address: str, name: str) -> None:
        """Another wrong one came."""
        since = self._now() - WAIT
        for who in ((address, name), (address, None)):
            self._wrong[who] = [*(at for at in self._wrong.pop(who, ()) if at > since), self._now()]
        while len(self._wrong) > _MOST_COUNTED:
            del self._wrong[next(iter(self._wrong))]


class Keys:
    """The codes and tokens of one exercise.

    Args:
        store: where their hashes are kept.
        now: seconds that pass evenly.

    Attributes:
        shown: seat to the code that was issued last since this program began, to be shown to who facilitates.
    """

    def __init__(self, store: KeyStore, now: Callable[[], float]) -> None:
        self._store = store
        self._guesses = Guesses(now)
        self._kept = _read(store.load())
        self.shown: dict[str, str] = {}

    def read_anew(self) -> None:
        """Know what other hosts have changed.

        Raises:
            UserError: when it cannot be read.
        """
        self._kept = _read(self._store.load())

    @contextmanager
    def _changing(self) -> Iterator[_Kept]:
        """Change what is kept, as it stands now, whoever wrote it."""
        with self._store.changing() as text:
            kept = _read(text) if text else self._kept
            yield kept
            self._store.keep(json.encode(kept).decode())
        self._kept = kept

    def issue(self, seats: Iterable[str]) -> dict[str, str]:
        """New codes for some seats, beside those that are good already.

        Raises:
            UserError: when they cannot be kept.
        """
        issued = {seat: new_code() for seat in seats}
        with self._changing() as kept:
            kept.codes |= {_hashed(read_code(code)): seat for seat, code in issued.items()}
        self.shown |= issued
        return issued

    def reissue(self, seat: str) -> str:
        """Take back every code and token of a seat, and issue another code.

        Raises:
            UserError: when it cannot be kept.
        """
        code = new_code()
        with self._changing() as kept:
            _take_back(kept, seat)
            kept.codes[_hashed(read_code(code))] = seat
        self.shown[seat] = code
        return code

    def revoke(self, seat: str) -> None:
        """Take back every code and token of a seat; nobody sits down there until another is issued.

        Raises:
            UserError: when it cannot be kept.
        """
        with self._changing() as kept:
            _take_back(kept, seat)
        self.shown.pop(seat, None)

    def seat_of(self, code: str) -> str | None:
        """The seat that a code opens; None: it opens none here."""
        return self._kept.codes.get(_hashed(read_code(code)))

    def was_replaced(self, code: str) -> bool:
        """Whether a code opened a seat here before it was taken back."""
        return _hashed(read_code(code)) in self._kept.revoked

    def holds(self, token: str) -> bool:
        """Whether a token is known here already; one that another host gave out may be good all the same."""
        return _hashed(token) in self._kept.tokens

    def join(self, code: str, name: str, address: str) -> tuple[str, Holder]:
        """A token for whoever has the code of a seat.

        Args:
            code: as it was typed.
            name: the person's.
            address: where it came from; never banned: a class shares one.

        Raises:
            WrongCode: when it opens nothing.
            TooMany: when too many wrong ones came before it.
            UserError: when the token cannot be kept.
        """
        self._guesses.check(address, name)
        if self.seat_of(code) is None:
            # Another host may have issued it.
            self.read_anew()
        seat = self.seat_of(code)
        if seat is None:
            self._guesses.count(address, name)
            raise Replaced if self.was_replaced(code) else WrongCode
        holder = Holder(seat, name)
        return self.grant(holder), holder

    def grant(self, holder: Holder) -> str:
        """A token for somebody who needs no code any more.

        Raises:
            UserError: when it cannot be kept.
        """
        token = secrets.token_urlsafe(32)
        with self._changing() as kept:
            kept.tokens[_hashed(token)] = holder
        return token

    def holder(self, token: str) -> Holder | None:
        """Whose a token is; None: nobody's."""
        hashed = _hashed(token)
        if hashed not in self._kept.tokens:
            # Given out by another host, perhaps just now.
            with suppress(UserError):
                self.read_anew()
        return self._kept.tokens.get(hashed)

    def forget(self, token: str) -> None:
        """A token opens nothing any more."""
        if _hashed(token) in self._kept.tokens:
            with self._changing() as kept:
                kept.tokens.pop(_hashed(token), None)


def _take_back(kept: _Kept, seat: str) -> None:
    taken = [hashed for hashed, of in kept.codes.items() if of == seat]
    for hashed in taken:
        del kept.codes[hashed]
    kept.revoked += taken
    kept.tokens = {token: holder for token, holder in kept.tokens.items() if holder.seat != seat}
