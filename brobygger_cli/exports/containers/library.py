"""Libraries that only some kinds of files need, loaded when such a file is met."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from brobygger_cli.errors import BrobyggerError


def library(name: str, path: str, kind: str, extra: str) -> Any:  # noqa: ANN401 - a module, which may have no types
    """Return a library.

    Args:
        name: Its module.
        path: The file that needs it, for messages.
        kind: What kind of file that is, in words that end a sentence.
        extra: The extra of this package that installs it.

    Raises:
        BrobyggerError: It is not installed.
    """
    try:
        return import_module(name)
    except ImportError as error:
        message = f"{path}: this is {kind}, and the library that reads such files is not installed"
        raise BrobyggerError(message, f"Install it: pip install 'brobygger-cli[{extra}]'") from error
