"""Family-wise error with 24 questions: how often does a comparison find anything where nothing has changed?

    python benchmarks/familywise.py [--draws 2000] [--write]

Simulated surveys of 24 questions, answered by people whose answers hang together, go through the default tests and
through the adjustment of a comparison (`adjust_families`): with no change at all, and, half as many, with 4 of the 24
changed. Permutation tests are made with 499 draws of their own instead of 100,000 or 20,000, and go through every table
up to 5,000 instead of 200,000 of them. `--write` puts the tables into `benchmarks/results/familywise.md`.
"""

from __future__ import annotations

import math
from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple
from unittest.mock import patch

import numpy as np
import pandas as pd
from coverage import SEED, markdown, run
from scipy.stats import norm

from brobygger_cli.comparison.families import adjust_families
from brobygger_cli.comparison.settings import Settings
from brobygger_cli.counts import KEY
from brobygger_cli.methods import multiple_response, permutation
from brobygger_cli.methods.change_tests import default_test
from brobygger_cli.methods.multiple_response import max_t
from brobygger_cli.methods.nominal import nominal_test
from brobygger_cli.methods.ordinal import ordinal_test

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from brobygger_cli.methods.arrays import FloatArray, IntArray

    Booleans = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    Row = tuple[str, str, str, str]

SIZES = (30, 116, 215)
CORRELATION = 0.3  # of any two answers of a person, before they are cut into options
SHIFT = 0.5  # standard deviations by which a changed answer moves
ALPHA = Settings().alpha
INNER = {
    permutation: {"DRAWS": 499, "ENUMERATED_AT_MOST": 5_000},
    multiple_response: {"DRAWS": 499, "ENUMERATED_AT_MOST": 5_000},
}


class Asked(NamedTuple):
    """A question: its kind, the shares of its options (lowest first) or ticks, and which of them the indicator nets."""

    kind: str
    shares: tuple[float, ...]
    net: tuple[int, ...]


_SCALES = ((0.2, 0.2, 0.2, 0.2, 0.2), (0.05, 0.1, 0.2, 0.4, 0.25), (0.01, 0.02, 0.05, 0.17, 0.75))
QUESTIONS = (
    *(Asked("single", (1 - yes, yes), (1,)) for yes in (0.1, 0.2, 0.3, 0.4, 0.5, 0.5, 0.6, 0.7, 0.8, 0.9)),
    *(Asked("ordinal", _SCALES[place % 3], (3, 4)) for place in range(11)),
    Asked("nominal", (0.25, 0.25, 0.25, 0.25), (3,)),
    Asked("nominal", (0.1, 0.15, 0.25, 0.5), (3,)),
    Asked("multiple", (0.1, 0.2, 0.2, 0.3, 0.3, 0.4, 0.5, 0.6), (3,)),
)
# Which questions change where some do: a single one (.5), two scales (even, skewed) and three ticks.
CHANGED = {4: (0, 1), 10: (0, 1, 2, 3, 4), 11: (0, 1, 2, 3, 4), 23: (3, 4, 5)}


def _rows() -> Iterator[Row]:
    for place, asked in enumerate(QUESTIONS):
        name = f"q{place}"
        yield "all", "indicator", name, "net"
        yield "all", "question", name, ""
        for option in range(len(asked.shares)):
            yield "all", "option", name, str(option)


ROWS = pd.MultiIndex.from_tuples(list(_rows()), names=KEY)
KINDS = ROWS.get_level_values("kind").to_numpy()
FAMILIES = {
    "24 indicators: Holm": KINDS == "indicator",
    "24 questions: Benjamini–Hochberg": KINDS == "question",
    "91 options: within and behind their question": KINDS == "option",
    "of these, 8 ticks of the multiple response: max-T": (KINDS == "option")
    & (ROWS.get_level_values("question") == "q23").astype(bool),
    "all 139": np.full(len(ROWS), fill_value=True),
}


