"""`brobygger compare`: later waves against a baseline, question by question."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from brobygger_cli.cli import comparing, options
from brobygger_cli.errors import BrobyggerError

if TYPE_CHECKING:
    from brobygger_cli.result import Result


@comparing.takes_waves
def compare(
    typed: typer.Context,
    read: comparing.Reader,
    only: options.OnlyOption = None,
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="ROW", help="Tell how each figure of one row came about: GROUP/ID[/OPTION]."),
    ] = None,
    contrast: Annotated[
        bool, typer.Option("--contrast", help="Instead: have the groups changed differently? Every pair of them.")
    ] = False,
    mix: Annotated[
        bool, typer.Option("--mix", help="Instead: split the overall change into that within groups and their mix.")
    ] = False,
    detail: options.DetailOption = False,
    format_: options.FormatOption = None,
    output: options.OutputOption = None,
    force: options.ForceOption = False,
    delimiter: options.DelimiterOption = ",",
    decimal: options.DecimalOption = ".",
    bom: options.BomOption = False,
) -> None:
    """Compare later waves with a baseline: what changed, by how much, and how sure that is."""
    style = options.style_of(format_, delimiter, decimal, bom=bom, detail=detail)
    _check_results({"--contrast": contrast, "--mix": mix, "--explain": explain is not None}, typed)
    asked = read()
    asked = replace(asked, selection=replace(asked.selection, only=only.value if only else None))
    result = _result(asked, contrast=contrast, mix=mix, explain=explain)
    options.show(result, style, output, force=force)


def _result(asked: comparing.ToCompare, *, contrast: bool, mix: bool, explain: str | None) -> Result:
    """Return the result that is asked for."""
    if contrast:
        from brobygger_cli.contrasts.changes import contrast_changes

        return contrast_changes(asked.waves, asked.settings, language=asked.language, selection=asked.selection)
    if mix:
        from brobygger_cli.mix import compare_mix

        return compare_mix(asked.waves, asked.settings, language=asked.language, selection=asked.selection)
    if explain is None:
        return asked.compared()
    from brobygger_cli.explain import explain as explain_row

    return explain_row(asked.compared(), explain)


# What each result knows nothing of: given, it would be thought to have had an effect.
_IGNORED = {
    "--contrast": ("margin", "times", "test", "multiple_test"),
    "--mix": ("margin", "times", "test", "multiple_test", "adjust", "detail"),
    "--explain": ("group", "question", "only", "detail"),
}


def _check_results(wanted: dict[str, bool], typed: typer.Context) -> None:
    """Check that one result is asked for, with no options that it knows nothing of."""
    results = [option for option, is_wanted in wanted.items() if is_wanted]
    if len(results) > 1:
        raise BrobyggerError(f"{' and '.join(results)} are different results", "Ask for them one at a time.")
    for result in results:
        ignored = [f"--{name.replace('_', '-')}" for name in _IGNORED[result] if options.is_given(name, typed)]
        if ignored:
            raise BrobyggerError(f"no effect with {result}: {', '.join(ignored)}", "Leave them out.")
