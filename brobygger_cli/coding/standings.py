"""How many of each group came how far: the rows of an export by status, those that are not read among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.exports.standing import STATUSES
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    import numpy.typing as npt

    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.mapping import ColumnMap
    from brobygger_cli.questionnaire.questionnaire import Questionnaire

    Mask = npt.NDArray[np.bool_]

# Rows by group ('' where it has none) and status.
Standings = dict[tuple[str, str], int]


def count_standings(raw: RawTable, records: Mask, columns: ColumnMap, questionnaire: Questionnaire) -> Standings:
    """Return how many records of each group have each status; nothing where the platform tells no status.

    Args:
        raw: The export.
        records: The records of the wave, shape (records,).
        columns: Which column holds the group, and what its cells mean.
        questionnaire: Whose groups they are.
    """
    if raw.standing is None:
        return {}
    group = _groups(raw, columns, questionnaire)[records]
    status = raw.standing.codes[records]
    names = [*(group.id for group in questionnaire.groups), ""]
    pairs, times = np.unique(np.stack([group, status]), axis=1, return_counts=True)
    return {
        (names[of_group], STATUSES[of_status]): int(count)
        for (of_group, of_status), count in zip(pairs.T.tolist(), times, strict=True)
    }


def _groups(raw: RawTable, columns: ColumnMap, questionnaire: Questionnaire) -> npt.NDArray[np.int16]:
    column = columns.group
    if column is None:
        return np.full(len(raw.lines), 0 if len(questionnaire.groups) == 1 else -1, dtype=np.int16)
    known = questionnaire.position_of_group()
    cells = raw.cells[column]
    of_text = np.array(
        [known.get(normalise(columns.meant(column, str(text))), -1) for text in cells.texts], dtype=np.int16
    )
    return of_text[cells.codes] if len(of_text) else np.empty(0, dtype=np.int16)
