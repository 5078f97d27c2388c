"""The distinct values of columns in an engine, each with how many rows hold it: no more is fetched of a column."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from brobygger_cli.coding.exclusions import gathered
from brobygger_cli.exports.containers.values import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import ibis.expr.types as ir
    import pyarrow as pa

    from brobygger_cli.engines.tables import EngineTable

MANY = 10_000  # distinct values of one column that are looked at; a column of codes or labels has a few
_TOGETHER = 25  # queries that are put as one

# What Python holds to be blank, about which engines do not agree.
_BLANKS = "".join(character for character in map(chr, range(0x3001)) if character.isspace())
_NOTHING = {"boolean": False, "int64": 0, "float64": 0.0, "string": ""}  # stands where there is none


@dataclass(frozen=True)
class Held:
    """The distinct values of one column, the most frequent first.

    Args:
        values: As the engine has them; None stands for nothing.
        texts: As an export would write them.
        times: How many rows hold each.
        examples: The id of a respondent for each, '' where there is none.
        more: Whether the column holds others.
    """

    values: tuple[object, ...]
    texts: tuple[str, ...]
    times: tuple[int, ...]
    examples: tuple[str, ...]
    more: bool = False

    def among(self, column: ir.Value, places: Iterable[int]) -> ir.BooleanValue:
        """Return whether a column holds one of the values at these places."""
        wanted = [self.values[place] for place in places]
        one_of = native(column).isin([value for value in wanted if value is not None])
        return one_of | missing(column) if None in wanted else one_of


def knows(column: ir.Value, operation: str) -> bool:
    """Tell whether the engine of a column knows an operation of Ibis; a few lack what others have."""
    import ibis.expr.operations as ops  # noqa: PLC0415 - only where there is an engine

    return bool(column.get_backend().has_operation(getattr(ops, operation)))


def native(column: ir.Value) -> ir.Value:
    """Return a column in one of four kinds: truths, whole numbers, other numbers, text."""
    kind = column.type()
    if kind.is_boolean() or kind.is_string():
        return column
    if kind.is_integer() and not kind.is_unsigned_integer():
        return column.cast("int64")
    return column.cast("float64") if kind.is_floating() else column.cast("string")


def missing(column: ir.Value) -> ir.BooleanValue:
    """Return whether a column holds nothing: NULL, or what is not a number among numbers."""
    if column.type().is_floating() and knows(column, "IsNan"):
        return column.isnull() | native(column).isnan()
    return column.isnull()


def is_blank(column: ir.Value) -> ir.BooleanValue:
    """Return whether a column holds nothing, or nothing but blanks."""
    if not column.type().is_string():
        return missing(column)
    text = column.fill_null("")
    return ~text.re_search(f"[^{_BLANKS}]") if knows(column, "RegexSearch") else text.strip() == ""


def as_id(column: ir.Value) -> ir.StringValue:
    """Return a column of ids as text without blanks around it, '' where there is none."""
    import ibis  # noqa: PLC0415 - only where there is an engine

    if column.type().is_string():
        text = column.fill_null("")
        around = f"^[{_BLANKS}]+|[{_BLANKS}]+$"
        return text.re_replace(around, "") if knows(column, "RegexReplace") else text.strip()
    return ibis.ifelse(missing(column), "", column.cast("string"))


def an_example(column: ir.Value | None, where: ir.BooleanValue | None = None) -> ir.StringValue:
    """Return one respondent's id, the same one every time; '' where there is none.

    Args:
        column: The column of the ids.
        where: Of which rows.
    """
    import ibis  # noqa: PLC0415 - only where there is an engine

    if column is None:
        return ibis.literal("")
    kind = column.type()
    if kind.is_floating():
        return ibis.ifelse(missing(column), None, column).min(where=where).cast("int64").cast("string").fill_null("")
    some = column.nullif("") if kind.is_string() else column
    return some.min(where=where).cast("string").fill_null("")


def distinct_values(
    table: EngineTable,
    columns: Mapping[int, ir.Value],
    respondent: ir.Value | None = None,
    only: Mapping[int, ir.BooleanValue] | None = None,
) -> dict[int, Held]:
    """Return the distinct values of columns, at most `MANY` of each.

    Args:
        table: The table.
        columns: The columns, by position.
        respondent: The column of the respondents' ids, from which examples are taken.
        only: By position, which rows matter; all where it is not among them.
    """
    import ibis  # noqa: PLC0415 - only where there is an engine

    queries: dict[str, list[ir.Table]] = {}
    for position, column in columns.items():
        kind = str(native(column).type().copy(nullable=True))
        kind = kind if kind in _NOTHING else "string"
        rows = table.rows.filter(only[position]) if only and position in only else table.rows
        value = ibis.ifelse(missing(column), _NOTHING[kind], native(column))
        groups = rows.group_by(missing=missing(column), value=value)
        found = groups.aggregate(times=rows.count(), example=an_example(respondent))
        ordered = found.order_by(ibis.desc("times"), "missing", "value").limit(MANY + 1)
        queries.setdefault(kind, []).append(ordered.mutate(position=ibis.literal(position, "int32")))
    held: dict[int, list[tuple[object, str, int, str]]] = {position: [] for position in columns}
    for of_kind in queries.values():
        for row in answered(table, of_kind).to_pylist():
            value = None if row["missing"] else row["value"]
            exact = columns[row["position"]].type().is_decimal()
            held[row["position"]].append((value, _text(value, exact=exact), row["times"], row["example"]))
    return {position: _held(rows) for position, rows in held.items()}


def answered(table: EngineTable, queries: Sequence[ir.Table]) -> pa.Table:
    """Return what the engine answers to several queries with the same columns, put to it as few.

    Args:
        table: The table.
        queries: At least one.
    """
    import pyarrow as pa  # noqa: PLC0415 - comes with Ibis

    together = [queries[start : start + _TOGETHER] for start in range(0, len(queries), _TOGETHER)]
    return pa.concat_tables(table.fetch(gathered(lambda one, other: one.union(other), some)) for some in together)


def _held(rows: list[tuple[object, str, int, str]]) -> Held:
    looked_at = sorted(rows[: MANY + 1], key=lambda row: -row[2])[:MANY]
    if not looked_at:
        return Held((), (), (), ())
    values, texts, times, examples = zip(*looked_at, strict=True)
    return Held(values, texts, times, examples, more=len(rows) > MANY)


def _text(value: object, *, exact: bool) -> str:
    """Return a value as an export would write it; a decimal number comes as text, so that nothing of it is lost."""
    if exact and isinstance(value, str):
        try:
            return text_of(Decimal(value))
        except InvalidOperation:
            return value
    return text_of(value)
