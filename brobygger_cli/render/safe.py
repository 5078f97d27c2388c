"""Text from files made harmless: whatever a label or an answer holds, no output executes it."""

from __future__ import annotations

import json
import re

from brobygger_cli.spelling import visible

_FORMULA = ("=", "+", "-", "@")


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
    """Return `plain` text that Markdown and HTML take for nothing but text in a table cell."""
    shown = plain(text).replace("\\", "\\\\")
    for char in "|*_`[]#~":
        shown = shown.replace(char, f"\\{char}")
    return shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
