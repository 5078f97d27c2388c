"""What is stated on the command line is taken as it is meant, or refused with everything that is wrong with it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from brobygger_cli.counts import tally
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.exports.raw import Cells, RawTable
from brobygger_cli.questionnaire.load import load, parse
from brobygger_cli.reading import read_wave
from brobygger_cli.responses import code_responses
from brobygger_cli.sources import Reading, open_source
from brobygger_cli.stated import overlap_of, times_of, with_invited
from brobygger_cli.waves import Wave

CLINIC = parse(
    """
id = "clinic"
title = { en = "Clinic" }

[[groups]]
id = "staff"
code = "1"
label = { da = "Ansatte", en = "Staff" }
waves = { before = { invited = 40 } }

[[groups]]
id = "guests"
code = "2"
label = { en = "Guests" }

[[questions]]
id = "content"
type = "single"
text = { en = "Content?" }
options = [
  { id = "yes", code = "1", label = { en = "Yes" } },
  { id = "no", code = "2", label = { en = "No" } },
]
""",
    "clinic.toml",
)


def wave(name: str, staff: int, guests: int, silent: int = 0) -> Wave:
    """Make a wave in which so many of each group answered, and so many more of the staff have a row."""
    groups = ["staff"] * staff + ["guests"] * guests + ["staff"] * silent
    answers = ["yes"] * (staff + guests) + [""] * silent
    ids = [f"P{number}" for number in range(len(groups))]
    cells = tuple(Cells.of(column) for column in (ids, groups, answers))
    columns = ("respondent_id", "group", "content")
    raw = RawTable(f"{name}.csv", columns, cells, np.arange(2, len(groups) + 2), (), "utf-8", ",")
    counts = tally(code_responses(raw, CLINIC))
    return Wave(name, f"{name}.csv", "respondents", CLINIC, counts, (), {})


WAVES = [wave("before", 20, 10), wave("after", 15, 12, silent=5)]


def invited(*stated: str) -> list[dict[str, int]]:
    return [told.invited_by_group() for told in with_invited(WAVES, stated)]


# How many were invited -----------------------------------------------------------------------------


def test_without_a_statement_the_questionnaire_tells_it() -> None:
    assert invited() == [{"staff": 40}, {}]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (["guests=30"], [{"staff": 40}, {"guests": 30}]),  # the last wave is meant where none is named
        (["after:guests=30"], [{"staff": 40}, {"guests": 30}]),
        (["before:guests=30", "guests=12"], [{"staff": 40, "guests": 30}, {"guests": 12}]),
        ([" BEFORE : Ansatte = 21 "], [{"staff": 21}, {}]),  # what is stated goes before what is declared
        (["2=99"], [{"staff": 40}, {"guests": 99}]),
        (["rows"], [{"staff": 40}, {"staff": 20, "guests": 12}]),
        (["before:rows"], [{"staff": 20, "guests": 10}, {}]),
    ],
)
def test_a_statement_is_of_a_group_in_a_wave(stated: list[str], expected: list[dict[str, int]]) -> None:
    assert invited(*stated) == expected


def test_rows_without_an_answer_were_invited_too() -> None:
    after = with_invited(WAVES, ["rows"])[1]
    assert (after.invited("staff"), after.answered("staff"), after.response_rate("staff")) == (20, 15, 0.75)


def test_a_second_row_is_no_second_person_invited() -> None:
    columns = ("respondent_id", "group", "content")
    rows = [("P1", "staff", "yes"), ("P2", "staff", "no"), ("P1", "staff", "no"), ("P3", "guests", "")]
    cells = tuple(Cells.of(column) for column in zip(*rows, strict=True))
    raw = RawTable("now.csv", columns, cells, np.arange(2, 6), (), "utf-8", ",")
    counts = tally(code_responses(raw, CLINIC))
    now = Wave("now", "now.csv", "respondents", CLINIC, counts, (), {})
    assert with_invited([now], ["rows"])[0].invited_by_group() == {"staff": 2, "guests": 1}


def test_a_name_with_a_colon_is_a_wave_all_the_same() -> None:
    waves = [WAVES[0], replace(WAVES[1], name="2025: autumn")]
    assert with_invited(waves, ["2025: autumn:staff=50"])[1].invited("staff") == 50


@pytest.mark.parametrize("stated", ["guests=0", "rows"])
def test_a_group_of_which_nobody_was_invited_has_no_response_rate(stated: str) -> None:
    """Such as a group that the export does not have."""
    told = with_invited([wave("now", 3, 0)], [stated])[0]
    assert told.invited("guests") == 0
    assert told.response_rate("guests") is None
    assert not told.response_is_low("guests")


@pytest.mark.parametrize(
    ("stated", "problem"),
    [
        ("guests", "is not GROUP=N with a whole number N"),
        ("guests=", "is not GROUP=N with a whole number N"),
        ("guests=many", "is not GROUP=N with a whole number N"),
        ("guests=30.5", "is not GROUP=N with a whole number N"),
        ("guests=-3", "is not GROUP=N with a whole number N"),
        ("guests=1e3", "is not GROUP=N with a whole number N"),
        ("guests=1.000", "is not GROUP=N with a whole number N"),
        ("guests=9999999999", "is not GROUP=N with a whole number N"),
        ("", "is not GROUP=N with a whole number N"),
        ("=30", "there is no group ''"),
        ("gests=30", "there is no group 'gests'; did you mean 'guests'?; there are: staff, guests"),
        ("befor:guests=30", "there is no wave 'befor'; did you mean 'before'?; there are: before, after"),
        (":guests=30", "there is no wave ''"),
        ("later:rows", "there is no wave 'later'"),
    ],
)
def test_a_malformed_statement_says_what_is_wrong(stated: str, problem: str) -> None:
    with pytest.raises(BrobyggerError) as refused:
        invited(stated)
    assert str(refused.value).startswith(f"--invited {stated}: {problem}")


def test_fewer_invited_than_answered_is_refused() -> None:
    with pytest.raises(BrobyggerError, match="after, guests: 12 answered, but only 11 were invited"):
        invited("guests=11")


def test_everything_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(BrobyggerError) as refused:
        invited("gests=30", "staff=lots", "later:staff=3", "staff=1", "before:guests=1")
    said = str(refused.value)
    for problem in (
        "--invited gests=30",
        "--invited staff=lots",
        "--invited later:staff=3",
        "after, staff: 15 answered, but only 1 were invited",
        "before, guests: 10 answered, but only 1 were invited",
    ):
        assert problem in said
    assert len(said.splitlines()) == 5
    assert refused.value.hint


def test_a_printed_table_has_no_rows_to_count() -> None:
    kommune = load("kommune")
    printed = read_wave(open_source("2017", Reading()), kommune, Reading())
    with pytest.raises(BrobyggerError, match="2017 is a printed table, without a row for each person"):
        with_invited([printed, printed], ["rows"])


def test_two_statements_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(BrobyggerError, match="guests"):
        invited("guests=30", "after:guests=31")


# How many answered both waves ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ([], {}),
        (["7"], {"staff": 7, "guests": 7}),
        (["guests=3"], {"guests": 3}),
        (["7", "guests=3"], {"staff": 7, "guests": 3}),
        ([" Guests = 3", " 7 "], {"staff": 7, "guests": 3}),  # in either order
        (["0"], {"staff": 0, "guests": 0}),
    ],
)
def test_an_overlap_is_of_a_group_or_of_every_group_not_named(stated: list[str], expected: dict[str, int]) -> None:
    assert overlap_of(stated, CLINIC) == expected


def test_everything_that_is_wrong_with_an_overlap_is_said_at_once() -> None:
    wrong = ["gests=3", "staff=-1", "half", "staff=1,5", "=4", "1.5"]
    with pytest.raises(BrobyggerError) as refused:
        overlap_of(wrong, CLINIC)
    said = str(refused.value)
    assert all(f"--overlap {text}: " in said for text in wrong)
    assert len(said.splitlines()) == len(wrong)
    assert "did you mean 'guests'?" in said


# When the waves were -------------------------------------------------------------------------------


def test_times_are_rising_numbers_one_a_wave() -> None:
    assert times_of("2017,2021, 2026.5", 3) == (2017, 2021, 2026.5)
    assert times_of("-1,0,1e1,20", 4) == (-1, 0, 10, 20)
    assert times_of(None, 3) == ()


@pytest.mark.parametrize(
    "stated", ["", "2017", "2017,2021", "2017,2021,2026,2030", "2017,2026,2021", "2017,2017,2021", "a,b,c", "1,2,"]
)
def test_what_is_no_time_for_each_of_three_waves_is_refused(stated: str) -> None:
    with pytest.raises(BrobyggerError, match="expected 3 rising numbers, one for each wave") as refused:
        times_of(stated, 3)
    assert f"--times {stated}:" in str(refused.value)


@pytest.mark.parametrize("stated", ["1,2,nan", "nan,nan,nan", "1,2,inf", "-inf,1,2"])
def test_a_time_without_end_is_none(stated: str) -> None:
    with pytest.raises(BrobyggerError, match="expected 3 rising numbers"):
        times_of(stated, 3)


def test_two_waves_have_no_trend_to_have_times_for() -> None:
    with pytest.raises(BrobyggerError, match="a trend needs three waves or more"):
        times_of("2017,2021", 2)
