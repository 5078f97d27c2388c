"""LimeSurvey: its own columns in front, subquestions in brackets, and a word for questions that were not shown."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.exports.layouts.headers import unique, with_header
from brobygger_cli.exports.layouts.limesurvey_headers import questions, read_headers
from brobygger_cli.exports.layouts.limesurvey_ticks import find_ticks, not_shown_in
from brobygger_cli.exports.layouts.shapes import are_all, blank, holding, is_moment, is_whole_number, some_texts
from brobygger_cli.exports.standing import Standing
from brobygger_cli.exports.variables import Choice, Variable
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brobygger_cli.exports.layouts.limesurvey_headers import Header
    from brobygger_cli.exports.layouts.limesurvey_ticks import Ticks
    from brobygger_cli.exports.raw import Cells, RawTable

NAME = "limesurvey"

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,8})*")
_PAGE = re.compile(r"-?\d{1,4}")
_SEED = re.compile(r"\d{3,}")
_CODED_TEXT = re.compile(r"(\w{1,10})\. (\S.*)", re.DOTALL)  # as "A1. Very content"
_MOST_CHOICES = 60
_IN_FRONT = ("id", "submitdate", "lastpage", "startlanguage")
_BEHIND = ("startdate", "datestamp")


def recognise(raw: RawTable) -> str:
    """Say by what a table is told to be of LimeSurvey; "" where it is not."""
    headers, coded = read_headers(raw.columns)
    if coded:
        return "its header has LimeSurvey's own " + ", ".join(f"'{header.own}'" for header in headers if header.own)
    if _own_in_front(raw):
        first = "', '".join(raw.columns[: len(_IN_FRONT)])
        return f"its first columns '{first}' are an id, when it was sent in, the last page and a language"
    if not _has_ids(raw):
        return ""
    ticks = find_ticks(raw.cells, questions(headers))
    if not ticks.not_shown:
        return ""
    held = (text for column in ticks.columns for text in some_texts(raw.cells[column]))
    word = next(text for text in held if normalise(text) == ticks.not_shown)
    return (
        f"{len(ticks.columns)} columns, each with a subquestion in brackets, hold two answers, and '{word}' in all "
        f"columns of a question or in none"
    )


def read(raw: RawTable) -> RawTable:
    """Return the table with what LimeSurvey tells: ticks, who was not shown a question, and who sent the form in.

    The header is the code where there are codes, and else what it was.
    """
    headers, _ = read_headers(raw.columns)
    headers = [
        header._replace(own=own) if own else header for header, own in zip(headers, _own(raw, headers), strict=True)
    ]
    named = with_header(raw, [header.name for header in headers])
    of_questions = [columns for columns in questions(headers) if not any(headers[column].own for column in columns)]
    ticks = find_ticks(raw.cells, of_questions)
    alone = [[column] for column, header in enumerate(headers) if not header.own and not header.item]
    unseen = dict(ticks.unseen)
    for columns in (*of_questions, *alone):
        if unseen.keys().isdisjoint(columns):
            unseen |= dict(zip(columns, not_shown_in([raw.cells[column] for column in columns], ticks), strict=False))
    shared = unique(headers[columns[0]].question for columns in of_questions)
    question = {column: name for name, columns in zip(shared, of_questions, strict=True) for column in columns}
    variables = tuple(
        _variable(name, header, question.get(column, name), raw.cells[column], column, ticks)
        for column, (name, header) in enumerate(zip(named.columns, headers, strict=True))
    )
    return replace(named, variables=variables, unseen=unseen, standing=_standing(named, headers))


def _has_ids(raw: RawTable) -> bool:
    """Tell whether the first column numbers the responses."""
    cells = raw.cells[0]
    return len(cells.texts) == len(cells) and are_all(cells, is_whole_number)


def _own_in_front(raw: RawTable) -> bool:
    """Tell whether the first columns are an id, when the response was sent in, its last page and its language."""
    if len(raw.columns) <= len(_IN_FRONT) or not _has_ids(raw):
        return False
    _, sent, page, language = raw.cells[: len(_IN_FRONT)]
    return (
        all(map(is_moment, some_texts(sent)))
        and are_all(page, _PAGE.fullmatch)
        and are_all(language, _LANGUAGE.fullmatch)
        and not blank(language).any()
    )


def _own(raw: RawTable, headers: Sequence[Header]) -> list[str]:
    """Return by column what LimeSurvey calls it, where it is one of its own; "" where it belongs to the survey."""
    own = [header.own for header in headers]
    if any(own) or not _has_ids(raw):
        return own
    own[0] = _IN_FRONT[0]
    if _own_in_front(raw):
        own[: len(_IN_FRONT)] = _IN_FRONT
        place = len(_IN_FRONT)
        if place < len(own) and not headers[place].item and are_all(raw.cells[place], _SEED.fullmatch):
            own[place] = "seed"
            place += 1
        timed = raw.cells[place : place + len(_BEHIND)]
        if len(timed) == len(_BEHIND) and all(are_all(cells, is_moment) and not blank(cells).any() for cells in timed):
            own[place : place + len(_BEHIND)] = _BEHIND
    return own


def _standing(raw: RawTable, headers: Sequence[Header]) -> Standing | None:
    """Return who sent the response in; of an export without that, who at least saw a page."""
    own = [header.own for header in headers]
    if "submitdate" in own:
        column = own.index("submitdate")
        return Standing.of(np.where(blank(raw.cells[column]), "partial", "completed").tolist(), raw.columns[column])
    if "lastpage" in own:
        column = own.index("lastpage")
        before = blank(raw.cells[column]) | holding(raw.cells[column], {"0", "-1"})
        return Standing.of(np.where(before, "partial", "unknown").tolist(), raw.columns[column])
    return None


def _variable(name: str, header: Header, question: str, cells: Cells, column: int, ticks: Ticks) -> Variable:
    if header.own:
        return Variable(name, "respondent" if header.own == "id" else "paradata", name, header.text)
    if column in ticks.columns:
        tick = Choice(header.item, header.item_text or header.item)
        return Variable(name, "tick", question, header.text, _tick_choices(cells, ticks), tick)
    if column in ticks.words:
        return Variable(name, "text", question, header.wording())
    choices = _coded_texts(cells)
    return Variable(name, "single" if choices else "unknown", name, header.wording(), choices)


def _tick_choices(cells: Cells, ticks: Ticks) -> tuple[Choice, ...]:
    """Return how the cells of a tick say Yes and No, where that is known."""
    said = {ticks.yes: "Yes", ticks.no: "No"}
    return tuple(Choice(text, said[word]) for text in some_texts(cells) if (word := normalise(text)) and word in said)


def _coded_texts(cells: Cells) -> tuple[Choice, ...]:
    """Return the answers where every cell is a code and a text, `A1. Very content`; as far as somebody gave them."""
    texts = some_texts(cells, _MOST_CHOICES + 1)
    parts = {text: found.groups() for text in texts if (found := _CODED_TEXT.fullmatch(text.strip()))}
    codes = {code for code, _ in parts.values()}
    if not texts or len(texts) > _MOST_CHOICES or not len(texts) == len(parts) == len(codes):
        return ()
    in_order = sorted(parts, key=lambda text: (len(parts[text][0]), parts[text][0]))
    return tuple(Choice(text, parts[text][1]) for text in in_order)
