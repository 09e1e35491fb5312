"""What a schema would have accepted: found by a path, and said in words.

Works on the JSON Schema of a pydantic model, which knows the names of keys, the choices and the ranges.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from pydantic import BaseModel

from multipolar.documents.pieces import one_of

Node = Mapping[str, Any]
"""A part of a JSON Schema."""

QUOTED: Final = ", in quotes"
"""Said of texts that would be read as numbers."""
_FORMS: Final = {
    "^[a-z][a-z0-9_]*$": "a name in small letters, digits and _, beginning with a letter",
    "^[a-z][a-z0-9-]*$": "a name in small letters, digits and -, beginning with a letter",
    "^[A-Z]{3}$": "three capital letters",
    "^[A-Z][A-Z0-9]*$": "capital letters and digits, beginning with a letter",
    r"^\d{2,4}$": f"two to four digits{QUOTED}",
    r"^[a-z_]+\([A-Za-z0-9_,]+\)$": "a word with names in parentheses, such as trust(IND,CHN)",
}
"""The forms of names, by the pattern that checks them."""


class Schema:
    """The JSON Schema of a model, to be walked."""

    def __init__(self, root: Node) -> None:
        self._parts: Node = root.get("$defs", {})
        self.top = tuple(self.alternatives(root))

    def alternatives(self, node: Node) -> Iterator[Node]:
        """The kinds of value a node accepts, without null; a union told apart by a key is left whole."""
        while "$ref" in node:
            node = self._parts[node["$ref"].rpartition("/")[2]]
        choices = node.get("anyOf") or node.get("oneOf")
        if choices and "discriminator" not in node:
            for choice in choices:
                yield from self.alternatives(choice)
        elif node.get("type") != "null":
            yield node

    def tagged(self, nodes: Sequence[Node], tag: str | int) -> tuple[Node, ...]:
        """The branch of a union that a tag chooses; empty where there is none."""
        targets = (tags(node).get(str(tag)) for node in nodes)
        return tuple(part for target in targets if target for part in self.alternatives({"$ref": target}))

    def beneath(self, nodes: Sequence[Node], step: str | int) -> tuple[Node, ...]:
        """What is accepted under a key or an index; empty where nothing is."""
        held: list[Node] = []
        for node in nodes:
            if isinstance(step, int):
                fixed = node.get("prefixItems", ())
                held.append(fixed[step] if step < len(fixed) else node.get("items", {}))
            elif step in node.get("properties", ()):
                held.append(node["properties"][step])
            else:
                held += [node.get("additionalProperties") or {}, *node.get("patternProperties", {}).values()]
        return tuple(part for node in held if node for part in self.alternatives(node))


@lru_cache(maxsize=16)
def schema_of(model: type[BaseModel]) -> Schema:
    """The schema of a model."""
    return Schema(model.model_json_schema())


def tags(node: Node) -> Mapping[str, str]:
    """The branches of a union that is told apart by a key, by tag."""
    mapping: Mapping[str, str] = node.get("discriminator", {}).get("mapping", {})
    return mapping


def choices(nodes: Sequence[Node]) -> list[str]:
    """The words that are accepted, where only certain words are."""
    return [str(word) for node in nodes for word in (node.get("enum") or _constant(node))]


def keys(nodes: Sequence[Node]) -> list[str]:
    """The keys a mapping may have, where only certain keys are accepted."""
    named = [name for node in nodes for name in node.get("properties", ())]
    return named or choices([node["propertyNames"] for node in nodes if "propertyNames" in node])


def described(nodes: Sequence[Node]) -> str:
    """What is accepted, in words."""
    words = list(dict.fromkeys(_described(node) for node in nodes if not choices([node])))
    if accepted := choices(nodes):
        words.append(one_of(accepted) if len(accepted) > 1 else accepted[0])
    return " or ".join(words) or "another value"


def described_key(nodes: Sequence[Node]) -> str:
    """What is accepted as a key, in words."""
    if names := keys(nodes):
        return one_of(names)
    patterns = [pattern for node in nodes for pattern in node.get("patternProperties", ())]
    return " or ".join(_form(pattern) for pattern in patterns) or "another key"


def _constant(node: Node) -> tuple[Any, ...]:
    return (node["const"],) if "const" in node else ()


def _form(pattern: str) -> str:
    return _FORMS.get(pattern, f"a text of the form {pattern}")


def _described(node: Node) -> str:
    match node.get("type"):
        case "string":
            return _form(node["pattern"]) if "pattern" in node else "a text"
        case "integer":
            return f"a whole number{_range(node)}"
        case "number":
            return f"a number{_range(node)}"
        case "boolean":
            return "true or false"
        case "array":
            return f"a list{_length(node.get('minItems', 0), node.get('maxItems'))}"
        case "object":
            named = keys([node])
            several = _length(node.get("minProperties", 0), node.get("maxProperties"))
            return f"a mapping{several}{f' with keys {_listed(named)}' if named else ''}"
    if branches := tags(node):
        return f"a mapping whose '{node['discriminator']['propertyName']}' is {one_of(list(branches))}"
    return "another value"


def _listed(names: Sequence[str]) -> str:
    return one_of(names).removeprefix("one of ")


def _range(node: Node) -> str:
    if "minimum" in node and "maximum" in node:
        return f" from {node['minimum']} to {node['maximum']}"
    words = {
        "minimum": "of at least",
        "exclusiveMinimum": "above",
        "maximum": "of at most",
        "exclusiveMaximum": "below",
    }
    bounds = [f" {word} {node[bound]}" for bound, word in words.items() if bound in node]
    return " and".join(bounds)


def _length(fewest: int, most: int | None) -> str:
    if most is None:
        return f" with at least {entries(fewest)}" if fewest else ""
    return f" of {entries(most)}" if fewest == most else f" of {fewest} to {entries(most)}"


def entries(count: int) -> str:
    """So many entries, in words."""
    return "1 entry" if count == 1 else f"{count} entries"
