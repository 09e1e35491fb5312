"""The auditor's own world, in dictionaries, and how it goes through a record event by event."""

import copy
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import Any, NoReturn

from tests.audit.reading import numbers as n
from tests.audit.reading.dice import falls, roll
from tests.audit.reading.numbers import Want
from tests.audit.reading.record import Event, Unexplained
from tests.audit.reading.rulebook import STATES, Data, read_book

OPEN = ("tabled", "countered")
_UNSAID: dict[str, Data] = {
    "crisis_moved": {"dice": [], "mediator": "", "kind": "", "parties": []},
    "initiative_moved": {"resolves": 0},
    "agreement_concluded": {"safeguards": ""},
    "resolution_moved": {"votes": [], "until": 0},
    "exchange_resolved": {"pressure": 0, "dice": [], "advantage": [0, 0]},
}
"""What an event says where a chapter does not say otherwise."""
_NOT_TURNED_BACK = frozenset(
    ("events", "at", "book", "setting", "without", "preset", "seed", "name", "powers", "ids", "ranked",
     "pairs", "relations", "threats", "start", "rulings", "away", "clock_stopped", "persons", "absence",
     "seen", "kept")
)  # fmt: skip
"""What stays as it is, whatever the table goes back to."""
LIVE = (*OPEN, "agreed", "under_way", "suspended")
EVERYONE = ["*"]


