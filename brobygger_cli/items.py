"""Everything of a questionnaire that is counted: questions, their options and nets, indicators, who is led where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.questionnaire.questionnaire import Questionnaire

Kind = Literal["indicator", "question", "option", "net", "asked"]


class Item(NamedTuple):
    """Something that is counted: a question's base, or those of it who chose one of `positions`.

    Kind `asked` counts on an earlier question whom the routing leads to the question named by `item`.
    """

    kind: Kind
    question: Question
    item: str
    positions: tuple[int, ...]


def items(questionnaire: Questionnaire) -> Iterator[Item]:
    """Yield everything that is counted, indicators first, then each question with its options and nets."""
    for indicator in questionnaire.indicators:
        question = questionnaire.question(indicator.question)
        yield Item("indicator", question, indicator.id, _positions(question, indicator.options))
    for question in questionnaire.questions:
        yield Item("question", question, "", ())
        for option, positions in members_of(question)[: len(question.choices)]:
            yield Item("option", question, option, positions)
        for net, positions in members_of(question)[len(question.choices) :]:
            yield Item("net", question, net, positions)
        if question.asked_if is not None:
            earlier = questionnaire.question(question.asked_if.question)
            yield Item("asked", earlier, question.id, _positions(earlier, question.asked_if.answers))


def members_of(question: Question) -> list[tuple[str, tuple[int, ...]]]:
    """Return the options of a question and its nets behind them: the id of each, and which options it stands for."""
    options = [(option.id, (position,)) for position, option in enumerate(question.choices)]
    return [*options, *((net.id, _positions(question, net.options)) for net in question.named_nets)]


def _positions(question: Question, ids: Iterable[str]) -> tuple[int, ...]:
    order = [option.id for option in question.choices]
    return tuple(order.index(identifier) for identifier in ids)
