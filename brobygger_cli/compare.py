"""The comparison of waves: what has changed, by how much, how sure, and what to beware of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from brobygger_cli.changes import compare_two
from brobygger_cli.comparison.equivalence import verdicts
from brobygger_cli.comparison.families import adjust_families
from brobygger_cli.comparison.findings import direction_of, findings_of
from brobygger_cli.comparison.nonresponse import sturdiness
from brobygger_cli.comparison.settings import Settings
from brobygger_cli.labels import named
from brobygger_cli.limits import check_settings, notes_of
from brobygger_cli.result import Result
from brobygger_cli.selection import Selection
from brobygger_cli.trends import compare_trend

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.waves import Wave

# What scripts rely on: name, order and meaning stay; new columns are appended. docs/reference.md tells each.
COLUMNS = (
    "questionnaire",
    "group",
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
    "baseline_low",
    "baseline_high",
    "followup_count",
    "followup_base",
    "followup_share",
    "followup_low",
    "followup_high",
    "change",
    "change_low",
    "change_high",
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
    "flags",
    "baseline_count_min",
    "baseline_count_max",
    "followup_count_min",
    "followup_count_max",
    "change_min",
    "change_max",
    "change_outer_low",
    "change_outer_high",
    "p_value_min",
    "p_value_max",
    "baseline_test_n",
    "followup_test_n",
    "baseline_asked",
    "baseline_asked_of",
    "followup_asked",
    "followup_asked_of",
    "asked_change",
    "asked_change_low",
    "asked_change_high",
    "asked_p_value",
    "finding",
    "comparison",
    "estimand",
    "baseline_invited",
    "baseline_response",
    "followup_invited",
    "followup_response",
    "baseline_effective_n",
    "baseline_design_effect",
    "followup_effective_n",
    "followup_design_effect",
    "baseline_people_low",
    "baseline_people_high",
    "followup_people_low",
    "followup_people_high",
    "baseline_worst_low",
    "baseline_worst_high",
    "followup_worst_low",
    "followup_worst_high",
    "change_worst_low",
    "change_worst_high",
    "tipping_share",
    "tipping_difference",
    "sturdiness",
    "pairs",
    "leavers",
    "newcomers",
    "gained",
    "lost",
    "overlap",
    "change_overlap_low",
    "change_overlap_high",
    "margin",
    "margin_low",
    "margin_high",
    "verdict",
    "direction",
    "baseline_asked_share",
    "followup_asked_share",
)
_WHOLE_NUMBERS = tuple(
    name
    for name in COLUMNS
    if "count" in name
    or name.endswith(("_base", "_test_n", "_asked", "_asked_of", "family_size", "_invited"))
    or "_people_" in name
    or name in {"pairs", "leavers", "newcomers", "gained", "lost", "overlap"}
)
_TYPES = dict.fromkeys(_WHOLE_NUMBERS, "Int64")


@dataclass(frozen=True)
class Compared:
    """What a view of a comparison needs beyond its rows."""

    waves: tuple[Wave, ...]
    settings: Settings
    selection: Selection

    @property
    def baseline(self) -> Wave:
        """The wave that the others are compared with."""
        return self.waves[0]


def compare(
    baseline: Wave,
    followup: Wave,
    settings: Settings | None = None,
    *,
    later: Sequence[Wave] = (),
    language: Language = "en",
    selection: Selection | None = None,
) -> Result:
    """Compare every later wave with the baseline, and where there are several, tell the trend over all.

    Args:
        baseline: The earliest wave.
        followup: The next one; changes are the later wave minus the baseline.
        settings: Which methods; the defaults where None.
        later: Further waves, in order.
        language: Of the labels.
        selection: Which rows to show; all where None. Families of tests are not affected.

    Returns:
        A result with the columns `COLUMNS`: shares and changes 0-1, NaN where not available.

    Raises:
        BrobyggerError: If the settings ask for what the waves do not tell.
    """
    chosen = settings or Settings()
    waves = (baseline, followup, *later)
    check_settings(waves, chosen)
    parts = [compare_two(baseline, wave, chosen) for wave in waves[1:]]
    if later:
        parts.append(compare_trend(waves, chosen))
    tests = pd.concat([part.tests for part in parts], keys=range(len(parts)), names=["versus"])
    adjusted = adjust_families(tests, chosen.adjust)
    frames = []
    for place, part in enumerate(parts):
        of_part = adjusted[adjusted.index.get_level_values("versus") == place].droplevel("versus")
        rows = part.rows.join(of_part)
        rows["direction"] = direction_of(rows)
        rows["finding"] = findings_of(rows, part.waves[-1].questionnaire, chosen.alpha)
        rows["sturdiness"] = sturdiness(rows, chosen.alpha)
        rows["verdict"] = verdicts(rows, chosen.alpha)
        rows["flags"] = part.flags(rows, chosen.alpha)
        labelled = named(rows, language, *(wave.questionnaire for wave in part.waves))
        frames.append(
            labelled.assign(
                questionnaire=part.waves[-1].questionnaire.id,
                baseline_wave=baseline.name,
                followup_wave=part.waves[-1].name,
                comparison=part.comparison,
                estimand=chosen.estimand,
            )
        )
    frame = pd.concat([of_part.reindex(columns=list(COLUMNS)).astype(_TYPES) for of_part in frames], ignore_index=True)
    shown_only = selection or Selection()
    context = Compared(waves, chosen, shown_only)
    return Result("comparison", shown_only.of(frame), language, tuple(notes_of(waves, chosen)), context)
