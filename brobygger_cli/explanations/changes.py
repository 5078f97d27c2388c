"""The change of a share: its interval, its effect, and what a range of counts makes of them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.comparison.effective import narrowest_n, with_effective_n
from brobygger_cli.comparison.shares import Side
from brobygger_cli.explanations.figures import operand
from brobygger_cli.explanations.row import WAVES
from brobygger_cli.methods.arrays import normal_quantile
from brobygger_cli.methods.change_intervals import variance_under
from brobygger_cli.methods.share_intervals import wilson
from brobygger_cli.transitions import CELLS

if TYPE_CHECKING:
    import pandas as pd

    from brobygger_cli.explanations.row import How, Row


@dataclass(frozen=True)
class Change:
    """Two shares (0-1) with the n that each is worth, and the confidence of an interval between them."""

    before: float
    n_before: float
    after: float
    n_after: float
    confidence: float


def change(row: Row) -> How:
    """Say what the change is a difference of."""
    return row.how("change", "counts", formula=_difference(row))


def limit(row: Row, end: str) -> How:
    """Say how an end of the interval of the change came about."""
    sides = _sides(row.behind)
    shares = [float(side.known_share[0]) for side in sides]
    sizes = [float(side.interval_n[0]) for side in sides]
    return _limit(row, shares, sizes, row.figure(f"change_{end}"), end)


def outer_limit(row: Row, end: str) -> How:
    """Say how the limit that holds the interval of every possible change came about."""
    found = row.figure(f"change_outer_{end}")
    least, most = (row.figure(f"change_{name}") for name in ("min", "max"))
    if least == most:
        return row.how("outer_only", "ranges", found=row.write.share(found), column=f"change_{end}")
    sides = _sides(row.behind)
    shares = [float(share[0]) for share in _furthest(sides, end)]
    return _limit(row, shares, [float(side.interval_n[0]) for side in sides], found, end)


def limit_with_most_overlap(row: Row, end: str) -> How:
    """Say how an end of the interval came about if people's two answers were as alike as they can be."""
    shares = [row.figure(f"{side}_share") for side in WAVES]
    sizes = [float(n[0]) for n in narrowest_n(row.behind, row.settings)]
    of = Change(shares[0], sizes[0], shares[1], sizes[1], row.settings.confidence)
    as_sure = _interval(row, of, end, row.figure(f"change_overlap_{end}"))
    worth = ", ".join(row.write.size(size) for size in sizes)
    return row.how("most_overlap", "overlap", sizes=worth, limit=as_sure.sentence)


def margin_limit(row: Row, end: str) -> How:
    """Say how an end of the interval that is held against the margin came about."""
    found, confidence = row.figure(f"margin_{end}"), 1 - 2 * row.settings.alpha
    if row.record["test"] == "mcnemar_mid_p":
        return _paired(row, end, found, confidence)
    # Held against a margin, a change is the process's, whatever the estimand of the other intervals.
    process = with_effective_n(row.behind, replace(row.settings, estimand="process"))
    sizes = [float(process[f"{side}_interval_n"].iloc[0]) for side in WAVES]
    before, after = (row.figure(f"{side}_share") for side in WAVES)
    return _interval(row, Change(before, sizes[0], after, sizes[1], confidence), end, found)


def asked_change(row: Row) -> How:
    """Say what the change in who was asked is a difference of."""
    return row.how("asked_change", "routing", formula=_difference(row.asked))


def asked_limit(row: Row, end: str) -> How:
    """Say how an end of the interval of that change came about."""
    return limit(row.asked, end)


def possible_change(row: Row, end: str) -> How:
    """Say how the smallest or the largest possible change came about."""
    found = row.write.share(row.figure(f"change_{end}"))
    if row.figure("change_min") == row.figure("change_max"):
        return row.how("change_only", "ranges", found=found)
    sides = _sides(row.behind)
    parts = [_possible_share(row, side, end) for side in reversed(sides)]
    return row.how(f"change_{end}", "ranges", formula=f"{parts[0]} − {parts[1]} = {found}")


def effect(row: Row) -> How:
    """Say how Cohen's h came about."""
    after, before = (row.write.share(row.figure(f"{side}_share")) for side in ("followup", "baseline"))
    found = row.write.share(row.figure("effect"))
    return row.how("cohens_h", "cohens_h", formula=f"2 × arcsin √{after} − 2 × arcsin √{before} = {found}")


def effect_limit(row: Row, end: str) -> How:
    """Say how an end of the interval of Cohen's h came about."""
    found, h = row.figure(f"effect_{end}"), row.write.share(row.figure("effect"))
    if abs(found) == math.pi:
        return row.how("cohens_h_at_the_end", "cohens_h", found=row.write.share(found))
    z = row.write.share(normal_quantile(row.settings.confidence))
    n0, n1 = (row.write.size(row.input(f"{side}_interval_n")) for side in WAVES)
    sign = "−" if end == "low" else "+"
    formula = f"{h} {sign} {z} × √(1 / {n0} + 1 / {n1}) = {row.write.share(found)}"
    return row.how("cohens_h_limit", "cohens_h", formula=formula)


