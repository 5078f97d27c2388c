"""Coverage of the 95 % intervals: how often do they hold what they are about?

    python benchmarks/coverage.py [--draws 10000] [--write]

One share, and the change between two independent waves: exact, as sums over every outcome of the binomial (or, of
a finite population, the hypergeometric) distribution. Changes between waves that overlap: simulated, with the
overlap in the interval as a comparison has it there. `--write` puts the tables into `benchmarks/results/coverage.md`.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.stats import binom, hypergeom

from brobygger_cli.methods.change_intervals import ChangeInterval, miettinen_nurminen, newcombe
from brobygger_cli.methods.overlap import (
    cautious_covariance,
    covariance_of,
    variance_ratio,
    widest_and_narrowest_covariance,
)
from brobygger_cli.methods.paired import newcombe_paired
from brobygger_cli.methods.population import effective_n, hypergeometric_interval
from brobygger_cli.methods.share_intervals import wilson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from brobygger_cli.methods.arrays import FloatArray, IntArray

    Booleans = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

SEED = 20170402
SHARES = (0.03, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97)
RISES = (0.0, 0.1, 0.2)  # a fall is a rise of those who did not tick
SIZES = {30: 60, 116: 231, 215: 331}  # respondents, and the people they are of where the population is finite
OVERLAPS = (0.0, 0.5, 0.9, 1.0)
CORRELATION = 0.5
# Outside these, in percent, a coverage stands in bold.
TOO_LOW, TOO_HIGH = 93.0, 98.0
# Limits equal to the true value on paper must hold it in floating point.
ROUNDING = 1e-9

RESULTS = Path(__file__).resolve().parent / "results"


class Truth(NamedTuple):
    """How people would answer in two waves: the share who tick in both, in either alone, in neither."""

    both: float
    lost: float
    gained: float
    neither: float

    @property
    def change(self) -> float:
        """Follow-up minus baseline."""
        return self.gained - self.lost

    @property
    def baseline(self) -> float:
        """The baseline's share."""
        return self.both + self.lost

    @property
    def followup(self) -> float:
        """The follow-up's share."""
        return self.both + self.gained

    @property
    def correlation(self) -> float:
        """Phi of a person's two answers."""
        p0, p1 = self.baseline, self.followup
        return (self.both - p0 * p1) / math.sqrt(p0 * (1 - p0) * p1 * (1 - p1))


class Surveys(NamedTuple):
    """Simulated pairs of waves: people in both by their two answers, shape (draws, 4), and how many ticked in all."""

    pairs: IntArray
    baseline: IntArray
    followup: IntArray


class Told(NamedTuple):
    """What a comparison is told of an overlap: ids, a number of people, and how their answers correlate."""

    name: str
    ids: bool = False
    stated: bool = False
    correlated: bool = False


TELLINGS = (
    Told("linked by id", ids=True),
    Told("stated, correlation said", stated=True, correlated=True),
    Told("stated, correlation not said", stated=True),
    Told("nothing said"),
)


def truth_of(share: float, rise: float, correlation: float = CORRELATION) -> Truth:
    """Return people whose answers correlate so much, or as much as the two shares allow."""
    p0, p1 = share, share + rise
    covariance = min(correlation * math.sqrt(p0 * (1 - p0) * p1 * (1 - p1)), min(p0, p1) - p0 * p1)
    both = p0 * p1 + covariance
    return Truth(both, p0 - both, p1 - both, 1 - p0 - p1 + both)


def surveys_of_process(
    rng: np.random.Generator, draws: int, truth: Truth, sizes: tuple[int, int], together: int
) -> Surveys:
    """Return waves of people who come from without end; `together` of them answer both."""
    pairs = rng.multinomial(together, truth, size=draws)
    alone = [rng.binomial(n - together, p, draws) for n, p in zip(sizes, (truth.baseline, truth.followup), strict=True)]
    return _surveys(pairs, alone[0], alone[1])


