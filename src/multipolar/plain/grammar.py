"""The lines a person may write, with the help and the manual.

Every command has one entry here; a command without one cannot be given, and `help` prints nothing else.
Acts are declared in `acts`, with how they are read and written; what a question means is in `asking`.
"""

from typing import NamedTuple

from multipolar.cells import cells_in, fit, wrapped
from multipolar.plain.acts import ACTS

ACT = "act"
"""A line that asks for something to be done; it becomes one command of the domain."""
ASK = "ask"
"""A line that asks to be told something; it changes nothing."""
HOUSE = "house"
"""A line about the session itself."""


class Word(NamedTuple):
    """One command.

    Attributes:
        name: the first word of the line.
        usage: how the line is written; capitals stand for what you fill in.
        does: what it does, in a sentence.
        kind: `ACT`, `ASK` or `HOUSE`.
        example: a line that can be given.
        more: what else there is to know, a line each.
    """

    name: str
    usage: str
    does: str
    kind: str
    example: str = ""
    more: tuple[str, ...] = ()


_QUESTIONS = (
    Word(
        "brief",
        "brief",
        "your role in one page: interests, objectives, red lines, whom to talk to first",
        ASK,
    ),
    Word("status", "status", "where the exercise stands, your money, and what waits for you", ASK),
    Word("freeforms", "freeforms", "free-form moves, what is argued against them, how they were judged", ASK),
    Word("desk", "desk", "for the facilitator: the results that wait to be published", ASK),
    Word("money", "money", "your political capital and resources, and what comes in next round", ASK),
    Word("powers", "powers [POWER]", "every power with its attributes, or one", ASK, "powers FRA"),
    Word(
        "relations",
        "relations [POWER]",
        "how you (or another power) stand with everyone",
        ASK,
        "relations CHN",
    ),
    Word(
        "pair",
        "pair POWER [POWER]",
        "two powers: their history, numbers over the rounds, agreements, and what would move them",
        ASK,
        "pair IND CHN",
        ("With one power: your own and it. What you may not know is told as unknown.",),
    ),
    Word("threats", "threats", "shared threats by theatre, and who is exposed", ASK),
    Word("frameworks", "frameworks", "frameworks, their members, and what is on their agenda", ASK),
    Word("objectives", "objectives", "your objectives and red lines, and how each stands", ASK),
    Word("scores", "scores", "your national score in its parts, the indices and the architecture score", ASK),
    Word(
        "initiatives", "initiatives [all]", "what is tabled, agreed or under way; all: also what is past", ASK
    ),
    Word("agreements", "agreements [POWER|all]", "what is in force; all: also what has ended", ASK),
    Word("promises", "promises", "promises you know of, and what became of them", ASK),
    Word("intents", "intents", "what you said you want of your decisions, and what came of them", ASK),
    Word("crises", "crises [all]", "crises now, with the choices you have; all: also those past", ASK),
    Word("inbox", "inbox", "proposals and messages that wait for your answer, and what was said to you", ASK),
    Word(
        "channels",
        "channels [POWER[,POWER…]|all]",
        "what was said between whom, and how much of it is unread; with names: all of it",
        ASK,
        "channels FRA,IDN",
        ("What you open counts as read, for everybody in your seat.",),
    ),
    Word(
        "news",
        "news [ROUND|all]",
        "what you saw happen this round, in another, or since the beginning",
        ASK,
        "news 1",
    ),
    Word(
        "moves",
        "moves [POWER]",
        "what you can do now; with a power: what is open with it, and why the rest is not",
        ASK,
        "moves IDN",
    ),
    Word(
        "show",
        "show MOVE|P1|A1|K1|N1|R1",
        "all about a move, a proposal or order, an agreement, a crisis, a cable or a resolution",
        ASK,
        "show joint_exercise",
    ),
    Word(
        "preview",
        "preview LINE",
        "what a propose, order, accept, counter, respond or promise line would cost and do",
        ASK,
        "preview propose joint_exercise FRA domain=maritime",
    ),
    Word(
        "why",
        "why ADDRESS",
        "the chain of causes of a number",
        ASK,
        "why trust(IND,CHN)",
        (
            "trust(A,B) dependence(A,B) tension(A,B) interoperability(A,B)",
            "relationship(A,B) economy(A) capability(A) technology(A) governance(A)",
            "stability(A) standing(A) autonomy(A) capital(A) resources(A) national(A)",
            "threat(KIND,THEATRE) index(NAME) architecture(all)",
        ),
    ),
    Word(
        "advise",
        "advise [DOCTRINE]",
        "what a doctrine would do here, and why; each as a line you can give",
        ASK,
        "advise hedger",
    ),
    Word("debrief", "debrief", "after the end: scores, secrets, turning points, questions to discuss", ASK),
    Word("view", "view", "everything your seat may know, for programs (--json)", ASK),
)

