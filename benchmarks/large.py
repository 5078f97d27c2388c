"""Large files: brobygger beside the same job in other tools, in turn, whole processes.

    python benchmarks/large.py --data DIR [--jobs 331 100000 1000000 10000000] [--rounds 5] [--write]

The files are drawn by the generator of the folder with the peers (`--bench`, or BROBYGGER_BENCH; by default
`../shared/bench` beside the repository) into DIR, unless they are there. Peers run in the Python that
BROBYGGER_BENCH_PYTHON names, by default this one; those whose libraries it lacks are left out and named.

Up to a million rows the job is validate and compare of two waves, with integer codes and with labels; of ten million
rows it is one wave of codes, validated and counted. Every round runs each tool once; the first is not counted.
Times are wall seconds, memory is the peak of the process with all its children (proportional set size, sampled every
100 ms); ratios are taken round by round, brobygger over the peer. Counts are compared with those of a peer.
"""

from __future__ import annotations

import argparse
import csv
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from large_survey import generator_of, questionnaire

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "large_files.md"
BENCH = Path(os.environ.get("BROBYGGER_BENCH", ROOT.parent / "shared" / "bench"))
PYTHON = os.environ.get("BROBYGGER_BENCH_PYTHON", sys.executable)
US = "brobygger"
COUNTED_BY = "pandas_c"  # the peer whose counts ours are compared with
ONE_WAVE = 10_000_000
SMALL = (331, 100_000)


@dataclass(frozen=True)
class Peer:
    """The same job in another tool.

    Args:
        name: What tables call it.
        script: Its script in the folder of peers, with arguments behind the usual ones.
        modules: What its Python has to have; empty for R.
        most: It is not run on more rows.
    """

    name: str
    script: str
    modules: tuple[str, ...] = ()
    most: int = 10**9

    @property
    def in_r(self) -> bool:
        """Whether it is R's."""
        return self.script.endswith(".R")


PEERS = {
    "pandas_c": Peer("pandas, as a careful user writes it", "peers/pandas_c.py", ("pandas", "scipy")),
    "pandas_category": Peer("pandas, category dtypes", "peers/pandas_category.py", ("pandas", "scipy")),
    "polars_enum": Peer("polars with enum types", "peers/polars_enum.py", ("polars", "scipy")),
    "duckdb_unpivot": Peer("DuckDB unpivot + group by", "peers/duckdb_unpivot.py", ("duckdb", "scipy")),
    "r_datatable": Peer("R data.table", "peers/r_datatable.R", ("data.table",), 1_000_000),
    "r_base": Peer("R base", "peers/r_base.R", (), 100_000),
    "r_survey": Peer("R survey", "peers/r_survey.R", ("survey",), 331),
}
OF_ONE_WAVE = {
    "pandas_chunks": Peer("pandas in blocks, 2 processes", "scaleout/pandas_chunks.py processes", ("pandas",)),
    "duckdb_500mb": Peer("DuckDB unpivot, 500 MB", "scaleout/duckdb_500mb.py unpivot", ("duckdb",)),
}


@dataclass(frozen=True)
class Job:
    """Files and what is to be done with them.

    Args:
        rows: How many respondents a wave has.
        version: `codes` or `labels`.
        folder: Where the files lie.
    """

    rows: int
    version: str
    folder: Path

    @property
    def one_wave(self) -> bool:
        """Whether it is about one wave alone."""
        return self.rows >= ONE_WAVE

    @property
    def title(self) -> str:
        """What tables call it."""
        what = "one wave" if self.one_wave else "two waves"
        return f"{self.rows:,} rows, {self.version}, {what}"

    def waves(self) -> list[Path]:
        """Return the files."""
        return [self.folder / "baseline.csv", *([] if self.one_wave else [self.folder / "followup.csv"])]

    def ours(self, out: Path) -> list[str]:
        """Return the command of brobygger."""
        asked = ["-q", str(self.folder / "survey.toml"), "-f", "csv", "-o", str(out), "--force"]
        command = ["validate", "--account"] if self.one_wave else ["compare"]
        return [sys.executable, "-m", "brobygger_cli", *command, *map(str, self.waves()), *asked]

    def theirs(self, peer: Peer, out: Path) -> list[str]:
        """Return the command of a peer."""
        script, *more = peer.script.split()
        program = ["Rscript"] if peer.in_r else [PYTHON]
        return [
            *program,
            str(BENCH / script),
            *map(str, self.waves()),
            str(self.folder / "schema.csv"),
            str(out),
            *more,
        ]


@dataclass
class Runs:
    """What the rounds of one tool gave."""

    name: str
    seconds: list[float] = field(default_factory=list)
    mebibytes: list[float] = field(default_factory=list)


