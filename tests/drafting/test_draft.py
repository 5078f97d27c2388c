"""Drafts of exports: which column becomes what, that nothing clashes, and that the export itself fits its draft."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_exports import CLUB, table

from brobygger_cli.drafting import draft_questionnaire
from brobygger_cli.drafting.draft import draft
from brobygger_cli.drafting.review import review
from brobygger_cli.drafting.toml import written
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.exports import HowToRead
from brobygger_cli.exports.standing import Standing
from brobygger_cli.exports.variables import Choice, Variable
from brobygger_cli.questionnaire.load import parse
from brobygger_cli.responses import code_responses
from brobygger_cli.spelling import normalise
from brobygger_cli.violations import errors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.exports.standing import Status

GOLDEN = Path(__file__).parent / "golden"
YES_NO = (Choice("1", "Ja"), Choice("2", "Nej"))


def read(raw: RawTable, group_column: str | None = None) -> dict[str, Any]:
    """Return a draft as TOML reads it, having checked that it is a questionnaire."""
    toml = written(draft(raw, group_column=group_column))
    parse(toml, "draft")
    return tomllib.loads(toml)


def questions(raw: RawTable, group_column: str | None = None) -> dict[str, Any]:
    return {question["id"]: question for question in read(raw, group_column)["questions"]}


def wrong(raw: RawTable) -> list[str]:
    """Return the errors of an export against its own draft."""
    toml = written(draft(raw))
    return [violation.sentence() for violation in errors(code_responses(raw, parse(toml, "draft")).violations)]


def test_the_draft_of_a_plain_export_is_as_it_was_looked_through(tmp_path: Path) -> None:
    path = tmp_path / "club.csv"
    path.write_text(CLUB, encoding="utf-8")
    drafted = draft_questionnaire(str(path), HowToRead())
    assert drafted.toml == (GOLDEN / "club.toml").read_text(encoding="utf-8")


def test_what_is_said_of_a_draft_names_types_columns_left_out_and_what_to_review(tmp_path: Path) -> None:
    path = tmp_path / "club.csv"
    path.write_text(CLUB, encoding="utf-8")
    said = [line.replace(f"{path}: ", "") for line in draft_questionnaire(str(path), HowToRead()).said]
    assert said == [
        "Drafted by brobygger from club.csv: 9 rows, delimited text, layout plain.",
        "7 questions (2 multiple, 1 number, 2 ordinal, 1 single, 1 text), 1 group",
        "columns left out, listed at the end of the draft with the reasons: E-mail, Oprettet, Tom",
        "to review: 12 remarks (lines that begin with '# review')",
    ]


# Words, codes, ids


def test_what_a_platform_tells_goes_before_what_answers_look_like() -> None:
    variables = [
        Variable("v1", "single", "v1", "Er du medlem?", YES_NO),
        Variable("v2", "number", "v2", "Hvor mange?"),
        Variable("v3", "text", "v3", "Andet?"),
        Variable("v4", "paradata", "v4", "Tid"),
        Variable("v5", "respondent", "v5"),
    ]
    raw = table(("v1", "v2", "v3", "v4", "v5"), [("1", "1", "1", "1", "1"), ("1", "2", "1", "1", "2")], variables)
    content = read(raw)
    assert [(question["id"], question["type"]) for question in content["questions"]] == [
        ("v1", "single"),
        ("v2", "number"),
        ("v3", "text"),
    ]
    assert content["respondent_columns"] == ["v5"]
    assert content["questions"][0]["text"] == {"da": "Er du medlem?"}


def test_an_answer_that_the_platform_does_not_list_is_an_option_to_review() -> None:
    raw = table(("v1",), [("1",), ("7",), ("2",), ("7",)], [Variable("v1", "single", "v1", "Medlem?", YES_NO)])
    toml = written(draft(raw))
    assert "# review: given in 2 rows, but not listed by the platform: an answer, or a fault?" in toml
    assert [option["code"] for option in questions(raw)["v1"]["options"]] == ["1", "2", "7"]


def test_an_answer_with_a_lost_character_is_a_fault_and_no_option() -> None:
    raw = table(("v1",), [("1",), ("J\ufffd",)], [Variable("v1", "single", "v1", "Medlem?", YES_NO)])
    assert [option["code"] for option in questions(raw)["v1"]["options"]] == ["1", "2"]


def test_a_label_that_is_another_options_code_gets_its_own_code_behind_it() -> None:
    choices = (Choice("1", "0"), Choice("2", "1"), Choice("3", "2"), Choice("4", "Flere"))
    raw = table(("v1",), [("1",), ("2",)], [Variable("v1", "single", "v1", "Hvor mange?", choices)])
    options = questions(raw)["v1"]["options"]
    assert [(option["code"], option["label"]["da"]) for option in options] == [
        ("1", "0"),
        ("2", "1 (2)"),
        ("3", "2 (3)"),
        ("4", "Flere"),
    ]
    assert wrong(raw) == []


def test_two_options_with_one_label_both_get_their_codes_so_that_the_bare_label_is_neither() -> None:
    choices = (Choice("1", "Andet"), Choice("2", " andet "), Choice("3", "Intet"), Choice("3", "Intet"))
    raw = table(("v1",), [("1",), ("2",)], [Variable("v1", "single", "v1", "Hvad?", choices)])
    options = questions(raw)["v1"]["options"]
    assert [(option["code"], option["label"]["da"]) for option in options] == [
        ("1", "Andet (1)"),
        ("2", "andet (2)"),
        ("3", "Intet"),
    ]


def test_an_empty_label_is_the_code() -> None:
    raw = table(("v",), [("1",)], [Variable("v", "single", "v", "Hvad?", (Choice("1", ""), Choice("2", " ")))])
    assert [option["label"]["da"] for option in questions(raw)["v"]["options"]] == ["1", "2"]


def test_missing_answers_and_those_worded_as_none_are_dont_know_and_to_be_reviewed() -> None:
    choices = (*YES_NO, Choice("8", "Ved ikke"), Choice("9", "Blank", missing=True))
    raw = table(("v",), [("1",)], [Variable("v", "single", "v", "Hvad?", choices)])
    options = questions(raw)["v"]["options"]
    assert [option["code"] for option in options if option.get("dont_know")] == ["8", "9"]
    toml = written(draft(raw))
    assert toml.count("# review: worded as no answer") == toml.count("# review: the platform counts this as no") == 1


def test_none_of_the_above_excludes_the_others_where_several_may_be_ticked() -> None:
    choices = (Choice("a", "Bus"), Choice("b", "Ingen af ovenstående"))
    ticks = [Variable(f"q_{choice.code}", "tick", "q", "Hvad?", tick=choice) for choice in choices]
    options = questions(table(("q_a", "q_b"), [("1", "0"), ("0", "1")], ticks))["q"]["options"]
    assert [option.get("exclusive", False) for option in options] == [False, True]


def test_two_questions_with_one_wording_are_told_apart() -> None:
    variables = [Variable(name, "single", name, "Er det godt?", YES_NO) for name in ("v1", "v2")]
    raw = table(("v1", "v2"), [("1", "2")], variables)
    assert [question["text"]["da"] for question in questions(raw).values()] == ["Er det godt?", "Er det godt? (2)"]
    assert "has the same wording" in written(draft(raw))


def test_the_id_of_a_matrix_item_holds_some_of_the_question_and_of_the_item() -> None:
    stem = "Hvor enig er du i følgende udsagn om biblioteket og dets personale?"
    headers = (f"{stem} [Det er billigt]", f"{stem} [Personalet er venligt og kan hjælpe]")
    raw = table(headers, [("Helt enig", "Uenig"), ("Enig", "Enig"), ("Uenig", "Helt enig")] * 2)
    assert list(questions(raw)) == ["hvor_enig_er_du_i_det_er_billigt", "hvor_enig_er_du_i_personalet_er"]


def test_items_of_a_matrix_share_the_answers_that_any_of_them_was_given() -> None:
    rows = [("Helt enig", "Uenig", ""), ("Enig", "Enig", ""), ("Uenig", "Helt enig", "Enig")] * 3
    found = questions(table(("Udsagn [a]", "Udsagn [b]", "Udsagn [c]"), rows))
    listed = [[option["code"] for option in question["options"]] for question in found.values()]
    assert listed == [["Uenig", "Enig", "Helt enig"]] * 3


def test_a_header_that_is_an_id_of_the_model_is_found_as_the_column_it_is() -> None:
    raw = table(("group", "gruppe", "respondent_id"), [("a", "x", "Ja"), ("b", "y", "Nej"), ("a", "x", "Ja")] * 3)
    content = read(raw)
    assert (content["group_columns"], content["respondent_columns"]) == ([], [])
    assert wrong(raw) == []


# Ticks


def test_numbered_columns_of_zeros_and_ones_are_one_question() -> None:
    raw = table(("q13_1", "q13_2", "q13_10", "q1"), [("1", "0", "", "1"), ("0", "1", "1", "2")] * 4)
    found = questions(raw)
    assert [option["code"] for option in found["q13"]["options"]] == ["1", "2", "10"]
    assert wrong(raw) == []


def test_columns_of_ticks_are_coded_as_their_headers_number_them_and_the_platforms_value_is_told() -> None:
    ticks = [Choice("1", "Redesign"), Choice("16", "Programmering"), Choice("2", "Trafikk")]
    variables = [Variable(f"v_1_{place}", "tick", "v_1", "Valgfag?", tick=tick) for place, tick in enumerate(ticks, 1)]
    raw = table(("v_1_1", "v_1_2", "v_1_3"), [("1", "0", "0"), ("0", "1", "1")], variables)
    options = questions(raw)["v_1"]["options"]
    assert [(option["code"], option["label"]["da"]) for option in options] == [
        ("1", "Redesign"),
        ("2", "Programmering"),
        ("3", "Trafikk"),
    ]
    assert "'v_1_2' is named with 2, the platform's value of the option is 16" in written(draft(raw))
    assert wrong(raw) == []


def test_ticks_without_headers_in_common_are_found_by_what_the_platform_calls_their_question() -> None:
    ticks = [Variable(name, "tick", "Hvilke?", "Hvilke?", tick=Choice("", name)) for name in ("Rød", "Blå")]
    raw = table(("Rød", "Blå"), [("Rød", ""), ("", "Blå")], ticks)
    assert wrong(raw) == []
    assert [option["label"]["da"] for option in questions(raw)["hvilke"]["options"]] == ["Rød", "Blå"]


def test_joined_answers_with_own_words_beside_those_offered_are_counted_as_other() -> None:
    joined = Variable("q", "joined", "q", "Hvilke?", (Choice("A, med b", "A, med b"), Choice("C", "C")), separator=", ")
    raw = table(
        ("q", "r"),
        [("A, med b, C", "1"), ("C, noget helt tredje", "2"), ("A, med b", "1"), ("", "2")],
        [joined, Variable("r")],
    )
    options = questions(raw)["q"]["options"]
    assert options[2] == {"id": "other", "code": "other", "label": {"da": "Other"}, "aliases": ["noget helt tredje"]}
    assert wrong(raw) == []


# Groups, standings, what is left out


def test_the_values_of_a_group_column_are_groups_and_without_one_everybody_is() -> None:
    raw = table(("Skole", "q"), [("Nord", "Ja"), ("Syd", "Nej"), ("Nord", "Nej"), ("syd", "Ja")])
    groups = read(raw, group_column="skole")["groups"]
    assert [(group["id"], group["code"], group["label"]) for group in groups] == [
        ("nord", "Nord", {"da": "Nord"}),
        ("syd", "Syd", {"da": "Syd"}),
    ]
    assert list(questions(raw, group_column="Skole")) == ["q"]
    assert [group["id"] for group in read(raw)["groups"]] == ["everybody"]
    with pytest.raises(BrobyggerError, match="there is no column 'Skoel'"):
        draft(raw, group_column="Skoel")


def test_what_is_filled_in_for_those_who_never_opened_the_form_is_background() -> None:
    standing = Standing.of(["completed", "not_opened", "completed"], "status")
    variables = [Variable(name, "single", name, name, YES_NO) for name in ("kendt", "svar")]
    raw = table(("kendt", "svar"), [("1", "1"), ("2", ""), ("1", "2")], variables, standing)
    found = questions(raw)
    assert (found["kendt"].get("background"), found["svar"].get("background")) == (True, None)
    assert wrong(raw) == []


def test_answers_of_those_who_never_opened_the_form_or_were_never_shown_it_are_no_evidence() -> None:
    statuses: tuple[Status, ...] = ("completed", "completed", "not_opened", "not_opened")
    raw = table(("q",), [("Ja",), ("Nej",), ("0",), ("0",)], (), Standing.of(statuses, "status"))
    assert [option["code"] for option in questions(raw)["q"]["options"]] == ["Ja", "Nej"]


def test_every_column_is_a_question_the_group_the_respondent_or_listed_as_left_out(tmp_path: Path) -> None:
    path = tmp_path / "club.csv"
    path.write_text(CLUB, encoding="utf-8")
    toml = draft_questionnaire(str(path), HowToRead()).toml
    assert "#   addresses, by which people are identified:\n#     E-mail\n" in toml
    assert "#   dates or times:\n#     Oprettet\n" in toml
    assert "#   nobody answers it:\n#     Tom\n" in toml


def test_a_file_without_anything_that_could_be_a_question_is_refused() -> None:
    with pytest.raises(BrobyggerError, match="no column of it could be a question"):
        draft(table(("id", "tid"), [("1", "2024-01-01"), ("2", "2024-01-02")]))


@pytest.mark.parametrize("identifier", ["", "Å", "a b", "_a", "a\n"])
def test_an_id_that_is_none_is_refused(identifier: str) -> None:
    with pytest.raises(BrobyggerError, match="--id"):
        draft(table(("q",), [("Ja",), ("Nej",)]), identifier=identifier)


# Any table

# What is wrong with a file whatever was asked: its rows, its numbers.
OF_THE_FILE = {"duplicate_respondent", "repeated_header", "totals_row", "mixed_decimals", "excel_number"}
CELLS = st.sampled_from(
    [
        "",
        "1",
        "0",
        "2",
        "5",
        "Ja",
        "ja ",
        "Nej",
        "Ved ikke",
        "a, b",
        "b",
        "12,5",
        "x",
        '"',
        "æ\nø",
        "2024-01-01",
        "=1+1",
    ]
) | st.text(max_size=4)
HEADERS = st.sampled_from(
    ["id", "group", "q", "q_1", "q_2", "q [a]", "q [b]", "Køn?", "Navn", "a: b", "1", "everybody", "q (2)", "other"]
) | st.text(min_size=1, max_size=12)


@st.composite
def tables(draw: st.DrawFn) -> RawTable:
    """Draw a table with headers that are told apart."""
    headers = draw(st.lists(HEADERS.map(str.strip).filter(normalise), min_size=1, max_size=6, unique_by=_told_apart))
    rows = draw(st.lists(st.lists(CELLS, min_size=len(headers), max_size=len(headers)), min_size=1, max_size=12))
    return table(headers, rows)


def _told_apart(header: str) -> str:
    return normalise(header).rstrip(" :*")


@settings(max_examples=150)
@given(tables())
def test_any_small_table_fits_the_questionnaire_that_is_drafted_from_it(raw: RawTable) -> None:
    try:
        drafted = draft(raw)
    except BrobyggerError:
        return  # nothing in it could be a question
    toml = written(drafted)
    questionnaire = parse(toml, "draft")
    review(drafted, toml, raw)
    faults = errors(code_responses(raw, questionnaire).violations)
    assert [fault.sentence() for fault in faults if fault.code not in OF_THE_FILE] == []


@given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5)), min_size=2, max_size=6), st.booleans())
def test_any_list_of_choices_becomes_options_that_a_questionnaire_accepts(
    choices: Sequence[tuple[str, str]], several: bool
) -> None:
    listed = tuple(Choice(code, label) for code, label in choices)
    variable = Variable("v", "joined" if several else "single", "v", "Hvad?", listed, separator=";")
    read(table(("v", "w"), [("", "Ja"), ("", "Nej")], [variable, Variable("w")]))
