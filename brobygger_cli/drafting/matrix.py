"""The items of a matrix: questions that begin alike share their answers, also those given to some of them only."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from brobygger_cli.drafting.guess import MOST_OPTIONS, Guess, guess, in_order
from brobygger_cli.exports.variables import Choice
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brobygger_cli.drafting.answers import Column

ITEM = re.compile(r"(?P<question>.*\S)\s*\[(?P<item>[^\[\]]+)\]\Z", re.DOTALL)
_ALIKE = 3  # answers by which an item may differ from the whole


def guesses(columns: Iterable[Column]) -> dict[int, Guess]:
    """Return what every column of which the platform lists no answers seems to hold, by the column's position."""
    found: dict[int, Guess] = {}
    items: dict[str, list[Column]] = {}
    for column in columns:
        if column.variable.choices or column.variable.tick is not None or not column.header:
            continue
        found[column.place] = guess(column.header, column.answers)
        told = ITEM.match(column.variable.text)
        if told is not None:
            items.setdefault(normalise(told["question"]), []).append(column)
    for of_question in items.values():
        found.update(_pooled(of_question, found))
    return found


def _pooled(columns: list[Column], found: dict[int, Guess]) -> dict[int, Guess]:
    """Return the guesses of items that have one answer list together; nothing where they have not."""
    chosen = [column for column in columns if found[column.place].what == "single"]
    answers: dict[str, str] = {}
    for column in chosen:
        for choice in found[column.place].choices:
            answers.setdefault(normalise(choice.code), choice.code)
    if len(chosen) < 2 or len(answers) > MOST_OPTIONS:
        return {}
    if any(len(found[column.place].choices) + _ALIKE < len(answers) for column in chosen):
        return {}
    texts = list(answers.values())
    numbers = all(text.isdecimal() for text in texts)
    choices = tuple(Choice(text, text) for text in (sorted(texts, key=int) if numbers else in_order(texts)))
    fitting = [
        column
        for column in columns
        if column.variable.kind in {"unknown", "single", "ordinal"}
        and all(normalise(text) in answers for text in column.answers.times)
    ]
    rows = sum(column.answers.rows for column in fitting)
    why = f"guessed from {len(texts)} distinct answers to {len(fitting)} items, {rows} answers in all"
    return {column.place: replace(found[column.place], what="single", choices=choices, why=why) for column in fitting}
