"""A plugin of mypy that finds layouts counting characters where a terminal counts cells.

It knows types, so that `len` of a text is found and `len` of a list is not. What it finds is an error of
the kind ``cells``; where characters are really meant (the length of a message that may be sent), the line
says so: ``# type: ignore[cells] # why``.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from mypy.errorcodes import ErrorCode
from mypy.nodes import Context, Expression, SliceExpr, StrExpr
from mypy.plugin import CheckerPluginInterface, FunctionContext, MethodContext, Plugin
from mypy.types import Instance, LiteralType, Type, get_proper_type

CELLS: Final = ErrorCode("cells", "A text is measured, cut or filled by characters", "Layout")
WATCHED: Final = re.compile(
    r"multipolar/(tui/(?!support/text\.py)|cli/|plain/(?!keyboard|naming|acts|terms|session))"
)
"""Where texts are laid out; the four last named take apart what was typed."""
FILLING: Final = ("ljust", "rjust", "center", "zfill", "expandtabs")
WRAPPING: Final = ("textwrap.wrap", "textwrap.fill", "textwrap.shorten")
WIDE: Final = re.compile(r"^(?:[^%]?[<>=^])?[-+ ]?#?0?\d")
"""A format that fills to a width; one for numbers says so by its last letter."""


def is_text(found: Type | None) -> bool:
    """Whether an expression is a `str`."""
    proper = get_proper_type(found)
    if isinstance(proper, LiteralType):
        proper = proper.fallback
    return isinstance(proper, Instance) and proper.type.fullname == "builtins.str"


def say(api: CheckerPluginInterface, context: Context, words: str) -> None:
    """Report a line, where it stands in what is watched."""
    if WATCHED.search(api.path.replace("\\", "/")):
        api.fail(f"{words}; a terminal counts cells: see multipolar.cells", context, code=CELLS)


def of_length(ctx: FunctionContext) -> Type:
    """`len` of a text."""
    if is_text(ctx.arg_types[0][0]):
        say(ctx.api, ctx.context, "the width of a text is no number of characters")
    return ctx.default_return_type


def of_wrapping(ctx: FunctionContext) -> Type:
    """The standard library's breaking of lines."""
    say(ctx.api, ctx.context, "textwrap counts characters")
    return ctx.default_return_type


def of_item(ctx: MethodContext) -> Type:
    """A text cut at a character."""
    if isinstance(ctx.args[0][0], SliceExpr):
        say(ctx.api, ctx.context, "a text is cut at a character, without a sign")
    return ctx.default_return_type


def of_filling(ctx: MethodContext) -> Type:
    """A text filled with blanks."""
    say(ctx.api, ctx.context, "a text is filled by characters")
    return ctx.default_return_type


def of_format(ctx: MethodContext) -> Type:
    """A value in an f-string with a width, which says that it is a number or is filled by characters."""
    spec = _spec(ctx.args[0])
    if spec is not None and WIDE.match(spec) and spec[-1] not in "doxXbfeg%n":
        say(ctx.api, ctx.context, "a value is filled by characters (a number says `d`)")
    return ctx.default_return_type


def _spec(values: Sequence[Expression]) -> str | None:
    """The format of an f-string's value, with a figure for each that is only known later.

    mypy reads ``f"{value:>{room}}"`` as a call of `str.format` whose second argument joins its parts.
    """
    if len(values) != 2:
        return None
    spec = values[1]
    if isinstance(spec, StrExpr):
        return spec.value
    parts = getattr(spec, "args", [None])[0]
    items = getattr(parts, "items", None)
    if items is None:
        return None
    return "".join(item.value if isinstance(item, StrExpr) else "9" for item in items)


class CellsPlugin(Plugin):
    """Watches what measures, cuts and fills texts."""

    def get_function_hook(self, fullname: str) -> Callable[[FunctionContext], Type] | None:
        """`len`, and breaking into lines."""
        if fullname == "builtins.len":
            return of_length
        return of_wrapping if fullname in WRAPPING else None

    def get_method_hook(self, fullname: str) -> Callable[[MethodContext], Type] | None:
        """What `str` offers."""
        owner, _, name = fullname.rpartition(".")
        if owner != "builtins.str":
            return None
        if name in FILLING:
            return of_filling
        return {"__getitem__": of_item, "format": of_format}.get(name)


def plugin(version: str) -> type[Plugin]:
    """What mypy asks for."""
    return CellsPlugin
