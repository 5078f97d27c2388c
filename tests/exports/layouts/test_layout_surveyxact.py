"""SurveyXact: statuses, ticks, labels, and what is not to be taken for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from common_tables import table

from brobygger_cli.errors import UnreadableError
from brobygger_cli.exports import HowToRead, read_export
from brobygger_cli.exports.layouts import surveyxact
from brobygger_cli.exports.standing import STATUSES
from brobygger_cli.questionnaire.load import parse
from brobygger_cli.responses import Coding, State, code_responses

if TYPE_CHECKING:
    from pathlib import Path

    from brobygger_cli.exports.raw import RawTable

STATUS = [f"stato_{place}" for place in range(1, 6)]
STRUCTURE = "questionName;variableName;questionType;subType;questionText;choiceValue;choiceText\n"


def one_hot(status: int) -> list[str]:
    return ["01"[place == status] for place in range(1, 6)]


def told(raw: RawTable) -> list[str]:
    assert raw.standing is not None
    return [STATUSES[code] for code in raw.standing.codes]


def test_each_of_the_five_statuses_has_its_meaning() -> None:
    """New and distributed are both unopened; the fifth is those who dropped out."""
    raw = surveyxact.read(table([["id", *STATUS], *([str(status), *one_hot(status)] for status in range(1, 6))]))
    assert told(raw) == ["not_opened", "not_opened", "partial", "completed", "declined"]
    assert raw.standing is not None
    assert raw.standing.told_by == "stato_1 … stato_5"


def test_a_row_with_no_status_or_two_is_unknown_and_not_guessed() -> None:
    rows = [
        ["1", *one_hot(4)],
        ["2", *one_hot(3)],
        ["3", *one_hot(0)],
        ["4", "0", "1", "0", "1", "0"],
        ["5", *one_hot(4)],
    ]
    raw = table([["id", *STATUS], *rows])
    assert "one-hot in stato_1 … stato_5" in surveyxact.recognise(raw)
    assert told(surveyxact.read(raw)) == ["completed", "partial", "unknown", "unknown", "completed"]


@pytest.mark.parametrize("stem", ["stato", "statoverall", "STATO", "statov"])
def test_the_status_is_told_by_the_platform_s_own_name_cut_or_not(stem: str) -> None:
    header = [f"{stem}_{place}" for place in range(5, 0, -1)]
    raw = surveyxact.read(table([["id", *header], ["1", *reversed(one_hot(4))]]))
    assert told(raw) == ["completed"]


@pytest.mark.parametrize("stem", ["statd", "stat", "age", "q_1", "st"])
def test_other_columns_of_which_one_is_ticked_are_no_status(stem: str) -> None:
    """An age in five dummies, or how the form was distributed, must not take anybody out of a base."""
    raw = table(
        [["id", *(f"{stem}_{place}" for place in range(1, 6))], *(["1", *one_hot(place)] for place in range(1, 6))]
    )
    assert surveyxact.recognise(raw) == ""
    assert surveyxact.read(raw).standing is None


def test_four_of_the_five_are_no_status() -> None:
    assert surveyxact.recognise(table([["id", *STATUS[:4]], ["1", "0", "0", "0", "1"]])) == ""


def test_without_a_structure_ticks_are_columns_that_are_0_or_1_for_everybody() -> None:
    header = ["why_1", "why_2", "rated_1", "rated_2", "once_1", *STATUS, "responde", "closetim", "s_1"]
    rows = [
        ["1", "0", "1", "4", "1", *one_hot(4), "7", "2026-03-01", "a"],
        ["0", "0", "", "", "0", *one_hot(2), "8", "", ""],
    ]
    raw = surveyxact.read(table([header, *rows]))
    kinds = {variable.name: variable.kind for variable in raw.variables}
    assert {name for name, kind in kinds.items() if kind == "tick"} == {"why_1", "why_2"}
    assert {name for name, kind in kinds.items() if kind == "paradata"} == {*STATUS, "closetim"}
    assert kinds["responde"] == "respondent"
    assert {kinds[name] for name in ("rated_1", "once_1", "s_1")} == {"unknown"}
    assert [variable.question for variable in raw.variables[:2]] == ["why", "why"]


def dataset(folder: Path, text: str, structure: str = "", labels: str = "") -> str:
    (folder / "dataset.csv").write_text(text, encoding="cp1252")
    if structure:
        (folder / "structure.csv").write_text(STRUCTURE + structure, encoding="cp1252")
    if labels:
        (folder / "labels.csv").write_text(labels, encoding="cp1252")
    return str(folder / "dataset.csv")


def test_the_structure_tells_the_option_and_not_the_place_of_a_tick(tmp_path: Path) -> None:
    """Options are numbered as they were made: the fourteenth column may hold option 16."""
    structure = "v;v_1;Closed;Multiple;Hvorfor?;16;Programmering\nv;v_2;Closed;Multiple;Hvorfor?;14;Trafikk\n"
    raw = read_export(dataset(tmp_path, "v_1;v_2\n1;0\n0;1\n", structure))
    assert raw.reason == "structure.csv beside it names 2 of its 2 columns"
    ticks = [variable.tick for variable in raw.variables]
    assert [(tick.code, tick.label) for tick in ticks if tick] == [("16", "Programmering"), ("14", "Trafikk")]


def test_what_a_column_holds_is_the_structure_s_word_and_the_labels(tmp_path: Path) -> None:
    structure = (
        "a;a;Closed;Single;A?;;\nb;b;Open;Single;B?;;\nc;c;Open;Double;C?;;\nd;d;Open;String;D?;;\n"
        "e;e;Open;Date;E?;;\nrespondentid;responde;Open;Double;Key;;\nemail;email;Open;String;E-mail;;\n"
    )
    labels = "b;-7;keine Angabe\nb;5;sehr zufrieden\n"
    raw = read_export(dataset(tmp_path, "a;b;c;d;e;responde;email\n1;5;2,5;ja;;7;x\n", structure, labels))
    assert [variable.kind for variable in raw.variables] == [
        *("single", "single", "number", "text", "text", "respondent", "paradata")
    ]
    assert raw.variables[1].labels() == {"-7": "keine Angabe", "5": "sehr zufrieden"}


def test_labels_alone_tell_answers(tmp_path: Path) -> None:
    labels = "a;1;Ja\na;2;Nej\nv_1;0;Ikke valgt\nv_1;1;Valgt\nv_2;0;Ikke valgt\nv_2;1;Valgt\n"
    raw = read_export(dataset(tmp_path, "a;v_1;v_2;note\n1;0;1;x\n", labels=labels))
    assert raw.reason == "labels.csv beside it names 3 of its 4 columns"
    assert [variable.kind for variable in raw.variables] == ["single", "tick", "tick", "unknown"]


def test_a_structure_that_names_few_of_the_columns_is_another_survey_s(tmp_path: Path) -> None:
    path = dataset(tmp_path, "id;a;b;c\n1;2;3;4\n", "a;a;Closed;Single;A?;;\n")
    assert read_export(path).layout == "plain"


def test_a_damaged_structure_is_named_and_does_not_disturb_a_plain_file_beside_it(tmp_path: Path) -> None:
    header, row = ";".join(["a", *STATUS]), ";".join(["1", *one_hot(4)])
    path = dataset(tmp_path, f"{header}\n{row}\n", 'a;a;Closed;Single;"A?;;\n')
    with pytest.raises(UnreadableError, match=r"structure\.csv, line 2: the quotation mark"):
        read_export(path)
    assert read_export(path, HowToRead(layout="plain")).columns == ("a", *STATUS)
    (tmp_path / "plain.csv").write_text("id;a\n1;2\n", encoding="utf-8")
    assert read_export(str(tmp_path / "plain.csv")).layout == "plain"


QUESTIONNAIRE = """
id = "towns"
title = { da = "Byer" }

