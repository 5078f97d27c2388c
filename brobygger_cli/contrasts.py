"""Contrasts: how two groups differ within a wave, and whether they have changed differently."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
import pandas as pd

from brobygger_cli.between_groups import (
    WAVES,
    by_group,
    joined_flags,
    not_stated_notes,
    shares_of_groups,
    wholes,
)
from brobygger_cli.changes import compare_two, is_outcome
from brobygger_cli.comparison.effective import shown_n
from brobygger_cli.comparison.families import adjust_families
from brobygger_cli.comparison.findings import direction_of
from brobygger_cli.comparison.group_changes import compare_changes, with_whole_questions
from brobygger_cli.comparison.nonresponse import sturdiness
from brobygger_cli.counts import KEY
from brobygger_cli.flags import joined
from brobygger_cli.labels import named
from brobygger_cli.limits import check_settings, notes_of, population_notes
from brobygger_cli.questionnaire.versions import differences
from brobygger_cli.result import Result
from brobygger_cli.selection import Selection
from brobygger_cli.waves import wave_notes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from brobygger_cli.comparison.settings import Settings
    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.questionnaire.questionnaire import Questionnaire
    from brobygger_cli.waves import Wave

# Every finding of a contrast, with what it means; docs/reference.md lists them, a test compares.
FINDINGS: dict[str, str] = {
    "higher": "the other group stands higher than the group: its share, its answers on the scale, or its change",
    "lower": "the other group stands lower",
    "differs": "the groups differ, in a way that has no direction",
    "unclear": "the data cannot tell whether the groups differ, which does not mean that they do not",
}

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
CHANGE_COLUMNS = (
    "questionnaire",
    "group",
    "other_group",
    "level",
    "question",
    "option",
    "label",
    "type",
    "baseline_wave",
    "followup_wave",
    "baseline_count",
    "baseline_base",
    "baseline_share",
    "followup_count",
    "followup_base",
    "followup_share",
    "change",
    "change_low",
    "change_high",
    "other_baseline_count",
    "other_baseline_base",
    "other_baseline_share",
    "other_followup_count",
    "other_followup_base",
    "other_followup_share",
    "other_change",
    "other_change_low",
    "other_change_high",
    "difference",
    "difference_low",
    "difference_high",
    "test",
    "statistic",
    "p_value",
    "p_adjusted",
    "adjustment",
    "family",
    "family_size",
    "finding",
    "flags",
    "baseline_count_min",
    "baseline_count_max",
    "followup_count_min",
    "followup_count_max",
    "other_baseline_count_min",
    "other_baseline_count_max",
    "other_followup_count_min",
    "other_followup_count_max",
    "change_min",
    "change_max",
    "change_outer_low",
    "change_outer_high",
    "other_change_min",
    "other_change_max",
    "other_change_outer_low",
    "other_change_outer_high",
    "difference_min",
    "difference_max",
    "difference_outer_low",
    "difference_outer_high",
    "p_value_min",
    "p_value_max",
    "estimand",
    "baseline_effective_n",
    "followup_effective_n",
    "other_baseline_effective_n",
    "other_followup_effective_n",
    "pairs",
    "other_pairs",
)
_WHOLE_ENDINGS = (
    "count",
    "count_min",
    "count_max",
    "base",
    "test_n",
    "asked",
    "asked_of",
    "invited",
    "pairs",
    "family_size",
)
# Between groups of one wave, the group takes the place of the baseline and the other one that of the follow-up.
_PLACES = {"baseline_": "", "followup_": "other_"}


class Couple(NamedTuple):
    """Two groups that are compared.

    Attributes:
        group: The one.
        other: The other; differences are this one's figure minus the first one's.
        whole: What they are parts of, by which the families of their tests are named.
    """

    group: str
    other: str
    whole: str

    @property
    def id(self) -> str:
        """What the couple is called while both are one row."""
        return f"{self.group}|{self.other}"


@dataclass(frozen=True)
class Contrasted:
    """What a view of contrasts needs beyond their rows."""

    of: Literal["shares", "changes"]
    waves: tuple[Wave, ...]
    settings: Settings
    selection: Selection


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
    couples = {couple.id: couple for couple in _couples(wave.questionnaire)}
    part = compare_two(_side(wave, couples, "group"), _side(wave, couples, "other"), within)
    rows = part.rows.join(_adjusted(part.tests, couples, within))
    rows["sturdiness"] = sturdiness(rows, within.alpha)
    rows["flags"] = [_of_one_wave(flags) for flags in part.flags(rows, within.alpha)]
    rows = rows.rename(columns=_between_groups)
    rows["finding"] = _findings(rows, within.alpha)
    frame = _of_couples(named(rows, language, wave.questionnaire), couples)
    frame = frame.assign(questionnaire=wave.questionnaire.id, wave=wave.name, estimand=within.estimand)
    notes = (*_group_notes(wave, within, couples), *not_stated_notes([wave]))
    context = Contrasted("shares", (wave,), within, selection or Selection())
    return _result(frame, GROUP_COLUMNS, language, notes, context)


def contrast_changes(
    waves: Sequence[Wave], settings: Settings, *, language: Language = "en", selection: Selection | None = None
) -> Result:
    """Compare the changes of every two groups, from the baseline to every later wave.

    Args:
        waves: Two or more, the baseline first.
        settings: Which methods. The test is the one that inverts the interval of the difference.
        language: Of the labels.
        selection: Which rows to show; all where None. Families of tests are not affected.

    Returns:
        A result with the columns `CHANGE_COLUMNS`: shares and changes 0-1, NaN where not available.

    Raises:
        BrobyggerError: If there are no two groups, or the settings ask for what the waves do not tell.
    """
    check_settings(waves, settings)
    baseline, *later = waves
    couples = {couple.id: couple for couple in _couples(waves[-1].questionnaire)}
    parts = [_changes(baseline, wave, couples, settings) for wave in later]
    together = pd.concat(parts, keys=range(len(parts)), names=["later"])
    together = together.join(_adjusted(together[together["in_family"]], couples, settings))
    together["finding"] = _findings(together, settings.alpha)
    together["flags"] = _change_flags(together)
    frames = []
    for place, wave in enumerate(later):
        of_wave = together[together.index.get_level_values("later") == place].droplevel("later")
        rows = named(of_wave, language, baseline.questionnaire, wave.questionnaire)
        frames.append(rows.assign(questionnaire=wave.questionnaire.id, followup_wave=wave.name))
    frame = _of_couples(pd.concat(frames), couples)
    frame = frame.assign(baseline_wave=baseline.name, estimand=settings.estimand)
    notes = (*notes_of(waves, settings), *_change_notes(waves, couples), *not_stated_notes(waves))
    context = Contrasted("changes", tuple(waves), settings, selection or Selection())
    return _result(frame, CHANGE_COLUMNS, language, notes, context)


def _couples(questionnaire: Questionnaire) -> list[Couple]:
    """Return every two groups that are parts of the same whole."""
    return [
        Couple(group, other, whole)
        for whole, groups in wholes(questionnaire).items()
        for group, other in combinations(groups, 2)
    ]


# Two groups of one wave ----------------------------------------------------------------------------


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
        ),
        origin={
            (couple, *key[1:]): how
            for couple, group in group_of.items()
            for key, how in wave.origin.items()
            if key[0] == group
        },
        sent={couple: wave.sent[group] for couple, group in group_of.items() if group in wave.sent},
        transitions=None,
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
    yield f"Differences are the other group minus the group. {_family_note(couples)}"
    yield from population_notes(settings)
    if wave.kind == "printed":
        yield (
            f"{wave.name} is a printed table: groups are compared where its figures tell the counts; where it prints a "
            "percentage that several counts give, the difference is a range."
        )
    yield from wave_notes(wave)


# The changes of two groups -------------------------------------------------------------------------


def _changes(baseline: Wave, followup: Wave, couples: Mapping[str, Couple], settings: Settings) -> pd.DataFrame:
    """Return the changes of the groups of every couple side by side, with what `families.adjust_families` takes.

    Indexed by `counts.KEY`, the couple in place of the group.
    """
    shares = shares_of_groups(baseline, followup, settings)
    differing = differences(baseline.questionnaire, followup.questionnaire)
    never = {*baseline.unasked, *followup.unasked, *differing["options_differ"]}
    outcomes = [question for question in followup.questionnaire.questions if is_outcome(question)]
    of_groups = by_group(shares, [group.id for group in followup.questionnaire.groups])
    one, other = (
        pd.concat({identifier: of_groups[getattr(couple, member)] for identifier, couple in couples.items()})
        for member in ("group", "other")
    )
    one.index.names = other.index.names = KEY
    every = compare_changes(one, other, settings)
    every = with_whole_questions(every, [question for question in outcomes if question.id not in never])
    every["flags"] = joined_flags(one["flags"], other["flags"])
    for prefix in [f"{place}{wave}" for place in _PLACES.values() for wave in WAVES]:
        every[f"{prefix}_effective_n"] = shown_n(every[f"{prefix}_effective_n"], every[f"{prefix}_base"])
    question = every.index.get_level_values("question")
    bases = every[[f"{place}{wave}_base" for place in _PLACES.values() for wave in WAVES]]
    printed = "printed" in (baseline.kind, followup.kind)
    untold = every["p_value_max"].isna() & printed & ~question.isin(never) & ~(bases == 0).any(axis=1)
    return every.assign(in_family=question.isin([asked.id for asked in outcomes]), open=untold, item_p=np.nan)


def _change_flags(rows: pd.DataFrame) -> pd.Series:
    """Return the flags of every row, with those that its test raises."""
    kind = rows.index.get_level_values("kind")
    printed_some = rows["in_family"] & ~rows["flags"].str.contains("not_printed")
    # An option is looked at only after its question, so without the question's p it has no adjusted one.
    behind_untested = kind.isin(["option", "net"]) & rows["p_value"].notna() & rows["p_adjusted"].isna()
    raised = {
        "partly_printed": printed_some & (((kind == "question") & rows["open"]) | behind_untested),
        "adjusted_bound": rows["adjusted_bound"].eq(True),
    }
    return joined_flags(rows["flags"], joined(pd.DataFrame(raised)))


def _change_notes(waves: Sequence[Wave], couples: Mapping[str, Couple]) -> Iterator[str]:
    yield (
        "Differences are the other group's change minus the group's; their test inverts the interval that squares and "
        f"adds those of both changes. {_family_note(couples)}"
    )
    if any(wave.transitions is not None for wave in waves):
        yield (
            "Linked respondents enter by their covariance, through the effective n of each group's change, not by "
            "tests of pairs."
        )


# Both ----------------------------------------------------------------------------------------------


def _adjusted(tests: pd.DataFrame, couples: Mapping[str, Couple], settings: Settings) -> pd.DataFrame:
    """Adjust p-values for the tests of every couple of a whole, in every later wave where there are several."""
    level = tests.index.get_level_values
    later = level("later") if "later" in tests.index.names else pd.Index([""] * len(tests))
    versus = [f"{place}|{couple}" for place, couple in zip(later, level("group"), strict=True)]
    whole = [couples[couple].whole for couple in level("group")]
    index = pd.MultiIndex.from_arrays(
        [versus, whole, *(level(name) for name in KEY[1:])], names=["versus", "group", *KEY[1:]]
    )
    return adjust_families(tests.set_axis(index), settings.adjust).set_axis(tests.index)


def _findings(rows: pd.DataFrame, alpha: float) -> pd.Series:
    """Return the finding of every row, None where it is not tested."""
    of_tests = rows.reindex(columns=["test", "statistic", "effect", "effect_name"])
    direction = direction_of(of_tests.assign(change_min=rows["difference_min"], change_max=rows["difference_max"]))
    conditions = [rows["p_adjusted"].isna(), rows["p_adjusted"] >= alpha, direction == "up", direction == "down"]
    found = np.select(conditions, ["", "unclear", "higher", "lower"], "differs")
    return pd.Series([finding or None for finding in found.tolist()], index=rows.index, dtype=object)


def _family_note(couples: Mapping[str, Couple]) -> str:
    per_whole: dict[str, int] = {}
    for couple in couples.values():
        per_whole[couple.whole] = per_whole.get(couple.whole, 0) + 1
    told = ", ".join(f"{whole}: {number}" for whole, number in per_whole.items())
    return f"Tests are adjusted for all pairs of groups ({told})."


def _of_couples(frame: pd.DataFrame, couples: Mapping[str, Couple]) -> pd.DataFrame:
    """Name both groups of every row."""
    both = [couples[couple] for couple in frame["group"]]
    return frame.assign(group=[couple.group for couple in both], other_group=[couple.other for couple in both])


def _result(
    frame: pd.DataFrame, columns: tuple[str, ...], language: Language, notes: tuple[str, ...], context: Contrasted
) -> Result:
    whole = {name: "Int64" for name in columns if name.removeprefix("other_").endswith(_WHOLE_ENDINGS)}
    complete = frame.reindex(columns=list(columns)).astype(whole).reset_index(drop=True)
    return Result("contrasts", _shown(complete, context.selection), language, notes, context)


def _shown(frame: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """Return the selected rows: of one group all that it is compared with, of several what is between them."""
    named_groups = frame[["group", "other_group"]].isin(selection.groups)
    if len(selection.groups) > 1:
        frame = frame[named_groups.all(axis=1)]
    elif selection.groups:
        frame = frame[named_groups.any(axis=1)]
    return replace(selection, groups=()).of(frame)
