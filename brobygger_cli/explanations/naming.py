"""What a row is about: the columns that name it, and its flags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.explanations.meanings import flag_meaning

if TYPE_CHECKING:
    from brobygger_cli.explanations.row import How, Row


def questionnaire(row: Row) -> How:
    """Say which questionnaire it is."""
    return row.how("questionnaire", "names", title=row.waves[-1].questionnaire.title.said_in(row.language))


def group(row: Row) -> How:
    """Say which group it is."""
    labels = {group.id: group.label.said_in(row.language) for wave in row.waves for group in wave.questionnaire.groups}
    return row.how("group", "names", label=labels[row.group])


def level(row: Row) -> How:
    """Say what level it stands on."""
    return row.how(f"level_{row.key[1]}", "names")


def question(row: Row) -> How:
    """Say what was asked."""
    return row.how("question", "names", text=row.question.text.said_in(row.language))


def option(row: Row) -> How:
    """Say which answers it takes."""
    several = "option" if row.key[1] == "option" else "options"
    return row.how(several, "names", options=", ".join(row.options), label=row.record["label"])


def label(row: Row) -> How:
    """Say where its wording is from."""
    return row.how("label", "names")


def type_(row: Row) -> How:
    """Say what the type of its question means."""
    return row.how(f"compared_as_{row.question.compared_as}", "names", type=row.question.type)


def wave(row: Row, side: str) -> How:
    """Say what file a wave is from."""
    read = row.waves[0] if side == "baseline" else row.waves[-1]
    return row.how(f"wave_{read.kind}", "names", wave=read.name, path=read.path)


def effect_name(row: Row) -> How:
    """Say what the size of the difference is measured by."""
    name = str(row.record["effect_name"])
    return row.how(f"effect_name_{name}", name)


def comparison(row: Row) -> How:
    """Say what is compared with what."""
    if not row.is_trend:
        return row.how("comparison_change", "names", followup=row.waves[1].name, baseline=row.waves[0].name)
    return row.how("comparison_trend", "trend", waves=", ".join(read.name for read in row.waves))


def estimand(row: Row) -> How:
    """Say whom the intervals are about."""
    return row.how(f"estimand_{row.settings.estimand}", "estimand")


def flags(row: Row) -> How:
    """Say what every flag of the row means."""
    raised = str(row.record["flags"]).split()
    told = "; ".join(f"{flag}: {flag_meaning(flag, row.language)}" for flag in raised)
    return row.how("flags", "flags", told=told)
