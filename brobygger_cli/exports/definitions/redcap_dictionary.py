"""The data dictionary of REDCap: one line for every field, with its form, its type, its label and its choices.

Its header is English whatever the project's language; the dictionary that the API gives has other names for the same
columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brobygger_cli.exports.containers.encoding import decode
from brobygger_cli.exports.containers.records import find_delimiter, read_records
from brobygger_cli.exports.definitions.markup import plain, with_item
from brobygger_cli.exports.variables import Choice
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from brobygger_cli.exports.beside import Beside
    from brobygger_cli.exports.variables import Kind

_COLUMNS = {
    "variable / field name": "field_name",
    "form name": "form_name",
    "section header": "section_header",
    "field type": "field_type",
    "field label": "field_label",
    "choices, calculations, or slider labels": "select_choices_or_calculations",
    "text validation type or show slider number": "text_validation_type_or_show_slider_number",
    "branching logic (show field only if...)": "branching_logic",
    "matrix group name": "matrix_group_name",
}
_NEEDED = {"field_name", "form_name", "field_type", "field_label"}
_ALWAYS: dict[str, tuple[Choice, ...]] = {
    "yesno": (Choice("1", "Yes"), Choice("0", "No")),
    "truefalse": (Choice("1", "True"), Choice("0", "False")),
}
_KINDS: dict[str, Kind] = {
    "radio": "single",
    "dropdown": "single",
    "yesno": "single",
    "truefalse": "single",
    "checkbox": "tick",
    "calc": "number",
    "slider": "number",
    "text": "text",
    "notes": "text",
    "file": "paradata",
    "signature": "paradata",
}
_OPTION = "(choice="  # begins the option in a header of labels
_NOT_ASKED = {"calc", "descriptive"}
_NUMBERS = ("number", "integer")


@dataclass(frozen=True)
class Field:
    """One line of a dictionary: one field of a form.

    Attributes:
        name: The field's name.
        form: The name of its form.
        type: What REDCap calls its type: `radio`, `checkbox`, `text` …
        label: The question as it was put.
        heading: What stands above the lines of a matrix; "" elsewhere.
        choices: The answers to choose from.
        validation: What a text has to be: `integer`, `date_ymd` …
        shown_if: The branching logic, verbatim.
    """

    name: str
    form: str
    type: str
    label: str
    heading: str = ""
    choices: tuple[Choice, ...] = ()
    validation: str = ""
    shown_if: str = ""

    @property
    def text(self) -> str:
        """The question as it was put, in a matrix with the item behind it."""
        return with_item(self.heading, self.label)

    @property
    def kind(self) -> Kind:
        """What its column holds, or each of its columns."""
        if self.type == "text" and self.validation.startswith(_NUMBERS):
            return "number"
        return _KINDS.get(self.type, "unknown")

    @property
    def asked(self) -> bool:
        """Whether somebody fills it in; a calculation needs nobody."""
        return self.type not in _NOT_ASKED

    def label_of(self, code: str) -> str:
        """Return the label of a choice; the code itself where there is none."""
        return next((choice.label for choice in self.choices if choice.code == code), code)

    def code_of(self, text: str) -> str:
        """Return the code of a choice that is written with its label; the text itself where it is none."""
        return next((choice.code for choice in self.choices if choice.label == text), text)


@dataclass(frozen=True)
class Dictionary:
    """The dictionary of a project.

    Attributes:
        file: Its name; "" where there is none.
        fields: Its fields by name, in their order.
    """

    file: str
    fields: Mapping[str, Field]

    def of_column(self, header: str) -> tuple[Field | None, str]:
        """Return the field of a column, and the code of the option where it holds a tick."""
        if header in self.fields:
            return self.fields[header], ""
        name, _, code = header.partition("___")
        return self.fields.get(name), code

    def naming(self, headers: Iterable[str]) -> int:
        """Return how many of the headers are of its fields, by their names or by their labels."""
        labels = {normalise(field.label) for field in self.fields.values()}
        return sum(
            self.of_column(header)[0] is not None or normalise(header.partition(_OPTION)[0]) in labels
            for header in headers
        )


NO_DICTIONARY = Dictionary("", {})


def find_dictionary(beside: Beside, headers: Sequence[str]) -> Dictionary:
    """Return the dictionary beside an export that names most of its columns; an empty one where there is none.

    Args:
        beside: The files beside the export; those with "dict" in their names are looked at.
        headers: The export's header.

    Raises:
        UnreadableError: A dictionary is damaged.
    """
    found = NO_DICTIONARY
    for name in beside.names():
        if "dict" in name.casefold():
            fields = read_dictionary(name, beside.read(name))
            dictionary = Dictionary(name, {field.name: field for field in fields})
            if dictionary.naming(headers) > found.naming(headers):
                found = dictionary
    return found


def read_dictionary(path: str, data: bytes) -> tuple[Field, ...]:
    """Return the fields of a dictionary; nothing where the file is none.

    Args:
        path: The file, for messages.
        data: Its bytes.

    Raises:
        UnreadableError: It is a dictionary, and its quotation marks are broken.
    """
    text, _ = decode(path, data, None)
    delimiter = find_delimiter(text)
    if delimiter is None or "\0" in text or not set(_names(text.partition("\n")[0].split(delimiter))) >= _NEEDED:
        return ()
    header, *records = read_records(path, text, delimiter)
    names = _names(header.cells)
    rows = [dict(zip(names, record.cells, strict=False)) for record in records]
    return tuple(_fields([row for row in rows if row.get("field_name", "").strip()]))


def _names(cells: Iterable[str]) -> list[str]:
    """Return what the API calls the columns of a header."""
    bare = [" ".join(cell.strip(' "').casefold().split()) for cell in cells]
    return [_COLUMNS.get(name, name) for name in bare]


def _fields(rows: Iterable[Mapping[str, str]]) -> Iterable[Field]:
    """Yield the fields; the section header above a matrix is the question of all its lines."""
    matrix, question = "", ""
    for row in rows:
        of_matrix = row.get("matrix_group_name", "").strip()
        section = plain(row.get("section_header", ""))
        if of_matrix != matrix or section:
            matrix, question = of_matrix, section
        of_type = row.get("field_type", "").strip().casefold()
        label = plain(row.get("field_label", ""))
        offered = _choices(row.get("select_choices_or_calculations", "")) if _has_choices(of_type) else ()
        yield Field(
            row["field_name"].strip(),
            row.get("form_name", "").strip(),
            of_type,
            label,
            question if of_matrix else "",
            _ALWAYS.get(of_type, offered),
            row.get("text_validation_type_or_show_slider_number", "").strip(),
            row.get("branching_logic", "").strip(),
        )


def _has_choices(of_type: str) -> bool:
    return _KINDS.get(of_type) in {"single", "tick"}


def _choices(text: str) -> tuple[Choice, ...]:
    """Return the choices written `1, one | 2, two`; a label may hold commas, and a choice without one is its own."""
    parts = [part.partition(",") for part in text.replace("\n", " | ").split("|") if part.strip()]
    return tuple(Choice(code.strip(), plain(label) or code.strip()) for code, _, label in parts)
