"""The opening of an exercise: scenario, seats, options and seed made into the genesis event (rulebook §2).

Trust and tension vary a little by seed; everything else is as the scenario says. What is rolled here
stands in the event and is never rolled again.
"""

from typing import Any

from msgspec.structs import replace

from multipolar.domain.addresses import between, of, toward
from multipolar.domain.dice import Dice
from multipolar.domain.english import counted, listed
from multipolar.domain.errors import Unreadable
from multipolar.domain.machines import step
from multipolar.domain.machines.session import SESSION
from multipolar.domain.mechanics.scoring import architecture_of, index_parts, index_values
from multipolar.domain.model import events as e
from multipolar.domain.model.evolution import evolve
from multipolar.domain.model.transaction import Transaction
from multipolar.domain.rules.conditions.errors import nearest
from multipolar.domain.rules.in_force import Rules
from multipolar.domain.rules.ruleset import RuleSet
from multipolar.domain.rules.scenario_model import ScenarioModel
from multipolar.domain.vocabulary import ATTRIBUTES, CONTROL, EVERYONE, PERSON, RELATIONSHIPS, Phase

INTENTS = ("never", "once_a_round", "weighty")
"""How often persons are asked what they want of a decision (§2)."""
ABSENCES = ("hold", "default_orders", "doctrine")
SHARINGS = ("pass", "teams")
LESSON = (20, 600)
"""Minutes a lesson may have."""
"""What becomes of a person's seat while nobody sits there (§2)."""
USUAL = e.Options()
"""What is chosen when nothing is said: nobody is asked, and who leaves a seat leaves it on hold."""


def begin(
    base: RuleSet,
    setting: ScenarioModel,
    preset: str,
    seats: dict[str, str],
    seed: int,
    dice: Dice,
    options: e.Options = USUAL,
) -> tuple[e.Event, ...]:
    """The first events of an exercise: genesis, and the briefing.

    Args:
        base: the rule set.
        setting: the scenario.
        preset: id of a preset of the rule set.
        seats: power to ``person`` or to the id of a doctrine; powers left out play their default.
        seed: any integer; the same arguments give the same exercise.
        dice: rolls the opening.
        options: how persons are asked, and what becomes of those who leave.

    Raises:
        Unreadable: an unknown preset, power, doctrine or option.
    """
    rules = Rules(base, setting)
    if preset not in rules.presets:
        raise Unreadable("preset", f"there is no preset '{preset}'; choose {', '.join(rules.presets)}")
    for power, run_by in seats.items():
        if power not in rules.powers:
            raise Unreadable("seat", f"there is no power '{power}'; {_power_meant(power, rules)}")
        if run_by != PERSON and run_by not in rules.doctrines:
            raise Unreadable(
                "doctrine", f"there is no doctrine '{run_by}'; choose {', '.join(rules.doctrines)}"
            )
    _check(options)
    for inject in options.without:
        if inject not in rules.injects:
            raise Unreadable("inject", f"there is no inject '{inject}'; {_inject_meant(inject, rules)}")
    genesis = e.ExerciseBegan(
        seq=1,
        round=0,
        phase=str(Phase.LOBBY),
        actor=CONTROL,
        audience=(),
        setting=_plain(setting),
        # What only a facilitator uses stands in the records of exercises that have one.
        rules=_plain(base if options.facilitator else base.model_copy(update={"free_forms": ()})),
        preset=preset,
        seats={power.id: seats.get(power.id, power.doctrine) for power in setting.powers},
        seed=seed,
        numbers=_numbers(rules, dice),
        options=options,
    )
    numbers = dict(genesis.numbers)
    first = evolve(None, genesis)
    values = index_values(first)
    numbers |= {of("index", name): value for name, value in values.items()}
    numbers[of("architecture", "all")] = architecture_of(values)
    # As it will be read back: whoever takes the record up again must find everything in the same order.
    opening = e.decode(e.encode(replace(genesis, numbers=numbers, parts=index_parts(first))))
    transaction = Transaction(evolve(None, opening), dice)
    briefing = str(step(SESSION, Phase.LOBBY, "brief"))
    transaction.write(e.PhaseBegan, CONTROL, EVERYONE, phase=briefing, to=briefing, number=0)
    return (opening, *transaction.events)


