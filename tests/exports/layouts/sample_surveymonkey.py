"""The common survey as SurveyMonkey writes it: no status, and no row for those who never opened the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from common_survey import (
    COMMENT,
    CONTENT,
    GROUP,
    GROUPS,
    HOURS,
    JOINED,
    MEMBER,
    MEMBERS,
    REASONS,
    STEPS,
    label_of,
    with_status,
    write_rows,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from common_survey import Respondent

    from brobygger_cli.exports.standing import Status

LAYOUT = "surveymonkey"
STANDING: Mapping[Status, Status | None] = {"completed": None, "partial": None}

PLATFORM = ("Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Custom Data 1")
MENUS = "Which days are you there?"


def platform(someone: Respondent) -> list[str]:
    """Return the platform's own cells."""
    return [f"1129{someone.id}", "411", "03/01/2026 08:28:09 AM", "03/01/2026 08:38:48 AM", "192.0.2.7", ""]


def answers(someone: Respondent) -> list[str]:
    """Return the answers in their words; a column of an option holds the option."""
    return [
        label_of(GROUPS, someone.group),
        label_of(MEMBERS, someone.member),
        *(label_of(JOINED, reason) if reason in (someone.reasons or ()) else "" for reason in JOINED),
        "my neighbour" if "near" in (someone.reasons or ()) else "",
        label_of(STEPS, someone.content),
        someone.hours,
        someone.comment,
    ]


def header(closed: str, opened: str) -> list[list[str]]:
    """Return the two rows above the answers, with the words that stand below a question of one column."""
    labels = [label for _, label in JOINED.values()]
    return [
        [*PLATFORM, GROUP, MEMBER, REASONS, "", "", "", "", CONTENT, HOURS, COMMENT],
        [*[""] * len(PLATFORM), closed, closed, *labels, "Other (please specify)", closed, opened, opened],
    ]


def write_two(folder: Path) -> Path:
    """Write two rows of header."""
    rows = [[*platform(someone), *answers(someone)] for someone in with_status(STANDING)]
    return write_rows(folder / "survey.csv", [*header("Response", "Open-Ended Response"), *rows])


def write_foreign(folder: Path) -> Path:
    """Write what a language has that nobody here knows; the ids are those of a spreadsheet."""
    rows = [[f"1.1{someone.id}E+10", *platform(someone)[1:], *answers(someone)] for someone in with_status(STANDING)]
    first, second = header("Vastaus", "Avoin vastaus")
    first[: len(PLATFORM)] = ["Vastaajan tunnus", "Keräin", "Alku", "Loppu", "IP", "Tieto 1"]
    return write_rows(folder / "survey.csv", [first, second, *rows], delimiter=";", encoding="utf-8-sig")


def write_three(folder: Path) -> Path:
    """Write three rows of header: a matrix of menus stands behind the other questions."""
    first, second = header("Response", "Open-Ended Response")
    rows = [
        [*platform(someone), *answers(someone), "Often" if someone.member == "yes" else "", "", "Never", ""]
        for someone in with_status(STANDING)
    ]
    above = [
        [*first, MENUS, "", "", ""],
        [*second, "Weekdays", "", "Weekends", ""],
        [*[""] * len(first), "Mornings", "Evenings", "Mornings", "Evenings"],
    ]
    return write_rows(folder / "survey.csv", [*above, *rows])


WRITERS = {"two": write_two, "foreign": write_foreign, "three": write_three}