def surveys_of_population(rng: np.random.Generator, draws: int, people: IntArray, n: int, together: int) -> Surveys:
    """Return waves of n out of these very people (both, lost, gained, neither); `together` of them answer both."""
    left = np.tile(people, (draws, 1))
    parts = []
    for size in (together, n - together, n - together):
        drawn = _drawn(rng, left, size)
        left = left - drawn
        parts.append(drawn)
    pairs, before, after = parts
    return _surveys(pairs, before[:, 0] + before[:, 1], after[:, 0] + after[:, 2])


def _surveys(pairs: IntArray, baseline_alone: IntArray, followup_alone: IntArray) -> Surveys:
    both, lost, gained = pairs[:, 0], pairs[:, 1], pairs[:, 2]
    return Surveys(pairs, both + lost + baseline_alone, both + gained + followup_alone)


def _drawn(rng: np.random.Generator, people: IntArray, size: int) -> IntArray:
    """Return how many of each kind are among so many drawn without replacement, row by row."""
    drawn = np.empty_like(people)
    missing = np.full(len(people), size)
    for kind in range(people.shape[1]):
        drawn[:, kind] = rng.hypergeometric(people[:, kind], people[:, kind + 1 :].sum(axis=1), missing)
        missing = missing - drawn[:, kind]
    return drawn


def distinct(surveys: Surveys, *, ids: bool) -> tuple[Surveys, IntArray]:
    """Return the surveys that differ, in their pairs too where there are ids, and which of them each survey is."""
    seen = np.column_stack([surveys.baseline, surveys.followup, *(surveys.pairs.T if ids else ())])
    _, first, survey = np.unique(seen, axis=0, return_index=True, return_inverse=True)
    return Surveys(*(part[first] for part in surveys)), survey.ravel()


def overlap_ratio(
    surveys: Surveys, sizes: tuple[int, int], told: Told, correlation: float, people: float = math.inf
) -> FloatArray:
    """Return by what a comparison multiplies the variance of the change, as some people answered both waves.

    Args:
        surveys: The two waves.
        sizes: How many answered each.
        told: What the comparison is told of those who answered both.
        correlation: Of a person's two answers, if it is told that.
        people: How many were invited to either wave, if the interval is about them.
    """
    together = surveys.pairs.sum(axis=1)
    shares = surveys.baseline / sizes[0], surveys.followup / sizes[1]
    waves = shares[0], sizes[0], shares[1], sizes[1], together
    if told.ids:
        widest, _ = widest_and_narrowest_covariance(*waves, people)
        few = (together * people < sizes[0] * sizes[1]) & math.isfinite(people)
        covariance = np.where(few, widest, cautious_covariance(*surveys.pairs.T))
    elif not told.stated:
        return np.ones(len(together))
    elif told.correlated:
        covariance = covariance_of(*shares, correlation)
    else:
        covariance, _ = widest_and_narrowest_covariance(*waves, people)
    return variance_ratio(*waves, covariance, people)


def change_interval(
    surveys: Surveys, sizes: tuple[int, int], told: Told, correlation: float, people: float = math.inf
) -> tuple[FloatArray, FloatArray]:
    """Return the interval of the change that a comparison gives each survey; arguments as for `overlap_ratio`."""
    different, survey = distinct(surveys, ids=told.ids)
    if told.ids and (different.pairs.sum(axis=1) == max(sizes)).all():
        worth_of_a_pair = effective_n(max(sizes), people) / max(sizes)
        low, high = newcombe_paired(*different.pairs.T * worth_of_a_pair)
    else:
        ratio = overlap_ratio(different, sizes, told, correlation, people)
        with np.errstate(divide="ignore"):
            worth = [effective_n(n, people) / ratio for n in sizes]
        low, high = miettinen_nurminen(different.baseline / sizes[0], worth[0], different.followup / sizes[1], worth[1])
    return low[survey], high[survey]


def holds(low: FloatArray, high: FloatArray, value: float | FloatArray) -> Booleans:
    """Tell which intervals hold the value."""
    return np.asarray((low - ROUNDING <= value) & (value <= high + ROUNDING))


# One share.


