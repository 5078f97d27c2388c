"""Several answers in one cell: labels that hold the separator, separators too many, and cells of nothing else."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from brobygger_cli.questionnaire.load import parse
from brobygger_cli.questionnaire.multiple import MultipleResponse

LABELS = ("Friends, or family", "Friends", "Sport; dance, or music", "Price;\nand discount", "It is near")
OPTIONS = "\n".join(
    f'  {{ id = "o{place}", code = "{place}", label = {{ en = """{label}""" }} }},'
    for place, label in enumerate(LABELS, 1)
)
QUESTIONNAIRE = parse(
    f"""
id = "club"
title = {{ en = "Club" }}
groups = [{{ id = "all", code = "1", label = {{ en = "All" }} }}]

[[questions]]
id = "why"
type = "multiple"
text = {{ en = "Why?" }}
options = [
{OPTIONS}
]
""",
    "club.toml",
)
WHY = QUESTIONNAIRE.question("why")


def answer(cell: str) -> object:
    return WHY.answer_type().validate_python(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Friends, or family", (0,)),
        ("Friends, It is near", (1, 4)),
        ("Friends, Friends, or family", (0, 1)),
        ("Friends;It is near;", (1, 4)),
        ("Sport; dance, or music;Friends;", (1, 2)),
        (";;Friends;; ;It is near;", (1, 4)),
        ("Price;\nand discount\nFriends", (1, 3)),
        ("Price;  and discount", (3,)),
        ("Price;\n\n \n and discount;\n\nFriends", (1, 3)),
        ("1|2|5", (0, 1, 4)),
    ],
)
def test_the_longest_known_label_is_taken_and_separators_too_many_do_no_harm(
    cell: str, expected: tuple[int, ...]
) -> None:
    assert answer(cell) == expected


@pytest.mark.parametrize("cell", ["Friends, my aunt", "or family", "Sport; dance", ";", " ; ,"])
def test_what_is_left_over_is_refused_and_never_guessed(cell: str) -> None:
    with pytest.raises(ValidationError):
        answer(cell)


@given(st.lists(st.integers(0, len(LABELS) - 1), min_size=1, max_size=8), st.sampled_from([";", ", ", "|", "\n"]))
def test_every_selection_of_labels_is_found_again(ticked: list[int], separator: str) -> None:
    """`Friends` in front of nothing that begins like the rest of `Friends, or family`: nothing here is ambiguous."""
    assert answer(separator.join(LABELS[place] for place in ticked)) == tuple(sorted(set(ticked)))


def test_a_cell_of_thousands_of_separators_takes_no_time() -> None:
    assert isinstance(WHY, MultipleResponse)
    began = time.perf_counter()
    with pytest.raises(ValidationError):
        answer("Friends;" * 20_000 + "my aunt")
    assert time.perf_counter() - began < 5
