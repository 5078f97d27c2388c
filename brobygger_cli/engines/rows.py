"""The rows of a table as wholes: whose they are, which of them are read, and how many answer anything."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brobygger_cli.coding.reach import ONLY_ZEROS
from brobygger_cli.engines.values import MANY, an_example, as_id, is_blank
from brobygger_cli.exports.containers.values import text_of
from brobygger_cli.margins import Weighted

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from brobygger_cli.engines.coded import Coded
    from brobygger_cli.engines.tables import EngineTable
    from brobygger_cli.engines.tallied import Tallied

_NAMED = 100  # repeated ids that are reported one by one


@dataclass(frozen=True)
class RowCounts:
    """How many rows there are of each group.

    Args:
        rows: By the group's position, -1 where there is none.
        read: Those that are read.
        answering: Those of these that answer at least one question.
        nowhere_valid: Those of these that are invalid in every question.
        untold: Those whose zeros tell nothing.
        weighted: The weights of those who answer at least one question, of groups where there are any.
    """

    rows: dict[int, int]
    read: dict[int, int]
    answering: dict[int, int]
    nowhere_valid: dict[int, int]
    untold: dict[int, int]
    weighted: dict[int, Weighted]


def without_blank_rows(table: EngineTable, tallied: Tallied) -> EngineTable:
    """Return a table without the rows that hold nothing, and report them; they are no respondents."""
    blank = [is_blank(table.column(column)) for column in range(len(table.head.columns))]
    times = table.fetch(table.rows.filter(*blank).aggregate(times=lambda rows: rows.count()))["times"][0].as_py()
    rule = "every cell of the row is blank: it is left out"
    tallied.add("blank_row", "warning", rule, times, value="")
    if not times:
        return table
    import ibis  # noqa: PLC0415 - only where there is an engine

    return replace(table, rows=table.rows.filter(~ibis.and_(*blank)))


def with_repeated(table: EngineTable, rows: ir.Table, column: int | None, tallied: Tallied) -> ir.Table:
    """Return rows with the column `again`, the respondent's id where it stands more than once, and report these ids.

    A table has no order, so nobody can tell which of a respondent's rows is the first.

    Args:
        table: The table.
        rows: Its rows, with the column `respondent`.
        column: The column of the ids, where there is one.
        tallied: Where to report.
    """
    import ibis  # noqa: PLC0415 - only where there is an engine

    none = rows.mutate(again=ibis.null("string"))
    if column is None:
        return none
    rows = rows.mutate(who=as_id(rows.respondent))
    named = rows.filter(rows.who != "")
    found = named.group_by(again=named.who).aggregate(times=named.count())
    found = found.filter(found.times > 1)
    most = table.fetch(found.order_by(ibis.desc("times"), "again").limit(_NAMED + 1)).to_pylist()
    if not most:
        return none
    header = table.head.columns[column]
    rule = "this respondent id stands more than once, and a table has no first row: none of its rows is read"
    for row in most[:_NAMED]:
        again, times = row["again"], row["times"]
        tallied.add("duplicate_respondent", "error", rule, times, column=header, value=again, respondents=[again])
    if len(most) > _NAMED:
        totals = found.aggregate(ids=found.count(), times=found.times.sum().cast("int64"))
        of_all = table.fetch(totals).to_pylist()[0]
        others = of_all["times"] - sum(row["times"] for row in most[:_NAMED])
        rule = f"{of_all['ids'] - _NAMED:,} other respondent ids stand more than once: none of their rows is read"
        tallied.add("duplicate_respondent", "error", rule, others, column=header)
    return rows.left_join(found.select("again"), [("who", "again")])  # by name: an expression is mistaken for its own


def with_readable(coded: Coded, *, weighted: bool) -> Coded:
    """Return the rows with the columns `untold` and `read`: whose zeros tell nothing, and of whom anything is read.

    Args:
        coded: The rows, with the columns `group`, `again` and, of weighted ones, `weight` and `unweighted`.
        weighted: Whether every row needs a weight.
    """
    rows = coded.rows
    rows = rows.mutate(untold=coded.untold())
    read = (rows.group >= 0) & rows.again.isnull()
    if weighted:
        silent = replace(coded, rows=rows).silent() | rows.untold
        read &= is_weight(rows.weight) | (silent & rows.unweighted)
    return replace(coded, rows=rows.mutate(read=read))


def is_weight(number: ir.FloatingValue) -> ir.BooleanValue:
    """Return whether a number is a weight: above 0, and finite."""
    return number.fill_null(0.0).between(sys.float_info.min, sys.float_info.max)


def count_rows(
    table: EngineTable, coded: Coded, respondent: int | None, tallied: Tallied, *, weighted: bool
) -> RowCounts:
    """Count the rows of each group, and report those without an id and those whose zeros tell nothing.

    Args:
        table: The table.
        coded: Its rows, with the columns `untold` and `read`.
        respondent: The column of the respondents' ids, where there is one.
        tallied: Where to report.
        weighted: Whether the rows have weights.
    """
    rows = coded.rows
    answering = rows.read & coded.answering(rows.untold)
    found = rows.group_by("group").aggregate(
        rows=rows.count(),
        read=rows.count(where=rows.read),
        answering=rows.count(where=answering),
        nowhere_valid=rows.count(where=rows.read & coded.nowhere_valid()),
        untold=rows.count(where=rows.untold),
        nameless=rows.count(where=is_blank(rows.respondent)),
        example=an_example(rows.respondent, rows.untold),
        **(_weights_of(rows, answering) if weighted else {}),
    )
    groups = table.fetch(found).to_pylist()
    of = {name: {row["group"]: row[name] for row in groups} for name in found.columns}
    weights = {
        row["group"]: Weighted(row["answering"], row["total"], row["squares"], row["largest"])
        for row in groups
        if weighted and row["answering"]
    }
    counts = RowCounts(of["rows"], of["read"], of["answering"], of["nowhere_valid"], of["untold"], weights)
    if not groups:
        tallied.add("no_respondents", "error", "there are no rows below the header", 1)
    if respondent is not None:
        nameless, header = sum(row["nameless"] for row in groups), table.head.columns[respondent]
        tallied.add("missing_respondent", "warning", "has no respondent id", nameless, column=header)
    examples = [row["example"] for row in groups]
    tallied.add("only_zeros", "warning", ONLY_ZEROS, sum(counts.untold.values()), respondents=examples)
    return counts


def _weights_of(rows: ir.Table, where: ir.BooleanValue) -> dict[str, ir.Value]:
    """Return what is told of the weights of some rows."""
    weight = rows.weight
    return {
        "total": weight.sum(where=where),
        "squares": (weight * weight).sum(where=where),
        "largest": weight.max(where=where),
    }


def report_weights(table: EngineTable, coded: Coded, header: str, tallied: Tallied) -> None:
    """Report what is no weight in rows that need one.

    Args:
        table: The table.
        coded: Its rows, with the columns `weight`, `unweighted` and `untold`.
        header: The header of the weights.
        tallied: Where to report.
    """
    rows = coded.rows
    wrong = rows.filter(~is_weight(rows.weight), ~(rows.unweighted & (coded.silent() | rows.untold)))
    alike = wrong.group_by(nothing=wrong.unweighted, value=wrong.weight.fill_null(0.0))
    found = alike.aggregate(times=wrong.count(), example=an_example(wrong.respondent))
    rule = "is no weight: expected a number above 0, such as 0.85"
    for row in table.fetch(found.order_by("nothing", "value").limit(MANY)).to_pylist():
        value, some = "" if row["nothing"] else text_of(row["value"]), [row["example"]]
        tallied.add("invalid_weight", "error", rule, row["times"], column=header, value=value, respondents=some)
