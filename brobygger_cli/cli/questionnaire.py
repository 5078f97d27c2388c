"""`brobygger questionnaire`: which questionnaires there are, what one asks, whether a file is one, and drafts."""

from __future__ import annotations

from typing import Annotated

import typer

from brobygger_cli.cli import options
from brobygger_cli.cli.careful import Careful

app = typer.Typer(
    help="List, show, check and draft questionnaires.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)


@app.command("list", cls=Careful)
def list_(
    lang: options.LanguageOption = options.Language.en,
    format_: options.FormatOption = None,
    output: options.OutputOption = None,
    force: options.ForceOption = False,
    delimiter: options.DelimiterOption = ",",
    bom: options.BomOption = False,
) -> None:
    """List the bundled questionnaires."""
    from brobygger_cli import inventory

    style = options.style_of(format_, delimiter, ".", bom=bom)
    options.show(inventory.list_bundled(lang.value), style, output, force=force)


@app.command(cls=Careful)
def show(
    name: Annotated[str, typer.Argument(metavar="NAME|FILE", help="A bundled questionnaire or a TOML file.")],
    lang: options.LanguageOption = options.Language.en,
    format_: options.FormatOption = None,
    output: options.OutputOption = None,
    force: options.ForceOption = False,
    delimiter: options.DelimiterOption = ",",
    bom: options.BomOption = False,
) -> None:
    """Show a questionnaire: groups, questions, options, nets and indicators."""
    from brobygger_cli import inventory
    from brobygger_cli.questionnaire.load import load

    style = options.style_of(format_, delimiter, ".", bom=bom)
    asked = load(name)
    options.announce_language([asked], lang)
    options.show(inventory.show(asked, lang.value), style, output, force=force)


@app.command(cls=Careful)
def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A TOML file.")],
) -> None:
    """Check a questionnaire file: exit code 0 if it is one, 2 with every wrong key if not."""
    from brobygger_cli.drafting.toml import remarks_in
    from brobygger_cli.questionnaire.load import load

    found = load(file)
    options.say(
        f"{file}: questionnaire '{found.id}' with {options.number_of(len(found.groups), 'group')}, "
        f"{options.number_of(len(found.questions), 'question')} and "
        f"{options.number_of(len(found.indicators), 'indicator')}"
    )
    left = remarks_in(file)
    if left:
        options.say(f"{file}: {options.number_of(left, 'remark')} left to review (lines that begin with '# review')")


@app.command(cls=Careful)
def draft(
    export: Annotated[
        str,
        typer.Argument(
            metavar="EXPORT",
            help="An export, or a definition file (.lss, .qsf, XLSForm, REDCap dictionary, SurveyXact structure).",
        ),
    ],
    group_column: Annotated[
        str | None,
        typer.Option("--group-column", metavar="COLUMN", help="Column whose values are groups; else all are one."),
    ] = None,
    identifier: Annotated[
        str | None, typer.Option("--id", metavar="NAME", help="The questionnaire's id; else made of the file's name.")
    ] = None,
    lang: Annotated[
        options.Language, typer.Option("--lang", help="Language of the wordings in the file.")
    ] = options.Language.da,
    layout: options.LayoutOption = None,
    sheet: options.SheetOption = None,
    read_encoding: options.ReadEncodingOption = None,
    read_delimiter: options.ReadDelimiterOption = None,
    output: options.OutputOption = None,
    force: options.ForceOption = False,
) -> None:
    """Draft a questionnaire from what an export or the platform's definition file tells, for a person to review."""
    from brobygger_cli.drafting import draft_questionnaire
    from brobygger_cli.exports import HowToRead
    from brobygger_cli.render import write_text

    how = HowToRead(read_encoding, read_delimiter, sheet, layout)
    drafted = draft_questionnaire(export, how, language=lang.value, group_column=group_column, identifier=identifier)
    for line in drafted.said:
        options.say(line)
    write_text(drafted.toml, output, force=force)


@app.command(cls=Careful)
def schema() -> None:
    """Print the JSON Schema of questionnaire files, for editors."""
    import json

    from brobygger_cli.questionnaire.questionnaire import Questionnaire

    typer.echo(json.dumps(Questionnaire.model_json_schema(), ensure_ascii=False, indent=2))
