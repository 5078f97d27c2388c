"""In which direction a row has changed: that of what its test compares, and no other."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from made_waves import PANEL, Answers, at, flags, wave

from brobygger_cli.compare import compare
from brobygger_cli.comparison.findings import direction_of
from brobygger_cli.transitions import Background, Transitions


def row(**given: object) -> pd.DataFrame:
    usual = {"change_min": None, "change_max": None, "test": None, "statistic": None, "effect": None}
    return pd.DataFrame([{**usual, "effect_name": None, **given}])


@pytest.mark.parametrize(
    ("given", "direction"),
    [
        ({"change_min": 0.1, "change_max": 0.2}, "up"),
        ({"change_min": -0.2, "change_max": -0.1}, "down"),
        ({"change_min": -0.1, "change_max": 0.2}, None),
        ({"change_min": 0.0, "change_max": 0.0}, None),
        ({"test": "brunner_munzel", "effect_name": "prob_higher", "effect": 0.6}, "up"),
        ({"test": "brunner_munzel", "effect_name": "prob_higher", "effect": 0.5}, None),
        # Answers that move to both ends differ, without having risen.
        ({"test": "rao_scott", "effect_name": "prob_higher", "effect": 0.51, "statistic": 9.0}, None),
        # Fewer rose than fell, but those who rose went further: that is what the test has found.
        ({"test": "wilcoxon", "effect_name": "prob_higher_pairs", "effect": 0.44, "statistic": 2.2}, "up"),
        ({"test": "cochran_armitage", "effect_name": "slope", "effect": -0.1, "statistic": -3.0}, "down"),
        ({"test": "pearson", "effect_name": "cramers_v", "effect": 0.3, "statistic": 9.0}, None),
    ],
)
def test_the_direction_is_that_of_what_is_tested(given: dict[str, object], direction: str | None) -> None:
    assert direction_of(row(**given)).tolist() == [direction]


def test_links_to_other_people_are_flagged_in_their_rows() -> None:
    answers: dict[str, dict[str, Answers]] = {"a": {"member": {"yes": 20, "no": 20}}}
    keys = wave("now", answers).counts.figures.index
    pairs = pd.DataFrame(10.0, index=keys, columns=["both", "only_baseline", "only_followup", "neither"])
    strangers = Transitions(pairs, {}, {"a": 40}, 0, (Background("tenure", 40, 20, 0.02),))
    found = compare(wave("then", answers), replace(wave("now", answers), transitions=strangers)).frame
    assert "links_doubtful" in flags(found, "a", "member", "yes")
    friends = replace(strangers, background=(Background("tenure", 40, 2, 0.9),))
    found = compare(wave("then", answers), replace(wave("now", answers), transitions=friends)).frame
    assert "links_doubtful" not in flags(found, "a", "member", "yes")
    assert at(found, "a", "member", "yes")["pairs"] == 40
    assert PANEL.question("tenure").background