def _power_meant(text: str, rules: Rules) -> str:
    """Which power is likely meant by a text that names none, or all there are."""
    names = {name.casefold(): power.id for power in rules.powers.values() for name in (power.id, power.name)}
    near = nearest(text.casefold(), names)
    if near is None:
        return f"choose {', '.join(rules.powers)}"
    power = rules.powers[names[near]]
    return f"did you mean {power.id} ({power.name})?"


def _inject_meant(text: str, rules: Rules) -> str:
    """Which injects are likely meant by a text that names none, or all there are."""
    if not rules.injects:
        return "this scenario has none"
    typed = text.casefold()
    holding = [name for name in rules.injects if typed and typed in name]
    names = {name.casefold(): one.id for one in rules.injects.values() for name in (one.id, one.title)}
    near = nearest(typed, names)
    meant = holding or ([names[near]] if near else [])
    return f"did you mean {listed(meant, 'or')}?" if meant else f"choose {', '.join(rules.injects)}"


def _check(options: e.Options) -> None:
    if options.intent not in INTENTS:
        raise Unreadable("intent", f"there is no '{options.intent}'; choose {', '.join(INTENTS)}")
    if options.absence not in ABSENCES:
        raise Unreadable("absence", f"there is no '{options.absence}'; choose {', '.join(ABSENCES)}")
    if options.sharing not in SHARINGS:
        raise Unreadable("sharing", f"there is no '{options.sharing}'; choose {', '.join(SHARINGS)}")
    least, most = LESSON
    if options.lesson and not least <= options.lesson <= most:
        raise Unreadable("lesson", f"a lesson has {least} to {counted(most, 'minute')}, or 0: no clock")


def _plain(model: RuleSet | ScenarioModel) -> dict[str, Any]:
    return model.model_dump(mode="json", exclude_defaults=True)


_AT_NOUGHT = (
    "capital", "resources", "national", "final", "burden", "benefit", "honoured", "kept", "breaches"
)  # fmt: skip
"""What every power begins with none of."""


def _numbers(rules: Rules, dice: Dice) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for power in rules.setting.powers:
        for key in ATTRIBUTES:
            numbers[of(key, power.id)] = power.attributes[key]  # type: ignore[index]
        numbers[of("growth", power.id)] = power.growth
        numbers[of("remainder", power.id)] = 0
        for key in _AT_NOUGHT:
            numbers[of(key, power.id)] = 0
    for a, b in rules.pairs:
        numbers |= _pair(rules, a, b, dice)
    for (kind, theatre), threat in rules.threats.items():
        for key in ("momentum", "relief"):
            numbers[f"{key}({kind},{theatre})"] = 0
        numbers[f"threat({kind},{theatre})"] = threat.level
    for framework in rules.setting.frameworks:
        numbers[of("cohesion", framework.id)] = framework.cohesion
        numbers[of("legitimacy", framework.id)] = framework.legitimacy
    return numbers


def _pair(rules: Rules, a: str, b: str, dice: Dice) -> dict[str, int]:
    relation = rules.relations.get((a, b))
    declared = rules.base.relationship
    state = RELATIONSHIPS.index(relation.state if relation else rules.setting.relations_default)
    first = relation.between[0] if relation else a
    spread = declared.start_spread
    varied = [roll - spread - 1 for roll in dice.roll(f"opening.{a}.{b}", 2 * spread + 1, 3)]
    trust = (declared.start_trust[state],) * 2
    tension = declared.start_tension[state]
    together = declared.start_interoperability[state]
    depends = (0, 0)
    if relation:
        trust = relation.trust or trust
        tension = relation.tension if relation.tension is not None else tension
        together = relation.interoperability if relation.interoperability is not None else together
        depends = relation.dependence or depends
        if first != a:
            trust, depends = trust[::-1], depends[::-1]
    return {
        toward("trust", a, b): max(0, min(100, trust[0] + varied[0])),
        toward("trust", b, a): max(0, min(100, trust[1] + varied[1])),
        between("tension", a, b): max(0, min(100, tension + varied[2])),
        between("interoperability", a, b): together,
        between("relationship", a, b): state,
        toward("dependence", a, b): depends[0],
        toward("dependence", b, a): depends[1],
    }
