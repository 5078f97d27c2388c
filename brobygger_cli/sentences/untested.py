"""What is said of rows that are hidden or have no finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.sentences.beware import flags_of

if TYPE_CHECKING:
    from brobygger_cli.result import Record
    from brobygger_cli.sentences.telling import Telling

# Flags that tell why, the most telling one first, and the keys of what is said.
_REASONS = {
    "not_asked": "not_asked",
    "not_printed": "not_printed",
    "empty_base": "empty_base",
    "partly_printed": "partly_printed",
    "partly_hidden": "partly_hidden",
    "options_differ": "options_differ",
    "count_range": "partly_printed",
    "off_scale": "off_scale",
}


def hidden_told(record: Record, telling: Telling) -> str:
    """Return that a row is hidden, and none of its figures."""
    if record["level"] == "question":
        return telling.say("question_hidden", question=_quoted(record, telling))
    return telling.say("share_hidden", subject=telling.naming.subject(record))


def untested_told(record: Record, telling: Telling) -> str:
    """Return that a question as a whole was not tested, and why."""
    why = telling.say(f"question_{why_untested(record, telling)}")
    return telling.say("question_untested", question=_quoted(record, telling), why=why)


def why_untested(record: Record, telling: Telling) -> str:
    """Return the key of what is said of why a row has no finding."""
    question = telling.naming.asked(record["question"])
    if question.compared_as == "nothing":
        return "not_compared"
    if question.background:
        return "background"
    raised = flags_of(record)
    return next((why for flag, why in _REASONS.items() if flag in raised), "other")


def _quoted(record: Record, telling: Telling) -> str:
    return telling.naming.quoted(telling.naming.name(record))
