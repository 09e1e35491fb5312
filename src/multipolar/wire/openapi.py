"""The description of the API as an OpenAPI 3.1 document, put together from the table of routes."""

from functools import cache
from typing import Any

import msgspec

import multipolar
from multipolar.wire.messages import (
    LARGEST_BODY,
    PROBLEM_TYPE,
    PROTOCOL,
    PROTOCOL_HEADER,
    Beside,
    Ending,
    Hosts,
    PackedPush,
    Problem,
)
from multipolar.wire.routes import BASE, COMMANDS, LIBRARY_ROUTES, ROUTES, Route

_PLACE = "#/components/schemas/{name}"
_STREAM = (
    "Events of four kinds: `update` (a Push; its id is the seat's own number), `beside` (a Beside, no id), "
    "`hosts` (Hosts: where else the same token is good, when this host does not answer any more) "
    "and `end` (an Ending, after which nothing comes). A comment line every 15 seconds says that the host is "
    "there."
)
_ABOUT = (
    "One seat at one exercise. `join` turns a code into a token, which every other request carries as a "
    "bearer header. Errors are problems (RFC 9457) that name the rule. A refused command is answered with "
    "status 409, by a body that is the receipt and a problem in one; it has changed nothing and may be sent "
    "again. An id that a command carries lets it be sent again when an answer was lost: it is done once."
)


@cache
def document(*, library: bool = False) -> dict[str, Any]:
    """The whole document.

    Args:
        library: whether the host serves several exercises, which somebody facilitates.
    """
    types: list[Any] = [Problem, PackedPush, Beside, Ending, Hosts]
    routes = (*ROUTES, *LIBRARY_ROUTES) if library else ROUTES
    for route in routes:
        types += [route.answers] if route.takes is None else [route.answers, route.takes]
    schemas, components = msgspec.json.schema_components(types, ref_template=_PLACE)
    of = dict(zip(map(str, types), schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(f"{BASE}{route.path}", {})[route.method.lower()] = _operation(route, of)
    return {
        "openapi": "3.1.0",
        "info": {"title": "multipolar", "version": multipolar.__version__, "description": _ABOUT},
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}],
    }


def _operation(route: Route, of: dict[str, Any]) -> dict[str, Any]:
    kind = "text/event-stream" if route.stream else "application/json"
    answer = {"schema": {"type": "string"} if route.stream else of[str(route.answers)]}
    said: dict[str, Any] = {
        "operationId": route.operation,
        "summary": route.summary,
        "x-roles": sorted(route.roles),
        "parameters": [_protocol(), *(_parameter(name, kind, about) for name, kind, about in route.query)],
        "responses": {
            "200": {"description": _STREAM if route.stream else "Done.", "content": {kind: answer}},
            "default": {
                "description": "A problem.",
                "content": {PROBLEM_TYPE: {"schema": of[str(Problem)]}},
            },
        },
    }
    if route.stream:
        said["parameters"].append(
            {
                "name": "Last-Event-ID",
                "in": "header",
                "description": "The number of the last update that arrived; 0 or none: everything is told.",
                "schema": {"type": "integer", "minimum": 0},
            }
        )
    if route.operation == "submit":
        said["x-commands"] = {
            role: sorted(str(kind.__struct_config__.tag) for kind in kinds)
            for role, kinds in COMMANDS.items()
        }
    if route.takes is not None:
        body = {"application/json": {"schema": of[str(route.takes)]}}
        about = f"At most {LARGEST_BODY} bytes."
        said["requestBody"] = {"required": True, "description": about, "content": body}
    if not route.roles:
        said["security"] = []
    return said


def _protocol() -> dict[str, Any]:
    about = "Which wording of these messages the client speaks; left out: the host's. To others 426 is said."
    schema = {"type": "integer", "const": PROTOCOL}
    return {"name": PROTOCOL_HEADER, "in": "header", "description": about, "schema": schema}


def _parameter(name: str, kind: str, about: str) -> dict[str, Any]:
    # A number says at least how far it may go below: a client need not try.
    schema: dict[str, Any] = {"type": kind} | ({"minimum": 0} if kind == "integer" else {})
    return {
        "name": name,
        "in": "query",
        "description": about,
        "required": name == "target",
        "schema": schema,
    }
