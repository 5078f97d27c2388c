"""REDCap's branching logic: who is shown a field, as far as its simplest forms tell.

Understood are comparisons of a field, `[age] >= 18`, or of a box, `[reasons(2)] = '1'`, with a value, joined by `and`,
`or` and parentheses. Whatever else there may be (functions, other events, dates) tells nothing.
"""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import numpy.typing as npt

    Mask = npt.NDArray[np.bool_]
    # Whether a text fulfils a comparison.
    Test = Callable[[str], bool]
    # The records where a field, or its box of a code, passes a test, and those where it does not; the others are
    # not known.
    Lookup = Callable[[str, str, Test], "Shown | None"]

_TOKEN = re.compile(
    r"""\s*(?:
        \[(?P<field>\w+)(?:\((?P<code>[^()\[\]]+)\))?\]
        | (?P<text>'[^']*'|"[^"]*"|-?\d+(?:\.\d+)?)
        | (?P<compare><>|!=|<=|>=|=|<|>)
        | (?P<joint>and|or)\b
        | (?P<bracket>[()])
    )\s*""",
    re.IGNORECASE | re.VERBOSE,
)
_COMPARISONS: dict[str, Callable[[float | str, float | str], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
_LONGEST, _DEEPEST = 2000, 20


class Shown(NamedTuple):
    """Who is shown a field: the records where it is, and where it is not, shape (records,); of others it is unknown."""

    yes: Mask
    no: Mask


class _NotUnderstoodError(Exception):
    """A rule of another form, or of fields that the export does not have."""


def shown(rule: str, lookup: Lookup) -> Shown | None:
    """Return who is shown a field by its rule; None where the rule tells nothing.

    Args:
        rule: The branching logic, verbatim.
        lookup: Returns the records where a field passes a test and where it does not; None for a field that is
            not in the export.
    """
    try:
        tokens = _tokens(rule)
        found = _Reader(tokens, lookup).alternatives(0)
    except _NotUnderstoodError:
        return None
    return None if tokens else found


def _tokens(rule: str) -> list[re.Match[str]]:
    """Return the parts of a rule, the first of them last."""
    found: list[re.Match[str]] = []
    place = 0
    while place < len(rule):
        token = _TOKEN.match(rule, place)
        if token is None or len(rule) > _LONGEST:
            raise _NotUnderstoodError
        found.append(token)
        place = token.end()
    return found[::-1]


class _Reader:
    """Reads a rule from its first part on.

    Args:
        tokens: The parts that are still to be read, the next of them last.
        lookup: As `shown` has it.
    """

    def __init__(self, tokens: list[re.Match[str]], lookup: Lookup) -> None:
        self._tokens = tokens
        self._lookup = lookup

    def alternatives(self, depth: int) -> Shown:
        found = self._conjunction(depth)
        while self._takes("or"):
            other = self._conjunction(depth)
            found = Shown(found.yes | other.yes, found.no & other.no)
        return found

    def _conjunction(self, depth: int) -> Shown:
        found = self._term(depth)
        while self._takes("and"):
            other = self._term(depth)
            found = Shown(found.yes & other.yes, found.no | other.no)
        return found

    def _term(self, depth: int) -> Shown:
        if self._takes("("):
            if depth == _DEEPEST:
                raise _NotUnderstoodError
            found = self.alternatives(depth + 1)
            if not self._takes(")"):
                raise _NotUnderstoodError
            return found
        field, compare, value = self._next("field"), self._next("compare"), self._next("text")
        test = _test(compare["compare"], value["text"].strip("'\""))
        looked_up = self._lookup(field["field"], field["code"] or "", test)
        if looked_up is None:
            raise _NotUnderstoodError
        return looked_up

    def _takes(self, word: str) -> bool:
        if self._tokens and (self._tokens[-1]["joint"] or self._tokens[-1]["bracket"] or "").casefold() == word:
            self._tokens.pop()
            return True
        return False

    def _next(self, kind: str) -> re.Match[str]:
        if not self._tokens or self._tokens[-1][kind] is None:
            raise _NotUnderstoodError
        return self._tokens.pop()


def _test(compare: str, value: str) -> Test:
    """Return the test of a comparison: of numbers where both sides are, else of texts; a blank has no order."""
    ordered = _COMPARISONS[compare]

    def passes(text: str) -> bool:
        number, other = _number(text), _number(value)
        if number is not None and other is not None:
            return ordered(number, other)
        if compare in {"=", "<>", "!="}:
            return ordered(text.strip(), value)
        return False

    return passes


def _number(text: str) -> float | None:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return None
