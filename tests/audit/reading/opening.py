"""Chapter: opening. What stands in the first event, from the scenario and the seed (§2, §4)."""

from tests.audit.reading import indices
from tests.audit.reading.dice import roll
from tests.audit.reading.numbers import between, of, toward
from tests.audit.reading.record import Event
from tests.audit.reading.rulebook import ATTRIBUTES, STATES
from tests.audit.reading.world import World

CHAPTER = "opening"
_COUNTED = ("capital", "resources", "national", "final", "burden", "benefit", "honoured", "kept", "breaches")


def open_world(events: list[Event]) -> World:
    """The world as the exercise begins, its numbers checked; the audit goes on from there."""
    w = World(events)
    in_force = (one for one in w.setting.get("agreements", ()) if not one.get("precedent_only"))
    for index, one in enumerate(in_force, start=1):
        w.agreements[f"A{index}"] = {
            "id": f"A{index}", "type": one["type"], "parties": one["parties"], "state": "in_force",
            "since": 0, "until": one.get("rounds_left", 0), "event": 1,
            "safeguards": one.get("safeguards") or "",
        }  # fmt: skip
    for one in w.setting.get("frameworks", ()):
        w.frameworks[one["id"]] = {
            "id": one["id"], "members": one["members"], "mandate": one["mandate"], "rule": one["rule"],
            "founded": 0,
        }  # fmt: skip
    must = _numbers(w)
    shared = {of("index", name): value for name, value in indices.values(w).items()}
    must |= shared | {of("architecture", "all"): sum(shared.values()) // len(shared)}
    for target in sorted({*must, *w.n}):
        if must.get(target) != w.n.get(target):
            w.fail(CHAPTER, f"{target} begins at {must.get(target)}, and not at {w.n.get(target)}")
    return w


def _numbers(w: World) -> dict[str, int]:
    must: dict[str, int] = {}
    for power, setting in w.powers.items():
        must |= {of(key, power): setting["attributes"][key] for key in ATTRIBUTES}
        must |= {of("growth", power): setting["growth"], of("remainder", power): 0}
        must |= {of(key, power): 0 for key in _COUNTED}
    for a, b in w.pairs:
        must |= _pair(w, a, b)
    for (kind, theatre), threat in w.threats.items():
        must[f"threat({kind},{theatre})"] = threat["level"]
        must |= {f"{key}({kind},{theatre})": 0 for key in ("momentum", "relief")}
    for framework in w.setting.get("frameworks", ()):
        must |= {of(key, framework["id"]): framework[key] for key in ("cohesion", "legitimacy")}
    return must


def _pair(w: World, a: str, b: str) -> dict[str, int]:
    rules, declared = w.book["relationship"], w.relations.get((a, b), {"between": [a, b]})
    state = STATES.index(declared.get("state", w.setting.get("relations_default", "correct")))
    spread = rules["start_spread"]
    varied = [die - spread - 1 for die in roll(w.seed, f"opening.{a}.{b}", 2 * spread + 1, 3)]
    trust = declared.get("trust") or [rules["start_trust"][state]] * 2
    depends = declared.get("dependence") or [0, 0]
    if declared["between"][0] != a:
        trust, depends = trust[::-1], depends[::-1]
    tension = declared.get("tension", rules["start_tension"][state])
    return {
        toward("trust", a, b): max(0, min(100, trust[0] + varied[0])),
        toward("trust", b, a): max(0, min(100, trust[1] + varied[1])),
        between("tension", a, b): max(0, min(100, tension + varied[2])),
        between("interoperability", a, b): declared.get(
            "interoperability", rules["start_interoperability"][state]
        ),
        between("relationship", a, b): state,
        toward("dependence", a, b): depends[0],
        toward("dependence", b, a): depends[1],
    }
