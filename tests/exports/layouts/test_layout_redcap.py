"""REDCap: who saw which form, how far everybody came, and what the dictionary says of the columns."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from common_tables import real_exports, table

from brobygger_cli.errors import UnreadableError
from brobygger_cli.exports import HowToRead, read_export
from brobygger_cli.exports.layouts import redcap
from brobygger_cli.exports.standing import STATUSES
from brobygger_cli.questionnaire.load import parse
from brobygger_cli.responses import Coding, State, code_responses

if TYPE_CHECKING:
    from pathlib import Path

    from brobygger_cli.exports.raw import RawTable

DICTIONARY = (
    '"Variable / Field Name","Form Name","Section Header","Field Type","Field Label",'
    '"Choices, Calculations, OR Slider Labels","Branching Logic (Show field only if...)"\n'
)


def statuses(raw: RawTable) -> list[str]:
    assert raw.standing is not None
    return [STATUSES[code] for code in raw.standing.codes]


def unseen(raw: RawTable) -> dict[str, str]:
    """Return by header which records never saw it, as ones and zeros."""
    return {
        raw.columns[column]: "".join("1" if hidden else "0" for hidden in mask) for column, mask in raw.unseen.items()
    }


def project(folder: Path, data: str, dictionary: str = "") -> RawTable:
    """Write an export, with its dictionary beside it, and read it."""
    if dictionary:
        (folder / "dictionary.csv").write_text(DICTIONARY + dictionary, encoding="utf-8")
    (folder / "data.csv").write_text(data, encoding="utf-8")
    return read_export(str(folder / "data.csv"), HowToRead(layout="redcap"))


# Who saw what


def test_zeros_of_a_form_that_nobody_opened_are_not_seen() -> None:
    rows = [
        ["record_id", "age", "why___1", "why___2", "club_complete"],
        ["1", "41", "1", "0", "2"],
        ["2", "42", "0", "0", "2"],  # sent in, and nothing ticked
        ["3", "43", "0", "1", "0"],
        ["4", "44", "0", "0", "0"],  # begun, perhaps never came to the boxes
        ["5", "", "0", "0", "0"],
        ["6", "", "0", "0", ""],
    ]
    raw = redcap.read(table(rows))
    assert unseen(raw) == {"age": "000011", "why___1": "000111", "why___2": "000111"}
    assert statuses(raw) == ["completed", "completed", "partial", "partial", "not_opened", "unknown"]
    assert [variable.kind for variable in raw.variables] == ["respondent", "unknown", "tick", "tick", "paradata"]


def test_forms_are_told_by_the_status_behind_them_or_by_the_dictionary(tmp_path: Path) -> None:
    data = "record_id,a_complete,b___1,b_complete,a\n1,2,0,0,x\n2,0,1,2,\n"
    by_order = project(tmp_path, data)
    assert unseen(by_order) == {"b___1": "10"}  # the last field stands behind every status: of no form
    by_name = project(tmp_path, data, 'record_id,a,,text,Id,,\nb,b,,checkbox,B,"1, one",\na,a,,text,A,,\n')
    assert unseen(by_name) == {"b___1": "10", "a": "01"}


def test_calculated_fields_do_not_tell_that_a_form_was_opened(tmp_path: Path) -> None:
    raw = project(
        tmp_path,
        "record_id,why___1,bmi,club_complete\n1,1,22.1,2\n2,0,0,0\n",
        'record_id,club,,text,Id,,\nwhy,club,,checkbox,Why?,"1, one",\nbmi,club,,calc,BMI,"1+1",\n',
    )
    assert unseen(raw) == {"why___1": "01", "bmi": "01"}
    assert statuses(raw) == ["completed", "not_opened"]


def test_boxes_that_the_branching_logic_hid_are_not_seen_though_the_form_is_complete(tmp_path: Path) -> None:
    raw = project(
        tmp_path,
        "record_id,member,age,why___1,why___2,since,club_complete\n"
        "1,1,20,1,0,2017,2\n2,2,20,0,0,,2\n3,1,20,0,0,,2\n4,1,9,0,0,,2\n5,2,9,0,1,,2\n",
        "record_id,club,,text,Id,,\n"
        'member,club,,radio,Member?,"1, Yes | 2, No",\n'
        "age,club,,text,Age?,,\n"
        'why,club,,checkbox,Why?,"1, one | 2, two","[member] = \'1\' and [age] >= 18"\n'
        "since,club,,text,Since?,,\"[why(1)] = '1'\"\n",
    )
    assert unseen(raw) == {"why___1": "01010", "why___2": "01010", "since": "01111"}
    assert [variable.shown_if for variable in raw.variables[3:5]] == ["[member] = '1' and [age] >= 18"] * 2


def test_rules_about_fields_of_another_event_hide_nothing(tmp_path: Path) -> None:
    """In the row of the second event nothing is known of the first event's form: its status is blank there."""
    raw = project(
        tmp_path,
        "record_id,redcap_event_name,member,start_complete,why___1,club_complete\n"
        "1,first_arm_1,1,2,,\n1,second_arm_1,,,0,2\n2,first_arm_1,2,2,,\n2,second_arm_1,,,1,2\n",
        "record_id,start,,text,Id,,\nmember,start,,yesno,Member?,,\n"
        'why,club,,checkbox,Why?,"1, one","[member]=\'1\'"\n',
    )
    assert unseen(raw) == {"member": "0101", "why___1": "1010"}
    assert statuses(raw) == ["completed"] * 4


