"""The columns of Qualtrics: what their names, wordings and ImportIds tell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brobygger_cli.exports.definitions.markup import plain, with_item
from brobygger_cli.exports.layouts.shapes import some_texts
from brobygger_cli.exports.layouts.ticks import are_ticks, only_text
from brobygger_cli.exports.variables import Choice, Variable
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from brobygger_cli.exports.raw import Cells
    from brobygger_cli.exports.variables import Kind

_IMPORT_ID = re.compile(r'"ImportId"\s*:\s*"([^"]*)"')
_CHOICE_ID = re.compile(r'"choiceId"\s*:\s*"([^"]*)"')
_QUESTION = re.compile(r"(QID\d+)(?:[_#].+)?")
_ITEM = re.compile(r"(.+)_(\d+)")
_TEXT = re.compile(r".+_TEXT", re.IGNORECASE)
_MEASURED = re.compile(  # the order of display, the times of clicks, the browser, topics found in a text
    r".+_(DO(_.+)?|FIRST_CLICK|LAST_CLICK|PAGE_SUBMIT|CLICK_COUNT|BROWSER|VERSION|OS|RESOLUTION|TEXT_.+)|Q_.+",
    re.DOTALL,
)
_PLATFORM = {
    *("startdate", "enddate", "status", "ipaddress", "progress", "duration", "duration (in seconds)", "finished"),
    *("recordeddate", "recipientlastname", "recipientfirstname", "recipientemail", "externaldatareference"),
    *("externalreference", "locationlatitude", "locationlongitude", "locationaccuracy", "distributionchannel"),
    *("userlanguage", "responseset"),
}
_RESPONDENT = {"_recordid", "responseid"}
_BETWEEN, _BETWEEN_LEGACY = " - ", "-"  # question and item, item and option
_SELECTED = "Selected Choice"  # what stands for the option where "other" has a column of text

_NUMBERS = re.compile(r"[1-9]\d{0,3}(,[1-9]\d{0,3})*")
_JOINT = re.compile(r"(?<!\d),(?!\s)|,(?![\s\d])")  # no comma of a sentence, and none of a number


@dataclass(frozen=True)
class Column:
    """One column, as the rows of its header describe it.

    Attributes:
        name: Its name.
        text: Its wording.
        id: Its ImportId; "" where there are none.
        choice: The option's id, where the ImportId has one.
        cells: What it holds.
        own: Whether the platform keeps it for itself, whatever its name.
    """

    name: str
    text: str
    id: str
    choice: str
    cells: Cells
    own: bool = False

    @property
    def key(self) -> str:
        """The ImportId, or the name where there is none, normalised."""
        return normalise(self.id or self.name)

    @property
    def question(self) -> str:
        """What the columns of one question share; "" where the column is of none."""
        if self.kind != "unknown":
            return ""
        if self.choice:
            return self.id
        found = _ITEM.fullmatch(self.id or self.name)
        return found[1] if found and (not self.id or _QUESTION.fullmatch(self.id)) else ""

    @property
    def number(self) -> str:
        """The option's number."""
        found = _ITEM.fullmatch(self.name)
        return self.choice or (found[2] if found else "")

    @property
    def kind(self) -> Kind:
        """What the id or name alone tells of what it holds."""
        if self.key in _RESPONDENT:
            return "respondent"
        if self.own or self.key in _PLATFORM or _MEASURED.fullmatch(self.id or self.name):
            return "paradata"
        if _TEXT.fullmatch(self.id or self.name):
            return "text"
        return "number" if self.id.startswith("SC_") else "unknown"


def import_ids(cell: str) -> tuple[str, str]:
    """Return the ImportId and the option's id in a cell of the third row; "" for what is not there."""
    found, choice = _IMPORT_ID.search(cell), _CHOICE_ID.search(cell)
    return found[1] if found else "", choice[1] if found and choice else ""


