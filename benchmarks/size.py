"""Size of the default tests at 5 %: how often do they find a change where there is none?

    python benchmarks/size.py [--draws 10000] [--write]

Tests of a share between independent waves, McNemar's test and the verdict "equivalent": exact, as sums over every
outcome. All others: simulated, those that take one question at a time with a fifth of the draws. Permutation tests
are made with 199 draws of their own instead of 100,000 or 20,000, and go through every table up to 5,000 instead of
200,000 of them: they keep their level with any number, and lose some power. `--write` puts the tables into
`benchmarks/results/size.md`.
"""

from __future__ import annotations

import math
from contextlib import ExitStack
from typing import TYPE_CHECKING, Protocol
from unittest.mock import patch

import numpy as np
from coverage import CORRELATION, SEED, Told, distinct, markdown, overlap_ratio, run, surveys_of_process, truth_of
from scipy.stats import binom, norm

from brobygger_cli.comparison.settings import Settings
from brobygger_cli.methods import multiple_response, paired_questions, permutation, trend
from brobygger_cli.methods.change_intervals import miettinen_nurminen
from brobygger_cli.methods.change_tests import ChangeTest, default_test, fisher_irwin, fisher_mid_p, n_minus_1
from brobygger_cli.methods.contrasts import TwoWaves, test_of_difference
from brobygger_cli.methods.equivalence import verdict
from brobygger_cli.methods.multiple_response import max_t, rao_scott_multiple
from brobygger_cli.methods.multiplicity import holm
from brobygger_cli.methods.nominal import nominal_test
from brobygger_cli.methods.ordinal import ordinal_test
from brobygger_cli.methods.paired import mcnemar_mid_p, partly_paired
from brobygger_cli.methods.paired_questions import paired_nominal_test, wilcoxon_signed_rank
from brobygger_cli.methods.rao_scott import rao_scott
from brobygger_cli.methods.trend import ordinal_trend, share_trend
from brobygger_cli.methods.weighting import kish_effective_n

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from brobygger_cli.methods.arrays import FloatArray, IntArray

PAIRS = ((10, 10), (30, 30), (116, 116), (215, 215), (116, 128), (30, 215))
THREE_WAVES = ((10, 10, 10), (30, 30, 30), (116, 116, 116), (215, 215, 215), (215, 128, 116), (30, 116, 215))
LINKED = (15, 30, 58, 104, 215)
SHARES = (0.03, 0.1, 0.2, 0.3, 0.5)
GRID = [place / 100 for place in range(1, 100)]
STEPS = {
    "even": (0.2, 0.2, 0.2, 0.2, 0.2),
    "skewed": (0.05, 0.1, 0.2, 0.4, 0.25),
    "at the ceiling": (0.01, 0.02, 0.05, 0.17, 0.75),
}
SPREADS = (0.5, 1.0)
TICKS = np.linspace(0.1, 0.6, 8)
TICK_CORRELATION = 0.3
MARGIN = 0.1

ALPHA = Settings().alpha
TOO_LARGE = 6.0  # percent: above it, a size stands in bold


def _marked(size: float) -> str:
    text = f"{100 * size:.1f}"
    return f"**{text}**" if float(text) > TOO_LARGE else text


def _rejected(p_values: FloatArray) -> float:
    """Return how often a p-value is below the level; one that is not to be had rejects nothing."""
    return float(np.mean(p_values < ALPHA))


def _each(tables: IntArray, p_of: Callable[[IntArray], float]) -> FloatArray:
    """Return the p-value of every simulated table, shape (draws, …), equal ones tested once."""
    different, draw = np.unique(tables, axis=0, return_inverse=True)
    return np.array([p_of(table) for table in different])[draw.ravel()]


def _rng(*setting: int) -> np.random.Generator:
    return np.random.default_rng([SEED, *setting])


# A share between independent waves, exact.


