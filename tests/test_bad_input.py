"""At least 45 kinds of bad input, each through the real command line: what it gets, in full."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from brobygger_cli.cli import main
from brobygger_cli.violations import CODES, COLUMNS
from processes import completed

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterable, Mapping

OTHER_TICKS = [f"borrowed_what_{code}" for code in range(2, 6)]

Row = dict[str, str]
Cells = dict[tuple[int, str], str]  # by the physical line and the header

ROOT = Path(__file__).resolve().parents[1]
LIBRARY_TOML = ROOT / "examples" / "library.toml"
STATES = ("answered", "dont_know", "not_asked", "blank", "invalid")

NO_ENGLISH = "questionnaire 'library': 4 texts have no English wording: they are shown in Danish"
LIBRARY = """\
respondent_id,group,visits,borrowed,borrowed_what_1,borrowed_what_2,borrowed_what_3,borrowed_what_4,borrowed_what_5,\
satisfaction,staff_help,minutes_to_library,comment
P1,A,2,1,1,0,0,0,0,5,3,10,Fine
P2,Y,0,2,,,,,,4,2,5,More books
P3,A,8,1,0,0,1,1,0,3,1,20,"Mere lys, tak"
P4,Y,-1,2,,,,,,9,3,15,Nothing
"""
NGO = f"""\
respondent_id,group,association_kind,referrals_received,\
{",".join(f"referring_actors_{code}" for code in range(1, 19))},\
experience_on_referral_1,experience_on_referral_2,experience_on_referral_3,outcome_after_referral,match_quality,\
formal_cooperation,municipal_trust,cooperation_quality,knows_where_to_turn,notification_filed,\
knowledge_of_other_associations,cooperates_with_associations,referred_to_associations,received_from_associations
N1,1,1,0{"," * 23},2,1,1,1,2,1,1,2,1
N2,1,2,3,1{",0" * 17},1,1,0,2,1,1,2,2,1,1,2,2,1,3
"""
PRINTED = """\
questionnaire,group,question,option,count,percent,base
library,adults,visits,None,8,19,43
library,adults,visits,Once,12,28,43
library,adults,visits,2-3 times,13,30,43
library,adults,visits,4-7 times,8,19,43
library,adults,visits,8 times or more,2,5,43
library,adults,borrowed,Yes,,60,43
library,young,borrowed,Yes,9,45,20
library,young,borrowed,No,11,55,20
"""


def table(text: str, cells: Cells | None = None, *, without: Iterable[str] = ()) -> str:
    """Return an export with some cells changed, by line and header; line 1 is the header itself."""
    header, *records = csv.reader(io.StringIO(text))
    lines = [list(header), *records]
    for (line, column), cell in (cells or {}).items():
        lines[line - 1][header.index(column)] = cell
    kept = [place for place, column in enumerate(header) if column not in without]
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows([cells[place] for place in kept] for cells in lines)
    return made.getvalue()


def library(cells: Cells | None = None, *, without: Iterable[str] = ()) -> bytes:
    return table(LIBRARY, cells, without=without).encode()


def ngo(cells: Cells | None = None, *, without: Iterable[str] = ()) -> bytes:
    return table(NGO, cells, without=without).encode()


def printed(cells: Cells | None = None, *more: str, without: Iterable[str] = ()) -> bytes:
    """Return the printed table with some cells changed and some lines more."""
    return "".join([table(PRINTED, cells, without=without), *(f"{line}\n" for line in more)]).encode()


def toml(old: str, new: str) -> bytes:
    """Return the example questionnaire with one passage replaced."""
    text = LIBRARY_TOML.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    return text.replace(old, new).encode()


# The letters that a spreadsheet shows above the columns of the two exports, where they are as above.
LETTERS = {
    "respondent_id": "A",
    "group": "B",
    "visits": "C",
    "borrowed": "D",
    "borrowed_what_1": "E",
    "borrowed_what_2": "F",
    "borrowed_what_5": "I",
    "satisfaction": "J",
    "staff_help": "K",
    "minutes_to_library": "L",
    "comment": "M",
    "referring_actors_1": "E",
    "experience_on_referral_3": "Y",
    "outcome_after_referral": "Z",
}


def row(code: str, rule: str, line: int | str = "", **cells: int | str) -> Row:
    """Return one violation as `validate` writes it, cell by cell; an error in `wave.csv` unless told otherwise.

    The header is line 1, so that the record in line 2 is the first, unless told otherwise.
    """
    usual = {"severity": "error", "file": "wave.csv", "count": 1, "first_seen": line}
    usual["column_letter"] = LETTERS.get(str(cells.get("column")), "")
    usual["record"] = int(line) - 1 if line not in {"", 1} else ""
    found = {**dict.fromkeys(COLUMNS, ""), **usual, **cells, "code": code, "rule": rule, "line": line}
    assert tuple(found) == COLUMNS
    return {column: str(cell) for column, cell in found.items()}


def unrecorded(code: str, rule: str, line: int | str = "", **cells: int | str) -> Row:
    """Return one violation of what is no record of an export: a header, or a file that is no table."""
    return row(code, rule, line, **{"record": "", "column_letter": "", **cells})


def printed_row(code: str, rule: str, line: int | str = "", **cells: int | str) -> Row:
    """Return one violation of a printed table, which has no records."""
    columns = ("questionnaire", "group", "question", "option", "count", "percent", "base")
    letter = "ABCDEFG"[columns.index(str(cells["column"]))] if "column" in cells else ""
    return row(code, rule, line, **{"record": "", "column_letter": letter, **cells})


@dataclass(frozen=True)
class Bad:
    """One kind of bad input.

    Args:
        what: What is wrong.
        wave: The content of `wave.csv`; there is no such file where None.
        code: The exit code.
        rows: Everything that `validate` writes; other commands write nothing.
        said: What is wrong and what to do, line by line, on stderr; what follows from the rows is not repeated.
        command: The command line; `LIBRARY` stands for the example questionnaire's path.
        files: Further files by name.
    """

    what: str
    wave: bytes | None
    code: int
    rows: tuple[Row, ...] = ()
    said: tuple[str, ...] = ()
    command: str = "validate wave.csv -q LIBRARY"
    files: Mapping[str, bytes] = field(default_factory=dict)

    def arguments(self) -> list[str]:
        """Return the words of the command line."""
        return [str(LIBRARY_TOML) if word == "LIBRARY" else word for word in self.command.split()]

    def lay_out(self, folder: Path) -> None:
        """Write the files."""
        for name, content in {**({} if self.wave is None else {"wave.csv": self.wave}), **self.files}.items():
            (folder / name).write_bytes(content)


def run(arguments: Iterable[str], folder: Path) -> subprocess.CompletedProcess[bytes]:
    unset = {"COLUMNS", "NO_COLOR", "FORCE_COLOR", "PYTHONIOENCODING"}
    return completed(arguments, folder, {name: value for name, value in os.environ.items() if name not in unset})


def read(text: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO(text)))


NO_TABLE = (
    Bad(
        "missing file",
        None,
        2,
        rows=(unrecorded("file_not_found", "there is no such file"),),
        said=("  Did you mean wave_2.csv?",),
        command="validate wave.csv",
        files={"wave_2.csv": library()},
    ),
    Bad(
        "folder instead of a file",
        None,
        2,
        rows=(
            unrecorded(
                "unreadable_file", "this folder holds no table of respondents: there are no files in it", file="."
            ),
        ),
        said=("  Name the file or folder of an export, or choose a file in it with --sheet NAME.",),
        command="validate .",
    ),
    Bad(
        "empty file",
        b"",
        2,
        rows=(unrecorded("empty_file", "the file is empty"),),
        said=("  Export it again; the export or the download may have been cut off.",),
    ),
    Bad(
        "nothing but a byte order mark",
        b"\xef\xbb\xbf",
        2,
        rows=(unrecorded("empty_file", "the file is empty"),),
        said=("  Export it again; the export or the download may have been cut off.",),
    ),
    Bad(
        "nothing but whitespace",
        b" \r\n\t\n",
        2,
        rows=(unrecorded("empty_file", "the file is empty"),),
        said=("  Export it again; the export or the download may have been cut off.",),
    ),
    Bad(
        "binary",
        bytes(range(256)) * 4,
        2,
        rows=(unrecorded("not_a_table", "a NUL character stands here: this is not text", 1),),
        said=("  The file is damaged, or of a kind not known here: export it again as CSV (UTF-8).",),
    ),
    Bad(
        "Excel workbook cut off",
        b"PK\x03\x04\x14\x00\x06\x00 xl/workbook.xml",
        2,
        rows=(unrecorded("unreadable_file", "this Excel workbook (.xlsx) is damaged (File is not a zip file)"),),
        said=("  Export or download it again; the end of the file may be missing.",),
    ),
    Bad(
        "PDF",
        b"%PDF-1.7\n1 0 obj",
        2,
        rows=(unrecorded("not_a_table", "this is a PDF document, not delimited text"),),
        said=("  Export the data from the survey platform again, as CSV (UTF-8).",),
    ),
    Bad(
        "web page",
        b"<!DOCTYPE html><html><body>Log in, please</body></html>",
        2,
        rows=(unrecorded("not_a_table", "this is a web page (HTML), not delimited text"),),
        said=("  Open it in Excel and save it as CSV: File > Save As > CSV UTF-8.",),
    ),
    Bad(
        "JSON",
        b'[{"respondent_id": "P1", "group": "A"}]',
        2,
        rows=(unrecorded("not_a_table", "this is a JSON file, not delimited text"),),
        said=("  Export the data from the survey platform again, as CSV (UTF-8).",),
    ),
    Bad(
        "prose",
        b"Dear all\nplease find the answers below\nKind regards\n",
        2,
        rows=(unrecorded("not_a_table", 'no ";", tab, "," or "|" divides the lines of this file into columns'),),
        said=(("  Delete whatever stands above the header row, or name the delimiter with --read-delimiter."),),
    ),
    Bad(
        "NUL bytes in a table",
        library().replace(b"More", b"M\x00\x00e"),
        2,
        rows=(unrecorded("not_a_table", "a NUL character stands here: this is not text", 3),),
        said=("  The file is damaged, or of a kind not known here: export it again as CSV (UTF-8).",),
    ),
    Bad(
        "quotation mark never closed",
        library().replace(b'"Mere lys, tak"', b'"Mere lys, tak'),
        2,
        rows=(
            unrecorded(
                "broken_quotes", 'the quotation mark that opens this cell is not closed rightly: "Mere lys, tak', 4
            ),
        ),
        said=('  Close every quoted cell, and write a quotation mark inside one twice ("").',),
    ),
    Bad(
        "text after a closing quotation mark",
        library().replace(b'"Mere lys, tak"', b'"Mere" lys'),
        2,
        rows=(
            unrecorded("broken_quotes", 'the quotation mark that opens this cell is not closed rightly: "Mere" lys', 4),
        ),
        said=('  Close every quoted cell, and write a quotation mark inside one twice ("").',),
    ),
    Bad(
        "encoding given in which it is not written",
        library({(2, "comment"): "Hyggelig læseplads"}).decode().encode("cp1252"),
        2,
        rows=(unrecorded("wrong_encoding", 'byte 0xE6 is no character in "utf-8"', 2),),
        said=("  Leave --read-encoding out to have it found, or try utf-8, windows-1252 or utf-16.",),
        command="validate wave.csv -q LIBRARY --read-encoding utf-8",
    ),
    Bad(
        "encoding given against the mark of the file",
        library().decode().encode("utf-16"),
        2,
        rows=(unrecorded("wrong_encoding", 'the file is marked as utf-16-le, which is not "utf-8"'),),
        said=("  Leave --read-encoding out to have it found, or try utf-8, windows-1252 or utf-16.",),
        command="validate wave.csv -q LIBRARY --read-encoding utf-8",
    ),
    Bad(
        "encoding that does not exist",
        library(),
        2,
        rows=(unrecorded("wrong_encoding", 'there is no text encoding "utf-88"'),),
        said=("  Leave --read-encoding out to have it found, or try utf-8, windows-1252 or utf-16.",),
        command="validate wave.csv -q LIBRARY --read-encoding utf-88",
    ),
    Bad(
        "encoding that is none of text",
        library(),
        2,
        rows=(unrecorded("wrong_encoding", 'there is no text encoding "base64"'),),
        said=("  Leave --read-encoding out to have it found, or try utf-8, windows-1252 or utf-16.",),
        command="validate wave.csv -q LIBRARY --read-encoding base64",
    ),
    Bad(
        "delimiter given that the file does not use",
        library(),
        2,
        rows=(unrecorded("wrong_delimiter", 'the delimiter ";" does not divide the header into columns'),),
        said=('  "," does.',),
        command="validate wave.csv -q LIBRARY --read-delimiter ;",
    ),
    Bad(
        "delimiter of two characters",
        library(),
        2,
        rows=(unrecorded("wrong_delimiter", '",," cannot be a delimiter'),),
        said=("  Give one character, for instance ; or \\t for a tab.",),
        command="validate wave.csv -q LIBRARY --read-delimiter ,,",
    ),
    Bad(
        "blank header row",
        b",,,\nP1,A,2,1\n",
        2,
        rows=(unrecorded("no_header", "the header row is blank", 1),),
        said=(("  The first row has to name the columns: delete blank rows above it, or export with names."),),
    ),
)

STRUCTURE = (
    Bad(
        "header only",
        library().splitlines(keepends=True)[0],
        1,
        rows=(row("no_respondents", "there are no rows below the header"),),
    ),
    Bad(
        "row too short",
        library().replace(b"4,2,5,More books", b"4,2,5"),
        1,
        rows=(row("ragged_row", "the row has 12 cells where the header has 13", 3, respondent="P2", value="12"),),
    ),
    Bad(
        "rows too short, each",
        library().replace(b",Fine", b"").replace(b",Nothing", b""),
        1,
        rows=(
            row("ragged_row", "the row has 12 cells where the header has 13", 2, respondent="P1", value="12", count=2),
            row(
                "ragged_row",
                "the row has 12 cells where the header has 13",
                5,
                respondent="P4",
                value="12",
                count=2,
                first_seen=2,
            ),
        ),
        command="validate wave.csv -q LIBRARY --each",
    ),
    Bad(
        "row too long",
        library().replace(b"More books", b"More, books"),
        1,
        rows=(row("ragged_row", "the row has 14 cells where the header has 13", 3, respondent="P2", value="14"),),
    ),
    Bad(
        "tail of empty rows as Excel leaves it",
        library() + b",,,,,,,,,,,,\n" * 2,
        0,
        rows=(
            unrecorded("blank_row", "every cell of the row is blank: it is left out", 6, severity="warning", count=2),
        ),
    ),
    Bad(
        "respondent twice",
        library({(4, "respondent_id"): "P1"}),
        1,
        rows=(
            row(
                "duplicate_respondent",
                "this respondent id stands more than once; only its first row is read",
                4,
                respondent="P1",
                column="respondent_id",
                value="P1",
            ),
        ),
    ),
    Bad(
        "no respondent id",
        library({(4, "respondent_id"): " "}),
        0,
        rows=(
            row(
                "missing_respondent",
                "has no respondent id",
                4,
                severity="warning",
                respondent=" ",
                column="respondent_id",
            ),
        ),
    ),
    Bad(
        "no respondent id where respondents are linked",
        library({(4, "respondent_id"): " "}),
        1,
        said=(
            "brobygger: wave.csv: errors: 1",
            (
                "  wave.csv, line 4, column A 'respondent_id': has no respondent id, and cannot be linked to the "
                "other wave"
            ),
            (
                "  `brobygger validate wave.csv` with the same options lists them all; --skip-invalid goes on without "
                "these answers."
            ),
        ),
        command="compare wave.csv wave.csv -q LIBRARY --id respondent_id",
    ),
    Bad(
        "weights that are none",
        library({(1, "comment"): "weight", (2, "comment"): "0,8", (3, "comment"): "none", (4, "comment"): "-1"}),
        1,
        rows=tuple(
            row(
                "invalid_weight",
                "is no weight: expected a number above 0, such as 0.85",
                line,
                respondent=respondent,
                column="weight",
                column_letter="M",
                value=value,
            )
            for line, respondent, value in ((3, "P2", "none"), (4, "P3", "'-1"), (5, "P4", "Nothing"))
        ),
        command="validate wave.csv -q LIBRARY --weights weight --without comment",
    ),
    Bad(
        "no such column of weights",
        library(),
        2,
        said=(
            "brobygger: wave.csv: there is no column 'vaegt'",
            (
                "  --weights takes the header of a column; it has: respondent_id, group, visits, borrowed, "
                "borrowed_what_1, borrowed_what_2, borrowed_what_3, borrowed_what_4, borrowed_what_5, satisfaction, …."
            ),
        ),
        command="describe wave.csv -q LIBRARY --weights vaegt",
    ),
    Bad(
        "column twice",
        library({(1, "comment"): "visits"}),
        1,
        rows=(
            row(
                "duplicate_column",
                "holds the same as column 'visits'; rename or remove one of them",
                column="visits",
                column_letter="M",
            ),
        ),
        command="validate wave.csv -q LIBRARY --without comment",
    ),
    Bad(
        "column twice, once by its wording",
        library({(1, "comment"): "Did you borrow anything in the last month?"}),
        1,
        rows=(
            row(
                "duplicate_column",
                "holds the same as column 'borrowed'; rename or remove one of them",
                column="Did you borrow anything in the last month?",
                column_letter="M",
            ),
        ),
        command="validate wave.csv -q LIBRARY --without comment",
    ),
    Bad(
        "question in tick columns and in one cell",
        library({(1, "comment"): "borrowed_what"}),
        1,
        rows=(
            row(
                "duplicate_column",
                "holds the same as column 'borrowed_what_1'; rename or remove one of them",
                column="borrowed_what",
                column_letter="M",
            ),
        ),
        command="validate wave.csv -q LIBRARY --without comment",
    ),
    Bad(
        "no column for a question",
        library(without=["satisfaction"]),
        1,
        rows=(
            row(
                "missing_column",
                (
                    "there is no column for the question 'satisfaction'; name it so, or say "
                    "`--without satisfaction` if this wave did not ask it"
                ),
            ),
        ),
    ),
    Bad(
        "no column for a background question",
        library(without=["minutes_to_library"]),
        0,
        rows=(
            row(
                "missing_column",
                (
                    "there is no column for the question 'minutes_to_library'; name it so, or say "
                    "`--without minutes_to_library` if this wave did not ask it"
                ),
                severity="warning",
            ),
        ),
    ),
    Bad(
        "no column for an option",
        library(without=["borrowed_what_3"]),
        1,
        rows=(
            row(
                "missing_column",
                (
                    "the question 'borrowed_what' has a column for each option, but none for "
                    "'games'; expected 'borrowed_what_3'"
                ),
            ),
        ),
    ),
    Bad(
        "column name misspelt",
        library({(1, "satisfaction"): "satisfacton"}),
        1,
        rows=(
            row(
                "missing_column",
                (
                    "there is no column for the question 'satisfaction'; name it so, or say "
                    "`--without satisfaction` if this wave did not ask it"
                ),
                nearest="satisfacton",
            ),
            row(
                "unknown_column",
                "belongs to no question and is not read",
                severity="warning",
                column="satisfacton",
                column_letter="J",
                nearest="satisfaction",
            ),
        ),
    ),
    Bad(
        "column of something else",
        library({(1, "comment"): "shoe_size"}),
        0,
        rows=(
            row(
                "unknown_column",
                "belongs to no question and is not read",
                severity="warning",
                column="shoe_size",
                column_letter="M",
            ),
        ),
        command="validate wave.csv -q LIBRARY --without comment",
    ),
    Bad(
        "column without a name",
        library({(1, "comment"): ""}),
        0,
        rows=(row("unknown_column", "belongs to no question and is not read", severity="warning", column_letter="M"),),
        command="validate wave.csv -q LIBRARY --without comment",
    ),
    Bad(
        "no group column",
        library(without=["group"]),
        1,
        rows=(row("missing_column", "there is no column with the group; expected 'group', 'gruppe'"),),
    ),
    Bad(
        "group left blank",
        library({(3, "group"): ""}),
        1,
        rows=(
            row(
                "unknown_group",
                "the row has no group; expected A = adults, Y = young",
                3,
                respondent="P2",
                column="group",
            ),
        ),
    ),
    Bad(
        "unknown group",
        library({(3, "group"): "Adluts"}),
        1,
        rows=(
            row(
                "unknown_group",
                "is no group of 'library'; expected A = adults, Y = young",
                3,
                respondent="P2",
                column="group",
                value="Adluts",
                nearest="Adults",
            ),
        ),
    ),
    Bad(
        "first row is data",
        library().split(b"\n", 1)[1],
        1,
        said=(
            "brobygger: wave.csv: errors: 7",
            "  wave.csv: there is no column with the group; expected 'group', 'gruppe'",
            (
                "  wave.csv: there is no column for the question 'visits'; name it so, or say "
                "`--without visits` if this wave did not ask it"
            ),
            (
                "  wave.csv: there is no column for the question 'borrowed'; name it so, or say "
                "`--without borrowed` if this wave did not ask it"
            ),
            (
                "  wave.csv: there is no column for the question 'borrowed_what'; name it so, or "
                "say `--without borrowed_what` if this wave did not ask it"
            ),
            (
                "  wave.csv: there is no column for the question 'satisfaction'; name it so, or "
                "say `--without satisfaction` if this wave did not ask it"
            ),
            "  … and 2 more",
            (
                "  `brobygger validate wave.csv` with the same options lists them all; "
                "--skip-invalid goes on without these answers."
            ),
        ),
        command="describe wave.csv -q LIBRARY",
    ),
)

ANSWERS = (
    Bad(
        "unknown answer",
        library({(2, "satisfaction"): "Verry satisfied"}),
        1,
        rows=(
            row(
                "unknown_answer",
                ("is no answer to 'satisfaction'; expected a code, id or label of one option (5, 4, 3, 2, 1, 9)"),
                2,
                respondent="P1",
                column="satisfaction",
                value="Verry satisfied",
                nearest="Very satisfied",
            ),
        ),
    ),
    Bad(
        "unknown answer twice, each",
        library({(line, "satisfaction"): "super" for line in (3, 5)}),
        1,
        rows=(
            row(
                "unknown_answer",
                ("is no answer to 'satisfaction'; expected a code, id or label of one option (5, 4, 3, 2, 1, 9)"),
                3,
                respondent="P2",
                column="satisfaction",
                value="super",
                count=2,
            ),
            row(
                "unknown_answer",
                ("is no answer to 'satisfaction'; expected a code, id or label of one option (5, 4, 3, 2, 1, 9)"),
                5,
                respondent="P4",
                column="satisfaction",
                value="super",
                count=2,
                first_seen=3,
            ),
        ),
        command="validate wave.csv -q LIBRARY --each",
    ),
    Bad(
        "unknown code",
        library({(2, "satisfaction"): "7"}),
        1,
        rows=(
            row(
                "unknown_answer",
                ("is no answer to 'satisfaction'; expected a code, id or label of one option (5, 4, 3, 2, 1, 9)"),
                2,
                respondent="P1",
                column="satisfaction",
                value="7",
            ),
        ),
    ),
    Bad(
        "code with decimals",
        library({(2, "borrowed"): "1.0"}),
        1,
        rows=(
            row(
                "unknown_answer",
                "is no answer to 'borrowed'; expected a code, id or label of one option (1, 2)",
                2,
                respondent="P1",
                column="borrowed",
                value="1.0",
                nearest="1",
            ),
        ),
    ),
    Bad(
        "range that Excel took for a date",
        library({(2, "visits"): "3-Feb"}),
        1,
        rows=(
            row(
                "excel_date",
                (
                    "looks like a date that a spreadsheet made of '2-3 gange'; format the column as text before "
                    "filling it"
                ),
                2,
                respondent="P1",
                column="visits",
                value="3-Feb",
                nearest="2-3 gange",
            ),
        ),
    ),
    Bad(
        "mojibake",
        library({(2, "staff_help"): "SvÃ¦rt"}),
        1,
        rows=(
            row(
                "mojibake",
                "looks like 'Svært' saved in the wrong encoding (UTF-8 read as Windows-1252); export it as UTF-8",
                2,
                respondent="P1",
                column="staff_help",
                value="SvÃ¦rt",
                nearest="Svært",
            ),
        ),
    ),
    Bad(
        "undefined byte in an answer",
        library({(2, "staff_help"): "Svært"}).replace("Svært".encode(), b"Sv\x81rt"),
        1,
        rows=(
            row(
                "bytes_not_text",
                "holds a character that could not be read in the file's encoding",
                2,
                respondent="P1",
                column="staff_help",
                value="Sv\ufffdrt",
                nearest="Svært",
            ),
        ),
    ),
    Bad(
        "undefined byte in a comment",
        library().replace(b"Fine", b"F\x81ne"),
        0,
        rows=(
            row(
                "bytes_not_text",
                ("the cell holds bytes that are no text in the file's encoding, or a character lost before (U+FFFD)"),
                2,
                severity="warning",
                respondent="P1",
                column="comment",
                value="F\ufffdne",
            ),
        ),
    ),
    Bad(
        "undefined byte in a respondent id",
        library().replace(b"P1", b"P\x81"),
        0,
        rows=(
            row(
                "bytes_not_text",
                ("the cell holds bytes that are no text in the file's encoding, or a character lost before (U+FFFD)"),
                2,
                severity="warning",
                respondent="P\ufffd",
                column="respondent_id",
                value="P\ufffd",
            ),
        ),
    ),
    Bad(
        "undefined byte in a header",
        library().replace(b"comment", b"comm\x81nt"),
        0,
        rows=(
            row(
                "unknown_column",
                "belongs to no question and is not read",
                severity="warning",
                column="comm\ufffdnt",
                column_letter="M",
                nearest="comment",
            ),
            unrecorded(
                "bytes_not_text",
                ("the cell holds bytes that are no text in the file's encoding, or a character lost before (U+FFFD)"),
                1,
                severity="warning",
                column="comm\ufffdnt",
                column_letter="M",
                value="comm\ufffdnt",
            ),
        ),
        command="validate wave.csv -q LIBRARY --without comment",
    ),
    Bad(
        "tick that is none",
        library({(2, "borrowed_what_2"): "maybe"}),
        1,
        rows=(
            row(
                "unknown_answer",
                "is no answer to 'borrowed_what'; expected 1 (ticked) or 0 (not ticked)",
                2,
                respondent="P1",
                column="borrowed_what_2",
                value="maybe",
            ),
        ),
    ),
    Bad(
        "code of the option in the tick column of another",
        library({(2, "borrowed_what_2"): "3"}),
        1,
        rows=(
            row(
                "unknown_answer",
                "is no answer to 'borrowed_what'; expected 1 (ticked) or 0 (not ticked)",
                2,
                respondent="P1",
                column="borrowed_what_2",
                value="3",
            ),
        ),
    ),
    Bad(
        "text for a number",
        library({(2, "minutes_to_library"): "ten"}),
        1,
        rows=(
            row(
                "unknown_answer",
                "is no answer to 'minutes_to_library'; expected a number from 0 up to 240",
                2,
                respondent="P1",
                column="minutes_to_library",
                value="ten",
            ),
        ),
    ),
    Bad(
        "number out of its bounds",
        library({(2, "minutes_to_library"): "241"}),
        1,
        rows=(
            row(
                "unknown_answer",
                "is no answer to 'minutes_to_library'; expected a number from 0 up to 240",
                2,
                respondent="P1",
                column="minutes_to_library",
                value="241",
            ),
        ),
    ),
    Bad(
        "number with a thousands separator",
        library({(2, "minutes_to_library"): "1.234,5"}),
        1,
        rows=(
            row(
                "unknown_answer",
                "is no answer to 'minutes_to_library'; expected a number from 0 up to 240",
                2,
                respondent="P1",
                column="minutes_to_library",
                value="1.234,5",
            ),
        ),
    ),
    Bad(
        "unknown option in a joined cell",
        library(
            {
                (1, "borrowed_what_1"): "borrowed_what",
                (2, "borrowed_what_1"): "Books; Gmes",
                (4, "borrowed_what_1"): "Books",
            },
            without=OTHER_TICKS,
        ),
        1,
        rows=(
            row(
                "unknown_answer",
                (
                    "is no answer to 'borrowed_what'; expected a code, id or label of one option (1, "
                    "2, 3, 4, 5), or several joined by ';'"
                ),
                2,
                respondent="P1",
                column="borrowed_what",
                column_letter="E",
                value="Books; Gmes",
                nearest="Books",
            ),
        ),
    ),
    Bad(
        "answer that was not asked",
        ngo({(2, "outcome_after_referral"): "2"}),
        1,
        rows=(
            row(
                "answer_not_asked",
                (
                    "'outcome_after_referral' is asked only of those who answered 1 or 2 or 3 or 4 "
                    "or 5 or 6 or 7 or 8 or 9 or 10 or 11_to_15 or 16_to_20 or 21_or_more or "
                    "dont_know to 'referrals_received'"
                ),
                2,
                respondent="N1",
                column="outcome_after_referral",
            ),
        ),
        command="validate wave.csv",
    ),
    Bad(
        "answer to a question whose routing is not known",
        library({(3, "borrowed"): "", (3, "borrowed_what_1"): "1"}),
        0,
        rows=(
            row(
                "missing_answer",
                "'borrowed' was asked and left blank: item nonresponse, outside the base",
                3,
                severity="warning",
                respondent="P2",
                column="borrowed",
            ),
            row(
                "answer_unrouted",
                "'borrowed_what' is answered though 'borrowed', which leads to it, is blank: counted in the base",
                3,
                severity="warning",
                respondent="P2",
                column="borrowed_what_1",
            ),
        ),
    ),
    Bad(
        "column of ticks that is no option",
        b"\n".join(
            line + (b",borrowed_what_9" if place == 0 else b",1")
            for place, line in enumerate(library().rstrip(b"\n").split(b"\n"))
        )
        + b"\n",
        1,
        rows=(
            row(
                "unknown_column",
                "holds ticks of 'borrowed_what', but is none of its options: their shares would be too small",
                column="borrowed_what_9",
                column_letter="N",
                nearest="borrowed_what_5",
            ),
        ),
    ),
    Bad(
        "tick that was not asked",
        library({(3, "borrowed_what_1"): "1"}),
        1,
        rows=(
            row(
                "answer_not_asked",
                "'borrowed_what' is asked only of those who answered yes to 'borrowed'",
                3,
                respondent="P2",
                column="borrowed_what_1",
            ),
        ),
    ),
    Bad(
        "joined cell that was not asked",
        library(
            {
                (1, "borrowed_what_1"): "borrowed_what",
                (3, "borrowed_what_1"): "Books; Games",
                (4, "borrowed_what_1"): "Films, music",
            },
            without=OTHER_TICKS,
        ),
        1,
        rows=(
            row(
                "answer_not_asked",
                "'borrowed_what' is asked only of those who answered yes to 'borrowed'",
                3,
                respondent="P2",
                column="borrowed_what",
                column_letter="E",
            ),
        ),
    ),
    Bad(
        "exclusive option with others",
        library({(2, "borrowed_what_5"): "1"}),
        1,
        rows=(
            row(
                "exclusive_with_others",
                "'borrowed_what': 'none_of_these' excludes every other option",
                2,
                respondent="P1",
                column="borrowed_what_5",
            ),
        ),
    ),
    Bad(
        "options that contradict each other",
        ngo({(3, "experience_on_referral_3"): "1"}),
        1,
        rows=(
            row(
                "contradicting_options",
                "'experience_on_referral': 'no_dialogue' contradicts 'dialogue'",
                3,
                respondent="N2",
                column="experience_on_referral_3",
            ),
        ),
        command="validate wave.csv",
    ),
    Bad(
        "question left blank",
        library({(2, "satisfaction"): " "}),
        0,
        rows=(
            row(
                "missing_answer",
                "'satisfaction' was asked and left blank: item nonresponse, outside the base",
                2,
                severity="warning",
                respondent="P1",
                column="satisfaction",
            ),
        ),
    ),
    Bad(
        "ticks left at zero where none fits",
        library({(2, "borrowed_what_1"): "0"}),
        0,
        rows=(
            row(
                "missing_answer",
                "'borrowed_what' was asked and left blank: item nonresponse, outside the base",
                2,
                severity="warning",
                respondent="P1",
                column="borrowed_what_1",
            ),
        ),
    ),
    Bad(
        "nothing ticked",
        ngo({(3, "referring_actors_1"): "0"}),
        0,
        rows=(
            row(
                "nothing_ticked",
                "'referring_actors' was asked and nothing is ticked: counted in the base",
                3,
                severity="warning",
                respondent="N2",
                column="referring_actors_1",
            ),
        ),
        command="validate wave.csv",
    ),
)

MANGLED = (
    Bad(
        "mojibake, twice over",
        library({(2, "staff_help"): "SvÃƒÂ¦rt"}),
        1,
        rows=(
            row(
                "mojibake",
                "looks like 'Svært' saved in the wrong encoding (UTF-8 read as Windows-1252); export it as UTF-8",
                2,
                respondent="P1",
                column="staff_help",
                value="SvÃƒÂ¦rt",
                nearest="Svært",
            ),
        ),
    ),
    Bad(
        "header in the wrong encoding",
        library({(1, "comment"): "KÃ\u00b8n"}),
        0,
        rows=(
            row(
                "unknown_column",
                (
                    "belongs to no question and is not read; it looks like 'Køn' saved in the wrong encoding: export "
                    "it as UTF-8"
                ),
                severity="warning",
                column="KÃ\u00b8n",
                column_letter="M",
            ),
        ),
        command="validate wave.csv -q LIBRARY --without comment",
    ),
    Bad(
        "group in the wrong encoding",
        library({(3, "group"): "BÃ\u00b8rn og unge"}),
        1,
        rows=(
            row(
                "unknown_group",
                (
                    "looks like 'Børn og unge' saved in the wrong encoding (UTF-8 read as Windows-1252); export it as "
                    "UTF-8"
                ),
                3,
                respondent="P2",
                column="group",
                value="BÃ\u00b8rn og unge",
                nearest="Børn og unge",
            ),
        ),
    ),
    Bad(
        "question mark for a letter",
        library({(2, "staff_help"): "Sv?rt", (5, "staff_help"): "Sv?rt"}),
        1,
        rows=(
            row(
                "replaced_character",
                "has a ? where a letter was lost; export the file again as UTF-8",
                2,
                respondent="P1",
                column="staff_help",
                value="Sv?rt",
                nearest="Svært",
                count=2,
            ),
        ),
    ),
    Bad(
        "character that nobody sees",
        library({(2, "satisfaction"): "Very\u200b satisfied"}),
        1,
        rows=(
            row(
                "invisible_character",
                "holds characters that nobody sees (U+200B); without them it is an answer",
                2,
                respondent="P1",
                column="satisfaction",
                value="Very\\u200b satisfied",
                nearest="Very satisfied",
            ),
        ),
    ),
    Bad(
        "decimal number that a spreadsheet took for a date",
        library({(2, "minutes_to_library"): "05-jan"}),
        1,
        rows=(
            row(
                "excel_date",
                (
                    "looks like a date that a spreadsheet made of '5.1' or '1.5'; format the column as text before "
                    "filling it"
                ),
                2,
                respondent="P1",
                column="minutes_to_library",
                value="05-jan",
            ),
        ),
    ),
    Bad(
        "error of a spreadsheet",
        library({(2, "satisfaction"): "#N/A", (3, "minutes_to_library"): "#DIVISION/0!"}),
        1,
        rows=(
            row(
                "excel_error",
                "is a spreadsheet's error; mend the formula and export again",
                2,
                respondent="P1",
                column="satisfaction",
                value="#N/A",
            ),
            row(
                "excel_error",
                "is a spreadsheet's error; mend the formula and export again",
                3,
                respondent="P2",
                column="minutes_to_library",
                value="#DIVISION/0!",
            ),
        ),
    ),
    Bad(
        "ids that a spreadsheet has shortened",
        library({(2, "respondent_id"): "4,57154E+11", (3, "respondent_id"): "4,57154E+11"}),
        1,
        rows=(
            row(
                "duplicate_respondent",
                "this respondent id stands more than once; only its first row is read",
                3,
                respondent="4,57154E+11",
                column="respondent_id",
                value="4,57154E+11",
            ),
            row(
                "excel_number",
                "is an id that a spreadsheet has shortened: format the column as text and export again",
                2,
                severity="warning",
                respondent="4,57154E+11",
                column="respondent_id",
                value="4,57154E+11",
                count=2,
            ),
        ),
    ),
    Bad(
        "decimal points and commas in one column",
        library(
            {(2, "minutes_to_library"): "22.1", (3, "minutes_to_library"): "1,54", (4, "minutes_to_library"): "7.5"}
        ),
        0,
        rows=(
            row(
                "mixed_decimals",
                (
                    "decimal comma in 1 row, first at line 3; decimal point in 2 rows, first at line 2: both are read "
                    "as decimal marks"
                ),
                3,
                severity="warning",
                respondent="P2",
                column="minutes_to_library",
                value="1,54",
            ),
        ),
    ),
    Bad(
        "number that may be two",
        library({(2, "minutes_to_library"): "1.000"}),
        1,
        rows=(
            row(
                "ambiguous_number",
                "may be 1 or 1000: the column does not show whether its mark is of decimals or of thousands",
                2,
                respondent="P1",
                column="minutes_to_library",
                value="1.000",
            ),
        ),
    ),
    Bad(
        "number that may be two, settled by another",
        library({(2, "minutes_to_library"): "1.000", (3, "minutes_to_library"): "22.5"}),
        0,
        rows=(
            row(
                "ambiguous_number",
                "is read as 1, and others like it likewise: '22.5' has a decimal point",
                2,
                severity="warning",
                respondent="P1",
                column="minutes_to_library",
                value="1.000",
            ),
        ),
    ),
    Bad(
        "thousands among decimals",
        library({(2, "minutes_to_library"): "1.000", (3, "minutes_to_library"): "22,5"}),
        1,
        rows=(
            row(
                "unknown_answer",
                "is no answer to 'minutes_to_library'; expected a number from 0 up to 240",
                2,
                respondent="P1",
                column="minutes_to_library",
                value="1.000",
            ),
            row(
                "ambiguous_number",
                "is read as 1000, and others like it likewise: '22,5' has a decimal comma",
                2,
                severity="warning",
                respondent="P1",
                column="minutes_to_library",
                value="1.000",
            ),
        ),
    ),
    Bad(
        "weight that may be two",
        library(
            {
                (1, "comment"): "w",
                (2, "comment"): "1,500",
                (3, "comment"): "1",
                (4, "comment"): "2",
                (5, "comment"): "1",
            }
        ),
        1,
        rows=(
            row(
                "ambiguous_number",
                "may be 1.5 or 1500: the column does not show whether its mark is of decimals or of thousands",
                2,
                respondent="P1",
                column="w",
                column_letter="M",
                value="1,500",
            ),
        ),
        command="validate wave.csv -q LIBRARY --weights w --without comment",
    ),
    Bad(
        "header once more among the rows",
        b"".join([library(), library().splitlines(keepends=True)[0], b"P5,A,1,2,,,,,,5,3,10,\n"]),
        1,
        rows=(
            row(
                "repeated_header",
                "is the header once more, and no respondent: the row is not read; delete it",
                6,
                respondent="respondent_id",
            ),
        ),
    ),
    Bad(
        "row of totals",
        library() + b"Total,,10,7,1,0,1,1,0,21,9,50,\n",
        1,
        rows=(
            row(
                "totals_row",
                "holds totals or means, and is no respondent: the row is not read; delete it",
                6,
                respondent="Total",
            ),
        ),
    ),
)

# Five columns of SurveyXact: distributed and not opened, some answers, completed.
STATUS = ",stato_1,stato_2,stato_3,stato_4,stato_5"
NOT_OPENED, COMPLETED = ",0,1,0,0,0", ",0,0,0,1,0"
# Labels beside it, as SurveyXact writes them; they name enough of the columns for that.
LABELS = "group;A;Voksne\ngroup;Y;Børn og unge\nvisits;0;Ingen\nstaff_help;1;Svært\nminutes_to_library;10;Ti\n"

PLATFORMS = (
    Bad(
        "answer of somebody who never opened the form",
        "\n".join(
            [
                library().decode().splitlines()[0] + STATUS,
                "P1,A,2,1,1,0,0,0,0,5,3,10,Fine" + COMPLETED,
                "P2,Y,0,2,,,,,,4,2,5," + COMPLETED,
                "P3,A,,,0,0,0,0,0,3,,," + NOT_OPENED,
            ]
        ).encode(),
        1,
        rows=(
            row(
                "answer_unopened",
                "'satisfaction' is answered by somebody who, by the status, never opened the form",
                4,
                respondent="P3",
                column="satisfaction",
            ),
        ),
    ),
    Bad(
        "zeros in tick columns and nothing else",
        library() + b"P5,A,,,0,0,0,0,0,,,,\n",
        0,
        rows=(
            row(
                "only_zeros",
                (
                    "holds zeros in tick columns and no answer: whether the form was opened cannot be told; outside "
                    "their bases"
                ),
                6,
                severity="warning",
                respondent="P5",
            ),
            *(
                row(
                    "missing_answer",
                    f"'{question}' was asked and left blank: item nonresponse, outside the base",
                    6,
                    severity="warning",
                    respondent="P5",
                    column=question,
                )
                for question in ("borrowed", "minutes_to_library", "satisfaction", "staff_help", "visits")
            ),
        ),
        command="validate wave.csv -q zeros.toml",
        files={"zeros.toml": toml(", exclusive = true", "")},
    ),
    Bad(
        "codes that the platform numbers otherwise",
        library({(2, "borrowed"): "2", (3, "borrowed"): "1", (4, "borrowed"): "2", (5, "borrowed"): "1"}),
        0,
        rows=(
            row(
                "code_relabelled",
                (
                    "the file's code 1 is labelled 'Nej', which is 'no', and its code in the questionnaire is 2: read "
                    "by the label (so of the codes 1, 2)"
                ),
                severity="warning",
                column="borrowed",
                value="1",
            ),
        ),
        files={"labels.csv": f"{LABELS}borrowed;1;Nej\nborrowed;2;Ja\n".encode()},
    ),
    Bad(
        "code that the platform calls otherwise",
        library(),
        0,
        rows=(
            row(
                "label_differs",
                (
                    "is the file's label of code 5, which is 'very_satisfied' in the questionnaire, and no spelling "
                    "of it: read by the code; `brobygger map` writes a line that confirms it"
                ),
                severity="warning",
                column="satisfaction",
                value="Glad",
            ),
        ),
        files={"labels.csv": f"{LABELS}satisfaction;5;Glad\nsatisfaction;4;Tilfreds\n".encode()},
    ),
    Bad(
        "column named as one question and worded as another",
        library(),
        1,
        rows=(
            row(
                "contradicting_column",
                (
                    "has the name of 'satisfaction' and the wording of 'staff_help' ('Hvor let er det at få hjælp af "
                    "personalet?'): say in a mapping which of them it holds (`brobygger map`)"
                ),
                column="satisfaction",
            ),
        ),
        files={
            "structure.csv": "\n".join(
                [
                    "questionName;variableName;questionType;subType;questionText;choiceValue;choiceText",
                    *(f"{name};{name};Open;Single;;;" for name in ("group", "visits", "borrowed", "staff_help")),
                    *(f"{name};{name};Open;Single;;;" for name in ("minutes_to_library", "comment")),
                    "satisfaction;satisfaction;Closed;Single;Hvor let er det at få hjælp af personalet?;;",
                ]
            ).encode()
        },
    ),
)

PRINTED_TABLES = (
    Bad(
        "printed percentage that no count gives",
        printed({}, "library,young,satisfaction,Satisfied,,37.4,231"),
        1,
        rows=(
            printed_row(
                "impossible_percent",
                "no count out of 231 gives it",
                10,
                column="percent",
                value="37.4",
                nearest="37.2 or 37.7",
            ),
        ),
    ),
    Bad(
        "printed percentage above 100",
        printed({(7, "percent"): "137"}),
        1,
        rows=(
            printed_row(
                "impossible_percent", "no count out of 43 gives it", 7, column="percent", value="137", nearest="100"
            ),
        ),
    ),
    Bad(
        "printed counts that do not sum to the base",
        printed({(2, "count"): "9", (2, "percent"): "21"}),
        1,
        rows=(
            printed_row(
                "counts_differ_from_base",
                "the counts of 'visits' for 'adults' sum to 44, its base is 43",
                2,
                column="count",
            ),
        ),
    ),
    Bad(
        "printed percentage that differs from its count",
        printed({(9, "percent"): "50"}),
        1,
        rows=(
            printed_row(
                "percent_differs_from_count", "11 of 20 is 55 %", 9, column="percent", value="50", nearest="55"
            ),
        ),
    ),
    Bad(
        "printed count above its base",
        printed({(2, "count"): "44", (2, "percent"): ""}),
        1,
        rows=(printed_row("count_above_base", "is larger than its base of 43", 2, column="count", value="44"),),
    ),
    Bad(
        "printed percentage that does not exist of its base",
        printed({(9, "percent"): "54"}),
        1,
        rows=(
            printed_row(
                "impossible_percent", "no count out of 20 gives it", 9, column="percent", value="54", nearest="50 or 55"
            ),
        ),
    ),
    Bad(
        "printed base of nobody",
        printed({}, "library,young,satisfaction,Satisfied,,40,0"),
        1,
        rows=(
            printed_row(
                "invalid_number", "a base of 0 has no percentages; leave the row out", 10, column="base", value="0"
            ),
        ),
    ),
    Bad(
        "text as a printed count",
        printed({(2, "count"): "eight"}),
        1,
        rows=(printed_row("invalid_number", "is not a whole number of people", 2, column="count", value="eight"),),
    ),
    Bad(
        "negative printed count",
        printed({(2, "count"): "-8"}),
        1,
        rows=(printed_row("invalid_number", "is not a whole number of people", 2, column="count", value="'-8"),),
    ),
    Bad(
        "printed count of 5000 digits",
        printed({(2, "count"): "9" * 5000}),
        1,
        rows=(printed_row("invalid_number", "is not a whole number of people", 2, column="count", value="9" * 5000),),
    ),
    Bad(
        "text as a printed percentage",
        printed({(7, "percent"): "over half"}),
        1,
        rows=(
            printed_row(
                "invalid_number", "is not a percentage such as 41 or 37.4", 7, column="percent", value="over half"
            ),
        ),
    ),
    Bad(
        "printed row twice",
        printed({}, "library,young,borrowed,no,11,55,20"),
        1,
        rows=(printed_row("duplicate_row", "has stood before", 10, column="option", value="no"),),
    ),
    Bad(
        "printed bases that differ",
        printed({(9, "base"): "21", (9, "percent"): "52"}),
        1,
        rows=(printed_row("different_bases", "'borrowed' has the base 20 in line 8", 9, column="base", value="21"),),
    ),
    Bad(
        "unknown printed question",
        printed({(7, "question"): "borowed"}),
        1,
        rows=(
            printed_row(
                "unknown_question",
                "is no question of 'library'",
                7,
                column="question",
                value="borowed",
                nearest="borrowed",
            ),
        ),
    ),
    Bad(
        "printed row of an unknown questionnaire",
        printed({}, "libary,young,borrowed,no,11,55,20"),
        0,
        rows=(
            printed_row(
                "unknown_questionnaire",
                "is a questionnaire that nobody knows; the row is not read",
                10,
                severity="warning",
                column="questionnaire",
                value="libary",
                nearest="library",
            ),
        ),
    ),
    Bad(
        "unknown printed option",
        printed({(7, "option"): "Yess"}),
        1,
        rows=(
            printed_row(
                "unknown_answer",
                "is no option or net of 'borrowed'; several options together are written [one | other]",
                7,
                column="option",
                value="Yess",
                nearest="Yes",
            ),
        ),
    ),
    Bad(
        "unknown option in a printed net",
        printed({(7, "option"): "[Yes | Perhaps]"}),
        1,
        rows=(
            printed_row(
                "unknown_answer",
                "is no option or net of 'borrowed'; several options together are written [one | other]",
                7,
                column="option",
                value="[Yes | Perhaps]",
            ),
        ),
    ),
    Bad(
        "unknown printed group",
        printed({(7, "group"): "adult"}),
        1,
        rows=(
            printed_row(
                "unknown_group",
                "is no group of 'library'; expected adults, young",
                7,
                column="group",
                value="adult",
                nearest="adults",
            ),
        ),
    ),
    Bad(
        "printed percentage without a base",
        printed({(7, "base"): ""}),
        1,
        rows=(printed_row("missing_figure", "needs the base of its percentage", 7, column="base"),),
    ),
    Bad(
        "printed row without a figure",
        printed({(7, "percent"): ""}),
        1,
        rows=(printed_row("missing_figure", "needs a count, a percentage or both", 7, column="count"),),
    ),
    Bad(
        "printed row too short",
        printed({}, "library,young,satisfaction,Satisfied"),
        1,
        rows=(printed_row("ragged_row", "the row has 4 cells where the header has 7", 10, value="4"),),
    ),
    Bad(
        "printed table without a base column",
        printed(without=["base"]),
        1,
        rows=(printed_row("missing_column", "there is no column 'base'"),),
    ),
    Bad(
        "printed table of another questionnaire",
        printed().replace(b"library,", b"museum,"),
        1,
        rows=(printed_row("no_respondents", "has no rows for the questionnaire 'library'"),),
    ),
    Bad(
        "undefined byte in a printed table",
        printed().replace(b"library,adults,borrowed,Yes", b"library,adults,borrowed,Y\x81s"),
        1,
        rows=(
            printed_row(
                "bytes_not_text",
                ("the cell holds bytes that are no text in the file's encoding, or a character lost before (U+FFFD)"),
                7,
                column="option",
                value="Y\ufffds",
            ),
            printed_row(
                "unknown_answer",
                "is no option or net of 'borrowed'; several options together are written [one | other]",
                7,
                column="option",
                value="Y\ufffds",
                nearest="Yes",
            ),
        ),
    ),
)

QUESTIONNAIRE_FILES = (
    Bad(
        "questionnaire that is not TOML",
        None,
        2,
        said=(
            "brobygger: mine.toml: is not TOML: Invalid value (at line 6, column 6)",
            "  Mend the line it names; strings need quotes.",
        ),
        command="questionnaire check mine.toml",
        files={"mine.toml": toml('id = "library"', "id = library")},
    ),
    Bad(
        "questionnaire that is a CSV",
        None,
        2,
        said=(
            ("brobygger: mine.toml: is not TOML: Expected '=' after a key in a key/value pair (at line 1, column 14)"),
            "  Mend the line it names; strings need quotes.",
        ),
        command="questionnaire check mine.toml",
        files={"mine.toml": library()},
    ),
    Bad(
        "empty questionnaire",
        None,
        2,
        said=(
            "brobygger: mine.toml: not a valid questionnaire:",
            "  id: is missing; it is required",
            "  title: is missing; it is required",
            "  groups: is missing; it is required",
            "  questions: is missing; it is required",
            "  `brobygger questionnaire schema` prints every key and what it may hold.",
        ),
        command="questionnaire check mine.toml",
        files={"mine.toml": b""},
    ),
    Bad(
        "questionnaire not in UTF-8",
        None,
        2,
        said=(
            (
                "brobygger: mine.toml: cannot be read as a questionnaire: 'utf-8' codec can't "
                "decode byte 0xf8 in position 806: invalid start byte"
            ),
            "  A questionnaire is a TOML file in UTF-8.",
        ),
        command="questionnaire check mine.toml",
        files={"mine.toml": toml("Brugerundersøgelse, ", "").decode().encode("cp1252")},
    ),
    Bad(
        "questionnaire with an unknown key",
        None,
        2,
        said=(
            "brobygger: mine.toml: not a valid questionnaire:",
            ("  questions[satisfaction].improvment: there is no such key; did you mean 'improvement'?"),
            "  `brobygger questionnaire schema` prints every key and what it may hold.",
        ),
        command="questionnaire check mine.toml",
        files={
            "mine.toml": toml(
                'improvement = "up"\ntext = { da = "Hvor tilfreds', 'improvment = "up"\ntext = { da = "Hvor tilfreds'
            )
        },
    ),
    Bad(
        "questionnaire without a key it needs",
        None,
        2,
        said=(
            "brobygger: mine.toml: not a valid questionnaire:",
            "  groups[2].id: is missing; it is required",
            "  `brobygger questionnaire schema` prints every key and what it may hold.",
        ),
        command="questionnaire check mine.toml",
        files={"mine.toml": toml('id = "young"\n', "")},
    ),
    Bad(
        "questionnaire with a value of the wrong type",
        None,
        2,
        said=(
            "brobygger: mine.toml: not a valid questionnaire:",
            (
                "  questions[minutes_to_library].minimum: Input should be a valid number, unable "
                "to parse string as a number (found 'none')"
            ),
            "  `brobygger questionnaire schema` prints every key and what it may hold.",
        ),
        command="questionnaire check mine.toml",
        files={"mine.toml": toml("minimum = 0\n", 'minimum = "none"\n')},
    ),
    Bad(
        "questionnaire with an unknown question type",
        None,
        2,
        said=(
            "brobygger: mine.toml: not a valid questionnaire:",
            (
                "  questions[minutes_to_library]: there is no question type 'numbr'; did you "
                "mean 'number'? (types: single, ordinal, count_bins, multiple, number, text)"
            ),
            "  `brobygger questionnaire schema` prints every key and what it may hold.",
        ),
        command="questionnaire check mine.toml",
        files={"mine.toml": toml('type = "number"', 'type = "numbr"')},
    ),
    Bad(
        "questionnaire with an id in capitals",
        None,
        2,
        said=(
            "brobygger: mine.toml: not a valid questionnaire:",
            ("  questions[Comment].id: String should match pattern '^[a-z0-9][a-z0-9_]*$' (found 'Comment')"),
            "  `brobygger questionnaire schema` prints every key and what it may hold.",
        ),
        command="questionnaire check mine.toml",
        files={"mine.toml": toml('id = "comment"', 'id = "Comment"')},
    ),
    Bad(
        "questionnaire with two options of one spelling",
        None,
        2,
        said=(
            "brobygger: mine.toml: not a valid questionnaire:",
            (
                "  questions[satisfaction]: the spelling 'tilfreds' belongs to both option "
                "'satisfied' and option 'neither'"
            ),
            "  `brobygger questionnaire schema` prints every key and what it may hold.",
        ),
        command="questionnaire check mine.toml",
        files={"mine.toml": toml('{ da = "Hverken eller", en = "Neither" }', '{ da = "Tilfreds", en = "Neither" }')},
    ),
    Bad(
        "questionnaire with one id twice",
        None,
        2,
        said=(
            "brobygger: mine.toml: not a valid questionnaire:",
            "  the file: the question id 'visits' stands more than once",
            "  `brobygger questionnaire schema` prints every key and what it may hold.",
        ),
        command="questionnaire check mine.toml",
        files={"mine.toml": toml('id = "comment"', 'id = "visits"')},
    ),
    Bad(
        "questionnaire that routes by a later question",
        None,
        2,
        said=(
            "brobygger: mine.toml: not a valid questionnaire:",
            (
                "  the file: question 'borrowed_what': asked_if names the question "
                "'satisfaction', which does not come before it"
            ),
            "  `brobygger questionnaire schema` prints every key and what it may hold.",
        ),
        command="questionnaire check mine.toml",
        files={
            "mine.toml": toml(
                'question = "borrowed", answers = ["yes"]', 'question = "satisfaction", answers = ["satisfied"]'
            )
        },
    ),
    Bad(
        "questionnaire that routes by an unknown option",
        None,
        2,
        said=(
            "brobygger: mine.toml: not a valid questionnaire:",
            (
                "  the file: question 'borrowed_what': asked_if names the option 'yess' (did you "
                "mean 'yes'?), which 'borrowed' does not have"
            ),
            "  `brobygger questionnaire schema` prints every key and what it may hold.",
        ),
        command="questionnaire check mine.toml",
        files={
            "mine.toml": toml('question = "borrowed", answers = ["yes"]', 'question = "borrowed", answers = ["yess"]')
        },
    ),
    Bad(
        "questionnaire with an indicator of an unknown option",
        None,
        2,
        said=(
            "brobygger: mine.toml: not a valid questionnaire:",
            (
                "  the file: indicator 'borrowed_games' names the option 'gamse' (did you mean "
                "'games'?), which 'borrowed_what' does not have"
            ),
            "  `brobygger questionnaire schema` prints every key and what it may hold.",
        ),
        command="questionnaire check mine.toml",
        files={"mine.toml": toml('options = ["games"]', 'options = ["gamse"]')},
    ),
    Bad(
        "questionnaire file that is missing",
        None,
        2,
        said=(
            "brobygger: mine.tml: no such questionnaire",
            "  Give one of the bundled names (kommune, ngo) or the path of a TOML file.",
        ),
        command="questionnaire check mine.tml",
        files={"mine.toml": library()},
    ),
    Bad(
        "questionnaire file that is a folder",
        None,
        2,
        said=(
            "brobygger: .: cannot be read as a questionnaire: [Errno 21] Is a directory: '.'",
            "  A questionnaire is a TOML file in UTF-8.",
        ),
        command="questionnaire check .",
        files={"mine.toml": library()},
    ),
)

WAVES_AND_QUESTIONNAIRES = (
    Bad(
        "columns of no bundled questionnaire",
        library(),
        2,
        said=(
            (
                "brobygger: wave.csv: no bundled questionnaire fits its columns (kommune, ngo): "
                "respondent_id, group, visits, borrowed, borrowed_what_1, borrowed_what_2, …"
            ),
            (
                "  Name the questionnaire with --questionnaire, or name the columns by its "
                "question ids (`brobygger questionnaire show NAME` lists them)."
            ),
        ),
        command="validate wave.csv",
    ),
    Bad(
        "columns of several questionnaires",
        b"respondent_id,formal_cooperation\nP1,1\n",
        2,
        said=(
            (
                "brobygger: wave.csv: several bundled questionnaires fit its columns (kommune, "
                "ngo): respondent_id, formal_cooperation"
            ),
            (
                "  Name the questionnaire with --questionnaire, or name the columns by its "
                "question ids (`brobygger questionnaire show NAME` lists them)."
            ),
        ),
        command="validate wave.csv",
    ),
    Bad(
        "printed table of a questionnaire that is not bundled",
        printed(),
        2,
        said=(
            ("brobygger: wave.csv: is a printed table of several questionnaires, or of none that is bundled"),
            "  Say which: -q kommune or -q ngo, or -q FILE.",
        ),
        command="validate wave.csv",
    ),
    Bad(
        "bundled wave without a word on whom",
        None,
        2,
        said=(
            ("brobygger: 2017 (bundled): is a printed table of several questionnaires, or of none that is bundled"),
            "  Say which: -q kommune or -q ngo, or -q FILE.",
        ),
        command="describe 2017",
    ),
    Bad(
        "unknown questionnaire",
        library(),
        2,
        said=(
            "brobygger: komune: no such questionnaire; did you mean 'kommune'?",
            "  Give one of the bundled names (kommune, ngo) or the path of a TOML file.",
        ),
        command="validate wave.csv -q komune",
    ),
    Bad(
        "bundled wave that there is not",
        library(),
        2,
        said=("brobygger: 2071: no such file or bundled wave; did you mean '2017'?",),
        command="compare 2071 wave.csv",
    ),
    Bad(
        "two results in one",
        library(),
        2,
        said=("brobygger: --contrast and --mix are different results", "  Ask for them one at a time."),
        command="compare wave.csv wave.csv -q LIBRARY --contrast --mix",
    ),
    Bad(
        "options that a result knows nothing of",
        library(),
        2,
        said=("brobygger: no effect with --mix: --margin, --test", "  Leave them out."),
        command="compare wave.csv wave.csv -q LIBRARY --mix --margin 0.1 --test fisher",
    ),
    Bad(
        "overlap of linked people",
        library(),
        2,
        said=("brobygger: --overlap does not go with --id", "  Linked respondents are counted, not stated."),
        command="compare wave.csv wave.csv -q LIBRARY --id respondent_id --overlap 3",
    ),
    Bad(
        "overlap stated twice",
        library(),
        2,
        said=(
            "wave.csv: 4 rows, utf-8, delimiter ','; questionnaire 'library' (as given)",
            "wave.csv: 4 rows, utf-8, delimiter ','; questionnaire 'library' (as given)",
            NO_ENGLISH,
            "brobygger: --overlap 2: 'every group' is stated otherwise before",
            "  Say --overlap GROUP=N, or --overlap N for every group.",
        ),
        command="compare wave.csv wave.csv -q LIBRARY --overlap 1 --overlap 2",
    ),
    Bad(
        "weights of printed tables",
        printed(),
        2,
        said=(
            "brobygger: wave.csv: a printed table stays as it is printed, and cannot be weighted",
            "  --weights and --margins need an export with one row per respondent.",
        ),
        command="compare wave.csv wave.csv -q LIBRARY --weights w",
    ),
    Bad(
        "population without its size",
        library(),
        2,
        said=(
            "wave.csv: 4 rows, utf-8, delimiter ','; questionnaire 'library' (as given)",
            NO_ENGLISH,
            "brobygger: --estimand population needs the number invited; not known of: wave:adults, wave:young",
            "  Say --invited wave:adults=N --invited wave:young=N, or declare it in the questionnaire.",
        ),
        command="describe wave.csv -q LIBRARY --intervals --estimand population",
    ),
    Bad(
        "comparison of one file",
        library(),
        2,
        said=(
            "brobygger: a comparison needs two waves",
            ("  Name two files, or one file with --wave-column COLUMN --baseline VALUE --followup VALUE."),
        ),
        command="compare wave.csv",
    ),
    Bad(
        "comparison with a missing file",
        library(),
        2,
        said=("brobygger: wav.csv: there is no such file", "  Did you mean wave.csv?"),
        command="compare wav.csv wave.csv -q LIBRARY",
    ),
    Bad(
        "comparison of a printed table with itself",
        printed(),
        2,
        said=("brobygger: wave.csv: a printed table is one wave", "  Name a second file to compare it with."),
        command="compare wave.csv -q LIBRARY --wave-column wave --baseline a --followup b",
    ),
    Bad(
        "no such wave column",
        library({(1, "comment"): "year"}),
        2,
        said=(
            "brobygger: wave.csv: there is no column 'yaer'; did you mean 'year'?",
            (
                "  --wave-column takes the header of a column; it has: respondent_id, group, visits, borrowed, "
                "borrowed_what_1, borrowed_what_2, borrowed_what_3, borrowed_what_4, borrowed_what_5, satisfaction, …."
            ),
        ),
        command="describe wave.csv -q LIBRARY --wave-column yaer --wave 2023",
    ),
    Bad(
        "no such wave in the wave column",
        library({(1, "comment"): "year"}),
        2,
        said=(
            "brobygger: wave.csv: no row has '2023' in the column 'year'",
            "  It holds: Fine, Mere lys, tak, More books, Nothing.",
        ),
        command="compare wave.csv -q LIBRARY --wave-column year --baseline 2023 --followup Fine",
    ),
    Bad(
        "wave column without a wave",
        library({(1, "comment"): "year"}),
        2,
        said=(
            "brobygger: --wave-column year needs --wave VALUE",
            "  It is the value of that column which tells the wave apart.",
        ),
        command="describe wave.csv -q LIBRARY --wave-column year",
    ),
    Bad(
        "wave column without both waves",
        library({(1, "comment"): "year"}),
        2,
        said=(
            "brobygger: --wave-column year needs --baseline VALUE and --followup VALUE",
            "  They are the values of that column which tell the two waves apart.",
        ),
        command="compare wave.csv -q LIBRARY --wave-column year --baseline Fine",
    ),
    Bad(
        "wave without a wave column",
        library(),
        2,
        said=("brobygger: --wave 2023 needs --wave-column COLUMN", "  Without one, the whole file is one wave."),
        command="validate wave.csv -q LIBRARY --wave 2023",
    ),
    Bad(
        "wave column without text",
        library({(1, "comment"): "year"}),
        2,
        said=(
            "brobygger: wave.csv: no row has '\\x1b[31m' in the column 'year'",
            "  It holds: Fine, Mere lys, tak, More books, Nothing.",
        ),
        command="describe wave.csv -q LIBRARY --wave-column year --wave \x1b[31m",
    ),
    Bad(
        "export with errors, described",
        library({(2, "satisfaction"): "Verry satisfied", (3, "group"): ""}),
        1,
        said=(
            "brobygger: wave.csv: errors: 2",
            (
                "  wave.csv, line 2 (respondent P1), column J 'satisfaction': 'Verry satisfied': is no answer to "
                "'satisfaction'; expected a code, id or label of one option (5, 4, 3, 2, 1, 9) "
                "(did you mean 'Very satisfied'?)"
            ),
            (
                "  wave.csv, line 3 (respondent P2), column B 'group': the row has no group; expected "
                "A = adults, Y = young"
            ),
            (
                "  `brobygger validate wave.csv` with the same options lists them all; "
                "--skip-invalid goes on without these answers."
            ),
        ),
        command="describe wave.csv -q LIBRARY",
    ),
    Bad(
        "export with errors, compared",
        library({(2, "satisfaction"): "Verry satisfied"}),
        1,
        said=(
            "brobygger: wave.csv: errors: 1",
            (
                "  wave.csv, line 2 (respondent P1), column J 'satisfaction': 'Verry satisfied': is no answer to "
                "'satisfaction'; expected a code, id or label of one option (5, 4, 3, 2, 1, 9) "
                "(did you mean 'Very satisfied'?)"
            ),
            (
                "  `brobygger validate wave.csv` with the same options lists them all; "
                "--skip-invalid goes on without these answers."
            ),
        ),
        command="compare wave.csv wave.csv -q LIBRARY",
    ),
)

OPTIONS = (
    Bad(
        "unknown group to show",
        library(),
        2,
        said=("brobygger: 'library' has no group 'adlts'; did you mean 'adults'?", "  It has: adults, young."),
        command="describe wave.csv -q LIBRARY --group adlts",
    ),
    Bad(
        "unknown question to show",
        library(),
        2,
        said=(
            "brobygger: 'library' has no question 'satisfacton'; did you mean 'satisfaction'?",
            ("  It has: visits, borrowed, borrowed_what, satisfaction, staff_help, minutes_to_library, comment."),
        ),
        command="describe wave.csv -q LIBRARY --question satisfacton",
    ),
    Bad(
        "unknown question to go without",
        library(),
        2,
        said=(
            "brobygger: --without coment: 'library' has no such question; did you mean 'comment'?",
            ("  It has: visits, borrowed, borrowed_what, satisfaction, staff_help, minutes_to_library, comment."),
        ),
        command="describe wave.csv -q LIBRARY --without coment",
    ),
    Bad(
        "confidence above 1",
        library(),
        2,
        said=("brobygger: --confidence 1.5: must lie between 0 and 1", "  95 % is written 0.95."),
        command="describe wave.csv -q LIBRARY --intervals --confidence 1.5",
    ),
    Bad(
        "confidence in words",
        library(),
        2,
        said=(
            (
                "Error: Invalid value for '--confidence': Input should be a valid number, unable "
                "to parse string as a number"
            ),
        ),
        command="describe wave.csv -q LIBRARY --intervals --confidence high",
    ),
    Bad(
        "one character for cells and decimals",
        library(),
        2,
        said=(
            ("brobygger: --delimiter and --decimal are both ',': nobody could tell cells from decimals"),
            "  Danish Excel: --delimiter ';' --decimal ','",
        ),
        command="describe wave.csv -q LIBRARY --delimiter , --decimal ,",
    ),
    Bad(
        "quotation mark between cells",
        library(),
        2,
        said=(
            "brobygger: --delimiter '\"': must be one character, no quotation mark",
            "  Usual ones: ',' ';' '\\t' '|'.",
        ),
        command='describe wave.csv -q LIBRARY --delimiter "',
    ),
    Bad(
        "decimal mark that is none",
        library(),
        2,
        said=("brobygger: --decimal ';': must be '.' or ','", "  Danish Excel: --delimiter ';' --decimal ','"),
        command="describe wave.csv -q LIBRARY --decimal ;",
    ),
    Bad(
        "unknown format",
        library(),
        2,
        said=(
            (
                "Error: Invalid value for '--format' / '-f': Value error, 'xlsx' is not one of "
                "'table', 'csv', 'json', 'markdown'."
            ),
        ),
        command="describe wave.csv -q LIBRARY --format xlsx",
    ),
    Bad(
        "unknown option",
        library(),
        2,
        said=("Error: No such option: --confidance (Possible options: --confidence)",),
        command="describe wave.csv -q LIBRARY --confidance 0.9",
    ),
    Bad(
        "output file that exists",
        library(),
        2,
        said=("brobygger: out.csv: exists already", "  Give another name, or --force to replace it."),
        command="describe wave.csv -q LIBRARY -o out.csv",
        files={"out.csv": b"what was there\n"},
    ),
    Bad(
        "report of two waves with one name",
        library(),
        2,
        said=(
            "wave.csv: 4 rows, utf-8, delimiter ','; questionnaire 'library' (as given)",
            "wave.csv: 4 rows, utf-8, delimiter ','; questionnaire 'library' (as given)",
            NO_ENGLISH,
            "brobygger: two waves are called 'wave': nobody could tell them apart",
            "  Name them with --baseline NAME and --followup NAME.",
        ),
        command="report wave.csv wave.csv -q LIBRARY -o out.md",
    ),
    Bad(
        "output over what is read",
        library(),
        2,
        said=("brobygger: wave.csv: is read by this command, and is not replaced", "  Give the output another name."),
        command="describe wave.csv -q LIBRARY -o wave.csv --force",
    ),
    Bad(
        "output folder that is missing",
        library(),
        2,
        said=(
            "brobygger: nowhere/out.csv: cannot be written: No such file or directory",
            "  Name a file in an existing folder.",
        ),
        command="describe wave.csv -q LIBRARY -o nowhere/out.csv",
    ),
    Bad(
        "output that is a folder",
        library(),
        2,
        said=("brobygger: .: is not a file that could be replaced", "  Give the name of a file."),
        command="describe wave.csv -q LIBRARY -o . --force",
    ),
    Bad(
        "unknown question to go without, compared",
        library(),
        2,
        said=(
            "brobygger: --without coment: 'library' has no such question; did you mean 'comment'?",
            ("  It has: visits, borrowed, borrowed_what, satisfaction, staff_help, minutes_to_library, comment."),
        ),
        command="compare wave.csv wave.csv -q LIBRARY --without coment",
    ),
    Bad(
        "unknown question to go without, validated",
        library(),
        2,
        said=(
            "brobygger: --without coment: 'library' has no such question; did you mean 'comment'?",
            ("  It has: visits, borrowed, borrowed_what, satisfaction, staff_help, minutes_to_library, comment."),
        ),
        command="validate wave.csv -q LIBRARY --without coment",
    ),
    Bad(
        "unknown command",
        None,
        2,
        said=("Error: No such command 'compair'. Did you mean 'compare'?",),
        command="compair a b",
    ),
    Bad("no file named", None, 2, said=("Error: Missing argument 'FILE'.",), command="validate"),
)

KINDS = (
    *NO_TABLE,
    *STRUCTURE,
    *ANSWERS,
    *MANGLED,
    *PLATFORMS,
    *PRINTED_TABLES,
    *QUESTIONNAIRE_FILES,
    *WAVES_AND_QUESTIONNAIRES,
    *OPTIONS,
)
VALIDATED = tuple(bad for bad in KINDS if bad.rows and bad.code < 2)


def counted(rows: Iterable[Row]) -> str:
    """Return what `validate` says of how much is wrong; the places of one violation count once."""
    found = {(row["severity"], row["code"], row["column"], row["value"], row["rule"]) for row in rows}
    severities = [severity for severity, *_ in found]
    return f"wave.csv: errors: {severities.count('error')}, warnings: {severities.count('warning')}"


def place(found: Row) -> str:
    return found["file"] + (f", line {found['line']}" if found["line"] else "")


@pytest.mark.parametrize("bad", KINDS, ids=lambda bad: bad.what)
def test_bad_input_is_named_in_full_and_ends_in_its_exit_code(bad: Bad, tmp_path: Path) -> None:
    bad.lay_out(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    ended = run(bad.arguments(), tmp_path)
    out, lines = ended.stdout.decode(), ended.stderr.decode().splitlines()
    assert "Traceback" not in out + "".join(lines)
    assert ended.returncode == bad.code
    assert read(out) == list(bad.rows)
    assert not out or out.startswith(",".join(COLUMNS) + "\n")
    if lines[0].startswith("Usage: "):
        assert lines[-1:] == list(bad.said)
    elif bad in VALIDATED:
        assert lines[-1] == counted(bad.rows)
    else:
        complaint = [f"brobygger: {place(found)}: {found['rule']}" for found in bad.rows] + list(bad.said)
        assert lines[-len(complaint) :] == complaint
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before  # nothing made, nothing changed


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="an administrator may read every file")
def test_file_without_permission_is_named(tmp_path: Path) -> None:
    (tmp_path / "wave.csv").write_bytes(library())
    (tmp_path / "wave.csv").chmod(0)
    ended = run(["validate", "wave.csv"], tmp_path)
    assert ended.returncode == 2
    assert read(ended.stdout.decode()) == [row("unreadable_file", "no permission to read this file")]


def test_table_of_bad_input_covers_every_violation_code() -> None:
    assert {found["code"] for bad in KINDS for found in bad.rows} == set(CODES)


def test_no_kind_of_bad_input_stands_twice() -> None:
    assert len({bad.what for bad in KINDS}) == len(KINDS)


def test_input_from_which_the_bad_is_made_is_good(tmp_path: Path) -> None:
    for content in (library(), ngo(), printed()):
        (tmp_path / "wave.csv").write_bytes(content)
        ended = run(["validate", "wave.csv", *(() if content == ngo() else ("-q", str(LIBRARY_TOML)))], tmp_path)
        assert (ended.returncode, read(ended.stdout.decode())) == (0, [])


def test_everything_wrong_with_a_file_is_told_at_once(tmp_path: Path) -> None:
    wrong = library(
        {
            (1, "staff_help"): "staf_help",
            (2, "visits"): "3-Feb",
            (2, "borrowed_what_5"): "1",  # with books: told although the question lacks a column
            (2, "comment"): "=cmd",
            (3, "group"): "Adluts",
            (3, "satisfaction"): "Verry satisfied",
            (3, "borrowed_what_2"): "1",
            (4, "respondent_id"): "P1",
            (5, "satisfaction"): "",
            (5, "minutes_to_library"): "-1",
        },
        without=["borrowed_what_4"],
    )
    wrong += b"P5,A,0\n,,,,,,,,,,,\nP6,Y,1,2,,,,,5,2,7,Last\n"
    (tmp_path / "wave.csv").write_bytes(wrong)
    ended = run(["validate", "wave.csv", "-q", str(LIBRARY_TOML)], tmp_path)
    assert ended.returncode == 1
    assert ended.stdout.decode() == EVERYTHING
    assert ended.stderr.decode().splitlines()[-1] == counted(read(EVERYTHING))


EVERYTHING = """\
code,severity,file,line,respondent,column,value,rule,nearest,count,first_seen,sheet,record,column_letter
missing_column,error,wave.csv,,,,,"the question 'borrowed_what' has a column for each option, but none for \
'films_music'; expected 'borrowed_what_4'",,1,,,,
missing_column,error,wave.csv,,,,,"there is no column for the question 'staff_help'; name it so, or say \
`--without staff_help` if this wave did not ask it",staf_help,1,,,,
exclusive_with_others,error,wave.csv,2,P1,borrowed_what_5,,'borrowed_what': 'none_of_these' excludes every other \
option,,1,2,,1,H
excel_date,error,wave.csv,2,P1,visits,3-Feb,looks like a date that a spreadsheet made of '2-3 gange'; format the \
column as text before filling it,2-3 gange,1,2,,1,C
unknown_group,error,wave.csv,3,P2,group,Adluts,"is no group of 'library'; expected A = adults, Y = \
young",Adults,1,3,,2,B
unknown_answer,error,wave.csv,3,P2,satisfaction,Verry satisfied,"is no answer to 'satisfaction'; expected a \
code, id or label of one option (5, 4, 3, 2, 1, 9)",Very satisfied,1,3,,2,I
duplicate_respondent,error,wave.csv,4,P1,respondent_id,P1,this respondent id stands more than once; only its \
first row is read,,1,4,,3,A
unknown_answer,error,wave.csv,5,P4,minutes_to_library,'-1,is no answer to 'minutes_to_library'; expected a \
number from 0 up to 240,,1,5,,4,K
ragged_row,error,wave.csv,6,P5,,3,the row has 3 cells where the header has 12,,1,6,,5,
unknown_column,warning,wave.csv,,,staf_help,,belongs to no question and is not read,staff_help,1,,,,J
missing_answer,warning,wave.csv,5,P4,satisfaction,,"'satisfaction' was asked and left blank: item nonresponse, \
outside the base",,1,5,,4,I
blank_row,warning,wave.csv,7,,,,every cell of the row is blank: it is left out,,1,7,,,
"""


def in_this_process(
    arguments: Iterable[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> tuple[int, list[Row]]:
    """Run the command line without starting a process: these runs are about figures, not about the system."""
    monkeypatch.setattr(sys, "argv", ["brobygger", *arguments])
    with pytest.raises(SystemExit) as left:
        main()
    assert isinstance(left.value.code, int)
    return left.value.code, read(capsys.readouterr().out)


@pytest.mark.parametrize("bad", [bad for bad in VALIDATED if bad not in PRINTED_TABLES], ids=lambda bad: bad.what)
def test_every_row_of_every_question_is_accounted_for(
    bad: Bad, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bad.lay_out(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert bad.wave is not None
    blanks = sum(int(found["count"]) for found in bad.rows if found["code"] == "blank_row")
    rows = len(bad.wave.splitlines()) - 1 - blanks
    arguments = [word for word in bad.arguments()[1:] if word != "--each"]

    code, accounts = in_this_process(["validate", *arguments, "--account", "-f", "csv"], capsys, monkeypatch)
    assert code == bad.code
    assert {name for account in accounts for name in STATES} == set(STATES)
    assert all(sum(int(account[state]) for state in STATES) == int(account["rows"]) for account in accounts)
    by_question: dict[str, int] = {}
    for account in accounts:
        by_question[account["question"]] = by_question.get(account["question"], 0) + int(account["rows"])
    assert set(by_question.values()) == {rows}

    code, described = in_this_process(["describe", *arguments, "--skip-invalid", "-f", "csv"], capsys, monkeypatch)
    assert code == 0
    told = {
        (found["group"], found["question"]): [found[name] for name in ("rows", *STATES)]
        for found in described
        if found["level"] == "question"
    }
    assert told == {
        (account["group"], account["question"]): [account[name] for name in ("rows", *STATES)]
        for account in accounts
        if account["group"]
    }
    for found in described:
        if found["level"] == "question":
            assert int(found["base"]) == int(found["answered"]) + int(found["dont_know"])


def test_account_as_json_is_data_too(tmp_path: Path) -> None:
    (tmp_path / "wave.csv").write_bytes(library({(2, "satisfaction"): "7"}))
    ended = run(["validate", "wave.csv", "-q", str(LIBRARY_TOML), "--account", "-f", "json"], tmp_path)
    assert ended.returncode == 1
    content = json.loads(ended.stdout)
    assert content["kind"] == "accounts"
    assert [found["invalid"] for found in content["rows"] if found["question"] == "satisfaction"] == [1, 0]
