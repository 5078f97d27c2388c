"""What a wave's answers are worth: effective n, design effect, and the overlap between the waves."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from brobygger_cli.comparison.effective import population_of
from brobygger_cli.explanations.figures import operand
from brobygger_cli.explanations.row import WAVES
from brobygger_cli.transitions import CELLS

if TYPE_CHECKING:
    from brobygger_cli.explanations.row import How, Row


def own_n(row: Row, side: str) -> str:
    """Return the n of a share's own interval: 'n = 116', or the formula by which it is an effective one."""
    write = row.write
    found = row.input(f"{side}_own_n")
    formula = write.size(row.input(f"{side}_base"))
    if _weighted(row, side):
        formula = f"{write.size(row.input(f'{side}_weight_base'))}² / {write.size(row.input(f'{side}_squares_base'))}"
    if row.settings.estimand == "population":
        asked, people = write.size(row.input(f"{side}_base")), write.size(_people(row, side))
        formula += f" × ({people} − 1) / ({people} − {asked})"
    if formula == write.size(found):
        return f"n = {formula}"
    return f"n = {formula} = {write.size(found)}"


def effective_n(row: Row, side: str) -> How:
    """Say what a wave's answers are worth in the interval of the change."""
    found, own = row.figure(f"{side}_effective_n"), row.input(f"{side}_own_n")
    method = "kish" if _weighted(row, side) else "effective_n"
    method = "finite_population" if row.settings.estimand == "population" else method
    values = {"n": own_n(row, side), "why": _why(row, side)}
    ratio = own / found
    if math.isclose(ratio, 1):
        return row.how("effective_n", method, **values)
    return row.how(
        "effective_n_with_overlap",
        "overlap",
        **values,
        formula=f"{row.write.size(own)} / {row.write.fine(ratio)} = {row.write.size(found)}",
        together=row.write.size(_together(row)),
        ratio=_ratio(row, ratio),
    )


def design_effect(row: Row, side: str) -> How:
    """Say by how much unequal weights enlarge the variance."""
    n, weight, squares = (
        row.write.size(row.input(f"{side}_{name}")) for name in ("base", "weight_base", "squares_base")
    )
    found = row.write.share(row.figure(f"{side}_design_effect"))
    return row.how("design_effect", "kish", formula=f"{n} × {squares} / {weight}² = {found}")


def overlap(row: Row) -> How:
    """Say how many are stated to have answered both waves."""
    alike = row.settings.overlap_correlation
    values = {"overlap": row.write.size(row.figure("overlap")), "correlation": row.write.level(alike)}
    return row.how("overlap_unknown" if math.isnan(alike) else "overlap_correlated", "overlap", **values)


def _weighted(row: Row, side: str) -> bool:
    return not math.isnan(row.input(f"{side}_weight_base"))


def _people(row: Row, side: str) -> float:
    return float(population_of(row.behind, side)[0])


def _together(row: Row) -> float:
    """Return how many are in both waves: linked, or as many of those stated as belong to both bases."""
    linked = sum(row.input(cell) for cell in CELLS)
    if not math.isnan(linked):
        return linked
    return min(row.input("overlap_in_base"), *(row.input(f"{side}_base") for side in WAVES))


def _ratio(row: Row, ratio: float) -> str:
    """Return how the variance of the change compares with that of independent waves, with the numbers put in."""
    sizes = [row.input(f"{side}_base") for side in WAVES]
    shares = [row.input(f"{side}_count_min") / size for side, size in zip(WAVES, sizes, strict=True)]
    together = _together(row)
    of_everybody = ""
    per_person = 0.0
    if row.settings.estimand == "population":
        fewest = min(_people(row, side) for side in WAVES)
        people = max(fewest, *sizes, sum(sizes) - together)
        of_everybody, per_person = f" − 1 / {row.write.size(people)}", 1 / people
    variances = [share * (1 - share) for share in shares]
    apart = sum((1 / size - per_person) * variance for size, variance in zip(sizes, variances, strict=True))
    weight = together / (sizes[0] * sizes[1]) - per_person
    covariance = (1 - ratio) * apart / (2 * weight)
    write = row.write
    n0, n1 = map(write.size, sizes)
    independent = " + ".join(
        f"(1 / {n}{of_everybody}) × {write.fine(variance)}" for n, variance in zip((n0, n1), variances, strict=True)
    )
    shared = f"2 × ({write.size(together)} / ({n0} × {n1}){of_everybody}) × {operand(write.fine(covariance))}"
    return f"1 − {shared} / ({independent}) = {write.fine(ratio)}"


def _why(row: Row, side: str) -> str:
    population = row.settings.estimand == "population"
    if _weighted(row, side):
        return row.say("why_weights_population" if population else "why_weights")
    return row.say("why_population" if population else "why_plain")
