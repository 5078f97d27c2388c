"""Streams, files and terminals: data on stdout and messages on stderr, whatever reads them or breaks off."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from commandline import COMMAND, LIBRARY_TOML, Ended, Here, environment, example, run

from brobygger_cli.compare import COLUMNS
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.render import write
from brobygger_cli.render.style import Style
from brobygger_cli.result import Result

NGO = example("followup_ngo.csv")
LIBRARY = [example("library_2025.csv"), "-q", LIBRARY_TOML]
POSIX = pytest.mark.skipif(os.name != "posix", reason="pipes, signals and terminals of POSIX")


@pytest.fixture(name="here")
def _here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Here:
    return Here(monkeypatch, capsys)


# Data and messages


def test_stdout_carries_nothing_but_the_table() -> None:
    ended = run("compare", "2017", NGO)
    assert ended.code == 0
    header, *records = csv.reader(io.StringIO(ended.out))
    assert tuple(header) == COLUMNS
    assert {len(record) for record in records} == {len(COLUMNS)}
    first, second, third, *notes = ended.err.splitlines()
    assert first.startswith("2017 (bundled): a printed table")
    assert second.startswith(f"{NGO}: 104 rows, utf-8, delimiter ';'")
    assert third == f"{NGO}: 12 warnings (`brobygger validate` lists them)"
    assert notes == json.loads(run("compare", "2017", NGO, "-f", "json").out)["notes"]


def test_output_of_a_run_that_fails_is_empty(here: Here) -> None:
    for arguments in (["compare", "2017"], ["describe", "nowhere.csv"], ["questionnaire", "show", "nobody"]):
        ended = here(*arguments)
        assert (ended.code, ended.out) == (2, "")
        assert ended.err.startswith("brobygger: ")


def test_check_of_a_questionnaire_says_what_it_found_on_stderr(here: Here) -> None:
    ended = here("questionnaire", "check", LIBRARY_TOML)
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == f"{LIBRARY_TOML}: questionnaire 'library' with 2 groups, 7 questions and 3 indicators\n"


# Readers that leave, disks that are full, users that interrupt


def read_one_line_and_leave(*arguments: str) -> tuple[int, bytes, bytes]:
    """Run as `… | head -1` does; return the exit code, the line and stderr."""
    with subprocess.Popen(
        [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        line = process.stdout.readline()
        process.stdout.close()
        return process.wait(timeout=120), line, process.stderr.read()


@POSIX
def test_reader_that_has_seen_enough_ends_a_run_quietly() -> None:
    code, line, err = read_one_line_and_leave("compare", example("baseline.csv"), example("followup.csv"), "-f", "json")
    assert (code, line) == (0, b"{\n")  # more than a pipe holds was still to come
    assert b"Traceback" not in err
    assert b"roken pipe" not in err


@POSIX
def test_reader_that_has_seen_enough_does_not_hide_violations(tmp_path: Path) -> None:
    header, *_ = Path(example("library_2023.csv")).read_text(encoding="utf-8").splitlines()
    wrong = "".join(f"P{number},A,never {number},1,1,0,0,0,0,5,3,10,\n" for number in range(1000))
    (tmp_path / "wave.csv").write_text(f"{header}\n{wrong}", encoding="utf-8")
    code, line, err = read_one_line_and_leave("validate", str(tmp_path / "wave.csv"), "-q", LIBRARY_TOML)
    assert (code, line[:14]) == (1, b"code,severity,")
    assert b"1000" in err.splitlines()[-1]  # errors


@POSIX
@pytest.mark.parametrize("arguments", [["--help"], ["questionnaire", "schema"]], ids=["help", "schema"])
def test_reader_that_never_reads_ends_a_run_quietly(arguments: list[str]) -> None:
    with subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert (process.wait(timeout=120), process.stderr.read()) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full stands for a full disk")
def test_full_disk_is_told() -> None:
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [*COMMAND, "questionnaire", "list"], stdout=full, stderr=subprocess.PIPE, check=False, timeout=120
        )
    assert ended.returncode == 2
    assert ended.stderr.decode().splitlines() == [
        "brobygger: the output cannot be written: No space left on device",
        "  Is there room on the disk?",
    ]


@POSIX
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_stream_that_is_closed_takes_nothing_and_breaks_nothing(closed: str, tmp_path: Path) -> None:
    command = f'"$0" "$@" {closed}'
    ended = subprocess.run(
        ["/bin/sh", "-c", command, *COMMAND, "questionnaire", "list"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert ended.stdout.startswith(b"id," if closed == "2>&-" else b"")
    assert list(tmp_path.iterdir()) == []


@POSIX
def test_interrupt_ends_a_run_with_130_and_leaves_no_file(tmp_path: Path) -> None:
    pipe = tmp_path / "wave.csv"
    os.mkfifo(pipe)
    # A job in the background ignores interrupts, and so do the processes it starts, unless they are handled here.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(
        [*COMMAND, "describe", str(pipe), "-q", LIBRARY_TOML, "-o", str(tmp_path / "out.csv")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        writer = os.open(pipe, os.O_WRONLY)  # waits until it reads; then it waits for what never comes
        os.write(writer, b"respondent_id,group\n")
        process.send_signal(signal.SIGINT)
        os.close(writer)  # so that it cannot wait for ever where the signal came just before its wait
        out, err = process.communicate(timeout=120)
    signal.signal(signal.SIGINT, before)
    assert (process.returncode, out) == (130, b"")
    assert b"Traceback" not in err
    assert [path.name for path in tmp_path.iterdir()] == ["wave.csv"]


# Terminals


def on_terminal(*arguments: str, **variables: str) -> Ended:
    """Run with a pseudo-terminal for stdout."""
    import pty  # noqa: PLC0415 - only where there are any

    screen, terminal = pty.openpty()
    env = environment(TERM="xterm-256color", COLUMNS="100") | variables
    with subprocess.Popen(
        [*COMMAND, *arguments], stdin=subprocess.DEVNULL, stdout=terminal, stderr=subprocess.PIPE, env=env
    ) as process:
        os.close(terminal)
        shown = b""
        try:
            while chunk := os.read(screen, 65536):
                shown += chunk
        except OSError:
            pass  # Linux's way to say that the other end is closed
        os.close(screen)
        assert process.stderr is not None
        err = process.stderr.read()
        return Ended(process.wait(timeout=120), shown.decode().replace("\r\n", "\n"), err.decode())


def unstyled(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


@POSIX
def test_terminal_gets_a_styled_table_and_a_pipe_gets_csv() -> None:
    shown = on_terminal("describe", *LIBRARY, "--question", "visits")
    assert shown.code == 0
    assert "\x1b[1m" in shown.out
    assert "\x1b" not in unstyled(shown.out)
    assert "\x1b" not in shown.err
    piped = run("describe", *LIBRARY, "--question", "visits", "-f", "table", env=environment(COLUMNS="100"))
    assert [line.rstrip() for line in unstyled(shown.out).splitlines()] == piped.out.splitlines()
    assert "────" in piped.out
    assert run("describe", *LIBRARY, "--question", "visits").out.startswith("questionnaire,wave,group,")


@POSIX
@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=["NO_COLOR", "TERM=dumb"])
def test_terminal_that_wants_no_style_gets_none(variables: dict[str, str]) -> None:
    shown = on_terminal("describe", *LIBRARY, "--question", "visits", **variables)
    assert shown.code == 0
    assert "\x1b" not in shown.out + shown.err
    assert "────" in shown.out
    assert max(map(len, shown.out.splitlines())) <= 100


@pytest.mark.parametrize("destination", ["pipe", "file"])
def test_table_that_goes_to_no_terminal_is_plain_even_where_colour_is_forced(
    destination: str, tmp_path: Path, here: Here
) -> None:
    output = ["-o", str(tmp_path / "out.txt")] if destination == "file" else ["-f", "table"]
    ended = here("describe", *LIBRARY, *output, FORCE_COLOR="1")
    text = (tmp_path / "out.txt").read_text(encoding="utf-8") if destination == "file" else ended.out
    assert "────" in text
    assert "\x1b" not in text


@pytest.mark.parametrize("locale", [{}, {"PYTHONCOERCECLOCALE": "0"}], ids=["coerced", "ascii"])
def test_danish_letters_survive_the_c_locale(locale: dict[str, str]) -> None:
    env = environment(LC_ALL="C", LANG=None, PYTHONUTF8="0", **locale)
    ended = run("questionnaire", "list", "--lang", "da", "-f", "table", env=env)
    assert ended.code == 0
    assert "Børnenes Brobygger" in ended.out


@POSIX
def test_terminal_that_knows_no_danish_letters_gets_their_numbers() -> None:
    variables = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    shown = on_terminal("questionnaire", "list", "--lang", "da", "-f", "csv", **variables)
    assert shown.code == 0
    assert "B\\xf8rnenes Brobygger" in shown.out


# What a table is for: reading


@pytest.mark.parametrize("width", [60, 80, 100, 140])
@pytest.mark.parametrize(
    "arguments",
    [
        ["compare", "2017", NGO],
        ["compare", "2017", example("followup.csv"), "--lang", "da"],
        ["compare", "2017", NGO, "--only", "options", "--lang", "da"],
        ["describe", "2017", "-q", "kommune", "--intervals"],
        ["validate", NGO],
        ["validate", NGO, "--account"],
        ["questionnaire", "show", "ngo"],
        ["questionnaire", "list"],
    ],
    ids=lambda arguments: " ".join(Path(word).name for word in arguments),
)
def test_no_line_is_longer_than_the_terminal_is_wide(arguments: list[str], width: int, here: Here) -> None:
    ended = here(*arguments, "-f", "table", COLUMNS=str(width))
    assert ended.code == 0
    assert max(map(len, ended.out.splitlines())) <= width


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("lang", ["da", "en"])
def test_no_figure_of_a_comparison_is_cut_where_room_is_scarce(lang: str, width: int, here: Here) -> None:
    arguments = ["compare", "2017", example("followup.csv"), "-f", "table", "--lang", lang]
    figure = re.compile(r"\[[^\]]+\]|\d+(?:–\d+)?/\d+|\S+\s%|\d%|n = \d+|usikkert|unclear")
    narrow, wide = (
        sorted(figure.findall(here(*arguments, COLUMNS=str(columns)).out.partition("(Holm")[2]))
        for columns in (width, 200)
    )
    assert narrow == wide


@pytest.mark.parametrize(("lang", "mark", "other"), [("da", ",", "."), ("en", ".", ",")])
def test_numbers_of_a_table_are_written_in_its_language(lang: str, mark: str, other: str, here: Here) -> None:
    out = here("compare", "2017", NGO, "-f", "table", "--lang", lang, COLUMNS="140").out
    assert re.search(rf"[−+]\d+\{mark}\d", out)
    assert not re.search(rf"\d\{other}\d", out)
    assert re.search(r"\b64\s%" if lang == "da" else r"\b64%", out)


# Files


@pytest.mark.parametrize(
    ("suffix", "form"), [(".csv", "csv"), (".json", "json"), (".md", "markdown"), (".txt", "table"), (".TXT", "table")]
)
def test_suffix_of_the_output_file_says_its_format(suffix: str, form: str, tmp_path: Path, here: Here) -> None:
    output = tmp_path / f"out{suffix}"
    written = here("describe", *LIBRARY, "-o", str(output))
    assert (written.code, written.out) == (0, "")
    assert output.read_bytes() == here("describe", *LIBRARY, "-f", form).out.encode()
    assert list(tmp_path.iterdir()) == [output]  # no draft is left behind


def test_format_that_is_given_wins_over_the_suffix(tmp_path: Path, here: Here) -> None:
    assert here("questionnaire", "list", "-f", "json", "-o", str(tmp_path / "out.csv")).code == 0
    assert json.loads((tmp_path / "out.csv").read_text(encoding="utf-8"))["kind"] == "questionnaires"


def test_existing_file_is_replaced_only_by_force(tmp_path: Path, here: Here) -> None:
    output = tmp_path / "out.csv"
    output.write_text("mine", encoding="utf-8")
    refused = here("questionnaire", "list", "-o", str(output))
    assert (refused.code, output.read_text(encoding="utf-8")) == (2, "mine")
    assert refused.err == f"brobygger: {output}: exists already\n  Give another name, or --force to replace it.\n"
    assert here("questionnaire", "list", "-o", str(output), "--force").code == 0
    assert output.read_text(encoding="utf-8") == here("questionnaire", "list").out
    assert list(tmp_path.iterdir()) == [output]


def test_violations_are_written_to_the_file_before_the_exit_code_tells_of_them(tmp_path: Path, here: Here) -> None:
    output = tmp_path / "violations.csv"
    ended = here("validate", str(tmp_path / "nothing.csv"), "-o", str(output))
    assert (ended.code, ended.out) == (2, "")
    assert [row["code"] for row in csv.DictReader(io.StringIO(output.read_text(encoding="utf-8")))] == [
        "file_not_found"
    ]


@POSIX
def test_link_stays_a_link_and_a_device_is_left_alone(tmp_path: Path, here: Here) -> None:
    (tmp_path / "target.csv").touch()
    (tmp_path / "link.csv").symlink_to("target.csv")
    assert here("questionnaire", "list", "-o", str(tmp_path / "link.csv"), "--force").code == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "target.csv").read_text(encoding="utf-8").startswith("id,")
    os.mkfifo(tmp_path / "pipe")
    ended = here("questionnaire", "list", "-o", str(tmp_path / "pipe"), "--force")
    assert (ended.code, (tmp_path / "pipe").is_fifo()) == (2, True)


@pytest.mark.parametrize("cause", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_writing_that_fails_leaves_the_old_file_and_no_draft(
    cause: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise cause

    output = tmp_path / "out.csv"
    output.write_text("mine", encoding="utf-8")
    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises((BrobyggerError, KeyboardInterrupt)):
        write(Result("accounts", pd.DataFrame({"rows": [1]}), "en"), Style(), str(output), force=True)
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("out.csv", "mine")]


def test_name_that_no_disk_takes_is_told(tmp_path: Path, here: Here) -> None:
    ended = here("questionnaire", "list", "-o", str(tmp_path / ("x" * 300)))
    assert ended.code == 2
    assert "cannot be written: " in ended.err


# CSV for Danish Excel


@pytest.mark.parametrize(("delimiter", "decimal", "bom"), [(";", ",", True), ("\\t", ",", False), ("|", ".", True)])
def test_csv_for_excel_reads_back_equal(delimiter: str, decimal: str, bom: bool, tmp_path: Path, here: Here) -> None:
    output = tmp_path / "out.csv"
    arguments = ["compare", "2017", NGO, "--delimiter", delimiter, "--decimal", decimal, "-o", str(output)]
    assert here(*arguments, *(["--bom"] if bom else [])).code == 0
    assert output.read_bytes().startswith(b"\xef\xbb\xbf") == bom
    sep = "\t" if delimiter == "\\t" else delimiter
    for_excel = pd.read_csv(output, sep=sep, decimal=decimal, encoding="utf-8-sig")
    plain = pd.read_csv(io.StringIO(here("compare", "2017", NGO).out))
    pd.testing.assert_frame_equal(for_excel, plain, check_exact=True)
    assert plain["p_value"].dtype == float


# Labels and answers that mean harm

HOSTILE = {
    "markup": "[bold red]loud[/]",
    "link": "[link=https://example.org]here[/link]",
    "escape": "\x1b[31mred\x1b]8;;https://example.org\x07",
    "c1": "\x9b31mred",
    "bidi": "\u202egpj.exe",
    "formula": "=1+1",
    "plus": "+1",
    "minus": "-1",
    "at": "@SUM(A1)",
    "blank_first": "  =2+2",
    "tab_first": "\t=3+3",
    "pipe": "yes | no",
    "html": "<script>alert(1)</script> & so on",
    "markdown": "*a* _b_ `c` [d](e) #f ~g~ \\h",
    "lines": "one\r\ntwo",
    "quotes": "a \"quoted\", 'one'",
}
IN_TABLE = HOSTILE | {
    "escape": r"\x1b[31mred\x1b]8;;https://example.org\x07",
    "c1": r"\x9b31mred",
    "bidi": r"\u202egpj.exe",
    "tab_first": r"\t=3+3",
    "lines": r"one\r\ntwo",
}
IN_CSV = IN_TABLE | {
    "formula": "'=1+1",
    "plus": "'+1",
    "minus": "'-1",
    "at": "'@SUM(A1)",
    "blank_first": "'  =2+2",
}
IN_MARKDOWN = IN_TABLE | {
    "markup": r"\[bold red\]loud\[/\]",
    "link": r"\[link=https://example.org\]here\[/link\]",
    "escape": r"\\x1b\[31mred\\x1b\]8;;https://example.org\\x07",
    "c1": r"\\x9b31mred",
    "bidi": r"\\u202egpj.exe",
    "blank_first": "&nbsp; =2+2",
    "tab_first": r"\\t=3+3",
    "lines": r"one\\r\\ntwo",
    "pipe": r"yes \| no",
    "html": "&lt;script&gt;alert(1)&lt;/script&gt; &amp; so on",
    "markdown": r"\*a\* \_b\_ \`c\` \[d\](e) \#f \~g\~ \\h",
}


@pytest.fixture(name="hostile")
def _hostile(tmp_path: Path) -> list[str]:
    """A questionnaire whose labels mean harm, and an export that ticks every option once."""
    options = ",\n".join(
        f'{{ id = "{name}", code = "{code}", label = {{ en = {json.dumps(label)} }} }}'
        for code, (name, label) in enumerate(HOSTILE.items(), 100)
    )
    title = json.dumps(HOSTILE["escape"] + HOSTILE["markup"])
    (tmp_path / "hostile.toml").write_text(
        f"""\
