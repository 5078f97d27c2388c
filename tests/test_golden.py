"""Whole outputs against files in golden/, so that no change of what users and scripts see goes unnoticed.

`python tests/test_golden.py` writes the files anew; the difference belongs in the commit and the changelog.
"""

from __future__ import annotations

import csv
import math
import os
from pathlib import Path

import pytest

from processes import completed

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"

LINKED = (
    "compare baseline.csv followup_linked.csv --id respondent_id --baseline 2017 --invited skole_dagtilbud=240 "
    "--invited oevrige=331"
)

# Name of the golden file: width of the terminal, and the command in the examples' folder.
COMMANDS = {
    "compare_2017_kommune.csv": (80, "compare 2017 followup.csv"),
    "compare_2017_ngo.csv": (80, "compare 2017 followup_ngo.csv"),
    "compare_library.csv": (80, "compare library_2023.csv library_2025.csv -q library.toml"),
    "compare_2017_kommune_en_80.txt": (80, "compare 2017 followup.csv -f table"),
    "compare_2017_kommune_da_140.txt": (140, "compare 2017 followup.csv -f table --lang da"),
    "compare_ngo_da_60.txt": (60, "compare 2017 followup_ngo.csv -f table --lang da"),
    "compare_options_100.txt": (100, "compare 2017 followup.csv -f table --only options --group oevrige"),
    "compare_library.md": (80, "compare library_printed.csv library_2025.csv -q library.toml -f markdown"),
    "compare_library_danish_excel.csv": (
        80,
        "compare library_2023.csv library_2025.csv -q library.toml --only indicators --delimiter ; --decimal ,",
    ),
    "compare_linked_population.csv": (
        80,
        f"{LINKED} --estimand population --margin 0.1",
    ),
    "compare_linked_weighted_da_100.txt": (
        100,
        f"{LINKED} --margins margins.csv --margin 0.15 -f table --lang da",
    ),
    "compare_three_waves.csv": (
        80,
        "compare library_2023.csv library_2025.csv library_2027.csv -q library.toml --times 2023,2025,2027",
    ),
    "compare_three_waves_80.txt": (
        80,
        "compare library_2023.csv library_2025.csv library_2027.csv -q library.toml -f table --only indicators",
    ),
    "compare_contrast.csv": (80, "compare baseline.csv followup.csv --contrast"),
    "compare_by_tenure.csv": (80, "compare baseline.csv followup.csv --by tenure --overlap 20 --only indicators"),
    "compare_mix_da_80.txt": (80, "compare baseline.csv followup.csv --mix -f table --only indicators --lang da"),
    "describe_contrast_2017.csv": (80, "describe 2017 -q kommune --contrast"),
    "describe_contrast_2017_80.txt": (80, "describe 2017 -q kommune --contrast -f table --only indicators"),
    "describe_weighted_population.csv": (
        80,
        "describe library_2027.csv -q library.toml --weights weight --intervals --estimand population --invited rows",
    ),
    "describe_population_80.txt": (
        80,
        "describe 2017 -q kommune --intervals --estimand population -f table --only indicators",
    ),
    "describe_contrast_population_da_100.txt": (
        100,
        "describe 2017 -q kommune --contrast --estimand population -f table --only indicators --lang da",
    ),
    "compare_linked_population_90.txt": (90, f"{LINKED} --estimand population -f table --only indicators"),
    "plan_2017.csv": (80, "plan 2017 -q kommune --response 0.6 --change 0.1"),
    "describe_kommune.csv": (80, "describe baseline.csv"),
    "describe_ngo_intervals.csv": (80, "describe baseline_ngo.csv --intervals --wave 2017"),
    "describe_2017_ngo_da_80.txt": (80, "describe 2017 -q ngo -f table --lang da"),
    "describe_library.json": (80, "describe library_2025.csv -q library.toml -f json --only indicators"),
    "validate_ngo.csv": (80, "validate followup_ngo.csv"),
    "validate_ngo_80.txt": (80, "validate followup_ngo.csv -f table"),
    "account_kommune.csv": (80, "validate followup.csv --account"),
    "account_library_80.txt": (80, "validate library_2025.csv -q library.toml --account -f table"),
    "questionnaire_list.csv": (80, "questionnaire list"),
    "questionnaire_show_library_da_100.txt": (100, "questionnaire show library.toml --lang da -f table"),
}


def output_of(width: int, command: str) -> str:
    """Run a command in the examples' folder and return its stdout."""
    environment = {**os.environ, "COLUMNS": str(width), "PYTHONPATH": str(ROOT)}
    done = completed(command.split(), ROOT / "examples", environment)
    done.check_returncode()
    return done.stdout.decode("utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_output_is_the_golden_one(name: str) -> None:
    output, golden = output_of(*COMMANDS[name]), (GOLDEN / name).read_bytes().decode("utf-8")
    if name.endswith(".csv"):
        delimiter = ";" if "--delimiter ;" in COMMANDS[name][1] else ","
        rows, expected = (list(csv.reader(text.splitlines(), delimiter=delimiter)) for text in (output, golden))
        assert len(rows) == len(expected)
        for row, wanted in zip(rows, expected, strict=True):
            assert [(a, b) for a, b in zip(row, wanted, strict=True) if not same(a, b)] == []
    else:
        assert output == golden


def same(cell: str, wanted: str) -> bool:
    """Tell whether two cells are equal, but for the last digits in which processors differ."""
    if cell == wanted:
        return True
    try:
        a, b = (float(text.replace(",", ".")) for text in (cell, wanted))
    except ValueError:
        return False
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)


def test_every_golden_file_is_compared() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == set(COMMANDS)


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for file, wanted_output in COMMANDS.items():
        (GOLDEN / file).write_bytes(output_of(*wanted_output).encode("utf-8"))
