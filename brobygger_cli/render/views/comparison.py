"""A comparison for people: per group what moved, by how much, how sure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from brobygger_cli.numbers import MISSING, number, p_value, percent, percent_sign, points
from brobygger_cli.render.sheets import Cell, Column, Row, Sheet
from brobygger_cli.words import word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from brobygger_cli.compare import Compared
    from brobygger_cli.questionnaire.model import Direction, Language
    from brobygger_cli.result import Result
    from brobygger_cli.waves import Wave

    Record = Mapping[str, Any]

_EFFECT_SIGN = {"prob_higher": "P", "cramers_v": "V"}


def sheets(result: Result) -> list[Sheet]:
    """Lay out a comparison: a sheet per group, with indicators, questions and, where chosen, options."""
    return [_sheet(result, str(group), rows) for group, rows in result.frame.groupby("group", sort=False)]


def _sheet(result: Result, group: str, rows: pd.DataFrame) -> Sheet:
    language, compared = result.language, result.context
    label = next(g.label for g in compared.followup.questionnaire.groups if g.id == group)
    shown = _without_hidden(rows, compared)
    columns = (
        Column("", numeric=False),
        Column(compared.baseline.name),
        Column(compared.followup.name),
        Column(word("change", language)),
        Column(word("adjusted_p", language)),
        Column(word("finding", language), numeric=False),
        Column(word("test", language), numeric=False, spare=True),
    )
    confidence = f"{100 * compared.settings.confidence:g}"
    alpha = number(1 - compared.settings.confidence, 2, language)
    notes = [word("note_change", language, confidence=confidence)]
    if shown["level"].eq("question").any():
        notes.append(word("note_effect", language))
    notes.append(word("note_finding", language, alpha=alpha))
    if shown["asked_p_value"].notna().any():
        notes.append(word("note_asked", language))
    if shown["flags"].str.contains("count_range").any():
        notes.append(word("note_range", language))
    if len(shown) < len(rows):
        notes.append(word("note_hidden", language))
    return Sheet(
        label.said_in(language),
        columns,
        tuple(_rows(shown, compared, language)),
        " · ".join(_response(wave, group, language) for wave in (compared.baseline, compared.followup)),
        tuple(notes),
    )


def _without_hidden(rows: pd.DataFrame, compared: Compared) -> pd.DataFrame:
    """Leave the options to those who ask for them, and background questions out: they are not compared."""
    chosen = compared.selection
    if chosen.only is not None or chosen.questions:
        return rows
    return rows[(rows["level"] == "indicator") | ((rows["level"] == "question") & rows["family"].notna())]


def _rows(rows: pd.DataFrame, compared: Compared, language: Language) -> Iterator[Row]:
    level = ""
    for record in rows.to_dict(orient="records"):
        if record["level"] != level and not (level == "question" and record["level"] == "option"):
            if record["level"] != "option":
                yield Row((Cell(word(f"{record['level']}s", language)),))
            level = "question" if record["level"] == "option" else record["level"]
        if record["level"] == "question":
            yield _question(record, compared, language)
            if pd.notna(record["asked_change"]):
                yield _asked(record, language)
        else:
            yield _share(record, compared, language)


def _share(record: Record, compared: Compared, language: Language) -> Row:
    indent = "  " if record["level"] == "option" else ""
    return Row(
        (
            Cell(indent + _short(record, compared, language)),
            _share_cell(record, "baseline", language),
            _share_cell(record, "followup", language),
            _change_cell(record, language),
            Cell(p_value(record["p_adjusted"], language)),
            Cell(_finding(record, _improvement(record, compared), compared, language)),
            Cell(_test(record, language)),
        )
    )


def _question(record: Record, compared: Compared, language: Language) -> Row:
    effect = record["effect"]
    sign = _EFFECT_SIGN.get(record["effect_name"] or "", "")
    interval = (
        ""
        if pd.isna(record["effect_low"])
        else _interval(record["effect_low"], record["effect_high"], 2, language)
    )
    return Row(
        (
            Cell(_short(record, compared, language)),
            Cell(_base(record["baseline_base"])),
            Cell(_base(record["followup_base"])),
            Cell(f"{sign} {number(effect, 2, language)}", interval) if sign else Cell(MISSING),
            Cell(p_value(record["p_adjusted"], language)),
            Cell(_finding(record, _improvement(record, compared), compared, language)),
            Cell(_test(record, language)),
        ),
    )


def _asked(record: Record, language: Language) -> Row:
    """The change in who was asked, below the question, so that a moving base is seen."""
    waves = [
        Cell(percent(int(count), int(of), language), f"{count}/{of}") if pd.notna(count) else Cell(MISSING)
        for count, of in (
            (record[f"{wave}_asked"], record[f"{wave}_asked_of"]) for wave in ("baseline", "followup")
        )
    ]
    change = Cell(
        points(record["asked_change"], language),
        _interval(
            100 * record["asked_change_low"], 100 * record["asked_change_high"], 1, language, sign=True
        ),
    )
    cells = (
        Cell(word("asked", language)),
        *waves,
        change,
        Cell(f"({p_value(record['asked_p_value'], language)})"),
    )
    return Row((*cells, Cell(), Cell()), emphasis="faint")


def _short(record: Record, compared: Compared, language: Language) -> str:
    """Return the short wording of a question or indicator where there is one, else its label."""
    questionnaire = compared.followup.questionnaire
    named = {
        "indicator": {indicator.id: indicator.short for indicator in questionnaire.indicators},
        "question": {question.id: question.short for question in questionnaire.questions},
    }
    key = record["option"] if record["level"] == "indicator" else record["question"]
    short = named.get(record["level"], {}).get(key)
    return short.said_in(language) if short else str(record["label"])


def _share_cell(record: Record, wave: str, language: Language) -> Cell:
    low, high, base = (record[f"{wave}_{name}"] for name in ("count_min", "count_max", "base"))
    if pd.isna(low) or pd.isna(base):
        return Cell(MISSING)
    if base == 0:
        return Cell(MISSING, "0/0")
    least, most = percent(low, base, language), percent(high, base, language)
    if low == high:
        return Cell(most, f"{low}/{base}")
    shares = most if least == most else f"{least.removesuffix('%').strip()}–{most}"
    return Cell(shares, f"{low}–{high}/{base}")


def _change_cell(record: Record, language: Language) -> Cell:
    if pd.notna(record["change"]):
        low, high = 100 * record["change_low"], 100 * record["change_high"]
        return Cell(points(record["change"], language), _interval(low, high, 1, language, sign=True))
    if pd.notna(record["change_min"]):
        span = f"{points(record['change_min'], language)} … {points(record['change_max'], language)}"
        low, high = 100 * record["change_outer_low"], 100 * record["change_outer_high"]
        return Cell(span, _interval(low, high, 1, language, sign=True))
    return Cell(MISSING)


def _interval(low: float, high: float, decimals: int, language: Language, *, sign: bool = False) -> str:
    limits = (number(limit, decimals, language, sign=sign) for limit in (low, high))
    return f"[{'; '.join(limits)}]"


def _finding(record: Record, improvement: Direction | None, compared: Compared, language: Language) -> str:
    """Say what the adjusted p-value bears out, and in which direction."""
    p = record["p_adjusted"]
    if pd.isna(p):
        return word(_why_untested(record), language)
    if p >= 1 - compared.settings.confidence:
        return word("unclear", language)
    if record["level"] == "question":
        if record["effect_name"] != "prob_higher":
            return word("differs", language)
        up = record["effect"] > 0.5
    else:
        up = record["change_min"] + record["change_max"] > 0
    direction = "rise" if up else "fall"
    if improvement is None:
        return word(direction, language)
    better = (improvement == "up") == up
    return word(f"{direction}_{'better' if better else 'worse'}", language)


def _why_untested(record: Record) -> str:
    flags = set(record["flags"].split())
    if "not_asked" in flags:
        return "not_asked_then"
    if flags & {"not_printed", "partly_printed"}:
        return "not_in_print"
    return "empty" if "empty_base" in flags else "not_compared"


def _improvement(record: Record, compared: Compared) -> Direction | None:
    questionnaire = compared.followup.questionnaire
    if record["level"] == "indicator":
        return next(i.improvement for i in questionnaire.indicators if i.id == record["option"])
    if record["level"] == "question":
        return next((q.improvement for q in questionnaire.questions if q.id == record["question"]), None)
    return None


def _test(record: Record, language: Language) -> str:
    """Name the test, with its raw p-value: what was adjusted must be seen too."""
    if pd.notna(record["test"]):
        return f"{record['test']}, p {p_value(record['p_value'], language)}"
    if pd.notna(record["p_value_max"]):
        return f"p {p_value(record['p_value_min'], language)}–{p_value(record['p_value_max'], language)}"
    return ""


def _base(base: Any) -> str:
    return MISSING if pd.isna(base) else f"n = {base}"


def _response(wave: Wave, group: str, language: Language) -> str:
    answered, rate = wave.answered(group), wave.response_rate(group)
    said = f"{wave.name}: " if answered is None else f"{wave.name}: n = {answered}"
    if rate is not None:
        share = percent_sign(f"{100 * rate:.0f}", language)
        said += f", {share} {word('of_invited', language)}"
        if rate < wave.questionnaire.indicative_below:
            said += f" ({word('indicative', language)})"
    if wave.kind == "printed":
        said += f" ({word('printed', language)})"
    return said
