"""From files to waves: answers coded, split, weighted, linked and counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brobygger_cli.coded import Coded
from brobygger_cli.counts import tally
from brobygger_cli.engines import count
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.margins import read_margins, weigh, weight_remarks, weighted_of
from brobygger_cli.progress import waiting
from brobygger_cli.published import read_printed
from brobygger_cli.responses import Coding, code_responses
from brobygger_cli.spelling import normalise
from brobygger_cli.splitting import background_question, is_stated_by_all, split
from brobygger_cli.transitions import link
from brobygger_cli.violations import in_order
from brobygger_cli.waves import Wave

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from brobygger_cli.questionnaire.questionnaire import Questionnaire
    from brobygger_cli.responses import Responses
    from brobygger_cli.sources import Reading, Source
    from brobygger_cli.transitions import Transitions


# What is said of a large file that is not read block by block.
_WHOLE = (
    "{}: read as a whole, which takes more memory: --id, --by and --margins, and a few things that a file may hold, "
    "need all respondents at once."
)


@dataclass(frozen=True)
class Refinement:
    """What is done with respondents before they are counted.

    Args:
        by: The background question by which groups are split.
        margins: File of population margins to which respondents are weighted.
        largest_weight: No weight above this many times its group's mean.
    """

    by: str | None = None
    margins: str | None = None
    largest_weight: float | None = None


def read_wave(source: Source, questionnaire: Questionnaire, reading: Reading) -> Wave:
    """Turn a file into a wave; what is wrong with it comes along as data."""
    return read_waves([source], [questionnaire], reading)[0]


def read_waves(
    sources: Sequence[Source],
    questionnaires: Sequence[Questionnaire],
    reading: Reading,
    refinement: Refinement | None = None,
) -> list[Wave]:
    """Turn the files of several waves into waves, linked to the first one where they are to be.

    Args:
        sources: The files, the baseline first.
        questionnaires: What each of them asked.
        reading: How the user wants them to be read.
        refinement: What is done with respondents before they are counted; nothing where None.

    Raises:
        BrobyggerError: If a printed table is asked for what only respondents can tell, or the columns or margins
            named do not fit.
    """
    refined = refinement or Refinement()
    for source in sources:
        if source.printed:
            _require_respondents(source, reading, refined)
    if all(source.printed for source in sources) and (reading.weight_column or refined.margins):
        raise BrobyggerError(
            f"{sources[0].raw.path}: a printed table stays as it is printed, and cannot be weighted",
            "--weights and --margins need an export with one row per respondent.",
        )
    coded, in_blocks, remarks = _code(sources, questionnaires, reading, refined)
    if refined.margins is not None:
        for place, responses in coded.items():
            margins = read_margins(refined.margins, responses.questionnaire)
            weighed = weigh(responses, margins, sources[place].name, largest=refined.largest_weight)
            coded[place], remarks[place] = weighed.responses, (*remarks[place], *weighed.notes)
    if refined.by is not None:
        coded = _split(coded, refined.by)
    counted = in_blocks | {place: _counted(responses) for place, responses in coded.items()}
    return [
        _respondents(
            source,
            coded[place].questionnaire if place in coded else asked,
            counted[place],
            link(coded[0], coded[place]) if reading.id_column is not None and place else None,
            remarks[place],
            partial_read=reading.include_partial,
        )
        if place in counted
        else _printed(source, asked)
        for place, (source, asked) in enumerate(zip(sources, questionnaires, strict=True))
    ]


def _code(
    sources: Sequence[Source], questionnaires: Sequence[Questionnaire], reading: Reading, refined: Refinement
) -> tuple[dict[int, Responses], dict[int, Coded], dict[int, tuple[str, ...]]]:
    """Code the waves of respondents.

    Returns:
        By their places: those coded as a whole, those coded block by block, and what is to be said of all of them.
    """
    remarks: dict[int, tuple[str, ...]] = {}
    codings: dict[int, Coding] = {}
    for place, (source, weight_column) in enumerate(zip(sources, _weight_columns(sources, reading), strict=True)):
        if source.printed:
            continue
        unweighted = f"{source.name}: has no column '{reading.weight_column}': its respondents count one each."
        remarks[place] = () if weight_column == reading.weight_column else (unweighted,)
        codings[place] = Coding(
            without=reading.without,
            wave_column=reading.wave_column,
            records=source.records,
            id_column=reading.id_column,
            weight_column=weight_column,
            include_partial=reading.include_partial,
            mapping=source.mapping,
        )
    counted = _in_blocks(sources, questionnaires, codings, refined)
    coded: dict[int, Responses] = {}
    for place, coding in codings.items():
        source, asked = sources[place], questionnaires[place]
        if source.table is not None:
            _require_file(source, refined)
            with waiting(f"counting {source.raw.path}"):
                counted[place] = Coded(**vars(count(source.table, asked, coding)))
        elif place not in counted:
            remarks[place] += () if source.large is None else (_WHOLE.format(source.name),)
            whole = source.whole(reading)
            coded[place] = code_responses(whole.raw, asked, replace(coding, records=whole.records))
    return coded, counted, remarks


def _require_file(source: Source, refined: Refinement) -> None:
    """Say what an engine is not asked."""
    wanted = {f"--by {refined.by}": refined.by, f"--margins {refined.margins}": refined.margins}
    for option, value in wanted.items():
        if value is not None:
            raise BrobyggerError(
                f"{source.raw.path}: {option}: respondents in an engine are counted there, and stay there",
                "Export the wave to a file for this.",
            )


def _in_blocks(
    sources: Sequence[Source],
    questionnaires: Sequence[Questionnaire],
    codings: Mapping[int, Coding],
    refined: Refinement,
) -> dict[int, Coded]:
    """Return what large files say, block by block, by their places; not where all respondents are needed at once."""
    large = {
        place: (file, questionnaires[place], coding, sources[place].value)
        for place, coding in codings.items()
        if (file := sources[place].large) is not None
        and (coding.id_column, refined.margins, refined.by) == (None, None, None)
    }
    if not large:
        return {}
    from brobygger_cli.streaming import LargeWave, code_blocks  # noqa: PLC0415 - only large files need processes

    found = zip(large, code_blocks([LargeWave(*wave) for wave in large.values()]), strict=True)
    return {place: coded for place, coded in found if coded is not None}


def _counted(responses: Responses) -> Coded:
    return Coded(tally(responses), responses.violations, responses.unasked, weighted_of(responses))


def _weight_columns(sources: Sequence[Source], reading: Reading) -> list[str | None]:
    """Return for every wave the column of its weights; None for those that have none, while another wave has."""
    wanted = reading.weight_column
    if wanted is None:
        return [None for _ in sources]
    there = [not source.printed and normalise(wanted) in map(normalise, source.raw.columns) for source in sources]
    # Where no wave has it, the name is wrong, and reading the first one says so.
    return [wanted if has or not any(there) else None for has in there]


def _require_respondents(source: Source, reading: Reading, refinement: Refinement) -> None:
    """Say which claims a printed table forfeits."""
    lacks = {
        f"--id {reading.id_column}": (reading.id_column, "who answered both waves, so its waves cannot be linked"),
        f"--by {refinement.by}": (refinement.by, "how answers differ by a background variable"),
    }
    for option, (asked_for, what) in lacks.items():
        if asked_for is not None:
            raise BrobyggerError(
                f"{source.raw.path}: {option}: a printed table does not tell {what}",
                "It needs an export with one row per respondent in every wave.",
            )


def _split(coded: dict[int, Responses], by: str) -> dict[int, Responses]:
    questions = {place: background_question(responses.questionnaire, by) for place, responses in coded.items()}
    all_stated = all(is_stated_by_all(coded[place], question) for place, question in questions.items())
    return {place: split(coded[place], question, not_stated=not all_stated) for place, question in questions.items()}


def _printed(source: Source, questionnaire: Questionnaire) -> Wave:
    printed = read_printed(source.raw, questionnaire)
    return Wave(
        source.name, source.raw.path, "printed", questionnaire, printed.counts, printed.violations, printed.origin
    )


def _respondents(
    source: Source,
    asked: Questionnaire,
    coded: Coded,
    transitions: Transitions | None,
    remarks: tuple[str, ...],
    *,
    partial_read: bool,
) -> Wave:
    return Wave(
        source.name,
        source.raw.path,
        "respondents",
        asked,
        coded.counts,
        in_order(coded.violations),
        {},
        coded.unasked,
        transitions=transitions,
        remarks=(*remarks, *weight_remarks(coded.weighted, source.name)),
        partial_read=partial_read,
    )
