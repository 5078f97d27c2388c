"""Printed tables: what they allow, checked against every table of whole people that fits the print."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger_cli.exports import read_export
from brobygger_cli.exports.raw import Cells, RawTable
from brobygger_cli.published import is_printed, read_printed
from brobygger_cli.questionnaire.load import load, parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from brobygger_cli.published import PrintedWave
    from brobygger_cli.questionnaire.questionnaire import Questionnaire

ROOT = Path(__file__).resolve().parents[1]
SOURCE_FORM = ("questionnaire", "source", "question", "kind", "group", "option", "count", "percent", "base")
HEADER = ("questionnaire", "group", "question", "option", "count", "percent", "base")


def asked() -> Questionnaire:
    """A questionnaire with an indicator for every set of the options of a one-answer and a ticking question."""
    sets = [f"{q}_{''.join(s)}" for q, ids in OPTIONS.items() for s in subsets(ids)]
    indicators = "\n".join(
        f'[[indicators]]\nid = "{name}"\nquestion = "{name.partition("_")[0]}"\nlabel = {{ en = "{name}" }}\n'
        f"options = {list(name.partition('_')[2])}"
        for name in sets
    )
    return parse(QUESTIONS + indicators, "asked.toml")


OPTIONS = {"one": "abcd", "many": "abc"}
QUESTIONS = """
id = "asked"
title = { en = "Asked" }
groups = [
  { id = "all", code = "1", label = { da = "Alle", en = "All" } },
  { id = "rest", code = "2", label = { en = "The rest" } },
]

[[questions]]
id = "one"
type = "single"
text = { en = "Which one?" }
options = [
  { id = "a", code = "1", label = { da = "Æble", en = "Apple" } },
  { id = "b", code = "2", label = { da = "Banan", en = "Banana" } },
  { id = "c", code = "3", label = { en = "Cherry" } },
  { id = "d", code = "4", label = { en = "Don't know" }, dont_know = true },
]
nets = [{ id = "fruit", label = { en = "Apple or banana" }, options = ["a", "b"], aliases = ["A/B"] }]

[[questions]]
id = "many"
type = "multiple"
text = { en = "Which ones?" }
options = [
  { id = "a", code = "1", label = { en = "Apple" } },
  { id = "b", code = "2", label = { en = "Banana" } },
  { id = "c", code = "3", label = { en = "Cherry" } },
]

