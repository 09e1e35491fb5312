"""A dataset of one exercise: tables, networks, scores for a learning platform, and a manifest.

It names no person: seats are powers, and words that people wrote stand in it only where that is asked for.
"""

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from importlib.metadata import version

import networkx as nx
from msgspec import Struct

from multipolar.domain.model import events as e
from multipolar.domain.model.events import Event
from multipolar.reports.tables import Table, as_csv, codebook, tables

_HOME = "https://multipolar.invalid"
"""What ids of statements begin with: no such place exists."""
XAPI = "http://adlnet.gov/expapi/verbs/completed"


class Source(Struct, frozen=True):
    """What a dataset was made of.

    Attributes:
        exercise: the id of the save.
        log_hash: hash of its last event, by which the record can be told again.
    """

    exercise: str
    scenario: str
    title: str
    preset: str
    seed: int
    events: int
    log_hash: str


class Options(Struct, frozen=True):
    """How a dataset is made.

    Attributes:
        with_texts: whether words that people wrote are told.
        bom: as in `tables.as_csv`.
        semicolons: likewise.
    """

    with_texts: bool = False
    bom: bool = False
    semicolons: bool = False


def files_of(events: Sequence[Event], source: Source, options: Options) -> dict[str, bytes]:
    """Every file of a dataset by its name; `manifest.json` has the SHA-256 of each other one.

    Args:
        events: the whole record of a finished exercise.
        source: what it is.
        options: how it is made.
    """
    made = tables(events, with_texts=options.with_texts)
    files = {
        f"{table.name}.csv": as_csv(table, bom=options.bom, semicolons=options.semicolons) for table in made
    }
    files["codebook.md"] = codebook(made).encode()
    files |= networks(made)
    files["xapi.json"] = _json(list(_statements(made, source)))
    files["manifest.json"] = _json(_manifest(events, source, options, files))
    return files


def networks(made: Sequence[Table]) -> dict[str, bytes]:
    """A network of ties after each round, as GraphML: powers, and an edge a pair with its numbers."""
    relations = next(table for table in made if table.name == "relations")
    names = [column.name for column in relations.columns]
    graphs: dict[int, nx.Graph[str]] = {}
    for row in relations.rows:
        found = dict(zip(names, row, strict=True))
        graph = graphs.setdefault(int(str(found["round"])), nx.Graph())
        kept = {name: value for name, value in found.items() if name not in ("round", "a", "b")}
        graph.add_edge(str(found["a"]), str(found["b"]), **kept)
    files = {}
    for number, graph in graphs.items():
        written = io.BytesIO()
        nx.write_graphml(graph, written, named_key_ids=True)
        files[f"network-round-{number}.graphml"] = written.getvalue()
    return files


def _statements(made: Sequence[Table], source: Source) -> Iterator[dict[str, object]]:
    """Scores as statements of the Experience API, one a seat; whoever sat there is named by the seat."""
    scores = next(table for table in made if table.name == "scores")
    names = [column.name for column in scores.columns]
    for row in scores.rows:
        found = dict(zip(names, row, strict=True))
        yield {
            "actor": {"account": {"homePage": _HOME, "name": str(found["power"])}},
            "verb": {"id": XAPI, "display": {"en": "completed"}},
            "object": {
                "id": f"{_HOME}/exercises/{source.exercise}",
                "definition": {"name": {"en": source.title}},
            },
            "result": {"score": {"raw": found["final"], "min": 0, "max": 100}, "completion": True},
        }


def _manifest(
    events: Sequence[Event], source: Source, options: Options, files: Mapping[str, bytes]
) -> dict[str, object]:
    genesis = events[0]
    assert isinstance(genesis, e.ExerciseBegan)
    return {
        "exercise": source.exercise,
        "title": source.title,
        "scenario": source.scenario,
        "preset": source.preset,
        "seed": source.seed,
        "events": source.events,
        "log_hash": source.log_hash,
        "rules": sha256(json.dumps(genesis.rules, sort_keys=True).encode()).hexdigest(),
        "setting": sha256(json.dumps(genesis.setting, sort_keys=True).encode()).hexdigest(),
        "format": genesis.format,
        "program": version("multipolar"),
        "texts": options.with_texts,
        "sha256": {name: sha256(content).hexdigest() for name, content in sorted(files.items())},
    }


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()
