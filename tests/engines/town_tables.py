"""Made-up tables, written into any engine, and the counts of the same rows read from a file."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import pandas as pd
import pytest

from brobygger_cli.counts import tally
from brobygger_cli.engines import count, open_table
from brobygger_cli.exports import read_export
from brobygger_cli.margins import weighted_of
from brobygger_cli.responses import Coding, code_responses
from random_exports import GARBAGE, GROUPS, SPELLINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from brobygger_cli.counts import Counts
    from brobygger_cli.questionnaire.questionnaire import Questionnaire
    from brobygger_cli.responses import Responses
    from brobygger_cli.violations import Violation

    Rows = list[list[str]]
    Values = list[list[object]]

T = TypeVar("T")


class Draw:
    """Draws that are the same every time.

    Args:
        seed: Of the random numbers.
    """

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng(seed)

    def one(self, of: Sequence[T]) -> T:
        """Return one of several."""
        return of[int(self._rng.integers(len(of)))]

    def some(self, of: Sequence[T], times: int) -> list[T]:
        """Return one of several, again and again."""
        return [self.one(of) for _ in range(times)]


@dataclass(frozen=True)
class Engine:
    """An engine that a test may write tables into.

    Args:
        address: Its connection, as a user gives it.
        put: Writes a table with a header and rows, and returns what a user calls it.
    """

    address: str
    put: Callable[[list[str], Values], str]


def as_text(rows: Rows) -> Values:
    """Return cells as an engine holds text: every other blank is NULL."""
    return [
        [None if cell == "" and (place + line) % 2 else cell for place, cell in enumerate(row)]
        for line, row in enumerate(rows)
    ]


def typed(rows: Rows) -> Values:
    """Return cells as an engine holds them whose columns have types: whole numbers, numbers or text."""
    columns = [_typed_column(cells) for cells in zip(*rows, strict=True)]
    return [list(row) for row in zip(*columns, strict=True)]


def _typed_column(cells: Sequence[str]) -> list[object]:
    for kind in (int, float):
        try:
            values: list[object] = [None if cell == "" else kind(cell) for cell in cells]
        except ValueError:
            continue
        if all(value is None or f"{value:.15g}" == cell for value, cell in zip(values, cells, strict=True)):
            return values
    return [None if cell == "" else cell for cell in cells]


def plain(
    folder: Path, header: Sequence[str], rows: Rows, questionnaire: Questionnaire, coding: Coding | None = None
) -> Responses:
    """Return the answers of the same rows, read from a file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerows([header, *rows])
    path = folder / "plain.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return code_responses(read_export(str(path)), questionnaire, coding)


def told(violations: Iterable[Violation]) -> Counter[tuple[str, str, str | None, str | None]]:
    """Return how often each violation occurs, by severity, code, column and value.

    Which value stands for decimal marks that are mixed is a matter of order, and a table has none.
    """
    found: Counter[tuple[str, str, str | None, str | None]] = Counter()
    for violation in violations:
        mixed = violation.code == "mixed_decimals"
        key = (violation.severity, violation.code, violation.column, None if mixed else violation.value)
        found[key] += violation.count
    return found


def check_counts(
    engine: Engine,
    folder: Path,
    table: tuple[list[str], Rows],
    values: Values,
    questionnaire: Questionnaire,
    coding: Coding | None = None,
) -> None:
    """Check that an engine gives the counts and violations of the same rows read from a file.

    Args:
        engine: The engine.
        folder: Where to write the file.
        table: The header and rows, as text.
        values: The rows as the engine is to hold them.
        questionnaire: What was asked.
        coding: What is to be read.
    """
    header, rows = table
    in_file = plain(folder, header, rows, questionnaire, coding)
    found = count(open_table(engine.address, engine.put(header, values)), questionnaire, coding or Coding())
    assert_same(found.counts, tally(in_file))
    assert told(found.violations) == told(in_file.violations)
    assert found.unasked == in_file.unasked
    assert {group: pytest.approx(of) for group, of in weighted_of(in_file).items()} == found.weighted


