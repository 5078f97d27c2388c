"""Rows in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.numbers import MISSING
from brobygger_cli.sentences.beware import flags_of, is_hidden
from brobygger_cli.sentences.questions import size_of_effect
from brobygger_cli.sentences.trends import slope
from brobygger_cli.sentences.untested import why_untested

if TYPE_CHECKING:
    from brobygger_cli.result import Record
    from brobygger_cli.sentences.telling import Telling


def in_brief(record: Record, telling: Telling) -> str:
    """Return what a row says in a few words."""
    name = _headed(telling.naming.name(record))
    if is_hidden(record):
        return telling.say("brief_hidden", name=name)
    judged = [_judged(record, telling)]
    if "low_response" in flags_of(record) and record["finding"] is not None:
        judged.append(telling.say("brief_low_response"))
    if record["comparison"] == "trend":
        figures, size = "", slope(record, telling) or size_of_effect(record, telling)
    elif record["level"] == "question":
        figures, size = "", size_of_effect(record, telling)
    else:
        shares = [telling.share(record, wave) or MISSING for wave in ("baseline", "followup")]
        figures, size = " → ".join(shares), telling.points(record) or ""
    brackets = "; ".join(part for part in (size, *judged) if part)
    key = "brief" if figures else "brief_alone"
    return telling.say(key, name=name, figures=figures, brackets=brackets)


def _headed(name: str) -> str:
    """Return a name as the head of what is said of it; wordings of a questionnaire may end in a mark of their own."""
    return f"{name} –" if name.endswith(("?", "!")) else f"{name.rstrip('.:')}:"


def _judged(record: Record, telling: Telling) -> str:
    finding = record["finding"]
    if finding is None:
        return telling.say(f"brief_{why_untested(record, telling)}")
    if finding == "unclear":
        return telling.say("brief_equivalent" if record["verdict"] == "equivalent" else "brief_unclear")
    of_scale = "scale_" if record["level"] == "question" else ""
    said = telling.say(f"brief_{of_scale}{record['direction']}" if record["direction"] else "brief_changed")
    if finding in {"better", "worse"}:
        said = telling.say(f"brief_{finding}", moved=said)
    return telling.say("brief_trivial", moved=said) if record["verdict"] == "trivial" else said
