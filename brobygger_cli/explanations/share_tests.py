"""The test of a change of a share: which one and why, its statistic, and its p-value."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from brobygger_cli.comparison.shares import Side
from brobygger_cli.explanations.figures import operand
from brobygger_cli.explanations.row import WAVES
from brobygger_cli.methods.change_tests import TESTS, smallest_expected
from brobygger_cli.transitions import CELLS

if TYPE_CHECKING:
    import pandas as pd

    from brobygger_cli.explanations.row import How, Row

# So many pairs of possible counts are gone through to say which one gave a p-value.
_PAIRS_AT_MOST = 40
_EXACT = {"fisher_irwin", "fisher_mid_p", "boschloo"}


class Table(NamedTuple):
    """How many chose it, of how many, in both waves, as the test takes them."""

    ticked0: float
    n0: float
    ticked1: float
    n1: float

    @classmethod
    def of(cls, pairs: pd.DataFrame) -> Table:
        """Take the table out of a row of pairs."""
        waves = [Side.of(pairs, side).tested() for side in WAVES]
        return cls(*(float(part[0]) for wave in waves for part in wave))

    def rounded(self) -> Table:
        """Return the table in whole people, as exact tests take it."""
        return Table(*(float(np.rint(part)) for part in self))


def test(row: Row) -> How:
    """Say why this test was made."""
    name = str(row.record["test"])
    if name in {"mcnemar_mid_p", "derrick_z8"}:
        cells = {column: row.write.size(row.figure(column)) for column in ("pairs", "leavers", "newcomers")}
        return row.how(f"test_{name}", name, **cells)
    if row.settings.test != "default":
        return row.how("test_asked_for", name, option=f"--test {row.settings.test}")
    expected = float(smallest_expected(*Table.of(row.behind)))
    return row.how(f"test_{name}", name, expected=row.write.fine(expected))


def statistic(row: Row) -> How:
    """Say how the statistic came about."""
    if row.record["test"] == "derrick_z8":
        return _z8(row)
    return _n_minus_1(row, Table.of(row.behind), row.figure("statistic"))


def df(row: Row) -> How:
    """Say how many degrees of freedom there are."""
    return row.how("df_of_a_share", "n_minus_1")


def p_value(row: Row) -> How:
    """Say how the p-value came about."""
    found = row.figure("p_value")
    name = str(row.record["test"])
    if name == "mcnemar_mid_p":
        return mcnemar(row, row.figure("lost"), row.figure("gained"), found)
    if name == "derrick_z8":
        values = {"statistic": row.write.share(abs(row.figure("statistic"))), "p": row.write.fine(found)}
        return row.how("p_normal", name, **values)
    statistic = row.figure("statistic") if row.has("statistic") else math.nan
    return _p(row, name, Table.of(row.behind), statistic, found)


def possible_p_value(row: Row, end: str) -> How:
    """Say over which counts the p-value is smallest or largest."""
    found = row.write.fine(row.figure(f"p_value_{end}"))
    if row.has("p_value"):
        return row.how("p_only", "ranges", p=found)
    before, after = (Side.of(row.behind, side) for side in WAVES)
    ranges = [np.arange(side.low[0], side.high[0] + 1) for side in (before, after)]
    counts = " · ".join(_possible(row, side) for side in (before, after))
    if len(ranges[0]) * len(ranges[1]) > _PAIRS_AT_MOST:
        return row.how(f"p_{end}_of_many", "ranges", p=found, counts=counts)
    pairs = [(b, f) for b in ranges[0] for f in ranges[1]]
    tables = np.array([(b, before.base[0], f, after.base[0]) for b, f in pairs], dtype=float)
    p_values = TESTS[row.settings.test](*tables.T).p_value
    place = int(np.argmin(p_values) if end == "min" else np.argmax(p_values))
    b, n0, f, n1 = map(row.write.size, tables[place].tolist())
    return row.how(f"p_{end}", "ranges", p=found, counts=counts, b=b, f=f, n0=n0, n1=n1)


def asked_p_value(row: Row) -> How:
    """Say how the p-value of the change in who was asked came about."""
    return p_value(row.asked)


def mcnemar(row: Row, lost: float, gained: float, found: float) -> How:
    """Say how McNemar's p-value came about."""
    values = {"lost": row.write.size(lost), "gained": row.write.size(gained), "p": row.write.fine(found)}
    if lost + gained == 0:
        return row.how("p_of_no_move", "mcnemar_mid_p", p=row.write.fine(found))
    if lost == gained:
        return row.how("p_mcnemar_even", "mcnemar_mid_p", **values)
    fewer, moved = row.write.size(min(lost, gained)), row.write.size(lost + gained)
    return row.how("p_mcnemar", "mcnemar_mid_p", **values, fewer=fewer, moved=moved)


