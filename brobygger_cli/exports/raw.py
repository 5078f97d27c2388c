"""What every container is read into: a table of text, nothing guessed, every physical line known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    import numpy.typing as npt


@dataclass(frozen=True)
class Flaw:
    """One thing that is wrong with a file's form, as data.

    Attributes:
        code: `ragged_row`, `blank_row` or `bytes_not_text`.
        line: The physical line (1-based) on which the record starts.
        record_index: The record's row in `RawTable.cells`; None for the header and for records left out.
        column: The header cell of the cell concerned; None where the whole record is.
        value: What was found.
        rule: What is wrong with it, in words.
    """

    code: str
    line: int
    record_index: int | None
    column: str | None
    value: str
    rule: str


def gathered(flaws: Iterable[Flaw]) -> list[list[Flaw]]:
    """Return flaws that differ by nothing but their place together: a tail of blank rows is one finding."""
    alike: dict[tuple[str, str | None, str, str], list[Flaw]] = {}
    for flaw in flaws:
        alike.setdefault((flaw.code, flaw.column, flaw.value, flaw.rule), []).append(flaw)
    return list(alike.values())


@dataclass(frozen=True, eq=False)  # comparing arrays with == gives no single truth
class RawTable:
    """A file's header and records as text.

    Attributes:
        path: The file, as the user gave it.
        columns: The header cells without surrounding whitespace; they may be duplicated or "".
        cells: One array of str per column, verbatim; a cell that is not there is "".
        lines: The physical line (1-based) on which each record starts.
        flaws: What is wrong with the file's form, in the order of lines.
        encoding: The encoding found or given.
        delimiter: The delimiter found or given.
    """

    path: str
    columns: tuple[str, ...]
    cells: tuple[npt.NDArray[np.object_], ...]
    lines: npt.NDArray[np.int64]
    flaws: tuple[Flaw, ...]
    encoding: str
    delimiter: str
