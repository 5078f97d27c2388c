"""The common survey as KoboToolbox, ODK and SurveyCTO write it: only what was sent in."""

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

LAYOUT = "kobo"
STANDING: Mapping[Status, Status | None] = {"completed": "completed"}
KOBO = (
    "_id",
    "_uuid",
    "_submission_time",
    "_validation_status",
    "_notes",
    "_status",
    "_submitted_by",
    "_tags",
    "_index",
)


def joined(someone: Respondent, *, labels: bool) -> str:
    """Return the ticked options in one cell, with blanks between them."""
    spelled = label_of if labels else code_of
    return " ".join(spelled(JOINED, reason) for reason in someone.reasons or ())


def ticks(someone: Respondent, yes: str = "1", no: str = "0") -> list[str]:
    """Return the cells of the options; blank where the question was not relevant."""
    return ["" if someone.reasons is None else (no, yes)[reason in someone.reasons] for reason in JOINED]


def kobo(someone: Respondent) -> list[str]:
    """Return what KoboToolbox adds."""
    sent = f"2026-03-02T08:{int(someone.id) % 100}:00"
    return [f"50{someone.id}", f"fe833c3c-{someone.id}", sent, "", "", "submitted_via_web", "", "", someone.id[-1]]


def write_codes(folder: Path) -> Path:
    """Write KoboToolbox's names and codes, joined and in a column each."""
    reasons = ["reasons", *(f"reasons/{code}" for code, _ in JOINED.values())]
    header = ["start", "end", "group", "member", *reasons, "content", "hours", "comment", "__version__", *KOBO]
    rows = [
        [
            *("2026-03-02T08:01:04.104+01:00", "2026-03-02T08:12:40.000+01:00"),
            *(code_of(GROUPS, someone.group), code_of(MEMBERS, someone.member)),
            *(joined(someone, labels=False), *ticks(someone)),
            *(code_of(STEPS, someone.content), someone.hours, someone.comment, "vX1", *kobo(someone)),
        ]
        for someone in with_status(STANDING)
    ]
    return write_rows(folder / "club.csv", [header, *rows], delimiter=";", encoding="utf-8-sig")


def write_labels(folder: Path) -> Path:
    """Write KoboToolbox's labels, joined and in a column each."""
    reasons = [REASONS, *(f"{REASONS}/{label}" for _, label in JOINED.values())]
    header = [GROUP, MEMBER, *reasons, CONTENT, HOURS, COMMENT, *KOBO]
    rows = [
        [
            *(label_of(GROUPS, someone.group), label_of(MEMBERS, someone.member)),
            *(joined(someone, labels=True), *ticks(someone)),
            *(label_of(STEPS, someone.content), someone.hours, someone.comment, *kobo(someone)),
        ]
        for someone in with_status(STANDING)
    ]
    return write_rows(folder / "club.csv", [header, *rows], delimiter=";")


def write_columns(folder: Path) -> Path:
    """Write a column for each option only, within groups, as truths."""
    reasons = [f"club/reasons/{code}" for code, _ in JOINED.values()]
    header = ["about/group", "about/member", *reasons, "club/content", "club/hours", "comment", *KOBO]
    rows = [
        [
            *(code_of(GROUPS, someone.group), code_of(MEMBERS, someone.member), *ticks(someone, "TRUE", "FALSE")),
            *(code_of(STEPS, someone.content), someone.hours, someone.comment, *kobo(someone)),
        ]
        for someone in with_status(STANDING)
    ]
    return write_rows(folder / "club.csv", [header, *rows])


def write_joined(folder: Path) -> Path:
    """Write one column with blanks between the codes only."""
    header = ["group", "member", "reasons", "content", "hours", "comment", *KOBO]
    rows = [
        [
            *(code_of(GROUPS, someone.group), code_of(MEMBERS, someone.member), joined(someone, labels=False)),
            *(code_of(STEPS, someone.content), someone.hours, someone.comment, *kobo(someone)),
        ]
        for someone in with_status(STANDING)
    ]
    return write_rows(folder / "club.csv", [header, *rows])


def write_odk(folder: Path) -> Path:
    """Write what ODK Central gives, with groups behind hyphens."""
    reasons = ["club-reasons", *(f"club-reasons/{code}" for code, _ in JOINED.values())]
    header = ["SubmissionDate", "meta-instanceID", "group", "member", *reasons, "club-content", "club-hours", "comment"]
    header += ["KEY", "SubmitterID", "SubmitterName", "Status", "ReviewState", "DeviceID", "Edits", "FormVersion"]
    rows = [
        [
            *("2026-03-02T08:00:00.000Z", f"uuid:{someone.id}"),
            *(code_of(GROUPS, someone.group), code_of(MEMBERS, someone.member)),
            *(joined(someone, labels=False), *ticks(someone)),
            *(code_of(STEPS, someone.content), someone.hours, someone.comment),
            *(f"uuid:{someone.id}", "5", "Alice", "", "", "", "0", "1"),
        ]
        for someone in with_status(STANDING)
    ]
    return write_rows(folder / "club.csv", [header, *rows])


def write_surveycto(folder: Path) -> Path:
    """Write what SurveyCTO gives, with underscores before the options."""
    reasons = ["reasons", *(f"reasons_{code}" for code, _ in JOINED.values())]
    header = ["SubmissionDate", "starttime", "endtime", "deviceid", "group", "member", *reasons]
    header += ["content", "hours", "comment", "instanceID", "formdef_version", "KEY"]
    rows = [
        [
            *("Mar 2, 2026 8:12:40 AM", "Mar 2, 2026 8:01:04 AM", "Mar 2, 2026 8:12:40 AM", "collect:1"),
            *(code_of(GROUPS, someone.group), code_of(MEMBERS, someone.member)),
            *(joined(someone, labels=False), *ticks(someone)),
            *(code_of(STEPS, someone.content), someone.hours, someone.comment),
            *(f"uuid:{someone.id}", "2603", f"uuid:{someone.id}"),
        ]
        for someone in with_status(STANDING)
    ]
    return write_rows(folder / "club_WIDE.csv", [header, *rows])


WRITERS = {
    "codes": write_codes,
    "labels": write_labels,
    "columns": write_columns,
    "joined": write_joined,
    "odk": write_odk,
    "surveycto": write_surveycto,
}
