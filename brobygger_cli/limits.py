"""What a comparison rests on and what it cannot say: refused where it is asked for too much, said where it is not."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from brobygger_cli.disclosure import told
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.waves import wave_notes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from brobygger_cli.comparison.settings import Settings
    from brobygger_cli.transitions import Transitions
    from brobygger_cli.waves import Wave


def check_settings(waves: Sequence[Wave], settings: Settings) -> None:
    """Refuse what the waves do not tell.

    Raises:
        BrobyggerError: If the estimand needs a number invited that is not known, more are stated to have answered
            both waves than answered one of them, a margin is held against no interval, or a test needs respondents
            where there are none.
    """
    if settings.estimand == "population":
        check_invited(waves)
    _check_margin(waves, settings)
    _check_overlap(waves, settings)
    if settings.multiple_test in {"permutation", "rao-scott"}:
        _check_multiple_test(waves, settings.multiple_test)


def _check_margin(waves: Sequence[Wave], settings: Settings) -> None:
    declared = any(indicator.margin for wave in waves[1:] for indicator in wave.questionnaire.indicators)
    if settings.alpha >= 0.5 and (declared or not math.isnan(settings.margin)):  # or 1 - 2 alpha is nothing
        raise BrobyggerError(
            f"--confidence {settings.confidence:g}: a margin needs more than 0.5",
            "It is held against the interval of confidence 1 - 2 x (1 - confidence).",
        )


def _check_overlap(waves: Sequence[Wave], settings: Settings) -> None:
    for wave in waves:
        for group, both in settings.overlap.items():
            answered = wave.answered(group)
            if answered and both > answered:
                raise BrobyggerError(
                    f"--overlap {group}={both}: only {answered} of the group answered in {wave.name}",
                    "The overlap is how many people answered both waves.",
                )


def _check_multiple_test(waves: Sequence[Wave], test: str) -> None:
    option = f"--multiple-test {test}"
    for wave in waves:
        if wave.kind == "printed":
            raise BrobyggerError(
                f"{option}: {wave.name} is a printed table, which does not tell how ticks go together",
                "Leave the option out: from printed tables the question is tested by Holm over its options.",
            )
        if wave.counts.weights is not None and test == "permutation":
            raise BrobyggerError(
                f"{option}: weighted respondents cannot change waves", "Use --multiple-test rao-scott."
            )
    if any(wave.transitions is not None for wave in waves):
        raise BrobyggerError(
            f"{option}: linked respondents are not two independent waves",
            "Leave the option out: linked waves are tested by Holm over the options.",
        )


def check_invited(waves: Sequence[Wave]) -> None:
    """Refuse the population as the estimand where nobody knows how large it is.

    Raises:
        BrobyggerError: If the number invited of a group is not known in a wave.
    """
    unknown = [
        f"{wave.name}:{group.id}"
        for wave in waves
        for group in wave.questionnaire.groups
        if wave.invited(group.id) is None and wave.answered(group.id) != 0
    ]
    if unknown:
        raise BrobyggerError(
            f"--estimand population needs the number invited; not known of: {', '.join(unknown)}",
            "Say " + " ".join(f"--invited {name}=N" for name in unknown) + ", or declare it in the questionnaire.",
        )


def notes_of(waves: Sequence[Wave], settings: Settings) -> Iterator[str]:
    """Yield what must be said beside a comparison."""
    baseline, *followups = waves
    yield from _dependence_notes(followups, settings)
    weighted = [wave.counts.weights is not None for wave in waves]
    if any(weighted) and not all(weighted):
        of = ", ".join(wave.name for wave, has in zip(waves, weighted, strict=True) if not has)
        yield f"Weighted waves are compared with unweighted ones ({of}): a change may be one of the weighting."
    yield from population_notes(settings)
    for wave in waves:
        if wave.kind == "printed":
            yield (
                f"{wave.name} is a printed table: it has no joint distribution of answers, and where it prints "
                "a percentage without a count, the count is one of a few."
            )
        yield from wave_notes(wave)
        if wave.transitions is not None:
            yield from _linking_notes(baseline, wave, wave.transitions)
    yield from told(waves, "en")
    for wave in followups:
        later = {question.id for question in wave.questionnaire.questions}
        dropped = [question.id for question in baseline.questionnaire.questions if question.id not in later]
        if dropped:
            yield f"{wave.name}'s questionnaire does not have: {', '.join(dropped)}; they are not compared."


def population_notes(settings: Settings) -> Iterator[str]:
    """Say what intervals about the very people invited rest on; nothing where the process is the estimand."""
    if settings.estimand == "population":
        yield (
            "Intervals are about the people invited (--estimand population), as if those who answered were drawn at "
            "random among them; p-values are about the process, as always. Read them beside the worst case."
        )


def _dependence_notes(followups: Sequence[Wave], settings: Settings) -> Iterator[str]:
    """Say what is known of people who answered several waves."""
    linked = any(wave.transitions for wave in followups)
    if settings.overlap:
        yield _overlap_note(settings)
    elif not linked:
        yield (
            "Respondents are taken as independent between the waves: people who answered both are not known to be "
            "the same."
        )
    if len(followups) > 1 and (settings.overlap or linked):
        yield "The trend over all waves takes respondents as independent: it knows nothing of who answered several."


def _overlap_note(settings: Settings) -> str:
    stated = ", ".join(f"{group}: {both}" for group, both in settings.overlap.items())
    note = (
        f"Answered the baseline and the later wave, as stated ({stated}): intervals and tests of shares know of it, "
        "those of whole questions with more than two options do not. "
    )
    if not math.isnan(settings.overlap_correlation):
        return note + f"A person's two answers are taken to correlate by {settings.overlap_correlation:g}."
    return note + (
        "How alike a person's two answers are is not known: they take the correlation of 0 or more that makes the "
        "change least certain, which about the process is that of independent waves; change_overlap_low and "
        "change_overlap_high take the one that makes it most certain."
    )


def _linking_notes(baseline: Wave, followup: Wave, transitions: Transitions) -> Iterator[str]:
    if baseline.counts.weights is not None or followup.counts.weights is not None:
        yield (
            f"{followup.name}: weighted and linked: tests and intervals of shares know how alike the pairs answer; "
            "whole questions are tested as if the waves were independent."
        )
    if transitions.linked and not any(transitions.linked.values()):
        yield (
            f"WARNING: no id of {followup.name} is found in {baseline.name}: ids are compared letter for letter, and "
            "the waves are taken as independent."
        )
        return
    for group, pairs in transitions.linked.items():
        before, after = baseline.answered(group) or 0, followup.answered(group) or 0
        yield (
            f"{followup.name}, {group}: {pairs} linked to {baseline.name} by their ids; "
            f"{before - pairs} leavers, {after - pairs} newcomers."
        )
    if transitions.moved and followup.hidden is None:
        yield f"{followup.name}: {transitions.moved} changed groups; they count as leavers and newcomers."
    for found in transitions.background:
        what = f"'{found.question}'" if found.question else "the group"
        many = f"{found.differing} of {found.pairs}" if followup.hidden is None else "many"
        if found.other_people:
            yield (
                f"WARNING: {followup.name}: {many} linked respondents differ in {what}, "
                f"about as many as among strangers (kappa {found.kappa:.2f}): do the same ids stand for other people?"
            )
