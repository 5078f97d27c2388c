"""The people behind two waves: of whom it is not known what they would have answered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_waves import Answers, Row, at, read, wave

from brobygger_cli.compare import compare
from brobygger_cli.comparison.pairs import pair
from brobygger_cli.comparison.people import People, with_people
from brobygger_cli.questionnaire.load import parse

if TYPE_CHECKING:
    from brobygger_cli.waves import Wave

Key = tuple[str, str, str, str]

TOML = """
id = "routed"
title = { en = "Routed" }

[[groups]]
id = "a"
code = "1"
label = { en = "A" }

[[groups]]
id = "b"
code = "2"
label = { en = "B" }

[[questions]]
id = "member"
type = "single"
text = { en = "Member?" }
options = [{ id = "yes", code = "1", label = { en = "Yes" } }, { id = "no", code = "2", label = { en = "No" } }]

[[questions]]
id = "mood"
type = "single"
asked_if = { question = "member", answers = ["yes"] }
text = { en = "Mood?" }
options = [{ id = "good", code = "1", label = { en = "Good" } }, { id = "bad", code = "2", label = { en = "Bad" } }]

[[questions]]
id = "why"
type = "single"
asked_if = { question = "mood", answers = ["good"] }
text = { en = "Why?" }
options = [{ id = "luck", code = "1", label = { en = "Luck" } }, { id = "work", code = "2", label = { en = "Work" } }]
"""
ROUTED = parse(TOML, "routed.toml")


@st.composite
def forms(draw: st.DrawFn) -> list[Row]:
    """Draw respondents who follow the routing, and leave questions blank."""
    rows: list[Row] = []
    for number in range(draw(st.integers(0, 25))):
        row = {"respondent_id": f"P{number}", "group": draw(st.sampled_from(["a", "a", "b"]))}
        row["member"] = draw(st.sampled_from(["yes", "no", ""]))
        # Where the earlier question is blank, nobody knows who was asked: some answer on.
        if row["member"] != "no":
            row["mood"] = draw(st.sampled_from(["good", "bad", ""]))
            if row["mood"] != "bad":
                row["why"] = draw(st.sampled_from(["luck", "work", ""]))
        rows.append(row)
    return rows


def paired(before: Wave, after: Wave) -> dict[Key, dict[str, float]]:
    """Return the figures of every row by its key."""
    people = People(
        before.questionnaire, after.questionnaire, before.invited_by_group(), after.invited_by_group(), {}, None
    )
    rows = with_people(pair(before.counts, after.counts), people)
    figures = rows.astype(float).to_dict("records")
    return {
        key: {str(name): value for name, value in row.items()} for key, row in zip(rows.index, figures, strict=True)
    }


@settings(max_examples=40, deadline=None)
@given(forms(), st.integers(0, 30), st.integers(0, 5))
def test_unknown_are_those_invited_who_neither_answered_nor_were_led_past(
    rows: list[Row], more_of_a: int, more_of_b: int
) -> None:
    """Counted person by person: through nested routing, and whatever was left blank."""
    answered = {group: sum(row["group"] == group for row in rows) for group in ("a", "b")}
    sent = {"a": answered["a"] + more_of_a, "b": answered["b"] + more_of_b}
    now = replace(read({"now": rows}, questionnaire=ROUTED)[0], sent=sent)
    found = paired(now, now)
    for group in ("a", "b"):
        here = [row for row in rows if row["group"] == group]
        base = {question: sum(bool(row.get(question)) for row in here) for question in ("member", "mood", "why")}
        # Known not to be asked: who said no, or bad; of a mood not told nobody knows.
        past = {"member": 0, "mood": sum(row["member"] == "no" for row in here)}
        past["why"] = past["mood"] + sum(row.get("mood") == "bad" for row in here)
        for question, option in (("member", "yes"), ("mood", "good"), ("why", "luck")):
            row = found[group, "option", question, option]
            expected = sent[group] - base[question] - past[question]
            assert expected >= 0
            assert (row["baseline_unknown"], row["followup_unknown"]) == (expected, expected)


def test_unknown_is_never_negative() -> None:
    """Not even where more answered a question than were invited, as a printed table may have it."""
    before = wave("before", {"a": {"member": {"yes": 30, "no": 30}}}, kind="printed", sent={"a": 50})
    row = paired(before, before)["a", "option", "member", "yes"]
    assert row["baseline_unknown"] == 0


def test_what_print_leaves_open_of_the_routing_counts_as_nobody_led_past() -> None:
    """Six to ten of twenty were led on: ten at least were led past."""
    answers: dict[str, Answers] = {
        "member": {"yes": (6, 10), "no": (10, 14), "base": 20},
        "ways": {"cycle": 5, "bus": 3, "rail": 0, "base": 8},
    }
    printed = wave("before", {"a": answers}, kind="printed", sent={"a": 100})
    found = paired(printed, printed)
    assert found["a", "option", "ways", "bus"]["baseline_unknown"] == 100 - 8 - 10
    assert found["a", "option", "member", "yes"]["baseline_unknown"] == 80


def test_nothing_is_known_where_nobody_says_how_many_were_invited() -> None:
    before = wave("before", {"a": {"member": {"yes": 3, "no": 3}}}, sent={"a": 10})
    after = wave("after", {"a": {"member": {"yes": 3, "no": 3}}})
    row = paired(before, after)["a", "option", "member", "yes"]
    assert row["baseline_unknown"] == 4
    assert all(np.isnan(row[name]) for name in ("followup_invited", "followup_unknown", "overlap", "both"))
    other = paired(before, after)["b", "option", "member", "yes"]
    assert np.isnan(other["baseline_unknown"])


def test_each_wave_is_counted_by_its_own_routing() -> None:
    """The baseline asked everybody about their mood, the follow-up members only."""
    led_on_by_member = 'asked_if = { question = "member", answers = ["yes"] }\n'
    asked_of_all = parse(TOML.replace(led_on_by_member, ""), "earlier.toml")
    answers: dict[str, Answers] = {"member": {"yes": 6, "no": 4}, "mood": {"good": 3, "bad": 3}}
    before = wave("before", {"a": answers}, questionnaire=asked_of_all, sent={"a": 20})
    after = wave("after", {"a": answers}, questionnaire=ROUTED, sent={"a": 20})
    row = paired(before, after)["a", "option", "mood", "good"]
    assert (row["baseline_unknown"], row["followup_unknown"]) == (14, 10)


def test_worst_cases_of_a_routed_share_know_who_was_led_past() -> None:
    answers: dict[str, Answers] = {
        "member": {"yes": 40, "no": 20},
        "ways": {"cycle": 30, "bus": 10, "rail": 5, "base": 40},
    }
    now = wave("now", {"a": answers}, sent={"a": 90})
    row = at(compare(now, replace(now, name="then")).frame, "a", "ways", "bus")
    # Thirty did not answer at all, twenty were led past.
    assert (row["baseline_worst_low"], row["baseline_worst_high"]) == pytest.approx((10 / 70, 40 / 70))
    assert (row["baseline_invited"], row["baseline_response"]) == (90, pytest.approx(60 / 90))
