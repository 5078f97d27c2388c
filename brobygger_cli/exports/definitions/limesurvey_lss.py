"""The survey structure of LimeSurvey (.lss): XML tables of groups, questions, subquestions and answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat

from brobygger_cli.errors import UnreadableError
from brobygger_cli.exports.definitions.limesurvey_types import LimeSurveyQuestion, variables_of
from brobygger_cli.exports.definitions.markup import plain
from brobygger_cli.exports.variables import Choice

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from brobygger_cli.exports.variables import Variable

    Row = Mapping[str, str]

_HINT = "Export it again in LimeSurvey: Display/Export > Survey structure (.lss)."
# How a rule names a question by its number in the database, with the code of the item behind it.
_SURVEY_GROUP_QUESTION = re.compile(r"\b\d+X\d+X(\d+)([A-Za-z]\w*)?(?=\.NAOK)")
_QUESTION = re.compile(r"\bQ(\d+)(?=\.NAOK)")
_ROW_DEPTH = 4  # document > table > rows > row, and below it the fields


def recognise(data: bytes) -> bool:
    """Tell whether a file begins like a survey structure of LimeSurvey."""
    return b"<LimeSurveyDocType>" in data[:4096]


def read(path: str, data: bytes, language: str = "") -> tuple[Variable, ...]:
    """Return what a survey structure tells of the columns of its export, headed by question codes.

    Args:
        path: The file, for messages.
        data: Its bytes.
        language: The language of the wordings, where the survey has it; else the survey's own.

    Raises:
        UnreadableError: It is no whole survey structure.
    """
    tables = _tables(path, data)
    chosen = _language(tables, language)
    variables = tuple(variable for question in _questions(tables, chosen) for variable in variables_of(question))
    if not variables:
        raise UnreadableError("not_a_table", path, "the survey structure holds no questions", _HINT)
    return variables


def _tables(path: str, data: bytes) -> dict[str, list[dict[str, str]]]:
    """Return the rows of every table of the document, each a dictionary of fields.

    A document type declaration is refused: it is what entities come with, and LimeSurvey writes none.
    """
    tables: dict[str, list[dict[str, str]]] = {}
    tags: list[str] = []
    text: list[str] = []

    def start(tag: str, _: dict[str, str]) -> None:
        tags.append(tag)
        text.clear()
        if len(tags) == _ROW_DEPTH and tags[2:] == ["rows", "row"]:
            tables.setdefault(tags[1], []).append({})

    def end(tag: str) -> None:
        if len(tags) == _ROW_DEPTH + 1 and tags[2:4] == ["rows", "row"]:
            tables[tags[1]][-1][tag] = "".join(text)
        elif len(tags) == 3 and tag == "language":
            tables.setdefault("languages", []).append({"language": "".join(text)})
        tags.pop()

    def refuse(*_: object) -> None:
        raise UnreadableError("not_a_table", path, "a document type is declared in it, which LimeSurvey never does")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text.append
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # the latter two: an encoding that there is not
        line = getattr(error, "lineno", None)
        raise UnreadableError("not_a_table", path, f"this is no whole XML: {error}", _HINT, line=line) from error
    return tables


def _language(tables: Mapping[str, list[dict[str, str]]], wanted: str) -> str:
    """Return the language to take: the one wanted, where the survey has it, or the survey's own."""
    own = [row.get("language", "") for row in [*tables.get("surveys", []), *tables.get("languages", [])]]
    there = {row.get("language", "") for table in tables.values() for row in table} - {""}
    fitting = sorted(code for code in there if code == wanted or code.startswith(f"{wanted}-"))
    return fitting[0] if wanted and fitting else next(filter(None, own), "")


def _questions(tables: Mapping[str, list[dict[str, str]]], language: str) -> Iterator[LimeSurveyQuestion]:
    """Yield the questions in the order in which they are asked."""
    groups = {row.get("gid", ""): row for row in tables.get("groups", [])}
    rows = _in_language([*tables.get("questions", []), *tables.get("subquestions", [])], "qid", language)
    wordings = _wordings(tables.get("question_l10ns", []), "qid", "question", language)
    answers = _answers(tables, language)
    codes = {row["qid"]: row.get("title", "") for row in rows}
    asked = [row for row in rows if row.get("parent_qid", "0") in {"", "0"}]
    asked.sort(key=lambda row: (_number(groups.get(row.get("gid", ""), {}), "group_order"), *_place(row)))
    below: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        below.setdefault(row.get("parent_qid", ""), []).append(row)
    for row in asked:
        of_group = groups.get(row.get("gid", ""), {}).get("grelevance", "")
        axes: dict[str, list[tuple[str, str]]] = {}
        for item in sorted(below.get(row["qid"], []), key=_place):
            text = wordings.get(item["qid"], item.get("question", ""))
            axes.setdefault(item.get("scale_id", "0") or "0", []).append((item.get("title", ""), plain(text)))
        yield LimeSurveyQuestion(
            row.get("title", ""),
            row.get("type", ""),
            plain(wordings.get(row["qid"], row.get("question", ""))),
            row.get("other") == "Y",
            _relevance([of_group, row.get("relevance", "")], codes),
            tuple(axes.get("0", ())),
            tuple(axes.get("1", ())),
            answers.get(row["qid"], {}),
        )


def _answers(tables: Mapping[str, list[dict[str, str]]], language: str) -> dict[str, dict[str, tuple[Choice, ...]]]:
    """Return the answers by question and scale, in their order."""
    wordings = _wordings(tables.get("answer_l10ns", []), "aid", "answer", language)
    rows = [row for row in tables.get("answers", []) if row.get("language", language) == language]
    found: dict[str, dict[str, tuple[Choice, ...]]] = {}
    for row in sorted(rows, key=lambda row: _number(row, "sortorder")):
        scale = found.setdefault(row.get("qid", ""), {})
        label = plain(wordings.get(row.get("aid", ""), row.get("answer", "")))
        key = row.get("scale_id", "0") or "0"
        scale[key] = (*scale.get(key, ()), Choice(row.get("code", ""), label))
    return found


def _in_language(rows: list[dict[str, str]], key: str, language: str) -> list[dict[str, str]]:
    """Return each row once: older structures repeat them for every language."""
    chosen: dict[str, dict[str, str]] = {}
    for row in rows:
        if row.get(key) and (row[key] not in chosen or row.get("language") == language):
            chosen[row[key]] = row
    return list(chosen.values())


def _wordings(rows: list[dict[str, str]], key: str, field: str, language: str) -> dict[str, str]:
    return {row[key]: row.get(field, "") for row in _in_language(rows, key, language)}


def _number(row: Row, field: str) -> int:
    text = row.get(field, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _place(row: Row) -> tuple[int, int]:
    return _number(row, "scale_id"), _number(row, "question_order")


def _relevance(rules: list[str], codes: Mapping[str, str]) -> str:
    """Return who is asked, verbatim but for the numbers of the database, for which the question's code stands."""
    said = [rule.strip() for rule in rules if rule.strip() not in {"", "1"}]
    rule = " and ".join(f"({rule})" for rule in said) if len(said) > 1 else "".join(said)

    def named(found: re.Match[str]) -> str:
        code = codes.get(found[1], "")
        if not code or found[0] in codes.values():
            return found[0]
        return "_".join(filter(None, (code, *found.groups()[1:])))

    return _QUESTION.sub(named, _SURVEY_GROUP_QUESTION.sub(named, rule))
