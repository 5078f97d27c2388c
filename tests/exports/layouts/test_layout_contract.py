"""What every layout must do, shown on the common survey in each of its platform's forms."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import numpy as np
import pytest
from common_survey import questionnaire, with_status, write_plain
from common_tables import real_exports, table
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import FORMS, SAMPLES

from brobygger_cli.errors import BrobyggerError
from brobygger_cli.exports import HowToRead, read_export
from brobygger_cli.exports.containers import read_container
from brobygger_cli.exports.layouts import LAYOUTS, layout_names
from brobygger_cli.exports.standing import STATUSES
from brobygger_cli.exports.variables import Kind
from brobygger_cli.responses import Coding, code_responses

if TYPE_CHECKING:
    from brobygger_cli.exports.layouts import Layout
    from brobygger_cli.exports.raw import RawTable

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"

each_form = pytest.mark.parametrize(("layout", "form"), FORMS, ids=["-".join(form) for form in FORMS])
each_layout = pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.NAME)


def write(folder: Path, layout: str, form: str) -> Path:
    return SAMPLES[layout].WRITERS[form](folder)


def rows_in_file(path: Path, raw: RawTable) -> list[list[str]]:
    """Return the rows of a text file as the csv module reads them, the header's among them, without blank lines."""
    encoding = "utf-8-sig" if raw.encoding == "utf-8" else raw.encoding
    text = path.read_bytes().decode(encoding).removeprefix("\ufeff")
    return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=raw.delimiter) if any(row)]


def keeps_the_contract(raw: RawTable) -> None:
    """Assert what holds of every table that a layout has read."""
    assert len(set(raw.columns)) == len(raw.columns)
    assert all(raw.columns)
    assert len(raw.variables) == len(raw.columns) == len(raw.cells)
    assert {variable.kind for variable in raw.variables} <= set(get_args(Kind))
    assert all((variable.kind == "tick") == (variable.tick is not None) for variable in raw.variables)
    assert all(len(cells) == len(raw.lines) for cells in raw.cells)
    assert raw.standing is None or (len(raw.standing.codes) == len(raw.lines) and raw.standing.told_by)
    assert all(len(unseen) == len(raw.lines) for unseen in raw.unseen.values())
    assert all(flaw.record_index is None or 0 <= flaw.record_index < len(raw.lines) for flaw in raw.flaws)


def test_every_layout_has_a_sample_and_every_sample_a_layout() -> None:
    assert sorted(SAMPLES) == sorted(layout.NAME for layout in LAYOUTS)


def test_names_of_layouts_are_what_a_person_can_type() -> None:
    assert all(name == name.lower() and name.replace("-", "").isalnum() for name in layout_names())
    assert len(set(layout_names())) == len(layout_names())


@each_form
def test_it_is_told_as_itself_and_as_nothing_else(tmp_path: Path, layout: str, form: str) -> None:
    path = write(tmp_path, layout, form)
    container = read_container(str(path))
    assert [other.NAME for other in LAYOUTS if other.recognise(container)] == [layout]
    raw = read_export(str(path))
    assert raw.layout == layout
    assert raw.reason


@each_form
def test_columns_are_told_apart_and_each_has_a_variable(tmp_path: Path, layout: str, form: str) -> None:
    keeps_the_contract(read_export(str(write(tmp_path, layout, form))))


@each_form
def test_every_respondent_has_one_record_and_every_cell_is_verbatim(tmp_path: Path, layout: str, form: str) -> None:
    path = write(tmp_path, layout, form)
    raw = read_export(str(path))
    expected = with_status(SAMPLES[layout].STANDING)
    assert len(raw.lines) == len(expected)
    if raw.delimiter:
        rows = rows_in_file(path, raw)[-len(expected) :]
        for column, cells in enumerate(raw.cells):
            assert list(cells) == [row[column] for row in rows], raw.columns[column]


@each_form
def test_it_tells_how_far_every_respondent_came_where_the_platform_does(tmp_path: Path, layout: str, form: str) -> None:
    raw = read_export(str(write(tmp_path, layout, form)))
    told = SAMPLES[layout].STANDING
    expected = [told[someone.status] for someone in with_status(told)]
    if raw.standing is None:
        assert set(expected) == {None}
    else:
        assert [STATUSES[code] for code in raw.standing.codes] == expected


@each_form
def test_naming_the_layout_reads_the_same(tmp_path: Path, layout: str, form: str) -> None:
    path = str(write(tmp_path, layout, form))
    found, named = read_export(path), read_export(path, HowToRead(layout=layout))
    assert named.columns == found.columns
    assert named.variables == found.variables
    assert named.reason == "as given"


@each_form
def test_answers_are_those_of_the_plain_file(tmp_path: Path, layout: str, form: str) -> None:
    """Whatever the platform's form, the survey's questionnaire gives the answers that its respondents gave."""
    folder = tmp_path / "export"
    folder.mkdir()
    asked = questionnaire()
    coding = Coding(include_partial=True)
    plain = read_export(str(write_plain(tmp_path / "plain.csv", SAMPLES[layout].STANDING)), HowToRead(layout="plain"))
    expected = code_responses(plain, asked, coding)
    found = code_responses(read_export(str(write(folder, layout, form))), asked, coding)
    assert found.group.tolist() == expected.group.tolist()
    for question, answers in expected.answers.items():
        answered = answers.in_base
        assert found.answers[question].in_base.tolist() == answered.tolist(), question
        assert found.answers[question].state[answered].tolist() == answers.state[answered].tolist(), question
        assert found.answers[question].ticked.tolist() == answers.ticked.tolist(), question


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.csv")), ids=lambda path: path.name)
def test_plain_files_are_told_as_no_platform(path: Path) -> None:
    container = read_container(str(path))
    assert [layout.NAME for layout in LAYOUTS if layout.recognise(container)] == []


