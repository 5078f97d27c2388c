"""`brobygger report`: a comparison as a note: a Word file, a web page, a workbook or Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from brobygger_cli.cli import comparing, options
from brobygger_cli.errors import BrobyggerError

if TYPE_CHECKING:
    from brobygger_cli.report.provenance import Given

# What names a file: a report tells its name, not its folder.
_FILES = frozenset(
    {
        *("baseline_file", "followup_files", "questionnaire", "baseline_questionnaire", "mapping", "margins"),
        *("output", "template"),
    }
)


@comparing.takes_waves
def report(
    typed: typer.Context,
    read: comparing.Reader,
    output: Annotated[
        str,
        typer.Option("--output", "-o", metavar="FILE", help="The report; its ending decides: .docx .html .xlsx .md."),
    ],
    template: Annotated[
        str | None,
        typer.Option("--template", metavar="FILE", help="With .docx: your own document, whose styles are taken."),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help="Of the report; the questionnaire's if not given.")
    ] = None,
    force: options.ForceOption = False,
) -> None:
    """Write the comparison of later waves with a baseline as a report: Word, web page, workbook or Markdown."""
    from brobygger_cli.progress import waiting
    from brobygger_cli.render import check_output, write_bytes
    from brobygger_cli.render.documents import check_document, document_of
    from brobygger_cli.report.provenance import Origin, date_of_report, files_of
    from brobygger_cli.sources import check_names

    if title is not None and not title.strip():
        raise BrobyggerError("--title: is empty", "Leave it out: the report then has the questionnaire's title.")
    check_document(output, template)
    check_output(output, force=force)
    date = date_of_report()
    asked = read()
    check_names([wave.name for wave in asked.waves])
    result = asked.compared()
    for note in result.notes:
        options.say(note)
    from brobygger_cli.report.build import build

    with waiting(f"writing {output}"):
        given = _given(typed)
        made = build(result, Origin(files_of(asked.sources, given), given, date), title)
        write_bytes(document_of(made, output, template), output, force=force)


def _given(typed: typer.Context) -> tuple[Given, ...]:
    """Return what was typed, defaults left out."""
    from brobygger_cli.report.provenance import Given

    found = []
    for parameter in typed.command.params:
        name = str(parameter.name)
        value = typed.params.get(name)
        if value is None or not options.is_given(name, typed):
            continue
        option = next((spelled for spelled in parameter.opts if spelled.startswith("--")), "")
        values = value if isinstance(value, list) else [] if value is True else [value]
        found.append(Given(option, tuple(str(one) for one in values), name in _FILES))
    return tuple(found)
