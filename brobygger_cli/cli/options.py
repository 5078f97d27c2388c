"""The options that several commands share, and what they amount to."""

from __future__ import annotations

import math
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from brobygger_cli.errors import BrobyggerError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.questionnaire.questionnaire import Questionnaire
    from brobygger_cli.render.style import Style
    from brobygger_cli.result import Result
    from brobygger_cli.sources import Source
    from brobygger_cli.waves import Wave


class Language(StrEnum):
    """The languages of labels and tables."""

    da = "da"
    en = "en"


class Format(StrEnum):
    """The output formats."""

    table = "table"
    csv = "csv"
    json = "json"
    markdown = "markdown"


class Only(StrEnum):
    """The levels of a result."""

    indicators = "indicators"
    questions = "questions"
    options = "options"


class Estimand(StrEnum):
    """What intervals are about."""

    process = "process"
    population = "population"


class ShareInterval(StrEnum):
    """Intervals of one share."""

    wilson = "wilson"
    clopper_pearson = "clopper-pearson"
    jeffreys = "jeffreys"


QuestionnaireOption = Annotated[
    str | None,
    typer.Option(
        "--questionnaire",
        "-q",
        metavar="NAME|FILE",
        help="What was asked: a bundled questionnaire or a TOML file. Recognised from the columns if not given.",
    ),
]
GroupOption = Annotated[list[str] | None, typer.Option("--group", metavar="ID", help="Show this group; repeatable.")]
QuestionOption = Annotated[
    list[str] | None,
    typer.Option("--question", metavar="ID", help="Show this question with its options; repeatable."),
]
OnlyOption = Annotated[Only | None, typer.Option("--only", help="Show one level.")]
ConfidenceOption = Annotated[
    float, typer.Option("--confidence", metavar="SHARE", help="Confidence of the intervals, between 0 and 1.")
]
LanguageOption = Annotated[Language, typer.Option("--lang", help="Language of labels and tables.")]
DetailOption = Annotated[
    bool,
    typer.Option(
        "--detail", help="Tables and Markdown with the tests, intervals of shares, worst cases and what they mean."
    ),
]
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", "-f", help="Default: table on a terminal, else csv; with -o what the file's suffix says."),
]
OutputOption = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file instead of stdout.")
]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace an existing output file.")]
DelimiterOption = Annotated[
    str,
    typer.Option("--delimiter", metavar="CHAR", help="Between the cells of CSV output; Danish Excel: ';'."),
]
DecimalOption = Annotated[
    str, typer.Option("--decimal", metavar="CHAR", help="Decimal mark of CSV output; Danish Excel: ','.")
]
BomOption = Annotated[
    bool, typer.Option("--bom", help="Begin CSV output with a byte order mark, by which Excel knows UTF-8.")
]
SkipInvalidOption = Annotated[
    bool, typer.Option("--skip-invalid", help="Go on without invalid answers, and say how many they are.")
]
WithoutOption = Annotated[
    list[str] | None,
    typer.Option(
        "--without",
        metavar="ID",
        help="A question that an export did not ask, so needs no column; repeatable.",
    ),
]
WaveColumnOption = Annotated[
    str | None,
    typer.Option("--wave-column", metavar="COLUMN", help="Column that tells the waves in one file apart."),
]
InvitedOption = Annotated[
    list[str] | None,
    typer.Option(
        "--invited",
        metavar="[WAVE:]GROUP=N",
        help="How many of a group were invited to a wave, the last one if none is named; WAVE:rows where an export "
        "lists everybody. Repeatable.",
    ),
]
EstimandOption = Annotated[
    Estimand,
    typer.Option("--estimand", help="What intervals are about: what brings answers about, or these very people."),
]
MinCellOption = Annotated[
    int | None,
    typer.Option(
        "--min-cell",
        metavar="N",
        help="Hide counts from 1 to below N, and what would give them away; 5 is usual, 3 the least.",
    ),
]
WeightsOption = Annotated[
    str | None, typer.Option("--weights", metavar="COLUMN", help="Column that holds what each respondent counts for.")
]
MarginsOption = Annotated[
    str | None,
    typer.Option("--margins", metavar="FILE", help="Population margins to which every group is weighted."),
]
TrimOption = Annotated[
    float | None,
    typer.Option("--trim", metavar="RATIO", help="With --margins: no weight above this many times the mean."),
]
ByOption = Annotated[
    str | None, typer.Option("--by", metavar="QUESTION", help="Split every group by this background question.")
]
IdOption = Annotated[
    str | None,
    typer.Option("--id", metavar="COLUMN", help="Column by which the same people are linked between the waves."),
]
ReadEncodingOption = Annotated[
    str | None,
    typer.Option("--read-encoding", metavar="NAME", help="Encoding of the export; found if not given."),
]
ReadDelimiterOption = Annotated[
    str | None,
    typer.Option("--read-delimiter", metavar="CHAR", help="Delimiter of the export; found if not given."),
]
SheetOption = Annotated[
    str | None,
    typer.Option("--sheet", metavar="NAME", help="Sheet of a workbook, or file of an archive; the one with data."),
]
LayoutOption = Annotated[
    str | None,
    typer.Option("--layout", metavar="NAME", help="The platform's layout; told by the table's structure if not given."),
]
MappingOption = Annotated[
    str | None,
    typer.Option(
        "--mapping",
        metavar="FILE",
        help="Which column holds what, as `brobygger map` wrote it and a person confirmed it; the one beside the "
        "export if not given.",
    ),
]
IncludePartialOption = Annotated[
    bool,
    typer.Option("--include-partial", help="Read those, too, who began and did not send in."),
]
EngineOption = Annotated[
    str | None,
    typer.Option(
        "--engine",
        metavar="CONNECTION",
        help="Where the waves lie if not in files: duckdb, or an address such as postgres://host/database; FILE is "
        "then a table there, or a folder of Parquet files.",
    ),
]


