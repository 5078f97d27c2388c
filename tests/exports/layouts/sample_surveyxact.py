"""The common survey as SurveyXact writes it."""

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
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from common_survey import Respondent

    from brobygger_cli.exports.standing import Status

LAYOUT = "surveyxact"
STANDING: Mapping[Status, Status | None] = {
    "completed": "completed",
    "partial": "partial",
    "not_opened": "not_opened",
}

STRUCTURE = ("questionName", "variableName", "questionType", "subType", "questionText", "choiceValue", "choiceText")
OVERALL = ("Ny", "Distribueret", "Nogen svar", "Gennemført", "Frafaldet")
STATUS_CODE = {"not_opened": 2, "partial": 3, "completed": 4}
NAMES = ("respondentid", "email", "s_1", "s_2", *(f"s_3_{place}" for place in range(1, 5)), "s_4", "s_5", "s_6")
BARE = ("respondentid", "email", "group", "member", *(f"reasons_{place}" for place in range(1, 5)))
BARE += ("content", "hours", "comment")


def one_hot(someone: Respondent) -> list[str]:
    return ["01"[place == STATUS_CODE[someone.status]] for place in range(1, 6)]


def answers(someone: Respondent) -> list[str]:
    """Return the answers as codes: ticks are 0 wherever nothing was ticked, also where nobody ever looked."""
    return [
        someone.id,
        f"{someone.id}@example.org",
        code_of(GROUPS, someone.group),
        code_of(MEMBERS, someone.member),
        *("01"[reason in (someone.reasons or ())] for reason in JOINED),
        code_of(STEPS, someone.content),
        someone.hours,
        someone.comment,
    ]


def worded(someone: Respondent) -> list[str]:
    """Return the answers as labels."""
    coded = answers(someone)
    ticks = ["Valgt" if tick == "1" else "Ikke valgt" for tick in coded[4:8]]
    content = label_of(STEPS, someone.content)
    group, member = label_of(GROUPS, someone.group), label_of(MEMBERS, someone.member)
    return [*coded[:2], group, member, *ticks, content, *coded[9:]]


def structure(names: Sequence[str], status: str) -> list[tuple[str, ...]]:
    """Return the rows of a structure.

    Args:
        names: The dataset's names of the columns.
        status: The dataset's name of the overall status.
    """
    own, email, group, member, *ticks, content, hours, comment = names
    closed, opened = ("Closed", "Single"), ("Open", "String")
    return [
        STRUCTURE,
        ("respondentid", own, "Open", "Double", "Respondentnøgle", "", ""),
        ("email", email, *opened, "E-mail", "", ""),
        ("s_1", group, *closed, GROUP, "", ""),
        ("s_2", member, *closed, MEMBER, "", ""),
        *(
            ("s_3", tick, "Closed", "Multiple", REASONS, code, f"{label} ")
            for tick, (code, label) in zip(ticks, JOINED.values(), strict=True)
        ),
        ("s_4", content, *closed, CONTENT, "", ""),
        ("s_5", hours, "Open", "Double", HOURS, "", ""),
        ("s_6", comment, *opened, COMMENT, "", ""),
        *(
            ("statoverall", f"{status}_{place}", "Closed", "Multiple", "Samlet status", str(place), label)
            for place, label in enumerate(OVERALL, 1)
        ),
    ]


def labels(
    names: Sequence[str], status: str, words: tuple[str, str] = ("Ikke valgt", "Valgt")
) -> list[tuple[str, ...]]:
    """Return the rows of labels, which have no header."""
    _, _, group, member, *ticks, content, _, _ = names
    several = [*ticks, *(f"{status}_{place}" for place in range(1, 6))]
    return [
        *((group, *option) for option in GROUPS.values()),
        *((member, *option) for option in MEMBERS.values()),
        *((tick, str(code), word) for tick in several for code, word in enumerate(words)),
        *((content, *option) for option in STEPS.values()),
    ]


def write_codes(folder: Path) -> Path:
    """Write the dataset, structure and labels as they are downloaded in Denmark: Windows-1252, semicolons."""
    status = [f"stato_{place}" for place in range(1, 6)]
    form = {"delimiter": ";", "encoding": "cp1252"}
    write_rows(folder / "structure.csv", structure(NAMES, "stato"), **form)
    write_rows(folder / "labels.csv", labels(NAMES, "stato"), **form)
    rows = [(*answers(someone), *one_hot(someone)) for someone in RESPONDENTS]
    return write_rows(folder / "dataset.csv", [(*NAMES, *status), *rows], **form)


def write_worded(folder: Path) -> Path:
    """Write the dataset with labels in its cells, names that are not cut, and the status in words."""
    status = [f"statoverall_{place}" for place in range(1, 6)]
    write_rows(folder / "structure.csv", structure(NAMES, "statoverall"), delimiter=";")
    write_rows(folder / "labels.csv", labels(NAMES, "statoverall"), delimiter=";")
    rows = [
        (*worded(someone), *("Valgt" if tick == "1" else "Ikke valgt" for tick in one_hot(someone)))
        for someone in RESPONDENTS
    ]
    return write_rows(folder / "dataset.csv", [(*NAMES, *status), *rows], delimiter=";")


def write_api(folder: Path) -> Path:
    """Write what the platform's interface gives: UTF-16, tabs, names of eight characters, two languages."""
    names = ("responde", *NAMES[1:])
    rows = structure(names, "stato")
    foreign = [(*row[:4], f"Auf Deutsch: {row[4]}", row[5], f"Auf Deutsch: {row[6]}") for row in rows[1:]]
    form = {"delimiter": "\t", "encoding": "utf-16"}
    write_rows(folder / "structure_de.csv", [STRUCTURE, *foreign], **form)
    write_rows(folder / "structure_en.csv", [(*row, "") for row in rows], **form)
    write_rows(folder / "labels_de.csv", labels(names, "stato", ("Nicht ausgewählt", "Ausgewählt")), **form)
    write_rows(folder / "labels_en.csv", labels(names, "stato", ("Not selected", "Selected")), **form)
    records = [(*one_hot(someone), *answers(someone)) for someone in RESPONDENTS]
    header = (*(f"stato_{place}" for place in range(1, 6)), *names)
    return write_rows(folder / "dataset.csv", [header, *records], **form)


def write_alone(folder: Path) -> Path:
    """Write a dataset that has lost its structure and labels, its columns named as the questionnaire names them."""
    rows = [(*answers(someone), *one_hot(someone)) for someone in RESPONDENTS]
    header = (*BARE, *(f"stato_{place}" for place in range(1, 6)))
    return write_rows(folder / "followup.csv", [header, *rows], delimiter=";", encoding="cp1252")


WRITERS = {"codes": write_codes, "worded": write_worded, "api": write_api, "alone": write_alone}
