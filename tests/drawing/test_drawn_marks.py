"""Every mark lies where its number is on the axis, and no axis makes a small change look large."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import get_args

import pytest
from drawings import Drawing
from hypothesis import given, settings
from hypothesis import strategies as st
from made_figures import bars, change, changes, dot, dots, flow

from brobygger_cli.figures.model import Dot, Verdict

NEAR = 0.01  # points
SHARES = st.floats(0, 1)


def on_axis(drawing: Drawing, x: float, low: tuple[str, float], high: tuple[str, float]) -> float:
    """Return the number at a place, told by where two numbers of the axis are written."""
    (first, from_), (last, to) = ((drawing.tick(name), value) for name, value in (low, high))
    return from_ + (x - first) / (last - first) * (to - from_)


@settings(max_examples=15, deadline=None)
@given(value=st.floats(-0.2, 0.2), low=st.floats(-0.2, 0), high=st.floats(0, 0.2))
def test_a_change_and_the_ends_of_its_interval_lie_where_the_axis_says(value: float, low: float, high: float) -> None:
    drawing = Drawing(changes(change(value, low, high)))
    ends = ("tick--20", -0.2), ("tick-20", 0.2)
    assert on_axis(drawing, drawing.middle("mark-0-0"), *ends) == pytest.approx(value, abs=1e-4)
    found = [on_axis(drawing, x, *ends) for x in drawing.extent("interval-0-0")]
    assert found == pytest.approx([low, high], abs=1e-4)


def test_the_axis_of_changes_is_symmetric_and_spans_at_least_twenty_points_to_either_side() -> None:
    for furthest, span in ((0.001, 20), (0.2, 20), (0.201, 30), (0.44, 40), (0.61, 50), (1.0, 100)):
        drawing = Drawing(changes(change(0.0, -furthest, 0.0)))
        ticks = [int(name.removeprefix("tick-")) for name in drawing.names() if name.startswith("tick-")]
        assert (min(ticks), max(ticks)) == (-span, span)
        zero = drawing.tick("tick-0")
        assert zero - drawing.tick(f"tick--{span}") == pytest.approx(drawing.tick(f"tick-{span}") - zero)


def test_nothing_is_drawn_beyond_the_axis_of_changes() -> None:
    drawing = Drawing(changes(replace(change(0.1, -0.47, 0.3), worst_low=-0.93, worst_high=0.8)))
    for name in ("interval-0-0", "worst-0-0"):
        low, high = drawing.extent(name)
        assert drawing.tick("tick--100") <= low <= high <= drawing.tick("tick-100")


def test_a_range_of_changes_is_a_bar_from_the_least_to_the_most_and_has_no_mark() -> None:
    drawing = Drawing(changes(replace(change(None, -0.1, 0.2), least=0.0, most=0.1)))
    ends = ("tick--20", -0.2), ("tick-20", 0.2)
    assert [on_axis(drawing, x, *ends) for x in drawing.extent("range-0-0")] == pytest.approx([0, 0.1], abs=1e-4)
    assert "mark-0-0" not in drawing.names()


def test_a_change_that_is_not_told_has_neither_mark_nor_interval_but_its_reason() -> None:
    drawing = Drawing(changes(replace(change(None, 0, 0), low=None, high=None, why="not asked")))
    assert not [name for name in drawing.names() if name.endswith("-0-0")]
    assert "not asked" in drawing.texts()


def test_findings_are_told_by_shape_and_filling_and_not_by_colour_alone() -> None:
    line = change(0.1, 0.05, 0.15)
    marks: dict[Verdict, tuple[int, bool]] = {}
    for verdict in get_args(Verdict):
        drawing = Drawing(changes(replace(line, verdict=verdict)))
        filled = "fill: #ffffff" not in drawing.style("mark-0-0")
        marks[verdict] = (drawing.corners("mark-0-0"), filled)
    assert marks == {"up": (3, True), "down": (3, True), "none": (marks["none"][0], False), "untested": (4, False)}
    assert marks["none"][0] > 4


@settings(max_examples=15, deadline=None)
@given(first=SHARES, second=SHARES)
def test_paired_dots_lie_on_an_axis_of_all_shares(first: float, second: float) -> None:
    drawing = Drawing(dots((dot(first), dot(second))))
    ends = ("tick-0-0", 0.0), ("tick-0-100", 1.0)
    for number, share in enumerate((first, second)):
        at = on_axis(drawing, drawing.middle(f"mark-0-0-{number}"), *ends)
        assert at == pytest.approx(share, abs=1e-4)
        limits = [on_axis(drawing, x, *ends) for x in drawing.extent(f"interval-0-0-{number}")]
        assert limits == pytest.approx([max(0, share - 0.1), min(1, share + 0.1)], abs=1e-4)


def test_the_waves_of_a_pair_lie_apart_and_only_the_later_one_is_filled() -> None:
    drawing = Drawing(dots((dot(0.3), dot(0.3))))
    marks = ["mark-0-0-0", "mark-0-0-1"]
    assert drawing.height(marks[1]) - drawing.height(marks[0]) > 5
    assert ["fill: #ffffff" in drawing.style(mark) for mark in marks] == [True, False]


def test_a_share_of_which_print_tells_the_limits_only_has_no_dot() -> None:
    drawing = Drawing(dots((Dot(None, 0.1, 0.2, "10–20%"), dot(0.3))))
    assert "interval-0-0-0" in drawing.names()
    assert "mark-0-0-0" not in drawing.names()


def test_groups_beyond_two_stand_below_the_others() -> None:
    drawing = Drawing(dots((dot(0.3), dot(0.4)), groups=3))
    heights = [drawing.height(f"mark-{group}-0-0") for group in range(3)]
    assert heights[0] == heights[1] < heights[2]
    assert drawing.middle("mark-0-0-0") == pytest.approx(drawing.middle("mark-2-0-0"), abs=NEAR)


@settings(max_examples=20, deadline=None)
@given(counts=st.lists(st.integers(0, 50), min_size=3, max_size=8).filter(lambda counts: sum(counts[:-1]) > 0))
def test_the_parts_of_a_bar_are_as_wide_as_their_shares_and_split_at_the_middle_of_the_scale(counts: list[int]) -> None:
    *steps, beside = [count / sum(counts) for count in counts]
    drawing = Drawing(bars(tuple(steps), (beside,)))
    extents = [drawing.extent(f"part-0-0-{place}") for place in range(len(steps))]
    widths = [right - left for left, right in extents]
    left, right = drawing.extent("apart-0-0-0")
    unit = sum(widths) / sum(steps)
    assert widths == pytest.approx([share * unit for share in steps], abs=NEAR)
    assert right - left == pytest.approx(beside * unit, abs=NEAR)
    assert all(end == pytest.approx(start, abs=NEAR) for (_, end), (start, _) in pairwise(extents))
    half = len(steps) // 2
    middle = sum(extents[half]) / 2 if len(steps) % 2 else extents[half][0]
    assert drawing.tick("tick-0") == pytest.approx(middle, abs=NEAR)
    assert left > extents[-1][1]


def test_all_bars_of_a_figure_have_the_same_unit() -> None:
    one, other = (bars(shares).groups[0][1][0] for shares in ((0.9, 0.1), (0.1, 0.9)))
    figure = replace(bars((0.9, 0.1)), groups=(("a", (one, other)),))
    drawing = Drawing(figure)
    wide = [
        [end - start for start, end in (drawing.extent(f"part-0-{row}-{part}") for part in (0, 1))] for row in (0, 1)
    ]
    assert wide[0] == pytest.approx(wide[1][::-1], abs=NEAR)
    assert max(drawing.extent("part-0-1-1")) < min(drawing.extent("effect-0"))


def test_a_bar_that_is_hidden_leaves_no_width_behind() -> None:
    drawing = Drawing(bars((0.02, 0.48, 0.5), why="Hidden: too few"))
    assert not [name for name in drawing.names() if name.startswith(("part-", "apart-"))]
    assert "Hidden: too few" in drawing.texts()
    other = Drawing(bars((0.4, 0.3, 0.3), why="Hidden: too few"))
    told = (drawing.written, other.written)
    assert len({re_named(svg) for svg in told}) == 1


def re_named(svg: bytes) -> bytes:
    """Return a drawing without its name, which tells all that was drawn apart."""
    root = svg.split(b'id="', 1)[1].split(b'"', 1)[0]
    return svg.replace(root, b"figure")


def test_an_effect_lies_on_an_axis_from_zero_to_one() -> None:
    drawing = Drawing(bars((0.5, 0.5)))
    ends = ("effect-tick-0", 0.0), ("effect-tick-100", 1.0)
    assert on_axis(drawing, drawing.middle("effect-0"), *ends) == pytest.approx(0.6, abs=1e-3)
    found = [on_axis(drawing, x, *ends) for x in drawing.extent("effect-interval-0")]
    assert found == pytest.approx([0.52, 0.68], abs=1e-3)


def test_the_steps_of_a_flow_are_as_wide_as_their_people_are_many() -> None:
    drawing = Drawing(flow(331, 215, 133))
    extents = [drawing.extent(f"step-0-{place}") for place in range(3)]
    assert len({round(left, 3) for left, _ in extents}) == 1
    widths = [right - left for left, right in extents]
    assert [width / widths[0] for width in widths] == pytest.approx([1, 215 / 331, 133 / 331], abs=1e-4)
