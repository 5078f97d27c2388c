"""PostgreSQL counts a wave as brobygger counts a file with the same rows, and says what it does not allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from town_tables import as_text, check_counts, coded_town, example, typed, worded_town

from brobygger_cli.engines import count, open_table
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.questionnaire.load import load
from brobygger_cli.responses import Coding
from random_exports import TOWN

if TYPE_CHECKING:
    from pathlib import Path

    from town_tables import Engine

pytest_plugins = ["engines_at_hand"]


@pytest.mark.parametrize("seed", [1, 2])
def test_answers_in_words_are_counted_as_in_a_file(postgres_engine: Engine, tmp_path: Path, seed: int) -> None:
    header, rows = worded_town(seed, 400, joined=seed == 2)
    check_counts(postgres_engine, tmp_path, (header, rows), as_text(rows), TOWN)


def test_answers_in_numbers_are_counted_as_in_a_file(postgres_engine: Engine, tmp_path: Path) -> None:
    header, rows = coded_town(3, 400)
    check_counts(postgres_engine, tmp_path, (header, rows), typed(rows), TOWN)


def test_an_example_is_counted_as_in_a_file(postgres_engine: Engine, tmp_path: Path) -> None:
    header, rows = example("followup.csv")
    check_counts(postgres_engine, tmp_path, (header, rows), typed(rows), load("kommune"))


def test_weights_and_truths_are_read_as_in_a_file(postgres_engine: Engine, tmp_path: Path) -> None:
    header, rows = coded_town(4, 200)
    rows = [[*row, ["0.5", "1.25", "3", "0", ""][at % 5]] for at, row in enumerate(rows)]
    held = typed(rows)
    place = header.index("ways_1")
    for cells, values in zip(rows, held, strict=True):
        values[place] = {"1": True, "0": False}.get(cells[place])
        cells[place] = {"1": "TRUE", "0": "FALSE"}.get(cells[place], "")
    coding = Coding(weight_column="weight")
    check_counts(postgres_engine, tmp_path, ([*header, "weight"], rows), held, TOWN, coding)


def test_a_table_in_a_schema_is_named_with_it_and_rights_are_needed(postgres_engine: Engine) -> None:
    psycopg = pytest.importorskip("psycopg", exc_type=ImportError)
    header, rows = coded_town(5, 20)
    name = postgres_engine.put(header, typed(rows))
    with psycopg.connect(postgres_engine.address) as connection:
        view = psycopg.sql.SQL("CREATE SCHEMA old; CREATE VIEW old.wave AS SELECT * FROM {}")
        connection.execute(view.format(psycopg.sql.Identifier(name)))
        connection.execute("CREATE TABLE old.closed (respondent_id int); CREATE USER reader PASSWORD 'krit'")
        connection.execute("GRANT USAGE ON SCHEMA old TO reader; GRANT SELECT ON old.wave TO reader")
        connection.execute("GRANT INSERT ON old.closed TO reader")
    as_reader = "postgres://reader:krit@" + postgres_engine.address.partition("@")[2]
    whole = count(open_table(postgres_engine.address, name), TOWN, Coding()).counts
    viewed = count(open_table(as_reader, "old.wave"), TOWN, Coding()).counts
    assert viewed.figures.equals(whole.figures)
    with pytest.raises(BrobyggerError) as raised:
        count(open_table(as_reader, "old.closed"), TOWN, Coding())
    assert "permission denied for table closed" in raised.value.message
    assert raised.value.hint == "The user of the connection has to be allowed to read the table (SELECT)."
    assert "krit" not in raised.value.message


def test_a_wrong_password_is_told_and_not_shown(postgres_engine: Engine) -> None:
    with pytest.raises(BrobyggerError) as raised:
        open_table(postgres_engine.address.replace("s3krit", "wr0ng"), "wave")
    assert "password authentication failed" in raised.value.message
    assert "wr0ng" not in raised.value.message + raised.value.hint
    assert raised.value.hint.startswith("Check user and password")
