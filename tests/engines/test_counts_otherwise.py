"""What is otherwise where a wave is counted in an engine: rows without an order, words that stay where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from town_tables import as_text, coded_town, plain, typed, worded_town

from brobygger_cli.counts import tally
from brobygger_cli.engines import columns, count, counting, open_table, values
from brobygger_cli.engines.tables import EngineTable
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.responses import Coding
from random_exports import QUESTIONS, TOWN

if TYPE_CHECKING:
    from pathlib import Path

    from town_tables import Engine

pytest_plugins = ["engines_at_hand"]


ONLY_MEMBER = Coding(without=tuple(question for question in QUESTIONS if question != "member"))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, Any]]:
    """Every question that is put to an engine, with its answer."""
    found: list[tuple[Any, Any]] = []
    fetch = EngineTable.fetch

    def noted(self: EngineTable, wanted: Any) -> Any:  # noqa: ANN401 - Ibis and pyarrow have no types
        found.append((wanted, fetch(self, wanted)))
        return found[-1][1]

    monkeypatch.setattr(EngineTable, "fetch", noted)
    return found


def test_no_row_of_a_respondent_who_stands_more_than_once_is_read(duckdb_engine: Engine, tmp_path: Path) -> None:
    """A table has no order: nobody can tell which row is the first."""
    header, rows = worded_town(14, 60)
    rows[3][0], rows[20][0], rows[21][0] = " P7\u00a0", "P22", "P22"
    found = count(open_table("duckdb", duckdb_engine.put(header, as_text(rows))), TOWN, Coding())
    repeated = [(of.value, of.count) for of in found.violations if of.code == "duplicate_respondent"]
    assert repeated == [("P22", 3), ("P7", 2)]
    once = [row for row in rows if row[0].strip() not in {"P7", "P22"}]
    counts = tally(plain(tmp_path, header, once, TOWN))
    pd.testing.assert_frame_equal(found.counts.figures, counts.figures)
    assert found.counts.rows_not_read == counts.rows_not_read + 5
    assert found.counts.rows() == 60


def test_of_many_values_the_most_frequent_are_looked_at_and_the_others_are_not_read(
    duckdb_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (values, counting):
        monkeypatch.setattr(module, "MANY", 3)
    said = ["1"] * 9 + ["2"] * 8 + ["Ja"] * 7 + ["J"] * 2 + ["nothing"]
    rows = [[str(at), "1", answer] for at, answer in enumerate(said)]
    table = open_table("duckdb", duckdb_engine.put(["respondent_id", "group", "member"], as_text(rows)))
    found = count(table, TOWN, ONLY_MEMBER)
    assert found.counts.accounts.loc[[("north", "member")]].to_numpy().tolist() == [[24, 0, 0, 0, 3]]
    [wrong] = [of for of in found.violations if of.code == "unknown_answer"]
    assert (wrong.severity, wrong.column, wrong.count) == ("error", "member", 3)
    assert "holds 5 different values, of which the 3 most frequent are looked at" in wrong.rule


def test_words_of_respondents_are_never_fetched(duckdb_engine: Engine, asked: list[tuple[Any, Any]]) -> None:
    """Open text stays where it is, also beside a question with several answers whose name it has."""
    header, rows = worded_town(15, 50)
    place = header.index("remark")
    rows = [[*row[:place], "my secret", "my secret"] for row in rows]
    found = count(open_table("duckdb", duckdb_engine.put([*header, "ways_other"], as_text(rows))), TOWN, Coding())
    assert found.counts.accounts.xs("remark", level="question")["answered"].sum() > 0
    assert asked
    assert not any("secret" in str(answer.to_pylist()) for _, answer in asked)


def test_some_respondents_are_named_as_examples(duckdb_engine: Engine) -> None:
    rows = [[f"P{at}", "1", "1" if at % 2 else "yesss"] for at in range(20)]
    table = open_table("duckdb", duckdb_engine.put(["respondent_id", "group", "member"], as_text(rows)))
    [wrong] = count(table, TOWN, ONLY_MEMBER).violations
    assert (wrong.code, wrong.count, wrong.value, wrong.lines) == ("unknown_answer", 10, "yesss", ())
    assert set(wrong.respondents) <= {f"P{at}" for at in range(0, 20, 2)}
    assert wrong.respondents


@pytest.mark.parametrize(
    ("coding", "said"),
    [
        (Coding(id_column="respondent_id"), "--id respondent_id: respondents in an engine are not linked"),
        (Coding(weight_column="weigth"), "there is no column 'weigth'"),
        (Coding(weight_column="remark"), "the column 'remark' holds text"),
    ],
    ids=["--id", "no such column", "text"],
)
def test_what_an_engine_does_not_do_is_said(duckdb_engine: Engine, coding: Coding, said: str) -> None:
    header, rows = worded_town(16, 5)
    table = open_table("duckdb", duckdb_engine.put(header, as_text(rows)))
    with pytest.raises(BrobyggerError) as raised:
        count(table, TOWN, coding)
    assert said in raised.value.message
    assert raised.value.hint


@pytest.mark.parametrize("knowing", [True, False], ids=["all operations", "as few as some have"])
def test_every_question_can_be_put_to_other_engines(
    duckdb_engine: Engine, monkeypatch: pytest.MonkeyPatch, asked: list[tuple[Any, Any]], *, knowing: bool
) -> None:
    """That they answer the same is not tested here, as it takes the engines."""
    ibis = pytest.importorskip("ibis")
    for module in (values, columns):
        monkeypatch.setattr(module, "knows", lambda *_: knowing)
    header, rows = coded_town(17, 30)
    rows[1][0] = rows[2][0] = "2"
    table = open_table("duckdb", duckdb_engine.put([*header, "weight"], typed([[*row, "1.5"] for row in rows])))
    count(table, TOWN, Coding(weight_column="weight"))
    kinds = ["trino", "snowflake"] if knowing else ["mssql", "mysql"]
    assert len(asked) > 5
    assert all(ibis.to_sql(wanted.unbind(), dialect=kind) for wanted, _ in asked for kind in kinds)
