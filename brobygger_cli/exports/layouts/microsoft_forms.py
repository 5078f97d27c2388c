"""Microsoft Forms: five columns of its own in front, and ticks that each end in a semicolon."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.exports.layouts.headers import with_header
from brobygger_cli.exports.layouts.joined import find_joined
from brobygger_cli.exports.layouts.shapes import (
    are_all,
    blank,
    is_address,
    is_moment,
    is_whole_number,
    moments,
    some_texts,
)
from brobygger_cli.exports.standing import Standing
from brobygger_cli.exports.variables import Choice, Variable
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brobygger_cli.exports.layouts.shapes import Moment
    from brobygger_cli.exports.raw import Cells, RawTable

NAME = "microsoft-forms"

_ID, _START, _COMPLETION, _EMAIL = range(4)
_OWN = 5
_OWN_WITHOUT_PERSON = 3  # where the address and the name were taken out before the file was passed on
_LOOKED_AT = 200  # records of which the times are compared
_SEPARATOR = ";"
_POINTS = " - "  # stands between "Points" or "Feedback", in any language, and the question of a quiz


def recognise(raw: RawTable) -> str:
    """Say by what a table is told to be of Microsoft Forms; "" where it is not."""
    own = _own_in_front(raw)
    if not own:
        return ""
    times = f"a number and the times '{raw.columns[_START]}' and '{raw.columns[_COMPLETION]}', never the earlier"
    if own == _OWN:
        return f"its first five columns are {times}, an address and a name"
    return f"its first three columns are {times}, and ticked answers each end in a semicolon"


def read(raw: RawTable) -> RawTable:
    """Return the table with what Microsoft Forms tells: its own columns, and the options of joined ticks.

    Whoever has a time of completion is completed: nothing else is exported.
    """
    named = with_header(raw, raw.columns)
    own = _own_columns(raw, _own_in_front(raw))
    variables = tuple(
        Variable(name, "respondent" if place == _ID else "paradata", name, text)
        if place in own
        else _question(name, text, cells)
        for place, (name, text, cells) in enumerate(zip(named.columns, raw.columns, named.cells, strict=True))
    )
    if not own:
        return replace(named, variables=variables)
    sent = ~blank(named.cells[_COMPLETION])
    standing = Standing.of(np.where(sent, "completed", "unknown").tolist(), named.columns[_COMPLETION])
    return replace(named, variables=variables, standing=standing)


def _own_in_front(raw: RawTable) -> int:
    """Return how many columns in front are the platform's own; none where this is another layout."""
    if len(raw.columns) <= _OWN_WITHOUT_PERSON:
        return 0
    number, start, completion, address = raw.cells[: _EMAIL + 1]
    timed = (
        len(number.texts) == len(number)
        and are_all(number, is_whole_number)
        and are_all(start, is_moment)
        and are_all(completion, is_moment)
        and _never_earlier(start, completion)
    )
    if not timed:
        return 0
    if len(raw.columns) > _OWN and _are_addresses(address):
        return _OWN
    return _OWN_WITHOUT_PERSON if any(map(_are_ticks, raw.cells[_OWN_WITHOUT_PERSON:])) else 0


def _are_addresses(cells: Cells) -> bool:
    """Tell whether a column holds addresses, the one word that stands for an anonymous respondent, or nothing."""
    others = {normalise(text) for text in some_texts(cells) if not is_address(text)}
    return len(others) <= 1 and not any(is_whole_number(text) or is_moment(text) for text in others)


def _never_earlier(start: Cells, completion: Cells) -> bool:
    """Tell whether, in one order of day and month, nobody completed the form before starting it."""
    records = range(min(len(start), _LOOKED_AT))
    pairs = [(moments(start[record]), moments(completion[record])) for record in records]
    timed = [(began, ended) for began, ended in pairs if any(began) and any(ended)]
    return any(all(_in_order(began[order], ended[order]) for began, ended in timed) for order in range(3))


def _in_order(began: Moment | None, ended: Moment | None) -> bool:
    return began is not None and ended is not None and began <= ended


def _own_columns(raw: RawTable, in_front: int) -> set[int]:
    """Return the columns that are no question: those in front, when an answer was changed, and those of a quiz."""
    if not in_front:
        return set()
    scored = _scored(raw.columns, in_front)
    # Before the first question of a quiz stand the total, its feedback, and when the answer was changed.
    own = set(range(min(scored, default=in_front)))
    own |= {place for of_question in scored.values() for place in of_question}
    if not scored and in_front == _OWN and _is_last_change(raw):
        own.add(_OWN)
    return own


def _is_last_change(raw: RawTable) -> bool:
    """Tell whether the sixth column is when an answer was last changed: it is most often blank."""
    cells = raw.cells[_OWN]
    return len(raw.columns) > _OWN + 1 and all(is_moment(text) for text in some_texts(cells))


def _scored(headers: Sequence[str], in_front: int) -> dict[int, list[int]]:
    """Return by question of a quiz the columns with its points and feedback, whose headers end in the question."""
    found: dict[int, list[int]] = {}
    for question in range(in_front, len(headers)):
        tail = f"{_POINTS}{headers[question]}"
        behind = [
            place for place in (question + 1, question + 2) if place < len(headers) and headers[place].endswith(tail)
        ]
        if headers[question] and behind:
            found[question] = behind
    return found


def _question(name: str, text: str, cells: Cells) -> Variable:
    """Return what the cells tell of a question."""
    if not _are_ticks(cells):
        return Variable(name, "unknown", name, text)
    joined = find_joined(cells, _SEPARATOR)
    choices = () if joined is None else tuple(Choice(label, label) for label in joined.options)
    return Variable(name, "joined", name, text, choices, separator=_SEPARATOR)


def _are_ticks(cells: Cells) -> bool:
    """Tell whether every filled cell ends in a semicolon, and they are not the same pieces in different orders.

    The latter is how an order of options is written.
    """
    filled = [text.strip() for text in some_texts(cells)]
    if not filled or not all(text.endswith(_SEPARATOR) for text in filled):
        return False
    return len(filled) == 1 or len({tuple(sorted(text.split(_SEPARATOR))) for text in filled}) > 1
