"""What every command that compares waves takes: which files, read how, and which methods."""

from __future__ import annotations

import inspect
from collections.abc import Callable  # Typer reads it off signatures
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from brobygger_cli.cli import options
from brobygger_cli.errors import BrobyggerError

if TYPE_CHECKING:
    from brobygger_cli.comparison.settings import Settings
    from brobygger_cli.questionnaire.model import Language
    from brobygger_cli.result import Result
    from brobygger_cli.selection import Selection
    from brobygger_cli.sources import Source
    from brobygger_cli.waves import Wave


class ChangeInterval(StrEnum):
    """Intervals of a change of a share."""

    miettinen_nurminen = "miettinen-nurminen"
    newcombe = "newcombe"


class ChangeTest(StrEnum):
    """Tests of a change of a share."""

    default = "default"
    n_minus_1 = "n-1"
    fisher = "fisher"
    mid_p = "mid-p"
    boschloo = "boschloo"


class Adjust(StrEnum):
    """Adjustments for many tests."""

    default = "default"
    holm = "holm"
    bh = "bh"
    none = "none"


class MultipleTest(StrEnum):
    """Tests of a whole question with several answers."""

    default = "default"
    permutation = "permutation"
    rao_scott = "rao-scott"
    holm = "holm"


@dataclass(frozen=True)
class ToCompare:
    """Waves, and how they are to be compared.

    Args:
        sources: The files, in the order of the waves.
        waves: The waves, the baseline first.
        settings: Which methods.
        selection: Which groups and questions are to be shown.
        language: Of what is written.
    """

    sources: tuple[Source, ...]
    waves: tuple[Wave, ...]
    settings: Settings
    selection: Selection
    language: Language

    def compared(self) -> Result:
        """Return the comparison of the waves."""
        from brobygger_cli.compare import compare

        first, second, *later = self.waves
        return compare(first, second, self.settings, later=later, language=self.language, selection=self.selection)


def to_compare(
    baseline_file: Annotated[
        str,
        typer.Argument(metavar="BASELINE", help="An export, a printed table, or a bundled wave such as 2017."),
    ],
    followup_files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FOLLOWUP...", help="The later waves in order; none where they stand in one file."),
    ] = None,
    questionnaire: options.QuestionnaireOption = None,
    baseline_questionnaire: Annotated[
        str | None,
        typer.Option(
            "--baseline-questionnaire",
            metavar="NAME|FILE",
            help="What the baseline asked, where it asked otherwise.",
        ),
    ] = None,
    wave_column: options.WaveColumnOption = None,
    baseline: Annotated[
        str | None,
        typer.Option(
            "--baseline",
            metavar="NAME",
            help="The baseline's name, by which the questionnaire knows the number invited; with --wave-column "
            "also its value there.",
        ),
    ] = None,
    followup: Annotated[
        list[str] | None,
        typer.Option("--followup", metavar="NAME", help="The same for the follow-up; repeated for several."),
    ] = None,
    group: options.GroupOption = None,
    question: options.QuestionOption = None,
    by: options.ByOption = None,
    id_column: options.IdOption = None,
    overlap: Annotated[
        list[str] | None,
        typer.Option(
            "--overlap",
            metavar="[GROUP=]N",
            help="How many answered both waves, where they cannot be linked; repeatable.",
        ),
    ] = None,
    overlap_correlation: Annotated[
        float | None,
        typer.Option(
            "--overlap-correlation",
            metavar="R",
            help="With --overlap: how a person's two answers correlate, 0 to 1; if not given, whatever makes the "
            "change least certain.",
        ),
    ] = None,
    invited: options.InvitedOption = None,
    estimand: options.EstimandOption = options.Estimand.process,
    weights: options.WeightsOption = None,
    margins: options.MarginsOption = None,
    trim: options.TrimOption = None,
    margin: Annotated[
        float | None,
        typer.Option(
            "--margin",
            metavar="SHARE",
            help="A change too small to matter, 0 to 1, where the questionnaire declares none: gives verdicts.",
        ),
    ] = None,
    times: Annotated[
        str | None,
        typer.Option("--times", metavar="T,T,T", help="When three or more waves were; one apart if not given."),
    ] = None,
    confidence: options.ConfidenceOption = 0.95,
    adjust: Annotated[
        Adjust, typer.Option("--adjust", help="For many tests; default: Holm for indicators, else BH.")
    ] = Adjust.default,
    test: Annotated[
        ChangeTest, typer.Option("--test", help="Of a change of a share; default: N-1, Fisher where sparse.")
    ] = ChangeTest.default,
    multiple_test: Annotated[
        MultipleTest,
        typer.Option("--multiple-test", help="Of a question with several answers; default: permutation if possible."),
    ] = MultipleTest.default,
    share_interval: Annotated[
        options.ShareInterval, typer.Option("--share-interval", help="Interval of one share.")
    ] = options.ShareInterval.wilson,
    change_interval: Annotated[
        ChangeInterval, typer.Option("--change-interval", help="Interval of a change of a share.")
    ] = ChangeInterval.miettinen_nurminen,
    min_cell: options.MinCellOption = None,
    skip_invalid: options.SkipInvalidOption = False,
    without: options.WithoutOption = None,
    include_partial: options.IncludePartialOption = False,
    layout: options.LayoutOption = None,
    mapping: options.MappingOption = None,
    engine: options.EngineOption = None,
    sheet: options.SheetOption = None,
    read_encoding: options.ReadEncodingOption = None,
    read_delimiter: options.ReadDelimiterOption = None,
    lang: options.LanguageOption = options.Language.en,
) -> ToCompare:
    """Read the waves and check what was asked of them.

    Its parameters are the options of every command that `takes_waves`; docs/reference.md tells each.

    Raises:
        BrobyggerError: If that cannot be done.
    """
    from brobygger_cli.comparison.settings import Settings
    from brobygger_cli.questionnaire.load import load
    from brobygger_cli.reading import Refinement, read_waves
    from brobygger_cli.selection import Selection
    from brobygger_cli.sources import Reading, check_names, check_without, open_source, questionnaire_of
    from brobygger_cli.stated import overlap_of, times_of, with_invited

    _check_overlap(overlap, overlap_correlation, id_column)
    options.check_min_cell(min_cell)
    reading = Reading(
        questionnaire,
        read_encoding,
        read_delimiter,
        wave_column,
        tuple(without or ()),
        id_column=id_column,
        weight_column=weights,
        sheet=sheet,
        layout=layout,
        mapping=mapping,
        include_partial=include_partial,
        engine=engine,
    )
    refinement = Refinement(by, margins, options.checked_trim(trim, margins))
    names = tuple(followup or ())
    files = _check_waves(baseline_file, tuple(followup_files or ()), wave_column, baseline, names)
    sources = [
        open_source(file, reading, value=name, name=name)
        for file, name in zip(files, (baseline, *names, *(None for _ in files)), strict=False)
    ]
    if len(sources) > 2:  # of two, results say which is the baseline
        check_names([source.name for source in sources])
    if not followup_files and sources[0].printed:
        raise BrobyggerError(f"{baseline_file}: a printed table is one wave", "Name a second file to compare it with.")
    later = questionnaire_of(sources[::-1], reading)
    earlier = later if baseline_questionnaire is None else load(baseline_questionnaire)
    check_without(reading, earlier, later)
    asked = [earlier, *(later for _ in sources[1:])]
    waves = read_waves(sources, asked, reading, refinement)
    for source, wave in zip(sources, waves, strict=True):
        options.announce(source, wave, recognised=questionnaire is None, counted=min_cell is None)
    options.announce_language((later, earlier), lang)
    for wave in waves:
        options.check_valid(wave, skip_invalid=skip_invalid)
    waves = options.without_small(with_invited(waves, invited or ()), min_cell)
    settings = Settings(
        confidence=options.checked_confidence(confidence),
        share_interval=share_interval.value,
        change_interval=change_interval.value,
        test=test.value,
        adjust=adjust.value,
        estimand=estimand.value,
        multiple_test=multiple_test.value,
        margin=options.checked_share(margin, "--margin"),
        overlap=overlap_of(overlap or (), waves[-1].questionnaire),
        overlap_correlation=options.checked_share(overlap_correlation, "--overlap-correlation", ends=True),
        times=times_of(times, len(sources)),
    )
    selection = Selection(tuple(group or ()), tuple(question or ()))
    selection = selection.checked(waves[-1].questionnaire)
    return ToCompare(tuple(sources), tuple(waves), settings, selection, lang.value)


