"""What a fresh process loads: help costs nothing, and the main job no more than it needs."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from commandline import environment, example

HEAVY = {"numpy", "pandas", "scipy", "scipy.stats", "rich", "pydantic"}
WATCH = """
import atexit, json, sys
heavy, arguments = json.loads(sys.argv[1]), sys.argv[2:]
atexit.register(lambda: print("\\n" + json.dumps(sorted(set(heavy) & set(sys.modules)))))
sys.argv = ["brobygger", *arguments]
from brobygger_cli.cli import main
main()
"""


def loaded(*arguments: str) -> set[str]:
    """Return which of the heavy modules a run has loaded by its end."""
    ended = subprocess.run(
        [sys.executable, "-c", WATCH, json.dumps(sorted(HEAVY)), *arguments],
        env=environment(),
        capture_output=True,
        check=True,
        timeout=120,
    )
    modules: list[str] = json.loads(ended.stdout.decode().rsplit("\n", 2)[-2])
    return set(modules)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], []], ids=["help", "version", "nothing"])
def test_help_and_version_load_nothing_heavy(arguments: list[str]) -> None:
    watched = subprocess.run(
        [sys.executable, "-c", WATCH, json.dumps(sorted(HEAVY)), *arguments],
        env=environment(),
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert watched.stdout.decode().rsplit("\n", 2)[-2] == "[]"


def test_help_of_a_command_loads_nothing_heavy_but_what_typer_loads_itself() -> None:
    # Typer (0.29) builds the options of a command with pydantic.
    assert loaded("compare", "--help") <= {"pydantic"}


@pytest.mark.parametrize("baseline", ["2017", example("baseline.csv")], ids=["printed", "respondents"])
def test_comparison_as_csv_loads_neither_statistics_it_does_not_need_nor_tables(baseline: str) -> None:
    assert loaded("compare", baseline, example("followup.csv")) == HEAVY - {"scipy.stats", "rich"}


def test_comparison_as_table_loads_tables_and_no_statistics_it_does_not_need() -> None:
    assert loaded("compare", "2017", example("followup_ngo.csv"), "-f", "table") == HEAVY - {"scipy.stats"}


def test_validation_loads_no_statistics_and_no_tables() -> None:
    assert loaded("validate", example("followup.csv")) == {"numpy", "pandas", "pydantic"}
