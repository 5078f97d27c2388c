"""Whole sentences for rows of every finding, verdict and sturdiness, as `said.toml` holds them, and in brief."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from told_rows import CASES, QUESTIONS, SHARES, TRENDS

from brobygger_cli.comparison.equivalence import VERDICTS
from brobygger_cli.comparison.findings import FINDINGS
from brobygger_cli.comparison.nonresponse import STURDINESS

SAID = tomllib.loads((Path(__file__).parent / "said.toml").read_text(encoding="utf-8"))


def test_every_row_has_its_sentences_and_every_sentence_its_row() -> None:
    assert list(SAID) == list(CASES)


@pytest.mark.parametrize("name", CASES)
def test_a_row_is_told_with_its_bases_its_certainty_and_what_weakens_it(name: str) -> None:
    case, said = CASES[name], SAID[name]
    danish = case.compared()
    english = danish.in_english
    assert danish.findings.sentence(case.of(danish)) == said["da"]
    assert english.findings.sentence(case.of(english)) == said["en"]


@pytest.mark.parametrize("name", CASES)
def test_a_row_is_told_in_brief_with_both_shares_the_change_and_the_finding(name: str) -> None:
    case, said = CASES[name], SAID[name]
    danish = case.compared()
    english = danish.in_english
    assert danish.findings.brief(case.of(danish)) == said["da_brief"]
    assert english.findings.brief(case.of(english)) == said["en_brief"]


def test_the_rows_are_of_every_finding_verdict_and_sturdiness() -> None:
    shares, questions, trends = (
        [case.of(case.compared()) for case in cases.values()] for cases in (SHARES, QUESTIONS, TRENDS)
    )
    assert {row["finding"] for row in shares} == {*FINDINGS, None} - {"changed"}  # a share moves up or down
    assert {row["finding"] for row in questions} == {*FINDINGS, None}
    assert {row["finding"] for row in trends} >= {"better", "rise", "unclear", None}
    assert {row["verdict"] for row in shares} == {*VERDICTS, None}
    assert {row["sturdiness"] for row in shares} == {*STURDINESS, None}


@pytest.mark.parametrize("name", CASES)
def test_the_verdict_is_the_direction_of_what_was_found(name: str) -> None:
    case = CASES[name]
    row = case.of(case.compared())
    found = row["finding"] in {"better", "worse", "rise", "fall"}
    expected = row["direction"] if found else "untested" if row["finding"] is None else "none"
    assert case.compared().findings.verdict(row) == expected


def test_english_is_said_of_the_same_rows_as_if_they_had_been_compared_in_english() -> None:
    """Or `in_english` would test sentences about labels that no comparison has."""
    row = CASES["net of ticks"].of(CASES["net of ticks"].compared().in_english)
    assert row["label"] == "By motor"
