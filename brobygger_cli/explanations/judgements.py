"""What is made of a p-value: its adjustment within a family, the finding, and the verdict against a margin."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from brobygger_cli.explanations.meanings import finding_meaning, verdict_meaning

if TYPE_CHECKING:
    import pandas as pd

    from brobygger_cli.explanations.row import How, Row


class Rank(NamedTuple):
    """Where a p-value stands in its family.

    Attributes:
        p_values: Of the family, the smallest first; 1 where there is none.
        rank: Its own place, counted from 1.
        decided_by: The place, counted from 1, whose product it is after stepping down or up.
        product: That product, before it is cut at 1.
    """

    p_values: tuple[float, ...]
    rank: int
    decided_by: int
    product: float


def p_adjusted(row: Row) -> How:
    """Say how the adjusted p-value came about."""
    name, found = str(row.record["adjustment"]), row.figure("p_adjusted")
    p = row.write.fine(found)
    gate = _gate(row)
    if name == "none":
        return row.how("adjusted_none", name, p=p)
    if name == "max_t":
        return row.how("adjusted_max_t", name, p=p)
    rank = rank_in_family(row)
    size = len(rank.p_values)
    of_family = {"rank": str(rank.rank), "size": str(size), "family": row.record["family"], "p": p}
    if gate is not None and found == gate > min(1.0, rank.product):
        return row.how("adjusted_behind_question", name, **of_family, product=_product(row, name, rank))
    return row.how(
        f"adjusted_{name}{_step(rank)}", name, **of_family, by=str(rank.decided_by), product=_product(row, name, rank)
    )


def adjustment(row: Row) -> How:
    """Say why it is adjusted so."""
    name = str(row.record["adjustment"])
    key = "adjustment_by_default" if row.settings.adjust == "default" else "adjustment_asked_for"
    return row.how(key, name, adjustment=row.say(f"adjustment_{name}"), option=f"--adjust {row.settings.adjust}")


def family(row: Row) -> How:
    """Say what belongs to the family."""
    kind = {"indicator": "indicators", "question": "questions"}.get(str(row.record["level"]), "options")
    return row.how(f"family_{kind}", "family", question=row.question.id)


def family_size(row: Row) -> How:
    """Say how many tests belong to the family."""
    members = _members(row)
    tested = int(members["p_value_max"].notna().sum())
    return row.how("family_size", "family", size=row.write.size(row.figure("family_size")), tested=str(tested))


def finding(row: Row) -> How:
    """Say what made the finding."""
    word = str(row.record["finding"])
    found, alpha = row.figure("p_adjusted"), row.settings.alpha
    key = "finding_below" if found < alpha else "finding_not_below"
    values = {"p": row.write.fine(found), "alpha": row.write.level(alpha)}
    return row.how(key, "finding", **values, meaning=finding_meaning(word, row.language))


def direction(row: Row) -> How:
    """Say what the direction is that of."""
    name = str(row.record["effect_name"])
    if not row.is_question and not row.is_trend:
        least, most = (_signed(row, f"change_{end}") for end in ("min", "max"))
        if row.has("change"):
            return row.how("direction_of_change", "finding", change=least)
        return row.how("direction_of_changes", "finding", least=least, most=most)
    if name == "prob_higher_pairs":
        return row.how("direction_of_pairs", "finding", statistic=_signed(row, "statistic"))
    return row.how(f"direction_of_{name}", "finding", effect=_signed(row, "effect"))


def margin(row: Row) -> How:
    """Say where the margin is from."""
    indicators = {i.id: i.margin for i in row.waves[-1].questionnaire.indicators}
    declared = row.record["level"] == "indicator" and indicators.get(row.record["option"]) is not None
    return row.how(
        "margin_declared" if declared else "margin_stated", "margin", margin=row.write.level(row.figure("margin"))
    )


def verdict(row: Row) -> How:
    """Say what made the verdict."""
    word = str(row.record["verdict"])
    low, high = (row.write.share(row.figure(f"margin_{end}")) for end in ("low", "high"))
    limit = row.write.level(row.figure("margin"))
    within = -row.figure("margin") < row.figure("margin_low") and row.figure("margin_high") < row.figure("margin")
    key = "verdict_within" if within else "verdict_not_within"
    return row.how(key, "verdict", low=low, high=high, margin=limit, meaning=verdict_meaning(word, row.language))


def _signed(row: Row, column: str) -> str:
    return row.write.share(row.figure(column))


def rank_in_family(row: Row) -> Rank:
    """Return where the row's p-value stands in its family and which product decides its adjusted one."""
    members = _members(row)
    p_values = members["p_value_max"].astype(float).fillna(1.0).to_numpy()
    order = np.argsort(p_values, kind="stable")
    ranked = p_values[order]
    size = len(ranked)
    places = np.arange(1, size + 1)
    own = int(np.flatnonzero(members.index.to_numpy()[order] == row.place)[0])
    if row.record["adjustment"] == "holm":
        products = (size + 1 - places) * ranked
        by = int(np.argmax(products[: own + 1]))
    else:
        products = ranked * size / places
        by = own + int(np.argmin(products[own:]))
    if np.isclose(products[by], products[own], rtol=1e-12, atol=0):
        by = own
    return Rank(tuple(ranked.tolist()), own + 1, by + 1, float(products[by]))


def _members(row: Row) -> pd.DataFrame:
    members: pd.DataFrame = row.comparison[row.comparison["family"] == row.record["family"]]
    return members


def _gate(row: Row) -> float | None:
    """Return the adjusted p-value of the question behind which an option stands; None for other rows."""
    if row.record["level"] != "option":
        return None
    question = row.rows_of("question")["p_adjusted"].astype(float)
    return None if question.isna().all() else float(question.iloc[0])


def _product(row: Row, name: str, rank: Rank) -> str:
    p, size = row.write.fine(rank.p_values[rank.decided_by - 1]), len(rank.p_values)
    product = row.write.fine(rank.product)
    if name == "holm":
        return f"{size + 1 - rank.decided_by} × {p} = {product}"
    return f"{p} × {size} / {rank.decided_by} = {product}"


def _step(rank: Rank) -> str:
    if rank.product > 1:
        return "_at_most_1"
    return "" if rank.decided_by == rank.rank else "_from_another"
