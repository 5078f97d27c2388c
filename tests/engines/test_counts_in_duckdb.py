"""DuckDB counts a wave as brobygger counts a file with the same rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from town_tables import (
    TICKS,
    Draw,
    as_text,
    assert_same,
    check_counts,
    coded_town,
    example,
    plain,
    told,
    typed,
    worded_town,
)

from brobygger_cli import sums
from brobygger_cli.counts import tally
from brobygger_cli.engines import count, open_table, summing
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.questionnaire.load import load, parse
from brobygger_cli.responses import Coding
from random_exports import TOWN

if TYPE_CHECKING:
    from pathlib import Path

    from town_tables import Engine

pytest_plugins = ["engines_at_hand"]


SEVERAL = """
id = "several"
title = { en = "Several" }
groups = [
  { id = "a", code = "1", label = { en = "A" } },
  { id = "b", code = "2", label = { en = "B" } },
]
[[questions]]
id = "does"
type = "multiple"
text = { en = "What do you do?" }
nets = [ { id = "ends", label = { en = "Ends" }, options = ["o1", "o14"] } ]
options = [ OPTIONS ]
[[indicators]]
id = "odd"
question = "does"
options = ["o3", "o9", "o13"]
label = { en = "Odd" }
"""
LONG = """
id = "long"
title = { en = "Long" }
groups = [ { id = "all", code = "1", label = { en = "All" } } ]
"""
ODD = """
id = "odd"
title = { en = "Odd" }
respondent_columns = ['r"; drop table t; --']
group_columns = ["g''; select 1"]
groups = [
  { id = "a", code = "O'Brien\\"; --", label = { en = "Ærø 😀 % _ {0}" } },
  { id = "b", code = "2", label = { en = "B" } },
]
[[questions]]
id = "q"
type = "single"
text = { en = "HEADER" }
options = [
  { id = "a", code = "a'; delete from t; --", label = { en = "two\\nlines" } },
  { id = "b", code = "\\\\n", label = { en = "%s" } },
]
"""


def option(code: int) -> str:
    return f'{{ id = "o{code}", code = "{code}", label = {{ en = "Option {code}" }} }}'


@pytest.mark.parametrize("seed", [1, 2])
def test_answers_in_words_are_counted_as_in_a_file(duckdb_engine: Engine, tmp_path: Path, seed: int) -> None:
    header, rows = worded_town(seed, 400, joined=seed == 2)
    check_counts(duckdb_engine, tmp_path, (header, rows), as_text(rows), TOWN)


@pytest.mark.parametrize("kind", [int, float])
def test_answers_in_numbers_are_counted_as_in_a_file(
    duckdb_engine: Engine, tmp_path: Path, kind: type[int | float]
) -> None:
    """A code that a program has made 1.0 is still the code 1."""
    header, rows = coded_town(3, 400)
    held = [[kind(value) if isinstance(value, int) else value for value in row] for row in typed(rows)]
    check_counts(duckdb_engine, tmp_path, (header, rows), held, TOWN)


def test_an_example_is_counted_as_in_a_file(duckdb_engine: Engine, tmp_path: Path) -> None:
    header, rows = example("followup_ngo.csv")
    check_counts(duckdb_engine, tmp_path, (header, rows), typed(rows), load("ngo"))


def test_truths_are_ticks(duckdb_engine: Engine, tmp_path: Path) -> None:
    header, rows = coded_town(4, 100)
    held = typed(rows)
    for place in (place for place, column in enumerate(header) if column.startswith("ways_")):
        for cells, values in zip(rows, held, strict=True):
            values[place] = {"1": True, "0": False}.get(cells[place])
            cells[place] = {"1": "TRUE", "0": "FALSE"}.get(cells[place], "")
    check_counts(duckdb_engine, tmp_path, (header, rows), held, TOWN)


def test_weights_are_summed_as_in_a_file(duckdb_engine: Engine, tmp_path: Path) -> None:
    header, rows = coded_town(5, 300)
    draw = Draw(5)
    rows = [[*row, draw.one(["0.5", "1.25", "3", "0.1", "0", "-1", ""])] for row in rows]
    rows.append(["7", "1", *[""] * 14])  # who answers nothing needs no weight
    rows.append(["8", "2", *[""] * 4, *["0"] * 7, *[""] * 3])
    check_counts(
        duckdb_engine, tmp_path, ([*header, "weight"], rows), typed(rows), TOWN, Coding(weight_column="Weight")
    )


def test_rows_of_zeros_alone_are_in_no_base(duckdb_engine: Engine, tmp_path: Path) -> None:
    header, rows = coded_town(6, 100)
    rows += [[str(number), "1", *[""] * 4, *["0"] * 7, "41", ""] for number in range(20)]
    check_counts(duckdb_engine, tmp_path, (header, rows), typed(rows), TOWN)


@pytest.mark.parametrize("below", [0, 60])
def test_pairs_of_ticks_are_those_of_a_file_where_patterns_are_not_kept(
    duckdb_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, below: int
) -> None:
    """Seven sets of options are grouped by at a time, and sixteen of them are three such blocks."""
    for module in (sums, summing):
        monkeypatch.setattr(module, "PATTERNS_BELOW", below)
    options = [option(code) for code in range(1, 15)]
    options[1] = options[1].replace(" } }", ' }, contradicts = ["o1"] }')
    draw = Draw(7)
    rows = [[str(at), draw.one("112"), *draw.some(["0", "0", "0", "1", ""], 14)] for at in range(150)]
    header = ["id", "group", *(f"does_{code}" for code in range(1, 15))]
    several = parse(SEVERAL.replace("OPTIONS", ", ".join(options)), "several.toml")
    check_counts(duckdb_engine, tmp_path, (header, rows), typed(rows), several)


def test_long_routing_is_settled_as_in_a_file(duckdb_engine: Engine, tmp_path: Path) -> None:
    options = ", ".join(option(code) for code in (1, 2, 3))
    toml = LONG
    for at in range(10):
        toml += f'[[questions]]\nid = "q{at}"\ntype = "single"\ntext = {{ en = "Q {at}" }}\noptions = [{options}]\n'
        toml += f'asked_if = {{ question = "q{at - 1}", answers = ["o1", "o2"] }}\n' if at else ""
    draw = Draw(8)
    rows = [[str(at), *draw.some([*"1111112222223", "", "9"], 10)] for at in range(300)]
    header = ["id", *(f"q{at}" for at in range(10))]
    check_counts(duckdb_engine, tmp_path, (header, rows), typed(rows), parse(toml, "long.toml"))


@pytest.mark.parametrize(
    ("lacking", "without"),
    [
        (("respondent_id", "group", "ways_3", "mood"), ()),
        (("member", "times", *TICKS["ways"]), ("member", "times", "ways")),
    ],
    ids=str,
)
def test_columns_that_lack_are_reported_as_in_a_file(
    duckdb_engine: Engine, tmp_path: Path, lacking: tuple[str, ...], without: tuple[str, ...]
) -> None:
    header, rows = worded_town(9, 100)
    kept = [place for place, column in enumerate(header) if column not in lacking]
    table = [header[place] for place in kept], [[row[place] for place in kept] for row in rows]
    check_counts(duckdb_engine, tmp_path, table, as_text(table[1]), TOWN, Coding(without=without))


def test_columns_that_are_no_questions_are_reported_as_in_a_file(duckdb_engine: Engine, tmp_path: Path) -> None:
    header, rows = worded_town(10, 60)
    draw = Draw(10)
    beside = {"ways_9": ["1", "0"], "acts else": ["x", "nej", ""], "acts_text": ["1", "0", "a song"], "other": ["q"]}
    rows = [[*row, *(draw.one(cells) for cells in beside.values())] for row in rows]
    check_counts(duckdb_engine, tmp_path, ([*header, *beside], rows), as_text(rows), TOWN)


def test_rows_of_blanks_alone_are_no_respondents(duckdb_engine: Engine, tmp_path: Path) -> None:
    header, rows = worded_town(11, 30)
    rows[5:8] = [[""] * len(header), [" "] * len(header), ["\u2003", *[""] * (len(header) - 1)]]
    check_counts(duckdb_engine, tmp_path, (header, rows), as_text(rows), TOWN)


def test_names_and_values_that_look_like_sql_are_names_and_values(duckdb_engine: Engine, tmp_path: Path) -> None:
    question = "How often " + "and how often " * 20 + "?"
    header = ['r"; drop table t; --', "g''; select 1", question, '"', "a.b", "*", "c0", "group", "again", "read"]
    groups = ["O'Brien\"; --", "Ærø 😀 % _ {0}", "2", "'"]
    answers = ["a'; delete from t; --", "two\nlines", "TWO LINES", "\\n", "\\", "%s", "' OR 1=1 --", "", "\t", "\u0001"]
    draw = Draw(12)
    rows = [[f"'{at}\\", draw.one(groups), draw.one(answers), *["'"] * 7] for at in range(100)]
    odd = parse(ODD.replace("HEADER", question), "odd.toml")
    check_counts(duckdb_engine, tmp_path, (header, rows), as_text(rows), odd)


def test_a_wave_is_told_by_the_value_of_a_column(duckdb_engine: Engine, tmp_path: Path) -> None:
    header, rows = worded_town(13, 90)
    header = [*header, "Year"]
    rows = [[*row, ["2017", " 2024", "2024 "][place % 3]] for place, row in enumerate(rows)]
    coding = Coding(wave_column="Year")
    table = open_table("duckdb", duckdb_engine.put(header, as_text(rows)))
    found = count(table.of_wave("year", "2024"), TOWN, coding)
    alone = plain(tmp_path, header, [row for row in rows if "2024" in row[-1]], TOWN, coding)
    assert_same(found.counts, tally(alone))
    assert told(found.violations) == told(alone.violations)
    with pytest.raises(BrobyggerError, match="no row has '2030' in the column 'year'") as raised:
        table.of_wave("year", "2030")
    assert raised.value.hint == "It holds: 2017, 2024."
