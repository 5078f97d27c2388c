"""REDCap: a column for every box (`field___code`), a status for every form (`form_complete`), perhaps a dictionary."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from brobygger_cli.errors import BrobyggerError
from brobygger_cli.exports.definitions.markup import with_item
from brobygger_cli.exports.definitions.redcap_dictionary import NO_DICTIONARY, find_dictionary
from brobygger_cli.exports.layouts.headers import with_header
from brobygger_cli.exports.layouts.redcap_columns import read_columns
from brobygger_cli.exports.layouts.redcap_forms import Forms
from brobygger_cli.exports.layouts.shapes import distinct
from brobygger_cli.exports.variables import Choice, Variable
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from brobygger_cli.exports.definitions.redcap_dictionary import Field
    from brobygger_cli.exports.layouts.redcap_columns import Column
    from brobygger_cli.exports.raw import Cells, RawTable

NAME = "redcap"


def recognise(raw: RawTable) -> str:
    """Say by what a table is told to be of REDCap; "" where it is not."""
    try:
        dictionary = find_dictionary(raw.beside, raw.columns)
    except BrobyggerError:
        dictionary = NO_DICTIONARY  # what is damaged may belong to another file in the folder
    named = dictionary.naming(raw.columns)
    reasons = []
    if named >= max(2, len(raw.columns) / 2):
        reasons.append(f"{dictionary.file} beside it names {named} of its {len(raw.columns)} columns")
    columns = read_columns(raw, dictionary)
    statuses = [column.field for column in columns if column.role == "complete"]
    others = [column.field for column in columns if column.role in {"own", "timestamp"}]
    boxes = [header for header, column in zip(raw.columns, columns, strict=True) if column.role == "box"]
    if statuses and (len(statuses) > 1 or others or boxes):
        seen = " and ".join(f"'{found[0]}'" for found in (boxes, others) if found)
        reasons.append(f"the status of a form stands in '{statuses[0]}'" + (f", beside {seen}" if seen else ""))
    return "; ".join(reasons)


def read(raw: RawTable) -> RawTable:
    """Return the table with what the dictionary tells, who never saw a form, and how far everybody came.

    Raises:
        UnreadableError: The dictionary beside it is damaged.
    """
    columns = read_columns(raw, find_dictionary(raw.beside, raw.columns))
    labelled = any(
        column.role == "box" and "(choice=" in header for header, column in zip(raw.columns, columns, strict=True)
    )
    headers = [
        with_item(column.field, column.code) if labelled and column.role == "box" else header
        for header, column in zip(raw.columns, columns, strict=True)
    ]
    named = with_header(raw, headers)
    forms = Forms(named, columns)
    variables = tuple(
        _variable(name, column, cells) for name, column, cells in zip(named.columns, columns, named.cells, strict=True)
    )
    return replace(named, variables=variables, unseen=forms.unseen(), standing=forms.standing())


def _variable(name: str, column: Column, cells: Cells) -> Variable:
    entry = column.entry
    if column.role == "respondent":
        return Variable(name, "respondent", name, "" if entry is None else entry.text)
    if column.role not in {"field", "box"}:
        return Variable(name, "paradata", name)
    if column.role == "box":
        text, shown_if = ("", "") if entry is None else (entry.text, entry.shown_if)
        return Variable(name, "tick", column.field, text, tick=_option(column), shown_if=shown_if)
    if entry is None or entry.kind == "tick":  # a checkbox in one column is none that REDCap writes
        return Variable(name, "unknown", name)
    return Variable(name, entry.kind, name, entry.text, _written(entry, cells), shown_if=entry.shown_if)


def _option(column: Column) -> Choice:
    """Return the option of a box; one that the dictionary does not list stands for a missing answer."""
    if column.entry is None:
        return Choice(column.code, column.code)
    known = {normalise(spelling): choice for choice in column.entry.choices for spelling in (choice.label, choice.code)}
    return known.get(normalise(column.code), Choice(column.code, column.code, missing=True))


def _written(entry: Field, cells: Cells) -> tuple[Choice, ...]:
    """Return the choices of a field as the export writes them: with their codes, or with their labels."""
    texts = distinct(cells)
    if texts and not texts & {normalise(choice.code) for choice in entry.choices}:
        labels = {normalise(choice.label) for choice in entry.choices}
        if texts <= labels:
            return tuple(replace(choice, code=choice.label) for choice in entry.choices)
    return entry.choices
