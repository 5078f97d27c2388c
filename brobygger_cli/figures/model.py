"""The kinds of figures. All numbers are shares (0-1) or differences of shares; all text is as people read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from brobygger_cli.questionnaire.model import Language

# What the data say of a change: a finding one way or the other, or none, or nothing that could be tested.
Verdict = Literal["up", "down", "none", "untested"]


@dataclass(frozen=True)
class Frame:
    """What every figure has.

    Args:
        title: What it shows, in a few words.
        alt: The same in words, for those who cannot see it.
        language: Its language.
        notes: What stands in small print below it: what the lines mean, what is hidden.
    """

    title: str
    alt: str
    language: Language
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One line of a plot of changes.

    Args:
        label: What has or has not changed.
        change: Follow-up minus baseline; None where it is hidden or not known.
        low: The lower end of its interval, or of all intervals that are possible.
        high: The upper end.
        verdict: What the data say of it.
        said: The change as text, such as "+12,2".
        shares: Both shares as text, such as "33 % → 45 %".
        why: What is said instead where there is no change to be drawn.
    """

    label: str
    change: float | None
    low: float | None
    high: float | None
    verdict: Verdict
    said: str
    shares: str
    why: str = ""


@dataclass(frozen=True)
class ChangePlot:
    """Changes as dots with their intervals, group by group.

    Args:
        frame: What every figure has.
        groups: The heading of each group and its lines.
        axis: What the axis is called.
    """

    frame: Frame
    groups: tuple[tuple[str, tuple[Change, ...]], ...]
    axis: str


@dataclass(frozen=True)
class Part:
    """A part of a bar.

    Args:
        label: The answer it stands for.
        share: Its share of the base; None where it is hidden or not known.
        said: The share as text.
    """

    label: str
    share: float | None
    said: str


@dataclass(frozen=True)
class Bar:
    """A bar: how the answers of one wave are distributed.

    Args:
        label: The wave, with its base.
        parts: The answers on the scale, from one end to the other.
        apart: The answers off the scale, such as "don't know".
        why: What is said instead where there is nothing to be drawn.
    """

    label: str
    parts: tuple[Part, ...]
    apart: tuple[Part, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class StackedBars:
    """The answers to a question on a scale, as bars that diverge from the middle of the scale, both waves.

    Args:
        frame: What every figure has.
        groups: The heading of each group and its bars, one a wave.
        scale: The answers on the scale, from one end to the other.
        apart: The answers off the scale.
    """

    frame: Frame
    groups: tuple[tuple[str, tuple[Bar, ...]], ...]
    scale: tuple[str, ...]
    apart: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dot:
    """A share in one wave.

    Args:
        share: The share; None where it is hidden or not known.
        low: The lower end of its interval.
        high: The upper end.
        said: The share as text.
    """

    share: float | None
    low: float | None
    high: float | None
    said: str


@dataclass(frozen=True)
class Pair:
    """One line of paired dots.

    Args:
        label: The answer.
        dots: Its share in every wave.
        verdict: What the data say of the change.
    """

    label: str
    dots: tuple[Dot, ...]
    verdict: Verdict


@dataclass(frozen=True)
class PairedDots:
    """The options of a question as dots, one a wave, the option most often chosen on top.

    Args:
        frame: What every figure has.
        waves: What the waves are called, with their bases where all groups have one.
        groups: The heading of each group and its lines.
        axis: What the axis is called.
    """

    frame: Frame
    waves: tuple[str, ...]
    groups: tuple[tuple[str, tuple[Pair, ...]], ...]
    axis: str


@dataclass(frozen=True)
class Step:
    """A step of a flow: how many people are left.

    Args:
        label: Who they are, such as "invited".
        people: How many; None where it is hidden or not known.
        said: The number as text, with its share of the step before.
    """

    label: str
    people: int | None
    said: str


@dataclass(frozen=True)
class Flow:
    """From those invited to those who answered and the bases of questions, group by group and wave by wave.

    Args:
        frame: What every figure has.
        lanes: The heading of each lane (a group in a wave) and its steps.
    """

    frame: Frame
    lanes: tuple[tuple[str, tuple[Step, ...]], ...]


Figure = ChangePlot | StackedBars | PairedDots | Flow
