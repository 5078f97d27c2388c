"""LimeSurvey: ticks told in any language, questions that were not shown, and what its headers say."""

from __future__ import annotations

import csv
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from common_tables import real_exports, table
from hypothesis import given
from hypothesis import strategies as st

from brobygger_cli.exports import read_export
from brobygger_cli.exports.layouts import limesurvey
from brobygger_cli.exports.layouts.limesurvey_headers import divided, read_headers
from brobygger_cli.exports.standing import STATUSES
from brobygger_cli.questionnaire.load import parse
from brobygger_cli.responses import code_responses

if TYPE_CHECKING:
    from pathlib import Path

    from brobygger_cli.exports.raw import RawTable

WHICH = ["Which? [By bus]", "Which? [By car]", "Which? [Other]"]


def statuses(raw: RawTable) -> list[str]:
    assert raw.standing is not None
    return [STATUSES[code] for code in raw.standing.codes]


def unseen(raw: RawTable) -> dict[str, list[int]]:
    return {raw.columns[column]: mask.nonzero()[0].tolist() for column, mask in raw.unseen.items()}


# Headers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Which? [By bus]", ("Which?", "By bus")),
        ("Which? [By bus [or tram]]", ("Which?", "By bus [or tram]")),
        ("Rate [the club] now", ("Rate [the club] now", "")),
        ("How good? [Food][Scale 1]", ("How good? [Food]", "Scale 1")),
        ("[only this]", ("[only this]", "")),
        ("odd ]", ("odd ]", "")),
        ("", ("", "")),
    ],
)
def test_the_last_brackets_hold_the_subquestion(text: str, expected: tuple[str, str]) -> None:
    assert divided(text) == expected


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("Q1", ("Q1", "Q1", "", "")),
        ("Q1[SQ001]", ("Q1[SQ001]", "Q1", "SQ001", "")),
        ("Q1[other]", ("Q1[other]", "Q1", "other", "")),
        ("Q1[SQ001_SQ002]", ("Q1[SQ001_SQ002]", "Q1", "SQ001_SQ002", "")),
        ("Q1_SQ001", ("Q1_SQ001", "Q1", "SQ001", "")),
        ("bedtime", ("bedtime", "bedtime", "", "")),
        ("seed", ("seed", "seed", "", "seed")),
    ],
)
def test_codes_name_question_and_subquestion(column: str, expected: tuple[str, str, str, str]) -> None:
    headers, coded = read_headers(["id", "submitdate", "lastpage", column])
    assert coded
    found = headers[-1]
    assert (found.name, found.question, found.item, found.own) == expected


def test_times_stand_behind_the_time_of_the_interview() -> None:
    headers, _ = read_headers(["id", "submitdate", "lastpage", "bedtime", "interviewtime", "groupTime12", "Q1Time"])
    assert [header.own for header in headers[3:]] == ["", "interviewtime", "time", "time"]


@pytest.mark.parametrize("between", [". ", " - ", ": "])
def test_code_and_text_are_parted_by_what_stands_behind_the_platforms_own_code(between: str) -> None:
    columns = [
        ("id", "Response ID"),
        ("submitdate", "Date"),
        ("lastpage", "Page"),
        ("Q1[SQ001]", "Which. one? [By bus]"),
    ]
    headers, coded = read_headers([f"{code}{between}{text}" for code, text in columns])
    assert coded
    found = headers[-1]
    assert (found.name, found.question, found.item) == ("Q1[SQ001]", "Q1", "SQ001")
    assert (found.text, found.item_text, found.wording()) == ("Which. one?", "By bus", "Which. one? [By bus]")


@given(st.lists(st.text(max_size=12), max_size=6))
def test_any_header_is_read(columns: list[str]) -> None:
    headers, _ = read_headers(columns)
    assert len(headers) == len(columns)


# Ticks


