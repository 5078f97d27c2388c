"""What is hidden stays hidden from somebody who reads everything that was written, and knows how it was hidden."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from attacker import OF_BOTH_COUNTS, OF_THE_COUNT, Read, recovered, rows_of

from brobygger_cli.questionnaire.load import load
from processes import completed

if TYPE_CHECKING:
    from brobygger_cli.questionnaire.questionnaire import Questionnaire

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = "examples/library.toml"
# What is compared, the questionnaire, and who is shown apart.
COMPARED: dict[str, tuple[tuple[str, ...], str]] = {
    "staff": (("examples/baseline.csv", "examples/followup.csv"), "kommune"),
    "print": (("2017", "examples/followup.csv"), "kommune"),
    "ngo": (("2017", "examples/followup_ngo.csv"), "ngo"),
    "library": (tuple(f"examples/library_{year}.csv" for year in (2023, 2025, 2027)), LIBRARY),
    "linked": (("examples/baseline.csv", "examples/followup_linked.csv", "--id", "respondent_id"), "kommune"),
    "weighted": (("examples/baseline.csv", "examples/followup.csv", "--margins", "examples/margins.csv"), "kommune"),
    "people": (
        ("examples/library_2023.csv", "examples/library_2025.csv", "--estimand", "population"),
        LIBRARY,
    ),
}


@cache
def written(*arguments: str) -> tuple[str, str]:
    """Return what a run writes to stdout and to stderr."""
    ended = completed(arguments, ROOT)
    assert ended.returncode == 0, ended.stderr.decode()
    return ended.stdout.decode(), ended.stderr.decode()


def compared(name: str, *options: str) -> list[dict[str, str]]:
    arguments, questionnaire = COMPARED[name]
    return rows_of(written("compare", *arguments, "-q", questionnaire, *options)[0])


def attack(name: str, minimum: int, *options: str) -> tuple[Read, Read]:
    """Return what is known, and what is true."""
    known = Read.of(compared(name, "--min-cell", str(minimum), *options))
    return known, Read.of(compared(name, *options))


def asked_in(known: Read, name: str) -> dict[str, Questionnaire]:
    return dict.fromkeys({wave for wave, _, _ in known.bases}, load(_path(COMPARED[name][1])))


def _path(questionnaire: str) -> str:
    return str(ROOT / questionnaire) if questionnaire.endswith(".toml") else questionnaire


@pytest.mark.parametrize("name", COMPARED)
def test_nobody_can_tell_a_small_count_from_what_is_written(name: str) -> None:
    known, truth = attack(name, 5)
    assert recovered(asked_in(known, name), known, truth, 5) == {}


@pytest.mark.parametrize("minimum", [3, 10])
@pytest.mark.parametrize("name", ["staff", "library"])
def test_nor_where_the_limit_is_another(name: str, minimum: int) -> None:
    known, truth = attack(name, minimum)
    assert recovered(asked_in(known, name), known, truth, minimum) == {}


def test_nor_of_the_parts_of_a_group() -> None:
    known, truth = attack("staff", 5, "--by", "tenure")
    assert recovered(asked_in(known, "staff"), known, truth, 5) == {}


def test_the_attack_succeeds_where_only_small_counts_are_hidden() -> None:
    """Else it could not fail: what protects them is told here, and most of them follow by subtraction."""
    known, truth = attack("staff", 5)
    protecting = {item: n for item, n in truth.counts.items() if item not in known.counts and n >= 5}
    assert protecting
    found = recovered(asked_in(known, "staff"), known.with_told(protecting), truth, 5)
    assert found == {item: (truth.counts[item],) * 2 for item in found}
    assert len(found) >= 8


@pytest.mark.parametrize("name", COMPARED)
def test_a_row_whose_count_is_hidden_tells_nothing_that_follows_from_it(name: str) -> None:
    told: dict[tuple[str, str, str], str] = {}
    for row in compared(name, "--min-cell", "5"):
        if row["comparison"] == "trend":
            continue
        for wave in ("baseline", "followup"):
            if row["level"] != "question" and not row[f"{wave}_count_min"]:
                columns = [f"{wave}_{column}" for column in OF_THE_COUNT] + list(OF_BOTH_COUNTS)
                told |= {(row["group"], row["option"], column): row[column] for column in columns if row[column]}
    assert told == {}


def test_whole_questions_are_not_tested_by_what_is_hidden() -> None:
    """A statistic of all options together would tell of the hidden ones."""
    rows = compared("staff", "--min-cell", "5")
    hidden = {(row["group"], row["question"]) for row in rows if "hidden" in row["flags"].split()}
    whole = [row for row in rows if row["level"] == "question" and (row["group"], row["question"]) in hidden]
    tested = {row["question"] for row in whole if row["p_value"]}
    # Its hidden answers are no step of the scale, and no test takes them.
    assert tested <= {"referrals_last_year"}
    assert all("partly_hidden" in row["flags"].split() for row in whole if not row["p_value"] and row["family"])


def test_adjusted_p_values_do_not_depend_on_hidden_ones() -> None:
    """Holm by hand, with 1 in place of every p-value that is not shown: the largest that it could be."""
    rows = [row for row in compared("staff", "--min-cell", "5") if row["family"] == "skole_dagtilbud/indicators"]
    assert any(not row["p_value"] for row in rows)
    p_values = sorted(float(row["p_value"] or 1) for row in rows)
    holm: list[float] = []
    for place, p in enumerate(p_values):
        holm.append(min(1.0, max([(len(rows) - place) * p, *holm])))
    for row in rows:
        if row["p_value"]:
            assert float(row["p_adjusted"]) == pytest.approx(holm[p_values.index(float(row["p_value"]))], rel=1e-12)


@pytest.mark.parametrize(
    "result", [("compare", "--contrast"), ("compare", "--mix"), ("describe",), ("describe", "--contrast")]
)
def test_no_result_tells_a_count_that_the_comparison_hides(result: tuple[str, ...]) -> None:
    """Of any group, in any of its columns, and not as a sum over groups of which all others are told."""
    command, *options = result
    files = COMPARED["staff"][0]
    rows = rows_of(written(command, *(files if command == "compare" else files[1:]), *options, "--min-cell", "5")[0])
    known, truth = attack("staff", 5)
    hidden = {item[1:] for item in truth.counts.keys() - known.counts.keys() if item[0] == "followup"}
    seen = 0
    for row in rows:
        for group, prefix in (("group", ""), ("other_group", "other_")):
            if (row.get(group), row["question"], row["option"]) in hidden:
                seen += 1
                count = f"{prefix}followup_" if command == "compare" else prefix
                columns = [f"{count}{name}" for name in ("count", "share", "low", "high", "count_min", "count_max")]
                assert [row[column] for column in columns if row.get(column)] == []
        of_groups = {(group, row["question"], row["option"]) for group in ("skole_dagtilbud", "oevrige")}
        if "--mix" in options and row["group"] == "" and of_groups & hidden:
            assert row["followup_count"] == row["followup_share"] == row["change"] == row["change_within"] == ""
    assert seen > 20


def test_what_became_of_every_row_is_not_told_beside_hidden_counts() -> None:
    """Who answered "don't know", and who was not asked, are counts as well."""
    rows = rows_of(written("describe", "examples/followup.csv", "--min-cell", "5")[0])
    assert {
        row[column] for row in rows for column in ("rows", "answered", "dont_know", "not_asked", "blank", "invalid")
    } == {""}
    assert "rows, utf-8" not in written("describe", "examples/followup.csv", "--min-cell", "5")[1]
    assert "329 rows, utf-8" in written("describe", "examples/followup.csv")[1]


def test_it_is_said_how_much_is_hidden_and_why_but_not_which_for_which_reason() -> None:
    rows = compared("staff", "--min-cell", "5")
    said = written("compare", *COMPARED["staff"][0], "-q", "kommune", "--min-cell", "5")[1]
    assert "Counts from 1 to 4 are not shown" in said
    for prefix, wave in (("baseline", "baseline"), ("followup", "followup")):
        empty = sum(row["level"] != "question" and not row[f"{prefix}_count"] for row in rows)
        (line,) = [line for line in said.splitlines() if line.startswith(f"{wave}: {empty} rows are hidden")]
        assert "because the count is small" in line
    assert {flag for row in rows for flag in row["flags"].split() if "hidden" in flag} == {"hidden", "partly_hidden"}


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_tables_show_the_same_mark_for_both_reasons(form: str) -> None:
    table = written(
        "describe", "examples/followup.csv", "--min-cell", "5", "--format", form, "--question", "cooperation_quality"
    )[0]
    lines = [line for line in table.splitlines() if line.strip(" |").startswith(("Very good", "Bad"))]
    assert [line.count("•") for line in lines] == [4, 2]
    assert "hidden: a count below 5, or one that would give it away" in table


def test_json_has_nothing_where_csv_has_nothing() -> None:
    arguments = ("compare", *COMPARED["staff"][0], "--min-cell", "5")
    as_json = json.loads(written(*arguments, "--format", "json")[0])["rows"]
    as_csv = rows_of(written(*arguments)[0])
    assert [[column for column, value in row.items() if value in {None, ""}] for row in as_json] == [
        [column for column, value in row.items() if value == ""] for row in as_csv
    ]


@pytest.mark.parametrize("minimum", ["2", "0", "-1"])
def test_a_limit_that_hides_nothing_is_refused(minimum: str) -> None:
    ended = completed(("describe", "examples/followup.csv", "--min-cell", minimum), ROOT)
    assert ended.returncode != 0
    assert f"--min-cell {minimum}: must be at least 3" in ended.stderr.decode()
