"""The colours of drawings: told apart by the colour-blind and in grey, and never the only sign of anything."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Palette:
    """The colours of one ground, all different, so that one can be put in place of another by its value.

    Args:
        paper: The ground.
        ink: Text and marks.
        soft: Text of less weight, and the marks of the baseline.
        rule: Outlines.
        hair: Lines of a grid.
        up: What has risen.
        down: What has fallen.
        later: The marks of the later wave.
    """

    paper: str
    ink: str
    soft: str
    rule: str
    hair: str
    up: str
    down: str
    later: str


LIGHT = Palette(
    paper="#ffffff",
    ink="#1b242c",
    soft="#515d68",
    rule="#6f7b86",
    hair="#dde2e6",
    up="#0b4f8a",
    down="#b5500c",
    later="#0d5566",
)
DARK = Palette(
    paper="#14191d",
    ink="#e2e7eb",
    soft="#a6b1bb",
    rule="#8a96a1",
    hair="#2e373e",
    up="#8cc4f5",
    down="#e08b45",
    later="#8ac7d6",
)


# A scale from its low end to its high end: the same on either ground, as its parts are outlined and told apart by grey.
_LOW_SIDE = ("#9a4a06", "#f0b070")
_MIDDLE = "#eceff1"
_HIGH_SIDE = ("#6fa8d6", "#123f73")
_ON_PARTS = ("#0e1419", "#fdfdfe")


def dark_rules(scope: str) -> str:
    """Return the CSS rules by which a drawing on light ground becomes one on dark ground.

    They go by the colours in the `style` of its elements. A page puts them where its readers prefer dark ground.

    Args:
        scope: A selector of the drawings.
    """
    light, dark = asdict(LIGHT), asdict(DARK)
    return "".join(
        f'{scope} [style*="{what}: {light[name]}"]{{{what}:{dark[name]}!important}}'
        for what in ("fill", "stroke")
        for name in light
    )


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, 0 (black) to 1 (white), as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colour: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it."""
    darker, lighter = sorted((luminance(colour), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(colour: str) -> str:
    """Return the colour of text on a part of a scale: dark or light, whichever is easier to read."""
    return max(_ON_PARTS, key=lambda text: contrast(text, colour))


def of_scale(steps: int) -> tuple[str, ...]:
    """Return the colours of the steps of a scale, from its low end to its high end."""
    sides = steps // 2
    middle = (_MIDDLE,) if steps % 2 else ()
    if sides == 1:
        return (_LOW_SIDE[1], *middle, _HIGH_SIDE[1])
    return (*_between(*_LOW_SIDE, sides), *middle, *_between(*_HIGH_SIDE, sides))


def _between(first: str, last: str, number: int) -> tuple[str, ...]:
    ends = [[int(colour[place : place + 2], 16) for place in (1, 3, 5)] for colour in (first, last)]
    mixed = [
        [round(start + (end - start) * place / (number - 1)) for start, end in zip(*ends, strict=True)]
        for place in range(number)
    ]
    return tuple(f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in mixed)
