"""Who reached what: the bases when a platform tells statuses or unseen cells, and when it tells neither."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger_cli.counts import tally
from brobygger_cli.exports.raw import Cells, Flaw, RawTable
from brobygger_cli.exports.standing import STATUSES, Standing
from brobygger_cli.questionnaire.load import parse
from brobygger_cli.responses import Coding, State, code_responses

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from brobygger_cli.exports.standing import Status
    from brobygger_cli.responses import Responses

CLUB = parse(
    """
id = "club"
title = { en = "The club" }

[[groups]]
id = "old"
code = "1"
label = { en = "Old members" }
[[groups]]
id = "new"
code = "2"
label = { en = "New members" }

[[questions]]
id = "region"
type = "single"
background = true
text = { en = "Region" }
options = [ { id = "east", code = "1", label = { en = "East" } }, { id = "west", code = "2", label = { en = "West" } } ]

[[questions]]
id = "happy"
type = "single"
text = { en = "Are you happy?" }
options = [ { id = "yes", code = "1", label = { en = "Yes" } }, { id = "no", code = "2", label = { en = "No" } } ]

[[questions]]
id = "does"
type = "multiple"
text = { en = "What do you do here?" }
options = [
  { id = "sing", code = "1", label = { en = "Sing" } },
  { id = "dance", code = "2", label = { en = "Dance" } },
]

[[questions]]
id = "why"
type = "single"
asked_if = { question = "happy", answers = ["no"] }
text = { en = "Why not?" }
options = [ { id = "cold", code = "1", label = { en = "Cold" } }, { id = "dull", code = "2", label = { en = "Dull" } } ]

[[questions]]
id = "wants"
type = "multiple"
text = { en = "What should there be?" }
options = [ { id = "tea", code = "1", label = { en = "Tea" } }, { id = "cake", code = "2", label = { en = "Cake" } } ]

