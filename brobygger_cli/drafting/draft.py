"""A whole draft: which columns are questions, which the respondent and the group, and which are left out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from brobygger_cli.drafting.answers import columns_of
from brobygger_cli.drafting.asked import LeftOut, read_column
from brobygger_cli.drafting.guess import guess
from brobygger_cli.drafting.matrix import guesses
from brobygger_cli.drafting.named import Namer
from brobygger_cli.drafting.naming import slug
from brobygger_cli.drafting.options import options_of
from brobygger_cli.drafting.parts import Draft, DraftOption
from brobygger_cli.drafting.ticks import several_of, tick_groups
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.exports.variables import Choice
from brobygger_cli.mapping import column_named
from brobygger_cli.questionnaire.questionnaire import Questionnaire
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from brobygger_cli.drafting.answers import Column
    from brobygger_cli.drafting.asked import Asked
    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.questionnaire.model import Language

_ID = re.compile(r"[a-z0-9][a-z0-9_]*")
_USUAL_IDS = tuple(map(normalise, Questionnaire.model_fields["respondent_columns"].default))
_EVERYBODY = {"da": "Alle", "en": "Everybody"}


def draft(
    raw: RawTable, *, language: Language = "da", group_column: str | None = None, identifier: str | None = None
) -> Draft:
    """Return the questionnaire that an export or a definition file seems to answer, for a person to review.

    Args:
        raw: The export; of a definition file, its columns without records.
        language: Under which language the wordings are to stand.
        group_column: The column whose values are groups; everybody is one group where None.
        identifier: The questionnaire's id; made of the file's name where None.

    Raises:
        BrobyggerError: If there is no such column, or nothing that could be a question.
    """
    if identifier is not None and _ID.fullmatch(identifier) is None:
        raise BrobyggerError(
            f"--id {identifier}: an id is made of lower-case letters, digits and underscores",
            f"Such as {slug(identifier) or 'survey_2026'}.",
        )
    columns = columns_of(raw)
    group = None if group_column is None else columns[column_named(raw, group_column, "--group-column")]
    respondent = _respondent([column for column in columns if column is not group])
    special = [column for column in (group, respondent) if column is not None]
    kept = [column for column in columns if column not in special]
    respondent_columns = _respondent_columns(respondent, columns)
    ids = _USUAL_IDS if respondent_columns is None else respondent_columns
    namer = Namer(raw.columns, [*(column.header for column in special), *ids])
    found = list(_read(kept))
    questions = tuple(namer.question(asked) for asked in found if not isinstance(asked, LeftOut))
    if not questions:
        raise BrobyggerError(
            f"{raw.path}: no column of it could be a question",
            "A draft needs columns with answers, or a definition file of the platform.",
        )
    stem = Path(raw.path).stem
    remarks = [f"the wordings stand under '{language}', whatever language they are in"]
    return Draft(
        identifier or slug(stem) or "questionnaire",
        stem or "questionnaire",
        language,
        (_origin(raw),),
        respondent_columns,
        () if group is None else (group.header,),
        (DraftOption("everybody", "1", _EVERYBODY[language]),) if group is None else _groups(raw, group),
        questions,
        tuple((out.column.header, out.why) for out in found if isinstance(out, LeftOut)),
        tuple(remarks),
    )


def _respondent(columns: Sequence[Column]) -> Column | None:
    """Return the column of the respondent's id: the platform's, else the first that looks like one by its name."""
    told = [column for column in columns if column.variable.kind == "respondent" and column.header]
    if told:
        return told[0]
    unknown = (column for column in columns if column.variable.kind == "unknown" and column.header)
    return next((column for column in unknown if guess(column.header, column.answers).what == "id"), None)


def _respondent_columns(respondent: Column | None, columns: Sequence[Column]) -> tuple[str, ...] | None:
    """Return how the respondent's id is found; None where the usual headers will do."""
    if respondent is not None:
        return (respondent.header,)
    return () if any(normalise(column.header) in _USUAL_IDS for column in columns) else None


def _groups(raw: RawTable, column: Column) -> tuple[DraftOption, ...]:
    """Return the values of a column as groups."""
    labels = column.variable.labels()
    values = list(column.answers.times) or [choice.code for choice in column.variable.choices]
    if not values or not column.answers.whole:
        raise BrobyggerError(
            f"{raw.path}: --group-column {column.header}: holds {column.answers.share()}",
            "Name the column that tells the groups apart which are to be reported.",
        )
    return options_of([Choice(value, labels.get(value, value)) for value in sorted(values, key=normalise)])


def _read(columns: Sequence[Column]) -> Iterator[Asked | LeftOut]:
    """Yield questions and columns left out, in the order of the columns."""
    ticks = tick_groups(columns)
    of_question = {column.place: name for name, group in ticks.items() for column in group}
    joined = {
        column.variable.question: column
        for column in columns
        if column.variable.kind == "joined" and column.variable.question in ticks
    }
    found = guesses([column for column in columns if column.place not in of_question])
    done: set[str] = set()
    for column in columns:
        name = of_question.get(column.place, column.variable.question if column in joined.values() else None)
        if name is None:
            yield read_column(column, found.get(column.place))
        elif name not in done:
            done.add(name)
            yield several_of(name, ticks[name], joined.get(name))


def _origin(raw: RawTable) -> str:
    """Say what a draft is made from."""
    name = Path(raw.path).name
    if not len(raw.lines):
        return f"Drafted by brobygger from {name}: {raw.container}."
    told = f"layout {raw.layout} ({raw.reason})" if raw.reason else f"layout {raw.layout}"
    return f"Drafted by brobygger from {name}: {len(raw.lines)} rows, {raw.container}, {told}."
