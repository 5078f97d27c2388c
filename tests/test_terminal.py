"""Tables on a terminal: nothing is cut or executed at any width, and what was found is seen at once."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
from typing import TYPE_CHECKING
from unittest.mock import patch

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brobygger_cli.render import as_table
from brobygger_cli.render.glyphs import Glyphs
from brobygger_cli.render.sheets import Bar, Cell, Column, Row, Sheet, Told
from brobygger_cli.render.style import Style
from brobygger_cli.render.wrapping import wrapped
from brobygger_cli.result import Result
from processes import completed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
WIDTHS = (40, 60, 80, 100, 116, 160)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def cells(text: str) -> int:
    """Return how many cells a text takes on a screen, by Unicode's own tables."""
    wide = {"W": 2, "F": 2}
    return sum(
        0 if unicodedata.category(char) in {"Mn", "Me"} else wide.get(unicodedata.east_asian_width(char), 1)
        for char in text
    )


def shown(sheets: Sequence[Sheet], width: int, *, detail: bool = False) -> list[str]:
    """Return the lines of sheets as a file of that width gets them."""
    with (
        patch.object(as_table, "sheets_of", lambda _: sheets),
        patch.dict(os.environ, {"COLUMNS": str(width)}),
    ):
        text = as_table.render(Result("comparison", pd.DataFrame(), "da"), Style(detail=detail, terminal=False))
    return text.splitlines()


# Sheets of any content

LETTERS = [
    *"abcæø ABC.,-_()%",
    "\u00a0",
    "字",
    "한",
    "😀",
    "e\u0301",
    "\u202e",
    "\u200b",
    "\x1b[31m",
    "\x07",
    "\x9b",
    "\n",
]
WORDS = st.lists(st.sampled_from([*LETTERS, "[red]", "[/]", "[link=a]", ":smile:", "x" * 60]), max_size=25)
LABELS = WORDS.map("".join)
COLUMNS = (
    Column("", numeric=False, leads=True),
    Column("2017"),
    Column("en bølge med et langt navn"),
    Column("Ændring"),
    Column("p just.", from_width=76),
    Column("Resultat", numeric=False),
    Column("Test", numeric=False, detail=True),
)


def figures(number: int) -> tuple[Cell, ...]:
    """Return the figures of a row; each holds the row's number, so that it can be told from all others."""
    return (
        Cell(f"{number}–66\u00a0%", f"{number}1–88/133", f"[{number}2; 61]\u00a0%", Bar(0.4, 0.66)),
        Cell("", f"n\u00a0=\u00a0{number}3"),
        Cell(f"+{number},8\u00a0…\u00a0+29,1", f"[−{number},5;\u00a0+40,1]"),
        Cell(f"{number},000", f"(≤0,{number})"),
        Cell("○\u00a0usikkert", f"hvis\u00a0<\u00a0{number}\u00a0pp", tone="unclear"),
        Cell("Brunner–Munzel", f"{number},53;\u00a0df\u00a088"),
    )


@st.composite
def drawn_sheets(draw: st.DrawFn) -> tuple[Sheet, list[str]]:
    """A sheet with any labels, and the figures that stand in it whatever its width."""
    labels = draw(st.lists(LABELS, min_size=1, max_size=4))
    rows = [
        Row((Cell(draw(LABELS)),)),
        *(Row((Cell(label), *figures(100 + number))) for number, label in enumerate(labels)),
    ]
    always = [
        text.replace("\u00a0", " ")
        for number in range(len(labels))
        for place, cell in enumerate(figures(100 + number))
        if place not in {3, 5}
        for text in (cell.main, cell.detail)
        if text
    ]
    told = (Told(draw(LABELS), (draw(LABELS),)),)
    sheet = Sheet(draw(LABELS), COLUMNS, tuple(rows), draw(LABELS), (draw(LABELS),))
    return draw(st.sampled_from([sheet, Sheet("", summary=told)])), always


