"""What is left out of a computation leaves a trace in its result, and nobody is counted who said nothing."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from pathlib import Path

import pytest

from processes import completed

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    done = completed(arguments, Path.cwd())
    return subprocess.CompletedProcess(arguments, done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(name="lines")
def _lines() -> list[list[str]]:
    """The rows of the example baseline, header first, cell by cell."""
    return [line.split(";") for line in (EXAMPLES / "baseline.csv").read_text(encoding="utf-8").splitlines()]


def write(path: Path, lines: list[list[str]]) -> str:
    path.write_text("".join(";".join(cells) + "\n" for cells in lines), encoding="utf-8")
    return str(path)


def flagged(output: str) -> set[tuple[str, str]]:
    rows = csv.DictReader(io.StringIO(output))
    return {(row["group"], row["question"]) for row in rows if "invalid_left_out" in row["flags"].split()}


@pytest.mark.parametrize("command", ["describe", "compare"])
def test_an_invalid_answer_left_out_is_flagged_in_its_question_and_group(
    command: str, lines: list[list[str]], tmp_path: Path
) -> None:
    column, group = lines[0].index("formal_cooperation"), lines[1][lines[0].index("group")]
    lines[1][column] = "Delvist"
    wave = write(tmp_path / "wave.csv", lines)
    waves = [wave] if command == "describe" else ["2017", wave]
    done = run(command, *waves, "--skip-invalid")
    assert flagged(done.stdout) == {(group, "formal_cooperation")}
    assert f"{wave}: errors: 1; left out: whole rows 0, answers in other rows 1" in done.stderr
    notes = json.loads(run(command, *waves, "--skip-invalid", "-f", "json").stdout)["notes"]
    assert "wave: invalid answers are left out; the rows concerned are flagged invalid_left_out." in notes


def test_a_row_left_out_is_flagged_everywhere_as_it_may_be_anybodys(lines: list[list[str]], tmp_path: Path) -> None:
    lines[1][lines[0].index("group")] = "9"
    done = run("describe", write(tmp_path / "wave.csv", lines), "--skip-invalid")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert flagged(done.stdout) == {(row["group"], row["question"]) for row in rows}


def test_people_who_answered_nothing_are_not_counted_in_the_response(lines: list[list[str]], tmp_path: Path) -> None:
    silent = [[f"S{number}", "oevrige", *[""] * (len(lines[0]) - 2)] for number in range(100)]
    done = run("describe", write(tmp_path / "wave.csv", [*lines, *silent]), "--wave", "2017")
    assert "100 rows without any answer, not counted as answered" in done.stderr
    assert "2017, oevrige: 215 answered, 65 % of those invited." in done.stderr


def test_a_column_of_ticks_that_is_no_option_stops_the_comparison(lines: list[list[str]], tmp_path: Path) -> None:
    added = [[*lines[0], "offers_referred_to_21"], *([*cells, "1"] for cells in lines[1:])]
    done = run("compare", "2017", write(tmp_path / "wave.csv", added))
    assert (done.returncode, done.stdout) == (1, "")
    assert "holds ticks of 'offers_referred_to', but is none of its options" in done.stderr


def test_two_files_of_different_questionnaires_are_not_compared() -> None:
    done = run("compare", str(EXAMPLES / "followup.csv"), str(EXAMPLES / "followup_ngo.csv"))
    assert (done.returncode, done.stdout) == (2, "")
    assert "the files answer different questionnaires" in done.stderr


def test_a_group_may_be_chosen_by_any_of_its_names() -> None:
    chosen = run("describe", str(EXAMPLES / "followup.csv"), "--group", "\u00d8vrige")
    assert chosen.returncode == 0
    assert {row["group"] for row in csv.DictReader(io.StringIO(chosen.stdout))} == {"oevrige"}