# How far everybody came


def test_only_surveys_tell_where_there_are_surveys_and_forms_of_the_staff() -> None:
    rows = [
        ["record_id", "town", "contacts_complete", "club_timestamp", "age", "club_complete"],
        ["1", "A", "2", "2026-03-02 10:15:00", "41", "2"],
        ["2", "B", "2", "[not completed]", "42", "0"],
        ["3", "C", "2", "[not completed]", "", "0"],  # opened, and nothing saved
        ["4", "D", "2", "", "", "0"],
    ]
    raw = redcap.read(table(rows))
    assert statuses(raw) == ["completed", "partial", "partial", "not_opened"]
    assert raw.standing is not None
    assert raw.standing.told_by == "club_complete"


def test_a_form_that_nobody_completed_asks_for_nothing_yet() -> None:
    rows = [
        ["record_id", "age", "first_complete", "town", "second_complete"],
        ["1", "41", "2", "", "0"],
        ["2", "42", "1", "", "0"],
        ["3", "43", "0", "", "0"],
        ["4", "", "0", "", "0"],
    ]
    assert statuses(redcap.read(table(rows))) == ["completed", "completed", "partial", "not_opened"]
    rows[1][3:] = ["A", "2"]
    assert statuses(redcap.read(table(rows))) == ["completed", "partial", "partial", "not_opened"]


def test_where_nobody_keeps_the_status_it_tells_nothing_of_those_who_answered() -> None:
    rows = [["record_id", "age", "club_complete"], ["1", "41", "0"], ["2", "42", "0"], ["3", "", "0"]]
    assert statuses(redcap.read(table(rows))) == ["unknown", "unknown", "not_opened"]


def test_an_export_without_a_status_tells_no_standing_and_hides_nothing() -> None:
    raw = redcap.read(table([["record_id", "why___1"], ["1", "0"]]))
    assert (raw.standing, raw.unseen) == (None, {})


# What the dictionary says


def test_columns_have_the_wording_and_the_choices_of_the_dictionary(tmp_path: Path) -> None:
    raw = project(
        tmp_path,
        "record_id,sex,why___1,why____99,note,club_complete\n1,2,1,0,x,2\n",
        "record_id,club,,text,Id,,\n"
        'sex,club,,radio,Sex?,"1, Male | 2, Female",\n'
        'why,club,,checkbox,Why?,"1, Near, or cheap | 2, Friends",\n'
        "note,club,,notes,Note?,,\n",
    )
    assert [variable.kind for variable in raw.variables] == ["respondent", "single", "tick", "tick", "text", "paradata"]
    assert [choice.label for choice in raw.variables[1].choices] == ["Male", "Female"]
    first, missing = raw.variables[2].tick, raw.variables[3].tick
    assert first is not None
    assert missing is not None
    assert (first.code, first.label, first.missing) == ("1", "Near, or cheap", False)
    assert (missing.code, missing.missing) == ("-99", True)  # no choice: a code for a missing answer
    assert {variable.text for variable in raw.variables[2:4]} == {"Why?"}


