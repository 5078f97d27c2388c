"""Which cells are hidden: those that are small, and as little more as protects them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.disclosure.cells import asked_of, tables_of
from brobygger_cli.disclosure.remaining import Hiding, remaining

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from brobygger_cli.counts import Key
    from brobygger_cli.disclosure.cells import Cell, Options, Table
    from brobygger_cli.waves import Wave


# What a row of an option is worth, and how many cells are tried together where one alone does not help.
_LITTLE = 2
_AT_ONCE = 3
# No more sets of cells than this are tried by what they would leave to be known.
_TRIED = 300


@dataclass
class Chosen:
    """What is hidden of a wave.

    Args:
        small: Rows whose count is small.
        protecting: Further rows, so that the small counts cannot be had from what is shown.
        questions: The groups and questions of which not even the base is shown.
        groups: The groups of which not even the number of respondents is shown.
    """

    small: set[Key] = field(default_factory=set)
    protecting: set[Key] = field(default_factory=set)
    questions: set[tuple[str, str]] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)

    @property
    def rows(self) -> set[Key]:
        """All rows that are hidden."""
        return self.small | self.protecting


def choose(wave: Wave, minimum: int) -> Chosen:
    """Choose what is hidden of a wave.

    Args:
        wave: The wave.
        minimum: Counts below it are small, but for 0.
    """
    chosen = Chosen()
    for group, tables in tables_of(wave).items():
        answered = wave.answered(group)
        if answered is not None and 0 < answered < minimum:
            chosen.groups.add(group)
        _Group(group, tables, minimum, nothing_shown=group in chosen.groups).add_to(chosen)
    return chosen


class _Group:
    """Chooses what is hidden of one group in one wave.

    Args:
        name: The group.
        tables: What is shown of it, by question.
        minimum: Counts below it are small.
        nothing_shown: Whether the group itself is small, so that nothing is shown of it.
    """

    def __init__(self, name: str, tables: Mapping[str, Table], minimum: int, *, nothing_shown: bool) -> None:
        self._name = name
        self._tables = tables
        self._minimum = minimum
        self._whole = {question for question, table in tables.items() if nothing_shown or self._is_small(table)}
        self._protecting: set[str] = set()  # of the whole questions, those that only protect others
        self._hidings: dict[str, Hiding] = {}

    def add_to(self, chosen: Chosen) -> None:
        """Choose, and add it to what is chosen."""
        for question in self._tables:
            if question not in self._whole:
                self._hide_of(question)
        for question in self._whole:
            self._add_whole(question, chosen)
        for question, hiding in self._hidings.items():
            if question not in self._whole:
                for options, cell in hiding.table.cells.items():
                    if options in hiding.hidden:
                        (chosen.small if options in hiding.small else chosen.protecting).update(cell.keys)

    def _add_whole(self, question: str, chosen: Chosen) -> None:
        table = self._tables[question]
        if table.base is None and not any(cell.high is not None for cell in table.cells.values()):
            return  # a wave that prints nothing of it has nothing to hide
        chosen.questions.add((self._name, question))
        if question not in self._protecting:
            chosen.small.add(table.key)
        small = [key for cell in table.cells.values() if cell.is_small(self._minimum) for key in cell.keys]
        chosen.small.update(small)
        chosen.protecting.update(set(table.keys()) - chosen.small)

    def _is_small(self, table: Table) -> bool:
        """Tell whether so few answered a question, or were asked it, that nothing of it is shown."""
        asked = asked_of(self._tables, table.question.id)
        few = table.base is not None and 0 < table.base < self._minimum
        return few or (asked is not None and asked.is_small(self._minimum))

    def _hide_of(self, question: str) -> None:
        """Hide the small cells of a question, and what gives them away."""
        table = self._tables[question]
        small = frozenset(options for options, cell in table.cells.items() if cell.is_small(self._minimum))
        if not small:
            return
        # A printed range follows from the other figures, so it could give them away.
        ranged = frozenset(options for options, cell in table.cells.items() if cell.ranged) - small
        hiding = Hiding(table, self._minimum, small, ranged, dict(self._answered_elsewhere(table)))
        while step := _next(hiding):
            hiding = _with(hiding, step)
        self._hidings[question] = hiding
        if not _Protection.of(hiding).enough:
            self._hide_more(question, hiding)

    def _hide_more(self, question: str, hiding: Hiding) -> None:
        """Hide whole questions: those whose bases tell who was led to them, or else this one."""
        bounding = [led for led in hiding.table.led_to if led not in self._whole and self._least(led) is not None]
        without = replace(hiding, at_least={})
        cost = sum(len(self._tables[led].keys()) for led in bounding)
        if bounding and cost < len(hiding.table.keys()) and _Protection.of(without).enough:
            for led in bounding:
                self._whole.add(led)
                self._protecting.add(led)
        else:
            self._whole.add(question)
            self._protecting.add(question)

    def _answered_elsewhere(self, table: Table) -> Iterator[tuple[Options, int]]:
        """Yield how many are known to have given certain answers, because they answered what these lead to."""
        least: dict[Options, int] = {}
        for question, options in table.led_to.items():
            known = self._least(question)
            count = table.cells[options].high
            # Where more answered than were led there, nobody can count on it.
            if known is not None and (count is None or known <= count):
                least[options] = max(known, least.get(options, 0))
        yield from least.items()

    def _least(self, question: str) -> int | None:
        """Return how many at least are shown to have been led to a question; None where nothing tells."""
        table = self._tables[question]
        if question not in self._whole:
            return table.base
        further = [known for led in table.led_to if (known := self._least(led)) is not None]
        return max(further, default=None)


@dataclass(frozen=True)
class _Protection:
    """How well the small cells of a question are protected.

    Args:
        known: How many are left with one value.
        narrowed: How many are left with fewer values than all that are small.
        left: How many values are left to all of them together.
    """

    known: int
    narrowed: int
    left: int

    @classmethod
    def of(cls, hiding: Hiding) -> _Protection:
        """Return how well they are protected by what is hidden."""
        values = [0 if found is None else 1 + found.high - found.low for found in remaining(hiding).values()]
        wanted = hiding.minimum - 1
        return cls(sum(n < 2 for n in values), sum(n < wanted for n in values), sum(min(n, wanted) for n in values))

    @property
    def enough(self) -> bool:
        """Whether every small cell has several values that nobody can rule out."""
        return self.known == 0

    def better_than(self, other: _Protection) -> bool:
        """Tell whether it protects more."""
        return (self.known, -self.left) < (other.known, -other.left)


def _next(hiding: Hiding) -> tuple[Cell, ...]:
    """Return what to hide next; nothing where that would not help.

    As long as sums give a small cell away whatever the counts are, what is hidden next is chosen by how the question is
    made, not by its counts: else the choice would tell of them.
    """
    shown = _candidates(hiding)
    if given_away := _given_away(hiding):
        for size in range(1, _AT_ONCE + 1):
            sets = sorted(combinations(shown, size), key=_worth)
            best = min(sets, key=lambda cells: _given_away(_with(hiding, cells)), default=())
            if _given_away(_with(hiding, best)) < given_away:
                return best
        return ()
    now = _Protection.of(hiding)
    if not now.narrowed:
        return ()
    # A narrower choice of values is worth an option, but no indicator.
    cells, most = (shown, _AT_ONCE) if now.known else ([cell for cell in shown if cell.worth <= _LITTLE], 1)
    for size in range(1, most + 1):
        sets = sorted(combinations(cells, size), key=_worth)[:_TRIED]
        then = [(_Protection.of(_with(hiding, more)), more) for more in sets]
        protection, best = min(then, key=lambda each: (each[0].known, -each[0].left), default=(now, ()))
        if protection.better_than(now):
            return best
    return ()


def _with(hiding: Hiding, cells: Iterable[Cell]) -> Hiding:
    return replace(hiding, protecting=hiding.protecting | {cell.options for cell in cells})


def _worth(cells: Iterable[Cell]) -> int:
    return sum(cell.worth for cell in cells)


def _candidates(hiding: Hiding) -> list[Cell]:
    """Return what is shown and could be hidden: zeros stay, as everybody may see that nobody chose it."""
    table = hiding.table
    shown = [
        cell
        for options, cell in table.cells.items()
        if options not in hiding.hidden and cell.count and not (table.one_answer and options == table.everybody)
    ]
    return sorted(shown, key=lambda cell: (cell.worth - _off_scale(table, cell.options), sorted(cell.options)))


def _off_scale(table: Table, options: Options) -> bool:
    """Tell whether it is a single option that no test of the question needs."""
    return len(options) == 1 and not options & set(table.question.scale())


def _given_away(hiding: Hiding) -> int:
    """Return how many small cells follow from what is shown, whatever the counts are.

    Those of a question with one answer: a sum that is shown is an equation, and a cell follows from equations where it
    is a combination of them.
    """
    table = hiding.table
    if not table.one_answer:
        return 0
    unknown = [place for place in sorted(table.everybody) if _is_unknown(hiding, frozenset({place}))]
    shown = [options for options in {*table.cells, table.everybody} if not _is_unknown(hiding, options)]
    equations = [_among(options, unknown) for options in shown]
    rank = _rank(equations)
    return sum(_rank([*equations, _among(options, unknown)]) == rank for options in hiding.small)


def _is_unknown(hiding: Hiding, options: Options) -> bool:
    cell = hiding.table.cells.get(options)
    return cell is not None and (options in hiding.hidden or cell.count is None)


def _among(options: Options, places: Iterable[int]) -> list[int]:
    return [int(place in options) for place in places]


def _rank(equations: list[list[int]]) -> int:
    return int(np.linalg.matrix_rank(np.array(equations))) if equations and equations[0] else 0