def one_share() -> Iterator[list[str]]:
    """Yield a row of the table per interval and size: coverage of one share, exact."""
    for n, people in SIZES.items():
        count = np.arange(n + 1.0)
        every = [0.03 + place / 100 for place in range(95)]
        low, high = wilson(count / n, n)
        yield ["Wilson", f"{n}", "∞", *_of_shares(low, high, [(p, binom.pmf(count, n, p)) for p in every])]
        of_people = [(k / people, hypergeom.pmf(count, people, k, n)) for k in _tickers(people)]
        low, high = wilson(count / n, effective_n(n, people))
        yield ["Wilson, effective n", f"{n}", f"{people}", *_of_shares(low, high, of_people)]
        low, high = hypergeometric_interval(count, n, people)
        yield ["hypergeometric", f"{n}", f"{people}", *_of_shares(low / people, high / people, of_people)]


def _tickers(people: int) -> range:
    return range(math.ceil(0.03 * people), people - math.ceil(0.03 * people) + 1)


def _of_shares(low: FloatArray, high: FloatArray, truths: list[tuple[float, FloatArray]]) -> list[str]:
    """Return coverage at `SHARES`, its mean and smallest over all truths, and on which side the misses are.

    Args:
        low: The interval's lower limit at every count.
        high: Its upper limit.
        truths: A true share, and the probability of every count under it.
    """
    shares = np.array([share for share, _ in truths])
    coverage = np.array([float(p @ holds(low, high, share)) for share, p in truths])
    below = np.array([float(p @ (high + ROUNDING < share)) for share, p in truths])
    above = np.array([float(p @ (low - ROUNDING > share)) for share, p in truths])
    small = shares < 0.5
    at = [coverage[int(np.argmin(np.abs(shares - share)))] for share in SHARES]
    return [
        *(_marked(value) for value in at),
        _marked(float(coverage.mean())),
        _marked(float(coverage.min())),
        _percent(float(below[small].mean())),
        _percent(float(above[small].mean())),
    ]


# The change between independent waves.


class Grid(NamedTuple):
    """Coverage of the change by baseline share (rows) and rise (columns): held, and missed on either side."""

    held: FloatArray
    below: FloatArray
    above: FloatArray


def independent_changes() -> Iterator[list[str]]:
    """Yield a row of the table per interval and pair of sizes: coverage of the change, exact, as a summary."""
    shares = tuple(0.03 + place / 50 for place in range(48))
    rises = tuple(place / 20 for place in range(9))
    for name, interval in (("Miettinen–Nurminen", miettinen_nurminen), ("Newcombe", newcombe)):
        for sizes in ((30, 30), (116, 116), (215, 215), (116, 128), (30, 215)):
            yield _summary(name, sizes, None, _grid(interval, sizes, None, shares, rises))
        for n, people in SIZES.items():
            yield _summary(name, (n, n), people, _grid(interval, (n, n), people, shares, rises))


def independent_details() -> Iterator[list[str]]:
    """Yield the coverage of Miettinen & Nurminen's interval at every share and rise, exact."""
    for n, size in SIZES.items():
        for people in (None, size):
            grid = _grid(miettinen_nurminen, (n, n), people, SHARES, RISES)
            for rise, of_rise in zip(RISES, grid.held.T, strict=True):
                cells = ["" if math.isnan(held) else _marked(held) for held in of_rise.tolist()]
                yield [f"{n}", f"{people or '∞'}", f"+{rise:.1f}", *cells]


def _grid(
    interval: ChangeInterval,
    sizes: tuple[int, int],
    people: int | None,
    shares: Sequence[float],
    rises: Sequence[float],
) -> Grid:
    """Return coverage where the follow-up's share is .97 at the most; NaN elsewhere."""
    counts = [np.arange(n + 1.0) for n in sizes]
    worth = sizes if people is None else tuple(float(effective_n(n, people)) for n in sizes)
    low, high = interval(counts[0][:, np.newaxis] / sizes[0], worth[0], counts[1] / sizes[1], worth[1])
    grid = Grid(*(np.full((len(shares), len(rises)), math.nan) for _ in range(3)))
    for column, rise in enumerate(rises):
        change = rise if people is None else round(rise * people) / people
        held, below, above = holds(low, high, change), high + ROUNDING < change, low - ROUNDING > change
        for row, share in enumerate(shares):
            before = share if people is None else round(share * people) / people
            after = before + change
            if share + rise > 0.97 + ROUNDING:
                continue
            p0 = _probabilities(counts[0], sizes[0], before, people)
            p1 = _probabilities(counts[1], sizes[1], after, people)
            for figures, where in zip(grid, (held, below, above), strict=True):
                figures[row, column] = float(p0 @ where @ p1)
    return grid


