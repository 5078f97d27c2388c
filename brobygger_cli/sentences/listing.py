"""What the sentences of a list have in common, to be said once before them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.sentences.beware import is_hidden

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brobygger_cli.result import Record
    from brobygger_cli.sentences.telling import Telling

_FEWEST = 2  # sentences that gain by it


def said_once(records: Sequence[Record], telling: Telling) -> str:
    """Return what intervals are and how p-values are adjusted; '' unless it is the same for two sentences or more.

    Args:
        records: Shares of one group and level, in the same two waves or over all.
        telling: How they are told.
    """
    tested = [record for record in records if record["finding"] is not None and not is_hidden(record)]
    families = {(record["adjustment"], record["family_size"]) for record in tested}
    if len(tested) < _FEWEST or len(families) > 1:
        return ""
    said = []
    if tested[0]["comparison"] == "change":
        said.append(telling.say("list_intervals", confidence=telling.confidence))
    if tested[0]["estimand"] == "population":
        said.append(telling.say("list_of_population"))
    if tested[0]["adjustment"] in {None, "none"}:
        said.append(telling.say("list_not_adjusted"))
    else:
        said.append(telling.say("list_adjusted", **telling.family(tested[0])))
    return " ".join(said)
