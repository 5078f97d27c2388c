"""What printed figures allow: the smallest and largest count of any set of a question's options."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from brobygger_cli.questionnaire.multiple import MultipleResponse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brobygger_cli.questionnaire.question import Question


class Bounds(NamedTuple):
    """The smallest and the largest count that is possible."""

    low: int
    high: int


@dataclass(frozen=True)
class PrintedCell:
    """One printed row: how many of a question's base chose these options.

    Args:
        positions: The options, by position; several for a net.
        bounds: The counts that the printed figures allow.
        exact: Whether the count itself is printed.
        line: Where it stands in the file.
    """

    positions: frozenset[int]
    bounds: Bounds
    exact: bool
    line: int


@dataclass
class PrintedQuestion:
    """What is printed of one question for one group."""

    question: Question
    base: int
    base_line: int
    cells: list[PrintedCell] = field(default_factory=list)

    @property
    def one_answer(self) -> bool:
        """Whether everybody in the base gave exactly one answer."""
        return not isinstance(self.question, MultipleResponse)

    def bounds(self, positions: Iterable[int]) -> Bounds:
        """Return how many can have chosen at least one of `positions`, given all that is printed.

        With one answer each, the parts of a set sum to it and the rest of the base is outside it. With
        multiple response, the set is at least its largest part and at most the sum of them (Fréchet
        bounds).
        """
        wanted = frozenset(positions)
        printed = next((cell.bounds for cell in self.cells if cell.positions == wanted), Bounds(0, self.base))
        if self.one_answer:
            within, outside = (
                self._sum(wanted),
                self._sum(frozenset(range(len(self.question.choices))) - wanted),
            )
            derived = Bounds(max(within.low, self.base - outside.high), min(within.high, self.base - outside.low))
        else:
            parts = [self._printed_option(position) for position in wanted]
            derived = Bounds(max(part.low for part in parts), min(self.base, sum(part.high for part in parts)))
        return Bounds(max(printed.low, derived.low), min(printed.high, derived.high))

    def total(self) -> Bounds:
        """Return what the options of a one-answer question sum to; its base, if the print is right."""
        parts = [bounds for _, bounds in self._disjoint_parts()]
        return Bounds(sum(part.low for part in parts), sum(part.high for part in parts))

    def _sum(self, positions: frozenset[int]) -> Bounds:
        """Return the bounds of a sum of options, from the disjoint parts that are printed."""
        parts = self._disjoint_parts()
        inside = [bounds.low for members, bounds in parts if members <= positions]
        touching = [bounds.high for members, bounds in parts if members & positions]
        return Bounds(sum(inside), min(self.base, sum(touching)))

    def _disjoint_parts(self) -> list[tuple[frozenset[int], Bounds]]:
        """Split the options into printed options, what is left of printed nets, and the rest."""
        parts: dict[frozenset[int], Bounds] = {}
        for cell in sorted(self.cells, key=lambda cell: len(cell.positions)):
            left, low, high = cell.positions, cell.bounds.low, cell.bounds.high
            for members, bounds in parts.items():
                if members <= cell.positions:
                    left, low, high = left - members, low - bounds.high, high - bounds.low
            covered = frozenset().union(*parts)
            if left and not left & covered:
                parts[left] = Bounds(max(0, low), high)
        rest = frozenset(range(len(self.question.choices))) - frozenset().union(*parts)
        room = self.base - sum(bounds.low for bounds in parts.values())
        parts.update({frozenset({position}): Bounds(0, max(0, room)) for position in rest})
        return list(parts.items())

    def _printed_option(self, position: int) -> Bounds:
        alone = frozenset({position})
        return next((cell.bounds for cell in self.cells if cell.positions == alone), Bounds(0, self.base))
