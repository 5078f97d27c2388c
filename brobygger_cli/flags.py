"""What to beware of in a row, as stable words separated by blanks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from brobygger_cli.questionnaire.versions import differences, formed_otherwise

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from brobygger_cli.waves import Wave

SMALL_BASE = 30

# The tests of a whole question that take linked pairs alone, by the names that results give them.
PAIRED_QUESTION_TESTS = ("bhapkar", "wilcoxon", "wilcoxon_exact", "paired_permutation")
# Those that take the waves as independent.
INDEPENDENT_QUESTION_TESTS = (
    *("pearson", "permutation", "exact_permutation", "freeman_halton", "brunner_munzel"),
    *("rao_scott", "rao_scott_multiple", "max_t", "max_t_normal"),
)

# Every flag a script may meet, with what it means; docs/reference.md lists them, a test compares.
FLAGS: dict[str, str] = {
    "printed": "the wave is a printed table",
    "printed_baseline": "the baseline is a printed table",
    "printed_followup": "the follow-up is a printed table",
    "low_response": "a smaller part of the group answered than the questionnaire asks for: indicative only",
    "invalid_left_out": "invalid answers, or rows that could be anybody's, are left out (--skip-invalid)",
    "from_percent": "a count follows from a printed percentage and its base",
    "derived": "a count is not printed, but follows from what is",
    "count_range": "what is printed allows several counts: see the _min and _max columns",
    "not_printed": "nothing is printed of it",
    "partly_printed": "too little of the question is printed to test it as a whole, and so to adjust its options' p",
    "hidden": "a count is hidden because it is small, or would give away one that is (--min-cell)",
    "partly_hidden": "too little of the question is shown to test it as a whole, and so to adjust its options' p",
    "margins_only": "print does not tell how ticks go together: the question is tested by Holm over its options",
    "not_asked": "a wave did not ask it",
    "wording_inferred": "the wording is inferred, not quoted from the source",
    "wording_differs": "the waves word the question or its options differently",
    "options_differ": "the waves offer different options, or form it of different ones: not tested as a whole",
    "routing_differs": "the waves ask different people",
    "small_base": f"a base is below {SMALL_BASE}",
    "empty_base": "nobody answered in a wave",
    "expected_low": "expected counts too small for a chi-squared test: an exact or permutation test instead",
    "pairs_only": "the test leaves out who answered in one wave only: it is of the linked pairs",
    "links_doubtful": "linked by ids that seem to stand for other people in the other wave",
    "links_unused": "too few linked people, or weighted ones: the question is tested as if the waves were independent",
    "off_scale": "the test leaves out answers that are no step of the scale",
    "asked_changed": "whom the routing leads to the question has changed (unadjusted p): the base has moved",
    "adjusted_bound": "a p-value of the family is not known exactly; p_adjusted is its largest possible value",
}


def wave_flags(figures: pd.DataFrame, wave: Wave) -> pd.DataFrame:
    """Tell what to beware of in one wave.

    Args:
        figures: Columns `count_min`, `count_max` and `base`, indexed by `counts.KEY`.
        wave: The wave they are of.

    Returns:
        A column of truth values per flag that concerns a single wave, index of `figures`.
    """
    group, kind, question = (figures.index.get_level_values(name) for name in ("group", "kind", "question"))
    base = figures["base"]
    printed = wave.kind == "printed"
    low_response = [name for name in dict.fromkeys(group) if wave.response_is_low(name)]
    ranged = (figures["count_min"] < figures["count_max"]).to_numpy()
    origin = np.array([wave.origin.get(key, "") for key in figures.index], dtype=object)
    known = {asked.id for asked in wave.questionnaire.questions}
    unasked = question.isin(wave.unasked) | ~question.isin(known)
    hidden = () if wave.hidden is None else wave.hidden.rows
    in_hidden = np.array([key in hidden for key in figures.index], dtype=bool)
    left_out = wave.left_out()
    return pd.DataFrame(
        {
            "printed": printed,
            "low_response": group.isin(low_response),
            "invalid_left_out": [pair in left_out for pair in zip(group, question, strict=True)],
            "from_percent": (origin == "percent") & ~ranged,
            "derived": (origin == "derived") & ~ranged & (kind == "option"),
            "count_range": ranged,
            "not_printed": base.isna().to_numpy() & printed & ~in_hidden,
            "hidden": in_hidden,
            "not_asked": unasked,
            "wording_inferred": _inferred(figures.index, wave),
            "small_base": ((base > 0) & (base < SMALL_BASE)).to_numpy(),
            "empty_base": (base == 0).to_numpy() & ~unasked,
        },
        index=figures.index,
    )


def flags_of_waves(pairs: pd.DataFrame, baseline: Wave, followup: Wave) -> pd.DataFrame:
    """Tell what to beware of in two waves, apart from how they are compared.

    Args:
        pairs: Rows as `pairs.pair` gives them.
        baseline: The earlier wave.
        followup: The later wave.

    Returns:
        A column of truth values per flag that holds for either wave or for the two questionnaires; index of `pairs`.
    """
    of = [
        wave_flags(_of_one_wave(pairs, name), wave) for name, wave in (("baseline", baseline), ("followup", followup))
    ]
    either = (of[0] | of[1]).assign(printed_baseline=of[0]["printed"], printed_followup=of[1]["printed"])
    return either.join(version_flags(pairs.index, baseline, followup))


def version_flags(index: pd.Index[Any], baseline: Wave, followup: Wave) -> pd.DataFrame:
    """Tell where two waves ask differently: a column of truth values per flag."""
    differing = differences(baseline.questionnaire, followup.questionnaire)
    formed = formed_otherwise(baseline.questionnaire, followup.questionnaire)
    question = index.get_level_values("question")
    return pd.DataFrame(
        {
            "wording_differs": question.isin(differing["wording_differs"]),
            "options_differ": question.isin(differing["options_differ"]) | [key[1:] in formed for key in index],
            "routing_differs": question.isin(differing["routing_differs"]),
        },
        index=index,
    )


def comparison_flags(
    rows: pd.DataFrame, pairs: pd.DataFrame, baseline: Wave, followup: Wave, alpha: float
) -> pd.Series:
    """Return the flags of every row of a comparison.

    Args:
        rows: The comparison, indexed by `counts.KEY`.
        pairs: The counts behind it, as `pairs.pair` gives them, same index.
        baseline: The earlier wave.
        followup: The later wave.
        alpha: The p-value below which whom the routing leads to a question has changed.
    """
    flags = flags_of_waves(pairs, baseline, followup)
    kind, question = rows.index.get_level_values("kind"), rows.index.get_level_values("question")
    whole = kind == "question"
    bases = pairs[["baseline_base", "followup_base"]].to_numpy(dtype=float)
    linked = rows["test"].isin(PAIRED_QUESTION_TESTS)
    together = pairs["both"].to_numpy(dtype=float)
    in_test = np.where(linked.to_numpy()[:, None], together[:, None], bases)
    off_scale = (rows["baseline_test_n"] < in_test[:, 0]) | (rows["followup_test_n"] < in_test[:, 1])
    single = (bases > together[:, None]).any(axis=1)
    on_scale = (rows[["baseline_test_n", "followup_test_n"]] != 0).all(axis=1)
    untested = whole & rows["p_value"].isna() & rows["family"].notna() & on_scale
    # An option is looked at only after its question, so without the question's p it has no adjusted one.
    behind_untested = kind.isin(["option", "net"]) & rows["p_value"].notna() & rows["p_adjusted"].isna()
    behind_untested &= rows["family"].notna()
    several = [asked.id for asked in followup.questionnaire.questions if asked.compared_as == "options"]
    otherwise = differences(baseline.questionnaire, followup.questionnaire)["options_differ"]
    untold = (
        (untested | behind_untested)
        & ~flags["not_printed"]
        & ~flags["hidden"]
        & ~flags["empty_base"]
        & ~flags["not_asked"]
        & ~question.isin(otherwise)
    )
    with_hidden = hidden_in_part(pairs.index, (baseline, followup))
    flags = flags.assign(
        partly_printed=untold & flags["printed"] & ~with_hidden,
        partly_hidden=untold & with_hidden,
        margins_only=flags["printed"] & ~flags["not_printed"] & question.isin(several) & (kind != "indicator"),
        expected_low=rows["expected_low"],
        pairs_only=whole & linked & single,
        links_doubtful=(together > 0) & _links_are_doubtful(followup),
        links_unused=whole & rows["test"].isin(INDEPENDENT_QUESTION_TESTS) & (together > 0),
        off_scale=whole & off_scale,
        asked_changed=rows["asked_p_value"] < alpha,
        adjusted_bound=rows["adjusted_bound"].eq(True),  # NaN in rows of no family
    ).drop(columns="printed")
    return joined(flags)


def hidden_in_part(index: Iterable[tuple[str, str, str, str]], waves: Iterable[Wave]) -> npt.NDArray[np.bool_]:
    """Tell which rows are of a question of which a wave hides something."""
    hidden = {(key[0], key[2]) for wave in waves if wave.hidden is not None for key in wave.hidden.rows}
    return np.array([(key[0], key[2]) in hidden for key in index], dtype=bool)


def _links_are_doubtful(wave: Wave) -> bool:
    return wave.transitions is not None and any(found.other_people for found in wave.transitions.background)


def joined(flags: pd.DataFrame) -> pd.Series:
    """Return the flags of each row as one text, in the order of `FLAGS`."""
    ordered = flags[[flag for flag in FLAGS if flag in flags]].astype(bool)
    words = np.array(ordered.columns, dtype=object)
    return pd.Series([" ".join(words[row]) for row in ordered.to_numpy()], index=flags.index, dtype=object)


def _of_one_wave(pairs: pd.DataFrame, name: str) -> pd.DataFrame:
    columns = {f"{name}_{column}": column for column in ("count_min", "count_max", "base")}
    return pairs[list(columns)].rename(columns=columns)


def _inferred(index: pd.Index[Any], wave: Wave) -> list[bool]:
    inferred = {
        (question.id, option.id)
        for question in wave.questionnaire.questions
        for option in question.choices
        if option.inferred
    }
    return [kind == "option" and (question, item) in inferred for _, kind, question, item in index]
