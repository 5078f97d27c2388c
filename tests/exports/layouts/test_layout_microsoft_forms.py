"""Microsoft Forms: its own five columns, ticks that each end in a semicolon, and quizzes."""

from __future__ import annotations

from collections import Counter

import pytest
from common_tables import table

from brobygger_cli.exports.layouts import microsoft_forms
from brobygger_cli.exports.standing import STATUSES

OWN = ["ID", "Start time", "Completion time", "Email", "Name"]
LABELS = ("Friends; or family", "Sport", "It is near")
SUBSETS = [[label for place, label in enumerate(LABELS) if number >> place & 1] for number in range(1, 8)]


def own(
    number: int, *, start: str = "3/2/26 8:28:09", end: str = "3/2/26 9:28:09", person: str = "anonymous"
) -> list[str]:
    return [str(number), start, end, person, ""]


def kinds(rows: list[list[str]]) -> list[str]:
    return [variable.kind for variable in microsoft_forms.read(table(rows)).variables[len(OWN) :]]


def test_options_that_hold_semicolons_are_told() -> None:
    rows = [[*OWN, "Why?"], *([*own(n), "".join(f"{label};" for label in SUBSETS[n % 7])] for n in range(1, 43))]
    raw = microsoft_forms.read(table(rows))
    asked = raw.variables[-1]
    assert (asked.kind, asked.separator) == ("joined", ";")
    assert [choice.label for choice in asked.choices] == list(LABELS)
    assert list(raw.cells[-1]) == [row[-1] for row in rows[1:]]
    assert [variable.kind for variable in raw.variables[:5]] == ["respondent", *["paradata"] * 4]


def test_a_semicolon_behind_every_answer_tells_ticks_of_few_respondents_too() -> None:
    rows = [[*OWN, "Why?", "How?"], [*own(1), "Sport;", "By bus"], [*own(2), "", "By; car"]]
    assert kinds(rows) == ["joined", "unknown"]
    assert microsoft_forms.read(table(rows)).variables[5].choices == ()


def test_an_order_of_options_is_no_ticks() -> None:
    rows = [[*OWN, "Put in order"], [*own(1), "A;B;C;"], [*own(2), "C;A;B;"], [*own(3), "A;B;C;"]]
    assert kinds(rows) == ["unknown"]


def test_when_an_answer_was_last_changed_is_the_platforms_own() -> None:
    header = [*OWN, "Last modified time", "Why?"]
    assert kinds([header, [*own(1), "", "a"], [*own(2), "3/3/26 10:00:00", "b"]]) == ["paradata", "unknown"]
    assert kinds([header, [*own(1), "", "a"], [*own(2), "", "b"]]) == ["paradata", "unknown"]


def test_points_and_feedback_of_a_quiz_are_the_platforms_own() -> None:
    asked = ["What - or who - is grace?", "Who led them?"]
    header = [*OWN, "Total points", "Quiz feedback", "Last modified time"]
    header += [asked[0], f"Points - {asked[0]}", f"Feedback - {asked[0]}", asked[1], f"Point - {asked[1]}"]
    rows = [header, [*own(1), "4", "", "", "favour", "2", "", "Moses", "2"]]
    assert kinds(rows) == ["paradata"] * 3 + ["unknown", "paradata", "paradata", "unknown", "paradata"]


def test_whoever_has_a_time_of_completion_is_completed() -> None:
    rows = [[*OWN, "Why?"], [*own(1), "a"], [*own(2, end=""), "b"]]
    raw = microsoft_forms.read(table(rows))
    assert raw.standing is not None
    assert raw.standing.told_by == "Completion time"
    assert Counter(STATUSES[code] for code in raw.standing.codes) == {"completed": 1, "unknown": 1}


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("3/31/26 23:59:00", "4/1/26 0:01:00"),
        ("31-03-2026 23:59", "01-04-2026 00:01"),
        ("2026-03-31 23:59:00", "2026-04-01 00:01:00"),
        ("3/2/26 11:59:00 AM", "3/2/26 12:01:00 PM"),
        ("3/2/26 12:59:00 PM", "3/2/26 1:01:00 PM"),
    ],
)
def test_times_are_compared_in_any_countrys_order(start: str, end: str) -> None:
    rows = [[*OWN, "Why?"], [*own(1, start=start, end=end), "a"]]
    assert microsoft_forms.recognise(table(rows))
    turned = [[*OWN, "Why?"], [*own(1, start=end, end=start), "a"]]
    assert microsoft_forms.recognise(table(turned)) == ""


@pytest.mark.parametrize(
    "rows",
    [
        [[*OWN, "Why?"], [*own(1), "a"], [*own(1), "b"]],
        [[*OWN, "Why?"], [*own(1, person="North"), "a"], [*own(2, person="South"), "b"]],
        [[*OWN[:3], "Why?", "How?", "When?"], [*own(1)[:3], "x", "y", "z"], [*own(2)[:3], "u", "v", "w"]],
        [["ID", "Day", "Score", "Email", "Name", "Why?"], ["1", "2026-03-02", "4", "a@example.org", "", "x"]],
        [[*OWN, "Why?"]],
    ],
    ids=["an id twice", "places", "nobody's address", "no times", "no rows"],
)
def test_what_only_resembles_it_is_not_told_as_microsoft_forms(rows: list[list[str]]) -> None:
    assert microsoft_forms.recognise(table(rows)) == ""
