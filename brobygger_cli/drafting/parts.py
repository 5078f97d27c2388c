"""What a draft of a questionnaire consists of, before it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Type = Literal["single", "ordinal", "multiple", "number", "text"]
Order = Literal["high_to_low", "low_to_high", ""]


@dataclass(frozen=True)
class DraftOption:
    """One answer option, or one group.

    Attributes:
        id: Its id.
        code: How the export writes it.
        label: How it is worded.
        aliases: Other spellings in the export.
        dont_know: Whether it is "don't know" or no answer at all.
        beside_scale: Whether it is no step of the scale.
        exclusive: Whether it cannot be ticked with any other.
        remarks: What a person has to review.
    """

    id: str
    code: str
    label: str
    aliases: tuple[str, ...] = ()
    dont_know: bool = False
    beside_scale: bool = False
    exclusive: bool = False
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class DraftQuestion:
    """One question.

    Attributes:
        id: Its id.
        type: Its type.
        text: Its wording.
        columns: Headers of the export by which it is found.
        options: Its options; none for numbers and texts.
        order: In which order the steps of a scale are listed.
        asked_if: The earlier question and those of its options that lead here.
        background: Whether it describes the respondent.
        notes: What the platform says of it.
        remarks: What a person has to review.
    """

    id: str
    type: Type
    text: str
    columns: tuple[str, ...] = ()
    options: tuple[DraftOption, ...] = ()
    order: Order = ""
    asked_if: tuple[str, tuple[str, ...]] | None = None
    background: bool = False
    notes: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draft:
    """A questionnaire as far as it can be told.

    Attributes:
        id: Its id.
        title: Its title.
        language: Under which language the wordings stand.
        origin: What it was drafted from, for the comment at its top.
        respondent_columns: The header of the respondent's id; None where the usual ones will do.
        group_columns: The header of the group.
        groups: The groups.
        questions: The questions, in the order of the columns.
        left_out: The columns that are no questions, each with the reason.
        remarks: What a person has to review of the whole.
    """

    id: str
    title: str
    language: str
    origin: tuple[str, ...]
    respondent_columns: tuple[str, ...] | None
    group_columns: tuple[str, ...]
    groups: tuple[DraftOption, ...]
    questions: tuple[DraftQuestion, ...]
    left_out: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()

    def to_review(self) -> int:
        """Return how many remarks there are for review."""
        remarks = [self.remarks, *(group.remarks for group in self.groups)]
        for question in self.questions:
            remarks += [question.remarks, *(option.remarks for option in question.options)]
        return sum(map(len, remarks))
