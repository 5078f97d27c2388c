"""A small questionnaire, and exports of it in memory, as platforms of several kinds would hand them over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.counts import tally
from brobygger_cli.exports.raw import Cells, RawTable
from brobygger_cli.exports.variables import Choice, Variable
from brobygger_cli.mapping.confirmed import Form, Mapping
from brobygger_cli.questionnaire.load import parse
from brobygger_cli.responses import Coding, code_responses

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from brobygger_cli.counts import Counts
    from brobygger_cli.responses import Responses

TOML = """
id = "club"
title = { en = "The club", da = "Klubben" }

[[groups]]
id = "north"
code = "1"
label = { en = "Northern branch", da = "Nordafdelingen" }

[[groups]]
id = "south"
code = "2"
label = { en = "Southern branch", da = "Sydafdelingen" }

[[questions]]
id = "member"
type = "single"
text = { en = "Are you a member?", da = "Er du medlem?" }
columns = ["s_1"]
options = [
  { id = "yes", code = "1", label = { en = "Yes", da = "Ja" } },
  { id = "no", code = "2", label = { en = "No", da = "Nej" } },
]

[[questions]]
id = "often"
type = "ordinal"
order = "low_to_high"
text = { en = "How often do you come?", da = "Hvor ofte kommer du?" }
columns = ["s_2"]
options = [
  { id = "never", code = "1", label = { en = "Never", da = "Aldrig" } },
  { id = "seldom", code = "2", label = { en = "Seldom", da = "Sjældent" } },
  { id = "sometimes", code = "3", label = { en = "Sometimes", da = "Af og til" } },
  { id = "always", code = "4", label = { en = "Always", da = "Altid" } },
  { id = "unsure", code = "9", label = { en = "Don't know", da = "Ved ikke" }, dont_know = true },
]

[[questions]]
id = "visits"
type = "count_bins"
text = { en = "How many times did you come last month?" }
options = [
  { id = "none", code = "0", label = { en = "Not once" }, low = 0, high = 0 },
  { id = "few", code = "1", label = { en = "1-3 times" }, low = 1, high = 3 },
  { id = "many", code = "4", label = { en = "4 times or more" }, low = 4 },
]

[[questions]]
id = "does"
type = "multiple"
text = { en = "What do you do here?", da = "Hvad laver du her?" }
columns = ["s_3"]
options = [
  { id = "sing", code = "1", label = { en = "Sing", da = "Synger" } },
  { id = "eat", code = "2", label = { en = "Eat, drink", da = "Spiser" } },
  { id = "talk", code = "3", label = { en = "Talk", da = "Snakker" } },
]

[[questions]]
id = "remark"
type = "text"
text = { en = "Anything else?" }
"""
CLUB = parse(TOML, "club.toml")
OFTEN = ("Never", "Seldom", "Sometimes", "Always", "Don't know")


def export(columns: Iterable[tuple[str, Sequence[str]]], variables: Iterable[Variable] = ()) -> RawTable:
    """Return an export with these headers and cells, and what its platform tells of each column."""
    given = [*columns]
    rows = len(given[0][1])
    return RawTable(
        "club.csv",
        tuple(header for header, _ in given),
        tuple(Cells.of(cells) for _, cells in given),
        np.arange(2, rows + 2),
        (),
        variables=tuple(variables),
    )


def told(*variables: tuple[str, Sequence[str], Variable]) -> RawTable:
    """Return an export of which the platform tells every column: header, cells, and what it tells."""
    return export([(header, cells) for header, cells, _ in variables], [variable for _, _, variable in variables])


def choices(**labels: str) -> tuple[Choice, ...]:
    """Return the choices with these labels; a code is written as a keyword that begins with an underscore."""
    return tuple(Choice(code.removeprefix("_"), label) for code, label in labels.items())


def plain_rows() -> list[tuple[str, list[str]]]:
    """Return the columns of an export that is named as the questionnaire names."""
    return [
        ("respondent_id", ["P1", "P2", "P3", "P4"]),
        ("group", ["1", "1", "2", "2"]),
        ("member", ["1", "2", "1", "1"]),
        ("often", ["1", "4", "4", "9"]),
        ("visits", ["0", "1", "4", "4"]),
        ("does_1", ["1", "0", "1", "0"]),
        ("does_2", ["0", "1", "1", "0"]),
        ("does_3", ["0", "0", "1", "1"]),
        ("remark", ["", "Good", "", "Bad"]),
    ]


def confirmed(**said: object) -> Mapping:
    """Return a confirmed mapping to the club that says this."""
    return Mapping("club.map.toml", Form.model_validate({"questionnaire": "club", **said}))


def coded(raw: RawTable, mapping: Mapping | None = None) -> Responses:
    """Return the coded answers of an export of the club."""
    return code_responses(raw, CLUB, Coding(mapping=mapping))


def counted(raw: RawTable, mapping: Mapping | None = None) -> Counts:
    """Return the counts of an export of the club."""
    return tally(coded(raw, mapping))


def chosen(responses: Responses, question: str) -> list[list[str]]:
    """Return the options that each row chose."""
    ids = [option.id for option in CLUB.question(question).choices]
    return [[ids[at] for at in np.flatnonzero(row)] for row in responses.answers[question].ticked]


def codes_of(responses: Responses) -> dict[str, str]:
    """Return the severity of what is wrong, by code; of several the last."""
    return {violation.code: violation.severity for violation in responses.violations}