def drawn(rows: int, version: str, data: Path) -> Job:
    """Return a job whose files are there; each has a folder of its own, as tools look beside a file, too."""
    job = Job(rows, version, data / f"{version}_{rows}")
    if not all(path.exists() for path in job.waves()):
        waves = ["baseline"] if job.one_wave else ["baseline", "followup"]
        drawing = job.folder / "drawing"
        arguments = ["--rows", str(rows), "--out", str(drawing), "--versions", version, "--waves", *waves]
        subprocess.run([sys.executable, "-B", str(BENCH / "generate.py"), *arguments], check=True, stdout=sys.stderr)
        for wave in waves:
            (drawing / f"{wave}_{version}_{rows}.csv").rename(job.folder / f"{wave}.csv")
        (drawing / f"schema_{version}.csv").rename(job.folder / "schema.csv")
        drawing.rmdir()
    sys.dont_write_bytecode = True  # not beside the generator
    survey = questionnaire(generator_of(BENCH / "generate.py"), version)
    (job.folder / "survey.toml").write_text(survey, encoding="utf-8")
    return job


def available(peer: Peer) -> bool:
    """Tell whether a peer's script and libraries are there."""
    if not (BENCH / peer.script.split()[0]).exists():
        return False
    if peer.in_r:
        program, check = shutil.which("Rscript"), "".join(f"library({module});" for module in peer.modules) or "1"
        return program is not None and _succeeds([program, "-e", check])
    return _succeeds([PYTHON, "-c", f"import {', '.join(peer.modules)}"])


def _succeeds(command: list[str]) -> bool:
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def run(command: list[str], scratch: Path) -> tuple[float, float]:
    """Run a command and return its wall seconds and the peak memory of its whole process tree in MiB."""
    # Compiled modules are kept from round to round, and not beside the peers.
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(scratch.parent / "pycache")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.monotonic()
    with (scratch / "stderr.txt").open("wb") as errors:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=errors)
        peak, ended = [0.0], threading.Event()

        def sample() -> None:
            while not ended.wait(0.1):
                peak[0] = max(peak[0], _tree_memory(process.pid))

        sampler = threading.Thread(target=sample)
        sampler.start()
        code = process.wait()
        seconds = time.monotonic() - start
        ended.set()
        sampler.join()
    if code:
        raise SystemExit(f"{' '.join(command)}\n{(scratch / 'stderr.txt').read_text(encoding='utf-8')[-2000:]}")
    return seconds, peak[0]


def _tree_memory(root: int) -> float:
    """Return the proportional set size of a process and its children in MiB, NaN where that is not to be had."""
    if not Path("/proc/self/smaps_rollup").exists():
        return math.nan
    total, left = 0, [root]
    while left:
        process = Path("/proc") / str(left.pop())
        try:
            left += [int(child) for task in process.glob("task/*/children") for child in task.read_text().split()]
            lines = (process / "smaps_rollup").read_text().splitlines()
        except OSError:  # it has just ended
            continue
        total += next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
    return total / 1024


def measured(job: Job, peers: dict[str, Peer], rounds: int, scratch: Path) -> dict[str, Runs]:
    """Run every tool once a round, in turn; the first round is not counted."""
    scratch.mkdir(parents=True, exist_ok=True)
    commands = {US: job.ours(scratch / "ours.csv")}
    commands |= {key: job.theirs(peer, scratch / key) for key, peer in peers.items()}
    runs = {key: Runs(US if key == US else peers[key].name) for key in commands}
    for number in range(rounds + 1):
        for key, command in commands.items():
            seconds, mebibytes = run(command, scratch)
            if number:
                runs[key].seconds.append(seconds)
                runs[key].mebibytes.append(mebibytes)
            print(
                f"{job.title}: round {number}: {key} {seconds:.2f} s, {mebibytes:.0f} MiB", file=sys.stderr, flush=True
            )
    return runs


def compared_counts(ours: Path, theirs: Path) -> str:
    """Compare our counts with a peer's, and say how many are the same.

    Raises:
        SystemExit: If one is not.
    """
    with ours.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["level"] == "option"]
    options: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows:
        options.setdefault((row["group"], row["question"]), []).append(row)
    groups: list[str] = []
    same = 0
    places: dict[tuple[str, str], int] = {}
    with theirs.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            if row["group"] == "all":
                continue
            if row["group"] not in groups:
                groups.append(row["group"])
            group, (question, _, tick) = f"g{groups.index(row['group']) + 1}", row["question"].partition("_")
            if tick and row["option"] == "0":
                continue
            place = int(tick) - 1 if tick else places.get((group, question), 0)
            places[group, question] = place + 1
            own = options[group, question][place]
            for wave in ("baseline", "followup"):
                mine = (float(own[f"{wave}_count"]), float(own[f"{wave}_base"]))
                if mine != (float(row[f"n_{wave}"]), float(row[f"base_{wave}"])):
                    raise SystemExit(f"{row}: brobygger counts {mine}")
                same += 1
    return f"{same} counts and bases are those of {COUNTED_BY}"


