"""Wordings as platforms keep them, with markup, made plain text."""

from __future__ import annotations

import html
import re

_SEPARATING = re.compile(r"<\s*/?\s*(?:br|p|div|li|ul|ol|tr|td|th|table|h[1-6])\b[^<>]*>", re.IGNORECASE)
_UNSEEN = re.compile(r"<\s*(script|style)\b.*?(?:</\s*\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-z][a-z0-9]*\b[^<>]*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)


def plain(wording: str) -> str:
    """Return a wording without tags, entities and surplus blanks; `<` and `>` of the text itself stay."""
    if "<" in wording:
        wording = _TAG.sub("", _SEPARATING.sub(" ", _UNSEEN.sub(" ", wording)))
    return " ".join(html.unescape(wording).split())


def with_item(question: str, item: str) -> str:
    """Return the wording of one item of a matrix: the question, and the item behind it."""
    return f"{question} [{item}]" if question and item else question or item
