"""Surveys of few and of many, with routing, several answers and split groups: no small count can be told."""

from __future__ import annotations

from attacker import Read, recovered, rows_of
from hypothesis import given, settings
from hypothesis import strategies as st
from surveys import CLUB, people, waves_of

from brobygger_cli.describe import describe
from brobygger_cli.disclosure import hide


@settings(max_examples=12)
@given(
    seed=st.integers(0, 10_000),
    each=st.integers(3, 70),
    minimum=st.sampled_from([3, 5, 10]),
    by=st.sampled_from([None, "tenure"]),
)
def test_nobody_can_tell_a_small_count(seed: int, each: int, minimum: int, by: str | None) -> None:
    (wave,) = waves_of([people(seed, each)], by=by)
    (without,) = hide([wave], minimum)
    known, truth = (Read.of(rows_of(describe(read).frame.to_csv())) for read in (without, wave))
    assert recovered({wave.name: CLUB}, known, truth, minimum) == {}


@settings(max_examples=6)
@given(seed=st.integers(0, 10_000), each=st.integers(30, 70))
def test_no_more_is_hidden_than_half_of_a_survey_of_some_size(seed: int, each: int) -> None:
    """Everything could be hidden from everybody: that would be no art."""
    (wave,) = waves_of([people(seed, each)])
    hidden = hide([wave], 3)[0].hidden
    assert hidden is not None
    assert hidden.protecting <= 2 * hidden.small + 6
    assert len(hidden.rows) < len(wave.counts.figures) / 2
