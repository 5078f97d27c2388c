"""A wave: what a file says once it is known what was asked, ready to be described or compared."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from brobygger_cli.errors import InvalidDataError
from brobygger_cli.exports.standing import STATUSES
from brobygger_cli.methods.rounding import percent_half_up
from brobygger_cli.violations import Violation, errors

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from brobygger_cli.counts import Counts
    from brobygger_cli.questionnaire.questionnaire import Questionnaire, Response
    from brobygger_cli.transitions import Transitions

WaveKind = Literal["respondents", "printed"]


@dataclass(frozen=True)
class Hidden:
    """What is not shown of a wave, because it would tell of a few people.

    Args:
        minimum: Counts from 1 to below it are hidden, with what would give them away.
        rows: The keys of the rows of its counts that are hidden.
        small: How many of them because they are small.
        protecting: How many to protect those.
        groups: Groups so small that not even the number of respondents is shown.
        left_out: The groups and questions of which invalid answers are left out.
    """

    minimum: int
    rows: frozenset[tuple[str, str, str, str]]
    small: int
    protecting: int
    groups: frozenset[str] = frozenset()
    left_out: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True)
class Wave:
    """One wave, ready to be described or compared.

    Args:
        name: What it is called in results.
        path: The file it is from.
        kind: Whether respondents or a printed table are behind it.
        questionnaire: What was asked.
        counts: How many, of how many.
        violations: All that is wrong with the file.
        origin: How a printed figure came about (see `PrintedWave`); empty for respondents.
        unasked: Questions that it did not ask.
        sent: How many of each group were invited, as stated for this wave; the questionnaire's number elsewhere.
        transitions: Its respondents linked to those of the baseline; None where they are not.
        remarks: What was done to it on the way, such as how it was weighted.
        partial_read: Whether those who began and did not send in are read.
        hidden: What is not shown of it; None where nothing was to be hidden.
    """

    name: str
    path: str
    kind: WaveKind
    questionnaire: Questionnaire
    counts: Counts
    violations: tuple[Violation, ...]
    origin: dict[tuple[str, str, str, str], str]
    unasked: frozenset[str] = frozenset()
    sent: Mapping[str, int] = field(default_factory=dict)
    transitions: Transitions | None = None
    remarks: tuple[str, ...] = ()
    partial_read: bool = False
    hidden: Hidden | None = None

    def answered(self, group: str) -> int | None:
        """Return how many of a group answered, where that is known and may be shown."""
        if self.hidden is not None and group in self.hidden.groups:
            return None
        if self.kind == "respondents":
            return self.counts.respondents.get(group)
        response = self._group(group)
        return None if response is None else response.answered

    def response_rate(self, group: str) -> float | None:
        """Return a group's response rate (0-1), where the number invited to this wave is known."""
        invited, answered = self.invited(group), self.answered(group)
        return None if not invited or answered is None else answered / invited

    def response_is_low(self, group: str) -> bool:
        """Tell whether a group's response rate is known and too low to be more than an indication."""
        rate = self.response_rate(group)
        return rate is not None and rate < self.questionnaire.indicative_below

    def invited(self, group: str) -> int | None:
        """Return how many of a group were invited to this wave, where that is stated, declared or listed."""
        if group in self.sent:
            return self.sent[group]
        response = self._group(group)
        return self.counts.invited(group) if response is None else response.invited

    def standings(self) -> list[tuple[str, int, bool]]:
        """Return by status how many rows have it and whether these are read; nothing where no status is known."""
        rows = Counter[str]()
        for (_, status), count in self.counts.standings.items():
            rows[status] += count
        left_out = {"test", "declined", *(() if self.partial_read else ("partial",))}
        return [(status, rows[status], status not in left_out) for status in STATUSES if rows[status]]

    def left_out(self) -> Collection[tuple[str, str]]:
        """Return the groups and questions of which invalid answers are left out."""
        if self.hidden is not None:
            return self.hidden.left_out
        accounts = self.counts.accounts
        if not accounts.empty and self.counts.rows_not_read:
            return set(accounts.index)  # a row that is not read may be anybody's
        return set(accounts.index[accounts["invalid"] > 0])

    def invited_by_group(self) -> dict[str, int]:
        """Return how many were invited, of the groups of which that is known."""
        known = {group.id: self.invited(group.id) for group in self.questionnaire.groups}
        return {group: invited for group, invited in known.items() if invited is not None}

    def _group(self, identifier: str) -> Response | None:
        group = next((group for group in self.questionnaire.groups if group.id == identifier), None)
        return None if group is None else group.waves.get(self.name)


def wave_notes(wave: Wave) -> list[str]:
    """Say of each group how many answered, whether that is enough, and whether something is left out."""
    notes: list[str] = []
    unknown = []
    for group in wave.questionnaire.groups:
        rate, answered = wave.response_rate(group.id), wave.answered(group.id)
        if rate is not None:
            verdict = ": too low to be more than an indication" if wave.response_is_low(group.id) else ""
            share = percent_half_up(answered or 0, wave.invited(group.id) or 0)
            notes.append(f"{wave.name}, {group.id}: {answered} answered, {share} % of those invited{verdict}.")
        elif answered is not None:
            notes.append(f"{wave.name}, {group.id}: {answered} answered.")
            unknown.append(group)
    if unknown:
        waves = dict.fromkeys(name for group in unknown for name in group.waves)
        known = f" (it is of the waves: {', '.join(waves)})" if waves else ""
        groups = ", ".join(group.id for group in unknown)
        notes.append(
            f"{wave.name}: how many were invited is not known of {groups}{known}; say --invited {wave.name}:GROUP=N."
        )
    notes += wave.remarks
    if errors(wave.violations):
        notes.append(f"{wave.name}: invalid answers are left out; the rows concerned are flagged invalid_left_out.")
    return notes


def require_valid(wave: Wave, *, skip_invalid: bool) -> str | None:
    """Refuse a wave with errors, or say what is left out of it.

    Args:
        wave: The wave.
        skip_invalid: Go on without what is invalid.

    Returns:
        What was left out, in a sentence; None where nothing was.

    Raises:
        InvalidDataError: If there are errors and they are not to be skipped.
    """
    wrong = errors(wave.violations)
    if not wrong:
        return None
    times = sum(violation.count for violation in wrong)
    if not skip_invalid:
        first = "\n".join(f"  {violation.sentence()}" for violation in wrong[:5])
        more = f"\n  … and {len(wrong) - 5} more" if len(wrong) > 5 else ""
        raise InvalidDataError(
            f"{wave.path}: errors: {times}\n{first}{more}",
            f"`brobygger validate {wave.path}` with the same options lists them all; "
            "--skip-invalid goes on without these answers.",
        )
    if wave.kind == "printed":
        return f"{wave.path}: errors: {len(wrong)}; goes on without the printed rows concerned"
    accounts = wave.counts.accounts["invalid"]
    questions = len(wave.questionnaire.questions)
    answers = int(accounts.sum()) - wave.counts.rows_not_read * questions
    return (
        f"{wave.path}: errors: {times}; left out: whole rows {wave.counts.rows_not_read}, "
        f"answers in other rows {answers}"
    )
