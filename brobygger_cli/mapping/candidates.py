"""Columns that may hold what has no column yet: near names and wordings, and answers that are a question's options."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brobygger_cli.mapping.names import bare, option_named
from brobygger_cli.mapping.near import NEAR, closest, names_of, nearness, wide
from brobygger_cli.questionnaire.multiple import MultipleResponse
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.mapping.columns import ColumnMap
    from brobygger_cli.questionnaire.options import Option
    from brobygger_cli.questionnaire.questionnaire import Questionnaire

WHOLE = -1  # instead of an option's position: the column of the whole answer
Key = tuple[str, int]

_MOST_COLUMNS = 300
_MOST_TEXTS = 50  # distinct answers of a column that may be options
_AS_OPTIONS = 0.69  # evidence by the answers goes behind all evidence by names
_BETWEEN = re.compile(r"\s[-–]\s|:\s|\[|\(|_{1,3}(?=[^_]+$)|/")


@dataclass(frozen=True)
class Candidate:
    """A column that may hold something.

    Attributes:
        column: The column.
        why: Why it may.
    """

    column: int
    why: str


def propose_columns(raw: RawTable, questionnaire: Questionnaire, found: ColumnMap) -> dict[Key, Candidate]:
    """Return a column for what has none, by question id and option position; every column at most once."""
    free = found.unknown[:_MOST_COLUMNS]
    scored = [
        *_by_name(raw, questionnaire, found, free),
        *_by_option(raw, questionnaire, found, free),
        *_by_answers(raw, questionnaire, found, free),
    ]
    proposed: dict[Key, Candidate] = {}
    taken: set[int] = set()
    as_whole: dict[str, bool] = {}  # a question has a column for its answer or columns for its options, not both
    for _, (question, option), candidate in sorted(scored, key=lambda one: -one[0]):
        one_kind = as_whole.get(question, option == WHOLE) == (option == WHOLE)
        if one_kind and (question, option) not in proposed and candidate.column not in taken:
            proposed[question, option] = candidate
            as_whole[question] = option == WHOLE
            taken.add(candidate.column)
    return proposed


def propose_one(raw: RawTable, names: Iterable[str], found: ColumnMap) -> Candidate | None:
    """Return the column that may hold what has one of these names, such as the group."""
    words = [wide(name) for name in names]
    near = {column: nearness(raw, column, words) for column in found.unknown[:_MOST_COLUMNS]}
    best = max(near, key=near.__getitem__, default=None)
    return Candidate(best, _near(near[best])) if best is not None and near[best] else None


def _near(score: float) -> str:
    return f"near match ({score:.2f})"


Scored = tuple[float, Key, Candidate]


def _by_name(raw: RawTable, questionnaire: Questionnaire, found: ColumnMap, free: list[int]) -> Iterator[Scored]:
    """Yield columns whose name or wording is near to that of a question without a column."""
    for question in questionnaire.questions:
        if question.id not in found.questions():
            words = [wide(name) for name in names_of(question)]
            for column in free:
                of_an_option = bool(raw.variables) and raw.variables[column].tick is not None
                score = 0.0 if of_an_option else nearness(raw, column, words)
                if score:
                    yield score, (question.id, WHOLE), Candidate(column, _near(score))


def _by_option(raw: RawTable, questionnaire: Questionnaire, found: ColumnMap, free: list[int]) -> Iterator[Scored]:
    """Yield columns whose name consists of something near to a question and something near to one of its options."""
    parts = {column: [*_parts(raw, column)] for column in free}
    for question in questionnaire.questions:
        if not isinstance(question, MultipleResponse) or question.id in found.whole:
            continue
        placed = found.ticks.get(question.id, {})
        siblings = {normalise(raw.variables[column].question) for column in placed.values()} if raw.variables else set()
        names = [wide(name) for name in names_of(question)]
        lacking = [(at, _words(option)) for at, option in enumerate(question.options) if at not in placed]
        for column in free if lacking else ():
            for stem, tail in parts[column]:
                of_question = 1.0 if normalise(stem) in siblings - {""} else closest(wide(stem), names)
                exact = option_named(question, tail) if of_question else None
                for at, words in lacking if of_question else ():
                    of_option = 1.0 if exact == at else _closest_option(bare(tail), words)
                    score = min(of_question, of_option)
                    if score:
                        yield score, (question.id, at), Candidate(column, _near(score))


def _closest_option(text: str, words: tuple[str, ...]) -> float:
    """Return how near a text is to an option worded so; a text that has all words of the option is just near."""
    score = closest(text, words)
    return score or max((NEAR for word in words if word and set(word.split()) <= set(text.split())), default=0.0)


def _parts(raw: RawTable, column: int) -> Iterator[tuple[str, str]]:
    """Yield what may be the question and the option in what the platform tells of a column, or in its header."""
    if raw.variables and (tick := raw.variables[column].tick) is not None:
        variable = raw.variables[column]
        for stem in filter(None, (variable.question, variable.text, *variable.also)):
            yield stem, tick.label or tick.code
    header = raw.columns[column]
    for joint in _BETWEEN.finditer(header):
        yield header[: joint.start()], header[joint.end() :].rstrip("])")


def _by_answers(raw: RawTable, questionnaire: Questionnaire, found: ColumnMap, free: list[int]) -> Iterator[Scored]:
    """Yield columns whose answers are the options of one question only, where no other column has these answers."""
    options = {
        question.id: [frozenset(_words(option)) for option in question.choices]
        for question in questionnaire.questions
        if question.choices and question.id not in found.questions() and not isinstance(question, MultipleResponse)
    }
    fitting = [
        (question, column) for column in free for question, words in options.items() if _are_options(raw, column, words)
    ]
    times = Counter(one for pair in fitting for one in pair)
    for question, column in fitting:
        if times[question] == times[column] == 1:
            why = "its answers are the options of this question"
            yield _AS_OPTIONS, (question, WHOLE), Candidate(column, why)


def _are_options(raw: RawTable, column: int, options: list[frozenset[str]]) -> bool:
    """Tell whether the answers of a column are the options of a question.

    A platform that words them has to word all of them and no other; of answers themselves, none may be another, and
    most options have to occur.
    """
    labels = [choice.label for choice in raw.variables[column].choices] if raw.variables else []
    texts = labels or [str(text) for text in raw.cells[column].texts[: _MOST_TEXTS + 1]]
    answers = {bare(text) for text in texts if text.strip()}
    of_options = [bool(answers & words) for words in options]
    enough = all(of_options) if labels else sum(of_options) >= max(2, len(options) / 2)
    return enough and len(answers) <= _MOST_TEXTS and answers <= frozenset().union(*options)


def _words(option: Option) -> tuple[str, ...]:
    """Return how an option is worded."""
    return tuple(dict.fromkeys(map(bare, (*option.label.wordings(), option.id, *option.aliases))))
