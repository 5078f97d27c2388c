"""Take every export of a folder from draft to description without a hand edit, and say what came out.

    python benchmarks/platforms.py FOLDER

Each file goes through the command line as an evaluator would take it: `questionnaire draft` and `check`, `validate`,
`describe`. A row per file: its layout, how many rows have which status, how many questions of which type were
found, the smallest and the largest base of a question, and what `validate` says of the file. Files that lie beside an
export and tell of it (a structure, labels, a dictionary) are read with it.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from pathlib import Path

_BESIDE = re.compile(r"(structure|labels|dictiona).*\.csv", re.IGNORECASE)
_SUFFIXES = {".csv", ".xlsx", ".sav", ".dta", ".zip", ".tsv", ".parquet", ".por", ".zsav"}


def brobygger(*words: str) -> tuple[int, str, str]:
    """Run a command: its exit code, what it wrote, what it said."""
    command = [sys.executable, "-m", "brobygger_cli", *words]
    ended = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    return ended.returncode, ended.stdout, ended.stderr


def rows_of(written: str) -> list[dict[str, str]]:
    """Return the rows of CSV output."""
    return list(csv.DictReader(io.StringIO(written)))


def taken_through(path: Path, folder: Path) -> dict[str, str]:
    """Take one export through all four commands."""
    drafted = folder / f"{path.parent.name}_{path.stem}.toml"
    code, _, said = brobygger("questionnaire", "draft", str(path), "-o", str(drafted), "--force")
    row = {"file": f"{path.parent.name}/{path.name}", "draft": str(code)}
    if code:
        return row | {"remark": said.strip().splitlines()[0][:100] if said.strip() else ""}
    types = Counter(question["type"] for question in tomllib.loads(drafted.read_text(encoding="utf-8"))["questions"])
    row["questions"] = ", ".join(f"{count} {kind}" for kind, count in types.most_common())
    row["reviews"] = str(drafted.read_text(encoding="utf-8").count("# review"))
    row["check"] = str(brobygger("questionnaire", "check", str(drafted))[0])
    code, written, said = brobygger("validate", str(path), "-q", str(drafted), "-f", "csv")
    row["validate"] = str(code)
    found = Counter(f"{violation['severity']} {violation['code']}" for violation in rows_of(written))
    row["violations"] = ", ".join(f"{count} {what}" for what, count in sorted(found.items()))
    layout = re.search(r"layout (\w+)", said)
    row["layout"] = layout[1] if layout else "plain"
    statuses = re.search(r"by status \(.*?\): (.*)", said)
    row["statuses"] = statuses[1] if statuses else ""
    _, written, _ = brobygger("validate", str(path), "-q", str(drafted), "-f", "csv", "--account")
    accounts = rows_of(written)
    states = ("answered", "dont_know", "not_asked", "blank", "invalid")
    wrong = [each for each in accounts if sum(int(each[state]) for state in states) != int(each["rows"])]
    row["rows"] = str(max((int(each["rows"]) for each in accounts), default=0)) + (
        " NOT ACCOUNTED FOR" if wrong else ""
    )
    skip = () if row["validate"] == "0" else ("--skip-invalid",)
    code, written, said = brobygger("describe", str(path), "-q", str(drafted), "-f", "csv", *skip)
    row["describe"] = str(code) + (" with --skip-invalid" if skip else "")
    bases = [int(each["base"]) for each in rows_of(written) if each["level"] == "question" and each["base"]]
    row["bases"] = f"{min(bases)}–{max(bases)}" if bases else ""
    return row


def main() -> None:
    """Print a Markdown table of all exports in a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args()
    paths = [
        path for path in sorted(asked.folder.rglob("*")) if path.suffix in _SUFFIXES and not _BESIDE.match(path.name)
    ]
    columns = [
        "file",
        "layout",
        "rows",
        "statuses",
        "questions",
        "bases",
        "reviews",
        "draft",
        "check",
        "validate",
        "violations",
        "describe",
        "remark",
    ]
    print(f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}")
    with tempfile.TemporaryDirectory() as name:
        for path in paths:
            row = taken_through(path, Path(name))
            print(f"| {' | '.join(row.get(column, '') for column in columns)} |", flush=True)


if __name__ == "__main__":
    main()
