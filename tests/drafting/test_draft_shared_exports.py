"""Real exports of eight platforms: each fits the questionnaire drafted from it, without an edit by hand."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from brobygger_cli.drafting.draft import draft
from brobygger_cli.drafting.opening import open_for_draft
from brobygger_cli.drafting.toml import written
from brobygger_cli.exports import HowToRead
from brobygger_cli.questionnaire.load import parse
from brobygger_cli.responses import code_responses
from brobygger_cli.violations import errors

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("BROBYGGER_EXPORTS", ROOT.parent / "shared" / "exports"))
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=f"the real exports do not lie in {SHARED}")

EXTRAS = {".xlsx": "python_calamine", ".sav": "pyreadstat", ".dta": "pyreadstat"}
GOOGLE = "google_forms/2019_data_2019_Spanish_R_Community_Survey_Responses"

# Questions by type, as they were looked through by hand beside the file, and one option with how many chose it and of
# how many, counted in the file without brobygger; "" where nothing was counted.
FILES = [
    (f"{GOOGLE}.csv", {"multiple": 12, "number": 4, "ordinal": 5, "single": 22, "text": 8}, ("modelado", 180, 331)),
    ("limesurvey/results_english.csv", {"multiple": 26, "ordinal": 70, "text": 40}, ("computer_science", 55, 89)),
    ("limesurvey/results_german.csv", {"multiple": 26, "single": 66, "text": 44}, None),
    ("qualtrics/sample.csv", {"number": 1, "text": 1}, None),
    ("qualtrics/sample_legacy.csv", {"number": 1, "text": 1}, None),
    ("redcap/checkboxes-1/data.csv", {"multiple": 2, "text": 1}, None),
    ("redcap/decimal-comma/data.csv", {"number": 3}, None),
    ("redcap/survey/data.csv", {"multiple": 1, "number": 2, "ordinal": 1, "single": 10, "text": 5}, None),
    ("spss/ordered_category.sav", {"ordinal": 1}, None),
    ("spss/sample_missing.sav", {"number": 1, "ordinal": 1, "single": 1, "text": 1}, None),
    ("spss/simple_alltypes.sav", {"multiple": 1, "single": 4, "text": 2}, None),
    ("stata/missing_test.dta", {"number": 3, "text": 6}, None),
    (
        "surveymonkey/StarWars.csv",
        {"multiple": 1, "ordinal": 20, "single": 11},
        ("star_wars_episode_iv_a_new_hope", 607, 835),
    ),
    ("surveymonkey/steak-risk-survey.csv", {"single": 14}, ("lottery_b", 279, 546)),
    ("surveyxact_api_utf16_tab/dataset.csv", {"multiple": 1, "number": 3, "single": 15, "text": 2}, None),
    (
        "surveyxact_cp1252_semicolon/dataset.csv",
        {"multiple": 3, "number": 1, "ordinal": 112, "single": 89, "text": 6},
        ("forskning_i_praksis", 28, 340),
    ),
]
DEFINITIONS = [
    ("redcap/checkboxes-1/dictionary.csv", "redcap/checkboxes-1/data.csv"),
    ("redcap/survey/dictionary.csv", "redcap/survey/data.csv"),
    ("surveyxact_cp1252_semicolon/structure.csv", "surveyxact_cp1252_semicolon/dataset.csv"),
]


@pytest.mark.parametrize(("name", "types", "chosen"), FILES, ids=[name for name, _, _ in FILES])
def test_a_real_export_fits_the_questionnaire_drafted_from_it(
    name: str, types: dict[str, int], chosen: tuple[str, int, int] | None
) -> None:
    if Path(name).suffix in EXTRAS:
        pytest.importorskip(EXTRAS[Path(name).suffix])
    raw = open_for_draft(str(SHARED / name), HowToRead(), "da")
    drafted = draft(raw)
    assert Counter(question.type for question in drafted.questions) == types
    responses = code_responses(raw, parse(written(drafted), "draft"))
    assert [violation.sentence() for violation in errors(responses.violations)] == []
    if chosen is not None:
        option, count, base = chosen
        question = next(asked for asked in drafted.questions if option in {offered.id for offered in asked.options})
        place = [offered.id for offered in question.options].index(option)
        answers = responses.answers[question.id]
        assert (int(answers.ticked[:, place].sum()), int(answers.in_base.sum())) == (count, base)


@pytest.mark.parametrize(("definition", "export"), DEFINITIONS)
def test_the_questions_of_a_real_definition_are_those_of_its_export(definition: str, export: str) -> None:
    defined = draft(open_for_draft(str(SHARED / definition), HowToRead(), "da"))
    exported = draft(open_for_draft(str(SHARED / export), HowToRead(), "da"))
    asked = {question.id: question.type for question in exported.questions}
    told = {question.id: question.type for question in defined.questions}
    assert {name for name in told if asked.get(name) != told[name]} == set()


def test_the_same_answers_as_text_and_as_workbook_give_the_same_draft() -> None:
    pytest.importorskip("python_calamine")
    text, workbook = (
        draft(open_for_draft(str(SHARED / f"{GOOGLE}{suffix}"), HowToRead(), "da")) for suffix in (".csv", ".xlsx")
    )
    assert text.questions == workbook.questions
