"""Initiatives and frameworks by their titles, with the others in them."""

from multipolar.domain.english import listed
from multipolar.domain.mechanics.frameworks import kind_of
from multipolar.domain.model.records import Initiative
from multipolar.domain.model.wording import resolution_in_words
from multipolar.domain.model.world import World


def names(world: World, powers: tuple[str, ...]) -> str:
    """Names in a row, as they stand within a sentence: ``India, France and the Maldives``."""
    return listed([world.rules.called(power) for power in powers])


def in_full(world: World, initiative: Initiative) -> str:
    """An initiative by its title and the others in it: ``Joint exercise (maritime) with France``."""
    return described(
        world,
        initiative.move,
        initiative.initiator,
        initiative.partners,
        _extra(world, initiative),
        initiative.terms.theatre,
    )


def _extra(world: World, initiative: Initiative) -> str:
    """What a title alone would leave open: the domain, or what would be put to which framework's vote."""
    terms = initiative.terms
    if not terms.framework:
        return terms.domain
    kind = kind_of(world.rules.moves[initiative.move], terms)
    name = framework_name(world, terms.framework)
    if not kind or kind == "admit":
        return name
    return f"{name}: {resolution_in_words(world.rules, kind, terms.about, terms.domain, terms.rule)}"


def described(
    world: World, move: str, initiator: str, partners: tuple[str, ...], domain: str = "", theatre: str = ""
) -> str:
    """A use of a move by its title, what narrows it down, and the others in it."""
    declared = world.rules.moves[move]
    place = world.rules.place(theatre) if theatre in world.rules.theatres else ""
    extra = domain or place
    title = f"{declared.title}{f' ({extra})' if extra else ''}"
    if not partners:
        return title
    if declared.mediates:
        return f"{title} between {names(world, partners)}"
    joiner = "with" if declared.form == "joint" else _JOINERS.get(declared.category, "toward")
    return f"{title} {joiner} {names(world, partners)}"


_JOINERS = {"operations": "for", "domestic": "from"}
"""How an order is tied to the power it is about: relief for it, arms from it, pressure toward it."""


def framework_name(world: World, key: str) -> str:
    """The name of a framework, founded by now or declared by the scenario."""
    known = world.frameworks.get(key)
    if known:
        return known.name
    declared = next(
        (framework.name for framework in world.rules.setting.frameworks if framework.id == key), ""
    )
    return declared or key
