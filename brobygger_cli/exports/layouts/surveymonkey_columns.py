"""The columns of SurveyMonkey: what the rows of their header and their cells tell."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brobygger_cli.exports.definitions.markup import plain, with_item
from brobygger_cli.exports.layouts.headers import filled
from brobygger_cli.exports.layouts.shapes import some_texts
from brobygger_cli.exports.layouts.ticks import are_ticks, only_text, same
from brobygger_cli.exports.variables import Choice, Variable
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brobygger_cli.exports.raw import Cells
    from brobygger_cli.exports.variables import Kind

# What stands below a question that is one column; in other languages it is told by standing below several.
_CLOSED = {"response", "besvarelse", "svar", "antwort", "réponse", "respuesta", "antwoord", "risposta", "resposta"}
_OPEN = {"open-ended response"}
# The platform's own columns, in English without blanks.
_PLATFORM = {"collectorid", "startdate", "enddate", "datecreated", "datemodified", "ipaddress", "emailaddress"}
_PLATFORM |= {"firstname", "lastname"}
_RESPONDENT = "respondentid"


@dataclass(frozen=True, eq=False)  # each is itself, however alike two are
class Column:
    """One column, as the rows of its header describe it.

    Attributes:
        question: The question, with the item of a matrix of menus behind it.
        label: What stands below it: an option, an item, or that this is the answer.
        group: The place of the question among all, from 1.
        cells: What the column holds.
        whole: Whether the label says no more than that this is the answer.
    """

    question: str
    label: str
    group: int
    cells: Cells
    whole: bool = False

    @property
    def header(self) -> str:
        """The column's name: the question, and the option or item behind it."""
        return self.question if self.whole else with_item(self.question, self.label)


def columns_of(header: Sequence[str], below: Sequence[Sequence[str]], cells: Sequence[Cells]) -> list[Column]:
    """Return the columns that rows of a header describe.

    Args:
        header: The first row; a blank cell belongs to the question on its left.
        below: The rows below it, one or two; of two, the first names the item and the second its menu.
        cells: What each column holds.
    """
    groups = [sum(bool(cell) for cell in header[: place + 1]) for place in range(len(header))]
    columns = []
    for place, question in enumerate(filled(header)):
        labels = [row[place] for row in below]
        start = groups.index(groups[place])
        item = filled(below[0][start : place + 1])[-1] if len(labels) > 1 and labels[-1] else ""
        label = next(filter(None, reversed(labels)), "")
        columns.append(Column(with_item(question, item), label, groups[place], cells[place]))
    return _with_whole(columns)


def _with_whole(columns: Sequence[Column]) -> list[Column]:
    sizes = Counter(column.group for column in columns)
    alone = Counter(normalise(column.label) for column in columns if column.label and sizes[column.group] == 1)
    says_nothing = _CLOSED | _OPEN | {label for label, questions in alone.items() if questions > 1}
    return [replace(column, whole=not column.label or normalise(column.label) in says_nothing) for column in columns]


@dataclass(frozen=True)
class _Group:
    """The columns of one question.

    Attributes:
        columns: Theirs.
        ticks: Whether each of them holds its option and nothing else.
        numbered: Whether they hold ticks as the options' numbers.
        words: In how many of them each text stands.
    """

    columns: Sequence[Column]
    ticks: Sequence[bool]
    numbered: bool
    words: Counter[str]

    @classmethod
    def of(cls, columns: Sequence[Column]) -> _Group:
        """Return the group of columns that share a question."""
        numbered = are_ticks([(column.cells, (str(place),)) for place, column in enumerate(columns, 1)])
        words = Counter(text for column in columns for text in some_texts(column.cells))
        return cls(columns, [_is_tick(column) for column in columns], numbered, words)


def variables_of(columns: Sequence[Column], names: Sequence[str]) -> tuple[Variable, ...]:
    """Return what is told of each column.

    Args:
        columns: The columns, their cells without what belongs to the header.
        names: What the table calls them.
    """
    by_question: dict[tuple[int, str], list[Column]] = {}
    for column in columns:
        by_question.setdefault((column.group, column.question), []).append(column)
    groups = {shared: _Group.of(of) for shared, of in by_question.items()}
    return tuple(
        _variable(column, name, groups[column.group, column.question])
        for column, name in zip(columns, names, strict=True)
    )


def _variable(column: Column, name: str, group: _Group) -> Variable:
    question, label = plain(column.question), plain(column.label)
    if column.whole:
        return Variable(name, _kind_of_whole(column), name, question)
    texts = some_texts(column.cells)
    place = group.columns.index(column)
    kind: Kind = "tick"
    if any(of.whole for of in group.columns):
        kind = "text"  # "Other (please specify)" beside the answer
    elif not any(group.ticks) and not group.numbered:
        # The items of a matrix are answered in the same words, the lines of a form are not.
        kind = "single" if any(group.words[text] > 1 for text in texts) else "unknown"
    elif texts and not group.numbered and not group.ticks[place]:
        kind = "text"  # the same beside ticks
    if kind == "tick":
        return Variable(name, kind, question, question, tick=Choice(str(place + 1) if group.numbered else label, label))
    return Variable(name, kind, name, with_item(question, label))


def _is_tick(column: Column) -> bool:
    """Tell whether all that a column holds is the option itself."""
    held = only_text(column.cells)
    return bool(held) and same(plain(held), (plain(column.label),))


def _kind_of_whole(column: Column) -> Kind:
    name = normalise(column.question).replace(" ", "")
    if name == _RESPONDENT:
        return "respondent"
    if name in _PLATFORM:
        return "paradata"
    if normalise(column.label) in _OPEN:
        return "text"
    return "single" if normalise(column.label) in _CLOSED else "unknown"
