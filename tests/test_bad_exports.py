"""Where something is wrong in an export, as a person finds it: line, row or case, record, respondent, column."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger_cli.cli import main
from brobygger_cli.coding import damage
from brobygger_cli.exports import read_export
from brobygger_cli.exports.raw import Cells, RawTable
from brobygger_cli.questionnaire.load import parse
from brobygger_cli.responses import Coding, State, code_responses
from brobygger_cli.violations import COLUMNS, Violation, column_letter, to_frame

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from brobygger_cli.responses import Responses

TOML = """
id = "club"
title = { en = "The club" }

[[groups]]
id = "members"
code = "M"
label = { en = "Members" }

[[questions]]
id = "s_4"
type = "single"
text = { en = "How long have you been a member?" }
options = [
  { id = "short", code = "1", label = { da = "Op til 5 år" } },
  { id = "long", code = "2", label = { da = "Mere end 5 år" } },
]

[[questions]]
id = "remark"
type = "text"
text = { en = "Anything else?" }
"""
CLUB = parse(TOML, "club.toml")


def codes_and_places(found: Iterable[Violation]) -> list[tuple[str, str | None, tuple[int, ...], tuple[int, ...]]]:
    return [(one.code, one.column_letter, one.lines, one.records) for one in found]


def read(path: Path, content: str, coding: Coding | None = None) -> Responses:
    path.write_text(content, encoding="utf-8")
    return code_responses(read_export(str(path)), CLUB, coding)


def made(answers: list[str], **told: object) -> RawTable:
    """Return a table with an id and the answers to one question, the first record in place 2."""
    ids = Cells.of([str(1000 + row) for row in range(len(answers))])
    table = {"lines": np.arange(2, len(answers) + 2), "flaws": (), "delimiter": ";", **told}
    return RawTable("club.csv", ("id", "s_4"), (ids, Cells.of(answers)), **table)  # type: ignore[arg-type]


def sentences(answers: list[str], **told: object) -> list[str]:
    found = code_responses(made(answers, **told), CLUB, Coding(without=["remark"]))
    return [violation.sentence() for violation in found.violations]


# Places


@pytest.mark.parametrize(
    ("position", "letters"),
    [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")],
)
def test_columns_are_lettered_as_excel_letters_them(position: int, letters: str) -> None:
    """XFD is the last column of a sheet, the 16,384th."""
    assert column_letter(position) == letters


@given(position=st.integers(0, 20000))
def test_no_two_columns_have_the_same_letters_and_longer_ones_come_later(position: int) -> None:
    one, next_one = column_letter(position), column_letter(position + 1)
    assert (len(one), one) < (len(next_one), next_one)


def test_lines_are_those_of_an_editor_and_records_are_counted_apart(tmp_path: Path) -> None:
    """An answer of two lines and a blank row move lines on, not records."""
    content = 'id;remark;s_4\n1;"one\ntwo";1\n;;\n2;fine;9\n3;;9\n'
    found = read(tmp_path / "club.csv", content)
    assert codes_and_places(found.violations) == [
        ("blank_row", None, (4,), ()),
        ("unknown_answer", "C", (5, 6), (2, 3)),
    ]
    assert found.violations[1].respondents == ("2", "3")


def test_records_of_one_wave_keep_their_number_in_the_file(tmp_path: Path) -> None:
    content = "id;year;s_4\n1;2023;1\n2;2025;9\n3;2023;9\n4;2025;9\n"
    of_2025 = Coding(without=["remark"], wave_column="year", records=np.array([False, True, False, True]))
    found = read(tmp_path / "club.csv", content, of_2025)
    assert codes_and_places(found.violations) == [("unknown_answer", "C", (3, 5), (2, 4))]


def test_flaws_of_form_tell_their_record_and_column(tmp_path: Path) -> None:
    content = "id;s_4;remark\n1;1;fi\ufffdne\n2;1\n;;\n3;1;fi\ufffdne\n"
    found = read(tmp_path / "club.csv", content)
    assert sorted(codes_and_places(found.violations)) == [
        ("blank_row", None, (4,), ()),
        ("bytes_not_text", "C", (2, 5), (1, 3)),
        ("ragged_row", None, (3,), (2,)),
    ]


def test_column_of_a_flaw_is_not_guessed_where_two_have_its_name(tmp_path: Path) -> None:
    content = "id;s_4;remark;other;other\n1;1;;fi\ufffdne;\n"
    found = read(tmp_path / "club.csv", content)
    assert ("bytes_not_text", None, (2,), (1,)) in codes_and_places(found.violations)


def test_table_of_violations_ends_in_sheet_record_and_letter() -> None:
    found = code_responses(made(["9"], sheet="Data", unit="row"), CLUB, Coding(without=["remark"]))
    frame = to_frame(found.violations)
    assert tuple(frame.columns) == COLUMNS
    assert COLUMNS[-3:] == ("sheet", "record", "column_letter")
    assert frame.iloc[0].to_list()[-3:] == ["Data", 1, "B"]


def test_each_occurrence_has_its_own_record() -> None:
    found = code_responses(made(["9", "1", "9"]), CLUB, Coding(without=["remark"]))
    frame = to_frame(found.violations, each=True)
    assert frame[["line", "record", "respondent", "first_seen", "count"]].to_numpy().tolist() == [
        [2, 1, "1000", 2, 2],
        [4, 3, "1002", 2, 2],
    ]


# Sentences

RULE = "is no answer to 's_4'; expected a code, id or label of one option (1, 2)"


def test_sentence_of_one_row() -> None:
    assert sentences(["1", "9"]) == [f"club.csv, line 3 (respondent 1001), column B 's_4': '9': {RULE}"]


def test_sentence_of_many_rows_says_how_many_and_where_first() -> None:
    answers = [*["1"] * 10, *["9"] * 37]
    assert sentences(answers) == [f"club.csv, 37 rows, first at line 12 (respondent 1010), column B 's_4': '9': {RULE}"]


def test_sentence_of_a_sheet_counts_its_rows() -> None:
    told = {"sheet": "Svar\u200b", "unit": "row", "delimiter": ""}
    assert sentences(["9"], **told) == [
        f"club.csv, sheet 'Svar\\u200b', row 2 (respondent 1000), column B 's_4': '9': {RULE}"
    ]
    assert sentences(["9", "9"], **told)[0].startswith("club.csv, sheet 'Svar\\u200b', 2 rows, first at row 2 (")


def test_sentence_of_a_statistics_file_counts_its_cases() -> None:
    told = {"unit": "case", "delimiter": "", "lines": np.array([1, 2])}
    assert sentences(["9", "9"], **told) == [
        f"club.csv, 2 cases, first at case 1 (respondent 1000), column B 's_4': '9': {RULE}"
    ]


def test_sentence_shows_what_nobody_sees() -> None:
    (sentence,) = sentences(["Mere\u00a0end 5\u200b år\u202e"])
    assert sentence == (
        "club.csv, line 2 (respondent 1000), column B 's_4': 'Mere\\xa0end 5\\u200b år\\u202e': holds characters that "
        "nobody sees (U+200B, U+202E); without them it is an answer (did you mean 'Mere end 5 år'?)"
    )


def test_sentence_does_not_propose_what_it_has_said() -> None:
    (sentence,) = sentences(["Mere end 5 Ã¥r"])
    assert sentence.endswith(
        "'Mere end 5 Ã¥r': looks like 'Mere end 5 år' saved in the wrong encoding (UTF-8 read as Windows-1252); export "
        "it as UTF-8"
    )


def test_sentence_of_a_whole_file_or_a_header_names_no_row() -> None:
    assert Violation("no_respondents", "error", "a.csv", "is empty").sentence() == "a.csv: is empty"
    assert Violation("unknown_column", "warning", "a.csv", "is odd", "", position=27).sentence() == (
        "a.csv, column AB: is odd"
    )
    assert Violation("bytes_not_text", "error", "a.csv", "is odd", "x", "y", lines=(3,)).sentence() == (
        "a.csv, line 3, column 'x': 'y': is odd"
    )


# What people see


def run(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str
) -> tuple[str, str]:
    (folder / "club.toml").write_text(TOML, encoding="utf-8")
    answers = [f"{row};{'9' if row > 2 else 'Mere end 5 ?r' if row else '1'};" for row in range(40)]
    (folder / "club.csv").write_text("\n".join(["id;s_4;remark", *answers]), encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setattr(sys, "argv", ["brobygger", *command.split()])
    with pytest.raises(SystemExit):
        main()
    shown = capsys.readouterr()
    return shown.out, shown.err


def test_refusal_groups_rows_by_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, said = run(tmp_path, capsys, monkeypatch, "describe club.csv -q club.toml")
    assert said.splitlines()[-4:-1] == [
        "brobygger: club.csv: errors: 39",
        (
            "  club.csv, 2 rows, first at line 3 (respondent 1), column B 's_4': 'Mere end 5 ?r': has a ? where a "
            "letter was lost; export the file again as UTF-8 (did you mean 'Mere end 5 år'?)"
        ),
        f"  club.csv, 37 rows, first at line 5 (respondent 3), column B 's_4': '9': {RULE}",
    ]


def test_table_of_violations_shows_letter_and_name_of_a_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, _ = run(tmp_path, capsys, monkeypatch, "validate club.csv -q club.toml -f table")
    assert [line.split()[:4] for line in shown.splitlines() if line.startswith("ERROR")] == [
        ["ERROR", "3", "B:", "s_4"],
        ["ERROR", "5", "B:", "s_4"],
    ]


def test_json_of_violations_holds_every_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, _ = run(tmp_path, capsys, monkeypatch, "validate club.csv -q club.toml -f json")
    first = json.loads(shown)["rows"][0]
    assert first["code"] == "replaced_character"
    assert {name: first[name] for name in ("sheet", "record", "column_letter", "line", "count", "nearest")} == {
        "sheet": None,
        "record": 2,
        "column_letter": "B",
        "line": 3,
        "count": 2,
        "nearest": "Mere end 5 år",
    }


# Limits


def test_open_text_may_hold_what_looks_like_damage(tmp_path: Path) -> None:
    found = read(tmp_path / "club.csv", "id;s_4;remark\n1;1;#N/A\n2;1;B√∏ger\n3;1;5-Jan\n4;1;hvad?\n5;1;1.000\n")
    assert found.violations == ()
    assert list(found.answers["remark"].state) == [State.ANSWERED] * 5


def test_column_of_open_text_taken_for_a_coded_one_takes_no_longer_than_its_answers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What costs is to look for what is near: it is done for the first thousand values, whatever they hold."""
    looked_for = []
    monkeypatch.setattr(damage, "nearest", lambda text, _: looked_for.append(text))
    answers = [f"{'Jeg synes Ã¥' if row % 2 else 'Det er godt? '} {row}" for row in range(5000)]
    found = code_responses(made(answers), CLUB, Coding(without=["remark"]))
    assert len(found.violations) == 5000
    assert len(looked_for) == 1000


@given(
    answers=st.lists(
        st.sampled_from(["1", "Mere end 5 år", "", "Mere end 5 Ã¥r", "#N/A", "5 ?r", "9", "\u200b1"]), min_size=1
    )
)
def test_every_damaged_answer_is_invalid_and_reported_with_its_row(answers: list[str]) -> None:
    found = code_responses(made(answers), CLUB, Coding(without=["remark"]))
    good = {"1", "Mere end 5 år"}
    wrong = {row for row, answer in enumerate(answers) if answer not in {*good, ""}}
    assert {record - 1 for one in found.violations for record in one.records if one.severity == "error"} == wrong
    assert set(np.flatnonzero(found.answers["s_4"].state == State.INVALID).tolist()) == wrong
