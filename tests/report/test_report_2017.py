"""The Danish report of the Herning comparison: its 2017 columns are the note's tables, cell by cell."""

from __future__ import annotations

import csv
from functools import cache

import pytest
from made_reports import ROOT, column_at, report_of, rows_by_label, tables, without_marks

from brobygger_cli.render.documents.as_markdown import render

REPORTS = {"kommune": "printed baseline", "ngo": "low response"}
CELLS = {"kommune": 114, "ngo": 68}  # as printed in 2017
NBSP = "\N{NO-BREAK SPACE}"


def printed(questionnaire: str) -> list[dict[str, str]]:
    """Return the cells of the note, as they were copied from it by hand; a net stands in brackets."""
    with (ROOT / "schemas" / "printed" / "2017.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["questionnaire"] == questionnaire]


@pytest.mark.parametrize("questionnaire", REPORTS)
def test_the_2017_columns_of_the_report_are_the_notes_tables(questionnaire: str) -> None:
    shown = tables(report_of(REPORTS[questionnaire]))
    cells = printed(questionnaire)
    assert len(cells) == CELLS[questionnaire]
    for cell in cells:
        table = shown[f"table-{cell['question']}-{cell['group']}"]
        by_label = rows_by_label(table)
        count = column_at(table, "2017", "Antal")
        share = column_at(table, "2017", "Andel")
        answer = by_label[cell["option"].strip("[]")].cells
        assert answer[share].text == f"{cell['percent']}{NBSP}%", cell
        if cell["count"]:
            assert (answer[count].text, answer[count].number) == (cell["count"], int(cell["count"])), cell
        total = by_label.get("Total") or by_label["Total n"]
        assert total.cells[count].text == cell["base"], cell


def test_the_total_says_100_percent_only_where_one_answer_was_asked_for() -> None:
    shown = tables(report_of("printed baseline"))
    single = rows_by_label(shown["table-refers_when_relevant-oevrige"])["Total"]
    several = rows_by_label(shown["table-offers_referred_to-oevrige"])["Total n"]
    assert [cell.text for cell in single.cells] == ["Total", "213", f"100{NBSP}%", "198", f"100{NBSP}%", ""]
    assert [cell.text for cell in several.cells] == ["Total n", "133", "–", "129", "–", ""]


@cache
def written(questionnaire: str) -> dict[str, list[list[str]]]:
    """Return the tables of the report as Markdown, read back by the caption above them."""
    found: dict[str, list[list[str]]] = {}
    caption = ""
    for line in render(report_of(REPORTS[questionnaire]), None).decode("utf-8").splitlines():
        if line.startswith("**Tabel "):
            caption = line.partition("** ")[2]
        elif line.startswith("|"):
            found.setdefault(caption, []).append([cell.strip().strip("*") for cell in line.strip("|").split(" | ")])
    return found


@pytest.mark.parametrize("questionnaire", REPORTS)
def test_the_2017_columns_of_the_written_markdown_are_the_notes_tables(questionnaire: str) -> None:
    shown, lines = tables(report_of(REPORTS[questionnaire])), written(questionnaire)
    for cell in printed(questionnaire):
        heading, _, *rows = lines[shown[f"table-{cell['question']}-{cell['group']}"].caption]
        assert heading[1:3] == ["2017: Antal", "2017: Andel"]
        (answer,) = [row for row in rows if without_marks(row[0]) == cell["option"].strip("[]")]
        assert answer[2] == f"{cell['percent']}{NBSP}%", cell
        if cell["count"]:
            assert answer[1] == cell["count"], cell


def test_a_table_says_who_was_asked_and_where_its_figures_are_from() -> None:
    table = tables(report_of("printed baseline"))["table-outcome_after_referral-skole_dagtilbud"]
    assert table.caption == (
        "Hvad er der typisk sket, når du har henvist et barn/en unge/en familie til et tilbud i civilsamfundet? "
        "– Skoler og dagtilbud"
    )
    assert table.source == (
        "2017: Tabel 2.7, fra kilden under »Bølger og filer«. followup: besvarelserne i followup.csv."
    )
    waves = tables(report_of("printed baseline"))["waves"]
    assert waves.caption == "Bølger og filer"
    assert waves.source.startswith("Hanne Søndergård Pedersen og Katrine Nøhr: Børnenes Brobygger")
    # In table 2.2, 38 of 116 have referred and 5 do not know; in the file, 61 and 4 of the 124 who answered that.
    assert f"Blev stillet spørgsmålet: 37{NBSP}% i 2017 (43 af 116); 52{NBSP}% i followup (65 af 124)." in table.notes
    # 2 of the 65, and 4 of whom the earlier question does not tell whether they were to be asked.
    assert (
        "followup: 6 blev spurgt og svarede ikke, eller det vides ikke, om de skulle spørges; de er ikke med i basen."
        in table.notes
    )
