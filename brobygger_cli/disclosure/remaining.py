"""What somebody who reads all that is shown of a question cannot rule out for what is hidden.

The reader is taken to know how questions are made, the minimum, and even which cells are hidden because they are small
and which to protect those. Then the first kind lies below the minimum, the second at it or above, and every sum that
is shown holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.disclosure.systems import ANY, Range, System
from brobygger_cli.questionnaire.options import TickOption

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from brobygger_cli.disclosure.cells import Cell, Options, Table

    Ways = npt.NDArray[np.bool_]

# Ways in which answers can go together that are gone through; where there are more, nothing is taken as protected.
_WAYS = 1_024


@dataclass
class Hiding:
    """What is hidden of a question for one group.

    Args:
        table: All there is.
        minimum: Fewer than this is small.
        small: What is hidden because it is small.
        protecting: What is hidden to protect that.
        at_least: Of how many options at least so many people are known elsewhere: those who answered what they led to.
    """

    table: Table
    minimum: int
    small: frozenset[Options]
    protecting: frozenset[Options] = frozenset()
    at_least: Mapping[Options, int] = field(default_factory=dict)

    @property
    def hidden(self) -> frozenset[Options]:
        """All that is hidden."""
        return self.small | self.protecting

    def limits(self, cell: Cell, base: int) -> Range:
        """Return between what a count is known to lie by itself."""
        if cell.options in self.small:
            return Range(0 if cell.low == 0 else 1, min(self.minimum - 1, base))
        if cell.low is None or cell.ranged:
            return Range(0, base)
        return Range(self.minimum, base) if cell.options in self.protecting else Range(cell.low, cell.low)


def remaining(hiding: Hiding) -> dict[Options, Range | None]:
    """Return between what every small count still lies; None where what is shown contradicts itself."""
    base = hiding.table.base
    if base is None:
        return {options: Range(0, ANY) for options in hiding.small}
    knowledge = (_one_answer if hiding.table.one_answer else _several_answers)(hiding, base)
    if knowledge is None:
        return dict.fromkeys(hiding.small)
    return {options: knowledge.range_of(options) for options in hiding.small}


class _Knowledge:
    """A system of counts, and what each set of options is the sum of in it."""

    def __init__(self) -> None:
        self.system = System()
        self._known: dict[Options, int] = {}
        self._unknown: dict[Options, frozenset[int]] = {}

    def say(self, options: Options, unknowns: frozenset[int], known: int = 0) -> None:
        """Say what the count of some options is the sum of."""
        self._unknown[options], self._known[options] = unknowns, known

    def limit(self, options: Options, low: int, high: int = ANY) -> None:
        """Say between what a count lies."""
        if self._unknown[options]:
            known = self._known[options]
            self.system.limit(self._unknown[options], low - known, high if high >= ANY else high - known)

    def range_of(self, options: Options) -> Range | None:
        """Return between what a count still lies."""
        found = self.system.range_of(self._unknown[options])
        return None if found is None else Range(*(end + self._known[options] for end in found))


def _one_answer(hiding: Hiding, base: int) -> _Knowledge:
    """Everybody gave one answer: counts of options sum to the base, and to those of the sets they belong to."""
    table, knowledge = hiding.table, _Knowledge()
    known: dict[int, int] = {}
    unknown: dict[int, int] = {}
    for position in table.everybody:
        limits = hiding.limits(table.cells[frozenset({position})], base)
        if limits.low == limits.high and frozenset({position}) not in hiding.hidden:
            known[position] = limits.low
        else:
            unknown[position] = knowledge.system.unknown(*limits)
    for options in {*table.cells, table.everybody, *hiding.at_least}:
        members = frozenset(unknown[position] for position in options if position in unknown)
        knowledge.say(options, members, sum(known.get(position, 0) for position in options))
    knowledge.limit(table.everybody, base, base)
    for options, cell in table.cells.items():
        if len(options) > 1 and options != table.everybody:
            knowledge.limit(options, *hiding.limits(cell, base))
    for options in hiding.at_least.keys() & hiding.hidden:
        knowledge.limit(options, hiding.at_least[options])
    return knowledge


def _several_answers(hiding: Hiding, base: int) -> _Knowledge | None:
    """Anything may be ticked together that is not exclusive or a contradiction.

    Options that belong to the same sets are alike: all that matters is how many ticked any of them, which is at least
    the largest of their counts and at most the sum.
    """
    table, knowledge = hiding.table, _Knowledge()
    system = knowledge.system
    ticks = [option for option in table.question.choices if isinstance(option, TickOption)]
    exclusive = frozenset(place for place, option in enumerate(ticks) if option.exclusive)
    count = {place: system.unknown(*hiding.limits(table.cells[frozenset({place})], base)) for place in table.everybody}
    for place in table.everybody:
        knowledge.say(frozenset({place}), frozenset({count[place]}))
    sets = [options for options in {*table.cells, *hiding.at_least} if len(options) > 1]
    alike = _alike(hiding, sets, exclusive)
    ways = _ways(hiding, alike, everybody_ticks=bool(exclusive))
    if ways is None:
        return None
    people = [system.unknown(0, base) for _ in ways]
    if people:
        system.limit([*people, *(count[place] for place in exclusive)], base, base)
    for place, members in enumerate(alike):
        ticked = [one for one, way in zip(people, ways, strict=True) if way[place]]
        system.limit(ticked, -ANY, 0, less=[count[member] for member in members])
        for member in members:
            system.limit(ticked, 0, less=[count[member]])
    for options in sets:
        touched = [bool(options & frozenset(members)) for members in alike]
        any_of_them = [one for one, way in zip(people, ways, strict=True) if (way & touched).any()]
        knowledge.say(options, frozenset([*any_of_them, *(count[place] for place in options & exclusive)]))
        if options in table.cells:
            knowledge.limit(options, *hiding.limits(table.cells[options], base))
    for options in hiding.at_least.keys() & hiding.hidden:
        knowledge.limit(options, hiding.at_least[options])
    return knowledge


def _alike(hiding: Hiding, sets: list[Options], exclusive: frozenset[int]) -> list[list[int]]:
    """Return the options that can go together with others, those that belong to the same sets side by side."""
    by_sets: dict[tuple[object, ...], list[int]] = {}
    contradicted = {place for pair in _contradictions(hiding) for place in pair}
    for place in sorted(hiding.table.everybody - exclusive):
        of = (*(options for options in sets if place in options), *([place] if place in contradicted else []))
        if of or exclusive:  # without an option that everybody can tick, options of no set are of no consequence
            by_sets.setdefault(of, []).append(place)
    return list(by_sets.values())


def _contradictions(hiding: Hiding) -> list[tuple[int, int]]:
    """Return the positions of options that cannot be ticked together."""
    options = hiding.table.question.choices
    return [
        (one, other)
        for one, other in combinations(range(len(options)), 2)
        if options[other].id in getattr(options[one], "contradicts", ())
        or options[one].id in getattr(options[other], "contradicts", ())
    ]


def _ways(hiding: Hiding, alike: list[list[int]], *, everybody_ticks: bool) -> Ways | None:
    """Return every way in which somebody can tick options that are not alike, shape (ways, len(alike))."""
    if 2 ** len(alike) > _WAYS:
        return None
    numbers = np.arange(2 ** len(alike))
    ways: Ways = (numbers[:, None] >> np.arange(len(alike))) % 2 == 1
    place = {member: at for at, members in enumerate(alike) for member in members}
    for one, other in _contradictions(hiding):
        if one in place and other in place:
            ways = ways[~(ways[:, place[one]] & ways[:, place[other]])]
    some: Ways = ways[ways.any(axis=1)]
    return some if everybody_ticks else ways
