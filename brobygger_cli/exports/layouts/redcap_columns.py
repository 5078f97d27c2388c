"""What each column of a REDCap export is: a field, the box of an option, the status of a form, or REDCap's own."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Literal, NamedTuple

from brobygger_cli.exports.layouts.shapes import are_all, distinct, is_moment
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from brobygger_cli.exports.definitions.redcap_dictionary import Dictionary, Field
    from brobygger_cli.exports.raw import Cells, RawTable

Role = Literal["field", "box", "complete", "timestamp", "respondent", "own"]

FINISHED = frozenset({"1", "2", "unverified", "complete"})
UNFINISHED = frozenset({"0", "incomplete"})
UNTICKED = frozenset({"", "0", "unchecked"})
_NOT_COMPLETED = "[not completed]"  # stands for the time of a survey that was begun
_BOX = re.compile(r"(?P<field>.+?)___(?P<code>.+)")
_LABELLED_BOX = re.compile(r"(?P<field>.*\S)\s*\(choice=(?P<code>.*)\)", re.DOTALL)
_LABELLED_COMPLETE, _LABELLED_TIME = "complete?", "survey timestamp"
_OWN = "redcap_"
_LABELLED_OWN = {"event name", "repeat instrument", "repeat instance", "data access group", "survey identifier"}


class Column(NamedTuple):
    """What one column is.

    Attributes:
        role: Which of these it is.
        field: The name of its field, shared by the boxes of one; the header of other columns.
        code: The code of the box's option, or its label where the header has labels.
        form: The name of its form; "" where it belongs to none.
        entry: What the dictionary says of its field.
    """

    role: Role
    field: str
    code: str = ""
    form: str = ""
    entry: Field | None = None


def read_columns(raw: RawTable, dictionary: Dictionary) -> list[Column]:
    """Return what each column is.

    A field's form is the one that the dictionary names. Without a dictionary, and where headers are labels, it is that
    of the status which follows it.
    """
    columns = [_column(place, header, raw.cells[place], dictionary) for place, header in enumerate(raw.columns)]
    labelled = any(normalise(column.field) == _LABELLED_COMPLETE for column in columns)
    if labelled:
        columns = list(_by_label(columns, dictionary))
    form = ""
    found: list[Column] = []
    for place in range(len(columns) - 1, -1, -1):
        column = columns[place]
        if column.role == "complete":
            form = f"{column.field} {place}" if labelled else column.field.removesuffix("_complete")
        found.append(column._replace(form=_form(column, form, labelled=labelled)))
    return found[::-1]


def _form(column: Column, following: str, *, labelled: bool) -> str:
    """Return the form of a column, given that of the status which follows it."""
    if column.role in {"respondent", "own"}:
        return ""
    if column.role == "timestamp" and not labelled:
        return column.field.removesuffix("_timestamp")
    return following if labelled or column.entry is None else column.entry.form


def boxes_of(columns: Sequence[Column]) -> dict[str, list[int]]:
    """Return the columns with the boxes of every field that has any."""
    boxes = defaultdict(list)
    for place, column in enumerate(columns):
        if column.role == "box":
            boxes[column.field].append(place)
    return boxes


def _column(place: int, header: str, cells: Cells, dictionary: Dictionary) -> Column:
    name = normalise(header)
    entry, _ = dictionary.of_column(header)
    if name.startswith(_OWN) or name in _LABELLED_OWN:
        return Column("own", header)
    if entry is None and _is_status(name, cells):
        return Column("complete", header)
    if entry is None and _is_time(name, cells):
        return Column("timestamp", header)
    box = _BOX.fullmatch(header) or _LABELLED_BOX.fullmatch(header)
    if box is not None:
        code = box["code"]
        return Column("box", box["field"], f"-{code[1:]}" if code.startswith("_") else code, entry=entry)
    first = next(iter(dictionary.fields.values()), None)
    is_id = place == 0 if first is None else name in {normalise(first.name), normalise(first.label)}
    return Column("respondent" if is_id else "field", header, entry=entry)


def _is_status(name: str, cells: Cells) -> bool:
    """Tell whether a column holds the status of a form, in codes or in words."""
    texts = distinct(cells)
    if name.endswith("_complete") and texts <= {"0", "1", "2"}:
        return True
    return bool(texts or name == _LABELLED_COMPLETE) and texts <= {"incomplete", "unverified", "complete"}


def _is_time(name: str, cells: Cells) -> bool:
    """Tell whether a column holds when a survey was completed."""
    named = name.endswith("_timestamp") or name == _LABELLED_TIME
    return named and (
        not distinct(cells) or are_all(cells, lambda text: is_moment(text) or normalise(text) == _NOT_COMPLETED)
    )


def _by_label(columns: Sequence[Column], dictionary: Dictionary) -> Iterator[Column]:
    """Yield columns whose headers are labels with what the dictionary says; fields with one label stand in order."""
    waiting: dict[str, list[Field]] = defaultdict(list)
    for entry in dictionary.fields.values():
        waiting[normalise(entry.label)].append(entry)
    before: Column | None = None
    for column in columns:
        label = normalise(column.field)
        if column.role in {"complete", "timestamp", "own"}:
            before = None
        elif before is None or before.role != column.role or column.role != "box" or normalise(before.field) != label:
            before = column._replace(entry=waiting[label].pop(0) if waiting[label] else None)
        else:
            before = column._replace(entry=before.entry)
        yield column if before is None else before
