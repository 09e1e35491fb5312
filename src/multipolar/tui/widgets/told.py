"""Previews, explanations and news as styled text: one way of showing odds, costs and reasons.

Builds `Content` from what views say; it decides nothing. Colours come from the theme and never stand
alone: every amount has its sign, every outcome its word.
"""

from collections.abc import Iterable, Sequence

from textual.content import Content

from multipolar.domain.events import ModifierRead
from multipolar.domain.views import Explanation, Preview, Seen, View

OUTCOMES = ("setback", "limited", "success", "breakthrough")
SHADES = "░▒▓█"
"""What each outcome looks like in the bar of odds, so that it does without colour."""
COLOURS = ("$bad", "$quiet", "$good", "$good bold")
LEAST_EFFECT_WIDTH = 34

Piece = str | Content | tuple[str, str]


def lines(found: Iterable[Piece | Sequence[Piece]]) -> Content:
    """Lines of pieces, one under another."""
    built = [
        Content.assemble(*line) if isinstance(line, list) else Content.assemble(line)  # type: ignore[arg-type]
        for line in found
    ]
    return Content("\n").join(built)


def signed(amount: int) -> tuple[str, str]:
    """An amount with its sign, coloured by it."""
    return f"{amount:+d}", "$good" if amount > 0 else "$bad" if amount < 0 else "$quiet"


def heading(text: str) -> tuple[str, str]:
    """A heading within a panel."""
    return text.upper(), "$quiet bold"


def odds(chances: Sequence[int], width: int = 36) -> list[list[Piece]]:
    """The four chances as a bar of 36 cases, and in words, 36ths and per cent."""
    bar: list[Piece] = []
    for index, ways in enumerate(chances):
        bar.append((SHADES[index] * (ways * width // 36), COLOURS[index]))
    words: list[list[Piece]] = [
        [(f"{SHADES[index]} {name:<13}", COLOURS[index]), f"{ways:>2}/36  {round(100 * ways / 36):>3} %"]
        for index, (name, ways) in enumerate(zip(OUTCOMES, chances, strict=True))
    ]
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
        rows += [heading("odds: 2d6 and modifiers"), *odds(found.chances, min(36, width)), ""]
        rows += [heading("what counts"), *modifiers(found.modifiers, found.total), ""]
    if found.effects:
        rows += [heading("expected effects, by outcome"), *_effects(found, width), ""]
    if found.reactions:
        rows.append(heading("who will mind"))
        for reaction in found.reactions:
            by = " ".join(f"{amount:+d}" for amount in reaction.by)
            verb = "minds" if min(reaction.by) < 0 else "welcomes it"
            rows.append([f"{view.name(reaction.power)} {verb} ({by}): {reaction.why}"])
        rows.append("")
    if found.against:
        rows += [heading("if the other side …   climbs  stays  eases"), *_against(found), ""]
        rows += [heading("channels and circumstances"), *modifiers(found.modifiers, found.total), ""]
    rows += _further(view, found)
    return lines(rows) if rows else Content("")


def _costs(view: View, found: Preview) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for power, capital, resources in found.costs:
        name = "You" if power == view.seat else view.name(power)
        row: list[Piece] = [f"{name}: {capital} capital, {resources} resources"]
        if power == view.seat:
            left = (
                view.numbers[f"capital({power})"] - capital,
                view.numbers[f"resources({power})"] - resources,
            )
            row.append((f"  (leaves you {left[0]} and {left[1]})", "$quiet" if min(left) >= 0 else "$bad"))
        rows.append(row)
    return rows


def _effects(found: Preview, width: int) -> list[list[Piece]]:
    room = max(LEAST_EFFECT_WIDTH, width) - 17
    rows: list[list[Piece]] = [[(f"{'':<{room}} {'  '.join(SHADES)}", "$quiet")]]
    for effect in found.effects:
        words = effect.text if len(effect.text) <= room else f"{effect.text[: room - 1]}…"
        row: list[Piece] = [f"{words:<{room}}"]
        for amount in effect.by:
            text, colour = signed(amount) if amount else ("·", "$quiet")
            row.append((f"{text:>3}", colour))
        rows.append(row)
    return rows


def _against(found: Preview) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for answer in found.against:
        name = f"{answer.other.replace('_', ' '):<22}"
        if answer.ends:
            rows.append([name, (answer.ends, "$accent")])
        else:
            rows.append(
                [
                    name,
                    (f"{answer.up:>4}/36", "$bad"),
                    f"{answer.stays:>5}/36",
                    (f"{answer.down:>5}/36", "$good"),
                ]
            )
    return rows


def _further(view: View, found: Preview) -> list[Piece | list[Piece]]:
    rows: list[Piece | list[Piece]] = []
    if found.leak >= 0:
        rows.append([("Leak risk: ", "$warning"), f"{found.leak} in 36 at each check, every second round"])
    rows += [[note] for note in found.notes]
    if found.resolves > view.round:
        rows.append([f"It takes until round {found.resolves}; the dice roll then."])
    return rows


def explanation(found: Explanation) -> Content:
    """Why a number is what it is: each step with its causes, latest cause first."""
    rows: list[Piece | list[Piece]] = [
        [(found.title, "bold"), f" is {found.value}; it was {found.start} at the start."],
        "",
    ]
    if not found.steps:
        rows.append("Nothing has moved it.")
    for step in found.steps:
        when = f"round {step.round}" if step.seq else "hidden"
        rows.append([signed(step.amount), (f"  {when:<8} ", "$quiet"), step.reason])
        rows += [[("         because ", "$quiet"), cause] for cause in step.chain if cause]
    total = sum(step.amount for step in found.steps)
    rows += ["", [f"{found.start} {total:+d} = {found.value}"]]
    return lines(rows)


def news(found: Seen) -> Content:
    """One event: its sentence, then its dice and details."""
    colour = "bold $accent" if found.weight >= 6 else "bold" if found.weight >= 4 else ""
    return lines([[(found.text, colour)], *([("   " + line, "$quiet")] for line in found.detail)])
