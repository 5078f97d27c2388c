"""Spark counts a wave as brobygger counts a file with the same rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from town_tables import as_text, check_counts, coded_town, typed, worded_town

from random_exports import TOWN

if TYPE_CHECKING:
    from pathlib import Path

    from town_tables import Engine

pytest_plugins = ["engines_at_hand"]


def test_answers_in_words_are_counted_as_in_a_file(pyspark_engine: Engine, tmp_path: Path) -> None:
    header, rows = worded_town(1, 400)
    check_counts(pyspark_engine, tmp_path, (header, rows), as_text(rows), TOWN)


def test_answers_in_numbers_are_counted_as_in_a_file(pyspark_engine: Engine, tmp_path: Path) -> None:
    header, rows = coded_town(3, 400)
    check_counts(pyspark_engine, tmp_path, (header, rows), typed(rows), TOWN)
