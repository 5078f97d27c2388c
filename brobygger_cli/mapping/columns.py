"""Which column of an export holds what: headers matched to a questionnaire's questions and options."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from brobygger_cli.errors import BrobyggerError
from brobygger_cli.questionnaire.multiple import MultipleResponse
from brobygger_cli.spelling import did_you_mean, nearest, normalise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.questionnaire.questionnaire import Questionnaire

Key = TypeVar("Key", str, int)

# What stands between the question and the option in the header of a column that holds one option.
_JOINTS = ("___", "__", "_", " - ", ": ", "/", ".", "-", ":", " ")
_BRACKETS = (("[", "]"), ("(", ")"))


@dataclass
class ColumnMap:
    """Where the answers of a questionnaire stand in an export.

    Args:
        respondent: The column of the respondent's id.
        group: The column of the respondent's group.
        whole: The column that holds all of a question's answer, by question id.
        ticks: The column of each option (by its position) of a multiple response, by question id.
        duplicates: Columns that hold what an earlier one holds already, with the earlier one.
        unknown: Columns that belong to nothing in the questionnaire.
        meanings: By column, the option's id that a cell means where the platform's codes are not the questionnaire's,
            by the normalised text of the cell.
    """

    respondent: int | None = None
    group: int | None = None
    whole: dict[str, int] = field(default_factory=dict)
    ticks: dict[str, dict[int, int]] = field(default_factory=dict)
    duplicates: list[tuple[int, int]] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)
    meanings: dict[int, dict[str, str]] = field(default_factory=dict)

    def questions(self) -> set[str]:
        """Return the ids of the questions that have a column at all."""
        return {*self.whole, *self.ticks}


@dataclass(frozen=True)
class Mapping:
    """Which column of an export holds what, as a person has confirmed it."""


def map_columns(raw: RawTable, questionnaire: Questionnaire, confirmed: Mapping | None = None) -> ColumnMap:
    """Match every column to what it holds: by name, alias or wording, never by resemblance.

    Args:
        raw: The export.
        questionnaire: What may stand there.
        confirmed: What a person has confirmed, which goes before what is found.
    """
    headers = raw.columns
    found = ColumnMap()
    respondent = set(map(normalise, questionnaire.respondent_columns))
    group = set(map(normalise, questionnaire.group_columns))
    question_by_name = {name: question.id for question in questionnaire.questions for name in question.names()}
    options = {
        question.id: (question.names(), question.position_by_spelling)
        for question in questionnaire.questions
        if isinstance(question, MultipleResponse)
    }
    for column, header in enumerate(headers):
        name = normalise(header)
        if name in question_by_name:
            _place(found, found.whole, question_by_name[name], column)
        elif name in group:
            if found.group is None:
                found.group = column
            else:
                found.duplicates.append((column, found.group))
        elif name in respondent:
            if found.respondent is None:
                found.respondent = column
            else:
                found.unknown.append(column)  # a second kind of id is no contradiction
        else:
            tick = _option_meant(name, options)
            if tick is None:
                found.unknown.append(column)
            else:
                _place(found, found.ticks.setdefault(tick[0], {}), tick[1], column)
    for question in set(found.whole) & set(found.ticks):
        found.duplicates.append((found.whole.pop(question), min(found.ticks[question].values())))
    return found


def recognise(raw: RawTable, candidates: Iterable[Questionnaire]) -> Questionnaire | None:
    """Return the questionnaire that knows most of the columns, or None where none stands out."""
    known = [(len(map_columns(raw, candidate).questions()), candidate) for candidate in candidates]
    best = max((questions for questions, _ in known), default=0)
    standing_out = [candidate for questions, candidate in known if questions == best]
    return standing_out[0] if best > 0 and len(standing_out) == 1 else None


def column_named(raw: RawTable, header: str, option: str) -> int:
    """Return the column with that header.

    Args:
        raw: The export.
        header: What the user calls it.
        option: The option by which it was named.

    Raises:
        BrobyggerError: If there is no such column.
    """
    names = [normalise(name) for name in raw.columns]
    if normalise(header) in names:
        return names.index(normalise(header))
    raise BrobyggerError(
        f"{raw.path}: there is no column '{header}'{did_you_mean(header, raw.columns)}",
        f"{option} takes the header of a column; it has: {', '.join(raw.columns[:10])}"
        + (", …" if len(raw.columns) > 10 else "")
        + ".",
    )


def nearest_name(header: str, questionnaire: Questionnaire) -> str | None:
    """Return the question id or column name nearest to a header that belongs to nothing."""
    names = [*questionnaire.group_columns, *questionnaire.respondent_columns]
    for question in questionnaire.questions:
        names += [question.id, *question.columns]
        if isinstance(question, MultipleResponse):
            names += [f"{question.id}_{option.code}" for option in question.options]
    return nearest(header, names)


def _place(found: ColumnMap, columns: dict[Key, int], key: Key, column: int) -> None:
    """Note that `column` holds `key`, or that an earlier column already does."""
    if key in columns:
        found.duplicates.append((column, columns[key]))
    else:
        columns[key] = column


def _option_meant(name: str, options: dict[str, tuple[tuple[str, ...], dict[str, int]]]) -> tuple[str, int] | None:
    """Return the question and the option's position that a normalised header means."""
    for question, (names, position_by_spelling) in options.items():
        for stem in names:
            if name.startswith(stem):
                for tail in _tails(name.removeprefix(stem)):
                    if tail in position_by_spelling:
                        return question, position_by_spelling[tail]
    return None


def _tails(rest: str) -> Iterable[str]:
    """Return what may be the option in what follows the question in a header."""
    for opening, closing in _BRACKETS:
        inside = rest.strip()
        if inside.startswith(opening) and inside.endswith(closing):
            yield inside[1:-1].strip()
    for joint in _JOINTS:
        if rest.startswith(joint):
            yield rest.removeprefix(joint).strip()
