"""The documentation says what the program does: its tables are compared with the code, its commands are run."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

import pytest
import typer
from pydantic import BaseModel

from brobygger_cli import (
    cli,
    compare,
    describe,
    explain,
    flags,
    inventory,
    mix,
    plan,
    published,
    selftest,
    validate,
    violations,
    words,
)
from brobygger_cli.comparison import equivalence, families, findings, nonresponse
from brobygger_cli.contrasts import changes, couples, groups
from brobygger_cli.errors import ExitCode
from brobygger_cli.methods.multiplicity import ADJUSTMENTS
from brobygger_cli.questionnaire.count_bins import CountBins
from brobygger_cli.questionnaire.model import Text
from brobygger_cli.questionnaire.multiple import NOT_TICKED, TICKED, MultipleResponse
from brobygger_cli.questionnaire.number import Number
from brobygger_cli.questionnaire.open_text import OpenText
from brobygger_cli.questionnaire.options import BinOption, Option, ScaleOption, TickOption
from brobygger_cli.questionnaire.ordinal import Ordinal
from brobygger_cli.questionnaire.question import Net, Routing
from brobygger_cli.questionnaire.questionnaire import Group, Indicator, Questionnaire, Response
from brobygger_cli.questionnaire.single import SingleChoice
from brobygger_cli.render import FORMATS, SUFFIXES
from processes import completed

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "brobygger_cli"
REFERENCE = ROOT / "docs" / "reference.md"
QUESTIONNAIRES = ROOT / "docs" / "questionnaires.md"
RUN = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "CONTRIBUTING.md"]


# Reading Markdown


@cache
def sections(page: Path) -> dict[str, str]:
    """Return the text below each heading, up to the next heading of any level; fenced blocks are no headings."""
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    parts = re.split(r"^#+ +(.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def rows(page: Path, heading: str) -> list[list[str]]:
    """Return the cells of the body rows of the tables below a heading."""
    lines = sections(page)[heading].splitlines()
    below_head = re.compile(r"^\|[-|: ]+\|$")
    heads = {number - 1 for number, line in enumerate(lines) if below_head.match(line)}
    return [
        [cell.strip().replace(r"\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for number, line in enumerate(lines)
        if line.startswith("|") and number not in heads and not below_head.match(line)
    ]


def code(text: str) -> list[str]:
    """Return what stands in backticks."""
    return re.findall(r"`([^`]+)`", text)


def names(page: Path, heading: str) -> list[str]:
    """Return the names in the first column of the tables below a heading; a cell may hold several."""
    return [name for cells in rows(page, heading) for name in code(cells[0])]


def option_names(text: str) -> set[str]:
    return {name.split()[0] for name in code(text) if name.startswith("-")}


# Commands and options


class Command(NamedTuple):
    """A command of the program."""

    path: str
    is_group: bool


def commands() -> list[Command]:
    def walk(command: Any, path: str) -> Iterator[Command]:  # noqa: ANN401 - Typer does not say which class it returns
        below = getattr(command, "commands", {})
        yield Command(path, is_group=bool(below))
        for name, child in below.items():
            yield from walk(child, f"{path} {name}")

    return list(walk(typer.main.get_command(cli.app), "brobygger"))


class HelpedOption(NamedTuple):
    """An option as the help shows it."""

    names: set[str]
    choices: set[str]
    default: str | None


_OPTION = re.compile(r"^  (?:(-\w), )?(--[a-z-]+)(?: <([^>]+)>)?((?:.*)(?:\n {4,}.*)*)", flags=re.MULTILINE)


@cache
def options_in_help(command: Command) -> tuple[HelpedOption, ...]:
    words = [*command.path.split()[1:], "--help"]
    done = completed(words, Path.cwd(), {**os.environ, "COLUMNS": "200", "PYTHONUTF8": "1"})
    assert done.returncode == 0, done.stderr.decode()
    found = []
    for short, long, choices, said in _OPTION.findall(done.stdout.decode().partition("\nOptions:\n")[2]):
        default = re.search(r"\[default: (.+?)\]", said)
        found.append(
            HelpedOption({long, short} - {""}, set(choices.split("|")) - {""}, None if default is None else default[1])
        )
    return tuple(found)


LEAVES = [command for command in commands() if not command.is_group or command.path == "brobygger"]
SHARED = "Shared options"


def heading_of(command: Command) -> str:
    spelled = re.compile(rf"`{command.path}( [A-Z|.]+)*`")
    found = [heading for heading in sections(REFERENCE) if spelled.fullmatch(heading) is not None]
    assert len(found) == 1, f"{command.path} has {len(found)} sections in {REFERENCE.name}"
    return found[0]


def test_every_command_has_a_section_and_no_section_is_of_a_command_that_is_gone() -> None:
    headed = {heading for heading in sections(REFERENCE) if heading.startswith("`brobygger")}
    assert headed == {heading_of(command) for command in LEAVES}


@pytest.mark.parametrize("command", LEAVES, ids=lambda command: command.path)
def test_the_options_of_a_command_in_the_reference_are_those_of_its_help(command: Command) -> None:
    section = sections(REFERENCE)[heading_of(command)]
    own = {name for cells in rows(REFERENCE, heading_of(command)) for name in option_names(cells[0])}
    shared = re.search(r"^Shared options:(.+?)(?:\n\n|\Z)", section, flags=re.MULTILINE | re.DOTALL)
    listed = option_names(shared[1]) if shared else set()
    of_shared = [option_names(cells[0]) for cells in rows(REFERENCE, SHARED)]
    assert listed <= set().union(*of_shared), "an option is called shared but is not in that table"
    documented = own.union(*(spellings for spellings in of_shared if spellings & listed))
    assert documented == set().union(*(option.names for option in options_in_help(command)))


def documented_options(command: Command) -> dict[str, str]:
    """Return what the reference says of each option that a command has."""
    return {
        name: cells[1]
        for heading in (SHARED, heading_of(command))
        for cells in rows(REFERENCE, heading)
        for name in option_names(cells[0])
    }


@pytest.mark.parametrize("command", LEAVES, ids=lambda command: command.path)
def test_the_reference_names_every_choice_and_default_of_an_option(command: Command) -> None:
    said = documented_options(command)
    for option in options_in_help(command):
        for name in option.names:
            assert option.choices <= set(code(said[name])), name
            assert option.default is None or option.default in said[name], name


def test_every_output_format_and_file_suffix_is_in_the_reference() -> None:
    assert names(REFERENCE, "Formats") == list(FORMATS)
    assert set(SUFFIXES) <= set(code(sections(REFERENCE)["Formats"]))


def test_every_exit_code_is_in_the_reference() -> None:
    assert [int(cells[0]) for cells in rows(REFERENCE, "Exit codes")] == [int(code) for code in ExitCode]


# Columns and words in results


@pytest.mark.parametrize(
    ("page", "heading", "columns"),
    [
        (REFERENCE, "Columns of `compare`", compare.COLUMNS),
        (REFERENCE, "Columns of `compare --explain`", explain.COLUMNS),
        (REFERENCE, "Columns of `describe`", describe.COLUMNS),
        (REFERENCE, "Columns of `describe --contrast`", groups.GROUP_COLUMNS),
        (REFERENCE, "Columns of `compare --contrast`", changes.CHANGE_COLUMNS),
        (REFERENCE, "Columns of `compare --mix`", mix.COLUMNS),
        (REFERENCE, "Columns of `plan`", plan.COLUMNS),
        (REFERENCE, "Columns of `validate`", violations.COLUMNS),
        (REFERENCE, "Columns of `questionnaire list`", inventory.LIST_COLUMNS),
        (REFERENCE, "Columns of `questionnaire show`", inventory.SHOW_COLUMNS),
        (REFERENCE, "Columns of `validate --account`", validate.ACCOUNT_COLUMNS),
        (REFERENCE, "Columns of `selftest`", selftest.COLUMNS),
        (QUESTIONNAIRES, "Printed tables", published.COLUMNS),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_documented_columns_are_those_of_the_code_in_their_order(
    page: Path, heading: str, columns: tuple[str, ...]
) -> None:
    assert tuple(names(page, heading)) == columns


@pytest.mark.parametrize("heading", [name for name in sections(REFERENCE) if name.startswith("Columns of")])
def test_every_documented_column_has_a_type_and_a_meaning(heading: str) -> None:
    assert all(len(cells) == 3 and all(cells) for cells in rows(REFERENCE, heading))


def test_every_flag_is_in_the_reference() -> None:
    assert names(REFERENCE, "Flags") == list(flags.FLAGS)


def test_the_reference_tells_the_size_of_a_small_base() -> None:
    assert any(cells[0] == "`small_base`" and f" {flags.SMALL_BASE} " in cells[2] for cells in rows(REFERENCE, "Flags"))


def test_every_finding_is_in_the_reference() -> None:
    assert names(REFERENCE, "Findings") == list(findings.FINDINGS)
    assert names(REFERENCE, "Findings of contrasts") == list(couples.FINDINGS)


def test_every_name_of_a_test_effect_and_adjustment_is_in_the_reference() -> None:
    assert set(names(REFERENCE, "Names in `test`")) == set(words.TESTS)
    assert set(names(REFERENCE, "Names in `effect_name`")) == {"cohens_h", "slope", *words.EFFECTS}
    assert set(names(REFERENCE, "Names in `adjustment`")) == {*ADJUSTMENTS, families.MAX_T} == set(words.ADJUSTMENTS)


def test_every_word_of_sturdiness_and_verdict_is_in_the_reference() -> None:
    assert names(REFERENCE, "Sturdiness") == list(nonresponse.STURDINESS)
    assert names(REFERENCE, "No change as a finding") == list(equivalence.VERDICTS)


@cache
def documented_codes() -> dict[str, set[str]]:
    """Return the severities of every violation code in the reference."""
    headings = ("In an export", "In a printed table", "In the form of a file", "Of a file that cannot be read")
    return {
        name: set(cells[1].split(", "))
        for heading in headings
        for cells in rows(REFERENCE, heading)
        for name in code(cells[0])
    }


def test_every_violation_code_is_in_the_reference() -> None:
    assert set(documented_codes()) == set(violations.CODES)


def strings_in(node: ast.AST) -> set[str]:
    return {part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)}


def severities_in_code() -> Iterator[tuple[str, str]]:
    """Yield every violation code with a severity that it is given where it is found."""
    for path in (PACKAGE / "responses.py", *sorted((PACKAGE / "coding").glob("*.py"))):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "add":
                found = [strings_in(argument) for argument in call.args[:2]]
                if len(found) == 2:
                    codes, levels = found[0] & set(violations.CODES), found[1] & set(get_args(violations.Severity))
                    yield from ((name, level) for name in codes for level in levels)


def test_the_reference_gives_violations_the_severity_that_the_code_gives_them() -> None:
    given = set(severities_in_code())
    assert len(given) > 8  # or the code is written in a way that this test does not read
    assert [(name, level) for name, level in sorted(given) if level not in documented_codes()[name]] == []


# An export with each fault of form: a blank and a ragged row, and bytes that are no text where it matters and
# where it does not; it lacks a question's column and a background question's.
FAULTY = (
    "id;group;borrowed;staff_help;comment;unread\n"
    "1;adults;yes;Let;\N{REPLACEMENT CHARACTER};\n"
    "2;adults;yes;\N{REPLACEMENT CHARACTER};;\n"
    ";;;;;\n"
    "3;adults;yes\n"
)


def test_the_reference_gives_faults_of_form_the_severity_that_validate_gives_them(tmp_path: Path) -> None:
    (tmp_path / "faulty.csv").write_text(FAULTY, encoding="utf-8")
    shutil.copy(ROOT / "examples" / "library.toml", tmp_path)
    done = run("brobygger validate faulty.csv --questionnaire library.toml --format json", tmp_path)
    found: dict[str, set[str]] = {}
    for violation in json.loads(done.stdout)["rows"]:
        found.setdefault(violation["code"], set()).add(violation["severity"])
    said = documented_codes()
    assert {name: found[name] for name in ("blank_row", "bytes_not_text", "missing_column", "ragged_row")} == {
        name: said[name] for name in ("blank_row", "bytes_not_text", "missing_column", "ragged_row")
    }
    assert all(severities <= said[name] for name, severities in found.items())


@pytest.mark.parametrize("heading", ["In a printed table", "Of a file that cannot be read"])
def test_what_is_wrong_with_a_printed_table_or_an_unreadable_file_is_an_error(heading: str) -> None:
    other = [cells[0] for cells in rows(REFERENCE, heading) if cells[1] != "error"]
    assert other == (["`unknown_questionnaire`"] if heading == "In a printed table" else [])


def test_every_way_to_write_a_tick_is_in_the_reference() -> None:
    said = {name for cells in rows(REFERENCE, "Answers") for name in code(cells[1])}
    assert {spelling for spelling in TICKED | NOT_TICKED if spelling} <= said


# Keys of questionnaire files

EVERY = ("Every question",)
WITH_OPTIONS = (*EVERY, "Questions with options")
KEYS: dict[type[BaseModel], tuple[str, ...]] = {
    Questionnaire: ("Questionnaire",),
    Text: ("Wording",),
    Group: ("Group",),
    Response: ("Response",),
    SingleChoice: (*WITH_OPTIONS, "Type `single`"),
    Ordinal: (*WITH_OPTIONS, "Type `ordinal`"),
    CountBins: (*WITH_OPTIONS, "Type `count_bins`"),
    MultipleResponse: (*WITH_OPTIONS, "Type `multiple`"),
    Number: (*EVERY, "Type `number`"),
    OpenText: (*EVERY, "Type `text`"),
    Option: ("Option",),
    ScaleOption: ("Option", "Option of `ordinal`"),
    BinOption: ("Option", "Option of `count_bins`"),
    TickOption: ("Option", "Option of `multiple`"),
    Routing: ("Routing",),
    Net: ("Net",),
    Indicator: ("Indicator",),
}


def models_in(annotation: object) -> set[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {annotation}
    return {model for argument in get_args(annotation) for model in models_in(argument)}


def models_of_a_questionnaire() -> set[type[BaseModel]]:
    found: set[type[BaseModel]] = set()
    left: set[type[BaseModel]] = {Questionnaire}
    while left:
        model = left.pop()
        found.add(model)
        left |= {inner for field in model.model_fields.values() for inner in models_in(field.annotation)} - found
    return found


def test_every_part_of_a_questionnaire_file_is_documented() -> None:
    assert models_of_a_questionnaire() == set(KEYS)


@pytest.mark.parametrize(("model", "headings"), KEYS.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_documented_keys_are_those_of_the_model(model: type[BaseModel], headings: tuple[str, ...]) -> None:
    assert {name for heading in headings for name in names(QUESTIONNAIRES, heading)} == set(model.model_fields)


@pytest.mark.parametrize(("model", "headings"), KEYS.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_keys_are_called_required_where_they_are(model: type[BaseModel], headings: tuple[str, ...]) -> None:
    said = {
        name
        for heading in headings
        for cells in rows(QUESTIONNAIRES, heading)
        if cells[1].endswith(", required")
        for name in code(cells[0])
    }
    assert said == {name for name, field in model.model_fields.items() if field.is_required()}


def test_documented_keys_of_an_example_for_the_selftest_are_those_of_the_model() -> None:
    said = {name: cells[1] for cells in rows(REFERENCE, "Examples for the selftest") for name in code(cells[0])}
    fields = selftest.Example.model_fields
    assert list(said) == list(fields)
    assert {name for name in said if said[name].endswith(", required")} == {
        name for name, field in fields.items() if field.is_required()
    }


# Commands that are shown


class Block(NamedTuple):
    """A fenced block in which commands are shown."""

    page: Path
    line: int
    text: str

    def __str__(self) -> str:
        """Say where it stands."""
        return f"{self.page.name}:{self.line}"


def blocks() -> list[Block]:
    found = []
    for page in RUN:
        text = page.read_text(encoding="utf-8")
        found += [
            Block(page, text.count("\n", 0, match.start()) + 1, match[1])
            for match in re.finditer(r"^```(?:console|sh)\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
            if re.search(r"^\$ brobygger", match[1], flags=re.MULTILINE)
        ]
    return found


def steps(block: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each command with the lines shown below it."""
    parts = re.split(r"^\$ (.+)\n", block, flags=re.MULTILINE)
    assert not parts[0], "output stands before the first command"
    for command, shown in zip(parts[1::2], parts[2::2], strict=True):
        yield command, shown.splitlines()


