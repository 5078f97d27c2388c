"""Questions given ids and wordings by which every column means one question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brobygger_cli.drafting.matrix import ITEM
from brobygger_cli.drafting.naming import LONGEST, first_free, first_free_text, slug
from brobygger_cli.drafting.parts import DraftQuestion
from brobygger_cli.drafting.routing import read_rule
from brobygger_cli.exports.definitions.markup import plain
from brobygger_cli.questionnaire.multiple import TICKED
from brobygger_cli.spelling import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from brobygger_cli.drafting.asked import Asked

_LONGEST_WORDING = 1000
_TICKED = TICKED | {"y"}


class Namer:
    """Gives questions ids and wordings that differ from each other and from the headers of other columns.

    Args:
        headers: The headers of all columns of the export.
        reserved: Names that mean no question: of the group, and of the respondent's id.
    """

    def __init__(self, headers: Iterable[str], reserved: Iterable[str]) -> None:
        self._headers = {normalise(header) for header in headers}
        self._taken = {normalise(name) for name in reserved}
        self._answers: dict[str, tuple[str, dict[str, str]]] = {}

    def question(self, asked: Asked) -> DraftQuestion:
        """Return a question with an id and a wording, and who is asked it as far as earlier questions tell."""
        own = {normalise(asked.stem)}
        remarks = list(asked.remarks)
        columns = self._columns(asked)
        spoken_for = {normalise(column) for column in columns}
        self._taken |= spoken_for

        def is_free(name: str) -> bool:
            spelled = normalise(name)
            if spelled in self._taken:
                return spelled in spoken_for
            return spelled in own or spelled not in self._headers

        wording = plain(asked.text)[:_LONGEST_WORDING] or asked.stem or asked.name
        text = first_free_text(wording, is_free)
        if text != wording:
            remarks.append("another question or column has the same wording: a number stands behind this one")
        self._taken.add(normalise(text))
        spoken_for.add(normalise(text))
        wanted = (_short_name(asked.name), _of_wording(wording), slug(asked.name))
        identifier = first_free(wanted, "question", is_free)
        self._taken.add(identifier)
        needed = tuple(column for column in columns if normalise(column) not in {identifier, normalise(text)})
        known = max(column.beforehand for column in asked.columns)
        background = known > 0 and asked.type != "multiple"  # zeros of ticks are no answers
        if background:
            remarks.append(f"filled in for {known} who never opened the form: taken for what was known beforehand")
        asked_if, notes = self._routing(asked)
        if notes and asked_if is None:
            remarks, notes = [*remarks, *notes], ()
        self._remember(asked, identifier)
        return DraftQuestion(
            identifier,
            asked.type,
            text,
            needed,
            asked.options,
            asked.order,
            asked_if,
            background,
            notes,
            tuple(remarks),
        )

    def _columns(self, asked: Asked) -> tuple[str, ...]:
        """Return the headers, and the platform's name of ticks, by which the question is found, and no other."""
        names = {normalise(asked.stem): asked.stem}
        if asked.columns[0].variable.tick is not None and normalise(asked.name) not in self._headers:
            names.setdefault(normalise(asked.name), asked.name)
        return tuple(name for spelled, name in names.items() if spelled and spelled not in self._taken)

    def _routing(self, asked: Asked) -> tuple[tuple[str, tuple[str, ...]] | None, tuple[str, ...]]:
        """Return the earlier question and its answers that lead here, and the platform's own words for it."""
        shown_if = asked.columns[0].variable.shown_if
        if not shown_if:
            return None, ()
        rule = read_rule(shown_if)
        if rule is not None:
            identifier, options = self._answers.get(normalise(rule.question), ("", {}))
            found = [options.get(normalise(code), "") for code in rule.codes]
            if identifier and all(found):
                return (identifier, tuple(dict.fromkeys(found))), (f"shown if {shown_if}",)
        return None, (f"shown if {shown_if} (say so with asked_if, where that is an answer to one earlier question)",)

    def _remember(self, asked: Asked, identifier: str) -> None:
        """Note what the platform calls the question and its answers, for the rules of later ones."""
        codes = {normalise(option.code): option.id for option in asked.options}
        for column, option in zip(asked.columns, asked.options, strict=False):
            tick = column.variable.tick
            if tick is not None:
                codes.setdefault(normalise(tick.code), option.id)
                ticked = (identifier, dict.fromkeys(_TICKED, option.id))
                for name in (column.variable.name, f"{asked.name}_{tick.code}"):
                    self._answers.setdefault(normalise(name), ticked)
        for name in (asked.name, asked.stem):
            self._answers.setdefault(normalise(name), (identifier, codes))


def _short_name(name: str) -> str:
    """Return the id that a platform's short name gives; "" where the name is a wording."""
    return slug(name) if len(name) <= LONGEST and not any(map(str.isspace, name)) else ""


def _of_wording(wording: str) -> str:
    """Return the id that a wording gives; of an item of a matrix, it holds some of the question and of the item."""
    found = ITEM.match(wording)
    if found is None or not slug(found["item"]):
        return slug(wording)
    item = slug(found["item"], LONGEST // 2)
    return "_".join(filter(None, (slug(found["question"], LONGEST - len(item) - 1), item)))
