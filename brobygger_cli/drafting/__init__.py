"""A questionnaire drafted from what an export or a definition file tells, for a person to review.

opening                    the file
answers, guess, wordings   what each column seems to hold, where the platform does not tell
asked, ticks               columns to questions
options, scales            answers to options, in the order of a scale where they form one
naming, named, routing     ids, wordings that are told apart, and who is asked what
draft, toml, review        the whole, as text, held against the file that it was drafted from
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brobygger_cli.drafting.draft import draft
from brobygger_cli.drafting.opening import open_for_draft
from brobygger_cli.drafting.review import review
from brobygger_cli.drafting.toml import written

if TYPE_CHECKING:
    from brobygger_cli.exports import HowToRead
    from brobygger_cli.questionnaire.model import Language


@dataclass(frozen=True)
class Drafted:
    """A draft, written.

    Attributes:
        toml: The questionnaire file.
        said: What was found, what was guessed, and what is to be done next.
    """

    toml: str
    said: tuple[str, ...]


def draft_questionnaire(
    path: str,
    how: HowToRead,
    *,
    language: Language = "da",
    group_column: str | None = None,
    identifier: str | None = None,
) -> Drafted:
    """Draft the questionnaire that an export answers, or that a definition file holds.

    Args:
        path: The file.
        how: How an export is to be read.
        language: Under which language the wordings are to stand.
        group_column: The column whose values are groups; everybody is one group where None.
        identifier: The questionnaire's id; made of the file's name where None.

    Raises:
        UnreadableError: The file cannot be read.
        BrobyggerError: There is no such column, layout or sheet, the id is none, or nothing could be a question.
    """
    raw = open_for_draft(path, how, language)
    drafted = draft(raw, language=language, group_column=group_column, identifier=identifier)
    toml = written(drafted)
    return Drafted(toml, review(drafted, toml, raw))