[[questions]]
id = "age"
type = "number"
background = true
text = { en = "Your age" }
""",
    "club.toml",
)
HEADER = ("id", "group", "region", "happy", "does_1", "does_2", "why", "wants_1", "wants_2", "age")
QUESTIONS = tuple(question.id for question in CLUB.questions)
ANSWERED, NOT_ASKED, BLANK, INVALID = State.ANSWERED, State.NOT_ASKED, State.BLANK, State.INVALID


def coded(
    *rows: str,
    statuses: Sequence[Status] = (),
    unseen: Mapping[str, Sequence[int]] | None = None,
    coding: Coding | None = None,
    header: Sequence[str] = HEADER,
    ragged: Sequence[int] = (),
    ids: Sequence[str] = (),
) -> Responses:
    """Code rows of cells with `,` between them; an id is put before each."""
    names = ids or [f"P{number}" for number in range(len(rows))]
    cells = [[name, *row.split(",")] for name, row in zip(names, rows, strict=True)]
    raw = RawTable(
        "club.csv",
        tuple(header),
        tuple(Cells.of([row[column] for row in cells]) for column in range(len(header))),
        np.arange(2, len(cells) + 2),
        tuple(Flaw("ragged_row", row + 2, row, None, "", "has too many cells") for row in ragged),
        standing=Standing.of(statuses, "status") if statuses else None,
        unseen={header.index(column): np.isin(np.arange(len(cells)), at) for column, at in (unseen or {}).items()},
    )
    return code_responses(raw, CLUB, coding)


def states(found: Responses, row: int) -> dict[str, State]:
    return {question: State(found.answers[question].state[row]) for question in QUESTIONS}


def reported(found: Responses) -> list[tuple[str, str | None, tuple[str, ...]]]:
    return sorted((of.code, of.column, of.respondents) for of in found.violations)


def bases(found: Responses) -> dict[str, int]:
    return {question: int(answers.in_base.sum()) for question, answers in found.answers.items()}


PARTIAL = Coding(include_partial=True)
FULL = "1,1,1,0,1,,0,1,40"  # group, region, happy, does, why, wants, age of somebody happy
ZEROS = "1,,,0,0,,0,0,"


# Never opened -------------------------------------------------------------------------------------


def test_zeros_of_who_never_opened_the_form_are_in_no_base() -> None:
    found = coded(FULL, ZEROS, ZEROS, statuses=["completed", "not_opened", "not_opened"])
    assert bases(found) == {"region": 1, "happy": 1, "does": 1, "why": 0, "wants": 1, "age": 1}
    assert states(found, 1) == dict.fromkeys(QUESTIONS, NOT_ASKED)
    assert reported(found) == []
    assert not found.answers["does"].ticked[1:].any()


def test_who_never_opened_the_form_is_a_row_and_no_respondent_and_not_left_out() -> None:
    counts = tally(coded(FULL, ZEROS, statuses=["completed", "not_opened"]))
    assert counts.rows("old") == 2
    assert counts.people("old") == 2
    assert counts.respondents == {"old": 1, "new": 0}
    assert counts.rows_not_read == 0
    assert counts.rows_without_answer() == 1
    assert counts.invited("old") == 2


def test_what_is_filled_in_beforehand_is_no_answer_of_who_never_opened_the_form() -> None:
    found = coded("1,2,,0,0,,0,0,61", statuses=["not_opened"])
    assert states(found, 0) == dict.fromkeys(QUESTIONS, NOT_ASKED)
    assert reported(found) == []


@pytest.mark.parametrize(
    ("row", "question", "column"),
    [
        ("1,,2,0,0,,0,0,", "happy", "happy"),
        ("1,,,1,0,,0,0,", "does", "does_1"),
        ("1,,,0,0,,0,seven,", "wants", "wants_1"),
    ],
    ids=["answer", "tick", "no answer"],
)
def test_answers_of_who_never_opened_the_form_are_errors_and_not_counted(row: str, question: str, column: str) -> None:
    found = coded(row, statuses=["not_opened"])
    assert states(found, 0) == dict.fromkeys(QUESTIONS, NOT_ASKED) | {question: INVALID}
    assert reported(found) == [("answer_unopened", column, ("P0",))]
    assert not any(answers.ticked.any() for answers in found.answers.values())


def test_nothing_is_said_of_cells_that_stand_where_they_do_not_belong() -> None:
    found = coded(FULL, "1,1,1,1,1,1,1,1,1", statuses=["completed", "not_opened"], ragged=[1])
    assert reported(found) == [("ragged_row", None, ("P1",))]
    assert reported(coded(FULL, ZEROS, ragged=[1])) == [("ragged_row", None, ("P1",))]


def test_who_never_opened_the_form_needs_no_group_and_no_weight() -> None:
    rows = [f"{FULL},1.5", f"{ZEROS[1:]},", f"{ZEROS},"]
    found = coded(
        *rows,
        statuses=["completed", "not_opened", "not_opened"],
        coding=Coding(weight_column="weight"),
        header=[*HEADER, "weight"],
    )
    assert reported(found) == []
    assert found.trusted.tolist() == [True, True, True]
    assert found.standings == {("old", "completed"): 1, ("", "not_opened"): 1, ("old", "not_opened"): 1}


# Begun and not sent in ----------------------------------------------------------------------------


def test_who_did_not_send_in_is_left_out_unless_asked_for() -> None:
    statuses: list[Status] = ["completed", "partial"]
    without, included = (coded(FULL, FULL, statuses=statuses, coding=coding) for coding in (None, PARTIAL))
    assert bases(without)["happy"] == 1
    assert bases(included)["happy"] == 2
    assert without.standings == included.standings == {("old", "completed"): 1, ("old", "partial"): 1}


def test_a_partial_answer_reaches_as_far_as_its_last_answer() -> None:
    """Before it a zero says "shown and not ticked" and a blank is a blank; behind it both say nothing."""
    found = coded("1,,2,0,0,2,0,0,", "1,1,,0,0,,0,0,", "1,,,0,0,,0,1,", statuses=["partial"] * 3, coding=PARTIAL)
    asked_on = {"region": BLANK, "happy": ANSWERED, "does": ANSWERED, "why": ANSWERED}
    assert states(found, 0) == {**asked_on, "wants": NOT_ASKED, "age": NOT_ASKED}
    assert states(found, 1) == dict.fromkeys(QUESTIONS, NOT_ASKED) | {"region": ANSWERED}
    assert states(found, 2) == {
        "region": BLANK,
        "happy": BLANK,
        "does": ANSWERED,
        "why": BLANK,  # nobody knows whether it was asked
        "wants": ANSWERED,
        "age": NOT_ASKED,
    }
    assert {(of.code, of.column, of.respondents) for of in found.violations if of.code == "missing_answer"} == {
        ("missing_answer", "region", ("P0", "P2")),
        ("missing_answer", "happy", ("P2",)),
    }


def test_who_began_and_answered_nothing_was_asked_nothing() -> None:
    found = coded(ZEROS, statuses=["partial"], coding=PARTIAL)
    assert states(found, 0) == dict.fromkeys(QUESTIONS, NOT_ASKED)
    assert reported(found) == []


def test_what_is_filled_in_beforehand_does_not_tell_how_far_anybody_came() -> None:
    """Age is the last question; known from a register, it would make everybody reach the end."""
    found = coded("1,1,1,0,0,,0,0,40", statuses=["partial"], coding=PARTIAL)
    assert states(found, 0) == {
        "region": ANSWERED,
        "happy": ANSWERED,
        "does": NOT_ASKED,
        "why": NOT_ASKED,
        "wants": NOT_ASKED,
        "age": ANSWERED,
    }


def test_what_is_no_answer_shows_that_the_question_was_reached() -> None:
    """The value is reported as an error, so its row has to be invalid there and nowhere called not asked."""
    found = coded("1,1,1,0,0,,seven,0,", "1,1,9,0,0,,0,0,", statuses=["partial"] * 2, coding=PARTIAL)
    assert states(found, 0)["wants"] == INVALID
    assert states(found, 0)["does"] == ANSWERED
    assert states(found, 1)["happy"] == INVALID
    assert states(found, 1)["does"] == NOT_ASKED


def test_a_missing_tick_column_does_not_make_anybody_reach_its_question() -> None:
    header = [*HEADER[:8], *HEADER[9:]]
    found = coded("1,1,1,0,0,,0,", statuses=["partial"], coding=PARTIAL, header=header)
    assert states(found, 0)["does"] == NOT_ASKED
    assert states(found, 0)["wants"] == NOT_ASKED


def test_who_answered_after_a_form_that_was_never_opened_is_read() -> None:
    """The invitation that was sent again is the one that counts: the earlier row is the one too many."""
    found = coded(ZEROS, FULL, statuses=["not_opened", "completed"], ids=["P7", "P7"])
    assert states(found, 1)["does"] == ANSWERED
    assert set(states(found, 0).values()) == {INVALID}
    (repeated,) = [of for of in found.violations if of.code == "duplicate_respondent"]
    assert (repeated.lines, repeated.rule) == (
        (2,),
        "this respondent id stands more than once; only its first row that was opened is read",
    )


# Other statuses -----------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["test", "declined"])
def test_tests_and_those_who_said_no_are_never_read(status: Status) -> None:
    for coding in (None, PARTIAL):
        found = coded(FULL, FULL, statuses=["completed", status], coding=coding)
        assert len(found.group) == 1
        assert found.standings == {("old", "completed"): 1, ("old", status): 1}


def test_a_status_that_the_platform_does_not_tell_is_read_as_sent_in() -> None:
    assert bases(coded(FULL, "2,1,1,0,0,,0,0,", statuses=["unknown", "unknown"])) == {
        "region": 2,
        "happy": 2,
        "does": 2,
        "why": 0,
        "wants": 2,
        "age": 1,
    }


def test_zeros_of_who_sent_the_form_in_are_answers() -> None:
    found = coded(ZEROS, statuses=["completed"])
    assert states(found, 0)["does"] == states(found, 0)["wants"] == ANSWERED
    assert {of.code for of in found.violations} == {"missing_answer", "nothing_ticked"}


def test_statuses_are_counted_by_group_and_wave() -> None:
    records = np.array([True, True, True, False])
    found = coded(
        FULL, "2" + ZEROS[1:], "3" + ZEROS[1:], FULL,
        statuses=["completed", "not_opened", "test", "completed"],
        coding=Coding(records=records),
    )  # fmt: skip
    assert found.standings == {("old", "completed"): 1, ("new", "not_opened"): 1, ("", "test"): 1}
    assert coded(FULL).standings == {}


def test_nobody_left_to_read_leaves_empty_bases() -> None:
    found = coded(FULL, FULL, statuses=["test", "partial"])
    assert bases(found) == dict.fromkeys(QUESTIONS, 0)
    assert found.standings == {("old", "test"): 1, ("old", "partial"): 1}
    rules = [of.rule for of in found.violations if of.code == "no_respondents"]
    assert rules == ["none of the 2 rows is read, as none was sent in; --include-partial reads those that were begun"]


# Cells that were never shown ----------------------------------------------------------------------


def test_cells_that_were_never_shown_say_nothing_whatever_they_hold() -> None:
    """Zeros, answers and what is no answer alike: the platform filled them in."""
    unseen = {"happy": [1], "wants_1": [1], "wants_2": [1]}
    found = coded(FULL, "1,1,9,0,0,,0,7,", statuses=["completed", "completed"], unseen=unseen)
    assert states(found, 1)["happy"] == NOT_ASKED
    assert states(found, 1)["why"] == NOT_ASKED
    assert states(found, 1)["wants"] == NOT_ASKED
    assert states(found, 1)["does"] == ANSWERED
    assert "unknown_answer" not in {of.code for of in found.violations}


def test_where_the_platform_tells_what_was_shown_zeros_alone_are_answers() -> None:
    found = coded(FULL, ZEROS, ZEROS, unseen={"wants_1": [2], "wants_2": [2]})
    assert [states(found, row)["wants"] for row in range(3)] == [ANSWERED, ANSWERED, NOT_ASKED]
    assert [states(found, row)["does"] for row in range(3)] == [ANSWERED, ANSWERED, BLANK]
    assert ("only_zeros", None, ("P2",)) in reported(found)


def test_one_option_that_was_not_shown_leaves_the_others() -> None:
    found = coded("1,1,1,0,1,,1,1,40", unseen={"wants_2": [0]})
    assert states(found, 0)["wants"] == ANSWERED
    assert found.answers["wants"].ticked.tolist() == [[True, False]]


# Without a status ---------------------------------------------------------------------------------


def test_without_a_status_a_row_of_zeros_alone_is_in_no_base_and_said() -> None:
    found = coded(FULL, ZEROS, "1,2,,0,0,,0,0,33")
    assert bases(found) == {"region": 2, "happy": 1, "does": 1, "why": 0, "wants": 1, "age": 2}
    assert ("only_zeros", None, ("P1", "P2")) in reported(found)
    assert states(found, 1)["does"] == states(found, 2)["wants"] == BLANK


def test_zeros_beside_any_answer_or_any_attempt_at_one_are_answers() -> None:
    found = coded("1,,1,0,0,,0,0,", "1,,,0,0,,1,0,", "1,,9,0,0,,0,0,", "1,,,0,0,,0,seven,")
    assert bases(found)["does"] == 4
    assert "only_zeros" not in {of.code for of in found.violations}


@pytest.mark.parametrize("lacking", ["age", "happy", "wants_2"])
def test_a_missing_column_does_not_hide_rows_of_zeros_alone(lacking: str) -> None:
    place = HEADER.index(lacking)
    rows = [",".join(cell for at, cell in enumerate(row.split(","), 1) if at != place) for row in (FULL, ZEROS)]
    found = coded(*rows, header=[column for column in HEADER if column != lacking])
    assert ("only_zeros", None, ("P1",)) in reported(found)
    assert bases(found)["does"] == 1


def test_where_all_questions_are_of_ticks_or_background_zeros_are_answers() -> None:
    header = [column for column in HEADER if column not in {"happy", "why"}]
    found = coded("1,1,0,0,0,0,33", header=header, coding=Coding(without=("happy", "why")))
    assert bases(found)["does"] == bases(found)["wants"] == 1
    assert "only_zeros" not in {of.code for of in found.violations}


def test_a_row_of_zeros_alone_needs_no_weight() -> None:
    coding = Coding(weight_column="weight")
    found = coded(f"{FULL},2", f"{ZEROS},", coding=coding, header=[*HEADER, "weight"])
    assert "invalid_weight" not in {of.code for of in found.violations}
    assert found.trusted.all()


# Always -------------------------------------------------------------------------------------------

CELLS = (("1", "2", "3"), ("", "1", "2"), ("", "1", "2", "9"), *[("", "0", "1", "x", "seven")] * 2, ("", "1", "2"))
CELLS += (*[("", "0", "1")] * 2, ("", "40", "old"))
row = st.tuples(*map(st.sampled_from, CELLS)).map(",".join)
unopened = st.tuples(
    *map(st.sampled_from, [("1", "2"), ("", "1"), ("",), *[("", "0")] * 2, ("",), *[("", "0")] * 2, ("", "40")])
)
statuses = st.sampled_from(STATUSES)


@settings(max_examples=60, deadline=None)
@given(
    people=st.lists(st.tuples(row, statuses), min_size=1, max_size=8),
    never=st.lists(unopened.map(",".join), max_size=4),
)
def test_who_never_opened_the_form_changes_no_figure(people: list[tuple[str, Status]], never: list[str]) -> None:
    rows, said = [cells for cells, _ in people], [status for _, status in people]
    unopened_too: list[Status] = ["not_opened" for _ in never]
    alone = tally(coded(*rows, statuses=said, coding=PARTIAL))
    more = tally(coded(*rows, *never, statuses=said + unopened_too, coding=PARTIAL))
    assert more.figures.equals(alone.figures)
    assert more.respondents == alone.respondents
    assert more.rows_not_read == alone.rows_not_read
    assert more.rows() == alone.rows() + len(never)


@settings(max_examples=60, deadline=None)
@given(people=st.lists(st.tuples(row, statuses), min_size=1, max_size=8))
def test_every_row_that_is_read_is_in_one_state_of_every_question(people: list[tuple[str, Status]]) -> None:
    rows, said = zip(*people, strict=True)
    counts = tally(coded(*rows, statuses=said, coding=PARTIAL))
    read = sum(status not in {"test", "declined"} for status in said)
    assert (counts.accounts.groupby("question").sum().sum(axis=1) == read).all()
    assert sum(counts.standings.values()) == len(rows)


@settings(max_examples=60, deadline=None)
@given(people=st.lists(row, min_size=1, max_size=8))
def test_a_partial_answer_counts_nothing_that_a_whole_one_would_not(people: list[str]) -> None:
    whole, part = (
        coded(*people, statuses=[status] * len(people), coding=PARTIAL) for status in ("completed", "partial")
    )
    for question in QUESTIONS:
        assert not (part.answers[question].in_base & ~whole.answers[question].in_base).any()
        answered = part.answers[question].ticked.any(axis=1)
        assert (answered == whole.answers[question].ticked.any(axis=1)).all()
