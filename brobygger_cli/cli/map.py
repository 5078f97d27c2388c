"""`brobygger map`: which column of an export holds what, proposed as a file that a person confirms."""

from __future__ import annotations

from typing import Annotated

import typer

from brobygger_cli.cli import options
from brobygger_cli.errors import BrobyggerError


def map_(
    export: Annotated[str, typer.Argument(metavar="EXPORT", help="An export with one row per respondent.")],
    questionnaire: options.QuestionnaireOption = None,
    mapping: options.MappingOption = None,
    layout: options.LayoutOption = None,
    sheet: options.SheetOption = None,
    read_encoding: options.ReadEncodingOption = None,
    read_delimiter: options.ReadDelimiterOption = None,
    output: options.OutputOption = None,
    force: options.ForceOption = False,
) -> None:
    """Write which column of an export holds what of a questionnaire, as TOML to be confirmed.

    Columns that match exactly stand as they are. What is only near, and what cells mean that the questionnaire does
    not know, stands in comments, and does nothing until a person takes the comment sign away.
    """
    from brobygger_cli.proposal import propose
    from brobygger_cli.render import write_text
    from brobygger_cli.sources import Reading, open_source, questionnaire_of

    reading = Reading(questionnaire, read_encoding, read_delimiter, sheet=sheet, layout=layout, mapping=mapping)
    source = open_source(export, reading)
    if source.printed:
        raise BrobyggerError(
            f"{export}: a printed table has no columns to map", "Its form is told in docs/reference.md."
        )
    asked = questionnaire_of([source], reading)
    options.announce_mapping(source)
    proposal = propose(source.raw, asked, source.mapping)
    for line in proposal.summary:
        options.say(line)
    write_text(proposal.text, output, force=force)
