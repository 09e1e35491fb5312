"""Chapter: threats. Waves with memory, what operations take off them, and whom they harm (§11)."""

from tests.audit.reading.numbers import Want, of
from tests.audit.reading.rulebook import size_of
from tests.audit.reading.world import World

CHAPTER = "threats"


def drift(w: World) -> None:
    """One step of every shared threat; divisions round down, the memory toward zero."""
    rules = w.book["threats"]
    wants = []
    for (kind, theatre), threat in w.threats.items():
        key = f"{kind},{theatre}"
        level, momentum = w.n[f"threat({key})"], w.n[f"momentum({key})"]
        plus, minus = w.roll(f"threat.{key}")
        memory = abs(momentum) // rules["memory"]
        fresh = memory if momentum >= 0 else -memory
        fresh += (plus - minus) * rules["shock_numerator"] // rules["shock_denominator"]
        fresh += rules["double_six"] if plus == minus == 6 else 0
        fresh = max(-rules["momentum_most"], min(rules["momentum_most"], fresh))
        landed = -(-w.n[f"relief({key})"] // rules["relief_divisor"])
        wants += [
            Want(f"momentum({key})", fresh - momentum),
            Want(f"threat({key})", fresh),
            Want(f"threat({key})", (threat["base"] - level) // rules["pull"]),
            Want(f"threat({key})", -landed),
            Want(f"relief({key})", -landed),
        ]
        for power, exposure in threat["exposure"].items():
            if kind in rules["harms"]:
                loss = size_of(rules["harm_steps"], level * exposure)
                wants.append(Want(of(rules["harms"][kind], power), -loss))
    _moved(w, wants)


def _moved(w: World, wants: list[Want]) -> None:
    w.moved(CHAPTER, "threats", wants)
