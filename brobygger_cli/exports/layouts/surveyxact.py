"""SurveyXact: a dataset with codes, the overall status in five columns, and a structure and labels beside it.

The status is `stato_1` … `stato_5`, or `statoverall_1` … where names are not cut, in every language: new, distributed,
some answers, completed, declined. Exactly one of them is ticked for everybody. The ticks of questions are 0 both where
an option was left out and where the form was never opened.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.errors import BrobyggerError
from brobygger_cli.exports.definitions.surveyxact_structure import Codebook, find_codebook
from brobygger_cli.exports.layouts.headers import completed, with_header
from brobygger_cli.exports.layouts.surveyxact_names import (
    NUMBERED,
    PLATFORM,
    RESPONDENT,
    told_by_name,
    with_tick_groups,
)
from brobygger_cli.exports.layouts.ticks import same
from brobygger_cli.exports.standing import STATUSES, Standing, Status
from brobygger_cli.exports.variables import Variable
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from brobygger_cli.exports.definitions.surveyxact_structure import Entry
    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.exports.variables import Kind

    Mask = npt.NDArray[np.bool_]

NAME = "surveyxact"

_STATUSES: tuple[Status, ...] = ("not_opened", "not_opened", "partial", "completed", "declined")
_OVERALL, _SHORTEST_OVERALL = "statoverall", "stato"
_TICKED = ("1", "valgt", "selected", "ausgewählt", "vald")
# Of how many columns the files beside a dataset have to know: open answers have no labels.
_KNOWN_BY_STRUCTURE, _KNOWN_BY_LABELS = 1 / 2, 1 / 3


def recognise(raw: RawTable) -> str:
    """Say by what the table is told: its status, or a structure or labels beside it that name its columns."""
    try:
        codebook = _codebook(raw)
    except BrobyggerError:
        codebook = Codebook()  # what is damaged may belong to another file in the folder
    file, named = codebook.naming(raw.columns)
    needed = _KNOWN_BY_STRUCTURE if codebook.structures else _KNOWN_BY_LABELS
    status = _status_columns(raw, codebook)
    reasons = []
    if named >= max(2, needed * len(raw.columns)):
        reasons.append(f"{file} beside it names {named} of its {len(raw.columns)} columns")
    if status:
        reasons.append(f"the status is one-hot in {_told_by(raw, status)}")
    return "; ".join(reasons)


def read(raw: RawTable) -> RawTable:
    """Return the table with what its structure and labels tell of its columns, and its statuses.

    Raises:
        UnreadableError: The structure or the labels beside it are damaged.
    """
    codebook = _codebook(raw)
    status = _status_columns(raw, codebook)
    variables = tuple(_variable(column, codebook) for column in raw.columns)
    variables = with_tick_groups(raw, variables)
    standing = _standing(raw, status, codebook) if status else None
    return replace(with_header(raw, raw.columns), variables=completed(variables, raw.variables), standing=standing)


def _codebook(raw: RawTable) -> Codebook:
    return find_codebook(raw.beside, raw.sheet or Path(raw.path).name, raw.columns)


def _told_by(raw: RawTable, status: Sequence[int]) -> str:
    return f"{raw.columns[status[0]]} … {raw.columns[status[-1]]}"


def _status_columns(raw: RawTable, codebook: Codebook) -> tuple[int, ...]:
    """Return the columns of the five statuses in their order; none where they are not all there, or tell of few."""
    places: dict[int, int] = {}
    for column, name in enumerate(raw.columns):
        number = _status_number(name, codebook.entries(name))
        if number:
            places.setdefault(number, column)
    columns = tuple(places[number] for number in range(1, 6) if number in places)
    if len(columns) < len(_STATUSES):
        return ()
    told = _ticked(raw, columns, codebook).sum(axis=0) == 1
    return columns if told.sum() >= len(told) / 2 else ()


def _status_number(name: str, entries: Sequence[Entry]) -> int:
    """Return which of the five statuses a column stands for, 0 for none."""
    found = NUMBERED.fullmatch(normalise(name))
    if entries:
        of_status = normalise(entries[0].question) == _OVERALL
        number = entries[0].choice.code or str(entries[0].number)
    else:
        stem, number = found.groups() if found else ("", "")
        of_status = len(stem) >= len(_SHORTEST_OVERALL) and _OVERALL.startswith(stem)
    return int(number) if of_status and number in {"1", "2", "3", "4", "5"} else 0


def _ticked(raw: RawTable, columns: Sequence[int], codebook: Codebook) -> Mask:
    """Return where columns are ticked, as 1 or in the words for it, shape (columns, records)."""
    masks = []
    for column in columns:
        choices = codebook.choices(raw.columns[column], None)
        words = (*_TICKED, *(choice.label for choice in choices if choice.code == "1"))
        masks.append(raw.cells[column].holding(same(text, words) for text in raw.cells[column].texts))
    return np.array(masks, dtype=bool).reshape(len(columns), len(raw.lines))


def _standing(raw: RawTable, columns: Sequence[int], codebook: Codebook) -> Standing:
    ticked = _ticked(raw, columns, codebook)
    known = np.array([STATUSES.index(status) for status in _STATUSES], dtype=np.int8)
    codes = np.where(ticked.sum(axis=0) == 1, known[ticked.argmax(axis=0)], STATUSES.index("unknown"))
    return Standing(codes.astype(np.int8), _told_by(raw, columns))


def _variable(column: str, codebook: Codebook) -> Variable:
    entries = codebook.entries(column)
    choices = codebook.choices(column, entries[0] if entries else None)
    if not entries:
        return told_by_name(column, choices)
    entry = entries[0]
    kind = _kind(entry, has_choices=bool(choices))
    texts = dict.fromkeys(other.text for other in entries if other.text)
    text = next(iter(texts), "")
    return Variable(
        column,
        kind,
        entry.question if kind == "tick" else column,
        text,
        choices,
        entry.choice if kind == "tick" else None,
        also=tuple(other for other in texts if other != text),
    )


def _kind(entry: Entry, *, has_choices: bool) -> Kind:
    name = normalise(entry.question)
    if name == RESPONDENT:
        return "respondent"
    if name in PLATFORM:
        return "paradata"
    if entry.several:
        return "tick"
    if entry.closed or has_choices:
        return "single"
    return "number" if entry.form in {"double", "integer", "number"} else "text"
