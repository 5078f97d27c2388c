"""Answer options made of what a platform lists or people answered: told apart, as a questionnaire demands."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from brobygger_cli.drafting import scales
from brobygger_cli.drafting.naming import first_free, first_free_text, slug
from brobygger_cli.drafting.parts import DraftOption
from brobygger_cli.drafting.wordings import is_beside_scale, is_dont_know, is_none_of_them
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from brobygger_cli.drafting.parts import Order
    from brobygger_cli.exports.variables import Choice


def options_of(choices: Sequence[Choice], *, several: bool = False) -> tuple[DraftOption, ...]:
    """Return options that share no spelling.

    A code stays as it is, since it stands in the export; a label that is also the code or the label of another option
    gets its code behind it, so that a cell with the bare label is an unknown answer rather than the wrong one.

    Args:
        choices: The answers in their order.
        several: Whether any number of them may be ticked.
    """
    kept = _coded(choices)
    labels = Counter(normalise(choice.label) for _, choice, _ in kept)
    taken = {normalise(code): place for place, (code, _, _) in enumerate(kept)}
    found = []
    for place, (code, choice, remarks) in enumerate(kept):
        label = wording = " ".join(choice.label.split()) or code
        owner = taken.get(normalise(wording), place)
        clashes = owner != place or (labels[normalise(wording)] > 1 and normalise(wording) != normalise(code))
        if clashes:
            label = _free(f"{wording} ({code})", taken)
        taken[normalise(label)] = place
        why = f"another option is spelled '{wording}', too: the code stands behind it"
        found.append(DraftOption("", code, label, remarks=(*remarks, why) if clashes else remarks))
    options = []
    for place, option in enumerate(found):

        def is_free(candidate: str, place: int = place) -> bool:
            return taken.get(normalise(candidate), place) == place

        identifier = first_free((slug(option.label), slug(option.code)), "option", is_free)
        taken[identifier] = place
        options.append(_judged(replace(option, id=identifier), missing=kept[place][1].missing, several=several))
    return tuple(options)


def _coded(choices: Iterable[Choice]) -> list[tuple[str, Choice, tuple[str, ...]]]:
    """Return the choices with codes that differ; one that stands twice with one label is one."""
    found: list[tuple[str, Choice, tuple[str, ...]]] = []
    labels: dict[str, set[str]] = {}
    taken: dict[str, int] = {}
    for place, choice in enumerate(choices, 1):
        code = choice.code.strip() or choice.label.strip() or f"option {place}"
        same = labels.setdefault(normalise(code), set())
        if normalise(choice.label) in same:
            continue
        remarks = (f"the platform gives the code '{code}' to several answers",) if same else ()
        same.add(normalise(choice.label))
        code = _free(code, taken)
        taken[normalise(code)] = place
        found.append((code, choice, remarks))
    return found


def _free(text: str, taken: dict[str, int]) -> str:
    return first_free_text(text, lambda candidate: normalise(candidate) not in taken)


def _judged(option: DraftOption, *, missing: bool, several: bool) -> DraftOption:
    """Return an option marked as what its wording or the platform says that it is."""
    if missing or is_dont_know(option.label):
        why = "the platform counts this as no answer" if missing else "worded as no answer"
        return replace(option, dont_know=True, remarks=(*option.remarks, why))
    if several and is_none_of_them(option.label):
        why = "worded as one that excludes every other"
        return replace(option, exclusive=True, remarks=(*option.remarks, why))
    return option


def on_scale(options: tuple[DraftOption, ...]) -> tuple[tuple[DraftOption, ...], Order]:
    """Return the options with the order of the steps of the scale that they form; an order of "" where they form none.

    Steps that do not stand in order are put in order, from low to high.
    """
    beside = [option.dont_know or is_beside_scale(option.label) for option in options]
    steps = [option for option, no_step in zip(options, beside, strict=True) if not no_step]
    found = scales.ranks([step.label for step in steps]) or scales.points([step.label for step in steps])
    if not found and sum(step.label == step.code for step in steps) >= len(steps) / 2:
        found = scales.points([step.code for step in steps])  # points of which only some are worded
    if not found:
        return options, ""
    marked = tuple(
        replace(option, beside_scale=no_step and not option.dont_know)
        for option, no_step in zip(options, beside, strict=True)
    )
    if list(found) == sorted(found, reverse=True):
        return marked, "high_to_low"
    if list(found) == sorted(found):
        return marked, "low_to_high"
    rank = {step.id: place for step, place in zip(steps, found, strict=True)}
    return tuple(sorted(marked, key=lambda option: rank.get(option.id, 1000))), "low_to_high"
