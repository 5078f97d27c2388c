"""The common survey as Microsoft Forms writes it: only what was sent in, and every tick with a semicolon behind it."""

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

LAYOUT = "microsoft-forms"
STANDING: Mapping[Status, Status | None] = {"completed": "completed"}
QUESTIONS = (GROUP, MEMBER, REASONS, CONTENT, HOURS, COMMENT)


def answers(someone: Respondent) -> list[str]:
    """Return the answers in their words."""
    return [
        label_of(GROUPS, someone.group),
        label_of(MEMBERS, someone.member),
        "".join(f"{label_of(JOINED, reason)};" for reason in someone.reasons or ()),
        label_of(STEPS, someone.content),
        someone.hours,
        someone.comment,
    ]


def write_anonymous(folder: Path) -> Path:
    """Write a form that anybody could fill in."""
    header = ["ID", "Start time", "Completion time", "Email", "Name", *QUESTIONS]
    rows = [
        [str(number), "3/2/26 8:28:09", f"3/2/26 9:{number:02}:00", "anonymous", "", *answers(someone)]
        for number, someone in enumerate(with_status(STANDING), 1)
    ]
    return write_rows(folder / "Sports club(1-6).csv", [header, *rows])


def write_named(folder: Path) -> Path:
    """Write a form for the people of one organisation, with when an answer was last changed."""
    header = [
        "Id",
        "Starttidspunkt",
        "Fuldførelsestidspunkt",
        "Mail",
        "Navn",
        "Tidspunkt for seneste ændring",
        *QUESTIONS,
    ]
    rows = [
        [
            *(str(number), f"{number}-03-2026 23:58:00", f"{number + 1}-03-2026 00:04:00"),
            *(f"{someone.id}@example.org", f"Person {number}", "", *answers(someone)),
        ]
        for number, someone in enumerate(with_status(STANDING), 1)
    ]
    return write_rows(folder / "Sports club(1-6).csv", [header, *rows], delimiter=";", encoding="utf-8-sig")


def write_without_people(folder: Path) -> Path:
    """Write a file from which addresses and names were taken out."""
    header = ["ID", "Start time", "Completion time", *QUESTIONS]
    rows = [
        [str(number), "2026-03-02 08:28:09", "2026-03-02 08:38:48", *answers(someone)]
        for number, someone in enumerate(with_status(STANDING), 1)
    ]
    return write_rows(folder / "Sports club.csv", [header, *rows])


WRITERS = {"anonymous": write_anonymous, "named": write_named, "without-people": write_without_people}