def assert_same(found: Counts, expected: Counts) -> None:
    """Check that two waves have the same counts."""
    pd.testing.assert_frame_equal(found.figures, expected.figures)
    pd.testing.assert_frame_equal(found.accounts, expected.accounts)
    pd.testing.assert_frame_equal(found.patterns, expected.patterns)
    pd.testing.assert_frame_equal(found.pairs, expected.pairs)
    assert found.respondents == expected.respondents
    assert found.rows_not_read == expected.rows_not_read
    assert (found.weights is None) == (expected.weights is None)
    if found.weights is not None and expected.weights is not None:
        pd.testing.assert_frame_equal(found.weights, expected.weights, rtol=1e-12)


def example(name: str) -> tuple[list[str], Rows]:
    """Return the header and rows of an example."""
    raw = read_export(str(Path(__file__).resolve().parents[2] / "examples" / name))
    return list(raw.columns), [list(row) for row in zip(*raw.cells, strict=True)]


# A town of people who answer at random, much of it against the routing or no answer at all ----------

HEADER = ["respondent_id", "group", "member", "mood", "why_good", "times"]
TICKS = {"ways": [f"ways_{place}" for place in range(1, 5)], "acts": [f"acts_{place}" for place in range(1, 4)]}


def worded_town(seed: int, size: int, *, joined: bool = False) -> tuple[list[str], Rows]:
    """Return answers in every spelling, with blanks of every kind around them.

    Args:
        seed: Of the random numbers.
        size: How many people.
        joined: Whether the answers to `ways` stand in one cell.
    """
    draw = Draw(seed)
    rows = []
    for number in range(size):
        row = ["" if number % 23 == 0 else f"P{number}", draw.one([*GROUPS["north"], *GROUPS["south"], "west", ""])]
        row += [_worded(draw, question) for question in HEADER[2:]]
        row += [_joined(draw)] if joined else _ticks(draw, "ways", ["1", "x", "Ja"], ["0", "", "Nej"])
        row += _ticks(draw, "acts", ["1", "TRUE", "valgt"], ["0", "", "FALSE", "perhaps"])
        row += [draw.one(["41", "0", "120", "", " 7 ", "1.5", "2,5", *GARBAGE["age"]])]
        row += [draw.one(["", " ", "\u00a0", "\u2003\t", 'He said "no";\nthen | left', "0", "\\"])]
        rows.append(row)
    return [*HEADER, *(["ways"] if joined else TICKS["ways"]), *TICKS["acts"], "age", "remark"], rows


def coded_town(seed: int, size: int) -> tuple[list[str], Rows]:
    """Return answers as whole numbers only, so that every column may have a type."""
    draw = Draw(seed)
    codes = {
        "member": ["1", "2", "9"],
        "mood": ["1", "2", "3", "4"],
        "why_good": ["1", "2"],
        "times": ["2", "7", "0", "-1"],
    }
    rows = []
    for number in range(size):
        row = ["" if number % 23 == 0 else str(100_000 + number), draw.one(["1", "1", "2", "2", "3", ""])]
        row += [draw.one([*of, *of, "", "77"]) for of in codes.values()]
        row += _ticks(draw, "ways", ["1"], ["0", "0", ""])
        row += _ticks(draw, "acts", ["1"], ["0", "0", "2"])
        rows.append([*row, draw.one(["41", "0", "120", "", "121", "-1"]), draw.one(["", "1"])])
    return [*HEADER, *TICKS["ways"], *TICKS["acts"], "age", "remark"], rows


def _worded(draw: Draw, question: str) -> str:
    if draw.one(range(4)) == 0:
        return draw.one(["", "", " ", "\u00a0", *GARBAGE.get(question, ())])
    spelling = draw.one(draw.one(list(SPELLINGS[question].values())))
    return draw.one([spelling, spelling.upper(), f" {spelling}\u00a0"])


def _joined(draw: Draw) -> str:
    chosen = draw.some(list(SPELLINGS["ways"].values()), draw.one([0, 1, 1, 2, 3]))
    return draw.one([";", ", ", "|"]).join(draw.one(spellings) for spellings in chosen)


def _ticks(draw: Draw, question: str, yes: list[str], no: list[str]) -> list[str]:
    """Return one cell per option: often no tick, and mostly one word for what is not ticked."""
    often, usual = draw.one([0, 2, 5]), draw.one(no)
    return [draw.one(yes if draw.one(range(10)) < often else [usual] * 8 + no) for _ in TICKS[question]]
