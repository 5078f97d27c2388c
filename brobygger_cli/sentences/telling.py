"""What is said of figures, in the language of the sentences: shares, changes, intervals, p-values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brobygger_cli.numbers import as_stated, number, p_value, percent, percent_of_share, percent_sign, points
from brobygger_cli.sentences.wordings import SENTENCES
from brobygger_cli.words import ADJUSTMENTS

if TYPE_CHECKING:
    import pandas as pd

    from brobygger_cli.compare import Compared
    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.result import Record
    from brobygger_cli.sentences.naming import Naming
    from brobygger_cli.waves import Wave


@dataclass(frozen=True, eq=False)
class Telling:
    """How the rows of one comparison are told.

    Args:
        naming: What rows are called.
        language: The language of the sentences.
        compared: What was compared, and how.
        frame: The rows of the comparison.
        listed: Whether a list says once what would be the same in all its sentences: what intervals and p-values are.
    """

    naming: Naming
    language: Language
    compared: Compared
    frame: pd.DataFrame
    listed: bool = False

    def say(self, key: str, **values: object) -> str:
        """Return what `key` stands for, with `values` put in."""
        return SENTENCES.say(key, self.language, **values)

    def count(self, key: str, number: int, **values: object) -> str:
        """Return what `key` stands for, in the form that goes with `number`."""
        return SENTENCES.count(key, number, self.language, **values)

    def wave(self, name: str) -> Wave:
        """Return the wave of that name."""
        return next(wave for wave in self.compared.waves if wave.name == name)

    def share(self, record: Record, wave: str) -> str | None:
        """Return a share as a percentage, or the range that print allows; None where there is none."""
        low, high, base, share = (record[f"{wave}_{name}"] for name in ("count_min", "count_max", "base", "share"))
        if low is None or not base:
            return None
        if _is_weighted(record, wave):
            return percent_of_share(share, self.language)
        least, most = percent(low, base, self.language), percent(high, base, self.language)
        return most if least == most else f"{least.removesuffix('%').strip()}–{most}"

    def share_of_base(self, record: Record, wave: str) -> str | None:
        """Return a share with its count and base; None where there is none."""
        share = self.share(record, wave)
        if share is None:
            return None
        low, high, base = (record[f"{wave}_{name}"] for name in ("count_min", "count_max", "base"))
        count = low if low == high else f"{low}–{high}"
        key = "share_weighted" if _is_weighted(record, wave) else "share"
        return self.say(key, share=share, count=count, base=base)

    def points(self, record: Record) -> str | None:
        """Return a change in percentage points, or the range that print allows; None where there is none."""
        low, high = record["change_min"], record["change_max"]
        if low is None:
            return None
        least, most = points(low, self.language), points(high, self.language)
        return self.say("points", points=least if least == most else self.say("between", low=least, high=most))

    def change(self, record: Record) -> str | None:
        """Return a change in percentage points with its confidence interval; None where there is none."""
        said = self.points(record)
        low, high = record["change_outer_low"], record["change_outer_high"]
        if said is None or low is None or high is None:
            return said
        limits = self.say("to", low=points(low, self.language), high=points(high, self.language))
        if self.listed:
            return self.say("with_interval_listed", figure=said, limits=limits)
        return self.say("with_interval", figure=said, confidence=self.confidence, limits=limits)

    @property
    def confidence(self) -> str:
        """The confidence of intervals, in percent."""
        return self.percentage(self.compared.settings.confidence)

    def percentage(self, share: float) -> str:
        """Return a share (0-1) in percent, with the decimals it has."""
        return percent_sign(as_stated(100 * share, self.language), self.language)

    def effect(self, figure: float) -> str:
        """Return the size of an effect."""
        return number(figure, 2, self.language)

    def p(self, record: Record) -> str:
        """Return the adjusted p-value, what it is adjusted for, and the one before that."""
        bound = "adjusted_bound" in (record["flags"] or "").split()
        adjusted = self._p_is(record["p_adjusted"], at_most=bound)
        if record["adjustment"] in {None, "none"}:
            return adjusted if self.listed else self.say("p_not_adjusted", p=adjusted)
        raw = self._p_is(record["p_value_max"], at_most=record["p_value_min"] != record["p_value_max"])
        if self.listed:
            return f"{adjusted} ({raw.removeprefix('p ').removeprefix('= ').replace(' ', '')})"
        return self.say("p_adjusted", p=adjusted, raw=raw, **self.family(record))

    def family(self, record: Record) -> dict[str, str]:
        """Return how the p-value of a row is adjusted, and for what, by the names that wordings have for them."""
        return {"adjustment": ADJUSTMENTS[record["adjustment"]], "tests": self._tests(record)}

    def _p_is(self, p: float | None, *, at_most: bool) -> str:
        shown = p_value(p, self.language)
        if shown.startswith("<"):
            return f"p < {shown.removeprefix('<')}"
        return f"p {'≤' if at_most else '='} {shown}"

    def _tests(self, record: Record) -> str:
        """Return what the p-value is adjusted for: over several later waves each has its tests."""
        what = record["level"] if len(self.compared.waves) == 2 else "test"
        return self.count(f"of_{what}", record["family_size"] or 0)


def names_of_waves(record: Record) -> dict[str, str]:
    """Return what the two waves of a row are called, by the names that wordings have for them."""
    return {name: record[name] for name in ("baseline_wave", "followup_wave")}


def _is_weighted(record: Record, wave: str) -> bool:
    return record[f"{wave}_design_effect"] is not None and record[f"{wave}_share"] is not None
