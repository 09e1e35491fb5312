"""What a power receives a round (rulebook §3)."""

from multipolar.domain.model.world import World


def income_of(world: World, power: str) -> tuple[int, int]:
    """(capital, resources) a power receives a round, upkeep deducted (§3; numbers §2)."""
    rules = world.rules.base.money
    if world.rules.powers[power].minor:
        capital = rules.minor_capital
    else:
        capital = (
            rules.capital_base
            + world.attribute("standing", power) // rules.standing_per_capital
            + world.attribute("stability", power) // rules.stability_per_capital
        )
    kinds = world.rules.agreements
    drawing = sum(1 for agreement in world.in_force(power) if kinds[agreement.type].upkeep)
    upkeep = min(rules.upkeep_most, drawing // rules.agreements_per_upkeep)
    capital = max(rules.capital_least, capital - upkeep)
    return capital, rules.resources_base + world.attribute("economy", power) // rules.economy_per_resource