def _exact_sizes(test: ChangeTest, sizes: tuple[int, int], shares: Sequence[float]) -> FloatArray:
    counts = [np.arange(n + 1) for n in sizes]
    rejects = test(counts[0][:, np.newaxis], sizes[0], counts[1], sizes[1]).p_value < ALPHA
    before, after = (
        binom.pmf(count, n, np.array(shares)[:, np.newaxis]) for count, n in zip(counts, sizes, strict=True)
    )
    return np.asarray(((before @ rejects) * after).sum(axis=1))


def independent_shares() -> Iterator[list[str]]:
    """Yield a row per share, and the mean and the largest over all shares for the default and its alternatives."""
    at = np.array([_exact_sizes(default_test, sizes, SHARES) for sizes in PAIRS]).T
    for share, found in zip(SHARES, at, strict=True):
        yield [f"default, share {share:g}", *map(_marked, found.tolist())]
    tests: dict[str, ChangeTest] = {
        "default": default_test,
        "N−1 alone": n_minus_1,
        "Fisher mid-p": fisher_mid_p,
        "Fisher–Irwin": fisher_irwin,
    }
    for name, test in tests.items():
        found = np.array([_exact_sizes(test, sizes, GRID) for sizes in PAIRS])
        yield [f"{name}, mean over shares .01–.99", *map(_marked, found.mean(axis=1).tolist())]
        yield [f"{name}, largest over shares .01–.99", *map(_marked, found.max(axis=1).tolist())]


def equivalence() -> Iterator[list[str]]:
    """Yield a row per baseline share: how often a change as large as the margin is called smaller."""
    for share in (0.1, 0.3, 0.5, 0.8):
        cells = []
        for n0, n1 in PAIRS:
            before, after = np.arange(n0 + 1.0)[:, np.newaxis], np.arange(n1 + 1.0)
            low, high = miettinen_nurminen(before / n0, n0, after / n1, n1, 1 - 2 * ALPHA)
            words = verdict(default_test(before, n0, after, n1).p_value, ALPHA, low, high, MARGIN)
            claimed = np.isin(words, ["equivalent", "trivial"]).astype(float)
            p0, p1 = binom.pmf(before.ravel(), n0, share), binom.pmf(after, n1, share + MARGIN)
            cells.append(_marked(float(p0 @ claimed @ p1)))
        yield [f"{share:g} → {share + MARGIN:g}", *cells]


# Shares of linked, overlapping and weighted respondents.


def linked_shares(draws: int) -> Iterator[list[str]]:
    """Yield a row per part that is linked and share; all of two equal waves is McNemar's test, and exact."""
    for part in (0.5, 0.9, 1.0):
        for share in (0.03, 0.1, 0.3, 0.5):
            cells = []
            for sizes in PAIRS:
                if part == 1 and sizes[0] == sizes[1]:
                    cells.append(_marked(_mcnemar(sizes[0], share)))
                else:
                    cells.append(_marked(_overlapping(draws, sizes, part, share, Told("", ids=True))))
            yield [f"{100 * part:.0f} % linked, share {share:g}", *cells]


def stated_shares(draws: int) -> Iterator[list[str]]:
    """Yield a row per stated overlap, what is said of the correlation, and share."""
    for part in (0.5, 0.9):
        for correlated in (True, False):
            for share in (0.1, 0.5):
                told = Told("", stated=True, correlated=correlated)
                name = f"{100 * part:.0f} %, correlation {'' if correlated else 'not '}said, share {share:g}"
                yield [name, *(_marked(_overlapping(draws, sizes, part, share, told)) for sizes in PAIRS)]


