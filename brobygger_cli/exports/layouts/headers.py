"""Several rows of a header made one: names that are told apart, and what was found wrong under the old ones."""

from __future__ import annotations

from dataclasses import replace
from itertools import count, starmap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from brobygger_cli.exports.raw import Flaw, RawTable
    from brobygger_cli.exports.variables import Variable


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """Return names on one line each that are told apart: a second "Why?" becomes "Why? (2)", a blank "column 3"."""
    taken: set[str] = set()
    found = []
    for position, name in enumerate(names, 1):
        wanted = " ".join(name.split()) or f"column {position}"
        tried = (f"{wanted} ({number})" if number > 1 else wanted for number in count(1))
        found.append(next(candidate for candidate in tried if candidate not in taken))
        taken.add(found[-1])
    return tuple(found)


def filled(cells: Sequence[str]) -> list[str]:
    """Return cells of a header where a blank one repeats what stands on its left."""
    found: list[str] = []
    for cell in cells:
        found.append(cell if cell.strip() or not found else found[-1])
    return found


def header_row(raw: RawTable, record: int) -> list[str]:
    """Return the cells of a record that is one more row of the header, without surrounding whitespace."""
    return [cells[record].strip() for cells in raw.cells]


def with_header(raw: RawTable, columns: Iterable[str], rows: int = 0) -> RawTable:
    """Return the table under one header, without the records that were more rows of it.

    Args:
        raw: The table.
        columns: The name of every column; they are made unique.
        rows: How many records belong to the header.
    """
    names = unique(columns)
    flaws = tuple(_under(raw, flaw, names, rows) for flaw in raw.flaws)
    named = replace(raw, columns=names, flaws=flaws)
    return named.without_first(rows) if rows else named


def _under(raw: RawTable, flaw: Flaw, names: Sequence[str], rows: int) -> Flaw:
    """Return a flaw under the new name of its column; those of the header's records belong to the header."""
    of_header = flaw.record_index is None or flaw.record_index < rows
    column = _column(raw, flaw)
    return replace(
        flaw,
        record_index=None if of_header else flaw.record_index,
        column=flaw.column if column is None else names[column],
    )


def _column(raw: RawTable, flaw: Flaw) -> int | None:
    """Return the column of a flaw; of several with one name, the one that holds what was found."""
    known = [column for column, name in enumerate(raw.columns) if name == flaw.column]
    if flaw.record_index is not None:
        known = [column for column in known if raw.cells[column][flaw.record_index] == flaw.value] or known
    return known[0] if known else None


def completed(variables: Sequence[Variable], told: Sequence[Variable]) -> tuple[Variable, ...]:
    """Return what a layout tells of columns, completed by what their container told, as statistics files do.

    Args:
        variables: What the layout tells.
        told: What the container told, of the same columns; nothing where it tells nothing.
    """
    if len(told) != len(variables):
        return tuple(variables)
    return tuple(starmap(_completed, zip(variables, told, strict=True)))


def _completed(variable: Variable, told: Variable) -> Variable:
    text, choices = variable.text or told.text, variable.choices or told.choices
    if variable.kind == "unknown" or (variable.kind == "tick" and told.kind == "tick"):
        question = told.question or variable.question
        return replace(told, name=variable.name, question=question, text=text, choices=choices)
    return replace(variable, text=text, choices=choices)
