"""Two surveys of which one word is written, but whose hidden counts differ: then nothing that is written tells them.

No knowledge of how the program computes or chooses helps against that.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import TYPE_CHECKING

import pytest
from surveys import MINIMUM, OPTIONS, all_that_is_written, people, waves_of

from brobygger_cli.disclosure import hide

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from surveys import Person

    from brobygger_cli.waves import Wave

Cell = tuple[int, str, str, str]  # wave, group, question, option

GROUPS = {"a": "1", "b": "2"}
QUESTIONS = ("colour", "ways", "trust", "tenure")
LEADING = ("1", "2")  # the colours that lead to the question which ways


def small_cells(waves: Sequence[Wave], first: int = 0) -> dict[Cell, int]:
    """Return the small counts of single options."""
    found = {}
    for place, wave in enumerate(waves, first):
        figures = wave.counts.figures
        for (group, kind, question, option), count in zip(figures.index, figures["n_min"], strict=True):
            if kind == "option" and 0 < count < MINIMUM:
                found[place, group, question, option] = int(count)
    return found


def twins(people: Sequence[Person], group: str, question: str) -> Iterator[list[Person]]:
    """Yield waves in which one or two people of a group answer one question otherwise, and all else is as it was."""
    members = [place for place, person in enumerate(people) if person["group"] == GROUPS[group[0]]]
    alike = {tuple(people[place][name] for name in QUESTIONS): place for place in members}  # one of each kind of person
    if question != "ways":
        for place, answer in product(alike.values(), OPTIONS[question]):
            person = people[place]
            led_elsewhere = question == "colour" and (answer in LEADING) != (person["colour"] in LEADING)
            if not led_elsewhere or not person["ways"]:
                yield _changed(people, {place: {question: answer}})
        return
    ticks = {place: frozenset(people[place]["ways"].split(";")) for place in alike.values() if people[place]["ways"]}
    for (one, ways), tick in product(ticks.items(), ("1", "2", "3")):
        yield _changed(people, {one: {"ways": _joined(ways ^ {tick})}})
        for other, their_ways in ticks.items():
            # The one takes up a way instead of none of them, which the other gives up: or the other way round.
            if ways == {"4"} and tick in their_ways and len(their_ways) > 1:
                yield _changed(people, {one: {"ways": tick}, other: {"ways": _joined(their_ways - {tick})}})
            if ways == {tick} and tick not in their_ways and their_ways != {"4"}:
                yield _changed(people, {one: {"ways": "4"}, other: {"ways": _joined(their_ways | {tick})}})


def _joined(ticks: frozenset[str]) -> str:
    return ";".join(sorted(ticks - {"4"})) or "4"


def _changed(people: Sequence[Person], changes: dict[int, Person]) -> list[Person]:
    return [person | changes.get(place, {}) for place, person in enumerate(people)]


def shown(waves: Sequence[Wave]) -> list[str]:
    return [wave.counts.figures.to_csv() for wave in hide(waves, MINIMUM)]


RESPONDENTS = [people(10), people(11)]


@cache
def found() -> dict[tuple[int, str, str], list[Person]]:
    """Return a twin of a wave by its place, the group and the question whose hidden counts differ."""
    changed: dict[tuple[int, str, str], list[Person]] = {}
    waves = waves_of(RESPONDENTS)
    seen = shown(waves)
    for cell, count in small_cells(waves).items():
        place, group, question, _ = cell
        for twin in twins(RESPONDENTS[place], group, question):
            other = waves_of([twin])
            if 0 < small_cells(other, place).get(cell, count) != count and shown(other) == seen[place : place + 1]:
                changed[place, group, question] = twin
                break
        else:
            pytest.fail(f"{cell}: only {count} fits what is shown")
    return changed


def test_where_all_small_counts_are_others_at_once_the_same_is_written() -> None:
    assert len(found()) > 8
    together = [[dict(person) for person in rows] for rows in RESPONDENTS]
    for (place, _, _), twin in found().items():
        for at, (before, after) in enumerate(zip(RESPONDENTS[place], twin, strict=True)):
            together[place][at] |= {name: answer for name, answer in after.items() if answer != before[name]}
    for linked in (False, True):
        waves, others = (waves_of(rows, linked=linked) for rows in (RESPONDENTS, together))
        to_find, instead = small_cells(waves), small_cells(others)
        assert sum(instead.get(cell) != count for cell, count in to_find.items()) >= len(found())
        assert all_that_is_written(others) == all_that_is_written(waves)


def test_without_hiding_the_twins_are_told_apart() -> None:
    """Else the comparison of what is written would prove nothing."""
    (place, _, _), twin = next(iter(found().items()))
    others = [twin if place == at else rows for at, rows in enumerate(RESPONDENTS)]
    assert all_that_is_written(waves_of(others), minimum=None) != all_that_is_written(
        waves_of(RESPONDENTS), minimum=None
    )
