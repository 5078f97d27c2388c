"""KoboToolbox, ODK and SurveyCTO: joined and split answers of one question, groups, and refused submissions."""

from __future__ import annotations

from collections import Counter

import pytest
from common_tables import table

from brobygger_cli.exports.layouts import kobo
from brobygger_cli.exports.standing import STATUSES

KOBO = ["_id", "_uuid", "_submission_time", "_index"]


def added(number: int) -> list[str]:
    return [str(500 + number), f"uuid-{number}", f"2026-03-02T08:{number:02}:00", str(number)]


def read(header: list[str], *rows: list[str]) -> list[tuple[str, str, str]]:
    """Return name, kind and question of the columns in front of what the server adds."""
    raw = kobo.read(table([[*header, *KOBO], *([*row, *added(place)] for place, row in enumerate(rows, 1))]))
    return [(variable.name, variable.kind, variable.question) for variable in raw.variables[: len(header)]]


def test_joined_and_split_answers_are_told_as_one_question() -> None:
    header = ["why", "why/near", "why/price", "how"]
    rows = [["near price", "1", "1", "bus"], ["near", "1", "0", "car"], ["", "0", "0", "bus"], ["", "", "", "bus"]]
    raw = kobo.read(table([[*header, *KOBO], *([*row, *added(place)] for place, row in enumerate(rows, 1))]))
    assert [(variable.name, variable.kind, variable.question) for variable in raw.variables[:4]] == [
        ("why", "joined", "why"),
        ("why/near", "tick", "why"),
        ("why/price", "tick", "why"),
        ("how", "unknown", "how"),
    ]
    assert raw.variables[0].separator == " "
    assert [choice.code for choice in raw.variables[0].choices] == ["near", "price"]
    not_asked = [False, False, False, True]
    assert {column: mask.tolist() for column, mask in raw.unseen.items()} == dict.fromkeys(range(3), not_asked)


def test_truths_are_ticks_and_a_group_stands_before_the_question() -> None:
    header = ["club/why", "club/why/near", "club/why/price", "club/how", "home/how"]
    assert read(header, ["near", "TRUE", "FALSE", "1", "2"], ["", "FALSE", "FALSE", "2", "3"]) == [
        ("why", "joined", "why"),
        ("club/why/near", "tick", "why"),
        ("club/why/price", "tick", "why"),
        ("club/how", "unknown", "club/how"),
        ("home/how", "unknown", "home/how"),
    ]


def test_labels_are_wordings_and_their_options_may_hold_a_slash() -> None:
    header = ["Why did you join?", "Why did you join?/Near", "Why did you join?/Sport/dance", "Club/How?"]
    raw = kobo.read(table([[*header, *KOBO], ["Near Sport/dance", "1", "1", "By bus", *added(1)]]))
    assert [variable.tick.label for variable in raw.variables if variable.tick] == ["Near", "Sport/dance"]
    assert {variable.question for variable in raw.variables[:3]} == {"Why did you join?"}
    assert (raw.variables[3].text, raw.variables[3].also) == ("Club/How?", ("How?",))


def test_columns_of_ticks_without_the_joined_one_are_told_where_they_are_blank_together() -> None:
    split = ["why/near", "why/price"]
    assert [kind for _, kind, _ in read(split, ["1", "0"], ["", ""], ["0", "0"])] == ["tick", "tick"]
    assert [kind for _, kind, _ in read(split, ["1", "0"], ["", "1"], ["0", "0"])] == ["unknown", "unknown"]
    assert [kind for _, kind, _ in read(split, ["1", "2"], ["", ""], ["3", "0"])] == ["unknown", "unknown"]
    assert [kind for _, kind, _ in read(split[:1], ["1"], [""], ["0"])] == ["unknown"]


def test_underscores_part_question_and_option_only_where_the_joined_column_says_so() -> None:
    """`age_known` is a question of its own: no cell of `age` holds `known`."""
    header = ["why", "why_1", "why_2", "age", "age_known"]
    assert [kind for _, kind, _ in read(header, ["1 2", "1", "1", "41", "1"], ["2", "0", "1", "42", "0"])] == [
        *("joined", "tick", "tick", "unknown", "unknown"),
    ]


def test_a_joined_column_alone_is_told_by_its_codes() -> None:
    assert [kind for _, kind, _ in read(["why", "how", "gps"], ["1 3", "1", "55.6 12.5"], ["3", "2", "55.7 12.4"])] == [
        *("joined", "unknown", "unknown"),
    ]
    rows = [["near price"], ["near"], ["price"], ["near price sport"], ["sport"]] * 6
    assert read(["why"], *rows) == [("why", "joined", "why")]
    assert read(["why"], *([f"it rained on day {number}"] for number in range(30))) == [("why", "unknown", "why")]


def test_names_that_devices_give_are_no_questions() -> None:
    header = ["start", "end", "deviceid", "status", "meta/instanceID", "_place_latitude"]
    rows = [["2026-03-02T08:01:04.104+01:00", "2026-03-02T08:12:40.000+01:00", "collect:1", "member", "uuid:1", "55.6"]]
    assert [kind for _, kind, _ in read(header, *rows)] == [
        *("paradata", "paradata", "paradata", "unknown", "paradata", "paradata"),
    ]
    assert [kind for _, kind, _ in read(["start", "end"], ["1", "2"])] == ["unknown", "unknown"]


def test_what_a_reviewer_refused_is_no_answer() -> None:
    header = ["why", "_validation_status", *KOBO]
    statuses = ["", "Approved", "Not approved", "validation_status_not_approved", "On hold"]
    rows = [["x", status, *added(place)] for place, status in enumerate(statuses, 1)]
    raw = kobo.read(table([header, *rows]))
    assert raw.standing is not None
    assert raw.standing.told_by == "_submission_time, _validation_status"
    assert Counter(STATUSES[code] for code in raw.standing.codes) == {"completed": 3, "declined": 2}


@pytest.mark.parametrize(
    "header",
    [
        ["_id", "_index", "why"],
        ["SubmissionDate", "why", "how"],
        ["id", "uuid", "submission_time", "index"],
        ["key", "why"],
    ],
)
def test_what_only_resembles_it_is_not_told_as_kobo(header: list[str]) -> None:
    assert kobo.recognise(table([header, ["1"] * len(header)])) == ""
