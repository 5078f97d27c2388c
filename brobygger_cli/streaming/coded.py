"""A file coded and counted block by block."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import replace
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

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
    from brobygger_cli.exports.large import Blocks, Large
    from brobygger_cli.questionnaire.questionnaire import Questionnaire
    from brobygger_cli.responses import Coding
    from brobygger_cli.sums import Sums

# Of so many occurrences of each violation the places are kept; all are counted.
KEPT = 1_000


def code_blocks(
    large: Large, questionnaire: Questionnaire, coding: Coding, wave: str | None = None, processes: int | None = None
) -> Coded | None:
    """Code and count a file block by block; None where something in it asks for all records at once.

    Args:
        large: The file.
        questionnaire: What was asked.
        coding: What is to be read of it; which records belong to a wave is told by `wave`.
        wave: The value of the wave column that is this wave.
        processes: How many processes to work in; as many as pay where None.

    Raises:
        BrobyggerError: If there is no such column, or no record of the wave.
    """
    columns = map_columns(large.head, questionnaire, coding.mapping)
    numbers = [columns.whole[of.id] for of in questionnaire.questions if of.type == "number" and of.id in columns.whole]
    of_wave = None
    if coding.wave_column is not None and wave is not None:
        of_wave = (column_named(large.head, coding.wave_column, "--wave-column"), wave)
    work = Work(large.blocks, questionnaire, coding, columns.respondent, tuple(numbers), of_wave, KEPT)
    path = work.blocks.shape.path
    with Progress(f"reading {path}", work.blocks.data.size) as progress:
        done = _work_through(work, processes or processors(), progress)
    if done is None or not _told_by_blocks(done):
        return None
    sums = reduce(add, [one.sums for one in done])
    if of_wave is not None and not sums.accounts.any():
        values = [value for one in done for value in one.values]
        raise no_record_of_wave(path, wave or "", coding.wave_column or "", values)
    return _together(work, done, sums)


def _work_through(work: Work, processes: int, progress: Progress) -> list[Done] | None:
    """Return what every block gave; None where one cannot be worked on."""
    done: list[Done] = []
    tasks: list[Task] = []
    known = _Known(work.questionnaire, work.kept)
    with crew(work.do, processes) as workers, closing(SeenIds()) as seen:
        for one in workers.do(_tasks(work.blocks, tasks, known)):
            if isinstance(one, Refused):
                break
            seen.add(one.ids)
            known.add(one)
            done.append(replace(one, ids=one.ids[:0]))
            progress.reached(tasks[len(done) - 1].span.end)
        else:
            again = _again(work, tasks, seen)
            for at, one in zip(again, workers.do(again.values()), strict=True):
                if isinstance(one, Refused):
                    return None
                done[at] = replace(one, ids=one.ids[:0])
            return done
    return None if one.blocks is None else _work_through(replace(work, blocks=one.blocks), processes, progress)


def _tasks(blocks: Blocks, tasks: list[Task], known: _Known) -> Iterator[Task]:
    """Yield the blocks, and note what was yielded."""
    for span in blocks.spans():
        tasks.append(Task(span, span.end >= blocks.data.size, known=known.many, enough=known.enough))
        yield tasks[-1]


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


def _again(work: Work, tasks: list[Task], seen: SeenIds) -> dict[int, Task]:
    """Return by the position of a block what is to be done again, as ids in it stood in an earlier block."""
    hashes = seen.repeated()
    known: set[str] = set()
    again = {}
    for at in seen.holding(hashes):
        here = work.ids_among(tasks[at].span, hashes)
        if here & known:
            again[at] = tasks[at]._replace(earlier=frozenset(here & known))
        known |= here
    return again


def _told_by_blocks(done: Sequence[Done]) -> bool:
    """Tell whether the blocks show nothing that all records together have to settle."""
    marks: dict[int, frozenset[str]] = {}
    for one in done:
        marks = {column: marks.get(column, frozenset()) | shown for column, shown in one.marks.items()}
    if any(AMBIGUOUS in shown or len(shown) > 1 for shown in marks.values()):
        return False
    return len(done) == 1 or (done[-1].records >= ABOVE_END and not any(one.header_on_top for one in done[1:]))


def _together(work: Work, done: Sequence[Done], sums: Sums) -> Coded | None:
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