@dataclass(frozen=True)
class _Group:
    """The columns of one question.

    Attributes:
        columns: Theirs.
        name: What they are called without their number.
        question: What their wordings begin with.
        ticked: Whether they hold ticks, rather than the items of a matrix.
    """

    columns: Sequence[Column]
    name: str
    question: str
    ticked: bool

    @classmethod
    def of(cls, shared: str, columns: Sequence[Column]) -> _Group:
        """Return the group of columns that share an ImportId or name."""
        stems = {found[1] for column in columns if (found := _ITEM.fullmatch(column.name))}
        question = _beginning([plain(column.text) for column in columns])
        marked = [(column.cells, ("1", column.number, _behind(question, column))) for column in columns]
        ticked = any(column.choice for column in columns) or are_ticks(marked)
        return cls(columns, stems.pop() if len(stems) == 1 else shared, question, ticked)


def variables_of(columns: Sequence[Column]) -> tuple[Variable, ...]:
    """Return what is told of each column."""
    by_question: dict[str, list[Column]] = {}
    for column in columns:
        if column.question:
            by_question.setdefault(column.question, []).append(column)
    groups = {shared: _Group.of(shared, of) for shared, of in by_question.items()}
    others = {column.id or column.name: plain(column.text) for column in columns if column.kind == "text"}
    return tuple(
        _one_of(column, groups[column.question], others) if column.question else _whole(column, others)
        for column in columns
    )


def _one_of(column: Column, group: _Group, others: Mapping[str, str]) -> Variable:
    """Return what is told of a column that stands for an option or an item of a question."""
    option = _behind(group.question, column)
    if not group.ticked:
        return Variable(column.name, question=column.name, text=with_item(group.question, option))
    held = plain(only_text(column.cells))
    label = held if held and plain(column.text).endswith(f"{_BETWEEN}{held}") else option
    wording = _without_selected(group.question, column.question, others)
    return Variable(column.name, "tick", group.name, wording, tick=Choice(column.number, label))


def _whole(column: Column, others: Mapping[str, str]) -> Variable:
    """Return what is told of a column that holds all of an answer."""
    kind = column.kind
    text = plain(column.text)
    if kind != "unknown":
        return Variable(column.name, kind, column.name, text)
    if _are_joined(column):
        kind = "joined"
    elif _QUESTION.fullmatch(column.id):
        kind = "single"
    wording = _without_selected(text, column.id or column.name, others)
    also = (text,) if text != wording else ()
    return Variable(column.name, kind, column.name, wording, separator="," if kind == "joined" else "", also=also)


def _beginning(texts: Sequence[str]) -> str:
    """Return what all wordings begin with, up to what divides a question from its options."""
    first, last = min(texts), max(texts)
    differ = (place for place, (one, other) in enumerate(zip(first, last, strict=False)) if one != other)
    alike = first[: next(differ, len(first))]
    places = (alike.rfind(joint) for joint in (_BETWEEN, _BETWEEN_LEGACY))
    return alike[: next((place for place in places if place > 0), 0)]


def _behind(question: str, column: Column) -> str:
    """Return the option or item behind the question in a column's wording."""
    return plain(column.text)[len(question) :].removeprefix(_BETWEEN).removeprefix(_BETWEEN_LEGACY).strip()


def _without_selected(wording: str, question: str, others: Mapping[str, str]) -> str:
    """Return a wording without what stands in the option's place where "other" has a column of text."""
    before, divided, last = wording.rpartition(_BETWEEN)
    beside = (text for column, text in others.items() if column.startswith(f"{question}_"))
    if divided and (last == _SELECTED or any(text.startswith(f"{before}{_BETWEEN}") for text in beside)):
        return before
    return wording


def _are_joined(column: Column) -> bool:
    """Tell whether a column holds several answers in one cell; without ImportIds, 1,5 may be a number."""
    texts = some_texts(column.cells)
    if all(map(_NUMBERS.fullmatch, texts)):
        return any(text.count(",") > (0 if column.id else 1) for text in texts)
    return bool(_QUESTION.fullmatch(column.id)) and any(map(_JOINT.search, texts))
