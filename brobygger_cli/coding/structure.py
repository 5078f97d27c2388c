"""The structure of an export: has every question its column, every row its group and its own respondent?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brobygger_cli.coding.damage import Allowed, unmangled
from brobygger_cli.mapping import nearest_header, nearest_name
from brobygger_cli.mapping.near import names_of
from brobygger_cli.questionnaire.multiple import NOT_TICKED, TICKED, MultipleResponse
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy.typing as npt

    from brobygger_cli.coding.findings import Findings
    from brobygger_cli.mapping import ColumnMap
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.questionnaire.questionnaire import Questionnaire

_PROPOSALS = 20  # columns and questions after which nothing near is looked for


def check_columns(found: Findings, columns: ColumnMap, questionnaire: Questionnaire, without: Collection[str]) -> None:
    """Report columns that are duplicated, unknown, missing, or matched in a way that a person should know of."""
    headers = found.raw.columns
    for column, earlier in columns.duplicates:
        rule = f"holds the same as column '{headers[earlier]}'; rename or remove one of them"
        found.add("duplicate_column", "error", rule, column=column)
    for remark in columns.remarks:
        found.add(remark.code, remark.severity, remark.rule, column=remark.column, value=remark.value, near=remark.near)
    _report_unknown(found, columns, questionnaire)
    _report_missing(found, columns, questionnaire, without)


def _report_unknown(found: Findings, columns: ColumnMap, questionnaire: Questionnaire) -> None:
    """Report columns that belong to no question."""
    headers = found.raw.columns
    for place, column in enumerate(columns.unknown):
        meant = unmangled(headers[column])
        near = nearest_name(meant or headers[column], questionnaire) if headers[column] and place < _PROPOSALS else None
        of_question = columns.strays.get(column) or _question_ticked_in(found, column, questionnaire)
        if of_question is None:
            rule = "belongs to no question and is not read"
            if meant is not None:
                rule += f"; it looks like '{meant}' saved in the wrong encoding: export it as UTF-8"
            found.add("unknown_column", "warning", rule, column=column, near=near)
        else:
            rule = f"holds ticks of '{of_question}', but is none of its options: their shares would be too small"
            found.add("unknown_column", "error", rule, column=column, near=near)


def _report_missing(
    found: Findings, columns: ColumnMap, questionnaire: Questionnaire, without: Collection[str]
) -> None:
    """Report what has no column, with the column that may be meant."""
    if columns.respondent is None:
        names = "', '".join(questionnaire.respondent_columns)
        rule = f"there is no column with the respondent's id ('{names}'): a respondent's second row is not noticed"
        found.add("missing_column", "warning", rule)
    if columns.group is None and len(questionnaire.groups) > 1:
        names = "', '".join(questionnaire.group_columns)
        rule = f"there is no column with the group; expected '{names}'"
        near = nearest_header(questionnaire.group_columns, found.raw, columns.unknown)
        found.add("missing_column", "error", rule, near=near)
    lacking = 0
    for question in questionnaire.questions:
        if question.id in without:
            continue
        if question.id in columns.ticks:
            _report_missing_ticks(found, columns, question)
        elif question.id not in columns.whole:
            names_near = names_of(question) if lacking < _PROPOSALS else ()
            near = nearest_header(names_near, found.raw, columns.unknown)
            lacking += 1
            rule = (
                f"there is no column for the question '{question.id}'; name it so, or say "
                f"`--without {question.id}` if this wave did not ask it"
            )
            found.add("missing_column", "warning" if question.background else "error", rule, near=near)


def _question_ticked_in(found: Findings, column: int, questionnaire: Questionnaire) -> str | None:
    """Return the multiple response for which a column seems to hold the ticks of an option that it does not have."""
    name = normalise(found.raw.columns[column])
    ticks: set[str] = set()
    for text in found.column(column).texts:
        ticks.add(normalise(text))
        if not ticks <= TICKED | NOT_TICKED:
            return None
    if ticks & TICKED:
        for question in questionnaire.questions:
            if isinstance(question, MultipleResponse) and any(map(name.startswith, question.names())):
                return question.id
    return None


def _report_missing_ticks(found: Findings, columns: ColumnMap, question: Question) -> None:
    lacking = [at for at in range(len(question.choices)) if at not in columns.ticks[question.id]]
    for place, position in enumerate(lacking):
        option = question.choices[position]
        rule = (
            f"the question '{question.id}' has a column for each option, but none for '{option.id}'; "
            f"expected '{question.id}_{option.code}'"
        )
        wordings = [f"{text} {label}" for text in question.text.wordings() for label in option.label.wordings()]
        names = [f"{question.id}_{option.code}", *wordings] if place < _PROPOSALS else []
        found.add("missing_column", "error", rule, near=nearest_header(names, found.raw, columns.unknown))


def _why_nobody(found: Findings) -> str:
    """Return why there is nobody whose answers are read."""
    rows = len(found.raw.lines)
    if not rows:
        return "there are no rows below the header"
    return f"none of the {rows} rows is read, as none was sent in; --include-partial reads those that were begun"


def check_respondents(
    found: Findings, column: int | None, opened: npt.NDArray[np.bool_], *, id_needed: bool
) -> npt.NDArray[np.bool_]:
    """Report rows without a respondent id, and ids that stand more than once.

    Args:
        found: The records, and where to report.
        column: The column of the ids, where there is one.
        opened: The rows of those who opened the form, as far as is known, shape (rows,): they go before others.
        id_needed: Whether a row without an id cannot be used, as where respondents are linked by it.

    Returns:
        The rows that are the first of their respondent, and have an id where one is needed, shape (rows,).
    """
    if not len(found.records):
        found.add("no_respondents", "error", _why_nobody(found))
    if found.respondent is None:
        return np.ones(len(found.records), dtype=bool)
    distinct = found.column(column or 0)
    earlier = frozenset[str]() if found.block is None else found.block.earlier
    if distinct.plain and distinct.different == len(found.records) and not earlier:
        return np.ones(len(found.records), dtype=bool)
    stripped = [text.strip() for text in distinct.texts]
    missing = distinct.holding(not text for text in stripped)
    rule = "has no respondent id" + (", and cannot be linked to the other wave" if id_needed else "")
    found.add("missing_respondent", "error" if id_needed else "warning", rule, column=column, rows=missing)
    if len(set(stripped)) == len(found.records) and not earlier:
        return ~(missing & id_needed)
    ids = pd.Series(np.array(stripped, dtype=object)[distinct.codes], dtype=object)
    opened_first = np.argsort(~opened, kind="stable")
    again = ids.iloc[opened_first].duplicated(keep="first").reindex(ids.index)
    repeated = ((again | ids.isin(earlier)) & ~missing).to_numpy()
    of_which = "" if opened.all() else " that was opened"
    rule = f"this respondent id stands more than once; only its first row{of_which} is read"
    for value, rows in ids[repeated].groupby(ids[repeated], sort=False).groups.items():
        found.add("duplicate_respondent", "error", rule, column=column, value=str(value), rows=np.asarray(rows))
    return ~repeated & ~(missing & id_needed)


def code_groups(
    found: Findings, columns: ColumnMap, questionnaire: Questionnaire, whole_rows: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int16]:
    """Return the position of each row's group, -1 where it has none, and report the latter.

    A questionnaire with a single group needs no column for it.
    """
    groups, column = questionnaire.groups, columns.group
    if column is None:
        return np.full(len(found.records), 0 if len(groups) == 1 else -1, dtype=np.int16)
    known = questionnaire.position_of_group()
    distinct = found.column(column)
    values = distinct.texts
    position = np.array([known.get(normalise(columns.meant(column, value)), -1) for value in values], dtype=np.int16)
    expected = "expected " + ", ".join(f"{group.code} = {group.id}" for group in groups)
    spellings = [spelling for group in groups for spelling in (group.id, *group.label.wordings())]
    allowed = Allowed(spellings, lambda text: normalise(text) in known)
    for place in np.flatnonzero(position < 0).tolist():
        value = str(values[place])
        damage = allowed.recognise(value)
        what = f"is no group of '{questionnaire.id}'" if value.strip() else "the row has no group"
        found.add(
            "unknown_group",
            "error",
            f"{what}; {expected}" if damage is None else damage.rule,
            column=column,
            value=value,
            near=allowed.near(value) if damage is None else damage.near,
            rows=(at := distinct.rows_of(place))[whole_rows[at]],
        )
    return np.asarray(position[distinct.codes])