"""


def subsets(ids: str) -> list[tuple[str, ...]]:
    return [chosen for size in range(1, len(ids) + 1) for chosen in combinations(ids, size)]


ASKED = asked()


def half_up(count: int, base: int) -> int:
    return (200 * count + base) // (2 * base)


def table(rows: Iterable[Sequence[str]], header: Sequence[str] = HEADER) -> RawTable:
    """Return a printed table as the reader hands it over; line 1 is the header."""
    cells = [list(row) for row in rows]
    columns = tuple(Cells.of([row[i] for row in cells]) for i in range(len(header)))
    return RawTable("t.csv", tuple(header), columns, np.arange(2, len(cells) + 2), (), "utf-8", ",")


def read(rows: Iterable[Sequence[str]], header: Sequence[str] = HEADER) -> PrintedWave:
    return read_printed(table(rows, header), ASKED)


def bounds(wave: PrintedWave, kind: str, question: str, item: str) -> tuple[float, float]:
    low, high, _ = known(wave, kind, question, item)
    return low, high


def known(wave: PrintedWave, kind: str, question: str, item: str) -> list[float]:
    figures = wave.counts.figures
    return [float(figure) for figure in figures.to_numpy()[figures.index.get_loc(("all", kind, question, item))]]


def wrong(wave: PrintedWave) -> list[tuple[str, tuple[int, ...], str | None, str | None]]:
    return [(found.code, found.lines, found.value, found.nearest) for found in wave.violations]


# Bounds against every table that fits ----------------------------------------------------------------


@dataclass(frozen=True)
class Print:
    """A printed figure of a set of options: the count, or the percentage alone."""

    options: tuple[str, ...]
    count: int | None
    percent: int | None

    def row(self, question: str, base: int) -> tuple[str, ...]:
        """Return the row that prints it."""
        option = self.options[0] if len(self.options) == 1 else f"[{' | '.join(self.options)}]"
        figures = ("" if figure is None else str(figure) for figure in (self.count, self.percent))
        return ("asked", "all", question, option, *figures, str(base))

    def allows(self, count: int, base: int) -> bool:
        """Tell whether a count would be printed so."""
        return self.count in {None, count} and self.percent in {None, half_up(count, base)}


@cache
def tables(question: str, base: int) -> list[dict[tuple[str, ...], int]]:
    """Return the count of every set of options (at least one of them chosen) in every table of `base` people."""
    ids = OPTIONS[question]
    patterns = [(option,) for option in ids] if question == "one" else [(), *subsets(ids)]
    return [
        {
            chosen: sum(n for n, p in zip(people, patterns, strict=True) if set(p) & set(chosen))
            for chosen in subsets(ids)
        }
        for people in compositions(base, len(patterns))
    ]


def compositions(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for others in compositions(total - first, parts - 1):
            yield (first, *others)


def compatible(question: str, base: int, prints: Sequence[Print]) -> list[dict[tuple[str, ...], int]]:
    return [t for t in tables(question, base) if all(p.allows(t[p.options], base) for p in prints)]


@st.composite
def printed_tables(draw: st.DrawFn, question: str, *, disjoint: bool) -> tuple[int, list[Print]]:
    """Draw a true table and what of it is printed."""
    base = draw(st.integers(1, 9 if question == "one" else 4))
    true = draw(st.sampled_from(tables(question, base)))
    if disjoint:
        part = draw(st.lists(st.integers(0, 3), min_size=4, max_size=4))
        ids = OPTIONS[question]
        sets = [tuple(o for o, p in zip(ids, part, strict=True) if p == n) for n in range(3)]  # part 3 is not printed
    else:
        sets = draw(st.lists(st.sampled_from(subsets(OPTIONS[question])), unique=True, max_size=4))
    prints = []
    for options in filter(None, sets):
        how = draw(st.sampled_from(["count", "percent", "both"]))
        count, percent = true[options], half_up(true[options], base)
        prints.append(Print(options, None if how == "percent" else count, None if how == "count" else percent))
    return base, prints


def read_prints(question: str, base: int, prints: Sequence[Print]) -> PrintedWave:
    return read(printed.row(question, base) for printed in prints)


@settings(max_examples=60, deadline=None)
@given(printed_tables("one", disjoint=True))
def test_bounds_of_disjoint_parts_are_the_smallest_and_largest_count_of_any_table_that_fits(
    drawn: tuple[int, list[Print]],
) -> None:
    base, prints = drawn
    wave = read_prints("one", base, prints)
    fitting = compatible("one", base, prints)
    if prints:
        assert wave.violations == ()
        for chosen in subsets(OPTIONS["one"]):
            possible = [t[chosen] for t in fitting]
            assert bounds(wave, "indicator", "one", f"one_{''.join(chosen)}") == (min(possible), max(possible))


@pytest.mark.parametrize("question", ["one", "many"])
def test_bounds_of_nested_and_overlapping_nets_contain_every_table_that_fits(question: str) -> None:
    @settings(max_examples=60, deadline=None)
    @given(printed_tables(question, disjoint=False))
    def check(drawn: tuple[int, list[Print]]) -> None:
        base, prints = drawn
        wave = read_prints(question, base, prints)
        if not prints:
            return
        assert wave.violations == ()
        for chosen in subsets(OPTIONS[question]):
            possible = [t[chosen] for t in compatible(question, base, prints)]
            low, high = bounds(wave, "indicator", question, f"{question}_{''.join(chosen)}")
            assert low <= min(possible), chosen
            assert high >= max(possible), chosen

    check()


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_what_no_table_gives_is_an_error_and_what_one_gives_is_none(data: st.DataObject) -> None:
    """Options and one net of them, drawn freely: consistent or not, the brute force knows."""
    question = data.draw(st.sampled_from(["one", "many"]))
    base = data.draw(st.integers(1, 7 if question == "one" else 4))
    options = data.draw(st.lists(st.sampled_from(OPTIONS[question]), unique=True))
    sets = [(option,) for option in options]
    sets += data.draw(st.lists(st.sampled_from([("a", "b"), ("a", "b", "c")]), unique=True, max_size=1))
    prints = [Print(chosen, data.draw(st.integers(0, base)), None) for chosen in sets]
    if prints:
        errors = read_prints(question, base, prints).violations
        assert bool(errors) == (not compatible(question, base, prints)), (prints, errors)


def test_impossible_nets_are_errors_and_never_ranges_upside_down() -> None:
    """A net below one of its options, and a net that is not the sum of its only options."""
    rows = {
        "net below its option": [("a", "5"), ("[a | b]", "3")],
        "net of two is not their sum": [("a", "3"), ("b", "2"), ("[a | b]", "4")],
    }
    for why, printed in rows.items():
        wave = read([("asked", "all", "one", option, count, "", "9") for option, count in printed])
        assert [found.code for found in wave.violations] == ["counts_differ_from_base"], why
    above_sum = [("a", "1"), ("b", "1"), ("[a | b]", "4")]
    wave = read([("asked", "all", "many", option, count, "", "9") for option, count in above_sum])
    assert [found.code for found in wave.violations] == ["counts_differ_from_base"]


# GRIM, and what a printed row may look like --------------------------------------------------------


def single(count: str, percent: str, base: str) -> PrintedWave:
    return read([("asked", "all", "many", "a", count, percent, base)])


@pytest.mark.parametrize(
    ("percent", "base", "low", "high"),
    [
        ("41", 78, 32, 32),  # methods.md, Printed baselines
        ("41", 331, 135, 137),
        ("12", 114, 14, 14),  # source/README.md
        ("21", 208, 43, 44),
        ("46", 113, 52, 52),
        ("34", 208, 70, 71),
        ("79", 82, 65, 65),
        ("62", 77, 48, 48),
        ("14", 77, 11, 11),
        ("4", 77, 3, 3),
        ("25", 76, 19, 19),
        ("41 %", 331, 135, 137),
        ("41,1", 331, 136, 136),
        ("41.1%", 331, 136, 136),
        ("0", 300, 0, 1),  # 1 of 300 is 0.33 %
        ("100", 300, 299, 300),
        ("13", 8, 1, 1),  # 12.5 % is printed half up
    ],
)
def test_percentage_allows_the_counts_that_round_to_it(percent: str, base: int, low: int, high: int) -> None:
    wave = single("", percent, str(base))
    assert wrong(wave) == []
    assert bounds(wave, "option", "many", "a") == (low, high)
    assert wave.origin["all", "option", "many", "a"] == "percent"


@pytest.mark.parametrize(
    ("percent", "base", "near"),
    [("37.4", 231, "37.2 or 37.7"), ("12", 8, "0 or 13"), ("50", 1, "0 or 100"), ("101", 300, "100")],
)
def test_percentage_that_no_count_gives_is_an_error(percent: str, base: int, near: str) -> None:
    assert wrong(single("", percent, str(base))) == [("impossible_percent", (2,), percent, near)]


@pytest.mark.parametrize(
    ("count", "percent", "base", "expected"),
    [
        ("1", "13", "8", []),
        ("1", "25", "8", [("percent_differs_from_count", (2,), "25", "13")]),
        ("1", "12", "8", [("impossible_percent", (2,), "12", "0 or 13")]),
        ("9", "", "8", [("count_above_base", (2,), "9", None)]),
        ("", "", "8", [("missing_figure", (2,), None, None)]),
        ("3", "", "", [("missing_figure", (2,), None, None)]),
        ("3", "", "0", [("invalid_number", (2,), "0", None)]),
        ("3.0", "", "8", [("invalid_number", (2,), "3.0", None)]),
        ("-3", "", "8", [("invalid_number", (2,), "-3", None)]),
        ("3", "abc", "8", [("invalid_number", (2,), "abc", None)]),
        ("3", "", "8 people", [("invalid_number", (2,), "8 people", None)]),
    ],
)
def test_printed_figures_that_do_not_fit_together_are_reported(
    count: str, percent: str, base: str, expected: list[tuple[str, tuple[int, ...], str | None, str | None]]
) -> None:
    assert wrong(single(count, percent, base)) == expected


def test_counts_that_do_not_sum_to_the_base_are_an_error_and_percentages_may_miss_100() -> None:
    sums = read(
        [("asked", "all", "one", option, count, "", "10") for option, count in zip("abcd", "1234", strict=True)]
    )
    assert wrong(sums) == []
    short = read(
        [("asked", "all", "one", option, count, "", "10") for option, count in zip("abcd", "1233", strict=True)]
    )
    assert [found.code for found in short.violations] == ["counts_differ_from_base"]
    # 17 + 17 + 17 + 50 is 101: shares display half up and are never forced to sum to 100.
    rounded = read(
        [("asked", "all", "one", o, "", p, "6") for o, p in zip("abcd", ("17", "17", "17", "50"), strict=True)]
    )
    assert wrong(rounded) == []
    assert [bounds(rounded, "option", "one", option) for option in "abcd"] == [(1, 1), (1, 1), (1, 1), (3, 3)]


def test_options_of_a_percent_only_table_narrow_each_other_to_the_base() -> None:
    """41 % of 331 is 135, 136 or 137; with the others known to be 195, it is 136."""
    rows = [("a", "", "41"), ("b", "100", ""), ("c", "50", ""), ("d", "45", "")]
    wave = read([("asked", "all", "one", option, count, percent, "331") for option, count, percent in rows])
    assert wrong(wave) == []
    assert bounds(wave, "option", "one", "a") == (136, 136)
    assert bounds(wave, "net", "one", "fruit") == (236, 236)


def test_multiple_response_indicator_lies_between_its_largest_option_and_their_sum() -> None:
    """The note's 66 %: 53 and 35 of 133 who may be the same people (source/README.md)."""
    wave = read([("asked", "all", "many", option, count, "", "133") for option, count in (("a", "53"), ("b", "35"))])
    assert bounds(wave, "indicator", "many", "many_ab") == (53, 88)
    assert bounds(wave, "option", "many", "c") == (0, 133)
    assert wave.origin["all", "indicator", "many", "many_ab"] == "derived"


