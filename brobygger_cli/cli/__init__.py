"""The command line: one module per command, each parses, calls one workflow and renders its result.

Nothing heavy is imported here: numpy, pandas and scipy wait until a command needs them.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from typing import Annotated, NoReturn

import typer

from brobygger_cli import __version__
from brobygger_cli.cli import compare, describe, options, plan, plot, questionnaire, report, selftest, validate
from brobygger_cli.cli import map as map_command
from brobygger_cli.cli.careful import Careful
from brobygger_cli.errors import BrobyggerError, ExitCode

app = typer.Typer(
    name="brobygger",
    help="Compare a follow-up survey with its baseline, question by question, and defend every figure.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,  # plain help: the table library is not imported for it
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("validate", cls=Careful)(validate.validate)
app.command("describe", cls=Careful)(describe.describe)
app.command("compare", cls=Careful)(compare.compare)
app.command("report", cls=Careful)(report.report)
app.command("plot", cls=Careful)(plot.plot)
app.command("plan", cls=Careful)(plan.plan)
app.command("map", cls=Careful)(map_command.map_)
app.add_typer(questionnaire.app, name="questionnaire")
app.command("selftest", cls=Careful)(selftest.selftest)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"brobygger {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


def main() -> NoReturn:
    """Run the command line; every error a user can mend is caught here, and only here."""
    # Streams that the caller has closed (`>&-`) are None: what is said to nobody is lost, and no error.
    sys.stdout, sys.stderr = sys.stdout or io.StringIO(), sys.stderr or io.StringIO()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A label must never end in a UnicodeEncodeError; line ends are the formats' business.
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace", newline="")
    # What is imported and read is needed to the end: looking through it for garbage is a tenth of a short command.
    gc.disable()
    # Matrices are small here: threads of the linear algebra would only wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        app(prog_name="brobygger")
    except BrobyggerError as error:
        # What a message quotes from a file must not steer the terminal.
        for line in f"brobygger: {error.message}".split("\n"):
            options.say(line)
        if error.hint:
            options.say(f"  {error.hint}")
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        options.say("brobygger: interrupted")
        sys.exit(ExitCode.INTERRUPTED)
    except SystemExit as left:
        # Typer makes an error of a closed pipe: whoever read our output (`| head`) has seen enough.
        sys.exit(ExitCode.DONE if isinstance(left.__context__, BrokenPipeError) else left.code)
    sys.exit(ExitCode.DONE)
