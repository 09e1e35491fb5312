"""What opens a seat: join codes and tokens, kept as hashes alone, and how often one may guess.

A code is for people (nine signs, on a sheet), a token for programs. Neither is kept: a host that is started
again knows both by their hashes, so that sheets and open pages stay good.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from msgspec import MsgspecError, Struct, json

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


class Keys:
    """The codes and tokens of one exercise.

    Args:
        store: where their hashes are kept.
        now: seconds that pass evenly.
    """

    def __init__(self, store: KeyStore, now: Callable[[], float]) -> None:
        self._store = store
        self._now = now
        self._wrong: dict[tuple[str, str | None], list[float]] = {}
        text = store.load()
        try:
            self._kept = json.decode(text, type=_Kept) if text else _Kept()
        except MsgspecError:
            # Another version's: codes are issued anew, and who held a token types one of them.
            self._kept = _Kept()

    def issue(self, seats: Iterable[str]) -> dict[str, str]:
        """New codes for some seats, beside those that are good already.

        Raises:
            UserError: when they cannot be kept.
        """
        issued = {seat: new_code() for seat in seats}
        self._kept.codes |= {_hashed(read_code(code)): seat for seat, code in issued.items()}
        self._keep()
        return issued

    def reissue(self, seat: str) -> str:
        """Take back every code and token of a seat, and issue another code.

        Raises:
            UserError: when it cannot be kept.
        """
        taken = [code for code, of in self._kept.codes.items() if of == seat]
        for code in taken:
            del self._kept.codes[code]
        self._kept.revoked += taken
        self._kept.tokens = {
            token: holder for token, holder in self._kept.tokens.items() if holder.seat != seat
        }
        return self.issue((seat,))[seat]

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
        self._check_guesses(address, name)
        hashed = _hashed(read_code(code))
        seat = self._kept.codes.get(hashed)
        if seat is None:
            self._count_guess(address, name)
            raise Replaced if hashed in self._kept.revoked else WrongCode
        token, holder = secrets.token_urlsafe(32), Holder(seat, name)
        self._kept.tokens[_hashed(token)] = holder
        self._keep()
        return token, holder

    def holder(self, token: str) -> Holder | None:
        """Whose a token is; None: nobody's."""
        return self._kept.tokens.get(_hashed(token))

    def forget(self, token: str) -> None:
        """A token opens nothing any more."""
        if self._kept.tokens.pop(_hashed(token), None) is not None:
            self._keep()

    def wrong_lately(self) -> int:
        """How many wrong codes came in the last while."""
        since = self._now() - WAIT
        return sum(
            sum(at > since for at in times) for (_, name), times in self._wrong.items() if name is None
        )

    def _keep(self) -> None:
        self._store.keep(json.encode(self._kept).decode())

    def _check_guesses(self, address: str, name: str) -> None:
        since = self._now() - WAIT
        for who, most in (((address, name), WRONG_BY_ONE), ((address, None), WRONG_BY_ADDRESS)):
            times = [at for at in self._wrong.get(who, ()) if at > since]
            if len(times) >= most:
                raise TooMany(times[-most] + WAIT - self._now())

    def _count_guess(self, address: str, name: str) -> None:
        since = self._now() - WAIT
        for who in ((address, name), (address, None)):
            self._wrong[who] = [*(at for at in self._wrong.pop(who, ()) if at > since), self._now()]
        while len(self._wrong) > _MOST_COUNTED:
            del self._wrong[next(iter(self._wrong))]
