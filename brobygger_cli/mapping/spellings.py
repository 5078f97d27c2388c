"""What the cells of an export may mean that the questionnaire does not know, for a person to judge."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.mapping.codes import read_codes
from brobygger_cli.mapping.meanings import groups_known, options_known, options_read, ticks_known
from brobygger_cli.mapping.names import bare
from brobygger_cli.mapping.near import closeness
from brobygger_cli.questionnaire.multiple import MultipleResponse
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.mapping.codes import Known
    from brobygger_cli.mapping.columns import ColumnMap
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.questionnaire.questionnaire import Questionnaire

_MOST = 30  # lines about one question: a column with more unknown answers is hardly the right one
_LONGEST = 200  # characters of an answer that may be an option
_SEPARATORS = re.compile(r"[;,|\n]")

Words = dict[str, tuple[str, ...]]  # how everything that may be meant is worded


@dataclass(frozen=True)
class Meaning:
    """What a text may mean.

    Attributes:
        text: What the cell holds.
        meant: The id that it may mean; "" where nothing is near.
        why: Why a person has to judge it.
    """

    text: str
    meant: str
    why: str


def propose_groups(
    raw: RawTable, questionnaire: Questionnaire, found: ColumnMap, said: Mapping[str, str]
) -> list[Meaning]:
    """Return what the cells of the group's column may mean that are no group's spelling.

    Args:
        raw: The export.
        questionnaire: Whose groups they are.
        found: Which column holds what.
        said: What a person has confirmed that cells mean.
    """
    if found.group is None:
        return []
    known = groups_known(questionnaire)
    words = {group.id: (*group.label.wordings(), group.id, *group.aliases) for group in questionnaire.groups}
    texts = (text for text in _texts(raw, found.group) if known.means(found.meant(found.group, text)) is None)
    return _once([*_of_codes(raw, found.group, known, words, said), *_near(texts, words)])


def propose_answers(raw: RawTable, question: Question, found: ColumnMap, said: Mapping[str, str]) -> list[Meaning]:
    """Return what the cells of a question's column may mean that are no answer to it.

    Args:
        raw: The export.
        question: A question that has a column for the whole answer.
        found: Which column holds what.
        said: What a person has confirmed that cells mean.
    """
    if not question.choices:
        return []
    column, known = found.whole[question.id], options_known(question)
    words = {option.id: (*option.label.wordings(), option.id, *option.aliases) for option in question.choices}
    positions = options_read(question)
    unknown = [text for text in _texts(raw, column) if not positions(found.meant(column, text))]
    if isinstance(question, MultipleResponse):
        separator = raw.variables[column].separator if raw.variables else ""
        unknown = [*_left_over(unknown, separator, known, words)]
    return _once([*_of_codes(raw, column, known, words, said), *_near(unknown, words)])


def propose_ticks(raw: RawTable, question: MultipleResponse, found: ColumnMap) -> list[str]:
    """Return what the columns of a question's ticks hold that means neither ticked nor not ticked."""
    unknown: dict[str, None] = {}
    for position, column in found.ticks.get(question.id, {}).items():
        known = ticks_known(question, position)
        texts = (text for text in _texts(raw, column) if known.means(found.meant(column, text)) is None)
        unknown.update(dict.fromkeys(islice(texts, _MOST)))
    return [*unknown][:_MOST]


def _once(meanings: list[Meaning]) -> list[Meaning]:
    """Return the first of what is said of every text."""
    first: dict[str, Meaning] = {}
    for meaning in meanings:
        first.setdefault(normalise(meaning.text), meaning)
    return [*first.values()][:_MOST]


def _texts(raw: RawTable, column: int) -> Iterator[str]:
    """Yield the distinct answers of a column, without those of cells that nobody was shown."""
    cells = raw.cells[column]
    if column in raw.unseen:
        cells = cells.taken(np.flatnonzero(~raw.unseen[column]))
    return (str(text) for text in cells.texts if str(text).strip() and len(str(text)) <= _LONGEST)


def _of_codes(raw: RawTable, column: int, known: Known, words: Words, said: Mapping[str, str]) -> Iterator[Meaning]:
    """Yield the codes whose label is not the questionnaire's for that code."""
    choices = raw.variables[column].choices if raw.variables else ()
    codes = read_codes(choices, known, {normalise(text): meant for text, meant in said.items()})
    for choice, meant in codes.relabelled:
        yield Meaning(choice.code, meant, f"labelled '{choice.label}'; the questionnaire has another code for that")
    for choice, meant in codes.by_code:
        yield Meaning(choice.code, meant, f"labelled '{choice.label}'; it has this code in the questionnaire")
    for choice, _ in codes.untrusted:
        yield Meaning(choice.code, _nearest(choice.label, words)[0], f"labelled '{choice.label}'")


def _near(texts: Iterable[str], words: Words) -> Iterator[Meaning]:
    for text in islice(texts, _MOST):
        meant, score = _nearest(text, words)
        yield Meaning(text, meant, f"near match ({score:.2f})" if meant else "no option is near")


def _nearest(text: str, words: Words) -> tuple[str, float]:
    """Return what is worded nearest to a text, and how near; "" where nothing is near."""
    spelled = bare(text)
    near = {meant: max(closeness(spelled, bare(word)) for word in of) for meant, of in words.items()}
    best = max(near, key=near.__getitem__)
    return (best, near[best]) if near[best] else ("", 0.0)


def _left_over(texts: Iterable[str], separator: str, known: Known, words: Words) -> Iterator[str]:
    """Yield the parts of joined answers that mean nothing, and are no part of an option that holds the separator."""
    between = re.compile(re.escape(separator.strip() or separator)) if separator else _SEPARATORS
    spelled = [normalise(word) for of in words.values() for word in of]
    seen: set[str] = set()
    for text in texts:
        for part in between.split(text):
            name = normalise(part)
            if not name or name in seen:
                continue
            seen.add(name)
            if known.means(part) is None and not any(name in word for word in spelled):
                yield part.strip()
