"""The options of a question as shares in both waves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.figures.alt import alt_of
from brobygger_cli.figures.model import Dot, Frame, Pair, PairedDots
from brobygger_cli.figures.shown import SIDES, Shown, finding_of, is_hidden, share_said, why_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brobygger_cli.result import Record


def paired_dots(shown: Shown, question: str, rows: list[Record]) -> PairedDots:
    """Return the options of a question as a figure.

    Args:
        shown: What may be shown.
        question: The id of the question.
        rows: Its rows: the question as a whole and its options.
    """
    asked = shown.question(question)
    title = shown.title_of(asked)
    order = _order(shown, question, [row for row in rows if row["level"] == "option"])
    wholes = [row for row in rows if row["level"] == "question"]
    of = {(row["group"], row["option"]): row for row in rows}
    return PairedDots(
        Frame(title, alt_of(shown, title, rows), shown.language, tuple(_notes(shown, rows))),
        tuple(wave.name for wave in shown.waves),
        tuple(
            (shown.group(group), tuple(_pair(shown, of[group, option]) for option in order))
            for group in (whole["group"] for whole in wholes)
        ),
        shown.say("axis_share", confidence=shown.confidence),
        tuple(_bases(shown, whole) for whole in wholes),
    )


def _order(shown: Shown, question: str, options: list[Record]) -> list[str]:
    """Return the options from the largest to the smallest, the same for all groups; a scale keeps its own order.

    What is no answer like the others, "don't know" and "none of these", stands last.
    """
    asked = shown.question(question)
    ids = list(dict.fromkeys(row["option"] for row in options))
    steps = [asked.choices[position].id for position in asked.scale()]
    if asked.compared_as == "ordinal":
        return [*(step for step in steps if step in ids), *(option for option in ids if option not in steps)]
    last = {option.id for option in asked.choices if getattr(option, "exclusive", False) or option.dont_know}
    shares: dict[str, list[float]] = {option: [] for option in ids}
    for row in options:
        shares[row["option"]] += [row[f"{side}_share"] for side in SIDES if row[f"{side}_share"] is not None]
    size = {option: sum(found) / len(found) if found else 0 for option, found in shares.items()}
    return sorted(ids, key=lambda option: (option in last, -size[option]))


def _pair(shown: Shown, row: Record) -> Pair:
    dots = tuple(_dot(shown, row, side) for side in SIDES)
    return Pair(row["label"], dots, shown.findings.verdict(row), finding_of(row, shown.language))


def _dot(shown: Shown, row: Record, side: str) -> Dot:
    said = share_said(row, side, shown.language)
    least, most, base = (row[f"{side}_{name}"] for name in ("count_min", "count_max", "base"))
    if not said:
        return Dot(None, None, None, why_nothing(row, shown.language))
    if row[f"{side}_share"] is None:
        return Dot(None, least / base, most / base, said)
    return Dot(row[f"{side}_share"], row[f"{side}_low"], row[f"{side}_high"], said)


def _bases(shown: Shown, whole: Record) -> str:
    said = []
    for wave, side in zip(shown.waves, SIDES, strict=True):
        base = whole[f"{side}_base"]
        said.append(wave.name if base is None else shown.say("wave_base", wave=wave.name, base=base))
    return " · ".join(said)


def _notes(shown: Shown, rows: list[Record]) -> Iterator[str]:
    options = [row for row in rows if row["level"] == "option" and not is_hidden(row)]
    yield shown.say("note_dots", confidence=shown.confidence)
    if any(row[f"{side}_count_min"] != row[f"{side}_count_max"] for row in options for side in SIDES):
        yield shown.say("note_share_range")
    if any(map(is_hidden, rows)):
        yield shown.say("note_hidden")
