"""The test of a whole question: which one and why, its statistic, its p-value and the size of the difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtrit

from brobygger_cli.explanations import paired_questions
from brobygger_cli.explanations.row import WAVES
from brobygger_cli.methods.arrays import tail_probability
from brobygger_cli.methods.change_tests import n_minus_1
from brobygger_cli.methods.multiple_response import DRAWS as DRAWS_OF_WAVES
from brobygger_cli.methods.ordinal import SMALLEST_FOR_T
from brobygger_cli.methods.paired_questions import EXACT_AT_MOST, PAIRS_AN_OPTION_FOR_BHAPKAR
from brobygger_cli.methods.permutation import DRAWS

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from brobygger_cli.explanations.row import How, Row

    Floats = NDArray[np.float64]

_OF_PAIRS = {"bhapkar", "paired_permutation", "wilcoxon", "wilcoxon_exact"}
_OF_A_SHARE = {"n_minus_1", "fisher_irwin", "fisher_mid_p", "boschloo", "mcnemar_mid_p", "derrick_z8"}
_MAX_T = {"max_t", "max_t_normal"}


def test(row: Row) -> How:
    """Say why this test was made."""
    name = str(row.record["test"])
    if name in _OF_A_SHARE:
        return row.how("test_of_two_options", name, test=name)
    scale = "scale" if row.question.compared_as == "ordinal" else "options"
    key = f"test_{name}_of_{scale}" if name in {"permutation", "exact_permutation"} else f"test_{name}"
    return row.how(
        key,
        name,
        pairs=row.write.size(row.figure("baseline_test_n")),
        least=SMALLEST_FOR_T,
        each=PAIRS_AN_OPTION_FOR_BHAPKAR,
        most=EXACT_AT_MOST,
    )


def statistic(row: Row) -> How:
    """Say how the statistic came about."""
    name, found = str(row.record["test"]), row.write.share(row.figure("statistic"))
    if name in _OF_A_SHARE:
        return row.how("statistic_of_an_option", name, found=found)
    if name in _OF_PAIRS:
        return paired_questions.statistic(row)
    if name == "brunner_munzel":
        effect, half = row.write.share(row.figure("effect")), row.write.level(0.5)
        return row.how(f"statistic_{name}", name, formula=f"({effect} − {half}) / {_standard_error(row)} = {found}")
    if name in _MAX_T:
        return row.how("statistic_max_t", name, found=found, option=_largest_option(row))
    waves = {f"{side}_counts": ", ".join(map(row.write.size, _steps(row, side))) for side in WAVES}
    sizes = {f"{side}_n": row.write.size(row.figure(f"{side}_test_n")) for side in WAVES}
    if name in {"rao_scott", "rao_scott_multiple"}:
        return row.how(f"statistic_{name}", name, **sizes, found=found)
    return row.how("statistic_pearson", name, **waves, **sizes, found=found)


def df(row: Row) -> How:
    """Say how many degrees of freedom there are."""
    name, found = str(row.record["test"]), row.figure("df")
    if name == "pearson":
        return row.how("df_pearson", name, formula=f"{row.write.size(found + 1)} − 1 = {row.write.size(found)}")
    if name == "brunner_munzel":
        a, b = (_part(row, side) for side in WAVES)
        n0, n1 = (row.write.size(row.figure(f"{side}_test_n")) for side in WAVES)
        formula = f"({a} + {b})² / (({a})² / ({n0} − 1) + ({b})² / ({n1} − 1)) = {row.write.share(found)}"
        return row.how("df_brunner_munzel", name, formula=formula)
    if name in _OF_A_SHARE:
        return row.how("df_of_a_share", name)
    return row.how(f"df_{name}", name, found=row.write.share(found))


def p_value(row: Row) -> How:
    """Say how the p-value came about."""
    name, found = str(row.record["test"]), row.figure("p_value")
    p = row.write.fine(found)
    if name in _OF_A_SHARE:
        return row.how("p_of_an_option", name, p=p)
    if name in _OF_PAIRS:
        return paired_questions.p_value(row)
    if name == "holm_over_options":
        return _smallest_of_options(row, "max")
    if name == "permutation":
        extreme = round(found * (1 + DRAWS) - 1)
        formula = f"(1 + {extreme}) / (1 + {DRAWS}) = {p}"
        return row.how("p_permutation", name, formula=formula, draws=DRAWS, extreme=extreme)
    if name in {"exact_permutation", "freeman_halton", *_MAX_T}:
        return row.how(f"p_{name}", name, p=p, draws=DRAWS_OF_WAVES if name in _MAX_T else DRAWS)
    return _p_of_statistic(row, name, p)


def _p_of_statistic(row: Row, name: str, p: str) -> How:
    """Say of which distribution the p-value is a tail."""
    statistic, df = row.write.share(abs(row.figure("statistic"))), row.figure("df")
    if name == "rao_scott":
        n = sum(row.figure(f"{side}_test_n") for side in WAVES)
        second = row.write.share(df * (n - 2))
        return row.how("p_f", name, statistic=statistic, df=row.write.share(df), second=second, p=p)
    whole = row.write.size(df) if name == "pearson" else row.write.share(df)
    key = "p_t" if name == "brunner_munzel" else "p_of_one_option" if df == 0 else "p_chi_squared"
    return row.how(key, name, statistic=statistic, df=whole, p=p)


def possible_p_value(row: Row, end: str) -> How:
    """Say how the smallest or the largest possible p-value came about."""
    if row.has("p_value"):
        return row.how("p_only", "ranges", p=row.write.fine(row.figure(f"p_value_{end}")))
    return _smallest_of_options(row, end)


def effect(row: Row) -> How:
    """Say how the size of the difference came about."""
    name, found = str(row.record["effect_name"]), row.write.share(row.figure("effect"))
    if name == "cramers_v":
        return _cramers_v(row, found)
    if name == "prob_higher_pairs":
        return paired_questions.effect(row)
    before, after = (_weights(row, side) for side in WAVES)
    below = np.cumsum(before) - before
    higher, ties = float(after @ below), float(after @ before)
    size = row.write.size
    formula = f"({size(higher)} + {size(ties)} / 2) / ({size(before.sum())} × {size(after.sum())}) = {found}"
    return row.how("prob_higher", name, formula=formula)


def effect_limit(row: Row, end: str) -> How:
    """Say how an end of the interval of the size came about."""
    name, found = str(row.record["effect_name"]), row.figure(f"effect_{end}")
    if name == "prob_higher_pairs":
        return paired_questions.effect_limit(row, end)
    if found in {0.0, 1.0}:
        return row.how("prob_higher_at_the_end", name, found=row.write.share(found))
    t = row.write.share(-float(stdtrit(row.figure("df"), tail_probability(row.settings.confidence))))
    sign = "−" if end == "low" else "+"
    formula = f"{row.write.share(row.figure('effect'))} {sign} {t} × {_standard_error(row)} = {row.write.share(found)}"
    return row.how("prob_higher_limit", name, formula=formula)


def options_of(row: Row) -> pd.DataFrame:
    """Return the rows of the question's options, nets left out, in the order of the scale."""
    rows = row.rows_of("option")
    options = rows[rows["type"] != "net"].set_index("option")
    return options.loc[[row.question.choices[place].id for place in row.question.scale()]]