_PASS = Word(
    "pass",
    "pass [ROUND]",
    "ready in any phase; open crises are first answered with hold, absorb or stay_out",
    ACT,
    "pass 3",
    (
        "With a round: until its deliberation or the end, for all seats here.",
        "For scripts that cannot know which crises come.",
    ),
)

_HOUSE = (
    Word(
        "take",
        "take POWER",
        "a person sits down at a seat that the program plays; all are told",
        HOUSE,
        "take LKA",
        (
            "What the program had proposed and ordered there stands and is listed;",
            "that it was ready is taken back. From outside the same is done by",
            "`play --continue SAVE --seat LKA`.",
        ),
    ),
    Word(
        "give",
        "give [POWER]",
        "let the program play a seat of this keyboard from now on; all are told",
        HOUSE,
        "give LKA",
        ("For a while only, and for the last person's seat, there is `away`.",),
    ),
    Word(
        "presence",
        "presence",
        "where several machines play: who is here, thinking or ready, your team, and the clock",
        HOUSE,
    ),
    Word(
        "suggest",
        "suggest LINE",
        "put a line before the head of your delegation; if you are not head, so does every line that binds",
        HOUSE,
        "suggest propose summit CHN",
    ),
    Word(
        "adopt",
        "adopt S1",
        "as the head, send what a teammate suggested (`presence` lists it)",
        HOUSE,
        "adopt S1",
    ),
    Word("aside", "aside S1 [TEXT]", "as the head, set a suggestion aside, with a word", HOUSE, "aside S1"),
    Word(
        "lead",
        "lead [NAME]",
        "pass the headship on; without a name: take it over from a head who has left",
        HOUSE,
        "lead Asha",
    ),
    Word(
        "helpline",
        "helpline [TEXT]",
        "write to the facilitator, apart from the exercise; alone: what was written",
        HOUSE,
        "helpline Can we sell to two at once?",
        ("The facilitator answers a line by its number: helpline H1 TEXT.",),
    ),
    Word(
        "pause",
        "pause [WHY]",
        "the facilitator stops the clock for all",
        HOUSE,
        "pause a fire drill",
    ),
    Word("resume", "resume [WHY]", "the facilitator lets the clock go on", HOUSE, "resume"),
    Word(
        "extend",
        "extend MINUTES [WHY]",
        "the facilitator gives the phase more time",
        HOUSE,
        "extend 3 a question",
    ),
    Word(
        "endphase",
        "endphase [WHY]",
        "the facilitator ends the phase for all, whoever is not ready",
        HOUSE,
        "endphase the bell",
    ),
    Word(
        "release",
        "release INJECT because WHY",
        "the facilitator releases an inject now, early or held before",
        HOUSE,
        "release survey_ship because the class is ahead",
    ),
    Word(
        "hold",
        "hold INJECT|P1 because WHY",
        "the facilitator holds an inject, or a result back to the next round",
        HOUSE,
        "hold survey_ship because they need time",
    ),
    Word(
        "unhold",
        "unhold INJECT|P1 because WHY",
        "the facilitator lets a held inject come when due, a result be published",
        HOUSE,
        "unhold survey_ship because they are ready",
    ),
    Word(
        "skip",
        "skip INJECT because WHY",
        "the facilitator leaves an inject out",
        HOUSE,
        "skip survey_ship because the time is short",
    ),
    Word(
        "editinject",
        "editinject INJECT: TEXT because WHY",
        "the facilitator changes what an inject says",
        HOUSE,
        "editinject survey_ship: A ship asks for a berth. because it was long",
    ),
    Word(
        "improvise",
        "improvise news|cable|intelligence [TO] TITLE: TEXT because WHY",
        "the facilitator writes an inject and releases it; news go to all",
        HOUSE,
        "improvise cable IND A storm: The port is shut. because they drift",
    ),
    Word(
        "speakas",
        "speakas POWER [TO]: TEXT because WHY",
        "the facilitator says something as a minor power",
        HOUSE,
        "speakas MDV IND: We are here too. because it was forgotten",
    ),
    Word(
        "setnumber",
        "setnumber ADDRESS VALUE because WHY",
        "the facilitator sets a number by hand; the ruling is in the record",
        HOUSE,
        "setnumber tension(CHN,IND) 60 because a treaty was signed",
    ),
    Word(
        "publish",
        "publish all|P1 [P2] because WHY",
        "the facilitator lets results be known, and all they bring come about",
        HOUSE,
        "publish all because they are as they should be",
        ("What waits is listed by `desk`; `endphase` goes on once nothing does.",),
    ),
    Word(
        "reroll",
        "reroll P1 because WHY",
        "the facilitator has a result rolled again; both rolls are kept",
        HOUSE,
        "reroll P1 because a modifier was forgotten",
    ),
    Word(
        "realdice",
        "realdice P1 DIE DIE because WHY",
        "the facilitator rolls a result again with dice on the table",
        HOUSE,
        "realdice P1 4 3 because the class wants to roll",
    ),
    Word(
        "rule",
        "rule P1 OUTCOME, or F1 EFFECTS WORTH / WORTH [OUTCOME] because WHY",
        "the facilitator sets a result by hand, or judges a free-form move",
        HOUSE,
        "rule P1 success because the licence was signed",
        (
            "OUTCOME is setback, limited, success or breakthrough. Of a free-form",
            "move each reason for it is worth -3 to 3, and after a / each against:",
            "rule F1 good_offices 2 1 0 / -1 because both ports were open",
            "Dice of the table: … / -1 dice 4 3 because … `desk` lists the effects.",
        ),
    ),
    Word(
        "tell",
        "tell P1 all|POWERS because WHY",
        "the facilitator says who is told of a result besides its parties",
        HOUSE,
        "tell P1 IND because it leaked",
    ),
    Word(
        "answerappeal",
        "answerappeal P1|F1 POWER upheld|OUTCOME because WHY",
        "the facilitator answers an appeal: the outcome stays, or another takes its place",
        HOUSE,
        "answerappeal P1 IND upheld because it was weighed",
    ),
    Word(
        "answerundo",
        "answerundo P1 POWER granted|refused because WHY",
        "the facilitator undoes an answer as its seat asked, or does not",
        HOUSE,
        "answerundo P1 IND granted because it was a slip",
    ),
    Word(
        "stepback",
        "stepback PHASE because WHY",
        "the facilitator goes back to where a phase began; all seats follow",
        HOUSE,
        "stepback 1.deliberation because a result was published too early",
        ("What happened since stays in the save and in replay.",),
    ),
    Word(
        "code",
        "code SEAT",
        "the facilitator takes a seat's code back; another is shown",
        HOUSE,
        "code IND",
    ),
    Word("wait", "wait", "wait until the exercise asks something of you", HOUSE),
    Word(
        "save",
        "save [FOLDER]",
        "say under which id the exercise is saved (everything is saved as it happens)",
        HOUSE,
        "save ~/exercises",
        ("With a folder: write the whole exercise there, and go on there.",),
    ),
    Word("help", "help [COMMAND]", "these lines, or one of them at length", HOUSE, "help propose"),
    Word("quit", "quit", "leave; the exercise stays saved", HOUSE),
)