@pytest.mark.parametrize(
    "spelling", ["fruit", "Apple or banana", "A/B", "a/b", "[a | b]", "[ Banan|ÆBLE ]", "[2|1]", "[Apple | Banana]"]
)
def test_net_is_named_by_id_label_alias_or_its_options_in_brackets(spelling: str) -> None:
    wave = read([("asked", "all", "one", spelling, "7", "", "10")])
    assert wrong(wave) == []
    assert bounds(wave, "net", "one", "fruit") == (7, 7)
    assert wave.origin["all", "net", "one", "fruit"] == "count"
    assert bounds(wave, "option", "one", "a") == (0, 7)
    assert bounds(wave, "option", "one", "c") == (0, 3)
    assert bounds(wave, "indicator", "one", "one_cd") == (3, 3)


@pytest.mark.parametrize("spelling", ["[a]", "[a | x]", "a | b", "[]", "appel", ""])
def test_what_is_no_option_or_net_is_reported(spelling: str) -> None:
    assert [
        (found.code, found.value) for found in read([("asked", "all", "one", spelling, "7", "", "10")]).violations
    ] == [("unknown_answer", spelling)]


def test_wrong_names_and_repeated_rows_are_reported_with_line_and_nearest_name() -> None:
    wave = read(
        [
            ("asked", "al", "one", "a", "1", "", "4"),
            ("asked", "all", "oen", "a", "1", "", "4"),
            ("asked", "all", "one", "Aple", "1", "", "4"),
            ("asked", "all", "one", "a", "1", "", "4"),
            ("asked", "Alle", "one", "Æble", "2", "", "4"),
            ("asked", "1", "one", "b", "1", "", "5"),
            ("another", "nobody", "nothing", "x", "y", "z", "ø"),
        ]
    )
    assert wrong(wave) == [
        ("unknown_questionnaire", (8,), "another", None),
        ("unknown_group", (2,), "al", "all"),
        ("unknown_question", (3,), "oen", "one"),
        ("unknown_answer", (4,), "Aple", "Apple"),
        ("duplicate_row", (6,), "Æble", None),
        ("different_bases", (7,), "5", None),
    ]