def _probabilities(count: FloatArray, n: int, share: float, people: int | None) -> FloatArray:
    if people is None:
        return np.asarray(binom.pmf(count, n, share))
    return np.asarray(hypergeom.pmf(count, people, round(share * people), n))


def _summary(name: str, sizes: tuple[int, int], people: int | None, grid: Grid) -> list[str]:
    known = ~np.isnan(grid.held)
    held = grid.held[known]
    return [
        name,
        f"{sizes[0]}, {sizes[1]}",
        "∞" if people is None else f"{people}",
        _marked(float(held.mean())),
        _marked(float(held.min())),
        _percent(float(np.mean(100 * held < TOO_LOW))),
        _percent(float(np.mean(100 * held > TOO_HIGH))),
        _percent(float(grid.below[known].mean())),
        _percent(float(grid.above[known].mean())),
    ]


# The change between waves that overlap.


class Overlap(NamedTuple):
    """Two waves of n, `together` of whom answer both, and whom an interval is about."""

    estimand: str
    n: int
    people: float
    together: int

    def surveys(self, rng: np.random.Generator, draws: int, truth: Truth) -> tuple[Surveys, Truth]:
        """Return simulated waves, and what is true of those whom the interval is about."""
        if self.estimand == "process":
            return surveys_of_process(rng, draws, truth, (self.n, self.n), self.together), truth
        kinds = _whole_people(truth, int(self.people))
        surveys = surveys_of_population(rng, draws, kinds, self.n, self.together)
        return surveys, Truth(*(kinds / self.people).tolist())


def overlapping_changes(draws: int) -> Iterator[list[str]]:
    """Yield a row of the table per estimand, size, overlap and what is told of it: coverage of the change."""
    for n in SIZES:
        for part in OVERLAPS:
            yield from _of_overlap(Overlap("process", n, math.inf, round(part * n)), draws)
    for n, people in SIZES.items():
        for part in OVERLAPS:
            yield from _of_overlap(Overlap("population", n, people, max(round(part * n), 2 * n - people)), draws)


def _of_overlap(overlap: Overlap, draws: int) -> Iterator[list[str]]:
    """Yield a row per what is told of the overlap, where it can be told and makes a difference."""
    truths = [(share, rise) for share in SHARES for rise in RISES if share + rise <= (0.97 if rise else 0.5)]
    tellings = [told for told in TELLINGS if overlap.together or not told.ids]
    if overlap.estimand == "process":
        tellings = [t for t in tellings if t.ids or (t.stated and (overlap.together or not t.correlated))]
    found: dict[str, list[list[float]]] = {told.name: [] for told in tellings}
    for number, (share, rise) in enumerate(truths):
        rng = np.random.default_rng([SEED, overlap.n, overlap.together, number, len(overlap.estimand)])
        surveys, truth = overlap.surveys(rng, draws, truth_of(share, rise))
        for told in tellings:
            low, high = change_interval(surveys, (overlap.n, overlap.n), told, truth.correlation, overlap.people)
            missed = (high + ROUNDING < truth.change, low - ROUNDING > truth.change)
            found[told.name].append([float(holds(low, high, truth.change).mean()), *(float(m.mean()) for m in missed)])
    for name, rows in found.items():
        held, below, above = np.array(rows).T
        share, rise = truths[int(held.argmin())]
        yield [
            overlap.estimand,
            f"{overlap.n}",
            "∞" if math.isinf(overlap.people) else f"{overlap.people:.0f}",
            f"{overlap.together}",
            name,
            _marked(float(held.mean())),
            _marked(float(held.min())),
            f".{100 * share:02.0f} + .{100 * rise:02.0f}",
            _percent(float(below.mean())),
            _percent(float(above.mean())),
        ]


