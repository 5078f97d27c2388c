"""The structure and the labels of SurveyXact: which variable belongs to which question, and what its codes mean.

The structure has a header, in English whatever the survey's language; the labels have none: variable, code, label.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from brobygger_cli.exports.containers.encoding import decode
from brobygger_cli.exports.containers.records import find_delimiter, read_records
from brobygger_cli.exports.definitions.markup import plain
from brobygger_cli.exports.variables import Choice
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from brobygger_cli.exports.beside import Beside

    Choices = tuple[Choice, ...]

T = TypeVar("T")

_HEADER = ("questionname", "variablename", "questiontype", "subtype", "questiontext", "choicevalue", "choicetext")
_LABELS_WIDTH = 3
_SUFFIXES = {".csv", ".txt", ".tsv"}
# In which language texts are taken where there are several; then the first by name.
_LANGUAGES = ("da", "en")
_LANGUAGE = re.compile(r"[-_. ]([a-z]{2})\Z")
_DATASET = "dataset"


@dataclass(frozen=True)
class Entry:
    """One line of a structure: one variable.

    Attributes:
        question: The question's name; it is not cut, whatever the variable's is.
        variable: The variable's name.
        closed: Whether there are answers to choose from.
        several: Whether the variable holds the tick of one answer, `choice`.
        form: What an open question takes: `string`, `double`, `date` …
        text: The question as it was put.
        choice: The answer that is ticked.
        number: The variable's place among those of its question, from 1.
    """

    question: str
    variable: str
    closed: bool
    several: bool
    form: str
    text: str
    choice: Choice
    number: int


@dataclass(frozen=True)
class Codebook:
    """What lies beside a dataset, the preferred language first.

    Attributes:
        structures: By file name, the entry of every variable, by the names that a column may have for it.
        labels: By file name, the answers of every variable, by its name.
    """

    structures: Mapping[str, Mapping[str, Entry]] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, Choices]] = field(default_factory=dict)

    def entries(self, column: str) -> list[Entry]:
        """Return what the structures say of a column, the preferred language first."""
        name = normalise(column)
        return [entries[name] for entries in self.structures.values() if name in entries]

    def choices(self, column: str, entry: Entry | None) -> Choices:
        """Return the answers of a column, in the preferred language that has any."""
        names = [normalise(column), *([] if entry is None else [normalise(entry.variable)])]
        return next((choices[name] for choices in self.labels.values() for name in names if name in choices), ())

    def naming(self, columns: Sequence[str]) -> tuple[str, int]:
        """Return the file that names most of some columns, a structure before labels, and how many it names."""
        names = [normalise(column) for column in columns]
        known: dict[str, Mapping[str, object]] = {**self.structures, **self.labels}
        counts = {file: sum(name in of for name in names) for file, of in known.items()}
        best = max(counts, key=counts.__getitem__, default="")
        return best, counts.get(best, 0)


def find_codebook(beside: Beside, dataset: str, columns: Sequence[str]) -> Codebook:
    """Return what the files beside a dataset tell of it.

    Args:
        beside: The files.
        dataset: The dataset's own name: of `wave2_dataset.csv`, files that begin with `wave2_` tell, if there are any.
        columns: The dataset's columns: the files that name most of them belong to it, one in each language.

    Raises:
        UnreadableError: A file has the name of a structure or of labels, and is damaged.
    """
    structures = {
        name: _by_column(read_structure(name, beside.read(name))) for name in _files(beside, dataset, "struct")
    }
    labels = {name: read_labels(name, beside.read(name)) for name in _files(beside, dataset, "label")}
    names = [normalise(column) for column in columns]
    return Codebook(_of_dataset(structures, names), _of_dataset(labels, names))


def _of_dataset(files: Mapping[str, Mapping[str, T]], names: Sequence[str]) -> dict[str, Mapping[str, T]]:
    counts = {file: sum(name in known for name in names) for file, known in files.items()}
    most = max(counts.values(), default=0)
    return {file: files[file] for file, count in counts.items() if count == most > 0}


def read_structure(path: str, data: bytes) -> tuple[Entry, ...]:
    """Return the entries of a structure; nothing where the file is none.

    Args:
        path: The file, for messages.
        data: Its bytes.

    Raises:
        UnreadableError: Its quotation marks are broken.
    """
    header, *rows = _rows(path, data) or [[]]
    names = [normalise(cell) for cell in header]
    if not set(_HEADER) <= set(names):
        return ()
    places = [names.index(name) for name in _HEADER]
    numbers: dict[str, int] = {}
    entries = []
    for row in rows:
        if len(row) > max(places):  # the last line of a file that breaks off is none
            question, variable, kind, form, text, code, label = (row[place].strip() for place in places)
            numbers[question] = numbers.get(question, 0) + 1
            several = normalise(form) == "multiple"
            choice = Choice(code, plain(label))
            closed = normalise(kind) == "closed"
            entries.append(
                Entry(question, variable, closed, several, normalise(form), plain(text), choice, numbers[question])
            )
    return tuple(entries)


def read_labels(path: str, data: bytes) -> dict[str, Choices]:
    """Return the answers of every variable, by its normalised name; nothing where the file holds no labels.

    Args:
        path: The file, for messages.
        data: Its bytes.

    Raises:
        UnreadableError: Its quotation marks are broken.
    """
    found: dict[str, list[Choice]] = {}
    for row in _rows(path, data):
        if len(row) >= _LABELS_WIDTH and not any(cell.strip() for cell in row[_LABELS_WIDTH:]):
            variable, code, label = row[:_LABELS_WIDTH]
            found.setdefault(normalise(variable), []).append(Choice(code.strip(), plain(label)))
    return {variable: tuple(choices) for variable, choices in found.items()}


def _rows(path: str, data: bytes) -> list[list[str]]:
    text, _ = decode(path, data, None)
    delimiter = find_delimiter(text)
    return [] if delimiter is None else [record.cells for record in read_records(path, text, delimiter)]


def _by_column(entries: Sequence[Entry]) -> dict[str, Entry]:
    """Return entries by every name that a column may have: a dataset may hold names that the structure cuts."""
    found = {normalise(entry.variable): entry for entry in entries}
    for entry in entries:
        whole = f"{entry.question}_{entry.number}" if entry.several else entry.question
        found.setdefault(normalise(whole), entry)
    return found


def _files(beside: Beside, dataset: str, word: str) -> list[str]:
    """Return the names of the files with a word in them, in the order of preference of their languages."""
    own, divided, _ = PurePosixPath(dataset).name.lower().partition(_DATASET)
    found = [name for name in beside.names() if word in _stem(name) and _suffix(name) in _SUFFIXES]
    of_dataset = [name for name in found if divided and _stem(name).partition(word)[0] == own]
    return sorted(of_dataset or found, key=lambda name: (_preference(_stem(name)), name))


def _preference(stem: str) -> int:
    """Return the place of a file's language, which stands at the end of its name, among those that are preferred."""
    found = _LANGUAGE.search(stem)
    return _LANGUAGES.index(found[1]) if found and found[1] in _LANGUAGES else len(_LANGUAGES)


def _stem(name: str) -> str:
    return PurePosixPath(name).stem.lower()


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()
