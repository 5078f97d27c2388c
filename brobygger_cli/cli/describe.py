"""`brobygger describe`: one wave, question by question."""

from __future__ import annotations

from typing import Annotated

import typer

from brobygger_cli.cli import options
from brobygger_cli.errors import BrobyggerError


def describe(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="An export, a printed table, or a bundled wave such as 2017."),
    ],
    questionnaire: options.QuestionnaireOption = None,
    group: options.GroupOption = None,
    question: options.QuestionOption = None,
    only: options.OnlyOption = None,
    intervals: Annotated[bool, typer.Option("--intervals", help="Give each share its confidence interval.")] = False,
    share_interval: Annotated[
        options.ShareInterval | None,
        typer.Option("--share-interval", help="Which interval, with --intervals.  [default: wilson]"),
    ] = None,
    confidence: Annotated[
        float | None,
        typer.Option("--confidence", metavar="SHARE", help="Their confidence, with --intervals.  [default: 0.95]"),
    ] = None,
    contrast: Annotated[
        bool, typer.Option("--contrast", help="Instead: the difference between every pair of groups.")
    ] = False,
    by: options.ByOption = None,
    invited: options.InvitedOption = None,
    estimand: options.EstimandOption = options.Estimand.process,
    weights: options.WeightsOption = None,
    margins: options.MarginsOption = None,
    trim: options.TrimOption = None,
    min_cell: options.MinCellOption = None,
    skip_invalid: options.SkipInvalidOption = False,
    without: options.WithoutOption = None,
    wave_column: options.WaveColumnOption = None,
    wave: Annotated[
        str | None,
        typer.Option(
            "--wave",
            metavar="NAME",
            help="The wave's name, by which the questionnaire knows the number invited; with --wave-column also "
            "its value there.",
        ),
    ] = None,
    include_partial: options.IncludePartialOption = False,
    layout: options.LayoutOption = None,
    mapping: options.MappingOption = None,
    engine: options.EngineOption = None,
    sheet: options.SheetOption = None,
    read_encoding: options.ReadEncodingOption = None,
    read_delimiter: options.ReadDelimiterOption = None,
    lang: options.LanguageOption = options.Language.en,
    detail: options.DetailOption = False,
    format_: options.FormatOption = None,
    output: options.OutputOption = None,
    force: options.ForceOption = False,
    delimiter: options.DelimiterOption = ",",
    decimal: options.DecimalOption = ".",
    bom: options.BomOption = False,
) -> None:
    """Describe one wave as a report prints it: counts, bases and shares, indicators first."""
    from brobygger_cli.reading import Refinement, read_waves
    from brobygger_cli.selection import Selection
    from brobygger_cli.sources import Reading, check_without, open_source, questionnaire_of
    from brobygger_cli.stated import with_invited

    style = options.style_of(format_, delimiter, decimal, bom=bom, detail=detail)
    options.check_min_cell(min_cell)
    reading = Reading(
        questionnaire,
        read_encoding,
        read_delimiter,
        wave_column,
        tuple(without or ()),
        weight_column=weights,
        sheet=sheet,
        layout=layout,
        mapping=mapping,
        include_partial=include_partial,
        engine=engine,
    )
    refinement = Refinement(by, margins, options.checked_trim(trim, margins))
    if not intervals and not contrast and (share_interval or confidence):
        raise BrobyggerError("--share-interval and --confidence need --intervals", "Without it no intervals are given.")
    if estimand is options.Estimand.population and not intervals and not contrast:
        raise BrobyggerError("--estimand population needs --intervals", "It says what intervals are about.")
    if detail and not contrast:
        raise BrobyggerError("--detail needs --contrast", "A description shows all that it has.")
    interval = share_interval.value if share_interval else "wilson"
    checked = options.checked_confidence(0.95 if confidence is None else confidence)
    source = open_source(file, reading, value=wave, name=wave)
    asked = questionnaire_of([source], reading)
    check_without(reading, asked)
    read = read_waves([source], [asked], reading, refinement)[0]
    options.announce(source, read, recognised=questionnaire is None, counted=min_cell is None)
    options.announce_language([asked], lang)
    options.check_valid(read, skip_invalid=skip_invalid)
    read = options.without_small(with_invited([read], invited or ()), min_cell)[0]
    selection = Selection(tuple(group or ()), tuple(question or ()), only.value if only else None)
    selection = selection.checked(read.questionnaire)
    if contrast:
        from brobygger_cli.comparison.settings import Settings
        from brobygger_cli.contrasts.groups import contrast_groups

        settings = Settings(checked, interval, estimand=estimand.value)
        result = contrast_groups(read, settings, language=lang.value, selection=selection)
    else:
        from brobygger_cli.describe import describe as describe_wave

        result = describe_wave(
            read,
            interval=interval if intervals else None,
            confidence=checked,
            estimand=estimand.value,
            language=lang.value,
            selection=selection,
        )
    options.show(result, style, output, force=force)
