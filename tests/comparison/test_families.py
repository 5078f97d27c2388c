"""Many tests: adjusted against an independent implementation, and bounds that hold whatever print hides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_waves import Answers, random_answers, wave

from adjusted_elsewhere import multipletests
from brobygger_cli.compare import compare
from brobygger_cli.comparison.families import adjust_families
from brobygger_cli.comparison.settings import Settings

if TYPE_CHECKING:
    import numpy.typing as npt

    from brobygger_cli.comparison.settings import Adjust

METHODS = {"holm": "holm", "bh": "fdr_bh"}


def adjusted(p: pd.Series, method: str) -> npt.NDArray[np.float64]:
    """Adjust by statsmodels; a test that cannot be had stays in the family as if it had found nothing."""
    if method == "none":
        return p.to_numpy(dtype=float)
    values = multipletests(p.fillna(1.0).to_numpy(dtype=float), method=METHODS[method])[1]
    return np.where(p.isna().to_numpy(), np.nan, np.asarray(values, dtype=float))


@pytest.mark.parametrize("adjust", ["default", "holm", "bh", "none"])
def test_families_are_adjusted_as_statsmodels_does(adjust: Adjust) -> None:
    """Indicators of a group, questions of a group, and options behind their question."""

    @settings(max_examples=5, deadline=None)
    @given(random_answers(most=12), random_answers(most=30))
    def check(earlier: dict[str, dict[str, Answers]], later: dict[str, dict[str, Answers]]) -> None:
        frame = compare(wave("before", earlier), wave("after", later), Settings(adjust=adjust)).frame
        assert not frame["flags"].str.contains("adjusted_bound").any()
        for group in ("a", "b"):
            here = frame[(frame["group"] == group) & ~frame["question"].isin(["tenure", "remark"])]
            indicators = here[here["level"] == "indicator"]
            method = "holm" if adjust == "default" else adjust
            expected = adjusted(indicators["p_value"], method)
            np.testing.assert_allclose(indicators["p_adjusted"].to_numpy(dtype=float), expected, rtol=1e-9)
            assert set(indicators["adjustment"]) == {method}
            questions = here[here["level"] == "question"]
            method = "bh" if adjust == "default" else adjust
            of_questions = adjusted(questions["p_value"], method)
            np.testing.assert_allclose(questions["p_adjusted"].to_numpy(dtype=float), of_questions, rtol=1e-9)
            for question, gate in zip(questions["question"], of_questions, strict=True):
                options = here[(here["level"] == "option") & (here["question"] == question)]
                expected = adjusted(options["p_value"], method)
                if adjust != "none":
                    expected = np.maximum(expected, gate)
                np.testing.assert_allclose(options["p_adjusted"].to_numpy(dtype=float), expected, rtol=1e-9)
                assert set(options["family"]) == {f"{group}/{question}"}
                assert set(options["family_size"]) == {len(options)}

    check()


@settings(max_examples=8, deadline=None)
@given(random_answers(most=12), random_answers(most=30), st.sampled_from(["default", "holm", "bh"]))
def test_adjusted_p_is_never_below_the_raw_one_and_keeps_its_order(
    earlier: dict[str, dict[str, Answers]], later: dict[str, dict[str, Answers]], adjust: Adjust
) -> None:
    frame = compare(wave("before", earlier), wave("after", later), Settings(adjust=adjust)).frame
    tested = frame[frame["p_adjusted"].notna()]
    assert (tested["p_adjusted"] >= tested["p_value"] * (1 - 1e-12)).all()
    assert (tested["p_adjusted"] <= 1).all()
    for _, family in tested.groupby("family"):
        in_order = family.sort_values("p_value")["p_adjusted"].to_numpy()
        assert (np.diff(in_order) >= -1e-12).all()


def test_background_and_open_text_are_in_no_family() -> None:
    frame = compare(wave("before", {"a": {"tenure": {"new": 3, "old": 9}}}), wave("after", {})).frame
    rows = frame[frame["question"].isin(["tenure", "remark"])]
    assert len(rows) == 2 * 4
    assert rows[["p_adjusted", "family", "family_size", "adjustment", "finding"]].isna().all(axis=None)
    assert not rows["flags"].str.contains("adjusted_bound").any()


# P-values that print leaves open --------------------------------------------------------------------

P = st.floats(0, 1)


@st.composite
def open_tests(draw: st.DrawFn) -> pd.DataFrame:
    """Draw the tests of one group: known, known to lie in a range, left open, or not to be had at all."""
    rows = {}
    questions = {f"q{number}": draw(st.integers(0, 4)) for number in range(draw(st.integers(1, 4)))}
    keys = [("a", "indicator", "q0", f"i{number}") for number in range(draw(st.integers(0, 4)))]
    for question, options in questions.items():
        keys += [("a", "question", question, ""), *(("a", "option", question, f"o{n}") for n in range(options))]
    for key in keys:
        how = draw(st.sampled_from(["known", "known", "range", "open", "none"]))
        low, high = sorted([draw(P), draw(P)])
        rows[key] = {
            "known": (low, low, False),
            "range": (low, high, False),
            "open": (np.nan, np.nan, True),
            "none": (np.nan, np.nan, False),
        }[how]
    index = pd.MultiIndex.from_tuples(list(rows), names=["group", "kind", "question", "item"])
    tests = pd.DataFrame(list(rows.values()), index=index, columns=["p_value_min", "p_value_max", "open"])
    return tests.assign(item_p=np.nan)


@settings(max_examples=100, deadline=None)
@given(open_tests(), st.sampled_from(["default", "holm", "bh", "none"]), st.data())
def test_adjusted_bound_holds_for_whatever_print_hides(
    tests: pd.DataFrame, adjust: Adjust, data: st.DataObject
) -> None:
    """Every completion of the table gives an adjusted p at most as large; the same one where no bound is said."""
    bounds = adjust_families(tests, adjust)
    p = [
        data.draw(P) if is_open else low if np.isnan(low) else data.draw(st.floats(low, high))
        for low, high, is_open in zip(tests["p_value_min"], tests["p_value_max"], tests["open"], strict=True)
    ]
    completed = adjust_families(tests.assign(p_value_min=p, p_value_max=p, open=False), adjust)
    assert not completed["adjusted_bound"].any()
    shown = bounds["p_adjusted"].notna()
    assert not (shown & tests["open"]).any()
    assert (bounds.loc[shown, "p_adjusted"] >= completed.loc[shown, "p_adjusted"] - 1e-12).all()
    exact = shown & ~bounds["adjusted_bound"]
    np.testing.assert_allclose(bounds.loc[exact, "p_adjusted"], completed.loc[exact, "p_adjusted"], rtol=1e-9)
    assert (bounds["family_size"] == completed["family_size"]).all()


def test_empty_follow_up_is_not_a_gap_in_the_print() -> None:
    """Nobody answered one question: its test is not to be had, and the others' adjustment is known exactly."""
    everything: dict[str, Answers] = {
        "colour": {"red": 12, "green": 3, "blue": 4, "unsure": 1},
        "member": {"yes": 13, "no": 7},
        "trust": {"high": 4, "middle": 9, "low": 6, "never_met": 1},
        "ease": {"hard": 6, "fair": 4, "easy": 10},
        "times": {"once": 4, "more": 8, "none": 7, "unsure": 1},
        "ways": {"cycle": 11, "bus": 3, "rail": 2, "base": 13},
    }
    group_a: dict[str, dict[str, Answers]] = {"a": everything, "b": everything}
    later: dict[str, Answers] = {
        question: {o: n + 2 for o, n in counts.items() if isinstance(n, int)} for question, counts in everything.items()
    }
    later["trust"] = {"high": 15, "middle": 4, "low": 0, "never_met": 1}  # a p that Holm multiplies, short of 1
    later["member"] = {"yes": 0, "no": 0}
    followup = wave("after", {"a": later, "b": later})
    from_print = compare(wave("before", group_a, kind="printed"), followup).frame
    from_people = compare(wave("before", group_a), followup).frame
    assert (from_people["p_adjusted"] < 1).sum() > 4
    pd.testing.assert_series_equal(from_print["p_adjusted"], from_people["p_adjusted"])
    assert not from_print["flags"].str.contains("adjusted_bound").any()