def test_labels_in_header_and_cells_are_matched_to_the_dictionary(tmp_path: Path) -> None:
    header = ["Id", "Why?", "Which? (choice=Near, or (very) cheap)", "Which? (choice=Friends)", "Why?", "Complete?"]
    data = "\n".join(
        ",".join(f'"{cell}"' for cell in row) for row in (header, ["1", "No", "Checked", "Unchecked", "x", "Complete"])
    )
    raw = project(
        tmp_path,
        data + "\n",
        "record_id,club,,text,Id,,\nfirst,club,,yesno,Why?,,\n"
        'which,club,,checkbox,Which?,"1, Near, or (very) cheap | 2, Friends",\nsecond,club,,notes,Why?,,\n',
    )
    assert read_export(str(tmp_path / "data.csv")).layout == "redcap"
    assert raw.columns == ("Id", "Why?", "Which? [Near, or (very) cheap]", "Which? [Friends]", "Why? (2)", "Complete?")
    assert [variable.kind for variable in raw.variables] == ["respondent", "single", "tick", "tick", "text", "paradata"]
    assert [choice.code for choice in raw.variables[1].choices] == ["Yes", "No"]
    assert [variable.tick.code for variable in raw.variables if variable.tick] == ["1", "2"]
    assert statuses(raw) == ["completed"]


def test_a_damaged_dictionary_is_named_and_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "dictionary.csv").write_text(DICTIONARY + 'a,club,,text,"A\n', encoding="utf-8")
    (tmp_path / "data.csv").write_text("record_id,a___1,club_complete\n1,0,2\n", encoding="utf-8")
    with pytest.raises(UnreadableError, match=r"dictionary\.csv, line 2"):
        read_export(str(tmp_path / "data.csv"))


@pytest.mark.parametrize(
    "rows",
    [
        [["id", "course_complete", "age"], ["1", "1", "41"]],
        [["id", "why___1", "why___2"], ["1", "1", "0"]],
        [["id", "time_timestamp", "age"], ["1", "2026-03-02 10:15:00", "41"]],
        [["id", "a_complete", "b_complete"], ["1", "yes", "no"]],
    ],
    ids=["one status", "boxes alone", "a time alone", "other words"],
)
def test_what_only_resembles_it_is_not_told_as_redcap(rows: list[list[str]]) -> None:
    assert redcap.recognise(table(rows)) == ""


# The real files


def real(name: str) -> tuple[RawTable, list[dict[str, str]]]:
    path = real_exports() / "redcap" / name / "data.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return read_export(str(path)), list(csv.DictReader(file))


BOXES = """
id = "boxes"
title = { en = "Boxes" }
groups = [{ id = "all", code = "1", label = { en = "All" } }]
[[questions]]
id = "check_one"
type = "multiple"
text = { en = "check one" }
options = [
  { id = "one", code = "1", label = { en = "one" } }, { id = "two", code = "2", label = { en = "two" } },
  { id = "three", code = "3", label = { en = "three" } }, { id = "four", code = "4", label = { en = "four" } },
]
[[questions]]
id = "check_two"
type = "multiple"
text = { en = "check two" }
options = [
  { id = "a", code = "a", label = { en = "A" } }, { id = "b", code = "b", label = { en = "B" } },
  { id = "c", code = "c", label = { en = "C" } }, { id = "d", code = "d", label = { en = "D" } },
  { id = "e", code = "e", label = { en = "E" } },
]
"""


