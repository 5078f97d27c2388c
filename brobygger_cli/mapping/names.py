"""What a name or a wording of a column means in a questionnaire: the same spelling, never a similar one."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Literal, NamedTuple

from brobygger_cli.questionnaire.multiple import MultipleResponse
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from brobygger_cli.questionnaire.questionnaire import Questionnaire

# What stands between the question and the option in the header of a column that holds one option.
_JOINTS = ("___", "__", "_", " - ", ": ", "/", ".", "-", ":", " ")
_BRACKETS = (("[", "]"), ("(", ")"))
_BEGIN_A_TAIL = {joint[0] for joint in _JOINTS} | {opening for opening, _ in _BRACKETS}

_BLOCK = re.compile(r"</?(?:br|p|div|li|ul|ol|td|tr)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_INLINE = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)


class Place(NamedTuple):
    """What a column may hold.

    Attributes:
        what: The group, the respondent's id, the whole answer to a question, or the tick of one option.
        question: The question's id.
        option: The option's position.
    """

    what: Literal["group", "respondent", "whole", "tick"]
    question: str = ""
    option: int = -1


def bare(text: str) -> str:
    """Spell `text` without what an editor of questionnaires adds to it: mark-up, and a colon or asterisk at its end."""
    return normalise(unescape(_INLINE.sub("", _BLOCK.sub(" ", text)))).rstrip(" :*")


class Names:
    """The names of everything that a column may hold, by spelling.

    Args:
        questionnaire: What may stand in a column.
    """

    def __init__(self, questionnaire: Questionnaire) -> None:
        exact = {name: Place("whole", question.id) for question in questionnaire.questions for name in question.names()}
        for name in map(normalise, questionnaire.group_columns):
            exact.setdefault(name, Place("group"))
        for name in map(normalise, questionnaire.respondent_columns):
            exact.setdefault(name, Place("respondent"))
        self._places = _with_bare(exact)
        self._multiple = {
            question.id: question for question in questionnaire.questions if isinstance(question, MultipleResponse)
        }
        self._stems = {
            name: self._multiple[place.question]
            for name, place in self._places.items()
            if place.what == "whole" and place.question in self._multiple
        }

    def place(self, text: str) -> Place | None:
        """Return what a column of this name or wording holds."""
        return next((self._places[name] for name in _spellings(text) if name in self._places), None)

    def several_answers(self, text: str) -> MultipleResponse | None:
        """Return the question with several answers that has this name or wording."""
        return next((self._stems[name] for name in _spellings(text) if name in self._stems), None)

    def tick(self, text: str) -> Place | None:
        """Return the option that a header names behind its question; None where it may mean several."""
        meant = {
            Place("tick", question.id, position)
            for question, tail in self.split(text)
            if (position := option_named(question, tail)) is not None
        }
        return meant.pop() if len(meant) == 1 else None

    def split(self, text: str) -> Iterator[tuple[MultipleResponse, str]]:
        """Yield every question with several answers that a header begins with, and what may be the option behind it."""
        if not self._stems:
            return
        for name in _spellings(text):
            for at, character in enumerate(name):
                question = self._stems.get(name[:at]) if character in _BEGIN_A_TAIL else None
                if question is not None:
                    for tail in _tails(name[at:]):
                        yield question, tail


def option_named(question: MultipleResponse, text: str) -> int | None:
    """Return the position of the option that is spelled so."""
    known = question.position_by_spelling
    return next((known[name] for name in _spellings(text) if name in known), None)


def _spellings(text: str) -> tuple[str, ...]:
    """Return the spellings by which a text is looked up, none of them empty."""
    return tuple(filter(None, dict.fromkeys((normalise(text), bare(text)))))


def _with_bare(places: dict[str, Place]) -> dict[str, Place]:
    """Return places by their names and by the bare forms of these that mean one place only."""
    owners: dict[str, set[Place]] = {}
    for name, place in places.items():
        owners.setdefault(bare(name), set()).add(place)
    found = {name: owner.pop() for name, owner in owners.items() if len(owner) == 1} | places
    return {name: place for name, place in found.items() if name}


def _tails(rest: str) -> Iterable[str]:
    """Return what may be the option in what follows the question in a header."""
    for opening, closing in _BRACKETS:
        inside = rest.strip()
        if inside.startswith(opening) and inside.endswith(closing):
            yield inside[1:-1].strip()
    for joint in _JOINTS:
        if rest.startswith(joint):
            yield rest.removeprefix(joint).strip()