class World:
    """The state of an exercise as the auditor understands it, and its place in the record.

    Args:
        events: the whole record.
    """

    def __init__(self, events: list[Event]) -> None:
        genesis = events[0]
        self.events = events
        self.at = 1
        self.book = read_book()
        self.setting: Data = genesis["setting"]
        self.without: list[str] = genesis.get("options", {}).get("without", [])
        self.preset: str = genesis["preset"]
        self.seed: int = genesis["seed"]
        self.name = f"{self.setting['id']}.{self.preset}.{self.seed}"
        self.powers: Data = {power["id"]: power for power in self.setting["powers"]}
        self.ids = list(self.powers)
        self.ranked = [power for power in self.ids if not self.powers[power].get("minor")]
        self.pairs = list(combinations(sorted(self.ids), 2))
        self.relations: dict[tuple[str, ...], Data] = {
            tuple(sorted(r["between"])): r for r in self.setting.get("relations", ())
        }
        self.threats: dict[tuple[str, str], Data] = {
            (t["kind"], t["theatre"]): t for t in self.setting.get("threats", ())
        }
        self.n: dict[str, int] = dict(genesis["numbers"])
        self.start = dict(self.n)
        self.round_began = dict(self.n)
        self.gained: Counter[str] = Counter()
        self.round, self.phase, self.exchange = 0, "lobby", 0
        self.rounds: int = self.book["presets"][self.preset]["rounds"]
        self.initiatives: Data = {}
        self.agreements: Data = {}
        self.frameworks: Data = {}
        self.resolutions: Data = {}
        self.crises: Data = {}
        self.pledges: Data = {}
        self.notices: Data = {}
        self.plans: Data = {
            one["id"]: {"state": one.get("status", "planned"), "title": one["title"], "text": one["text"]}
            for one in self.setting.get("injects", ())
        }
        self.improvised: Data = {}
        self.facilitated = bool(genesis.get("options", {}).get("facilitator"))
        self.desk: Data = {}
        self.free_forms: Data = {}
        self.kept: dict[str, Data] = {}
        self.left: dict[str, int] = {}
        self.undos: dict[tuple[str, str, int], int] = {}
        self.appeals: dict[tuple[str, str], Data] = {}
        self.rulings: Counter[str] = Counter()
        self.verdicts: dict[tuple[str, str], int] = {}
        self.reneged: dict[tuple[str, ...], int] = {}
        self.away: list[str] = []
        self.clock_stopped = False
        self.persons = [power for power, run_by in genesis["seats"].items() if run_by == "person"]
        self.absence: str = genesis.get("options", {}).get("absence", "hold")
        self.messages: list[Data] = []
        self.broken_now: list[tuple[str, list[str]]] = []
        self.seen: Counter[str] = Counter({"exercise_began": 1})

    def snapshot(self) -> "World":
        """The world as it stands, to be read later; the record and the rules are shared."""
        other = copy.copy(self)
        for name in ("initiatives", "agreements", "frameworks", "resolutions", "crises", "pledges"):
            setattr(other, name, copy.deepcopy(getattr(self, name)))
        other.n = dict(self.n)
        return other

    def keep(self) -> None:
        """Remember how the world stands, to come back to it."""
        state = {name: getattr(self, name) for name in vars(self) if name not in _NOT_TURNED_BACK}
        self.kept = {**self.kept, f"{self.round}.{self.phase}{self._exchange}": copy.deepcopy(state)}

    @property
    def _exchange(self) -> str:
        return f".{self.exchange}" if self.phase == "crisis" else ""

    def back(self, to: str) -> dict[str, int]:
        """Everything as it was, but for the numbers, which are returned."""
        names = list(self.kept)
        left = {key: max(found["version"], self.left.get(key, 0)) for key, found in self.initiatives.items()}
        left = {**self.left, **left}
        state = copy.deepcopy(self.kept[to])
        self.kept = {name: self.kept[name] for name in names[: names.index(to) + 1]}
        numbers: dict[str, int] = state.pop("n")
        for name, value in state.items():
            setattr(self, name, value)
        # No version of a proposal comes twice, also where the first was on a line that was left.
        self.left = left
        return numbers

    def inject(self, name: str) -> Data:
        """An inject as the scenario declares it."""
        return next(one for one in self.setting["injects"] if one["id"] == name)

    # --- Going through the record ----------------------------------------------------------------

    def fail(self, chapter: str, words: str, at: int | None = None) -> NoReturn:
        """End the audit at the event that was taken last, or at another place of the record."""
        place = self.at if at is None else at
        raise Unexplained(self.name, place, chapter, words)

    def next(self) -> Event | None:
        return self.events[self.at] if self.at < len(self.events) else None

    def comes(self, kind: str, /, **facts: Any) -> bool:
        """Whether the next event is of a kind, with these facts."""
        event = self.next()
        return event is not None and event["event"] == kind and _differs(event, facts) is None

    def take(self, chapter: str, kind: str, /, **facts: Any) -> Event:
        """Take the next event, which must be of a kind and say these facts.

        `changes` are (address, amount) pairs; without them the event may move no number.
        """
        event = self.next()
        said = ", ".join(f"{key} {value!r}" for key, value in facts.items())
        if event is None:
            self.fail(chapter, f"expected {kind} ({said}), but the record ends", self.at + 1)
        self.at += 1
        self._is_in_place(chapter, event, kind)
        if event["event"] != kind:
            self.fail(chapter, f"expected {kind} ({said}), and not {_said(event)}")
        facts = {"changes": [], **_UNSAID.get(kind, {}), **facts}
        wrong = _differs(event, facts)
        if wrong:
            there = [change[:2] for change in event["changes"]] if wrong == "changes" else event.get(wrong)
            self.fail(chapter, f"{kind}: expected {wrong} {facts[wrong]!r}, and not {there!r}")
        self._apply(chapter, event)
        self.seen[kind] += 1
        return event

    def _is_in_place(self, chapter: str, event: Event, kind: str) -> None:
        if event["seq"] != self.at:
            self.fail(chapter, f"expected it to be number {self.at}, and not {event['seq']}")
        if not 0 <= event["cause"] < self.at:
            self.fail("why", f"its cause, {event['cause']}, is no event before it")
        if kind != "phase_began" and (event["round"], event["phase"]) != (self.round, self.phase):
            self.fail(chapter, f"it says {event['round']}.{event['phase']} in {self.round}.{self.phase}")

    def _apply(self, chapter: str, event: Event) -> None:
        for target, amount, reason in event["changes"]:
            self.n[target] = self.n.get(target, 0) + amount
            if target.startswith("trust("):
                self.gained[target] += max(0, amount)
            low, high = n.bounds(target)
            if not low <= self.n[target] <= high:
                self.fail(chapter, f"{target} comes to {self.n[target]}, outside {low} to {high}")
            if not reason.strip():
                self.fail("why", f"{target} moves by {amount} without a reason")

    def settled(self, wants: list[Want]) -> list[Want]:
        """What comes of wanted changes in the world as it stands."""
        return n.settle(self.n, self.gained, self.book["trust"], wants)

    def moved(
        self, chapter: str, topic: str, wants: list[Want], hidden: dict[int, list[str]] | None = None
    ) -> list[Want]:
        """Take the numbers_changed events of a topic that carry out what the rules want, and no others.

        Args:
            chapter: whose rules want it.
            topic: of the events.
            wants: before limits.
            hidden: causes that only some powers may know.

        Returns:
            What was applied.
        """
        applied = self.settled(wants)
        left = Counter(applied)
        while left:
            event = self.next()
            if event is None or event["event"] != "numbers_changed" or event["topic"] != topic:
                self.fail(chapter, f"expected {_listed(left)} ({topic}), and not {_said(event)}", self.at + 1)
            for target, amount, _ in event["changes"]:
                change = Want(target, amount, event["cause"])
                if not left[change]:
                    there = _listed(left, target) or "nothing (more)"
                    self.fail(chapter, f"expected {there} of {target}, and not {amount:+d} by cause "
                              f"{event['cause']}", self.at + 1)  # fmt: skip
                left[change] -= 1
                if not left[change]:
                    del left[change]
                self._is_told(target, event, (hidden or {}).get(event["cause"], EVERYONE))
            self.take(chapter, "numbers_changed", changes=None)
        self.seen[f"numbers: {topic}"] += bool(applied)
        return applied

    def _is_told(self, target: str, event: Event, insiders: list[str]) -> None:
        audience = n.who_knows(target)
        if insiders != EVERYONE:
            audience = [power for power in insiders if audience == EVERYONE or power in audience]
        if event["audience"] != audience:
            self.fail("who knows what", f"{target} is told to {event['audience']}, and not to {audience}",
                      event["seq"])  # fmt: skip

    # --- Dice ------------------------------------------------------------------------------------

    def roll(self, occasion: str, sides: int = 6, count: int = 2) -> list[int]:
        return roll(self.seed, f"{self.round}.{occasion}", sides, count)

    def falls(self, occasion: str, hazard: int) -> bool:
        return falls(self.seed, f"{self.round}.{occasion}", hazard)

    # --- Reading ---------------------------------------------------------------------------------

    def has_module(self, module: str) -> bool:
        return module == "core" or module in self.book["presets"][self.preset]["modules"]

    def move(self, found: Data) -> Data:
        """The rule of an initiative's move."""
        move: Data = self.book["moves"][found["move"]]
        return move

    def attribute(self, key: str, power: str) -> int:
        return self.n[n.of(key, power)]

    def trust(self, a: str, b: str) -> int:
        return self.n[n.toward("trust", a, b)]

    def tension(self, a: str, b: str) -> int:
        return self.n[n.between("tension", a, b)]

    def together(self, a: str, b: str) -> int:
        """Interoperability of a pair."""
        return self.n[n.between("interoperability", a, b)]

    def relation(self, a: str, b: str) -> int:
        """The public relationship of a pair, 0 rupture to 6 allied."""
        return self.n[n.between("relationship", a, b)]

    def rivals(self, a: str, b: str) -> bool:
        return bool(self.relations.get((min(a, b), max(a, b)), {}).get("rivals"))

    def near(self, a: str, b: str) -> str:
        return str(self.relations.get((min(a, b), max(a, b)), {}).get("near", ""))

    def group(self, agreement: Data) -> str:
        return str(self.book["agreements"][agreement["type"]]["group"])

    def in_force(self, *parties: str, kind: str = "", group: str = "") -> Iterator[Data]:
        """Agreements in force to which all these powers are party, of a type or a group."""
        for found in list(self.agreements.values()):
            if (
                found["state"] == "in_force"
                and set(parties) <= set(found["parties"])
                and kind in ("", found["type"])
                and group in ("", self.group(found))
            ):
                yield found

    def has(self, kind: str, a: str, b: str) -> bool:
        return any(True for _ in self.in_force(a, b, kind=kind))

    def friends(self, power: str) -> list[str]:
        """A power's partners and allies."""
        return [other for other in self.ids if other != power and self.relation(power, other) >= 5]

    def strongest_rival(self, power: str) -> str:
        """The most capable power that is strained or worse with one; empty when there is none."""
        rivals = [other for other in self.ids if other != power and self.relation(power, other) <= 2]
        return max(rivals, key=lambda other: self.attribute("capability", other), default="")

    def open_crises(self) -> list[Data]:
        return [
            found for found in self.crises.values() if found["stage"] in ("acute", "confrontation", "brink")
        ]