def test_the_real_boxes_are_read_as_the_file_itself_says_that_they_should() -> None:
    """Its column `desired_result` says it in words, which are looked up here so that the test says what the file says.

    Of the third row it says two things of `check_two`: NA, and `check_two___c should be 1`. No box of it is ticked, and
    the form is complete: it was seen and left without a tick.
    """
    raw, rows = real("checkboxes-1")
    wanted = [" ".join(row["desired_result"].split()) for row in rows]
    assert statuses(raw) == ["completed", "partial", "completed", "not_opened"]
    found = code_responses(raw, parse(BOXES, "boxes.toml"), Coding(include_partial=True))

    def ticked(question: str, record: int) -> list[str] | None:
        answers = found.answers[question]
        ids = [option.id for option in found.questionnaire.question(question).choices]
        return [ids[place] for place in answers.ticked[record].nonzero()[0]] if answers.in_base[record] else None

    assert "check_one: - check_one___1 should be 1 - check_one___[2-4] should be 0" in wanted[0]
    assert "check_two___a should be 1 - check_two___c should be 1" in wanted[0]
    assert (ticked("check_one", 0), ticked("check_two", 0)) == (["one"], ["a", "c"])

    assert "only for the second checkbox item: check_one: - check_one___[1-4] should be NA" in wanted[1]
    assert "check_two___b should be 1 - check_two___d should be 1" in wanted[1]
    assert (ticked("check_one", 1), ticked("check_two", 1)) == (None, ["b", "d"])

    assert "only the first checkbox item: check_one: - check_one___[1-4] should be 1" in wanted[2]
    assert "check_two___[a-e] should be NA - check_two___c should be 1" in wanted[2]
    assert (ticked("check_one", 2), ticked("check_two", 2)) == (["one", "two", "three", "four"], [])

    assert wanted[3] == ""
    assert (ticked("check_one", 3), ticked("check_two", 3)) == (None, None)
    assert [found.answers[question].state[3] for question in ("check_one", "check_two")] == [State.NOT_ASKED] * 2


def test_the_status_of_a_form_without_questions_tells_nothing_of_the_real_boxes() -> None:
    """`form_1` holds the id alone, and its status stands before the boxes of `form_2`."""
    raw, _ = real("checkboxes-1")
    assert raw.standing is not None
    assert raw.standing.told_by == "form_2_complete"
    assert unseen(raw) == {
        **{f"check_one___{code}": "0101" for code in "1234"},
        **{f"check_two___{code}": "0001" for code in "abcde"},
        "desired_result": "0001",
    }


def test_real_decimals_stay_as_they_are_written() -> None:
    raw, rows = real("decimal-comma")
    assert [list(cells) for cells in raw.cells[2:5]] == [
        [row[name] for row in rows] for name in ("height", "weight", "bmi")
    ]
    assert list(raw.cells[2]) == ["1,54", "1,84", "1,95", "1,61"]
    assert list(raw.cells[4]) == ["22.1", "27.3", "32.5", "17.7"]
    assert [variable.kind for variable in raw.variables] == [
        "respondent",
        "text",
        "number",
        "number",
        "number",
        "paradata",
    ]
    assert raw.variables[2].text == "Height (m, comma)"
    assert statuses(raw) == ["completed"] * 4
    assert raw.unseen == {}


def test_the_real_survey_has_one_form_that_somebody_completed() -> None:
    """Of the other three forms every field is blank in both rows, and so is `_complete` 0 (counted with csv)."""
    raw, rows = real("survey")
    assert statuses(raw) == ["completed"] * 2
    blank = [name for name in rows[0] if not any(row[name] for row in rows)]
    never = [name for name in blank if not name.startswith("redcap_") and not name.endswith("_timestamp")]
    assert unseen(raw) == dict.fromkeys(never, "11")
    assert len(never) == 20
    consent = raw.variables[raw.columns.index("consent___1")]
    assert consent.tick is not None
    assert (consent.tick.label, consent.question) == ("I consent", "consent")
    ethnicity = raw.variables[raw.columns.index("ethnicity")]
    assert [choice.label for choice in ethnicity.choices] == [
        *("Hispanic or Latino", "NOT Hispanic or Latino", "Unknown / Not Reported"),
    ]
