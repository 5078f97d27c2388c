"""What cells mean where they are not spelled as the questionnaire spells: by label, or as a person has confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import ValidationError

from brobygger_cli.mapping.codes import NOTHING_KNOWN, Codes, Known, read_codes, remarks_on, says_something
from brobygger_cli.mapping.joined import JoinedMeanings
from brobygger_cli.questionnaire.count_bins import CountBins
from brobygger_cli.questionnaire.multiple import MultipleResponse
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.mapping.columns import ColumnMap
    from brobygger_cli.mapping.confirmed import Mapping as Confirmed
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.questionnaire.questionnaire import Questionnaire

_TICK, _NO_TICK = "1", "0"
_USUAL = {";", ",", "|"}  # separators that the questionnaire's own reading knows


def add_meanings(found: ColumnMap, raw: RawTable, questionnaire: Questionnaire, confirmed: Confirmed | None) -> None:
    """Note what the cells of every column mean where they do not say it in the questionnaire's spelling.

    Args:
        found: Which column holds what; the meanings, and what is to be said of them, are added.
        raw: The export.
        questionnaire: What was asked.
        confirmed: What a person has confirmed.
    """
    if found.group is not None:
        said = {} if confirmed is None else confirmed.form.groups
        _note(found, raw, found.group, groups_known(questionnaire), said)
    for identifier, column in found.whole.items():
        question = questionnaire.question(identifier)
        answers = {} if confirmed is None else confirmed.of(identifier).answers
        if not question.choices or not (answers or raw.variables):
            continue
        codes = _note(found, raw, column, options_known(question), answers)
        if isinstance(question, MultipleResponse):
            _join(found, raw, column, question, codes)
        elif isinstance(question, CountBins) and codes.otherwise:
            found.meanings[column] = BinMeanings(codes.meanings, _worded(raw, column, codes))
    for identifier, ticks in found.ticks.items():
        question = questionnaire.question(identifier)
        if isinstance(question, MultipleResponse):
            for position, column in ticks.items():
                ticked = _ticks_said(confirmed, question, position)
                if ticked or raw.variables:
                    _note(found, raw, column, ticks_known(question, position), ticked)


class BinMeanings(Mapping[str, str]):
    """What cells mean where the platform numbers the bins of a count otherwise: a number is then no number of times.

    Args:
        meanings: What cells mean, by their normalised text.
        worded: Codes that the platform words.
    """

    def __init__(self, meanings: Mapping[str, str], worded: Collection[str]) -> None:
        self._meanings = meanings
        self._worded = worded

    def __getitem__(self, text: str) -> str:
        """Return what a cell means."""
        if text in self._meanings or text in self._worded or not text.isdecimal():
            return self._meanings[text]
        return NOTHING_KNOWN

    def __iter__(self) -> Iterator[str]:
        """Yield the texts whose meaning is known."""
        return iter(self._meanings)

    def __len__(self) -> int:
        """Return how many texts there are whose meaning is known."""
        return len(self._meanings)


def groups_known(questionnaire: Questionnaire) -> Known:
    """Return what a column of groups may say."""
    positions, groups = questionnaire.position_of_group(), questionnaire.groups

    def means(text: str) -> str | None:
        position = positions.get(normalise(text))
        return None if position is None else groups[position].id

    words = [word for group in groups for word in (*group.label.wordings(), group.id, *group.aliases)]
    return Known(means, {group.id: group.code for group in groups}, words)


def options_read(question: Question) -> Callable[[str], tuple[int, ...]]:
    """Return what tells the positions of the options that a text means; none where it is no answer."""
    adapter = question.answer_type()

    def positions(text: str) -> tuple[int, ...]:
        try:
            answer: tuple[int, ...] = adapter.validate_python(text)
        except ValidationError:
            return ()
        return answer

    return positions


def options_known(question: Question) -> Known:
    """Return what a column with the answers to a question may say."""
    positions, choices = options_read(question), question.choices

    def means(text: str) -> str | None:
        meant = positions(text)
        return choices[meant[0]].id if len(meant) == 1 else None

    words = [word for option in choices for word in (*option.label.wordings(), option.id, *option.aliases)]
    return Known(means, {option.id: option.code for option in choices}, words)


def ticks_known(question: MultipleResponse, position: int) -> Known:
    """Return what a column of ticks of one option may say."""
    adapter = question.tick_type(position)

    def means(text: str) -> str | None:
        try:
            return _TICK if adapter.validate_python(text) else _NO_TICK
        except ValidationError:
            return None

    named = {_TICK: "ticked", _NO_TICK: "not ticked"}
    return Known(means, {_TICK: _TICK, _NO_TICK: _NO_TICK}, named=named, labels_matter=False)


def _note(found: ColumnMap, raw: RawTable, column: int, known: Known, said: Mapping[str, str]) -> Codes:
    """Note what the codes of one column mean, and what is to be said of them."""
    choices = raw.variables[column].choices if raw.variables else ()
    codes = read_codes(choices, known, {normalise(text): meant for text, meant in said.items()})
    if codes.meanings:
        found.meanings[column] = codes.meanings
    found.remarks += remarks_on(column, codes, known)
    return codes


def _worded(raw: RawTable, column: int, codes: Codes) -> set[str]:
    """Return the codes of a column whose label says what they mean."""
    untrusted = [choice for choice, _ in codes.untrusted]
    choices = raw.variables[column].choices
    return {normalise(choice.code) for choice in choices if says_something(choice) and choice not in untrusted}


def _join(found: ColumnMap, raw: RawTable, column: int, question: MultipleResponse, codes: Codes) -> None:
    """Note what cells with several answers mean, where these are not simply spelled and joined as usual."""
    separator = raw.variables[column].separator if raw.variables else ""
    if not codes.meanings and (separator == "" or separator.strip() in _USUAL or "\n" in separator):
        return
    ids = [option.id for option in question.options]
    known = {spelling: ids[position] for spelling, position in question.position_by_spelling.items()} | codes.meanings
    found.meanings[column] = JoinedMeanings(known, separator, NOTHING_KNOWN if codes.otherwise else None)


def _ticks_said(confirmed: Confirmed | None, question: MultipleResponse, position: int) -> dict[str, str]:
    """Return what a person says that the cells in the column of one option mean."""
    if confirmed is None:
        return {}
    mapped, option = confirmed.of(question.id), question.options[position].id
    own = {text: _TICK for text, meant in mapped.answers.items() if meant == option}
    return own | dict.fromkeys(mapped.ticked, _TICK) | dict.fromkeys(mapped.not_ticked, _NO_TICK)
