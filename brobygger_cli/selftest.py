"""The selftest: published examples recomputed on the user's machine, expected and got side by side."""

from __future__ import annotations

import inspect
import math
import pkgutil
import platform
import re
import tomllib
from decimal import Decimal
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import numpy as np
import pandas as pd
import scipy
from pydantic import AfterValidator, Field, ValidationError, model_validator

from brobygger_cli import __version__, methods
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.questionnaire.load import schemas
from brobygger_cli.questionnaire.model import Identifier, Model
from brobygger_cli.result import Result
from brobygger_cli.spelling import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from importlib.resources.abc import Traversable

    from pydantic_core import ErrorDetails

    from brobygger_cli.questionnaire.model import Language

BUNDLED = "schemas/selftest/published.toml"  # what messages call the bundled examples

_FIGURE = re.compile(r"[-−+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_FRACTION = re.compile(r"-?[0-9]+/[0-9]+")
_SLACK = Decimal("1e-6")  # of a unit: a figure half way between two roundings may miss it in floating point
# What arithmetic raises that is given arguments it was not made for.
_REFUSALS = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, MemoryError)


def _checked_figure(text: str) -> str:
    if _FIGURE.fullmatch(text) is None or math.isinf(float(_decimal(text))):
        raise ValueError(f"'{text}' is no figure; write it as it is printed, such as \"0.0270\"")
    return text


Figure = Annotated[str, AfterValidator(_checked_figure)]


