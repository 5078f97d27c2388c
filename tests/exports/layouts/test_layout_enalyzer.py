"""Enalyzer: told by the words of its status alone, so these must leave no doubt."""

from __future__ import annotations

from dataclasses import replace

import pytest
from common_tables import table

from brobygger_cli.exports.layouts import enalyzer
from brobygger_cli.exports.standing import STATUSES
from brobygger_cli.exports.variables import Choice, Variable


def with_status(header: str, *words: str) -> list[list[str]]:
    return [["Respondent ID", header, "a"], *([str(place), word, "x"] for place, word in enumerate(words))]


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("Status", ("Completed", "Incomplete", "Refused", "Not answered")),
        ("Status", ("Completed", "Partially completed", "Declined", "Not started")),
        ("Besvarelsesstatus", ("Gennemført", "Delvist gennemført", "Afvist", "Ikke påbegyndt")),
        ("Svarstatus", ("Gjennomført", "Ufullstendig", "Avvist", "Ikke besvart")),
        ("Svarstatus", ("Genomförd", "Ofullständig", "Avböjd", "Ej besvarad")),
        ("Antwortstatus", ("Abgeschlossen", "Unvollständig", "Abgelehnt", "Nicht beantwortet")),
    ],
)
def test_the_four_statuses_are_told_in_five_languages(header: str, words: tuple[str, ...]) -> None:
    raw = table(with_status(header, *words, ""))
    assert enalyzer.recognise(raw).startswith(f"the column {header} says of everybody how far they came (")
    standing = enalyzer.read(raw).standing
    assert standing is not None
    assert standing.told_by == header
    assert [STATUSES[code] for code in standing.codes] == ["completed", "partial", "declined", "not_opened", "unknown"]


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("Status", ("Completed", "Completed")),
        ("Status", ("Completed", "Married")),
        ("Status", ("Completed", "Complete", "Incomplete")),
        ("Status", ("Completed", "Ufuldstændig")),
        ("Status", ("1", "2")),
        ("Status", ()),
        ("Answer", ("Completed", "Incomplete")),
    ],
    ids=["one word", "another word", "two for one meaning", "two languages", "codes", "nobody", "another name"],
)
def test_any_doubt_about_the_words_leaves_a_table_plain(header: str, words: tuple[str, ...]) -> None:
    raw = table(with_status(header, *words))
    assert enalyzer.recognise(raw) == ""
    assert enalyzer.read(raw).standing is None


def test_a_name_that_says_whose_status_it_is_needs_one_word_only() -> None:
    assert enalyzer.recognise(table(with_status("Besvarelsesstatus", "Gennemført", "Gennemført")))


def test_a_statistics_file_has_the_words_as_labels() -> None:
    choices = (Choice("1", "Completed"), Choice("2", "Not answered"))
    raw = table([["status", "q"], ["1", "4"], ["2", ""]])
    raw = replace(
        raw, variables=(Variable("status", "single", choices=choices), Variable("q", "number", text="Hours?"))
    )
    read = enalyzer.read(raw)
    assert read.standing is not None
    assert [STATUSES[code] for code in read.standing.codes] == ["completed", "not_opened"]
    assert [(variable.kind, variable.text) for variable in read.variables] == [("paradata", "status"), ("number", "q")]


def test_columns_behind_one_wording_that_hold_their_mark_or_nothing_are_ticks() -> None:
    header = [
        "Status",
        "Why? - now: Sport",
        "Why? - now: Swimming",
        "How good? - Food",
        "How good? - Music",
        "Why? - x",
    ]
    rows = [
        ["Completed", "Sport", "", "Good", "Bad", "x"],
        ["Incomplete", "Sport", "Swimming", "Good", "Good", "y"],
        ["Completed", "", "Swimming", "Bad", "Good", "z"],
    ]
    variables = enalyzer.read(table([header, *rows])).variables
    assert [variable.kind for variable in variables] == ["paradata", "tick", "tick", "unknown", "unknown", "unknown"]
    assert [(variable.question, variable.tick and variable.tick.label) for variable in variables[1:3]] == [
        ("Why? - now", "Sport"),
        ("Why? - now", "Swimming"),
    ]


def test_what_tells_who_the_respondent_is_is_no_answer() -> None:
    header = ["Respondent ID", "E-mail", "Manager", "Started", "Status", "a"]
    rows = [
        ["7", "a@example.org", "b@example.org", "2026-03-01 08:28", "Completed", "Yes"],
        ["8", "", "c@example.org", "", "Incomplete", "No"],
    ]
    variables = enalyzer.read(table([header, *rows])).variables
    assert [variable.kind for variable in variables] == [
        *("respondent", "paradata", "paradata", "paradata", "paradata", "unknown"),
    ]
