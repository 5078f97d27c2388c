"""Questionnaire files: which are bundled, how one is read, and how a wrong one is reported."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from pydantic import BaseModel, ValidationError

from brobygger_cli.errors import BrobyggerError
from brobygger_cli.questionnaire.questionnaire import Questionnaire
from brobygger_cli.spelling import did_you_mean

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from pydantic_core import ErrorDetails


def schemas() -> Traversable:
    """Return the folder of bundled questionnaires and printed tables.

    In a wheel it lies inside the package; in a checkout or an editable install beside it.
    """
    inside = files("brobygger_cli") / "schemas"
    return inside if inside.is_dir() else files("brobygger_cli") / ".." / "schemas"


@cache
def bundled_names() -> tuple[str, ...]:
    """Return the names of the bundled questionnaires."""
    names = (entry.name for entry in schemas().iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def load(name_or_path: str) -> Questionnaire:
    """Return the questionnaire that is bundled under a name or stands in a TOML file.

    Raises:
        BrobyggerError: If there is no such questionnaire, or its file is wrong; the message names every
            wrong key with its path, what was expected and the nearest valid name.
    """
    if name_or_path in bundled_names():
        return parse((schemas() / f"{name_or_path}.toml").read_text(encoding="utf-8"), name_or_path)
    path = Path(name_or_path)
    try:
        text = path.read_text(encoding="utf-8-sig")  # Windows editors begin a file with a mark
    except FileNotFoundError:
        raise BrobyggerError(
            f"{name_or_path}: no such questionnaire{did_you_mean(name_or_path, bundled_names())}",
            f"Give one of the bundled names ({', '.join(bundled_names())}) or the path of a TOML file.",
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise BrobyggerError(
            f"{name_or_path}: cannot be read as a questionnaire: {error}",
            "A questionnaire is a TOML file in UTF-8.",
        ) from error
    return parse(text, name_or_path)


def parse(text: str, path: str) -> Questionnaire:
    """Return the questionnaire that TOML text describes.

    Args:
        text: The TOML.
        path: What to call it in messages.

    Raises:
        BrobyggerError: If it is not TOML or breaks the rules of a questionnaire.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BrobyggerError(f"{path}: is not TOML: {error}", "Mend the line it names; strings need quotes.") from error
    try:
        return Questionnaire.model_validate(content)
    except ValidationError as error:
        details = error.errors()
        wrong = [
            f"  {_where(detail['loc'], content)}: {_what(detail)}"
            for detail in details
            if not _is_consequence(detail, details)
        ]
        raise BrobyggerError(
            f"{path}: not a valid questionnaire:\n" + "\n".join(wrong),
            "`brobygger questionnaire schema` prints every key and what it may hold.",
        ) from error


def _is_consequence(detail: ErrorDetails, details: list[ErrorDetails]) -> bool:
    """Tell whether a list is called too short only because its entries are wrong themselves."""
    loc = detail["loc"]
    within = (other for other in details if other is not detail)
    return detail["type"] == "too_short" and any(other["loc"][: len(loc)] == loc for other in within)


def _where(loc: tuple[int | str, ...], content: object) -> str:
    """Spell a key path as a person would look for it: list entries by their id, no type tags."""
    path = ""
    for before, step in zip((None, *loc), loc, strict=False):
        if isinstance(step, int):
            content = content[step] if isinstance(content, list) and step < len(content) else None
            name = content.get("id", step + 1) if isinstance(content, dict) else step + 1
            path += f"[{name}]"
        elif isinstance(before, int) and isinstance(content, dict) and content.get("type") == step:
            continue  # the tag by which pydantic tells which question type it tried
        else:
            path += f".{step}" if path else str(step)
            content = content.get(step) if isinstance(content, dict) else None
    return path or "the file"


def _what(detail: ErrorDetails) -> str:
    kind, message = detail["type"], detail["msg"].removeprefix("Value error, ")
    if kind == "extra_forbidden":
        valid = _valid_keys(detail["loc"][:-1])
        proposed = did_you_mean(str(detail["loc"][-1]), valid)
        expected = f"; expected one of {', '.join(valid)}"
        return f"there is no such key{proposed or expected}"
    if kind == "missing":
        return "is missing; it is required"
    if kind == "union_tag_invalid":
        tag = str(detail["ctx"]["tag"])
        proposed = did_you_mean(tag, _question_types())
        return f"there is no question type '{tag}'{proposed} (types: {', '.join(_question_types())})"
    if kind == "union_tag_not_found":
        return f"has no type; expected one of {', '.join(_question_types())}"
    if kind == "value_error":
        return message
    return f"{message} (found {detail['input']!r:.80})"


def _models(annotation: object) -> list[type[BaseModel]]:
    """Return the models that a field's annotation mentions."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for argument in get_args(annotation) for model in _models(argument)]


def _question_types() -> list[str]:
    return [
        tag
        for model in _models(Questionnaire.model_fields["questions"].annotation)
        for tag in get_args(model.model_fields["type"].annotation)
    ]


def _valid_keys(loc: tuple[int | str, ...]) -> list[str]:
    """Return the keys that are valid at a key path."""
    models: list[type[BaseModel]] = [Questionnaire]
    for step in loc:
        if not isinstance(step, str):
            continue
        tagged = [m for m in models if "type" in m.model_fields and step in get_args(m.model_fields["type"].annotation)]
        models = (
            tagged
            or [
                found
                for model in models
                if step in model.model_fields
                for found in _models(model.model_fields[step].annotation)
            ]
            or models
        )
    return sorted({key for model in models for key in model.model_fields})