@settings(max_examples=100, deadline=None)
@given(drawn_sheets(), st.integers(40, 200), st.booleans())
def test_no_line_is_longer_than_the_terminal_and_no_figure_is_broken(
    drawn: tuple[Sheet, list[str]], width: int, detail: bool
) -> None:
    sheet, always = drawn
    lines = shown([sheet], width, detail=detail)
    assert max(map(cells, lines)) <= width
    if sheet.rows:
        for figure in set(always):
            assert sum(line.count(figure) for line in lines) == always.count(figure), figure


@settings(max_examples=100, deadline=None)
@given(drawn_sheets(), st.integers(40, 200))
def test_nothing_in_a_label_steers_a_terminal(drawn: tuple[Sheet, list[str]], width: int) -> None:
    for line in shown([drawn[0]], width):
        assert not [char for char in line if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp", "Co", "Cs"}]


@settings(max_examples=60, deadline=None)
@given(st.lists(LABELS, min_size=2, max_size=6), st.sampled_from([100, 130, 180]))
def test_wide_signs_in_labels_move_no_column(labels: list[str], width: int) -> None:
    rows = tuple(Row((Cell(label), Cell("12,5"), Cell("○\u00a0usikkert"))) for label in labels)
    columns = (Column("", numeric=False, leads=True), Column("Ændring"), Column("Resultat", numeric=False))
    lines = shown([Sheet("T", columns, rows)], width)
    ends = {cells(line.partition("12,5")[0]) for line in lines if "12,5" in line}
    assert len(ends) == 1
    assert sum("12,5  ○ usikkert" in line for line in lines) == len(labels)


@given(LABELS.map(Glyphs("utf-8").text), st.integers(2, 60))
def test_wrapping_loses_no_word(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert max(map(cells, lines)) <= width


def test_a_word_of_ten_thousand_letters_is_folded_at_every_width() -> None:
    sheet = Sheet("x" * 10_000, COLUMNS, (Row((Cell("字" * 10_000), *figures(100))),))
    for width in WIDTHS:
        lines = shown([sheet], width)
        assert max(map(cells, lines)) <= width
        assert "".join(lines).count("字") == 10_000


# Bars


@pytest.mark.parametrize(
    ("least", "most", "bar", "plain_bar"),
    [
        (0.0, 0.0, "", ""),
        (0.001, 0.001, "▏", ""),
        (0.25, 0.25, "██", "##"),
        (0.33, 0.33, "██▋", "###"),
        (0.999, 0.999, "███████▉", "########"),
        (1.0, 1.0, "████████", "########"),
        (0.40, 0.66, "███░░░", "###--"),
    ],
)
def test_a_bar_is_as_long_as_its_share(least: float, most: float, bar: str, plain_bar: str) -> None:
    assert Glyphs("utf-8").bar(Bar(least, most)) == bar
    assert Glyphs("ascii").bar(Bar(least, most)) == plain_bar


def test_a_share_that_is_not_known_has_no_bar() -> None:
    assert Glyphs("utf-8").bar(None) == ""


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_signs_that_an_output_lacks_are_told_in_those_it_has(encoding: str) -> None:
    said = Glyphs(encoding).text("▲ forbedring −1,5 … [≤0,004] ᵃ χ² ↳")
    assert said.encode(encoding).decode(encoding) == said
    assert "\\" not in said
    assert Glyphs(encoding).text("字") == "\\u5b57"


# The command line

QUESTIONNAIRE = """\
id = "harm"
title = {{ en = "Harm" }}
[[groups]]
id = "all"
code = "1"
label = {{ en = {group} }}
[[questions]]
id = "helped"
type = "single"
text = {{ en = {text} }}
options = [
  {{ id = "yes", code = "1", label = {{ en = {yes} }} }},
  {{ id = "no", code = "2", label = {{ en = {no} }} }},
]
[[indicators]]
id = "helps"
question = "helped"
options = ["yes"]
improvement = "up"
label = {{ en = {indicator} }}
"""
HARM = {
    "group": "[bold red]All[/] :smile: [link=https://example.org]here[/link]",
    "text": "\x1b]8;;https://example.org\x07click\x1b]8;;\x07 \x9b2J",
    "yes": "\x1b[31mred\x1b[0m \u202egpj.exe\u202c 字字字 😀",
    "no": "x" * 10_000,
    "indicator": "\x1b[2J\x1b[1;1H[blink]helps[/blink] \u200f字字",
}


@pytest.fixture(name="harmful")
def _harmful(tmp_path: Path) -> list[str]:
    """The arguments of a comparison whose labels mean harm; the share rises from 20 to 80 of 100."""
    labels = {name: json.dumps(label, ensure_ascii=False) for name, label in HARM.items()}
    (tmp_path / "harm.toml").write_text(QUESTIONNAIRE.format(**labels), encoding="utf-8")
    for name, yes in (("before", 20), ("after", 80)):
        answers = "".join(f"R{row},{1 if row < yes else 2}\n" for row in range(100))
        (tmp_path / f"{name}.csv").write_text(f"respondent_id,helped\n{answers}", encoding="utf-8")
    files = (str(tmp_path / name) for name in ("before.csv", "after.csv"))
    return ["compare", *files, "-q", str(tmp_path / "harm.toml"), "--question", "helped"]


def table(arguments: Sequence[str], folder: Path, width: int, **variables: str) -> str:
    """Return what a command writes to a pipe as a table."""
    environment = {**os.environ, "COLUMNS": str(width), **variables}
    done = completed([*arguments, "-f", "table"], folder, environment)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


@pytest.mark.parametrize(
    ("width", "more"), [(40, []), (40, ["--detail"]), (80, ["--detail"]), (100, []), (160, ["--detail"])]
)
def test_labels_that_mean_harm_do_none(width: int, more: list[str], harmful: list[str], tmp_path: Path) -> None:
    written = table([*harmful, *more], tmp_path, width)
    assert max(map(cells, written.splitlines())) <= width
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]", written)
    joined = re.sub(r"\s", "", written)
    assert r"\x1b[2J\x1b[1;1H" in joined
    assert r"[link=https://example.org]here[/link]" in joined
    assert 10_000 <= joined.count("x") < 10_100
    assert re.search(r"\+60\.0(?!\d)", written)


def on_terminal(arguments: Sequence[str], **variables: str) -> str:
    """Return what a command writes to a pseudo-terminal."""
    import pty  # noqa: PLC0415 - only where there are any

    screen, terminal = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR"}}
    environment = {**kept, "TERM": "xterm-256color", "COLUMNS": "120", **variables}
    command = [sys.executable, "-m", "brobygger_cli", *arguments]
    with subprocess.Popen(command, stdout=terminal, stderr=subprocess.DEVNULL, env=environment) as process:
        os.close(terminal)
        written = b""
        try:
            while chunk := os.read(screen, 65536):
                written += chunk
        except OSError:
            pass  # Linux's way to say that the other end is closed
        os.close(screen)
        assert process.wait(timeout=120) == 0
    return written.decode().replace("\r\n", "\n")


@POSIX
def test_a_terminal_gets_colours_that_only_repeat_what_words_say(harmful: list[str], tmp_path: Path) -> None:
    written = on_terminal(harmful)
    assert "\x1b[1;32m▲\u00a0better".replace("\u00a0", " ") in written
    without = COLOUR.sub("", written)
    assert "\x1b" not in without
    plain = table(harmful, tmp_path, 120)
    assert [line.rstrip() for line in without.splitlines()] == plain.splitlines()


@POSIX
@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=["NO_COLOR", "TERM=dumb"])
def test_a_terminal_without_colours_still_has_bars_and_signs(variables: dict[str, str], harmful: list[str]) -> None:
    written = on_terminal(harmful, **variables)
    assert "\x1b" not in written
    assert "█▋" in written
    assert "▲ better" in written


