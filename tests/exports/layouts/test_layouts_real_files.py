"""Real exports of SurveyXact, Qualtrics and SurveyMonkey: what is read of them against counts of the csv module.

The numbers were counted in the files with awk and pandas as well; the tests are skipped where the files are not there.
"""

from __future__ import annotations

import csv
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from common_tables import real_exports

from brobygger_cli.exports import read_export
from brobygger_cli.exports.standing import STATUSES
from brobygger_cli.questionnaire.load import parse
from brobygger_cli.responses import Coding, code_responses

if TYPE_CHECKING:
    from pathlib import Path

    from brobygger_cli.exports.raw import RawTable


def rows_of(path: Path, encoding: str, delimiter: str) -> list[dict[str, str]]:
    """Return the rows below the first as the csv module reads them."""
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def statuses(raw: RawTable) -> dict[str, int]:
    assert raw.standing is not None
    return dict(Counter(STATUSES[code] for code in raw.standing.codes.tolist()))


def kinds(raw: RawTable) -> dict[str, int]:
    return dict(Counter(variable.kind for variable in raw.variables))


def question_of_ticks(raw: RawTable, question: str) -> str:
    """Return a questionnaire of one question with several answers, as the platform tells it."""
    ticks = [variable.tick for variable in raw.variables if variable.question == question and variable.tick]
    options = ",\n".join(
        f"{{ id = 'o_{place}', code = '{tick.code}', label = {{ da = '''{tick.label}''' }} }}"
        for place, tick in enumerate(ticks, 1)
    )
    return f"""
id = "real"
title = {{ da = "En rigtig fil" }}
[[groups]]
id = "all"
code = "1"
label = {{ da = "Alle" }}
[[questions]]
id = "why"
columns = ["{question}"]
type = "multiple"
text = {{ da = "{question}" }}
options = [
{options}
]
"""


def test_surveyxact_the_574_who_never_opened_the_form_are_in_no_base() -> None:
    """Counted as answers, their zeros turn 99 % into 42 %."""
    path = real_exports() / "surveyxact_cp1252_semicolon" / "dataset.csv"
    raw = read_export(str(path))
    rows = rows_of(path, "cp1252", ";")
    assert raw.reason.startswith(
        "structure.csv beside it names 242 of its 242 columns; the status is one-hot in stato_1"
    )
    assert statuses(raw) == {"not_opened": 574, "partial": 85, "completed": 340}
    assert [sum(row[f"stato_{place}"] == "1" for row in rows) for place in range(1, 6)] == [0, 574, 85, 340, 0]
    assert kinds(raw) == {"single": 202, "tick": 29, "text": 6, "paradata": 5}

    asked = parse(question_of_ticks(raw, "v_1"), "real.toml")
    columns = [f"v_1_{place}" for place in range(1, 17)]
    # Of the 85 who stopped on the way, 84 ticked something; the one who did not is not known to have come so far.
    for partial, of, rows_read, base, ticking in (
        (False, ("stato_4",), 340, 340, 338),
        (True, ("stato_3", "stato_4"), 425, 424, 422),
    ):
        answers = code_responses(raw, asked, Coding(include_partial=partial)).answers["why"]
        known = [row for row in rows if any(row[status] == "1" for status in of)]
        assert len(known) == rows_read
        assert int(answers.in_base.sum()) == base
        assert int(answers.ticked.any(axis=1).sum()) == ticking
        assert answers.ticked.sum(axis=0).tolist() == [sum(row[name] == "1" for row in known) for name in columns]
    everybody = sum(any(row[name] == "1" for name in columns) for row in rows)
    assert (everybody, len(rows)) == (422, 999)


def test_surveyxact_option_16_stands_in_the_fourteenth_column() -> None:
    raw = read_export(str(real_exports() / "surveyxact_cp1252_semicolon" / "dataset.csv"))
    variable = raw.variables[raw.columns.index("v_1_14")]
    assert variable.tick is not None
    assert (variable.tick.code, variable.tick.label) == ("16", "Programmering")
    assert variable.text == "Hvilke(t) valgfag hadde du på ungdomsskolen? (flere kryss er mulig)"
    assert raw.variables[raw.columns.index("s_2")].labels()["5"] == "Studiespesialisering"


def test_surveyxact_api_names_are_cut_and_two_languages_are_told() -> None:
    path = real_exports() / "surveyxact_api_utf16_tab" / "dataset.csv"
    raw = read_export(str(path))
    rows = rows_of(path, "utf-16", "\t")
    assert raw.reason.startswith("structure_en.csv beside it names 110 of its 110 columns")
    assert statuses(raw) == {"completed": 2, "not_opened": 2}
    assert Counter(row["stato_4"] + row["stato_2"] for row in rows) == {"10": 2, "01": 2}
    assert kinds(raw) == {"paradata": 67, "tick": 17, "single": 15, "text": 7, "number": 3, "respondent": 1}
    by_name = {variable.name: variable for variable in raw.variables}
    assert by_name["responde"].kind == "respondent"
    assert (by_name["s_5"].text, by_name["s_5"].also) == ("state", ("Status",))
    assert by_name["s_5"].labels()["4"] == "participating with start-up"
    assert by_name["train_1"].labels()["-7"] == "keine Angabe"
    assert list(raw.cells[raw.columns.index("train_1")]) == [row["train_1"] for row in rows]


@pytest.mark.parametrize("name", ["sample.csv", "sample_legacy.csv"])
def test_qualtrics_samples_hold_one_completed_response(name: str) -> None:
    raw = read_export(str(real_exports() / "qualtrics" / name))
    assert statuses(raw) == {"completed": 1}
    cells = {variable.text: list(column) for variable, column in zip(raw.variables, raw.cells, strict=True)}
    assert cells["This is a multiple choice question."] == ["2"]
    assert cells["This is a free text question."] == ["Hello World!"]
    respondent = [variable.kind for variable in raw.variables].index("respondent")
    assert list(raw.cells[respondent]) == ["R_2YPOQ602ER1jkf1"]
    assert len(raw.columns) == (20 if name == "sample.csv" else 15)


def test_surveymonkey_ticks_are_the_columns_that_hold_their_option() -> None:
    raw = read_export(str(real_exports() / "surveymonkey" / "StarWars.csv"))
    assert len(raw.lines) == 1186
    assert raw.standing is None
    assert kinds(raw) == {"respondent": 1, "single": 31, "tick": 6}
    seen = [cells for cells, variable in zip(raw.cells, raw.variables, strict=True) if variable.kind == "tick"]
    assert [sum(bool(cell) for cell in cells) for cells in seen] == [673, 571, 550, 607, 758, 738]
    assert {variable.question for variable in raw.variables if variable.tick} == {
        "Which of the following Star Wars films have you seen? Please select all that apply."
    }
    assert raw.columns[28].endswith("[Yoda]")


def test_surveymonkey_who_was_not_asked_is_blank() -> None:
    raw = read_export(str(real_exports() / "surveymonkey" / "steak-risk-survey.csv"))
    assert len(raw.lines) == 550
    assert kinds(raw) == {"respondent": 1, "single": 14}
    assert Counter(raw.cells[8]) == {"Yes": 430, "No": 109, "": 11}
    pairs = Counter(zip(raw.cells[8], map(bool, raw.cells[9]), strict=True))
    assert pairs == {("Yes", True): 430, ("No", False): 109, ("", False): 9, ("", True): 2}
