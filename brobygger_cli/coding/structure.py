"""The structure of an export: has every question its column, every row its group and its own respondent?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brobygger_cli.mapping import nearest_name
from brobygger_cli.questionnaire.multiple import NOT_TICKED, TICKED, MultipleResponse
from brobygger_cli.spelling import nearest, normalise

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy.typing as npt

    from brobygger_cli.coding.findings import Findings
    from brobygger_cli.mapping import ColumnMap
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.questionnaire.questionnaire import Questionnaire


def check_columns(found: Findings, columns: ColumnMap, questionnaire: Questionnaire, without: Collection[str]) -> None:
    """Report columns that are duplicated, unknown or missing."""
    headers = found.raw.columns
    for column, earlier in columns.duplicates:
        rule = f"holds the same as column '{headers[earlier]}'; rename or remove one of them"
        found.add("duplicate_column", "error", rule, column=column)
    for column in columns.unknown:
        near = nearest_name(headers[column], questionnaire) if headers[column] else None
        of_question = _question_ticked_in(found, column, questionnaire)
        if of_question is None:
            found.add("unknown_column", "warning", "belongs to no question and is not read", column=column, near=near)
        else:
            rule = f"holds ticks of '{of_question}', but is none of its options: their shares would be too small"
            found.add("unknown_column", "error", rule, column=column, near=near)
    if columns.respondent is None:
        names = "', '".join(questionnaire.respondent_columns)
        rule = f"there is no column with the respondent's id ('{names}'): a respondent's second row is not noticed"
        found.add("missing_column", "warning", rule)
    if columns.group is None and len(questionnaire.groups) > 1:
        names = "', '".join(questionnaire.group_columns)
        found.add("missing_column", "error", f"there is no column with the group; expected '{names}'")
    for question in questionnaire.questions:
        if question.id not in without:
            _check_columns_of(found, columns, question)


def _question_ticked_in(found: Findings, column: int, questionnaire: Questionnaire) -> str | None:
    """Return the multiple response for which a column seems to hold the ticks of an option that it does not have."""
    name = normalise(found.raw.columns[column])
    ticks = {normalise(text) for text in found.column(column).texts}
    if ticks <= TICKED | NOT_TICKED and ticks & TICKED:
        for question in questionnaire.questions:
            if isinstance(question, MultipleResponse) and any(map(name.startswith, question.names())):
                return question.id
    return None


def _check_columns_of(found: Findings, columns: ColumnMap, question: Question) -> None:
    ticks = columns.ticks.get(question.id)
    if ticks is None and question.id not in columns.whole:
        rule = (
            f"there is no column for the question '{question.id}'; name it so, or say "
            f"`--without {question.id}` if this wave did not ask it"
        )
        found.add("missing_column", "warning" if question.background else "error", rule)
    elif ticks is not None:
        for position, option in enumerate(question.choices):
            if position not in ticks:
                rule = (
                    f"the question '{question.id}' has a column for each option, but none for '{option.id}'; "
                    f"expected '{question.id}_{option.code}'"
                )
                found.add("missing_column", "error", rule)


def check_respondents(found: Findings, column: int | None, *, id_needed: bool) -> npt.NDArray[np.bool_]:
    """Report rows without a respondent id, and ids that stand more than once.

    Args:
        found: The records, and where to report.
        column: The column of the ids, where there is one.
        id_needed: Whether a row without an id cannot be used, as where respondents are linked by it.

    Returns:
        The rows that are the first of their respondent, and have an id where one is needed, shape (rows,).
    """
    if not len(found.records):
        found.add("no_respondents", "error", "there are no rows below the header")
    if found.respondents is None:
        return np.ones(len(found.records), dtype=bool)
    ids = pd.Series(found.respondents, dtype=object).str.strip()
    missing = (ids == "").to_numpy()
    rule = "has no respondent id" + (", and cannot be linked to the other wave" if id_needed else "")
    found.add("missing_respondent", "error" if id_needed else "warning", rule, column=column, rows=missing)
    repeated = (ids.duplicated(keep="first") & (ids != "")).to_numpy()
    rule = "this respondent id stands more than once; only its first row is read"
    for value, rows in ids[repeated].groupby(ids[repeated], sort=False).groups.items():
        found.add("duplicate_respondent", "error", rule, column=column, value=str(value), rows=np.asarray(rows))
    return ~repeated & ~(missing & id_needed)


def code_groups(
    found: Findings, column: int | None, questionnaire: Questionnaire, whole_rows: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int16]:
    """Return the position of each row's group, -1 where it has none, and report the latter.

    A questionnaire with a single group needs no column for it.
    """
    groups = questionnaire.groups
    if column is None:
        return np.full(len(found.records), 0 if len(groups) == 1 else -1, dtype=np.int16)
    known = questionnaire.position_of_group()
    distinct = found.column(column)
    values = distinct.texts
    position = np.array([known.get(normalise(value), -1) for value in values], dtype=np.int16)
    expected = "expected " + ", ".join(f"{group.code} = {group.id}" for group in groups)
    spellings = [spelling for group in groups for spelling in (group.id, *group.label.wordings())]
    for place in np.flatnonzero(position < 0).tolist():
        value = str(values[place])
        rule = f"is no group of '{questionnaire.id}'" if value.strip() else "the row has no group"
        found.add(
            "unknown_group",
            "error",
            f"{rule}; {expected}",
            column=column,
            value=value,
            near=nearest(value, spellings),
            rows=(at := distinct.rows_of(place))[whole_rows[at]],
        )
    return np.asarray(position[distinct.codes])
