"""Previews, explanations and news as styled text: one way of showing odds, costs and reasons.

Builds `Content` from what views say; it decides nothing. Colours come from the theme and never stand
alone: every amount has its sign, every outcome its word.
"""

from collections.abc import Iterable, Sequence

from textual.content import Content

from multipolar.cells import cells_in, fit, fit_right, wrapped
from multipolar.domain.addresses import split
from multipolar.domain.english import first
from multipolar.domain.knowledge.valence import worth
from multipolar.domain.knowledge.waiting import about_money
from multipolar.domain.model.events import Change, ModifierRead
from multipolar.domain.model.views import Explanation, PastSeen, Preview, Reaction, View
from multipolar.domain.model.wording import money_held, money_in_words, title_from, why_in_short
from multipolar.domain.vocabulary import OUTCOMES
from multipolar.tui.support.text import Piece, content, styled_lines
from multipolar.tui.widgets.panel import is_played

SHADES = "░▒▓█"
"""What each outcome looks like in the bar of odds, so that it does without colour."""
COLOURS = ("$bad", "$quiet", "$good", "$good bold")
AMOUNTS = 16
"""Columns that four amounts take, one an outcome."""
WIDEST_EFFECT = 60
CHANCES = 22
"""Columns that the three chances of a crisis roll take."""

INDICES = ("peace", "resilience", "transparency", "inclusion", "equity", "balance")


def signed(amount: int) -> tuple[str, str]:
    """An amount that helps or hampers, such as a modifier of a roll, coloured by its sign."""
    return f"{amount:+d}", "$good" if amount > 0 else "$bad" if amount < 0 else "$quiet"


def valued(view: View, target: str, amount: int) -> tuple[str, str]:
    """A change of a number with its sign, coloured by whether it is good or bad for who reads."""
    return f"{amount:+d}", f"${worth_style(view, target, amount)}"


def worth_style(view: View, target: str, amount: int) -> str:
    """The name of the colour of a change: ``good``, ``bad`` or ``quiet``."""
    return ("quiet", "good", "bad")[worth(target, amount, view.seat if is_played(view) else "")]


def heading(text: str) -> tuple[str, str]:
    """A heading within a panel."""
    return text.upper(), "$quiet bold"


def odds(chances: Sequence[int], width: int) -> list[list[Piece]]:
    """The four chances as a bar of 36 cases, and in words, 36ths and per cent.

    Args:
        chances: of each outcome, in 36ths.
        width: columns there are; the words stand side by side where they fit.
    """
    bar: list[Piece] = [(SHADES[index] * ways, COLOURS[index]) for index, ways in enumerate(chances)]
    words: list[list[Piece]] = [
        [
            (f"{SHADES[index]} {fit(name, 13)}", COLOURS[index]),
            f"{ways:>2d}/36  {round(100 * ways / 36):>3d} %",
        ]
        for index, (name, ways) in enumerate(zip(OUTCOMES, chances, strict=True))
    ]
    if width >= 2 * 30:
        words = [[*words[0], "     ", *words[1]], [*words[2], "     ", *words[3]]]
    return [bar, *words]


def modifiers(found: Sequence[ModifierRead], total: int) -> list[list[Piece]]:
    """Each modifier with its reason, and their capped sum."""
    if not found:
        return [["nothing counts for or against it"]]
    rows: list[list[Piece]] = [[signed(modifier.size), f" {modifier.reason}"] for modifier in found]
    return [*rows, [(f"{total:+d}", "bold"), " in all, added to 2d6"]]


def preview(view: View, found: Preview, width: int) -> Content:
    """A preview in full: refusal, costs, odds, modifiers, effects, who minds, leak risk."""
    rows: list[Piece | list[Piece]] = []
    if found.rule:
        rows += [[("Not possible: ", "$bad bold"), found.message], ""]
    if found.costs:
        rows += [heading("cost"), *_costs(view, found), ""]
    if found.chances:
        rows += [heading("odds: 2d6 and modifiers"), *odds(found.chances, width), ""]
        rows += [heading("what counts"), *modifiers(found.modifiers, found.total), ""]
    if found.effects:
        rows += [heading("expected effects, by outcome"), *_effects(view, found, width), ""]
    if found.reactions:
        rows += [heading("who will mind"), *(_reaction(view, one) for one in found.reactions), ""]
    if found.against:
        rows += [*_against(found, width), ""]
        rows += [heading("what counts in the roll"), *modifiers(found.modifiers, found.total), ""]
    rows += _further(view, found)
    return styled_lines(rows) if rows else content("")


def _costs(view: View, preview: Preview) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for power, capital, resources in preview.costs:
        name = "You" if power == view.seat else view.name(power)
        row: list[Piece] = [f"{name}: {money_in_words(capital, resources)}"]
        if power == view.seat and (capital or resources):
            left = (
                view.numbers[f"capital({power})"] - capital,
                view.numbers[f"resources({power})"] - resources,
            )
            kept = money_held(*left)
            row.append((f"  (leaves you {kept})", "$quiet" if min(left) >= 0 else "$bad"))
        rows.append(row)
    return rows


def reaction_words(view: View, reaction: Reaction) -> str:
    """Whom a third power would trust less or more for it."""
    _, (_, trusted) = split(reaction.target)
    whom = "you" if trusted == view.seat else view.called(trusted)
    return first(f"{view.called(reaction.power)} trusts {whom} {'less' if min(reaction.by) < 0 else 'more'}")


