"""Start-up and the main job on the examples: whole processes, one of each per round, in turn.

    python benchmarks/startup.py [--rounds 15]

Prints median, smallest and largest wall time, and which heavy modules each command has imported. Beside them,
in the same rounds, bare Python, `import pandas` and, where R is installed, `library(survey)`.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
HEAVY = ("numpy", "pandas", "scipy.special", "scipy.stats", "pydantic", "rich")
# Everything that a comparison can be told: links, the population, weights, a margin.
EVERYTHING = [
    *("compare", "baseline.csv", "followup_linked.csv", "--baseline", "2017", "--id", "respondent_id"),
    *("--margins", "margins.csv", "--margin", "0.05", "--estimand", "population"),
    *("--invited", "skole_dagtilbud=240", "--invited", "oevrige=331"),
]
COMMANDS = {
    "--version": ["--version"],
    "--help": ["--help"],
    "validate followup.csv": ["validate", "followup.csv"],
    "describe followup.csv": ["describe", "followup.csv"],
    "compare baseline.csv followup.csv": ["compare", "baseline.csv", "followup.csv"],
    "compare 2017 followup.csv": ["compare", "2017", "followup.csv"],
    "compare 2017 followup.csv -f table": ["compare", "2017", "followup.csv", "-f", "table"],
    "compare, linked by --id": ["compare", "baseline.csv", "followup_linked.csv", "--id", "respondent_id"],
    "compare, everything on": EVERYTHING,
    "plan 2017": ["plan", "2017", "-q", "kommune", "--response", "0.6", "--change", "0.1"],
    "selftest": ["selftest"],
}
REPORT = (
    "import sys\n"
    "from brobygger_cli.cli import main\n"
    "try:\n"
    "    main()\n"
    "finally:\n"
    f"    print(*(name for name in {HEAVY!r} if name in sys.modules), file=sys.stderr)\n"
)


def wall(command: list[str]) -> float:
    """Return the wall seconds of one process, its output thrown away."""
    start = time.monotonic()
    subprocess.run(command, cwd=EXAMPLES, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.monotonic() - start


def loaded(arguments: list[str]) -> str:
    """Return the heavy modules that a command has imported when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", REPORT, *arguments], cwd=EXAMPLES, capture_output=True, text=True, check=True
    )
    return done.stderr.splitlines()[-1]


def main() -> None:
    """Run every command once per round and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    brobygger = [sys.executable, "-m", "brobygger_cli"]
    commands = {f"brobygger {name}": [*brobygger, *arguments] for name, arguments in COMMANDS.items()}
    commands["python -c pass"] = [sys.executable, "-c", "pass"]
    commands["python -c 'import pandas'"] = [sys.executable, "-c", "import pandas"]
    rscript = shutil.which("Rscript")
    if rscript:
        commands["Rscript -e 'library(survey)'"] = [rscript, "-e", "library(survey)"]
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds + 1):  # the first round warms the file cache and is not counted
        for name, command in commands.items():
            times[name].append(wall(command))
    print(f"{'median':>7} {'min':>7} {'max':>7}  ms over {rounds} rounds")
    for name, runs in times.items():
        counted = [1000 * run for run in runs[1:]]
        modules = loaded(COMMANDS[name.removeprefix("brobygger ")]) if name.startswith("brobygger ") else ""
        print(f"{statistics.median(counted):7.0f} {min(counted):7.0f} {max(counted):7.0f}  {name:46} {modules}")


if __name__ == "__main__":
    main()