def write_files(page: Path, folder: Path) -> None:
    """Write the files that a page shows: a file name in backticks and a colon, then a fenced block."""
    text = page.read_text(encoding="utf-8")
    for name, content in re.findall(
        r"`([\w.]+)`:\n\n```(?:toml|csv)\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL
    ):
        (folder / name).write_text(content, encoding="utf-8")


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line as a shell would, `brobygger` being the one under test."""
    environment = {**os.environ, "COLUMNS": "80", "PYTHONUTF8": "1"}
    if command.startswith("brobygger ") and not set(command) & set("|&;<>$`*?{}"):  # nothing that takes a shell
        done = completed(shlex.split(command)[1:], folder, environment)
        return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())
    program = f'brobygger() {{ {shlex.quote(sys.executable)} -m brobygger_cli "$@"; }}\n'
    return subprocess.run(
        [shutil.which("sh") or "sh", "-c", program + command],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=folder,
        env=environment,
        timeout=120,
    )


def matches(shown: list[str], printed: list[str]) -> bool:
    """Tell whether lines were printed as shown; `…` alone stands for any lines."""
    parts = [[line.rstrip() for line in part.split("\n")] for part in re.split(r"(?m)^…$", "\n".join(shown))]
    pattern = ".*".join(re.escape("\n".join(part).strip("\n")) for part in parts)
    return re.fullmatch(pattern, "\n".join(line.rstrip() for line in printed).strip("\n"), flags=re.DOTALL) is not None


@pytest.mark.skipif(shutil.which("sh") is None, reason="the documentation shows lines for a POSIX shell")
@pytest.mark.parametrize("block", blocks(), ids=str)
def test_every_command_that_is_shown_runs_and_prints_what_is_shown(block: Block, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    write_files(block.page, tmp_path)
    shown = list(steps(block.text))
    done = None
    for (command, lines), (following, _) in pairwise([*shown, ("", [])]):
        if command == "echo $?":
            assert done is not None
            assert lines == [str(done.returncode)]
            continue
        done = run(command, tmp_path)
        assert "Traceback" not in done.stderr
        assert following == "echo $?" or done.returncode == 0, done.stderr
        assert matches(lines, done.stdout.splitlines()), f"{command}\n{done.stdout}"


def test_documentation_shows_commands_at_all() -> None:
    assert {block.page for block in blocks()} >= {REFERENCE, QUESTIONNAIRES}


def test_links_between_pages_and_headings_lead_somewhere() -> None:
    def anchor(heading: str) -> str:
        return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")

    for page in RUN:
        for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
            if "://" in target:
                continue
            file, _, heading = target.partition("#")
            led_to = page if not file else (page.parent / file)
            assert led_to.is_file(), target
            assert not heading or heading in map(anchor, sections(led_to)), target
