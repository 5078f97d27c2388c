"""`brobygger selftest` as a process: what it writes where, and how it ends."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from commandline import ROOT, Here, environment, run

from brobygger_cli import selftest

if TYPE_CHECKING:
    from pathlib import Path

BUNDLED = ROOT / "schemas" / "selftest" / "published.toml"


@pytest.fixture(name="here")
def _here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(monkeypatch, capsys)


@pytest.fixture(name="changed")
def _changed(tmp_path: Path) -> str:
    """The bundled examples with one digit changed."""
    text = BUNDLED.read_text(encoding="utf-8")
    assert text.count('high = ".3382"') == 1
    path = tmp_path / "changed.toml"
    path.write_text(text.replace('high = ".3382"', 'high = ".3383"'), encoding="utf-8")
    return str(path)


def test_the_bundled_examples_agree_and_the_versions_are_told_on_stderr() -> None:
    ended = run("selftest")
    assert ended.code == 0
    rows = ended.rows()
    assert list(rows[0]) == list(selftest.COLUMNS)
    assert {row["agrees"] for row in rows} == {"True"}
    agree, versions = ended.err.splitlines()
    assert agree == f"{len(rows)} of {len(rows)} figures agree"
    assert re.fullmatch(r"brobygger [\d.]+\S*, Python 3\.[\d.]+\S*, numpy [\d.]+\S*, scipy [\d.]+\S*", versions)


def test_a_changed_digit_ends_with_1_and_is_named(changed: str) -> None:
    ended = run("selftest", changed)
    assert ended.code == 1
    differing = [(row["example"], row["figure"]) for row in ended.rows() if row["agrees"] != "True"]
    assert differing == [("miettinen_nurminen_56_of_70", "high")]
    count = len(ended.rows())
    assert ended.err.splitlines()[0] == f"{count - 1} of {count} figures agree"
    assert "miettinen_nurminen_56_of_70, high: expected 0.3383, got 0.33817" in ended.err.splitlines()[1]


def test_a_wrong_file_ends_with_2_names_example_and_field_and_writes_no_result(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        BUNDLED.read_text(encoding="utf-8").replace("share_intervals.wilson", "os.system"), encoding="utf-8"
    )
    ended = run("selftest", str(path))
    assert (ended.code, ended.out) == (2, "")
    assert "own.toml: example 'wilson_81_of_263', method: there is no module 'os'" in ended.err
    assert "Traceback" not in ended.err


def test_a_file_that_is_not_there_ends_with_2(here: Here) -> None:
    ended = here("selftest", "nothing.toml")
    assert (ended.code, ended.out) == (2, "")
    assert "nothing.toml: cannot be read" in ended.err


def test_a_table_puts_expected_and_got_side_by_side_below_the_source(here: Here) -> None:
    lines = here("selftest", "--format", "table", COLUMNS="160").out.splitlines()
    heading = next(number for number, line in enumerate(lines) if line.startswith("0 of 10 after 0 of 20"))
    assert lines[heading].endswith("table II")
    assert lines[heading + 1].split() == ["low", "−0.1658", "−0.165760", "agrees"]


def test_a_table_in_danish_has_danish_headings_and_decimals_and_shouts_a_difference(here: Here, changed: str) -> None:
    ended = here("selftest", changed, "--format", "markdown", "--lang", "da")
    assert ended.code == 1
    assert "| Tal | Ventet | Beregnet |  |" in ended.out
    assert "| high | 0,3383 | 0,338173 | AFVIGER |" in ended.out
    assert "| low | 0,0528 | 0,052830 | stemmer |" in ended.out


def test_json_has_truth_values_and_null_for_a_figure_that_is_not_available(here: Here, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        '[[examples]]\nid = "none"\nwhat = "none"\nsource = "made"\nmethod = "rounding.possible_counts"\n'
        'arguments = { percent = "37.4", base = 231 }\nexpected = { size = "0", first = "86" }\n',
        encoding="utf-8",
    )
    ended = here("selftest", str(path), "--format", "json")
    assert ended.code == 1
    assert [(row["figure"], row["got"], row["agrees"]) for row in json.loads(ended.out)["rows"]] == [
        ("size", 0, True),
        ("first", None, False),
    ]
    assert "none, first: expected 86, got no finite number" in ended.err
    assert "| first | 86 | – | DIFFERS |" in here("selftest", str(path), "--format", "markdown").out


def test_a_file_is_written_and_not_replaced_without_force(here: Here, tmp_path: Path) -> None:
    output = tmp_path / "selftest.csv"
    assert here("selftest", "-o", str(output), "--delimiter", ";", "--decimal", ",", "--bom").code == 0
    with output.open(encoding="utf-8-sig", newline="") as file:
        first = next(csv.DictReader(file, delimiter=";"))
    assert (first["example"], first["expected"]) == ("wilson_81_of_263", "0,2553")
    assert here("selftest", "-o", str(output)).code == 2
    assert here("selftest", "-o", str(output), "--force").code == 0


def test_it_loads_neither_slow_statistics_nor_tables_for_a_csv() -> None:
    program = (
        "import atexit, sys\n"
        "heavy = {'scipy.stats', 'rich', 'numpy'}\n"
        "atexit.register(lambda: print(*sorted(heavy & set(sys.modules)), file=sys.stderr))\n"
        "sys.argv = ['brobygger', *sys.argv[1:]]\n"
        "from brobygger_cli.cli import main\n"
        "main()\n"
    )

    def loaded(*arguments: str) -> list[str]:
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            env=environment(),
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        return done.stderr.splitlines()[-1].split()

    assert loaded("selftest") == ["numpy"]
    assert loaded("selftest", "--help") == []
