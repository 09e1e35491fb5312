"""From text to tree: a parser that goes down and never back, messages about mistakes.

The grammar stands in the package's docstring. Length and nesting are bounded, so that no text can
exhaust the program. What the names in a condition refer to is not known here (see `checks`).
"""

import re
from collections.abc import Sequence
from typing import Final, Literal

from msgspec import Struct

from multipolar.domain.rules.conditions.clauses import (
    COMPARISONS,
    Clause,
    Comparison,
    Condition,
    Constant,
    Joined,
    Name,
    Negation,
    Quantity,
    Start,
    Sum,
    Term,
    Truth,
    Use,
    terms_of,
)
from multipolar.domain.rules.conditions.errors import ConditionError, choice
from multipolar.domain.rules.conditions.readings import ANY, OWNER, Lead, MeanRelation, Number, Reading
from multipolar.domain.rules.conditions.signatures import READINGS, RELATIONSHIPS, Form, Parameter
from multipolar.domain.rules.conditions.tokens import SLIPS, Token, tokens_of

MOST_CHARACTERS: Final = 500
MOST_NESTED: Final = 20
MOST_DIGITS: Final = 6

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_POWER = re.compile(r"[A-Z]{3}")
_RESERVED: Final = frozenset({OWNER, "self", ANY})
_SPOKEN: Final = frozenset({"and", "or", "not", "true", "false", "start", *RELATIONSHIPS, *READINGS})
_COMPARISON_EXPECTED: Final = "a comparison such as >= or <="


class Argument(Struct, frozen=True, gc=False):
    """An argument as written: the keyword, if it has one, and the value."""

    keyword: Token | None
    value: Token


def read_condition(text: str) -> Condition:
    """Read a condition.

    Raises:
        ConditionError: when the text is not in the grammar; its position is 0 to the length of the text.
    """
    if len(text) > MOST_CHARACTERS:
        raise ConditionError(
            "a condition is too long",
            MOST_CHARACTERS,
            f"{len(text)} characters",
            f"at most {MOST_CHARACTERS} characters",
        )
    parser = _Parser(text)
    clause = parser.whole()
    owned = [name.position for use in parser.uses for name in use.names if name.kind == OWNER]
    return Condition(text, clause, tuple(parser.uses), min(owned, default=-1))


