"""How groups differ within a wave: every two of them compared as two waves are."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import pandas as pd

from brobygger_cli.between_groups import not_stated_notes
from brobygger_cli.changes import compare_two
from brobygger_cli.comparison.nonresponse import sturdiness
from brobygger_cli.contrasts.couples import (
    Contrasted,
    Couple,
    adjusted,
    as_result,
    couples_of,
    family_note,
    findings_between,
    of_couples,
)
from brobygger_cli.disclosure import told
from brobygger_cli.labels import named
from brobygger_cli.limits import check_settings, population_notes
from brobygger_cli.selection import Selection
from brobygger_cli.waves import wave_notes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from brobygger_cli.comparison.settings import Settings
    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.result import Result
    from brobygger_cli.waves import Hidden, Wave

# What scripts rely on: name, order and meaning stay; new columns are appended. docs/reference.md tells each.
GROUP_COLUMNS = (
    "questionnaire",
    "wave",
    "group",
    "other_group",
    "level",
    "question",
    "option",
    "label",
    "type",
    "count",
    "base",
    "share",
    "low",
    "high",
    "other_count",
    "other_base",
    "other_share",
    "other_low",
    "other_high",
    "difference",
    "difference_low",
    "difference_high",
    "test",
    "statistic",
    "df",
    "p_value",
    "p_adjusted",
    "adjustment",
    "family",
    "family_size",
    "effect",
    "effect_name",
    "effect_low",
    "effect_high",
    "finding",
    "flags",
    "count_min",
    "count_max",
    "other_count_min",
    "other_count_max",
    "difference_min",
    "difference_max",
    "difference_outer_low",
    "difference_outer_high",
    "p_value_min",
    "p_value_max",
    "test_n",
    "other_test_n",
    "asked",
    "asked_of",
    "other_asked",
    "other_asked_of",
    "asked_difference",
    "asked_difference_low",
    "asked_difference_high",
    "asked_p_value",
    "estimand",
    "invited",
    "response",
    "other_invited",
    "other_response",
    "effective_n",
    "design_effect",
    "other_effective_n",
    "other_design_effect",
    "worst_low",
    "worst_high",
    "other_worst_low",
    "other_worst_high",
    "difference_worst_low",
    "difference_worst_high",
    "tipping_share",
    "tipping_difference",
    "sturdiness",
)
# Between groups of one wave, the group takes the place of the baseline and the other one that of the follow-up.
_PLACES = {"baseline_": "", "followup_": "other_"}


def contrast_groups(
    wave: Wave, settings: Settings, *, language: Language = "en", selection: Selection | None = None
) -> Result:
    """Compare every two groups of a wave; where groups are split, the parts of the same one.

    Args:
        wave: The wave.
        settings: Which methods.
        language: Of the labels.
        selection: Which rows to show; all where None. Families of tests are not affected.

    Returns:
        A result with the columns `GROUP_COLUMNS`: shares and differences 0-1, NaN where not available.

    Raises:
        BrobyggerError: If there are no two groups, or the settings ask for what the wave does not tell.
    """
    within = replace(settings, overlap={}, overlap_correlation=math.nan)  # nobody is in two groups of a wave
    check_settings([wave], within)
    couples = {couple.id: couple for couple in couples_of(wave.questionnaire)}
    part = compare_two(_side(wave, couples, "group"), _side(wave, couples, "other"), within)
    rows = part.rows.join(adjusted(part.tests, couples, within))
    rows["sturdiness"] = sturdiness(rows, within.alpha)
    rows["flags"] = [_of_one_wave(flags) for flags in part.flags(rows, within.alpha)]
    rows = rows.rename(columns=_between_groups)
    rows["finding"] = findings_between(rows, within.alpha)
    frame = of_couples(named(rows, language, wave.questionnaire), couples)
    frame = frame.assign(questionnaire=wave.questionnaire.id, wave=wave.name, estimand=within.estimand)
    notes = (*_group_notes(wave, within, couples), *not_stated_notes([wave]))
    context = Contrasted("shares", (wave,), within, selection or Selection())
    return as_result(frame, GROUP_COLUMNS, language, notes, context)


def _side(wave: Wave, couples: Mapping[str, Couple], member: Literal["group", "other"]) -> Wave:
    """Return a wave whose groups are couples, each with the figures of one of its two groups.

    Two such waves are compared as a baseline and a follow-up are: independent respondents, the same questions.
    """
    group_of = {identifier: getattr(couple, member) for identifier, couple in couples.items()}
    declared = {group.id: group for group in wave.questionnaire.groups}
    groups = tuple(declared[group].model_copy(update={"id": couple}) for couple, group in group_of.items())
    counts = wave.counts
    return replace(
        wave,
        questionnaire=wave.questionnaire.model_copy(update={"groups": groups}),
        counts=replace(
            counts,
            figures=_by_couple(counts.figures, group_of),
            accounts=_by_couple(counts.accounts, group_of),
            respondents={
                couple: counts.respondents[group] for couple, group in group_of.items() if group in counts.respondents
            },
            weights=None if counts.weights is None else _by_couple(counts.weights, group_of),
            patterns=_by_couple(counts.patterns, group_of).sort_index(),
            pairs=_by_couple(counts.pairs, group_of),
        ),
        origin={
            (couple, *key[1:]): how
            for couple, group in group_of.items()
            for key, how in wave.origin.items()
            if key[0] == group
        },
        sent={couple: wave.sent[group] for couple, group in group_of.items() if group in wave.sent},
        transitions=None,
        hidden=None if wave.hidden is None else _hidden_by_couple(wave.hidden, group_of),
    )


def _hidden_by_couple(hidden: Hidden, group_of: Mapping[str, str]) -> Hidden:
    """Return what is hidden of the groups as what is hidden of the couples that they are members of."""
    of = {group: [couple for couple, member in group_of.items() if member == group] for group in group_of.values()}
    return replace(
        hidden,
        rows=frozenset((couple, *key[1:]) for key in hidden.rows for couple in of.get(key[0], ())),
        groups=frozenset(couple for group in hidden.groups for couple in of.get(group, ())),
        left_out=frozenset((couple, asked) for group, asked in hidden.left_out for couple in of.get(group, ())),
    )


def _by_couple(table: pd.DataFrame, group_of: Mapping[str, str]) -> pd.DataFrame:
    """Return the rows of a table by group once for every couple that the group is a member of."""
    groups = table.index.get_level_values("group")
    of_couples = [table[groups == group].droplevel("group") for group in group_of.values()]
    return pd.concat(of_couples, keys=list(group_of), names=["group"])


def _between_groups(column: str) -> str:
    """Return what a column of a comparison of waves is called between groups."""
    for prefix, place in _PLACES.items():
        if column.startswith(prefix):
            return place + column.removeprefix(prefix)
    return column.replace("change", "difference")


def _of_one_wave(flags: str) -> str:
    """Return flags of a comparison as those of one wave, which is printed on both sides or on none."""
    return " ".join(
        "printed" if flag == "printed_baseline" else flag for flag in flags.split() if flag != "printed_followup"
    )


def _group_notes(wave: Wave, settings: Settings, couples: Mapping[str, Couple]) -> Iterator[str]:
    yield f"Differences are the other group minus the group. {family_note(couples)}"
    yield from population_notes(settings)
    if wave.kind == "printed":
        yield (
            f"{wave.name} is a printed table: groups are compared where its figures tell the counts; where it prints a "
            "percentage that several counts give, the difference is a range."
        )
    yield from wave_notes(wave)
    yield from told([wave], "en")