def _overlapping(draws: int, sizes: tuple[int, int], part: float, share: float, told: Told) -> float:
    together = round(part * min(sizes))
    rng = _rng(1, *sizes, together, round(100 * share))
    surveys, survey = distinct(surveys_of_process(rng, draws, truth_of(share, 0.0), sizes, together), ids=told.ids)
    if told.ids:
        both, lost, gained, neither = surveys.pairs.T
        before, after = surveys.baseline - both - lost, surveys.followup - both - gained
        alone = [n - together for n in sizes]
        tested = partly_paired(both, lost, gained, neither, before, alone[0], after, alone[1])
    else:
        ratio = overlap_ratio(surveys, sizes, told, CORRELATION)
        counts = [count / ratio for count in (surveys.baseline, sizes[0], surveys.followup, sizes[1])]
        tested = default_test(counts[0], counts[1], counts[2], counts[3])
    return _rejected(tested.p_value[survey])


def _mcnemar(n: int, share: float) -> float:
    """Return McNemar's size exactly: over how many moved, and how many of them up."""
    moving = 2 * truth_of(share, 0.0).lost
    moved = np.arange(n + 1)[:, np.newaxis]
    up = np.arange(n + 1)
    rejects = mcnemar_mid_p(np.maximum(moved - up, 0), up).p_value < ALPHA
    return float((binom.pmf(moved, n, moving) * binom.pmf(up, moved, 0.5) * rejects).sum())


def weighted_shares(draws: int) -> Iterator[list[str]]:
    """Yield a row per spread of the weights and share: the default test on Kish's effective n."""
    for spread in SPREADS:
        for share in (0.03, 0.1, 0.3, 0.5):
            cells = []
            for sizes in PAIRS:
                rng = _rng(2, *sizes, round(10 * spread), round(100 * share))
                counts: list[FloatArray] = []
                for n in sizes:
                    weights = rng.lognormal(sigma=spread, size=(draws, n))
                    ticked = (weights * (rng.random((draws, n)) < share)).sum(axis=1) / weights.sum(axis=1)
                    worth = kish_effective_n(weights.sum(axis=1), (weights**2).sum(axis=1))
                    counts += [ticked * worth, worth]
                cells.append(_marked(_rejected(default_test(*counts).p_value)))
            yield [f"weights' log spread {spread:g}, share {share:g}", *cells]


# Whole questions.


def nominal(draws: int) -> Iterator[list[str]]:
    """Yield a row per number of options and shape."""
    for options in (3, 4, 5, 6):
        for name, shares in _shapes(options).items():
            cells = []
            for n0, n1 in PAIRS:
                rng = _rng(3, n0, n1, options, len(name))
                tables = np.stack([rng.multinomial(n, shares, draws) for n in (n0, n1)], axis=1)
                cells.append(_marked(_rejected(_each(tables, lambda table: nominal_test(*table).p_value))))
            yield [f"{options} options, {name}", *cells]


def _shapes(options: int) -> dict[str, FloatArray]:
    halves = 0.5 ** np.arange(options)
    return {"even": np.full(options, 1 / options), "halving": halves / halves.sum()}


def ordinal(draws: int) -> Iterator[list[str]]:
    """Yield a row per shape of a scale of five steps."""
    for name, shares in STEPS.items():
        cells = []
        for n0, n1 in PAIRS:
            rng = _rng(4, n0, n1, len(name))
            tables = np.stack([rng.multinomial(n, shares, draws) for n in (n0, n1)], axis=1)
            cells.append(_marked(_rejected(_each(tables, lambda table: ordinal_test(*table).p_value))))
        yield [name, *cells]


def linked_questions(draws: int) -> Iterator[list[str]]:
    """Yield a row per test and shape, by the number of pairs: half of each kind of person answers the same twice."""
    for name, shares in STEPS.items():
        yield [f"Wilcoxon signed rank, 5 steps, {name}", *_moved(draws, np.array(shares), wilcoxon_signed_rank)]
    for options in (3, 4, 6):
        for name, even in _shapes(options).items():
            yield [f"nominal, {options} options, {name}", *_moved(draws, even, paired_nominal_test)]


class _Tested(Protocol):
    @property
    def p_value(self) -> float: ...


