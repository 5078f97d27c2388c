"""A platform's rule of who is asked, where it is of the simplest form: one earlier question, some of its answers."""

from __future__ import annotations

import re
from typing import NamedTuple

_QUOTED = r"""(?:'(?P<single>[^']*)'|"(?P<double>[^"]*)"|(?P<bare>-?\d+))"""
_NAME = r"[A-Za-z][\w.-]*?"
# One answer of one question, as REDCap, XLSForm, LimeSurvey and the reader of Qualtrics files write it.
_TERMS = tuple(
    re.compile(form.replace("NAME", f"(?P<name>{_NAME})").replace("VALUE", _QUOTED))
    for form in (
        r"\[NAME\]\s*={1,2}\s*VALUE\Z",
        r"\[NAME\((?P<option>[^()\s]+)\)\]\s*={1,2}\s*VALUE\Z",
        r"selected\(\s*\$\{NAME\}\s*,\s*VALUE\s*\)\Z",
        r"\$\{NAME\}\s*={1,2}\s*VALUE\Z",
        r"NAME(?:\.NAOK|\.value)?\s*={1,2}\s*VALUE\Z",
    )
)
_OR = re.compile(r"\s+or\s+|\s*\|\|\s*", re.IGNORECASE)
_QUOTES = re.compile(r"""'[^']*'|"[^"]*\"""")
_LONGEST = 2000


class Rule(NamedTuple):
    """Who is asked.

    Attributes:
        question: The platform's name of the earlier question.
        codes: The codes of its answers that lead here.
    """

    question: str
    codes: tuple[str, ...]


def read_rule(text: str) -> Rule | None:
    """Return a rule of the simplest form; None where it is of another."""
    if len(text) > _LONGEST:
        return None
    found = [_term(part) for part in _alternatives(_bare(text))]
    rules = [rule for rule in found if rule is not None]
    if len(rules) < len(found) or len({rule.question for rule in rules}) != 1:
        return None
    return Rule(rules[0].question, tuple(dict.fromkeys(code for rule in rules for code in rule.codes)))


def _alternatives(text: str) -> list[str]:
    """Return the parts between every "or" outside of quotation marks."""
    hidden = _QUOTES.sub(lambda quoted: "_" * len(quoted[0]), text)
    parts, start = [], 0
    for joint in _OR.finditer(hidden):
        parts.append(text[start : joint.start()])
        start = joint.end()
    return [*parts, text[start:]]


def _term(text: str) -> Rule | None:
    bare = _bare(text)
    for form in _TERMS:
        found = form.match(bare)
        if found is not None:
            parts = found.groupdict()
            value = next(value for value in (parts["single"], parts["double"], parts["bare"]) if value is not None)
            if "option" in parts:
                return Rule(found["name"], (parts["option"],)) if value == "1" else None
            return Rule(found["name"], (value,))
    return None


def _bare(text: str) -> str:
    """Return a rule without blanks and brackets around the whole of it."""
    text = text.strip()
    while text.startswith("(") and text.endswith(")") and _closes_at_end(text):
        text = text[1:-1].strip()
    return text


def _closes_at_end(text: str) -> bool:
    depth = 0
    for place, char in enumerate(_QUOTES.sub(lambda quoted: "_" * len(quoted[0]), text)):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return place == len(text) - 1
    return False
