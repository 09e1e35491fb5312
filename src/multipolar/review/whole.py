"""The whole world as plain data, for whoever may know everything: ``replay --as all``."""

from typing import Any

import msgspec

from multipolar.domain.model.world import World, state_of


def whole_of(world: World) -> dict[str, Any]:
    """Every number and record of a world, without the rules it is played by."""
    fields = {field: value for field, value in state_of(world).items() if field != "past"}
    plain: dict[str, Any] = msgspec.to_builtins(fields)
    plain["scenario"] = world.rules.setting.id
    return plain
