"""Which column of an export holds what: columns matched to a questionnaire, found or confirmed by a person."""

from brobygger_cli.mapping.columns import ColumnMap, Mapping, column_named, map_columns, nearest_name, recognise

__all__ = ["ColumnMap", "Mapping", "column_named", "map_columns", "nearest_name", "recognise"]