def _reaction(view: View, reaction: Reaction) -> list[Piece]:
    minds = min(reaction.by) < 0
    words = reaction_words(view, reaction)
    by = " ".join(f"{amount:+d}" if amount else "·" for amount in reaction.by)
    return [(words, "$warning" if minds else "$good"), f" ({by}): {reaction.why}"]


def _effects(view: View, preview: Preview, width: int) -> list[list[Piece]]:
    longest = max(cells_in(effect.text) for effect in preview.effects)
    room = max(12, min(longest, WIDEST_EFFECT, width - AMOUNTS))
    rows: list[list[Piece]] = [[(" " * room, ""), *((f"   {shade}", "$quiet") for shade in SHADES)]]
    for effect in preview.effects:
        first, *rest = wrapped(effect.text, room)
        row: list[Piece] = [fit(first, room)]
        for amount in effect.by:
            text, colour = valued(view, effect.target, amount) if amount else ("·", "$quiet")
            row.append((fit_right(text, 4), colour))
        rows.append(row)
        rows += [[line] for line in rest]
    return rows


def _against(preview: Preview, width: int) -> list[list[Piece]]:
    room = max(10, min(22, width - CHANCES))
    is_asked_of_both = any(answer.other.startswith("both ") for answer in preview.against)
    title = "IF …" if is_asked_of_both else "IF THE OTHER SIDE …" if room >= 19 else "IF THEY …"
    rows: list[list[Piece]] = [[(f"{fit(title, room)} climbs  stays  eases", "$quiet bold")]]
    for answer in preview.against:
        name = fit(answer.other.replace("_", " "), room)
        if answer.ends:
            first, *rest = wrapped(answer.ends, max(12, width - room - 1))
            rows.append([name, (f" {first}", "$accent")])
            rows += [[" " * room, (f" {line}", "$accent")] for line in rest]
        else:
            chances = ((answer.up, "$bad"), (answer.stays, ""), (answer.down, "$good"))
            rows.append([name, *((f"{ways:>4d}/36", colour) for ways, colour in chances)])
    return rows


def _further(view: View, preview: Preview) -> list[Piece | list[Piece]]:
    rows: list[Piece | list[Piece]] = []
    if preview.leak >= 0:
        rows.append([("Leak risk: ", "$warning"), f"{preview.leak} in 36 at each check, every second round"])
    rows += [[note] for note in preview.notes]
    if preview.touches:
        rows.append([("Touches what you want: ", "bold"), f"{', '.join(preview.touches)}."])
    if preview.resolves > view.round:
        rows.append([f"It takes until round {preview.resolves}; the dice roll then."])
    return rows


def explanation(view: View, found: Explanation, width: int) -> Content:
    """Why a number is what it is: each step with its causes, in the order they came."""
    rows: list[Piece | list[Piece]] = [
        [(f"{first(why_in_short(found))}.", "bold")],
        "",
    ]
    if not found.steps:
        rows.append("Nothing has moved it so far.")
    for step in found.steps:
        when = f"round {step.round}" if step.seq else "hidden"
        head, *rest = wrapped(step.reason, max(12, width - 15))
        amount, colour = valued(view, found.target, step.amount)
        rows.append([(fit_right(amount, 4), colour), (f"  {fit(when, 8)} ", "$quiet"), head])
        rows += [[" " * 15, line] for line in rest]
        for cause in step.chain:
            for place, line in enumerate(wrapped(cause, max(12, width - 25))):
                rows.append([(" " * 17 + ("because " if not place else " " * 8) + line, "$quiet")])
    if found.steps:
        total = sum(step.amount for step in found.steps)
        rows += ["", [(f"{found.start} {total:+d} = {found.value}", "bold")]]
    if lost := about_money(view, found.target):
        rows += ["", [(f"As it stands, {lost}.", "$warn")]]
    for heading, lines in (("Where it began", found.origin), ("What would move it", found.outlook)):
        if lines:
            rows += ["", [(heading, "bold")], *lines]
    return styled_lines(rows)


def precedents(past: Sequence[PastSeen]) -> list[Piece | list[Piece]]:
    """What has happened in the world that is like it, each with its year and source."""
    if not past:
        return []
    rows: list[Piece | list[Piece]] = ["", heading("it has happened")]
    rows += [[(f"{one.year}  ", "bold"), one.text, (f" ({one.source})", "$quiet")] for one in past]
    return rows


_SAID = {
    "architecture": "the architecture score",
    "index": "{part} of the shared order",
    "relief": "relief from {part} in {place}",
    "severity": "severity of the crisis",
    "remainder": "",
    "national": "",
    "kept": "",
}
"""Numbers that are spoken of in other words beside what moved them; nothing: they mean nothing there."""


def number_words(view: View, target: str) -> str:
    """A number's address in words: ``India's trust in China``; empty where it means nothing to a person."""
    key, parts = split(target)
    if key in _SAID:
        return _SAID[key].format(part=parts[0].replace("_", " "), place=view.place(parts[-1]))
    return title_from(target, view.called, view.place)


def moved(view: View, changes: Iterable[Change]) -> list[tuple[str, str, int]]:
    """What changes came to: each number once, its address, in words, and the sum; the largest first."""
    sums: dict[str, int] = {}
    for change in changes:
        sums[change.target] = sums.get(change.target, 0) + change.amount
    named = ((target, number_words(view, target), by) for target, by in sums.items() if by)
    return sorted((entry for entry in named if entry[1]), key=lambda entry: -abs(entry[2]))
