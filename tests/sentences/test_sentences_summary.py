"""What was found in all: counts of rows by what they bear out, and sentences about them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from told_waves import Told, kommune, library, low_response, margins, ngo, otherwise, plain, sparse

from brobygger_cli.sentences import Tally

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

SAID = tomllib.loads((Path(__file__).parent / "said_in_all.toml").read_text(encoding="utf-8"))
# The summaries of which `said_in_all.toml` holds what is told: a comparison, and a group of it.
TOLD: dict[str, tuple[Callable[[], Told], str | None]] = {
    "printed baseline": (kommune, None),
    "one group of it": (kommune, "oevrige"),
    "few answered": (ngo, None),
    "margins": (margins, None),
    "trivial": (margins, "guests"),
    "everything moved": (plain, None),
    "sturdy": (plain, "singers"),
    "hardly anything asked": (sparse, "guests"),
    "an indication": (low_response, "singers"),
    "several waves": (library, None),
}
COMPARED = (plain, margins, sparse, otherwise, low_response, kommune, ngo, library)


@pytest.mark.parametrize("compared", COMPARED)
def test_every_row_is_counted_once(compared: Callable[[], Told]) -> None:
    """Counted anew from the frame, by pandas."""
    told = compared()
    summary = told.findings.summary()
    frame = told.result.frame
    last = frame[(frame["comparison"] == "change") & (frame["followup_wave"] == summary.followup_wave)]
    for tally, rows in (
        (summary.indicators, last[last["level"] == "indicator"]),
        (summary.questions, last[(last["level"] == "question") & last["family"].notna()]),
    ):
        found = rows[rows["finding"].isin(["better", "worse", "rise", "fall", "changed"])]
        assert tally.rows == len(rows)
        assert tally.up == (found["direction"] == "up").sum()
        assert tally.down == (found["direction"] == "down").sum()
        assert tally.changed == found["direction"].isna().sum()
        assert tally.moved == len(found)
        assert (tally.better, tally.worse) == tuple((rows["finding"] == word).sum() for word in ("better", "worse"))
        assert tally.trivial == (found["verdict"] == "trivial").sum()
        assert tally.equivalent == (rows["verdict"] == "equivalent").sum()
        assert tally.unclear + tally.equivalent == (rows["finding"] == "unclear").sum()
        assert tally.untested == rows["finding"].isna().sum()
        assert tally.in_any_case == (found["sturdiness"] == "worst_case").sum()
        assert tally.unless == (found["sturdiness"] == "unless").sum()
        low = rows["flags"].str.split().map(lambda flags: "low_response" in flags)
        assert tally.indicative == (low & rows["finding"].notna()).sum()
        assert tally.moved + tally.unclear + tally.equivalent + tally.untested + tally.hidden == len(rows)


def test_a_summary_is_of_one_group_and_one_later_wave_where_they_are_named() -> None:
    findings = library().findings
    summary = findings.summary("adults", "library_2025")
    assert (summary.baseline_wave, summary.followup_wave, summary.groups) == ("library_2023", "library_2025", 1)
    assert summary.indicators == Tally("indicator", rows=3, up=1, better=1, unclear=2, unless=1)
    assert findings.summary("adults").indicators == Tally("indicator", rows=3, up=1, better=1, unclear=2)


def test_hidden_rows_are_counted_as_hidden_and_as_nothing_else() -> None:
    def hide(rows: pd.DataFrame) -> pd.DataFrame:
        return rows.assign(flags=rows["flags"].where(rows["option"] != "at_home", "low_response hidden"))

    shown, hidden = plain().findings.summary(), plain().with_rows(hide).findings.summary()
    assert shown.indicators == Tally("indicator", 8, up=4, down=4, better=3, worse=3, in_any_case=3, unless=1)
    assert hidden.indicators == Tally(
        "indicator", 8, up=3, down=3, better=2, worse=2, in_any_case=2, unless=1, hidden=2
    )


def test_that_nothing_moved_is_said_of_those_alone_that_have_a_finding_to_show() -> None:
    """What is hidden may have moved."""

    def hide(rows: pd.DataFrame) -> pd.DataFrame:
        few = rows["option"] == "referred_nobody"
        return rows.assign(flags=rows["flags"].where(~few, rows["flags"] + " hidden"))

    def hide_all(rows: pd.DataFrame) -> pd.DataFrame:
        return rows.assign(flags="hidden")

    assert ngo().with_rows(hide).summary()[0] == (
        "Af 12 indikatorer kan resultatet vises for 11. For ingen af dem er der påvist en ændring fra 2017 til "
        "followup_ngo. For 11 kan data ikke afgøre, om der er en ændring. 1 er skjult. 11 resultater er kun en "
        "indikation, fordi svarprocenten er for lav."
    )
    assert ngo().with_rows(hide_all).in_english.summary() == (
        "None of 12 indicators has a finding to show from 2017 to followup_ngo. All 12 are hidden.",
        "None of 14 questions has a finding to show from 2017 to followup_ngo. All 14 are hidden.",
    )


def test_of_one_row_it_is_not_told_how_many_there_are() -> None:
    def one(rows: pd.DataFrame) -> pd.DataFrame:
        return rows[(rows["option"] == "at_home") & (rows["group"] == "singers")]

    told = low_response().with_rows(one)
    (said,) = told.summary()
    assert said == (
        "Af 1 indikator har 1 ændret sig statistisk sikkert fra spring til storm: 1 op. Det er en forbedring. "
        "Retningen er den samme, medmindre de, der ikke svarede, afviger nok fra dem, der svarede. Resultatet er kun "
        "en indikation, fordi svarprocenten er for lav."
    )


def test_without_indicators_nothing_is_told_of_them() -> None:
    told = plain().with_rows(lambda rows: rows[rows["level"] == "question"])
    (said,) = told.summary(group="singers")
    assert said.startswith("Af 5 spørgsmål har ")


@pytest.mark.parametrize("name", TOLD)
def test_a_summary_is_told(name: str) -> None:
    compared, group = TOLD[name]
    danish = compared()
    assert danish.findings.told(danish.findings.summary(group)) == tuple(SAID[name]["da"])
    english = danish.in_english
    assert english.findings.told(english.findings.summary(group)) == tuple(SAID[name]["en"])


def test_every_summary_is_told() -> None:
    assert list(SAID) == list(TOLD)