def _changed_rows() -> Booleans:
    """Tell which rows change where some do."""
    changed = [
        int(question[1:]) in CHANGED and (kind != "option" or int(item) in CHANGED[int(question[1:])])
        for _, kind, question, item in ROWS
    ]
    return np.array(changed)


class Answers(NamedTuple):
    """One question in simulated surveys: how many chose each option in each wave, and everybody's ticks if several."""

    options: IntArray  # (surveys, 2, options)
    net: IntArray  # (surveys, 2)
    ticks: IntArray  # (surveys, 2 n, options), empty unless several


def surveys(rng: np.random.Generator, draws: int, n: int, *, changed: bool) -> list[Answers]:
    """Return every question's answers by n people a wave, the same distribution in both unless `changed`."""
    common = rng.standard_normal((draws, 2 * n))
    followup = np.arange(2 * n) >= n
    answers = []
    for place, asked in enumerate(QUESTIONS):
        moved = CHANGED.get(place, ()) if changed else ()
        if asked.kind == "multiple":
            chosen = np.stack(
                [
                    _inclined(rng, common, followup & (option in moved)) > norm.ppf(1 - share)
                    for option, share in enumerate(asked.shares)
                ],
                axis=2,
            )
            ticks = chosen.astype(np.int64)
        else:
            inclined = _inclined(rng, common, followup & bool(moved))
            cuts = norm.ppf(np.cumsum(asked.shares)[:-1])
            step = np.searchsorted(cuts, inclined)
            chosen = np.stack([step == option for option in range(len(asked.shares))], axis=2)
            ticks = np.zeros((draws, 0, 0), dtype=np.int64)
        of_net = list(asked.net)
        options = np.stack([chosen[:, wave].sum(axis=1) for wave in (~followup, followup)], axis=1)
        net = np.stack(
            [chosen[:, wave][:, :, of_net].max(axis=2).sum(axis=1) for wave in (~followup, followup)], axis=1
        )
        answers.append(Answers(options, net, ticks))
    return answers


def _inclined(rng: np.random.Generator, common: FloatArray, moved: Booleans) -> FloatArray:
    own = rng.standard_normal(common.shape)
    return np.asarray(math.sqrt(CORRELATION) * common + math.sqrt(1 - CORRELATION) * own + SHIFT * moved)


class Tested(NamedTuple):
    """p-values of simulated surveys by row, shape (surveys, rows), and those that are adjusted by max-T already."""

    raw: FloatArray
    items: FloatArray


def tested(answers: list[Answers], n: int) -> Tested:
    """Return the p-values of every row by the default tests."""
    counts = np.arange(n + 1)
    of_counts = default_test(counts[:, np.newaxis], n, counts, n).p_value
    columns: list[FloatArray] = []
    items: list[FloatArray] = []
    for asked, given in zip(QUESTIONS, answers, strict=True):
        options = of_counts[given.options[:, 0], given.options[:, 1]]
        of_items = np.full(options.shape, math.nan)
        if asked.kind == "multiple":
            tests = [max_t(ticks, np.arange(2 * n) < n, np.arange(2 * n) >= n) for ticks in given.ticks]
            whole = np.array([test.p_value for test in tests])
            of_items = np.array([test.item_p_values for test in tests])
        elif asked.kind == "ordinal":
            whole = _each(given.options, lambda table: ordinal_test(*table).p_value)
        elif asked.kind == "nominal":
            whole = _each(given.options, lambda table: nominal_test(*table).p_value)
        else:
            whole = options[:, 0]  # a question of two options is tested as one of them
        columns += [of_counts[given.net[:, 0], given.net[:, 1]], whole, *options.T]
        items += [np.full((2, len(whole)), math.nan), of_items.T]
    return Tested(np.stack(columns, axis=1), np.concatenate(items).T)


