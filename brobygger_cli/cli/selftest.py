"""`brobygger selftest`: published examples recomputed on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

from brobygger_cli.cli import options
from brobygger_cli.errors import ExitCode


def selftest(
    file: Annotated[
        str | None, typer.Argument(metavar="FILE", help="A TOML file of examples, in place of the bundled ones.")
    ] = None,
    lang: options.LanguageOption = options.Language.en,
    format_: options.FormatOption = None,
    output: options.OutputOption = None,
    force: options.ForceOption = False,
    delimiter: options.DelimiterOption = ",",
    decimal: options.DecimalOption = ".",
    bom: options.BomOption = False,
) -> None:
    """Recompute published examples on this machine: expected and got side by side.

    Exit code 0: every figure agrees. 1: one differs. 2: the file of examples cannot be read.
    """
    from brobygger_cli import selftest as workflow

    style = options.style_of(format_, delimiter, decimal, bom=bom)
    result = workflow.selftest(file, lang.value)
    options.show(result, style, output, force=force)
    if not result.frame["agrees"].all():
        raise typer.Exit(ExitCode.VIOLATIONS)
