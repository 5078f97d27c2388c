"""The tables of a Word file and of a workbook against the CSV of the same run, figure by figure."""

from __future__ import annotations

import csv
import re
from functools import cache
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

import openpyxl
import pytest
from office_files import ROOT, cells, joined, opened, report_of, spans_of, tables, word, word_tables, workbook

from processes import completed

if TYPE_CHECKING:
    from collections.abc import Iterator

GROUPS = {"Skoler og dagtilbud": "skole_dagtilbud", "Øvrige kommunale aktører": "oevrige"}


@cache
def rows_of_csv() -> list[dict[str, str]]:
    """Return the rows that `brobygger compare` prints of the waves of the report."""
    words = ["compare", "2017", "examples/followup.csv", "--lang", "da", "--format", "csv"]
    run = completed(words, ROOT)
    assert run.returncode == 0, run.stderr.decode()
    return list(csv.DictReader(StringIO(run.stdout.decode("utf-8"))))


def figures(text: str) -> list[float]:
    """Read the figures of a cell back, as a person reads them: "12–21 %" are two, "−3,1" is below zero."""
    found = re.findall(r"[+−]?\d+(?:,\d+)?", text)
    return [float(figure.replace("−", "-").replace(",", ".")) for figure in found]


def label(text: str) -> str:
    """Return the heading of a row without the marks behind it."""
    return re.sub(r"\u00a0[ᵃ-ᶻ]+$", "", text)


def number(row: dict[str, str], column: str) -> float:
    return float(row[column])


def agree(shown: str, row: dict[str, str], low: str, high: str, factor: float, within: float) -> None:
    """Check the figures of a cell against the ends of a range in the CSV, or that neither has any."""
    if not row[low]:
        assert figures(shown) == []
        return
    ends = [factor * number(row, column) for column in (low, high)]
    found = figures(shown)
    assert [found[0], found[-1]] == pytest.approx(ends, abs=within), row


def word_rows() -> Iterator[tuple[str, str, list[str]]]:
    """Yield the id of the group, the id of the table and the cells of every row of the tables of the Word file."""
    report = report_of("municipality")
    for asked, written in zip(tables(report), word_tables(opened(word(report))), strict=True):
        headers = len(written.xpath("w:tr[w:trPr/w:tblHeader]"))
        caption = "".join(written.xpath("string(w:tblPr/w:tblCaption/@w:val)"))
        group = next((found for name, found in GROUPS.items() if name in caption), "")
        for row in joined(cells(written)[headers:], spans_of(written)):
            yield group, asked.id, row


def test_the_indicators_of_the_word_file_are_those_of_the_csv() -> None:
    in_csv = [row for row in rows_of_csv() if row["level"] == "indicator"]
    found = [(group, row) for group, table, row in word_rows() if table.startswith("indicators")]
    # The tables have the short wordings; the order is that of the questionnaire in both.
    for (group, row), expected in zip(found, in_csv, strict=True):
        assert group == expected["group"]
        for start, wave in ((1, "baseline"), (4, "followup")):
            agree(row[start], expected, f"{wave}_count_min", f"{wave}_count_max", 1, 0)
            assert figures(row[start + 1]) == [number(expected, f"{wave}_base")]
            if expected[f"{wave}_share"]:
                agree(row[start + 2], expected, f"{wave}_share", f"{wave}_share", 100, 0.5)
        change, interval = row[7].rstrip("]").split("[")
        agree(change, expected, "change_min", "change_max", 100, 0.05)
        assert figures(interval) == pytest.approx(
            [100 * number(expected, "change_outer_low"), 100 * number(expected, "change_outer_high")], abs=0.05
        )
        adjusted, raw = row[8].split("(")
        assert figures(adjusted) == pytest.approx([max(0.001, number(expected, "p_adjusted"))], abs=0.0005)
        assert figures(raw) == pytest.approx([max(0.001, number(expected, "p_value_max"))], abs=0.0005)


def test_the_answers_of_the_word_file_are_those_of_the_csv() -> None:
    checked = 0
    for group, table, row in word_rows():
        if not table.startswith("table-"):
            continue
        question = table.removeprefix("table-").removesuffix(f"-{group}")
        same = [
            of
            for of in rows_of_csv()
            if (of["group"], of["question"], of["level"]) == (group, question, "option")
            and of["label"] == label(row[0])
        ]
        if not same:
            assert row[0] in {"Total", "Total n"}
            continue
        (expected,) = same
        for start, wave in ((1, "baseline"), (3, "followup")):
            agree(row[start], expected, f"{wave}_count_min", f"{wave}_count_max", 1, 0)
            if expected[f"{wave}_share"]:
                agree(row[start + 1], expected, f"{wave}_share", f"{wave}_share", 100, 0.5)
        agree(row[5].partition("[")[0], expected, "change_min", "change_max", 100, 0.05)
        checked += 1
    assert checked == sum(row["level"] == "option" for row in rows_of_csv())


def test_the_raw_figures_of_the_workbook_are_the_csv() -> None:
    sheet = openpyxl.load_workbook(BytesIO(workbook(report_of("municipality"))))["Rå tal"]
    header, *rows = sheet.iter_rows(values_only=True)
    assert list(header) == list(rows_of_csv()[0])
    assert len(rows) == len(rows_of_csv())
    for row, expected in zip(rows, rows_of_csv(), strict=True):
        for name, value in zip(header, row, strict=True):
            text = expected[str(name)]
            if value is None:
                assert text == "", name
            elif isinstance(value, str):
                assert value == text, name
            else:
                assert value == pytest.approx(float(text), rel=1e-14), name
