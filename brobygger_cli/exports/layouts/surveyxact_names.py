"""The names that SurveyXact gives to columns: what they tell where no structure lies beside a dataset."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from brobygger_cli.exports.variables import Choice, Variable
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.exports.variables import Kind

NUMBERED = re.compile(r"(.+)_(\d+)")  # the columns of a question with several answers

RESPONDENT = "respondentid"
_CUT = 8  # how much of a question's name is left of it where names are cut
PLATFORM = frozenset(
    [
        "x_exclude",
        "survey",
        "fake",
        "organization",
        "created",
        "modified",
        "closetime",
        "starttime",
        "difftime",
        "responsecollectsessions",
        "numberofreturnedmail",
        "importgroup",
        "distributionschedule",
        "email",
        "digitaldistributionstatus",
        "digitaldistributionerrormessage",
        "lang",
        "statinternal",
        "statcompletion",
        "statcreation",
        "statdistribution",
        "statsource",
        "statcollect",
        "statoverall",
    ]
)
_PLATFORM_CUT = frozenset(
    [*(name[:_CUT] for name in PLATFORM if not name.startswith("stat")), "stat", "statc", "statd", "stats", "stato"]
)


def told_by_name(column: str, choices: tuple[Choice, ...]) -> Variable:
    """Return what the platform's own names tell of a column that no structure names.

    Args:
        column: The column.
        choices: Its answers, where there are labels.
    """
    name = normalise(column)
    found = NUMBERED.fullmatch(name)
    kind: Kind = "unknown"
    if name in {RESPONDENT, RESPONDENT[:_CUT]}:
        kind = "respondent"
    elif name in PLATFORM | _PLATFORM_CUT or (found and found[1] in PLATFORM | _PLATFORM_CUT):
        kind = "paradata"
    elif found and [choice.code for choice in choices] == ["0", "1"]:
        return Variable(column, "tick", found[1], choices=choices, tick=Choice(found[2], ""))
    elif choices:
        kind = "single"
    return Variable(column, kind, column, choices=choices)


def with_tick_groups(raw: RawTable, variables: Sequence[Variable]) -> tuple[Variable, ...]:
    """Return variables where columns of which nothing is told are ticks if they are numbered and all are 0 or 1."""
    groups: dict[str, list[int]] = {}
    for column, variable in enumerate(variables):
        found = NUMBERED.fullmatch(variable.name)
        if found and variable.kind == "unknown":
            groups.setdefault(found[1], []).append(column)
    told = list(variables)
    for stem, columns in groups.items():
        numbers = [variables[column].name.removeprefix(f"{stem}_") for column in columns]
        whole = numbers == [str(number) for number in range(1, len(columns) + 1)]
        if whole and len(columns) > 1 and all(set(raw.cells[column].texts) <= {"0", "1"} for column in columns):
            for column, number in zip(columns, numbers, strict=True):
                told[column] = replace(variables[column], kind="tick", question=stem, tick=Choice(number, ""))
    return tuple(told)
