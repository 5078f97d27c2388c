"""The question types of Qualtrics: which columns each of them has in an export, and what they hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from brobygger_cli.exports.definitions.markup import plain, with_item
from brobygger_cli.exports.variables import Choice, Variable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from brobygger_cli.exports.variables import Kind

_SEVERAL = {"MAVR", "MAHR", "MACOL", "MSB"}
_NUMBERS = {"CS", "Slider", "RO"}
_NOT_ASKED = {"Timing", "Meta", "Captcha", "FileUpload", "HeatMap", "HotSpot", "Draw", "Signature", "SS", "PGR", "SBS"}


def table(value: object) -> dict[str, Any]:
    """Return an object of the file; Qualtrics writes an empty one, and one with keys 0, 1 …, as a list."""
    if isinstance(value, list):
        return {str(place): entry for place, entry in enumerate(value)}
    return value if isinstance(value, dict) else {}


def text(value: object) -> str:
    """Return a text or number of the file as text; nothing where it is neither."""
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


@dataclass(frozen=True)
class QualtricsQuestion:
    """A question as the file holds it.

    Attributes:
        payload: The question's own part of the file.
        shown_if: Who is shown it.
    """

    payload: Mapping[str, Any]
    shown_if: str = ""

    @classmethod
    def of(cls, payload: Mapping[str, Any], language: str) -> QualtricsQuestion:
        """Return the question in a language; in its own where it has no other."""
        languages = table(payload.get("Language"))
        translated = table(languages.get(language.upper()) or languages.get(language.lower()))
        own = {key: value for key, value in translated.items() if value}
        for key in ("Choices", "Answers"):
            wordings = table(own.get(key))
            own[key] = {
                code: table(choice) | table(wordings.get(code)) for code, choice in table(payload.get(key)).items()
            }
        return cls({**payload, **own})

    @property
    def tag(self) -> str:
        """The name of its columns."""
        return text(self.payload.get("DataExportTag")) or text(self.payload.get("QuestionID"))

    @property
    def text(self) -> str:
        """Its wording."""
        return plain(text(self.payload.get("QuestionText")))

    @property
    def type(self) -> str:
        """Its type."""
        return text(self.payload.get("QuestionType"))

    @property
    def selector(self) -> str:
        """The form in which it is put."""
        return text(self.payload.get("Selector"))

    def code(self, choice: str) -> str:
        """Return how an export writes a choice."""
        return text(table(self.payload.get("RecodeValues")).get(choice)) or choice

    def entries(self, of: str) -> list[tuple[str, dict[str, Any]]]:
        """Return `Choices` or `Answers` in their order."""
        there = table(self.payload.get(of))
        order = [text(key) for key in table(self.payload.get(f"{of[:-1]}Order")).values()]
        keys = [key for key in dict.fromkeys(order) if key in there] or list(there)
        return [(key, table(there[key])) for key in keys]

    def choices(self, of: str) -> tuple[Choice, ...]:
        """Return `Choices` or `Answers` as answers; what is left out of analyses is no answer."""
        left_out = table(self.payload.get("AnalyzeChoices"))
        return tuple(
            Choice(self.code(key), _label(entry), left_out.get(key) == "No") for key, entry in self.entries(of)
        )

    def item_tag(self, key: str) -> str:
        """Return the name of the column of an item."""
        return text(table(self.payload.get("ChoiceDataExportTags")).get(key)) or f"{self.tag}_{key}"

    def column(self, kind: Kind, name: str, item: str = "", choices: tuple[Choice, ...] = ()) -> Variable:
        """Return a column that is a question of its own."""
        return Variable(name, kind, name, with_item(self.text, item), choices, shown_if=self.shown_if)

    def ticks(self, stem: str, of: str, item: str = "") -> Iterator[Variable]:
        """Yield a column for each of `Choices` or `Answers`, which may be ticked."""
        wording = with_item(self.text, item)
        for choice in self.choices(of):
            yield Variable(f"{stem}_{choice.code}", "tick", stem, wording, tick=choice, shown_if=self.shown_if)


def _label(entry: Mapping[str, Any]) -> str:
    return plain(text(entry.get("Display")))


def variables_of(question: QualtricsQuestion) -> Iterator[Variable]:
    """Yield the columns of one question, in the export's order; none where nothing is asked."""
    if question.type == "MC":
        yield from _multiple_choice(question)
    elif question.type == "Matrix":
        yield from _matrix(question)
    elif question.type == "TE" and question.selector != "FORM":
        settings = table(table(question.payload.get("Validation")).get("Settings"))
        yield question.column("number" if settings.get("ContentType") == "ValidNumber" else "text", question.tag)
    elif question.type in _NOT_ASKED:
        yield question.column("paradata", question.tag)
    elif question.type != "DB":  # a text that is only shown
        for key, entry in question.entries("Choices"):
            kind: Kind = "number" if question.type in _NUMBERS else "text"
            yield question.column(kind, question.item_tag(key), _label(entry))


def _multiple_choice(question: QualtricsQuestion) -> Iterator[Variable]:
    if question.selector in _SEVERAL:
        yield from question.ticks(question.tag, "Choices")
    else:
        kind: Kind = "ordinal" if question.selector == "NPS" else "single"
        yield question.column(kind, question.tag, choices=question.choices("Choices"))
    for key, entry in question.entries("Choices"):
        if entry.get("TextEntry"):
            name = f"{question.tag}_{question.code(key)}_TEXT"
            yield question.column("text", name, f"{_label(entry)}, own words")


def _matrix(question: QualtricsQuestion) -> Iterator[Variable]:
    for key, entry in question.entries("Choices"):
        item, label = question.item_tag(key), _label(entry)
        if question.payload.get("SubSelector") == "MultipleAnswer":
            yield from question.ticks(item, "Answers", label)
        elif question.selector in {"TE", "CS"}:
            kind: Kind = "text" if question.selector == "TE" else "number"
            for answer, answered in question.entries("Answers"):
                yield question.column(kind, f"{item}_{answer}", f"{label}, {_label(answered)}")
        else:
            yield question.column("single", item, label, question.choices("Answers"))
        if entry.get("TextEntry"):
            yield question.column("text", f"{item}_TEXT", f"{label}, own words")
