"""The rooms of the package: imports point downwards, and what a room must not do is done nowhere in it."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, get_args

import pytest

from brobygger_cli.cli import comparing, options
from brobygger_cli.comparison import settings
from brobygger_cli.methods import change_intervals, change_tests, multiplicity, share_intervals
from brobygger_cli.render import FORMATS, SUFFIXES
from brobygger_cli.render.views import VIEWS
from brobygger_cli.result import ResultKind
from brobygger_cli.selection import Level

if TYPE_CHECKING:
    from collections.abc import Iterator
    from enum import StrEnum

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "brobygger_cli"
NAME = PACKAGE.name

# From the top. A room imports from rooms in lower layers and from itself, never sideways or upwards.
LAYERS = (
    {"__main__"},
    {"cli"},
    {"render"},
    {"report"},
    {"figures"},
    {"sentences"},
    {"explain", "proposal"},
    {"explanations", "drafting"},
    {"numbers", "words", "compare", "describe", "plan", "validate", "inventory", "selftest", "contrasts", "mix"},
    {"trends", "between_groups"},
    {"changes", "limits"},
    {"flags", "reading", "stated", "disclosure"},
    {"waves", "labels", "selection", "result"},
    {"sources"},
    {"streaming", "engines"},
    {"comparison", "published", "coded"},
    {"bounds", "transitions", "splitting", "margins"},
    {"counts"},
    {"sums"},
    {"responses"},
    {"coding"},
    {"mapping", "items", "catalogue"},
    {"questionnaire", "exports", "violations", "methods"},
    {"progress"},
    {"spelling", "errors"},
    {"__init__"},
)


class Import(NamedTuple):
    """One import: which module of the package imports which module, and where."""

    importer: str
    imported: str
    line: int
    at_start: bool  # when the module is imported, rather than when a function runs or a type is checked


@cache
def modules() -> dict[str, Path]:
    """Return the modules of the package by their dotted names."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def nodes_run_at_start(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what is run when a module is imported: no function bodies, nothing that is for types only."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        yield child
        yield from nodes_run_at_start(child)


def imported_by(node: ast.AST) -> list[str]:
    """Return the dotted names of what an import statement imports, the package's own modules in full."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute"
        of = str(node.module)
        return [f"{of}.{alias.name}" if f"{of}.{alias.name}" in modules() else of for alias in node.names]
    return []


@cache
def imports() -> tuple[Import, ...]:
    found = []
    for module, path in modules().items():
        at_start = set(nodes_run_at_start(tree(path)))
        found += [
            Import(module, name, getattr(node, "lineno", 0), node in at_start)
            for node in ast.walk(tree(path))
            for name in imported_by(node)
        ]
    return tuple(found)


def room(module: str) -> str:
    """Return the file or folder of the package that a module belongs to."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def within(folder: str) -> list[Import]:
    return [found for found in imports() if room(found.importer) == folder]


def top(module: str) -> str:
    return module.partition(".")[0]


def said(found: Import) -> str:
    return f"{found.importer}:{found.line} imports {found.imported}"


def test_every_room_has_its_place_among_the_layers() -> None:
    placed = [name for layer in LAYERS for name in layer]
    assert len(placed) == len(set(placed))
    assert set(placed) == {room(module) for module in modules()}


def test_imports_point_downwards() -> None:
    layer = {name: place for place, names in enumerate(LAYERS) for name in names}
    wrong = [
        said(found)
        for found in imports()
        if top(found.imported) == NAME
        and room(found.importer) != room(found.imported)
        and layer[room(found.importer)] >= layer[room(found.imported)]
    ]
    assert wrong == []


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph: dict[str, set[str]] = {module: set() for module in modules()}
    for found in imports():
        if found.imported in graph and found.at_start:
            graph[found.importer].add(found.imported)
    TopologicalSorter(graph).prepare()


def test_methods_know_arrays_only() -> None:
    allowed = {"__future__", "collections", "decimal", "math", "numpy", "scipy", "typing"}
    wrong = [
        said(found)
        for found in within("methods")
        if top(found.imported) not in allowed and not found.imported.startswith(f"{NAME}.methods")
    ]
    assert wrong == []


def test_scipy_stats_waits_for_an_exact_test_that_needs_it() -> None:
    assert [said(found) for found in imports() if found.imported.startswith("scipy.stats") and found.at_start] == []


@pytest.mark.parametrize(
    ("folder", "below"), [("questionnaire", {"spelling", "errors"}), ("exports", {"spelling", "errors"})]
)
def test_what_was_asked_and_how_files_look_know_nothing_of_the_rest(folder: str, below: set[str]) -> None:
    own = [found for found in within(folder) if top(found.imported) == NAME]
    assert [said(found) for found in own if room(found.imported) not in {folder, *below}] == []


