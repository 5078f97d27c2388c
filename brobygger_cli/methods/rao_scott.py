"""The test of a whole question with weights: Pearson's statistic, corrected for what the weights do to it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import fdtrc

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from brobygger_cli.methods.arrays import FloatArray


class RaoScott(NamedTuple):
    """The outcome of a Rao-Scott test.

    Attributes:
        statistic: Pearson's statistic over the sum of its design effects, which follows an F distribution; NaN
            where a wave has fewer than two respondents.
        df: The first degrees of freedom of F, seldom a whole number.
        p_value: 0-1.
        method: "rao_scott"; empty where there is no test.
        df2: The second degrees of freedom of F.
    """

    statistic: float
    df: float
    p_value: float
    method: str
    df2: float


_NO_TEST = RaoScott(math.nan, math.nan, math.nan, "", math.nan)


def rao_scott(
    n_baseline: ArrayLike,
    w_baseline: ArrayLike,
    w2_baseline: ArrayLike,
    n_followup: ArrayLike,
    w_followup: ArrayLike,
    w2_followup: ArrayLike,
) -> RaoScott:
    """The second-order Rao-Scott test of homogeneity over the options chosen by anybody.

    The weights are taken as they come: a wave counts as much as its weights sum to. Weights of mean 1 in each
    wave leave the waves their sizes. Multiplying the weights of both waves by one number changes nothing.

    Where every option was chosen in both waves this is the F test of `svychisq` in the R package survey, with the
    waves as strata. Where an option was not chosen in a wave, R finds the wave's other options less variable than
    they are, and a wave that agrees on one option not variable at all, which makes the statistic too large; here
    they keep the variance that their weights give them.

    Args:
        n_baseline: Respondents per option, shape (k,).
        w_baseline: The weights of those, summed per option.
        w2_baseline: The squares of their weights, summed per option.
        n_followup: As `n_baseline`, of the same options in the same order.
        w_followup: As `w_baseline`.
        w2_followup: As `w2_baseline`.

    Returns:
        Options empty in both waves are left out. One option remaining: statistic 0, df 0, p 1. A wave with
        fewer than two respondents: NaN.

    Raises:
        ValueError: The sums are not vectors of one length, or one is negative.

    Source:
        Rao & Scott (1984); Thomas & Rao (1987) for the reference to F.
    """
    n, w, w2 = (
        _both_waves(*sums) for sums in ((n_baseline, n_followup), (w_baseline, w_followup), (w2_baseline, w2_followup))
    )
    if not n.shape == w.shape == w2.shape:
        raise ValueError("Respondents, weights and squared weights are of the same options.")
    size = n.sum(axis=1)
    if np.any(size < 2) or not w.sum(axis=1).all():
        return _NO_TEST
    chosen = w.sum(axis=0) > 0
    w, w2 = w[:, chosen], w2[:, chosen]
    if w.shape[1] == 1:
        return RaoScott(0.0, 0.0, 1.0, "rao_scott", 0.0)
    # The variance of the logarithm of each cell's share: with the weights, and were all respondents alike. An
    # empty cell says nothing of either.
    with_weights = np.divide(w2 * (size / (size - 1))[:, np.newaxis], w**2, out=np.zeros_like(w), where=w > 0)
    alike = np.divide(w.sum() / size.sum(), w, out=np.zeros_like(w), where=w > 0)
    design_effects = np.linalg.solve(_of_contrasts(alike), _of_contrasts(with_weights))
    total = float(np.trace(design_effects))
    df = total**2 / float(np.trace(design_effects @ design_effects))
    df2 = df * float(size.sum() - 2)
    statistic = _pearson_statistic(w * size.sum() / w.sum()) / total
    return RaoScott(statistic, df, float(fdtrc(df, df2, statistic)), "rao_scott", df2)


def _both_waves(baseline: ArrayLike, followup: ArrayLike) -> FloatArray:
    """A sum per wave and option, shape (2, k), checked."""
    waves = [np.asarray(wave, dtype=float) for wave in (baseline, followup)]
    if waves[0].ndim != 1 or waves[0].shape != waves[1].shape:
        raise ValueError("The two waves need one sum for each of the same options.")
    if any(np.any(~(wave >= 0)) for wave in waves):
        raise ValueError("Respondents, weights and squared weights are not negative.")
    return np.stack(waves)


def _of_contrasts(variances: FloatArray) -> FloatArray:
    """The covariance of how the waves differ in each option but the last, against the mean of all options.

    The cells' errors count as independent: what links them, that a wave's shares sum to 1, moves all options alike
    and is gone from the contrasts.
    """
    k = variances.shape[1]
    contrasts = np.eye(k)[:, :-1] - 1 / k
    return np.asarray(contrasts.T * variances.sum(axis=0) @ contrasts)


def _pearson_statistic(table: FloatArray) -> float:
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    return float(((table - expected) ** 2 / expected).sum())