@POSIX
def test_a_terminal_of_old_letters_gets_aligned_tables_in_them(harmful: list[str]) -> None:
    variables = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""}
    written = COLOUR.sub("", on_terminal(harmful, **variables))
    assert written.isascii()
    assert "^ better" in written
    assert re.search(r"^\+- In short -+\+$", written, re.MULTILINE)
    assert re.search(r"\s## .*20%.*\s###### .*80%", written)


# What is seen first, and what by those who ask

EXAMPLES = ["compare", "2017", "followup.csv"]
INVITED = ["compare", "baseline.csv", "followup_linked.csv", "--baseline", "2017", "--only", "indicators"]
INVITED += ["--invited", "skole_dagtilbud=240", "--invited", "oevrige=331"]


@pytest.fixture(name="examples")
def _examples(request: pytest.FixtureRequest) -> Path:
    return request.config.rootpath / "examples"


def test_the_findings_stand_on_top_in_a_frame_where_there_is_room(examples: Path) -> None:
    wide, narrow = (table(EXAMPLES, examples, width) for width in (80, 60))
    assert wide.startswith("╭─ In short ─")
    assert max(map(len, wide.splitlines())) == 80
    assert narrow.startswith("In short\nSchools and day care   ▲ 1  ○ 6\n  Of 7 indicators, 1 ")
    assert "╭" not in narrow
    told = re.sub(r"[│\s]+", " ", wide.partition("╰")[0])
    assert "Schools and day care ▲ 1 ○ 6 Of 7 indicators, 1 " in told
    assert "Other municipal staff ▲ 1 ▼ 1 ○ 5 Of 7 indicators, 2 " in told


