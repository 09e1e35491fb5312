"""Chapter: conditions. The language of objectives and injects, read by Python's own grammar (§9)."""

import ast
import operator
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from tests.audit.reading import numbers as n
from tests.audit.reading.rulebook import STATES
from tests.audit.reading.world import World, is_known, parties_of

CHAPTER = "objectives"
LADDER = ("latent", "warning", "acute", "confrontation", "brink", "conflict")
_SIGNS: dict[type[ast.cmpop], Callable[[int, int], bool]] = {
    ast.GtE: operator.ge, ast.LtE: operator.le, ast.Gt: operator.gt, ast.Lt: operator.lt,
    ast.Eq: operator.eq, ast.NotEq: operator.ne,
}  # fmt: skip


def holds(w: World, text: str, owner: str = "") -> bool:
    """Whether a condition of a power (or of nobody) is true now."""
    # `with` is a word of Python's; everything else of the language is an expression of it.
    tree = ast.parse(text.replace("with=", "with_="), mode="eval")
    return bool(_Reader(w, owner).value(tree.body))


class _Reader:
    def __init__(self, w: World, owner: str, start: bool = False) -> None:
        self.w, self.owner = w, owner
        self.n = w.start if start else w.n
        self.at_start = start

    def value(self, node: ast.expr) -> Any:
        match node:
            case ast.BoolOp(op=ast.And(), values=parts):
                return all(self.value(part) for part in parts)
            case ast.BoolOp(values=parts):
                return any(self.value(part) for part in parts)
            case ast.UnaryOp(op=ast.Not(), operand=part):
                return not self.value(part)
            case ast.UnaryOp(op=ast.USub(), operand=part):
                return -self.value(part)
            case ast.Compare(left=left, ops=ops, comparators=others):
                values = [self.value(part) for part in (left, *others)]
                signs = [_SIGNS[type(sign)] for sign in ops]
                return all(sign(*pair) for sign, pair in zip(signs, pairwise(values), strict=True))
            case ast.BinOp(left=left, op=ast.Sub(), right=ast.Name(id="start")):
                return self.value(left) - _Reader(self.w, self.owner, start=True).value(left)
            case ast.BinOp(left=left, op=sign, right=right):
                a, b = self.value(left), self.value(right)
                return a - b if isinstance(sign, ast.Sub) else a + b
            case ast.Constant(value=value):
                return value
            case ast.Name(id=name):
                return STATES.index(name) if name in STATES else {"true": True, "false": False}[name]
            case ast.Call(func=ast.Name(id=name)):
                return self._read(name, node)
        return self.w.fail(CHAPTER, f"a condition with {ast.dump(node)}")

    def _read(self, name: str, call: ast.Call) -> int:
        args = [ast.unparse(arg) for arg in call.args]
        named = {word.arg or "": ast.unparse(word.value) for word in call.keywords}
        if name == "start":
            return int(_Reader(self.w, self.owner, start=True).value(call.args[0]))
        read: Callable[..., int] | None = getattr(self, f"read_{name}", None)
        if read is None:
            self.w.fail(CHAPTER, f"a reading of an unknown kind, {name}")
        if self.at_start and name in ("agreements", "initiatives", "crises", "promises", "round"):
            return 0
        return read(*(self._who(arg) for arg in args), **{key: self._who(arg) for key, arg in named.items()})

    def _who(self, name: str) -> str:
        return self.owner if name == "owner" else name

    def read_relation(self, a: str, b: str) -> int:
        return self.n[n.between("relationship", a, b)]

    def read_trust(self, a: str, b: str) -> int:
        return self.n[n.toward("trust", a, b)]

    def read_tension(self, a: str, b: str) -> int:
        return self.n[n.between("tension", a, b)]

    def read_interoperability(self, a: str, b: str) -> int:
        return self.n[n.between("interoperability", a, b)]

    def read_dependence(self, a: str, b: str) -> int:
        return self.n[n.toward("dependence", a, b)]

    def read_attribute(self, key: str, of: str = "") -> int:
        return self.n[n.of(key, of or self.owner)]

    def read_lead(self, key: str, a: str, b: str = "") -> int:
        first, second = (a, b) if b else (self.owner, a)
        return self.n[n.of(key, first)] - self.n[n.of(key, second)]

    def read_threat(self, kind: str, theatre: str) -> int:
        return self.n[f"threat({kind},{theatre})"]

    def read_index(self, name: str) -> int:
        return self.n[n.of("index", name)]

    def read_round(self) -> int:
        return self.w.round

    def read_mean_relation(self, *names: str) -> int:
        return sum(self.read_relation(self.owner, name) for name in names) * 10 // len(names)

    def read_agreements(self, type: str = "any", with_: str = "any", of: str = "") -> int:
        of = of or self.owner
        return sum(
            1
            for found in self.w.in_force()
            if type in ("any", found["type"], self.w.group(found))
            and of in ("any", *found["parties"])
            and with_ in ("any", *found["parties"])
        )

    def read_initiatives(
        self, category: str = "any", move: str = "any", of: str = "", outcome: str = "any"
    ) -> int:
        of, least = of or self.owner, 2 if outcome == "success" else 1
        return sum(
            1
            for found in self.w.initiatives.values()
            if found["outcome"] is not None
            and (not self.owner or is_known(self.w, found, self.owner))
            and found["outcome"] >= least
            and move in ("any", found["move"])
            and category in ("any", self.w.move(found)["category"])
            and of in ("any", *parties_of(found))
        )

    def read_crises(self, stage: str = "acute", party: str = "any") -> int:
        return sum(
            1
            for found in self.w.crises.values()
            if LADDER.index(found["reached"]) >= LADDER.index(stage) and party in ("any", *found["parties"])
        )

    def read_promises(self, state: str, of: str = "") -> int:
        of = of or self.owner
        return sum(
            1 for found in self.w.pledges.values() if (found["given"]["by"], found["state"]) == (of, state)
        )
