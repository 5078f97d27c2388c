"""One small made-up survey, which every layout's sample writes in its platform's own form.

It holds what platforms get wrong: a question that only some are asked, options whose labels contain the characters
that separate options, somebody who never opened the form, somebody who stopped on the way, and open text with quotes
and a line break. Nobody is asked for reasons and ticks none: not every platform can tell that from a blank.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brobygger_cli.questionnaire.load import parse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

    from brobygger_cli.exports.standing import Status
    from brobygger_cli.questionnaire.questionnaire import Questionnaire

TITLE = "The sports club"
GROUP = "Which branch?"
MEMBER = "Are you a member?"
REASONS = "Why did you join? (several answers are possible)"
CONTENT = "How content are you with the club?"
HOURS = "How many hours a week are you there?"
COMMENT = "Is there anything else that we should know?"

# By what the questionnaire calls an option: its code and its wording, in the order of the form.
GROUPS = {"north": ("1", "North"), "south": ("2", "South")}
MEMBERS = {"yes": ("1", "Yes"), "no": ("2", "No"), "unsure": ("9", "Don't know")}
JOINED = {
    "friends": ("1", "Friends, or family"),
    "sport": ("2", "Sport; dance, or music"),
    "near": ("3", "It is near"),
    "price": ("4", "The price, compared with others; and the discount"),
}
STEPS = {
    "very": ("1", "Very content"),
    "rather": ("2", "Rather content"),
    "not": ("3", "Not content"),
}

TOML = f"""
id = "sports_club"
title = {{ en = "{TITLE}" }}
group_columns = ["group", "{GROUP}"]

[[groups]]
id = "north"
code = "1"
label = {{ en = "North" }}

[[groups]]
id = "south"
code = "2"
label = {{ en = "South" }}

[[questions]]
id = "member"
type = "single"
text = {{ en = "{MEMBER}" }}
options = [
  {{ id = "yes", code = "1", label = {{ en = "Yes" }} }},
  {{ id = "no", code = "2", label = {{ en = "No" }} }},
  {{ id = "unsure", code = "9", label = {{ en = "Don't know" }}, dont_know = true }},
]

[[questions]]
id = "reasons"
type = "multiple"
asked_if = {{ question = "member", answers = ["yes"] }}
text = {{ en = "{REASONS}" }}
options = [
  {{ id = "friends", code = "1", label = {{ en = "{JOINED["friends"][1]}" }} }},
  {{ id = "sport", code = "2", label = {{ en = "{JOINED["sport"][1]}" }} }},
  {{ id = "near", code = "3", label = {{ en = "{JOINED["near"][1]}" }} }},
  {{ id = "price", code = "4", label = {{ en = "{JOINED["price"][1]}" }} }},
]

[[questions]]
id = "content"
type = "ordinal"
order = "high_to_low"
text = {{ en = "{CONTENT}" }}
options = [
  {{ id = "very", code = "1", label = {{ en = "Very content" }} }},
  {{ id = "rather", code = "2", label = {{ en = "Rather content" }} }},
  {{ id = "not", code = "3", label = {{ en = "Not content" }} }},
]

[[questions]]
id = "hours"
type = "number"
text = {{ en = "{HOURS}" }}

[[questions]]
id = "comment"
type = "text"
text = {{ en = "{COMMENT}" }}
"""


@dataclass(frozen=True)
class Respondent:
    """What one respondent said.

    Args:
        id: The id.
        status: How far they came.
        group: Their group.
        member: The answer, by what the questionnaire calls it; None where there is none.
        reasons: The answers; None where the question was not shown.
        content: The answer.
        hours: The number as text; "" where there is none.
        comment: What they wrote.
    """

    id: str
    status: Status
    group: str
    member: str | None = None
    reasons: tuple[str, ...] | None = None
    content: str | None = None
    hours: str = ""
    comment: str = ""


RESPONDENTS = (
    Respondent("1001", "completed", "north", "yes", ("friends", "price"), "very", "3", "Fine, thanks"),
    Respondent("1002", "completed", "south", "no", None, "rather", "0"),
    Respondent("1003", "completed", "north", "yes", ("sport",), "not", "12", 'He said "no"; then,\nlate, he left'),
    Respondent("1004", "completed", "south", "unsure", None, "rather", "2"),
    Respondent("1005", "partial", "north", "yes", ("friends", "near")),
    Respondent("1006", "not_opened", "south"),
    Respondent("1007", "completed", "south", "yes", ("sport", "near", "price"), "very", "5", "Æbler og grød"),
    Respondent("1008", "completed", "north", "no", None, None, "1"),
)


def questionnaire() -> Questionnaire:
    """Return the survey's questionnaire."""
    return parse(TOML, "sports_club.toml")


def with_status(statuses: Collection[Status]) -> tuple[Respondent, ...]:
    """Return the respondents with one of these statuses."""
    return tuple(someone for someone in RESPONDENTS if someone.status in statuses)


def code_of(options: dict[str, tuple[str, str]], answer: str | None) -> str:
    """Return the code of an answer; "" where there is none."""
    return "" if answer is None else options[answer][0]


def label_of(options: dict[str, tuple[str, str]], answer: str | None) -> str:
    """Return the wording of an answer; "" where there is none."""
    return "" if answer is None else options[answer][1]


def write_rows(path: Path, rows: Iterable[Sequence[str]], *, delimiter: str = ",", encoding: str = "utf-8") -> Path:
    """Write delimited text, and return where."""
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return path


def write_plain(path: Path, statuses: Collection[Status]) -> Path:
    """Write the plain file of those with one of these statuses, with codes, as brobygger itself would have it."""
    header = (
        "id",
        "group",
        "member",
        *(f"reasons_{code}" for code, _ in JOINED.values()),
        "content",
        "hours",
        "comment",
    )
    rows = [
        (
            someone.id,
            code_of(GROUPS, someone.group),
            code_of(MEMBERS, someone.member),
            *("" if someone.reasons is None else "01"[reason in someone.reasons] for reason in JOINED),
            code_of(STEPS, someone.content),
            someone.hours,
            someone.comment,
        )
        for someone in with_status(statuses)
    ]
    return write_rows(path, [header, *rows])
