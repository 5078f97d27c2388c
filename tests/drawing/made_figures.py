"""Figures made by hand, with whatever text a test wants in them."""

from __future__ import annotations

from brobygger_cli.figures.model import (
    Bar,
    Change,
    ChangePlot,
    Dot,
    Effect,
    Figure,
    Flow,
    Frame,
    Pair,
    PairedDots,
    Part,
    StackedBars,
    Step,
)


def frame(text: str = "Referrals", alt: str = "Referrals have risen.") -> Frame:
    return Frame(text, alt, "en", (f"Note: {text}",))


def changes(*lines: Change, text: str = "Staff") -> ChangePlot:
    return ChangePlot(frame(text), ((text, lines),), "Change in percentage points", (text,))


def change(value: float | None, low: float, high: float, label: str = "Referred") -> Change:
    return Change(label, value, low, high, "none", "said", "33% → 45%", least=value, most=value, finding="○ unclear")


def bars(shares: tuple[float, ...], apart: tuple[float, ...] = (), text: str = "Staff", why: str = "") -> StackedBars:
    parts = tuple(Part(f"{text} {place}", None if why else share, f"{share:.0%}") for place, share in enumerate(shares))
    beside = tuple(Part(f"{text} apart", share, f"{share:.0%}") for share in apart)
    return StackedBars(
        frame(text),
        ((text, (Bar(text, parts, beside, why),)),),
        tuple(part.label for part in parts),
        tuple(part.label for part in beside),
        (Effect(0.6, 0.52, 0.68, "up", "P 0.60", "▲ better"),),
        "P with interval",
    )


def dots(*pairs: tuple[Dot, Dot], text: str = "Staff", groups: int = 1) -> PairedDots:
    lines = tuple(Pair(f"{text} {place}", dots, "none", "○ unclear") for place, dots in enumerate(pairs))
    return PairedDots(frame(text), ("2017", text), ((text, lines),) * groups, "Share in percent", (text,) * groups)


def dot(share: float) -> Dot:
    return Dot(share, max(0, share - 0.1), min(1, share + 0.1), f"{share:.0%}")


def flow(*people: int, text: str = "Staff") -> Flow:
    return Flow(frame(text), ((text, tuple(Step(f"{text} {number}", number, str(number)) for number in people)),))


def every_kind(text: str) -> tuple[Figure, ...]:
    """Return a figure of each kind, with one text wherever there is text."""
    return (
        changes(change(0.1, -0.1, 0.3, text), text=text),
        bars((0.2, 0.3, 0.5), (0.1,), text=text),
        dots((dot(0.3), dot(0.4)), text=text),
        flow(200, 100, text=text),
    )
