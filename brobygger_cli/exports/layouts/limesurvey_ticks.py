"""Ticks of LimeSurvey: which columns hold them, what they say in the survey's language, and who never saw them.

In texts every tick is Yes or No in the survey's language, or a third word, N/A, where the question was not shown: that
word stands in all columns of the question or in none, which no answer does. In codes a tick is Y and the rest blank.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.exports.layouts.shapes import blank, distinct, holding

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy.typing as npt

    from brobygger_cli.exports.raw import Cells

    Mask = npt.NDArray[np.bool_]

NOT_SHOWN = "n/a"  # as most translations of LimeSurvey leave it
_YES = frozenset({"y", "1", "yes", "ja", "oui", "sí", "si", "sì", "sim", "já", "kyllä", "jah", "tak", "ano", "igen"})
_NO = frozenset({"n", "0", "no", "nein", "nej", "nei", "nee", "non", "não", "ei", "nie", "ne", "nem"})
_TICKED = "y"
_CODES = ({_TICKED}, {"1", "0"})  # how codes may be written, the latter where the person who exported asked for it


@dataclass(frozen=True)
class Ticks:
    """The ticks of an export.

    Attributes:
        columns: The columns that hold the tick of one option.
        words: The columns beside them that hold the respondent's own words.
        yes: How a tick is written; "" where that is not known.
        no: How an option that is not ticked is written; "" where that is not known.
        not_shown: What stands where a question was not shown; "" where nothing tells that.
        unseen: By column, the records that never saw the question, shape (records,).
    """

    columns: frozenset[int]
    words: frozenset[int]
    yes: str
    no: str
    not_shown: str
    unseen: Mapping[int, Mask]


def find_ticks(cells: Sequence[Cells], questions: Sequence[Sequence[int]]) -> Ticks:
    """Return the ticks among the columns of questions with subquestions.

    Args:
        cells: The cells of every column.
        questions: The columns of each of these questions.
    """
    closed = [_closed(cells, columns) for columns in questions]
    not_shown = _not_shown_word(cells, closed)
    answers = _answers(cells, closed, not_shown)
    if not answers:
        return _ticks_in_codes(cells, questions)
    found: dict[int, list[int]] = {
        place: ticks for place, ticks in enumerate(closed) if ticks and _words(cells, ticks) <= answers | {not_shown}
    }
    unseen: dict[int, Mask] = {}
    if not_shown:
        for place, ticks in found.items():
            hidden = {column: holding(cells[column], {not_shown}) for column in ticks}
            whole = _all_of(hidden)
            unseen |= {column: hidden.get(column, whole) for column in questions[place]}
    yes, no = _meaning(answers)
    return _ticks(questions, found, unseen, (yes, no, not_shown))


def _ticks(
    questions: Sequence[Sequence[int]],
    found: Mapping[int, Sequence[int]],
    unseen: Mapping[int, Mask],
    said: tuple[str, str, str],
) -> Ticks:
    columns = frozenset(column for ticks in found.values() for column in ticks)
    beside = frozenset(column for place in found for column in questions[place]) - columns
    return Ticks(columns, beside, *said, unseen)


def _all_of(hidden: Mapping[int, Mask]) -> Mask:
    return np.asarray(np.logical_and.reduce(list(hidden.values())))


def _closed(cells: Sequence[Cells], columns: Iterable[int]) -> list[int]:
    """Return the columns that hold no more than three texts, and are never blank."""
    return [column for column in columns if len(cells[column].texts) <= 3 and not blank(cells[column]).any()]


def _words(cells: Sequence[Cells], columns: Iterable[int]) -> set[str]:
    return {word for column in columns for word in distinct(cells[column])}


def _not_shown_word(cells: Sequence[Cells], questions: Sequence[Sequence[int]]) -> str:
    """Return the word that stands, wherever there are three, in all columns of a question or in none.

    A single option may be hidden, and one that everybody or nobody ticked does the same by chance: the word that does
    it in most questions, and in more than it does not, is taken, and none where there are several.
    """
    found: Counter[str] = Counter()
    for columns in questions:
        words = _words(cells, columns)
        if len(columns) > 1 and len(words) == 3:
            found.update({word: 1 if _in_all_or_none(cells, columns, word) else -1 for word in words})
    if found[NOT_SHOWN] > 0:
        return NOT_SHOWN
    most = [word for word, times in found.items() if times == max(found.values()) and times > 0]
    return most[0] if len(most) == 1 else ""


def _in_all_or_none(cells: Sequence[Cells], columns: Sequence[int], word: str) -> bool:
    held = np.array([holding(cells[column], {word}) for column in columns])
    return bool((held.all(axis=0) == held.any(axis=0)).all())


def _answers(cells: Sequence[Cells], questions: Sequence[Sequence[int]], not_shown: str) -> set[str]:
    """Return the two words of ticks: those of most questions where a third word tells them, else Yes and No."""
    pairs: Counter[frozenset[str]] = Counter()
    for columns in questions:
        words = frozenset(_words(cells, columns))
        if not_shown in words and len(words) == 3:
            pairs[words - {not_shown}] += 1
        elif not not_shown and len(words) == 2 and words & _YES and words & _NO:
            pairs[words] += 1
    return set(pairs.most_common(1)[0][0]) if pairs else set()


def _meaning(answers: set[str]) -> tuple[str, str]:
    """Return which of two words says Yes and which No; blanks where they are not known."""
    yes, no = answers & _YES, answers & _NO
    if len(yes) == 1 and yes.isdisjoint(no):
        return min(yes), min(answers - yes)
    if len(no) == 1 and no.isdisjoint(yes):
        return min(answers - no), min(no)
    return "", ""


def _ticks_in_codes(cells: Sequence[Cells], questions: Sequence[Sequence[int]]) -> Ticks:
    """Return the ticks that are written as Y and blank, or as 1 and 0 where the question was shown."""
    found: dict[int, list[int]] = {}
    unseen: dict[int, Mask] = {}
    for place, columns in enumerate(questions):
        few = [column for column in columns if len(cells[column].texts) <= 3]
        for codes in _CODES:
            ticks = [column for column in few if distinct(cells[column]) <= codes]
            if not ticks or _words(cells, ticks) != codes:
                continue
            hidden = {column: blank(cells[column]) for column in ticks}
            whole = _all_of(hidden)
            if len(codes) == 1:
                found[place] = ticks
            elif all((mask == whole).all() for mask in hidden.values()):  # else they are answers to several items
                found[place] = ticks
                unseen |= dict.fromkeys(columns, whole)
    return _ticks(questions, found, unseen, (_TICKED, "", ""))


def not_shown_in(cells: Sequence[Cells], ticks: Ticks) -> list[Mask]:
    """Return the records that never saw a question of Yes and No, for each of its columns; nothing where it is another.

    These, too, are never blank, and say where they were not shown. Beside Yes and No there may be Uncertain, where a
    question has several columns.

    Args:
        cells: The cells of the columns of one question.
        ticks: What ticks say.
    """
    word = ticks.not_shown or NOT_SHOWN
    if any(len(of_column.texts) > 4 or blank(of_column).any() for of_column in cells):
        return []
    words = _words(cells, range(len(cells)))
    others = words - {word} - _YES - _NO - {ticks.yes, ticks.no}
    uncertain = 1 if len(cells) > 1 and len(words) > 2 else 0
    if word not in words or len(others) > uncertain:
        return []
    return [holding(of_column, {word}) for of_column in cells]
