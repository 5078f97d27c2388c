"""Columns are matched to a questionnaire by the same name or wording, and never by resemblance."""

from __future__ import annotations

from difflib import SequenceMatcher

import numpy as np
import pytest
from mapped_exports import CLUB, OFTEN, choices, coded, codes_of, export, plain_rows, told

from brobygger_cli.exports.raw import Cells, RawTable
from brobygger_cli.exports.variables import Choice, Variable
from brobygger_cli.mapping import map_columns, recognise
from brobygger_cli.questionnaire.load import parse

TICKS = (("sing", "1", "Sing"), ("eat", "2", "Eat, drink"), ("talk", "3", "Talk"))


@pytest.mark.parametrize(
    "header",
    [
        "often",
        "  OFTEN ",
        "s_2",
        "How often do you come?",
        "Hvor ofte  kommer du?",
        "how often do\u00a0you come?",
        "<p>How often do <b>you</b> come?</p>",
        "How often do you come? *",
        "often:",
        "How often do you come&#63;",
    ],
)
def test_a_header_means_a_question_by_id_alias_or_wording_whatever_its_case_blanks_and_mark_up(header: str) -> None:
    assert map_columns(export([(header, ["1"])]), CLUB).whole == {"often": 0}


@pytest.mark.parametrize(
    "header",
    ["oftn", "How often did you come?", "2. How often do you come?", "often_2", "How often", "ofte", "s_2_1", "", "*"],
)
def test_what_only_resembles_a_question_is_not_matched(header: str) -> None:
    found = map_columns(export([(header, ["1"])]), CLUB)
    assert (found.whole, found.ticks, found.unknown) == ({}, {}, [0])


@pytest.mark.parametrize(
    "variable",
    [
        Variable("s_2", "single"),
        Variable("V7", "ordinal", "V7", "How often do you come?"),
        Variable("V7", "unknown", "V7", "Wie oft kommst du?", also=("Hvor ofte kommer du?",)),
    ],
    ids=["short name", "wording", "wording in another language"],
)
def test_a_column_is_matched_by_what_the_platform_tells_of_it(variable: Variable) -> None:
    assert map_columns(told(("Column 7", ["1"], variable)), CLUB).whole == {"often": 0}


def test_a_name_goes_before_a_wording_and_both_columns_are_no_guess() -> None:
    raw = told(
        ("V1", ["1"], Variable("V1", "single", "V1", "How often do you come?")),
        ("often", ["1"], Variable("often", "single", "often", "")),
    )
    found = map_columns(raw, CLUB)
    assert (found.whole, found.duplicates) == ({"often": 1}, [(0, 1)])
    assert codes_of(coded(raw))["duplicate_column"] == "error"


def test_a_column_with_the_name_of_one_question_and_the_wording_of_another_is_an_error() -> None:
    """A question put in between shifts a platform's numbers: then its s_2 is another question than last time."""
    raw = told(("s_2", ["1"], Variable("s_2", "single", "s_2", "Are you a member?")))
    assert codes_of(coded(raw))["contradicting_column"] == "error"
    assert (
        codes_of(coded(told(("s_2", ["1"], Variable("s_2", "single", "s_2", "Hvor ofte kommer du?"))))).keys()
        & {"contradicting_column"}
        == set()
    )


def test_a_wording_that_stands_twice_belongs_to_the_column_that_has_the_name_as_well() -> None:
    text = "Are you a member?"
    raw = told(
        (text, ["1"], Variable(text, "single", text, text)),
        ("often", ["1"], Variable("often", "single", "often", text)),
    )
    found = map_columns(raw, CLUB)
    assert (found.whole, found.remarks) == ({"member": 0, "often": 1}, [])


@pytest.mark.parametrize(
    "headers",
    [
        ["does_1", "does_2", "does_3"],
        ["s_3_1", "S_3_2", "s_3_3"],
        ["does___1", "does___2", "does___3"],
        ["What do you do here? [Sing]", "What do you do here? [Eat, drink]", "What do you do here? [ Talk ]"],
        ["Hvad laver du her?: Synger", "Hvad laver du her? - Spiser", "Hvad laver du her? (Snakker)"],
        ["does/sing", "does/eat", "does/talk"],
        ["<b>What do you do here?</b> [<i>Sing</i>]", "What do you do here?: Eat&#44; drink", "does.talk"],
    ],
)
def test_a_header_names_an_option_behind_its_question(headers: list[str]) -> None:
    found = map_columns(export([(header, ["1"]) for header in headers]), CLUB)
    assert found.ticks == {"does": {0: 0, 1: 1, 2: 2}}


