"""The headers of LimeSurvey: codes of questions, their texts, or code and text, each with the subquestion behind.

id              Q1      Q1[SQ001]  or  Q1_SQ001                 Q1[other]
Response ID     Why?    Which? [By bus]                         Which? [Other]
id. Response ID Q1. Why?  Q1[SQ001]. Which? [By bus]            Q1[other]. Which? [Other]
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from brobygger_cli.exports.definitions.markup import with_item
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

# What LimeSurvey calls its own columns, whatever the survey's language.
_PARTICULAR = {"submitdate", "lastpage", "startlanguage", "datestamp"}  # which no other platform has
_OWN = {"id", "seed", "token", "startdate", "ipaddr", "refurl", "interviewtime"} | _PARTICULAR
_TIMES = "interviewtime"  # the columns behind it are times of groups and questions
_CODE = re.compile(r"([A-Za-z][A-Za-z0-9]*)(?:\[(.+)\]|_(\w+))?", re.DOTALL)
_AND_TEXT = re.compile(r"([A-Za-z]\w*(?:\[[^\[\]]*\])*)([^\w\[\]]+)(.*)", re.DOTALL)


class Header(NamedTuple):
    """What a header says.

    Attributes:
        name: The code of the column, or the header where there are no codes.
        question: The code of the question, or its text where there are no codes; shared by its subquestions.
        item: The code of the subquestion, or its text where there are no codes; "" where there is none.
        text: The text of the question, where there are texts.
        item_text: The text of the subquestion, where there are texts.
        own: What LimeSurvey calls a column of its own; "" where it belongs to the survey.
    """

    name: str
    question: str
    item: str = ""
    text: str = ""
    item_text: str = ""
    own: str = ""

    def wording(self) -> str:
        """Return the text of the question with that of the subquestion behind it."""
        return with_item(self.text, self.item_text)


def read_headers(columns: Sequence[str]) -> tuple[list[Header], bool]:
    """Return what the headers say, and whether they have codes, which no other platform's have."""
    parts = [(column, "") for column in columns]
    if not _are_codes(parts):
        with_text = filter(None, map(_AND_TEXT.fullmatch, columns))
        separator = next((found[2] for found in with_text if _is_particular(found[1])), "")
        if separator:
            split = [column.partition(separator) for column in columns]
            parts = [(code.strip(), text.strip()) for code, _, text in split]
    if not _are_codes(parts):
        return [_of_text(column) for column in columns], False
    codes = [code.casefold() for code, _ in parts]
    times = codes.index(_TIMES) if _TIMES in codes else len(codes)
    return [_of_code(code, text, is_time=place > times) for place, (code, text) in enumerate(parts)], True


def questions(headers: Sequence[Header]) -> list[list[int]]:
    """Return the columns of every question with subquestions, which stand side by side."""
    names = [normalise(header.question) if header.item else "" for header in headers]
    side_by_side = groupby(range(len(names)), key=names.__getitem__)
    return [list(columns) for question, columns in side_by_side if question]


def divided(text: str) -> tuple[str, str]:
    """Return the question and the subquestion of a text, `Which? [By bus]`; the latter "" where there is none."""
    text = text.strip()
    depth = 0
    for place in range(len(text) - 1, 0, -1):
        depth += {"]": 1, "[": -1}.get(text[place], 0)
        if depth <= 0:
            return (text[:place].rstrip(), text[place + 1 : -1].strip()) if text.endswith("]") else (text, "")
    return text, ""


def _is_particular(code: str) -> bool:
    return code.casefold() in _PARTICULAR


def _are_codes(parts: Sequence[tuple[str, str]]) -> bool:
    return len({code.casefold() for code, _ in parts if _is_particular(code)}) >= 2


def _of_code(code: str, text: str, *, is_time: bool) -> Header:
    own = code.casefold() if code.casefold() in _OWN else "time" if is_time else ""
    found = _CODE.fullmatch(code)
    item = (found[2] or found[3] or "") if found else ""
    if own or not found or not item:
        return Header(code, code, text=text, own=own)
    return Header(code, found[1], item, *divided(text))


def _of_text(column: str) -> Header:
    question, item = divided(column)
    return Header(column, question, item, question, item)