@pytest.mark.parametrize(
    ("yes", "no", "not_shown"),
    [("Yes", "No", "N/A"), ("Ja", "Nein", "N/A"), ("Bai", "Ez", "Ez dagokio"), ("是", "否", "—")],
)
def test_ticks_are_told_in_any_language_by_a_word_in_all_columns_or_in_none(yes: str, no: str, not_shown: str) -> None:
    rows = [
        ["Nr", *WHICH, "How? [Fast]", "How? [Slow]"],
        ["1", yes, no, "", not_shown, not_shown],
        ["2", no, yes, "on foot", yes, no],
        ["3", not_shown, not_shown, "", no, yes],
        ["4", no, no, "", no, no],
    ]
    raw = limesurvey.read(table(rows))
    assert limesurvey.recognise(table(rows))
    assert [variable.kind for variable in raw.variables] == ["respondent", "tick", "tick", "text", "tick", "tick"]
    assert [variable.question for variable in raw.variables[1:4]] == ["Which?"] * 3
    assert unseen(raw) == {WHICH[0]: [2], WHICH[1]: [2], WHICH[2]: [2], "How? [Fast]": [0], "How? [Slow]": [0]}
    assert raw.standing is None


def test_what_ticks_say_is_told_where_the_words_are_known_and_left_to_a_person_where_not() -> None:
    def said(yes: str, no: str) -> dict[str, str]:
        rows = [["Nr", *WHICH[:2]], ["1", yes, no], ["2", no, yes], ["3", "N/A", "N/A"]]
        first = limesurvey.read(table(rows)).variables[1]
        return {choice.code: choice.label for choice in first.choices}

    assert said("Ja", "Nein") == {"Ja": "Yes", "Nein": "No"}
    assert said("Oui", "Non") == {"Oui": "Yes", "Non": "No"}
    assert said("Bai", "Ez") == {}


def test_an_option_that_was_hidden_alone_is_not_the_whole_question() -> None:
    """The third row hides one option: the others say that the question was seen."""
    rows = [
        ["Nr", *WHICH[:2], "How? [Fast]", "How? [Slow]", "When? [Now]", "When? [Never]"],
        ["1", "Yes", "No", "N/A", "N/A", "Yes", "No"],
        ["2", "N/A", "N/A", "Yes", "No", "N/A", "N/A"],
        ["3", "Yes", "N/A", "Yes", "No", "No", "Yes"],
    ]
    raw = limesurvey.read(table(rows))
    assert [variable.kind for variable in raw.variables[1:]] == ["tick"] * 6
    assert raw.columns[1:3] == ("Which? [By bus]", "Which? [By car]")
    assert unseen(raw)["Which? [By bus]"] == [1]
    assert unseen(raw)["Which? [By car]"] == [1, 2]


def test_answers_to_several_items_are_no_ticks() -> None:
    items = ["Agree? [A]", "Agree? [B]"]
    rows = [
        ["Nr", *WHICH[:2], *items],
        ["1", "Yes", "No", "Yes", "Uncertain"],
        ["2", "N/A", "N/A", "No", "N/A"],
        ["3", "No", "Yes", "N/A", "Yes"],
    ]
    raw = limesurvey.read(table(rows))
    assert [variable.kind for variable in raw.variables] == ["respondent", "tick", "tick", "unknown", "unknown"]
    assert [variable.text for variable in raw.variables[3:]] == items
    assert unseen(raw) == {WHICH[0]: [1], WHICH[1]: [1], items[0]: [2], items[1]: [1]}


def test_a_question_that_stands_twice_is_two_questions() -> None:
    rows = [
        ["Nr", *WHICH[:2], "Why?", *WHICH[:2]],
        ["1", "Yes", "No", "", "No", "No"],
        ["2", "N/A", "N/A", "", "Yes", "No"],
    ]
    raw = limesurvey.read(table(rows))
    assert raw.columns[4:] == ("Which? [By bus] (2)", "Which? [By car] (2)")
    assert [raw.variables[column].question for column in (1, 2, 4, 5)] == [
        "Which?",
        "Which?",
        "Which? (2)",
        "Which? (2)",
    ]


CODES = ["id", "submitdate", "lastpage", "startlanguage"]


