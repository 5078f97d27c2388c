"""Sentences about a share in two waves: of an indicator, an option or a net."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.numbers import as_stated
from brobygger_cli.sentences.beware import beware
from brobygger_cli.sentences.certainty import certainty, of_pairs, of_population, sturdy, within_margin
from brobygger_cli.sentences.telling import names_of_waves
from brobygger_cli.sentences.untested import why_untested

if TYPE_CHECKING:
    from brobygger_cli.result import Record
    from brobygger_cli.sentences.telling import Telling


def about_share(record: Record, telling: Telling) -> str:
    """Return what a row says about a share."""
    if record["finding"] is None or telling.change(record) is None:
        said = _untested(record, telling)
    elif record["finding"] == "unclear":
        said = _not_found(record, telling)
    else:
        said = _found(record, telling)
    return " ".join([*said, *beware(record, telling)])


def _found(record: Record, telling: Telling) -> list[str]:
    verb = telling.say(f"share_{record['direction'] or 'changed'}")
    moved = telling.say("share_moved", verb=verb, change=telling.change(record), **_figures(record, telling))
    return [
        moved,
        certainty(record, telling),
        *sturdy(record, telling),
        *of_population(record, telling),
        *of_pairs(record, telling),
    ]


def _not_found(record: Record, telling: Telling) -> list[str]:
    stood = telling.say("share_stood", **_figures(record, telling))
    change, p = telling.change(record), telling.p(record)
    if record["verdict"] == "equivalent":
        judged = telling.say("share_equivalent", change=change, within=within_margin(record, telling), p=p)
    else:
        judged = telling.say("share_unclear", change=change, p=p)
    if record["verdict"] == "inconclusive":
        judged += " " + telling.say("not_ruled_out", margin=as_stated(100 * record["margin"], telling.language))
    return [stood, judged, *of_population(record, telling), *of_pairs(record, telling)]


def _untested(record: Record, telling: Telling) -> list[str]:
    figures = _figures(record, telling)
    change = telling.change(record)
    if change is None:
        return [telling.say("share_not_known", **figures)]
    why = why_untested(record, telling)
    why = why if why in {"partly_printed", "partly_hidden", "background"} else "other"
    return [
        telling.say("share_stood", **figures),
        telling.say("share_untested", change=change, why=telling.say(f"untested_{why}")),
        *of_population(record, telling),
    ]


def _figures(record: Record, telling: Telling) -> dict[str, str]:
    """Return the subject, the names of the waves, and the share in each or why there is none."""
    said = {"subject": telling.naming.subject(record), **names_of_waves(record)}
    for wave in ("baseline", "followup"):
        said[wave] = telling.share_of_base(record, wave) or telling.say(
            f"nothing_{why_no_share(record, wave, telling)}"
        )
    return said


def why_no_share(record: Record, wave: str, telling: Telling) -> str:
    """Return the key of the word for why there is no share in a wave."""
    read = telling.wave(record[f"{wave}_wave"])
    known = {question.id for question in read.questionnaire.questions}
    if record["question"] in read.unasked or record["question"] not in known:
        return "not_asked"
    if record[f"{wave}_base"] == 0:
        return "empty_base"
    return "not_printed" if read.kind == "printed" else "other"