[[groups]]
id = "all"
code = "1"
label = { da = "Alle" }

[[questions]]
id = "why"
type = "multiple"
text = { da = "Hvorfor?" }
options = [
  { id = "sport", code = "1", label = { da = "Sport" } },
  { id = "mates", code = "2", label = { da = "Venner" } },
]
"""


def test_zeros_of_those_who_never_opened_the_form_are_in_no_base(tmp_path: Path) -> None:
    """And both waves may stand in one file: a column tells them apart."""
    rows = [
        *(("1", "1", "0", 4), ("1", "0", "0", 4), ("1", "0", "0", 2), ("1", "0", "0", 1)),
        *(("2", "0", "1", 4), ("2", "0", "0", 2), ("2", "1", "0", 3), ("2", "1", "0", 5)),
    ]
    header = ";".join(["wave", "why_1", "why_2", *STATUS])
    text = "\n".join([header, *(";".join([*row[:3], *one_hot(row[3])]) for row in rows)])
    raw = read_export(dataset(tmp_path, text))
    asked = parse(QUESTIONNAIRE, "towns.toml")
    wave = raw.cells[0]
    for value, base, ticked in (("1", 2, [1, 0]), ("2", 1, [0, 1])):
        coding = Coding(wave_column="wave", records=wave.holding(text == value for text in wave.texts))
        answers = code_responses(raw, asked, coding).answers["why"]
        assert int(answers.in_base.sum()) == base
        assert answers.ticked.sum(axis=0).tolist() == ticked
        assert State.INVALID not in answers.state
    with_partial = code_responses(raw, asked, Coding(include_partial=True)).answers["why"]
    assert int(with_partial.in_base.sum()) == 4
