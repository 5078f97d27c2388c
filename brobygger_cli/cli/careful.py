"""A command that writes to no file which it is to read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from typer.core import TyperCommand

from brobygger_cli.errors import BrobyggerError


class Careful(TyperCommand):
    """Refuses an output that is an input, with --force as well: nobody can bring an export back."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - what Typer calls a context differs with its version
        """Run the command.

        Raises:
            BrobyggerError: If the output is one of the files to be read, or lies in a folder that is to be read.
        """
        output: str | None = ctx.params.get("output")
        for parameter in self.params:
            # What names a file says so; a group or a question may be called as a file is.
            names_files = parameter.param_type_name == "argument" or "FILE" in str(getattr(parameter, "metavar", ""))
            if output is None or parameter.name == "output" or not names_files:
                continue
            value = ctx.params.get(str(parameter.name))
            for name in value if isinstance(value, list) else [value]:
                if isinstance(name, str) and _is_part(output, name):
                    raise BrobyggerError(
                        f"{output}: is read by this command, and is not replaced", "Give the output another name."
                    )
        return super().invoke(ctx)


def _is_part(output: str, name: str) -> bool:
    """Tell whether an existing file is another one, or in a folder, whatever either is called."""
    try:
        written, read = Path(output), Path(name)
        if not written.is_file():
            return False
        return written.samefile(read) or (read.is_dir() and read.resolve() in written.resolve().parents)
    except (OSError, ValueError):  # there is no such file, or nothing can be called so
        return False
