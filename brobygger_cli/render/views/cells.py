"""Cells and wordings that the views of comparisons, contrasts, the mix of groups and plans share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brobygger_cli.disclosure import HIDDEN
from brobygger_cli.flags import FLAGS
from brobygger_cli.numbers import MISSING, number, p_value, percent, percent_of_share, percent_sign, points
from brobygger_cli.render.sheets import Bar, Cell
from brobygger_cli.words import is_word, word

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.questionnaire.questionnaire import Questionnaire
    from brobygger_cli.render.sheets import Tone
    from brobygger_cli.result import Record
    from brobygger_cli.selection import Selection
    from brobygger_cli.waves import Wave

# What stands between a group and the part of it, in the label of a split group.
_JOINT = " · "
_MARKS = "ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒ"


@dataclass(frozen=True)
class Wording:
    """What groups, questions and indicators are called.

    Args:
        questionnaires: What was asked, the latest version last: where several know a name, it is the one to show.
        language: The language of the view.
    """

    questionnaires: tuple[Questionnaire, ...]
    language: Language

    def group(self, identifier: str) -> str:
        """Return the label of a group."""
        labels = {group.id: group.label for asked in self.questionnaires for group in asked.groups}
        return labels[identifier].said_in(self.language)

    def whole(self, group: str) -> str:
        """Return the label of the group that a split group is a part of; nothing where it is not split."""
        return self.group(group).rpartition(_JOINT)[0] if "/" in group else ""

    def part(self, group: str) -> str:
        """Return what tells a split group from the other parts of the same one; else its label."""
        return self.group(group).rpartition(_JOINT)[2] if "/" in group else self.group(group)

    def question(self, identifier: str) -> str:
        """Return the short wording of a question where there is one, else its text."""
        asked = {question.id: question for known in self.questionnaires for question in known.questions}[identifier]
        return (asked.short or asked.text).said_in(self.language)

    def row(self, record: Record) -> str:
        """Return what a row is about."""
        if record["level"] == "question":
            return self.question(record["question"])
        if record["level"] == "option":
            return str(record["label"])
        indicators = {i.id: i.short or i.label for asked in self.questionnaires for i in asked.indicators}
        return indicators[record["option"]].said_in(self.language)

    def wave(self, wave: Wave, group: str, *, name: str) -> str:
        """Return how many of a group answered, with its response rate where that is known."""
        answered, rate = wave.answered(group), wave.response_rate(group)
        said = name if answered is None else f"{name}: n\u00a0=\u00a0{answered}"
        if rate is not None:
            share = percent(answered or 0, wave.invited(group) or 0, self.language)
            said += f", {share} {word('of_invited', self.language)}"
            if wave.response_is_low(group):
                said += f" ({word('indicative', self.language)})"
        return said + (f" ({word('printed', self.language)})" if wave.kind == "printed" else "")


class Marks:
    """A mark for every flag that a reader of the rows shown must know of.

    Args:
        rows: The rows shown.
        language: The language of the view.
        said_otherwise: Flags that are told in other words than those of a comparison of waves, by their key.
        said_elsewhere: Flags that need no mark, as they are told beside the rows.
    """

    def __init__(
        self,
        rows: pd.DataFrame,
        language: Language,
        said_otherwise: dict[str, str] | None = None,
        said_elsewhere: Collection[str] = (),
    ) -> None:
        self._language = language
        words = {flag: f"beware_{flag}" for flag in FLAGS} | (said_otherwise or {})
        raised = {flag for flags in rows["flags"] for flag in flags.split()}
        told = [flag for flag in FLAGS if flag in raised.difference(said_elsewhere) and is_word(words[flag])]
        self._mark = dict(zip(told, _MARKS, strict=False))
        self._words = words

    def of(self, record: Record) -> str:
        """Return the marks of a row, behind a blank that does not break."""
        marks = self.of_flags(record["flags"].split())
        return f"\u00a0{marks}" if marks else ""

    def of_flags(self, flags: Collection[str]) -> str:
        """Return the marks of flags, in the order of the legend."""
        return "".join(mark for flag, mark in self._mark.items() if flag in flags)

    def legend(self) -> tuple[str, ...]:
        """Return what the marks mean."""
        meanings = "; ".join(f"{mark} {word(self._words[flag], self._language)}" for flag, mark in self._mark.items())
        return (f"{word('beware', self._language)}: {meanings}.",) if meanings else ()


def share_cell(record: Record, prefix: str, language: Language, *, counted: bool = True) -> Cell:
    """A share with count and base below it, and its bar.

    Args:
        record: A row with the columns `count_min`, `count_max`, `base` and `share` behind `prefix`.
        prefix: Which of its shares.
        language: The language of the view.
        counted: Whether the share is count / base, rather than weighted.
    """
    low, high, base, share = (record[f"{prefix}{name}"] for name in ("count_min", "count_max", "base", "share"))
    if low is None or base is None:
        return Cell(HIDDEN if "hidden" in record["flags"].split() else MISSING)
    if base == 0:
        return Cell(MISSING, "0/0")
    if not counted and share is not None:
        return Cell(percent_of_share(share, language), f"{low}/{base}", bar=Bar(share, share))
    least, most = percent(low, base, language), percent(high, base, language)
    bar = Bar(low / base, high / base)
    if low == high:
        return Cell(most, f"{low}/{base}", bar=bar)
    shares = most if least == most else f"{least.removesuffix('%').strip()}–{most}"
    return Cell(shares, f"{low}–{high}/{base}", bar=bar)


def spanned_points(record: Record, name: str, language: Language, *, joint: str = " … ") -> str:
    """A difference of shares in percentage points, or the smallest and the largest that are possible."""
    least, most = record[f"{name}_min"], record[f"{name}_max"]
    if least is None:
        return MISSING
    return joint.join(dict.fromkeys(points(end, language) for end in (least, most)))


def interval(low: float | None, high: float | None, decimals: int, language: Language, *, sign: bool = False) -> str:
    """Limits in brackets; nothing where there are none."""
    if low is None or high is None:
        return ""
    return f"[{'; '.join(number(limit, decimals, language, sign=sign) for limit in (low, high))}]"


def percent_interval(low: float | None, high: float | None, language: Language) -> str:
    """Limits of a share (0-1), as whole percentages."""
    if low is None or high is None:
        return ""
    return percent_sign(interval(100 * low, 100 * high, 0, language), language)


def points_interval(low: float | None, high: float | None, language: Language) -> str:
    """Limits of a difference of shares (0-1), in percentage points."""
    if low is None or high is None:
        return ""
    return interval(100 * low, 100 * high, 1, language, sign=True)


def p_cell(record: Record, language: Language) -> Cell:
    """Adjusted p with the raw one, or the largest that is possible: what was adjusted must be seen too."""
    low, high = record["p_value_min"], record["p_value_max"]
    largest = p_value(high, language)
    at_most = "" if low == high or largest.startswith("<") else "≤"
    raw = "" if high is None else f"({at_most}{largest})"
    return Cell(p_value(record["p_adjusted"], language), raw)


def sturdy(record: Record, language: Language) -> str:
    """Return what becomes of a finding if those who did not answer differ; nothing where there is none."""
    if record["sturdiness"] == "worst_case":
        return word("in_any_case", language)
    if record["sturdiness"] != "unless" or record["tipping_difference"] is None:
        return ""
    said = word("if_differing_less", language, points=number(100 * record["tipping_difference"], 0, language))
    return said.replace(" ", "\u00a0")


def tone_of(record: Record) -> Tone:
    """Return whether what was found is good news; what is trivial is neither."""
    finding = record["finding"]
    if finding in {"better", "worse"} and record["verdict"] != "trivial":
        tone: Tone = finding
        return tone
    return "unclear" if finding in {None, "unclear"} else "found"


def unbroken(text: str) -> str:
    """Return a sign and the word behind it with a blank that does not break."""
    sign, blank, words = text.partition(" ")
    return f"{sign}\u00a0{words}" if len(sign) == 1 and blank else text


def statistic_told(record: Record, language: Language) -> str:
    """Return the statistic of a test with its degrees of freedom; nothing where it has none."""
    statistic, df = record["statistic"], record.get("df")
    if statistic is None:
        return ""
    degrees = "" if df is None else f"; df {f'{df:.4g}'.replace('.', ',' if language == 'da' else '.')}"
    return f"{number(statistic, 2, language)}{degrees}"


def why_untested(record: Record) -> str:
    """Return the key of the word for why a row has no finding."""
    reasons = {
        "not_asked": "not_asked_then",
        "hidden": "hidden",
        "not_printed": "not_in_print",
        "partly_hidden": "partly_hidden",
        "partly_printed": "partly_in_print",
        "empty_base": "no_answers",
    }
    raised = record["flags"].split()
    return next((said for flag, said in reasons.items() if flag in raised), "not_compared")


def without_hidden(rows: pd.DataFrame, selection: Selection) -> pd.DataFrame:
    """Leave the options to those who ask for them, and what is not compared out."""
    if selection.only is not None or selection.questions:
        return rows
    whole = rows["level"] == "question"
    return rows[(rows["level"] == "indicator") | (whole & rows["family"].notna() if "family" in rows else whole)]
