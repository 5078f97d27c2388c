"""Google Forms: a time stamp in front, ticks joined by commas, and questions that stand twice."""

from __future__ import annotations

import csv
from collections import Counter

import pytest
from common_tables import real_exports, table

from brobygger_cli.exports import read_export
from brobygger_cli.exports.layouts import google_forms
from brobygger_cli.exports.layouts.shapes import is_moment
from brobygger_cli.exports.standing import STATUSES

LABELS = ("Friends, or family", "Sport", "It is near (by bus, or on foot)")
SUBSETS = [[label for place, label in enumerate(LABELS) if number >> place & 1] for number in range(1, 8)]


def answers(*more: str, stamp: str = "3/{}/2026 8:28:09") -> list[list[str]]:
    return [[stamp.format(1 + number % 28), ", ".join(SUBSETS[number % 7]), *more] for number in range(42)]


@pytest.mark.parametrize(
    "text",
    [
        "12/13/2019 12:02:32",
        "2019/12/13 12:02:32 PM GMT+1",
        "2019/12/13 12:02:32 am EET",
        "13.12.2019 12.02.32",
        "13-12-2019 12:02",
        "2019-12-13T12:02:32.104+01:00",
        "2019-12-13 12:02:32",
        "2019. 12. 13 오후 12:02:32",
        "13/12/2019 kl. 12.02.32",
    ],
)
def test_a_time_is_one_in_any_countrys_order(text: str) -> None:
    assert is_moment(text)


@pytest.mark.parametrize(
    "text", ["2019-12-13", "12:02", "13/13/13/13 12:02", "99/99/2019 12:02:32", "1 2 3 4 5", "x", ""]
)
def test_a_date_alone_or_a_number_is_no_time(text: str) -> None:
    assert not is_moment(text)


def test_options_are_told_in_the_forms_order_and_cells_stay_as_they_are() -> None:
    rows = [["Timestamp", "Why did you join?", "Age?"], *answers("41")]
    raw = google_forms.read(table(rows))
    assert [variable.kind for variable in raw.variables] == ["paradata", "joined", "unknown"]
    asked = raw.variables[1]
    assert (asked.separator, [choice.label for choice in asked.choices]) == (", ", list(LABELS))
    assert list(raw.cells[1]) == [row[1] for row in rows[1:]]
    assert raw.standing is not None
    assert {STATUSES[code] for code in raw.standing.codes} == {"completed"}


def test_a_row_that_somebody_added_by_hand_has_no_known_status() -> None:
    rows = [["Timestamp", "Why did you join?"], *answers(), ["", "Sport"]]
    raw = google_forms.read(table(rows))
    assert raw.standing is not None
    assert Counter(STATUSES[code] for code in raw.standing.codes) == {"completed": 42, "unknown": 1}


def test_a_question_in_two_branches_gives_two_columns_with_one_wording() -> None:
    rows = [
        ["Timestamp", "Why?", "Member?", "Why?"],
        ["3/1/2026 8:28:09", "a", "Yes", ""],
        ["3/2/2026 8:28:09", "", "", "b"],
    ]
    raw = google_forms.read(table(rows))
    assert raw.columns == ("Timestamp", "Why?", "Member?", "Why? (2)")
    assert [variable.text for variable in raw.variables[1:]] == ["Why?", "Member?", "Why?"]


def test_address_and_score_are_the_platforms_own() -> None:
    rows = [
        ["Timestamp", "Username", "Score", "What is 1 + 1?"],
        ["3/1/2026 8:28:09", "a@example.org", "3 / 10", "2"],
        ["3/2/2026 8:28:09", "b@example.org", "10 / 10", "3"],
    ]
    assert [variable.kind for variable in google_forms.read(table(rows)).variables] == [
        *("paradata", "respondent", "paradata", "unknown"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [["Time", "sensor_1", "Is the door open?"], ["3/1/2026 8:28:09", "1", "no"]],
        [["Start", "Slut", "Hvorfor?"], ["3/1/2026 8:28:09", "3/1/2026 8:38:09", "x"]],
        [["Day", "Why did you join?"], ["3/1/2026", "x"]],
        [["Time", "Degrees", "Wind"], ["3/1/2026 8:28:09", "1", "3"]],
        [["Timestamp", "Why did you join?"], ["3/1/2026 8:28:09", "x"], ["", "y"]],
    ],
    ids=["names of variables", "two times", "days", "no questions", "seldom a time"],
)
def test_what_only_resembles_it_is_not_told_as_google_forms(rows: list[list[str]]) -> None:
    assert google_forms.recognise(table(rows)) == ""


# The real file

REAL = "2019_data_2019_Spanish_R_Community_Survey_Responses"


def test_the_real_file_is_read_as_the_csv_module_reads_it() -> None:
    """Ten questions with several answers; two more with seven answers each are too few to tell."""
    path = real_exports() / "google_forms" / f"{REAL}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    raw = read_export(str(path))
    assert (raw.layout, len(raw.lines), len(raw.columns)) == ("google-forms", 338, 52)
    assert [variable.text for variable in raw.variables] == header
    assert [name for name in raw.columns if name not in header] == [f"{header[13]} (2)"]
    assert Counter(variable.kind for variable in raw.variables) == {"paradata": 1, "unknown": 41, "joined": 10}
    assert [place for place, variable in enumerate(raw.variables) if variable.kind == "joined"] == [
        *(16, 19, 24, 25, 26, 30, 35, 39, 43, 50),
    ]
    for place, cells in enumerate(raw.cells):
        assert list(cells) == [row[place] for row in rows]
    assert raw.standing is not None
    assert {STATUSES[code] for code in raw.standing.codes} == {"completed"}


def test_options_of_the_real_file_are_those_of_the_form_though_they_hold_commas() -> None:
    """Each option is counted as a text in the cells, whatever stands beside it there."""
    path = real_exports() / "google_forms" / f"{REAL}.csv"
    raw = read_export(str(path))
    labels = [choice.label for choice in raw.variables[25].choices]
    assert labels == [
        "Sitios web de búsqueda general como Google y Yahoo",
        "community.rstudio.com",
        "Listas de correo electrónico como r-help, r-packages o r-pkg-devel",
        "Sitios web de búsqueda específicos de R como METACRAN o Rdocumentation",
        "Paquetes R creados para la búsqueda, como el paquete sos",
        "Vistas de tareas de CRAN",
        "Su red personal, como colegas y profesores",
        "Conferencias, reuniones o seminarios.",
        "Libros, libros de texto o artículos de revistas (JSS, JOSS, R-Journal)",
        "Redes sociales como blogs, R-bloggers, Twitter, Slack o contactos de GitHub",
    ]
    held = {label: sum(label in cell for cell in raw.cells[25]) for label in labels}
    assert list(held.values()) == [186, 46, 33, 38, 12, 39, 109, 69, 66, 228]


def test_the_workbook_of_the_real_file_gives_the_same_options_and_answers() -> None:
    pytest.importorskip("python_calamine", reason="reading workbooks needs python-calamine")
    folder = real_exports() / "google_forms"
    text, workbook = (read_export(str(folder / f"{REAL}.{suffix}")) for suffix in ("csv", "xlsx"))
    assert (workbook.layout, workbook.columns) == (text.layout, text.columns)
    assert [variable.kind for variable in workbook.variables] == [variable.kind for variable in text.variables]
    assert [variable.choices for variable in workbook.variables] == [variable.choices for variable in text.variables]
    for place in range(1, len(text.columns)):  # the time stamp is written in another form
        assert list(workbook.cells[place]) == list(text.cells[place]), text.columns[place]
