"""`brobygger validate`: everything that is wrong with a file."""

from __future__ import annotations

from typing import Annotated

import typer

from brobygger_cli.cli import options
from brobygger_cli.errors import BrobyggerError, ExitCode, UnreadableError


def validate(
    file: Annotated[str, typer.Argument(metavar="FILE", help="An export, or a printed table in the documented form.")],
    each: Annotated[bool, typer.Option("--each", help="A row per occurrence instead of one per violation.")] = False,
    account: Annotated[
        bool, typer.Option("--account", help="Print what became of every row of every question instead.")
    ] = False,
    questionnaire: options.QuestionnaireOption = None,
    without: options.WithoutOption = None,
    wave_column: options.WaveColumnOption = None,
    id_column: options.IdOption = None,
    weights: options.WeightsOption = None,
    wave: Annotated[
        str | None, typer.Option("--wave", metavar="VALUE", help="Value of the wave column to look at.")
    ] = None,
    include_partial: options.IncludePartialOption = False,
    layout: options.LayoutOption = None,
    mapping: options.MappingOption = None,
    engine: options.EngineOption = None,
    sheet: options.SheetOption = None,
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
    """Check a file against its questionnaire and list everything that is wrong.

    Exit code 0: no errors (there may be warnings). 1: errors. 2: the file cannot be read at all.
    """
    from brobygger_cli import validate as workflow
    from brobygger_cli.reading import read_wave
    from brobygger_cli.sources import Reading, check_without, open_source, questionnaire_of
    from brobygger_cli.violations import errors

    style = options.style_of(format_, delimiter, decimal, bom=bom)
    reading = Reading(
        questionnaire,
        read_encoding,
        read_delimiter,
        wave_column,
        tuple(without or ()),
        id_column,
        weights,
        sheet=sheet,
        layout=layout,
        mapping=mapping,
        include_partial=include_partial,
        engine=engine,
    )
    if each and account:
        raise BrobyggerError(
            "--each and --account do not go together", "--each lists violations, --account counts rows."
        )
    if wave is not None and wave_column is None:
        raise BrobyggerError(f"--wave {wave} needs --wave-column COLUMN", "Without one, the whole file is one wave.")
    try:
        source = open_source(file, reading, value=wave)
    except UnreadableError as error:
        options.show(workflow.unreadable(error, lang.value), style, output, force=force)
        raise
    asked = questionnaire_of([source], reading)
    check_without(reading, asked)
    read = read_wave(source, asked, reading)
    options.announce(source, read, recognised=questionnaire is None)
    result = (
        workflow.account(read, language=lang.value)
        if account
        else workflow.validate(read, each=each, language=lang.value)
    )
    options.show(result, style, output, force=force)
    if errors(read.violations):
        raise typer.Exit(ExitCode.VIOLATIONS)
