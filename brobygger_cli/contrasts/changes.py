"""Whether groups have changed differently: the changes of every two groups side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from brobygger_cli.between_groups import WAVES, by_group, joined_flags, not_stated_notes, shares_of_groups
from brobygger_cli.changes import is_outcome
from brobygger_cli.comparison.effective import shown_n
from brobygger_cli.comparison.group_changes import compare_changes, with_whole_questions
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
from brobygger_cli.counts import KEY
from brobygger_cli.flags import hidden_in_part, joined
from brobygger_cli.labels import named
from brobygger_cli.limits import check_settings, notes_of
from brobygger_cli.questionnaire.versions import differences
from brobygger_cli.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from brobygger_cli.comparison.settings import Settings
    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.result import Result
    from brobygger_cli.waves import Wave

# What scripts rely on: name, order and meaning stay; new columns are appended. docs/reference.md tells each.
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
_SIDES = ("", "other_")


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
    couples = {couple.id: couple for couple in couples_of(waves[-1].questionnaire)}
    parts = [_changes(baseline, wave, couples, settings) for wave in later]
    together = pd.concat(parts, keys=range(len(parts)), names=["later"])
    together = together.join(adjusted(together[together["in_family"]], couples, settings))
    together["finding"] = findings_between(together, settings.alpha)
    together["flags"] = _change_flags(together)
    frames = []
    for place, wave in enumerate(later):
        of_wave = together[together.index.get_level_values("later") == place].droplevel("later")
        rows = named(of_wave, language, baseline.questionnaire, wave.questionnaire)
        frames.append(rows.assign(questionnaire=wave.questionnaire.id, followup_wave=wave.name))
    frame = of_couples(pd.concat(frames), couples)
    frame = frame.assign(baseline_wave=baseline.name, estimand=settings.estimand)
    notes = (*notes_of(waves, settings), *_change_notes(waves, couples), *not_stated_notes(waves))
    context = Contrasted("changes", tuple(waves), settings, selection or Selection())
    return as_result(frame, CHANGE_COLUMNS, language, notes, context)


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
    for prefix in [f"{place}{wave}" for place in _SIDES for wave in WAVES]:
        every[f"{prefix}_effective_n"] = shown_n(every[f"{prefix}_effective_n"], every[f"{prefix}_base"])
    question = every.index.get_level_values("question")
    bases = every[[f"{place}{wave}_base" for place in _SIDES for wave in WAVES]]
    unknown = any(wave.kind == "printed" or wave.hidden is not None for wave in (baseline, followup))
    untold = every["p_value_max"].isna() & unknown & ~question.isin(never) & ~(bases == 0).any(axis=1)
    in_part = np.logical_or.reduce(
        [
            hidden_in_part([(getattr(couples[key[0]], member), *key[1:]) for key in every.index], (baseline, followup))
            for member in ("group", "other")
        ]
    )
    in_family = question.isin([asked.id for asked in outcomes])
    return every.assign(in_family=in_family, open=untold, item_p=np.nan, hidden_in_part=in_part)


def _change_flags(rows: pd.DataFrame) -> pd.Series:
    """Return the flags of every row, with those that its test raises."""
    kind = rows.index.get_level_values("kind")
    something = rows["in_family"] & ~rows["flags"].str.contains(r"\b(?:not_printed|hidden)\b")
    # An option is looked at only after its question, so without the question's p it has no adjusted one.
    behind_untested = kind.isin(["option", "net"]) & rows["p_value"].notna() & rows["p_adjusted"].isna()
    untold = something & (((kind == "question") & rows["open"]) | behind_untested)
    raised = {
        "partly_printed": untold & ~rows["hidden_in_part"],
        "partly_hidden": untold & rows["hidden_in_part"],
        "adjusted_bound": rows["adjusted_bound"].eq(True),
    }
    return joined_flags(rows["flags"], joined(pd.DataFrame(raised)))


def _change_notes(waves: Sequence[Wave], couples: Mapping[str, Couple]) -> Iterator[str]:
    yield (
        "Differences are the other group's change minus the group's; their test inverts the interval that squares and "
        f"adds those of both changes. {family_note(couples)}"
    )
    if any(wave.transitions is not None for wave in waves):
        yield (
            "Linked respondents enter by their covariance, through the effective n of each group's change, not by "
            "tests of pairs."
        )
