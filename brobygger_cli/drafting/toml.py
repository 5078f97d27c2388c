"""A draft written as TOML that a person reads: what is to be reviewed stands as a comment where it belongs."""

from __future__ import annotations

import textwrap
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from brobygger_cli.spelling import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from brobygger_cli.drafting.parts import Draft, DraftOption, DraftQuestion

REVIEW = "# review: "
_SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_LOST = "\ufffd"  # what stands for half a character, which TOML cannot hold


def quoted(text: str) -> str:
    """Return a text as a TOML string on one line, in which whatever a terminal would act on is spelled out."""
    return f'"{"".join(map(_character, text))}"'


def _character(char: str) -> str:
    if char in _SHORT:
        return _SHORT[char]
    if unicodedata.category(char) == "Cs":
        return _LOST
    if visible(char, blanks=False) == char:
        return char
    return f"\\u{ord(char):04x}" if ord(char) <= 0xFFFF else f"\\U{ord(char):08x}"


def written(draft: Draft) -> str:
    """Return the TOML of a draft."""
    return "\n".join(_lines(draft)) + "\n"


def remarks_in(path: str) -> int:
    """Return how many remarks of a questionnaire file are left to review; none where it is no file."""
    try:
        lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError):
        return 0
    return sum(line.lstrip().startswith(REVIEW.rstrip()) for line in lines)


def _lines(draft: Draft) -> Iterator[str]:
    yield from _comments(draft.origin)
    yield '# Lines that begin with "# review" say what was guessed or changed: correct it where it is wrong, then'
    yield "# delete them."
    yield ""
    yield from _reviews(draft.remarks)
    yield f"id = {quoted(draft.id)}"
    yield f"title = {_wording(draft.title, draft.language)}"
    if draft.respondent_columns is not None:
        yield f"respondent_columns = {_list(draft.respondent_columns)}"
    yield f"group_columns = {_list(draft.group_columns)}"
    for group in draft.groups:
        yield ""
        yield from _reviews(group.remarks)
        yield "[[groups]]"
        yield f"id = {quoted(group.id)}"
        yield f"code = {quoted(group.code)}"
        yield f"label = {_wording(group.label, draft.language)}"
    for question in draft.questions:
        yield ""
        yield from _question(question, draft.language)
    if draft.left_out:
        yield ""
        yield "# Columns that are left out, and why:"
        reasons: dict[str, list[str]] = {}
        for header, why in draft.left_out:
            reasons.setdefault(why, []).append(visible(header) or "(unnamed)")
        for why, headers in reasons.items():
            yield f"#   {visible(why)}:"
            yield from textwrap.wrap(
                ", ".join(headers), 110, initial_indent="#     ", subsequent_indent="#     ", break_on_hyphens=False
            )


def _question(question: DraftQuestion, language: str) -> Iterator[str]:
    yield from _comments(question.notes)
    yield from _reviews(question.remarks)
    yield "[[questions]]"
    yield f"id = {quoted(question.id)}"
    yield f"type = {quoted(question.type)}"
    if question.order:
        yield f"order = {quoted(question.order)}"
    yield f"text = {_wording(question.text, language)}"
    if question.columns:
        yield f"columns = {_list(question.columns)}"
    if question.asked_if is not None:
        earlier, answers = question.asked_if
        yield f"asked_if = {{ question = {quoted(earlier)}, answers = {_list(answers)} }}"
    if question.background:
        yield "background = true"
    if question.options:
        yield "options = ["
        for option in question.options:
            yield from (f"  {line}" for line in (*_reviews(option.remarks), f"{_option(option, language)},"))
        yield "]"


def _option(option: DraftOption, language: str) -> str:
    parts = [
        f"id = {quoted(option.id)}",
        f"code = {quoted(option.code)}",
        f"label = {_wording(option.label, language)}",
    ]
    if option.aliases:
        parts.append(f"aliases = {_list(option.aliases)}")
    if option.dont_know:
        parts.append("dont_know = true")
    elif option.beside_scale:
        parts.append("on_scale = false")
    if option.exclusive:
        parts.append("exclusive = true")
    return f"{{ {', '.join(parts)} }}"


def _wording(text: str, language: str) -> str:
    return f"{{ {language} = {quoted(text)} }}"


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(quoted, texts))}]"


def _comments(lines: Iterable[str]) -> Iterator[str]:
    return (f"# {visible(line)}" for line in lines)


def _reviews(remarks: Iterable[str]) -> Iterator[str]:
    return (f"{REVIEW}{visible(remark)}" for remark in remarks)
