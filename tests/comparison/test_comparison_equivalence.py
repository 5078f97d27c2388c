"""No change as a finding: four verdicts, against margins of the questionnaire or of the command line."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_waves import TOML, Answers, at, random_answers, read, wave

from brobygger_cli.compare import compare
from brobygger_cli.comparison.equivalence import VERDICTS
from brobygger_cli.comparison.settings import Settings
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.methods.change_intervals import miettinen_nurminen
from brobygger_cli.questionnaire.load import parse
from brobygger_cli.sources import Reading

DECLARED = parse(
    TOML.replace('id = "is_member"\n', 'id = "is_member"\nmargin = 0.05\n', 1),
    "panel.toml",
)


def members(before: tuple[int, int], after: tuple[int, int], chosen: Settings, **more: object) -> dict[str, object]:
    """Return the row of members in a comparison of so many of so many."""
    made = [
        wave(name, {"a": {"member": {"yes": yes, "no": n - yes}}}, **more)  # type: ignore[arg-type]
        for name, (yes, n) in (("before", before), ("after", after))
    ]
    return at(compare(made[0], made[1], chosen).frame, "a", "member", "is_member")


CASES = {
    "changed": ((400, 1000), (500, 1000)),
    "trivial": ((40_000, 100_000), (41_000, 100_000)),
    "equivalent": ((4000, 10_000), (4010, 10_000)),
    "inconclusive": ((40, 100), (41, 100)),
}


@pytest.mark.parametrize(("verdict", "counts"), CASES.items())
def test_four_verdicts_through_the_margin_of_the_command_line(
    verdict: str, counts: tuple[tuple[int, int], tuple[int, int]]
) -> None:
    row = members(*counts, Settings(margin=0.05, adjust="none"))
    assert (row["verdict"], row["margin"]) == (verdict, 0.05)
    assert row["p_value"] is not None
    # "Not significant" alone is never called equivalent.
    assert (row["finding"] == "unclear") == (verdict in {"equivalent", "inconclusive"})


@pytest.mark.parametrize(("verdict", "counts"), CASES.items())
def test_four_verdicts_through_a_margin_that_the_questionnaire_declares(
    verdict: str, counts: tuple[tuple[int, int], tuple[int, int]]
) -> None:
    row = members(*counts, Settings(adjust="none"), questionnaire=DECLARED)
    assert (row["verdict"], row["margin"]) == (verdict, 0.05)


def test_every_verdict_is_told() -> None:
    assert set(CASES) == set(VERDICTS)


def test_what_is_declared_goes_before_what_is_stated_and_is_of_its_indicator_alone() -> None:
    made = [wave(name, {"a": {"member": {"yes": 40, "no": 60}}}, questionnaire=DECLARED) for name in ("x", "y")]
    for stated, elsewhere in ((np.nan, None), (0.2, 0.2)):
        frame = compare(made[0], made[1], Settings(margin=stated)).frame
        assert at(frame, "a", "member", "is_member")["margin"] == 0.05
        assert at(frame, "a", "member", "yes")["margin"] == elsewhere
        assert at(frame, "a", "trust", "low_trust")["margin"] == elsewhere


def test_without_a_margin_there_is_no_verdict() -> None:
    made = [wave(name, {"a": {"member": {"yes": 40, "no": 60}}}) for name in ("x", "y")]
    frame = compare(made[0], made[1]).frame
    assert frame[["margin", "margin_low", "margin_high", "verdict"]].isna().all(axis=None)


def verdict_of(row: dict[str, float], alpha: float) -> str | None:
    figures = [row[name] for name in ("p_adjusted", "margin_low", "margin_high", "margin")]
    if any(pd.isna(figure) for figure in figures):
        return None
    within = -row["margin"] < row["margin_low"] and row["margin_high"] < row["margin"]
    if row["p_adjusted"] < alpha:
        return "trivial" if within else "changed"
    return "equivalent" if within else "inconclusive"


@settings(max_examples=6, deadline=None)
@given(
    random_answers(most=60),
    random_answers(most=60),
    st.floats(0.01, 0.9),
    st.sampled_from([0.95, 0.9]),
)
def test_every_row_has_the_verdict_of_its_figures(
    earlier: dict[str, dict[str, Answers]], later: dict[str, dict[str, Answers]], margin: float, confidence: float
) -> None:
    """Two one-sided tests at the level alpha are an interval of confidence 1 - 2 alpha within the margin."""
    frame = compare(wave("x", earlier), wave("y", later), Settings(confidence=confidence, margin=margin)).frame
    figures = ["baseline_share", "baseline_base", "followup_share", "followup_base"]
    shares = frame[frame["level"] != "question"]
    share0, n0, share1, n1 = shares[figures].astype(float).to_numpy().T
    low, high = miettinen_nurminen(share0, n0, share1, n1, 2 * confidence - 1)
    np.testing.assert_allclose(shares["margin_low"].astype(float), low, atol=1e-9)
    np.testing.assert_allclose(shares["margin_high"].astype(float), high, atol=1e-9)
    for row in frame.to_dict("records"):
        found = None if pd.isna(row["verdict"]) else row["verdict"]
        assert found == verdict_of({str(name): cell for name, cell in row.items()}, 1 - confidence)


def test_a_range_of_counts_has_a_margin_and_no_verdict() -> None:
    before = wave("before", {"a": {"member": {"yes": (39, 41), "no": (59, 61), "base": 100}}}, kind="printed")
    after = wave("after", {"a": {"member": {"yes": 40, "no": 60}}})
    row = at(compare(before, after, Settings(margin=0.3)).frame, "a", "member", "is_member")
    assert (row["margin"], row["verdict"]) == (0.3, None)


def test_weights_cost_a_verdict_its_precision() -> None:
    rows = [
        {"respondent_id": str(number), "group": "a", "member": ("yes", "no")[number % 2], "w": weight}
        for number, weight in enumerate(["1", "1", "9", "9"] * 25)
    ]
    waves = read({"x": rows, "y": rows}, Reading(weight_column="w"))
    row = at(compare(waves[0], waves[1], Settings(margin=0.14)).frame, "a", "member", "is_member")
    kish = 500**2 / (50 * 82)
    expected = tuple(map(float, miettinen_nurminen(0.5, kish, 0.5, kish, 0.9)))
    assert (row["margin_low"], row["margin_high"]) == pytest.approx(expected)
    assert row["verdict"] == "inconclusive"
    waves = read({"x": rows, "y": rows})
    row = at(compare(waves[0], waves[1], Settings(margin=0.14)).frame, "a", "member", "is_member")
    assert row["verdict"] == "equivalent"


@pytest.mark.parametrize("confidence", [0.5, 0.3])
def test_two_one_sided_tests_need_a_level_below_a_half(confidence: float) -> None:
    with pytest.raises(BrobyggerError, match="margin"):
        members((40, 100), (41, 100), Settings(confidence=confidence, margin=0.05))
