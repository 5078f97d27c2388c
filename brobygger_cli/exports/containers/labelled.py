"""What a statistics file tells of a variable, in the words of all platforms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brobygger_cli.exports.containers.values import cells_coded
from brobygger_cli.exports.variables import Choice, Variable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import numpy.typing as npt

    from brobygger_cli.exports.containers.readstat import Value
    from brobygger_cli.exports.raw import Cells
    from brobygger_cli.exports.variables import Kind


@dataclass(frozen=True)
class Labelled:
    """What a statistics file tells of a variable.

    Attributes:
        name: Its name.
        label: Its label.
        kind: What it holds if its values have no labels.
        measure: Its level of measurement, in SPSS's words.
        labels: The label of every value that has one, in the file's order.
        is_missing: Whether a value is declared to be no answer.
        write: How a value is written as text.
    """

    name: str
    label: str
    kind: Kind
    measure: str
    labels: Mapping[float | int, str]
    is_missing: Callable[[Value], bool]
    write: Callable[[Value], str]

    def column(self, values: Sequence[Value | None]) -> tuple[Variable, Cells]:
        """Return the variable, and the cells that hold its values.

        What is declared missing stays in the cells, and is a choice that is missing. It needs no label for that.

        Args:
            values: The value of every case; None where the system calls it missing.
        """
        codes, distinct = _distinct(values)
        texts = [self.write(value) for value in distinct]
        choices = self._choices(distinct)
        variable = Variable(self.name, self._kind(choices, texts), text=self.label, choices=choices)
        return variable, cells_coded(codes, texts)

    def _choices(self, occurring: Iterable[Value]) -> tuple[Choice, ...]:
        """Return the values with labels, and then those that occur, are declared missing and have none."""
        labelled = [Choice(self.write(value), label, self.is_missing(value)) for value, label in self.labels.items()]
        missing = [Choice(self.write(value), "", missing=True) for value in occurring if self.is_missing(value)]
        by_code: dict[str, Choice] = {}
        for choice in [*labelled, *missing]:
            by_code.setdefault(choice.code, choice)
        return tuple(by_code.values())

    def _kind(self, choices: Sequence[Choice], texts: Sequence[str]) -> Kind:
        """Return what the variable holds: answers, or what it would without labels.

        A scale of which only some points have labels is a number; so is one with labels for missing values only.
        """
        answers = any(not choice.missing for choice in choices)
        some_points = self.measure == "scale" and not {choice.code for choice in choices}.issuperset(texts)
        if self.kind == "paradata" or not answers or some_points:
            return self.kind
        return "ordinal" if self.measure == "ordinal" else "single"


def _distinct(values: Sequence[Value | None]) -> tuple[npt.NDArray[np.intp], list[Value]]:
    """Return which of the distinct values every case holds, -1 where it is None, and the distinct values."""
    column = np.empty(len(values), dtype=object)
    column[:] = values
    codes, distinct = pd.factorize(column)
    return codes, list(distinct)
