"""The command line as processes of their own, each forked off one that has loaded the libraries already.

Every run has its own memory, streams, folder, environment and exit code, as the shell would start it; what is saved is
the half second in which Python loads pandas. That nothing is loaded which a command does not need is tested elsewhere,
with processes that start from nothing (`tests/cli/test_cli_startup.py`).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

# Loads what a comparison needs, then forks one child per line of JSON and answers with where it wrote, and its code.
_FORKING = """
import json, os, sys, tempfile
import numpy, pandas, pydantic, scipy.special, typer
import brobygger_cli.cli
for line in sys.stdin:
    asked = json.loads(line)
    outputs = [tempfile.TemporaryFile() for _ in range(2)]
    child = os.fork()
    if not child:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for number, output in enumerate(outputs, 1):
            os.dup2(output.fileno(), number)
        os.chdir(asked["folder"])
        os.environ.clear()
        os.environ.update(asked["env"])
        sys.argv = ["brobygger", *asked["arguments"]]
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)
        code = 1
        try:
            brobygger_cli.cli.main()
        except SystemExit as left:
            code = int(left.code or 0)
        except BaseException:
            import traceback
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    for output in outputs:
        output.seek(0)
    written = [output.read().decode("latin-1") for output in outputs]
    print(json.dumps([code, *written]), flush=True)
"""


def completed(
    arguments: Iterable[str], folder: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the command line with these arguments in a folder, and return how it ended; nothing is a terminal.

    Args:
        arguments: The words behind `brobygger`.
        folder: Where it is run.
        env: Its environment; this process's where None.
    """
    words = [*arguments]
    environment = dict(os.environ if env is None else env)
    if not hasattr(os, "fork"):  # Windows
        command = [sys.executable, "-m", "brobygger_cli", *words]
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, timeout=120)
    forking = _forking(os.getpid())
    assert forking.stdin is not None
    assert forking.stdout is not None
    asked = {"arguments": words, "folder": str(folder), "env": environment}
    forking.stdin.write(json.dumps(asked) + "\n")
    forking.stdin.flush()
    code, out, err = json.loads(forking.stdout.readline())
    return subprocess.CompletedProcess(words, code, out.encode("latin-1"), err.encode("latin-1"))


@cache
def _forking(_process: int) -> subprocess.Popen[str]:
    """Return the process that forks, one for every worker of the tests."""
    return subprocess.Popen([sys.executable, "-c", _FORKING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
