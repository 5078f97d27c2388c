"""`brobygger compare --explain`: a row of a comparison, figure by figure, for people and for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from commandline import LIBRARY_TOML, Here, example

from brobygger_cli.explain import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

PRINTED = ["compare", "2017", example("followup.csv")]
LIBRARY = ["compare", *(example(f"library_{year}.csv") for year in (2023, 2025, 2027)), "-q", LIBRARY_TOML]
ROW = "skole_dagtilbud/formal_cooperation_yes"

ENGLISH = """\
Has a formalised cooperation with civil society
skole_dagtilbud/formal_cooperation_yes · 2017 → followup

Figure                      How it came about
────────────────────────────────────────────────────────────────────────────────
baseline_count              2017 prints only a percentage of 114, and only 14
14                          rounds to it.
baseline_base               2017 prints the base: 114 answered.
114
baseline_share              Count over base: 14 / 114 = 0.1228.
0.1228
baseline_low                Wilson's score interval, 95%, lower end: (0.1228 +
0.0746                      1.9600² / (2 × 114) − 1.9600 × √(0.1228 × 0.8772 /
                            114 + (1.9600 / (2 × 114))²)) / (1 + 1.9600² / 114)
                            = 0.0746, with n = 114.
"""
DANISH = """\
Har et formaliseret samarbejde med civilsamfundet
skole_dagtilbud/formal_cooperation_yes · 2017 → followup

Tal                         Hvordan det er fremkommet
────────────────────────────────────────────────────────────────────────────────
baseline_count              2017 trykker kun en procent af 114, og kun 14
14                          afrundes til den.
baseline_base               2017 trykker basen: 114 svarede.
114
baseline_share              Antal over base: 14 / 114 = 0,1228.
0,1228
"""


@pytest.fixture(name="here")
def _here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(monkeypatch, capsys)


@pytest.mark.parametrize(("language", "begins"), [("en", ENGLISH), ("da", DANISH)])
def test_a_table_of_80_columns_tells_each_figure_and_how_it_came_about(here: Here, language: str, begins: str) -> None:
    ended = here(*PRINTED, "--explain", ROW, "--format", "table", "--lang", language, COLUMNS="80")
    assert ended.code == 0
    assert ended.out.startswith(begins)
    assert max(map(len, ended.out.splitlines())) <= 80


def test_csv_holds_every_figure_with_its_source_and_section(here: Here) -> None:
    rows = here(*PRINTED, "--explain", ROW).rows()
    assert tuple(rows[0]) == COLUMNS
    compared = next(row for row in here(*PRINTED).rows() if (row["group"], row["option"]) == tuple(ROW.split("/")))
    # The apostrophe by which a spreadsheet takes a text for a text stands before a minus.
    assert {row["figure"]: row["value"].removeprefix("'") for row in rows} == {
        name: value for name, value in compared.items() if value
    }
    change_low = next(row for row in rows if row["figure"] == "change_low")
    assert (change_low["source"], change_low["section"]) == ("Miettinen & Nurminen 1985", "miettinen-nurminen-interval")


def test_json_and_markdown_have_it_too(here: Here) -> None:
    content = json.loads(here(*PRINTED, "--explain", ROW, "--format", "json").out)
    assert content["kind"] == "explanation"
    assert content["rows"][-1]["how"]
    assert (
        "| baseline\\_share 0.1228 | Count over base: 14 / 114 = 0.1228. |"
        in here(*PRINTED, "--explain", ROW, "--format", "markdown").out
    )


def test_of_several_waves_one_comparison_or_the_trend_is_chosen(here: Here) -> None:
    def wave(spec: str) -> tuple[str, str]:
        told = {row["figure"]: row["value"] for row in here(*LIBRARY, "--explain", spec).rows()}
        return told["followup_wave"], told["comparison"]

    assert wave("adults/frequent_visitor") == ("library_2025", "change")
    assert wave("adults/frequent_visitor@library_2027") == ("library_2027", "change")
    assert wave("adults/frequent_visitor@trend") == ("library_2027", "trend")


def test_a_split_group_is_named_whole(here: Here) -> None:
    compared = ["compare", example("baseline.csv"), example("followup.csv"), "--by", "tenure"]
    rows = here(*compared, "--explain", "oevrige/over_5_years/refers_when_relevant/yes").rows()
    assert {row["figure"]: row["value"] for row in rows}["group"] == "oevrige/over_5_years"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--explain", "skole_dagtilbud/formal"], "did you mean 'skole_dagtilbud/formal_cooperation"),
        (["--explain", f"{ROW}@trend"], "there is no comparison '@trend'"),
        (["--explain", ROW, "--contrast"], "--contrast"),
        (["--explain", ROW, "--mix"], "--mix"),
        (["--explain", ROW, "--group", "oevrige"], "--group"),  # the family would be hidden
    ],
)
def test_what_cannot_be_explained_is_refused(here: Here, arguments: list[str], said: str) -> None:
    ended = here(*PRINTED, *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err


def test_an_explanation_goes_into_a_file_as_any_result_does(here: Here, tmp_path: Path) -> None:
    told = tmp_path / "told.md"
    assert here(*PRINTED, "--explain", ROW, "--output", str(told)).code == 0
    assert told.read_text(encoding="utf-8").startswith("## Has a formalised cooperation with civil society")
