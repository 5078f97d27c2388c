"""Contrasts and the mix of groups as a user asks for them: real processes, tables that fit, notes on stderr."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from commandline import LIBRARY_TOML, Here, environment, example, run

if TYPE_CHECKING:
    from commandline import Ended

BASELINE, FOLLOWUP = example("baseline.csv"), example("followup.csv")


@pytest.fixture(name="here")
def _here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(monkeypatch, capsys)


def lines(ended: Ended) -> list[str]:
    """Return what a run that did its job wrote."""
    assert ended.code == 0, ended.err
    assert "Warning" not in ended.err
    return ended.out.splitlines()


def test_describe_contrasts_the_groups_of_a_wave() -> None:
    ended = run("describe", BASELINE, "--contrast", "--only", "indicators")
    assert ended.code == 0
    row = ended.rows()[0]
    assert (row["wave"], row["group"], row["other_group"]) == ("baseline", "skole_dagtilbud", "oevrige")
    assert (row["count"], row["other_count"], row["finding"]) == ("38", "127", "higher")
    assert "Differences are the other group minus the group." in ended.err


def test_compare_contrasts_the_changes_of_the_groups() -> None:
    ended = run("compare", "2017", FOLLOWUP, "--contrast", "-f", "table", env=environment(COLUMNS="80"))
    shown = lines(ended)
    assert shown[0] == "Schools and day care – Other municipal staff"
    assert any(line.split() == ["Difference", "−11.9", "0.937", "○", "unclear"] for line in shown)
    assert "their test inverts the interval" in ended.err


def test_compare_splits_a_change_into_change_within_groups_and_of_mix() -> None:
    ended = run("compare", "2017", FOLLOWUP, "--mix", "-f", "table", env=environment(COLUMNS="80"))
    shown = lines(ended)
    assert shown[0] == "All groups together"
    figures = shown[shown.index("Referred in the last year") + 1]
    assert figures.split() == ["50%", "58%", "+8.1", "+8.9", "−0.8"]
    assert "(2017: skole_dagtilbud 50 %, oevrige 65 %; followup: not known)" in ended.err


@pytest.mark.parametrize("option", ["--contrast", "--mix"])
def test_a_split_by_tenure_contrasts_and_mixes_the_parts_of_each_group(option: str, here: Here) -> None:
    rows = here("compare", BASELINE, FOLLOWUP, "--by", "tenure", option, "--only", "indicators").rows()
    groups = {row["group"] for row in rows} - {""}
    assert groups >= {"skole_dagtilbud/over_5_years", "oevrige/over_5_years"}
    assert all("/" in group for group in groups)
    if option == "--contrast":
        assert {row["group"].split("/")[0] == row["other_group"].split("/")[0] for row in rows} == {True}
    else:
        assert {row["whole"] for row in rows} == {"skole_dagtilbud", "oevrige", "all"}


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("describe", "2017", "-q", "kommune", "--contrast"),
        ("compare", "2017", FOLLOWUP, "--contrast", "--question", "formal_cooperation"),
        ("compare", BASELINE, FOLLOWUP, "--contrast", "--by", "tenure"),
        ("compare", BASELINE, FOLLOWUP, "--mix", "--by", "tenure", "--question", "refers_when_relevant"),
    ],
    ids=" ".join,
)
def test_tables_fit_eighty_columns_and_explain_their_signs(
    arguments: tuple[str, ...], language: str, here: Here
) -> None:
    shown = lines(here(*arguments, "-f", "table", "--lang", language, COLUMNS="80"))
    assert max(map(len, shown)) <= 80
    text = " ".join(line.strip() for line in shown)
    told = {
        ("describe", "en"): "second group minus first",
        ("describe", "da"): "anden gruppe minus første",
        ("compare", "en"): "percentage points",
        ("compare", "da"): "procentpoint",
    }
    assert told[arguments[0], language] in text
    rows, _, legend = text.rpartition({"en": "Beware: ", "da": "Vær opmærksom på: "}[language])
    assert {mark for mark in "ᵃᵇᶜᵈᵉᶠ" if mark in rows} == {mark for mark in "ᵃᵇᶜᵈᵉᶠ" if f"{mark} " in legend}


@pytest.mark.parametrize("arguments", [("describe", BASELINE, "--contrast"), ("compare", BASELINE, FOLLOWUP, "--mix")])
def test_json_and_markdown_hold_the_same_result(arguments: tuple[str, ...], here: Here) -> None:
    told = json.loads("\n".join(lines(here(*arguments, "-f", "json"))))
    assert told["kind"] in {"contrasts", "mix"}
    assert len(told["rows"]) == len(here(*arguments).rows())
    assert "| Referred in the last year" in "\n".join(lines(here(*arguments, "-f", "markdown")))


def test_linked_and_weighted_people_are_contrasted(here: Here) -> None:
    arguments = ["compare", BASELINE, example("followup_linked.csv"), "--id", "respondent_id", "--only", "indicators"]
    ended = here(*arguments, "--contrast", "--margins", example("margins.csv"))
    assert ended.code == 0, ended.err
    row = ended.rows()[0]
    assert int(row["pairs"]) > 0
    assert float(row["baseline_effective_n"]) > 0
    assert "Linked respondents enter by their covariance" in ended.err
    assert here(*arguments, "--mix").code == 0


def test_three_waves_are_contrasted_with_the_first(here: Here) -> None:
    names = [example(f"library_{year}.csv") for year in (2023, 2025, 2027)]
    rows = here("compare", *names, "-q", LIBRARY_TOML, "--contrast", "--only", "indicators").rows()
    assert {row["followup_wave"] for row in rows} == {"library_2025", "library_2027"}
    assert {row["family_size"] for row in rows} == {str(len(rows))}


def test_one_group_needs_to_be_split(here: Here) -> None:
    ended = here("describe", example("baseline_ngo.csv"), "--contrast")
    assert ended.code == 2
    assert "--by association_kind" in ended.err
    assert here("describe", example("baseline_ngo.csv"), "--contrast", "--by", "association_kind").code == 0


def test_different_results_are_asked_for_one_at_a_time(here: Here) -> None:
    ended = here("compare", BASELINE, FOLLOWUP, "--contrast", "--mix")
    assert (ended.code, ended.out) == (2, "")
    assert "--contrast and --mix are different results" in ended.err
