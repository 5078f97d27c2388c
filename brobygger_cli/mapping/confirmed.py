"""The mapping file: which column holds what, as a person has confirmed it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, ValidationError

from brobygger_cli.errors import BrobyggerError
from brobygger_cli.questionnaire.model import Model
from brobygger_cli.spelling import did_you_mean

ENDING = ".map.toml"


class MappedQuestion(Model):
    """Where the answers to one question stand, and how they are spelled.

    Args:
        column: The column that holds the whole answer.
        options: The column of each option of a question with several answers, by the option's id.
        answers: The option that is meant, by what a cell holds.
        ticked: What a cell of a column of ticks holds where the option is ticked.
        not_ticked: What it holds where it is not.
    """

    column: str | None = None
    options: dict[str, str] = Field(default_factory=dict)
    answers: dict[str, str] = Field(default_factory=dict)
    ticked: tuple[str, ...] = ()
    not_ticked: tuple[str, ...] = ()


class Form(Model):
    """A mapping file, as its TOML says it.

    Args:
        questionnaire: The id of the questionnaire it was made for.
        export: The export it was made of, for people to read.
        group: The column of the group.
        respondent: The column of the respondent's id.
        ignore: Columns that hold nothing of the questionnaire.
        groups: The group that is meant, by what a cell holds.
        questions: By the question's id, where and how it is answered.
    """

    questionnaire: str
    export: str = ""
    group: str | None = None
    respondent: str | None = None
    ignore: tuple[str, ...] = ()
    groups: dict[str, str] = Field(default_factory=dict)
    questions: dict[str, MappedQuestion] = Field(default_factory=dict)


@dataclass(frozen=True)
class Mapping:
    """Which column of an export holds what, as a person has confirmed it.

    Attributes:
        path: The file that says so.
        form: What it says.
    """

    path: str
    form: Form

    def of(self, question: str) -> MappedQuestion:
        """Return what it says of one question."""
        return self.form.questions.get(question, _NOTHING)


_NOTHING = MappedQuestion()


def mapping_for(export: str, named: str | None = None) -> Mapping | None:
    """Return the mapping of an export: the one named, or the one beside it.

    Args:
        export: The export, as the user gave it.
        named: The mapping file, where the user names one.

    Raises:
        BrobyggerError: If the file is no mapping.
    """
    if named is not None:
        return read_mapping(named)
    found = next((path for path in _beside(Path(export)) if path.is_file()), None)
    return None if found is None else read_mapping(str(found))


def read_mapping(path: str) -> Mapping:
    """Return the mapping that stands in a file.

    Raises:
        BrobyggerError: If there is no such file, or it is no mapping; the message names every wrong key.
    """
    try:
        content = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise BrobyggerError(f"{path}: no such mapping", "`brobygger map EXPORT -o FILE` writes one.") from None
    except tomllib.TOMLDecodeError as error:
        raise BrobyggerError(f"{path}: is not TOML: {error}", "Mend the line it names; strings need quotes.") from error
    except (OSError, ValueError, RecursionError) as error:  # what is no UTF-8, and numbers and nesting beyond measure
        raise BrobyggerError(
            f"{path}: cannot be read as a mapping: {error}", "A mapping is a TOML file in UTF-8."
        ) from error
    try:
        return Mapping(path, Form.model_validate(content))
    except ValidationError as error:
        wrong = "\n".join(
            f"  {'.'.join(map(str, detail['loc']))}: {_what(detail['type'], detail['msg'], detail['loc'])}"
            for detail in error.errors()
        )
        raise BrobyggerError(
            f"{path}: not a valid mapping:\n{wrong}", "`brobygger map EXPORT` writes one that is."
        ) from error


def _what(kind: str, message: str, place: tuple[int | str, ...]) -> str:
    """Say what is wrong with one key."""
    if kind == "extra_forbidden":
        known = list((Form if len(place) == 1 else MappedQuestion).model_fields)
        return f"there is no such key{did_you_mean(str(place[-1]), known) or '; expected one of ' + ', '.join(known)}"
    return "is missing; it is required" if kind == "missing" else message


def _beside(export: Path) -> list[Path]:
    """Return where the mapping of an export may lie."""
    if export.is_dir():
        folder = export.resolve() if export.name in {"", ".."} else export
        return [folder.with_name(folder.name + ENDING), folder / (folder.name + ENDING)] if folder.name else []
    stems = [export.stem, Path(export.stem).stem] if export.suffix.casefold() == ".gz" else [export.stem]
    return [export.with_name(stem + ENDING) for stem in stems if stem]
