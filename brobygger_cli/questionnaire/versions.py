"""Two versions of a questionnaire: where they ask differently, so that a change may be a change of wording."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from brobygger_cli.questionnaire.count_bins import CountBins

if TYPE_CHECKING:
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.questionnaire.questionnaire import Questionnaire

Difference = Literal["wording_differs", "options_differ", "routing_differs"]


def differences(earlier: Questionnaire, later: Questionnaire) -> dict[Difference, set[str]]:
    """Return the ids of the questions that two questionnaires share but ask differently, by how they differ.

    Wordings are compared in the languages that both have.
    """
    before = {question.id: question for question in earlier.questions}
    found: dict[Difference, set[str]] = {difference: set() for difference in get_args(Difference)}
    for question in later.questions:
        if question.id in before:
            for difference in _how(before[question.id], question):
                found[difference].add(question.id)
    return found


def _how(earlier: Question, later: Question) -> tuple[Difference, ...]:
    found: list[Difference] = []
    if _worded_differently(earlier, later):
        found.append("wording_differs")
    if _offered(earlier) != _offered(later) or _bins(earlier, later) != _bins(later, earlier):
        found.append("options_differ")
    if earlier.asked_if != later.asked_if:
        found.append("routing_differs")
    return tuple(found)


def formed_otherwise(earlier: Questionnaire, later: Questionnaire) -> set[tuple[str, str, str]]:
    """Return kind, question and id of the indicators and nets that two questionnaires form of different options."""
    before, after = _sets(earlier), _sets(later)
    return {key for key in before.keys() & after.keys() if before[key] != after[key]}


def _sets(questionnaire: Questionnaire) -> dict[tuple[str, str, str], set[str]]:
    sets = {("indicator", i.question, i.id): set(i.options) for i in questionnaire.indicators}
    return sets | {("net", q.id, net.id): set(net.options) for q in questionnaire.questions for net in q.named_nets}


def _offered(question: Question) -> tuple[bool, set[str]]:
    """Return whether several answers could be given, and which; a tick among many is not an only answer."""
    return question.compared_as == "options", {option.id for option in question.choices}


def _bins(question: Question, other: Question) -> list[tuple[str, int | None, int | None]]:
    """Return the numbers that the options of a binned count stand for, where both questions are binned counts."""
    if not (isinstance(question, CountBins) and isinstance(other, CountBins)):
        return []
    return sorted((option.id, option.low, option.high) for option in question.options)


def _worded_differently(earlier: Question, later: Question) -> bool:
    after = {option.id: option.label for option in later.choices}
    pairs = [(earlier.text, later.text)]
    pairs += [(option.label, after[option.id]) for option in earlier.choices if option.id in after]
    return any(
        old is not None and new is not None and old != new
        for before, now in pairs
        for old, new in ((before.da, now.da), (before.en, now.en))
    )
