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
        least: The smallest change that is possible, where print allows several.
        most: The largest one.
        worst_low: The change in the worst case, where the interval treats those who answered as a random draw.
        worst_high: The other end of the worst case.
        finding: The verdict in words, as tables have it.
    """

    label: str
    change: float | None
    low: float | None
    high: float | None
    verdict: Verdict
    said: str
    shares: str
    why: str = ""
    least: float | None = None
    most: float | None = None
    worst_low: float | None = None
    worst_high: float | None = None
    finding: str = ""


@dataclass(frozen=True)
class ChangePlot:
    """Changes as dots with their intervals, group by group.

    Args:
        frame: What every figure has.
        groups: The heading of each group and its lines.
        axis: What the axis is called.
        told: What stands below the heading of each group: how many answered.
    """

    frame: Frame
    groups: tuple[tuple[str, tuple[Change, ...]], ...]
    axis: str
    told: tuple[str, ...] = ()


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
class Effect:
    """How far the answers of a group have moved along the scale.

    Args:
        value: The probability that an answer at follow-up is higher than one at baseline, ties counted half.
        low: The lower end of its interval.
        high: The upper end.
        verdict: What the data say of it.
        said: The probability as text.
        finding: The verdict in words, as tables have it.
    """

    value: float | None
    low: float | None
    high: float | None
    verdict: Verdict
    said: str
    finding: str


@dataclass(frozen=True)
class StackedBars:
    """The answers to a question on a scale, as bars that diverge from the middle of the scale, both waves.

    Args:
        frame: What every figure has.
        groups: The heading of each group and its bars, one a wave.
        scale: The answers on the scale, from one end to the other.
        apart: The answers off the scale.
        effects: How far the answers of each group have moved.
        effect_axis: What the axis of the effects is called.
    """

    frame: Frame
    groups: tuple[tuple[str, tuple[Bar, ...]], ...]
    scale: tuple[str, ...]
    apart: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    effect_axis: str = ""


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
        finding: The verdict in words, as tables have it.
    """

    label: str
    dots: tuple[Dot, ...]
    verdict: Verdict
    finding: str = ""


@dataclass(frozen=True)
class PairedDots:
    """The options of a question as dots, one a wave, the option most often chosen on top.

    Args:
        frame: What every figure has.
        waves: What the waves are called, with their bases where all groups have one.
        groups: The heading of each group and its lines.
        axis: What the axis is called.
        told: What stands below the heading of each group: the bases.
    """

    frame: Frame
    waves: tuple[str, ...]
    groups: tuple[tuple[str, tuple[Pair, ...]], ...]
    axis: str
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """A step of a flow: how many people are left.

    Args:
        label: Who they are, such as "invited".
        people: How many; None where it is hidden or not known.
        said: The number as text, with its share of the step before.
        fewest: How many at least, where the step is of several questions.
    """

    label: str
    people: int | None
    said: str
    fewest: int | None = None


@dataclass(frozen=True)
class Flow:
    """From those invited to those who answered and the bases of questions, group by group and wave by wave.

    Args:
        frame: What every figure has.
        lanes: The heading of each lane (a group in a wave) and its steps.
        abreast: How many lanes belong together, as they are of one group.
    """

    frame: Frame
    lanes: tuple[tuple[str, tuple[Step, ...]], ...]
    abreast: int = 2


Figure = ChangePlot | StackedBars | PairedDots | Flow
