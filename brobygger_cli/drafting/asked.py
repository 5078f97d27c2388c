"""Questions read off the columns of an export, before they are named and told apart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brobygger_cli.drafting.answers import number_of
from brobygger_cli.drafting.guess import are_numbers, guess, not_asked
from brobygger_cli.drafting.options import on_scale, options_of
from brobygger_cli.drafting.own_words import unlisted, unlisted_parts, with_own_words
from brobygger_cli.drafting.wordings import is_personal
from brobygger_cli.exports.variables import Choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brobygger_cli.drafting.answers import Answers, Column
    from brobygger_cli.drafting.guess import Guess
    from brobygger_cli.drafting.parts import DraftOption, Order, Type

_LOST = "\ufffd"  # a character that could not be read: a fault of the file, and no answer
_MOST_UNLISTED = 12  # answers that a platform does not list, if what it lists is to be believed
_REASONS = {"time": "times", "contact": "personal data", "id": "ids", "nothing": "empty"}


@dataclass(frozen=True)
class Asked:
    """A question as far as its columns tell.

    Attributes:
        columns: The columns that hold it.
        type: Its type.
        text: Its wording; "" where none is known.
        name: What the platform calls it.
        stem: The header by which it is found, or what the headers of its options begin with; "" where none do.
        options: Its options.
        order: The order of its scale.
        remarks: What a person has to review.
    """

    columns: tuple[Column, ...]
    type: Type
    text: str
    name: str
    stem: str
    options: tuple[DraftOption, ...] = ()
    order: Order = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class LeftOut:
    """A column that is no question.

    Attributes:
        column: The column.
        why: The reason.
    """

    column: Column
    why: str


def read_column(column: Column, guessed: Guess | None) -> Asked | LeftOut:
    """Return the question that a column holds alone, or why it is none.

    Args:
        column: The column.
        guessed: What it seems to hold, where the platform lists no answers.
    """
    variable = column.variable
    if not column.header:
        return LeftOut(column, "it has no name, by which it could be found")
    if variable.kind in {"paradata", "respondent"}:
        return LeftOut(column, "the platform's own, no question")
    if variable.choices and variable.kind in {"single", "ordinal", "joined"}:
        return _closed(column) if variable.kind != "joined" else _joined(column)
    if variable.kind == "text" or (variable.kind == "number" and are_numbers(column.answers.spellings)):
        return _open(column, variable.kind)
    return _guessed(column, guessed or guess(column.header, column.answers))


def _joined(column: Column) -> Asked:
    choices = column.variable.choices
    words = unlisted_parts(column.answers, choices, column.variable.separator)
    options, remarks = with_own_words(choices, words, several=True)
    return _asked(column, "multiple", options, remarks)


def _guessed(column: Column, found: Guess) -> Asked | LeftOut:
    if found.what in _REASONS:
        return LeftOut(column, found.why)
    remarks = (found.why,)
    if column.variable.kind == "number":
        remarks = (f"the platform says that these are numbers, but not all are; {found.why}",)
    elif column.variable.kind != "unknown":
        remarks = (f"the platform lists no answers; {found.why}",)
    if found.what == "number" or found.what == "text":  # noqa: PLR1714 - so that the type is known
        return _open(column, found.what, remarks)
    several = found.what == "multiple"
    options, more = with_own_words(found.choices, found.own_words, several=several)
    return _asked(column, "multiple" if several else "single", options, (*remarks, *more))


def _open(column: Column, of_type: Type, remarks: tuple[str, ...] = ()) -> Asked | LeftOut:
    """Return a question that is answered with a number or in one's own words."""
    variable = column.variable
    if any(map(is_personal, (column.header, variable.name, variable.text))):
        return LeftOut(column, "personal data, by its name")
    what, why = not_asked(column.header, column.answers)
    if what in {"id", "contact"}:
        return LeftOut(column, why)
    return _asked(column, of_type, (), remarks)


def _closed(column: Column) -> Asked | LeftOut:
    """Return a question with the answers that the platform lists, and those that it does not, if they are few."""
    choices = column.variable.choices
    more = [text for text in unlisted(column.answers, choices) if _LOST not in text]
    if len(more) > _MOST_UNLISTED:
        why = f"{len(more)} answers are none of the {len(choices)} that the platform lists"
        if are_numbers(column.answers.spellings):
            return _open(column, "number", (f"{why}: taken for numbers",))
        return _open(column, "text", (f"{why}: taken for words of their own",))
    options = options_of([*choices, *(Choice(text, text) for text in more)])
    if len(options) < 2:
        return _open(column, "text", (f"a single choice needs two options; the platform lists {len(options)}",))
    return _asked(column, "single", tuple(_told_unlisted(option, more, column.answers) for option in options))


def _told_unlisted(option: DraftOption, more: Sequence[str], answers: Answers) -> DraftOption:
    if option.code not in more:
        return option
    rows = number_of(answers.times[option.code], "row")
    why = f"given in {rows}, but not listed by the platform: an answer, or a fault?"
    return replace(option, remarks=(*option.remarks, why))


def _asked(column: Column, of_type: Type, options: tuple[DraftOption, ...], remarks: tuple[str, ...] = ()) -> Asked:
    variable = column.variable
    order: Order = ""
    if of_type == "single":
        listed = [option.id for option in options]
        options, order = on_scale(options)
        if order:
            of_type = "ordinal"
            sorted_anew = listed != [option.id for option in options]
            why = "a scale, by its answers" + ("; put in order" if sorted_anew else "")
            remarks = (*remarks, f"{why}: is it from {order.replace('_', ' ')}?")
        elif variable.kind == "ordinal" and sum(not option.dont_know for option in options) > 1:
            of_type, order = "ordinal", "low_to_high"
            remarks = (*remarks, "a scale, as the platform says, which does not say which end is high")
    return Asked((column,), of_type, variable.text, variable.name, column.header, options, order, remarks)
