"""What one column holds, by the evidence for it: names go before wordings, and an option's label before its code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from brobygger_cli.mapping.names import Place, bare, option_named
from brobygger_cli.spelling import nearest, normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from brobygger_cli.exports.variables import Choice, Variable
    from brobygger_cli.mapping.names import Names
    from brobygger_cli.questionnaire.multiple import MultipleResponse

# How good the evidence is: the column's own name, the question's wording, and what makes a column one of a question
# though the platform says that it holds a respondent's own words, as those behind "other, please specify" do.
BY_NAME, BY_WORDING, BY_WORDING_OF_TEXT = range(3)

# "Why? (2)" is a second column of the wording "Why?", and not its option 2.
_AGAIN = re.compile(r" \([0-9]+\)$")


@dataclass(frozen=True)
class Remark:
    """What is to be said of how a column was matched, as `coding` reports it.

    Attributes:
        code: One of `violations.CODES`.
        column: The column.
        rule: What was found, and what was made of it.
        severity: Whether it stops a computation.
        value: The text concerned.
        near: The nearest known spelling.
    """

    code: str
    column: int
    rule: str
    severity: Literal["error", "warning"] = "warning"
    value: str | None = None
    near: str | None = None


@dataclass(frozen=True)
class Match:
    """What a column holds.

    Attributes:
        column: The column.
        place: What it holds; a tick of option -1 is one of an option that the question does not have.
        rank: How good the evidence is.
        worded: The id of the question that has the column's wording; "" where none has.
        remark: What is to be said of it.
        by_code: Whether the platform's label of the option is unknown, and its code alone tells the option.
        relabelled: Whether the platform's code of the option is that of another option in the questionnaire.
    """

    column: int
    place: Place
    rank: int
    worded: str = ""
    remark: Remark | None = None
    by_code: bool = False
    relabelled: bool = False


def match(column: int, header: str, variable: Variable | None, names: Names) -> Match | None:
    """Return what a column holds, None where it belongs to nothing.

    Args:
        column: The column.
        header: Its header.
        variable: What the platform tells of it, where it tells anything.
        names: What there may be.
    """
    if variable is None:
        place = _first(names, (header,))
        return None if place is None else Match(column, place, BY_NAME)
    if variable.tick is not None:
        found = _tick(column, header, variable, variable.tick, names)
        if found is not None:
            return found
        named = _first(names, (header, variable.name))
        return None if named is None else Match(column, named, BY_NAME)
    named = _named(header, variable, names)
    worded = None if variable.kind in {"paradata", "respondent"} else _first(names, (variable.text, *variable.also))
    if named is not None and named.what == "tick" and worded == Place("whole", named.question):
        named = None if _AGAIN.search(header) else named
    if named is None:
        rank = BY_WORDING_OF_TEXT if variable.kind == "text" else BY_WORDING
        return None if worded is None else Match(column, worded, rank, worded.question)
    rank = BY_WORDING_OF_TEXT if variable.kind == "text" and named.what == "tick" else BY_NAME
    return Match(column, named, rank, "" if worded is None else worded.question)


def _named(header: str, variable: Variable, names: Names) -> Place | None:
    """Return what a column is named as that holds no ticks, as far as the platform tells."""
    if variable.kind == "joined":
        places = map(names.place, (header, variable.name, variable.question))
        return next((place for place in places if place is not None), None)
    return _first(names, (header, variable.name))


def _first(names: Names, texts: Iterable[str]) -> Place | None:
    """Return what the first of some texts that means anything means."""
    for text in texts:
        place = names.place(text) or names.tick(text)
        if place is not None:
            return place
    return None


def _tick(column: int, header: str, variable: Variable, tick: Choice, names: Names) -> Match | None:
    """Return the option that a column of ticks holds; what the platform calls it goes before how it is numbered."""
    evidence = next(_questions(header, variable, tick.label, names), None)
    if evidence is None:
        return None
    rank, question = evidence
    of_text = names.several_answers(variable.text)
    worded = "" if of_text is None else of_text.id
    named = _named_option(question, header, variable, names)
    if named is None and rank == BY_NAME:
        named = option_named(question, tick.code)
    labelled = option_named(question, tick.label)
    if labelled is not None:
        place = Place("tick", question.id, labelled)
        if named is None or named == labelled:
            return Match(column, place, rank, worded)
        remark = _relabelled(column, question, named, labelled, tick)
        return Match(column, place, rank, worded, remark, relabelled=True)
    if named is None:
        named = option_named(question, tick.code)
    if named is None:
        return Match(column, Place("tick", question.id), rank, worded)
    place = Place("tick", question.id, named)
    if normalise(tick.label) in {"", normalise(tick.code)}:
        return Match(column, place, rank, worded)
    return Match(column, place, rank, worded, _label_differs(column, question, named, tick), by_code=True)


def _relabelled(column: int, question: MultipleResponse, named: int, labelled: int, tick: Choice) -> Remark:
    """Return what is to be said of a column that is numbered as one option and labelled as another."""
    rule = (
        f"is numbered as the option '{question.options[named].id}' of '{question.id}' and labelled '{tick.label}', "
        f"which is the option '{question.options[labelled].id}': read by the label"
    )
    return Remark("code_relabelled", column, rule, value=tick.code)


def _label_differs(column: int, question: MultipleResponse, named: int, tick: Choice) -> Remark:
    """Return what is to be said of a column whose option is known by its number alone."""
    option = question.options[named]
    rule = (
        f"is the platform's label, and no spelling of the option '{option.id}' of '{question.id}': read by the code "
        f"{tick.code}; `brobygger map` writes a line that confirms it"
    )
    near = nearest(bare(tick.label), option.label.wordings())
    return Remark("label_differs", column, rule, value=tick.label, near=near)


def _questions(header: str, variable: Variable, label: str, names: Names) -> Iterator[tuple[int, MultipleResponse]]:
    """Yield the questions with several answers that a column of ticks may belong to, the best evidence first."""
    called = names.several_answers(variable.question)
    if called is not None:
        yield BY_NAME, called
    for rank, texts in ((BY_NAME, (header, variable.name)), (BY_WORDING, (variable.text, *variable.also))):
        for text in texts:
            worded = names.several_answers(text) if rank == BY_WORDING else None
            if worded is not None:
                yield rank, worded
            for question, tail in names.split(text):
                if option_named(question, tail) is not None or option_named(question, label) is not None:
                    yield rank, question


def _named_option(question: MultipleResponse, header: str, variable: Variable, names: Names) -> int | None:
    """Return the option of a question that the column's header or short name names."""
    for text in (header, variable.name):
        place = names.tick(text)
        if place is not None and place.question == question.id:
            return place.option
    return None
