"""A description for people: each question as the note prints it, groups side by side, count and share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from brobygger_cli.numbers import MISSING, number, percent, percent_sign
from brobygger_cli.questionnaire.multiple import MultipleResponse
from brobygger_cli.render.sheets import Cell, Column, Row, Sheet
from brobygger_cli.words import word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.questionnaire.questionnaire import Questionnaire
    from brobygger_cli.result import Result

    Record = Mapping[str, Any]


def sheets(result: Result) -> list[Sheet]:
    """Lay out a description: the indicators first, then a sheet per question."""
    questionnaire: Questionnaire = result.context.questionnaire
    laid_out = []
    indicators = result.frame[result.frame["level"] == "indicator"]
    if len(indicators):
        laid_out.append(
            _sheet(word("indicators", result.language), "", indicators, questionnaire, result.language)
        )
    others = result.frame[result.frame["level"] != "indicator"]
    for question, rows in others.groupby("question", sort=False):
        asked = questionnaire.question(str(question))
        caption = _caption(asked, questionnaire, result.language)
        notes = [word("note_multiple", result.language)] if isinstance(asked, MultipleResponse) else []
        title = asked.text.said_in(result.language)
        laid_out.append(_sheet(title, caption, rows, questionnaire, result.language, notes))
    return laid_out


def _sheet(  # noqa: PLR0913 - a title page's worth of text
    title: str,
    caption: str,
    rows: pd.DataFrame,
    questionnaire: Questionnaire,
    language: Language,
    notes: list[str] | None = None,
) -> Sheet:
    groups = [group for group in questionnaire.groups if group.id in set(rows["group"])]
    columns = [Column("", numeric=False)]
    for group in groups:
        name = group.label.said_in(language)
        columns += [Column(f"{name}: {word('count', language)}"), Column(word("share", language))]
    by_item: dict[tuple[str, str], dict[str, Record]] = {}
    for record in rows.to_dict(orient="records"):
        item = (record["level"], record["option"] or "")
        by_item.setdefault(item, {})[record["group"]] = record
    body, total = [], []
    for (level, _), records in by_item.items():
        found = [records[group.id] for group in groups]
        if level == "question":
            total = [
                Row(
                    (
                        Cell(word("total", language)),
                        *(c for r in found for c in (Cell(_whole(r["base"])), Cell())),
                    ),
                    "strong",
                )
            ]
        else:
            label = found[0]["label"]
            body.append(Row((Cell(label), *(cell for record in found for cell in _cells(record, language)))))
    if total and body:
        total = [*total]
    return Sheet(title, tuple(columns), (*body, *total), caption, tuple(notes or ()))


def _cells(record: Record, language: Language) -> tuple[Cell, Cell]:
    low, high, base = record["count_min"], record["count_max"], record["base"]
    if pd.isna(low) or pd.isna(base):
        return Cell(MISSING), Cell(MISSING)
    if base == 0:
        return Cell("0"), Cell(MISSING)
    of = f"/{base}" if record["level"] == "indicator" else ""
    if low != high:
        shares = f"{percent(low, base, language).removesuffix('%').strip()}–{percent(high, base, language)}"
        return Cell(f"{low}–{high}{of}"), Cell(shares)
    interval = ""
    if pd.notna(record["low"]):
        limits = "; ".join(number(100 * record[end], 0, language) for end in ("low", "high"))
        interval = percent_sign(f"[{limits}]", language)
    return Cell(f"{low}{of}"), Cell(percent(low, base, language), interval)


def _caption(question: Question, questionnaire: Questionnaire, language: Language) -> str:
    """Say where the question stands in the source and who was asked it."""
    parts = [question.source] if question.source else []
    if question.asked_if is not None:
        earlier = questionnaire.question(question.asked_if.question)
        labels = {option.id: option.label.said_in(language) for option in earlier.choices}
        leading = question.asked_if.answers
        others = [identifier for identifier in labels if identifier not in leading]
        said = (
            "≠ " + ", ".join(f"“{labels[identifier]}”" for identifier in others)
            if len(others) < len(leading)
            else "= " + ", ".join(f"“{labels[identifier]}”" for identifier in leading)
        )
        parts.append(f"{word('asked_if', language)}: {earlier.id} {said}")
    if question.note is not None:
        parts.append(question.note.said_in(language))
    return " · ".join(parts)


def _whole(value: Any) -> str:
    return MISSING if pd.isna(value) else str(value)
