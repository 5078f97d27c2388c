"""The common survey as REDCap writes it: a row for everybody, and 0 in every box that was not ticked or never seen.

The group stands in a form of the staff's, which is filled in for everybody beforehand.
"""

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
    code_of,
    label_of,
    with_status,
    write_rows,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from common_survey import Respondent

    from brobygger_cli.exports.standing import Status

LAYOUT = "redcap"
STANDING: Mapping[Status, Status | None] = {"completed": "completed", "partial": "partial", "not_opened": "not_opened"}

BOXES = [f"reasons___{code}" for code, _ in JOINED.values()]
HEADER = ["record_id", "group", "contacts_complete", "redcap_survey_identifier", "sports_club_timestamp", "member"]
HEADER += [*BOXES, "content", "hours", "comment", "sports_club_complete"]
TIMES = {"completed": "2026-03-02 10:15:00", "partial": "[not completed]", "not_opened": ""}
FINISHED = {"completed": "2", "partial": "0", "not_opened": "0"}

DICTIONARY = (
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Branching Logic (Show field only if...)",
    "Matrix Group Name",
)


def codes(someone: Respondent) -> list[str]:
    """Return a row of codes."""
    return [
        *(someone.id, code_of(GROUPS, someone.group), "2", "", TIMES[someone.status], code_of(MEMBERS, someone.member)),
        *("01"[reason in (someone.reasons or ())] for reason in JOINED),
        *(code_of(STEPS, someone.content), someone.hours, someone.comment, FINISHED[someone.status]),
    ]


def labels(someone: Respondent) -> list[str]:
    """Return a row of labels."""
    finished = {"2": "Complete", "0": "Incomplete"}[FINISHED[someone.status]]
    ticks = [("Unchecked", "Checked")[reason in (someone.reasons or ())] for reason in JOINED]
    return [
        *(someone.id, label_of(GROUPS, someone.group), "Complete", "", TIMES[someone.status]),
        *(label_of(MEMBERS, someone.member), *ticks),
        *(label_of(STEPS, someone.content), someone.hours, someone.comment, finished),
    ]


def choices(options: dict[str, tuple[str, str]]) -> str:
    """Return choices as the dictionary writes them."""
    return " | ".join(f"{code}, {label}" for code, label in options.values())


def write_dictionary(path: Path) -> None:
    """Write the dictionary of the project."""
    fields = [
        ["record_id", "contacts", "", "text", "Record ID", "", "", "", "", ""],
        ["group", "contacts", "", "radio", GROUP, choices(GROUPS), "", "", "", ""],
        ["member", "sports_club", "", "radio", f"<p>{MEMBER}</p>", choices(MEMBERS), "", "", "", ""],
        ["reasons", "sports_club", "", "checkbox", REASONS, choices(JOINED), "", "", "[member] = '1'", ""],
        ["content", "sports_club", "", "radio", CONTENT, choices(STEPS), "", "", "", ""],
        ["hours", "sports_club", "", "text", HOURS, "", "", "integer", "", ""],
        ["comment", "sports_club", "", "notes", COMMENT, "", "", "", "", ""],
    ]
    write_rows(path, [DICTIONARY, *fields])


def write_codes(folder: Path) -> Path:
    """Write codes, with the dictionary beside them."""
    write_dictionary(folder / "SportsClub_DataDictionary_2026-03-03.csv")
    return write_rows(folder / "SportsClub_DATA_2026-03-03.csv", [HEADER, *map(codes, with_status(STANDING))])


def write_without_dictionary(folder: Path) -> Path:
    """Write codes with nothing beside them."""
    return write_rows(folder / "SportsClub_DATA.csv", [HEADER, *map(codes, with_status(STANDING))])


def write_labels(folder: Path) -> Path:
    """Write labels in the header and in the cells, with the dictionary beside them."""
    write_dictionary(folder / "dictionary.csv")
    boxes = [f"{REASONS} (choice={label})" for _, label in JOINED.values()]
    header = ["Record ID", GROUP, "Complete?", "Survey Identifier", "Survey Timestamp", MEMBER]
    header += [*boxes, CONTENT, HOURS, COMMENT, "Complete?"]
    return write_rows(folder / "SportsClub_DATA_LABELS.csv", [header, *map(labels, with_status(STANDING))])


WRITERS = {"codes": write_codes, "without-dictionary": write_without_dictionary, "labels": write_labels}
