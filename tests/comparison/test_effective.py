"""What answers are worth: weights and overlap, against sums over respondents and Tam's formula written out."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_waves import OPTIONS, Answers, Row, at, random_answers, read, wave

from brobygger_cli.compare import compare
from brobygger_cli.comparison.settings import Settings
from brobygger_cli.describe import describe
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.methods.change_intervals import miettinen_nurminen
from brobygger_cli.methods.change_tests import n_minus_1
from brobygger_cli.methods.share_intervals import wilson
from brobygger_cli.sources import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brobygger_cli.waves import Wave

WEIGHTED = Reading(weight_column="w")
# What a comparison says of a share and of its change, but for counts of respondents.
OF_SHARES = [
    *("baseline_share", "baseline_low", "baseline_high", "followup_share", "followup_low", "followup_high"),
    *("change", "change_low", "change_high", "p_value", "statistic", "effect", "effect_low", "effect_high"),
]


# Weights -------------------------------------------------------------------------------------------


@st.composite
def weighted_rows(draw: st.DrawFn) -> list[Row]:
    said = st.tuples(st.sampled_from(["yes", "no", ""]), st.integers(5, 400), st.sampled_from(["new", "old"]))
    rows: list[Row] = []
    for number, (member, weight, tenure) in enumerate(draw(st.lists(said, min_size=1, max_size=25))):
        row = {"respondent_id": str(number), "group": "a", "member": member, "tenure": tenure}
        if member == "yes":
            row |= {f"ways_{code}": draw(st.sampled_from("01")) for code in (1, 2, 3)}
        rows.append(row | {"w": f"{weight / 100:g}".replace(".", draw(st.sampled_from([".", ","])))})
    return rows


def weight_of(row: Row) -> float:
    return float(row["w"].replace(",", "."))


@settings(max_examples=15, deadline=None)
@given(weighted_rows())
def test_weighted_figures_are_sums_over_respondents(rows: list[Row]) -> None:
    """Share, Kish's effective n and design effect, each over the row's own base; counts are unweighted."""
    frame = describe(read({"now": rows}, WEIGHTED)[0], interval="wilson").frame
    bus = [row for row in rows if row.get("ways_2")]
    member = [row for row in rows if row["member"]]
    cases: list[tuple[str, str, Sequence[Row], Sequence[Row]]] = [
        ("member", "is_member", member, [row for row in member if row["member"] == "yes"]),
        ("ways", "by_bus", bus, [row for row in bus if row["ways_2"] == "1"]),
        ("ways", "public", bus, [row for row in bus if "1" in (row["ways_2"], row["ways_3"])]),
        ("tenure", "old", rows, [row for row in rows if row["tenure"] == "old"]),
    ]
    for question, item, base, chosen in cases:
        row = at(frame, "a", question, item)
        assert (row["count"], row["base"]) == (len(chosen), len(base))
        if not base:
            assert row["share"] is None
            continue
        weights = [weight_of(respondent) for respondent in base]
        share = sum(map(weight_of, chosen)) / sum(weights)
        kish = sum(weights) ** 2 / sum(weight**2 for weight in weights)
        assert row["share"] == pytest.approx(share)
        assert row["effective_n"] == pytest.approx(kish)
        assert row["design_effect"] == pytest.approx(len(base) / kish)
        assert (row["low"], row["high"]) == pytest.approx(tuple(map(float, wilson(share, kish))))


def survey(said: str, weights: Sequence[float]) -> list[Row]:
    """Return respondents who said red, green or blue, by initials."""
    colours = {"r": "red", "g": "green", "b": "blue"}
    return [
        {"respondent_id": str(number), "group": "a", "colour": colours[letter], "w": str(weight)}
        for number, (letter, weight) in enumerate(zip(said, weights, strict=True))
    ]


def test_a_small_weighted_comparison_agrees_with_r() -> None:
    before = survey("rrrgggbbbbrg", [1, 2, 0.5, 1, 1, 3, 0.8, 1.2, 2, 1, 1, 0.5])
    after = survey("rrrrrggbbrrgbr", [1, 1, 2, 0.5, 0.7, 1.5, 1, 2, 0.4, 1, 3, 1, 0.9, 1])
    waves = read({"before": before, "after": after}, WEIGHTED)
    frame = compare(waves[0], waves[1]).frame
    # In R, with the package survey, where `d` holds wave, said and w of these respondents:
    # svyby(~said, ~wave, svydesign(ids = ~1, weights = ~w, data = d), svymean), and then
    # d$w <- ave(d$w, d$wave, FUN = function(x) x / mean(x)), and of that
    # svychisq(~wave + said, svydesign(ids = ~1, strata = ~wave, weights = ~w, data = d)): F, its first df, p
    shares = {"red": (0.3, 0.6), "green": (0.366666666666667, 0.205882352941176)}
    for option, expected in shares.items():
        row = at(frame, "a", "colour", option)
        assert (row["baseline_share"], row["followup_share"]) == pytest.approx(expected)
    row = at(frame, "a", "colour")
    assert row["test"] == "rao_scott"
    expected_test = (0.885675765294327, 1.99951595137516, 0.419046073540964)
    assert (row["statistic"], row["df"], row["p_value"]) == pytest.approx(expected_test, rel=1e-8)


@pytest.mark.parametrize("weight", ["1", "1.0", "2,5"])
def test_equal_weights_change_no_share_interval_or_test_of_a_share(weight: str) -> None:
    rng = np.random.default_rng(5)

    def drawn(people: int) -> list[Row]:
        return [
            {"respondent_id": str(number), "group": "ab"[number % 2]}
            | {question: str(rng.choice(OPTIONS[question])) for question in ("colour", "trust", "member", "times")}
            for number in range(people)
        ]

    rows = {"before": drawn(60), "after": drawn(75)}
    plain = read(rows)
    weighted = read({name: [row | {"w": weight} for row in of] for name, of in rows.items()}, WEIGHTED)
    expected, found = (compare(of[0], of[1]).frame for of in (plain, weighted))
    of_shares = expected["level"] != "question"
    pd.testing.assert_frame_equal(found.loc[of_shares, OF_SHARES], expected.loc[of_shares, OF_SHARES])
    assert found["baseline_design_effect"].dropna().to_numpy() == pytest.approx(1)
    assert expected["baseline_design_effect"].isna().all()
    counts = ["baseline_count", "baseline_base", "followup_count", "followup_base"]
    pd.testing.assert_frame_equal(found[counts], expected[counts])


@pytest.mark.parametrize("weight", ["0", "-1", "", "heavy", "inf", "nan", "1.2.3"])
def test_what_is_no_weight_is_a_violation_and_its_row_is_left_out(weight: str) -> None:
    rows = [*survey("rrgb", [1, 1, 2, 1]), {"respondent_id": "9", "group": "a", "colour": "blue", "w": weight}]
    now = read({"now": rows}, WEIGHTED)[0]
    found = [violation for violation in now.violations if violation.code == "invalid_weight"]
    assert [(wrong.severity, wrong.column, wrong.value, wrong.lines) for wrong in found] == [
        ("error", "w", weight, (6,))
    ]
    row = at(describe(now).frame, "a", "colour", "blue")
    assert (row["count"], row["base"], row["share"]) == (1, 4, pytest.approx(0.2))
    assert now.counts.accounts.loc[("a", "colour"), "invalid"] == 1


def test_a_column_of_weights_that_is_not_there_is_refused() -> None:
    with pytest.raises(BrobyggerError, match=r"there is no column 'vægt'"):
        read({"now": survey("rg", [1, 1])}, Reading(weight_column="vægt"))


def test_weights_belong_to_no_question_and_are_no_unknown_column() -> None:
    now = read({"now": survey("rg", [1, 1])}, WEIGHTED)[0]
    assert "unknown_column" not in {violation.code for violation in now.violations}


# A stated overlap ----------------------------------------------------------------------------------

Two = tuple[int, int]


def of_members(before: Two, after: Two) -> tuple[Wave, Wave]:
    """Return waves in which so many of so many are members."""
    told = [
        wave(name, {group: {"member": {"yes": yes, "no": n - yes}} for group in ("a", "b")})
        for name, (yes, n) in (("before", before), ("after", after))
    ]
    return told[0], told[1]


def tam(before: Two, after: Two, overlap: float, phi: float) -> float:
    """Return by what an overlap multiplies the variance of the change, in an infinite population."""
    (x0, n0), (x1, n1) = before, after
    p0, p1 = x0 / n0, x1 / n1
    covariance = min(phi * math.sqrt(p0 * (1 - p0) * p1 * (1 - p1)), min(p0, p1) - p0 * p1)
    apart = p0 * (1 - p0) / n0 + p1 * (1 - p1) / n1
    return 1 - 2 * overlap / (n0 * n1) * covariance / apart


def stated(overlap: int, phi: float = math.nan, **more: object) -> Settings:
    return replace(Settings(overlap={"a": overlap}, overlap_correlation=phi), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("phi", [0.0, 0.3, 0.7, 1.0])
def test_a_correlation_given_makes_answers_worth_what_tam_says(phi: float) -> None:
    before, after = (60, 150), (85, 140)
    frame = compare(*of_members(before, after), stated(110, phi)).frame
    row = at(frame, "a", "member", "is_member")
    ratio = tam(before, after, 110, phi)
    assert row["overlap"] == 110
    assert (row["baseline_effective_n"], row["followup_effective_n"]) == pytest.approx((150 / ratio, 140 / ratio))
    limits = miettinen_nurminen(60 / 150, 150 / ratio, 85 / 140, 140 / ratio)
    assert (row["change_low"], row["change_high"]) == pytest.approx(tuple(map(float, limits)))
    tested = n_minus_1(60 / ratio, 150 / ratio, 85 / ratio, 140 / ratio)
    assert (row["statistic"], row["p_value"]) == pytest.approx((float(tested.statistic), float(tested.p_value)))
    # A share by itself is no surer for being asked of the same people.
    assert (row["baseline_low"], row["baseline_high"]) == pytest.approx(tuple(map(float, wilson(0.4, 150))))


ticks = st.tuples(st.integers(0, 30), st.integers(2, 30))


@settings(max_examples=8, deadline=None)
@given(ticks, ticks, st.floats(0, 0.95), st.integers(0, 99))
def test_interval_and_test_agree_about_no_change(earlier: Two, later: Two, phi: float, percent: int) -> None:
    before, after = ((ticked, ticked + others) for ticked, others in (earlier, later))
    overlap = min(before[1], after[1]) * percent // 100
    row = at(compare(*of_members(before, after), stated(overlap, phi, test="n-1")).frame, "a", "member", "is_member")
    if abs(row["p_value"] - 0.05) > 1e-9:
        excludes = row["change_low"] > 0 or row["change_high"] < 0
        assert excludes == (row["p_value"] < 0.05)


@settings(max_examples=4, deadline=None)
@given(random_answers(most=30), random_answers(most=30), st.integers(0, 10))
def test_without_a_correlation_nothing_gets_more_certain(
    earlier: dict[str, dict[str, Answers]], later: dict[str, dict[str, Answers]], overlap: int
) -> None:
    """Of a process: people's two answers may have nothing to do with each other."""
    before, after = wave("before", earlier), wave("after", later)
    most = min(told.answered("a") or 0 for told in (before, after))
    independent = compare(before, after).frame
    overlapping = compare(before, after, stated(min(overlap, most))).frame
    only = ["overlap", "change_overlap_low", "change_overlap_high"]
    pd.testing.assert_frame_equal(overlapping.drop(columns=only), independent.drop(columns=only))
    narrower = overlapping.dropna(subset=["change_overlap_low"])
    assert (narrower["change_overlap_low"] >= narrower["change_low"] - 1e-9).all()
    assert (narrower["change_overlap_high"] <= narrower["change_high"] + 1e-9).all()


