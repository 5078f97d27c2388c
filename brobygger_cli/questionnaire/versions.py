"""Two versions of a questionnaire: where they ask differently, so that a change may be a change of wording."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.questionnaire.questionnaire import Questionnaire

Difference = Literal["wording_differs", "options_differ"]


def differences(earlier: Questionnaire, later: Questionnaire) -> dict[str, tuple[Difference, ...]]:
    """Return how the questions that two questionnaires share differ, by question id; alike ones are left out.

    Wordings are compared in the languages that both have.
    """
    before = {question.id: question for question in earlier.questions}
    found: dict[str, tuple[Difference, ...]] = {}
    for question in later.questions:
        if question.id in before:
            how = _how(before[question.id], question)
            if how:
                found[question.id] = how
    return found


def _how(earlier: Question, later: Question) -> tuple[Difference, ...]:
    found: list[Difference] = []
    if _worded_differently(earlier, later):
        found.append("wording_differs")
    before, after = ({option.id for option in question.choices} for question in (earlier, later))
    if before != after or earlier.asked_if != later.asked_if:
        found.append("options_differ")
    return tuple(found)


def _worded_differently(earlier: Question, later: Question) -> bool:
    after = {option.id: option.label for option in later.choices}
    pairs = [(earlier.text, later.text)]
    pairs += [(option.label, after[option.id]) for option in earlier.choices if option.id in after]
    return any(
        old is not None and new is not None and old != new
        for before, now in pairs
        for old, new in ((before.da, now.da), (before.en, now.en))
    )
