"""Chapter: objectives. How far each stands after a round; red lines stay crossed (§9)."""

from tests.audit.reading.conditions import CHAPTER, holds
from tests.audit.reading.world import World


def judge(w: World) -> None:
    """Every objective whose points have changed is said so, and every red line once it is crossed."""
    for power, setting in w.powers.items():
        for objective in setting.get("objectives", ()):
            if not all(w.has_module(module) for module in objective.get("needs", ())):
                continue
            points = 0
            if holds(w, objective["condition"], power):
                points = objective["points"]
            elif objective.get("partly") and holds(w, objective["partly"], power):
                points = objective.get("part_points", 0)
            if points != w.verdicts.get((power, objective["id"]), 0):
                w.take(CHAPTER, "objective_judged", actor=power, objective=objective["id"], points=points,
                       red_line=False, audience=[power])  # fmt: skip
                w.verdicts[power, objective["id"]] = points
        for line in setting.get("red_lines", ()):
            if (power, line["id"]) not in w.verdicts and holds(w, line["condition"], power):
                w.take(CHAPTER, "objective_judged", actor=power, objective=line["id"], points=-line["loss"],
                       red_line=True, audience=[power])  # fmt: skip
                w.verdicts[power, line["id"]] = -line["loss"]
