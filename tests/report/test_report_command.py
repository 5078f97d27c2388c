"""`brobygger report`: what it refuses before it reads anything, what it writes, and that it is written whole or not."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
import sys
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from made_reports import EXAMPLES

from brobygger_cli.cli import main
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.render import documents
from brobygger_cli.report.model import Report
from processes import completed

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

ENDINGS = ".html, .docx, .xlsx, .md"
NGO = ("2017", "followup_ngo.csv", "--lang", "da")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a telling name that holds an export."""
    here = tmp_path / "secretproject"
    here.mkdir()
    shutil.copy(EXAMPLES / "followup_ngo.csv", here)
    return here


def run(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    return completed(["report", *arguments], folder, {**os.environ, "SOURCE_DATE_EPOCH": "1511308800", **variables})


def refused(folder: Path, *arguments: str, **variables: str) -> str:
    """Run it, see that it is refused without a traceback and nothing is written, and return what it says."""
    before = sorted(folder.rglob("*"))
    done = run(folder, *arguments, **variables)
    said = done.stderr.decode()
    assert done.returncode == 2, said
    assert "Traceback" not in said
    assert done.stdout == b""
    assert sorted(folder.rglob("*")) == before
    return said


# What is wrong with the output is told before the files are read: there is no nothing.csv.
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["-o", "note.pdf"],
            f"note.pdf: no report belongs to the ending .pdf\n  Give it one of the endings {ENDINGS}.",
        ),
        (["-o", "note"], "note: no report belongs to a name without an ending"),
        ([], "Missing option"),
        (["-o", "note.md", "--template", "house.docx"], "--template house.docx: only a .docx takes a template"),
        (["-o", "note.docx", "--template", "house.docx"], "--template house.docx: no such file"),
        (["-o", "nowhere/note.md"], "nowhere/note.md: cannot be written: No such file or directory"),
        (["-o", "followup_ngo.csv/note.md"], "followup_ngo.csv/note.md: cannot be written"),
        (["-o", "folder.md"], "folder.md: is not a file that could be replaced"),
        (["-o", "there.md"], "there.md: exists already\n  Give another name, or --force to replace it."),
        (["-o", "note.md", "--title", " "], "--title: is empty"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_wrong_with_the_output_is_told_first(folder: Path, arguments: list[str], said: str) -> None:
    (folder / "folder.md").mkdir()
    (folder / "there.md").write_text("mine")
    assert said in refused(folder, "2017", "nothing.csv", *arguments)
    assert (folder / "there.md").read_text() == "mine"


def test_a_missing_library_is_told_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "find_spec", lambda name: None if name == "docx" else object())
    with pytest.raises(BrobyggerError) as error:
        documents.check_document("note.docx", None)
    assert error.value.hint == "pip install 'brobygger-cli[report]'"
    documents.check_document("note.xlsx", None)
    documents.check_document("note.md", None)


def test_a_damaged_library_is_told_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    monkeypatch.delitem(sys.modules, documents.DOCUMENTS[".docx"], raising=False)
    report = Report("Title", "", "en", "", (), pd.DataFrame())
    with pytest.raises(BrobyggerError, match=r"note\.docx: a library that writes it does not start: .*docx") as error:
        documents.document_of(report, "note.docx", None)
    assert error.value.hint == "pip install 'brobygger-cli[report]'"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="this user may write everywhere")
def test_a_folder_that_must_not_be_written_to_is_told_first(folder: Path) -> None:
    (folder / "closed").mkdir(mode=0o500)
    said = refused(folder, "2017", "nothing.csv", "-o", "closed/note.md")
    assert "closed/note.md: cannot be written: Permission denied" in said


def test_an_existing_report_is_replaced_with_force(folder: Path) -> None:
    (folder / "note.md").write_text("old")
    done = run(folder, *NGO, "-o", "note.md", "--force")
    assert done.returncode == 0, done.stderr
    assert (folder / "note.md").read_text(encoding="utf-8").startswith("# Børnenes Brobygger")
    assert sorted(path.name for path in folder.iterdir()) == ["followup_ngo.csv", "note.md"]


def test_notes_stand_on_stderr_and_nothing_on_stdout(folder: Path) -> None:
    done = run(folder, *NGO, "-o", "note.md")
    assert (done.returncode, done.stdout) == (0, b"")
    assert "28 % of those invited: too low to be more than an indication" in done.stderr.decode()


