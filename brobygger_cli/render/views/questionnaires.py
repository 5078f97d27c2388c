"""Questionnaires for people: the list of those bundled, or the questions and options of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.render.sheets import Cell, Column, Row, Sheet
from brobygger_cli.result import records
from brobygger_cli.words import word

if TYPE_CHECKING:
    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.result import Record, Result


def sheets(result: Result) -> list[Sheet]:
    """Lay out one questionnaire, or the list of them."""
    return [_list(result)] if result.kind == "questionnaires" else [_contents(result)]


def _list(result: Result) -> Sheet:
    language = result.language
    columns = (
        Column(word("questionnaire", language), numeric=False),
        Column(word("title", language), numeric=False),
        Column(word("groups", language), numeric=False),
        Column(word("questions_counted", language)),
        Column(word("indicators", language)),
    )
    rows = [
        Row(tuple(Cell(str(record[name])) for name in ("id", "title", "groups", "questions", "indicators")))
        for record in records(result.frame)
    ]
    return Sheet(word("questionnaire", language), columns, tuple(rows))


def _contents(result: Result) -> Sheet:
    language = result.language
    columns = (
        Column("id", numeric=False),
        Column(word("code", language), numeric=False),
        Column("", numeric=False),
        Column(word("type", language), numeric=False),
    )
    rows: list[Row] = []
    level = ""
    for record in records(result.frame):
        if record["level"] in {"group", "indicator"} and record["level"] != level:
            rows.append(Row((Cell(word(f"{record['level']}s", language)),)))
        level = record["level"]
        rows.append(_question(record, language) if level == "question" else _option(record))
    return Sheet(result.context.title.said_in(language), columns, tuple(rows))


def _question(record: Record, language: Language) -> Row:
    asked = f"{word('asked_if', language)}: {record['asked_if']}" if _text(record["asked_if"]) else ""
    about = ", ".join(part for part in (_text(record["source"]), asked) if part)
    kind = " ".join(part for part in (_text(record["type"]), _text(record["marks"])) if part)
    return Row((Cell(record["question"]), Cell(), Cell(record["label"], about), Cell(kind)), emphasis="strong")


def _option(record: Record) -> Row:
    cells = (_text(record["option"]), _text(record["code"]), _text(record["label"]), _text(record["marks"]))
    return Row(tuple(Cell(("  " if not place else "") + cell) for place, cell in enumerate(cells)))


def _text(value: str | None) -> str:
    return value or ""
