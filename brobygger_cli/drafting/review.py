"""What there is to be said of a draft: what it holds, what was guessed, and where its own export would not fit it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from brobygger_cli.drafting.answers import number_of
from brobygger_cli.mapping import map_columns
from brobygger_cli.questionnaire.load import parse
from brobygger_cli.spelling import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brobygger_cli.drafting.parts import Draft
    from brobygger_cli.exports.raw import RawTable

_MOST = 8


def review(draft: Draft, toml: str, raw: RawTable) -> tuple[str, ...]:
    """Return what is to be said of a draft on stderr.

    Args:
        draft: The draft.
        toml: How it is written.
        raw: What it was drafted from.

    Raises:
        BrobyggerError: If its id is none, or another rule of questionnaires is broken.
    """
    return tuple(_lines(draft, toml, raw))


def _lines(draft: Draft, toml: str, raw: RawTable) -> Iterator[str]:
    yield draft.origin[0]
    types = Counter(question.type for question in draft.questions)
    of_types = ", ".join(f"{count} {name}" for name, count in sorted(types.items()))
    asked, groups = number_of(len(draft.questions), "question"), number_of(len(draft.groups), "group")
    yield f"{raw.path}: {asked} ({of_types}), {groups}"
    if draft.left_out:
        names = ", ".join(visible(header) or "(unnamed)" for header, _ in draft.left_out[:_MOST])
        more = f" and {len(draft.left_out) - _MOST} more" if len(draft.left_out) > _MOST else ""
        yield f"{raw.path}: columns left out, listed at the end of the draft with the reasons: {names}{more}"
    questionnaire = parse(toml, "the draft")
    placed = map_columns(raw, questionnaire)
    found = {*placed.whole.values(), *(column for ticks in placed.ticks.values() for column in ticks.values())}
    left_out = {header for header, _ in draft.left_out}
    for column in sorted(found):
        if raw.columns[column] in left_out:
            yield f"{raw.path}: column '{raw.columns[column]}' is left out, but would be read as an answer: rename it"
    for question in questionnaire.questions:
        if question.id not in placed.questions():
            yield f"{raw.path}: no column is found for '{question.id}': `brobygger map` says which it is"
    yield f"{raw.path}: to review: {number_of(draft.to_review(), 'remark')} (lines that begin with '# review')"
