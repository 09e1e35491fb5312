"""The whole world as plain data, for whoever may know everything: ``replay --as all``."""

from typing import Any

import msgspec

from multipolar.domain.world import World


def whole_of(world: World) -> dict[str, Any]:
    """Every number and record of a world, without the rules it is played by."""
    fields = {name: getattr(world, name) for name in world.__struct_fields__ if name not in ("rules", "past")}
    plain: dict[str, Any] = msgspec.to_builtins(fields)
    plain["scenario"] = world.rules.setting.id
    return plain