def checked_confidence(confidence: float) -> float:
    """Return a confidence that is one.

    Raises:
        BrobyggerError: If it does not lie between 0 and 1.
    """
    if not 0 < confidence < 1:
        raise BrobyggerError(f"--confidence {confidence:g}: must lie between 0 and 1", "95 % is written 0.95.")
    return confidence


def checked_share(share: float | None, option: str, *, ends: bool = False) -> float:
    """Return a share that is one, NaN where none is given.

    Args:
        share: What the user said.
        option: The option it was said with.
        ends: Whether 0 and 1 will do.

    Raises:
        BrobyggerError: If it does not lie between 0 and 1.
    """
    if share is None:
        return math.nan
    if not (0 <= share <= 1 if ends else 0 < share < 1):
        hint = "Such as 0.5." if ends else "5 percentage points are written 0.05."
        raise BrobyggerError(f"{option} {share:g}: must lie between 0 and 1", hint)
    return share


def check_min_cell(minimum: int | None) -> None:
    """Check that a minimum hides anything.

    Raises:
        BrobyggerError: If everybody would know what is hidden.
    """
    if minimum is not None and minimum < 3:
        raise BrobyggerError(
            f"--min-cell {minimum}: must be at least 3",
            "Below 3, all that is hidden are counts of 1, and everybody would know it. 5 is usual.",
        )


def without_small(waves: Sequence[Wave], minimum: int | None) -> list[Wave]:
    """Return waves without small counts, where they are to be hidden."""
    if minimum is None:
        return [*waves]
    from brobygger_cli.disclosure import hide

    return hide(waves, minimum)


def checked_trim(trim: float | None, margins: str | None) -> float | None:
    """Return a limit of weights that is one.

    Raises:
        BrobyggerError: If it is below 1, or there are no margins to weight to.
    """
    if trim is not None and margins is None:
        raise BrobyggerError("--trim needs --margins FILE", "Weights of an export are taken as they are.")
    if trim is not None and not trim > 1:
        raise BrobyggerError(f"--trim {trim:g}: must be above 1", "It limits weights to so many times their mean.")
    return trim


def style_of(format_: Format | None, delimiter: str, decimal: str, *, bom: bool, detail: bool = False) -> Style:
    """Return how the output is to be written.

    Raises:
        BrobyggerError: If the CSV could not be read back.
    """
    from brobygger_cli.render.style import Style

    character = "\t" if delimiter == "\\t" else delimiter
    if len(character) != 1 or character in '"\r\n':
        raise BrobyggerError(
            f"--delimiter '{delimiter}': must be one character, no quotation mark", "Usual ones: ',' ';' '\\t' '|'."
        )
    if decimal not in {".", ","}:
        raise BrobyggerError(
            f"--decimal '{decimal}': must be '.' or ','", "Danish Excel: --delimiter ';' --decimal ','"
        )
    if character == decimal:
        raise BrobyggerError(
            f"--delimiter and --decimal are both '{decimal}': nobody could tell cells from decimals",
            "Danish Excel: --delimiter ';' --decimal ','",
        )
    return Style(None if format_ is None else format_.value, character, decimal, bom, detail)


