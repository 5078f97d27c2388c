"""Ticks that cannot stand together, told of anything that has `&` and `|`: masks here, columns in an engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from brobygger_cli.questionnaire.multiple import MultipleResponse


class Truth(Protocol):
    """What is true of some rows and not of others: a mask, or a boolean column in an engine."""

    def __and__(self, other: Any, /) -> Any:  # noqa: ANN401 - each kind of truth goes with its own
        """Tell of which rows both are true."""

    def __or__(self, other: Any, /) -> Any:  # noqa: ANN401 - as above
        """Tell of which rows either is true."""


T = TypeVar("T")
Some = TypeVar("Some", bound=Truth)


@dataclass(frozen=True)
class Exclusion(Generic[Some]):
    """Ticks of one option beside what it excludes.

    Args:
        position: The option that excludes.
        code: One of `violations.CODES`.
        rule: What was expected.
        rows: Where it was not met.
    """

    position: int
    code: str
    rule: str
    rows: Some


def exclusions(question: MultipleResponse, ticked: Sequence[Some]) -> Iterator[Exclusion[Some]]:
    """Yield where the ticks of a multiple response exclude each other.

    Args:
        question: The question.
        ticked: Where each option is ticked, in questionnaire order.
    """
    ids = [option.id for option in question.options]
    for position, option in enumerate(question.options):
        others = [tick for place, tick in enumerate(ticked) if place != position]
        if option.exclusive and others:
            rule = f"'{question.id}': '{option.id}' excludes every other option"
            yield Exclusion(position, "exclusive_with_others", rule, ticked[position] & gathered(any_of, others))
        for other in option.contradicts:
            rule = f"'{question.id}': '{option.id}' contradicts '{other}'"
            rows = ticked[position] & ticked[ids.index(other)]
            yield Exclusion(position, "contradicting_options", rule, rows)


def any_of(one: Some, other: Some) -> Some:
    """Return where either is true."""
    return one | other  # type: ignore[no-any-return] # a kind of truth gives its own kind


def gathered(join: Callable[[T, T], T], parts: Sequence[T]) -> T:
    """Return parts joined two by two, so that a hundred of them nest seven deep and not a hundred.

    Args:
        join: What joins two of them; associative.
        parts: At least one.
    """
    while len(parts) > 1:
        pairs = zip(parts[::2], parts[1::2], strict=False)
        parts = [join(one, other) for one, other in pairs] + ([parts[-1]] if len(parts) % 2 else [])
    return parts[0]
