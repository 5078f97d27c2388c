"""How survey platforms fill a table, told by the table's structure and never by its language.

A layout is a module here with

    NAME = "surveyxact"                       the name that `--layout` takes
    def recognise(raw: RawTable) -> str       by what it is told, in words; "" where this is another layout
    def read(raw: RawTable) -> RawTable       the same respondents with one header, and what the platform tells

registered in `LAYOUTS`, the most particular first. `tests/exports/layouts/` holds the tests that every layout must
pass.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from brobygger_cli.errors import BrobyggerError
from brobygger_cli.exports.layouts import (
    enalyzer,
    google_forms,
    kobo,
    limesurvey,
    microsoft_forms,
    qualtrics,
    redcap,
    surveymonkey,
    surveyxact,
)
from brobygger_cli.spelling import did_you_mean, normalise

if TYPE_CHECKING:
    from brobygger_cli.exports.raw import RawTable


class Layout(Protocol):
    """What a module of this folder has."""

    NAME: str

    def recognise(self, raw: RawTable) -> str:
        """Say by what a table is told to be of this layout; "" where it is not."""

    def read(self, raw: RawTable) -> RawTable:
        """Return the table with one header, one record per respondent, and what the platform tells.

        Called for a table that is recognised, and for any table where the user names the layout.
        """


LAYOUTS: tuple[Layout, ...] = (
    qualtrics,
    surveymonkey,
    surveyxact,
    redcap,
    kobo,
    limesurvey,
    microsoft_forms,
    google_forms,
    enalyzer,
)
PLAIN = "plain"


def layout_names() -> tuple[str, ...]:
    """Return the names that `--layout` takes."""
    return (*(layout.NAME for layout in LAYOUTS), PLAIN)


def apply_layout(raw: RawTable, name: str | None = None) -> RawTable:
    """Return a table read by its layout.

    Args:
        raw: The table as its container gives it.
        name: The layout; found where None.

    Raises:
        BrobyggerError: If there is no layout of that name.
    """
    if name is not None:
        chosen = next((layout for layout in LAYOUTS if normalise(name) == layout.NAME), None)
        if chosen is None and normalise(name) != PLAIN:
            raise BrobyggerError(
                f"--layout {name}: there is no such layout{did_you_mean(name, layout_names())}",
                f"There are: {', '.join(layout_names())}.",
            )
        return raw if chosen is None else replace(chosen.read(raw), layout=chosen.NAME, reason="as given")
    for layout in LAYOUTS:
        reason = layout.recognise(raw)
        if reason:
            return replace(layout.read(raw), layout=layout.NAME, reason=reason)
    return raw
