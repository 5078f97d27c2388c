"""A file coded and counted block by block."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial, reduce
from operator import add
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from brobygger_cli.coded import Coded
from brobygger_cli.counts import counts_of
from brobygger_cli.mapping import column_named, map_columns
from brobygger_cli.mapping.wave import no_record_of_wave
from brobygger_cli.margins import Weighted
from brobygger_cli.progress import Progress
from brobygger_cli.streaming.gathered import contradicting, gathered
from brobygger_cli.streaming.repeated import SeenIds
from brobygger_cli.streaming.work import ABOVE_END, AMBIGUOUS, Done, Refused, Task, Work
from brobygger_cli.streaming.workers import crew, processors
from brobygger_cli.sums import PATTERNS_BELOW

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from brobygger_cli.coding.block import Alike
    from brobygger_cli.exports.large import Large
    from brobygger_cli.questionnaire.questionnaire import Questionnaire
    from brobygger_cli.responses import Coding

# Of so many occurrences of each violation the places are kept; all are counted.
KEPT = 1_000


class LargeWave(NamedTuple):
    """A wave in a large file.

    Attributes:
        large: The file.
        questionnaire: What was asked.
        coding: What is to be read of it; which records belong to a wave is told by `value`.
        value: The value of the wave column that is this wave, where there is such a column.
    """

    large: Large
    questionnaire: Questionnaire
    coding: Coding
    value: str | None = None


def code_blocks(waves: Sequence[LargeWave], processes: int | None = None) -> list[Coded | None]:
    """Code and count large files block by block; None where something in a file asks for all records at once.

    Args:
        waves: The waves that are in them.
        processes: How many processes to work in; as many as pay where None.

    Raises:
        BrobyggerError: If there is no such column, or no record of a wave.
    """
    works = [_work(*wave) for wave in waves]
    with Progress(sum(work.blocks.data.size for work in works)) as progress:
        found = _work_through(works, processes or processors(), progress)
    return [None if done is None or not _told_by_blocks(done) else _together(work, done) for work, done in found]


def _work(large: Large, questionnaire: Questionnaire, coding: Coding, value: str | None) -> Work:
    columns = map_columns(large.head, questionnaire, coding.mapping)
    numbers = [columns.whole[of.id] for of in questionnaire.questions if of.type == "number" and of.id in columns.whole]
    of_wave = None
    if coding.wave_column is not None and value is not None:
        of_wave = (column_named(large.head, coding.wave_column, "--wave-column"), value)
    return Work(large.blocks, questionnaire, coding, columns.respondent, tuple(numbers), of_wave, KEPT)


def _work_through(works: list[Work], processes: int, progress: Progress) -> list[tuple[Work, list[Done] | None]]:
    """Return what every block of every file gave; None for files of which one cannot be worked on."""
    files = [_File(work) for work in works]
    with crew(partial(_do, works), processes) as workers:
        tasks: list[tuple[int, Task]] = []
        for place, one in enumerate(workers.do(_tasks(files, tasks))):
            at, task = tasks[place]
            files[at].take(one)
            progress.reached(f"reading {works[at].blocks.shape.path}", task.span.end - task.span.start)
        again = [(at, *more) for at, file in enumerate(files) for more in file.again().items()]
        for (at, place, _), one in zip(again, workers.do((at, task) for at, _, task in again), strict=True):
            files[at].replace(place, one)
    for file in files:
        file.seen.close()
    mended = [replace(file.work, blocks=file.refused.blocks) for file in files if file.refused and file.refused.blocks]
    anew = iter(_work_through(mended, processes, progress) if mended else [])
    return [next(anew) if file.refused and file.refused.blocks else file.found() for file in files]


def _do(works: list[Work], task: tuple[int, Task]) -> Done | Refused:
    return works[task[0]].do(task[1])


def _tasks(files: Sequence[_File], tasks: list[tuple[int, Task]]) -> Iterator[tuple[int, Task]]:
    """Yield the blocks of all files by the position of the file, and note what was yielded."""
    for at, file in enumerate(files):
        for task in file.tasks():
            tasks.append((at, task))
            yield at, task


class _File:
    """A file that is worked on.

    Args:
        work: What is done with its blocks.

    Attributes:
        refused: The first block that could not be worked on.
        seen: The ids of the blocks that are done.
    """

    def __init__(self, work: Work) -> None:
        self.work = work
        self.refused: Refused | None = None
        self.seen = SeenIds()
        self._tasks: list[Task] = []
        self._done: list[Done] = []
        self._known = _Known(work.questionnaire, work.kept)

    def tasks(self) -> Iterator[Task]:
        """Yield its blocks; no more once one could not be worked on."""
        for span in self.work.blocks.spans():
            if self.refused is not None:
                return
            last = span.end >= self.work.blocks.data.size
            self._tasks.append(Task(span, last, known=self._known.many, enough=self._known.enough))
            yield self._tasks[-1]

    def take(self, one: Done | Refused) -> None:
        """Take what the next block gave."""
        if isinstance(one, Refused):
            self.refused = self.refused or one
        elif self.refused is None:
            self.seen.add(one.ids)
            self._known.add(one)
            self._done.append(replace(one, ids=one.ids[:0]))

    def replace(self, place: int, one: Done | Refused) -> None:
        """Take what a block gave that was worked on again."""
        if isinstance(one, Refused):
            self.refused = one
        else:
            self._done[place] = replace(one, ids=one.ids[:0])

    def again(self) -> dict[int, Task]:
        """Return by the position of a block what is to be done again, as ids in it stood in an earlier block."""
        if self.refused is not None:
            return {}
        keys = self.seen.repeated()
        known: set[str] = set()
        again = {}
        for at in self.seen.holding(keys):
            here = self.work.ids_among(self._tasks[at].span, keys)
            if here & known:
                again[at] = self._tasks[at]._replace(earlier=frozenset(here & known))
            known |= here
        return again

    def found(self) -> tuple[Work, list[Done] | None]:
        """Return what its blocks gave; None where one could not be worked on."""
        return self.work, self._done if self.refused is None else None


class _Known:
    """What need not be kept of further blocks, as those that are done tell enough.

    Args:
        questionnaire: What was asked.
        kept: Of how many occurrences of each violation the places are kept.

    Attributes:
        many: The groups and questions that so many have answered that patterns of ticks are not kept.
        enough: The violations of which enough places are known.
    """

    def __init__(self, questionnaire: Questionnaire, kept: int) -> None:
        self.many: frozenset[tuple[int, str]] = frozenset()
        self.enough: frozenset[Alike] = frozenset()
        self._questions = [question.id for question in questionnaire.questions]
        self._answered = np.zeros((len(questionnaire.groups), len(self._questions)), dtype=np.int64)
        self._kept = kept
        self._places: Counter[Alike] = Counter()

    def add(self, done: Done) -> None:
        """Note what a block gave."""
        self._answered += done.sums.answered()
        many = np.argwhere(self._answered >= PATTERNS_BELOW).tolist()
        self.many = frozenset((group, self._questions[question]) for group, question in many)
        for one in done.violations:
            self._places[one.code, one.column, one.value, one.rule] += len(one.lines)
        self.enough = frozenset(alike for alike, places in self._places.items() if places >= self._kept)


def _told_by_blocks(done: Sequence[Done]) -> bool:
    """Tell whether the blocks show nothing that all records together have to settle."""
    marks: dict[int, frozenset[str]] = {}
    for one in done:
        marks = {column: marks.get(column, frozenset()) | shown for column, shown in one.marks.items()}
    if any(AMBIGUOUS in shown or len(shown) > 1 for shown in marks.values()):
        return False
    return len(done) == 1 or (done[-1].records >= ABOVE_END and not any(one.header_on_top for one in done[1:]))


def _together(work: Work, done: Sequence[Done]) -> Coded | None:
    sums = reduce(add, [one.sums for one in done])
    if work.wave is not None and not sums.accounts.any():
        values = [value for one in done for value in one.values]
        raise no_record_of_wave(work.blocks.shape.path, work.wave[1], work.coding.wave_column or "", values)
    violations = gathered(done, work.blocks.first_line, work.kept)
    questions = [question.id for question in work.questionnaire.questions]
    few = np.argwhere(sums.answered() < PATTERNS_BELOW).tolist()
    needed = {(group, questions[question]) for group, question in few if questions[question] in sums.pairs}
    if contradicting(violations) or needed - sums.patterns.keys():
        return None
    weighted = {}
    for group in work.questionnaire.groups:
        found = [one.weighted[group.id] for one in done if group.id in one.weighted]
        if found:
            weighted[group.id] = reduce(Weighted.and_of, found)
    return Coded(counts_of(work.questionnaire, sums), violations, done[0].unasked, weighted)
