"""Whether an author's number or formula can be read: the grammar of `player/graders/arithmetic.ts`, without sums."""

import re
from collections.abc import Collection

from scorm_export.problems.reading import Unsupported

FUNCTIONS = frozenset(
    {
        "sin", "cos", "tan", "sec", "csc", "cot", "sqrt", "log10", "log2", "ln", "exp", "arccos", "arcsin", "arctan",
        "arcsec", "arccsc", "arccot", "abs", "fact", "factorial", "sinh", "cosh", "tanh", "sech", "csch", "coth",
        "arcsinh", "arccosh", "arctanh", "arcsech", "arccsch", "arccoth",
    }
)  # fmt: skip
CONSTANTS = frozenset({"i", "j", "e", "pi"})
LONGEST = 500
_NUMBER = re.compile(r"[+-]?\s*([0-9]+(\.[0-9]*)?|\.[0-9]+)(\s*[eE]\s*[+-]?\s*[0-9]+)?(\s*%)?")
_CALL = re.compile(r"([A-Za-z][A-Za-z0-9_]*'*)\s*\(")
_NAME = re.compile(
    r"[A-Za-z][A-Za-z0-9]*(?:(?:_\{[A-Za-z0-9]+\})?\^\{[A-Za-z0-9]+\}|_\{[A-Za-z0-9]+\})'*|[A-Za-z][A-Za-z0-9_]*'*"
)


def number(text: str, what: str) -> str:
    """Return an expression of the value that Open edX reads in ``text``; raises `Unsupported`.

    >>> number(" 3+4j", "answer"), number("2*pi", "answer")
    ('3+(4)*i', '2*pi')
    """
    try:
        value = complex(text)
    except ValueError:
        check(text, what)
        return text.strip()
    if not abs(value) < float("inf") or len(text) > LONGEST:
        raise Unsupported(f"the {what} “{text[:40]}” is no number that a computer can compare")
    if value.imag:
        return f"{_plain(value.real)}+({_plain(value.imag)})*i"
    return text.strip() if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text.strip()) else _plain(value.real)


def check(text: str, what: str, variables: Collection[str] = (), case_sensitive: bool = False) -> None:
    """Raise `Unsupported` when ``text`` is no expression with these variables."""
    names = set(variables) if case_sensitive else {name.lower() for name in variables}
    try:
        if len(text) > LONGEST:
            raise _NotReadError
        _Reader(text, names | CONSTANTS, case_sensitive).read()
    except (_NotReadError, RecursionError):
        raise Unsupported(f"the {what} “{text[:40]}” is nothing that Open edX can calculate") from None


def _plain(value: float) -> str:
    return repr(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


class _NotReadError(Exception):
    """This is no expression."""


class _Reader:
    def __init__(self, text: str, variables: Collection[str], case_sensitive: bool) -> None:
        self._rest = text.strip()
        self._variables = variables
        self._case_sensitive = case_sensitive

    def read(self) -> None:
        self._sum()
        if self._rest:
            raise _NotReadError

    def _sum(self) -> None:
        self._take("[+-]")
        self._terms()
        while self._take("[+-]"):
            self._terms()

    def _terms(self) -> None:
        self._atom()
        while self._take(r"\*|/|\|\||\^"):
            self._atom()

    def _atom(self) -> None:
        if self._take(_NUMBER.pattern):
            return
        if call := self._take(_CALL.pattern):
            self._known(call[1], FUNCTIONS)
        elif name := self._take(_NAME.pattern):
            self._known(name[0].strip(), self._variables)
            return
        elif not self._take(r"\("):
            raise _NotReadError
        self._sum()
        if not self._take(r"\)"):
            raise _NotReadError

    def _known(self, name: str, names: Collection[str]) -> None:
        if (name if self._case_sensitive else name.lower()) not in names:
            raise _NotReadError

    def _take(self, pattern: str) -> re.Match[str] | None:
        found = re.match(pattern, self._rest)
        if found:
            self._rest = self._rest[found.end() :].lstrip()
        return found