def show(result: Result, style: Style, output: str | None, *, force: bool) -> None:
    """Say the notes of a result on stderr and write it."""
    from brobygger_cli.render import write

    for note in result.notes:
        say(note)
    write(result, style, output, force=force)


def say(message: str) -> None:
    """Write a message to stderr."""
    from brobygger_cli.spelling import visible

    sys.stderr.write(f"{visible(message)}\n")


def check_valid(wave: Wave, *, skip_invalid: bool) -> None:
    """Refuse a wave with errors, or say what is left out of it (see `waves.require_valid`)."""
    from brobygger_cli.waves import require_valid

    left_out = require_valid(wave, skip_invalid=skip_invalid)
    if left_out:
        say(left_out)


def is_given(name: str, typed: typer.Context) -> bool:
    """Tell whether an option was typed, rather than left at its default."""
    source = typed.get_parameter_source(name)
    return source is not None and source.name != "DEFAULT"


def announce(source: Source, wave: Wave, *, recognised: bool, counted: bool = True) -> None:
    """Say what a file was read as, and what was not read.

    Args:
        source: The file.
        wave: What it says.
        recognised: Whether its questionnaire was recognised from its columns.
        counted: Whether to say how many rows it has; with the counts that are shown, they could tell of hidden ones.
    """
    from brobygger_cli.violations import warnings as warnings_of

    raw, asked = source.raw, f"questionnaire '{wave.questionnaire.id}'"
    if wave.kind == "printed":
        say(f"{raw.path}: a printed table; {asked}")
        return
    rows = f"{number_of(wave.counts.rows(), 'row')}, " if counted else ""
    how = "as given" if not recognised else "recognised from the columns" if source.mapping is None else "as mapped"
    say(f"{raw.path}: {rows}{_form_of(raw)}; {asked} ({how})")
    if raw.reason:
        say(f"{raw.path}: layout {raw.layout} ({raw.reason})")
    announce_mapping(source)
    if raw.standing is not None and counted:
        say(f"{raw.path}: by status ({raw.standing.told_by}): {standings_of(wave)}")
    silent = wave.counts.rows_without_answer()
    if silent and counted:
        say(f"{raw.path}: {number_of(silent, 'row')} without any answer, not counted as answered")
    unread = [violation.column for violation in wave.violations if violation.code == "unknown_column"]
    warnings = len(warnings_of(wave.violations))
    if warnings:
        columns = f"; columns not read: {', '.join(name or '(unnamed)' for name in unread)}" if unread else ""
        say(f"{raw.path}: {number_of(warnings, 'warning')} (`brobygger validate` lists them){columns}")


def announce_language(asked: Sequence[Questionnaire], language: Language) -> None:
    """Say of each questionnaire how many of its texts are shown in the other language, as they lack this one."""
    from brobygger_cli.questionnaire.model import lacking

    wanted, other = ("Danish", "English") if language is Language.da else ("English", "Danish")
    for place, questionnaire in enumerate(asked):
        texts = lacking(questionnaire, language.value)
        if texts and questionnaire not in asked[:place]:
            lack = "text has no" if texts == 1 else "texts have no"
            shown = "it is shown" if texts == 1 else "they are shown"
            say(f"questionnaire '{questionnaire.id}': {texts} {lack} {wanted} wording: {shown} in {other}")


def announce_mapping(source: Source) -> None:
    """Say that a mapping file tells which column holds what, where one does."""
    if source.mapping is not None:
        say(f"{source.raw.path}: columns and answers as {source.mapping.path} says")


def _form_of(raw: RawTable) -> str:
    """Say what kind of file it is."""
    if raw.delimiter:
        return f"{raw.encoding}, delimiter {raw.delimiter!r}"
    return raw.container if raw.sheet is None else f"{raw.container}, sheet '{raw.sheet}'"


def standings_of(wave: Wave) -> str:
    """Say how many respondents came how far, and who of them is not read."""
    return ", ".join(
        f"{rows} {status.replace('_', ' ')}{'' if read else ' (not read)'}" for status, rows, read in wave.standings()
    )


def number_of(count: int, noun: str) -> str:
    """Return a number of things, in words that fit it."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