class _Parser:
    """One pass over one condition; `uses` collects its readings as they come."""

    def __init__(self, text: str) -> None:
        self.tokens = tokens_of(text)
        self.index = 0
        self.depth = 0
        self.uses: list[Use] = []

    # --- tokens ---

    @property
    def here(self) -> Token:
        """The token not yet read."""
        return self.tokens[self.index]

    def take(self) -> Token:
        """Read one token; the end is never passed."""
        token = self.here
        if token.text:
            self.index += 1
        return token

    def accepts(self, *texts: str) -> bool:
        """Read the token if it is one of these."""
        if self.here.text in texts and self.here.text:
            self.index += 1
            return True
        return False

    def need(self, text: str, message: str) -> None:
        """Read this token and no other."""
        if not self.accepts(text):
            raise self.wrong(message, f"'{text}'")

    def wrong(self, message: str, expected: str, at: Token | None = None) -> ConditionError:
        """The refusal of the text at a token, to be raised."""
        token = at or self.here
        expected = SLIPS.get(token.text, expected)
        return ConditionError(message, token.position, str(token), expected)

    def deeper(self) -> None:
        """Count a parenthesis or a *not*."""
        self.depth += 1
        if self.depth > MOST_NESTED:
            raise self.wrong(
                "a condition is nested too deeply",
                f"at most {MOST_NESTED} levels",
                self.tokens[self.index - 1],
            )

    # --- clauses ---

    def whole(self) -> Clause:
        """A condition and nothing after it."""
        clause = self.clause(self.either())
        if self.here.text:
            if self.here.text in COMPARISONS:
                raise self.wrong("comparisons cannot be chained", "'and' between two comparisons")
            raise self.wrong(
                "the condition should end here", choice(self.here.text, ("and", "or", "the end"))
            )
        return clause

    def clause(self, node: Clause | Quantity) -> Clause:
        """The node, which has to be true or false."""
        if isinstance(node, Clause):
            return node
        raise self.wrong("a number is not yet a condition", _COMPARISON_EXPECTED)

    def quantity(self, node: Clause | Quantity, at: Token) -> Quantity:
        """The node, which has to be a number."""
        if isinstance(node, Quantity):
            return node
        raise self.wrong("a condition stands where a number is needed", "a number or a reading", at)

    def either(self) -> Clause | Quantity:
        """Clauses joined with *or*."""
        return self.joined("or")

    def joined(self, by: Literal["and", "or"]) -> Clause | Quantity:
        """Clauses joined with a word; what is joined by the same word within them is joined to them."""
        first = self.joined("and") if by == "or" else self.negation()
        if self.here.text != by:
            return first
        clauses = [self.clause(first)]
        while self.accepts(by):
            clauses.append(self.clause(self.joined("and") if by == "or" else self.negation()))
        flat: list[Clause] = []
        for clause in clauses:
            flat.extend(clause.clauses if isinstance(clause, Joined) and clause.by == by else (clause,))
        return Joined(by, tuple(flat))

    def negation(self) -> Clause | Quantity:
        """A comparison, perhaps after *not*."""
        if not self.accepts("not"):
            return self.comparison()
        self.deeper()
        negation = Negation(self.clause(self.negation()))
        self.depth -= 1
        return negation

    def comparison(self) -> Clause | Quantity:
        """Two sums compared; or a clause in parentheses, or *true*, or a sum for whoever asked."""
        began, used = self.here, len(self.uses)
        left = self.sum()
        if self.here.text not in COMPARISONS:
            return left
        sign = self.take().text
        right_began = self.here
        right = self.quantity(self.sum(), right_began)
        compared = Comparison(self.quantity(left, began), sign, right)
        self.check_words(compared, began, self.uses[used:])
        return compared

    def check_words(self, compared: Comparison, began: Token, uses: Sequence[Use]) -> None:
        """Names of relationships are numbers from 0 to 6: beside a 0-100 reading they would always hold."""
        terms = [term for side in (compared.left, compared.right) for _, term in terms_of(side)]
        word = next((term.word for term in terms if isinstance(term, Constant) and term.word), None)
        if word and uses and not any(_reads_a_relationship(use.reading) for use in uses):
            at = next(
                token for token in self.tokens if token.position >= began.position and token.text == word
            )
            tenths = any(use.reading.text.startswith("mean_relation") for use in uses)
            number = RELATIONSHIPS.index(word) * 10
            raise self.wrong(
                "the name of a relationship is compared with something else",
                f"{number} (mean_relation counts in tenths)" if tenths else "a number",
                at,
            )

    # --- quantities ---

    def sum(self) -> Clause | Quantity:
        """Terms added and taken away; or whatever stands alone in parentheses."""
        negative = self.accepts("-")
        began = self.here
        first = self.term()
        if not negative and self.here.text not in ("+", "-"):
            return first
        terms = _signed(-1 if negative else 1, self.quantity(first, began))
        while self.here.text in ("+", "-"):
            sign = 1 if self.take().text == "+" else -1
            began = self.here
            if sign < 0 and began.text == "start" and self.tokens[self.index + 1].text != "(":
                terms.append((-1, self.start_of(terms[-1], self.take())))
            else:
                terms += _signed(sign, self.quantity(self.term(), began))
        return _summed(terms)

    def start_of(self, last: tuple[int, Term], at: Token) -> Start:
        """*READING - start*: the same reading at the beginning."""
        sign, term = last
        if sign < 0 or isinstance(term, Constant | Start):
            raise self.wrong(
                "'start' follows a reading it is taken from", "READING - start, or start(READING)", at
            )
        return Start(term)

    def term(self) -> Clause | Quantity:
        """A number, a word, a reading, or something in parentheses."""
        token = self.take()
        if token.text.isascii() and token.text.isdigit():
            if len(token.text) > MOST_DIGITS:
                raise self.wrong("the number is too large", f"at most {MOST_DIGITS} digits", token)
            return Constant(int(token.text))
        if token.text == "(":
            self.deeper()
            inner = self.either()
            self.need(")", "the parenthesis is not closed")
            self.depth -= 1
            return inner
        if token.text in ("true", "false"):
            return Truth(token.text == "true")
        if token.text in RELATIONSHIPS:
            return Constant(RELATIONSHIPS.index(token.text), token.text)
        if token.text == "start":
            return self.start(token)
        if token.text in READINGS:
            return self.reading(token)
        if token.text.isidentifier() and token.text not in _SPOKEN:
            raise self.wrong(f"unknown word '{token.text[:40]}'", choice(token.text, _SPOKEN), token)
        raise self.wrong(
            "a number or a reading is missing", "a number, or a reading such as trust(IND, CHN)", token
        )

    def start(self, token: Token) -> Start:
        """*start(READING)*."""
        if self.here.text != "(":
            raise self.wrong(
                "'start' follows a reading it is taken from", "READING - start, or start(READING)", token
            )
        self.take()
        word = self.take()
        if word.text not in READINGS:
            raise self.wrong("'start' is of one reading", choice(word.text, READINGS), word)
        start = Start(self.reading(word))
        self.need(")", "the parenthesis is not closed")
        return start

    # --- readings ---

    def reading(self, word: Token) -> Reading:
        """The arguments of a reading, and the reading they make."""
        form = READINGS[word.text]
        self.need("(", f"'{word.text}' is followed by what it is about, in parentheses")
        arguments: list[Argument] = []
        if not self.accepts(")"):
            arguments.append(self.argument())
            while self.accepts(","):
                arguments.append(self.argument())
            if arguments[-1].value.text.isidentifier():  # else that is the mistake, and named below
                self.need(")", "the parenthesis is not closed")
        names: list[Name] = []
        if form.many:
            given = self.several(word, form, arguments, names)
        else:
            given = self.bound(word, form, arguments, names)
        try:
            reading = form.build(form.text(word.text, given), given)
        except ValueError as error:
            message = f"the arguments of '{word.text}' do not go together"
            raise self.wrong(message, str(error), word) from None
        if isinstance(reading, MeanRelation) or (isinstance(reading, Lead) and not given["b"]):
            names.append(Name(OWNER, OWNER, word.position))
        self.uses.append(Use(reading, word.position, tuple(names)))
        return reading

    def argument(self) -> Argument:
        """*value* or *keyword = value*."""
        value = self.take()
        if not self.accepts("="):
            return Argument(None, value)
        return Argument(value, self.take())

    def several(
        self, word: Token, form: Form, arguments: Sequence[Argument], names: list[Name]
    ) -> dict[str, str]:
        """Any number of arguments of one kind, one at least, numbered."""
        for argument in arguments:
            if argument.keyword:
                raise self.wrong(f"'{word.text}' takes arguments without names", "a power", argument.keyword)
        if not arguments:
            raise self.wrong(f"'{word.text}' names no power", "one power at least", word)
        (parameter,) = form.parameters
        return {str(i): self.checked(parameter, each.value, names) for i, each in enumerate(arguments)}

    def bound(
        self, word: Token, form: Form, arguments: Sequence[Argument], names: list[Name]
    ) -> dict[str, str]:
        """Each argument at its parameter, every default put in; `names` gets what they name."""
        given: dict[str, str] = {}
        parameters = {parameter.name: parameter for parameter in form.parameters}
        signature = f"{word.text}({', '.join(parameters)})"
        in_order = iter(form.parameters)
        for argument in arguments:
            if keyword := argument.keyword:
                in_order = iter(())
                if keyword.text not in parameters:
                    raise self.wrong(
                        f"'{word.text}' has no such argument", choice(keyword.text, parameters), keyword
                    )
                parameter = parameters[keyword.text]
                if parameter.name in given:
                    raise self.wrong(f"'{parameter.name}' is given twice", "each argument once", keyword)
            elif (following := next(in_order, None)) is None:
                raise self.wrong(f"'{word.text}' takes no such argument here", signature, argument.value)
            else:
                parameter = following
            given[parameter.name] = self.checked(parameter, argument.value, names)
        for parameter in form.parameters:
            if parameter.name in given:
                continue
            if not parameter.default and not parameter.optional:
                raise self.wrong(f"'{word.text}' is missing its argument '{parameter.name}'", signature, word)
            given[parameter.name] = parameter.default
            if parameter.default == OWNER:
                names.append(Name(OWNER, OWNER, word.position))
        return given

    def checked(self, parameter: Parameter, token: Token, names: list[Name]) -> str:
        """The value of an argument in normal form."""
        text = token.text
        if text in parameter.words:
            return text
        if parameter.kind == "power":
            if text in (OWNER, "self"):
                names.append(Name(OWNER, OWNER, token.position))
                return OWNER
            if _POWER.fullmatch(text):
                names.append(Name("power", text, token.position))
                return text
            words = "".join(f", or '{name}'" for name in ("owner", *parameter.words))
            raise self.wrong("a power is missing", f"three capital letters{words}", token)
        if not parameter.kind:
            raise self.wrong(f"unknown {parameter.name}", choice(text, parameter.words), token)
        if _NAME.fullmatch(text) and text not in _RESERVED:
            names.append(Name(parameter.kind, text, token.position))
            return text
        words = "".join(f", or '{name}'" for name in parameter.words)
        article = "an" if parameter.kind[0] in "aeiou" else "a"
        raise self.wrong(
            f"{article} {parameter.kind} is missing", f"the name of {article} {parameter.kind}{words}", token
        )


def _signed(sign: int, quantity: Quantity) -> list[tuple[int, Term]]:
    """The terms of a quantity under a sign; negative numbers become positive ones taken away."""
    signed: list[tuple[int, Term]] = []
    for own, term in terms_of(quantity):
        if isinstance(term, Constant) and term.amount < 0:
            signed.append((-sign * own, Constant(-term.amount)))
        else:
            signed.append((sign * own, term))
    return signed


def _summed(terms: list[tuple[int, Term]]) -> Quantity:
    """Terms as one quantity in normal form."""
    if len(terms) > 1:
        return Sum(tuple(terms))
    sign, term = terms[0]
    if sign > 0:
        return term
    if isinstance(term, Constant) and not term.word:
        return Constant(-term.amount)
    return Sum(((-1, term),))


def _reads_a_relationship(reading: Reading) -> bool:
    return isinstance(reading, Number) and reading.key == "relationship"