def test_the_common_survey_as_a_plain_file_is_told_as_no_platform(tmp_path: Path) -> None:
    container = read_container(str(write_plain(tmp_path / "plain.csv", STATUSES)))
    assert [layout.NAME for layout in LAYOUTS if layout.recognise(container)] == []


# The folders of the shared real exports; the first word of each is how its layout's name begins.
REAL = (
    "google_forms",
    "limesurvey",
    "qualtrics",
    "redcap",
    "surveymonkey",
    "surveyxact_api_utf16_tab",
    "surveyxact_cp1252_semicolon",
)
BESIDE = ("structure", "labels", "diction")


@pytest.mark.parametrize("folder", REAL)
def test_real_exports_are_told_as_their_own_platform(folder: str) -> None:
    files = [path for path in sorted((real_exports() / folder).rglob("*.csv")) if not path.name.startswith(BESIDE)]
    own = [layout.NAME for layout in LAYOUTS if layout.NAME.startswith(folder.partition("_")[0])]
    assert files
    for path in files:
        container = read_container(str(path))
        assert [layout.NAME for layout in LAYOUTS if layout.recognise(container)] == own, path.name


# Tables that are no survey's


def survives(layout: Layout, raw: RawTable) -> None:
    """Assert that a layout says what it has to say of any table, in no other way than the contract's."""
    layout.recognise(raw)
    try:
        read = layout.read(raw)
    except BrobyggerError:
        return
    keeps_the_contract(read)
    assert len(read.lines) <= len(raw.lines)


@each_layout
@pytest.mark.parametrize(
    "rows",
    [
        [["id"]],
        [["id", "q"]],
        [["id"], ["1"]],
        [["id", "id", "id"], ["1", "2", "3"]],
        [["id", "", ""], ["1", "2", "3"]],
        [["", "", "q"], ["", "", ""], ["", "", ""]],
        [["id", "q"], ["", ""], ["", "Response"], ["1", "Yes"]],
        [["q", "q (2)", "q"], ["a", "b", "c"], ["a", "b", "c"]],
    ],
    ids=[
        "one column, no rows",
        "no rows",
        "one cell",
        "one name",
        "no names",
        "nothing but names",
        "headers only at first",
        "a name that is taken",
    ],
)
def test_a_table_that_is_hardly_one_is_no_crash(layout: Layout, rows: list[list[str]]) -> None:
    survives(layout, table(rows))


@each_form
def test_no_layout_crashes_on_the_table_of_any_platform(tmp_path: Path, layout: str, form: str) -> None:
    container = read_container(str(write(tmp_path, layout, form)))
    for named in LAYOUTS:
        survives(named, container)


@each_form
def test_a_file_that_breaks_off_anywhere_is_no_crash(tmp_path: Path, layout: str, form: str) -> None:
    path = write(tmp_path, layout, form)
    whole = path.read_bytes()
    for end in np.linspace(0, len(whole), 12, dtype=int).tolist():
        path.write_bytes(whole[:end])
        try:
            raw = read_export(str(path))
        except BrobyggerError:
            continue
        if raw.layout != "plain":
            keeps_the_contract(raw)


@each_form
def test_files_beside_it_that_are_damaged_are_no_crash(tmp_path: Path, layout: str, form: str) -> None:
    path = write(tmp_path, layout, form)
    beside = {other: other.read_bytes() for other in tmp_path.iterdir() if other != path and other.is_file()}
    for other, whole in beside.items():
        for damaged in (
            b"",
            whole[: len(whole) // 2],
            whole[1::2],
            b"\0\xff" * 40,
            b'"' + whole,
            b"PK\x03\x04" + whole,
        ):
            other.write_bytes(damaged)
            try:
                raw = read_export(str(path))
            except BrobyggerError:
                continue
            if raw.layout != "plain":
                keeps_the_contract(raw)
        other.write_bytes(whole)


WORDS = st.sampled_from(
    [
        *("", " ", "0", "1", "2", "id", "q_1", "q_2", "q_3", "stato_1", "Status", "Finished", "Response", "a [b]"),
        *('{"ImportId":"QID1"}', '{"ImportId":7}', '{"ImportId"', "Completed", "N/A", "RespondentID"),
        *("a;b", "a, b", "a,b", "\ufffd", "Why? - A", "Why? - B"),
    ]
)


@each_layout
@settings(max_examples=30)
@given(data=st.data())
def test_no_table_makes_it_crash(layout: Layout, data: st.DataObject) -> None:
    width = data.draw(st.integers(1, 7))
    row = st.lists(WORDS, min_size=width, max_size=width)
    survives(layout, table(data.draw(st.lists(row, min_size=1, max_size=6))))