def _steps(row: Row, side: str) -> Floats:
    """Return a wave's counts of the options that are compared, those left out that nobody chose in either wave."""
    options = options_of(row)
    chosen = (options["baseline_count"] + options["followup_count"]).to_numpy(dtype=float) > 0
    return np.asarray(options[f"{side}_count"].to_numpy(dtype=float)[chosen])


def _weights(row: Row, side: str) -> Floats:
    """Return how many stand on each step of the scale: people, or sums of weights."""
    counts = options_of(row)[f"{side}_count"]
    weights = [row.of_option(str(option), f"{side}_weight") for option in counts.index]
    return np.where(np.isnan(weights), counts.to_numpy(dtype=float), weights)


def _placement_variance(row: Row, side: str) -> float:
    """Return the variance of where a wave's answers stand among the other wave's."""
    own, other = (_weights(row, name) for name in (side, WAVES[side == "baseline"]))
    place = (np.cumsum(other) - other / 2) / other.sum()
    return float(own @ (place - own @ place / own.sum()) ** 2 / (own.sum() - 1))


def _part(row: Row, side: str) -> str:
    variance, n = _placement_variance(row, side), row.figure(f"{side}_test_n")
    return f"{row.write.fine(variance)} / {row.write.size(n)}"


def _standard_error(row: Row) -> str:
    return f"√({_part(row, 'baseline')} + {_part(row, 'followup')})"


def _cramers_v(row: Row, found: str) -> How:
    """V is of Pearson's statistic, which two options are not tested by."""
    tables = [_steps(row, side) for side in WAVES]
    both = tables[0] + tables[1]
    n = [float(table.sum()) for table in tables]
    expected = [both * size / sum(n) for size in n]
    pearson = sum(float(((t - e) ** 2 / e).sum()) for t, e in zip(tables, expected, strict=True))
    total = row.write.size(sum(n))
    return row.how("cramers_v", "cramers_v", formula=f"√({row.write.share(pearson)} / {total}) = {found}")


def _smallest_of_options(row: Row, end: str) -> How:
    """The smallest p-value of the options, times how many they are."""
    p_values = options_of(row)[f"p_value_{end}"].astype(float)
    smallest = float(p_values.min())
    formula = f"{len(p_values)} × {row.write.fine(smallest)}"
    found = row.figure(f"p_value_{end}")
    key = "p_holm_over_options"
    if len(p_values) * smallest > 1:
        key = "p_holm_over_options_at_most_1"
    else:
        formula += f" = {row.write.fine(found)}"
    return row.how(key, "holm_over_options", option=str(p_values.idxmin()), formula=formula, p=row.write.fine(found))


def _largest_option(row: Row) -> str:
    """Return the option or net with the largest N-1 statistic."""
    options = row.rows_of("option").set_index("option")
    counts = [options[f"{side}_{name}"].astype(float) for side in WAVES for name in ("count", "base")]
    return str(options.index[int(np.nanargmax(n_minus_1(*counts).statistic))])
