"""The question types of LimeSurvey: which columns each of them has in an export, and what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from brobygger_cli.exports.definitions.markup import with_item
from brobygger_cli.exports.variables import Choice, Variable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from brobygger_cli.exports.variables import Kind

Choices = tuple[Choice, ...]


class LimeSurveyQuestion(NamedTuple):
    """A question with what belongs to it; items and axes are codes with wordings, answers stand by scale."""

    code: str
    type: str
    text: str
    other: bool
    shown_if: str
    items: tuple[tuple[str, str], ...]
    second_axis: tuple[tuple[str, str], ...]
    answers: Mapping[str, Choices]

    def column(self, kind: Kind, tail: str = "", item: str = "", choices: Choices = ()) -> Variable:
        """Return a column that is a question of its own."""
        name = f"{self.code}{tail}"
        return Variable(name, kind, name, with_item(self.text, item), choices, shown_if=self.shown_if)


def _points(highest: int) -> Choices:
    return tuple(Choice(str(point), str(point)) for point in range(1, highest + 1))


# Answers that are the same in every survey; LimeSurvey words them in the language of the survey.
_YES_NO = (Choice("Y", "Yes"), Choice("N", "No"))
_YES_UNCERTAIN_NO = (Choice("Y", "Yes"), Choice("U", "Uncertain"), Choice("N", "No"))
_GENDER = (Choice("F", "Female"), Choice("M", "Male"))
_CHANGE = (Choice("D", "Decrease"), Choice("S", "Same"), Choice("I", "Increase"))


def variables_of(question: LimeSurveyQuestion) -> Iterator[Variable]:
    """Yield the columns of one question, in the export's order; none where nothing is asked."""
    columns = _COLUMNS.get(question.type)
    if columns is not None:
        yield from columns(question)


def _whole(kind: Kind, choices: Choices = ()) -> Callable[[LimeSurveyQuestion], Iterator[Variable]]:
    def columns(question: LimeSurveyQuestion) -> Iterator[Variable]:
        yield question.column(kind, choices=choices)

    return columns


def _each_item(kind: Kind, choices: Choices | None = ()) -> Callable[[LimeSurveyQuestion], Iterator[Variable]]:
    """Return what gives a column for each item; `choices` are the question's own where None."""

    def columns(question: LimeSurveyQuestion) -> Iterator[Variable]:
        offered = question.answers.get("0", ()) if choices is None else choices
        for item, label in question.items:
            yield question.column(kind, f"[{item}]", label, offered)

    return columns


def _list(question: LimeSurveyQuestion) -> Iterator[Variable]:
    other = (Choice("-oth-", "Other"),) if question.other else ()
    yield question.column("single", choices=(*question.answers.get("0", ()), *other))
    if question.type == "O":
        yield question.column("text", "[comment]", "comment")
    elif question.other:
        yield question.column("text", "[other]", "other")


def _ticks(question: LimeSurveyQuestion) -> Iterator[Variable]:
    for item, label in question.items:
        name, tick = f"{question.code}[{item}]", Choice(item, label)
        yield Variable(name, "tick", question.code, question.text, tick=tick, shown_if=question.shown_if)
        if question.type == "P":
            yield question.column("text", f"[{item}comment]", f"{label}, comment")
    if question.other:
        yield question.column("text", "[other]", "other")


def _two_axes(kind: Kind) -> Callable[[LimeSurveyQuestion], Iterator[Variable]]:
    def columns(question: LimeSurveyQuestion) -> Iterator[Variable]:
        for item, label in question.items:
            for second, second_label in question.second_axis:
                yield question.column(kind, f"[{item}_{second}]", f"{label}, {second_label}")

    return columns


def _two_scales(question: LimeSurveyQuestion) -> Iterator[Variable]:
    for item, label in question.items:
        for number, scale in enumerate(("0", "1"), 1):
            choices = question.answers.get(scale, ())
            yield question.column("single", f"[{item}][{number}]", f"{label}, {number}", choices)


def _ranks(question: LimeSurveyQuestion) -> Iterator[Variable]:
    ranked = question.answers.get("0", ())
    for rank in range(1, len(ranked) + 1):
        yield question.column("single", f"[{rank}]", str(rank), ranked)


_COLUMNS: dict[str, Callable[[LimeSurveyQuestion], Iterator[Variable]]] = {
    "L": _list,
    "!": _list,
    "O": _list,
    "M": _ticks,
    "P": _ticks,
    "Y": _whole("single", _YES_NO),
    "G": _whole("single", _GENDER),
    "5": _whole("ordinal", _points(5)),
    "A": _each_item("ordinal", _points(5)),
    "B": _each_item("ordinal", _points(10)),
    "E": _each_item("ordinal", _CHANGE),
    "C": _each_item("single", _YES_UNCERTAIN_NO),
    "F": _each_item("single", None),
    "H": _each_item("single", None),
    "1": _two_scales,
    "R": _ranks,
    "N": _whole("number"),
    "K": _each_item("number"),
    ":": _two_axes("number"),
    "S": _whole("text"),
    "T": _whole("text"),
    "U": _whole("text"),
    "D": _whole("text"),
    "Q": _each_item("text"),
    ";": _two_axes("text"),
    "*": _whole("paradata"),
    "|": _whole("paradata"),
    "I": _whole("paradata"),
}
