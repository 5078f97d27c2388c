"""Waves that lie in an engine and not in a file: a table or a folder of Parquet, counted where it lies."""

from brobygger_cli.engines.counting import Counted, count
from brobygger_cli.engines.tables import EngineTable, open_table

__all__ = ["Counted", "EngineTable", "count", "open_table"]
