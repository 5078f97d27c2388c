"""Waves without small counts: what is unknown in them, what is said of it, and what is left to compute with."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest
from surveys import MINIMUM, Person, people, waves_of

from brobygger_cli.compare import compare
from brobygger_cli.comparison.settings import Settings
from brobygger_cli.contrasts.changes import contrast_changes
from brobygger_cli.contrasts.groups import contrast_groups
from brobygger_cli.describe import describe
from brobygger_cli.disclosure import hide, legend, told
from brobygger_cli.explain import explain

if TYPE_CHECKING:
    from brobygger_cli.waves import Wave


@cache
def waves() -> tuple[Wave, ...]:
    return tuple(waves_of([people(10), people(11), people(12)]))


@cache
def without_small() -> tuple[Wave, ...]:
    return tuple(hide(waves(), MINIMUM))


def test_no_count_is_left_that_is_small() -> None:
    for wave in without_small():
        counts = wave.counts.figures.to_numpy()
        assert not ((counts > 0) & (counts < MINIMUM)).any()


def test_what_is_not_hidden_is_as_it_was() -> None:
    for wave, whole in zip(without_small(), waves(), strict=True):
        shown = wave.counts.figures
        known = shown.notna().to_numpy()
        assert (shown.to_numpy()[known] == whole.counts.figures.to_numpy()[known]).all()
        assert ((whole.counts.figures == 0).to_numpy() <= known).all()  # nobody is shown as nobody


def test_of_questions_with_hidden_counts_no_finer_table_is_left() -> None:
    for wave, whole in zip(without_small(), waves(), strict=True):
        assert wave.hidden is not None
        concerned = {(group, question) for group, _, question, _ in wave.hidden.rows}
        for left, all_of_it in ((wave.counts.pairs, whole.counts.pairs), (wave.counts.patterns, whole.counts.patterns)):
            asked = {(group, question) for group, question, *_ in left.index}
            assert asked == {(group, question) for group, question, *_ in all_of_it.index} - concerned
        assert wave.counts.accounts.empty
        assert wave.counts.standings == {}


def test_weights_of_hidden_counts_are_unknown_too() -> None:
    rows: list[Person] = [person | {"weight": str(1 + place % 3)} for place, person in enumerate(people(10))]
    (wave,) = hide(waves_of([rows], weighted=True), MINIMUM)
    assert wave.counts.weights is not None
    unknown = wave.counts.figures["n_min"].isna()
    assert unknown.any()
    assert wave.counts.weights.loc[unknown, ["weight", "squares"]].isna().all(axis=None)
    assert wave.counts.weights.loc[~unknown].notna().all(axis=None)


def test_a_group_of_few_tells_not_even_how_many_they_are() -> None:
    few = [*people(10), *({**person, "group": "2"} for person in people(11)[:3])]
    few = [person for person in few if person["group"] == "1"] + few[-3:]
    few = [person | {"respondent_id": f"Q{place}"} for place, person in enumerate(few)]
    (wave,) = hide(waves_of([few]), MINIMUM)
    assert wave.answered("a") == 45
    assert wave.answered("b") is None
    of_few = wave.counts.figures[wave.counts.figures.index.get_level_values("group") == "b"]
    assert of_few.isna().all(axis=None)
    frame = describe(wave).frame
    assert set(frame.loc[frame["group"] == "b", "flags"].str.split().explode()) >= {"hidden"}


def test_flags_tell_hidden_rows_from_questions_that_cannot_be_tested_for_them() -> None:
    first, second, third = without_small()
    frame = compare(first, second, later=[third]).frame
    changes = frame[frame["comparison"] == "change"]
    hidden = changes["flags"].str.split().map(lambda flags: "hidden" in flags)
    of_shares = changes["level"] != "question"
    unknown = changes[["baseline_count", "followup_count"]].isna().any(axis=1)
    assert (hidden[of_shares] == unknown[of_shares]).all()
    whole = changes[(changes["level"] == "question") & ~hidden & changes["family"].notna()]
    in_part = whole["flags"].str.split().map(lambda flags: "partly_hidden" in flags)
    assert (in_part == whole["p_value"].isna()).all()
    assert in_part.any()
    trend = frame[(frame["comparison"] == "trend") & (frame["level"] == "question")]
    assert trend["flags"].str.contains("partly_hidden").any()


@pytest.mark.parametrize("contrast", ["changes", "shares"])
def test_contrasts_flag_what_is_hidden_of_either_group(contrast: str) -> None:
    of_waves = without_small()[:2]
    frame = (
        contrast_changes(of_waves, Settings()) if contrast == "changes" else contrast_groups(of_waves[0], Settings())
    ).frame
    counts = [name for name in frame.columns if name.endswith("count_min")]
    shares = frame["level"] != "question"
    hidden = frame["flags"].str.split().map(lambda flags: "hidden" in flags)
    assert (hidden[shares] == frame.loc[shares, counts].isna().any(axis=1)).all()
    assert frame["flags"].str.contains("partly_hidden").any()


def test_nothing_but_hidden_rows_says_that_print_lacks_something() -> None:
    first, second, _ = without_small()
    flags = set(compare(first, second).frame["flags"].str.split().explode().dropna())
    assert not {flag for flag in flags if "print" in flag}


# Linked waves ----------------------------------------------------------------------------------------


def test_no_small_number_of_people_is_told_to_have_moved() -> None:
    """Of those who answered both waves or one of them, whatever they said in the other."""
    baseline, followup = hide(waves_of([people(10, each=120), people(11, each=115)], linked=True), MINIMUM)
    assert followup.transitions is not None
    frame = compare(baseline, followup).frame
    rows = frame[frame["pairs"].notna()]
    assert len(rows) > 0
    assert (rows["test"] != "n_minus_1").any()
    moved = {
        "gained": rows["gained"],
        "lost": rows["lost"],
        "both": (rows["baseline_count"] - rows["lost"]).where(rows["leavers"] == 0),
        "neither": rows["pairs"] - rows["gained"] - rows["lost"],
    }
    for numbers in moved.values():
        told_of = numbers.dropna().astype(int)
        assert not ((told_of > 0) & (told_of < MINIMUM)).any()
    cells = followup.transitions.shares.to_numpy()
    assert not ((cells > 0) & (cells < MINIMUM)).any()


def test_of_a_question_with_small_moves_at_most_one_indicator_is_linked() -> None:
    linked = waves_of([people(10, each=120), people(11, each=115)], linked=True)
    transitions = hide(linked, MINIMUM)[1].transitions
    before = linked[1].transitions
    assert transitions is not None
    assert before is not None
    shares = transitions.shares[transitions.shares.index.get_level_values("kind") != "question"]
    for of, rows in shares.groupby(level=["group", "question"]):
        known = rows.dropna()
        whole = len(known) == len(rows)
        assert whole or len(known) <= 1
        if of in before.questions:
            assert whole == (of in transitions.questions)


# What is said ----------------------------------------------------------------------------------------


def test_what_is_said_is_the_same_in_both_languages_and_counts_what_is_hidden() -> None:
    danish, english = (told(without_small(), language) for language in ("da", "en"))
    assert len(danish) == len(english) == 4
    for wave, line in zip(without_small(), english[1:], strict=True):
        frame = describe(wave).frame
        hidden = frame["flags"].str.split().map(lambda flags: "hidden" in flags).sum()
        assert line.startswith(f"{wave.name}: {hidden} row")
    assert told(waves(), "en") == ()
    assert legend(waves(), "da") == ""


def test_a_wave_with_nothing_small_says_so() -> None:
    (wave,) = hide(waves()[:1], 3)
    assert wave.hidden is not None
    none = replace(wave, hidden=replace(wave.hidden, rows=frozenset(), small=0, protecting=0))
    assert told([none], "en")[1] == "wave0: nothing is hidden."


def test_a_hidden_row_is_explained_without_its_figures() -> None:
    first, second, _ = without_small()
    result = compare(first, second)
    hidden = result.frame[result.frame["flags"].str.split().map(lambda flags: "hidden" in flags)]
    row = hidden[(hidden["level"] == "option") & hidden["baseline_count"].isna()].iloc[0]
    frame = explain(result, f"{row['group']}/{row['question']}/{row['option']}").frame
    assert not {"baseline_count", "baseline_share", "change", "p_value"} & set(frame["figure"])
    assert "small" in str(frame.set_index("figure").loc["flags", "how"])
    assert not frame["how"].str.contains("nan").any()
    assert np.isnan(row["change"])
