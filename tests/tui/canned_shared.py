"""A seat that several share, as its table answers from the can: channels, team, suggestions, help line."""

from msgspec.structs import replace

from multipolar.domain.model.commands import AnyCommand, ReadMessages, Ready, Say, Terms
from multipolar.domain.model.events import Change, ModifierRead
from multipolar.domain.model.views import AttachedSeen, ChannelSeen, MessageSeen, Receipt, ResultSeen, View
from multipolar.domain.vocabulary import CONTROL
from multipolar.table.port import (
    SUGGESTED,
    DelegationSeen,
    HelpLine,
    HelpNote,
    Presence,
    Suggestion,
    Teammate,
)
from tests.tui.canned import TABLE, CannedTable

AT = "2026-03-01T12:04:00+00:00"
SAID = (
    MessageSeen(round=1, by="CHN", to=("IND",), text="Shall we talk?"),
    MessageSeen(round=1, by="FRA", to=("IND", "IDN"), text="To you both."),
    MessageSeen(
        round=2,
        by="CHN",
        to=("IND",),
        text="On these terms.",
        attached=AttachedSeen("1", "Hotline", ("CHN", "IND"), 1, Terms(duration=3), None),
    ),
)
TALK = replace(
    TABLE,
    messages=SAID,
    channels=(
        ChannelSeen("CHN-IND", ("CHN", "IND"), (0, 2), 2),
        ChannelSeen("FRA-IDN-IND", ("FRA", "IDN", "IND"), (1,)),
    ),
)

PRESENCE = (
    Presence("IND", "here", ready=False, devices=2),
    Presence("CHN", "here", ready=True, devices=1),
    Presence("FRA", "program", ready=False),
)
SUGGESTED_NOW = (
    Suggestion(Say(text="Gladly.", to=("CHN",)), "They asked twice.", "Ben", 1),
    Suggestion(Ready(), "", "Ben", 2, "aside", "Not yet."),
)
TEAM = (Teammate("Asha", leads=True, here=True), Teammate("Ben", leads=False, here=False))
HELP_WORDS = ("May we?", "Yes.")


class SharedTable(CannedTable):
    """A seat that Asha, its head, and Ben share."""

    def __init__(self, view: View = TALK, name: str = "Asha") -> None:
        super().__init__(view)
        self.name = name
        self.presence = PRESENCE
        self.delegation = DelegationSeen(TEAM, SUGGESTED_NOW, 1)
        asked, answered = HELP_WORDS
        self.notes = [HelpNote(1, asked, asked=True, at=AT, read=True), HelpNote(2, answered, False, AT)]
        self.did: list[tuple[object, ...]] = []

    async def submit(self, command: AnyCommand) -> Receipt:
        if self.name != "Asha" and not isinstance(command, ReadMessages):
            return Receipt(True, SUGGESTED, "suggested to Asha, who commits")
        return await super().submit(command)

    async def suggest(self, command: AnyCommand, reason: str = "") -> None:
        self.did.append(("suggest", command))

    async def decide(self, number: int, *, taken: bool, word: str = "") -> None:
        self.did.append(("decide", number, taken))
        left = tuple(each for each in self.delegation.suggestions if each.number != number)
        self.delegation = replace(self.delegation, suggestions=left)
        self.show(self.view)

    async def lead(self, name: str = "") -> None:
        self.did.append(("lead", name))

    async def help_lines(self) -> tuple[HelpLine, ...]:
        return (HelpLine("IND", "Asha", tuple(self.notes)),)

    async def write_help(self, text: str, seat: str = "", name: str = "") -> None:
        self.did.append(("write", text, seat, name))
        self.notes.append(HelpNote(len(self.notes) + 1, text, self.view.seat != CONTROL, AT))

    async def read_help(self, through: int, seat: str = "", name: str = "") -> None:
        self.did.append(("read", through, seat, name))
        self.notes = [replace(note, read=True) for note in self.notes]

    async def reissue(self, seat: str) -> str:
        self.did.append(("code", seat))
        return "K7M-4RW-XPD"


WAITS = (
    ResultSeen(
        id=TABLE.initiatives[0].id,
        due=TABLE.round,
        modifiers=(ModifierRead("relationship", 1, "Relationship of the parties"),),
        added=1,
        chances=(6, 15, 10, 5),
        rolls=((2, 3),),
        total=6,
        outcome="limited",
        effects=(Change("trust(IND,CHN)", 2, "Trust of India in China"),),
        how="",
        reason="",
        to=("*",),
    ),
)
FACILITATED = replace(TABLE, seat=CONTROL, facilitator=True, desk=WAITS)
"""What the facilitator sees while a result waits to be published."""
