"""Text from files made harmless: whatever a label or an answer holds, no output executes it."""

from __future__ import annotations

from brobygger_cli.spelling import visible

_FORMULA = ("=", "+", "-", "@")


def plain(text: str) -> str:
    """Spell out controls, escapes and bidi marks, so that no terminal acts on them."""
    return visible(text)


def for_spreadsheet(text: str) -> str:
    """Return `plain` text that no spreadsheet takes for a formula: an apostrophe stands before one."""
    shown = plain(text)
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA) else shown


def for_markdown(text: str) -> str:
    """Return `plain` text that Markdown and HTML take for nothing but text in a table cell."""
    shown = plain(text).replace("\\", "\\\\")
    for char in "|*_`[]#~":
        shown = shown.replace(char, f"\\{char}")
    return shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