id = "hostile"
title = {{ en = {title} }}
[[groups]]
id = "all"
code = "1"
label = {{ en = {title} }}
[[questions]]
id = "harm"
type = "single"
text = {{ en = {title} }}
options = [
{options}
]
""",
        encoding="utf-8",
    )
    answers = "".join(f"R{code},{code}\n" for code in range(100, 100 + len(HOSTILE)))
    (tmp_path / "wave.csv").write_text(f"respondent_id,harm\n{answers}", encoding="utf-8")
    return [str(tmp_path / "wave.csv"), "-q", str(tmp_path / "hostile.toml")]


def is_harmless(text: str) -> bool:
    """Tell whether a terminal would act on nothing in a text."""
    return not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]", text)


def test_hostile_labels_are_harmless_in_csv(hostile: list[str], here: Here) -> None:
    ended = here("describe", *hostile, "-f", "csv")
    assert {row["option"]: row["label"] for row in ended.rows() if row["level"] == "option"} == IN_CSV
    assert is_harmless(ended.out)
    assert is_harmless(ended.err)


def test_hostile_labels_are_harmless_in_json_and_read_back_as_they_were(hostile: list[str], here: Here) -> None:
    ended = here("describe", *hostile, "-f", "json")
    rows = json.loads(ended.out)["rows"]
    assert {row["option"]: row["label"] for row in rows if row["level"] == "option"} == HOSTILE
    assert is_harmless(ended.out)


def test_hostile_labels_are_harmless_in_a_table(hostile: list[str], here: Here) -> None:
    ended = here("describe", *hostile, "-f", "table", COLUMNS="110")
    labels = re.findall(r"^ ?(.+?) +1 +6%$", ended.out, re.MULTILINE)
    assert [label.strip() for label in labels] == [label.strip() for label in IN_TABLE.values()]
    assert ended.out.splitlines()[0] == IN_TABLE["escape"] + IN_TABLE["markup"]
    assert is_harmless(ended.out)


def test_hostile_labels_are_harmless_in_markdown(hostile: list[str], here: Here) -> None:
    ended = here("describe", *hostile, "-f", "markdown")
    labels = re.findall(r"^\| (.+) \| 1 \| 6% \|$", ended.out, re.MULTILINE)
    assert labels == list(IN_MARKDOWN.values())
    assert ended.out.splitlines()[0] == "## " + IN_MARKDOWN["escape"] + IN_MARKDOWN["markup"]
    assert is_harmless(ended.out)


@pytest.mark.parametrize("form", ["table", "csv", "json", "markdown"])
def test_hostile_labels_are_harmless_where_the_questionnaire_is_shown(
    form: str, hostile: list[str], here: Here
) -> None:
    ended = here("questionnaire", "show", hostile[-1], "-f", form, COLUMNS="140")
    assert ended.code == 0
    assert is_harmless(ended.out)


def test_hostile_answers_are_harmless_in_violations_and_messages(tmp_path: Path, here: Here) -> None:
    with (tmp_path / "wave.csv").open("w", encoding="utf-8", newline="") as file:
        answers = [[f"R{number}", "A", f"{answer}!"] for number, answer in enumerate(HOSTILE.values())]
        csv.writer(file).writerows([["respondent_id", "group", "borrowed"], *answers])
    questions = ("visits", "borrowed_what", "satisfaction", "staff_help", "minutes_to_library", "comment")
    arguments = [str(tmp_path / "wave.csv"), "-q", LIBRARY_TOML]
    arguments += [word for question in questions for word in ("--without", question)]
    as_csv = here("validate", *arguments, "-f", "csv")
    assert [row["value"] for row in as_csv.rows()] == [f"{label}!" for label in IN_CSV.values()]
    as_json = here("validate", *arguments, "-f", "json")
    assert [row["value"] for row in json.loads(as_json.out)["rows"]] == [f"{label}!" for label in HOSTILE.values()]
    others = [here("validate", *arguments, "-f", form) for form in ("table", "markdown")]
    others += [
        here("describe", *arguments),
        here("describe", *arguments[:1], "--wave-column", "borrowed", "--wave", "x"),
    ]
    assert [ended.code for ended in others] == [1, 1, 1, 2]
    assert is_harmless("".join(ended.out + ended.err for ended in (as_csv, as_json, *others)))


def test_hostile_headers_are_harmless_in_messages(tmp_path: Path, here: Here) -> None:
    (tmp_path / "wave.csv").write_text("\x1b[31mred,\x9b31mred\n1,2\n", encoding="utf-8")
    ended = here("validate", str(tmp_path / "wave.csv"))
    assert ended.code == 2
    assert r"\x1b[31mred, \x9b31mred" in ended.err
    assert is_harmless(ended.err)


def test_process_and_function_give_the_same(here: Here) -> None:
    """Most of these tests run in one process; this is what entitles them to it."""
    arguments = ["describe", *LIBRARY]
    assert here(*arguments) == run(*arguments)
    assert sys.stdout is not None
