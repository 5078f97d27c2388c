"""The report of every example: complete, in order, well formed, and with the figures of the comparison."""

from __future__ import annotations

import csv
import re
import tomllib

import pandas as pd
import pytest
from made_reports import (
    COMPARISONS,
    EXAMPLES,
    ROOT,
    blocks,
    column_at,
    report_of,
    rows_by_label,
    sections,
    tables,
    texts,
)

from brobygger_cli.report.model import Picture, Table

EVERY = pytest.mark.parametrize("comparison", COMPARISONS)


@EVERY
def test_every_name_in_a_report_stands_for_one_part_of_it(comparison: str) -> None:
    report = report_of(comparison)
    names = [section.id for section in sections(report)]
    names += [block.id for block in blocks(report) if isinstance(block, Table | Picture)]
    assert len(names) == len(set(names))
    assert [name for name in names if not re.fullmatch(r"[A-Za-z0-9_-]+", name)] == []


@EVERY
def test_rows_have_a_cell_for_every_column_and_headings_one(comparison: str) -> None:
    for table in tables(report_of(comparison)).values():
        assert table.rows, table.id
        assert {len(row.cells) for row in table.rows} <= {1, len(table.columns)}, table.id


@EVERY
def test_parts_of_a_report_stand_in_their_order(comparison: str) -> None:
    kinds = [section.kind for section in report_of(comparison).sections]
    assert kinds == ["measured", "changes", "questions", "method", "codebook", "provenance"]


@pytest.mark.parametrize(
    ("comparison", "questionnaire"),
    [
        ("printed baseline", "schemas/kommune.toml"),
        ("low response", "schemas/ngo.toml"),
        ("three waves", "examples/library.toml"),
    ],
)
def test_every_question_has_a_section_in_the_order_of_the_questionnaire(comparison: str, questionnaire: str) -> None:
    asked = tomllib.loads((ROOT / questionnaire).read_text(encoding="utf-8"))
    found = [section for section in sections(report_of(comparison)) if section.kind == "question"]
    assert [section.id for section in found] == [f"question-{question['id']}" for question in asked["questions"]]
    groups = [group["id"] for group in asked["groups"]]
    for section, question in zip(found, asked["questions"], strict=True):
        own = [block.id for block in section.blocks if isinstance(block, Table)]
        assert own == [f"table-{question['id']}-{group}" for group in groups]


def test_only_what_was_selected_is_shown() -> None:
    report = report_of("one group and question")
    assert [section.id for section in sections(report) if section.kind == "question"] == [
        "question-referrals_last_year"
    ]
    assert "Skoler og dagtilbud" not in " ".join(texts(report))


@EVERY
def test_numbers_in_cells_are_those_of_the_comparison_in_full_precision(comparison: str) -> None:
    report = report_of(comparison)
    rows = report.rows
    options = rows[(rows["comparison"] == "change") & (rows["level"] == "option")]
    shown = tables(report)
    compared = 0
    for row in options.to_dict(orient="records"):
        table = shown[f"table-{row['question']}-{row['group'].replace('/', '-2f-')}"]
        numbers = [cell.number for cell in rows_by_label(table)[row["label"]].cells]
        for figure in ("followup_count", "followup_share", "change", "baseline_count", "baseline_share"):
            if pd.notna(row[figure]):
                assert row[figure] in numbers, (table.id, row["option"], figure)
                compared += 1
    assert compared > 5


def test_a_count_that_print_leaves_open_is_shown_as_a_range_and_has_no_number() -> None:
    table = tables(report_of("printed baseline"))["table-formal_cooperation-oevrige"]
    cells = rows_by_label(table)["Ja"].cells
    at = column_at(table, "2017", "Antal")
    assert (cells[at].text, cells[at].number) == ("43–44", None)
    assert (cells[at + 1].text, cells[at + 1].number) == ("21\N{NO-BREAK SPACE}%", None)
    assert any("et trykte tillader flere antal" in note for note in table.notes)


def test_a_finite_population_is_never_shown_without_the_worst_case() -> None:
    report = report_of("linked, about the people invited, with a margin")
    for name, table in tables(report).items():
        if not name.startswith(("table-", "indicators-")):
            continue
        changes = [row for row in table.rows if any(cell.unit == "points" for cell in row.cells)]
        worst = [row for row in table.rows if row.cells[0].text == "↳ i værste fald"]
        assert len(worst) == len(changes), name
        assert any("i værste fald" in note for note in table.notes), name