def _whole_people(truth: Truth, people: int) -> IntArray:
    """Return so many people of each kind, with shares in whole people."""
    both, before, after = (round(share * people) for share in (truth.both, truth.baseline, truth.followup))
    return np.array([both, before - both, after - both, people - before - after + both])


# Tables.


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"


def _marked(coverage: float) -> str:
    text = _percent(coverage)
    return text if TOO_LOW <= float(text) <= TOO_HIGH else f"**{text}**"


def markdown(title: str, said: str, head: Sequence[str], rows: Sequence[Sequence[str]], texts: int) -> str:
    """Return a table with what is to be said of it; all columns but the first `texts` are figures."""
    rule = ["---"] * texts + ["---:"] * (len(head) - texts)
    lines = [f"| {' | '.join(cells)} |" for cells in (head, rule, *rows)]
    return "\n".join([f"## {title}", "", said, "", *lines, ""])


def run(doc: str, name: str, draws: int, tables: Callable[[int], Iterator[str]]) -> None:
    """Read the command line, print the tables one by one and, if asked to, write them to a file.

    Args:
        doc: What the command line's help says; its first line heads the file.
        name: Of the file in `results`.
        draws: How many surveys to draw if nothing is said.
        tables: Yields the tables, given how many surveys to draw.
    """
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=draws, help=f"simulated surveys per setting ({draws})")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {name}")
    arguments = parser.parse_args()
    parts = [f"# {doc.splitlines()[0]}\n\nSeed {SEED}, {arguments.draws} draws.\n"]
    print(parts[0], flush=True)
    for table in tables(arguments.draws):
        print(table, flush=True)
        parts.append(table)
    if arguments.write:
        (RESULTS / name).write_text("\n".join(parts), encoding="utf-8")


def tables(draws: int) -> Iterator[str]:
    """Yield the tables."""
    shares = [f".{share * 100:02.0f}" for share in SHARES]
    yield markdown(
        "One share",
        "Exact. Coverage in percent at the share (of a finite population: at the nearest number of people), its mean "
        "and smallest value over all shares from .03 to .97 in steps of .01 (finite: all numbers of people), and, over "
        "the shares below .5, how often the interval lies wholly below and above the true share; above .5 the two "
        f"change places. Bold: below {TOO_LOW:.0f} or above {TOO_HIGH:.0f}.",
        ["interval", "n", "of", *shares, "mean", "min", "lies below", "lies above"],
        list(one_share()),
        1,
    )
    yield markdown(
        "Change between independent waves",
        "Exact. Over baseline shares from .03 to .97 in steps of .02 and rises of 0 to .40 in steps of .05, the "
        "follow-up's share at most .97; falls are their mirror image. Of a finite population, both waves are drawn "
        "from it with no regard to each other, and the change is that of these very people.",
        ["interval", "n", "of", "mean", "min", "% of settings below 93", "above 98", "lies below", "lies above"],
        list(independent_changes()),
        2,
    )
    yield markdown(
        "Miettinen–Nurminen by baseline share and rise",
        "Exact. Coverage in percent; empty where the follow-up's share would be above .97.",
        ["n", "of", "rise", *shares],
        list(independent_details()),
        0,
    )
    yield markdown(
        "Change between waves that overlap",
        f"Simulated: {draws} surveys a setting; the standard error of one coverage is "
        f"{100 * math.sqrt(0.95 * 0.05 / draws):.2f} points at 95 %. A person's two answers correlate by "
        f"{CORRELATION:g}, or by as much as the two shares allow. Mean and smallest coverage over the baseline shares "
        "and rises of the table above, mirror images left out, and where the smallest is. `both` is how many answered "
        "both waves: 0, 50, 90 and 100 % of n, or as few as the population allows. Everybody linked: Newcombe's paired "
        "interval for the process; all else Miettinen–Nurminen with the overlap in its effective n. For the process, "
        "nothing said is the same as a correlation not said.",
        ["estimand", "n", "of", "both", "told", "mean", "min", "at", "lies below", "lies above"],
        list(overlapping_changes(draws)),
        1,
    )


if __name__ == "__main__":
    run(str(__doc__), "coverage.md", 10_000, tables)
