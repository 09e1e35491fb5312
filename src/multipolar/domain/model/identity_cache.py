"""A cache by identity: what was built from a mapping, as long as the mapping is one of the latest few.

Records of a world live in mappings that are replaced, never changed; what is built from one belongs to it
and is found again by its identity. Every answer follows from the mapping it was built from.
"""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

Record = TypeVar("Record")
Index = TypeVar("Index")


class IdentityCache(Generic[Record, Index]):
    """Builds an index of a mapping, and keeps those of the latest few.

    The mapping itself is kept with its index, so that its identity cannot come to mean another.
    """

    def __init__(self, build: Callable[[Mapping[str, Record]], Index], size: int = 4) -> None:
        self._build = build
        self._size = size
        self._kept: list[tuple[Mapping[str, Record], Index]] = []

    def __call__(self, records: Mapping[str, Record]) -> Index:
        """The index of a mapping."""
        if self._kept and self._kept[0][0] is records:
            return self._kept[0][1]
        for mapping, index in self._kept[1:]:
            if mapping is records:
                return index
        index = self._build(records)
        self._kept = [(records, index), *self._kept[: self._size - 1]]
        return index
