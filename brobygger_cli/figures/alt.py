"""What figures show, in words, for those who cannot see them: what tables and sentences say of the same rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brobygger_cli.figures.shown import Shown
    from brobygger_cli.result import Record


def alt_of(shown: Shown, title: str, rows: Iterable[Record]) -> str:
    """Return what a figure shows in words.

    Args:
        shown: What may be shown.
        title: The title of the figure.
        rows: What it shows, group by group.
    """
    groups: dict[str, tuple[list[str], list[str]]] = {}
    for row in rows:
        whole, parts = groups.setdefault(row["group"], ([], []))
        (whole if row["level"] == "question" else parts).append(shown.findings.brief(row))
    said = [title]
    for group, (whole, parts) in groups.items():
        said += [shown.group(group), *whole, *(["; ".join(parts)] if parts else [])]
    return " ".join(map(as_sentence, said))


def as_sentence(text: str) -> str:
    """Return a text with a full stop; one that ends in a mark of its own, as questions do, keeps that alone."""
    return text if text.endswith((".", "?", "!")) else f"{text}."
