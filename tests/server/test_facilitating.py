"""The facilitator's lines: read at a keyboard elsewhere, carried out by the host, in the record."""

from typing import cast

import pytest

from multipolar.client.table import RemoteTable
from multipolar.domain.errors import Refused
from multipolar.domain.model import commands as c
from multipolar.domain.model import events as e
from multipolar.domain.vocabulary import CONTROL
from multipolar.lobby.port import Session
from multipolar.plain.acts import split_line
from multipolar.plain.beside import answer_beside
from multipolar.plain.facilitating import CONTROL_WORDS, read_control
from multipolar.plain.grammar import BY_NAME
from multipolar.plain.naming import Names, Place
from tests.server.conftest import Serve

OF_RESULTS = ("publish", "reroll", "realdice", "rule", "tell", "answerappeal", "answerundo")
"""They name what is at the desk; see `tests/plain/test_desk.py`."""
NOBODY = cast("Session", None)


async def give(line: str, table: RemoteTable) -> None:
    name, rest = split_line(line)
    await answer_beside(name, rest, Place(table.view, Names()), table, NOBODY)


async def test_lines_of_the_facilitator_are_carried_out_and_stand_in_the_record(serve: Serve) -> None:
    served = await serve()
    control = await RemoteTable.open(served.address, served.codes["facilitator"], "Fay")
    india = await RemoteTable.open(served.address, served.codes["IND"], "Asha")
    assert control.view.seat == CONTROL
    await control.submit(c.Advance(reason="begin"))
    await control._until(lambda: control.view.moment == "1.deliberation")
    for line in (
        "hold storm because they need time",
        "unhold storm because they are ready",
        "editinject storm: It blows. because it was long",
        "release storm because the class is ahead",
        "skip clash because it is late",
        "improvise cable IND A note: Look north. because they drift",
        "speakas ERE IND: We are here too. because it was forgotten",
        "setnumber tension(ERE,IND) 33 because a treaty was signed",
    ):
        await give(line, control)
    await india._until(lambda: len(india.view.notices) == 2)
    assert [(one.title, one.text) for one in india.view.notices] == [
        ("A storm", "It blows."), ("A note", "Look north."),
    ]  # fmt: skip
    assert served.host.world.tension("ERE", "IND") == 33
    kinds = {type(event) for event in served.host.events}
    assert {e.InjectStateChanged, e.InjectEdited, e.InjectImprovised, e.SpokenFor, e.NumberSet} <= kinds
    with pytest.raises(Refused, match="the facilitator's"):
        await give("release clash because I like it", india)
    for table in (control, india):
        await table.close()


async def test_each_line_needs_its_reason_and_has_its_help(serve: Serve) -> None:
    served = await serve()
    control = await RemoteTable.open(served.address, served.codes["facilitator"], "Fay")
    place = Place(control.view, Names())
    for name in CONTROL_WORDS:
        example = BY_NAME[name].example
        if name not in OF_RESULTS:
            assert read_control(name, split_line(example)[1].replace("MDV", "ERE"), place).reason
        with pytest.raises(Refused, match="expected a reason"):
            read_control(name, "storm: now", place)
    await control.close()
