"""A library on another machine (the port `wire.library.LibraryDesk`)."""

from typing import Any, Self

import msgspec

from multipolar.client.connection import Connection
from multipolar.domain.errors import Refused
from multipolar.user_errors import UserError
from multipolar.wire import library as lib
from multipolar.wire.messages import CodeIssued
from multipolar.wire.routes import BY_OPERATION


class RemoteLibrary:
    """The library that somebody's code opens.

    Args:
        connection: the line to the host, joined.
    """

    def __init__(self, connection: Connection) -> None:
        self._line = connection

    @classmethod
    async def open(cls, address: str, code: str, name: str = "", verify: str = "") -> Self:
        """Sign in.

        Raises:
            UserError: when there is no such host, or the code opens nothing.
        """
        connection = Connection(address, code, name, verify)
        try:
            joined = await connection.join()
            if joined.seat != lib.SEAT:
                raise UserError(f"that code opens {joined.seat}, at an exercise")
        except BaseException:
            await connection.leave()
            raise
        return cls(connection)

    async def _ask(self, operation: str, body: object = None) -> Any:
        try:
            answer = await self._line.ask(operation, body)
        except Refused as refused:
            raise UserError(refused.message) from None
        try:
            return msgspec.json.decode(answer, type=BY_OPERATION[operation].answers)
        except msgspec.MsgspecError as error:
            raise UserError("the host answers in another way than this version knows") from error

    async def exercises(self) -> tuple[lib.ExerciseOpen, ...]:
        """The exercises that are open, the oldest first."""
        found: tuple[lib.ExerciseOpen, ...] = await self._ask("getExercises")
        return found

    async def scenarios(self) -> tuple[lib.ScenarioOffered, ...]:
        """What may be begun."""
        found: tuple[lib.ScenarioOffered, ...] = await self._ask("getScenarios")
        return found

    async def saves(self) -> tuple[lib.SaveOffered, ...]:
        """What may be taken up."""
        found: tuple[lib.SaveOffered, ...] = await self._ask("getSaves")
        return found

    async def begin(self, request: lib.ExerciseRequest) -> lib.ExerciseOpen:
        """Begin an exercise; the id of the request lets it be sent again."""
        begun: lib.ExerciseOpen = await self._ask("beginExercise", request)
        return begun

    async def take_up(self, exercise: str) -> lib.ExerciseOpen:
        """Open a save."""
        found: lib.ExerciseOpen = await self._ask("takeUp", lib.ExerciseNamed(exercise))
        return found

    async def end(self, exercise: str) -> None:
        """Close an exercise for all."""
        await self._ask("endExercise", lib.ExerciseNamed(exercise))

    async def reissue(self, exercise: str, seat: str) -> str:
        """Take a seat's code back; another one."""
        issued: CodeIssued = await self._ask("reissueCodeOf", lib.SeatNamed(exercise, seat))
        return issued.code

    async def revoke(self, exercise: str, seat: str) -> None:
        """Take a seat's code back."""
        await self._ask("revokeCodeOf", lib.SeatNamed(exercise, seat))

    async def close(self) -> None:
        """Sign out."""
        await self._line.leave()
