"""Small exports as raw tables, and the questionnaire that they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from brobygger_cli.exports.raw import Cells, RawTable
from brobygger_cli.questionnaire.load import parse
from brobygger_cli.responses import Coding, code_responses

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from brobygger_cli.responses import Responses
    from brobygger_cli.violations import Violation

ASKED = parse(
    """
id = "asked"
title = { en = "Asked" }

[[groups]]
id = "all"
code = "1"
label = { en = "All" }

[[questions]]
id = "often"
type = "single"
text = { da = "Hvor tit?" }
options = [
  { id = "seldom", code = "1-5", label = { da = "Sjældent" } },
  { id = "often", code = "6-10", label = { da = "Tit", en = "Often" }, aliases = ["Højst hver dag"] },
]

[[questions]]
id = "age"
type = "number"
minimum = 0
maximum = 2000
background = true
text = { en = "Age?" }

[[questions]]
id = "remark"
type = "text"
text = { en = "Anything else?" }
""",
    "asked.toml",
)


def raw_table(columns: Mapping[str, Sequence[str]], **told: Any) -> RawTable:  # noqa: ANN401 - any field of a table
    """Return a table with these columns, the first record in line 2 unless told otherwise."""
    rows = max(map(len, columns.values()))
    cells = tuple(Cells.of(list(texts)) for texts in columns.values())
    known = {"delimiter": ";", "lines": np.arange(2, rows + 2), "flaws": (), **told}
    return RawTable("made.csv", tuple(columns), cells, **known)


def code(columns: Mapping[str, Sequence[str]], *, weights: str | None = None, **told: Any) -> Responses:  # noqa: ANN401
    """Code such a table; questions without a column were not asked."""
    without = [question.id for question in ASKED.questions if question.id not in columns]
    raw = raw_table({"id": [f"R{row}" for row in range(len(next(iter(columns.values()))))], **columns}, **told)
    return code_responses(raw, ASKED, Coding(without=without, weight_column=weights))


def said(found: Responses) -> list[tuple[str, str, str | None, tuple[int, ...]]]:
    """Return what is wrong: code, severity, value and lines, in the order in which it was found."""
    return [(one.code, one.severity, one.value, one.lines) for one in found.violations]


def the_only(found: Responses) -> Violation:
    """Return what is wrong where that is one thing."""
    (violation,) = found.violations
    return violation
