"""The common survey as Google Forms writes it: only what was sent in, with the time in front."""

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
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from common_survey import Respondent

    from brobygger_cli.exports.standing import Status

LAYOUT = "google-forms"
STANDING: Mapping[Status, Status | None] = {"completed": "completed"}
QUESTIONS = (GROUP, MEMBER, REASONS, CONTENT, HOURS, COMMENT)


def answers(someone: Respondent) -> list[str]:
    """Return the answers in their words, with the ticks in the form's order."""
    ticked: Iterable[str] = (label_of(JOINED, reason) for reason in JOINED if reason in (someone.reasons or ()))
    return [
        label_of(GROUPS, someone.group),
        label_of(MEMBERS, someone.member),
        ", ".join(ticked),
        label_of(STEPS, someone.content),
        someone.hours,
        someone.comment,
    ]


def write_sheet(folder: Path) -> Path:
    """Write what a sheet collects, in the American form of dates."""
    rows = [[f"3/{int(someone.id) % 100}/2026 8:28:09", *answers(someone)] for someone in with_status(STANDING)]
    return write_rows(folder / "answers.csv", [["Timestamp", *QUESTIONS], *rows])


def write_download(folder: Path) -> Path:
    """Write what the form itself gives for download, with the address that it asked for."""
    rows = [
        [f"2026/03/{int(someone.id) % 100} 8:28:09 PM GMT+1", f"{someone.id}@example.org", *answers(someone)]
        for someone in with_status(STANDING)
    ]
    return write_rows(folder / "answers.csv", [["Tidsstempel", "Brugernavn", *QUESTIONS], *rows])


def write_danish(folder: Path) -> Path:
    """Write what a Danish sheet collects."""
    rows = [[f"{int(someone.id) % 100}.03.2026 20.28.09", *answers(someone)] for someone in with_status(STANDING)]
    return write_rows(folder / "answers.csv", [["Tidsstempel", *QUESTIONS], *rows], delimiter=";")


WRITERS = {"sheet": write_sheet, "download": write_download, "danish": write_danish}
