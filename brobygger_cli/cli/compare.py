"""`brobygger compare`: two waves, question by question."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from brobygger_cli.cli import options
from brobygger_cli.errors import BrobyggerError


class ChangeInterval(StrEnum):
    """Intervals of a change of a share."""

    miettinen_nurminen = "miettinen-nurminen"
    newcombe = "newcombe"


class ChangeTest(StrEnum):
    """Tests of a change of a share."""

    default = "default"
    n_minus_1 = "n-1"
    fisher = "fisher"
    mid_p = "mid-p"
    boschloo = "boschloo"


class Adjust(StrEnum):
    """Adjustments for many tests."""

    default = "default"
    holm = "holm"
    bh = "bh"
    none = "none"


def compare(
    baseline_file: Annotated[
        str,
        typer.Argument(metavar="BASELINE", help="An export, a printed table, or a bundled wave such as 2017."),
    ],
    followup_file: Annotated[
        str | None,
        typer.Argument(metavar="FOLLOWUP", help="The later wave; left out where both stand in one file."),
    ] = None,
    questionnaire: options.QuestionnaireOption = None,
    baseline_questionnaire: Annotated[
        str | None,
        typer.Option(
            "--baseline-questionnaire",
            metavar="NAME|FILE",
            help="What the baseline asked, where it asked otherwise.",
        ),
    ] = None,
    wave_column: options.WaveColumnOption = None,
    baseline: Annotated[
        str | None,
        typer.Option(
            "--baseline",
            metavar="NAME",
            help="The baseline's name, by which the questionnaire knows the number invited; with --wave-column "
            "also its value there.",
        ),
    ] = None,
    followup: Annotated[
        str | None, typer.Option("--followup", metavar="NAME", help="The same for the follow-up.")
    ] = None,
    group: options.GroupOption = None,
    question: options.QuestionOption = None,
    only: options.OnlyOption = None,
    confidence: options.ConfidenceOption = 0.95,
    adjust: Annotated[
        Adjust, typer.Option("--adjust", help="For many tests; default: Holm for indicators, else BH.")
    ] = Adjust.default,
    test: Annotated[
        ChangeTest, typer.Option("--test", help="Of a change of a share; default: N-1, Fisher where sparse.")
    ] = ChangeTest.default,
    share_interval: Annotated[
        options.ShareInterval, typer.Option("--share-interval", help="Interval of one share.")
    ] = options.ShareInterval.wilson,
    change_interval: Annotated[
        ChangeInterval, typer.Option("--change-interval", help="Interval of a change of a share.")
    ] = ChangeInterval.miettinen_nurminen,
    skip_invalid: options.SkipInvalidOption = False,
    without: options.WithoutOption = None,
    read_encoding: options.ReadEncodingOption = None,
    read_delimiter: options.ReadDelimiterOption = None,
    lang: options.LanguageOption = options.Language.en,
    format_: options.FormatOption = None,
    output: options.OutputOption = None,
    force: options.ForceOption = False,
    delimiter: options.DelimiterOption = ",",
    decimal: options.DecimalOption = ".",
    bom: options.BomOption = False,
) -> None:
    """Compare a follow-up with its baseline: what changed, by how much, and how sure that is."""
    from brobygger_cli import compare as workflow
    from brobygger_cli.comparison.settings import Settings
    from brobygger_cli.questionnaire.load import load
    from brobygger_cli.selection import Selection
    from brobygger_cli.sources import Reading, check_without, open_source, questionnaire_of
    from brobygger_cli.waves import read_wave, require_valid

    style = options.style_of(format_, delimiter, decimal, bom=bom)
    settings = Settings(
        options.checked_confidence(confidence),
        share_interval.value,
        change_interval.value,
        test.value,
        adjust.value,
    )
    reading = Reading(questionnaire, read_encoding, read_delimiter, wave_column, tuple(without or ()))
    _check_waves(followup_file, wave_column, baseline, followup)
    sources = [
        open_source(baseline_file, reading, value=baseline, name=baseline),
        open_source(followup_file or baseline_file, reading, value=followup, name=followup),
    ]
    if followup_file is None and sources[0].printed:
        raise BrobyggerError(f"{baseline_file}: a printed table is one wave", "Name a second file to compare it with.")
    later = questionnaire_of(sources[::-1], reading)
    earlier = later if baseline_questionnaire is None else load(baseline_questionnaire)
    selection = Selection(tuple(group or ()), tuple(question or ()), only.value if only else None).checked(later)
    check_without(reading, earlier, later)
    waves = [read_wave(source, asked, reading) for source, asked in zip(sources, (earlier, later), strict=True)]
    for source, wave in zip(sources, waves, strict=True):
        options.announce(source, wave, recognised=questionnaire is None)
    for wave in waves:
        left_out = require_valid(wave, skip_invalid=skip_invalid)
        if left_out:
            options.say(left_out)
    result = workflow.compare(waves[0], waves[1], settings, language=lang.value, selection=selection)
    options.show(result, style, output, force=force)


def _check_waves(
    followup_file: str | None, wave_column: str | None, baseline: str | None, followup: str | None
) -> None:
    """Check that it is said what is compared with what."""
    if followup_file is None and wave_column is None:
        raise BrobyggerError(
            "a comparison needs two waves",
            "Name two files, or one file with --wave-column COLUMN --baseline VALUE --followup VALUE.",
        )
    if wave_column is not None and (baseline is None or followup is None):
        raise BrobyggerError(
            f"--wave-column {wave_column} needs --baseline VALUE and --followup VALUE",
            "They are the values of that column which tell the two waves apart.",
        )