def test_the_narrowest_interval_is_that_of_answers_as_alike_as_can_be() -> None:
    before, after = (60, 150), (85, 140)
    waves = of_members(before, after)
    unknown, alike = (
        at(compare(*waves, chosen).frame, "a", "member", "is_member") for chosen in (stated(110), stated(110, 1.0))
    )
    limits = (unknown["change_overlap_low"], unknown["change_overlap_high"])
    assert limits == pytest.approx((alike["change_low"], alike["change_high"]))
    assert limits[0] > unknown["change_low"]


@pytest.mark.parametrize("phi", [math.nan, 0.8])
def test_a_group_of_which_no_overlap_is_stated_has_none(phi: float) -> None:
    waves = of_members((60, 150), (85, 140))
    independent, overlapping = (
        at(compare(*waves, chosen).frame, "b", "member", "is_member") for chosen in (Settings(), stated(110, phi))
    )
    assert overlapping == independent


def test_a_routed_question_overlaps_no_more_than_its_part_of_the_wave() -> None:
    """Of 100 in each wave 50 are the same; of 20 members in each wave, then, not all 20 are."""
    answers: dict[str, Answers] = {
        "member": {"yes": 20, "no": 80},
        "ways": {"cycle": 9, "bus": 8, "rail": 0, "base": 20},
    }
    later: dict[str, Answers] = answers | {"ways": {"cycle": 9, "bus": 13, "rail": 0, "base": 20}}
    frame = compare(wave("before", {"a": answers}), wave("after", {"a": later}), stated(50, 0.8)).frame
    row = at(frame, "a", "ways", "bus")
    assert row["baseline_effective_n"] <= 20 / tam((8, 20), (13, 20), 10, 0.8) + 1e-9


