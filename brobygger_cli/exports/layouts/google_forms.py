"""Google Forms: a time stamp in front, headers that are the questions, and ticks joined by a comma and a blank."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.exports.layouts.headers import with_header
from brobygger_cli.exports.layouts.joined import find_joined
from brobygger_cli.exports.layouts.shapes import are_all, blank, is_address, is_moment
from brobygger_cli.exports.standing import Standing
from brobygger_cli.exports.variables import Choice, Variable

if TYPE_CHECKING:
    from brobygger_cli.exports.raw import Cells, RawTable

NAME = "google-forms"

_NEARLY_ALL = 0.95  # a person may have added rows by hand to the sheet that collects the answers
_SEPARATOR = ", "
_SCORE = re.compile(r"\d+(?:[.,]\d+)?\s*/\s*\d+")  # of a quiz: "3 / 10"


def recognise(raw: RawTable) -> str:
    """Say by what a table is told to be of Google Forms; "" where it is not."""
    if len(raw.columns) < 2 or not _are_times(raw.cells[0]) or are_all(raw.cells[1], is_moment):
        return ""
    headers = raw.columns[1:]
    if not any(map(_is_worded, headers)) or any(map(_is_name, headers)):
        return ""
    return f"its first column, '{raw.columns[0]}', holds the time of each answer, and the other headers are questions"


def read(raw: RawTable) -> RawTable:
    """Return the table with what Google Forms tells: its time stamp, and the options of joined ticks.

    Only answers that were sent in are exported, so whoever has a time stamp is completed. A question that stands twice,
    in two branches of a form, gives two columns.
    """
    named = with_header(raw, raw.columns)
    variables = tuple(
        _variable(place, name, text, cells)
        for place, (name, text, cells) in enumerate(zip(named.columns, raw.columns, named.cells, strict=True))
    )
    standing = None
    if _are_times(named.cells[0]):
        sent = ~blank(named.cells[0])
        standing = Standing.of(np.where(sent, "completed", "unknown").tolist(), named.columns[0])
    return replace(named, variables=variables, standing=standing)


def _variable(place: int, name: str, text: str, cells: Cells) -> Variable:
    if place == 0 and _are_times(cells):
        return Variable(name, "paradata", name, text)
    if place == 1 and are_all(cells, is_address):
        return Variable(name, "respondent", name, text)
    if are_all(cells, _is_score):
        return Variable(name, "paradata", name, text)
    joined = find_joined(cells, _SEPARATOR)
    if joined is None:
        return Variable(name, "unknown", name, text)
    choices = tuple(Choice(label, label) for label in joined.options)
    return Variable(name, "joined", name, text, choices, separator=_SEPARATOR)


def _are_times(cells: Cells) -> bool:
    return are_all(cells, is_moment, share=_NEARLY_ALL) and bool(blank(cells).mean() <= 1 - _NEARLY_ALL)


def _is_worded(header: str) -> bool:
    """Tell whether a header is worded as a question is."""
    return header.endswith(("?", ":")) or len(header.split()) >= 5


def _is_name(header: str) -> bool:
    """Tell whether a header is a variable's name, as no question is."""
    return "_" in header and not any(map(str.isspace, header))


def _is_score(text: str) -> bool:
    return _SCORE.fullmatch(text.strip()) is not None
