"""Groups split by a background question: `schools` becomes `schools/new` and `schools/old`.

Everything after this meets ordinary groups of an ordinary questionnaire, and computes with them as with any.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.errors import BrobyggerError
from brobygger_cli.questionnaire.model import Text
from brobygger_cli.questionnaire.questionnaire import Group
from brobygger_cli.spelling import did_you_mean, normalise

if TYPE_CHECKING:
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.questionnaire.questionnaire import Questionnaire
    from brobygger_cli.responses import Responses

NOT_STATED = "not_stated"
_NOT_STATED = Text(da="ikke oplyst", en="not stated")


def background_question(questionnaire: Questionnaire, name: str) -> Question:
    """Return the background question by which groups are to be split.

    Raises:
        BrobyggerError: If there is none of that name with one answer of several.
    """
    able = questionnaire.background_questions()
    for question in able:
        if normalise(name) in question.names():
            return question
    declared = [question.id for question in able]
    raise BrobyggerError(
        f"--by {name}: '{questionnaire.id}' has no such background question{did_you_mean(name, declared)}",
        f"It has: {', '.join(declared)}."
        if able
        else "A question is one where the questionnaire says `background = true`.",
    )


def is_stated_by_all(responses: Responses, question: Question) -> bool:
    """Tell whether every row that belongs to a group answered a question."""
    return bool(responses.answers[question.id].in_base[responses.group >= 0].all())


def split(responses: Responses, question: Question, *, not_stated: bool = True) -> Responses:
    """Split the groups of a wave by the answers to a background question.

    Rows that did not answer it make up a group of their own, so that every row stays accounted for, with those who
    ticked an option of that name. How many
    were invited is known of the whole groups only.

    Args:
        responses: The wave.
        question: A background question with one answer.
        not_stated: Whether to have a group of those who did not answer it; needed unless everybody did.

    Returns:
        The same rows in groups named `GROUP/OPTION`, with a questionnaire that has these groups.

    Raises:
        BrobyggerError: If the wave did not ask it.
    """
    if question.id in responses.unasked:
        raise BrobyggerError(f"--by {question.id}: a wave did not ask it", "Split by what every wave asked.")
    levels = [(option.id, option.code, option.label) for option in question.choices]
    if not_stated and NOT_STATED not in {identifier for identifier, _, _ in levels}:
        levels.append((NOT_STATED, "", _NOT_STATED))
    groups = tuple(
        Group.model_construct(
            id=f"{group.id}/{identifier}",
            code=f"{group.code}/{code}",
            label=_joined(group.label, label),
            aliases=(),
            waves={},
        )
        for group in responses.questionnaire.groups
        for identifier, code, label in levels
    )
    answers = responses.answers[question.id]
    unanswered = [identifier for identifier, _, _ in levels].index(NOT_STATED) if not_stated else 0
    level = np.where(answers.in_base, answers.ticked.argmax(axis=1), unanswered)
    position = np.where(responses.group < 0, -1, responses.group * len(levels) + level).astype(np.int16)
    questionnaire = responses.questionnaire.model_copy(update={"groups": groups})
    return replace(responses, questionnaire=questionnaire, group=position)


def _joined(group: Text, level: Text) -> Text:
    return Text(
        da=f"{group.said_in('da')} · {level.said_in('da')}",
        en=f"{group.said_in('en')} · {level.said_in('en')}",
    )
