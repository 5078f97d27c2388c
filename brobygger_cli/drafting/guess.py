"""What a column holds of which the platform tells nothing, guessed from its distinct answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from brobygger_cli.drafting import scales
from brobygger_cli.drafting.own_words import offered
from brobygger_cli.drafting.wordings import is_contact, is_dont_know, is_id, is_moment, is_yes_or_no
from brobygger_cli.exports.variables import Choice
from brobygger_cli.questionnaire.model import Text
from brobygger_cli.questionnaire.number import Number
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brobygger_cli.drafting.answers import Answers

NotAsked = Literal["id", "time", "contact", "nothing"]
Guessed = Literal["single", "multiple", "number", "text", NotAsked]

MOST_OPTIONS = 30
_LONGEST_OPTION = 300
_MOST_CODES = 12  # numbers of which there are more, or which lie further apart, count or measure something
_RECURRING = 2  # how often an answer is given, on average, if it was to be chosen among few
_SEPARATORS = (";", "|", "\n", ",")  # those that are read in one cell
_COMMA = re.compile(r"(?<!\d),|,(?!\d{3}(?!\d))")
_WHOLE = re.compile(r"[+-]?\d{1,9}\Z")
_TOKEN = re.compile(r"(?=\S*\d)[\w.:-]{3,}\Z")
_NUMBER = Number(id="number", type="number", text=Text(da=None, en="number")).answer_type()
_MANY = 20  # rows in which answers that never recur are no chance


@dataclass(frozen=True)
class Guess:
    """What a column seems to hold.

    Attributes:
        what: What it is.
        choices: The answers to choose among.
        separator: What stands between the answers of a cell.
        why: What the guess rests on.
        own_words: Answers that were not to be chosen among, but given all the same.
    """

    what: Guessed
    choices: tuple[Choice, ...] = ()
    separator: str = ""
    why: str = ""
    own_words: tuple[str, ...] = ()


def guess(name: str, answers: Answers) -> Guess:
    """Return what a column seems to hold.

    Args:
        name: What the column is called.
        answers: Its answers.
    """
    what, why = not_asked(name, answers)
    if what is not None:
        return Guess(what, why=why)
    why = f"guessed from {answers.share()}"
    return _of_numbers(answers, why) if are_numbers(answers.spellings) else _of_words(answers, why)


def not_asked(name: str, answers: Answers) -> tuple[NotAsked | None, str]:
    """Tell whether a column is no question, and by what.

    Args:
        name: What the column is called.
        answers: Its answers.
    """
    texts = list(answers.times)
    differing = answers.rows == len(answers) or not answers.whole
    if not answers.rows:
        return "nothing", "nobody answers it"
    if differing and is_id(name):
        return "id", "an id, by its name and as no value recurs"
    if differing and answers.rows >= _MANY and all(map(_TOKEN.match, texts)) and _given_out(texts):
        return "id", f"an id, as none of {answers.rows} values recurs"
    if all(map(is_moment, texts)):
        return "time", "dates or times"
    if sum(map(is_contact, texts)) > len(texts) * 0.8:
        return "contact", "addresses, by which people are identified"
    return None, ""


def are_numbers(texts: Iterable[str]) -> bool:
    """Tell whether all of some texts are read as numbers."""
    try:
        for text in texts:
            _NUMBER.validate_python(text)
    except ValueError:
        return False
    return True


def _given_out(texts: list[str]) -> bool:
    """Tell whether values that never recur were given out, and not counted or measured: by steps of one, or alike."""
    if all(map(_WHOLE.match, texts)):
        numbers = sorted(map(int, texts))
        round_ones = sum(number % 10 == 0 for number in numbers)
        by_one = numbers[-1] - numbers[0] + 1 == len(numbers)
        return by_one or (numbers[0] >= 10**4 and round_ones < len(numbers) * 0.3)
    return len({len(text) for text in texts}) <= 2 and not are_numbers(texts)


def _of_numbers(answers: Answers, why: str) -> Guess:
    texts = list(answers.times)
    if all(map(_WHOLE.match, texts)) and answers.whole:
        numbers = sorted(map(int, texts))
        near = numbers[-1] - numbers[0] < _MOST_CODES and len(numbers) > 1
        if near and len(texts) <= _MOST_CODES and _recur(answers) and len(set(numbers)) == len(texts):
            points = scales.points(texts)
            missing = set(map(str, range(min(points), max(points) + 1))) - set(texts) if points else set()
            if missing:
                why += "; points that nobody chose are added"
            ordered = sorted([*texts, *missing], key=int)
            return Guess("single", tuple(Choice(text, text) for text in ordered), why=why)
    return Guess("number", why=why)


def _of_words(answers: Answers, why: str) -> Guess:
    texts = list(answers.times)
    joined = _joined(answers)
    if joined is not None:
        return Guess("multiple", *joined, why=f"{why}, which hold several, parted by {joined[1]!r}")
    recurring = offered(answers, MOST_OPTIONS)
    if recurring:
        rare = tuple(text for text in texts if text not in recurring)
        why += f", {len(recurring)} of which recur"
        return Guess("single", tuple(Choice(text, text) for text in in_order(recurring)), why=why, own_words=rare)
    few = 1 < len(texts) <= MOST_OPTIONS and max(map(len, texts)) <= _LONGEST_OPTION and answers.whole
    known = all(map(is_yes_or_no, texts)) or scales.ranks([text for text in texts if not is_dont_know(text)])
    if few and (_recur(answers) or known):
        return Guess("single", tuple(Choice(text, text) for text in in_order(texts)), why=why)
    return Guess("text", why=why)


def _recur(answers: Answers) -> bool:
    return answers.rows >= len(answers) * _RECURRING


def _joined(answers: Answers) -> tuple[tuple[Choice, ...], str] | None:
    """Return the parts of answers that are joined in one cell, and what joins them; None where nothing does.

    A separator is one by which cells fall into few parts, which recur, one of them at least as a whole cell.
    """
    for separator in _SEPARATORS:
        times: dict[str, int] = {}
        spelled: dict[str, str] = {}
        parted = 0
        for text, count in answers.times.items():
            parts = [part.strip() for part in _parts(text, separator) if part.strip()]
            parted += count if len(parts) > 1 else 0
            for part in parts:
                first = spelled.setdefault(normalise(part), part)
                times[first] = times.get(first, 0) + count
        recurring = min(times.values(), default=0) > 1 and sum(times.values()) >= len(times) * 3
        alone = any(normalise(text) in spelled for text in answers.times)
        often = parted >= max(2, answers.rows / 10)
        if often and 1 < len(times) <= MOST_OPTIONS and alone and recurring:
            return tuple(Choice(part, part) for part in in_order(times)), separator
    return None


def _parts(text: str, separator: str) -> list[str]:
    """Return the parts of a cell; a comma in a number such as 25,000 parts nothing."""
    return _COMMA.split(text) if separator == "," else text.split(separator)


def in_order(texts: Iterable[str]) -> list[str]:
    """Return answers by the alphabet, those that are none at the end."""
    return sorted(texts, key=lambda text: (is_dont_know(text), normalise(text), text))
