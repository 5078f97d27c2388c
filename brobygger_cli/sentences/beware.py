"""What to beware of in a row: what makes its sentence less than it seems."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brobygger_cli.result import Record
    from brobygger_cli.sentences.telling import Telling

HIDDEN = "hidden"

# Flags that weaken a sentence, those first that weaken it most. Of the others tables tell, or the sentence itself does.
_BEWARE = (
    "low_response",
    "links_doubtful",
    "wording_differs",
    "options_differ",
    "routing_differs",
    "asked_changed",
    "small_base",
    "invalid_left_out",
    "count_range",
    "from_percent",
    "derived",
    "wording_inferred",
    "off_scale",
    "pairs_only",
    "links_unused",
)


def flags_of(record: Record) -> frozenset[str]:
    """Return the flags of a row."""
    return frozenset((record["flags"] or "").split())


def is_hidden(record: Record) -> bool:
    """Tell whether the figures of a row are hidden because few answered so."""
    return HIDDEN in flags_of(record)


def beware(record: Record, telling: Telling) -> list[str]:
    """Return a sentence with what to beware of in a row; none where there is nothing."""
    raised = flags_of(record)
    said = [telling.say(f"beware_{flag}") for flag in _BEWARE if flag in raised]
    if record["overlap"] is not None:
        said.append(telling.say("beware_overlap", overlap=record["overlap"]))
    return [telling.say("beware", said="; ".join(said))] if said else []