def test_more_in_both_waves_than_in_one_is_refused() -> None:
    with pytest.raises(BrobyggerError, match="--overlap a=141: only 140 of the group answered in after"):
        compare(*of_members((60, 150), (85, 140)), stated(141))


def test_the_note_says_how_alike_the_answers_are_taken_to_be() -> None:
    waves = of_members((60, 150), (85, 140))
    assert any("correlate by 0.5" in note for note in compare(*waves, stated(110, 0.5)).notes)
    assert any("is not known" in note for note in compare(*waves, stated(110)).notes)
    assert any("taken as independent" in note for note in compare(*waves).notes)


def test_an_overlap_of_a_population_is_tams_too() -> None:
    """231 people, 150 and 140 of them asked, 110 in both: Tam (1984), term by term."""
    before, after = (60, 150), (85, 140)
    waves = [replace(told, sent={"a": 231, "b": 231}) for told in of_members(before, after)]
    chosen = stated(110, 0.5, estimand="population")
    row = at(compare(waves[0], waves[1], chosen).frame, "a", "member", "is_member")
    variances = [share * (1 - share) for share in (60 / 150, 85 / 140)]
    apart = sum((1 / n - 1 / 231) * variance for n, variance in zip((150, 140), variances, strict=True))
    shared = 2 * (110 / (150 * 140) - 1 / 231) * 0.5 * math.sqrt(variances[0] * variances[1])
    ratio = (apart - shared) / apart
    own = [n * 230 / (231 - n) for n in (150, 140)]
    assert [row["baseline_effective_n"], row["followup_effective_n"]] == pytest.approx([n / ratio for n in own])
    # The test remains one of the process, in which the 110 overlap as well.
    n_1 = n_minus_1(*(part / tam(before, after, 110, 0.5) for part in (60, 150, 85, 140)))
    assert row["p_value"] == pytest.approx(float(n_1.p_value))