def _difference(row: Row) -> str:
    """Return the change as the difference of two shares: of counts, or of weighted shares."""
    weighted = any(row.has(f"{side}_design_effect") for side in WAVES)
    parts = []
    for side in ("followup", "baseline"):
        if weighted:
            parts.append(row.write.share(row.figure(f"{side}_share")))
        else:
            parts.append(" / ".join(row.write.size(row.figure(f"{side}_{name}")) for name in ("count", "base")))
    return f"{parts[0]} − {parts[1]} = {row.write.share(row.figure('change'))}"


def _sides(pairs: pd.DataFrame) -> tuple[Side, Side]:
    return Side.of(pairs, "baseline"), Side.of(pairs, "followup")


def _furthest(sides: tuple[Side, Side], end: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the possible shares of both waves between which the change is smallest, or largest."""
    before, after = sides
    if end in {"low", "min"}:
        return before.extreme(before.high), after.extreme(after.low)
    return before.extreme(before.low), after.extreme(after.high)


def _possible_share(row: Row, side: Side, end: str) -> str:
    """Return the share of a wave that makes the change smallest, or largest, as a quotient where it is one."""
    if not math.isnan(float(side.weighted[0])):
        return row.write.share(float(side.weighted[0]))
    count = side.low if (side.name == "followup") == (end == "min") else side.high
    return f"{row.write.size(float(count[0]))} / {row.write.size(float(side.base[0]))}"


def _limit(row: Row, shares: list[float], sizes: list[float], found: float, end: str) -> How:
    """Say how an end came about: from the pairs alone where everybody is linked, else from two waves."""
    confidence = row.settings.confidence
    if row.record["test"] == "mcnemar_mid_p" and row.settings.estimand == "process":
        return _paired(row, end, found, confidence)
    return _interval(row, Change(shares[0], sizes[0], shares[1], sizes[1], confidence), end, found)


def _interval(row: Row, of: Change, end: str, found: float) -> How:
    name = row.settings.change_interval
    values = {"confidence": row.write.percent(of.confidence), "end": row.say(end), "found": row.write.share(found)}
    difference = of.after - of.before
    if np.isinf([of.n_before, of.n_after]).any():
        name = "newcombe"  # which is what the score interval comes to where a share is known
    if abs(found) == 1:
        return row.how("change_limit_at_the_end", name, **values)
    if found == difference:
        return row.how("change_limit_known", name, **values)
    if name == "newcombe":
        return row.how("newcombe", name, **values, formula=_newcombe(row, of, end, found))
    sizes = {"n0": row.write.size(of.n_before), "n1": row.write.size(of.n_after)}
    z = normal_quantile(of.confidence)
    variance = float(variance_under(*(np.array(x) for x in (found, of.before, of.n_before, of.after, of.n_after))))
    change, d = row.write.share(difference), operand(row.write.share(found))
    formula = f"({change} − {d})² = {row.write.share(z)}² × {row.write.fine(variance)}"
    return row.how("miettinen_nurminen", name, **values, **sizes, formula=formula)


def _newcombe(row: Row, of: Change, end: str, found: float) -> str:
    low0, high0 = (float(x) for x in wilson(of.before, of.n_before, of.confidence))
    low1, high1 = (float(x) for x in wilson(of.after, of.n_after, of.confidence))
    inner, outer = ((low1, high0), (high1, low0))[end == "high"]
    share = row.write.share
    sign = "−" if end == "low" else "+"
    root = f"√(({share(of.after)} − {share(inner)})² + ({share(of.before)} − {share(outer)})²)"
    return f"{share(of.after - of.before)} {sign} {root} = {share(found)}"


def _paired(row: Row, end: str, found: float, confidence: float) -> How:
    both, lost, gained, neither = (row.input(cell) for cell in CELLS)
    n = both + lost + gained + neither
    before, after = (both + lost) / n, (both + gained) / n
    low0, high0 = (float(x) for x in wilson(before, n, confidence))
    low1, high1 = (float(x) for x in wilson(after, n, confidence))
    inner, outer = ((low1, high0), (high1, low0))[end == "high"]
    share = row.write.share
    a, b = f"({share(after)} − {share(inner)})", f"({share(before)} − {share(outer)})"
    phi, phi_formula = drawn_correlation(row, both, lost, gained, neither)
    sign = "−" if end == "low" else "+"
    # Both distances are counted from the shares, so that their product is negative.
    root = f"√({a}² + {b}² + 2 × {operand(share(phi))} × {a} × {b})"
    return row.how(
        "newcombe_paired",
        "newcombe_paired",
        confidence=row.write.percent(confidence),
        end=row.say(end),
        found=share(found),
        phi=phi_formula,
        formula=f"{share(after - before)} {sign} {root} = {share(found)}",
    )


def drawn_correlation(row: Row, both: float, lost: float, gained: float, neither: float) -> tuple[float, str]:
    """Return the correlation of pairs, drawn towards 0 where it is positive, and its formula."""
    size = row.write.size
    product = both * neither - lost * gained
    shown = f"{size(both)} × {size(neither)} − {size(lost)} × {size(gained)}"
    margins = [both + lost, gained + neither, both + gained, lost + neither]
    if product > 0:
        n = both + lost + gained + neither
        if product <= n / 2:
            return 0.0, "φ = 0"
        product -= n / 2
        shown += f" − {size(n)} / 2"
    if not math.prod(margins):
        return 0.0, "φ = 0"
    phi = product / math.sqrt(math.prod(margins))
    root = " × ".join(map(size, margins))
    return phi, f"φ = ({shown}) / √({root}) = {row.write.share(phi)}"
