"""The container "Stata file": .dta, read by pyreadstat."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.exports.containers.labelled import Labelled
from brobygger_cli.exports.containers.readstat import StatisticsFile
from brobygger_cli.exports.containers.table import table_of_columns
from brobygger_cli.exports.containers.values import day_after, moment_after, number_text, text_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from brobygger_cli.exports.containers.readstat import Value
    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.exports.variables import Kind

KIND = "a Stata file"

_RELEASE = re.compile(rb"<stata_dta><header><release>(\d{3})")
_UTF8_SINCE = 118
_FORMAT = re.compile(r"%-?(t.|d)")
_EPOCH = datetime(1960, 1, 1)  # noqa: DTZ001 - Stata knows no time zones


def read_stata(path: str, data: bytes, *, encoding: str | None = None) -> RawTable:
    """Read a Stata file into a raw table: a column per variable, its name the header, and a record per observation.

    Numbers are written as `text_of` does, those of single precision by as many digits as that has. Days (%td) and
    moments (%tc) are written as days and moments, all other times as the numbers that Stata keeps. Nothing stands for
    the missing value `.`; the extended ones stay as `.a` to `.z`, and are declared missing.

    Args:
        path: The file, for messages.
        data: Its bytes.
        encoding: The encoding of the text in a file of before Stata 14; Windows-1252 where None. Newer ones are UTF-8.

    Raises:
        UnreadableError: It is damaged.
        BrobyggerError: The library is not installed.
    """
    file = StatisticsFile(path, data, "dta", KIND, encoding if _is_old(data) else None)
    columns = [_labelled(file, name).column(values) for name, values in file.columns()]
    table = table_of_columns(path, file.names, [cells for _, cells in columns], unit="case")
    return replace(table, container=KIND, variables=tuple(variable for variable, _ in columns))


def _is_old(data: bytes) -> bool:
    release = _RELEASE.match(data)
    return release is None or int(release[1]) < _UTF8_SINCE


def _labelled(file: StatisticsFile, name: str) -> Labelled:
    meta = file.meta
    found = _FORMAT.match(meta.original_variable_types.get(name) or "")
    kind, write = _kind(found[1] if found else "", meta.readstat_variable_types[name])
    return Labelled(
        name=name,
        label=meta.column_names_to_labels.get(name) or "",
        kind=kind,
        measure="unknown",  # Stata keeps none
        labels=meta.variable_value_labels.get(name, {}),
        is_missing=lambda value: kind != "text" and isinstance(value, str),
        write=write,
    )


def _kind(time: str, stored_as: str) -> tuple[Kind, Callable[[Value], str]]:
    if stored_as == "string":
        return "text", text_of
    if time in {"d", "td"}:
        return "paradata", partial(_number, _day)
    if time == "tc":
        return "paradata", partial(_number, _moment)
    single = stored_as == "float"
    return ("paradata" if time else "number"), partial(_number, _single if single else text_of)


def _number(write: Callable[[float], str], value: Value) -> str:
    """Write a number, or the extended missing value whose letter stands in its place."""
    return f".{value}" if isinstance(value, str) else write(value)


def _single(value: float) -> str:
    return number_text(np.float32(value))


def _day(days: float) -> str:
    return day_after(_EPOCH, days, timedelta(days=1))


def _moment(milliseconds: float) -> str:
    return moment_after(_EPOCH, milliseconds, timedelta(milliseconds=1))
