"""Swapping the waves turns every sign around and changes nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import given, settings
from made_waves import Answers, random_answers, wave

from brobygger_cli.compare import compare
from brobygger_cli.comparison.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

# What belongs to a wave goes over to the other one; what has a direction turns; the rest stays.
OF_A_WAVE = (
    *("count", "base", "share", "low", "high", "count_min", "count_max"),
    *("test_n", "asked", "asked_of", "asked_share"),
    *("invited", "response", "effective_n", "design_effect", "worst_low", "worst_high", "people_low", "people_high"),
)
TURNED = ("change", "asked_change")
MIRRORED = (
    ("change_low", "change_high"),
    ("change_min", "change_max"),
    ("change_outer_low", "change_outer_high"),
    ("asked_change_low", "asked_change_high"),
    ("change_worst_low", "change_worst_high"),
    ("change_overlap_low", "change_overlap_high"),
    ("margin_low", "margin_high"),
)
# What somebody who leaves is to one wave, somebody who comes is to the other.
EXCHANGED = (("leavers", "newcomers"), ("gained", "lost"))
SAME = (
    *("questionnaire", "group", "level", "question", "option", "label", "type", "test", "df", "p_value"),
    *("p_adjusted", "adjustment", "family", "family_size", "effect_name", "flags", "p_value_min", "p_value_max"),
    *("asked_p_value", "comparison", "estimand", "tipping_difference", "sturdiness", "pairs", "overlap", "margin"),
    "verdict",
    # Of the follow-up alone, so that a swap gives another figure; nobody says here how many were invited.
    "tipping_share",
)
TURNED_FINDING = {"better": "worse", "worse": "better", "rise": "fall", "fall": "rise"}


def rows(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for row in frame.to_dict("records"):
        yield {str(column): None if pd.isna(value) else value for column, value in row.items()}


def same(found: object, expected: object) -> bool:
    if isinstance(found, float) and isinstance(expected, float):
        return found == pytest.approx(expected, rel=1e-9, abs=1e-12)
    return found == expected


def turned(value: float | None) -> float | None:
    return None if value is None else -value


def expected_of(row: dict[str, Any]) -> dict[str, Any]:
    """Return what a row must be once the waves are swapped."""
    out = {name: row[name] for name in SAME}
    for name in OF_A_WAVE:
        out[f"baseline_{name}"], out[f"followup_{name}"] = row[f"followup_{name}"], row[f"baseline_{name}"]
    out |= {name: turned(row[name]) for name in TURNED}
    for low, high in MIRRORED:
        out[low], out[high] = turned(row[high]), turned(row[low])
    for first, second in EXCHANGED:
        out[first], out[second] = row[second], row[first]
    out["baseline_wave"], out["followup_wave"] = row["followup_wave"], row["baseline_wave"]
    ordinal, h = row["effect_name"] == "prob_higher", row["effect_name"] == "cohens_h"
    out["statistic"] = turned(row["statistic"]) if ordinal else row["statistic"]
    if ordinal:
        names = {"effect": "effect", "effect_low": "effect_high", "effect_high": "effect_low"}
        out |= {name: None if row[other] is None else 1 - row[other] for name, other in names.items()}
    elif h:
        out |= {"effect": -row["effect"], "effect_low": -row["effect_high"], "effect_high": -row["effect_low"]}
    else:
        out |= {name: row[name] for name in ("effect", "effect_low", "effect_high")}
    out["direction"] = {"up": "down", "down": "up"}.get(row["direction"])
    out["finding"] = TURNED_FINDING.get(row["finding"], row["finding"])
    return out


def assert_turned(first: pd.DataFrame, second: pd.DataFrame) -> None:
    for row, swapped in zip(rows(first), rows(second), strict=True):
        expected = expected_of(row)
        assert set(expected) == set(row)  # a new column has to say what a swap does to it
        wrong = {name: (swapped[name], value) for name, value in expected.items() if not same(swapped[name], value)}
        assert wrong == {}, (row["group"], row["question"], row["option"])


@settings(max_examples=12, deadline=None)
@given(random_answers(), random_answers(most=60))
def test_swapping_respondents_flips_signs_only(
    earlier: dict[str, dict[str, Answers]], later: dict[str, dict[str, Answers]]
) -> None:
    before, after = wave("before", earlier), wave("after", later)
    assert_turned(compare(before, after).frame, compare(after, before).frame)


@pytest.mark.parametrize("change_interval", ["miettinen-nurminen", "newcombe"])
@pytest.mark.parametrize("test", ["n-1", "fisher", "mid-p"])
def test_swapping_flips_signs_only_under_every_method(test: str, change_interval: str) -> None:
    chosen = Settings(0.9, "jeffreys", change_interval, test, "holm")
    everybody: dict[str, Answers] = {
        "colour": {"red": 7, "green": 1, "blue": 9, "unsure": 2},
        "member": {"yes": 20, "no": 2},
        "trust": {"high": 3, "middle": 9, "low": 6, "never_met": 4},
        "ease": {"hard": 0, "fair": 4, "easy": 12},
        "times": {"once": 4, "more": 8, "none": 5, "unsure": 1},
        "ways": {"cycle": 11, "bus": 3, "rail": 0, "base": 20},
    }
    nearly: dict[str, Answers] = {
        question: {o: (n + 3) // 2 for o, n in counts.items() if isinstance(n, int)}
        for question, counts in everybody.items()
    }
    before, after = wave("before", {"a": everybody}), wave("after", {"a": nearly, "b": everybody})
    assert_turned(compare(before, after, chosen).frame, compare(after, before, chosen).frame)


def test_swapping_a_range_of_counts_flips_its_ends() -> None:
    before = wave("before", {"a": {"member": {"yes": (3, 9), "no": (11, 17), "base": 20}}}, kind="printed")
    after = wave("after", {"a": {"member": {"yes": (20, 22), "no": (8, 10), "base": 30}}}, kind="printed")
    assert_turned(compare(before, after).frame, compare(after, before).frame)