def parties_of(found: Data) -> list[str]:
    """Initiator first."""
    return [found["initiator"], *found["partners"]]


def is_known(w: World, found: Data, power: str) -> bool:
    """Whether a power knows of an initiative: it is announced, or its own, or proposed to it."""
    insiders = parties_of(found) if w.move(found)["form"] == "joint" else [found["initiator"]]
    return found["public"] or power in insiders


def word(state: int) -> str:
    """A relationship as the rulebook spells it."""
    return STATES[state]


def _differs(event: Event, facts: dict[str, Any]) -> str | None:
    """The first fact that an event does not say; None (given as a fact) is anything."""
    for key, value in facts.items():
        if value is None:
            continue
        said = [change[:2] for change in event["changes"]] if key == "changes" else event.get(key)
        if _plain(said) != _plain(value):
            return key
    return None


def _plain(value: Any) -> Any:
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value


def _said(event: Event | None) -> str:
    if event is None:
        return "the end of the record"
    left_out = ("seq", "round", "phase", "event", "text", "message", "audience")
    facts = ", ".join(f"{key} {value!r}" for key, value in event.items() if key not in left_out and value)
    return f"{event['event']} ({facts[:500]})"


def _listed(left: "Counter[Want]", target: str = "") -> str:
    found = [want for want in left.elements() if target in ("", want.target)]
    return ", ".join(f"{want.target} {want.amount:+d} by {want.cause}" for want in found[:6])