def test_a_tick_in_codes_is_y_and_nothing_else_is_known() -> None:
    rows = [
        [*CODES, "Q1[SQ001]", "Q1[SQ002]", "Q1[other]", "Q2[SQ001]", "Q2[SQ002]"],
        ["1", "2026-03-02 10:15:00", "3", "da", "Y", "", "", "A1", "A2"],
        ["2", "", "1", "da", "", "Y", "on foot", "A2", ""],
    ]
    raw = limesurvey.read(table(rows))
    assert [variable.kind for variable in raw.variables[4:]] == ["tick", "tick", "text", "unknown", "unknown"]
    assert [variable.kind for variable in raw.variables[:4]] == ["respondent", "paradata", "paradata", "paradata"]
    assert [(choice.code, choice.label) for choice in raw.variables[4].choices] == [("Y", "Yes")]
    assert raw.unseen == {}
    assert statuses(raw) == ["completed", "partial"]


def test_zeros_in_codes_tell_who_saw_the_question() -> None:
    rows = [
        [*CODES, "Q1[SQ001]", "Q1[SQ002]", "Q2[SQ001]", "Q2[SQ002]"],
        ["1", "2026-03-02 10:15:00", "3", "da", "1", "0", "1", ""],
        ["2", "2026-03-02 10:15:00", "3", "da", "", "", "0", "1"],
        ["3", "2026-03-02 10:15:00", "3", "da", "0", "0", "", ""],
    ]
    raw = limesurvey.read(table(rows))
    assert [variable.kind for variable in raw.variables[4:]] == ["tick", "tick", "unknown", "unknown"]
    assert unseen(raw) == {"Q1[SQ001]": [1], "Q1[SQ002]": [1]}


def test_yes_no_questions_are_never_blank_and_say_where_they_were_not_shown() -> None:
    rows = [
        [*CODES, "Q1", "Q2", "Q3"],
        ["1", "x", "3", "da", "Yes", "N/A", ""],
        ["2", "", "1", "da", "N/A", "Good", "N/A"],
    ]
    assert unseen(limesurvey.read(table(rows))) == {"Q1": [1]}


# Status


def test_without_a_date_of_sending_in_the_last_page_tells_who_never_came_beyond_the_first() -> None:
    rows = [
        ["id", "lastpage", "startlanguage", "Q1"],
        ["1", "3", "da", "A1"],
        ["2", "0", "da", ""],
        ["3", "", "da", ""],
    ]
    raw = limesurvey.read(table(rows))
    assert statuses(raw) == ["unknown", "partial", "partial"]


# Which answers there are


def test_answers_with_code_and_text_are_told_by_their_text_in_the_order_of_the_codes() -> None:
    cells = ["A2. Rather. Or so", "A10. Not at all", "A1. Very", "", "A2. Rather. Or so"]
    rows = [[*CODES, "Q1"], *([str(place), "", "1", "da", text] for place, text in enumerate(cells, 1))]
    asked = limesurvey.read(table(rows)).variables[-1]
    assert asked.kind == "single"
    assert [(choice.code, choice.label) for choice in asked.choices] == [
        ("A1. Very", "Very"),
        ("A2. Rather. Or so", "Rather. Or so"),
        ("A10. Not at all", "Not at all"),
    ]


@pytest.mark.parametrize("cells", [["A1. Very", "Rather"], ["A1. Very", "A1. Rather"], ["", ""]])
def test_answers_that_are_not_all_code_and_text_are_left_as_they_are(cells: list[str]) -> None:
    rows = [[*CODES, "Q1"], *([str(place), "", "1", "da", text] for place, text in enumerate(cells, 1))]
    assert limesurvey.read(table(rows)).variables[-1].kind == "unknown"


# Recognised or not


def test_its_own_columns_are_told_by_what_they_hold_in_any_language() -> None:
    header = ["Vastaustunnus", "Lähetyspäivä", "Viimeinen sivu", "Kieli", "Siemen", "Alku", "Loppu", "Miksi?"]
    times = ["2026-03-02 10:01:00", "2026-03-02 10:15:00"]
    rows = [
        header,
        ["7", times[1], "4", "fi", "12345678", *times, "x"],
        ["9", "", "1", "de-informal", "87654321", *times, ""],
    ]
    raw = limesurvey.read(table(rows))
    assert "'Kieli'" in limesurvey.recognise(table(rows))
    assert [variable.kind for variable in raw.variables] == ["respondent", *["paradata"] * 6, "unknown"]
    assert statuses(raw) == ["completed", "partial"]