@pytest.mark.parametrize(
    ("question", "text"),
    [("s_3", ""), ("V9", "What do you do here?"), ("does", "Something that was reworded")],
    ids=["alias", "wording", "id"],
)
def test_ticks_are_matched_by_the_platforms_question_and_the_label_of_the_option(question: str, text: str) -> None:
    raw = told(
        *(
            (f"V9_{place}", ["1"], Variable(f"V9_{place}", "tick", question, text, tick=Choice(f"opt{place}", label)))
            for place, (_, _, label) in enumerate(reversed(TICKS))
        )
    )
    assert map_columns(raw, CLUB).ticks == {"does": {2: 0, 1: 1, 0: 2}}


def test_the_label_of_an_option_goes_before_its_number() -> None:
    """The platform numbers Talk, Sing, Eat; the questionnaire Sing, Eat, Talk."""
    labels = ("Talk", "Sing", "Eat, drink")
    raw = told(
        ("respondent_id", ["P1"], Variable("respondent_id")),
        ("group", ["1"], Variable("group")),
        *(
            (
                f"s_3_{code}",
                ["1" if code == 1 else "0"],
                Variable(f"s_3_{code}", "tick", "s_3", "", tick=Choice(str(code), label)),
            )
            for code, label in enumerate(labels, 1)
        ),
    )
    found = map_columns(raw, CLUB)
    assert found.ticks == {"does": {2: 2, 0: 3, 1: 4}}
    said = [remark for remark in found.remarks if remark.code == "code_relabelled"]
    assert [remark.column for remark in said] == [2, 3, 4]
    assert "numbered as the option 'sing'" in said[0].rule
    assert "labelled 'Talk', which is the option 'talk': read by the label" in said[0].rule


def test_an_unknown_label_is_read_by_its_number_and_said_so() -> None:
    variables = [
        (f"s_3_{code}", ["1"], Variable(f"s_3_{code}", "tick", "s_3", "", tick=Choice(code, label)))
        for code, label in (("1", "Singing"), ("2", "Eat, drink"), ("3", "Talk"))
    ]
    found = map_columns(told(*variables), CLUB)
    assert found.ticks == {"does": {0: 0, 1: 1, 2: 2}}
    assert [(remark.code, remark.value, remark.near) for remark in found.remarks] == [
        ("label_differs", "Singing", "Sing")
    ]


def test_a_number_without_a_known_label_tells_nothing_where_the_other_numbers_are_other_options() -> None:
    variables = [
        (f"s_3_{code}", ["1"], Variable(f"s_3_{code}", "tick", "s_3", "", tick=Choice(code, label)))
        for code, label in (("1", "Dance"), ("2", "Sing"), ("3", "Eat, drink"))
    ]
    found = map_columns(told(*variables), CLUB)
    assert found.ticks == {"does": {0: 1, 1: 2}}
    assert (found.unknown, found.strays) == ([0], {0: "does"})


def test_ticks_of_an_option_that_the_questionnaire_does_not_have_are_an_error_even_if_nobody_ticked_it() -> None:
    raw = told(
        *(
            (f"V_{code}", ["0"], Variable(f"V_{code}", "tick", "s_3", "", tick=Choice(code, label)))
            for code, label in (("1", "Sing"), ("2", "Eat, drink"), ("3", "Talk"), ("4", "Dance"))
        )
    )
    said = [(v.column, v.severity) for v in coded(raw).violations if v.code == "unknown_column"]
    assert said == [("V_4", "error")]


def test_a_platforms_own_columns_are_no_surprise_and_its_id_is_the_respondents() -> None:
    raw = told(
        ("StartDate", ["2025"], Variable("StartDate", "paradata")),
        ("ResponseId", ["R1"], Variable("ResponseId", "respondent")),
        ("key", ["K1"], Variable("key", "respondent")),
        ("Shoe size", ["44"], Variable("Shoe size", "number")),
    )
    found = map_columns(raw, CLUB)
    assert (found.respondent, found.unknown, found.ignored) == (1, [3], [0, 2])
    named = told(("ResponseId", ["R1"], Variable("ResponseId", "respondent")), ("id", ["7"], Variable("id", "number")))
    assert map_columns(named, CLUB).respondent == 1


def test_what_stands_joined_and_in_ticks_is_read_from_the_ticks_where_the_platform_writes_both() -> None:
    joined = ("does", ["sing eat"], Variable("does", "joined", "does", "", separator=" "))
    ticks = [
        (f"does/{code}", [cell], Variable(f"does/{code}", "tick", "does", "", tick=Choice(code, label)))
        for (code, _, label), cell in zip(TICKS, ("1", "1", "0"), strict=True)
    ]
    raw = told(joined, *ticks)
    found = map_columns(raw, CLUB)
    assert (found.whole, found.ticks, found.ignored) == ({}, {"does": {0: 1, 1: 2, 2: 3}}, [0])
    assert "duplicate_column" not in codes_of(coded(raw))
    without_one = map_columns(told(joined, *ticks[:2]), CLUB)
    assert (without_one.whole, without_one.ticks, without_one.ignored) == ({"does": 0}, {}, [1, 2])