def _moved(draws: int, shares: FloatArray, test: Callable[[IntArray], _Tested]) -> Iterator[str]:
    options = len(shares)
    moves = CORRELATION * np.diag(shares) + (1 - CORRELATION) * np.outer(shares, shares)
    for n in LINKED:
        rng = _rng(5, n, options, round(1000 * shares[-1]))
        tables = rng.multinomial(n, moves.ravel(), draws).reshape(draws, options, options)
        yield _marked(_rejected(_each(tables, lambda table: test(table).p_value)))


def weighted_questions(draws: int) -> Iterator[list[str]]:
    """Yield a row per spread of the weights and shape: the Rao-Scott test of a question."""
    shapes = {"4 options, even": _shapes(4)["even"], "4 options, halving": _shapes(4)["halving"]}
    shapes |= {f"5 steps, {name}": np.array(shares) for name, shares in STEPS.items() if name != "even"}
    for spread in SPREADS:
        for name, shares in shapes.items():
            cells = []
            for sizes in PAIRS:
                rng = _rng(6, *sizes, round(10 * spread), len(name), round(1000 * shares[-1]))
                p_values = [rao_scott(*_weighted(rng, sizes, shares, spread)).p_value for _ in range(draws)]
                cells.append(_marked(_rejected(np.array(p_values))))
            yield [f"weights' log spread {spread:g}, {name}", *cells]


def _weighted(
    rng: np.random.Generator, sizes: tuple[int, int], shares: FloatArray, spread: float
) -> Iterable[FloatArray]:
    """Return respondents, weights and squared weights per option, of the baseline and then the follow-up."""
    for n in sizes:
        chosen = rng.choice(len(shares), size=n, p=shares)
        weights = rng.lognormal(sigma=spread, size=n)
        weights /= weights.mean()
        for power in (0, 1, 2):
            yield np.bincount(chosen, weights**power, minlength=len(shares)).astype(float)


def multiple(draws: int) -> Iterator[list[str]]:
    """Yield a row per test of a question with eight ticks."""
    tests: dict[str, Callable[[np.random.Generator, IntArray, int], float]]
    tests = {"max-T": _max_t, "Holm over the options": _holm_over_options}
    tests |= {f"Rao–Scott, weights' log spread {spread:g}": _rao_scott_multiple(spread) for spread in SPREADS}
    for place, (name, test) in enumerate(tests.items()):
        cells = []
        for sizes in PAIRS:
            rng = _rng(7, *sizes, place)
            p_values = [test(rng, _ticked(rng, sum(sizes)), sizes[0]) for _ in range(draws)]
            cells.append(_marked(_rejected(np.array(p_values))))
        yield [name, *cells]


def _ticked(rng: np.random.Generator, people: int) -> IntArray:
    """Return the ticks of so many people, correlated within a person, shape (people, 8)."""
    common, own = rng.standard_normal((people, 1)), rng.standard_normal((people, len(TICKS)))
    inclined = math.sqrt(TICK_CORRELATION) * common + math.sqrt(1 - TICK_CORRELATION) * own
    return np.asarray(inclined < norm.ppf(TICKS), dtype=np.int64)


def _max_t(_rng: np.random.Generator, ticks: IntArray, n: int) -> float:
    baseline = np.arange(len(ticks)) < n
    return max_t(ticks, baseline.astype(int), (~baseline).astype(int)).p_value


def _holm_over_options(_rng: np.random.Generator, ticks: IntArray, n: int) -> float:
    tested = default_test(ticks[:n].sum(axis=0), n, ticks[n:].sum(axis=0), len(ticks) - n)
    return float(holm(tested.p_value).min())


