"""A move and why a power would make it, in a sentence a player can read (rulebook §14)."""

from multipolar.doctrines.options import Option
from multipolar.doctrines.worth import Worth
from multipolar.domain.addresses import split
from multipolar.domain.english import listed, lowered
from multipolar.domain.model.views import ExpectedChange, Preview, Sight


def title_of(view: Sight, option: Option) -> str:
    """The move and with, toward or between whom: ``Hotline with China``."""
    if not option.partners:
        return option.offer.title
    between = option.offer.mediates
    joiner = "between" if between else "with" if option.offer.form == "joint" else "toward"
    return f"{option.offer.title} {joiner} {listed([view.name(power) for power in option.partners])}"


def reason_for(view: Sight, worth: Worth, option: Option, preview: Preview) -> str:
    """The largest thing a move is expected to bring, whom it would annoy, and how likely it is to hold."""
    held = 100 * (36 - preview.chances[0]) // 36
    aim = _aim(worth, option, preview)
    words = aim or _gain(worth, preview) or "keeps our options open"
    annoyed = _annoyed(view, preview)
    price = f", though {annoyed} would mind" if annoyed else ""
    return f"{words[0].upper()}{words[1:]}{price}; {held} % that it is at least a limited success."


def _aim(worth: Worth, option: Option, preview: Preview) -> str:
    """The objective that counts the move itself, or the agreement it brings."""
    offer = option.offer
    counted = [
        (wish.worth, f"is one more {_deed(wish.kind, offer.title)} that “{wish.objective}” counts")
        for wish in worth.wishes.deeds
        if wish.kind in ("any", offer.category) and wish.name in ("any", offer.move)
    ]
    if preview.agreement:
        counted += [
            (wish.worth, f"brings an agreement that “{wish.objective}” needs")
            for wish in worth.wished(preview.agreement, offer.category, option.partners)
        ]
    best, words = max(counted, default=(0, ""))
    return words if best > 0 else ""


def _deed(category: str, title: str) -> str:
    """What an objective counts, in words."""
    words = {"operations": "operation", "dialogue": "dialogue", "drills": "drill"}
    return words.get(category, lowered(title))


def _gain(worth: Worth, preview: Preview) -> str:
    """The number it is expected to move most to the power's liking."""

    def liked(expected: ExpectedChange) -> int:
        moved = sum(chance * by for chance, by in zip(preview.chances, expected.by, strict=True))
        return worth.of(expected.target) * moved

    best = max(preview.effects, key=liked, default=None)
    if best is None or liked(best) <= 0:
        return "brings an agreement into force" if preview.agreement else ""
    if best.target.startswith("relief("):
        return f"pushes back {best.text.removeprefix('relief under way against ')}"
    verb = "raises" if sum(best.by) > 0 else "lowers"
    objective = worth.wishes.titles.get(best.target, "")
    return f"{verb} {best.text}{f', toward “{objective}”' if objective else ''}"


def _annoyed(view: Sight, preview: Preview) -> str:
    """The third power that would lose most trust in this one."""
    lost = [
        (sum(reaction.by), reaction.power)
        for reaction in preview.reactions
        if split(reaction.target)[1][1] == view.seat and sum(reaction.by) < 0
    ]
    return view.name(min(lost)[1]) if lost else ""