def test_nothing_after_the_counts_sees_a_respondent() -> None:
    respondents = {"responses", "coding", "mapping", "exports"}
    after = {"comparison", "flags", "labels", "compare", "describe", "validate", "render", "numbers", "words"}
    after |= {"explain", "explanations"}
    assert [
        said(found)
        for found in imports()
        if room(found.importer) in after and room(found.imported) in respondents and top(found.imported) == NAME
    ] == []


def test_the_command_line_loads_nothing_heavy_before_a_command_needs_it() -> None:
    heavy = {"numpy", "pandas", "scipy", "pydantic", "rich"}
    assert [said(found) for found in within("cli") if found.at_start and top(found.imported) in heavy] == []


def test_the_command_line_loads_no_room_before_a_command_needs_it() -> None:
    allowed = {"cli", "errors", "__init__"}
    early = [found for found in within("cli") if found.at_start and top(found.imported) == NAME]
    assert [said(found) for found in early if room(found.imported) not in allowed] == []


def calls_and_names(path: Path) -> set[str]:
    """Return what a module calls and which attributes it uses, as written."""
    called = {ast.unparse(node.func) for node in ast.walk(tree(path)) if isinstance(node, ast.Call)}
    return called | {ast.unparse(node) for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}


@pytest.mark.parametrize("module", modules(), ids=str)
def test_only_render_writes_results_to_stdout(module: str) -> None:
    used = calls_and_names(modules()[module])
    assert "print" not in used
    if room(module) != "render" and module != f"{NAME}.cli":
        assert "sys.stdout" not in used
    # The version and the JSON Schema are no results: two lines that the command line itself says.
    if module not in {f"{NAME}.cli", f"{NAME}.cli.questionnaire"}:
        assert not used & {"typer.echo", "typer.secho", "click.echo"}


@pytest.mark.parametrize("module", modules(), ids=str)
def test_only_the_command_line_and_progress_write_messages(module: str) -> None:
    if room(module) not in {"cli", "progress"}:
        assert "sys.stderr" not in calls_and_names(modules()[module])


@pytest.mark.parametrize("module", [module for module in modules() if room(module) == "cli"], ids=str)
def test_the_command_line_does_no_arithmetic(module: str) -> None:
    arithmetic = [
        ast.unparse(node)
        for node in ast.walk(tree(modules()[module]))
        if isinstance(node, ast.BinOp) and not isinstance(node.op, ast.BitOr)  # `str | None` is a type
    ]
    assert arithmetic == []


def test_schemas_hold_data_only_as_a_module_there_breaks_editable_installs() -> None:
    assert list((ROOT / "schemas").rglob("*.py")) == []


# What is registered in one place and offered in another


@pytest.mark.parametrize(
    ("offered", "registered"),
    [
        (options.ShareInterval, share_intervals.INTERVALS),
        (comparing.ChangeInterval, change_intervals.INTERVALS),
        (comparing.ChangeTest, change_tests.TESTS),
        (comparing.Adjust, {"default": None, **multiplicity.ADJUSTMENTS}),
        (options.Format, FORMATS),
        (options.Only, dict.fromkeys(get_args(Level))),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_the_command_line_offers_what_is_registered(offered: type[StrEnum], registered: dict[str, object]) -> None:
    assert [choice.value for choice in offered] == list(registered)


def test_settings_accept_every_adjustment() -> None:
    assert set(get_args(settings.Adjust)) == {"default", *multiplicity.ADJUSTMENTS}


def test_every_kind_of_result_has_a_view_and_every_suffix_a_format() -> None:
    assert set(VIEWS) == set(get_args(ResultKind))
    assert set(SUFFIXES.values()) <= set(FORMATS)


# The repository


def files_of_the_repository() -> list[Path]:
    """Return the files that git knows or would add; all but hidden and built ones where there is no git."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],  # noqa: S607 - found on the path
            capture_output=True,
            check=True,
            cwd=ROOT,
            encoding="utf-8",
        ).stdout
        return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]
    except (OSError, subprocess.CalledProcessError):
        built = re.compile(r"\..*|__pycache__|venv|dist|build|.*\.egg-info")
        return [
            path
            for path in ROOT.rglob("*")
            if path.is_file() and not any(built.fullmatch(part) for part in path.relative_to(ROOT).parts)
        ]


def test_what_is_still_to_be_done_stands_in_issues_and_not_in_files() -> None:
    marks = re.compile(rb"\b(?:T[O]DO|F[I]XME|X[X]X)\b")
    assert [path.name for path in files_of_the_repository() if marks.search(path.read_bytes())] == []