def _possible(row: Row, side: Side) -> str:
    low, high, base = (row.write.size(float(figure[0])) for figure in (side.low, side.high, side.base))
    return f"{low if low == high else f'{low}–{high}'} / {base}"


def _p(row: Row, name: str, table: Table, statistic: float, found: float) -> How:
    write = row.write
    if name not in _EXACT:
        return row.how("p_chi_squared_of_a_share", name, statistic=write.share(statistic), p=write.fine(found))
    whole = table.rounded()
    if whole.ticked0 + whole.ticked1 in {0, whole.n0 + whole.n1}:
        return row.how("p_of_one_split", name, p=write.fine(found))
    values = {
        "ticked": write.size(whole.ticked0 + whole.ticked1),
        "n0": write.size(whole.n0),
        "n1": write.size(whole.n1),
        "a": write.size(whole.ticked0),
        "b": write.size(whole.ticked1),
        "p": write.fine(found),
    }
    return row.how(f"p_{name}", name, **values)


def _n_minus_1(row: Row, table: Table, found: float) -> How:
    size = row.write.size
    total, ticked = table.n0 + table.n1, table.ticked0 + table.ticked1
    if found == 0 and not ticked * (total - ticked):
        return row.how("statistic_of_nothing", "n_minus_1")
    a, n0, b, n1 = map(size, table)
    margins = " × ".join((n0, n1, size(ticked), size(total - ticked)))
    formula = f"({size(total)} − 1) × ({b} × {n0} − {a} × {n1})² / ({margins}) = {row.write.share(found)}"
    return row.how("statistic_n_minus_1", "n_minus_1", formula=formula)


def _z8(row: Row) -> How:
    write = row.write
    both, lost, gained, neither = (row.input(cell) for cell in CELLS)
    table = [(row.input(f"{side}_count_min"), row.input(f"{side}_base")) for side in WAVES]
    (ticked0, n0), (ticked1, n1) = table
    found, share = row.figure("statistic"), (ticked0 + ticked1) / (n0 + n1)
    if found == 0 and ticked0 * n1 == ticked1 * n0:
        return row.how("statistic_of_no_change", "derrick_z8")
    margins = [both + lost, gained + neither, both + gained, lost + neither]
    phi = (both * neither - lost * gained) / math.sqrt(math.prod(margins)) if math.prod(margins) else 0.0
    shown = f"{write.size(both)} × {write.size(neither)} − {write.size(lost)} × {write.size(gained)}"
    root = f"√({' × '.join(map(write.size, margins))})"
    correlation = f"φ = ({shown}) / {root} = {write.share(phi)}" if math.prod(margins) else "φ = 0"
    pooled = f"({write.size(ticked0)} + {write.size(ticked1)}) / ({write.size(n0)} + {write.size(n1)})"
    p, q = write.share(share), write.share(1 - share)
    pairs = f"2 × {operand(write.share(phi))} × {write.size(sum((both, lost, gained, neither)))}"
    spread = f"(1 / {write.size(n0)} + 1 / {write.size(n1)} − {pairs} / ({write.size(n0)} × {write.size(n1)}))"
    change = f"{write.size(ticked1)} / {write.size(n1)} − {write.size(ticked0)} / {write.size(n0)}"
    return row.how(
        "statistic_z8",
        "derrick_z8",
        pooled=f"{pooled} = {p}",
        correlation=correlation,
        formula=f"({change}) / √({p} × {q} × {spread}) = {write.share(found)}",
    )
