"""Text from files made harmless: whatever a label or an answer holds, no output executes it."""

from __future__ import annotations

import json
import re

from brobygger_cli.spelling import visible

_FORMULA = ("=", "+", "-", "@")
# What a line of Markdown loses or begins a list, a rule or code with.
_BEGINS = re.compile(r" |[-+](?=\s|$)|-(?=[-\s]*$)|\d{1,9}[.)](?=\s|$)")


def plain(text: str) -> str:
    """Spell out controls, escapes and bidi marks, so that no terminal acts on them."""
    return visible(text, blanks=False)


def for_spreadsheet(text: str) -> str:
    """Return `plain` text that no spreadsheet takes for a formula: an apostrophe stands before one."""
    shown = plain(text)
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA) else shown


def for_json(text: str) -> str:
    """Return JSON in which everything is escaped that `plain` spells out; it reads back as it was."""
    return re.sub(r"[^\n -~]", lambda char: char[0] if plain(char[0]) == char[0] else json.dumps(char[0])[1:-1], text)


def for_markdown(text: str) -> str:
    """Return `plain` text that Markdown and HTML take for nothing but text, in a table cell or on a line of its own."""
    shown = plain(text).replace("\\", "\\\\")
    for char in "|*_`[]#~":
        shown = shown.replace(char, f"\\{char}")
    shown = shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    begun = _BEGINS.match(shown)
    if begun is None:
        return shown
    before, sign, after = shown[: begun.end() - 1], shown[begun.end() - 1], shown[begun.end() :]
    return before + ("&nbsp;" if sign == " " else f"\\{sign}") + after
