"""The plot of changes holds what the rows of the comparison hold, and says of the rest why it is lacking."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from compared_examples import compared

from brobygger_cli.errors import BrobyggerError
from brobygger_cli.figures import change_plot
from brobygger_cli.result import records

if TYPE_CHECKING:
    from brobygger_cli.figures.model import Change


def change_of(comparison: str, group: int, label: str, language: str = "en") -> Change:
    _, changes = change_plot(compared(comparison, language)).groups[group]
    (found,) = [change for change in changes if change.label == label]
    return found


def test_a_change_between_two_exports_has_its_share_interval_and_verdict() -> None:
    # 14 of 114 and 39 of 124: 12.28 % and 31.45 %; Miettinen and Nurminen's interval.
    change = change_of("respondents", 0, "Formalised cooperation")
    assert change.change == pytest.approx(39 / 124 - 14 / 114)
    assert change.low == pytest.approx(0.08833, abs=1e-5)
    assert change.high == pytest.approx(0.29306, abs=1e-5)
    assert (change.verdict, change.finding) == ("up", "▲ better")
    assert (change.said, change.shares) == ("+19.2", "12% → 31%")


def test_an_interval_that_excludes_zero_is_no_finding_where_the_adjusted_test_found_none() -> None:
    change = change_of("printed", 0, "No cooperation")
    assert change.high is not None
    assert change.high < 0
    assert (change.verdict, change.finding) == ("none", "○ unclear")


def test_a_fall_that_is_an_improvement_points_down() -> None:
    change = change_of("printed", 1, "Samarbejder ikke", "da")
    assert (change.verdict, change.finding) == ("down", "▼ forbedring")


def test_where_print_allows_several_counts_there_is_a_range_and_no_single_change() -> None:
    # 5 to 9 of 43 in print, 18 of 65 in the export.
    change = change_of("printed", 0, "Actively supports getting started (of those asked)")
    assert change.change is None
    assert change.least == pytest.approx(18 / 65 - 9 / 43)
    assert change.most == pytest.approx(18 / 65 - 5 / 43)
    assert change.said == "+6.8 … +16.1"
    assert change.shares == "12–21% → 28%"


def test_numbers_and_words_are_danish_in_danish() -> None:
    change = change_of("respondents", 0, "Har formaliseret samarbejde", "da")
    assert (change.said, change.shares, change.finding) == ("+19,2", "12\u00a0% → 31\u00a0%", "▲ forbedring")


def test_what_is_hidden_has_no_figure_and_says_so() -> None:
    change = change_of("hidden", 0, "Referred in the last year")
    assert (change.change, change.low, change.high, change.least, change.most) == (None,) * 5
    assert (change.said, change.shares, change.why) == ("", "33% → hidden", "hidden")
    plot = change_plot(compared("hidden"))
    assert any(note.startswith("Hidden:") for note in plot.frame.notes)


def test_the_worst_case_stands_beside_intervals_about_the_people_invited_and_nowhere_else() -> None:
    population = change_of("population", 0, "Formalised cooperation")
    assert population.worst_low == pytest.approx(-0.4111, abs=1e-4)
    assert population.worst_high == pytest.approx(0.5994, abs=1e-4)
    assert change_of("respondents", 0, "Formalised cooperation").worst_low is None


def test_a_response_that_is_too_low_is_told_below_the_heading_of_its_group() -> None:
    (told,) = change_plot(compared("ngo")).told
    assert told.replace("\u00a0", " ").startswith("2017: n = 87, 28% of those invited (response too low:")


def test_a_later_wave_is_chosen_by_its_name_and_the_first_one_is_the_default() -> None:
    three = compared("library")
    assert change_plot(three) == change_plot(three, "library_2025")
    assert change_plot(three, "library_2027").frame.title.endswith("library_2027")
    with pytest.raises(BrobyggerError, match="no later wave is called 'library_2023'"):
        change_plot(three, "library_2023")


@pytest.mark.parametrize(
    ("comparison", "language"),
    [("printed", "da"), ("ngo", "en"), ("linked", "en"), ("population", "en"), ("library", "en"), ("hidden", "en")],
)
def test_every_indicator_is_one_line_of_the_plot_and_one_part_of_its_description(
    comparison: str, language: str
) -> None:
    result = compared(comparison, language)
    plot = change_plot(result)
    frame = result.frame
    first = result.context.waves[1].name
    wanted = frame[
        (frame["level"] == "indicator") & (frame["followup_wave"] == first) & (frame["comparison"] == "change")
    ]
    changes = [change for _, of_group in plot.groups for change in of_group]
    assert len(changes) == len(wanted)
    for change, row in zip(changes, records(wanted), strict=True):
        assert change.change == row["change"]
        assert (change.low, change.high) == (row["change_outer_low"], row["change_outer_high"])
        assert bool(change.why) == (row["change_min"] is None)
        assert (change.verdict in {"up", "down"}) == (row["finding"] in {"better", "worse", "rise", "fall"})
        assert f"{change.label}: " in plot.frame.alt
        assert change.said.replace(" … ", "") == "" or change.said.split(" … ")[0] in plot.frame.alt
