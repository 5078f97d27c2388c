"""What may stand for a wave: a file, one wave of several in a file, a printed table, a bundled name."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from commandline import LIBRARY_TOML, Here, example

if TYPE_CHECKING:
    from commandline import Ended

Rows = list[dict[str, str]]


def told(ended: Ended) -> Rows:
    """Return the rows of a run that did its job."""
    assert ended.code == 0, ended.err
    return ended.rows()


def without_names(rows: Rows, *names: str) -> Rows:
    return [{name: cell for name, cell in row.items() if name not in names} for row in rows]


def records(name: str, **more: str) -> tuple[list[str], list[list[str]]]:
    """Return the header and the records of an example, with more columns that hold one value each."""
    delimiter = "," if name.startswith("library") else ";"
    with Path(example(name)).open(encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file, delimiter=delimiter)
    return [*header, *more], [[*line, *more.values()] for line in lines]


@pytest.fixture(name="here")
def _here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(monkeypatch, capsys)


@pytest.fixture(name="both")
def _both(tmp_path: Path) -> str:
    """One file with both waves of the associations; the follow-up shares the header of the baseline."""
    header, first = records("baseline_ngo.csv", wave="2017")
    second_header, second = records("followup_ngo.csv", wave="2025")
    # The two examples spell multiple response differently; in one file both must be columns of ticks.
    ticks = [f"experience_on_referral_{code}" for code in (1, 2, 3)]
    labels = (
        "Der er en dialog med den kommunale aktør inden opstart",
        "Den kommunale aktør støtter op om barnets/den unges/familiens deltagelse i aktiviteten",
        "Der er ingen dialog med den kommunale aktør",
    )
    mixed = []
    for line in second:
        cells = dict(zip(second_header, line, strict=True))
        said = cells.pop("experience_on_referral")
        cells.update({tick: str(int(label in said)) if said else "" for tick, label in zip(ticks, labels, strict=True)})
        mixed.append([cells[name] for name in header])
    path = tmp_path / "both.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        # Mixed, so that a wave is no block of lines.
        lines = [line for pair in zip(first, mixed, strict=False) for line in pair]
        csv.writer(file).writerows([header, *lines, *first[len(mixed) :], *mixed[len(first) :]])
    return str(path)


def test_two_waves_in_one_file_are_compared_as_two_files_are(both: str, here: Here) -> None:
    apart = told(
        here(
            "compare",
            example("baseline_ngo.csv"),
            example("followup_ngo.csv"),
            *("--baseline", "2017", "--followup", "2025"),
        )
    )
    together = here("compare", both, "--wave-column", "wave", "--baseline", "2017", "--followup", "2025")
    assert told(together) == apart
    assert {row["baseline_wave"] + row["followup_wave"] for row in apart} == {"20172025"}


def test_wave_column_is_found_as_headers_are_and_not_reported_as_unread(both: str, here: Here) -> None:
    ended = here("validate", both, "--wave-column", " Wave ", "--wave", "2017")
    assert [row for row in told(ended) if row["code"] == "unknown_column"] == []


def test_one_wave_of_a_file_is_described_as_its_own_file_is(both: str, here: Here) -> None:
    alone = told(here("describe", example("followup_ngo.csv"), "--wave", "2025"))
    assert told(here("describe", both, "--wave-column", "wave", "--wave", "2025")) == alone


def test_wrong_answers_of_another_wave_stop_nothing(both: str, tmp_path: Path, here: Here) -> None:
    text = (tmp_path / "both.csv").read_text(encoding="utf-8").replace("Frivilligt socialt tilbud", "Nonsense", 1)
    (tmp_path / "both.csv").write_text(text, encoding="utf-8")
    assert here("describe", both, "--wave-column", "wave", "--wave", "2017").code == 0
    assert here("describe", both, "--wave-column", "wave", "--wave", "2025").code == 1


def test_name_of_a_wave_finds_how_many_were_invited(here: Here) -> None:
    arguments = ["compare", example("baseline_ngo.csv"), example("followup_ngo.csv")]
    for named, expected in (([], False), (["--baseline", "2017"], True)):
        rows = told(here(*arguments, *named))
        assert {"low_response" in row["flags"].split() for row in rows} == {expected}


def test_low_response_is_said_on_stderr(here: Here) -> None:
    ended = here("describe", example("baseline_ngo.csv"), "--wave", "2017")
    assert "2017, ngo: 87 answered, 28 % of those invited: too low to be more than an indication.\n" in ended.err


def test_bundled_wave_against_itself_shows_no_change(here: Here) -> None:
    rows = told(here("compare", "2017", "2017", "-q", "kommune"))
    changes = {float(row["change"]) for row in rows if row["change"]}
    assert changes == {0.0}
    assert all({"printed_baseline", "printed_followup"} <= set(row["flags"].split()) for row in rows)


def test_printed_tables_are_compared_with_each_other(here: Here) -> None:
    printed = [example("library_printed.csv")] * 2
    rows = told(here("compare", *printed, "-q", LIBRARY_TOML, "--followup", "later"))
    visits = [row for row in rows if row["question"] == "visits" and row["level"] == "option"]
    assert visits
    assert all(row["baseline_count"] == row["followup_count"] for row in visits)


def test_bundled_wave_is_described(here: Here) -> None:
    rows = told(here("describe", "2017", "-q", "ngo"))
    by_option = {(row["question"], row["option"]): row for row in rows if row["level"] == "option"}
    nobody = by_option["referrals_received", "none"]
    assert (nobody["wave"], nobody["count"], nobody["base"]) == ("2017", "56", "87")


def test_questionnaire_of_a_bundled_wave_is_that_of_the_followup(here: Here) -> None:
    rows = told(here("compare", "2017", example("followup_ngo.csv")))
    assert {row["questionnaire"] for row in rows} == {"ngo"}


def test_bundled_name_wins_over_a_file_of_that_name_and_a_path_does_not(
    tmp_path: Path, here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(example("followup_ngo.csv"), tmp_path / "2017")
    monkeypatch.chdir(tmp_path)
    assert {row["flags"].split()[0] for row in told(here("describe", "2017", "-q", "ngo"))} == {"printed"}
    from_file = told(here("describe", "./2017"))
    assert without_names(from_file, "wave", "flags") == without_names(
        # Its name is that of a wave of which the questionnaire knows how many were invited.
        told(here("describe", example("followup_ngo.csv"), "--wave", "2017")),
        "wave",
        "flags",
    )
    assert {row["wave"] for row in from_file} == {"2017"}


@pytest.mark.parametrize("name", ["library_2023.csv", "library_2025.csv", "library_printed.csv"])
def test_wave_of_a_questionnaire_of_ones_own_is_validated_and_described(name: str, here: Here) -> None:
    validated = here("validate", example(name), "-q", LIBRARY_TOML)
    assert [row for row in told(validated) if row["severity"] == "error"] == []
    rows = told(here("describe", example(name), "-q", LIBRARY_TOML))
    assert {row["questionnaire"] for row in rows} == {"library"}
    assert {row["group"] for row in rows} == {"adults", "young"}


def test_printed_wave_of_ones_own_stands_for_its_respondents(here: Here) -> None:
    """Where a count is printed, the comparison with it is the one with the respondents themselves."""
    followup = [example("library_2025.csv"), "-q", LIBRARY_TOML]
    respondents, printed = (
        told(here("compare", example(f"library_{name}.csv"), *followup, "--question", "visits"))
        for name in ("2023", "printed")
    )
    same = ("level", "option", "baseline_count", "baseline_base", "followup_count", "change", "change_low", "p_value")
    assert [[row[name] for name in same] for row in printed] == [[row[name] for name in same] for row in respondents]


def test_question_that_a_wave_did_not_ask_is_flagged_only_where_it_has_no_column(tmp_path: Path, here: Here) -> None:
    header, lines = records("library_2025.csv")
    place = header.index("How satisfied are you with the library?")
    with (tmp_path / "short.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([*line[:place], *line[place + 1 :]] for line in (header, *lines))
    arguments = ["-q", LIBRARY_TOML, "--without", "satisfaction", "--question", "satisfaction"]
    short = told(here("describe", str(tmp_path / "short.csv"), *arguments))
    whole = told(here("describe", example("library_2025.csv"), *arguments))
    assert all("not_asked" in row["flags"].split() for row in short)
    assert not any("not_asked" in row["flags"].split() for row in whole)
    answered = Counter(line[header.index("group")] for line in lines if line[place])
    bases = [int(row["base"]) for row in whole if row["level"] == "question"]
    assert bases == [answered["Adults"], answered["Children and young people"]]
