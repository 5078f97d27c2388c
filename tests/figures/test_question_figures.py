"""Every question gets the figure that fits it, with the shares of its rows and nothing that is hidden."""

from __future__ import annotations

import pytest
from compared_examples import compared

from brobygger_cli.figures import question_figure
from brobygger_cli.figures.model import PairedDots, StackedBars


def bars_of(comparison: str, question: str) -> StackedBars:
    figure = question_figure(compared(comparison), question)
    assert isinstance(figure, StackedBars)
    return figure


def dots_of(comparison: str, question: str) -> PairedDots:
    figure = question_figure(compared(comparison), question)
    assert isinstance(figure, PairedDots)
    return figure


def test_a_scale_becomes_bars_from_its_low_end_to_its_high_end() -> None:
    figure = bars_of("respondents", "cooperation_quality")
    assert figure.scale == ("Very bad", "Bad", "Neither good nor bad", "Good", "Very good")
    assert figure.apart == ("We do not cooperate",)
    heading, (baseline, followup) = figure.groups[0]
    assert heading == "Schools and day care"
    assert (baseline.label, followup.label) == ("baseline (n\u00a0=\u00a0113)", "followup (n\u00a0=\u00a0126)")
    # 1, 4, 31, 19, 6 and 52 of 113.
    assert [part.share for part in (*baseline.parts, *baseline.apart)] == [
        pytest.approx(count / 113) for count in (1, 4, 31, 19, 6, 52)
    ]
    assert [part.said for part in (*baseline.parts, *baseline.apart)] == ["1%", "4%", "27%", "17%", "5%", "46%"]


def test_the_uncertainty_of_bars_is_that_of_the_whole_question() -> None:
    # 1, 22, 48, 36, 18 against 5, 22, 37, 35, 15: 7,389.5 of 14,250 pairs are higher, ties counted half.
    effect = bars_of("respondents", "think_of_civil_society").effects[0]
    assert effect.value == pytest.approx(0.51856, abs=1e-5)
    assert effect.low is not None
    assert effect.high is not None
    assert effect.low < 0.5 < effect.high
    assert (effect.verdict, effect.said, effect.finding) == ("none", "P 0.52", "○ unclear")


def test_a_scale_of_which_print_tells_only_a_part_becomes_dots_that_tell_it() -> None:
    figure = dots_of("ngo", "cooperation_quality")
    (_, pairs) = figure.groups[0]
    assert [pair.label for pair in pairs][:2] == ["Very bad", "Bad"]
    first = pairs[0].dots[0]  # none to three of 77
    assert (first.share, first.low, first.said) == (None, 0, "0–4%")
    assert first.high == pytest.approx(3 / 77)
    assert any(note.startswith("Line without a mark") for note in figure.frame.notes)


def test_options_stand_from_the_largest_to_the_smallest_in_the_same_order_for_all_groups() -> None:
    figure = dots_of("respondents", "offers_referred_to")
    orders = [[pair.label for pair in pairs] for _, pairs in figure.groups]
    assert orders[0] == orders[1]
    assert orders[0][0] == "Sports club"
    means = []
    for place in range(len(orders[0])):
        shares = [dot.share for _, pairs in figure.groups for dot in pairs[place].dots]
        means.append(sum(share for share in shares if share is not None) / 4)
    assert means == sorted(means, reverse=True)


def test_answers_unlike_the_others_stand_last_however_many_gave_them() -> None:
    pairs = dots_of("respondents", "reasons_for_not_referring").groups[1][1]
    assert pairs[-1].label == "None of the statements above fits me."
    assert pairs[-1].dots[0].share == max(dot.share or 0 for pair in pairs for dot in pair.dots[:1])
    assert dots_of("library", "visits").groups[0][1][-1].label == "Don't know"


def test_steps_of_a_count_stand_in_their_own_order() -> None:
    labels = [pair.label for pair in dots_of("library", "visits").groups[0][1]]
    assert labels == ["None", "Once", "2-3 times", "4-7 times", "8 times or more", "Don't know"]


def test_a_dot_has_the_interval_of_its_share() -> None:
    pairs = dots_of("respondents", "offers_referred_to").groups[0][1]
    headspace = next(pair for pair in pairs if pair.label == "Headspace")
    dot = headspace.dots[0]  # 7 of 43: Wilson's interval
    assert dot.share == pytest.approx(7 / 43)
    assert dot.low == pytest.approx(0.08117, abs=1e-5)
    assert dot.high == pytest.approx(0.29972, abs=1e-5)


@pytest.mark.parametrize("question", ["borrowed", "minutes_to_library", "comment"])
def test_two_options_numbers_and_open_text_have_no_figure(question: str) -> None:
    assert question_figure(compared("library"), question) is None


def test_of_a_bar_with_a_hidden_part_no_part_is_drawn() -> None:
    figure = bars_of("hidden", "cooperation_quality")
    (_, (baseline, _)) = figure.groups[0]
    assert baseline.why == "Hidden: a share rests on too few answers"
    assert {part.share for part in (*baseline.parts, *baseline.apart)} == {None}
    assert [part.said for part in baseline.parts] == ["hidden", "hidden", "27%", "17%", "5%"]


def test_a_bar_beside_a_hidden_one_is_drawn() -> None:
    (_, (baseline, followup)) = bars_of("hidden", "think_of_civil_society").groups[0]
    assert (baseline.why, bool(followup.why)) == ("", True)
    assert sum(part.share or 0 for part in baseline.parts) == pytest.approx(1)


@pytest.mark.parametrize("comparison", ["printed", "library", "weighted", "hidden"])
def test_every_share_in_a_figure_is_one_of_the_rows_and_what_is_hidden_is_in_none(comparison: str) -> None:
    result = compared(comparison)
    frame = result.frame
    change = frame[(frame["comparison"] == "change") & (frame["followup_wave"] == result.context.waves[1].name)]
    for question, rows in change.groupby("question"):
        known = {*rows["baseline_share"].dropna(), *rows["followup_share"].dropna()}
        figure = question_figure(result, str(question))
        if isinstance(figure, StackedBars):
            bars = [bar for _, of_group in figure.groups for bar in of_group]
            shares = [part.share for bar in bars for part in (*bar.parts, *bar.apart)]
            for bar in bars:
                assert bar.why or sum(part.share or 0 for part in (*bar.parts, *bar.apart)) == pytest.approx(1)
        elif isinstance(figure, PairedDots):
            shares = [dot.share for _, pairs in figure.groups for pair in pairs for dot in pair.dots]
        else:
            continue
        assert {share for share in shares if share is not None} <= known
        assert figure.frame.alt.startswith(f"{figure.frame.title}. ")