def test_what_stands_joined_and_in_ticks_in_a_plain_file_is_for_a_person_to_mend() -> None:
    raw = export([("does", ["1"]), *((f"does_{code}", ["1"]) for code in "123")])
    assert codes_of(coded(raw))["duplicate_column"] == "error"


def test_the_words_behind_other_please_specify_are_not_taken_for_the_answer() -> None:
    text = "What do you do here?"
    raw = told(
        (text, ["Sing"], Variable(text, "joined", text, text, separator=";")),
        (f"{text} [Talk]", ["I chat"], Variable("Q3_text", "text", text, f"{text} [Talk]")),
        ("Q3_5_TEXT", ["I chat"], Variable("Q3_5_TEXT", "text", "Q3", text)),
    )
    found = map_columns(raw, CLUB)
    assert (found.whole, found.ticks, found.unknown) == ({"does": 0}, {}, [1, 2])


def test_the_second_column_of_a_wording_is_not_its_second_option() -> None:
    text = "What do you do here?"
    raw = told(
        (text, ["Sing"], Variable(text, "joined", text, text, separator=";")),
        (f"{text} (2)", ["Sing"], Variable(f"{text} (2)", "unknown", f"{text} (2)", text)),
    )
    found = map_columns(raw, CLUB)
    assert (found.whole, found.ticks, found.duplicates) == ({"does": 0}, {}, [(1, 0)])


def test_matrix_items_and_other_columns_of_one_platform_question_are_not_the_question() -> None:
    raw = told(
        ("s_2_1", ["1"], Variable("s_2_1", "single", "s_2", "How often do you come? Mornings")),
        ("s_2_2", ["1"], Variable("s_2_2", "single", "s_2", "How often do you come? Evenings")),
    )
    assert map_columns(raw, CLUB).whole == {}


@pytest.mark.parametrize(
    ("headers", "lacking", "near"),
    [
        (["ofen"], "often", "ofen"),
        (["2. How often did you come?"], "often", "2. How often did you come?"),
        (["How many times did you co"], "visits", "How many times did you co"),
        (["Shoe size"], "often", None),
    ],
)
def test_a_missing_column_is_reported_with_the_header_that_is_near(
    headers: list[str], lacking: str, near: str | None
) -> None:
    found = coded(export([(header, ["1"]) for header in headers]))
    said = [v.nearest for v in found.violations if v.code == "missing_column" and f"'{lacking}'" in v.rule]
    assert said == [near]


def test_a_missing_option_and_group_are_reported_with_the_header_that_is_near() -> None:
    columns = [(header.replace("does_3", "What do you do here? [Talking]"), cells) for header, cells in plain_rows()]
    found = coded(export([(header.replace("group", "grup"), cells) for header, cells in columns]))
    near = {v.rule.split(";")[0]: v.nearest for v in found.violations if v.code == "missing_column"}
    assert near["there is no column with the group"] == "grup"
    assert near["the question 'does' has a column for each option, but none for 'talk'"] == columns[7][0]


def test_recognition_knows_a_questionnaire_by_what_the_platform_tells() -> None:
    other = parse(
        'id="x"\ntitle={en="X"}\n[[groups]]\nid="g"\ncode="1"\nlabel={en="G"}\n[[questions]]\nid="often"\n'
        'type="text"\ntext={en="Why?"}\n',
        "x.toml",
    )
    raw = told(
        ("V1", ["1"], Variable("V1", "single", "V1", "Are you a member?")),
        ("V2", ["1"], Variable("V2", "single", "V2", "How often do you come?", choices(_1=OFTEN[0]))),
        ("often", [""], Variable("often", "text", "often", "")),
    )
    assert recognise(raw, [other, CLUB]) is CLUB
    assert recognise(export([("V1", ["1"])]), [other, CLUB]) is None


def test_a_thousand_columns_are_matched_without_comparing_all_with_all(monkeypatch: pytest.MonkeyPatch) -> None:
    questions = "".join(
        f'[[questions]]\nid = "q{number}"\ntype = "multiple"\ntext.en = "What did you do in period {number}?"\n'
        "options = ["
        + ", ".join(f'{{ id = "o{code}", code = "{code}", label.en = "Thing {code}" }}' for code in range(10))
        + "]\n"
        for number in range(100)
    )
    asked = parse(f'id = "big"\ntitle.en = "Big"\n[[groups]]\nid = "g"\ncode = "1"\nlabel.en = "G"\n{questions}', "b")
    headers = [f"What did you do in period {number}? [Thing {code}]" for number in range(100) for code in range(10)]
    raw = RawTable("b.csv", (*headers, *(f"x{at}" for at in range(1000))), (Cells.of(["1"]),) * 2000, np.arange(1), ())
    compared: list[str] = []
    monkeypatch.setattr(SequenceMatcher, "set_seqs", lambda *_: compared.append(""))
    found = map_columns(raw, asked)
    assert sum(map(len, found.ticks.values())) == 1000
    assert (len(found.unknown), compared) == (1000, [])
