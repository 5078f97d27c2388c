"""The common survey as Qualtrics writes it: those who never opened the form have no row."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from common_survey import (
    COMMENT,
    CONTENT,
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
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from common_survey import Respondent

    from brobygger_cli.exports.standing import Status

LAYOUT = "qualtrics"
STANDING: Mapping[Status, Status | None] = {"completed": "completed", "partial": "partial"}

# Name, wording in German, ImportId.
PLATFORM = (
    ("StartDate", "Anfangsdatum", "startDate"),
    ("EndDate", "Enddatum", "endDate"),
    ("Status", "Antworttyp", "status"),
    ("Progress", "Aktueller Stand", "progress"),
    ("Finished", "Beendet", "finished"),
    ("ResponseId", "Antwort-ID", "_recordId"),
    ("UserLanguage", "Benutzersprache", "userLanguage"),
)
LEGACY = ("ResponseID", "ResponseSet", "IPAddress", "StartDate", "EndDate", "Finished", "Status")
SELECTED = f"{REASONS} - Selected Choice"


def platform(someone: Respondent, *, words: bool) -> list[str]:
    """Return the platform's own cells."""
    finished = someone.status == "completed"
    return [
        "2026-03-01 08:28:09",
        "2026-03-01 08:38:48",
        "IP Address" if words else "0",
        "100" if finished else "45",
        str(finished) if words else str(int(finished)),
        f"R_{someone.id}abc",
        "EN",
    ]


def header(questions: Sequence[tuple[str, str, dict[str, str]]]) -> list[list[str]]:
    """Return the three rows above the responses."""
    own = [(name, text, {"ImportId": identifier}) for name, text, identifier in PLATFORM]
    rows = [*own, *questions, ("group", "group", {"ImportId": "group"})]
    return [
        [name for name, _, _ in rows],
        [text for _, text, _ in rows],
        [json.dumps(identifier, separators=(",", ":")) for _, _, identifier in rows],
    ]


def write_codes(folder: Path) -> Path:
    """Write codes, all reasons in one cell, joined by commas; wordings have line breaks and markup."""
    questions = [
        ("Q1", f"{MEMBER}\n ", {"ImportId": "QID1"}),
        ("Q2", REASONS.replace("? (", "?<br>(<em>").replace(")", "</em>)"), {"ImportId": "QID2"}),
        ("Q3", CONTENT, {"ImportId": "QID3"}),
        ("Q4", HOURS, {"ImportId": "QID4_TEXT"}),
        ("Q5", COMMENT, {"ImportId": "QID5_TEXT"}),
    ]
    rows = [
        [
            *platform(someone, words=False),
            code_of(MEMBERS, someone.member),
            ",".join(code_of(JOINED, reason) for reason in someone.reasons or ()),
            code_of(STEPS, someone.content),
            someone.hours,
            someone.comment,
            code_of(GROUPS, someone.group),
        ]
        for someone in with_status(STANDING)
    ]
    return write_rows(folder / "export.csv", [*header(questions), *rows], encoding="utf-8-sig")


def write_split(folder: Path) -> Path:
    """Write wordings, a column for each reason, and one for what was written beside the last."""
    questions = [
        ("Q1", MEMBER, {"ImportId": "QID1"}),
        *(
            (f"Q2_{code}", f"{SELECTED} - {label}", {"ImportId": "QID2", "choiceId": code})
            for code, label in JOINED.values()
        ),
        ("Q2_4_TEXT", f"{REASONS} - {JOINED['price'][1]} - Text", {"ImportId": "QID2_4_TEXT"}),
        ("Q3", CONTENT, {"ImportId": "QID3"}),
        ("Q4", HOURS, {"ImportId": "QID4_TEXT"}),
        ("Q5", COMMENT, {"ImportId": "QID5_TEXT"}),
    ]
    rows = [
        [
            *platform(someone, words=True),
            label_of(MEMBERS, someone.member),
            *(label_of(JOINED, reason) if reason in (someone.reasons or ()) else "" for reason in JOINED),
            "a tenth off" if "price" in (someone.reasons or ()) else "",
            label_of(STEPS, someone.content),
            someone.hours,
            someone.comment,
            label_of(GROUPS, someone.group),
        ]
        for someone in with_status(STANDING)
    ]
    return write_rows(folder / "export.csv", [*header(questions), *rows])


def write_legacy(folder: Path) -> Path:
    """Write the older form: two rows of header, a byte order mark, an empty last column."""
    numbered = [f"V{place}" for place in range(1, len(LEGACY) + 1)]
    names = ["Q1", *(f"Q2_{code}" for code, _ in JOINED.values()), "Q3", "Q4", "Q5", "group"]
    texts = [MEMBER, *(f"{REASONS}-{label}" for _, label in JOINED.values()), CONTENT, HOURS, COMMENT, "group"]
    rows = [
        [
            *(f"R_{someone.id}abc", "Default Response Set", "192.0.2.7", "2026-03-01 08:28:09", "2026-03-01 08:38:48"),
            *("1" if someone.status == "completed" else "0", "0"),
            code_of(MEMBERS, someone.member),
            *("1" if reason in (someone.reasons or ()) else "" for reason in JOINED),
            code_of(STEPS, someone.content),
            someone.hours,
            someone.comment,
            code_of(GROUPS, someone.group),
            "",
        ]
        for someone in with_status(STANDING)
    ]
    rows = [[*numbered, *names, ""], [*LEGACY, *texts, ""], *rows]
    return write_rows(folder / "export.csv", rows, encoding="utf-8-sig")


WRITERS = {"codes": write_codes, "split": write_split, "legacy": write_legacy}
