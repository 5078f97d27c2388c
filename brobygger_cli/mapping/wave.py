"""Which records of a file belong to a wave, where one of its columns tells the waves apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.errors import BrobyggerError
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    import numpy.typing as npt

    from brobygger_cli.exports.raw import Cells


def records_of_wave(cells: Cells, value: str) -> npt.NDArray[np.bool_]:
    """Return the records whose cell in the wave column is `value`, shape (records,)."""
    wanted = normalise(value)
    return cells.holding(normalise(text) == wanted for text in cells.texts)


def values_of(cells: Cells) -> list[str]:
    """Return what the wave column holds, in order, as far as a message names it."""
    return sorted({text.strip() for text in cells.texts})[:10]


def no_record_of_wave(path: str, value: str, column: str, values: Iterable[str]) -> BrobyggerError:
    """Return the error of a wave that no record belongs to.

    Args:
        path: The file.
        value: The value that the user named.
        column: The wave column.
        values: What it holds.
    """
    held = sorted(set(values))[:10]
    return BrobyggerError(f"{path}: no row has '{value}' in the column '{column}'", f"It holds: {', '.join(held)}.")
