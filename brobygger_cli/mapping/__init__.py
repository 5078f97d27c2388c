"""Which column of an export holds what: columns matched to a questionnaire, found or confirmed by a person."""

from brobygger_cli.mapping.columns import ColumnMap, map_columns, recognise
from brobygger_cli.mapping.confirmed import Mapping, mapping_for
from brobygger_cli.mapping.headers import Headers, column_named
from brobygger_cli.mapping.near import nearest_header, nearest_name

__all__ = [
    "ColumnMap",
    "Headers",
    "Mapping",
    "column_named",
    "map_columns",
    "mapping_for",
    "nearest_header",
    "nearest_name",
    "recognise",
]
