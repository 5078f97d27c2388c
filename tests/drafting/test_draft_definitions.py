"""Definition files of platforms, made up: what they tell, how they are drafted, and that damage ends in a message."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_definitions import lss, old_lss, qsf, write_xlsform

from brobygger_cli.drafting import draft_questionnaire
from brobygger_cli.errors import BrobyggerError, UnreadableError
from brobygger_cli.exports import HowToRead
from brobygger_cli.exports.definitions import limesurvey_lss, markup, qualtrics_qsf, xlsform
from brobygger_cli.exports.variables import Choice
from brobygger_cli.questionnaire.load import parse

if TYPE_CHECKING:
    from pathlib import Path

    from brobygger_cli.exports.variables import Variable
    from brobygger_cli.questionnaire.model import Language

READERS = {"lss": (limesurvey_lss.read, lss()), "qsf": (qualtrics_qsf.read, qsf())}


def drafted(path: Path, language: Language = "en") -> dict[str, Any]:
    """Return the questions of a draft by id, having checked that the draft is a questionnaire."""
    toml = draft_questionnaire(str(path), HowToRead(), language=language).toml
    parse(toml, "draft")
    return {question["id"]: question for question in tomllib.loads(toml)["questions"]}


def names(variables: tuple[Variable, ...]) -> list[str]:
    return [variable.name for variable in variables]


# LimeSurvey


def test_a_structure_of_limesurvey_gives_the_columns_of_its_export_in_the_order_of_the_survey() -> None:
    assert names(limesurvey_lss.read("made.lss", lss())) == [
        "used",
        "used[other]",
        "where[SQ001]",
        "where[SQ002]",
        "why",
        "rate[food]",
        "rate[staff]",
        "points[1]",
        "age",
    ]


def test_both_forms_of_a_structure_of_limesurvey_tell_the_same() -> None:
    for language in ("", "en", "da"):
        assert limesurvey_lss.read("a", lss(), language) == limesurvey_lss.read("b", old_lss(), language)


def test_wordings_of_limesurvey_come_in_the_language_asked_for_without_markup() -> None:
    english = {variable.name: variable for variable in limesurvey_lss.read("made.lss", lss(), "en")}
    danish = {variable.name: variable for variable in limesurvey_lss.read("made.lss", lss(), "da")}
    assert english["used"].text == "Have you used the library?"
    assert english["where[SQ002]"].tick == Choice("SQ002", "At work & school")
    assert danish["used"].text == "Har du brugt biblioteket?"
    assert [choice.label for choice in danish["used"].choices] == ["Ja", "Nej", "Other"]
    assert limesurvey_lss.read("made.lss", lss(), "fr") == limesurvey_lss.read("made.lss", lss())


def test_a_draft_of_a_limesurvey_structure_has_its_types_and_its_routing(tmp_path: Path) -> None:
    path = tmp_path / "made.lss"
    path.write_bytes(lss())
    questions = drafted(path)
    assert {name: question["type"] for name, question in questions.items()} == {
        "used": "single",
        "used_other": "text",
        "where": "multiple",
        "why": "text",
        "rate_food": "ordinal",
        "rate_staff": "ordinal",
        "points_1": "ordinal",
        "age": "number",
    }
    assert questions["why"]["asked_if"] == {"question": "used", "answers": ["no"]}  # by the question's number
    assert questions["where"]["asked_if"] == {"question": "used", "answers": ["yes"]}  # by its code
    assert questions["points_1"]["asked_if"] == {"question": "where", "answers": ["at_work_school"]}  # by a tick
    assert "asked_if" not in questions["age"]  # two conditions
    assert questions["rate_food"]["options"][3] == {
        "id": "dont_know",
        "code": "9",
        "label": {"en": "Don't know"},
        "dont_know": True,
    }


def test_a_rule_that_is_not_of_the_simplest_form_stands_in_the_draft_for_review(tmp_path: Path) -> None:
    path = tmp_path / "made.lss"
    path.write_bytes(lss())
    toml = draft_questionnaire(str(path), HowToRead(), language="en").toml
    assert "# review: shown if used.NAOK == 'A1' and age > 3" in toml


# Qualtrics


def test_a_survey_file_of_qualtrics_gives_the_columns_of_its_export_in_the_order_of_the_flow() -> None:
    assert names(qualtrics_qsf.read("made.qsf", qsf())) == [
        "Q1",
        "Q2_1",
        "Q2_2",
        "Q2_4",
        "Q2_4_TEXT",
        "Q3_food",
        "Q3_2",
        "Q3_2_TEXT",
        "Q5",
    ]


def test_choices_of_qualtrics_stand_in_their_order_with_recoded_values_and_missing_ones_marked() -> None:
    first = qualtrics_qsf.read("made.qsf", qsf())[0]
    assert first.choices == (Choice("20", "No"), Choice("10", "Yes"), Choice("99", "n/a", missing=True))
    assert first.text == "Have you used it?"


def test_wordings_of_qualtrics_come_in_the_language_asked_for() -> None:
    first = qualtrics_qsf.read("made.qsf", qsf(), "da")[0]
    assert first.text == "Har du brugt det?"
    assert [choice.label for choice in first.choices] == ["Nej", "Ja", "n/a"]


def test_a_draft_of_a_qualtrics_survey_has_its_types_and_its_routing(tmp_path: Path) -> None:
    path = tmp_path / "made.qsf"
    path.write_bytes(qsf())
    questions = drafted(path)
    assert {name: question["type"] for name, question in questions.items()} == {
        "q1": "single",
        "q2": "multiple",
        "q2_4_text": "text",
        "q3_food": "ordinal",
        "q3_2": "ordinal",
        "q3_2_text": "text",
        "q5": "number",
    }
    assert questions["q2"]["asked_if"] == {"question": "q1", "answers": ["yes", "n_a"]}
    assert questions["q3_food"]["asked_if"] == {"question": "q2", "answers": ["work"]}
    assert "asked_if" not in questions["q5"]


# XLSForm


def test_a_form_gives_the_columns_of_its_export_and_what_groups_ask(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    pytest.importorskip("openpyxl")
    path = tmp_path / "form.xlsx"
    write_xlsform(path)
    variables = {variable.name: variable for variable in xlsform.read(str(path), "da")}
    assert {name: variable.kind for name, variable in variables.items()} == {
        "start": "paradata",
        "used": "single",
        "where": "joined",
        "age": "number",
        "best": "single",
        "best_other": "text",
        "child_name": "paradata",  # asked of every child: it stands in a table of its own
        "comment": "text",
    }
    assert variables["where"].shown_if == "${used} = 'y'"
    assert variables["age"].shown_if == "(${used} = 'y') and (selected(${where}, 'home'))"
    assert variables["where"].choices == (Choice("home", "Hjemme"), Choice("work", "På arbejde"))
    assert variables["used"].text == "Har du brugt det?"


def test_a_draft_of_a_form_is_a_questionnaire_with_routing(tmp_path: Path) -> None:
    pytest.importorskip("python_calamine")
    pytest.importorskip("openpyxl")
    path = tmp_path / "form.xlsx"
    write_xlsform(path)
    questions = drafted(path)
    assert list(questions) == ["used", "where", "age", "best", "best_other", "comment"]
    assert questions["where"]["asked_if"] == {"question": "used", "answers": ["yes"]}


# REDCap and SurveyXact, whose readers have tests of their own

DICTIONARY = """\
Variable / Field Name,Form Name,Section Header,Field Type,Field Label,"Choices, Calculations, OR Slider Labels",\
Text Validation Type OR Show Slider Number,Branching Logic (Show field only if...)
record_id,visit,,text,Record ID,,,
used,visit,,yesno,Have you used it?,,,
where,visit,,checkbox,Where?,"1, Home | 2, Work",,[used] = '1'
age,visit,,text,Your age,,integer,[where(2)] = '1'
email,visit,,text,E-mail,,email,
"""
STRUCTURE = """\
questionName;variableName;questionType;subType;questionText;choiceValue;choiceText
s_1;s_1;Closed;Single;Er du medlem?;;
s_2;s_2_1;Closed;Multiple;Hvor?;1;Hjemme
s_2;s_2_2;Closed;Multiple;Hvor?;2;Ude
s_3;s_3;Open;String;Andet?;;
"""
LABELS = "s_1;1;Ja\ns_1;2;Nej\ns_1;9;Ved ikke\n"


def test_a_redcap_dictionary_is_drafted_from_itself_alone(tmp_path: Path) -> None:
    path = tmp_path / "any_name.csv"
    path.write_text(DICTIONARY, encoding="utf-8")
    questions = drafted(path)
    assert {name: question["type"] for name, question in questions.items()} == {
        "used": "single",
        "where": "multiple",
        "age": "number",
    }
    assert questions["where"]["asked_if"] == {"question": "used", "answers": ["yes"]}
    assert questions["age"]["asked_if"] == {"question": "where", "answers": ["work"]}


def test_a_surveyxact_structure_is_drafted_with_the_labels_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "structure.csv"
    path.write_text(STRUCTURE, encoding="utf-8")
    (tmp_path / "labels.csv").write_text(LABELS, encoding="utf-8")
    questions = drafted(path, "da")
    assert {name: question["type"] for name, question in questions.items()} == {
        "s_1": "single",
        "s_2": "multiple",
        "s_3": "text",
    }
    assert [option["code"] for option in questions["s_1"]["options"]] == ["1", "2", "9"]
    assert [option["label"]["da"] for option in questions["s_2"]["options"]] == ["Hjemme", "Ude"]


# Damage


@pytest.mark.parametrize("kind", READERS)
@given(st.data())
def test_a_damaged_definition_is_read_or_refused_with_a_message(kind: str, data: st.DataObject) -> None:
    read, whole = READERS[kind]
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(damaged)))
        length = data.draw(st.integers(0, 40))
        damaged[start : start + length] = data.draw(st.binary(max_size=6))
    message = "made: nothing"
    try:
        read("made", bytes(damaged), "en")
    except UnreadableError as error:
        message = error.message
    assert message.startswith("made")


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_truncated_definition_is_refused_with_what_to_do(kind: str, share: float) -> None:
    read, whole = READERS[kind]
    with pytest.raises(UnreadableError) as error:
        read("made", whole[: int(len(whole) * share)], "")
    assert "Export it again" in error.value.hint


BOMB = b"""<?xml version="1.0"?><!DOCTYPE document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<document><LimeSurveyDocType>&b;</LimeSurveyDocType></document>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE document [<!ENTITY a SYSTEM "file:///etc/hostname">]>
<document><LimeSurveyDocType>&a;</LimeSurveyDocType></document>"""


@pytest.mark.parametrize("data", [BOMB, OUTSIDE], ids=["bomb", "outside"])
def test_entities_are_refused_before_they_are_looked_at(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="document type"):
        limesurvey_lss.read("made", data)


@pytest.mark.parametrize(
    "data",
    [
        b'{"SurveyEntry": ' + b"[" * 100_000,
        b'{"SurveyEntry": ' + b'{"a":' * 20_000 + b"1" + b"}" * 20_000 + b"}",
        b'{"SurveyEntry": {}, "SurveyElements": []}',
        b'{"SurveyEntry": {}, "SurveyElements": [{"Element": "SQ", "Payload": 7}]}',
        b'{"SurveyEntry": NaN}',
        b'{"SurveyEntry": "\xff"}',
        b"[]",
        b"",
    ],
)
def test_json_that_is_no_survey_is_refused_with_what_to_do(data: bytes) -> None:
    with pytest.raises(UnreadableError) as error:
        qualtrics_qsf.read("made", data)
    assert "Export it again" in error.value.hint


def test_deeply_nested_xml_is_no_trouble() -> None:
    with pytest.raises(UnreadableError):
        limesurvey_lss.read("made", b"<a>" * 200_000 + b"</a>" * 200_000)


def test_a_definition_file_too_large_to_be_one_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.lss"
    with path.open("wb") as file:
        file.write(b"<document><LimeSurveyDocType>")
        file.truncate(40 * 2**20)
    with pytest.raises(BrobyggerError, match="more than 32 MB"):
        draft_questionnaire(str(path), HowToRead())


def test_markup_is_taken_off_and_the_signs_of_the_text_stay() -> None:
    assert markup.plain("<p>Is 3 &lt; 4,<br/>and 5 > 4?</p><script>alert(1)</script>") == "Is 3 < 4, and 5 > 4?"
    assert markup.plain("a < b and c > d") == "a < b and c > d"