def _rao_scott_multiple(spread: float) -> Callable[[np.random.Generator, IntArray, int], float]:
    def p_of(rng: np.random.Generator, ticks: IntArray, n: int) -> float:
        sums = []
        for wave in (np.arange(len(ticks)) < n, np.arange(len(ticks)) >= n):
            weights = wave * rng.lognormal(sigma=spread, size=len(ticks))
            weights *= wave.sum() / weights.sum()
            sums += [weights, weights**2]
        return rao_scott_multiple(ticks, *sums).p_value

    return p_of


# Trends and differences of changes.


def trends(draws: int, slow_draws: int) -> Iterator[list[str]]:
    """Yield a row per share and per shape of a scale of five steps, by the sizes of three waves."""
    for share in (0.03, 0.1, 0.3, 0.5):
        cells = []
        for sizes in THREE_WAVES:
            counts = _rng(8, *sizes, round(100 * share)).binomial(sizes, share, (draws, 3))
            different, draw = np.unique(counts, axis=0, return_inverse=True)
            p_value = share_trend(different, sizes, (0, 1, 2)).p_value
            cells.append(_marked(_rejected(p_value[draw.ravel()])))
        yield [f"share {share:g}", *cells]
    for name, shares in STEPS.items():
        cells = []
        for sizes in THREE_WAVES:
            rng = _rng(9, *sizes, len(name))
            tables = np.stack([rng.multinomial(n, shares, slow_draws) for n in sizes], axis=1)
            cells.append(_marked(_rejected(_each(tables, lambda table: ordinal_trend(table).p_value))))
        yield [f"5 steps, {name}", *cells]


def differences(draws: int) -> Iterator[list[str]]:
    """Yield a row per set of true shares, of the same change in both groups."""
    groups: Sequence[tuple[Sequence[float], Sequence[float]]] = (
        ((0.03, 0.03), (0.03, 0.03)),
        ((0.1, 0.1), (0.1, 0.1)),
        ((0.3, 0.3), (0.3, 0.3)),
        ((0.5, 0.5), (0.5, 0.5)),
        ((0.05, 0.05), (0.5, 0.5)),
        ((0.1, 0.3), (0.4, 0.6)),
    )
    of_sizes = [(sizes, sizes) for sizes in PAIRS] + [((30, 30), (215, 215))]
    for number, (of_a, of_b) in enumerate(groups):
        cells = []
        for sizes_a, sizes_b in of_sizes:
            rng = _rng(10, *sizes_a, *sizes_b, number)
            waves = [
                TwoWaves(rng.binomial(n[0], p[0], draws) / n[0], n[0], rng.binomial(n[1], p[1], draws) / n[1], n[1])
                for n, p in ((sizes_a, of_a), (sizes_b, of_b))
            ]
            cells.append(_marked(_rejected(test_of_difference(waves[0], waves[1]).p_value)))
        yield [f"{of_a[0]:g} → {of_a[1]:g} and {of_b[0]:g} → {of_b[1]:g}", *cells]


# Tables.


