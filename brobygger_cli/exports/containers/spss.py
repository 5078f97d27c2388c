"""The container "SPSS file": .sav, .zsav and .por, read by pyreadstat."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from brobygger_cli.errors import UnreadableError
from brobygger_cli.exports.containers.labelled import Labelled
from brobygger_cli.exports.containers.readstat import StatisticsFile
from brobygger_cli.exports.containers.sav_dictionary import read_dictionary
from brobygger_cli.exports.containers.spss_sets import in_sets, response_sets
from brobygger_cli.exports.containers.table import table_of_columns
from brobygger_cli.exports.containers.values import day_after, duration_text, moment_after, text_of
from brobygger_cli.spelling import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from brobygger_cli.exports.containers.readstat import Value
    from brobygger_cli.exports.containers.sav_dictionary import Dictionary
    from brobygger_cli.exports.containers.spss_sets import ResponseSet
    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.exports.variables import Kind

KIND = "an SPSS file"

_FAMILY = re.compile(r"[A-Z]+")
_DAYS = {"DATE", "ADATE", "EDATE", "JDATE", "SDATE", "QYR", "MOYR", "WKYR"}
_MOMENTS = {"DATETIME", "YMDHMS"}
_DURATIONS = {"TIME", "DTIME", "MTIME"}
_EPOCH = datetime(1582, 10, 14)  # noqa: DTZ001 - SPSS knows no time zones
_SECOND = timedelta(seconds=1)


def read_spss(path: str, data: bytes, *, encoding: str | None = None) -> RawTable:
    """Read an SPSS system file (.sav, .zsav) into a raw table.

    Every variable is a column, with its name as the header, and every case is a record.
    Numbers are written as `text_of` does; days, moments and durations as it writes those, whatever format shows them.
    Nothing stands for system-missing. A code that is declared user-missing stays in its cell.

    Args:
        path: The file, for messages.
        data: Its bytes.
        encoding: The encoding of its text, where it is not in the one that the file tells.

    Raises:
        UnreadableError: It is damaged, or its text is in neither encoding.
        BrobyggerError: The library is not installed.
    """
    try:
        return _read_system_file(path, data, None)
    except UnreadableError as error:
        if error.code != "wrong_encoding" or encoding is None:
            raise
    return _read_system_file(path, data, encoding)


def read_portable(path: str, data: bytes) -> RawTable:
    """Read an SPSS portable file (.por) as `read_spss` does others; its text is in no encoding but its own."""
    return _table(StatisticsFile(path, data, "por", KIND, None), [])


def _read_system_file(path: str, data: bytes, encoding: str | None) -> RawTable:
    dictionary = _checked_dictionary(path, data, encoding)
    used = encoding or dictionary.encoding
    sets = response_sets(dictionary.sets, used, dictionary.long_names(used))
    return _table(StatisticsFile(path, dictionary.without_sets(data), "sav/zsav", KIND, encoding), sets)


def _table(file: StatisticsFile, sets: Sequence[ResponseSet]) -> RawTable:
    columns = [_labelled(file, name).column(values) for name, values in file.columns()]
    cells = [column for _, column in columns]
    texts = [name for name in file.names if file.meta.readstat_variable_types[name] == "string"]
    variables = in_sets(sets, [variable for variable, _ in columns], cells, texts)
    return replace(table_of_columns(file.path, file.names, cells, unit="case"), container=KIND, variables=variables)


def _checked_dictionary(path: str, data: bytes, encoding: str | None) -> Dictionary:
    """Return the dictionary, unless the library could not go on from there."""
    dictionary = read_dictionary(data)
    if dictionary is None:
        hint = "It may be cut off: export or copy it again."
        raise UnreadableError("unreadable_file", path, f"this is {KIND} with a damaged dictionary", hint)
    used = encoding or dictionary.encoding
    code = dictionary.foreign_code(used)
    if code is not None:
        message = f'a code with a label is no text in "{visible(used)}": {visible(code.decode("latin-1").rstrip())}'
        hint = "Say which encoding it is in: --read-encoding windows-1252, or utf-8."
        raise UnreadableError("wrong_encoding", path, message, hint)
    return dictionary


def _labelled(file: StatisticsFile, name: str) -> Labelled:
    meta = file.meta
    family = _FAMILY.match(meta.original_variable_types.get(name) or "")
    kind, write = _kind(family[0] if family else "", meta.readstat_variable_types[name])
    spans = meta.missing_ranges.get(name, [])
    return Labelled(
        name=name,
        label=meta.column_names_to_labels.get(name) or "",
        kind=kind,
        measure=meta.variable_measure.get(name, "unknown"),
        labels=meta.variable_value_labels.get(name, {}),
        is_missing=partial(_in_ranges, [(span["lo"], span["hi"]) for span in spans if isinstance(span, dict)]),
        write=write,
    )


def _kind(family: str, stored_as: str) -> tuple[Kind, Callable[[Value], str]]:
    if stored_as == "string":
        return "text", text_of
    if family in _DAYS:
        return "paradata", _day
    if family in _MOMENTS:
        return "paradata", _moment
    if family in _DURATIONS:
        return "paradata", _duration
    return "number", text_of


def _in_ranges(ranges: Sequence[tuple[float, float]], value: Value) -> bool:
    """Tell whether a value is declared user-missing; of texts, only single ones can be."""
    if isinstance(value, str):
        return any(value == str(low) for low, _ in ranges)
    return any(low <= value <= high for low, high in ranges)


def _day(value: Value) -> str:
    return day_after(_EPOCH, float(value), _SECOND)


def _moment(value: Value) -> str:
    return moment_after(_EPOCH, float(value), _SECOND)


def _duration(value: Value) -> str:
    try:
        return duration_text(float(value) * _SECOND)
    except OverflowError:
        return text_of(value)