@pytest.mark.parametrize(
    "rows",
    [
        [["Timestamp", *WHICH[:2]], ["12/13/2019 12:02:32", "Yes", "No"], ["12/13/2019 12:02:33", "N/A", "N/A"]],
        [["Nr", *WHICH[:2]], ["1", "Yes", "No"], ["2", "No", "Yes"]],
        [["Nr", *WHICH[:2]], ["1", "Good", "Bad"], ["2", "Fair", "Good"]],
        [["id", "lastpage", "Q1"], ["1", "3", "a"], ["2", "4", "b"]],
        [["id", "date", "count", "code"], ["1", "2026-03-02 10:15:00", "3", "DK"]],
    ],
    ids=["a time first", "two answers", "three answers anywhere", "one name of its own", "no language"],
)
def test_what_only_resembles_it_is_not_told_as_limesurvey(rows: list[list[str]]) -> None:
    assert limesurvey.recognise(table(rows)) == ""


# The real files: the same 96 responses in English and German


def real_rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


@pytest.mark.parametrize("language", ["english", "german"])
def test_the_real_file_has_as_many_ticks_and_unseen_cells_as_the_csv_module_counts(language: str) -> None:
    """`N/A` stands 17 066 times in the file (`awk 'BEGIN{RS="N/A"}END{print NR-1}'`), always in ticks."""
    path = real_exports() / "limesurvey" / f"results_{language}.csv"
    header, *rows = real_rows(path)
    words = {"Yes", "No", "N/A", "Ja", "Nein"}
    ticks = [place for place in range(len(header)) if {row[place] for row in rows} <= words]
    raw = read_export(str(path))
    assert (raw.layout, len(raw.lines), len(raw.columns), raw.standing) == ("limesurvey", 96, 317, None)
    kinds = Counter(variable.kind for variable in raw.variables)
    assert kinds == {"respondent": 1, "tick": 206, "text": 26, "unknown": 84}
    assert [place for place, variable in enumerate(raw.variables) if variable.kind == "tick"] == ticks
    assert len({variable.question for variable in raw.variables if variable.kind == "tick"}) == 26
    assert sum(int(raw.unseen[place].sum()) for place in ticks) == 17_066
    for place in ticks:
        assert raw.unseen[place].tolist() == [row[place] == "N/A" for row in rows]


def question_of(raw: RawTable, name: str) -> str:
    """Return a questionnaire of one question with several answers, its options by their place in the file."""
    ticks = [variable.tick for variable in raw.variables if variable.question == name and variable.tick]
    options = ",\n".join(
        f"{{ id = 'o{place}', code = 'o{place}', label = {{ en = '''{tick.label}''' }} }}"
        for place, tick in enumerate(ticks)
    )
    return f"""
id = "real"
title = {{ en = "A real file" }}
groups = [{{ id = "all", code = "1", label = {{ en = "All" }} }}]
[[questions]]
id = "asked"
type = "multiple"
text = {{ en = '''{name}''' }}
options = [
{options}
]
"""


def test_both_languages_give_the_same_answers_to_every_question_with_several() -> None:
    counted: dict[str, list[tuple[int, list[int]]]] = {}
    for language in ("english", "german"):
        raw = read_export(str(real_exports() / "limesurvey" / f"results_{language}.csv"))
        names = dict.fromkeys(variable.question for variable in raw.variables if variable.kind == "tick")
        found = [code_responses(raw, parse(question_of(raw, name), "real.toml")).answers["asked"] for name in names]
        counted[language] = [(int(one.in_base.sum()), one.ticked.sum(axis=0).tolist()) for one in found]
    assert counted["english"] == counted["german"]
    # Counted with the csv module: rows without N/A, and rows with Yes in each column.
    assert counted["english"][0] == (89, [12, 24, 55, 1, 7, 5])
    assert counted["english"][1] == (55, [0, 4, 10, 5, 11, 5, 20, 1, 0, 11, 1, 8])
    assert counted["english"][2] == (0, [0] * 11)
    assert sum(base for base, _ in counted["english"]) == 362
    assert sum(sum(ticks) for _, ticks in counted["english"]) == 593