class Example(Model):
    """One published example: a function of `methods`, what it is given and what it must give."""

    id: Identifier = Field(description="the name of the example")
    what: str = Field(min_length=1, description="the data, in a line")
    source: str = Field(min_length=1, description="author and year, with the table")
    method: str = Field(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$", description="module.function")
    arguments: dict[str, Any] = Field(description="the function's arguments by name")
    outputs: tuple[str, ...] | None = Field(None, description="names for what the function gives without names")
    expected: dict[str, Figure] = Field(min_length=1, description="the published figures as printed, by name")


class Examples(Model):
    """A file of published examples."""

    examples: tuple[Example, ...] = Field(min_length=1, description="the examples")

    @model_validator(mode="after")
    def _ids_differ(self) -> Examples:
        ids = [example.id for example in self.examples]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ValueError(f"there is more than one example '{twice[0]}'")
        return self


class _Wrong(Exception):  # noqa: N818 - no error of the program, but what is wrong with a field of an example
    """What is wrong with a field of an example."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")


class Compared(NamedTuple):
    """A published figure beside the one that this machine gives: a row of the result."""

    example: str
    what: str
    method: str
    figure: str
    expected: float
    got: float
    digits: int
    agrees: bool
    source: str


COLUMNS = Compared._fields


def selftest(path: str | None = None, language: Language = "en") -> Result:
    """Recompute published examples, the bundled ones or those of a TOML file, one figure a row.

    The columns are `COLUMNS`. A figure agrees where it rounds to the published digits, a half up or down.

    Raises:
        BrobyggerError: If the file cannot be read or an example in it cannot be computed.
    """
    name = BUNDLED if path is None else path
    place = schemas() / "selftest" / "published.toml" if path is None else Path(path)
    rows: list[Compared] = []
    for example in _read(place, name).examples:
        try:
            rows += _recomputed(example)
        except _Wrong as wrong:
            raise BrobyggerError(
                f"{name}: example '{example.id}', {wrong}",
                "docs/reference.md tells how examples are written.",
            ) from wrong
    differing = [row for row in rows if not row.agrees]
    return Result(
        "selftest",
        pd.DataFrame(rows, columns=COLUMNS),
        language,
        (
            f"{len(rows) - len(differing)} of {len(rows)} figures agree",
            *map(_difference, differing),
            _versions(),
        ),
    )


def _difference(row: Compared) -> str:
    got = "no finite number" if math.isnan(row.got) else row.got
    return f"{row.example}, {row.figure}: expected {row.expected:.{row.digits}f}, got {got}"


def _versions() -> str:
    python = platform.python_version()
    return f"brobygger {__version__}, Python {python}, numpy {np.__version__}, scipy {scipy.__version__}"


# Reading the file


def _read(place: Traversable, name: str) -> Examples:
    try:
        content = tomllib.loads(place.read_text(encoding="utf-8").removeprefix("\ufeff"))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise BrobyggerError(f"{name}: cannot be read: {reason}", "Examples are a TOML file in UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise BrobyggerError(f"{name}: is not TOML: {error}", "Mend the line it names; strings need quotes.") from error
    try:
        return Examples.model_validate(content)
    except ValidationError as error:
        wrong = [f"  {_where(detail['loc'], content)}{_what(detail)}" for detail in error.errors()]
        raise BrobyggerError(
            f"{name}: not a valid file of examples:\n" + "\n".join(wrong),
            "docs/reference.md tells how examples are written.",
        ) from error


def _where(loc: tuple[int | str, ...], content: dict[str, Any]) -> str:
    """Name the example and the field as a person would look for them."""
    if len(loc) < 2:
        return f"{loc[0]}: " if loc else ""
    entry = content["examples"][loc[1]]
    named = entry.get("id") if isinstance(entry, dict) else None
    example = f"example '{named}'" if isinstance(named, str) else f"example {int(loc[1]) + 1}"
    field = ".".join(str(step) for step in loc[2:])
    return f"{example}, {field}: " if field else f"{example}: "


def _what(detail: ErrorDetails) -> str:
    kind, loc = detail["type"], detail["loc"]
    if kind == "extra_forbidden":
        valid = list(Example.model_fields if len(loc) > 1 else Examples.model_fields)
        return f"there is no such key{_meant(str(loc[-1]), valid)}"
    if kind == "missing":
        return "is missing; it is required"
    if kind == "string_type":
        return f"must be text in quotes (found {detail['input']!r:.80})"
    if kind == "value_error":
        return detail["msg"].removeprefix("Value error, ")
    return f"{detail['msg']} (found {detail['input']!r:.80})"


def _meant(name: str, known: Iterable[str]) -> str:
    """Say which name was probably meant, or which there are."""
    names = sorted(known)
    return did_you_mean(name, names) or f"; expected one of {', '.join(names)}"


# Recomputing an example


def _recomputed(example: Example) -> list[Compared]:
    function = _function(example.method)
    arguments = _arguments(example, function)
    try:
        result = function(**arguments)
    except _REFUSALS as error:
        raise _Wrong("arguments", f"{example.method} does not take them: {error}") from error
    figures = _figures(example, result)
    return [_compared(example, name, printed, figures) for name, printed in example.expected.items()]


def _function(method: str) -> Callable[..., Any]:
    """Return a public function of a module of `methods`; there is no way to any other module."""
    module_name, _, name = method.partition(".")
    modules = [module.name for module in pkgutil.iter_modules(methods.__path__)]
    if module_name not in modules:
        raise _Wrong("method", f"there is no module '{module_name}' of methods{_meant(module_name, modules)}")
    module = import_module(f"{methods.__name__}.{module_name}")
    public = {
        known: found
        for known, found in vars(module).items()
        if inspect.isfunction(found) and found.__module__ == module.__name__ and not known.startswith("_")
    }
    if name not in public:
        raise _Wrong("method", f"there is no function '{name}' in '{module_name}'{_meant(name, public)}")
    return public[name]


def _arguments(example: Example, function: Callable[..., Any]) -> dict[str, Any]:
    parameters = inspect.signature(function).parameters
    for name in example.arguments:
        if name not in parameters:
            raise _Wrong(f"arguments.{name}", f"{example.method} takes no such argument{_meant(name, parameters)}")
    for name, parameter in parameters.items():
        if parameter.default is parameter.empty and name not in example.arguments:
            raise _Wrong(f"arguments.{name}", f"is missing; {example.method} needs it")
    return {
        name: _argument(value, f"arguments.{name}", takes_text=_takes_text(parameters[name]))
        for name, value in example.arguments.items()
    }


def _takes_text(parameter: inspect.Parameter) -> bool:
    """Tell whether a parameter is annotated as text, with which numbers and shares are not."""
    return re.search(r"\b(?:str|Literal)\b", str(parameter.annotation)) is not None


def _argument(value: object, field: str, *, takes_text: bool) -> object:
    """Return an argument as the function takes it: numbers as they are, "81/263" as the number it is."""
    if isinstance(value, list):
        return [_argument(entry, field, takes_text=takes_text) for entry in value]
    if isinstance(value, str) and _FRACTION.fullmatch(value):
        try:
            return float(Fraction(value))
        except (ArithmeticError, ValueError) as error:
            raise _Wrong(field, f"'{value:.80}' is no fraction: {error}") from error
    if isinstance(value, int | float) or (isinstance(value, str) and takes_text):
        return value
    raise _Wrong(field, f'must be a number, a fraction such as "81/263" or a list of them (found {value!r:.80})')


def _figures(example: Example, result: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a function gives
    """Return what a function gave, by name."""
    named = _named(result)
    if named is not None:
        if example.outputs is not None:
            raise _Wrong("outputs", f"{example.method} names what it gives itself: {', '.join(named)}")
        return named
    if example.outputs is None:
        raise _Wrong("outputs", f"is missing: {example.method} gives {len(result)} figures without names")
    if len(set(example.outputs)) != len(result) or len(example.outputs) != len(result):
        raise _Wrong("outputs", f"must be {len(result)} different names, as {example.method} gives {len(result)}")
    return dict(zip(example.outputs, result, strict=True))


def _named(result: Any) -> dict[str, Any] | None:  # noqa: ANN401 - whatever a function gives
    """Return the figures of what needs no names, None where it needs some."""
    if isinstance(result, range):
        first, last = (result[0], result[-1]) if result else (math.nan, math.nan)
        return {"first": first, "last": last, "size": len(result)}
    if isinstance(result, tuple) and hasattr(result, "_asdict"):
        return dict(result._asdict())
    return None if isinstance(result, tuple | list) or np.ndim(result) else {"value": result}


def _compared(example: Example, name: str, printed: str, figures: dict[str, Any]) -> Compared:
    if name not in figures:
        raise _Wrong(f"expected.{name}", f"{example.method} gives no such figure{_meant(name, figures)}")
    got = _number(figures[name], f"expected.{name}")
    expected = _decimal(printed)
    digits = -int(expected.as_tuple().exponent)
    # Half a unit of the last digit either way: print may have rounded a half up or to the even digit.
    within = (Decimal("0.5") + _SLACK).scaleb(-digits)
    agrees = not math.isnan(got) and abs(Decimal(got) - expected) <= within
    return Compared(
        example.id, example.what, example.method, name, float(expected), got, digits, agrees, example.source
    )


def _decimal(printed: str) -> Decimal:
    """Return a printed figure with all its digits; print has a true minus sign."""
    return Decimal(printed.replace("−", "-"))


def _number(value: object, field: str) -> float:
    """Return a figure as a float; one that is not finite is not available."""
    array = np.asarray(float(value) if isinstance(value, Decimal) else value)
    if array.ndim or array.dtype.kind not in "iuf":
        raise _Wrong(field, "is not a single number; expect another figure, or give single numbers as arguments")
    number = float(array)
    return number if math.isfinite(number) else math.nan
