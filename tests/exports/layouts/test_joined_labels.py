"""Labels found in cells that join them, though they hold the separator themselves."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from brobygger_cli.exports.layouts.joined import find_joined, labels_of
from brobygger_cli.exports.raw import Cells

LABELS = (
    "Friends, or family",
    "Sport",
    "Libraries (public, private, other)",
    "The price, compared with others, and the discount",
    "It is near",
)


def answers(labels: tuple[str, ...], cells: int, separator: str, seed: int = 1) -> list[str]:
    """Return cells in which each label is ticked by about half, in the form's order."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    ticked = ([label for label in labels if rng.random() < 0.5] for _ in range(cells))
    return [separator.join(of_one) for of_one in ticked]


@pytest.mark.parametrize("separator", [", ", ";"])
def test_labels_that_hold_the_separator_are_found_whole_and_in_the_forms_order(separator: str) -> None:
    labels = tuple(label.replace(", ", separator) for label in LABELS)
    found = find_joined(Cells.of(answers(labels, 200, separator)), separator)
    assert found is not None
    assert found.options == labels
    assert found.leftovers == ()


def test_a_separator_at_the_end_of_every_cell_is_no_answer() -> None:
    cells = [f"{cell};" if cell else "" for cell in answers(LABELS, 200, ";")]
    found = find_joined(Cells.of(cells), ";")
    assert found is not None
    assert found.options == LABELS


def test_somebodys_own_words_are_left_over() -> None:
    own = [
        ", ".join([cell, f"my own reason, number {place}"]) for place, cell in enumerate(answers(LABELS, 20, ", "), 1)
    ]
    found = find_joined(
        Cells.of([*answers(LABELS, 200, ", ", seed=2), *(text for text in own if text[0] != ",")]), ", "
    )
    assert found is not None
    assert found.options == LABELS
    assert "my own reason" not in found.options
    assert found.leftovers


def test_a_piece_that_stands_elsewhere_too_does_not_break_a_label() -> None:
    """Somebody wrote one word of a label as an answer of their own."""
    labels = ("Blogs, Twitter, or Slack", "Books", "Mailing lists")
    found = find_joined(Cells.of([*answers(labels, 100, ", "), "Books, Twitter"]), ", ")
    assert found is not None
    assert found.options == labels
    assert found.leftovers == ("Twitter",)


def test_labels_that_begin_or_end_alike_are_told_apart() -> None:
    labels = ("No, never", "No, but I might", "Some courses, no degree", "Other training, no degree", "Something else")
    found = find_joined(Cells.of(answers(labels, 300, ", ")), ", ")
    assert found is not None
    assert set(found.options) == set(labels)


@pytest.mark.parametrize(
    "cells",
    [
        ["Never, I do not use it", "Sometimes, for work", "Often, for work and play"] * 20,
        ["Copenhagen, Denmark", "Aarhus, Denmark", "Malmö, Sweden"] * 20,
        [f"I like number {place}, and that it rains" for place in range(60)],
        ["Yes", "No", ""] * 20,
        ["Friends, Sport", "Sport", "Friends"] * 3,
        [""] * 60,
        [],
    ],
    ids=["one answer", "a place", "own words", "nothing joined", "too few", "blank", "no rows"],
)
def test_a_column_of_which_it_cannot_be_told_is_told_as_nothing(cells: list[str]) -> None:
    assert find_joined(Cells.of(cells), ", ") is None


def test_two_options_that_everybody_ticked_together_look_like_one() -> None:
    """No count can tell them apart: a limit, stated in the module and for a person to see."""
    cells = ["A, B", "A, B, C", "C", "D", "C, D"] * 10
    found = find_joined(Cells.of(cells), ", ")
    assert found is not None
    assert found.options == ("A, B", "C", "D")


@st.composite
def forms(draw: st.DrawFn) -> tuple[tuple[str, ...], list[list[str]]]:
    """Draw labels of one to three pieces, none shared, and who ticked what: everything alone once, too."""
    letters = draw(st.permutations("abcdefghijklmnopqr"))
    sizes = draw(st.lists(st.integers(1, 3), min_size=2, max_size=6))
    starts = [sum(sizes[:place]) for place in range(len(sizes))]
    labels = tuple(", ".join(letters[start : start + size]) for start, size in zip(starts, sizes, strict=True))
    ticked = draw(st.lists(st.lists(st.sampled_from(labels), unique=True, min_size=1), min_size=5, max_size=30))
    in_order = [sorted(of_one, key=labels.index) for of_one in ticked]
    return labels, [*in_order, *([label] for label in labels for _ in range(3))]


@given(forms())
@settings(max_examples=200)
def test_what_was_ticked_is_found_again_where_every_label_stands_alone_somewhere(
    form: tuple[tuple[str, ...], list[list[str]]],
) -> None:
    """A label that stands alone shares its ends with no other: nothing is ambiguous."""
    labels, ticked = form
    assume(any(len(of_one) > 1 for of_one in ticked))
    times: dict[str, int] = {}
    for of_one in ticked:
        times[", ".join(of_one)] = times.get(", ".join(of_one), 0) + 1
    assert labels_of(times, ", ") == {", ".join(of_one): tuple(of_one) for of_one in ticked}
    assert set(labels) == {label for of_text in labels_of(times, ", ").values() for label in of_text}


@given(st.lists(st.text(st.sampled_from("ab ,();"), max_size=30), max_size=40), st.sampled_from([", ", ";", " "]))
def test_any_cells_are_taken_apart_without_loss(texts: list[str], separator: str) -> None:
    find_joined(Cells.of(texts), separator)
    times = dict.fromkeys(texts, 1)
    assert {text: separator.join(labels) for text, labels in labels_of(times, separator).items()} == {
        text: text for text in times
    }


@pytest.mark.parametrize(
    "text", [", ".join(map(str, range(450))), "(, " * 600, "x" * 100_000], ids=["pieces", "brackets", "long"]
)
def test_long_cells_take_no_time(text: str) -> None:
    began = time.perf_counter()
    find_joined(Cells.of([f"{place}{text}" for place in range(1000)]), ", ")
    assert time.perf_counter() - began < 10
