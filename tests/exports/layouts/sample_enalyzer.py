"""The common survey as Enalyzer is assumed to write it: a row for everybody who was invited."""

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
    RESPONDENTS,
    STEPS,
    code_of,
    label_of,
    write_rows,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from brobygger_cli.exports.standing import Status

LAYOUT = "enalyzer"
STANDING: Mapping[Status, Status | None] = {
    "completed": "completed",
    "partial": "partial",
    "not_opened": "not_opened",
}

DANISH = {"completed": "Gennemført", "partial": "Ufuldstændig", "not_opened": "Ikke besvaret"}
ENGLISH = {"completed": "Completed", "partial": "Incomplete", "not_opened": "Not answered"}


def write_texts(folder: Path) -> Path:
    """Write the words of answers; an option's column holds the option."""
    header = ["Respondent ID", "E-mail", "Besvarelsesstatus", GROUP, MEMBER]
    header += [f"{REASONS}: {label}" for _, label in JOINED.values()]
    rows = [
        [
            someone.id,
            f"{someone.id}@example.org",
            DANISH[someone.status],
            label_of(GROUPS, someone.group),
            label_of(MEMBERS, someone.member),
            *(label_of(JOINED, reason) if reason in (someone.reasons or ()) else "" for reason in JOINED),
            label_of(STEPS, someone.content),
            someone.hours,
            someone.comment,
        ]
        for someone in RESPONDENTS
    ]
    return write_rows(folder / "svar.csv", [[*header, CONTENT, HOURS, COMMENT], *rows], delimiter=";")


def write_values(folder: Path) -> Path:
    """Write values: an option's column is 0 also where nobody ever looked."""
    header = ["Respondent ID", "Status", GROUP, MEMBER, *(f"{REASONS} - {label}" for _, label in JOINED.values())]
    rows = [
        [
            someone.id,
            ENGLISH[someone.status],
            code_of(GROUPS, someone.group),
            code_of(MEMBERS, someone.member),
            *("01"[reason in (someone.reasons or ())] for reason in JOINED),
            code_of(STEPS, someone.content),
            someone.hours,
            someone.comment,
        ]
        for someone in RESPONDENTS
    ]
    return write_rows(folder / "answers.csv", [[*header, CONTENT, HOURS, COMMENT], *rows])


WRITERS = {"texts": write_texts, "values": write_values}
