"""The cells of a wave: every count that is shown of a group, and which rows show it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.items import items
from brobygger_cli.questionnaire.multiple import MultipleResponse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brobygger_cli.counts import Key
    from brobygger_cli.items import Kind
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.waves import Wave

Options = frozenset[int]  # of a question, by their positions: those who chose at least one of them

# What a report loses with a row: an indicator is what is followed over time.
_WORTH: dict[Kind, int] = {"option": 2, "net": 2, "asked": 1, "indicator": 6}


@dataclass
class Cell:
    """How many of a question's base chose at least one of some options.

    Args:
        options: Which.
        low: The smallest count that is possible; None where nothing is known.
        high: The largest.
        kinds: Of the rows that show it: an option may be an indicator as well.
        keys: Their keys.
    """

    options: Options
    low: int | None
    high: int | None
    kinds: list[Kind] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)

    @property
    def count(self) -> int | None:
        """The count, where only one is possible."""
        return self.low if self.low == self.high else None

    @property
    def ranged(self) -> bool:
        """Whether several counts are possible."""
        return self.low != self.high

    @property
    def worth(self) -> int:
        """What is lost where it is hidden."""
        return sum(_WORTH[kind] for kind in self.kinds)

    def is_small(self, minimum: int) -> bool:
        """Tell whether it is of fewer people than the minimum, but not of nobody."""
        return self.high is not None and 0 < self.high < minimum


@dataclass
class Table:
    """What is shown of one question for one group.

    Args:
        question: The question.
        base: How many answered it; None where nothing is known.
        key: Of the row that shows the base.
        cells: By the options they are about.
        led_to: By the questions to which its answers lead: the options that do.
    """

    question: Question
    base: int | None
    key: Key
    cells: dict[Options, Cell] = field(default_factory=dict)
    led_to: dict[str, Options] = field(default_factory=dict)

    @property
    def one_answer(self) -> bool:
        """Whether everybody in the base gave exactly one answer."""
        return not isinstance(self.question, MultipleResponse)

    @property
    def everybody(self) -> Options:
        """All options: where there is one answer, the whole base."""
        return frozenset(range(len(self.question.choices)))

    def keys(self) -> list[Key]:
        """Return the keys of all its rows."""
        return [self.key, *(key for cell in self.cells.values() for key in cell.keys)]


def tables_of(wave: Wave) -> dict[str, dict[str, Table]]:
    """Return what is shown of a wave, by group and question."""
    groups = [group.id for group in wave.questionnaire.groups]
    all_items = list(items(wave.questionnaire))
    figures = wave.counts.figures.to_numpy(dtype=float).reshape(len(groups), len(all_items), 3)
    tables: dict[str, dict[str, Table]] = {group: {} for group in groups}
    for group, of_group in zip(groups, figures, strict=True):
        for item, (_, _, base) in zip(all_items, of_group, strict=True):
            if item.kind == "question":
                key = (group, "question", item.question.id, "")
                tables[group][item.question.id] = Table(item.question, _whole(base), key)
        for item, (low, high, _) in zip(all_items, of_group, strict=True):
            if item.kind != "question":
                table, options = tables[group][item.question.id], frozenset(item.positions)
                cell = table.cells.setdefault(options, Cell(options, _whole(low), _whole(high)))
                cell.kinds.append(item.kind)
                cell.keys.append((group, item.kind, item.question.id, item.item))
                if item.kind == "asked":
                    table.led_to[item.item] = options
    return tables


def asked_of(tables: Mapping[str, Table], question: str) -> Cell | None:
    """Return the cell of those whom the routing led to a question; None where everybody is asked."""
    found = (table.cells[table.led_to[question]] for table in tables.values() if question in table.led_to)
    return next(found, None)


def _whole(figure: float) -> int | None:
    return None if np.isnan(figure) else int(figure)
