"""Damage exports in every way that happens and many that do not, and see that reading them stays civil.

    python tests/fuzz/fuzz_exports.py --runs 20000 --seed 1 FOLDER [FOLDER …]

Every file of the folders is damaged over and over: bits, bytes, lines, rows, columns, quotes, encodings, truncation.
Each result is read, drafted and coded as the command line does. What must hold: nothing but a `BrobyggerError` is
raised, no run takes longer than ten seconds, memory stays bounded, and answered + don't know + not asked + blank +
invalid are the rows of every question. A run is told by its seed and number: `--only 4711` repeats it.
"""

from __future__ import annotations

import argparse
import faulthandler
import io
import random
import resource
import shutil
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from brobygger_cli.counts import tally
from brobygger_cli.drafting import draft_questionnaire
from brobygger_cli.errors import BrobyggerError
from brobygger_cli.exports import HowToRead, read_export
from brobygger_cli.questionnaire.load import parse
from brobygger_cli.responses import code_responses

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from brobygger_cli.questionnaire.questionnaire import Questionnaire

SECONDS = 10  # of a processor: no run may take longer, whatever else the machine does
HANGS = 60  # seconds by the clock
MEGABYTES = 2_000  # nor may the process grow beyond this
_DELIMITERS = (b",", b";", b"\t", b"|")
_NASTY = (
    b'"',
    b"'",
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\r",
    b"\n",
    b"\r\n",
    b"\xc3\xa6",
    b"\xe6",
    b"=1+1",
    b"\\",
    b"N/A",
)
_ZIP = b"PK\x03\x04"
_ENCODINGS = ("utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "windows-1252", "utf-32", "cp850")


@dataclass(frozen=True)
class Finding:
    """A run that was not as it should be."""

    run: int
    file: Path
    how: str
    what: str


def flip_bits(data: bytes, rng: random.Random) -> bytes:
    """Flip a few bits anywhere."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 20)):
        if changed:
            changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def cut_off(data: bytes, rng: random.Random) -> bytes:
    """Cut the file off, as a broken download does."""
    return data[: rng.randrange(len(data) + 1)]


def lose_the_beginning(data: bytes, rng: random.Random) -> bytes:
    """Lose the first bytes."""
    return data[rng.randrange(min(len(data), 2000) + 1) :]


def put_in(data: bytes, rng: random.Random) -> bytes:
    """Put troublesome bytes somewhere."""
    for _ in range(rng.randint(1, 5)):
        place = rng.randrange(len(data) + 1)
        data = data[:place] + rng.choice(_NASTY) * rng.choice((1, 1, 2, 50)) + data[place:]
    return data


def take_out(data: bytes, rng: random.Random) -> bytes:
    """Take a stretch of bytes out."""
    start = rng.randrange(len(data) + 1)
    return data[:start] + data[start + rng.randint(1, 200) :]


def shuffle_lines(data: bytes, rng: random.Random) -> bytes:
    """Bring lines into another order, the header among them."""
    lines = data.split(b"\n")
    rng.shuffle(lines)
    return b"\n".join(lines)


def repeat_lines(data: bytes, rng: random.Random) -> bytes:
    """Repeat some lines, the header perhaps."""
    lines = data.split(b"\n")
    for _ in range(rng.randint(1, 5)):
        lines.insert(rng.randrange(len(lines) + 1), rng.choice(lines))
    return b"\n".join(lines)


def drop_lines(data: bytes, rng: random.Random) -> bytes:
    """Drop some lines."""
    kept = [line for line in data.split(b"\n") if rng.random() > rng.choice((0.02, 0.3))]
    return b"\n".join(kept)


def change_columns(data: bytes, rng: random.Random) -> bytes:
    """Drop, double or move a column, as somebody tidying up in Excel does."""
    delimiter = max(_DELIMITERS, key=data[:5000].count)
    rows = [line.split(delimiter) for line in data.split(b"\n")]
    at, to, how = rng.randrange(max(1, len(rows[0]))), rng.randrange(max(1, len(rows[0]))), rng.randrange(3)
    for row in rows:
        if at < len(row):
            cell = row.pop(at) if how < 2 else row[at]
            if how:
                row.insert(to, cell)
    return b"\n".join(delimiter.join(row) for row in rows)


def swap_cells(data: bytes, rng: random.Random) -> bytes:
    """Put cells where others belong."""
    delimiter = max(_DELIMITERS, key=data[:5000].count)
    cells = data.split(delimiter)
    for _ in range(rng.randint(1, 10)):
        one, other = rng.randrange(len(cells)), rng.randrange(len(cells))
        cells[one], cells[other] = cells[other], cells[one]
    return delimiter.join(cells)


def break_quotes(data: bytes, rng: random.Random) -> bytes:
    """Lose a quotation mark, or have one too many."""
    places = [place for place, byte in enumerate(data) if byte == 34]
    if places and rng.random() < 0.5:
        at = rng.choice(places)
        return data[:at] + data[at + 1 :]
    at = rng.randrange(len(data) + 1)
    return data[:at] + b'"' + data[at:]


def change_delimiter(data: bytes, rng: random.Random) -> bytes:
    """Write another delimiter for some or all of them."""
    delimiter, other = max(_DELIMITERS, key=data[:5000].count), rng.choice(_DELIMITERS)
    return data.replace(delimiter, other, rng.choice((-1, 1, 100)))


def change_encoding(data: bytes, rng: random.Random) -> bytes:
    """Write the text in another encoding, or read it in a wrong one first."""
    text = data.decode(rng.choice(("utf-8", "windows-1252", "latin-1")), "replace")
    return text.encode(rng.choice(_ENCODINGS), "replace")


def change_line_ends(data: bytes, rng: random.Random) -> bytes:
    """Write other line ends."""
    return data.replace(b"\r\n", b"\n").replace(b"\n", rng.choice((b"\r", b"\r\n", b"\n\n", b"\n\r")))


DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    flip_bits,
    cut_off,
    lose_the_beginning,
    put_in,
    take_out,
    shuffle_lines,
    repeat_lines,
    drop_lines,
    change_columns,
    swap_cells,
    break_quotes,
    change_delimiter,
    change_encoding,
    change_line_ends,
)


def damaged_by(damages: Sequence[Callable[[bytes, random.Random], bytes]], data: bytes, rng: random.Random) -> bytes:
    """Damage bytes in several ways, one after the other."""
    for damage in damages:
        data = damage(data, rng) if data else data
    return data


def with_a_damaged_member(
    data: bytes, damages: Sequence[Callable[[bytes, random.Random], bytes]], rng: random.Random
) -> bytes:
    """Damage one member of an archive and pack it again."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        names = archive.namelist()
        concerned = rng.choice(names)
        for name in names:
            member = archive.read(name)
            packed.writestr(name, damaged_by(damages, member, rng) if name == concerned else member)
    return written.getvalue()


def exports_in(folders: Sequence[Path]) -> list[Path]:
    """Return the files in the folders that are not there to be read by people."""
    found = (path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())
    return [path for path in found if path.suffix not in {".md", ".toml", ".py"}]


def questionnaire_of(path: Path) -> Questionnaire | None:
    """Return what the undamaged file asks, as far as it is an export."""
    try:
        return parse(draft_questionnaire(str(path), HowToRead()).toml, str(path))
    except BrobyggerError:
        return None


def run(number: int, seed: int, path: Path, asked: Questionnaire | None, folder: Path) -> tuple[str, str]:
    """Damage a file and read it: return how it was damaged and what was wrong with that, "" where nothing was."""
    rng = random.Random(f"{seed}:{number}")  # noqa: S311 - to be repeated, not to be secret
    chosen = rng.choices(DAMAGES, k=rng.choice((1, 1, 1, 2, 3)))
    how = ", ".join(damage.__name__ for damage in chosen)
    data = path.read_bytes()
    if data.startswith(_ZIP) and rng.random() < 0.7:
        data = with_a_damaged_member(data, chosen, rng)  # a damaged archive is refused before its contents are seen
    else:
        data = damaged_by(chosen, data, rng)
    damaged = folder / path.name
    if damaged.exists():
        damaged.chmod(0o600)
    damaged.write_bytes(data)
    started = time.process_time()
    faulthandler.dump_traceback_later(HANGS, exit=True)  # a library that hangs takes no exception
    try:
        what = read_as_a_user_would(damaged, asked, drafting=rng.random() < 0.2 or asked is None)
    except BrobyggerError as error:
        what = "" if error.message.strip() else "an error without a word"
    except (Exception, MemoryError):  # noqa: BLE001 - what is looked for
        what = traceback.format_exc()
    faulthandler.cancel_dump_traceback_later()
    took = time.process_time() - started
    if took > SECONDS:
        what += f"took {took:.1f} s"
    return how, what


def read_as_a_user_would(path: Path, asked: Questionnaire | None, *, drafting: bool) -> str:
    """Read, draft and code a file; return what is wrong with the outcome."""
    if drafting:
        asked = parse(draft_questionnaire(str(path), HowToRead()).toml, "the draft")
    if asked is None:
        return ""
    raw = read_export(str(path))
    responses = code_responses(raw, asked)
    counts = tally(responses)
    rows = len(responses.group)
    totals = counts.accounts.groupby(level="question").sum().sum(axis=1)
    wrong = totals[totals != rows]
    for violation in responses.violations:
        violation.sentence()
    return "" if wrong.empty else f"not every row is accounted for: {rows} rows, but {wrong.to_dict()}"


def fuzz(paths: Sequence[Path], runs: range, seed: int) -> tuple[list[Finding], Counter[str]]:
    """Make runs, each on one of the files in turn; return what was found and how many runs each damage had."""
    findings: list[Finding] = []
    made: Counter[str] = Counter()
    asked = {path: questionnaire_of(path) for path in dict.fromkeys(paths[n % len(paths)] for n in runs)}
    with tempfile.TemporaryDirectory() as name:
        for number in runs:
            path = paths[number % len(paths)]
            folder = Path(name) / str(paths.index(path))
            if not folder.exists():
                shutil.copytree(path.parent, folder)  # with what lies beside it
            how, what = run(number, seed, path, asked[path], folder)
            made.update(how.split(", "))
            shutil.copy2(path, folder / "undamaged.tmp")
            (folder / path.name).chmod(0o600)
            shutil.move(folder / "undamaged.tmp", folder / path.name)
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            if grown > MEGABYTES:
                what += f"the process has grown to {grown} MB"
            if what:
                findings.append(Finding(number, path, how, what))
    return findings, made


def main() -> int:
    """Fuzz the folders that are named, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int)
    asked = parser.parse_args()
    paths = exports_in(asked.folders)
    if not paths:
        sys.stderr.write("no files there\n")
        return 2
    runs = range(asked.first, asked.first + asked.runs) if asked.only is None else range(asked.only, asked.only + 1)
    started = time.monotonic()
    findings, made = fuzz(paths, runs, asked.seed)
    for finding in findings:
        sys.stdout.write(f"run {finding.run}: {finding.file} after {finding.how}\n{finding.what}\n\n")
    sys.stdout.write(
        f"{len(runs)} runs over {len(paths)} files, seed {asked.seed}: {len(findings)} findings, "
        f"{time.monotonic() - started:.0f} s, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB\n"
        + "".join(f"  {name}: {times}\n" for name, times in sorted(made.items()))
    )
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
