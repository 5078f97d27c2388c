"""What is hidden of a question: the small counts, and as little more as leaves several values to each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping  # for the names of types
from itertools import combinations_with_replacement, pairwise, product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger_cli.counts import from_bounds, items
from brobygger_cli.disclosure.choosing import choose
from brobygger_cli.disclosure.systems import System
from brobygger_cli.questionnaire.load import parse
from brobygger_cli.waves import Wave

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brobygger_cli.counts import Key
    from brobygger_cli.questionnaire.questionnaire import Questionnaire

Answers = Mapping[str, int | tuple[int, int]]
Counts = Mapping[str, Answers]  # by question and item; 'base' of a question

TOML = """
id = "club"
title = { en = "Club" }
[[groups]]
id = "g"
code = "g"
label = { en = "All" }
[[questions]]
id = "colour"
type = "single"
text = { en = "Colour?" }
options = [
  { id = "red", code = "1", label = { en = "Red" } },
  { id = "green", code = "2", label = { en = "Green" } },
  { id = "blue", code = "3", label = { en = "Blue" } },
  { id = "unsure", code = "9", label = { en = "Unsure" }, dont_know = true },
]
[[questions]]
id = "ways"
type = "multiple"
text = { en = "Ways?" }
asked_if = { question = "colour", answers = ["red"] }
options = [
  { id = "cycle", code = "1", label = { en = "Bicycle" } },
  { id = "bus", code = "2", label = { en = "Bus" } },
  { id = "rail", code = "3", label = { en = "Train" } },
]
nets = [{ id = "public", label = { en = "Public" }, options = ["bus", "rail"] }]
[[indicators]]
id = "bright"
question = "colour"
options = ["red", "green"]
label = { en = "Bright" }
[[indicators]]
id = "is_red"
question = "colour"
options = ["red"]
label = { en = "Red" }
"""
CLUB = parse(TOML, "club.toml")


def wave(given: Counts, questionnaire: Questionnaire = CLUB) -> Wave:
    """Make a wave of counts; what is not given of a question with one answer is the sum of its options."""
    figures: dict[Key, tuple[int, int, int]] = {}
    for item in items(questionnaire):
        of = given.get(item.question.id)
        if of is None:
            continue
        options = [item.question.choices[place].id for place in item.positions]
        base = of.get("base", sum(n for n in of.values() if isinstance(n, int)))
        if item.kind == "question":
            count: int | tuple[int, int] = base
        else:
            count = of[item.item] if item.item in of else sum(n for n in map(of.get, options) if isinstance(n, int))
        low, high = count if isinstance(count, tuple) else (count, count)
        assert isinstance(base, int)
        figures["g", item.kind, item.question.id, item.item] = (low, high, base)
    return Wave("wave", "wave.csv", "printed", questionnaire, from_bounds(questionnaire, figures), (), {})


def hidden(given: Counts, minimum: int = 5) -> set[str]:
    """Return what is hidden, '' for a base, and '>' before those who are led to a question."""
    rows = choose(wave(given), minimum).rows
    return {f">{item}" if kind == "asked" else item for _, kind, _, item in rows}


RED_DOES_NOT_LEAD_TO: Counts = {"ways": {"cycle": 9, "bus": 8, "rail": 7, "public": 12, "base": 16}}


def test_nothing_is_hidden_where_no_count_is_small_or_only_nobody() -> None:
    assert hidden({"colour": {"red": 20, "green": 5, "blue": 0, "unsure": 0}, **RED_DOES_NOT_LEAD_TO}) == set()


def test_a_single_small_count_takes_one_other_with_it() -> None:
    """What no test needs goes first."""
    assert hidden({"colour": {"red": 20, "green": 15, "blue": 4, "unsure": 9}, **RED_DOES_NOT_LEAD_TO}) == {
        "blue",
        "unsure",
    }


def test_nobody_is_no_protection() -> None:
    """Nor is an option whose sum with another is shown as an indicator: that of the red and green is hidden too."""
    found = hidden({"colour": {"red": 20, "green": 15, "blue": 4, "unsure": 0}, **RED_DOES_NOT_LEAD_TO})
    assert found == {"blue", "green", "bright"}


def test_what_is_the_same_count_is_hidden_with_it() -> None:
    """Red is an option, an indicator, and whom the routing leads on; so few are asked that their answers are hidden."""
    found = hidden({"colour": {"red": 3, "green": 15, "blue": 14, "unsure": 9}, "ways": {"cycle": 1, "base": 3}})
    assert found >= {"red", "is_red", ">ways", "cycle", "bus", "rail", "public", ""}
    assert "unsure" not in found
    assert "green" in found  # with red it makes up 'bright', which can stay


def test_two_small_counts_protect_each_other_only_if_their_sum_leaves_a_choice() -> None:
    five: Counts = {"colour": {"red": 20, "green": 20, "blue": 1, "unsure": 4}}
    two: Counts = {"colour": {"red": 20, "green": 20, "blue": 1, "unsure": 1}}
    eight: Counts = {"colour": {"red": 20, "green": 20, "blue": 4, "unsure": 4}}
    assert hidden({**five, **RED_DOES_NOT_LEAD_TO}) == {"blue", "unsure"}
    assert hidden({**two, **RED_DOES_NOT_LEAD_TO}) > {"blue", "unsure"}
    assert hidden({**eight, **RED_DOES_NOT_LEAD_TO}) > {"blue", "unsure"}


def test_who_answered_elsewhere_is_taken_into_account() -> None:
    """16 answered what red leads to, of 17 who were not unsure: so at most one was unsure."""
    given: Counts = {"colour": {"red": 16, "green": 0, "blue": 0, "unsure": 1}, **RED_DOES_NOT_LEAD_TO}
    rows = choose(wave(given), 5)
    assert ("g", "ways") in rows.questions or ("g", "colour") in rows.questions
    looser = {**given, "ways": {"cycle": 9, "bus": 5, "rail": 5, "public": 10, "base": 10}}
    assert choose(wave(looser), 5).questions == set()


@pytest.mark.parametrize("base", [1, 4])
def test_nothing_is_shown_of_a_question_that_few_answered(base: int) -> None:
    given: Counts = {"colour": {"red": 20, "green": 15, "blue": 14, "unsure": 9}, "ways": {"cycle": base, "base": base}}
    assert hidden(given) == {"cycle", "bus", "rail", "public", ""}


def test_a_net_of_several_answers_stays_unless_it_leaves_no_choice() -> None:
    """Where 9 took bus or train and 9 the bus, the train is open; where 5 took the bus, at least 4 took the train."""
    ways: Counts = {"colour": {"red": 20, "green": 15, "blue": 14, "unsure": 9}}
    assert hidden({**ways, "ways": {"cycle": 12, "bus": 9, "rail": 3, "public": 9, "base": 16}}) == {"rail"}
    found = hidden({**ways, "ways": {"cycle": 12, "bus": 5, "rail": 4, "public": 9, "base": 16}})
    assert "rail" in found
    assert found & {"public", "bus"}


def test_ranges_of_print_are_hidden_where_something_small_is() -> None:
    """They were worked out from the other figures, and could tell of them."""
    red = dict.fromkeys(["red", "is_red", "ways"], (20, 22))
    given: Counts = {"colour": {**red, "green": 15, "blue": 4, "unsure": (9, 11), "bright": (35, 37), "base": 50}}
    assert hidden(given) >= {"red", "is_red", ">ways", "unsure", "bright", "blue"}
    without = {"colour": {**given["colour"], "blue": 6}}
    assert hidden(without) == set()


def test_the_choice_is_the_same_every_time() -> None:
    given: Counts = {"colour": {"red": 9, "green": 3, "blue": 9, "unsure": 9}, **RED_DOES_NOT_LEAD_TO}
    assert len({frozenset(choose(wave(given), 5).rows) for _ in range(5)}) == 1


# Somebody who knows the program as well as its authors ------------------------------------------------


def _single(options: int) -> Questionnaire:
    listed = ",".join(f'{{ id = "o{n}", code = "{n}", label = {{ en = "Option {n}" }} }}' for n in range(options))
    head = TOML.partition("[[questions]]")[0]
    text = f'{head}\n[[questions]]\nid = "q"\ntype = "single"\ntext = {{ en = "Q" }}\noptions = [{listed}]'
    return parse(text, "single.toml")


def _tables(options: int, base: int) -> Iterator[tuple[int, ...]]:
    for cuts in combinations_with_replacement(range(base + 1), options - 1):
        ends = (0, *cuts, base)
        yield tuple(high - low for low, high in pairwise(ends))


@pytest.mark.parametrize(
    ("options", "minimum", "bases"), [(2, 3, range(1, 14)), (3, 3, range(1, 14)), (3, 5, range(1, 14))]
)
def test_no_small_count_of_any_small_table_follows_from_how_the_choice_is_made(
    options: int, minimum: int, bases: range
) -> None:
    """Every table there is, by what is shown of it: among those that look alike each small count has several values."""
    questionnaire = _single(options)
    looking: dict[tuple[int | None, ...], list[tuple[int, ...]]] = defaultdict(list)
    for base in bases:
        for table in _tables(options, base):
            chosen = choose(wave({"q": {f"o{n}": count for n, count in enumerate(table)}}, questionnaire), minimum)
            keys = {item for _, _, _, item in chosen.rows}
            shown = [None if f"o{n}" in keys else count for n, count in enumerate(table)]
            looking[None if "" in keys else base, *shown].append(table)
    small = 0
    for shown_so, tables in looking.items():
        for place, table in product(range(options), tables):
            if 0 < table[place] < minimum:
                small += 1
                assert len({other[place] for other in tables}) > 1, (shown_so, table)
    assert small > 40


# What remains possible -------------------------------------------------------------------------------


@settings(max_examples=40)
@given(st.data())
def test_the_range_of_an_unknown_is_that_of_all_numbers_that_fit(data: st.DataObject) -> None:
    """Against going through all of them: with sums that nest, and with sums that cross."""
    size = data.draw(st.integers(2, 4))
    truth = data.draw(st.lists(st.integers(0, 4), min_size=size, max_size=size))
    highs = [data.draw(st.integers(n, 5)) for n in truth]
    sums = data.draw(st.lists(st.sets(st.integers(0, size - 1), min_size=1), max_size=3))
    slack = [data.draw(st.integers(0, 1)) for _ in sums]
    system = System()
    for high in highs:
        system.unknown(0, high)
    for members, more in zip(sums, slack, strict=True):
        total = sum(truth[place] for place in members)
        system.limit(members, total, total + more)
    fitting = [
        numbers
        for numbers in product(*(range(high + 1) for high in highs))
        if all(
            0 <= sum(numbers[place] for place in members) - sum(truth[place] for place in members) <= more
            for members, more in zip(sums, slack, strict=True)
        )
    ]
    for place in range(size):
        values = [numbers[place] for numbers in fitting]
        assert system.range_of([place]) == (min(values), max(values))
