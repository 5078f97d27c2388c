"""Columns that hold the ticks of one option each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.exports.layouts.shapes import holding, some_texts
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from brobygger_cli.exports.raw import Cells


_NOT_TICKED = "0"


def same(text: str, others: Iterable[str]) -> bool:
    """Tell whether a text is spelled as one of the others."""
    return normalise(text) in {normalise(other) for other in others}


def only_text(cells: Cells) -> str:
    """Return the one text that a column holds where it holds any; "" where it holds none or several."""
    texts = some_texts(cells, 2)
    return texts[0] if len(texts) == 1 else ""


def are_ticks(columns: Sequence[tuple[Cells, Iterable[str]]]) -> bool:
    """Tell whether the columns of one question are ticks: each holds its own mark, or nothing, which may be 0.

    The items of a matrix may look alike where few answered; but they are answered together, and ticks are not.

    Args:
        columns: The cells of each column, and the texts that may be its mark.
    """
    if len(columns) < 2:
        return False
    ticked = []
    for cells, marks in columns:
        held = {normalise(text) for text in some_texts(cells)} - {_NOT_TICKED}
        if len(held) > 1 or not held <= set(map(normalise, marks)):
            return False
        ticked.append(holding(cells, held))
    together = np.array(ticked)
    return bool((together.any(axis=0) & ~together.all(axis=0)).any())
