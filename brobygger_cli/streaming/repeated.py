"""Which respondents stand more than once in a file, told from numbers that stand for their ids."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    Hashes = npt.NDArray[np.uint64]

# So much is kept in memory; the rest waits on disk.
_IN_MEMORY = 2**25
# So many numbers are sorted at a time.
_AT_A_TIME = 2**21


class SeenIds:
    """The ids of every block, as numbers; two ids with one number are rare, and told apart by who asks."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by `close`
        self._sizes: list[int] = []

    def add(self, ids: Hashes) -> None:
        """Note the ids of the next block, each once."""
        self._file.write(ids.tobytes())
        self._sizes.append(len(ids))

    def close(self) -> None:
        """Forget them."""
        self._file.close()

    def repeated(self) -> Hashes:
        """Return the numbers that stand in several blocks."""
        parts = np.uint64(-(-sum(self._sizes) // _AT_A_TIME) or 1)
        found = []
        for part in range(int(parts)):
            here = np.sort(np.concatenate([ids[ids % parts == part] for ids in self._blocks()]))
            found.append(np.unique(here[1:][here[1:] == here[:-1]]))
        return np.concatenate(found)

    def holding(self, ids: Hashes) -> list[int]:
        """Return the blocks in which some of the numbers stand."""
        if not len(ids):
            return []
        return [place for place, block in enumerate(self._blocks()) if np.isin(block, ids).any()]

    def _blocks(self) -> Iterator[Hashes]:
        self._file.seek(0)
        for size in self._sizes:
            yield np.frombuffer(self._file.read(8 * size), dtype=np.uint64)
