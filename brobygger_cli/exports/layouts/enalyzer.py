"""Enalyzer: one row of header, a row for everybody who was invited, and a column with how far each of them came.

Known from the platform's help pages: answers are exported as texts, values or numbers of labels, each question in a
form of its own, as CSV, as a workbook or for SPSS; a response is completed, incomplete, refused or not answered.
Assumed, for want of a public sample: what the status column is called, its words in other languages than English, and
that the options of a question with several answers stand in columns of their own, behind the question's wording.

Therefore the table is told by its status alone: every word in that column has to be known, all in one language, each
with a meaning of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.exports.definitions.markup import plain
from brobygger_cli.exports.layouts.headers import completed, with_header
from brobygger_cli.exports.layouts.shapes import are_all, is_address, is_moment, some_texts
from brobygger_cli.exports.layouts.ticks import are_ticks
from brobygger_cli.exports.standing import STATUSES, Standing, Status
from brobygger_cli.exports.variables import Choice, Variable
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from brobygger_cli.exports.raw import Cells, RawTable
    from brobygger_cli.exports.variables import Kind

NAME = "enalyzer"

_ANY_STATUS = "status"  # tables of other origin have such a column, too: one word is then not enough
_STATUS = {
    *(_ANY_STATUS, "response status", "respondent status", "responsestatus", "respondentstatus", "besvarelsesstatus"),
    *("svarstatus", "responsstatus", "antwortstatus"),
}
_RESPONDENT = {
    *("respondent id", "respondentid", "respondent-id", "response id", "responseid", "svar-id", "svar id"),
    *("besvarelses-id", "besvarelse id", "svars-id", "befragten-id", "antwort-id"),
}
_PERSON = {
    *("e-mail", "email", "e-mail address", "email address", "e-mailadresse", "e-postadresse", "e-postadress"),
    *("first name", "last name", "fornavn", "efternavn", "etternavn", "förnamn", "efternamn", "vorname", "nachname"),
}
# English, Danish, Norwegian, Swedish, German; the first words of English are the platform's own.
_WORDS: tuple[Mapping[Status, set[str]], ...] = (
    {
        "completed": {"completed", "complete"},
        "partial": {"incomplete", "partially completed", "partly completed", "in progress"},
        "declined": {"refused", "declined"},
        "not_opened": {"not answered", "not started", "not opened"},
    },
    {
        "completed": {"gennemført", "fuldført", "afsluttet"},
        "partial": {"ufuldstændig", "ufuldendt", "delvist gennemført", "delvis gennemført", "påbegyndt"},
        "declined": {"afvist", "afslået", "frameldt"},
        "not_opened": {"ikke besvaret", "ikke påbegyndt", "ikke startet", "ikke åbnet"},
    },
    {
        "completed": {"gjennomført", "fullført", "avsluttet"},
        "partial": {"ufullstendig", "delvis gjennomført", "delvis fullført", "påbegynt"},
        "declined": {"avvist", "avslått", "reservert"},
        "not_opened": {"ikke besvart", "ikke påbegynt", "ikke startet", "ikke åpnet"},
    },
    {
        "completed": {"genomförd", "slutförd", "avslutad"},
        "partial": {"ofullständig", "delvis genomförd", "delvis slutförd", "påbörjad"},
        "declined": {"avböjd", "avvisad", "nekad"},
        "not_opened": {"ej besvarad", "inte besvarad", "ej påbörjad", "inte påbörjad"},
    },
    {
        "completed": {"abgeschlossen", "vollständig"},
        "partial": {"unvollständig", "teilweise abgeschlossen", "begonnen"},
        "declined": {"abgelehnt", "verweigert"},
        "not_opened": {"nicht beantwortet", "nicht begonnen", "nicht geöffnet"},
    },
)
_JOINTS = (": ", " - ")  # between a question and one of its options


def recognise(raw: RawTable) -> str:
    """Say by what the table is told."""
    column = _status_column(raw)
    if column is None:
        return ""
    words = ", ".join(sorted(_words(raw, column).values()))
    return f"the column {raw.columns[column]} says of everybody how far they came ({words})"


def read(raw: RawTable) -> RawTable:
    """Return the table with its statuses, and with ticks where columns of one question look like them."""
    table = with_header(raw, raw.columns)
    status = _status_column(raw)
    groups = _tick_groups(raw)
    variables = tuple(
        _tick(name, header, groups[column])
        if column in groups
        else Variable(name, "paradata" if column == status else _kind(header, cells), name, plain(header))
        for column, (name, header, cells) in enumerate(zip(table.columns, raw.columns, raw.cells, strict=True))
    )
    return replace(
        table,
        variables=completed(variables, raw.variables),
        standing=None if status is None else _standing(raw, status),
    )


def _status_column(raw: RawTable) -> int | None:
    """Return the first column with the name of a status and nothing but the words of one, each with its own meaning."""
    for column, name in enumerate(raw.columns):
        if normalise(name) in _STATUS:
            words = set(_words(raw, column).values())
            needed = 2 if normalise(name) == _ANY_STATUS else 1
            if len(words) >= needed and len(_meanings(words)) == len(words):
                return column
    return None


def _words(raw: RawTable, column: int) -> dict[str, str]:
    """Return what each text of a column says, normalised: a statistics file has codes and their labels."""
    labels = raw.variables[column].labels() if raw.variables else {}
    return {text: normalise(labels.get(text, text)) for text in some_texts(raw.cells[column])}


def _meanings(words: set[str]) -> dict[Status, str]:
    """Return the word for every status, in the language that knows them all; nothing where none does."""
    for language in _WORDS:
        found = {status: word for status, known in language.items() for word in known & words}
        if len(found) == len(words):
            return found
    return {}


def _standing(raw: RawTable, column: int) -> Standing:
    words, cells = _words(raw, column), raw.cells[column]
    codes = np.full(len(raw.lines), STATUSES.index("unknown"), dtype=np.int8)
    for status, word in _meanings(set(words.values())).items():
        codes[cells.holding(words.get(str(text)) == word for text in cells.texts)] = STATUSES.index(status)
    return Standing(codes, raw.columns[column])


def _kind(header: str, cells: Cells) -> Kind:
    if normalise(header) in _RESPONDENT:
        return "respondent"
    kept = normalise(header) in _PERSON or are_all(cells, is_address) or are_all(cells, is_moment)
    return "paradata" if kept else "unknown"


def _tick_groups(raw: RawTable) -> dict[int, str]:
    """Return the question of every column that looks like the tick of an option behind it."""
    groups: dict[str, list[int]] = {}
    for column, header in enumerate(raw.columns):
        for question in _stems(header):
            groups.setdefault(question, []).append(column)
    found: dict[int, str] = {}
    for question in sorted(groups, key=len):  # the longest that several columns share is the question
        columns = groups[question]
        if are_ticks([(raw.cells[column], _marks(raw.columns[column], question)) for column in columns]):
            found |= dict.fromkeys(columns, question)
    return found


def _stems(header: str) -> list[str]:
    """Return what may be the question in the header of an option's column."""
    places = [place for joint in _JOINTS for place in range(len(header)) if header.startswith(joint, place)]
    return [header[:place] for place in places if header[:place].strip()]


def _marks(header: str, question: str) -> tuple[str, ...]:
    """Return the texts that may be the mark in the column of an option."""
    return ("1", _option(header, question))


def _option(header: str, question: str) -> str:
    rest = header[len(question) :]
    return next((rest.removeprefix(joint) for joint in _JOINTS if rest.startswith(joint)), rest)


def _tick(name: str, header: str, question: str) -> Variable:
    label = plain(_option(header, question))
    return Variable(name, "tick", plain(question), plain(question), tick=Choice(label, label))