WORDS = (
    *_QUESTIONS,
    *(Word(act.name, act.usage, act.does, ACT, act.example, act.more) for act in ACTS),
    _PASS,
    *_HOUSE,
)
"""Every command there is."""

BY_NAME = {word.name: word for word in WORDS}

NOTES = """\
One command a line. Blank lines and lines that begin with # are passed over.
Powers are named by id or name (FRA, France, south-africa), moves by id
(joint_exercise). Capitals do not matter. P1, A1, K1, N1, R1, Q1 are the
short names of proposals and orders, agreements, crises, cables, resolutions
and promises, as they are announced; full ids are understood too. Text after
`say` runs to the end of the line.

With several seats at one keyboard a line may begin with the seat it is for,
as in `IND: ready`; without one it is for the seat named last. `IND:` alone
changes the seat.

Every line is answered by one receipt, `ok: …` or `refused (RULE): …`, then
by what was asked for (indented) and by what has happened since (`news: …`).
Refused lines change nothing. The rule `unreadable` means that the line was
not understood, `over` that the exercise has ended. With --json every line
is answered by one object instead: line, input, seat, accepted, rule,
message, data (what was asked for), news (what the seat saw happen since).

The exercise is saved with every line that is accepted; the end of the input
leaves it."""
"""What holds for all lines."""

_WIDTH = 76
_COLUMN = 26
_HEADINGS = ((ASK, "Questions"), (ACT, "Acts"), (HOUSE, "Besides"))


def manual() -> tuple[str, ...]:
    """The grammar as lines of text, for `help` and for `multipolar play --help`."""
    found: list[str] = []
    for kind, heading in _HEADINGS:
        found.append(f"{heading}:")
        for word in WORDS:
            if word.kind == kind:
                found += _entry(word)
    return (*NOTES.splitlines(), "", *found)


def explain(word: Word) -> tuple[str, ...]:
    """One command at length."""
    example = (f"example: {word.example}",) if word.example else ()
    return (f"{word.usage}: {word.does}", *word.more, *example)


def _entry(word: Word) -> list[str]:
    usage = f"  {word.usage}"
    does = wrapped(word.does, _WIDTH - _COLUMN)
    if cells_in(usage) < _COLUMN:
        usage = fit(usage, _COLUMN) + does.pop(0)
    lines = [usage, *(" " * _COLUMN + line for line in does)]
    lines += [f"    {line}" for line in word.more]
    if word.example and word.kind == ACT:
        lines.append(f"    example: {word.example}")
    return lines
