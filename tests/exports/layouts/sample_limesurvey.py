"""The common survey as LimeSurvey writes it: who stopped has no date of sending in, and who never came no row."""

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

LAYOUT = "limesurvey"
STANDING: Mapping[Status, Status | None] = {"completed": "completed", "partial": "partial"}

OWN = {
    "id": "Response ID",
    "submitdate": "Date submitted",
    "lastpage": "Last page",
    "startlanguage": "Start language",
    "seed": "Seed",
}
CODES = ("group", "member", *(f"reasons[{code}]" for code, _ in JOINED.values()), "content", "hours", "comment")
TEXTS = (GROUP, MEMBER, *(f"{REASONS} [{label}]" for _, label in JOINED.values()), CONTENT, HOURS, COMMENT)


def own(someone: Respondent) -> list[str]:
    """Return LimeSurvey's own cells."""
    sent = "2026-03-02 10:15:00" if someone.status == "completed" else ""
    return [someone.id, sent, "3" if sent else "1", "en", f"48{someone.id}"]


def texts(someone: Respondent, yes: str = "Yes", no: str = "No", not_shown: str = "N/A") -> list[str]:
    """Return the answers in their words."""
    ticks = [not_shown if someone.reasons is None else (no, yes)[reason in someone.reasons] for reason in JOINED]
    return [
        label_of(GROUPS, someone.group),
        label_of(MEMBERS, someone.member),
        *ticks,
        label_of(STEPS, someone.content),
        someone.hours,
        someone.comment,
    ]


def codes(someone: Respondent) -> list[str]:
    """Return the answers in their codes: a tick is Y, and anything else of a tick is blank."""
    return [
        code_of(GROUPS, someone.group),
        code_of(MEMBERS, someone.member),
        *("Y" if reason in (someone.reasons or ()) else "" for reason in JOINED),
        code_of(STEPS, someone.content),
        someone.hours,
        someone.comment,
    ]


def write_codes(folder: Path) -> Path:
    """Write codes in the header and in the cells."""
    rows = [[*own(someone), *codes(someone)] for someone in with_status(STANDING)]
    return write_rows(folder / "results.csv", [[*OWN, *CODES], *rows], delimiter=";", encoding="utf-8-sig")


def write_expression_codes(folder: Path) -> Path:
    """Write codes as the expression manager has them, with an underscore before the subquestion."""
    header = [code.replace("[", "_").replace("]", "") for code in CODES]
    rows = [[*own(someone), *codes(someone)] for someone in with_status(STANDING)]
    return write_rows(folder / "results.csv", [[*OWN, *header], *rows], delimiter=";", encoding="utf-8-sig")


def write_codes_and_texts(folder: Path) -> Path:
    """Write code and text in the header, and texts in the cells."""
    header = [f"{code}. {text}" for code, text in (*OWN.items(), *zip(CODES, TEXTS, strict=True))]
    rows = [[*own(someone), *texts(someone)] for someone in with_status(STANDING)]
    return write_rows(folder / "results.csv", [header, *rows])


def write_coded_texts(folder: Path) -> Path:
    """Write answers as code and text, as "1. Very content"."""
    rows = []
    for someone in with_status(STANDING):
        said = texts(someone)
        for place, options, answer in (
            (0, GROUPS, someone.group),
            (1, MEMBERS, someone.member),
            (6, STEPS, someone.content),
        ):
            if answer is not None:
                said[place] = f"{options[answer][0]}. {options[answer][1]}"
        rows.append([*own(someone), *said])
    return write_rows(folder / "results.csv", [[*OWN, *CODES], *rows])


def write_texts(folder: Path) -> Path:
    """Write texts in the header and in the cells."""
    rows = [[*own(someone), *texts(someone)] for someone in with_status(STANDING)]
    return write_rows(folder / "results.csv", [[*OWN.values(), *TEXTS], *rows], delimiter=";", encoding="utf-8-sig")


def write_german(folder: Path) -> Path:
    """Write texts where LimeSurvey's own words are German."""
    header = ["Antwort ID", "Datum Abgeschickt", "Letzte Seite", "Start-Sprache", "Zufallsstartwert"]
    rows = [[*own(someone), *texts(someone, "Ja", "Nein")] for someone in with_status(STANDING)]
    return write_rows(folder / "results.csv", [[*header, *TEXTS], *rows], delimiter=";", encoding="utf-8-sig")


WRITERS = {
    "codes": write_codes,
    "expression-codes": write_expression_codes,
    "codes-and-texts": write_codes_and_texts,
    "coded-texts": write_coded_texts,
    "texts": write_texts,
    "german": write_german,
}
