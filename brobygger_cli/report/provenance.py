"""Where a report is from: files with their checksums, how it was asked for, when, and with which programs."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import platform
import shlex
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from brobygger_cli import __version__
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.numbers import date_as_written
from brobygger_cli.questionnaire.load import bundled_names
from brobygger_cli.report.model import Facts, Paragraph, Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from brobygger_cli.report.material import Material
    from brobygger_cli.sources import Source

# What is said in place of an address: it may hold a name and a password.
_ADDRESSES = {"--engine"}
_EPOCH = "SOURCE_DATE_EPOCH"


@dataclass(frozen=True)
class Given:
    """What was typed for one parameter of the command.

    Args:
        option: The option; nothing for what stands without one.
        values: What was typed for it; nothing where it is a switch.
        is_file: Whether the values name files.
    """

    option: str
    values: tuple[str, ...]
    is_file: bool = False


@dataclass(frozen=True)
class Origin:
    """What a report was made from, and how it was asked for.

    Args:
        files: The files that were read, as the user named them.
        given: What was typed, defaults left out.
        date: When it was made.
    """

    files: tuple[str, ...]
    given: tuple[Given, ...]
    date: dt.date


def date_of_report() -> dt.date:
    """Return the date of a report: today's, or the one that SOURCE_DATE_EPOCH gives in seconds since 1970, in UTC.

    Raises:
        BrobyggerError: If that is no such number.
    """
    stated = os.environ.get(_EPOCH)
    if not stated:
        return dt.datetime.now(tz=dt.UTC).astimezone().date()
    try:
        return dt.datetime.fromtimestamp(int(stated), tz=dt.UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise BrobyggerError(
            f"{_EPOCH}={stated}: is no date in seconds since 1970", "Such as 1511308800, or leave it unset."
        ) from error


def files_of(sources: Sequence[Source], given: Sequence[Given]) -> tuple[str, ...]:
    """Return the files that a comparison was read from: exports, mappings, questionnaires, margins, a template.

    Args:
        sources: The waves.
        given: What was typed.
    """
    files = [source.raw.path for source in sources if source.table is None]
    files += [source.mapping.path for source in sources if source.mapping is not None]
    files += [
        file
        for one in given
        for file in one.values
        if one.is_file and one.option and one.option != "--output" and file not in bundled_names()
    ]
    return tuple(file for file in dict.fromkeys(files) if Path(file).exists())


def provenance_section(material: Material, origin: Origin) -> Section:
    """Return the section by which anyone can make the report anew."""
    say = material.say
    options = [(given.option, ", ".join(given.values) or say("yes")) for given in _shown(origin.given) if given.option]
    programs = (("brobygger", __version__), ("Python", platform.python_version()), *_libraries())
    facts = [
        *((name, say("checksum", digest=digest)) for name, digest in _checksums(origin.files)),
        *((say("bundled_wave"), name) for name in material.bundled()),
        (say("date"), date_as_written(origin.date, material.language)),
        *programs,
        *((say("option", option=option), value) for option, value in options),
    ]
    blocks = (
        Paragraph(say("provenance_lead")),
        Facts(tuple(facts)),
        Paragraph(say("rerun", command=_command(origin.given))),
    )
    return Section("provenance", say("provenance_title"), "provenance", blocks)


def _libraries() -> Iterator[tuple[str, str]]:
    from importlib.metadata import version  # noqa: PLC0415 - takes a while, and only a report tells versions

    for name in ("numpy", "pandas", "scipy"):
        yield name, version(name)


def _checksums(files: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the name of every file, without its folder, with its SHA-256; of a folder those of the files in it."""
    for file in dict.fromkeys(files):
        path = Path(file)
        within = sorted(found for found in path.rglob("*") if found.is_file()) if path.is_dir() else [path]
        for found in within:
            name = found.relative_to(path.parent).as_posix() if path.is_dir() else path.name
            with found.open("rb") as content:
                yield name, hashlib.file_digest(content, "sha256").hexdigest()


def _shown(given: Sequence[Given]) -> Iterator[Given]:
    """Yield what was typed without folders and addresses, which concern nobody else."""
    for one in given:
        if one.option in _ADDRESSES:
            yield Given(one.option, tuple(address.partition(":")[0] for address in one.values))
        elif one.is_file:
            yield Given(one.option, tuple(PurePath(file).name or file for file in one.values))
        else:
            yield one


def _command(given: Sequence[Given]) -> str:
    """Return the command line by which the report is made anew, where the files lie in the current folder."""
    words = ["brobygger", "report"]
    for one in _shown(given):
        if not one.option:
            words += one.values
        elif not one.values:
            words.append(one.option)
        else:
            words += [word for value in one.values for word in (one.option, value)]
    return shlex.join(words)
