"""From what a user names to a file: a bundled table, an export, or one wave of several in an export."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.resources import as_file
from pathlib import Path
from typing import TYPE_CHECKING

from brobygger_cli.engines import open_table
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.exports import HowToRead, read_export
from brobygger_cli.exports.large import open_large
from brobygger_cli.mapping import Mapping, column_named, map_columns, mapping_for, recognise
from brobygger_cli.mapping.wave import no_record_of_wave, records_of_wave, values_of
from brobygger_cli.progress import waiting
from brobygger_cli.published import is_printed, questionnaires_named
from brobygger_cli.questionnaire.load import bundled_names, load, schemas
from brobygger_cli.spelling import did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from brobygger_cli.engines import EngineTable
    from brobygger_cli.exports.large import Large
    from brobygger_cli.exports.raw import RawTable
    from brobygger_cli.questionnaire.questionnaire import Questionnaire


@dataclass(frozen=True)
class Reading:
    """How the user wants files to be read; what is not said is found.

    Args:
        questionnaire: Name or path of the questionnaire.
        encoding: Encoding of the exports.
        delimiter: Delimiter of the exports.
        wave_column: Column that tells the waves in one file apart.
        without: Questions that an export without a column for them did not ask.
        id_column: Column by which respondents are linked between the waves.
        weight_column: Column that holds what each respondent counts for.
        sheet: Sheet of a workbook, or file of an archive.
        layout: Platform layout of the exports.
        mapping: File that says which column holds what.
        include_partial: Whether to read those who began and did not send in.
        engine: Connection to where the waves lie, if not in files.
    """

    questionnaire: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    wave_column: str | None = None
    without: tuple[str, ...] = ()
    id_column: str | None = None
    weight_column: str | None = None
    sheet: str | None = None
    layout: str | None = None
    mapping: str | None = None
    include_partial: bool = False
    engine: str | None = None

    def how(self) -> HowToRead:
        """Return how the bytes of a file are to be read."""
        return HowToRead(self.encoding, self.delimiter, self.sheet, self.layout)


@dataclass(frozen=True)
class Source:
    """A file as text, before it is known what was asked.

    Args:
        name: What the wave is called in results.
        raw: The file.
        records: Which of its records belong to the wave; all where None.
        mapping: Which column holds what, as a person has confirmed it.
        large: The file where it is too large to be held in memory; `raw` is only its beginning then.
        value: The value of the wave column that is this wave, where there is such a column.
        table: The table where it lies in an engine; `raw` is only its header then.
    """

    name: str
    raw: RawTable
    records: npt.NDArray[np.bool_] | None = None
    mapping: Mapping | None = None
    large: Large | None = None
    value: str | None = None
    table: EngineTable | None = None

    @property
    def printed(self) -> bool:
        """Whether it is a printed table."""
        return is_printed(self.raw)

    def whole(self, reading: Reading) -> Source:
        """Return it with all of its file in memory.

        Raises:
            BrobyggerError: If the file cannot be read, or there is no such wave in it.
        """
        if self.large is None:
            return self
        raw = _read(self.raw.path, reading)
        records = None
        if reading.wave_column is not None and self.value is not None:
            records = _records_of(raw, reading.wave_column, self.value)
        return replace(self, raw=raw, records=records, large=None)


def bundled_waves() -> tuple[str, ...]:
    """Return the names of the bundled printed tables, such as `2017`."""
    names = (entry.name for entry in (schemas() / "printed").iterdir())
    return tuple(sorted(name.removesuffix(".csv") for name in names if name.endswith(".csv")))


def open_source(spec: str, reading: Reading, *, value: str | None = None, name: str | None = None) -> Source:
    """Read the file that `spec` names.

    Args:
        spec: The name of a bundled printed table, or a path. A bundled name wins; `./2017` is the file.
        reading: How to read it.
        value: Which value of the wave column is this wave.
        name: What to call the wave; by default the bundled name, the value or the file's stem.

    Raises:
        BrobyggerError: If there is no such file, or no such column or value in it.
    """
    if spec in bundled_waves():
        with as_file(schemas() / "printed" / f"{spec}.csv") as path:
            return Source(name or spec, replace(read_export(str(path)), path=f"{spec} (bundled)"))
    if reading.engine is not None:
        return _in_engine(spec, reading.engine, reading, value, name)
    if not Path(spec).exists() and (near := nearest(spec, bundled_waves())):
        raise BrobyggerError(f"{spec}: no such file or bundled wave; did you mean '{near}'?", "")
    large = open_large(spec, reading.how())
    if large is not None and is_printed(large.head):
        large = None
    raw = _read(spec, reading) if large is None else large.head
    if is_printed(raw):  # a printed table is one wave, and its columns have their names
        return Source(name or Path(spec).stem, raw)
    mapping = mapping_for(spec, reading.mapping)
    if reading.wave_column is None:
        return Source(name or Path(spec).stem, raw, mapping=mapping, large=large)
    if value is None:
        raise _without_value(reading.wave_column)
    if large is not None:
        return Source(name or value, raw, mapping=mapping, large=large, value=value)
    return Source(name or value, raw, _records_of(raw, reading.wave_column, value), mapping)


def _in_engine(spec: str, engine: str, reading: Reading, value: str | None, name: str | None) -> Source:
    """Return the wave that is a table in an engine."""
    of_files = {
        "--read-encoding": reading.encoding,
        "--read-delimiter": reading.delimiter,
        "--sheet": reading.sheet,
        "--layout": reading.layout,
    }
    for option, said in of_files.items():
        if said is not None:
            raise BrobyggerError(
                f"{option} {said}: a table in an engine has columns, and not the form of a file",
                "Leave the option out, or read the file without --engine.",
            )
    with waiting(f"opening {spec}"):
        table = open_table(engine, spec)
    if is_printed(table.head):
        raise BrobyggerError(f"{spec}: is a printed table, which is read from a file", "Leave --engine out.")
    mapping = mapping_for(spec, reading.mapping)
    if reading.wave_column is None:
        return Source(name or table.short_name, table.head, mapping=mapping, table=table)
    if value is None:
        raise _without_value(reading.wave_column)
    of_wave = table.of_wave(reading.wave_column, value)
    return Source(name or value, table.head, mapping=mapping, table=of_wave)


def _without_value(wave_column: str) -> BrobyggerError:
    return BrobyggerError(
        f"--wave-column {wave_column} needs --wave VALUE", "It is the value of that column which tells the wave apart."
    )


def _read(path: str, reading: Reading) -> RawTable:
    with waiting(f"reading {path}"):
        return read_export(path, reading.how())


def questionnaire_of(sources: list[Source], reading: Reading) -> Questionnaire:
    """Return the questionnaire that was asked: the one named, or the one that the first source knows best.

    Args:
        sources: The waves, the one to recognise it by first.
        reading: What the user said.

    Raises:
        BrobyggerError: If none stands out.
    """
    if reading.questionnaire is not None:
        return load(reading.questionnaire)
    known = bundled_names()
    asked = {source.raw.path: _asked_in(source, known) for source in sources if not source.printed}
    if len({found.id for found in asked.values() if found is not None}) > 1:
        said = " and ".join(f"{path} those of '{found.id}'" for path, found in asked.items() if found is not None)
        raise BrobyggerError(
            f"the files answer different questionnaires: {said}",
            "Name files of one questionnaire, or say which with --questionnaire.",
        )
    for source in sources:
        if source.printed:
            named = [name for name in questionnaires_named(source.raw) if name in known]
            if len(named) == 1:
                return load(named[0])
        else:
            found = asked[source.raw.path]
            if found is not None:
                return found
            headers = ", ".join(source.raw.columns[:6]) + (", …" if len(source.raw.columns) > 6 else "")
            several = any(map_columns(source.raw, load(name)).questions() for name in known)
            fits = "several bundled questionnaires fit" if several else "no bundled questionnaire fits"
            raise BrobyggerError(
                f"{source.raw.path}: {fits} its columns ({', '.join(known)}): {headers}",
                "Name the questionnaire with --questionnaire, or name the columns by its question ids "
                "(`brobygger questionnaire show NAME` lists them).",
            )
    raise BrobyggerError(
        f"{sources[0].raw.path}: is a printed table of several questionnaires, or of none that is bundled",
        f"Say which: {' or '.join(f'-q {name}' for name in known)}, or -q FILE.",
    )


def _asked_in(source: Source, known: tuple[str, ...]) -> Questionnaire | None:
    """Return the bundled questionnaire that an export answers, by its mapping or its columns; None if none stands out.

    Raises:
        BrobyggerError: If its mapping is to another one.
    """
    if source.mapping is None:
        return recognise(source.raw, map(load, known))
    named = source.mapping.form.questionnaire
    if named not in known:
        raise BrobyggerError(
            f"{source.mapping.path}: is a mapping to the questionnaire '{named}', which is not bundled",
            "Name the file of the questionnaire with --questionnaire.",
        )
    return load(named)


def check_names(names: Sequence[str]) -> None:
    """Check that waves can be told apart by their names.

    Raises:
        BrobyggerError: If two of them have one name.
    """
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            raise BrobyggerError(
                f"two waves are called '{name}': nobody could tell them apart",
                "Name them with --baseline NAME and --followup NAME.",
            )


def check_without(reading: Reading, *questionnaires: Questionnaire) -> None:
    """Check that the questions which an export is said not to have asked are questions.

    Raises:
        BrobyggerError: If none of the questionnaires has one of them.
    """
    known = [question.id for questionnaire in questionnaires for question in questionnaire.questions]
    for name in reading.without:
        if name not in known:
            raise BrobyggerError(
                f"--without {name}: '{questionnaires[-1].id}' has no such question{did_you_mean(name, known)}",
                f"It has: {', '.join(dict.fromkeys(known))}.",
            )


def _records_of(raw: RawTable, wave_column: str, value: str) -> npt.NDArray[np.bool_]:
    """Return the records whose wave column holds `value`."""
    cells = raw.cells[column_named(raw, wave_column, "--wave-column")]
    records = records_of_wave(cells, value)
    if not records.any():
        raise no_record_of_wave(raw.path, value, wave_column, values_of(cells))
    return records
