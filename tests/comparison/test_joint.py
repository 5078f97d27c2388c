"""Several answers as one question: tested by how ticks go together, counted respondent by respondent."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_waves import PANEL, Row, at, flags, read, table

from brobygger_cli.compare import compare
from brobygger_cli.comparison.settings import Settings
from brobygger_cli.counts import merge, tally
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.methods.multiple_response import max_t, rao_scott_multiple
from brobygger_cli.methods.multiplicity import holm
from brobygger_cli.responses import Coding, code_responses
from brobygger_cli.sources import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brobygger_cli.comparison.settings import MultipleTest

OPTIONS = ("cycle", "bus", "rail")
ITEMS = (*OPTIONS, "public")


def drawn(seed: int, people: int, chances: Sequence[float], group: str = "a") -> list[Row]:
    """Draw respondents: members, who tick, and others, who are led past."""
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(people):
        row = {"respondent_id": f"{group}{number}", "group": group, "member": "yes" if rng.random() < 0.8 else "no"}
        if row["member"] == "yes":
            # One mood for all options, so that ticks go together.
            mood = rng.random()
            row |= {f"ways_{code}": str(int(mood < chance)) for code, chance in enumerate(chances, start=1)}
            row["ways_3"] = str(rng.integers(0, 2))
        rows.append(row)
    return rows


def patterns(rows: Sequence[Row], group: str = "a") -> Counter[tuple[int, ...]]:
    """Count patterns by hand: of every member the ticks of the three options, and of the net of bus and train."""
    counted: Counter[tuple[int, ...]] = Counter()
    for row in rows:
        if row["group"] == group and "ways_1" in row:
            ticks = [int(row[f"ways_{code}"]) for code in (1, 2, 3)]
            counted[*ticks, int(ticks[1] or ticks[2])] += 1
    return counted


def by_pattern(*waves: Counter[tuple[int, ...]]) -> tuple[list[tuple[int, ...]], list[list[int]]]:
    every = sorted(set().union(*waves))
    return every, [[wave[pattern] for pattern in every] for wave in waves]


def compared(before: Sequence[Row], after: Sequence[Row], test: MultipleTest = "default") -> pd.DataFrame:
    waves = read({"before": before, "after": after})
    return compare(waves[0], waves[1], Settings(multiple_test=test)).frame


@pytest.mark.parametrize("people", [9, 70])
def test_max_t_is_that_of_patterns_counted_by_hand(people: int) -> None:
    before, after = drawn(1, people, (0.3, 0.5)), drawn(2, people + 3, (0.6, 0.7))
    for test in ("default", "permutation"):
        frame = compared(before, after, test)
        ticks, (n0, n1) = by_pattern(patterns(before), patterns(after))
        expected = max_t(ticks, n0, n1)
        row = at(frame, "a", "ways")
        assert (row["test"], row["statistic"]) == ("max_t", pytest.approx(expected.statistic))
        assert row["p_value"] == pytest.approx(expected.p_value)
        assert (row["baseline_test_n"], row["followup_test_n"]) == (sum(n0), sum(n1))
        # Every option and net has the p-value that the test of the whole gives it, and none below its question.
        for item, p in zip(ITEMS, expected.item_p_values.tolist(), strict=True):
            option = at(frame, "a", "ways", item)
            assert option["adjustment"] == "max_t"
            assert option["p_adjusted"] == pytest.approx(max(p, row["p_adjusted"]))
            assert option["test"] in {"n_minus_1", "fisher_irwin"}


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 40), st.integers(1, 40), st.floats(0, 1), st.floats(0, 1))
def test_no_option_is_surer_than_its_question(seed: int, n0: int, n1: int, earlier: float, later: float) -> None:
    frame = compared(drawn(seed, n0, (earlier, 0.5)), drawn(seed + 1, n1, (later, 0.5)))
    question = at(frame, "a", "ways")
    for item in ITEMS:
        option = at(frame, "a", "ways", item)
        if question["p_adjusted"] is not None and option["p_adjusted"] is not None:
            assert option["p_adjusted"] >= question["p_adjusted"] - 1e-12
            assert option["adjustment"] == "max_t"


def test_an_adjustment_asked_for_goes_before_that_of_the_test() -> None:
    waves = read({"before": drawn(1, 60, (0.3, 0.5)), "after": drawn(2, 60, (0.6, 0.7))})
    frame = compare(waves[0], waves[1], Settings(adjust="holm")).frame
    options = [at(frame, "a", "ways", item) for item in ITEMS]
    expected = np.maximum(holm([option["p_value"] for option in options]), at(frame, "a", "ways")["p_adjusted"])
    assert [option["p_adjusted"] for option in options] == pytest.approx(expected.tolist())
    assert {option["adjustment"] for option in options} == {"holm"}


def test_rao_scott_on_request_is_that_of_patterns_counted_by_hand() -> None:
    before, after = drawn(1, 60, (0.3, 0.5)), drawn(2, 66, (0.6, 0.7))
    frame = compared(before, after, "rao-scott")
    ticks, (n0, n1) = by_pattern(patterns(before), patterns(after))
    expected = rao_scott_multiple([pattern[:3] for pattern in ticks], n0, n0, n1, n1)  # options, not the net
    row = at(frame, "a", "ways")
    assert row["test"] == "rao_scott_multiple"
    figures = (row["statistic"], row["df"], row["p_value"])
    assert figures == pytest.approx((expected.statistic, expected.df, expected.p_value))
    assert at(frame, "a", "ways", "bus")["adjustment"] == "bh"


def test_weighted_respondents_are_tested_by_rao_scott_over_their_own_weights() -> None:
    rng = np.random.default_rng(5)
    waves = {
        name: [row | {"w": f"{rng.uniform(0.3, 3):.2f}"} for row in drawn(seed, 50, (0.4, 0.6))]
        for name, seed in (("before", 1), ("after", 2))
    }
    made = read(waves, Reading(weight_column="w"))
    row = at(compare(made[0], made[1]).frame, "a", "ways")
    sums = []
    asked = [[of for of in rows if "ways_1" in of] for rows in waves.values()]
    for rows in asked:
        weights = np.array([float(of["w"]) for of in rows])
        weights /= weights.mean()
        sums += [weights, weights**2]
    # Everybody is a pattern of their own, of no weight in the other wave.
    ticks = [[int(of[f"ways_{code}"]) for code in (1, 2, 3)] for rows in asked for of in rows]
    none = [np.zeros(len(rows)) for rows in asked]
    expected = rao_scott_multiple(
        ticks,
        np.concatenate([sums[0], none[1]]),
        np.concatenate([sums[1], none[1]]),
        np.concatenate([none[0], sums[2]]),
        np.concatenate([none[0], sums[3]]),
    )
    assert (row["test"], row["p_value"]) == ("rao_scott_multiple", pytest.approx(expected.p_value))
    with pytest.raises(BrobyggerError, match="--multiple-test permutation: weighted respondents cannot change waves"):
        compare(made[0], made[1], Settings(multiple_test="permutation"))


def test_weights_of_one_leave_the_permutation_test_as_it_is() -> None:
    waves = {"before": drawn(1, 50, (0.3, 0.5)), "after": drawn(2, 50, (0.6, 0.7))}
    plain = read(waves)
    ones = read({name: [row | {"w": "1"} for row in rows] for name, rows in waves.items()}, Reading(weight_column="w"))
    expected, found = (at(compare(made[0], made[1]).frame, "a", "ways") for made in (plain, ones))
    assert (found["test"], found["p_value"]) == (expected["test"], expected["p_value"])


# Without respondents -------------------------------------------------------------------------------


def test_from_a_printed_table_it_is_holm_over_the_options() -> None:
    """Margins do not tell how ticks go together, and the flag says so."""
    respondents = read({"before": drawn(1, 60, (0.3, 0.5)), "after": drawn(2, 60, (0.6, 0.7))})
    counts = respondents[0].counts
    margins = replace(counts, patterns=NOTHING, pairs=counts.pairs.iloc[:0])
    printed = replace(respondents[0], kind="printed", counts=margins)
    frame = compare(printed, respondents[1]).frame
    p = [at(frame, "a", "ways", option)["p_value"] for option in OPTIONS]
    row = at(frame, "a", "ways")
    assert (row["test"], row["p_value"]) == ("holm_over_options", pytest.approx(float(holm(p).min())))
    assert "margins_only" in flags(frame, "a", "ways")
    assert at(frame, "a", "ways", "bus")["adjustment"] == "bh"
    for test in ("permutation", "rao-scott"):
        with pytest.raises(BrobyggerError, match=f"--multiple-test {test}: before is a printed table"):
            compare(printed, respondents[1], Settings(multiple_test=test))


def test_holm_on_request() -> None:
    frame = compared(drawn(1, 60, (0.3, 0.5)), drawn(2, 60, (0.6, 0.7)), "holm")
    p = [at(frame, "a", "ways", option)["p_value"] for option in OPTIONS]
    row = at(frame, "a", "ways")
    assert (row["test"], row["p_value"]) == ("holm_over_options", pytest.approx(float(holm(p).min())))


def test_where_nobody_was_asked_in_a_wave_there_is_no_test() -> None:
    nobody = [row | {"member": "no"} for row in drawn(1, 10, ()) if "ways_1" not in row]
    row = at(compared(drawn(2, 20, (0.4, 0.5)), [dict(of, ways_3="") for of in nobody]), "a", "ways")
    assert (row["test"], row["p_value"], row["p_adjusted"]) == (None, None, None)


# Patterns ------------------------------------------------------------------------------------------

NOTHING = tally(code_responses(table("none.csv", [{"group": "a"}]), PANEL)).patterns


def test_patterns_hold_everybody_in_the_base_by_group() -> None:
    rows = [*drawn(1, 30, (0.3, 0.5)), *drawn(2, 20, (0.6, 0.7), "b"), {"respondent_id": "x", "group": "?"}]
    counts = tally(code_responses(table("now.csv", rows), PANEL))
    for group in ("a", "b"):
        here = counts.patterns.loc[group].reset_index()
        found = dict(zip(here["pattern"], here["n"], strict=True))
        by_hand = {"".join(map(str, ticks[:3])): n for ticks, n in patterns(rows, group).items()}
        assert found == by_hand
        assert sum(found.values()) == counts.figures.loc[(group, "question", "ways", ""), "base"]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.lists(st.integers(0, 3), min_size=1, max_size=30), st.booleans())
def test_patterns_and_weights_add_up_whatever_the_split(seed: int, block: list[int], weighted: bool) -> None:
    rng = np.random.default_rng(seed)
    rows = [row | {"w": f"{rng.uniform(0.3, 3):.2f}"} for row in drawn(seed, len(block), (0.3, 0.6))]
    raw, weight = table("now.csv", rows), "w" if weighted else None
    whole = tally(code_responses(raw, PANEL, Coding(weight_column=weight)))
    merged = merge(
        tally(code_responses(raw, PANEL, Coding(records=np.array(block) == number, weight_column=weight)))
        for number in range(4)
    )
    pd.testing.assert_frame_equal(merged.patterns.sort_index(), whole.patterns.sort_index())
    pd.testing.assert_frame_equal(merged.figures, whole.figures)
    if weighted:
        assert merged.weights is not None
        assert whole.weights is not None
        pd.testing.assert_frame_equal(merged.weights, whole.weights)
    else:
        assert merged.weights is whole.weights is None