def test_what_is_not_printed_is_not_known_rather_than_zero() -> None:
    wave = read([("asked", "all", "one", "a", "1", "", "4")])
    figures = wave.counts.figures
    group, question = (figures.index.get_level_values(name) for name in ("group", "question"))
    there = figures.notna().all(axis=1).to_numpy()
    assert (there == ((group == "all") & (question == "one"))).all()
    assert (there == figures.notna().any(axis=1).to_numpy()).all()
    assert known(wave, "question", "one", "") == [4, 4, 4]


# The documented form -------------------------------------------------------------------------------


def source_rows() -> list[dict[str, str]]:
    with (ROOT / "schemas" / "printed" / "2017.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", ["kommune", "ngo"])
@pytest.mark.parametrize(
    ("header", "delimiter"),
    [(SOURCE_FORM, ","), (tuple(reversed(HEADER)), ";"), (("page", *HEADER, "remark"), "\t"), (HEADER, "|")],
)
def test_printed_form_is_read_in_any_order_and_with_other_columns(
    name: str, header: tuple[str, ...], delimiter: str, tmp_path: Path
) -> None:
    """The source's own file has more columns than the documented form, in another order."""
    text = io.StringIO()
    writer = csv.DictWriter(text, header, restval="x", delimiter=delimiter)
    writer.writeheader()
    writer.writerows(source_rows())
    path = tmp_path / "printed.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    raw = read_export(str(path))
    assert is_printed(raw)
    found = read_printed(raw, load(name))
    bundled = read_printed(read_export(str(ROOT / "schemas" / "printed" / "2017.csv")), load(name))
    assert wrong(found) == []
    assert found.counts.figures.equals(bundled.counts.figures)
    assert found.origin == bundled.origin


def test_table_without_counts_or_without_percentages_is_a_printed_table_too() -> None:
    for left_out in ("count", "percent"):
        header = tuple(column for column in HEADER if column != left_out)
        rows = [("asked", "all", "one", option, "25", "100") for option in "abcd"]
        assert is_printed(table(rows, header))
        wave = read(rows, header)
        assert wrong(wave) == []
        assert bounds(wave, "option", "one", "a") == (25, 25)


def test_every_combination_of_printed_and_unprinted_options_keeps_zero_cells() -> None:
    """Options that were not printed beside options that sum to the base are 0, and said to be derived."""
    for printed in product([True, False], repeat=2):
        rows = [("a", "6"), ("b", "4")] + [(o, "0") for o, p in zip("cd", printed, strict=True) if p]
        wave = read([("asked", "all", "one", option, count, "", "10") for option, count in rows])
        assert [bounds(wave, "option", "one", option) for option in "cd"] == [(0, 0), (0, 0)]
        origins = [wave.origin["all", "option", "one", option] for option in "cd"]
        assert origins == ["count" if p else "derived" for p in printed]
