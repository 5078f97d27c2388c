"""Files of real bytes, and the two ways in which reading one ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from brobygger_cli.errors import UnreadableError
from brobygger_cli.exports.containers import read_container

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from brobygger_cli.exports.raw import RawTable


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., RawTable]:
    """Write a file (text is written as UTF-8, line ends untouched) and read it."""

    def write_and_read(content: str | bytes, *, encoding: str | None = None, delimiter: str | None = None) -> RawTable:
        path = tmp_path / "wave.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_container(str(path), encoding=encoding, delimiter=delimiter)

    return write_and_read


@pytest.fixture
def refuse(read: Callable[..., RawTable]) -> Callable[..., UnreadableError]:
    """Write a file that cannot be read and return the error."""

    def write_and_catch(
        content: str | bytes, *, encoding: str | None = None, delimiter: str | None = None
    ) -> UnreadableError:
        with pytest.raises(UnreadableError) as caught:
            read(content, encoding=encoding, delimiter=delimiter)
        assert caught.value.hint
        return caught.value

    return write_and_catch