Reader = Callable[[], ToCompare]


def takes_waves(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of `to_compare` before its own.

    Args:
        command: Its parameter `read` is `to_compare` with what was typed put in: files are read when it is called.
    """
    of_waves = inspect.signature(to_compare, eval_str=True).parameters
    own = {name: of for name, of in inspect.signature(command, eval_str=True).parameters.items() if name != "read"}

    def run(**typed: Any) -> None:  # noqa: ANN401 - whatever Typer has parsed
        command(read=partial(to_compare, **{name: typed.pop(name) for name in of_waves}), **typed)

    parameters = of_waves | own
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__annotations__ = {name: of.annotation for name, of in parameters.items()}
    vars(run)["__signature__"] = inspect.Signature(
        [of.replace(kind=inspect.Parameter.KEYWORD_ONLY) for of in parameters.values()]
    )
    return run


def _check_overlap(overlap: list[str] | None, correlation: float | None, id_column: str | None) -> None:
    """Check that an overlap is stated where it is not known, and a correlation where there is an overlap."""
    if overlap and id_column is not None:
        raise BrobyggerError("--overlap does not go with --id", "Linked respondents are counted, not stated.")
    if correlation is not None and not overlap:
        raise BrobyggerError("--overlap-correlation needs --overlap", "It is about people who answered both waves.")


def _check_waves(
    baseline_file: str,
    followup_files: tuple[str, ...],
    wave_column: str | None,
    baseline: str | None,
    followups: tuple[str, ...],
) -> tuple[str, ...]:
    """Return the file of every wave, if it is said what is compared with what."""
    if not followup_files and wave_column is None:
        raise BrobyggerError(
            "a comparison needs two waves",
            "Name two files, or one file with --wave-column COLUMN --baseline VALUE --followup VALUE.",
        )
    if wave_column is not None and (baseline is None or not followups):
        raise BrobyggerError(
            f"--wave-column {wave_column} needs --baseline VALUE and --followup VALUE",
            "They are the values of that column which tell the two waves apart.",
        )
    if not followup_files:
        return (baseline_file, *(baseline_file for _ in followups))
    if followups and len(followups) != len(followup_files):
        raise BrobyggerError(
            f"--followup names {len(followups)} waves, but there are {len(followup_files)} follow-up files",
            "Repeat --followup NAME once for every file, in their order.",
        )
    return (baseline_file, *followup_files)