def test_hidden_figures_are_marked_and_no_small_count_is_left() -> None:
    report = report_of("small counts hidden")
    shown = tables(report)
    hidden = report.rows[report.rows["flags"].str.split().map(lambda flags: "hidden" in flags)]
    hidden = hidden[hidden["level"] == "option"]
    assert len(hidden) > 20
    for row in hidden.to_dict(orient="records"):
        table = shown[f"table-{row['question']}-{row['group']}"]
        cells = rows_by_label(table)[row["label"]].cells
        assert (cells[-1].text, cells[-1].number, cells[-1].detail) == ("•", None, "")
        assert "• skjult: et antal under 5, eller et antal, der ville røbe det." in table.notes
    counts = [
        cell.number for table in shown.values() for row in table.rows for cell in row.cells if cell.unit == "count"
    ]
    assert [number for number in counts if number in range(1, 5)] == []
    said = " ".join(texts(report))
    assert "blev spurgt og svarede ikke" not in said
    assert "baseline: 37 rækker er skjult" in said


def test_texts_that_lack_a_language_are_named_and_shown_in_the_other() -> None:
    english, danish = (" ".join(texts(report_of("three waves", language))) for language in ("en", "da"))
    assert (
        "Texts of the questionnaire that have no English wording and are shown in Danish: "
        "“Hvor let er det at få hjælp af personalet?”." in english
    )
    assert "der ikke findes på dansk og vises på engelsk: henvisningen til kilden." in danish


def test_the_table_of_response_rates_is_the_notes_with_the_follow_up_beside_it() -> None:
    table = tables(report_of("low response"))["response"]
    assert [(column.over, column.heading) for column in table.columns] == [
        ("", "Gruppe"),
        ("2017", "Antal besvarelser"),
        ("2017", "Antal inviterede"),
        ("2017", "Svarprocent"),
        ("followup_ngo", "Antal besvarelser"),
        ("followup_ngo", "Antal inviterede"),
        ("followup_ngo", "Svarprocent"),
    ]
    # Table 1.1 of the note; 104 rows in the file, and nobody says how many were invited.
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["NGO’er", "87", "310", "28\N{NO-BREAK SPACE}%", "104", "–", "–"]
    ]
    low, dash = table.notes
    assert low == (
        "2017: Svarprocenten er under 40\N{NO-BREAK SPACE}% for NGO’er. Den er for lav til, at svarene giver et "
        "repræsentativt billede; de giver alene en indikation."
    )
    assert dash == "En streg betyder, at antallet af inviterede ikke kendes."


def test_several_later_waves_are_told_each_and_as_a_trend() -> None:
    report = report_of("three waves", "en")
    shown = tables(report)
    table = shown["table-borrowed-adults"]
    over = [column.over for column in table.columns]
    waves = ["library_2023", "library_2025", "library_2027"]
    assert over == ["", *(wave for wave in waves for _ in range(2)), *["Change since library_2023"] * 2]
    for wave in waves[1:]:
        assert f"indicators-adults-{wave}" in shown
    assert "trends-adults" in shown


@EVERY
def test_the_appendix_names_the_tests_that_were_made_and_no_others(comparison: str) -> None:
    report = report_of(comparison)
    said = " ".join(texts(report))
    tests = set(report.rows["test"].dropna())
    assert ("Test: Brunner–Munzel" in said) == ("brunner_munzel" in tests)
    assert ("Test: Fisher–Irwin" in said) == ("fisher_irwin" in tests)
    assert ("Test: McNemar mid-p" in said) == ("mcnemar_mid_p" in tests)
    assert ("Test: Rao–Scott" in said) == bool(tests & {"rao_scott", "rao_scott_multiple"})


@pytest.mark.parametrize(
    ("comparison", "limits"),
    [
        ("printed baseline", {"printed": True, "low": False, "independent": True}),
        ("low response", {"printed": True, "low": True, "independent": True}),
        ("respondents", {"printed": False, "low": False, "independent": True}),
        (
            "linked, about the people invited, with a margin",
            {"printed": False, "low": False, "independent": False},
        ),
    ],
)
def test_the_appendix_tells_what_cannot_be_said_where_it_applies(comparison: str, limits: dict[str, bool]) -> None:
    (section,) = [found for found in sections(report_of(comparison)) if found.id == "method-limits"]
    said = str(section.blocks)
    assert "og ikke hvorfor" in said
    assert ("er en publiceret tabel" in said) == limits["printed"]
    assert ("de giver alene en indikation" in said) == limits["low"]
    assert ("Testene tager alle svar som uafhængige" in said) == limits["independent"]


def test_open_answers_and_ids_are_in_no_report() -> None:
    report = report_of("three waves")
    said = "\n".join([*texts(report), report.rows.to_csv()])
    for wave in ("library_2023", "library_2025", "library_2027"):
        with (EXAMPLES / f"{wave}.csv").open(encoding="utf-8-sig", newline="") as file:
            separator = ";" if ";" in file.readline() else ","
            file.seek(0)
            _, *answers = csv.reader(file, delimiter=separator)
        private = {cell for row in answers for cell in (row[0], row[-1]) if len(cell) > 3}  # ids and comments
        assert len(private) > 40
        assert [text for text in private if text in said] == []
    table = tables(report)["table-comment-adults"]
    assert [row.cells[0].text for row in table.rows] == ["Total n"]