def test_the_findings_stand_in_markdown_and_not_in_data(examples: Path) -> None:
    markdown, csv, data = (
        completed([*EXAMPLES, "-f", form], examples).stdout.decode() for form in ("markdown", "csv", "json")
    )
    assert markdown.startswith("## In short\n\n**Schools and day care   ▲\u00a01  ○\u00a06**\n\nOf 7 indicators, 1 ")
    assert "In short" not in csv + data


def test_options_alone_have_no_findings_to_sum_up(examples: Path) -> None:
    assert "In short" not in table([*EXAMPLES, "--only", "options"], examples, 80)


@pytest.mark.parametrize("width", [60, 160])
def test_detail_adds_tests_and_intervals_at_every_width_and_loses_no_caveat(width: int, examples: Path) -> None:
    command = ["compare", "2017", "followup_ngo.csv"]
    short, full = (table([*command, *more], examples, width) for more in ([], ["--detail"]))
    assert "N−1 χ²" not in short
    assert "N−1 χ²" in full
    for said in (short, full):
        assert "an indication only" in re.sub(r"\s+", " ", said)
        assert "printed table" in re.sub(r"\s+", " ", said)
    assert len(full) > len(short)


@pytest.mark.parametrize(
    ("more", "rows"), [([], 0), (["--detail"], 14), (["--estimand", "population"], 14)], ids=["no", "detail", "yes"]
)
def test_a_finite_population_is_never_shown_without_its_worst_case(more: list[str], rows: int, examples: Path) -> None:
    written = table([*INVITED, *more], examples, 160)
    assert len(re.findall(r"^↳ worst case +\[", written, re.MULTILINE)) == rows


@pytest.mark.parametrize("option", ["--contrast", "--mix"])
def test_where_groups_are_compared_it_is_told_where_the_worst_case_is(option: str, examples: Path) -> None:
    written = table([*INVITED, option, "--estimand", "population"], examples, 80)
    assert f"is shown without {option} (↳ worst case)" in re.sub(r"\s+", " ", written)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([*EXAMPLES, "--detail", "--explain", "oevrige/cooperates_not"], "no effect with --explain: --detail"),
        (["compare", "baseline.csv", "followup.csv", "--mix", "--detail"], "no effect with --mix: --detail"),
        (["describe", "baseline.csv", "--detail"], "--detail needs --contrast"),
    ],
)
def test_detail_is_refused_where_there_is_none(arguments: list[str], message: str, examples: Path) -> None:
    done = completed(arguments, examples)
    assert (done.returncode, done.stdout) == (2, b"")
    assert message in done.stderr.decode()
