"""What is counted in a wave: count, base and share, the share's interval, and whom the routing led to the question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from brobygger_cli.comparison.shares import Side
from brobygger_cli.explanations.worth import own_n
from brobygger_cli.methods.arrays import normal_quantile, tail_probability

if TYPE_CHECKING:
    from brobygger_cli.explanations.row import How, Row


def count(row: Row, side: str) -> How:
    """Say how the count came about."""
    base, wave = row.write.size(row.figure(f"{side}_base")), row.wave(side)
    values = {"wave": wave.name, "count": row.write.size(row.figure(f"{side}_count")), "base": base}
    added = _sum(row, side)
    if wave.kind == "respondents":
        return row.how("count_of_several" if added else "count_respondents", "counts", **values, sum=added)
    origin = wave.origin.get(row.key, "derived")
    if origin == "derived" and added:
        return row.how("count_of_printed", "counts", **values, sum=added)
    return row.how(f"count_{origin}", "counts" if origin == "count" else "print", **values)


def possible_count(row: Row, side: str, end: str) -> How:
    """Say how the smallest or the largest possible count came about."""
    low, high = (row.figure(f"{side}_count_{name}") for name in ("min", "max"))
    found = row.write.size(low if end == "min" else high)
    if low == high:
        return row.how("count_only", "counts", count=found)
    base, wave = row.write.size(row.figure(f"{side}_base")), row.wave(side)
    values = {"wave": wave.name, "low": row.write.size(low), "high": row.write.size(high), "base": base}
    if wave.origin.get(row.key) == "percent":
        return row.how(f"count_{end}_percent", "print", **values)
    if row.question.compared_as == "options":
        # Counts of the options: one person may have ticked several, and is in the set once.
        parts = [row.write.size(row.of_option(option, f"{side}_count_{end}")) for option in row.options]
        return row.how(f"count_{end}_of_ticks", "sets", **values, parts=(", " if end == "min" else " + ").join(parts))
    return row.how(f"count_{end}_derived", "print", **values)


def base(row: Row, side: str) -> How:
    """Say of whom the share is."""
    wave = row.wave(side)
    return row.how(f"base_{wave.kind}", "counts", wave=wave.name, base=row.write.size(row.figure(f"{side}_base")))


def share(row: Row, side: str) -> How:
    """Say what the share is a quotient of."""
    found = row.write.share(row.figure(f"{side}_share"))
    if row.has(f"{side}_design_effect"):
        chosen, everybody = (row.write.size(row.input(f"{side}_{name}")) for name in ("weight", "weight_base"))
        return row.how("share_weighted", "weighted_share", formula=f"{chosen} / {everybody} = {found}")
    chosen, everybody = (row.write.size(row.figure(f"{side}_{name}")) for name in ("count", "base"))
    return row.how("share", "counts", formula=f"{chosen} / {everybody} = {found}")


def limit(row: Row, side: str, end: str) -> How:
    """Say how an end of the share's interval came about."""
    name, confidence = row.settings.share_interval, row.settings.confidence
    one = Side.of(row.behind, side)
    proportion, n, found = float(one.known_share[0]), float(one.own_n[0]), row.figure(f"{side}_{end}")
    values = {
        "confidence": row.write.percent(confidence),
        "end": row.say(end),
        "n": own_n(row, side),
        "found": row.write.share(found),
    }
    if np.isinf(n):
        return row.how("limit_known", name, **values)
    if found == proportion:
        return row.how("limit_at_the_end", name, **values)
    if name == "wilson":
        return row.how("limit_wilson", name, **values, formula=_wilson(row, proportion, n, found, end))
    tail = tail_probability(confidence)
    chosen, others = proportion * n, (1 - proportion) * n
    values |= {"tail": row.write.percent(tail), "chosen": row.write.size(chosen), "size": row.write.size(n)}
    if name == "clopper-pearson":
        return row.how(f"limit_clopper_pearson_{end}", name, **values)
    parameters = [row.write.size(part + 0.5) for part in (chosen, others)]
    values["tail"] = row.write.percent(tail if end == "low" else 1 - tail)
    return row.how("limit_jeffreys", name, **values, parameters="; ".join(parameters))


def answers_in_test(row: Row, side: str) -> How:
    """Say how many answers the test of a whole question compares."""
    n, everybody = row.figure(f"{side}_test_n"), row.figure(f"{side}_base")
    values = {"n": row.write.size(n), "base": row.write.size(everybody), "wave": row.wave(side).name}
    if row.record["test"] in {"bhapkar", "paired_permutation", "wilcoxon", "wilcoxon_exact"}:
        return row.how("test_n_of_pairs", "links", **values)
    return row.how("test_n" if n == everybody else "test_n_on_scale", "counts", **values)


def asked(row: Row, side: str) -> How:
    """Say how many the routing led to the question."""
    values = _routing(row, side)
    return row.how("asked", "routing", **values)


def asked_of(row: Row, side: str) -> How:
    """Say among whom the routing chose."""
    return row.how("asked_of", "routing", **_routing(row, side))


def asked_share(row: Row, side: str) -> How:
    """Say what the share that was asked is a quotient of."""
    return share(row.asked, side)


def _routing(row: Row, side: str) -> dict[str, str]:
    rule = row.question.asked_if
    return {
        "asked": row.write.size(row.figure(f"{side}_asked")),
        "of": row.write.size(row.figure(f"{side}_asked_of")),
        "wave": row.wave(side).name,
        "earlier": "" if rule is None else rule.question,
    }


def _sum(row: Row, side: str) -> str:
    """Return the sum of the counts of several options, '' where there is one or a person can have given several."""
    if len(row.options) == 1 or row.question.compared_as == "options":
        return ""
    counts = [row.of_option(option, f"{side}_count_min") for option in row.options]
    if counts != [row.of_option(option, f"{side}_count_max") for option in row.options]:
        return ""
    return f"{' + '.join(map(row.write.size, counts))} = {row.write.size(sum(counts))}"


def _wilson(row: Row, proportion: float, n: float, found: float, end: str) -> str:
    p, q, z = (row.write.share(part) for part in (proportion, 1 - proportion, normal_quantile(row.settings.confidence)))
    size = row.write.size(n)
    root = f"√({p} × {q} / {size} + ({z} / (2 × {size}))²)"
    sign = "−" if end == "low" else "+"
    return f"({p} + {z}² / (2 × {size}) {sign} {z} × {root}) / (1 + {z}² / {size}) = {row.write.share(found)}"