def test_errors_in_the_data_end_with_1_and_leave_no_report(folder: Path) -> None:
    with (folder / "followup_ngo.csv").open("a", encoding="utf-8") as file:
        file.write("N999;nobody\n")
    done = run(folder, *NGO, "-o", "note.md")
    assert done.returncode == 1, done.stderr
    assert not (folder / "note.md").exists()


def test_the_date_is_the_one_of_source_date_epoch_and_else_todays(folder: Path) -> None:
    for name, epoch in (("a", "1511308799"), ("b", "1511308800")):
        assert run(folder, *NGO, "-o", f"{name}.md", SOURCE_DATE_EPOCH=epoch).returncode == 0
    assert "\n21\\. november 2017\n" in (folder / "a.md").read_text(encoding="utf-8")
    assert "\n22\\. november 2017\n" in (folder / "b.md").read_text(encoding="utf-8")
    said = refused(folder, *NGO, "-o", "c.md", SOURCE_DATE_EPOCH="yesterday")
    assert "SOURCE_DATE_EPOCH=yesterday: is no date in seconds since 1970" in said
    assert "SOURCE_DATE_EPOCH" in refused(folder, *NGO, "-o", "c.md", SOURCE_DATE_EPOCH="9" * 30)


def plain(markdown: str) -> str:
    """Return Markdown without what keeps text from being taken for markup."""
    return re.sub(r"\\([|*_`\[\]#~\\])", r"\1", markdown)


def test_a_report_tells_its_files_with_their_checksums_and_no_folder(folder: Path) -> None:
    export = folder / "followup_ngo.csv"
    done = run(folder.parent, "2017", str(export), "--lang", "en", "-o", str(folder / "note.md"), "--title", "A | B")
    assert done.returncode == 0, done.stderr
    written = plain((folder / "note.md").read_text(encoding="utf-8"))
    assert written.startswith("# A | B\n")
    digest = hashlib.sha256(export.read_bytes()).hexdigest()
    assert f"- **followup_ngo.csv**: SHA-256 {digest}" in written
    assert "- **Comes with brobygger**: 2017" in written
    assert "- **Option --title**: A | B" in written
    assert "secretproject" not in written
    assert str(folder.parent) not in written
    assert f"- **Python**: {sys.version_info.major}.{sys.version_info.minor}." in written


def test_the_command_in_a_report_makes_the_same_report_again(folder: Path) -> None:
    shutil.copy(EXAMPLES / "library.toml", folder / "own questions.toml")
    shutil.copy(EXAMPLES / "library_2023.csv", folder)
    shutil.copy(EXAMPLES / "library_2025.csv", folder)
    typed = ["library_2023.csv", "./library_2025.csv", "-q", f"{folder}/own questions.toml", "--confidence", "0.9"]
    typed += ["--group", "young", "--group", "adults", "--output", "note.md"]
    assert run(folder, *typed).returncode == 0
    first = (folder / "note.md").read_bytes()
    (command,) = re.findall(r"^Made anew with: (.+)$", plain(first.decode("utf-8")), flags=re.MULTILINE)
    words = shlex.split(command)
    assert words[:2] == ["brobygger", "report"]
    (folder / "note.md").unlink()
    assert run(folder, *words[2:]).returncode == 0
    assert (folder / "note.md").read_bytes() == first
    digest = hashlib.sha256((folder / "own questions.toml").read_bytes()).hexdigest()
    assert f"**own questions.toml**: SHA-256 {digest}" in plain(first.decode("utf-8"))


@pytest.mark.parametrize("stopped", ["brobygger_cli.render.documents.document_of", "pathlib.Path.replace"])
def test_an_interrupted_report_leaves_what_was_there(
    folder: Path, stopped: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    (folder / "note.md").write_text("mine")
    monkeypatch.setattr(stopped, interrupted)
    monkeypatch.setattr(sys, "argv", ["brobygger", "report", "2017", str(folder / "followup_ngo.csv"), "--force"])
    sys.argv += ["-o", str(folder / "note.md")]
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 130
    assert "interrupted" in capsys.readouterr().err
    assert (folder / "note.md").read_text() == "mine"
    assert sorted(path.name for path in folder.iterdir()) == ["followup_ngo.csv", "note.md"]
