"""Which row of a comparison is meant: `GROUP/ID`, `GROUP/QUESTION/OPTION`, and of several waves `@WAVE` or `@trend`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from brobygger_cli.errors import BrobyggerError
from brobygger_cli.spelling import nearest, normalise

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

TREND = "trend"
_NAMED_BY = ["group", "level", "question", "option"]


def row_named(comparison: pd.DataFrame, spec: str) -> int:
    """Return the place of the row that is meant.

    Args:
        comparison: All its rows.
        spec: As `explain.explain` takes it.

    Raises:
        BrobyggerError: If there is none.
    """
    named, at, wave = spec.partition("@")
    rows = _rows_by_name(comparison)
    places = {normalise(name): found for name, found in rows.items()}.get(normalise(named))
    if places is None:
        raise _no_such_row(spec, named, list(rows))
    if not at:
        return places[0]
    waves = {
        place: TREND if comparison["comparison"][place] == TREND else str(comparison["followup_wave"][place])
        for place in places
    }
    found = [place for place, name in waves.items() if normalise(name) == normalise(wave)]
    if not found:
        known = list(dict.fromkeys(waves.values()))
        raise BrobyggerError(
            f"--explain {spec}: there is no comparison '@{wave}'{_did_you_mean(nearest(wave, known), '@')}",
            f"There are: {', '.join(f'@{name}' for name in known)}.",
        )
    return found[0]


def in_full(record: Mapping[Any, Any]) -> str:
    """Return the name by which a row is asked for."""
    named_by = ("group", "option") if record["level"] == "indicator" else ("group", "question", "option")
    parts = [record[column] for column in named_by]
    return "/".join(part for part in parts if isinstance(part, str))


def _rows_by_name(comparison: pd.DataFrame) -> dict[str, list[int]]:
    """Return the places of the rows of each name, in order.

    A name may be that of a question and of an indicator: the question goes before, as the indicator can be told by
    its question too. So does the longest group, where groups are split and have a stroke in their names.
    """
    records = comparison[_NAMED_BY].to_dict(orient="records")
    in_order = sorted(
        zip(comparison.index.tolist(), records, strict=True),
        key=lambda row: (-len(row[1]["group"]), row[1]["level"] == "indicator"),
    )
    rows: dict[str, list[int]] = {}
    for place, record in in_order:
        rows.setdefault(in_full(record), []).append(place)
    for place, record in in_order:
        if record["level"] == "indicator":
            rows.setdefault(f"{record['group']}/{record['question']}/{record['option']}", []).append(place)
    return rows


def _no_such_row(spec: str, named: str, known: list[str]) -> BrobyggerError:
    """Say which row is nearest, and what rows there are beside it."""
    near = nearest(named, known)
    folder = (near or named).rpartition("/")[0]
    beside = [name for name in known if name.rpartition("/")[0] == folder]
    groups = list(dict.fromkeys(f"{name.partition('/')[0]}/…" for name in known))
    return BrobyggerError(
        f"--explain {spec}: there is no row '{named}'{_did_you_mean(near)}",
        f"There are: {', '.join(beside or groups)}.",
    )


def _did_you_mean(near: str | None, mark: str = "") -> str:
    return f"; did you mean '{mark}{near}'?" if near else ""
