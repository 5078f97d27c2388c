"""What a draft is made from: an export, or the file in which a platform keeps the questionnaire itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.errors import UnreadableError
from brobygger_cli.exports import read_export
from brobygger_cli.exports.beside import LARGEST, InFolder
from brobygger_cli.exports.containers.disk import read_bytes
from brobygger_cli.exports.definitions import (
    limesurvey_lss,
    qualtrics_qsf,
    redcap_dictionary,
    surveyxact_structure,
    xlsform,
)
from brobygger_cli.exports.layouts import redcap, surveyxact
from brobygger_cli.exports.layouts.headers import unique
from brobygger_cli.exports.raw import Cells, RawTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brobygger_cli.exports import HowToRead
    from brobygger_cli.exports.variables import Variable

_FIELD_NAME = re.compile(rb"field[ _]name", re.IGNORECASE)
_HEAD = 2**16  # of a file, what tells its kind


def open_for_draft(path: str, how: HowToRead, language: str) -> RawTable:
    """Return an export as it is read, or a definition file as an export of it would be: its columns, no records.

    Args:
        path: The file.
        how: How an export is to be read.
        language: The language of the wordings, where a definition file has several.

    Raises:
        UnreadableError: The file cannot be read.
        BrobyggerError: A library for this kind of file is not installed, or there is no such sheet or layout.
    """
    as_export = path == "-" or how.layout is not None or how.sheet is not None
    return (None if as_export else _definition(path, language)) or read_export(path, how)


def _definition(path: str, language: str) -> RawTable | None:
    """Return the columns that a definition file tells of; None where it is none."""
    head, small = _head(path), _is_small(path)
    if limesurvey_lss.recognise(head):
        return _without_records(path, limesurvey_lss.read(path, _whole(path), language), "a LimeSurvey structure")
    if qualtrics_qsf.recognise(head):
        return _without_records(path, qualtrics_qsf.read(path, _whole(path), language), "a Qualtrics survey file")
    if head.startswith(b"PK") and small:
        variables = xlsform.read(path, language)
        return _without_records(path, variables, "an XLSForm") if variables else None
    if small and b"questionName" in head.replace(b"\0", b""):
        entries = surveyxact_structure.read_structure(path, _whole(path))
        named = _table(path, [entry.variable for entry in entries], "a SurveyXact structure")
        return surveyxact.read(named) if entries else None
    if small and _FIELD_NAME.search(head):
        fields = redcap_dictionary.read_dictionary(path, _whole(path))
        named = _table(path, [column for field in fields for column in _columns(field)], "a REDCap dictionary")
        return redcap.read(replace(named, beside=_Only(_whole(path)))) if fields else None
    return None


def _columns(field: redcap_dictionary.Field) -> list[str]:
    """Return the columns that an export has for a field of REDCap."""
    if field.kind != "tick":
        return [field.name] if field.type != "descriptive" else []
    return [f"{field.name}___{choice.code}" for choice in field.choices]


@dataclass(frozen=True)
class _Only:
    """A dictionary as the only file beside an export.

    Attributes:
        dictionary: Its bytes.
    """

    dictionary: bytes

    def names(self) -> tuple[str, ...]:
        """Return a name by which a dictionary is known."""
        return ("dictionary.csv",)

    def read(self, name: str) -> bytes:  # noqa: ARG002 - there is one file
        """Return its bytes."""
        return self.dictionary


def _head(path: str) -> bytes:
    """Return how a file begins; nothing where reading it will say what is wrong."""
    try:
        with Path(path).open("rb") as file:
            return file.read(_HEAD)
    except (OSError, ValueError):
        return b""


def _is_small(path: str) -> bool:
    """Tell whether a file may be a definition: what is larger is an export."""
    try:
        return Path(path).stat().st_size <= LARGEST
    except (OSError, ValueError):
        return False


def _whole(path: str) -> bytes:
    """Return the bytes of a definition file.

    Raises:
        UnreadableError: It is too large to be one, or cannot be read.
    """
    if not _is_small(path):
        hint = "A survey's definition is a few megabytes at most: is it whole, and nothing else?"
        raise UnreadableError("not_a_table", path, f"a definition file of more than {LARGEST >> 20} MB", hint)
    return read_bytes(path)


def _without_records(path: str, variables: Sequence[Variable], what: str) -> RawTable:
    return replace(_table(path, [variable.name for variable in variables], what), variables=tuple(variables))


def _table(path: str, columns: Sequence[str], what: str) -> RawTable:
    nothing = Cells.of(())
    return RawTable(
        path,
        unique(columns),
        (nothing,) * len(columns),
        np.empty(0, dtype=np.int64),
        (),
        container=what,
        beside=InFolder(Path(path).with_name("dataset")),  # as if one lay there
    )
