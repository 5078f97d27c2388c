"""`brobygger plot`: one figure of a comparison."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from brobygger_cli.cli import comparing, options
from brobygger_cli.errors import BrobyggerError

if TYPE_CHECKING:
    from brobygger_cli.figures.model import Figure
    from brobygger_cli.result import Result

_NO_QUESTIONS = ("changes", "response")


@comparing.takes_waves
def plot(
    read: comparing.Reader,
    figure: Annotated[
        str,
        typer.Option(
            "--figure",
            metavar="changes|response|QUESTION",
            help="The changes of all indicators (default), who was invited and answered, or the id of a question.",
        ),
    ] = "changes",
    wave: Annotated[
        str | None,
        typer.Option("--wave", metavar="NAME", help="Of several later waves: which one; the first if not given."),
    ] = None,
    dark: Annotated[bool, typer.Option("--dark", help="On dark ground in any case.")] = False,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE", help="The picture: .svg or .png; SVG to stdout if not given."),
    ] = None,
    force: options.ForceOption = False,
) -> None:
    """Draw one figure of the comparison of later waves with a baseline, as SVG or PNG."""
    from brobygger_cli.render.drawing.writing import check_picture, write_picture
    from brobygger_cli.selection import Selection
    from brobygger_cli.sources import check_names

    check_picture(output, force=force)
    asked = read()
    check_names([wave.name for wave in asked.waves])
    if figure not in _NO_QUESTIONS:
        (figure,) = Selection(questions=(figure,)).checked(asked.waves[-1].questionnaire).questions
        asked = replace(asked, selection=replace(asked.selection, questions=(figure,)))
    result = asked.compared()
    drawn = _figure(result, figure, wave)
    for note in result.notes:
        options.say(note)
    write_picture(drawn, output, force=force, dark=dark)


def _figure(result: Result, name: str, wave: str | None) -> Figure:
    """Return the figure that is asked for.

    Raises:
        BrobyggerError: If there is nothing to be drawn.
    """
    from brobygger_cli.figures import change_plot, question_figure, response_flow

    if name == "response":
        return response_flow(result)
    if name == "changes":
        changes = change_plot(result, wave)
        if not changes.groups:
            raise BrobyggerError(
                "--figure changes: there are no indicators to draw",
                "Name a question: `brobygger questionnaire show` lists them.",
            )
        return changes
    drawn = question_figure(result, name, wave)
    if drawn is None:
        raise BrobyggerError(
            f"--figure {name}: of this question there is nothing to draw",
            "Numbers, open text and two options say all in a table (`brobygger compare --question`); what is hidden, "
            "or nobody answered, is not drawn.",
        )
    return drawn