def ratio(runs: dict[str, Runs], peer: str) -> float:
    """Return the median over the rounds of our time over a peer's."""
    return statistics.median(a / b for a, b in zip(runs[US].seconds, runs[peer].seconds, strict=True))


def table(job: Job, runs: dict[str, Runs], note: str) -> list[str]:
    """Return the table of one job as Markdown."""
    lines = [
        f"## {job.title}",
        "",
        "| tool | median s | least–most s | peak MiB | brobygger takes |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for key, of in sorted(runs.items(), key=lambda item: statistics.median(item[1].seconds)):
        median, memory = statistics.median(of.seconds), statistics.median(of.mebibytes)
        beside = "" if key == US else f"{ratio(runs, key):.2f} ×"
        name = f"**{of.name}**" if key == US else of.name
        lines.append(
            f"| {name} | {median:.2f} | {min(of.seconds):.2f}–{max(of.seconds):.2f} | {memory:.0f} | {beside} |"
        )
    return [*lines, "", *([note, ""] if note else [])]


def targets(found: dict[tuple[int, str], dict[str, Runs]]) -> list[str]:
    """Return what was aimed at, and whether it was reached, as Markdown."""
    lines = ["## Targets", "", "| work | at most | found | |", "| --- | --- | ---: | --- |"]

    def line(work: str, most: str, value: float, bound: float, unit: str = "×") -> None:
        lines.append(f"| {work} | {most} | {value:.2f} {unit} | {'met' if value <= bound else 'missed'} |")

    for (rows, version), runs in sorted(found.items()):
        work = f"{rows:,} rows, {version}"
        if rows in SMALL and "pandas_c" in runs:
            line(work, "0.9 × careful pandas", ratio(runs, "pandas_c"), 0.9)
        if "r_survey" in runs:
            line(work, "0.25 × R survey", ratio(runs, "r_survey"), 0.25)
        if rows == 1_000_000 and "duckdb_unpivot" in runs:
            line(work, "1.0 × DuckDB unpivot", ratio(runs, "duckdb_unpivot"), 1.0)
            line(work, "300 MiB", statistics.median(runs[US].mebibytes), 300, "MiB")
        if rows >= ONE_WAVE and "duckdb_500mb" in runs:
            line(work, "1.0 × DuckDB within 500 MB", ratio(runs, "duckdb_500mb"), 1.0)
            line(work, "500 MB", statistics.median(runs[US].mebibytes) * 2**20 / 1e6, 500, "MB")
    large, less = found.get((ONE_WAVE, "codes")), found.get((1_000_000, "codes"))
    if large and less:
        # Two waves of a million rows are twice the rows, and a comparison on top.
        times = statistics.median(large[US].seconds) / (statistics.median(less[US].seconds) / 2)
        line("1 M to 10 M rows of a wave", "10 ×", times, 10)
    return [*lines, ""]


def main() -> None:
    """Draw the files, run every tool and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--jobs", type=int, nargs="+", default=[331, 100_000, 1_000_000, ONE_WAVE])
    parser.add_argument("--versions", nargs="+", default=["codes", "labels"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", nargs="*", default=[*PEERS, *OF_ONE_WAVE], choices=[*PEERS, *OF_ONE_WAVE])
    parser.add_argument("--write", action="store_true", help=f"write the tables to {RESULTS.relative_to(ROOT)}")
    asked = parser.parse_args()
    if not (BENCH / "generate.py").exists():
        raise SystemExit(f"{BENCH}: there are no peers; name their folder with BROBYGGER_BENCH")
    there = {key: peer for key, peer in (PEERS | OF_ONE_WAVE).items() if key in asked.peers and available(peer)}
    lacking = [peer.name for key, peer in (PEERS | OF_ONE_WAVE).items() if key in asked.peers and key not in there]
    found: dict[tuple[int, str], dict[str, Runs]] = {}
    lines = ["# Large files", "", __doc__.split("\n\n")[2].strip() if __doc__ else "", ""]
    lines += [f"{platform.system()}, {os.cpu_count()} processors, Python {platform.python_version()}.", ""]
    lines += [f"Not installed, and left out: {', '.join(lacking)}.", ""] if lacking else []
    for rows in asked.jobs:
        for version in asked.versions if rows < ONE_WAVE else ["codes"]:
            job = drawn(rows, version, asked.data)
            kinds = OF_ONE_WAVE if job.one_wave else PEERS
            peers = {key: peer for key, peer in there.items() if key in kinds and rows <= peer.most}
            scratch = asked.data / "out" / job.folder.name
            runs = found[rows, version] = measured(job, peers, asked.rounds, scratch)
            counts = COUNTED_BY in peers
            note = f"{compared_counts(scratch / 'ours.csv', scratch / COUNTED_BY / 'tests.csv')}." if counts else ""
            lines += table(job, runs, note)
    lines += targets(found)
    text = "\n".join(lines)
    print(text)
    if asked.write:
        RESULTS.write_text(text.rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
