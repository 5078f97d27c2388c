"""The interval of a change and its test say the same: through `compare`, at every confidence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_waves import Answers, random_answers, wave

from brobygger_cli.compare import compare
from brobygger_cli.comparison.settings import Settings


@settings(max_examples=20, deadline=None)
@given(
    random_answers(most=12),
    random_answers(most=90),
    st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99]),
    st.sampled_from(["n-1", "default"]),
)
def test_interval_excludes_0_exactly_where_the_n_minus_1_test_rejects(
    earlier: dict[str, dict[str, Answers]], later: dict[str, dict[str, Answers]], confidence: float, test: str
) -> None:
    frame = compare(wave("before", earlier), wave("after", later), Settings(confidence, test=test)).frame
    tested = frame[frame["test"] == "n_minus_1"]
    tested = tested[tested["change"].notna()]
    rejected = tested["p_value"] < 1 - confidence
    excluded = (tested["change_low"] > 0) | (tested["change_high"] < 0)
    assert (rejected == excluded).all()


@pytest.mark.parametrize(("yes", "excluded"), [(29, False), (30, True)])
def test_interval_and_test_turn_at_the_same_count(yes: int, excluded: bool) -> None:
    """Beside 20 of 50, one person more at follow-up makes both change their mind (N-1: 3.209, 3.960)."""
    before = wave("before", {"a": {"member": {"yes": 20, "no": 30}}})
    after = wave("after", {"a": {"member": {"yes": yes, "no": 50 - yes}}})
    row = compare(before, after).frame.query("option == 'is_member' and group == 'a'").iloc[0]
    assert bool(row["p_value"] < 0.05) is excluded
    assert bool(row["change_low"] > 0) is excluded
    assert row["statistic"] == pytest.approx({29: 3.2089, 30: 3.96}[yes], abs=1e-4)
