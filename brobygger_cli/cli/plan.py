"""`brobygger plan`: what a follow-up to a baseline could show, and how many answers it needs."""

from __future__ import annotations

from typing import Annotated

import typer

from brobygger_cli.cli import options
from brobygger_cli.errors import BrobyggerError


def plan(
    baseline: Annotated[
        str,
        typer.Argument(metavar="BASELINE", help="An export, a printed table, or a bundled wave such as 2017."),
    ],
    questionnaire: options.QuestionnaireOption = None,
    invited: Annotated[
        list[str] | None,
        typer.Option(
            "--invited",
            metavar="[WAVE:]GROUP=N",
            help="How many of a group will be invited to the follow-up; as many as to the baseline if not given, "
            "which is stated by naming the baseline's wave. Repeatable.",
        ),
    ] = None,
    response: Annotated[
        list[str] | None,
        typer.Option(
            "--response",
            metavar="[GROUP=]SHARE",
            help="The part of them that will answer, 0 to 1; as of the baseline if not given. Repeatable.",
        ),
    ] = None,
    change: Annotated[
        float | None,
        typer.Option(
            "--change",
            metavar="SHARE",
            help="A wanted change, 0 to 1: give the power to find it, and the answers it needs.",
        ),
    ] = None,
    power: Annotated[
        float, typer.Option("--power", metavar="SHARE", help="The power that counts as enough, 0.5 to 1.")
    ] = 0.8,
    confidence: Annotated[
        float, typer.Option("--confidence", metavar="SHARE", help="1 minus the level of the tests, between 0 and 1.")
    ] = 0.95,
    curve: Annotated[
        bool, typer.Option("--curve", help="Instead of one response rate: all from 10 % to 100 %.")
    ] = False,
    all_: Annotated[bool, typer.Option("--all", help="Plan options and nets too, not indicators alone.")] = False,
    group: options.GroupOption = None,
    question: options.QuestionOption = None,
    min_cell: options.MinCellOption = None,
    skip_invalid: options.SkipInvalidOption = False,
    without: options.WithoutOption = None,
    wave_column: options.WaveColumnOption = None,
    wave: Annotated[
        str | None,
        typer.Option(
            "--wave",
            metavar="NAME",
            help="The baseline's name, by which the questionnaire knows the number invited; with --wave-column also "
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
    format_: options.FormatOption = None,
    output: options.OutputOption = None,
    force: options.ForceOption = False,
    delimiter: options.DelimiterOption = ",",
    decimal: options.DecimalOption = ".",
    bom: options.BomOption = False,
) -> None:
    """Plan a follow-up: the smallest change it could show, and how many answers a wanted change needs."""
    from brobygger_cli.plan import Design
    from brobygger_cli.plan import plan as plan_followup
    from brobygger_cli.reading import read_wave
    from brobygger_cli.selection import Selection
    from brobygger_cli.sources import Reading, check_without, open_source, questionnaire_of
    from brobygger_cli.stated import planned_invitations, planned_response

    style = options.style_of(format_, delimiter, decimal, bom=bom)
    if curve and response:
        raise BrobyggerError("--curve goes through all response rates", "Leave --response out, or --curve.")
    if not 0.5 <= power < 1:
        raise BrobyggerError(f"--power {power:g}: must be at least 0.5 and below 1", "80 % is written 0.8.")
    wanted = options.checked_share(change, "--change")
    checked = options.checked_confidence(confidence)
    options.check_min_cell(min_cell)
    reading = Reading(
        questionnaire,
        read_encoding,
        read_delimiter,
        wave_column,
        tuple(without or ()),
        sheet=sheet,
        layout=layout,
        mapping=mapping,
        include_partial=include_partial,
        engine=engine,
    )
    source = open_source(baseline, reading, value=wave, name=wave)
    asked = questionnaire_of([source], reading)
    selection = Selection(tuple(group or ()), tuple(question or ())).checked(asked)
    check_without(reading, asked)
    expected = planned_response(response or (), asked)
    read = read_wave(source, asked, reading)
    options.announce(source, read, recognised=questionnaire is None, counted=min_cell is None)
    options.announce_language([asked], lang)
    options.check_valid(read, skip_invalid=skip_invalid)
    read, sent = planned_invitations(invited or (), read)
    read = options.without_small([read], min_cell)[0]
    design = Design(sent, expected, wanted, power, checked)
    result = plan_followup(read, design, curve=curve, options=all_, language=lang.value, selection=selection)
    options.show(result, style, output, force=force)
