"""What is near to what: proposals for a person to judge, never applied."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

from brobygger_cli.mapping.names import bare
from brobygger_cli.questionnaire.multiple import MultipleResponse
from brobygger_cli.spelling import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.questionnaire.questionnaire import Questionnaire

# Two texts are near from here on, where 1 is the same text.
NEAR = 0.7
# So much is compared: what is longer or more is no mistyped name, and would only take time.
_LONGEST, _MOST_COLUMNS = 200, 100
# Letters of a name, and of a wording, that a platform may have cut short.
_SHORTEST_CUT, _SHORTEST_CUT_WORDING = 6, 20
_QUESTION_NUMBER = re.compile(r"(?:(?:q|spm|spg|question|spørgsmål)\W*)?\d+[a-z]?\W+|(?:q|spm|spg)\d+\s+")
_NO_LETTERS = re.compile(r"\W+")


def wide(text: str) -> str:
    """Spell a name or wording so that its number in the questionnaire and its punctuation make no difference."""
    spelled = bare(text)[:_LONGEST]
    return _NO_LETTERS.sub(" ", _QUESTION_NUMBER.sub("", spelled, count=1)).strip() or spelled


@lru_cache(maxsize=2**16)  # the options of a scale, and the question in the header of every tick, come again
def closeness(one: str, other: str) -> float:
    """Return how near two texts in their `wide` spelling are, 0 to 1; 0 where they are not near."""
    if not one or not other:
        return 0.0
    shorter, longer = sorted((one, other), key=len)
    if longer.startswith(shorter) and len(shorter) >= (_SHORTEST_CUT_WORDING if " " in longer else _SHORTEST_CUT):
        return 1.0 if shorter == longer else 0.95
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < NEAR or matcher.quick_ratio() < NEAR:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= NEAR else 0.0


def closest(text: str, words: Iterable[str]) -> float:
    """Return how near the nearest of some words is to a text, all in their `wide` spelling."""
    return max((closeness(text, word) for word in words), default=0.0)


def names_of(question: Question) -> tuple[str, ...]:
    """Return the names and wordings of a question, as they stand in its questionnaire."""
    return (question.id, *question.columns, *question.text.wordings())


def texts_of(raw: RawTable, column: int) -> tuple[str, ...]:
    """Return what a column is called and how its question is worded, in the `wide` spelling."""
    texts = [raw.columns[column]]
    if raw.variables:
        variable = raw.variables[column]
        texts += [variable.name, variable.text, *variable.also]
    return tuple(filter(None, dict.fromkeys(map(wide, texts))))


def nearness(raw: RawTable, column: int, words: Iterable[str]) -> float:
    """Return how near a column is to the nearest of some words in their `wide` spelling."""
    known = [*words]
    return max((closest(text, known) for text in texts_of(raw, column)), default=0.0)


def nearest_name(header: str, questionnaire: Questionnaire) -> str | None:
    """Return the question id or column name nearest to a header that belongs to nothing."""
    names = [*questionnaire.group_columns, *questionnaire.respondent_columns]
    for question in questionnaire.questions:
        names += [question.id, *question.columns]
        if isinstance(question, MultipleResponse):
            names += [f"{question.id}_{option.code}" for option in question.options]
    return nearest(header, names)


def nearest_header(names: Iterable[str], raw: RawTable, columns: Iterable[int]) -> str | None:
    """Return the header of the column that is nearest to any of some names.

    Args:
        names: What the column may be called.
        raw: The export.
        columns: The columns that hold nothing else; of very many, the first are looked at.
    """
    wanted = [wide(name) for name in names]
    near = {column: nearness(raw, column, wanted) for column in [*columns][:_MOST_COLUMNS]}
    best = max(near, key=near.__getitem__, default=None)
    return raw.columns[best] if best is not None and near[best] else None
