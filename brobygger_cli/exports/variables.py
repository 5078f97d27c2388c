"""What a platform tells of the columns of an export: names, wordings, codes, and which columns are one question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# What a column holds, as far as the platform tells:
#   unknown    it does not
#   single     one of `choices`, in no order
#   ordinal    one of `choices`, which are in order
#   tick       whether one option (`tick`) of the multiple response `question` was ticked
#   joined     every ticked option of a multiple response, joined by `separator`
#   number     a number
#   text       the respondent's own words
#   respondent the respondent's id
#   paradata   what the platform keeps for itself: times, addresses, status
Kind = Literal["unknown", "single", "ordinal", "tick", "joined", "number", "text", "respondent", "paradata"]


@dataclass(frozen=True)
class Choice:
    """One answer that a platform knows.

    Attributes:
        code: How the export writes it.
        label: How it is worded.
        missing: Whether the platform says that it is no answer: don't know, refused, not applicable.
    """

    code: str
    label: str
    missing: bool = False


@dataclass(frozen=True)
class Variable:
    """What a platform tells of one column.

    Attributes:
        name: The platform's short name of the column; the header where it has no other.
        kind: What the column holds.
        question: The platform's name of the question, shared by the columns that belong to one; the name where
            the column is a question of its own.
        text: The question as it was put, with the item of a matrix behind it where there is one.
        choices: The answers of a `single`, `ordinal` or `joined` column, in the platform's order.
        tick: The option that a `tick` column stands for.
        separator: What stands between the answers of a `joined` column.
        shown_if: The platform's own rule of who is asked, verbatim, for people to read.
        also: Other wordings of the question, as in other languages.
    """

    name: str
    kind: Kind = "unknown"
    question: str = ""
    text: str = ""
    choices: tuple[Choice, ...] = ()
    tick: Choice | None = None
    separator: str = ""
    shown_if: str = ""
    also: tuple[str, ...] = ()

    def labels(self) -> dict[str, str]:
        """Return the label of every code that has one."""
        return {choice.code: choice.label for choice in self.choices if choice.label}
