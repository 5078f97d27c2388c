"""What every row of a result is called, in the columns that all results share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.questionnaire.questionnaire import Questionnaire

# A net is shown among the options of its question; its `type` tells them apart.
_LEVELS = {"indicator": "indicator", "question": "question", "option": "option", "net": "option"}


def named(rows: pd.DataFrame, language: Language, *questionnaires: Questionnaire) -> pd.DataFrame:
    """Return `rows` with the columns `group`, `level`, `question`, `option`, `label` and `type`.

    Args:
        rows: Indexed by `counts.KEY`, any kind but `asked`.
        language: Of the labels.
        questionnaires: Where the labels are from; the last one that knows a row wins.
    """
    labels: dict[tuple[str, str, str], tuple[str, str]] = {}
    for questionnaire in questionnaires:
        labels |= _labels(questionnaire, language)
    level = rows.index.get_level_values
    names = [labels[kind, question, item] for _, kind, question, item in rows.index]
    return rows.assign(
        group=level("group"),
        level=[_LEVELS[kind] for kind in level("kind")],
        question=level("question"),
        option=pd.Series([item or None for item in level("item")], index=rows.index, dtype=object),
        label=[label for label, _ in names],
        type=[kind for _, kind in names],
    )


def _labels(questionnaire: Questionnaire, language: Language) -> dict[tuple[str, str, str], tuple[str, str]]:
    """Return label and type by kind, question and item (see `counts.Item`)."""
    labels: dict[tuple[str, str, str], tuple[str, str]] = {}
    for indicator in questionnaire.indicators:
        of = questionnaire.question(indicator.question)
        labels["indicator", of.id, indicator.id] = (indicator.label.said_in(language), of.type)
    for question in questionnaire.questions:
        labels["question", question.id, ""] = (question.text.said_in(language), question.type)
        for option in question.choices:
            labels["option", question.id, option.id] = (option.label.said_in(language), question.type)
        for net in question.named_nets:
            labels["net", question.id, net.id] = (net.label.said_in(language), "net")
    return labels