def tables(draws: int) -> Iterator[str]:
    """Yield the tables."""
    slow = max(1, draws // 5)

    def simulated(number: int) -> str:
        error = 100 * math.sqrt(0.05 * 0.95 / number)
        return f"Simulated: {number} surveys a setting, standard error {error:.2f} points. "

    of_pairs = [f"{n0} v {n1}" for n0, n1 in PAIRS]
    percent = f"Percent of surveys without a change in which p is below .05; bold above {TOO_LARGE:g}. "
    yield markdown(
        "Share, independent waves",
        percent + "Exact. N−1 chi-squared where every expected count is at least 1, else Fisher–Irwin (the default); "
        "below it what others would do.",
        ["test", *of_pairs],
        list(independent_shares()),
        1,
    )
    yield markdown(
        "Share, people linked by id",
        percent + simulated(draws) + f"A person's two answers correlate by {CORRELATION:g}. Derrick's z8; McNemar's "
        "mid-p where everybody in both waves is linked, which is exact here. The part is of the smaller wave.",
        ["linked", *of_pairs],
        list(linked_shares(draws)),
        1,
    )
    yield markdown(
        "Share, overlap stated",
        percent + simulated(draws) + f"A person's two answers correlate by {CORRELATION:g}; the default test on n over "
        "the variance ratio.",
        ["overlap", *of_pairs],
        list(stated_shares(draws)),
        1,
    )
    yield markdown(
        "Share, weighted",
        percent + simulated(draws) + "Lognormal weights that have nothing to do with the answers; the default test on "
        "Kish's effective n. A log spread of .5 is a design effect of 1.3 in large samples, one of 1 of 2.7.",
        ["weights", *of_pairs],
        list(weighted_shares(draws)),
        1,
    )
    yield markdown(
        "Nominal question, independent waves",
        percent + simulated(slow) + "Pearson's test, or a permutation test where counts are expected to be small. "
        "Halving: each option half as frequent as the one before.",
        ["question", *of_pairs],
        list(nominal(slow)),
        1,
    )
    yield markdown(
        "Ordinal question of 5 steps, independent waves",
        percent + simulated(slow) + "Brunner–Munzel, or a permutation test below 10 respondents or where a wave does "
        "not vary.",
        ["scale", *of_pairs],
        list(ordinal(slow)),
        1,
    )
    yield markdown(
        "Questions, people linked by id",
        percent + simulated(slow) + "Half the people answer the same twice, the others as if asked anew. Bhapkar from "
        "30 pairs an option, a permutation test below.",
        ["test", *(f"{n} pairs" for n in LINKED)],
        list(linked_questions(slow)),
        1,
    )
    yield markdown(
        "Questions, weighted",
        percent + simulated(slow) + "Rao–Scott, second order; weights as for shares.",
        ["question", *of_pairs],
        list(weighted_questions(slow)),
        1,
    )
    yield markdown(
        "Multiple response of 8 ticks",
        percent + simulated(slow) + f"Shares from .1 to .6, inclinations correlated by {TICK_CORRELATION:g} within a "
        "person. The test of the whole question. With max-T and Holm its p-value is the smallest of its options' after "
        "adjustment, so that this is their family-wise error too.",
        ["test", *of_pairs],
        list(multiple(slow)),
        1,
    )
    yield markdown(
        "Trend over three waves",
        percent + simulated(draws) + f"Scales of 5 steps: {slow} surveys, "
        f"{100 * math.sqrt(0.05 * 0.95 / slow):.2f} points. Cochran–Armitage and Jonckheere–Terpstra, or permutation "
        "tests where counts or waves are small.",
        ["outcome", *(" / ".join(map(str, sizes)) for sizes in THREE_WAVES)],
        list(trends(draws, slow)),
        1,
    )
    yield markdown(
        "Difference between the changes of two groups",
        percent
        + simulated(draws)
        + "The same change in both groups, which both have the sizes of the column, or those "
        "named.",
        ["changes", *of_pairs, "30 v 30 and 215 v 215"],
        list(differences(draws)),
        1,
    )
    yield markdown(
        "No change as a finding",
        f"Exact. Percent of surveys in which a change exactly as large as the margin of {MARGIN:g} is called smaller "
        f'("equivalent" or "trivial"); bold above {TOO_LARGE:g}.',
        ["change", *of_pairs],
        list(equivalence()),
        1,
    )


INNER = {
    permutation: {"DRAWS": 199, "ENUMERATED_AT_MOST": 5_000},
    multiple_response: {"DRAWS": 199, "ENUMERATED_AT_MOST": 5_000},
    paired_questions: {"DRAWS": 199, "ENUMERATED_AT_MOST": 5_000, "_CHUNK": 199},
    trend: {"DRAWS": 199},
}

if __name__ == "__main__":
    with ExitStack() as patches:
        for module, numbers in INNER.items():
            for name, number in numbers.items():
                patches.enter_context(patch.object(module, name, number))
        run(str(__doc__), "size.md", 10_000, tables)
