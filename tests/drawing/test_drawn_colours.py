"""Colours that everybody can tell apart: contrast as WCAG 2.2 asks for, and distances in grey."""

from __future__ import annotations

from dataclasses import asdict
from itertools import combinations, pairwise

import pytest
from drawings import Drawing
from made_figures import every_kind

from brobygger_cli.render.drawing.palette import DARK, LIGHT, Palette, of_scale, readable_on

GROUNDS = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_what_wcag_says_of_known_pairs() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@GROUNDS
def test_text_stands_out_from_its_ground(palette: Palette) -> None:
    assert contrast(palette.ink, palette.paper) >= 7
    assert contrast(palette.soft, palette.paper) >= 4.5
    assert contrast(palette.ink, palette.hair) >= 4.5  # what is said of a step lies on its stream


@GROUNDS
def test_marks_and_outlines_stand_out_from_their_ground(palette: Palette) -> None:
    for mark in (palette.ink, palette.soft, palette.rule, palette.up, palette.down, palette.later):
        assert contrast(mark, palette.paper) >= 3


@GROUNDS
def test_up_and_down_differ_in_grey_too(palette: Palette) -> None:
    assert contrast(palette.up, palette.down) >= 1.4


@pytest.mark.parametrize("steps", range(2, 10))
def test_the_steps_of_a_scale_differ_from_their_neighbours_in_grey_too(steps: int) -> None:
    for one, other in pairwise(of_scale(steps)):
        assert contrast(one, other) >= 1.25


@pytest.mark.parametrize("steps", range(2, 6))
def test_any_two_steps_of_a_usual_scale_differ_in_grey_too(steps: int) -> None:
    for one, other in combinations(of_scale(steps), 2):
        assert contrast(one, other) >= 1.3


@pytest.mark.parametrize("steps", range(2, 10))
def test_numbers_on_the_steps_of_a_scale_stand_out(steps: int) -> None:
    for colour in of_scale(steps):
        assert contrast(readable_on(colour), colour) >= 4.5


def test_every_colour_of_a_drawing_on_light_ground_has_one_on_dark_ground() -> None:
    light = asdict(LIGHT)
    assert len(set(light.values())) == len(light)
    for figure in every_kind("Staff"):
        written = Drawing(figure).written.decode()
        for name, colour in light.items():
            if f"fill: {colour}" in written:
                assert f'[style*="fill: {colour}"]{{fill:{asdict(DARK)[name]}!important}}' in written


def test_a_drawing_that_is_dark_in_any_case_has_no_colour_of_the_light_ground() -> None:
    for figure in every_kind("Staff"):
        written = Drawing(figure, dark=True).written.decode()
        assert not [colour for colour in asdict(LIGHT).values() if colour in written]
        assert "prefers-color-scheme" not in written
