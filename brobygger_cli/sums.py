"""What coded answers sum to, as arrays: the sums of the blocks of a file add up to those of the whole file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from brobygger_cli.items import items, members_of
from brobygger_cli.responses import State

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import numpy.typing as npt

    from brobygger_cli.coding.standings import Standings
    from brobygger_cli.items import Item
    from brobygger_cli.questionnaire.question import Question
    from brobygger_cli.questionnaire.questionnaire import Questionnaire
    from brobygger_cli.responses import Responses

    Mask = npt.NDArray[np.bool_]
    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]
    Bits = npt.NDArray[Any]

# From so many respondents on only pairs of ticks are kept: patterns grow with respondents, pairs do not.
PATTERNS_BELOW = 20_000
# Rows summed at a time: they stay in the processor's cache.
_ROWS = 65_536


class Patterns(NamedTuple):
    """How often each pattern of ticks occurs.

    Attributes:
        ticks: The patterns, in order, shape (m, options).
        sums: How many have it, their weights and squared weights summed, shape (m, 3).
    """

    ticks: Mask
    sums: Floats


@dataclass(frozen=True, eq=False)
class Sums:
    """What coded answers sum to.

    Args:
        figures: Of every group and item, how many chose it, of how many, shape (groups, items, 2).
        weights: The same of the weights (the first two) and of the squared weights, shape (groups, items, 4); None
            where nobody is weighted.
        accounts: How many rows of every group, and last of those without one, are in which state, shape
            (groups + 1, questions, states).
        answering: How many of every group answer at least one question, shape (groups,).
        rows_not_read: How many rows are invalid as a whole.
        pairs: By question with several answers, how many of every group chose both of two of its options and nets,
            their weights and squared weights summed, shape (groups, k, k, 3).
        patterns: How ticks go together, by the position of the group and the question; only where fewer than
            `PATTERNS_BELOW` of the group answered.
        standings: Rows by group and status.
    """

    figures: Floats
    weights: Floats | None
    accounts: Ints
    answering: Ints
    rows_not_read: int
    pairs: dict[str, Floats]
    patterns: dict[tuple[int, str], Patterns]
    standings: Standings

    def answered(self) -> Ints:
        """Return how many of every group answered each question, shape (groups, questions)."""
        return np.asarray(self.accounts[:-1, :, [State.ANSWERED, State.DONT_KNOW]].sum(axis=2))

    def __add__(self, other: Sums) -> Sums:
        """Return the sums of both blocks."""
        figures = self.figures + other.figures
        weights = None if self.weights is None or other.weights is None else self.weights + other.weights
        patterns = {}
        for key in self.patterns.keys() & other.patterns.keys():
            both = _added(self.patterns[key], other.patterns[key])
            if both.sums[:, 0].sum() < PATTERNS_BELOW:
                patterns[key] = both
        return Sums(
            figures,
            weights,
            self.accounts + other.accounts,
            self.answering + other.answering,
            self.rows_not_read + other.rows_not_read,
            {question: pairs + other.pairs[question] for question, pairs in self.pairs.items()},
            {key: patterns[key] for key in self.patterns if key in patterns},
            dict(Counter(self.standings) + Counter(other.standings)),
        )


def sums_of(responses: Responses) -> Sums:
    """Sum coded answers by group."""
    return Summing(responses.questionnaire).of(responses)


class Summing:
    """Sums the answers to one questionnaire.

    Args:
        questionnaire: What was asked.
    """

    def __init__(self, questionnaire: Questionnaire) -> None:
        every = list(enumerate(items(questionnaire)))
        placed: dict[str, list[tuple[int, Item]]] = {question.id: [] for question in questionnaire.questions}
        for place, item in every:
            placed[item.question.id].append((place, item))
        self._items = len(every)
        self._asked = {question.id: _Asked.of(question, placed[question.id]) for question in questionnaire.questions}

    def of(self, responses: Responses, known: Collection[tuple[int, str]] = ()) -> Sums:
        """Return what coded answers sum to.

        Args:
            responses: The answers.
            known: The groups and questions of which so many answered elsewhere that patterns will not be kept.
        """
        groups = len(responses.questionnaire.groups)
        sums = Sums(
            np.zeros((groups, self._items, 2)),
            None if responses.weights is None else np.zeros((groups, self._items, 4)),
            np.zeros((groups + 1, len(self._asked), len(State)), dtype=np.int64),
            np.bincount(responses.group[responses.answering] + 1, minlength=groups + 1)[1:],
            int((~responses.trusted).sum()),
            {question: _no_pairs(groups, of) for question, of in self._asked.items() if of.together},
            {},
            responses.standings,
        )
        for start in range(0, len(responses.group), _ROWS):
            _add_rows(sums, responses, slice(start, start + _ROWS), self._asked)
        for pairs in sums.pairs.values():
            pairs[:, :, :, 0] = np.triu(pairs[:, :, :, 0]) + np.triu(pairs[:, :, :, 0], 1).transpose(0, 2, 1)
            if responses.weights is None:
                pairs[:, :, :, 1:] = pairs[:, :, :, :1]
        if responses.weights is not None:
            _add_weights(sums, responses, responses.weights, self._asked)
        sums.patterns.update(_patterns(sums, responses, known))
        return sums


class _Asked(NamedTuple):
    """What is counted of one question.

    Attributes:
        places: Where its items stand among all items.
        options: Which of its options each item stands for; none where it is the question itself.
        together: Which of its options each of its options and nets stands for; none unless it has several answers.
    """

    places: list[int]
    options: list[tuple[int, ...]]
    together: list[tuple[int, ...]]

    @classmethod
    def of(cls, question: Question, of_question: list[tuple[int, Item]]) -> _Asked:
        together = members_of(question) if question.compared_as == "options" else []
        return cls(
            [at for at, _ in of_question],
            [item.positions for _, item in of_question],
            [options for _, options in together],
        )


def _add_rows(sums: Sums, responses: Responses, rows: slice, asked: dict[str, _Asked]) -> None:
    """Add some rows to sums. Where nobody is weighted, bits are counted: one for each row."""
    groups = len(sums.figures)
    group = responses.group[rows]
    members = _bits(np.arange(groups)[:, None] == group)
    for place, (question, answers) in enumerate(responses.answers.items()):
        state = answers.state[rows] + np.int64(len(State)) * (group + 1)
        counted = np.bincount(state, minlength=(groups + 1) * len(State)).reshape(groups + 1, len(State))
        sums.accounts[:, place] += np.roll(counted, -1, axis=0)  # those without a group come last
        of_question = asked[question]
        ticked, base = _bits(answers.ticked[rows].T), _bits(answers.in_base[rows][None])[0]
        chosen = _any_of(ticked, of_question.options, base)
        together = _any_of(ticked, of_question.together, base)
        for position, member in enumerate(members):
            sums.figures[position, of_question.places, 0] += _count(chosen & member)
            sums.figures[position, of_question.places, 1] += _count(base & member)
            for one, bits in enumerate(together):
                sums.pairs[question][position, one, one:, 0] += _count(together[one:] & (bits & member))


def _add_weights(sums: Sums, responses: Responses, weights: Floats, asked: dict[str, _Asked]) -> None:
    """Add the weights and squared weights of all rows to sums."""
    for question, answers in responses.answers.items():
        of_question = asked[question]
        for position in range(len(sums.figures)):
            places = np.flatnonzero(answers.in_base & (responses.group == position))
            ticked = answers.ticked[places]
            chosen = _any_of(ticked.T, of_question.options, np.ones(len(places), dtype=bool)).T
            together = _any_of(ticked.T, of_question.together, np.ones(len(places), dtype=bool)).T.astype(float)
            for power in (1, 2):
                each = weights[places] ** power
                if sums.weights is not None:
                    sums.weights[position, of_question.places, 2 * power - 2] += each @ chosen
                    sums.weights[position, of_question.places, 2 * power - 1] += each.sum()
                if of_question.together:
                    sums.pairs[question][position, :, :, power] += (together.T * each) @ together


def _any_of(ticked: Bits, options: list[tuple[int, ...]], base: Bits) -> Bits:
    """Return who chose any of the options of each item, all of the base where there are none, shape (items, …)."""
    chosen = [np.bitwise_or.reduce(ticked[list(of_item)], axis=0) if of_item else base for of_item in options]
    return np.stack(chosen) if chosen else ticked[:0]


def _bits(truths: Mask) -> Bits:
    """Return truths as bits, 64 a number, shape (k, rows) to (k, rows / 64)."""
    packed = np.packbits(np.ascontiguousarray(truths), axis=1)
    return np.pad(packed, ((0, 0), (0, -packed.shape[1] % 8))).view(np.uint64)


def _count(bits: Bits) -> Ints:
    return np.asarray(np.bitwise_count(bits).sum(axis=-1, dtype=np.int64))


def _patterns(
    sums: Sums, responses: Responses, known: Collection[tuple[int, str]]
) -> Iterator[tuple[tuple[int, str], Patterns]]:
    weights = np.ones(len(responses.group)) if responses.weights is None else responses.weights
    for question in sums.pairs:
        answers = responses.answers[question]
        for group in range(len(sums.figures)):
            if (group, question) in known:
                continue
            places = np.flatnonzero(answers.in_base & (responses.group == group))
            if len(places) < PATTERNS_BELOW:
                of_each = np.column_stack([weights[places] ** power for power in range(3)])
                yield (group, question), _gathered(answers.ticked[places], of_each)


def _added(one: Patterns, other: Patterns) -> Patterns:
    return _gathered(np.vstack([one.ticks, other.ticks]), np.vstack([one.sums, other.sums]))


def _gathered(ticked: Mask, sums: Floats) -> Patterns:
    """Return every pattern once, with the sums of the rows that have it."""
    packed = np.packbits(ticked, axis=1)
    width = packed.shape[1]
    if width <= 8:
        key = np.pad(packed, ((0, 0), (8 - width, 0))).view(">u8").ravel().astype(np.uint64)
    else:
        key = packed.view(f"S{width}").ravel()  # text is compared byte by byte: eight options each, the first one first
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    summed = [np.bincount(which, of, len(first)) for of in sums.T]
    return Patterns(ticked[first], np.column_stack(summed))


def _no_pairs(groups: int, asked: _Asked) -> Floats:
    return np.zeros((groups, len(asked.together), len(asked.together), 3))
