"""Answers in the respondent's own words, beside those that were offered: as "other, please specify" gives them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from brobygger_cli.drafting.options import options_of
from brobygger_cli.drafting.wordings import is_contact, is_other
from brobygger_cli.exports.variables import Choice
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from brobygger_cli.drafting.answers import Answers
    from brobygger_cli.drafting.parts import DraftOption

_ANY = re.compile(r"[;,|\n]")
_LOST = "\ufffd"  # a character that could not be read: a fault of the file, and no answer
_MOST, _LONGEST = 150, 200  # wordings, and characters of one, that are still a list to review
_FEWEST_ROWS = 20
_OTHER = Choice("other", "Other")


def offered(answers: Answers, most: int) -> tuple[str, ...]:
    """Return the answers that were offered, where others beside them never recur; nothing where none can be told.

    Args:
        answers: The answers.
        most: How many may have been offered.
    """
    once = sum(times == 1 for times in answers.times.values())
    recurring = [text for text, times in answers.times.items() if times >= max(2, answers.rows / 100)]
    rows = sum(answers.times[text] for text in recurring)
    told = answers.whole and answers.rows >= _FEWEST_ROWS and once >= max(3, len(answers) / 2)
    return tuple(recurring) if told and 1 < len(recurring) <= most and rows >= answers.rows * 0.7 else ()


def unlisted(answers: Answers, choices: Iterable[Choice]) -> list[str]:
    """Return the answers that are none of the choices."""
    known = _spellings(choices)
    return [text for text in answers.times if normalise(text) not in known]


def unlisted_parts(answers: Answers, choices: Iterable[Choice], separator: str) -> list[str]:
    """Return the parts of joined answers that are none of the choices, which may hold the separator themselves.

    Args:
        answers: The cells.
        choices: What was offered.
        separator: What stands between answers; where it is a usual one, any of these is read as one.
    """
    known = _spellings(choices)
    bare = separator.strip()
    between = _ANY if not separator or _ANY.search(separator) else re.compile(re.escape(bare) if bare else r"\s")
    most = 1 + max((len(between.findall(spelling)) for spelling in known), default=0)
    found: dict[str, str] = {}
    for text in answers.times:
        cuts = [(0, 0), *(match.span() for match in between.finditer(text)), (len(text), len(text))]
        start = 0
        while start < len(cuts) - 1:
            first = cuts[start][1]
            ends = range(min(start + most, len(cuts) - 1), start, -1)
            end = next((end for end in ends if normalise(text[first : cuts[end][0]]) in known), 0)
            part = text[first : cuts[start + 1][0]].strip()
            if not end and part:
                found.setdefault(normalise(part), part)
            start = end or start + 1
    return list(found.values())


def with_own_words(
    choices: Sequence[Choice], words: Sequence[str], *, several: bool = False
) -> tuple[tuple[DraftOption, ...], tuple[str, ...]]:
    """Return options where answers in one's own words are spellings of "other", and what is to be reviewed.

    Args:
        choices: What was offered.
        words: What else stands in the export.
        several: Whether any number of options may be ticked.
    """
    aliases = [text for text in words if _LOST not in text and len(text) <= _LONGEST and not is_contact(text)]
    if not aliases:
        return options_of(choices, several=several), ()
    if len(aliases) > _MOST:
        why = f"{len(words)} other wordings stand beside these answers, too many to list: they remain unknown answers"
        return options_of(choices, several=several), (why,)
    options = list(options_of(choices, several=several))
    others = [place for place, option in enumerate(options) if is_other(option.label)]
    if not others:
        options = list(options_of((*choices, _OTHER), several=several))
    place = others[0] if others else len(options) - 1
    taken = {normalise(text) for option in options for text in (option.id, option.code, option.label)}
    spelled = tuple(text for text in aliases if normalise(text) not in taken)
    if not spelled:
        return tuple(options), ()
    options[place] = replace(options[place], aliases=spelled)
    why = (
        f"{len(spelled)} rare wordings are counted as '{options[place].id}', as if they were people's own words: make "
        "options of those that were offered, and delete what could identify a person"
    )
    return tuple(options), (why,)


def _spellings(choices: Iterable[Choice]) -> set[str]:
    return {normalise(text) for choice in choices for text in (choice.code, choice.label)} - {""}
