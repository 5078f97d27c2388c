"""`brobygger questionnaire draft`: the TOML goes to stdout or a file, all else to stderr; and the draft is of use."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from commandline import Here, run

if TYPE_CHECKING:
    from pathlib import Path

EXPORT = """\
id,Skole,Er du tilfreds?,Hvad brugte du? [Bus],Hvad brugte du? [Tog],Alder
1,Nord,Meget tilfreds,1,0,12
2,Syd,Tilfreds,0,1,13
3,Nord,Utilfreds,1,1,12
4,Syd,Tilfreds,1,0,15
5,Nord,Meget tilfreds,0,1,55
6,Nord,Ved ikke,0,1,41
"""
SURVEY_FILE = '{"SurveyEntry": {"SurveyID": "SV_1"}, "SurveyElements": [{"Element": "SQ", "Payload": {"QuestionID": '


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(monkeypatch, capsys)


@pytest.fixture
def export(tmp_path: Path) -> str:
    path = tmp_path / "skoler.csv"
    path.write_text(EXPORT, encoding="utf-8")
    return str(path)


def test_a_draft_is_toml_on_stdout_and_messages_go_to_stderr(here: Here, export: str) -> None:
    ended = here("questionnaire", "draft", export)
    assert ended.code == 0
    assert [question["type"] for question in tomllib.loads(ended.out)["questions"]] == [
        "single",
        "ordinal",
        "multiple",
        "number",
    ]
    assert ended.err.splitlines()[0] == "Drafted by brobygger from skoler.csv: 6 rows, delimited text, layout plain."
    assert "to review: " in ended.err.splitlines()[-1]


def test_an_export_goes_through_check_validate_and_describe_with_its_own_draft(here: Here, export: str) -> None:
    draft = export.replace(".csv", ".toml")
    assert (
        here("questionnaire", "draft", export, "-o", draft, "--group-column", "Skole", "--id", "skoler_2026").code == 0
    )
    checked = here("questionnaire", "check", draft)
    assert (checked.code, checked.out) == (0, "")
    assert checked.err.splitlines()[0].endswith(
        "questionnaire 'skoler_2026' with 2 groups, 3 questions and 0 indicators"
    )
    assert checked.err.splitlines()[1].endswith("6 remarks left to review (lines that begin with '# review')")
    assert here("validate", export, "-q", draft).code == 0
    described = here("describe", export, "-q", draft, "--question", "hvad_brugte_du")
    counts = {(row["group"], row["label"]): row["count"] for row in described.rows() if row["level"] == "option"}
    assert counts == {("nord", "Bus"): "2", ("nord", "Tog"): "3", ("syd", "Bus"): "1", ("syd", "Tog"): "1"}


def test_a_checked_questionnaire_without_remarks_is_told_of_in_one_line(here: Here) -> None:
    ended = here("questionnaire", "check", "kommune")
    assert (ended.code, len(ended.err.splitlines())) == (0, 1)


def test_a_file_that_exists_is_replaced_only_when_asked_for(here: Here, export: str, tmp_path: Path) -> None:
    draft = tmp_path / "draft.toml"
    draft.write_text("mine", encoding="utf-8")
    refused = here("questionnaire", "draft", export, "-o", str(draft))
    assert (refused.code, draft.read_text(encoding="utf-8")) == (2, "mine")
    assert "exists already" in refused.err
    assert here("questionnaire", "draft", export, "-o", str(draft), "--force").code == 0
    assert draft.read_text(encoding="utf-8").startswith("# Drafted by brobygger from skoler.csv")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_wordings_stand_under_the_language_named(here: Here, export: str) -> None:
    content = tomllib.loads(here("questionnaire", "draft", export, "--lang", "en").out)
    assert content["groups"][0]["label"] == {"en": "Everybody"}
    assert content["questions"][1]["text"] == {"en": "Er du tilfreds?"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--group-column", "Skol"), "there is no column 'Skol'"),
        (("--layout", "surveyxakt"), "there is no such layout; did you mean 'surveyxact'?"),
        (("--id", "Skoler 2026"), "--id Skoler 2026: an id is made of"),
        (("--read-delimiter", "|"), "does not divide the header"),
    ],
)
def test_wrong_options_are_told_with_what_would_do(
    here: Here, export: str, arguments: tuple[str, str], said: str
) -> None:
    ended = here("questionnaire", "draft", export, *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("cut.qsf", SURVEY_FILE.encode()),
        ("cut.lss", b'<?xml version="1.0"?><document><LimeSurveyDocType>Survey</Lime'),
        ("bytes.lss", bytes(range(256)) * 4),
        ("zip.xlsx", b"PK\x03\x04" + bytes(200)),
        ("empty.csv", b""),
        ("header.csv", b"id;q1;q2\n"),
        ("deep.qsf", b'{"SurveyEntry": ' + b"[" * 50_000),
    ],
)
def test_a_broken_file_ends_with_a_message_and_no_output(here: Here, tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    ended = here("questionnaire", "draft", str(path))
    assert (ended.code, ended.out) == (2, "")
    assert name in ended.err
    assert "Traceback" not in ended.err


def test_a_file_that_is_not_there_is_told_as_everywhere(here: Here, tmp_path: Path) -> None:
    ended = here("questionnaire", "draft", str(tmp_path / "none.csv"))
    assert (ended.code, ended.out) == (2, "")
    assert "there is no such file" in ended.err


def test_a_draft_of_standard_input_is_one_of_an_export() -> None:
    ended = run("questionnaire", "draft", "-")
    assert ended.code == 2
    assert "Traceback" not in ended.err