def _each(tables: IntArray, p_of: Callable[[IntArray], float]) -> FloatArray:
    """Return the p-value of every simulated table, equal ones tested once."""
    different, draw = np.unique(tables, axis=0, return_inverse=True)
    return np.array([p_of(table) for table in different])[draw.ravel()]


def adjusted(p: Tested) -> FloatArray:
    """Return the p-values as a comparison adjusts them, shape (surveys, rows)."""
    found = []
    for raw, items in zip(p.raw, p.items, strict=True):
        tests = pd.DataFrame({"p_value_min": raw, "p_value_max": raw, "open": False, "item_p": items}, index=ROWS)
        found.append(adjust_families(tests, "default")["p_adjusted"].to_numpy(dtype=float))
    return np.array(found)


def findings(draws: int, n: int, *, changed: bool) -> tuple[Booleans, Booleans]:
    """Return which rows of which surveys are found to have changed: adjusted, and by raw p-values."""
    rng = np.random.default_rng([SEED, n, changed])
    parts = []
    for start in range(0, draws, 100):
        p = tested(surveys(rng, min(100, draws - start), n, changed=changed), n)
        parts.append((adjusted(p) < ALPHA, p.raw < ALPHA))
    return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])


def nothing_changed(draws: int) -> Iterator[list[str]]:
    """Yield a row per family: how often anything is found in it."""
    found = {n: findings(draws, n, changed=False) for n in SIZES}
    for name, members in FAMILIES.items():
        cells = [_percent(float(part[:, members].any(axis=1).mean())) for n in SIZES for part in found[n]]
        yield [name, *cells]


def some_changed(draws: int) -> Iterator[list[str]]:
    """Yield a row per size and family: false findings, and how much of what changed is found."""
    changed = _changed_rows()
    for n in SIZES:
        both = findings(draws, n, changed=True)
        for name, members in FAMILIES.items():
            cells = []
            for found in both:
                false = found[:, members & ~changed].sum(axis=1)
                true = found[:, members & changed].sum(axis=1)
                cells.append(
                    (
                        float((false > 0).mean()),
                        float((false / np.maximum(false + true, 1)).mean()),
                        float(true.mean() / (members & changed).sum()),
                    )
                )
            yield [f"{n}", name, *(_percent(figure) for pair in zip(*cells, strict=True) for figure in pair)]


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"


def tables(draws: int) -> Iterator[str]:
    """Yield the tables."""
    error = 100 * math.sqrt(0.05 * 0.95 / draws)
    said = (
        f"Simulated: {draws} pairs of independent waves of n, the standard error of 5 % is {error:.2f} points. 10 "
        "questions of yes or no, 11 scales of 5 steps, 2 nominal ones of 4 options and a multiple response of 8 ticks, "
        f"each with an indicator; any two inclinations of a person correlate by {CORRELATION:g}. Level 5 %; raw is "
        "without adjustment, and without the multiple response's own."
    )
    yield markdown(
        "Nothing has changed",
        said + " Percent of comparisons that find anything.",
        ["family", *(f"n {n}, {kind}" for n in SIZES for kind in ("adjusted", "raw"))],
        list(nothing_changed(draws)),
        1,
    )
    yield markdown(
        "4 of 24 questions have changed",
        f"As above, with one question of yes or no, two scales and three ticks of the multiple response moved by "
        f"{SHIFT:g} standard deviations; {draws // 2} pairs of waves. False: in what has not changed; all options of a "
        "changed question of one answer have changed. Percent.",
        [
            "n",
            "family",
            *(
                f"{what}, {kind}"
                for what in ("any false finding", "false among findings", "found of what changed")
                for kind in ("adjusted", "raw")
            ),
        ],
        list(some_changed(draws // 2)),
        2,
    )


if __name__ == "__main__":
    with ExitStack() as patches:
        for module, numbers in INNER.items():
            for name, number in numbers.items():
                patches.enter_context(patch.object(module, name, number))
        run(str(__doc__), "familywise.md", 2_000, tables)
