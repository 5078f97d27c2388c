"""Questionnaires as results: which there are, and what one of them asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from brobygger_cli.questionnaire.load import bundled_names, load
from brobygger_cli.result import Result

if TYPE_CHECKING:
    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.questionnaire.questionnaire import Questionnaire

LIST_COLUMNS = ("id", "title", "groups", "questions", "indicators")
SHOW_COLUMNS = (
    "questionnaire",
    "level",
    "question",
    "option",
    "code",
    "label",
    "type",
    "source",
    "asked_if",
    "marks",
)


def list_bundled(language: Language = "en") -> Result:
    """Return the bundled questionnaires, one a row, with the columns `LIST_COLUMNS`."""
    rows = [
        (
            questionnaire.id,
            questionnaire.title.said_in(language),
            " ".join(group.id for group in questionnaire.groups),
            len(questionnaire.questions),
            len(questionnaire.indicators),
        )
        for questionnaire in map(load, bundled_names())
    ]
    return Result("questionnaires", pd.DataFrame(rows, columns=list(LIST_COLUMNS)), language)


def show(questionnaire: Questionnaire, language: Language = "en") -> Result:
    """Return what a questionnaire asks: a row per group, question, option, net and indicator.

    The columns are `SHOW_COLUMNS`; `marks` names what is special about an option, separated by blanks.
    """
    rows: list[dict[str, str | None]] = [
        {"level": "group", "option": group.id, "code": group.code, "label": group.label.said_in(language)}
        for group in questionnaire.groups
    ]
    for question in questionnaire.questions:
        rows += _question_rows(question, language)
    rows += [
        {
            "level": "indicator",
            "question": indicator.question,
            "option": indicator.id,
            "code": " ".join(indicator.options),
            "label": indicator.label.said_in(language),
            "marks": indicator.improvement and f"better_{indicator.improvement}",
        }
        for indicator in questionnaire.indicators
    ]
    frame = pd.DataFrame(rows).assign(questionnaire=questionnaire.id)
    return Result("questionnaire", frame.reindex(columns=list(SHOW_COLUMNS)), language, context=questionnaire)


def _question_rows(question: Question, language: Language) -> list[dict[str, str | None]]:
    routing = question.asked_if
    rows: list[dict[str, str | None]] = [
        {
            "level": "question",
            "question": question.id,
            "label": question.text.said_in(language),
            "type": question.type,
            "source": question.source or None,
            "asked_if": f"{routing.question}: {' '.join(routing.answers)}" if routing else None,
            "marks": _marks(question, ("background",), better=question.improvement),
        }
    ]
    rows += [
        {
            "level": "option",
            "question": question.id,
            "option": option.id,
            "code": option.code,
            "label": option.label.said_in(language),
            "marks": _marks(option, ("dont_know", "exclusive", "inferred"))
            or ("off_scale" if getattr(option, "on_scale", True) is False else None),
        }
        for option in question.choices
    ]
    rows += [
        {
            "level": "net",
            "question": question.id,
            "option": net.id,
            "code": " ".join(net.options),
            "label": net.label.said_in(language),
        }
        for net in question.named_nets
    ]
    return rows


def _marks(thing: object, names: tuple[str, ...], better: str | None = None) -> str | None:
    marks = [name for name in names if getattr(thing, name, False)]
    if better:
        marks.append(f"better_{better}")
    return " ".join(marks) or None
