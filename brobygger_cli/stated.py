"""What the user states of the groups on the command line: how many are invited, answer, or answered both waves."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from brobygger_cli.errors import BrobyggerError
from brobygger_cli.spelling import did_you_mean, normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brobygger_cli.questionnaire.questionnaire import Questionnaire
    from brobygger_cli.waves import Wave

Figure = TypeVar("Figure", int, float)

_WHOLE = re.compile(r"\d{1,9}")
_EVERY_ROW = "rows"
_EVERY_GROUP = "every group"
_WAVES_OF_A_TREND = 3


def with_invited(waves: Sequence[Wave], stated: Sequence[str]) -> list[Wave]:
    """Return the waves with the numbers invited that are stated.

    Args:
        waves: The waves, the last one being the one that is meant where none is named.
        stated: `[WAVE:]GROUP=N`, or `[WAVE:]rows` where the export lists everybody who was invited.

    Raises:
        BrobyggerError: If a statement is not of that form, or names what is not there, or fewer than answered.
    """
    sent: list[dict[str, int]] = [{} for _ in waves]
    problems = []
    for text in stated:
        try:
            place, of_wave = _invited(text, waves)
        except ValueError as wrong:
            problems.append(f"--invited {text}: {wrong}")
        else:
            for name, number in of_wave.items():
                problems += _put(sent[place], name, number, f"--invited {text}")
    informed = [replace(wave, sent={**wave.sent, **of_wave}) for wave, of_wave in zip(waves, sent, strict=True)]
    for wave in informed:
        for group in wave.questionnaire.groups:
            invited, answered = wave.invited(group.id), wave.answered(group.id)
            if invited is not None and answered is not None and answered > invited:
                problems.append(f"{wave.name}, {group.id}: {answered} answered, but only {invited} were invited")
    _refuse(problems, "Say --invited GROUP=N for the last wave, --invited WAVE:GROUP=N for another one.")
    return informed


def _invited(text: str, waves: Sequence[Wave]) -> tuple[int, dict[str, int]]:
    """Return which wave a statement is of, and by group how many were invited to it.

    Raises:
        ValueError: If it is not of the documented form, or names what is not there.
    """
    prefix, colon, rest = text.rpartition(":")
    names = [normalise(wave.name) for wave in waves]
    if colon and normalise(prefix) not in names:
        known = [wave.name for wave in waves]
        raise ValueError(f"there is no wave '{prefix}'{did_you_mean(prefix, known)}; there are: {', '.join(known)}")
    place = names.index(normalise(prefix)) if colon else len(waves) - 1
    wave = waves[place]
    if normalise(rest) != _EVERY_ROW:
        group, number = _group_and_number(rest, wave.questionnaire)
        return place, {group: number}
    if wave.kind == "printed":
        raise ValueError(f"{wave.name} is a printed table, without a row for each person")
    return place, {group.id: wave.counts.people(group.id) for group in wave.questionnaire.groups}


def overlap_of(stated: Sequence[str], questionnaire: Questionnaire) -> dict[str, int]:
    """Return by group how many are stated to have answered both waves.

    Args:
        stated: `GROUP=N`, or `N` for every group that is not named.
        questionnaire: Whose groups are meant.

    Raises:
        BrobyggerError: If a statement is not of that form or names what is not there.
    """
    of_all: dict[str, int] = {}
    of_group: dict[str, int] = {}
    problems = []
    for text in stated:
        if _WHOLE.fullmatch(text.strip()):
            problems += _put(of_all, _EVERY_GROUP, int(text), f"--overlap {text}")
            continue
        try:
            group, number = _group_and_number(text, questionnaire)
        except ValueError as wrong:
            problems.append(f"--overlap {text}: {wrong}")
        else:
            problems += _put(of_group, group, number, f"--overlap {text}")
    _refuse(problems, "Say --overlap GROUP=N, or --overlap N for every group.")
    return _of_every_group(of_all, questionnaire) | of_group


def times_of(stated: str | None, waves: int) -> tuple[float, ...]:
    """Return when the waves were, as stated; nothing where nothing is.

    Args:
        stated: Numbers separated by commas, such as `2017,2021,2026`.
        waves: How many waves there are.

    Raises:
        BrobyggerError: If they are not as many rising numbers as there are waves, or there is no trend.
    """
    if stated is None:
        return ()
    if waves < _WAVES_OF_A_TREND:
        raise BrobyggerError(f"--times {stated}: a trend needs three waves or more", "Name the later waves' files too.")
    try:
        times = tuple(float(time) for time in stated.split(","))
    except ValueError:
        times = ()
    rising = all(earlier < later for earlier, later in pairwise(times))
    if len(times) != waves or not rising or not all(map(math.isfinite, times)):
        raise BrobyggerError(
            f"--times {stated}: expected {waves} rising numbers, one for each wave", "Such as --times 2017,2021,2026."
        )
    return times


def planned_invitations(stated: Sequence[str], baseline: Wave) -> tuple[Wave, dict[str, int]]:
    """Return the baseline with the numbers invited that are stated of it, and by group those of a follow-up to it.

    Args:
        stated: As for `with_invited`; where no wave is named, a follow-up that is planned is meant.
        baseline: The baseline.

    Raises:
        BrobyggerError: As `with_invited`, or if nobody would be invited.
    """
    of_followup: dict[str, int] = {}
    problems = []
    for text in stated:
        if ":" in text:
            continue
        try:
            group, number = _group_and_number(text, baseline.questionnaire)
        except ValueError as wrong:
            problems.append(f"--invited {text}: {wrong}")
        else:
            problems += _put(of_followup, group, number, f"--invited {text}")
            if not number:
                problems.append(f"--invited {text}: a follow-up needs somebody to answer it")
    hint = f"Say --invited GROUP=N for the follow-up, --invited {baseline.name}:GROUP=N for the baseline."
    _refuse(problems, hint)
    return with_invited([baseline], [text for text in stated if ":" in text])[0], of_followup


def planned_response(stated: Sequence[str], questionnaire: Questionnaire) -> dict[str, float]:
    """Return by group what part (0-1) of those invited is expected to answer, as stated.

    Args:
        stated: `GROUP=SHARE`, or `SHARE` for every group that is not named.
        questionnaire: Whose groups are meant.

    Raises:
        BrobyggerError: If a statement is not of that form, names what is not there, or its share is none.
    """
    of_all: dict[str, float] = {}
    of_group: dict[str, float] = {}
    problems = []
    for text in stated:
        name, equals, share = text.rpartition("=")
        try:
            group = _group_named(name, questionnaire) if equals else _EVERY_GROUP
            problems += _put(of_group if equals else of_all, group, _share(share), f"--response {text}")
        except ValueError as wrong:
            problems.append(f"--response {text}: {wrong}")
    _refuse(problems, "Say --response 0.6 for every group, --response GROUP=0.6 for one; 60 % is written 0.6.")
    return _of_every_group(of_all, questionnaire) | of_group


def _group_and_number(text: str, questionnaire: Questionnaire) -> tuple[str, int]:
    name, equals, number = text.partition("=")
    if not equals or not _WHOLE.fullmatch(number.strip()):
        raise ValueError("is not GROUP=N with a whole number N")
    return _group_named(name, questionnaire), int(number)


def _group_named(name: str, questionnaire: Questionnaire) -> str:
    ids = [group.id for group in questionnaire.groups]
    position = questionnaire.position_of_group().get(normalise(name))
    if position is None:
        raise ValueError(f"there is no group '{name}'{did_you_mean(name, ids)}; there are: {', '.join(ids)}")
    return ids[position]


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        raise ValueError(f"'{text}' is not a share") from None
    if not 0 < share <= 1:
        raise ValueError(f"{text.strip()} does not lie above 0 and up to 1")
    return share


def _of_every_group(of_all: dict[str, Figure], questionnaire: Questionnaire) -> dict[str, Figure]:
    return {group.id: figure for figure in of_all.values() for group in questionnaire.groups}


def _put(of_group: dict[str, Figure], group: str, figure: Figure, statement: str) -> list[str]:
    """Note a group's figure; return what is wrong where it was stated otherwise before."""
    if of_group.setdefault(group, figure) != figure:
        return [f"{statement}: '{group}' is stated otherwise before"]
    return []


def _refuse(problems: list[str], hint: str) -> None:
    if problems:
        raise BrobyggerError("\n  ".join(problems), hint)
